"""What happened and what to expect as sentences: the past tense first, then an estimate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean
from typing import Final

import numpy as np

from netroi_core.ledger.counts import quiz_totals
from netroi_core.ledger.measures import ApproachFigures
from netroi_core.ledger.purposes import may_be_raised
from netroi_core.planning.advice import MONEY_PURPOSES
from netroi_core.quarters import Quarter
from netroi_core.verdict.combinations import PATTERN_WINS
from netroi_core.verdict.posterior import OVERALL_RETURN
from netroi_core.verdict.verdict import BEYOND, Verdict
from netroi_core.verdict.words import VerdictWords, is_or_are
from netroi_core.views.advice import Intangibles, Situation, unpriced_by_path
from netroi_core.views.first_figures import first_figures
from netroi_core.views.headline import Headline
from netroi_core.wording.findings import (
    TIME_NOT_INCLUDED,
    activities_phrases,
    cost_phrase,
    hours_phrase,
    outcomes_phrase,
    window_name,
)
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    KIND_NAMES,
    Words,
    end_sentence,
    in_sentence,
    join_words,
    outcome_noun,
    pluralize,
    tally,
    whole,
)
from netroi_core.workspace.fields import APPROACHES, Approach

# A recorded return and an estimate closer than this share of the larger are stated as one.
_ALIKE: Final = 0.1
_FEW_OUTCOMES: Final = 8
# Returns from the same outcomes agree up to the rounding of sums.
_CLOSE: Final = 1 - 1e-6
# The least share of a difference that is worth mentioning: without larger parts, the amounts wouldn’t add up.
_NOTICED_PART: Final = 0.01
_WITHOUT_ONE_TIME_WINS: Final = "it leaves out one-time wins, like a new job"
_TOO_LITTLE: Final = "Too little is known yet to estimate which approach returns most."
# The share of the value from which on one win decides what an approach returned.
_LARGE_WIN: Final = 2 / 3
# The outcomes without a price of one approach that are named.
_MOST_TITLES: Final = 4
# A list of more paths than these would be longer than the rest of the page.
_MOST_PATHS: Final = 6


@dataclass(frozen=True)
class RecordWords:
    """What a situation has on record, and what it lets one expect, in the words of its owner."""

    situation: Situation
    words: Words

    @property
    def _verdict(self) -> Verdict:
        return self.situation.verdict

    @property
    def _verdict_words(self) -> VerdictWords:
        return VerdictWords(self._verdict, self.words)

    @property
    def _is_priced(self) -> bool:
        """True if the hours have a price, or there are none: else a return would treat time as free."""
        total = self.situation.recorded.total
        return bool(total.opportunity_cost) or not total.hours

    def headline(self) -> str:
        """Return the finding, short enough for a title."""
        return self._finding[0]

    def caveats(self) -> tuple[str, ...]:
        """Return what limits the finding, as sentences."""
        return self._finding[1:]

    def finding(self) -> str:
        """Return the finding with what limits it."""
        return " ".join(self._finding)

    @cached_property
    def _finding(self) -> tuple[str, ...]:
        return Headline(self.situation, self.words).sentences()

    def recorded(self) -> str:
        """Return what happened, in the past tense: the return of the approach that returned most, and open money."""
        situation, words = self.situation, self.words
        leader = situation.recorded_leader
        if situation.raised:
            rest = self._returned_sentence(leader) if leader else self._put_in() if words.shows_amounts else ""
            return f"{self._raised_sentence()} {rest}".rstrip()
        if situation.job_found:
            return self._search_sentence()
        return self._returned_sentence(leader) if leader else self._built_sentence()

    def _returned_sentence(self, leader: Approach) -> str:
        """Return what the approach that returned most did, and what was won in all."""
        situation, words, total = self.situation, self.words, self.situation.recorded.total
        returned = self.ratio(situation.recorded_returns[leader] or 0.0)
        sentence = self._leader_sentence(leader, returned)
        if not words.shows_amounts:
            return sentence
        won, cost = words.money(total.expected_value), cost_phrase(words, total)
        in_all = f"{sentence} In all, you won {won} from {cost}"
        # Where money isn’t the point, hours are no money that was lost.
        is_judged = self._is_priced and situation.purpose in MONEY_PURPOSES
        return f"{in_all}{self._overall(returned)}" if is_judged else f"{in_all}{self._open_phrase()}."

    def _leader_sentence(self, leader: Approach, returned: str) -> str:
        """Return what the approach that returned most did, with what to check or to know about it."""
        sequence, note = self.situation.sequence, "" if self._is_priced else ", not counting your time"
        one, effort = self.words.whole_money(1), self._effort()
        sentence = f"{APPROACH_NAMES[leader]} returned {returned} for each {one} {effort}{note}."
        if not note and (self.situation.recorded_returns[leader] or 0.0) >= BEYOND:
            sentence += " Check that all of your time and money is on record: a return this large is rare."
        if sequence and sequence.is_pattern and leader not in sequence.steps:
            sentence += " It led to less in total, so the sequence comes first."
        return sentence

    def _overall(self, returned: str) -> str:
        """Return what all approaches together returned, unless it is what the leader did, and the balance."""
        total, words = self.situation.recorded.total, self.words
        overall = self.ratio(total.expected_value / total.total_cost)
        ratio = "" if overall == returned else f". That’s {overall} for each {words.whole_money(1)}"
        still_open = self.situation.open_value
        more = f", with {words.money(still_open)} expected from open outcomes{self._at_own_odds}" if still_open else ""
        return f"{ratio}. You’re {self._balance(total.expected_value - total.total_cost)} so far{more}."

    def _balance(self, benefit: float) -> str:
        amount = self.words.money(abs(benefit))
        return "even" if amount == self.words.money(0) else f"{amount} {'ahead' if benefit > 0 else 'behind'}"

    def in_quarter(self, quarter: Quarter) -> str:
        """Return what one quarter took and led to, and how it changed the odds of the finding.

        Empty where it is the only one, or took nothing.
        """
        situation = replace(self.situation, window=(quarter,))
        total, words = situation.recorded.total, self.words
        if len(self.situation.window) < 2 or not (total.total_cost or total.hours):
            return ""
        amounts = (("won", total.expected_value), ("raised", situation.raised))
        results = [f"{verb} {words.money(amount)}" for verb, amount in amounts if amount]
        nothing = ""
        if self.situation.purpose in MONEY_PURPOSES:
            nothing = "; no money was won yet"
        elif built := tally(_counts_of(situation)):
            results = [f"had {built}", *results]
        result = f", and {join_words(results)}" if results else nothing
        name = window_name((quarter,), situation.ledger.profile.fiscal_year_start)
        return f"In {name}, you put in {self._cost(total)}{result}.{self._change_by(quarter)}"

    def _change_by(self, quarter: Quarter) -> str:
        """Return how a quarter changed the odds that the headline states, as a sentence to add; empty without odds."""
        situation = self.situation
        leader, odds = situation.verdict.leader, situation.verdict.probability_best
        if leader is None or self.words.odds(odds[leader]) not in self.finding():
            return ""
        others = tuple(other for other in situation.window if other != quarter)
        before = replace(situation, window=others).verdict
        if before.leader is None:
            return ""
        if before.leader != leader:
            return f" It put {in_sentence(leader)} ahead of {in_sentence(before.leader)}."
        earlier, now = self.words.odds(before.probability_best[leader]), self.words.odds(odds[leader])
        # A quarter in which nothing was won makes an approach surer than others that cost more, so no cause is named.
        change = f"are {now} now, after {earlier} before" if earlier != now else f"are still {now}"
        return f" The odds that {in_sentence(leader)} {is_or_are(leader)} your best {change}."

    def _raised_sentence(self) -> str:
        """Return the money raised, apart from the money won: it is no part of any return."""
        if not self.words.shows_amounts:
            return "You raised money, which doesn’t count as your income, so it isn’t part of any return."
        return f"You raised {self.words.money(self.situation.raised)}, which doesn’t count as your income."

    def _search_sentence(self) -> str:
        """Return what a search took: one job is no return to compare approaches by."""
        situation = self.situation
        built = tally((
            (situation.conversations, "conversation"),
            (situation.introductions_received, "introduction"),
            (situation.counts["referrals"], "referral"),
            (situation.counts["interviews"], "interview"),
            (situation.won("mentor"), "mentor"),
        ))  # fmt: skip
        took = f"It took {built}." if built else ""
        cost = self._put_in() if self.words.shows_amounts and situation.recorded.total.total_cost else ""
        return " ".join(filter(None, (took, cost)))

    def _cost(self, *rows: ApproachFigures) -> str:
        """Return the cost of rows together: hours have a price only where money is the point, or something a value."""
        return cost_phrase(self.words, *rows, prices_hours=self.situation.is_about_money)

    def _put_in(self) -> str:
        """Return the cost as a sentence."""
        return f"You put in {self._cost(self.situation.recorded.total)}."

    def sequence_odds(self) -> str | None:
        """Return the odds of the leading sequence against its parts; None unless it is measured by its value."""
        sequence = self.situation.sequence
        if sequence is None or not sequence.is_pattern or self.situation.yardstick != "price":
            return None
        if sequence.probability_better is None:
            return "No step of this sequence has won anything on its own, so there’s nothing to compare it with."
        if sequence.is_no_better:
            # Unless one win decides, the headline says it.
            return Headline(self.situation, self.words).alone(sequence) if sequence.rests_on_one else None
        alone = " or ".join(map(in_sentence, sequence.parts))
        return (
            f"An outcome that came this way is likely worth more than one by {alone} alone "
            f"({self.words.odds(sequence.probability_better)})."
        )

    def unpriced(self) -> tuple[str, ...]:
        """Return the outcomes without a price by their path: how many, how they are rated, and which they are.

        Each is listed once, by the approach it began with, as in the counts. Only the paths rated best are named.
        """
        paths = unpriced_by_path(self.situation.ledger, self.situation.window)
        in_order = sorted(paths.items(), key=lambda item: (not item[0], [*map(APPROACHES.index, item[0])]))
        ranked = sorted(in_order, key=lambda item: -item[1].rated * (item[1].mean_rating or 0))
        named = ranked if len(ranked) <= _MOST_PATHS else ranked[: _MOST_PATHS - 1]
        sentences = [self._unpriced_sentence(path, row) for path, row in named]
        if rest := ranked[len(named) :]:
            more = sum(row.outcomes for _, row in rest)
            sentences.append(f"{self.words.number(more)} more outcomes came about in {len(rest)} other ways.")
        return tuple(sentences)

    def _unpriced_sentence(self, path: tuple[Approach, ...], row: Intangibles) -> str:
        approaches = [APPROACH_NAMES[path[0]], *map(in_sentence, path[1:])] if path else ["Not linked to an activity"]
        name = ", then ".join(approaches)
        rated = "" if row.mean_rating is None else f"rated {self.words.number(row.mean_rating, 1)} of 5"
        if rated:
            some = f"{_spelled_one(row.rated)} of them " if row.rated < row.outcomes else ""
            rated = f", {some}{rated}{' on average' if row.rated > 1 else ''}"
        sentence = f"{name}: {pluralize(row.outcomes, 'outcome')}{rated}"
        if not self.words.shows_amounts:
            return f"{sentence}."  # titles are typed, and may mention money
        if row.outcomes > 1 and set(row.titles) == {row.titles[0]} & KIND_NAMES.keys():
            # The kind says it with the count.
            counted = pluralize(row.outcomes, outcome_noun(row.titles[:1]))
            return f"{name}: {counted}{rated}."
        titles = join_words(_listed_titles(row.titles))
        return end_sentence(f"{name}: {titles}{rated}" if row.outcomes == 1 else f"{sentence}: {titles}")

    def estimate(self) -> str | None:
        """Return what to expect of the next unit spent on the leader, as an estimate; None where nothing is known."""
        leader = self._verdict.leader
        if leader is None:
            return _TOO_LITTLE if self._verdict.roi else None
        estimate = self._verdict_words.estimate(leader, "" if self._is_priced else ", not counting your time")
        return " ".join(filter(None, (estimate, self.corrected_odds())))

    def corrected_odds(self) -> str:
        """Return that open outcomes count at other odds than stated, and why; empty where they don't."""
        situation, words = self.situation, self.words
        forecasts, evidence = situation.own_forecasts, situation.evidence
        is_open = evidence.probability < 1
        # Shared without amounts, a report says nothing of how its owner judges.
        if forecasts is None or not forecasts.is_misjudged or not is_open.any() or not words.shows_amounts:
            return ""
        outcomes = situation.ledger.workspace.outcomes
        stated = fmean(outcomes[evidence.outcomes[row]].probability or 0 for row in np.flatnonzero(is_open))
        counted = float(evidence.probability[is_open].mean())
        at, instead, came, usual = (words.percent(100 * p) for p in (counted, stated, forecasts.came, forecasts.stated))
        counts = f"Open outcomes count at {at} on average" if is_open.sum() > 1 else f"The open outcome counts at {at}"
        settled = f"Your {forecasts.settled} settled forecasts averaged {usual}, and {came} of them came true"
        return f"{counts}, not at your {instead}. {settled}."

    def why_they_differ(self) -> str | None:
        """Return why the estimate is not what happened; None where they agree, or where one of them is missing."""
        situation, leader = self.situation, self._verdict.leader
        if leader is None or situation.recorded_leader is None:
            return None
        if leader != situation.recorded_leader:
            recorded = in_sentence(situation.recorded_leader)
            if not self._verdict.is_known(situation.recorded_leader):
                reason = self._large_win() or "one-time wins, like a new job, are left out"
                return f"So far, {recorded} returned more. Too little is known to estimate its next return: {reason}."
            reason = self._large_win() or self._reason_to_lead(situation.recorded_leader, leader)
            return f"So far, {recorded} returned more. The estimate favors {in_sentence(leader)} because {reason}."
        recorded_return = situation.recorded_returns[leader]
        middle = 1 + self._verdict.roi[leader][1]
        if recorded_return is None or _is_alike(recorded_return, middle):
            return None
        side = "higher" if middle > recorded_return else "lower"
        return f"The estimate is {side} because {self._reason_to_differ(leader, middle)}."

    def why_average_differs(self, average: float, estimate: float) -> str:
        """Return why the estimate of a usual quarter isn’t what those of the window averaged; empty where it is."""
        if _is_alike(average, estimate):
            return ""
        situation, words, side = self.situation, self.words, "higher" if estimate > average else "lower"
        quarters = len(situation.window)
        once, still_open = situation.won_once / quarters, situation.open_again / quarters
        # Of the amounts as they are shown, so that they add up.
        rest = whole(estimate) - whole(average) + whole(once) - whole(still_open)
        parts = [
            (-once, _WITHOUT_ONE_TIME_WINS),
            (still_open, "open outcomes count by how likely they are"),
            (rest, (rest < 0 and self._large_win()) or self._leans_or_luck(leans_on_others=False)),
        ]
        # The reasons that pull the estimate to its side, and those that pull it back.
        reasons: list[str] = []
        counter_reasons: list[str] = []
        for amount, reason in parts:
            if abs(amount) >= _NOTICED_PART * abs(estimate - average) and whole(amount):
                part = f"{reason} ({'+' if amount > 0 else '−'}{words.whole_money(abs(amount))})"
                (reasons if (amount > 0) == (estimate > average) else counter_reasons).append(part)
        though = f", though {join_words(counter_reasons)}" if counter_reasons else ""
        return f"The estimate is {side} because {join_words(reasons)}{though}."

    def basis(self) -> str:
        """Return how much the advice is based on."""
        total, words = self.situation.recorded.total, self.words
        if not words.shows_amounts:
            # The hours would tell, with ratios, what an hour is worth.
            totals = quiz_totals(self.situation.ledger, self.situation.window)
            return f"Based on {join_words([*self._counts(), *activities_phrases(total.activities, totals)])}."
        parts = [*self._counts(), hours_phrase(total.hours or 0, words)]
        parts += [f"{words.money(total.actual_cost)} spent"] if total.actual_cost else []
        span = window_name(self.situation.window, self.situation.ledger.profile.fiscal_year_start)
        sentence = f"Based on {join_words(parts)} in {span}.{self._may_be_raised()}"
        return sentence if self._is_priced else f"{sentence} {TIME_NOT_INCLUDED}"

    def _may_be_raised(self) -> str:
        """Return the largest win that by its title is money raised, which is no income, as a sentence to add."""
        won = self.situation.counted.filter("is_won", "is_priced").sort("expected", descending=True)["outcome"]
        outcomes = [self.situation.ledger.workspace.outcomes[position] for position in won]
        raised = next((outcome.title for outcome in outcomes if may_be_raised(outcome)), "")
        return f" If “{raised}” is money you raised, record it as {KIND_NAMES['funding'].lower()}." if raised else ""

    def _counts(self) -> list[str]:
        """Return the outcomes on record, in the same words on every page; none where there are none.

        A fundraiser's introductions may be favors: one that is an outcome, too, counts once.
        """
        situation = self.situation
        counts = [outcomes_phrase(situation.outcome_tally)] if any(situation.outcome_tally) else []
        if situation.counted_purpose == "raise_money":
            favors = situation.introductions_received - situation.won("introduction")
            logged = f"{pluralize(favors, 'introduction')} logged as {'a favor' if favors == 1 else 'favors'}"
            counts += [logged] if favors else []
        return counts

    def _built_sentence(self) -> str:
        """Return what was built where no return can be stated: conversations and contacts first, then the money."""
        built, has_repeats = self._built()
        # Beside what the latest quarter added, it is all of them that count here.
        in_all = "In all, you" if has_repeats and len(self.situation.window) > 1 else "You"
        had = f"{in_all} {'also ' if has_repeats else ''}had {built}" if built else ""
        if won := self.situation.recorded.total.expected_value:
            # Won, though no cost is on record for what led to it.
            money = self.words.money(won) if self.words.shows_amounts else "your first outcomes"
            had = f"{had}, and won {money}" if had else f"You won {money}"
        if not had and self.situation.purpose == "find_work":
            # Money isn’t what a search is about.
            return ""
        had = had or ("You haven’t won any money yet" if has_repeats else "Nothing is won yet")
        still_open = self.situation.open_value
        if not still_open or not self.words.shows_amounts:
            return f"{had}."
        return f"{had}; {self.words.money(still_open)} is expected from open outcomes."

    def _built(self) -> tuple[str, bool]:
        """Return the tally of what was built that neither headline nor first figures say, and True if they say some."""
        situation, finding = self.situation, self.finding().lower()
        counts = _counts_of(situation)
        shown = {figure.name.lower() for figure in first_figures(situation, self.words)}
        said = [(f"{noun}s" in shown, tally(((count, noun),)) in finding, f"one {noun}" in finding and count == 1,
                 noun == "new contact" and finding.startswith("you met "))
                for count, noun in counts]  # fmt: skip
        stated = [count for count, ways in zip(counts, said, strict=True) if count[0] and any(ways)]
        return tally([count for count in counts if count not in stated]), bool(stated)

    def _open_phrase(self) -> str:
        """Return the money that is expected from open outcomes, as a continuation; empty if there is none."""
        still_open = self.situation.open_value
        if not still_open or not self.words.shows_amounts:
            return ""
        return f", plus {self.words.money(still_open)} expected from open outcomes{self._at_own_odds}"

    @property
    def _at_own_odds(self) -> str:
        """The note that money counts at the odds as stated; empty where the estimate uses the same odds."""
        return " at your own odds" if self.corrected_odds() else ""

    def _reason_to_differ(self, approach: Approach, middle: float) -> str:
        won, expected = self.situation.returns_again(approach)
        recorded = self.situation.recorded_returns[approach] or 0.0
        if middle < recorded:
            # Open outcomes add to the estimate alone: they are no reason for a lower one.
            had_once = won < recorded * _CLOSE
            return _WITHOUT_ONE_TIME_WINS if had_once else self._large_win() or self._leans_or_luck()
        if expected * _CLOSE <= won:
            return self._leans_or_luck()
        if _is_alike(expected, middle):
            return self._counts_open()
        return f"{self._counts_open()}, which makes {self.ratio(expected)}, and {self._leans_or_luck()}"

    def _reason_to_lead(self, recorded: str, estimated: str) -> str:
        """Return why another approach is estimated to be best than the one that returned most."""
        (won, expected), (won_there, expected_there) = map(self.situation.returns_again, (estimated, recorded))
        if won > won_there:
            return _WITHOUT_ONE_TIME_WINS
        return self._counts_open() if expected > expected_there else self._leans_or_luck()

    def _counts_open(self) -> str:
        but = ", but none that come only once, like a new job" if self.situation.has_open_once else ""
        return f"it also counts open outcomes by how likely they are{but}"

    def _leans_or_luck(self, *, leans_on_others: bool = True) -> str:
        if self._outcomes("won") + self._outcomes("open") < _FEW_OUTCOMES:
            others = (
                "your other approaches and on " if leans_on_others and len(self._verdict.probability_best) > 1 else ""
            )
            one, assumed = self.words.whole_money(1), self.words.ratio(OVERALL_RETURN.median)
            assumption = f"NetROI’s own assumption that networking returns about {assumed} for each {one}"
            return f"with so few outcomes it leans on {others}{assumption}"
        return "part of any record is luck, which the estimate does not count on"

    def _large_win(self) -> str:
        """Return that one of several wins makes up most of the value; empty where none does."""
        largest = self.situation.largest_win_share
        if largest < _LARGE_WIN or self._outcomes("won") < PATTERN_WINS:
            return ""
        return f"one win makes up {self.words.percent(100 * largest)} of the value, and it may not come again"

    def ratio(self, ratio: float) -> str:
        """Return what one unit returned, with two digits whatever the currency: a yen has no cents, a ratio has."""
        return self._verdict_words.ratio(ratio)

    def _outcomes(self, status: str) -> int:
        """Return how many outcomes of a status count: no open ones where the options leave them out."""
        if status == "open" and self.situation.options.basis == "won":
            return 0
        return int((self.situation.counted["status"] == status).sum())

    def _effort(self) -> str:
        """Return what a unit of cost consists of: hours without a price are no part of it."""
        return "of money and time" if self.situation.recorded.total.opportunity_cost else "spent"


