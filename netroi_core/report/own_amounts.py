"""Amounts of money in what somebody typed: a story may tell one, in any of the ways in which people write them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from babel.numbers import list_currencies

from netroi_core.planning.goals import METRICS
from netroi_core.workspace.document import Document

_KEYS: Final = (*("base", "pay_at_risk", "benefits", "hourly_rate", "amount", "reimbursed", "low", "likely", "high"),)
"""The keys under which pay, dues, costs and values hold amounts."""
_NUMBER: Final = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_CODES: Final = "|".join(sorted(list_currencies()))
_CODE: Final = re.compile(rf"\b(?:{_CODES})\s?\d|\d\s?(?:{_CODES})\b")
_NAMES: Final = re.compile(
    r"\b(?:dollars?|euros?|pounds?|francs?|franken|yen|yuan|renminbi|rupees?|pesos?|reais|krone?r?|kronor|zloty|"
    r"roubles?|rubles?|lira|dirhams?|cents?|bucks?|quid|usd|eur|gbp|chf)\b|\d\s?(?:k|grand|million|mn|bn)\b",
    re.IGNORECASE,
)


def own_amounts(document: Document, figures: Iterable[float] = ()) -> frozenset[Decimal]:
    """Every amount on record of a checked document above 0, whatever it is for; and these, to the cent and whole."""
    exact = [Decimal(repr(figure)) for figure in figures]
    told = (round(figure, digits) for figure in exact for digits in (0, 2))
    return frozenset(abs(amount) for amount in (*_recorded(document), *told) if amount)


def tells_money(text: str, own: frozenset[Decimal]) -> bool:
    """Whether a text tells of money: a currency's sign, code or name, or a number that is one of one's own amounts.

    It errs on the side of yes.
    """
    normal = unicodedata.normalize("NFKC", text)
    if any(unicodedata.category(letter) == "Sc" for letter in normal) or _NAMES.search(normal) or _CODE.search(normal):
        return True
    return any(number in own for found in _NUMBER.findall(normal) for number in _readings(found))


def _readings(written: str) -> Iterator[Decimal]:
    """The numbers that somebody may have meant: a point or a comma may part thousands or cents."""
    groups = [digits for digits in re.split(r"\D+", written) if digits]
    yield Decimal("".join(groups))
    yield from map(Decimal, groups)
    if len(groups) > 1:
        yield Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")


def _recorded(document: Document) -> Iterator[Decimal]:
    holders = [
        *document.get("profile", {}).get("compensation", ()),
        *(venue.get("dues") for venue in document.get("venues", ())),
        *(cost for activity in document.get("activities", ()) for cost in activity.get("costs", ())),
        *(outcome.get("value") for outcome in document.get("outcomes", ())),
    ]
    for holder in filter(None, holders):
        yield from (Decimal(holder[key]) for key in _KEYS if holder.get(key) is not None)
    for goal in document.get("goals", ()):
        if goal["metric"] in METRICS and METRICS[goal["metric"]].unit == "money":
            yield Decimal(repr(goal["target"]))
