"""Measure the CPU time from a document in a file to all measures."""

from collections.abc import Callable
from pathlib import Path

import orjson

from bench.bounds import BoundedRatio
from bench.clocks import cpu_time, measure_in_turns, median_ratio
from bench.workspaces import made_up_document
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace

_SMALL, _LARGE = 10_000, 100_000
_ROUNDS, _ROUNDS_OF_LARGE = 15, 5


def all_measures(folder: Path) -> list[BoundedRatio]:
    """Compare the CPU time with that of parsing the file alone, and that of ten times as many records."""
    document.validate(made_up_document(_SMALL, _SMALL * 3 // 10))
    small, large = folder / "small.json", folder / "large.json"
    for file, activities in ((small, _SMALL), (large, _LARGE)):
        file.write_bytes(orjson.dumps(made_up_document(activities, activities * 3 // 10)))
    with_parsing = measure_in_turns(_ROUNDS, _cost(_compute_measures, small), _cost(_parse, small))
    growth = measure_in_turns(_ROUNDS_OF_LARGE, _cost(_compute_measures, large), _cost(_compute_measures, small))
    return [
        BoundedRatio("CPU from file to all measures, 13,000 records : parsing it", median_ratio(with_parsing, 0, 1), 5),
        BoundedRatio(
            "CPU per record from file to all measures, 130,000 records : 13,000", median_ratio(growth, 0, 1) / 10, 1.3
        ),
    ]


def _parse(file: Path) -> object:
    return orjson.loads(file.read_bytes())


def _compute_measures(file: Path) -> object:
    ledger, options = Ledger(Workspace(orjson.loads(file.read_bytes()))), Options()
    quarters = ledger.quarters
    cells = measures.cells(ledger, quarters, options)
    return [
        measures.figures(cells),
        measures.by_quarter(cells),
        measures.by_quarter_and_approach(cells),
        measures.spending(ledger, quarters, options),
        measures.hours_by_part(ledger, quarters),
    ]


def _cost(act: Callable[[Path], object], file: Path) -> Callable[[], float]:
    return lambda: cpu_time(lambda: act(file))
