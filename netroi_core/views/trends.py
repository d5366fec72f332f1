"""The trends of a window of quarters as data: value by quarter, payback, what was built, forecasts, restatements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

import polars as pl

from netroi_core.charts import forecasts, quarters
from netroi_core.charts.chart import Chart, PlainTable
from netroi_core.charts.counts import counts_chart
from netroi_core.ledger import counts, measures
from netroi_core.ledger.counts import CountKind
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, View, in_window
from netroi_core.ledger.purposes import ends_search, has_found_work, is_looking_for_work, money_raised, usual_purpose
from netroi_core.planning.advice import MONEY_PURPOSES
from netroi_core.quarters import Quarter
from netroi_core.trends.own_forecasts import OwnForecasts, own_forecasts, score_sentence, too_few_sentence
from netroi_core.trends.payback import TOTAL, Payback, balance_headline, paybacks
from netroi_core.trends.restatement import VIEWS, Restatement, restatement_sentences, restatements, submission_day
from netroi_core.trends.ripening import FEWEST_QUARTERS, FEWEST_WINS, Ripening, paid_title, ripening, still_to_come
from netroi_core.wording.findings import TIME_NOT_INCLUDED, hours_phrase, window_name
from netroi_core.wording.wording import KIND_NAMES, Words, join_words, pluralize, quarter_name, tally
from netroi_core.workspace.fields import APPROACHES, Purpose

BY_QUARTER: Final = "Quarter by quarter"
ADDED_UP: Final = "Added up"
BUILT: Final = "Contacts, leads and interviews"
FORECASTS: Final = "Your own forecasts"
# The methods behind the trends: a name and a paragraph each.
METHOD: Final = (
    (
        "Received, and from the work",
        "A quarter receives the outcomes that are dated in it. The work of a quarter gets its steps’ share of the "
        "credit for each outcome, whenever that came. Over all quarters both add up to the same.",
    ),
    (
        "Won and open",
        "Money counts as won once the outcome is won. An open outcome counts by its likelihood, is drawn apart, and "
        "never counts as paid back.",
    ),
    (
        "Still developing",
        "Learned from your own wins and the steps that led to them: of all that had come so many quarters after the "
        "work, how much came only then? Taken together, that is the share that comes later. Insurers estimate claims "
        "that are still to come this way: the chain ladder (Mack, Distribution-free Calculation of the Standard Error "
        f"of Chain Ladder Reserve Estimates, 1993). With fewer than {FEWEST_WINS} wins or {FEWEST_QUARTERS} quarters, "
        "no share is named and the last two quarters are marked.",
    ),
    (
        "Paid back",
        "Won less invested, added up from the first of the quarters chosen: paid back is the first quarter since which "
        "the sum never fell below zero again.",
    ),
    (
        "Submitted",
        "When you submit a quiz, the figures of its quarter are kept as they are. They are compared with the figures "
        "of today, both with credit shared equally, open outcomes by their likelihood and the costs you paid yourself.",
    ),
    (
        "Your own forecasts",
        "Each probability that you state for an open outcome is kept; once it is settled, the last one counts. The "
        "Brier score is the mean squared difference between what you stated and what happened, 1 or 0 (Brier, 1950): "
        "0 is perfect. Its interval comes from resampling your forecasts. A correction is only ever offered; the "
        "estimate uses one where you are ten points off on average, and says so.",
    ),
)
# Less than half a cent is the rounding of sums.
_ROUNDING: Final = 0.005


@dataclass(frozen=True, eq=False)
class Trends:
    """The measures of a window by quarter: ``by_receipt`` in which value was received, ``by_work`` in which it began.

    Both have won value in ``expected_value``, and in ``open_value`` what is expected of open outcomes.

    Attributes:
        view: The chosen view.
        net_benefits: Won value less cost by quarter, in that view.
        open_value: What is expected of all open outcomes, in the chosen view.
        raised: The money raised for a venture: no gain of the person, and no part of what is won.
        paybacks: Those of won value, by approach and TOTAL.
        counts: Contacts, leads and the like by quarter and approach.
        conversations: Those of the whole window.
        is_after_money: False if something else is what the person is after.
        has_found_work: True if a search ended with a job in the window.
        stated: The number of settled forecasts; ``forecasts`` is None while these are too few.
        counts_time: False where hours have no price, so that they are no part of what is invested.
        uncosted: The last quarter if it received value, and its hours and costs are yet to come.
    """

    window: Sequence[Quarter]
    by_receipt: pl.DataFrame
    by_work: pl.DataFrame
    view: View
    net_benefits: Mapping[Quarter, float]
    open_value: float
    ripening: Ripening
    paybacks: Mapping[str, Payback]
    counts: pl.DataFrame
    conversations: int
    is_after_money: bool
    has_found_work: bool
    forecasts: OwnForecasts | None
    stated: int
    words: Words
    counts_time: bool = True
    raised: float = 0.0
    uncosted: Quarter | None = None

    @property
    def headline(self) -> str:
        """The finding: what was built where that is the point, else the balance of money that is won."""
        return self._built if self._opens_with_built else self._balance

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences below the headline: the balance, money raised, open money, and what is still developing."""
        balance = self._balance_beside_built if self._opens_with_built else None
        built = None if self._opens_with_built else self._built
        time = None if self.counts_time else TIME_NOT_INCLUDED
        parts = (
            balance,
            self._raised_sentence,
            self._open_sentence,
            self._uncosted_sentence,
            time,
            built,
            self.still_to_come,
        )
        return tuple(part for part in parts if part)

    @property
    def still_to_come(self) -> str | None:
        """The quarters that look smaller than they will be; None if none does."""
        return still_to_come(self.ripening, self.window, self.words)

    @property
    def _adds_up(self) -> bool:
        """True if an approach was tried, and led to some of what is won if anything is: else there is cost alone."""
        tried = [row for row in map(self.paybacks.__getitem__, APPROACHES) if row.is_tried]
        is_linked = sum(row.net_benefit + row.invested for row in tried) > _ROUNDING
        return bool(tried) and (is_linked or self.by_receipt["expected_value"].sum() <= _ROUNDING)

    @property
    def forecast_sentences(self) -> tuple[str, ...]:
        """The score of the person's own forecasts, or when there will be one; empty while none is settled."""
        if self.forecasts is not None:
            return (score_sentence(self.forecasts, self.words),)
        return (too_few_sentence(self.stated),) if self.stated else ()

    @cached_property
    def charts(self) -> Mapping[str, Callable[[], tuple[Chart, ...]]]:
        """The charts by name, drawn when first asked for; what was built comes first where it is the point."""
        both, drawn = (self.by_receipt, self.by_work), dict[str, Callable[[], tuple[Chart, ...]]]()
        # Costs alone would be lines without bars: the sentences say them, and so does the running total.
        if any(any(frame[column]) for frame in both for column in ("expected_value", "open_value")):
            drawn[BY_QUARTER] = cache(
                lambda: (quarters.values_chart(*both, self.ripening, self.words, self._values_title),)
            )
        if self._is_about_money and len(self.window) > 1 and self._adds_up:
            judges = not self._opens_with_built
            drawn[ADDED_UP] = cache(
                lambda: (quarters.cumulative_chart(self.window, self.paybacks, self.words, judges_payback=judges),)
            )
        if not self.counts.is_empty():
            chart = {BUILT: cache(lambda: (counts_chart(self.window, self.counts),))}
            drawn = {**chart, **drawn} if self._opens_with_built else {**drawn, **chart}
        return drawn

    @cached_property
    def forecast_charts(self) -> tuple[Chart, ...]:
        """The reliability of the person's own forecasts; none while too few are settled."""
        return () if self.forecasts is None else (forecasts.reliability_chart(self.forecasts, self.words),)

    @property
    def _opens_with_built(self) -> bool:
        is_money_first = self.is_after_money and any(self.by_receipt["expected_value"])
        return not is_money_first and bool(self._built)

    @property
    def _is_about_money(self) -> bool:
        """False if the purpose isn't about money and nothing has a value: the cost is no loss then."""
        has_value = any(self.by_receipt["expected_value"]) or self.open_value >= _ROUNDING
        return self.is_after_money or has_value

    @property
    def _values_title(self) -> str:
        if self._opens_with_built:
            return "What each quarter received, and what its work led to"
        benefits = {name: benefit for name, benefit in self.net_benefits.items() if name != self.uncosted}
        return paid_title(benefits, self.view)

    @property
    def _uncosted_sentence(self) -> str | None:
        if self.uncosted is None:
            return None
        return f"{quarter_name(self.uncosted)} has no hours or costs yet, so it looks better than it will be."

    @property
    def _balance(self) -> str:
        return balance_headline(self.paybacks[TOTAL], self.window, self.words)

    @property
    def _balance_beside_built(self) -> str:
        """The balance below what was built: while no money is won, what was put in is no loss yet."""
        if not self.is_after_money:
            return self._money_and_time
        if self.by_receipt["expected_value"].sum() >= _ROUNDING:
            return self._balance
        invested = self.paybacks[TOTAL].invested
        if not (invested and self.words.shows_amounts):
            return "No money won yet."
        return f"No money won yet from the {self.words.money(invested)} you put in."

    @property
    def _money_and_time(self) -> str:
        """What was won, and the money and hours put in, apart: where money is not the point, hours are no money."""
        won = float(self.by_receipt["expected_value"].sum())
        none = "" if won >= _ROUNDING or not self._is_about_money else "No money won yet."
        if not self.words.shows_amounts:
            return none  # and the frame has neither costs nor hours
        spent, hours = (float(self.by_receipt[name].sum()) for name in ("actual_cost", "hours"))
        parts = {self.words.money(spent): spent >= _ROUNDING, hours_phrase(hours, self.words): hours}
        put_in = join_words([part for part, is_shown in parts.items() if is_shown])
        result = "" if won < _ROUNDING else f"won {self.words.money(won)}"
        done = join_words([part for part in (result, put_in and f"put in {put_in}") if part])
        return " ".join(filter(None, (none, done and f"You {done}.")))

    @property
    def _built(self) -> str:
        return built_sentence(self.counts, self.conversations, self.window, has_found_work=self.has_found_work)

    @property
    def _raised_sentence(self) -> str | None:
        if self.raised < _ROUNDING:
            return None
        money = f"The {self.words.money(self.raised)}" if self.words.shows_amounts else "Money"
        return f"{money} that you raised isn’t your income, so it isn’t counted here."

    @property
    def _open_sentence(self) -> str | None:
        if self.open_value < _ROUNDING:
            return None
        if not self.words.shows_amounts:
            return "Open outcomes are not counted in this."
        return f"{self.words.money(self.open_value)} more is expected from open outcomes."


