"""The trends of a window of quarters as data: what each reaped and sowed, what paid back when, ready to be laid out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import polars as pl

from netroi_core import measures, trend_words
from netroi_core.chart import Chart, Table
from netroi_core.charts import quarters
from netroi_core.document import Document
from netroi_core.fields import APPROACHES
from netroi_core.ledger import Ledger
from netroi_core.measures import Options
from netroi_core.payback import TOTAL, Payback, paybacks
from netroi_core.quarters import Quarter
from netroi_core.restatement import VIEWS, restatements
from netroi_core.ripening import Ripening, ripening
from netroi_core.wording import KIND_NAMES, Words, quarter_name

BY_QUARTER: Final = "Quarter by quarter"
ADDED_UP: Final = "Added up"


@dataclass(frozen=True, eq=False)
class Trends:
    """How a window of quarters went.

    ``headline`` is the finding, ``still_to_come`` says which quarters look smaller than they will be; ``paybacks`` are
    by approach and TOTAL. ``charts`` holds them by name, drawn when first asked for.
    """

    headline: str
    still_to_come: str | None
    paybacks: Mapping[str, Payback]
    charts: Mapping[str, Callable[[], tuple[Chart, ...]]]


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
    chosen, found = measures.by_quarter(views[options.view]), paybacks(views[options.view])
    reaped, sown = (measures.by_quarter(cells) for cells in views.values())
    ripe = _where_sown(ripening(ledger, options.attribution), sown)

    def by_quarter() -> tuple[Chart, ...]:
        net_benefits = dict(zip(window, chosen["net_benefit"], strict=True))
        return (quarters.sown_and_reaped(reaped, sown, net_benefits, ripe, words),)

    def added_up() -> tuple[Chart, ...]:
        return (quarters.cumulative(window, found, words),)

    drawn: dict[str, Callable[[], tuple[Chart, ...]]] = {}
    if any(any(frame[column]) for frame in (reaped, sown) for column in ("total_cost", "expected_value")):
        drawn[BY_QUARTER] = by_quarter
    if len(window) > 1 and any(found[approach].is_tried for approach in APPROACHES):
        drawn[ADDED_UP] = added_up
    return Trends(
        trend_words.headline(found[TOTAL], window, words),
        trend_words.still_to_come(ripe, window),
        found,
        {name: cache(draw) for name, draw in drawn.items()},
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
