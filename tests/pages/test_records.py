"""All records: searched, edited in the table, deleted and restored, and never overwritten unseen."""

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.wording.wording import CATEGORY_NAMES
from pages.shell import session
from tests.careers import costly_activity, load_document, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, choose, click, edit, fill, headings, opened, read, run, screen

COFFEE = {**costly_activity("one_on_one", "4.50", "2026-09-01"), "title": "Coffee with Ann"}
EVENING = {**costly_activity("group_events", "30", "2026-09-20"), "title": "Evening at the club"}
PICK = "Edit an outcome with its steps"


def cells(app: AppTest, column: str) -> list[Any]:
    return list(app.data_editor[0].value[column])


def undos(app: AppTest) -> list[str]:
    return [read(button.label) for button in app.button if button.label.startswith("Undo")]


@pytest.fixture
def two(shelf: Shelf) -> Shelf:
    """A workspace of two activities."""
    shelf.put(make_document(activities=[COFFEE, EVENING], venues=[{"name": "Club", "approach": "group_events"}]))
    return shelf


@pytest.fixture
def on_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser on a phone."""
    monkeypatch.setattr(session, "is_on_phone", lambda: True)


@pytest.mark.parametrize("page", ["records.py", "record.py"])
def test_an_activity_is_not_moved_to_a_day_that_is_still_to_come(two: Shelf, page: str) -> None:
    before = two.document
    if page == "records.py":
        app = edit(opened(page), {1: {"date": "2026-10-06"}})
    else:
        app = opened(page, id="activities/a1")
        app.date_input[0].set_value(date(2026, 10, 6))
        click(app, "Save")
    assert "An activity can’t be in the future. “2026-10-06” was not saved." in screen(app)
    assert two.document == before


def test_the_form_of_an_activity_has_every_cost_and_what_was_paid_back(two: Shelf) -> None:
    app = opened("record.py", id="activities/a2")
    numbers = {field.label: field for field in app.number_input}
    assert set(CATEGORY_NAMES.values()) <= set(numbers)
    numbers["Travel"].set_value(80.0)
    numbers["Paid back to you"].set_value(95.0)
    click(app, "Save")
    costs = two.document["activities"][1]["costs"]
    assert [(cost["amount"], cost["reimbursed"]) for cost in costs] == [("30", "25"), ("80", "70")]


def put_elsewhere(shelf: Shelf, record: dict[str, Any]) -> None:
    others = [row for row in shelf.document["activities"] if row["id"] != record["id"]]
    shelf.put({**shelf.document, "activities": [record, *others]})


def test_a_cell_is_saved_when_it_is_left(two: Shelf) -> None:
    app = opened("records.py")
    assert cells(app, "title") == ["Evening at the club", "Coffee with Ann"]
    edit(app, {1: {"hours.attending": 2.5, "costs.coffee": 6.0}})
    stored = two.document["activities"][0]
    assert (stored["hours"], stored["costs"][0]["amount"]) == ({"attending": 2.5}, "6")
    assert two.document["activities"][1] == {"id": "a2", **EVENING}


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({1: {"title": "Tea with Ann"}}, "Undo: changed “Note” of Coffee with Ann"),
        ({1: {"title": None}}, "Undo: changed “Note” of Coffee with Ann"),
        ({1: {"costs.coffee": None, "hours.attending": 2.0}}, "Undo: changed Coffee with Ann"),
        ({0: {"title": "Dinner"}, 1: {"title": "Tea"}}, "Undo: changed “Note” of 2 activities"),
    ],
)
def test_an_edit_of_cells_is_undone_by_one_button_that_names_it(
    two: Shelf, changes: dict[int, dict[str, Any]], label: str
) -> None:
    before = two.document
    app = edit(opened("records.py"), changes)
    assert two.document != before
    assert undos(app) == [label]
    click(app, "Undo")
    assert two.document == before
    assert undos(app) == []


def test_a_cell_that_cannot_be_so_is_refused_with_a_sentence(two: Shelf) -> None:
    before = two.document
    app = edit(opened("records.py"), {0: {"hours.attending": -1}})
    assert "“Attending, hours” can’t be negative. “-1” was not saved." in screen(app)
    edit(app, {0: {"date": None}})
    assert "“Date” can’t be empty." in screen(app)
    assert two.document == before


def test_the_cells_beside_a_refused_one_are_saved_and_can_be_undone(two: Shelf) -> None:
    before = two.document
    app = edit(opened("records.py"), {1: {"hours.attending": -1, "title": "Tea"}})
    assert two.document["activities"][0]["title"] == "Tea"
    assert "“-1” was not saved." in screen(app)
    click(app, "Undo")
    assert two.document == before


def test_an_edited_cell_is_not_saved_again_over_a_change_from_elsewhere(two: Shelf) -> None:
    app = edit(opened("records.py"), {1: {"title": "Tea with Ann"}})
    before = app.data_editor[0].proto.id
    put_elsewhere(two, {**two.document["activities"][0], "title": "Coffee, moved"})
    run(app)
    assert app.data_editor[0].proto.id != before  # so that the browser forgets its edits
    edit(app, {1: {"hours.attending": 2.5}})
    assert two.document["activities"][0]["title"] == "Coffee, moved"
    assert two.document["activities"][0]["hours"] == {"attending": 2.5}


def test_a_cell_that_was_refused_is_not_tried_again(two: Shelf) -> None:
    app = opened("records.py")
    before = app.data_editor[0].proto.id
    edit(app, {0: {"hours.attending": -1}})
    assert app.data_editor[0].proto.id != before


def test_deleted_rows_come_back_by_undo_with_all_that_referred_to_them(two: Shelf) -> None:
    two.put({**two.document, "activities": [{"id": "a1", **COFFEE, "venue": "v1"}]})
    before = two.document
    app = choose(opened("records.py"), "List", "venues")
    edit(app, {}, deleted=(0,))
    assert two.document["venues"] == []
    assert two.document["activities"][0]["venue"] is None
    assert "Deleted Club." in screen(app)
    click(app, "Undo")
    assert two.document == before


def test_undo_is_offered_until_the_next_change(two: Shelf) -> None:
    app = edit(opened("records.py"), {}, deleted=(0,))
    run(run(app))
    assert undos(app) == ["Undo: deleted Evening at the club"]
    edit(app, {0: {"title": "Tea with Ann"}})
    assert undos(app) == ["Undo: changed “Note” of Coffee with Ann"]


def test_a_record_changed_in_another_tab_is_not_overwritten(two: Shelf) -> None:
    app = opened("records.py")
    theirs = {**two.document["activities"][0], "title": "Coffee with Ann Lee"}
    put_elsewhere(two, theirs)
    edit(app, {1: {"title": "Tea with Ann"}})
    assert two.document["activities"][0] == theirs
    assert "This record was changed in another tab or on another device" in screen(app)
    assert {"Note: Tea with Ann", "Note: Coffee with Ann Lee"} <= set(screen(app).splitlines())


@pytest.mark.parametrize(("way", "title"), [("Keep mine", "Tea with Ann"), ("Keep the saved one", "Coffee, moved")])
def test_of_two_versions_the_chosen_one_is_kept(two: Shelf, way: str, title: str) -> None:
    app = opened("records.py")
    put_elsewhere(two, {**two.document["activities"][0], "title": "Coffee, moved"})
    edit(app, {1: {"title": "Tea with Ann"}})
    click(app, way)
    assert two.document["activities"][0]["title"] == title
    assert "This record was changed" not in screen(app)
    assert sorted(cells(app, "title")) == sorted(["Evening at the club", title])


def test_two_versions_differ_in_the_words_of_the_table_and_by_the_locale(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = choose(opened("records.py"), "List", "outcomes")
    raw = shelf.document
    shelf.put({**raw, "outcomes": [{**raw["outcomes"][0], "margin": 0.25, "value": {"likely": "1234.5"}}]})
    edit(app, {len(app.data_editor[0].value) - 1: {"margin": 80.0}})
    lines = set(screen(app).splitlines())
    assert {"Your margin, %: 80", "Your margin, %: 25", "Likely value: $1,234.50"} <= lines


def test_a_third_version_is_not_overwritten_by_the_choice_between_two(two: Shelf) -> None:
    app = opened("records.py")
    first = two.document["activities"][0]
    put_elsewhere(two, {**first, "title": "Second"})
    edit(app, {1: {"title": "Mine"}})
    put_elsewhere(two, {**first, "title": "Third"})
    click(app, "Keep mine")
    assert two.document["activities"][0]["title"] == "Third"
    assert "Note: Third" in screen(app).splitlines()
    click(app, "Keep mine")
    assert two.document["activities"][0]["title"] == "Mine"


def test_a_record_deleted_in_another_tab_can_be_kept_after_all(two: Shelf) -> None:
    app = opened("records.py")
    two.put({**two.document, "activities": two.document["activities"][1:]})
    edit(app, {1: {"title": "Tea with Ann"}})
    assert "Deleted" in screen(app).splitlines()
    click(app, "Keep mine")
    assert [row["title"] for row in two.document["activities"]] == ["Evening at the club", "Tea with Ann"]


def test_the_table_can_be_searched_and_narrowed_to_an_approach(two: Shelf) -> None:
    app = run(fill(opened("records.py"), "Search", "ANN"))
    assert cells(app, "title") == ["Coffee with Ann"]
    assert "1 activity." in screen(app)
    run(fill(app, "Search", "nobody"))
    assert "Nothing matches." in screen(app)
    choose(run(fill(app, "Search", "")), "Approach", "group_events")
    assert cells(app, "title") == ["Evening at the club"]


def test_the_list_can_be_chosen_and_is_in_the_address(two: Shelf) -> None:
    app = opened("records.py", list="Venues")
    assert cells(app, "name") == ["Club"]
    assert cells(choose(app, "List", "activities"), "title") == ["Evening at the club", "Coffee with Ann"]
    assert cells(choose(app, "List", "venues"), "name") == ["Club"]
    edit(app, {}, deleted=(0,))
    assert cells(app, "title") == ["Evening at the club", "Coffee with Ann"]


def test_on_a_phone_a_list_has_rows_that_open_the_record(two: Shelf, on_phone: None) -> None:
    app = opened("records.py", list="Activities")
    assert not app.data_editor
    rows = {read(link.proto.label): link.proto.query_string for link in app.get("page_link")}
    assert rows["**Evening at the club** :gray[Sep 20, 2026 · Group events · 1 h · $30]"] == "id=activities%2Fa2"
    assert rows["**Coffee with Ann** :gray[Sep 1, 2026 · One-on-one · 1 h · $4.50]"] == "id=activities%2Fa1"
    choose(app, "List", "venues")
    assert "**Club** :gray[Group events]" in {read(link.proto.label) for link in app.get("page_link")}


def test_a_record_is_changed_and_deleted_on_its_own_page(two: Shelf) -> None:
    before = two.document
    app = opened("record.py", id="activities/a1")
    assert headings(app)[0] == "Coffee with Ann"
    fill(app, "Note", "Tea with Ann")
    next(field for field in app.number_input if field.label == "Attending, hours").set_value(1.5)
    click(app, "Save")
    assert headings(app)[0] == "All records"
    changed = {**before["activities"][0], "title": "Tea with Ann", "hours": {"attending": 1.5}}
    assert two.document["activities"] == [changed, before["activities"][1]]
    click(app, "Undo: changed Coffee with Ann")
    assert two.document == before
    click(opened("record.py", id="activities/a1"), "Delete")
    assert two.document["activities"] == [before["activities"][1]]


@pytest.mark.parametrize("name", ["activities", "contacts", "exchanges", "stories", "venues", "goals"])
def test_a_record_saved_as_it_is_stays_as_it_is(shelf: Shelf, name: str) -> None:
    shelf.put(load_document("sample"))
    before = shelf.document
    for record in before[name][:3]:
        app = opened("record.py", id=f"{name}/{record['id']}")
        click(app, "Save")
        assert shelf.document == before


def test_a_record_without_a_name_is_headed_as_in_the_list(shelf: Shelf) -> None:
    story = {"date": "2026-09-01", "text": f"We met again. {'It helped. ' * 20}"}
    favor = {"date": "2026-09-01", "direction": "given", "contact": "c1"}
    goal = {"metric": "roi_percent", "target": 60, "quarter": "2026-Q4"}
    shelf.put(make_document(contacts=[{"name": "Ann Lee"}], exchanges=[favor], stories=[story], goals=[goal]))
    opening = {name: headings(opened("record.py", id=name))[0] for name in ("exchanges/e1", "stories/s1", "goals/g1")}
    assert opening["exchanges/e1"] == "Ann Lee"
    assert opening["goals/g1"] == "ROI"
    assert opening["stories/s1"].startswith("We met again. It helped.")
    assert len(opening["stories/s1"]) <= 100


def test_a_long_text_keeps_its_lines_when_another_field_is_changed(shelf: Shelf) -> None:
    story = {"date": "2026-09-01", "text": "One line.\nAnd another.\n" + "More. " * 1_000 + "End."}
    shelf.put(make_document(stories=[story]))
    app = opened("record.py", id="stories/s1")
    assert [area.value for area in app.text_area] == [story["text"]]
    app.text_area[0].set_value(f"First: {story['text']}")
    click(app, "Save")
    assert shelf.document["stories"][0]["text"] == f"First: {story['text']}"


def test_a_record_with_every_field_filled_in_has_no_empty_fold(shelf: Shelf) -> None:
    venue = {"name": "Club", "approach": "group_events", "why": "Peers", "audience": "peers", "role": "Host"}
    shelf.put(make_document(venues=[venue, {**venue, "role": ""}]))
    folds = [[fold.label for fold in opened("record.py", id=f"venues/{key}").expander] for key in ("v1", "v2")]
    assert folds == [[], ["More details (optional)"]]


def test_what_a_field_refuses_is_said_and_the_rest_is_saved(two: Shelf) -> None:
    app = opened("record.py", id="activities/a1")
    fill(app, "Note", "Tea with Ann")
    app.date_input[0].set_value(None)
    click(app, "Save")
    assert "“Date” can’t be empty." in screen(app)
    assert "was not saved" not in screen(app)  # an empty box holds nothing to repeat
    assert (two.document["activities"][0]["title"], two.document["activities"][0]["date"]) == (
        "Tea with Ann",
        "2026-09-01",
    )


def test_an_outcome_is_edited_whole_and_keeps_what_the_form_does_not_ask(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = choose(opened("records.py"), "List", "outcomes")
    choose(app, PICK, "o1")
    form = app.form("edit o1")
    fields = {field.label: field for field in form.text_input}
    assert fields["Name (optional)"].value == "Audit project"
    assert [fields[label].value for label in ("Worth at least", "Worth at most")] == ["4,000", "9,500"]
    next(field for label, field in fields.items() if label.startswith("Revenue")).set_value("7,000")
    next(button for button in form.button if button.label == "Save").click()
    run(app)
    before, after = load_document("pop-quiz")["outcomes"][0], shelf.document["outcomes"][0]
    assert after["value"] == {"low": "4000", "likely": "7000", "high": "9500"}
    assert {**after, "value": None} == {**before, "value": None}
    click(app, "Undo: changed Audit project")
    assert shelf.document["outcomes"] == load_document("pop-quiz")["outcomes"]


@pytest.mark.parametrize("name", ["activities", "outcomes", "contacts", "exchanges", "stories", "venues", "goals"])
def test_every_list_of_the_example_is_shown_with_all_of_its_records(name: str) -> None:
    app = click(opened(), "Open the example")
    choose(at_page(app, "records.py"), "List", name)
    rows = len(load_document("sample")[name])
    assert f"{rows} " in read(screen(app))
    assert len(app.data_editor[0].value) == rows
    assert headings(app)[0] == "All records"


def test_an_outcome_that_happens_once_is_shown_so_and_can_be_changed(shelf: Shelf) -> None:
    raw = load_document("pop-quiz")
    shelf.put({**raw, "outcomes": [{**raw["outcomes"][0], "once": True}]})
    choose(app := choose(opened("records.py"), "List", "outcomes"), PICK, "o1")
    form = app.form("edit o1")
    again = next(box for box in form.selectbox if box.label == "Could this happen again?")
    assert again.value is True
    again.set_value(False)
    next(button for button in form.button if button.label == "Save").click()
    run(app)
    assert shelf.document["outcomes"][0]["once"] is False


def test_an_outcome_older_than_the_archives_end_keeps_its_date_when_edited(shelf: Shelf) -> None:
    old = {**load_document("pop-quiz")["outcomes"][0], "date": "2020-05-04", "touchpoints": []}
    shelf.put(make_document(profile={"archived_before": "2024-01-01"}, outcomes=[old]))
    app = choose(choose(opened("records.py"), "List", "outcomes"), PICK, old["id"])
    (day,) = app.date_input
    assert (day.value, day.min) == (date(2020, 5, 4), date(2020, 5, 4))


def test_a_probability_is_kept_with_its_day(shelf: Shelf) -> None:
    lead = {"id": "o1", "date": "2026-10-05", "kind": "lead", "status": "open", "probability": 0.6}
    shelf.put(make_document(outcomes=[lead]))
    app = edit(choose(opened("records.py"), "List", "outcomes"), {0: {"probability": 30.0}})
    assert shelf.document["outcomes"][0]["stated"] == [{"day": "2026-10-05", "probability": 0.3}]
    edit(app, {0: {"title": "A lead"}})
    edit(app, {0: {"status": "Lost"}})
    (lost,) = shelf.document["outcomes"]
    assert (lost["title"], lost["status"], lost["stated"][0]["probability"]) == ("A lead", "lost", 0.3)
    edit(app, {}, deleted=(0,))
    click(app, "Undo")
    assert shelf.document["outcomes"] == [lost]


def test_the_channel_of_an_activity_can_be_changed_in_the_table(two: Shelf) -> None:
    edit(opened("records.py"), {1: {"channel": "In person"}})
    assert two.document["activities"][0]["channel"] == "in_person"


def test_the_measure_of_a_goal_is_chosen_by_its_name(shelf: Shelf) -> None:
    shelf.put(make_document(goals=[{"metric": "hours", "target": 20.0, "quarter": "2026-Q4"}]))
    app = opened("records.py")
    name = cells(app, "metric")[0]
    assert name != "hours"
    edit(app, {0: {"target": 30.0}})
    assert (shelf.document["goals"][0]["metric"], shelf.document["goals"][0]["target"]) == ("hours", 30.0)


def test_an_empty_workspace_has_no_list_and_leads_to_the_first_entry() -> None:
    app = opened("records.py")
    assert "Everything you log appears here" in screen(app)
    assert not app.data_editor


def test_more_records_than_fit_a_page_are_shown_a_page_at_a_time_the_latest_first(shelf: Shelf) -> None:
    days = [(date(2024, 1, 1) + timedelta(days=n)).isoformat() for n in range(450)]
    outcomes = [
        {"id": f"o{n}", "date": day, "kind": "client", "title": f"Client {n}", "status": "won"}
        for n, day in enumerate(days)
    ]
    shelf.put(make_document(outcomes=outcomes))
    app = opened("records.py")
    assert cells(app, "title")[::199] == ["Client 449", "Client 250"]
    assert "450 outcomes, 200 on each page." in screen(app)
    app.session_state["page of outcomes"] = 3
    assert cells(run(app), "title")[::49] == ["Client 49", "Client 0"]
    # What is edited, and offered below the table, are the records of the page that is shown.
    assert len(next(box for box in app.selectbox if box.label == PICK).options) == 50
    edit(app, {0: {"title": "Client forty-nine"}})
    assert shelf.document["outcomes"][49]["title"] == "Client forty-nine"
    run(fill(app, "Search", "client 30"))
    assert sorted(cells(app, "title")) == ["Client 30", *(f"Client {n}" for n in range(300, 310))]
    assert not app.get("pagination")
