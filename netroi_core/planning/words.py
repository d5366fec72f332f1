"""The advice for a quarter as sentences, in units of life; forecasts, and what they assume."""

import re
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from math import ceil
from typing import Final, NamedTuple

from netroi_core.planning.advice import MIN_BEATS_USUAL, MONEY_PURPOSES, WORTHWHILE_GAIN, Advice, Held, NoTest
from netroi_core.planning.energy import Part
from netroi_core.planning.learning import LearningOffer
from netroi_core.planning.mix import Effort, total_effort
from netroi_core.planning.outlook import Forecast
from netroi_core.planning.overload import EASE_BACK
from netroi_core.planning.signals import Mainstay, Signals
from netroi_core.planning.steps import RHYTHMS, exact_rhythm, is_half
from netroi_core.verdict.verdict import LEAN_BEST
from netroi_core.verdict.words import is_or_are
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    Words,
    in_sentence,
    join_words,
    outcome_noun,
    pluralize,
    quarter_name,
    whole,
)
from netroi_core.workspace.fields import APPROACHES, Approach, Purpose

_TOO_LITTLE: Final = "Too little is known to say what such a quarter returns."
# A change below this is none, and a cut that leaves less is all of it.
_NOTICED_HOURS, _LEFT_HOURS = 1.0, 0.5
# Money below this share of the usual spending isn't mentioned.
_NOTICED_MONEY: Final = 0.02
# Savings below this share of the cost are none to speak of.
_NOTICED_SHARE: Final = 0.05
_WEEKS: Final = 13
_SPEND, _A_QUARTER = "spend ", " a quarter"
_COUNTS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class _Activity(NamedTuple):
    """An activity of an approach in words: the verb, one, several, and where one's time goes."""

    verb: str
    one: str
    several: str
    place: str


_ACTIVITIES: Final[Mapping[Approach, _Activity]] = {
    "group_events": _Activity("go to", "group event", "group events", "at group events"),
    "one_on_one": _Activity("have", "one-on-one", "one-on-ones", "in one-on-ones"),
    "social_media": _Activity("do", "social media session", "social media sessions", "on social media"),
}
_THEY_PAY: Final[Mapping[Approach, str]] = {
    "group_events": "they pay",
    "one_on_one": "it pays",
    "social_media": "it pays",
}
_THEM: Final[Mapping[Approach, str]] = {"group_events": "them", "one_on_one": "it", "social_media": "it"}
_WITHIN: Final[Mapping[str, str]] = {
    "a week": "this week",
    "a month": "this month",
    "a quarter": "this quarter",
    "every six months": "in the next six months",
    "a year": "this year",
}
_CHANNELS: Final[Mapping[str, str]] = {
    "in_person": "in person",
    "phone": "by phone",
    "video": "by video",
    "text": "in writing",
}
_AS_THEY_COME: Final = "New outcomes, as they come"
_NOT_WORTH_TRYING: Final = f"{_AS_THEY_COME}. Trying more just to find out isn’t worth it"
_NO_TEST: Final[Mapping[NoTest, str]] = {
    "pause": "Nothing to try out for now: get going again first.",
    "no_outcomes": "A win that can be repeated, like a client. Log each win, with what led to it.",
    "unpriced": "Your pay: without a price for your hours, trying something out can’t be weighed against its cost.",
    "no_room": f"{_AS_THEY_COME}: log each one, with what led to it.",
    "not_worth_it": f"{_NOT_WORTH_TRYING} right now.",
    "purpose": "Your ratings: rate each outcome, and log what led to it.",
}
_BY_PURPOSE: Final[Mapping[Purpose | None, str]] = {
    "find_work": "Interviews and referrals: log each one, with what led to it.",
    "raise_money": "Meetings with investors: log each one, with what led to it.",
}


