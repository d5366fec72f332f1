"""Access to workspaces: asked at every access, of the gate's word alone; and the page that says so."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.access.limits import VISITORS_PER_NETWORK
from netroi_core.access.visitors import OWNER, Visitor, new_guest_id, signed
from netroi_core.errors import NotSaved
from netroi_core.storage import PERSONAL, NotErased, Principal
from netroi_core.storage.files.stores import FileEntries, FileStore
from netroi_core.web.streamlit_server import VISITOR_KEY
from pages.shell import identity
from tests.careers import HOSTILE, make_document
from tests.pages.conftest import TODAY
from tests.pages.screen import PAGES, at_page, click, fill, holds, opened, run, screen, unfold
from tests.pages.test_hostile import faults, shows_it

ANN, BO = Visitor("guest", new_guest_id()), Visitor("guest", new_guest_id())
CANARY = "Canary Ann"
WHOLE = (*PAGES, "privacy.py")


class Signed(NamedTuple):
    """The claims of the provider about a person who signed in."""

    sub: str = "ann"
    iss: str = "https://provider.example"
    iat: int = 4_000_000_000

    def on(self, visitor: Visitor) -> dict[str, Any]:
        return {VISITOR_KEY: signed(visitor), "is_logged_in": True, "email": f"{self.sub}@x.example", **self._asdict()}

    @property
    def principal(self) -> Principal:
        return Principal("account", f'["{self.iss}","{self.sub}"]')


@pytest.fixture(autouse=True)
def no_redirects(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was sent to fetch; AppTest has none."""
    fetched: list[str] = []
    monkeypatch.setattr(identity, "fetch_cookie", lambda: fetched.append("cookie"))
    return fetched


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def host(mode: str) -> None:
        monkeypatch.setenv("NETROI_MODE", mode)
        monkeypatch.setenv("NETROI_URL", "https://netroi.example")
        monkeypatch.setenv("NETROI_OIDC_URL", "https://provider.example/.well-known/openid-configuration")
        monkeypatch.setenv("NETROI_OIDC_CLIENT_ID", "netroi")
        monkeypatch.setenv("NETROI_OIDC_CLIENT_SECRET", "secret")

    return host


@pytest.fixture
def guests(folder: Path, hosted: Callable[[str], None]) -> Guests:
    hosted("guests")
    return identity.services().guests


@pytest.fixture
def store(folder: Path) -> FileStore:
    return FileStore(folder)


def guest(visitor: Visitor) -> Principal:
    return Principal("guest", visitor.name)


def keep(store: FileStore, principal: Principal, name: str = CANARY) -> None:
    identity.services().credentials.secret()  # made for the first cookie, before anybody has a workspace
    store.change(principal, lambda _: make_document(contacts=[{"name": name}]))


def names(store: FileStore, principal: Principal) -> list[str]:
    saved = store.read(principal)
    return [] if saved is None else [contact["name"] for contact in saved.document["contacts"]]


def as_user(app: AppTest, user: dict[str, Any]) -> AppTest:
    """The same session, whose connection says now that it is this user."""
    app.user = user
    return run(app)


def open_form(app: AppTest) -> AppTest:
    """Open the form for a new contact, which is open by itself where there is none yet."""
    return click(app, "Add a contact") if "Add a contact" in [button.label for button in app.button] else app


def add(app: AppTest, name: str) -> AppTest:
    return click(fill(open_form(app), "Name", name), "Add")


@pytest.mark.parametrize("page", WHOLE)
@pytest.mark.parametrize("mode", ["personal", "guests", "accounts"])
def test_without_the_gates_word_no_page_shows_anything(
    store: FileStore, hosted: Callable[[str], None], mode: str, page: str
) -> None:
    keep(store, PERSONAL)
    hosted(mode)
    wrong = ANN if mode == "personal" else OWNER
    forged = f"{signed(OWNER).rpartition('.')[0]}.{'0' * 64}"
    app = opened(page)
    for user in ({}, {VISITOR_KEY: None}, {VISITOR_KEY: "personal.owner.0"}, {VISITOR_KEY: forged},
                 {VISITOR_KEY: signed(wrong)}, {"is_logged_in": True, **Signed()._asdict()}):  # fmt: skip
        app = as_user(app, user)
        assert "NetROI can’t tell whose workspace to open." in screen(app)
        assert not holds(app, CANARY)
        assert not app.title


