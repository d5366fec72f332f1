"""The week of lives: a boundary, what has a date, one person, the challenge; never more of what drains."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.cautions import cautions
from netroi_core.planning.mix import total_effort
from netroi_core.views.advice import Situation
from netroi_core.views.advice_json import advice_json
from netroi_core.views.plans import PlanRequest, plans
from netroi_core.views.week import MAX_ITEMS, MAX_RESTING, WeekPlan, week_plan
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import LIVES, TODAY, Json, load_document, make_document, situation_of

HALF_A_YEAR = [TODAY + timedelta(weeks=number) for number in range(26)]


def of(raw: Json, today: date = TODAY) -> WeekPlan:
    ledger = Ledger(Workspace(raw))
    return week_plan(Situation(ledger, ledger.quarters, Options(), today), Words.of(ledger.profile))


@cache
def life(name: str, today: date = TODAY) -> WeekPlan:
    situation = situation_of(name, today)
    return week_plan(situation, Words.of(situation.ledger.profile))


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
def test_no_challenge_and_no_item_asks_for_what_drains_led_to_nothing_or_takes_less_in_the_plan(name: str) -> None:
    situation, plan = situation_of(name), life(name)
    mix, usual = situation.plan.mix, situation.baseline.mix
    cut = {approach for approach in APPROACHES if mix and mix[approach].hours < usual[approach].hours}
    avoided = situation.signals.draining | set(situation.signals.fruitless) | cut
    assert plan.challenge.approach not in avoided
    assert not [item for item in plan.items if item.approach in avoided and item.kind != "boundary"]
    assert advice_json(situation, Words.of(situation.ledger.profile)).items() >= plan.as_json.items()


_ORDER = [
    ("role",),
    ("quiz",),
    ("boundary",),
    ("pause",),
    ("interview",),
    ("referral",),
    ("lead", "investor"),
    ("declined", "follow_up", "conversation", "goal", "link"),
    ("ask", "thank_you", "give_back", "introduction", "feedback", "give", "sponsor", "warm_tie", "reconnect"),
    ("challenge",),
]
"""The kinds of items in their order: an open role, the quiz, a boundary, what has a date, one person, the challenge."""


@pytest.mark.parametrize("name", LIVES)
@pytest.mark.parametrize("today", HALF_A_YEAR[::9])
def test_a_week_is_short_and_in_order_with_one_boundary_and_one_person(name: str, today: date) -> None:
    plan = life(name, today)
    ranks = [next(rank for rank, kinds in enumerate(_ORDER) if item.kind in kinds) for item in plan.items]
    assert ranks == sorted(ranks)
    assert len(plan.items) <= (MAX_RESTING if plan.is_resting else MAX_ITEMS)
    assert all(ranks.count(rank) <= 1 for rank in (0, 1, 2, 3, 5, 8, 9))
    people = [item.contact.id for item in plan.items if item.contact]
    assert len(set(people)) == len(people)
    # Signs stand above the list, once.
    assert not {sign.text for sign in plan.signs} & {item.text for item in plan.items}
    assert len(plan.signs) <= 3


@pytest.mark.parametrize("name", LIVES)
def test_a_boundary_says_what_the_plan_says(name: str) -> None:
    situation = situation_of(name)
    mix, usual = situation.plan.mix, situation.baseline.mix
    for item in life(name).items:
        if item.kind == "boundary" and item.approach:
            assert mix is None or mix[item.approach].hours <= usual[item.approach].hours
            is_dropped = mix is not None and not mix[item.approach].hours
            assert bool(re.match("Skip .* for now", item.text)) is is_dropped


def test_the_seeker_skips_what_drains_prepares_the_interview_and_thanks_one_person() -> None:
    # Her note of strain is eight weeks old, and her hours are within her limits: the ratings ask for less of what
    # drains, and a coach would leave her the interview and the thanks, not a week of rest.
    plan = life("seeker")
    assert [item.kind for item in plan.items] == ["boundary", "interview", "follow_up", "thank_you", "challenge"]
    assert [sign.kind for sign in plan.signs] == ["energy", "energy"]
    assert not plan.is_resting
    # The latest no is three months old: by then a kind word would only remind of it.
    assert plan.encouragement == ""
    assert "second interview" in texts(plan, "interview")[0]
    # A thank-you is enough while they look for work: nothing else is asked for in return.
    assert texts(plan, "thank_you") == ["Thank Kim Test, who helped you 3 times: two sentences are enough."]


def test_burnout_rests_while_hours_and_evenings_beyond_its_limits_are_news() -> None:
    in_october = life("burnout", date(2026, 10, 12))
    assert in_october.is_resting
    assert {"hours", "evenings"} <= {sign.kind for sign in in_october.signs}
    assert "strain" not in {sign.kind for sign in in_october.signs}
    assert len(in_october.items) <= MAX_RESTING


NOTE = {"quarter": "2026-Q3", "submitted": "2026-11-20T09:00:00Z", "strain": "I dread the job club"}


def test_a_note_of_strain_adds_one_line_and_leaves_what_to_do_as_it_is() -> None:
    lists = {"contacts": [contact()], "outcomes": [open_outcome("role", "Analyst")]}
    noted, blank = (
        purposeful("find_work", quizzes=[{**NOTE, "strain": note}], **lists) for note in (NOTE["strain"], "")
    )
    assert [sign.text for sign in noted.signs] == [
        "In your last quiz you wrote that it gets too much. Keep one evening free this week."
    ]
    assert (noted.items, noted.is_resting, noted.challenge) == (blank.items, False, blank.challenge)
    assert blank.signs == ()


def tiring(*hours: int) -> list[Json]:
    """Group events that a quiz rated as draining, in the quarters up to the one before today's."""
    days = ("2026-03-31", "2026-06-30", "2026-09-30")[-len(hours) :]
    return [
        {"date": day, "approach": "group_events", "source": "quiz", "energy": -2, "hours": {"attending": count}}
        for day, count in zip(days, hours, strict=True)
    ]


