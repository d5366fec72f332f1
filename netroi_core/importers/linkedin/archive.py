"""Read LinkedIn's data export: the whole archive, or a single CSV file of it; any of its files may be missing.

Connections become contacts, attended events activities, receipts subscription costs, and recommendations and
endorsements favors; of messages and invitations only the number, the days and the people are read.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.linkedin.columns import COLUMN_NAMES
from netroi_core.importers.linkedin.export_file import AssumedDurations, Export, ExportFile, full_name
from netroi_core.importers.linkedin.messages import draft_months, read_invitations, read_messages
from netroi_core.importers.matching.activity_matching import Charge, SourceEntry
from netroi_core.importers.matching.contact_matching import (
    ContactIndex,
    ContactSource,
    ImportedPerson,
    email_key,
    linkedin_key,
)
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.tables import TableRow, find_signature, find_table
from netroi_core.importers.reading.values import detect_decimal_mark, one_line, parse_amount, parse_date, parse_time
from netroi_core.wording.wording import pluralize
from netroi_core.workspace.fields import format_amount, normalize_text
from netroi_core.workspace.records import Exchange

LINKEDIN: Final = ContactSource("linkedin", "social_media", is_current=True)

_EXAMPLES: Final = "Connections.csv, Invitations.csv or messages.csv"
_NOT_ATTENDED: Final = ("not", "declin", "invit", "cancel", "withdr", "reject")
_NOT_PUBLISHED: Final = ("draft", "pending", "declin", "withdr", "reject", "request")
_CONNECTIONS_NOTE: Final = (
    "A connection shows how you met. It counts as a step toward an outcome once you exchange messages or favors."
)
_PHONE_CONTACTS: Final = "importedcontacts"
_REGISTERED: Final = "You registered; the file doesn’t say that you attended. Log it by hand if you did."
_SEVERAL_DAYS: Final = (
    "An event over several days counts the hours of one day, on the first. Correct it if you were there longer."
)
# An event's time may be a range. The spaces tell its hyphen from those in a date.
_RANGE: Final = re.compile(r"\s[-–—]\s")
_HIDDEN: Final = "The profile is hidden: only the date is known."


def source_entries(
    draft: Draft, raw: bytes, file_name: str, label: str, durations: AssumedDurations
) -> list[SourceEntry]:
    """Draft the contacts, months of messages and endorsements of an export, and return its events and receipts.

    ``raw`` is an archive or a single CSV file, whose name is the only hint at the direction of recommendations.
    ``label`` is the name shown with its lines, where several files are imported together.
    """
    venue = next((venue.id for venue in draft.stored.venues if "linkedin" in venue.name.lower()), None)
    export = Export(ContactIndex(draft.workspace), durations, venue)
    is_archive = files.is_archive(raw)
    export_files = _archived_files(raw, draft) if is_archive else [_single_file(raw, draft, file_name, label)]
    order = [*FILE_READERS]
    export_files.sort(key=lambda file: order.index(file.table.signature))
    progress = draft.progress
    for index, file in enumerate(export_files):
        draft.progress = progress.part(index / len(export_files), (index + 1) / len(export_files))
        draft.reject_broken(file.table.broken, file.label)
        FILE_READERS[file.table.signature](file, export)
    draft_months(draft, export)
    return export.entries


def is_export_file(text: str) -> bool:
    """Return True if a text is a CSV file of an export, in any of its languages."""
    return find_signature(text, *FILE_READERS, aliases=COLUMN_NAMES) is not None


def has_export_file(raw: bytes) -> bool:
    """Return True if an archive has a CSV file of an export."""
    for contents in files.read_members(raw, (".csv",)).values():
        with suppress(NotImportable):
            if is_export_file(files.decode_text(contents, files.LARGEST_CONTENTS)[:HEAD]):
                return True
    return False


def _single_file(raw: bytes, draft: Draft, name: str, label: str) -> ExportFile:
    try:
        return ExportFile(draft, find_table(files.decode_text(raw), *FILE_READERS, aliases=COLUMN_NAMES), name, label)
    except NoSuchTable:
        raise NotImportable(f"The file isn’t part of a LinkedIn data export, such as {_EXAMPLES}.") from None


def _archived_files(raw: bytes, draft: Draft) -> list[ExportFile]:
    """Return the files of an archive with known columns; reject the unreadable ones, ignore all others."""
    export_files = []
    for name, contents in files.read_members(raw, (".csv",)).items():
        try:
            text = files.decode_text(contents, files.LARGEST_CONTENTS)
            table = find_table(text, *FILE_READERS, aliases=COLUMN_NAMES)
            export_files.append(ExportFile(draft, table, name, name))
            if remark := files.encoding_remark(contents):
                draft.note(f"{name}: {remark}")
        except NoSuchTable:
            if normalize_text(name).startswith(_PHONE_CONTACTS):
                draft.note(f"{name} lists the contacts of your phone. Import it by itself to add them.")
        except NotImportable as error:
            draft.reject(SourceLine(1, name), str(error))
    if not export_files:
        raise NotImportable(
            f"The archive has no file from a LinkedIn data export, such as {_EXAMPLES}. "
            "If it is from another program, unpack it and import the files you need."
        )
    return export_files


def _read_profile(file: ExportFile, export: Export) -> None:
    """Note the owner's name, by which messages and invitations are told apart."""
    export.owner_names |= {normalize_text(full_name(row)) for row in file.table.rows} - {""}


