"""Calendar feeds: fetched without a cookie, revalidated, limited, and revealing nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import FEED_DAYS
from netroi_core.errors import Busy
from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships.reminders import reminder_calendar
from netroi_core.storage import PERSONAL, Principal
from netroi_core.storage.files.stores import FileStore
from netroi_core.web.access_middleware import GUEST_COOKIE
from netroi_core.web.public_routes import feed_address
from tests.careers import make_document
from tests.web.conftest import OWNER, PublicServer

ADA = {"name": "Ada", "follow_up": "2199-01-01"}


@pytest.fixture(autouse=True)
def workspace(server: PublicServer) -> None:
    server.store.change(OWNER, lambda _: make_document(contacts=[ADA]))


def address(server: PublicServer, whose: Principal = OWNER) -> str:
    return feed_address(server.links.create(whose, "feed", FEED_DAYS, {})[0])


def test_a_program_without_a_cookie_gets_the_follow_ups_and_the_quiz(server: PublicServer) -> None:
    answer = server.browser().client.get(address(server))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    summaries = [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert summaries == ["Follow up with Ada", "Networking quiz: see what last quarter returned"]
    assert GUEST_COOKIE not in str(answer.headers)


def test_the_feed_is_the_calendar_that_the_page_offers_as_of_today_in_utc(server: PublicServer) -> None:
    today = datetime.now(UTC).date()
    saved = server.store.read(OWNER)
    assert saved is not None
    expected = reminder_calendar(
        Ledger(saved.workspace), today, datetime(today.year, today.month, today.day, tzinfo=UTC)
    )
    assert server.browser().client.get(address(server)).content == expected


def test_an_unchanged_calendar_is_not_sent_again(server: PublicServer) -> None:
    at, program = address(server), server.browser().client
    first = program.get(at)
    tag = first.headers["etag"]
    for etag in (tag, f"W/{tag}", f'"x", {tag}'):
        again = program.get(at, headers={"if-none-match": etag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    server.store.change(OWNER, lambda _: make_document(contacts=[{**ADA, "follow_up": "2198-01-01"}]))
    changed = program.get(at, headers={"if-none-match": tag})
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)
    head = program.head(at)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", changed.headers["etag"])


def invalid_addresses(server: PublicServer) -> dict[str, str]:
    """Return addresses without a calendar, by the reason."""
    emptied, nobody = Principal("guest", "cc" * 10), Principal("guest", "dd" * 10)
    server.store.change(emptied, lambda _: make_document(contacts=[ADA]))
    addresses = {
        "never had a workspace": address(server, nobody),
        "the workspace is gone": address(server, emptied),
        "expired": feed_address(server.links.create(Principal("guest", "ee" * 10), "feed", 1, {})[0]),
        "replaced": address(server),
    }
    right = address(server)
    token = right.removeprefix("/feed/").removesuffix(".ics")
    server.store.erase(emptied)
    taken, link = server.links.create(Principal("guest", "ff" * 10), "feed", FEED_DAYS, {})
    server.links.revoke(link.owner, link.id)
    report, _ = server.links.create(OWNER, "report", 7, {"html": ""})
    server.ahead = timedelta(days=2)
    assert server.browser().client.get(right).status_code == 200
    return {
        **addresses, "taken back": feed_address(taken), "a report's": feed_address(report),
        "wrong": feed_address("x" * 43), "a name": feed_address(link.id), "none": feed_address(""),
        "another case": feed_address(token.swapcase()),
        "without ending": right.removesuffix(".ics"), "something after": f"{right}.ics", "a folder": f"{right}/x",
        "a query": f"/feed/?{right}", "nothing": "/feed/",
    }  # fmt: skip


def test_every_address_without_a_calendar_gets_the_same_response(server: PublicServer) -> None:
    answers = {why: server.browser().client.get(at) for why, at in invalid_addresses(server).items()}
    responses = {
        why: (response.status_code, response.content, str(response.headers)) for why, response in answers.items()
    }
    assert [why for why, response in responses.items() if response != responses["wrong"]] == []
    assert (responses["wrong"][0], answers["wrong"].headers["cache-control"]) == (404, "no-store")


def test_a_revoked_feed_is_gone_at_once(server: PublicServer) -> None:
    at = address(server)
    assert server.browser().client.get(at).status_code == 200
    server.links.revoke_all(OWNER)
    assert server.browser().client.get(at).status_code == 404


def test_a_feed_is_valid_for_400_days_and_longer_if_it_is_extended(server: PublicServer) -> None:
    at = address(server)
    server.ahead = timedelta(days=399)
    (link,) = server.links.owned_by(OWNER)
    server.links.extend(link, FEED_DAYS)
    server.ahead = timedelta(days=798)
    assert server.browser().client.get(at).status_code == 200
    server.ahead = timedelta(days=800)
    assert server.browser().client.get(at).status_code == 404


def test_fetching_is_limited_per_address(server: PublicServer) -> None:
    at, program = address(server), server.browser("10.0.0.1").client
    assert {program.get("/feed/x.ics").status_code for _ in range(300)} == {404}
    assert program.get(at).status_code == 429
    assert server.browser("10.0.0.2").client.get(at).status_code == 200


def test_a_personal_calendar_is_served_to_its_machine_only(tmp_path: Path) -> None:
    server = PublicServer(tmp_path, Hosting())
    server.store.change(PERSONAL, lambda _: make_document(contacts=[ADA]))
    at = address(server, PERSONAL)
    assert b"Ada" in server.browser("127.0.0.1").client.get(at).content
    assert server.browser("192.168.1.7").client.get(at).status_code == 403


def test_a_feed_can_only_be_read(server: PublicServer) -> None:
    own = {"origin": "https://netroi.example", "sec-fetch-site": "same-origin"}
    for method in ("POST", "PUT", "DELETE"):
        assert server.browser().client.request(method, address(server), headers=own).status_code == 405


def test_while_the_store_is_busy_the_program_is_asked_to_try_again(
    server: PublicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: FileStore, principal: Principal) -> Any:
        raise Busy

    monkeypatch.setattr(FileStore, "read", busy)
    answer = server.browser().client.get(address(server))
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert "Try again later." in answer.text
