"""Privacy facts: what this server stores, for how long, and who can see it, with the limits that are in force."""

from datetime import date
from typing import Final

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import REMINDER_DAYS, RETENTION_DAYS
from netroi_core.storage import LIMIT_BYTES
from netroi_core.storage.files.blob_files import BACKUPS, MAX_QUARANTINED


def retained_until(today: date) -> date:
    """Return the last day of a guest's workspace that is never opened again after today."""
    return date.fromordinal(today.toordinal() + RETENTION_DAYS)


def privacy_facts(
    hosting: Hosting, is_guest: bool, until: str, *, is_database: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return questions and their answers, in Markdown; ``until`` is ``retained_until`` as people write it."""
    machine = "machine" if hosting.is_personal else "server"
    location = f"in the database of this {machine}" if is_database else f"on this {machine}"
    stored = (
        f"What you enter, and what you accept from files: one workspace of at most {LIMIT_BYTES // 1024**2} MB, "
        f"{location}. Of a file that you bring, its name is kept and nothing else. The example and what you try out "
        "are never stored."
    )
    common = (("What is stored", stored), ("Copies", _IN_DATABASE if is_database else _IN_FILES))
    if hosting.is_personal:
        readers = "this database" if is_database else "this machine’s disk"
        return (
            *common,
            ("For how long", "Until you erase it under *Settings*, with all its backups."),
            ("Who can see it", f"Whoever can read {readers}. From another machine NetROI is not reached."),
            _TRANSFERS,
        )
    own = _for_guests(until, is_cookieless=hosting.is_streamlit_cloud) if is_guest else _FOR_ACCOUNTS
    return (*common, *own, *_FOR_HOSTED, _TRANSFERS)


def _for_guests(until: str, *, is_cookieless: bool) -> tuple[tuple[str, str], ...]:
    location, means = ("", "by") if is_cookieless else (", in a cookie in your browser", "by this browser’s cookie or")
    return (
        (
            "What is known of you",
            f"A random number{location}; no name and no address. And the day on which your workspace was last opened.",
        ),
        (
            "For how long",
            f"Until you delete it. A guest’s workspace that nobody opens for {RETENTION_DAYS} days is removed; yours "
            f"would be after {until}. Who comes back after {REMINDER_DAYS} days or more is reminded of that.",
        ),
        ("Who can see it", f"You: {means} your recovery key."),
    )


_IN_DATABASE: Final = (
    "Only the latest version is stored. What is deleted can be read no more at once; the database frees its space on "
    "the disk some time later."
)
_IN_FILES: Final = (
    f"Each change keeps the {BACKUPS} versions before it as backups, beside the workspace. A file that was found "
    f"damaged is set aside, up to {MAX_QUARANTINED} of them."
)
_TRANSFERS: Final = (
    "What is sent elsewhere",
    "Nothing. No page loads a script, a picture or a font from another site, and your browser is told to refuse it "
    "if one tried.",
)
_FOR_ACCOUNTS: Final = (
    (
        "What is known of you",
        "The identifier that your provider gives you, as the name of your workspace. Your name and address stay in a "
        "cookie in your browser. And the day on which your workspace was last opened.",
    ),
    ("For how long", "Until you delete it."),
    ("Who can see it", "You, once you have signed in."),
)
_FOR_HOSTED: Final = (
    (
        "And who else",
        "No other visitor: whose a workspace is, is checked each time that it is read or changed. Those who run this "
        "server can read what it stores; they could see it, and may keep copies of it.",
    ),
    (
        "By a link of yours",
        "A report is kept as the page that you looked at, until its last day or until you take it back; answers to "
        "what you asked wait with their link, and for 90 days after it. How often a link was opened is counted, never "
        "by whom. Of the link itself only a hash is kept: nobody who reads what is stored can open it.",
    ),
    (
        "In a circle",
        "Nothing of you, unless you take part: then rounded figures of that quarter, without any amount, under a "
        "pseudonym. You see them before you give them; they are gone at once when you take them back or leave.",
    ),
    (
        "Your network address",
        "It is held in memory for up to an hour, so that nobody tries keys, or begins workspaces, without end; and as "
        "long as a page is open, so that nobody opens them without end.",
    ),
    (
        "When you delete it",
        "The workspace, its backups, your links and what was set aside are gone at once, and no cookie, key or link "
        "opens any of it. What is left is a note that they are void, which holds nothing of yours.",
    ),
)
