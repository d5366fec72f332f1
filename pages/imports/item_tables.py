"""The items of a proposal as tables, in which each can be left out or corrected before it counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from netroi_core.importers.proposal import Item, Proposal, UnusedLine
from netroi_core.importers.rules import Correction, apply_corrections, single_category
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, join_words, pluralize
from netroi_core.workspace.fields import Record
from netroi_core.workspace.records import Activity, Contact
from pages.imports.editable_tables import NO_NETWORKING, edit_rows, entered_correction, entries
from pages.shell import session
from pages.widgets.charts import show_table

# Rows beyond these are not shown, and follow the choice for all.
MOST_SHOWN: Final = 200
_PART: Final = "choices"
_MET: Final = {"Everyone": 0, "Met in the last year": 1, "Met in the last three years": 3}


@dataclass(frozen=True)
class _Group:
    """One table of the preview: the items of a list that are added, or (``is_change``) changed."""

    title: str
    name: str
    is_change: bool = False

    @property
    def all_key(self) -> str:
        """The key of the box that stands for all items."""
        return f"all {self.title}"

    @property
    def since_key(self) -> str:
        """The key of the choice by the day when people were met."""
        return f"since {self.title}"


_GROUPS: Final = (
    _Group("Activities", "activities"),
    _Group("Contacts", "contacts"),
    _Group("Favors given and received", "exchanges"),
    _Group("Outcomes", "outcomes"),
    _Group("Changes to your activities", "activities", is_change=True),
    _Group("Changes to your contacts", "contacts", is_change=True),
)


def show_items(proposal: Proposal) -> None:
    """Show a table for each group of items; the first one is open."""
    groups = [(group, items) for group in _GROUPS if (items := _items(group, proposal))]
    added = [item.record for item in proposal.added if isinstance(item.record, Contact)]
    people = {contact.id: contact.name for contact in (*session.records().contacts, *added)}
    for index, (group, items) in enumerate(groups):
        title = f"{group.title} ({len(items):,})"
        with st.expander(title, expanded=index == 0, key=f"see {group.title}"):
            _show_table(group, items, people)


def show_unused_lines(title: str, lines: Sequence[UnusedLine]) -> None:
    """Show an expander with the lines that nothing was taken from, each with the reason."""
    if not lines:
        return
    with st.expander(f"{title} ({len(lines):,})", key=f"see {title}", on_change="rerun") as expander:
        if expander.open:
            rows = tuple((str(line.source_line), line.reason) for line in lines[:MOST_SHOWN])
            show_table((("Source", "Reason"), rows), title, ("Reason",))
            _show_remaining(len(lines))


def chosen_part(proposal: Proposal) -> Proposal:
    """Return the proposal with the items that are ticked now, corrected as entered."""
    keys, corrections = choices(proposal)
    corrected = apply_corrections(proposal, corrections)
    added, updated = (
        tuple(item for item in items if item.key in keys) for items in (corrected.added, corrected.updated)
    )
    return replace(corrected, added=added, updated=updated)


def choices(proposal: Proposal) -> tuple[set[str], dict[str, Correction]]:
    """Return the keys of the items that are ticked now, and the corrections entered for some of them."""
    entered = entries(_PART)
    keys, corrections = set(), {}
    venue_ids = {name: key for key, name in _venue_names().items()}
    for group in _GROUPS:
        is_ticked = _default_choice(group)
        for item in _items(group, proposal):
            entry = entered.get(item.key, {})
            if entry.get("take", is_ticked(item)):
                keys.add(item.key)
                if entry.keys() - {"take"}:
                    corrections[item.key] = entered_correction(entry, venue_ids)
    return keys, corrections


def _default_choice(group: _Group) -> Callable[[Item], bool]:
    """Return the function that says if an item of a group is ticked unless its own box was changed."""
    if session.widget_value(group.all_key) is False:
        return lambda _: False
    years = _MET.get(session.widget_value(group.since_key) or "")
    if not years:
        return lambda item: not item.overlap
    # The first of the month: February 29 of another year would raise.
    since = session.today().replace(day=1, year=session.today().year - years)
    return lambda item: bool(isinstance(item.record, Contact) and item.record.met and item.record.met.date >= since)


def _items(group: _Group, proposal: Proposal) -> list[Item]:
    items = [item for item in (proposal.updated if group.is_change else proposal.added) if item.name == group.name]
    return sorted(items, key=lambda item: item.record.date if isinstance(item.record, Activity) else date.min)


def _show_table(group: _Group, items: Sequence[Item], people: Mapping[str, str]) -> None:
    """Show the first rows of a group, each to be left out or corrected."""
    # An address book can have thousands of contacts: one box and a year of last contact stand for as many boxes.
    if label := _all_label(items):
        st.checkbox(label, value=True, key=group.all_key)
    if group.name == "contacts" and len(items) > MOST_SHOWN:
        st.selectbox("Which of them?", list(_MET), key=group.since_key, width=320)
    is_ticked, venues = _default_choice(group), _venue_names()
    shown = items[:MOST_SHOWN]
    money = session.words().money_format(_paid(item.record) for item in shown)
    rows = {
        item.key: {"take": is_ticked(item), **_cells(item, venues, people, money), "line": str(item.source_line)}
        for item in shown
    }
    is_correctable = group.name == "activities" and not group.is_change
    edit_rows(
        _PART,
        group.title,
        rows,
        ("take", "approach", "venue", "hours", "category") if is_correctable else ("take",),
        f"{group.title}, one per row. Uncheck a row to leave it out, or correct a cell.",
        [*APPROACH_NAMES.values(), NO_NETWORKING],
        [*venues.values()],
    )
    _show_remaining(len(items))


def _all_label(items: Sequence[Item]) -> str:
    """Return the label of the box that stands for all items that are suggested; empty if none is."""
    suggested = sum(not item.overlap for item in items)
    if suggested == len(items):
        return f"Import all {suggested:,}" if suggested > 1 else "Import it"
    if suggested == 1:
        return "Import the other one"
    return f"Import the other {suggested:,}" if suggested else ""


def _cells(
    item: Item, venues: Mapping[str, str], people: Mapping[str, str], money: Callable[[Decimal | None], str]
) -> dict[str, Any]:
    if item.before is None and isinstance(item.record, Activity):
        reason = item.source_text.reason if item.source_text else ""
        paid = _paid(item.record)
        cells = _activity_cells(item.record, venues, people)
        return {**cells, "paid": "" if paid is None else money(paid), "why": reason}
    if item.before is None and isinstance(item.record, Contact):
        contact = item.record
        met = contact.met.date if contact.met else None
        return {"name": contact.name, "role": contact.role, "organisation": contact.organisation, "met": met}
    return {"label": item.label}


def _activity_cells(activity: Activity, venues: Mapping[str, str], people: Mapping[str, str]) -> dict[str, Any]:
    category = single_category(activity)
    return {
        "day": activity.date,
        "title": activity.title,
        "approach": APPROACH_NAMES[activity.approach],
        "venue": venues.get(activity.venue or "", ""),
        "hours": activity.hours.attending or None,
        "category": CATEGORY_NAMES[category] if category else "",
        "people": join_words([people.get(key, "") for key in activity.people]),
    }


def _paid(record: Record) -> Decimal | None:
    """Return the costs of an activity; None of one without any, and of another record."""
    if not isinstance(record, Activity) or not record.costs:
        return None
    return sum((cost.amount for cost in record.costs), Decimal(0))


def _venue_names() -> dict[str, str]:
    """Return the names of venues by their ids; of two with the same name the second has its id appended."""
    names: dict[str, str] = {}
    for venue in session.records().venues:
        # A select column of a data editor returns the option's text, so two venues must not read the same.
        names[venue.id] = f"{venue.name} ({venue.id})" if venue.name in names.values() else venue.name
    return names


def _show_remaining(count: int) -> None:
    if count > MOST_SHOWN:
        st.caption(f"And {pluralize(count - MOST_SHOWN, 'more row')}.")
