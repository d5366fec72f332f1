"""Hours of an approach: one total, an optional split of it, and the parts that older quizzes asked for."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz.effort import SPLIT_PARTS, hours_by_part, split_problems, with_total_hours
from netroi_core.quiz.submission import submit
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import HOUR_PARTS
from netroi_core.workspace.workspace import Document
from tests.careers import make_document
from tests.quiz.test_submission import NOW, TODAY

HOURS = st.decimals(0, 500, places=2)
PARTS = st.dictionaries(st.sampled_from([f"one_on_one.hours.{part}" for part in SPLIT_PARTS]), HOURS)
RECORDED = st.dictionaries(st.sampled_from([f"one_on_one.hours.{part}" for part in HOUR_PARTS]), HOURS)


def submitted_hours(answers: dict[str, str]) -> dict[str, float]:
    """The hours of the one activity that a quiz with these answers writes."""
    document: Document = make_document()
    document = quiz.save_answers(document, Quarter(2026, 3), answers)
    (activity,) = submit(document, Quarter(2026, 3), NOW, TODAY)["activities"]
    return dict(activity["hours"])


@given(HOURS, PARTS, RECORDED)
def test_the_parts_add_up_to_the_total_unless_the_split_or_the_records_are_longer(
    total: Decimal, split: dict[str, Decimal], recorded: dict[str, Decimal]
) -> None:
    hours = hours_by_part({"one_on_one.hours.total": total, **split}, recorded, "one_on_one")
    others = sum(hours[part] for part in SPLIT_PARTS)
    assert sum(hours.values()) == max(total, others)


@given(RECORDED)
def test_without_answers_the_hours_are_those_on_record(recorded: dict[str, Decimal]) -> None:
    hours = hours_by_part({}, recorded, "one_on_one")
    assert {f"one_on_one.hours.{part}": amount for part, amount in hours.items() if amount} == {
        key: amount for key, amount in recorded.items() if amount
    }


def test_a_total_alone_is_time_of_attending_and_a_split_takes_its_part_of_it() -> None:
    assert submitted_hours({"one_on_one.hours.total": "12"}) == {"attending": 12.0}
    split = {"one_on_one.hours.total": "12", "one_on_one.hours.travelling": "2.5"}
    assert submitted_hours(split) == {"attending": 9.5, "travelling": 2.5}


def test_the_parts_that_an_older_quiz_asked_for_still_count() -> None:
    older = {"one_on_one.hours.attending": "3", "one_on_one.hours.preparing": "1"}
    assert submitted_hours(older) == {"attending": 3.0, "preparing": 1.0}


def test_a_split_longer_than_its_total_is_refused_in_a_sentence() -> None:
    hours = {"one_on_one.hours.total": Decimal(2), "one_on_one.hours.travelling": Decimal(3)}
    assert dict(split_problems(hours, Words())) == {
        "one_on_one.hours.total": "The split adds up to 3 h, but the total is 2 h."
    }


def test_the_total_of_an_effort_is_the_sum_of_its_parts() -> None:
    effort = {"one_on_one.hours.attending": Decimal(2), "one_on_one.hours.travelling": Decimal("0.5")}
    assert with_total_hours(effort)["one_on_one.hours.total"] == Decimal("2.5")
    assert "social_media.hours.total" not in with_total_hours(effort)
