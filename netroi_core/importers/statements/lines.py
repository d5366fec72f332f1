"""The lines of a statement or expense report, whatever its format, the charges among them and their purpose.

The reader of a format yields a `StatementLine` for each line; `find_charges` does the rest. The purpose is guessed from
the words of the merchant, the merchant category code or the bank's category.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Final

from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading.values import is_foreign, one_line
from netroi_core.workspace.fields import Approach, CostCategory, normalize_text

# The reasons why lines are left out.
RECEIVED: Final = "It is money received or a refund."
PENDING: Final = "It is pending or was reversed."
REVERSAL: Final = "It reverses an earlier line."
# The beginning of one.
FOREIGN: Final = "It is in"
NO_LINE: Final = "It is a total, a balance or a note."

# With fewer charges in a category their median says nothing about the person's habits.
_ENOUGH_FOR_MEDIAN: Final = 5


@dataclass(frozen=True)
class Purpose:
    """The likely purpose of a charge, and its approach if it was networking.

    Attributes:
        category: The cost category; None for a meal, whose name depends on its time.
        is_networking: True if such a charge always is networking.
        is_meeting_place: True if people meet there, so that on a working day it likely was networking.
    """

    category: CostCategory | None
    approach: Approach
    is_networking: bool = False
    is_meeting_place: bool = False


# Merchant category codes of ISO 18245, and words. The first group with a matching word decides: "uber eats" must come
# before "uber".
_GROUPS: Final[tuple[tuple[Purpose, tuple[str, ...], str], ...]] = (
    (Purpose("other", "group_events"), (),
     "uber eats, ubereats, doordash, grubhub, deliveroo, lieferando, just eat, takeaway"),
    (Purpose("subscription", "social_media", is_networking=True), (), "linkedin, linkedin premium, xing"),
    (Purpose("event_fee", "group_events", is_networking=True), (),
     "eventbrite, eb *, meetup, luma, lu.ma, ticket tailor, tickettailor, networking, conference, konferenz, "
     "summit, congress, kongress, expo, trade fair, startup grind, webinar"),
    (Purpose("dues", "group_events", is_networking=True), ("8699", "8641"),
     "bni, chamber, toastmasters, rotary, lions club, ihk, alumni, business club, professional association, "
     "mitgliedsbeitrag"),
    (Purpose("coffee", "one_on_one", is_meeting_place=True), ("5814",),
     "starbucks, coffee, cafe, café, costa, pret a manger, pret, peets, peet's, dunkin, tim hortons, espresso, "
     "kaffee, caffe, caffè, caffe nero, roasters, blue bottle, coffeehouse"),
    (Purpose("breakfast", "one_on_one", is_meeting_place=True), (),
     "breakfast, bagel, bagels, pancake, brunch, ihop, denny's, dennys"),
    (Purpose("drinks", "one_on_one", is_meeting_place=True), ("5813",),
     "bar, pub, brewery, brewing, taproom, cocktail, cocktails, biergarten"),
    (Purpose(None, "one_on_one", is_meeting_place=True), ("5812",),
     "restaurant, ristorante, bistro, brasserie, grill, trattoria, osteria, pizzeria, sushi, diner, steakhouse, "
     "gasthaus, tavern, tst*, cantina, dining, food & drink, restaurants, eating_out, food and drink, panera, "
     "chipotle, nando's, wagamama, sweetgreen, lunch, dinner"),
    (Purpose("parking", "group_events"), ("7523",),
     "parking, parkhaus, parkmobile, paybyphone, easypark, spothero, garage, parkplatz, ringgo"),
    (Purpose("fuel", "group_events"), ("5541", "5542"),
     "shell, exxon, exxonmobil, chevron, bp, aral, esso, mobil, gas, gas station, tankstelle, petrol, fuel, "
     "texaco, sunoco, gasoline"),
    (Purpose("lodging", "group_events"), ("7011",),
     "hotel, marriott, hilton, hyatt, motel, airbnb, booking.com, lodging, sheraton, ibis"),
    (Purpose("travel", "group_events"), ("4121",),
     "uber, lyft, taxi, cab, airlines, amtrak, train, trainline, rail, railway, bahn, db, lufthansa, tfl, travel, "
     "metro, bolt, free now"),
    (Purpose("gift", "one_on_one"), (), "florist, flowers, blumen, interflora, gift"),
)  # fmt: skip
_PURPOSES_BY_CODE: Final = {code: purpose for purpose, codes, _ in _GROUPS for code in codes}
_LONGEST_TEXT: Final = 120
_UNKNOWN: Final = Purpose("other", "one_on_one")


# Not frozen: `find_charges` sets the keys, and copying frozen lines is felt at 30,000 of them.
@dataclass
class StatementLine:
    """A line of a statement; a field that its format doesn't have stays empty.

    Attributes:
        amount: The money spent; 0 or less if money came in.
        texts: The merchant and other words, the title first.
        currency: The code or sign of the amount's currency.
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


