"""A workspace as an Excel workbook: its tables, and its figures as live formulas over them.

Texts are written as texts, never as formulas or links, and no formula contains text that a person typed.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Final

from xlsxwriter import Workbook

from netroi_core.exports import data_sheet, effort_columns, results_sheet, value_columns
from netroi_core.exports.formulas import WorkbookColumn
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheets import Sheet
from netroi_core.exports.styles import Styles
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.wording.wording import Words

# The prefix of a sheet's columns in formulas; these sheets come first.
PREFIXES: Final = {
    "activities": "activities",
    "activities_costs": "costs",
    "outcomes": "outcomes",
    "outcomes_touchpoints": "steps",
    "venues": "venues",
    "compensation": "pay",
    "Worth of an hour": "other_use",
    "Quarters": "quarters",
    "Dues by quarter": "dues",
}


def write_workbook(ledger: Ledger, sheets: Mapping[str, Sheet], window: Sequence[Quarter], options: Options) -> bytes:
    """Return a workspace, with its sheets, as a workbook whose results are those of the window."""
    stream = io.BytesIO()
    as_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(stream, {"in_memory": True, **as_text}) as book:
        styles = Styles(book, Words.of(ledger.profile))
        first = book.add_worksheet(results_sheet.TITLE)
        computed = _computed_columns(ledger, window, options)
        for name in [*PREFIXES, *(table for table in TABLES if table not in PREFIXES and table in sheets)]:
            stored = data_sheet.stored_columns(sheets.get(name) or _empty_sheet(name)) if name in TABLES else []
            data_sheet.write_sheet(book, styles, name, PREFIXES.get(name), stored, computed.get(name, ()))
        figures = measures.figures(measures.cells(ledger, window, options))
        results = results_sheet.ResultsSheet(book, first, styles)
        results.write(figures, window, options, ledger.profile.fiscal_year_start)
    return stream.getvalue()


def _empty_sheet(name: str) -> Sheet:
    return Sheet(TABLES[name], TABLES[name].all_columns, (), ())


def _computed_columns(ledger: Ledger, window: Sequence[Quarter], options: Options) -> dict[str, list[WorkbookColumn]]:
    """Return the computed columns by sheet."""
    ends = sorted({*ledger.quarters, *window})
    quarters = tuple(span(ends[0], ends[-1])) if ends else ()
    ordinals = frozenset(quarter.ordinal for quarter in window)
    workspace, profile, venues = ledger.workspace, ledger.profile, ledger.workspace.venues
    return {
        "activities": effort_columns.activity_columns(workspace, ordinals),
        "activities_costs": effort_columns.cost_columns(workspace, ordinals, options),
        "outcomes": value_columns.outcome_columns(ledger, ordinals, options),
        "outcomes_touchpoints": value_columns.step_columns(ledger, ordinals, options),
        "venues": effort_columns.venue_columns(venues),
        "compensation": effort_columns.pay_columns(profile),
        "Worth of an hour": effort_columns.hour_worth_columns(profile),
        "Quarters": effort_columns.all_quarter_columns(profile, quarters, ordinals),
        "Dues by quarter": effort_columns.due_columns(venues, profile, quarters, ordinals),
    }
