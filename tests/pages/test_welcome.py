"""The first visit, and the example: what is offered, and that nothing of the example mixes with one's own."""

from pathlib import Path

import pytest

from tests.careers import load_document
from tests.pages.conftest import Shelf
from tests.pages.screen import PAGES, at_page, choose, click, fill, headings, opened, screen

WELCOME = "What does your networking return?"


def test_the_first_visit_offers_three_ways_on_and_stores_nothing(folder: Path) -> None:
    app = opened()
    assert headings(app) == [WELCOME, "Take the pop quiz", "Look at an example", "Restore a backup"]
    assert [button.label for button in app.button] == ["Start the quiz", "Open the example", "Choose a backup"]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("way", "heading"),
    [
        ("Start the quiz", "What is an hour of your time worth?"),
        ("Open the example", "One-on-one is most likely your best approach ("),
        ("Choose a backup", "Settings"),
    ],
)
def test_each_way_leads_where_it_says(way: str, heading: str) -> None:
    assert headings(click(opened(), way))[0].startswith(heading)


@pytest.mark.parametrize(
    ("page", "heading", "words"),
    [
        ("home.py", "What is there to do this week?", "a few things to do, how your network changed"),
        ("trends.py", "When does networking pay?", "when each approach paid back"),
        ("network.py", "How strong is your network?", "who gives and who takes"),
        ("quiz.py", "What is an hour of your time worth?", "Without pay, your hours have no price"),
        ("log.py", "Journal", "Everything you log appears here"),
        ("settings.py", "Settings", "It reads like $1,234.50"),
    ],
)
def test_every_page_can_be_the_first_and_says_what_will_stand_there(page: str, heading: str, words: str) -> None:
    app = opened(page)
    assert headings(app)[0] == heading
    assert words in screen(app)


def test_the_example_is_marked_on_every_page() -> None:
    app = click(opened(), "Open the example")
    for page in PAGES:
        assert "**This is an example.** Dana Whitfield is made up." in screen(at_page(app, page))


def test_edits_of_the_example_are_seen_in_it_and_never_reach_the_own_store(folder: Path) -> None:
    app = click(opened(), "Open the example")
    at_page(app, "log.py")
    click(fill(app, "Hours", "3"), "Log it")
    assert "Logged: One-on-one." in screen(app)
    assert "159 records." in screen(app)
    at_page(app, "settings.py")
    choose(app, "Currency", "EUR")
    assert "€1,234.50" in screen(app)
    at_page(app, "quiz.py")
    click(app, "Next")
    assert list(folder.iterdir()) == []


def test_the_example_opens_from_the_welcome_alone_and_leads_back_to_it() -> None:
    app = click(opened(), "Open the example")
    click(app, "Leave the example")
    assert headings(app)[0] == WELCOME
    assert "This is an example" not in screen(app)


def test_a_workspace_stored_meanwhile_is_there_when_the_example_is_left(shelf: Shelf) -> None:
    app = click(opened(), "Open the example")
    shelf.put(load_document("pop-quiz"))
    assert headings(at_page(app, "results.py"))[0].startswith("One-on-one is most likely your best")
    click(app, "Leave the example")
    assert headings(app)[0].startswith("One of the 2 outcomes that you linked to activities began on social media")


def test_every_visitor_has_an_example_of_their_own() -> None:
    one, other = (click(opened(), "Open the example") for _ in range(2))
    at_page(one, "settings.py")
    choose(one, "Currency", "EUR")
    assert "€28,228" in screen(at_page(one, "results.py"))
    assert "$28,228" in screen(at_page(other, "results.py"))


def test_the_example_can_not_be_erased() -> None:
    app = at_page(click(opened(), "Open the example"), "settings.py")
    assert "Erase everything" not in headings(app)
    assert "Erase everything" in headings(opened("settings.py"))
