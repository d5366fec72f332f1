"""Typed text outlives the server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, to be killed."""
    running = Server(tmp_path / "workspaces")
    yield running
    running.kill()


def test_a_killed_server_loses_no_answer(visit: Callable[..., Visitor], server: Server) -> None:
    """Kill the server in the middle of the quiz: it resumes at its step, with every answer."""
    me = visit("/quiz?quarter=2026-Q3", phone=True)
    me.fill("Base pay per year", "84000")
    me.tap("Next")
    me.fill("Hours in total", "2")
    me.fill("Event fees", "45.50")
    server.kill()
    server.start()
    me.open("/")
    me.tap("Continue the quiz")
    expect(me.page.get_by_label("Hours in total", exact=True).first).to_have_value("2")
    expect(me.page.get_by_label("Event fees", exact=True).first).to_have_value("45.50")
    me.tap("Back")
    expect(me.page.get_by_label("Base pay per year", exact=True)).to_have_value("84,000")
