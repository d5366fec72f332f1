"""The verdict as sentences: the same on the page, in reports and on the command line, never surer than its odds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from netroi_core.verdict.sensitivity import Flip
from netroi_core.verdict.verdict import Call, Verdict
from netroi_core.wording.wording import APPROACH_NAMES, Words, in_sentence, join_words, pluralize

# The return of one unit from which on the number itself would promise too much.
_BEYOND: Final = 100


@dataclass(frozen=True)
class VerdictWords:
    """A verdict in the words of its owner."""

    verdict: Verdict
    words: Words

    def interval(self, approach: str) -> str:
        """Return the estimated return of one unit of money and time, with its 90% interval."""
        name, one = APPROACH_NAMES[approach], self.words.whole_money(1)
        low, middle, high = self._returned(approach)
        if self.verdict.roi[approach][1] >= _BEYOND:
            return f"{name}: too little is known to estimate what the next {one} returns."
        return f"{name}: the next {one} is estimated to return {middle}; 90% likely to be between {low} and {high}."

    def points(self, approach: str) -> str:
        """Return what one unit returns, with its 90% interval, as a label."""
        if approach not in self.verdict.roi:
            return "no estimate"
        low, middle, high = self._returned(approach)
        return f"{middle} ({low} to {high})"

    def odds_title(self) -> str:
        """Return the title of the chart of the intervals."""
        pays, leader = self.verdict.probability_pays, self.verdict.leader
        if leader is None or len(pays) < 2:
            return "There is nothing to compare it with yet"
        doubtful = [in_sentence(approach) for approach in pays if pays[approach] < 0.5]
        if len(doubtful) == len(pays):
            return "Estimate: no approach is likely to pay for itself yet"
        name = APPROACH_NAMES[leader]
        title = f"Estimate: {in_sentence(leader)} {'lead' if name.endswith('s') else 'leads'}"
        return f"{title}; {join_words(doubtful)} may not pay" if doubtful else title

    def odds_alt(self) -> str:
        """Return the chart of the intervals, in words."""
        return " ".join(self.interval(approach) for approach in self.verdict.roi)

    def agreement(self, leaders: Mapping[str, str | None]) -> str | None:
        """Return under how many attribution rules the same approach leads; None where nothing is known."""
        leader = self.verdict.leader
        if leader is None or len(self.verdict.probability_best) < 2:
            return None
        same = sum(name == leader for name in leaders.values())
        if same == len(leaders):
            return f"All {same} ways to share credit agree on {in_sentence(leader)}."
        return f"{same} of {pluralize(len(leaders), 'way')} to share credit agree on {in_sentence(leader)}."

    def flip(self, flip: Flip | None, title: str) -> str:
        """Return what one outcome, of this title, would change; without a flip, that none would."""
        if flip is None:
            return "No outcome alone would change this."
        then = self._then(flip.call, flip.approach)
        if flip.variable == "probability":
            now, at = (self.words.percent(100 * share) for share in (flip.now, flip.at))
            return f"With “{title}” at {at} instead of {now}, {then}."
        if flip.at < 0.05:
            return f"Without “{title}”, {then}."
        at = self.words.percent(100 * flip.at)
        return f"With “{title}” worth {at} of the value on record, {then}."

    def _returned(self, approach: str) -> list[str]:
        """Return the interval of what one unit returns, as amounts."""
        most = float(_BEYOND)
        points = [1 + point for point in self.verdict.roi[approach]]
        return [
            self.words.ratio(point) if point < most else f"more than {self.words.whole_money(most)}" for point in points
        ]

    def _then(self, call: Call, approach: str | None) -> str:
        if call in ("stick", "lean") and approach:
            likely = "almost surely" if call == "stick" else "most likely"
            return f"your best approach would {likely} be {in_sentence(approach)}"
        if call == "nothing_pays":
            return "no approach would be likely to pay for itself"
        return "it would be too close to call" if call == "too_close" else "it would be too early to compare"


def odds_phrase(probability: float) -> str:
    """Return a probability from 0 to 1 as a percentage, rounded to 5.

    >>> odds_phrase(0.79), odds_phrase(0.99), odds_phrase(0.01)
    ('about 80%', 'more than 95%', 'less than 5%')
    """
    if probability > 0.95:
        return "more than 95%"
    return "less than 5%" if probability < 0.05 else f"about {5 * round(20 * probability)}%"
