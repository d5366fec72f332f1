"""LinkedIn's events, receipts, recommendations and endorsements: activities, costs, what was given and received."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from netroi_core.importers.linkedin.parts import Account, Part, full_name
from netroi_core.importers.matching.contact_matching import linkedin_key
from netroi_core.importers.matching.trace import Charge, Trace
from netroi_core.importers.proposal import Draft, Occurrences, Place, identifier
from netroi_core.importers.reading.tables import Row
from netroi_core.importers.reading.values import amount, decimal_mark, line
from netroi_core.workspace.fields import written_amount
from netroi_core.workspace.search import bare

_NOT_THERE: Final = ("not", "declin", "invit", "cancel", "withdr", "reject")
_NOT_MADE: Final = ("draft", "pending", "declin", "withdr", "reject", "request")


def read_events(draft: Draft, part: Part, account: Account) -> None:
    """Draft a group event for each that was attended."""
    hours = account.assumed.event_hours
    proposed = False
    for row, day in part.dated(draft, "Event Time"):
        status = row["Status"].lower()
        if "attend" not in status or any(word in status for word in _NOT_THERE):
            draft.skip(part.place(row), "It was not attended.")
            continue
        title = line(row["Event Name"]) or "LinkedIn event"
        key = identifier("linkedin", "event", bare(title), day)
        account.traces.append(
            Trace(key, part.place(row), day, title, "group_events", "attended", length=timedelta(hours=hours),
                  venue=account.venue)
        )  # fmt: skip
        proposed = True
    if proposed:
        draft.note(f"Each event attended is taken for {hours:g} h.")


def read_receipts(draft: Draft, part: Part, account: Account) -> None:
    """Draft what LinkedIn itself cost, as subscriptions on the day that they were paid."""
    currency = account.document.get("profile", {}).get("currency", "USD")
    try:
        mark = decimal_mark(row["Total Amount"] for row in part.table.rows)
    except ValueError as error:
        draft.reject(Place(1, part.file), f"The column Total Amount {error}")
        return
    occurrences = Occurrences()
    for row, day in part.dated(draft, "Transaction Made At"):
        try:
            paid = amount(row["Total Amount"], mark)
        except ValueError as error:
            draft.reject(part.place(row), f"Column Total Amount: {error}")
            continue
        if row["Currency Code"].upper() not in ("", currency):
            code = line(row["Currency Code"], 10)
            draft.reject(part.place(row), f"It is in {code}, your workspace counts in {currency}; log it by hand.")
        elif paid <= 0:
            draft.skip(part.place(row), "It cost nothing, or was paid back.")
        else:
            account.traces.append(_subscription(part, row, day, paid, account, occurrences))
    _warn_of_dues(draft, account)


def read_recommendations(draft: Draft, part: Part, account: Account) -> None:
    """Draft an endorsement for each recommendation, given or received as the file's name says; its text is not kept."""
    name = bare(part.name)
    if ("given" in name) == ("received" in name):
        names = "Recommendations_Given.csv or Recommendations_Received.csv"
        draft.reject(Place(1, part.file), f"Only its name tells who gave: call the file {names}.")
        return
    direction = "given" if "given" in name else "received"
    for row, day in part.dated(draft, "Creation Date"):
        _endorse(draft, part.place(row), account, "recommendation", direction, day, row["Status"], None,
                 full_name(row["First Name"], row["Last Name"]))  # fmt: skip


def read_endorsements(draft: Draft, part: Part, account: Account) -> None:
    """Draft an endorsement for each person and day; several skills at once are one."""
    who, direction = ("Endorser", "received") if part.table.has("Endorser First Name") else ("Endorsee", "given")
    for row, day in part.dated(draft, "Endorsement Date"):
        name = full_name(row[f"{who} First Name"], row[f"{who} Last Name"])
        key = linkedin_key(row[f"{who} Public Url"]) or linkedin_key(f"linkedin.com/in/{row[f'{who} Public Url']}")
        _endorse(draft, part.place(row), account, "endorsement", direction, day, row["Endorsement Status"], key, name)


def _subscription(
    part: Part, row: Row, day: date, paid: Decimal, account: Account, occurrences: Occurrences
) -> Trace:  # fmt: skip
    known_by = (row["Invoice Number"], day.isoformat(), written_amount(paid), row["Description"])
    return Trace(
        identifier("linkedin", "receipt", *known_by, occurrences.count(known_by)),
        part.place(row),
        day,
        line(f"LinkedIn: {row['Description'] or 'subscription'}"),
        "social_media",
        "a receipt of LinkedIn",
        charge=Charge(written_amount(paid), "subscription"),
        venue=account.venue,
    )


def _warn_of_dues(draft: Draft, account: Account) -> None:
    venues = account.document.get("venues", ())
    if any(venue["id"] == account.venue and venue.get("dues") for venue in venues):
        draft.note("You already count dues for LinkedIn: keep those or the receipts, not both.")


def _endorse(
    draft: Draft, place: Place, account: Account, what: str, direction: str, day: date, status: str,
    key: str | None, name: str,
) -> None:  # fmt: skip
    if any(word in status.lower() for word in _NOT_MADE):
        draft.skip(place, f"It was not made: {line(status, 40).lower()}.")
        return
    if not (key or bare(name)):
        draft.skip(place, "The profile is hidden: nothing but the day is known.")
        return
    made = {
        "id": identifier("linkedin", what, direction, key or bare(name), day),
        "date": day.isoformat(),
        "direction": direction,
        "kind": "endorsement",
    }
    if contact := account.people.id_of(key, name):
        made["contact"] = contact
    if draft.known("exchanges", made["id"]):
        draft.skip(place, "It counts as one with what came from the same person on that day, or is known already.")
    else:
        draft.add("exchanges", made, place, f"{what.capitalize()} {direction}: {name}")
