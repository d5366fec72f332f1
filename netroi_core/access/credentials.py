"""The server's secret, and which generation of each visitor's cookies and recovery keys is valid.

A few small entries beside the workspaces. A visitor who never revoked anything has none.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from netroi_core.storage.entries import Entries, Entry


@dataclass(frozen=True)
class Validity:
    """The generations that are valid for one guest or account.

    Attributes:
        sessions: the generation of cookies that are let in.
        keys: the generation of the recovery key that opens the workspace.
        not_before: only sign-ins later than this are let in, in seconds since 1970.
    """

    sessions: int = 0
    keys: int = 0
    not_before: int = 0


class CredentialStore:
    """The secret that everything is signed with, and revocations."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries

    def secret(self) -> bytes:
        """Return the server's secret, created when it is first read."""
        entry = self._entries.read("secret") or self._entries.change(
            "secret", lambda entry: entry or {"secret": secrets.token_hex(32)}
        )
        return bytes.fromhex(entry["secret"])

    def derived_secret(self, purpose: str) -> str:
        """Return a secret for one purpose, from which the server's own can't be computed."""
        return hmac.new(self.secret(), purpose.encode(), "sha256").hexdigest()

    def validity(self, name: str) -> Validity:
        """Return what is valid for a guest or account."""
        return _validity(self._entries.read(f"visitor {name}"))

    def log_out_everywhere(self, name: str, now: int) -> Validity:
        """Revoke every session that began by now; the recovery key stays valid."""
        return self._change(name, lambda old: replace(old, sessions=old.sessions + 1, not_before=now))

    def replace_key(self, name: str, now: int) -> Validity:
        """Revoke the recovery key and every session that began by now."""
        return self._change(
            name, lambda old: replace(old, sessions=old.sessions + 1, keys=old.keys + 1, not_before=now)
        )

    def _change(self, name: str, edit: Callable[[Validity], Validity]) -> Validity:
        return _validity(self._entries.change(f"visitor {name}", lambda entry: asdict(edit(_validity(entry)))))


def _validity(entry: Entry | None) -> Validity:
    return Validity() if entry is None else Validity(**entry)
