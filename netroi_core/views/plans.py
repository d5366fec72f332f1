"""The plans for a quarter as data: what is advised, and each plan with its forecast, ready to be laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil
from typing import Final

from netroi_core.charts import plans as charts
from netroi_core.charts.chart import Chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.cautions import marks
from netroi_core.planning.mix import Effort, Limits, Mix, total
from netroi_core.planning.outlook import ELASTICITY, Advice, Forecast, Outlook, advice
from netroi_core.planning.words import PlanWords
from netroi_core.quarters import Quarter
from netroi_core.verdict.words import odds
from netroi_core.wording.wording import Words, counted
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.records import Profile

NOW: Final = "As now"
MINE: Final = "Your plan"
BEST: Final = "Best mix"

Efforts = tuple[Effort, ...]
"""The effort of each approach, in the contract's order: a mix that can be told from others by its value."""


@dataclass(frozen=True)
class Asked:
    """What a person asks of the plans: what they can bear, what is assumed, and the mixes to compare, by name."""

    limits: Limits
    elasticity: float
    mine: Efforts
    kept: tuple[tuple[str, Efforts], ...] = ()

    @classmethod
    def usual(cls, outlook: Outlook, quarter: Quarter, profile: Profile) -> "Asked":
        """What is asked unless told: the present mix, the profile's weekly cap, and no more money than now."""
        hours = profile.weekly_hours_cap * quarter.days(profile.fiscal_year_start) / 7
        money = ceil(total(outlook.present).money)
        return cls(Limits(hours, money), ELASTICITY, efforts_of(outlook.present))


@dataclass(frozen=True, eq=False)
class Plans:
    """Plans for a quarter beside each other: as now, the person's own if it is another, the best if one is advised.

    Those kept stand behind them.

    ``reservations`` are what speaks against each, as sentences.
    """

    outlook: Outlook
    advice: Advice
    compared: Sequence[tuple[str, Mix, Forecast]]
    reservations: Mapping[str, Sequence[str]]
    words: Words

    @property
    def headline(self) -> str:
        """What is advised, or why nothing is."""
        return self._told.headline(self.advice)

    @property
    def sentence(self) -> str:
        """What the advised mix would return, and what it keeps for learning; empty where none is advised."""
        if self.advice.reason:
            return ""
        learning = self._told.learning(self.advice.mix)
        return " ".join([self._told.forecast(self.advice.forecast), *([learning] if learning else [])])

    @property
    def mine(self) -> str:
        """What the person's own plan would return; an invitation while there is none."""
        forecasts = self._forecasts
        if MINE not in forecasts:
            return "This is your quarter as it was. Move a slider to see what another would bring."
        return self._told.forecast(forecasts[MINE])

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """What each plan would return, and what it takes."""
        forecasts, words = self._forecasts, self.words
        mine, now = forecasts.get(MINE), forecasts[NOW]
        if mine is None:
            returned = f"As now, expect about {words.money(now.expected)} a quarter"
            taken = f"Now it takes about {counted(round(now.hours), 'hour')} a quarter"
        else:
            returned = f"{MINE} is {odds(mine.beats_present)} likely to beat what you do now"
            taken = f"{MINE} takes {_beside(mine, now)}"
        return charts.returned(self.compared, returned, words), charts.taken(self.compared, taken, words)

    @property
    def _forecasts(self) -> Mapping[str, Forecast]:
        return {name: forecast for name, _, forecast in self.compared}

    @property
    def _told(self) -> PlanWords:
        return PlanWords(self.outlook, self.words)


def ahead(ledger: Ledger, today: date) -> Quarter:
    """The quarter to plan: the one after the last on record, or that of today if it is later."""
    return max(ledger.quarters[-1].shifted(1), Quarter.containing(today, ledger.profile.fiscal_year_start))


def plans(ledger: Ledger, window: Sequence[Quarter], outlook: Outlook, quarter: Quarter, asked: Asked) -> Plans:
    """The plans for a quarter, as a window's records let expect them."""
    best = advice(outlook, asked.limits, asked.elasticity)
    mixes = [(NOW, outlook.present)]
    mixes += [(MINE, mix_of(asked.mine))] if asked.mine != efforts_of(outlook.present) else []
    mixes += [(BEST, best.mix)] if best.reason is None else []
    mixes += [(name, mix_of(efforts)) for name, efforts in asked.kept]
    words = Words.of(ledger.profile)
    days = quarter.days(ledger.profile.fiscal_year_start)
    told, cap = PlanWords(outlook, words), ledger.profile.weekly_hours_cap
    reservations = {
        name: [told.mark(mark) for mark in marks(mix, outlook.present, ledger, window, cap, days)]
        for name, mix in mixes
    }
    return Plans(
        outlook,
        best,
        [(name, mix, outlook.forecast(mix, asked.elasticity)) for name, mix in mixes],
        reservations,
        words,
    )


def mix_of(efforts: Efforts) -> Mix:
    """The efforts as a mix."""
    return dict(zip(APPROACHES, efforts, strict=True))


def efforts_of(mix: Mix) -> Efforts:
    """The mix as efforts."""
    return tuple(mix.get(approach, Effort()) for approach in APPROACHES)


def _beside(mine: Forecast, now: Forecast) -> str:
    more = round(mine.hours - now.hours)
    if not more:
        return "as many hours as now"
    return f"{counted(abs(more), 'hour')} {'more' if more > 0 else 'fewer'} than now"
