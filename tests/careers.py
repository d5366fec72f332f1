"""Workspaces for tests: the sample, the golden ones, and small ones that make one point each."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from netroi_core.charts.chart import Chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.trends.restatement import with_snapshot
from netroi_core.views.advice import Situation
from netroi_core.views.results import Answer, Results, answer, results
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Workspace

Json = dict[str, Any]

ROOT = Path(__file__).parents[1]
GOLDEN = ("pop-quiz", "messy-1", "messy-2", "messy-3")
# Lives of people as a coach would tell them, each with advice that would be wrong.
LIVES = tuple(sorted(file.stem for file in (ROOT / "tests" / "lives").glob("*.json")))
# Lives that differ most: nothing has a price, no win names an activity, a sequence leads, nothing pays, hours without a
# price, strain and no win, yen.
FEW_LIVES = ("academic", "accountant", "consultant", "discounter", "founder", "seeker", "tokyo")
# The day on which advice is asked for.
TODAY = date(2026, 11, 29)
APPROACHES = ("group_events", "one_on_one", "social_media")

HOSTILE = (
    "![x](https://evil.example/x.png) <iframe srcdoc='x'> :material/home: $\\LaTeX$ [a](javascript:alert(1)) "
    ":red[x] `code` **b** www.evil.example"
)
"""A name that tries everything that Markdown and HTML could act on."""


def load_document(name: str) -> Json:
    """Return the document of this name: ``sample``, one of GOLDEN, or one of LIVES."""
    folder = ROOT / "data" if name == "sample" else ROOT / "tests" / ("golden" if name in GOLDEN else "lives")
    return document.parse((folder / f"{name}.json").read_bytes())


def expected_runs(name: str) -> list[Json]:
    """Return the runs on a golden workspace, with the figures that they must give."""
    runs: list[Json] = orjson.loads((ROOT / "tests" / "golden" / f"{name}.expected.json").read_bytes())
    return runs


def make_document(**lists: Any) -> Json:
    """Return a validated document of these records; each list gets its ids."""
    filled = {
        name: [{"id": f"{name[0]}{number}", **record} for number, record in enumerate(records, 1)]
        for name, records in lists.items()
        if name != "profile"
    }
    raw = {**document.empty(), **filled, "profile": lists.get("profile", {})}
    document.validate(raw)
    return raw


def costly_activity(approach: str, amount: str, day: str = "2026-07-01") -> Json:
    """Return an activity that cost this and took an hour."""
    costs = [{"category": "coffee", "amount": amount}]
    return {"date": day, "approach": approach, "hours": {"attending": 1}, "costs": costs}


def won_outcome(amount: str, approach: str | None, day: str = "2026-08-01") -> Json:
    """Return an outcome that was won, by one step or none."""
    steps = [{"date": day, "approach": approach}] if approach else []
    return {"date": day, "kind": "client", "status": "won", "value": {"likely": amount}, "touchpoints": steps}


def ended_search(**profile: Any) -> Json:
    """Return the document of a search that a quiz of its last quarter ended with a job."""
    step = {"date": "2026-08-01", "approach": "one_on_one"}
    role = {"date": "2026-09-30", "kind": "role", "status": "won", "title": "Operations", "value": {"likely": "16000"}}
    interview = {"date": "2026-08-20", "kind": "interview", "status": "won", "touchpoints": [step]}
    return make_document(
        profile={"between_jobs": ["2026-Q3"], **profile},
        contacts=[{"name": "Maria"}],
        activities=[{"date": "2026-09-30", "approach": "one_on_one", "hours": {"attending": 9}, "meaningful": 4}],
        outcomes=[interview, {**role, "incrementality": 0.75, "touchpoints": [{**step, "contact": "c1"}]}],
        quizzes=[{"quarter": "2026-Q3", "submitted": "2026-10-02T09:00:00Z"}],
    )


def small_documents() -> dict[str, Json]:
    """Return documents that make one point each, by that point."""
    everywhere = [costly_activity(approach, "100") for approach in APPROACHES]
    return {
        "nothing but a favor": make_document(exchanges=[{"date": "2026-07-01", "direction": "given"}]),
        "no outcome": make_document(activities=everywhere),
        "no cost": make_document(outcomes=[won_outcome("500", "one_on_one")]),
        "one approach": make_document(
            activities=[costly_activity("one_on_one", "100")], outcomes=[won_outcome("500", "one_on_one")]
        ),
        "nothing pays": make_document(activities=everywhere, outcomes=[won_outcome("20", "one_on_one")]),
        "no steps": make_document(activities=everywhere, outcomes=[won_outcome("900", None)]),
        "huge": make_document(
            activities=[costly_activity(approach, "100000000000") for approach in APPROACHES],
            outcomes=[won_outcome("100000000000", "one_on_one"), won_outcome("99999999999", "social_media")],
        ),
        "tiny": make_document(
            activities=[costly_activity("one_on_one", "0.01")], outcomes=[won_outcome("0.02", "one_on_one")]
        ),
        "huge beside tiny": make_document(
            activities=[costly_activity("one_on_one", "0.01"), costly_activity("group_events", "100000000000")],
            outcomes=[won_outcome("100000000000", "one_on_one")],
        ),
        "two quarters": make_document(
            activities=[*everywhere, costly_activity("one_on_one", "10", "2026-10-01")],
            outcomes=[won_outcome("400", "one_on_one"), won_outcome("30", None, "2026-10-02")],
        ),
    }


def submitted_figures(document: Json, quarter: Quarter, now: str) -> list[Json]:
    """Return the figures of a quarter as its quiz would store them if it were submitted now."""
    return [as_row(figures) for figures in with_snapshot((), Ledger(Workspace(document)), quarter, now)]


def results_of(raw: Json, *, words: Words | None = None, window: tuple[Quarter, ...] = (), **options: Any) -> Results:
    """Return the results of a document over a window, or all of its quarters."""
    ledger = Ledger(Workspace(raw))
    return results(ledger, window or ledger.quarters, Options(**options), words or Words.of(ledger.profile))


def answer_of(raw: Json, *, words: Words | None = None, window: tuple[Quarter, ...] = (), **options: Any) -> Answer:
    """Return the verdict on a document over a window, or all of its quarters."""
    ledger = Ledger(Workspace(raw))
    situation = Situation(ledger, window or ledger.quarters, Options(**options), TODAY)
    return answer(situation, words or Words.of(ledger.profile))


@cache
def situation_of(name: str, today: date = TODAY) -> Situation:
    """Return the situation of one of LIVES, shared by all tests with the figures that it has computed so far."""
    ledger = Ledger(Workspace(load_document(name)))
    return Situation(ledger, ledger.quarters, Options(), today)


def charts_by_section(shown_results: Results) -> dict[str, list[Chart]]:
    """Return the charts of results, all drawn, by the name of their section; that of the first is empty."""
    return {
        "": [shown_results.invested_and_gained()],
        **{name: list(draw()) for name, draw in shown_results.charts_by_section.items()},
    }
