"""Changed elsewhere: a form that was open while another tab saved writes nothing over, and loses nothing typed."""

from typing import Any

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from tests.careers import load_document, small_documents
from tests.pages.conftest import Shelf
from tests.pages.screen import choose, click, fill, opened, run, screen, typed, unfold


@pytest.fixture
def quiz(shelf: Shelf) -> Shelf:
    shelf.put(load_document("pop-quiz"))
    return shelf


def open_outcome(title: str) -> AppTest:
    """The form of an outcome, with another title typed and not yet saved."""
    app = choose(choose(opened("records.py"), "List", "outcomes"), "Edit an outcome with its steps", "o1")
    next(field for field in app.form("edit o1").text_input if field.label == "Name (optional)").set_value(title)
    return app


def save(app: AppTest, form: str) -> AppTest:
    next(button for button in app.form(form).button if button.label == "Save").click()
    return run(app)


def changed(shelf: Shelf, name: str, key: str, /, **new: Any) -> None:
    """Change a record behind the app's back."""
    raw = shelf.document
    shelf.put({**raw, name: [{**row, **new} if row["id"] == key else row for row in raw[name]]})


def stored(shelf: Shelf, name: str, key: str) -> dict[str, Any]:
    return next(row for row in shelf.document[name] if row["id"] == key)


def test_an_outcome_changed_elsewhere_is_shown_in_both_versions(quiz: Shelf) -> None:
    app = open_outcome("My title")
    changed(quiz, "outcomes", "o1", title="Their title", margin=0.9)
    save(app, "edit o1")
    assert (stored(quiz, "outcomes", "o1")["title"], stored(quiz, "outcomes", "o1")["margin"]) == ("Their title", 0.9)
    assert {"Name: My title", "Name: Their title"} <= set(screen(app).splitlines())
    click(app, "Keep mine")
    assert (stored(quiz, "outcomes", "o1")["title"], stored(quiz, "outcomes", "o1")["margin"]) == ("My title", 0.5)


def test_an_outcome_that_nobody_else_changed_is_saved_twice_in_a_row(quiz: Shelf) -> None:
    app = save(open_outcome("First"), "edit o1")
    next(field for field in app.form("edit o1").text_input if field.label == "Name (optional)").set_value("Second")
    save(app, "edit o1")
    assert stored(quiz, "outcomes", "o1")["title"] == "Second"
    assert "changed in another tab" not in screen(app)


def test_a_membership_changed_elsewhere_is_not_written_over(quiz: Shelf) -> None:
    app = fill(
        unfold(unfold(opened("settings.py"), "Memberships and venues"), "Chamber breakfast"),
        "Why you go there (optional)",
        "mine",
    )
    changed(quiz, "venues", "chamber", why="theirs", name="Chamber dinner")
    save(app, "form chamber")
    assert stored(quiz, "venues", "chamber")["why"] == "theirs"
    assert {"Why you go there: mine", "Why you go there: theirs"} <= set(screen(app).splitlines())
    click(app, "Keep the saved one")
    assert stored(quiz, "venues", "chamber")["why"] == "theirs"
    assert "changed in another tab" not in screen(app)


def test_pay_changed_elsewhere_is_not_written_over_and_what_was_typed_stays(quiz: Shelf) -> None:
    app = fill(
        unfold(unfold(opened("settings.py"), "Pay and the value of your time"), "Since Q1 2026:"),
        "Base pay per year",
        "90,000",
    )
    raw = quiz.document
    entry = {**raw["profile"]["compensation"][0], "base": "70000"}
    quiz.put({**raw, "profile": {**raw["profile"], "compensation": [entry]}})
    click(app, "Save")
    assert quiz.document["profile"]["compensation"] == [entry]
    assert "This was changed in another tab or on another device" in screen(app)
    assert typed(app, "Base pay per year") == "90,000"
    click(app, "Save")
    assert quiz.document["profile"]["compensation"][0]["base"] == "90000"


def test_an_answer_given_in_another_tab_is_shown_after_the_next_one_here(shelf: Shelf) -> None:
    one, other = opened("quiz.py"), opened("quiz.py")
    run(fill(one, "Base pay per year", "84,000"))
    run(fill(other, "Benefits per year", "20,000"))
    assert shelf.answers() == {"pay.base": "84000", "pay.benefits": "20000"}
    assert typed(other, "Base pay per year") == "84,000"
    assert typed(run(one), "Benefits per year") == "20,000"


def test_a_restored_backup_is_taken_back_to_what_was_stored_when_it_was_accepted(quiz: Shelf) -> None:
    app = unfold(opened("settings.py"), "Backup and restore")
    app.file_uploader[0].upload("backup.json", orjson.dumps(small_documents()["no outcome"]))
    run(app)
    changed(quiz, "venues", "chamber", why="changed while looking")
    before = quiz.document
    click(app, "Replace my workspace with this file")
    click(app, "Undo")
    assert quiz.document == before
