"""Energy: the mean rating of approaches, of venues, and of kinds of occasions within an approach.

The latest quarters decide where they differ clearly from all of them: what drained a year ago may be fine by now. Less
than that is chance, and all ratings count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import in_window
from netroi_core.planning.baseline import Baseline
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES, Approach

PartKind = Literal["title", "evening", "venue", "channel", "length"]

# Rated activities below which a low mean energy is a bad day and no pattern.
MIN_RATED: Final = 3
DRAINING: Final = -0.5
# The latest quarters whose energy decides, where it differs by so much from that of all quarters.
RECENT_QUARTERS, CLEAR_CHANGE = 2, 0.5
# The points by which a kind of occasion lies below the rest of its approach, if it is what drains there.
PART_GAP: Final = 1.0
# By the words that a person would use for a kind of occasion: of kinds that divide an approach alike, the first counts.
_PART_KINDS: Final[tuple[PartKind, ...]] = ("evening", "venue", "channel", "title", "length")


class Tally(NamedTuple):
    """The rated activities, their total energy, how many drain, and how many are quarters that a quiz rated as a whole.

    First those of all quarters, then those of the latest.
    """

    rated: int
    energy: int
    drained: int
    quizzes: int
    recent_rated: int
    recent_energy: int
    recent_drained: int
    recent_quizzes: int

    @property
    def mean(self) -> float | None:
        """The mean energy (-2 to 2); None while too few are rated."""
        if not _is_enough(self.rated, self.quizzes):
            return None
        return self.recent_energy / self.recent_rated if self.has_changed else self.energy / self.rated

    @property
    def drains(self) -> bool:
        """True if the mean is below DRAINING."""
        return self.mean is not None and self.mean < DRAINING

    @property
    def counted(self) -> tuple[int, int]:
        """The occasions that drain, and the rated ones that the mean is of."""
        return (self.recent_drained, self.recent_rated) if self.has_changed else (self.drained, self.rated)

    @property
    def has_changed(self) -> bool:
        """True if the latest quarters differ clearly from all of them, and so decide."""
        if not _is_enough(self.recent_rated, self.recent_quizzes):
            return False
        return abs(self.recent_energy / self.recent_rated - self.energy / self.rated) >= CLEAR_CHANGE

    def without(self, part: "Tally") -> "Tally":
        """Return the tally without a part."""
        return Tally(*(whole - some for whole, some in zip(self, part, strict=True)))


def _is_enough(rated: int, quizzes: int) -> bool:
    """Return True if these are a pattern: two quarters that a quiz rated are, since each sums up several days."""
    return rated + quizzes / 2 >= MIN_RATED


@dataclass(frozen=True)
class Part:
    """A kind of occasion within an approach that is to take less, while the rest of the approach is fine.

    Attributes:
        name: What all of its occasions have in common: a title, a venue's name, a channel, evening or daytime, longer
            or shorter.
        hours, activities, evenings: Those of a usual quarter.
    """

    approach: Approach
    kind: PartKind
    name: str
    hours: float
    activities: float
    evenings: float


def energies(ledger: Ledger, window: Sequence[Quarter], by: str = "approach") -> dict[str, Tally]:
    """Return the tally of each approach with rated activities, or of each value of another column."""
    return {value: tally for (value,), tally in _tallies(_rated(_occasions(ledger, window)), (by,))}


def draining(ledger: Ledger, window: Sequence[Quarter]) -> frozenset[Approach]:
    """Return the approaches that drain: a mean energy below DRAINING over MIN_RATED rated activities or more."""
    tallies = energies(ledger, window)
    return frozenset(approach for approach in APPROACHES if approach in tallies and tallies[approach].drains)


def draining_parts(ledger: Ledger, window: Sequence[Quarter], baseline: Baseline) -> dict[Approach, Part]:
    """Return the kind of occasion that drains, by approach, where the rest of it doesn't."""
    occasions = _occasions(ledger, window)
    rated = _rated(occasions)
    wholes = dict(_tallies(rated, ("approach",)))
    largest: dict[str, tuple[int, PartKind, str]] = {}
    for kind in _PART_KINDS:
        for (approach, name), tally in _tallies(rated, ("approach", kind)):
            rest = wholes[approach,].without(tally)
            if _is_worse(tally, rest) and tally.rated > largest.get(approach, (0,))[0]:
                largest[approach] = (tally.rated, kind, name)
    return {
        approach: _part(approach, *largest[approach][1:], occasions, baseline)
        for approach in APPROACHES
        if approach in largest
    }


