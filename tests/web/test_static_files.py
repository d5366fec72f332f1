"""Static files over HTTP: the best encoding that a client takes, kept for ever where names say what is in them."""

import gzip
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from netroi_core.web.static_cache import StaticCache, streamlit_files
from netroi_core.web.static_files import CompressedStatic, accepted_encodings, with_cut_fonts

PATH = "/static/js/app.AbCd1234.js"
SCRIPT = b"export const answer = 42;\n" * 100


@pytest.fixture
def cache(tmp_path: Path) -> StaticCache:
    """A cache in which a script is compressed, and nothing else."""
    cache = StaticCache(tmp_path / "static", tmp_path / "caches")
    for path, content in {
        "js/app.AbCd1234.js": SCRIPT,
        "js/new.AbCd1234.js": SCRIPT,
        "css/a.AbCd1234.css": b"p {}",
    }.items():
        file = cache.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (cache.folder / "js").mkdir(parents=True)
    (cache.folder / "js" / "app.AbCd1234.js.br").write_bytes(brotli.compress(SCRIPT))
    (cache.folder / "js" / "app.AbCd1234.js.gz").write_bytes(gzip.compress(SCRIPT))
    return cache


@pytest.fixture
def client(cache: StaticCache) -> TestClient:
    app = Starlette(
        routes=[Route("/{path:path}", lambda _: PlainTextResponse("Streamlit"))],
        middleware=[Middleware(CompressedStatic, cache=cache)],
    )
    return TestClient(app, headers={"accept-encoding": "identity"})


@pytest.mark.parametrize(
    ("header", "encodings"),
    [
        ("gzip, deflate, br, zstd", ["br", "gzip"]),
        ("gzip", ["gzip"]),
        ("br;q=0, gzip", ["gzip"]),
        ("br;q=0.2, gzip;q=0.8", ["gzip", "br"]),
        ("BR ; Q=1.0", ["br"]),
        ("*", ["br", "gzip"]),
        ("*;q=0, gzip", ["gzip"]),
        ("gzip;q=0, *", ["br"]),
        ("identity", []),
        ("", []),
        ("br;q=, gzip;q=much", []),
        ("brotli, xgzip", []),
    ],
)
def test_accept_encoding_is_read_as_it_is_meant(header: str, encodings: list[str]) -> None:
    assert accepted_encodings(header) == encodings


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0", None)])
def test_a_file_comes_in_the_best_encoding_with_its_own_type(
    client: TestClient, accepted: str, encoding: str | None
) -> None:
    answer = client.get(PATH, headers={"accept-encoding": accepted})
    assert answer.content == SCRIPT
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_that_is_not_compressed_yet_comes_as_it_is(client: TestClient) -> None:
    answer = client.get("/static/js/new.AbCd1234.js", headers={"accept-encoding": "br"})
    assert (answer.content, answer.headers.get("content-encoding")) == (SCRIPT, None)


def test_each_encoding_has_its_own_tag_with_which_a_file_is_not_sent_again(client: TestClient) -> None:
    tags = {}
    for accepted in ("br", "gzip", "identity"):
        headers = {"accept-encoding": accepted}
        tags[accepted] = client.get(PATH, headers=headers).headers["etag"]
        again = client.get(PATH, headers=headers | {"if-none-match": f'"other", {tags[accepted]}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tags[accepted])
        assert again.headers["vary"] == "accept-encoding"
    assert len(set(tags.values())) == 3
    assert client.get(PATH, headers={"accept-encoding": "br", "if-none-match": tags["gzip"]}).status_code == 200


def test_head_tells_the_length_alone(client: TestClient) -> None:
    headers = {"accept-encoding": "br"}
    answer = client.head(PATH, headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == client.get(PATH, headers=headers).headers["content-length"]


def test_a_part_of_a_file_is_a_part_of_what_would_be_sent(client: TestClient, cache: StaticCache) -> None:
    part = client.get(PATH, headers={"range": "bytes=7-11"})
    assert (part.status_code, part.content) == (206, SCRIPT[7:12])
    with client.stream("GET", PATH, headers={"range": "bytes=0-3", "accept-encoding": "br"}) as part:
        assert b"".join(part.iter_raw()) == (cache.folder / "js/app.AbCd1234.js.br").read_bytes()[:4]
        assert part.headers["content-encoding"] == "br"
    assert client.get(PATH, headers={"range": "bytes=99999-"}).status_code == 416


def test_a_style_sheet_is_asked_for_again_because_ours_may_change_under_its_name(
    client: TestClient, cache: StaticCache
) -> None:
    assert client.get("/static/css/a.AbCd1234.css").headers["cache-control"] == "no-cache"
    (cache.folder / "css").mkdir()
    (cache.folder / "css" / "a.AbCd1234.css").write_bytes(b"ours")
    assert client.get("/static/css/a.AbCd1234.css").content == b"ours"


@pytest.mark.parametrize("path", ["", "js", "js/none.js", "js/app.AbCd1234.js.br", "%2e%2e/secret.js"])
def test_there_is_nothing_else(client: TestClient, cache: StaticCache, path: str) -> None:
    (cache.source.parent / "secret.js").write_text("secret")
    answer = client.get(f"/static/{path}")
    assert (answer.status_code, "secret" in answer.text) == (404, False)


def test_other_paths_are_streamlits_and_nothing_is_changed_by_a_post(client: TestClient) -> None:
    assert client.get("/staticfiles").text == client.get("/").text == "Streamlit"
    assert client.post(PATH).status_code == 405


def test_the_page_preloads_the_cut_fonts_once_they_are_there(cache: StaticCache) -> None:
    link = b'<link rel="preload" href="./static/media/%s" as="font" type="font/woff2" crossorigin>'
    page = b"<head>" + link % b"SourceSansVF-Upright.ttf.AbCd1234.woff2" + b"</head>"
    assert with_cut_fonts(cache, page) == page
    names = [b"SourceSansVF-Upright.12345678.woff2", b"SourceSerifVariable-Roman.12345678.woff2"]
    (cache.folder / "media").mkdir()
    for name in names:
        (cache.folder / "media" / name.decode()).touch()
    (cache.folder / "complete").touch()
    assert with_cut_fonts(cache, page) == b"<head>" + b"".join(link % name for name in names) + b"</head>"


def test_streamlits_own_page_preloads_a_font_that_ours_takes_the_place_of(cache: StaticCache) -> None:
    page = (streamlit_files().parent / "index.html").read_bytes()
    (cache.folder / "media").mkdir()
    (cache.folder / "media" / "SourceSansVF-Upright.12345678.woff2").touch()
    (cache.folder / "complete").touch()
    edited = with_cut_fonts(cache, page)
    assert b"SourceSansVF-Upright.12345678.woff2" in edited
    assert b"SourceSansVF-Upright.ttf" not in edited