def find_charges(draft: Draft, lines: Iterable[StatementLine]) -> list[StatementLine]:
    """Return the lines on which money was spent, with their keys; skip income, reject amounts in other currencies."""
    own_currency, counter, charges = draft.stored.profile.currency, RowCounter(), []
    for line in lines:
        if line.amount <= 0:
            draft.skip(line.source_line, RECEIVED)
        elif line.currency and is_foreign(line.currency, own_currency):
            reason = f"{FOREIGN} {one_line(line.currency, 10)}, and your workspace uses {own_currency}. Log it by hand."
            draft.reject(line.source_line, reason)
        else:
            line.key = _key(line, counter)
            charges.append(line)
    if not all(charge.currency for charge in charges):
        draft.note(f"The file doesn’t name a currency, so amounts are read in your currency, {own_currency}.")
    return charges


def suggested_keys(lines: Sequence[StatementLine]) -> set[str]:
    """Return the keys of the charges that likely were networking.

    These are charges that always are networking, and those in meeting places on working days, of at least the person's
    median.
    """
    meetings = [line for line in lines if line.purpose.is_meeting_place and line.day.weekday() < 5]
    amounts = defaultdict[str | None, list[Decimal]](list)
    for line in meetings:
        amounts[line.purpose.category].append(line.amount)
    # A bill smaller than usual in such a place speaks for having been alone.
    minimums = {
        category: median(paid) if len(paid) >= _ENOUGH_FOR_MEDIAN else Decimal(0) for category, paid in amounts.items()
    }
    likely = [line for line in meetings if line.amount >= minimums[line.purpose.category]]
    return {line.key for line in (*likely, *(line for line in lines if line.purpose.is_networking))}


def guess_purpose(description: str, category: str = "", category_code: str = "") -> Purpose:
    """Return the likely purpose by the merchant's words, else by its category code, else by the bank's category.

    >>> guess_purpose("SQ *BLUE BOTTLE COFFEE").category
    'coffee'
    """
    return _by_words(description) or _PURPOSES_BY_CODE.get(category_code) or _by_words(category) or _UNKNOWN


def _key(line: StatementLine, counter: RowCounter) -> str:
    if line.charge_id:
        return identifier("expense", line.charge_id)
    text = normalize_text(" ".join(line.texts))
    key = (line.day.isoformat(), f"{line.amount.normalize():f}", text, str(line.begin or ""), line.report)
    return identifier("expense", *key, counter.count(key))


def _by_words(text: str) -> Purpose | None:
    start = text[:_LONGEST_TEXT].casefold()
    return next((purpose for purpose, pattern in _PATTERNS if pattern.search(start)), None)


def _word_pattern(word: str) -> str:
    # A prefix of a payment service, as in "EB *FOUNDERS NIGHT", is followed by the merchant without a space.
    return re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "")


_PATTERNS: Final = tuple(
    (purpose, re.compile(rf"(?<!\w)(?:{'|'.join(map(_word_pattern, words.split(', ')))})"))
    for purpose, _, words in _GROUPS
)
