"""The sample workspace: the example that a first-time visitor sees, and the points that it makes."""

import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from netroi_core.__main__ import commands
from netroi_core.quarters import Quarter
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Document
from tests.careers import submitted_figures

SAMPLE = Path(__file__).parent.parent / "data" / "sample.json"
APPROACHES = {"group_events", "one_on_one", "social_media"}
QUARTERS = ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
ALL, LAST_FOUR = "2024-Q4..2026-Q3", "2025-Q4..2026-Q3"

# Later wins that were open leads when a quarter's quiz was submitted: the day recorded and the probability then.
OPEN_LEADS = {
    "2025-Q2": {"o10": ("2025-06-20", 0.3)},
    "2025-Q3": {"o14": ("2025-09-25", 0.25)},
    "2025-Q4": {"o17": ("2025-12-02", 0.2)},
    "2026-Q1": {"o19": ("2026-02-19", 0.5), "o20": ("2026-03-10", 0.4)},
}


def as_of(sample: Document, day: str, leads: dict[str, tuple[str, float]]) -> Document:
    """Return the records as they were on a day: nothing later, and some wins still open leads."""

    def as_lead(outcome: dict[str, Any]) -> dict[str, Any]:
        if outcome["id"] not in leads:
            return outcome
        recorded, probability = leads[outcome["id"]]
        steps = [step for step in outcome["touchpoints"] if step["date"] <= recorded]
        return {**outcome, "date": recorded, "status": "open", "probability": probability, "touchpoints": steps}

    records = {name: [row for row in sample[name] if row["date"] <= day] for name in ("activities", "exchanges")}
    outcomes = [row for row in map(as_lead, sample["outcomes"]) if row["date"] <= day]
    return {**sample, **records, "outcomes": outcomes, "stories": []}


@pytest.fixture(scope="module")
def sample() -> Document:
    return document.parse(SAMPLE.read_bytes())


@cache
def measured(quarters: str, attribution: str = "linear") -> dict[str, Any]:
    options = ["--quarters", quarters, "--attribution", attribution]
    return orjson.loads(CliRunner().invoke(commands, ["measure", str(SAMPLE), *options], catch_exceptions=False).stdout)


def roi(quarters: str, attribution: str = "linear") -> dict[str, float]:
    approaches = measured(quarters, attribution)["approaches"]
    return {approach: measures["roi_percent"] for approach, measures in approaches.items()}


def approaches_on(outcome: dict[str, Any]) -> set[str]:
    return {touchpoint["approach"] for touchpoint in outcome["touchpoints"]}


def test_the_sample_passes_the_check() -> None:
    result = CliRunner().invoke(commands, ["check", str(SAMPLE)])
    assert (result.exit_code, result.output) == (0, "")


def test_it_spans_the_eight_quarters_to_the_third_of_2026() -> None:
    result = CliRunner().invoke(commands, ["measure", str(SAMPLE)], catch_exceptions=False)
    assert orjson.loads(result.stdout)["quarters"] == QUARTERS


@pytest.mark.parametrize("quarters", [ALL, LAST_FOUR])
def test_one_on_one_returns_most_social_media_pays_a_little_and_group_events_do_not_pay(quarters: str) -> None:
    returned = roi(quarters)
    assert 150 <= returned["one_on_one"] <= 250
    assert 0 <= returned["social_media"] <= 60
    assert -60 <= returned["group_events"] <= -30


@pytest.mark.parametrize("quarters", [ALL, LAST_FOUR])
def test_group_events_look_better_with_first_step_attribution_and_worse_with_last_step(
    quarters: str,
) -> None:
    first, linear, last = (roi(quarters, attribution)["group_events"] for attribution in ("first", "linear", "last"))
    assert last < linear < 0 < first


def test_value_comes_late_so_the_first_two_quarters_lose_and_the_whole_gains() -> None:
    first, second, whole = (measured(quarters)["total"]["net_benefit"] for quarters in (*QUARTERS[:2], ALL))
    assert first < 0
    assert second < 0
    assert whole > 0


def test_the_new_role_alone_does_not_decide_what_pays(sample: Document) -> None:
    (role,) = (outcome for outcome in sample["outcomes"] if outcome["kind"] == "role")
    worth = float(role["value"]["high"]) * role["incrementality"]
    assert worth < 0.35 * measured(ALL)["total"]["expected_value"]
    assert role["date"] < "2025-10-01", "within the last four quarters it would count"


def test_each_approach_has_cost_and_value_in_the_last_four_quarters() -> None:
    approaches = measured(LAST_FOUR)["approaches"]
    assert set(approaches) == APPROACHES
    for measures in approaches.values():
        assert measures["actual_cost"] > 0
        assert measures["opportunity_cost"] > 0
        assert measures["expected_value"] > 0


