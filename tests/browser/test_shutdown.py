"""A server that is asked to end while somebody saves: it is saved, they are told, and only then it ends."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from subprocess import TimeoutExpired
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from filelock import FileLock
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.web.availability import READY
from tests.browser.conftest import Server, Visitor

pytestmark = pytest.mark.browser

LONGER = 1.5  # seconds: in less, a server that waits for nobody has ended


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, to be ended."""
    running = Server(tmp_path / "workspaces")
    yield running
    running.kill()


def readiness(server: Server) -> int:
    try:
        with urlopen(server.url + READY) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def test_what_was_asked_before_the_end_is_saved_and_answered_and_the_server_ends_with_0(
    visit: Callable[..., Visitor], server: Server
) -> None:
    me = visit("/people")
    me.add_contact("Ann Lee")
    me.tap("Add a contact")
    (stored,) = server.data.glob("*.json")
    with FileLock(stored.with_suffix(".lock")):  # whoever saves now, waits
        me.page.get_by_label("Name", exact=True).fill("Bo Roe")
        with me.running():
            me.page.get_by_role("button", name="Add", exact=True).click()
        assert readiness(server) == 200
        server.terminate()
        assert next(status for _ in count() if (status := readiness(server)) != 200) == 503
        with pytest.raises(TimeoutExpired):
            server.end(LONGER)
        assert readiness(server) == 503
    assert server.end() == 0
    expect(me.page.get_by_role("heading", name="2 contacts")).to_be_visible()
    saved = FileStore(server.data).read(PERSONAL)
    assert saved is not None
    assert [person["name"] for person in saved.document["contacts"]] == ["Ann Lee", "Bo Roe"]
