"""Turn LinkedIn events into attended group events, and LinkedIn's receipts into subscription costs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from netroi_core.importers.linkedin.export_file import Export, ExportFile
from netroi_core.importers.matching.source_entry import Charge, SourceEntry
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading.tables import TableRow
from netroi_core.importers.reading.values import detect_decimal_mark, one_line, parse_amount
from netroi_core.workspace.fields import format_amount
from netroi_core.workspace.search import normalize_text

_NOT_ATTENDED: Final = ("not", "declin", "invit", "cancel", "withdr", "reject")


def read_events(draft: Draft, file: ExportFile, export: Export) -> None:
    """Add an entry for each event that was attended."""
    hours = export.durations.event_hours
    is_any_attended = False
    for row, day in file.dated_rows(draft, "Event Time"):
        status = row["Status"].lower()
        if "attend" not in status or any(word in status for word in _NOT_ATTENDED):
            draft.skip(file.source_line(row), "It was not attended.")
            continue
        title = one_line(row["Event Name"]) or "LinkedIn event"
        entry = SourceEntry(
            identifier("linkedin", "event", normalize_text(title), day),
            file.source_line(row),
            day,
            title,
            "group_events",
            "attended",
            length=timedelta(hours=hours),
            venue=export.venue,
        )
        export.entries.append(entry)
        is_any_attended = True
    if is_any_attended:
        draft.note(f"Each event attended is taken for {hours:g} h.")


def read_receipts(draft: Draft, file: ExportFile, export: Export) -> None:
    """Add an entry with the cost of a subscription for each receipt."""
    try:
        mark = detect_decimal_mark(row["Total Amount"] for row in file.table.rows)
    except ValueError as error:
        draft.reject(SourceLine(1, file.label), f"The column Total Amount {error}")
        return
    currency = export.workspace.profile.currency
    counter = RowCounter()
    for row, day in file.dated_rows(draft, "Transaction Made At"):
        source_line = file.source_line(row)
        try:
            amount = parse_amount(row["Total Amount"], mark)
        except ValueError as error:
            draft.reject(source_line, f"Column Total Amount: {error}")
            continue
        if row["Currency Code"].upper() not in ("", currency):
            code = one_line(row["Currency Code"], 10)
            draft.reject(source_line, f"It is in {code}, your workspace counts in {currency}; log it by hand.")
        elif amount <= 0:
            draft.skip(source_line, "It cost nothing, or was paid back.")
        else:
            export.entries.append(_subscription(row, source_line, day, amount, export.venue, counter))
    venue = export.workspace.venues_by_id.get(export.venue or "")
    if venue and venue.dues:
        draft.note("You already count dues for LinkedIn: keep those or the receipts, not both.")


def _subscription(
    row: TableRow, source_line: SourceLine, day: date, amount: Decimal, venue: str | None, counter: RowCounter
) -> SourceEntry:  # fmt: skip
    key = (row["Invoice Number"], day.isoformat(), format_amount(amount), row["Description"])
    return SourceEntry(
        identifier("linkedin", "receipt", *key, counter.count(key)),
        source_line,
        day,
        one_line(f"LinkedIn: {row['Description'] or 'subscription'}"),
        "social_media",
        "a receipt of LinkedIn",
        charge=Charge(amount, "subscription"),
        venue=venue,
    )
