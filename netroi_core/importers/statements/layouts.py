"""How banks, cards and expense reports write their statements, as data: columns, signs, orders of dates.

The first of the layouts all of whose columns a header names is the one.
"""

from dataclasses import dataclass
from typing import Final

from netroi_core.workspace.fields import DayOrder, DecimalMark, Spent


@dataclass(frozen=True)
class Layout:
    """The columns of a statement by what they hold; empty where there is none.

    spent: which sign money spent has in ``amount``. marks: the columns that it is known by, besides. order: that of a
    date such as 03/04/26; decimal_mark: where every amount has the same. skipped: values of ``state`` that are no
    charge, by how they begin. currency_code: where no column tells it. fee: a column that comes on top.
    reimbursable: a column that says whether somebody else bears it.
    """

    name: str
    date: str
    description: tuple[str, ...]
    amount: str
    spent: Spent
    marks: tuple[str, ...] = ()
    order: DayOrder = "month_first"
    decimal_mark: DecimalMark | None = None
    time: str = ""
    category: str = ""
    code: str = ""
    currency: str = ""
    currency_code: str = ""
    state: str = ""
    skipped: tuple[str, ...] = ()
    fee: str = ""
    reimbursable: str = ""
    original_currency: str = ""
    original_amount: str = ""
    key: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a header must name."""
        return tuple(dict.fromkeys((self.date, self.description[0], self.amount, *self.marks)))


LAYOUTS: Final = (
    Layout(
        "Expensify", "Timestamp", ("Merchant", "Comment"), "Amount", "positive", ("Reimbursable", "MCC"),
        time="Timestamp", category="Category", code="MCC", reimbursable="Reimbursable",
        original_currency="Original Currency", original_amount="Original Amount",
    ),
    Layout(
        "Monzo", "Date", ("Name", "Description"), "Amount", "negative", ("Transaction ID", "Time", "Currency"),
        order="day_first", time="Time", category="Category", currency="Currency", key="Transaction ID",
    ),
    Layout(
        "Revolut", "Started Date", ("Description",), "Amount", "negative", ("State", "Fee", "Currency"),
        time="Started Date", currency="Currency", state="State", skipped=("pending", "reverted", "declined", "failed"),
        fee="Fee",
    ),
    Layout(
        "N26", "Booking Date", ("Partner Name", "Payment Reference"), "Amount (EUR)", "negative", ("Type",),
        currency_code="EUR",
    ),
    Layout(
        "Sparkasse", "Buchungstag", ("Beguenstigter/Zahlungspflichtiger", "Verwendungszweck"), "Betrag", "negative",
        ("Waehrung",), order="day_first", decimal_mark=",", currency="Waehrung", state="Info",
        skipped=("umsatz vorgemerkt", "vorgemerkt"),
    ),
    Layout(
        "Capital One", "Transaction Date", ("Description",), "Debit", "positive", ("Posted Date", "Card No.", "Credit"),
        category="Category",
    ),
    Layout(
        "Citi", "Date", ("Description",), "Debit", "positive", ("Status", "Credit"), state="Status",
        skipped=("pending",),
    ),
    Layout("Discover", "Trans. Date", ("Description",), "Amount", "positive", ("Post Date",), category="Category",
        currency_code="USD"),
    Layout(
        "Chase card", "Transaction Date", ("Description",), "Amount", "negative", ("Post Date", "Type"),
        category="Category", currency_code="USD",
    ),
    Layout("Chase checking", "Posting Date", ("Description",), "Amount", "negative", ("Details", "Balance"),
        currency_code="USD"),
    Layout(
        "American Express", "Date", ("Description",), "Amount", "positive", ("Card Member", "Account #"),
        category="Category",
    ),
)  # fmt: skip


def mapped(
    date: str,
    description: str,
    amount: str,
    spent: Spent,
    order: DayOrder = "month_first",
    decimal_mark: DecimalMark | None = None,
    currency: str = "",
) -> Layout:
    """The layout of any other table, as the person says which columns hold what and which sign money spent has."""
    return Layout(
        "Your columns", date, (description,), amount, spent, order=order, decimal_mark=decimal_mark, currency=currency
    )
