"""Sentences about a circle: a member's standing, their contribution, and how many members are missing."""

from collections.abc import Mapping
from typing import Final

from netroi_core.circles.contribution import BY_KEY, COMPARED, SHARE, ComparedFigure, Contribution
from netroi_core.circles.disclosure import THRESHOLD, PublishedQuartiles, Quartiles
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import APPROACH_NAMES, Words, pluralize, quarter_name
from netroi_core.workspace.fields import APPROACHES

_OPENINGS: Final[Mapping[str, str]] = {
    "roi_percent": "Your ROI of {} is",
    "hours": "Your {} of networking are",
    "cost_in_hours": "A meaningful contact costs you {},",
    **{f"{SHARE}{approach}": f"{APPROACH_NAMES[approach]}: your share of {{}} is" for approach in APPROACHES},
}

# Members' questions and the answers.
MEMBER_FACTS: Final = (
    ("What others see", "Rounded quartiles of at least five, and how many take part. No name, no list, no amount."),
    (
        "What a meaningful contact costs",
        "Money and time, told as hours of your own work: so it compares across currencies and pay, and tells neither.",
    ),
    (
        "How it is made",
        "The bar holds about the middle half. Each of its ends, and the middle, is the average of three or four who "
        "stand next to each other, rounded: so none of it rests on one person.",
    ),
    (
        "When it changes",
        "Only once the figures of at least five have changed, come or gone: so no two views differ by one person. "
        "Until then what was told stays as it was.",
    ),
    (
        "When you leave",
        "Your figures are deleted at once. The rounded quartiles that were told with them stay until the next ones, "
        "hidden while fewer than five take part.",
    ),
    (
        "What it can’t keep from happening",
        "Who makes up most of a circle by inventing members would know the rest. Join where you trust who leads it.",
    ),
)  # fmt: skip


def figure_text(compared: ComparedFigure, value: float, words: Words) -> str:
    """Return a figure with its unit; a value at the top of its range is "or more"."""
    match compared.unit:
        case "percent":
            text = words.percent(value)
        case "hours":
            text = words.hours(value)
        case _:
            text = f"{words.hours(value)} of work"
    return f"{text} or more" if value == compared.most and not compared.is_share else text


def standing_sentences(own: Contribution, published: Mapping[str, PublishedQuartiles], words: Words) -> list[str]:
    """Return a sentence on a member's standing in each published figure, in the order of COMPARED.

    The number of members is named where it differs from the sentence before.
    """
    sentences, people = [], 0
    for compared in COMPARED:
        if compared.key in own and compared.key in published:
            value, quartiles = own[compared.key], published[compared.key]
            opening = _OPENINGS[compared.key].format(figure_text(compared, value, words))
            sentence = f"{opening} {_position(value, quartiles.quartiles)}"
            if quartiles.people != people:
                people = quartiles.people
                sentence += f" of the {people} members compared"
            sentences.append(sentence)
    return sentences


def chart_title(published: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """Return a chart's title: the middle half of the first published figure."""
    compared = next(compared for compared in COMPARED if compared.key in published)
    quartiles, people = published[compared.key].quartiles, published[compared.key].people
    return f"{compared.title}: {middle_half(compared, quartiles, words)} for the middle half of the {people}"


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
    missing = THRESHOLD - contributors
    present = (
        f"{pluralize(contributors, 'member takes', 'members take')} part" if contributors else "Nobody takes part yet"
    )
    return f"{present} with {quarter_name(quarter)}: {pluralize(missing, 'more', 'more')}, and you see where you stand"


def take_part_prompt(quarter: Quarter) -> str:
    """Return a finding for a member who doesn't take part while others do."""
    return f"Take part with {quarter_name(quarter)}, and you see where you stand"


def basis_sentence(published: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """Return a sentence on the members whom the published figures compare."""
    return f"What you see compares {as_of(published, words)}, and stays until the figures of five have changed."


def as_of(published: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """Return the number of members behind the published figures, and the day of the latest."""
    people = sorted({quartiles.people for quartiles in published.values()})
    count = f"{people[0]} to {people[-1]}" if len(people) > 1 else str(people[0])
    return f"{count} members as of {words.day(max(quartiles.day for quartiles in published.values()))}"


def _position(value: float, quartiles: Quartiles) -> str:
    if value > quartiles.upper:
        return "above about three quarters"
    if value < quartiles.lower:
        return "below about three quarters"
    return "within the middle half"
