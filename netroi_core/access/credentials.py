"""What is in force: the server's secret, and for those who asked for it, which generation is no longer revoked.

A few small entries beside the workspaces. Who never revoked anything has none.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from netroi_core.storage.entries import Entries, Entry


@dataclass(frozen=True)
class Validity:
    """What holds for one guest or account.

    sessions: only cookies of this generation are let in. keys: only the recovery key of this one is.
    not_before: only who signed in later is let in (seconds since 1970).
    """

    sessions: int = 0
    keys: int = 0
    not_before: int = 0


class CredentialStore:
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

    def standing(self, name: str) -> Validity:
        """What holds for a guest or account."""
        return _standing(self._entries.read(f"visitor {name}"))

    def log_out_everywhere(self, name: str, now: int) -> Validity:
        """Let in nobody who came in by now; the recovery key stays."""
        return self._change(name, lambda known: replace(known, sessions=known.sessions + 1, not_before=now))

    def replace_key(self, name: str, now: int) -> Validity:
        """Make the recovery key worthless, and let in nobody who came in by it or otherwise by now."""
        return self._change(
            name, lambda known: replace(known, sessions=known.sessions + 1, keys=known.keys + 1, not_before=now)
        )

    def forget(self, name: str) -> None:
        """Keep nothing about a guest or account."""
        self._entries.erase(f"visitor {name}")

    def _change(self, name: str, change: Callable[[Validity], Validity]) -> Validity:
        return _standing(self._entries.change(f"visitor {name}", lambda known: asdict(change(_standing(known)))))


def _standing(entry: Entry | None) -> Validity:
    return Validity() if entry is None else Validity(**entry)
