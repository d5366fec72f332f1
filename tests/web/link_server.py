"""A server with its gate and its plain pages alone, and browsers that come to it from outside."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from netroi_core.access.credentials import CredentialStore
from netroi_core.access.guests import Guests
from netroi_core.access.hosting import Hosting
from netroi_core.sharing.links import Links
from netroi_core.storage import Principal
from netroi_core.storage.entry_files import FileEntries
from netroi_core.storage.workspace_files import FileStore
from netroi_core.web import public_routes
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.link_pages import LinkServer

HOSTED = Hosting("guests", "netroi.example", is_secure=True)
OWNER = Principal("guest", "aa" * 10)
LINK_PATH = {"/s": "/shared", "/f": "/feedback"}


class Outside:
    """The server; its clock can be set ahead."""

    def __init__(self, folder: Path, hosting: Hosting = HOSTED) -> None:
        self.ahead = timedelta()
        register = CredentialStore(FileEntries(folder / "access"))
        self.links = Links(FileEntries(folder / "access"), clock=lambda: datetime.now(UTC) + self.ahead)
        self.store = FileStore(folder)
        self.hosting = hosting
        routes = public_routes.public_routes(
            LinkServer(lambda: self.links, lambda: "a secret", hosting.is_secure), lambda: self.store
        )
        gate = Middleware(AccessMiddleware, hosting=hosting, guests=lambda: Guests(register), scripts=public_routes.public_script_hashes(),
                          plain=public_routes.PUBLIC_PATHS)  # fmt: skip
        self._app = Starlette(routes=routes, middleware=[gate])

    def browser(self, address: str = "192.168.1.7") -> "Browser":
        """A browser that nobody knows yet, at an address."""
        client = TestClient(self._app, base_url=self.hosting.url, follow_redirects=False)
        client._transport.client = (address, 50000)  # type: ignore[attr-defined]
        return Browser(client)


class Browser:
    """A browser as far as plain pages need one: it opens links, follows where they lead, and sends forms."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> Any:
        """Open a page."""
        return self.client.get(path, headers={"sec-fetch-dest": "document", **headers})

    def send(self, path: str, content: bytes | None = None, **fields: str) -> Any:
        """Send a form of one of our pages."""
        own = {"origin": str(self.client.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
        form = {"content-type": "application/x-www-form-urlencoded"}
        if content is not None:
            return self.client.post(path, content=content, headers=own | form)
        return self.client.post(path, data=fields, headers=own)

    def come_by(self, token: str, door: str = "/s") -> Any:
        """What the page of a link answers to its token."""
        return self.send(door, link=token)

    def see(self, token: str, door: str = "/s") -> Any:
        """What a link leads to."""
        self.come_by(token, door)
        return self.get(LINK_PATH[door])