def test_neither_strain_nor_energy_is_a_sign_beside_a_new_job() -> None:
    job = {"date": "2026-11-25", "kind": "role", "title": "Analyst", "status": "won"}
    plan = purposeful("find_work", quizzes=[NOTE], outcomes=[job], activities=tiring(9, 9))
    assert plan.encouragement == "Congratulations on your new job!"
    assert plan.signs == ()


@pytest.mark.parametrize(("hours", "is_shown"), [((9, 9), True), ((9, 9, 3), False)])
def test_what_drains_is_a_sign_until_it_is_cut(hours: tuple[int, ...], is_shown: bool) -> None:
    assert bool(purposeful("belong", activities=tiring(*hours)).signs) is is_shown


@pytest.mark.parametrize("name", ["seeker", "nurse", "graduate", "manager"])
def test_one_imbalance_asks_for_one_thing(name: str) -> None:
    kinds = [item.kind for item in life(name).items]
    assert "receives_more" in {sign.kind for sign in situation_of(name).overload}
    assert kinds.count("thank_you") == 1
    assert "give_back" not in kinds
    assert all("useful" not in sign.step for sign in situation_of(name).overload)


@pytest.mark.parametrize("today", HALF_A_YEAR[::2])
def test_the_introvert_writes_or_calls_and_leaves_events_out(today: date) -> None:
    plan = life("introvert", today)
    assert plan.challenge.is_quiet
    # The last event was in September: from January on there is nothing to skip.
    is_ongoing = today.year == TODAY.year
    assert [item.approach for item in plan.items if item.kind == "boundary"] == ["group_events"] * is_ongoing
    assert not any("set a time to leave" in item.text for item in plan.items)


def test_whoever_left_an_approach_is_not_told_to_stay_away_from_it() -> None:
    # Nothing on social media since June.
    assert not texts(life("manager"), "boundary")
    assert "energy" not in {sign.kind for sign in situation_of("manager").overload}


def test_what_the_plan_drops_is_skipped_and_not_only_for_two_evenings() -> None:
    assert texts(life("realtor"), "boundary") == ["Skip social media for now."]


def test_a_boundary_names_the_kind_of_occasion_that_drains_and_another_time_for_it() -> None:
    # Dinners drain, lunches with the same people don't.
    assert texts(life("tokyo"), "boundary") == [
        "Skip every second evening one-on-one, or meet in the daytime instead. They drain your energy."
    ]


def test_what_was_cut_already_has_one_number_on_all_pages() -> None:
    # Nine hours, then five: the plan, its box, its reasons and the week ask for no other number.
    def total(day: str, approach: str, hours: int, **more: Any) -> Json:
        return {"date": day, "approach": approach, "source": "quiz", "hours": {"attending": hours}, **more}

    totals = [
        *(total("2026-06-30", "group_events", 9, energy=-2), total("2026-09-30", "group_events", 5, energy=-1)),
        *(total(day, "one_on_one", 8, meaningful=6) for day in ("2026-06-30", "2026-09-30")),
    ]
    event = {"date": "2026-07-10", "approach": "group_events", "energy": -1}
    raw = make_document(profile={"purpose": "find_work"}, activities=[*totals, event],
                        quizzes=[{"quarter": "2026-Q3", "submitted": "2026-10-02T10:00:00Z"}])  # fmt: skip
    ledger = Ledger(Workspace(raw))
    situation = Situation(ledger, ledger.quarters, Options(), date(2026, 10, 5))
    result = plans(situation, situation.planned_quarter, PlanRequest.usual(situation))
    kept = "You already cut your time at group events from 9 hours a quarter to 5: keep it there."
    assert kept in result.headline
    assert result.advice.mix is None or result.advice.mix["group_events"].hours == 5
    assert result.care[-1] == "The plan already takes this into account."
    assert not any("spares" in text or "No more" in text for text in (result.headline, *result.reasons))
    assert not texts(of(raw, date(2026, 10, 5)), "boundary")


def test_what_the_week_skips_in_a_quarter_is_of_the_quarter_of_the_plan() -> None:
    # In the first half of a quarter, the plan is for that one.
    for day, when in ((date(2026, 8, 1), "this quarter"), (date(2026, 8, 31), "in Q4 2026")):
        assert texts(of(load_document("sample"), day), "boundary") == [
            f"Skip four group events at “University alumni club” {when}, or meet in the daytime instead. "
            "They drain your energy."
        ]


