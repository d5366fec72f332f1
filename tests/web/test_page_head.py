"""Streamlit's page with our changes: it is told where its server is."""

from pathlib import Path

import streamlit

from app import HOSTING, middleware
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.headers import script_hashes
from netroi_core.web.page_head import SERVER_SCRIPT, with_server_address

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


def test_the_page_is_told_where_its_server_is_before_its_own_scripts_run() -> None:
    page = with_server_address(INDEX).decode()
    assert page.count(SERVER_SCRIPT) == 1
    assert page.index(SERVER_SCRIPT) < page.index("<script type=")
    assert page.replace(SERVER_SCRIPT, "").encode() == INDEX


def test_browsers_may_run_the_script() -> None:
    (access,) = (layer for layer in middleware(HOSTING) if layer.cls is AccessMiddleware)
    assert set(script_hashes(SERVER_SCRIPT)) <= set(access.kwargs["inline_scripts"])
