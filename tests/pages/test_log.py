"""Logging: an activity in seconds, an outcome by plain questions, and nothing typed is lost by a refusal."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.quiz.steps import STEPS
from netroi_core.quiz.valuation import FILLED_IN_MARGIN
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES
from netroi_core.workspace.fields import APPROACHES
from tests.careers import costly_activity, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import (
    choose,
    click,
    fill,
    folded_lines,
    forms_sent_by_enter,
    headings,
    opened,
    run,
    screen,
    typed,
    unfold,
)

COFFEE = {**costly_activity("one_on_one", "4.50", "2026-09-01"), "title": "Coffee with Ann"}
EVENING = {**costly_activity("group_events", "30", "2026-09-20"), "title": "Evening at the club"}
SPENT = "Money spent (optional)"
REVENUE, SHARE = "Revenue", "Commission or margin, %"
OPEN = "Is it one of your open outcomes? (optional)"


def entered(app: AppTest, label: str, value: Any) -> AppTest:
    """Choose an option in a form, which its button sends."""
    for box in (*app.selectbox, *app.segmented_control, *app.pills):
        if box.label == label:
            box.set_value(value)
            return app
    raise AssertionError(f"nothing to choose is called {label!r}")


@pytest.fixture
def two(shelf: Shelf) -> Shelf:
    """A workspace of two activities."""
    shelf.put(make_document(activities=[COFFEE, EVENING], venues=[{"name": "Club", "approach": "group_events"}]))
    return shelf


def test_an_activity_is_logged_and_the_next_one_begins_with_an_empty_form(shelf: Shelf) -> None:
    app = opened("log.py")
    fill(fill(fill(app, "Hours", "1.5"), SPENT, "$4.50"), "Note (optional)", " Coffee with Bo ")
    click(app, "Log activity")
    note = "1.5 h and $4.50 (coffee) on one-on-one: Q4 2026 is now at 1.5 h and $4.50, and its quiz starts from there."
    assert f"Logged Coffee with Bo. {note}" in screen(app)
    (stored,) = shelf.document["activities"]
    assert (stored["title"], stored["hours"], stored["date"]) == ("Coffee with Bo", {"attending": 1.5}, "2026-10-05")
    assert stored["costs"] == [{"category": "coffee", "amount": "4.50"}]
    assert "See all records" in screen(app)
    click(app, "Log another")
    assert typed(app, "Hours") == typed(app, "Note (optional)") == ""


def test_the_steps_to_an_outcome_are_told_apart_by_their_notes(two: Shelf) -> None:
    def offered() -> list[str]:
        (steps,) = [box for box in opened("log_outcome.py").multiselect if box.label.startswith("What led to it?")]
        return list(steps.options)

    assert offered() == [
        *("Group events", "One-on-one", "Social media"),
        "Sep 20 · Evening at the club",
        "Sep 1 · Coffee with Ann",
    ]


def test_the_steps_to_an_outcome_are_short_and_say_when_what_and_with_whom(shelf: Shelf) -> None:
    talk, event = ({"approach": approach, "date": "2026-09-10"} for approach in ("one_on_one", "group_events"))
    total = {**talk, "date": "2026-06-30", "source": "quiz", "title": "All of Q2 2026, from its quiz"}
    activities = [
        {**event, "venue": "v1"},
        {**event, "venue": "v1", "title": "Spring forum", "date": "2025-09-10"},
        {**event, "date": "2026-09-09"},
        {**talk, "title": "Coffee", "people": ["c1"]},
        {**talk, "title": "Lunch with Mike", "people": ["c2"], "date": "2026-09-08"},
        {**total, "people": ["c1", "c2", "c3"]},
        {**total, "approach": "group_events", "date": "2026-06-29", "venue": "v1"},
    ]
    contacts = [{"name": name} for name in ("Sarah Klein", "Mike Dunham", "Bo")]
    stored = {"date": "2026-09-11", "kind": "client", "status": "won", "title": "Fleet",
              "touchpoints": [{**talk, "date": "2026-06-30", "contact": "c1"}]}  # fmt: skip
    venue = {"name": "NAIOP Colorado", "approach": "group_events"}
    shelf.put(make_document(activities=activities, contacts=contacts, venues=[venue], outcomes=[stored]))
    of_quiz = "Q2 2026 · One-on-one · Sarah Klein and 2 others"
    talks = ["Sep 10 · Coffee · Sarah Klein", "Sep 8 · Lunch with Mike"]
    logged = ["Sep 10 · NAIOP Colorado", talks[0], "Sep 9 · Group events", talks[1]]
    (new,) = [box for box in opened("log_outcome.py").multiselect if box.label.startswith("What led to it?")]
    assert list(new.options) == [
        *(*APPROACH_NAMES.values(), *logged),
        *(of_quiz, "Q2 2026 · NAIOP Colorado", "Sep 10, 2025 · Spring forum"),
    ]
    assert new.proto.select_all == 0, "nothing comes of all that was logged"
    app = opened("record.py", id="outcomes/o1")
    (old,) = [box for box in app.multiselect if box.label.startswith("What led to it?")]
    assert old.options[0] == of_quiz


def test_an_approach_on_its_own_comes_no_later_than_its_outcome(shelf: Shelf) -> None:
    app = opened("log_outcome.py")
    next(field for field in app.date_input if field.label == "Date").set_value(date(2026, 9, 2))
    next(box for box in app.multiselect if box.label.startswith("What led to it?")).set_value(["one_on_one"])
    click(app, "Log outcome")
    assert shelf.document["outcomes"][0]["touchpoints"] == [{"date": "2026-09-02", "approach": "one_on_one"}]


def test_enter_in_a_field_does_not_save_before_the_rest_is_entered(two: Shelf) -> None:
    assert not forms_sent_by_enter(opened("log.py"))
    two.put(make_document(contacts=[{"name": "Ada", "id": "ada"}], venues=[{"name": "Club", "approach": "one_on_one"}]))
    assert not forms_sent_by_enter(click(opened("person.py", id="ada"), "Edit"))


@pytest.mark.parametrize(
    ("hours", "money", "sentence"),
    [
        ("a while", "5", "“a while” can’t be read as a number. Write it like 1.5 or 1:30."),
        ("1", "1,5", "“1,5” can’t be read as a number."),
        ("", "", "Enter your hours, or the money you spent."),
    ],
)
def test_an_activity_that_cannot_be_read_keeps_what_was_typed(
    shelf: Shelf, hours: str, money: str, sentence: str
) -> None:
    app = fill(fill(opened("log.py"), "Hours", hours), SPENT, money)
    click(fill(app, "Note (optional)", "A note"), "Log activity")
    assert sentence in screen(app)
    assert [typed(app, label) for label in ("Hours", SPENT, "Note (optional)")] == [hours, money, "A note"]
    assert shelf.document == {}
    click(fill(fill(app, "Hours", "1"), SPENT, ""), "Log activity")
    assert sentence not in screen(app)
    assert len(shelf.document["activities"]) == 1


def test_money_paid_back_is_no_cost_of_what_is_logged_and_of_what_is_logged_again(shelf: Shelf) -> None:
    app = fill(fill(opened("log.py"), SPENT, "640"), "Paid back to you", "500")
    click(app, "Log activity")
    assert "$140 (coffee) on one-on-one: Q4 2026 is now at $140" in screen(app)
    assert shelf.document["activities"][0]["costs"] == [{"category": "coffee", "amount": "640", "reimbursed": "500"}]
    click(app, "Log another")
    assert "One-on-one, $140" in screen(app)


@pytest.mark.parametrize("spent", ["20", ""])
def test_more_paid_back_than_spent_is_refused_at_its_field(shelf: Shelf, spent: str) -> None:
    app = fill(fill(fill(opened("log.py"), "Hours", "1"), SPENT, spent), "Paid back to you", "30")
    click(app, "Log activity")
    assert f"Only ${spent or 0} was spent." in screen(app)
    assert next(block for block in app.expander if block.label.startswith("Who")).proto.expanded
    assert shelf.document == {}


@pytest.mark.parametrize("days", [0, 1, 40])
def test_an_activity_that_is_still_to_come_is_not_logged_yet(shelf: Shelf, days: int) -> None:
    app = fill(opened("log.py"), "Hours", "1")
    app.date_input[0].set_value(date(2026, 10, 5) + timedelta(days))
    click(app, "Log activity")
    sentence = "This date is in the future. Log the activity after it happens, or correct the date."
    assert (sentence in screen(app)) == (days > 0)
    assert bool(shelf.document) == (days == 0)


def test_the_last_activity_is_logged_again_in_one_tap(two: Shelf) -> None:
    before = two.document
    app = opened("log.py")
    assert "Evening at the club" in screen(app)
    click(app, "Same as last time")
    repeated = {key: value for key, value in two.document["activities"][-1].items() if key != "id"}
    assert repeated == {**EVENING, "date": "2026-10-05"}
    click(app, "Undo")
    assert two.document == before


@pytest.mark.parametrize(
    ("approach", "category"),
    [("group_events", "event_fee"), ("one_on_one", "coffee"), ("social_media", "subscription")],
)
def test_money_is_for_what_the_approach_usually_costs_unless_another_is_chosen(
    shelf: Shelf, approach: str, category: str
) -> None:
    app = fill(entered(opened("log.py"), "What was it?", approach), SPENT, "45")
    click(click(app, "Log activity"), "Log another")
    app = fill(entered(app, "What was it?", approach), SPENT, "45")
    click(entered(app, "What the money was for", "travel"), "Log activity")
    assert [row["costs"][0]["category"] for row in shelf.document["activities"]] == [category, "travel"]


@pytest.mark.parametrize(
    ("note", "category"),
    [("Lunch with Tom", "lunch"), ("Breakfast at the club", "breakfast"), ("Dinner", "dinner"), ("Call", "coffee")],
)
def test_money_is_for_the_meal_that_the_note_names(shelf: Shelf, note: str, category: str) -> None:
    app = fill(fill(opened("log.py"), SPENT, "25"), "Note (optional)", note)
    click(click(app, "Log activity"), "Log another")
    app = fill(fill(app, SPENT, "25"), "Note (optional)", note)
    click(entered(app, "What the money was for", "gift"), "Log activity")
    assert [row["costs"][0]["category"] for row in shelf.document["activities"]] == [category, "gift"]


def test_each_one_on_one_is_a_conversation_in_every_figure(shelf: Shelf) -> None:
    for approach in ("group_events", "one_on_one"):
        click(fill(entered(opened("log.py"), "What was it?", approach), "Hours", "1"), "Log activity")
    click(opened("log.py"), "Same as last time")
    assert [row.get("meaningful", 0) for row in shelf.document["activities"]] == [0, 1, 1]


@pytest.mark.parametrize("note", ["Chamber breakfast", "Networking lunch", "After-work drinks"])
def test_what_a_meal_with_many_costs_is_found_where_the_quiz_asks_for_it_first(shelf: Shelf, note: str) -> None:
    app = fill(entered(opened("log.py"), "What was it?", "group_events"), SPENT, "45")
    click(fill(app, "Note (optional)", note), "Log activity")
    app = opened("quiz.py", quarter="2026-Q4", step="group_events")
    (filled, *_) = [field.label for field in app.text_input if field.value == "45"]
    assert filled == [field.label for field in app.text_input][2] == "Event fees"


def test_an_activity_that_was_just_logged_can_be_undone(two: Shelf) -> None:
    before = two.document
    app = click(fill(opened("log.py"), "Hours", "1"), "Log activity")
    assert "Undo: logged a one-on-one" in screen(app)
    click(app, "Undo")
    assert two.document == before
    assert "Undone: logged a one-on-one." in screen(app)
    assert not [button for button in app.button if button.label.startswith("Undo")]


def test_all_of_an_outcome_counts_until_it_is_answered_and_its_form_says_so(two: Shelf) -> None:
    question, note = "Would this have happened without networking?", "If you leave this open, all of it counts."
    app = opened("log_outcome.py")
    assert (next(pills.value for pills in app.pills if pills.label == question), note in screen(app)) == (None, True)
    click(app, "Log outcome")
    assert "incrementality" not in two.document["outcomes"][0]
    click(entered(click(app, "Log another"), question, 50.0), "Log outcome")
    assert two.document["outcomes"][1]["incrementality"] == 0.5
    assert note not in screen(opened("record.py", id=f"outcomes/{two.document['outcomes'][1]['id']}"))


def test_an_outcome_is_logged_with_the_steps_that_led_to_it(two: Shelf) -> None:
    app = opened("log_outcome.py")
    fill(fill(app, REVENUE, "6,000"), "Worth at most", "9,000")
    entered(app, "Would this have happened without networking?", 25.0)
    next(box for box in app.multiselect if box.label.startswith("What led to it?")).set_value(["a2", "a1"])
    click(app, "Log outcome")
    assert "Logged Client." in screen(app)
    (outcome,) = two.document["outcomes"]
    assert outcome["value"] == {"likely": "6000", "high": "9000"}
    assert outcome["incrementality"] == 0.75
    steps = [(step["date"], step["approach"]) for step in outcome["touchpoints"]]
    assert steps == [("2026-09-01", "one_on_one"), ("2026-09-20", "group_events")]
    click(app, "Log another")
    assert typed(app, REVENUE) == ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({REVENUE: "5", "Worth at least": "6"}, "This is more than the likely value."),
        ({REVENUE: "5", "Worth at most": "4"}, "This is less than the likely value."),
        ({"Worth at least": "6"}, "Enter the likely value, too."),
        ({SHARE: "120"}, "Enter at most 100."),
        ({REVENUE: "lots"}, "“lots” can’t be read as a number."),
    ],
)
def test_an_outcome_that_does_not_add_up_keeps_what_was_typed(
    shelf: Shelf, fields: dict[str, str], sentence: str
) -> None:
    app = opened("log_outcome.py")
    for label, text in fields.items():
        fill(app, label, text)
    click(app, "Log outcome")
    assert sentence in screen(app)
    assert {label: typed(app, label) for label in fields} == fields
    assert shelf.document == {}


def test_an_activity_has_the_channel_that_was_chosen_and_none_otherwise(shelf: Shelf) -> None:
    app = entered(fill(opened("log.py"), "Hours", "1"), "How you talked", "video")
    click(click(app, "Log activity"), "Log another")
    click(fill(app, "Hours", "2"), "Log activity")
    assert [row.get("channel") for row in shelf.document["activities"]] == ["video", None]


def test_an_open_outcome_that_is_opened_is_updated(shelf: Shelf) -> None:
    lead = {"id": "o1", "date": "2026-08-20", "kind": "lead", "status": "open", "probability": 0.5, "touchpoints": []}
    shelf.put(make_document(outcomes=[lead]))
    assert headings(opened("log_outcome.py"))[0] == "Log an outcome"
    assert headings(opened("log_outcome.py", outcome="o1"))[0] == "Update an outcome"
    assert headings(opened("log_outcome.py", outcome="gone"))[0] == "Log an outcome"


def test_an_outcome_happens_once_if_that_is_chosen_and_by_default_as_usual_for_its_kind(shelf: Shelf) -> None:
    app = click(click(opened("log_outcome.py"), "Log outcome"), "Log another")
    click(entered(app, "Could this happen again?", True), "Log outcome")
    usual, once = shelf.document["outcomes"]
    assert ("once" in usual, once["once"]) == (False, True)


def test_an_interview_has_its_day_in_sight_and_keeps_it_once_it_took_place(shelf: Shelf) -> None:
    app = choose(choose(opened("log_outcome.py"), "What is it?", "interview"), "Status", "open")
    day = next(field for field in app.date_input if field.label == "Date of the interview")
    assert "Date" not in [field.label for field in app.date_input]
    day.set_value(date(2026, 10, 20))
    click(app, "Log outcome")
    (stored,) = shelf.document["outcomes"]
    assert (stored["date"], stored["status"]) == ("2026-10-20", "open")
    app = choose(opened("log_outcome.py", outcome=stored["id"]), "Status", "won")
    click(app, "Save")
    assert [(row["date"], row["status"]) for row in shelf.document["outcomes"]] == [("2026-10-20", "won")]


def test_the_kind_of_an_outcome_starts_at_what_the_purpose_looks_for(shelf: Shelf) -> None:
    shelf.put({**make_document(), "profile": {"purpose": "find_work"}})
    app = opened("log_outcome.py")
    kinds = next(box for box in app.selectbox if box.label == "What is it?")
    assert (kinds.value, kinds.options[:2]) == ("interview", ["Interview", "Referral"])
    assert "It counts without a value." in screen(app)
    choose(app, "What is it?", "funding")
    assert "Money you raise isn’t your own gain" in screen(app)


@pytest.mark.parametrize(
    ("kind", "label"),
    [("role", "Value (difference in pay for a year)"), ("client", REVENUE), ("other", "Value (optional)")],
)
def test_the_field_for_the_value_says_what_to_enter(shelf: Shelf, kind: str, label: str) -> None:
    app = fill(choose(opened("log_outcome.py"), "What is it?", kind), label, "9,000")
    click(app, "Log outcome")
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == 9000


@pytest.mark.parametrize(
    ("between_jobs", "figures", "value"),
    [
        ((), {"New pay a year": "134,000", "Pay a year without it": "128,000"}, "6000"),
        (("2026-Q3",), {"New pay a year": "120,000", "How many months sooner?": "2.5"}, "25000"),
    ],
)
@pytest.mark.parametrize("page", ["log_outcome.py", "quiz.py"])
def test_a_new_role_is_worth_the_same_by_the_same_questions_in_the_log_and_in_the_quiz(
    shelf: Shelf, page: str, between_jobs: tuple[str, ...], figures: dict[str, str], value: str
) -> None:
    shelf.put(make_document(profile={"between_jobs": list(between_jobs)}))
    is_log = page == "log_outcome.py"
    app = opened(page) if is_log else opened(page, quarter="2026-Q3", step="outcomes")
    app = choose(app, "What is it?", "role") if is_log else click(app, "New role or promotion")
    for label, text in figures.items():
        fill(app, label, text)
    if is_log:
        click(app, "Log outcome")
    else:
        run(app)
        click(opened(page, quarter="2026-Q3", step=STEPS[-1].key), "Submit")
    (outcome,) = shelf.document["outcomes"]
    assert Decimal(outcome["value"]["likely"]) == Decimal(value)


@pytest.mark.parametrize(("between_jobs", "value"), [((), "6000"), (("2026-Q3",), "25000")])
@pytest.mark.parametrize("is_answered", [True, False])
def test_an_open_role_that_is_won_is_asked_about_as_a_new_one_and_keeps_its_estimate_else(
    shelf: Shelf, between_jobs: tuple[str, ...], value: str, is_answered: bool
) -> None:
    role = {"date": "2026-09-10", "kind": "role", "status": "open", "value": {"likely": "7"}, "probability": 0.4}
    shelf.put(make_document(profile={"between_jobs": list(between_jobs)}, outcomes=[role]))
    app = choose(opened("log_outcome.py", outcome="o1"), "Status", "won")
    assert "What did it come to?" not in [field.label for field in app.text_input]
    figures = {"How many months sooner?": "2.5"} if between_jobs else {"Pay a year without it": "114,000"}
    for label, text in {"New pay a year": "120,000", **figures}.items() if is_answered else ():
        fill(app, label, text)
    click(app, "Save")
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == Decimal(value if is_answered else "7")


def values(app: AppTest) -> dict[str, Any]:
    """Return what stands in the fields of a page by their labels."""
    fields = (app.text_input, app.number_input, app.date_input, app.selectbox, app.multiselect, app.checkbox,
              app.segmented_control, app.pills)  # fmt: skip
    return {field.label: field.value for widgets in fields for field in widgets}


def test_undoing_a_logged_activity_brings_back_all_that_was_typed(two: Shelf) -> None:
    before, app = two.document, opened("log.py")
    entered(entered(app, "What was it?", "group_events"), "How you talked", "phone")
    fill(fill(fill(app, "Hours", "1.5"), SPENT, "12"), "Note (optional)", "Fair")
    app.date_input[0].set_value(date(2026, 9, 30))
    app.checkbox[0].check()
    next(field for field in app.number_input if field.label == "New contacts").set_value(3)
    typed_in = values(app) | {"Date": date(2026, 9, 30)}
    click(click(app, "Log activity"), "Undo")
    assert (two.document, values(app), list(app.warning)) == (before, typed_in, [])
    # Once more, it is logged as it was typed.
    click(fill(app, "Note (optional)", "The fair"), "Log activity")
    activity = two.document["activities"][-1]
    assert (activity["title"], activity["date"], activity["new_contacts"]) == ("The fair", "2026-09-30", 3)
    click(click(app, "Log another"), "Log activity")
    assert "Enter your hours, or the money you spent." in screen(app)


def test_undoing_a_logged_outcome_brings_back_all_that_was_typed(two: Shelf) -> None:
    app = choose(choose(opened("log_outcome.py"), "What is it?", "role"), "Status", "open")
    fill(fill(fill(app, "Name (optional)", "Job"), "New pay a year", "90,000"), "Pay a year without it", "80,000")
    entered(fill(app, "Chance of success, %", "30"), "Would this come without networking?", 25.0)
    app.multiselect[0].set_value(["group_events"])
    typed_in = values(app)
    click(click(app, "Log outcome"), "Undo")
    assert (two.document["outcomes"], values(app), list(app.warning)) == ([], typed_in, [])


def test_undoing_an_updated_outcome_brings_back_the_outcome_and_what_was_typed(shelf: Shelf) -> None:
    fleet = {"id": "o1", "date": "2026-08-01", "kind": "client", "title": "Fleet", "status": "open"}
    shelf.put(make_document(outcomes=[fleet, {**fleet, "id": "o2", "title": "Vans"}]))
    before = shelf.document
    app = choose(choose(opened("log_outcome.py"), OPEN, "o2"), "Status", "won")
    fill(app, "What did it come to?", "4,000")
    typed_in = values(app)
    click(click(app, "Save"), "Undo")
    assert (shelf.document, values(app), list(app.warning)) == (before, typed_in, [])


def test_a_new_role_with_one_of_the_two_figures_asks_for_the_other(shelf: Shelf) -> None:
    app = choose(opened("log_outcome.py"), "What is it?", "role")
    assert "such as your last pay; 0 if nothing" in screen(app)
    click(fill(app, "New pay a year", "134,000"), "Log outcome")
    assert "Add your pay without it, so that it counts." in screen(app)
    assert shelf.document == {}
    click(fill(app, "Value (difference in pay for a year)", "9,000"), "Log outcome")
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == 9000


def test_the_pay_on_record_is_filled_in_for_a_new_role(shelf: Shelf) -> None:
    shelf.put(make_document(profile={"compensation": [{"base": "84000"}]}))
    app = choose(opened("log_outcome.py"), "What is it?", "role")
    assert (typed(app, "Pay a year without it"), "Filled in from your pay" in screen(app)) == ("84,000", True)
    # It alone says nothing of a role.
    click(app, "Log outcome")
    assert "value" not in shelf.document["outcomes"][0]


def test_a_job_logged_between_jobs_is_no_difference_in_pay_and_stays_none_in_the_quiz(shelf: Shelf) -> None:
    shelf.put(make_document(profile={"between_jobs": ["2026-Q3"]}))
    label = "Value (pay for the months it saved)"
    click(fill(choose(opened("log_outcome.py"), "What is it?", "role"), label, "33,500"), "Log outcome")
    app = unfold(opened("quiz.py", quarter="2026-Q4", step="outcomes"), "New role or promotion: won, $33,500")
    assert typed(app, label) == "33,500"


@pytest.mark.parametrize(
    ("status", "labels"), [("won", ["Revenue", SHARE]), ("open", ["Likely revenue", SHARE]), ("lost", [])]
)
@pytest.mark.parametrize("page", ["log_outcome.py", "quiz.py"])
def test_revenue_is_likely_while_it_is_open_and_of_what_is_lost_nothing_is_asked(
    shelf: Shelf, page: str, status: str, labels: list[str]
) -> None:
    app = opened("log_outcome.py") if page == "log_outcome.py" else click(opened("quiz.py", step="outcomes"), "Client")
    choose(app, "Status", status)
    about_money = ("revenue", "margin", "worth", "at least", "at most", "chance", "anyway")
    asked = [field.label for field in app.text_input if any(word in field.label.lower() for word in about_money)]
    assert [label for label in asked if label in ("Revenue", "Likely revenue", SHARE)] == labels
    assert bool(asked) == (status != "lost")
    questions = [pills.label for pills in app.pills]
    assert ("Who said no? (optional)" in questions) == (status == "lost")
    assert any("without networking" in question for question in questions) == (status != "lost")


@pytest.mark.parametrize("page", ["log_outcome.py", "quiz.py", "record.py"])
def test_a_role_that_you_declined_yourself_says_so_and_keeps_its_value(shelf: Shelf, page: str) -> None:
    offer = {"id": "offer", "date": "2026-08-20", "kind": "role", "title": "Head of sales", "status": "open",
             "probability": 0.5, "value": {"likely": "20000"}, "margin": 0.5, "incrementality": 0.75}  # fmt: skip
    shelf.put(make_document(outcomes=[] if page == "log_outcome.py" else [offer]))
    app = opened(
        page, **{"id": "outcomes/offer"} if page == "record.py" else {"step": "outcomes", "quarter": "2026-Q3"}
    )
    if page == "log_outcome.py":
        choose(app, "What is it?", "role")
    if page == "quiz.py":
        unfold(app, "Head of sales")
    choose(app, "Status", "lost")
    if page == "quiz.py":
        choose(app, "Who said no? (optional)", True)
    else:
        click(entered(app, "Who said no? (optional)", True), "Save" if page == "record.py" else "Log outcome")
    (row,) = shelf.document["outcomes"]
    assert (row["status"], row["declined"]) == ("lost", True)
    if page != "log_outcome.py":
        assert (Decimal(row["value"]["likely"]), row["margin"], row["incrementality"]) == (20000, 0.5, 0.75)
        assert "you said no on Oct 5, 2026" in screen(opened("quiz.py", step="review", quarter="2026-Q3"))
    assert "Hearing no" not in screen(opened("home.py"))


@pytest.mark.parametrize("kind", ["mentor", "referral", "introduction", "interview"])
@pytest.mark.parametrize("page", ["log_outcome.py", "quiz.py"])
def test_what_comes_about_rather_than_being_won_asks_for_money_last(shelf: Shelf, page: str, kind: str) -> None:
    app = opened("log_outcome.py")
    if page == "quiz.py":
        app = click(opened("quiz.py", step="outcomes"), KIND_NAMES[kind])
    else:
        choose(app, "What is it?", kind)
    (status,) = (box for box in (*app.radio, *app.segmented_control) if box.label == "Status")
    assert status.options[0] == ("Found" if kind == "mentor" else "It took place")
    (fold,) = (fold for fold in app.expander if fold.label == "Value in money (optional)")
    assert (fold.proto.expanded, bool(fold.text_input)) == (False, True)


@pytest.mark.parametrize("page", ["log_outcome.py", "quiz.py"])
def test_a_referral_to_a_client_is_won_and_asks_for_its_money_as_a_client_does(shelf: Shelf, page: str) -> None:
    referral = {"id": "o1", "date": "2026-05-02", "kind": "referral", "title": "Intro", "status": "open"}
    shelf.put(make_document(profile={"purpose": "win_clients"}, outcomes=[referral]))
    asked = []
    for kind in ("referral", "client"):
        if page == "quiz.py":
            app = click(opened("quiz.py", step="outcomes", quarter="2026-Q3"), KIND_NAMES[kind])
            assert next(box for box in app.radio if box.label == "Intro").options == ["Won", "Still open", "Lost"]
        else:
            app = choose(opened("log_outcome.py"), "What is it?", kind)
        (status,) = (box for box in (*app.radio, *app.segmented_control) if box.label == "Status")
        folds = [fold.label for fold in app.expander if fold.label.startswith("Value")]
        assert not [line for line in folded_lines(app) if "took place" in line]
        asked.append((status.options, [field.label for field in app.text_input], folds, "from 1 to 5" in screen(app)))
    assert asked[0][1:] == asked[1][1:]
    assert asked[0][0] == asked[1][0] == ["Won", "Still open", "Lost"]


def test_a_lead_that_was_lost_in_the_quarter_is_among_its_outcomes_with_the_day(shelf: Shelf) -> None:
    lead = {"date": "2026-05-04", "kind": "lead", "title": "Spring lead", "status": "lost", "lost_on": "2026-08-12"}
    shelf.put(make_document(outcomes=[lead, {**lead, "title": "Later", "lost_on": "2026-10-02"}]))
    app = opened("quiz.py", step="outcomes", quarter="2026-Q3")
    labels = folded_lines(app)
    assert "Spring lead: lost on Aug 12, 2026" in labels
    assert not [label for label in labels if label.startswith("Later")]
    assert "**It led to** 1 outcome (lost)." in screen(opened("quiz.py", step="review", quarter="2026-Q3"))


def test_a_lead_starts_open_and_asks_how_likely_it_is(shelf: Shelf) -> None:
    app = opened("log_outcome.py")
    assert "Chance of success, %" not in [field.label for field in app.text_input]
    choose(app, "What is it?", "lead")
    # A margin that is left blank is all of it.
    assert next(field.placeholder for field in app.text_input if field.label == SHARE) == "100"
    click(fill(app, "Chance of success, %", "40"), "Log outcome")
    (lead,) = shelf.document["outcomes"]
    assert (lead["status"], lead["probability"]) == ("open", 0.4)
    assert lead["stated"] == [{"day": "2026-10-05", "probability": 0.4}]


def test_an_outcome_that_was_open_is_settled_by_choosing_it(shelf: Shelf) -> None:
    lead = {"date": "2026-07-01", "kind": "client", "status": "open", "title": "Fleet", "value": {"likely": "4000"}}
    shelf.put(make_document(outcomes=[lead, {**lead, "title": "Yard", "status": "lost"}]))
    app = opened("log_outcome.py")
    (box,) = (box for box in app.selectbox if box.label == OPEN)
    assert box.options == ["Fleet · $4,000 · Jul 1, 2026"]
    choose(app, OPEN, shelf.document["outcomes"][0]["id"])
    click(choose(app, "Status", "won"), "Save")
    assert [row["status"] for row in shelf.document["outcomes"]] == ["won", "lost"]
    assert shelf.document["outcomes"][0]["date"] == "2026-10-05"
    assert "Changed Fleet. Won in Q4 2026: counts as $4,000." in screen(app)
    # Nothing is open any longer, and no form for a new one stands there as if this one were still to be entered.
    assert OPEN not in [box.label for box in app.selectbox]
    assert "Log outcome" not in [button.label for button in app.button]
    assert "Log another" in [button.label for button in app.button]
    click(app, "Undo")
    assert shelf.document["outcomes"][0]["status"] == "open"


def test_after_an_outcome_is_logged_nothing_asks_whether_it_is_an_open_one(shelf: Shelf) -> None:
    lead = {"date": "2026-07-01", "kind": "lead", "status": "open", "title": "Fleet"}
    shelf.put(make_document(outcomes=[lead, {**lead, "title": "Yard"}]))
    yard = shelf.document["outcomes"][1]["id"]
    for asked in ({}, {"outcome": yard}):
        app = click(opened("log_outcome.py", **asked), "Save" if asked else "Log outcome")
        assert "Log another" in [button.label for button in app.button]
        assert OPEN not in [box.label for box in app.selectbox]
        click(app, "Log another")
        (box,) = (box for box in app.selectbox if box.label == OPEN)
        assert box.value is None, "a form for another one"


def test_an_outcome_that_falls_through_keeps_its_day_and_quarter(shelf: Shelf) -> None:
    shelf.put(make_document(outcomes=[{"date": "2026-07-01", "kind": "lead", "status": "open", "title": "Fleet"}]))
    app = choose(opened("log_outcome.py"), OPEN, shelf.document["outcomes"][0]["id"])
    click(choose(app, "Status", "lost"), "Save")
    (lead,) = shelf.document["outcomes"]
    assert (lead["status"], lead["date"], lead["lost_on"]) == ("lost", "2026-07-01", "2026-10-05")
    assert "Lost: it still counts as a lead in Q3 2026." in screen(app)


def test_an_outcome_that_is_won_is_asked_for_what_it_came_to_and_keeps_no_range(shelf: Shelf) -> None:
    value = {"low": "3000", "likely": "4000", "high": "5000"}
    client = {"date": "2026-07-01", "kind": "client", "status": "open", "title": "Fleet", "value": value}
    shelf.put(make_document(outcomes=[client]))
    app = choose(opened("log_outcome.py"), OPEN, "o1")
    assert "Worth at most" in [field.label for field in app.text_input]
    choose(app, "Status", "won")
    assert typed(app, "What did it come to?") == "4,000"
    click(fill(app, "What did it come to?", "7,500"), "Save")
    assert shelf.document["outcomes"][0]["value"] == {"likely": "7500"}


@pytest.mark.parametrize(("activities", "is_cut"), [(200, False), (201, True)])
def test_the_activities_nearest_to_an_outcome_are_offered_as_its_steps(
    shelf: Shelf, activities: int, is_cut: bool
) -> None:
    # Before and after it in turns, the farthest first.
    offsets = [(-1) ** n * ((n + 1) // 2) for n in reversed(range(activities))]
    days = [(date(2026, 10, 5) + timedelta(days=offset)).isoformat() for offset in offsets]
    shelf.put(make_document(activities=[{"date": day, "approach": "one_on_one"} for day in days]))
    (steps,) = [box for box in opened("log_outcome.py").multiselect if box.label.startswith("What led to it?")]
    assert len(steps.options) == 200 + len(APPROACHES)
    assert steps.options[len(APPROACHES)].startswith("Jan 12, 2027 · ")
    assert steps.options[-1].startswith("Jun 27 · ")
    assert ("the 200 activities closest to" in steps.help) == is_cut


def test_an_open_outcome_is_as_likely_as_in_the_quiz_unless_its_chance_is_stated(shelf: Shelf) -> None:
    shelf.put(make_document())
    app = choose(opened("log_outcome.py"), "What is it?", "lead")
    assert "counts as $3,750 of $7,500" in screen(click(fill(app, "Likely revenue", "7500"), "Log outcome"))
    (lead,) = shelf.document["outcomes"]
    assert (lead["status"], lead["probability"]) == ("open", 0.5)
    # The usual chance is nobody's forecast.
    assert "stated" not in lead


def test_a_new_outcome_starts_with_the_margin_of_the_last_one_of_its_kind_and_a_stored_one_with_its_own(
    shelf: Shelf,
) -> None:
    client = {"date": "2026-09-01", "kind": "client", "status": "won", "value": {"likely": "1000"}, "title": "Alder"}
    later = {"date": "2026-09-20", "kind": "client", "status": "open", "title": "Birch"}
    shelf.put(make_document(outcomes=[{**client, "margin": 0.4}, {**client, "date": "2026-09-10", "margin": 0.6}]))
    app = choose(opened("log_outcome.py"), "What is it?", "client")
    assert (typed(app, SHARE), FILLED_IN_MARGIN in screen(app)) == ("60", True)
    click(fill(app, REVENUE, "500"), "Log outcome")
    assert [row["margin"] for row in shelf.document["outcomes"] if row.get("title") != "Alder"] == [0.6]
    shelf.put(make_document(outcomes=[{**client, "margin": 0.4}, later]))
    app = opened("record.py", id="outcomes/o2")
    assert (typed(app, SHARE), FILLED_IN_MARGIN in screen(app)) == ("", False)


def talk_with(shelf: Shelf, note: str, *names: str) -> AppTest:
    """Log a talk with this note, with contacts of these names on record."""
    shelf.put(make_document(contacts=[{"name": name} for name in names]))
    return click(fill(fill(opened("log.py"), "Hours", "1"), "Note (optional)", note), "Log activity")


def people_of_talk(shelf: Shelf) -> list[str]:
    """Return the names of the contacts who are linked to the one activity."""
    names = {row["id"]: row["name"] for row in shelf.document["contacts"]}
    (talk,) = shelf.document["activities"]
    return [names[key] for key in talk.get("people", ())]


def people_opened(app: AppTest) -> list[str]:
    """Return the links to pages of contacts."""
    return [link.proto.label for link in app.get("page_link") if link.proto.query_string.startswith("id=")]


def test_whom_the_note_names_is_linked_in_one_tap_and_never_silently(shelf: Shelf) -> None:
    app = talk_with(shelf, "Lunch with Karen", "Karen Doe", "Tom Lee")
    assert people_of_talk(shelf) == []
    click(app, "Link it to Karen Doe")
    assert people_of_talk(shelf) == ["Karen Doe"]
    assert "Linked Lunch with Karen to Karen Doe." in screen(app)
    assert "Link it to Karen Doe" not in screen(app)
    assert people_opened(app) == ["Open Karen Doe"]
    click(app, "Undo")
    assert people_of_talk(shelf) == []


def test_somebody_new_is_added_and_linked_in_one_tap_and_both_are_undone(shelf: Shelf) -> None:
    app = talk_with(shelf, "Coffee with *Tom* Lee", "Karen Doe")
    assert "to your contacts" not in screen(app)
    app = talk_with(shelf, "Coffee with Tom Lee", "Karen Doe")
    before = shelf.document
    click(app, "Add Tom Lee to your contacts")
    assert people_of_talk(shelf) == ["Tom Lee"]
    assert people_opened(app) == ["Open Tom Lee"]
    assert "met" not in shelf.document["contacts"][1]
    click(app, "Undo")
    assert shelf.document == before


def test_between_two_of_one_name_the_person_chooses(shelf: Shelf) -> None:
    app = talk_with(shelf, "Lunch with Karen", "Karen Doe", "Karen Poe")
    assert "Link it to" not in screen(app)
    choose(app, "Which Karen was it?", "c2")
    assert people_of_talk(shelf) == ["Karen Poe"]


def test_a_company_is_not_offered_as_a_contact(shelf: Shelf) -> None:
    assert "to your contacts" not in screen(talk_with(shelf, "Breakfast with LinkedIn"))


def test_a_status_that_was_chosen_stays_when_the_kind_changes(shelf: Shelf) -> None:
    app = opened("log_outcome.py")
    for label, value, status in (
        ("What is it?", "client", "won"),
        ("What is it?", "lead", "open"),
        ("What is it?", "referral", "open"),
        ("Status", "lost", "lost"),
        ("What is it?", "client", "lost"),
    ):
        choose(app, label, value)
        assert next(row.value for row in app.segmented_control if row.label == "Status") == status
