"""The components of an iCalendar file (RFC 5545), with only the properties that are needed.

Components inside them (alarms) and beside them (time zones, tasks) are skipped: icalendar's own `Calendar.from_ical`
parses all of them, and takes longer than everything here up to the preview.
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
from netroi_core.importers.reading.values import one_line

LONGEST_LINE: Final = 20_000
MOST_COMPONENTS: Final = 50_000

_NAME: Final = re.compile(r"[A-Za-z-]+(?=[;:])")


@dataclass(frozen=True)
class IcalProperty:
    """A property: its parameters by upper-case name, and its value."""

    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class IcalComponent:
    """A component: the line where it begins, its properties by upper-case name, and why it can't be read, if so."""

    line: int
    properties: defaultdict[str, list[IcalProperty]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def first(self, name: str) -> IcalProperty | None:
        """Return the first property of a name, None if there is none."""
        return self.properties[name][0] if name in self.properties else None

    def text(self, name: str) -> str:
        """Return the value of the first property of a name, empty if there is none."""
        prop = self.first(name)
        return prop.value if prop else ""


def read_components(
    raw: bytes, kind: str, names: Collection[str], progress: Progress | None = None
) -> tuple[IcalComponent, list[IcalComponent]]:
    """Return the calendar itself and its components of one kind, such as VEVENT, with the properties of these names.

    Raises:
        NotImportable: The file is no calendar, or has too many components.
    """
    parser = _Parser(kind, names)
    for number, text in (progress or Progress()).through(_unfolded_lines(raw)):
        parser.add_line(number, text)
    if not parser.is_calendar:
        raise NotImportable("The file is no calendar: it has no line BEGIN:VCALENDAR. Export it as .ics.")
    return parser.calendar, parser.components


class _Parser:
    """Collects the properties of a calendar and of its components of one kind, line by line."""

    def __init__(self, kind: str, names: Collection[str]) -> None:
        self.is_calendar = False
        self.calendar, self.components = IcalComponent(1), list[IcalComponent]()
        self._kind, self._names = kind, names
        # A stack instead of recursion: a hostile file may nest components as deep as it likes.
        self._path: list[str] = []

    def add_line(self, number: int, text: str) -> None:
        """Add an unfolded line, which begins at this line of the file."""
        match = _NAME.match(text)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            self._begin(number, text.partition(":")[2].strip().upper()[:40])
        elif name == "END":
            del self._path[-1:]
        elif name in self._names:
            if self._path == ["VCALENDAR"]:
                _add_property(self.calendar, name, text)
            elif self._path == ["VCALENDAR", self._kind]:
                _add_property(self.components[-1], name, text)

    def _begin(self, number: int, kind: str) -> None:
        # Calendars don't nest: one that begins inside another follows a file that was cut off.
        if kind == "VCALENDAR":
            self._path.clear()
            self.is_calendar = True
        self._path.append(kind)
        if self._path == ["VCALENDAR", self._kind]:
            self.components.append(IcalComponent(number))
            if len(self.components) > MOST_COMPONENTS:
                raise NotImportable(f"The file holds more than {MOST_COMPONENTS:,} events; export a shorter period.")


def _add_property(component: IcalComponent, name: str, text: str) -> None:
    try:
        if len(text) > LONGEST_LINE:
            raise ValueError
        _, parameters, value = Contentline(text).parts()  # type: ignore[no-untyped-call]  # icalendar's has no types
    except (ValueError, IndexError, KeyError, TypeError):
        component.faults.append(f"its {name} can't be read: “{one_line(text[:200], 60)}”")
        return
    by_name = {
        key.upper(): values if isinstance(values, str) else ",".join(values) for key, values in parameters.items()
    }
    component.properties[name].append(IcalProperty(by_name, value))


def _unfolded_lines(raw: bytes) -> list[tuple[int, str]]:
    """Return every line with the number of the line where it begins."""
    plain = files.decode_text(raw)
    if b"\0" in raw[:1024]:
        raw = plain.encode("utf-8", "replace")
    # By bytes: some programs fold a line within a letter of UTF-8.
    numbers, lines = list[int](), list[bytearray]()
    for number, line in enumerate(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1):
        if lines and line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            numbers.append(number)
            lines.append(bytearray(line))
    return list(zip(numbers, files.decode_text(b"\n".join(lines)).split("\n"), strict=True))
