"""The entry that is missing: which one the results ask for first, and where it belongs."""

from datetime import date
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.views.advice import Situation
from netroi_core.views.missing import MissingEntry, missing_entry
from netroi_core.views.results import results
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import LIVES, costly_activity, load_document, make_document, won_outcome

PAID = {"compensation": [{"from": "2026-Q1", "base": "60000"}]}
HOURS = {"date": "2026-07-01", "approach": "one_on_one", "hours": {"attending": 3}}


def missing(raw: dict[str, Any], **options: Any) -> MissingEntry | None:
    ledger = Ledger(Workspace(raw))
    situation = Situation(ledger, ledger.quarters, Options(**options), date(2026, 11, 29))
    return missing_entry(situation, results(ledger, ledger.quarters, situation.options, Words()).figures)


def test_an_outcome_by_an_approach_without_hours_and_money_asks_for_them_in_the_quarter_of_its_steps() -> None:
    outcome = won_outcome("500", "social_media", "2026-10-02") | {
        "touchpoints": [{"date": "2026-08-01", "approach": "social_media"}]
    }
    raw = make_document(profile=PAID, activities=[costly_activity("one_on_one", "90")], outcomes=[outcome])
    assert missing(raw) == MissingEntry(
        "effort", "Add what you spent on social media", "social_media", Quarter(2026, 3)
    )
    # An open outcome counts only where open ones do.
    still_open = make_document(
        profile=PAID,
        activities=[costly_activity("one_on_one", "90")],
        outcomes=[{**outcome, "status": "open", "probability": 0.5}],
    )
    assert missing(still_open) is not None
    assert missing(still_open, basis="won") is None


def test_hours_without_a_price_ask_for_the_pay_unless_it_is_nothing() -> None:
    raw = make_document(activities=[HOURS], outcomes=[won_outcome("500", "one_on_one")])
    entry = missing(raw)
    assert entry is not None
    assert (entry.kind, entry.label) == ("pay", "Add your pay")
    unpaid = {"compensation": [{"from": "2026-Q1", "base": "0"}]}
    assert missing({**raw, "profile": unpaid}) is None
    assert missing({**raw, "profile": PAID}) is None


def test_wins_without_steps_ask_for_them_and_effort_without_outcomes_asks_for_one() -> None:
    bare = [won_outcome("500", None, f"2026-08-0{day}") for day in range(1, 6)]
    for outcomes, kind in ((bare, "steps"), ([], "outcome")):
        entry = missing(make_document(profile=PAID, activities=[HOURS], outcomes=outcomes))
        assert entry is not None
        assert entry.kind == kind


@pytest.mark.parametrize("name", ["sample", *LIVES])
def test_complete_records_ask_for_nothing_and_others_for_what_they_lack(name: str) -> None:
    raw = load_document(name)
    entry = missing(raw)
    if entry is not None and entry.kind == "effort":
        assert entry.approach not in {row["approach"] for row in raw["activities"]}
    assert name != "sample" or entry is None
