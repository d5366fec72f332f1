"""Streamlit's options that protect visitors, checked at the start: flags and variables may have changed them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from netroi_core.access import limits
from netroi_core.access.visitors import VISITOR_HEADER

VISITOR_KEY: Final = "visitor"  # the key in st.user under which pages find the visitor header

REQUIRED: Final[Mapping[str, Any]] = {
    "server.trustedUserHeaders": {VISITOR_HEADER: VISITOR_KEY},
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.baseUrlPath": "",
    "server.enableStaticServing": False,
    "server.scriptHealthCheckEnabled": False,
    "server.fileWatcherType": "none",
    "runner.fastReruns": False,
    "runner.magicEnabled": False,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "global.developmentMode": False,
}
MAXIMA: Final[Mapping[str, int]] = {
    "server.maxUploadSize": limits.MAX_UPLOAD_MEGABYTES,
    "server.maxWidgetStateSize": limits.MAX_WIDGET_STATE_MEGABYTES,
    "server.maxMessageSize": limits.MAX_MESSAGE_MEGABYTES,
}


def wrong_options(option: Callable[[str], Any]) -> dict[str, Any]:
    """Return the required options that are set otherwise, with the values that they must have."""
    return {name: value for name, value in REQUIRED.items() if option(name) != value}


def startup_error(option: Callable[[str], Any]) -> str | None:
    """Return one sentence on the options with which NetROI must not start; None if there are none."""
    wrong = [*wrong_options(option), *(name for name, maximum in MAXIMA.items() if option(name) > maximum)]
    if not wrong:
        return None
    return (
        f"NetROI does not start: {', '.join(wrong)} must be set as in .streamlit/config.toml. "
        "Start it in its own folder, without flags or variables that change these options."
    )
