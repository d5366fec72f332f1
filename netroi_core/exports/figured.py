"""Columns of a workbook that follow from others: each as a formula, and as what NetROI figures.

A formula names cells of its own row in braces (``{date}``), and whole columns by names such as ``steps_credit``: the
prefix of their sheet, and their own name. Rows of different sheets find each other by numbers, which stay right when a
sheet is sorted and are never taken for a pattern.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from netroi_core.exports.cells import Kind
from netroi_core.quarters import Quarter

Unit = Literal["count", "hours", "percent"]
"""What a figure holds, beside the kinds of cells."""

QUARTER_NO: Final = "INT((YEAR({date})*12+MONTH({date})-fiscal_year_start)/3)+IF(fiscal_year_start>1,4,0)"
"""The ordinal of the quarter of a row's date."""
LABEL: Final = 'INT({quarter_no}/4)&"-Q"&(MOD({quarter_no},4)+1)'
"""It as people write it."""
COUNTS: Final = "IF(AND({quarter_no}>=first_quarter_no,{quarter_no}<=last_quarter_no),1,0)"
"""1 for a row of the quarters that the results are about, else 0."""


@dataclass(frozen=True)
class Figured:
    """A column: its formula, or none where its values are given; and what NetROI figures in each row."""

    name: str
    unit: Kind | Unit
    values: Sequence[Any]
    formula: str = ""


def found(column: str, by: str, where: str, otherwise: str = "0") -> str:
    """The formula for what a column of another sheet says where ``where`` is what this row has in ``by``."""
    return f"IFERROR(INDEX({column},MATCH({by},{where},0)),{otherwise})"


def ordinal_of(label: str) -> str:
    """The formula for the ordinal of a quarter that is written like 2026-Q3."""
    return f"VALUE(LEFT({label},4))*4+VALUE(RIGHT({label},1))-1"


def quarter_columns(ordinals: Sequence[int], chosen: frozenset[int]) -> list[Figured]:
    """The quarter of each row's date, and whether it counts."""
    return [
        Figured("quarter_no", "count", ordinals, QUARTER_NO),
        Figured("quarter", "text", [str(Quarter.from_ordinal(each)) for each in ordinals], LABEL),
        Figured("counts", "count", [int(each in chosen) for each in ordinals], COUNTS),
    ]


def numbers(count: int) -> list[int]:
    """The numbers of so many rows."""
    return list(range(1, count + 1))


def ordinal(day: str, fiscal_year_start: int) -> int:
    """The ordinal of the quarter of a day as documents write it."""
    return Quarter.containing(date.fromisoformat(day), fiscal_year_start).ordinal
