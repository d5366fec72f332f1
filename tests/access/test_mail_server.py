"""The mail server of the settings: parsed strictly, its password in no text."""

import pytest

from netroi_core.access.hosting import Misconfiguration, hosting_from
from netroi_core.access.mail_server import MailServer, mail_server_from

FROM = {"NETROI_MAIL_FROM": "NetROI <reminders@netroi.example>"}
SERVED = {"NETROI_MODE": "guests", "NETROI_URL": "https://netroi.example"}
SENDER = "NetROI <reminders@netroi.example>"


def parse(address: str) -> MailServer | None:
    return mail_server_from({"NETROI_SMTP": address, **FROM})


def test_without_an_address_there_is_no_mail_server() -> None:
    assert parse("") is None
    assert mail_server_from({}) is None


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtps://ann:p%40ss@mail.example", MailServer("mail.example", 465, SENDER, "tls", "ann", "p@ss")),
        ("smtp://ann:pw@mail.example", MailServer("mail.example", 587, SENDER, "starttls", "ann", "pw")),
        ("smtp://mail.example:25/", MailServer("mail.example", 25, SENDER, "starttls")),
        ("smtp://localhost:25", MailServer("localhost", 25, SENDER, "none")),
        ("smtp://[::1]:25", MailServer("::1", 25, SENDER, "none")),
    ],
)
def test_a_connection_to_another_machine_is_always_encrypted(address: str, server: MailServer) -> None:
    assert parse(address) == server
    assert server.domain == "netroi.example"


@pytest.mark.parametrize(
    "address",
    ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:0", "smtp://mail.example:x",
     "smtp://canary:canary@", "smtps://canary@mail.example", "smtps://:canary@mail.example",
     "smtp://mail.example/canary", "smtp://mail.example?canary", "smtp://[canary"],
)  # fmt: skip
def test_another_address_is_refused_at_the_start_without_repeating_it(address: str) -> None:
    with pytest.raises(Misconfiguration, match="NETROI_SMTP must be") as refusal:
        hosting_from({**SERVED, "NETROI_SMTP": address, **FROM})
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize("sender", ["", "NetROI", "@netroi.example", "a@b\nBcc: c@d", "ann@exämple.org"])
def test_a_sender_is_needed_that_answers_could_go_to(sender: str) -> None:
    with pytest.raises(Misconfiguration, match="NETROI_MAIL_FROM"):
        hosting_from({**SERVED, "NETROI_SMTP": "smtp://localhost", "NETROI_MAIL_FROM": sender})


def test_the_password_is_in_no_text_of_the_hosting() -> None:
    hosting = hosting_from({**SERVED, "NETROI_SMTP": "smtps://ann:c4n4ry@mail.example", **FROM})
    assert hosting.mail is not None
    assert hosting.mail.password == "c4n4ry"
    assert "c4n4ry" not in f"{hosting!r} {hosting} {hosting.mail!r}"


def test_reminders_are_offered_only_where_they_can_be_sent() -> None:
    mail = {"NETROI_SMTP": "smtp://localhost", **FROM}
    cloud = {**SERVED, **mail, "NETROI_PLATFORM": "streamlit-cloud"}
    assert hosting_from(mail).reminder_channels == hosting_from(cloud).reminder_channels == ()
    assert hosting_from(SERVED).reminder_channels == ("ntfy", "webhook")
    assert hosting_from(SERVED | mail).reminder_channels == ("email", "ntfy", "webhook")
    assert hosting_from(SERVED | mail | {"NETROI_WEBHOOKS": "off"}).reminder_channels == ("email",)
    with pytest.raises(Misconfiguration, match="NETROI_WEBHOOKS must be on or off, not 'no'"):
        hosting_from({**SERVED, "NETROI_WEBHOOKS": "no"})
