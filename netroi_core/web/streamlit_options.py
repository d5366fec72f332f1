"""What Streamlit must be set to, whoever starts it: flags and variables may say otherwise, or nothing at all."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from netroi_core.access.visitors import VISITOR_HEADER

VISITOR_KEY: Final = "visitor"  # what the pages find the visitor under

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
    "server.maxUploadSize": 16,
    "server.maxWidgetStateSize": 2,
    "server.maxMessageSize": 16,
}


def wrong_options(option: Callable[[str], Any]) -> dict[str, Any]:
    """What must be set otherwise; for a host that sets options itself, and lets nobody say otherwise at the start."""
    return {name: value for name, value in REQUIRED.items() if option(name) != value}


def startup_error(option: Callable[[str], Any]) -> str | None:
    """Why NetROI can't start with these options, in one sentence; None if they are as they must be."""
    wrong = [*wrong_options(option)]
    wrong += [name for name, most in MAXIMA.items() if option(name) > most]
    if not wrong:
        return None
    return (
        f"NetROI does not start: {', '.join(wrong)} must be as .streamlit/config.toml has it. "
        "Start it in its own folder, without flags or variables for that."
    )
