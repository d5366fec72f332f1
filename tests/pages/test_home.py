"""Home: the verdict, things to do with one button each, the next quiz with its calendar file, and the habits."""

import re
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from netroi_core.access.visitors import OWNER, signed
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quiz.habits import CHALLENGES, REST
from netroi_core.views.advice import Situation
from netroi_core.views.advice_json import advice_json
from netroi_core.web.streamlit_server import VISITOR_KEY
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from pages.shell import session
from tests.careers import ROOT, costly_activity, ended_search, load_document, make_document, won_outcome
from tests.pages.conftest import TODAY, Shelf
from tests.pages.screen import at_page, choose, click, headings, opened, read, run, screen, type_new, typed, unfold

PAGE = "home.py"
HABITS = "Challenge and habits"
EVENT = {"date": "2026-10-05", "approach": "group_events", "new_contacts": 1}


def ada(**details: Any) -> dict[str, Any]:
    return {"name": "Ada", "closeness": 3, "relevance": 4, "follow_up": "2026-10-01", **details}


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def primary(app: AppTest) -> list[str]:
    """Return the labels of the buttons that stand out."""
    return [button.label for button in app.button if button.proto.type == "primary"]


def tick(app: AppTest, label: str, value: bool = True) -> AppTest:
    """Set the checkbox or switch whose label begins with a text."""
    next(box for box in (*app.checkbox, *app.toggle) if box.label.startswith(label)).set_value(value)
    return run(app)


def test_the_verdict_comes_first_then_three_things_to_do_and_the_next_quiz(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    verdict, *parts = headings(app)
    assert verdict.startswith("One-on-one is most likely your best approach")
    assert parts == ["5 things to do this week"]
    words = screen(app)
    assert "Q3 2026 is over: take its quiz, a few minutes." in words
    assert "2 more" in words
    assert "The quiz after this one: Jan 1, 2027." in words
    unfold(app, "Challenge and habits")
    assert headings(app)[2:] == ["This week’s challenge", "Good habits"]


def test_a_job_is_congratulated_with_whom_to_thank_and_no_habit_is_missed_that_day(shelf: Shelf) -> None:
    shelf.put(ended_search())
    app = opened(PAGE)
    assert headings(app)[:2] == [
        "Your search ended with a job: “Operations”.", "2 things to do this week"
    ]  # fmt: skip
    # Nothing comes before the kind word, and no sum of a quarter beside it.
    assert re.search(r"“Operations”\.\s+Congratulations on your new job!", screen(app))
    assert "you put in" not in screen(app)
    assert "Thank Maria for helping with your search" in screen(app)
    assert HABITS not in screen(app)


def test_a_quiz_that_is_due_is_the_one_primary_button_and_stands_out_in_the_menu(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    assert primary(opened(PAGE)) == ["Quiz", "Start the quiz"]
    submitted = {"quarter": "2026-Q3", "submitted": "2026-10-02T10:00:00Z"}
    shelf.put(make_document(activities=[{"date": "2026-09-01", "approach": "one_on_one"}], quizzes=[submitted]))
    app = opened(PAGE)
    assert primary(app) == []
    assert "Your next quiz: Jan 1, 2027." in screen(app)


def test_a_quiz_that_is_begun_is_continued_and_not_asked_for_twice(shelf: Shelf) -> None:
    begun = {"quarter": "2026-Q3", "answers": {"pay.base": "90000"}}
    shelf.put(make_document(activities=[{"date": "2026-09-01", "approach": "one_on_one"}], quizzes=[begun]))
    app = opened(PAGE)
    assert primary(app) == ["Quiz", "Continue the quiz"]
    assert "take its quiz" not in screen(app)
    assert headings(click(app, "Continue the quiz"))[0].endswith("?")


def test_whoever_began_in_the_running_quarter_has_no_quiz_due_anywhere(shelf: Shelf) -> None:
    shelf.put(make_document(activities=[EVENT]))
    app = opened(PAGE)
    assert primary(app) == []
    assert "take its quiz" not in screen(app)


@pytest.mark.parametrize(("address", "title"), [("this_week", "Home"), ("journal", "Activity")])
def test_an_old_address_leads_to_the_page_that_took_its_place(shelf: Shelf, address: str, title: str) -> None:
    shelf.put(load_document("sample"))
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    app.user = {VISITOR_KEY: signed(OWNER)}
    app._page_hash = calc_hash(address)
    expected = opened(PAGE if title == "Home" else "log.py")
    assert headings(run(app)) == headings(expected)


def test_a_follow_up_is_done_with_one_button_the_next_follows_and_undo_restores_it(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[ada(cadence_days=30), ada(name="Grace", follow_up="2026-10-09")]))
    app = click(opened(PAGE), "Done")
    assert shelf.document["contacts"][0]["follow_up"] == "2026-11-04"
    assert "Followed up with Ada." in screen(app)
    assert "Follow up with Grace by October 9." in screen(app)
    assert "Follow up with Ada" not in screen(app)
    click(app, "Undo")
    assert shelf.document["contacts"][0]["follow_up"] == "2026-10-01"


def test_a_follow_up_that_was_changed_elsewhere_meanwhile_overwrites_nothing(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[ada()]))
    app = opened(PAGE)
    theirs = make_document(contacts=[ada(notes="Written on the phone")])
    shelf.put(theirs)
    assert "Keep mine" in buttons(click(app, "Done"))
    assert shelf.document == theirs


