"""Sharing on screen: links to a report and a calendar's address are made, shown once, listed and taken back."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.access.limits import FEED_DAYS
from netroi_core.access.visitors import Visitor, new_guest_id
from netroi_core.sharing.links import Link, LinkKind, is_passphrase_correct
from netroi_core.storage import PERSONAL, Principal, Store
from pages.shell import identity, workspace
from tests.careers import load_document, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, click, fill, headings, opened, run, screen, unfold
from tests.report.amount_forms import career_with_amounts, distinctive_forms, forms_in

PAGE = "share.py"
ANN, BO = Visitor("guest", new_guest_id()), Visitor("guest", new_guest_id())
URL = "https://netroi.example"


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETROI_MODE", "guests")
    monkeypatch.setenv("NETROI_URL", URL)


@pytest.fixture
def store(hosted: None) -> Store:
    """The store of a server for guests, in which Ann has a workspace."""
    keep(load_document("sample"))
    return workspace.store()


def principal(visitor: Visitor) -> Principal:
    return Principal("guest", visitor.name)


def keep(raw: dict[str, Any], visitor: Visitor = ANN) -> None:
    workspace.store().change(principal(visitor), lambda _: raw)


def share(visitor: Visitor = ANN) -> AppTest:
    return opened(PAGE, by=visitor)


def links(kind: LinkKind, visitor: Visitor = ANN) -> list[Link]:
    return [link for link in identity.services().links.owned_by(principal(visitor)) if link.kind == kind]


def addresses(app: AppTest) -> list[str]:
    """The addresses with a secret that stand on the page to be copied."""
    return [code.value for code in app.code if "#" in code.value or "/feed/" in code.value]


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def entered(app: AppTest, label: str) -> Any:
    """A row of buttons in a form, to be set before its button is clicked."""
    return next(group for group in app.get("button_group") if group.label == label)


# --- reports


def test_a_link_to_a_report_is_shown_once_and_opens_what_was_chosen(store: Store) -> None:
    app = unfold(share(), "Create a report link")
    first = entered(app, "Sections").options[0]
    entered(app, "Sections").set_value([first])
    click(app, "Create a link")
    (address,), (link,) = addresses(app), links("report")
    assert address.startswith(f"{URL}/s#")
    assert identity.services().links.by_token(address.partition("#")[2]) == link
    assert link.content["sections"] == [first]
    assert (link.until - link.created).days == 30
    assert "not opened yet" in screen(app)
    assert addresses(share()) == [], "in another session it can’t be shown again"


def test_a_link_tells_no_amounts_unless_it_is_asked_for_and_then_the_page_warns(hosted: None) -> None:
    raw = career_with_amounts()
    keep(raw)
    app = unfold(share(), "Create a report link")
    click(app, "Create a link")
    app.toggle[0].set_value(True)
    assert "work out what you earn" in screen(run(app))
    click(app, "Create a link")
    forms = {
        link.content["amounts"]: forms_in(link.content["html"], distinctive_forms(raw)) for link in links("report")
    }
    assert forms[False] == set()
    assert len(forms[True]) > 100
    assert "with amounts" in screen(app)


def test_the_passphrase_that_was_typed_is_asked_for_and_stands_nowhere(store: Store) -> None:
    app = fill(unfold(share(), "Create a report link"), "Passphrase (optional)", "a heron at dusk")
    click(app, "Create a link")
    (link,) = links("report")
    assert link.passphrase is not None
    assert is_passphrase_correct("a heron at dusk", link.passphrase)
    assert "with a passphrase" in screen(app)
    assert "heron" not in screen(app) + str([field.value for field in app.text_input])


def test_a_report_without_sections_is_no_link(store: Store) -> None:
    app = unfold(share(), "Create a report link")
    entered(app, "Sections").set_value([])
    click(app, "Create a link")
    assert "Choose at least one section of the report." in screen(app)
    assert links("report") == []


def test_the_owner_looks_at_it_first_by_a_link_that_holds_until_tomorrow(store: Store) -> None:
    app = click(unfold(share(), "Create a report link"), "Preview")
    (link,) = links("preview")
    assert (link.until - link.created).days == 1
    assert "Only you have this address. It works until tomorrow." in screen(app)
    (button,) = app.get("link_button")
    assert identity.services().links.by_token(button.proto.url.partition("/s#")[2]) == link
    assert links("report") == []


def test_taken_back_it_opens_nothing_and_another_new_one_stays_shown(store: Store) -> None:
    app = unfold(share(), "Create a report link")
    for _ in range(2):
        click(app, "Create a link")
    (address,) = addresses(app)
    click(app, "Revoke", 1)
    assert "Link revoked. It no longer works." in screen(app)
    assert (addresses(app), len(links("report"))) == ([address], 1)
    click(app, "Revoke")
    assert (addresses(app), links("report")) == ([], [])
    assert identity.services().links.by_token(address.partition("#")[2]) is None


def test_what_is_entered_later_does_not_change_a_link(store: Store) -> None:
    click(unfold(share(), "Create a report link"), "Create a link")
    (before,) = links("report")
    keep(make_document(activities=[{"date": "2026-10-01", "approach": "one_on_one"}]))
    assert links("report") == [before]


def test_nobody_else_sees_or_takes_back_a_link(store: Store) -> None:
    click(unfold(share(), "Create a report link"), "Create a link")
    keep(load_document("sample"), BO)
    app = share(BO)
    assert "Revoke" not in buttons(app)
    assert len(links("report")) == 1


# --- the calendar


def test_the_address_of_the_calendar_is_shown_once_replaced_and_taken_back(store: Store) -> None:
    app = click(share(), "Create an address")
    (address,), (link,) = addresses(app), links("feed")
    token = address.removeprefix(f"{URL}/feed/").removesuffix(".ics")
    assert identity.services().links.by_token(token) == link
    assert "Anyone with the address can see who you follow up with" in screen(app)
    assert (addresses(share()), "Create an address" in buttons(share())) == ([], False)
    click(app, "Replace")
    assert identity.services().links.by_token(token) is None
    (other,) = addresses(app)
    assert other != address
    click(app, "Revoke")
    assert (addresses(app), links("feed")) == ([], [])
    assert "Create an address" in buttons(app)


def test_to_open_the_page_prolongs_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    the_links = identity.services().links
    the_links.create(principal(ANN), "feed", 30, {})
    share()
    (link,) = links("feed")
    assert link.until == the_links.last_day(FEED_DAYS)


# --- who has nothing to share, or nobody to share it with


def test_on_ones_own_computer_only_what_works_there_is_offered_and_one_line_says_why(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened(PAGE)
    assert screen(app).count("NetROI runs only on this computer, so links work only here.") == 1
    assert headings(app) == ["Share", "Share a report", "Calendar reminders"]
    assert {"Go to Report", "Go to Home"} <= {link.proto.label for link in app.get("page_link")}
    assert "Create a report link" not in [expander.label for expander in app.expander]
    assert not [label for label in buttons(app) if label.startswith(("Create", "Preview"))]
    assert "*Add to my calendar* on Home saves follow-ups and quizzes as a file" in screen(app)


def test_an_address_of_a_calendar_that_a_phone_cannot_reach_can_still_be_revoked(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    identity.services().links.create(PERSONAL, "feed", FEED_DAYS, {})
    app = opened(PAGE)
    click(app, "Revoke")
    assert identity.services().links.owned_by(PERSONAL) == ()
    assert "Create an address" not in buttons(app)


@pytest.mark.parametrize("where", ["nothing entered", "the example"])
def test_without_figures_of_ones_own_there_is_nothing_to_make(hosted: None, where: str) -> None:
    app = share()
    if where == "the example":
        app = at_page(click(opened(by=ANN), "Open the example"), PAGE)
    assert headings(app)[0] == "Share"
    assert headings(app)[1:] == [
        "Share a report", "Ask for feedback", "Calendar reminders", "Circles", "Recommend NetROI",
    ]  # fmt: skip
    assert not [label for label in buttons(app) if label.startswith(("Create", "Preview"))]
    assert any(URL in code.value for code in app.code)


def test_when_the_workspace_is_erased_all_its_links_are_void(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "fetch_cookie", lambda: None)
    kinds: tuple[LinkKind, ...] = ("report", "preview", "feed")
    tokens = [identity.services().links.create(principal(ANN), kind, 7, {})[0] for kind in kinds]
    others, _ = identity.services().links.create(principal(BO), "report", 7, {})
    app = unfold(opened("settings.py", by=ANN), "Erase everything")
    next(box for box in app.checkbox if "backup" in box.label).set_value(True)
    click(run(app), "Erase everything")
    assert [identity.services().links.by_token(token) for token in tokens] == [None] * 3
    assert identity.services().links.by_token(others) is not None
