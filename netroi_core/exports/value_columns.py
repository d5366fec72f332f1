"""What networking led to, as columns of a workbook: the worth of each outcome and the credit of each step."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from netroi_core.exports.figured import Figured, found, numbers, ordinal, quarter_columns
from netroi_core.ledger.attribution import ATTRIBUTIONS, HALF_LIFE_DAYS, POSITION_ENDS, RULES, Attribution
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import APPROACHES

_Step = tuple[int, dict[str, Any], dict[str, Any]]
"""The place of an outcome, the outcome, and one of its steps."""

_OF_OUTCOME: Final = "steps_outcome_no,{outcome_no},steps_leads,1"
_MIDDLE: Final = round(1 - 2 * POSITION_ENDS, 9)
_SEVERAL: Final = "+".join(f'(COUNTIFS({_OF_OUTCOME},steps_approach,"{name}")>0)' for name in APPROACHES)

CREDITS: Final[dict[Attribution, str]] = {
    "first": "IF({place}=1,1,0)",
    "last": "{last_step}",
    "linear": "IF({leads}=1,1/{steps},0)",
    "position": f"IF({{leads}}=0,0,IF({{steps}}<=2,1/{{steps}},IF(OR({{place}}=1,{{place}}={{steps}}),"
    f"{POSITION_ENDS},{_MIDDLE}/({{steps}}-2))))",
    "decay": f"IF({{leads}}=1,{{fading}}/SUMIFS(steps_fading,{_OF_OUTCOME}),0)",
    "custom": f'IF({{leads}}=0,0,IF(AND(COUNTIFS({_OF_OUTCOME},steps_credit,">=0")={{steps}},'
    f"SUMIFS(steps_credit,{_OF_OUTCOME})>0),{{credit}}/SUMIFS(steps_credit,{_OF_OUTCOME}),{{linear}}))",
    "shapley": f"IF({{leads}}=1,1/(({_SEVERAL})*COUNTIFS({_OF_OUTCOME},steps_approach,{{approach}})),0)",
}
"""The share that a step gets by each rule: see netroi_core.attribution, which says the same for frames."""


def outcomes(document: Document, ledger: Ledger, chosen: frozenset[int], options: Options) -> list[Figured]:
    """What each outcome is worth, and what of it counts in the total alone, because no step led to it."""
    rows = document.get("outcomes", [])
    worth = ledger.outcomes[options.basis].to_list()
    ordinals = ledger.outcomes["quarter"].to_list()
    steps = [sum(step["date"] <= row["date"] for step in row.get("touchpoints", ())) for row in rows]
    counts = [each in chosen for each in ordinals]
    alone = [float(w) if not s and c else 0.0 for w, s, c in zip(worth, steps, counts, strict=True)]
    average = ledger.outcomes.select(((pl.col("low") + 4 * pl.col("likely") + pl.col("high")) / 6).fill_null(0.0))
    likely = "N({value.likely})"
    by_three = (
        f'(IF({{value.low}}="",{likely},{{value.low}})+4*{likely}+IF({{value.high}}="",{likely},{{value.high}}))/6'
    )
    chance = 'IF({status}="won",1,IF(AND({status}="open",option_basis="expected"),N({probability}),0))'
    kept = 'IF({margin}="",1,{margin})*IF({incrementality}="",1,{incrementality})'
    return [
        Figured("no", "count", numbers(len(rows))),
        *quarter_columns(ordinals, chosen),
        Figured("average", "money", average.to_series().to_list(),
                f"IF(COUNT({{value.low}},{{value.likely}},{{value.high}})=0,0,{by_three})"),
        Figured("chance", "number", [_chance(row, options) for row in rows], chance),
        Figured("worth", "money", worth, f"{{average}}*{kept}*{{chance}}"),
        Figured("steps", "count", steps, "COUNTIFS(steps_outcome_no,{no},steps_leads,1)"),
        Figured("without_a_step", "money", alone, "IF({steps}=0,{worth}*{counts},0)"),
    ]  # fmt: skip


def steps(document: Document, ledger: Ledger, chosen: frozenset[int], options: Options) -> list[Figured]:
    """The credit that each step gets by every rule, and its value by the chosen one."""
    realised, worth = ledger.outcomes["quarter"].to_list(), ledger.outcomes[options.basis].to_list()
    rows = [(place, row, step) for place, row in enumerate(document.get("outcomes", []))
            for step in row.get("touchpoints", ())]  # fmt: skip
    led = _led(rows, ledger)
    own = [ordinal(step["date"], ledger.profile.fiscal_year_start) for _, _, step in rows]
    when = own if options.view == "invested" else [realised[place] for place, _, _ in rows]
    counts = [int(each in chosen) for each in when]
    credit = [each.get(options.attribution, 0.0) for each in led]
    value = [c * worth[place] * counted for c, (place, _, _), counted in zip(credit, rows, counts, strict=True)]
    leading = Counter(place for place, row, step in rows if _days(row, step) >= 0)

    def of_led(name: str) -> list[Any]:
        return [each.get(name, 0) for each in led]

    def of_outcome(column: str) -> str:
        return found(f"outcomes_{column}", "{outcome_no}", "outcomes_no")

    earlier = f'COUNTIFS({_OF_OUTCOME},steps_date,"<"&{{date}})+COUNTIFS({_OF_OUTCOME},steps_date,{{date}},'
    earlier += 'steps_number,"<="&{number})'
    quarter_no, quarter, _ = quarter_columns(own, chosen)
    return [
        Figured("outcome_no", "count", [place + 1 for place, _, _ in rows]),
        Figured("outcome_date", "day", [_day(row) for _, row, _ in rows], of_outcome("date")),
        Figured("leads", "count", of_led("leads"), "IF({date}<={outcome_date},1,0)"),
        Figured("days_before", "count", [_days(row, step) for _, row, step in rows], "{outcome_date}-{date}"),
        Figured("place", "count", of_led("place"), f"IF({{leads}}=1,{earlier},0)"),
        Figured("steps", "count", [leading[place] for place, _, _ in rows], f"COUNTIFS({_OF_OUTCOME})"),
        Figured("last_step", "count", [int(bool(each) and each["last"] == 1) for each in led],
                "IF(AND({leads}=1,{place}={steps}),1,0)"),
        Figured("fading", "number", of_led("fading"),
                f"IF({{leads}}=1,2^(-({{days_before}}-SUMIFS(steps_days_before,{_OF_OUTCOME},steps_last_step,1))"
                f"/{HALF_LIFE_DAYS}),0)"),
        *(Figured(name, "number", of_led(name), CREDITS[name]) for name in ATTRIBUTIONS),
        Figured("share", "number", credit, f"INDEX({{{ATTRIBUTIONS[0]}}}:{{{ATTRIBUTIONS[-1]}}},1,attribution_no)"),
        quarter_no,
        quarter,
        Figured("counts", "count", counts,
                'IF(option_view="invested",IF(AND({quarter_no}>=first_quarter_no,{quarter_no}<=last_quarter_no),1,0),'
                f"{of_outcome('counts')})"),
        Figured("value", "money", value, f"{{share}}*{of_outcome('worth')}*{{counts}}"),
    ]  # fmt: skip


def _led(rows: Sequence[_Step], ledger: Ledger) -> list[dict[str, Any]]:
    """For each step its place on the path and its credits; empty for those later than their outcome."""
    led: list[dict[str, Any]] = [{} for _ in rows]
    in_order = sorted(
        (place, step["date"], number) for number, (place, row, step) in enumerate(rows) if _days(row, step) >= 0
    )
    shares = ledger.touchpoints.select(
        pl.int_range(1, pl.len() + 1).over("outcome").alias("place"),
        (0.5 ** ((pl.col("days_before") - pl.col("days_before").min().over("outcome")) / HALF_LIFE_DAYS)).alias(
            "fading"
        ),
        *(rule.credits.alias(name) for name, rule in RULES.items()),
    )
    for (_, _, number), row in zip(in_order, shares.iter_rows(named=True), strict=True):
        led[number] = {"leads": 1, **row}
    return led


def _chance(outcome: dict[str, Any], options: Options) -> float:
    if outcome["status"] == "won":
        return 1.0
    is_open = outcome["status"] == "open" and options.basis == "expected"
    return float(outcome.get("probability") or 0) if is_open else 0.0


def _day(record: dict[str, Any]) -> date:
    return date.fromisoformat(record["date"])


def _days(outcome: dict[str, Any], step: dict[str, Any]) -> int:
    """The days from a step to its outcome; negative if it came later."""
    return (_day(outcome) - _day(step)).days
