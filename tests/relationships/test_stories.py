"""Stories: as they are shown, and which of them may stand in a report."""

from netroi_core.quarters import Quarter
from netroi_core.relationships.stories import Quote, approved, latest, names_of, quote
from netroi_core.wording.wording import Words
from tests.careers import written

WORDS = Words()
ANN = {"c1": "Ann Lee"}
Q3 = (Quarter(2026, 3),)


def story(text: str = "Well done.", day: str = "2026-07-04", **more: object) -> dict[str, object]:
    return {"date": day, "text": text, **more}


def test_a_story_says_whose_it_is_when_and_by_which_approach_as_far_as_that_is_known() -> None:
    told = quote(story(contact="c1", approach="group_events"), ANN, WORDS)
    assert told == Quote("Well done.", "Ann Lee, Jul 4, 2026, by group events")
    assert quote(story(), {}, WORDS).by == "Jul 4, 2026"


def test_a_story_is_shown_in_one_paragraph_and_a_long_one_is_cut() -> None:
    assert quote(story("One.\n\n  Two."), {}, WORDS).text == "One. Two."
    assert quote(story("a" * 400), {}, WORDS).text == "a" * 400
    assert quote(story("a" * 399 + " b"), {}, WORDS).text == "a" * 399 + "…"


def test_only_approved_stories_of_the_quarters_asked_for_may_stand_in_a_report_the_latest_first() -> None:
    days = {"2026-06-30": True, "2026-07-01": True, "2026-08-01": False, "2026-09-30": True, "2026-10-01": True}
    raw = written(stories=[story(day, day, approved=may) for day, may in days.items()])
    assert [told.text for told in approved(raw, Q3, WORDS)] == ["2026-09-30", "2026-07-01"]


def test_the_quarters_of_stories_are_those_of_the_fiscal_year() -> None:
    raw = written(stories=[story(approved=True)], profile={"fiscal_year_start": 7})
    assert approved(raw, (Quarter(2027, 1),), WORDS)
    assert not approved(raw, Q3, WORDS)


def test_the_latest_come_first_and_people_are_named_by_their_ids() -> None:
    raw = written(stories=[story("old", "2026-01-01"), story("new", "2026-02-01")], contacts=[{"name": "Ann Lee"}])
    assert [each["text"] for each in latest(raw)] == ["new", "old"]
    assert names_of(raw) == ANN
