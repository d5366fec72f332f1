"""Results: findings, figures, charts and the verdict of a window of quarters."""

from dataclasses import asdict
from functools import cache
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.words import is_or_are
from netroi_core.views.advice import Situation
from netroi_core.views.advice_json import advice_json
from netroi_core.views.results import PATHS, SPENDING, Answer, Results, answer, doubts, opening
from netroi_core.wording.wording import APPROACH_NAMES, Words, in_sentence
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import (
    GOLDEN,
    LIVES,
    TODAY,
    Json,
    answer_of,
    charts_by_section,
    costly_activity,
    expected_runs,
    load_document,
    make_document,
    results_of,
    situation_of,
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
    assert keys(results_of(small_documents()["nothing but a favor"])) == [["invested-gained"]]
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
    assert nothing.invested_and_gained().title == "No money won yet from $0 spent"


def test_outcomes_of_worth_are_counted_once_however_many_steps_led_to_them() -> None:
    results = results_of(load_document("pop-quiz"))
    assert (results.findings.outcomes, results.findings.unpriced) == (2, 1)
    assert results_of(load_document("pop-quiz"), basis="won").findings.outcomes == 1


def test_an_outcome_outside_of_the_window_is_not_counted() -> None:
    before = results_of(load_document("pop-quiz"), window=(Quarter(2026, 2),))
    assert (before.findings.outcomes, before.findings.unpriced) == (0, 0)
    by_work = results_of(load_document("pop-quiz"), window=(Quarter(2026, 2),), view="invested")
    assert by_work.findings.outcomes == 1
    assert by_work.figures.approaches["social_media"].expected_value == pytest.approx(1500)


def test_each_pay_that_was_in_force_stands_by_its_first_quarter() -> None:
    raw = load_document("messy-1")
    (pay,) = results_of(raw, window=(Quarter(2025, 2),)).pays.values()
    assert pay.since == "2025-Q1"
    pays = results_of(raw).pays
    assert [(str(quarter), pay.since) for quarter, pay in pays.items()] == [
        ("2025-Q1", "2025-Q1"),
        ("2025-Q3", "2025-Q3"),
    ]
    assert results_of(small_documents()["no cost"]).pays == {}


def test_the_sample_finds_one_on_one_best_and_holds_every_chart() -> None:
    results, answer = results_of(load_document("sample")), answer_of(load_document("sample"))
    assert answer.headline.startswith("One-on-one is most likely your best approach (about ")
    returned, estimated, *_ = answer.sentences
    assert returned.startswith("One-on-one returned $2.59 for each $1 of money and time.")
    assert estimated.startswith("Estimated for the next $1 in one-on-one: $")
    assert answer.chart is not None
    assert results.findings.caution() is None
    assert keys(results) == [["invested-gained"], ["paths", "combinations", "credit"], ["money", "hours"]]


def test_without_an_outcome_of_worth_there_are_no_odds_to_draw() -> None:
    verdict = answer_of(small_documents()["no outcome"])
    assert verdict.chart is None
    assert "too early to compare" in verdict.headline


def test_no_sensitivity_note_if_the_kept_approach_would_lead_with_larger_wins() -> None:
    costs = [costly_activity(approach, "200", day) for approach in ("one_on_one", "group_events") for day in DAYS]
    wins = [won_outcome(amount, name) for amount, name in (("400", "one_on_one"), ("200", "group_events"))] * 2
    situation = answer_of(make_document(activities=costs, outcomes=wins)).advice_words.situation
    assert situation.verdict.call == "too_close"
    sentences = doubts(situation, Words())
    assert any(sentence.startswith("No outcome alone would ") for sentence in sentences)
    assert not any("of what you entered" in sentence for sentence in sentences)


def test_doubts_name_outcomes_by_their_titles() -> None:
    raw = make_document(
        activities=[
            costly_activity(approach, "100", day) for approach in ("one_on_one", "group_events") for day in DAYS
        ],
        outcomes=[
            won_outcome("500", "one_on_one", DAYS[1]),
            won_outcome("300", "one_on_one", DAYS[2]),
            {**won_outcome("200", "group_events"), "title": "the new client"},
        ],
    )
    answer = answer_of(raw)
    sentences = doubts(answer.advice_words.situation, Words())
    assert any("“the new client”" in sentence for sentence in sentences)
    assert any("ways to share credit" in sentence for sentence in sentences)
    assert len(sentences) == 3


def test_no_doubt_hangs_on_an_outcome_that_comes_once() -> None:
    job = {**won_outcome("90000", "one_on_one"), "kind": "role", "title": "the new job"}
    activities = [costly_activity(approach, "100", day) for approach in ("one_on_one", "group_events") for day in DAYS]
    outcomes = [won_outcome("300", "group_events", day) for day in DAYS]
    situation = answer_of(make_document(activities=activities, outcomes=[*outcomes, job])).advice_words.situation
    assert situation.verdict.leader == "group_events"
    sentences = " ".join(doubts(situation, Words()))
    assert "the new job" not in sentences
    assert sentences.startswith("No outcome alone would ")


def test_an_outcome_without_a_price_has_its_path() -> None:
    interview = {"date": "2026-07-20", "kind": "interview", "status": "won",
                 "touchpoints": [{"date": "2026-07-01", "approach": "one_on_one"}]}  # fmt: skip
    (chart,) = results_of(make_document(outcomes=[interview])).charts_by_section[PATHS]()
    assert "1" in chart.alt
    assert "One-on-one" in chart.csv().decode()


def test_the_words_are_those_of_the_reader() -> None:
    results = results_of(load_document("sample"), words=Words("de_DE", "EUR"))
    assert "€" in results.findings.headline()
    assert all("$" not in chart.title + chart.alt for charts in charts_by_section(results).values() for chart in charts)


def test_each_section_has_a_name_and_its_charts_are_drawn_once() -> None:
    results = results_of(load_document("sample"))
    assert list(results.charts_by_section) == [PATHS, SPENDING]
    assert results.charts_by_section[SPENDING]() is results.charts_by_section[SPENDING]()
    assert results.invested_and_gained() is results.invested_and_gained()


def test_a_page_opens_with_the_advice_where_there_is_any_and_with_the_figures_otherwise() -> None:
    results, answer = results_of(load_document("sample")), answer_of(load_document("sample"))
    assert opening(results, answer) == (answer.headline, answer.sentences)
    assert opening(results, None) == (results.findings.headline(), (results.findings.basis_sentence(),))
    nothing = make_document(exchanges=[{"date": "2026-07-01", "direction": "given"}])
    assert opening(results_of(nothing), answer_of(nothing))[0] == "Nothing is recorded for these quarters."


def test_what_is_won_and_what_is_open_are_shares_of_the_value() -> None:
    findings = results_of(load_document("pop-quiz")).findings
    total = findings.figures.total.expected_value
    assert findings.won() + findings.still_open() == pytest.approx(total)
    assert findings.won() == pytest.approx(results_of(load_document("pop-quiz"), basis="won").findings.won())
    assert results_of(load_document("pop-quiz"), basis="won").findings.still_open() == 0


@cache
def life(name: str) -> Answer:
    situation = situation_of(name)
    return answer(situation, Words.of(situation.ledger.profile))


@pytest.mark.parametrize("name", [*LIVES, *small_documents()])
def test_every_page_and_the_command_line_name_the_same_leader_or_say_why_not(name: str) -> None:
    if name in LIVES:
        situation = situation_of(name)
    else:
        ledger = Ledger(Workspace(small_documents()[name]))
        situation = Situation(ledger, ledger.quarters, Options(), TODAY)
    words = Words.of(situation.ledger.profile)
    page, printed = answer(situation, words), advice_json(situation, words)
    said, estimated = " ".join((page.headline, *page.sentences)), printed["estimate"]["leader"]
    recorded, sequence = printed["recorded"]["leader"], situation.sequence
    assert recorded is None or situation.job_found or f"{APPROACH_NAMES[recorded]} returned" in said
    if estimated is None:
        assert "Estimated for" not in said
        assert "most likely your best" not in said
        assert page.chart is None or page.chart.title == "Too little is known yet to say which approach leads"
        assert bool(printed["estimate"]["return"]) <= ("Too little is known yet" in said)
    else:
        assert estimated in printed["estimate"]["return"]
        assert f" in {in_sentence(estimated)}" in said.partition("Estimated for the next")[2]
        assert page.chart
        assert "Too little" not in page.chart.title
        named = [a for a in APPROACHES if f"{in_sentence(a)} {is_or_are(a)} most likely your best" in said.lower()]
        assert set(named) <= {estimated}
        if recorded and recorded != estimated:
            favors = "The estimate favors" if recorded in printed["estimate"]["return"] else "Too little is known to"
            assert f"So far, {in_sentence(recorded)} returned more. {favors}" in said
    if sequence and sequence.is_pattern and recorded and recorded not in sequence.steps:
        assert "so the sequence comes first" in said


@pytest.mark.parametrize("name", LIVES)
def test_what_happened_is_explained_with_numbers_that_the_page_shows(name: str) -> None:
    answer = life(name)
    said = " ".join([answer.headline, *answer.sentences])
    for step in answer.steps:
        assert step.title
        assert step.calculation
        assert "nan" not in " ".join(step)
        if step.title.startswith(("What ", "Estimate for")) and "more than" not in step.value:
            assert step.value in said


def test_an_estimate_names_the_outcomes_that_it_is_drawn_from_and_how_many_it_leaves_out() -> None:
    wins = [won_outcome("500", approach) for approach in ("one_on_one", "group_events")]
    others = [{**won_outcome("900", "one_on_one"), "kind": "role"}, {**won_outcome("0", "one_on_one"), "value": None}]
    costs = [costly_activity(approach, "50") for approach in ("one_on_one", "group_events")]

    def calculation(*outcomes: Json) -> str:
        steps = answer_of(make_document(activities=costs, outcomes=outcomes)).steps
        return next(step.calculation for step in steps if step.title.startswith("Estimate for"))

    assert "Not used" not in calculation(*wins)
    told = calculation(*wins, *others)
    assert told.startswith("From 1 outcome that ")
    assert "and from 1 outcome of other approaches. Not used: 2 outcomes without a value or that can’t come " in told


def test_an_approach_that_led_to_interviews_has_no_label_of_no_money() -> None:
    interview = {**won_outcome("0", "one_on_one"), "kind": "interview", "value": None}
    costs = [costly_activity(approach, "50") for approach in ("one_on_one", "group_events")]
    findings = results_of(make_document(activities=costs, outcomes=[interview] * 2)).findings
    assert findings.returned("one_on_one") == "2 unpriced outcomes"
    assert findings.returned("group_events") == "no money won yet"


@pytest.mark.parametrize("name", LIVES)
def test_the_purpose_decides_which_figures_come_first(name: str) -> None:
    answer = life(name)
    purpose = answer.advice_words.situation.purpose
    assert len(answer.first_figures) == (4 if purpose else 0)
    if purpose == "find_work":
        names = [figure.name for figure in answer.first_figures]
        situation = answer.advice_words.situation
        is_introduced = situation.introductions_received and not situation.counts["referrals"]
        third = "Introductions to you" if is_introduced else "Referrals"
        assert names == ["Conversations", "Interviews", third, "Warm ties"]


def test_a_lower_estimate_is_never_explained_by_open_leads() -> None:
    # Open outcomes only ever add to what is expected.
    for name in LIVES:
        said = " ".join(life(name).sentences)
        assert "The estimate is lower because it also counts open outcomes" not in said
