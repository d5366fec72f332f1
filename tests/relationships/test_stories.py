"""Stories: as quotes, and those approved for reports."""

from datetime import date
from typing import Any

from netroi_core.quarters import Quarter
from netroi_core.relationships.stories import Quote, approved_quotes, contact_names, latest_stories, quote
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Story
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document

WORDS = Words()
ANN = {"c1": "Ann Lee"}
Q3 = (Quarter(2026, 3),)


def story(text: str = "Well done.", day: str = "2026-07-04", **details: Any) -> Story:
    return Story(id="s", date=date.fromisoformat(day), text=text, **details)


def row(text: str = "Well done.", day: str = "2026-07-04", **details: Any) -> Json:
    return {"date": day, "text": text, **details}


def workspace(**lists: Any) -> Workspace:
    return Workspace(make_document(**lists))


def test_a_story_says_whose_it_is_when_and_by_which_approach_as_far_as_that_is_known() -> None:
    quoted = quote(story(contact="c1", approach="group_events"), ANN, WORDS)
    assert quoted == Quote("Well done.", "Ann Lee, Jul 4, 2026, by group events")
    assert quote(story(), {}, WORDS).by == "Jul 4, 2026"


def test_a_story_is_shown_in_one_paragraph_and_a_long_one_is_cut() -> None:
    assert quote(story("One.\n\n  Two."), {}, WORDS).text == "One. Two."
    assert quote(story("a" * 400), {}, WORDS).text == "a" * 400
    assert quote(story("a" * 399 + " b"), {}, WORDS).text == "a" * 399 + "…"


def test_a_report_quotes_only_approved_stories_of_its_quarters_the_latest_first() -> None:
    days = {"2026-06-30": True, "2026-07-01": True, "2026-08-01": False, "2026-09-30": True, "2026-10-01": True}
    stories = [row(day, day, approved=is_approved) for day, is_approved in days.items()]
    assert [quoted.text for quoted in approved_quotes(workspace(stories=stories), Q3, WORDS)] == [
        "2026-09-30",
        "2026-07-01",
    ]


def test_the_quarters_of_stories_are_those_of_the_fiscal_year() -> None:
    fiscal = workspace(stories=[row(approved=True)], profile={"fiscal_year_start": 7})
    assert approved_quotes(fiscal, (Quarter(2027, 1),), WORDS)
    assert not approved_quotes(fiscal, Q3, WORDS)


def test_the_latest_come_first_and_people_are_named_by_their_ids() -> None:
    both = workspace(stories=[row("old", "2026-01-01"), row("new", "2026-02-01")], contacts=[{"name": "Ann Lee"}])
    assert [each.text for each in latest_stories(both)] == ["new", "old"]
    assert contact_names(both) == ANN
