"""NetROI, the web application, served by `streamlit run app.py`: settings, middleware, routes, start and end."""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.starlette import App

from netroi_core.access.hosting import Hosting, Misconfiguration, hosting_from
from netroi_core.charts import altair
from netroi_core.errors import NetROIError
from netroi_core.reminding.messages import STOP_PATH
from netroi_core.reminding.sender import hourly
from netroi_core.storage import Principal, addresses
from netroi_core.web import logs, streamlit_server
from netroi_core.web.access_middleware import AccessMiddleware
from netroi_core.web.availability import HealthProbes, OpenPageLimit, Shutdown, running_server
from netroi_core.web.connections import ConnectionGuard
from netroi_core.web.headers import script_hashes
from netroi_core.web.home_screen import home_screen_routes, with_home_screen_tags
from netroi_core.web.page_head import SERVER_SCRIPT, PageEdit, PageHead, charts_script, with_scripts, with_style
from netroi_core.web.public_routes import PUBLIC_PATHS, public_routes, public_script_hashes
from netroi_core.web.reminder_pages import reminder_routes
from netroi_core.web.request_limits import RequestLimits
from netroi_core.web.static_cache import StaticCache, streamlit_files
from netroi_core.web.static_files import CompressedStatic, with_cut_fonts
from netroi_core.web.uploads import UploadLimits
from netroi_core.web.watchdog import secret_watch, watchdog
from pages.frame import assets
from pages.quiz import opening
from pages.shell import identity, open_pages, workspace
from pages.shell.run_order import RunOrder

NOBODY = Principal("guest", "nobody")  # has no workspace: the readiness probe looks for it
SHUTDOWN = Shutdown()
STATIC = StaticCache(streamlit_files())
HEAD_SCRIPTS = SERVER_SCRIPT + charts_script(STATIC.source)

# Settings may be in secrets.toml. Streamlit makes them environment variables once it starts, which is too late here.
st.secrets.load_if_toml_exists()


def read_hosting() -> Hosting:
    """Return the hosting of this server; exit with one sentence if its settings would not protect visitors."""
    try:
        hosting = hosting_from(os.environ)
    except Misconfiguration as error:
        sys.exit(str(error))
    # Streamlit Community Cloud sets options itself and accepts none at the start.
    if hosting.is_streamlit_cloud:
        for name, value in streamlit_server.wrong_options(st.get_option).items():
            config.set_option(name, value)
    error = streamlit_server.startup_error(st.get_option) or addresses.startup_error(identity.store_address())
    if error is not None:
        sys.exit(error)
    return hosting


def middleware(hosting: Hosting) -> list[Middleware]:
    """Return the middleware in front of Streamlit, the outermost first."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    own_scripts = opening.SCRIPT + assets.SCRIPTS + HEAD_SCRIPTS
    scripts = (*script_hashes(page), *script_hashes(own_scripts), *public_script_hashes())
    layers = [
        Middleware(RequestLimits),
        Middleware(
            HealthProbes, hosting=hosting, shutdown=SHUTDOWN, check_store=lambda: workspace.store().read(NOBODY)
        ),
        Middleware(OpenPageLimit, hosting=hosting, shutdown=SHUTDOWN),
        Middleware(
            AccessMiddleware,
            hosting=hosting,
            guests=lambda: identity.services().guests,
            inline_scripts=scripts,
            public_paths=PUBLIC_PATHS,
            one_click_paths=frozenset({STOP_PATH}),
        ),
        Middleware(CompressedStatic, cache=STATIC),
        Middleware(
            UploadLimits,
            hosting=hosting,
            page_owner=open_pages.page_owner,
            held=lambda: open_pages.held_uploads(hosting),
        ),
        Middleware(open_pages.KnownMessages),
        Middleware(PageHead, public_paths=PUBLIC_PATHS, page_edits=_page_edits(hosting)),
        Middleware(RunOrder),
    ]
    if hosting.is_personal:
        return layers
    logs.install()
    return [Middleware(logs.RequestLog), *layers]


def _page_edits(hosting: Hosting) -> list[PageEdit]:
    # Streamlit Community Cloud serves the app below a path of its own.
    scripts = assets.SCRIPTS if hosting.is_streamlit_cloud else HEAD_SCRIPTS + assets.SCRIPTS
    return [
        with_home_screen_tags,
        partial(with_cut_fonts, STATIC),
        partial(with_scripts, scripts),
        partial(with_style, assets.STYLE),
    ]


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Tune the process before the first visitor comes, and shut down gracefully."""
    if not HOSTING.is_personal:
        # What some pages import when they first need it: not while a visitor waits. Altair looks into pandas if it is
        # there, and one page may draw a chart while another still loads it.
        for module in ("pages.shell.figures", "pandas", "scipy.optimize", "scipy.special", "icalendar"):
            import_module(module)
        altair.load()
    # Everything loaded by now stays; collecting it again and again would cost more than a page does.
    gc.freeze()
    # Reading a workspace makes thousands of objects at once, none of them garbage.
    gc.set_threshold(100_000, 20, 20)
    loop = asyncio.get_running_loop()
    streamlit_server.watch_connections(loop, streamlit_server.disable_nagle)
    if not HOSTING.is_personal:
        streamlit_server.watch_connections(loop, ConnectionGuard(HOSTING).watch)
        open_pages.run_in_turns()
        if (server := running_server()) is not None:
            streamlit_server.bound_messages(server)
    streamlit_server.batch_wakeups(loop)
    reminders = hourly(lambda pause: workspace.reminder_sender().run(pause))
    async with AsyncExitStack() as running:
        await running.enter_async_context(SHUTDOWN.lifespan())
        if not HOSTING.is_personal:
            await running.enter_async_context(watchdog())
            await running.enter_async_context(secret_watch(lambda: identity.services().credentials.is_replaced()))
        if HOSTING.reminder_channels:
            running.enter_context(reminders)
        yield


def sign_in_secrets(hosting: Hosting) -> dict[str, Any]:
    """Return Streamlit's secrets for signing in; empty without a provider."""
    if hosting.provider is None:
        return {}
    try:
        cookie_secret = identity.services().credentials.derived_secret("sign-in")
    except NetROIError as error:
        sys.exit(str(error))
    return {
        "auth": {
            "redirect_uri": f"{hosting.url}/oauth2callback",
            "cookie_secret": cookie_secret,
            "client_id": hosting.provider.client_id,
            "client_secret": hosting.provider.client_secret,
            "server_metadata_url": hosting.provider.metadata_url,
        }
    }


HOSTING = read_hosting()
STATIC.fill_in_background()
app = App(
    "pages/frame.py",  # not the entry script, so that the first deep link after a start gets its frame, too
    lifespan=lifespan,
    routes=[
        *home_screen_routes(),
        *public_routes(identity.link_server(), workspace.store),
        *reminder_routes(identity.link_server(), lambda: identity.services().reminders),
    ],
    middleware=middleware(HOSTING),
    secrets=sign_in_secrets(HOSTING),
)
