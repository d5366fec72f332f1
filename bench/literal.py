"""What the twin of the results page shows, as plain data: written from the app's own answers, loaded at import."""

import os
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, Final

import orjson

VARIABLE: Final = "NETROI_BENCH_LITERAL"


def write(file: Path, page: dict[str, Any], arrows: dict[str, bytes]) -> None:
    """Write what the page shows, and the rows of its charts by key as Arrow streams."""
    rows = {key: b64encode(arrow).decode() for key, arrow in arrows.items()}
    file.write_bytes(orjson.dumps({**page, "rows": rows}))


def drawing(chart: dict[str, Any]) -> dict[str, Any]:
    """The specification of a chart with its rows."""
    return {**chart["spec"], "datasets": {"rows": ARROWS[chart["key"]]}}


PAGE: Final[dict[str, Any]] = orjson.loads(Path(os.environ[VARIABLE]).read_bytes()) if VARIABLE in os.environ else {}
ARROWS: Final = {key: b64decode(rows) for key, rows in PAGE.get("rows", {}).items()}
