"""The advice as data: what happened, what to expect, and what to do next, the same on all pages and in reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import ceil, inf, isfinite
from typing import Final, Self

import numpy as np
import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.counts import (
    HAS_HAPPENED,
    CountKind,
    OutcomeTally,
    conversations,
    incomplete_quarters,
    introductions_received,
    is_unpriced,
    outcome_tally,
    total_counts,
)
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Figures, Options, in_window
from netroi_core.ledger.purposes import (
    Yardstick,
    ends_search,
    has_found_work,
    is_looking_for_work,
    money_raised,
    outcomes_that_count,
    usual_purposes,
    weekly_hours_cap,
    yardstick,
)
from netroi_core.planning import advice as plan_advice
from netroi_core.planning.advice import MONEY_PURPOSES, Advice
from netroi_core.planning.baseline import Baseline, planned_quarter, typical_quarter
from netroi_core.planning.learning import chances_to_tell
from netroi_core.planning.mix import Limits, total_effort
from netroi_core.planning.outlook import ELASTICITY, Outlook, build_outlook, known_approaches, with_untried
from netroi_core.planning.overload import LIMITS, NEWS_OF_LIMITS, Pause, Sign, overload_signs, pause
from netroi_core.planning.signals import IS_ALIVE, Signals, only_venues, signals, venue_hours
from netroi_core.planning.venue_odds import CHERISHED, KEEP, VenueVerdict, value_draws, venue_verdicts
from netroi_core.quarters import Quarter, last_finished
from netroi_core.relationships.venues import venue_returns
from netroi_core.trends.own_forecasts import OwnForecasts, own_forecasts
from netroi_core.verdict.combinations import SequenceShare, leading_sequence
from netroi_core.verdict.evidence import Evidence, gather_evidence, recurring
from netroi_core.verdict.posterior import CLUSTERING, DRAWS, sample_posterior
from netroi_core.verdict.sensitivity import DRAWS as FLIP_DRAWS
from netroi_core.verdict.sensitivity import Flip, settled_odds
from netroi_core.verdict.verdict import LEAN_BEST, Verdict, judge
from netroi_core.wording.wording import in_sentence
from netroi_core.workspace.fields import APPROACHES, Approach, Purpose
from netroi_core.workspace.records import Outcome, Venue
from netroi_core.workspace.workspace import cached_by_parts

# The hours of a quarter that a weekly limit allows.
_DAYS_PER_WEEK: Final = 7
# The draws for simulated quarters ahead, and the chance to know the best approach by one from which on it is named.
_AHEAD_DRAWS: Final = 1_000
LIKELY: Final = 0.5
# The least share of an approach's return at which a single win may decide it.
_LARGE_SHARE: Final = 1 / 3
# The blended margin of wins below which their own costs take most of the price.
_LITTLE_KEPT: Final = 1 / 2
# The least hours at a venue without any result for the plan to name it.
_MANY_HOURS: Final = 40
# A job is news until the quiz of the quarter after its own.
_QUARTERS_OF_NEWS: Final = 1


@dataclass(frozen=True)
class Intangibles:
    """The outcomes without a price that an approach led to.

    Attributes:
        rated: How many of them are rated.
        mean_rating: Their mean, 0 to 5; None where none is rated.
        titles: Their titles or kinds, in the order of the workspace.
    """

    outcomes: int
    rated: int
    mean_rating: float | None
    titles: tuple[str, ...]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Self:
        """Return what these outcomes are."""
        ratings = [outcome.intangible for outcome in outcomes if outcome.intangible is not None]
        mean = sum(ratings) / len(ratings) if ratings else None
        return cls(len(outcomes), len(ratings), mean, tuple(outcome.title or outcome.kind for outcome in outcomes))


@dataclass(frozen=True)
class SingleWin:
    """A win that makes up much of what an approach returned: its position, and what was returned without it."""

    outcome: int
    rest: float


@dataclass(frozen=True)
class Prices:
    """The prices of what was won, and what was kept of them after the costs of their own."""

    charged: float
    kept: float

    @property
    def margin(self) -> float:
        """The share of the prices that was kept."""
        return self.kept / self.charged


# The share of an approach's cost from which on a venue is all of it.
_ALL_OF_IT: Final = 0.99


@dataclass(frozen=True, eq=False)
class Situation:
    """A window of a workspace on a day: all that the advice is made from, each part computed when first asked for."""

    ledger: Ledger
    window: tuple[Quarter, ...]
    options: Options
    today: date

    @cached_property
    def cells(self) -> pl.DataFrame:
        """The sums for each quarter and approach."""
        return measures.cells(self.ledger, self.window, self.options)

    @property
    def is_about_money(self) -> bool:
        """True if the purpose is about money, or an outcome has a value; otherwise hours have no price."""
        return self.counted_purpose in MONEY_PURPOSES or bool(self.recorded.total.expected_value or self.open_value)

    @cached_property
    def recorded(self) -> Figures:
        """The figures of what happened: outcomes that are won, and nothing that is still open."""
        return measures.figures(measures.won_only(self.cells))

    @cached_property
    def open_value(self) -> float:
        """The value expected of outcomes that are still open."""
        return max(0.0, float(self.cells["expected_value"].sum()) - float(self.cells["won_value"].sum()))

    @property
    def conversations(self) -> int:
        """The conversations of the window."""
        return conversations(self.ledger.activities.filter(in_window(self.window)))

    @cached_property
    def outcome_tally(self) -> OutcomeTally:
        """The outcomes on record, by how they stand."""
        return outcome_tally(self.ledger, self.window, self.options)

    @cached_property
    def introductions_received(self) -> int:
        """The number of introductions to the person, as outcomes or as favors."""
        return introductions_received(self.ledger, self.window)

    @cached_property
    def counts(self) -> Mapping[CountKind, int]:
        """The counts of what people look for before there is money."""
        return total_counts(self.ledger, self.window)

    def won(self, kind: str) -> int:
        """Return the number of won outcomes of a kind."""
        is_won = (pl.col("status") == "won") & (pl.col("kind") == kind)
        return self.ledger.outcomes.filter(in_window(self.window), is_won).height

    @cached_property
    def recorded_returns(self) -> Mapping[Approach, float | None]:
        """Won value per unit of cost; None where nothing was invested, or where all that was won has no price."""
        return {
            name: None
            if not row.total_cost or (not row.expected_value and self.intangibles[name].outcomes)
            else row.expected_value / row.total_cost
            for name, row in self.recorded.approaches.items()
        }

    @property
    def recorded_leader(self) -> Approach | None:
        """The approach that returned most; None where none returned anything."""
        returns = {name: value for name, value in self.recorded_returns.items() if value}
        return max(returns, key=returns.__getitem__, default=None)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on what an approach returns from now on, so without the outcomes that come once.

        An approach that led to none, and hardly will, has no estimate: all that is known of it is what it cost.
        """
        evidence = self.evidence
        return _of_fruitful(judge(evidence), evidence)

    @cached_property
    def incomplete(self) -> frozenset[Quarter]:
        """The quarters that are not all on record yet."""
        return incomplete_quarters(self.ledger, self.today)

    @property
    def finished(self) -> tuple[Quarter, ...]:
        """The quarters that are all on record: averages are over these."""
        return tuple(quarter for quarter in self.window if quarter not in self.incomplete)

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence for that verdict: open outcomes count at the odds that the person's forecasts came true at."""
        return recurring(self._all_evidence, self.ledger)

    @cached_property
    def _all_evidence(self) -> Evidence:
        evidence = gather_evidence(self.ledger, self.window, self.options, self.incomplete)
        outcomes, forecasts = self.ledger.workspace.outcomes, self.own_forecasts
        if forecasts is None:
            return evidence
        odds = [
            forecasts.corrected(probability) if outcomes[position].status == "open" else probability
            for position, probability in zip(evidence.outcomes, evidence.probability.tolist(), strict=True)
        ]
        return replace(evidence, probability=np.array(odds, np.float64))

    @property
    def leaders_by_rule(self) -> Mapping[str, str | None]:
        """The verdict's leader under each rule of credit; without shares of one's own, these are equal ones."""
        is_own = not self.ledger.touchpoints["credit"].is_null().all()
        rules = [rule for rule in ATTRIBUTIONS if rule != "custom" or is_own]
        others = {rule: replace(self, options=replace(self.options, attribution=rule)) for rule in rules}
        return {rule: situation.verdict.leader for rule, situation in others.items()}

    @cached_property
    def deciding_outcome(self) -> Outcome | None:
        """The open outcome with the most value whose answer may tell which approach is best; None without one."""
        evidence, leader = self.evidence, self.verdict.leader
        still_open = [index for index, odds in enumerate(evidence.probability) if odds < 1]
        if self.verdict.call != "too_close" or leader is None or not still_open:
            return None
        largest = evidence.outcomes[max(still_open, key=evidence.value.__getitem__)]
        odds = settled_odds(evidence, largest, leader)
        is_telling = odds is not None and (max(odds) >= LEAN_BEST or min(odds) <= 1 - LEAN_BEST)
        return self.ledger.workspace.outcomes[largest] if is_telling else None

    @cached_property
    def chances_to_tell(self) -> tuple[float, ...]:
        """The chance that an approach is known to be best by each quarter of the next year, if it is like the past."""
        evidence = self.evidence
        posterior, rng = sample_posterior(evidence, _AHEAD_DRAWS), np.random.default_rng(0)
        return chances_to_tell(posterior, evidence.cost / evidence.quarters, CLUSTERING, LEAN_BEST, rng)

    @cached_property
    def sequence(self) -> SequenceShare | None:
        """The sequence of approaches that led to half or more of what counts for the purpose."""
        return leading_sequence(self.ledger, self.window, self.options, self.counted_purpose)

    @cached_property
    def counted(self) -> pl.DataFrame:
        """The outcomes of the window that count for the purpose, as ``outcomes_that_count`` gives them."""
        return outcomes_that_count(self.ledger, self.counted_purpose).filter(in_window(self.window))

    @property
    def counted_purpose(self) -> Purpose | None:
        """The purpose that decides what counts: that of a search while its job is news, or else the first one.

        It is also one that is reached, as long as no other is stated.
        """
        return "find_work" if self.job_found else self.purpose or self.ledger.profile.purpose

    @cached_property
    def job_found(self) -> Outcome | None:
        """The job in the window that ended a search; None without one, and while another search goes on.

        It is the finding of the quarter in which it was won, and until the next quiz, whatever the owner wants by then.
        With the search as the only purpose, no other applies until one is chosen.
        """
        profile = self.ledger.profile
        if "find_work" in self.purposes:
            return None
        jobs = (job for job in self.ledger.workspace.outcomes if job.kind == "role" and job.status == "won")
        found = (job for job in jobs if job.date <= self.today and self._quarter_of(job.date) in self.window)
        ended = (job for job in found if "find_work" in profile.purposes or ends_search(profile, job.date))
        is_only = profile.purposes == ("find_work",)
        return max((job for job in ended if is_only or self._is_news(job)), key=lambda job: job.date, default=None)

    @property
    def is_between_purposes(self) -> bool:
        """True if a search ended with a job, and nothing has come first since."""
        return self.job_found is not None and self.ledger.profile.purpose in (None, "find_work")

    def _is_news(self, job: Outcome) -> bool:
        """Return True if a job is the latest news of the window: no later quarter is over, or told of by a quiz."""
        quarter = self._quarter_of(job.date)
        if self.window[-1] == quarter:
            return True
        later = {
            quiz.quarter for quiz in self.ledger.workspace.quizzes if quiz.submitted and quiz.quarter > str(quarter)
        }
        return not later and quarter.shifted(_QUARTERS_OF_NEWS) >= self._quarter_of(self.today)

    def _quarter_of(self, day: date) -> Quarter:
        return Quarter.containing(day, self.ledger.profile.fiscal_year_start)

    @property
    def yardstick(self) -> Yardstick:
        """The yardstick of that purpose."""
        return yardstick(self.ledger, self.counted_purpose)

    @cached_property
    def raised(self) -> float:
        """The money raised for a venture: no gain of the person, and no part of what is recorded as won."""
        return sum(money_raised(self.ledger, self.window, self.options).values())

    def companions(self, approach: Approach) -> tuple[Approach, ...]:
        """Return the other approaches that were steps to what was won with this one."""
        won = self._won_values.filter(pl.col("value") > 0).select("outcome")
        steps = self.ledger.touchpoints.join(won, on="outcome", how="semi")
        shared = steps.filter(pl.col("approach") == approach).select("outcome")
        names = set(steps.join(shared, on="outcome", how="semi")["approach"]) - {approach}
        return tuple(name for name in APPROACHES if name in names)

    def outcomes_with(self, approaches: Sequence[Approach]) -> list[Outcome]:
        """Return the outcomes with a step by one of these approaches that are not lost; no open ones if none count."""
        alive = self.ledger.outcomes.filter(in_window(self.window), IS_ALIVE)
        steps = self.ledger.touchpoints.filter(pl.col("approach").is_in(list(approaches)))
        outcomes = map(
            self.ledger.workspace.outcomes.__getitem__, alive.join(steps, on="outcome", how="semi")["outcome"]
        )
        return [row for row in outcomes if not (row.status == "open" and self.options.basis == "won")]

    def single_win(self, approach: Approach) -> SingleWin | None:
        """Return the win that makes up a third or more of what an approach returned; None without one."""
        cost, won = self.recorded.approaches[approach].total_cost, self._won_values
        by_outcome = won.filter(pl.col("approach") == approach).group_by("outcome").agg(pl.col("value").sum())
        whole = float(by_outcome["value"].sum())
        if not (cost and whole):
            return None
        outcome, value = by_outcome.sort("value", "outcome", descending=[True, False]).row(0)
        return SingleWin(outcome, (whole - value) / cost) if value >= _LARGE_SHARE * whole else None

    @cached_property
    def deciding_win(self) -> tuple[Flip, Outcome] | None:
        """The outcome without which no approach, or another, would be named best, and what holds then; or None.

        Only one that makes up a third or more of what the best approach returned: of many alike, none decides.
        """
        evidence, best = self.evidence, self.verdict.approach
        if best is None:
            return None
        values = evidence.expected_value * evidence.credit[:, evidence.approaches.index(best)]
        largest = int(values.argmax())
        if values[largest] < _LARGE_SHARE * values.sum():
            return None
        # Fewer draws, with the same seed: the two differ by the outcome, and hardly by chance.
        now, without = (judge(rows, FLIP_DRAWS, evidence.seed) for rows in (evidence, evidence.without(largest)))
        if (without.call, without.approach) == (now.call, now.approach):
            return None
        position = evidence.outcomes[largest]
        flip = Flip(position, "value", 1.0, 0.0, without.call, without.approach)
        return flip, self.ledger.workspace.outcomes[position]

    @property
    def largest_win_share(self) -> float:
        """The share of the largest win in all won value; 0 without any."""
        values = self._won_values.group_by("outcome").agg(pl.col("value").sum())["value"]
        return float(values.max() or 0) / float(values.sum() or 1)  # type: ignore[arg-type]

    @cached_property
    def thin_margin(self) -> Prices | None:
        """The prices of what was won, if no approach pays and most of each goes to its own costs; else None.

        Then more of the same clients bring little, however they are met.
        """
        if self.verdict.call != "nothing_pays":
            return None
        outcomes = map(
            self.ledger.workspace.outcomes.__getitem__, self._won_values.filter(pl.col("value") > 0)["outcome"].unique()
        )
        prices = [(float(outcome.value.likely), outcome.margin) for outcome in outcomes if outcome.value]
        charged, kept = sum(price for price, _ in prices), sum(price * margin for price, margin in prices)
        return Prices(charged, kept) if kept < _LITTLE_KEPT * charged else None

    @cached_property
    def won_once(self) -> float:
        """The money won by what comes only once, such as a job."""
        outcomes = self.ledger.workspace.outcomes
        rows = self._won_values.select("outcome", "value").iter_rows()
        return float(sum(value for position, value in rows if not outcomes[position].recurs))

    @property
    def quarters(self) -> float:
        """The number of quarters, an incomplete one by its share of the usual cost."""
        return self.evidence.quarters or len(self.window)

    @property
    def open_again(self) -> float:
        """The money expected of open outcomes that may come again, as the estimate counts it."""
        evidence = self.evidence
        return float(evidence.expected_value[evidence.probability < 1].sum())

    @property
    def has_open_once(self) -> bool:
        """True if something is open that comes only once, and so is no part of an estimate."""
        is_open = (pl.col("status") == "open") & (pl.col("expected") > 0)
        return self._has_once(self.ledger.outcomes.filter(in_window(self.window), is_open)["outcome"])

    def _has_once(self, positions: pl.Series) -> bool:
        """Return True if one of these outcomes comes only once."""
        return any(not self.ledger.workspace.outcomes[position].recurs for position in positions)

    def returns_again(self, approach: str) -> tuple[float, float]:
        """Return what an approach returned by wins that may come again, and by those and open outcomes."""
        evidence, position = self.evidence, self.evidence.approaches.index(approach)
        won = (evidence.value * (evidence.probability == 1)) @ evidence.credit[:, position] / evidence.cost[position]
        return float(won), float(evidence.returned[position])

    @cached_property
    def _won_values(self) -> pl.DataFrame:
        """The won value of the window as it is credited, by outcome."""
        credited = measures.contributions(self.ledger, replace(self.options, basis="won"))
        return credited.filter(in_window(self.window))

    @cached_property
    def intangibles(self) -> Mapping[Approach, Intangibles]:
        """The outcomes without a price, by each approach that had a step to them."""
        return intangibles(self.ledger, self.window)

    @property
    def cherished(self) -> Approach | None:
        """The approach that leads on outcomes without a price, where their ratings say that they matter."""
        scores = {
            name: row.rated * row.mean_rating
            for name, row in self.intangibles.items()
            if row.mean_rating is not None and row.mean_rating >= CHERISHED
        }
        return max(scores, key=scores.__getitem__, default=None)

    @cached_property
    def baseline(self) -> Baseline:
        """A typical finished quarter."""
        return typical_quarter(self.ledger, self.window, self.options, self.today)

    @cached_property
    def signals(self) -> Signals:
        """The signals of each approach besides its return."""
        rated = frozenset(name for name, row in self.intangibles.items() if row.rated)
        return replace(self._own_signals, left=self._left, paid=self._paid, rated=rated)

    @property
    def _paid(self) -> frozenset[Approach]:
        """The approaches that returned what they took, by wins that may come again."""
        known = [name for name in APPROACHES if name in self.evidence.approaches]
        return frozenset(name for name in known if self.returns_again(name)[0] >= 1)

    @cached_property
    def _left(self) -> frozenset[Approach]:
        """The approaches whose only venue is to be left: a plan that keeps half of them would contradict that.

        What leads or opens the way is kept. Venues are judged only where one may be left: that takes draws.
        """
        noticed = self._own_signals
        kept = {*noticed.feeders, *noticed.rewarding, *noticed.parts, noticed.cherished, noticed.closer}
        doubtful = (noticed.draining | noticed.unproven) - kept
        venues = {name: venue for name, venue in only_venues(self.ledger, self.baseline).items() if name in doubtful}
        advice = {row.returns.venue.id: row.advice for row in self._venue_verdicts} if venues else {}
        return frozenset(name for name, venue in venues.items() if advice[venue] == "drop")

    @cached_property
    def _own_signals(self) -> Signals:
        """The signals without those of venues."""
        return signals(
            self.ledger,
            self.window,
            self.options,
            self.baseline,
            self.verdict.leader,
            self.sequence,
            self.cherished,
            self.counted_purpose,
            self.verdict.probability_pays.get(self.verdict.leader or "", 0.0),
        )

    @cached_property
    def outlook(self) -> Outlook | None:
        """The outlook on a quarter; None while no outcome may recur."""
        return build_outlook(self.evidence, self.baseline, self.ledger.profile, self.window)

    @property
    def purpose(self) -> Purpose | None:
        """The purpose that decides what stands first and what is advised; None without any."""
        return next(iter(self.purposes), None)

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes of networking, the first one first: as stated, else finding work while between jobs.

        A search ends with the job: from then on it is no purpose.
        """
        workspace = self.ledger.workspace
        is_looking = is_looking_for_work(workspace, self.today)
        purposes = usual_purposes(workspace.profile, is_between_jobs=is_looking)
        is_over = "find_work" in purposes and not is_looking and has_found_work(workspace, date.min, self.today)
        return tuple(purpose for purpose in purposes if not (is_over and purpose == "find_work"))

    @property
    def planned_quarter(self) -> Quarter:
        """The quarter that the plan is for."""
        return planned_quarter(self.ledger, self.today)

    @property
    def weekly_hours(self) -> float:
        """The cap on weekly hours, in half hours.

        A default that nobody set is no reason to cut what is usual; where no limit is in force, that may grow, too.
        """
        profile, planned = self.ledger.profile, self.planned_quarter
        # Nobody has said yet whether the planned quarter is one between jobs.
        cap = weekly_hours_cap(profile, (planned.shifted(-1), planned))
        if "weekly_hours_cap" in profile.model_fields_set:
            return cap
        weeks = planned.days(profile.fiscal_year_start) / _DAYS_PER_WEEK
        growth = 1.0 if isfinite(cap) else 1 + profile.ramp_share
        return max(profile.weekly_hours_cap, ceil(2 * growth * total_effort(self.baseline.mix).hours / weeks) / 2)

    @property
    def limits(self) -> Limits:
        """The usual limits: the weekly caps, and the money of a usual quarter, growing no faster than the hours."""
        profile = self.ledger.profile
        weeks = self.planned_quarter.days(profile.fiscal_year_start) / _DAYS_PER_WEEK
        hours, cap = self.weekly_hours * weeks, profile.weekly_evenings_cap
        money = total_effort(self.baseline.mix).money * (1 + profile.ramp_share)
        evenings = inf if cap is None else cap * weeks
        return Limits(hours, money, profile.learning_share, profile.ramp_share, evenings)

    @cached_property
    def plan(self) -> Advice:
        """The advice for the next quarter within the usual limits."""
        return self.advise(self.limits)

    def advise(self, limits: Limits, elasticity: float = ELASTICITY) -> Advice:
        """Return the advice for the next quarter within other limits, or by another assumption of returns."""
        signals = self.signals
        if self.is_between_purposes:
            # A search that is over asks for no more of anything, as nothing else has an aim yet; only what led to
            # nothing at all is cut.
            nothing = {name: count for name, count in signals.fruitless.items() if name in signals.unproven}
            signals = replace(signals, closer=None, fruitless=nothing)
        purpose: Purpose | None = "find_work" if self.is_between_purposes else self.purpose
        return plan_advice.advise(self.baseline, self.outlook, self.verdict, signals, limits, purpose, elasticity)

    @cached_property
    def venues(self) -> Sequence[VenueVerdict]:
        """The verdict on each venue; the only one of an approach is not to be left while the plan keeps that."""
        only = {venue for name, venue in only_venues(self.ledger, self.baseline).items() if name not in self._left}
        kept = [
            replace(row, advice="change") if row.advice == "drop" and row.returns.venue.id in only else row
            for row in self._venue_verdicts
        ]
        return [replace(row, odds=self._odds_of_all(row)) for row in kept]

    def _odds_of_all(self, row: VenueVerdict) -> float | None:
        """Return the odds of a venue: those of its approach where it is all of that, and both say to keep it."""
        approach = row.returns.venue.approach
        pays, total = self.verdict.probability_pays.get(approach), self.recorded.approaches[approach].total_cost or 0.0
        is_all = self.yardstick == "price" and row.returns.total_cost >= _ALL_OF_IT * total
        # Where they disagree on what to do, its own say more: they know what it led to.
        is_kept = row.odds is not None and pays is not None and min(row.odds, pays) >= KEEP
        return pays if is_kept and is_all else row.odds

    @cached_property
    def venues_to_leave(self) -> tuple[Venue, ...]:
        """The venues to be left in approaches that drain and that the plan cuts, but not altogether.

        Those with the lowest odds, and only as many as the cut takes.
        """
        usual, changes = self.baseline.mix, self.plan.changes
        cuts = {name: -changes[name] for name in self.signals.draining if -usual[name].hours < changes[name] < 0}
        rows = [row for row in (self.venues if cuts else ()) if row.advice == "drop"]
        hours = venue_hours(self.ledger, self.baseline) if rows else {}
        left: list[Venue] = []
        for row in sorted(rows, key=lambda row: row.odds or 0.0):
            venue = row.returns.venue
            if cuts.get(venue.approach, 0.0) > 0:
                left.append(venue)
                cuts[venue.approach] -= hours.get((venue.approach, venue.id), 0.0)
        return tuple(left)

    @cached_property
    def fruitless_venue(self) -> Venue | None:
        """The venue that took the most hours, and many, without any result, in an approach that isn't cut."""
        change = self.plan.changes
        returns = venue_returns(self.ledger, self.window, self.options)
        barren = {row.venue.id for row in returns if row.hours >= _MANY_HOURS and change[row.venue.approach] >= 0}
        # Venues are judged only where one may be fruitless: that takes draws.
        rows = [row for row in self.venues if row.returns.venue.id in barren] if barren else []
        doubtful = [row.returns for row in rows if row.because == "nothing" and row.advice in ("change", "drop")]
        return max(doubtful, key=lambda row: row.hours).venue if doubtful and self.baseline.is_current else None

    @cached_property
    def _venue_verdicts(self) -> Sequence[VenueVerdict]:
        evidence, draws = self._all_evidence, {}
        if evidence.outcomes:
            draws = value_draws(sample_posterior(with_untried(evidence), DRAWS), APPROACHES)
        returns = venue_returns(self.ledger, self.window, self.options)
        return venue_verdicts(self.ledger, self.window, self.options, returns, draws, self.counted_purpose)

    @cached_property
    def overload(self) -> Sequence[Sign]:
        """The signs of too much or one-sided networking."""
        return overload_signs(self.ledger, self.today)

    @cached_property
    def current_signs(self) -> Sequence[Sign]:
        """The signs to show: without exceeded limits weeks after their quarter; in a new job, no note of before."""
        ended = last_finished(self.today, self.ledger.profile.fiscal_year_start)
        is_late = self.today - ended.last_day(self.ledger.profile.fiscal_year_start) > NEWS_OF_LIMITS
        past = ("strain", *LIMITS) if self.job_found else LIMITS if is_late else ()
        return [sign for sign in self.overload if sign.kind not in past]

    def relief(self, sign: Sign) -> str:
        """Return the smallest step that relieves a sign; empty where the plan has a number for it: one is enough."""
        mix, approach = self.plan.mix, sign.approach
        if sign.kind != "energy" or approach is None:
            return sign.step
        if mix and not mix[approach].hours:
            return f"skip {in_sentence(approach)} for now."
        is_cut = self.plan.changes.get(approach, 0.0) < 0 or approach in self.signals.cut_already
        return "" if is_cut else sign.step

    @cached_property
    def pause(self) -> Pause | None:
        """A steady time that stopped, if one did."""
        return pause(self.ledger, self.today)

    @property
    def pause_sentence(self) -> str:
        """The activity that stopped, with a small step unless the plan is that step; empty without a pause."""
        if self.pause is None:
            return ""
        return self.pause.text if self.baseline.is_current else self.pause.finding

    @cached_property
    def own_forecasts(self) -> OwnForecasts | None:
        """The score of the person's own forecasts; None while too few are settled."""
        return own_forecasts(self.ledger.workspace.outcomes)


