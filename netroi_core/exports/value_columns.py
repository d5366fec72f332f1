"""Computed columns of a workbook about value: the worth of each outcome and the credit of each step."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from netroi_core.exports.formulas import WorkbookColumn, lookup, number_column, quarter_columns, quarter_ordinal
from netroi_core.ledger.attribution import ATTRIBUTIONS, HALF_LIFE_DAYS, POSITION_ENDS, RULES, Attribution
from netroi_core.ledger.formulas import pert_mean
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.records import Outcome, Touchpoint

# The index of an outcome, the outcome, and one of its steps.
_Step = tuple[int, Outcome, Touchpoint]

_OF_OUTCOME: Final = "steps_outcome_no,{outcome_no},steps_leads,1"
_MIDDLE: Final = round(1 - 2 * POSITION_ENDS, 9)
_APPROACH_COUNT: Final = "+".join(f'(COUNTIFS({_OF_OUTCOME},steps_approach,"{name}")>0)' for name in APPROACHES)

# The same rules as in netroi_core.ledger.attribution; a test compares the two.
# The formula for the share of a step under each attribution rule.
CREDITS: Final[dict[Attribution, str]] = {
    "first": "IF({place}=1,1,0)",
    "last": "{last_step}",
    "linear": "IF({leads}=1,1/{steps},0)",
    "position": f"IF({{leads}}=0,0,IF({{steps}}<=2,1/{{steps}},IF(OR({{place}}=1,{{place}}={{steps}}),"
    f"{POSITION_ENDS},{_MIDDLE}/({{steps}}-2))))",
    "decay": f"IF({{leads}}=1,{{fading}}/SUMIFS(steps_fading,{_OF_OUTCOME}),0)",
    "custom": f'IF({{leads}}=0,0,IF(AND(COUNTIFS({_OF_OUTCOME},steps_credit,">=0")={{steps}},'
    f"SUMIFS(steps_credit,{_OF_OUTCOME})>0),{{credit}}/SUMIFS(steps_credit,{_OF_OUTCOME}),{{linear}}))",
    "shapley": f"IF({{leads}}=1,1/(({_APPROACH_COUNT})*COUNTIFS({_OF_OUTCOME},steps_approach,{{approach}})),0)",
}
_LIKELY: Final = "N({value.likely})"
_PERT: Final = (
    f'(IF({{value.low}}="",{_LIKELY},{{value.low}})+4*{_LIKELY}+IF({{value.high}}="",{_LIKELY},{{value.high}}))/6'
)
_CHANCE: Final = 'IF({status}="won",1,IF(AND({status}="open",option_basis="expected"),N({probability}),0))'
_OWN_SHARE: Final = 'IF({margin}="",1,{margin})*IF({incrementality}="",1,{incrementality})'


def outcome_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the worth of each outcome, and what counts in the total alone because no step led to it."""
    outcomes = ledger.workspace.outcomes
    worth = ledger.outcomes[options.basis].to_list()
    ordinals = ledger.outcomes["quarter"].to_list()
    steps = [sum(step.date <= outcome.date for step in outcome.touchpoints) for outcome in outcomes]
    alone = [
        float(value) if not count and ordinal in window else 0.0
        for value, count, ordinal in zip(worth, steps, ordinals, strict=True)
    ]
    average = ledger.outcomes.select(pert_mean(pl.col("low"), pl.col("likely"), pl.col("high")).fill_null(0.0))
    return [
        number_column("no", len(outcomes)),
        *quarter_columns(ordinals, window),
        WorkbookColumn("average", "money", average.to_series().to_list(),
                       f"IF(COUNT({{value.low}},{{value.likely}},{{value.high}})=0,0,{_PERT})"),
        WorkbookColumn("chance", "number", [_chance(outcome, options) for outcome in outcomes], _CHANCE),
        WorkbookColumn("worth", "money", worth, f"{{average}}*{_OWN_SHARE}*{{chance}}"),
        WorkbookColumn("steps", "count", steps, "COUNTIFS(steps_outcome_no,{no},steps_leads,1)"),
        WorkbookColumn("without_a_step", "money", alone, "IF({steps}=0,{worth}*{counts},0)"),
    ]  # fmt: skip


def step_columns(ledger: Ledger, window: frozenset[int], options: Options) -> list[WorkbookColumn]:
    """Return the credit of each step under every attribution rule, and its value under the chosen one."""
    steps: list[_Step] = [(index, outcome, step) for index, outcome in enumerate(ledger.workspace.outcomes)
                          for step in outcome.touchpoints]  # fmt: skip
    by_step = _credits(steps, ledger)
    own = [quarter_ordinal(step.date, ledger.profile.fiscal_year_start) for _, _, step in steps]
    quarter_no, quarter, _ = quarter_columns(own, window)
    return [
        *_position_columns(steps, by_step),
        *(WorkbookColumn(name, "number", _column(by_step, name), CREDITS[name]) for name in ATTRIBUTIONS),
        WorkbookColumn("share", "number", _column(by_step, options.attribution),
                       f"INDEX({{{ATTRIBUTIONS[0]}}}:{{{ATTRIBUTIONS[-1]}}},1,attribution_no)"),
        quarter_no,
        quarter,
        *_value_columns(steps, _column(by_step, options.attribution), own, ledger, window, options),
    ]  # fmt: skip