@dataclass(frozen=True)
class RevisionLog:
    """Restatements since quizzes were submitted: ``table`` has all, ``lines`` a name and sentences for each change."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    table: PlainTable


def trends(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Trends:
    """Return the trends of a window; bars show both views."""
    # Both views, since a chart shows what a quarter received beside what its work led to.
    won = {view: measures.cells(ledger, window, replace(options, view=view, basis="won")) for view in VIEWS}
    by_receipt, by_work = (_with_open_value(ledger, window, replace(options, view=view), won[view]) for view in VIEWS)
    chosen = measures.by_quarter(won[options.view])["net_benefit"]
    open_values = (by_receipt if options.view == VIEWS[0] else by_work)["open_value"]
    outcomes, purpose = ledger.workspace.outcomes, _purpose(ledger, window)
    return Trends(
        window,
        by_receipt,
        by_work,
        options.view,
        dict(zip(window, chosen, strict=True)),
        float(open_values.sum()),
        _where_active(ripening(ledger, options.attribution), by_work),
        paybacks(won[options.view]),
        counts.counts(ledger, window),
        counts.conversations(ledger.activities.filter(in_window(window))),
        purpose in MONEY_PURPOSES,
        (purpose == "find_work" or _has_searched(ledger, window)) and _has_found_work(ledger, window),
        own_forecasts(outcomes),
        sum(bool(outcome.stated) and outcome.status != "open" for outcome in outcomes),
        words,
        bool(by_receipt["opportunity_cost"].sum()) or not by_receipt["hours"].sum(),
        sum(money_raised(ledger, window, options).values()),
        _uncosted(window, by_receipt),
    )


def _uncosted(window: Sequence[Quarter], by_receipt: pl.DataFrame) -> Quarter | None:
    """Return the last quarter of several if it received value but has no effort yet: its quiz is still to come."""
    *before, (hours, cost, won) = by_receipt.select("hours", "total_cost", "expected_value").rows()
    has_effort = any(hours or cost for hours, cost, _ in before)
    return window[-1] if has_effort and won and not (hours or cost) else None


def built_sentence(
    built: pl.DataFrame, conversations: int, window: Sequence[Quarter], *, has_found_work: bool = False
) -> str:
    """Return what was built before there is money, in one sentence; empty if nothing was.

    A job comes first, and the leads on the way to it say nothing more.
    """
    sums: dict[CountKind, int] = dict(built.group_by("kind").agg(pl.col("count").sum()).iter_rows())
    met, made = sums.get("new_contacts", 0), sums.get("introductions", 0)
    leads = 0 if has_found_work else sums.get("leads", 0)
    got = tally((
        (sums.get("interviews", 0), "interview"),
        (sums.get("open_interviews", 0), "open interview"),
        (sums.get("referrals", 0), "referral"),
        (leads, "lead"),
    ))  # fmt: skip
    phrases = {
        "found a job": has_found_work,
        f"met {pluralize(met, 'new person', 'new people')}": met,
        f"had {pluralize(conversations, 'conversation')}": conversations,
        f"made {pluralize(made, 'introduction')}": made,
        f"got {got}": got,
    }
    parts = [phrase for phrase, is_shown in phrases.items() if is_shown]
    # The last one may have just begun: a count would call it a quarter like the others.
    over = f"{'From' if len(window) > 1 else 'In'} {window_name(window)}"
    return f"{over} you {join_words(parts)}." if parts else ""


def _purpose(ledger: Ledger, window: Sequence[Quarter]) -> Purpose | None:
    """Return the person's purpose: between jobs, and where a time between jobs just ended, it is to find work."""
    profile, last = ledger.profile, window[-1]
    day = last.last_day(profile.fiscal_year_start)
    has_ended = ends_search(profile, day) and _has_found_work(ledger, window)
    is_between_jobs = is_looking_for_work(ledger.workspace, day) or str(last.shifted(1)) in profile.between_jobs
    return usual_purpose(profile, is_between_jobs=is_between_jobs or has_ended)


