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
from netroi_core.planning.cautions import cautions
from netroi_core.planning.outlook import (
    ELASTICITY,
    Advice,
    Effort,
    Forecast,
    Limits,
    Mix,
    Outlook,
    advise,
    total_effort,
)
from netroi_core.planning.words import PlanWords
from netroi_core.quarters import Quarter
from netroi_core.verdict.words import odds_phrase
from netroi_core.wording.wording import Words, pluralize
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.profile import Profile

AS_NOW: Final = "As now"
YOUR_PLAN: Final = "Your plan"
BEST_MIX: Final = "Best mix"

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
    def usual(cls, outlook: Outlook, quarter: Quarter, profile: Profile) -> "PlanRequest":
        """Return the default request: the present mix, the profile's weekly cap, and no more money than now."""
        hours = profile.weekly_hours_cap * quarter.days(profile.fiscal_year_start) / 7
        # Rounded up, so that the present mix stays within its own limit.
        money = ceil(total_effort(outlook.present).money)
        return cls(Limits(hours, money), ELASTICITY, efforts_of(outlook.present))


@dataclass(frozen=True, eq=False)
class Plans:
    """Plans for a quarter side by side: as now, the person's own if it differs, the best if one is advised, those kept.

    ``cautions`` are sentences by the name of the plan.
    """

    outlook: Outlook
    advice: Advice
    compared: Sequence[tuple[str, Mix, Forecast]]
    cautions: Mapping[str, Sequence[str]]
    words: Words

    @property
    def headline(self) -> str:
        """The advice, or the reason for none."""
        return self._plan_words.headline(self.advice)

    @property
    def sentence(self) -> str:
        """The forecast of the advised mix, and its share for learning; empty where none is advised."""
        if self.advice.reason:
            return ""
        sentences = (self._plan_words.forecast(self.advice.forecast), self._plan_words.learning(self.advice.mix))
        return " ".join(filter(None, sentences))

    @property
    def mine(self) -> str:
        """The forecast of the person's own plan; an invitation while there is none."""
        mine = self._forecasts.get(YOUR_PLAN)
        if mine is None:
            return "This is your quarter as it was. Move a slider to see what another would bring."
        return self._plan_words.forecast(mine)

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The net benefit of each plan, and its hours."""
        mine, now, words = self._forecasts.get(YOUR_PLAN), self._forecasts[AS_NOW], self.words
        if mine is None:
            benefit = f"As now, expect about {words.money(now.expected)} a quarter"
            hours = f"Now it takes about {pluralize(round(now.hours), 'hour')} a quarter"
        else:
            benefit = f"{YOUR_PLAN} is {odds_phrase(mine.beats_present)} likely to beat what you do now"
            hours = f"{YOUR_PLAN} takes {_compared_hours(mine, now)}"
        return charts.benefit_chart(self.compared, benefit, words), charts.hours_chart(self.compared, hours, words)

    @property
    def _forecasts(self) -> Mapping[str, Forecast]:
        return {name: forecast for name, _, forecast in self.compared}

    @property
    def _plan_words(self) -> PlanWords:
        return PlanWords(self.outlook, self.words)


def next_quarter(ledger: Ledger, today: date) -> Quarter:
    """Return the quarter to plan: the one after the last on record, or that of today if it is later."""
    return max(ledger.quarters[-1].shifted(1), Quarter.containing(today, ledger.profile.fiscal_year_start))


def plans(ledger: Ledger, window: Sequence[Quarter], outlook: Outlook, quarter: Quarter, request: PlanRequest) -> Plans:
    """Return the plans for a quarter, by the outlook on a window."""
    words, best = Words.of(ledger.profile), advise(outlook, request.limits, request.elasticity)
    mixes = [(AS_NOW, outlook.present)]
    mixes += [(YOUR_PLAN, mix_of(request.mine))] if request.mine != efforts_of(outlook.present) else []
    mixes += [(BEST_MIX, best.mix)] if best.reason is None else []
    mixes += [(name, mix_of(efforts)) for name, efforts in request.named_mixes]
    return Plans(
        outlook,
        best,
        [(name, mix, outlook.forecast(mix, request.elasticity)) for name, mix in mixes],
        {name: cautions(mix, outlook.present, ledger, window, quarter, words) for name, mix in mixes},
        words,
    )


def mix_of(efforts: Efforts) -> Mix:
    """Return the mix of these efforts."""
    return dict(zip(APPROACHES, efforts, strict=True))


def efforts_of(mix: Mix) -> Efforts:
    """Return the efforts of a mix."""
    return tuple(mix[approach] for approach in APPROACHES)


def _compared_hours(mine: Forecast, now: Forecast) -> str:
    more = round(mine.hours - now.hours)
    if not more:
        return "as many hours as now"
    return f"{pluralize(abs(more), 'hour')} {'more' if more > 0 else 'fewer'} than now"
