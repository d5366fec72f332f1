"""Records as rows of a table that can be edited: which columns a list has, what stands in them, what an edit means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from netroi_core.wording.wording import (
    ALTERNATIVE_NAMES,
    APPROACH_NAMES,
    AUDIENCE_NAMES,
    CATEGORY_NAMES,
    ENERGY_NAMES,
    EXCHANGE_NAMES,
    KIND_NAMES,
    PART_NAMES,
    STATUS_NAMES,
    listed,
)
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    HOUR_PARTS,
    OUTCOME_KINDS,
)

Kind = Literal["text", "list", "day", "choice", "number", "money", "percent", "whole", "yes", "shown"]


@dataclass(frozen=True)
class Column:
    """A column: the place of its value in a record (``hours.attending``), its title, and what it holds.

    ``names`` gives the choices of a choice by their value; a ``list`` is texts between commas; a ``shown`` column can't
    be edited; ``lowest`` and ``highest`` bound a number.
    """

    key: str
    title: str
    kind: Kind
    names: Mapping[Any, str] | None = None
    is_required: bool = False
    highest: float | None = None
    lowest: int = 0


_USUAL_COSTS: Final = ("coffee", "lunch", "event_fee", "parking")
_NEEDED: Final = {
    "value": ("likely", "Give the likely worth first."),
    "met": ("date", "Give the day on which you met first."),
}
"""Without which of its values a part of a record means nothing, and what to say to whoever gives another one."""
CONTACT_STATUS_NAMES: Final = {"active": "Active", "dormant": "Dormant", "pruned": "Pruned"}
_SCALE: Final = {n: str(n) for n in range(1, 6)}
_APPROACH: Final = Column("approach", "Approach", "choice", {a: APPROACH_NAMES[a] for a in APPROACHES}, True)
_ANY_APPROACH: Final = Column("approach", "Approach", "choice", {a: APPROACH_NAMES[a] for a in APPROACHES})
_DAY: Final = Column("date", "Date", "day", is_required=True)


def columns(document: Document, name: str) -> tuple[Column, ...]:
    """The columns of a list; what it refers to is chosen by name."""
    match name:
        case "activities":
            return _activity_columns(document)
        case "outcomes":
            return _OUTCOME_COLUMNS
        case "venues":
            return _VENUE_COLUMNS
        case "contacts":
            return _contact_columns(document)
        case "exchanges":
            directions = {"given": "Given", "received": "Received"}
            kinds = {kind: EXCHANGE_NAMES[kind] for kind in EXCHANGE_KINDS}
            way, kind = Column("direction", "Way", "choice", directions, True), Column("kind", "Kind", "choice", kinds)
            between = Column("between", "Introduced", "shown", named(document, "contacts"))
            return (_DAY, way, kind, _person(document), between, Column("note", "Note", "text"))
        case "stories":
            return (_DAY, _person(document), _ANY_APPROACH, Column("text", "Story", "text", is_required=True),
                    Column("approved", "Approved", "yes"))  # fmt: skip
        case _:
            return (Column("metric", "Metric", "text", is_required=True),
                    Column("target", "Target", "number", is_required=True),
                    Column("quarter", "Quarter", "shown"), _ANY_APPROACH)  # fmt: skip


def named(document: Document, name: str) -> dict[str, str]:
    """Names by id; of those with the same name all but the first are numbered, so that each can be chosen."""
    names: dict[str, str] = {}
    taken = set()
    for record in document.get(name, ()):
        shown, number = record["name"], 1
        while shown in taken:
            number += 1
            shown = f"{record['name']} ({number})"
        taken.add(shown)
        names[record["id"]] = shown
    return names


def row(record: RecordDict, columns: tuple[Column, ...]) -> dict[str, Any]:
    """What stands in each column for a record, by its key: choices by name, days as dates, percent from 0 to 100."""
    return {column.key: _shown(record, column) for column in columns}


def edited(record: RecordDict, column: Column, entered: Any) -> RecordDict:
    """The record with what was entered into one column; ValueError, with a sentence, where it can't be."""
    if column.is_required and not str(entered if entered is not None else "").strip():
        raise ValueError(f"{column.title} can't be empty.")
    if column.kind != "choice" and isinstance(entered, int | float) and not isinstance(entered, bool):
        if entered < 0:
            raise ValueError(f"{column.title} can't be negative.")
        if entered < column.lowest:
            raise ValueError(f"{column.title} must be at least {column.lowest}.")
        if column.highest is not None and entered > column.highest:
            raise ValueError(f"{column.title} can be at most {column.highest:g}.")
    if column.key.startswith("costs."):
        return {**record, "costs": _costs(record, column.key.removeprefix("costs."), entered)}
    value = _stored(column, entered)
    place, _, inner = column.key.partition(".")
    if not inner:
        return _with(record, place, value)
    held = _with(record.get(place) or {}, inner, value)
    needed, sentence = _NEEDED.get(place, (inner, ""))
    if place in _NEEDED and needed not in held:
        if inner != needed:
            raise ValueError(sentence)
        return _with(record, place, None)
    return {**record, place: held}


