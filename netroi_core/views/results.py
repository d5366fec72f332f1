"""The results of a window of quarters as data: findings, figures, charts and the verdict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import polars as pl

from netroi_core.charts import paths, returns
from netroi_core.charts.chart import Chart
from netroi_core.ledger import measures
from netroi_core.ledger.costs import compensation_in_force, hour_share, total_dues
from netroi_core.ledger.counts import outcome_tally, quiz_totals
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Figures, Options
from netroi_core.ledger.purposes import money_raised
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz.answers import is_submitted
from netroi_core.verdict import combinations
from netroi_core.verdict.sensitivity import flips
from netroi_core.verdict.words import VerdictWords
from netroi_core.views.advice import Situation, intangibles
from netroi_core.views.advice_words import AdviceWords
from netroi_core.views.counted import counted_note
from netroi_core.views.first_figures import FirstFigure, first_figures
from netroi_core.views.headline import Headline
from netroi_core.views.headline_explained import HeadlineStep, headline_steps
from netroi_core.views.venues import VenueSummary, venue_summary
from netroi_core.wording.findings import TOTAL, UNLINKED, Findings, is_time_counted
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, Words, end_sentence, join_words, quarter_name
from netroi_core.workspace.fields import ALTERNATIVES, APPROACHES
from netroi_core.workspace.profile import Compensation
from netroi_core.workspace.workspace import cached_by_parts

PATHS: Final = "Paths that led to it"
SPENDING: Final = "Where it went"
# The venues named of those with dues.
_MOST_NAMED: Final = 3
_TOO_FEW: Final = (
    f"It takes {combinations.PATTERN_WINS} outcomes by the same approaches to estimate what one of them is worth."
)


@dataclass(frozen=True, eq=False)
class Results:
    """The findings and figures of a window, what an hour was worth in it, and charts, drawn when first asked for.

    ``pays`` has each pay that was in force, by the first quarter of the window in which it was. ``counted`` says how
    much of the recorded value counts, where that is not all.
    """

    findings: Findings
    figures: Figures
    pays: Mapping[Quarter, Compensation]
    invested_and_gained: Callable[[], Chart]
    charts_by_section: Mapping[str, Callable[[], tuple[Chart, ...]]]
    counted: str = ""


def results(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Results:
    """Return the results of a window, which is not empty."""
    cells = measures.cells(ledger, window, options)
    figures = measures.figures(cells)
    outcomes, unpriced = _outcome_counts(ledger, window, options)
    won_shares, is_discounted = _won_shares(figures, cells), _is_free_time_discounted(ledger, window)
    raised = money_raised(ledger, window, options)
    wins = {str(name): row.outcomes for name, row in intangibles(ledger, window).items()}
    findings = Findings(
        figures,
        window,
        outcomes,
        unpriced,
        words,
        won_shares,
        is_discounted,
        raised,
        wins,
        outcome_tally(ledger, window, options),
        quiz_totals(ledger, window),
    )
    # Charts that are folded away wait in a cache until somebody opens their section.
    charts: dict[str, Callable[[], tuple[Chart, ...]]] = {}
    if not ledger.touchpoints.is_empty() and (figures.total.expected_value or unpriced):
        charts[PATHS] = cache(lambda: path_charts(ledger, window, options, words))
    if figures.total.actual_cost or figures.total.hours:
        charts[SPENDING] = cache(lambda: spending_charts(ledger, window, options, findings))
    in_force = {quarter: compensation_in_force(ledger.profile, quarter) for quarter in reversed(window)}
    # By the pay, the earliest quarter remains.
    since = {pay: quarter for quarter, pay in in_force.items() if pay is not None}
    pays = {quarter: pay for pay, quarter in reversed(since.items())}
    invested_and_gained = cache(lambda: returns.invested_and_gained_chart(findings))
    return Results(findings, figures, pays, invested_and_gained, charts, counted_note(ledger, window, options, words))


@cached_by_parts("outcomes", "profile")
def _outcome_counts(ledger: Ledger, window: Sequence[Quarter], options: Options) -> tuple[int, int]:
    """Return how many outcomes of a window count with a value, and how many that aren't lost have none."""
    is_inside = measures.in_window(window)
    valued = measures.contributions(ledger, options).filter(is_inside, pl.col("value") > 0)["outcome"].n_unique()
    unpriced = ledger.outcomes.filter(is_inside, pl.col("status") != "lost", pl.col("likely").is_null()).height
    return valued, unpriced


