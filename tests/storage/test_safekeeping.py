"""The key and the secret: read from copies, named by check, brought back by repair, and never replaced in silence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from netroi_core.__main__ import commands
from netroi_core.access.guests import CredentialStore, Guests, WrongRecoveryKey
from netroi_core.access.visitors import Visitor
from netroi_core.storage import PERSONAL, Principal, Store, Unavailable
from netroi_core.storage.addresses import open_entries, open_store, open_whole_store
from netroi_core.storage.entries import stored_name
from netroi_core.storage.files.stores import Folder
from netroi_core.storage.postgres.stores import Database
from netroi_core.storage.safekeeping import SECRET, SECRET_COPY, serves_visitors
from netroi_core.storage.store_copy import StoredBlob
from tests.storage.samples import adding, flipped, keys

KINDS = ["folder", "database"]


class Served:
    """A store with one guest's workspace in it, and what let the guest in."""

    def __init__(self, address: str) -> None:
        self.address = address
        guests = self.guests()
        self.cookie = guests.cookie()
        visitor = guests.visitor(self.cookie)
        assert visitor is not None
        self.visitor: Visitor = visitor
        self.key = guests.recovery_key(visitor)
        self.principal = Principal("guest", visitor.name)
        self.store().change(self.principal, adding("a"))

    def store(self) -> Store:
        return open_store(self.address)

    def credentials(self) -> CredentialStore:
        return CredentialStore(open_entries(self.address), lambda: serves_visitors(open_whole_store(self.address)))

    def guests(self) -> Guests:
        return Guests(self.credentials())

    def is_as_before(self) -> bool:
        guests = self.guests()
        saved = self.store().read(self.principal)
        is_let_in = guests.visitor(self.cookie) == self.visitor and guests.recovery_key(self.visitor) == self.key
        return is_let_in and saved is not None and keys(saved.document) == ["a"]

    def spoil_secret(self, *names: str, missing: bool = False) -> None:
        whole = open_whole_store(self.address)
        for name in names:
            raw = whole.blob("entries", stored_name(name)).states[0]
            open_entries(self.address).erase(name)
            if not missing:
                spoilt = bytearray(raw)
                spoilt[len(raw) // 2] ^= 1
                whole.put("entries", stored_name(name), StoredBlob((bytes(spoilt),)))

    def lines(self) -> list[str]:
        """What check prints, without the title."""
        output = CliRunner().invoke(commands, ["check", self.address]).stdout
        return [line.partition(": ")[2] for line in output.splitlines()]

    def repair(self, *options: str) -> list[str]:
        result = CliRunner().invoke(commands, ["repair", self.address, *options])
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)["repaired"]

    def replace_secret(self) -> None:
        result = CliRunner().invoke(commands, ["replace-secret", self.address, "--yes"])
        assert (result.exit_code, result.stdout) == (0, '{"replaced":["secret"],"guests":1}\n'), result.stderr

    def refusal(self, *options: str, command: str = "repair") -> str:
        result = CliRunner().invoke(commands, [command, self.address, *options])
        assert (result.exit_code, result.stdout) == (2, "")
        return result.stderr


@pytest.fixture(params=KINDS)
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Served:
    return Served(str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("server").fresh())


@pytest.fixture
def in_folder(tmp_path: Path) -> Served:
    return Served(str(tmp_path / "store"))


@pytest.fixture
def backup(served: Served, tmp_path: Path) -> str:
    file = str(tmp_path / "backup.zip")
    assert CliRunner().invoke(commands, ["backup", served.address, file]).exit_code == 0
    return file


def test_what_is_as_it_should_be_is_not_reported_and_not_repaired(served: Served) -> None:
    assert served.lines() == []
    assert served.repair() == []
    assert served.is_as_before()


@pytest.mark.parametrize("missing", [False, True])
def test_a_secret_that_is_damaged_or_missing_is_read_from_its_copy_until_it_is_repaired(
    served: Served, missing: bool
) -> None:
    served.spoil_secret(SECRET, missing=missing)
    before = open_whole_store(served.address).blob("entries", stored_name(SECRET))
    assert served.is_as_before()
    assert open_whole_store(served.address).blob("entries", stored_name(SECRET)) == before
    assert f"the secret is {'missing' if missing else 'damaged'}; run `repair`" in served.lines()
    assert served.repair() == ["secret"]
    assert served.lines() == []
    served.spoil_secret(SECRET_COPY, missing=True)
    assert served.is_as_before()