def _read_connections(file: ExportFile, export: Export) -> None:
    """Draft a contact for each connection with a name, met on the day of the connection; count the hidden profiles."""
    people = []
    hidden = 0
    for row, connected_on in file.dated_rows("Connected On"):
        if not any(row[column] for column in ("First Name", "Last Name", "URL", "Email Address", "Company")):
            hidden += 1
            file.skip(row, _HIDDEN)
        elif not normalize_text(name := full_name(row)):
            file.reject(row, "The columns First Name and Last Name are empty; a contact needs a name.")
        else:
            people.append(_person(file, row, name, connected_on))
    if hidden:
        file.draft.note(f"{pluralize(hidden, 'hidden profile was', 'hidden profiles were')} not added.")
    if people:
        file.draft.note(_CONNECTIONS_NOTE)
    export.contacts.propose(file.draft, LINKEDIN, people)


def _person(file: ExportFile, row: TableRow, name: str, connected_on: date) -> ImportedPerson:
    # Older exports have no URL: name and day identify a connection then.
    profile = linkedin_key(row["URL"]) or f"linkedin:{normalize_text(name)[:200]} {connected_on.isoformat()}"
    address = email_key(row["Email Address"])
    keys = (profile, address) if address else (profile,)
    return ImportedPerson(
        file.source_line(row), name, one_line(row["Company"]), one_line(row["Position"]), keys, connected_on
    )


def _read_events(file: ExportFile, export: Export) -> None:
    """Add an entry for each event that was attended."""
    for row, day in file.dated_rows("Event Time"):
        status = row["Status"].lower()
        if "attend" not in status or any(word in status for word in _NOT_ATTENDED):
            file.skip(row, _REGISTERED if "regist" in status else "You didn’t attend it.")
            continue
        title = one_line(row["Event Name"]) or "LinkedIn event"
        begin, length = _event_time(file, row, export.durations.event_hours)
        entry = SourceEntry(
            identifier("linkedin", "event", normalize_text(title), day),
            file.source_line(row),
            day,
            title,
            "group_events",
            "attended",
            begin=begin,
            length=length,
            venue=export.venue,
        )
        export.entries.append(entry)


def _event_time(file: ExportFile, row: TableRow, assumed_hours: float) -> tuple[time | None, timedelta]:
    """Return when an event began, and how long it took on its first day: assumed, unless the file tells the end."""
    start, *rest = _RANGE.split(row["Event Time"], maxsplit=1)
    begin, end = parse_time(start), parse_time(rest[0]) if rest else None
    if begin is None or end is None or begin == end:
        file.draft.note(f"Each event you attended whose end isn’t known counts as {assumed_hours:g} h.")
        return None, timedelta(hours=assumed_hours)
    with suppress(ValueError):
        if (parse_date(rest[0]) - parse_date(start)).days > 1:
            file.draft.note(_SEVERAL_DAYS)
    # Past midnight the end is on the next day.
    length = datetime.combine(date.min, end) - datetime.combine(date.min, begin)
    return begin, length % timedelta(days=1)


