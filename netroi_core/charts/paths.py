"""Charts of the paths that led to value: the paths, combinations compared with their parts, and credit by rule.

One approach alone has its color, several together are grey.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import parts
from netroi_core.charts.chart import APPROACH_COLORS, LIGHT, MONEY, Chart, rows_frame, tables
from netroi_core.ledger.attribution import RULES, Attribution
from netroi_core.ledger.measures import MEASURES_BY_KEY
from netroi_core.verdict.combinations import ApproachPath, Combination, PathOutcomes
from netroi_core.verdict.path_words import beats_parts, combination_name, combinations_title, credit_title, paths_title
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, Words, join_words, pluralize
from netroi_core.workspace.fields import APPROACHES, Approach

_MOST_ROWS: Final = 8
_STEPS_IN_A_LINE: Final = 3
# The middle of a path of more steps is left out of the picture.
_MOST_STEPS: Final = 6
# Bars are cut off at this multiple of the largest middle.
_FURTHEST: Final = 3
# The share of the longest bar that a label inside needs.
_LEAST_LABELED: Final = 0.1
# The colors of paths of one approach alone.
_COLORS: Final[Mapping[ApproachPath, str]] = {(approach,): color for approach, color in APPROACH_COLORS.items()}
_GAINED: Final = MEASURES_BY_KEY["expected_value"].title

# Names stand above the bars, so that a phone has its whole width for them.
_ROW_HEIGHT: Final = 64
_LOW_ROW: Final = 48  # without a label above its bar
_LINE_HEIGHT: Final = 17
# How far above its label a row has its name, and how far below its bar, in pixels.
_RAISED, _LOWERED = 18, 19


def paths_chart(paths: Sequence[PathOutcomes], words: Words) -> Chart:
    """Draw what each path led to, in descending order of its value."""
    rows: list[tuple[object, ...]] = []
    height = 0
    for path in paths[:_MOST_ROWS]:
        name = _lines(path.steps)
        rise = _LINE_HEIGHT * name.count("\n")
        at = height + rise + _ROW_HEIGHT // 2
        rows.append((at, rise, name, path.value, _label(path, words), _COLORS.get(path.steps, MONEY)))
        height += rise + _ROW_HEIGHT
    return Chart(
        "paths",
        paths_title(paths, words),
        "Gained by the path that led to it. The same approach several times in a row is one step.",
        "; ".join(f"{_path_name(path.steps)}: {_label(path, words)}" for path in paths) + ".",
        _full_width(_bars_spec(), paths[0].value, words, height),
        rows_frame(rows, ("at", "rise", "name", "end", "label", "color")),
        *tables(
            ("Path", "Outcomes", "Won", _GAINED, "Led to"),
            [(_path_name(p.steps), p.outcomes, p.won, p.value, _kinds(p)) for p in paths],
            (None, None, None, words.money, None),
        ),
    )


def combinations_chart(combinations: Sequence[Combination], words: Words) -> Chart:
    """Draw what one outcome of each combination is worth, as 90% intervals; at least one must be known."""
    valued = sorted(
        ((item.mean_value, item) for item in combinations if item.mean_value is not None), key=lambda pair: -pair[0][1]
    )
    furthest = valued[0][0][1] * _FURTHEST
    rows: list[tuple[object, ...]] = []
    sentences = []
    for (low, middle, high), combination in valued:
        name = combination_name(combination.totals.steps)
        about, low_to_high = words.money(middle), f"{words.money(low)} to {words.money(high)}"
        at, color = len(rows) * _ROW_HEIGHT + _ROW_HEIGHT // 2, _COLORS.get(combination.totals.steps, MONEY)
        rows.append((at, 0, name, low, middle, min(high, furthest), f"{about} ({low_to_high})", color))
        odds = combination.probability_better
        likely = "" if odds is None else f"; {beats_parts(combination, odds)}"
        sentences.append(f"{name}: about {about}, 9 in 10 likely from {low_to_high}{likely}.")
    frame = rows_frame(rows, ("at", "rise", "name", "low", "middle", "high", "label", "color"))
    ends = (f"One is worth, {end}" for end in ("low", "middle", "high"))
    return Chart(
        "combinations",
        combinations_title(combinations),
        "What one outcome is worth, 9 in 10 likely within the bar; where few are known, the others count too. "
        "Large ones may take more steps.",
        " ".join(sentences),
        _full_width(_intervals_spec(), max(frame["high"]), words, len(rows) * _ROW_HEIGHT),
        frame,
        *tables(
            ("Approaches", "Outcomes", "Won", _GAINED, *ends, "Likely worth more than its parts"),
            map(_combination_figures, combinations),
            (None, None, None, *[words.money] * 4, words.percent),
        ),
    )


def credit_chart(values: Mapping[Attribution, Mapping[Approach, float]], words: Words) -> Chart:
    """Draw the value that each approach is credited with under each attribution rule."""
    longest = max(sum(by_approach.values()) for by_approach in values.values())
    rows: list[tuple[object, ...]] = []
    sentences = []
    for number, (rule, by_approach) in enumerate(values.items(), 1):
        title, total, start = RULES[rule].title, sum(by_approach.values()), 0.0
        for approach, value in by_approach.items():
            label = words.percent(100 * value / total) if value >= _LEAST_LABELED * longest else ""
            at = number * _LOW_ROW - _LOW_ROW // 3
            rows.append((at, 0, title, APPROACH_NAMES[approach], start, start + value, label))
            start += value
        amounts = [f"{APPROACH_NAMES[approach]} {words.money(value)}" for approach, value in by_approach.items()]
        sentences.append(f"{title}: {join_words(amounts)}")
    return Chart(
        "credit",
        credit_title(values, words),
        f"{_GAINED} by approach, under each way to share the credit for an outcome among its steps.",
        f"{'; '.join(sentences)}.",
        _full_width(_stacked_spec(), longest, words, len(values) * _LOW_ROW + _LOW_ROW // 3),
        rows_frame(rows, ("at", "rise", "name", "approach", "start", "end", "label")),
        *tables(
            ("Way to share credit", *parts.NAMES),
            [(RULES[rule].title, *by_approach.values()) for rule, by_approach in values.items()],
            (None, *[words.money] * len(APPROACHES)),
        ),
    )


def _combination_figures(combination: Combination) -> tuple[object, ...]:
    led, odds = combination.totals, combination.probability_better
    worth = combination.mean_value or (None, None, None)
    return combination_name(led.steps), led.outcomes, led.won, led.value, *worth, None if odds is None else 100 * odds


def _lines(steps: ApproachPath) -> str:
    """Return a path in lines that fit a phone, a long one without its middle."""
    names = [APPROACH_NAMES[step] for step in steps]
    if len(names) > _MOST_STEPS:
        names = [*names[:3], "…", *names[-2:]]
    lines = [names[start : start + _STEPS_IN_A_LINE] for start in range(0, len(names), _STEPS_IN_A_LINE)]
    return "\n→ ".join(" → ".join(line) for line in lines)


def _path_name(steps: ApproachPath) -> str:
    return " → ".join(APPROACH_NAMES[step] for step in steps)


def _label(path: PathOutcomes, words: Words) -> str:
    outcomes = pluralize(path.outcomes, "outcome")
    return f"{outcomes}, {words.money(path.value)}" if path.value else f"{outcomes} without a value in money"


def _kinds(path: PathOutcomes) -> str:
    return ", ".join(f"{KIND_NAMES[kind]} ×{n}" if n > 1 else KIND_NAMES[kind] for kind, n in path.kinds.items())


def _full_width(spec: Mapping[str, Any], longest: float, words: Words, height: int) -> dict[str, Any]:
    """Return a specification whose longest bar takes the whole width."""
    scaled = parts.with_linear_scale(spec, [longest], words.compact_money, height)
    # Labels stand above the bars, so that the longest bar needs no room beside it.
    params = [{**param, "value": longest or 1.0} if param["name"] == "high" else param for param in scaled["params"]]
    return {**scaled, "params": params}


@cache
def _bars_spec() -> Mapping[str, Any]:
    marks = _rows(parts.own_color()).mark_bar(orient="horizontal", height=14, yOffset=_LOWERED)
    return parts.to_spec(marks.encode(parts.linear_x("end")), _names(_rows()), _labels())


@cache
def _intervals_spec() -> Mapping[str, Any]:
    rows = _rows(parts.own_color())
    marks = rows.mark_bar(orient="horizontal", height=12, yOffset=_LOWERED, fillOpacity=0.35, cornerRadius=6)
    dots = rows.mark_point(size=130, yOffset=_LOWERED, filled=True, opacity=1).encode(alt.X("middle:Q"))
    return parts.to_spec(marks.encode(parts.linear_x("low"), alt.X2("high:Q")), dots, _names(_rows()), _labels())


@cache
def _stacked_spec() -> Mapping[str, Any]:
    marks = _rows().mark_bar(orient="horizontal", height=18, yOffset=2, cornerRadiusEnd=0)
    middles = _rows(alt.X("middle:Q"), alt.Text("label:N")).transform_calculate(middle="(datum.start + datum.end) / 2")
    labels = middles.mark_text(baseline="middle", dy=2, fontSize=12, fontWeight=600, color=LIGHT.ink)
    first = _rows().transform_filter(f"datum.approach == '{parts.NAMES[0]}'")
    bars = marks.encode(parts.linear_x("start"), alt.X2("end:Q"), parts.approach_color())
    return parts.to_spec(bars, labels, _names(first))


def _rows(*channels: Any) -> alt.Chart:
    """Return the rows, placed in pixels from the top since some are higher than others."""
    return parts.rows(alt.Y("at:Q", scale=None, axis=None), *channels)


def _names(rows: alt.Chart) -> alt.Chart:
    """Return the name above each row; more lines rise further."""
    above = alt.ExprRef(f"-{_RAISED} - datum.rise")
    names: alt.Chart = rows.encode(alt.X(value=0), alt.Text("name:N")).mark_text(
        align="left", baseline="middle", dy=above, fontSize=13, fontWeight=600, lineBreak="\n", lineHeight=_LINE_HEIGHT
    )
    return names


def _labels() -> alt.Chart:
    texts = _rows(alt.X(value=0), alt.Text("label:N"))
    labels: alt.Chart = texts.mark_text(align="left", baseline="middle", fontSize=13)
    return labels
