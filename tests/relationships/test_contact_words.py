"""What is said of people."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from netroi_core.relationships import contact_words
from netroi_core.relationships.contacts import FollowUps, MetAgain, Tie
from netroi_core.relationships.timeline import Card, Entry
from netroi_core.wording.wording import Words

ON = date(2026, 10, 5)
WORDS = Words()


def tie(last: int | None = None, due: int | None = None, **known: Any) -> Tie:
    """Somebody last in touch, and to be followed up with, so many days ago."""
    days = [None if each is None else ON - timedelta(days=each) for each in (last, due)]
    return Tie({"id": "c", "name": "Ann", **known}, *days)


def card(given: int = 0, received: int = 0, outcomes: int = 0, value: str = "0", last: int | None = None) -> Card:
    return Card(tie(last), (), given, received, outcomes, Decimal(value))


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
    assert contact_words.headline(people, FollowUps((tie(),) * overdue, (tie(),) * due)) == said


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
def test_a_day_is_told_from_today(days: int, said: str) -> None:
    assert contact_words.ago(ON - timedelta(days=days), ON) == said


def test_a_card_begins_with_who_it_is_and_the_last_contact() -> None:
    assert contact_words.name(card(last=21), ON) == "Ann, last in touch 3 weeks ago"
    assert contact_words.name(card(), ON) == "Ann, not in touch yet"


@pytest.mark.parametrize(
    ("known", "position", "standing"),
    [
        ({}, "", ""),
        ({"role": "Buyer"}, "Buyer", ""),
        ({"organisation": "Shop", "closeness": 2}, "Shop", "Closeness 2 of 5."),
        (
            {"role": "Buyer", "organisation": "Shop", "relevance": 5, "expertise": ["tax", "law"]},
            "Buyer, Shop",
            "Relevance 5 of 5, knows about tax and law.",
        ),
        ({"expertise": ["TAX"]}, "", "Knows about TAX."),
    ],
)
def test_a_person_is_introduced_by_what_is_known(known: dict[str, Any], position: str, standing: str) -> None:
    assert (contact_words.position(known), contact_words.standing(known)) == (position, standing)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (card(), "Nothing given or received is on record."),
        (card(1, 0), "You gave once and received nothing."),
        (
            card(0, 3, 1, "700"),
            "You gave nothing and received 3 times. They had a part in 1 outcome of worth: $700 is theirs, each step "
            "counting alike.",
        ),
    ],
)
def test_what_went_to_and_fro_and_what_it_helped_to_bring_is_told(shown: Card, said: str) -> None:
    assert contact_words.balance(shown, WORDS) == said


@pytest.mark.parametrize(
    ("due", "planned", "waits"),
    [
        (None, "No follow-up is planned.", ""),
        (20, "Follow-up overdue since Sep 15, 2026.", "2 weeks overdue"),
        (0, "Follow up today.", "due today"),
        (-3, "Follow up in 3 days, on Oct 8, 2026.", "due in 3 days"),
    ],
)
def test_when_to_be_in_touch_is_told(due: int | None, planned: str, waits: str) -> None:
    assert contact_words.planned(tie(due=due), ON, WORDS) == planned
    assert contact_words.waits(tie(due=due), ON) == waits


def test_for_how_long_it_was_quiet_is_told() -> None:
    assert contact_words.quiet(tie(400), ON) == "last in touch 13 months ago"
    assert contact_words.quiet(tie(), ON) == "never in touch"


@pytest.mark.parametrize(
    ("share", "worth", "said"),
    [
        (None, None, "Shop (Client, won)"),
        ("900", "900", "Shop (Client, won); theirs: $900"),
        ("300", "900", "Shop (Client, won); theirs: $300 of $900"),
    ],
)
def test_an_outcome_is_told_with_their_share_of_it(share: str | None, worth: str | None, said: str) -> None:
    amounts = [None if amount is None else Decimal(amount) for amount in (share, worth)]
    assert contact_words.line(Entry(ON, "outcome", "Shop (Client, won)", *amounts), WORDS) == said


def test_how_many_new_people_were_met_again_is_told_where_anybody_was_met() -> None:
    said = "You met 8 people in the last 12 months; with 6 you were in touch again since (75%)."
    assert contact_words.met_again(MetAgain(8, 6), WORDS) == said
    assert contact_words.met_again(MetAgain(0, 0), WORDS) == ""