@pytest.mark.parametrize("missing", [False, True])
def test_no_new_secret_is_made_where_people_use_an_old_one(served: Served, backup: str, missing: bool) -> None:
    served.spoil_secret(SECRET, SECRET_COPY, missing=missing)
    for _ in range(2):
        with pytest.raises(Unavailable):
            served.guests().cookie()
    assert any("and so is its copy; run `repair --from`" in line for line in served.lines())
    assert "The secret and its copy are lost." in served.refusal()
    assert served.repair("--from", backup) == ["secret"]
    assert served.is_as_before()


def test_a_secret_lost_for_good_can_be_made_anew_and_that_signs_everyone_out(served: Served) -> None:
    served.spoil_secret(SECRET, SECRET_COPY, missing=True)
    assert served.repair("--new-secret") == ["secret"]
    assert served.guests().visitor(served.cookie) is None
    assert served.guests().visitor(served.guests().cookie()) is not None
    assert served.repair("--new-secret") == [], "what is intact stays"


def test_a_damaged_copy_is_reported_and_repaired_too(in_folder: Served) -> None:
    in_folder.spoil_secret(SECRET_COPY)
    flipped(Path(in_folder.address) / "key.copy")
    assert "the copy of the key is damaged; run `repair`" in in_folder.lines()
    assert "the copy of the secret is damaged; run `repair`" in in_folder.lines()
    assert in_folder.repair() == ["key", "secret"]
    assert in_folder.lines() == []


@pytest.mark.parametrize("spoil", [flipped, Path.unlink])
def test_a_damaged_key_is_repaired_from_its_copy(in_folder: Served, spoil: Callable[[Path], None]) -> None:
    spoil(Path(in_folder.address) / "key")
    assert in_folder.is_as_before()
    assert [line.partition("; ")[2] for line in in_folder.lines()] == ["run `repair`"]
    assert in_folder.repair() == ["key"]
    (Path(in_folder.address) / "key.copy").unlink()
    assert in_folder.is_as_before()


def test_a_lost_key_comes_back_from_a_backup_of_the_same_store_and_of_no_other(
    served: Served, backup: str, server, tmp_path: Path
) -> None:
    other = Served(str(tmp_path / "other"))
    CliRunner().invoke(commands, ["backup", other.address, str(tmp_path / "other.zip")])
    if served.address.startswith("postgresql"):
        with server.connection(served.address) as database:
            database.execute("DELETE FROM netroi_key")
    else:
        for name in ("key", "key.copy"):
            (Path(served.address) / name).unlink()
    with pytest.raises(Unavailable, match="key"):
        served.store().read(served.principal)
    assert served.lines() == ["the key is missing, and so is its copy; run `repair --from`"]
    assert "The key and its copy are lost." in served.refusal()
    assert "the backup of another store" in served.refusal("--from", str(tmp_path / "other.zip"))
    assert served.repair("--from", backup) == ["key"]
    assert served.is_as_before()


def test_two_keys_that_differ_are_left_to_the_administrator(in_folder: Served, tmp_path: Path) -> None:
    other = Served(str(tmp_path / "other"))
    (Path(in_folder.address) / "key.copy").write_bytes((Path(other.address) / "key").read_bytes())
    assert in_folder.lines() == ["the key and its copy differ"]
    assert "are both intact, but differ" in in_folder.refusal()


def test_every_flipped_bit_of_the_secret_is_survived(in_folder: Served) -> None:
    file = Path(in_folder.address) / "access" / f"{stored_name(SECRET)}.json"
    good = file.read_bytes()
    for byte in range(len(good)):
        file.write_bytes(good[:byte] + bytes([good[byte] ^ 1 << byte % 8]) + good[byte + 1 :])
        assert in_folder.guests().visitor(in_folder.cookie) == in_folder.visitor, byte


