"""A workspace as an Excel workbook: its tables, and its results as live formulas over them.

Texts are written as texts, never as formulas or links, and no formula contains text that a person typed.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, get_args

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from netroi_core.exports import advice_sheet, computed_columns, data_sheet
from netroi_core.exports.advice_sheet import write_advice
from netroi_core.exports.computed_columns import WorkbookColumn, ordinal_formula
from netroi_core.exports.data_sheet import Styles
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheets import Sheet
from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, ApproachFigures, Basis, CostShare, Figures, Options, View
from netroi_core.quarters import Quarter, span
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.wording.explanations import formula
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import APPROACH_NAMES, NOT_AVAILABLE, Words
from netroi_core.workspace.fields import APPROACHES, Approach

# The prefix of a sheet's columns in formulas; these sheets come first.
PREFIXES: Final = {
    "activities": "activities",
    "activities_costs": "costs",
    "outcomes": "outcomes",
    "outcomes_touchpoints": "steps",
    "venues": "venues",
    "compensation": "pay",
    "Value of an hour": "other_use",
    "Quarters": "quarters",
    "Dues by quarter": "dues",
}
TITLE: Final = "Results"
# The line of the first figure.
FIRST_FIGURE: Final = 17

_ABOUT: Final = (
    "Every figure here is a formula based on the record sheets. Change an amount there, or an option "
    "below, and it updates; rows you add aren’t counted. Blue columns are calculated, too. NetROI "
    "can restore this file."
)
# Name, title, explanation, and the values to choose from.
_CHOICES: Final = (
    ("first_quarter", "From quarter", "The first quarter included.", "=quarters_quarter"),
    ("last_quarter", "To quarter", "The last quarter included.", "=quarters_quarter"),
    ("option_attribution", "Who gets the credit", " · ".join(ATTRIBUTIONS), list(ATTRIBUTIONS)),
    ("option_view", "When an outcome counts", "realised: when the money came in · invested: when you did the work",
     list(get_args(View))),
    ("option_basis", "Which outcomes count", "expected: won and open ones, weighted by likelihood · won: won ones only",
     list(get_args(Basis))),
    ("option_costs", "Whose costs count", "mine: what you paid yourself · all: reimbursed costs included",
     list(get_args(CostShare))),
)  # fmt: skip
_FIRST_CHOICE: Final = 4
# The formulas of sums, for one approach; the total adds the approaches up.
_SUMS: Final = {
    "activities": 'COUNTIFS(activities_approach,"{approach}",activities_counts,1)',
    "hours": 'SUMIFS(activities_hours,activities_approach,"{approach}",activities_counts,1)',
    "actual_cost": 'SUMIFS(costs_cost,costs_approach,"{approach}",costs_counts,1)'
    '+SUMIFS(dues_accrued,dues_approach,"{approach}",dues_counts,1)',
    "opportunity_cost": 'SUMIFS(activities_opportunity_cost,activities_approach,"{approach}",activities_counts,1)',
    "expected_value": 'SUMIFS(steps_value,steps_approach,"{approach}")',
    "new_contacts": 'SUMIFS(activities_new_contacts,activities_approach,"{approach}",activities_counts,1)',
    "meaningful_contacts": 'SUMIFS(activities_meaningful,activities_approach,"{approach}",activities_counts,1)',
}
_WON_BY_APPROACH: Final = 'SUMIFS(steps_won,steps_approach,"{approach}")'
_WON_IN_TOTAL: Final = 'SUM(B{line}:D{line})+SUMIFS(outcomes_without_a_step,outcomes_status,"won")'
_RATIO: Final = 'IF({below}=0,"n/a",{above}/{below})'
# The formulas over the figures above, in the same column.
_DERIVED: Final = {
    "total_cost": "{actual_cost}+{opportunity_cost}",
    "net_benefit": "{expected_value}-{total_cost}",
    "roi_percent": 'IF({total_cost}=0,"n/a",{net_benefit}/{total_cost}*100)',
    "value_per_hour": _RATIO.format(above="{expected_value}", below="{hours}"),
    "cost_per_new_contact": _RATIO.format(above="{total_cost}", below="{new_contacts}"),
    "cost_per_meaningful_contact": _RATIO.format(above="{total_cost}", below="{meaningful_contacts}"),
}
_LINES: Final = {measure.key: line for line, measure in enumerate(MEASURES, FIRST_FIGURE)}
_UNATTRIBUTED: Final = FIRST_FIGURE + len(MEASURES)
_COLUMNS: Final[dict[Approach | Literal["total"], str]] = dict(zip((*APPROACHES, "total"), "BCDE", strict=True))
_NOTE: Final = {"font_color": "#4a4f57", "indent": 1}


def write_workbook(
    ledger: Ledger, sheets: Mapping[str, Sheet], window: Sequence[Quarter], options: Options, today: date
) -> bytes:
    """Return a workspace, with its sheets, as a workbook whose results and advice are those of the window."""
    stream = io.BytesIO()
    as_text = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(stream, {"in_memory": True, **as_text}) as book:
        styles = Styles(book, Words.of(ledger.profile))
        first = book.add_worksheet(TITLE)
        if window:
            situation = Situation(ledger, tuple(window), options, today)
            words = AdviceWords(situation, Words.of(ledger.profile))
            write_advice(book.add_worksheet(advice_sheet.TITLE), styles, situation, words)
        computed = _computed_columns(ledger, window, options)
        for name in [*PREFIXES, *(table for table in TABLES if table not in PREFIXES and table in sheets)]:
            stored = data_sheet.stored_columns(TABLES[name], sheets.get(name)) if name in TABLES else []
            data_sheet.write_sheet(book, styles, name, PREFIXES.get(name), stored, computed.get(name, ()))
        figures, won = (
            measures.figures(measures.cells(ledger, window, chosen))
            for chosen in (options, replace(options, basis="won"))
        )
        sheet = _ResultsSheet(book, first, styles)
        sheet.write(figures, won, window, options, ledger.profile.fiscal_year_start)
    return stream.getvalue()


def _computed_columns(ledger: Ledger, window: Sequence[Quarter], options: Options) -> dict[str, list[WorkbookColumn]]:
    """Return the computed columns by sheet."""
    ends = sorted({*ledger.quarters, *window})
    quarters = tuple(span(ends[0], ends[-1])) if ends else ()
    ordinals = frozenset(quarter.ordinal for quarter in window)
    profile, venues = ledger.profile, ledger.workspace.venues
    return {
        "activities": computed_columns.activity_columns(ledger, ordinals),
        "activities_costs": computed_columns.cost_columns(ledger, ordinals, options),
        "outcomes": computed_columns.outcome_columns(ledger, ordinals, options),
        "outcomes_touchpoints": computed_columns.step_columns(ledger, ordinals, options),
        "venues": computed_columns.venue_columns(venues),
        "compensation": computed_columns.pay_columns(profile),
        "Value of an hour": computed_columns.hour_worth_columns(profile),
        "Quarters": computed_columns.all_quarter_columns(profile, quarters, ordinals),
        "Dues by quarter": computed_columns.due_columns(venues, profile, quarters, ordinals),
    }


@dataclass(frozen=True)
class _ResultsSheet:
    """The sheet of results, about to be written."""

    book: Workbook
    sheet: Worksheet
    styles: Styles

    def write(
        self, figures: Figures, won: Figures, window: Sequence[Quarter], options: Options, fiscal_year_start: int
    ) -> None:
        sheet, styles = self.sheet, self.styles
        sheet.hide_gridlines(2)
        sheet.set_column("A:A", 34)
        sheet.set_column("B:E", 18)
        sheet.set_column("F:F", 74)
        sheet.write_string("A1", "What your networking returned", styles(bold=True, font_size=16))
        sheet.write_string("A2", _ABOUT, styles(italic=True))
        self._write_choices(window, options)
        self._write_numbers(window, options, fiscal_year_start)
        self._write_figures(figures)
        self._write_won(figures, won)
        sheet.freeze_panes(FIRST_FIGURE - 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _write_figures(self, figures: Figures) -> None:
        sheet, styles, note = self.sheet, self.styles, self.styles(**_NOTE)
        header = ("", *(APPROACH_NAMES[name] for name in APPROACHES), "Total", "How it is calculated")
        for index, title in enumerate(header):
            sheet.write_string(FIRST_FIGURE - 2, index, title, styles.header("money" if 0 < index < 5 else "text"))
        for measure in MEASURES:
            line = _LINES[measure.key]
            sheet.write_string(f"A{line}", measure.title, styles(bold=True))
            for name, letter in _COLUMNS.items():
                value = _row(figures, name).value(measure.key)
                style = styles.cell(measure.unit, is_computed=True, is_bold=name == "total")
                sheet.write_formula(f"{letter}{line}", f"={_formula(measure.key, name, letter)}", style,
                                    NOT_AVAILABLE if value is None else value)  # fmt: skip
            sheet.write_string(f"F{line}", formula(measure), note)
        sheet.write_string(f"A{_UNATTRIBUTED}", "Value not linked to any activity", styles(italic=True))
        sheet.write_formula(f"E{_UNATTRIBUTED}", "=SUM(outcomes_without_a_step)",
                            styles.cell("money", is_computed=True), figures.unattributed_value)  # fmt: skip
        text = "Outcomes without steps; they count only in the total."
        sheet.write_string(f"F{_UNATTRIBUTED}", text, note)

    def _write_won(self, figures: Figures, won: Figures) -> None:
        """Write the value in two parts, since open value is not received yet."""
        sheet, styles, note = self.sheet, self.styles, self.styles(**_NOTE)
        value_line, won_line, open_line = _LINES["expected_value"], _UNATTRIBUTED + 1, _UNATTRIBUTED + 2
        sheet.write_string(f"A{won_line}", WON, styles(bold=True))
        sheet.write_string(f"A{open_line}", STILL_OPEN, styles(bold=True))
        for name, letter in _COLUMNS.items():
            style = styles.cell("money", is_computed=True, is_bold=name == "total")
            text = (_WON_IN_TOTAL if name == "total" else _WON_BY_APPROACH).format(line=won_line, approach=name)
            value, won_value = (_row(part, name).expected_value for part in (figures, won))
            sheet.write_formula(f"{letter}{won_line}", f"={text}", style, won_value)
            sheet.write_formula(f"{letter}{open_line}", f"={letter}{value_line}-{letter}{won_line}", style,
                                value - won_value)  # fmt: skip
        sheet.write_string(f"F{won_line}", "The part of the value from won outcomes.", note)
        sheet.write_string(f"F{open_line}", "The part expected from open outcomes, weighted by likelihood.", note)

    def _write_choices(self, window: Sequence[Quarter], options: Options) -> None:
        """Write the cells that say what counts, each with a name and a list to choose from."""
        ends = (str(window[0]), str(window[-1])) if window else ("", "")
        values = (*ends, options.attribution, options.view, options.basis, options.costs)
        style = self.styles(num_format="@", bold=True, border=1, border_color="#b9b4a5")
        for line, ((name, title, text, source), value) in enumerate(zip(_CHOICES, values, strict=True), _FIRST_CHOICE):
            self.sheet.write_string(f"A{line}", title)
            self.sheet.write_string(f"B{line}", value, style)
            self.sheet.write_string(f"C{line}", text, self.styles(**_NOTE))
            self.sheet.data_validation(f"B{line}", {"validate": "list", "source": source})
            self.book.define_name(name, f"={TITLE}!$B${line}")

    def _write_numbers(self, window: Sequence[Quarter], options: Options, fiscal_year_start: int) -> None:
        """Write the numbers that follow from the choices, each with a name."""
        rules = ",".join(f'"{name}"' for name in ATTRIBUTIONS)
        first, last = (window[0].ordinal, window[-1].ordinal) if window else (1, 0)
        numbers = (
            ("first_quarter_no", "Number of the first quarter",
             f'IF(first_quarter="",1,{ordinal_formula("first_quarter")})', first),
            ("last_quarter_no", "Number of the last quarter",
             f'IF(last_quarter="",0,{ordinal_formula("last_quarter")})', last),
            ("attribution_no", "Number of the credit rule", f"MATCH(option_attribution,{{{rules}}},0)",
             ATTRIBUTIONS.index(options.attribution) + 1),
            ("fiscal_year_start", "Month in which the year starts", 'IF(stored_year_start="",1,stored_year_start)',
             fiscal_year_start),
        )  # fmt: skip
        for line, (name, title, text, result) in enumerate(numbers, _FIRST_CHOICE + len(_CHOICES)):
            self.sheet.write_string(f"A{line}", title, self.styles(font_color="#4a4f57"))
            self.sheet.write_formula(f"B{line}", f"={text}", self.styles.cell("count", is_computed=True), result)
            self.book.define_name(name, f"={TITLE}!$B${line}")


def _row(figures: Figures, name: Approach | Literal["total"]) -> ApproachFigures:
    return figures.total if name == "total" else figures.approaches[name]


def _formula(key: str, approach: str, column: str) -> str:
    """Return the formula of a figure of an approach, or in total."""
    if key in _DERIVED:
        return _DERIVED[key].format_map({name: f"{column}{line}" for name, line in _LINES.items()})
    if approach != "total":
        return _SUMS[key].format(approach=approach)
    line = _LINES[key]
    total = f"SUM(B{line}:D{line})"
    return f"{total}+E{_UNATTRIBUTED}" if key == "expected_value" else total
