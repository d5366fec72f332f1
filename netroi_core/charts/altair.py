"""Altair with the theme of all charts, imported when the first chart is drawn.

The import takes as long as that of Streamlit, and Home, where a person starts, has no chart.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from altair import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        return getattr(load(), name)


@cache
def load() -> Any:
    """Import Altair, if it isn't yet, and return it."""
    altair = import_module("altair")
    altair.theme.register("netroi", enable=True)(_theme)
    return altair


def _theme() -> dict[str, Any]:
    """Return the look of all charts: no frame and few lines. Text colors come with the ground a chart is drawn on."""
    return {
        "config": {
            "view": {"stroke": None},
            "axis": {"domain": False, "ticks": False, "labelPadding": 8, "labelFontSize": 13, "title": None},
            "axisX": {"grid": True, "gridOpacity": 0.5, "tickCount": 4},
            # Streamlit would shift the first and the last label off their lines, and indent the legend.
            "axisY": {"grid": False, "labelFlush": False, "labelLimit": 140},
            "bar": {"cornerRadiusEnd": 2},
            "legend": {
                "orient": "top",
                "title": None,
                "labelFontSize": 13,
                "symbolType": "square",
                "columns": 3,
                "columnPadding": 16,
                "padding": 0,
            },
        }
    }
