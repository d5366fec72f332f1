"""What can go wrong, each as a small class whose message is a sentence for the person at the screen."""

from dataclasses import dataclass


class NetROIError(Exception):
    """A refusal that is explained: its text is one clear sentence and safe to show."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a document: where (``activities[3].costs[0].amount``) and what."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class NotReadable(NetROIError):
    """The bytes are not a document at all (no JSON, too large, too deep)."""


class NotImportable(NetROIError):
    """A file that was brought can't be read as what it was said to be; nothing of it was taken over."""


class NoSuchTable(NotImportable):
    """A text holds no table with the columns that were looked for."""


class Invalid(NetROIError):
    """The document breaks its format; ``problems`` holds every breach with its path."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


class ChangedElsewhere(NetROIError):
    """What was to be changed is no longer stored as it was shown; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "This was changed in another tab or device since you opened it, so nothing was overwritten. "
            "What you typed is still here: look at what is stored now, then save again."
        )


class Busy(NetROIError):
    """Another save held the workspace for too long."""

    def __init__(self) -> None:
        super().__init__("Another tab is still saving. Nothing is lost: try again in a moment.")


class TooLarge(NetROIError):
    """The workspace would grow beyond what one file should hold."""

    def __init__(self, limit_megabytes: int) -> None:
        super().__init__(
            f"Your workspace has reached {limit_megabytes} MB and can't grow further. "
            "Nothing is lost: save a backup under Settings, then delete old entries."
        )


class NotSaved(NetROIError):
    """The disk refused; the last saved state stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Your change could not be saved: {reason}. What was saved before is untouched.")


class PerhapsSaved(NetROIError):
    """The store took the new state, but did not confirm that it is safe."""

    def __init__(self) -> None:
        super().__init__("Your change was not confirmed. Reload the page to see whether it was saved.")


class NothingToReport(NetROIError):
    """There is no report of what is not on record; the text says what is missing."""


class Damaged(NetROIError):
    """The stored file is damaged and no good backup of it is left; the damaged file was set aside."""

    def __init__(self) -> None:
        super().__init__(
            "Your saved workspace is damaged and no good backup of it is left. The damaged file was set aside, "
            "not deleted; you can restore a backup that you saved yourself under Settings."
        )