def test_a_rest_is_no_item_even_where_the_week_is_none_to_rest() -> None:
    # All approaches drain.
    tired = [
        {"date": f"2026-11-{day:02}", "approach": approach, "energy": -2, "hours": {"attending": 1}}
        for approach in APPROACHES
        for day in (2, 9, 16)
    ]
    plan = of(make_document(activities=tired))
    assert (plan.is_resting, plan.challenge.kind) == (False, "rest")
    assert not texts(plan, "challenge")


def test_whoever_gave_far_more_is_told_to_ask_and_whoever_received_far_more_to_give_back() -> None:
    assert texts(life("bni"), "ask")[0].startswith("You’ve done 40 favors and received 19. Ask ")
    assert "Ask Ames Test" in texts(life("executive"), "ask")[0]
    # It is the person who may decline, not the one who is asked.
    for name in LIVES:
        assert not any("OK to say no" in text for text in texts(life(name), "ask"))
    assert texts(life("founder"), "give_back") == [
        "You’ve received 20 favors and done none. Offer something to Ann Test, who helped you twice."
    ]
    assert life("founder").challenge.kind == "introduce"


@pytest.mark.parametrize(
    ("name", "thanks"),
    [
        ("graduate", "Thank Dev Test for helping with “Junior analyst”: two sentences are enough."),
        ("manager", "Thank Al Test for helping with “Programme lead”: two sentences are enough."),
        ("engineer", "Thank Ona Test for helping with “Senior engineer at Ona's firm”: two sentences are enough."),
    ],
)
def test_whoever_brought_the_job_is_thanked(name: str, thanks: str) -> None:
    assert texts(life(name), "thank_you") == [thanks]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("graduate", "thank_you"), ("manager", "thank_you"), ("lapsed", "follow_up"), ("biologist", "thank_you")],
)
def test_after_a_pause_one_message_is_all_and_it_is_the_challenge(name: str, kind: str) -> None:
    # It names somebody, and asks for no favor besides.
    plan = life(name)
    asked = [item.kind for item in plan.items]
    assert asked == ["pause", kind]
    assert plan.items[-1].contact
    assert plan.challenge.kind == "thank_you"
    assert plan.more_follow_ups == 0


@pytest.mark.parametrize("name", LIVES)
@pytest.mark.parametrize("today", HALF_A_YEAR[::9])
def test_after_a_pause_the_list_is_one_message_and_no_quiz_about_nothing(name: str, today: date) -> None:
    situation, plan = situation_of(name, today), life(name, today)
    kinds = [item.kind for item in plan.items]
    if "pause" in kinds:
        assert len([item for item in plan.items if item.contact or item.kind in ("lead", "investor")]) <= 1
        assert not {"give_back", "challenge", "referral"}.intersection(kinds)
        for item in plan.items:
            assert item.kind != "quiz" or item.quarter.ordinal in situation.ledger.activities["quarter"]


def test_after_a_pause_the_open_lead_is_the_one_message() -> None:
    talks = [{"date": day, "approach": "one_on_one", "people": ["c1"]} for day in ("2026-02-01", "2026-05-02")]
    favor = {"date": "2026-09-02", "contact": "c1", "direction": "received", "kind": "advice"}
    lists = {"contacts": [contact()], "activities": talks, "exchanges": [favor]}
    assert [item.kind for item in of(make_document(**lists)).items] == ["pause", "warm_tie"]
    lead = open_outcome("lead", "Acme", "2026-05-05")
    assert [item.kind for item in of(make_document(**lists, outcomes=[lead])).items] == ["pause", "lead"]


def test_a_search_prepares_the_interview_and_thanks_or_keeps_a_tie_warm() -> None:
    door = {"date": "2026-11-02", "contact": "c1", "direction": "received", "kind": "introduction"}
    lists = {
        "contacts": [contact("Ada"), contact("Grace"), contact("Far", "2026-01-02"), contact("New", "2026-11-20")],
        "outcomes": [open_outcome("interview", "Acme")],
    }
    assert [item.text for item in purposeful("find_work", exchanges=[door], **lists).items][:2] == [
        "How did “Acme” go? Add the result, or a new date if it hasn’t happened yet.",
        "Thank Ada for the introduction: two sentences are enough.",
    ]
    assert texts(purposeful("find_work", **lists), "warm_tie") == [
        "Stay in touch with Ada: send a quick note. Your last contact on record was October 5."
    ]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (-1, "How did “Acme” go? Add the result, or a new date if it hasn’t happened yet."),
        (0, "Prepare for “Acme” today: two stories of your own, and two questions to ask."),
        (5, "Prepare for “Acme” on December 4: two stories of your own, and two questions to ask."),
    ],
)
def test_an_interview_is_prepared_for_until_its_day_and_asked_about_after_it(days: int, text: str) -> None:
    interview = open_outcome("interview", "Acme", str(TODAY + timedelta(days=days)))
    plan = purposeful("find_work", outcomes=[interview])
    assert texts(plan, "interview") == [text]
    assert not texts(purposeful("find_work", outcomes=[{**interview, "status": "won"}]), "interview")


