"""Delivery of messages: by the host's mail server, to a topic of ntfy, or to a webhook."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Final

import orjson

from netroi_core.access.hosting import ReminderChannel
from netroi_core.access.mail_server import MailServer
from netroi_core.errors import NetROIError
from netroi_core.reminding.messages import Message
from netroi_core.reminding.public_https import (
    AnswerLost,
    NoAnswer,
    NotPublic,
    Resolve,
    post,
    public_addresses,
    public_url,
)

MAX_ADDRESS_LENGTH: Final = 254  # of e-mail (RFC 5321)

_SMTP_SECONDS: Final = 15.0
# As browsers check an e-mail address (the HTML standard), with a domain that people can have a mailbox at.
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
_EMAIL: Final = re.compile(
    rf"{_ATOM}(?:\.{_ATOM}){{0,9}}@(?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}[A-Za-z][A-Za-z0-9-]{{1,62}}"
)


class WrongAddress(NetROIError):
    """An address that no message can be sent to."""


class MailDown(NetROIError):
    """A mail server that can't be reached or refuses NetROI; no recipient is to blame."""

    sentence = "This server can’t send e-mail right now. Nothing was sent: try again in a few minutes."


class NotDelivered(NetROIError):
    """A message that was certainly not delivered, and may be if it is sent again."""

    sentence = "The message couldn’t be delivered. Check the address, or try again in a few minutes."


class PerhapsDelivered(NetROIError):
    """A message that may have been delivered: sent again, it might arrive twice."""

    sentence = "The connection broke while the message was sent. Check whether it arrived before you try again."


class Refused(NetROIError):
    """A message that was refused for good: nothing can be delivered at this address."""

    sentence = "The message was refused. Check the address."


@dataclass(frozen=True)
class Recipient:
    """A person's address, which messages to a channel are sent to."""

    channel: ReminderChannel
    address: str

    @property
    def host(self) -> str:
        """The machine or the domain that takes the messages."""
        if self.channel == "email":
            return self.address.rpartition("@")[2].lower()
        return str(public_url(self.address).hostname)


def checked_recipient(channel: ReminderChannel, text: str) -> Recipient:
    """Return the recipient at an address as it was typed; raise WrongAddress."""
    address = text.strip()
    if channel == "email":
        if len(address) > MAX_ADDRESS_LENGTH or not _EMAIL.fullmatch(address):
            raise WrongAddress("This isn’t an e-mail address. Enter one like ann@mail.example.")
        return Recipient(channel, address)
    try:
        topic = public_url(address).path.strip("/")
        is_complete = channel == "webhook" or bool(topic)
    except NotPublic:
        is_complete = False
    if not is_complete:
        example = "https://ntfy.sh/your-topic" if channel == "ntfy" else "https://chat.example/hooks/…"
        raise WrongAddress(f"The address must start with https:// and be complete, like {example}.")
    return Recipient(channel, address)


class Delivery:
    """The delivery of messages by each channel, opened before a message is sent: a failure to connect loses none."""

    def __init__(self, mail: MailServer | None, *, resolve: Resolve = public_addresses) -> None:
        self._mail, self._resolve = mail, resolve
        self._tls = ssl.create_default_context()

    @contextmanager
    def open(self, recipient: Recipient) -> Iterator[Callable[[Message], None]]:
        """Yield a function that sends a message; it raises NotDelivered, PerhapsDelivered, Refused. Raise MailDown."""
        if recipient.channel != "email":
            yield partial(self._post, recipient)
            return
        if self._mail is None:
            raise MailDown
        smtp = self._connect(self._mail)
        try:
            yield partial(_send_mail, smtp, self._mail, recipient.address)
        finally:
            with suppress(OSError, SMTPException):
                smtp.quit()

    def send(self, recipient: Recipient, message: Message) -> None:
        """Send one message; raise MailDown, NotDelivered, PerhapsDelivered, Refused."""
        with self.open(recipient) as send:
            send(message)

    def _connect(self, mail: MailServer) -> SMTP:
        own_name = mail.domain  # or else smtplib looks this machine's up, and tells it
        try:
            smtp = (
                SMTP_SSL(mail.host, mail.port, own_name, timeout=_SMTP_SECONDS, context=self._tls)
                if mail.protection == "tls"
                else SMTP(mail.host, mail.port, own_name, timeout=_SMTP_SECONDS)
            )
        except (OSError, SMTPException):
            raise MailDown from None
        try:
            if mail.protection == "starttls":
                smtp.starttls(context=self._tls)  # raises where the server has none: nothing is sent in the clear
            if mail.user:
                smtp.login(mail.user, mail.password)
        except (OSError, SMTPException):
            smtp.close()
            raise MailDown from None
        return smtp

    def _post(self, recipient: Recipient, message: Message) -> None:
        is_ntfy = recipient.channel == "ntfy"
        body = message.text.encode() if is_ntfy else orjson.dumps({"text": f"{message.subject}\n{message.text}"})
        headers = {"Title": message.subject, "Click": message.link} if is_ntfy else {"Content-Type": "application/json"}
        try:
            status = post(
                recipient.address, body, {**headers, "User-Agent": "NetROI"}, resolve=self._resolve, tls=self._tls
            )
        except AnswerLost:
            raise PerhapsDelivered from None
        # One answer to both, so that nobody can look around in the host's network by trying addresses.
        except (NotPublic, NoAnswer):
            raise NotDelivered from None
        if status in (404, 410):
            raise Refused
        if not 200 <= status < 300:
            raise NotDelivered


def _send_mail(smtp: SMTP, server: MailServer, address: str, message: Message) -> None:
    try:
        smtp.send_message(_mail(server, address, message))
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise (Refused if all(500 <= code < 600 for code in codes) else NotDelivered) from None
    except SMTPResponseException:
        # Of the sender or of the message: the recipient is not to blame, and may get the next one.
        raise NotDelivered from None
    except (OSError, SMTPException):
        # The connection broke, perhaps after the server took the message.
        raise PerhapsDelivered from None


def _mail(server: MailServer, address: str, message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, address, message.subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = make_msgid(domain=server.domain)
    mail["Auto-Submitted"] = "auto-generated"  # so that no absence notice answers (RFC 3834)
    mail["List-Unsubscribe"] = f"<{message.stop}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    mail.set_content(message.text)
    # As long as RFC 5322 allows: folded at 78, a long address becomes an encoded word, which mail programs can't open.
    mail.policy = mail.policy.clone(max_line_length=998)
    return mail
