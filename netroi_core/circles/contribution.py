"""What a member gives to a circle: a few figures of one quarter that can be compared, coarse, and without any amount.

Amounts tell what people earn, and mean little across currencies. So what a meaningful contact costs is told in hours
of one's own work, and everything else in hours and percent. A quarter is one of the calendar here; who counts fiscal
years gives their own quarter that has most of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal

from netroi_core.circles.disclosure import round_to_step
from netroi_core.ledger import measures
from netroi_core.ledger.costs import loaded_rate
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import APPROACH_NAMES
from netroi_core.workspace.fields import APPROACHES

SHARE: Final = "share of "
"""How the keys of shares of hours begin, before the approach."""


@dataclass(frozen=True)
class ComparedFigure:
    """A figure that is compared: in which steps it is given and told, and from where to where.

    What lies beyond is given as the end: extremes tell who it is (top coding, in statistical disclosure control).
    """

    key: str
    title: str
    unit: Literal["percent", "hours", "hours of work"]
    step: float
    least: float
    most: float

    @property
    def is_share(self) -> bool:
        """Whether it is a part of one's hours, so that its ends are no cut."""
        return self.key.startswith(SHARE)

    def coarse(self, figure: float) -> float:
        """The figure as it is given."""
        return round_to_step(min(max(figure, self.least), self.most), self.step)


COMPARED: Final = (
    ComparedFigure("roi_percent", "ROI", "percent", 10, -100, 1000),
    ComparedFigure("hours", "Hours", "hours", 5, 0, 500),
    ComparedFigure("cost_in_hours", "A meaningful contact", "hours of work", 0.5, 0, 100),
    *(
        ComparedFigure(f"{SHARE}{each}", f"{APPROACH_NAMES[each]}, of all hours", "percent", 5, 0, 100)
        for each in APPROACHES
    ),
)

BY_KEY: Final = {each.key: each for each in COMPARED}

Contribution = Mapping[str, float]
"""Figures by the keys of COMPARED; what is not known is not in it."""


def contribution_of(ledger: Ledger, quarter: Quarter) -> Contribution:
    """What somebody gives of a quarter of the calendar, by the usual options; nothing of one without an hour."""
    own = _own(quarter, ledger.profile.fiscal_year_start)
    figures = measures.figures(measures.cells(ledger, (own,), Options()))
    if not figures["total"]["hours"]:
        return {}
    exact = _exact(figures, float(loaded_rate(ledger.profile, own)))
    return {each.key: each.coarse(figure) for each in COMPARED if (figure := exact[each.key]) is not None}


def _exact(figures: Mapping[str, Any], rate: float) -> dict[str, float | None]:
    total, approaches = figures["total"], figures["approaches"]
    cost = total["cost_per_meaningful_contact"]
    return {
        "roi_percent": total["roi_percent"],
        "hours": total["hours"],
        "cost_in_hours": cost / rate if cost is not None and rate else None,
        **{f"{SHARE}{each}": approaches[each]["hours"] / total["hours"] * 100 for each in APPROACHES},
    }


def _own(quarter: Quarter, fiscal_year_start: int) -> Quarter:
    middle = quarter.first_day() + timedelta(days=quarter.days() // 2)
    return Quarter.containing(middle, fiscal_year_start)
