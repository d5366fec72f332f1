"""The command line for whole stores: counts on standard output, 0 or 2, and nothing of an address or a workspace."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netroi_core.__main__ import commands, main
from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.storage import PERSONAL, Principal
from netroi_core.storage.addresses import open_entries, open_store, open_whole_store
from netroi_core.storage.entries import stored_name
from netroi_core.storage.store_copy import StoredBlob
from tests.storage.samples import ANN, BEN, adding, cut, keys
from tests.storage.server import PASSWORD, USER

SECRET = "s3cret-n4me"


@pytest.fixture
def origin(tmp_path: Path) -> str:
    """A folder with two workspaces, one of them in two versions, two entries, and the secret with its copy."""
    address = str(tmp_path / "origin")
    for person in (ANN, BEN, BEN):
        open_store(address).change(person, adding(datetime.now(UTC).isoformat(), notes=SECRET))
    open_entries(address).change("link", lambda _: {"html": SECRET, "until": "2999-12-31"})
    open_entries(address).change("visitor", lambda _: {"sessions": 1})
    CredentialStore(open_entries(address)).secret()
    return address


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def printed(*arguments: object) -> dict[str, int]:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    """Return the output of a run that ends in exit code 2, with one line on standard error."""

    def refused(*arguments: object) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["netroi_core", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        out, err = capsys.readouterr()
        assert err.count("\n") == 1
        assert not any(secret in out + err for secret in (PASSWORD, USER, SECRET, "Traceback"))
        return out, err

    return refused


def test_moving_there_and_back_keeps_every_byte_and_prints_counts(tmp_path, origin, address):
    back = tmp_path / "back"
    assert printed("move-store", origin, address) == {"copied": 2, "already_there": 0, "damaged": 0, "entries": 4}
    assert printed("move-store", origin, address) == {"copied": 0, "already_there": 2, "damaged": 0, "entries": 4}
    assert printed("move-store", address, back) == {"copied": 2, "already_there": 0, "damaged": 0, "entries": 4}
    for file in Path(origin).rglob("*.json"):
        if ".backup-" in file.name:  # a database keeps none
            continue
        assert (back / file.relative_to(origin)).read_bytes() == file.read_bytes()
    assert [open_store(str(back)).read(person).version for person in (ANN, BEN)] == [1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no root")
@pytest.mark.parametrize(
    "command",
    [
        *("check FOLDER", "repair FOLDER", "repair FOLDER --new-secret", "purge FOLDER --unused-days 400"),
        "replace-secret FOLDER --yes",
        *("backup FOLDER NEW", "restore BACKUP FOLDER", "move-store FOLDER NEW", "move-store ORIGIN FOLDER"),
    ],
)
def test_root_is_refused_where_the_folder_is_of_another_user_who_could_not_open_its_files(
    tmp_path, origin, refused, command, monkeypatch
):
    folder, backup = tmp_path / "folder", tmp_path / "backup.zip"
    printed("backup", origin, backup)
    folder.mkdir()
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    paths = {"FOLDER": folder, "NEW": tmp_path / "new", "BACKUP": backup, "ORIGIN": tmp_path / "unused"}
    out, err = refused(*(paths.get(word, word) for word in command.split()))
    assert (out, list(folder.iterdir())) == ("", [])
    assert f"{folder} belongs to the user with the ID {folder.stat().st_uid}. Run the command as that user" in err


@pytest.mark.parametrize("command", ["move-store", "restore"])
def test_a_target_that_holds_others_is_refused_in_one_line(tmp_path, origin, address, refused, command):
    open_store(address).change(ANN, adding("theirs"))
    file = tmp_path / "backup.zip"
    printed("backup", origin, file)
    out, err = refused(command, origin if command == "move-store" else file, address)
    assert (out, "The target already has other workspaces" in err) == ("", True)
    assert keys(open_store(address).read(ANN).document) == ["theirs"]


def test_a_backup_is_restored_into_an_empty_store_to_the_byte(tmp_path, origin, address):
    file = tmp_path / "backup.zip"
    assert printed("backup", origin, file)["copied"] == 2
    assert printed("restore", file, address) == {"copied": 2, "already_there": 0, "damaged": 0, "entries": 4}
    for name in open_whole_store(origin).names("workspaces"):
        restored, original = (open_whole_store(store).blob("workspaces", name) for store in (address, origin))
        assert (restored.states, restored.used) == (original.states[:1], original.used)
    assert open_entries(address).read("link") == {"html": SECRET, "until": "2999-12-31"}


@pytest.mark.parametrize("by", ["backup", "move"])
def test_a_store_that_was_moved_lets_in_the_same_cookies_and_keys_and_no_others(tmp_path, address, by):
    origin, file = str(tmp_path / "origin"), tmp_path / "backup.zip"
    before = Guests(CredentialStore(open_entries(origin)))
    ours, revoked = before.cookie(), before.cookie()
    ann, bo = before.visitor(ours), before.visitor(revoked)
    before.log_out_everywhere(bo)
    open_store(origin).change(Principal("guest", ann.name), adding("a"))
    if by == "backup":
        printed("backup", origin, file)
        printed("restore", file, address)
    else:
        printed("move-store", origin, address)
    after = Guests(CredentialStore(open_entries(address)))
    assert after.visitor(ours) == ann
    assert after.visitor(revoked) is None
    assert after.recovery_key(ann) == before.recovery_key(ann)
    after.recover(before.recovery_key(bo), ann, "192.0.2.7")
    assert Guests(CredentialStore(open_entries(str(tmp_path / "elsewhere")))).visitor(ours) is None


def test_a_backup_is_not_written_over_another_file(tmp_path, origin, refused):
    file = tmp_path / "backup.zip"
    file.write_bytes(b"precious")
    assert "A file with this name already exists" in refused("backup", origin, file)[1]
    assert file.read_bytes() == b"precious"


def test_a_backup_of_nothing_is_refused_and_leaves_no_file(tmp_path, refused):
    assert "nothing to copy" in refused("backup", tmp_path / "nowhere", tmp_path / "backup.zip")[1]
    assert list(tmp_path.iterdir()) == []


def test_what_is_damaged_is_left_out_and_ends_with_2(tmp_path, origin, refused):
    name = open_whole_store(origin).names("workspaces")[0]
    cut(Path(origin) / f"{name}.json")
    out, err = refused("backup", origin, tmp_path / "backup.zip")
    assert json.loads(out) == {"copied": 1, "already_there": 0, "damaged": 1, "entries": 4}
    assert err == "Left out as damaged: 1. Run `check` to list them.\n"


def test_check_is_silent_about_stores_and_backups_that_are_right(tmp_path, origin, address):
    file = tmp_path / "backup.zip"
    printed("backup", origin, file)
    printed("restore", file, address)
    result = run("check", origin, file, address)
    assert (result.exit_code, result.output) == (0, "")


def test_check_names_every_damage_of_a_store_on_a_line_of_its_own(server, origin, address, refused):
    printed("move-store", origin, address)
    names = open_whole_store(origin).names("workspaces")
    for name in names:
        cut(Path(origin) / f"{name}.json")
    with server.connection(address) as database:
        database.execute("UPDATE netroi_workspaces SET sealed = replace(sealed, 'Contact', 'contact')")
    out, err = refused("check", origin, address)
    expected = [f"{title}: {name}: the latest state is damaged" for title in (origin, "database") for name in names]
    assert (out.splitlines(), err) == (expected, "4 problems found.\n")


def test_check_names_a_damaged_entry_and_tells_nothing_of_it(server, tmp_path, origin, address, refused):
    file = tmp_path / "backup.zip"
    printed("move-store", origin, address)
    name = stored_name("visitor")
    (Path(origin) / "access" / f"{name}.json").write_bytes(b"{")
    with server.connection(address) as database:
        database.execute("UPDATE netroi_entries SET sealed = replace(sealed, 'sessions', 'seasons')")
    out, err = refused("backup", origin, file)
    assert json.loads(out) == {"copied": 2, "already_there": 0, "damaged": 1, "entries": 3}
    assert err == "Left out as damaged: 1. Run `check` to list them.\n"
    out, err = refused("check", origin, address, file)
    expected = [f"{title}: {name}: the entry is damaged" for title in (origin, "database", file)]
    assert (out.splitlines(), err) == (expected, "3 problems found.\n")


def test_check_still_takes_a_workspace_beside_a_store(tmp_path, origin, refused):
    file = tmp_path / "workspace.json"
    file.write_text('{"format": "netroi-workspace", "version": 1, "unknown": 1}')
    out, err = refused("check", origin, file)
    assert (out, err) == (f"{file}: unknown: isn’t a known field\n", "1 problem found.\n")


def test_a_password_is_not_told_whatever_is_wrong(server, tmp_path, origin, refused):
    wrong = server.address(port="1")
    for arguments in (
        ("move-store", origin, wrong),
        ("move-store", wrong, origin),
        ("backup", wrong, tmp_path / "backup.zip"),
        ("check", wrong),
        ("purge", wrong, "--unused-days=400"),
    ):
        assert refused(*arguments) == ("", "The store can’t be used: the database can’t be reached.\n")
    for arguments in (
        ("purge", "--unused-days=1", wrong, wrong),
        ("measure", wrong),
        (wrong,),
        ("backup", origin, wrong),
    ):
        refused(*arguments)
    assert list(tmp_path.iterdir()) == [Path(origin)]


@pytest.mark.parametrize("kind", ["folder", "database"])
def test_purge_erases_unused_guests_and_expired_entries_alone_and_prints_how_many(server, tmp_path, kind):
    folders = [str(tmp_path / "store"), str(tmp_path / "aged")]
    address, aged = folders if kind == "folder" else [server.fresh(), server.fresh()]
    people = [PERSONAL, ANN, *(Principal("guest", str(number)) for number in range(4))]
    for person in people:
        open_store(address).change(person, adding(person.subject))
    source, target = open_whole_store(address), open_whole_store(aged)
    target.begin(source.key())
    today = datetime.now(UTC).date()
    for name in source.names("workspaces"):
        target.put("workspaces", name, StoredBlob(source.blob("workspaces", name).states, today - timedelta(days=401)))
    open_store(aged).read(people[2])
    days = {"gone": today - timedelta(days=1), "today": today, "later": today + timedelta(days=1)}
    for entry, until in days.items():
        open_entries(aged).change(entry, lambda _, until=until: {"until": until.isoformat()})
    assert printed("purge", address, "--unused-days=1") == {"purged": 0, "kept": 6, "expired": 0}
    assert printed("purge", aged, "--unused-days=401") == {"purged": 0, "kept": 6, "expired": 1}
    assert printed("purge", aged, "--unused-days=400") == {"purged": 3, "kept": 3, "expired": 0}
    assert [open_entries(aged).read(entry) is None for entry in days] == [True, False, False]
    assert [open_store(aged).read(person) is None for person in people] == [False] * 3 + [True] * 3


@pytest.mark.parametrize("days", ["0", "-1", "many", None])
def test_purge_asks_for_a_number_of_days(origin, refused, days):
    refused("purge", origin, *([] if days is None else [f"--unused-days={days}"]))
    assert len(open_whole_store(origin).names("workspaces")) == 2
