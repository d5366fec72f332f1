"""The week of lives: signs and a small step first, then what the purpose asks for, and never more of what drains."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import advice_json
from netroi_core.views.week import WeekPlan, week_plan
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import ROOT, TODAY, Json, make_document

LIVES = sorted(file.stem for file in (ROOT / "tests" / "lives").glob("*.json"))
HALF_A_YEAR = [TODAY + timedelta(weeks=number) for number in range(26)]


def of(raw: Json, today: date = TODAY) -> WeekPlan:
    ledger = Ledger(Workspace(raw))
    return week_plan(Situation(ledger, ledger.quarters, Options(), today), Words.of(ledger.profile))


@cache
def life(name: str, today: date = TODAY) -> WeekPlan:
    return of(document.parse((ROOT / "tests" / "lives" / f"{name}.json").read_bytes()), today)


def texts(plan: WeekPlan, kind: str) -> list[str]:
    return [line["text"] for line in plan.as_json["week"] if line["kind"] == kind]


def purposeful(purpose: str, **lists: Any) -> WeekPlan:
    """The week of somebody with this purpose, who met somebody lately and has no quiz to take."""
    talk = {"date": "2026-11-20", "approach": "one_on_one"}
    return of(make_document(profile={"purpose": purpose}, **{"activities": [talk], **lists}))


def contact(name: str = "Ada", last: str = "2026-10-05", **more: Any) -> Json:
    return {"name": name, "closeness": 4, "relevance": 5, "met": {"date": last}, **more}


def open_outcome(kind: str, title: str, day: str = "2026-11-01", steps: tuple[Json, ...] = ()) -> Json:
    return {"date": day, "kind": kind, "title": title, "status": "open", "touchpoints": list(steps)}


@pytest.mark.parametrize("name", LIVES)
def test_no_challenge_and_no_task_asks_for_what_drains_or_led_to_nothing(name: str) -> None:
    raw = document.parse((ROOT / "tests" / "lives" / f"{name}.json").read_bytes())
    ledger = Ledger(Workspace(raw))
    situation = Situation(ledger, ledger.quarters, Options(), TODAY)
    plan = life(name)
    avoided = situation.signals.vetoed | set(situation.signals.fruitless)
    assert plan.challenge.approach not in avoided
    assert not [todo for todo in plan.todos if todo.approach in avoided]
    assert advice_json(situation, Words.of(ledger.profile)).items() >= plan.as_json.items()


def test_the_seeker_rests_first_with_a_boundary_and_a_kind_word() -> None:
    plan = life("seeker")
    week = plan.as_json["week"]
    assert week[0]["kind"] == "strain"
    assert texts(plan, "boundary")[0] == "Rest comes first: skip group events this week."
    assert (plan.challenge.kind, plan.challenge.approach) == ("rest", None)
    assert "rarely about you" in texts(plan, "encouragement")[0]
    assert "That is normal while you look for work" in texts(plan, "give_back")[0]
    assert "second interview" in texts(plan, "interview")[0]
    assert texts(plan, "thank")
    assert not {todo.kind for todo in plan.todos} & {"challenge", "goal", "reconnect", "warm_tie"}


@pytest.mark.parametrize("today", HALF_A_YEAR)
def test_the_introvert_writes_or_calls_and_never_goes_to_an_event(today: date) -> None:
    plan = life("introvert", today)
    assert plan.challenge.kind in ("call", "thank_you", "message", "comment")
    assert [line["approach"] for line in plan.as_json["week"] if line["kind"] == "boundary"] == ["group_events"]


def test_whoever_gave_far_more_is_told_to_ask_and_whoever_received_far_more_to_give_back() -> None:
    assert texts(life("bni"), "ask")[0].startswith("You gave 40 favors and received 19. Ask ")
    assert "Ask Ames Test" in texts(life("executive"), "ask")[0]
    assert texts(life("founder"), "give_back")[0].startswith("You received 20 favors and gave 0. Offer something to ")


def test_the_graduate_hears_of_the_quiet_ties_and_thanks_who_led_to_the_job() -> None:
    plan = life("graduate")
    assert texts(plan, "pause")
    assert texts(plan, "thank") == ["Thank Dev Test for helping with “Junior analyst”: two sentences are enough."]
    # A line or a call is enough to come back.
    assert plan.challenge.is_quiet


def test_a_search_prepares_the_interview_thanks_and_keeps_ties_warm() -> None:
    door = {"date": "2026-11-02", "contact": "c1", "direction": "received", "kind": "introduction"}
    plan = purposeful(
        "find_work",
        contacts=[contact("Ada"), contact("Grace"), contact("Far", "2026-01-02"), contact("New", "2026-11-20")],
        exchanges=[door],
        outcomes=[open_outcome("interview", "Acme")],
    )
    assert [todo.text for todo in plan.todos][:2] == [
        "Prepare for “Acme”: two stories of your own, and two questions to ask.",
        "Thank Ada for the introduction: two sentences are enough.",
    ]
    assert texts(plan, "warm_tie") == [
        "Stay in touch with Grace: send a quick note. You were last in touch Oct 5, 2026."
    ]


def test_thanks_are_asked_for_once_and_not_after_half_a_year() -> None:
    def thanks(day: str, *talks: str) -> list[str]:
        favor = {"date": day, "contact": "c1", "direction": "received", "kind": "other"}
        meetings = [{"date": talk, "approach": "one_on_one", "people": ["c1"]} for talk in talks]
        return texts(
            purposeful("find_work", contacts=[contact(last="2026-01-02")], exchanges=[favor], activities=meetings),
            "thank",
        )

    assert thanks("2026-11-02") == ["Thank Ada for the favor: two sentences are enough."]
    assert thanks("2026-11-02", "2026-11-10") == []
    assert thanks("2026-03-02") == []


def test_a_fundraiser_moves_the_round_and_asks_for_a_warm_introduction() -> None:
    rounds = [open_outcome("lead", "Pilot", "2026-11-10"), open_outcome("funding", "Seed", "2026-10-01")]
    plan = purposeful("raise_money", contacts=[contact()], outcomes=rounds)
    assert texts(plan, "investor") == ["Bring “Seed” to the next stage: agree on the next call and its date."]
    assert texts(plan, "introduction") == ["Ask Ada for a warm introduction to one investor."]
    nobody = purposeful("raise_money", contacts=[contact(closeness=1)])
    assert texts(nobody, "introduction") == ["Ask one person you know well for a warm introduction to an investor."]
    assert texts(nobody, "investor") == []


def test_each_purpose_asks_for_its_own_step() -> None:
    leads = [open_outcome("lead", "New", "2026-11-10"), open_outcome("client", "Old", "2026-10-01")]
    assert texts(purposeful("win_clients", outcomes=leads), "lead") == [
        "Follow up on “Old”, the oldest of 2 open leads, open since Oct 1, 2026: ask for the next step."
    ]
    assert texts(purposeful("win_clients", outcomes=[open_outcome("lead", "")]), "lead") == [
        "Follow up on your open lead, open since Nov 1, 2026: ask for the next step."
    ]
    assert texts(purposeful("learn", contacts=[contact()]), "feedback") == [
        "Ask Ada for feedback on one thing you did this month."
    ]
    assert "whose work you admire" in texts(purposeful("learn"), "feedback")[0]
    assert texts(purposeful("belong"), "give")[0].startswith("Give something: ")
    assert texts(purposeful("advance", contacts=[contact()]), "sponsor")[0].startswith("Tell Ada about one result")
    assert "what you achieved" in texts(purposeful("advance"), "sponsor")[0]


def test_who_gives_far_more_and_is_worn_out_says_no_and_is_not_asked_to_give() -> None:
    # "Everybody wants an hour of me": 36 favors given, 2 received.
    plan = life("nonprofit")
    assert plan.challenge.kind == "rest"
    assert texts(plan, "boundary") == ["Rest comes first: skip one-on-one meetings this week."]
    assert "Say no to the next request" in texts(plan, "ask")[0]
    assert not texts(plan, "give")


def test_a_note_that_names_no_approach_is_about_what_drains() -> None:
    assert texts(life("tokyo"), "boundary") == ["Rest comes first: skip group events this week."]


def test_whom_to_give_something_back_is_not_asked_for_a_favor_too() -> None:
    plan = life("fundraiser")
    assert "Abby" in texts(plan, "give_back")[0]
    assert "Abby" not in texts(plan, "introduction")[0]


def test_a_planned_step_is_not_asked_for_again() -> None:
    plan = purposeful("learn", contacts=[contact(follow_up="2026-12-20")])
    assert "Ada" not in texts(plan, "feedback")[0]


def test_lost_leads_have_a_kind_word_with_what_came_after_and_only_for_a_while() -> None:
    lost = {"date": "2026-11-01", "kind": "lead", "status": "lost"}
    (said,) = texts(purposeful("win_clients", outcomes=[lost, lost]), "encouragement")
    assert said.startswith("2 leads fell through in the last four months.")
    assert said.endswith("You kept going: 1 conversation since then.")
    (said,) = texts(purposeful("win_clients", outcomes=[{**lost, "date": "2026-11-25"}]), "encouragement")
    assert said.startswith("One lead fell through")
    assert said.endswith("is a good next step.")
    assert texts(purposeful("win_clients", outcomes=[{**lost, "date": "2026-06-01"}]), "encouragement") == []


def test_beyond_the_limit_of_hours_the_week_is_one_to_rest() -> None:
    busy = [{"date": f"2026-09-{day:02}", "approach": "one_on_one", "hours": {"attending": 5}} for day in range(1, 29)]
    plan = of(make_document(profile={"weekly_hours_cap": 5}, activities=busy))
    assert [sign.kind for sign in plan.signs] == ["hours"]
    assert texts(plan, "boundary") == ["Keep one evening free this week, and say no to one thing."]
    assert plan.challenge.kind == "rest"


def test_a_goal_for_what_drains_is_not_pressed() -> None:
    events = [
        {"date": f"2026-11-{day:02}", "approach": "group_events", "energy": -2, "hours": {"attending": 1}}
        for day in (2, 9, 16)
    ]
    goal = {"metric": "hours", "target": 40.0, "quarter": "2026-Q4"}
    pressed = make_document(activities=events, goals=[goal])
    assert texts(of(pressed), "goal")
    spared = make_document(activities=events, goals=[{**goal, "approach": "group_events"}])
    assert not texts(of(spared), "goal")