def test_a_contact_to_reconnect_with_is_planned_for_next_week(shelf: Shelf) -> None:
    shelf.put(
        make_document(contacts=[{"name": "Grace", "closeness": 4, "relevance": 5, "met": {"date": "2025-01-05"}}])
    )
    app = click(opened(PAGE), "In a week")
    assert shelf.document["contacts"][0]["follow_up"] == "2026-10-12"
    assert "Planned a follow-up with Grace for Oct 12, 2026." in screen(app)
    assert "Revive" not in screen(app)
    click(app, "Undo")
    assert "follow_up" not in shelf.document["contacts"][0]


def test_a_thank_you_that_is_done_is_confirmed_by_name_and_goes_away(shelf: Shelf) -> None:
    favor = {"date": "2026-09-20", "direction": "received", "kind": "advice", "contact": "c1"}
    shelf.put(make_document(contacts=[{"name": "Grace"}], exchanges=[favor]))
    app = opened(PAGE)
    assert "Thank Grace for the advice" in screen(app)
    click(app, "Done")
    assert "Thanked Grace." in screen(app)
    # It is on record as contact, and as no conversation.
    (message,) = shelf.document["activities"]
    assert (message["date"], message["people"], message["channel"]) == ("2026-10-05", ["c1"], "text")
    assert "Thank Grace for" not in screen(app)
    click(app, "Undo")
    assert "Thank Grace for the advice" in screen(app)


@pytest.mark.parametrize(
    ("raw", "button", "heading"),
    [
        (load_document("sample"), "Start the quiz", "What is an hour of your time worth?"),
        (make_document(contacts=[ada(follow_up=None)]), "Log it", "Log an activity"),
    ],
)
def test_every_other_thing_to_do_leads_where_it_is_done(
    shelf: Shelf, raw: dict[str, Any], button: str, heading: str
) -> None:
    shelf.put(raw)
    assert headings(click(opened(PAGE), button))[0] == heading


@pytest.mark.parametrize(
    ("purpose", "kind"), [("win_clients", "lead"), ("find_work", "interview"), ("raise_money", "funding")]
)
def test_an_open_outcome_is_updated_where_it_stands_and_not_entered_again(
    shelf: Shelf, purpose: str, kind: str
) -> None:
    others = [won_outcome("100", "one_on_one"), {**won_outcome("9", "one_on_one"), "status": "open", "title": "Older"}]
    latest = {**others[1], "date": "2026-07-01", "kind": kind, "title": "The one", "probability": 0.5}
    shelf.put(make_document(profile={"purpose": purpose}, outcomes=[*others, latest]))
    app = click(opened(PAGE), "Update")
    assert typed(app, "Name (optional)") == "The one"
    click(choose(app, "Status", "won"), "Save")
    stored = shelf.document["outcomes"]
    assert len(stored) == 3
    (settled,) = (row for row in stored if row.get("title") == "The one")
    # It was decided today, and not on the day on which it was first heard of; an interview keeps its day.
    assert (settled["status"], settled["date"]) == ("won", "2026-07-01" if kind == "interview" else "2026-10-05")


