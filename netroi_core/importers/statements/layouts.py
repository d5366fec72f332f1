"""Statements of banks, cards and expense tools as tables: their columns, as data.

These are for what no guess can know; elsewhere the words in vocabulary.py and a sample are enough. To add one, copy the
names of the columns from the header of the bank's CSV export, and say in ``spent`` whether money spent is written with
a minus. Put it before any layout whose columns are all among its own, since the first layout that fits a header is
used. Then add a sample file under the same name to `STATEMENTS` in tests/importers/statements/statements.py: the tests
there run for every layout.
"""

from dataclasses import dataclass
from typing import Final, Literal

from netroi_core.workspace.fields import DayOrder, DecimalMark, Spent

# What the columns of an unknown statement can leave open.
Question = Literal["columns", "sign", "order", "decimal_mark"]
# The name of a layout that the user chose.
CUSTOM: Final = "Your columns"


@dataclass(frozen=True)
class StatementLayout:
    """The columns of a statement, and its notation. A column that a statement doesn't have is an empty name.

    Attributes:
        description: The columns with the merchant and other words, the title first.
        amount: The column with the amount, or with the money spent where money received has a column of its own.
        spent: The sign of money spent in that column.
        other_columns: Further columns by which the layout is recognized.
        credit: The column with the money received.
        direction: The column that says whether money was spent or received, where the amount has no sign.
        spent_word: The word for money spent in that column; empty: any of the usual words.
        balance: The column with the balance, whose change tells it where nothing else does.
        decimal_mark: The decimal mark; None: found by looking at the amounts.
        category_code: The column with the merchant category code (ISO 18245).
        currency_code: The currency of all amounts, where no column tells it.
        state: The column that says whether a line is pending.
        fee: The column with a fee on top of the amount.
        reimbursable: The column that says whether somebody else pays the charge back.
        original_amount: The column with the amount before conversion.
    """

    name: str
    date: str
    description: tuple[str, ...]
    amount: str
    spent: Spent
    other_columns: tuple[str, ...] = ()
    order: DayOrder = "month_first"
    decimal_mark: DecimalMark | None = None
    credit: str = ""
    direction: str = ""
    spent_word: str = ""
    balance: str = ""
    has_header: bool = True
    time: str = ""
    category: str = ""
    category_code: str = ""
    currency: str = ""
    currency_code: str = ""
    state: str = ""
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
        other_columns=("State", "Fee", "Currency"), time="Started Date", currency="Currency", state="State", fee="Fee",
    ),
    StatementLayout(
        "N26", "Booking Date", ("Partner Name", "Payment Reference"), "Amount (EUR)", spent="negative",
        other_columns=("Type",), currency_code="EUR",
    ),
    StatementLayout(
        "Sparkasse", "Buchungstag", ("Beguenstigter/Zahlungspflichtiger", "Verwendungszweck"), "Betrag",
        spent="negative", other_columns=("Waehrung",), order="day_first", decimal_mark=",", currency="Waehrung",
        state="Info",
    ),
    StatementLayout(
        "Capital One", "Transaction Date", ("Description",), "Debit", spent="positive",
        other_columns=("Posted Date", "Card No.", "Credit"), category="Category",
    ),
    StatementLayout(
        "Citi", "Date", ("Description",), "Debit", spent="positive",
        other_columns=("Status", "Credit"), state="Status",
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
