"""Likely duplicates: charges that another kind of file has on another day, as cards book a purchase days later.

The same amount at the same merchant, at most three days apart, is the same charge only if the other one is from another
kind of file: who buys a coffee each day has many equal charges in one. Each charge is the duplicate of one at most.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final

from netroi_core.importers.matching.activity_matching import SourceEntry, are_alike
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.fields import CostCategory
from netroi_core.workspace.records import Import
from netroi_core.workspace.workspace import Workspace

OVERLAP: Final = "likely the same as those you have from another kind of file, up to three days apart"
# Of files with rows and columns, in whatever layout.
TABLE: Final = "table"

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
        for entry in sorted(lines, key=lambda entry: entry.day):
            if entry.charge is None or entry.key in known_keys:
                continue
            pool = charges[entry.charge.amount]
            # The earliest goes first: so the most charges find theirs, of daily ones, too.
            if match := next((charge for charge in sorted(pool, key=_day) if charge.may_be(entry)), None):
                pool.remove(match)
                duplicates[entry.key] = _remark(match)
            else:
                charge = _Charge(entry.day, entry.title, entry.charge.category, frozenset({entry.file_kind}))
                own.append((entry.charge.amount, charge))
        for amount, charge in own:
            charges[amount].append(charge)
    return duplicates


def _day(charge: _Charge) -> date:
    return charge.day


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
