"""Privacy facts: what this server stores, for how long, and who can see it, with the limits that are in force."""

from datetime import date
from typing import Final

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import CONFIRMATION_DAYS, REMINDER_DAYS, RETENTION_DAYS
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
        f"Everything you enter or accept from files: one workspace of at most {LIMIT_BYTES // 1024**2} "
        f"MB, {location}. Only the names of imported files are kept, not the files. The example and anything you try "
        "out are never stored."
    )
    common = (("What is stored", stored), ("Copies", _IN_DATABASE if is_database else _IN_FILES))
    if hosting.is_personal:
        readers = "this database" if is_database else "this machine’s disk"
        return (
            *common,
            ("For how long", "Until you erase it under *Settings*, with all its backups."),
            ("Who can see it", f"Anyone who can read {readers}. NetROI can’t be reached from other machines."),
            ("What is sent to others", f"Nothing. {_NO_OTHER_SITES}"),
        )
    has_reminders = bool(hosting.reminder_channels)
    own = (
        _for_guests(until, is_cookieless=hosting.is_streamlit_cloud, has_reminders=has_reminders)
        if is_guest
        else _FOR_ACCOUNTS
    )
    reminders = (_REMINDERS,) if has_reminders else ()
    sent = "Nothing but the reminders that you turn on." if has_reminders else "Nothing."
    return (*common, *own, *_FOR_HOSTED, *reminders, ("What is sent to others", f"{sent} {_NO_OTHER_SITES}"))


def _for_guests(until: str, *, is_cookieless: bool, has_reminders: bool) -> tuple[tuple[str, str], ...]:
    location, means = (
        ("", "with") if is_cookieless else (", in a cookie in your browser", "with this browser’s cookie or")
    )
    unless = ", unless you turn on reminders" if has_reminders else ""
    return (
        (
            "What is known about you",
            f"A random number{location}, and the day your workspace was last opened. No name and no address{unless}.",
        ),
        (
            "For how long",
            f"Until you delete it, or nobody opens it for {RETENTION_DAYS} days. Without another visit, it is kept "
            f"until {until}. If you come back after {REMINDER_DAYS} days or more, you get a reminder.",
        ),
        ("Who can see it", f"You, {means} your recovery key."),
    )


_IN_DATABASE: Final = (
    "Only the latest version is stored. Nobody can read what you delete; the database frees the disk "
    "space a little later."
)
_IN_FILES: Final = (
    f"The last {BACKUPS} versions are kept as backups next to the workspace. Damaged files are set "
    f"aside, up to {MAX_QUARANTINED} of them."
)
_NO_OTHER_SITES: Final = (
    "No page loads scripts, pictures or fonts from other sites, and your browser is told to block them."
)
_REMINDERS: Final = (
    "Reminders",
    "Off, unless you turn them on and confirm the address you enter. It is stored encrypted, with your time zone and "
    "the day of the next reminder, and sent to nobody but the service that delivers the message. A message has a link "
    "to NetROI, and no names or amounts. The address is deleted when you turn reminders off, when you delete your "
    f"workspace, or {RETENTION_DAYS} days after you last opened it; one that isn’t confirmed, after "
    f"{CONFIRMATION_DAYS} days.",
)
_FOR_ACCOUNTS: Final = (
    (
        "What is known about you",
        "The identifier from your sign-in provider, and the day your workspace was last opened. Your "
        "name and e-mail address stay in a cookie in your browser.",
    ),
    ("For how long", "Until you delete it."),
    ("Who can see it", "You, when you are signed in."),
)
_FOR_HOSTED: Final = (
    (
        "Who else can see it",
        "No other visitor: the owner is checked each time a workspace is read or changed. The people who "
        "run this server can read what it stores, and may keep copies. The person who sent you the link can tell "
        "you who runs it.",
    ),
    (
        "Links you share",
        "A shared report stays as you saw it until the link expires or you revoke it. Answers to a "
        "feedback link are kept for 90 days after it closes. Views are counted, without a record of who "
        "opened the link. Only a hash of each link is stored, so nobody who reads the stored data can "
        "open it.",
    ),
    (
        "Circles",
        "Nothing is shared unless you take part. If you ask to join one, the name you give is stored until its lead "
        "accepts or declines you, and shown to the lead only. When you take part in a quarter, rounded figures for it "
        "are stored under a pseudonym, without amounts. You see them before you share them, and they are deleted right "
        "away when you stop sharing or leave.",
    ),
    (
        "Your network address",
        "It is kept in memory for up to an hour, to limit attempts at guessing keys, requests for reminders, new "
        "workspaces and the amount saved; and, while a page is open, to limit open pages.",
    ),
    (
        "When you delete your workspace",
        "The workspace, its backups, your links and files set aside are deleted right away. No cookie, "
        "key or link opens them anymore. What remains is a note that they are void, which has no "
        "information about you.",
    ),
)
