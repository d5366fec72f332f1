"""The plans for a quarter as data: the advice, and each plan with its forecast and cautions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from netroi_core.charts import plans as charts
from netroi_core.charts.chart import Chart
from netroi_core.planning.advice import MONEY_PURPOSES, Advice
from netroi_core.planning.cautions import cautions
from netroi_core.planning.mix import Effort, Limits, Mix
from netroi_core.planning.outlook import ELASTICITY, Forecast
from netroi_core.planning.overload import LIMITS
from netroi_core.planning.plan_review import PlanReview, latest_review
from netroi_core.planning.words import forecast_sentence
from netroi_core.quarters import Quarter, last_finished
from netroi_core.verdict.sensitivity import settled_odds
from netroi_core.verdict.words import is_or_are
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.views.search import Search
from netroi_core.views.week import week_plan
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import Words, in_sentence, join_words, pluralize, quarter_name, whole
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.records import Outcome

USUAL: Final = "Usual quarter"
YOUR_PLAN: Final = "Your plan"
ADVISED: Final = "Advised"
_MOST_SIGNS: Final = 4

# The effort of each approach, in the contract's order: a mix that is hashable and compares by value.
Efforts = tuple[Effort, ...]


@dataclass(frozen=True)
class PlanRequest:
    """The limits and assumptions of the plans, and the mixes, by name, to compare with the advice."""

    limits: Limits
    elasticity: float
    mine: Efforts
    named_mixes: tuple[tuple[str, Efforts], ...] = ()

    @classmethod
    def usual(cls, situation: Situation) -> "PlanRequest":
        """Return the default request: a typical quarter, within the usual limits."""
        return cls(situation.limits, ELASTICITY, efforts_of(situation.baseline.mix))


@dataclass(frozen=True, eq=False)
class Plans:
    """Plans for a quarter side by side: the usual one, the person's own if it differs, the advised one, those kept.

    Attributes:
        compared: The plans by name, with their mix and forecast; empty where nothing can be forecast.
        cautions: Sentences by the name of the plan, for all but the usual and the advised one.
        held_back: A change that the estimate prefers to the advice, with the rule against it; empty without one.
    """

    advice: Advice
    advice_words: AdviceWords
    compared: Sequence[tuple[str, Mix, Forecast]]
    cautions: Mapping[str, Sequence[str]]
    held_back: str = ""

    @cached_property
    def headline(self) -> str:
        """The advice, or the reason for no change."""
        return self.advice_words.plan(self.advice)

    @property
    def asks_for_purpose(self) -> bool:
        """True if the search is over, and nothing is said yet of what comes next."""
        return self.advice_words.situation.is_between_purposes

    @cached_property
    def sentence(self) -> str:
        """The forecast of the advised mix, or why a job has none; empty where money is not the measure."""
        if self.asks_for_purpose:
            return (
                "A job comes only once, so it’s no part of a forecast. Choose what you network for now to get a plan."
            )
        forecast = self.advice.forecast
        is_about_money = self.advice_words.situation.purpose in MONEY_PURPOSES
        if forecast is None or not is_about_money:
            return ""
        is_for_energy = any(held.because == "energy" for held in self.advice.held)
        return forecast_sentence(forecast, self._words, self._forecasts.get(USUAL), saves_energy=is_for_energy)

    @cached_property
    def basis(self) -> str:
        """The records that the advice is based on."""
        return self.advice_words.basis()

    @cached_property
    def usual(self) -> str:
        """Which quarters the usual one is the average of, and which one doesn't count yet."""
        situation, quarters = self.advice_words.situation, self.advice.baseline.quarters
        ended = last_finished(situation.today, situation.ledger.profile.fiscal_year_start)
        running = " ".join(
            f"{quarter_name(quarter)} counts once {'you submit its quiz' if quarter <= ended else 'it’s over'}."
            for quarter in situation.window
            if quarter > ended or quarter in situation.incomplete
        )
        if not quarters:
            return f"No quarter is over yet, so nothing is usual: {running}"
        span = "" if len(quarters) == 1 else f"the average of {len(quarters)} quarters, "
        stopped = join_words(list(map(in_sentence, self.advice.baseline.stopped)))
        without = f", without {stopped}" if stopped else ""
        return f"Your usual quarter is {span}{window_name(quarters)}{without}.{f' {running}' if running else ''}"

    @cached_property
    def care(self) -> tuple[str, ...]:
        """The signs of overload, and last one small step or what stopped; empty where there are none."""
        situation = self.advice_words.situation
        # A note is no reason to plan otherwise, and a long list would be one more burden.
        signs = [sign for sign in situation.current_signs if sign.kind != "strain"][:_MOST_SIGNS]
        if situation.pause:
            # It has a small step of its own, which is the headline where there is nothing to grow or to cut.
            return (*(sign.text for sign in signs), situation.pause_sentence)
        step = next(filter(None, map(situation.relief, signs)), "")
        last = f"One small step: {step}" if step else "The plan already takes this into account."
        return (*(sign.text for sign in signs), last) if signs else ()

    @property
    def is_beyond_limit(self) -> bool:
        """True if one of the signs is that a limit was passed."""
        return any(sign.kind in LIMITS for sign in self.advice_words.situation.current_signs)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """The reasons why approaches are kept from growing or from being cut, however much the estimate favors it."""
        return tuple(filter(None, (*self.advice_words.held(self.advice), self.held_back)))

    @cached_property
    def test(self) -> str:
        """The test that is worth its cost, or that none is."""
        return self.advice_words.learning(self.advice)

    @cached_property
    def small_step(self) -> str:
        """What the week asks for first about an open outcome or a contact if nothing else is advised; else empty."""
        situation = self.advice_words.situation
        if self.advice.mix or self.care or situation.purpose == "find_work":
            return ""
        items = week_plan(situation, self._words).items
        about = (item for item in items if item.kind != "referral")  # which is about an outcome that is won
        item = next((item for item in about if item.outcome or item.contact), None)
        if item is None:
            return ""
        return f"{item.text}{self._what_it_tells(item.outcome) if item.outcome else ''}"

    def _what_it_tells(self, outcome: Outcome) -> str:
        """Return how the odds of the leader change once an open outcome is settled; empty where they hardly do."""
        situation, leader = self.advice_words.situation, self.advice_words.situation.verdict.leader
        if self.advice.reason != "too_close" or leader is None:
            return ""
        odds = settled_odds(situation.evidence, situation.ledger.workspace.outcomes.index(outcome), leader)
        if odds is None:
            return ""
        now, won, lost = map(self._words.odds, (situation.verdict.probability_best[leader], *odds))
        if now in (won, lost):
            return ""
        return (
            f" Once it’s decided, you’ll know more. {self._whose(outcome, leader)}The odds that {in_sentence(leader)} "
            f"{is_or_are(leader)} your best are {now} now, {won} if you win it, and {lost} if you lose it."
        )

    def _whose(self, outcome: Outcome, leader: str) -> str:
        """Return that an outcome began with other approaches than the leader, as a sentence; else nothing."""
        steps = dict.fromkeys(step.approach for step in outcome.touchpoints)
        if leader in steps or not steps:
            return ""
        return f"It came by {join_words([in_sentence(name) for name in steps])}, so a win speaks for that. "

    @cached_property
    def reconciliation(self) -> str:
        """How the advice goes with a verdict that is too close to call; empty where they need no more words."""
        return self.advice_words.plan_beside_verdict(self.advice)

    @property
    def search(self) -> Search | None:
        """The search for work; None of any other purpose."""
        situation = self.advice_words.situation
        return Search(situation) if situation.purpose == "find_work" else None

    @cached_property
    def review(self) -> PlanReview | None:
        """The latest plan whose quarter is over, against what happened; None without one."""
        situation = self.advice_words.situation
        return latest_review(situation.ledger, situation.today)

    @property
    def mine(self) -> str:
        """The forecast of the person's own plan; an invitation while there is none."""
        mine = self._forecasts.get(YOUR_PLAN)
        if mine is None:
            return "This is your usual quarter. Move a slider to see what another one would bring."
        return forecast_sentence(mine, self._words)

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The net benefit of each plan, if enough is known, and its hours; none where nothing can be forecast."""
        if not self.compared:
            return ()
        mine, usual, words = self._forecasts.get(YOUR_PLAN), self._forecasts[USUAL], self._words
        if mine is None:
            # Whole, since the reasons below it add up to it.
            benefit = f"If nothing changes: {words.whole_money(usual.expected)} a quarter"
            count = whole(usual.hours)
            size = f"about {pluralize(count, 'hour')}" if count else "less than an hour"
            hours = f"A usual quarter takes {size}"
        else:
            benefit = f"{YOUR_PLAN} is {words.odds(mine.beats_present)} likely to beat your usual quarter"
            hours = f"{YOUR_PLAN} takes {_compared_hours(mine, usual)}"
        hours_chart = charts.hours_chart(self.compared, hours, words)
        # Where the sentence has no forecast, the chart has none either.
        if not all(forecast.is_plausible for forecast in self._forecasts.values()):
            return (hours_chart,)
        note = self._past_average(usual) if mine is None else ""
        return charts.benefit_chart(self.compared, benefit, words, note), hours_chart

    def _past_average(self, usual: Forecast) -> str:
        """Return what finished quarters averaged, and why the estimate differs; empty where they are alike."""
        situation = self.advice_words.situation
        # One that has just begun would drag the average down; where there is no other, it is all that is known.
        past = replace(situation, window=situation.finished) if situation.finished else situation
        benefit, quarters = past.recorded.total.net_benefit, past.window
        if benefit is None:
            return ""
        average = benefit / len(quarters)
        reason = AdviceWords(past, self._words).why_average_differs(average, usual.expected)
        name = f"{quarter_name(quarters[0])}{' so far' if quarters[0] in past.incomplete else ''}:"
        told = f"Your quarters from {window_name(quarters)} averaged" if len(quarters) > 1 else name
        return f"{told} {self._words.whole_money(average)}. {reason}" if reason else ""

    @property
    def _forecasts(self) -> Mapping[str, Forecast]:
        return {name: forecast for name, _, forecast in self.compared}

    @property
    def _words(self) -> Words:
        return self.advice_words.words


def plans(situation: Situation, quarter: Quarter, request: PlanRequest) -> Plans:
    """Return the plans for a quarter in a situation."""
    words, outlook, usual = Words.of(situation.ledger.profile), situation.outlook, situation.baseline.mix
    advice = situation.advise(request.limits, request.elasticity)
    mixes = [(USUAL, usual)]
    mixes += [(YOUR_PLAN, mix_of(request.mine))] if request.mine != efforts_of(usual) else []
    mixes += [(ADVISED, advice.mix)] if advice.mix else []
    mixes += [(name, mix_of(efforts)) for name, efforts in request.named_mixes]
    # The advised mix needs none: it keeps within the cap, and asks for no more of what drains.
    own = [(name, mix) for name, mix in mixes if name not in (USUAL, ADVISED)]
    warnings = {name: cautions(mix, usual, situation.signals, situation.ledger, quarter, words) for name, mix in own}
    compared = [(name, mix, outlook.forecast(mix, request.elasticity)) for name, mix in mixes] if outlook else []
    advice_words = AdviceWords(situation, words)
    held_back = advice_words.held_back(advice, request.limits, request.elasticity)
    return Plans(advice, advice_words, compared, warnings, held_back)


def mix_of(efforts: Efforts) -> Mix:
    """Return the mix of these efforts."""
    return dict(zip(APPROACHES, efforts, strict=True))


def efforts_of(mix: Mix) -> Efforts:
    """Return the efforts of a mix."""
    return tuple(mix[approach] for approach in APPROACHES)


def _compared_hours(mine: Forecast, usual: Forecast) -> str:
    more = whole(mine.hours - usual.hours)
    if not more:
        return "as many hours as usual"
    return f"{pluralize(abs(more), 'hour')} {'more' if more > 0 else 'fewer'} than usual"
