"""Statements of cards and banks, and expense reports: what on them was networking, and what that paid for.

Only what is marked as networking becomes a record; of all other lines nothing is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import Final

from netroi_core.document import Document
from netroi_core.errors import NotImportable
from netroi_core.fields import Approach, CostCategory, written_amount
from netroi_core.importers import files
from netroi_core.importers.clock import clock
from netroi_core.importers.joining import together
from netroi_core.importers.layouts import LAYOUTS, Layout
from netroi_core.importers.merchants import Guess, guess
from netroi_core.importers.proposal import Draft, Occurrences, Place, Proposal, Remark, identifier
from netroi_core.importers.tables import SEPARATORS, Broken, Row, table
from netroi_core.importers.tables import read as rows_of
from netroi_core.importers.trace import Charge, Trace
from netroi_core.importers.values import DayOrder, DecimalMark, amount, clean, day, day_order, decimal_mark, line
from netroi_core.search import bare
from netroi_core.wording import CATEGORY_NAMES, listed

_YES: Final = ("yes", "true", "y", "1")
_HEADER_WITHIN: Final = 60


@dataclass(frozen=True)
class Line:
    """A line of a statement that money was spent on; amount: what was spent, more than 0; key: what names it."""

    key: str
    place: Place
    day: date
    begin: time | None
    description: str
    amount: Decimal
    is_reimbursed: bool
    guess: Guess

    @property
    def is_suggested(self) -> bool:
        """Whether it likely was networking: in itself, or on a working day where people meet."""
        return self.guess.is_sure or (self.guess.is_usual and self.day.weekday() < 5)


@dataclass(frozen=True)
class Mark:
    """What a person says of a line: whether it was networking, and what for; None: as suggested."""

    is_networking: bool
    category: CostCategory | None = None
    approach: Approach | None = None


@dataclass(frozen=True)
class Statement:
    """A file as it is read: its layout, the lines that money was spent on, and those that can't be read."""

    layout: Layout
    lines: tuple[Line, ...]
    rejected: tuple[Remark, ...]


