"""Undo: offered until the next act of any kind, and it reverts its own act alone, or refuses."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.access.visitors import Visitor, new_guest_id
from netroi_core.errors import CannotUndo
from netroi_core.storage import Principal
from netroi_core.workspace.workspace import Document
from pages.shell import session, workspace
from tests.careers import load_document
from tests.pages.screen import at_page, choose, click, edit, fill, opened, read, run, screen, unfold

ANN = Visitor("guest", new_guest_id())
Act = Callable[[AppTest], object]


@pytest.fixture(autouse=True)
def ann(monkeypatch: pytest.MonkeyPatch) -> Principal:
    """A guest of a server with circles and links, whose workspace is that of the example."""
    monkeypatch.setenv("NETROI_MODE", "guests")
    monkeypatch.setenv("NETROI_URL", "https://netroi.example")
    principal = Principal("guest", ANN.name)
    workspace.store().change(principal, lambda _: load_document("sample"))
    return principal


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages that stand on every page, so that only an act can end them."""
    pending = session.pending_notices
    monkeypatch.setattr(session, "pending_notices", lambda _: pending("any"))


def stored(ann: Principal) -> Document:
    """Return what is stored; empty lists, and the order of pay, mean nothing."""
    saved = workspace.store().read(ann)
    assert saved is not None
    profile = saved.document["profile"]
    pay = sorted(profile.get("compensation", ()), key=lambda entry: str(entry["from"]))
    document = {**saved.document, "profile": {**profile, "compensation": pay}}
    return {name: value for name, value in document.items() if value != []}


def undos(app: AppTest) -> list[str]:
    return [read(button.label) for button in app.button if button.label.startswith("Undo: ")]


def press(app: AppTest, key: str) -> AppTest:
    """Press the first button whose key begins so."""
    next(button for button in app.button if str(button.key).startswith(key)).click()
    return run(app)


def log_activity(app: AppTest) -> None:
    click(fill(at_page(app, "log.py"), "Hours", "1"), "Log activity")


def log_outcome(app: AppTest) -> None:
    click(at_page(app, "log_outcome.py"), "Log outcome")


def change_cell(app: AppTest) -> None:
    edit(at_page(app, "records.py"), {1: {"title": "Renamed"}})


def clear_cell(app: AppTest) -> None:
    edit(at_page(app, "records.py"), {1: {"title": None}})


def delete_rows(app: AppTest) -> None:
    edit(choose(at_page(app, "records.py"), "List", "contacts"), {}, deleted=(0, 1))


def change_outcome(app: AppTest) -> None:
    choose(choose(at_page(app, "records.py"), "List", "outcomes"), "Edit an outcome with its steps", "o01")
    form = app.form("edit o01")
    next(field for field in form.text_input if field.label == "Name (optional)").set_value("Renamed")
    next(button for button in form.button if button.label == "Save").click()
    run(app)


def archive(app: AppTest) -> None:
    press(unfold(at_page(app, "follow_ups.py"), "Contacts to archive"), "archive ")


def postpone(app: AppTest) -> None:
    app.query_params["id"] = str(load_document("sample")["contacts"][0]["id"])
    press(at_page(app, "person.py"), "two_weeks ")


def set_goals(app: AppTest) -> None:
    click(click(at_page(app, "plan.py"), "Try the advised plan"), "Set as goal")


def delete_pay(app: AppTest) -> None:
    unfold(at_page(app, "settings.py"), "Pay and the value of your time")
    press(unfold(app, "Since"), "delete ")


def restore(app: AppTest) -> None:
    unfold(at_page(app, "settings.py"), "Backup and restore")
    app.file_uploader[0].upload("backup.json", orjson.dumps(load_document("pop-quiz")))
    press(run(app), "restore now")


def choose_purpose(app: AppTest) -> None:
    unfold(at_page(app, "settings.py"), "What you want from networking")
    app.pills[0].set_value(["belong"])
    run(app)


def tick_habit(app: AppTest) -> None:
    unfold(at_page(app, "home.py"), "abits")
    next(box for box in app.checkbox if not box.value).check()
    run(app)


def answer_quiz(app: AppTest) -> None:
    run(fill(at_page(app, "quiz.py"), "Base pay per year", "84,000"))


def create_link(app: AppTest) -> None:
    unfold(at_page(app, "share.py"), "Create a feedback link")
    click(app, "Create a link")


def create_circle(app: AppTest) -> None:
    unfold(at_page(app, "circles.py"), "Create a circle")
    click(fill(app, "Name", "Chapter"), "Create circle")


def erase(app: AppTest) -> None:
    unfold(at_page(app, "settings.py"), "Erase everything")
    next(box for box in app.checkbox if box.key == "sure to erase").check()
    press(run(app), "erase")