def test_of_several_interviews_the_next_and_the_latest_have_a_line_each() -> None:
    days = (-40, -2, 3, 9)
    interviews = [open_outcome("interview", f"{day}", str(TODAY + timedelta(days=day))) for day in days]
    following, latest = texts(purposeful("find_work", outcomes=interviews), "interview")
    assert "Prepare for “3”" in following
    assert "How did “-2” go?" in latest


@pytest.mark.parametrize("approach", ["social_media", "group_events"])
def test_where_all_interviews_came_without_a_conversation_the_week_asks_for_more_of_what_works(approach: str) -> None:
    steps = [{"date": "2026-08-01", "approach": approach}]
    interview = {"date": "2026-09-01", "kind": "interview", "status": "won", "touchpoints": steps}
    efforts = [{"date": f"2026-0{month}-02", "approach": approach, "hours": {"attending": 13}} for month in (7, 8, 9)]
    talk = {"date": "2026-09-20", "approach": "one_on_one"}

    def asked(*more: Json) -> list[str]:
        week = purposeful("find_work", activities=[*efforts, talk, *more], outcomes=[interview] * 3)
        return texts(week, "conversation")

    place = {"social_media": "on social media", "group_events": "at group events"}[approach]
    assert asked() == [f"Spend about 3 hours {place} this week: all 3 of your interviews came from there. None so far."]
    this_week = {"date": "2026-11-24", "approach": approach, "hours": {"attending": 2}}
    assert asked(this_week)[0].endswith("came from there. 2 hours so far.")
    assert not asked(*[this_week] * 3)


def test_a_search_asks_for_its_usual_conversations_once_and_for_an_introduction() -> None:
    quarter = {"date": "2026-09-30", "approach": "one_on_one", "source": "quiz", "meaningful": 26}
    for monday in HALF_A_YEAR[:2]:  # both challenges of a search
        raw = make_document(
            profile={"purpose": "find_work"},
            activities=[quarter, {"date": str(monday), "approach": "one_on_one"}],
            quizzes=[{"quarter": "2026-Q3", "submitted": "2026-10-02T09:00:00Z"}],
        )
        plan = of(raw, monday)
        assert texts(plan, "conversation") == ["Have two conversations this week: one so far."]
        assert texts(plan, "introduction") == [
            "Ask one person you know well who else you should talk to, and for an introduction."
        ]
        assert not any("one conversation." in text for text in texts(plan, "challenge"))
        raw["activities"].append({"id": "a9", "date": str(monday), "approach": "one_on_one"})
        assert not texts(of(raw, monday), "conversation")


@pytest.mark.parametrize(
    ("kind", "title", "is_interview"),
    [
        ("role", "Pine: final round", True),
        ("lead", "Second interview at Dray", True),
        ("lead", "A round of golf with Bo", False),
        ("funding", "Seed, second round", False),
    ],
)
def test_an_open_role_in_its_final_round_is_prepared_for(kind: str, title: str, is_interview: bool) -> None:
    plan = purposeful("find_work", outcomes=[open_outcome(kind, title)])
    assert bool(texts(plan, "interview")) is is_interview


def test_thanks_are_asked_for_once_and_not_after_half_a_year() -> None:
    def thanks(day: str, *talks: str) -> list[str]:
        favor = {"date": day, "contact": "c1", "direction": "received", "kind": "other"}
        meetings = [{"date": talk, "approach": "one_on_one", "people": ["c1"]} for talk in talks]
        return texts(
            purposeful("find_work", contacts=[contact(last="2026-01-02")], exchanges=[favor], activities=meetings),
            "thank_you",
        )

    assert thanks("2026-11-02") == ["Thank Ada for the favor: two sentences are enough."]
    assert thanks("2026-11-02", "2026-11-10") == []
    assert thanks("2026-03-02") == []


def test_nobody_is_to_be_written_to_whom_a_later_note_or_outcome_names() -> None:
    met = {"date": "2026-10-05", "approach": "group_events"}
    dave = {"name": "Dave Miller", "met": met}
    coffee = {"date": "2026-10-20", "approach": "one_on_one", "title": "Coffee with Dave from Ohio Print Co"}
    mentor = {"date": "2026-10-05", "kind": "mentor", "title": "Dave mentors me", "status": "won"}

    def ties(**lists: Any) -> list[str]:
        return texts(purposeful("win_clients", contacts=[dave], **lists), "warm_tie")

    assert ties() == ["Write to Dave Miller, whom you met at an event on October 5: nothing is on record since."]
    assert ties(activities=[coffee]) == ties(outcomes=[mentor]) == []
    assert ties(activities=[{**coffee, "title": "Coffee with Karen"}, {**coffee, "date": "2026-10-01"}])
    # A word that is a first name, too, and a name that several have, say nothing of anybody.
    dave["name"] = "May Lee"
    assert ties(activities=[{**coffee, "title": "Chamber evening May"}])
    dave["name"] = "Will Lee"
    assert ties(activities=[{**coffee, "title": "Lunch: they will call"}])
    two = [{**dave, "name": name} for name in ("Tom Roe", "Tom Day")]
    told = purposeful("win_clients", contacts=two, activities=[{**coffee, "title": "Coffee with Tom"}])
    assert texts(told, "warm_tie")