def _has_searched(ledger: Ledger, window: Sequence[Quarter]) -> bool:
    """Return True if a quarter was one between jobs: what a search ended with stays, whatever comes next."""
    return any(str(quarter) in ledger.profile.between_jobs for quarter in window)


def _has_found_work(ledger: Ledger, window: Sequence[Quarter]) -> bool:
    start = ledger.profile.fiscal_year_start
    return has_found_work(ledger.workspace, window[0].first_day(start), window[-1].last_day(start))


def _with_open_value(ledger: Ledger, window: Sequence[Quarter], options: Options, won: pl.DataFrame) -> pl.DataFrame:
    """Return the measures of won cells by quarter, and beside them the value expected of open outcomes."""
    by_quarter = measures.by_quarter(won)
    expected = measures.by_quarter(measures.cells(ledger, window, options))["expected_value"]
    return by_quarter.with_columns(open_value=(expected - by_quarter["expected_value"]).clip(lower_bound=0.0))


def _where_active(ripening: Ripening, by_work: pl.DataFrame) -> Ripening:
    """Return the ripening of the quarters in a frame, with nothing to come where nothing was invested or won."""
    quarters = {}
    for ordinal, *amounts in by_work.select("quarter", "total_cost", "expected_value", "open_value").rows():
        ripe = ripening.quarters[Quarter.from_ordinal(ordinal)]
        quarters[Quarter.from_ordinal(ordinal)] = ripe if any(amounts) else replace(ripe, share_to_come=0.0)
    return replace(ripening, quarters=quarters)


