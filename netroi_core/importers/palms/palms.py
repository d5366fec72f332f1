"""A BNI PALMS report: an ".xls" that is SpreadsheetML, one row being a member's whole give and receive in a period.

Its columns are presence (P, A, L, M, S), referrals given and received inside and outside the chapter (RGI, RGO, RRI,
RRO), visitors (V), one-to-ones (1-2-1), closed business (TYFCB) and training (CEU).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.palms.spreadsheetml import Cells, rows
from netroi_core.importers.proposal import Draft, Place, Proposal, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.values import amount, day, day_order, line
from netroi_core.wording.wording import counted
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import written_amount
from netroi_core.workspace.search import bare

LARGEST_REPORT: Final = 2 * 1024**2
"""The most bytes of a report: XML takes many times as much when it is read."""
MOST_OF_A_KIND: Final = 1_000
"""More referrals, meetings or one-to-ones than this in one period are a mistake."""

_COUNTS: Final = ("P", "RGI", "RGO", "RRI", "RRO", "1-2-1", "CEU")
_NEEDED: Final = ("First Name", "Last Name", *_COUNTS)
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
class Assumed:
    """Hours that a chapter meeting, a one-to-one and a unit of training take; the report counts them only."""

    meeting_hours: float = 1.5
    one_to_one_hours: float = 1
    training_hours: float = 1


@dataclass(frozen=True)
class Member:
    """A row of the report: whose it is and the cells by the bare name of their column."""

    number: int
    name: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """The members of a report, and the days from and to which it counts."""

    since: date
    until: date
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Period:
    """What all records of one row share; ``at``: the venue, if the workspace has one for BNI."""

    since: date
    until: date
    member: Member
    file: str
    at: RecordDict

    @property
    def day(self) -> str:
        """The day that its records are dated: the last, since the report tells of none."""
        return self.until.isoformat()

    @property
    def place(self) -> Place:
        """Where the row stands."""
        return Place(self.member.number, self.file)

    def identifier(self, *parts: object) -> str:
        """The id of one of its records."""
        return identifier("palms", self.since, self.until, bare(self.member.name), *parts)


def report(raw: bytes) -> Report:
    """The report in these bytes; NotImportable if it is none."""
    found = rows(files.text(raw, LARGEST_REPORT))
    wanted = {bare(column) for column in _NEEDED}
    for place, (_, cells) in enumerate(found):
        columns = {number: bare(text) for number, text in cells.items()}
        if wanted <= set(columns.values()):
            since, until = _period([above for _, above in found[:place]])
            return Report(since, until, tuple(_members(found[place + 1 :], columns)))
    raise NotImportable("No row of the workbook names the columns of a PALMS report, such as RGI and TYFCB.")


def read(
    raw: bytes, file_name: str, document: Document, member: str | None = None, assumed: Assumed | None = None
) -> Proposal:
    """What a report says of one member; without a name, of the only one that is in it.

    assumed: the hours that things took, which the report does not tell.
    """
    draft = Draft("palms", file_name, document)
    take(draft, raw, document, member=member, assumed=assumed)
    return draft.proposal()


def take(
    draft: Draft,
    raw: bytes,
    document: Document,
    file: str = "",
    member: str | None = None,
    assumed: Assumed | None = None,
) -> None:
    """Draft what a report says of one member; ``file`` names the file among several."""
    found = report(raw)
    draft.note(f"It counts from {found.since} to {found.until}; bring reports that don't overlap.")
    for each in found.members:
        if each.name == member or (member is None and len(found.members) == 1):
            _draft(draft, Period(found.since, found.until, each, file, _venue(document)), assumed or Assumed())
        else:
            draft.skip(Place(each.number, file), f"It is about {each.name}; choose the member who you are.")


def _period(above: list[Cells]) -> tuple[date, date]:
    """The days from and to which a report counts, of the rows above its header."""
    texts = [text for cells in above for _, text in sorted(cells.items())]
    named = {}
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        label, _, rest = text.partition(":")
        if bare(label) in ("from", "to"):
            named[bare(label)] = rest.strip() or following
    try:
        order = day_order(named.values())
        since, until = (day(named[label], order) for label in ("from", "to"))
    except (KeyError, ValueError):
        raise NotImportable("The rows above the header do not say From: and To: with days that can be read.") from None
    if since > until:
        raise NotImportable(f"The report ends ({until}) before it begins ({since}).")
    return since, until


def _members(below: list[tuple[int, Cells]], columns: Mapping[int, str]) -> Iterator[Member]:
    """The rows of members; those that sum up, or tell of visitors and of BNI itself, have no first and last name."""
    for number, cells in below:
        named = {columns[place]: text for place, text in cells.items() if place in columns}
        first, last = named.get("firstname", ""), named.get("lastname", "")
        if first and last and bare(first) != "total":
            yield Member(number, line(f"{first} {last}"), named)


def _draft(draft: Draft, period: Period, assumed: Assumed) -> None:
    member = period.member
    try:
        counts = {column: _count(member, column) for column in _COUNTS}
        closed = amount(member.cells.get("tyfcb", "0"))
    except ValueError as error:
        draft.reject(period.place, str(error))
        return
    _draft_meetings(draft, period, counts, assumed)
    _draft_referrals(draft, period, counts)
    if closed > 0:
        _draft_closed_business(draft, period, closed)


def _draft_meetings(draft: Draft, period: Period, counts: Mapping[str, int], assumed: Assumed) -> None:
    """One activity for all meetings of a kind; the report does not tell their days."""
    hours = (assumed.meeting_hours, assumed.one_to_one_hours, assumed.training_hours)
    for (column, approach, one, many), each in zip(_MEETINGS, hours, strict=True):
        if count := counts[column]:
            title = f"BNI: {counted(count, one, many)}"
            spent = round(count * each, 2)
            record = {
                "id": period.identifier(column),
                "date": period.day,
                "approach": approach,
                "title": title,
                "hours": {"attending": spent},
                "source": "import",
                **period.at,
            }
            draft.add("activities", record, period.place, f"{title}, {spent:g} h")


def _draft_referrals(draft: Draft, period: Period, counts: Mapping[str, int]) -> None:
    for column, (direction, where) in _REFERRALS.items():
        for nth in range(1, counts[column] + 1):
            key = period.identifier(column, nth)
            record = {"id": key, "date": period.day, "direction": direction, "kind": "referral"}
            draft.add("exchanges", record, period.place, f"Referral {direction}, {where} the chapter")


def _draft_closed_business(draft: Draft, period: Period, closed: Decimal) -> None:
    record = {
        "id": period.identifier("TYFCB"),
        "date": period.day,
        "kind": "revenue",
        "title": "BNI: closed business",
        "status": "won",
        "value": {"likely": written_amount(closed)},
        "touchpoints": [{"date": period.day, "approach": "group_events", **period.at}],
    }
    draft.add("outcomes", record, period.place, f"Closed business, {written_amount(closed)}")
    draft.note("Closed business counts in full as revenue: enter your margin, or leave it out if it was not yours.")


def _count(member: Member, column: str) -> int:
    """A count of a row; ValueError if it is none."""
    count = amount(member.cells.get(bare(column), "0"))
    if count != int(count) or not 0 <= count <= MOST_OF_A_KIND:
        raise ValueError(f"The column {column} says {line(str(count), 20)}, which is not a count; mend the report.")
    return int(count)


def _venue(document: Document) -> RecordDict:
    """The workspace's own venue for BNI, if it has one."""
    named = (venue["id"] for venue in document.get("venues", ()) if "bni" in venue["name"].lower().split())
    return next(({"venue": key} for key in named), {})
