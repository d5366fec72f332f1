"""Statements of banks, cards and expense tools as CSV: their columns, as data, and the reader of their rows.

To support another bank, add a `StatementLayout` to `LAYOUTS`: copy the names of the columns from the header of its CSV
export, and say in ``spent`` whether money spent is written with a minus. Put it before any layout whose columns are all
among its own, since the first layout that fits a header is used. Then add a sample file under the same name to
`STATEMENTS` in tests/importers/statements/statements.py: the tests there run for every layout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import TableRow, TextTable, find_signature, find_table
from netroi_core.importers.reading.values import (
    detect_date_order,
    detect_decimal_mark,
    find_currency,
    one_line,
    parse_amount,
    parse_date,
    parse_time,
)
from netroi_core.importers.statements.lines import StatementLine
from netroi_core.workspace.fields import DayOrder, DecimalMark, Spent

# The name of a layout that the user chose.
CUSTOM: Final = "Your columns"
_YES: Final = ("yes", "true", "y", "1")


@dataclass(frozen=True)
class StatementLayout:
    """The columns of a statement, and its notation. A column that a statement doesn't have is an empty name.

    Attributes:
        description: The columns with the merchant and other words, the title first.
        other_columns: Further columns by which the layout is recognized.
        decimal_mark: The decimal mark; None: found by looking at the amounts.
        category_code: The column with the merchant category code (ISO 18245).
        currency_code: The currency of all amounts, where no column tells it.
        skipped_states: The beginnings, in lower case, of states that mean pending or undone.
        fee: The column with a fee on top of the amount.
        reimbursable: The column that says whether somebody else pays the charge back.
        original_amount: The column with the amount before conversion.
    """

    name: str
    date: str
    description: tuple[str, ...]
    amount: str
    spent: Spent  # its sign
    other_columns: tuple[str, ...] = ()
    order: DayOrder = "month_first"
    decimal_mark: DecimalMark | None = None
    time: str = ""
    category: str = ""
    category_code: str = ""
    currency: str = ""
    currency_code: str = ""
    state: str = ""
    skipped_states: tuple[str, ...] = ()
    fee: str = ""
    reimbursable: str = ""
    original_currency: str = ""
    original_amount: str = ""
    charge_id: str = ""

    @property
    def signature(self) -> tuple[str, ...]:
        """The columns that a header must have for this layout."""
        return tuple(dict.fromkeys((self.date, self.description[0], self.amount, *self.other_columns)))


# The first layout that fits a header is used: one whose columns are all among those of another goes after it.
LAYOUTS: Final = (
    StatementLayout(
        "Expensify", "Timestamp", ("Merchant", "Comment"), "Amount", spent="positive",
        other_columns=("Reimbursable", "MCC"), time="Timestamp", category="Category", category_code="MCC",
        reimbursable="Reimbursable", original_currency="Original Currency", original_amount="Original Amount",
    ),
    StatementLayout(
        "Monzo", "Date", ("Name", "Description"), "Amount", spent="negative",
        other_columns=("Transaction ID", "Time", "Currency"), order="day_first", time="Time", category="Category",
        currency="Currency", charge_id="Transaction ID",
    ),
    StatementLayout(
        "Revolut", "Started Date", ("Description",), "Amount", spent="negative",
        other_columns=("State", "Fee", "Currency"), time="Started Date", currency="Currency", state="State",
        skipped_states=("pending", "reverted", "declined", "failed"), fee="Fee",
    ),
    StatementLayout(
        "N26", "Booking Date", ("Partner Name", "Payment Reference"), "Amount (EUR)", spent="negative",
        other_columns=("Type",), currency_code="EUR",
    ),
    StatementLayout(
        "Sparkasse", "Buchungstag", ("Beguenstigter/Zahlungspflichtiger", "Verwendungszweck"), "Betrag",
        spent="negative", other_columns=("Waehrung",), order="day_first", decimal_mark=",", currency="Waehrung",
        state="Info", skipped_states=("umsatz vorgemerkt", "vorgemerkt"),
    ),
    StatementLayout(
        "Capital One", "Transaction Date", ("Description",), "Debit", spent="positive",
        other_columns=("Posted Date", "Card No.", "Credit"), category="Category",
    ),
    StatementLayout(
        "Citi", "Date", ("Description",), "Debit", spent="positive",
        other_columns=("Status", "Credit"), state="Status", skipped_states=("pending",),
    ),
    StatementLayout(
        "Discover", "Trans. Date", ("Description",), "Amount", spent="positive",
        other_columns=("Post Date",), category="Category", currency_code="USD",
    ),
    StatementLayout(
        "Chase card", "Transaction Date", ("Description",), "Amount", spent="negative",
        other_columns=("Post Date", "Type"), category="Category", currency_code="USD",
    ),
    StatementLayout(
        "Chase checking", "Posting Date", ("Description",), "Amount", spent="negative",
        other_columns=("Details", "Balance"), currency_code="USD",
    ),
    StatementLayout(
        "American Express", "Date", ("Description",), "Amount", spent="positive",
        other_columns=("Card Member", "Account #"), category="Category",
    ),
)  # fmt: skip


def has_known_layout(raw: bytes) -> bool:
    """Return True if the file is a statement with one of the known layouts."""
    return find_signature(files.decode_text(raw), *(layout.signature for layout in LAYOUTS)) is not None


def find_statement(raw: bytes, layout: StatementLayout | None) -> tuple[StatementLayout, TextTable]:
    """Return the table of a statement and its layout: one of the known ones, unless the user chose it."""
    text = files.decode_text(raw)
    if layout is not None:
        return layout, find_table(text, layout.signature)
    layouts = {candidate.signature: candidate for candidate in LAYOUTS}
    try:
        table = find_table(text, *layouts)
    except NoSuchTable:
        raise NotImportable(
            "NetROI doesn’t recognize this bank’s columns. Choose the date, the description and the amount, "
            "and how money spent is marked."
        ) from None
    return layouts[table.signature], table


def read_rows(draft: Draft, table: TextTable, layout: StatementLayout, file: str) -> Iterator[StatementLine]:
    """Yield the lines of a table; skip those that are pending or undone, and reject unreadable ones."""
    table.reject_broken_rows(draft, file)
    order, mark = _detect_notations(table, layout)
    # Amounts that the bank converted are in the currency of the account.
    own_currency = draft.stored.profile.currency
    for row in draft.progress.through(table.rows):
        source_line = SourceLine(row.line, file)
        if row[layout.state].lower().startswith(layout.skipped_states):
            draft.skip(source_line, "It is pending or was reversed.")
            continue
        try:
            day, amount = parse_date(row[layout.date], order), _amount_spent(row, layout, mark)
            currency = _currency(row, layout, mark, own_currency) if amount > 0 else ""
        except ValueError as error:
            draft.reject(source_line, str(error))
            continue
        yield StatementLine(
            source_line,
            day,
            amount,
            tuple(one_line(row[column]) for column in layout.description if row[column]),
            parse_time(row[layout.time]),
            currency,
            row[layout.category],
            row[layout.category_code],
            row[layout.charge_id],
            report=layout.name if layout.reimbursable else "",
            is_reimbursed=row[layout.reimbursable].lower() in _YES,
        )


def _detect_notations(table: TextTable, layout: StatementLayout) -> tuple[DayOrder, DecimalMark | None]:
    try:
        order = detect_date_order((row[layout.date] for row in table.rows), layout.order)
        return order, layout.decimal_mark or detect_decimal_mark(row[layout.amount] for row in table.rows)
    except ValueError as error:
        raise NotImportable(f"A column of the file {error}") from None


def _amount_spent(row: TableRow, layout: StatementLayout, mark: DecimalMark | None) -> Decimal:
    cell, fee = row[layout.amount], row[layout.fee]
    if not cell:
        return Decimal(0)
    # The sign is the trap: American Express, Discover and Expensify write money spent as positive, Chase as negative.
    amount = parse_amount(cell, mark) * (-1 if layout.spent == "negative" else 1)
    return amount + abs(parse_amount(fee, mark)) if fee else amount


def _currency(row: TableRow, layout: StatementLayout, mark: DecimalMark | None, own_currency: str) -> str:
    """Return the currency by its own column, in the cell or header of the amount, or by the layout."""
    if original_amount := row[layout.original_amount]:
        # An amount that differs from the original one was converted into the user's currency.
        is_converted = parse_amount(original_amount) != parse_amount(row[layout.amount], mark)
        return own_currency if is_converted else row[layout.original_currency] or own_currency
    in_row = row[layout.currency] or find_currency(row[layout.amount])
    return in_row or layout.currency_code or find_currency(layout.amount)
