"""A workspace as an Excel workbook: its tables, and its figures as live formulas over them.

Texts are written as texts, never as formulas or links; a formula holds no text of a person.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Final

from xlsxwriter import Workbook

from netroi_core.exports import data_sheet, effort_columns, results_sheet, value_columns
from netroi_core.exports.figured import Figured
from netroi_core.exports.looks import Looks
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheets import Sheet
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.wording.wording import Words
from netroi_core.workspace.document import Document

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
"""What the names of columns begin with in formulas, by sheet; these sheets come first."""


def written(
    document: Document, sheets: Mapping[str, Sheet], ledger: Ledger, window: Sequence[Quarter], options: Options
) -> bytes:
    """A checked document as a workbook; ``sheets`` are its own, the results are about a window of quarters."""
    stream = io.BytesIO()
    kept_as_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(stream, {"in_memory": True, **kept_as_text}) as book:
        looks = Looks(book, Words.of(ledger.profile))
        first = book.add_worksheet(results_sheet.TITLE)
        figured = _figured(document, ledger, window, options)
        for name in [*PREFIXES, *(each for each in TABLES if each not in PREFIXES and each in sheets)]:
            held = data_sheet.stored(sheets.get(name) or _blank(name)) if name in TABLES else []
            data_sheet.write(book, looks, name, PREFIXES.get(name), held, figured.get(name, ()))
        figures = measures.figures(measures.cells(ledger, window, options))
        results_sheet.write(book, first, looks, figures, window, options, ledger.profile.fiscal_year_start)
    return stream.getvalue()


def _blank(name: str) -> Sheet:
    return Sheet(TABLES[name], TABLES[name].all_columns, (), ())


def _figured(
    document: Document, ledger: Ledger, window: Sequence[Quarter], options: Options
) -> dict[str, list[Figured]]:
    """The columns that follow from others, by sheet."""
    ends = sorted({*ledger.quarters, *window})
    quarters = tuple(span(ends[0], ends[-1])) if ends else ()
    chosen = frozenset(quarter.ordinal for quarter in window)
    profile, venues = ledger.profile, ledger.venues
    return {
        "activities": effort_columns.activities(document, profile, chosen),
        "activities_costs": effort_columns.costs(document, profile, chosen, options),
        "outcomes": value_columns.outcomes(document, ledger, chosen, options),
        "outcomes_touchpoints": value_columns.steps(document, ledger, chosen, options),
        "venues": effort_columns.venues(venues),
        "compensation": effort_columns.pay(profile),
        "Worth of an hour": effort_columns.other_uses(profile),
        "Quarters": effort_columns.quarters(profile, quarters, chosen),
        "Dues by quarter": effort_columns.dues(venues, profile, quarters, chosen),
    }