def test_a_lead_that_is_still_open_asks_for_no_thanks() -> None:
    steps = ({"date": "2026-10-20", "approach": "one_on_one", "contact": "c1"},)
    raw = {"contacts": [contact(last="2026-10-20")], "outcomes": [open_outcome("client", "Deal", steps=steps)]}
    assert not texts(purposeful("win_clients", **raw), "thank_you")


def won(day: str = "2026-11-02", kind: str = "client", title: str = "Fleet", who: str = "", **more: Any) -> Json:
    """A client won, with a step that names the contact, if there is one."""
    step = {"date": day, "approach": "one_on_one", **({"contact": who} if who else {})}
    return {"date": day, "kind": kind, "title": title, "status": "won", "touchpoints": [step], **more}


def referral(*outcomes: Json, purpose: str = "win_clients", **lists: Any) -> list[str]:
    return texts(purposeful(purpose, outcomes=list(outcomes), **lists), "referral")


def test_a_client_who_was_won_lately_is_asked_for_a_referral_by_name_or_by_the_title() -> None:
    ada = {"contacts": [contact()]}
    assert referral(won(who="c1"), **ada) == ["You won “Fleet” on November 2: thank Ada, and ask for a referral."]
    assert referral(won()) == ["You won “Fleet” on November 2: ask the client for a referral."]
    assert referral(won(title="")) == ["You won a client on November 2: ask the client for a referral."]
    assert referral({**won("2026-09-30"), "id": "quiz-2026-Q3-o1"}) == [
        "You won “Fleet” in Q3 2026: ask the client for a referral."
    ]
    for kind in ("business_project", "lead"):
        assert referral(won(kind=kind)) == ["You won “Fleet” on November 2: ask the client for a referral."]
    # One at a time, the latest first.
    assert referral(won("2026-10-01", title="Old"), won()) == referral(won())


@pytest.mark.parametrize(
    "win",
    [
        won(status="lost"),
        won(status="open"),
        won("2026-08-01"),
        won("2026-12-01"),
        won(kind="mentor"),
        won(referral_request="asked"),
        won(referral_request="skipped"),
    ],
)
def test_no_referral_is_asked_for_where_it_makes_no_sense_or_was_done(win: Json) -> None:
    assert referral(win) == []


def test_a_referral_is_for_those_who_want_clients() -> None:
    assert referral(won(), purpose="find_work") == referral(won(), purpose="learn") == []
    talk = {"date": "2026-11-20", "approach": "one_on_one"}
    assert texts(of(make_document(activities=[talk], outcomes=[won()])), "referral") != []
    assert texts(of(make_document(activities=[talk], outcomes=[won(kind="business_project")])), "referral") == []


def test_whoever_was_asked_gave_a_referral_or_is_archived_is_not_asked_again() -> None:
    gift = {"date": "2026-11-10", "direction": "received", "kind": "referral", "contact": "c1"}
    ada, win = [contact()], won(who="c1")
    assert referral(won("2026-10-02", who="c1", referral_request="asked"), win, contacts=ada) == []
    # Nor is the client of an older win: one is enough until the next win.
    for day in ("2026-11-02", "2026-10-20"):
        assert referral(won(referral_request="asked"), won(day, title="Other")) == []
    assert referral(won("2026-10-20", referral_request="asked"), won()) != []
    assert referral(win, contacts=ada, exchanges=[gift]) == []
    assert referral(win, contacts=ada, exchanges=[{**gift, "date": "2026-10-01"}]) != []
    assert referral(win, contacts=[contact(status="pruned")]) == []


def test_whoever_is_asked_for_a_referral_is_no_second_item() -> None:
    plan = purposeful(
        "win_clients", outcomes=[won(who="c1")], contacts=[contact(last="2026-06-01", follow_up="2026-11-28")]
    )
    assert [item.kind for item in plan.items if item.contact] == ["referral"]
    assert plan.more_follow_ups == 0


def test_people_met_at_an_event_and_not_contacted_since_are_named_with_day_and_place() -> None:
    # Whom she saw at a meeting in July she has spoken with since.
    assert texts(life("academic"), "warm_tie") == []
    event = {"date": "2026-09-01", "approach": "group_events", "people": ["c2"]}
    people = [contact("Ada", "2026-08-01"), contact("Grace", "2026-08-01")]
    plan = purposeful("learn", contacts=people, activities=[event, {"date": "2026-11-20", "approach": "one_on_one"}])
    assert texts(plan, "warm_tie") == [
        "Write to Grace, whom you last saw at an event on September 1: nothing is on record since."
    ]
    for name in ("accountant", "saver"):
        assert all("whom you last saw at “" in text for text in texts(life(name), "warm_tie")), name
    assert not [text for name in LIVES for text in texts(life(name), "warm_tie") if "whom you saw" in text]


def test_wins_without_steps_or_without_a_place_are_asked_about() -> None:
    assert texts(life("adviser"), "link") == [
        "“Packing hall” and 1 other win aren’t linked to a venue yet: add where they began."
    ]
    assert texts(purposeful("win_clients", outcomes=[won(touchpoints=[])]), "link") == [
        "“Fleet” isn’t linked to any activity yet: add the steps that led there."
    ]


