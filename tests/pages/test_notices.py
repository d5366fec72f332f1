"""Notices on screen: what went wrong or was mended is said, and nothing that was typed is lost over it."""

from pathlib import Path
from typing import Any

import pytest

from netroi_core.errors import Busy, NetROIError, NotSaved, PerhapsSaved, TooLarge
from netroi_core.storage import Edit, Principal, Saved, Unavailable
from netroi_core.storage.files.stores import FileStore
from pages.shell import workspace
from tests.careers import costly_activity, load_document, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, click, edit, fill, headings, opened, run, screen, typed, unfold

REFUSALS = [Busy(), TooLarge(5), NotSaved("the disk is full"), PerhapsSaved()]


class Refusing:
    """A store that reads and refuses every change, or reading, too."""

    def __init__(self, store: FileStore, refusal: NetROIError, *, reads: bool = True) -> None:
        self._store, self._refusal, self._reads = store, refusal, reads

    def read(self, principal: Principal) -> Saved | None:
        if not self._reads:
            raise self._refusal
        return self._store.read(principal)

    def change(self, principal: Principal, edit: Edit) -> Saved:
        raise self._refusal

    def erase(self, principal: Principal) -> None:
        raise self._refusal


def refuse(monkeypatch: pytest.MonkeyPatch, folder: Path, refusal: NetROIError, **how: Any) -> None:
    store = Refusing(FileStore(folder), refusal, **how)
    monkeypatch.setattr(workspace, "_store", lambda _: store)


def current(folder: Path) -> Path:
    """The one workspace file."""
    (file,) = (path for path in folder.glob("*.json") if ".backup" not in path.name)
    return file


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_a_refused_save_keeps_the_form_as_typed_and_says_why(
    folder: Path, monkeypatch: pytest.MonkeyPatch, refusal: NetROIError
) -> None:
    app = opened("log.py")
    refuse(monkeypatch, folder, refusal)
    click(fill(fill(app, "Hours", "1.5"), "Note (optional)", "Coffee with Bo"), "Log activity")
    assert str(refusal) in screen(app)
    assert (typed(app, "Hours"), typed(app, "Note (optional)")) == ("1.5", "Coffee with Bo")


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_a_refused_answer_stays_in_its_field_and_is_saved_when_given_again(
    folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, refusal: NetROIError
) -> None:
    app = opened("quiz.py")
    with monkeypatch.context() as broken:
        refuse(broken, folder, refusal)
        run(fill(app, "Base pay per year", "84,000"))
        assert str(refusal) in screen(app)
        assert typed(app, "Base pay per year") == "84,000"
    run(fill(app, "Base pay per year", "84,001"))
    assert shelf.answers() == {"pay.base": "84001"}
    assert str(refusal) not in screen(app)


