"""Find amounts of money in typed text, such as stories, in the many ways in which people write them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Final

from babel.numbers import list_currencies

from netroi_core.ledger.measures import MEASURES_BY_KEY
from netroi_core.workspace.workspace import Workspace

# The fields of pay, dues, costs and values that hold amounts.
_AMOUNTS: Final = ("base", "pay_at_risk", "benefits", "hourly_rate", "amount", "reimbursed", "low", "likely", "high")
_NUMBER: Final = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_CODES: Final = "|".join(sorted(list_currencies()))
_CODE: Final = re.compile(rf"\b(?:{_CODES})\s?\d|\d\s?(?:{_CODES})\b")
_CURRENCY_WORDS: Final = re.compile(
    r"\b(?:dollars?|euros?|pounds?|francs?|franken|yen|yuan|renminbi|rupees?|pesos?|reais|krone?r?|kronor|zloty|"
    r"roubles?|rubles?|lira|dirhams?|cents?|bucks?|quid|usd|eur|gbp|chf)\b|\d\s?(?:k|grand|million|mn|bn)\b",
    re.IGNORECASE,
)


def recorded_amounts(workspace: Workspace, figures: Iterable[float] = ()) -> frozenset[Decimal]:
    """Return every amount in the records, and these computed ones to the cent and whole, without signs and zeros."""
    exact = [Decimal(repr(figure)) for figure in figures]
    rounded = (round(figure, digits) for figure in exact for digits in (0, 2))
    return frozenset(abs(amount) for amount in (*_record_amounts(workspace), *rounded) if amount)


def mentions_money(text: str, amounts: frozenset[Decimal]) -> bool:
    """Return True if a text has a currency's sign, code or name, or a number that is one of these amounts.

    It errs on the side of True.

    >>> mentions_money("She paid me 1.250,00", frozenset({Decimal(1250)})), mentions_money("3 talks", frozenset())
    (True, False)
    """
    # Full-width digits and signs, as typed in Japanese or Chinese, are compatibility forms of the plain ones.
    normal = unicodedata.normalize("NFKC", text)
    has_sign = any(unicodedata.category(letter) == "Sc" for letter in normal)
    if has_sign or _CURRENCY_WORDS.search(normal) or _CODE.search(normal):
        return True
    return any(number in amounts for written in _NUMBER.findall(normal) for number in _possible_numbers(written))


def _possible_numbers(written: str) -> Iterator[Decimal]:
    """Yield the numbers that may be meant: a period or a comma may separate thousands or cents."""
    groups = [digits for digits in re.split(r"\D+", written) if digits]
    yield Decimal("".join(groups))
    yield from map(Decimal, groups)
    if len(groups) > 1:
        yield Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")


def _record_amounts(workspace: Workspace) -> Iterator[Decimal]:
    dues = (venue.dues for venue in workspace.venues)
    costs = (cost for activity in workspace.activities for cost in activity.costs)
    values = (outcome.value for outcome in workspace.outcomes)
    for record in filter(None, chain(workspace.profile.compensation, dues, costs, values)):
        amounts = (getattr(record, key, None) for key in _AMOUNTS)
        yield from (amount for amount in amounts if amount is not None)
    for goal in workspace.goals:
        if goal.metric in MEASURES_BY_KEY and MEASURES_BY_KEY[goal.metric].unit == "money":
            yield Decimal(repr(goal.target))
