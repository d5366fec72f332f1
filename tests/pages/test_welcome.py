"""The first visit, and the example: what is offered, and that nothing of the example mixes with one's own."""

import re
from base64 import b64decode
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.charts.palette import DARK, LIGHT
from tests.careers import load_document
from tests.pages.conftest import Shelf
from tests.pages.screen import PAGES, at_page, choose, click, fill, headings, opened, screen, unfold

HOME = "home.py"
WELCOME = "NetROI shows what your networking returns"


def links(app: AppTest) -> dict[str, str]:
    """Return the addresses of the links on the page by their labels."""
    return {link.proto.label: f"{link.proto.page}?{link.proto.query_string}" for link in app.get("page_link")}


def test_the_first_visit_offers_the_quiz_first_then_the_example_and_stores_nothing(folder: Path) -> None:
    app = opened(HOME)
    assert headings(app)[0] == WELCOME
    labels = [button.label for button in app.button]
    assert labels[-2:] == ["Start the quiz", "Look at an example"]
    assert [button.label for button in app.button if button.proto.type == "primary"] == ["Quiz", "Start the quiz"]
    assert list(folder.iterdir()) == []


def stills(app: AppTest) -> list[str]:
    """Return what the pictures on the page say to those who can't see them."""
    return [image.alt for pictures in app.get("image") for image in pictures.proto.imgs]


def test_the_first_visit_shows_a_result_of_the_example_and_needs_nothing_that_draws_charts() -> None:
    app = opened(HOME)
    (alt,) = stills(app)
    assert "one-on-one" in alt.lower()
    assert "Example: Dana Whitfield, a fictional user, two years" in screen(app)
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize(
    ("way", "heading"),
    [
        ("Start the quiz", "What is an hour of your time worth?"),
        ("Look at an example", "One-on-one is most likely your best approach ("),
    ],
)
def test_each_way_leads_where_it_says(way: str, heading: str) -> None:
    assert headings(click(opened(HOME), way))[0].startswith(heading)


def test_a_backup_is_restored_by_a_link_that_opens_the_uploader(shelf: Shelf) -> None:
    assert links(opened(HOME))["Restore a backup"] == "settings?restore=1"
    app = opened("settings.py", restore="1")
    assert [uploader.proto.label for uploader in app.get("file_uploader")] != []


@pytest.mark.parametrize(
    ("page", "heading", "button"),
    [
        ("results.py", "What did your networking return?", "Start the quiz"),
        ("trends.py", "When does networking pay?", "Start the quiz"),
        ("paths.py", "Which steps led to your outcomes?", "Start the quiz"),
        ("costs.py", "What did networking cost you?", "Start the quiz"),
        ("report.py", "A report of your results", "Start the quiz"),
        ("plan.py", "What should you do next quarter?", "Start the quiz"),
        ("network.py", "How strong is your network?", "Start the quiz"),
        ("people.py", "Who is in your network?", "Add"),
        ("follow_ups.py", "Who should you follow up with?", "Add a contact"),
        ("records.py", "All records", "Log an activity"),
    ],
)
def test_every_empty_page_says_what_will_stand_there_pictures_it_and_has_the_button_that_fills_it(
    page: str, heading: str, button: str
) -> None:
    app = opened(page)
    assert headings(app)[0] == heading
    assert button in [button.label for button in app.button]
    assert "Here’s an example:" in screen(app)
    assert all(stills(app))
    assert len(stills(app)) == 1 or len("".join(caption.value for caption in app.caption).split("\n- ")) == 4
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize("page", ["quiz.py", "log.py", "log_outcome.py", "settings.py", "imports.py", "share.py"])
def test_every_other_page_can_be_the_first(page: str) -> None:
    assert headings(opened(page))


def test_the_example_is_marked_on_every_page() -> None:
    app = click(opened(), "Open the example")
    for page in PAGES:
        assert "**This is an example.** Dana Whitfield is made up." in screen(at_page(app, page))


def test_edits_of_the_example_are_seen_in_it_and_never_reach_the_own_store(folder: Path) -> None:
    app = click(opened(), "Open the example")
    at_page(app, "log.py")
    click(fill(app, "Hours", "3"), "Log activity")
    assert "159 " in screen(choose(at_page(app, "records.py"), "List", "activities"))
    choose(unfold(at_page(app, "settings.py"), "Formats"), "Currency", "EUR")
    assert "€1,234.50" in screen(app)
    at_page(app, "quiz.py")
    click(app, "Next")
    assert list(folder.iterdir()) == []


def test_the_example_opens_from_the_menu_of_every_page_and_leads_back() -> None:
    app = click(opened("log.py"), "Open the example")
    assert "This is an example" in screen(app)
    click(at_page(app, HOME), "Leave the example")
    assert headings(app)[0] == WELCOME
    assert "This is an example" not in screen(app)


def test_a_workspace_stored_meanwhile_is_there_when_the_example_is_left(shelf: Shelf) -> None:
    app = click(opened(), "Open the example")
    shelf.put(load_document("pop-quiz"))
    assert headings(at_page(app, "results.py"))[0].startswith("One-on-one is most likely your best")
    click(app, "Leave the example")
    assert headings(app)[0].startswith("“Audit project” began at group events")


def test_the_first_picture_brings_its_letters_and_an_ink_for_each_ground() -> None:
    """An image can’t use the fonts of its page, and stays when the machine turns dark."""
    (image,) = opened(HOME).get("image")[0].proto.imgs
    picture = b64decode(image.url.partition("base64,")[2]).decode()
    assert 'fill="currentColor"' in picture
    assert all(f"svg{{color:{ground.ink}}}" in picture for ground in (LIGHT, DARK))
    families = set(re.findall(r'font-family="([^"]+)"', picture))
    assert len(families) == 1
    assert all(f'@font-face{{font-family:"{family}"' in picture for family in families)


def test_every_visitor_has_an_example_of_their_own() -> None:
    one, other = (click(opened(), "Open the example") for _ in range(2))
    choose(unfold(at_page(one, "settings.py"), "Formats"), "Currency", "EUR")
    assert "€29,375" in screen(at_page(one, "results.py"))
    assert "$29,375" in screen(at_page(other, "results.py"))


def test_the_example_can_not_be_erased() -> None:
    app = at_page(click(opened(), "Open the example"), "settings.py")
    assert "Erase everything" not in screen(app)
    assert "Erase everything" in screen(opened("settings.py"))
