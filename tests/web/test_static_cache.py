"""The cache of static files: written once, by one process, whole files only, and none where it can't be written."""

import gzip
import subprocess
from pathlib import Path

import brotli
import pytest
from filelock import FileLock

from netroi_core.web import fonts, static_cache
from netroi_core.web.fonts import FONTS, CutFont
from netroi_core.web.static_cache import StaticCache

SCRIPT = b"export const answer = 42;\n" * 100


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StaticCache:
    """An empty cache of a few files, with one font that needs no cutting."""
    static = tmp_path / "static" / "static"
    for path, content in {
        "js/app.AbCd1234.js": SCRIPT,
        "css/index.AbCd1234.css": b"@font-face{src:url(../media/MaterialSymbols-Rounded.AbCd1234.woff2)}",
        "media/MaterialSymbols-Rounded.AbCd1234.woff2": b"whole",
        "media/flake.AbCd1234.png": b"picture",
    }.items():
        file = static / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (static.parent / "index.html").write_text('<script src="./static/js/app.AbCd1234.js">')

    def cut(folder: Path) -> list[tuple[CutFont, Path, bytes]]:
        return [(FONTS[-1], folder / "media" / "MaterialSymbols-Rounded.AbCd1234.woff2", b"cut")]

    monkeypatch.setattr(fonts, "cut_fonts", cut)
    return StaticCache(static, tmp_path / "caches")


def test_text_is_compressed_both_ways_and_what_is_compressed_already_is_not(cache: StaticCache) -> None:
    cache.fill()
    assert brotli.decompress((cache.folder / "js/app.AbCd1234.js.br").read_bytes()) == SCRIPT
    assert gzip.decompress((cache.folder / "js/app.AbCd1234.js.gz").read_bytes()) == SCRIPT
    assert not list(cache.folder.rglob("*.png*"))
    assert not list(cache.folder.rglob("*.part"))


def test_the_style_sheet_names_the_cut_font_and_so_does_its_compressed_copy(cache: StaticCache) -> None:
    assert cache.cut_font(FONTS[-1]) is None
    cache.fill()
    name = cache.cut_font(FONTS[-1])
    assert name is not None
    assert (cache.folder / "media" / name).read_bytes() == b"cut"
    styles = (cache.folder / "css/index.AbCd1234.css").read_bytes()
    assert name.encode() in styles
    assert brotli.decompress((cache.folder / "css/index.AbCd1234.css.br").read_bytes()) == styles


def test_a_full_cache_is_not_written_again_and_caches_of_other_versions_are_removed(cache: StaticCache) -> None:
    old = cache.folder.with_name("old")
    old.mkdir(parents=True)
    cache.fill()
    assert not old.exists()
    file = cache.folder / "js/app.AbCd1234.js.br"
    file.unlink()
    cache.fill()
    assert not file.exists()


def test_a_cache_that_was_begun_is_finished(cache: StaticCache) -> None:
    cache.fill()
    (cache.folder / "complete").unlink()
    (cache.folder / "js/app.AbCd1234.js.br").unlink()
    cache.fill()
    assert cache.is_complete
    assert (cache.folder / "js/app.AbCd1234.js.br").exists()


def test_two_processes_do_not_fill_it_at_once(cache: StaticCache) -> None:
    cache.folder.parent.mkdir(parents=True)
    with FileLock(cache.folder.with_suffix(".lock")):
        cache.fill()
    assert not cache.is_complete


@pytest.mark.parametrize(("writable", "complete"), [(True, False), (False, False), (True, True)])
def test_a_process_is_started_only_where_there_is_something_to_write_and_a_place_for_it(
    cache: StaticCache, monkeypatch: pytest.MonkeyPatch, writable: bool, complete: bool
) -> None:
    started: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(static_cache.os, "access", lambda *_: writable)
    if complete:
        cache.fill()
    cache.fill_in_background()
    assert len(started) == (writable and not complete)


def test_another_set_of_icons_is_another_cache(cache: StaticCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_cache, "ICONS", fonts.ICONS | {"new"})
    assert StaticCache(cache.source, cache.folder.parent).folder != cache.folder
