"""The lines of statements that were not suggested: looked through and marked, kept in memory only."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from netroi_core.importers.batch import ImportFile
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.statements.expenses import LineMark
from netroi_core.importers.statements.lines import StatementLine, parse_statement
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES
from netroi_core.workspace.records import Activity
from netroi_core.workspace.search import normalize_text
from pages.shell import session
from pages.widgets.stable_frames import stable_frame

_SHOWN: Final = 200
_HOW: Final = {approach: APPROACH_NAMES[approach] for approach in APPROACHES}
_FOR: Final = {category: CATEGORY_NAMES[category] for category in COST_CATEGORIES}


def marks(visit: dict[str, Any]) -> dict[str, LineMark]:
    """What the person said of lines so far, by their keys."""
    return dict(visit.get("marks", {}))


def show(brought: Sequence[ImportFile], proposal: Proposal, visit: dict[str, Any]) -> None:
    """A folded table of the lines that nothing was suggested of, to search and to mark as networking."""
    if not any(file.kind == "expenses" for file in brought):
        return
    unfolded = st.expander("Other lines of your statements", icon=":material/receipt_long:", key="see lines",
                           on_change="rerun")  # fmt: skip
    if not unfolded.open:
        return
    with unfolded:
        st.caption("Mark what was networking. What you don't mark is not kept.")
        lines = _left(brought, proposal, visit)
        wanted = st.text_input(
            "Search", key="search lines", max_chars=100, autocomplete="off", placeholder="restaurant"
        )
        found = [
            each
            for each in lines
            if normalize_text(wanted) in normalize_text(f"{each.description} {each.amount} {each.day}")
        ]
        _table(found[:_SHOWN], visit)
        if len(found) > _SHOWN:
            st.caption(f"And {len(found) - _SHOWN:,} more; search for them.")


def _left(brought: Sequence[ImportFile], proposal: Proposal, visit: dict[str, Any]) -> list[StatementLine]:
    """The lines that no item is made of, latest first, and those that were marked."""
    proposed = (item.record for item in proposal.items if isinstance(item.record, Activity))
    used = {key for record in (*proposed, *session.records().activities) for key in (record.id, *record.keys)}
    marked = visit.get("marks", {})
    lines = (line for file in brought if file.kind == "expenses" for line in _lines(file, visit))
    left = {line.key: line for line in lines if line.key not in used or line.key in marked}
    return sorted(left.values(), key=lambda line: line.day, reverse=True)


def _lines(file: ImportFile, visit: dict[str, Any]) -> tuple[StatementLine, ...]:
    read = visit.setdefault("lines", {})
    asked = (file.raw, file.layout)
    if asked not in read:
        read[asked] = parse_statement(file.raw, session.records(), file.layout, file.name).lines
    found: tuple[StatementLine, ...] = read[asked]
    return found


def _table(lines: Sequence[StatementLine], visit: dict[str, Any]) -> None:
    if not lines:
        st.markdown("No such line is left.")
        return
    keys = tuple(line.key for line in lines)
    name = f"lines {hash(keys)}"
    frame = stable_frame(visit, name, lambda: _frame(lines, visit.get("marks", {})))
    config = st.column_config
    st.data_editor(
        frame,
        key=name,
        hide_index=True,
        placeholder="",
        column_config={
            "networking": config.CheckboxColumn("Networking"),
            "day": config.DateColumn("Day"),
            "what": config.TextColumn("What"),
            "spent": config.TextColumn("Spent", alignment="right"),
            "approach": config.SelectboxColumn("Approach", options=list(_HOW.values()), required=True),
            "category": config.SelectboxColumn("For", options=["", *_FOR.values()]),
            "line": config.TextColumn("Where"),
        },
        disabled=["day", "what", "spent", "line"],
        on_change=_marked,
        args=(name, keys),
        height=min(520, 35 * (len(lines) + 1) + 3),
        alt="Lines of your statements, one in each row; tick those that were networking",
    )


def _frame(lines: Sequence[StatementLine], marked: Mapping[str, LineMark]) -> pl.DataFrame:
    """The lines as rows, with what was said of them so far."""
    words, rows = session.words(), []
    for line in lines:
        mark = marked.get(line.key)
        category = (mark.category if mark else None) or line.purpose.category
        approach = (mark.approach if mark else None) or line.purpose.approach
        rows.append((mark is not None, line.day, line.description, words.exact_money(line.amount),
                     _HOW[approach], _FOR[category] if category else "", str(line.source_line)))  # fmt: skip
    return pl.DataFrame(
        rows,
        schema={"networking": pl.Boolean, "day": pl.Date, "what": pl.String, "spent": pl.String, "approach": pl.String,
                "category": pl.String, "line": pl.String},
        orient="row",
    )  # fmt: skip


def _marked(name: str, keys: tuple[str, ...]) -> None:
    """Remember what was said of lines; one that is not networking after all is as if it was never marked."""
    visit = session.page_state().of("bring")
    said = visit.setdefault("said of lines", {})
    for place, entered in session.widget_value(name)["edited_rows"].items():
        said.setdefault(keys[int(place)], {}).update(entered)
    visit["marks"] = {
        key: LineMark(
            True,
            next((category for category, shown in _FOR.items() if shown == each.get("category")), None),
            next((approach for approach, shown in _HOW.items() if shown == each.get("approach")), None),
        )
        for key, each in said.items()
        if each.get("networking")
    }
