"""What the quiz says of what it filled in: where that is known from, and what files brought."""

from collections.abc import Iterable, Mapping

from netroi_core.wording.wording import SOURCE_NAMES, Words, counted, listed
from netroi_core.workspace.edits import RecordDict

Sources = Mapping[str, set[str]]


def origin(known_from: Sources, approach: str) -> str:
    """Where the hours and the costs of an approach are known from, by ``effort.sources``; empty if from nowhere."""
    hours, costs = _told(known_from, f"{approach}.hours."), _told(known_from, f"{approach}.costs.")
    if hours == costs:
        return f"From {_named(hours)}." if hours else ""
    told = [f"{what} from {_named(told)}" for what, told in (("hours", hours), ("costs", costs)) if told]
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def origins(known_from: Sources) -> str:
    """Where all that is filled in is known from, in one sentence; empty if nothing is."""
    told = set().union(*known_from.values())
    return f"Filled in from {_named(told)}." if told else ""


def brought(activities: Iterable[RecordDict], known_from: Sources, words: Words) -> str:
    """What files told of a quarter: how many activities, and how long they took."""
    rows = list(activities)
    hours = sum(sum(each.get("hours", {}).values()) for each in rows)
    told = set().union(*known_from.values()) - {"journal"}
    return f"{counted(len(rows), 'activity', 'activities')}, {words.hours(hours)}, from {_named(told)}"


def _told(known_from: Sources, prefix: str) -> set[str]:
    return set().union(*(told for key, told in known_from.items() if key.startswith(prefix)))


def _named(told: set[str]) -> str:
    others = ["other files"] if told - SOURCE_NAMES.keys() else []
    return listed([name for key, name in SOURCE_NAMES.items() if key in told] + others)
