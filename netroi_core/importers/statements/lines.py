"""Parse the lines of a statement or expense report that money was spent on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from statistics import median
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, UnusedLine, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import TableRow, TextTable, find_signature, find_table
from netroi_core.importers.reading.values import (
    detect_date_order,
    detect_decimal_mark,
    one_line,
    parse_amount,
    parse_date,
    parse_time,
)
from netroi_core.importers.statements.currencies import find_currency, is_foreign
from netroi_core.importers.statements.layouts import LAYOUTS, StatementLayout
from netroi_core.importers.statements.merchants import Purpose, guess_purpose
from netroi_core.workspace.fields import DayOrder, DecimalMark
from netroi_core.workspace.search import normalize_text
from netroi_core.workspace.workspace import Workspace

_YES: Final = ("yes", "true", "y", "1")
# With fewer charges in a category their median says nothing about the person's habits.
_ENOUGH_FOR_MEDIAN: Final = 5


@dataclass(frozen=True)
class StatementLine:
    """A charge on a statement.

    Attributes:
        key: An id that is the same whenever the charge is imported again.
        begin: The time of day, if the statement has it.
        amount: The amount spent, greater than 0.
        is_reimbursed: True if somebody else pays it back.
    """

    key: str
    source_line: SourceLine
    day: date
    begin: time | None
    description: str
    amount: Decimal
    is_reimbursed: bool
    purpose: Purpose

    @property
    def is_likely_meeting(self) -> bool:
        """True if the money was spent in a place where people meet, on a working day."""
        return self.purpose.is_meeting_place and self.day.weekday() < 5


@dataclass(frozen=True)
class Statement:
    """A parsed statement: its layout, its charges, and the lines left out."""

    layout: StatementLayout
    lines: tuple[StatementLine, ...]
    rejected: tuple[UnusedLine, ...]
    skipped: tuple[UnusedLine, ...]


def parse_statement(
    raw: bytes, workspace: Workspace, layout: StatementLayout | None = None, file: str = ""
) -> Statement:
    """Return the charges of a statement for the user to review, without drafting anything.

    Without a layout that the user chose, the statement must have one of the known layouts.

    Raises:
        NotImportable: The file isn't a statement with this layout.
    """
    draft = Draft("expenses", "", workspace)
    statement_layout, lines = read_lines(draft, raw, layout, file)
    proposal = draft.proposal()
    return Statement(statement_layout, tuple(lines), proposal.rejected, proposal.skipped)


def suggested_keys(lines: Sequence[StatementLine]) -> set[str]:
    """Return the keys of the charges that likely were networking.

    These are charges that always are networking, and those in meeting places on working days, of at least the person's
    median.
    """
    amounts = defaultdict[str | None, list[Decimal]](list)
    for line in lines:
        if line.is_likely_meeting:
            amounts[line.purpose.category].append(line.amount)
    # A bill smaller than usual in such a place speaks for having been alone.
    minimums = {
        category: median(paid) if len(paid) >= _ENOUGH_FOR_MEDIAN else Decimal(0) for category, paid in amounts.items()
    }
    return {
        line.key
        for line in lines
        if line.purpose.is_networking or (line.is_likely_meeting and line.amount >= minimums[line.purpose.category])
    }


def has_known_layout(raw: bytes) -> bool:
    """Return True if the file is a statement with one of the known layouts."""
    return find_signature(files.decode_text(raw), *(layout.signature for layout in LAYOUTS)) is not None


def read_lines(
    draft: Draft, raw: bytes, layout: StatementLayout | None = None, file: str = ""
) -> tuple[StatementLayout, list[StatementLine]]:
    """Return the layout of a statement and its charges; skip other lines in the draft, reject unreadable ones."""
    layout, table = _find_statement_table(raw, layout)
    table.reject_broken_rows(draft, file)
    try:
        order = detect_date_order((row[layout.date] for row in table.rows), layout.order)
        mark = layout.decimal_mark or detect_decimal_mark(row[layout.amount] for row in table.rows)
    except ValueError as error:
        raise NotImportable(f"A column of the file {error}") from None
    parser = _LineParser(draft, layout, file, order, mark)
    lines = [line for row in draft.progress.through(table.rows) if (line := parser.parse(row))]
    if not parser.is_currency_known:
        draft.note(f"Nothing in the file tells its currency, so it is taken as {parser.currency}, your workspace's.")
    return layout, lines


def _find_statement_table(raw: bytes, layout: StatementLayout | None) -> tuple[StatementLayout, TextTable]:
    text = files.decode_text(raw)
    if layout is not None:
        return layout, find_table(text, layout.signature)
    layouts = {candidate.signature: candidate for candidate in LAYOUTS}
    try:
        table = find_table(text, *layouts)
    except NoSuchTable:
        raise NotImportable(
            "The columns are those of no bank that NetROI knows; say which hold the date, the description and "
            "the amount, and which sign money spent has."
        ) from None
    return layouts[table.signature], table


class _LineParser:
    """Parses the rows of one statement, one after the other.

    Attributes:
        currency: The code of the workspace's currency.
        is_currency_known: False once a row was read whose currency nothing tells.
    """

    def __init__(
        self, draft: Draft, layout: StatementLayout, file: str, order: DayOrder, mark: DecimalMark | None
    ) -> None:
        self.currency = draft.workspace.profile.currency
        self.is_currency_known = True
        self._draft, self._layout, self._file, self._order, self._mark = draft, layout, file, order, mark
        self._counter = RowCounter()

    def parse(self, row: TableRow) -> StatementLine | None:
        """Return the charge in a row; None, with the reason in the draft, if there is none or it is unreadable."""
        source_line, layout = SourceLine(row.line, self._file), self._layout
        if layout.state and row[layout.state].lower().startswith(layout.skipped_states):
            self._draft.skip(source_line, "It is pending, or was undone.")
            return None
        try:
            day, spent = parse_date(row[layout.date], self._order), self._spent(row)
            if spent is not None and (currency := self._foreign_currency(row)):
                raise ValueError(f"It is in {currency}, your workspace counts in {self.currency}; log it by hand.")
        except ValueError as error:
            self._draft.reject(source_line, str(error))
            return None
        if spent is None:
            self._draft.skip(source_line, "Money came in, or was paid back.")
            return None
        return self._line(row, source_line, day, spent)

    def _line(self, row: TableRow, source_line: SourceLine, day: date, spent: Decimal) -> StatementLine:
        layout = self._layout
        texts = [one_line(row[column]) for column in layout.description if row[column]]
        begin = parse_time(row[layout.time]) if layout.time else None
        return StatementLine(
            self._key(row, day, spent, " ".join(texts), begin),
            source_line,
            day,
            begin,
            texts[0] if texts else "Expense",
            spent,
            bool(layout.reimbursable) and row[layout.reimbursable].lower() in _YES,
            guess_purpose(" ".join(texts), row[layout.category], row[layout.category_code]),
        )

    def _key(self, row: TableRow, day: date, spent: Decimal, text: str, begin: time | None) -> str:
        layout = self._layout
        if layout.charge_id and (charge_id := row[layout.charge_id]):
            return identifier("expense", charge_id)
        # An expense report tells more than the card (who pays in the end), so its lines have keys of their own and
        # join those of the card.
        report = layout.name if layout.reimbursable else ""
        key = (day.isoformat(), f"{spent.normalize():f}", normalize_text(text), str(begin or ""), report)
        return identifier("expense", *key, self._counter.count(key))

    def _spent(self, row: TableRow) -> Decimal | None:
        """Return the amount spent, greater than 0; None if money came in."""
        cell = row[self._layout.amount]
        if not cell:
            return None
        spent = parse_amount(cell, self._mark)
        # The sign is the trap: American Express, Discover and Expensify write money spent as positive, Chase as
        # negative.
        spent = -spent if self._layout.spent == "negative" else spent
        if self._layout.fee and row[self._layout.fee]:
            spent += abs(parse_amount(row[self._layout.fee], self._mark))
        return spent if spent > 0 else None

    def _foreign_currency(self, row: TableRow) -> str | None:
        """Return the currency of a row's amount if it isn't the workspace's, else None."""
        layout = self._layout
        if layout.original_amount and row[layout.original_amount]:
            # An amount that differs from the original one was converted into the user's currency.
            is_converted = parse_amount(row[layout.original_amount]) != parse_amount(row[layout.amount], self._mark)
            currency = "" if is_converted else row[layout.original_currency]
        else:
            currency = self._named_currency(row)
            self.is_currency_known = self.is_currency_known and bool(currency)
        return one_line(currency, 10) if currency and is_foreign(currency, self.currency) else None

    def _named_currency(self, row: TableRow) -> str:
        """Return the currency by its own column, in the cell or header of the amount, or by the layout."""
        layout = self._layout
        in_row = (row[layout.currency] if layout.currency else "") or find_currency(row[layout.amount])
        return in_row or layout.currency_code or find_currency(layout.amount)
