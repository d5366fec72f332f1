"""A server on which something hangs, run by test_availability.py: ``python -m tests.web.hanging_server PORT``.

A process of its own, as signals reach only a main thread that runs no other loop.
"""

import asyncio
import sys
from threading import Event, Thread

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from netroi_core.web import availability

availability.PAGES_SECONDS = 1
availability.DOWNLOADS_SECONDS = 1


async def page(_: Request) -> StreamingResponse:
    """Start a page script that never ends, in a thread like Streamlit's."""
    Thread(target=Event().wait, name="ScriptRunner.scriptThread", daemon=True).start()
    return StreamingResponse(iter([b"begun"]))


async def download(_: Request) -> StreamingResponse:
    """Send a download that never ends."""

    async def parts():
        yield b"begun"
        await asyncio.Event().wait()

    return StreamingResponse(parts())


if __name__ == "__main__":
    state = availability.Shutdown()
    app = Starlette(routes=[Route("/page", page), Route("/download", download)], lifespan=lambda _: state.lifespan())
    uvicorn.Server(uvicorn.Config(app, port=int(sys.argv[1]))).run()
