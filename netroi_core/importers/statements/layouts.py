"""The columns of the statements of banks, cards and expense tools, as data.

To support another bank, add a `StatementLayout` to `LAYOUTS`: copy the names of the columns from the header of its CSV
export, and say in ``spent`` whether money spent is written with a minus. Put it before any layout whose columns are all
among its own, since the first layout that fits a header is used. Then add a sample file under the same name to
`STATEMENTS` in tests/importers/statements/statements.py: the tests there run for every layout.
"""

from dataclasses import dataclass
from typing import Final

from netroi_core.workspace.fields import DayOrder, DecimalMark, Spent


@dataclass(frozen=True)
class StatementLayout:
    """The columns of a statement, and its notation. A column that a statement doesn't have is an empty name.

    Attributes:
        name: The bank, as shown to the user.
        date: The column with the day of a charge.
        description: The columns with the merchant and other words, the title first.
        amount: The column with the amount.
        spent: The sign of money spent in it.
        other_columns: Further columns by which the layout is recognized.
        order: The order of an ambiguous date such as 03/04/26.
        decimal_mark: The decimal mark; None: found by looking at the amounts.
        time: The column with the time of day.
        category: The column with the bank's own category.
        category_code: The column with the merchant category code (ISO 18245).
        currency: The column with the currency of the amount.
        currency_code: The currency of all amounts, where no column tells it.
        state: The column with the state of a charge.
        skipped_states: The beginnings, in lower case, of states that mean pending or undone.
        fee: The column with a fee on top of the amount.
        reimbursable: The column that says whether somebody else pays the charge back.
        original_currency: The column with the currency before conversion.
        original_amount: The column with the amount before conversion.
        charge_id: The column with the bank's own id of a charge.
    """

    name: str
    date: str
    description: tuple[str, ...]
    amount: str
    spent: Spent
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


def custom_layout(
    date: str,
    description: str,
    amount: str,
    spent: Spent,
    order: DayOrder = "month_first",
    decimal_mark: DecimalMark | None = None,
    currency: str = "",
) -> StatementLayout:
    """Return the layout of a table from an unknown bank, whose columns the user chose."""
    return StatementLayout(
        "Your columns", date, (description,), amount, spent, order=order, decimal_mark=decimal_mark, currency=currency
    )
