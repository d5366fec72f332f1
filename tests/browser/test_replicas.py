"""Two processes behind nginx on one PostgreSQL: a guest goes on where they were, whichever of them ends and how."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import orjson
import pytest
from playwright.sync_api import Browser, expect

from netroi_core.web.availability import READY
from tests.browser.conftest import PATIENCE, Server, Visitor, browser_of
from tests.browser.proxy import Nginx
from tests.storage.server import Server as Database
from tests.storage.server import free_port

pytestmark = pytest.mark.browser

TOKEN = "t" * 43


@dataclass(frozen=True)
class Replicas:
    """The processes, what stands before them, and what is behind."""

    processes: dict[int, Server]
    nginx: Nginx
    database: Database

    def serving(self, me: Visitor) -> Server:
        """The process that a visitor is sent to now."""
        before = len(self.log())
        me.page.request.get(f"{self.nginx.url}/_stcore/host-config", timeout=PATIENCE)
        answered = next(lines for _ in count() if len(lines := self.log()) > before)[-1]
        return self.processes[int(answered.rpartition(":")[2])]

    def bring_back(self, process: Server, me: Visitor) -> None:
        """Start it again, and wait until a visitor who belongs there is sent there."""
        process.start()
        assert next(True for _ in count() if self.serving(me) is process)

    def log(self) -> list[str]:
        """Return the lines that nginx wrote of each request, with the processes that it asked for an answer."""
        return self.nginx.log.read_text().splitlines()


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    folder, port = tmp_path_factory.mktemp("replicas"), free_port()
    with ExitStack() as running:
        database = running.enter_context(Database())
        hosted = {"mode": "guests", "NETROI_URL": f"https://localhost:{port}", "NETROI_STORE": database.fresh()}
        processes: dict[int, Server] = {}
        for _ in range(2):
            process = Server(folder / "data", **hosted)
            running.callback(process.kill)
            processes[process.port] = process
        nginx = Nginx(folder / "nginx", port, free_port(), list(processes))
        running.callback(nginx.stop)
        yield Replicas(processes, nginx, database)


@pytest.fixture
def me(chromium: Browser, replicas: Replicas) -> Iterator[Visitor]:
    """A new guest."""
    context = browser_of(chromium, ignore_https_errors=True)
    yield Visitor(context.new_page(), replicas.nginx.url)
    context.close()


def number(me: Visitor, contacts: str) -> None:
    """See how many contacts there are."""
    expect(me.page.get_by_role("heading", name=contacts, exact=True)).to_be_visible()


def names(me: Visitor) -> list[str]:
    """Whom the guest's own backup holds."""
    with me.page.expect_download() as download:
        me.page.get_by_test_id("stDownloadButton").get_by_role("button", name="Save as JSON").click()
    return [person["name"] for person in orjson.loads(Path(download.value.path()).read_bytes())["contacts"]]


def test_a_guest_whose_process_is_killed_finds_all_after_one_reload_and_goes_on(
    replicas: Replicas, me: Visitor
) -> None:
    """And so where that process is back, while the guest's page stays where it moved to."""
    me.open("/people")
    me.add_contact("Ann Lee")
    me.add_contact("Bo Roe")
    number(me, "2 contacts")
    killed = replicas.serving(me)
    killed.kill()
    me.open("/people")
    number(me, "2 contacts")
    assert replicas.serving(me) is not killed
    me.add_contact("Cy Fox")
    number(me, "3 contacts")
    me.go("Account", "Settings")
    me.unfold("Backup and restore")
    me.act(me.page.get_by_text("JSON", exact=True).first.click)
    replicas.bring_back(killed, me)
    assert names(me) == ["Ann Lee", "Bo Roe", "Cy Fox"]
    handed = [line for line in replicas.log() if " /media/" in line][-1]
    assert [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", handed)] == [
        killed.port, *(replicas.processes.keys() - {killed.port}),
    ]  # fmt: skip
    me.act(
        lambda: me.page.locator("input[type=file]").set_input_files(
            {"name": "mine.json", "mimeType": "application/json", "buffer": b"{}"}
        )
    )
    expect(me.page.get_by_text("This file can’t be restored,").first).to_be_visible()
    me.go("Account", "Privacy and access")
    with me.page.expect_navigation(url=f"{replicas.nginx.url}/"):
        me.page.get_by_role("button", name="Sign out everywhere").click()
    me.open("/people")
    number(me, "3 contacts")


@pytest.mark.parametrize("way", ["kill", "terminate"])
def test_however_a_process_ends_the_page_goes_on_by_itself_with_what_was_typed(
    replicas: Replicas, me: Visitor, way: str
) -> None:
    me.open("/people")
    me.page.get_by_label("Name", exact=True).fill("Ann Lee")
    ended = replicas.serving(me)
    with me.page.expect_event("websocket"):
        getattr(ended, way)()
    assert ended.end() == (0 if way == "terminate" else -9)
    me.settle()
    expect(me.page.get_by_label("Name", exact=True)).to_have_value("Ann Lee")
    me.tap("Add")
    number(me, "1 contact")
    assert replicas.serving(me) is not ended
    replicas.bring_back(ended, me)


def test_a_process_is_ready_only_while_its_database_answers(replicas: Replicas) -> None:
    def readiness() -> tuple[int, str]:
        try:
            with urlopen(process.url + READY) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    process = next(iter(replicas.processes.values()))
    assert readiness() == (200, "ready")
    replicas.database.crash()
    try:
        assert readiness() == (503, "unavailable")
    finally:
        replicas.database.start()
    assert next(answer for _ in count() if (answer := readiness())[0] == 200) == (200, "ready")


def test_nginx_passes_on_what_is_static_hides_the_probes_and_writes_neither_addresses_nor_tokens(
    replicas: Replicas, me: Visitor
) -> None:
    me.open("/people?name=CanaryQuery")
    scripts = [script.get_attribute("src") for script in me.page.locator("script[src]").all()]
    answer = me.page.request.get(f"{replicas.nginx.url}/{str(scripts[0]).lstrip('./')}").headers
    assert (answer["vary"], answer["cache-control"]) == ("accept-encoding", "public, max-age=31536000, immutable")
    assert me.page.request.get(replicas.nginx.url + READY).status == 404
    assert me.page.request.get(f"{replicas.nginx.url}/feed/{TOKEN}").status == 404
    written = "\n".join(file.read_text() for file in replicas.nginx.log.parent.glob("*.log"))
    assert " /people 200 " in written
    own = written.replace("127.0.0.1:", "")  # the processes
    assert [secret for secret in ("CanaryQuery", TOKEN, "127.0.0.1") if secret in own] == []
