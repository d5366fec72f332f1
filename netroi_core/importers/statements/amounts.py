"""Amounts of statements with a mark after them that tells their direction, such as 12.50 CR; what is money at all."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel.numbers import is_currency

from netroi_core.importers.reading.values import find_currency, parse_amount
from netroi_core.importers.statements.vocabulary import Direction, direction_of
from netroi_core.workspace.fields import DecimalMark

# Of cells without an amount.
DASHES: Final = ("", "-", "–", "—", "--")
# One letter is a mark in capitals only: 2h is no amount.
_MARK: Final = re.compile(r"(?<=[\d.,\s)])\s?((?i:CR|DR|DB)|[CDSH])\.?$")
_NUMBER: Final = re.compile(r"[\d.,\s'’+\-−()]")
_LONGEST_AMOUNT: Final = 40
_MOST_DIGITS: Final = 12


def parse_marked_amount(cell: str, mark: DecimalMark | None = None) -> tuple[Decimal, Direction | None]:
    """Return the signed amount in a cell, and the direction that a mark after it says, None without one.

    >>> parse_marked_amount("500.00 CR"), parse_marked_amount("12,50+")
    ((Decimal('500.00'), 'received'), (Decimal('12.50'), None))
    """
    if cell[-1:].isdigit():
        return parse_amount(cell, mark), None
    match = _MARK.search(cell) if len(cell) <= _LONGEST_AMOUNT else None
    number = (cell[: match.start()] if match else cell).removesuffix("+")
    return parse_amount(number, mark), direction_of(match[1]) if match else None


def amount_or_none(cell: str, mark: DecimalMark | None = None) -> Decimal | None:
    """Return the signed amount in a cell, None if it holds none."""
    try:
        return parse_marked_amount(cell, mark)[0]
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def is_money(cell: str) -> bool:
    """Return True if a cell may be an amount of money: a number without a unit other than a currency or a mark.

    >>> is_money("R$ -40,00"), is_money("500.00 CR"), is_money("2h"), is_money("DE00 1234")
    (True, True, False, False)
    """
    if len(cell) > _LONGEST_AMOUNT or sum(map(str.isdigit, cell)) > _MOST_DIGITS:
        return False
    match = _MARK.search(cell)
    unit = _NUMBER.sub("", cell[: match.start()] if match else cell).strip()
    if unit and not _is_currency(unit):
        return False
    amount = amount_or_none(cell)
    # An identifier such as 00123456 is a number, too.
    return amount is not None and (not re.match(r"0\d", cell) or amount == 0)


def _is_currency(unit: str) -> bool:
    return find_currency(unit) == unit or (unit.isascii() and unit.isalpha() and is_currency(unit.upper()))


def has_cents(cell: str) -> bool:
    """Return True if an amount has decimals.

    >>> has_cents("1.250,00"), has_cents("1,250")
    (True, False)
    """
    return re.search(r"[.,]\d{1,2}(?!\d)", cell[:_LONGEST_AMOUNT]) is not None