def test_a_refused_setting_stays_as_typed(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(load_document("pop-quiz"))
    app = unfold(opened("settings.py"), "Pay and the value of your time")
    refuse(monkeypatch, folder, Busy())
    run(fill(app, "Family time, %", "150"))
    assert str(Busy()) in screen(app)
    assert typed(app, "Family time, %") == "150"


def test_a_refused_edit_of_the_table_is_said(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened("records.py")
    refuse(monkeypatch, folder, Busy())
    assert str(Busy()) in screen(edit(app, {0: {"title": "Other"}}))


def test_a_workspace_that_cannot_be_opened_shows_the_reason_instead_of_an_empty_one(
    folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(load_document("pop-quiz"))
    with monkeypatch.context() as broken:
        refuse(broken, folder, Unavailable("the disk does not answer"), reads=False)
        app = opened()
        assert "Your workspace can’t be opened right now: the disk does not answer." in screen(app)
        assert headings(app) == []
        assert "Start the quiz" not in screen(app)
    click(app, "Try again")
    assert headings(app)[0].startswith("“Audit project” began at group events")


def test_a_damaged_file_is_replaced_by_its_backup_and_that_is_said_on_every_page(folder: Path, shelf: Shelf) -> None:
    shelf.put(make_document(activities=[costly_activity("one_on_one", "10")]))
    shelf.put(make_document(activities=[costly_activity("one_on_one", "20")]))
    current(folder).write_bytes(b"{}")
    app = opened()
    for page in ("results.py", "quiz.py", "log.py", "settings.py"):
        assert "Your saved file was damaged, so its latest good backup was restored" in screen(at_page(app, page))
    assert shelf.document["activities"][0]["costs"][0]["amount"] == "10"


def test_the_note_on_a_restored_backup_goes_with_the_next_change(folder: Path, shelf: Shelf) -> None:
    shelf.put(make_document(activities=[costly_activity("one_on_one", "10")]))
    shelf.put(make_document(activities=[costly_activity("one_on_one", "20")]))
    current(folder).write_bytes(b"")
    app = opened("log.py")
    assert "was restored" in screen(app)
    click(fill(app, "Hours", "1"), "Log activity")
    assert "was restored" not in screen(app)


def test_a_workspace_beyond_repair_is_said_to_be_so_once_and_one_can_begin_anew(folder: Path, shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    current(folder).write_bytes(b"\0" * 100)
    for backup in folder.glob("*.backup*"):
        backup.unlink()
    app = opened()
    assert "Your saved workspace is damaged, and there is no good backup of it left." in screen(app)
    assert "Start the quiz" not in screen(app)
    click(app, "Try again")
    assert headings(app)[0] == "What did your networking return?"
    assert [path.read_bytes() for path in (folder / "quarantine").iterdir()] == [b"\0" * 100]


def test_a_workspace_that_grows_large_is_told_before_it_is_too_late(shelf: Shelf) -> None:
    notes = [{"name": "A", "notes": "n" * 10_000} for _ in range(220)]
    shelf.put(make_document(contacts=notes))
    app = opened("home.py")
    assert "Your workspace uses 2.1 of 5 MB." in screen(app)
    assert "Archive old years" in screen(app)


def test_a_message_stands_until_it_is_dismissed() -> None:
    app = click(fill(opened("log.py"), "Hours", "1"), "Log activity")
    assert "Logged a one-on-one." in screen(run(app))
    assert "Logged a one-on-one." not in screen(click(app, "Dismiss"))


def test_a_name_that_ends_in_a_full_stop_keeps_one_in_the_message_and_on_its_button() -> None:
    app = click(fill(fill(opened("log.py"), "Hours", "1"), "Note (optional)", "Lunch with T.S."), "Log activity")
    assert "Logged Lunch with T.S. 1 h" in screen(app)
    assert "Undo: logged Lunch with T.S." in screen(app)


def test_a_message_is_gone_with_its_undo_once_something_else_is_tried_even_in_vain() -> None:
    app = click(click(fill(opened("log.py"), "Hours", "1"), "Log activity"), "Log another")
    assert "Undo: logged a one-on-one" in screen(app)
    click(fill(app, "Hours", "a while"), "Log activity")
    assert "can’t be read as a number" in screen(app)
    assert "ogged a one-on-one" not in screen(app)


def test_a_message_stays_behind_on_the_page_of_its_act() -> None:
    app = click(fill(opened("log.py"), "Hours", "1"), "Log activity")
    assert "Logged a one-on-one." not in screen(at_page(app, "records.py"))
    assert "Logged a one-on-one." not in screen(at_page(app, "log.py"))


def test_undo_after_others_changed_takes_back_only_what_was_done_here(shelf: Shelf) -> None:
    app = click(fill(opened("log.py"), "Hours", "1"), "Log activity")
    document = shelf.document
    shelf.put({**document, "contacts": [{"id": "c", "name": "Bo"}]})
    click(app, "Undo")
    assert shelf.document["activities"] == []
    assert shelf.document["contacts"] == [{"id": "c", "name": "Bo"}]
