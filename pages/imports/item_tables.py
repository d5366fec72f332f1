"""The items of a proposal as tables, in which each can be left out or corrected before it counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any, Final

import polars as pl
import streamlit as st

from netroi_core.importers.corrections import Correction, apply_corrections, single_category
from netroi_core.importers.proposal import Item, Proposal, UnusedLine
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, Words, join_words, pluralize
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES
from netroi_core.workspace.records import Activity, Contact
from netroi_core.workspace.workspace import Workspace
from pages.imports.other_lines import PART
from pages.shell import session
from pages.widgets.charts import show_table
from pages.widgets.stable_frames import stable_frame

# Rows beyond these are not shown, and follow the choice for all.
MOST_SHOWN: Final = 200
NO_NETWORKING: Final = "No networking"
_TAKE: Final = "take"
_MET: Final = {"Everybody": 0, "Who was met in the last year": 1, "Who was met in the last three years": 3}
_APPROACHES: Final = {approach: APPROACH_NAMES[approach] for approach in APPROACHES}
_CATEGORIES: Final = {category: CATEGORY_NAMES[category] for category in COST_CATEGORIES}


@dataclass(frozen=True)
class _Group:
    """One table of the preview: the items of a list that are added, or (``is_change``) changed."""

    title: str
    icon: str
    name: str
    is_change: bool = False


_GROUPS: Final = (
    _Group("Activities", ":material/event_available:", "activities"),
    _Group("People", ":material/group:", "contacts"),
    _Group("Given and received", ":material/swap_horiz:", "exchanges"),
    _Group("Outcomes", ":material/flag:", "outcomes"),
    _Group("Changes to your activities", ":material/edit_calendar:", "activities", is_change=True),
    _Group("Changes to your people", ":material/manage_accounts:", "contacts", is_change=True),
)


def show_items(proposal: Proposal, workspace: Workspace, words: Words, state: dict[str, Any]) -> None:
    """Show a table for each group of items; the first one is open."""
    groups = [(group, rows) for group in _GROUPS if (rows := _items(group, proposal))]
    names = _Names.of(workspace, proposal, words)
    for index, (group, rows) in enumerate(groups):
        title = f"{group.title} ({len(rows):,})"
        with st.expander(title, icon=group.icon, expanded=index == 0, key=f"see {group.title}"):
            _show_table(group, rows, names, state)


def show_unused_lines(title: str, icon: str, lines: Sequence[UnusedLine]) -> None:
    """Show an expander with the lines that nothing was taken from, each with the reason."""
    if not lines:
        return
    expander = st.expander(f"{title} ({len(lines):,})", icon=icon, key=f"see {title}", on_change="rerun")
    if expander.open:
        with expander:
            rows = tuple((str(line.source_line), line.reason) for line in lines[:MOST_SHOWN])
            show_table((("Where", "Why"), rows), title, ("Why",))
            _show_remaining(len(lines))


def chosen_part(proposal: Proposal, workspace: Workspace, state: dict[str, Any]) -> Proposal:
    """Return the proposal with the items that are ticked now, corrected as entered."""
    keys, corrections = choices(proposal, workspace, state)
    corrected = apply_corrections(proposal, corrections)
    added, updated = (
        tuple(item for item in items if item.key in keys) for items in (corrected.added, corrected.updated)
    )
    return replace(corrected, added=added, updated=updated)


def choices(proposal: Proposal, workspace: Workspace, state: dict[str, Any]) -> tuple[set[str], dict[str, Correction]]:
    """Return the keys of the items that are ticked now, and the corrections entered for some of them."""
    entries = state.get("choices", {})
    keys, corrections = set(), {}
    venue_ids = {name: key for key, name in _venue_names(workspace).items()}
    for group in _GROUPS:
        is_ticked = _default_choice(group)
        for item in _items(group, proposal):
            entry = entries.get(item.key, {})
            if entry.get(_TAKE, is_ticked(item)):
                keys.add(item.key)
                if len(entry) > (_TAKE in entry):
                    corrections[item.key] = _correction(entry, venue_ids)
    return keys, corrections


@dataclass(frozen=True)
class _Names:
    """The names of venues and people by their ids, and the reader's number format."""

    venues: Mapping[str, str]
    people: Mapping[str, str]
    words: Words

    @classmethod
    def of(cls, workspace: Workspace, proposal: Proposal, words: Words) -> "_Names":
        people = {contact.id: contact.name for contact in workspace.contacts}
        activities = [item.record for item in proposal.items if isinstance(item.record, Activity)]
        attendees = {key for record in activities for key in record.people}
        added = [item.record for item in proposal.added if isinstance(item.record, Contact)]
        people |= {record.id: record.name for record in added if record.id in attendees}
        return cls(_venue_names(workspace), people, words)


