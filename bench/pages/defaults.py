"""The app's pages, served with little more than Streamlit's defaults: only the visitor's header is set."""

from starlette.middleware import Middleware
from streamlit.starlette import App

from bench.servers import ROOT
from netroi_core.access.hosting import Hosting
from netroi_core.web.access_middleware import AccessMiddleware
from pages.shell import identity

GATE = Middleware(AccessMiddleware, hosting=Hosting(), guests=lambda: identity.services().guests, inline_scripts=())
app = App(ROOT / "pages" / "frame.py", middleware=[GATE])
