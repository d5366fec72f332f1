"""NetROI, the web application: `streamlit run app.py` serves it."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.starlette import App

from pages.parts import figures, picture, session  # noqa: F401 - what takes long to load, before the first visitor


@asynccontextmanager
async def started(_: App) -> AsyncIterator[None]:
    """What is done once, before the first visitor."""
    # All that is loaded by now stays: to look through it for garbage again and again costs more than a page does.
    gc.freeze()
    # Reading a workspace makes thousands of objects at once, none of them garbage.
    gc.set_threshold(100_000, 20, 20)
    yield


# The page script is not the entry script: so the first deep link after a start gets its frame, too.
app = App("pages/frame.py", lifespan=started)