def test_own_odds_that_rarely_come_true_are_told_beside_the_lead() -> None:
    assert texts(life("adviser"), "lead") == [
        "Follow up on “Distribution review”, open since 16 November: ask for the next step. You put it at 75%. Your 13 "
        "settled forecasts averaged 69%, and 38% of them came true."
    ]
    assert "put it at" not in texts(life("nurse"), "role")[0]


def test_whoever_a_lead_stands_with_is_no_second_item() -> None:
    # The lead is with the person of its latest step: one message is about both.
    steps = (
        {"date": "2026-09-01", "approach": "one_on_one", "contact": "c1"},
        {"date": "2026-10-05", "approach": "one_on_one", "contact": "c2"},
    )
    people = [contact("Ada", "2026-09-01"), contact("Grace", "2026-10-05")]
    for due in ({}, {"follow_up": "2026-11-01"}):
        lists = {"contacts": [{**person, **due} for person in people]}
        plan = purposeful("win_clients", outcomes=[open_outcome("client", "Deal", steps=steps)], **lists)
        assert [item.contact.name for item in plan.items if item.contact] == ["Ada"]
    for name, who in (("designer", "Hülya"), ("founder", "Kai Test"), ("adviser", "Ash")):
        assert not [item for item in life(name).items if item.contact and who in item.contact.name]


def test_whoever_was_just_met_at_an_event_is_written_to_from_the_next_day_on() -> None:
    def ties(day: str, *later: Json) -> list[str]:
        met = {"date": day, "approach": "group_events"}
        return texts(purposeful("win_clients", contacts=[contact("Ada", met=met)], activities=list(later)), "warm_tie")

    assert ties("2026-11-27") == ["Write to Ada, whom you met at an event on November 27: nothing is on record since."]
    assert ties(str(TODAY)) == []
    # A regular who was seen again, or someone who was called since, is in touch.
    assert ties("2026-10-27", {"date": "2026-11-26", "approach": "group_events", "people": ["c1"]}) == []
    assert ties("2026-11-20", {"date": "2026-11-26", "approach": "one_on_one", "people": ["c1"]}) == []


def test_a_lead_with_a_day_to_come_is_not_open_since_then() -> None:
    assert texts(purposeful("win_clients", outcomes=[open_outcome("client", "Deal", "2026-12-15")]), "lead") == [
        "Follow up on “Deal”: ask for the next step."
    ]


def test_a_fundraiser_moves_the_round_and_asks_for_a_warm_introduction() -> None:
    rounds = [open_outcome("lead", "Pilot", "2026-11-10"), open_outcome("funding", "Seed", "2026-10-01")]
    plan = purposeful("raise_money", contacts=[contact()], outcomes=rounds)
    assert texts(plan, "investor") == ["Move “Seed” to the next stage: agree on a date for the next call."]
    assert texts(plan, "introduction") == ["Ask Ada for a warm introduction to one investor."]
    nobody = purposeful("raise_money", contacts=[contact(closeness=1)])
    assert texts(nobody, "introduction") == ["Ask one person you know well for a warm introduction to one investor."]
    assert texts(nobody, "investor") == []


def test_each_purpose_asks_for_its_own_step() -> None:
    leads = [open_outcome("lead", "New", "2026-11-10"), open_outcome("client", "Old", "2025-10-01")]
    assert texts(purposeful("win_clients", outcomes=leads), "lead") == [
        "Follow up on “Old”, the oldest of 2 open outcomes, open since October 1, 2025: ask for the next step."
    ]
    assert texts(purposeful("win_clients", outcomes=[open_outcome("lead", "")]), "lead") == [
        "Follow up on your open lead, open since November 1: ask for the next step."
    ]
    fresh = [open_outcome("lead", "", day.isoformat()) for day in (TODAY, TODAY - timedelta(days=2))]
    assert texts(purposeful("win_clients", outcomes=fresh), "lead") == [], "it was recorded these days"
    assert texts(purposeful("learn", contacts=[contact()]), "feedback") == [
        "Ask Ada for feedback on one thing you did this month."
    ]
    assert "whose work you admire" in texts(purposeful("learn"), "feedback")[0]
    assert texts(purposeful("belong"), "give")[0].startswith("Give something: ")
    assert texts(purposeful("advance", contacts=[contact()]), "sponsor")[0].startswith("Tell Ada about one result")
    assert "who decides about your work" in texts(purposeful("advance"), "sponsor")[0]


@pytest.mark.parametrize(
    ("kind", "noun"),
    [
        ("role", "open role"),
        ("client", "possible client"),
        ("funding", "open funding round"),
        ("other", "open outcome"),
    ],
)
def test_an_open_outcome_is_called_by_its_kind(kind: str, noun: str) -> None:
    (text,) = texts(purposeful("win_clients", outcomes=[open_outcome(kind, "")]), "lead")
    assert text.startswith(f"Follow up on your {noun}, open since")
    (text,) = texts(purposeful("win_clients", outcomes=[open_outcome(kind, ""), open_outcome(kind, "")]), "lead")
    assert f"the oldest of 2 {noun}s" in text
    (text,) = texts(purposeful("raise_money", outcomes=[open_outcome(kind, "")]), "investor")
    assert text.startswith(f"Move your {noun} to the next stage")


