"""Tables: header and separator are found by column names, and a row that can't be read affects no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import LARGEST_CELL, MOST_ROWS, find_table
from tests.importers.import_files import sentence

SIGNATURE = ("First Name", "Connected On")


def first_names(text: str) -> list[tuple[int, str]]:
    return [(row.line, row["First Name"]) for row in find_table(text, SIGNATURE).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_by_the_names_of_columns(separator: str) -> None:
    text = "First Name,Last Name,Connected On\nAnn,Lee,x\n".replace(",", separator)
    assert first_names(text) == [(2, "Ann")]


def test_the_header_is_found_below_any_notes() -> None:
    notes = 'Notes:\n"When exporting, you may notice\nthat addresses are missing"\n\n'
    table = find_table(f"{notes}First Name,Connected On\nAnn,x\n", SIGNATURE)
    assert [(row.line, row["First Name"]) for row in table.rows] == [(6, "Ann")]


def test_column_names_are_compared_ignoring_case_spaces_and_invisible_characters() -> None:
    assert first_names("\u200efirst name , CONNECTED  ON\nAnn,x\n") == [(2, "Ann")]


def test_the_first_signature_that_fits_is_the_table_s() -> None:
    table = find_table("a,b,c\n1,2,3\n", ("x", "y"), ("b", "c"), ("a",))
    assert table.signature == ("b", "c")
    assert table.rows[0]["nowhere"] == ""


def test_an_unclosed_quote_is_reported_with_its_line_and_the_rest_is_read() -> None:
    table = find_table('First Name,Connected On\nAnn,1\n"Bob,2\nCy,3\nDi,"4, 5"\n', SIGNATURE)
    assert [row["First Name"] for row in table.rows] == ["Ann", "Cy", "Di"]
    assert [row.line for row in table.broken] == [3]
    assert "quote" in table.broken[0].reason


def test_a_cell_of_several_lines_is_one_cell_and_lines_are_still_counted() -> None:
    assert first_names('First Name,Connected On\n"A\nnn",1\nBob,2\n') == [(2, "A\nnn"), (4, "Bob")]


def test_quotes_separators_and_unusual_characters_in_cells_are_kept() -> None:
    text = 'First Name,Connected On\n"Lee ""L"", MBA",NA\n  a"b  ,\u00e9\u2028\x85#\n'
    assert [tuple(row.cells.values()) for row in find_table(text, SIGNATURE).rows] == [
        ('Lee "L", MBA', "NA"), ('a"b', "\u00e9\u2028 #"),
    ]  # fmt: skip


def test_short_rows_are_filled_blank_ones_dropped_and_rows_with_too_many_cells_broken() -> None:
    table = find_table("First Name,Connected On\nAnn\n\n , \n\u3000,\u00a0\nBob,1,,\nCy,1,2\n", SIGNATURE)
    assert [(row.line, row["First Name"], row["Connected On"]) for row in table.rows] == [
        (2, "Ann", ""), (6, "Bob", "1"),
    ]  # fmt: skip
    assert [(row.line, "3 cells, the header 2" in row.reason) for row in table.broken] == [(7, True)]


def test_a_repeated_column_is_refused_where_it_is_needed_and_otherwise_the_first_counts() -> None:
    with pytest.raises(NotImportable, match="two columns named First Name"):
        find_table("First Name,Connected On,first name\n", SIGNATURE)
    assert find_table("First Name,Connected On,x,x\nAnn,1,2,3\n", SIGNATURE).rows[0]["x"] == "2"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "has the columns First Name and Connected On"),
        ("\n" * 100 + "a\n" * 61 + "First Name,Connected On\n", "No line of the file has"),
        ("First Name,Connected On" + ",x" * 200_000, "more than 300 columns"),
        ("First Name,Connected On\n" + "a,b\n" * (MOST_ROWS + 1), "more than 100,000 rows"),
        ("First Name,Connected On\n" + '"a"b\n' * 200, "Most rows of the file can’t be read"),
    ],
)
def test_a_text_without_such_a_table_or_with_too_large_a_one_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotImportable, match=reason):
        find_table(text, SIGNATURE)


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(first_names("First Name,Connected On\n" + "a,b\n" * MOST_ROWS)) == MOST_ROWS


@pytest.mark.parametrize(
    "cell", ["x" * 1_000_000, '"' + "x" * 1_000_000 + '"', "x" * 110_000, "x" * (LARGEST_CELL + 1)]
)
def test_too_large_a_cell_breaks_only_its_row(cell: str) -> None:
    table = find_table(f"First Name,Connected On\n{cell},1\nAnn,2\n", SIGNATURE)
    assert [row["First Name"] for row in table.rows] == ["Ann"]
    assert len(table.broken) == 1


@given(st.text(st.sampled_from('a,;"\n\t\r\0 ')))
def test_any_text_below_a_header_is_rows_and_broken_rows_or_refused_in_one_sentence(below: str) -> None:
    text = f"First Name,Connected On\n{below}"
    if not (refusal := sentence(lambda: find_table(text, SIGNATURE))):
        table = find_table(text, SIGNATURE)
        assert all(row.line <= text.count("\n") + 1 for row in (*table.rows, *table.broken))
    assert "rows" in refusal or not refusal
