"""The timeline: all that happened with a contact, in order, their share of outcomes, and sentences on a contact."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as over

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships import timeline
from netroi_core.relationships.contacts import Relationship, relationships
from netroi_core.relationships.timeline import Timeline, TimelineEntry
from netroi_core.wording.wording import Words
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Contact
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, load_document, make_document
from tests.strategies import workspaces

ON = date(2026, 10, 5)
WORDS = Words()
ANN, BO = {"name": "Ann"}, {"name": "Bo"}


def of(raw: Json, contact: str = "c1") -> Timeline:
    ledger = Ledger(Workspace(raw))
    return timeline.timeline(ledger, next(each for each in relationships(ledger, ON) if each.contact.id == contact))


def test_a_timeline_tells_newest_first_of_meeting_activities_favors_outcomes_and_stories() -> None:
    raw = make_document(
        venues=[{"name": "Club", "approach": "group_events"}],
        contacts=[{**ANN, "met": {"date": "2026-01-01", "approach": "group_events", "venue": "v1"}}],
        activities=[
            {"date": "2026-02-01", "approach": "one_on_one", "title": "Coffee", "people": ["c1"]},
            {"date": "2026-02-02", "approach": "one_on_one", "people": ["c1"]},
            {"date": "2026-02-03", "approach": "one_on_one", "title": "Without Ann"},
        ],
        exchanges=[
            {"date": "2026-03-01", "contact": "c1", "direction": "given", "kind": "advice", "note": "On tax"},
            {"date": "2026-03-02", "contact": "c1", "direction": "received"},
        ],
        outcomes=[{"date": "2026-04-01", "kind": "client", "status": "lost", "title": "Shop",
                   "touchpoints": [{"date": "2026-01-01", "approach": "group_events", "contact": "c1"}]}],
        stories=[{"date": "2026-05-01", "contact": "c1", "text": "She said so."}],
    )  # fmt: skip
    assert [(entry.day.isoformat(), entry.kind, entry.text) for entry in of(raw).entries] == [
        ("2026-05-01", "story", "She said so."),
        ("2026-04-01", "outcome", "Shop (Client, lost)"),
        ("2026-03-02", "received", "You received a favor"),
        ("2026-03-01", "given", "You gave advice: On tax"),
        ("2026-02-02", "activity", "One-on-one"),
        ("2026-02-01", "activity", "Coffee"),
        ("2026-01-01", "met", "You met at Club"),
    ]


@pytest.mark.parametrize(
    ("met", "text"),
    [
        ({}, "You met"),
        ({"approach": "social_media"}, "You met on social media"),
        ({"approach": "one_on_one"}, "You met one-on-one"),
        ({"approach": "group_events"}, "You met at a group event"),
    ],
)
def test_a_timeline_says_how_one_met(met: Json, text: str) -> None:
    raw = make_document(contacts=[{**ANN, "met": {"date": "2026-01-01", **met}}])
    assert [entry.text for entry in of(raw).entries] == [text]


def introduction(direction: str, *between: str, contact: str | None = "c1") -> Json:
    day = {"date": "2026-03-01", "kind": "introduction"}
    return {**day, "direction": direction, "between": list(between), "contact": contact}


@pytest.mark.parametrize(
    ("favor", "ann", "bo"),
    [
        (introduction("given", "c1", "c2"), ("You introduced them to Bo", 1, 0), ("You introduced them to Ann", 1, 0)),
        (introduction("received", "c2"), ("They introduced you to Bo", 0, 1), ("You were introduced by Ann", 0, 0)),
        (introduction("received", "c2", contact=None), None, ("You were introduced by somebody", 0, 0)),
        (introduction("given"), ("You gave an introduction", 1, 0), None),
    ],
)
def test_an_introduction_is_in_the_timelines_of_all_whom_it_names(
    favor: Json, ann: tuple[str, int, int] | None, bo: tuple[str, int, int] | None
) -> None:
    raw = make_document(contacts=[ANN, BO], exchanges=[favor])
    for key, expected in (("c1", ann), ("c2", bo)):
        history = of(raw, key)
        assert [entry.text for entry in history.entries] == ([expected[0]] if expected else [])
        assert (history.given, history.received) == (expected[1:] if expected else (0, 0))


def test_the_share_of_an_outcome_is_the_part_of_its_touchpoints_up_to_its_day() -> None:
    def step(contact: str | None, day: str = "2026-01-01") -> Json:
        return {"date": day, "approach": "one_on_one", "contact": contact}

    raw = make_document(
        contacts=[ANN, BO],
        outcomes=[
            {"date": "2026-04-01", "kind": "client", "status": "won", "value": {"likely": "900"},
             "touchpoints": [step("c1"), step("c1"), step("c2"), step("c1", "2026-05-01")]},
            {"date": "2026-04-02", "kind": "client", "status": "open", "probability": 0.5, "margin": 0.4,
             "incrementality": 0.5, "value": {"low": "0", "likely": "1000", "high": "2000"},
             "touchpoints": [step("c1")]},
            {"date": "2026-04-03", "kind": "client", "status": "lost", "value": {"likely": "900"},
             "touchpoints": [step("c1")]},
            {"date": "2026-04-04", "kind": "mentor", "status": "won", "touchpoints": [step("c1")]},
            {"date": "2026-04-05", "kind": "lead", "status": "open", "value": {"likely": "9"},
             "touchpoints": [step("c1")]},
            {"date": "2026-04-06", "kind": "role", "status": "won", "value": {"likely": "900"},
             "touchpoints": [step("c2"), step("c1", "2026-05-01")]},
        ],
    )  # fmt: skip
    history = of(raw)
    assert (history.outcomes, history.value) == (2, 700)
    assert [(entry.share, entry.value) for entry in history.entries if entry.share] == [(100, 100), (600, 900)]
    assert len(history.entries) == 6
    assert of(raw, "c2").value == 300 + 900


@over(workspaces())
def test_all_shares_together_never_exceed_what_all_outcomes_are_worth(raw: Json) -> None:
    ledger = Ledger(Workspace(raw))
    whole = ledger.outcomes["expected"].sum()
    shares = sum(timeline.timeline(ledger, relationship).value for relationship in relationships(ledger, ON))
    assert shares <= whole * (1 + 1e-9) + 1e-9


def test_the_sample_has_a_contact_with_favors_and_outcomes() -> None:
    history = of(load_document("sample"), "priya-raman")
    assert (history.given, history.received, history.outcomes) == (2, 4, 4)


def ann(last: int | None = None, due: int | None = None) -> Relationship:
    """Return a contact last in touch, and to be followed up with, so many days ago."""
    days = [None if count is None else ON - timedelta(days=count) for count in (last, due)]
    return Relationship(Contact(id="c", name="Ann"), *days)


def history(given: int = 0, received: int = 0, outcomes: int = 0, value: float = 0) -> Timeline:
    return Timeline((), given, received, outcomes, value)


@pytest.mark.parametrize(
    ("people", "due", "said"),
    [
        (48, 5, "48 contacts, 5 to follow up with this week"),
        (1, 0, "1 contact"),
        (0, 0, "No active contacts"),
        (2000, 1999, "2,000 contacts, 1,999 to follow up with this week"),
    ],
)
def test_the_headline_says_how_many_people_and_follow_ups_there_are(people: int, due: int, said: str) -> None:
    assert timeline.people_headline(people, due) == said


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
    assert timeline.relative_day(ON - timedelta(days=days), ON) == said


def test_the_headline_of_a_timeline_names_the_contact_and_the_last_contact() -> None:
    assert timeline.timeline_headline(ann(21), ON) == "Ann, last in touch 3 weeks ago"
    assert timeline.timeline_headline(ann(), ON) == "Ann, not in touch yet"
    assert (
        timeline.timeline_headline(replace(ann(5), known_quarter=Quarter(2026, 3), is_only_met=True), ON)
        == "Ann, met in Q3 2026"
    )
    named_again = replace(ann(5), known_quarter=Quarter(2026, 3))
    assert timeline.timeline_headline(named_again, ON) == "Ann, last in touch in Q3 2026"


def test_a_day_that_nobody_stated_is_told_as_the_quarter_that_is_known() -> None:
    words, person = Words(), "quiz-2026-Q3-contact-1"
    steps = [{"date": "2026-09-01", "approach": "one_on_one", "contact": person}]
    won = {"id": "quiz-2026-Q3-1", "date": "2026-09-30", "kind": "client", "status": "won", "touchpoints": steps}
    dated = {**won, "id": "quiz-2026-Q3-2", "date": "2026-09-02"}
    for day, told, meeting in (
        ("2026-09-30", "Q3 2026", "met in Q3 2026"),
        ("2026-08-12", "Aug 12, 2026", "met Aug 12, 2026"),
    ):
        contact = {"id": person, "name": "Ann", "met": {"date": day, "approach": "group_events"}}
        raw = make_document(contacts=[contact], outcomes=[won, dated])
        entries = of(raw, person).entries
        days = {timeline.day_or_quarter(entry.day, entry.quarter, words) for entry in entries}
        assert days == {told, "Q3 2026", "Sep 2, 2026"}
        (record,) = Workspace(raw).contacts
        assert timeline.first_meeting(record, Profile(), words) == meeting
    assert timeline.first_meeting(Contact(id="c", name="Bo"), Profile(), words) == ""


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
    assert (timeline.position(contact), timeline.rating(contact)) == (position, rating)


@pytest.mark.parametrize(
    ("summed", "said"),
    [
        (history(), "No favors given or received yet."),
        (history(1, 0), "Favors: 1 given, 0 received."),
        (
            history(0, 3, 1, 700),
            "Favors: 0 given, 3 received. They played a part in 1 outcome with a value; their share is $700 when every "
            "step gets equal credit.",
        ),
    ],
)
def test_the_favors_and_the_share_of_outcomes_are_summed_up(summed: Timeline, said: str) -> None:
    assert timeline.exchange_summary(summed, WORDS) == said


@pytest.mark.parametrize(
    ("due", "plan", "delay"),
    [
        (None, "No follow-up is planned.", "due today"),
        (20, "Follow-up was due on Sep 15, 2026 (2 weeks ago).", "2 weeks overdue"),
        (0, "Follow up today.", "due today"),
        (-3, "Follow up in 3 days, on Oct 8, 2026.", "due in 3 days"),
    ],
)
def test_a_follow_up_is_planned_due_or_overdue(due: int | None, plan: str, delay: str) -> None:
    assert timeline.follow_up_plan(ann(due=due), ON, WORDS) == plan
    assert timeline.follow_up_delay(ann(due=due), ON) == delay


def test_the_last_contact_is_relative_to_the_day() -> None:
    assert timeline.last_contact(ann(400), ON) == "last in touch 13 months ago"
    assert timeline.last_contact(ann(), ON) == "not in touch yet"


@pytest.mark.parametrize(
    ("share", "value", "said"),
    [
        (None, None, "Shop (Client, won)"),
        (900.0, 900.0, "Shop (Client, won); their share: $900"),
        (300.0, 900.0, "Shop (Client, won); their share: $300 of $900"),
    ],
)
def test_an_outcome_comes_with_the_share_of_it(share: float | None, value: float | None, said: str) -> None:
    entry = TimelineEntry(ON, "outcome", "Shop (Client, won)", share, value)
    assert timeline.timeline_line(entry, WORDS) == said


@pytest.mark.parametrize(
    ("met", "met_again", "said"),
    [
        (8, 6, " and got back in touch with 6 of them (75%)"),
        (8, 8, " and got back in touch with all 8 of them"),
        (2, 2, " and got back in touch with both"),
        (1, 1, " and got back in touch with them"),
        (8, 0, ". No later contact with any of them is on record yet"),
        (1, 0, ". No later contact with them is on record yet"),
    ],
)
def test_the_follow_up_rate_counts_the_saved_contacts_met_again(met: int, met_again: int, said: str) -> None:
    sentence = f"You first met {met} of your saved contacts in the last 12 months{said}."
    assert timeline.follow_up_rate_sentence(met, met_again, WORDS) == sentence


def test_where_no_contact_was_met_there_is_no_follow_up_rate() -> None:
    assert timeline.follow_up_rate_sentence(0, 0, WORDS) == ""


def test_an_outcome_of_which_only_a_part_counts_says_so() -> None:
    entry = TimelineEntry(date(2026, 8, 1), "outcome", "Shop", 300.0, 300.0, counted_percent=30)
    assert timeline.timeline_line(entry, WORDS) == "Shop; their share: $300 (30% of its value counts)"
    outcome = {"date": "2026-08-01", "kind": "client", "status": "won", "value": {"likely": "1000"}, "margin": 0.6,
               "incrementality": 0.5,
               "touchpoints": [{"date": "2026-07-01", "approach": "one_on_one", "contact": "c1"}]}  # fmt: skip
    entries = of(make_document(contacts=[{"name": "Ada"}], outcomes=[outcome])).entries
    lines = [timeline.timeline_line(entry, WORDS) for entry in entries]
    assert lines == ["Client, won; their share: $300 (30% of its value counts)"]


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("mentor", "won", "Mentor, found"),
        ("referral", "won", "Referral, took place"),
        ("introduction", "lost", "Introduction to you, fell through"),
        ("interview", "lost", "Interview, came to a no"),
        ("mentor", "open", "Mentor, still open"),
        ("client", "won", "Client, won"),
    ],
)
def test_the_status_of_an_outcome_is_in_the_words_of_its_kind(kind: str, status: str, said: str) -> None:
    step = {"date": "2026-07-01", "approach": "one_on_one", "contact": "c1"}
    outcome = {"date": "2026-08-01", "kind": kind, "status": status, "touchpoints": [step]}
    (entry,) = of(make_document(contacts=[{"name": "Ada"}], outcomes=[outcome])).entries
    assert entry.text == said
    seller = {"purpose": "win_clients"}
    (entry,) = of(make_document(profile=seller, contacts=[{"name": "Ada"}], outcomes=[outcome])).entries
    assert entry.text == ("Referral, won" if kind == "referral" else said)


def test_what_you_turned_down_yourself_says_so() -> None:
    step = {"date": "2026-07-01", "approach": "one_on_one", "contact": "c1"}
    role = {"date": "2026-08-01", "kind": "role", "status": "lost", "declined": True, "touchpoints": [step]}
    (entry,) = of(make_document(contacts=[{"name": "Ada"}], outcomes=[role])).entries
    assert entry.text == "New role or promotion, you said no"


def test_the_share_of_an_open_outcome_names_its_chance() -> None:
    step = {"date": "2026-07-01", "approach": "one_on_one", "contact": "c1"}
    row = {"date": "2026-08-01", "kind": "client", "status": "open", "probability": 0.4, "value": {"likely": "35000"},
           "margin": 0.08, "touchpoints": [step]}  # fmt: skip
    alone = of(make_document(contacts=[{"name": "Ada"}], outcomes=[row]))
    (entry,) = alone.entries
    assert timeline.timeline_line(entry, WORDS) == (
        "Client, still open; their share: $1,120 (8% of its value counts and it is 40% likely)"
    )
    assert "; their share is $1,120, at 40% likely, when every step gets equal credit." in (
        timeline.exchange_summary(alone, WORDS)
    )
    won = {**row, "status": "won", "probability": None}
    both = timeline.exchange_summary(of(make_document(contacts=[{"name": "Ada"}], outcomes=[row, won])), WORDS)
    assert both.endswith(
        "their share is $3,920 when every step gets equal credit, and open outcomes count by their likelihood."
    )