def test_a_store_of_the_owner_alone_gets_a_secret_when_it_begins_to_serve_others(tmp_path: Path) -> None:
    address = str(tmp_path / "store")
    open_store(address).change(PERSONAL, adding("a"))
    open_entries(address).change("link", lambda _: {"html": "<p>"})
    assert not serves_visitors(open_whole_store(address))
    served = Served(address)
    assert serves_visitors(open_whole_store(address))
    assert served.is_as_before()


def test_a_server_of_an_earlier_netroi_gets_a_copy_of_its_secret(in_folder: Served) -> None:
    in_folder.spoil_secret(SECRET_COPY, missing=True)
    assert in_folder.lines() == []
    assert in_folder.is_as_before()
    in_folder.spoil_secret(SECRET)
    assert in_folder.is_as_before()


def test_a_secret_that_others_know_is_replaced_and_lets_in_nobody_whom_it_let_in(served: Served) -> None:
    """What was encrypted with it, and the pseudonyms made from it, stay; so they do the second time."""
    running, before = served.guests(), served.credentials()
    encrypting, pseudonyms = before.derived_secret("reminders"), before.derived_secrets("circles")[-1]
    refusal = served.refusal(command="replace-secret")
    assert "guests couldn’t open their workspaces anymore, 1 here. To go on, add --yes." in refusal
    assert served.is_as_before()
    for _ in range(2):
        served.replace_secret()
        assert served.lines() == served.repair() == []
        for guests in (running, served.guests()):
            assert guests.visitor(served.cookie) is None
            newcomer = guests.visitor(guests.cookie())
            assert newcomer is not None
            with pytest.raises(WrongRecoveryKey):
                guests.recover(served.key, newcomer, None)
        assert before.is_replaced()
        after = served.credentials()
        assert encrypting in after.derived_secrets("reminders")[1:]
        assert after.derived_secret("reminders") == after.derived_secrets("reminders")[0]
        assert after.derived_secrets("circles")[-1] == pseudonyms
        assert not after.is_replaced()
    saved = served.store().read(served.principal)
    assert saved is not None
    assert keys(saved.document) == ["a"]


class Killed(BaseException):
    """The end of a process, which no code can catch."""


@pytest.mark.parametrize("goes_on_by", ["replace-secret", "repair"])
@pytest.mark.parametrize("steps", [0, 1])
def test_a_replacement_that_is_killed_leaves_a_store_that_works_and_can_be_finished(
    served: Served, monkeypatch: pytest.MonkeyPatch, steps: int, goes_on_by: str
) -> None:
    kind = Database if served.address.startswith("postgresql") else Folder
    put, calls = kind.put, []

    def put_or_die(*arguments: object) -> None:
        if len(calls) == steps:
            raise Killed
        calls.append(arguments)
        put(*arguments)

    monkeypatch.setattr(kind, "put", put_or_die)
    with pytest.raises(Killed):
        CliRunner().invoke(commands, ["replace-secret", served.address, "--yes"])
    monkeypatch.undo()
    assert served.is_as_before() == (steps == 0)
    assert served.guests().visitor(served.guests().cookie()) is not None
    assert served.lines() == ["the copy of the secret is outdated; run `repair`"][:steps]
    if goes_on_by == "repair":
        assert served.repair() == ["secret"][:steps]
    else:
        served.replace_secret()
    assert served.lines() == []
    served.spoil_secret(SECRET)
    assert served.is_as_before() == (steps == 0 and goes_on_by == "repair")


@pytest.mark.parametrize("missing", [False, True])
def test_a_lost_secret_is_not_replaced_but_repaired(served: Served, missing: bool) -> None:
    served.spoil_secret(SECRET, SECRET_COPY, missing=missing)
    assert "There is no intact secret to replace: run `check`" in served.refusal("--yes", command="replace-secret")


def test_an_intact_copy_is_replaced_with_a_damaged_secret(served: Served) -> None:
    served.spoil_secret(SECRET)
    served.replace_secret()
    assert served.lines() == []
    assert served.guests().visitor(served.cookie) is None
