"""Charts of what each approach returned, with its odds, and of where money and hours went."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import altair as alt
import polars as pl

from netroi_core.charts import parts
from netroi_core.charts.chart import APPROACH_COLORS, MONEY, Chart, PlainTable, rows_frame, tables
from netroi_core.ledger.measures import MEASURES_BY_KEY, ApproachFigures
from netroi_core.verdict.words import VerdictWords
from netroi_core.wording.findings import Findings, share_title
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, PART_NAMES, Words
from netroi_core.workspace.fields import APPROACHES

_AS_INDEX: Final = ("total_cost", "expected_value", "roi_percent")
_INVESTED_AND_GAINED: Final = ("actual_cost", "opportunity_cost", *_AS_INDEX[:2], "net_benefit", "roi_percent",
                               "value_per_hour")  # fmt: skip
# The ends of the scale of returns at most; anything beyond stands at its edge.
_LEAST, _MOST = 0.01, 1000.0
_MOST_SHARES: Final = 8


def measures_table(findings: Findings, keys: Sequence[str]) -> tuple[PlainTable, Callable[[], PlainTable]]:
    """Return these measures of each approach and in total, as exact figures and as a formatted table."""
    measures = [MEASURES_BY_KEY[key] for key in keys]
    figures = findings.figures
    rows = [*figures.approaches.values(), figures.total]
    return tables(
        ("", *(measure.title for measure in measures)),
        [(name, *(row.value(key) for key in keys)) for name, row in zip((*parts.NAMES, "Total"), rows, strict=True)],
        (None, *(lambda value, unit=measure.unit: findings.words.measure(value, unit) for measure in measures)),
    )


def odds_chart(verdict_words: VerdictWords) -> Chart:
    """Draw what one unit of money and time returns with each approach, as 90% intervals.

    The verdict must know at least one approach.
    """
    verdict, words = verdict_words.verdict, verdict_words.words
    returns = {approach: tuple(1 + roi for roi in interval) for approach, interval in verdict.roi.items()}
    rows = [
        (APPROACH_NAMES[a], *returns.get(a, (None, None, None)), verdict_words.points(a), APPROACH_COLORS[a])
        for a in APPROACHES
    ]
    low = max(_LEAST, min(0.5, *(interval[0] for interval in returns.values())))
    high = min(_MOST, max(2.0, *(interval[2] for interval in returns.values())))
    unit_amount = words.whole_money(1)
    spec = parts.intervals_spec("approach", is_log=True, break_even=1)
    ends = (f"{unit_amount} returns, {end}" for end in ("low", "middle", "high"))
    odds = {a: (100 * verdict.probability_best[a], 100 * verdict.probability_pays[a]) for a in returns}
    return Chart(
        "odds",
        verdict_words.odds_title(),
        f"What the next {unit_amount} is estimated to return, 90% likely within the bar; right of the line, it pays.",
        verdict_words.odds_alt(),
        parts.with_log_scale(spec, low / 1.2, high * 1.2, words.money, parts.ROW_HEIGHT * len(rows)),
        rows_frame(rows, ("approach", "low", "middle", "high", "label", "color")),
        *tables(
            ("", "Likely best", "Likely to pay", *ends),
            [(APPROACH_NAMES[a], *odds[a], *returns[a]) for a in returns],
            (None, *[words.percent] * 2, *[words.money] * 3),
        ),
    )


def invested_and_gained_chart(findings: Findings) -> Chart:
    """Draw for each approach the money and the worth of time invested, and below them the gain."""
    words, rows = findings.words, []
    for approach, row in findings.figures.approaches.items():
        name, gained = APPROACH_NAMES[approach], row.expected_value
        rows += [
            (name, "head", "head", 0.0, 0.0, MONEY, f"ROI {words.percent(row.roi_percent)}"),
            *_invested_bars(name, row, words),
            (name, "out", "gained", 0.0, gained, APPROACH_COLORS[approach], words.money(gained)),
        ]
    frame = rows_frame(rows, ("approach", "lane", "part", "start", "end", "color", "label"))
    return Chart(
        "invested-gained",
        findings.invested_title(),
        "Above: money spent (grey), worth of time (outlined). Below: gained (colour)."
        if words.shows_amounts
        else "Above: money and time invested (grey). Below: gained (colour). As an index.",
        findings.invested_alt(),
        parts.with_linear_scale(_invested_and_gained_spec(), frame["end"], words.compact_money, 3 * parts.ROW_HEIGHT),
        frame,
        *measures_table(findings, _INVESTED_AND_GAINED if words.shows_amounts else _AS_INDEX),
    )


def _invested_bars(name: str, row: ApproachFigures, words: Words) -> list[tuple[object, ...]]:
    spent, cost = row.actual_cost, row.total_cost
    # Without amounts, money and time are one bar: apart, with the hours, they would reveal what an hour is worth.
    if not words.shows_amounts:
        return [(name, "in", "money", 0.0, cost, MONEY, words.money(cost))]
    money = (name, "in", "money", 0.0, spent, MONEY, "")
    return [money, (name, "in", "time", spent, cost, MONEY, words.money(cost))]


class _Whole(NamedTuple):
    """The whole of a chart of shares, with the names of its parts and formats for ticks and amounts."""

    key: str
    subtitle: str
    part_names: Mapping[str, str]
    unit: str
    tick: Callable[[float], str]
    label: Callable[[float], str]


def spending_chart(findings: Findings, spending: pl.DataFrame) -> Chart:
    """Draw the shares of the money spent, a frame of ``measures.spending``."""
    words, subtitle = findings.words, "Money spent, by what it went to."
    whole = _Whole("money", subtitle, CATEGORY_NAMES, words.currency, words.compact_money, words.money)
    return _shares_chart(whole, spending.rows(), words)


def hours_chart(findings: Findings, hours_by_part: pl.DataFrame) -> Chart:
    """Draw the shares of the hours, a frame of ``measures.hours_by_part``."""
    words = findings.words
    whole = _Whole("hours", "Hours, by what they went to.", PART_NAMES, "hours", words.hours, words.hours)
    return _shares_chart(whole, hours_by_part.rows(), words)


def _shares_chart(whole: _Whole, amounts: Iterable[tuple[str, str, float]], words: Words) -> Chart:
    """Draw amounts, as rows of part, approach and amount; the largest part comes first."""
    by_approach = {(part, approach): amount for part, approach, amount in amounts}
    sums: dict[str, float] = {}
    for (part, _), amount in by_approach.items():
        sums[part] = sums.get(part, 0.0) + amount
    totals = dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
    names, label = whole.part_names, whole.label
    largest = list(enumerate(totals))[:_MOST_SHARES]
    rows: list[tuple[object, ...]] = [
        (row, names[part], APPROACH_NAMES[approach], amount, "")
        for row, part in largest
        for approach in APPROACHES
        if (amount := by_approach.get((part, approach), 0.0))
    ]
    rows += [(row, names[part], None, totals[part], label(totals[part])) for row, part in largest]
    header = (*parts.NAMES, "Total")
    table = [
        (names[part], *(by_approach.get((part, approach), 0.0) for approach in APPROACHES), total)
        for part, total in totals.items()
    ]
    return Chart(
        whole.key,
        share_title(names, totals, f"the {whole.key}", words),
        whole.subtitle,
        "; ".join(f"{names[part]}: {label(total)}" for part, total in totals.items()) + ".",
        parts.with_linear_scale(_shares_spec(), totals.values(), whole.tick, 60 + 34 * len(largest)),
        rows_frame(rows, ("row", "part", "approach", "amount", "label")),
        *tables((whole.unit, *header), table, (None, *[label] * len(header)), ("", *header)),
    )


@cache
def _invested_and_gained_spec() -> Mapping[str, Any]:
    lanes = alt.YOffset("lane:N", scale=alt.Scale(domain=["head", "in", "out"]))
    base = parts.rows(
        parts.row_of("approach", parts.NAMES), lanes, parts.linear_x("start"), alt.X2("end:Q"), parts.own_color()
    )
    solid = base.mark_bar().transform_filter("datum.part == 'money' || datum.part == 'gained'")
    outlined = base.mark_bar(fillOpacity=0.12, stroke=MONEY, strokeWidth=1.5).transform_filter("datum.part == 'time'")
    ends = parts.rows(alt.Y("approach:N", sort=parts.NAMES), lanes, alt.X("end:Q"))
    labels = parts.end_labels(ends, "datum.part != 'head' && datum.label != ''")
    return parts.to_spec(solid, outlined, labels, *parts.headings("approach", "datum.part == 'head'"))


@cache
def _shares_spec() -> Mapping[str, Any]:
    in_order = alt.EncodingSortField("row", op="min")
    base = parts.rows(alt.Y("part:N", sort=in_order, title=None), parts.linear_x("amount"))
    bars = base.mark_bar(cornerRadiusEnd=0).encode(parts.approach_color(), alt.Order("approach:N"))
    return parts.to_spec(bars.transform_filter("datum.label == ''"), parts.end_labels(base, "datum.label != ''"))
