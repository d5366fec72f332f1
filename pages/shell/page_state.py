"""State that part of a page keeps only while the page shows that part."""

from typing import Any


class PageState:
    """A dict for each part of a page by its name, dropped once a run of the page no longer asks for it."""

    def __init__(self) -> None:
        self._states: dict[str, dict[str, Any]] = {}
        self._used: set[str] = set()

    def of(self, part: str) -> dict[str, Any]:
        """Return the dict of a part, for it to change."""
        self._used.add(part)
        return self._states.setdefault(part, {})

    def begin_run(self) -> None:
        """Start a run of the page."""
        self._used.clear()

    def end_run(self) -> None:
        """End a run of the page and drop the state of every part that it did not show."""
        self._states = {part: state for part, state in self._states.items() if part in self._used}

    def forget(self, part: str) -> None:
        """Drop the state of a part that is finished."""
        self._states.pop(part, None)

    def __contains__(self, part: str) -> bool:
        return part in self._states
