"""The verdict as sentences: the same on the page, in reports and on the command line, never surer than its odds."""

from collections.abc import Mapping
from dataclasses import dataclass

from netroi_core.verdict.sensitivity import Flip
from netroi_core.verdict.verdict import BEYOND, TELLING_ODDS, Call, Verdict
from netroi_core.wording.wording import APPROACH_NAMES, Words, in_sentence, join_words, pluralize


@dataclass(frozen=True)
class VerdictWords:
    """A verdict in the words of its owner."""

    verdict: Verdict
    words: Words

    def estimate(self, approach: str, effort: str = "") -> str:
        """Return the estimated return of one unit of money and time, or of another effort, with its 90% interval."""
        name, one = in_sentence(approach), self.words.whole_money(1)
        if not self.verdict.is_known(approach):
            return f"Too little is known yet to estimate what the next {one} in {name} returns."
        low, middle, high = self._returned(approach)
        likely = f"{self.words.percent(90)} likely"
        return f"Estimated for the next {one} in {name}{effort}: {middle}; {likely} to be between {low} and {high}."

    def ratio(self, returned: float) -> str:
        """Return what one unit returned, with two digits whatever the currency: a yen has no cents, a ratio has."""
        return f"more than {self.words.whole_money(BEYOND)}" if returned >= BEYOND else self.words.ratio(returned)

    def points(self, approach: str) -> str:
        """Return what one unit returns, with its 90% interval, as a label."""
        if approach not in self.verdict.roi:
            return "not enough to tell"
        low, middle, high = self._returned(approach)
        return f"{middle} ({low} to {high})"

    def odds_title(self) -> str:
        """Return the title of the chart of the intervals."""
        pays, leader = self.verdict.probability_pays, self.verdict.leader
        known = [approach for approach in self.verdict.roi if self.verdict.is_known(approach)]
        if leader is None:
            return "There is nothing to compare it with yet"
        if len(known) < 2:
            return f"Only {in_sentence(leader)} {_has_or_have(leader)} enough data for an estimate"
        doubtful = [in_sentence(approach) for approach in self.verdict.roi if pays[approach] < 0.5]
        if len(doubtful) == len(self.verdict.roi):
            return "Estimate: no approach is likely to pay for itself yet"
        title = f"Estimate: {in_sentence(leader)} {_has_or_have(leader)} the best return"
        if self.verdict.call == "too_close":
            title = "Estimate: too close to call"
            if self.verdict.probability_best[leader] >= TELLING_ODDS:
                title = f"Estimate: {in_sentence(leader)} probably {_has_or_have(leader)} the best return"
        return f"{title}; {join_words(doubtful)} may not pay back" if doubtful else title

    def odds_alt(self) -> str:
        """Return the chart of the intervals, in words."""
        return " ".join(self.estimate(approach) for approach in self.verdict.roi)

    def agreement(self, leaders: Mapping[str, str | None]) -> str | None:
        """Return under how many attribution rules the same approach leads; None where nothing is known."""
        leader = self.verdict.leader
        # With one approach that can be estimated, each rule has the same leader.
        if leader is None or sum(map(self.verdict.is_known, self.verdict.roi)) < 2:
            return None
        same = sum(name == leader for name in leaders.values())
        if same == len(leaders):
            return f"All {same} ways to share credit give {in_sentence(leader)} the best estimated return."
        ways = pluralize(len(leaders), "way")
        return f"{same} of {ways} to share credit give {in_sentence(leader)} the best estimated return."

    def flip(self, flip: Flip | None, title: str) -> str:
        """Return what one outcome, of this title, would change; without a flip, that none would."""
        if flip is None:
            settle = "change" if self.verdict.approach else "settle"
            return f"No outcome alone would {settle} which approach is best."
        then = self._then(flip.call, flip.approach)
        if flip.variable == "probability":
            now, at = (self.words.percent(100 * share) for share in (flip.now, flip.at))
            return f"With “{title}” at {at} instead of {now}, {then}."
        if flip.at < 0.05:
            return f"Without “{title}”, {then}."
        at = self.words.percent(100 * flip.at)
        return f"If “{title}” had brought {at} of what you entered, {then}."

    def _returned(self, approach: str) -> list[str]:
        """Return the interval of what one unit returns, as amounts."""
        return [self.ratio(1 + point) for point in self.verdict.roi[approach]]

    def _then(self, call: Call, approach: str | None) -> str:
        if call in ("stick", "lean") and approach:
            likely = "almost surely" if call == "stick" else "most likely"
            if approach == self.verdict.leader and call == "lean":
                # It leads already; only its odds are too low to recommend it.
                return f"{in_sentence(approach)} would be likely enough to be called your best"
            return f"your best approach would {likely} be {in_sentence(approach)}"
        if call == "nothing_pays":
            return "no approach would be likely to pay for itself"
        return "it would be too close to call" if call == "too_close" else "it would be too early to compare"


def is_or_are(approach: str) -> str:
    """Return the verb that goes with the name of an approach.

    >>> is_or_are("group_events"), is_or_are("one_on_one")
    ('are', 'is')
    """
    return "are" if APPROACH_NAMES[approach].endswith("s") else "is"


def it_is_or_they_are(approach: str) -> str:
    """Return the pronoun and verb that stand for the name of an approach.

    >>> it_is_or_they_are("group_events"), it_is_or_they_are("one_on_one")
    ('they’re', 'it’s')
    """
    return "they’re" if is_or_are(approach) == "are" else "it’s"


def _has_or_have(approach: str) -> str:
    return "have" if is_or_are(approach) == "are" else "has"
