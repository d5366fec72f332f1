"""From a document in a file to all measures."""

from collections.abc import Callable
from pathlib import Path

import orjson

from bench.bounds import Bounded
from bench.clocks import cpu, in_turns, ratio
from bench.workspaces import made
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace

_SMALL, _LARGE = 10_000, 100_000
_ROUNDS, _ROUNDS_OF_LARGE = 15, 5


def all_measures(folder: Path) -> list[Bounded]:
    """CPU time from file to all measures, beside that of parsing the file alone; and its growth with the records."""
    document.validate(made(_SMALL, _SMALL * 3 // 10))
    small, large = folder / "small.json", folder / "large.json"
    for file, activities in ((small, _SMALL), (large, _LARGE)):
        file.write_bytes(orjson.dumps(made(activities, activities * 3 // 10)))
    beside_parsing = in_turns(_ROUNDS, _cost(_figured, small), _cost(_parsed, small))
    growth = in_turns(_ROUNDS_OF_LARGE, _cost(_figured, large), _cost(_figured, small))
    return [
        Bounded("CPU from file to all measures, 13,000 records : parsing it", ratio(beside_parsing, 0, 1), 5),
        Bounded("CPU per record from file to all measures, 130,000 records : 13,000", ratio(growth, 0, 1) / 10, 1.3),
    ]


def _parsed(file: Path) -> object:
    return orjson.loads(file.read_bytes())


def _figured(file: Path) -> object:
    ledger, options = Ledger.of(Workspace(orjson.loads(file.read_bytes()))), Options()
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
    return lambda: cpu(lambda: act(file))
