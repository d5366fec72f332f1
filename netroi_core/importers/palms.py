"""BNI PALMS reports: SpreadsheetML files, an XML that is named .xls, with one row per member and period.

The columns are presence (P, A, L, M, S), referrals given and received inside and outside the chapter (RGI, RGO, RRI,
RRO), visitors (V), one-to-ones (1-2-1), closed business (TYFCB) and training (CEU).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import Draft, SourceLine, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS
from netroi_core.importers.reading.values import clean_text, detect_date_order, one_line, parse_amount, parse_date
from netroi_core.wording.wording import pluralize
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import format_amount, normalize_text
from netroi_core.workspace.records import Activity, Exchange, Outcome

# XML takes many times as much memory once it is parsed.
LARGEST_REPORT: Final = 2 * 1024**2
# More referrals, meetings or one-to-ones than this in one period are a mistake.
MOST_OF_A_KIND: Final = 1_000

# By column: the approach, the noun, and the assumption about the hours of each.
_MEETINGS: Final = {
    "P": ("group_events", ("meeting", "meetings"), "meeting_hours"),
    "1-2-1": ("one_on_one", ("one-to-one", "one-to-ones"), "one_to_one_hours"),
    "CEU": ("group_events", ("unit of training", "units of training"), "training_hours"),
}
_REFERRALS: Final = {
    "RGI": ("given", "inside"), "RGO": ("given", "outside"),
    "RRI": ("received", "inside"), "RRO": ("received", "outside"),
}  # fmt: skip
_COUNTS: Final = (*_MEETINGS, *_REFERRALS)
_COLUMNS: Final = ("First Name", "Last Name", *_COUNTS)
_NAMESPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DATA: Final = f"{_NAMESPACE}Data"

# The filled cells of a row by the number of their column, from 1.
_Cells = dict[int, str]


@dataclass(frozen=True)
class PalmsAssumptions:
    """Assumed hours of a chapter meeting, a one-to-one and a unit of training, which a report only counts."""

    meeting_hours: float = 1.5
    one_to_one_hours: float = 1
    training_hours: float = 1


@dataclass(frozen=True)
class Member:
    """A row of a report: its number, the member's name, and the cells by normalized column."""

    number: int
    name: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class PalmsReport:
    """A report: the first and last day that it covers, and its members."""

    since: date
    until: date
    members: tuple[Member, ...]


def parse_report(raw: bytes) -> PalmsReport:
    """Return the report in a file; raise NotImportable if there is none."""
    rows = _workbook_rows(files.decode_text(raw, LARGEST_REPORT))
    required = {normalize_text(column) for column in _COLUMNS}
    for index, (_, cells) in enumerate(rows):
        columns = {number: normalize_text(text) for number, text in cells.items()}
        if required <= set(columns.values()):
            since, until = _period([above for _, above in rows[:index]])
            return PalmsReport(since, until, tuple(_members(rows[index + 1 :], columns)))
    raise NotImportable("No row of the workbook has the column names of a PALMS report, such as RGI and TYFCB.")


def draft_member(
    draft: Draft, raw: bytes, file: str, member: str | None, assumptions: PalmsAssumptions
) -> None:  # fmt: skip
    """Draft what a report says of one member, by default of its only one, and skip the others."""
    report = parse_report(raw)
    draft.note(f"The report covers {report.since} to {report.until}. Import only reports that don’t overlap.")
    for row in report.members:
        source_line = SourceLine(row.number, file)
        if row.name != member and (member or len(report.members) > 1):
            draft.skip(source_line, f"It is about {row.name}. Choose the member that is you.")
            continue
        with draft.rejecting(source_line):
            _draft_row(draft, report, row, source_line, assumptions)


