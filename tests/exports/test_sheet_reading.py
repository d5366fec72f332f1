"""Files that were edited, damaged or crafted: read where unambiguous, else refused with a sentence."""

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from netroi_core.errors import NetROIError
from netroi_core.exports import sheet_reading, zip_files
from netroi_core.exports.formats import export, restore
from netroi_core.exports.sheets import to_sheets
from tests.careers import Json, load_document
from tests.exports.full_workspace import FULL

WORKSPACE = b"format,version\nnetroi-workspace,1\n"


def packed(**files: bytes) -> bytes:
    """Return a zip of CSV files, by the names of their tables."""
    return zipped({f"{name}.csv": content for name, content in {"workspace": WORKSPACE, **files}.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed_file:
        for name, content in files.items():
            packed_file.writestr(name, content)
    return archive.getvalue()


def refusal(raw: bytes) -> str:
    with pytest.raises(NetROIError) as refused:
        restore(raw)
    return str(refused.value)


@pytest.mark.parametrize(
    ("activities", "sentence"),
    [
        (b"id,date,approach\na,2026-02-30,one_on_one\n",
         "activities, row 2, column date: “2026-02-30” isn’t a date. Write it like 2026-07-14"),
        (b"id,date,approach\na,03/04/2026,one_on_one\n",
         "activities, row 2, column date: “03/04/2026” isn’t a clear date; write it like 2026-07-14"),
        (b"id,date,approach,hours.attending\n\na,2026-02-03,one_on_one,much\n",
         "activities, row 3, column hours.attending: “much” isn’t a number; write it like 1234.50"),
        (b"id,date,approach,new_contacts\na,2026-02-03,one_on_one,1.5\n",
         "activities, row 2, column new_contacts: must be a whole number, and 1.5 isn’t one"),
        (b'id,date,approach,hours.attending\na,2026-02-03,one_on_one,"1,5"\n',
         "activities, row 2, column hours.attending: “1,5” isn’t a number; write it like 1234.50"),
        (b"id,date,approach,evening\na,2026-02-03,one_on_one,perhaps\n",
         "activities, row 2, column evening: “perhaps” must be true or false"),
        (b"id,date,approach\na,2026-02-03,gossip\n", "activities, row 2, column approach: must be"),
        (b"id,date\na,2026-02-03\n", "activities, row 2, column approach: is missing"),
        (b"id,date,approach,mood\na,2026-02-03,one_on_one,x\n",
         "activities, column mood: isn’t a column that NetROI knows; delete it"),
        (b"id,date,date\na,2026-02-03,x\n", "activities, column date: is there twice; delete one of them"),
        (b"id,date,approach,venue\na,2026-02-03,one_on_one,v\n",
         "activities, row 2, column venue: refers to a venue that doesn’t exist"),
        (b'id,date,approach\na,"2026,x\n', "activities, row 2: a quote isn’t closed, or is inside a text"),
        (b"id,date,approach,exact\na,2026-02-03,one_on_one,{\n",
         "activities, row 2, column exact: was changed; leave it as NetROI wrote it, or leave it blank"),
        (b"id,date,approach\na,2026-02-03,one_on_one\na,2026-02-03,one_on_one\n",
         "activities, row 3, column id: is the same as in entry 1"),
    ],
)  # fmt: skip
def test_a_problem_is_named_by_table_row_and_column(activities: bytes, sentence: str) -> None:
    assert refusal(packed(activities=activities)).startswith(sentence)


def test_rows_without_an_owner_and_duplicate_entries_are_refused() -> None:
    costs = b"activity,number,amount\nx,1,5\n"
    assert refusal(packed(activities_costs=costs)) == (
        "activities_costs, row 2, column activity: doesn’t match any activity in the file"
    )
    quizzes, answers = b"id,quarter\nq,2026-Q1\n", b"quiz,question,value\nq,pay,1\nq,pay,2\n"
    assert refusal(packed(quizzes=quizzes, quizzes_answers=answers)) == (
        "quizzes_answers, row 3: repeats an entry from a row above; delete one of them"
    )


@pytest.mark.parametrize(
    "exact",
    [b'{"":1}', b'{"hours":5}', b'{"costs":5}', b'{"a.b":[]}', b'{"venue":{}}', b'{"title":[[]]}', b'{"why":""}'],
)
def test_exact_values_are_validated_like_all_others(exact: bytes) -> None:
    rows = b'id,date,approach,exact\na,2026-02-03,one_on_one,"' + exact.replace(b'"', b'""') + b'"\n'
    assert refusal(packed(activities=rows)).startswith("activities, row 2")


def test_rows_may_be_sorted_and_blank_rows_and_computed_columns_are_ignored() -> None:
    files = {
        "outcomes": b"id;date;kind;status;worth (calculated);worth (figured)\no;2026-05-01;client;won;99;98\n;;;;;\n",
        "outcomes_touchpoints": b"outcome;number;date;approach;credit\n"
        b"o;2;03.04.2026;one_on_one;1,5\no;1;2026-04-03;group_events;2.5\n",
    }
    (outcome,) = restore(packed(**files))["outcomes"]
    assert outcome["touchpoints"] == [
        {"date": "2026-04-03", "approach": "group_events", "credit": 2.5},
        {"date": "2026-04-03", "approach": "one_on_one", "credit": 1.5},
    ]


@pytest.mark.parametrize(("locale", "separator", "amount"), [("en_US", b",", b"24.50"), ("de_DE", b";", b"24,50")])
def test_csv_is_written_in_the_format_that_spreadsheets_of_a_locale_expect(
    locale: str, separator: bytes, amount: bytes
) -> None:
    with ZipFile(io.BytesIO(zip_files.write_csv(to_sheets(FULL), locale))) as archive:
        costs, goals = archive.read("activities_costs.csv"), archive.read("goals.csv")
    assert costs.startswith("\ufeff".encode())
    assert costs.splitlines()[1].split(separator) == [b"a1", b"1", b"lunch", amount, amount.replace(b"2", b"")]
    assert goals.splitlines()[1].split(separator)[2] == amount.replace(b"24", b"-2").replace(b"50", b"5")


def test_a_workbook_that_was_changed_and_saved_elsewhere_is_read_with_its_changes() -> None:
    book = load_workbook(io.BytesIO(export(load_document("pop-quiz"), "xlsx")))
    page = book["Activities costs"]
    amount = [cell.value for cell in page[1]].index("amount") + 1
    page.cell(2, amount).value = 61
    saved = io.BytesIO()
    book.save(saved)
    again, before = restore(saved.getvalue()), load_document("pop-quiz")
    assert again["activities"][0]["costs"][0]["amount"] == "61.00"
    again["activities"][0]["costs"][0] = before["activities"][0]["costs"][0]
    assert again == before


def frame(compression: str = "none", **columns: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, compression=compression)
    return stream.getvalue()


ROOT = frame(format=["netroi-workspace"], version=[1])


def test_parquet_files_hold_typed_columns() -> None:
    with ZipFile(io.BytesIO(export(FULL, "parquet"))) as archive:
        costs = pq.read_table(io.BytesIO(archive.read("activities_costs.parquet")))
        activities = pq.read_table(io.BytesIO(archive.read("activities.parquet")))
    assert costs.schema.field("amount").type == pa.decimal128(38, 9)
    assert [activities.schema.field(name).type for name in ("date", "hours.attending", "new_contacts", "evening")] == [
        pa.date32(), pa.float64(), pa.int64(), pa.bool_(),
    ]  # fmt: skip


def test_compressed_damaged_or_oversized_parquet_is_refused() -> None:
    squeezed = zipped({"workspace.parquet": ROOT, "goals.parquet": frame("gzip", id=["g" * 10_000_000])})
    assert refusal(squeezed) == "The table goals is compressed inside the archive. Save it without compression."
    many = zipped({"workspace.parquet": ROOT, "goals.parquet": frame(id=["g"] * 100_001)})
    assert refusal(many) == "The table goals has more rows or columns than a workspace can have."
    torn = zipped({"workspace.parquet": ROOT, "goals.parquet": frame(id=["g"])[:-9]})
    assert refusal(torn) == "The table goals is damaged. Export it again."


def test_a_parquet_dictionary_that_repeats_a_huge_text_is_stopped_while_it_is_read() -> None:
    codes = pa.DictionaryArray.from_arrays(pa.array([0] * 90_000, pa.int32()), pa.array(["x" * 1_000_000]))
    raw = zipped({"workspace.parquet": ROOT, "goals.parquet": frame(id=codes)})
    assert len(raw) < 100_000
    assert "more" in refusal(raw) or "longer" in refusal(raw)


@pytest.mark.parametrize("name", ["goals.csv", "goals.parquet"])
def test_an_archive_that_unpacks_to_far_more_is_refused(name: str) -> None:
    raw = zipped({name.replace("goals", "workspace"): WORKSPACE, name: b"\0" * 5_000_000})
    assert refusal(raw) == f"{name} in the archive unpacks to far more data than any export has."


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_anything_reads_it() -> None:
    files = {"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 5_000_000}
    assert refusal(zipped(files)) == "sheet1.xml in the archive unpacks to far more data than any export has."


def test_a_workbook_with_a_distant_cell_is_read_without_the_empty_cells_between() -> None:
    book = Workbook()
    page = book.active
    page.title = "Workspace"
    page.append(["format", "version"])
    page.append(["netroi-workspace", 1])
    page["XFD1048576"] = "far away"
    saved = io.BytesIO()
    book.save(saved)
    assert restore(saved.getvalue()) == {"format": "netroi-workspace", "version": 1}


def test_too_many_rows_and_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = b"id,date,approach\n" + b"a,2026-02-03,one_on_one\n" * 30
    monkeypatch.setattr(sheet_reading, "MOST_CELLS", 60)
    assert refusal(packed(activities=rows)) == "The table activities has more rows than a workspace can have."


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (zipped({"readme.txt": b"hello"}), "The file has none of the tables of a NetROI export."),
        (zipped({"goals.csv": b"id\n"}), "workspace: must be a table with one row; is this a NetROI export?"),
        (b"PK\x03\x04" + b"x" * 50, "The archive is damaged or protected"),
        (zipped({"[Content_Types].xml": b"<x/>"}), "The workbook is damaged. Export it again."),
        (
            b"PK\x03\x04" + b"x" * sheet_reading.LARGEST_EXPORT,
            "The file is larger than 16 MB",
        ),
        (b"no json", "This isn’t a JSON file"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    assert refusal(raw).startswith(sentence)


def test_a_workspace_of_the_format_but_with_wrong_records_is_refused_as_json_too() -> None:
    wrong: Json = {**FULL, "goals": [{"id": "g"}]}
    assert refusal(export(wrong, "json")) == "goals[0].metric: is missing (and 2 more)"