@dataclass(frozen=True)
class PlanWords:
    """The advice for a quarter in the words of its owner; ``kept`` are the approaches that the finding says to keep."""

    advice: Advice
    signals: Signals
    purpose: Purpose | None
    words: Words
    kept: tuple[Approach, ...] = ()

    def next_step(self) -> str:
        """Return the next step in units of life, or the reason for no change."""
        advice = self.advice
        if advice.mix is None:
            return self._no_change()
        changes, done = self.changes(), self.already_cut(*self._done())
        if not changes:
            return done
        step = changes[:1].upper() + changes[1:]
        done = f" {done}" if done else ""
        # Hours would tell, with ratios, what an hour is worth.
        if not self.words.shows_amounts:
            return f"{step}.{done}"
        return f"{step}. {self._balance()}{self._limits()}{done}"

    def _done(self) -> tuple[Approach, ...]:
        """Return the approaches that were cut to about the advised hours already, though the usual ones lag behind."""
        return tuple(name for name in self.signals.cut_already if self.is_done(name))

    def is_done(self, approach: Approach) -> bool:
        """Return True if an approach that the mix cuts, and keeps some of, was cut so in the latest quarter."""
        usual, advised = self._hours(approach)
        return approach in self.signals.cut_already and _LEFT_HOURS <= advised < usual

    def limited(self) -> str:
        """Return the limit of hours that the mix keeps and the usual quarter doesn’t; empty where it does."""
        if self.advice.limit is None or not self.words.shows_amounts:
            return ""
        # By half hours, as the limit is set.
        weekly = self.words.number(round(2 * self.advice.limit / _WEEKS) / 2, 1)
        return f"within your limit of {weekly} hours a week"

    def held_back(self, approach: Approach, hours: float, gain: float) -> str:
        """Return a change of an approach that would gain more by the estimate, and the rule that the plan follows."""
        more = self.words.about_money(gain)
        if hours:
            extra = self.words.number(max(1.0, hours - self._hours(approach)[1]), 0)
            place, hour = _ACTIVITIES[approach].place, "hour" if extra == "1" else "hours"
            return (
                f"By the estimate, {extra} more {hour} a quarter {place} would return about {more} more. NetROI "
                f"suggests more of an approach only once it’s at least {self.words.percent(100 * LEAN_BEST)} likely to "
                "be your best."
            )
        return (
            f"By the estimate, a quarter without {in_sentence(approach)} would return about {more} more. "
            f"{self._why_kept(approach)}"
        )

    def _why_kept(self, approach: Approach) -> str:
        usual, advised = self._hours(approach)
        if advised < usual:
            return "NetROI cuts at most half in one quarter, because networking often pays off late."
        if approach in self.signals.cut_already:
            return "You just cut it, and that takes time to show."
        if approach in self.signals.joyful:
            return "It gives you energy, so the plan keeps it."
        if approach in self.signals.unproven:
            return "NetROI suggests cutting it after two quarters in which it took a lot and led to nothing."
        return "It did lead to something, so NetROI cuts it only once another approach is most likely your best."

    def changes(self) -> str:
        """Return the changes of the mix as one phrase."""
        return _in_one_rhythm(self._changes())

    def changes_in_quarter(self) -> str:
        """Return the changes as a phrase that follows the name of the quarter."""
        return _in_one_rhythm([change.removesuffix(_A_QUARTER).removesuffix(" for now") for change in self._changes()])

    @property
    def spares_energy(self) -> bool:
        """True if the mix takes less of what drains, and the reader may know of that."""
        return self.words.shows_amounts and bool(self._cut_of(self.signals.draining | self.signals.parts.keys()))

    def _spares(self) -> str:
        """Return that the mix spares energy, and where, if it also cuts what gives energy; empty where it doesn’t."""
        if not self.spares_energy:
            return ""
        tiring = self._cut_of(self.signals.draining | self.signals.parts.keys())
        places = [_ACTIVITIES[name].place for name in tiring if self._cut_of(self.signals.joyful - set(tiring))]
        return " ".join([", and spares your energy", join_words(places)]).rstrip()

    def _cut_of(self, names: Set[Approach]) -> list[Approach]:
        """Return those of some approaches of which the mix takes less."""
        hours = {name: self._hours(name) for name in APPROACHES if name in names}
        return [name for name, (usual, advised) in hours.items() if advised < usual and not self.is_done(name)]

    def reasons_to_cut(self) -> tuple[str, ...]:
        """Return why approaches are cut that don’t drain."""
        cut = [name for name in APPROACHES if self._hours(name)[1] <= self._hours(name)[0] - _NOTICED_HOURS]
        return tuple(
            f"{APPROACH_NAMES[name]} {self._gives_energy(name)}led to "
            f"{'nothing so far' if name in self.signals.unproven else 'far less for each hour than the rest'}."
            for name in cut
            if name in (self.signals.fruitless.keys() | self.signals.left) - self.signals.draining
        )

    def _gives_energy(self, approach: Approach) -> str:
        """Return that an approach gives energy, which its cut costs, as the first half of a sentence; else nothing."""
        if approach not in self.signals.joyful or not self.words.shows_amounts:
            return ""
        return f"{'give' if is_or_are(approach) == 'are' else 'gives'} you energy, but "

    def gaps(self) -> str:
        """Return which approaches stopped, or paused as they did before, as sentences to add; empty without any."""
        baseline = self.advice.baseline
        if not baseline.is_current:
            return ""
        stopped = (
            f" You stopped {_ACTIVITIES[name].several} in {quarter_name(quarter)}, so your usual hours don’t include "
            "them."
            for name, quarter in baseline.stopped.items()
        )
        paused = (
            f" You spent no time {_ACTIVITIES[name].place} in {quarter_name(quarter)}. You’ve paused that before, so "
            "your usual hours still include it."
            for name, quarter in baseline.paused.items()
        )
        return "".join((*stopped, *paused))

    def reasons(self) -> tuple[str, ...]:
        """Return why approaches are kept from growing or from being cut."""
        return tuple(self._reason(held) for held in self.advice.held)

    def test(self) -> str:
        """Return the cheapest test with its cost and what it saves, or that none is worth it."""
        if self.advice.learning is not None:
            return self._offered(self.advice.learning)
        if self.advice.passed_over and self.words.shows_amounts:
            return self._passed_over(self.advice.passed_over)
        return self._reason_for_no_test()

    def _offered(self, offer: LearningOffer) -> str:
        sentence = f"Worth a test: {self._count(offer.approach, offer.activities)} next quarter."
        if not self.words.shows_amounts:
            return sentence
        cost, saved = map(self.words.about_money, (offer.cost, offer.worth + offer.cost))
        learned = f"what you learn is estimated to be worth about {saved} within a year"
        return f"{sentence} It costs about {cost}, and {learned}."

    def _reason_for_no_test(self) -> str:
        advice = self.advice
        if self.signals.is_unlinked:
            return "Links: add the activities that led to your outcomes."
        if advice.no_test == "no_room" and advice.mix:
            return "What next quarter brings: this plan already tries all that’s within reach."
        if advice.no_test == "purpose" and self.signals.mainstay:
            return self._another_way(self.signals.mainstay)
        if advice.no_test == "purpose":
            return _BY_PURPOSE.get(self.purpose, _NO_TEST["purpose"])
        return _NO_TEST[advice.no_test or "not_worth_it"]

    def _another_way(self, mainstay: Mainstay) -> str:
        """Return that outcomes which come another way would change the plan."""
        noun = outcome_noun([mainstay.kind]).capitalize()
        cut = [name for name in APPROACHES if self._hours(name)[1] < self._hours(name)[0]]
        path = f"through {join_words([in_sentence(name) for name in cut])}" if cut else "another way"
        return f"{noun}s that come {path}: so far, {self._mainstay(mainstay)}."

    def _passed_over(self, offer: LearningOffer) -> str:
        """Return the cheapest test, and why it is not worth its cost."""
        count, cost = self._count(offer.approach, offer.activities), self.words.about_money(offer.cost)
        saved = offer.worth + offer.cost
        if saved < _NOTICED_SHARE * offer.cost:
            return f"{_NOT_WORTH_TRYING}: {count} would cost about {cost}, and could hardly change the plan."
        return (
            f"{_NOT_WORTH_TRYING}: {count} would cost about {cost}, and what you’d learn is estimated to be worth only "
            f"about {self.words.about_money(saved)} within a year."
        )

    def _change_ahead(self) -> Effort:
        """Return the change of the mix without that of what was cut already, which frees nothing anymore."""
        usual, mix, change = self.advice.baseline.mix, self.advice.mix or {}, self.advice.change
        done = [
            Effort(mix[name].hours - usual[name].hours, mix[name].money - usual[name].money) for name in self._done()
        ]
        return Effort(
            change.hours - sum(effort.hours for effort in done), change.money - sum(effort.money for effort in done)
        )

    def _balance(self) -> str:
        """Return the hours and the money that the mix frees or takes."""
        change, usual = self._change_ahead(), total_effort(self.advice.baseline.mix)
        hours = whole(change.hours) * (abs(change.hours) >= _NOTICED_HOURS)
        is_noticed = abs(change.money) > _NOTICED_MONEY * usual.money
        amount = self.words.about_money(abs(change.money)) if is_noticed else ""
        spares = self._spares()
        if hours < 0 and amount and change.money < 0:
            return f"That frees up about {pluralize(-hours, 'hour')} and {amount} a quarter{spares}."
        sentence = f"Your total hours stay the same{spares.replace(', and spares', ', but it spares')}."
        if hours:
            verb, noun = ("takes", "more hour") if hours > 0 else ("frees up", "hour")
            sentence = f"That {verb} about {pluralize(abs(hours), noun)} a quarter{spares}."
        if not amount:
            return sentence
        return (
            f"{sentence} It {f'costs about {amount} more' if change.money > 0 else f'saves about {amount}'} a quarter."
        )

    def _limits(self) -> str:
        """Return how the plan comes within the limits of hours and evenings, as sentences to add; empty within both."""
        limited, fewer = self.limited(), ceil(self.advice.fewer_evenings)
        hours = f" It brings you back {limited}." if limited else ""
        if not fewer:
            return hours
        freed = whole(sum(map(self._fewer_evenings, self.advice.baseline.evenings)))
        if freed < fewer:
            keep = f" Keep {pluralize(fewer, 'more evening')} free a quarter"
            return f"{hours}{keep} as well." if hours else f"{keep}, to stay within your limit."
        also = f" It also frees up about {pluralize(freed, 'evening')} a quarter"
        return f"{also}, which brings you back within {'both of your limits' if hours else 'your limit'}."

    def _fewer_evenings(self, approach: Approach) -> float:
        """Return the evenings of a usual quarter that the change of an approach takes off."""
        (usual, advised), evenings = self._hours(approach), self.advice.baseline.evenings[approach]
        if (part := self.signals.parts.get(approach)) and advised < usual:
            return part.evenings * (usual - advised) / part.hours
        return evenings.count * (usual - advised) / usual if usual else 0.0

    def _no_change(self) -> str:
        """Return the reason for no change, with the evenings beyond the limit."""
        shows_evenings = self.words.shows_amounts and self.advice.baseline.is_current
        return f"{self._reason_for_none()}{self._limits() if shows_evenings else ''}"

    def _reason_for_none(self) -> str:
        advice = self.advice
        if not advice.baseline.is_current:
            return EASE_BACK
        if not total_effort(advice.baseline.mix).hours:
            return "Log a quarter of networking first; then there is something to plan from."
        if self.signals.cut_already:
            return self.already_cut(*APPROACHES)
        match advice.reason:
            case "hold":
                return self._reason_to_hold()
            case "too_close":
                return self._too_close()
            case "no_better":
                return "Keep your usual hours: nothing within reach is likely to do better."
        if self.signals.cherished:
            return self._keep_cherished(self.signals.cherished)
        if self.signals.is_unlinked:
            return (
                "Keep your usual hours for now. To get a plan, link your outcomes to the activities that led to them."
            )
        return (
            "Keep your usual hours for now. There’s too little on record for a plan: log what your networking leads to."
        )

    def _too_close(self) -> str:
        cherished = self.signals.cherished
        rated = (
            f"{self._with_feeders(cherished, self.signals.rated)} led to what you rated highest" if cherished else ""
        )
        if self.kept:
            also = (cherished,) if cherished and cherished not in self.kept else ()
            names, why = join_words(list(map(in_sentence, (*self.kept, *also)))), f", and {rated}" if also else ""
            return f"Keep {names}, at your usual hours for now: it’s too early to say which approach is best{why}."
        if rated:
            return f"Keep your usual hours: {rated}, and no approach clearly pays more."
        return "Keep your usual hours for now: no approach is clearly better than the others yet."

    def already_cut(self, *approaches: Approach) -> str:
        """Return which of these approaches took far less in the last quarter; empty without any."""
        cuts = [
            f"your time {_ACTIVITIES[name].place} {self._from_to(*hours)}"
            for name, hours in self.signals.cut_already.items()
            if name in approaches
        ]
        return f"You already cut {join_words(cuts)}: keep it there." if cuts else ""

    def _from_to(self, before: float, latest: float) -> str:
        if not self.words.shows_amounts:
            return "last quarter"
        return f"from {pluralize(whole(before), 'hour')} a quarter to {whole(latest):,}"

    def _reason_to_hold(self) -> str:
        if self.signals.mainstay and self.signals.draining.isdisjoint(self.signals.mainstay.approaches):
            # What a search is after comes before what was rated.
            return f"Keep your usual hours: {self._mainstay(self.signals.mainstay)}."
        if self.signals.cherished and self.purpose != "win_clients":
            return self._keep_cherished(self.signals.cherished)
        if barren := self.signals.fruitless.keys() & self.signals.unproven - self.signals.joyful:
            names = join_words([in_sentence(name) for name in APPROACHES if name in barren])
            small = "cutting it in half would free less than an hour a month"
            # A lead that was lost is an outcome, but no win.
            did = "won nothing" if self.purpose in MONEY_PURPOSES else "led to nothing"
            return f"Keep your usual hours: {names} {did} so far, but {small}."
        if self.purpose in MONEY_PURPOSES or self.signals.fruitless:
            return "Keep your usual hours: shifting an hour or more a month isn’t likely to help."
        return self._hold_for_aim()

    def _hold_for_aim(self) -> str:
        if self.signals.closer and self.signals.closer not in self.signals.draining:
            led = f"{self._with_feeders(self.signals.closer)} led to most of the outcomes you’re after"
            return f"Keep your usual hours: {led}."
        if self.purpose == "find_work":
            return "Keep your usual pace, and end each conversation by asking who else you should talk to."
        return "Keep doing what you’re doing. Money alone doesn’t show what would bring you closer to your goal."

    def _keep_cherished(self, cherished: Approach) -> str:
        names = self._with_feeders(cherished, self.signals.rated)
        return f"Keep your usual hours: {names} led to what you rated highest."

    def _mainstay(self, mainstay: Mainstay) -> str:
        """Return what led to most of what is looked for, as a clause."""
        share = f"{mainstay.outcomes} of your {mainstay.of}"
        if mainstay.outcomes == mainstay.of:
            share = "both of your" if mainstay.of == 2 else f"all {mainstay.of} of your"
        return (
            f"{join_words(list(map(in_sentence, mainstay.approaches)))} led to {share} {outcome_noun([mainstay.kind])}s"
        )

    def _with_feeders(self, approach: Approach, among: Collection[Approach] = APPROACHES) -> str:
        """Return an approach with the others ``among`` some of the sequence that it is part of."""
        feeders = self.signals.feeders
        steps = feeders.intersection(among) if approach in feeders else frozenset[Approach]()
        return join_words([in_sentence(name) for name in APPROACHES if name == approach or name in steps])

    def _hours(self, approach: Approach) -> tuple[float, float]:
        """Return the hours of a usual quarter and the advised ones."""
        usual = self.advice.baseline.mix
        mix = usual if self.advice.mix is None else self.advice.mix
        return usual.get(approach, Effort()).hours, mix.get(approach, Effort()).hours

    def _changes(self) -> list[str]:
        """Return the changes of the mix, the largest first; those that are halved together."""
        hours = {approach: self._hours(approach) for approach in APPROACHES}
        ahead = [name for name in APPROACHES if not self.is_done(name)]
        by_size = sorted(ahead, key=lambda name: -abs(hours[name][1] - hours[name][0]))
        halved = [name for name in by_size if self._is_cut_in_half(name)]
        changes = []
        for approach in by_size:
            if approach not in halved:
                changes.append(self._change(approach))
            elif approach == halved[0]:
                changes.append(f"cut {self._halves(halved)} in half")
        return [change for change in changes if change]

    def _is_cut_in_half(self, approach: Approach) -> bool:
        (usual, advised), part = self._hours(approach), self._part(approach)
        return is_half(part.hours, part.hours + advised - usual) if part else is_half(usual, advised)

    def _halves(self, halved: list[Approach]) -> str:
        """Return what is cut in half: parts of approaches by their names, and the time that goes into the others."""
        parts = {name: part for name in halved if (part := self._part(name))}
        places = [_ACTIVITIES[name].place for name in halved if name not in parts]
        return join_words([*map(part_name, parts.values()), *([f"your time {join_words(places)}"] if places else [])])

    def _change(self, approach: Approach) -> str:
        """Return the change of an approach that is not halved; empty if there is none to speak of."""
        usual, advised = self._hours(approach)
        if advised < _LEFT_HOURS <= usual:
            return f"drop {in_sentence(approach)} for now"
        return self._difference(approach, advised - usual) if abs(advised - usual) >= _NOTICED_HOURS else ""

    def change(self, approach: Approach) -> str:
        """Return the change of an approach that is cut by hours and not by activities, as a sentence; else nothing."""
        usual, advised = self._hours(approach)
        change = self._change(approach) if advised < usual and not self.skipped(approach) else ""
        return f"{change[:1].upper()}{change[1:]}." if change else ""

    def skipped(self, approach: Approach) -> str:
        """Return the activities to skip, as often as the mix does; empty where it takes no number of them away."""
        (usual, advised), part = self._hours(approach), self._part(approach)
        if advised >= usual:
            return ""
        if self._is_cut_in_half(approach):
            return f"every second {self._counted(approach, 1, part)}"
        rate = self._rhythm(approach, usual - advised, part)
        return f"{spelled(rate[0])} {self._counted(approach, rate[0], part)} {_WITHIN[rate[1]]}" if rate else ""

    def _rhythm(self, approach: Approach, hours: float, part: Part | None) -> tuple[int, str] | None:
        """Return hours a quarter as activities in a period; None where nobody knows how long one takes."""
        length = part.hours / part.activities if part else self.advice.baseline.activity_hours.get(approach, 0.0)
        return exact_rhythm(hours / length) if length else None

    def _counted(self, approach: Approach, count: int, part: Part | None) -> str:
        """Return the noun for so many activities of an approach, or of its part."""
        activity = _ACTIVITIES[approach]
        several = part_name(part) if part else activity.several
        # A noun comes with what the part is, before or after it.
        return several.replace(activity.several, activity.one) if count == 1 else several

    def _difference(self, approach: Approach, hours: float) -> str:
        """Return a change of hours as activities, where the records say how long one takes."""
        activity, change = _ACTIVITIES[approach], "more" if hours > 0 else "fewer"
        part = self._part(approach) if hours < 0 else None
        rate = self._rhythm(approach, abs(hours), part)
        if rate:
            times, period = rate
            return f"{activity.verb} {spelled(times)} {change} {self._counted(approach, times, part)} {period}"
        if not self.words.shows_amounts:
            return f"spend {'more' if hours > 0 else 'less'} time {activity.place}"
        return f"spend {pluralize(whole(abs(hours)), f'{change} hour')} {activity.place}{_A_QUARTER}"

    def _less(self, approach: Approach) -> str:
        usual, advised = self._hours(approach)
        if advised < _LEFT_HOURS <= usual:
            return "Skip"
        return "Cut back on" if advised < usual and not self.is_done(approach) else "Don’t add"

    def _reason(self, held: Held) -> str:
        name, (usual, advised) = in_sentence(held.approach), self._hours(held.approach)
        match held.because:
            case "energy":
                return f"{self._less(held.approach)} {self._burden(held)}."
            case "strain":
                return f"Don’t add {name}: your note of what’s too much names {_THEM[held.approach]}."
            case "feeder" if advised <= usual - _NOTICED_HOURS:
                return f"Don’t cut {name} any further: most of your value came that way."
            case "feeder":
                return f"Keep {name}: most of your value came that way."
            case "intangibles":
                return f"Keep {name}: what it led to besides money, you rated highly."
            case "cap" if held.approach in self.signals.saturated:
                return f"More {name} would likely pay, but you are there every week already."
            case "cap":
                return f"More {name} would likely pay, but your limits are reached."
        if not self.words.shows_amounts:
            return f"Grow {name} step by step."
        return f"Grow {name} step by step: {pluralize(whole(advised - usual), 'more hour')} will do for one quarter."

    def _burden(self, held: Held) -> str:
        """Return what drains: a part of the approach, or all of it."""
        name, part = in_sentence(held.approach), self._part(held.approach)
        if part is None:
            pays = f"{_THEY_PAY[held.approach]}, but " if held.approach in self.signals.rewarding else ""
            return f"{name}: {pays}you lose energy there"
        others = _ACTIVITIES[part.approach].several
        return f"{part_name(part)}: you lose energy there, and not in your other {others}"

    def _part(self, approach: Approach) -> Part | None:
        """Return the part of an approach to cut; None without one, or where its name must not be shown."""
        part = None if approach in self.signals.left else self.signals.parts.get(approach)
        is_typed = part is not None and part.kind in ("title", "venue")
        return None if part is None or (is_typed and not self.words.shows_amounts) else part

    def _count(self, approach: Approach, count: int) -> str:
        activity = _ACTIVITIES[approach]
        usual, _ = self._hours(approach)
        if usual and approach not in self.advice.baseline.activity_hours:
            # Of totals nobody knows how many activities they are: a test is counted in hours.
            return f"{spelled(count)} more {'hour' if count == 1 else 'hours'} {activity.place}"
        more = "more " if usual else ""
        return f"{spelled(count)} {more}{activity.one if count == 1 else activity.several}"


