"""Parts: archives and workbooks are split into files that are read one by one, and what isn't read is named."""

from typing import Any

import pytest

from netroi_core.errors import NotImportable
from netroi_core.importers.inspection import inspect_file
from netroi_core.importers.parts import MOST_PARTS, MOST_WORKBOOKS, split_file
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.import_files import lines, sentence, zipped
from tests.importers.linkedin.archives import ANN, NEW, whole
from tests.importers.reading.test_workbooks import workbook
from tests.importers.statements.bank_formats import QIF
from tests.importers.statements.statements import CHASE_CARD

PEOPLE = lines("First Name,Last Name,Account Name,Title,Email", "Ann,Lee,Acme,CEO,a@example.org")
DEALS = lines(
    "Record Id,Deal Name,Amount,Stage,Probability (%),Closing Date,Contact Name",
    "z1,Audit,2500,Closed Won,100,2026-03-20,Ann Lee",
)
HOURS = lines(
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags",
    "Me,me@example.org,,Networking,,Breakfast,No,2026-03-12,08:00:00,2026-03-12,10:00:00,02:00:00,",
)
CARD = ("BEGIN:VCARD", "VERSION:3.0", "N:Lee;Ann;;;", "FN:Ann Lee", "ORG:Acme", "END:VCARD")
STATEMENT = [
    ("Date", "Shop", "Amount"),
    ("2026-03-05", "Cafe", -4.5),
    ("2026-03-06", "Bar", -9),
    ("2026-03-07", "Pay", 99),
]
MORE = [("Date", "Shop", "Amount"), ("2026-04-05", "Hotel", -20), ("2026-04-07", "Pay", 99)]
CONTACTS = [("Name", "Company", "Email"), ("Ann Lee", "Acme", "a@example.org"), ("Bo Li", "Acme", "b@example.org")]
NOTES = [("Alpha", "Beta", "Gamma"), ("one", "two", "three")]


def counts(name: str, raw: bytes) -> dict[str, int]:
    """Return how many records of each list are read in a file, and how many lines of statements."""
    inspection = inspect_file(name, raw, currency="USD")
    records = {list_name: len(rows) for list_name, rows in inspection["records"].items()}
    return records | ({"lines": len(inspection["lines"])} if inspection["lines"] else {})


@pytest.mark.parametrize(
    ("files", "kind", "expected"),
    [
        ({"Contacts_001.csv": PEOPLE, "Deals_001.csv": DEALS}, "crm", {"contacts": 1, "outcomes": 1}),
        ({"a.vcf": lines(*CARD), "x/b.vcf": lines(*CARD[:2], "FN:Bo Li", "END:VCARD")}, "contacts", {"contacts": 2}),
        ({"time.csv": HOURS}, "time", {"activities": 1}),
        ({"card.csv": CHASE_CARD, "bank.qif": QIF.encode()}, "expenses", {"activities": 2, "lines": 4}),
        ({"book.xlsx": workbook(CONTACTS, STATEMENT)}, "several", {"contacts": 2, "activities": 2, "lines": 2}),
        (
            {"Takeout/Calendar/me.ics": ics(meeting("SUMMARY:Coffee with Ann")), "Takeout/all.vcf": lines(*CARD),
             "card.csv": CHASE_CARD, "about.html": b"<html>", "empty.csv": b""},
            "several", {"contacts": 1, "activities": 2, "lines": 3},
        ),
        ({"Complete_LinkedInDataExport/Connections.csv": whole()}, "linkedin", None),
    ],
    ids=["CRM", "vCards", "time sheet", "statements", "a workbook", "all of them", "LinkedIn"],
)  # fmt: skip
def test_every_file_in_an_archive_is_read_as_what_it_is(
    files: dict[str, bytes], kind: str, expected: dict[str, int] | None
) -> None:
    raw = zipped(files) if expected else next(iter(files.values()))
    assert inspect_file("export.zip", raw, currency="USD")["kind"] == kind
    if expected:
        assert counts("export.zip", raw) == expected
    else:
        assert split_file("export.zip", raw).files == {"export.zip": raw}


def test_what_is_not_recognized_in_an_archive_is_named() -> None:
    raw = zipped({"me.ics": ics(meeting()), "notes.txt": b"Dear diary", "x/old.txt": b"More", "photo.png": b"x"})
    assert inspect_file("a.zip", raw)["notes"][-1] == ("notes.txt and old.txt in a.zip aren’t recognized.")
    assert split_file("a.zip", zipped({"me.ics": ics(meeting()), "photo.png": b"x"})).left_out == ""
    mixed = zipped({"Connections.csv": lines(NEW, ANN), "me.ics": ics(meeting()), "Ads.html": b"x"})
    assert split_file("l.zip", mixed).left_out == (
        "me.ics in l.zip isn’t read. Unpack the archive, and import what you need of it."
    )


def test_an_archive_in_an_archive_is_named_and_one_without_anything_of_use_is_refused() -> None:
    nested = zipped({"b.zip": zipped({"c.csv": CHASE_CARD}), "card.csv": CHASE_CARD})
    assert split_file("a.zip", nested).left_out == (
        "b.zip in a.zip isn’t read. Unpack the archive, and import what you need of it."
    )
    assert "it holds a.csv" in sentence(lambda: split_file("a.zip", zipped({"a.csv": b"a,b"})))
    many = zipped({f"{number}.csv": CHASE_CARD for number in range(MOST_PARTS + 1)})
    with pytest.raises(NotImportable, match="more than 50 files"):
        split_file("a.zip", many)
    books = zipped({f"{number}.xlsx": workbook(STATEMENT) for number in range(MOST_WORKBOOKS + 1)})
    assert "10.xlsx in a.zip isn’t read" in split_file("a.zip", books).left_out


