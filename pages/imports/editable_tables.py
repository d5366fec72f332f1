"""The editable tables of the import flow, and the state that the flow keeps in memory while it is shown."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, TypeVar

import polars as pl
import streamlit as st

from netroi_core.importers.rules import Correction
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES
from pages.shell import identity, session
from pages.widgets.record_table import table_height

T = TypeVar("T")

# The key of the import flow in the page state.
PART: Final = "import"
NO_NETWORKING: Final = "Not networking"
_TYPES: Final[Mapping[str, Any]] = {
    "take": pl.Boolean, "networking": pl.Boolean, "day": pl.Date, "met": pl.Date, "hours": pl.Float64
}  # fmt: skip


def import_state() -> dict[str, Any]:
    """Return what the flow keeps while it is shown, for its parts to change."""
    return session.page_state().of(PART)


def read_once(key: Hashable, function: Callable[..., T], *arguments: Any) -> T:
    """Return the result of a function of the core for a file, called once while the flow is shown.

    The function runs in a process with limits; raise its NetROIError.
    """
    results = import_state().setdefault("results", {})
    return identity.run_limited_once(results, (function, key), function, *arguments)


def begin_run() -> None:
    """Start a run of the page, before its tables are drawn."""
    state = import_state()
    state["frames before"], state["frames"] = state.get("frames", {}), {}


def entries(part: str) -> dict[str, dict[str, Any]]:
    """Return the cells entered so far into the tables of a part, by the keys of their rows."""
    entered: dict[str, dict[str, Any]] = import_state().setdefault(part, {})
    return entered


def entered_correction(entry: Mapping[str, Any], venue_ids: Mapping[str, str]) -> Correction:
    """Return the correction that the edited cells of a row mean; ``venue_ids`` are by the names of venues."""
    return Correction(
        entry.get("approach") != NO_NETWORKING,
        next((approach for approach in APPROACHES if APPROACH_NAMES[approach] == entry.get("approach")), None),
        venue_ids.get(entry["venue"] or "", "") if "venue" in entry else None,
        entry.get("hours"),
        next((category for category in COST_CATEGORIES if CATEGORY_NAMES[category] == entry.get("category")), None),
    )


def edit_rows(
    part: str,
    title: str,
    rows: Mapping[str, Mapping[str, Any]],
    editable: Collection[str],
    alt: str,
    approaches: Sequence[str],
    venues: Sequence[str] = (),
) -> None:
    """Show rows, by their keys, as a table in which some columns can be edited; what is entered is kept by key."""
    # Streamlit keeps entries by position: other rows must make another table, or ticks move to other rows.
    name = f"{title} {blake2b(repr(rows).encode(), digest_size=8).hexdigest()}"
    frame, config = _stable_frame(name, part, rows), _column_config(approaches, venues)
    st.data_editor(
        frame,
        key=name,
        hide_index=True,
        placeholder="",
        column_config={column: config[column] for column in frame.columns},
        disabled=[column for column in frame.columns if column not in editable],
        on_change=_save_entries,
        args=(part, name, tuple(rows)),
        height=table_height(len(rows)),
        alt=alt,
    )


def _stable_frame(name: str, part: str, rows: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    # The browser takes other data under an edited table for another table: it would drop what was entered, and say so.
    # So a table that was shown in the run before keeps its frame.
    state, entered = import_state(), entries(part)
    frame: pl.DataFrame | None = state.get("frames before", {}).get(name)
    if frame is None:
        current = [{**row, **entered.get(key, {})} for key, row in rows.items()]
        frame = pl.DataFrame(current, schema={column: _TYPES.get(column, pl.String) for column in current[0]})
    state["frames"][name] = frame
    return frame


def _save_entries(part: str, name: str, keys: tuple[str, ...]) -> None:
    entered = entries(part)
    for index, changes in session.widget_value(name)["edited_rows"].items():
        entered.setdefault(keys[int(index)], {}).update(changes)


def _column_config(approaches: Sequence[str], venues: Sequence[str]) -> dict[str, Any]:
    config, date_pattern = st.column_config, session.words().date_pattern
    return {
        "take": config.CheckboxColumn("Import"),
        "networking": config.CheckboxColumn("Networking"),
        "day": config.DateColumn("Date", format=date_pattern),
        "title": config.TextColumn("Description"),
        "what": config.TextColumn("Description"),
        "spent": config.TextColumn("Spent", alignment="right"),
        "approach": config.SelectboxColumn("Approach", options=approaches, required=True),
        "venue": config.SelectboxColumn("Venue", options=["", *venues]),
        "hours": config.NumberColumn("Hours", min_value=0, max_value=24, step=0.25, format="localized"),
        "paid": config.TextColumn("Paid", alignment="right"),
        "category": config.SelectboxColumn("Category", options=["", *CATEGORY_NAMES.values()]),
        "people": config.TextColumn("People"),
        "why": config.TextColumn("Reason"),
        "name": config.TextColumn("Name"),
        "role": config.TextColumn("Role"),
        "organisation": config.TextColumn("Organization"),
        "met": config.DateColumn("Met", format=date_pattern),
        "label": config.TextColumn("Change"),
        "line": config.TextColumn("Source"),
    }