def test_steps_that_are_missing_are_added_in_the_list_of_outcomes(shelf: Shelf) -> None:
    shelf.put(make_document(activities=[EVENT], outcomes=[won_outcome("100", None)]))
    app = click(opened(PAGE), "Add steps to your outcomes")
    assert app.segmented_control[0].value == "outcomes"


def test_the_steps_of_the_win_that_is_named_are_added_to_it(shelf: Shelf) -> None:
    first, latest = (won_outcome("100", None, f"2026-08-{day}") | {"title": f"Win {day}"} for day in ("01", "02"))
    shelf.put(make_document(activities=[EVENT], outcomes=[latest, first]))
    home = opened(PAGE)
    assert "“Win 02” and 1 other win aren’t linked to any activity yet" in screen(home)
    app = click(home, "Link it")
    assert "Win 02" in headings(app)[0]
    assert [box.label for box in app.multiselect] == ["What led to it? (optional)"]


def test_a_goal_that_is_behind_leads_to_the_plan(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    goal = {"metric": "hours", "target": 40.0, "quarter": "2027-Q1"}
    shelf.put(make_document(activities=[{"date": "2027-01-04", "approach": "group_events"}], goals=[goal]))
    monkeypatch.setattr(session, "today", lambda: date(2027, 2, 15))
    app = opened(PAGE)
    assert "Hours in Q1 2027: 0 of 40 so far, behind schedule." in screen(app)
    assert "Plan" in buttons(app)


@pytest.mark.parametrize(("due", "in_sight", "fold"), [(2, 3, ""), (3, 4, ""), (4, 3, "2 more")])
def test_no_fold_hides_a_single_thing_to_do(shelf: Shelf, due: int, in_sight: int, fold: str) -> None:
    shelf.put(make_document(contacts=[ada(name=f"Ada {n}") for n in range(due)]))
    app = opened(PAGE)
    assert headings(app)[1] == f"{due + 1} things to do this week"
    assert sum(label in ("Done", "Log it") for label in buttons(app)) == in_sight
    assert [label.label for label in app.expander if "more" in label.label] == [fold] * bool(fold)


def test_after_a_pause_home_mentions_the_quiz_of_an_empty_quarter_without_asking_for_it(shelf: Shelf) -> None:
    talks = [{"date": day, "approach": "one_on_one"} for day in ("2026-02-01", "2026-05-02")]
    shelf.put(make_document(activities=talks))
    app = opened(PAGE)
    assert "One message is enough this week" in headings(app)
    assert "No activity is on record for Q3 2026. If you did network, take its quiz." in screen(app)
    assert "Start the quiz" not in buttons(app)


def test_the_latest_quiz_says_what_its_quarter_added_and_an_older_one_no_more(shelf: Shelf) -> None:
    talks = [{"date": day, "approach": "one_on_one", "hours": {"attending": 2}} for day in ("2026-05-02", "2026-08-01")]
    for quarter, is_news in (("2026-Q3", True), ("2026-Q2", False)):
        quizzes = [{"quarter": quarter, "submitted": "2026-10-02T09:00:00Z"}]
        shelf.put(make_document(activities=talks, quizzes=quizzes))
        assert ("In Q3 2026, you put in 2 hours; no money was won yet." in screen(opened(PAGE))) is is_news


def test_further_follow_ups_are_counted_and_lead_to_the_people(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[ada(name=f"Ada {n}") for n in range(5)], activities=[EVENT]))
    app = opened(PAGE)
    assert "See all 5 follow-ups this week" in screen(app)


def test_the_reminders_are_offered_as_a_calendar_file(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[ada()]))
    assert [button.label for button in opened(PAGE).download_button] == ["Add to my calendar"]


