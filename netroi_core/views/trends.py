"""The trends of a window of quarters as data: what each reaped and sowed, what paid back when, ready to be laid out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

import polars as pl

from netroi_core.charts import quarters
from netroi_core.charts.chart import Chart, Table
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.trends import words as trend_words
from netroi_core.trends.payback import TOTAL, Payback, paybacks
from netroi_core.trends.restatement import VIEWS, restatements
from netroi_core.trends.ripening import Ripening, ripening
from netroi_core.wording.wording import KIND_NAMES, Words, quarter_name
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import APPROACHES

BY_QUARTER: Final = "Quarter by quarter"
ADDED_UP: Final = "Added up"


@dataclass(frozen=True, eq=False)
class Trends:
    """How a window of quarters went.

    ``reaped`` and ``sown`` are frames by quarter, as of measures, in either view; ``net_benefits`` are those of the
    chosen view, ``paybacks`` by approach and TOTAL.
    """

    window: Sequence[Quarter]
    reaped: pl.DataFrame
    sown: pl.DataFrame
    net_benefits: Mapping[Quarter, float]
    ripening: Ripening
    paybacks: Mapping[str, Payback]
    words: Words

    @property
    def headline(self) -> str:
        """The finding."""
        return trend_words.headline(self.paybacks[TOTAL], self.window, self.words)

    @property
    def still_to_come(self) -> str | None:
        """Which quarters look smaller than they will be; None if none does."""
        return trend_words.still_to_come(self.ripening, self.window)

    @cached_property
    def charts(self) -> Mapping[str, Callable[[], tuple[Chart, ...]]]:
        """The charts by name, drawn when first asked for."""
        both, amounts = (self.reaped, self.sown), ("total_cost", "expected_value")
        drawn: dict[str, Callable[[], tuple[Chart, ...]]] = {}
        if any(any(frame[column]) for frame in both for column in amounts):
            drawn[BY_QUARTER] = cache(
                lambda: (quarters.sown_and_reaped(*both, self.net_benefits, self.ripening, self.words),)
            )
        if len(self.window) > 1 and any(self.paybacks[approach].is_tried for approach in APPROACHES):
            drawn[ADDED_UP] = cache(lambda: (quarters.cumulative(self.window, self.paybacks, self.words),))
        return drawn


@dataclass(frozen=True)
class Log:
    """What changed since quizzes were handed in.

    ``lines`` holds a name and sentences for each note of a quarter that changed, with titles as they were typed;
    ``table`` is of all notes.
    """

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    table: Table


def trends(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Trends:
    """The trends of a window, some of the ledger's quarters, under the chosen options; bars show both views."""
    views = {view: measures.cells(ledger, window, replace(options, view=view)) for view in VIEWS}
    chosen = measures.by_quarter(views[options.view])["net_benefit"]
    reaped, sown = (measures.by_quarter(cells) for cells in views.values())
    return Trends(
        window,
        reaped,
        sown,
        dict(zip(window, chosen, strict=True)),
        _where_sown(ripening(ledger, options.attribution), sown),
        paybacks(views[options.view]),
        words,
    )


def _where_sown(ripening: Ripening, sown: pl.DataFrame) -> Ripening:
    """The ripening of the quarters in a frame: where nothing was put in and nothing came of it, nothing is to come."""
    quarters = {}
    for ordinal, cost, value in sown.select("quarter", "total_cost", "expected_value").rows():
        quarter = Quarter.from_ordinal(ordinal)
        ripe = ripening.quarters[quarter]
        quarters[quarter] = ripe if cost or value else replace(ripe, share_to_come=0.0)
    return replace(ripening, quarters=quarters)


def log(document: Document, ledger: Ledger, words: Words) -> Log | None:
    """What quarters showed when they were handed in, and show now, under the usual options; None before the first."""
    found = restatements(document, ledger)
    if not found:
        return None
    titles = {
        outcome["id"]: outcome.get("title") or KIND_NAMES[outcome["kind"]] for outcome in document.get("outcomes", ())
    }
    header = ("Quarter", "Handed in", "Sowed, then", "Sowed, now", "Reaped, then", "Reaped, now", "Invested, then",
              "Invested, now")  # fmt: skip
    rows = [
        (
            quarter_name(each.quarter),
            trend_words.handed_in(each.submitted, words),
            *map(words.exact_money, (
                each.then.value("invested"), each.now.value("invested"),
                each.then.value("realised"), each.now.value("realised"),
                each.then.total_cost, each.now.total_cost,
            )),
        )
        for each in found
    ]  # fmt: skip
    lines = [
        (
            f"{quarter_name(each.quarter)}, handed in {trend_words.handed_in(each.submitted, words)}",
            trend_words.restated(each, titles, words),
        )
        for each in found
        if each.is_changed
    ]
    return Log(tuple(lines), (header, tuple(rows)))
