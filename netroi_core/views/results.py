"""The results of a window of quarters as data: findings, charts and figures, ready to be laid out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import polars as pl

from netroi_core.charts import paths, returns, shares
from netroi_core.charts.chart import Chart
from netroi_core.ledger import measures
from netroi_core.ledger.costs import compensation_in_force
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import evidence
from netroi_core.verdict.sensitivity import activity_costs, cheapest_test, flips, leaders
from netroi_core.verdict.verdict import verdict
from netroi_core.verdict.words import VerdictWords
from netroi_core.wording.findings import Findings
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Compensation

LED: Final = "Paths that led to it"
WENT_TO: Final = "Where it went"


@dataclass(frozen=True, eq=False)
class Results:
    """What a window of quarters returned.

    ``figures`` are as of measures.figures, ``pay`` is that of the last quarter. Charts are drawn when they are first
    asked for; ``folded`` holds by name those that are looked at together, when somebody wants to see more.
    """

    findings: Findings
    figures: dict[str, Any]
    pay: Compensation | None
    in_and_out: Callable[[], Chart]
    folded: Mapping[str, Callable[[], tuple[Chart, ...]]]

    @cached_property
    def basis(self) -> str:
        """What the answer rests on."""
        return self.findings.basis_sentence()

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What there is to say below the figures."""
        return self.findings.notes()


def results(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Results:
    """The results of a window, which is not empty, under the chosen options."""
    gained = measures.contributions(ledger, options)
    cells = measures.cells(ledger, window, options, gained)
    figures = measures.figures(cells)
    is_inside = pl.col("quarter").is_in([quarter.ordinal for quarter in window])
    of_worth = gained.filter(is_inside, pl.col("value") > 0)["outcome"].n_unique()
    is_unpriced = is_inside & (pl.col("status") != "lost") & pl.col("likely").is_null()
    findings = Findings(
        figures,
        window,
        outcomes=of_worth,
        unpriced=ledger.outcomes.select(is_unpriced.sum()).item(),
        words=words,
    )

    def went_to() -> tuple[Chart, ...]:
        spent, hours = measures.spending(ledger, window, options), measures.hours_by_part(ledger, window)
        money = (shares.spending(findings, spent),) if spent.height else ()
        return (*money, shares.hours(findings, hours)) if hours.height else money

    folded: dict[str, Callable[[], tuple[Chart, ...]]] = {}
    if not ledger.touchpoints.is_empty() and figures["total"]["expected_value"]:
        folded[LED] = cache(lambda: paths.led(ledger, window, options, words))
    if figures["total"]["actual_cost"] or figures["total"]["hours"]:
        folded[WENT_TO] = cache(went_to)
    pay = compensation_in_force(ledger.profile, window[-1])
    return Results(findings, figures, pay, cache(lambda: returns.invested_and_gained(findings)), folded)


@dataclass(frozen=True, eq=False)
class Answer:
    """The verdict on a window as it opens the page: its words, and its picture where anything is known."""

    told: VerdictWords
    picture: Chart | None

    @cached_property
    def headline(self) -> str:
        """The verdict in one sentence."""
        return self.told.headline()

    @cached_property
    def sentence(self) -> str:
        """What the approach that is ahead returns; of a verdict that knows one."""
        return self.told.interval(self.told.verdict.leader or "")


def opening(results: Results, answer: Answer | None) -> tuple[str, str]:
    """How a page or a report begins: the answer, that of the verdict where it knows one, and what it rests on."""
    if answer is None or answer.picture is None:
        return results.findings.headline(), results.basis
    return answer.headline, f"{answer.sentence} {results.basis}"


def answer(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Answer:
    """The verdict on a window under the chosen options; it takes longer than all figures of ``results``."""
    told = VerdictWords(verdict(ledger, window, options), words)
    return Answer(told, returns.odds(told) if told.verdict.leader else None)


def doubts(
    ledger: Ledger, window: Sequence[Quarter], options: Options, told: VerdictWords, titles: Sequence[str]
) -> list[str]:
    """What would change the verdict's mind, as sentences; ``titles`` are those of the workspace's outcomes, in order.

    It takes seconds: verdicts on many changed workspaces.
    """
    seen = evidence(ledger, window, options)
    flip = next(iter(flips(seen)), None)
    test = cheapest_test(seen, activity_costs(ledger, window, seen))
    told_of = (
        told.flip(flip, titles[flip.outcome] if flip else ""),
        told.agreement(leaders(ledger, window, options)),
        told.test(test),
    )
    return [sentence for sentence in told_of if sentence]