def part_name(part: Part) -> str:
    """Return a part in the plural, such as evening one-on-ones."""
    several = _ACTIVITIES[part.approach].several
    match part.kind:
        case "evening" | "length":
            return f"{part.name} {several}"
        case "channel":
            return f"{several} {_CHANNELS[part.name]}"
        case "venue":
            return f"{several} at “{part.name}”"
    return f"“{part.name}” {several}"


def _in_one_rhythm(changes: list[str]) -> str:
    """Return changes as one phrase, which begins with their rhythm where they share it.

    >>> _in_one_rhythm(["do three fewer sessions a month", "have one more one-on-one a month"])
    'each month, do three fewer sessions and have one more one-on-one'
    >>> _in_one_rhythm(["spend 5 fewer hours on social media", "spend 2 fewer hours at group events"])
    'spend 5 fewer hours on social media and 2 fewer at group events'
    """
    for _, period in RHYTHMS:
        if len(changes) > 1 and all(change.endswith(f" {period}") for change in changes):
            bare = [change.removesuffix(f" {period}") for change in changes]
            return f"{period.replace('a ', 'each ', 1)}, {_in_one_rhythm(bare)}"
    return join_words([_after(before, change) for before, change in zip(("", *changes), changes, strict=False)])


def _after(before: str, change: str) -> str:
    """Return a change, without the words that it shares with the one before it, if both are of hours."""
    both = before.startswith(_SPEND) and change.startswith(_SPEND)
    return re.sub(r" hours?\b", "", change.removeprefix(_SPEND), count=1) if both else change


