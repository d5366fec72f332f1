"""Sentences of the quiz about what it has prefilled, and from where."""

from collections.abc import Iterable, Mapping

from netroi_core.wording.wording import SOURCE_NAMES, Words, join_words, pluralize
from netroi_core.workspace.records import Activity

Sources = Mapping[str, set[str]]


def effort_origin(sources: Sources, approach: str) -> str:
    """Return the sources of an approach's hours and costs, by ``prefill.effort_sources``, as a sentence or nothing."""
    hours, costs = (_sources_under(sources, f"{approach}.{part}.") for part in ("hours", "costs"))
    if hours == costs:
        return f"From {_source_names(hours)}." if hours else ""
    parts = [f"{part} from {_source_names(names)}" for part, names in (("hours", hours), ("costs", costs)) if names]
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def all_origins(sources: Sources) -> str:
    """Return the sources of all prefilled answers as a sentence, or nothing."""
    names = set().union(*sources.values())
    return f"Filled in from {_source_names(names)}." if names else ""


def imported_summary(activities: Iterable[Activity], sources: Sources, words: Words) -> str:
    """Return how many activities were imported, their hours, and their sources."""
    hours = [activity.hours.total for activity in activities]
    names = set().union(*sources.values()) - {"journal"}
    count = pluralize(len(hours), "activity", "activities")
    return f"{count}, {words.hours(sum(hours))}, from {_source_names(names)}"


def _sources_under(sources: Sources, prefix: str) -> set[str]:
    return set().union(*(names for key, names in sources.items() if key.startswith(prefix)))


def _source_names(sources: set[str]) -> str:
    unnamed = ["other files"] if sources - SOURCE_NAMES.keys() else []
    return join_words([name for key, name in SOURCE_NAMES.items() if key in sources] + unnamed)
