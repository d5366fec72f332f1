"""The findings in figures, as sentences: never more certain than the records allow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netroi_core.ledger.measures import ApproachFigures, Figures
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import APPROACH_NAMES, Words, in_sentence, join_words, pluralize, quarter_name


@dataclass(frozen=True)
class Findings:
    """The conclusions from the figures of a window, in the words of their owner.

    ``outcomes`` counts the outcomes of worth in the window, ``unpriced`` those without a money value.
    """

    figures: Figures
    window: Sequence[Quarter]
    outcomes: int
    unpriced: int
    words: Words

    def headline(self) -> str:
        """Return the answer in one sentence."""
        total, words = self.figures.total, self.words
        if not total.total_cost and not total.expected_value:
            return "Nothing is recorded for these quarters."
        if not total.total_cost:
            gain = words.money(total.expected_value) if words.shows_amounts else "Something of worth"
            return f"{gain} came of it, and no cost is recorded."
        if not total.expected_value:
            return "Nothing that can be counted in money has come of it yet."
        returned = 1 + (total.roi_percent or 0) / 100
        return f"Each {words.whole_money(1)} of money and time returned about {words.money(returned)}."

    def basis_sentence(self) -> str:
        """Return how much the answer is based on."""
        total, words = self.figures.total, self.words
        if words.shows_amounts:
            effort = [hours_phrase(total.hours or 0, words), f"{words.money(total.actual_cost)} spent"]
        else:
            effort = [pluralize(total.activities, "activity", "activities")]
        basis = join_words([pluralize(self.outcomes, "outcome"), *effort])
        more = f"; {pluralize(self.unpriced, 'outcome')} without a money value" if self.unpriced else ""
        return f"Rests on {basis} in {window_name(self.window)}{more}."

    def caution(self) -> str | None:
        """Return the reason that keeps the answer from being firm, if there is one."""
        total = self.figures.total
        if total.total_cost and not total.expected_value:
            return "Networking ripens late: what you sow now often pays quarters later. Keep count, and it will show."
        # One quarter has no other to compare its luck and its season with.
        if len(self.window) > 1 or not total.expected_value:
            return None
        return "One quarter alone: what it shows may be its own luck or season."

    def invested_title(self) -> str:
        """Return the title of the chart of invested against gained."""
        total, words = self.figures.total, self.words
        if not words.shows_amounts:
            return self._largest_title()
        invested, gained = words.money(total.total_cost), words.money(total.expected_value)
        return f"{invested} of money and time went in, {gained} came out"

    def invested_alt(self) -> str:
        """Return the chart of invested against gained, in words."""
        rows = self.figures.approaches.items()
        return (
            "; ".join(f"{APPROACH_NAMES[approach]}: {self._invested_and_gained(row)}" for approach, row in rows) + "."
        )

    def notes(self) -> tuple[str, ...]:
        """Return the notes below the figures."""
        return tuple(note for note in (self.roi_missing(), self.unattributed()) if note)

    def roi_missing(self) -> str | None:
        """Return why an approach has no ROI; None if all have one."""
        missing = [approach for approach, row in self.figures.approaches.items() if row.roi_percent is None]
        if not missing:
            return None
        names = join_words([in_sentence(approach) for approach in missing])
        return f"n/a for {names}: no money or time was invested there, and ROI divides by it."

    def unattributed(self) -> str | None:
        """Return the note on value that is in the total alone; None if there is none."""
        value = self.figures.unattributed_value
        if not value:
            return None
        part = self.words.money(value)
        if not self.words.shows_amounts:
            part = f"{self.words.percent(100 * value / self.figures.total.expected_value)} of what was gained"
        return f"{part} has no steps that led to it, so it counts in the total alone."

    def _largest_title(self) -> str:
        gained = self._largest(lambda row: row.expected_value)
        invested = self._largest(lambda row: row.total_cost)
        if not gained:
            return f"Most was invested in {invested}" if invested else "What was gained has no steps that led to it"
        if not invested:
            return f"Most was gained by {gained}"
        where = "where most was invested, too" if gained == invested else f"most was invested in {invested}"
        return f"Most was gained by {gained}, {where}"

    def _largest(self, amount: Callable[[ApproachFigures], float]) -> str | None:
        rows = self.figures.approaches
        largest = max(rows, key=lambda approach: amount(rows[approach]))
        return in_sentence(largest) if amount(rows[largest]) else None

    def _invested_and_gained(self, row: ApproachFigures) -> str:
        words = self.words
        invested = f"{words.money(row.total_cost)} invested"
        if words.shows_amounts:
            invested = f"{words.money(row.actual_cost)} spent and {words.money(row.opportunity_cost)} of time"
        return f"{invested}, {words.money(row.expected_value)} gained, ROI {words.percent(row.roi_percent)}"


def share_title(names: Mapping[str, str], sums: Mapping[str, float], whole: str, words: Words) -> str:
    """Return which part had the largest share: like “Event fees took 38% of the money”."""
    largest = max(sums, key=lambda key: sums[key])
    return f"{names[largest]} took {words.percent(100 * sums[largest] / sum(sums.values()))} of {whole}"


def window_name(window: Sequence[Quarter]) -> str:
    """Return the quarters from first to last: Q3 2026, or Q4 2025 to Q3 2026."""
    first, last = quarter_name(window[0]), quarter_name(window[-1])
    return first if first == last else f"{first} to {last}"


def hours_phrase(hours: float, words: Words) -> str:
    """Return hours with their noun: 1 hour, 17.75 hours; whole from 20 on."""
    number = words.number(hours, 0 if hours >= 20 else 2)
    return f"{number} hour" if number == "1" else f"{number} hours"
