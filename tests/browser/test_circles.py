"""A circle of six, each in their own browser: all see where they stand, and nothing of anybody else."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, WebSocket, expect

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.quarters import Quarter, last_finished
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileEntries, FileStore
from netroi_core.storage.process_state import today
from netroi_core.web.access_middleware import GUEST_COOKIE
from netroi_core.wording.wording import quarter_name
from tests.browser.conftest import Server, Visitor, browser_of
from tests.browser.looks import assert_sound, serious_violations
from tests.careers import make_document

pytestmark = pytest.mark.browser

QUARTER = last_finished(today())
NAMES = ("Lead", "Ann", "Bo", "Cy", "Di", "Ed")
VALUES = (6113577, 7271993, 8391337, 9471131, 10613579, 79191713)  # so long that none stands anywhere by chance
LOWEST, MIDDLE, HIGHEST = "lowest quarter", "middle half", "highest quarter"
PLACES = tuple(
    (f"ROI of {roi} on won outcomes", place)
    for roi, place in (("20%", LOWEST), ("50%", MIDDLE), ("70%", MIDDLE), ("90%", MIDDLE), ("110%", HIGHEST),
                       ("1,000% or more", HIGHEST))
)  # fmt: skip


class Member(Visitor):
    """A person with a workspace and a browser of their own, which keeps all that it ever received."""

    def __init__(self, context: BrowserContext, server: Server, name: str, value: int) -> None:
        self.context, self.name, self.value = context, name, value
        self.received: list[bytes] = []
        page = context.new_page()
        page.on("websocket", self._tap_on)
        super().__init__(page, server.url)
        context.request.get(server.url, headers={"sec-fetch-dest": "document"})
        cookie = next(str(each.get("value")) for each in context.cookies() if each.get("name") == GUEST_COOKIE)
        visitor = Guests(CredentialStore(FileEntries(server.data / "access"))).visitor(cookie)
        assert visitor is not None
        self.principal = Principal("guest", visitor.name)
        FileStore(server.data).change(self.principal, lambda _: career(name, value))

    def _tap_on(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.received.append(frame if isinstance(frame, bytes) else b""))

    def has_received(self, word: str) -> bool:
        return any(word.encode() in frame for frame in self.received)


def career(name: str, value: int) -> dict[str, Any]:
    """A quarter of 10 hours at 500,000 an hour that led to this value, with a name in each text."""
    day = QUARTER.first_day().isoformat()
    steps = [{"date": day, "approach": "one_on_one", "contact": "c1"}]
    return make_document(
        profile={"compensation": [{"from": str(Quarter(QUARTER.year, 1)), "hourly_rate": "500000"}]},
        contacts=[{"name": f"Canary{name}contact"}],
        activities=[{"date": day, "approach": "one_on_one", "title": f"Canary{name}talk", "hours": {"attending": 10},
                     "people": ["c1"], "meaningful": 2}],
        outcomes=[{"date": day, "kind": "client", "title": f"Canary{name}client", "status": "won",
                   "value": {"likely": str(value)}, "touchpoints": steps}],
    )  # fmt: skip


@pytest.fixture
def members(chromium: Browser, hosted: Server) -> Iterator[list[Member]]:
    """Six people, of whom one is on a phone in the dark."""
    contexts = [browser_of(chromium, phone=name == "Ed", dark=name == "Ed") for name in NAMES]
    yield [Member(*each) for each in zip(contexts, [hosted] * len(NAMES), NAMES, VALUES, strict=True)]
    for context in contexts:
        context.close()


def take_part(member: Member) -> None:
    switch = member.page.get_by_test_id("stCheckbox").filter(has_text=f"Take part in {quarter_name(QUARTER)}")
    member.act(switch.locator("label").click)
    member.page.get_by_text(re.compile("You['’]re sharing only these rounded figures")).wait_for()


def heading(member: Member) -> str:
    member.open("/circles")
    return member.page.locator("h1").first.inner_text()


def test_six_see_where_they_stand_one_leaves_and_nobody_ever_receives_what_is_anothers(
    hosted: Server, members: list[Member]
) -> None:
    lead, others = members[0], members[1:]
    lead.open("/share")
    lead.tap("Go to Circles", "link")
    lead.act(lead.page.get_by_text("Create a circle", exact=True).click)
    lead.fill("Name", "Harbour chapter")
    lead.tap("Create circle")
    expect(lead.page.get_by_text("Harbour chapter").first).to_be_visible()
    expect(lead.page.get_by_label("Name")).not_to_be_visible()
    lead.tap("Create a link")
    link = lead.page.get_by_test_id("stCode").inner_text().strip()
    assert link.startswith(f"{hosted.url}/c#")
    take_part(lead)

    for member in others:
        member.page.goto(link)
        member.page.get_by_role("heading", name="Join the circle “Harbour chapter”?").wait_for()
        assert member.page.url == f"{hosted.url}/circles"
        member.settle()
        member.fill("Your name", f"Canary{member.name}name")
        member.tap("Ask to join")
        member.page.get_by_text("You’re in once its lead accepts you.").wait_for()
    lead.open("/circles")
    lead.tap(f"Accept all {len(others)}")
    for member in others:
        member.open("/circles")
        take_part(member)
    assert_each_sees_their_place(members)

    seen = {member.name: member.pictures() for member in others[1:]}
    left = others[0]
    floor = serious_violations(left.page)
    left.act(left.page.get_by_text("Leave this circle", exact=True).first.click)
    left.act(left.page.get_by_text(re.compile("I['’]m sure")).click)
    left.tap("Leave this circle")
    expect(left.page.locator("h1")).to_have_text("Circles")
    for member in others[1:]:
        heading(member)
        assert member.pictures() == seen[member.name]
    assert "5 members" in members[-1].page.locator("[data-testid=stMain]").inner_text()
    assert_sound(members[-1], "a circle on a phone", floor)

    for member in members:
        for other in members:
            if member is not other:
                if member is lead:  # who accepts people by name
                    words = (f"Canary{other.name}contact", f"Canary{other.name}talk", f"Canary{other.name}client")
                else:
                    words = (f"Canary{other.name}",)
                for word in (*words, str(other.value), f"{other.value:,}", other.principal.subject):
                    assert not member.has_received(word), f"{member.name} received {word}"
        assert member.has_received("Harbour chapter")


def assert_each_sees_their_place(members: list[Member]) -> None:
    """Among those five who took part first, with a ROI of 20, 50, 70, 90 and 110%."""
    for member, place in zip(members, PLACES, strict=True):
        headline = heading(member)
        assert all(words in headline for words in place), headline
        (picture,) = member.pictures()
        assert "ROI: the middle half 50% to 90%, the middle 70%" in picture
