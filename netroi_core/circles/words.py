"""A circle in sentences: where somebody stands in it, what they give, and what is missing before anything is told."""

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
    **{f"{SHARE}{each}": f"{APPROACH_NAMES[each]}: your share of {{}} is" for each in APPROACHES},
}

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
"""Questions that members have, each with its answer."""


def figure_text(compared: ComparedFigure, value: float, words: Words) -> str:
    """A figure as it is given and told."""
    match compared.unit:
        case "percent":
            said = words.percent(value)
        case "hours":
            said = words.hours(value)
        case _:
            said = f"{words.hours(value)} of work"
    return f"{said} or more" if value == compared.most and not compared.is_share else said


def standing_sentences(own: Contribution, told: Mapping[str, PublishedQuartiles], words: Words) -> list[str]:
    """Where somebody stands in all that is told, what matters most first; of how many, where that is news."""
    sentences, people = [], 0
    for each in COMPARED:
        if each.key in own and each.key in told:
            there = told[each.key]
            said = (
                f"{_OPENINGS[each.key].format(figure_text(each, own[each.key], words))} {_place(own[each.key], there)}"
            )
            sentences.append(f"{said} of the {there.people} members compared" if there.people != people else said)
            people = there.people
    return sentences


def chart_title(told: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """What is told, as a chart's title: of the first figure that is."""
    compared = next(each for each in COMPARED if each.key in told)
    quartiles, people = told[compared.key].quartiles, told[compared.key].people
    return f"{compared.title}: {middle_half(compared, quartiles, words)} for the middle half of the {people}"


def middle_half(compared: ComparedFigure, quartiles: Quartiles, words: Words) -> str:
    """From where to where the middle half is."""
    if quartiles.lower == quartiles.upper:
        return figure_text(compared, quartiles.upper, words)
    is_work = compared.unit == "hours of work"  # said once is enough
    lower = words.hours(quartiles.lower) if is_work else figure_text(compared, quartiles.lower, words)
    return f"{lower} to {figure_text(compared, quartiles.upper, words)}"


def contribution_lines(figures: Contribution, words: Words) -> list[tuple[str, str]]:
    """What somebody gives: each figure's title and how it reads."""
    return [(BY_KEY[key].title, figure_text(BY_KEY[key], value, words)) for key, value in figures.items()]


def missing_members(taking_part: int, quarter: Quarter) -> str:
    """How many more must take part, as a finding."""
    more = THRESHOLD - taking_part
    there = f"{pluralize(taking_part, 'member takes', 'members take')} part" if taking_part else "Nobody takes part yet"
    return f"{there} with {quarter_name(quarter)}: {pluralize(more, 'more', 'more')}, and you see where you stand"


def take_part_prompt(quarter: Quarter) -> str:
    """That somebody who doesn't take part could know where they stand, as a finding."""
    return f"Take part with {quarter_name(quarter)}, and you see where you stand"


def basis_sentence(told: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """What is told compares whom, as a sentence."""
    return f"What you see compares {as_of(told, words)}, and stays until the figures of five have changed."


def as_of(told: Mapping[str, PublishedQuartiles], words: Words) -> str:
    """Of how many members, and of which day, what is told is."""
    people = sorted({each.people for each in told.values()})
    several = f"{people[0]} to {people[-1]}" if len(people) > 1 else str(people[0])
    return f"{several} members as of {words.day(max(each.day for each in told.values()))}"


def _place(own: float, told: PublishedQuartiles) -> str:
    if own > told.quartiles.upper:
        return "above about three quarters"
    if own < told.quartiles.lower:
        return "below about three quarters"
    return "within the middle half"