def test_a_second_purpose_asks_only_where_nobody_else_is_to_be_written_to() -> None:
    both = {"purpose": "win_clients", "second_purpose": "advance"}
    talk = {"date": "2026-11-20", "approach": "one_on_one"}
    alone = of(make_document(profile=both, activities=[talk]))
    assert "who decides about your work" in texts(alone, "sponsor")[0]
    quiet = contact("Ada", last="2026-01-02")
    assert not texts(of(make_document(profile=both, activities=[talk], contacts=[quiet])), "sponsor")
    first = of(make_document(profile={"purpose": "learn", "second_purpose": "advance"}, activities=[talk]))
    assert texts(first, "feedback")
    assert not texts(first, "sponsor")


@pytest.mark.parametrize(
    ("purpose", "kinds"),
    [
        ("find_work", {"conversation", "insider", "call", "thank_you", "questions"}),
        ("raise_money", {"introduce", "update", "call", "thank_you"}),
        ("learn", {"teacher", "other_field", "thank_you", "questions"}),
    ],
)
def test_the_challenge_fits_the_purpose(purpose: str, kinds: set[str]) -> None:
    assert purposeful(purpose).challenge.kind in kinds


def test_where_wins_began_at_events_the_challenge_leads_from_one_to_a_conversation() -> None:
    for name in ("adviser", "consultant"):
        assert any(life(name, day).challenge.follows_events for day in HALF_A_YEAR)


def test_who_went_to_many_events_is_never_told_to_plan_an_opening_line() -> None:
    assert all(life(name, day).challenge.kind != "opening" for name in ("bni", "executive") for day in HALF_A_YEAR)


def test_who_gives_far_more_and_is_worn_out_says_no_and_is_not_asked_to_give() -> None:
    # "Everybody wants an hour of me": 36 favors given, 2 received.
    plan = life("nonprofit")
    assert plan.challenge.kind == "ask"
    assert texts(plan, "boundary") == ["Skip every second one-on-one, or keep it to half an hour."]
    assert "OK to turn down the next request" in texts(plan, "ask")[0]
    assert not texts(plan, "give")


def test_whom_to_give_something_back_is_not_followed_up_with_too() -> None:
    plan = life("fundraiser")
    assert "Abby" in texts(plan, "give_back")[0]
    assert not any("Abby" in text for text in texts(plan, "follow_up"))


def test_a_planned_step_is_not_asked_for_again() -> None:
    plan = purposeful("learn", contacts=[contact(follow_up="2026-12-20")])
    assert "Ada" not in texts(plan, "feedback")[0]
    # A usual rhythm is no plan for one day.
    assert "Ada" in texts(purposeful("learn", contacts=[contact(cadence_days=120)]), "feedback")[0]


@pytest.mark.parametrize(("purpose", "followed"), [("find_work", "Offer"), ("advance", "Older lead")])
def test_a_search_follows_up_on_its_open_role_before_an_older_lead(purpose: str, followed: str) -> None:
    rows = [open_outcome("lead", "Older lead", "2026-10-01"), open_outcome("role", "Offer")]
    followed_up = [item.text for item in purposeful(purpose, outcomes=rows).items if item.kind in ("role", "lead")]
    assert f"Follow up on “{followed}”" in followed_up[0]


@pytest.mark.parametrize("day", ["2026-11-29", "2026-11-01", "2026-09-30"])
def test_an_open_role_is_the_first_thing_to_do_in_a_search(day: str) -> None:
    tired = [{"date": "2026-11-02", "approach": "group_events", "energy": -2, "hours": {"attending": 1}}] * 3
    interview = open_outcome("interview", "Acme")
    plan = purposeful("find_work", outcomes=[interview, open_outcome("role", "Offer", day)], activities=tired)
    assert (plan.items[0].kind, plan.items[0].outcome.title) == ("role", "Offer")
    assert plan.items[0].text.endswith("ask for the next step, or agree on the day by which you’ll decide.")


def test_a_rejection_in_a_search_gets_encouragement_for_a_week_or_until_good_news() -> None:
    lost = {"date": "2026-11-25", "kind": "interview", "status": "lost"}
    talk = {"date": "2026-11-26", "approach": "one_on_one"}

    def said(*outcomes: Json, purpose: str = "find_work", **lists: Any) -> str:
        return purposeful(purpose, outcomes=list(outcomes), **lists).encouragement

    words = said(lost)
    assert words.startswith("They said no after the interview. Hearing no is part of the process")
    assert words.endswith("is a good next step.")
    assert said(lost, lost).startswith("They said no after 2 interviews.")
    assert said({**lost, "kind": "lead"}).startswith("One lead didn’t work out in the last week.")
    named = {**lost, "kind": "role", "title": "Head of operations"}
    assert said(named).startswith("“Head of operations” didn’t work out. Hearing no is part of the process")
    assert said(lost, {**lost, "kind": "lead"}).startswith("Two outcomes didn’t work out")
    assert said(lost, activities=[talk]).endswith("You kept going: 1 conversation since then.")
    # How much of a quarter's total came since is not known.
    quarter = {"date": "2026-11-29", "approach": "one_on_one", "source": "quiz", "meaningful": 27}
    for logged in ([], [talk]):
        assert said(lost, activities=[*logged, quarter]).endswith("You kept going since then.")
    assert not said({**lost, "date": "2026-11-21"})
    assert said({**lost, "date": "2026-10-15", "lost_on": "2026-11-25"}).startswith("They said no")
    for status, day in (("won", "2026-11-26"), ("open", "2026-12-03")):
        assert not said(lost, {"date": day, "kind": "interview", "status": status})
    # Who sells hears a no every week.
    assert not said({**lost, "kind": "lead"}, purpose="win_clients")


