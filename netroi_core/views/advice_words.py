"""The advice as sentences: one next step with its reason, after what happened and what to expect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from netroi_core.ledger import measures
from netroi_core.ledger.counts import is_unpriced
from netroi_core.ledger.measures import ApproachFigures
from netroi_core.planning.advice import MONEY_PURPOSES, Advice, better_change
from netroi_core.planning.mix import Limits
from netroi_core.planning.signals import FRUITLESS_QUARTERS, FRUITLESS_SHARE
from netroi_core.planning.words import PlanWords
from netroi_core.quarters import last_finished
from netroi_core.verdict.words import is_or_are
from netroi_core.views.advice import LIKELY
from netroi_core.views.headline import PLACES, Headline, count_open
from netroi_core.views.record_words import RecordWords
from netroi_core.wording.findings import hours_phrase
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    in_sentence,
    join_words,
    open_outcome_noun,
    outcome_noun,
    pluralize,
    quarter_name,
    two_digits,
)
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Outcome

# A margin below this may be a slip of the pen.
_DOUBTFUL_MARGIN: Final = 0.25
# An approach that took this share of all hours or costs and won nothing is named, even where nothing is cut.
_NOTABLE_SHARE: Final = 0.15
# An approach that returned less than this share of what it took, and took much, gets no more hours for now.
_LITTLE_RETURN: Final = 0.5


@dataclass(frozen=True)
class AdviceWords(RecordWords):
    """The advice in the words of its owner, with what it rests on."""

    def plan(self, plan: Advice) -> str:
        """Return the next step in units of life, or the reason for no change."""
        situation, job = self.situation, self.situation.job_found
        is_over = job is not None and situation.is_between_purposes
        if job is None or not is_over or not plan.baseline.is_current:
            words, idle = self._plan_words(plan), f" {note}" if (note := self._no_more(plan)) else ""
            more = f"{self._venues_to_leave()}{self._fruitless_venue()}{words.gaps()}{self._dues(plan)}"
            return f"{words.next_step()}{idle}{more}"
        steps = dict.fromkeys(step.approach for step in job.touchpoints)
        places = [PLACES[approach] for approach in steps if approach not in situation.signals.draining]
        calm = f"Stay in touch now and then {join_words(places)}: that’s how you got the job."
        calm = calm if places else "One conversation now and then keeps your ties warm."
        plan_words = self._plan_words(plan)
        return f"Your search is over. {calm}{f' {plan_words.next_step()}' if plan.mix else ''}{plan_words.gaps()}"

    def _venues_to_leave(self) -> str:
        """Return the venues at which a cut begins, as a sentence to add; empty without any."""
        venues = self.situation.venues_to_leave if self.words.shows_amounts else ()
        return f" Skip {join_words([f'“{venue.name}”' for venue in venues])} first." if venues else ""

    def _dues(self, plan: Advice) -> str:
        """Return the dues of what the plan drops, which go on until they are canceled; empty without any."""
        today, given_up = self.situation.today, plan.given_up
        venues = [venue for venue in self.situation.ledger.workspace.venues if venue.approach in given_up]
        running = [(venue.name, dues) for venue in venues if (dues := venue.dues) and (dues.until or today) >= today]
        renewed = {"year": " before it renews"}
        owed = [f"“{name}”{renewed.get(dues.per, '')}" for name, dues in running if self.words.shows_amounts]
        return f" To save the dues, cancel {join_words(owed)}." if owed else ""

    def _fruitless_venue(self) -> str:
        """Return which venue took many hours for nothing, with what to try, as a sentence to add; empty without one."""
        venue = self.situation.fruitless_venue if self.words.shows_amounts else None
        if venue is None:
            return ""
        return f" Try a month without “{venue.name}”, which has led to nothing so far, and see whether you miss it."

    @property
    def _is_undecided(self) -> bool:
        """True if the finding is one of the verdict, and it can't tell yet which approach is best."""
        situation, sequence = self.situation, self.situation.sequence
        is_close = self._verdict.call == "too_close" and situation.yardstick == "price"
        return is_close and not (sequence and sequence.is_pattern) and not situation.signals.is_unlinked

    @property
    def step_explains_finding(self) -> bool:
        """True if the next step is part of the finding, which names no best approach."""
        return self._is_undecided or (self._verdict.call == "nothing_pays" and self.situation.yardstick == "price")

    def _kept(self) -> tuple[Approach, ...]:
        """Return the approaches that the finding says to keep, while it can't tell which is best."""
        return Headline(self.situation, self.words).kept() if self._is_undecided else ()

    def next_step(self) -> str:
        """Return the changes of the plan, and what will tell where no approach is known to be best; else nothing."""
        if self._verdict.call == "nothing_pays" and self.situation.yardstick == "price":
            return f"What would change this? {self.learning(self.situation.plan)}"
        if not self._is_undecided:
            return self._changes()
        return " ".join(filter(None, (self._step(), self.what_will_tell())))

    def _step(self) -> str:
        """Return the changes of the plan with their reason, or else which approaches won nothing or little so far."""
        plan = self.situation.plan
        if not plan.mix:
            return " ".join(filter(None, (self._no_more(plan), self._plan_words(plan).already_cut(*APPROACHES))))
        return self._changes()

    def _changes(self) -> str:
        """Return the changes of the plan with their reason; empty where it has none."""
        plan = self.situation.plan
        if not plan.mix or self.situation.job_found:
            return ""
        words = self._plan_words(plan)
        done = words.already_cut(*self._done(plan))
        if not (changes := words.changes_in_quarter()):
            return done
        why = f"that brings you back {words.limited()}" if words.limited() else self._why_cut(plan)
        return f"{self._when(plan, words)}, {changes}{f': {why}' if why else ''}.{f' {done}' if done else ''}"

    def _when(self, plan: Advice, words: PlanWords) -> str:
        """Return from when on a plan holds: what only spares energy or evenings need not wait for the next quarter."""
        mix, usual = plan.mix or {}, plan.baseline.mix
        is_cut = all(mix[approach].hours <= usual[approach].hours for approach in mix)
        spares = bool(words.limited()) or any(held.because == "energy" for held in plan.held)
        return "Starting now" if is_cut and spares else f"In {quarter_name(self.situation.planned_quarter)}"

    def _no_more(self, plan: Advice) -> str:
        """Return which approaches a plan keeps though they won nothing, else the one that took much for little."""
        if not self._is_after_money(plan):
            return ""
        if barren := self._barren(plan):
            return f"{_capitalized(self._won_nothing(barren))}{self._what_first(barren)}."
        return self._add_no_hours() if self._is_undecided and not plan.mix else ""

    def _is_after_money(self, plan: Advice) -> bool:
        """Return True if money is what a plan weighs, and nothing holds it: neither a pause, nor strain, nor a job."""
        situation = self.situation
        is_free = plan.baseline.is_current and plan.reason != "hold" and not situation.job_found
        is_measured = situation.yardstick == "price" and not situation.signals.is_unlinked
        return is_free and is_measured and situation.purpose in MONEY_PURPOSES

    def _add_no_hours(self) -> str:
        """Return that the approach that took much for little is to take no more for now; empty without one."""
        little = self._costs_for_little()
        if not little or not self._is_priced or len(self.situation.baseline.quarters) < FRUITLESS_QUARTERS:
            return ""
        most = max(little, key=little.__getitem__)
        return f"{self._returned(most)}: add no hours there for now."

    def _returned(self, approach: Approach) -> str:
        """Return what an approach returned so far: of one that won nothing, what came or is still open."""
        returned = self.situation.recorded_returns[approach]
        if not returned:
            return _capitalized(self._won_nothing([approach]))
        return f"{APPROACH_NAMES[approach]} returned {self.ratio(returned)} for each {self.words.whole_money(1)} so far"

    def _costs_for_little(self) -> dict[Approach, float]:
        """Return what the approaches cost that took much and returned little, in money or otherwise."""
        rows, kept = measures.figures(self.situation.cells).approaches, self._kept()
        costs = {
            name: row.total_cost or 0.0
            for name, row in rows.items()
            if not (name in kept or self.situation.intangibles[name].outcomes)
        }
        much = FRUITLESS_SHARE * sum(row.total_cost or 0 for row in rows.values())
        return {
            name: cost
            for name, cost in costs.items()
            if cost >= much > 0 and rows[name].expected_value < _LITTLE_RETURN * cost
        }

    def _barren(self, plan: Advice) -> list[Approach]:
        """Return the approaches that a plan keeps though they took much and won nothing, with a price or without."""
        kept = [name for name in APPROACHES if plan.baseline.mix[name].hours and plan.changes[name] >= 0]
        rows, intangibles = self.situation.recorded.approaches, self.situation.intangibles
        barren = [name for name in kept if not (rows[name].expected_value or intangibles[name].outcomes)]
        return [name for name in barren if self._is_notable(rows[name])]

    def _is_notable(self, row: ApproachFigures) -> bool:
        """Return True if an approach took a notable share of all hours or costs."""
        total = self.situation.recorded.total
        taken, of = (row.hours or 0.0, row.total_cost), (total.hours or 0.0, total.total_cost)
        return any(part >= _NOTABLE_SHARE * every > 0 for part, every in zip(taken, of, strict=True))

    def _what_first(self, barren: Sequence[Approach]) -> str:
        """Return what to wait for or to weigh before approaches that won nothing take more, as a continuation."""
        still_open = [outcome for outcome in self.situation.outcomes_with(barren) if outcome.status == "open"]
        if still_open:
            title = still_open[0].title if self.words.shows_amounts else ""  # typed, it may mention money
            one = f"“{title}”" if title else "it"
            return f": see what comes of {one if len(still_open) == 1 else 'them'} first"
        if not self.situation.signals.joyful.issuperset(barren):
            return ": add no hours there for now"
        it = "them" if len(barren) > 1 or is_or_are(barren[0]) == "are" else "it"
        return f": keep {it} if you enjoy {it}"

    def what_will_tell(self) -> str:
        """Return what may tell within a year which approach is best; empty if nothing likely does, or it is known."""
        situation = self.situation
        ledger, window, evidence = situation.ledger, situation.window, situation.evidence
        if not self._may_be_told:
            return ""
        outcome, which = situation.deciding_outcome, "which approach is best"
        first = f"{self._named(outcome)} may tell {which} once it’s decided" if outcome else ""
        quarters = self._quarters_to_tell
        if quarters is None:
            return f"{first}." if first else ""
        count = pluralize(max(1, round(quarters * len(evidence.outcomes) / evidence.quarters)), "more outcome")
        last = max(window[-1], last_finished(situation.today, ledger.profile.fiscal_year_start))
        # The first quarter with even odds, which come true about half of the time (docs/verdict.md).
        odds = self.words.odds(LIKELY)
        by = f"by {quarter_name(last.shifted(quarters))} at your pace ({odds} likely)"
        if first:
            return f"{first}; if not, about {count} may, {by}."
        return f"About {count} may tell {which}, {by}."

    @property
    def _may_be_told(self) -> bool:
        """True if it isn’t known which approach is best, and the records go on."""
        situation = self.situation
        is_latest = situation.window[-1] == situation.ledger.quarters[-1]
        return self._is_undecided and situation.baseline.is_current and is_latest

    @property
    def _quarters_to_tell(self) -> int | None:
        """The quarters until the best approach is likely known; None beyond a year."""
        chances = enumerate(self.situation.chances_to_tell, 1)
        return next((number for number, chance in chances if chance >= LIKELY), None)

    def _beyond_a_year(self) -> str:
        """Return that it likely takes more than a year to tell; empty where it doesn't, or where it is known.

        It belongs to planning: wherever it stood beside each finding, it only discouraged.
        """
        if not self._may_be_told or self._quarters_to_tell is not None:
            return ""
        odds, which = self.words.odds(1 - self.situation.chances_to_tell[-1]), "which approach is best"
        if self.situation.deciding_outcome:
            return f"If it doesn’t, it’s {odds} likely to take more than a year."
        return f"At your pace, it’s {odds} likely to take more than a year to tell {which}."

    def _named(self, outcome: Outcome) -> str:
        # Titles are typed, and may mention money.
        if outcome.title and self.words.shows_amounts:
            return f"“{outcome.title}”"
        return f"Your {open_outcome_noun([outcome.kind])}"

    def plan_beside_verdict(self, plan: Advice) -> str:
        """Return how a plan goes with a verdict that can't tell which approach is best; empty where it can."""
        if not self._is_undecided:
            return ""
        step = _as_sentence(self._won_nothing(self._fruitless_cuts(plan))) if plan.mix else ""
        return " ".join(filter(None, (step, self.what_will_tell(), self._beyond_a_year())))

    def _why_cut(self, plan: Advice) -> str:
        """Return what the approaches that a plan cuts won, if that is nothing, else that the cut spares energy."""
        if fruitless := self._fruitless_cuts(plan):
            return self._won_nothing(fruitless)
        return "that spares your energy" if self._plan_words(plan).spares_energy else ""

    def _done(self, plan: Advice) -> frozenset[Approach]:
        """Return the approaches that were cut already to about what the plan has of them."""
        return frozenset(filter(self._plan_words(plan).is_done, APPROACHES))

    def _fruitless_cuts(self, plan: Advice) -> list[Approach]:
        """Return the approaches that a plan cuts and that won nothing."""
        rows = self.situation.recorded.approaches
        cut = {name for name, change in plan.changes.items() if change < 0} - self._done(plan)
        # What drains and led to something without a price is cut for the energy.
        cut -= {name for name in self.situation.signals.draining if self.situation.intangibles[name].outcomes}
        return [name for name in APPROACHES if name in cut and not rows[name].expected_value]

    def _won_nothing(self, approaches: Sequence[Approach]) -> str:
        """Return that approaches won no money so far, what they took, and what came or is still open; or nothing."""
        if not approaches:
            return ""
        rows = [self.situation.recorded.approaches[name] for name in approaches]
        took = f" from {self._cost(*rows)}" if self.words.shows_amounts else ""
        outcomes = self.situation.outcomes_with(approaches)
        still_open = [outcome.kind for outcome in outcomes if outcome.status == "open"]
        pending = f", with {count_open(still_open)} still open" if still_open else ""
        names = join_words(list(map(in_sentence, approaches)))
        if led := self._led_to([row for row in outcomes if row.status != "open"]):
            return f"{names} {led} so far{took}{pending}"
        return f"{names} won nothing {'yet' if still_open else 'so far'}{took}{pending}"

    def _led_to(self, outcomes: Sequence[Outcome]) -> str:
        """Return how many outcomes without a price came, as a clause; empty without any."""
        kinds = [outcome.kind for outcome in outcomes if is_unpriced(outcome)]
        if not kinds:
            return ""
        money = " and no money" if self.situation.purpose in MONEY_PURPOSES else ""
        return f"led to only {pluralize(len(kinds), outcome_noun(kinds))}{money}"

    def held(self, plan: Advice) -> tuple[str, ...]:
        """Return why approaches are cut, and why others are kept from growing or from being cut."""
        words = self._plan_words(plan)
        # What a plan beside an undecided verdict cuts is said there.
        return (
            *(() if self._is_undecided else (*words.reasons_to_cut(), *self._returned_little(plan))),
            *words.reasons(),
        )

    def _returned_little(self, plan: Advice) -> Iterator[str]:
        """Yield what the approaches returned that a plan cuts because the estimate asks for less of them."""
        situation, signals = self.situation, self.situation.signals
        if not self._is_priced or situation.yardstick != "price" or self._verdict.call == "nothing_pays":
            return
        explained = signals.draining | signals.parts.keys() | signals.fruitless.keys() | signals.left
        for name, change in plan.changes.items():
            returned = situation.recorded_returns[name]
            if name not in explained and change < 0 and returned is not None:
                yield f"{self._returned(name)}."

    def held_back(self, plan: Advice, limits: Limits, elasticity: float) -> str:
        """Return a change that the estimate prefers to a plan, with the rule against it; empty without one."""
        situation, outlook = self.situation, self.situation.outlook
        is_about_money = situation.purpose in MONEY_PURPOSES and not situation.job_found and self._is_priced
        if outlook is None or not is_about_money or not plan.baseline.is_current or not self.words.shows_amounts:
            return ""
        change = better_change(plan, outlook, limits, elasticity)
        return self._plan_words(plan).held_back(*change) if change else ""

    def learning(self, plan: Advice) -> str:
        """Return the cheapest test that is worth its cost, or why there is none; or what would help more than one."""
        if self.situation.is_between_purposes:
            return "Your next purpose: say what you network for now, and the plan follows it."
        total, won = self.situation.recorded.total, self._outcomes("won")
        is_short = self._verdict.call == "nothing_pays" and total.expected_value < total.total_cost
        if is_short and won and not self.words.shows_amounts:
            return "Outcomes that are worth more than the time and money they take."
        if is_short and won:
            # No mix pays while an outcome is worth less than the hours for it.
            each, needed = (self.words.about_money(amount / won) for amount in (total.expected_value, total.total_cost))
            effort = hours_phrase(two_digits((total.hours or 0) / won), self.words)
            so_far = f"so far, each brought about {each} and took about {effort}"
            enough = f"To pay for themselves, they’d have to bring about {needed} each."
            return f"Outcomes that are worth more: {so_far}. {enough}{self._is_margin_right()}"
        return self._plan_words(plan).test()

    def _is_margin_right(self) -> str:
        """Return the question if a margin is right that is so low that it may be a slip, as a sentence to add."""
        prices = self.situation.thin_margin
        if prices is None or prices.margin >= _DOUBTFUL_MARGIN:
            return ""
        return f" Is your margin of {self.words.percent(100 * prices.margin)} right?"

    def _plan_words(self, plan: Advice) -> PlanWords:
        return PlanWords(plan, self.situation.signals, self.situation.purpose, self.words, self._kept())


def _capitalized(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}"


def _as_sentence(clause: str) -> str:
    return f"{_capitalized(clause)}." if clause else ""
