"""The calendars, events and time zones of an iCalendar file (RFC 5545), with only the properties that are needed.

Components inside events (alarms) and beside them (tasks) are skipped: icalendar's own `Calendar.from_ical` parses all
of them, and takes longer than everything here up to the preview.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from icalendar.parser import Contentline

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar.event_texts import find_site, text_channel
from netroi_core.importers.proposal import Progress
from netroi_core.importers.reading import files
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.fields import Channel

LONGEST_LINE: Final = 20_000
MOST_EVENTS: Final = 50_000

_CALENDAR: Final = ("VCALENDAR",)
_EVENT: Final = ("VCALENDAR", "VEVENT")
_ZONE: Final = ("VCALENDAR", "VTIMEZONE")
_ZONE_PARTS: Final = ((*_ZONE, "STANDARD"), (*_ZONE, "DAYLIGHT"))
# The properties that are read, by the path of their component.
_PROPERTIES: Final[Mapping[tuple[str, ...], frozenset[str]]] = {
    _CALENDAR: frozenset({"METHOD", "PRODID", "X-ORIGINAL-URL", "X-WR-TIMEZONE", "X-WR-CALNAME"}),
    _EVENT: frozenset({
        *("UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID"),
        *("STATUS", "SUMMARY", "LOCATION", "ORGANIZER", "ATTENDEE", "DTSTAMP", "LAST-MODIFIED"),
        *("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY"),
    }),
    _ZONE: frozenset({"TZID"}),
    **dict.fromkeys(_ZONE_PARTS, frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})),
}  # fmt: skip
# Texts and links of an event, of which only the channel and an event site are read; they may be long, and may break
# the format.
_TEXTS: Final = frozenset({
    *("DESCRIPTION", "URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
})  # fmt: skip
_NAME: Final = re.compile(r"[A-Za-z-]+(?=[;:])")


@dataclass(frozen=True)
class IcalProperty:
    """A property: its parameters by upper-case name, and its value."""

    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class IcalComponent:
    """A component: the line where it begins, its properties by upper-case name, and why it can't be read, if so.

    ``parts`` are the components inside a time zone; ``channels`` are those that the texts and links of an event tell,
    ``sites`` the event sites that it comes from or, by name in a text, mentions.
    """

    line: int
    properties: defaultdict[str, list[IcalProperty]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    parent: "IcalComponent | None" = None
    parts: list["IcalComponent"] = field(default_factory=list)
    channels: set[Channel] = field(default_factory=set)
    sites: list[str] = field(default_factory=list)
    mentioned_sites: list[str] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        """Add the property in an unfolded line, or a fault if it can't be read."""
        try:
            if len(text) > LONGEST_LINE:
                raise ValueError
            _, parameters, value = Contentline(_with_quoted_zone(text)).parts()  # type: ignore[no-untyped-call]  # icalendar's has no types
        except (ValueError, IndexError, KeyError, TypeError):
            self.faults.append(f"its {name} can’t be read: “{one_line(text[:200], 60)}”")
            return
        by_name = {
            key.upper(): values if isinstance(values, str) else ",".join(values) for key, values in parameters.items()
        }
        self.properties[name].append(IcalProperty(by_name, value))

    def add_text(self, name: str, text: str) -> None:
        """Note the channel and the event site that a text or a link names; nothing else of it is kept."""
        if channel := text_channel(text):
            self.channels.add(channel)
        if site := find_site(text):
            (self.sites if name == "URL" else self.mentioned_sites).append(site)

    def first(self, name: str) -> IcalProperty | None:
        """Return the first property of a name, None if there is none."""
        return self.properties[name][0] if name in self.properties else None

    def text(self, name: str) -> str:
        """Return the value of the first property of a name, empty if there is none."""
        prop = self.first(name)
        return prop.value if prop else ""


def _with_quoted_zone(text: str) -> str:
    """Return a property with its time zone in quotes, which a name with a colon needs and not every program writes."""
    head, _, value = text.rpartition(":")
    begin, marker, rest = head.partition(";TZID=")
    zone, semicolon, others = rest.partition(";")
    return f'{begin}{marker}"{zone}"{semicolon}{others}:{value}' if ":" in zone and '"' not in zone else text


@dataclass(frozen=True)
class IcalFile:
    """The events of a file, each with its calendar as its parent, and the time zones that it defines."""

    events: list[IcalComponent] = field(default_factory=list)
    zones: list[IcalComponent] = field(default_factory=list)


def read_components(raw: bytes, progress: Progress) -> IcalFile:
    """Return the components of a file; raise NotImportable if it is no calendar, or has too many events."""
    parser = _Parser()
    for number, text in progress.through(_unfolded_lines(raw)):
        parser.add_line(number, text)
    if not parser.is_calendar:
        raise NotImportable("The file isn’t a calendar: the line BEGIN:VCALENDAR is missing. Export it as .ics.")
    return parser.file


class _Parser:
    """Collects the properties of the components that are read, line by line."""

    def __init__(self) -> None:
        self.is_calendar = False
        self.file = IcalFile()
        # A stack instead of recursion: a hostile file may nest components as deep as it likes. Of components that are
        # not read there is the empty path.
        self._open: list[tuple[tuple[str, ...], IcalComponent]] = []

    def add_line(self, number: int, text: str) -> None:
        """Add an unfolded line, which begins at this line of the file."""
        match = _NAME.match(text)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            self._begin(number, text.partition(":")[2].strip().upper()[:40])
        elif name == "END":
            del self._open[-1:]
        elif self._open:
            path, component = self._open[-1]
            if name in _PROPERTIES.get(path, ()):
                component.add(name, text)
            elif name in _TEXTS and path == _EVENT:
                component.add_text(name, text)

    def _begin(self, number: int, kind: str) -> None:
        # Calendars don't nest: one that begins inside another follows a file that was cut off.
        if kind == "VCALENDAR":
            self._open.clear()
            self.is_calendar = True
        outer_path, outer = self._open[-1] if self._open else ((), None)
        path = (*outer_path, kind)
        if path not in _PROPERTIES or (self._open and not outer_path):
            self._open.append(((), _NOTHING))
            return
        component = IcalComponent(number, parent=outer)
        self._open.append((path, component))
        self._add_component(path, component)

    def _add_component(self, path: tuple[str, ...], component: IcalComponent) -> None:
        if path == _EVENT:
            self.file.events.append(component)
            if len(self.file.events) > MOST_EVENTS:
                raise NotImportable(f"The file has more than {MOST_EVENTS:,} events. Export a shorter period.")
        elif path == _ZONE:
            self.file.zones.append(component)
        elif path in _ZONE_PARTS and component.parent:
            component.parent.parts.append(component)


_NOTHING: Final = IcalComponent(0)


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
