"""The first sheet of a workbook: each figure per approach and in total, as formulas over the sheets that follow."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from netroi_core.exports.figured import ordinal_of
from netroi_core.exports.looks import Looks
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.measures import MEASURES, Basis, CostShare, Options, View
from netroi_core.quarters import Quarter
from netroi_core.wording.explanations import formula
from netroi_core.wording.wording import APPROACH_NAMES, NOT_AVAILABLE
from netroi_core.workspace.fields import APPROACHES

TITLE: Final = "Results"
FIRST_FIGURE: Final = 17
"""The line of the first figure."""

_ABOUT: Final = (
    "Every figure here is a formula over the sheets that follow. Change an amount there, or a choice below, and it "
    "follows; rows that you add are not counted. Columns on blue ground are figured, too. NetROI can restore this file."
)
_CHOICES: Final = (
    ("first_quarter", "From quarter", "The first quarter that counts."),
    ("last_quarter", "To quarter", "The last quarter that counts."),
    ("option_attribution", "Who gets the credit", " · ".join(ATTRIBUTIONS)),
    ("option_view", "When an outcome counts", "realised: when it paid · invested: when you sowed it"),
    ("option_basis", "Which outcomes count", "expected: open ones by how likely they are · won: won ones alone"),
    ("option_costs", "Whose costs count", "mine: without what was paid back · all: with it"),
)
_FIRST_CHOICE: Final = 4
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
"""What is summed up, for one approach; the total adds the approaches up."""
_RATIO: Final = 'IF({below}=0,"n/a",{above}/{below})'
_FOLLOWING: Final = {
    "total_cost": "{actual_cost}+{opportunity_cost}",
    "net_benefit": "{expected_value}-{total_cost}",
    "roi_percent": 'IF({total_cost}=0,"n/a",{net_benefit}/{total_cost}*100)',
    "value_per_hour": _RATIO.format(above="{expected_value}", below="{hours}"),
    "cost_per_new_contact": _RATIO.format(above="{total_cost}", below="{new_contacts}"),
    "cost_per_meaningful_contact": _RATIO.format(above="{total_cost}", below="{meaningful_contacts}"),
}
"""What follows from the figures above it, in the same column."""
_LINES: Final = {measure.key: FIRST_FIGURE + place for place, measure in enumerate(MEASURES)}
_ALONE: Final = FIRST_FIGURE + len(MEASURES)
_COLUMNS: Final = dict(zip((*APPROACHES, "total"), "BCDE", strict=True))


def write(
    book: Workbook,
    sheet: Worksheet,
    looks: Looks,
    figures: Mapping[str, Any],
    window: Sequence[Quarter],
    options: Options,
    fiscal_year_start: int,
) -> None:
    """Write the sheet; ``figures`` are those of measures.figures for the window and options."""
    sheet.hide_gridlines(2)
    sheet.set_column("A:A", 34)
    sheet.set_column("B:E", 18)
    sheet.set_column("F:F", 74)
    sheet.write_string("A1", "What your networking returned", looks(bold=True, font_size=16))
    sheet.write_string("A2", _ABOUT, looks(italic=True))
    _choices(book, sheet, looks, window, options, fiscal_year_start)
    note = looks(font_color="#4a4f57", indent=1)
    header = ("", *(APPROACH_NAMES[name] for name in APPROACHES), "Total", "How it is figured")
    for place, title in enumerate(header):
        sheet.write_string(FIRST_FIGURE - 2, place, title, looks.header("money" if 0 < place < 5 else "text"))
    for measure in MEASURES:
        line = _LINES[measure.key]
        sheet.write_string(f"A{line}", measure.title, looks(bold=True))
        for name, column in _COLUMNS.items():
            value = (figures["total"] if name == "total" else figures["approaches"][name])[measure.key]
            look = looks.cell(measure.unit, is_figured=True, is_bold=name == "total")
            sheet.write_formula(f"{column}{line}", f"={_formula(measure.key, name, column)}", look,
                                NOT_AVAILABLE if value is None else value)  # fmt: skip
        sheet.write_string(f"F{line}", formula(measure), note)
    sheet.write_string(f"A{_ALONE}", "Gained without any step", looks(italic=True))
    sheet.write_formula(f"E{_ALONE}", "=SUM(outcomes_without_a_step)", looks.cell("money", is_figured=True),
                        figures["unattributed_value"])  # fmt: skip
    sheet.write_string(f"F{_ALONE}", "Outcomes that no step led to; they count in the total alone.", note)
    sheet.freeze_panes(FIRST_FIGURE - 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _formula(key: str, approach: str, column: str) -> str:
    """The formula of a figure for an approach, or in total."""
    if key in _FOLLOWING:
        return _FOLLOWING[key].format_map({name: f"{column}{line}" for name, line in _LINES.items()})
    if approach != "total":
        return _SUMS[key].format(approach=approach)
    line = _LINES[key]
    added = f"SUM(B{line}:D{line})"
    return f"{added}+E{_ALONE}" if key == "expected_value" else added


def _choices(
    book: Workbook,
    sheet: Worksheet,
    looks: Looks,
    window: Sequence[Quarter],
    options: Options,
    fiscal_year_start: int,
) -> None:
    """The cells that say what counts, each with a name and a list to choose from; and what follows from them."""
    chosen = (
        *([str(window[0]), str(window[-1])] if window else ["", ""]),
        options.attribution, options.view, options.basis, options.costs,
    )  # fmt: skip
    lists = ("=quarters_quarter",) * 2, ATTRIBUTIONS, *map(get_args, (View, Basis, CostShare))
    sources = (*lists[0], *(list(each) for each in lists[1:]))
    for line, ((name, title, help_), value, source) in enumerate(
        zip(_CHOICES, chosen, sources, strict=True), _FIRST_CHOICE
    ):
        sheet.write_string(f"A{line}", title)
        sheet.write_string(f"B{line}", value, looks(num_format="@", bold=True, border=1, border_color="#b9b4a5"))
        sheet.write_string(f"C{line}", help_, looks(font_color="#4a4f57", indent=1))
        sheet.data_validation(f"B{line}", {"validate": "list", "source": source})
        book.define_name(name, f"={TITLE}!$B${line}")
    rules = ",".join(f'"{name}"' for name in ATTRIBUTIONS)
    ordinals = [each.ordinal for each in window]
    follows = (
        ("first_quarter_no", "Number of the first quarter", f'IF(first_quarter="",1,{ordinal_of("first_quarter")})',
         ordinals[0] if ordinals else 1),
        ("last_quarter_no", "Number of the last quarter", f'IF(last_quarter="",0,{ordinal_of("last_quarter")})',
         ordinals[-1] if ordinals else 0),
        ("attribution_no", "Number of the rule of credit", f"MATCH(option_attribution,{{{rules}}},0)",
         ATTRIBUTIONS.index(options.attribution) + 1),
        ("fiscal_year_start", "Month in which the year begins", 'IF(stored_year_start="",1,stored_year_start)',
         fiscal_year_start),
    )  # fmt: skip
    for line, (name, title, text, result) in enumerate(follows, _FIRST_CHOICE + len(_CHOICES)):
        sheet.write_string(f"A{line}", title, looks(font_color="#4a4f57"))
        sheet.write_formula(f"B{line}", f"={text}", looks.cell("count", is_figured=True), result)
        book.define_name(name, f"={TITLE}!$B${line}")
