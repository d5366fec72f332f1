"""Errors whose message is a sentence for the person at the screen."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar


class NetROIError(Exception):
    """The base of all errors whose message is safe to show: the sentence of the class with the details filled in."""

    sentence: ClassVar[str] = "{}"

    def __init__(self, *details: object) -> None:
        super().__init__(self.sentence.format(*details))

    def __reduce__(self) -> tuple[Any, ...]:
        """Let pickle copy the message and the attributes, instead of making the message from itself."""
        return Exception.__new__, (type(self), *self.args), self.__dict__


def _numbered(plural: str | None, index: int) -> str:
    return f"{'y' if plural == 'ies' else ''} {index + 1}"


@dataclass(frozen=True)
class Problem:
    """One problem in a document, at a path like ``activities[3].costs[0].amount``."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    @property
    def sentence(self) -> str:
        """The problem for the screen, where nobody knows the format's paths.

        >>> Problem("activities[3].costs[0].amount", "is missing").sentence
        'Activity 4, cost 1, amount: is missing.'
        """
        entries = re.sub(r"(ies|zes|s)?\[(\d+)\]", lambda match: _numbered(match[1], int(match[2])), self.path)
        place = entries.replace(".", ", ").replace("_", " ")
        text = f"{place}: {self.message}" if place else self.message
        return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


class NotReadable(NetROIError):
    """Bytes that are no document at all: no JSON, too large, or too deep."""


class NotImportable(NetROIError):
    """A file that can't be imported as the kind that it should be; nothing of it was imported."""


class NoSuchTable(NotImportable):
    """A file without a table that has the expected columns."""


class Invalid(NetROIError):
    """A document that breaks its format; ``problems`` lists every breach."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


class ChangedElsewhere(NetROIError):
    """A conflict outside records: something was changed elsewhere after it was shown; nothing was overwritten."""

    sentence = (
        "This was changed in another tab or on another device since you opened it, so nothing was "
        "overwritten. What you typed is still here: check what is stored now, then save again."
    )


class CannotUndo(NetROIError):
    """An undo that would revert later changes as well; nothing was changed."""

    sentence = "This can’t be undone anymore, because your workspace has changed since then. Nothing was lost."


class Busy(NetROIError):
    """A timeout: another save locked the workspace for too long."""

    sentence = "Another tab is still saving. Nothing was lost: try again in a moment."


class TooLarge(NetROIError):
    """A workspace that would grow beyond the limit."""

    sentence = (
        "Your workspace has reached {} MB and can’t grow any further. Nothing was lost: archive old years "
        "under Settings, or delete what you no longer need."
    )


class NotSaved(NetROIError):
    """A failed save; the last saved state stands."""

    sentence = "Your change couldn’t be saved: {}. Everything saved before is unchanged."


class PerhapsSaved(NetROIError):
    """A save that the store did not confirm."""

    sentence = "We couldn’t confirm that your change was saved. Reload the page to check."


class Stopped(NetROIError):
    """Work on a file that took more time or memory than it may; nothing was changed."""

    sentence = "This took more time or memory than NetROI allows, so it was stopped. {}"

    def __init__(self, advice: str = "Try a smaller file, or export a shorter period.") -> None:
        super().__init__(advice)


class StillWorking(NetROIError):
    """A task that waited too long for the visitor's other tasks, or for everybody's."""

    sentence = "NetROI is still working on another file. Try again in a minute."


class NothingToReport(NetROIError):
    """A report without records to report on; the message says which are missing."""


class Damaged(NetROIError):
    """A damaged stored file without an intact backup; it was set aside."""

    sentence = (
        "Your saved workspace is damaged, and there is no good backup of it left. The damaged file was "
        "set aside, not deleted. You can restore a backup that you saved yourself under Settings."
    )
