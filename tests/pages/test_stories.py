"""Stories on the report's page: added in a short form, undone, and included in reports one by one."""

from streamlit.testing.v1 import AppTest

from tests.careers import load_document
from tests.pages.conftest import Shelf
from tests.pages.screen import click, opened, run, screen, unfold

PAGE = "report.py"


def toggles(app: AppTest) -> list[bool]:
    """Return the state of each story's switch for reports."""
    return [toggle.value for toggle in app.toggle if toggle.key and toggle.key.startswith("approved ")]


def add_story(app: AppTest) -> AppTest:
    app.text_area[0].set_value(" We met in June. ")
    return click(app, "Save this story")


def test_a_story_is_added_in_a_short_form_that_asks_for_its_text_and_can_be_undone(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    before = len(shelf.document["stories"])
    app = unfold(opened(PAGE), "Add a story")
    click(app, "Save this story")
    assert len(shelf.document["stories"]) == before
    add_story(app)
    story = shelf.document["stories"][-1]
    assert (story["text"], story["approved"], story["date"]) == ("We met in June.", False, "2026-10-05")
    assert "“We met in June.”" in screen(app)
    click(app, "Undo")
    assert len(shelf.document["stories"]) == before


def test_older_stories_are_one_click_away_each_with_its_own_switch_for_reports(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    assert len(toggles(app)) == 1
    unfold(app, "3 older stories")
    assert toggles(app) == [False, True, False, True]
    [toggle for toggle in app.toggle if toggle.key and toggle.key.startswith("approved ")][2].set_value(True)
    run(app)
    assert sum(story["approved"] for story in shelf.document["stories"]) == 3
