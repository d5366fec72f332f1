"""A reminder from its first tap to its last: turned on by a link, sent when the quiz is due, stopped by a link."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from netroi_core.access.guests import CredentialStore
from netroi_core.access.hosting import Hosting
from netroi_core.access.mail_server import MailServer
from netroi_core.quarters import Quarter
from netroi_core.reminding.delivery import Delivery
from netroi_core.reminding.sender import Sender
from netroi_core.reminding.subscriptions import Subscriptions
from netroi_core.sharing.links import Links
from netroi_core.storage.files.stores import FileEntries, FileStore
from tests.browser.conftest import Server, guest_cookie
from tests.browser.test_visitors import Person, somebody
from tests.careers import load_document
from tests.reminding.conftest import SENDER, Mailbox, mailbox, make_mailbox

pytestmark = pytest.mark.browser

__all__ = ["mailbox", "make_mailbox", "somebody"]  # fixtures


def send_due(server: Server, mail: MailServer, moment: datetime) -> None:
    """Run the server's sender, at a moment to come."""
    entries, store = FileEntries(server.data / "access"), FileStore(server.data)
    credentials = CredentialStore(entries)
    subscriptions = Subscriptions(
        Links(entries, clock=lambda: moment), entries, lambda: credentials.derived_secrets("reminders"),
        clock=lambda: moment,
    )  # fmt: skip
    hosting = Hosting("guests", server.url.removeprefix("http://"), mail=mail)
    Sender(subscriptions, store, Delivery(mail), hosting).run()


def open_link(page: Page, mailbox: Mailbox, path: str) -> None:
    """Open a link of the latest message."""
    (address,) = re.findall(rf"http://\S+{path}\S+", mailbox.texts()[-1])
    page.goto(address)


def test_a_reminder_is_confirmed_arrives_when_the_quiz_is_due_and_is_stopped_by_one_tap(
    somebody: Callable[[Server], Person], mailbox: Mailbox, tmp_path: Path
) -> None:
    mail = {"NETROI_SMTP": f"smtp://localhost:{mailbox.port}", "NETROI_MAIL_FROM": SENDER}
    server = Server(tmp_path / "workspaces", mode="guests", **mail)
    try:
        ann = somebody(server)
        ann.open("/")
        FileStore(server.data).change(ann.principal, lambda _: load_document("sample"))
        ann.open("/settings?reminders=1")
        ann.fill("E-mail address", "ann@mail.example")
        ann.tap("Turn on reminders")
        expect(ann.page.get_by_text("the message that was sent by e-mail to ann")).to_be_visible()
        # Her messages may be read in a browser that NetROI doesn't know.
        phone = somebody(server)
        open_link(phone.page, mailbox, "/reminders/confirm")
        phone.page.get_by_role("button", name="Turn on reminders").click()
        expect(phone.page.get_by_role("heading", name="Your reminders are on")).to_be_visible()
        ann.open("/settings?reminders=1")
        expect(ann.page.get_by_text("Reminders are on, by e-mail to ann")).to_be_visible()
        after_quarter = Quarter.containing(date.today()).shifted(1).first_day()
        noon = datetime.combine(after_quarter, time(12)).astimezone(UTC)  # where this machine and its browser are
        send_due(server, mailbox.server, noon)
        assert mailbox.subjects()[1:] == ["Your networking quiz is due"]
        open_link(phone.page, mailbox, "/reminders/stop")
        phone.page.get_by_role("button", name="Stop reminders").click()
        expect(phone.page.get_by_role("heading", name="Your reminders are off")).to_be_visible()
        assert guest_cookie(phone.context) is None
        ann.open("/settings?reminders=1")
        expect(ann.page.get_by_role("button", name="Turn on reminders")).to_be_visible()
        assert phone.errors == ann.errors == []
        assert "ann@" not in server.log.read_text()
    finally:
        server.kill()
