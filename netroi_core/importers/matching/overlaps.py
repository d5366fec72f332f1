"""Overlaps: charges that are counted already, in another kind of file on another day, or in a venue's dues.

Cards book a purchase days later. The same amount at the same merchant, at most three days apart, is the same charge
only if the other one is from another kind of file: who buys a coffee each day has many equal charges in one. Each
charge is the duplicate of one at most.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Final

from netroi_core.importers.matching.activity_matching import TABLE, Charge, SourceEntry, are_alike
from netroi_core.importers.reading.values import one_line
from netroi_core.importers.rules import significant_words
from netroi_core.ledger.costs import PERIOD_QUARTERS
from netroi_core.workspace.fields import CostCategory
from netroi_core.workspace.records import Dues, Import, Venue
from netroi_core.workspace.workspace import Workspace

OVERLAP: Final = "likely the same as those you have from another kind of file, up to three days apart"

_DUES_CATEGORIES: Final = ("dues", "subscription")
# Words of charges that name no venue.
_COMMON_WORDS: Final = frozenset({
    *("dues", "fee", "fees", "member", "members", "membership", "subscription", "premium"),
    *("annual", "monthly", "quarterly", "renewal", "payment"),
})  # fmt: skip
_YEARLY_PAYMENTS: Final = (1, 2, 4, 12)
_FURTHEST: Final = timedelta(days=3)
_SUFFIX: Final = re.compile(r"\.(\w{2,5})(?=, | and |$)")
_KINDS_BY_SUFFIX: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("ofx", "qfx"), frozenset({"OFX"})),
    **dict.fromkeys(("sta", "mt940", "940", "swi"), frozenset({"MT940"})),
    **dict.fromkeys(("xml", "camt"), frozenset({"CAMT"})),
    "qif": frozenset({"QIF"}),
    # An expense report is a table, too.
    **dict.fromkeys(("csv", "tsv", "xlsx"), frozenset({TABLE, "Expensify"})),
    "txt": frozenset({TABLE, "Expensify", "Santander UK text"}),
}


@dataclass(frozen=True)
class _Charge:
    """A charge that is stored or read from another file; an unknown ``title`` is empty."""

    day: date
    title: str
    category: CostCategory | None
    file_kinds: frozenset[str]

    def may_be(self, entry: SourceEntry) -> bool:
        """Return True if an entry of another kind of file may be the same charge."""
        if entry.file_kind in self.file_kinds or abs(entry.day - self.day) > _FURTHEST or entry.charge is None:
            return False
        return are_alike(entry.title, self.title) if self.title else entry.charge.category == self.category


def find_likely_duplicates(entries: Sequence[SourceEntry], stored: Workspace) -> dict[str, str]:
    """Return by the keys of entries which charge each likely duplicates."""
    known_keys = {key for activity in stored.activities for key in (activity.id, *activity.keys)}
    charges: dict[Decimal, list[_Charge]] = defaultdict(list)
    for amount, charge in _stored_charges(stored, {entry.key for entry in entries}):
        charges[amount].append(charge)
    duplicates: dict[str, str] = {}
    new = [entry for entry in entries if entry.charge and entry.file_kind]
    # The lines of a file follow each other.
    for _, lines in groupby(new, lambda entry: entry.source_line.file):
        own: list[tuple[Decimal, _Charge]] = []
        for entry in sorted(lines, key=attrgetter("day")):
            if entry.charge is None or entry.key in known_keys:
                continue
            pool = charges[entry.charge.amount]
            # The earliest goes first: so the most charges find theirs, of daily ones, too.
            if match := next((charge for charge in sorted(pool, key=attrgetter("day")) if charge.may_be(entry)), None):
                pool.remove(match)
                duplicates[entry.key] = _remark(match)
            else:
                charge = _Charge(entry.day, entry.title, entry.charge.category, frozenset({entry.file_kind}))
                own.append((entry.charge.amount, charge))
        for amount, charge in own:
            charges[amount].append(charge)
    return duplicates


def accruing_venue(entry: SourceEntry, venues: Sequence[Venue]) -> Venue | None:
    """Return the venue whose dues of that day a charge pays: by its name, or by the approach and the amount."""
    charge = entry.charge
    if charge is None or charge.category not in _DUES_CATEGORIES:
        return None
    accruing = [(venue, venue.dues) for venue in venues if venue.dues and _accrue_on(venue.dues, entry.day)]
    named = (venue for venue, _ in accruing if venue.id == entry.venue or _names(entry.title, venue))
    equal = (venue for venue, dues in accruing if venue.approach == entry.approach and _is_payment(charge, dues))
    return next(named, None) or next(equal, None)


def _remark(charge: _Charge) -> str:
    title = f" {one_line(charge.title, 60)}" if charge.title else ""
    return f"likely the same charge as{title} on {charge.day}"


def _stored_charges(stored: Workspace, read_keys: set[str]) -> Iterator[tuple[Decimal, _Charge]]:
    """Yield the charges that are stored from files, without those that the files that are read have, too."""
    kinds: dict[str, frozenset[str]] = defaultdict(frozenset)
    for past in stored.imports:
        for key in (*past.added.get("activities", ()), *past.updated.get("activities", ())):
            kinds[key] |= _file_kinds(past)
    for activity in stored.activities:
        if activity.id in kinds and read_keys.isdisjoint((activity.id, *activity.keys)):
            # What an event cost is stored under the event's name.
            title = activity.title if activity.source == "import" and not activity.hours.total else ""
            for cost in activity.costs:
                yield cost.amount, _Charge(activity.date, title, cost.category, kinds[activity.id])


def _file_kinds(past: Import) -> frozenset[str]:
    """Return the kinds of files that an import may have read, by their names."""
    if past.kind == "linkedin":
        return frozenset({"LinkedIn"})
    suffixes = [suffix.lower() for suffix in _SUFFIX.findall(past.file_name)]
    every = frozenset().union(*_KINDS_BY_SUFFIX.values(), ("LinkedIn",))
    kinds = [_KINDS_BY_SUFFIX.get(suffix, every if suffix == "zip" else frozenset[str]()) for suffix in suffixes]
    return frozenset().union(*kinds) or every


def _accrue_on(dues: Dues, day: date) -> bool:
    return dues.amount > 0 and (dues.since or date.min) <= day <= (dues.until or date.max)


def _names(title: str, venue: Venue) -> bool:
    words, name = ({*significant_words(text)} - _COMMON_WORDS for text in (title, venue.name))
    return bool(words and name) and (words <= name or name <= words)


def _is_payment(charge: Charge, dues: Dues) -> bool:
    """Return True if a charge pays the dues once, twice, four or twelve times a year."""
    yearly = 4 * dues.amount * PERIOD_QUARTERS[dues.per]
    return any(abs(charge.amount * payments - yearly) <= Decimal("0.01") * payments for payments in _YEARLY_PAYMENTS)
