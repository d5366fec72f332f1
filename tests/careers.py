"""Workspaces to look at: those that are given, and small ones that make one point each."""

from pathlib import Path
from typing import Any

import orjson

from netroi_core.charts.chart import Chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.trends.restatement import with_snapshot
from netroi_core.views.results import Answer, Results, answer, results
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Workspace

Json = dict[str, Any]

ROOT = Path(__file__).parents[1]
GOLDEN = ("pop-quiz", "messy-1", "messy-2", "messy-3")
APPROACHES = ("group_events", "one_on_one", "social_media")

HOSTILE = (
    "![x](https://evil.example/x.png) <iframe srcdoc='x'> :material/home: $\\LaTeX$ [a](javascript:alert(1)) "
    ":red[x] `code` **b** www.evil.example"
)
"""What somebody may write as a name to see what a page makes of it."""


def given(name: str) -> Json:
    """The workspace of this name: ``sample``, or one of GOLDEN."""
    folder = ROOT / "data" if name == "sample" else ROOT / "tests" / "golden"
    return document.parse((folder / f"{name}.json").read_bytes())


def expected(name: str) -> list[Json]:
    """The runs on a golden workspace with the figures that they must give."""
    runs: list[Json] = orjson.loads((ROOT / "tests" / "golden" / f"{name}.expected.json").read_bytes())
    return runs


def written(**lists: Any) -> Json:
    """A checked workspace of these records; each list gets its ids."""
    filled = {
        name: [{"id": f"{name[0]}{place}", **record} for place, record in enumerate(records, 1)]
        for name, records in lists.items()
        if name != "profile"
    }
    raw = {**document.empty(), **filled, "profile": lists.get("profile", {})}
    document.validate(raw)
    return raw


def spent(approach: str, amount: str, day: str = "2026-07-01") -> Json:
    """An activity that cost this and took an hour."""
    costs = [{"category": "coffee", "amount": amount}]
    return {"date": day, "approach": approach, "hours": {"attending": 1}, "costs": costs}


def won(amount: str, approach: str | None, day: str = "2026-08-01") -> Json:
    """An outcome won, by one step or none."""
    steps = [{"date": day, "approach": approach}] if approach else []
    return {"date": day, "kind": "client", "status": "won", "value": {"likely": amount}, "touchpoints": steps}


def small() -> dict[str, Json]:
    """Workspaces that make one point each, by what that is."""
    everywhere = [spent(approach, "100") for approach in APPROACHES]
    return {
        "nothing but a favour": written(exchanges=[{"date": "2026-07-01", "direction": "given"}]),
        "no outcome": written(activities=everywhere),
        "no cost": written(outcomes=[won("500", "one_on_one")]),
        "one approach": written(activities=[spent("one_on_one", "100")], outcomes=[won("500", "one_on_one")]),
        "nothing pays": written(activities=everywhere, outcomes=[won("20", "one_on_one")]),
        "no steps": written(activities=everywhere, outcomes=[won("900", None)]),
        "huge": written(
            activities=[spent(approach, "100000000000") for approach in APPROACHES],
            outcomes=[won("100000000000", "one_on_one"), won("99999999999", "social_media")],
        ),
        "tiny": written(activities=[spent("one_on_one", "0.01")], outcomes=[won("0.02", "one_on_one")]),
        "huge beside tiny": written(
            activities=[spent("one_on_one", "0.01"), spent("group_events", "100000000000")],
            outcomes=[won("100000000000", "one_on_one")],
        ),
        "two quarters": written(
            activities=[*everywhere, spent("one_on_one", "10", "2026-10-01")],
            outcomes=[won("400", "one_on_one"), won("30", None, "2026-10-02")],
        ),
    }


def showed(document: Json, quarter: Quarter, now: str) -> list[Json]:
    """Return the figures of a quarter as its quiz would store them if it were submitted now."""
    return [as_row(figures) for figures in with_snapshot((), Ledger.of(Workspace(document)), quarter, now)]


def seen(raw: Json, *, words: Words | None = None, window: tuple[Quarter, ...] = (), **options: Any) -> Results:
    """The results of a workspace over a window, or all of its quarters."""
    ledger = Ledger.of(Workspace(raw))
    return results(ledger, window or ledger.quarters, Options(**options), words or Words.of(ledger.profile))


def answered(raw: Json, *, words: Words | None = None, window: tuple[Quarter, ...] = (), **options: Any) -> Answer:
    """The verdict on a workspace over a window, or all of its quarters."""
    ledger = Ledger.of(Workspace(raw))
    return answer(ledger, window or ledger.quarters, Options(**options), words or Words.of(ledger.profile))


def pictures(found: Results) -> dict[str, list[Chart]]:
    """The charts of results, all drawn, by the name of what is looked at together; the first has none."""
    return {"": [found.invested_and_gained()], **{name: list(draw()) for name, draw in found.charts_by_section.items()}}
