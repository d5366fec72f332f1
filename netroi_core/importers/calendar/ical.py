"""The components of an iCalendar file (RFC 5545), with only the properties that are needed.

Components inside them (alarms) and beside them (time zones, tasks) are skipped. icalendar's own `Calendar.from_ical`
takes as long for the file as everything from here to the preview, and one broken line makes it refuse the event.
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
    """A component.

    Attributes:
        line: The number of the line where it begins.
        properties: Its properties by upper-case name.
        faults: Why it can't be read, if it can't.
    """

    line: int
    properties: defaultdict[str, list[IcalProperty]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def first(self, name: str) -> IcalProperty | None:
        """Return the first property of a name, None if there is none."""
        return self.properties[name][0] if name in self.properties else None

    def text(self, name: str) -> str:
        """Return the value of the first property of a name, empty if there is none."""
        found = self.first(name)
        return found.value if found else ""


def read_components(
    raw: bytes, kind: str, wanted: Collection[str], progress: Progress | None = None
) -> tuple[IcalComponent, list[IcalComponent]]:
    """Read the components of one kind.

    Args:
        raw: The file.
        kind: The kind of component, such as VEVENT.
        wanted: The names of the properties to read.
        progress: The progress to report to.

    Returns:
        The calendar itself and its components of the kind.

    Raises:
        NotImportable: The file is no calendar, or has too many components.
    """
    calendar, components = IcalComponent(1), list[IcalComponent]()
    # A stack instead of recursion: a hostile file may nest components as deep as it likes.
    path: list[str] = []
    is_calendar = False
    for number, text in (progress or Progress()).through(_unfolded_lines(raw)):
        match = _NAME.match(text)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            _enter(path, text)
            if path == ["VCALENDAR", kind]:
                components.append(IcalComponent(number))
                if len(components) > MOST_COMPONENTS:
                    raise NotImportable(
                        f"The file holds more than {MOST_COMPONENTS:,} events; export a shorter period."
                    )
            is_calendar = is_calendar or path == ["VCALENDAR"]
        elif name == "END":
            del path[-1:]
        elif name in wanted and path in (["VCALENDAR"], ["VCALENDAR", kind]):
            _add_property(calendar if len(path) == 1 else components[-1], name, text)
    if not is_calendar:
        raise NotImportable("The file is no calendar: it has no line BEGIN:VCALENDAR. Export it as .ics.")
    return calendar, components


def _enter(path: list[str], text: str) -> None:
    name = text.partition(":")[2].strip().upper()[:40]
    # Calendars don't nest: one that begins inside another follows a file that was cut off.
    if name == "VCALENDAR":
        path.clear()
    path.append(name)


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
