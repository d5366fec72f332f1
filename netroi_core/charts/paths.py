"""Charts of the paths that led to value: the paths, combinations compared with their parts, and credit by rule.

One approach alone has its color, several together are gray.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame, tables
from netroi_core.charts.palette import APPROACH_COLORS, LIGHT, MONEY
from netroi_core.ledger.attribution import RULES, Attribution
from netroi_core.verdict.combinations import PATTERN_WINS, ApproachPath, Combination, PathOutcomes
from netroi_core.verdict.path_words import (
    beats_parts,
    combination_name,
    combinations_title,
    credit_title,
    paths_title,
    value_phrase,
)
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, Words, in_sentence, join_words, pluralize
from netroi_core.workspace.fields import APPROACHES, Approach

_MOST_ROWS: Final = 8
# Bars are cut off at this multiple of the largest middle.
_FURTHEST: Final = 3
# The share of the longest bar that a label inside needs.
_LEAST_LABELED: Final = 0.1
# The colors of paths of one approach alone.
_COLORS: Final[Mapping[ApproachPath, str]] = {(approach,): color for approach, color in APPROACH_COLORS.items()}

# Names stand above the bars, so that a phone has its whole width for them.
_ROW_HEIGHT: Final = 64
_LOW_ROW: Final = 48  # without a label above its bar
_TEXT_ROW: Final = 52  # without a bar
# How far above its label a row has its name, and how far below its bar, in pixels.
_RAISED, _LOWERED = 18, 19

# Where the steps of a path stand, as shares of the width; the last leaves room for its name on a phone.
_PLACES: Final = (0.0, 0.38, 0.74)
_HEADS: Final = dict(zip(_PLACES, ("Met", "Continued", "Closed"), strict=True))
# The kinds of outcomes that a label names.
_MOST_KINDS: Final = 2
_HEAD_AT, _HEAD_HEIGHT, _PATH_HEIGHT = 10, 24, 76
_THINNEST, _THICKEST = 2, 12
# How far to the right of its place a dot stands, so that it isn't cut off.
_DOT: Final = 8


def paths_chart(paths: Sequence[PathOutcomes], words: Words, note: str = "") -> Chart:
    """Draw where each path began, continued and closed, in descending order of its value; ``note`` is added below."""
    drawn, is_priced = paths[:_MOST_ROWS], bool(paths[0].value)
    weights = [path.value if is_priced else float(path.outcomes) for path in drawn]
    most = max(weights)
    heads = set[float]().union(*(_stops(path.steps) for path in drawn))
    rows = [_path_row(_HEAD_AT, "head", place, name=name) for place, name in _HEADS.items() if place in heads]
    for number, (path, weight) in enumerate(zip(drawn, weights, strict=True)):
        at = _HEAD_HEIGHT + number * _PATH_HEIGHT + _PATH_HEIGHT // 2
        size = _THINNEST + (_THICKEST - _THINNEST) * weight / most
        rows += _path_rows(path, at, size, words)
    return Chart(
        "paths",
        paths_title(paths, words),
        "Each line runs from where you met to where it closed. "
        f"Wider means more {'value' if is_priced else 'outcomes'}.{f' {note}' if note else ''}",
        "; ".join(f"{_path_sentence(path.steps)}: {_label(path, words)}" for path in paths) + ".",
        parts.fixed_height(_paths_spec(), _HEAD_HEIGHT + len(drawn) * _PATH_HEIGHT, {}),
        rows_frame(rows, ("at", "part", "place", "end", "size", "name", "color")),
        *tables(
            ("Path", "Outcomes", "Won outcomes", WON, STILL_OPEN, "Led to"),
            [(_path_name(p.steps), *_path_figures(p), ", ".join(_kind_names(p))) for p in paths],
            (None, None, None, words.money, words.money, None),
        ),
    )


def combinations_chart(combinations: Sequence[Combination], words: Words) -> Chart:
    """Draw what one outcome of each combination is worth, as 90% intervals; at least one must have enough outcomes.

    A combination with few outcomes gets only its recorded figures: its interval would be too wide to read.
    """
    valued = sorted(
        ((item.mean_value, item) for item in combinations if item.mean_value is not None),
        key=lambda pair: (not pair[1].has_range, -pair[0][1]),
    )
    furthest = valued[0][0][1] * _FURTHEST
    rows: list[tuple[object, ...]] = []
    sentences = []
    top = 0
    for (low, middle, high), combination in valued:
        name = combination_name(combination.totals.steps)
        at, color = top + _ROW_HEIGHT // 2, _COLORS.get(combination.totals.steps, MONEY)
        top += _ROW_HEIGHT if combination.has_range else _TEXT_ROW
        if not combination.has_range:
            rows.append((at, name, None, None, None, "", _label(combination.totals, words), color))
            sentences.append(f"{name}: {_label(combination.totals, words)}.")
            continue
        about, low_to_high = words.money(middle), f"{words.money(low)} and {words.money(high)}"
        label = f"{about} ({words.money(low)} to {words.money(high)})"
        start, end, beyond = parts.cut_off(low, high, 0.0, furthest)
        rows.append((at, name, start, middle, end, beyond, label, color))
        odds = combination.probability_better
        likely = "" if odds is None else f"; {beats_parts(combination, odds, words)}"
        sentences.append(f"{name}: about {about}, {words.percent(90)} likely to be between {low_to_high}{likely}.")
    frame = rows_frame(rows, ("at", "name", "low", "middle", "high", "beyond", "label", "color"))
    ends = (f"One is worth, {end}" for end in ("low", "middle", "high"))
    few = f" A range needs at least {PATTERN_WINS} outcomes." if frame["middle"].has_nulls() else ""
    return Chart(
        "combinations",
        combinations_title(combinations, words),
        f"Estimated value of one outcome. The bar is the {words.percent(90)} range; combinations with few outcomes "
        f"borrow from the others.{few} Bigger deals may simply take more steps.",
        " ".join(sentences),
        _full_width(_intervals_spec(), max(frame["high"].drop_nulls()), words, at + _ROW_HEIGHT // 2),
        frame,
        *tables(
            ("Approaches", "Outcomes", "Won outcomes", WON, STILL_OPEN, *ends, "Likely worth more than its parts"),
            map(_combination_figures, combinations),
            (None, None, None, *[words.money] * 5, words.percent),
        ),
    )


def credit_chart(values: Mapping[Attribution, Mapping[Approach, float]], words: Words) -> Chart:
    """Draw the value that each approach is credited with under each attribution rule."""
    longest = max(sum(by_approach.values()) for by_approach in values.values())
    rows: list[tuple[object, ...]] = []
    sentences = []
    for number, (title, by_approach) in enumerate(_merged(values, words), 1):
        total, start = sum(by_approach.values()), 0.0
        for approach, value in by_approach.items():
            label = words.percent(100 * value / total) if value >= _LEAST_LABELED * longest else ""
            at = number * _LOW_ROW - _LOW_ROW // 3
            rows.append((at, title, APPROACH_NAMES[approach], start, start + value, label))
            start += value
        amounts = [f"{APPROACH_NAMES[approach]} {words.money(value)}" for approach, value in by_approach.items()]
        sentences.append(f"{title}: {join_words(amounts)}")
    return Chart(
        "credit",
        credit_title(values, words),
        "Won and expected value by approach, under each way to share the credit for an outcome among its steps.",
        f"{'; '.join(sentences)}.",
        _full_width(_stacked_spec(), longest, words, number * _LOW_ROW + _LOW_ROW // 3),
        rows_frame(rows, ("at", "name", "approach", "start", "end", "label")),
        *tables(
            ("Way to share credit", *parts.NAMES),
            [(RULES[rule].title, *by_approach.values()) for rule, by_approach in values.items()],
            (None, *[words.money] * len(APPROACHES)),
        ),
    )


def _merged(
    values: Mapping[Attribution, Mapping[Approach, float]], words: Words
) -> Iterator[tuple[str, Mapping[Approach, float]]]:
    """Yield the title and the values of each attribution rule, those of rules that agree as one."""
    alike: dict[tuple[str, ...], list[Attribution]] = {}
    for rule, by_approach in values.items():
        alike.setdefault(tuple(map(words.money, by_approach.values())), []).append(rule)
    for rules in alike.values():
        first, *others = (RULES[rule].title for rule in rules)
        if len(others) == 1:
            first += f"; {others[0][:1].lower()}{others[0][1:]}"
        elif others:
            first = f"{first}; {len(others)} other ways agree" if len(alike) > 1 else "Every way to share it"
        yield first, values[rules[0]]


def _combination_figures(combination: Combination) -> tuple[object, ...]:
    totals, odds = combination.totals, combination.probability_better if combination.has_range else None
    worth = (combination.has_range and combination.mean_value) or (None, None, None)
    return combination_name(totals.steps), *_path_figures(totals), *worth, None if odds is None else 100 * odds


def _path_figures(outcomes: PathOutcomes) -> tuple[int, int, float, float]:
    """Return the number of outcomes and of those that are won, and the value that is won and that is still open."""
    still_open = max(0.0, outcomes.value - outcomes.won_value)
    return outcomes.outcomes, outcomes.won, outcomes.won_value, still_open


def _path_rows(path: PathOutcomes, at: int, size: float, words: Words) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one path: its label, the line of this size, and its steps."""
    yield _path_row(at, "label", name=_label(path, words))
    yield _path_row(at, "link", _PLACES[0], _PLACES[-1], size=size)
    for place, (name, color) in _stops(path.steps).items():
        yield _path_row(at, "step", place, name=name, color=color)


