"""Charts of what each approach returned, with its odds, and of where money and hours went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import polars as pl

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, PlainTable, rows_frame, tables
from netroi_core.charts.palette import APPROACH_COLORS, MONEY, UNATTRIBUTED
from netroi_core.ledger.measures import MEASURES_BY_KEY, UNSPLIT, ApproachFigures
from netroi_core.verdict.verdict import Verdict
from netroi_core.verdict.words import VerdictWords
from netroi_core.wording.findings import STILL_OPEN, TOTAL, UNLINKED, WON, Findings, is_time_counted, share_title
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, PART_NAMES, Words, whole
from netroi_core.workspace.fields import APPROACHES, Approach

_Bar = tuple[str, Sequence[str]]
"""The name of a bar in a chart of shares, and its parts."""

_AS_INDEX: Final = ("total_cost", "expected_value", "roi_percent")
_INVESTED_AND_GAINED: Final = ("actual_cost", "opportunity_cost", *_AS_INDEX[:2], "net_benefit", "roi_percent",
                               "value_per_hour")  # fmt: skip
# The ends of the scale of returns at most; anything beyond stands at its edge.
_LEAST, _MOST = 0.01, 1000.0
_MOST_SHARES: Final = 8
_SHARE_HEIGHT, _SHARE_RAISED = 48, 9
# The least height of a row of a name and the bars of what went in and what came out: a report has three pages.
_PAIR_HEIGHT, _PAIR_RAISED = 57, 16
# The opacity of a bar's fill by its part; time and open outcomes are not money in hand.
_FILLS: Final = {"money": 1, "won": 1, "time": 0.12, "open": 0.12}
# If the largest share is at least this, all have whole amounts.
_WHOLE_FROM: Final = 100
# The parts of hours that were entered as one total.
_NO_SPLIT: Final = ("attending", UNSPLIT)
_NOT_SPLIT_NOTE: Final = (
    "Hours by approach. You haven’t split them into attending, preparing, traveling and following up."
)
_UNLINKED_NAME: Final = "Not linked to an activity"
_TOO_LITTLE: Final = "Too little is known yet to say which approach leads"
NOT_ENOUGH: Final = "not enough to tell"
_UNKNOWN_POINTS: Final = (None, None, None)
# The share of the longest bar on a phone that a letter of its label takes; for a label of the usual length, the scale
# has room already.
_LETTER, _USUAL_LABEL, _LONGEST_LABEL = 0.0243, 9, 30


def measures_table(findings: Findings, keys: Sequence[str]) -> tuple[PlainTable, Callable[[], PlainTable]]:
    """Return these measures of each approach and in total, as exact figures and as a formatted table."""
    columns = [column for key in keys for column in _table_columns(findings, key)]
    values = [[column.value(key) for key in (*findings.figures.approaches, TOTAL)] for column in columns]
    return tables(
        ("", *(column.title for column in columns)),
        zip((*parts.NAMES, "Total"), *values, strict=True),
        (
            None,
            *(
                _column_format(column.unit, cells, findings.words)
                for column, cells in zip(columns, values, strict=True)
            ),
        ),
    )


def _column_format(unit: str, cells: Sequence[float | None], words: Words) -> Callable[[float | None], str]:
    return lambda value: words.measure(value, unit, cells)


class _TableColumn(NamedTuple):
    """A column of a table of measures: ``value`` returns the figure of an approach, or of ``TOTAL``."""

    title: str
    unit: str
    value: Callable[[str], float | None]


def _table_columns(findings: Findings, key: str) -> list[_TableColumn]:
    """Return the columns of a measure: two for the value, since open value is not received yet."""
    measure = MEASURES_BY_KEY[key]
    if key == "expected_value":
        halves = ((WON, findings.won), (STILL_OPEN, findings.still_open))
        return [_TableColumn(title, measure.unit, value) for title, value in halves]
    return [_TableColumn(measure.title, measure.unit, lambda name: findings.row(name).value(key))]


def odds_chart(
    verdict_words: VerdictWords, recorded: Mapping[Approach, float | None] | None = None, *, counts_time: bool = True
) -> Chart:
    """Draw what the next unit of money and time is estimated to return with each approach, as 90% intervals.

    The verdict must know at least one approach. An estimate that isn't shown in words isn't drawn either.

    ``recorded`` is what each unit returned so far, drawn beside the estimate; left out where nothing was won.
    ``counts_time`` is False where hours have no price, so that they are no part of what is invested.
    """
    verdict, words = verdict_words.verdict, verdict_words.words
    returns = {
        approach: tuple(1 + roi for roi in interval)
        for approach, interval in verdict.roi.items()
        if verdict.is_known(approach)
    }
    so_far = _won_so_far(recorded, verdict.roi)
    low, high = _ends_of_returns(returns.values(), so_far.values())
    rows = [
        (
            *(APPROACH_NAMES[a], *_drawn_points(returns.get(a), low, high), so_far.get(a)),
            *(verdict_words.points(a) if a in returns else NOT_ENOUGH, APPROACH_COLORS[a]),
        )
        for a in APPROACHES
    ]
    one = words.whole_money(1)
    return Chart(
        "odds",
        verdict_words.odds_title() if verdict.leader else _TOO_LITTLE,
        f"Ring: estimate for the next {one}, with its {words.percent(90)} range. "
        f"{'Diamond: actual return so far. ' if so_far else ''}Right of {one}, you get back more than you put in."
        f"{'' if counts_time else ' Your time is not counted: it has no price yet.'}",
        verdict_words.odds_alt()
        + "".join(f" {APPROACH_NAMES[a]} returned {words.ratio(value)} so far." for a, value in so_far.items()),
        parts.with_log_scale(_odds_spec(), low / 1.2, high * 1.2, words.ratio, parts.ROW_HEIGHT * len(rows)),
        rows_frame(rows, ("approach", "low", "middle", "high", "beyond", "recorded", "label", "color")),
        *_odds_tables(verdict, returns, so_far, words),
    )


def _odds_tables(
    verdict: Verdict, returns: Mapping[str, Sequence[float]], so_far: Mapping[str, float], words: Words
) -> tuple[PlainTable, Callable[[], PlainTable]]:
    one = words.whole_money(1)
    odds = {a: (100 * verdict.probability_best[a], 100 * verdict.probability_pays[a]) for a in verdict.roi}
    ends = (f"Next {one}, {end}" for end in ("low", "middle", "high"))
    return tables(
        ("", f"Each {one} so far", *ends, "Likely best", "Likely to pay"),
        [(APPROACH_NAMES[a], so_far.get(a), *returns.get(a, _UNKNOWN_POINTS), *odds[a]) for a in verdict.roi],
        (None, *[words.ratio] * 4, *[words.percent] * 2),
    )


def _drawn_points(
    interval: Sequence[float] | None, least: float, most: float
) -> tuple[float | None, float | None, float | None, str]:
    """Return an interval as it is drawn, within the ends of the axis, and the ends that lie beyond it."""
    if interval is None:
        return (*_UNKNOWN_POINTS, "")
    low, high, beyond = parts.cut_off(interval[0], interval[2], least, most)
    return low, interval[1], high, beyond


def _won_so_far(recorded: Mapping[Approach, float | None] | None, known: Container[str]) -> dict[str, float]:
    """Return what each unit returned so far with the approaches that are known, where anything was won."""
    return {approach: value for approach, value in (recorded or {}).items() if value and approach in known}


def _ends_of_returns(intervals: Collection[Sequence[float]], so_far: Collection[float]) -> tuple[float, float]:
    """Return the least and the most of intervals and of what was returned so far, within what the scale can show."""
    low = max(_LEAST, min([0.5, *(interval[0] for interval in intervals), *so_far]))
    high = min(_MOST, max([2.0, *(interval[2] for interval in intervals), *so_far]))
    return low, high


def invested_and_gained_chart(findings: Findings) -> Chart:
    """Draw for each approach the money and the worth of time invested, and below them what is won and what is open."""
    words, rows = findings.words, []
    for approach, row in findings.figures.approaches.items():
        name, color = APPROACH_NAMES[approach], APPROACH_COLORS[approach]
        rows += [
            (name, "head", "head", 0.0, 0.0, MONEY, findings.returned(approach)),
            *_invested_bars(name, row, words),
            *_gained_bars(name, color, findings.won(approach), findings.still_open(approach), words),
        ]
    # Without this row, the bars would add up to less than the title says.
    won, still_open = _unlinked(findings)
    if won or still_open:
        rows.append((_UNLINKED_NAME, "head", "head", 0.0, 0.0, MONEY, ""))
        rows += _gained_bars(_UNLINKED_NAME, UNATTRIBUTED, won, still_open, words, "in")
    heads = sum(part == "head" for _, _, part, *_ in rows)
    frame = rows_frame(rows, ("approach", "lane", "part", "start", "end", "color", "label"))
    below = "Lower bar: won (color)" + (", expected from open outcomes (outlined)." if findings.still_open() else ".")
    # Two amounts in a label need more room than one, and a yen has more digits than a dollar.
    extra = [min(_LONGEST_LABEL, max(0, len(label) - _USUAL_LABEL)) for label in frame["label"]]
    reach = max(end / (1 - _LETTER * letters) for end, letters in zip(frame["end"], extra, strict=True))
    return Chart(
        "invested-gained",
        findings.invested_title(),
        f"Upper bar: money spent (gray){_time_note(findings)}. {below}"
        if words.shows_amounts
        else f"Upper bar: money and time invested (gray). {below} As an index.",
        " ".join(filter(None, (findings.invested_alt(), findings.unattributed()))),
        parts.with_linear_scale(
            _invested_and_gained_spec(), [reach], words.compact_money, max(3 * parts.ROW_HEIGHT, heads * _PAIR_HEIGHT)
        ),
        frame,
        *measures_table(findings, _INVESTED_AND_GAINED if words.shows_amounts else _AS_INDEX),
    )


def _time_note(findings: Findings) -> str:
    total = findings.figures.total
    return ", value of your time (outlined)" if is_time_counted(total) else "; your hours have no price yet"


def _invested_bars(name: str, row: ApproachFigures, words: Words) -> list[tuple[object, ...]]:
    spent, cost = row.actual_cost, row.total_cost
    # Without amounts, money and time are one bar: apart, with the hours, they would reveal what an hour is worth.
    if not words.shows_amounts:
        return [(name, "in", "money", 0.0, cost, MONEY, words.money(cost) if cost else "")]
    money = (name, "in", "money", 0.0, spent, MONEY, "")
    return [money, (name, "in", "time", spent, cost, MONEY, words.money(cost) if cost else "")]


def _gained_bars(
    name: str, color: str, won: float, still_open: float, words: Words, lane: str = "out"
) -> list[tuple[object, ...]]:
    """Return the bar of what is won, and beside it what is expected of open outcomes, with one label for both."""
    won_label = words.money(won) if won else ""
    bars: list[tuple[object, ...]] = [(name, lane, "won", 0.0, won, color, "" if still_open else won_label)]
    if still_open:
        label = " + ".join(filter(None, (won_label, f"{words.money(still_open)} open")))
        bars.append((name, lane, "open", won, won + still_open, color, label))
    return bars


def _unlinked(findings: Findings) -> tuple[float, float]:
    """Return the value that no activity led to: won, and expected of open outcomes."""
    value = findings.figures.unattributed_value
    won = value * findings.won_shares.get(UNLINKED, 1.0)
    # Points of an index are whole numbers.
    won = won if findings.words.shows_amounts else float(round(won))
    return won, max(0.0, value - won)


class _Whole(NamedTuple):
    """The whole of a chart of shares, with the names of its parts and the formats of ticks and of amounts.

    ``exact`` returns the format of amounts that are read together.
    """

    key: str
    subtitle: str
    part_names: Mapping[str, str]
    unit: str
    tick: Callable[[float], str]
    exact: Callable[[Iterable[float]], Callable[[float], str]]
    whole_label: Callable[[float], str]


def spending_chart(findings: Findings, spending: pl.DataFrame) -> Chart:
    """Draw the shares of the money spent, a frame of ``measures.spending``."""
    words = findings.words
    labels = (words.compact_money, words.money_format, words.whole_money)
    money = _Whole("money", "Spending by category.", CATEGORY_NAMES, words.currency, *labels)
    return _shares_chart(money, spending.rows(), words)


def hours_chart(findings: Findings, hours_by_part: pl.DataFrame) -> Chart:
    """Draw the shares of the hours, a frame of ``measures.hours_by_part``; by approach where they aren't split."""
    words, rows = findings.words, hours_by_part.rows()
    is_split = any(part not in _NO_SPLIT for part, *_ in rows)
    subtitle = "Hours by type of work." if is_split else _NOT_SPLIT_NOTE
    names: Mapping[str, str] = {**PART_NAMES, UNSPLIT: "Not split"} if is_split else APPROACH_NAMES
    labels = (words.hours, lambda _: words.hours, lambda hours: words.hours(whole(hours)))
    hours = _Whole("hours", subtitle, names, "hours", *labels)
    return _shares_chart(hours, rows if is_split else _by_approach(rows), words)


