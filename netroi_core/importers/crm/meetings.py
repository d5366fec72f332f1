"""Meetings and calls in a CRM: those that took place with somebody become entries; tasks and e-mails are skipped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.importers.calendar.event_texts import event_channel, text_channel
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.matching.contact_matching import (
    ContactIndex,
    Participants,
    are_colleagues,
    email_key,
    first_name_first,
)
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading.tables import (
    Columns,
    RecordTable,
    TableRow,
    Vocabulary,
    column_key,
    find_columns,
    find_record_table,
    has_any,
    words,
)
from netroi_core.importers.reading.times import duration_unit, parse_duration, parse_timestamp
from netroi_core.importers.reading.values import is_yes, one_line
from netroi_core.importers.rules import suggest_approach
from netroi_core.workspace.fields import normalize_text

_VOCABULARY: Final[Vocabulary] = {
    "id": words("recordid objectid id activityid eventid callid meetingid"),
    "title": words(
        "meetingname meetingtitle callname calltitle callsubject eventtitle eventtypename eventname activitysubject "
        "activityname subject title name betreff titel objet sujet titre asunto titulo assunto oggetto titolo "
        "onderwerp"
    ),
    "begin": words(
        "meetingstarttime startdatetime activitydatetime callstarttime calltime meetingstart meetingdate calldate "
        "eventdate startdate activitydate timestamp duedate date start from starttime begin datum beginn startdatum "
        "startzeit fecha fechadeinicio data datadeinicio datadiinizio inizio debut datededebut begindatum starttijd "
        "datetime when day date"
    ),
    "time": words("duetime starttime time uhrzeit startzeit heure hora ora tijd"),
    "end": words("meetingendtime enddatetime callendtime meetingend endtime end to ende endzeit fin fine fim einde"),
    "duration": words(
        "meetingduration callduration durationinminutes calldurationinseconds calldurationinminutes durationminutes "
        "durationms duration dauer duree duracion duracao durata duur"
    ),
    "type": words(
        "activitytype eventtype meetingtype tasksubtype type typ tipo calltype aktivitatstyp typedactivite"
    ),
    "status": words(
        "meetingoutcome calloutcome callstatus callresult activitystatus outcome status done markedasdone erledigt "
        "ergebnis resultat resultado esito stato estado statut"
    ),
    "contact": words(
        "associatedcontact associatedcontacts contactname inviteename contactperson contact contacts contactfullname "
        "who lead leadname person kontakt kontaktperson personnedecontact personadecontacto pessoadecontato referente "
        "contacto contato contatto contactpersoon"
    ),
    "contactid": words("associatedcontactids whoid contactid personid"),
    "attendees": words(
        "attendees participants invitees guests meetingattendees people persons with teilnehmer asistentes "
        "participantes partecipanti deelnemers"
    ),
    "company": words(
        "associatedcompany associatedcompanies companyaccount accountname relatedto organization organisation company "
        "account firma unternehmen entreprise empresa azienda bedrijf organizacion organizacao organizzazione "
        "organisatie"
    ),
    "owner": words(
        "activityassignedto assignedto assignedtouser assigned meetingowner callowner activityowner owner host "
        "organizer hostname user besitzer zustandig proprietaire propietario proprietario eigenaar"
    ),
    "location": words("location meetinglocation venue ort lieu lugar local luogo locatie"),
    "canceled": words("canceled cancelled iscanceled iscancelled"),
    "all day": words("isalldayevent alldayevent allday ganztagig"),
}  # fmt: skip
# One of these tells a CRM's table from a calendar's.
_EVIDENCE: Final = words(
    "recordid associatedcontact associatedcontacts associatedcontactids associatedcompany associatedcompanies "
    "associateddeal contactname contactperson contact whoid whatid ownerid relatedto accountname companyaccount "
    "activityassignedto assigned assignedto deal dealtitle opportunity activitytype meetingoutcome calloutcome "
    "calltype callduration callowner kontaktperson personadecontacto pessoadecontato contactpersoon geschaft negocio "
    "people attendees participants "
    "inviteename person done kontakt contacto contato contatto besitzer zustandig proprietaire propietario "
    "proprietario eigenaar"
)
_CALL_COLUMNS: Final = words(
    "callduration calldurationinseconds calldurationinminutes calltype calloutcome callstarttime callstatus calltitle"
)
_CALL_WORDS: Final = words("call anruf telefon appel llamada chiamata ligacao chamada gesprek bellen")
_OTHER_TYPES: Final = (
    *("email", "mail", "task", "todo", "deadline", "note", "sms", "letter", "aufgabe", "frist", "notiz", "tache"),
    *("tarea", "tarefa", "compito", "taak", "nota", "whatsapp"),
)
_CANCELED: Final = (
    *("cancel", "storn", "abgesagt", "annul", "geannul", "noshow", "missed", "nichterschienen", "declined"),
    *("reschedul", "verschoben", "reporte", "noanswer", "busy", "voicemail", "livemessage", "wrongnumber", "failed"),
)
_NOT_DONE: Final = (
    *("scheduled", "planned", "todo", "notstarted", "inprogress", "deferred", "waiting", "open", "overdue", "upcoming"),
    *("geplant", "offen", "nichtbegonnen", "planifi", "prevu", "programad", "pendiente", "pendente", "agendad"),
    *("pianificat", "dafare", "gepland"),
)
_NO: Final = ("false", "no", "nein", "non", "nee", "nao", "0")
_LONGEST: Final = timedelta(days=1)
# Notion writes a time and its end in one cell: March 5, 2026 10:00 AM → 11:00 AM.
_RANGE: Final = "→"
_BRACKETS: Final = re.compile(r"[<(\[]([^<>()\[\]]{0,200})[>)\]]")


def find_meetings(text: str) -> RecordTable | None:
    """Return the table of meetings, calls or other activities in a text, None if there is none."""
    return find_record_table(text, _meeting_columns)


def meeting_entries(
    draft: Draft, table: RecordTable, file: str, home: ZoneInfo | None, own_addresses: Sequence[str]
) -> list[SourceEntry]:
    """Return the meetings and calls that took place with others, and skip all else in the draft."""
    rows = draft.records(table, file)
    reader = _MeetingReader(draft, table, home, own_addresses)
    entries = []
    for row in rows:
        source_line = SourceLine(row.line, file)
        with draft.rejecting(source_line):
            entry = reader.entry(row, source_line)
            if isinstance(entry, SourceEntry):
                entries.append(entry)
            else:
                draft.skip(source_line, entry)
    if any(not entry.length for entry in entries):
        draft.note("Some meetings don’t say how long they took. Enter their hours after the import.")
    return entries


def _meeting_columns(header: Sequence[str]) -> Columns | None:
    columns = find_columns(header, _VOCABULARY)
    is_meeting = (
        "begin" in columns
        and columns.keys() & {"title", "type"}
        and columns.keys() & {"end", "duration", "status", "type"}
        and columns.keys() & {"contact", "contactid", "attendees", "company"}
        and has_any(header, _EVIDENCE)
    )
    return columns if is_meeting else None


class _MeetingReader:
    """Turns rows into entries, by the notation that their columns share."""

    def __init__(self, draft: Draft, table: RecordTable, home: ZoneInfo | None, own_addresses: Sequence[str]) -> None:
        rows = table.table.rows
        self._workspace, self._table, self._home = draft.workspace, table, home
        self._contacts = ContactIndex(draft.workspace)
        self._own = {address.lower() for address in own_addresses}
        self._order = table.day_order(("begin", "end"), draft.stored.profile.locale)
        column = table.columns.get("duration", "")
        self._unit = duration_unit(column, (table.cell(row, "duration") for row in rows))
        self._is_of_calls = has_any(table.header, _CALL_COLUMNS)
        self._is_call_duration = "call" in column_key(column)
        self._counter = RowCounter()

    def entry(self, row: TableRow, source_line: SourceLine) -> SourceEntry | str:
        """Return the meeting in a row, else the reason why it isn't one; raise ValueError if it can't be read."""
        kind = column_key(self._table.cell(row, "type"))
        if reason := self._skip_reason(row, kind):
            return reason
        day, begin = self._begin(row)
        title = one_line(self._table.cell(row, "title", "type")) or "Meeting"
        location = one_line(self._table.cell(row, "location"))
        others = self._others(row)
        suggestion = suggest_approach(self._workspace, title, location, others.outsiders)
        if suggestion.approach is None:
            return f"It doesn’t count as networking: {others.remark or suggestion.reason}."
        is_call = self._is_of_calls or any(word in kind for word in _CALL_WORDS)
        channel = "phone" if is_call else event_channel(title, location, text_channel(location))
        key = (self._table.cell(row, "id") or title, day, begin, self._table.cell(row, "contact"))
        return SourceEntry(
            identifier("crm", *key, self._counter.count(key)),
            source_line,
            day,
            title,
            suggestion.approach,
            suggestion.reason,
            begin=begin,
            length=self._length(row, day, begin),
            people=others.people,
            strangers=others.strangers,
            venue=suggestion.venue,
            channel=channel,
        )

    def _skip_reason(self, row: TableRow, kind: str) -> str:
        status = column_key(self._table.cell(row, "status"))
        if any(kind.startswith(word) for word in _OTHER_TYPES):
            return f"It isn’t a meeting or call: {one_line(self._table.cell(row, 'type'), 40).lower()}."
        is_canceled = any(word in status or word in kind for word in _CANCELED)
        if is_canceled or is_yes(self._table.cell(row, "canceled")):
            return "It didn’t take place."
        if status.startswith(_NOT_DONE) or status in _NO:
            return "It isn’t marked as done. Complete it in your CRM, or log it by hand."
        return "It lasts all day." if is_yes(self._table.cell(row, "all day")) else ""

    def _begin(self, row: TableRow) -> tuple[date, time | None]:
        cell = self._table.cell(row, "begin").partition(_RANGE)[0].strip()
        day, begin = parse_timestamp(cell, self._order, self._home)
        if begin is None and self._table.columns.get("time") != self._table.columns["begin"]:
            clock = self._table.cell(row, "time")
            # A time alone is read like one after a date.
            begin = parse_timestamp(f"{day.isoformat()} {clock}", "month_first", None)[1] if clock else None
        return day, begin

    def _length(self, row: TableRow, day: date, begin: time | None) -> timedelta:
        if cell := self._table.cell(row, "duration"):
            return parse_duration(cell, self._unit, is_of_call=self._is_call_duration)
        cell = self._table.cell(row, "end") or self._table.cell(row, "begin").partition(_RANGE)[2].strip()
        if begin is None or not cell:
            return timedelta()
        end_day, end = self._end(cell, day)
        length = datetime.combine(end_day, end or time()) - datetime.combine(day, begin)
        if length > _LONGEST:
            raise ValueError("It lasts longer than a day. Log it by hand.")
        return max(length, timedelta())

    def _end(self, cell: str, day: date) -> tuple[date, time | None]:
        try:
            return parse_timestamp(cell, self._order, self._home)
        except ValueError:
            return parse_timestamp(f"{day.isoformat()} {cell}", "month_first", None)

    def _others(self, row: TableRow) -> Participants:
        """Return who else was there, without the CRM's user."""
        owner = self._table.cell(row, "owner")
        own = {normalize_text(owner), *self._own, owner.lower()} - {""}
        named = _named(self._table.cell(row, "contact"))
        invited = [person for person in _named(self._table.cell(row, "attendees")) if not own & set(person.handles)]
        ids = {person: self._contacts.id_of(email_key(person.address), person.name) for person in (*named, *invited)}
        people = tuple(dict.fromkeys(key for key in ids.values() if key))
        strangers = tuple(dict.fromkeys(person.name or person.address for person, key in ids.items() if not key))
        is_known = bool(named or self._table.cell(row, "contactid") or self._table.cell(row, "company"))
        is_internal = not is_known and are_colleagues([person.address for person in invited], own)
        count = max(len(people) + len(strangers), int(is_known))
        return Participants(people, strangers, count + 1 if count else 0, is_internal)


@dataclass(frozen=True)
class _Named:
    name: str
    address: str = ""

    @property
    def handles(self) -> tuple[str, ...]:
        return tuple(filter(None, (normalize_text(self.name), self.address)))


def _named(cell: str) -> list[_Named]:
    """Return the people in a cell, such as "Ann Lee (ann@example.org); Bo Li"."""
    separator = ";" if ";" in cell else ","
    # "Lee, Ann" is one person; "Ann Lee, Bo Li" and addresses are several.
    parts = cell.split(separator)
    if separator == "," and not all("@" in part or " " in part.strip() for part in parts):
        parts = [cell]
    return [_named_one(part) for part in parts if part.strip()]


def _named_one(text: str) -> _Named:
    name = one_line(_BRACKETS.sub(" ", text[:300]))
    address = next((part for part in (*_BRACKETS.findall(text[:300]), name) if "@" in part), "").strip().lower()
    return _Named("" if "@" in name else first_name_first(name), address)
