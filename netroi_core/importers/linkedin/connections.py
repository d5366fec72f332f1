"""Connections of LinkedIn as contacts: met on the day of the connection, with the position they hold today."""

from datetime import date
from typing import Final

from netroi_core.importers.linkedin import plain_connections
from netroi_core.importers.linkedin.parts import Account, Part, full_name
from netroi_core.importers.matching.contact_matching import Person, Source, email_key, linkedin_key
from netroi_core.importers.proposal import Draft
from netroi_core.importers.reading.tables import Row
from netroi_core.importers.reading.values import line
from netroi_core.wording.wording import counted
from netroi_core.workspace.search import bare

LINKEDIN: Final = Source("linkedin", "social_media", is_current=True)


def read_profile(_draft: Draft, part: Part, account: Account) -> None:
    """Learn the account's own name; nothing of it is proposed."""
    account.names |= {bare(full_name(row["First Name"], row["Last Name"])) for row in part.table.rows} - {""}


def read_connections(draft: Draft, part: Part, account: Account) -> None:
    """Draft a contact for each connection that has a name; hidden profiles are counted."""
    people = []
    hidden = 0
    strangers, rows = plain_connections.strangers(part, account.people, LINKEDIN)
    for row, connected in part.dated(draft, "Connected On", rows):
        if not any(row[column] for column in ("First Name", "Last Name", "URL", "Email Address", "Company")):
            hidden += 1
            draft.skip(part.place(row), "The profile is hidden: nothing but the day is known.")
        elif not bare(name := full_name(row["First Name"], row["Last Name"])):
            draft.reject(part.place(row), "The columns First Name and Last Name are empty; a contact needs a name.")
        else:
            people.append(_person(part, row, name, connected))
    if hidden:
        draft.note(f"{counted(hidden, 'connection hides', 'connections hide')} the profile; nobody is added for those.")
    account.people.propose(draft, LINKEDIN, people, strangers)


def _person(part: Part, row: Row, name: str, connected: date) -> Person:
    profile = linkedin_key(row["URL"]) or f"linkedin:{bare(name)[:200]} {connected.isoformat()}"
    address = email_key(row["Email Address"])
    keys = (profile, address) if address else (profile,)
    return Person(part.place(row), name, line(row["Company"]), line(row["Position"]), keys, connected)