@pytest.mark.parametrize("page", WHOLE)
def test_no_page_shows_a_guest_what_is_anothers(store: FileStore, guests: Guests, page: str) -> None:
    for other in (guest(ANN), PERSONAL, Signed().principal):
        keep(store, other)
    assert not holds(opened(page, by=BO), CANARY)


def test_what_a_guest_saves_is_theirs_alone(store: FileStore, guests: Guests) -> None:
    add(opened("people.py", by=ANN), CANARY)
    assert names(store, guest(ANN)) == [CANARY]
    assert names(store, guest(BO)) == names(store, PERSONAL) == []
    assert [holds(opened("people.py", by=visitor), CANARY) for visitor in (ANN, BO)] == [True, False]


def test_looking_around_stores_nothing(store: FileStore, guests: Guests, folder: Path) -> None:
    for page in WHOLE:
        opened(page, by=ANN)
    assert not [file for file in folder.rglob("*") if file.parent != folder / "access"]


def test_the_first_save_shows_the_recovery_key_until_it_is_kept_and_the_page_shows_it_again(
    store: FileStore, guests: Guests
) -> None:
    app = add(opened("people.py", by=ANN), CANARY)
    assert "Your private workspace is ready." in screen(app)
    assert [code.value for code in app.code] == [guests.recovery_key(ANN)]
    click(app, "I saved it")
    assert not app.code
    app = unfold(opened("privacy.py", by=ANN), "Recovery key")
    assert [code.value for code in app.code] == [guests.recovery_key(ANN)]


def test_the_key_after_the_first_answer_of_the_quiz_leaves_its_fields_in_place(
    store: FileStore, guests: Guests
) -> None:
    app = run(fill(opened("quiz.py", by=ANN), "Base pay per year", "84,000"))
    shown = screen(app)
    assert shown.index("Base pay per year") < shown.index("Your private workspace is ready.")
    assert "Your private workspace is ready." not in screen(click(app, "I saved it"))


def test_a_personal_netroi_has_nothing_to_log_in_to(store: FileStore) -> None:
    keep(store, PERSONAL)
    app = opened("privacy.py")
    assert "It can be opened only on this machine, without signing in" in screen(app)
    assert not {"Sign in", "Sign out", "Sign out everywhere"} & {button.label for button in app.button}
    assert "NetROI can’t be reached from other machines." in screen(app)


def test_the_page_says_what_holds_with_the_figures_that_are_in_force(guests: Guests) -> None:
    text = screen(opened("privacy.py", by=ANN))
    for figure in ("at most 5 MB", "The last 3 versions", "up to 10 of them", "for 400 days", "until Nov 9, 2027"):
        assert figure in text
    assert "Your first answer starts a private workspace." in text


def test_who_is_logged_out_sees_and_saves_nothing_more(
    store: FileStore, guests: Guests, no_redirects: list[str]
) -> None:
    app = opened("people.py", by=ANN)
    fill(open_form(add(app, CANARY)), "Name", "Too late")
    guests.log_out_everywhere(ANN)
    click(app, "Add")
    assert names(store, guest(ANN)) == [CANARY]
    assert "You were signed out of this browser." in screen(app)
    assert not app.title
    click(app, "Reload")
    assert no_redirects == ["cookie"]


def test_a_log_out_between_a_click_and_its_writing_stops_the_writing(
    store: FileStore, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "check_admission", lambda **_: guests.log_out_everywhere(ANN))
    add(opened("people.py", by=ANN), CANARY)
    assert names(store, guest(ANN)) == []


def test_logging_out_everywhere_is_one_click_and_sends_this_browser_for_another_cookie(
    store: FileStore, guests: Guests, no_redirects: list[str]
) -> None:
    keep(store, guest(ANN))
    click(opened("privacy.py", by=ANN), "Sign out everywhere")
    assert not guests.is_logged_in(ANN)
    assert no_redirects == ["cookie"]
    assert names(store, guest(ANN)) == [CANARY]


