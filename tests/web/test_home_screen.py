"""The app on a home screen: its manifest, icons that are what it says, and the tags in Streamlit's page alone."""

import io
from pathlib import Path

import pytest
import streamlit
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from netroi_core.web.home_screen import home_screen_routes, with_home_screen_tags
from netroi_core.web.page_head import PageHead

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
PUBLIC = "/shared"


async def _page(request: Request) -> Response:
    if request.url.path == PUBLIC:
        return HTMLResponse(f"<title>Streamlit</title>{'x' * 1000}")
    return FileResponse(INDEX)


@pytest.fixture
def browser() -> TestClient:
    app = Starlette(
        routes=[*home_screen_routes(), Route("/{path:path}", _page)],
        middleware=[
            Middleware(PageHead, public_paths=frozenset({PUBLIC}), page_edits=(with_home_screen_tags,)),
            Middleware(GZipMiddleware),
        ],
    )
    return TestClient(app, headers={"sec-fetch-dest": "document", "accept-encoding": "gzip"})


@pytest.mark.parametrize("path", ["/", "/people"])
def test_every_page_of_the_app_names_its_manifest_and_is_called_netroi(browser: TestClient, path: str) -> None:
    page = browser.get(path)
    assert '<link rel="manifest" href="./manifest.webmanifest">' in page.text
    assert "<title>NetROI</title>" in page.text
    assert "<title>Streamlit</title>" not in page.text
    assert int(page.headers["content-length"]) == page.num_bytes_downloaded < len(page.content) / 2
    assert "etag" not in page.headers


def test_the_rest_of_the_page_is_streamlits_own(browser: TestClient) -> None:
    page, own = browser.get("/").text, INDEX.read_text("utf-8")
    before, after = own.split("<title>Streamlit</title>")
    assert page.startswith(before)
    assert page.endswith(after)


def test_a_page_behind_a_link_is_left_alone_and_may_be_compressed(browser: TestClient) -> None:
    page = browser.get(PUBLIC)
    assert page.text.startswith("<title>Streamlit</title>")
    assert page.headers["content-encoding"] == "gzip"


def test_the_manifest_has_what_a_phone_needs_to_install_the_app(browser: TestClient) -> None:
    manifest = browser.get("/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert manifest.json()["display"] == "standalone"
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest.json()["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip


def test_each_icon_is_a_picture_of_its_size(browser: TestClient) -> None:
    icons = [(icon["src"].lstrip("."), icon["sizes"]) for icon in browser.get("/manifest.webmanifest").json()["icons"]]
    for path, size in [*icons, ("/icons/apple-touch-icon.png", "180x180")]:
        picture = Image.open(io.BytesIO(browser.get(path).content))
        assert (picture.format, f"{picture.width}x{picture.height}") == ("PNG", size)


@pytest.mark.parametrize("path", ["/icons/maskable-512.png", "/icons/apple-touch-icon.png"])
def test_an_icon_that_is_cut_to_a_shape_has_no_corners_of_its_own(browser: TestClient, path: str) -> None:
    picture = Image.open(io.BytesIO(browser.get(path).content)).convert("RGBA")
    assert picture.getpixel((0, 0)) == picture.getpixel((picture.width - 1, 0)) == (0x24, 0x57, 0xC5, 255)