def parts(text: str) -> list[str]:
    """The texts between commas, without those that are blank."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _activity_columns(document: Document) -> tuple[Column, ...]:
    used = {cost.get("category", "other") for a in document.get("activities", ()) for cost in a.get("costs", ())}
    return (
        _DAY,
        _APPROACH,
        Column("title", "What", "text"),
        Column("venue", "Where", "choice", named(document, "venues")),
        *(Column(f"hours.{part}", f"{PART_NAMES[part]}, h", "number", highest=10_000) for part in HOUR_PARTS),
        *(
            Column(f"costs.{category}", CATEGORY_NAMES[category], "money")
            for category in COST_CATEGORIES
            if category in used or category in _USUAL_COSTS
        ),
        Column("new_contacts", "New contacts", "whole"),
        Column("meaningful", "Meaningful", "whole"),
        Column("alternative", "Instead of", "choice", {a: ALTERNATIVE_NAMES[a] for a in ALTERNATIVES}),
        Column("energy", "Energy", "choice", ENERGY_NAMES),
        Column("evening", "Evening", "yes"),
    )


def _contact_columns(document: Document) -> tuple[Column, ...]:
    return (
        Column("name", "Name", "text", is_required=True),
        Column("organisation", "Organisation", "text"),
        Column("role", "Role", "text"),
        Column("closeness", "Closeness", "choice", _SCALE),
        Column("relevance", "Relevance", "choice", _SCALE),
        Column("follow_up", "Follow up on", "day"),
        Column("cadence_days", "In touch every, days", "whole", highest=3660, lowest=1),
        Column("industry", "Industry", "text"),
        Column("background", "Background", "text"),
        Column("expertise", "Expertise", "list"),
        Column("met.date", "Met on", "day"),
        Column("met.approach", "Met through", "choice", _APPROACH.names),
        Column("met.venue", "Met at", "choice", named(document, "venues")),
        Column("status", "Status", "choice", CONTACT_STATUS_NAMES),
        Column("notes", "Notes", "text"),
    )


def _person(document: Document) -> Column:
    return Column("contact", "Person", "choice", named(document, "contacts"))


_VENUE_COLUMNS: Final = (
    Column("name", "Name", "text", is_required=True),
    _APPROACH,
    Column("why", "Why", "text"),
    Column("audience", "For whom", "choice", AUDIENCE_NAMES),
    Column("role", "Role", "text"),
)
_OUTCOME_COLUMNS: Final = (
    _DAY,
    Column("kind", "Kind", "choice", {kind: KIND_NAMES[kind] for kind in OUTCOME_KINDS}, True),
    Column("title", "What", "text"),
    Column("status", "Status", "choice", STATUS_NAMES, True),
    Column("value.likely", "Likely worth", "money"),
    Column("value.low", "At least", "money"),
    Column("value.high", "At most", "money"),
    Column("probability", "How likely, %", "percent", highest=100),
    Column("margin", "You keep, %", "percent", highest=100),
    Column("incrementality", "Due to networking, %", "percent", highest=100),
    Column("intangible", "Without money, 0 to 5", "whole", highest=5),
    Column("touchpoints", "What led to it", "shown"),
)


def _shown(record: RecordDict, column: Column) -> Any:
    if column.key == "touchpoints":
        return " → ".join(APPROACH_NAMES[step["approach"]] for step in record.get("touchpoints", ()))
    if column.key == "between":
        return listed([(column.names or {})[person] for person in record.get("between", ())]) or None
    if column.key.startswith("costs."):
        category = column.key.removeprefix("costs.")
        of_it = [c for c in record.get("costs", ()) if c.get("category", "other") == category]
        return float(sum(Decimal(cost.get("amount", "0")) for cost in of_it)) or None
    place, _, inner = column.key.partition(".")
    value = record.get(place)
    if inner:
        value = (value or {}).get(inner)
    if value is None or value == "":
        return None
    match column.kind:
        case "list":
            return ", ".join(parts(",".join(value))) or None
        case "day":
            return date.fromisoformat(value)
        case "choice":
            return (column.names or {}).get(value)
        case "money":
            return float(value)
        case "percent":
            return round(value * 100, 6)
        case "text":
            return value.strip() or None
    return value


def _stored(column: Column, entered: Any) -> Any:
    if entered is None:
        return None
    match column.kind:
        case "choice":
            return next(value for value, name in (column.names or {}).items() if name == entered)
        case "money":
            return _decimal(entered)
        case "percent":
            return entered / 100
        case "whole":
            return int(entered)
        case "day":
            return str(entered)[:10]
        case "text":
            return str(entered).strip()
        case "list":
            return parts(str(entered))
    return entered


def _costs(record: RecordDict, category: str, entered: float | None) -> list[RecordDict]:
    """The costs with one amount for a category; what was paid back of it stays, as far as the amount allows."""
    kept = [cost for cost in record.get("costs", ()) if cost.get("category", "other") != category]
    if not entered:
        return kept
    back = sum(
        Decimal(cost.get("reimbursed", "0"))
        for cost in record.get("costs", ())
        if cost.get("category", "other") == category
    )
    amount = _decimal(entered)
    return [*kept, {"category": category, "amount": amount, "reimbursed": format(min(back, Decimal(amount)), "f")}]


def _with(record: RecordDict, key: str, value: Any) -> RecordDict:
    """The record with a value; one that is None is taken out, so that its default counts."""
    if value is None:
        return {name: held for name, held in record.items() if name != key}
    return {**record, key: value}


def _decimal(number: float) -> str:
    return format(Decimal(str(number)).normalize(), "f")
