"""Refusals: a page for a browser that opens an address, and the same reason as plain text for everything else."""

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import MAX_ADDRESS_BYTES
from netroi_core.storage.files.stores import FileEntries
from netroi_core.web import availability
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.availability import OpenPageLimit, Shutdown
from netroi_core.web.request_limits import RequestLimits
from tests.web.conftest import GUESTS

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "sec-fetch-dest": "document"}
TOO_LONG = "/" + "a" * MAX_ADDRESS_BYTES


@pytest.mark.parametrize(
    ("middleware", "path", "status"),
    [
        ("access", "/people", 421),  # at another host's name
        ("personal", "/people", 403),
        ("open pages", "/people", 429),
        ("limits", TOO_LONG, 414),
    ],
)
def test_a_browser_is_refused_with_a_page_and_everything_else_in_plain_text(
    middleware: str, path: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(availability, "MAX_OPEN_PAGES", 0)
    guests = Guests(CredentialStore(FileEntries(tmp_path)))
    access: dict[str, Any] = {"guests": lambda: guests, "inline_scripts": ()}
    wrapped = {
        "access": Middleware(AccessMiddleware, hosting=GUESTS, **access),
        "personal": Middleware(AccessMiddleware, hosting=Hosting(), **access),
        "open pages": Middleware(OpenPageLimit, hosting=GUESTS, shutdown=Shutdown()),
        "limits": Middleware(RequestLimits),
    }[middleware]
    client = TestClient(Starlette(middleware=[wrapped]), base_url="https://elsewhere.example")
    text, page = client.get(path), client.get(path, headers=BROWSER)
    assert (text.status_code, page.status_code) == (status, status)
    assert text.headers["content-type"].startswith("text/plain")
    assert page.headers["content-type"].startswith("text/html")
    assert text.headers["cache-control"] == page.headers["cache-control"] == "no-store"
    title, _, about = text.text.partition(". ")
    assert f"<h1>{title}</h1>" in page.text
    assert f"<p>{about}</p>" in page.text
    assert "<a " not in page.text, "what it leads to may be refused as well"