def _is_worse(tally: Tally, rest: Tally) -> bool:
    """Return True if occasions drain, and the rest of their approach doesn't, by a point or more."""
    if tally.mean is None or rest.mean is None:
        return False
    return tally.drains and not rest.drains and rest.mean - tally.mean >= PART_GAP


def _part(approach: Approach, kind: PartKind, name: str, occasions: pl.DataFrame, baseline: Baseline) -> Part:
    inside = [quarter.ordinal for quarter in baseline.quarters]
    own = occasions.filter(pl.col("quarter").is_in(inside), pl.col("approach") == approach, pl.col(kind) == name)
    quarters = max(1, len(inside))
    return Part(
        approach,
        kind,
        name,
        float(own["hours"].sum()) / quarters,
        own.height / quarters,
        own.filter(pl.col("evening") == "evening")["day"].n_unique() / quarters,
    )


def _occasions(ledger: Ledger, window: Sequence[Quarter]) -> pl.DataFrame:
    """Return the activities of a window with each kind of occasion as a column; null or empty where it is unknown."""
    names = pl.DataFrame(
        [(venue.id, venue.name) for venue in ledger.workspace.venues],
        schema={"venue": pl.String, "name": pl.String},
        orient="row",
    )
    activities = ledger.activities.filter(in_window(window)).join(names, on="venue", how="left", maintain_order="left")
    return activities.select(
        *("day", "quarter", "approach", "hours", "energy", "channel", "title", "source"),
        evening=pl.when(pl.col("evening").fill_null(False)).then(pl.lit("evening")).otherwise(pl.lit("daytime")),
        venue=pl.col("name"),
        place=pl.col("venue"),
        length=pl.when(pl.col("hours") > pl.col("hours").mean().over("approach"))
        .then(pl.lit("longer"))
        .otherwise(pl.lit("shorter")),
    )


def _rated(occasions: pl.DataFrame) -> pl.DataFrame:
    """Return the rated activities, marked if they are of the latest quarters with ratings."""
    rated = occasions.drop_nulls("energy")
    return rated.with_columns(is_recent=pl.col("quarter").is_in(_latest(rated).implode()))


def _latest(rated: pl.DataFrame) -> pl.Series:
    """Return the latest quarters with ratings."""
    return rated["quarter"].unique().sort().tail(RECENT_QUARTERS)


def first_recent(ledger: Ledger) -> Quarter:
    """Return the first of the latest quarters with ratings, of which there must be some."""
    first = _latest(ledger.activities.drop_nulls("energy"))[0]
    return next(quarter for quarter in ledger.quarters if quarter.ordinal == first)


def _tallies(rated: pl.DataFrame, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Tally]]:
    """Yield the tally of each group; activities without one of the keys are in none."""
    energy, is_recent = pl.col("energy"), pl.col("is_recent")
    # A quiz may split its quarter over several venues.
    is_quiz, quarters = (pl.col("source") == "quiz").fill_null(False), pl.col("quarter")
    sums = rated.drop_nulls(keys).group_by(keys).agg(
        rated=pl.len(),
        total=energy.sum(),
        drained=(energy < 0).sum(),
        quizzes=quarters.filter(is_quiz).n_unique(),
        recent_rated=is_recent.sum(),
        recent_total=energy.filter(is_recent).sum(),
        recent_drained=(energy.filter(is_recent) < 0).sum(),
        recent_quizzes=quarters.filter(is_quiz & is_recent).n_unique(),
    )  # fmt: skip
    for row in sums.sort(keys).iter_rows():
        values = row[: len(keys)]
        if all(values):
            yield values, Tally(*row[len(keys) :])


def mean_energies(tallies: Mapping[str, Tally]) -> dict[str, float]:
    """Return the mean energy of those with enough rated activities."""
    return {name: mean for name, tally in tallies.items() if (mean := tally.mean) is not None}
