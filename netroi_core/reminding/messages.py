"""The messages, each with one link to follow and one to stop: nothing in them depends on anybody's records."""

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

ReminderKind = Literal["quiz", "follow_ups"]

CONFIRM_PATH: Final = "/reminders/confirm"
STOP_PATH: Final = "/reminders/stop"

_REMINDERS: Final[dict[ReminderKind, tuple[str, str, str]]] = {
    "quiz": (
        "Your networking quiz is due",
        "The quarter is over. Answer its quiz, and see what your networking returned:",
        "/quiz",
    ),
    "follow_ups": (
        "Time to follow up",
        "You have follow-ups due this week. See with whom:",
        "/follow_ups",
    ),
}


@dataclass(frozen=True)
class Message:
    """A message: its text, the address that it asks to open, and the one that stops all messages."""

    subject: str
    text: str
    link: str
    stop: str


def reminder(kind: ReminderKind, url: str, token: str) -> Message:
    """Return the reminder of this kind from the server at a URL, to the subscriber with this token."""
    subject, sentence, path = _REMINDERS[kind]
    link, stop = f"{url}{path}", page_address(url, STOP_PATH, token)
    return Message(subject, f"{sentence}\n{link}\n\nStop these reminders:\n{stop}\n", link, stop)


def confirmation(url: str, token: str, days: int) -> Message:
    """Return the first message, which asks whether more are wanted; its link works for some days."""
    link, stop = (page_address(url, path, token) for path in (CONFIRM_PATH, STOP_PATH))
    text = (
        f"Somebody asked NetROI at {url} to send reminders here. If it was you, turn them on:\n{link}\n\n"
        "You’ll get one message when a quarter’s quiz is due, and one a week at most when follow-ups are due.\n\n"
        f"If it wasn’t you, do nothing: you won’t get any reminders, and this address is deleted within {days} days. "
        f"To delete it now:\n{stop}\n"
    )
    return Message("Turn on your reminders from NetROI", text, link, stop)


def page_address(url: str, path: str, token: str) -> str:
    """Return the address of a page about a subscription; the token comes in the query, which logs leave out."""
    return f"{url}{path}?{urlencode({'link': token})}"
