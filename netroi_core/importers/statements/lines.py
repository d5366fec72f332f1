"""The lines of a statement or expense report, whatever its format, and the charges among them.

The reader of a format yields a `StatementLine` for each line; `find_charges` does the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Final

from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading.values import is_foreign, one_line
from netroi_core.importers.statements.merchants import Purpose, guess_purpose
from netroi_core.workspace.search import normalize_text

# With fewer charges in a category their median says nothing about the person's habits.
_ENOUGH_FOR_MEDIAN: Final = 5


@dataclass(frozen=True)
class StatementLine:
    """A line of a statement; a field that its format doesn't have stays empty.

    Attributes:
        amount: The money spent; 0 or less if money came in.
        texts: The merchant and other words, the title first.
        currency: The code or sign of the amount's currency.
        category_code: The merchant category code (ISO 18245).
        charge_id: The bank's own id of the charge.
        report: The name of an expense report. It tells more than the card (who pays in the end), so its lines have keys
            of their own and join those of the card.
        is_reimbursed: True if somebody else pays it back.
        key: An id that is the same whenever the charge is imported again.
    """

    source_line: SourceLine
    day: date
    amount: Decimal
    texts: tuple[str, ...]
    begin: time | None = None
    currency: str = ""
    category: str = ""
    category_code: str = ""
    charge_id: str = ""
    report: str = ""
    is_reimbursed: bool = False
    key: str = ""

    @property
    def description(self) -> str:
        """The merchant, or another title."""
        return self.texts[0] if self.texts else "Expense"

    @cached_property
    def purpose(self) -> Purpose:
        """The likely purpose of the charge."""
        return guess_purpose(" ".join(self.texts), self.category, self.category_code)

    @property
    def is_likely_meeting(self) -> bool:
        """True if the money was spent in a place where people meet, on a working day."""
        return self.purpose.is_meeting_place and self.day.weekday() < 5


def find_charges(draft: Draft, lines: Iterable[StatementLine]) -> list[StatementLine]:
    """Return the lines on which money was spent, with their keys; skip income, reject amounts in other currencies."""
    own_currency, counter, charges = draft.stored.profile.currency, RowCounter(), []
    for line in lines:
        if line.amount <= 0:
            draft.skip(line.source_line, "Money came in, or was paid back.")
        elif line.currency and is_foreign(line.currency, own_currency):
            reason = f"It is in {one_line(line.currency, 10)}, your workspace counts in {own_currency}; log it by hand."
            draft.reject(line.source_line, reason)
        else:
            charges.append(replace(line, key=_key(line, counter)))
    if not all(charge.currency for charge in charges):
        draft.note(f"Nothing in the file tells its currency, so it is taken as {own_currency}, your workspace's.")
    return charges


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


def _key(line: StatementLine, counter: RowCounter) -> str:
    if line.charge_id:
        return identifier("expense", line.charge_id)
    text = normalize_text(" ".join(line.texts))
    key = (line.day.isoformat(), f"{line.amount.normalize():f}", text, str(line.begin or ""), line.report)
    return identifier("expense", *key, counter.count(key))