def _of_fruitful(verdict: Verdict, evidence: Evidence) -> Verdict:
    """Return the verdict with the estimates of the approaches that led to an outcome with a value, or soon will."""
    known = known_approaches(evidence)
    roi = {name: points for name, points in verdict.roi.items() if name in known}
    fruitful = replace(verdict, roi=roi)
    if verdict.approach is None or verdict.approach == fruitful.leader:
        return fruitful
    return replace(fruitful, call="too_close", approach=None)


@cached_by_parts("outcomes", "profile")
def intangibles(ledger: Ledger, window: Sequence[Quarter]) -> Mapping[Approach, Intangibles]:
    """Return the won outcomes of a window without a price, counted whole for each approach that had a step to them."""
    inside = set(ledger.outcomes.filter(in_window(window), pl.col("status") == "won")["outcome"])
    by_approach: dict[Approach, list[Outcome]] = {approach: [] for approach in APPROACHES}
    steps = ledger.touchpoints.select("outcome", "approach").unique(maintain_order=True)
    for position, approach in steps.iter_rows():
        outcome = ledger.workspace.outcomes[position]
        if position in inside and is_unpriced(outcome):
            by_approach[approach].append(outcome)
    return {approach: Intangibles.of(outcomes) for approach, outcomes in by_approach.items()}


def unpriced_by_path(ledger: Ledger, window: Sequence[Quarter]) -> Mapping[tuple[Approach, ...], Intangibles]:
    """Return the outcomes of a window without a price, each once, by the approaches of its steps in their order.

    Those are won, or interviews: as in the counts, one that took place counts however it ended.
    """
    counts = HAS_HAPPENED & ((pl.col("status") == "won") | (pl.col("kind") == "interview"))
    by_path: dict[tuple[Approach, ...], list[Outcome]] = {}
    for position in ledger.outcomes.filter(in_window(window), counts)["outcome"]:
        outcome = ledger.workspace.outcomes[position]
        if is_unpriced(outcome):
            path = tuple(dict.fromkeys(step.approach for step in outcome.touchpoints))
            by_path.setdefault(path, []).append(outcome)
    return {path: Intangibles.of(outcomes) for path, outcomes in by_path.items()}
