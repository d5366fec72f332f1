"""Circles on the page: nothing is joined or given before it was said what that gives; and where one stands."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from streamlit.testing.v1 import AppTest

from netroi_core.access.visitors import Visitor, new_guest_id
from netroi_core.circles.circles import Circles
from netroi_core.quarters import Quarter
from netroi_core.storage import Principal, Unavailable
from netroi_core.storage.files.stores import FileEntries, FileStore
from pages.shell import identity
from tests.careers import HOSTILE, make_document
from tests.pages.screen import at_page, choose, click, fill, headings, holds, opened, run, screen, unfold
from tests.pages.test_hostile import faults, shows_it

LEAD, ANN = Visitor("guest", new_guest_id()), Visitor("guest", new_guest_id())
Q3 = Quarter(2026, 3)
OTHERS = [Principal("guest", f"other {number}") for number in range(6)]


def whose(visitor: Visitor) -> Principal:
    return Principal("guest", visitor.name)


def career(value: str = "1100") -> dict[str, Any]:
    """A quarter of 10 hours at 50 an hour, 500 in all, with 2 conversations, that led to this value."""
    steps = [{"date": "2026-07-01", "approach": "one_on_one"}]
    talks = {"date": "2026-07-01", "approach": "one_on_one", "hours": {"attending": 8}, "meaningful": 2}
    posts = {"date": "2026-07-02", "approach": "social_media", "hours": {"attending": 2}}
    return make_document(
        profile={"compensation": [{"from": "2026-Q1", "hourly_rate": "50"}]},
        activities=[talks, posts],
        outcomes=[{"date": "2026-08-01", "kind": "client", "title": "Canary client", "status": "won",
                   "value": {"likely": value}, "touchpoints": steps}],
    )  # fmt: skip


@pytest.fixture
def circles(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Circles:
    """The circles of a server for guests, on the day of all these tests; LEAD and ANN have workspaces."""
    monkeypatch.setenv("NETROI_MODE", "guests")
    monkeypatch.setenv("NETROI_URL", "https://netroi.example")
    stored_circles = Circles(
        FileEntries(folder / "access"),
        lambda: identity.services().credentials.derived_secret("circles"),
        clock=lambda: datetime(2026, 10, 5, tzinfo=UTC),
    )
    monkeypatch.setattr(identity.services(), "circles", stored_circles)
    identity.services().credentials.secret()  # a server has it before anybody saves
    for visitor in (LEAD, ANN):
        FileStore(folder).change(whose(visitor), lambda _: career())
    return stored_circles


@pytest.fixture
def circle(circles: Circles) -> str:
    """A circle that LEAD leads, and ANN is in."""
    circle = circles.open(whose(LEAD), "Harbour chapter")
    admit(circles, whose(ANN), circle)
    return circle


def admit(circles: Circles, newcomer: Principal, circle: str) -> None:
    """Let somebody ask to join, and LEAD accept them."""
    circles.ask_to_join(newcomer, circle, "A name")
    circles.accept(whose(LEAD), circle, circles.requests(whose(LEAD), circle))


def with_others(circles: Circles, circle: str, *roi: float) -> None:
    """Let others join and take part with these ROIs."""
    for other, figure in zip(OTHERS, roi, strict=False):
        admit(circles, other, circle)
        circles.contribute(other, circle, Q3, {"roi_percent": figure, "hours": 20})


def invite(monkeypatch: pytest.MonkeyPatch, circle: str, secret: str | None = None) -> None:
    """Let the browser come by an invitation to a circle, as netroi_core.web.shared says so."""
    _, link = identity.services().links.create(whose(LEAD), "invitation", 7, {"circle": circle})
    signing = URLSafeTimedSerializer(
        secret or identity.services().credentials.derived_secret("shared"), salt="netroi.shared"
    )
    cookies = {"__Host-netroi-invitation": signing.dumps([link.id, True])}
    monkeypatch.setattr(identity, "cookies", lambda: cookies)


def page(visitor: Visitor = ANN) -> AppTest:
    return opened("circles.py", by=visitor)


def toggle(app: AppTest) -> AppTest:
    """Turn taking part on or off."""
    app.toggle[0].set_value(not app.toggle[0].value)
    return run(app)


def test_a_personal_netroi_says_where_circles_are() -> None:
    app = opened("circles.py")
    assert "Yours runs on this machine only" in screen(app)
    assert "Create circle" not in [button.label for button in app.button]


def test_who_is_in_no_circle_reads_on_share_and_circles_how_to_start(circles: Circles) -> None:
    assert "Go to Circles" in screen(opened("share.py", by=ANN))
    assert "ask your coach or chapter for an invitation" in screen(page())


def test_a_circle_is_created_by_its_name(circles: Circles) -> None:
    app = click(fill(unfold(page(LEAD), "Create a circle"), "Name", "Harbour chapter"), "Create circle")
    assert "Circle created." in screen(app)
    assert "**Harbour chapter**, 1 member, 0 taking part in Q3 2026." in screen(app)
    nobody = "Nobody is taking part yet in Q3 2026: once 5 more members do, you can see how you compare"
    assert nobody in screen(app)


def test_a_circle_without_a_name_is_refused(circles: Circles) -> None:
    app = click(unfold(page(LEAD), "Create a circle"), "Create circle")
    assert "Enter a name of at most 60 characters for the circle." in screen(app)
    assert circles.memberships(whose(LEAD)) == ()


def test_who_has_no_workspace_is_sent_to_the_quiz_first(
    circles: Circles, circle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomer = Visitor("guest", new_guest_id())
    assert "To create a circle, you need a workspace of your own" in screen(page(newcomer))
    invite(monkeypatch, circle)
    app = page(newcomer)
    assert "You need figures of your own first:" in screen(app)
    assert not [button for button in app.button if button.label == "Ask to join"]


def test_the_lead_makes_an_invitation_a_new_one_voids_it_and_it_can_be_taken_back(
    circles: Circles, circle: str
) -> None:
    app = click(page(LEAD), "Create a link")
    (first,) = [code.value for code in app.code]
    assert first.startswith("https://netroi.example/c#")
    (second,) = [code.value for code in click(app, "Create a link").code]
    links = identity.services().links
    assert links.by_token(first.partition("#")[2]) is None
    link = links.by_token(second.partition("#")[2])
    assert link is not None
    assert link.content == {"circle": circle}
    assert not click(app, "Revoke").code
    assert links.owned_by(whose(LEAD)) == ()
    assert not [button for button in page(ANN).button if button.label == "Create a link"]


def test_who_is_invited_is_told_first_and_is_in_once_the_lead_accepts(
    circles: Circles, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle = circles.open(whose(LEAD), "Harbour chapter")
    invite(monkeypatch, circle)
    app = page()
    assert "Join the circle “Harbour chapter”?" in screen(app)
    # The button stands above all that there is to know.
    assert screen(app).index("Ask to join") < screen(app).index("No names, no list of members, no amounts.")
    assert circles.memberships(whose(ANN)) == ()
    click(app, "Ask to join")
    assert "Enter your name, at most 40 characters, so that the lead knows who you are." in screen(app)
    click(fill(app, "Your name", "Ann Lee"), "Ask to join")
    assert "You asked to join **Harbour chapter**. You’re in once its lead accepts you." in screen(app)
    assert [button.label for button in app.button if button.label == "Ask to join"] == []
    lead = page(LEAD)
    assert "**1 person asks to join “Harbour chapter”.** Accept only people you know" in screen(lead)
    assert "Ann Lee" in screen(lead)
    assert "Accepted Ann Lee." in screen(click(lead, "Accept"))
    assert "asks to join" not in screen(lead)
    assert [(mine.id, mine.is_waiting) for mine in circles.memberships(whose(ANN))] == [(circle, False)]
    assert "**Harbour chapter**, 2 members" in screen(run(app))


def test_the_lead_accepts_everybody_at_once_or_declines_somebody(circles: Circles, circle: str) -> None:
    for number, other in enumerate(OTHERS):
        circles.ask_to_join(other, circle, f"Person {number}")
    app = click(page(LEAD), "Decline")
    assert "Declined Person 0." in screen(app)
    assert "**5 people ask to join “Harbour chapter”.**" in screen(app)
    assert "Accepted 5 people." in screen(click(app, "Accept all 5"))
    assert "**Harbour chapter**, 7 members" in screen(app)
    assert circles.memberships(OTHERS[0]) == ()


def test_who_asked_to_join_can_withdraw(circles: Circles, circle: str) -> None:
    newcomer = OTHERS[0]
    circles.ask_to_join(whose(ANN), circles.open(newcomer, "Another"), "Ann")
    app = click(page(), "Withdraw request")
    assert "You withdrew your request to join." in screen(app)
    assert [mine.name for mine in circles.memberships(whose(ANN))] == ["Harbour chapter"]


def test_not_now_joins_nothing(circles: Circles, monkeypatch: pytest.MonkeyPatch) -> None:
    invite(monkeypatch, circles.open(whose(LEAD), "Harbour chapter"))
    app = click(page(), "Not now")
    assert "Circles" in screen(app)
    assert circles.memberships(whose(ANN)) == ()


def test_an_invitation_that_is_forged_taken_back_or_to_a_closed_circle_is_none(
    circles: Circles, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle = circles.open(whose(LEAD), "Harbour chapter")
    invite(monkeypatch, circle, secret="another server's")
    assert "Harbour" not in screen(page())
    invite(monkeypatch, circle)
    assert "Harbour" in screen(page())
    identity.services().links.revoke_all(whose(LEAD))
    assert "Harbour" not in screen(page())
    invite(monkeypatch, circle)
    circles.leave(whose(LEAD), circle)
    assert "Harbour" not in screen(page())


def test_what_is_given_is_shown_before_and_nothing_else_is_kept(circles: Circles, circle: str, folder: Path) -> None:
    app = page()
    text = screen(app)
    assert "You would share only these rounded figures:" in text
    for line in ("ROI: **120%**", "Hours: **10 h**", "Cost of a conversation: **5 h of work**",
                 "One-on-one, share of hours: **80%**"):  # fmt: skip
        assert line in text
    assert circles.view(whose(ANN), circle, Q3).own == {}
    toggle(app)
    assert "You’re sharing only these rounded figures:" in screen(app)
    assert circles.view(whose(ANN), circle, Q3).own == {
        "roi_percent": 120, "hours": 10, "cost_in_hours": 5,
        "share of group_events": 0, "share of one_on_one": 80, "share of social_media": 20,
    }  # fmt: skip
    stored = b"".join(file.read_bytes() for file in (folder / "access").iterdir())
    for amount in (b":1100", b":500", b'"1100', b"Canary", ANN.name.encode()):
        assert amount not in stored


def test_where_one_stands_is_said_drawn_and_tabled(circles: Circles, circle: str) -> None:
    with_others(circles, circle, 0, 10, 20, 60)
    app = toggle(page())
    assert (
        app.title[0].value.replace("\\", "") == "Your ROI of 120% on won outcomes is among the highest of the 5 members"
    )
    assert "ROI: 10% to 70% for the middle half of 5 members" in screen(app)
    (chart,) = app.get("vega_lite_chart")
    assert "ROI: the middle half 10% to 70%, the middle 30%, you 120%; Hours: the middle half 15 h" in chart.proto.alt
    table = unfold(app, "Tables and files").dataframe[0].value
    assert table.to_dict("list") == {
        " ": ["ROI", "Hours"], "Lower quartile": ["10%", "15 h"], "Median": ["30%", "20 h"],
        "Upper quartile": ["70%", "20 h"], "You": ["120%", "10 h"], "Members": ["5", "5"],
    }  # fmt: skip
    seen_by_lead = page(LEAD)
    assert "Take part in Q3 2026 to see how you compare" in screen(seen_by_lead)
    assert not holds(seen_by_lead, "you 120%")


def test_below_five_it_says_how_many_are_missing(circles: Circles, circle: str) -> None:
    with_others(circles, circle, 0, 10, 20)
    app = page()
    missing = "3 members are taking part in Q3 2026: once 2 more members do, you can see how you compare"
    assert missing in screen(app)
    assert not app.get("vega_lite_chart")


def test_when_too_few_are_left_it_is_hidden(circles: Circles, circle: str) -> None:
    with_others(circles, circle, 0, 10, 20, 60, 200)
    assert page().get("vega_lite_chart")
    circles.leave(OTHERS[0], circle)
    app = page()
    missing = "4 members are taking part in Q3 2026: once 1 more member does, you can see how you compare"
    assert missing in screen(app)
    assert not app.get("vega_lite_chart")


def test_figures_are_taken_back_by_the_same_switch(circles: Circles, circle: str) -> None:
    app = toggle(toggle(page()))
    assert "Your figures for Q3 2026 were deleted from the circle." in screen(app)
    assert circles.view(whose(ANN), circle, Q3).own == {}


def test_what_was_given_stays_until_its_owner_gives_what_their_records_say_by_now(
    circles: Circles, circle: str, folder: Path
) -> None:
    app = toggle(page())
    FileStore(folder).change(whose(ANN), lambda _: career("1600"))
    app = run(app)
    assert "Your records have changed since. The figures would now be:\n- ROI: **220%**" in screen(app)
    assert circles.view(whose(ANN), circle, Q3).own["roi_percent"] == 120
    click(app, "Update my figures")
    assert circles.view(whose(ANN), circle, Q3).own["roi_percent"] == 220


def test_a_quarter_that_is_elsewhere_is_refused_and_the_switch_says_so(circles: Circles, circle: str) -> None:
    circles.contribute(whose(ANN), circle, Q3, {"roi_percent": 120})
    second = circles.open(whose(ANN), "Another")
    app = page()
    app.selectbox[0].set_value(second)
    app = toggle(run(app))
    assert "You already shared Q3 2026 with another circle" in screen(app)
    assert not app.toggle[0].value
    assert circles.view(whose(ANN), second, Q3).own == {}


def test_a_quarter_without_hours_has_nothing_to_give(circles: Circles, circle: str) -> None:
    app = choose(page(), "Quarter", "2025-Q4")
    assert "You have no hours in Q4 2025, so there is nothing to share yet." in screen(app)
    assert not app.toggle


def test_leaving_and_closing_ask_first(circles: Circles, circle: str) -> None:
    app = toggle(page())
    leave = "Leave this circle"
    assert next(button for button in app.button if button.label == leave).disabled
    app.checkbox[0].check()
    click(run(app), leave)
    assert "You left the circle." in screen(app)
    assert circles.memberships(whose(ANN)) == ()
    lead = click(page(LEAD), "Create a link")
    lead.checkbox[0].check()
    click(run(lead), "Close this circle")
    assert circles.name(circle) is None
    assert identity.services().links.owned_by(whose(LEAD)) == ()


def test_erasing_the_workspace_leaves_all_circles(
    circles: Circles, circle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "fetch_cookie", lambda: None)
    toggle(page())
    app = unfold(opened("settings.py", by=ANN), "Erase everything")
    next(box for box in app.checkbox if "I have a backup" in box.label).check()
    click(run(app), "Erase everything")
    assert circles.memberships(whose(ANN)) == ()
    assert [circle.members for circle in circles.memberships(whose(LEAD))] == [1]


def test_the_example_takes_part_in_nothing(circles: Circles, circle: str) -> None:
    app = at_page(click(opened(by=Visitor("guest", new_guest_id())), "Open the example"), "circles.py")
    assert "The example has no circles." in screen(app)


def test_a_circles_name_is_shown_as_text(circles: Circles, monkeypatch: pytest.MonkeyPatch) -> None:
    name = HOSTILE[:60]
    circle, other = circles.open(whose(LEAD), name), circles.open(whose(LEAD), f"{name[:58]} 2")
    invite(monkeypatch, circle)
    app = page()
    assert shows_it(app)
    assert faults(app) == []
    click(fill(app, "Your name", HOSTILE[:40]), "Ask to join")
    assert shows_it(app)
    assert faults(app) == []
    assert faults(lead := page(LEAD)) == []
    assert faults(click(lead, "Accept")) == []
    assert other != circle


def test_where_circles_can_not_be_read_the_page_says_so_and_the_rest_goes_on(
    circles: Circles, circle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("the disk reports an error")

    monkeypatch.setattr(circles, "memberships", refuse)
    assert "the disk reports an error" in screen(page())
    assert headings(opened(by=ANN))