def _all_key(group: _Group) -> str:
    return f"all {group.title}"


def _default_choice(group: _Group) -> Callable[[Item], bool]:
    """Return the function that says if an item of a group is ticked unless its own box was changed."""
    if session.widget_value(_all_key(group)) is False:
        return lambda _: False
    years = _MET.get(session.widget_value(_since_key(group)) or "")
    if not years:
        return lambda _: True
    # The first of the month: February 29 of another year would raise.
    since = session.today().replace(day=1, year=session.today().year - years)
    return lambda item: bool(isinstance(item.record, Contact) and item.record.met and item.record.met.date >= since)


def _since_key(group: _Group) -> str:
    return f"since {group.title}"


def _items(group: _Group, proposal: Proposal) -> list[Item]:
    items = [item for item in (proposal.updated if group.is_change else proposal.added) if item.name == group.name]
    return sorted(items, key=_day) if group.name == "activities" else items


def _day(item: Item) -> date:
    return item.record.date if isinstance(item.record, Activity) else date.min


def _show_table(group: _Group, items: Sequence[Item], names: _Names, state: dict[str, Any]) -> None:
    """Show the first rows of a group, each to be left out or corrected."""
    # An address book can have thousands of contacts: one box and a year of last contact stand for as many boxes.
    label = f"Take all {len(items):,}" if len(items) > 1 else "Take it"
    st.checkbox(label, value=True, key=_all_key(group))
    if group.name == "contacts" and len(items) > MOST_SHOWN:
        st.selectbox("Of these", list(_MET), key=_since_key(group), width=320)
    is_ticked = _default_choice(group)
    first_items = items[:MOST_SHOWN]
    is_activity = group.name == "activities" and not group.is_change
    cells: Callable[[Item, _Names], dict[str, Any]] = (
        _activity_cells
        if is_activity
        else _contact_cells
        if group.name == "contacts" and not group.is_change
        else _label
    )
    entries = state.setdefault("choices", {})
    rows = [{_TAKE: is_ticked(item), **cells(item, names), "line": str(item.source_line)} for item in first_items]
    # Entries are kept by position: other rows must make another table of it.
    fingerprint = blake2b(repr(([item.key for item in first_items], rows)).encode(), digest_size=8).hexdigest()
    name = f"{group.title} {fingerprint}"

    def make_frame() -> pl.DataFrame:
        entered = [{**row, **entries.get(item.key, {})} for item, row in zip(first_items, rows, strict=True)]
        return pl.DataFrame(entered, schema={key: _TYPES.get(key, pl.String) for key in rows[0]}, orient="row")

    frame, config = stable_frame(state, name, make_frame), _column_config(names)
    editable = (_TAKE, "approach", "venue", "hours", "category") if is_activity else (_TAKE,)
    st.data_editor(
        frame,
        key=name,
        hide_index=True,
        placeholder="",
        column_config={key: config[key] for key in frame.columns},
        disabled=[key for key in frame.columns if key not in editable],
        on_change=_save_entries,
        args=(name, tuple(item.key for item in first_items)),
        height=min(520, 35 * (len(first_items) + 1) + 3),
        alt=f"{group.title}, one in each row; untick what is not to be taken, or correct a cell",
    )
    _show_remaining(len(items))


