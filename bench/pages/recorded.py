"""The app with one more address, which returns the recording of the last run of a page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.starlette import App

from app import HOSTING, lifespan, middleware
from bench.recording import Recorder
from bench.servers import ROOT

RECORDER = Recorder()
RECORDER.install()


def _recording(_: Request) -> Response:
    return Response(RECORDER.dump())


app = App(
    ROOT / "pages" / "frame.py",
    lifespan=lifespan,
    middleware=middleware(HOSTING),
    routes=[Route("/recording", _recording)],
)
