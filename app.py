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
from streamlit import config
from streamlit.starlette import App

from netroi_core.access.hosting import Misconfiguration, hosting_from
from netroi_core.errors import NetROIError
from netroi_core.storage import Principal
from netroi_core.web import event_loop, logs, public_routes, security_headers, streamlit_options
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.connection_limit import ConnectionLimit
from netroi_core.web.health import HealthProbes
from netroi_core.web.shutdown import Shutdown
from pages.shell import identity, workspace
from pages.widgets import charts  # noqa: F401 - what takes long to load, before the first visitor

NOBODY = Principal("guest", "nobody")  # has no workspace; to look for it is all that a store is asked to be ready
SHUTDOWN = Shutdown()

# Settings may be in a file of secrets: Streamlit makes variables of them once it starts, which is too late for us.
st.secrets.load_if_toml_exists()


def doors() -> list[Middleware]:
    """Who may come in, as the environment says; the process ends with one sentence where that can't be so."""
    try:
        served = hosting_from(os.environ)
    except Misconfiguration as refusal:
        sys.exit(str(refusal))
    if served.is_streamlit_cloud:
        for name, value in streamlit_options.wrong_options(st.get_option).items():
            config.set_option(name, value)
    if (refusal := streamlit_options.startup_error(st.get_option)) is not None:
        sys.exit(refusal)
    page = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = (*security_headers.script_hashes(page), *public_routes.public_script_hashes())
    within = [
        Middleware(HealthProbes, hosting=served, shutdown=SHUTDOWN, ask=lambda: workspace.store().read(NOBODY)),
        Middleware(ConnectionLimit, hosting=served, shutdown=SHUTDOWN),
        Middleware(
            AccessMiddleware, hosting=served, guests=identity.guests, scripts=scripts, plain=public_routes.PUBLIC_PATHS
        ),
    ]
    if served.is_personal:
        return within
    logs.install()
    return [Middleware(logs.RequestLog), *within]


@asynccontextmanager
async def started(_: App) -> AsyncIterator[None]:
    """What is done once, before the first visitor."""
    # All that is loaded by now stays: to look through it for garbage again and again costs more than a page does.
    gc.freeze()
    # Reading a workspace makes thousands of objects at once, none of them garbage.
    gc.set_threshold(100_000, 20, 20)
    loop = asyncio.get_running_loop()
    event_loop.disable_nagle(loop)
    event_loop.wake_once(loop)
    async with SHUTDOWN.awaited():
        yield


def secrets() -> dict[str, Any]:
    """What Streamlit must know to let people sign in."""
    served = hosting_from(os.environ)
    if served.provider is None:
        return {}
    return {
        "auth": {
            "redirect_uri": f"{served.url}/oauth2callback",
            "cookie_secret": _sign_in_secret(),
            "client_id": served.provider.client_id,
            "client_secret": served.provider.client_secret,
            "server_metadata_url": served.provider.metadata_url,
        }
    }


def _sign_in_secret() -> str:
    try:
        return identity.register().derived("sign-in")
    except NetROIError as refusal:
        sys.exit(str(refusal))


DOORS = doors()
ROUTES = public_routes.public_routes(identity.link_server(), workspace.store)
# The page script is not the entry script: so the first deep link after a start gets its frame, too.
app = App("pages/frame.py", lifespan=started, routes=ROUTES, middleware=DOORS, secrets=secrets())
