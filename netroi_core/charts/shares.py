"""Where money and hours went: what a whole is made of, by approach."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt
import polars as pl

from netroi_core.charts import approaches
from netroi_core.charts.chart import ROWS, Chart, axis, drawn, frame_of, scale, template, texts
from netroi_core.wording.findings import Findings, share_title
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, PART_NAMES, Words
from netroi_core.workspace.fields import APPROACHES

_MOST_ROWS: Final = 8


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
    header = (*approaches.names(), "Total")
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
def _stacked() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("what:N", sort=alt.EncodingSortField("place", op="min"), title=None),
        alt.X("amount:Q", axis=axis(), scale=scale(), title=None),
    )
    bars = base.mark_bar(cornerRadiusEnd=0).encode(approaches.colours(), alt.Order("approach:N"))
    return template(bars.transform_filter("datum.label == ''") + texts(base, "left", "datum.label != ''"))
