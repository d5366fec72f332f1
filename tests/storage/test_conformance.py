"""A conformance suite for every store. Add another one by its name to STORES."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise

import pytest

from netroi_core.errors import Invalid, TooLarge
from netroi_core.storage import LIMIT_BYTES, Principal, Store, process_state
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.postgres import stores as postgres
from netroi_core.storage.postgres.connections import Connection
from netroi_core.storage.postgres.stores import PostgresStore
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Document
from tests.storage.samples import ANN, BEN, QuickDisk, adding, keys, putting


def isolated(level: str) -> Callable[[pytest.FixtureRequest], Store]:
    """PostgreSQL at this isolation level: that of engines which have no other, whatever is asked for."""

    def store(request: pytest.FixtureRequest) -> Store:
        request.getfixturevalue("monkeypatch").setattr(Connection, "isolation", level)
        address = request.getfixturevalue("address")
        return PostgresStore(
            f"{address}%20-cdefault_transaction_isolation%3D{level.replace(' ', '%5C%20')}", patience=60
        )

    return store


STORES: dict[str, Callable[[pytest.FixtureRequest], Store]] = {
    "file": lambda request: FileStore(
        request.getfixturevalue("tmp_path") / "workspaces", disk=QuickDisk(), patience=60
    ),
    "postgres": isolated("READ COMMITTED"),
    "postgres, repeatable read": isolated("REPEATABLE READ"),
    "postgres, serializable": isolated("SERIALIZABLE"),
    "postgres, by PgBouncer": lambda request: PostgresStore(request.getfixturevalue("pooler").emptied(), patience=60),
}


@pytest.fixture(params=STORES)
def store(request) -> Store:
    return STORES[request.param](request)


def large(megabytes: int) -> Document:
    line = "x" * 10_000
    contacts = [{"id": str(i), "name": "N", "notes": line} for i in range(100 * megabytes)]
    return {**document.empty(), "contacts": contacts}


def test_where_nothing_was_saved_nothing_is_read(store):
    assert store.read(ANN) is None


def test_the_first_edit_gets_an_empty_document(store):
    inputs = []
    store.change(ANN, lambda draft: inputs.append(draft) or draft)
    assert inputs == [document.empty()]


def test_an_empty_document_can_be_saved_as_the_first(store):
    assert store.change(ANN, lambda draft: draft).version == 1
    assert store.read(ANN).document == document.empty()


def test_what_was_changed_is_read(store):
    saved = store.change(ANN, adding("a"))
    assert keys(saved.document) == ["a"]
    assert store.read(ANN).document == saved.document


def test_the_same_version_is_the_same_object(store):
    saved = store.change(ANN, adding("a"))
    assert store.read(ANN) is saved
    assert store.read(ANN) is saved


def test_every_change_raises_the_version_by_one(store):
    assert [store.change(ANN, adding(key)).version for key in "abc"] == [1, 2, 3]


def test_an_edit_that_changes_nothing_keeps_the_version(store):
    saved = store.change(ANN, adding("a"))
    assert store.change(ANN, lambda draft: draft) is saved


def test_another_order_of_keys_is_no_change(store):
    saved = store.change(ANN, adding("a"))
    swapped = {**document.empty(), "contacts": [{"name": "Contact a", "id": "a"}]}
    assert store.change(ANN, putting(lambda: swapped)) is saved


def test_another_order_of_records_is_a_change(store):
    store.change(ANN, adding("a"))
    store.change(ANN, adding("b"))
    saved = store.change(ANN, lambda draft: {**draft, "contacts": draft["contacts"][::-1]})
    assert (keys(saved.document), saved.version) == (["b", "a"], 3)


def test_minus_zero_is_not_zero(store):
    cap = {"weekly_hours_cap": 0.0}
    store.change(ANN, lambda draft: {**draft, "profile": cap})
    saved = store.change(ANN, lambda draft: {**draft, "profile": {"weekly_hours_cap": -0.0}})
    assert str(saved.document["profile"]["weekly_hours_cap"]) == "-0.0"


def test_a_list_may_come_and_go(store):
    store.change(ANN, adding("a"))
    gone = store.change(ANN, lambda draft: {key: value for key, value in draft.items() if key != "contacts"})
    assert "contacts" not in gone.document
    back = store.change(ANN, lambda draft: {**draft, "contacts": []})
    assert back.document["contacts"] == []


def test_an_edit_that_raises_changes_nothing(store):
    saved = store.change(ANN, adding("a"))

    def failing(draft: Document) -> Document:
        draft["contacts"].clear()
        raise RuntimeError("a fault of the edit")

    with pytest.raises(RuntimeError, match="a fault of the edit"):
        store.change(ANN, failing)
    assert store.read(ANN) is saved
    assert keys(saved.document) == ["a"]


def test_an_edit_that_raises_an_error_of_the_system_gets_it_back(store):
    def failing(draft: Document) -> Document:
        raise FileNotFoundError("the edit's own file")

    with pytest.raises(FileNotFoundError, match="the edit's own file"):
        store.change(ANN, failing)
    assert store.read(ANN) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "", "name": "N"},
        {"id": "b", "name": "N", "unknown": 1},
        {"id": "a", "name": "Twice the same id"},
        {"id": "b", "name": "\ud800"},
        {"id": "b", "name": "nul \x00"},
        {"id": "b", "name": "N", "closeness": float("nan")},
        {"id": "b", "name": {1, 2}},
    ],
)
def test_a_result_that_breaks_the_format_changes_nothing(store, broken):
    saved = store.change(ANN, adding("a"))
    with pytest.raises(Invalid):
        store.change(ANN, lambda draft: {**draft, "contacts": [*draft["contacts"], broken]})
    assert store.read(ANN) is saved


def test_a_number_that_json_has_no_word_for_is_refused_and_not_stored_as_null(store):
    outcome = {"id": "o", "date": "2026-01-02", "kind": "lead", "status": "open", "probability": float("inf")}
    with pytest.raises(Invalid, match=r"outcomes\[0\]\.probability: must be a finite number"):
        store.change(ANN, lambda draft: {**draft, "outcomes": [outcome]})


def test_what_the_edit_keeps_is_no_part_of_what_is_stored(store):
    drafts: list[Document] = []
    store.change(ANN, adding("a"))
    saved = store.change(ANN, lambda draft: drafts.append(adding("b")(draft)) or draft)
    drafts[0]["contacts"].clear()
    assert keys(saved.document) == keys(store.read(ANN).document) == ["a", "b"]


def test_an_earlier_state_stays_as_it_was(store):
    first = store.change(ANN, adding("a", notes="first"))
    second = store.change(ANN, lambda draft: draft["contacts"][0].update(notes="second") or draft)
    assert first.document["contacts"][0]["notes"] == "first"
    assert second.document["contacts"][0]["notes"] == "second"


def test_principals_are_kept_apart(store):
    store.change(ANN, adding("a"))
    assert store.read(BEN) is None
    store.change(BEN, adding("b"))
    assert keys(store.read(ANN).document) == ["a"]


def test_one_name_of_two_kinds_is_two_principals(store):
    store.change(Principal("guest", "x"), adding("a"))
    assert store.read(Principal("account", "x")) is None


@pytest.mark.parametrize(
    "subject", ["", "../../etc/passwd", "/etc/passwd", "a\0b", "\ud800", "x" * 100_000, "É", "con"]
)
def test_a_principal_may_have_any_name(store, subject):
    store.change(Principal("account", subject), adding("a"))
    assert keys(store.read(Principal("account", subject)).document) == ["a"]


def test_what_was_erased_is_gone_and_can_begin_anew(store):
    store.change(ANN, adding("a"))
    store.change(BEN, adding("b"))
    store.erase(ANN)
    assert store.read(ANN) is None
    assert keys(store.read(BEN).document) == ["b"]
    again = store.change(ANN, adding("c"))
    assert (keys(again.document), again.version) == (["c"], 1)


def test_what_was_never_saved_can_be_erased(store):
    store.erase(ANN)
    assert store.read(ANN) is None


def test_growth_beyond_the_limit_is_refused_and_what_was_saved_stands(store):
    saved = store.change(ANN, putting(lambda: large(4)))
    assert 4_000_000 < saved.size_bytes < LIMIT_BYTES
    with pytest.raises(TooLarge):
        store.change(ANN, putting(lambda: large(6)))
    assert store.read(ANN) is saved
    assert store.change(ANN, putting(lambda: large(1))).size_bytes < saved.size_bytes


def test_eight_threads_lose_no_update(store):
    def add_ten(thread: int) -> None:
        for number in range(10):
            store.change(ANN, adding(f"{thread}.{number}"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_ten, range(8)))
    latest = store.read(ANN)
    assert sorted(keys(latest.document)) == sorted(f"{thread}.{number}" for thread in range(8) for number in range(10))
    assert latest.version == 80


def test_readers_beside_a_writer_see_whole_states_in_order(store):
    store.change(ANN, adding("0"))

    def read_many(_: int) -> list[tuple[int, int]]:
        states = [store.read(ANN) for _ in range(50)]
        return [(state.version, len(state.document["contacts"])) for state in states]

    with ThreadPoolExecutor(3) as threads:
        reading = threads.map(read_many, range(3))
        for number in range(1, 30):
            store.change(ANN, adding(str(number)))
        for inputs in reading:
            assert all(version == count for version, count in inputs)
            assert inputs == sorted(inputs)


def test_the_day_of_the_last_use_is_told_before_the_next_one_is_noted(store, monkeypatch):
    assert store.used(ANN) is None
    days = [date(2026, 7, 14), date(2026, 10, 20), date(2027, 2, 1)]
    monkeypatch.setattr(process_state, "today", lambda: days[0])
    monkeypatch.setattr(postgres, "today", lambda: process_state.today())
    store.change(ANN, adding("a"))
    for before, day in pairwise(days):
        monkeypatch.setattr(process_state, "today", lambda day=day: day)
        assert store.used(ANN) == store.used(ANN) == before, "asking is no use"
        assert keys(store.read(ANN, is_use=False).document) == ["a"]
        assert store.used(ANN) == before, "nobody asked for it"
        store.read(ANN)
        assert store.used(ANN) == day
    assert store.used(BEN) is None
    store.erase(ANN)
    assert store.used(ANN) is None
