"""Online and offline: the share of hours in person, by phone and online, and the outcomes that each led to."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

import polars as pl

from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, in_window
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, join_words
from netroi_core.workspace.fields import Channel
from netroi_core.workspace.records import Activity, Touchpoint

Side = Literal["in_person", "phone", "online"]
# From this share of hours without a channel on, the rest says nothing.
_HARDLY_KNOWN: Final = 0.9
SIDES: Final[tuple[Side, ...]] = get_args(Side)
SIDE_NAMES: Final[Mapping[Side | None, str]] = {
    "in_person": "In person",
    "phone": "By phone",
    "online": "Online (video and text)",
    None: "Not known",
}
_SIDE_OF: Final[Mapping[Channel, Side]] = {
    "in_person": "in_person",
    "phone": "phone",
    "video": "online",
    "text": "online",
}


@dataclass(frozen=True)
class SideFigures:
    """The hours of one side, or of activities without a channel (None), and what their steps led to.

    Attributes:
        share: Of all hours, 0 to 1; None without any hours.
        outcomes: Outcomes, won or open, with a step of this side.
        value: The credit of these steps, in the workspace's currency.
    """

    side: Side | None
    hours: float
    share: float | None
    outcomes: int
    value: float


def side_figures(ledger: Ledger, quarters: Sequence[Quarter], options: Options) -> list[SideFigures]:
    """Return the figures of each side with hours or steps in the quarters; empty while no activity has a channel."""
    activities = ledger.workspace.activities
    if not any(row.channel for row in activities):
        return []
    start = ledger.profile.fiscal_year_start
    hours: dict[Side | None, float] = {}
    for row in activities:
        if Quarter.containing(row.date, start) in quarters:
            side = _side(row)
            hours[side] = hours.get(side, 0.0) + row.hours.total
    steps = _credited_steps(ledger, quarters, options)
    led_to = {side: (outcomes, value) for side, outcomes, value in steps.iter_rows()}
    whole = sum(hours.values())
    return [
        SideFigures(
            side, hours.get(side, 0.0), hours.get(side, 0.0) / whole if whole else None, *led_to.get(side, (0, 0.0))
        )
        for side in (*SIDES, None)
        if side in hours or side in led_to
    ]


def side_sentence(figures: Sequence[SideFigures], words: Words) -> str:
    """Return the share of hours offline and online, and what each led to."""
    unknown = _share_of(figures, (None,))
    if not figures or unknown >= _HARDLY_KNOWN:
        return (
            "Add the channel of your activities (in person, by phone, on video or by text) to see what online and "
            "offline networking led to."
        )
    parts = []
    for name, sides in (("offline", ("in_person", "phone")), ("online", ("online",))):
        if any(row.side in sides for row in figures):
            parts.append(f"{words.percent(100 * _share_of(figures, sides))} of your hours were {name}")
    if unknown:
        parts.append(f"{words.percent(100 * unknown)} name no channel")
    return f"{join_words(parts)}." if parts else ""


def _share_of(figures: Sequence[SideFigures], sides: Sequence[str | None]) -> float:
    return sum(row.share or 0.0 for row in figures if row.side in sides)


def side_table(figures: Sequence[SideFigures], words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the figures as a table for the screen."""
    header = ("", "Hours", "Share of hours", "Outcomes with a step", "Won")
    rows = (
        (
            SIDE_NAMES[row.side],
            words.hours(row.hours),
            words.percent(None if row.share is None else 100 * row.share),
            words.number(row.outcomes),
            words.money(row.value),
        )
        for row in figures
    )
    return header, tuple(rows)


def _side(activity: Activity) -> Side | None:
    return _SIDE_OF[activity.channel] if activity.channel else None


def _credited_steps(ledger: Ledger, quarters: Sequence[Quarter], options: Options) -> pl.DataFrame:
    """Return the number of outcomes and the credit by side: side, outcomes, value."""
    sides = _step_sides(ledger)
    steps = ledger.touchpoints.with_columns(
        pl.Series("side", sides, dtype=pl.String), RULES[options.attribution].credits.alias("credit")
    )
    outcomes = ledger.outcomes.filter(pl.col("status") != "lost").select(
        "outcome", pl.col("quarter").alias("realised"), pl.col(options.basis).alias("worth")
    )
    quarter = "quarter" if options.view == "invested" else "realised"
    return (
        steps.join(outcomes, on="outcome")
        .with_columns(pl.col(quarter).alias("quarter"))
        .filter(in_window(quarters))
        .group_by("side")
        .agg(
            pl.col("outcome").n_unique().cast(pl.Int64).alias("outcomes"),
            (pl.col("credit") * pl.col("worth")).sum().alias("value"),
        )
    )


def _step_sides(ledger: Ledger) -> list[Side | None]:
    """Return the side of each row of ``ledger.touchpoints``.

    A step names no channel: it has that of the activity on its day by its approach (with its contact, where several
    are), else the only one that its approach was used by in its quarter.
    """
    start = ledger.profile.fiscal_year_start
    by_day: dict[tuple[date, str], list[Activity]] = {}
    by_quarter: dict[tuple[Quarter, str], set[Side]] = {}
    for activity in ledger.workspace.activities:
        by_day.setdefault((activity.date, activity.approach), []).append(activity)
        if side := _side(activity):
            quarter = Quarter.containing(activity.date, start)
            by_quarter.setdefault((quarter, activity.approach), set()).add(side)
    sides = []
    for outcome in ledger.workspace.outcomes:
        # The order of the frame: by day, those after the outcome left out.
        for step in sorted(outcome.touchpoints, key=lambda step: step.date):
            if step.date <= outcome.date:
                same_day = _sides_of(by_day.get((step.date, step.approach), []), step)
                usual = by_quarter.get((Quarter.containing(step.date, start), step.approach), set())
                sides.append(_only(same_day) or _only(usual if not same_day else set()))
    return sides


def _sides_of(activities: Sequence[Activity], step: Touchpoint) -> set[Side]:
    """Return the sides of the activities on a step's day; those with its contact, if there are any."""
    together = [row for row in activities if step.contact and step.contact in row.people]
    return {side for row in together or activities if (side := _side(row))}


def _only(sides: AbstractSet[Side]) -> Side | None:
    return next(iter(sides)) if len(sides) == 1 else None