def _read_receipts(file: ExportFile, export: Export) -> None:
    """Add an entry with the cost of a subscription for each receipt."""
    try:
        mark = detect_decimal_mark(row["Total Amount"] for row in file.table.rows)
    except ValueError as error:
        file.reject_column("Total Amount", error)
        return
    currency = file.draft.stored.profile.currency
    counter = RowCounter()
    for row, day in file.dated_rows("Transaction Made At"):
        try:
            charge = Charge(parse_amount(row["Total Amount"], mark), "subscription")
        except ValueError as error:
            file.reject(row, f"Column Total Amount: {error}")
            continue
        if row["Currency Code"].upper() not in ("", currency):
            code = one_line(row["Currency Code"], 10)
            file.reject(row, f"It is in {code}, and your workspace uses {currency}. Log it by hand.")
        elif charge.amount <= 0:
            file.skip(row, "It was free or refunded.")
        else:
            export.entries.append(_subscription(file.source_line(row), row, day, charge, export.venue, counter))


def _subscription(
    source_line: SourceLine, row: TableRow, day: date, charge: Charge, venue: str | None, counter: RowCounter
) -> SourceEntry:
    key = (row["Invoice Number"], day.isoformat(), format_amount(charge.amount), row["Description"])
    return SourceEntry(
        identifier("linkedin", "receipt", *key, counter.count(key)),
        source_line,
        day,
        one_line(f"LinkedIn: {row['Description'] or 'subscription'}"),
        "social_media",
        "a LinkedIn receipt",
        charge=charge,
        venue=venue,
        file_kind="LinkedIn",
    )


def _read_recommendations(file: ExportFile, export: Export) -> None:
    name = normalize_text(file.name)
    # Both files have the same columns, so nothing but the file's name tells the direction.
    if ("given" in name) == ("received" in name):
        names = "Recommendations_Given.csv or Recommendations_Received.csv"
        file.draft.reject(
            SourceLine(1, file.label), f"The file name shows who gave the recommendation. Name the file {names}."
        )
        return
    for row, day in file.dated_rows("Creation Date"):
        _draft_favor(file, export, row, day, "given" if "given" in name else "received")


def _read_endorsements(file: ExportFile, export: Export) -> None:
    direction, role = ("received", "Endorser ") if file.table.has("Endorser First Name") else ("given", "Endorsee ")
    for row, day in file.dated_rows("Endorsement Date"):
        _draft_favor(file, export, row, day, direction, role)


def _draft_favor(file: ExportFile, export: Export, row: TableRow, day: date, direction: str, role: str = "") -> None:
    noun = "endorsement" if role else "recommendation"
    name, url, status = full_name(row, role), row[f"{role}Public Url"], row["Status"] or row["Endorsement Status"]
    profile = linkedin_key(url) or linkedin_key(f"linkedin.com/in/{url}")
    person_key = profile or normalize_text(name)
    favor_id = identifier("linkedin", noun, direction, person_key, day)
    if any(word in status.lower() for word in _NOT_PUBLISHED):
        file.skip(row, f"It wasn’t published: {one_line(status, 40).lower()}.")
    elif not person_key:
        file.skip(row, _HIDDEN)
    # LinkedIn lists each skill by itself; several that one person endorsed on one day are one favor.
    elif file.draft.find(Exchange, favor_id):
        file.skip(row, "It is combined with others from the same person on that day, or was already imported.")
    else:
        contact = export.contacts.id_of(profile, name)
        favor = {"id": favor_id, "date": day.isoformat(), "direction": direction, "kind": "endorsement"}
        favor |= {"contact": contact} if contact else {}
        file.draft.add(Exchange, favor, file.source_line(row), f"{noun.capitalize()} {direction}: {name}")


# The files are read in this order: people first, so that later files can refer to them. They are recognized by their
# columns, because browsers and people rename files.
FILE_READERS: Final[Mapping[tuple[str, ...], Callable[[ExportFile, Export], None]]] = {
    ("First Name", "Last Name", "Headline", "Summary"): _read_profile,
    ("First Name", "Last Name", "Connected On"): _read_connections,
    ("From", "To", "Sent At", "Direction"): read_invitations,
    ("CONVERSATION ID", "FROM", "TO", "DATE"): read_messages,
    ("Event Name", "Event Time", "Status"): _read_events,
    ("Transaction Made At", "Total Amount", "Currency Code"): _read_receipts,
    ("First Name", "Last Name", "Text", "Creation Date", "Status"): _read_recommendations,
    ("Endorsement Date", "Endorser First Name", "Endorser Last Name"): _read_endorsements,
    ("Endorsement Date", "Endorsee First Name", "Endorsee Last Name"): _read_endorsements,
}