def _counts_of(situation: Situation) -> list[tuple[int, str]]:
    """Return what a situation built, each count with its noun."""
    return [
        (situation.conversations, "conversation"),
        (situation.recorded.total.new_contacts, "new contact"),
        (situation.counts["interviews"], "interview"),
        (situation.counts["referrals"], "referral"),
        (situation.introductions_received, "introduction"),
        (situation.won("mentor"), "mentor"),
    ]


def _is_alike(recorded: float, estimate: float) -> bool:
    return abs(recorded - estimate) <= _ALIKE * max(abs(recorded), abs(estimate))


def _listed_titles(titles: Sequence[str]) -> list[str]:
    """Return titles, each with how often it comes; of many, how many more there are."""
    counts = Counter(titles)
    listed = [_titled(title, count) for title, count in counts.items()][:_MOST_TITLES]
    more = len(titles) - sum([*counts.values()][:_MOST_TITLES])
    return [*listed, f"{more} more"] if more else listed


def _titled(title: str, count: int) -> str:
    """Return outcomes of one title in quotes, or by their kind where it stands for one.

    >>> _titled("Panel", 1), _titled("interview", 1), _titled("interview", 3)
    ('“Panel”', 'Interview', '3 interviews')
    """
    if title not in KIND_NAMES:
        return f"“{title}”" if count == 1 else f"{count:,} times “{title}”"
    return KIND_NAMES[title] if count == 1 else pluralize(count, outcome_noun([title]))


def _spelled_one(count: int) -> str:
    return "one" if count == 1 else f"{count:,}"
