"""Stores copied whole, between all kinds: to the byte, gone on with after a kill at any step, and never over others."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from netroi_core.storage import Principal, Store, Unavailable
from netroi_core.storage.addresses import open_entries, open_store, open_whole_store
from netroi_core.storage.entries import stored_name
from netroi_core.storage.files.stores import Folder
from netroi_core.storage.store_copy import (
    BlobKind,
    CopyCounts,
    NotCopied,
    StoredBlob,
    Unusable,
    WholeStore,
    copy_store,
    find_problems,
    is_due,
)
from tests.storage.files.test_blob_files import Died, FaultyDisk, die_after, die_before
from tests.storage.samples import ANN, BEN, QuickDisk, adding, current, current_name, everything, flipped, keys

PEOPLE = [ANN, BEN, *(Principal("guest", str(number)) for number in range(3))]
KINDS = ["folder", "database"]


@pytest.fixture
def new_address(server, tmp_path) -> Callable[[str], str]:
    """Makes addresses of stores of a kind, in which nothing is yet."""
    numbers = count()
    return lambda kind: str(tmp_path / f"store-{next(numbers)}") if kind == "folder" else server.fresh()


def fill(store: Store) -> None:
    """Five workspaces, with one to five versions."""
    for number, person in enumerate(PEOPLE, start=1):
        for version in range(number):
            store.change(person, adding(f"{number}.{version}", notes=f"É\u2028 {number}"))


def filled(address: str) -> WholeStore:
    """Five workspaces, and beside them three entries."""
    fill(open_store(address))
    beside = open_entries(address)
    beside.change("secret", lambda _: {"secret": "5e" * 32})
    beside.change("visitor ann", lambda _: {"sessions": 2, "keys": 1, "not_before": 77})
    beside.change("link", lambda _: {"until": "2027-01-01", "html": "<p>É\u2028 \0</p>" * 1000, "z": -0.0})
    return open_whole_store(address)


def contents(source: WholeStore) -> dict[str, StoredBlob | None]:
    return {name: source.blob("workspaces", name) for name in source.names("workspaces")} | beside(source)


def latest(source: WholeStore) -> dict[str, StoredBlob | None]:
    """The content without backups, of which a database keeps none."""
    return {name: StoredBlob(blob.states[:1], blob.used) for name, blob in contents(source).items()}


def beside(source: WholeStore) -> dict[str, StoredBlob | None]:
    return {name: source.blob("entries", name) for name in source.names("entries")}


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("origin", KINDS)
def test_a_copy_is_exact_to_the_byte_with_versions_days_and_owners(new_address, origin, target):
    source_address, destination = new_address(origin), new_address(target)
    source = filled(source_address)
    before = contents(source)
    assert copy_store(source, open_whole_store(destination)) == CopyCounts(copied=5, entries=3)
    assert contents(source) == before
    assert latest(open_whole_store(destination)) == latest(source)
    for number, person in enumerate(PEOPLE, start=1):
        old, new = open_store(source_address).read(person), open_store(destination).read(person)
        assert (new.document, new.version, new.size_bytes) == (old.document, number, old.size_bytes)
        assert open_store(destination).change(person, adding("new")).version == number + 1
    for name in ("secret", "visitor ann", "link"):
        assert repr(open_entries(destination).read(name)) == repr(open_entries(source_address).read(name))


def test_a_copy_of_a_folder_has_its_backups_and_one_in_a_database_none(new_address):
    source, folder, database = filled(new_address("folder")), *map(open_whole_store, map(new_address, KINDS))
    copy_store(source, folder)
    copy_store(source, database)
    assert contents(folder) == contents(source)
    for store, counts in ((source, [1, 2, 3, 4, 4]), (database, [1] * 5)):
        assert sorted(len(store.blob("workspaces", name).states) for name in store.names("workspaces")) == counts


@pytest.mark.parametrize("target", KINDS)
def test_a_second_copy_finds_all_of_it_there(new_address, target):
    source, destination = filled(new_address("folder")), open_whole_store(new_address(target))
    copy_store(source, destination)
    assert copy_store(source, destination) == CopyCounts(already_there=5, entries=3)


class Dying:
    """A target that dies before or after the k-th thing asked of it."""

    def __init__(self, target: Any, at: int, *, after: bool) -> None:
        self._target, self._left, self._after = target, at, after
        self.happened = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(*arguments: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                self.happened = True
                raise Died
            answer = getattr(self._target, name)(*arguments)
            if self._left == 0:
                self.happened = True
                raise Died
            return answer

        return asked


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("origin", "target"), [("folder", "database"), ("database", "folder")])
def test_killed_at_any_step_and_run_again_it_comes_to_the_same(new_address, origin, target, after):
    source = filled(new_address(origin))
    for at in count(1):
        destination = open_whole_store(new_address(target))
        dying = Dying(destination, at, after=after)
        with suppress(Died):
            copy_store(source, dying)
        done = copy_store(source, destination)
        assert done.copied + done.already_there == 5
        assert latest(destination) == latest(source)
        if not dying.happened:
            assert at > 25
            break


@pytest.mark.parametrize("fault", [die_before, die_after])
def test_killed_at_any_call_of_the_disk_and_run_again_it_comes_to_the_same(tmp_path, fault):
    store = open_store(str(tmp_path / "source"))
    for key in "abc":
        store.change(ANN, adding(key))
    open_entries(str(tmp_path / "source")).change("link", lambda _: {"html": "<p>"})
    source = Folder(tmp_path / "source")
    for at in count(1):
        folder = tmp_path / "target"
        disk = FaultyDisk(at, fault, QuickDisk())
        with suppress(Died):
            copy_store(source, Folder(folder, disk=disk))
        disk.close_all()
        target = Folder(folder, disk=QuickDisk())
        copy_store(source, target)
        assert contents(target) == contents(source)
        assert not list(folder.rglob("*.tmp"))
        shutil.rmtree(folder)
        if not disk.happened:
            assert at > 55
            break


@pytest.mark.parametrize("target", KINDS)
def test_a_target_that_holds_others_is_refused_and_left_as_it_was(new_address, target):
    source, destination = filled(new_address("folder")), new_address(target)
    open_store(destination).change(ANN, adding("theirs"))
    before = contents(open_whole_store(destination))
    with pytest.raises(NotCopied, match="already has other workspaces, so nothing was copied"):
        copy_store(source, open_whole_store(destination))
    assert contents(open_whole_store(destination)) == before
    assert keys(open_store(destination).read(ANN).document) == ["theirs"]


@pytest.mark.parametrize("change", ["another's", "a new one"])
@pytest.mark.parametrize("target", KINDS)
def test_a_copy_that_was_used_since_is_not_written_over(new_address, target, change):
    source, destination = filled(new_address("folder")), new_address(target)
    copy_store(source, open_whole_store(destination))
    open_store(destination).change(ANN if change == "another's" else Principal("guest", "new"), adding("since"))
    before = contents(open_whole_store(destination))
    with pytest.raises(NotCopied):
        copy_store(source, open_whole_store(destination))
    assert contents(open_whole_store(destination)) == before


@pytest.mark.parametrize("target", KINDS)
def test_what_was_saved_at_the_source_meanwhile_is_brought_along_by_running_it_again(new_address, target):
    source_address, destination = new_address("folder"), new_address(target)
    copy_store(filled(source_address), open_whole_store(destination))
    open_store(source_address).change(ANN, adding("meanwhile"))
    assert copy_store(open_whole_store(source_address), open_whole_store(destination)) == CopyCounts(
        copied=1, already_there=4, entries=3
    )
    assert keys(open_store(destination).read(ANN).document) == ["1.0", "meanwhile"]


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_was_stored_there_is_nothing_to_copy_and_nothing_is_made(new_address, kind):
    destination = new_address(kind)
    with pytest.raises(NotCopied, match="nothing to copy"):
        copy_store(open_whole_store(new_address(kind)), open_whole_store(destination))
    assert open_whole_store(destination).key() is None
    assert not Path(destination).exists()


@pytest.mark.parametrize("target", KINDS)
def test_a_target_that_lets_in_others_is_refused_and_left_as_it_was(new_address, target):
    source = filled(new_address("folder"))
    for name in ("secret", "of their own"):
        destination = new_address(target)
        open_entries(destination).change(name, lambda _: {"secret": "ours"})
        before = contents(open_whole_store(destination))
        with pytest.raises(NotCopied):
            copy_store(source, open_whole_store(destination))
        assert contents(open_whole_store(destination)) == before


@pytest.mark.parametrize("change", ["another", "a new one"])
@pytest.mark.parametrize("target", KINDS)
def test_what_was_revoked_at_the_target_since_is_not_undone(new_address, target, change):
    source, destination = filled(new_address("folder")), new_address(target)
    copy_store(source, open_whole_store(destination))
    open_entries(destination).change("visitor ann" if change == "another" else "visitor bo", lambda _: {"sessions": 3})
    before = contents(open_whole_store(destination))
    with pytest.raises(NotCopied, match="The target is already in use, so nothing was copied"):
        copy_store(source, open_whole_store(destination))
    assert contents(open_whole_store(destination)) == before


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("origin", KINDS)
def test_a_damaged_entry_arrives_as_damaged_so_that_nothing_it_revoked_is_let_in(server, new_address, origin, target):
    source_address, destination = new_address(origin), new_address(target)
    source = filled(source_address)
    name = stored_name("visitor ann")
    if origin == "folder":
        (Path(source_address) / "access" / f"{name}.json").write_bytes(b"\xff\0")
    else:
        with server.connection(source_address) as database:
            database.execute("UPDATE netroi_entries SET sealed = 'x' WHERE name = %s", (name,))
    for count_copied, already_there in ((5, 0), (0, 5)):
        assert copy_store(source, open_whole_store(destination)) == CopyCounts(
            count_copied, already_there, damaged=1, entries=2
        )
        assert (
            list(find_problems(open_whole_store(destination)))
            == list(find_problems(source))
            == [f"{name}: the entry is damaged"]
        )
    with pytest.raises(Unavailable):
        open_entries(destination).read("visitor ann")


@pytest.mark.parametrize("target", KINDS)
def test_what_lies_beside_no_workspaces_yet_is_brought_to_where_they_are(new_address, target):
    source_address, destination = new_address("folder"), new_address(target)
    open_entries(source_address).change("secret", lambda _: {"secret": "5e" * 32})
    fill(open_store(destination))
    before = contents(open_whole_store(destination))
    assert copy_store(open_whole_store(source_address), open_whole_store(destination)) == CopyCounts(entries=1)
    assert contents(open_whole_store(destination)) == before | beside(open_whole_store(source_address))
    empty = new_address(target)
    assert copy_store(open_whole_store(source_address), open_whole_store(empty)) == CopyCounts(entries=1)
    assert open_entries(empty).read("secret") == {"secret": "5e" * 32}
    assert open_store(empty).change(ANN, adding("a")).version == 1


@pytest.mark.parametrize("target", KINDS)
def test_an_entry_that_is_erased_while_it_is_copied_is_no_damage(new_address, target):
    source, destination = filled(new_address("folder")), new_address(target)

    class Erasing:
        """A source in which an entry is erased after it was listed."""

        def __getattr__(self, name: str) -> Any:
            return getattr(source, name)

        def blob(self, kind: BlobKind, name: str) -> StoredBlob | None:
            return None if name == stored_name("link") else source.blob(kind, name)

    assert copy_store(Erasing(), open_whole_store(destination)) == CopyCounts(copied=5, entries=2)


@pytest.mark.parametrize("kind", KINDS)
def test_entries_are_purged_when_the_day_until_which_they_are_kept_is_over(new_address, kind):
    address = new_address(kind)
    source = filled(address)
    open_entries(address).change("other", lambda _: {"until": "2026-12-31"})
    assert sum(source.purge("entries", name, date(2026, 12, 31)) for name in source.names("entries")) == 0
    assert sum(source.purge("entries", name, date(2027, 1, 1)) for name in source.names("entries")) == 1
    assert sum(source.purge("entries", name, date(2027, 1, 2)) for name in source.names("entries")) == 1
    assert [open_entries(address).read(name) is None for name in ("link", "other", "secret", "visitor ann")] == [
        True,
        True,
        False,
        False,
    ]
    assert not source.purge("entries", stored_name("link"), date(2027, 1, 2))


def test_a_damaged_workspace_is_left_out_and_a_damaged_backup_is_too(tmp_path, address):
    folder = tmp_path / "source"
    for person in (ANN, BEN):
        store = open_store(str(folder))
        store.change(person, adding("a"))
        store.change(person, adding("b"))
    first, second = Folder(folder).names("workspaces")
    flipped(folder / f"{first}.json")
    flipped(folder / f"{second}.backup-1.json")
    expected = [f"{first}: the latest state is damaged", f"{second}: backup 1 is damaged"]
    assert list(find_problems(Folder(folder))) == expected
    (folder / f"{first}.json").unlink()
    assert list(find_problems(Folder(folder))) == expected
    assert copy_store(Folder(folder), open_whole_store(address)) == CopyCounts(copied=1, damaged=1)
    assert [len(workspace.states) for workspace in contents(open_whole_store(address)).values()] == [1]
    assert list(find_problems(open_whole_store(address))) == []


def test_what_is_sealed_but_breaks_the_format_is_named_without_what_it_says(server, address):
    open_store(address).change(ANN, adding("s3cret"))
    (name,) = open_whole_store(address).names("workspaces")
    raw = open_whole_store(address).blob("workspaces", name).states[0]
    from netroi_core.storage import seal

    spoilt = seal.seal_body(seal.unseal(raw)[0], seal.body(raw).replace(b'"name"', b'"s3cret"'))
    open_whole_store(address).put("workspaces", name, StoredBlob((spoilt,), date(2026, 1, 1)))
    assert list(find_problems(open_whole_store(address))) == [
        f"{name}: the latest state doesn’t follow the format (problems: 2)"
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_only_guests_whose_workspace_is_unused_for_long_are_purged(new_address, kind):
    address = new_address(kind)
    fill(open_store(address))
    held = open_whole_store(address)
    copy = open_whole_store(new_address(kind))
    copy.begin(held.key())
    for number, (name, holding) in enumerate(contents(held).items()):
        copy.put("workspaces", name, StoredBlob(holding.states, date(2025, 1, 1 + number)))
    guests = {name for name, workspace in contents(copy).items() if is_due("workspaces", workspace, date(2026, 1, 1))}
    assert len(guests) == 3
    last = max(guests)
    before = copy.blob("workspaces", last).used
    assert {name for name in copy.names("workspaces") if copy.purge("workspaces", name, before)} == guests - {last}
    assert set(copy.names("workspaces")) == set(held.names("workspaces")) - guests | {last}


def test_a_file_of_an_earlier_netroi_does_not_tell_whose_it_is_and_is_never_purged(folder):
    open_store(str(folder)).change(Principal("guest", "x"), adding("a"))
    from netroi_core.storage import seal

    file = current(folder)
    raw = file.read_bytes()
    note = seal.unseal(raw)[0]
    file.write_bytes(seal.seal_body(seal.Seal(note.version, note.written_at), seal.body(raw)))
    assert not Folder(folder).purge("workspaces", file.stem, date(2100, 1, 1))
    assert keys(open_store(str(folder)).change(Principal("guest", "x"), adding("b")).document) == ["a", "b"]
    assert Folder(folder).purge("workspaces", file.stem, date(2100, 1, 1))
    assert file.stem.encode() not in everything(folder).replace(f"{file.stem}.lock".encode(), b"")


def test_reading_and_saving_note_the_day_of_use_and_looking_over_the_store_does_not(folder):
    open_store(str(folder)).change(ANN, adding("a"))
    (name,) = Folder(folder).names("workspaces")
    marker = current_name(folder, ".used")
    for act in (lambda: open_store(str(folder)).read(ANN), lambda: open_store(str(folder)).change(ANN, adding("b"))):
        QuickDisk().touch(marker, 0)
        Folder(folder).blob("workspaces", name)
        assert Folder(folder).blob("workspaces", name).used == date(1970, 1, 1)
        act()
        assert Folder(folder).blob("workspaces", name).used > date(2026, 1, 1)
    marker.unlink()
    assert Folder(folder).blob("workspaces", name).used > date(2026, 1, 1)


def test_a_store_without_its_key_is_not_copied(server, address, folder):
    fill(open_store(address))
    with server.connection(address) as database:
        database.execute("DELETE FROM netroi_key")
    with pytest.raises(Unusable, match="the key in the database is missing"):
        copy_store(open_whole_store(address), Folder(folder))
    assert not folder.exists()
