"""A host whose disk forgets, or that returns no cookie: nothing is lost unseen, and everything else works."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.access.visitors import Visitor, new_guest_id, signed
from netroi_core.storage import PERSONAL, Principal
from netroi_core.storage.files.stores import FileStore
from netroi_core.web.streamlit_server import VISITOR_KEY
from pages.shell import identity
from tests.pages.screen import PAGES, at_page, click, fill, holds, opened, run, screen, typed, unfold

FORGETS = "this server erases its disk at each restart. Its administrator needs to set NETROI_STORE"
SIGN_IN_FIRST = "Sign in to save"
CANARY = "Canary Ann"


def passer_by() -> Visitor:
    """A connection without a cookie."""
    return Visitor("cookieless", new_guest_id())


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run as on Streamlit Community Cloud, with these settings."""

    def run_there(**settings: str) -> None:
        monkeypatch.setenv("NETROI_PLATFORM", "streamlit-cloud")
        for name, value in settings.items():
            monkeypatch.setenv(f"NETROI_{name}", value)

    return run_there


@pytest.fixture
def with_sign_in(cloud: Callable[..., None]) -> None:
    provider = "https://provider.example/.well-known/openid-configuration"
    cloud(MODE="accounts", URL="https://netroi.streamlit.app", DISK="keeps", OIDC_URL=provider,
          OIDC_CLIENT_ID="netroi", OIDC_CLIENT_SECRET="secret")  # fmt: skip


def add(app: AppTest, name: str = CANARY) -> AppTest:
    app = click(app, "Add a contact") if "Add a contact" in [button.label for button in app.button] else app
    return click(fill(app, "Name", name), "Add")


def keys(app: AppTest) -> list[str]:
    return [code.value for code in app.code]


# --- a disk that forgets


@pytest.mark.parametrize("page", [*PAGES, "privacy.py"])
def test_every_page_is_there_and_says_why_nothing_can_be_saved(cloud: Callable[..., None], page: str) -> None:
    cloud()
    assert FORGETS in screen(opened(page, by=passer_by()))


def test_nothing_is_written_and_what_was_typed_stays(cloud: Callable[..., None], folder: Path) -> None:
    cloud()
    app = add(opened("people.py", by=passer_by()))
    assert screen(app).count(FORGETS) == 2, "above the page, and as what became of the click"
    assert typed(app, "Name") == CANARY
    assert not [file for file in folder.rglob("*.json") if file.parent == folder]


def test_the_example_can_be_tried_out_and_is_in_no_need_of_a_disk(cloud: Callable[..., None]) -> None:
    cloud()
    app = click(opened(by=passer_by()), "Open the example")
    assert FORGETS not in screen(app)
    app = add(at_page(app, "people.py"))
    assert "Added Canary Ann." in screen(app)


def test_a_disk_that_forgets_is_told_of_on_any_server_that_says_so(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("NETROI_DISK", "forgets")
    app = add(opened("people.py"))
    assert FORGETS in screen(app)
    assert FileStore(folder).read(PERSONAL) is None


def test_with_a_database_nothing_is_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETROI_DISK", "forgets")
    monkeypatch.setenv("NETROI_STORE", "postgresql://netroi@db.example/netroi")
    assert identity.save_refusal() is None


# --- no cookie


def test_in_passing_a_workspace_begins_with_its_key_which_alone_opens_it_again(
    cloud: Callable[..., None], folder: Path
) -> None:
    cloud(DISK="keeps")
    ann = passer_by()
    app = add(opened("people.py", by=ann))
    assert "Only this key opens it again." in screen(app)
    (key,) = keys(app)
    assert FileStore(folder).read(Principal("guest", ann.name)) is not None
    later = opened("people.py", by=passer_by())
    assert not holds(later, CANARY)
    later = click(fill(at_page(later, "privacy.py"), "Recovery key", key), "Open workspace")
    assert "open until you close or reload this page" in screen(later)
    assert holds(at_page(later, "people.py"), CANARY)
    assert not holds(opened("people.py", by=passer_by()), CANARY)


def test_in_passing_who_erases_everything_goes_on_as_nobody_who_was_here(
    cloud: Callable[..., None], folder: Path
) -> None:
    cloud(DISK="keeps")
    ann = passer_by()
    app = unfold(at_page(add(opened("people.py", by=ann)), "settings.py"), "Erase everything")
    next(box for box in app.checkbox if "I have a backup" in box.label).check()
    app = click(run(app), "Erase everything")
    assert FileStore(folder).read(Principal("guest", ann.name)) is None
    app = add(at_page(app, "people.py"), "Bo")
    assert "Added Bo." in screen(app)
    assert not holds(app, CANARY)


def test_in_passing_who_was_logged_out_elsewhere_begins_anew_by_one_click(cloud: Callable[..., None]) -> None:
    cloud(DISK="keeps")
    ann, elsewhere = passer_by(), passer_by()
    app = add(opened("people.py", by=ann))
    guests = identity.services().guests
    guests.recover(guests.recovery_key(guests.guest_of_connection(ann)), guests.guest_of_connection(elsewhere), "::1")
    guests.log_out_everywhere(guests.guest_of_connection(elsewhere))
    app = run(app)
    assert "You were signed out of this browser." in screen(app)
    assert not holds(app, CANARY)
    app = click(app, "Reload")
    assert app.title
    assert not holds(app, CANARY)


def test_what_is_told_of_cookies_and_links_holds_there(cloud: Callable[..., None]) -> None:
    cloud(DISK="keeps")
    text = screen(opened("privacy.py", by=passer_by()))
    assert "with your recovery key" in text
    assert "cookie in your browser" not in text
    assert "Streamlit Community Cloud blocks the cookies that report links need" in screen(
        opened("share.py", by=passer_by())
    )


def test_no_page_promises_to_keep_what_it_can_not(cloud: Callable[..., None]) -> None:
    cloud()
    text = screen(opened("privacy.py", by=passer_by()))
    assert "You don’t have any data here yet." in text
    assert "starts a private workspace" not in text


# --- accounts


def test_with_accounts_nothing_is_saved_before_one_signs_in(with_sign_in: None, folder: Path) -> None:
    app = opened("people.py", by=passer_by())
    assert SIGN_IN_FIRST in screen(app)
    assert [button.label for button in app.button].count("Sign in") == 1
    text = screen(opened("privacy.py", by=passer_by()))
    assert "You’re not signed in" in text
    assert "The identifier from your sign-in provider" in text
    assert "recovery key" not in text
    app = add(app)
    assert typed(app, "Name") == CANARY
    assert not [file for file in folder.rglob("*.json") if file.parent == folder]


def test_who_signed_in_has_their_workspace_by_whatever_connection(with_sign_in: None) -> None:
    user = {"is_logged_in": True, "iss": "https://provider.example", "sub": "ann", "iat": 4_000_000_000}
    for name in (CANARY, "Bo"):
        app = opened("people.py", by=(browser := passer_by()))
        app.user = user | {VISITOR_KEY: signed(browser)}
        app = add(run(app), name)
        assert SIGN_IN_FIRST not in screen(app)
    assert "2 contacts" in screen(run(app))
    assert not holds(opened("people.py", by=passer_by()), CANARY)
