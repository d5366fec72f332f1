"""The pages behind the links of messages: opening them does nothing, one button does, without any cookie."""

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.access.limits import VISITORS_PER_NETWORK
from netroi_core.reminding.delivery import Recipient
from netroi_core.reminding.messages import CONFIRM_PATH, STOP_PATH, page_address
from netroi_core.reminding.schedule import Schedule
from netroi_core.reminding.subscriptions import Subscription, Subscriptions
from netroi_core.sharing.links import Links
from netroi_core.storage.files.stores import FileEntries
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.link_pages import LinkServer
from netroi_core.web.public_routes import PUBLIC_PATHS, public_script_hashes
from netroi_core.web.reminder_pages import reminder_routes
from tests.reminding.conftest import SECRET, START
from tests.web.conftest import GUESTS, OWNER, Browser

# What the servers of a mail provider send: no cookie, no origin, no word on where it comes from.
ONE_CLICK = {"content-type": "application/x-www-form-urlencoded"}


class ReminderServer:
    """A server of these pages alone, with one subscription that waits to be confirmed."""

    def __init__(self, folder: Path) -> None:
        entries = FileEntries(folder)
        links, guests = Links(entries), Guests(CredentialStore(entries))
        self.reminders = Subscriptions(links, entries, lambda: [SECRET])
        self.token = self.reminders.token(self.request())
        server = LinkServer(lambda: links, lambda: "a secret", GUESTS)
        access = Middleware(
            AccessMiddleware,
            hosting=GUESTS,
            guests=lambda: guests,
            inline_scripts=public_script_hashes(),
            public_paths=PUBLIC_PATHS,
            one_click_paths=frozenset({STOP_PATH}),
        )
        self._app = Starlette(routes=reminder_routes(server, lambda: self.reminders), middleware=[access])

    def request(self) -> Subscription:
        mail, schedule = Recipient("email", "ann@mail.example"), Schedule.starting(START.date(), 1)
        return self.reminders.request(OWNER, mail, "", schedule, has_follow_ups=True)

    def browser(self) -> Browser:
        client = TestClient(self._app, base_url=GUESTS.url, follow_redirects=False)
        client._transport.client = ("192.168.1.7", 50000)  # type: ignore[attr-defined]
        return Browser(client)

    @property
    def state(self) -> str | None:
        subscription = self.reminders.of(OWNER)
        return None if subscription is None else subscription.state


@pytest.fixture
def server(tmp_path: Path) -> ReminderServer:
    return ReminderServer(tmp_path)


def page(path: str, token: str) -> str:
    return page_address("", path, token)


def titled(answer: Any, title: str, status: int = 200) -> bool:
    return answer.status_code == status and f"<h1>{title}</h1>" in answer.text


def test_opening_a_page_changes_nothing_and_sets_no_cookie(server: ReminderServer) -> None:
    for path in (CONFIRM_PATH, STOP_PATH):
        answer = server.browser().get(page(path, server.token))
        assert answer.status_code == 200
        assert answer.text.count("<button>") == 1
        assert f'action="{page(path, server.token)}"' in answer.text
        assert '<a href="/">Open NetROI</a>' in answer.text
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
    assert server.state == "unconfirmed"


def test_one_tap_turns_reminders_on_and_one_off(server: ReminderServer) -> None:
    browser = server.browser()
    assert titled(browser.submit(page(CONFIRM_PATH, server.token)), "Your reminders are on")
    assert server.state == "on"
    assert titled(browser.get(page(CONFIRM_PATH, server.token)), "Your reminders are on")
    assert titled(browser.submit(page(STOP_PATH, server.token)), "Your reminders are off")
    assert server.state is None
    for again in (browser.submit(page(STOP_PATH, server.token)), browser.get(page(STOP_PATH, server.token))):
        assert titled(again, "Your reminders are off")
    for late in (browser.submit(page(CONFIRM_PATH, server.token)), browser.get(page(CONFIRM_PATH, server.token))):
        assert titled(late, "This link no longer works", 404)


def test_a_mail_program_unsubscribes_by_one_post_from_anywhere(server: ReminderServer) -> None:
    server.reminders.confirm(server.token)
    program = server.browser().client
    answer = program.post(page(STOP_PATH, server.token), content="List-Unsubscribe=One-Click", headers=ONE_CLICK)
    assert titled(answer, "Your reminders are off")
    assert server.state is None


def test_nothing_is_turned_on_by_another_site_or_a_program(server: ReminderServer) -> None:
    program, at = server.browser().client, page(CONFIRM_PATH, server.token)
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    for headers in (ONE_CLICK, ONE_CLICK | foreign):
        assert program.post(at, content="", headers=headers).status_code == 403
    assert server.state == "unconfirmed"


@pytest.mark.parametrize("path", [CONFIRM_PATH, STOP_PATH])
@pytest.mark.parametrize("token", ["", "wrong", "%ff", "é"])
def test_a_wrong_link_changes_nothing(server: ReminderServer, path: str, token: str) -> None:
    browser = server.browser()
    for answer in (browser.get(f"{path}?link={token}"), browser.submit(f"{path}?link={token}"), browser.get(path)):
        assert titled(answer, "This link no longer works", 404)
    assert server.state == "unconfirmed"


def test_a_link_of_an_earlier_subscription_does_not_stop_a_later_one(server: ReminderServer) -> None:
    server.request()
    assert titled(server.browser().submit(page(STOP_PATH, server.token)), "Your reminders are off")
    assert server.state == "unconfirmed"


def test_too_many_attempts_from_one_network_are_refused(server: ReminderServer) -> None:
    browser = server.browser()
    answers = [browser.get(f"{STOP_PATH}?link=x").status_code for _ in range(VISITORS_PER_NETWORK + 1)]
    assert answers == [404] * VISITORS_PER_NETWORK + [429]
