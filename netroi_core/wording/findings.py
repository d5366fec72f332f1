"""The findings in figures, as sentences: never more certain than the records allow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from netroi_core.ledger.counts import NO_OUTCOMES, OutcomeTally
from netroi_core.ledger.measures import ApproachFigures, Figures
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    Words,
    in_sentence,
    join_words,
    pluralize,
    quarter_name,
    window_months,
)

TOTAL = "total"
# The value that no activity led to, in ``Findings.won_shares``.
UNLINKED = "unlinked"
# The two parts of the value, as columns name them.
WON, STILL_OPEN = "Won", "Still open (expected)"
# Less than half a cent is the rounding of sums.
_ROUNDING = 0.005
# Amounts that differ by less than this share look the same in a chart.
_ALIKE: Final = 0.01

TIME_NOT_INCLUDED: Final = "Your time isn’t included yet: add your pay, or what an hour is worth to you."


@dataclass(frozen=True)
class Findings:
    """The conclusions from the figures of a window, in the words of their owner.

    Attributes:
        outcomes: The number of outcomes with a value in the window.
        unpriced: The number of those without a money value.
        won_shares: The share of the value that is won (0 to 1), by approach, ``UNLINKED`` and ``TOTAL``; where missing,
            all is. Shares and not amounts, so that they hold for points of an index as well.
        is_free_time_discounted: True if some hours counted for less than an hour of paid work.
        unpriced_wins: The number of outcomes without a price that each approach had a part in.
        tally: All outcomes of the window, by what they are.
        quiz_totals: How many of the activities are totals of a quarter, from its quiz.
        raised: The money raised, which is no part of the value, by approach (None where it has no step).
    """

    figures: Figures
    window: Sequence[Quarter]
    outcomes: int
    unpriced: int
    words: Words
    won_shares: Mapping[str, float] = field(default_factory=dict)
    is_free_time_discounted: bool = False
    raised: Mapping[str | None, float] = field(default_factory=dict)
    unpriced_wins: Mapping[str, int] = field(default_factory=dict)
    tally: OutcomeTally = NO_OUTCOMES
    quiz_totals: int = 0

    @property
    def is_empty(self) -> bool:
        """True if neither costs, hours nor outcomes are on record."""
        total = self.figures.total
        return not (total.total_cost or total.hours or self.outcomes or self.unpriced)

    def won(self, key: str = TOTAL) -> float:
        """Return the value that is won, of an approach or in total."""
        value = self.row(key).expected_value * self.won_shares.get(key, 1.0)
        # Points of an index are whole numbers: a finer one would tell more than the index does.
        return value if self.words.shows_amounts else float(round(value))

    def still_open(self, key: str = TOTAL) -> float:
        """Return the value that is expected from open outcomes, of an approach or in total."""
        return max(0.0, self.row(key).expected_value - self.won(key))

    def open_included(self, key: str = TOTAL) -> str:
        """Return how much of the figures is still open, and the net benefit without it; empty where nothing is."""
        still_open, benefit = self.still_open(key), self.row(key).net_benefit
        if not self.words.shows_amounts or benefit is None or still_open < _ROUNDING:
            return ""
        return (
            f"These figures include {self.words.money(still_open)} expected from open outcomes. "
            f"Without it, the net benefit is {self.words.money(benefit - still_open)}."
        )

    def headline(self) -> str:
        """Return the answer in one sentence."""
        total, words = self.figures.total, self.words
        if self.raised and not self.won():
            return f"You raised {self._raised()}, which doesn’t count as your income."
        if not total.total_cost and not total.expected_value:
            return (
                "You logged hours, and nothing is won yet."
                if total.hours
                else "Nothing is recorded for these quarters."
            )
        if not total.expected_value:
            return "Nothing that you can count in money has come of it yet."
        if not self.won():
            expected = f"{words.money(self.still_open())} is" if words.shows_amounts else "some is"
            return f"Nothing is won yet; {expected} expected from open outcomes."
        if not total.total_cost:
            return self._won_at_no_cost()
        return f"Each {words.whole_money(1)} {self._effort()} returned {words.ratio(self._return())}."

    def _won_at_no_cost(self) -> str:
        words = self.words
        won = f"You won {words.money(self.won())}" if words.shows_amounts else "You won something of value"
        return f"{won}; {'your hours have no price yet' if self.figures.total.hours else 'no cost is on record'}."

    def basis_sentence(self) -> str:
        """Return how much the answer is based on."""
        total, words = self.figures.total, self.words
        if words.shows_amounts:
            effort = [hours_phrase(total.hours or 0, words), f"{words.money(total.actual_cost)} spent"]
        else:
            effort = activities_phrases(total.activities, self.quiz_totals)
        basis = join_words([outcomes_phrase(self.tally), *effort])
        return f"Based on {basis} in {window_name(self.window)}."

    def caution(self) -> str | None:
        """Return the reason that keeps the answer from being firm, if there is one."""
        total = self.figures.total
        # Outcomes without a price are outcomes.
        if total.total_cost and not total.expected_value and not self.unpriced:
            return "Networking often pays only quarters later. Keep logging, and you will see it here."
        # One quarter has no other to compare its luck and its season with.
        if len(self.window) > 1 or not total.expected_value:
            return None
        return "This is one quarter alone: luck or the season may explain it."

    def invested_title(self) -> str:
        """Return the title of the chart of invested against gained: what was won, and what is still open."""
        total, words = self.figures.total, self.words
        if not words.shows_amounts:
            return self._largest_title()
        won = f"{words.money(self.won())} won" if self.won() else "No money won yet"
        title = f"{won} from {cost_phrase(words, total)}"
        if not self.still_open():
            return title
        joint = ", plus" if self.won() else ";"
        return f"{title}{joint} {words.money(self.still_open())} expected from open outcomes"

    def invested_alt(self) -> str:
        """Return the chart of invested against gained, in words."""
        rows = self.figures.approaches.items()
        return (
            "; ".join(
                f"{APPROACH_NAMES[approach]}: {self._invested(row)}, {self.gains(approach)}, {self.returned(approach)}"
                for approach, row in rows
            )
            + "."
        )

    def gains(self, key: str = TOTAL) -> str:
        """Return what is won and what is open: “$7,230 won, plus $500 open”."""
        won, still_open = f"{self.words.money(self.won(key))} won", self.still_open(key)
        return f"{won}, plus {self.words.money(still_open)} open" if still_open else won

    def returned(self, key: str = TOTAL) -> str:
        """Return what each unit returned so far, as a label."""
        row, one = self.row(key), self.words.whole_money(1)
        if not row.total_cost:
            return "hours without a price" if row.hours else "no cost on record"
        if self.won(key):
            return f"returned {self.words.ratio(self._return(key))} per {one}"
        if key in self.raised or (key == TOTAL and self.raised):
            return f"raised {self._raised(key)}"
        wins = self.unpriced_wins.get(key, 0)
        return pluralize(wins, "unpriced outcome") if wins else "no money won yet"

    def spending_headline(self) -> str:
        """Return how much money and how many hours networking took."""
        total, words = self.figures.total, self.words
        effort = [words.money(total.actual_cost)] if total.actual_cost else []
        effort += [hours_phrase(total.hours, words)] if total.hours else []
        return f"You spent {join_words(effort)}." if effort else "No money and no hours are on record here."

    def spending_sentences(self, *, is_about_money: bool = True) -> tuple[str, ...]:
        """Return what the hours were worth; nothing where money is not the point, and nothing has a value."""
        total = self.figures.total
        if not (is_about_money and total.hours):
            return ()
        return (self._time_sentence(total.opportunity_cost) if total.opportunity_cost else TIME_NOT_INCLUDED,)

    def spending_average(self) -> str:
        """Return what was spent per quarter on average; empty for a single quarter."""
        total, words, quarters = self.figures.total, self.words, len(self.window)
        parts = [words.money(total.actual_cost / quarters)] if quarters and total.actual_cost else []
        parts += [hours_phrase(round(total.hours / quarters, 1), words)] if quarters and total.hours else []
        if quarters < 2 or not parts:
            return ""
        return f"On average, you spent {join_words(parts)} a quarter from {window_name(self.window)}."

    def _time_sentence(self, worth: float) -> str:
        """Return what the hours were worth, why an hour may count for less than its pay, and the cost in all."""
        total, words = self.figures.total, self.words
        hours, hourly = hours_phrase(total.hours or 0, words), worth / (total.hours or 1)
        sentence = f"Your {hours} {'was' if hours == '1 hour' else 'were'} worth {words.money(worth)}"
        # Below 10, whole units would be too coarse.
        sentence += f", about {(words.whole_money if hourly >= 10 else words.money)(hourly)} an hour"
        if self.is_free_time_discounted:
            sentence += ": free time counts for less than paid work"
        in_all = f" In all, networking cost you {words.money(total.total_cost)}." if total.actual_cost else ""
        return f"{sentence}.{in_all}"

    def notes(self, *, is_about_money: bool = True) -> tuple[str, ...]:
        """Return the notes below the figures; no note on a missing ROI where no return is shown."""
        return tuple(note for note in (self.roi_missing() if is_about_money else None, self.unattributed()) if note)

    def roi_missing(self) -> str | None:
        """Return why an approach has no ROI; None if all have one."""
        missing = {name: row for name, row in self.figures.approaches.items() if row.roi_percent is None}
        unpriced = [in_sentence(name) for name, row in missing.items() if row.hours]
        unused = [in_sentence(name) for name, row in missing.items() if not row.hours]
        notes = []
        if unused:
            notes.append(f"No ROI for {join_words(unused)}: no cost is on record there, and ROI divides by it.")
        if unpriced:
            notes.append(
                f"No ROI for {join_words(unpriced)}: your hours have no price yet. Add your pay, and they count."
            )
        return " ".join(notes) or None

    def unattributed(self) -> str | None:
        """Return the note on value that is in the total alone; None if there is none."""
        value = self.figures.unattributed_value
        if not value:
            return None
        part = self.words.money(value)
        if not self.words.shows_amounts:
            part = f"{self.words.percent(100 * value / self.figures.total.expected_value)} of the value"
        return f"{part} isn’t linked to any activity, so it counts only toward the total."

    def _return(self, key: str = TOTAL) -> float:
        """Return won value per unit of cost, where there is a cost."""
        # By ROI: points of an index are too coarse to be divided by each other.
        return (1 + (self.row(key).roi_percent or 0) / 100) * self.won_shares.get(key, 1.0)

    def _raised(self, key: str = TOTAL) -> str:
        """Return the money raised by an approach or in total, as an amount where amounts are shown."""
        amount = sum(self.raised.values()) if key == TOTAL else self.raised.get(key, 0.0)
        return self.words.money(amount) if self.words.shows_amounts else "money"

    def row(self, key: str) -> ApproachFigures:
        """Return the figures of an approach, or in total."""
        return next((row for name, row in self.figures.approaches.items() if name == key), self.figures.total)

    def _effort(self) -> str:
        """Return what a unit of cost consists of: hours without a price are no part of it."""
        is_money_alone = self.words.shows_amounts and not self.figures.total.opportunity_cost
        return "spent" if is_money_alone else "of money and time"

    def _largest_title(self) -> str:
        gained = self._largest(lambda row: row.expected_value)
        invested = self._largest(lambda row: row.total_cost)
        most_invested = f"most was invested in {join_words(invested)}"
        if not gained:
            return f"M{most_invested[1:]}" if invested else "The value isn’t linked to any activity"
        found = f"Most value came {'equally ' if len(gained) > 1 else ''}from {join_words(gained)}"
        if not invested:
            return found
        return f"{found}, {'where most was invested, too' if gained == invested else most_invested}"

    def _largest(self, amount: Callable[[ApproachFigures], float]) -> list[str]:
        """Return the approach with the largest amount, and those that can’t be told from it; none where all are 0."""
        amounts = {approach: amount(row) for approach, row in self.figures.approaches.items()}
        most = max(amounts.values())
        return [in_sentence(approach) for approach, part in amounts.items() if part > (1 - _ALIKE) * most > 0]

    def _invested(self, row: ApproachFigures) -> str:
        words = self.words
        if words.shows_amounts:
            spent = f"{words.money(row.actual_cost)} spent"
            # Hours without a rate cost something: only the amount is unknown.
            if not is_time_counted(row):
                return f"{spent} and {hours_phrase(row.hours or 0, words)} without a price"
            return f"{spent} and {words.money(row.opportunity_cost)} of time"
        return f"{words.money(row.total_cost)} invested"


def share_title(names: Mapping[str, str], sums: Mapping[str, float], whole: str, words: Words) -> str:
    """Return which part had the largest share: like “38% of the money went to event fees”."""
    largest = max(sums, key=lambda key: sums[key])
    if len(sums) == 1:
        return f"All {whole} went to {names[largest].lower()}"
    share = words.percent(100 * sums[largest] / sum(sums.values()))
    return f"{share} of {whole} went to {names[largest].lower()}"


def window_name(window: Sequence[Quarter], fiscal_year_start: int = 1) -> str:
    """Return the quarters from first to last, with the months of a fiscal year: its quarters may read as the future.

    >>> window_name([Quarter(2026, 3)]), window_name([Quarter(2025, 4), Quarter(2026, 3)])
    ('Q3 2026', 'Q4 2025 to Q3 2026')
    >>> window_name([Quarter(2027, 3)], fiscal_year_start=4)
    'Q3 2027 (October to December 2026)'
    """
    first, last = quarter_name(window[0]), quarter_name(window[-1])
    name = first if first == last else f"{first} to {last}"
    return name if fiscal_year_start == 1 else f"{name} ({window_months(window, fiscal_year_start)})"


def activities_phrases(records: int, quiz_totals: int) -> list[str]:
    """Return the number of activities, and that of totals of a quarter among their records, which are none.

    >>> activities_phrases(14, 2), activities_phrases(1, 1), activities_phrases(0, 0)
    (['12 activities', '2 quarter totals'], ['1 quarter total'], ['0 activities'])
    """
    phrases = (
        [pluralize(records - quiz_totals, "activity", "activities")] if records != quiz_totals or not records else []
    )
    return [*phrases, *([pluralize(quiz_totals, "quarter total")] if quiz_totals else [])]


def outcomes_phrase(tally: OutcomeTally) -> str:
    """Return how many outcomes are on record, and what they are: the same words wherever they are counted.

    >>> outcomes_phrase(OutcomeTally(priced=2, unpriced=1, still_open=1, lost=3))
    '7 outcomes (3 won, 1 of them without a price, 1 open and 3 lost)'
    >>> outcomes_phrase(OutcomeTally(unpriced=4, interviews=2)), outcomes_phrase(OutcomeTally(priced=1))
    ('6 outcomes (4 won, none with a price, and 2 interviews)', '1 outcome (won)')
    """
    total, won = sum(tally), tally.priced + tally.unpriced
    names = (
        *((tally.interviews, "interview"), (tally.introductions, "introduction"), (tally.investments, "investment")),
        *((tally.still_open, "open"), (tally.lost, "lost")),
    )
    parts = [_won_phrase(tally)] if won else []
    parts += [pluralize(count, name, name if name in ("open", "lost") else None) for count, name in names if count]
    if not parts:
        return pluralize(0, "outcome")
    if total == 1:
        parts = [parts[0].removeprefix("1 ")]
    *others, last = parts
    # With a comma of its own, the first part needs one after it as well.
    phrase = f"{', '.join(others)}, and {last}" if "," in parts[0] and len(parts) == 2 else join_words(parts)
    return f"{pluralize(total, 'outcome')} ({phrase})"


def _won_phrase(tally: OutcomeTally) -> str:
    """Return how many outcomes were won, and how many of them have no price."""
    won = tally.priced + tally.unpriced
    if not tally.unpriced:
        return f"{won:,} won"
    if tally.priced:
        return f"{won:,} won, {tally.unpriced:,} of them without a price"
    return f"{won:,} won, none with a price" if won > 1 else "1 won without a price"


def is_time_counted(row: ApproachFigures) -> bool:
    """Return True unless there are hours without a price: those cost an unknown amount."""
    return bool(row.opportunity_cost) or not row.hours


def cost_phrase(words: Words, *rows: ApproachFigures, prices_hours: bool = True) -> str:
    """Return the cost of all rows together: “$158 and 24 hours worth $2,000”; hours may have no price.

    Money and time stand apart, since a price of hours is money that nobody paid.
    """
    money, hours, worth = (
        sum(getattr(row, part) or 0.0 for row in rows) for part in ("actual_cost", "hours", "opportunity_cost")
    )
    parts = [words.money(money)] if money else []
    if hours:
        parts.append(f"{hours_phrase(hours, words)}{f' worth {words.money(worth)}' if worth and prices_hours else ''}")
    return join_words(parts) or f"{words.money(0)} spent"


def hours_phrase(hours: float, words: Words) -> str:
    """Return hours with their noun, as exact as people count them: 1 hour, 17.75, 26.5, 422 hours."""
    number = words.number(hours, 0 if hours >= 100 else 1 if hours >= 20 else 2)
    return f"{number} hour" if number == "1" else f"{number} hours"