def _is_free_time_discounted(ledger: Ledger, window: Sequence[Quarter]) -> bool:
    """Return whether some hours of a window counted for less than an hour of paid work."""
    profile = ledger.profile
    lower = [
        (pl.col("quarter") == quarter.ordinal) & (pl.col("alternative") == use)
        for quarter in window
        for use in ALTERNATIVES
        if hour_share(profile, quarter, use) < profile.hour_worth.paid_work
    ]
    return bool(lower) and not ledger.activities.filter(pl.any_horizontal(lower), pl.col("hours") > 0).is_empty()


def _won_shares(figures: Figures, cells: pl.DataFrame) -> dict[str, float]:
    """Return the share of the value that is won: by approach, unlinked, and in total, where there is any."""
    won: dict[str | None, float] = {}
    for approach, value in zip(cells["approach"], cells["won_value"], strict=True):
        won[approach] = won.get(approach, 0.0) + value
    values: dict[str, float] = {str(name): row.expected_value for name, row in figures.approaches.items()}
    won |= {UNLINKED: won.get(None, 0.0), TOTAL: sum(won.values())}
    values |= {UNLINKED: figures.unattributed_value, TOTAL: figures.total.expected_value}
    return {name: won[name] / value for name, value in values.items() if value}


def dues_note(situation: Situation) -> str:
    """Return which dues of the spending are those of a quarter in progress; empty without any."""
    workspace = situation.ledger.workspace
    running = Quarter.containing(situation.today, workspace.profile.fiscal_year_start)
    dues, words = total_dues(workspace, running), Words.of(workspace.profile)
    is_part = dues and running in situation.window
    return f"That includes {words.money(dues)} in dues for all of {quarter_name(running)}." if is_part else ""


