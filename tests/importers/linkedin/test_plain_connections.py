"""Plain connections, read by the column, are to the letter what they are row by row, and made only when looked at."""

import re
import unicodedata
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.linkedin import plain_connections
from netroi_core.importers.linkedin.archive import read
from netroi_core.importers.proposal import LazyItem, Proposal, identifier
from netroi_core.importers.reading.values import line
from tests.importers.brought import Json, by_row, lines, taken, workspace, zipped

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
URL = "https://www.linkedin.com/in/"
PEOPLE = [
    ["Ann", "Lee", f"{URL}ann-lee", "", "Acme", "CEO", "08 Feb 2026"],
    ["Bob", "O'Neill", f"{URL}Bob", "", '"Initech, Inc."', "Head of R&D", "31 Dec 1999"],
    ["Zoë", "Ångström", f"{URL}zoe/", "", "Müller – Söhne", "", "29 Feb 2024"],
    ["Cy", "Ho", f"{URL}cy", "", "", "", "01 Jan 1900"],
]
ODD = (
    ("ann", "", " ", "  Ann", "'=Ann", "'Ann", "A\u0301nn", "\u200bAnn", "\u674e", "Ann  B", "x" * 260, "…", "x\x01"),
    ("LEE", "", '"Lee, MBA"', '"Lee ""L"""', "Lee, MBA", "-Lee", "\ufb01", "ß", "\u00a0"),
    ("", "ann", f"{URL}ANN-LEE", f"{URL}ann-lee?x=1", f"{URL}%61nn-lee", URL, f"{URL}a/b", "www.linkedin.com/in/cy",
     f"{URL}{'s' * 260}", f"{URL}o'x", f"{URL}zo\u00eb"),
    (" ", "ann@example.org", "ann"),
    ("", "Acme ", '" Acme"', "=1+1", "'=1+1", "x" * 301, "é" * 200, "\u202eAcme", "’", "A\tB", '"A\nB"', '"A'),
    ("", "CEO,", '"a ""b"""', "a  b", "I\u0307"),
    ("8 Feb 2026", "31 Feb 2026", "08 feb 2026", "08 Feb 26", "2026-02-08", "02/13/2026", "13/02/2026", "",
     " 08 Feb 2026", "08 Feb 1899", "08 Feb 2199", "08 Feb 2200", "08 f\u00e9vr. 2026", "08 February 2026",
     "\u0660\u0668 Feb 2026"),
)  # fmt: skip
"""What may be odd with each cell of a row."""
KNOWN: list[Json] = [
    {"id": "ann", "name": "ann LEE"},
    {"id": "bob", "name": "Robert", "keys": ["linkedin:bob"]},
    {"id": "zoe", "name": "Zoe Angstrom", "met": {"date": "2024-02-29"}},
    {"id": identifier("linkedin", "linkedin:ann-lee"), "name": "Nobody"},
]


def told(proposal: Proposal) -> object:
    """All that a proposal tells, with everything made."""
    items = [
        (each.name, each.key, each.record, each.place, each.label, each.before, each.told) for each in proposal.items
    ]
    return items, len(proposal.added), proposal.skipped, proposal.rejected, proposal.notes


def row(person: list[str], odd: dict[int, str]) -> str:
    """A person as a line, with what is odd at some places."""
    return ",".join(odd.get(place, cell) for place, cell in enumerate(person))


@st.composite
def connections(draw: st.DrawFn) -> list[str]:
    """The lines of an export: plain people, in any order and more than once, some with a thing or two odd."""
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=8))
    odd = st.dictionaries(st.integers(0, 6), st.integers(0, 20), max_size=2)
    return [row(each, {at: ODD[at][which % len(ODD[at])] for at, which in draw(odd).items()}) for each in people]


@pytest.mark.parametrize(("place", "cell"), [(place, cell) for place, cells in enumerate(ODD) for cell in cells])
def test_one_odd_cell_is_read_to_the_letter_as_row_by_row(place: int, cell: str) -> None:
    rows = [row(person, odd) for person in PEOPLE for odd in ({}, {place: cell}, {2: f"{URL}other", place: cell})]
    assert told(read(lines(HEADER, *rows), "x.csv", workspace())) == by_row(
        lambda: told(read(lines(HEADER, *rows), "x.csv", workspace()))
    )


def test_days_in_two_orders_reject_the_plain_ones_too() -> None:
    raw = lines(HEADER, *(row(PEOPLE[0], {6: day}) for day in ("08 Feb 2026", "02/13/2026", "13/02/2026")))
    assert read(raw, "x.csv", workspace()).items == ()
    assert told(read(raw, "x.csv", workspace())) == by_row(lambda: told(read(raw, "x.csv", workspace())))


@given(connections(), st.lists(st.sampled_from(KNOWN), unique_by=lambda each: str(each["id"])))
def test_an_export_is_read_to_the_letter_as_row_by_row(rows: list[str], known: list[Json]) -> None:
    raw, before = lines(HEADER, *rows), workspace(contacts=known)
    assert told(read(raw, "x.csv", before)) == by_row(lambda: told(read(raw, "x.csv", before)))


@given(connections(), connections())
def test_so_are_two_files_of_an_archive_and_what_is_brought_again(first: list[str], second: list[str]) -> None:
    raw = zipped({"Connections.csv": lines(HEADER, *first), "Connections_2.csv": lines(HEADER, *second)})
    once = read(raw, "x.zip", workspace())
    assert told(once) == by_row(lambda: told(read(raw, "x.zip", workspace())))
    after, _ = taken(workspace(), once)
    assert told(read(raw, "x.zip", after)) == by_row(lambda: told(read(raw, "x.zip", after)))
    other = lines(HEADER, *second, *first)
    assert told(read(other, "x.csv", after)) == by_row(lambda: told(read(other, "x.csv", after)))


@given(st.from_regex(plain_connections.WORDS, fullmatch=True))
def test_plain_text_is_taken_over_as_it_stands(text: str) -> None:
    assert line(text, len(text)) == text


def test_no_letter_of_plain_text_changes_with_what_stands_beside_it() -> None:
    letters = [chr(code) for code in range(0x3000) if re.fullmatch(plain_connections.WORDS, chr(code))]
    assert len(letters) > 400
    assert all(letter.isprintable() and not unicodedata.combining(letter) for letter in letters)
    assert all(unicodedata.is_normalized("NFC", letter) for letter in letters)


def test_nothing_is_made_before_it_is_looked_at() -> None:
    raw = lines(HEADER, *map(",".join, PEOPLE))
    with patch.object(plain_connections, "newcomer", wraps=plain_connections.newcomer) as made:
        proposal = read(raw, "x.csv", workspace())
        assert [each.key.partition("/")[0] for each in proposal.added] == ["contacts"] * 4
        assert made.call_count == 0
        assert proposal.added[2].record["name"] == "Zoë Ångström"
        assert proposal.added[2].label == "Zoë Ångström, Müller – Söhne"
        assert made.call_count == 1
    assert all(isinstance(each, LazyItem) and each.key == f"contacts/{each.record['id']}" for each in proposal.added)
