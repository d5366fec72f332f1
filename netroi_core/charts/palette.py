"""The colors of charts, pages and reports, on a light and a dark ground."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from netroi_core.workspace.fields import Approach


class Ground(NamedTuple):
    """A background with the color of text on it."""

    paper: str
    ink: str


LIGHT: Final = Ground("#fbfaf6", "#12161b")
DARK: Final = Ground("#111418", "#e8e6e1")

# These colors and the grounds are repeated in Streamlit's theme in .streamlit/config.toml: change both. Every color
# keeps a contrast of 3:1 on either ground, and the approaches differ for people with deuteranopia or protanopia; a test
# checks all of it.
APPROACH_COLORS: Final[Mapping[Approach, str]] = {
    "group_events": "#4c998f",
    "one_on_one": "#456de6",
    "social_media": "#cc7014",
}
# Money spent; the worth of time is the same, as an outline.
MONEY: Final = "#6b7077"
UNATTRIBUTED: Final = "#8a8f96"
# What all approaches gained together; what is still to come is the same, as an outline.
GAINED: Final = "#8b6fae"
