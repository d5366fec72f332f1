"""Results: findings, figures, charts and the verdict of a window of quarters."""

from dataclasses import asdict
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.views.results import PATHS, SPENDING, Results, doubts, opening
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import (
    GOLDEN,
    answer_of,
    charts_by_section,
    costly_activity,
    expected_runs,
    load_document,
    make_document,
    results_of,
    small_documents,
    won_outcome,
)

DAYS = ("2026-02-01", "2026-05-01", "2026-07-20")


def keys(results: Results) -> list[list[str]]:
    return [[chart.key for chart in charts] for charts in charts_by_section(results).values()]


def window(labels: list[str]) -> tuple[Quarter, ...]:
    return tuple(Quarter.parse(label) for label in labels)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_figures_are_those_that_the_contract_expects_under_every_option(name: str) -> None:
    raw = load_document(name)
    for run in expected_runs(name):
        options = {key: run[key] for key in ("attribution", "view", "basis", "costs")}
        figures = results_of(raw, window=window(run["quarters"]), **options).figures
        for approach, row in run["approaches"].items():
            assert asdict(figures.approaches[approach]) == _close(row)
        assert asdict(figures.total) == _close(run["total"])
        assert figures.unattributed_value == pytest.approx(run["unattributed_value"], abs=1e-9)


def _close(figures: dict[str, Any]) -> Any:
    return pytest.approx(figures, rel=1e-9, abs=1e-9, nan_ok=False)


def test_a_chart_is_left_out_where_there_is_nothing_to_draw() -> None:
    assert keys(results_of(small_documents()["nothing but a favour"])) == [["invested-gained"]]
    free = make_document(activities=[{"date": "2026-07-01", "approach": "one_on_one", "hours": {"attending": 2}}])
    assert keys(results_of(free)) == [["invested-gained"], ["hours"]]
    gift = make_document(activities=[{"date": "2026-07-01", "approach": "one_on_one", "costs": [{"amount": "5"}]}])
    assert keys(results_of(gift)) == [["invested-gained"], ["money"]]


def test_a_quarter_in_which_nothing_happened_says_so() -> None:
    results = results_of(load_document("messy-1"), window=(Quarter(2031, 1),))
    dues = results.figures.total.actual_cost
    assert results.figures.total.activities == 0
    assert results.findings.outcomes == 0
    assert (results.findings.headline() == "Nothing is recorded for these quarters.") == (dues == 0)
    nothing = results_of(small_documents()["no outcome"], window=(Quarter(2031, 1),))
    assert nothing.findings.headline() == "Nothing is recorded for these quarters."
    assert nothing.invested_and_gained().title == "$0 of money and time went in, $0 came out"


def test_outcomes_of_worth_are_counted_once_however_many_steps_led_to_them() -> None:
    results = results_of(load_document("pop-quiz"))
    assert (results.findings.outcomes, results.findings.unpriced) == (2, 1)
    assert results_of(load_document("pop-quiz"), basis="won").findings.outcomes == 1


def test_an_outcome_outside_of_the_window_is_not_counted() -> None:
    before = results_of(load_document("pop-quiz"), window=(Quarter(2026, 2),))
    assert (before.findings.outcomes, before.findings.unpriced) == (0, 0)
    sown = results_of(load_document("pop-quiz"), window=(Quarter(2026, 2),), view="invested")
    assert sown.findings.outcomes == 1
    assert sown.figures.approaches["social_media"].expected_value == pytest.approx(1500)


def test_the_pay_is_that_of_the_last_quarter() -> None:
    raw = load_document("messy-1")
    assert results_of(raw, window=(Quarter(2025, 2),)).pay.since == "2025-Q1"
    assert results_of(raw).pay.since == "2025-Q3"
    assert results_of(small_documents()["no cost"]).pay is None


def test_the_sample_leans_towards_one_on_one_and_holds_every_chart() -> None:
    results, verdict = results_of(load_document("sample")), answer_of(load_document("sample"))
    assert verdict.verdict_words.headline() == "Lean towards one-on-one: about 4 in 5 likely your best."
    assert verdict.verdict_words.interval("one_on_one").startswith(
        "One-on-one: each $1 of money and time returns about $2."
    )
    assert verdict.chart is not None
    assert results.findings.caution() is None
    assert keys(results) == [["invested-gained"], ["paths", "combinations", "credit"], ["money", "hours"]]


def test_without_an_outcome_of_worth_there_are_no_odds_to_draw() -> None:
    verdict = answer_of(small_documents()["no outcome"])
    assert verdict.chart is None
    assert verdict.verdict_words.headline().startswith("Too early for a verdict")


def test_doubts_name_outcomes_by_their_titles() -> None:
    raw = make_document(
        activities=[
            costly_activity(approach, "100", day) for approach in ("one_on_one", "group_events") for day in DAYS
        ],
        outcomes=[
            won_outcome("900", "one_on_one", DAYS[1]),
            won_outcome("400", "one_on_one", DAYS[2]),
            {**won_outcome("120", "group_events"), "title": "the new client"},
        ],
    )
    ledger = Ledger(Workspace(raw))
    said = doubts(ledger, ledger.quarters, Options(), answer_of(raw).verdict_words)
    assert any("“the new client”" in sentence for sentence in said)
    assert any("ways to share credit" in sentence for sentence in said)
    assert len(said) == 3


def test_the_words_are_those_of_the_reader() -> None:
    results = results_of(load_document("sample"), words=Words("de_DE", "EUR"))
    assert "€" in results.findings.headline()
    assert all("$" not in chart.title + chart.alt for charts in charts_by_section(results).values() for chart in charts)


def test_each_section_has_a_name_and_its_charts_are_drawn_once() -> None:
    results = results_of(load_document("sample"))
    assert list(results.charts_by_section) == [PATHS, SPENDING]
    assert results.charts_by_section[SPENDING]() is results.charts_by_section[SPENDING]()
    assert results.invested_and_gained() is results.invested_and_gained()


def test_a_page_opens_with_the_verdict_where_it_knows_one_and_with_the_figures_otherwise() -> None:
    raw, results = load_document("sample"), results_of(load_document("sample"))
    answer, basis = answer_of(raw), results.findings.basis_sentence()
    interval = answer.verdict_words.interval("one_on_one")
    assert opening(results, answer) == (answer.verdict_words.headline(), f"{interval} {basis}")
    figures = (results.findings.headline(), basis)
    assert opening(results, None) == figures
    unpaid = small_documents()["no outcome"]
    assert opening(results_of(unpaid), answer_of(unpaid))[0] == results_of(unpaid).findings.headline()
