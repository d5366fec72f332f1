"""A member's contribution to a circle: a few figures of one quarter that can be compared, coarse and without amounts.

Amounts reveal what people earn and mean little across currencies. So the cost of a meaningful contact is expressed in
hours of one's own work, and everything else in hours and percent. Quarters are the calendar's here; of a fiscal year,
the quarter that shares most days is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from netroi_core.circles.disclosure import round_to_step
from netroi_core.ledger import measures
from netroi_core.ledger.costs import loaded_rate
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Figures, Options
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import APPROACH_NAMES
from netroi_core.workspace.fields import APPROACHES

# The prefix of the keys of shares of hours, before the approach.
SHARE: Final = "share of "


@dataclass(frozen=True)
class ComparedFigure:
    """A figure that circles compare: its steps and bounds.

    Values beyond a bound are set to it, since extremes identify people (top coding, in statistical disclosure control).
    """

    key: str
    title: str
    unit: Literal["percent", "hours", "hours of work"]
    step: float
    least: float
    most: float

    @property
    def is_share(self) -> bool:
        """True for a share of hours, whose bounds are no cut."""
        return self.key.startswith(SHARE)

    def coarsened(self, figure: float) -> float:
        """Return the figure within the bounds, rounded to a step."""
        # Extremes identify people, so they are set to the bound (top coding, in statistical disclosure control).
        return round_to_step(min(max(figure, self.least), self.most), self.step)


# Hours and percent alone: amounts reveal what people earn, and mean little across currencies.
COMPARED: Final = (
    ComparedFigure("roi_percent", "ROI", "percent", 10, -100, 1000),
    ComparedFigure("hours", "Hours", "hours", 5, 0, 500),
    ComparedFigure("cost_in_hours", "A meaningful contact", "hours of work", 0.5, 0, 100),
    *(
        ComparedFigure(f"{SHARE}{approach}", f"{APPROACH_NAMES[approach]}, of all hours", "percent", 5, 0, 100)
        for approach in APPROACHES
    ),
)

BY_KEY: Final = {compared.key: compared for compared in COMPARED}

# Figures by the keys of COMPARED; unknown ones are absent.
Contribution = Mapping[str, float]


def contribution_of(ledger: Ledger, quarter: Quarter) -> Contribution:
    """Return a ledger's contribution of a calendar quarter, by the default options; empty without any hours."""
    own_quarter = _fiscal_quarter(quarter, ledger.profile.fiscal_year_start)
    figures = measures.figures(measures.cells(ledger, (own_quarter,), Options()))
    hours = figures.total.hours
    if not hours:
        return {}
    exact = _exact_figures(figures, hours, float(loaded_rate(ledger.profile, own_quarter)))
    return {
        compared.key: compared.coarsened(figure) for compared in COMPARED if (figure := exact[compared.key]) is not None
    }


def _exact_figures(figures: Figures, hours: float, rate: float) -> dict[str, float | None]:
    total = figures.total
    cost = total.cost_per_meaningful_contact
    return {
        "roi_percent": total.roi_percent,
        "hours": hours,
        "cost_in_hours": cost / rate if cost is not None and rate else None,
        **{f"{SHARE}{approach}": (figures.approaches[approach].hours or 0) / hours * 100 for approach in APPROACHES},
    }


def _fiscal_quarter(quarter: Quarter, fiscal_year_start: int) -> Quarter:
    # Circles compare calendar quarters; of a fiscal year, the quarter around the middle shares most days.
    middle = quarter.first_day() + timedelta(days=quarter.days() // 2)
    return Quarter.containing(middle, fiscal_year_start)
