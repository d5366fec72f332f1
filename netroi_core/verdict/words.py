"""The verdict as sentences: the same on the page, in reports and on the command line, never surer than its odds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from netroi_core.verdict.sensitivity import Flip, NextTest
from netroi_core.verdict.verdict import STICK_PAYS, Call, Verdict
from netroi_core.wording.wording import ACTIVITY_NAMES, APPROACH_NAMES, Words, in_sentence, join_words, pluralize

_ODDS: Final = (
    (0.95, "19 in 20"),
    (0.9, "9 in 10"),
    (0.8, "4 in 5"),
    (0.75, "3 in 4"),
    (2 / 3, "2 in 3"),
    (0.6, "3 in 5"),
    (0.5, "1 in 2"),
    (0.4, "2 in 5"),
    (1 / 3, "1 in 3"),
    (0.25, "1 in 4"),
    (0.2, "1 in 5"),
    (0.1, "1 in 10"),
)
# The return of one unit from which on the number itself would promise too much.
_BEYOND: Final = 100


@dataclass(frozen=True)
class VerdictWords:
    """A verdict in the words of its owner."""

    verdict: Verdict
    words: Words

    def headline(self) -> str:
        """Return the verdict in one sentence."""
        verdict, leader = self.verdict, self.verdict.leader
        if leader is None:
            return "Too early for a verdict: it takes an outcome of worth, and a step to it that cost time or money."
        name, best = in_sentence(leader), odds_phrase(verdict.probability_best[leader])
        pays = odds_phrase(verdict.probability_pays[leader])
        match verdict.call:
            case "stick":
                return f"Stick to {name}: {best} likely your best, and {pays} likely to pay for itself."
            case "lean":
                doubt = (
                    "" if verdict.probability_pays[leader] >= STICK_PAYS else f", yet {pays} likely to pay for itself"
                )
                return f"Lean towards {name}: {best} likely your best{doubt}."
            case "too_close":
                return f"Too close to call. Ahead so far: {name}, {best} likely your best."
            case "nothing_pays":
                closest = max(verdict.probability_pays, key=verdict.probability_pays.__getitem__)
                pays = odds_phrase(verdict.probability_pays[closest])
                return f"Nothing is likely to pay for itself yet. Closest: {in_sentence(closest)}, {pays} likely to."
        return f"Nothing to compare {name} with yet; on its own, {pays} likely to pay for itself."

    def interval(self, approach: str) -> str:
        """Return what one unit of money and time returns, with its 90% interval."""
        low, middle, high = self._returned(approach)
        one = self.words.whole_money(1)
        if self.verdict.roi[approach][1] >= _BEYOND:
            return f"{APPROACH_NAMES[approach]}: too little is known to say what each {one} of money and time returns."
        return (
            f"{APPROACH_NAMES[approach]}: each {one} of money and time returns about {middle}; "
            f"9 in 10 likely between {low} and {high}."
        )

    def points(self, approach: str) -> str:
        """Return what one unit returns, with its 90% interval, as a label."""
        if approach not in self.verdict.roi:
            return "nothing invested"
        low, middle, high = self._returned(approach)
        return f"{middle} ({low} to {high})"

    def odds_title(self) -> str:
        """Return the title of the chart of the intervals."""
        pays, leader = self.verdict.probability_pays, self.verdict.leader
        if leader is None or len(pays) < 2:
            return "There is nothing to compare it with yet"
        doubtful = [in_sentence(approach) for approach in pays if pays[approach] < 0.5]
        if len(doubtful) == len(pays):
            return "No approach is likely to pay for itself yet"
        name = APPROACH_NAMES[leader]
        title = f"{name} lead" if name.endswith("s") else f"{name} leads"
        return f"{title}; {join_words(doubtful)} may not pay" if doubtful else f"{title}; others may pay, too"

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
            return f"All {same} ways to share credit put {in_sentence(leader)} first."
        return f"{same} of {pluralize(len(leaders), 'way')} to share credit put {in_sentence(leader)} first."

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
        return f"With “{title}” worth {at} of what is on record, {then}."

    def test(self, test: NextTest | None) -> str | None:
        """Return what to try next; None where the verdict is firm or there is nothing to compare."""
        if self.verdict.call == "stick" or self.verdict.leader is None or len(self.verdict.probability_best) < 2:
            return None
        if test is None:
            return "No test of a single approach is likely to settle it soon: keep a mix, and keep count."
        what = pluralize(test.activities, f"more {ACTIVITY_NAMES[test.approach]}")
        price = f"about {self.words.money(test.cost)} of money and time"
        if test.probability < 0.5:
            return f"Not soon settled: {what}, {price}, would be {odds_phrase(test.probability)} likely to."
        return f"Cheapest test: {what}, {price}, {odds_phrase(test.probability)} likely to settle it."

    def _returned(self, approach: str) -> list[str]:
        """Return the interval of what one unit returns, as amounts."""
        most = float(_BEYOND)
        points = [1 + point for point in self.verdict.roi[approach]]
        return [self.words.money(point) if point < most else f"more than {self.words.money(most)}" for point in points]

    def _then(self, call: Call, approach: str | None) -> str:
        if call in ("stick", "lean") and approach:
            verb = "stick to" if call == "stick" else "lean towards"
            return f"the advice would be to {verb} {in_sentence(approach)}"
        if call == "nothing_pays":
            return "nothing would be likely to pay for itself"
        return "it would be too close to call" if call == "too_close" else "it would be too early for a verdict"


def odds_phrase(probability: float) -> str:
    """Return a probability from 0 to 1 as people say it, rounded down.

    >>> odds_phrase(0.79)
    'about 3 in 4'
    """
    for least, phrase in _ODDS:
        if probability >= least:
            return f"about {phrase}"
    return "less than 1 in 10"
