"""The plan on screen: what is advised, what-ifs that never touch records, and goals."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.views.search import Search
from netroi_core.workspace.fields import APPROACHES
from tests.careers import (
    costly_activity,
    ended_search,
    load_document,
    make_document,
    situation_of,
    small_documents,
    won_outcome,
)
from tests.pages.conftest import TODAY, Shelf
from tests.pages.screen import at_page, choose, click, fill, headings, opened, read, run, screen, unfold

PAGE = "plan.py"


def slide(app: AppTest, key: str, value: float) -> AppTest:
    """Move the slider of this key."""
    app.slider(key=f"plan {key}").set_value(value)
    return run(app)


def main_button(app: AppTest) -> list[str]:
    """Return the labels of the primary buttons of a plan."""
    return [
        button.label
        for button in app.button
        if button.key in ("advised plan", "set as goal") and button.proto.type == "primary"
    ]


def hours(app: AppTest) -> list[float]:
    return [app.slider(key=f"plan hours {approach}").value for approach in APPROACHES]


def plain_text(app: AppTest) -> str:
    return read("\n".join(block.value for block in app.markdown))


def test_the_next_step_comes_first_then_the_estimate_the_reasons_and_what_would_change_it(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    assert "one-on-one" in headings(app)[0]
    assert headings(app)[0].count(".") == 1
    text = screen(app)
    parts = (
        " a quarter, and spares your energy.",
        "Estimated net benefit: ",
        "Based on ",
        "Grow one-on-one step by step",
        "What would change this?",
    )
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "Try a plan for Q4 2026" in headings(app)
    assert hours(app) == [20, 14, 10]
    assert "This is your usual quarter." in screen(app)


def test_signs_of_overload_stand_above_the_plan_with_one_small_step(shelf: Shelf) -> None:
    tired = [{**costly_activity("group_events", "10", f"2026-08-0{day}"), "energy": -2} for day in (1, 2, 3)]
    shelf.put(make_document(activities=tired, outcomes=[won_outcome("500", "one_on_one", "2026-08-02")]))
    (info,) = opened(PAGE).info
    assert read(info.value).splitlines() == [
        "You felt drained after all 3 group events that you rated.",
        "",
        "**One small step: skip the next group event, or keep it short.**",
    ]


def test_half_a_dollar_is_rounded_alike_above_a_slider_and_on_it(shelf: Shelf) -> None:
    won = won_outcome("500", "one_on_one", "2026-08-02")
    for cost in ("4.50", "5.50"):
        shelf.put(make_document(activities=[costly_activity("one_on_one", cost, "2026-08-01")], outcomes=[won]))
        app = opened(PAGE)
        assert f"in Q3 2026 1 h and ${app.slider(key='plan money one_on_one').value}]" in plain_text(app)


def test_hours_and_money_on_sliders_have_the_separators_of_the_sentences_above_them(shelf: Shelf) -> None:
    won = won_outcome("500000", "one_on_one", "2026-08-02")
    long = {**costly_activity("one_on_one", "4000", "2026-08-01"), "hours": {"attending": 1306}}
    for locale, template, hours in (("en_US", "%,d", "1,306 h"), ("de_DE", "%'.,d", "1.306 h")):
        shelf.put(make_document(profile={"locale": locale}, activities=[long], outcomes=[won]))
        app = opened(PAGE)
        formats = [app.slider(key=f"plan {name} one_on_one").proto.format for name in ("hours", "money")]
        assert all(template in text for text in formats), formats
        assert f"in Q3 2026 {hours} and " in plain_text(app)


def test_a_slider_tells_at_once_what_would_come_of_it_and_touches_no_record(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    before = shelf.document
    app = slide(opened(PAGE), "hours one_on_one", 40)
    assert "Your plan takes 26 hours more than usual" in headings(app)
    assert any(title.startswith("Your plan is about ") for title in headings(app))
    assert shelf.document == before


def test_what_is_tried_out_stays_while_one_looks_at_other_pages(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = slide(opened(PAGE), "hours one_on_one", 40)
    app = at_page(at_page(app, "results.py"), PAGE)
    assert hours(app) == [20, 40, 10]
    assert hours(click(app, "Reset to usual")) == [20, 14, 10]


def test_the_advised_mix_can_be_tried_and_keeps_within_the_limits(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = click(opened(PAGE), "Try the advised plan")
    assert 14 < hours(app)[1] <= 22
    unfold(app, "Limits and assumptions")
    slide(app, "weekly hours", 3.0)
    assert sum(hours(click(app, "Try the advised plan"))) <= 3 * 92 / 7 + 1


def test_limits_include_the_growth_of_an_approach_and_the_hours_for_learning(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened(PAGE), "Limits and assumptions")
    assert (app.slider(key="plan ramp percent").value, app.slider(key="plan learning percent").value) == (50, 10)
    slide(app, "ramp percent", 100)
    assert hours(click(app, "Try the advised plan"))[1] > 22


def test_diminishing_returns_are_called_an_assumption_and_can_be_set(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened(PAGE), "Limits and assumptions")
    assert "Assumed, not measured: twice the effort is worth 1.6 times as much" in screen(app)
    before = next(block.value for block in app.markdown if "Estimated net benefit" in block.value)
    slide(app, "elasticity", 1.0)
    assert "twice the effort is worth twice as much" in screen(app)
    assert before not in [block.value for block in app.markdown]


def test_several_plans_are_kept_side_by_side_and_removed_again(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    for place in range(4):
        click(slide(app, "hours one_on_one", 20 + place), "Save to compare")
    assert "Save to compare" not in [button.label for button in app.button]
    unfold(app, "Tables and files")
    names = app.dataframe[0].value.to_numpy()[:, 0].tolist()
    assert names == ["Usual quarter", "Your plan", "Advised", "Plan 1", "Plan 2", "Plan 3", "Plan 4"]
    click(app, "Remove compared plans")
    assert app.dataframe[0].value.to_numpy()[:, 0].tolist() == ["Usual quarter", "Your plan", "Advised"]


def test_a_plan_that_asks_too_much_is_cautioned(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = slide(opened(PAGE), "hours group_events", 70)
    assert any("hours a week, beyond the 5 that you set yourself" in read(block.value) for block in app.warning)


def test_money_follows_the_hours_until_it_is_set_itself(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    usual = app.slider(key="plan money group_events").value
    assert usual > 0
    app = slide(app, "hours group_events", 0)
    assert app.slider(key="plan money group_events").value == 0
    app = slide(app, "hours group_events", 70)
    assert app.slider(key="plan money group_events").value > usual
    app = slide(app, "money group_events", usual)
    assert app.slider(key="plan money group_events").value == usual
    assert app.slider(key="plan hours group_events").value == 70


def test_a_plan_is_tried_before_it_can_be_set_as_the_goal(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    assert main_button(app) == ["Try the advised plan"]
    assert app.button(key="set as goal").disabled
    app = slide(app, "hours one_on_one", 40)
    assert main_button(app) == ["Set as goal"]
    assert not app.button(key="set as goal").disabled
    assert main_button(click(app, "Reset to usual")) == ["Try the advised plan"]


def test_a_plan_becomes_the_goal_of_its_quarter_and_that_can_be_undone(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    before = shelf.document["goals"]
    app = click(slide(opened(PAGE), "hours one_on_one", 40), "Set as goal")
    goals = {(goal["metric"], goal.get("approach")): goal["target"] for goal in shelf.document["goals"]}
    assert goals["hours", "one_on_one"] == 40
    # 18 hours more than usual, at the usual money per hour.
    assert goals["actual_cost", None] == 512 + 18 * 7.5
    # What is expected of the plan is kept with it, and is no goal of its own.
    assert ("planned_net_benefit", None) in goals
    assert "Set 2 goals for Q4 2026." in screen(app)
    assert "planned" not in screen(app)
    assert "Hours of one-on-one in Q4 2026: 0 of 40 so far" in screen(app)
    click(app, "Undo")
    assert shelf.document["goals"] == before


def test_a_plan_whose_quarter_is_over_is_held_against_what_happened(shelf: Shelf) -> None:
    raw = load_document("sample")
    plan = [
        {"id": f"plan-2026-Q3-{metric}", "metric": metric, "target": target, "quarter": "2026-Q3", "approach": approach}
        for metric, target, approach in (("hours", 12, "one_on_one"), ("planned_net_benefit", 1100, None))
    ]
    shelf.put({**raw, "goals": plan})
    app = opened(PAGE)
    assert "How your plan for Q3 2026 went" in headings(app)
    assert "You planned 12 hours of one-on-one and did " in plain_text(app)
    assert "After all costs you expected $1,100 and got " in plain_text(app)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("", "“” can’t be read as a number. Write it like 1,234.5."),
        ("many", "“many” can’t be read as a number. Write it like 1,234.5."),
        ("0", "The target must be a number above 0."),
    ],
)
def test_a_goal_that_cannot_be_measured_is_refused_with_what_was_typed_kept(
    shelf: Shelf, target: str, sentence: str
) -> None:
    shelf.put(small_documents()["one approach"])
    app = unfold(opened(PAGE), "Set a goal by hand")
    click(fill(app, "Target", target), "Set this goal")
    assert [read(error.value) for error in app.error] == [sentence]
    assert app.text_input[0].value == target
    assert "goals" not in shelf.document or not shelf.document["goals"]


def test_a_goal_set_by_hand_shows_how_far_it_has_come_and_can_be_deleted(shelf: Shelf) -> None:
    shelf.put(
        make_document(
            activities=[costly_activity("one_on_one", "100", "2026-10-02")], outcomes=[won_outcome("500", "one_on_one")]
        )
    )
    app = unfold(opened(PAGE), "Set a goal by hand")
    metric, approach = (next(box for box in app.selectbox if box.label == label) for label in ("Figure", "Approach"))
    metric.set_value("hours")
    approach.set_value("one_on_one")
    click(fill(app, "Target", "4"), "Set this goal")
    (goal,) = shelf.document["goals"]
    assert (goal["metric"], goal["target"], goal["quarter"], goal["approach"]) == ("hours", 4, "2026-Q4", "one_on_one")
    assert "Hours of one-on-one in Q4 2026: 1 of 4 so far, on track" in screen(app)
    click(app, "Delete")
    assert shelf.document["goals"] == []


def test_a_goal_can_be_set_for_what_people_count(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = unfold(opened(PAGE), "Set a goal by hand")
    next(box for box in app.selectbox if box.label == "Figure").set_value("referrals")
    click(fill(app, "Target", "2"), "Set this goal")
    assert "Referrals in Q4 2026: 0 of 2 so far" in screen(app)


@pytest.mark.parametrize(
    ("profile", "figure"),
    [
        ({}, "activities"),
        ({"between_jobs": ["2026-Q3"]}, "interviews"),
        ({"purpose": "win_clients"}, "clients"),
        ({"purpose": "learn"}, "meaningful_contacts"),
    ],
)
def test_a_goal_starts_with_the_figure_that_counts_for_the_purpose(
    shelf: Shelf, profile: dict[str, Any], figure: str
) -> None:
    shelf.put(make_document(profile=profile, activities=[costly_activity("one_on_one", "5")]))
    app = unfold(opened(PAGE), "Set a goal by hand")
    assert next(box for box in app.selectbox if box.label == "Figure").value == figure


def test_without_an_outcome_of_worth_the_page_says_so_and_goals_can_still_be_set(shelf: Shelf) -> None:
    shelf.put(small_documents()["no outcome"])
    app = opened(PAGE)
    assert headings(app)[0].startswith("Keep your usual hours for now")
    assert not app.slider
    assert "Goals" in headings(app)


def test_a_search_that_is_over_is_called_that_and_the_next_purpose_is_asked_for(shelf: Shelf) -> None:
    for profile in ({}, {"purpose": "find_work"}):
        shelf.put(ended_search(**profile))
        app = opened(PAGE)
        assert headings(app)[0] == "Your search is over."
        assert "Stay in touch now and then one-on-one: that’s how you got the job." in screen(app)
        assert "A job comes only once, so it’s no part of a forecast." in screen(app)
        assert "too little on record" not in screen(app)
        choose(app, "What do you want from networking now?", "win_clients")
        assert (shelf.document["profile"]["purpose"], "Your search is over" in screen(app)) == ("win_clients", False)


def test_where_the_records_cannot_tell_nothing_is_advised(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = opened(PAGE)
    assert headings(app)[0].startswith("Keep your usual hours")
    assert "Try the advised plan" not in [button.label for button in app.button]
    assert "One small step" not in plain_text(app)
    outcomes = [won_outcome("500", "one_on_one"), {**won_outcome("900", "one_on_one"), "status": "open"}]
    shelf.put(make_document(activities=[costly_activity("one_on_one", "100")], outcomes=outcomes))
    assert "**One small step:** Follow up on your possible client" in plain_text(opened(PAGE))


def test_a_search_has_its_pace_and_the_people_to_ask_and_to_reconnect_below_the_advice(shelf: Shelf) -> None:
    raw = load_document("remote")
    shelf.put(raw)
    app = opened(PAGE)
    assert "Your search" in headings(app)
    printed = Search(situation_of("remote", TODAY))
    text = plain_text(app)
    assert [sentence for sentence in printed.sentences if read(sentence) not in text] == []
    links = [link.label for link in app.get("page_link")]
    assert [
        row.contact.name
        for row in (*printed.to_ask, *printed.to_reconnect)
        if not any(row.contact.name in label for label in links)
    ] == []
    assert printed.to_ask
    talk = {"date": "2026-09-01", "approach": "one_on_one", "hours": {"attending": 1}}
    shelf.put(make_document(profile={"purpose": "find_work"}, activities=[talk]))
    assert "Add the people you know, former colleagues first" in screen(opened(PAGE))
    shelf.put(load_document("sample"))
    assert "Your search" not in headings(opened(PAGE))


def test_the_usual_hours_are_exact_and_their_slider_starts_at_the_next_whole_one(shelf: Shelf) -> None:
    def talks(day: str, hours: int) -> dict[str, Any]:
        return {**costly_activity("one_on_one", "10", day), "hours": {"attending": hours}}

    pay = {"compensation": [{"from": "2026-Q1", "hourly_rate": "50"}]}
    won = [won_outcome("900", "one_on_one")]
    shelf.put(make_document(profile=pay, activities=[talks("2026-05-02", 14), talks("2026-08-02", 11)], outcomes=won))
    app = opened("plan.py")
    assert "usually 12.5 h" in plain_text(app)
    assert hours(app)[list(APPROACHES).index("one_on_one")] == 13
