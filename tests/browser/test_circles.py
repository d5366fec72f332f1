"""A circle of six, three of them in their own browsers: all see where they stand, and nothing of anybody else."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from netroi_core.access.guests import CredentialStore
from netroi_core.circles.circles import Circles
from netroi_core.circles.comparison import contribution_of
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, last_finished
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileEntries, FileStore
from netroi_core.storage.process_state import today
from netroi_core.wording.wording import quarter_name
from netroi_core.workspace.workspace import Workspace
from tests.browser.conftest import Server, browser_of
from tests.browser.looks import assert_sound, serious_violations
from tests.browser.test_visitors import Person
from tests.careers import make_document

pytestmark = pytest.mark.browser

QUARTER = last_finished(today())
# So long that none stands anywhere by chance.
VALUES = {"Lead": 6113577, "Ann": 7271993, "Bo": 8391337, "Cy": 9471131, "Di": 10613579, "Ed": 79191713}
LOWEST, MIDDLE, HIGHEST = "among the lowest", "middle half", "among the highest"
PLACES = {
    "Lead": ("ROI of 20% on won outcomes", LOWEST),
    "Ann": ("ROI of 50% on won outcomes", MIDDLE),
    "Ed": ("ROI of 1,000% or more on won outcomes", HIGHEST),
}


class Member(Person):
    """A person with a workspace and a name."""

    def __init__(self, context: BrowserContext, server: Server, name: str) -> None:
        super().__init__(context, server)
        self.name = name
        self.arrive()
        FileStore(server.data).change(self.principal, lambda _: career(name))


def career(name: str) -> dict[str, Any]:
    """A quarter of 10 hours at 500,000 an hour that led to the value of this name, with the name in each text."""
    day = QUARTER.first_day().isoformat()
    steps = [{"date": day, "approach": "one_on_one", "contact": "c1"}]
    return make_document(
        profile={"compensation": [{"from": str(Quarter(QUARTER.year, 1)), "hourly_rate": "500000"}]},
        contacts=[{"name": f"Canary{name}contact"}],
        activities=[{"date": day, "approach": "one_on_one", "title": f"Canary{name}talk", "hours": {"attending": 10},
                     "people": ["c1"], "meaningful": 2}],
        outcomes=[{"date": day, "kind": "client", "title": f"Canary{name}client", "status": "won",
                   "value": {"likely": str(VALUES[name])}, "touchpoints": steps}],
    )  # fmt: skip


@pytest.fixture
def members(chromium: Browser, hosted: Server) -> Iterator[list[Member]]:
    """Those with a browser, of whom one is on a phone in the dark."""
    contexts = {name: browser_of(chromium, phone=name == "Ed", dark=name == "Ed") for name in PLACES}
    yield [Member(context, hosted, name) for name, context in contexts.items()]
    for context in contexts.values():
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
    lead, ann, ed = members
    credentials = CredentialStore(FileEntries(hosted.data / "access"))
    circles = Circles(FileEntries(hosted.data / "access"), lambda: credentials.derived_secret("circles"))
    elsewhere = {name: Principal("guest", secrets.token_hex(10)) for name in VALUES if name not in PLACES}
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

    (circle,) = circles.memberships(lead.principal)
    for name, person in elsewhere.items():
        circles.ask_to_join(person, circle.id, f"Canary{name}name")
    for member in (ann, ed):
        member.page.goto(link)
        member.page.get_by_role("heading", name="Join the circle “Harbour chapter”?").wait_for()
        assert member.page.url == f"{hosted.url}/circles"
        member.settle()
        ask = member.page.get_by_role("button", name="Ask to join")
        assert ask.evaluate("button => button.getBoundingClientRect().bottom < innerHeight"), "needs scrolling"
        member.fill("Your name", f"Canary{member.name}name")
        member.tap("Ask to join")
        member.page.get_by_text("You’re in once its lead accepts you.").wait_for()
    lead.open("/circles")
    lead.tap("Accept all 5")
    for name, person in elsewhere.items():
        figures = contribution_of(Ledger(Workspace(career(name))), QUARTER)
        circles.contribute(person, circle.id, QUARTER, figures)
    for member in (ann, ed):
        member.open("/circles")
        take_part(member)
    assert_each_sees_their_place(members)

    pictures, floor = ed.pictures(), serious_violations(ann.page)
    ann.act(ann.page.get_by_text("Leave this circle", exact=True).first.click)
    ann.act(ann.page.get_by_text(re.compile("I['’]m sure")).click)
    ann.tap("Leave this circle")
    expect(ann.page.locator("h1")).to_have_text("Circles")
    ed.open("/circles")
    assert ed.pictures() == pictures
    assert "5 members" in ed.page.locator("[data-testid=stMain]").inner_text()
    assert_sound(ed, "a circle on a phone", lambda: floor)

    principals = elsewhere | {member.name: member.principal for member in members}
    for member in members:
        for other in VALUES.keys() - {member.name}:
            if member is lead:  # who accepts people by name
                words = (f"Canary{other}contact", f"Canary{other}talk", f"Canary{other}client")
            else:
                words = (f"Canary{other}",)
            for word in (*words, str(VALUES[other]), f"{VALUES[other]:,}", principals[other].subject):
                assert not member.has_received(word), f"{member.name} received {word}"
        assert member.has_received("Harbour chapter")


def assert_each_sees_their_place(members: list[Member]) -> None:
    """Among the five who took part first, with a ROI of 20, 50, 70, 90 and 110%."""
    for member in members:
        member.open("/circles")
        headline = member.page.locator("h1").first.inner_text()
        assert all(words in headline for words in PLACES[member.name]), headline
        (picture,) = member.pictures()
        assert "ROI: the middle half 50% to 90%, the middle 70%" in picture