def _draft_row(
    draft: Draft, report: PalmsReport, member: Member, source_line: SourceLine, assumptions: PalmsAssumptions
) -> None:
    """Draft a member's meetings, referrals and closed business; raise ValueError if a cell can't be read."""
    counts = {column: _count(member, column) for column in _COUNTS}
    # Large amounts of closed business are written like 1.85E+10.
    closed = parse_amount(member.cells.get("tyfcb", "0"))
    key = ("palms", report.since, report.until, normalize_text(member.name))
    # A report names no other days than those of its period.
    day = report.until.isoformat()
    venue = next((venue.id for venue in draft.stored.venues if "bni" in venue.name.lower().split()), None)
    group: RecordDict = {"date": day, "approach": "group_events", **({"venue": venue} if venue else {})}
    for column, (approach, nouns, assumption) in _MEETINGS.items():
        if count := counts[column]:
            title, hours = f"BNI: {pluralize(count, *nouns)}", round(count * getattr(assumptions, assumption), 2)
            activity = {"title": title, "hours": {"attending": hours}, "source": "import"}
            row = {"id": identifier(*key, column), **group, "approach": approach, **activity}
            draft.add(Activity, row, source_line, f"{title}, {hours:g} h")
    for column, (direction, side) in _REFERRALS.items():
        for number in range(1, counts[column] + 1):
            row = {"id": identifier(*key, column, number), "date": day, "direction": direction, "kind": "referral"}
            draft.add(Exchange, row, source_line, f"Referral {direction}, {side} the chapter")
    if closed > 0:
        outcome: RecordDict = {"date": day, "kind": "revenue", "title": "BNI: closed business", "status": "won"}
        outcome |= {"value": {"likely": format_amount(closed)}, "touchpoints": [group]}
        row = {"id": identifier(*key, "TYFCB"), **outcome}
        draft.add(Outcome, row, source_line, f"Closed business, {format_amount(closed)}")
        draft.note("Closed business counts in full as revenue: enter your margin, or leave it out if it wasn’t yours.")


def _count(member: Member, column: str) -> int:
    count = parse_amount(member.cells.get(normalize_text(column), "0"))
    if count != int(count) or not 0 <= count <= MOST_OF_A_KIND:
        raise ValueError(
            f"The column {column} has {one_line(str(count), 20)}, which isn’t a count. Correct the report."
        )
    return int(count)


def _period(rows_above: list[_Cells]) -> tuple[date, date]:
    texts = [text for cells in rows_above for _, text in sorted(cells.items())]
    named = {}
    for text, next_text in zip(texts, [*texts[1:], ""], strict=True):
        label, _, rest = text.partition(":")
        if normalize_text(label) in ("from", "to"):
            named[normalize_text(label)] = rest.strip() or next_text
    try:
        order = detect_date_order(named.values())
        since, until = (parse_date(named[label], order) for label in ("from", "to"))
    except (KeyError, ValueError):
        raise NotImportable("The rows above the header must have From: and To: with readable dates.") from None
    if since > until:
        raise NotImportable(f"The report ends ({until}) before it starts ({since}).")
    return since, until


def _members(rows: list[tuple[int, _Cells]], columns: Mapping[int, str]) -> Iterator[Member]:
    # Rows with totals, and those for visitors and for BNI itself, have no first and last name.
    for number, cells in rows:
        by_column = {columns[index]: text for index, text in cells.items() if index in columns}
        first, last = by_column.get("firstname", ""), by_column.get("lastname", "")
        if first and last and normalize_text(first) != "total":
            yield Member(number, one_line(f"{first} {last}"), by_column)


def _workbook_rows(text: str) -> list[tuple[int, _Cells]]:
    """Return the number and the cells of each filled row; raise NotImportable if the text is no such workbook."""
    root = files.parse_xml(text, "report", "The file isn’t an XML workbook, which is what BNI Connect exports.")
    rows = _numbered(root.iter(f"{_NAMESPACE}Row"), MOST_ROWS)
    return [(number, cells) for number, row in rows if (cells := _cells(row))]


def _cells(row: Element) -> _Cells:
    cells = _numbered(row.iterfind(f"{_NAMESPACE}Cell"), MOST_COLUMNS)
    texts = ((number, "".join("".join(data.itertext()) for data in cell.iterfind(_DATA))) for number, cell in cells)
    return {number: text for number, raw_text in texts if (text := clean_text(raw_text))}


def _numbered(elements: Iterable[Element], most: int) -> Iterator[tuple[int, Element]]:
    """Yield the rows or cells with their numbers; raise NotImportable if they overlap or are too many."""
    last = 0
    for element in elements:
        # A row or cell may name its number, and so leave out empty ones before it.
        number = _number(element, "Index", last + 1)
        if not last < number <= most:
            raise NotImportable("The workbook is larger than any report, or its rows overlap. Export it again.")
        yield number, element
        # A merged cell stands for several columns, though it is written once.
        last = number + _number(element, "MergeAcross", 0)


def _number(element: Element, name: str, default: int) -> int:
    text = element.get(f"{_NAMESPACE}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default
