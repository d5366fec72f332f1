"""Turn LinkedIn messages and invitations into one activity a month for each, with hours by assumed durations.

Drafts, spam, ads, and messages with LinkedIn's coach or a company's page don't count. No text is read, and names only
to match contacts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from netroi_core.importers.linkedin.export_file import Export, ExportFile, LinkedInMessage
from netroi_core.importers.matching.contact_matching import linkedin_key, most_frequent
from netroi_core.importers.proposal import Draft, RowCounter, identifier
from netroi_core.importers.reading.tables import TableRow
from netroi_core.importers.reading.values import is_yes
from netroi_core.wording.wording import pluralize
from netroi_core.workspace.fields import normalize_text
from netroi_core.workspace.records import Activity

_DRAFT_COLUMNS: Final = ("IS MESSAGE DRAFT", "IS CONVERSATION DRAFT")
# Invitations say it in the language of the export.
_OUTGOING: Final = (
    *("outgoing", "ausgehend", "sortant", "saliente", "enviad", "inuscita", "uitgaand", "sent", "gesendet"),
)
# LinkedIn's coach, guide and news write under its own name; a member who left is a "LinkedIn Member".
_LINKEDIN_ITSELF: Final = re.compile(r"linkedin\b(?! member)", re.IGNORECASE)
_SPONSORED: Final = re.compile(r"sponsored|gesponsert|sponsoris|patrocinad|sponsorizzat|gesponsord", re.IGNORECASE)
_AUTOMATED: Final = "It was exchanged with LinkedIn itself, an ad or a company’s page, not with a person."


def read_invitations(file: ExportFile, export: Export) -> None:
    """Note the invitations, and the owner's profile and name, which they reveal."""
    counter = RowCounter()
    for row, day in file.dated_rows("Sent At"):
        is_sent = normalize_text(row["Direction"]).startswith(_OUTGOING)
        own_url, own_name = ("inviterProfileUrl", "From") if is_sent else ("inviteeProfileUrl", "To")
        export.owner_key = export.owner_key or linkedin_key(row[own_url])
        export.owner_names |= {normalize_text(row[own_name])} - {""}
        key = (row["From"], row["To"], row["Sent At"])
        export.invitations.setdefault((*key, counter.count(key)), LinkedInMessage(file.source_line(row), day, is_sent))


def read_messages(file: ExportFile, export: Export) -> None:
    """Note the messages between members, with the contacts they were exchanged with."""
    automated = _automated_conversations(file.table.rows)
    rows = [row for row in file.table.rows if _is_real(file, row, automated)]
    own_key = _find_owner_key(rows, export)
    if rows and own_key is None and not any(_is_from_owner(row, export) for row in rows):
        file.draft.note(
            "The file doesn’t show which messages are yours, so none count. Import the whole archive instead."
        )
        return
    counter = RowCounter()
    for row, day in file.dated_rows("DATE", rows):
        sender = linkedin_key(row["SENDER PROFILE URL"])
        is_sent = sender == own_key if own_key else _is_from_owner(row, export)
        contacts = _recipients(row, export) if is_sent else [export.contacts.id_of(sender, row["FROM"])]
        key = (row["CONVERSATION ID"], row["FROM"], row["TO"], row["DATE"])
        message = LinkedInMessage(file.source_line(row), day, is_sent, contacts)
        export.messages.setdefault((*key, counter.count(key)), message)


def draft_months(draft: Draft, export: Export) -> None:
    """Draft an activity for the invitations and one for the messages of each month, once all files are read."""
    durations = export.durations
    if export.invitations:
        minutes = durations.invitation_minutes
        _draft_months(draft, export.venue, "invitation", export.invitations.values(), minutes, 0)
        draft.note(f"Each invitation you sent counts as {minutes:g} minutes.")
    if export.messages:
        sent, received = durations.sent_minutes, durations.received_minutes
        _draft_months(draft, export.venue, "message", export.messages.values(), sent, received)
        draft.note(
            f"Each message you sent counts as {sent:g} minutes, each one you received as {received:g}. "
            "Message texts aren’t kept."
        )


def _is_real(file: ExportFile, row: TableRow, automated: Collection[str]) -> bool:
    """Return True if a member wrote and sent a message; skip it otherwise."""
    reason = ""
    if any(is_yes(row[column]) for column in _DRAFT_COLUMNS):
        reason = "It is a draft that was never sent."
    elif "SPAM" in row["FOLDER"].upper():
        reason = "It is spam."
    elif file.table.has("SENDER PROFILE URL") and not row["SENDER PROFILE URL"]:
        reason = "It is sponsored, or its sender has left LinkedIn: no sender is named."
    elif row["CONVERSATION ID"] in automated:
        reason = _AUTOMATED
    if reason:
        file.skip(row, reason)
    return not reason


def _automated_conversations(rows: Iterable[TableRow]) -> set[str]:
    """Return the ids of the conversations with LinkedIn itself, an ad or a page, and no other member."""
    automated, members = set[str](), defaultdict[str, set[str]](set)
    for row in rows:
        conversation = row["CONVERSATION ID"]
        if _SPONSORED.match(row["CONVERSATION TITLE"]):
            automated.add(conversation)
        ends = ((row["FROM"], row["SENDER PROFILE URL"]), (row["TO"], row["RECIPIENT PROFILE URLS"]))
        for name, urls in ends:
            keys = {key for url in urls.split(",") if (key := linkedin_key(url))}
            # The address of a page isn't that of a profile.
            if _LINKEDIN_ITSELF.match(name) or (urls and not keys):
                automated.add(conversation)
            else:
                members[conversation] |= keys
    return {conversation for conversation in automated if len(members[conversation]) < 2}


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
    draft: Draft,
    venue: str | None,
    noun: str,
    messages: Iterable[LinkedInMessage],
    sent_minutes: float,
    received_minutes: float,
) -> None:
    months: dict[str, list[LinkedInMessage]] = defaultdict(list)
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
        draft.refresh(Activity, activity, month[0].source_line, title)