def test_replacing_the_key_shows_another_one(store: FileStore, guests: Guests, no_redirects: list[str]) -> None:
    keep(store, guest(ANN))
    before = guests.recovery_key(ANN)
    click(unfold(opened("privacy.py", by=ANN), "Recovery key"), "Replace the key")
    assert guests.recovery_key(ANN) != before
    assert no_redirects == ["cookie"]


def test_a_recovery_key_is_tried_and_a_wrong_one_named(guests: Guests, no_redirects: list[str]) -> None:
    app = click(fill(opened("privacy.py", by=BO), "Recovery key", "ABC"), "Open workspace")
    assert "This recovery key doesn’t open a workspace here." in screen(app)
    assert no_redirects == []
    click(fill(app, "Recovery key", guests.recovery_key(ANN)), "Open workspace")
    assert no_redirects == ["cookie"]


def test_leaving_a_browser_takes_the_word_that_the_key_is_kept(
    store: FileStore, guests: Guests, no_redirects: list[str]
) -> None:
    keep(store, guest(ANN))
    app = opened("privacy.py", by=ANN)
    assert next(button for button in app.button if button.label == "Sign out").disabled
    app.checkbox[0].check()
    click(run(app), "Sign out")
    assert no_redirects == ["cookie"]
    assert names(store, guest(ANN)) == [CANARY]


def test_erasing_leaves_no_byte_of_it_and_no_open_page_brings_it_back(
    store: FileStore, guests: Guests, folder: Path, no_redirects: list[str]
) -> None:
    elsewhere = add(opened("people.py", by=ANN), CANARY)
    open_form(add(elsewhere, f"{CANARY} again"))
    erase(opened("settings.py", by=ANN))
    assert no_redirects == ["cookie"]
    add_again = fill(elsewhere, "Name", CANARY)
    click(add_again, "Add")
    assert "You were signed out of this browser." in screen(elsewhere)
    rest = [file for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in rest if CANARY.encode() in file.read_bytes()]
    assert {file.name for file in rest if file.parent == folder} <= {"key", "key.copy", "key.lock"}


def erase(app: AppTest) -> AppTest:
    unfold(app, "Erase everything")
    next(box for box in app.checkbox if "I have a backup" in box.label).check()
    return click(run(app), "Erase everything")


def test_all_are_shut_out_before_anything_is_erased_and_let_in_again_if_it_fails(
    store: FileStore, guests: Guests, no_redirects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, guest(ANN))
    were_let_in = []

    def refuse(_: FileStore, principal: Principal) -> None:
        were_let_in.append(guests.is_logged_in(ANN))
        raise NotErased("the disk reports an error")

    cookie = guests.cookie(ANN.name)
    monkeypatch.setattr(FileStore, "erase", refuse)
    erase(opened("settings.py", by=ANN))
    assert were_let_in == [False]
    assert no_redirects == ["cookie"]
    again = guests.visitor(guests.take_pending_cookie(cookie))
    assert again is not None
    assert names(store, guest(again)) == [CANARY]


def test_beyond_a_lecture_hall_on_one_network_a_newcomer_is_told_why_and_keeps_what_was_typed(
    store: FileStore, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "network", lambda: "192.0.2.7")
    for _ in range(VISITORS_PER_NETWORK):
        guests.admit("192.0.2.7", is_newcomer=True)
    app = add(opened("people.py", by=ANN), CANARY)
    assert "Too many people on your internet connection started using NetROI within the last hour." in screen(app)
    assert names(store, guest(ANN)) == []
    assert CANARY in [field.value for field in app.text_input]
    guests.forgive_newcomer("192.0.2.7")
    click(app, "Add")
    assert names(store, guest(ANN)) == [CANARY]


