"""Computed columns of a workbook: each with its formula and the values that NetROI computes itself.

In a formula, braces name cells of the same row (``{date}``), and names such as ``steps_credit`` whole columns: the
prefix of a sheet and the name of its column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from netroi_core.exports.cells import CellKind
from netroi_core.quarters import Quarter

# Units of computed values, beside the kinds of cells.
ValueUnit = Literal["count", "hours", "percent"]

# The ordinal of the quarter of a row's date.
QUARTER_NO: Final = "INT((YEAR({date})*12+MONTH({date})-fiscal_year_start)/3)+IF(fiscal_year_start>1,4,0)"
# The label of the quarter, like 2026-Q3.
QUARTER: Final = 'INT({quarter_no}/4)&"-Q"&(MOD({quarter_no},4)+1)'
# 1 for a row in the window of the results, else 0.
COUNTS: Final = "IF(AND({quarter_no}>=first_quarter_no,{quarter_no}<=last_quarter_no),1,0)"


@dataclass(frozen=True)
class WorkbookColumn:
    """A column of a workbook: computed by a formula, or stored if it has none. ``values`` are those of its rows."""

    name: str
    unit: CellKind | ValueUnit
    values: Sequence[Any]
    formula: str = ""


# Rows of different sheets refer to each other by numbers: those stay right when a sheet is sorted, and unlike texts
# are never taken for a pattern.
def lookup(column: str, key: str, keys: str, default: str = "0") -> str:
    """Return the formula for the value of another sheet's column in the row where ``keys`` is ``key``."""
    return f"IFERROR(INDEX({column},MATCH({key},{keys},0)),{default})"


def ordinal_formula(label: str) -> str:
    """Return the formula for the ordinal of a quarter from its label, like 2026-Q3."""
    return f"VALUE(LEFT({label},4))*4+VALUE(RIGHT({label},1))-1"


def quarter_columns(ordinals: Sequence[int], window: frozenset[int]) -> list[WorkbookColumn]:
    """Return the columns of the quarter of each row's date, and whether it is in the window."""
    return [
        WorkbookColumn("quarter_no", "count", ordinals, QUARTER_NO),
        WorkbookColumn("quarter", "text", [str(Quarter.from_ordinal(ordinal)) for ordinal in ordinals], QUARTER),
        WorkbookColumn("counts", "count", [int(ordinal in window) for ordinal in ordinals], COUNTS),
    ]


def number_column(name: str, count: int) -> WorkbookColumn:
    """Return a column that numbers its rows from 1."""
    return WorkbookColumn(name, "count", list(range(1, count + 1)))


def quarter_ordinal(day: date, fiscal_year_start: int) -> int:
    """Return the ordinal of the quarter of a day."""
    return Quarter.containing(day, fiscal_year_start).ordinal
