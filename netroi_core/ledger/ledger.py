"""The ledger: a workspace's records as polars frames, each row with the quarter that it falls in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import polars as pl

from netroi_core.ledger import costs, frames
from netroi_core.quarters import Quarter, span
from netroi_core.workspace.columns import dates
from netroi_core.workspace.records import Profile, Venue
from netroi_core.workspace.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Ledger:
    """The frames of a workspace, each built when it is first read; their columns are described in ``frames``."""

    workspace: Workspace

    @property
    def profile(self) -> Profile:
        """The profile of the workspace."""
        return self.workspace.profile

    @cached_property
    def activities(self) -> pl.DataFrame:
        """The activities, with their hours."""
        return frames.activities(self.workspace)

    @cached_property
    def expenses(self) -> pl.DataFrame:
        """The costs of activities, without dues."""
        return frames.expenses(self.workspace)

    @cached_property
    def outcomes(self) -> pl.DataFrame:
        """The outcomes, with their value."""
        return frames.outcomes(self.workspace)

    @cached_property
    def touchpoints(self) -> pl.DataFrame:
        """The steps that led to outcomes."""
        return frames.touchpoints(self.workspace)

    @cached_property
    def contacts(self) -> pl.DataFrame:
        """The contacts, and how each was met."""
        return frames.contacts(self.workspace)

    @cached_property
    def meetings(self) -> pl.DataFrame:
        """The contacts at each activity."""
        return frames.meetings(self.workspace)

    @cached_property
    def exchanges(self) -> pl.DataFrame:
        """The favors given and received."""
        return frames.exchanges(self.workspace, self.contacts)

    @cached_property
    def touches(self) -> pl.DataFrame:
        """Every time that a contact was met, at an activity, or part of an exchange."""
        return frames.touches(self.contacts, self.meetings, self.exchanges)

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter from the first dated record to the last; none if there is no record."""
        start, more_dates = self.profile.fiscal_year_start, dates(self.workspace, "exchanges", "stories")
        columns = [frame["quarter"] for frame in (self.activities, self.outcomes)]
        ordinals = pl.concat([*columns, frames.day_and_quarter(more_dates, start)["quarter"]]).unique().sort().to_list()
        return tuple(span(Quarter.from_ordinal(ordinals[0]), Quarter.from_ordinal(ordinals[-1]))) if ordinals else ()

    @cached_property
    def strains(self) -> Mapping[Quarter, str]:
        """The strain that the person named in a quarter's quiz, in their own words, by quarter."""
        quizzes = self.workspace.quizzes
        return {Quarter.parse(quiz.quarter): quiz.strain.strip() for quiz in quizzes if quiz.strain.strip()}


def accrued_dues(ledger: Ledger, quarters: Iterable[Quarter]) -> pl.DataFrame:
    """Return the dues that accrue in the quarters, as expenses of the venue and its approach."""
    return _accrued_dues(ledger.workspace.venues, tuple(quarters), ledger.profile.fiscal_year_start)


# Both caches serve pages that ask again on every rerun, while venues and pay seldom change.
@lru_cache(maxsize=64)
def _accrued_dues(venues: tuple[Venue, ...], quarters: tuple[Quarter, ...], fiscal_year_start: int) -> pl.DataFrame:
    rows = [
        (quarter.ordinal, venue.approach, venue.id, "dues", float(owed), float(owed))
        for venue in venues
        for quarter in quarters
        if (owed := costs.dues_owed(venue, quarter, fiscal_year_start)) > 0
    ]
    return pl.DataFrame(rows, schema=frames.EXPENSES, orient="row")


def hourly_worths(profile: Profile, quarters: Iterable[Quarter]) -> pl.DataFrame:
    """Return what an hour was worth: quarter, alternative (its other use), hourly_worth."""
    return _hourly_worths(profile, tuple(quarters))


@lru_cache(maxsize=64)
def _hourly_worths(profile: Profile, quarters: tuple[Quarter, ...]) -> pl.DataFrame:
    rows = [
        (quarter.ordinal, alternative, float(rate) * multiple)
        for quarter in quarters
        for rate in [costs.loaded_rate(profile, quarter)]
        for alternative, multiple in profile.hour_worth
    ]
    schema = {"quarter": pl.Int64, "alternative": pl.String, "hourly_worth": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
