"""Turn LinkedIn recommendations and endorsements into favors given and received; their texts are not kept."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from netroi_core.importers.linkedin.export_file import Export, ExportFile, full_name
from netroi_core.importers.matching.contact_matching import linkedin_key
from netroi_core.importers.proposal import Draft, SourceLine, identifier
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.records import Exchange
from netroi_core.workspace.search import normalize_text

_NOT_PUBLISHED: Final = ("draft", "pending", "declin", "withdr", "reject", "request")


@dataclass(frozen=True)
class _Endorsement:
    noun: Literal["recommendation", "endorsement"]
    direction: Literal["given", "received"]
    day: date
    status: str
    name: str
    profile_key: str | None = None


def read_recommendations(draft: Draft, file: ExportFile, export: Export) -> None:
    """Draft a favor for each recommendation."""
    name = normalize_text(file.name)
    # Both files have the same columns, so nothing but the file's name tells the direction.
    if ("given" in name) == ("received" in name):
        names = "Recommendations_Given.csv or Recommendations_Received.csv"
        draft.reject(SourceLine(1, file.label), f"Only its name tells who gave: call the file {names}.")
        return
    direction: Literal["given", "received"] = "given" if "given" in name else "received"
    for row, day in file.dated_rows(draft, "Creation Date"):
        person = full_name(row["First Name"], row["Last Name"])
        endorsement = _Endorsement("recommendation", direction, day, row["Status"], person)
        _draft_favor(draft, export, file.source_line(row), endorsement)


def read_endorsements(draft: Draft, file: ExportFile, export: Export) -> None:
    """Draft a favor for each person and day; several skills endorsed on one day are one favor."""
    is_received = file.table.has("Endorser First Name")
    role = "Endorser" if is_received else "Endorsee"
    for row, day in file.dated_rows(draft, "Endorsement Date"):
        url = row[f"{role} Public Url"]
        endorsement = _Endorsement(
            "endorsement",
            "received" if is_received else "given",
            day,
            row["Endorsement Status"],
            full_name(row[f"{role} First Name"], row[f"{role} Last Name"]),
            linkedin_key(url) or linkedin_key(f"linkedin.com/in/{url}"),
        )
        _draft_favor(draft, export, file.source_line(row), endorsement)


def _draft_favor(draft: Draft, export: Export, source_line: SourceLine, endorsement: _Endorsement) -> None:
    noun, direction, name = endorsement.noun, endorsement.direction, endorsement.name
    if any(word in endorsement.status.lower() for word in _NOT_PUBLISHED):
        draft.skip(source_line, f"It was not made: {one_line(endorsement.status, 40).lower()}.")
        return
    person_key = endorsement.profile_key or normalize_text(name)
    if not person_key:
        draft.skip(source_line, "The profile is hidden: nothing but the day is known.")
        return
    contact = export.contacts.id_of(endorsement.profile_key, name)
    favor = {
        "id": identifier("linkedin", noun, direction, person_key, endorsement.day),
        "date": endorsement.day.isoformat(),
        "direction": direction,
        "kind": "endorsement",
        **({"contact": contact} if contact else {}),
    }
    # LinkedIn lists each skill by itself; several that one person endorsed on one day are one favor.
    if draft.find(Exchange, str(favor["id"])):
        draft.skip(
            source_line, "It counts as one with what came from the same person on that day, or is known already."
        )
    else:
        draft.add(Exchange, favor, source_line, f"{noun.capitalize()} {direction}: {name}")
