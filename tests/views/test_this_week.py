"""This week: the things to do and their order."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.views.advice import Situation
from netroi_core.views.this_week import ThisWeek, this_week
from netroi_core.views.week import MAX_ITEMS
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document
from tests.strategies import workspaces

TODAY = date(2026, 11, 16)
SUBMITTED = {"quarter": "2026-Q3", "submitted": "2026-10-02T09:00:00Z"}
EVENT = {"date": "2026-11-12", "approach": "group_events", "new_contacts": 1}
"""An activity by which no challenge comes before its turn, and there is a quarter on record."""


def week(raw: dict[str, Any], today: date = TODAY) -> ThisWeek:
    ledger = Ledger(Workspace(raw))
    return this_week(Situation(ledger, ledger.quarters, Options(), today), Words())


def kinds(raw: dict[str, Any], today: date = TODAY) -> list[str]:
    return [todo.kind for todo in week(raw, today).plan.items]


def due(day: str, **more: Any) -> dict[str, Any]:
    return {"name": f"Ada {day}", "follow_up": day, **more}


def test_a_finished_quarter_asks_for_its_quiz_until_it_is_submitted() -> None:
    before = {"date": "2026-09-01", "approach": "one_on_one"}
    first = week(make_document(activities=[before])).plan.items[0]
    assert (first.kind, first.quarter) == ("quiz", Quarter(2026, 3))
    assert first.text == "Q3 2026 is over: take its quiz, about 8 minutes."
    assert "quiz" not in kinds(make_document(activities=[before], quizzes=[SUBMITTED]))
    # Quarters of a fiscal year that is named after its end read as the future.
    fiscal = week(make_document(profile={"fiscal_year_start": 4}, activities=[before])).plan.items[0]
    assert fiscal.text == "Q2 2027 (July to September 2026) is over: take its quiz, about 8 minutes."


@pytest.mark.parametrize("day", [date(2026, 10, 2), date(2027, 1, 5), date(2027, 7, 1)])
@pytest.mark.parametrize("source", ["quiz", "journal"])
@pytest.mark.parametrize("profile", [{}, {"weekly_hours_cap": 5}], ids=["usual", "beyond a limit"])
def test_a_quiz_that_is_due_is_the_first_thing_to_do_but_for_one_about_nothing(
    day: date, source: str, profile: dict[str, Any]
) -> None:
    quarters = [{"date": end, "approach": "one_on_one", "source": source, "hours": {"attending": 200}}
                for end in ("2026-06-30", "2026-09-30")]  # fmt: skip
    lists = {"activities": quarters, "quizzes": [{**SUBMITTED, "quarter": "2026-Q2"}]}
    asked = kinds(make_document(profile=profile, contacts=[due("2026-09-01")], **lists), day)
    # After a pause, one message is enough: a quarter without an activity has no quiz to ask for.
    has_paused = source == "journal" and day.year == 2027
    assert ("pause" in asked) is has_paused
    assert asked.count("quiz") == (asked[0] == "quiz") == (not has_paused)


def test_whoever_began_in_this_quarter_is_asked_for_no_quiz_of_the_one_before() -> None:
    assert "quiz" not in kinds(make_document(activities=[EVENT]))
    assert "quiz" not in kinds(make_document(contacts=[due("2026-11-16")]))


JOB = {"date": "2026-09-30", "kind": "role", "status": "won", "title": "Operations", "value": {"likely": "16000"},
       "touchpoints": [{"date": "2026-08-01", "approach": "one_on_one", "contact": "c1"}]}  # fmt: skip
SEARCH: dict[str, Any] = {
    "profile": {"between_jobs": ["2026-Q3"]},
    "activities": [{"date": "2026-09-01", "approach": "one_on_one", "hours": {"attending": 3}}],
    "contacts": [{"name": "Maria"}, {"name": "Dev"}, {"name": "Lee"}],
    "quizzes": [SUBMITTED],
}


def test_a_new_job_asks_to_thank_those_who_helped_and_to_keep_ties_warm_and_for_nothing_else() -> None:
    step = {"date": "2026-10-01", "approach": "one_on_one", "contact": "c2"}
    introduction = {"date": "2026-10-01", "kind": "introduction", "status": "open", "touchpoints": [step]}
    found, soon = make_document(**SEARCH, outcomes=[JOB, introduction]), date(2026, 10, 5)
    first = week(found, soon)
    assert first.encouragement == "Congratulations on your new job!"
    assert first.plan.is_new_job
    assert [item.kind for item in first.plan.items if item.outcome is None] == ["thank_you", "warm_tie"]
    assert first.plan.items[0].text.startswith("Thank Maria and Dev for helping with your search: ")
    assert first.headline != "All done for this week"
    # Whoever is to be thanked in a week is no item of this one.
    planned = [{**person, "follow_up": "2026-10-12"} for person in SEARCH["contacts"]]
    later = make_document(**{**SEARCH, "contacts": planned}, outcomes=[JOB, introduction])
    assert "thank_you" not in [item.kind for item in week(later, soon).plan.items]
    # Once they heard of it, the warm ties remain; later in the quarter, the weeks are as usual.
    told = make_document(**{**SEARCH, "activities": [
        *SEARCH["activities"], {"date": "2026-10-04", "approach": "one_on_one", "people": ["c1", "c2"]}
    ]}, outcomes=[JOB])  # fmt: skip
    assert [item.kind for item in week(told, soon).plan.items] == ["warm_tie"]
    assert not week(found).plan.is_new_job
    late = {**SEARCH, "quizzes": [{**SUBMITTED, "submitted": "2026-11-10T09:00:00Z"}]}
    assert week(make_document(**late, outcomes=[JOB])).plan.is_new_job
    assert not week(make_document(**{**SEARCH, "profile": {}}, outcomes=[JOB]), soon).plan.is_new_job


def test_a_follow_up_that_is_due_for_months_says_so_and_waits_behind_the_others() -> None:
    result = week(make_document(contacts=[due("2026-08-03"), due("2026-11-10"), due("2026-11-12")]))
    texts = [todo.text for todo in result.plan.items if todo.kind == "follow_up"]
    assert texts[0] == "Follow up with Ada 2026-11-10. It was due November 10."
    assert texts[2].startswith("Follow up with Ada 2026-08-03. It was due 15 weeks ago: do it, or set a new date")


@pytest.mark.parametrize(("status", "first"), [("won", "Ben"), ("lost", "Ada")])
def test_whoever_had_a_part_in_a_win_is_followed_up_with_first_however_long_it_is_due(status: str, first: str) -> None:
    step = {"date": "2026-05-02", "approach": "one_on_one", "contact": "c2"}
    outcome = {"date": "2026-06-01", "kind": "client", "status": status, "title": "Acme", "touchpoints": [step]}
    people = [{"name": "Ada", "follow_up": "2026-11-10"}, {"name": "Ben", "follow_up": "2026-08-03"}]
    result = week(make_document(contacts=people, outcomes=[outcome]))
    texts = [todo.text for todo in result.plan.items if todo.kind == "follow_up"]
    assert texts[0].startswith(f"Follow up with {first}")
    assert ("Ben, who had a part in “Acme”. It was due 15 weeks ago" in "\n".join(texts)) is (status == "won")


def test_follow_ups_come_the_longest_due_first_and_the_rest_are_counted() -> None:
    days = ("2026-11-20", "2026-11-02", "2026-11-16", "2026-12-24", "2026-11-03", "2026-11-17")
    result = week(make_document(contacts=[due(day) for day in days]))
    assert [todo.text for todo in result.plan.items[:2]] == [
        "Follow up with Ada 2026-11-02. It was due November 2.",
        "Follow up with Ada 2026-11-03. It was due November 3.",
    ]
    assert (result.plan.due_follow_ups, result.plan.more_follow_ups) == (5, 1)
    assert result.headline == "5 things to do this week"


def test_the_headline_counts_what_is_listed_and_not_a_quiz_that_is_begun() -> None:
    raw = make_document(activities=[EVENT, {**EVENT, "date": "2026-08-02"}])
    due_one = week(raw)
    begun = week({**raw, "quizzes": [{"id": "q", "quarter": "2026-Q3", "answers": {"strain": ""}}]})
    assert [item.kind for item in due_one.items] == ["quiz", *(item.kind for item in begun.items)]
    assert due_one.headline == f"{len(due_one.items)} things to do this week"
    assert begun.headline.startswith(f"{len(begun.items)} thing")


def test_a_week_to_come_back_says_that_one_message_is_enough() -> None:
    talks = [{"date": day, "approach": "one_on_one"} for day in ("2026-02-01", "2026-05-02")]
    assert week(make_document(activities=talks)).headline == "One message is enough this week"


def test_a_follow_up_says_when_the_last_contact_was() -> None:
    coffee = {"date": "2026-10-01", "approach": "one_on_one", "people": ["c1"]}
    raw = make_document(contacts=[due("2026-11-16")], activities=[coffee])
    assert any(
        todo.text == "Follow up with Ada 2026-11-16 today; your last contact on record was October 1."
        for todo in week(raw).plan.items
    )


def test_a_goal_counts_as_behind_only_once_a_quarter_of_its_time_is_over() -> None:
    goal = {"metric": "hours", "target": 40.0, "quarter": "2026-Q4"}
    assert "goal" in kinds(make_document(activities=[EVENT], goals=[goal]))
    assert "goal" not in kinds(make_document(activities=[EVENT], goals=[goal]), date(2026, 10, 12))
    assert "goal" not in kinds(make_document(activities=[EVENT], goals=[{**goal, "quarter": "2027-Q1"}]))
    assert "goal" not in kinds(make_document(activities=[{**EVENT, "hours": {"attending": 39}}], goals=[goal]))


def test_one_contact_to_reconnect_with_is_named_and_none_that_is_planned() -> None:
    quiet = {"name": "Grace", "closeness": 4, "relevance": 5, "met": {"date": "2025-01-05"}}
    (todo,) = (
        todo
        for todo in week(make_document(contacts=[quiet, {**quiet, "relevance": 4}])).plan.items
        if todo.kind == "reconnect"
    )
    assert todo.text == "Get in touch with Grace, who matters to you: nothing is on record since January 5, 2025."
    assert "reconnect" not in kinds(make_document(contacts=[{**quiet, "follow_up": "2026-11-30"}]))
    assert kinds(make_document(contacts=[{**quiet, "follow_up": "2026-11-02"}])) == ["follow_up", "challenge"]


def test_the_challenge_is_something_to_do_until_the_records_fulfil_it() -> None:
    result = week(make_document())
    assert [todo.kind for todo in result.plan.items] == ["challenge"]
    assert result.plan.items[0].text.startswith("This week’s challenge: ")
    assert result.headline == "1 thing to do this week"
    meeting = {"date": "2026-11-17", "approach": "one_on_one", "new_contacts": 1, "meaningful": 1, "channel": "text"}
    done = week(make_document(activities=[meeting]))
    assert done.plan.is_challenge_met
    assert done.headline == "All done for this week"


def test_the_most_pressing_comes_first_and_there_are_never_more_than_five() -> None:
    raw = make_document(
        contacts=[
            due("2026-11-02"),
            *([due("2026-11-16")] * 3),
            {"name": "Grace", "closeness": 4, "relevance": 5, "met": {"date": "2025-01-05"}},
        ],
        activities=[{"date": "2026-09-01", "approach": "one_on_one"}],
        goals=[{"metric": "hours", "target": 40.0, "quarter": "2026-Q4"}],
    )
    assert kinds(raw) == ["quiz", "follow_up", "goal", "follow_up", "challenge"]
    submitted = {**raw, "quizzes": [{"id": "q", **SUBMITTED}]}
    assert kinds(submitted) == ["follow_up", "goal", "follow_up", "follow_up", "challenge"]
    assert kinds({**raw, "goals": [], "contacts": raw["contacts"][-1:]}) == ["quiz", "reconnect", "challenge"]


@pytest.mark.parametrize("start", [1, 4])
def test_the_fiscal_year_says_which_quarter_is_over(start: int) -> None:
    raw = make_document(
        profile={"fiscal_year_start": start}, activities=[{"date": "2026-09-01", "approach": "one_on_one"}]
    )
    assert week(raw).plan.items[0].quarter == Quarter.containing(date(2026, 9, 1), start)


@over(workspaces(), st.dates(date(2024, 1, 1), date(2027, 6, 30)))
def test_every_workspace_has_a_week_with_at_most_five_things_to_do_each_different(
    raw: dict[str, Any], today: date
) -> None:
    result = week(raw, today)
    assert len(result.plan.items) <= MAX_ITEMS
    assert len({(todo.kind, todo.contact and todo.contact.id) for todo in result.plan.items}) == len(result.plan.items)
    assert result.plan.more_follow_ups >= 0
    assert all(line["text"].endswith((".", "”", "!")) for line in result.plan.as_json["week"])
    assert result.plan.challenge.approach not in result.plan.blocked


def test_whoever_looks_for_work_gets_one_line_of_encouragement() -> None:
    talk = {"date": "2026-11-02", "approach": "one_on_one"}
    online = {**talk, "approach": "social_media"}
    search = {"purpose": "find_work"}
    assert week(make_document(profile=search, activities=[talk, talk, online])).encouragement == (
        "2 conversations in the last four weeks."
    )
    # What a quiz counts is known to be of its quarter, not of these four weeks.
    total = {**talk, "date": "2026-09-30", "source": "quiz", "meaningful": 13}
    before = {**total, "date": "2026-06-30"}
    quarter_old = week(make_document(profile=search, activities=[before, total]))
    assert quarter_old.encouragement.startswith("You haven’t logged anything lately")
    # In a first quarter, nobody hears that they are late.
    assert week(make_document(profile=search, activities=[total])).encouragement == ""
    just_over = week(make_document(profile=search, activities=[total]), date(2026, 10, 5))
    assert just_over.encouragement == "13 conversations in Q3 2026."
    # All of the quarter's are, as on every page: also a coffee that was logged early in it.
    coffee = {**talk, "date": "2026-07-15", "meaningful": 1}
    both = week(make_document(profile=search, activities=[total, coffee]), date(2026, 10, 5))
    assert both.encouragement == "14 conversations in Q3 2026."
    # More than usual is said, less than usual isn't.
    last = {**total, "meaningful": 3}
    assert week(make_document(profile=search, activities=[last, talk, talk])).encouragement == (
        "2 conversations in the last four weeks. That’s more than your usual 1."
    )
    last = {**last, "meaningful": 13}
    assert week(make_document(profile=search, activities=[last, talk, talk])).encouragement.endswith("four weeks.")
    # Hours without a conversation are no slow weeks.
    assert week(make_document(profile=search, activities=[online])).encouragement.startswith("You kept at it")
    lost = {"date": "2026-11-10", "kind": "interview", "status": "lost", "touchpoints": []}
    assert "rarely about you" in week(make_document(profile=search, activities=[talk], outcomes=[lost])).encouragement
    assert week(make_document(activities=[talk])).encouragement == ""


@pytest.mark.parametrize(
    ("today", "lists", "is_told"),
    [
        (TODAY, {}, True),
        (TODAY, {"outcomes": [{"date": "2026-11-10", "kind": "interview", "status": "won"}]}, False),
        (TODAY, {"outcomes": [{"date": "2026-08-20", "kind": "interview", "status": "lost", "lost_on": "2026-10-01"}]},
         True),
        (TODAY, {"outcomes": [{"date": "2026-08-20", "kind": "lead", "status": "open",
                               "stated": [{"day": "2026-11-10", "probability": 0.5}]}]}, False),
        (TODAY, {"exchanges": [{"date": "2026-11-10", "direction": "given"}]}, False),
        (TODAY, {"quizzes": [{"quarter": "2026-Q3", "submitted": "2026-11-10T09:00:00Z"}]}, False),
        # Hours beyond the limit are news: a week to rest asks for no message.
        (date(2026, 10, 5), {"profile": {"purpose": "find_work", "weekly_hours_cap": 1}}, False),
    ],
    ids=["nothing", "outcome", "old news", "update", "favor", "quiz", "rest"],
)  # fmt: skip
def test_only_whoever_logged_and_updated_nothing_hears_so(today: date, lists: dict[str, Any], *, is_told: bool) -> None:
    posts = [
        {"date": day, "approach": "social_media", "source": "quiz", "hours": {"attending": 40}}
        for day in ("2026-06-30", "2026-08-02")
    ]
    said = week(make_document(**{"profile": {"purpose": "find_work"}, "activities": posts, **lists}), today)
    assert said.encouragement.startswith("You haven’t logged anything lately") is is_told
