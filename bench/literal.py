"""What the twins of the app's pages show, as plain data: written from the app's own answers, loaded at import."""

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

VARIABLE: Final = "NETROI_BENCH_LITERAL"


def write(file: Path, pages: Mapping[str, dict[str, Any]], arrows: Mapping[str, bytes]) -> None:
    """Write what each page shows, by its name, and the rows of the charts by key as Arrow streams."""
    rows = {key: b64encode(arrow).decode() for key, arrow in arrows.items()}
    file.write_bytes(orjson.dumps({"pages": pages, "rows": rows}))


def drawing(chart: dict[str, Any]) -> dict[str, Any]:
    """The specification of a chart with its rows."""
    return {**chart["spec"], "datasets": {"rows": ARROWS[chart["key"]]}}


_WRITTEN: Final = orjson.loads(Path(os.environ[VARIABLE]).read_bytes()) if VARIABLE in os.environ else {}
PAGES: Final[dict[str, Any]] = _WRITTEN.get("pages", {})
ARROWS: Final = {key: b64decode(rows) for key, rows in _WRITTEN.get("rows", {}).items()}