def test_a_first_save_that_fails_does_not_use_up_the_networks_room(
    store: FileStore, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotSaved("the disk reports an error")

    monkeypatch.setattr(identity, "network", lambda: "192.0.2.7")
    for _ in range(VISITORS_PER_NETWORK - 1):
        guests.admit("192.0.2.7", is_newcomer=True)
    with monkeypatch.context() as broken:
        broken.setattr(FileStore, "change", refuse)
        add(opened("people.py", by=ANN), CANARY)
    add(opened("people.py", by=ANN), CANARY)
    assert names(store, guest(ANN)) == [CANARY]


def test_a_server_without_room_takes_in_nothing(
    store: FileStore, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, guest(ANN), "Before")
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, identity.MIN_FREE_BYTES - 1)
    )
    app = add(opened("people.py", by=ANN), CANARY)
    assert "this server has no room left" in screen(app)
    assert names(store, guest(ANN)) == ["Before"]


# --- who comes back


def away(folder: Path, days: int) -> None:
    """Let the one workspace have been used last so many days before the day of the tests."""
    moment = datetime.combine(TODAY - timedelta(days=days), time(), UTC).timestamp()
    (marker,) = folder.glob("*.used")
    os.utime(marker, (moment, moment))


def test_a_guest_who_was_away_for_long_is_told_how_long_and_until_when_all_is_kept(
    store: FileStore, guests: Guests, folder: Path
) -> None:
    keep(store, guest(ANN))
    away(folder, 200)
    app = opened("people.py", by=ANN)
    for page in ("people.py", "results.py"):
        text = screen(at_page(app, page))
        assert "You were last here on Mar 19, 2026, 200 days ago." in text
        assert "deleted after 400 days without a visit. Yours is kept until Nov 9, 2027" in text
        assert "Get your recovery key" in text
    assert "Welcome back." not in screen(click(app, "Got it"))
    assert "Welcome back." not in screen(at_page(app, "people.py"))
    assert "Welcome back." not in screen(opened("people.py", by=ANN)), "this visit is a use"


@pytest.mark.parametrize(("days", "is_told"), [(91, False), (179, False), (180, True), (400, True)])
def test_a_visit_within_half_a_year_is_nothing_to_tell_to_who_comes_for_the_quiz_of_each_quarter(
    store: FileStore, guests: Guests, folder: Path, days: int, is_told: bool
) -> None:
    keep(store, guest(ANN))
    away(folder, days)
    assert (f"{days} days ago" in screen(opened(by=ANN))) is is_told


def test_only_guests_are_told_as_only_theirs_is_removed(
    store: FileStore, hosted: Callable[[str], None], folder: Path
) -> None:
    hosted("accounts")
    keep(store, Signed().principal)
    away(folder, 300)
    assert "Welcome back." not in screen(as_user(opened("people.py", by=ANN), Signed().on(ANN)))


def test_who_opens_a_workspace_by_its_key_after_long_is_told_in_the_same_tab(
    store: FileStore, guests: Guests, folder: Path
) -> None:
    keep(store, guest(ANN))
    away(folder, 220)
    app = opened("people.py", by=BO)
    assert "Welcome back." not in screen(app)
    assert "220 days ago" in screen(as_user(app, {VISITOR_KEY: signed(ANN)}))


# --- accounts


def test_only_who_has_a_workspace_reads_that_it_moves_to_their_account(
    store: FileStore, hosted: Callable[[str], None]
) -> None:
    hosted("accounts")
    keep(store, guest(ANN))
    offers = ["this one moves to it" in screen(opened("privacy.py", by=visitor)) for visitor in (ANN, BO)]
    assert offers == [True, False]


def test_who_signed_in_has_the_accounts_workspace_in_every_browser(
    store: FileStore, hosted: Callable[[str], None]
) -> None:
    hosted("accounts")
    for browser in (ANN, BO):
        add(as_user(opened("people.py", by=browser), Signed().on(browser)), f"{CANARY} {browser.name}")
    assert len(names(store, Signed().principal)) == 2
    for other in (Signed(sub="bo"), Signed(iss="https://other.example")):
        assert not holds(as_user(opened("people.py", by=ANN), other.on(ANN)), CANARY)