def spelled(count: int) -> str:
    """Return a count as a word, if it is below ten."""
    return _COUNTS[count] if count < len(_COUNTS) else f"{count:,}"


def forecast_sentence(
    forecast: Forecast, words: Words, usual: Forecast | None = None, *, saves_energy: bool = False
) -> str:
    """Return a forecast with its 90% interval, and how it compares with that of the usual mix.

    A mix that returns less, and yet is advised, spares energy or time: so that is said, instead of its odds.
    """
    if not forecast.is_plausible:
        return _TOO_LITTLE
    likely = f"{words.percent(90)} likely"
    if not words.shows_amounts:
        points = (forecast.low, forecast.expected, forecast.high)
        low, middle, high = (words.number(max(0.0, 1 + point / forecast.cost), 1) for point in points)
        return (
            f"Estimated: each {words.whole_money(1)} of money and time would return about {middle} on average, "
            f"{likely} to be between {low} and {high}."
        )
    low, middle, high = (words.whole_money(point) for point in (forecast.low, forecast.expected, forecast.high))
    compared = _beside_usual(forecast, usual, words, saves_energy=saves_energy) if usual else ""
    compared = compared or f". It’s {words.odds(forecast.beats_present)} likely to beat your usual quarter."
    return f"Estimated net benefit: {middle} a quarter on average, {likely} to be between {low} and {high}{compared}"


