"""Every color of the charts: one for each approach, two greys, one for all approaches together, and the backgrounds.

Change a color here and, for the approaches and the backgrounds, in .streamlit/config.toml too, where Streamlit's theme
repeats them; tests/charts/test_palette.py compares the two. It also checks that each color keeps a contrast of 3:1 on
both backgrounds, and that the approaches differ for people with deuteranopia or protanopia.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from netroi_core.workspace.fields import Approach


class Ground(NamedTuple):
    """A background with the color of text on it."""

    paper: str
    ink: str


LIGHT: Final = Ground("#fbfaf6", "#12161b")
DARK: Final = Ground("#050506", "#e8e6e1")

APPROACH_COLORS: Final[Mapping[Approach, str]] = {
    "group_events": "#4c998f",
    "one_on_one": "#456de6",
    "social_media": "#cc7014",
}
MONEY: Final = "#6b7077"
"""Money spent; the worth of time is the same, as an outline."""
UNATTRIBUTED: Final = "#8a8f96"
GAINED: Final = "#8b6fae"
"""What all approaches gained together; what is still to come is the same, as an outline."""
