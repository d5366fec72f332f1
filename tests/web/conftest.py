"""Set-up of the tests of web: a server of only the middleware and the pages behind links, and its browsers."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.access.hosting import Hosting
from netroi_core.sharing.links import Links
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileEntries, FileStore
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.link_pages import FEEDBACK, REPORT, LinkServer
from netroi_core.web.public_routes import PUBLIC_PATHS, public_routes, public_script_hashes

T = TypeVar("T")

GUESTS = Hosting("guests", "netroi.example", is_secure=True)
OWNER = Principal("guest", "aa" * 10)
TARGETS = {page.path: page.target for page in (REPORT, FEEDBACK)}


class PublicServer:
    """The server; links expire by its clock, which can be set ahead."""

    def __init__(self, folder: Path, hosting: Hosting = GUESTS) -> None:
        self.ahead = timedelta()
        entries = FileEntries(folder / "access")
        guests = Guests(CredentialStore(entries))
        self.links = Links(entries, clock=lambda: datetime.now(UTC) + self.ahead)
        self.store = FileStore(folder)
        self.hosting = hosting
        server = LinkServer(lambda: self.links, lambda: "a secret", hosting)
        access = Middleware(
            AccessMiddleware,
            hosting=hosting,
            guests=lambda: guests,
            inline_scripts=public_script_hashes(),
            public_paths=PUBLIC_PATHS,
        )
        self._app = Starlette(routes=public_routes(server, lambda: self.store), middleware=[access])

    def browser(self, address: str = "192.168.1.7") -> "Browser":
        """Return a new browser at a network address."""
        client = TestClient(self._app, base_url=self.hosting.url, follow_redirects=False)
        client._transport.client = (address, 50000)  # type: ignore[attr-defined] # Starlette has no public way
        return Browser(client)


class Browser:
    """A browser as far as these pages need one."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> Any:
        """Open a page."""
        return self.client.get(path, headers={"sec-fetch-dest": "document", **headers})

    def submit(self, path: str, content: bytes | None = None, **fields: str) -> Any:
        """Submit a form of one of our pages."""
        own = {"origin": str(self.client.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
        form = {"content-type": "application/x-www-form-urlencoded"}
        if content is not None:
            return self.client.post(path, content=content, headers=own | form)
        return self.client.post(path, data=fields, headers=own)

    def post_token(self, token: str, path: str = "/s") -> Any:
        """Post a link's token, as the script of its landing page does."""
        return self.submit(path, link=token)

    def open_link(self, token: str, path: str = "/s") -> Any:
        """Post a link's token and open what it leads to."""
        self.post_token(token, path)
        return self.get(TARGETS[path])


@pytest.fixture
def server(tmp_path: Path) -> PublicServer:
    return PublicServer(tmp_path)


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return a coroutine's result, from another thread: browser tests leave an event loop running in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
