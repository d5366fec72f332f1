"""The quiz page: each answer is saved on change, nothing typed is lost, and it is submitted once."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import save_answers
from netroi_core.quiz.valuation import FILLED_IN_MARGIN
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES
from netroi_core.workspace.workspace import Workspace
from tests.careers import costly_activity, load_document, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import (
    at_page,
    choose,
    click,
    fill,
    folded_lines,
    headings,
    markdown,
    opened,
    read,
    run,
    screen,
    typed,
    unfold,
)

Q3 = "2026-Q3"


def step(app: AppTest, name: str) -> AppTest:
    """Click Next, or Back to the review, until the step with this heading."""
    while headings(app)[0] != name:
        click(app, next(button.label for button in app.button if button.key in ("next", "to review")))
    return app


def type_into(app: AppTest, label: str, text: str, index: int = 0) -> AppTest:
    """Type into a field and leave it; ``index`` counts the fields of the same label."""
    return run(fill(app, label, text, index))


def enter_day(app: AppTest, label: str, day: date) -> AppTest:
    (field,) = (field for field in app.date_input if field.label == label)
    field.set_value(day)
    return run(app)


def pay(app: AppTest) -> AppTest:
    return type_into(app, "Base pay per year", "84,000")


EVENTS, TALKS, ONLINE = (
    f"{name}: how much time and money did you spend?" for name in ("Group events", "One-on-one", "Social media")
)
OUTCOMES = "What did it lead to?"
PEOPLE = "Who did you meet, and who helped whom?"
MET_FIRST, NEW = "Who did you meet for the first time?", "New contacts in total, named or not"
REVIEW = "Does this look right?"


def test_an_answer_is_saved_at_once_and_another_tab_has_it(shelf: Shelf) -> None:
    app = pay(opened("quiz.py"))
    assert shelf.answers() == {"pay.base": "84000"}
    assert "($84,000 + $31,702) ÷ 2,080 h = $55.63 an hour" in screen(app)
    second_tab = opened("quiz.py")
    assert typed(second_tab, "Base pay per year") == "84,000"
    assert "$55.63 an hour" in screen(second_tab)


def test_the_part_of_an_hour_that_nobody_entered_is_explained_beside_it() -> None:
    app = pay(opened("quiz.py"))
    assert "Benefits of $31,702 are usual for this pay" in screen(app)
    type_into(app, "Benefits per year", "20000")
    assert "are usual for this pay" not in screen(app)


def test_an_answer_can_be_removed(shelf: Shelf) -> None:
    app = type_into(pay(opened("quiz.py")), "Base pay per year", "")
    assert shelf.answers() == {}
    assert "Until you enter your pay, only your money counts as a cost." in screen(app)


@pytest.mark.parametrize("text", ["1,5", "many", "-3", "12 kg"])
def test_an_unreadable_number_stays_as_typed_with_a_problem_until_it_is_corrected(shelf: Shelf, text: str) -> None:
    app = type_into(step(opened("quiz.py"), EVENTS), "Hours in total", text)
    assert typed(app, "Hours in total") == text
    assert f"“{text}” can’t be read as a number." in screen(app)
    assert shelf.answers()["group_events.hours.total"] == {"typed": text}
    again = opened("quiz.py")
    assert typed(again, "Hours in total") == text
    click(again, "Next")
    assert headings(again)[0] == EVENTS, "the field stays in sight until it is right"
    assert f"Before you continue: “{text}” can’t be read as a number." in screen(again)
    again = opened("quiz.py", step="review")
    assert f"Group events: “{text}” can’t be read as a number." in screen(again)
    click(again, "Submit")
    assert "They are listed at the top." in screen(again)
    assert headings(again)[0] == REVIEW
    assert f"“{text}” can’t be read as a number." in screen(again)
    assert "activities" not in shelf.document or not shelf.document["activities"]


@pytest.mark.parametrize(("mode", "label"), [("employee", "Base pay per year"), ("self_employed", "Hourly rate")])
def test_a_problem_of_a_field_that_is_not_shown_holds_nobody_back(shelf: Shelf, mode: str, label: str) -> None:
    keys = {"employee": "pay.hourly_rate", "self_employed": "pay.base"}
    shelf.put(save_answers(make_document(), Quarter(2026, 3), {"pay.mode": mode, keys[mode]: {"typed": "many"}}))
    app = opened("quiz.py")
    assert headings(click(app, "Next"))[0] == EVENTS


def test_the_review_tells_what_is_logged_from_what_the_quiz_adds(shelf: Shelf) -> None:
    fee = {"category": "event_fee", "amount": "25"}
    evening = {"date": "2026-08-09", "approach": "group_events", "hours": {"attending": 3}, "costs": [fee]}
    shelf.put(make_document(activities=[evening]))
    assert "3 h (instead of paid work) and $25. From your log." in screen(opened("quiz.py", step="review"))
    app = type_into(opened("quiz.py", step="group_events"), "Hours in total", "25")
    assert "25 h (instead of paid work) and $25. 3 h and $25 of it from your log." in screen(step(app, REVIEW))
    click(app, "Submit")
    titles = {row.get("title") for row in shelf.document["activities"]}
    assert "The rest of Q3 2026, from its quiz" in titles


def test_a_number_out_of_bounds_has_a_problem_at_its_field() -> None:
    app = type_into(step(opened("quiz.py"), EVENTS), "Hours in total", "9,999")
    assert "9,999 is too much here; the most is 2,208." in screen(app)
    assert typed(app, "Hours in total") == "9,999"


def test_the_quiz_continues_where_it_was_left(shelf: Shelf) -> None:
    step(opened("quiz.py"), OUTCOMES)
    assert shelf.answers() == {"at": "outcomes"}
    app = opened("quiz.py")
    assert headings(app)[0] == OUTCOMES
    assert "Step 5 of 7" in screen(app)
    click(app, "Back")
    assert headings(app)[0] == ONLINE


def test_the_foot_has_the_totals_so_far() -> None:
    app = step(pay(opened("quiz.py")), EVENTS)
    type_into(app, "Hours in total", "10")
    assert "So far: 10 h, $556 of your time. Your answers" in screen(app)
    type_into(app, "Event fees", "120.50")
    assert "So far: 10 h, $120.50 out of pocket, $556 of your time. Your answers" in screen(app)


def test_before_the_first_answer_the_foot_has_no_totals() -> None:
    app = opened("quiz.py")
    assert "Your answers are saved. Stop and continue anytime." in screen(app)
    assert "So far" not in screen(app)


def test_recorded_effort_is_prefilled_and_only_the_rest_is_written(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = step(opened("quiz.py", quarter=Q3), EVENTS)
    assert "Filled in from your log (1 activity)." in screen(app)
    assert [typed(app, label) for label in ("Hours in total", "Traveling, h", "Breakfast")] == ["2.5", "0.5", "18.50"]
    type_into(app, "Hours in total", "5.5")
    assert [typed(step(app, name), "Hours in total") for name in (TALKS, ONLINE)] == ["1.25", ""]
    click(step(app, REVIEW), "Submit")
    (ours,) = (row for row in shelf.document["activities"] if row["id"].startswith("quiz-2026-Q3-"))
    assert (ours["approach"], ours["hours"], ours["date"]) == ("group_events", {"attending": 3.0}, "2026-09-30")


def test_same_as_last_quarter_fills_in_its_effort(shelf: Shelf) -> None:
    effort = {"hours": {"attending": 3, "travelling": 1}, "new_contacts": 6, "meaningful": 2}
    shelf.put(make_document(activities=[{**costly_activity("one_on_one", "12.40", "2026-05-02"), **effort}]))
    app = step(opened("quiz.py"), EVENTS)
    assert not [button.label for button in app.button if button.label.startswith("Same as")], "none there"
    click(step(app, TALKS), "Same as Q2 2026: 4 h, $12.40")
    assert [typed(app, label) for label in ("Hours in total", "Traveling, h", "Coffee")] == ["4", "1", "12.40"]
    assert "So far: 4 h, $12.40 out of pocket" in screen(app)
    assert shelf.answers()["one_on_one.hours.total"] == "4"
    assert not [key for key in shelf.answers() if key.endswith(("new_contacts", "meaningful"))]


def test_same_as_last_quarter_is_offered_beside_what_is_logged(shelf: Shelf) -> None:
    days = ("2026-05-02", "2026-05-09", "2026-08-12")
    shelf.put(make_document(activities=[costly_activity("one_on_one", "6", day) for day in days]))
    app = click(opened("quiz.py", quarter=Q3, step="one_on_one"), "Same as Q2 2026")
    assert typed(app, "Coffee") == "12"


def test_same_as_last_quarter_replaces_all_that_stands_there_until_it_is_undone(shelf: Shelf) -> None:
    spent = {"2026-05-02": {"event_fee": "240", "parking": "84"}, "2026-08-02": {"breakfast": "50", "lunch": "45"}}
    before, meals = (
        {"date": day, "approach": "group_events", "hours": {"attending": 19 if "parking" in costs else 1},
         "costs": [{"category": category, "amount": amount} for category, amount in costs.items()]}
        for day, costs in spent.items()
    )  # fmt: skip
    shelf.put(make_document(activities=[before, meals]))
    app = opened("quiz.py", quarter=Q3, step="group_events")
    fields = ("Hours in total", "Traveling, h", "Event fees", "Parking", "Drinks", "Breakfast", "Lunch")
    for label, text in (("Drinks", "30"), ("Traveling, h", "0.5"), ("Breakfast", "60")):
        type_into(app, label, text)
    entered, answers = [typed(app, label) for label in fields], shelf.answers()
    click(app, "Same as Q2 2026: 19 h, $324")
    assert "So far: 19 h, $324 out of pocket" in screen(app)
    assert [typed(app, label) for label in fields] == ["19", "", "145", "84", "", "50", "45"]
    click(app, "Same as Q2 2026: 19 h, $324")
    click(app, "Undo: filled in group events as in Q2 2026")
    assert ([typed(app, label) for label in fields], shelf.answers()) == (entered, answers)


def test_what_is_repeated_says_the_dues_that_count_and_takes_no_subscription_over_twice(shelf: Shelf) -> None:
    spent = {"date": "2026-05-02", "approach": "social_media", "hours": {"attending": 3},
             "costs": [{"category": "subscription", "amount": "90"}]}  # fmt: skip
    dues = {"amount": "30", "per": "month", "from": "2026-07-01"}
    shelf.put(make_document(activities=[spent], venues=[{"name": "Premium", "approach": "social_media", "dues": dues}]))
    app = opened("quiz.py", quarter=Q3, step="social_media")
    click(app, "Same as Q2 2026: 3 h, $90 in dues")
    assert typed(app, "Subscriptions") == ""
    assert "So far: 3 h, $90 out of pocket" in screen(app)


def test_dues_that_ended_are_named_so_that_a_renewed_membership_is_not_left_out(shelf: Shelf) -> None:
    dues = {"amount": "30", "per": "month", "to": "2026-06-30"}
    venue = {"name": "Premium", "approach": "social_media", "dues": dues}
    shelf.put(make_document(activities=[costly_activity("social_media", "5", "2026-05-02")], venues=[venue]))
    app = opened("quiz.py", quarter=Q3, step="social_media")
    assert "Your memberships below have ended: the $90 of dues in Q2 2026 don’t count again." in screen(app)
    assert "have ended" not in screen(opened("quiz.py", quarter=Q3, step="one_on_one"))


@pytest.mark.parametrize(
    ("label", "hint"),
    [("Coffee", "$12.40"), ("Conversations", "1"), ("Hours in total", "1")],
)
def test_what_is_logged_says_why_it_stays_and_where_to_change_it(shelf: Shelf, label: str, hint: str) -> None:
    shelf.put(make_document(activities=[costly_activity("one_on_one", "12.40", "2026-08-02")]))
    app = opened("quiz.py", quarter=Q3, step="one_on_one")
    sentence = f"{hint} is logged, and counts until you change the record."
    assert (typed(app, label), sentence in screen(app)) == (hint.removeprefix("$"), False)
    type_into(app, label, "" if label == "Coffee" else "0")
    assert (typed(app, label), sentence in screen(app)) == ("0", True)
    assert "Activities" in screen(click(app, "Open your records"))


def test_talks_typed_include_those_that_are_logged(shelf: Shelf) -> None:
    coffee = costly_activity("one_on_one", "4", "2026-08-02")
    shelf.put(make_document(activities=[coffee, {**coffee, "meaningful": 2}]))
    app = opened("quiz.py", quarter=Q3, step="one_on_one")
    assert typed(app, "Conversations") == "3"
    type_into(app, "Conversations", "24")
    assert "24 conversations" in screen(step(app, REVIEW))


@pytest.mark.parametrize("count", [2, 12])
def test_the_people_of_logged_meetings_are_named_where_the_quiz_asks_for_people(shelf: Shelf, count: int) -> None:
    names = ["Sarah [Klein]", "Mike Dunham", *(f"P{n}" for n in range(10))][:count]
    coffees = [{**costly_activity("one_on_one", "4", "2026-08-02"), "people": [f"c{n}"]} for n in range(1, count + 1)]
    before, event = {**coffees[0], "date": "2026-05-02"}, {**coffees[0], "approach": "group_events", "people": []}
    shelf.put(make_document(contacts=[{"name": name} for name in names], activities=[before, event, *coffees[::-1]]))
    captions = [read(caption.value) for caption in opened("quiz.py", quarter=Q3, step="people").caption]
    (logged,) = [caption for caption in captions if caption.startswith("Already logged: ")]
    assert logged.removeprefix("Already logged: ") == (
        "Mike Dunham and Sarah [Klein]" if count == 2 else f"{', '.join(names[:1:-1])} and 2 more"
    )
    assert "Already logged" not in screen(opened("quiz.py", quarter="2026-Q1", step="people"))


@pytest.mark.parametrize(("mode", "at_risk"), [("employee", "30000"), ("employee", ""), ("self_employed", "")])
def test_whoever_earns_a_commission_reads_that_it_counts_on_both_sides(mode: str, at_risk: str) -> None:
    app = choose(opened("quiz.py", quarter=Q3), "Your work for most of this quarter", mode)
    if mode == "employee":
        type_into(pay(app), "Bonus and commission", at_risk)
    assert ("A commission counts on both sides" in screen(app)) == bool(at_risk)


def test_without_a_quarter_before_there_is_nothing_to_repeat() -> None:
    app = step(opened("quiz.py"), EVENTS)
    assert not [button.label for button in app.button if button.label.startswith("Same as")]


def test_the_quarter_is_that_of_the_address(shelf: Shelf) -> None:
    app = opened("quiz.py", quarter="2025-Q2")
    assert app.selectbox(key="quarter").value == "2025-Q2"
    pay(app)
    assert [quiz["quarter"] for quiz in shelf.document["quizzes"]] == ["2025-Q2"]


@pytest.mark.parametrize("requested", ["", "nonsense", "2026-Q9", "<script>"])
def test_without_a_valid_quarter_in_the_address_it_is_the_last_finished_one(requested: str) -> None:
    app = opened("quiz.py", **({"quarter": requested} if requested else {}))
    assert app.selectbox(key="quarter").value == Q3
    assert {"Q3 2026 · not started", "Q4 2026 · not over yet"} <= set(app.selectbox(key="quarter").options)


def test_quarters_that_are_archived_are_offered_only_by_the_address(shelf: Shelf) -> None:
    shelf.put(make_document(profile={"archived_before": "2026-04-01"}))
    offered = [option[:7] for option in opened("quiz.py").selectbox(key="quarter").options]
    assert offered == ["Q4 2026", "Q3 2026", "Q2 2026"]
    assert opened("quiz.py", quarter="2025-Q2").selectbox(key="quarter").options[-1].startswith("Q2 2025")


def test_each_quarter_has_its_own_answers(shelf: Shelf) -> None:
    app = pay(opened("quiz.py"))
    app.selectbox(key="quarter").set_value("2026-Q2")
    run(app)
    assert typed(app, "Base pay per year") == ""
    type_into(app, "Base pay per year", "80,000")
    app.selectbox(key="quarter").set_value(Q3)
    assert typed(run(app), "Base pay per year") == "84,000"
    assert {quiz["quarter"] for quiz in shelf.document["quizzes"]} == {"2026-Q2", Q3}


REVENUE, LIKELY_REVENUE, SHARE = "Revenue", "Likely revenue", "Commission or margin, %"


def add_client(app: AppTest, fee: str = "6,000") -> AppTest:
    click(step(app, OUTCOMES), "Client")
    type_into(app, REVENUE, fee)
    return click(app, "One-on-one")


def test_an_outcome_is_added_with_its_value_and_its_path(shelf: Shelf) -> None:
    app = add_client(opened("quiz.py"))
    assert typed(app, REVENUE) == "6,000"
    assert "$6,000 won." in screen(app)
    click(step(app, REVIEW), "Submit")
    (outcome,) = shelf.document["outcomes"]
    assert (outcome["kind"], outcome["status"], outcome["date"]) == ("client", "won", "2026-09-30")
    assert Decimal(outcome["value"]["likely"]) == 6000
    assert [touchpoint["approach"] for touchpoint in outcome["touchpoints"]] == ["one_on_one"]


def test_a_removed_outcome_can_be_restored(shelf: Shelf) -> None:
    app = add_client(opened("quiz.py"))
    before = shelf.answers()
    click(app, "Remove outcome")
    assert "outcome.1.kind" not in shelf.answers()
    click(app, "Undo")
    assert shelf.answers() == before


def test_a_card_in_place_of_a_removed_one_has_the_name_of_its_own_kind() -> None:
    app = click(add_client(opened("quiz.py")), "Mentor")
    click(click(app, "Remove outcome"), "Skill")
    labels = [expander.label for expander in app.expander]
    assert "Skill" in labels
    assert "Mentor" not in labels


@pytest.mark.parametrize(("added", "kept"), [("2", {"1", "2"}), ("1", {"1"})])
def test_an_outcome_that_another_tab_adds_survives_the_undo_of_a_removal(
    shelf: Shelf, added: str, kept: set[str]
) -> None:
    app = add_client(opened("quiz.py"))
    click(app, "Remove outcome")
    changes = {"outcomes": [added], f"outcome.{added}.kind": "mentor"}
    shelf.put(save_answers(deepcopy(shelf.document), Quarter.parse("2026-Q3"), changes))
    click(app, "Undo")
    assert set(shelf.answers()["outcomes"]) == kept
    assert shelf.answers()[f"outcome.{added}.kind"] == "mentor"


def test_a_path_of_several_steps_can_be_shortened() -> None:
    app = add_client(opened("quiz.py"))
    click(app, "Social media")
    assert [field.label for field in app.date_input][:2] == [
        "1. One-on-one: when? (optional)",
        "2. Social media: when? (optional)",
    ]
    click(app, "Remove step")
    assert next(field.label for field in app.date_input) == "1. Social media: when? (optional)"


def open_lead() -> dict[str, Any]:
    lead = {"date": "2026-05-04", "kind": "lead", "title": "Spring lead", "status": "open", "probability": 0.2}
    return make_document(outcomes=[{**lead, "value": {"likely": "15000"}, "touchpoints": []}])


def test_open_outcomes_of_earlier_quarters_are_asked_about_and_settled(shelf: Shelf) -> None:
    shelf.put(open_lead())
    app = step(opened("quiz.py"), OUTCOMES)
    assert "Still open from earlier quarters: what became of it?" in headings(app)
    assert typed(app, "Chance of success now, % (optional)") == "20"
    choose(app, r"Spring lead, \$15,000", "won")
    assert "$15,000 won." in screen(app)
    click(step(app, REVIEW), "Submit")
    (lead,) = shelf.document["outcomes"]
    assert (lead["status"], lead["date"], lead["title"]) == ("won", "2026-09-30", "Spring lead")


def test_the_page_after_a_quiz_says_what_its_quarter_took(shelf: Shelf) -> None:
    spring, summer = (
        costly_activity("one_on_one", amount, day) for amount, day in (("30", "2026-05-04"), ("80", "2026-08-04"))
    )
    shelf.put(make_document(activities=[spring, summer]))
    app = click(step(opened("quiz.py"), REVIEW), "Submit")
    assert "In Q3 2026, you put in $80 and 1 hour; no money was won yet." in screen(app)


def test_an_outcome_that_stays_open_has_its_day_and_a_new_probability(shelf: Shelf) -> None:
    shelf.put(open_lead())
    app = type_into(step(opened("quiz.py"), OUTCOMES), "Chance of success now, % (optional)", "60")
    click(step(app, REVIEW), "Submit")
    (lead,) = shelf.document["outcomes"]
    assert (lead["status"], lead["date"], lead["probability"]) == ("open", "2026-05-04", 0.6)


def test_the_review_and_the_totals_tell_what_is_open_from_earlier_quarters(shelf: Shelf) -> None:
    raw, lost = open_lead(), {"date": "2026-08-04", "kind": "lead", "status": "lost"}
    shelf.put({**raw, "outcomes": [*raw["outcomes"], {**lost, "id": "lost"}]})
    app = type_into(step(opened("quiz.py"), OUTCOMES), "Chance of success now, % (optional)", "60")
    assert "So far: $9,000 expected from open outcomes of earlier quarters." in screen(app)
    assert "**It led to** 1 outcome (lost), plus 1 still open from earlier quarters." in screen(step(app, REVIEW))
    app = type_into(click(opened("quiz.py", step="outcomes"), "Lead"), LIKELY_REVENUE, "1,000")
    choose(click(app, "Client"), "Status", "lost")
    review = screen(step(app, REVIEW))
    assert "**It led to** 3 outcomes (1 open and 2 lost), plus 1 still open from earlier quarters." in review
    assert "So far: $500 expected from open outcomes, plus $9,000 from those of earlier quarters." in review


def test_submission_leads_to_the_results_and_a_second_one_changes_nothing(shelf: Shelf) -> None:
    first, second = step(add_client(opened("quiz.py")), REVIEW), opened("quiz.py")
    assert headings(second)[0] == REVIEW
    click(first, "Submit")
    assert headings(first)[0] == "You submitted your quiz for Q3 2026"
    before = shelf.document
    click(second, "Submit")
    after = shelf.document
    assert len(after["quizzes"]) == 1
    assert [after["outcomes"], after["activities"]] == [before["outcomes"], before["activities"]]
    assert headings(opened("quiz.py", quarter=Q3))[0] == "You submitted your quiz for Q3 2026"


def test_a_submitted_quiz_can_be_corrected_and_the_figures_follow(shelf: Shelf) -> None:
    app = click(click(step(add_client(opened("quiz.py")), REVIEW), "Submit"), "Change my answers")
    assert "You reopened your quiz for Q3 2026: submit it again." in screen(at_page(app, "home.py"))
    assert headings(click(app, "Continue the quiz"))[0] == REVIEW
    click(at_page(app, "quiz.py"), "Edit")
    type_into(app, REVENUE, "7,500")
    click(click(app, "Back to the review"), "Submit")
    assert "won $7,500" in screen(app)
    assert [Decimal(outcome["value"]["likely"]) for outcome in shelf.document["outcomes"]] == [7500]


@pytest.mark.parametrize("spent", [None, "40"])
def test_dues_are_asked_for_in_one_place_unless_they_were_entered_as_a_cost(shelf: Shelf, spent: str | None) -> None:
    shelf.put(save_answers(make_document(), Quarter(2026, 3), {"group_events.costs.dues": spent}))
    app = opened("quiz.py", quarter=Q3, step="group_events")
    assert [field.value for field in app.text_input if field.label == "Dues"] == ([spent] if spent else [])


def test_the_review_sums_up_each_step_and_leads_back_to_it() -> None:
    app = step(add_client(pay(opened("quiz.py"))), REVIEW)
    review = screen(app)
    assert "**An hour of your time** in Q3 2026: ($84,000 + $31,702) ÷ 2,080 h = $55.63 an hour." in review
    assert "**Group events:** no hours and no money." in review
    assert "**It led to** 1 outcome (won)." in review
    assert "**Client**  \n:small[won, $6,000, by one-on-one]" in review
    assert "**People:** no new contacts and no favors." in review
    click(app, "Change", 3)
    assert headings(app)[0] == OUTCOMES
    assert headings(click(app, "Back to the review"))[0] == REVIEW


@pytest.mark.parametrize("approach", ["Group events", "One-on-one", "Social media"])
def test_an_approach_that_led_to_outcomes_without_hours_or_cost_is_named_with_a_way_to_mend_it(approach: str) -> None:
    app = step(click(step(opened("quiz.py"), OUTCOMES), "Client"), OUTCOMES)
    click(app, approach, -1)
    step(app, REVIEW)
    assert f"**{approach}** led to 1 outcome, but no hours or costs are entered." in screen(app)
    assert headings(click(app, "Add hours"))[0] == f"{approach}: how much time and money did you spend?"
    type_into(app, "Hours in total", "1:30")
    click(app, "Back to the review")
    assert f"**{approach}:** 1.5 h (instead of paid work)." in screen(app)
    assert "it looks free" not in screen(app)


def test_an_outcome_that_nothing_led_to_this_quarter_needs_no_hours(shelf: Shelf) -> None:
    raw = open_lead()
    raw["outcomes"][0]["touchpoints"] = [{"date": "2026-05-02", "approach": "one_on_one"}]
    shelf.put(raw)
    app = choose(step(opened("quiz.py"), OUTCOMES), r"Spring lead, \$15,000", "won")
    assert "it looks free" not in screen(step(app, REVIEW))


def test_days_that_nobody_stated_are_told_and_stay_blank_when_the_quiz_is_reopened(shelf: Shelf) -> None:
    app = add_client(opened("quiz.py"))
    assert {field.value for field in app.date_input} == {None}
    note = "as of Sep 30, 2026, the last day of Q3 2026."
    assert f"Without a date, it counts {note}" in screen(app)
    choose(type_into(step(app, PEOPLE), "Who you met", "Ada Lee"), MET_FIRST, ["Ada Lee"])
    assert "Without a date, they are listed as met in Q3 2026." in screen(app)
    assert f"Those without a date count {note}" in screen(step(app, REVIEW))
    click(click(app, "Submit"), "Change my answers")
    unfold(click(app, "Change", 3), "Client")
    assert {field.value for field in app.date_input} == {None}
    enter_day(app, "Date won, or first heard of", date(2026, 8, 12))
    assert "Those without a date" not in screen(click(app, "Back to the review"))
    click(app, "Submit")
    (client,) = shelf.document["outcomes"]
    assert (client["date"], client["touchpoints"][0]["date"]) == ("2026-08-12", "2026-08-12")


def test_while_a_quarter_is_running_an_outcome_without_a_date_counts_as_of_today() -> None:
    app = click(opened("quiz.py", quarter="2026-Q4", step="outcomes"), "Client")
    assert "Without a date, it counts as of today." in screen(app)


@pytest.mark.parametrize("answered", [None, "2026-08-12", "2026-10-02"])
def test_the_calendar_of_a_meeting_ends_with_the_quarter_and_keeps_a_later_answer(
    shelf: Shelf, answered: str | None
) -> None:
    names = {"group_events.names": "Ada Lee", "group_events.new_names": {"Ada Lee": True}}
    answers = {**names, "group_events.met_on": answered}
    shelf.put(save_answers(make_document(), Quarter(2026, 3), answers))
    (field,) = (field for field in opened("quiz.py", step="people").date_input if field.label == "When you met")
    assert field.value == (date.fromisoformat(answered) if answered else None)
    assert field.max == max(date(2026, 9, 30), field.value or date.min)


def test_the_day_of_a_meeting_is_folded_away_until_it_is_answered() -> None:
    app = type_into(step(opened("quiz.py"), PEOPLE), "Who you met", "Ada Lee, Ben Cruz")
    choose(app, MET_FIRST, ["Ada Lee"])

    def folds() -> list[tuple[bool, list[str]]]:
        folded = [fold for fold in app.expander if fold.label == "Day you met (optional)"]
        return [(bool(fold.proto.expanded), [day.label for day in fold.date_input]) for fold in folded]

    # With names alone, and never as a field that the keyboard's Next runs into: its calendar covers what follows.
    assert folds() == [(False, ["When you met"])]
    enter_day(app, "When you met", date(2026, 8, 12))
    assert folds()[0][0]


def test_how_it_felt_is_folded_away_until_it_is_answered() -> None:
    app = step(opened("quiz.py"), PEOPLE)

    def is_open() -> bool:
        return next(bool(fold.proto.expanded) for fold in app.expander if fold.label == "How it felt")

    assert not is_open()
    choose(app, "Group events", 1)
    assert is_open()


def test_people_met_on_a_stated_day_are_listed_with_it(shelf: Shelf) -> None:
    app = type_into(step(opened("quiz.py"), PEOPLE), "Who you met", "Ada Lee, Ben Cruz")
    choose(app, MET_FIRST, ["Ada Lee", "Ben Cruz"])
    enter_day(app, "When you met", date(2026, 8, 12))
    click(step(app, REVIEW), "Submit")
    assert [contact["met"]["date"] for contact in shelf.document["contacts"]] == ["2026-08-12"] * 2


def test_an_outcome_that_is_won_is_asked_for_what_it_came_to(shelf: Shelf) -> None:
    shelf.put(open_lead())
    app = step(opened("quiz.py"), OUTCOMES)
    question, note = "What did it come to?", "That was your estimate. Change it if it came to more or less."
    assert question not in [field.label for field in app.text_input]
    choose(app, r"Spring lead, \$15,000", "won")
    assert (typed(app, question), note in screen(app)) == ("15,000", True)
    type_into(app, question, "9,500")
    assert ("$9,500 won." in screen(app), note in screen(app)) == (True, False)
    click(step(app, REVIEW), "Submit")
    assert shelf.document["outcomes"][0]["value"] == {"likely": "9500"}


@pytest.mark.parametrize(("kind", "is_asked"), [("interview", False), ("funding", False), ("reputation", True)])
def test_what_has_no_value_by_its_kind_is_not_asked_for_one(shelf: Shelf, kind: str, is_asked: bool) -> None:
    outcome = {"date": "2026-05-04", "kind": kind, "title": "Spring", "status": "open", "probability": 0.2}
    shelf.put(make_document(outcomes=[outcome]))
    app = choose(step(opened("quiz.py"), OUTCOMES), "Spring", "won")
    assert ("What did it come to?" in [field.label for field in app.text_input]) == is_asked


@pytest.mark.parametrize("kind", ["client", "reputation"])
def test_a_logged_outcome_that_is_won_in_the_quiz_is_asked_for_what_it_came_to(shelf: Shelf, kind: str) -> None:
    raw = journalled()
    raw["outcomes"][0] |= {"kind": kind, "status": "open", "value": {"low": "2", "likely": "4000", "high": "5000"}}
    shelf.put(raw)
    app = unfold(opened("quiz.py", step="outcomes"), "Audit")
    assert "What did it come to?" not in [field.label for field in app.text_input]
    choose(app, "Status", "won")
    assert typed(app, "What did it come to?") == "4,000"
    type_into(app, "What did it come to?", "7,500")
    assert shelf.document["outcomes"][0]["value"] == {"likely": "7500"}
    choose(app, "Status", "open")
    assert "What did it come to?" not in [field.label for field in app.text_input]


def test_many_outcomes_come_page_by_page_and_each_can_be_opened_from_the_review(shelf: Shelf) -> None:
    lead = {"kind": "lead", "status": "open", "probability": 0.2}
    leads = [{**lead, "date": f"2026-0{month}-04", "title": f"Lead {month} {n}"} for month in (5, 8) for n in range(12)]
    shelf.put(make_document(outcomes=leads))
    app = add_client(opened("quiz.py", quarter=Q3))
    assert len([radio for radio in app.radio if radio.label.startswith("Lead 5")]) == 3
    assert len([card for card in app.expander if card.label.startswith("Lead 8")]) == 10
    step(app, REVIEW)
    assert "**It led to** 13 outcomes (1 won and 12 open)." in screen(app)
    assert [button.label for button in app.button].count("Edit") == 10
    app.session_state["reviewed 2026-Q3"] = 2  # AppTest can't turn pages
    assert [button.label for button in run(app).button].count("Edit") == 3
    click(app, "Edit")
    assert typed(app, "Name (optional)") == "Lead 8 9"


def test_the_day_of_a_lead_that_was_won_is_asked_for(shelf: Shelf) -> None:
    shelf.put(open_lead())
    app = choose(step(opened("quiz.py"), OUTCOMES), r"Spring lead, \$15,000", "won")
    assert "Without a date, it counts as of Sep 30, 2026, the last day of Q3 2026." in screen(app)
    enter_day(app, "When? (optional)", date(2026, 7, 8))
    click(step(app, REVIEW), "Submit")
    assert shelf.document["outcomes"][0]["date"] == "2026-07-08"


def test_what_counts_of_an_outcome_is_told_at_its_card_and_in_the_review() -> None:
    app = choose(add_client(opened("quiz.py")), "Would this have happened without networking?", 25)
    assert "It counts as $4,500 of $6,000, since it was unlikely to come anyway (25%)." in screen(app)
    assert "won, counts as $4,500 of $6,000, by one-on-one" in screen(step(app, REVIEW))


@pytest.mark.parametrize(
    ("answers", "use", "first"),
    [
        ({}, "paid_work", "Client"),
        ({"pay.mode": "between_jobs"}, "me_time", "Interview"),
        ({"pay.mode": "employee"}, "paid_work", "Client"),
    ],
)
def test_the_defaults_fit_the_work_situation(shelf: Shelf, answers: dict[str, Any], use: str, first: str) -> None:
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    app = step(opened("quiz.py", quarter=Q3), EVENTS)
    (box,) = [box for box in app.selectbox if box.label == "What would you have done with that time?"]
    assert box.value == use
    step(app, OUTCOMES)
    kinds = [button.label for button in app.button if str(button.key).startswith("add ")]
    assert kinds[0] == first


@pytest.mark.parametrize(
    ("percent", "price", "use"),
    [("100", "$50", "family"), ("50", "$25", "family"), ("50", "$25", "me_time")],
)
def test_between_jobs_the_price_of_an_hour_is_chosen_beside_the_pay_and_told_wherever_it_counts(
    shelf: Shelf, percent: str, price: str, use: str
) -> None:
    answers = {"pay.mode": "between_jobs", "pay.base": "104000", "one_on_one.hours.total": "10"}
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    app = opened("quiz.py", quarter=Q3)
    assert "How should your time count?" in screen(app)
    (share,) = (box for box in app.radio if box.label == "What should each of your hours count as?")
    assert share.value == 50, "half, until another share is chosen"
    assert "Each hour counts as $25." in screen(app)
    # A browser that is shown other labels for the same options forgets which one is chosen.
    more = fill(app, "Last or target base pay per year", "208000")
    (again,) = (box for box in more.radio if box.label == share.label)
    assert again.options == share.options
    assert again.value == 50
    app = fill(app, "Last or target base pay per year", "104000")
    choose(app, share.label, Decimal(percent))
    assert "Between jobs an hour costs you no pay" in screen(app)
    assert "costs what you earn" not in screen(app)
    step(app, TALKS)
    assert f"Each hour counts as {price}." in screen(app)
    choose(app, "What would you have done with that time?", use)
    step(app, REVIEW)
    lines = [read(line) for line in screen(app).splitlines()]
    names = {"family": "family time", "me_time": "applying for jobs or free time"}
    (hour,) = (line for line in lines if "= $50 an hour" in line)
    assert (f"Your hours count as {price} each." in hour) == (percent != "100")
    (talks,) = (line for line in lines if line.startswith("**One-on-one:**"))
    assert f"10 h{'' if percent == '100' else f' at {price}'} (instead of {names[use]})" in talks


USE, WORTH = "What would you have done with that time?", "Value of an hour of it, % of paid work"


def test_the_worth_of_free_time_is_half_at_first_and_asked_for_where_it_is_chosen(shelf: Shelf) -> None:
    answers = {"pay.base": "104000", "one_on_one.hours.total": "10"}
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    app = step(opened("quiz.py", quarter=Q3), TALKS)
    assert "Each hour counts as $68.87." in read(screen(app))
    choose(app, USE, "me_time")
    assert typed(app, WORTH) == "50"
    assert "That is $34.44 an hour. Studies of travel time put free time at about half" in read(screen(app))
    type_into(app, WORTH, "30")
    assert "That is $20.66 an hour." in read(screen(app))
    assert "10 h, $207 of your time" in screen(app)
    choose(app, USE, "family")
    assert (typed(app, WORTH), "That is $68.87 an hour." in read(screen(app))) == ("100", True)
    assert "Studies" not in screen(app)
    assert typed(choose(app, USE, "me_time"), WORTH) == "30", "what was answered stays"
    choose(app, USE, "paid_work")
    assert WORTH not in [field.label for field in app.text_input]


@pytest.mark.parametrize("known", ["profile", "record"])
def test_a_worth_of_free_time_that_counts_already_is_not_changed_by_choosing_it(shelf: Shelf, known: str) -> None:
    evening = {"date": "2026-05-02", "approach": "one_on_one", "alternative": "me_time", "hours": {"attending": 1}}
    profile = {"hour_worth": {"me_time": 1.0}} if known == "profile" else {}
    document = make_document(profile=profile, activities=[evening] if known == "record" else [])
    shelf.put(save_answers(document, Quarter.parse(Q3), {"pay.base": "104000"}))
    app = choose(opened("quiz.py", quarter=Q3, step="group_events"), USE, "me_time")
    assert typed(app, WORTH) == "100"


def test_the_use_of_time_that_is_chosen_prices_what_was_logged_as_well(shelf: Shelf) -> None:
    event = {"date": "2026-08-02", "approach": "group_events", "hours": {"attending": 3}}
    shelf.put(save_answers(make_document(activities=[event]), Quarter.parse(Q3), {"pay.base": "104000"}))
    app = type_into(opened("quiz.py", quarter=Q3, step="group_events"), "Hours in total", "6")
    note = "It counts for the hours that you logged, too."
    assert note not in screen(app)
    assert note in screen(choose(app, USE, "me_time"))
    assert "6 h, $207 of your time" in screen(app)
    assert "6 h at $34.44 (instead of free time)" in read(screen(step(app, REVIEW)))


def test_a_step_opened_from_the_review_shows_no_time_left() -> None:
    app = click(opened("quiz.py", step="review"), "Change", 2)
    assert "Step 3 of 7 · opened from the review" in screen(app)
    assert "left" not in screen(app)


@pytest.mark.parametrize("text", ["760 a day", "$760/day", "760 per day", "$197,600 a year", "$95 an hour", "95"])
def test_a_freelancer_may_enter_the_rate_of_a_day_or_the_pay_of_a_year(shelf: Shelf, text: str) -> None:
    app = choose(opened("quiz.py"), "Your work for most of this quarter", "self_employed")
    hint = "Or enter “760 a day” or “95,000 a year”, commission included: a day counts as 8 hours, a year as 2,080."
    assert hint in screen(app)
    type_into(app, "Your hourly rate", text)
    assert (typed(app, "Your hourly rate"), hint in screen(app)) == ("95", False)
    assert shelf.answers()["pay.hourly_rate"] in ("95", "95.00")


def test_an_employee_may_enter_the_pay_of_an_hour_or_of_a_month() -> None:
    app, hint = opened("quiz.py"), "Or enter “48 an hour” or “8,000 a month”: a year counts as 2,080 hours."
    assert hint in screen(app)
    for text, year in (("$48 an hour", "99,840"), ("8,000 a month", "96,000"), ("$95,000 a year", "95,000")):
        type_into(app, "Base pay per year", text)
        assert (typed(app, "Base pay per year"), hint in screen(app)) == (year, False)


@pytest.mark.parametrize(
    ("purpose", "hints", "others"),
    [
        ("win_clients", ("A client is someone new", "A business project is one for someone who", "Revenue is any"), ()),
        ("win_clients", ("A referral is one that you received; those you gave are favors.",), ("opening",)),
        ("find_work", ("A lead is an opening", "those you gave are favors."), ("A client is", "become a client")),
        ("learn", (), ("A lead", "A client")),
    ],
)
def test_kinds_that_are_easily_confused_are_told_apart_for_the_purpose(
    shelf: Shelf, purpose: str, hints: tuple[str, ...], others: tuple[str, ...]
) -> None:
    shelf.put(make_document(profile={"purpose": purpose}))
    app = step(opened("quiz.py"), OUTCOMES)
    assert all(hint in screen(app) for hint in hints)
    assert not any(other in screen(app) for other in others)
    assert not any(hint in screen(click(app, "Mentor")) for hint in hints), "once something is added, they are known"


def test_few_favors_are_asked_for_at_once_and_none_twice(shelf: Shelf) -> None:
    def fields(app: AppTest) -> tuple[bool, int, int]:
        folds = {fold.label: fold for fold in app.expander}
        others = folds["Other favors"]
        return bool(others.proto.expanded), len(others.text_input), len(folds["Favors given and received"].text_input)

    app = opened("quiz.py", step="people")
    already = "what you received and entered as an outcome counts there."
    assert (fields(app), already in screen(app)) == ((False, 8, 14), False)
    type_into(app, "Endorsements", "2")
    assert fields(app)[0]
    app = step(click(opened("quiz.py", step="outcomes"), "Referral"), PEOPLE)
    assert f"Referral: {already}" in screen(app)
    introduced = {"date": "2026-08-20", "kind": "introduction", "title": "", "status": "won", "touchpoints": []}
    shelf.put(make_document(outcomes=[introduced]))
    assert f"Introduction to you: {already}" in screen(opened("quiz.py", step="people")), "logged, too"


def test_benefits_that_are_filled_in_stand_beside_the_pay() -> None:
    app = pay(opened("quiz.py"))
    folded = [field.label for fold in app.expander for field in fold.text_input]
    assert typed(app, "Benefits per year") == "31,702"
    assert "Benefits per year" not in folded


def test_a_percentage_is_a_share_of_the_pay_and_no_amount_elsewhere(shelf: Shelf) -> None:
    app = type_into(pay(opened("quiz.py")), "Benefits per year", "15%")
    assert typed(app, "Benefits per year") == "12,600"
    assert typed(type_into(app, "Bonus and commission", "10 %"), "Bonus and commission") == "8,400"
    app = type_into(opened("quiz.py", step="group_events"), "Event fees", "15%")
    assert "“15%” is a percentage. Enter an amount of money." in screen(app)


def test_between_jobs_benefits_are_asked_for_as_those_of_the_last_job_or_not_at_all(shelf: Shelf) -> None:
    app = fill(
        choose(opened("quiz.py"), "Your work for most of this quarter", "between_jobs"),
        "Last or target base pay per year",
        "93,600",
    )
    assert (typed(run(app), "Benefits per year"), "Benefits of" in screen(app)) == ("", False)
    fill(app, "Benefits per year", "9,000")
    assert "Benefits of $9,000 are those of your last job: enter 0 to leave them out." in screen(run(app))
    fill(app, "Benefits per year", "0")
    assert "= $45 an hour" in read(screen(run(app)))


def test_dues_of_a_membership_make_nothing_of_the_log_a_part(shelf: Shelf) -> None:
    dues = {"amount": "40", "per": "month", "from": "2026-01-01"}
    shelf.put(make_document(activities=[costly_activity("social_media", "5")],
                            venues=[{"name": "Premium", "approach": "social_media", "dues": dues}]))  # fmt: skip
    shown = screen(opened("quiz.py", quarter=Q3, step="review"))
    assert "$125 (with $120 in dues). From your log." in read(shown)


def test_between_jobs_only_money_can_count(shelf: Shelf) -> None:
    answers = {"pay.mode": "between_jobs", "pay.base": "104000", "one_on_one.hours.total": "10",
               "one_on_one.costs.coffee": "12"}  # fmt: skip
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    app = choose(opened("quiz.py", quarter=Q3), "What should each of your hours count as?", Decimal(0))
    assert "Each hour counts" not in screen(step(app, TALKS))
    shown = read(screen(step(app, REVIEW)))
    assert "**Your hours** count as no cost: only your money does." in shown
    assert "10 h (instead of applying for jobs or free time) and $12" in shown
    click(app, "Submit")
    figures = measures.figures(measures.cells(Ledger(Workspace(shelf.document)), (Quarter.parse(Q3),), Options())).total
    assert (figures.hours, figures.total_cost) == (10, 12)


def test_the_review_has_the_price_of_each_approach_where_they_differ(shelf: Shelf) -> None:
    answers = {"pay.base": "104000", "worth.family_percent": "150", "one_on_one.hours.total": "10",
               "one_on_one.alternative": "family", "social_media.hours.total": "2"}  # fmt: skip
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    shown = screen(opened("quiz.py", quarter=Q3, step="review"))
    assert "$68.87 an hour. Your hours count as it says below." in shown
    assert "10 h at $103.31 (instead of family time)" in shown
    assert "2 h (instead of paid work)" in shown


@pytest.mark.parametrize(("rate", "price"), [("81.25", "$40.63"), ("100.05", "$50.03"), ("2.01", "$1.01")])
def test_half_a_cent_is_rounded_up_at_every_step(shelf: Shelf, rate: str, price: str) -> None:
    answers = {"pay.mode": "self_employed", "pay.hourly_rate": rate, "worth.me_time_percent": "50",
               "social_media.hours.total": "3", "social_media.alternative": "me_time"}  # fmt: skip
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    for name, sentence in (("social_media", f"That is {price} an hour."), ("review", f"count as {price} each.")):
        assert sentence in screen(opened("quiz.py", quarter=Q3, step=name))


def test_the_strain_is_stored_with_the_quiz_in_the_persons_own_words(shelf: Shelf) -> None:
    label = "Signs that it is too much, in your own words"
    app = step(opened("quiz.py"), PEOPLE)
    type_into(app, label, " Tired before I *arrive* ")
    assert shelf.answers()["strain"] == "Tired before I *arrive*"
    assert "Too much of it: “Tired before I *arrive*”" in screen(step(app, REVIEW))
    click(app, "Submit")
    assert shelf.document["quizzes"][0]["strain"] == "Tired before I *arrive*"
    click(app, "Change my answers")
    assert typed(click(app, "Change", 5), label) == "Tired before I *arrive*"


def test_the_review_has_the_goals_of_its_quarter_with_the_answers_so_far(shelf: Shelf) -> None:
    goals = [("hours", 12.0, Q3, "one_on_one"), ("actual_cost", 100.0, Q3, None), ("hours", 30.0, "2026-Q4", None)]
    names = ("metric", "target", "quarter", "approach")
    shelf.put(make_document(goals=[dict(zip(names, goal, strict=True)) for goal in goals]))
    app = step(opened("quiz.py"), EVENTS)
    type_into(app, "Event fees", "120.50")
    type_into(step(app, TALKS), "Hours in total", "14")
    assert (
        "**Your goals** for Q3 2026: Hours of one-on-one: 14 of 12, met; Money spent: $121 of at most $100, missed."
    ) in screen(step(app, REVIEW))


def test_without_a_goal_for_its_quarter_the_review_has_none(shelf: Shelf) -> None:
    shelf.put(make_document(goals=[{"metric": "hours", "target": 12.0, "quarter": "2026-Q4"}]))
    assert "Your goals" not in screen(step(opened("quiz.py"), REVIEW))


def test_an_employee_can_become_self_employed() -> None:
    app = choose(opened("quiz.py"), "Your work for most of this quarter", "self_employed")
    type_into(app, "Your hourly rate", "100")
    type_into(app, "Share of your hours that you bill, %", "60")
    assert "$100 × 60% = $60 an hour" in screen(app)


PURPOSE = "What do you want from networking?"


def test_the_purpose_is_asked_in_the_first_step_saved_at_once_and_can_be_cleared(shelf: Shelf) -> None:
    app = choose(opened("quiz.py"), PURPOSE, ["raise_money"])
    assert shelf.document["profile"]["purpose"] == "raise_money"
    assert f"{PURPOSE} (optional)" in headings(app)
    assert PURPOSE not in [pills.label for pills in click(app, "Next").pills]
    choose(unfold(at_page(opened(), "settings.py"), "What you want from networking"), PURPOSE, ["learn"])
    app = opened("quiz.py", quarter="2026-Q2")
    assert next(pills.value for pills in app.pills if pills.label == PURPOSE) == ["learn"], (
        "asked once for all quarters"
    )
    choose(app, PURPOSE, [])
    assert shelf.document["profile"].get("purpose") is None


def test_a_second_purpose_is_chosen_after_the_first_replaced_by_a_third_and_moves_up(shelf: Shelf) -> None:
    def chosen() -> tuple[str | None, str | None]:
        profile = shelf.document["profile"]
        return profile.get("purpose"), profile.get("second_purpose")

    app = choose(choose(opened("quiz.py"), PURPOSE, ["win_clients"]), PURPOSE, ["win_clients", "advance"])
    assert chosen() == ("win_clients", "advance")
    assert "**Win clients** comes first" in screen(app)
    choose(app, PURPOSE, ["win_clients", "advance", "belong"])
    assert chosen() == ("win_clients", "belong")
    assert next(pills.value for pills in app.pills if pills.label == PURPOSE) == ["win_clients", "belong"]
    choose(app, PURPOSE, ["belong"])
    assert chosen() == ("belong", None)


def test_the_kinds_of_both_purposes_and_those_on_record_are_in_sight(shelf: Shelf) -> None:
    won = {"id": "o1", "date": "2026-02-03", "kind": "cost_saving", "status": "won"}
    shelf.put(make_document(profile={"purpose": "advance"}, outcomes=[won]))
    hidden = {"Client", "Lead"}

    def folded(app: AppTest) -> set[str]:
        fold = next((fold for fold in app.expander if fold.label == "Other kinds"), None)
        return {button.label for button in fold.button} if fold else set()

    app = opened("quiz.py", step="outcomes")
    assert hidden <= folded(app)
    assert "Cost saving" not in folded(app)
    assert "Client" not in folded(click(app, "Client")), "from now on, it is on record"
    shelf.put(make_document(profile={"purpose": "advance", "second_purpose": "win_clients"}, outcomes=[won]))
    assert not hidden & folded(opened("quiz.py", step="outcomes"))


def test_the_kinds_of_outcome_come_in_the_order_of_the_purpose(shelf: Shelf) -> None:
    shelf.put(make_document(profile={"purpose": "find_work"}))
    app = step(opened("quiz.py"), OUTCOMES)
    assert [button.label for button in app.button if button.key.startswith("add ")][:2] == ["Interview", "Referral"]
    assert "It counts without a value." in screen(click(app, "Interview"))
    assert {"Introduction to you", "Funding"} <= {button.label for button in app.button}


def test_funding_asks_for_no_value_and_says_why(shelf: Shelf) -> None:
    app = click(step(opened("quiz.py"), OUTCOMES), "Funding")
    assert "Money you raise isn’t your own gain" in screen(app)
    assert not [field for field in app.text_input if field.label.startswith("Likely")]
    click(step(app, REVIEW), "Submit")
    (funding,) = shelf.document["outcomes"]
    assert (funding["kind"], "value" in funding) == ("funding", False)


def test_an_amount_raised_is_kept_and_is_no_gain(shelf: Shelf) -> None:
    app = type_into(click(step(opened("quiz.py"), OUTCOMES), "Funding"), "Amount raised (optional)", "5,000")
    click(step(app, REVIEW), "Submit")
    (funding,) = shelf.document["outcomes"]
    assert Decimal(funding["value"]["likely"]) == 5000


def test_between_jobs_marks_the_quarter_and_the_advice_is_about_finding_work(shelf: Shelf) -> None:
    app = choose(opened("quiz.py"), "Your work for most of this quarter", "between_jobs")
    assert "your advice is about finding work unless you choose something else" in screen(app)
    click(step(app, REVIEW), "Submit")
    assert shelf.document["profile"]["between_jobs"] == [Q3]
    click(app, "Change my answers")
    click(app, "Change")
    choose(app, "Your work for most of this quarter", "employee")
    click(step(app, REVIEW), "Submit")
    assert shelf.document["profile"]["between_jobs"] == []


def test_a_quarter_between_jobs_by_the_settings_is_shown_as_such(shelf: Shelf) -> None:
    shelf.put(make_document(profile={"between_jobs": [Q3]}))
    app = opened("quiz.py", quarter=Q3)
    assert (
        next(radio.value for radio in app.radio if radio.label == "Your work for most of this quarter")
        == "between_jobs"
    )


def test_open_money_is_told_apart_from_what_is_won(shelf: Shelf) -> None:
    shelf.put(open_lead())
    app = add_client(opened("quiz.py"))
    assert "$6,000 won, plus $3,000 expected from open outcomes of earlier quarters." in screen(app)
    click(app, "Lead")
    type_into(app, LIKELY_REVENUE, "1,000")
    assert "$6,000 won, plus $500 expected from open outcomes, plus $3,000 from those of earlier" in screen(app)


def test_the_probability_of_an_open_outcome_is_kept_with_the_day_of_submission(shelf: Shelf) -> None:
    shelf.put(open_lead())
    app = type_into(step(opened("quiz.py"), OUTCOMES), "Chance of success now, % (optional)", "60")
    click(step(app, REVIEW), "Submit")
    assert shelf.document["outcomes"][0]["stated"] == [{"day": "2026-10-05", "probability": 0.6}]


def connected() -> dict[str, Any]:
    """A workspace with somebody of whom nothing is known but a connection on LinkedIn."""
    met = {"date": "2026-07-06", "approach": "social_media"}
    return make_document(contacts=[{"name": "Ada [Lee]", "met": met, "keys": ["linkedin:ada"]}])


def test_a_connection_alone_is_offered_as_how_you_met_and_counts_only_if_you_say_so(shelf: Shelf) -> None:
    shelf.put(connected())
    app = click(step(opened("quiz.py"), OUTCOMES), "Client")
    choose(app, "Who was it through? (optional)", "c1")
    assert "How you met: Ada [Lee] has been your LinkedIn connection since Jul 6, 2026." in screen(app)
    assert "outcome.1.touchpoints" not in shelf.answers()
    click(app, "Count it as a step")
    assert shelf.answers()["outcome.1.touchpoints"] == [
        {"date": "2026-07-06", "approach": "social_media", "contact": "c1"}
    ]
    assert "How you met" not in screen(app)


def test_the_steps_to_tap_follow_the_words_that_ask_for_them(shelf: Shelf) -> None:
    shelf.put(connected())
    lines = screen(click(step(opened("quiz.py"), OUTCOMES), "Client")).splitlines()
    asked = lines.index("**What led to it?** Tap the steps in order.")
    assert lines[asked + 1 : asked + 5] == [*APPROACH_NAMES.values(), "Who was it through? (optional)"]


def test_the_latest_meeting_with_a_name_is_linked_and_another_one_is_offered_as_such(shelf: Shelf) -> None:
    people: dict[str, Any] = {"approach": "one_on_one", "people": ["d"]}
    coffees = [{**people, "date": day, "title": "Coffee"} for day in ("2026-08-04", "2026-09-03", "2026-10-01")]
    total = {**people, "id": "quiz-2026-Q2-one_on_one", "date": "2026-06-30", "source": "quiz"}
    shelf.put(make_document(contacts=[{"id": "d", "name": "Denise Coleman"}], activities=[total, *coffees]))
    app = click(click(step(opened("quiz.py", quarter=Q3), OUTCOMES), "Client"), "One-on-one")
    choose(app, "Who was it through? (optional)", "d")
    label = "1. One-on-one with Denise Coleman: when? (optional)"
    assert [field.value for field in app.date_input if field.label == label] == [date(2026, 9, 3)]
    assert len(shelf.answers()["outcome.1.touchpoints"]) == 1
    labels = [button.label for button in app.button]
    assert [name in labels for name in ("One-on-one", "One-on-one again", "Group events")] == [False, True, True]
    click(app, "One-on-one again")
    assert len(shelf.answers()["outcome.1.touchpoints"]) == 2


def test_a_step_of_a_quarter_whose_day_nobody_stated_shows_its_quarter_and_no_day(shelf: Shelf) -> None:
    met = {"date": "2026-06-30", "approach": "group_events"}
    shelf.put(make_document(contacts=[{"id": "quiz-2026-Q2-contact-1", "name": "Silke Brandt", "met": met}]))
    app = click(step(opened("quiz.py"), OUTCOMES), "Client")
    choose(app, "Who was it through? (optional)", "quiz-2026-Q2-contact-1")
    label = "1. Group events with Silke Brandt, in Q2 2026: when? (optional)"
    assert [field.value for field in app.date_input if field.label == label] == [None]
    enter_day(app, label, date(2026, 5, 4))
    label = "1. Group events with Silke Brandt: when? (optional)"
    assert [field.value for field in app.date_input if field.label == label] == [date(2026, 5, 4)]


@pytest.mark.parametrize(
    ("kind", "typed_first", "lacks", "typed_next"),
    [
        ("New role or promotion", "New pay a year", "your pay without it", "Pay a year without it"),
        ("Mentor", "Hours of advice or training", "the going rate", "Going rate for an hour"),
        ("Mentor", "Going rate for an hour", "the hours", "Hours of advice or training"),
        ("Cost saving", "Saved a month", "the number of months", "For how many months"),
    ],
)
def test_a_value_that_lacks_a_figure_says_so_everywhere_until_it_is_added(
    kind: str, typed_first: str, lacks: str, typed_next: str
) -> None:
    app = click(opened("quiz.py", step="outcomes"), kind)
    request, gap = f"Add {lacks}, so that it counts.", f"no value until you add {lacks}"
    assert request not in screen(app)
    blank = {field.label: field.placeholder for field in app.text_input}
    assert (blank[typed_first], blank[typed_next]) == ("", ""), "a blank figure isn’t one of 0"
    type_into(app, typed_first, "100")
    assert request in screen(app)
    assert gap in read(screen(step(app, REVIEW)))
    click(app, "Edit")
    type_into(app, typed_next, "2")
    assert request not in screen(app)
    value = "$98" if kind == "New role or promotion" else "$200"
    review = read(screen(step(app, REVIEW)))
    assert gap not in review
    status = "found" if kind == "Mentor" else "won"
    assert f"{status}, {value}, no steps given" in review
    # Another card folds this one, and its line follows.
    click(click(app, "Edit"), "Client")
    assert f"{kind}: {status}, {value}" in folded_lines(app)


def test_the_pay_without_a_role_says_what_to_enter_while_it_is_blank() -> None:
    note = "Pay without it: what you would have earned otherwise, such as your last pay; 0 if nothing."
    app = click(opened("quiz.py", step="outcomes"), "New role or promotion")
    assert note in screen(app)
    type_into(app, "Pay a year without it", "0")
    assert note not in screen(app)


def test_outcomes_of_a_kind_are_numbered_and_each_has_its_own_steps(shelf: Shelf) -> None:
    first = {"date": "2026-07-02", "approach": "one_on_one"}
    changes = {"outcomes": ["1"], "outcome.1.kind": "interview", "outcome.1.touchpoints": [first]}
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), changes))
    app = opened("quiz.py", quarter=Q3, step="outcomes")
    click(click(click(app, "Interview"), "Interview"), "Client")
    assert {name for name in shelf.answers() if name.endswith("touchpoints")} == {"outcome.1.touchpoints"}
    lines = [line for line in folded_lines(app) if "Interview" in line]
    assert lines == [f"Interview{number}: it took place" for number in (" 3", " 2", "")]
    review = screen(step(app, REVIEW))
    assert all(f"**{title}**" in review for title in ("Interview", "Interview 2", "Interview 3"))


def test_nobody_wins_an_interview(shelf: Shelf) -> None:
    app = click(step(opened("quiz.py"), OUTCOMES), "Interview")
    status = next(radio for radio in app.radio if radio.label == "Status")
    assert status.options == ["It took place", "Still open", "It came to a no"]


def test_an_interview_that_ended_with_a_no_still_counts_and_has_no_value_to_enter() -> None:
    app = click(step(opened("quiz.py"), OUTCOMES), "Interview")
    assert "Value" in [field.label for field in app.text_input]
    choose(app, "Status", "lost")
    assert "It still counts as an interview." in screen(app)
    assert not [field.label for field in app.text_input if "alue" in field.label]
    review = screen(step(app, REVIEW))
    assert ("it came to a no" in review, "**It led to** 1 outcome (interview)." in review) == (True, True)


@pytest.mark.parametrize("kind", ["lead", "referral"])
@pytest.mark.parametrize(("purpose", "is_asked"), [("find_work", False), ("win_clients", True)])
def test_a_lead_to_a_job_brings_in_no_revenue(shelf: Shelf, kind: str, purpose: str, is_asked: bool) -> None:
    shelf.put(make_document(profile={"purpose": purpose}))
    app = click(step(opened("quiz.py"), OUTCOMES), kind.capitalize())
    assert ("Commission or margin, %" in [field.label for field in app.text_input]) == is_asked
    app = choose(opened("log_outcome.py"), "What is it?", kind)
    assert ("Commission or margin, %" in [field.label for field in app.text_input]) == is_asked
    assert any("evenue" in field.label for field in app.text_input) == is_asked


def test_the_review_says_what_kind_of_outcome_each_is(shelf: Shelf) -> None:
    answers = {"outcomes": ["a"], "outcome.a.kind": "interview", "outcome.a.title": "Toast, via Meera"}
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    assert "Interview, it took place" in screen(opened("quiz.py", quarter=Q3, step="review"))


def journalled() -> dict[str, Any]:
    """A workspace with an outcome that was logged, and no quiz."""
    step = {"date": "2026-08-01", "approach": "one_on_one"}
    client = {"id": "o.1", "date": "2026-08-20", "kind": "client", "title": "Audit", "status": "won"}
    return make_document(outcomes=[{**client, "value": {"likely": "4000"}, "touchpoints": [step]}])


@pytest.mark.parametrize("title", ["Audit of the two northern warehouses and their fleets", "Ａ" * 90, "x" * 90])
def test_an_outcome_of_the_review_is_short_and_its_button_opens_its_card_alone(shelf: Shelf, title: str) -> None:
    raw = journalled()
    raw["outcomes"][0] |= {"title": title, "touchpoints": raw["outcomes"][0]["touchpoints"] * 4}
    shelf.put(raw)
    app = step(add_client(opened("quiz.py")), REVIEW)
    (row,) = [line for line in markdown(app) if "$4,000" in line]
    name, facts = row.split("  \n")
    assert len(read(name).strip("*")) <= 40
    assert name.strip("*").startswith(title[:5])
    assert read(facts) == ":small[Client, won, $4,000, by 4 steps]"
    click(app, "Edit")
    assert typed(app, REVENUE) == "6,000"
    assert [field.label for field in app.text_input].count(REVENUE) == 1
    click(click(app, "Back to the review"), "Edit", 1)
    assert typed(app, REVENUE) == "4,000"
    assert [field.label for field in app.text_input].count(REVENUE) == 1


def test_an_earlier_outcome_of_the_review_leads_to_its_question(shelf: Shelf) -> None:
    shelf.put(open_lead())
    app = choose(step(opened("quiz.py"), OUTCOMES), r"Spring lead, \$15,000", "won")
    assert headings(click(step(app, REVIEW), "Edit"))[0] == OUTCOMES


def test_an_outcome_on_record_is_shown_edited_in_its_record_and_not_entered_twice(shelf: Shelf) -> None:
    shelf.put(journalled())
    app = opened("quiz.py", step="outcomes")
    assert "Outcomes already logged for this quarter" in headings(app)
    assert "The outcomes you logged are below" in screen(app)
    unfold(app, "Audit: won, $4,000")
    type_into(app, REVENUE, "5,000")
    choose(app, "Status", "open")
    (outcome,) = shelf.document["outcomes"]
    assert (Decimal(outcome["value"]["likely"]), outcome["status"], outcome["probability"]) == (5000, "open", 0.5)
    assert outcome["touchpoints"] == [{"date": "2026-08-01", "approach": "one_on_one"}]
    step(app, REVIEW)
    assert "**Audit**  \n:small[Client, still open (50%), counts as $2,500 of $5,000, by one-on-one]" in screen(app)
    click(app, "Submit")
    assert len(shelf.document["outcomes"]) == 1


def test_what_cant_be_read_is_not_saved_in_a_record_and_stays_as_typed(shelf: Shelf) -> None:
    shelf.put(journalled())
    app = unfold(opened("quiz.py", step="outcomes"), "Audit")
    type_into(app, REVENUE, "many")
    assert typed(app, REVENUE) == "many"
    assert "“many” can’t be read as a number." in screen(app)
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == 4000


@pytest.mark.parametrize(
    ("kind", "status", "profile", "figures", "label", "value"),
    [
        ("mentor", "won", {}, {"Hours of advice or training": "6", "Going rate for an hour": "150"},
         "Value (hours × going rate)", 900),
        ("role", "open", {"compensation": [{"base": "90000"}]}, {"New pay a year": "100,000"},
         "Likely value (difference in pay for a year)", 10_000),
        ("role", "won", {"between_jobs": ["2026-Q3"]},
         {"New pay a year": "120,000", "How many months sooner?": "2"}, "Value (pay for the months it saved)",
         20_000),
    ],
)  # fmt: skip
def test_an_outcome_on_record_without_a_value_is_asked_the_same_as_a_new_one(
    shelf: Shelf, kind: str, status: str, profile: dict[str, Any], figures: dict[str, str], label: str, value: int
) -> None:
    logged = {"date": "2026-08-20", "kind": kind, "title": "It", "status": status, "touchpoints": []}
    shelf.put(make_document(profile=profile, outcomes=[logged]))
    app = unfold(opened("quiz.py", step="outcomes"), "It: ")
    new = click(opened("quiz.py", step="outcomes"), KIND_NAMES[kind])
    for name, figure in figures.items():
        assert all(name in [field.label for field in page.text_input] for page in (app, new))
        type_into(app, name, figure)
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == value
    type_into(app, label, "700")
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == 700
    assert next(iter(figures)) not in [
        field.label for field in unfold(opened("quiz.py", step="outcomes"), "It: ").text_input
    ], "a value that is known was answered"


def test_a_removed_record_of_an_outcome_can_be_restored(shelf: Shelf) -> None:
    shelf.put(journalled())
    app = unfold(opened("quiz.py", step="outcomes"), "Audit")
    click(app, "Remove outcome")
    assert shelf.document["outcomes"] == []
    click(app, "Undo")
    assert [outcome["title"] for outcome in shelf.document["outcomes"]] == ["Audit"]


def test_a_rating_instead_of_a_price_can_be_taken_back() -> None:
    rating = "Hard to price? Rate how much it matters to you, 1 to 5"
    app = click(opened("quiz.py", step="outcomes"), "Mentor")
    choose(app, rating, 4)
    assert not [field for field in app.text_input if field.label == "Going rate for an hour"]
    choose(app, rating, None)
    assert [field for field in app.text_input if field.label == "Going rate for an hour"]


def test_a_lead_starts_open_and_margin_and_what_would_have_come_anyway_are_asked_once(shelf: Shelf) -> None:
    app = click(opened("quiz.py", step="outcomes"), "Lead")
    assert shelf.answers()["outcome.1.status"] == "open"
    type_into(app, LIKELY_REVENUE, "1,000")
    assert "Without a share, all of it counts as yours." in screen(app)
    type_into(app, SHARE, "40")
    choose(app, "Would this come without networking?", 25)
    assert (shelf.answers()["outcome.1.margin_percent"], shelf.answers()["outcome.1.incrementality_percent"]) == (
        "40",
        "75",
    )
    assert "So far: $150 expected from open outcomes." in screen(app)
    click(app, "Client")
    labels = (REVENUE, SHARE)
    assert [field.label for field in app.text_input if field.label in labels] == list(labels)


def test_what_is_wrong_with_a_number_stands_below_its_own_field(shelf: Shelf) -> None:
    app = type_into(click(opened("quiz.py", step="outcomes"), "Client"), REVENUE, "1,5")
    (field,) = (field for field in app.text_input if field.label == REVENUE)
    (error,) = (text for text in app.markdown if "can’t be read as a number" in text.value)
    around = (list(block.children.values()) for block in app.main if isinstance(block, Block))
    assert [field, error] in around


def test_a_blank_field_shows_what_it_counts_as(shelf: Shelf) -> None:
    app = type_into(click(opened("quiz.py", step="outcomes"), "Client"), REVENUE, "1,000")
    placeholders = {field.label: field.placeholder for field in app.text_input}
    assert (placeholders[REVENUE], placeholders[SHARE]) == ("$0", "100")
    assert "$1,000 won" in screen(app)


def test_the_margin_that_was_just_answered_is_filled_in_for_the_next_outcome_that_has_one(shelf: Shelf) -> None:
    app = type_into(click(opened("quiz.py", step="outcomes"), "Client"), SHARE, "65")
    assert FILLED_IN_MARGIN not in screen(app)
    assert FILLED_IN_MARGIN in screen(click(click(app, "Interview"), "Lead"))
    margins = {name: answer for name, answer in shelf.answers().items() if name.endswith("margin_percent")}
    assert margins == {"outcome.1.margin_percent": "65", "outcome.3.margin_percent": "65"}


def test_the_margin_of_the_last_client_is_filled_in_for_the_next(shelf: Shelf) -> None:
    raw = journalled()
    raw["outcomes"][0]["margin"] = 0.6
    shelf.put(raw)
    app = click(opened("quiz.py", quarter="2026-Q4", step="outcomes"), "Client")
    assert (typed(app, SHARE), FILLED_IN_MARGIN in screen(app)) == ("60", True)
    assert FILLED_IN_MARGIN not in screen(type_into(app, SHARE, "50"))


@pytest.mark.parametrize(
    ("pay", "label"),
    [
        ([{"hourly_rate": "90"}], "Your margin, %"),
        ([{"base": "84000", "pay_at_risk": "9000"}], SHARE),
        ([], SHARE),
    ],
)
def test_the_share_that_one_keeps_is_asked_for_in_the_words_of_the_work_situation(
    shelf: Shelf, pay: list[dict[str, str]], label: str
) -> None:
    compensation = [{"from": "2026-Q1", **entry} for entry in pay]
    shelf.put(make_document(profile={"compensation": compensation}))
    app = type_into(click(opened("quiz.py", step="outcomes"), "Client"), REVENUE, "4,000")
    type_into(app, label, "10")
    assert "Until you choose, it counts as $400 of $4,000, since you keep 10%." in screen(app)
    click(step(app, REVIEW), "Submit")
    (client,) = shelf.document["outcomes"]
    assert (Decimal(client["value"]["likely"]), client["margin"]) == (4000, 0.1)


@pytest.mark.parametrize(
    ("answers", "filled_in"),
    [
        ({"pay.base": "84000", "pay.pay_at_risk": "10000", "pay.attainment_percent": "80"}, "92,000"),
        ({"pay.mode": "self_employed", "pay.hourly_rate": "100", "pay.utilisation_percent": "60"}, "124,800"),
        ({}, ""),
    ],
)
def test_a_new_role_is_compared_with_the_pay_that_was_entered(
    shelf: Shelf, answers: dict[str, Any], filled_in: str
) -> None:
    shelf.put(save_answers(make_document(), Quarter.parse(Q3), answers))
    app = click(opened("quiz.py", quarter=Q3, step="outcomes"), "New role or promotion")
    assert typed(app, "Pay a year without it") == filled_in
    note = "Filled in from your pay"
    assert (note in screen(app)) is bool(filled_in)
    type_into(app, "New pay a year", "130,000")
    type_into(app, "Pay a year without it", "90,000")
    assert note not in screen(app)
    click(step(app, REVIEW), "Submit")
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == 40000


def between_jobs(kind: str = "New role or promotion") -> AppTest:
    return click(step(choose(opened("quiz.py"), "Your work for most of this quarter", "between_jobs"), OUTCOMES), kind)


def test_between_jobs_a_new_role_is_asked_how_much_longer_the_search_might_have_taken(shelf: Shelf) -> None:
    app = between_jobs()
    hint = "How many more months might the search have taken without this job?"
    assert hint in screen(app)
    assert "Pay a year without it" not in [field.label for field in app.text_input], "no last pay to compare with"
    type_into(app, "New pay a year", "134,000")
    assert "Add the months of search that it saved, so that it counts." in screen(app)
    type_into(app, "How many months sooner?", "3")
    assert hint not in screen(app)
    assert "won, $33,500" in read(screen(step(app, REVIEW)))
    click(app, "Submit")
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == 33500


def test_between_jobs_another_offer_is_what_a_new_role_is_compared_with(shelf: Shelf) -> None:
    app = choose(between_jobs(), "Without it, what would you have done?", "job")
    type_into(app, "New pay a year", "134,000")
    type_into(app, "Pay a year without it", "128,000")
    click(step(app, REVIEW), "Submit")
    assert Decimal(shelf.document["outcomes"][0]["value"]["likely"]) == 6000


def test_with_a_job_nobody_is_asked_what_they_would_have_done_without_a_new_role() -> None:
    app = click(opened("quiz.py", step="outcomes"), "New role or promotion")
    assert "Without it, what would you have done?" not in [pills.label for pills in app.pills]


def test_until_it_is_answered_all_of_an_outcome_counts_and_is_said_to(shelf: Shelf) -> None:
    app = click(opened("quiz.py", step="outcomes"), "Client")
    question, note = "Would this have happened without networking?", "If you leave this open, all of it counts."
    assert (next(pills.value for pills in app.pills if pills.label == question), note in screen(app)) == (None, True)
    assert typed(app, "Would have happened anyway, %") == "", "nobody’s 0"
    click(click(step(app, REVIEW), "Submit"), "Change my answers")
    assert "outcome.1.incrementality_percent" not in shelf.answers()
    unfold(click(app, "Change", 4), "Client")
    assert note in screen(app), "still nobody’s answer"
    for percent, answer in ((0, "100"), (25, "75"), (0, "100")):
        choose(app, question, percent)
        assert (shelf.answers()["outcome.1.incrementality_percent"], note in screen(app)) == (answer, False)


def test_names_of_people_met_become_contacts_and_count_once(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{"name": "Ben Cruz"}]))
    app = type_into(opened("quiz.py", step="group_events"), "Hours in total", "2")
    step(app, PEOPLE)
    type_into(app, "Who you met", "Ada Lee, Ben Cruz, Ada Lee")
    choose(app, MET_FIRST, ["Ada Lee"])
    assert typed(app, NEW) == "1", "one is on record"
    click(step(app, REVIEW), "Submit")
    contacts = {row["name"]: row.get("met") for row in shelf.document["contacts"]}
    assert contacts["Ada Lee"] == {"date": "2026-09-30", "approach": "group_events"}
    assert set(contacts) == {"Ada Lee", "Ben Cruz"}
    assert shelf.document["activities"][0]["new_contacts"] == 1
    click(click(click(app, "Change my answers"), "Submit"), "Change my answers")
    assert len(shelf.document["contacts"]) == 2, "submitted again, nobody is added again"


@pytest.mark.parametrize("approach", ["group_events", "one_on_one", "social_media"])
def test_new_people_are_chosen_by_name_and_the_number_is_at_least_that_of_those(shelf: Shelf, approach: str) -> None:
    shelf.put(save_answers(make_document(), Quarter(2026, 3), {f"{approach}.hours.total": "2"}))
    app = type_into(opened("quiz.py", step="people"), "Who you met", "A.L., Ben, Cy")

    def asked() -> tuple[list[str], str, bool]:
        (new,) = (pills for pills in app.pills if pills.label == MET_FIRST)
        return list(new.value), typed(app, NEW), "Day you met (optional)" in [fold.label for fold in app.expander]

    assert asked() == ([], "0", False), "nobody is new until chosen"
    choose(app, MET_FIRST, ["A.L.", "Ben"])
    assert asked() == (["A.L.", "Ben"], "2", True)
    choose(app, MET_FIRST, ["A.L."])
    assert asked() == (["A.L."], "1", True)
    for number, shown in (("4", "4"), ("0", "1"), ("2", "2")):
        type_into(app, NEW, number)
        assert asked() == (["A.L."], shown, True), "a number changes no name"
    for chosen, shown in ((["A.L.", "Ben"], "2"), (["A.L.", "Ben", "Cy"], "3"), (["Ben", "Cy"], "2"), (["Cy"], "2")):
        choose(app, MET_FIRST, chosen)
        assert asked() == (chosen, shown, True), "raised only where needed, and lowered only from there"
    assert "2 new contacts" in screen(step(app, REVIEW))
    click(app, "Submit")
    assert [bool(row.get("met")) for row in shelf.document["contacts"]] == [False, False, True]


def test_the_new_contacts_on_record_stay_in_the_number_beside_names(shelf: Shelf) -> None:
    evening = {"date": "2026-08-09", "approach": "group_events", "new_contacts": 6, "hours": {"attending": 3}}
    shelf.put(make_document(activities=[evening]))
    app = type_into(opened("quiz.py", step="people"), "Who you met", "Ada Lee")
    assert typed(app, NEW) == "6"
    choose(app, MET_FIRST, ["Ada Lee"])
    assert typed(app, NEW) == "6"
    click(step(app, REVIEW), "Submit")
    assert sum(row.get("new_contacts", 0) for row in shelf.document["activities"]) == 6


def test_after_submission_there_is_what_was_learned_the_next_date_and_where_to_go() -> None:
    app = click(step(add_client(opened("quiz.py")), REVIEW), "Submit")
    assert "You won $6,000." in screen(app)
    assert "It opens on Jan 1, 2027, when the quarter is over." in screen(app)
    assert {"See your results", "Home", "Change my answers"} <= {button.label for button in app.button}
    assert [button.label for button in app.get("download_button")] == ["Add it to my calendar"]


def test_after_an_earlier_quarter_the_next_quiz_is_that_of_the_latest_one() -> None:
    app = click(step(add_client(opened("quiz.py", quarter="2026-Q2")), REVIEW), "Submit")
    assert "Q3 2026 is over, and its quiz is open. The one after it opens on Jan 1, 2027." in screen(app)
    app = click(app, "Take the quiz for Q3 2026")
    assert app.query_params["quarter"] == "2026-Q3"
    app = click(step(app, REVIEW), "Submit")
    assert "It opens on Jan 1, 2027, when the quarter is over." in screen(app)
    assert "Take the quiz" not in "".join(button.label for button in app.button)


def test_after_the_running_quarter_the_next_quiz_is_that_of_the_quarter_to_come() -> None:
    app = click(step(add_client(opened("quiz.py", quarter="2026-Q4")), REVIEW), "Submit")
    assert "It opens on Apr 1, 2027" in screen(app)


def test_the_list_of_quarters_says_submitted_started_or_empty(shelf: Shelf) -> None:
    click(step(pay(opened("quiz.py")), REVIEW), "Submit")
    app = type_into(opened("quiz.py", quarter="2026-Q2"), "Base pay per year", "80,000")
    labels = set(app.selectbox(key="quarter").options)
    assert {"Q3 2026 · submitted", "Q2 2026 · started", "Q1 2026 · not started"} <= labels


def test_the_first_line_confirms_currency_and_numbers_and_changes_them(shelf: Shelf) -> None:
    app = opened("quiz.py")
    assert "Amounts in US dollars, written $1,234.50" in screen(app)
    app.session_state["change formats"] = True
    choose(run(app), "Currency", "EUR")
    choose(app, "Numbers and dates as in", "de_DE")
    assert (shelf.document["profile"]["currency"], shelf.document["profile"]["locale"]) == ("EUR", "de_DE")
    assert "Amounts in euros, written 1.234,50 €" in screen(app)


def test_a_split_does_not_lengthen_the_total_on_record(shelf: Shelf) -> None:
    shelf.put(make_document(activities=[{**costly_activity("one_on_one", "4"), "hours": {"attending": 6}}]))
    app = opened("quiz.py", quarter=Q3, step="one_on_one")
    total = typed(app, "Hours in total")
    type_into(app, "Preparing, h", "1")
    assert typed(app, "Hours in total") == total == "6"
    assert "The rest, 5 h, was spent attending." in screen(app)


@pytest.mark.parametrize("approach", ["group_events", "one_on_one", "social_media"])
def test_conversations_are_asked_for_beside_the_hours_and_only_there(shelf: Shelf, approach: str) -> None:
    app = type_into(opened("quiz.py", quarter=Q3, step=approach), "Conversations", "4")
    assert shelf.answers()[f"{approach}.meaningful"] == "4"
    type_into(app, "Hours in total", "6")
    assert "Conversations" not in [field.label for field in step(app, PEOPLE).text_input]
    assert "4 conversations" in screen(step(app, REVIEW))
    click(app, "Submit")
    assert [row["meaningful"] for row in shelf.document["activities"]] == [4]


def test_costs_stay_where_they_were_and_those_used_so_far_join_them_in_sight(shelf: Shelf) -> None:
    paid = {**costly_activity("group_events", "8"), "date": "2026-05-04"}
    costs = [{"category": "parking", "amount": "8"}, {"category": "lodging", "amount": "90"}]
    shelf.put(make_document(activities=[{**paid, "costs": costs}]))

    def in_sight(quarter: str) -> list[str]:
        app = opened("quiz.py", quarter=quarter, step="group_events")
        folded = {field.label for expander in app.expander for field in expander.text_input}
        return [field.label for field in app.text_input[2:] if field.label not in folded]

    usual = ["Event fees", "Travel", "Drinks", "Parking"]
    assert in_sight("2026-Q1") == usual, "nothing was spent before"
    assert in_sight("2026-Q2") == in_sight(Q3) == in_sight("2026-Q4") == [*usual, "Lodging"]


FAIR = {"date": "2026-08-09", "approach": "group_events", "hours": {"attending": 3},
        "costs": [{"category": "event_fee", "amount": "640"}]}  # fmt: skip
BREAKFAST = {**costly_activity("group_events", "9", "2026-08-10")}


@pytest.mark.parametrize(
    ("fees", "parking", "paid_back", "net"),
    [
        ("715", "30", "500", "$254"),
        ("", "", "500", "$149"),
        ("715", "30", "50", "$704"),
        ("715", "30", "754", ""),
        ("", "", "649", ""),
    ],
)
def test_money_paid_back_counts_up_to_the_whole_total_wherever_the_costs_come_from(
    shelf: Shelf, fees: str, parking: str, paid_back: str, net: str
) -> None:
    shelf.put(make_document(activities=[FAIR, BREAKFAST]))
    app = opened("quiz.py", quarter=Q3, step="group_events")
    for label, text in (("Event fees", fees), ("Parking", parking), ("Paid back to you", paid_back)):
        type_into(app, label, text) if text else app
    out_of_pocket = f"{net} out of pocket"
    assert (out_of_pocket in screen(app)) if net else ("out of pocket" not in screen(app))
    review = next(line for line in screen(step(app, REVIEW)).splitlines() if line.startswith("**Group events:**"))
    assert (f"and {net}." in review) if net else ("$" not in review.partition("of it")[0])
    click(app, "Submit")
    click(app, "Change my answers")
    app = opened("quiz.py", quarter=Q3, step="group_events")
    assert typed(app, "Paid back to you") == paid_back
    assert (out_of_pocket in screen(app)) if net else ("out of pocket" not in screen(app))
    click(step(app, REVIEW), "Submit")
    again = opened("quiz.py", quarter="2026-Q4", step="group_events")
    click(again, f"Same as Q3 2026: 4 h{f', {net}' if net else ''}")
    assert typed(again, "Paid back to you") == paid_back
    assert (out_of_pocket in screen(again)) if net else ("out of pocket" not in screen(again))


def test_more_paid_back_than_the_whole_total_is_refused_at_its_field(shelf: Shelf) -> None:
    shelf.put(make_document(activities=[FAIR, BREAKFAST]))
    app = type_into(opened("quiz.py", quarter=Q3, step="group_events"), "Paid back to you", "650")
    assert "$650 was paid back, but only $649 was spent here." in screen(app)
    click(app, "Next")
    assert headings(app)[0] == EVENTS


def test_same_as_last_quarter_says_what_it_comes_to_where_more_is_logged(shelf: Shelf) -> None:
    spring = {**costly_activity("group_events", "105", "2026-05-02"), "hours": {"attending": 7}}
    spring["costs"] = [{"category": "lodging", "amount": "105", "reimbursed": "50"}]
    dues = {"amount": "35", "per": "month", "from": "2026-01-01"}
    venue = {"name": "Chamber", "approach": "group_events", "dues": dues}
    shelf.put(make_document(activities=[spring, FAIR], venues=[venue]))
    label = "Same as Q2 2026, or what you logged if more: 7 h, $640, $105 in dues"
    app = click(opened("quiz.py", quarter=Q3, step="group_events"), label)
    folded = {field.label for expander in app.expander for field in expander.text_input}
    assert [typed(app, label) for label in ("Lodging", "Paid back to you", "Event fees")] == ["50", "50", "640"]
    assert "So far: 7 h, $745 out of pocket" in screen(app)
    assert folded.isdisjoint({"Lodging", "Paid back to you"}), "what it fills in is in sight"


CLUBS = [{"name": name, "approach": "group_events"} for name in ("NAIOP *Colorado*", "Chamber")]
WHERE = "Where the time went (optional)"


def fold(app: AppTest, label: str) -> Block | None:
    return next((part for part in app.expander if part.label == label), None)


def test_where_the_time_went_is_asked_where_venues_are_on_record_and_open_for_a_single_one(shelf: Shelf) -> None:
    shelf.put(make_document(venues=CLUBS))
    assert fold(opened("quiz.py", quarter=Q3, step="one_on_one"), WHERE) is None
    two = fold(opened("quiz.py", quarter=Q3, step="group_events"), WHERE)
    shelf.put(make_document(venues=CLUBS[:1]))
    one = fold(opened("quiz.py", quarter=Q3, step="group_events"), WHERE)
    assert two is not None
    assert one is not None
    assert (two.proto.expanded, one.proto.expanded) == (False, True)
    assert [field.label for field in two.text_input] == ["NAIOP \\*Colorado\\*, h", "Chamber, h"]


def test_hours_at_venues_are_shares_of_the_total_and_what_is_left_is_elsewhere(shelf: Shelf) -> None:
    logged = {"date": "2026-08-04", "approach": "group_events", "venue": "v2", "hours": {"attending": 3}}
    shelf.put(make_document(venues=CLUBS, activities=[logged]))
    app = opened("quiz.py", quarter=Q3, step="group_events")
    assert typed(app, "Chamber, h") == "3"
    type_into(app, "Hours in total", "35")
    type_into(app, "NAIOP \\*Colorado\\*, h", "24")
    assert "Elsewhere: 8 h." in screen(app)
    type_into(app, "Chamber, h", "12")
    assert "Your venues add up to 36 h, but the total is 35 h." in screen(app)
    click(app, "Next")
    assert headings(app)[0] == EVENTS, "a problem holds back"
    type_into(app, "Chamber, h", "11")
    assert "Elsewhere: 0 h." in screen(app)
    click(step(app, REVIEW), "Submit")
    rows = [(row.get("venue"), row["hours"]["attending"]) for row in shelf.document["activities"]]
    assert sorted(rows) == [("v1", 24.0), ("v2", 3), ("v2", 8.0)]


def test_the_same_as_last_quarter_has_the_hours_at_venues_too(shelf: Shelf) -> None:
    shelf.put(make_document(venues=CLUBS))
    app = opened("quiz.py", quarter="2026-Q2", step="group_events")
    type_into(app, "Hours in total", "10")
    type_into(app, "Chamber, h", "4")
    click(step(app, REVIEW), "Submit")
    app = click(opened("quiz.py", quarter=Q3, step="group_events"), "Same as Q2 2026: 10 h")
    assert [typed(app, label) for label in ("Hours in total", "Chamber, h")] == ["10", "4"]
    assert "Elsewhere: 6 h." in screen(app)


def test_the_review_names_the_venue_of_a_step(shelf: Shelf) -> None:
    steps = [{"date": "2026-08-04", "approach": "group_events", "venue": "v1"},
             {"date": "2026-08-09", "approach": "one_on_one"}]  # fmt: skip
    answers = {"outcomes": ["o1"], "outcome.o1.kind": "client", "outcome.o1.likely": "900",
               "outcome.o1.touchpoints": steps}  # fmt: skip
    shelf.put(save_answers(make_document(venues=CLUBS), Quarter(2026, 3), answers))
    text = screen(opened("quiz.py", quarter=Q3, step="review"))
    assert "by group events, NAIOP" in text


@pytest.mark.parametrize(
    ("venues", "sentence"),
    [
        ([], "Enter a subscription here, or with its dates under memberships below: not in both."),
        (
            [{"name": "Premium", "approach": "social_media", "dues": {"amount": "40", "per": "month"}}],
            "Dues of $120 already count from the memberships below: don’t enter them here again.",
        ),
    ],
)
def test_nobody_enters_a_subscription_twice(shelf: Shelf, venues: list[dict[str, Any]], sentence: str) -> None:
    shelf.put(make_document(venues=venues))
    assert sentence in screen(opened("quiz.py", quarter=Q3, step="social_media"))
    assert "Dues of" not in screen(opened("quiz.py", quarter=Q3, step="one_on_one"))


def test_between_jobs_the_job_search_is_the_first_use_of_time_to_choose(shelf: Shelf) -> None:
    app = choose(opened("quiz.py", quarter=Q3), "Your work for most of this quarter", "between_jobs")
    type_into(app, "Last or target base pay per year", "84000")
    app = type_into(opened("quiz.py", quarter=Q3, step="one_on_one"), "Hours in total", "6")
    (uses,) = (box for box in app.selectbox if box.label == "What would you have done with that time?")
    assert (uses.options[0], uses.value, len(uses.options)) == ("Applying for jobs or free time", "me_time", 5)
    assert "(instead of applying for jobs or free time)" in screen(step(app, REVIEW))
    click(app, "Submit")
    assert [row["alternative"] for row in shelf.document["activities"]] == ["me_time"], "as the format has it"


def test_the_hours_that_are_billed_are_nobodys_until_they_are_entered(shelf: Shelf) -> None:
    app = choose(opened("quiz.py", quarter=Q3), "Your work for most of this quarter", "self_employed")
    label, note = (
        "Share of your hours that you bill, %",
        "Blank counts as all of them, but nobody bills every hour: enter yours.",
    )
    type_into(app, "Your hourly rate", "100")
    assert (typed(app, label), note in screen(app)) == ("", True)
    type_into(app, label, "60")
    assert (typed(app, label), note in screen(app)) == ("60", False)
    assert "$60 an hour" in read(screen(app))


def test_the_way_out_of_a_submitted_quiz_has_nothing_to_save() -> None:
    app = step(type_into(opened("quiz.py", step="one_on_one"), "Hours in total", "2"), REVIEW)

    def way_out() -> str:
        return next(button.label for button in app.button if button.key == "save and close")

    assert way_out() == "Save and close"
    click(app, "Submit")
    assert way_out() == "Close"
    click(app, "Change my answers")
    assert way_out() == "Save and close"
