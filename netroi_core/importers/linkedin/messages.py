"""Turn LinkedIn messages and invitations into one activity a month for each, with hours by assumed durations.

Drafts, spam and sponsored messages don't count. No text is read, and names only to match contacts.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from netroi_core.importers.linkedin.export_file import Export, ExportFile
from netroi_core.importers.matching.contact_matching import linkedin_key, most_frequent
from netroi_core.importers.proposal import SourceLine, identifier
from netroi_core.importers.reading.tables import TableRow
from netroi_core.wording.wording import pluralize
from netroi_core.workspace.records import Activity
from netroi_core.workspace.search import normalize_text

_YES: Final = ("yes", "true", "1")
_DRAFT_COLUMNS: Final = ("IS MESSAGE DRAFT", "IS CONVERSATION DRAFT")


class _Message(NamedTuple):
    """A message or invitation, and the ids of the contacts that it was exchanged with, None for those unknown."""

    source_line: SourceLine
    day: date
    is_sent: bool
    contacts: Sequence[str | None] = ()


def read_invitations(file: ExportFile, export: Export) -> None:
    """Draft an activity for the invitations of each month; note the owner's profile and name, which they reveal."""
    invitations = []
    for row, day in file.dated_rows("Sent At"):
        is_sent = row["Direction"].upper() == "OUTGOING"
        own_url, own_name = ("inviterProfileUrl", "From") if is_sent else ("inviteeProfileUrl", "To")
        export.owner_key = export.owner_key or linkedin_key(row[own_url])
        export.owner_names |= {normalize_text(row[own_name])} - {""}
        invitations.append(_Message(file.source_line(row), day, is_sent))
    minutes = export.durations.invitation_minutes
    _draft_months(file, export.venue, "invitation", invitations, minutes, 0)
    if invitations:
        file.draft.note(f"Each invitation you sent counts as {minutes:g} minutes.")


def read_messages(file: ExportFile, export: Export) -> None:
    """Draft an activity for the messages of each month, with the contacts they were exchanged with."""
    rows = [row for row in file.table.rows if _is_real(file, row)]
    own_key = _find_owner_key(rows, export)
    if rows and own_key is None and not any(_is_from_owner(row, export) for row in rows):
        file.draft.note(
            "The file doesn’t show which messages are yours, so none count. Import the whole archive instead."
        )
        return
    messages = []
    for row, day in file.dated_rows("DATE", rows):
        sender = linkedin_key(row["SENDER PROFILE URL"])
        is_sent = sender == own_key if own_key else _is_from_owner(row, export)
        contacts = _recipients(row, export) if is_sent else [export.contacts.id_of(sender, row["FROM"])]
        messages.append(_Message(file.source_line(row), day, is_sent, contacts))
    sent_minutes, received_minutes = export.durations.sent_minutes, export.durations.received_minutes
    _draft_months(file, export.venue, "message", messages, sent_minutes, received_minutes)
    if messages:
        file.draft.note(
            f"Each message you sent counts as {sent_minutes:g} minutes, each one you received as "
            f"{received_minutes:g}. Message texts aren’t kept."
        )


def _is_real(file: ExportFile, row: TableRow) -> bool:
    """Return True if a member wrote and sent a message; skip it otherwise."""
    reason = ""
    if any(row[column].lower() in _YES for column in _DRAFT_COLUMNS):
        reason = "It is a draft that was never sent."
    elif "SPAM" in row["FOLDER"].upper():
        reason = "It is spam."
    elif file.table.has("SENDER PROFILE URL") and not row["SENDER PROFILE URL"]:
        reason = "It is sponsored, or its sender has left LinkedIn: no sender is named."
    if reason:
        file.skip(row, reason)
    return not reason


def _find_owner_key(rows: Sequence[TableRow], export: Export) -> str | None:
    """Return the key of the owner's profile: by the invitations, by the owner's name, else by most conversations."""
    if export.owner_key:
        return export.owner_key
    senders = {linkedin_key(row["SENDER PROFILE URL"]) for row in rows if _is_from_owner(row, export)} - {None}
    if len(senders) == 1:
        return senders.pop()
    # The owner takes part in every conversation; somebody else in all of them only if there are very few.
    participants = {(row["CONVERSATION ID"], key) for row in rows for key in _participants(row)}
    return most_frequent(Counter(key for _, key in participants))


def _is_from_owner(row: TableRow, export: Export) -> bool:
    return normalize_text(row["FROM"]) in export.owner_names


def _participants(row: TableRow) -> set[str]:
    urls = [row["SENDER PROFILE URL"], *row["RECIPIENT PROFILE URLS"].split(",")]
    return {key for url in urls if (key := linkedin_key(url))}


def _recipients(row: TableRow, export: Export) -> list[str | None]:
    if urls := row["RECIPIENT PROFILE URLS"]:
        return [export.contacts.id_of(key) for url in urls.split(",") if (key := linkedin_key(url))]
    return [export.contacts.id_of(None, row["TO"])]


def _draft_months(
    file: ExportFile,
    venue: str | None,
    noun: str,
    messages: Sequence[_Message],
    sent_minutes: float,
    received_minutes: float,
) -> None:
    months: dict[str, list[_Message]] = defaultdict(list)
    for message in messages:
        months[f"{message.day:%Y-%m}"].append(message)
    for key, month in sorted(months.items()):
        sent = sum(message.is_sent for message in month)
        received = len(month) - sent
        title = f"LinkedIn: {pluralize(sent, noun)} sent, {received:,} received"
        people = sorted({contact for message in month for contact in message.contacts if contact})
        activity = {
            "id": identifier("linkedin", noun, key),
            "date": max(message.day for message in month).isoformat(),
            "approach": "social_media",
            "channel": "text",
            "title": title,
            "source": "import",
            **({"venue": venue} if venue else {}),
            "hours": {"attending": round((sent * sent_minutes + received * received_minutes) / 60, 2)},
            **({"people": people} if people else {}),
        }
        # A later export has more of the current month, so its activity is brought up to date.
        file.draft.refresh(Activity, activity, month[0].source_line, title)
