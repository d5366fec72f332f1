"""The finding in one sentence: the way that led to most of what counts for the purpose, else the best approach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from netroi_core.ledger.counts import IS_OPEN_INTERVIEW
from netroi_core.ledger.purposes import ends_search, may_be_raised
from netroi_core.planning.signals import count_unlinked, is_mostly_unlinked
from netroi_core.verdict.combinations import ApproachPath, SequenceShare
from netroi_core.verdict.verdict import TELLING_ODDS
from netroi_core.verdict.words import VerdictWords, is_or_are, it_is_or_they_are
from netroi_core.views.advice import Situation, unpriced_by_path
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    KIND_NAMES,
    Words,
    end_sentence,
    in_sentence,
    join_words,
    open_outcome_noun,
    pluralize,
    tally,
)
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Outcome

# Each approach as a step of a sequence: the first, and a later one.
_FIRST_STEPS: Final[Mapping[str, str]] = {
    "group_events": "Meet at group events",
    "one_on_one": "Meet one-on-one",
    "social_media": "Get in touch on social media",
}
_LATER_STEPS: Final[Mapping[str, str]] = {
    "group_events": "invite them to group events",
    "one_on_one": "follow up one-on-one",
    "social_media": "stay in touch on social media",
}
# Where the first and the last step of a single outcome took place, and where outcomes came from.
PLACES: Final[Mapping[str, str]] = {
    "group_events": "at group events",
    "one_on_one": "one-on-one",
    "social_media": "on social media",
}
_SOURCES: Final[Mapping[str, str]] = {
    "group_events": "group events",
    "one_on_one": "one-on-ones",
    "social_media": "social media",
}
# No sentence begins with a digit.
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# The share of the value that counts as all of it.
_ALL: Final = 0.995
# The return below which an approach only just paid for itself.
_JUST_PAID: Final = 1.05
_KEEPS_LITTLE: Final = (
    "You keep little of each win after its costs: raise your price or margin before you meet more people."
)
_CHARGES_LITTLE: Final = (
    "Even if you kept all of the price, your wins wouldn’t cover your time and expenses: charge far more, or offer "
    "something larger, before you meet more people."
)
# What an outcome is called by each yardstick.
_NOUNS: Final[Mapping[str, str]] = {"price": "win", "rating": "rated outcome", "count": "outcome"}


@dataclass(frozen=True)
class Headline:
    """The finding in the words of its owner."""

    situation: Situation
    words: Words

    def sentences(self) -> tuple[str, ...]:
        """Return the finding, short enough for a title, and then what limits it."""
        situation = self.situation
        sequence, cherished = situation.sequence, situation.cherished
        if situation.job_found:
            return (self._job(situation.job_found),)
        if sequence and sequence.is_pattern:
            return self._pattern(sequence)
        of_purposes = {"find_work": self._search, "raise_money": self._raise}
        if (of_purpose := of_purposes.get(situation.counted_purpose or "")) is not None:
            return (of_purpose(),)
        if situation.yardstick == "rating" and cherished is not None:
            return (self._cherished(cherished),)
        return self._return(sequence)

    def _return(self, sequence: SequenceShare | None) -> tuple[str, ...]:
        """Return how one or two outcomes came about as long as no approach leads; else the verdict."""
        if sequence is not None and self.situation.verdict.approach is None:
            return self._event(sequence)
        return (self._unlinked(),) if is_mostly_unlinked(self.situation.ledger) else self._verdict()

    def _keeps(self, approaches: Iterable[str]) -> bool:
        """Return True if these approaches go on, and neither the plan, nor strain, nor a pause asks for less."""
        plan, signals = self.situation.plan, self.situation.signals
        usual, mix = plan.baseline.mix, plan.mix or plan.baseline.mix
        less = signals.draining.union(name for name in mix if mix[name].hours < usual[name].hours)
        less |= plan.baseline.stopped.keys()
        return plan.baseline.is_current and less.isdisjoint(approaches)

    def _pattern(self, sequence: SequenceShare) -> tuple[str, ...]:
        """Return the sequence as advice; as what happened where it rests on one win, or where a part does as well."""
        if sequence.rests_on_one:
            return (f"{self._came(sequence)}.{self._still_open(sequence)}",)
        if sequence.is_no_better:
            return f"{self._came(sequence)}.", f"{self.alone(sequence)}{self._still_open(sequence)}"
        wins, noun = sequence.wins, f"{_NOUNS[self.situation.yardstick]}s"
        if wins == sequence.of:
            share = f"all {wins} of {self._whose(sequence)} {noun}"
        else:
            share = f"{wins} of {self._whose(sequence)} {sequence.of} {noun}"
        rated = self.situation.yardstick == "rating" and sequence.mean_rating is not None
        rating = f", averaging {self._rating(sequence.mean_rating)}" if rated else ""
        worth = self._worth(sequence)
        came = f"{share}{self._linked(sequence)} came this way{rating}{f', and {worth}' if worth else ''}"
        return (f"{sequence_phrase(sequence.steps)}: {came}.{self._still_open(sequence)}",)

    def _event(self, sequence: SequenceShare) -> tuple[str, ...]:
        """Return how one or two outcomes came about, without advice to repeat it; a job alone ended a search."""
        won = self.situation.ledger.workspace.outcomes[sequence.largest]
        if sequence.of == 1 and won.kind == "role" and self.situation.pause:
            return (self._job(won),)
        began, worth = self._began(sequence), self._part_of_value(sequence)
        if may_be_raised(won):
            raised = "if you raised it for a venture, it’s no return of yours"
            return (f"{began}.", f"{worth}; {raised}." if worth else f"{_capitalized(raised)}.")
        steps = set(sequence.steps)
        keep = f": keep doing {_every(steps)}" if self._keeps(steps) else ""
        limit = self._limit(sequence)
        return (f"{began}{keep}.", f"{worth}, but {limit}." if worth else f"{_capitalized(limit)}.")

    def _limit(self, sequence: SequenceShare) -> str:
        """Return why one or two outcomes by a sequence are no reason to repeat it, as a clause."""
        noun, every = _NOUNS[self.situation.yardstick], _every(sequence.steps)
        unpaid = f"{every} together haven’t paid for themselves yet, and " if self._costs_more(sequence) else ""
        no_pattern = f"one {noun} isn’t" if sequence.wins == 1 else f"two {noun}s aren’t"
        return f"{unpaid}{no_pattern} a pattern yet"

    def _part_of_value(self, sequence: SequenceShare) -> str:
        """Return the share of the value as the beginning of a sentence; empty where all came this way."""
        if sequence.wins == 1 and sequence.is_priced and sequence.of > 1 and sequence.share > _ALL:
            amount = f" ({self.words.money(sequence.weight)})" if self.words.shows_amounts else ""
            return f"It’s the only outcome that has brought {self._won_noun} so far{amount}"
        return _capitalized(self._worth(sequence))

    def _costs_more(self, sequence: SequenceShare) -> bool:
        """Return True if the approaches of a sequence took more than all that they won together."""
        rows = [row for name, row in self.situation.recorded.approaches.items() if name in sequence.steps]
        cost, won = sum(row.total_cost or 0 for row in rows), sum(row.expected_value for row in rows)
        return sequence.is_priced and not self._is_time_unpriced and won < cost

    def _came(self, sequence: SequenceShare) -> str:
        """Return how outcomes came about, with what they make up, and without the largest where that changes much."""
        began, worth = self._began(sequence), self._worth(sequence)
        if sequence.rests_on_one and sequence.wins > 1:
            rest = self.words.percent(100 * sequence.share_without)
            return f"{began}. {_capitalized(worth)}, but only {rest} without {self._named(sequence.largest)}"
        return f"{began}, and {worth}" if worth else began

    def _began(self, sequence: SequenceShare) -> str:
        """Return where outcomes began and closed: a single one by its title, others by their number."""
        first, last = PLACES[sequence.steps[0]], PLACES[sequence.steps[-1]]
        return f"{self._subject(sequence)} began {first} and closed {last}"

    def _subject(self, sequence: SequenceShare) -> str:
        wins, of, noun = sequence.wins, sequence.of, _NOUNS[self.situation.yardstick]
        title = self.situation.ledger.workspace.outcomes[sequence.largest].title
        if wins == 1 and title and self.words.shows_amounts:  # typed, it may mention money
            return f"“{title}”"
        whose, linked = self._whose(sequence), self._linked(sequence)
        if of == 1:
            return _capitalized(f"{whose} one {noun}{linked or ' so far'}")
        every = "both" if wins == 2 else f"all {wins}"
        share = f"{every} of {whose}" if wins == of else f"{_spelled(wins)} of {whose} {of}"
        return _capitalized(f"{share} {noun}s{linked}")

    def alone(self, sequence: SequenceShare) -> str:
        """Return that a part of a sequence alone likely does as well."""
        alone, odds = " or ".join(map(in_sentence, sequence.parts)), 1 - (sequence.probability_better or 0)
        return f"A win from {alone} alone is likely worth at least as much ({self.words.odds(odds)})."

    def _named(self, position: int) -> str:
        """Return an outcome by its title, and that it comes only once, if it does."""
        title = self.situation.ledger.workspace.outcomes[position].title
        # Titles are typed, and may mention money.
        named = f"“{title}”" if title and self.words.shows_amounts else "the largest win"
        return f"{named}{self._which_once(position)}"

    def _which_once(self, position: int) -> str:
        return "" if self.situation.ledger.workspace.outcomes[position].recurs else ", which comes only once"

    def _whose(self, sequence: SequenceShare) -> str:
        return "the" if self._linked(sequence) else "your"

    def _linked(self, sequence: SequenceShare) -> str:
        """Return that only outcomes with known steps are counted, where there are others; empty where not."""
        is_part = sequence.of < self.situation.counted["is_won"].sum()
        return " that you linked to activities" if is_part else ""

    def _worth(self, sequence: SequenceShare) -> str:
        """Return the share of the value, as a clause; empty where all came this way."""
        if not sequence.is_priced or sequence.wins == sequence.of:
            return ""
        if sequence.share > _ALL:
            amount = f" ({self.words.money(sequence.weight)})" if self.words.shows_amounts else ""
            return f"{'it' if sequence.wins == 1 else 'they'} brought all of the {self._won_noun}{amount}"
        makes = "it makes" if sequence.wins == 1 else "they make"
        return f"{makes} up {self.words.percent(100 * sequence.share)} of the {self._won_noun}"

    @property
    def _won_noun(self) -> str:
        """What the share of a priced sequence is of: where wins have no price, money is not all of their value."""
        return "value" if self.situation.counted.filter("is_won")["is_priced"].all() else "money"

    def _unlinked(self) -> str:
        """Return that it isn't known what led to most outcomes."""
        unlinked, outcomes = count_unlinked(self.situation.ledger)
        if outcomes == 1:
            count = "Your one outcome isn’t"
        elif unlinked == outcomes:
            count = f"None of your {outcomes:,} outcomes is"
        elif unlinked == 1:
            count = f"Of your {outcomes:,} outcomes, one isn’t"
        else:
            count = f"Of your {outcomes:,} outcomes, {unlinked:,} aren’t"
        return f"{count} linked to an activity yet. Add the steps that led there to see what works."

    def _job(self, job: Outcome) -> str:
        """Return the job that ended the search, with the gain in pay as it is recorded."""
        if not self.words.shows_amounts:
            return "Your search ended with a job."  # titles are typed, and may mention money
        title = f": “{job.title}”" if job.title else ""
        gain = job.value.likely if job.value else 0
        # Between jobs there was no pay that it could be more than, and a job is more than the months that it saved.
        if not gain or ends_search(self.situation.ledger.profile, job.date):
            return end_sentence(f"Your search ended with a job{title}")
        amount = self.words.exact_money(gain)
        return f"Your search ended with a job{title}, {'at ' * (not title)}{amount} more a year."

    def _search(self) -> str:
        talks, interviews = self.situation.conversations, self.situation.counts["interviews"]
        built = tally(((talks, "conversation"), (interviews, "interview")))
        still_open = self._open_roles() or self._open_sentence()
        if not built:
            return f"Your search has begun: every conversation counts.{still_open}"
        return f"Your search so far: {built}.{still_open}"

    def _open_roles(self) -> str:
        """Return the open roles, which come before all else that is open; empty without any, or with nothing else."""
        kinds = _open_kinds(self.situation)
        roles, others = ([kind for kind in kinds if kind == "role"], [kind for kind in kinds if kind != "role"])
        if not (roles and others) or self.situation.options.basis == "won":
            return ""
        rest = count_open(others) if len(set(others)) == 1 else f"{len(others):,} other outcomes"
        return f" {_capitalized(count_open(roles))} and {rest} are still open."

    def _raise(self) -> str:
        situation = self.situation
        built = tally((
            (situation.introductions_received, "introduction"),
            (situation.won("funding"), "investment"),
        ))  # fmt: skip
        built = built or tally(((situation.conversations, "conversation"),))
        still_open = self._open_sentence()
        if not built:
            return f"Your fundraising has begun: every conversation counts.{still_open}"
        return f"Your fundraising so far: {built}.{still_open}"

    def _cherished(self, approach: Approach) -> str:
        row, came_from = self.situation.intangibles[approach], self._came_from(approach)
        rating, means = self._rating(row.mean_rating), self.situation.intangibles.values()
        every = self.situation.counted.filter(pl.col("is_won"), pl.col("rating").is_not_null(), ~pl.col("is_priced"))
        if row.rated == every.height > 1:
            which = "Both" if row.rated == 2 else f"All {row.rated}"
            return f"{which} of your rated outcomes {came_from}, averaging {rating}."
        if row.rated == 1:
            return f"Your highest-rated outcome {came_from}: you rated it {rating}."
        is_highest = row.mean_rating == max(other.mean_rating or 0 for other in means)
        which = "Your highest-rated outcomes" if is_highest else "Most of your highly rated outcomes"
        return f"{which} {came_from}: {row.rated} outcomes, averaging {rating}."

    def _came_from(self, approach: Approach) -> str:
        """Return that rated outcomes came from an approach, or that they began there, or at least came by it."""
        paths = unpriced_by_path(self.situation.ledger, self.situation.window)
        rated = [path for path, row in paths.items() if row.rated and approach in path]
        if all(path == (approach,) for path in rated):
            return f"came from {_SOURCES[approach]}"
        began = all(path[0] == approach for path in rated)
        return f"began {PLACES[approach]}" if began else f"came through {_SOURCES[approach]}"

    def _verdict(self) -> tuple[str, ...]:
        verdict = self.situation.verdict
        leader = verdict.leader
        if leader is None:
            return self._too_early()
        odds, verb = self.words.odds(verdict.probability_best[leader]), is_or_are(leader)
        name = in_sentence(leader)
        match verdict.call:
            case "stick":
                best = f"Stick with {name}: {it_is_or_they_are(leader)} most likely your best approach ({odds})."
                return best, *self._without_deciding_win()
            case "lean":
                best = f"{APPROACH_NAMES[leader]} {verb} most likely your best approach ({odds})."
                return best, *self._without_deciding_win()
            case "too_close":
                return self._undecided()
            case "nothing_pays":
                if keep := self._keep_what_paid():
                    return keep
                step = "Cut back" if self.situation.plan.change.hours < 0 else "Add no hours"
                finding = f"{step} for now: no approach is likely to pay for itself yet"
                if remedy := self._thin_margin():
                    return f"{finding}.", remedy
                return (f"{finding}; {name} {verb} closest.",)
        return (f"So far, only {name} can be judged. There is nothing to compare it with yet.",)

    def _keep_what_paid(self) -> tuple[str, ...]:
        """Return what to keep where the plan cuts the rest, though an estimate counts on nothing; else nothing."""
        plan, paid = self.situation.plan, [name for name in APPROACHES if name in self.situation.signals.paid]
        if not paid or not self._keeps(paid) or plan.change.hours >= 0:
            return ()
        names, is_plural = join_words(list(map(in_sentence, paid))), len(paid) > 1 or is_or_are(paid[0]) == "are"
        found = f"Keep {names} and cut back on the rest: only {names} {self._has_paid(is_plural=is_plural)} so far."
        it = "them" if is_plural else "it"
        return found, f"It’s too early to count on {it}: by the estimate, no approach is likely to pay for itself yet."

    def _thin_margin(self) -> str:
        """Return what would help where little is left of the price of wins, as sentences; empty elsewhere."""
        prices = self.situation.thin_margin
        if prices is None:
            return ""
        # No margin keeps more than all of the price: where that isn't enough, only another price is.
        return _KEEPS_LITTLE if prices.charged >= self.situation.recorded.total.total_cost else _CHARGES_LITTLE

    def _without_deciding_win(self) -> tuple[str, ...]:
        """Return what would hold without the outcome that decides which approach is best; empty where none does."""
        if self.situation.deciding_win is None:
            return ()
        flip, outcome = self.situation.deciding_win
        has_title = outcome.title and self.words.shows_amounts
        words = VerdictWords(self.situation.verdict, self.words)
        return (words.flip(flip, outcome.title if has_title else KIND_NAMES[outcome.kind]),)

    def _without_single_wins(self, paid: Sequence[Approach]) -> str:
        """Return which of these approaches paid for themselves by one win alone, as a sentence; or nothing."""
        wins = {name: win for name in paid if (win := self.situation.single_win(name)) and win.rest < 1}
        pay = self._would_have_paid()
        if len(wins) > 1:
            if len(wins) == len(paid):
                return f"Without the largest win of each, {'neither' if len(paid) == 2 else 'none'} would have {pay}."
            return f"Without the largest win of each, {join_words([*map(in_sentence, wins)])} wouldn’t have {pay}."
        alone = next(iter(wins), None)
        return f"Without {self._named(wins[alone].outcome)}, {in_sentence(alone)} wouldn’t have {pay}." if alone else ""

    def _without_single_win(self, best: Approach) -> str:
        """Return that one win alone made an approach return the most, as a sentence; else nothing."""
        win, rival = self.situation.single_win(best), self._rival(best)
        if win is None:
            return ""
        if rival:
            return f"Without {self._named(win.outcome)}, {in_sentence(rival)} would have returned more."
        return "" if win.rest else f"That is one win{self._which_once(win.outcome)}."

    def _rival(self, best: Approach) -> Approach | None:
        """Return the approach that would have returned the most without the one win of another; None without one."""
        win, returns = self.situation.single_win(best), self.situation.recorded_returns
        others = {name: value for name, value in returns.items() if value and name != best}
        rival = max(others, key=others.__getitem__, default=None)
        return rival if win and rival and others[rival] > win.rest else None

    def kept(self) -> tuple[Approach, ...]:
        """Return the approaches that a finding without a best one says to keep; none where something asks for less."""
        sequence = self.situation.sequence
        steps = sequence.steps if sequence else ()
        approaches = tuple(name for name in APPROACHES if name in steps) or self._ahead
        return approaches if self._keeps(approaches) else ()

    @cached_property
    def _ahead(self) -> tuple[Approach, ...]:
        """The approaches that paid for themselves, else the closest; with one alone, those that shared in its wins.

        Also the one that would have come closest without a single win.
        """
        returns = {name: value for name, value in self.situation.recorded_returns.items() if value}
        if not returns:
            return ()
        by_return = sorted(returns, key=returns.__getitem__, reverse=True)
        paid = tuple(name for name in by_return if returns[name] >= 1)
        if len(paid) > 1:
            return paid
        best, rival = by_return[0], None if paid else self._rival(by_return[0])
        return tuple(dict.fromkeys([best, *self.situation.companions(best), *([rival] if rival else [])]))

    def _undecided(self) -> tuple[str, ...]:
        """Return what to keep while no approach is known to be best: what paid for itself, else what came closest."""
        if not self._ahead:
            return ("Keep your usual hours for now: nothing is won yet that would tell which approach is best.",)
        returns = self.situation.recorded_returns
        if sum((value or 0) >= 1 for value in returns.values()) > 1:
            better = "better" if len(self._ahead) == 2 else "best"
            early = f"It’s too early to say which is {better}."
            return _without_empty(f"{self._several_paid(self._ahead)}.", early, self._without_single_wins(self._ahead))
        best, has_paid = self._ahead[0], (returns[self._ahead[0]] or 0) >= 1
        without = self._without_single_wins([best]) if has_paid else self._without_single_win(best)
        found = f"{self._one_ahead(*self._ahead, has_paid=has_paid)}."
        return _without_empty(found, self._not_sure(best, has_paid=has_paid), without, self._rated_highest())

    def _not_sure(self, best: Approach, *, has_paid: bool) -> str:
        """Return that an approach isn’t known to be best, with its odds where they speak for it."""
        odds = self.situation.verdict.probability_best
        if odds.get(best, 0.0) >= TELLING_ODDS:
            probably = f"{is_or_are(best)} probably your best ({self.words.odds(odds[best])}), but that isn’t certain"
            return f"{APPROACH_NAMES[best]} {probably}."
        it = in_sentence(best) if self._shared(best) else "them" if is_or_are(best) == "are" else "it"
        it = it if has_paid or self._rival(best) in (None, *self.situation.companions(best)) else "either"
        return f"It’s too early to call {it} your best."

    def _rated_highest(self) -> str:
        """Return which approach led to what was rated highest, as a sentence, unless it is named already."""
        cherished = self.situation.cherished
        # Who is after clients alone reads of clients.
        if cherished is None or cherished in self._ahead or self.situation.counted_purpose == "win_clients":
            return ""
        return f"{APPROACH_NAMES[cherished]} led to what you rated highest."

    def _one_ahead(self, best: Approach, *companions: Approach, has_paid: bool) -> str:
        name, is_plural = in_sentence(best), is_or_are(best) == "are"
        it, itself = ("they", "themselves") if is_plural else ("it", "itself")
        closest = f"came closest to paying for {itself} so far"
        if companions:
            did = self._has_paid(is_plural=is_plural, only=best) if has_paid else closest
            return self._with_companions(best, companions, did)
        if has_paid and self._has_just_paid(best):
            paid = f"{self._has_paid(is_plural=is_plural, only=best)} so far, and nothing else has"
            found = f"Keep {name}: {it} {paid}" if self._keeps([best]) else f"{APPROACH_NAMES[best]} {paid}"
        elif self._keeps([best]):
            found = f"Keep {name}: {f'nothing else {self._has_paid()} so far' if has_paid else f'{it} {closest}'}"
        elif has_paid:
            found = f"Only {name} {self._has_paid(is_plural=is_plural)} so far"
        else:
            found = f"{APPROACH_NAMES[best]} {closest}"
        return found

    def _with_companions(self, best: Approach, companions: Sequence[Approach], did: str) -> str:
        """Return what one approach did, with the others that had a part in its wins."""
        name = in_sentence(best)
        others = join_words(list(map(in_sentence, self._shared(best))))
        every = "all three" if len(companions) > 1 else join_words([name, *map(in_sentence, companions)])
        keep = f"Keep {every}: " if self._keeps([best, *companions]) else ""
        found = f"{keep}{name if keep else APPROACH_NAMES[best]} {did.removesuffix(' so far')} so far"
        return f"{found}, and {others} had a part in that" if others else found

    def _shared(self, best: Approach) -> list[Approach]:
        """Return the approaches that had a part in the wins of one, without what the plan drops."""
        mix = self.situation.plan.mix
        return [name for name in self.situation.companions(best) if mix is None or mix[name].hours]

    def _several_paid(self, paid: Sequence[Approach]) -> str:
        names, is_pair = join_words([in_sentence(name) for name in paid]), len(paid) == 2
        have, every = self._has_paid(is_plural=True), "both" if is_pair else "all three"
        found = f"Keep {names}: {every} {have}" if self._keeps(paid) else f"{names[:1].upper()}{names[1:]} {have}"
        return f"{found} so far"

    def _has_paid(self, *, is_plural: bool = False, only: Approach | None = None) -> str:
        """Return that something paid for itself; while hours have no price, only that it covered its money."""
        have = "have" if is_plural else "has"
        if self._is_time_unpriced:
            return f"{have} brought in more money than was spent there"
        just = " only just" if only and self._has_just_paid(only) else ""
        return f"{have}{just} paid for {'themselves' if is_plural else 'itself'}"

    def _has_just_paid(self, approach: Approach) -> bool:
        """Return True if an approach that paid for itself returned hardly more than it took."""
        return not self._is_time_unpriced and (self.situation.recorded_returns[approach] or 0) < _JUST_PAID

    @property
    def _is_time_unpriced(self) -> bool:
        total = self.situation.recorded.total
        return bool(total.hours and not total.opportunity_cost)

    def _would_have_paid(self) -> str:
        """Return what an approach wouldn’t have done without a win."""
        return "brought in more money than was spent there" if self._is_time_unpriced else "paid off"

    def _too_early(self) -> tuple[str, ...]:
        leader = self.situation.recorded_leader
        if leader is not None:
            name, subject = in_sentence(leader), "they" if is_or_are(leader) == "are" else "it"
            keep, who = (f"Keep {name}: so", subject) if self._keeps([leader]) else ("So", name)
            returned = f"{keep} far, {who} returned the most for what you put in."
            again = "It’s too early to tell whether that will happen again."
            return _without_empty(returned, self._without_single_win(leader), again)
        return (self._nothing_to_compare(),)

    def _nothing_to_compare(self) -> str:
        total = self.situation.recorded.total
        if total.expected_value and total.hours and not total.total_cost:
            return "It’s too early to compare: your hours have no price yet. Add your pay, and they count."
        if total.expected_value:
            return "It’s too early to compare: add what you spent on the activities that led to your outcomes."
        if contacts := total.new_contacts:
            return f"You met {pluralize(contacts, 'new person', 'new people')}; outcomes take longer."
        return "It’s too early to compare: add an outcome, and what led to it."

    def _rating(self, rating: float | None) -> str:
        return f"{self.words.number(rating, 1)} out of 5"

    def _still_open(self, sequence: SequenceShare) -> str:
        return _still_open(sequence.still_open, open_noun(self.situation))

    def _open_sentence(self) -> str:
        """Return how many outcomes are open, as a sentence to add."""
        if self.situation.options.basis == "won":
            return ""
        return _still_open(self.situation.counted.filter(~pl.col("is_won")).height, open_noun(self.situation))


