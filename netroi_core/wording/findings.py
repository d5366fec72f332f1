"""What the figures say, as sentences: the finding first, and never more certain than the records allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netroi_core.quarters import Quarter
from netroi_core.wording.wording import APPROACH_NAMES, Words, counted, inside, listed, quarter_name

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Findings:
    """What to conclude from figures (of ``measures.figures``) over a window, in the words of their owner.

    ``outcomes`` counts the outcomes of worth in the window, ``unpriced`` those without a money value.
    """

    figures: Figures
    window: Sequence[Quarter]
    outcomes: int
    unpriced: int
    words: Words

    def headline(self) -> str:
        """The answer in one sentence."""
        total, words = self.figures["total"], self.words
        if not total["total_cost"] and not total["expected_value"]:
            return "Nothing is recorded for these quarters."
        if not total["total_cost"]:
            came = words.money(total["expected_value"]) if words.tells_amounts else "Something of worth"
            return f"{came} came of it, and no cost is recorded."
        if not total["expected_value"]:
            return "Nothing that can be counted in money has come of it yet."
        returned = 1 + total["roi_percent"] / 100
        return f"Each {words.whole_money(1)} of money and time returned about {words.money(returned)}."

    def basis_sentence(self) -> str:
        """What the answer rests on."""
        total, words = self.figures["total"], self.words
        if words.tells_amounts:
            effort = [counted_hours(total["hours"], words), f"{words.money(total['actual_cost'])} spent"]
        else:
            effort = [counted(total["activities"], "activity", "activities")]
        rests_on = [counted(self.outcomes, "outcome"), *effort]
        more = f"; {counted(self.unpriced, 'outcome')} without a money value" if self.unpriced else ""
        return f"Rests on {listed(rests_on)} in {window_name(self.window)}{more}."

    def caution(self) -> str | None:
        """What keeps the answer from being firm; None if nothing does."""
        total = self.figures["total"]
        if total["total_cost"] and not total["expected_value"]:
            return "Networking ripens late: what you sow now often pays quarters later. Keep count, and it will show."
        if len(self.window) > 1 or not total["expected_value"]:
            return None
        return "One quarter alone: what it shows may be its own luck or season."

    def invested_title(self) -> str:
        """What the chart of invested against gained shows."""
        total, words = self.figures["total"], self.words
        if not words.tells_amounts:
            return self._most_title()
        went_in, came_out = words.money(total["total_cost"]), words.money(total["expected_value"])
        return f"{went_in} of money and time went in, {came_out} came out"

    def invested_alt(self) -> str:
        """The chart of invested against gained, in words."""
        words = self.words

        def went_in(row: Figures) -> str:
            if not words.tells_amounts:
                return f"{words.money(row['total_cost'])} invested"
            return f"{words.money(row['actual_cost'])} spent and {words.money(row['opportunity_cost'])} of time"

        return self._each(
            lambda row: (
                f"{went_in(row)}, {words.money(row['expected_value'])} gained, ROI {words.percent(row['roi_percent'])}"
            )
        )

    def notes(self) -> tuple[str, ...]:
        """What there is to say below the figures."""
        return tuple(note for note in (self.roi_missing(), self.unattributed()) if note)

    def roi_missing(self) -> str | None:
        """Why an approach has no ROI; None if all have one."""
        missing = [a for a, row in self.figures["approaches"].items() if row["roi_percent"] is None]
        if not missing:
            return None
        names = listed([inside(approach) for approach in missing])
        return f"n/a for {names}: no money or time was invested there, and ROI divides by it."

    def unattributed(self) -> str | None:
        """That some value is in the total alone; None if there is none."""
        value = self.figures["unattributed_value"]
        if not value:
            return None
        part = self.words.money(value)
        if not self.words.tells_amounts:
            part = f"{self.words.percent(100 * value / self.figures['total']['expected_value'])} of what was gained"
        return f"{part} has no steps that led to it, so it counts in the total alone."

    def _most_title(self) -> str:
        """Where most was gained, and where most was invested."""
        most = []
        for key in ("expected_value", "total_cost"):
            amounts = {approach: row[key] for approach, row in self.figures["approaches"].items()}
            largest = max(amounts, key=amounts.__getitem__)
            most.append(inside(largest) if amounts[largest] else None)
        gained, invested = most
        if not gained:
            return f"Most was invested in {invested}" if invested else "What was gained has no steps that led to it"
        if not invested:
            return f"Most was gained by {gained}"
        where = "where most was invested, too" if gained == invested else f"most was invested in {invested}"
        return f"Most was gained by {gained}, {where}"

    def _each(self, sentence: Any) -> str:
        rows = self.figures["approaches"].items()
        return "; ".join(f"{APPROACH_NAMES[approach]}: {sentence(row)}" for approach, row in rows) + "."


def share_title(names: Mapping[str, str], sums: Mapping[str, float], whole: str, words: Words) -> str:
    """Where most of something went, from a sum for each key: like “Event fees took 38% of the money”."""
    largest = max(sums, key=lambda key: sums[key])
    return f"{names[largest]} took {words.percent(100 * sums[largest] / sum(sums.values()))} of {whole}"


def window_name(window: Sequence[Quarter]) -> str:
    """The quarters from first to last: Q3 2026, or Q4 2025 to Q3 2026."""
    first, last = quarter_name(window[0]), quarter_name(window[-1])
    return first if first == last else f"{first} to {last}"


def counted_hours(hours: float, words: Words) -> str:
    """Hours with their noun: 1 hour, 17.75 hours; whole from 20 on."""
    number = words.number(hours, 0 if hours >= 20 else 2)
    return f"{number} hour" if number == "1" else f"{number} hours"