def test_a_habit_is_ticked_off_for_the_quarter_and_tallied_over_the_quarters(shelf: Shelf) -> None:
    quizzes = [{"quarter": "2026-Q2", "habits": ["posts"]}, {"quarter": "2026-Q3", "habits": ["posts", "groups"]}]
    online = {"date": "2026-05-01", "approach": "social_media"}
    shelf.put(make_document(contacts=[ada()], quizzes=quizzes, activities=[online]))
    app = unfold(opened(PAGE), HABITS)
    # In the first days of a quarter, that nothing is done yet is no news.
    assert "kept up so far" not in screen(app)
    assert "You kept up 2 in Q3 2026 and 1 in Q2 2026." in screen(app)
    tick(app, "Posted and commented")
    assert shelf.document["quizzes"][-1]["habits"] == ["posts"]
    assert "1 kept up so far in Q4 2026; 2 in Q3 2026 and 1 in Q2 2026." in screen(app)
    assert "3 quarters in a row" in screen(app)
    unfold(app, "Over the quarters")
    rows = app.dataframe[0].value.to_numpy().tolist()
    assert rows[1] == ["Posted and commented", "✓", "✓", "✓"]
    assert rows[-1] == ["Kept up", "1", "2", "1"]
    tick(app, "Posted and commented", False)
    assert shelf.document["quizzes"][-1]["habits"] == []


def test_a_habit_alone_begins_no_quiz(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[ada()], activities=[EVENT]))
    app = tick(unfold(opened(PAGE), HABITS), "Remembered birthdays")
    assert "You haven’t submitted your quiz" not in screen(at_page(app, "results.py"))


def test_the_challenge_follows_the_journal(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{"name": "Ada"}]))
    app = unfold(opened(PAGE), HABITS)
    assert "This week’s challenge: " in screen(app)
    assert "It counts as soon as you log it." in screen(app)
    meeting = {"id": "a1", "date": "2026-10-05", "approach": "one_on_one", "new_contacts": 1, "meaningful": 1}
    shelf.put({**shelf.document, "activities": [meeting]})
    run(app)
    assert headings(app)[1] == "All done for this week"
    assert "Done." in screen(app)


def test_a_note_of_strain_is_one_gentle_line_above_the_things_to_do(shelf: Shelf) -> None:
    quizzes = [{"quarter": "2026-Q3", "submitted": "2026-10-02T10:00:00Z", "strain": "I dread the *job* club"}]
    shelf.put(make_document(activities=[{"date": "2026-09-01", "approach": "group_events"}], quizzes=quizzes))
    app = opened(PAGE)
    assert headings(app)[1] == "1 thing to do this week"
    words = screen(app)
    assert words.count("In your last quiz you wrote that it gets too much. Keep one evening free this week.") == 1
    assert not re.search("I dread|doctor|medical", words)


def test_a_quiz_that_is_due_comes_first_also_in_a_week_to_rest(shelf: Shelf) -> None:
    talks = [{"date": "2026-09-01", "approach": "one_on_one", "hours": {"attending": 200}}]
    shelf.put(make_document(profile={"weekly_hours_cap": 5}, activities=talks))
    app = opened(PAGE)
    assert headings(app)[1] == "Rest comes first this week"
    words = screen(app)
    assert words.index("Q3 2026 is over: take its quiz") < words.index("Keep one evening free")
    assert "The quiz after this one: Jan 1, 2027." in words


def test_whoever_gave_far_more_than_received_is_told_to_ask_by_name(shelf: Shelf) -> None:
    days = ("2026-02-01", "2026-05-01", "2026-08-01")
    favors = [{"date": day, "direction": "given", "contact": "c1"} for day in days for _ in range(3)]
    shelf.put(make_document(contacts=[ada(name="Ada *Lovelace*", follow_up=None)], exchanges=favors))
    assert "Ask Ada *Lovelace*, whom you helped 9 times, for something small this week." in screen(opened(PAGE))


