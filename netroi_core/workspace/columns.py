"""A document's rows as columns of plain values, for frames that sum over tens of thousands of them.

Missing keys get the defaults of the record models. The rows must have been validated.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from netroi_core.workspace.fields import HOUR_PARTS
from netroi_core.workspace.records import Activity, Contact, Cost, Exchange, Hours, Met, Outcome, Record, Touchpoint
from netroi_core.workspace.workspace import Workspace

# Columns straight from the rows: measured, they take less time than nested JSON in polars, and than typed records.
Columns = dict[str, list[Any]]
Rows = Sequence[Mapping[str, Any]]


def activity_columns(workspace: Workspace) -> Columns:
    """Return the activities: date, approach, venue, each part of the hours, and what else was noted of them."""
    rows = _rows(workspace, "activities")
    names = ("date", "approach", "venue", "alternative", "new_contacts", "meaningful", "energy", "evening", "source")
    return {
        **_fields(Activity, names, rows),
        **_fields(Hours, HOUR_PARTS, [row.get("hours", {}) for row in rows]),
    }


def cost_columns(workspace: Workspace) -> Columns:
    """Return the costs of all activities, amounts as floats: date, approach, venue, category, amount, reimbursed."""
    pairs = [(row, cost) for row in _rows(workspace, "activities") for cost in row.get("costs", ())]
    costs = [cost for _, cost in pairs]
    return {
        **_fields(Activity, ("date", "approach", "venue"), [row for row, _ in pairs]),
        **_fields(Cost, ("category",), costs),
        **{name: list(map(float, _field(Cost, name, costs))) for name in ("amount", "reimbursed")},
    }


def outcome_columns(workspace: Workspace) -> Columns:
    """Return the outcomes: date, kind, status, low, likely and high as floats, probability, margin, incrementality.

    Without a value, low, likely and high are None; without a low or high, it is the likely value.
    """
    rows = _rows(workspace, "outcomes")
    values = [row.get("value") or {} for row in rows]
    likely = [float(value.get("likely", 0)) if value else None for value in values]
    ends = {
        name: [
            middle if value.get(name) is None else float(value[name])
            for value, middle in zip(values, likely, strict=True)
        ]
        for name in ("low", "high")
    }
    names = ("date", "kind", "status", "probability", "margin", "incrementality")
    return {**_fields(Outcome, names, rows), "likely": likely, **ends}


def touchpoint_columns(workspace: Workspace) -> Columns:
    """Return the touchpoints of all outcomes: outcome (its position), outcome_date, date, approach, venue, credit."""
    steps = [
        (position, row["date"], step)
        for position, row in enumerate(_rows(workspace, "outcomes"))
        for step in row.get("touchpoints", ())
    ]
    return {
        "outcome": [position for position, _, _ in steps],
        "outcome_date": [day for _, day, _ in steps],
        **_fields(Touchpoint, ("date", "approach", "venue", "credit"), [step for _, _, step in steps]),
    }


def contact_columns(workspace: Workspace) -> Columns:
    """Return the contacts, and how each was met: met (a date), approach, venue, all None where that is not known."""
    rows = _rows(workspace, "contacts")
    names = (
        *("id", "name", "industry", "background", "expertise", "closeness", "relevance", "status", "follow_up"),
        "cadence_days",
    )
    met = _fields(Met, ("date", "approach", "venue"), [row.get("met") or {} for row in rows])
    return {**_fields(Contact, names, rows), "met": met["date"], "approach": met["approach"], "venue": met["venue"]}


def attendance_columns(workspace: Workspace) -> Columns:
    """Return who was at each activity: activity (its position), contact, date, approach, venue; nobody twice."""
    rows = [
        (position, contact, row)
        for position, row in enumerate(_rows(workspace, "activities"))
        for contact in dict.fromkeys(row.get("people", ()))
    ]
    return {
        "activity": [position for position, _, _ in rows],
        "contact": [contact for _, contact, _ in rows],
        **_fields(Activity, ("date", "approach", "venue"), [row for _, _, row in rows]),
    }


def exchange_columns(workspace: Workspace) -> Columns:
    """Return the exchanges: date, direction, kind, contact, between."""
    return _fields(Exchange, ("date", "direction", "kind", "contact", "between"), _rows(workspace, "exchanges"))


def dates(workspace: Workspace, *lists: str) -> list[str]:
    """Return the dates of all records in these lists, as the document has them."""
    return [row["date"] for name in lists for row in _rows(workspace, name)]


def _rows(workspace: Workspace, name: str) -> Rows:
    rows: Rows = workspace.document.get(name, ())
    return rows


def _fields(record: type[Record], names: Iterable[str], rows: Rows) -> Columns:
    return {name: _field(record, name, rows) for name in names}


def _field(record: type[Record], name: str, rows: Rows) -> list[Any]:
    field = record.model_fields[name]
    default = None if field.is_required() else field.default
    return [row.get(name, default) for row in rows]
