"""Calendars as CSV, as Outlook exports them in many languages, and tools for Google Calendar in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Final

from netroi_core.importers.calendar.attendees import Attendee, kind_of
from netroi_core.importers.calendar.event_texts import event_channel, find_site, is_canceled_title, text_channel
from netroi_core.importers.calendar.events import CalendarEvent, CalendarFile, lasts_whole_days
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading import files
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.tables import RecordTable, Signature, TableRow, find_signature, find_table
from netroi_core.importers.reading.values import is_yes, one_line, parse_date, parse_time
from netroi_core.workspace.fields import DayOrder


@dataclass(frozen=True)
class CsvLayout:
    """The columns of a calendar's CSV in one language; ``invited`` are those of the organizer and of those invited."""

    title: str
    start: tuple[str, str]
    end: tuple[str, str]
    all_day: str
    location: str
    description: str
    invited: tuple[str, ...] = ()

    @property
    def signature(self) -> Signature:
        """The columns by which such a file is recognized."""
        return self.title, *self.start, self.end[0]


_LAYOUTS: Final = (
    CsvLayout(
        "Subject", ("Start Date", "Start Time"), ("End Date", "End Time"), "All day event", "Location", "Description",
        ("Meeting Organizer", "Required Attendees", "Optional Attendees"),
    ),
    CsvLayout(
        "Betreff", ("Beginnt am", "Beginnt um"), ("Endet am", "Endet um"), "Ganztägiges Ereignis", "Ort",
        "Beschreibung", ("Besprechungsplanung", "Erforderliche Teilnehmer", "Optionale Teilnehmer"),
    ),
    CsvLayout(
        "Objet", ("Début", "Heure de début"), ("Fin", "Heure de fin"), "Journée entière", "Emplacement",
        "Description", ("Organisateur d'une réunion", "Participants obligatoires", "Participants facultatifs"),
    ),
    CsvLayout(
        "Objet", ("Date de début", "Heure de début"), ("Date de fin", "Heure de fin"), "Journée entière",
        "Emplacement", "Description",
        ("Organisateur d'une réunion", "Participants obligatoires", "Participants facultatifs"),
    ),
    CsvLayout(
        "Asunto", ("Fecha de comienzo", "Comienzo"), ("Fecha de finalización", "Finalización"), "Todo el día",
        "Ubicación", "Descripción", ("Organizador de la reunión", "Asistentes necesarios", "Asistentes opcionales"),
    ),
    CsvLayout(
        "Asunto", ("Fecha de inicio", "Hora de inicio"), ("Fecha de finalización", "Hora de finalización"),
        "Todo el día", "Ubicación", "Descripción",
        ("Organizador de la reunión", "Asistentes necesarios", "Asistentes opcionales"),
    ),
    CsvLayout(
        "Oggetto", ("Data inizio", "Ora inizio"), ("Data fine", "Ora fine"), "Giornata intera", "Luogo", "Descrizione",
        ("Organizzatore riunione", "Partecipanti necessari", "Partecipanti facoltativi"),
    ),
    CsvLayout(
        "Onderwerp", ("Begindatum", "Begintijd"), ("Einddatum", "Eindtijd"), "Duurt hele dag", "Locatie",
        "Beschrijving", ("Organisator van vergadering", "Vereiste deelnemers", "Optionele deelnemers"),
    ),
    CsvLayout(
        "Assunto", ("Data de início", "Hora de início"), ("Data de término", "Hora de término"), "Dia inteiro",
        "Local", "Descrição", ("Organizador da reunião", "Participantes obrigatórios", "Participantes opcionais"),
    ),
)  # fmt: skip
SIGNATURES: Final = (
    *(layout.signature for layout in _LAYOUTS),
    # Outlook in French names the days and the times alike.
    ("Objet", "Début", "Fin", "Journée entière"),
)
_TWO_COLUMNS: Final = re.compile(r'("?)(Début|Fin)\1([,;\t])\1\2\1(?=[,;\t\r\n])')
_HALF_OF_DAY: Final = re.compile(r"(?<=\d)\s?([ap])\.?\s?m\.?(?![a-z])", re.IGNORECASE)
_MIDNIGHT: Final = re.compile(r"(?:00?:00|12:00(?::00)? ?am)", re.IGNORECASE)
_SEPARATOR: Final = ";"