@pytest.mark.parametrize("lacking", [{"is_logged_in": False}, {"sub": None}, {"iss": ""}])
def test_who_is_not_wholly_signed_in_is_a_guest(
    store: FileStore, hosted: Callable[[str], None], lacking: dict[str, Any]
) -> None:
    hosted("accounts")
    keep(store, Signed().principal)
    app = as_user(opened("people.py", by=ANN), Signed().on(ANN) | lacking)
    assert not holds(app, CANARY)
    add(app, "Mine")
    assert names(store, guest(ANN)) == ["Mine"]


def test_where_there_are_no_accounts_nobody_is_signed_in(store: FileStore, guests: Guests) -> None:
    keep(store, Signed().principal)
    add(as_user(opened("people.py", by=ANN), Signed().on(ANN)), "Mine")
    assert names(store, guest(ANN)) == ["Mine"]
    assert names(store, Signed().principal) == [CANARY]


def test_a_guests_workspace_comes_along_at_the_first_sign_in(store: FileStore, hosted: Callable[[str], None]) -> None:
    hosted("accounts")
    keep(store, guest(ANN))
    app = as_user(opened("privacy.py", by=ANN), Signed().on(ANN))
    assert "Moved your workspace into your account." in screen(app)
    assert "Signed in as ann@x.example" in screen(app)
    assert names(store, Signed().principal) == [CANARY]
    assert store.read(guest(ANN)) is None


def test_what_a_provider_says_is_shown_as_text(hosted: Callable[[str], None]) -> None:
    hosted("accounts")
    app = as_user(opened("privacy.py", by=ANN), Signed().on(ANN) | {"email": HOSTILE})
    assert faults(app) == []
    assert shows_it(app)


def test_an_account_that_has_a_workspace_keeps_it_and_so_does_the_guest(
    store: FileStore, hosted: Callable[[str], None]
) -> None:
    hosted("accounts")
    keep(store, guest(ANN), "The guest's")
    keep(store, Signed().principal)
    as_user(opened("people.py", by=ANN), Signed().on(ANN))
    assert (names(store, Signed().principal), names(store, guest(ANN))) == ([CANARY], ["The guest's"])


def test_what_was_signed_in_before_a_log_out_everywhere_opens_nothing(
    store: FileStore, hosted: Callable[[str], None], folder: Path
) -> None:
    hosted("accounts")
    keep(store, Signed().principal)
    register = CredentialStore(FileEntries(folder / "access"))
    register.log_out_everywhere(Signed().principal.subject, 1_000)
    assert "You were signed out of this browser." in screen(
        as_user(opened("people.py", by=ANN), Signed(iat=999).on(ANN))
    )
    assert CANARY in screen(as_user(opened("people.py", by=ANN), Signed(iat=1_000).on(ANN)))


def test_an_account_that_is_erased_is_signed_out_everywhere(
    store: FileStore, hosted: Callable[[str], None], folder: Path
) -> None:
    hosted("accounts")
    keep(store, Signed().principal)
    now = int(datetime.now(UTC).timestamp())
    elsewhere = open_form(as_user(opened("people.py", by=BO), Signed(iat=now - 1).on(BO)))
    app = erase(as_user(opened("settings.py", by=ANN), Signed(iat=now - 1).on(ANN)))
    assert not app.user["is_logged_in"]
    assert store.read(Signed().principal) is None
    assert "You were signed out of this browser." in screen(add(elsewhere, CANARY))
    assert not [file for file in folder.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]


def test_what_a_session_remembers_of_one_person_is_gone_for_the_next(
    store: FileStore, hosted: Callable[[str], None]
) -> None:
    hosted("accounts")
    app = add(as_user(opened("people.py", by=ANN), Signed().on(ANN)), CANARY)
    assert f"Undo: added {CANARY}" in [button.label for button in app.button]
    fill(open_form(app), "Name", CANARY)
    app = as_user(app, {VISITOR_KEY: signed(ANN)})
    assert not [button.label for button in app.button if button.label.startswith("Undo")]
    assert not holds(app, CANARY)
    assert CANARY not in [field.value for field in app.text_input]
