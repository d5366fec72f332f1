"""The chart of contacts, leads and the like over quarters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame, tables
from netroi_core.charts.palette import APPROACH_COLORS, UNATTRIBUTED
from netroi_core.charts.quarters import WIDEST_QUARTER, name_of_label, quarter_axis
from netroi_core.ledger.counts import COUNT_KINDS, CountKind
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import APPROACH_NAMES, join_words, pluralize, quarter_name
from netroi_core.workspace.fields import APPROACHES, Approach

COUNT_NAMES: Final[Mapping[CountKind, str]] = {
    "new_contacts": "New contacts",
    "leads": "Leads",
    "referrals": "Referrals",
    "interviews": "Interviews",
    "open_interviews": "Open interviews",
    "introductions": "Introductions made",
}
_COUNT_NOUNS: Final[Mapping[CountKind, tuple[str, str]]] = {
    "new_contacts": ("new contact", "new contacts"),
    "leads": ("lead", "leads"),
    "referrals": ("referral", "referrals"),
    "interviews": ("interview", "interviews"),
    "open_interviews": ("open interview", "open interviews"),
    "introductions": ("introduction made", "introductions made"),
}
_UNKNOWN: Final = "Approach not known"
# In a row of counts, as shares of its height: where its name stands from the top, and the longest bar.
_COUNT_NAME, _COUNT_ROOM = 0.12, 0.5
_COUNT_ROW_HEIGHT, _COUNT_AXIS_HEIGHT = 84, 40
# The width of a digit with some room, in pixels.
_DIGIT: Final = 9


@dataclass(frozen=True, eq=False)
class _Counts:
    """Counts of a window, by quarter, approach and kind.

    Attributes:
        approaches: All approaches, and None last if it is not known of some.
        kinds: The kinds with any count.
    """

    window: Sequence[Quarter]
    approaches: Sequence[Approach | None]
    kinds: Sequence[CountKind]
    by_part: Mapping[tuple[int, Approach | None, CountKind], int]

    def count(self, quarter: Quarter, approach: Approach | None, kind: CountKind) -> int:
        return self.by_part.get((quarter.ordinal, approach, kind), 0)

    def total(self, quarter: Quarter, kind: CountKind) -> int:
        return sum(self.count(quarter, approach, kind) for approach in self.approaches)

    def totals(self, quarters: Sequence[Quarter]) -> dict[CountKind, int]:
        return {kind: sum(self.total(quarter, kind) for quarter in quarters) for kind in self.kinds}


def counts_chart(window: Sequence[Quarter], built: pl.DataFrame) -> Chart:
    """Draw contacts, leads and the like of each quarter, stacked by approach, a row for each kind.

    ``built`` has the counts of ``ledger.counts.counts``, at least one.
    """
    counts = _to_counts(window, built)
    kinds = counts.kinds
    over = quarter_name(window[0]) if len(window) == 1 else f"{len(window)} quarters"
    marks = [mark for row, kind in enumerate(kinds) for mark in _counts_marks(counts, row, kind)]
    header = ("Quarter", "Approach", *(COUNT_NAMES[kind] for kind in kinds))
    sentences = [f"{quarter_name(quarter)}: {_counts_phrase(counts.totals([quarter])) or 'none'}" for quarter in window]
    height = _COUNT_ROW_HEIGHT * len(kinds) + _COUNT_AXIS_HEIGHT
    named = [*parts.NAMES, *([_UNKNOWN] if None in counts.approaches else [])]
    params = {"quarters": [quarter_name(quarter) for quarter in window], "bottom": -len(kinds), "named": named}
    return Chart(
        "counts",
        f"{_counts_phrase(counts.totals(window))} in {over}",
        "Each by the approach it began with; every row has its own scale.",
        f"{'; '.join(sentences)}.",
        parts.fixed_height(_counts_spec(), height, params),
        rows_frame(marks, ("at", "approach", "low", "high", "label", "part", "longest")),
        *tables(header, _counts_cells(counts), (name_of_label, None, *[None] * len(kinds))),
    )


def _to_counts(window: Sequence[Quarter], built: pl.DataFrame) -> _Counts:
    columns = built.select("quarter", "approach", "kind", "count")
    return _Counts(
        window,
        [*APPROACHES, *([None] if built["approach"].has_nulls() else [])],
        [kind for kind in COUNT_KINDS if kind in set(built["kind"])],
        {(quarter, approach, kind): count for quarter, approach, kind, count in columns.iter_rows()},
    )


def _counts_marks(counts: _Counts, row: int, kind: CountKind) -> Iterator[tuple[object, ...]]:
    """Yield the marks of a row: the name of its kind, and for each quarter the bars with their sum above them."""
    totals = [counts.total(quarter, kind) for quarter in counts.window]
    most = max(totals)
    longest = len(f"{most:,}")
    yield None, None, -row - _COUNT_NAME, None, f"{COUNT_NAMES[kind]}: {sum(totals):,}", "name", longest
    for at, (quarter, total) in enumerate(zip(counts.window, totals, strict=True)):
        low = 0
        for approach in counts.approaches:
            count = counts.count(quarter, approach, kind)
            if count:
                ends = (-row - 1 + _COUNT_ROOM * part / most for part in (low, low + count))
                yield at, _name_or_unknown(approach), *ends, "", "bar", longest
                low += count
        if total:
            yield at, None, -row - 1 + _COUNT_ROOM * total / most, None, f"{total:,}", "count", longest


def _counts_cells(counts: _Counts) -> list[tuple[object, ...]]:
    return [
        (str(quarter), _name_or_unknown(approach), *(counts.count(quarter, approach, kind) for kind in counts.kinds))
        for quarter in counts.window
        for approach in counts.approaches
    ]


def _name_or_unknown(approach: Approach | None) -> str:
    return APPROACH_NAMES[approach] if approach else _UNKNOWN


def _counts_phrase(sums: Mapping[CountKind, int]) -> str:
    return join_words([pluralize(count, *_COUNT_NOUNS[kind]) for kind, count in sums.items() if count])


@cache
def _counts_spec() -> Mapping[str, Any]:
    room = alt.ExprRef(f"max(length(quarters), width / {WIDEST_QUARTER}) - 0.5")
    width = alt.Scale(domainMin=-0.5, domainMax=room, nice=False)
    height = alt.Scale(domainMin=alt.ExprRef("bottom"), domainMax=0, nice=False, zero=False)
    low, high = alt.Y("low:Q", title=None, axis=None, scale=height), alt.Y2("high:Q")
    base = parts.rows(alt.X("at:Q", axis=quarter_axis(), scale=width), low)
    colors = alt.Scale(domain=[*parts.NAMES, _UNKNOWN], range=[*APPROACH_COLORS.values(), UNATTRIBUTED])
    legend = alt.Legend(values=alt.ExprRef("named"), columns=3)
    bars = base.mark_bar(size=alt.ExprRef("min(18, 0.6 * width / length(quarters))")).encode(
        high, alt.Color("approach:N", scale=colors, sort=parts.NAMES, title=None, legend=legend)
    )
    # Where quarters are too close for the longest number of a row, its bars stand alone: the table has all. With the
    # short ones only, the highest bars would be those without a number.
    fits = f"datum.longest * {_DIGIT} < width / length(quarters)"
    numbers = base.mark_text(baseline="bottom", dy=-3, fontSize=13, text=alt.ExprRef(f"{fits} ? datum.label : ''"))
    names = parts.rows(low, alt.X(value=0), alt.Text("label:N"))
    return parts.to_spec(
        bars.transform_filter("datum.part == 'bar'"),
        numbers.transform_filter("datum.part == 'count'"),
        names.mark_text(align="left", baseline="top", fontSize=14, fontWeight=600).transform_filter(
            "datum.part == 'name'"
        ),
    )
