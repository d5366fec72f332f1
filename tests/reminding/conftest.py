"""Set-up of the tests of reminders: a clock that tests set, mailboxes that keep what arrives, a store of everything."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from netroi_core.access.hosting import Hosting
from netroi_core.access.mail_server import MailServer
from netroi_core.reminding.delivery import Delivery, Recipient
from netroi_core.reminding.schedule import Schedule
from netroi_core.reminding.sender import Sender
from netroi_core.reminding.subscriptions import Subscription, Subscriptions
from netroi_core.sharing.links import Links
from netroi_core.storage import Principal
from netroi_core.storage.addresses import open_entries, open_store
from netroi_core.storage.files.disk import Disk
from tests.browser.proxy import certify
from tests.careers import make_document
from tests.storage.conftest import address, server
from tests.storage.samples import QuickDisk
from tests.storage.server import free_port

__all__ = ["address", "server"]  # fixtures

ANN, BO = Principal("guest", "aa" * 10), Principal("guest", "bb" * 10)
URL = "https://netroi.example"
SENDER = "NetROI <reminders@netroi.example>"
MAIL = Recipient("email", "ann@mail.example")
SECRET = "5e" * 32
# A Wednesday; the third quarter is over, and its quiz is not submitted.
START = datetime(2026, 11, 11, 12, tzinfo=UTC)
MET = {"date": "2026-08-03", "approach": "one_on_one", "hours": {"attending": 1}}


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Mailbox:
    """A mail server that keeps each message, and answers as a test tells it to."""

    answers: dict[str, str] = field(default_factory=dict)  # by command
    messages: list[EmailMessage] = field(default_factory=list)
    raw_messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        self.commands.append("RCPT")
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.commands.append("DATA")
        if self.answers.get("DATA") == "break":
            server.transport.abort()
        elif "DATA" not in self.answers:
            self.recipients += envelope.rcpt_tos
            assert isinstance(envelope.content, bytes)
            self.raw_messages.append(envelope.content)
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
        return self.answers.get("DATA", "250 OK")

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=True)

    def texts(self) -> list[str]:
        return [message.get_content().replace("\r\n", "\n") for message in self.messages]

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.messages]

    @property
    def server(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, SENDER, "none")


MakeMailbox = Callable[..., Mailbox]


@pytest.fixture
def make_mailbox() -> Iterator[MakeMailbox]:
    """A function that starts a mail server, with options of aiosmtpd."""
    controllers = []

    def start(**options: Any) -> Mailbox:
        mailbox = Mailbox(port=free_port())
        controller = Controller(mailbox, "127.0.0.1", mailbox.port, authenticator=mailbox.authenticate, **options)
        controller.start()
        controllers.append(controller)
        return mailbox

    yield start
    for controller in controllers:
        controller.stop()


@pytest.fixture
def mailbox(make_mailbox: MakeMailbox) -> Mailbox:
    return make_mailbox()


@dataclass
class Hook:
    """A machine that takes posts by HTTPS, and keeps them."""

    port: int
    trust: ssl.SSLContext
    status: int = 200  # 0: it hangs up without an answer
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def resolve(self, host: str) -> list[tuple[str, int]]:
        """Stand in for the check of public addresses, which this machine has none of."""
        assert host == "localhost"
        return [("127.0.0.1", self.port)]


@pytest.fixture
def hook(tmp_path: Path) -> Iterator[Hook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.posts.append((self.path, dict(self.headers), body))
            if not hook.status:
                self.close_connection = True
                return
            self.send_response(hook.status)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    folder = tmp_path / "certificate"
    folder.mkdir()
    certify(folder)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    hook = Hook(server.server_port, ssl.create_default_context(cafile=str(folder / "certificate.pem")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield hook
    server.shutdown()
    server.server_close()


class World:
    """A server's store and everything about reminders in it, as one process sees it."""

    def __init__(self, address: str, mailbox: Mailbox, clock: Clock, *, secrets: Sequence[str] = (SECRET,)) -> None:
        self.address, self.clock, self.mailbox = address, clock, mailbox
        self.entries, self.store = open_entries(address), open_store(address)
        self.links = Links(self.entries, clock=clock)
        self.subscriptions = Subscriptions(self.links, self.entries, lambda: secrets, clock=clock)
        self.delivery = Delivery(mailbox.server)
        hosting = Hosting("guests", "netroi.example", is_secure=True, mail=mailbox.server)
        self.sender = Sender(self.subscriptions, self.store, self.delivery, hosting)

    def put(self, owner: Principal = ANN, **lists: Any) -> None:
        """Store a workspace."""
        self.store.change(owner, lambda _: make_document(**{"activities": [MET], **lists}))

    def request(self, owner: Principal = ANN, recipient: Recipient = MAIL, zone: str = "") -> Subscription:
        schedule = Schedule.starting(self.clock.now.date(), 1)
        return self.subscriptions.request(owner, recipient, zone, schedule, has_follow_ups=True)

    def turn_on(self, owner: Principal = ANN, recipient: Recipient = MAIL, zone: str = "") -> Subscription:
        subscription = self.request(owner, recipient, zone)
        return self.subscriptions.confirm(self.subscriptions.token(subscription))

    def run_at(self, *moment: int) -> list[str]:
        """Run at a moment (UTC) and return the subjects of what arrived."""
        before = len(self.mailbox.messages)
        self.clock.now = datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]
        self.sender.run()
        return self.mailbox.subjects()[before:]

    def run_daily(self, days: int, hour: int = 12) -> list[tuple[str, str]]:
        """Run once on each of the next days; return the days on which something arrived, with its subject."""
        arrived = []
        for _ in range(days):
            day = self.clock.now + timedelta(days=1)
            subjects = self.run_at(day.year, day.month, day.day, hour)
            arrived += [(day.date().isoformat(), subject) for subject in subjects]
        return arrived


def guest(number: int) -> Principal:
    return Principal("guest", f"{number:020x}")


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here is about power cuts."""
    monkeypatch.setattr(Disk, "sync", QuickDisk.sync)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(tmp_path: Path, mailbox: Mailbox, clock: Clock) -> World:
    return World(str(tmp_path / "workspaces"), mailbox, clock)


STORES: dict[str, Callable[[pytest.FixtureRequest], str]] = {
    "files": lambda request: str(request.getfixturevalue("tmp_path") / "workspaces"),
    "postgres": lambda request: request.getfixturevalue("address"),
}


@pytest.fixture(params=STORES)
def stored(request: pytest.FixtureRequest, mailbox: Mailbox, clock: Clock) -> World:
    """The same in files and in a database."""
    return World(STORES[request.param](request), mailbox, clock)
