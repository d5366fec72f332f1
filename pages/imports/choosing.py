"""What files would change, as tables in which each entry can be left out and corrected before it counts."""

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
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES
from netroi_core.workspace.records import Activity, Contact
from pages.shell import session
from pages.widgets.charts import show_table
from pages.widgets.stable_frames import stable_frame

MOST_SHOWN: Final = 200
"""So many rows a table shows; what is beyond goes with all."""
NO_NETWORKING: Final = "No networking"
_TAKE: Final = "take"
_MET: Final = {"Everybody": 0, "Who was met in the last year": 1, "Who was met in the last three years": 3}
_HOW: Final = {approach: APPROACH_NAMES[approach] for approach in APPROACHES}
_FOR: Final = {category: CATEGORY_NAMES[category] for category in COST_CATEGORIES}


@dataclass(frozen=True)
class _Group:
    """One table of a preview: the list that its items are of, its icon, and whether what is there is changed."""

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


def items(proposal: Proposal, document: Document, words: Words, visit: dict[str, Any]) -> None:
    """A table for each kind of what would be added or changed; the first is open."""
    found = [(group, _of(group, proposal)) for group in _GROUPS]
    filled = [(group, rows) for group, rows in found if rows]
    known = _Known.of(document, proposal, words)
    for place, (group, rows) in enumerate(filled):
        title = f"{group.title} ({len(rows):,})"
        with st.expander(title, icon=group.icon, expanded=place == 0, key=f"see {group.title}"):
            _table(group, rows, known, visit)


def remarks(title: str, icon: str, told: Sequence[UnusedLine]) -> None:
    """The lines of which nothing is taken over, each with the reason."""
    if not told:
        return
    unfolded = st.expander(f"{title} ({len(told):,})", icon=icon, key=f"see {title}", on_change="rerun")
    if unfolded.open:
        with unfolded:
            rows = tuple((str(remark.source_line), remark.reason) for remark in told[:MOST_SHOWN])
            show_table((("Where", "Why"), rows), title, ("Why",))
            _more(len(told))


def taken(proposal: Proposal, document: Document, visit: dict[str, Any]) -> Proposal:
    """The proposal as it is chosen and corrected by now."""
    keys, corrections = chosen(proposal, document, visit)
    right = apply_corrections(proposal, corrections)
    added, updated = (tuple(item for item in found if item.key in keys) for found in (right.added, right.updated))
    return replace(right, added=added, updated=updated)


def chosen(proposal: Proposal, document: Document, visit: dict[str, Any]) -> tuple[set[str], dict[str, Correction]]:
    """The keys of the items that are to be taken, and what is otherwise with some of them."""
    choices = visit.get("choices", {})
    keys, corrections = set(), {}
    venues = {name: key for key, name in _venues(document).items()}
    for group in _GROUPS:
        is_taken = _taken(group)
        for item in _of(group, proposal):
            said = choices.get(item.key, {})
            if said.get(_TAKE, is_taken(item)):
                keys.add(item.key)
                if len(said) > (_TAKE in said):
                    corrections[item.key] = _correction(said, venues)
    return keys, corrections


@dataclass(frozen=True)
class _Known:
    """What rows name by its id: places, people; and how numbers read."""

    venues: Mapping[str, str]
    people: Mapping[str, str]
    words: Words

    @classmethod
    def of(cls, document: Document, proposal: Proposal, words: Words) -> "_Known":
        people = {contact["id"]: contact["name"] for contact in document.get("contacts", ())}
        activities = [item.record for item in proposal.items if isinstance(item.record, Activity)]
        wanted = {key for record in activities for key in record.people}
        added = [item.record for item in proposal.added if isinstance(item.record, Contact)]
        people |= {record.id: record.name for record in added if record.id in wanted}
        return cls(_venues(document), people, words)


def _all(group: _Group) -> str:
    return f"all {group.title}"


def _taken(group: _Group) -> Callable[[Item], bool]:
    """Whether an item of a group is taken where nothing else is said of it."""
    if session.widget_value(_all(group)) is False:
        return lambda _: False
    years = _MET.get(session.widget_value(_since(group)) or "")
    if not years:
        return lambda _: True
    since = session.today().replace(day=1, year=session.today().year - years)
    return lambda item: bool(isinstance(item.record, Contact) and item.record.met and item.record.met.date >= since)


def _since(group: _Group) -> str:
    return f"since {group.title}"


def _of(group: _Group, proposal: Proposal) -> list[Item]:
    source = proposal.updated if group.is_change else proposal.added
    found = [item for item in source if item.name == group.name]
    return sorted(found, key=_day) if group.name == "activities" else found


def _day(item: Item) -> date:
    return item.record.date if isinstance(item.record, Activity) else date.min


