"""Links in the browsers of strangers: a report, a question, a calendar."""

import re
from collections.abc import Callable, Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, Request, expect

from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Server, browser_of, guest_cookie
from tests.browser.looks import SIDEWAYS, serious_violations
from tests.browser.test_visitors import Person, somebody
from tests.careers import load_document
from tests.report.amount_forms import distinctive_forms, forms_in

pytestmark = pytest.mark.browser

__all__ = ["somebody"]  # a fixture


class Stranger:
    """A browser that nobody knows, which notes every address that it asks for, and every Referer that it sends."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note)
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _note(self, request: Request) -> None:
        self.asked += [request.url.partition("#")[0], request.headers.get("referer", "")]

    @property
    def is_guest(self) -> bool:
        return guest_cookie(self.page.context) is not None


@pytest.fixture
def stranger(chromium: Browser) -> Iterator[Callable[..., Stranger]]:
    """A function that gives a stranger a browser."""
    contexts = []

    def come(*, phone: bool = False, dark: bool = False) -> Stranger:
        contexts.append(browser_of(chromium, phone=phone, dark=dark))
        return Stranger(contexts[-1].new_page())

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def ann(hosted: Server, somebody: Callable[[Server], Person]) -> Person:
    """A guest with the example's workspace, on the page to share."""
    ann = somebody(hosted)
    ann.arrive()
    FileStore(hosted.data).change(ann.principal, lambda _: load_document("sample"))
    ann.open("/share")
    return ann


def new_link(ann: Person, what: str) -> str:
    """The link that was just made."""
    return ann.page.get_by_test_id("stCode").filter(has_text=what).inner_text().strip()


def test_a_report_goes_out_by_a_link_with_a_passphrase_and_is_taken_back(
    ann: Person, stranger: Callable[..., Stranger]
) -> None:
    ann.unfold("Create a report link")
    ann.tap("Preview")
    with ann.context.expect_page() as preview:
        ann.page.get_by_role("link", name="Open the preview").click()
    preview.value.wait_for_url("**/shared")
    expect(preview.value.get_by_text("Without amounts").first).to_be_visible()
    ann.page.get_by_label("Passphrase (optional)", exact=True).fill("a heron at dusk")
    ann.tap("Create a link")
    link = new_link(ann, "/s#")
    token = link.partition("#")[2]
    viewer = stranger(phone=True)
    page = viewer.page
    page.goto(link)
    page.wait_for_url("**/shared")
    assert serious_violations(page) == {}
    page.get_by_label("Passphrase").fill("a stork at dusk")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("That isn['’]t the passphrase"))
    page.get_by_label("Passphrase").fill("a heron at dusk")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="What it returned")).to_be_visible()
    assert not page.evaluate(SIDEWAYS.replace("document.querySelector('[data-testid=stMain]')", "document.body"))
    assert forms_in(page.content(), distinctive_forms(load_document("sample"))) == set()
    assert [address for address in viewer.asked if token[:20] in address] == []
    assert (viewer.is_guest, viewer.errors) == (False, [f for f in viewer.errors if "403" in f])
    ann.open("/share")
    expect(ann.page.get_by_text("opened 1 time")).to_be_visible()
    expect(ann.page.get_by_text(token)).to_have_count(0)
    ann.tap("Revoke")
    page.reload()
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()


def test_a_contact_answers_on_the_phone_goes_on_to_netroi_and_the_answer_is_kept_as_a_story(
    ann: Person, hosted: Server, stranger: Callable[..., Stranger]
) -> None:
    """Who was sent the link and goes on begins with a workspace of their own."""
    ann.unfold("Create a feedback link")
    ann.page.get_by_label("The name they know you by (optional)", exact=True).fill("Dana")
    ann.tap("Create a link")
    link = new_link(ann, "/f#")
    contact = stranger(phone=True, dark=True)
    page = contact.page
    page.goto(link)
    expect(page.get_by_role("heading", name="How has knowing Dana helped you?")).to_be_visible()
    assert serious_violations(page) == {}
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("An introduction").check()
    page.get_by_label("In your own words").fill("You introduced me to Priya.\nWe still work together.")
    page.get_by_label("Your name (optional)").fill("Luis Carranza")
    assert serious_violations(page) == {}
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    token = link.partition("#")[2]
    assert [address for address in contact.asked if token[:20] in address] == []
    assert not contact.is_guest
    page.get_by_role("link", name="What does your networking return?").click()
    expect(page.get_by_role("heading", name="NetROI shows what your networking returns")).to_be_visible()
    assert contact.is_guest
    assert guest_cookie(page.context) != ann.cookie
    ann.open("/")
    ann.tap("1 feedback answer is waiting to be read", "link")
    expect(ann.page.get_by_role("heading", name="1 answer to read")).to_be_visible()
    ann.choose("You met through (optional)", "One-on-one")
    ann.tap("Keep as a story")
    expect(ann.page.get_by_role("heading", name="1 answer to read")).to_have_count(0)
    saved = FileStore(hosted.data).read(ann.principal)
    assert saved is not None
    story = saved.document["stories"][-1]
    luis = next(person["id"] for person in saved.document["contacts"] if person["name"] == "Luis Carranza")
    assert (story["contact"], story["approach"], story["approved"]) == (luis, "one_on_one", False)
    assert story["text"] == "You introduced me to Priya.\nWe still work together.\nIt led to an introduction."


def test_a_calendar_program_finds_the_reminders_until_the_address_is_taken_back(ann: Person, hosted: Server) -> None:
    ann.tap("Create an address")
    address = new_link(ann, "/feed/")
    with urlopen(address) as answer:
        assert "Set-Cookie" not in answer.headers
        events = Calendar.from_ical(answer.read()).walk("VEVENT")
    people = {person["name"] for person in load_document("sample")["contacts"]}
    followed = {str(event["SUMMARY"]).removeprefix("Follow up with ") for event in events}
    assert len(followed & people) > 5
    ann.tap("Revoke")
    with pytest.raises(HTTPError, match="404"):
        urlopen(address)
