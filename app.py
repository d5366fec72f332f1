"""NetROI, the web application: `streamlit run app.py` serves it."""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from netroi_core.access.hosting import Misconfigured, hosting
from netroi_core.web import options, policy, promptness, public, redaction
from netroi_core.web.gate import Gate
from pages.parts import figures, identity, picture, session, workspace  # noqa: F401 - what takes long to load, before the first visitor


def gate() -> Middleware:
    """Who may come in, as the environment says; the process ends with one sentence where that can't be so."""
    try:
        served = hosting(os.environ)
    except Misconfigured as refusal:
        sys.exit(str(refusal))
    if (refusal := options.refusal(st.get_option)) is not None:
        sys.exit(refusal)
    if not served.is_personal:
        redaction.install()
    page = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = (*policy.script_hashes(page), *public.scripts())
    return Middleware(Gate, hosting=served, guests=identity.guests, scripts=scripts, plain=public.PATHS)


@asynccontextmanager
async def started(_: App) -> AsyncIterator[None]:
    """What is done once, before the first visitor."""
    # All that is loaded by now stays: to look through it for garbage again and again costs more than a page does.
    gc.freeze()
    # Reading a workspace makes thousands of objects at once, none of them garbage.
    gc.set_threshold(100_000, 20, 20)
    promptness.answer_at_once(asyncio.get_running_loop())
    yield


def secrets() -> dict[str, Any]:
    """What Streamlit must know to let people sign in."""
    served = hosting(os.environ)
    if served.provider is None:
        return {}
    return {
        "auth": {
            "redirect_uri": f"{served.url}/oauth2callback",
            "cookie_secret": identity.register().derived("sign-in"),
            "client_id": served.provider.client_id,
            "client_secret": served.provider.client_secret,
            "server_metadata_url": served.provider.metadata_url,
        }
    }


GATE = gate()
ROUTES = public.routes(
    identity.links,
    lambda: identity.register().derived("shared"),
    workspace.store,
    is_secure=hosting(os.environ).is_secure,
)
# The page script is not the entry script: so the first deep link after a start gets its frame, too.
app = App("pages/frame.py", lifespan=started, routes=ROUTES, middleware=[GATE], secrets=secrets())
