"""The sheet of a workbook that holds the advice: what happened, what to expect, and what to do next.

Its figures come from a simulation, so they are values of the day of the export and not formulas.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet

from netroi_core.exports.computed_columns import ValueUnit
from netroi_core.exports.data_sheet import Styles
from netroi_core.exports.schema import CellKind
from netroi_core.planning.mix import Because, Effort
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.wording.wording import APPROACH_NAMES, NOT_AVAILABLE
from netroi_core.workspace.fields import APPROACHES, Approach

TITLE: Final = "Advice"
# The line of the table by approach, below the sentences.
FIRST_SENTENCE: Final = 4

_UNITS: Final[Sequence[tuple[str, CellKind | ValueUnit]]] = (
    ("Approach", "text"),
    ("Return for each 1 spent (won)", "number"),
    ("Estimate, low (5%)", "number"),
    ("Estimate for the next 1", "number"),
    ("Estimate, high (95%)", "number"),
    ("Likelihood of being best, %", "percent"),
    ("Usual quarter, hours", "hours"),
    ("Recommended hours", "hours"),
    ("Usual quarter, money", "money"),
    ("Recommended money", "money"),
    ("Outcomes without a money value", "count"),
    ("Their average rating, out of 5", "number"),
    ("Limited by", "text"),
)
_VENUE_HEADER: Final[Sequence[tuple[str, CellKind | ValueUnit]]] = (
    ("Venue", "text"), ("Advice", "text"), ("Likelihood of paying off, %", "percent"),
)  # fmt: skip
_HELD_BY: Final[dict[Because, str]] = {
    "energy": "your energy",
    "strain": "strain",
    "feeder": "it starts your best outcomes",
    "intangibles": "outcomes without a money value",
    "cap": "your weekly limit",
    "ramp": "small steps",
}
_VENUE_ADVICE: Final = {
    "keep": "Keep",
    "change": "Change something",
    "drop": "Consider leaving",
    "too_early": "Too early to say",
    "unlinked": "Not linked to outcomes yet",
}

# The cells of a row, None where there is no value.
_Row = Sequence[str | float | None]


def write_advice(sheet: Worksheet, styles: Styles, situation: Situation, words: AdviceWords) -> None:
    """Write the sentences, the table by approach, the places and the signs of overload."""
    sheet.hide_gridlines(2)
    sheet.set_column("A:A", 34)
    sheet.set_column("B:M", 16)
    sheet.write_string("A1", "What happened, what to expect, and what to do next", styles(bold=True, font_size=16))
    about = (
        f"As of {words.words.day(situation.today)}, for the quarters and options of the sheet Results at "
        "the time of the export. Estimates come from a simulation, so they don’t update when you change "
        "values."
    )
    sheet.write_string("A2", about, styles(italic=True))
    line = FIRST_SENTENCE
    for title, text in advice_lines(situation, words):
        sheet.write_string(line - 1, 0, title, styles(bold=True, valign="top"))
        sheet.write_string(line - 1, 1, text)
        line += 1
    line = _write_table(sheet, styles, line + 1, _UNITS, (_approach_row(situation, name) for name in APPROACHES))
    venues = [
        (row.returns.venue.name, _VENUE_ADVICE[row.advice], None if row.odds is None else 100 * row.odds)
        for row in situation.venues
    ]
    if venues:
        _write_table(sheet, styles, line + 1, _VENUE_HEADER, venues)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def advice_lines(situation: Situation, words: AdviceWords) -> list[tuple[str, str]]:
    """Return the sentences of the advice, each with what it is about."""
    plan = situation.plan
    lines = [
        ("Finding", words.finding()),
        ("What happened", words.recorded()),
        ("What to expect", words.estimate() or ""),
        ("Why the two differ", words.why_they_differ() or ""),
        ("Based on", words.basis()),
        ("Next quarter", words.plan(plan)),
        *(("Reason", reason) for reason in words.held(plan)),
        ("What would change this", words.learning(plan)),
        *(("Watch out", sign.text) for sign in situation.overload),
    ]
    return [(title, text) for title, text in lines if text]


def _approach_row(situation: Situation, approach: Approach) -> _Row:
    verdict, plan, unpriced = situation.verdict, situation.plan, situation.intangibles[approach]
    usual = plan.baseline.mix.get(approach, Effort())
    advised = plan.mix.get(approach, Effort()) if plan.mix else None
    # Where the sentences have no estimate, the table has none either.
    is_known = verdict.is_known(approach)
    points = verdict.roi[approach] if is_known else None
    best = verdict.probability_best.get(approach)
    held = [_HELD_BY.get(held.because, held.because) for held in plan.held if held.approach == approach]
    return (
        APPROACH_NAMES[approach],
        situation.recorded_returns[approach],
        *((None,) * 3 if points is None else (1 + point for point in points)),
        None if best is None else 100 * best,
        usual.hours,
        None if advised is None else advised.hours,
        usual.money,
        None if advised is None else advised.money,
        unpriced.outcomes,
        unpriced.mean_rating,
        ", ".join(held),
    )


def _write_table(
    sheet: Worksheet,
    styles: Styles,
    line: int,
    header: Sequence[tuple[str, CellKind | ValueUnit]],
    rows: Iterable[_Row],
) -> int:
    """Write a table from a line on, and return the line after it."""
    for column, (title, unit) in enumerate(header):
        sheet.write_string(line - 1, column, title, styles.header(unit))
    for line_of_row, row in enumerate(rows, line + 1):
        for column, (value, (_, unit)) in enumerate(zip(row, header, strict=True)):
            # n/a where there is nothing to say, as in the results.
            text = value if isinstance(value, str) else NOT_AVAILABLE if value is None else None
            if text is not None:
                sheet.write_string(line_of_row - 1, column, text, styles.cell(unit))
            else:
                sheet.write_number(line_of_row - 1, column, float(value or 0), styles.cell(unit))
        line = line_of_row
    return line + 1