def read(
    raw: bytes,
    file_name: str,
    document: Document,
    layout: Layout | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> Proposal:
    """What a statement would add to a checked document; NotImportable if it is none.

    layout: for a table that is none of those known. marks: what the person says, by the key of a line; else it is as
    suggested.
    """
    source = partial(traces, raw=raw, document=document, layout=layout, marks=marks)
    return together("expenses", file_name, document, [source])


def statement(raw: bytes, document: Document, layout: Layout | None = None) -> Statement:
    """The lines of a statement, to look at and to mark; NotImportable if it is none."""
    draft = Draft("expenses", "", document)
    found, lines = _lines(draft, raw, "", document, layout)
    return Statement(found, tuple(lines), draft.proposal().rejected)


def columns(raw: bytes) -> tuple[str, ...]:
    """The columns of a table of any kind, for a layout of one's own; NotImportable if it is no table."""
    text, best = files.text(raw), tuple[str, ...]()
    for separator in SEPARATORS:
        for place, row in enumerate(rows_of(text, separator)):
            filled = () if isinstance(row, Broken) else tuple(cell for each in row[1] if (cell := clean(each)))
            best = max(best, filled, key=len)
            if place == _HEADER_WITHIN:
                break
    if len(best) < 3:
        raise NotImportable("The file is no table with a date, a description and an amount; export it as CSV.")
    return best


def traces(
    draft: Draft,
    raw: bytes,
    document: Document,
    file: str = "",
    layout: Layout | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> list[Trace]:
    """The charges that are networking, or will be if they join what is; ``file`` names the file among several."""
    found, lines = _lines(draft, raw, file, document, layout)
    draft.note(f"Read as a statement of the kind {found.name}; only what is marked as networking is kept.")
    _warn_of_dues(draft, document, lines)
    left = []
    for each in lines:
        mark = (marks or {}).get(each.key)
        if mark and not mark.is_networking:
            draft.skip(each.place, "It is marked as no networking.")
        else:
            left.append(_trace(each, mark))
    return left


def _trace(found: Line, mark: Mark | None) -> Trace:
    category = mark.category if mark and mark.category else found.guess.category
    spent = written_amount(found.amount)
    return Trace(
        found.key,
        found.place,
        found.day,
        found.description,
        (mark.approach if mark else None) or found.guess.approach,
        CATEGORY_NAMES[category].lower() if category else "a meal",
        begin=found.begin,
        charge=Charge(spent, category, spent if found.is_reimbursed else "0"),
        is_sure=mark is not None or found.is_suggested,
    )


def _lines(
    draft: Draft, raw: bytes, file: str, document: Document, layout: Layout | None
) -> tuple[Layout, list[Line]]:  # fmt: skip
    """The layout of a statement and its lines; what can't be read is rejected, what is no expense is skipped."""
    kinds = (layout,) if layout else LAYOUTS
    try:
        found = table(files.text(raw), *(each.columns for each in kinds))
    except NotImportable as error:
        if layout is None and "names the columns" in str(error):
            raise NotImportable(
                "The columns are those of no bank that NetROI knows; say which hold the date, the description and "
                "the amount, and which sign money spent has."
            ) from None
        raise
    kind = next(each for each in kinds if each.columns == found.layout)
    found.report(draft, file)
    try:
        order = day_order((row[kind.date] for row in found.rows), kind.order)
        mark = kind.decimal_mark or decimal_mark(row[kind.amount] for row in found.rows)
    except ValueError as error:
        raise NotImportable(f"A column of the file {error}") from None
    currency = document.get("profile", {}).get("currency", "USD")
    reading = _Reading(kind, file, order, mark, currency)
    return kind, [each for row in found.rows if (each := reading.line(draft, row))]


class _Reading:
    """How the rows of one file are read."""

    def __init__(
        self, layout: Layout, file: str, order: DayOrder, mark: DecimalMark | None, currency: str
    ) -> None:  # fmt: skip
        self._layout, self._file, self._order, self._mark, self._currency = layout, file, order, mark, currency
        self._occurrences = Occurrences()

    def line(self, draft: Draft, row: Row) -> Line | None:
        """The line of a row; None if it is none of money spent, or can't be read, as the draft then says."""
        place, layout = Place(row.line, self._file), self._layout
        if layout.state and row[layout.state].lower().startswith(layout.skipped):
            draft.skip(place, "It is pending, or was undone.")
            return None
        try:
            on, spent = day(row[layout.date], self._order), self._spent(row)
            if spent is not None and (foreign := self._foreign(row)):
                raise ValueError(f"It is in {foreign}, your workspace counts in {self._currency}; log it by hand.")
        except ValueError as error:
            draft.reject(place, str(error))
            return None
        if spent is None:
            draft.skip(place, "Money came in, or was paid back.")
            return None
        return self._line(row, place, on, spent)

    def _line(self, row: Row, place: Place, on: date, spent: Decimal) -> Line:
        layout = self._layout
        told = [line(row[column]) for column in layout.description if row[column]]
        begin = clock(row[layout.time]) if layout.time else None
        # A report that says who bears a charge tells more than the card: its lines are known by themselves.
        report = layout.name if layout.reimbursable else ""
        known_by = (on.isoformat(), f"{spent.normalize():f}", bare(" ".join(told)), str(begin or ""), report)
        own = row[layout.key] if layout.key else ""
        key = identifier("expense", own) if own else None
        return Line(
            key or identifier("expense", *known_by, self._occurrences.count(known_by)),
            place,
            on,
            begin,
            told[0] if told else "Expense",
            spent,
            bool(layout.reimbursable) and row[layout.reimbursable].lower() in _YES,
            guess(" ".join(told), row[layout.category], row[layout.code]),
        )

    def _spent(self, row: Row) -> Decimal | None:
        """What was spent, more than 0; None if money came in."""
        cell = row[self._layout.amount]
        if not cell:
            return None
        spent = amount(cell, self._mark)
        spent = -spent if self._layout.spent == "negative" else spent
        if self._layout.fee and row[self._layout.fee]:
            spent += abs(amount(row[self._layout.fee], self._mark))
        return spent if spent > 0 else None

    def _foreign(self, row: Row) -> str | None:
        """The currency of a row that is not the workspace's; None if it is, or was changed into it."""
        layout = self._layout
        code = layout.currency_code or (row[layout.currency] if layout.currency else "")
        if layout.original_amount and row[layout.original_amount]:
            is_changed = amount(row[layout.original_amount], None) != amount(row[layout.amount], self._mark)
            code = "" if is_changed else row[layout.original_currency]
        return line(code, 10) if code and code.upper() != self._currency else None


def _warn_of_dues(draft: Draft, document: Document, lines: list[Line]) -> None:
    venues = [venue["name"] for venue in document.get("venues", ()) if venue.get("dues")]
    if venues and any(each.guess.is_sure and each.guess.category in ("dues", "subscription") for each in lines):
        draft.note(f"You already count dues for {line(listed(venues))}: keep those or the charges, not both.")
