"""Sentences on a contact, a follow-up and a timeline."""

from datetime import date, timedelta
from typing import Any

import pytest

from netroi_core.relationships import contact_words
from netroi_core.relationships.contacts import FollowUpRate, FollowUps, Relationship
from netroi_core.relationships.timeline import Timeline, TimelineEntry
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Contact

ON = date(2026, 10, 5)
WORDS = Words()


def ann(last: int | None = None, due: int | None = None) -> Relationship:
    """Return a contact last in touch, and to be followed up with, so many days ago."""
    days = [None if count is None else ON - timedelta(days=count) for count in (last, due)]
    return Relationship(Contact(id="c", name="Ann"), *days)


def history(given: int = 0, received: int = 0, outcomes: int = 0, value: float = 0) -> Timeline:
    return Timeline(ann(), (), given, received, outcomes, value)


@pytest.mark.parametrize(
    ("people", "overdue", "due", "said"),
    [
        (48, 3, 2, "48 people, 5 to follow up with"),
        (1, 0, 0, "1 person, none to follow up with"),
        (2000, 0, 1999, "2,000 people, 1,999 to follow up with"),
    ],
)
def test_the_headline_says_how_many_people_and_follow_ups_there_are(
    people: int, overdue: int, due: int, said: str
) -> None:
    assert contact_words.people_headline(people, FollowUps((ann(),) * overdue, (ann(),) * due)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (59, "8 weeks ago"),
        (60, "2 months ago"),
        (729, "24 months ago"),
        (730, "2 years ago"),
        (-1, "tomorrow"),
        (-6, "in 6 days"),
        (-100, "in 3 months"),
    ],
)
def test_a_day_is_relative_to_today(days: int, said: str) -> None:
    assert contact_words.relative_day(ON - timedelta(days=days), ON) == said


def test_the_headline_of_a_timeline_names_the_contact_and_the_last_contact() -> None:
    assert contact_words.timeline_headline(ann(21), ON) == "Ann, last in touch 3 weeks ago"
    assert contact_words.timeline_headline(ann(), ON) == "Ann, not in touch yet"


@pytest.mark.parametrize(
    ("details", "position", "rating"),
    [
        ({}, "", ""),
        ({"role": "Buyer"}, "Buyer", ""),
        ({"organisation": "Shop", "closeness": 2}, "Shop", "Closeness 2 of 5."),
        (
            {"role": "Buyer", "organisation": "Shop", "relevance": 5, "expertise": ("tax", "law")},
            "Buyer, Shop",
            "Relevance 5 of 5, knows about tax and law.",
        ),
        ({"expertise": ("TAX",)}, "", "Knows about TAX."),
    ],
)
def test_position_and_rating_hold_what_is_on_record(details: dict[str, Any], position: str, rating: str) -> None:
    contact = Contact(id="c", name="Ann", **details)
    assert (contact_words.position(contact), contact_words.rating(contact)) == (position, rating)


@pytest.mark.parametrize(
    ("timeline", "said"),
    [
        (history(), "Nothing given or received is on record."),
        (history(1, 0), "You gave once and received nothing."),
        (
            history(0, 3, 1, 700),
            "You gave nothing and received 3 times. They had a part in 1 outcome of worth: $700 is theirs, each step "
            "counting alike.",
        ),
    ],
)
def test_the_favors_and_the_share_of_outcomes_are_summed_up(timeline: Timeline, said: str) -> None:
    assert contact_words.exchange_summary(timeline, WORDS) == said


@pytest.mark.parametrize(
    ("due", "plan", "delay"),
    [
        (None, "No follow-up is planned.", ""),
        (20, "Follow-up overdue since Sep 15, 2026.", "2 weeks overdue"),
        (0, "Follow up today.", "due today"),
        (-3, "Follow up in 3 days, on Oct 8, 2026.", "due in 3 days"),
    ],
)
def test_a_follow_up_is_planned_due_or_overdue(due: int | None, plan: str, delay: str) -> None:
    assert contact_words.follow_up_plan(ann(due=due), ON, WORDS) == plan
    assert contact_words.follow_up_delay(ann(due=due), ON) == delay


def test_the_last_contact_is_relative_to_the_day() -> None:
    assert contact_words.last_contact(ann(400), ON) == "last in touch 13 months ago"
    assert contact_words.last_contact(ann(), ON) == "never in touch"


@pytest.mark.parametrize(
    ("share", "value", "said"),
    [
        (None, None, "Shop (Client, won)"),
        (900.0, 900.0, "Shop (Client, won); theirs: $900"),
        (300.0, 900.0, "Shop (Client, won); theirs: $300 of $900"),
    ],
)
def test_an_outcome_comes_with_the_share_of_it(share: float | None, value: float | None, said: str) -> None:
    entry = TimelineEntry(ON, "outcome", "Shop (Client, won)", share, value)
    assert contact_words.timeline_line(entry, WORDS) == said


def test_the_follow_up_rate_is_a_count_and_a_share_and_empty_where_nobody_was_met() -> None:
    said = "You met 8 people in the last 12 months; with 6 you were in touch again since (75%)."
    assert contact_words.follow_up_rate(FollowUpRate(8, 6), WORDS) == said
    assert contact_words.follow_up_rate(FollowUpRate(0, 0), WORDS) == ""
