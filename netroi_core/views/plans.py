"""The plans for a quarter as data: the advice, and each plan with its forecast and cautions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil
from typing import Final

from netroi_core.charts import plans as charts
from netroi_core.charts.chart import Chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.advice import Advice, advise
from netroi_core.planning.cautions import cautions
from netroi_core.planning.mix import Effort, Limits, Mix
from netroi_core.planning.outlook import ELASTICITY, Forecast
from netroi_core.planning.words import forecast_sentence
from netroi_core.quarters import Quarter
from netroi_core.verdict.words import odds_phrase
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.wording.wording import Words, pluralize
from netroi_core.workspace.fields import APPROACHES

USUAL: Final = "Usual quarter"
YOUR_PLAN: Final = "Your plan"
ADVISED: Final = "Advised"

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
        limits = situation.limits
        # Rounded up, so that the usual mix stays within its own limit.
        whole = Limits(limits.hours, ceil(limits.money), limits.learning_share, limits.ramp_share)
        return cls(whole, ELASTICITY, efforts_of(situation.baseline.mix))


@dataclass(frozen=True, eq=False)
class Plans:
    """Plans for a quarter side by side: the usual one, the person's own if it differs, the advised one, those kept.

    Attributes:
        compared: The plans by name, with their mix and forecast; empty where nothing can be forecast.
        cautions: Sentences by the name of the plan.
    """

    advice: Advice
    advice_words: AdviceWords
    compared: Sequence[tuple[str, Mix, Forecast]]
    cautions: Mapping[str, Sequence[str]]

    @property
    def headline(self) -> str:
        """The advice, or the reason for no change."""
        return self.advice_words.plan(self.advice)

    @property
    def sentence(self) -> str:
        """The forecast of the advised mix; empty where none is advised, or nothing can be forecast."""
        return forecast_sentence(self.advice.forecast, self._words) if self.advice.forecast else ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why approaches are kept from growing or from being cut."""
        return self.advice_words.held(self.advice)

    @property
    def test(self) -> str:
        """The test that is worth its cost, or that none is."""
        return self.advice_words.learning(self.advice)

    @property
    def mine(self) -> str:
        """The forecast of the person's own plan; an invitation while there is none."""
        mine = self._forecasts.get(YOUR_PLAN)
        if mine is None:
            return "This is your usual quarter. Move a slider to see what another one would bring."
        return forecast_sentence(mine, self._words)

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The net benefit of each plan, and its hours; none where nothing can be forecast."""
        if not self.compared:
            return ()
        mine, usual, words = self._forecasts.get(YOUR_PLAN), self._forecasts[USUAL], self._words
        if mine is None:
            benefit = f"If nothing changes: about {words.money(usual.expected)} a quarter"
            hours = f"A usual quarter takes about {pluralize(round(usual.hours), 'hour')}"
        else:
            benefit = f"{YOUR_PLAN} is {odds_phrase(mine.beats_present)} likely to beat your usual quarter"
            hours = f"{YOUR_PLAN} takes {_compared_hours(mine, usual)}"
        return charts.benefit_chart(self.compared, benefit, words), charts.hours_chart(self.compared, hours, words)

    @property
    def _forecasts(self) -> Mapping[str, Forecast]:
        return {name: forecast for name, _, forecast in self.compared}

    @property
    def _words(self) -> Words:
        return self.advice_words.words


def next_quarter(ledger: Ledger, today: date) -> Quarter:
    """Return the quarter to plan: the one after the last on record, or that of today if it is later."""
    return max(ledger.quarters[-1].shifted(1), Quarter.containing(today, ledger.profile.fiscal_year_start))


def plans(situation: Situation, quarter: Quarter, request: PlanRequest) -> Plans:
    """Return the plans for a quarter in a situation."""
    words, outlook, usual = Words.of(situation.ledger.profile), situation.outlook, situation.baseline.mix
    advice = advise(
        situation.baseline,
        outlook,
        situation.verdict,
        situation.signals,
        request.limits,
        situation.purpose,
        request.elasticity,
    )
    mixes = [(USUAL, usual)]
    mixes += [(YOUR_PLAN, mix_of(request.mine))] if request.mine != efforts_of(usual) else []
    mixes += [(ADVISED, advice.mix)] if advice.mix else []
    mixes += [(name, mix_of(efforts)) for name, efforts in request.named_mixes]
    warnings = {name: cautions(mix, usual, situation.ledger, situation.window, quarter, words) for name, mix in mixes}
    compared = [(name, mix, outlook.forecast(mix, request.elasticity)) for name, mix in mixes] if outlook else []
    return Plans(advice, AdviceWords(situation, words), compared, warnings)


def mix_of(efforts: Efforts) -> Mix:
    """Return the mix of these efforts."""
    return dict(zip(APPROACHES, efforts, strict=True))


def efforts_of(mix: Mix) -> Efforts:
    """Return the efforts of a mix."""
    return tuple(mix[approach] for approach in APPROACHES)


def _compared_hours(mine: Forecast, usual: Forecast) -> str:
    more = round(mine.hours - usual.hours)
    if not more:
        return "as many hours as usual"
    return f"{pluralize(abs(more), 'hour')} {'more' if more > 0 else 'fewer'} than usual"
