"""The quiz's offer of an import: files prefill most of it, wrong ones lose nothing, and they are optional."""

from typing import Any

from streamlit.testing.v1 import AppTest

from netroi_core.quarters import Quarter
from tests import example_quarter
from tests.careers import costly_activity, make_document
from tests.importers.import_files import AT
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, choose, click, fill, headings, opened, run, screen, typed, unfold

Q3 = Quarter(2026, 3)
OFFER = "Fill in most of this from your files"
HOUR = "What is an hour of your time worth?"
EVENTS = "Group events: how much time and money did you spend?"
OUTCOMES = "What did it lead to?"
REVIEW = "Does this look right?"
COFFEE = {**costly_activity("one_on_one", "4.50"), "id": "calendar-1", "source": "calendar", "keys": ["expense-1"]}
ACCEPTED = {
    "id": "i1",
    "kind": "calendar",
    "at": AT,
    "file_name": "a.ics",
    "added": {"activities": {"calendar-1": "0"}},
}


def dropped(app: AppTest, files: dict[str, bytes]) -> AppTest:
    """Drop files into the offer of the quiz, or on the page of imports."""
    if not app.file_uploader:
        unfold(app, OFFER)
    app.file_uploader[0].set_value([(name, raw, "application/octet-stream") for name, raw in files.items()])
    return run(app)


def quiz_with_files() -> AppTest:
    """Return the quiz with all files of the quarter accepted."""
    return click(dropped(opened("quiz.py"), example_quarter.import_files(Q3)), "Accept")


def with_coffee() -> dict[str, Any]:
    """Return a workspace with a coffee from the calendar, joined with its line on the card."""
    return make_document() | {"activities": [COFFEE], "imports": [ACCEPTED]}


def test_the_offer_comes_first_and_in_the_first_step_alone() -> None:
    app = opened("quiz.py")
    text = screen(app)
    assert text.index(OFFER) < text.index(HOUR)
    assert len(unfold(app, OFFER).file_uploader) == 1
    click(app, "Next")
    assert headings(app)[0] == EVENTS
    assert not app.file_uploader


def test_without_files_the_quiz_works_as_ever(shelf: Shelf) -> None:
    app = run(fill(opened("quiz.py"), "Base pay per year", "84,000"))
    assert shelf.answers() == {"pay.base": "84000"}
    assert "Step 1 of 7 · about 8 minutes left" in [bar.proto.text for bar in app.get("progress")]


def test_files_are_previewed_first_and_leave_typed_answers_alone(shelf: Shelf) -> None:
    app = run(fill(opened("quiz.py"), "Base pay per year", "84,000"))
    dropped(app, example_quarter.import_files(Q3))
    assert {"Accept", "Next"} & {button.label for button in app.button} == {"Accept"}, "one thing at a time"
    assert shelf.answers() == {"pay.base": "84000"}
    assert not shelf.document.get("activities")
    click(app, "Accept")
    assert typed(app, "Base pay per year") == "84,000"
    assert len(shelf.document["activities"]) == 19


def test_dropped_files_can_be_discarded(shelf: Shelf) -> None:
    app = click(dropped(opened("quiz.py"), example_quarter.import_files(Q3)), "Continue without them")
    assert OFFER in screen(app)
    assert not app.file_uploader[0].value
    assert headings(click(app, "Next"))[0] == EVENTS
    assert not shelf.document.get("activities")


def test_imported_effort_prefills_the_following_steps_and_names_its_sources() -> None:
    app = quiz_with_files()
    assert OFFER not in screen(app)
    assert "**Filled in for you:** 19 activities, 26.02 h, from your calendar, LinkedIn and your card." in screen(app)
    assert "Step 1 of 3 · about 4 minutes left" in [bar.proto.text for bar in app.get("progress")]
    click(app, "Next")
    assert headings(app)[0] == OUTCOMES, "the files tell the hours"
    click(click(app, "Next"), "Change", 1)
    assert [typed(app, name) for name in ("Hours in total", "Event fees")] == ["21.5", "455"]
    assert "Filled in (7 activities): hours from your calendar and LinkedIn; costs from your card." in screen(app)
    assert "Files rarely include the time for preparing, traveling and following up: add it." in screen(app)