def _save_entries(name: str, keys: tuple[str, ...]) -> None:
    """Keep the entries of a table by the items' keys instead of their positions."""
    entries = session.page_state().of(PART).setdefault("choices", {})
    for index, changes in session.widget_value(name)["edited_rows"].items():
        entries.setdefault(keys[int(index)], {}).update(changes)


def _activity_cells(item: Item, names: _Names) -> dict[str, Any]:
    record = item.record
    if not isinstance(record, Activity):
        return {}
    costs = [cost.amount for cost in record.costs]
    category = single_category(record)
    return {
        "day": record.date,
        "title": record.title,
        "approach": _APPROACHES[record.approach],
        "venue": names.venues.get(record.venue or "", ""),
        "hours": record.hours.attending or None,
        "paid": names.words.exact_money(sum(costs)) if costs else "",
        "category": _CATEGORIES[category] if category else "",
        "people": join_words([names.people.get(key, "") for key in record.people]),
        "why": item.source_text.reason if item.source_text else "",
    }


def _contact_cells(item: Item, _: _Names) -> dict[str, Any]:
    record = item.record
    if not isinstance(record, Contact):
        return {}
    return {
        "name": record.name,
        "role": record.role,
        "organisation": record.organisation,
        "met": record.met.date if record.met else None,
    }


def _label(item: Item, _: _Names) -> dict[str, Any]:
    return {"label": item.label}


_TYPES: Final[Mapping[str, Any]] = {_TAKE: pl.Boolean, "day": pl.Date, "met": pl.Date, "hours": pl.Float64}


def _column_config(names: _Names) -> dict[str, Any]:
    config = st.column_config
    return {
        _TAKE: config.CheckboxColumn("Take"),
        "day": config.DateColumn("Day"),
        "title": config.TextColumn("What"),
        "approach": config.SelectboxColumn("Approach", options=[*_APPROACHES.values(), NO_NETWORKING], required=True),
        "venue": config.SelectboxColumn("Place", options=["", *names.venues.values()]),
        "hours": config.NumberColumn("Hours", min_value=0, max_value=24, step=0.25),
        "paid": config.TextColumn("Paid", alignment="right"),
        "category": config.SelectboxColumn("For", options=["", *_CATEGORIES.values()]),
        "people": config.TextColumn("With"),
        "why": config.TextColumn("Why"),
        "name": config.TextColumn("Name"),
        "role": config.TextColumn("Role"),
        "organisation": config.TextColumn("Organisation"),
        "met": config.DateColumn("Met"),
        "label": config.TextColumn("As it will be"),
        "line": config.TextColumn("Where"),
    }


def _correction(entry: Mapping[str, Any], venue_ids: Mapping[str, str]) -> Correction:
    """Return the correction that the edited cells of a row mean."""
    return Correction(
        entry.get("approach") != NO_NETWORKING,
        next((approach for approach, name in _APPROACHES.items() if name == entry.get("approach")), None),
        venue_ids.get(entry["venue"] or "", "") if "venue" in entry else None,
        entry.get("hours"),
        next((category for category, name in _CATEGORIES.items() if name == entry.get("category")), None),
    )


def _venue_names(workspace: Workspace) -> dict[str, str]:
    """Return the names of venues by their ids; of two with the same name the second has its id appended."""
    names: dict[str, str] = {}
    for venue in workspace.venues:
        # A select column of a data editor returns the option's text, so two venues must not read the same.
        names[venue.id] = f"{venue.name} ({venue.id})" if venue.name in names.values() else venue.name
    return names


def _show_remaining(count: int) -> None:
    if count > MOST_SHOWN:
        st.caption(f"And {pluralize(count - MOST_SHOWN, 'more row')}.")
