"""The charts of the results: each answers one question, and says the answer in its title.

All texts in them are made here, in the reader's locale; nothing that a person typed goes into a specification.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt
import polars as pl

from netroi_core.chart import ROWS, Chart, Table, axis, drawn, frame_of, scale, template, texts
from netroi_core.fields import APPROACHES, Approach
from netroi_core.findings import Findings, share_title, trend_title
from netroi_core.measures import MEASURES, Measure
from netroi_core.palette import APPROACH_COLOURS, MONEY, UNATTRIBUTED
from netroi_core.quarters import Quarter
from netroi_core.wording import APPROACH_NAMES, CATEGORY_NAMES, PART_NAMES, Words, quarter_name

NO_STEPS: Final = "No steps known"
"""How value is called that no touchpoint led to."""

_MOST_ROWS: Final = 8
_TITLED: Final = {measure.key: measure for measure in MEASURES}


def invested_and_gained(findings: Findings) -> Chart:
    """For each approach what went in (money, then the worth of time) and what came out."""
    words, rows, label = findings.words, [], findings.words.money
    for approach, name, row in _approaches(findings):
        spent, cost, gained = row["actual_cost"], row["total_cost"], row["expected_value"]
        rows += [
            (name, "in", "money", 0.0, spent, MONEY, ""),
            (name, "in", "time", spent, cost, MONEY, label(cost)),
            (name, "out", "gained", 0.0, gained, APPROACH_COLOURS[approach], label(gained)),
        ]
    frame = frame_of(rows, ("approach", "lane", "part", "start", "end", "colour", "label"))
    return Chart(
        "invested-gained",
        findings.invested_title(),
        "Above: money spent (grey), worth of time (outlined). Below: gained (colour).",
        findings.invested_alt(),
        drawn(_invested_and_gained(), frame["end"], words.compact_money, 190),
        frame,
        *_tables(findings, ("actual_cost", "opportunity_cost", "total_cost", "expected_value", "net_benefit")),
    )


def roi(findings: Findings) -> Chart:
    """The ROI of each approach, from break-even."""
    words = findings.words
    rows = [
        (name, row["roi_percent"] or 0.0, words.percent(row["roi_percent"]), APPROACH_COLOURS[approach])
        for approach, name, row in _approaches(findings)
    ]
    frame = frame_of(rows, ("approach", "end", "label", "colour"))
    return Chart(
        "roi",
        findings.roi_title(),
        f"Net benefit for each {words.whole_money(100)} of money and time; {words.percent(0)} is break-even.",
        findings.roi_alt(),
        drawn(_roi(), frame["end"], lambda tick: words.percent(tick, _decimals(tick)), 190),
        frame,
        *_tables(findings, ("total_cost", "net_benefit", "roi_percent", "value_per_hour")),
    )


def trend(findings: Findings, by_quarter: pl.DataFrame, by_quarter_and_approach: pl.DataFrame) -> Chart:
    """Quarter by quarter what came out, with a mark at what went in; frames as of measures."""
    words = findings.words
    totals = {Quarter.from_ordinal(row["quarter"]): row for row in by_quarter.iter_rows(named=True)}
    parts = [
        (row["quarter"], APPROACH_NAMES[row["approach"]], row["expected_value"])
        for row in by_quarter_and_approach.iter_rows(named=True)
    ]
    for quarter, row in totals.items():
        rest = row["expected_value"] - sum(value for of, _, value in parts if of == quarter.ordinal)
        if rest > 0.005:
            parts.append((quarter.ordinal, NO_STEPS, rest))
    rows: list[tuple[object, ...]] = [
        (place, quarter_name(Quarter.from_ordinal(place)), name, value, None) for place, name, value in parts
    ]
    rows += [(q.ordinal, quarter_name(q), None, None, row["total_cost"]) for q, row in totals.items()]
    has_unattributed = any(name == NO_STEPS for _, name, _ in parts)
    heights = [max(row["expected_value"], row["total_cost"]) for row in totals.values()]
    each = [
        f"{quarter_name(q)}: invested {words.money(row['total_cost'])}, gained {words.money(row['expected_value'])}"
        for q, row in totals.items()
    ]
    wanted = [_TITLED[key] for key in ("total_cost", "expected_value", "net_benefit", "roi_percent")]
    header = ("Quarter", *(measure.title for measure in wanted))
    return Chart(
        "trend",
        trend_title({quarter: row["net_benefit"] for quarter, row in totals.items()}),
        "Gained in each quarter (bars, by approach) and invested in it (grey marks).",
        f"{'; '.join(each)}.",
        drawn(_trend(has_unattributed), heights, words.compact_money, 300),
        frame_of(rows, ("place", "quarter", "approach", "gained", "invested")),
        (header, tuple((str(q), *(row[measure.key] for measure in wanted)) for q, row in totals.items())),
        lambda: (header, tuple((quarter_name(q), *_shown(wanted, row, words)) for q, row in totals.items())),
    )


def spending(findings: Findings, amounts: pl.DataFrame) -> Chart:
    """Where a dollar went; amounts as of measures.spending."""
    words = findings.words
    asked = _Shares("money", "the money", "Money spent, by what it went to.", CATEGORY_NAMES, words.currency)
    return _shares(asked, amounts.rows(), words, words.compact_money, words.money)


def hours(findings: Findings, spent: pl.DataFrame) -> Chart:
    """Where an hour went; spent as of measures.hours_by_part."""
    words = findings.words
    asked = _Shares("hours", "the hours", "Hours, by what they went to.", PART_NAMES, "hours")
    return _shares(asked, spent.rows(), words, words.hours, words.hours)


@dataclass(frozen=True)
class _Shares:
    """What a chart of shares is about: its key, the whole, a subtitle, names of the parts, and the unit."""

    key: str
    whole: str
    subtitle: str
    names: Mapping[str, str]
    unit: str


def _shares(
    asked: _Shares,
    amounts: Iterable[tuple[str, str, float]],
    words: Words,
    tick: Callable[[float], str],
    label: Callable[[float], str],
) -> Chart:
    """What a whole went to, stacked by approach, the largest first; amounts: what, approach, amount."""
    parts = {(what, approach): amount for what, approach, amount in amounts}
    sums: dict[str, float] = {}
    for (what, _), part in parts.items():
        sums[what] = sums.get(what, 0.0) + part
    totals = dict(sorted(sums.items(), key=lambda each: (-each[1], each[0])))
    largest = list(totals)[:_MOST_ROWS]
    rows: list[tuple[object, ...]] = [
        (place, asked.names[what], APPROACH_NAMES[approach], amount, "")
        for place, what in enumerate(largest)
        for approach in APPROACHES
        if (amount := parts.get((what, approach)))
    ]
    rows += [(place, asked.names[what], None, totals[what], label(totals[what])) for place, what in enumerate(largest)]
    header = (*_names(), "Total")
    each = {what: [*(parts.get((what, approach), 0.0) for approach in APPROACHES), totals[what]] for what in totals}
    return Chart(
        asked.key,
        share_title(asked.names, totals, asked.whole, words),
        asked.subtitle,
        "; ".join(f"{asked.names[what]}: {label(total)}" for what, total in totals.items()) + ".",
        drawn(_stacked(), totals.values(), tick, 60 + 34 * len(largest)),
        frame_of(rows, ("place", "what", "approach", "amount", "label")),
        ((asked.unit, *header), tuple((asked.names[what], *amounts) for what, amounts in each.items())),
        lambda: (("", *header), tuple((asked.names[what], *map(label, amounts)) for what, amounts in each.items())),
    )


@cache
def _invested_and_gained() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=_names(), title=None),
        alt.YOffset("lane:N", sort=["in", "out"]),
        alt.X("start:Q", axis=axis(), scale=scale(), title=None),
        alt.X2("end:Q"),
        alt.Color("colour:N", scale=None),
    )
    solid = base.mark_bar().transform_filter("datum.part != 'time'")
    hollow = base.mark_bar(fillOpacity=0.12, stroke=MONEY, strokeWidth=1.5).transform_filter("datum.part == 'time'")
    ends = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=_names()), alt.YOffset("lane:N", sort=["in", "out"]), alt.X("end:Q")
    )
    return template(solid + hollow + texts(ends, "left", "datum.label != ''"))


@cache
def _roi() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=_names(), title=None), alt.X("end:Q", axis=axis(), scale=scale(), title=None)
    )
    bars = base.mark_bar(height=22).encode(alt.Color("colour:N", scale=None))
    break_even = alt.Chart(alt.NamedData(name=ROWS)).mark_rule(color=MONEY, aria=False).encode(alt.X(datum=0))
    gained, lost = texts(base, "left", "datum.end >= 0"), texts(base, "right", "datum.end < 0")
    return template(bars + break_even + gained + lost)


@cache
def _stacked() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("what:N", sort=alt.EncodingSortField("place", op="min"), title=None),
        alt.X("amount:Q", axis=axis(), scale=scale(), title=None),
    )
    bars = base.mark_bar(cornerRadiusEnd=0).encode(_approach_colours(_names()), alt.Order("approach:N"))
    return template(bars.transform_filter("datum.label == ''") + texts(base, "left", "datum.label != ''"))


@cache
def _trend(has_unattributed: bool) -> Mapping[str, Any]:
    by_place = alt.EncodingSortField("place", op="min")
    quarters = alt.Axis(labelExpr="split(datum.label, ' ')", labelAngle=0, grid=False)
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(alt.X("quarter:O", sort=by_place, title=None, axis=quarters))
    bars = base.mark_bar(cornerRadiusEnd=0).encode(
        alt.Y("gained:Q", title=None, axis=axis(grid=True), scale=scale(), stack=True),
        _approach_colours([*_names(), *([NO_STEPS] if has_unattributed else [])]),
        alt.Order("approach:N"),
    )
    marks = base.mark_tick(thickness=3, color=MONEY).encode(alt.Y("invested:Q"))
    return template(bars.transform_filter("isValid(datum.gained)") + marks.transform_filter("isValid(datum.invested)"))


def _approach_colours(names: list[str]) -> alt.Color:
    colours = alt.Scale(domain=names, range=[*APPROACH_COLOURS.values(), UNATTRIBUTED][: len(names)])
    return alt.Color("approach:N", scale=colours, sort=names, title=None)


def _approaches(findings: Findings) -> list[tuple[Approach, str, Mapping[str, Any]]]:
    rows = findings.figures["approaches"]
    return [(approach, APPROACH_NAMES[approach], rows[approach]) for approach in APPROACHES]


def _names() -> list[str]:
    return [APPROACH_NAMES[approach] for approach in APPROACHES]


def _tables(findings: Findings, keys: Sequence[str]) -> tuple[Table, Callable[[], Table]]:
    """Measures of each approach and in total: for spreadsheets, and as read."""
    wanted = [_TITLED[key] for key in keys]
    rows = [(name, row) for _, name, row in _approaches(findings)] + [("Total", findings.figures["total"])]
    header = ("", *(measure.title for measure in wanted))
    figures = tuple((name, *(row[measure.key] for measure in wanted)) for name, row in rows)
    return (header, figures), lambda: (
        header,
        tuple((name, *_shown(wanted, row, findings.words)) for name, row in rows),
    )


def _shown(wanted: Sequence[Measure], row: Mapping[str, Any], words: Words) -> list[str]:
    return [words.measure(row[measure.key], measure.unit) for measure in wanted]


def _decimals(tick: float) -> int:
    """How many decimals a tick needs, at most three."""
    return next((places for places in range(3) if round(tick, places) == round(tick, 9)), 3)
