"""The lines of statements that nothing was suggested for, to search and mark; they are kept in memory only."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from netroi_core.importers.batch import ImportFile
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.rules import Correction
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.lines import StatementLine
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES
from netroi_core.workspace.fields import normalize_text
from netroi_core.workspace.records import Activity
from pages.imports.editable_tables import edit_rows, entered_correction, entries, read_once
from pages.shell import session

_PART: Final = "line entries"
# A statement can have thousands of lines; the search leads to the rest.
_MOST_SHOWN: Final = 200


def marks() -> dict[str, Correction]:
    """Return the marks set on lines so far, by the lines' keys; a line that is unticked again has none."""
    return {key: entered_correction(entry, {}) for key, entry in entries(_PART).items() if entry.get("networking")}


def show_other_lines(files: Sequence[ImportFile], proposal: Proposal) -> None:
    """Show an expander with the lines that no item comes from, to search and to mark as networking."""
    statements = [file for file in files if file.kind == "expenses"]
    if not statements:
        return
    with st.expander("Other lines of your statements", key="see lines", on_change="rerun") as expander:
        if expander.open:
            _show_search(_unused_lines(statements, proposal))


def _show_search(unused: Sequence[StatementLine]) -> None:
    """Show lines with a field to search them."""
    st.caption("Check the lines that were networking. Everything else is discarded.")
    query = normalize_text(st.text_input("Search", key="search lines", max_chars=100, autocomplete="off",
                                         placeholder="restaurant", width=420))  # fmt: skip
    lines = [line for line in unused if query in normalize_text(f"{line.description} {line.amount} {line.day}")]
    _show_table(lines[:_MOST_SHOWN])
    if len(lines) > _MOST_SHOWN:
        st.caption(f"And {len(lines) - _MOST_SHOWN:,} more. Use the search to find them.")


def _unused_lines(statements: Sequence[ImportFile], proposal: Proposal) -> list[StatementLine]:
    """Return the lines that no item comes from and those that were marked, the latest first."""
    proposed = (item.record for item in proposal.items if isinstance(item.record, Activity))
    used_keys = {key for record in (*proposed, *session.records().activities) for key in (record.id, *record.keys)}
    used_keys -= marks().keys()
    lines = [line for file in statements for line in _lines(file)]
    unused = {line.key: line for line in lines if line.key not in used_keys}
    return sorted(unused.values(), key=lambda line: line.day, reverse=True)


def _lines(file: ImportFile) -> Sequence[StatementLine]:
    key = file.raw, file.layout, file.name
    return read_once(key, parse_statement, file.raw, session.records(), file.layout, file.name)[0]


def _show_table(lines: Sequence[StatementLine]) -> None:
    if not lines:
        st.markdown("No other lines match.")
        return
    money = session.words().money_format(line.amount for line in lines)
    rows = {line.key: {**_cells(line), "spent": money(line.amount)} for line in lines}
    alt = "Lines of your statements, one per row. Check those that were networking."
    edit_rows(_PART, "lines", rows, ("networking", "approach", "category"), alt, [*APPROACH_NAMES.values()])


def _cells(line: StatementLine) -> dict[str, Any]:
    category = line.purpose.category
    return {
        "networking": False,
        "day": line.day,
        "what": line.description,
        "approach": APPROACH_NAMES[line.purpose.approach],
        "category": CATEGORY_NAMES[category] if category else "",
        "line": str(line.source_line),
    }
