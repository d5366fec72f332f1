"""The cache of static files: Streamlit's, compressed once, and the cut fonts, in a folder beside the packages.

``python -m netroi_core.web.static_cache`` fills it. A server with an empty cache fills it in a process of its own, and
meanwhile serves files as they are.
"""

import gzip
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import brotli
from filelock import FileLock, Timeout

from netroi_core.web import fonts
from netroi_core.web.fonts import ICONS, LETTERS, CutFont

ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""The encodings of compressed files, the best first, with the suffixes of their names in the cache."""

_COMPRESS: Final = {
    ".br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=11),
    ".gz": partial(gzip.compress, compresslevel=9, mtime=0),
}
_TEXT: Final = frozenset({".js", ".css", ".svg", ".json"})
_LARGEST: Final = 2_000_000  # bytes; larger ones belong to maps and charts that NetROI never shows
_CACHES: Final = Path(sys.prefix) / "netroi-static"
_COMPLETE: Final = "complete"
_LAYOUT: Final = 1  # the version of the cache: raise it when this module writes something else


class StaticCache:
    """The cached files of one version of Streamlit and of the cut fonts."""

    def __init__(self, source: Path, caches: Path = _CACHES) -> None:
        """Take the folder of Streamlit's static files, and the folder of all caches."""
        self.source = source
        key = repr((_LAYOUT, version("streamlit"), sorted(ICONS), LETTERS, fonts.FONTS))
        self.folder = caches / blake2b(key.encode(), digest_size=8).hexdigest()

    @property
    def is_complete(self) -> bool:
        """True if there is nothing left to write."""
        return (self.folder / _COMPLETE).exists()

    def cut_font(self, font: CutFont) -> str | None:
        """Return the file name of a cut font; None until there is one."""
        files = (self.folder / "media").glob(f"{font.file}.*.woff2")
        return next((file.name for file in files), None) if self.is_complete else None

    def fill(self) -> None:
        """Write what is missing, and remove the caches of other versions; return at once if another process does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with suppress(Timeout), FileLock(self.folder.with_suffix(".lock"), timeout=0):
            if self.is_complete:
                return
            self._cut_fonts()
            page = (self.source.parent / "index.html").read_text("utf-8")
            # Those that every page needs first.
            for file in sorted(self.source.rglob("*"), key=lambda file: (file.name not in page, file.stat().st_size)):
                if file.suffix in _TEXT and file.stat().st_size <= _LARGEST:
                    self._compress(file)
            _write(self.folder / _COMPLETE, b"")
            for other in self.folder.parent.iterdir():
                if other.is_dir() and other != self.folder:
                    shutil.rmtree(other, ignore_errors=True)

    def fill_in_background(self) -> None:
        """Fill the cache in a process of its own with low priority, unless it is complete or can't be written."""
        if self.is_complete or not os.access(_first_existing(self.folder), os.W_OK):
            return
        subprocess.Popen(
            [sys.executable, "-m", __spec__.name],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _cut_fonts(self) -> None:
        """Write the cut fonts, and the style sheet that names them."""
        (sheet,) = (self.source / "css").glob("index.*.css")
        styles = sheet.read_text("utf-8")
        for cut, file, content in fonts.cut_fonts(self.source):
            name = f"{file.name.partition('.')[0]}.{blake2b(content, digest_size=4).hexdigest()}.woff2"
            _write(self.folder / "media" / name, content)
            styles = cut.styles_with(styles, file.name, name)
        _write(self.folder / "css" / sheet.name, styles.encode())

    def _compress(self, file: Path) -> None:
        path = file.relative_to(self.source)
        content = (self.folder / path if (self.folder / path).exists() else file).read_bytes()
        for suffix, compress in _COMPRESS.items():
            _write(self.folder / f"{path}{suffix}", compress(content))


def streamlit_files() -> Path:
    """Return the folder of Streamlit's static files."""
    spec = find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "static" / "static"


def _write(file: Path, content: bytes) -> None:
    """Write a file so that a server never finds half of it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{file.name}.part")
        part.write_bytes(content)
        part.replace(file)


def _first_existing(folder: Path) -> Path:
    return folder if folder.exists() else _first_existing(folder.parent)


def main() -> None:
    """Fill the cache, with low priority."""
    if sys.platform != "win32":
        os.nice(10)
    StaticCache(streamlit_files()).fill()


if __name__ == "__main__":
    main()
