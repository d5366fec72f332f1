"""The advice as sentences: what happened in the past tense, what to expect as an estimate, and one next step."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from netroi_core.ledger import measures
from netroi_core.ledger.measures import Figures
from netroi_core.planning.advice import Advice
from netroi_core.planning.mix import Effort, Mix, total_effort
from netroi_core.verdict.verdict import Verdict
from netroi_core.verdict.words import odds_phrase
from netroi_core.views.advice import Situation
from netroi_core.views.week import week_plan
from netroi_core.wording.findings import hours_phrase, window_name
from netroi_core.wording.wording import APPROACH_NAMES, Words, in_sentence, join_words, pluralize
from netroi_core.workspace.fields import APPROACHES, Approach

# The return of one unit from which on the number itself would promise too much.
_BEYOND: Final = 100
# A recorded return and an estimate closer than this share of the larger are told as one.
_ALIKE: Final = 0.1
_FEW_OUTCOMES: Final = 8
_MONTHS_PER_QUARTER: Final = 3

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
_ACTIVITIES: Final[Mapping[str, tuple[str, str]]] = {
    "group_events": ("group event", "group events"),
    "one_on_one": ("one-on-one", "one-on-ones"),
    "social_media": ("social media session", "social media sessions"),
}
_BECAUSE: Final[Mapping[str, str]] = {
    "energy": "No more {}: these drain you.",
    "strain": "No more {}: you wrote that it is too much.",
    "feeder": "Keep {}: that is where the outcomes of your best approach began.",
    "intangibles": "Keep {}: it led to outcomes that you rated highly and that have no price.",
    "cap": "More {} would pay, but your weekly limit is reached.",
    "ramp": "Grow {} step by step: half more in a quarter is a lot already.",
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
        if sequence := situation.sequence:
            came = f"{sequence.outcomes} of your {pluralize(sequence.of, 'outcome')} came this way"
            if sequence.outcomes < sequence.of:
                came += f", with {self.words.percent(100 * sequence.value_share)} of the value"
            return f"{sequence_phrase(sequence.steps)}: {came}."
        leader = verdict.leader
        if situation.purpose == "find_work" and not situation.recorded.total.expected_value:
            return self._search_headline()
        if leader is None:
            return self._built_headline()
        name, odds = APPROACH_NAMES[leader], odds_phrase(verdict.probability_best[leader])
        verb = "are" if name.endswith("s") else "is"
        match verdict.call:
            case "stick":
                return f"Stick with {in_sentence(leader)}: most likely your best approach ({odds})."
            case "lean":
                return f"{name} {verb} most likely your best approach ({odds})."
            case "too_close":
                return f"Too close to call: {in_sentence(leader)} {verb} ahead so far ({odds})."
            case "nothing_pays":
                return f"No approach is likely to pay for itself yet; {in_sentence(leader)} {verb} closest."
        return f"Only {in_sentence(leader)} can be judged so far: there is nothing to compare it with yet."

    def recorded(self) -> str:
        """Return what happened, in the past tense: the return of the approach that returned most, and open money."""
        situation, words = self.situation, self.words
        total = situation.recorded.total
        leader = situation.recorded_leader
        if leader is None:
            return self._built_sentence()
        one = words.whole_money(1)
        returned = self._ratio(situation.recorded_returns[leader] or 0.0)
        name = APPROACH_NAMES[leader]
        sentence = f"{name} returned {returned} for each {one} of money and time."
        if not words.shows_amounts:
            return sentence
        won = f"In all you won {words.money(total.expected_value)} from {words.money(total.total_cost)}"
        return f"{sentence} {won}{self._open_phrase()}."

    def estimate(self) -> str | None:
        """Return what to expect of the next unit spent on the leader, as an estimate; None where nothing is known."""
        leader = self._verdict.leader
        if leader is None:
            return None
        one = self.words.whole_money(1)
        low, middle, high = (1 + point for point in self._verdict.roi[leader])
        if middle >= _BEYOND:
            return f"Too little is known to estimate what the next {one} in {in_sentence(leader)} returns."
        return (
            f"Estimated for the next {one} in {in_sentence(leader)}: {self._ratio(middle)}; "
            f"90% likely to be between {self._ratio(low)} and {self._ratio(high)}."
        )

    def why_they_differ(self) -> str | None:
        """Return why the estimate is not what happened; None where they agree, or where one of them is missing."""
        situation, leader = self.situation, self._verdict.leader
        if leader is None or situation.recorded_leader is None:
            return None
        if leader != situation.recorded_leader:
            recorded = in_sentence(situation.recorded_leader)
            return (
                f"So far {recorded} returned more, yet {in_sentence(leader)} is more likely your best: "
                f"{self._reason_to_differ()}."
            )
        recorded_return = situation.recorded_returns[leader]
        middle = 1 + self._verdict.roi[leader][1]
        if recorded_return is None or abs(recorded_return - middle) <= _ALIKE * max(recorded_return, middle):
            return None
        side = "lower" if middle < recorded_return else "higher"
        return f"The estimate is {side}, because {self._reason_to_differ()}."

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
        """Return the advice for the next quarter, in units of life."""
        if plan.mix is None:
            return self._no_change(plan)
        changes = list(self._changes(plan))
        now, then = total_effort(plan.baseline.mix).hours, total_effort(plan.mix).hours
        total = round(then - now)
        if abs(total) < 1:
            return f"{_capitalized(join_words(changes))}, in as many hours as now."
        more = "more" if total > 0 else "fewer"
        return f"{_capitalized(join_words(changes))}: {pluralize(abs(total), 'hour')} {more} a quarter."

    def held(self, plan: Advice) -> tuple[str, ...]:
        """Return why approaches are kept from growing or from being cut."""
        return tuple(_BECAUSE[held.because].format(in_sentence(held.approach)) for held in plan.held)

    def learning(self, plan: Advice) -> str:
        """Return the test that is worth its cost, or that none is."""
        offer = plan.learning
        if offer is None:
            return "No test is worth its cost right now."
        what = self._count(offer.approach, offer.activities)
        if not self.words.shows_amounts:
            return f"Worth a test: {what} next quarter."
        cost, worth = self.words.money(offer.cost), self.words.money(offer.worth)
        return f"Worth a test: {what} next quarter. It costs about {cost} and should save about {worth} within a year."

    def _search_headline(self) -> str:
        conversations, interviews = self._conversations(), self._kind_count("interview")
        built = [pluralize(conversations, "conversation")] if conversations else []
        built += [pluralize(interviews, "interview")] if interviews else []
        if not built:
            return "Your search has begun: every conversation counts."
        return f"Your search so far: {join_words(built)}."

    def _built_headline(self) -> str:
        contacts = self.situation.recorded.total.new_contacts
        if contacts:
            return f"You met {pluralize(contacts, 'new person', 'new people')}; outcomes take longer."
        return "It is too early to compare: add an outcome, and what led to it."

    def _built_sentence(self) -> str:
        """Return what was built where nothing was won yet: conversations and contacts first, then the money."""
        total, _words = self.situation.recorded.total, self.words
        built = [
            pluralize(count, *nouns)
            for count, nouns in (
                (self._conversations(), ("conversation",)),
                (total.new_contacts, ("new contact",)),
                (self._kind_count("interview"), ("interview",)),
                (self._kind_count("referral"), ("referral",)),
            )
            if count
        ]
        had = f"You had {join_words(built)}" if built else "Nothing is won yet"
        return f"{had}{self._open_phrase(lead='; ')}."

    def _open_phrase(self, lead: str = ", plus ") -> str:
        """Return the money that is expected from open outcomes, as a continuation; empty if there is none."""
        still_open = open_value(self.situation)
        if not still_open or not self.words.shows_amounts:
            return ""
        return f"{lead}{self.words.money(still_open)} expected from open leads"

    def _reason_to_differ(self) -> str:
        if open_value(self.situation) and self.situation.options.basis == "expected":
            return "it also counts open leads by how likely they are"
        if self._outcomes() < _FEW_OUTCOMES:
            return "with so few outcomes it leans on your other approaches"
        return "single outcomes are partly luck"

    def _no_change(self, plan: Advice) -> str:
        usual = total_effort(plan.baseline.mix).hours
        match plan.reason:
            case "hold" if self.situation.signals.is_strained:
                return "Rest first: keep what you have, and take on nothing new."
            case "hold":
                return "Keep your usual quarter: money is not the measure of what you are after."
            case "too_close":
                return "Keep your usual mix for now: your records can't yet tell which approach is best."
            case "no_better":
                return "Keep your usual mix: nothing within reach is likely to do better."
        if not usual:
            return "Log a quarter of networking first; then there is something to plan from."
        return "Keep your usual mix for now, and add what it leads to: there is too little to plan from."

    def _changes(self, plan: Advice) -> Iterator[str]:
        """Yield the changes of the mix, the largest first: two more one-on-ones a month."""
        mix, usual = plan.mix or {}, plan.baseline.mix
        change = {name: mix.get(name, Effort()).hours - usual.get(name, Effort()).hours for name in APPROACHES}
        for approach in sorted(APPROACHES, key=lambda name: -abs(change[name])):
            hours, now = change[approach], usual.get(approach, Effort()).hours
            if abs(hours) < 1:
                continue
            if hours < 0 and now + hours < 0.5:
                yield f"skip {in_sentence(approach)}"
            elif hours < 0 and hours <= -0.45 * now:
                yield f"halve {in_sentence(approach)}"
            else:
                yield self._difference(approach, hours)

    def _difference(self, approach: Approach, hours: float) -> str:
        """Return a change of hours in activities a month or a quarter, where the records say how long one takes."""
        more, each = ("more" if hours > 0 else "fewer"), self.situation.baseline.hours_per_activity(approach)
        number = self.words.number(abs(hours), 0)
        if each is None:
            return f"{number} {more} hours of {in_sentence(approach)} a quarter"
        count = abs(hours) / each
        per, times = (
            ("month", count / _MONTHS_PER_QUARTER) if count >= _MONTHS_PER_QUARTER - 0.5 else ("quarter", count)
        )
        if times < 0.75:
            return f"{number} {more} {'hour' if number == '1' else 'hours'} of {in_sentence(approach)} a quarter"
        noun = _ACTIVITIES[approach][round(times) != 1]
        return f"{_spelled(round(times))} {more} {noun} a {per}"

    def _count(self, approach: str, count: int) -> str:
        singular, plural = _ACTIVITIES[approach]
        return f"{_spelled(count)} more {singular if count == 1 else plural}"

    def _ratio(self, ratio: float) -> str:
        """Return what one unit returned, with two digits whatever the currency: a yen has no cents, a ratio has."""
        return f"more than {self.words.ratio(_BEYOND)}" if ratio >= _BEYOND else self.words.ratio(ratio)

    def _outcomes(self) -> int:
        inside = measures.in_window(self.situation.window)
        outcomes = self.situation.ledger.outcomes.filter(inside)
        return int((outcomes["status"] != "lost").sum())

    def _conversations(self) -> int:
        total = self.situation.recorded.total
        return total.meaningful_contacts or self.situation.recorded.approaches["one_on_one"].activities

    def _kind_count(self, kind: str) -> int:
        inside = measures.in_window(self.situation.window)
        return int((self.situation.ledger.outcomes.filter(inside)["kind"] == kind).sum())


def open_value(situation: Situation) -> float:
    """Return the value expected of outcomes that are still open."""
    expected: Figures = measures.figures(measures.cells(situation.ledger, situation.window, situation.options))
    return max(0.0, expected.total.expected_value - situation.recorded.total.expected_value)


def sequence_phrase(steps: tuple[str, ...]) -> str:
    """Return a sequence as an order, like “Meet at group events, then follow up one-on-one”."""
    first, *later = steps
    return ", then ".join([_FIRST_STEPS[first], *(_LATER_STEPS[step] for step in later)])


def _spelled(count: int) -> str:
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[count] if count < len(names) else f"{count:,}"


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


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
        "overload": [asdict(sign) for sign in situation.overload],
        **week_plan(situation, words).as_json,
        "sentences": {"headline": said.headline(), "basis": said.basis(), "plan": said.plan(plan)},
        "forecasts": None
        if forecasts is None
        else {"settled": forecasts.settled, "brier": forecasts.brier, "base_brier": forecasts.base_brier},
    }


def _efforts(mix: Mix) -> dict[str, dict[str, float]]:
    return {name: {"hours": effort.hours, "money": effort.money} for name, effort in mix.items()}