def _without_empty(*sentences: str) -> tuple[str, ...]:
    return tuple(filter(None, sentences))


def open_noun(situation: Situation) -> str:
    """Return what is still open: by its kind where all outcomes have the same."""
    return _still_open_noun(_open_kinds(situation))


def _still_open_noun(kinds: Iterable[str]) -> str:
    # The sentence says that it is open.
    return open_outcome_noun(kinds).removeprefix("open ")


def count_open(kinds: Sequence[str]) -> str:
    """Return the number of open outcomes of these kinds, for a sentence that says that they are open.

    >>> count_open(["client"]), count_open(["lead", "lead"])
    ('one possible client', '2 leads')
    """
    noun = _still_open_noun(kinds)
    return f"one {noun}" if len(kinds) == 1 else pluralize(len(kinds), noun)


def _open_kinds(situation: Situation) -> list[str]:
    """Return the kinds of the open outcomes; in a search, one that is an interview by its title is called one."""
    named = pl.when(IS_OPEN_INTERVIEW & (pl.col("kind") == "lead")).then(pl.lit("interview")).otherwise("kind")
    kind = named if situation.counted_purpose == "find_work" else pl.col("kind")
    return situation.counted.filter(~pl.col("is_won")).select(kind.alias("kind"))["kind"].to_list()


def _capitalized(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _every(steps: Iterable[str]) -> str:
    return "both" if len(set(steps)) == 2 else "all three"


def _spelled(count: int) -> str:
    return _NUMBERS[count - 1] if count <= len(_NUMBERS) else f"{count:,}"


def sequence_phrase(steps: ApproachPath) -> str:
    """Return a sequence as an order.

    >>> sequence_phrase(("group_events", "one_on_one"))
    'Meet at group events, then follow up one-on-one'
    """
    first, *later = steps
    return ", then ".join([_FIRST_STEPS[first], *(_LATER_STEPS[step] for step in later)])


def _still_open(count: int, noun: str) -> str:
    """Return how many outcomes are open, as a sentence to add.

    >>> _still_open(0, "lead"), _still_open(1, "lead"), _still_open(3, "lead")
    ('', ' One lead is still open.', ' 3 leads are still open.')
    """
    if not count:
        return ""
    return f" One {noun} is still open." if count == 1 else f" {count:,} {noun}s are still open."
