"""Reminders on screen: offered where they can be sent, truthful about whether they are on, stopped by one button."""

import re
from datetime import UTC, datetime
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.access.hosting import OIDC
from netroi_core.access.visitors import OWNER, Visitor, new_guest_id
from netroi_core.reminding.subscriptions import Subscription
from netroi_core.storage import Principal
from pages.shell import identity, workspace
from tests.careers import load_document
from tests.pages.screen import choose, click, fill, opened, run, screen, typed, unfold
from tests.pages.test_privacy import Signed
from tests.pages.test_quiz import REVIEW, add_client, step
from tests.reminding.conftest import SENDER, Mailbox, mailbox, make_mailbox

__all__ = ["mailbox", "make_mailbox"]  # fixtures

ANN = Visitor("guest", new_guest_id())
ADDRESS = "ann_lee*@mail.example"


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETROI_MODE", "guests")
    monkeypatch.setenv("NETROI_URL", "https://netroi.example")


@pytest.fixture
def mail(hosted: None, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The mailbox of a server that sends e-mail, on which Ann has a workspace."""
    monkeypatch.setenv("NETROI_SMTP", f"smtp://127.0.0.1:{mailbox.port}")
    monkeypatch.setenv("NETROI_MAIL_FROM", SENDER)
    keep()
    return mailbox


def keep() -> None:
    identity.services().credentials.secret()  # made for the first cookie, before anybody has a workspace
    workspace.store().change(Principal("guest", ANN.name), lambda _: load_document("sample"))


def settings() -> AppTest:
    return opened("settings.py", by=ANN, reminders="1")


def subscription() -> Subscription | None:
    return identity.services().reminders.of(Principal("guest", ANN.name))


def token(mail: Mailbox) -> str:
    (address,) = re.findall(r"https://netroi\.example/reminders/confirm\S+", mail.texts()[-1])
    return parse_qs(urlsplit(address).query)["link"][0]


def test_reminders_are_turned_on_by_the_link_in_a_message_and_off_by_a_button(mail: Mailbox) -> None:
    app = click(fill(settings(), "E-mail address", ADDRESS), "Turn on reminders")
    assert f"open the link in the message that was sent by e-mail to {ADDRESS}." in screen(app)
    assert mail.recipients == [ADDRESS]
    assert "Turn on reminders" not in [button.label for button in app.button]
    identity.services().reminders.confirm(token(mail))
    app = settings()
    assert f"Reminders are on, by e-mail to {ADDRESS}." in screen(app)
    assert "The next quiz is due on Jan 1, 2027." in screen(app)
    assert "in each week in which follow-ups are due" in screen(app)
    app.checkbox(key="reminder follow-ups").set_value(False).run()
    assert (current := subscription()) is not None
    assert not current.has_follow_ups
    assert "in each week" not in screen(app)
    click(app, "Turn off reminders")
    assert "Reminders are off, and the address was deleted." in screen(app)
    assert subscription() is None


@pytest.mark.parametrize(
    ("typed_address", "answer", "sentence"),
    [
        ("ann@", "", "This isn’t an e-mail address. Enter one like ann@mail.example."),
        ("ann@mail.example", "550 no such user", "The message was refused. Check the address."),
        ("ann@mail.example", "450 later", "The message couldn’t be delivered. Check the address, or try again"),
    ],
)
def test_an_address_that_gets_no_message_stays_in_its_field_with_the_reason(
    mail: Mailbox, typed_address: str, answer: str, sentence: str
) -> None:
    mail.answers |= {"RCPT": answer} if answer else {}
    app = click(fill(settings(), "E-mail address", typed_address), "Turn on reminders")
    assert sentence in screen(app)
    assert typed(app, "E-mail address") == typed_address
    assert (mail.messages, subscription()) == ([], None)


def test_another_address_can_be_used_before_the_first_is_confirmed(mail: Mailbox) -> None:
    app = click(fill(settings(), "E-mail address", ADDRESS), "Turn on reminders")
    app = click(app, "Use another address")
    assert subscription() is None
    click(fill(app, "E-mail address", "ann@other.example"), "Turn on reminders")
    assert mail.recipients == [ADDRESS, "ann@other.example"]


def test_without_a_mail_server_topics_and_webhooks_are_offered(hosted: None) -> None:
    keep()
    app = settings()
    assert "The easiest way is your calendar" in screen(app)
    assert [field.label for field in app.text_input] == ["Address of your ntfy topic"]
    app = choose(app, "Send them by", "webhook")
    app = click(fill(app, "Webhook address of your team chat", "http://169.254.169.254/"), "Turn on reminders")
    assert "The address must start with https:// and be complete" in screen(app)
    app = click(fill(app, "Webhook address of your team chat", "https://127.0.0.1/"), "Turn on reminders")
    assert "The message couldn’t be delivered." in screen(app)
    assert subscription() is None


@pytest.mark.parametrize("setting", ["personal", "webhooks off", "Streamlit Community Cloud"])
def test_where_nothing_can_be_sent_nothing_is_offered(
    setting: str, hosted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, value = {
        "personal": ("NETROI_MODE", "personal"),
        "webhooks off": ("NETROI_WEBHOOKS", "off"),
        "Streamlit Community Cloud": ("NETROI_PLATFORM", "streamlit-cloud"),
    }[setting]
    monkeypatch.setenv(name, value)
    app = opened("settings.py", by=OWNER if setting == "personal" else ANN)
    assert "Formats" in [expander.label for expander in app.expander]
    assert "Reminders" not in [expander.label for expander in app.expander]


def test_without_records_of_ones_own_there_is_nothing_to_turn_on(mail: Mailbox) -> None:
    app = unfold(opened("settings.py", by=Visitor("guest", new_guest_id())), "Reminders")
    assert "Once you have records of your own" in screen(app)
    assert not app.text_input


def test_when_the_workspace_is_erased_so_is_the_address(mail: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "fetch_cookie", lambda: None)
    click(fill(settings(), "E-mail address", ADDRESS), "Turn on reminders")
    identity.services().reminders.confirm(token(mail))
    app = unfold(opened("settings.py", by=ANN), "Erase everything")
    next(box for box in app.checkbox if "backup" in box.label).set_value(True)
    click(run(app), "Erase everything")
    assert subscription() is None
    assert list(identity.services().reminders.listed()) == []


def test_without_a_mail_server_the_end_of_the_quiz_puts_the_calendar_first(hosted: None) -> None:
    app = click(step(add_client(opened("quiz.py", by=ANN)), REVIEW), "Submit")
    labels = [button.label for button in app.button]
    assert "Remind me" not in labels
    assert "Other ways to be reminded" in labels


def test_the_end_of_the_quiz_offers_them_and_says_once_they_are_on(mail: Mailbox) -> None:
    app = click(step(add_client(opened("quiz.py", by=ANN)), REVIEW), "Submit")
    assert "Remind me" in [button.label for button in app.button]
    click(app, "Remind me")
    click(fill(settings(), "E-mail address", ADDRESS), "Turn on reminders")
    identity.services().reminders.confirm(token(mail))
    app = opened("quiz.py", by=ANN, quarter="2026-Q3")
    assert f"NetROI will remind you by e-mail to {ADDRESS}." in screen(app)
    assert "Remind me" not in [button.label for button in app.button]


def test_a_person_who_signed_in_is_reminded_by_one_tap_at_the_end_of_the_quiz(
    mail: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETROI_MODE", "accounts")
    for name in OIDC:
        monkeypatch.setenv(name, "https://provider.example")
    app = opened("quiz.py", by=ANN)
    app.user = Signed().on(ANN)
    click(step(add_client(run(app)), REVIEW), "Submit")
    app = click(app, "Remind me by e-mail")
    assert "open the link in the message that was sent by e-mail to ann@x.example." in screen(app)
    assert mail.recipients == ["ann@x.example"]


def test_reminders_that_the_host_turned_off_are_not_said_to_come(
    mail: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(fill(settings(), "E-mail address", ADDRESS), "Turn on reminders")
    identity.services().reminders.confirm(token(mail))
    monkeypatch.delenv("NETROI_SMTP")
    app = settings()
    assert "This server no longer sends reminders this way." in screen(app)
    assert "Reminders are on" not in screen(app)
    assert "Turn off reminders" in [button.label for button in app.button]


def test_a_thread_without_any_visitor_sends_what_is_due(mail: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    click(fill(settings(), "E-mail address", ADDRESS), "Turn on reminders")
    reminders = identity.services().reminders
    reminders.confirm(token(mail))
    monkeypatch.setattr(reminders, "clock", lambda: datetime(2027, 1, 1, 12, tzinfo=UTC))
    thread = Thread(target=lambda: workspace.reminder_sender().run())
    thread.start()
    thread.join()
    assert mail.subjects()[1:] == ["Your networking quiz is due"]
