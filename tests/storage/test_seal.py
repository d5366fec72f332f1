"""The seal holds against every single bit, and the tables are only built where something changed."""

import orjson
import pytest
from tinydb import TinyDB, where

from netroi_core.storage import Restoration, seal
from netroi_core.storage.seal import to_document, update_tables
from netroi_core.workspace import document

BODY = b'{"document":{"1":{"format":"netroi-workspace","version":1}},"contacts":{"1":{"id":"}},"}}}'
SEALS = [
    seal.Seal(1, "2026-07-14T08:00:00+00:00"),
    seal.Seal(123456, "2026-07-14T08:00:00+00:00", Restoration(99, "2026-07-13T08:00:00+00:00")),
    seal.Seal(2, "2026-07-14T08:00:00+00:00", kind="guest"),
]
each_seal = pytest.mark.parametrize("note", SEALS)


@each_seal
def test_what_was_sealed_comes_back(note):
    raw = seal.seal_body(note, BODY)
    assert seal.unseal(raw) == (note, orjson.loads(BODY))
    assert (seal.body(raw), seal.body_size(raw)) == (BODY, len(BODY))
    assert seal.claimed_version(raw[: seal.START_BYTES]) == note.version


@each_seal
def test_every_flipped_bit_breaks_it(note):
    raw = seal.seal_body(note, BODY)
    for bit in range(8 * len(raw)):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(seal.Broken):
            seal.verify(bytes(flipped))


@each_seal
def test_every_cut_breaks_it_and_so_does_anything_more(note):
    raw = seal.seal_body(note, BODY)
    for wrong in [*(raw[:size] for size in range(len(raw))), raw + b"\n", raw + raw, raw[1:], b"\xef\xbb\xbf" + raw]:
        with pytest.raises(seal.Broken):
            seal.verify(wrong)


@pytest.mark.parametrize("start", [b"", b"{}", bytes(200), b"x" * 90 + b'","version":-1,'])
def test_no_version_is_read_where_there_is_none(start):
    assert seal.claimed_version(start) == 0


def test_a_document_comes_back_from_its_tables_with_lists_that_are_empty_or_absent():
    note = {**document.empty(), "contacts": [{"id": "b"}, {"id": "a"}], "profile": {"currency": "EUR"}}
    del note["stories"]
    assert to_document(update_tables({}, note, note.keys())) == note


def test_only_the_tables_of_changed_lists_are_built_anew():
    before = {**document.empty(), "contacts": [{"id": "a"}], "venues": [{"id": "v"}]}
    tables = update_tables({}, before, before.keys())
    after = {**before, "contacts": []}
    changed = update_tables(tables, after, {"contacts"})
    assert to_document(changed) == after
    assert changed["venues"] is tables["venues"]
    assert to_document(tables) == before


@each_seal
def test_tinydb_reads_and_writes_a_sealed_workspace(note):
    raw = seal.seal_body(note, BODY)
    with TinyDB(storage=lambda: seal.SealedStorage(raw)) as database:
        database.table("contacts").insert({"id": "c-2", "name": "Ann Lee"})
        assert database.table("contacts").get(where("id") == "c-2") == {"id": "c-2", "name": "Ann Lee"}
        written = database.storage.raw
    assert seal.unseal(written)[0] == note
    assert seal.unseal(written)[1]["contacts"]["2"] == {"id": "c-2", "name": "Ann Lee"}


def test_tinydb_refuses_sealed_bytes_that_were_changed():
    raw = seal.seal_body(SEALS[0], BODY).replace(b"netroi", b"NETROI")
    with pytest.raises(seal.Broken):
        seal.SealedStorage(raw).read()
