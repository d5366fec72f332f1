"""What is stored, for how long, and who can see it: what holds for this server, with the figures that it goes by."""

from datetime import date
from typing import Final

from netroi_core.access.hosting import Hosting
from netroi_core.access.tokens import LIFE
from netroi_core.storage import LIMIT_BYTES
from netroi_core.storage.place import BACKUPS, SET_ASIDE

UNUSED_DAYS: Final = LIFE.days  # a cookie lives no longer, either


def kept_until(today: date) -> date:
    """The last day on which a guest's workspace is there, if it is never opened again after today."""
    return date.fromordinal(today.toordinal() + UNUSED_DAYS)


def facts(hosting: Hosting, is_guest: bool, until: str) -> tuple[tuple[str, str], ...]:
    """Questions and answers, in Markdown. until: kept_until as people write it."""
    megabytes = LIMIT_BYTES // 1024**2
    where = "on this machine" if hosting.is_personal else "on this server"
    stored = (
        "What is stored",
        f"What you enter, and what you accept from files: one workspace of at most {megabytes} MB, {where}. Of a file "
        "that you bring, its name is kept and nothing else. The example and what you try out are never stored.",
    )
    copies = (
        "Copies",
        f"Each change keeps the {BACKUPS} versions before it as backups, beside the workspace. A file that was found "
        f"damaged is set aside, up to {SET_ASIDE} of them.",
    )
    sent = (
        "What is sent elsewhere",
        "Nothing. No page loads a script, a picture or a font from another site, and your browser is told to refuse it "
        "if one tried.",
    )
    if hosting.is_personal:
        return (
            stored,
            copies,
            ("For how long", "Until you erase it under *Settings*, with all its backups."),
            ("Who can see it", "Whoever can read this machine's disk. From another machine NetROI is not reached."),
            sent,
        )
    return (stored, copies, *(_of_guests(until) if is_guest else _OF_ACCOUNTS), *_HOSTED, sent)


def _of_guests(until: str) -> tuple[tuple[str, str], ...]:
    return (
        (
            "What is known of you",
            "A random number, in a cookie in your browser; no name and no address. And the day on which your workspace "
            "was last opened.",
        ),
        (
            "For how long",
            f"Until you delete it. A guest’s workspace that nobody opens for {UNUSED_DAYS} days is removed; yours "
            f"would be after {until}.",
        ),
        ("Who can see it", "You: by this browser’s cookie or your recovery key."),
    )


_OF_ACCOUNTS: Final = (
    (
        "What is known of you",
        "The identifier that your provider gives you, as the name of your workspace. Your name and address stay in a "
        "cookie in your browser. And the day on which your workspace was last opened.",
    ),
    ("For how long", "Until you delete it."),
    ("Who can see it", "You, once you have signed in."),
)
_HOSTED: Final = (
    (
        "And who else",
        "No other visitor: whose a workspace is, is checked each time that it is read or changed. Those who run this "
        "server can read its disk; they could see it, and may keep copies of their disk.",
    ),
    (
        "In a circle",
        "Nothing of you, unless you take part: then rounded figures of that quarter, without any amount, under a "
        "pseudonym. You see them before you give them; they are gone at once when you take them back or leave.",
    ),
    (
        "Your network address",
        "It is held in memory for up to an hour, so that nobody tries keys, or begins workspaces, without end.",
    ),
    (
        "When you delete it",
        "The workspace, its backups and what was set aside are gone at once, and no cookie or key opens it. What is "
        "left is a note that they are void, which holds nothing of yours.",
    ),
)
