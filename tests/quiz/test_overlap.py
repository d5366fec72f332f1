"""Files after a submitted quiz: what they record is taken off the quiz, and comes back with an undone import."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.counts import conversations
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz.overlap import count_again, count_once, overlaps
from netroi_core.quiz.prefill import total_effort
from netroi_core.quiz.submission import submit
from netroi_core.workspace.workspace import Document, Workspace
from tests.careers import make_document
from tests.quiz.test_submission import NOW, TODAY

Q3 = Quarter(2026, 3)
ANSWERS = {
    "one_on_one.hours.total": "12",
    "one_on_one.hours.travelling": "2",
    "one_on_one.costs.coffee": "38",
    "one_on_one.new_contacts": "3",
    "one_on_one.meaningful": "5",
}


def submitted() -> Document:
    return submit(quiz.save_answers(make_document(), Q3, ANSWERS), Q3, NOW, TODAY)


def with_file(document: Document, **activity: Any) -> Document:
    """A document with one more activity, as an import adds it."""
    row = {"id": "calendar-1", "date": "2026-08-03", "approach": "one_on_one", "source": "calendar"}
    return {**document, "activities": [*document.get("activities", ()), row | activity]}


def effort(document: Document) -> dict[str, float]:
    return {
        key.removeprefix("one_on_one."): float(amount) for key, amount in total_effort(Workspace(document), Q3).items()
    }


def titles(document: Document) -> list[str]:
    return [row["title"] for row in document["activities"] if row["source"] == "quiz"]


def test_what_a_file_records_is_taken_off_the_quiz_so_that_the_totals_stay() -> None:
    before = submitted()
    coffee = {"category": "coffee", "amount": "21.20"}
    after = with_file(before, hours={"attending": 8}, costs=[coffee], new_contacts=1)
    (overlap,) = overlaps(Workspace(before), Workspace(after))
    assert (overlap.quarter, overlap.hours, float(overlap.money)) == (Q3, 8.0, 21.2)
    assert effort(count_once(before, after)) == effort(before)
    assert effort(after)["hours.attending"] == 18, "counted twice without it"


@pytest.mark.parametrize("reimbursed", ["0", "20"])
def test_reimbursed_money_stays_reimbursed_when_a_file_records_the_cost(reimbursed: str) -> None:
    answers = {"one_on_one.costs.coffee": "38", "one_on_one.costs.lunch": "60", "one_on_one.reimbursed": "50",
               "one_on_one.costs.travel": "55", "one_on_one.meaningful": "1"}  # fmt: skip
    before = submit(quiz.save_answers(make_document(), Q3, answers), Q3, NOW, TODAY)
    lunch = {"category": "lunch", "amount": "60", "reimbursed": reimbursed}
    once = count_once(before, with_file(before, costs=[lunch]))
    assert effort(once) == effort(before)


def test_what_remains_of_a_quiz_is_called_the_rest_and_all_again_after_an_undo() -> None:
    before = submitted()
    once = count_once(before, with_file(before, hours={"attending": 8}))
    assert titles(before) == ["All of Q3 2026, from its quiz"]
    assert titles(once) == ["The rest of Q3 2026, from its quiz"]
    undone = {**once, "activities": [row for row in once["activities"] if row["id"] != "calendar-1"]}
    assert titles(count_again(once, undone)) == titles(before)
    renamed = {**before, "activities": [{**before["activities"][0], "title": "My talks"}]}
    assert titles(count_once(renamed, with_file(renamed, hours={"attending": 8}))) == ["My talks"]


def test_hours_recorded_as_another_part_are_taken_off_all_the_same() -> None:
    before = submitted()
    after = count_once(before, with_file(before, hours={"attending": 5, "preparing": 4}))
    hours = {key: amount for key, amount in effort(after).items() if key.startswith("hours.")}
    assert sum(hours.values()) == 12
    assert hours["hours.preparing"] == 4


def test_a_file_with_more_than_the_quiz_leaves_nothing_of_it() -> None:
    before = submitted()
    after = count_once(
        before, with_file(before, hours={"attending": 30}, costs=[{"category": "coffee", "amount": "50"}])
    )
    assert effort(after) == {"hours.attending": 30, "costs.coffee": 50, "new_contacts": 3, "meaningful": 5}


@pytest.mark.parametrize("activity", [{"date": "2026-05-01"}, {"approach": "social_media"}])
def test_other_quarters_and_approaches_do_not_overlap(activity: dict[str, Any]) -> None:
    before = submitted()
    after = with_file(before, **activity, hours={"attending": 4})
    assert overlaps(Workspace(before), Workspace(after)) == []
    assert count_once(before, after) == after


def test_a_quiz_that_was_not_submitted_does_not_overlap() -> None:
    before = quiz.save_answers(make_document(), Q3, ANSWERS)
    assert overlaps(Workspace(before), Workspace(with_file(before, hours={"attending": 4}))) == []


def test_an_undone_import_gives_the_quiz_its_effort_back() -> None:
    before = submitted()
    once = count_once(before, with_file(before, hours={"attending": 8}, new_contacts=2))
    undone = {**once, "activities": [row for row in once["activities"] if row["id"] != "calendar-1"]}
    assert effort(count_again(once, undone)) == effort(before)


def test_an_undone_import_that_was_added_on_top_leaves_the_quiz_as_it_was() -> None:
    before = submitted()
    assert effort(count_again(with_file(before, hours={"attending": 8}), before)) == effort(before)


def test_a_meeting_in_a_file_is_one_of_the_talks_of_the_quiz() -> None:
    before = submit(quiz.save_answers(make_document(), Q3, {"one_on_one.meaningful": "24"}), Q3, NOW, TODAY)
    after = count_once(before, with_file(before, hours={"attending": 1}))
    assert conversations(Ledger(Workspace(after)).activities) == 24


CLUBS = [{"name": "Club", "approach": "one_on_one"}, {"name": "Fair", "approach": "one_on_one"}]
TWO_VENUES = {**ANSWERS, "one_on_one.hours_at.v1": "5", "one_on_one.hours_at.v2": "4", "one_on_one.reimbursed": "20"}
hours = st.decimals(0, 20, places=2)


def hours_at(document: Document) -> dict[str | None, float]:
    return {
        row.get("venue"): sum(row["hours"].values()) for row in document["activities"] if row.get("source") == "quiz"
    }


def at_two_venues() -> Document:
    return submit(quiz.save_answers(make_document(venues=CLUBS), Q3, TWO_VENUES), Q3, NOW, TODAY)


@pytest.mark.parametrize(
    ("venue", "remaining"),
    [("v1", {"v1": 3, "v2": 4, None: 3}), ("v2", {"v1": 5, "v2": 2, None: 3}), (None, {"v1": 5, "v2": 4, None: 1})],
)
def test_what_a_file_records_at_a_venue_is_taken_off_there(venue: str | None, remaining: dict[str | None, int]) -> None:
    before = at_two_venues()
    assert hours_at(before) == {"v1": 5, "v2": 4, None: 3}
    assert hours_at(count_once(before, with_file(before, venue=venue, hours={"attending": 2}))) == remaining


@given(
    venue=st.sampled_from([None, "v1", "v2"]),
    parts=st.fixed_dictionaries({"attending": hours, "travelling": hours}),
    coffee=hours,
    paid_back=st.sampled_from([0, 1]),
    counts=st.fixed_dictionaries(dict.fromkeys(("new_contacts", "meaningful"), st.integers(0, 6))),
)
def test_a_file_beside_hours_by_venue_counts_once_and_comes_back_with_an_undo(
    venue: str | None, parts: dict[str, Decimal], coffee: Decimal, paid_back: int, counts: dict[str, int]
) -> None:
    before, unsplit = at_two_venues(), {key: answer for key, answer in TWO_VENUES.items() if "hours_at" not in key}
    cost = {"category": "coffee", "amount": str(coffee), "reimbursed": str(coffee * paid_back)}
    file = {"venue": venue, "hours": {part: float(n) for part, n in parts.items()}, "costs": [cost], **counts}
    once = count_once(before, with_file(before, **file))
    plain = submit(quiz.save_answers(make_document(venues=CLUBS), Q3, unsplit), Q3, NOW, TODAY)
    expected = effort(count_once(plain, with_file(plain, **file)))
    for name in ("costs.coffee", "reimbursed", "new_contacts", "meaningful"):
        assert effort(once).get(name, 0) == expected.get(name, 0), name
    spent = [sum(n for key, n in each.items() if key.startswith("hours.")) for each in (effort(once), expected)]
    assert spent[0] == pytest.approx(spent[1])
    undone = {**once, "activities": [row for row in once["activities"] if row["id"] != "calendar-1"]}
    assert effort(count_again(once, undone)) == effort(before)
