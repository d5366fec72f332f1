"""The trends of a window of quarters as data: value by quarter, payback, ripening and the log of restatements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

import polars as pl

from netroi_core.charts import quarters
from netroi_core.charts.chart import Chart, PlainTable
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.trends.payback import TOTAL, Payback, balance_headline, paybacks
from netroi_core.trends.restatement import VIEWS, Restatement, restatement_sentences, restatements, submission_day
from netroi_core.trends.ripening import FEWEST_QUARTERS, FEWEST_WINS, Ripening, ripening, still_to_come
from netroi_core.wording.wording import KIND_NAMES, Words, quarter_name
from netroi_core.workspace.fields import APPROACHES

BY_QUARTER: Final = "Quarter by quarter"
ADDED_UP: Final = "Added up"
# The methods behind the trends: a name and a paragraph each.
METHOD: Final = (
    (
        "Reaped and sown",
        "A quarter reaped the outcomes that are dated in it. It sowed those that its steps led to, whenever they came: "
        "of each, the share of the credit that goes to its steps. Over all quarters both come to the same.",
    ),
    (
        "Still ripening",
        "Learnt from your own wins and the steps that led to them: of all that had come so many quarters after it was "
        "sown, how much came only then? Taken together, that is the share that comes later. Insurers reckon so with "
        "claims that are still to come: the chain ladder (Mack, Distribution-free Calculation of the Standard Error of "
        f"Chain Ladder Reserve Estimates, 1993). With fewer than {FEWEST_WINS} wins or {FEWEST_QUARTERS} quarters, no "
        "share is named and the last two quarters are marked.",
    ),
    (
        "Paid back",
        "Gained less invested, added up from the first of the quarters chosen: paid back is the first quarter since "
        "which the sum never fell below zero again.",
    ),
    (
        "Handed in",
        "When you hand in a quiz, what its quarter shows is kept as it is. It is compared with what the quarter shows "
        "today, both with credit shared equally, open outcomes by their odds and the costs you paid yourself.",
    ),
)


@dataclass(frozen=True, eq=False)
class Trends:
    """The measures of a window by quarter: ``reaped`` in the realised view, ``sown`` in the invested view.

    ``net_benefits`` are those of the chosen view, ``paybacks`` by approach and TOTAL.
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
        return balance_headline(self.paybacks[TOTAL], self.window, self.words)

    @property
    def still_to_come(self) -> str | None:
        """The quarters that look smaller than they will be; None if none does."""
        return still_to_come(self.ripening, self.window)

    @cached_property
    def charts(self) -> Mapping[str, Callable[[], tuple[Chart, ...]]]:
        """The charts by name, drawn when first asked for."""
        both, drawn = (self.reaped, self.sown), dict[str, Callable[[], tuple[Chart, ...]]]()
        if any(any(frame[column]) for frame in both for column in ("total_cost", "expected_value")):
            drawn[BY_QUARTER] = cache(
                lambda: (quarters.sown_and_reaped_chart(*both, self.net_benefits, self.ripening, self.words),)
            )
        if len(self.window) > 1 and any(self.paybacks[approach].is_tried for approach in APPROACHES):
            drawn[ADDED_UP] = cache(lambda: (quarters.cumulative_chart(self.window, self.paybacks, self.words),))
        return drawn


@dataclass(frozen=True)
class RevisionLog:
    """Restatements since quizzes were submitted: ``table`` has all, ``lines`` a name and sentences for each change."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    table: PlainTable


def trends(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Trends:
    """Return the trends of a window; bars show both views."""
    # Both views, since a chart shows what a quarter reaped beside what it sowed.
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
    """Return the ripening of the quarters in a frame, with nothing to come where nothing was put in or came of it."""
    quarters = {}
    for ordinal, cost, value in sown.select("quarter", "total_cost", "expected_value").rows():
        ripe = ripening.quarters[Quarter.from_ordinal(ordinal)]
        quarters[Quarter.from_ordinal(ordinal)] = ripe if cost or value else replace(ripe, share_to_come=0.0)
    return replace(ripening, quarters=quarters)


def revision_log(ledger: Ledger, words: Words) -> RevisionLog | None:
    """Return what quarters showed at submission and show now, under the default options; None before the first."""
    revisions = restatements(ledger)
    if not revisions:
        return None
    titles = {outcome.id: outcome.title or KIND_NAMES[outcome.kind] for outcome in ledger.workspace.outcomes}
    lines = [
        (
            f"{quarter_name(revision.quarter)}, handed in {submission_day(revision.submitted, words)}",
            restatement_sentences(revision, titles, words),
        )
        for revision in revisions
        if revision.is_changed
    ]
    header = ("Quarter", "Handed in", "Sowed, then", "Sowed, now", "Reaped, then", "Reaped, now", "Invested, then",
              "Invested, now")  # fmt: skip
    return RevisionLog(tuple(lines), (header, tuple(_revision_cells(revision, words) for revision in revisions)))


def _revision_cells(revision: Restatement, words: Words) -> tuple[str, ...]:
    then, now = revision.then, revision.now
    amounts = [amount for view in ("invested", "realised") for amount in (then.value(view), now.value(view))]
    return (
        quarter_name(revision.quarter),
        submission_day(revision.submitted, words),
        *(words.exact_money(amount) for amount in (*amounts, then.total_cost, now.total_cost)),
    )
