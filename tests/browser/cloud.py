"""A stand-in for the proxy of Streamlit Community Cloud, as far as that is known from outside.

A page of its own shows the app in a frame under /~/+/; of cookies it passes on those of Streamlit alone; it asks by a
name of its own, and follows what the app asks its frame's host for: to open another address.
"""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
import uvicorn
import websockets
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection

APP = "/~/+"
KNOWN = ("_streamlit_user", "_streamlit_user_tokens", "_streamlit_xsrf", "_streamlit_session")
SHELL = """<!doctype html><title>Cloud</title>
<style>html, body, iframe {{ margin: 0; width: 100%; height: 100%; border: 0 }}</style>
<iframe title="app" src="{src}"></iframe>
<script>
addEventListener("message", ({{data}}) => {{ if (data.type === "REDIRECT_TO_URL") location.href = data.url; }});
</script>"""
_OWN = ("connection", "content-encoding", "content-length", "transfer-encoding")


class Cloud:
    """The proxy, at a port of its own. passed: the cookies that it passed on."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._socket.getsockname()[1]}"
        self.passed: list[str] = []

    @contextmanager
    def before(self, app: int) -> Iterator["Cloud"]:
        """Answer for the app at this port as long as this lasts."""
        self._app = app
        routes = [
            WebSocketRoute(f"{APP}/{{path:path}}", self._talk),
            Route(f"{APP}/{{path:path}}", self._ask, methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
            Route("/oauth2callback", self._ask),
            Route("/auth/{path:path}", self._ask),
            Route("/{path:path}", self._shell),
        ]
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes, lifespan=self._asking), log_level="warning"))
        thread = threading.Thread(target=server.run, args=([self._socket],))
        thread.start()
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join()

    @asynccontextmanager
    async def _asking(self, _: Starlette) -> AsyncIterator[None]:
        # The app's server ends a connection after five idle seconds: one taken up again at that very moment fails.
        limits = httpx.Limits(keepalive_expiry=1)
        async with httpx.AsyncClient(timeout=None, limits=limits) as self._client:
            yield

    async def _shell(self, request: Request) -> Response:
        return HTMLResponse(SHELL.format(src=f"{APP}{request.url.path}"))

    async def _ask(self, request: Request) -> Response:
        headers = self._headers(request.headers)
        url = f"http://127.0.0.1:{self._app}{request.url.path.removeprefix(APP)}?{request.url.query}"
        answer = await self._client.request(request.method, url, headers=headers, content=await request.body())
        response = Response(answer.content, answer.status_code)
        response.raw_headers = [
            (name.lower(), value) for name, value in answer.headers.raw if name.lower().decode() not in _OWN
        ] + [(b"content-length", str(len(answer.content)).encode())]
        return response

    async def _talk(self, browser: WebSocket) -> None:
        headers = self._headers(browser.headers)
        passed = {name: value for name, value in headers.items() if name in ("cookie", "origin", "x-forwarded-for")}
        origin = passed.pop("origin")
        async with websockets.connect(
            f"ws://127.0.0.1:{self._app}{browser.url.path.removeprefix(APP)}",
            additional_headers=passed, origin=origin, subprotocols=browser.scope["subprotocols"], max_size=None,
        ) as app:  # fmt: skip
            await browser.accept(app.subprotocol)
            sending = asyncio.create_task(_sent(browser, app))
            try:
                async for message in app:
                    await (browser.send_bytes(message) if isinstance(message, bytes) else browser.send_text(message))
            except WebSocketDisconnect:
                pass
            finally:
                sending.cancel()

    def _headers(self, headers: "httpx.Headers | object") -> dict[str, str]:
        """Return the headers to pass on: without the name of the host, and of cookies only Streamlit's own."""
        passed = {name.lower(): value for name, value in dict(headers).items() if name.lower() != "host"}  # type: ignore[call-overload]
        cookies = [part.strip() for part in passed.pop("cookie", "").split(";")]
        self.passed += (known := [cookie for cookie in cookies if cookie.partition("=")[0] in KNOWN])
        return passed | {"x-forwarded-for": "192.0.2.7"} | ({"cookie": "; ".join(known)} if known else {})


async def _sent(browser: WebSocket, app: ClientConnection) -> None:
    try:
        while True:
            await app.send(await browser.receive_bytes())
    except WebSocketDisconnect:
        await app.close()
