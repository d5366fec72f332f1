"""The app with one more address, which edits the workspace in the app's process, as its pages do."""

from itertools import count

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.starlette import App

from app import HOSTING, lifespan, middleware
from bench.servers import ROOT
from netroi_core.storage import PERSONAL
from netroi_core.workspace.edits import put_row
from netroi_core.workspace.workspace import Document
from pages.shell import workspace

_NUMBERS = count(1)


def _edit(_: Request) -> PlainTextResponse:
    workspace.store().change(PERSONAL, _with_longer_activity)
    return PlainTextResponse("edited")


def _with_longer_activity(document: Document) -> Document:
    number = next(_NUMBERS)
    activity = document["activities"][number % len(document["activities"])]
    return put_row(document, "activities", {**activity, "hours": {"attending": number % 40 + 0.25}})


app = App(
    ROOT / "pages" / "frame.py", lifespan=lifespan, middleware=middleware(HOSTING), routes=[Route("/edit", _edit)]
)
