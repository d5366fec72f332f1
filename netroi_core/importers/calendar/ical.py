"""The lines of an iCalendar file (RFC 5545) as components: unfolded by bytes, so that no letter is torn apart.

Only what is wanted of a component is parsed; what lies inside it (alarms) and beside it (time zones, tasks) is passed
over. Nothing calls itself, so a file may nest as deep as it likes.
"""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from icalendar.parser import Contentline

from netroi_core.errors import NotImportable
from netroi_core.importers.progress import Progress
from netroi_core.importers.reading import files
from netroi_core.importers.reading.values import line

LONGEST_LINE: Final = 20_000
MOST_COMPONENTS: Final = 50_000

_NAME: Final = re.compile(r"[A-Za-z-]+(?=[;:])")


@dataclass(frozen=True)
class Property:
    """One property: its parameters by name (upper case), and its value."""

    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class Component:
    """A component, the line where it begins, its properties by name, and why it can't be read, if it can't."""

    line: int
    properties: defaultdict[str, list[Property]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The value of a property, empty if there is none; of several the first."""
        return self.properties[name][0].value if name in self.properties else ""


def components(
    raw: bytes, kind: str, wanted: Collection[str], progress: Progress | None = None
) -> tuple[Component, list[Component]]:
    """The calendar itself and its components of a kind, with their wanted properties; NotImportable if it is none."""
    calendar, found, path = Component(1), list[Component](), list[str]()
    is_calendar = False
    for number, text in (progress or Progress()).through(_lines(raw)):
        match = _NAME.match(text)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            _enter(path, text)
            if path == ["VCALENDAR", kind]:
                found.append(Component(number))
            is_calendar = is_calendar or path == ["VCALENDAR"]
        elif name == "END":
            del path[-1:]
        elif name in wanted and path in (["VCALENDAR"], ["VCALENDAR", kind]):
            _take(calendar if len(path) == 1 else found[-1], name, text)
        if len(found) > MOST_COMPONENTS:
            raise NotImportable(f"The file holds more than {MOST_COMPONENTS:,} events; export a shorter period.")
    if not is_calendar:
        raise NotImportable("The file is no calendar: it has no line BEGIN:VCALENDAR. Export it as .ics.")
    return calendar, found


def _enter(path: list[str], text: str) -> None:
    """Go one component deeper; a calendar always begins anew."""
    name = text.partition(":")[2].strip().upper()[:40]
    if name == "VCALENDAR":
        path.clear()
    path.append(name)


def _take(component: Component, name: str, text: str) -> None:
    try:
        if len(text) > LONGEST_LINE:
            raise ValueError
        _, parameters, value = Contentline(text).parts()  # type: ignore[no-untyped-call]  # icalendar's has no types
    except (ValueError, IndexError, KeyError, TypeError):
        component.faults.append(f"its {name} can't be read: “{line(text[:200], 60)}”")
        return
    named = {key.upper(): each if isinstance(each, str) else ",".join(each) for key, each in parameters.items()}
    component.properties[name].append(Property(named, value))


def _lines(raw: bytes) -> list[tuple[int, str]]:
    """Every line unfolded, with the number of the line where it begins."""
    plain = files.text(raw)  # refuses what is no text, or too large
    if b"\0" in raw[:1024]:
        raw = plain.encode("utf-8", "replace")
    numbers, whole = list[int](), list[bytearray]()
    for number, part in enumerate(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1):
        if whole and part[:1] in (b" ", b"\t"):
            whole[-1] += part[1:]
        else:
            numbers.append(number)
            whole.append(bytearray(part))
    return list(zip(numbers, files.text(b"\n".join(whole)).split("\n"), strict=True))