def is_calendar(raw: bytes) -> bool:
    """Return True if a file is a calendar as CSV."""
    return find_signature(files.decode_text(raw)[:HEAD], *SIGNATURES) is not None


def read_events(raw: bytes, file: str, draft: Draft) -> CalendarFile:
    """Return the events in a calendar's CSV and reject the rows that can't be read."""
    text = files.decode_text(raw)
    head = _TWO_COLUMNS.sub(r"\1\2\1\3\1Heure de \2\1", text[:HEAD])
    table = find_table(head + text[HEAD:], *(layout.signature for layout in _LAYOUTS))
    draft.reject_broken(table.broken, file)
    layout = next(layout for layout in _LAYOUTS if layout.signature == table.signature)
    columns = {"start": layout.start[0], "end": layout.end[0]}
    order = RecordTable(table, columns, layout.signature).day_order(("start", "end"), draft.stored.profile.locale)
    events = list[CalendarEvent]()
    for row in draft.progress.part(0, 0.9).through(table.rows):
        source_line = SourceLine(row.line, file)
        with draft.rejecting(source_line):
            events.append(_event(row, layout, order, source_line))
    return CalendarFile(tuple(events))


def _event(row: TableRow, layout: CsvLayout, order: DayOrder, source_line: SourceLine) -> CalendarEvent:
    """Return the event in a row; raise ValueError if its dates can't be read."""
    title, location, description = (one_line(row[name]) for name in (layout.title, layout.location, layout.description))
    day, begin = parse_date(row[layout.start[0]], order), _time(row[layout.start[1]])
    start = datetime.combine(day, begin or time())
    duration = _end(row, layout, order, day, begin) - start
    if duration < timedelta():
        raise ValueError(f"“{title}” can’t be read: it ends before it starts.")
    organizer, *attendees = (tuple(_people(row[column])) for column in layout.invited)
    has_time = bool(row[layout.start[1]].strip())
    return CalendarEvent(
        source_line=source_line,
        uid=f"{title} {start.isoformat()}",
        version=(0, ""),
        summary=title or "Untitled",
        location=location,
        channel=event_channel(title, location, text_channel(row[layout.description])),
        is_canceled=is_canceled_title(title),
        is_all_day=not has_time or is_yes(row[layout.all_day]) or lasts_whole_days(start, duration),
        start=start,
        zone=None,
        duration=duration,
        organizer=next(iter(organizer), None),
        attendees=tuple(chain.from_iterable(attendees)),
        mentioned_sites=tuple(filter(None, (find_site(description), find_site(location)))),
    )


def _end(row: TableRow, layout: CsvLayout, order: DayOrder, day: date, begin: time | None) -> datetime:
    """Return when an event ends: by default on the day when it starts, and at that time."""
    cell = row[layout.end[0]]
    end_day = parse_date(cell, order) if cell else day
    end = _time(row[layout.end[1]])
    return datetime.combine(end_day, end if end is not None else begin or time())


def _time(cell: str) -> time | None:
    """Return the time in a cell, None without one; raise ValueError if it can't be read."""
    plain = _HALF_OF_DAY.sub(r"\1m", cell.strip()).replace(".", ":")
    if not plain:
        return None
    clock = parse_time(plain)
    if clock is None and not _MIDNIGHT.match(plain):
        raise ValueError(f"“{one_line(cell, 40)}” isn’t a time. Write it like 14:30.")
    # Elsewhere midnight means that only the day is known; here that is an empty cell.
    return clock or time()


def _people(cell: str) -> Iterator[Attendee]:
    """Yield the people in a cell, by name or by e-mail address."""
    for text in filter(None, (one_line(part) for part in cell.split(_SEPARATOR))):
        is_address = "@" in text and " " not in text
        name, address = ("", text.lower()) if is_address else (text, "")
        yield Attendee(name, address, kind_of(name, address))
