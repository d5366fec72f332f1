"""The search for work: a pace from one's own records, what came of it, whom to ask and whom to reconnect with."""

from datetime import date, timedelta
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.views.advice import Situation
from netroi_core.views.advice_json import advice_json
from netroi_core.views.search import Search
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import LIVES, Json, make_document, situation_of

TODAY = date(2026, 11, 16)  # a Monday, half of the quarter over
BETWEEN_JOBS = {"between_jobs": ["2026-Q3"]}


def search(today: date = TODAY, **lists: Any) -> Search:
    ledger = Ledger(Workspace(make_document(**{"profile": BETWEEN_JOBS, **lists})))
    return Search(Situation(ledger, ledger.quarters, Options(), today))


def talk(day: str, **more: Any) -> Json:
    return {"date": day, "approach": "one_on_one", "hours": {"attending": 1}, **more}


def quarter(talks: int, **more: Any) -> Json:
    """The total of a quarter, as its quiz writes it."""
    return talk("2026-09-30", source="quiz", meaningful=talks, **more)


def outcome(
    kind: str, day: str = "2026-09-01", status: str = "won", contact: str | None = None, approach: str = "one_on_one"
) -> Json:
    steps = [{"date": day, "approach": approach, **({"contact": contact} if contact else {})}]
    return {"date": day, "kind": kind, "status": status, "touchpoints": steps}


def names(rows: Any) -> list[str]:
    return [row.contact.name for row in rows]


@pytest.mark.parametrize(
    ("talks", "pace", "weekly"),
    [
        (26, "about two conversations a week", 2),
        (13, "about one conversation a week", 1),
        (18, "about six conversations a month", 1),
        (3, "about one conversation a month", 1),
    ],
)
def test_the_pace_is_that_of_a_typical_quarter_in_units_of_life(talks: int, pace: str, weekly: int) -> None:
    found = search(activities=[quarter(talks)])
    assert found.sentences[0] == f"Your usual pace is {pace}: keep it up."
    assert found.pace
    assert found.pace.weekly == weekly


def test_an_interview_takes_as_many_conversations_as_it_took_so_far() -> None:
    interviews = [outcome("interview"), outcome("interview", status="lost"), outcome("interview")]
    assert search(activities=[quarter(15)], outcomes=interviews).sentences[1] == (
        "So far, it took about 5 conversations for each interview. "
        "Estimated at this pace: 90% likely to be between 0 and 8 interviews a quarter."
    )
    # One or two are luck, and no rate.
    for few in (1, 2):
        sentences = search(activities=[quarter(15)], outcomes=interviews[:few]).sentences
        assert not any("it took" in sentence or "Estimated" in sentence for sentence in sentences)
    assert "No interview has come of your conversations yet" in search(activities=[quarter(15)]).sentences[1]
    # More interviews than conversations: not all of those are on record.
    assert not any("it took" in sentence for sentence in search(activities=[quarter(1)], outcomes=interviews).sentences)


def test_an_open_interview_is_no_result_of_conversations_yet_and_no_lack_of_one() -> None:
    ahead = outcome("interview", "2026-11-20", status="open")
    assert search(activities=[quarter(15)], outcomes=[ahead]).sentences[1] == (
        "1 interview is still open; none has taken place yet."
    )
    past = outcome("interview", status="open")
    assert search(activities=[quarter(15)], outcomes=[ahead, past]).sentences[1] == (
        "You haven’t noted how your interview on September 1 went."
    )
    assert search(activities=[quarter(15)], outcomes=[ahead, past, past]).sentences[1] == (
        "You haven’t noted how 2 of your interviews went."
    )
    held = [outcome("interview")] * 3
    assert (
        search(activities=[quarter(15)], outcomes=[ahead, *held])
        .sentences[1]
        .startswith("So far, it took about 5 conversations for each interview.")
    )


@pytest.mark.parametrize("approach", ["social_media", "group_events"])
def test_interviews_that_came_without_a_conversation_are_no_yield_of_conversations(approach: str) -> None:
    elsewhere, talked = outcome("interview", approach=approach), outcome("interview")
    effort = talk("2026-09-02", hours={"attending": 26}) | {"approach": approach}
    name = approach.replace("_", " ")
    assert search(activities=[quarter(6), effort], outcomes=[elsewhere] * 2).sentences[1] == (
        f"Both of your interviews came from {name}."
    )
    assert search(activities=[quarter(6), effort], outcomes=[elsewhere] * 4).sentences[1] == (
        f"All 4 of your interviews came from {name}: about 7 hours there for each. "
        "Estimated at this pace: 90% likely to be between 1 and 10 interviews a quarter."
    )
    assert search(activities=[quarter(6), effort], outcomes=[*[talked] * 3, elsewhere]).sentences[1] == (
        f"So far, it took about 2 conversations for each interview, besides one that came from {name} alone. "
        "Estimated at this pace: 90% likely to be between 0 and 8 interviews a quarter from conversations."
    )
    # A talk at such an occasion is a conversation, too.
    counted = {**effort, "meaningful": 6}
    assert (
        search(activities=[counted], outcomes=[elsewhere] * 3).sentences[1].startswith("So far, it took about 2 conv")
    )


