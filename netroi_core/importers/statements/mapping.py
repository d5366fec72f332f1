"""A statement of no bank that is known: which of its columns hold the day, the words and the amount.

What a person once said of a header holds whenever a file of that header comes again.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import fingerprint
from netroi_core.importers.reading import files
from netroi_core.importers.reading.tables import SEPARATORS, Broken, Row, read, table
from netroi_core.importers.reading.values import amount, clean, day, day_order, decimal_mark
from netroi_core.importers.statements.layouts import Layout, mapped
from netroi_core.workspace.document import Document, profile
from netroi_core.workspace.profile import ImportLayout
from netroi_core.workspace.search import bare

MOST_LAYOUTS: Final = 20

_HEADER_WITHIN: Final = 60
_LOOKED_AT: Final = 200
_PAID: Final = ("debit", "withdrawal", "paidout", "moneyout", "spent", "amount", "betrag", "montant", "importe")
_SAID: Final = ("merchant", "payee", "description", "name", "details", "narrative", "text", "verwendungszweck")
_NOT_SPENT: Final = ("balance", "saldo", "credit", "paidin", "moneyin", "deposit", "number", "reference")
_CENTS: Final = re.compile(r"[.,]\d{2}(?!\d)")
_CURRENCY: Final = ("currency", "waehrung", "wahrung", "devise", "moneda", "valuta")


def columns(raw: bytes) -> tuple[str, ...]:
    """The columns of a table of any kind, for a layout of one's own; NotImportable if it is no table."""
    text, best = files.text(raw), tuple[str, ...]()
    for separator in SEPARATORS:
        for place, row in enumerate(read(text, separator)):
            filled = () if isinstance(row, Broken) else tuple(cell for each in row[1] if (cell := clean(each)))
            best = max(best, filled, key=len)
            if place == _HEADER_WITHIN:
                break
    best = tuple({bare(name): name for name in reversed(best)}.values())[::-1]
    if len(best) < 3:
        raise NotImportable("The file is no table with a date, a description and an amount; export it as CSV.")
    return best


def guessed(raw: bytes, document: Document) -> Layout:
    """The layout of a table: as it was mapped before, else by its names and how its cells look.

    It is a first guess, for the person to correct; NotImportable if the file is no table.
    """
    named = columns(raw)
    if known := remembered(profile(document).import_layouts, named):
        return known
    rows = _rows(raw, named)
    days = [name for name in named if _are(rows, name, day)]
    amounts = [name for name in named if name not in days and _are(rows, name, amount)]
    spending = [name for name in amounts if not any(word in bare(name) for word in _NOT_SPENT)]
    in_cents = [name for name in spending if any(_CENTS.search(row[name]) for row in rows)]
    paid = _named(spending, _PAID) or _first(in_cents, spending, amounts, named[-1:])
    texts = [name for name in named if name not in (*days, *amounts)]
    on = _first(days, named)
    said = _named(texts, _SAID) or _first(texts, [name for name in named if name not in (on, paid)], named)
    is_signed = any(row[paid].startswith(("-", "−", "(")) or row[paid].endswith("-") for row in rows)
    return mapped(on, said, paid, "negative" if is_signed else "positive", currency=_currency(named))


@dataclass(frozen=True)
class Open:
    """What the cells of a layout's columns don't tell: the order of day and month, the mark before the cents."""

    order: bool
    decimal_mark: bool


def left_open(raw: bytes, layout: Layout) -> Open:
    """What the person must say besides; NotImportable if the file is no table with these columns."""
    rows = table(files.text(raw), layout.columns).rows
    days, amounts = ([row[name] for row in rows] for name in (layout.date, layout.amount))
    return Open(
        _told(partial(day_order, days, "day_first")) != _told(partial(day_order, days, "month_first"))
        and _is_ambiguous(days, day, "day_first", "month_first"),
        _told(partial(decimal_mark, amounts)) is None and _is_ambiguous(amounts, amount, ".", ","),
    )


def is_statement(raw: bytes) -> bool:
    """Whether a file looks like a statement: a table with a column of days and another of amounts."""
    try:
        named = columns(raw)
        rows = _rows(raw, named)
    except NotImportable:
        return False
    days = [name for name in named if _are(rows, name, day)]
    return bool(days) and any(_are(rows, name, amount) for name in named if name not in days)


def with_currency(layout: Layout, raw: bytes) -> Layout:
    """A layout with the column that names the currency of each row, if the table has one."""
    return mapped(layout.date, layout.description[0], layout.amount, layout.spent, layout.order, layout.decimal_mark,
                  _currency(columns(raw)))  # fmt: skip


def remembered(layouts: Sequence[ImportLayout], named: Sequence[str]) -> Layout | None:
    """The layout that a person gave to a header before; None if there is none."""
    header = _fingerprint(named)
    known = next((each for each in layouts if each.header == header), None)
    if known is None or not {bare(known.date), bare(known.description), bare(known.amount)} <= set(map(bare, named)):
        return None
    return mapped(known.date, known.description, known.amount, known.spent, known.order, known.decimal_mark,
                  _currency(named))  # fmt: skip


def remembering(layouts: Sequence[ImportLayout], raw: bytes, layout: Layout) -> tuple[ImportLayout, ...]:
    """The layouts with what a person said of a file's columns, in place of what was said of that header before."""
    header = _fingerprint(columns(raw))
    kept = [each for each in layouts if each.header != header]
    said = ImportLayout(
        header=header, date=layout.date, description=layout.description[0], amount=layout.amount, spent=layout.spent,
        order=layout.order, decimal_mark=layout.decimal_mark,
    )  # fmt: skip
    return (*kept, said)[-MOST_LAYOUTS:]


def _rows(raw: bytes, named: Sequence[str]) -> tuple[Row, ...]:
    return table(files.text(raw), named).rows[:_LOOKED_AT]


def _are(rows: Sequence[Row], name: str, reading: Callable[[str], object]) -> bool:
    """Whether most cells of a column that hold something can be read so."""
    filled = [row[name] for row in rows if row[name]]
    return sum(_told(partial(reading, cell)) is not None for cell in filled) * 2 > len(filled)


def _is_ambiguous(cells: Sequence[str], reading: Callable[[str, Any], object], *ways: str) -> bool:
    """Whether some cell says different things read in these ways."""
    return any(len({_told(partial(reading, cell, way)) for way in ways}) > 1 for cell in cells)


def _told(reading: Callable[[], object]) -> object:
    """What can be read; nothing if nothing can."""
    try:
        return reading()
    except ValueError:
        return None


def _named(names: Sequence[str], words: Sequence[str]) -> str:
    """The first of the names that has the first of the words that is in any."""
    return next((name for word in words for name in names if word in bare(name)), "")


def _first(*choices: Sequence[str]) -> str:
    return next(names[0] for names in choices if names)


def _currency(named: Sequence[str]) -> str:
    return _named(named, _CURRENCY)


def _fingerprint(named: Sequence[str]) -> str:
    return fingerprint([bare(name) for name in named])
