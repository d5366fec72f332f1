"""A plan as sentences: what to shift, what speaks against it and what it assumes; never surer than its odds."""

from dataclasses import dataclass
from typing import Final

from netroi_core.planning.cautions import Mark
from netroi_core.planning.mix import Effort, Mix, total
from netroi_core.planning.outlook import Advice, Forecast, Outlook
from netroi_core.verdict.words import odds
from netroi_core.wording.wording import Words, counted, inside

NOTHING_KNOWN: Final = (
    "Too early to plan by figures: it takes an outcome of worth, and a step to it that cost time or money."
)
"""What is said where there is no outlook."""
_TOO_LITTLE: Final = "Too little is known to say what a quarter with this mix returns."
_BEYOND: Final = 100
"""From so many times its cost on, the number itself would promise too much."""
_FAR_LESS: Final = 0.5
"""A mix that saves more money than this share of the present cost saves first of all, whatever becomes of the hours."""


@dataclass(frozen=True)
class PlanWords:
    """What an outlook has to say of the mixes for the next quarter, in the words of its owner."""

    outlook: Outlook
    words: Words

    def headline(self, advice: Advice) -> str:
        """What the best mix asks for, or why none is advised."""
        if advice.reason:
            return self._cannot_tell(advice)
        better = f"{odds(advice.forecast.beats_present)} likely to beat what you do now"
        change = self._change(advice)
        if change is None:
            return "Keep your mix: within these limits, no other is much better."
        if self.outlook.verdict.call == "nothing_pays":
            return f"Nothing is likely to pay for itself yet. {change}: {better}."
        return f"{change}: {better}."

    def learning(self, mix: Mix) -> str | None:
        """What is kept for learning, and why there; None if nothing is.

        The hours of a plan tell those of now, so words that tell no amounts do not say them.
        """
        least_known = self.outlook.least_known
        hours = round(mix.get(least_known, Effort()).hours)
        if not hours or not self.words.tells_amounts:
            return None
        why = "least is known there" if least_known in self.outlook.tried else "you have not tried that yet"
        return f"Kept for learning: about {counted(hours, 'hour')} of {inside(least_known)}, as {why}."

    def forecast(self, forecast: Forecast) -> str:
        """What a quarter with a mix returns on average, from where to where, and how it compares."""
        if forecast.expected > _BEYOND * forecast.cost:
            return _TOO_LITTLE
        if not self.words.tells_amounts:
            return self._forecast_ratio(forecast)
        low, middle, high = (self.words.money(point) for point in (forecast.low, forecast.expected, forecast.high))
        return (
            f"Expected net benefit {middle} a quarter on average, 9 in 10 likely between {low} and {high}; "
            f"{odds(forecast.beats_present)} likely to beat what you do now."
        )

    def _forecast_ratio(self, forecast: Forecast) -> str:
        """The same for each unit of its cost."""
        if not forecast.cost:
            return _TOO_LITTLE
        points = (forecast.low, forecast.expected, forecast.high)
        low, middle, high = (self.words.number(max(0.0, 1 + point / forecast.cost), 1) for point in points)
        return (
            f"Each {self.words.whole_money(1)} of money and time would return about {middle} on average, "
            f"9 in 10 likely between {low} and {high}."
        )

    def mark(self, mark: Mark) -> str:
        """What speaks against a mix."""
        through = f" through {inside(mark.approach)}" if mark.approach else ""
        match mark.kind:
            case "beyond_cap":
                hours, cap = (self.words.number(each, 1) for each in (mark.figure, mark.limit))
                return f"That is {hours} hours a week, beyond the {cap} that you set yourself: fewer and better."
            case "draining":
                return f"It rests on {inside(mark.approach or '')}, where you lose energy: set a time limit, and rest."
            case "mostly_given":
                return f"Lately you gave far more than you received{through}: it is fine to say no, so set a boundary."
        return f"Lately you received far more than you gave{through}: give back next."

    def assumption(self, elasticity: float) -> str:
        """What is assumed of diminishing returns."""
        if elasticity >= 1:
            return "Assumed, not measured: twice the effort is worth twice as much, without limit."
        times = self.words.number(2**elasticity, 1)
        return (
            f"Assumed, not measured: twice the effort is worth {times} times as much, as the best chances come first."
        )

    def _cannot_tell(self, advice: Advice) -> str:
        verdict, leader = self.outlook.verdict, self.outlook.verdict.leader
        if advice.reason == "no_better" or leader is None:
            return "No mix within these limits is likely to beat what you do now."
        cannot = "Your records can't tell yet which mix is best"
        ask = f"try a little of {inside(self.outlook.least_known)}, and keep count"
        if advice.reason == "not_enough_data":
            return f"{cannot}: they hold {inside(leader)} alone. To compare, {ask}."
        ahead = f"{inside(leader)}, {odds(verdict.probability_best[leader])} likely your best"
        return f"{cannot}. Ahead so far: {ahead}. To learn more, {ask}."

    def _change(self, advice: Advice) -> str | None:
        """The largest change from the present mix, as an order; None if there is hardly any."""
        mix, present = advice.mix, self.outlook.present
        more = {a: mix.get(a, Effort()).hours - present.get(a, Effort()).hours for a in self.outlook.approaches}
        gainer, loser = max(more, key=more.__getitem__), min(more, key=more.__getitem__)
        gained, lost = round(more[gainer]), round(-more[loser])
        fewer = round(total(present).hours - total(mix).hours)
        if lost >= 1 and (gained < 1 or fewer > gained):
            less = counted(max(fewer, lost), "hour")
            return f"Spend about {less} less{', most of all' if fewer > lost else ''} on {inside(loser)}"
        saved = total(present).money - total(mix).money
        if saved > self.outlook.forecast(present).cost * _FAR_LESS:
            less_money = {a: each.money - mix.get(a, Effort()).money for a, each in present.items()}
            dearest = max(less_money, key=less_money.__getitem__)
            less = f"about {self.words.money(saved)} less" if self.words.tells_amounts else "less money"
            return f"Spend {less}, most of all on {inside(dearest)}"
        if gained < 1:
            return None
        if lost < 1 or -fewer > gained / 2:
            return f"Add about {counted(gained, 'hour')} of {inside(gainer)}"
        return f"Shift about {counted(gained, 'hour')} to {inside(gainer)}"
