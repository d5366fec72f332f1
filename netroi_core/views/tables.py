"""Records as rows of an editable table: the columns of each list, the cells of a record, and the edit of one cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Final, Literal

from netroi_core.planning.goal_metrics import GOAL_METRICS
from netroi_core.wording.wording import (
    ALTERNATIVE_NAMES,
    APPROACH_NAMES,
    AUDIENCE_NAMES,
    CATEGORY_NAMES,
    CHANNEL_NAMES,
    ENERGY_NAMES,
    EXCHANGE_NAMES,
    KIND_NAMES,
    PART_NAMES,
    STATUS_NAMES,
    Words,
    join_words,
    status_name,
)
from netroi_core.workspace.document import record_problems
from netroi_core.workspace.edits import RecordDict, as_row, list_of
from netroi_core.workspace.fields import Record
from netroi_core.workspace.records import Activity, Contact, Cost, Exchange, Outcome, Venue, with_paid_back
from netroi_core.workspace.workspace import Workspace, parse_records

ColumnKind = Literal["text", "list", "day", "choice", "number", "money", "percent", "whole", "yes", "read_only"]


@dataclass(frozen=True)
class Column:
    """A column: the path of its value in a record, as ``hours.attending``, and the names of a choice or its list."""

    key: str
    title: str
    kind: ColumnKind
    names: Mapping[Any, str] | None = None
    is_required: bool = False
    highest: float | None = None
    lowest: int = 0
    list_name: str = ""
    help: str = ""


# The value that a part of a record can't do without, and the message where another one is entered first.
_NEEDED: Final = {
    "value": ("likely", "Enter the likely value first."),
    "met": ("date", "Enter the date you met first."),
}
CONTACT_STATUS_NAMES: Final = {"active": "Active", "dormant": "Dormant", "pruned": "Archived"}


# The noun for one record of a list, and its plural.
RECORD_NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "activities": ("activity", "activities"),
    "outcomes": ("outcome", "outcomes"),
    "contacts": ("contact", "contacts"),
    "exchanges": ("favor", "favors"),
    "stories": ("story", "stories"),
    "venues": ("venue", "venues"),
    "goals": ("goal", "goals"),
}
_USUAL_COSTS: Final = ("coffee", "lunch", "event_fee", "parking")
_PAID_BACK: Final = "costs.reimbursed"
_SCALE: Final = {n: str(n) for n in range(1, 6)}
_APPROACH: Final = Column("approach", "Approach", "choice", APPROACH_NAMES, is_required=True)
_ANY_APPROACH: Final = Column("approach", "Approach", "choice", APPROACH_NAMES)
_DAY: Final = Column("date", "Date", "day", is_required=True)
_PERSON: Final = Column("contact", "Person", "choice", list_name="contacts")
# What a list of records shows of each: the column of its name, and those of its details.
_LINES: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "activities": ("title", ("date", "approach", "venue")),
    "outcomes": ("title", ("date", "kind", "status", "value.likely")),
    "contacts": ("name", ("role", "organisation", "status")),
    "exchanges": ("contact", ("date", "direction", "kind")),
    "stories": ("text", ("date", "contact", "approach")),
    "venues": ("name", ("approach", "why")),
    "goals": ("metric", ("target", "quarter", "approach")),
}
# The columns of each list.
_COLUMNS: Final[Mapping[str, Sequence[Column]]] = {
    "activities": (
        _DAY,
        _APPROACH,
        Column("title", "Note", "text"),
        Column("venue", "Venue", "choice", list_name="venues"),
        Column("channel", "How you talked", "choice", CHANNEL_NAMES),
        *(Column(f"hours.{part}", f"{name}, hours", "number", highest=10_000) for part, name in PART_NAMES.items()),
        *(Column(f"costs.{category}", name, "money") for category, name in CATEGORY_NAMES.items()),
        # After the costs, of which it is a part.
        Column(_PAID_BACK, "Paid back to you", "money", help="Of these costs, by an employer or anyone else."),
        Column("new_contacts", "New contacts", "whole"),
        Column("meaningful", "Conversations", "whole", help="Those that went beyond small talk."),
        Column(
            "alternative", "Instead of", "choice", ALTERNATIVE_NAMES, help="What you would have done with the time."
        ),
        Column("energy", "How it felt", "choice", ENERGY_NAMES),
        Column("evening", "In the evening", "yes"),
    ),
    "outcomes": (
        _DAY,
        Column("kind", "Kind", "choice", KIND_NAMES, is_required=True),
        Column("title", "Name", "text"),
        Column(
            "status",
            "Status",
            "choice",
            STATUS_NAMES,
            is_required=True,
            help="An interview, an introduction, a mentor or a referral is won once it took place.",
        ),
        Column("value.likely", "Likely value", "money"),
        Column("value.low", "At least", "money"),
        Column("value.high", "At most", "money"),
        Column(
            "probability", "Chance of success, %", "percent", highest=100, help="How likely you are to win an open one."
        ),
        Column("margin", "Your margin, %", "percent", highest=100, help="The share of the value that you keep."),
        Column(
            "incrementality",
            "Due to networking, %",
            "percent",
            highest=100,
            help="100 if it wouldn’t have happened without networking, 0 if it would have happened anyway.",
        ),
        Column("intangible", "Rating, 0 to 5", "whole", highest=5, help="For what can’t be priced."),
        Column(
            "touchpoints",
            "Steps",
            "read_only",
            help="The activities that led to it. To change them, edit the outcome below.",
        ),
    ),
    "venues": (
        Column("name", "Name", "text", is_required=True),
        _APPROACH,
        Column("why", "Why you go there", "text"),
        Column("audience", "Who you meet there", "choice", AUDIENCE_NAMES),
        Column("role", "Your role", "text"),
    ),
    "contacts": (
        Column("name", "Name", "text", is_required=True),
        Column("organisation", "Organization", "text"),
        Column("role", "Role", "text"),
        Column("closeness", "Closeness", "choice", _SCALE, help="From 1, barely know them, to 5, very close."),
        Column("relevance", "Relevance", "choice", _SCALE, help="For your goals, from 1, low, to 5, high."),
        Column("follow_up", "Follow up on", "day"),
        Column("cadence_days", "Stay in touch every, days", "whole", highest=3660, lowest=1),
        Column("industry", "Industry", "text"),
        Column("background", "Background", "text"),
        Column("expertise", "Expertise", "list"),
        Column("met.date", "Met on", "day"),
        Column("met.approach", "Met through", "choice", APPROACH_NAMES),
        Column("met.venue", "Met at", "choice", list_name="venues"),
        Column("status", "Status", "choice", CONTACT_STATUS_NAMES),
        Column("notes", "Notes", "text"),
    ),
    "exchanges": (
        _DAY,
        Column("direction", "Direction", "choice", {"given": "Given", "received": "Received"}, is_required=True),
        Column("kind", "Kind", "choice", EXCHANGE_NAMES),
        _PERSON,
        Column("between", "Who was introduced", "read_only", list_name="contacts"),
        Column("note", "Note", "text"),
    ),
    "stories": (
        _DAY,
        _PERSON,
        _ANY_APPROACH,
        Column("text", "Story", "text", is_required=True),
        Column("approved", "Include in reports", "yes"),
    ),
    "goals": (
        Column("metric", "Measure", "choice", is_required=True),
        Column("target", "Target", "number", is_required=True),
        Column("quarter", "Quarter", "read_only"),
        _ANY_APPROACH,
    ),
}


def columns(workspace: Workspace, name: str, *, has_all_costs: bool = False) -> tuple[Column, ...]:
    """Return the columns of a list, of costs the usual ones and those in use, or all."""
    hidden: set[str] = set()
    if name == "activities" and not has_all_costs:
        unused = CATEGORY_NAMES.keys() - workspace.cost_categories - {*_USUAL_COSTS}
        hidden = {f"costs.{category}" for category in unused}
    return tuple(
        replace(column, names=_names(workspace, column)) if column.names is None else column
        for column in _COLUMNS[name]
        if column.key not in hidden
    )


def record_name(record: Record) -> str:
    """Return the name of a record, or what stands for one."""
    match record:
        case Contact() | Venue():
            return record.name
        case Activity():
            return record.title or APPROACH_NAMES[record.approach]
        case Outcome():
            return record.title or KIND_NAMES[record.kind]
    return f"a {RECORD_NOUNS[list_of(type(record))][0]}"


def names_by_id(records: Iterable[Contact | Venue]) -> dict[str, str]:
    """Return names by id; all but the first of those with the same name are numbered."""
    names: dict[str, str] = {}
    taken = set()
    for record in records:
        name, number = record.name, 1
        # A choice comes back as the name on screen: of two records with one name, only one could be chosen.
        while name in taken:
            number += 1
            name = f"{record.name} ({number})"
        taken.add(name)
        names[record.id] = name
    return names


def cells(record: Record, columns: tuple[Column, ...]) -> dict[str, Any]:
    """Return the cell of each column by its key: choices by name, percent from 0 to 100, None where nothing is set."""
    return {column.key: _cell(record, column) for column in columns}


def readable(record: Record, workspace: Workspace, words: Words) -> dict[str, str]:
    """Return the values of a record that are set, as people read them, by the titles of their columns."""
    all_columns = columns(workspace, list_of(type(record)))
    values = ((column.title, _text(record, column, workspace, words)) for column in all_columns)
    texts = {title: text for title, text in values if text is not None}
    if isinstance(record, Venue) and record.dues:
        texts["Dues"] = f"{words.exact_money(record.dues.amount)} per {record.dues.per}"
    return texts


def lines(records: Sequence[Record], workspace: Workspace, words: Words) -> list[tuple[str, str]]:
    """Return the name and the details of each record of a list, as a narrow screen shows it."""
    if not records:
        return []
    name = list_of(type(records[0]))
    title, details = _LINES[name]
    by_key = {column.key: column for column in columns(workspace, name)}

    def texts(record: Record, keys: Iterable[str]) -> list[str]:
        return [text for key in keys if (text := _text(record, by_key[key], workspace, words)) is not None]

    names = names_by_id(workspace.contacts) if name == "activities" else {}
    return [
        (
            next(iter(texts(record, [title])), _capitalized(record_name(record))),
            " · ".join([*texts(record, details), *_effort(record, names, words)]),
        )
        for record in records
    ]


def _effort(record: Record, names: Mapping[str, str], words: Words) -> list[str]:
    """Return the hours, the money and the people of an activity; nothing of any other record."""
    if not isinstance(record, Activity):
        return []
    spent = sum((cost.amount for cost in record.costs), Decimal(0))
    met = [names[key] for key in record.people if key in names]
    parts = {words.hours(record.hours.total): record.hours.total, words.exact_money(spent): spent}
    return [*(text for text, amount in parts.items() if amount), *([f"with {join_words(met)}"] if met else [])]


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


# An edit changes the plain row, not the record: a cell may break the format, and saying so is up to the store.
def with_entry(row: RecordDict, column: Column, entered: Any) -> RecordDict:
    """Return a row with the value entered into one column; raise ValueError with a sentence if it can't stand there."""
    _check(column, entered)
    if column.key == _PAID_BACK:
        return {**row, "costs": _paid_back(row, entered or 0)}
    if column.key.startswith("costs."):
        return {**row, "costs": _costs(row, column.key.removeprefix("costs."), entered)}
    value = _stored(column, entered)
    field, _, inner = column.key.partition(".")
    if not inner:
        return _with(row, field, value)
    part = _with(row.get(field) or {}, inner, value)
    needed, sentence = _NEEDED.get(field, (inner, ""))
    # Without its needed value the part would not be valid; clearing that value removes the whole part.
    if field in _NEEDED and needed not in part:
        if inner != needed:
            raise ValueError(sentence)
        return _with(row, field, None)
    return {**row, field: part}


