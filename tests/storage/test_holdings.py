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
from netroi_core.storage.addresses import entries, holdings, opened
from netroi_core.storage.entries import hashed
from netroi_core.storage.folder import Folder
from netroi_core.storage.holdings import Copied, Holding, NotCopied, Source, Unusable, copied, is_unused_guest, problems
from tests.storage.samples import ANN, BEN, QuickDisk, adding, current, current_name, everything, flipped, keys
from tests.storage.test_faults import Died, FaultyDisk, die_after, die_before

PEOPLE = [ANN, BEN, *(Principal("guest", str(number)) for number in range(3))]
KINDS = ["folder", "database"]


@pytest.fixture
def place(server, tmp_path) -> Callable[[str], str]:
    """Makes addresses of stores of a kind, in which nothing is yet."""
    numbers = count()
    return lambda kind: str(tmp_path / f"store-{next(numbers)}") if kind == "folder" else server.fresh()


def fill(store: Store) -> None:
    """Five workspaces, with one to five versions."""
    for number, person in enumerate(PEOPLE, start=1):
        for version in range(number):
            store.change(person, adding(f"{number}.{version}", notes=f"É\u2028 {number}"))


def filled(address: str) -> Source:
    """Five workspaces, and beside them three entries."""
    fill(opened(address))
    beside = entries(address)
    beside.change("secret", lambda _: {"secret": "5e" * 32})
    beside.change("visitor ann", lambda _: {"sessions": 2, "keys": 1, "not_before": 77})
    beside.change("link", lambda _: {"until": "2027-01-01", "html": "<p>É\u2028 \0</p>" * 1000, "z": -0.0})
    return holdings(address)


def contents(source: Source) -> dict[str, Holding | bytes | None]:
    return {name: source.holding(name) for name in source.names()} | beside(source)


def beside(source: Source) -> dict[str, bytes | None]:
    return {name: source.entry(name) for name in source.entries()}


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("origin", KINDS)
def test_a_copy_is_one_to_the_byte_with_versions_backups_days_and_owners(place, origin, target):
    there, here = place(origin), place(target)
    source = filled(there)
    before = contents(source)
    assert copied(source, holdings(here)) == Copied(copied=5, entries=3)
    assert contents(holdings(here)) == contents(source) == before
    assert sorted(len(source.holding(name).states) for name in source.names()) == [1, 2, 3, 4, 4]
    for number, person in enumerate(PEOPLE, start=1):
        old, new = opened(there).read(person), opened(here).read(person)
        assert (new.document, new.version, new.size_bytes) == (old.document, number, old.size_bytes)
        assert opened(here).change(person, adding("new")).version == number + 1
    for name in ("secret", "visitor ann", "link"):
        assert repr(entries(here).read(name)) == repr(entries(there).read(name))


@pytest.mark.parametrize("target", KINDS)
def test_a_second_copy_finds_all_of_it_there(place, target):
    source, here = filled(place("folder")), holdings(place(target))
    copied(source, here)
    assert copied(source, here) == Copied(already_there=5, entries=3)


class Dying:
    """A target that dies before or after the k-th thing asked of it."""

    def __init__(self, target: Any, at: int, *, after: bool) -> None:
        self._target, self._left, self._after = target, at, after
        self.happened = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(*given: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                self.happened = True
                raise Died
            answer = getattr(self._target, name)(*given)
            if self._left == 0:
                self.happened = True
                raise Died
            return answer

        return asked


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("origin", "target"), [("folder", "database"), ("database", "folder")])
def test_killed_at_any_step_and_run_again_it_comes_to_the_same(place, origin, target, after):
    source = filled(place(origin))
    for at in count(1):
        here = holdings(place(target))
        dying = Dying(here, at, after=after)
        with suppress(Died):
            copied(source, dying)
        done = copied(source, here)
        assert done.copied + done.already_there == 5
        assert contents(here) == contents(source)
        if not dying.happened:
            assert at > 25
            break


@pytest.mark.parametrize("fault", [die_before, die_after])
def test_killed_at_any_call_of_the_disk_and_run_again_it_comes_to_the_same(tmp_path, fault):
    store = opened(str(tmp_path / "source"))
    for key in "abc":
        store.change(ANN, adding(key))
    entries(str(tmp_path / "source")).change("link", lambda _: {"html": "<p>"})
    source = Folder(tmp_path / "source")
    for at in count(1):
        folder = tmp_path / "target"
        disk = FaultyDisk(at, fault, QuickDisk())
        with suppress(Died):
            copied(source, Folder(folder, disk=disk))
        disk.close_all()
        target = Folder(folder, disk=QuickDisk())
        copied(source, target)
        assert contents(target) == contents(source)
        assert not list(folder.rglob("*.tmp"))
        shutil.rmtree(folder)
        if not disk.happened:
            assert at > 55
            break