def revision_log(ledger: Ledger, words: Words) -> RevisionLog | None:
    """Return what quarters showed at submission and show now, under the default options; None before the first."""
    revisions = restatements(ledger)
    if not revisions:
        return None
    titles = {outcome.id: outcome.title or KIND_NAMES[outcome.kind] for outcome in ledger.workspace.outcomes}
    lines = [
        (
            f"{quarter_name(revision.quarter)}, submitted {submission_day(revision.submitted, words)}",
            restatement_sentences(revision, titles, words),
        )
        for revision in revisions
        if revision.is_changed
    ]
    header = ("Quarter", "Submitted", "Its work, then", "Its work, now", "Received or expected, then",
              "Received or expected, now",
              "Invested, then", "Invested, now")  # fmt: skip
    amounts = [_revision_amounts(revision) for revision in revisions]
    formats = [words.money_format(column) for column in zip(*amounts, strict=True)]
    rows = tuple(
        (
            quarter_name(revision.quarter),
            submission_day(revision.submitted, words),
            *(as_text(amount) for as_text, amount in zip(formats, row, strict=True)),
        )
        for revision, row in zip(revisions, amounts, strict=True)
    )
    return RevisionLog(tuple(lines), (header, rows))


def _revision_amounts(revision: Restatement) -> tuple[float, ...]:
    then, now = revision.then, revision.now
    values = [amount for view in ("invested", "realised") for amount in (then.value(view), now.value(view))]
    return *values, then.total_cost, now.total_cost