def _table(group: _Group, found: Sequence[Item], known: _Known, visit: dict[str, Any]) -> None:
    """The first rows of a group, each to be left out or corrected."""
    label = f"Take all {len(found):,}" if len(found) > 1 else "Take it"
    st.checkbox(label, value=True, key=_all(group))
    if group.name == "contacts" and len(found) > MOST_SHOWN:
        st.selectbox("Of these", list(_MET), key=_since(group), width=320)
    is_taken = _taken(group)
    shown = found[:MOST_SHOWN]
    is_activity = group.name == "activities" and not group.is_change
    row: Callable[[Item, _Known], dict[str, Any]] = (
        _activity if is_activity else _person if group.name == "contacts" and not group.is_change else _other
    )
    choices = visit.setdefault("choices", {})
    plain_rows = [{_TAKE: is_taken(item), **row(item, known), "line": str(item.source_line)} for item in shown]
    mark = blake2b(repr(([item.key for item in shown], plain_rows)).encode(), digest_size=8).hexdigest()
    name = f"{group.title} {mark}"

    def chosen_rows() -> pl.DataFrame:
        rows = [{**each, **choices.get(item.key, {})} for item, each in zip(shown, plain_rows, strict=True)]
        return pl.DataFrame(rows, schema={key: _TYPES.get(key, pl.String) for key in plain_rows[0]}, orient="row")

    frame, config = stable_frame(visit, name, chosen_rows), _config(known)
    editable = (_TAKE, "approach", "venue", "hours", "category") if is_activity else (_TAKE,)
    st.data_editor(
        frame,
        key=name,
        hide_index=True,
        placeholder="",
        column_config={key: config[key] for key in frame.columns},
        disabled=[key for key in frame.columns if key not in editable],
        on_change=_chosen,
        args=(name, tuple(item.key for item in shown)),
        height=min(520, 35 * (len(shown) + 1) + 3),
        alt=f"{group.title}, one in each row; untick what is not to be taken, or correct a cell",
    )
    _more(len(found))


def _chosen(name: str, keys: tuple[str, ...]) -> None:
    """Remember what was entered into a table by what it is said of, not by its place."""
    choices = session.page_state().of("bring").setdefault("choices", {})
    for place, entered in session.widget_value(name)["edited_rows"].items():
        choices.setdefault(keys[int(place)], {}).update(entered)


def _activity(item: Item, known: _Known) -> dict[str, Any]:
    record = item.record
    if not isinstance(record, Activity):
        return {}
    costs = [cost.amount for cost in record.costs]
    category = single_category(record)
    return {
        "day": record.date,
        "title": record.title,
        "approach": _HOW[record.approach],
        "venue": known.venues.get(record.venue or "", ""),
        "hours": record.hours.attending or None,
        "paid": known.words.exact_money(sum(costs)) if costs else "",
        "category": _FOR[category] if category else "",
        "people": join_words([known.people.get(key, "") for key in record.people]),
        "why": item.source_text.reason if item.source_text else "",
    }


def _person(item: Item, _: _Known) -> dict[str, Any]:
    record = item.record
    if not isinstance(record, Contact):
        return {}
    return {
        "name": record.name,
        "role": record.role,
        "organisation": record.organisation,
        "met": record.met.date if record.met else None,
    }


def _other(item: Item, _: _Known) -> dict[str, Any]:
    return {"label": item.label}


_TYPES: Final[Mapping[str, Any]] = {_TAKE: pl.Boolean, "day": pl.Date, "met": pl.Date, "hours": pl.Float64}


def _config(known: _Known) -> dict[str, Any]:
    config = st.column_config
    return {
        _TAKE: config.CheckboxColumn("Take"),
        "day": config.DateColumn("Day"),
        "title": config.TextColumn("What"),
        "approach": config.SelectboxColumn("Approach", options=[*_HOW.values(), NO_NETWORKING], required=True),
        "venue": config.SelectboxColumn("Place", options=["", *known.venues.values()]),
        "hours": config.NumberColumn("Hours", min_value=0, max_value=24, step=0.25),
        "paid": config.TextColumn("Paid", alignment="right"),
        "category": config.SelectboxColumn("For", options=["", *_FOR.values()]),
        "people": config.TextColumn("With"),
        "why": config.TextColumn("Why"),
        "name": config.TextColumn("Name"),
        "role": config.TextColumn("Role"),
        "organisation": config.TextColumn("Organisation"),
        "met": config.DateColumn("Met"),
        "label": config.TextColumn("As it will be"),
        "line": config.TextColumn("Where"),
    }


def _correction(said: Mapping[str, Any], venues: Mapping[str, str]) -> Correction:
    """What the cells that were edited say."""
    how = said.get("approach")
    return Correction(
        how != NO_NETWORKING,
        next((approach for approach, name in _HOW.items() if name == how), None),
        venues.get(said["venue"] or "", "") if "venue" in said else None,
        said.get("hours"),
        next((category for category, name in _FOR.items() if name == said.get("category")), None),
    )


def _venues(document: Document) -> dict[str, str]:
    """The names of places by their ids; of two of one name the second with its id."""
    named: dict[str, str] = {}
    for venue in document.get("venues", ()):
        name = venue["name"]
        named[venue["id"]] = f"{name} ({venue['id']})" if name in named.values() else name
    return named


def _more(count: int) -> None:
    if count > MOST_SHOWN:
        st.caption(f"And {pluralize(count - MOST_SHOWN, 'more row')}.")