@pytest.mark.parametrize("target", KINDS)
def test_a_target_that_holds_others_is_refused_and_left_as_it_was(place, target):
    source, here = filled(place("folder")), place(target)
    opened(here).change(ANN, adding("theirs"))
    before = contents(holdings(here))
    with pytest.raises(NotCopied, match="holds other workspaces already, so nothing was copied"):
        copied(source, holdings(here))
    assert contents(holdings(here)) == before
    assert keys(opened(here).read(ANN).document) == ["theirs"]


@pytest.mark.parametrize("change", ["another's", "a new one"])
@pytest.mark.parametrize("target", KINDS)
def test_a_copy_that_was_used_since_is_not_written_over(place, target, change):
    source, here = filled(place("folder")), place(target)
    copied(source, holdings(here))
    opened(here).change(ANN if change == "another's" else Principal("guest", "new"), adding("since"))
    before = contents(holdings(here))
    with pytest.raises(NotCopied):
        copied(source, holdings(here))
    assert contents(holdings(here)) == before


@pytest.mark.parametrize("target", KINDS)
def test_what_was_saved_at_the_source_meanwhile_is_brought_along_by_running_it_again(place, target):
    there, here = place("folder"), place(target)
    copied(filled(there), holdings(here))
    opened(there).change(ANN, adding("meanwhile"))
    assert copied(holdings(there), holdings(here)) == Copied(copied=1, already_there=4, entries=3)
    assert keys(opened(here).read(ANN).document) == ["1.0", "meanwhile"]


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_was_stored_there_is_nothing_to_copy_and_nothing_is_made(place, kind):
    here = place(kind)
    with pytest.raises(NotCopied, match="nothing to copy"):
        copied(holdings(place(kind)), holdings(here))
    assert holdings(here).key() is None
    assert not Path(here).exists()


@pytest.mark.parametrize("target", KINDS)
def test_a_target_that_lets_in_others_is_refused_and_left_as_it_was(place, target):
    source = filled(place("folder"))
    for name in ("secret", "of their own"):
        here = place(target)
        entries(here).change(name, lambda _: {"secret": "ours"})
        before = contents(holdings(here))
        with pytest.raises(NotCopied):
            copied(source, holdings(here))
        assert contents(holdings(here)) == before


@pytest.mark.parametrize("change", ["another", "a new one"])
@pytest.mark.parametrize("target", KINDS)
def test_what_was_revoked_at_the_target_since_is_not_undone(place, target, change):
    source, here = filled(place("folder")), place(target)
    copied(source, holdings(here))
    entries(here).change("visitor ann" if change == "another" else "visitor bo", lambda _: {"sessions": 3})
    before = contents(holdings(here))
    with pytest.raises(NotCopied, match="The target was in use already, so nothing was copied"):
        copied(source, holdings(here))
    assert contents(holdings(here)) == before


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("origin", KINDS)
def test_a_damaged_entry_arrives_as_damaged_so_that_nothing_it_revoked_is_let_in(server, place, origin, target):
    there, here = place(origin), place(target)
    source = filled(there)
    name = hashed("visitor ann")
    if origin == "folder":
        (Path(there) / "access" / f"{name}.json").write_bytes(b"\xff\0")
    else:
        with server.connection(there) as database:
            database.execute("UPDATE netroi_entries SET sealed = 'x' WHERE name = %s", (name,))
    for count_copied, already_there in ((5, 0), (0, 5)):
        assert copied(source, holdings(here)) == Copied(count_copied, already_there, damaged=1, entries=2)
        assert list(problems(holdings(here))) == list(problems(source)) == [f"{name}: the entry is damaged"]
    with pytest.raises(Unavailable):
        entries(here).read("visitor ann")


@pytest.mark.parametrize("target", KINDS)
def test_what_lies_beside_no_workspaces_yet_is_brought_to_where_they_are(place, target):
    there, here = place("folder"), place(target)
    entries(there).change("secret", lambda _: {"secret": "5e" * 32})
    fill(opened(here))
    before = contents(holdings(here))
    assert copied(holdings(there), holdings(here)) == Copied(entries=1)
    assert contents(holdings(here)) == before | beside(holdings(there))
    empty = place(target)
    assert copied(holdings(there), holdings(empty)) == Copied(entries=1)
    assert entries(empty).read("secret") == {"secret": "5e" * 32}
    assert opened(empty).change(ANN, adding("a")).version == 1


@pytest.mark.parametrize("target", KINDS)
def test_an_entry_that_is_erased_while_it_is_copied_is_no_damage(place, target):
    source, here = filled(place("folder")), place(target)

    class Erasing:
        """A source in which an entry is erased after it was listed."""

        def __getattr__(self, name: str) -> Any:
            return getattr(source, name)

        def entry(self, name: str) -> bytes | None:
            return None if name == hashed("link") else source.entry(name)

    assert copied(Erasing(), holdings(here)) == Copied(copied=5, entries=2)