def test_the_step_of_a_purpose_is_planned_for_next_week(shelf: Shelf) -> None:
    shelf.put(make_document(profile={"purpose": "learn"}, contacts=[ada(follow_up=None)], activities=[EVENT]))
    app = opened(PAGE)
    assert "Ask Ada for feedback on one thing you did this month." in screen(app)
    click(app, "In a week")
    assert shelf.document["contacts"][0]["follow_up"] == "2026-10-12"
    assert "Ask Ada for feedback" not in screen(app)


@pytest.mark.parametrize("name", ["seeker", "introvert", "nonprofit"])
def test_the_page_shows_exactly_the_week_that_the_command_line_prints(shelf: Shelf, name: str) -> None:
    raw = document.parse((ROOT / "tests" / "lives" / f"{name}.json").read_bytes())
    shelf.put(raw)
    ledger = Ledger(Workspace(raw))
    words = Words.of(ledger.profile)
    advice = advice_json(Situation(ledger, ledger.quarters, Options(), TODAY), words)
    app = opened(PAGE)
    if len(advice["week"]) > 4:
        unfold(app, "more")
    text = screen(unfold(app, HABITS))
    places = [text.find(read(line["text"])) for line in advice["week"]]
    assert -1 not in places
    assert places == sorted(places)
    kinds = [challenge for challenge in (*CHALLENGES, REST) if challenge.title in text]
    assert advice["challenge"]["kind"] in [challenge.kind for challenge in kinds]


def test_a_search_opens_with_what_it_has_built_then_encouragement_then_three_things_to_do(shelf: Shelf) -> None:
    raw = load_document("seeker")
    shelf.put({**raw, "profile": {**raw["profile"], "purpose": "find_work"}})
    app = opened(PAGE)
    assert [metric.label for metric in app.metric] == ["Conversations", "Interviews", "Referrals", "Warm ties"]
    assert re.search(r"^Q\d 20\d\d( to Q\d 20\d\d)?\.$", screen(app), re.MULTILINE), "the quarters that they count"
    text = screen(app)
    assert headings(app)[0].startswith("Your search so far: ")
    assert len(re.findall("in the last four weeks|rarely about you|logged lately", text)) == 1
    assert "%" not in headings(app)[0]


@pytest.mark.parametrize("page", [PAGE, "results.py"])
def test_an_approach_without_hours_and_costs_has_the_one_button_that_adds_them(shelf: Shelf, page: str) -> None:
    pay = {"compensation": [{"from": "2026-Q1", "base": "60000"}]}
    won = {"date": "2026-08-20", "kind": "client", "status": "won", "value": {"likely": "8500"},
           "touchpoints": [{"date": "2026-08-02", "approach": "one_on_one"}]}  # fmt: skip
    event = {"date": "2026-09-01", "approach": "group_events", "hours": {"attending": 3}}
    shelf.put(make_document(profile=pay, activities=[event], outcomes=[won]))
    app = opened(page)
    assert headings(app)[0].startswith("It’s too early to compare: add what you spent")
    app = click(app, "Add what you spent on one-on-one")
    assert "One-on-one" in headings(app)[0] or "one-on-one" in screen(app)
    assert app.query_params["step"] == "one_on_one"


def test_hours_without_a_price_have_the_button_that_opens_the_pay(shelf: Shelf) -> None:
    won = {"date": "2026-08-20", "kind": "client", "status": "won", "value": {"likely": "8500"},
           "touchpoints": [{"date": "2026-08-02", "approach": "one_on_one"}]}  # fmt: skip
    talk = {"date": "2026-08-02", "approach": "one_on_one", "hours": {"attending": 3}}
    shelf.put(make_document(activities=[talk], outcomes=[won]))
    app = opened(PAGE)
    assert headings(app)[0] == "It’s too early to compare: your hours have no price yet. Add your pay, and they count."
    assert "Value of an hour" in screen(click(app, "Add your pay"))


def won_client(shelf: Shelf, *steps: dict[str, Any], contacts: tuple[str, ...] = ()) -> AppTest:
    """Open Home after a client was won."""
    fleet = {"date": "2026-09-28", "kind": "client", "title": "Fleet", "status": "won", "touchpoints": list(steps)}
    shelf.put(
        make_document(
            profile={"purpose": "win_clients"},
            activities=[{"date": "2026-10-02", "approach": "one_on_one"}],
            contacts=[{"name": name} for name in contacts],
            outcomes=[fleet],
        )
    )
    return opened(PAGE)


