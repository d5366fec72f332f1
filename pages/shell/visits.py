"""What parts of a page keep while they are looked at, and not a run longer."""

from typing import Any


class Visits:
    """By the name of a part, what it keeps, for it to change."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, Any]] = {}
        self._asked: set[str] = set()

    def of(self, name: str) -> dict[str, Any]:
        """What a part keeps; it is looked at in this run."""
        self._asked.add(name)
        return self._kept.setdefault(name, {})

    def begin(self) -> None:
        """Before a page is run."""
        self._asked.clear()

    def end(self) -> None:
        """After a page was run: what no part of it asked for is forgotten."""
        self._kept = {name: kept for name, kept in self._kept.items() if name in self._asked}

    def forget(self, name: str) -> None:
        """Forget what a part keeps: it is done with."""
        self._kept.pop(name, None)

    def __contains__(self, name: str) -> bool:
        return name in self._kept
