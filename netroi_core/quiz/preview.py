"""The preview of a quiz: the records as they would be with the answers given so far, and the quarter's figures."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from netroi_core.ledger import counts, measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Figures, Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import submission
from netroi_core.quiz.valuation import counted_amount
from netroi_core.workspace.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Preview:
    """The preview of the quiz of a quarter: each part is computed when it is first read."""

    stored: Workspace
    quarter: Quarter
    today: date

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace as it would be with these answers."""
        return submission.preview(self.stored, self.quarter, self.today)

    @cached_property
    def figures(self) -> Figures:
        """The figures of the quarter with these answers."""
        return self._figures(Options())

    @cached_property
    def won(self) -> float:
        """The value of what is won in the quarter with these answers; ``figures`` count open outcomes as well."""
        return self._figures(Options(basis="won")).total.expected_value

    @cached_property
    def carried_over(self) -> float:
        """The value expected from outcomes of earlier quarters that are still open with these answers."""
        first = self.quarter.first_day(self.stored.profile.fiscal_year_start)
        return sum(counted_amount(outcome) for outcome in self.workspace.open_outcomes if outcome.date < first)

    @cached_property
    def conversations(self) -> int:
        """The conversations of the quarter with these answers."""
        return counts.conversations(self._ledger.activities)

    def _figures(self, options: Options) -> Figures:
        return measures.figures(measures.cells(self._ledger, (self.quarter,), options))

    @cached_property
    def _ledger(self) -> Ledger:
        # The figures of a quarter depend on its own activities and outcomes alone.
        start = self.stored.profile.fiscal_year_start
        return Ledger(self.workspace.within(self.quarter.first_day(start), self.quarter.last_day(start)))