def test_some_value_has_no_touchpoint_to_credit(sample: Document) -> None:
    assert [outcome["kind"] for outcome in sample["outcomes"] if not outcome["touchpoints"]] == ["cost_saving"]
    assert measured(ALL)["unattributed_value"] > 0


def test_outcomes_are_of_many_kinds_and_some_are_open_or_lost(sample: Document) -> None:
    outcomes = sample["outcomes"]
    assert len({outcome["kind"] for outcome in outcomes}) >= 10
    assert {outcome["status"] for outcome in outcomes} == {"won", "open", "lost"}
    probabilities = [outcome["probability"] for outcome in outcomes if outcome["status"] == "open"]
    assert len(probabilities) >= 3
    assert all(0 < probability < 1 for probability in probabilities)
    assert any("value" not in outcome and outcome["intangible"] for outcome in outcomes), "one is intangible only"


def test_paths_to_outcomes_have_up_to_four_steps_and_mix_approaches(sample: Document) -> None:
    outcomes = sample["outcomes"]
    assert {len(outcome["touchpoints"]) for outcome in outcomes} == {0, 1, 2, 3, 4}
    assert sum(len(approaches_on(outcome)) > 1 for outcome in outcomes) >= 8
    assert any(approaches_on(outcome) == APPROACHES for outcome in outcomes)


def test_every_step_on_a_path_is_an_activity_of_that_day_with_that_person(sample: Document) -> None:
    meetings = {
        (activity["date"], activity["approach"], activity.get("venue"), person)
        for activity in sample["activities"]
        for person in (*activity.get("people", ()), None)
    }
    for outcome in sample["outcomes"]:
        for step in outcome["touchpoints"]:
            assert (step["date"], step["approach"], step.get("venue"), step.get("contact")) in meetings, outcome[
                "title"
            ]
            assert step["date"] <= outcome["date"], outcome["title"]


def test_nobody_takes_part_before_being_met(sample: Document) -> None:
    met = {contact["id"]: contact["met"]["date"] for contact in sample["contacts"]}
    for activity in sample["activities"]:
        assert all(met[person] <= activity["date"] for person in activity.get("people", ())), activity["title"]
    assert all(met[exchange["contact"]] <= exchange["date"] for exchange in sample["exchanges"])


def test_contacts_are_active_dormant_and_pruned_and_some_have_a_follow_up(sample: Document) -> None:
    contacts = sample["contacts"]
    assert {contact["status"] for contact in contacts} == {"active", "dormant", "pruned"}
    assert sum(contact.get("follow_up", "").startswith("2026-11") for contact in contacts) >= 5


def test_dana_gives_and_receives(sample: Document) -> None:
    directions = [exchange["direction"] for exchange in sample["exchanges"]]
    assert 0.8 < directions.count("given") / directions.count("received") < 1.5


def test_it_has_two_pays_three_goals_for_the_next_quarter_and_stories_of_which_two_are_approved(
    sample: Document,
) -> None:
    assert len(sample["profile"]["compensation"]) == 2
    assert [goal["quarter"] for goal in sample["goals"]] == ["2026-Q4"] * 3
    assert [story["approved"] for story in sample["stories"]].count(True) == 2


def test_every_quiz_but_the_last_is_submitted_so_that_the_visitor_can_take_one(sample: Document) -> None:
    assert [quiz["quarter"] for quiz in sample["quizzes"]] == QUARTERS[:-1]
    for quiz in sample["quizzes"]:
        submitted = date.fromisoformat(quiz["submitted"][:10])
        assert 0 < (submitted - Quarter.parse(quiz["quarter"]).last_day()).days < 14
    assert all(activity.get("source") != "quiz" for activity in sample["activities"]), "the journal had it all"


def test_the_figures_of_a_submission_are_those_of_the_records_of_that_day(sample: Document) -> None:
    for quiz in sample["quizzes"]:
        records = as_of(sample, quiz["submitted"][:10], OPEN_LEADS.get(quiz["quarter"], {}))
        assert quiz["showed"] == submitted_figures(records, Quarter.parse(quiz["quarter"]), quiz["submitted"])


def test_records_are_in_order_of_date(sample: Document) -> None:
    for name in ("activities", "outcomes", "exchanges", "stories"):
        assert all(row["date"] <= following["date"] for row, following in pairwise(sample[name])), name


def test_the_file_is_small_and_holds_one_record_a_line(sample: Document) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert len(text) < 120_000
    for name in ("venues", "activities", "outcomes", "contacts", "exchanges", "goals", "stories", "quizzes"):
        for record in sample[name]:
            assert re.search(rf'^  \{{"id": "{record["id"]}", .*\}},?$', text, re.MULTILINE), record["id"]
