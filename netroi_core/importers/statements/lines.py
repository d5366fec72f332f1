"""The lines of a statement of a card or bank, or of an expense report: on what day how much was spent, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from statistics import median
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.proposal import Draft, Occurrences, Place, Remark, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.clock import clock
from netroi_core.importers.reading.tables import Row, layout_of, table
from netroi_core.importers.reading.values import amount, day, day_order, decimal_mark, line
from netroi_core.importers.statements.currencies import currency_in, is_other
from netroi_core.importers.statements.layouts import LAYOUTS, Layout
from netroi_core.importers.statements.merchants import Guess, guess
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import DayOrder, DecimalMark
from netroi_core.workspace.search import bare

_YES: Final = ("yes", "true", "y", "1")
_TELLING: Final = 5
"""So many charges of a kind tell what is usual for one person."""


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
    def is_usual(self) -> bool:
        """Whether it was spent where people meet, on a working day."""
        return self.guess.is_usual and self.day.weekday() < 5


@dataclass(frozen=True)
class Statement:
    """A file as it is read: its layout, the lines that money was spent on, and those that can't be read."""

    layout: Layout
    lines: tuple[Line, ...]
    rejected: tuple[Remark, ...]
    skipped: tuple[Remark, ...]


def statement(raw: bytes, document: Document, layout: Layout | None = None, file: str = "") -> Statement:
    """The lines of a statement, to look at and to mark; NotImportable if it is none. ``file``: its name, to be told."""
    draft = Draft("expenses", "", document)
    found, read = lines(draft, raw, document, layout, file)
    left = draft.proposal()
    return Statement(found, tuple(read), left.rejected, left.skipped)


def suggested(read: Sequence[Line]) -> set[str]:
    """The keys of the lines that likely were networking in themselves.

    That is: what says networking; and a charge where people meet, on a working day, unless the person usually pays
    more there, which speaks for having been alone.
    """
    usual: dict[str | None, list[Decimal]] = {}
    for each in read:
        if each.is_usual:
            usual.setdefault(each.guess.category, []).append(each.amount)
    least = {kind: median(paid) if len(paid) >= _TELLING else Decimal(0) for kind, paid in usual.items()}
    return {
        each.key
        for each in read
        if each.guess.is_sure or (each.is_usual and each.amount >= least[each.guess.category])
    }  # fmt: skip


def is_known(raw: bytes) -> bool:
    """Whether it is a statement of a layout that needs no mapping."""
    return layout_of(files.text(raw), *(each.columns for each in LAYOUTS)) is not None


def lines(
    draft: Draft, raw: bytes, document: Document, layout: Layout | None = None, file: str = ""
) -> tuple[Layout, list[Line]]:
    """The layout of a statement and its lines; what can't be read is rejected, what is no expense is skipped."""
    kinds = (layout,) if layout else LAYOUTS
    try:
        found = table(files.text(raw), *(each.columns for each in kinds))
    except NoSuchTable:
        if layout is not None:
            raise
        raise NotImportable(
            "The columns are those of no bank that NetROI knows; say which hold the date, the description and "
            "the amount, and which sign money spent has."
        ) from None
    kind = next(each for each in kinds if each.columns == found.layout)
    found.report(draft, file)
    try:
        order = day_order((row[kind.date] for row in found.rows), kind.order)
        mark = kind.decimal_mark or decimal_mark(row[kind.amount] for row in found.rows)
    except ValueError as error:
        raise NotImportable(f"A column of the file {error}") from None
    reading = _Reading(kind, file, order, mark, document.get("profile", {}).get("currency", "USD"))
    read = [each for row in draft.progress.through(found.rows) if (each := reading.line(draft, row))]
    reading.note(draft)
    return kind, read


class _Reading:
    """How the rows of one file are read."""

    def __init__(
        self, layout: Layout, file: str, order: DayOrder, mark: DecimalMark | None, currency: str
    ) -> None:  # fmt: skip
        self._layout, self._file, self._order, self._mark, self._currency = layout, file, order, mark, currency
        self._occurrences = Occurrences()
        self._is_currency_told = True

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

    def note(self, draft: Draft) -> None:
        """Say so where nothing in the file tells its currency."""
        if not self._is_currency_told:
            draft.note(f"Nothing in the file tells its currency, so it is taken as {self._currency}, your workspace's.")

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
        if layout.original_amount and row[layout.original_amount]:
            is_changed = amount(row[layout.original_amount], None) != amount(row[layout.amount], self._mark)
            code = "" if is_changed else row[layout.original_currency]
        else:
            code = (row[layout.currency] if layout.currency else "") or currency_in(row[layout.amount])
            code = code or layout.currency_code or currency_in(layout.amount)
            self._is_currency_told = self._is_currency_told and bool(code)
        return line(code, 10) if code and is_other(code, self._currency) else None