def _by_approach(rows: Iterable[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """Return the hours with the approach as their part, whatever part they were recorded as."""
    hours: dict[str, float] = {}
    for _, approach, amount in rows:
        hours[approach] = hours.get(approach, 0.0) + amount
    return [(approach, approach, amount) for approach, amount in hours.items()]


def _shares_chart(whole: _Whole, amounts: Iterable[tuple[str, str, float]], words: Words) -> Chart:
    """Draw amounts, as rows of part, approach and amount; the largest part comes first."""
    by_approach = {(part, approach): amount for part, approach, amount in amounts}
    sums: dict[str, float] = {}
    for (part, _), amount in by_approach.items():
        sums[part] = sums.get(part, 0.0) + amount
    totals = dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
    names = whole.part_names
    # One precision for all bars: cents beside hundreds would be the odd ones out.
    exact = whole.exact(by_approach.values())
    label = whole.whole_label if max(totals.values()) >= _WHOLE_FROM else exact
    bars = _share_bars(list(totals), names)
    sizes = [sum(totals[part] for part in members) for _, members in bars]
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
        parts.with_linear_scale(_shares_spec(), sizes, whole.tick, _SHARE_HEIGHT * len(bars)),
        rows_frame(_share_rows(bars, sizes, by_approach, label), ("row", "part", "approach", "amount", "label")),
        *tables((whole.unit, *header), table, (None, *[exact] * len(header)), ("", *header)),
    )


def _share_rows(
    bars: Sequence[_Bar],
    sizes: Sequence[float],
    by_approach: Mapping[tuple[str, str], float],
    label: Callable[[float], str],
) -> list[tuple[object, ...]]:
    """Return the rows of bars: the amount of each approach, then the label at the end of each bar."""
    rows: list[tuple[object, ...]] = [
        (row, name, APPROACH_NAMES[approach], amount, "")
        for row, (name, members) in enumerate(bars)
        for approach in APPROACHES
        if (amount := sum(by_approach.get((part, approach), 0.0) for part in members))
    ]
    ends = enumerate(zip(bars, sizes, strict=True))
    return rows + [(row, name, None, size, label(size)) for row, ((name, _), size) in ends]


def _share_bars(largest_first: Sequence[str], names: Mapping[str, str]) -> list[_Bar]:
    """Return the bars of a chart of shares by name, each with its parts: the small ones share the last bar."""
    # A single small part needs no combined bar.
    alone = len(largest_first) if len(largest_first) <= _MOST_SHARES + 1 else _MOST_SHARES
    bars: list[_Bar] = [(names[part], [part]) for part in largest_first[:alone]]
    rest = largest_first[alone:]
    return [*bars, (f"{len(rest)} smaller categories", rest)] if rest else bars


@cache
def _odds_spec() -> Mapping[str, Any]:
    """Return the specification of estimates as outlines, and of what happened as a solid mark."""
    base = parts.rows(parts.row_of("approach", parts.NAMES), parts.own_color(), alt.Stroke("color:N", scale=None))
    happened = base.transform_filter("isValid(datum.recorded)").mark_point(
        size=110, yOffset=parts.LOWERED, filled=True, opacity=1, shape="diamond"
    )
    estimates = parts.estimates(base, parts.log_scale(), 1)
    return parts.to_spec(*estimates, happened.encode(alt.X("recorded:Q")), *parts.headings("approach"))


@cache
def _invested_and_gained_spec() -> Mapping[str, Any]:
    lanes = alt.YOffset("lane:N", scale=alt.Scale(domain=["head", "in", "out"], paddingInner=0.2))
    # More room between approaches than within one.
    approaches = alt.Y("approach:N", sort=parts.NAMES, title=None, axis=None, scale=alt.Scale(paddingInner=0.25))
    base = parts.rows(approaches, lanes, parts.linear_x("start"), alt.X2("end:Q"), parts.own_color())
    # An outline around an empty bar would look like a small amount.
    outline = alt.ExprRef("datum.end > datum.start ? 1.5 : 0")
    # Streamlit's bars are narrower than their place and off its middle, and so beside their labels.
    bars = base.mark_bar(strokeWidth=outline, height={"band": 1}).encode(
        alt.Stroke("color:N", scale=None), *parts.fill_of_part(_FILLS)
    )
    ends = parts.rows(alt.Y("approach:N", sort=parts.NAMES), lanes, alt.X("end:Q"))
    labels = parts.end_labels(ends, "datum.part != 'head' && datum.label != ''")
    return parts.to_spec(
        bars.transform_filter("datum.part != 'head'"),
        labels,
        *parts.headings("approach", "datum.part == 'head'", raised=_PAIR_RAISED),
    )


@cache
def _shares_spec() -> Mapping[str, Any]:
    # Names stand above the bars: beside them, they pushed the legend off a phone's screen.
    base = parts.rows(alt.Y("row:O", title=None, axis=None), parts.linear_x("amount"))
    bars = base.mark_bar(height=12, yOffset=parts.LOWERED, cornerRadiusEnd=0)
    stacked = bars.encode(parts.approach_color(), alt.Order("approach:N")).transform_filter("datum.label == ''")
    return parts.to_spec(stacked, *parts.headings("part", "datum.label != ''", "row", _SHARE_RAISED))
