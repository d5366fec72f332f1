"""The plan on screen: what is advised, what-ifs that never touch records, and goals."""

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.workspace.fields import APPROACHES
from tests.careers import costly_activity, load_document, make_document, small_documents, won_outcome
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, click, fill, headings, opened, read, run, screen, unfold

PAGE = "plan.py"


def slide(app: AppTest, key: str, value: float) -> AppTest:
    """Move the slider of this key."""
    app.slider(key=f"plan {key}").set_value(value)
    return run(app)


def hours(app: AppTest) -> list[float]:
    return [app.slider(key=f"plan hours {approach}").value for approach in APPROACHES]


def test_the_advice_comes_first_with_its_odds_then_the_present_mix_to_start_from(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    assert headings(app)[0].startswith("Add about ")
    assert headings(app)[0].endswith("likely to beat what you do now.")
    assert "Your plan for Q4 2026" in headings(app)
    assert hours(app) == [16, 14, 8]
    assert "This is your quarter as it was." in screen(app)


def test_a_slider_tells_at_once_what_would_come_of_it_and_touches_no_record(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    before = shelf.document
    app = slide(opened(PAGE), "hours one_on_one", 40)
    assert "Your plan takes 26 hours more than now" in headings(app)
    assert any(title.startswith("Your plan is about ") for title in headings(app))
    assert shelf.document == before


def test_what_is_tried_out_stays_while_one_looks_at_other_pages(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = slide(opened(PAGE), "hours one_on_one", 40)
    app = at_page(at_page(app, "results.py"), PAGE)
    assert hours(app) == [16, 40, 8]
    assert hours(click(app, "Back to now")) == [16, 14, 8]


def test_the_best_mix_can_be_tried_and_keeps_to_what_can_be_borne(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = click(opened(PAGE), "Try the best mix")
    assert hours(app)[1] > 40
    unfold(app, "What you can bear, and what is assumed")
    slide(app, "weekly hours", 3.0)
    assert sum(hours(click(app, "Try the best mix"))) <= 41


def test_diminishing_returns_are_called_an_assumption_and_can_be_set(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened(PAGE), "What you can bear, and what is assumed")
    assert "Assumed, not measured: twice the effort is worth 1.6 times as much" in screen(app)
    before = headings(app)[0]
    slide(app, "elasticity", 1.0)
    assert "twice the effort is worth twice as much" in screen(app)
    assert headings(app)[0] != before


def test_several_plans_are_kept_side_by_side_and_dropped_again(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    for place in range(4):
        click(slide(app, "hours one_on_one", 20 + place), "Keep to compare")
    assert "Keep to compare" not in [button.label for button in app.button]
    unfold(app, "Tables and files")
    shown = app.dataframe[0].value.to_numpy()[:, 0].tolist()
    assert shown == ["As now", "Your plan", "Best mix", "Plan 1", "Plan 2", "Plan 3", "Plan 4"]
    click(app, "Drop those kept")
    assert app.dataframe[0].value.to_numpy()[:, 0].tolist() == ["As now", "Your plan", "Best mix"]


def test_a_plan_that_asks_too_much_is_marked(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = slide(opened(PAGE), "hours group_events", 70)
    assert any("hours a week, beyond the 5 that you set yourself" in read(each.value) for each in app.warning)


def test_a_plan_becomes_the_goal_of_its_quarter_and_that_can_be_taken_back(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    before = shelf.document["goals"]
    app = click(slide(opened(PAGE), "hours one_on_one", 40), "Make it my goal")
    goals = {(goal["metric"], goal.get("approach")): goal["target"] for goal in shelf.document["goals"]}
    assert goals["hours", "one_on_one"] == 40
    assert goals["actual_cost", None] == 468
    assert "Hours of one-on-one in Q4 2026: 0 of 40 so far" in screen(app)
    click(app, "Undo")
    assert shelf.document["goals"] == before


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("", "“” can't be read as a number. Write it like 1,234.5."),
        ("many", "“many” can't be read as a number. Write it like 1,234.5."),
        ("0", "The target must be a number above 0."),
    ],
)
def test_a_goal_that_cannot_be_measured_is_refused_with_what_was_typed_kept(
    shelf: Shelf, target: str, sentence: str
) -> None:
    shelf.put(small_documents()["one approach"])
    app = unfold(opened(PAGE), "Set a goal by hand")
    click(fill(app, "Target", target), "Set this goal")
    assert [read(each.value) for each in app.error] == [sentence]
    assert app.text_input[0].value == target
    assert "goals" not in shelf.document or not shelf.document["goals"]


def test_a_goal_set_by_hand_shows_how_far_it_has_come_and_can_be_deleted(shelf: Shelf) -> None:
    shelf.put(
        make_document(
            activities=[costly_activity("one_on_one", "100", "2026-10-02")], outcomes=[won_outcome("500", "one_on_one")]
        )
    )
    app = unfold(opened(PAGE), "Set a goal by hand")
    metric, approach = (next(box for box in app.selectbox if box.label == label) for label in ("What", "Approach"))
    metric.set_value("hours")
    approach.set_value("one_on_one")
    click(fill(app, "Target", "4"), "Set this goal")
    (goal,) = shelf.document["goals"]
    assert (goal["metric"], goal["target"], goal["quarter"], goal["approach"]) == ("hours", 4, "2026-Q4", "one_on_one")
    assert "Hours of one-on-one in Q4 2026: 1 of 4 so far, on track" in screen(app)
    click(app, "Delete")
    assert shelf.document["goals"] == []


def test_without_an_outcome_of_worth_the_page_says_that_it_is_too_early_and_goals_can_still_be_set(
    shelf: Shelf,
) -> None:
    shelf.put(small_documents()["no outcome"])
    app = opened(PAGE)
    assert headings(app)[0].startswith("Too early to plan by figures")
    assert not app.slider
    assert "Goals" in headings(app)


def test_where_the_records_cannot_tell_nothing_is_advised(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = opened(PAGE)
    assert "can't tell" in headings(app)[0]
    assert "Try the best mix" not in [button.label for button in app.button]


def test_an_empty_page_says_what_will_stand_here_and_leads_to_the_quiz() -> None:
    app = opened(PAGE)
    assert headings(app) == ["What would another mix return?"]
    assert headings(click(app, "Take the pop quiz"))[0] == "What was an hour of yours worth?"
