"""The time of day in a cell, whatever stands around it."""

import re
from datetime import time
from typing import Final

_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?", re.ASCII | re.IGNORECASE)


def clock(cell: str) -> time | None:
    """The hour and minute; None if there is no time, or midnight, which exports write where they know none."""
    match = _CLOCK.search(cell)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 and (hour or minute) else None
