"""Whatever document is saved, it is read from the database and from files to the letter, by whoever has not seen it."""

from itertools import count

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netroi_core.storage import Principal, Store
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.postgres.stores import PostgresStore
from netroi_core.workspace.document import empty
from tests.storage.samples import QuickDisk
from tests.strategies import workspaces

NUMBERS = st.sampled_from([-0.0, 0, 0.0, 1, 1.0, 0.1, 1e-100, 1e-7, 99.99999999999999]) | st.floats(1e-100, 100)
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=30)
visitors = count()


def letters(document: dict) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def assert_kept(writer: Store, reader: Store, document: dict) -> None:
    visitor = Principal("guest", str(next(visitors)))
    saved = writer.change(visitor, lambda _: document)
    saved_elsewhere = reader.read(visitor)
    assert letters(saved_elsewhere.document) == letters(saved.document) == letters(document)
    assert (saved_elsewhere.version, saved_elsewhere.size_bytes) == (saved.version, saved.size_bytes)


@pytest.fixture(scope="module")
def pairs(server, tmp_path_factory) -> list[list[Store]]:
    """Of each kind one store that writes and one that reads."""
    address, folder = server.fresh(), tmp_path_factory.mktemp("letters")
    return [[PostgresStore(address) for _ in range(2)], [FileStore(folder, disk=QuickDisk()) for _ in range(2)]]


@given(document=workspaces(), number=NUMBERS, text=LETTERS)
def test_any_document_comes_back_to_the_letter(pairs, document, number, text):
    document = {
        **document,
        "profile": {**document.get("profile", {}), "weekly_hours_cap": number},
        "stories": [{"id": "1", "date": "2026-01-01", "text": text}],
    }
    for writer, reader in pairs:
        assert_kept(writer, reader, document)


@given(before=NUMBERS, after=NUMBERS)
@example(before=1, after=1.0)
@example(before=0.0, after=-0.0)
def test_an_edit_of_one_row_is_kept_to_the_letter_and_the_other_row_is_shared(pairs, before, after):
    def with_hours(number: float) -> dict:
        rows = [{"id": id_, "date": "2026-01-01", "approach": "one_on_one"} for id_ in ("1", "2")]
        return {**empty(), "activities": [{**rows[0], "hours": {"attending": number}}, rows[1]]}

    for store, _ in pairs:
        visitor = Principal("guest", str(next(visitors)))
        first = store.change(visitor, lambda _: with_hours(before))
        second = store.change(visitor, lambda _: with_hours(after))
        assert letters(second.document) == letters(with_hours(after))
        assert second.document["activities"][1] is first.document["activities"][1]
