"""What is in force: the server's secret, and for those who asked for it, which generation is no longer revoked.

A few small files beside the workspaces, each replaced as a whole. Who never revoked anything has none.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Protocol

import orjson
from filelock import FileLock, Timeout

from netroi_core.errors import Busy, NotSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.disk import Disk, contents, explained, make_folder, overwrite, remove

Entry = Mapping[str, Any]

_PATIENCE_SECONDS: Final = 10


class Entries(Protocol):
    """Small named objects that are kept: all that a register asks of what it is written in."""

    def read(self, name: str) -> Entry | None:
        """What is kept under this name; Unavailable if it can't be told."""

    def change(self, name: str, edit: Callable[[Entry | None], Entry]) -> Entry:
        """Replace it in one transaction and return what is kept now; Busy or NotSaved if nothing changed."""

    def erase(self, name: str) -> None:
        """Keep it no longer; NotErased if it may be there still."""


@dataclass(frozen=True)
class Standing:
    """What holds for one guest or account.

    sessions: only cookies of this generation are let in. keys: only the recovery key of this one is.
    not_before: only who signed in later is let in (seconds since 1970).
    """

    sessions: int = 0
    keys: int = 0
    not_before: int = 0


class Register:
    """What was revoked, and the secret that the rest is signed with."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries

    def secret(self) -> bytes:
        """The server's secret, made when it is first asked for."""
        entry = self._entries.read("secret") or self._entries.change(
            "secret", lambda there: there or {"secret": secrets.token_hex(32)}
        )
        return bytes.fromhex(entry["secret"])

    def derived(self, purpose: str) -> str:
        """A secret for another purpose, which does not tell the server's own."""
        return hmac.new(self.secret(), purpose.encode(), "sha256").hexdigest()

    def standing(self, name: str) -> Standing:
        """What holds for a guest or account."""
        return _standing(self._entries.read(f"visitor {name}"))

    def log_out_everywhere(self, name: str, now: int) -> Standing:
        """Let in nobody who came in by now; the recovery key stays."""
        return self._change(name, lambda known: replace(known, sessions=known.sessions + 1, not_before=now))

    def replace_key(self, name: str, now: int) -> Standing:
        """Make the recovery key worthless, and let in nobody who came in by it or otherwise by now."""
        return self._change(
            name, lambda known: replace(known, sessions=known.sessions + 1, keys=known.keys + 1, not_before=now)
        )

    def forget(self, name: str) -> None:
        """Keep nothing about a guest or account."""
        self._entries.erase(f"visitor {name}")

    def _change(self, name: str, change: Callable[[Standing], Standing]) -> Standing:
        return _standing(self._entries.change(f"visitor {name}", lambda known: asdict(change(_standing(known)))))


class Folder:
    """Entries as files in a folder; a file's name is a hash, which tells nobody whose it is."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self._folder, self._disk = folder, disk or Disk()

    def read(self, name: str) -> Entry | None:
        """What is kept under this name."""
        with explained(Unavailable):
            raw = contents(self._disk, self._file(name))
        return None if raw is None else _entry(raw)

    def change(self, name: str, edit: Callable[[Entry | None], Entry]) -> Entry:
        """Replace it, one process at a time."""
        with explained(NotSaved):
            make_folder(self._disk, self._folder)
            try:
                with FileLock(self._folder / "lock", timeout=_PATIENCE_SECONDS, mode=0o600, poll_interval=0.002):
                    raw = contents(self._disk, self._file(name))
                    entry = edit(None if raw is None else _entry(raw))
                    overwrite(self._disk, self._file(name), orjson.dumps(dict(entry)))
            except Timeout:
                raise Busy from None
        return entry

    def erase(self, name: str) -> None:
        """Remove its file."""
        with explained(NotErased):
            remove(self._disk, self._file(name))

    def _file(self, name: str) -> Path:
        return self._folder / f"{blake2b(name.encode(), digest_size=20, person=b'access').hexdigest()}.json"


def _entry(raw: bytes) -> Entry:
    try:
        entry: dict[str, Any] = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Unavailable("what it says about access is damaged") from None
    return entry


def _standing(entry: Entry | None) -> Standing:
    return Standing() if entry is None else Standing(**entry)
