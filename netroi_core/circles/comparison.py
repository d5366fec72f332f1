"""Figures that circles compare: a member's contribution of a quarter, and sentences on where they stand.

Amounts reveal what people earn and mean little across currencies. So the cost of a conversation is expressed in
hours of one's own work, and everything else in hours and percent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from netroi_core.circles.disclosure import THRESHOLD, PublishedQuartiles, Quartiles, round_to_step
from netroi_core.ledger import measures
from netroi_core.ledger.costs import hourly_worth
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Figures, Options
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import APPROACH_NAMES, Words, pluralize, quarter_name
from netroi_core.workspace.fields import APPROACHES

# The prefix of the keys of shares of hours, before the approach.
SHARE: Final = "share of "
_MIDDLE: Final = "in the middle half"


@dataclass(frozen=True)
class ComparedFigure:
    """A figure that circles compare: the opening of sentences on it, its steps and bounds."""

    key: str
    title: str
    opening: str
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


COMPARED: Final = (
    ComparedFigure("roi_percent", "ROI", "Your ROI of {} on won outcomes is", "percent", 10, -100, 1000),
    ComparedFigure("hours", "Hours", "Your networking time of {} is", "hours", 5, 0, 500),
    ComparedFigure(
        "cost_in_hours",
        "Cost of a conversation",
        "Your cost of a conversation, {}, is",
        "hours of work",
        0.5,
        0,
        100,
    ),
    *(
        ComparedFigure(
            f"{SHARE}{approach}",
            f"{name}, share of hours",
            f"{name}: your share of hours, {{}}, is",
            "percent",
            5,
            0,
            100,
        )
        for approach, name in APPROACH_NAMES.items()
    ),
)

BY_KEY: Final = {compared.key: compared for compared in COMPARED}

# Figures by the keys of COMPARED; unknown ones are absent.
Contribution = Mapping[str, float]

# Members' questions and the answers.
MEMBER_FACTS: Final = (
    (
        "What others see",
        "Rounded quartiles of at least five members, and how many take part. No names, no list of members, no amounts.",
    ),
    ("What ROI includes", "Won outcomes only. Open outcomes don’t count."),
    (
        "What a conversation costs",
        "It is money and time together, converted to hours of your own work. That makes members with "
        "different currencies and pay comparable without revealing either.",
    ),
    (
        "How it is calculated",
        "The bar shows about the middle half of the members. Each end of the bar, and the middle, is the "
        "rounded average of three or four members, so nothing depends on one person.",
    ),
    (
        "When it updates",
        "Only when at least five members have added, changed or deleted their figures, so that no two "
        "views differ by one person. Until then, everything stays the same.",
    ),
    (
        "When you leave",
        "Your figures are deleted right away. Rounded quartiles that included them stay until the next "
        "update, and are hidden while fewer than five members take part.",
    ),
    (
        "Who gets in",
        "Only people the lead accepts, by the name they give. Nobody but the lead sees that name, and it’s deleted "
        "once the lead decides.",
    ),
    (
        "What it can’t prevent",
        "If everyone else in a circle put their figures together, they could work out yours. So could a lead who "
        "accepts made-up members. Join only if you trust the lead, and the circle has about as many members as you "
        "know of.",
    ),
)


def contribution_of(ledger: Ledger, quarter: Quarter) -> Contribution:
    """Return a ledger's contribution of a calendar quarter, of won outcomes alone; empty without any hours."""
    # Circles compare calendar quarters; of a fiscal year, the quarter around the middle shares most days.
    middle = quarter.first_day() + timedelta(days=quarter.days() // 2)
    own_quarter = Quarter.containing(middle, ledger.profile.fiscal_year_start)
    figures = measures.figures(measures.cells(ledger, (own_quarter,), Options(basis="won")))
    hours = figures.total.hours
    if not hours:
        return {}
    exact = _exact_figures(figures, hours, hourly_worth(ledger.profile, own_quarter))
    return {key: BY_KEY[key].coarsened(figure) for key, figure in exact.items() if figure is not None}


def figure_text(compared: ComparedFigure, value: float, words: Words) -> str:
    """Return a figure with its unit; a value at the top of its range is "or more"."""
    text = words.percent(value) if compared.unit == "percent" else words.hours(value)
    if compared.unit == "hours of work":
        text += " of work"
    return f"{text} or more" if value == compared.most and not compared.is_share else text


def standing_sentences(own: Contribution, published: Mapping[str, PublishedQuartiles], words: Words) -> list[str]:
    """Return a sentence on a member's standing in each published figure, in the order of COMPARED.

    The number of members is named where it differs from the sentence before.
    """
    sentences, people = [], 0
    for compared in COMPARED:
        if compared.key in own and compared.key in published:
            value, quartiles = own[compared.key], published[compared.key]
            opening = compared.opening.format(figure_text(compared, value, words))
            sentence = f"{opening} {_position(value, quartiles.quartiles)}"
            if quartiles.people != people:
                people = quartiles.people
                sentence += f" of the {people} members"
            sentences.append(sentence)
    return sentences


def other_standings(sentences: Sequence[str]) -> str:
    """Return the standings besides the first as a paragraph, with those in the middle half in one sentence.

    >>> other_standings(["A", "B is in the middle half", "C is among the highest", "D is in the middle half"])
    'C is among the highest. Your other figures are in the middle half.'
    """
    others = sentences[1:]
    apart = [f"{sentence}." for sentence in others if _MIDDLE not in sentence]
    usual = len(others) - len(apart)
    noun = "other figure is" if usual == 1 else "other figures are"
    return " ".join([*apart, *([f"Your {noun} {_MIDDLE}."] if usual else [])])


def chart_title(published: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """Return a chart's title: the middle half of the first published figure."""
    compared = next(compared for compared in COMPARED if compared.key in published)
    quartiles, people = published[compared.key].quartiles, published[compared.key].people
    return f"{compared.title}: {middle_half(compared, quartiles, words)} for the middle half of {people} members"


def middle_half(compared: ComparedFigure, quartiles: Quartiles, words: Words) -> str:
    """Return the range of the middle half, from the lower to the upper quartile."""
    if quartiles.lower == quartiles.upper:
        return figure_text(compared, quartiles.upper, words)
    # "3 to 8 hours of work": the unit is named once.
    is_work = compared.unit == "hours of work"
    lower = words.hours(quartiles.lower) if is_work else figure_text(compared, quartiles.lower, words)
    return f"{lower} to {figure_text(compared, quartiles.upper, words)}"


def contribution_lines(figures: Contribution, words: Words) -> list[tuple[str, str]]:
    """Return the title and the text of each contributed figure."""
    return [(BY_KEY[key].title, figure_text(BY_KEY[key], value, words)) for key, value in figures.items()]


def missing_members(contributors: int, quarter: Quarter) -> str:
    """Return a finding: how many more members must take part."""
    takes = (
        pluralize(contributors, "member is taking", "members are taking") + " part"
        if contributors
        else "Nobody is taking part yet"
    )
    return (
        f"{takes} in {quarter_name(quarter)}: once "
        f"{pluralize(THRESHOLD - contributors, 'more member does', 'more members do')}, you can see how "
        "you compare"
    )


def take_part_prompt(quarter: Quarter) -> str:
    """Return a finding for a member who doesn't take part while others do."""
    return f"Take part in {quarter_name(quarter)} to see how you compare"


def basis_sentence(published: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """Return a sentence on the members whom the published figures compare."""
    return f"Based on {as_of(published, words)}. It updates when the figures of five members have changed."


def as_of(published: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """Return the number of members behind the published figures, and the day of the latest."""
    people = sorted({quartiles.people for quartiles in published.values()})
    count = f"{people[0]} to {people[-1]}" if len(people) > 1 else str(people[0])
    return f"{count} members as of {words.day(max(quartiles.day for quartiles in published.values()))}"


def _exact_figures(figures: Figures, hours: float, rate: float) -> dict[str, float | None]:
    cost = figures.total.cost_per_meaningful_contact
    return {
        "roi_percent": figures.total.roi_percent,
        "hours": hours,
        "cost_in_hours": cost / rate if cost is not None and rate else None,
        **{f"{SHARE}{approach}": (figures.approaches[approach].hours or 0) / hours * 100 for approach in APPROACHES},
    }


def _position(value: float, quartiles: Quartiles) -> str:
    if value > quartiles.upper:
        return "among the highest"
    if value < quartiles.lower:
        return "among the lowest"
    return _MIDDLE
