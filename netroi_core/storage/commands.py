"""The command line of who runs NetROI for others: whole stores. It prints counts, never what is in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from zipfile import is_zipfile

import click
import orjson

from netroi_core.errors import NetROIError
from netroi_core.storage import archive
from netroi_core.storage.addresses import holdings, is_database
from netroi_core.storage.holdings import Copied, Source, copied, problems
from netroi_core.storage.uses import today

STORE = "a folder, or an address like postgresql://name@host/database; keep its password in ~/.pgpass"
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("move-store", epilog=f"FROM and TO: {STORE}.")
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
def move_store(origin: str, target: str) -> None:
    """Copy all that is FROM a store TO an empty one; run it again if it was interrupted. FROM stays as it is.

    Workspaces, and beside them who is let in, links and the like: "entries" says how many of these are there.

    Stop NetROI before, so that nobody saves meanwhile.
    """
    with _explained():
        done = copied(holdings(origin), holdings(target))
    _tell(done)


@click.command(epilog=f"STORE: {STORE}.")
@click.argument("store")
@click.argument("file", type=_FILE)
def backup(store: str, file: Path) -> None:
    """Write all that is in a STORE into one new FILE. NetROI may go on running. Keep it like a password."""
    with _explained():
        origin = holdings(store)
        with archive.written(file) as target:
            done = copied(origin, target)
    _tell(done)


def restore(file: Path, store: str) -> None:
    """Bring all of a backup back into an empty store; to be run again if it was interrupted."""
    with _explained(), archive.read(file) as origin:
        done = copied(origin, holdings(store))
    _tell(done)


@click.command(epilog=f"STORE: {STORE}.")
@click.argument("store")
@click.option("--unused-days", type=click.IntRange(min=1), required=True, help="For how many days nobody used them.")
def purge(store: str, unused_days: int) -> None:
    """Erase the workspaces of guests in a STORE that nobody used for so many days, and links that have expired."""
    with _explained():
        held, day = holdings(store), today()
        names = held.names()
        purged = sum(held.purge(name, day - timedelta(days=unused_days)) for name in names)
        expired = sum(held.purge_entry(name, day) for name in held.entries())
    click.echo(orjson.dumps({"purged": purged, "kept": len(names) - purged, "expired": expired}))


def is_workspace(given: str) -> bool:
    """Whether this names one workspace's file, and not a store."""
    return not is_database(given) and given.endswith(".json") and not Path(given).is_dir()


def is_store(given: str) -> bool:
    """Whether what was given to check is a store, or a backup of one, and not a workspace's file."""
    return is_database(given) or Path(given).is_dir() or is_zipfile(given)


def store_problems(given: str) -> list[str]:
    """What is wrong with a store or a backup of one, a line for each, without its address."""
    title = "database" if is_database(given) else given
    with _explained():
        if is_zipfile(given):
            with archive.read(Path(given)) as source:
                return _told(title, source)
        return _told(title, holdings(given))


def _told(title: str, source: Source) -> list[str]:
    source.key()
    return [f"{title}: {problem}" for problem in problems(source)]


def _tell(done: Copied) -> None:
    click.echo(orjson.dumps(asdict(done)))
    if done.damaged:
        raise click.UsageError(f"{done.damaged} damaged and left out; `check` names them.")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what is wrong with a store into the one line that says so."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.UsageError(f"{where}{(error.strerror or str(error)).lower()}") from None
    except NetROIError as error:
        raise click.UsageError(str(error)) from None
