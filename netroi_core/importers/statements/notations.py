"""Find the order of dates and the decimal mark of a statement, or say that its cells leave them open."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from netroi_core.importers.reading.values import (
    detect_date_order,
    detect_decimal_mark,
    find_currency,
    parse_amount,
    parse_date,
)
from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.grids import Grid
from netroi_core.importers.statements.layouts import Question, StatementLayout
from netroi_core.importers.statements.sample_columns import try_parse
from netroi_core.importers.statements.vocabulary import fold
from netroi_core.workspace.fields import DayOrder, DecimalMark

_DAY_FIRST: Final = (
    *("EUR", "GBP", "CHF", "AUD", "NZD", "BRL", "INR", "ZAR", "MXN", "DKK", "NOK", "PLN", "CZK", "SEK"),
    *("€", "£", "R$"),
)
_ORDERS: Final[tuple[DayOrder, ...]] = ("day_first", "month_first")


def with_notations(grid: Grid, layout: StatementLayout, days: Sequence[str]) -> tuple[StatementLayout, set[Question]]:
    """Return the layout with the order of dates and the decimal mark, and which of them the columns leave open."""
    questions: set[Question] = set()
    cells = [row[column] for row in grid.table.rows for column in (layout.amount, layout.credit)]
    mark = try_parse(detect_decimal_mark, cells)
    if mark is None and is_ambiguous(cells, parse_amount, ".", ","):
        questions.add("decimal_mark")
    order = _order_of_dates(grid, (layout.date, *days)) or _usual_order(grid, layout, mark)
    if order is None and is_ambiguous([row[layout.date] for row in grid.table.rows], parse_date, *_ORDERS):
        questions.add("order")
    return replace(layout, order=order or "month_first"), questions


def _order_of_dates(grid: Grid, days: Sequence[str]) -> DayOrder | None:
    """Return the order in which the dates of the first telling column can be read."""
    for column in days:
        cells = [row[column] for row in grid.table.rows]
        orders = {try_parse(detect_date_order, cells, order) for order in _ORDERS} - {None}
        if len(orders) == 1:
            return orders.pop()
    return None


def _usual_order(grid: Grid, layout: StatementLayout, mark: DecimalMark | None) -> DayOrder | None:
    """Return the usual order where the language or the currency of the statement is at home."""
    names = [fold(column) for column in grid.columns] if grid.has_header else []
    if mark == "," or any(map(vocabulary.NOT_ENGLISH.search, names)):
        return "day_first"
    cells = [*grid.sample(layout.currency), layout.currency_code, *grid.sample(layout.amount), layout.amount]
    currency = next(filter(None, map(find_currency, cells)), "")
    if currency in ("USD", "US$"):
        return "month_first"
    return "day_first" if currency in _DAY_FIRST else None


def is_ambiguous(cells: Iterable[str], parse: Callable[..., object], *notations: str) -> bool:
    """Return True if a cell has different values in these notations."""
    distinct = dict.fromkeys(cells)
    return any(len({try_parse(parse, cell, notation) for notation in notations}) > 1 for cell in distinct)
