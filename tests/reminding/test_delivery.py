"""Delivery: to a real mail server and a real HTTPS server, with each of their refusals."""

import re
import ssl
from email.utils import parseaddr

import orjson
import pytest

from netroi_core.access.mail_server import MailServer
from netroi_core.reminding.delivery import (
    Delivery,
    MailDown,
    NotDelivered,
    PerhapsDelivered,
    Recipient,
    Refused,
    WrongAddress,
    checked_recipient,
)
from netroi_core.reminding.messages import reminder
from netroi_core.reminding.public_https import NoAnswer, NotPublic
from tests.browser.proxy import certify
from tests.reminding.conftest import MAIL, SENDER, URL, Hook, Mailbox, MakeMailbox
from tests.storage.server import free_port

MESSAGE = reminder("quiz", URL, "token")
NTFY, WEBHOOK = Recipient("ntfy", "https://localhost/my-topic"), Recipient("webhook", "https://localhost/hook?k=1")


def test_a_mail_arrives_with_the_headers_of_one_that_can_be_stopped_by_one_tap(mailbox: Mailbox) -> None:
    Delivery(mailbox.server).send(MAIL, MESSAGE)
    (mail,) = mailbox.messages
    assert mailbox.recipients == ["ann@mail.example"]
    assert (mail["To"], parseaddr(str(mail["From"]))) == ("ann@mail.example", parseaddr(SENDER))
    assert mail["Subject"] == "Your networking quiz is due"
    assert mailbox.texts() == [MESSAGE.text]
    assert mail["List-Unsubscribe"] == f"<{MESSAGE.stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[^@]+@netroi\.example>", str(mail["Message-ID"]))
    assert mail["Date"].datetime is not None


def test_the_address_that_stops_a_reminder_is_sent_as_it_is_however_long(mailbox: Mailbox) -> None:
    message = reminder("quiz", "https://networking.return.of-a-long-name.example", f"{'a' * 64}.{'b' * 43}")
    Delivery(mailbox.server).send(MAIL, message)
    (raw,) = mailbox.raw_messages
    assert f"\r\nList-Unsubscribe: <{message.stop}>\r\n".encode() in raw
    assert max(map(len, raw.split(b"\r\n\r\n", 1)[1].splitlines())) <= 78


@pytest.mark.parametrize(
    ("command", "answer", "error"),
    [
        ("RCPT", "550 no such user", Refused),
        ("RCPT", "450 try later", NotDelivered),
        ("DATA", "451 try later", NotDelivered),
        ("DATA", "554 no spam", NotDelivered),
        ("DATA", "break", PerhapsDelivered),
    ],
)
def test_each_answer_of_the_mail_server_says_whether_to_try_again(
    mailbox: Mailbox, command: str, answer: str, error: type[Exception]
) -> None:
    mailbox.answers[command] = answer
    with pytest.raises(error):
        Delivery(mailbox.server).send(MAIL, MESSAGE)
    assert mailbox.messages == []


def test_a_mail_server_that_is_down_is_noticed_before_anything_is_sent() -> None:
    nobody = MailServer("127.0.0.1", free_port(), SENDER, "none")
    for mail in (None, nobody):
        with pytest.raises(MailDown), Delivery(mail).open(MAIL):
            pytest.fail("nothing was opened")


def test_without_encryption_neither_the_password_nor_an_address_leaves_for_another_machine(mailbox: Mailbox) -> None:
    elsewhere = MailServer("127.0.0.1", mailbox.port, SENDER, "starttls", "ann", "secret")
    with pytest.raises(MailDown):
        Delivery(elsewhere).send(MAIL, MESSAGE)
    assert (mailbox.logins, mailbox.commands) == ([], [])


