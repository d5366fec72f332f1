"""Kinds: each file is recognized by its contents, and one that holds nothing of use is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.kinds import FILE_KINDS, recognize_kind
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.contacts.test_address_books import BOOKS
from tests.importers.crm.crm_files import EXAMPLES as CRM_FILES
from tests.importers.import_files import lines, sentence, zipped
from tests.importers.linkedin.archives import INVITATIONS, MESSAGES, NEW, OLD, PREAMBLE, RECEIPTS, whole
from tests.importers.statements.statements import STATEMENTS
from tests.importers.test_palms import ANN as MEMBER
from tests.importers.test_palms import workbook
from tests.importers.test_time_sheets import CLOCKIFY, TOGGL

RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
FILES = {
    "linkedin": {
        "archive": whole(),
        **{header: lines(header, "") for header in (NEW, OLD, INVITATIONS, MESSAGES, RECEIPTS, RECOMMENDATIONS)},
        "below notes": lines(*PREAMBLE, NEW),
    },
    "calendar": {"one": ics(meeting()), "archive": zipped({"a.ics": ics(meeting())})},
    "contacts": BOOKS,
    "expenses": {
        **{name: raw for name, (raw, _) in STATEMENTS.items()},
        "unknown": lines("Datum;Text;Umsatz", "04.03.2026;Cafe;-4,50"),
    },
    "palms": {"one": workbook(MEMBER)},
    "crm": CRM_FILES,
    "time": {"Toggl": lines(TOGGL), "Clockify": lines(CLOCKIFY)},
}
EXAMPLES = [(kind, name, raw) for kind, files in FILES.items() for name, raw in files.items()]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [(kind, raw) for kind, _, raw in EXAMPLES],
    ids=[f"{kind}: {name}" for kind, name, _ in EXAMPLES],
)
def test_a_file_is_recognized_by_its_contents(kind: str, raw: bytes) -> None:
    assert recognize_kind(raw) == kind


def test_there_is_an_example_of_every_kind() -> None:
    assert FILES.keys() == set(FILE_KINDS)


@pytest.mark.parametrize("raw", [b"a,b\n1,2\n", b"Dear diary", lines("a,b,c", "x,y,z")])
def test_other_contents_are_of_no_kind(raw: bytes) -> None:
    assert recognize_kind(raw) is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (zipped({"a.txt": b"x"}), "it holds a.txt. Unpack it"),
        (zipped({f"{n}.csv": b"a,b" for n in range(9)}), "it holds 0.csv, 1.csv, 2.csv and 6 more"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_a_file_that_can_hold_nothing_of_use_is_refused_in_one_sentence(raw: bytes, reason: str) -> None:
    assert reason in sentence(lambda: recognize_kind(raw))


def is_recognized_or_refused(raw: bytes) -> bool:
    try:
        return recognize_kind(raw) in (None, *FILE_KINDS)
    except NotImportable as error:
        return "\n" not in str(error) and str(error).endswith((".", "?"))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_end_in_a_kind_in_none_or_in_one_sentence(raw: bytes) -> None:
    assert is_recognized_or_refused(raw)


@given(st.sampled_from([raw for _, _, raw in EXAMPLES]), st.data())
def test_a_good_file_with_one_thing_broken_ends_in_a_kind_in_none_or_in_one_sentence(raw: bytes, data: Any) -> None:
    start, length = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 8))
    assert is_recognized_or_refused(raw[:start] + data.draw(st.binary(max_size=4)) + raw[start + length :])