@pytest.mark.parametrize(("label", "stored"), [("Done", "asked"), ("Skip", "skipped")])
def test_a_referral_to_ask_for_goes_away_once_it_is_done_or_skipped(shelf: Shelf, label: str, stored: str) -> None:
    step = {"date": "2026-09-20", "approach": "one_on_one", "contact": "c1"}
    app = won_client(shelf, step, contacts=("Ada",))
    assert "You won “Fleet” on September 28: thank Ada, and ask for a referral." in screen(app)
    assert "Who was it?" not in screen(app)
    assert not {"Update", "In a week"} & {*buttons(app)}
    click(app, label)
    assert shelf.document["outcomes"][0]["referral_request"] == stored
    did = "Thanked Ada and asked for a referral." if label == "Done" else "Skipped asking Ada for a referral."
    assert did in screen(app)
    # Whoever was thanked with the request isn't to be thanked again.
    assert "thank Ada" not in screen(app).replace("Thank", "thank").replace("thanked", "")
    click(app, "Undo")
    assert "thank Ada, and ask for a referral" in screen(app)


@pytest.mark.parametrize("name", ["Ada", "Grace Doe"])
def test_a_client_without_a_contact_gets_one_known_or_new(shelf: Shelf, name: str) -> None:
    app = won_client(shelf, {"date": "2026-09-20", "approach": "one_on_one"}, contacts=("Ada",))
    assert "ask the client for a referral" in screen(app)
    assert not {"Update", "In a week"} & {*buttons(app)}
    before = shelf.document
    type_new(app, "Who was the client?", name, "Save")
    names = {row["id"]: row["name"] for row in shelf.document["contacts"]}
    (step,) = shelf.document["outcomes"][0]["touchpoints"]
    assert (step["approach"], names[step["contact"]]) == ("one_on_one", name)
    assert f"thank {name}, and ask for a referral" in screen(app)
    click(app, "Undo")
    assert shelf.document == before


def test_a_client_without_steps_gets_one_that_the_person_chooses(shelf: Shelf) -> None:
    app = won_client(shelf, contacts=("Ada",))
    next(box for box in app.selectbox if box.label == "Who was the client?").set_value("c1")
    assert "Choose what led to it." in screen(click(app, "Save"))
    assert shelf.document["outcomes"][0]["touchpoints"] == []
    next(box for box in app.segmented_control if box.label == "What led to it?").set_value("group_events")
    click(app, "Save")
    assert shelf.document["outcomes"][0]["touchpoints"] == [
        {"date": "2026-09-28", "approach": "group_events", "contact": "c1"}
    ]


def test_a_name_that_a_contact_has_already_is_chosen_and_not_added_again(shelf: Shelf) -> None:
    app = won_client(shelf, {"date": "2026-09-20", "approach": "one_on_one"}, contacts=("Ada Doe",))
    type_new(app, "Who was the client?", "ada doe", "Save")
    assert "There is already a contact named ada doe." in screen(app)
    assert len(shelf.document["contacts"]) == 1


def test_where_no_approach_is_known_to_be_best_each_page_says_the_same_step(shelf: Shelf) -> None:
    days = ("2026-02-01", "2026-05-01", "2026-08-01")
    approaches = ("group_events", "one_on_one")
    activities = [costly_activity(approach, "200", day) for approach in approaches for day in days]
    wins = [won_outcome(amount, approach) for amount, approach in zip(("700", "800"), approaches, strict=True)]
    shelf.put(make_document(activities=activities, outcomes=wins))
    tells = "likely to take more than a year to tell which approach is best."
    for page, title in ((PAGE, "Keep one-on-one and group events"), ("results.py", "Keep one-on-one and group events"),
                        ("plan.py", "Keep one-on-one and group events")):  # fmt: skip
        app = opened(page)
        assert headings(app)[0].startswith(title)
        # That it takes long helps only who plans.
        assert (tells in screen(app)) is (page == "plan.py")
