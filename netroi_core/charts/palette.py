"""The colours: three approaches, two greys, and the grounds that all of them must be readable on.

Each colour keeps a contrast of 3:1 against both grounds, and the three stay apart for deuteranopes and protanopes.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from netroi_core.workspace.fields import Approach


class Ground(NamedTuple):
    """What is drawn upon, and the colour of words on it."""

    paper: str
    ink: str


LIGHT: Final = Ground("#fbfaf6", "#12161b")
DARK: Final = Ground("#050506", "#e8e6e1")

APPROACH_COLOURS: Final[Mapping[Approach, str]] = {
    "group_events": "#4c998f",
    "one_on_one": "#456de6",
    "social_media": "#cc7014",
}
MONEY: Final = "#6b7077"
"""Money spent; the worth of time is the same, hollow."""
UNATTRIBUTED: Final = "#8a8f96"
GAINED: Final = "#8b6fae"
"""What all approaches gained together; what is still to be counted is the same, hollow."""