def test_the_running_quarter_is_told_and_praised_only_where_it_keeps_up() -> None:
    talks = [talk(f"2026-10-{day}") for day in (12, 13, 14)]
    assert search(activities=[quarter(6), *talks], outcomes=[outcome("referral", "2026-10-20")]).sentences[2:] == (
        "Q4 2026 so far: 3 conversations and 1 referral. That’s on pace.",
        "Q3 2026: 6 conversations.",
    )
    assert search(activities=[quarter(20), *talks]).sentences[2] == "Q4 2026 so far: 3 conversations."
    assert search(activities=[quarter(6)]).sentences[2].startswith("Nothing is logged for Q4 2026 yet")


def test_the_two_quarters_before_are_there_to_compare() -> None:
    before = [talk(f"2026-0{month}-15", source="quiz", meaningful=month) for month in (3, 6)]
    assert search(activities=[*before, quarter(9)], outcomes=[outcome("interview")]).sentences[-1] == (
        "Q3 2026: 9 conversations and 1 interview. Q2 2026: 6 conversations."
    )


def test_without_a_count_the_pace_is_asked_for_and_a_note_of_strain_leaves_it_as_it_is() -> None:
    assert search(activities=[quarter(0)]).sentences[0].startswith("To see your pace, log each conversation")
    note = {"quarter": "2026-Q3", "submitted": "2026-10-02T09:00:00Z", "strain": "too tired to call"}
    noted, blank = (
        search(activities=[quarter(13)], quizzes=[{**note, "strain": text}]) for text in (note["strain"], "")
    )
    assert noted.sentences == blank.sentences


def test_those_who_helped_are_asked_first_and_those_who_are_quiet_are_written_to() -> None:
    contacts = [
        {"name": "Close", "closeness": 5, "relevance": 5, "met": {"date": "2026-11-02"}},
        {"name": "Referred me", "met": {"date": "2026-10-02"}},
        {"name": "Unrated", "met": {"date": "2026-10-02"}},
        {"name": "Fourth", "met": {"date": "2026-10-02"}},
        {"name": "Old colleague", "met": {"date": "2025-01-02"}},
        {"name": "Old friend", "closeness": 4, "met": {"date": "2025-01-02"}},
        {"name": "Irrelevant", "relevance": 2, "met": {"date": "2025-01-02"}},
        {"name": "Archived", "status": "pruned", "met": {"date": "2025-01-02"}},
        {"name": "Planned", "follow_up": "2026-12-02", "met": {"date": "2025-01-02"}},
    ]
    found = search(contacts=contacts, outcomes=[outcome("referral", "2026-10-02", contact="c2")])
    assert names(found.to_ask) == ["Referred me", "Close", "Unrated"]
    assert names(found.to_reconnect) == ["Old friend", "Old colleague"]
    # A part in an offer that is open is contact, even without a talk on record.
    offer = outcome("role", "2025-01-02", "open", contact="c6")
    assert names(search(contacts=contacts, outcomes=[offer]).to_reconnect) == ["Old colleague"]
    just_now = outcome("interview", (TODAY - timedelta(days=2)).isoformat(), contact="c1")
    assert names(search(contacts=contacts, outcomes=[just_now]).to_ask) == ["Referred me", "Unrated", "Fourth"]


@pytest.mark.parametrize("name", LIVES)
def test_the_command_line_prints_the_search_of_those_who_look_for_work_alone(name: str) -> None:
    situation = situation_of(name)
    printed = advice_json(situation, Words.of(situation.ledger.profile))["search"]
    assert (printed is not None) is (situation.purpose == "find_work")
    if printed:
        assert printed == Search(situation).as_json
        assert all(sentence.endswith(".") for sentence in printed["sentences"])


def test_the_pace_follows_the_plan() -> None:
    # One call a month more, out of the hours that are freed: see tests/views/test_lives.py.
    pace = Search(situation_of("nurse")).pace
    assert pace
    assert pace.planned > pace.usual
