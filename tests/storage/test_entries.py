"""A conformance suite for every store of entries. Add another one by its name to STORES."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.storage import Unavailable
from netroi_core.storage.entries import (
    Entries,
    edit_entry,
    is_expired,
    parse_entry,
    seal_entry,
    stored_name,
    unseal_entry,
)
from netroi_core.storage.files.stores import FileEntries
from netroi_core.storage.postgres.stores import PostgresEntries
from netroi_core.storage.seal import Broken
from tests.storage.samples import QuickDisk

STORES: dict[str, Callable[[pytest.FixtureRequest], Entries]] = {
    "file": lambda request: FileEntries(request.getfixturevalue("tmp_path") / "access", disk=QuickDisk(), patience=60),
    "postgres": lambda request: PostgresEntries(request.getfixturevalue("address"), patience=60),
}
# What jsonb would not give back as it came: numbers, the order of keys, and NUL.
AWKWARD = {"z": -0.0, "a": 1e16, "0": [1.0, 10**18], "b": "\0 É\u2028 ' \\ <b>", "": None, "deep": {"y": 1, "x": True}}


@pytest.fixture(params=STORES)
def entries(request) -> Entries:
    return STORES[request.param](request)


def counted(entry: Any) -> dict[str, int]:
    return {"count": (entry or {"count": 0})["count"] + 1}


def test_where_nothing_was_kept_nothing_is_read_and_nothing_erased(entries):
    assert entries.read("link") is None
    entries.erase("link")
    assert entries.read("link") is None


def test_the_first_edit_gets_none_and_the_next_what_is_kept(entries):
    inputs = []
    for number in (1, 2):
        entries.change("link", lambda entry, number=number: inputs.append(entry) or {"number": number})
    assert inputs == [None, {"number": 1}]
    assert entries.read("link") == {"number": 2}


def test_what_is_kept_comes_back_to_the_letter(entries):
    stored = entries.change("link", lambda _: AWKWARD)
    assert repr(stored) == repr(entries.read("link")) == repr(AWKWARD)


def test_a_report_of_half_a_megabyte_is_kept(entries):
    page = "<p>É\U0001f7e0 " * 40_000
    assert entries.change("report", lambda _: {"html": page})["html"] == page
    assert entries.read("report") == {"html": page}


def test_an_edit_that_raises_changes_nothing(entries):
    def fail(entry: Any) -> Any:
        if entry is not None:
            entry["kept"] = "spoilt"
        raise ZeroDivisionError

    for stored in (None, {"kept": "as it was"}):
        if stored is not None:
            entries.change("link", lambda _, stored=stored: stored)
        with pytest.raises(ZeroDivisionError):
            entries.change("link", fail)
        assert entries.read("link") == stored


def test_what_no_json_can_say_is_refused_and_changes_nothing(entries):
    entries.change("link", lambda _: {"kept": 1})
    for wrong in ({"day": object()}, {1: "a number"}, {"half": "\ud800"}):
        with pytest.raises(TypeError):
            entries.change("link", lambda _, wrong=wrong: wrong)
    assert entries.read("link") == {"kept": 1}


def test_what_was_read_or_given_can_be_changed_without_harm(entries):
    original = {"list": [1]}
    returned = entries.change("link", lambda _: original)
    for mine in (original, returned, entries.read("link")):
        mine["list"].append(2)
    assert entries.read("link") == {"list": [1]}


def test_each_name_is_an_entry_of_its_own(entries):
    names = ["visitor a", "visitor A", "a", "", "../../etc/passwd", "%s'; --", "é" * 500]
    for number, name in enumerate(names):
        entries.change(name, lambda _, number=number: {"number": number})
    entries.erase("a")
    assert [entries.read(name) for name in names] == [{"number": n} if n != 2 else None for n in range(len(names))]


def test_what_was_erased_begins_anew(entries):
    entries.change("link", counted)
    entries.erase("link")
    assert entries.read("link") is None
    assert entries.change("link", counted) == {"count": 1}


def test_of_many_who_change_at_once_each_counts_even_the_first(entries):
    together = Barrier(8)

    def count_ten(_: int) -> None:
        together.wait(60)
        for _ in range(10):
            entries.change("inbox", counted)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count_ten, range(8)))
    assert entries.read("inbox") == {"count": 80}


# --- as bytes

texts = st.text(st.characters(exclude_categories=["Cs"]))
jsons = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(texts, parts, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, jsons, max_size=4)


@given(objects)
def test_every_object_comes_out_of_its_bytes_as_it_was(entry):
    raw = seal_entry(entry)
    assert repr(unseal_entry(raw)) == repr(entry)
    assert edit_entry(raw, lambda entry: entry) == raw
    assert b"\0" not in raw  # which PostgreSQL takes in no text


def test_every_flipped_bit_and_every_cut_end_is_seen():
    raw = seal_entry({"secret": "ab" * 32, "entry": 1})
    for bit in range(len(raw) * 8):
        spoilt = bytearray(raw)
        spoilt[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Broken):
            unseal_entry(bytes(spoilt))
    for size in range(len(raw)):
        with pytest.raises(Broken):
            unseal_entry(raw[:size])


@pytest.mark.parametrize("raw", [b"", b"{}x", b"[]", b"1", b"null", b"\xff", b'{"entry":{}}'])
def test_what_is_no_entry_is_said_to_be_damaged_and_never_taken_for_nothing(raw):
    with pytest.raises(Unavailable, match="the data stored beside the workspaces is damaged"):
        parse_entry(raw)


def test_what_an_earlier_netroi_stored_is_read_and_sealed_by_its_next_change():
    raw = b'{"sessions":1,"keys":0,"not_before":77}'
    assert parse_entry(raw) == {"sessions": 1, "keys": 0, "not_before": 77}
    assert edit_entry(raw, lambda entry: entry) == seal_entry({"sessions": 1, "keys": 0, "not_before": 77})


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-07-13", True),
        ("2026-07-14", False),
        ("2027-01-01", False),
        ("soon", False),
        (None, False),
        (20200101, False),
    ],
)
def test_an_entry_is_past_when_the_day_until_which_it_is_kept_is_over(until, expected):
    assert is_expired(seal_entry({"until": until}), date(2026, 7, 14)) is expected


def test_what_says_no_day_or_is_damaged_is_never_past():
    assert not is_expired(seal_entry({"secret": "x"}), date(9999, 1, 1))
    assert not is_expired(seal_entry({"until": "2020-01-01"})[:-1], date(9999, 1, 1))


def test_the_name_that_an_entry_is_stored_under_stays_what_it_was():
    assert stored_name("secret") == "063af0f299c7c3493037084dfd58623ee3fdac09"


def test_folders_of_earlier_netrois_go_on_working(tmp_path: Path):
    (tmp_path / f"{stored_name('visitor ann')}.json").write_bytes(b'{"sessions":3,"keys":1,"not_before":5}')
    entries = FileEntries(tmp_path)
    assert entries.read("visitor ann") == {"sessions": 3, "keys": 1, "not_before": 5}
    assert entries.change("visitor ann", lambda entry: {**entry, "sessions": 4})["keys"] == 1
    assert FileEntries(tmp_path).read("visitor ann") == {"sessions": 4, "keys": 1, "not_before": 5}