def test_a_no_in_a_search_asks_for_a_line_of_thanks_for_two_weeks() -> None:
    no = {"date": "2026-11-20", "kind": "interview", "status": "lost", "title": "Contoso"}
    thanks = ["Thank them for “Contoso”, and ask what would have helped: two lines are enough."]
    assert texts(purposeful("find_work", outcomes=[no]), "declined") == thanks
    assert texts(purposeful("find_work", outcomes=[{**no, "kind": "role"}]), "declined") == thanks
    earlier = {**no, "date": "2026-09-01", "lost_on": "2026-11-20"}
    assert texts(purposeful("find_work", outcomes=[earlier]), "declined") == thanks
    for other in ({"date": "2026-11-10"}, {"kind": "lead"}, {"status": "open"}):
        assert not texts(purposeful("find_work", outcomes=[{**no, **other}]), "declined")
    assert not texts(purposeful("win_clients", outcomes=[no]), "declined")


@pytest.mark.parametrize(
    ("today", "job", "is_shown"),
    [
        ("2026-10-01", None, True),
        ("2026-10-28", None, True),
        ("2026-10-29", None, False),
        ("2026-12-30", None, False),
        ("2026-10-05", "2026-10-02", False),
    ],
)
def test_an_exceeded_limit_is_shown_for_four_weeks_and_not_in_a_new_job(
    today: str, job: str | None, is_shown: bool
) -> None:
    busy = [
        {"date": f"2026-09-{day:02}", "approach": "one_on_one", "hours": {"attending": 5}, "evening": True}
        for day in range(1, 29)
    ]
    jobs = [{"date": job, "kind": "role", "status": "won"}] if job else []
    profile = {"weekly_hours_cap": 5, "weekly_evenings_cap": 1, "between_jobs": ["2026-Q3"]}
    raw = make_document(profile=profile, activities=busy, outcomes=jobs)
    plan = of(raw, date.fromisoformat(today))
    assert [sign.kind for sign in plan.signs] == (["hours", "evenings"] if is_shown else [])
    assert plan.is_resting is is_shown
    if is_shown:
        assert texts(plan, "boundary")
        assert plan.challenge.kind == "rest"


@pytest.mark.parametrize(
    ("profile", "is_cut", "is_warned"),
    [
        ({"weekly_hours_cap": 6}, True, True),
        ({}, False, True),
        ({"between_jobs": ["2026-Q3"]}, False, False),
    ],
)
def test_no_plan_cuts_anything_down_to_a_limit_that_nobody_set(profile: Json, is_cut: bool, is_warned: bool) -> None:
    busy = [
        {"date": f"2026-{month:02}-{day:02}", "approach": "one_on_one", "hours": {"attending": 5}}
        for month in (5, 8)
        for day in range(1, 29)
    ]
    ledger = Ledger(Workspace(make_document(profile=profile, activities=busy)))
    situation = Situation(ledger, ledger.quarters, Options(), date(2026, 10, 5))
    usual, allowed = total_effort(situation.baseline.mix).hours, situation.limits.hours
    assert (usual > allowed) is is_cut
    warned = cautions(situation.baseline.mix, {}, situation.signals, ledger, situation.planned_quarter, Words())
    assert any("a week" in sentence for sentence in warned) is is_warned


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


def test_a_day_that_nobody_stated_is_told_as_its_quarter() -> None:
    met = {"date": "2026-09-30", "approach": "group_events"}
    ada = contact("Ada", met=met, id="quiz-2026-Q3-contact-1")
    lead = {**open_outcome("lead", "", "2026-09-30"), "id": "quiz-2026-Q3-1"}
    plan = purposeful("win_clients", contacts=[ada], outcomes=[lead])
    assert texts(plan, "lead") == ["Follow up on your open lead, open since Q3 2026: ask for the next step."]
    assert texts(plan, "warm_tie") == ["Write to Ada, whom you met at an event in Q3 2026: nothing is on record since."]
    total = {"id": "quiz-2026-Q3-one_on_one", "date": "2026-09-30", "approach": "one_on_one", "people": [ada["id"]]}
    plan = purposeful("win_clients", contacts=[ada], activities=[{**total, "source": "quiz"}])
    assert texts(plan, "warm_tie") == [
        "Stay in touch with Ada: send a quick note. Your last contact on record was in Q3 2026."
    ]
    for days in ("2026-09-29", "2026-10-01"):
        plan = purposeful("win_clients", contacts=[{**ada, "met": {**met, "date": days}}], outcomes=[lead])
        assert "Q3 2026" not in texts(plan, "warm_tie")[0]
