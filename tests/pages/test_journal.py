"""The journal on screen: logged in seconds, mended in the table, taken back, and never written over unseen."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.careers import costly_activity, load_document, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import choose, click, edit, fill, headings, opened, read, run, screen, typed

COFFEE = {**costly_activity("one_on_one", "4.50", "2026-09-01"), "title": "Coffee with Ann"}
EVENING = {**costly_activity("group_events", "30", "2026-09-20"), "title": "Evening at the club"}


def shown(app: AppTest, column: str) -> list[Any]:
    return list(app.data_editor[0].value[column])


def chosen(app: AppTest, label: str, value: Any) -> AppTest:
    """Choose an option in a form, which sends it with its button only."""
    next(box for box in app.selectbox if box.label == label).set_value(value)
    return app


@pytest.fixture
def two(shelf: Shelf) -> Shelf:
    """A workspace of two activities."""
    shelf.put(make_document(activities=[COFFEE, EVENING], venues=[{"name": "Club", "approach": "group_events"}]))
    return shelf


def test_an_activity_is_logged_and_the_form_begins_anew(shelf: Shelf) -> None:
    app = opened("log.py")
    fill(fill(fill(app, "Hours", "1.5"), "Spent (optional)", "$4.50"), "Note (optional)", " Coffee with Bo ")
    click(app, "Log it")
    assert "Logged: Coffee with Bo." in screen(app)
    assert typed(app, "Hours") == typed(app, "Note (optional)") == ""
    (stored,) = shelf.document["activities"]
    assert (stored["title"], stored["hours"], stored["date"]) == ("Coffee with Bo", {"attending": 1.5}, "2026-10-05")
    assert stored["costs"] == [{"category": "coffee", "amount": "4.50"}]
    assert shown(app, "title") == ["Coffee with Bo"]


@pytest.mark.parametrize(
    ("hours", "money", "sentence"),
    [
        ("a while", "5", "Hours: “a while” can't be read as a number. Write it like 1,234.5."),
        ("1", "1,5", "Spent: “1,5” can't be read as a number."),
        ("", "", "Enter the hours or the money you spent."),
    ],
)
def test_an_activity_that_cannot_be_read_keeps_what_was_typed(
    shelf: Shelf, hours: str, money: str, sentence: str
) -> None:
    app = fill(fill(opened("log.py"), "Hours", hours), "Spent (optional)", money)
    click(fill(app, "Note (optional)", "A note"), "Log it")
    assert sentence in screen(app)
    assert [typed(app, label) for label in ("Hours", "Spent (optional)", "Note (optional)")] == [hours, money, "A note"]
    assert shelf.document == {}


def test_what_was_just_logged_can_be_taken_back(two: Shelf) -> None:
    before = two.document
    app = click(fill(opened("log.py"), "Hours", "1"), "Log it")
    click(app, "Undo")
    assert two.document == before
    assert "Taken back." in screen(app)
    assert not [button for button in app.button if button.label == "Undo"]


def test_an_outcome_is_logged_with_the_steps_that_led_to_it(two: Shelf) -> None:
    app = choose(opened("log.py"), "Log", "An outcome")
    fill(fill(app, "Likely value", "6,000"), "At most (optional)", "9,000")
    app.multiselect[0].set_value(["a2", "a1"])
    click(app, "Save")
    assert "Saved: Client." in screen(app)
    (outcome,) = two.document["outcomes"]
    assert outcome["value"] == {"likely": "6000", "high": "9000"}
    steps = [(step["date"], step["approach"]) for step in outcome["touchpoints"]]
    assert steps == [("2026-09-01", "one_on_one"), ("2026-09-20", "group_events")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"Likely value": "5", "At least (optional)": "6"}, "“At least” is above the likely value."),
        ({"Likely value": "5", "At most (optional)": "4"}, "“At most” is below the likely value."),
        ({"At least (optional)": "6"}, "Enter the likely value, too."),
        ({"Your margin, %": "120"}, "Your margin, %: the most is 100."),
        ({"Likely value": "lots"}, "Likely value: “lots” can't be read as a number."),
    ],
)
def test_an_outcome_that_does_not_add_up_keeps_what_was_typed(
    shelf: Shelf, fields: dict[str, str], sentence: str
) -> None:
    app = choose(opened("log.py"), "Log", "An outcome")
    for label, text in fields.items():
        fill(app, label, text)
    click(app, "Save")
    assert sentence in screen(app)
    assert {label: typed(app, label) for label in fields} == fields
    assert shelf.document == {}


def test_a_cell_saves_when_it_is_left(two: Shelf) -> None:
    app = opened("log.py")
    assert shown(app, "title") == ["Evening at the club", "Coffee with Ann"]
    edit(app, {1: {"hours.attending": 2.5, "costs.coffee": 6.0}})
    stored = two.document["activities"][0]
    assert (stored["hours"], stored["costs"][0]["amount"]) == ({"attending": 2.5}, "6")
    assert two.document["activities"][1] == {"id": "a2", **EVENING}


def test_a_cell_that_cannot_be_so_is_refused_with_a_sentence(two: Shelf) -> None:
    before = two.document
    app = edit(opened("log.py"), {0: {"hours.attending": -1}})
    assert "Attending, h can't be negative. “-1” was not saved." in screen(app)
    edit(app, {0: {"date": None}})
    assert "Date can't be empty." in screen(app)
    assert two.document == before


def test_what_was_edited_once_is_not_saved_again_over_a_change_from_elsewhere(two: Shelf) -> None:
    app = edit(opened("log.py"), {1: {"title": "Tea with Ann"}})
    before = app.data_editor[0].proto.id
    _elsewhere(two, {**two.document["activities"][0], "title": "Coffee, moved"})
    run(app)
    assert app.data_editor[0].proto.id != before  # so that the browser forgets its edits
    edit(app, {1: {"hours.attending": 2.5}})
    assert two.document["activities"][0]["title"] == "Coffee, moved"
    assert two.document["activities"][0]["hours"] == {"attending": 2.5}


def test_a_cell_that_was_refused_is_not_tried_again(two: Shelf) -> None:
    app = opened("log.py")
    before = app.data_editor[0].proto.id
    edit(app, {0: {"hours.attending": -1}})
    assert app.data_editor[0].proto.id != before


def test_deleted_rows_come_back_by_undo_with_all_that_referred_to_them(two: Shelf) -> None:
    two.put({**two.document, "activities": [{"id": "a1", **COFFEE, "venue": "v1"}]})
    before = two.document
    app = choose(opened("log.py"), "List", "venues")
    edit(app, {}, deleted=(0,))
    assert two.document["venues"] == []
    assert two.document["activities"][0]["venue"] is None
    assert "Deleted: 1 record." in screen(app)
    click(app, "Undo")
    assert two.document == before


def test_undo_is_offered_until_the_next_change(two: Shelf) -> None:
    app = edit(opened("log.py"), {}, deleted=(0,))
    run(run(app))
    assert "Undo" in [button.label for button in app.button]
    edit(app, {0: {"title": "Tea with Ann"}})
    assert "Undo" not in [button.label for button in app.button]


def test_a_record_changed_in_another_tab_is_not_written_over(two: Shelf) -> None:
    app = opened("log.py")
    theirs = {**two.document["activities"][0], "title": "Coffee with Ann Lee"}
    _elsewhere(two, theirs)
    edit(app, {1: {"title": "Tea with Ann"}})
    assert two.document["activities"][0] == theirs
    assert "This record was changed in another tab or device" in screen(app)
    assert "title: Tea with Ann" in screen(app).splitlines()
    assert "title: Coffee with Ann Lee" in screen(app).splitlines()


@pytest.mark.parametrize(("way", "title"), [("Keep mine", "Tea with Ann"), ("Keep what is stored", "Coffee, moved")])
def test_of_two_versions_the_chosen_one_is_kept(two: Shelf, way: str, title: str) -> None:
    app = opened("log.py")
    _elsewhere(two, {**two.document["activities"][0], "title": "Coffee, moved"})
    edit(app, {1: {"title": "Tea with Ann"}})
    click(app, way)
    assert two.document["activities"][0]["title"] == title
    assert "This record was changed" not in screen(app)
    assert sorted(shown(app, "title")) == sorted(["Evening at the club", title])


def test_a_record_deleted_in_another_tab_can_be_kept_after_all(two: Shelf) -> None:
    app = opened("log.py")
    two.put({**two.document, "activities": two.document["activities"][1:]})
    edit(app, {1: {"title": "Tea with Ann"}})
    assert "Deleted" in screen(app).splitlines()
    click(app, "Keep mine")
    assert [each["title"] for each in two.document["activities"]] == ["Evening at the club", "Tea with Ann"]


def _elsewhere(shelf: Shelf, record: dict[str, Any]) -> None:
    others = [each for each in shelf.document["activities"] if each["id"] != record["id"]]
    shelf.put({**shelf.document, "activities": [record, *others]})


def test_the_table_can_be_searched_and_narrowed_to_an_approach(two: Shelf) -> None:
    app = run(fill(opened("log.py"), "Search", "ANN"))
    assert shown(app, "title") == ["Coffee with Ann"]
    assert "1 record." in screen(app)
    run(fill(app, "Search", "nobody"))
    assert "Nothing matches." in screen(app)
    choose(run(fill(app, "Search", "")), "Approach", "group_events")
    assert shown(app, "title") == ["Evening at the club"]


def test_an_outcome_is_edited_whole_and_keeps_what_the_form_does_not_ask(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = choose(opened("log.py"), "List", "outcomes")
    choose(app, "Edit an outcome with its steps", "o1")
    form = app.form("edit o1")
    assert [field.value for field in form.text_input][:4] == ["Audit project", "6,000", "4,000", "9,500"]
    next(field for field in form.text_input if field.label == "Likely value").set_value("7,000")
    next(button for button in form.button if button.label == "Save").click()
    run(app)
    before, after = load_document("pop-quiz")["outcomes"][0], shelf.document["outcomes"][0]
    assert after["value"] == {"low": "4000", "likely": "7000", "high": "9500"}
    assert {**after, "value": None} == {**before, "value": None}


@pytest.mark.parametrize("name", ["activities", "outcomes", "contacts", "exchanges", "stories", "venues", "goals"])
def test_every_list_of_the_example_is_shown_with_all_of_its_records(name: str) -> None:
    app = click(opened(), "Open the example")
    run(app.switch_page("log.py"))
    choose(app, "List", name)
    rows = len(load_document("sample")[name])
    assert f"{rows} records." in read(screen(app))
    assert len(app.data_editor[0].value) == rows
    assert headings(app)[0] == "Journal"


def test_an_activity_has_the_channel_that_was_chosen_and_none_otherwise(shelf: Shelf) -> None:
    app = chosen(fill(opened("log.py"), "Hours", "1"), "Channel (optional)", "video")
    click(app, "Log it")
    click(fill(app, "Hours", "2"), "Log it")
    assert [row.get("channel") for row in shelf.document["activities"]] == ["video", None]


def test_an_outcome_may_be_said_to_come_once_and_by_default_follows_its_kind(shelf: Shelf) -> None:
    app = choose(opened("log.py"), "Log", "An outcome")
    click(app, "Save")
    click(chosen(app, "Could this happen again?", True), "Save")
    usual, once = shelf.document["outcomes"]
    assert ("once" in usual, once["once"]) == (False, True)
    choose(choose(app, "List", "outcomes"), "Edit an outcome with its steps", once["id"])
    form = app.form(f"edit {once['id']}")
    again = next(box for box in form.selectbox if box.label == "Could this happen again?")
    assert again.value is True
    again.set_value(False)
    next(button for button in form.button if button.label == "Save").click()
    run(app)
    assert shelf.document["outcomes"][1]["once"] is False


def test_the_kind_of_an_outcome_starts_at_what_the_purpose_looks_for(shelf: Shelf) -> None:
    shelf.put({**make_document(), "profile": {"purpose": "find_work"}})
    app = choose(opened("log.py"), "Log", "An outcome")
    kinds = next(box for box in app.selectbox if box.label == "What is it?")
    assert (kinds.value, kinds.options[:2]) == ("interview", ["Interview", "Referral"])
    assert "money you raise isn't your own gain" in screen(app)


def test_a_probability_is_kept_with_its_day_from_the_form_and_from_the_table(shelf: Shelf) -> None:
    app = chosen(choose(opened("log.py"), "Log", "An outcome"), "Status", "open")
    click(fill(app, "If open: how likely, %", "60"), "Save")
    assert shelf.document["outcomes"][0]["stated"] == [{"day": "2026-10-05", "probability": 0.6}]
    edit(app, {0: {"probability": 30.0}})
    assert shelf.document["outcomes"][0]["stated"] == [{"day": "2026-10-05", "probability": 0.3}]
    edit(app, {0: {"title": "A lead"}})
    edit(app, {0: {"status": "Lost"}})
    (lost,) = shelf.document["outcomes"]
    assert (lost["title"], lost["status"], lost["stated"][0]["probability"]) == ("A lead", "lost", 0.3)
    edit(app, {}, deleted=(0,))
    click(app, "Undo")
    assert shelf.document["outcomes"] == [lost]


def test_the_channel_of_an_activity_can_be_changed_in_the_table(two: Shelf) -> None:
    edit(opened("log.py"), {1: {"channel": "In person"}})
    assert two.document["activities"][0]["channel"] == "in_person"
