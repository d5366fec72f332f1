"""Streamlit's page with our changes: it is told where its server is, and imports the code of charts early."""

import re
from pathlib import Path

import streamlit

from app import HEAD_SCRIPTS, HOSTING, STATIC, middleware
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.headers import script_hashes
from netroi_core.web.page_head import charts_script, with_scripts

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


def test_the_page_is_told_where_its_server_is_before_its_own_scripts_run() -> None:
    page = with_scripts(HEAD_SCRIPTS, INDEX).decode()
    assert page.count(HEAD_SCRIPTS) == 1
    assert page.index(HEAD_SCRIPTS) < page.index("<script type=")
    assert page.replace(HEAD_SCRIPTS, "").encode() == INDEX


def test_browsers_may_run_the_scripts() -> None:
    (access,) = (layer for layer in middleware(HOSTING) if layer.cls is AccessMiddleware)
    assert len(script_hashes(HEAD_SCRIPTS)) == 2
    assert set(script_hashes(HEAD_SCRIPTS)) <= set(access.kwargs["inline_scripts"])


def test_the_file_that_is_imported_early_is_the_one_that_the_page_imports() -> None:
    (name,) = re.findall(r"/static/js/([\w.-]+)", charts_script(STATIC.source))
    (index,) = re.findall(r'src="./static/js/([\w.-]+)"', INDEX.decode())
    assert f"import(`./{name}`)" in (STATIC.source / "js" / index).read_text("utf-8")
