"""BNI PALMS reports: SpreadsheetML files named .xls, with one row per member and period.

The columns are presence (P, A, L, M, S), referrals given and received inside and outside the chapter (RGI, RGO, RRI,
RRO), visitors (V), one-to-ones (1-2-1), closed business (TYFCB) and training (CEU).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.palms.spreadsheetml import Cells, read_rows
from netroi_core.importers.proposal import Draft, Proposal, SourceLine, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.values import detect_date_order, one_line, parse_amount, parse_date
from netroi_core.wording.wording import pluralize
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import format_amount
from netroi_core.workspace.records import Activity, Exchange, Outcome
from netroi_core.workspace.search import normalize_text
from netroi_core.workspace.workspace import Workspace

# XML takes many times as much memory once it is parsed.
LARGEST_REPORT: Final = 2 * 1024**2
# More referrals, meetings or one-to-ones than this in one period are a mistake.
MOST_OF_A_KIND: Final = 1_000

_COUNTS: Final = ("P", "RGI", "RGO", "RRI", "RRO", "1-2-1", "CEU")
_COLUMNS: Final = ("First Name", "Last Name", *_COUNTS)
_MEETINGS: Final = (
    ("P", "group_events", "meeting", "meetings"),
    ("1-2-1", "one_on_one", "one-to-one", "one-to-ones"),
    ("CEU", "group_events", "unit of training", "units of training"),
)
_REFERRALS: Final = {
    "RGI": ("given", "inside"),
    "RGO": ("given", "outside"),
    "RRI": ("received", "inside"),
    "RRO": ("received", "outside"),
}


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

    def count(self, column: str) -> int:
        """Return the count in a column; raise ValueError if it isn't one."""
        count = parse_amount(self.cells.get(normalize_text(column), "0"))
        if count != int(count) or not 0 <= count <= MOST_OF_A_KIND:
            raise ValueError(
                f"The column {column} says {one_line(str(count), 20)}, which is not a count; mend the report."
            )
        return int(count)


@dataclass(frozen=True)
class PalmsReport:
    """A report: the first and last day that it covers, and its members."""

    since: date
    until: date
    members: tuple[Member, ...]


def parse_report(raw: bytes) -> PalmsReport:
    """Return the report in a file; raise NotImportable if there is none."""
    rows = read_rows(files.decode_text(raw, LARGEST_REPORT))
    required = {normalize_text(column) for column in _COLUMNS}
    for index, (_, cells) in enumerate(rows):
        columns = {number: normalize_text(text) for number, text in cells.items()}
        if required <= set(columns.values()):
            since, until = _period([above for _, above in rows[:index]])
            return PalmsReport(since, until, tuple(_members(rows[index + 1 :], columns)))
    raise NotImportable("No row of the workbook names the columns of a PALMS report, such as RGI and TYFCB.")


def read_palms(
    raw: bytes,
    file_name: str,
    workspace: Workspace,
    member: str | None = None,
    assumptions: PalmsAssumptions | None = None,
) -> Proposal:
    """Return what a report says of one member; without a name, of its only one."""
    draft = Draft("palms", file_name, workspace)
    draft_member(draft, raw, member=member, assumptions=assumptions)
    return draft.proposal()


def draft_member(
    draft: Draft,
    raw: bytes,
    file: str = "",
    member: str | None = None,
    assumptions: PalmsAssumptions | None = None,
) -> None:
    """Draft what a report says of one member, and skip the others; ``file`` is its name among several."""
    report = parse_report(raw)
    draft.note(f"It counts from {report.since} to {report.until}; bring reports that don't overlap.")
    for row in report.members:
        source_line = SourceLine(row.number, file)
        if row.name != (member or (row.name if len(report.members) == 1 else None)):
            draft.skip(source_line, f"It is about {row.name}; choose the member who you are.")
            continue
        try:
            counts = {column: row.count(column) for column in _COUNTS}
            # Large amounts of closed business are written like 1.85E+10.
            closed = parse_amount(row.cells.get("tyfcb", "0"))
        except ValueError as error:
            draft.reject(source_line, str(error))
            continue
        drafter = _MemberDrafter(draft, report, row, source_line)
        drafter.draft_meetings(counts, assumptions or PalmsAssumptions())
        drafter.draft_referrals(counts)
        if closed > 0:
            drafter.draft_closed_business(closed)


def _period(rows_above: list[Cells]) -> tuple[date, date]:
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
        raise NotImportable("The rows above the header do not say From: and To: with days that can be read.") from None
    if since > until:
        raise NotImportable(f"The report ends ({until}) before it begins ({since}).")
    return since, until


def _members(rows: list[tuple[int, Cells]], columns: Mapping[int, str]) -> Iterator[Member]:
    # Rows with totals, and those for visitors and for BNI itself, have no first and last name.
    for number, cells in rows:
        by_column = {columns[index]: text for index, text in cells.items() if index in columns}
        first, last = by_column.get("firstname", ""), by_column.get("lastname", "")
        if first and last and normalize_text(first) != "total":
            yield Member(number, one_line(f"{first} {last}"), by_column)


class _MemberDrafter:
    """Drafts the records of one member's row, dated on the last day of the period."""

    def __init__(self, draft: Draft, report: PalmsReport, member: Member, source_line: SourceLine) -> None:
        self._draft, self._source_line = draft, source_line
        self._key = (report.since, report.until, normalize_text(member.name))
        # A report names no other days than those of its period.
        self._day = report.until.isoformat()
        self._venue = _bni_venue(draft.workspace)

    def draft_meetings(self, counts: Mapping[str, int], assumptions: PalmsAssumptions) -> None:
        """Draft one activity for all meetings of each kind."""
        hours_each = (assumptions.meeting_hours, assumptions.one_to_one_hours, assumptions.training_hours)
        for (column, approach, singular, plural), hours in zip(_MEETINGS, hours_each, strict=True):
            if count := counts[column]:
                title = f"BNI: {pluralize(count, singular, plural)}"
                total = round(count * hours, 2)
                row = {
                    "id": self._id(column),
                    "date": self._day,
                    "approach": approach,
                    "title": title,
                    "hours": {"attending": total},
                    "source": "import",
                    **self._venue,
                }
                self._draft.add(Activity, row, self._source_line, f"{title}, {total:g} h")

    def draft_referrals(self, counts: Mapping[str, int]) -> None:
        """Draft each referral that was given or received."""
        for column, (direction, where) in _REFERRALS.items():
            for number in range(1, counts[column] + 1):
                row = {
                    "id": self._id(column, number), "date": self._day, "direction": direction, "kind": "referral"
                }  # fmt: skip
                self._draft.add(Exchange, row, self._source_line, f"Referral {direction}, {where} the chapter")

    def draft_closed_business(self, closed: Decimal) -> None:
        """Draft closed business as one outcome."""
        row = {
            "id": self._id("TYFCB"),
            "date": self._day,
            "kind": "revenue",
            "title": "BNI: closed business",
            "status": "won",
            "value": {"likely": format_amount(closed)},
            "touchpoints": [{"date": self._day, "approach": "group_events", **self._venue}],
        }
        self._draft.add(Outcome, row, self._source_line, f"Closed business, {format_amount(closed)}")
        self._draft.note(
            "Closed business counts in full as revenue: enter your margin, or leave it out if it was not yours."
        )

    def _id(self, *parts: object) -> str:
        return identifier("palms", *self._key, *parts)


def _bni_venue(workspace: Workspace) -> RecordDict:
    venue = next((venue for venue in workspace.venues if "bni" in venue.name.lower().split()), None)
    return {"venue": venue.id} if venue else {}
