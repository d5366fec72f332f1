"""Read time sheets as CSV, such as those of Toggl, Clockify, Harvest, Kimai, Timely and RescueTime.

Entries that were networking become activities. The columns are found by their names, in seven languages.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from netroi_core.errors import NoSuchTable
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import (
    Columns,
    RecordTable,
    TableRow,
    Vocabulary,
    find_columns,
    find_record_table,
    words,
)
from netroi_core.importers.reading.times import duration_unit, parse_duration
from netroi_core.importers.reading.values import one_line, parse_date, parse_time
from netroi_core.importers.rules import suggest_approach
from netroi_core.workspace.fields import DayOrder
from netroi_core.workspace.workspace import Workspace

_VOCABULARY: Final[Vocabulary] = {
    "date": words(
        "startdate date day spentdate workdate startdatum datum datededebut fechadeinicio fecha datadeinicio "
        "datadiinizio datainizio data begindatum startdatetime"
    ),
    "begin": words(
        "starttime from start begin startzeit startuhrzeit von beginn heurededebut debut horadeinicio inicio "
        "oradiinizio orainizio inizio starttijd begintijd van"
    ),
    "duration": words(
        "durationh duration hours loggedhours loggedtime timelogged logged hourslogged timespentseconds timespent "
        "timespenthours timetracked trackedhours tracked totalhours durationhours durationdecimal hoursdecimal "
        "durationminutes durationseconds minutes seconds dauer dauerh stunden arbeitszeit duree heures duracion horas "
        "duracao durata ore duur uren"
    ),
    "description": words(
        "description notes note comment comments beschreibung notizen notiz kommentar bemerkung commentaire remarque "
        "descripcion notas nota descricao descrizione omschrijving notities notitie entryname"
    ),
    "task": words(
        "task activity taskname aufgabe tatigkeit aktivitat tache activite tarea actividad tarefa atividade compito "
        "attivita taak activiteit"
    ),
    "project": words("project projectname projekt projet proyecto projeto progetto"),
    "client": words("client customer clientname kunde kundin cliente klant"),
    "category": words("category kategorie categorie categoria"),
    "tags": words("tags tag labels schlagworte schlagworter etiquettes etiquetas etichette"),
    "person": words("user employee person member mitarbeiter benutzer utilisateur usuario utente gebruiker"),
    "family": words("lastname nachname"),
}
_TEXTS: Final = ("description", "task", "project", "client", "tags", "category")
# RescueTime calls all time on social networks this, at work or not.
_NO_NETWORKING: Final = re.compile(r"social networking", re.IGNORECASE)
_SHORTEST: Final = timedelta(minutes=1)


def find_time_sheet(text: str) -> RecordTable | None:
    """Return the time sheet in a text, None if there is none."""
    return find_record_table(text, _time_columns)


def source_entries(draft: Draft, raw: bytes, file: str) -> list[SourceEntry]:
    """Return the entries whose words say networking; skip the others in the draft."""
    table = find_time_sheet(files.decode_text(raw))
    if table is None:
        raise NoSuchTable("No line of the file has the columns of a time sheet: a date, a duration and a project.")
    rows = draft.records(table, file)
    _note_several_people(draft, table)
    order = table.day_order(("date",), draft.stored.profile.locale)
    unit = duration_unit(table.columns["duration"], (table.cell(row, "duration") for row in rows))
    counter = RowCounter()
    entries = []
    for row in rows:
        source_line = SourceLine(row.line, file)
        with draft.rejecting(source_line):
            entry = _entry(table, row, source_line, order, unit, counter, draft.stored)
            if entry is None:
                draft.skip(source_line, "Its project, tags and description don’t mention networking.")
            elif entry.length < _SHORTEST:
                draft.skip(source_line, "It lasted less than a minute.")
            else:
                entries.append(entry)
    return entries


def _time_columns(header: Sequence[str]) -> Columns | None:
    columns = find_columns(header, _VOCABULARY)
    texts = columns.keys() & set(_TEXTS)
    is_sheet = {"date", "duration"} <= columns.keys() and len(texts) > 1 and texts & {"task", "project", "client"}
    return columns if is_sheet else None


def _entry(
    table: RecordTable,
    row: TableRow,
    source_line: SourceLine,
    order: DayOrder,
    unit: timedelta,
    counter: RowCounter,
    workspace: Workspace,
) -> SourceEntry | None:
    """Return the entry in a row, None if its words don't say networking; raise ValueError if it can't be read."""
    date_cell = table.cell(row, "date")
    day, begin = parse_date(date_cell, order), parse_time(table.cell(row, "begin") or date_cell)
    length = parse_duration(table.cell(row, "duration"), unit)
    description, project = table.cell(row, "description", "task"), table.cell(row, "project")
    key = (day.isoformat(), str(begin), str(length), description, project)
    entry_id = identifier("time", *key, counter.count(key))
    texts = " ".join(table.cell(row, text) for text in _TEXTS)
    suggestion = suggest_approach(workspace, _NO_NETWORKING.sub("", texts))
    if suggestion.approach is None:
        return None
    return SourceEntry(
        entry_id,
        source_line,
        day,
        one_line(description or project) or "Time entry",
        suggestion.approach,
        suggestion.reason,
        begin=begin,
        length=length,
        venue=suggestion.venue,
    )


def _note_several_people(draft: Draft, table: RecordTable) -> None:
    people = {(table.cell(row, "person"), table.cell(row, "family")) for row in table.table.rows}
    if len(people) > 1:
        draft.note(f"The file has the hours of {len(people):,} people. Export only your own, or leave out the others.")