def test_files_of_the_same_name_in_two_folders_are_both_read() -> None:
    later = CHASE_CARD.replace(b"07/", b"08/")
    raw = zipped({"July/card.csv": CHASE_CARD, "August/card.csv": later})
    assert counts("a.zip", raw)["lines"] == 6
    assert list(split_file("a.zip", raw).files) == ["a.zip, card.csv", "a.zip, card (2).csv"]


@pytest.mark.parametrize(
    ("sheets", "names", "left_out"),
    [
        ([STATEMENT], ["b.xlsx"], ""),
        ([[("Read me",), ("Please",)], STATEMENT], ["b.xlsx"], ""),
        ([STATEMENT, MORE], ["b.xlsx, Sheet 1", "b.xlsx, Sheet 2"], ""),
        ([STATEMENT, CONTACTS], ["b.xlsx, Sheet 1", "b.xlsx, Sheet 2"], ""),
        ([STATEMENT, NOTES], ["b.xlsx, Sheet 1"], "Sheet 2 in b.xlsx isn’t recognized"),
        ([NOTES, [*NOTES, ("x", "y", "z")]], ["b.xlsx, Sheet 1", "b.xlsx, Sheet 2"], ""),
        ([[*STATEMENT, (), (), *MORE]], ["b.xlsx"], ""),
        ([[("My bank", "EUR"), *STATEMENT, (), *MORE]], ["b.xlsx"], ""),
        ([[*STATEMENT, (), *CONTACTS]], ["b.xlsx, Sheet 1, row 1", "b.xlsx, Sheet 1, row 6"], ""),
        ([[*STATEMENT, (), *NOTES]], ["b.xlsx, Sheet 1, row 1"], "Sheet 1, row 6 in b.xlsx isn’t recognized"),
        ([[*NOTES, (), *STATEMENT]], ["b.xlsx, Sheet 1, row 4"], "Sheet 1, row 1 in b.xlsx isn’t recognized"),
        ([[(*left, None, *right) for left, right in zip(STATEMENT, [*CONTACTS, ()], strict=True)]],
         ["b.xlsx, Sheet 1, column A", "b.xlsx, Sheet 1, column E"], ""),
        ([[(*row[:2], None, *row[2:]) for row in STATEMENT]], ["b.xlsx"], ""),
        ([[row[::2] for row in CONTACTS], STATEMENT], ["b.xlsx, Sheet 1", "b.xlsx, Sheet 2"], ""),
    ],
)  # fmt: skip
def test_every_table_of_a_workbook_is_read_or_named(
    sheets: list[list[tuple[Any, ...]]], names: list[str], left_out: str
) -> None:
    parts = split_file("b.xlsx", workbook(*sheets))
    assert list(parts.files) == names
    assert parts.left_out.startswith(left_out)
    assert bool(parts.left_out) == bool(left_out)


def test_no_line_of_a_split_table_is_lost_and_each_has_its_row_in_the_sheet() -> None:
    for between in ([()], [(), ("April",), ()], [(), (), ()]):
        for tables in ([[*STATEMENT, *between, *MORE]], [STATEMENT, MORE]):
            inspection = inspect_file("b.xlsx", workbook(*tables), currency="USD")
            assert [line["amount"] for line in inspection["lines"]] == [4.5, 9, 20]
            # A line of two cells, and a note below all, are no lines, but not lost.
            torn = [[*table, ("2026-09-09", "Torn"), ("The end",)] for table in tables]
            inspection = inspect_file("b.xlsx", workbook(*torn), currency="USD")
            unused = {line["line"] for line in (*inspection["skipped"], *inspection["rejected"])}
            assert unused >= {number for table in torn for number in (len(table) - 1, len(table))}
    skipped = inspect_file("b.xlsx", workbook([*STATEMENT, (), *MORE]), currency="USD")["skipped"]
    assert [line["line"] for line in skipped if "received" in line["reason"]] == [4, 8]


def test_tables_of_two_currencies_on_a_sheet_are_two_though_their_columns_are_equal() -> None:
    for above, below in (((), ("Currency", "EUR")), (("Currency", "USD"), ("Currency", "EUR"))):
        raw = workbook([above, (), *STATEMENT, (), below, (), *MORE])
        assert len(split_file("b.xlsx", raw).files) == 2
        inspection = inspect_file("b.xlsx", raw, currency="USD")
        assert [line["amount"] for line in inspection["lines"]] == [4.5, 9]
        assert [line["line"] for line in inspection["rejected"]] == [11]
    same = workbook([("Currency", "USD"), (), *STATEMENT, (), ("Currency", "USD"), (), *MORE])
    assert list(split_file("b.xlsx", same).files) == ["b.xlsx"]


def test_notes_and_lines_of_a_part_name_it() -> None:
    inspection = inspect_file("b.xlsx", workbook(STATEMENT, MORE), currency="USD")
    assert {note.partition(":")[0] for note in inspection["notes"]} == {"b.xlsx, Sheet 1 and b.xlsx, Sheet 2"}
    assert all(line["reason"].startswith("b.xlsx, Sheet") for line in inspection["skipped"])