def keep_a_conflict(app: AppTest) -> None:
    """Meet a change from elsewhere, which refuses a save."""
    at_page(app, "records.py")
    principal = Principal("guest", ANN.name)
    records = sorted(load_document("sample")["activities"], key=lambda row: str(row["date"]), reverse=True)

    def rename(document: Document) -> Document:
        rows = [{**row, "title": "theirs"} if row["id"] == records[1]["id"] else row for row in document["activities"]]
        return {**document, "activities": rows}

    workspace.store().change(principal, rename)
    table = app.data_editor[0].value
    edit(app, {list(table["title"]).index(records[1]["title"]): {"title": "mine"}})


WITH_UNDO = [log_activity, log_outcome, change_cell, clear_cell, delete_rows, change_outcome, archive, postpone,
             set_goals, delete_pay, restore]  # fmt: skip
OTHERS = [choose_purpose, tick_habit, answer_quiz, create_link, create_circle, erase, keep_a_conflict]


def name(act: Act) -> str:
    return act.__name__  # type: ignore[attr-defined]


@pytest.mark.parametrize("act", [*WITH_UNDO, *OTHERS], ids=name)
def test_any_act_ends_the_undo_of_the_one_before(everywhere: None, act: Act) -> None:
    app = opened("log.py", by=ANN)
    click(fill(fill(app, "Hours", "1"), "Note (optional)", "First act"), "Log activity")
    assert undos(app) == ["Undo: logged First act"]
    if act is log_activity:
        click(app, "Log another")
    act(app)
    assert not [label for label in undos(app) if "First act" in label]
    assert len(undos(app)) == (act in WITH_UNDO)


@pytest.mark.parametrize("act", WITH_UNDO, ids=name)
def test_an_undone_act_leaves_the_document_as_it_was(ann: Principal, act: Act) -> None:
    before = stored(ann)
    act(app := opened("log.py", by=ANN))
    assert stored(ann) != before
    click(app, "Undo")
    assert stored(ann) == before
    assert "Undone: " in screen(app)
    assert undos(app) == []


@pytest.mark.parametrize("act", WITH_UNDO, ids=name)
def test_an_undo_leaves_what_another_tab_added(ann: Principal, act: Act) -> None:
    before = stored(ann)
    act(app := opened("log.py", by=ANN))
    theirs = {"id": "theirs", "name": "Theirs"}
    workspace.store().change(ann, lambda document: {**document, "contacts": [*document["contacts"], theirs]})
    together = stored(ann)
    click(app, "Undo")
    if act is restore:
        assert str(CannotUndo()) in screen(app)
        assert stored(ann) == together
    else:
        assert stored(ann) == {**before, "contacts": [*before["contacts"], theirs]}


def touched(before: Document, after: Document) -> Document:
    """The document after an act, with the records that the act changed or added changed once more."""
    document = deepcopy(after)
    for rows_name, rows in document.items():
        if rows_name in _ANOTHER:
            earlier = {row["id"]: row for row in before.get(rows_name, ())}
            for row in rows:
                if earlier.get(row["id"]) != row:
                    row.update(_ANOTHER[rows_name])
    return document


_ANOTHER: dict[str, dict[str, Any]] = {
    "activities": {"date": "2026-01-02"},
    "outcomes": {"date": "2026-01-02"},
    "contacts": {"notes": "changed"},
    "goals": {"target": 4711.0},
}


@pytest.mark.parametrize("act", [log_activity, log_outcome, change_cell, clear_cell, change_outcome, archive, postpone,
                                 set_goals, restore], ids=name)  # fmt: skip
def test_an_undo_is_refused_in_one_sentence_where_another_tab_changed_the_same(ann: Principal, act: Act) -> None:
    before = stored(ann)
    act(app := opened("log.py", by=ANN))
    workspace.store().change(ann, lambda document: touched(before, document))
    together = stored(ann)
    click(app, "Undo")
    assert str(CannotUndo()) in screen(app)
    assert "Keep mine" not in [button.label for button in app.button]
    assert stored(ann) == together


def test_a_long_act_is_cut_at_a_word_in_its_undo() -> None:
    title = "A long evening with the members of the chamber of commerce and their guests"
    app = click(fill(fill(opened("log.py", by=ANN), "Hours", "1"), "Note (optional)", title), "Log activity")
    assert undos(app) == ["Undo: logged A long evening with the members…"]
    assert f"Logged {title}." in screen(app)


def test_the_button_of_an_earlier_message_is_another_than_that_of_a_later_one() -> None:
    app = click(fill(opened("log.py", by=ANN), "Hours", "1"), "Log activity")
    first = next(button.key for button in app.button if button.label.startswith("Undo"))
    click(click(app, "Log another"), "Same as last time")
    assert first not in [button.key for button in app.button]
