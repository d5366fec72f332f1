"""Plans as sentences: the change, its forecast and assumptions; never surer than the odds."""

from dataclasses import dataclass
from typing import Final

from netroi_core.planning.outlook import Advice, Forecast, Mix, Outlook, total_effort
from netroi_core.verdict.words import odds_phrase
from netroi_core.wording.wording import Words, in_sentence, pluralize

# The headline where there is no outlook.
NOTHING_KNOWN: Final = (
    "Too early to plan by figures: it takes an outcome of worth, and a step to it that cost time or money."
)
_TOO_LITTLE: Final = "Too little is known to say what a quarter with this mix returns."
# From so many times its cost on, the number itself would promise too much.
_BEYOND: Final = 100
# A mix that saves more money than this share of the present cost saves first of all, whatever becomes of the hours.
_FAR_LESS: Final = 0.5


@dataclass(frozen=True)
class PlanWords:
    """The outlook on the next quarter in the words of its owner."""

    outlook: Outlook
    words: Words

    def headline(self, advice: Advice) -> str:
        """Return the largest change that the best mix asks for, or why none is advised."""
        if advice.reason:
            return self._cannot_tell(advice)
        better = f"{odds_phrase(advice.forecast.beats_present)} likely to beat what you do now"
        change = self._change(advice)
        if change is None:
            return "Keep your mix: within these limits, no other is much better."
        if self.outlook.verdict.call == "nothing_pays":
            return f"Nothing is likely to pay for itself yet. {change}: {better}."
        return f"{change}: {better}."

    def learning(self, mix: Mix) -> str | None:
        """Return the hours that are kept for learning, and why there; None if none are."""
        least_known = self.outlook.least_known
        hours = round(mix[least_known].hours)
        # The hours of a plan reveal those of now, so reports without amounts leave them out.
        if not hours or not self.words.shows_amounts:
            return None
        why = "least is known there" if least_known in self.outlook.tried else "you have not tried that yet"
        return f"Kept for learning: about {pluralize(hours, 'hour')} of {in_sentence(least_known)}, as {why}."

    def forecast(self, forecast: Forecast) -> str:
        """Return a forecast with its 90% interval, and how it compares with the present mix."""
        if forecast.expected > _BEYOND * forecast.cost:
            return _TOO_LITTLE
        if not self.words.shows_amounts:
            return self._forecast_ratio(forecast)
        low, middle, high = (self.words.money(point) for point in (forecast.low, forecast.expected, forecast.high))
        return (
            f"Expected net benefit {middle} a quarter on average, 9 in 10 likely between {low} and {high}; "
            f"{odds_phrase(forecast.beats_present)} likely to beat what you do now."
        )

    def _forecast_ratio(self, forecast: Forecast) -> str:
        """Return a forecast for each unit of cost."""
        if not forecast.cost:
            return _TOO_LITTLE
        points = (forecast.low, forecast.expected, forecast.high)
        low, middle, high = (self.words.number(max(0.0, 1 + point / forecast.cost), 1) for point in points)
        return (
            f"Each {self.words.whole_money(1)} of money and time would return about {middle} on average, "
            f"9 in 10 likely between {low} and {high}."
        )

    def assumption(self, elasticity: float) -> str:
        """Return the assumption of diminishing returns."""
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
        ask = f"try a little of {in_sentence(self.outlook.least_known)}, and keep count"
        if advice.reason == "not_enough_data":
            return f"{cannot}: they hold {in_sentence(leader)} alone. To compare, {ask}."
        ahead = f"{in_sentence(leader)}, {odds_phrase(verdict.probability_best[leader])} likely your best"
        return f"{cannot}. Ahead so far: {ahead}. To learn more, {ask}."

    def _change(self, advice: Advice) -> str | None:
        """Return the largest change from the present mix, as an order; None if there is hardly any."""
        mix, present = advice.mix, self.outlook.present
        more = {name: effort.hours - present[name].hours for name, effort in mix.items()}
        gainer, loser = max(more, key=more.__getitem__), min(more, key=more.__getitem__)
        gained, lost = round(more[gainer]), round(-more[loser])
        fewer = round(total_effort(present).hours - total_effort(mix).hours)
        if lost >= 1 and (gained < 1 or fewer > gained):
            less = pluralize(max(fewer, lost), "hour")
            return f"Spend about {less} less{', most of all' if fewer > lost else ''} on {in_sentence(loser)}"
        if saving := self._saving(mix):
            return saving
        if gained < 1:
            return None
        if lost < 1 or -fewer > gained / 2:
            return f"Add about {pluralize(gained, 'hour')} of {in_sentence(gainer)}"
        return f"Shift about {pluralize(gained, 'hour')} to {in_sentence(gainer)}"

    def _saving(self, mix: Mix) -> str | None:
        """Return the saving of money as an order, if it outweighs the change of hours."""
        present = self.outlook.present
        saved = total_effort(present).money - total_effort(mix).money
        if saved <= self.outlook.forecast(present).cost * _FAR_LESS:
            return None
        savings = {name: effort.money - mix[name].money for name, effort in present.items()}
        dearest = max(savings, key=savings.__getitem__)
        less = f"about {self.words.money(saved)} less" if self.words.shows_amounts else "less money"
        return f"Spend {less}, most of all on {in_sentence(dearest)}"
