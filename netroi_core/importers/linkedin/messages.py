"""Turn LinkedIn messages and invitations into one activity a month for each, with hours by assumed durations.

Drafts, spam and sponsored messages don't count. No text is read, and names only to match contacts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from netroi_core.importers.linkedin.export_file import Export, ExportFile
from netroi_core.importers.matching.contact_matching import linkedin_key, most_frequent
from netroi_core.importers.proposal import SourceLine, identifier
from netroi_core.importers.reading.tables import TableRow
from netroi_core.wording.wording import pluralize
from netroi_core.workspace.records import Activity
from netroi_core.workspace.search import normalize_text

_YES: Final = ("yes", "true", "1")
_DRAFT_COLUMNS: Final = ("IS MESSAGE DRAFT", "IS CONVERSATION DRAFT")


@dataclass
class MonthTally:
    """The messages or invitations of one month: its first line and latest day, numbers, and the contacts' ids."""

    source_line: SourceLine
    last_day: date = date.min
    sent: int = 0
    received: int = 0
    contacts: dict[str, None] = field(default_factory=dict)

    def add(self, day: date, is_sent: bool, contacts: Iterable[str | None] = ()) -> None:
        """Count one more."""
        self.last_day = max(self.last_day, day)
        self.sent += is_sent
        self.received += not is_sent
        self.contacts.update(dict.fromkeys(contact for contact in contacts if contact))


def read_invitations(file: ExportFile, export: Export) -> None:
    """Draft an activity for the invitations of each month; note the owner's profile and name, which they reveal."""
    months: dict[str, MonthTally] = {}
    for row, day in file.dated_rows("Sent At"):
        is_sent = row["Direction"].upper() == "OUTGOING"
        own_url, own_name = ("inviterProfileUrl", "From") if is_sent else ("inviteeProfileUrl", "To")
        export.owner_key = export.owner_key or linkedin_key(row[own_url])
        export.owner_names |= {normalize_text(row[own_name])} - {""}
        months.setdefault(f"{day:%Y-%m}", MonthTally(file.source_line(row))).add(day, is_sent)
    minutes = export.durations.invitation_minutes
    _draft_months(file, export.venue, "invitation", months, minutes, 0)
    if months:
        file.draft.note(f"Each invitation sent is taken for {minutes:g} minutes.")


def read_messages(file: ExportFile, export: Export) -> None:
    """Draft an activity for the messages of each month, with the contacts they were exchanged with."""
    rows = [row for row in file.table.rows if _is_real(file, row)]
    own_key = _find_owner_key(rows, export)
    if rows and own_key is None and not any(_is_from_owner(row, export) for row in rows):
        file.draft.note(
            "The file does not tell which messages are yours, so none count; bring the whole archive instead."
        )
        return
    months: dict[str, MonthTally] = {}
    for row, day in file.dated_rows("DATE", rows):
        sender = linkedin_key(row["SENDER PROFILE URL"])
        is_sent = sender == own_key if own_key else _is_from_owner(row, export)
        contacts = _recipients(row, export) if is_sent else [export.contacts.id_of(sender, row["FROM"])]
        months.setdefault(f"{day:%Y-%m}", MonthTally(file.source_line(row))).add(day, is_sent, contacts)
    durations = export.durations
    _draft_months(file, export.venue, "message", months, durations.sent_minutes, durations.received_minutes)
    if months:
        file.draft.note(
            f"Each message sent is taken for {durations.sent_minutes:g} minutes, each received for "
            f"{durations.received_minutes:g}; no text of any is kept."
        )


def _is_real(file: ExportFile, row: TableRow) -> bool:
    """Return True if a member wrote and sent a message; skip it otherwise."""
    reason = ""
    if any(row[column].lower() in _YES for column in _DRAFT_COLUMNS):
        reason = "It is a draft that was never sent."
    elif "SPAM" in row["FOLDER"].upper():
        reason = "It is spam."
    elif file.table.has("SENDER PROFILE URL") and not row["SENDER PROFILE URL"]:
        reason = "It is sponsored or by a member who is gone: no sender is named."
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
    months: Mapping[str, MonthTally],
    sent_minutes: float,
    received_minutes: float,
) -> None:
    for key, month in sorted(months.items()):
        minutes = month.sent * sent_minutes + month.received * received_minutes
        title = f"LinkedIn: {pluralize(month.sent, noun)} sent, {month.received:,} received"
        activity = {
            "id": identifier("linkedin", noun, key),
            "date": month.last_day.isoformat(),
            "approach": "social_media",
            "title": title,
            "source": "import",
            **({"venue": venue} if venue else {}),
            "hours": {"attending": round(minutes / 60, 2)},
            **({"people": sorted(month.contacts)} if month.contacts else {}),
        }
        # A later export has more of the current month, so its activity is brought up to date.
        file.draft.refresh(Activity, activity, month.source_line, title)