@pytest.mark.parametrize("protection", ["starttls", "tls"])
def test_by_an_encrypted_connection_the_account_signs_in(
    protection: str, make_mailbox: MakeMailbox, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    options = {"ssl_context": tls} if protection == "tls" else {"tls_context": tls, "require_starttls": True}
    mailbox = make_mailbox(server_hostname="localhost", auth_require_tls=protection == "starttls", **options)
    server = MailServer("localhost", mailbox.port, SENDER, protection, "ann", "secret")  # type: ignore[arg-type]
    with pytest.raises(MailDown):  # by a certificate that nobody vouches for
        Delivery(server).send(MAIL, MESSAGE)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    Delivery(server).send(MAIL, MESSAGE)
    assert (mailbox.logins, len(mailbox.messages)) == ([(b"ann", b"secret")], 1)


def posting(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    monkeypatch.setattr(ssl, "create_default_context", lambda: hook.trust)
    return Delivery(None, resolve=hook.resolve)


def test_a_topic_of_ntfy_gets_a_title_and_a_page_to_open(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    posting(hook, monkeypatch).send(NTFY, MESSAGE)
    ((path, headers, body),) = hook.posts
    assert (path, headers["Title"], headers["Click"]) == ("/my-topic", MESSAGE.subject, f"{URL}/quiz")
    assert body.decode() == MESSAGE.text


def test_a_webhook_gets_one_text(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    posting(hook, monkeypatch).send(WEBHOOK, MESSAGE)
    ((path, headers, body),) = hook.posts
    assert (path, headers["Content-Type"]) == ("/hook?k=1", "application/json")
    assert orjson.loads(body) == {"text": f"{MESSAGE.subject}\n{MESSAGE.text}"}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, Refused),
        (410, Refused),
        (302, NotDelivered),
        (403, NotDelivered),
        (429, NotDelivered),
        (500, NotDelivered),
    ],
)
def test_each_status_says_whether_to_try_again(
    hook: Hook, monkeypatch: pytest.MonkeyPatch, status: int, error: type[Exception]
) -> None:
    hook.status = status
    with pytest.raises(error):
        posting(hook, monkeypatch).send(WEBHOOK, MESSAGE)


@pytest.mark.parametrize("channel", [NTFY, WEBHOOK])
def test_a_post_without_an_answer_is_not_sent_again(
    hook: Hook, monkeypatch: pytest.MonkeyPatch, channel: Recipient
) -> None:
    hook.status = 0
    with pytest.raises(PerhapsDelivered):
        posting(hook, monkeypatch).send(channel, MESSAGE)
    assert len(hook.posts) == 1


def test_nobody_can_tell_what_is_inside_from_what_is_not_there() -> None:
    texts = set()
    for error in (NotPublic, NoAnswer):

        def resolve(_: str, error: type[Exception] = error) -> list[tuple[str, int]]:
            raise error

        with pytest.raises(NotDelivered) as refusal:
            Delivery(None, resolve=resolve).send(WEBHOOK, MESSAGE)
        texts.add(str(refusal.value))
    assert len(texts) == 1


@pytest.mark.parametrize("address", ["ann@mail.example", " Ann.Lee+x@sub.mail.example ", "a'b_c@x-y.example"])
def test_an_address_of_mail_is_taken_as_it_is_typed(address: str) -> None:
    assert checked_recipient("email", address) == Recipient("email", address.strip())


@pytest.mark.parametrize(
    "address",
    ["", "ann", "ann@", "@mail.example", "ann@localhost", "ann@10.0.0.1", "ann@[10.0.0.1]", "a@b@mail.example",
     "a,b@mail.example", "ann lee@mail.example", "Ann <ann@mail.example>", "ann@mail.example\nBcc: bo@mail.example",
     "ann..lee@mail.example", ".ann@mail.example", "änn@mail.example", f"{'a' * 65}@mail.example",
     f"ann@{'a' * 64}.example", f"ann@{'a.' * 130}example"],
)  # fmt: skip
def test_another_text_is_no_address_of_mail(address: str) -> None:
    with pytest.raises(WrongAddress, match="Enter one like"):
        checked_recipient("email", address)


@pytest.mark.parametrize(
    ("channel", "address"),
    [("ntfy", "https://ntfy.sh"), ("ntfy", "https://ntfy.sh/"), ("ntfy", "my-topic"), ("webhook", "http://a.example/x"),
     ("webhook", "https://a.example:8443/x"), ("webhook", "")],
)  # fmt: skip
def test_a_webhook_is_a_whole_https_address_and_a_topic_has_a_name(channel, address: str) -> None:
    with pytest.raises(WrongAddress, match="https://"):
        checked_recipient(channel, address)


def test_messages_are_counted_by_the_machine_or_domain_that_takes_them() -> None:
    assert [recipient.host for recipient in (MAIL, NTFY, WEBHOOK)] == ["mail.example", "localhost", "localhost"]
