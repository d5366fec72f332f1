"""The lines of statements that nothing was suggested for, to search and mark; they are kept in memory only."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from netroi_core.importers.batch import ImportFile
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.statements.expenses import LineMark, parse_statement
from netroi_core.importers.statements.lines import StatementLine
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES
from netroi_core.workspace.records import Activity
from netroi_core.workspace.search import normalize_text
from pages.shell import session
from pages.widgets.stable_frames import stable_frame

# The key of the import flow in the page state; other parts of the flow share it.
PART: Final = "import"
# A statement can have thousands of lines; the search leads to the rest.
_MOST_SHOWN: Final = 200
_APPROACHES: Final = {approach: APPROACH_NAMES[approach] for approach in APPROACHES}
_CATEGORIES: Final = {category: CATEGORY_NAMES[category] for category in COST_CATEGORIES}


def marks(state: dict[str, Any]) -> dict[str, LineMark]:
    """Return the marks set on lines so far, by the lines' keys."""
    return dict(state.get("marks", {}))


def show_other_lines(files: Sequence[ImportFile], proposal: Proposal, state: dict[str, Any]) -> None:
    """Show an expander with the lines that no item comes from, to search and to mark as networking."""
    if not any(file.kind == "expenses" for file in files):
        return
    expander = st.expander("Other lines of your statements", icon=":material/receipt_long:", key="see lines",
                           on_change="rerun")  # fmt: skip
    if not expander.open:
        return
    with expander:
        st.caption("Mark what was networking. What you don't mark is not kept.")
        query = normalize_text(
            st.text_input("Search", key="search lines", max_chars=100, autocomplete="off", placeholder="restaurant")
        )
        lines = [
            line
            for line in _unused_lines(files, proposal, state)
            if query in normalize_text(f"{line.description} {line.amount} {line.day}")
        ]
        _show_table(lines[:_MOST_SHOWN], state)
        if len(lines) > _MOST_SHOWN:
            st.caption(f"And {len(lines) - _MOST_SHOWN:,} more; search for them.")


def _unused_lines(files: Sequence[ImportFile], proposal: Proposal, state: dict[str, Any]) -> list[StatementLine]:
    """Return the lines that no item comes from and those that were marked, the latest first."""
    proposed = (item.record for item in proposal.items if isinstance(item.record, Activity))
    used_keys = {key for record in (*proposed, *session.records().activities) for key in (record.id, *record.keys)}
    marked = state.get("marks", {})
    lines = (line for file in files if file.kind == "expenses" for line in _lines(file, state))
    unused = {line.key: line for line in lines if line.key not in used_keys or line.key in marked}
    return sorted(unused.values(), key=lambda line: line.day, reverse=True)


def _lines(file: ImportFile, state: dict[str, Any]) -> list[StatementLine]:
    """Return the lines of a file, read once while the page is open."""
    lines_by_file = state.setdefault("lines", {})
    key = (file.raw, file.layout)
    if key not in lines_by_file:
        lines_by_file[key], _ = parse_statement(file.raw, session.records(), file.layout, file.name)
    lines: list[StatementLine] = lines_by_file[key]
    return lines


def _show_table(lines: Sequence[StatementLine], state: dict[str, Any]) -> None:
    if not lines:
        st.markdown("No such line is left.")
        return
    keys = tuple(line.key for line in lines)
    # A data editor keeps its edits by position: another search result must be another editor, or ticks move to other
    # lines.
    name = f"lines {hash(keys)}"
    frame = stable_frame(state, name, lambda: _frame(lines, state.get("marks", {})))
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
            "approach": config.SelectboxColumn("Approach", options=list(_APPROACHES.values()), required=True),
            "category": config.SelectboxColumn("For", options=["", *_CATEGORIES.values()]),
            "line": config.TextColumn("Where"),
        },
        disabled=["day", "what", "spent", "line"],
        on_change=_save_marks,
        args=(name, keys),
        height=min(520, 35 * (len(lines) + 1) + 3),
        alt="Lines of your statements, one in each row; tick those that were networking",
    )


def _frame(lines: Sequence[StatementLine], marked: Mapping[str, LineMark]) -> pl.DataFrame:
    """Return the lines as rows, with their marks."""
    words, rows = session.words(), []
    for line in lines:
        mark = marked.get(line.key)
        category = (mark.category if mark else None) or line.purpose.category
        approach = (mark.approach if mark else None) or line.purpose.approach
        purpose = _APPROACHES[approach], _CATEGORIES[category] if category else ""
        rows.append(
            (
                mark is not None,
                line.day,
                line.description,
                words.exact_money(line.amount),
                *purpose,
                str(line.source_line),
            )
        )
    return pl.DataFrame(
        rows,
        schema={"networking": pl.Boolean, "day": pl.Date, "what": pl.String, "spent": pl.String, "approach": pl.String,
                "category": pl.String, "line": pl.String},
        orient="row",
    )  # fmt: skip


def _save_marks(name: str, keys: tuple[str, ...]) -> None:
    """Keep the marks entered into the table; a line that is unticked again counts as never marked."""
    state = session.page_state().of(PART)
    entries = state.setdefault("line entries", {})
    for index, changes in session.widget_value(name)["edited_rows"].items():
        entries.setdefault(keys[int(index)], {}).update(changes)
    state["marks"] = {
        key: LineMark(
            True,
            next((category for category, title in _CATEGORIES.items() if title == entry.get("category")), None),
            next((approach for approach, title in _APPROACHES.items() if title == entry.get("approach")), None),
        )
        for key, entry in entries.items()
        if entry.get("networking")
    }
