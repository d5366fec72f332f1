"""The advice as sentences: what happened in the past tense, what to expect as an estimate, and one next step."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from netroi_core.ledger import measures
from netroi_core.planning.advice import Advice
from netroi_core.planning.mix import Mix
from netroi_core.planning.restraints import MIN_SEQUENCE
from netroi_core.planning.words import PlanWords
from netroi_core.verdict.combinations import SequenceShare
from netroi_core.verdict.verdict import Verdict
from netroi_core.verdict.words import odds_phrase
from netroi_core.views.advice import Intangibles, Situation
from netroi_core.views.first_figures import conversations
from netroi_core.views.week import week_plan
from netroi_core.wording.findings import hours_phrase, window_name
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, Words, in_sentence, join_words, pluralize
from netroi_core.workspace.fields import Approach

# The return of one unit from which on the number itself would promise too much.
_BEYOND: Final = 100
# A recorded return and an estimate closer than this share of the larger are told as one.
_ALIKE: Final = 0.1
_FEW_OUTCOMES: Final = 8
# The outcomes without a price of one approach that are named.
_MOST_TITLES: Final = 4
# The purposes whose outcomes mostly have no price.
_UNPRICED_PURPOSES: Final = ("advance", "learn", "belong")

# Each approach as a step of a sequence: the first, one between, the last.
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
# Where the first and the last step of a single outcome took place.
_PLACES: Final[Mapping[str, str]] = {
    "group_events": "at group events",
    "one_on_one": "one-on-one",
    "social_media": "on social media",
}


@dataclass(frozen=True)
class AdviceWords:
    """The advice in the words of its owner."""

    situation: Situation
    words: Words

    @property
    def _verdict(self) -> Verdict:
        return self.situation.verdict

    def headline(self) -> str:
        """Return the finding in one sentence: the sequence that leads, else the approach."""
        situation, verdict = self.situation, self._verdict
        if situation.purpose == "find_work" and not situation.recorded.total.expected_value:
            return self._search_headline()
        if situation.purpose in _UNPRICED_PURPOSES and situation.cherished is not None:
            return self._cherished_headline(situation.cherished)
        if situation.sequence is not None:
            return self._sequence_headline(situation.sequence)
        leader = verdict.leader
        if leader is None:
            return self._built_headline()
        name, odds = APPROACH_NAMES[leader], odds_phrase(verdict.probability_best[leader])
        verb = "are" if name.endswith("s") else "is"
        match verdict.call:
            case "stick":
                return f"Stick with {in_sentence(leader)}: it's most likely your best approach ({odds})."
            case "lean":
                return f"{name} {verb} most likely your best approach ({odds})."
            case "too_close":
                return f"Too close to call: {in_sentence(leader)} {verb} ahead so far ({odds})."
            case "nothing_pays":
                return f"No approach is likely to pay for itself yet; {in_sentence(leader)} {verb} closest."
        return f"Only {in_sentence(leader)} can be judged so far: there is nothing to compare it with yet."

    def _sequence_headline(self, sequence: SequenceShare) -> str:
        share = self._share_of_outcomes(sequence)
        if sequence.outcomes < MIN_SEQUENCE:
            # One event is told, not advised.
            first, last = _PLACES[sequence.steps[0]], _PLACES[sequence.steps[-1]]
            share = share.replace("1 of", "one of", 1)
            return f"{share[:1].upper()}{share[1:]} began {first} and closed {last}: one is no pattern yet."
        came = f"{share} came this way"
        if sequence.outcomes < sequence.of:
            came += f", with {self.words.percent(100 * sequence.value_share)} of the value"
        return f"{sequence_phrase(sequence.steps)}: {came}."

    def recorded(self) -> str:
        """Return what happened, in the past tense: the return of the approach that returned most, and open money."""
        situation, words = self.situation, self.words
        total = situation.recorded.total
        leader = situation.recorded_leader
        if leader is None:
            return self._built_sentence()
        one, effort = words.whole_money(1), self._effort()
        returned = self.ratio(situation.recorded_returns[leader] or 0.0)
        sentence = f"{APPROACH_NAMES[leader]} returned {returned} for each {one} {effort}."
        if situation.sequence and leader not in situation.sequence.steps:
            sentence += " It led to less in all, so the sequence stands first."
        if not words.shows_amounts:
            return sentence
        won = f"In all, you won {words.money(total.expected_value)} from {words.money(total.total_cost)} {effort}"
        return f"{sentence} {won}{self._open_phrase()}."

    def sequence_odds(self) -> str | None:
        """Return the odds of the leading sequence against its parts; None without a sequence."""
        sequence = self.situation.sequence
        if sequence is None:
            return None
        if sequence.probability_better is None:
            return "None of its steps led to an outcome alone, so it can't be compared with them."
        alone = " or ".join(map(in_sentence, sequence.parts))
        if sequence.probability_better < 0.5:
            odds = odds_phrase(1 - sequence.probability_better)
            return f"An outcome by {alone} alone is likely worth as much or more ({odds})."
        return (
            f"An outcome that came this way is likely worth more than one by {alone} alone "
            f"({odds_phrase(sequence.probability_better)})."
        )

    def unpriced(self) -> tuple[str, ...]:
        """Return the outcomes without a price by approach: how many, how they are rated, and which they are."""
        return tuple(
            self._unpriced_sentence(approach, row)
            for approach, row in sorted(
                self.situation.intangibles.items(), key=lambda item: -item[1].outcomes * (item[1].mean_rating or 0)
            )
            if row.outcomes
        )

    def _unpriced_sentence(self, approach: Approach, row: Intangibles) -> str:
        rated = "" if row.mean_rating is None else f", rated {self.words.number(row.mean_rating, 1)} of 5"
        if row.outcomes > 1 and rated:
            rated = f"{rated} on average"
        sentence = f"{APPROACH_NAMES[approach]}: {pluralize(row.outcomes, 'outcome')}{rated}"
        if not self.words.shows_amounts:
            return f"{sentence}."  # titles are typed, and may tell of money
        titles = [KIND_NAMES.get(title, f"“{title}”") for title in row.titles[:_MOST_TITLES]]
        if row.outcomes > _MOST_TITLES:
            titles.append(f"{row.outcomes - _MOST_TITLES} more")
        return f"{sentence}: {join_words(titles)}."

    def estimate(self) -> str | None:
        """Return what to expect of the next unit spent on the leader, as an estimate; None where nothing is known."""
        leader = self._verdict.leader
        if leader is None:
            return None
        one = self.words.whole_money(1)
        low, middle, high = (1 + point for point in self._verdict.roi[leader])
        if middle >= _BEYOND:
            return f"Too little is known yet to estimate what the next {one} in {in_sentence(leader)} returns."
        return (
            f"Estimated for the next {one} in {in_sentence(leader)}: {self.ratio(middle)}; "
            f"90% likely to be between {self.ratio(low)} and {self.ratio(high)}."
        )

    def why_they_differ(self) -> str | None:
        """Return why the estimate is not what happened; None where they agree, or where one of them is missing."""
        situation, leader = self.situation, self._verdict.leader
        if leader is None or situation.recorded_leader is None or 1 + self._verdict.roi[leader][1] >= _BEYOND:
            return None
        if leader != situation.recorded_leader:
            recorded = in_sentence(situation.recorded_leader)
            return (
                f"So far {recorded} returned more, yet {in_sentence(leader)} is more likely your best: "
                f"{self._reason_to_differ(is_higher=True)}."
            )
        recorded_return = situation.recorded_returns[leader]
        middle = 1 + self._verdict.roi[leader][1]
        if recorded_return is None or abs(recorded_return - middle) <= _ALIKE * max(recorded_return, middle):
            return None
        is_higher = middle > recorded_return
        side = "higher" if is_higher else "lower"
        return f"The estimate is {side}, because {self._reason_to_differ(is_higher)}."

    def basis(self) -> str:
        """Return how much the advice is based on."""
        total, words = self.situation.recorded.total, self.words
        outcomes = pluralize(self._outcomes(), "outcome")
        if not words.shows_amounts:
            # The hours would tell, with ratios, what an hour is worth.
            return f"Based on {outcomes} and {pluralize(total.activities, 'activity', 'activities')}."
        parts = [outcomes, hours_phrase(total.hours or 0, words)]
        parts += [f"{words.money(total.actual_cost)} spent"] if total.actual_cost else []
        sentence = f"Based on {join_words(parts)} in {window_name(self.situation.window)}."
        if total.hours and not total.opportunity_cost:
            return f"{sentence} Your hours have no price yet: add your pay, and they count as well."
        return sentence

    def plan(self, plan: Advice) -> str:
        """Return the next step in units of life, or the reason for no change."""
        return self._plan_words(plan).next_step()

    def held(self, plan: Advice) -> tuple[str, ...]:
        """Return why approaches are kept from growing or from being cut."""
        return self._plan_words(plan).reasons()

    def learning(self, plan: Advice) -> str:
        """Return the cheapest test that is worth its cost, or why there is none."""
        return self._plan_words(plan).test()

    def _plan_words(self, plan: Advice) -> PlanWords:
        return PlanWords(plan, self.situation.signals, self.situation.purpose, self.words)

    def _search_headline(self) -> str:
        talks, interviews = conversations(self.situation), self._kind_count("interview")
        built = [pluralize(talks, "conversation")] if talks else []
        built += [pluralize(interviews, "interview")] if interviews else []
        if not built:
            return "Your search has begun: every conversation counts."
        return f"Your search so far: {join_words(built)}."

    def _share_of_outcomes(self, sequence: SequenceShare) -> str:
        counted, of = self._outcomes(), pluralize(sequence.of, "outcome")
        if sequence.of < counted:
            part = "the one outcome" if sequence.of == 1 else f"{sequence.outcomes} of the {of}"
            return f"{part} that you linked to activities"
        return "your one outcome" if counted == 1 else f"{sequence.outcomes} of your {of}"

    def _cherished_headline(self, approach: Approach) -> str:
        row = self.situation.intangibles[approach]
        rating = self.words.number(row.mean_rating, 1)
        each = "" if row.outcomes == 1 else " on average"
        return (
            f"{APPROACH_NAMES[approach]} led to what you value most: "
            f"{pluralize(row.outcomes, 'outcome')}, rated {rating} of 5{each}."
        )

    def _built_headline(self) -> str:
        total = self.situation.recorded.total
        if total.expected_value:
            return "It is too early to compare: add what you spent on the activities that led to your outcomes."
        if contacts := total.new_contacts:
            return f"You met {pluralize(contacts, 'new person', 'new people')}; outcomes take longer."
        return "It is too early to compare: add an outcome, and what led to it."

    def _built_sentence(self) -> str:
        """Return what was built where no return can be told: conversations and contacts first, then the money."""
        total = self.situation.recorded.total
        built = [
            pluralize(count, *nouns)
            for count, nouns in (
                (conversations(self.situation), ("conversation",)),
                (total.new_contacts, ("new contact",)),
                (self._kind_count("interview"), ("interview",)),
                (self._kind_count("referral"), ("referral",)),
            )
            if count
        ]
        had = f"You had {join_words(built)}" if built else ""
        if total.expected_value:
            # Won, though no cost is on record for what led to it.
            money = self.words.money(total.expected_value) if self.words.shows_amounts else "your first outcomes"
            had = f"{had}, and won {money}" if had else f"You won {money}"
        had = had or "Nothing is won yet"
        still_open = self.situation.open_value
        if not still_open or not self.words.shows_amounts:
            return f"{had}."
        return f"{had}; {self.words.money(still_open)} is expected from open leads."

    def _open_phrase(self) -> str:
        """Return the money that is expected from open outcomes, as a continuation; empty if there is none."""
        still_open = self.situation.open_value
        if not still_open or not self.words.shows_amounts:
            return ""
        return f", plus {self.words.money(still_open)} expected from open leads"

    def _reason_to_differ(self, is_higher: bool) -> str:
        # Open leads add to the estimate alone: they are no reason for a lower one.
        if is_higher and self.situation.open_value and self.situation.options.basis == "expected":
            return "it also counts open leads by how likely they are"
        if self._outcomes() < _FEW_OUTCOMES:
            return "with so few outcomes it leans on your other approaches and on a cautious starting value"
        return "part of any record is luck, which the estimate does not count on"

    def ratio(self, ratio: float) -> str:
        """Return what one unit returned, with two digits whatever the currency: a yen has no cents, a ratio has."""
        return f"more than {self.words.whole_money(_BEYOND)}" if ratio >= _BEYOND else self.words.ratio(ratio)

    def _outcomes(self) -> int:
        inside = measures.in_window(self.situation.window)
        status = self.situation.ledger.outcomes.filter(inside)["status"]
        is_won_only = self.situation.options.basis == "won"
        return int((status == "won").sum() if is_won_only else (status != "lost").sum())

    def _effort(self) -> str:
        """Return what a unit of cost consists of: hours without a price are no part of it."""
        return "of money and time" if self.situation.recorded.total.opportunity_cost else "spent"

    def _kind_count(self, kind: str) -> int:
        inside = measures.in_window(self.situation.window)
        return int((self.situation.ledger.outcomes.filter(inside)["kind"] == kind).sum())


def sequence_phrase(steps: tuple[str, ...]) -> str:
    """Return a sequence as an order, like “Meet at group events, then follow up one-on-one”."""
    first, *later = steps
    return ", then ".join([_FIRST_STEPS[first], *(_LATER_STEPS[step] for step in later)])


def advice_json(situation: Situation, words: Words) -> dict[str, Any]:
    """Return the advice as the command line prints it."""
    verdict, plan, sequence = situation.verdict, situation.plan, situation.sequence
    forecasts, said = situation.own_forecasts, AdviceWords(situation, words)
    return {
        "recorded": {"leader": situation.recorded_leader, "return": situation.recorded_returns},
        "estimate": {
            "leader": verdict.leader,
            "return": {name: [1 + point for point in points] for name, points in verdict.roi.items()},
            "probability_best": verdict.probability_best,
        },
        "combination": None
        if sequence is None
        else {
            "steps": sequence.steps,
            "outcomes": sequence.outcomes,
            "of": sequence.of,
            "value_share": sequence.value_share,
            "probability_better": sequence.probability_better,
        },
        "intangibles": {
            name: {"outcomes": row.outcomes, "mean_rating": row.mean_rating}
            for name, row in situation.intangibles.items()
        },
        "purpose": situation.ledger.profile.purpose,
        "plan": {
            "baseline": _efforts(plan.baseline.mix),
            "advised": _efforts(plan.mix) if plan.mix else None,
            "learning": None
            if plan.learning is None
            else {"approach": plan.learning.approach, "hours": plan.learning.hours, "worth": plan.learning.worth},
            "reason": plan.reason,
            "held": [asdict(held) for held in plan.held],
        },
        "venues": [{"id": row.returns.venue.id, "advice": row.advice, "odds": row.odds} for row in situation.venues],
        "overload": [{**asdict(sign), "step": sign.step} for sign in situation.overload],
        **week_plan(situation, words).as_json,
        "sentences": {"headline": said.headline(), "basis": said.basis(), "plan": said.plan(plan)},
        "forecasts": None
        if forecasts is None
        else {"settled": forecasts.settled, "brier": forecasts.brier, "base_brier": forecasts.base_brier},
    }


def _efforts(mix: Mix) -> dict[str, dict[str, float]]:
    return {name: {"hours": effort.hours, "money": effort.money} for name, effort in mix.items()}