@pytest.mark.parametrize("kind", KINDS)
def test_entries_are_purged_when_the_day_until_which_they_are_kept_is_over(place, kind):
    address = place(kind)
    source = filled(address)
    entries(address).change("other", lambda _: {"until": "2026-12-31"})
    assert sum(source.purge_entry(name, date(2026, 12, 31)) for name in source.entries()) == 0
    assert sum(source.purge_entry(name, date(2027, 1, 1)) for name in source.entries()) == 1
    assert sum(source.purge_entry(name, date(2027, 1, 2)) for name in source.entries()) == 1
    assert [entries(address).read(name) is None for name in ("link", "other", "secret", "visitor ann")] == [
        True,
        True,
        False,
        False,
    ]
    assert not source.purge_entry(hashed("link"), date(2027, 1, 2))


def test_a_damaged_workspace_is_left_out_and_a_damaged_backup_is_too(tmp_path, address):
    folder = tmp_path / "source"
    for person in (ANN, BEN):
        store = opened(str(folder))
        store.change(person, adding("a"))
        store.change(person, adding("b"))
    first, second = Folder(folder).names()
    flipped(folder / f"{first}.json")
    flipped(folder / f"{second}.backup-1.json")
    expected = [f"{first}: the latest state is damaged", f"{second}: backup 1 is damaged"]
    assert list(problems(Folder(folder))) == expected
    (folder / f"{first}.json").unlink()
    assert list(problems(Folder(folder))) == expected
    assert copied(Folder(folder), holdings(address)) == Copied(copied=1, damaged=1)
    assert [len(each.states) for each in contents(holdings(address)).values()] == [1]
    assert list(problems(holdings(address))) == []


def test_what_is_sealed_but_breaks_the_format_is_named_without_what_it_says(server, address):
    opened(address).change(ANN, adding("s3cret"))
    (name,) = holdings(address).names()
    raw = holdings(address).holding(name).states[0]
    from netroi_core.storage import seal

    spoilt = seal.sealed(seal.unsealed(raw)[0], seal.body(raw).replace(b'"name"', b'"s3cret"'))
    holdings(address).put(name, Holding((spoilt,), date(2026, 1, 1)))
    assert list(problems(holdings(address))) == [f"{name}: the latest state breaks the format (2)"]


@pytest.mark.parametrize("kind", KINDS)
def test_only_guests_whose_workspace_is_unused_for_long_are_purged(place, kind):
    address = place(kind)
    fill(opened(address))
    held = holdings(address)
    copy = holdings(place(kind))
    copy.begin(held.key())
    for number, (name, holding) in enumerate(contents(held).items()):
        copy.put(name, Holding(holding.states, date(2025, 1, 1 + number)))
    guests = {name for name, each in contents(copy).items() if is_unused_guest(each, date(2026, 1, 1))}
    assert len(guests) == 3
    last = max(guests)
    before = copy.holding(last).used
    assert {name for name in copy.names() if copy.purge(name, before)} == guests - {last}
    assert set(copy.names()) == set(held.names()) - guests | {last}


def test_a_file_of_an_earlier_netroi_does_not_tell_whose_it_is_and_is_never_purged(folder):
    opened(str(folder)).change(Principal("guest", "x"), adding("a"))
    from netroi_core.storage import seal

    file = current(folder)
    raw = file.read_bytes()
    note = seal.unsealed(raw)[0]
    file.write_bytes(seal.sealed(seal.Seal(note.version, note.written_at), seal.body(raw)))
    assert not Folder(folder).purge(file.stem, date(2100, 1, 1))
    assert keys(opened(str(folder)).change(Principal("guest", "x"), adding("b")).document) == ["a", "b"]
    assert Folder(folder).purge(file.stem, date(2100, 1, 1))
    assert file.stem.encode() not in everything(folder).replace(f"{file.stem}.lock".encode(), b"")


def test_reading_and_saving_note_the_day_of_use_and_looking_over_the_store_does_not(folder):
    opened(str(folder)).change(ANN, adding("a"))
    (name,) = Folder(folder).names()
    marker = current_name(folder, ".used")
    for act in (lambda: opened(str(folder)).read(ANN), lambda: opened(str(folder)).change(ANN, adding("b"))):
        QuickDisk().touch(marker, 0)
        Folder(folder).holding(name)
        assert Folder(folder).holding(name).used == date(1970, 1, 1)
        act()
        assert Folder(folder).holding(name).used > date(2026, 1, 1)
    marker.unlink()
    assert Folder(folder).holding(name).used > date(2026, 1, 1)


def test_a_store_without_its_key_is_not_copied(server, address, folder):
    fill(opened(address))
    with server.connection(address) as database:
        database.execute("DELETE FROM netroi_key")
    with pytest.raises(Unusable, match="the key in the database is missing"):
        copied(holdings(address), Folder(folder))
    assert not folder.exists()