def dues_sentence(situation: Situation, words: Words) -> str:
    """Return whose the dues are, the most expensive first; empty without any."""
    ledger, window = situation.ledger, situation.window
    costs = pl.col(situation.options.costs)
    inside = measures.in_window(window)
    dues = ledger.expenses_and_dues(window).filter(inside, pl.col("category") == "dues", costs > 0)
    amounts = dues.drop_nulls("venue").group_by("venue").agg(costs.sum().alias("amount"))
    if amounts.is_empty():
        return ""
    rows = amounts.sort("amount", "venue", descending=[True, False]).rows()
    named = [f"{ledger.workspace.venues_by_id[venue].name} ({words.money(amount)})" for venue, amount in rows]
    more = [f"{len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
    return end_sentence(f"The dues are those of {join_words([*named[:_MOST_NAMED], *more])}")


def spending_charts(
    ledger: Ledger, window: Sequence[Quarter], options: Options, findings: Findings
) -> tuple[Chart, ...]:
    """Return the charts of money and hours, each only where any was spent."""
    money, hours = measures.spending(ledger, window, options), measures.hours_by_part(ledger, window)
    return (
        *((returns.spending_chart(findings, money),) if money.height else ()),
        *((returns.hours_chart(findings, hours),) if hours.height else ()),
    )


def path_charts(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> tuple[Chart, ...]:
    """Return the charts of the paths that led to value; combinations and credit only where an outcome has a value."""
    rows = combinations.paths(ledger, window, options)
    if not rows:
        return ()
    compared = combinations.combinations(ledger, window, options)
    has_value = any(combination.mean_value for combination in compared)
    has_range = any(combination.has_range for combination in compared)
    notes = (_better_return(ledger, window, options, rows[0], words), _TOO_FEW if has_value and not has_range else "")
    charts = [paths.paths_chart(rows, words, " ".join(filter(None, notes)))]
    if has_range:
        charts.append(paths.combinations_chart(compared, words))
    return (*charts, *_credit_charts(ledger, window, options, words))


def _credit_charts(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Iterator[Chart]:
    by_rule = combinations.value_by_rule(ledger, window, options)
    if ledger.touchpoints["credit"].is_null().all():
        # Without shares of one's own, they are equal ones: the same row twice.
        del by_rule["custom"]
    # With a single approach, each way to share credit gives it everything.
    if sum(any(values[approach] for values in by_rule.values()) for approach in APPROACHES) > 1:
        yield paths.credit_chart(by_rule, words)


def _better_return(
    ledger: Ledger, window: Sequence[Quarter], options: Options, path: combinations.PathOutcomes, words: Words
) -> str:
    """Return that another approach returned more than the one that alone led to most value; empty where none did."""
    recorded = measures.figures(measures.won_only(measures.cells(ledger, window, options)))
    ratios = {name: row.expected_value / row.total_cost for name, row in recorded.approaches.items() if row.total_cost}
    best = max(ratios, key=ratios.__getitem__, default=None)
    if best is None or not ratios[best] or len(path.steps) > 1 or best in path.steps:
        return ""
    # One approach may lead by value and another by return: each page says which it is about.
    effort = "of money and time" if recorded.total.opportunity_cost else "spent"
    return f"{APPROACH_NAMES[best]} returned more for each {words.whole_money(1)} {effort}."


@dataclass(frozen=True, eq=False)
class Answer:
    """The record of a window and its estimates in words, with a chart of the estimates where an approach leads."""

    advice_words: AdviceWords
    verdict_words: VerdictWords
    chart: Chart | None

    @cached_property
    def headline(self) -> str:
        """The finding, short enough for a title."""
        return self.advice_words.headline()

    @cached_property
    def caveats(self) -> str:
        """What limits the finding; empty where nothing does."""
        return " ".join(self.advice_words.caveats())

    @cached_property
    def next_step(self) -> str:
        """What follows from a headline that names no best approach; else empty."""
        return self.advice_words.next_step()

    @cached_property
    def news(self) -> str:
        """The cost and the effect of the last finished quarter, once its quiz is submitted; else empty.

        Beside a job that was found, they are no news.
        """
        situation = self.advice_words.situation
        if situation.job_found:
            return ""
        quarter = last_finished(situation.today, situation.ledger.profile.fiscal_year_start)
        return self.advice_words.in_quarter(quarter) if is_submitted(situation.ledger.workspace, quarter) else ""

    @cached_property
    def unpriced(self) -> tuple[str, ...]:
        """What was won without a price, a sentence for each path."""
        return self.advice_words.unpriced()

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What limits the finding, the next step, what happened, what to expect, why they differ, and the basis."""
        words = self.advice_words
        told = (words.sequence_odds(), words.recorded(), words.estimate(), words.why_they_differ(), words.basis())
        # Beside a finding that names the best approach, the step stands with the plan.
        step = self.next_step if words.step_explains_finding else ""
        parts = (self.caveats, step, *told)
        return tuple(part for part in parts if part)

    @cached_property
    def first_figures(self) -> tuple[FirstFigure, ...]:
        """The figures that the purpose of the person puts first; none without a purpose."""
        return first_figures(self.advice_words.situation, self.advice_words.words)

    @cached_property
    def venues(self) -> VenueSummary:
        """What each venue cost and led to, in a few lines."""
        return venue_summary(self.advice_words.situation, self.advice_words.words)

    @cached_property
    def steps(self) -> tuple[HeadlineStep, ...]:
        """The calculation of the headline and of the sentences below it."""
        return headline_steps(self.advice_words.situation, self.advice_words.words)


def opening(results: Results, answer: Answer | None) -> tuple[str, tuple[str, ...]]:
    """Return the headline of a page or report and the sentences below it; ``answer`` is None while it is computed."""
    total = results.figures.total
    if answer is None or not (total.total_cost or total.hours):
        return results.findings.headline(), (results.findings.basis_sentence(),)
    return answer.headline, answer.sentences


def answer(situation: Situation, words: Words) -> Answer:
    """Return the answer to a situation."""
    # Apart from the results, since the simulation is slower than all of their figures.
    verdict_words = VerdictWords(situation.verdict, words)
    recorded = situation.recorded_returns
    counts_time = is_time_counted(situation.recorded.total)
    chart = returns.odds_chart(verdict_words, recorded, counts_time=counts_time) if situation.verdict.roi else None
    return Answer(AdviceWords(situation, words), verdict_words, chart)


def doubts(situation: Situation, words: Words) -> list[str]:
    """Return what would change the verdict, as sentences: an outcome, the rule of credit, a test that is worth it."""
    # It takes seconds: the verdict is drawn again on many changed workspaces.
    verdict_words, ledger = VerdictWords(situation.verdict, words), situation.ledger
    # That an approach to keep would lead, had it won more, changes nothing of the advice.
    kept = Headline(situation, words).kept() if situation.verdict.call == "too_close" else ()
    telling = (flip for flip in flips(situation.evidence) if not (flip.is_gain and flip.approach in kept))
    flip = next(telling, None)
    outcome = ledger.workspace.outcomes[flip.outcome] if flip else None
    sentences = (
        verdict_words.flip(flip, outcome.title or KIND_NAMES[outcome.kind] if outcome else ""),
        verdict_words.agreement(situation.leaders_by_rule),
        AdviceWords(situation, words).learning(situation.plan),
    )
    return [sentence for sentence in sentences if sentence]