def test_optional_steps_are_summed_up_in_the_review_and_open_from_there() -> None:
    app = click(quiz_with_files(), "Next")
    assert headings(app)[0] == OUTCOMES
    assert headings(click(app, "Next"))[0] == REVIEW
    text = screen(app)
    assert "**One-on-one:** 3.5 h (instead of paid work) and $69.80. Hours from your calendar; costs from" in text
    assert "1 favor given and 1 favor received. You have 6 people on record who were met in this quarter." in text
    click(app, "Change", 5)
    assert "6 people on record as met this way in this quarter" in screen(app)
    assert [typed(app, "Endorsements", index) for index in range(2)] == ["1", "1"]
    assert headings(click(app, "Back to the review"))[0] == REVIEW


def test_choosing_a_contact_fills_in_the_touchpoints_with_them(shelf: Shelf) -> None:
    app = click(click(quiz_with_files(), "Next"), "Client")
    dana = next(row["id"] for row in shelf.document["contacts"] if row["name"] == "Dana Reyes")
    choose(app, "Who was it through? (optional)", dana)
    steps = shelf.answers()["outcome.1.touchpoints"]
    assert [(step["approach"], step["contact"]) for step in steps] == [("social_media", dana), ("one_on_one", dana)]
    assert [field.label for field in app.date_input][:2] == [
        "1. Social media with Dana Reyes: when? (optional)", "2. One-on-one with Dana Reyes: when? (optional)",
    ]  # fmt: skip
    choose(app, "Who was it through? (optional)", dana)
    assert shelf.answers()["outcome.1.touchpoints"] == steps


def test_without_contacts_the_quiz_asks_for_none() -> None:
    app = click(opened("quiz.py", step="outcomes"), "Client")
    assert "Who was it through? (optional)" not in [box.label for box in app.selectbox]


def test_a_wrong_file_is_refused_in_a_sentence_and_the_quiz_continues(shelf: Shelf) -> None:
    app = run(fill(opened("quiz.py"), "Base pay per year", "84,000"))
    dropped(app, {"holiday.pdf": b"%PDF-1.7 sunny"})
    (refusal,) = app.error
    assert "PDF" in refusal.value
    assert shelf.answers() == {"pay.base": "84000"}
    assert headings(click(app, "Next"))[0] == EVENTS


def test_an_import_undone_after_the_quiz_removes_its_hours(shelf: Shelf) -> None:
    app = quiz_with_files()
    run(fill(app, "Base pay per year", "84,000"))
    click(click(click(app, "Next"), "Next"), "Submit")
    assert "26 hours and $663 spent in Q3 2026" in screen(at_page(app, "results.py"))
    app = click(at_page(app, "imports.py"), "Undo import")
    assert shelf.document["activities"] == shelf.document["contacts"] == []
    assert "26 hours" not in screen(at_page(app, "results.py"))


def test_in_another_quarter_the_files_are_offered_again(shelf: Shelf) -> None:
    shelf.put(with_coffee())
    assert OFFER not in screen(opened("quiz.py", quarter="2026-Q3"))
    assert OFFER in screen(opened("quiz.py", quarter="2026-Q2"))


def test_an_approach_names_the_sources_of_its_hours_and_costs_and_the_journal_too(shelf: Shelf) -> None:
    shelf.put(with_coffee())
    step = {"quarter": "2026-Q3", "step": "one_on_one"}
    assert "Filled in (1 activity): hours from your calendar; costs from your card." in screen(
        opened("quiz.py", **step)
    )
    shelf.put(make_document(activities=[costly_activity("one_on_one", "4.50")]))
    assert "Filled in from your log (1 activity)." in screen(opened("quiz.py", **step))


def test_files_after_a_submitted_quiz_count_once_unless_they_are_added_to_it(shelf: Shelf) -> None:
    app = run(fill(opened("quiz.py", step="one_on_one"), "Hours in total", "12"))
    click(at_page(app, "quiz.py"), "Next")
    click(opened("quiz.py", quarter=str(Q3), step="review"), "Submit")
    app = dropped(opened("imports.py"), example_quarter.import_files(Q3))
    assert "Your quiz for Q3 2026 may already include 3.5 h of this." in screen(app)
    click(app, "Accept")
    talks = [row for row in shelf.document["activities"] if row["approach"] == "one_on_one"]
    assert sum(sum(row["hours"].values()) for row in talks) == 12
    for acceptance in list(shelf.document["imports"]):
        assert acceptance
        click(app, "Undo import")
    assert [row["hours"] for row in shelf.document["activities"]] == [{"attending": 12.0}]