def _position_columns(steps: Sequence[_Step], by_step: Sequence[dict[str, Any]]) -> list[WorkbookColumn]:
    """Return the columns that place each step on the path to its outcome."""
    leading = Counter(index for index, outcome, step in steps if step.date <= outcome.date)
    earlier = f'COUNTIFS({_OF_OUTCOME},steps_date,"<"&{{date}})+COUNTIFS({_OF_OUTCOME},steps_date,{{date}},'
    earlier += 'steps_number,"<="&{number})'
    return [
        WorkbookColumn("outcome_no", "count", [index + 1 for index, _, _ in steps]),
        WorkbookColumn("outcome_date", "day", [outcome.date for _, outcome, _ in steps], _of_outcome("date")),
        WorkbookColumn("leads", "count", _column(by_step, "leads"), "IF({date}<={outcome_date},1,0)"),
        WorkbookColumn("days_before", "count", [(outcome.date - step.date).days for _, outcome, step in steps],
                       "{outcome_date}-{date}"),
        WorkbookColumn("place", "count", _column(by_step, "place"), f"IF({{leads}}=1,{earlier},0)"),
        WorkbookColumn("steps", "count", [leading[index] for index, _, _ in steps], f"COUNTIFS({_OF_OUTCOME})"),
        WorkbookColumn("last_step", "count", [int(credit == 1) for credit in _column(by_step, "last")],
                       "IF(AND({leads}=1,{place}={steps}),1,0)"),
        WorkbookColumn("fading", "number", _column(by_step, "fading"),
                       f"IF({{leads}}=1,2^(-({{days_before}}-SUMIFS(steps_days_before,{_OF_OUTCOME},steps_last_step,1))"
                       f"/{HALF_LIFE_DAYS}),0)"),
    ]  # fmt: skip


def _value_columns(
    steps: Sequence[_Step],
    shares: Sequence[float],
    own: Sequence[int],
    ledger: Ledger,
    window: frozenset[int],
    options: Options,
) -> list[WorkbookColumn]:
    """Return whether each step counts, by its own quarter or its outcome's, and its value."""
    realised, worth = ledger.outcomes["quarter"].to_list(), ledger.outcomes[options.basis].to_list()
    ordinals = own if options.view == "invested" else [realised[index] for index, _, _ in steps]
    counts = [int(ordinal in window) for ordinal in ordinals]
    values = [share * worth[index] * count for share, (index, _, _), count in zip(shares, steps, counts, strict=True)]
    return [
        WorkbookColumn("counts", "count", counts,
                       'IF(option_view="invested",IF(AND({quarter_no}>=first_quarter_no,'
                       f"{{quarter_no}}<=last_quarter_no),1,0),{_of_outcome('counts')})"),
        WorkbookColumn("value", "money", values, f"{{share}}*{_of_outcome('worth')}*{{counts}}"),
    ]  # fmt: skip


def _credits(steps: Sequence[_Step], ledger: Ledger) -> list[dict[str, Any]]:
    """Return for each step its place on the path and its credits; empty for those later than their outcome."""
    by_step: list[dict[str, Any]] = [{} for _ in steps]
    in_order = sorted(
        (index, step.date, number) for number, (index, outcome, step) in enumerate(steps) if step.date <= outcome.date
    )
    days_before = pl.col("days_before")
    rows = ledger.touchpoints.select(
        pl.int_range(1, pl.len() + 1).over("outcome").alias("place"),
        (0.5 ** ((days_before - days_before.min().over("outcome")) / HALF_LIFE_DAYS)).alias("fading"),
        *(rule.credits.alias(name) for name, rule in RULES.items()),
    )
    for (_, _, number), row in zip(in_order, rows.iter_rows(named=True), strict=True):
        by_step[number] = {"leads": 1, **row}
    return by_step


def _column(by_step: Sequence[dict[str, Any]], name: str) -> list[Any]:
    return [step.get(name, 0) for step in by_step]


def _chance(outcome: Outcome, options: Options) -> float:
    if outcome.status == "won":
        return 1.0
    return outcome.probability or 0.0 if outcome.status == "open" and options.basis == "expected" else 0.0


def _of_outcome(column: str) -> str:
    return lookup(f"outcomes_{column}", "{outcome_no}", "outcomes_no")