def _beside_usual(forecast: Forecast, usual: Forecast, words: Words, *, saves_energy: bool) -> str:
    """Return what a forecast gives up or frees, compared with the usual one; empty where its odds say more."""
    given_up, freed = whole(usual.expected - forecast.expected), whole(usual.hours - forecast.hours)
    if freed > 0 and _is_about_as_much(forecast, usual):
        return f": about as much as in your usual quarter, with {pluralize(freed, 'fewer hour')}."
    if given_up <= 0 or not (saves_energy or freed > 0):
        return ""
    saved = "saves your energy" if saves_energy else f"frees {pluralize(freed, 'hour')}"
    return f". That’s about {words.about_money(given_up)} less than in your usual quarter, but it {saved}."


def _is_about_as_much(forecast: Forecast, usual: Forecast) -> bool:
    """Return True if the odds or the gain are too small to bet on: what counts then are the hours that are freed."""
    gain = forecast.expected - usual.expected
    return gain > 0 and (forecast.beats_present < MIN_BEATS_USUAL or gain < WORTHWHILE_GAIN * usual.cost)


def assumption(elasticity: float, words: Words) -> str:
    """Return the assumption of diminishing returns."""
    if elasticity >= 1:
        return "Assumed, not measured: twice the effort is worth twice as much, without limit."
    times = words.number(2**elasticity, 1)
    return f"Assumed, not measured: twice the effort is worth {times} times as much, as the best chances come first."
