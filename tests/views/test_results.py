"""Results: what a window of quarters shows, from findings to figures."""

from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.views.results import LED, WENT_TO, Results, doubts, opening
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, answered, expected, given, pictures, seen, small, spent, won, written

DAYS = ("2026-02-01", "2026-05-01", "2026-07-20")


def keys(found: Results) -> list[list[str]]:
    return [[chart.key for chart in together] for together in pictures(found).values()]


def window(labels: list[str]) -> tuple[Quarter, ...]:
    return tuple(Quarter.parse(label) for label in labels)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_figures_are_those_that_the_contract_expects_under_every_option(name: str) -> None:
    raw = given(name)
    for run in expected(name):
        options = {key: run[key] for key in ("attribution", "view", "basis", "costs")}
        found = seen(raw, window=window(run["quarters"]), **options).figures
        for approach, figures in run["approaches"].items():
            assert found["approaches"][approach] == _close(figures)
        assert found["total"] == _close(run["total"])
        assert found["unattributed_value"] == pytest.approx(run["unattributed_value"], abs=1e-9)


def _close(figures: dict[str, Any]) -> Any:
    return pytest.approx(figures, rel=1e-9, abs=1e-9, nan_ok=False)


def test_a_chart_is_left_out_where_there_is_nothing_to_draw() -> None:
    assert keys(seen(small()["nothing but a favour"])) == [["invested-gained"]]
    free = written(activities=[{"date": "2026-07-01", "approach": "one_on_one", "hours": {"attending": 2}}])
    assert keys(seen(free)) == [["invested-gained"], ["hours"]]
    gift = written(activities=[{"date": "2026-07-01", "approach": "one_on_one", "costs": [{"amount": "5"}]}])
    assert keys(seen(gift)) == [["invested-gained"], ["money"]]


def test_a_quarter_in_which_nothing_happened_says_so() -> None:
    found = seen(given("messy-1"), window=(Quarter(2031, 1),))
    dues = found.figures["total"]["actual_cost"]
    assert found.figures["total"]["activities"] == 0
    assert found.findings.outcomes == 0
    assert (found.findings.headline() == "Nothing is recorded for these quarters.") == (dues == 0)
    nothing = seen(small()["no outcome"], window=(Quarter(2031, 1),))
    assert nothing.findings.headline() == "Nothing is recorded for these quarters."
    assert nothing.in_and_out().title == "$0 of money and time went in, $0 came out"


def test_outcomes_of_worth_are_counted_once_however_many_steps_led_to_them() -> None:
    found = seen(given("pop-quiz"))
    assert (found.findings.outcomes, found.findings.unpriced) == (2, 1)
    assert seen(given("pop-quiz"), basis="won").findings.outcomes == 1


def test_an_outcome_outside_of_the_window_is_not_counted() -> None:
    before = seen(given("pop-quiz"), window=(Quarter(2026, 2),))
    assert (before.findings.outcomes, before.findings.unpriced) == (0, 0)
    sown = seen(given("pop-quiz"), window=(Quarter(2026, 2),), view="invested")
    assert sown.findings.outcomes == 1
    assert sown.figures["approaches"]["social_media"]["expected_value"] == pytest.approx(1500)


def test_the_pay_shown_is_that_of_the_last_quarter() -> None:
    raw = given("messy-1")
    assert seen(raw, window=(Quarter(2025, 2),)).pay.since == "2025-Q1"
    assert seen(raw).pay.since == "2025-Q3"
    assert seen(small()["no cost"]).pay is None


def test_the_example_leans_towards_one_on_one_and_holds_every_chart() -> None:
    found, told = seen(given("sample")), answered(given("sample"))
    assert told.headline == "Lean towards one-on-one: about 4 in 5 likely your best."
    assert told.sentence.startswith("One-on-one: each $1 of money and time returns about $2.")
    assert told.picture is not None
    assert found.findings.caution() is None
    assert keys(found) == [["invested-gained"], ["paths", "combinations", "credit"], ["money", "hours"]]


def test_without_an_outcome_of_worth_there_are_no_odds_to_draw() -> None:
    told = answered(small()["no outcome"])
    assert told.picture is None
    assert told.headline.startswith("Too early for a verdict")


def test_what_would_change_the_verdict_is_said_of_outcomes_by_their_titles() -> None:
    raw = written(
        activities=[spent(approach, "100", day) for approach in ("one_on_one", "group_events") for day in DAYS],
        outcomes=[won("900", "one_on_one", DAYS[1]), won("400", "one_on_one", DAYS[2]), won("120", "group_events")],
    )
    ledger = Ledger.of(Workspace(raw))
    said = doubts(ledger, ledger.quarters, Options(), answered(raw).told, ["a role", "a talk", "the new client"])
    assert any("“the new client”" in sentence for sentence in said)
    assert any("ways to share credit" in sentence for sentence in said)
    assert len(said) == 3


def test_the_words_are_those_of_the_reader() -> None:
    found = seen(given("sample"), words=Words("de_DE", "EUR"))
    assert "€" in found.findings.headline()
    assert all("$" not in chart.title + chart.alt for together in pictures(found).values() for chart in together)


def test_what_is_looked_at_together_has_a_name_and_is_drawn_once() -> None:
    found = seen(given("sample"))
    assert list(found.folded) == [LED, WENT_TO]
    assert found.folded[WENT_TO]() is found.folded[WENT_TO]()
    assert found.in_and_out() is found.in_and_out()


def test_a_page_opens_with_the_verdict_where_it_knows_one_and_with_the_figures_otherwise() -> None:
    raw, found = given("sample"), seen(given("sample"))
    answer = answered(raw)
    assert opening(found, answer) == (answer.headline, f"{answer.sentence} {found.findings.basis_sentence()}")
    figures = (found.findings.headline(), found.findings.basis_sentence())
    assert opening(found, None) == figures
    unpaid = small()["no outcome"]
    assert opening(seen(unpaid), answered(unpaid))[0] == seen(unpaid).findings.headline()
