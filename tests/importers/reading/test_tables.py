"""Tables: header and separator are found by names, and a row that can't be read takes no other along."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import LARGEST_CELL, MOST_ROWS, table
from tests.importers.brought import by_row, sentence

WANTED = ("First Name", "Connected On")


def names(text: str) -> list[tuple[int, str]]:
    return [(row.line, row["First Name"]) for row in table(text, WANTED).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_by_the_names_of_columns(separator: str) -> None:
    text = "First Name,Last Name,Connected On\nAnn,Lee,x\n".replace(",", separator)
    assert names(text) == [(2, "Ann")]


def test_the_header_is_found_below_any_notes() -> None:
    notes = 'Notes:\n"When exporting, you may notice\nthat addresses are missing"\n\n'
    found = table(f"{notes}First Name,Connected On\nAnn,x\n", WANTED)
    assert [(row.line, row["First Name"]) for row in found.rows] == [(6, "Ann")]
    assert found.above[0] == ("Notes:",)


def test_names_of_columns_are_compared_without_case_spaces_and_marks() -> None:
    assert names("\u200efirst name , CONNECTED  ON\nAnn,x\n") == [(2, "Ann")]


def test_of_several_layouts_the_one_that_fits_is_told() -> None:
    found = table("a,b,c\n1,2,3\n", ("x", "y"), ("b", "c"), ("a",))
    assert found.layout == ("b", "c")
    assert found.rows[0]["nowhere"] == ""


def test_an_unclosed_quote_is_reported_with_its_line_and_the_rest_is_read() -> None:
    text = 'First Name,Connected On\nAnn,1\n"Bob,2\nCy,3\nDi,"4, 5"\n'
    found = table(text, WANTED)
    assert [row["First Name"] for row in found.rows] == ["Ann", "Cy", "Di"]
    assert [row.line for row in found.broken] == [3]
    assert "quote" in found.broken[0].reason


def test_a_cell_of_several_lines_is_one_cell_and_lines_are_still_counted() -> None:
    assert names('First Name,Connected On\n"A\nnn",1\nBob,2\n') == [(2, "A\nnn"), (4, "Bob")]


def test_short_rows_are_filled_blank_ones_left_out_and_only_what_is_beyond_is_broken() -> None:
    found = table("First Name,Connected On\nAnn\n\n , \nBob,1,,\nCy,1,2\n", WANTED)
    assert [(row.line, row["First Name"], row["Connected On"]) for row in found.rows] == [
        (2, "Ann", ""),
        (5, "Bob", "1"),
    ]
    assert [(row.line, "3 cells, the header 2" in row.reason) for row in found.broken] == [(6, True)]


def test_a_column_named_twice_is_refused_where_it_is_needed_and_else_the_first_counts() -> None:
    with pytest.raises(NotImportable, match="names the column First Name twice"):
        table("First Name,Connected On,first name\n", WANTED)
    assert table("First Name,Connected On,x,x\nAnn,1,2,3\n", WANTED).rows[0]["x"] == "2"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "names the columns First Name and Connected On"),
        ("\n" * 100 + "a\n" * 61 + "First Name,Connected On\n", "No line of the file names"),
        ("First Name,Connected On" + ",x" * 200_000, "more than 300 columns"),
        ("First Name,Connected On\n" + "a,b\n" * (MOST_ROWS + 1), "more than 100,000 rows"),
        ("First Name,Connected On\n" + '"a"b\n' * 200, "Most rows of the file can't be read"),
    ],
)
def test_what_is_no_such_table_or_too_large_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotImportable, match=reason):
        table(text, WANTED)


@pytest.mark.parametrize("cell", ["x" * 1_000_000, '"' + "x" * 1_000_000 + '"', "x" * 110_000])
def test_a_cell_larger_than_any_text_breaks_its_row_only(cell: str) -> None:
    found = table(f"First Name,Connected On\n{cell},1\nAnn,2\n", WANTED)
    assert [row["First Name"] for row in found.rows] == ["Ann"]
    assert len(found.broken) == 1


@given(st.text(st.sampled_from('a,;"\n\t\r\0 ')))
def test_whatever_stands_below_a_header_is_rows_and_broken_rows_or_one_sentence(below: str) -> None:
    text = f"First Name,Connected On\n{below}"
    if not (refusal := sentence(lambda: table(text, WANTED))):
        found = table(text, WANTED)
        assert all(row.line <= text.count("\n") + 1 for row in (*found.rows, *found.broken))
    assert "rows" in refusal or not refusal


CELL = st.text(st.sampled_from("aé\u00a0\u2028\x85\x0b 'x^\ufeff\t;\\#0\U0001f600"), max_size=4) | st.sampled_from(
    ["", '""', '"a,b"', '"a ""b"" c"', '""""', '"a\nb"', 'a"b', ' "a"', '"a"b', '"', "NA", "null", "1.0", "true", "#x"]
)
ROW = st.lists(CELL, min_size=2, max_size=2) | st.lists(CELL, max_size=4)


@given(st.lists(ROW, max_size=8) | st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=8), st.data())
def test_an_even_table_reads_letter_by_letter_as_row_by_row(rows: list[list[str]], data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from([",", ";", "\t"]))
    end = data.draw(st.sampled_from(["", "\n", "\n\n", "\r"]))
    head = data.draw(st.sampled_from(["", "Notes:\n\n", '"a\nb"\n', '"torn\n']))
    header = separator.join(WANTED)
    text = head + "\n".join([header, *map(separator.join, rows)]) + end
    assert read_as(text) == by_row(lambda: read_as(text))


def read_as(text: str) -> object:
    """All that is read of a text, or the sentence that it is refused with."""
    if refusal := sentence(lambda: table(text, WANTED)):
        return refusal
    found = table(text, WANTED)
    return [(row.line, row.cells) for row in found.rows], found.broken, found.above, found.columns


@pytest.mark.parametrize(
    "body",
    [
        f"{'x' * (LARGEST_CELL + 1)},1\nAnn,2\n",
        f"{'x' * LARGEST_CELL},1\nAnn,2\n",
        "a,b\n" * MOST_ROWS,
        "a,b\n" * (MOST_ROWS + 1),
        "x\x01,1\n",
        "x^,1\n",
        "\x1f\x8b,1\n",
        "\ud800,1\n",
        " , \n\u3000,\u00a0\n,a\n",
    ],
)
def test_at_its_bounds_an_even_table_reads_as_row_by_row(body: str) -> None:
    text = f"First Name,Connected On\n{body}"
    assert read_as(text) == by_row(lambda: read_as(text))


def test_a_plain_table_is_read_as_a_frame() -> None:
    found = table('First Name,Connected On\nAnn,"1, 2"\n,\nBob,3\n', WANTED)
    assert not isinstance(found.read, tuple)
    assert found.read.rows() == [(2, "Ann", "1, 2"), (4, "Bob", "3")]