def _path_row(
    at: int, part: str, place: float = 0.0, end: float = 0.0, *, size: float = 0.0, name: str = "", color: str = MONEY
) -> tuple[object, ...]:
    return at, part, place, end, size, name, color


def _stops(steps: ApproachPath) -> dict[float, tuple[str, str]]:
    """Return the name and color of the step at each place; a path of one step begins and closes with it."""
    colors = {str(approach): color for approach, color in APPROACH_COLORS.items()}
    first, *between, last = steps if len(steps) > 1 else (steps[0], steps[0])
    stops = {_PLACES[0]: (APPROACH_NAMES[first], colors[first]), _PLACES[-1]: (APPROACH_NAMES[last], colors[last])}
    if between:
        more = f" +{len(between) - 1}" if len(between) > 1 else ""
        stops[_PLACES[1]] = (f"{APPROACH_NAMES[between[0]]}{more}", colors[between[0]])
    return stops


def _path_sentence(steps: ApproachPath) -> str:
    """Return a path in words: where it began, continued and closed."""
    first, *later = steps
    if not later:
        return f"Met and closed by {in_sentence(first)}"
    *between, last = map(in_sentence, later)
    continued = f"continued by {', then '.join(between)}, " if between else ""
    return f"Met by {in_sentence(first)}, {continued}closed by {last}"


