"""Round trips: every export restores the same document, byte for byte of its JSON."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given as drawn

from netroi_core.errors import Invalid
from netroi_core.exports import zip_files
from netroi_core.exports.formats import FORMAT_NAMES, FormatName, export, restore
from netroi_core.exports.schema import EXACT
from netroi_core.exports.sheets import to_document, to_sheets
from netroi_core.workspace import document
from tests.careers import GOLDEN, Json, load_document
from tests.exports.full_workspace import FULL, spoilables
from tests.strategies import workspaces

EMPTY = {"format": "netroi-workspace", "version": 1}


def raw(value: Any) -> bytes:
    """A document as JSON with sorted keys; comparing Python values would take true for 1 and 12 for 12.0."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def files(workspace: Json) -> Iterator[bytes]:
    for name in FORMAT_NAMES:
        yield export(workspace, name)
    yield zip_files.write_csv(to_sheets(workspace), "fr_CH")
    yield zip_files.write_csv(to_sheets(workspace), "de_DE")


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
@pytest.mark.parametrize("kind", FORMAT_NAMES)
def test_every_golden_workspace_is_restored_from_every_format(name: str, kind: FormatName) -> None:
    assert raw(restore(export(load_document(name), kind))) == raw(load_document(name))


@pytest.mark.parametrize("workspace", [EMPTY, document.empty(), FULL])
def test_an_empty_and_a_full_workspace_are_restored_from_every_file(workspace: Json) -> None:
    for file in files(workspace):
        assert raw(restore(file)) == raw(workspace)


@drawn(workspaces())
def test_any_workspace_is_restored_from_every_file(workspace: Json) -> None:
    for file in files(workspace):
        assert raw(restore(file)) == raw(workspace)


@drawn(spoilables())
def test_texts_that_files_are_known_to_spoil_are_restored_from_every_file(workspace: Json) -> None:
    for file in files(workspace):
        assert raw(restore(file)) == raw(workspace)


def test_every_key_of_the_format_has_a_column_of_its_own() -> None:
    document.validate(FULL)
    columns_by_table = {name: [column.name for column in sheet.columns] for name, sheet in to_sheets(FULL).items()}
    assert [name for name, columns in columns_by_table.items() if EXACT in columns] == []


def test_a_changed_cell_is_restored_as_changed_and_unchanged_ones_stay_exact() -> None:
    venue = {"name": "A", "approach": "one_on_one"}
    dues = [{"id": "v", **venue, "dues": {"amount": "12"}}, {"id": "w", **venue, "dues": {"amount": "5"}}]
    tables = to_sheets({**EMPTY, "venues": dues})
    venues = tables["venues"]
    amount = [column.name for column in venues.columns].index("dues.amount")
    changed = [list(row) for row in venues.rows]
    changed[0][amount] = Decimal("12.5")
    restored = to_document({**tables, "venues": replace(venues, rows=tuple(map(tuple, changed)))})
    assert [venue["dues"]["amount"] for venue in restored["venues"]] == ["12.50", "5"]


@pytest.mark.parametrize("workspace", [{**FULL, "version": 2}, {**FULL, "goals": [{"id": "g"}]}])
def test_a_workspace_that_breaks_the_format_is_refused_by_table_and_column(workspace: Json) -> None:
    with pytest.raises(Invalid) as refused:
        to_document(to_sheets(workspace))
    problems = [str(problem) for problem in refused.value.problems]
    assert problems in (
        ["workspace, row 2, column version: is 2, from a newer version of NetROI; this one reads up to 1"],
        [f"goals, row 2, column {key}: is missing" for key in ("metric", "target", "quarter")],
    )
