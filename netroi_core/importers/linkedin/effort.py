"""What messages and invitations of LinkedIn took: one activity a month for each, with hours by what is assumed.

Drafts, spam and sponsored messages do not count. No text is read, and of names only those who are contacts.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from netroi_core.importers.linkedin.parts import Account, Part
from netroi_core.importers.matching.contact_matching import linkedin_key
from netroi_core.importers.proposal import Draft, Place, identifier
from netroi_core.importers.reading.tables import Row
from netroi_core.wording.wording import counted
from netroi_core.workspace.search import bare

_YES: Final = ("yes", "true", "1")
_DRAFTS: Final = ("IS MESSAGE DRAFT", "IS CONVERSATION DRAFT")


@dataclass
class Month:
    """What happened in a month; ``people`` are the contacts it was with, ``place`` the first line that tells of it."""

    place: Place
    last: date = date.min
    sent: int = 0
    received: int = 0
    people: dict[str, None] = field(default_factory=dict)

    def count(self, day: date, is_sent: bool, people: Iterable[str | None]) -> None:
        """Take one more into account."""
        self.last = max(self.last, day)
        self.sent += is_sent
        self.received += not is_sent
        self.people.update(dict.fromkeys(person for person in people if person))


def read_invitations(draft: Draft, part: Part, account: Account) -> None:
    """Draft the invitations of each month: how many were sent, and how many came."""
    months: dict[str, Month] = {}
    for row, day in part.dated(draft, "Sent At"):
        is_sent = row["Direction"].upper() == "OUTGOING"
        own, name = ("inviterProfileUrl", "From") if is_sent else ("inviteeProfileUrl", "To")
        account.key = account.key or linkedin_key(row[own])
        account.names |= {bare(row[name])} - {""}
        months.setdefault(f"{day:%Y-%m}", Month(part.place(row))).count(day, is_sent, ())
    assumed = account.assumed
    minutes = {key: month.sent * assumed.invitation_minutes for key, month in months.items()}
    _draft(draft, account, "invitation", months, minutes)
    if months:
        draft.note(f"Each invitation sent is taken for {assumed.invitation_minutes:g} minutes.")


def read_messages(draft: Draft, part: Part, account: Account) -> None:
    """Draft the messages of each month: how many were sent, how many came, and with whom among the contacts."""
    real = [row for row in part.table.rows if _is_real(draft, part, row)]
    own = _own_key(real, account)
    if real and own is None and not any(bare(row["FROM"]) in account.names for row in real):
        draft.note("The file does not tell which messages are yours, so none count; bring the whole archive instead.")
        return
    months: dict[str, Month] = {}
    for row, day in part.dated(draft, "DATE", real):
        sender = linkedin_key(row["SENDER PROFILE URL"])
        is_sent = sender == own if own else bare(row["FROM"]) in account.names
        people = _recipients(row, account) if is_sent else [account.people.id_of(sender, row["FROM"])]
        months.setdefault(f"{day:%Y-%m}", Month(part.place(row))).count(day, is_sent, people)
    assumed = account.assumed
    minutes = {
        key: month.sent * assumed.sent_minutes + month.received * assumed.received_minutes
        for key, month in months.items()
    }
    _draft(draft, account, "message", months, minutes)
    if months:
        draft.note(
            f"Each message sent is taken for {assumed.sent_minutes:g} minutes, each received for "
            f"{assumed.received_minutes:g}; no text of any is kept."
        )


def _is_real(draft: Draft, part: Part, row: Row) -> bool:
    """Whether a message was written by somebody and sent; what was not is skipped."""
    if any(row[column].lower() in _YES for column in _DRAFTS):
        draft.skip(part.place(row), "It is a draft that was never sent.")
    elif "SPAM" in row["FOLDER"].upper():
        draft.skip(part.place(row), "It is spam.")
    elif part.table.has("SENDER PROFILE URL") and not row["SENDER PROFILE URL"]:
        draft.skip(part.place(row), "It is sponsored or by a member who is gone: no sender is named.")
    else:
        return True
    return False


def _own_key(rows: list[Row], account: Account) -> str | None:
    """The key of the account's own profile: as invitations tell, as the name tells, or as who is in most talks."""
    if account.key:
        return account.key
    named = {linkedin_key(row["SENDER PROFILE URL"]) for row in rows if bare(row["FROM"]) in account.names} - {None}
    if len(named) == 1:
        return named.pop()
    talks = {(row["CONVERSATION ID"], key) for row in rows for key in _keys(row)}
    most = Counter(key for _, key in talks).most_common(2)
    if not most or (len(most) == 2 and most[0][1] == most[1][1]):
        return None
    return most[0][0]


def _keys(row: Row) -> set[str]:
    urls = [row["SENDER PROFILE URL"], *row["RECIPIENT PROFILE URLS"].split(",")]
    return {key for url in urls if (key := linkedin_key(url))}


def _recipients(row: Row, account: Account) -> list[str | None]:
    if urls := row["RECIPIENT PROFILE URLS"]:
        return [account.people.id_of(key) for url in urls.split(",") if (key := linkedin_key(url))]
    return [account.people.id_of(None, row["TO"])]


def _draft(draft: Draft, account: Account, what: str, months: dict[str, Month], minutes: dict[str, float]) -> None:
    for key, month in sorted(months.items()):
        title = f"LinkedIn: {counted(month.sent, what)} sent, {month.received:,} received"
        hours = {"attending": round(minutes[key] / 60, 2)}
        people = {"people": sorted(month.people)} if month.people else {}
        record = account.activity(
            identifier("linkedin", what, key), month.last, "social_media", title, hours=hours, **people
        )
        draft.refresh("activities", record, month.place, title)