def _path_name(steps: ApproachPath) -> str:
    return " → ".join(APPROACH_NAMES[step] for step in steps)


def _label(path: PathOutcomes, words: Words) -> str:
    outcomes = pluralize(path.outcomes, "outcome")
    if 0 < path.still_open < path.outcomes:
        outcomes += f" ({path.still_open:,} open)"
    if path.value:
        return f"{outcomes}: {value_phrase(path, words)}"
    # Naming the kinds says more than that they have no price.
    kinds, more = _kind_names(path)[:_MOST_KINDS], len(path.kinds) - _MOST_KINDS
    return f"{outcomes} without a money value: {', '.join(kinds)}{f' and {more} more' if more > 0 else ''}"


def _kind_names(path: PathOutcomes) -> list[str]:
    """Return the kinds of the outcomes, with how many there are of each, the most frequent first."""
    return [f"{KIND_NAMES[kind]} ×{n}" if n > 1 else KIND_NAMES[kind] for kind, n in path.kinds.items()]


def _full_width(spec: Mapping[str, Any], longest: float, words: Words, height: int) -> dict[str, Any]:
    """Return a specification whose longest bar takes the whole width."""
    scaled = parts.with_linear_scale(spec, [longest], words.compact_money, height)
    # Labels stand above the bars, so that the longest bar needs no room beside it.
    params = [{**param, "value": longest or 1.0} if param["name"] == "high" else param for param in scaled["params"]]
    return {**scaled, "params": params}


@cache
def _paths_spec() -> Mapping[str, Any]:
    place = alt.X("place:Q", scale=alt.Scale(domain=[0, 1], nice=False, zero=False), axis=None)
    size = alt.StrokeWidth("size:Q", scale=None, legend=None)
    links = _part("link", place, alt.X2("end:Q"), size)
    steps = _part("step", place, parts.own_color())
    # Names stand under their dots and labels above the line, so that a phone has its whole width for both.
    names, labels = _part("step", place, alt.Text("name:N")), _part("label", alt.X(value=0), alt.Text("name:N"))
    heads = _part("head", place, alt.Text("name:N"))
    text: Mapping[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 13}
    return parts.to_spec(
        links.mark_rule(color=MONEY, opacity=0.35, xOffset=_DOT, x2Offset=_DOT),
        steps.mark_point(size=190, filled=True, opacity=1, xOffset=_DOT),
        names.mark_text(**text, dy=20),
        labels.mark_text(**text, dy=-20, fontWeight=600),
        heads.mark_text(**text, opacity=0.7),
    )


def _part(part: str, *channels: Any) -> alt.Chart:
    rows: alt.Chart = _rows(*channels).transform_filter(f"datum.part == '{part}'")
    return rows


@cache
def _intervals_spec() -> Mapping[str, Any]:
    rows = _rows(parts.own_color()).transform_filter("isValid(datum.middle)")
    marks = rows.mark_bar(orient="horizontal", height=12, yOffset=_LOWERED, fillOpacity=0.35, cornerRadius=6)
    dots = rows.mark_point(size=130, yOffset=_LOWERED, filled=True, opacity=1).encode(alt.X("middle:Q"))
    bars = marks.encode(parts.linear_x("low"), alt.X2("high:Q"))
    return parts.to_spec(bars, dots, *parts.arrows(rows, _LOWERED), _names(_rows()), _labels())


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
    """Return the name above each row."""
    names: alt.Chart = rows.encode(alt.X(value=0), alt.Text("name:N")).mark_text(
        align="left", baseline="middle", dy=-_RAISED, fontSize=13, fontWeight=600
    )
    return names


def _labels() -> alt.Chart:
    texts = _rows(alt.X(value=0), alt.Text("label:N"))
    labels: alt.Chart = texts.mark_text(align="left", baseline="middle", fontSize=13)
    return labels