def with_stated_probability(row: RecordDict, before: Record, day: date) -> RecordDict:
    """Return an edited row with the probability that it states for an open outcome kept with the day."""
    # A row that breaks the format is for the store to refuse.
    if not isinstance(before, Outcome) or record_problems("outcomes", row):
        return row
    return as_row(parse_records(Outcome, (row,))[0].with_statement(before, day))


def split_list(text: str) -> list[str]:
    """Return the texts between commas, without blank ones."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _names(workspace: Workspace, column: Column) -> Mapping[Any, str] | None:
    """Return the names of a choice that depends on the workspace; None for another column."""
    if column.key == "metric":
        # A document from elsewhere may have measures of its own.
        own = {goal.metric: goal.metric for goal in workspace.goals}
        return own | {metric: measure.title for metric, measure in GOAL_METRICS.items()}
    return names_by_id(getattr(workspace, column.list_name)) if column.list_name else None


def _check(column: Column, entered: Any) -> None:
    if column.is_required and not str(entered if entered is not None else "").strip():
        raise ValueError(f"“{column.title}” can’t be empty.")
    # In Python a bool is an int: without the check a ticked box would be compared with the bounds of a number.
    if column.kind != "choice" and isinstance(entered, int | float) and not isinstance(entered, bool):
        _check_bounds(column, entered)


def _check_bounds(column: Column, entered: float) -> None:
    if entered < 0:
        raise ValueError(f"“{column.title}” can’t be negative.")
    if entered < column.lowest:
        raise ValueError(f"“{column.title}” must be at least {column.lowest}.")
    if column.highest is not None and entered > column.highest:
        raise ValueError(f"“{column.title}” can be at most {column.highest:g}.")


def _cell(record: Record, column: Column) -> Any:
    # The key first: asking each pydantic record for its class took a quarter of the time of a table.
    match column.key.partition("."), record:
        case ("touchpoints", _, _), Outcome():
            return " → ".join(APPROACH_NAMES[step.approach] for step in record.touchpoints)
        case ("between", _, _), Exchange():
            return join_words([(column.names or {})[person] for person in record.between]) or None
        case ("costs", _, category), Activity():
            return _cost(record, category)
    return _shown_as(column, reduce(_set_value, column.key.split("."), record))


def _cost(activity: Activity, category: str) -> float | None:
    if category == "reimbursed":
        return float(sum(cost.reimbursed for cost in activity.costs)) or None
    return float(sum(cost.amount for cost in activity.costs if cost.category == category)) or None


def _set_value(record: Any, field: str) -> Any:
    """Return the value of a field that was set; a default is no entry, and its cell stays empty."""
    return getattr(record, field) if record is not None and field in record.model_fields_set else None


def _shown_as(column: Column, value: Any) -> Any:
    if value is None or value == "":
        return None
    if column.kind == "choice":
        return (column.names or {}).get(value)
    return _SHOWN_AS[column.kind](value) if column.kind in _SHOWN_AS else value


def _text(record: Record, column: Column, workspace: Workspace, words: Words) -> str | None:
    """Return the value of a column as people read it, a status in the words of its kind; None where nothing is set."""
    if isinstance(record, Outcome) and column.key == "status":
        return status_name(record, workspace.profile.purposes)
    value = _cell(record, column)
    return None if value is None else _as_text(column, value, words)


def _as_text(column: Column, value: Any, words: Words) -> str:
    match column.kind:
        case "day":
            return words.day(value)
        case "money":
            return words.exact_money(value)
        case "number" | "percent" | "whole":
            return words.number(value)
        case "yes":
            return "Yes" if value else "No"
    return str(value)


def _stored(column: Column, entered: Any) -> Any:
    if entered is None:
        return None
    if column.kind == "choice":
        return next(value for value, name in (column.names or {}).items() if name == entered)
    return _STORED_AS[column.kind](entered) if column.kind in _STORED_AS else entered


def _costs(row: RecordDict, category: str, entered: float | None) -> list[RecordDict]:
    """Return the costs with one amount for a category, reimbursed as before as far as the amount allows."""
    costs = row.get("costs", ())
    unchanged = [cost for cost in costs if cost.get("category", "other") != category]
    if not entered:
        return unchanged
    same = [cost for cost in costs if cost.get("category", "other") == category]
    amount = _decimal(entered)
    # The format refuses more reimbursed than was spent.
    reimbursed = min(sum(Decimal(cost.get("reimbursed", "0")) for cost in same), Decimal(amount))
    return [*unchanged, {"category": category, "amount": amount, "reimbursed": format(reimbursed, "f")}]


def _paid_back(row: RecordDict, entered: float) -> list[RecordDict]:
    """Return the costs with an amount reimbursed in all, each by the same share."""
    rows = row.get("costs", ())
    # Not validated: another cell of the row may break the format, and saying so is up to the store.
    costs = tuple(Cost.model_construct(amount=Decimal(cost.get("amount", "0"))) for cost in rows)
    changed, rest = with_paid_back(costs, Decimal(_decimal(entered)))
    if rest:
        raise ValueError("“Paid back to you” can’t be more than the costs.")
    return [{**cost, "reimbursed": format(new.reimbursed, "f")} for cost, new in zip(rows, changed, strict=True)]


def _with(row: RecordDict, key: str, value: Any) -> RecordDict:
    if value is None:
        return {name: cell for name, cell in row.items() if name != key}
    return {**row, key: value}


def _decimal(number: float) -> str:
    # By way of its text: Decimal(0.1) would be 0.1000000000000000055….
    return format(Decimal(str(number)).normalize(), "f")


_SHOWN_AS: Final[Mapping[ColumnKind, Callable[[Any], Any]]] = {
    "money": float,
    # In floating point, 0.07 × 100 is 7.000000000000001.
    "percent": lambda stored: round(stored * 100, 6),
    "text": lambda stored: stored.strip() or None,
    "list": lambda stored: ", ".join(split_list(",".join(stored))) or None,
}
_STORED_AS: Final[Mapping[ColumnKind, Callable[[Any], Any]]] = {
    "money": _decimal,
    "percent": lambda entered: entered / 100,
    "whole": int,
    "day": lambda entered: str(entered)[:10],
    "text": lambda entered: str(entered).strip(),
    "list": lambda entered: split_list(str(entered)),
}
