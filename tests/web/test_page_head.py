"""Streamlit's page with our changes: where its server is, the code of charts, the app's style and scripts."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app import HEAD_SCRIPTS, HOSTING, STATIC, middleware
from netroi_core.access.hosting import Hosting
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.headers import script_hashes
from netroi_core.web.page_head import PageHead, charts_script, with_scripts
from pages.frame.assets import SCRIPTS, STYLE

INDEX_FILE = Path(streamlit.__file__).parent / "static" / "index.html"
INDEX = INDEX_FILE.read_bytes()


async def streamlit_page(_: Request) -> FileResponse:
    return FileResponse(INDEX_FILE)


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


@pytest.mark.parametrize(
    ("hosting", "place"),
    [(HOSTING, "document"), (Hosting("guests", "netroi.streamlit.app", is_streamlit_cloud=True), "iframe")],
    ids=["in a window", "in the frame of Streamlit Community Cloud"],
)
def test_every_page_has_the_style_of_the_app_after_streamlits_own_and_its_scripts(hosting: Hosting, place: str) -> None:
    (page_head,) = (layer for layer in middleware(hosting) if layer.cls is PageHead)
    app = Starlette(routes=[Route("/{path:path}", streamlit_page)], middleware=[page_head])
    page = TestClient(app, headers={"sec-fetch-dest": place}).get("/results").text
    assert page.count(STYLE) == page.count(SCRIPTS) == 1
    # Streamlit adds its styles to the end of the head while it draws.
    assert page.index("</head>") < page.index(STYLE)


def test_browsers_may_run_the_scripts_of_the_app() -> None:
    (access,) = (layer for layer in middleware(HOSTING) if layer.cls is AccessMiddleware)
    assert set(script_hashes(SCRIPTS)) <= set(access.kwargs["inline_scripts"])
