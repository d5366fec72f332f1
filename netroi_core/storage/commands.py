"""The command line for whole stores. It prints counts, never their content."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

import click
import orjson

from netroi_core.errors import NetROIError
from netroi_core.storage import archive, safekeeping
from netroi_core.storage.addresses import is_database, open_whole_store
from netroi_core.storage.process_state import today
from netroi_core.storage.safekeeping import find_lost
from netroi_core.storage.store_copy import CopyCounts, copy_store, find_problems

if TYPE_CHECKING:
    from netroi_core.storage.files.stores import Folder
    from netroi_core.storage.postgres.stores import Database

STORE = "a folder, or an address like postgresql://name@host/database (keep its password in ~/.pgpass)"
_FILE = click.Path(path_type=Path, dir_okay=False)


class ForeignFolder(NetROIError):
    """A folder of another user, in which root would make files that NetROI couldn't open."""

    sentence = (
        "{} belongs to the user with the ID {}. Run the command as that user, for example with runuser: NetROI "
        "couldn’t open the files that root makes there."
    )


@click.command("move-store", epilog=f"FROM and TO: {STORE}.")
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
def move_store(origin: str, target: str) -> None:
    """Copy everything FROM one store TO an empty one. If it is interrupted, run it again. FROM stays unchanged.

    Copies workspaces, and entries such as sign-ins and links.

    Stop NetROI first, so that nobody saves during the copy.
    """
    with _one_line_errors():
        counts = copy_store(_open(origin), _open(target))
    _print_counts(counts)


@click.command(epilog=f"STORE: {STORE}.")
@click.argument("store")
@click.argument("file", type=_FILE)
def backup(store: str, file: Path) -> None:
    """Back up a STORE to one new FILE. NetROI can keep running. Protect the file like a password."""
    with _one_line_errors():
        origin = _open(store)
        with archive.written(file) as target:
            counts = copy_store(origin, target)
    _print_counts(counts)


def restore(file: Path, store: str) -> None:
    """Restore a backup to an empty store; can be run again after an interruption."""
    with _one_line_errors(), archive.read(file) as origin:
        counts = copy_store(origin, _open(store))
    _print_counts(counts)


@click.command(epilog=f"STORE: {STORE}.")
@click.argument("store")
@click.option(
    "--unused-days",
    type=click.IntRange(min=1),
    required=True,
    help="Erase workspaces that nobody has used for this many days.",
)
def purge(store: str, unused_days: int) -> None:
    """Erase unused guest workspaces and expired links in a STORE."""
    with _one_line_errors():
        whole_store, day = _open(store), today()
        names, unused_since = whole_store.names("workspaces"), day - timedelta(days=unused_days)
        purged = sum(whole_store.purge("workspaces", name, unused_since) for name in names)
        expired = sum(whole_store.purge("entries", name, day) for name in whole_store.names("entries"))
    click.echo(orjson.dumps({"purged": purged, "kept": len(names) - purged, "expired": expired}))


@click.command(epilog=f"STORE: {STORE}.")
@click.argument("store")
@click.option("--from", "file", type=_FILE, help="A backup of this STORE, made since its secret was replaced, if ever.")
@click.option("--new-secret", is_flag=True, help="Make a new secret, if it is lost for good. Everyone is signed out.")
def repair(store: str, file: Path | None, new_secret: bool) -> None:
    """Repair the key and the secret of a STORE from their copies. Stop NetROI first."""
    with _one_line_errors(), nullcontext() if file is None else archive.read(file) as source:
        repaired = safekeeping.repair(_open(store), source, make_secret=new_secret)
    click.echo(orjson.dumps({"repaired": repaired}))


@click.command("replace-secret", epilog=f"STORE: {STORE}.")
@click.argument("store")
@click.option("--yes", "is_confirmed", is_flag=True, help="Replace it. Without this, the command only says what ends.")
def replace_secret(store: str, is_confirmed: bool) -> None:
    """Replace the secret of a STORE, if others may know it. Everyone is signed out. Stop NetROI first."""
    with _one_line_errors():
        whole_store = _open(store)
        guests = safekeeping.count_guests(whole_store)
        if not is_confirmed:
            raise click.UsageError(
                f"Everyone would be signed out, and guests couldn’t open their workspaces anymore, {guests} here. To "
                "go on, add --yes."
            )
        safekeeping.replace_secret(whole_store)
    click.echo(orjson.dumps({"replaced": ["secret"], "guests": guests}))


def is_workspace(path: str) -> bool:
    """Return True for the file of one workspace, False for a store."""
    return not is_database(path) and path.endswith(".json") and not Path(path).is_dir()


def is_store(address: str) -> bool:
    """Return True for a store, or a backup of one, False for the file of a workspace."""
    return is_database(address) or Path(address).is_dir() or is_zipfile(address)


def store_problems(address: str) -> list[str]:
    """Return a line for each problem in a store or a backup of one; the address of a database is left out."""
    title = "database" if is_database(address) else address
    with _one_line_errors():
        if is_zipfile(address):
            with archive.read(Path(address)) as source:
                source.key()  # raises if it is damaged
                return _titled(title, find_problems(source))
        store = _open(address)
        return _titled(title, find_lost(store)) + _titled(title, find_problems(store))


def _open(address: str) -> "Folder | Database":
    """Return the store at an address; raise ForeignFolder if it is another user's folder and root opens it."""
    folder = Path(address)
    # Commands that only read make locks there, too.
    if sys.platform != "win32" and not is_database(address) and os.geteuid() == 0 and folder.exists():
        if owner_id := folder.stat().st_uid:
            raise ForeignFolder(address, owner_id)
    return open_whole_store(address)


def _titled(title: str, problems: Iterable[str]) -> list[str]:
    return [f"{title}: {problem}" for problem in problems]


def _print_counts(counts: CopyCounts) -> None:
    click.echo(orjson.dumps(asdict(counts)))
    if counts.damaged:
        raise click.UsageError(f"Left out as damaged: {counts.damaged}. Run `check` to list them.")


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """Turn the errors of a store into one line on standard error, with exit code 2."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.UsageError(f"{where}{(error.strerror or str(error)).lower()}") from None
    except NetROIError as error:
        raise click.UsageError(str(error)) from None
