"""The workspace document: JSON in, checked records out, and back again without loss.

A *document* is the plain JSON object of the format ``netroi-workspace``; it is what is stored, exported and restored.
Every problem in it is collected with its path; what is stored was always checked first.
"""

from typing import Any, Final

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from netroi_core.errors import Invalid, NotReadable, Problem
from netroi_core.records import LISTS, Workspace

Document = dict[str, Any]

FORMAT: Final = "netroi-workspace"
VERSION: Final = 1
LARGEST_FILE: Final = 64 * 1024 * 1024
MOST_PROBLEMS: Final = 1000

_SENTENCES: Final = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "date_type": "must be a day, like 2026-07-14",
    "date_from_datetime_parsing": "must be a day that exists, like 2026-07-14",
    "date_parsing": "must be a day that exists, like 2026-07-14",
}
_KINDS_OF_PAY: Final = ("AnnualPay", "HourlyPay")


def empty() -> Document:
    """The document of somebody who has recorded nothing yet."""
    return {"format": FORMAT, "version": VERSION, "profile": {}, **{name: [] for name in LISTS}}


def parse(raw: bytes) -> Document:
    """The JSON object in these bytes, not yet checked; NotReadable if there is none."""
    if len(raw) > LARGEST_FILE:
        raise NotReadable(f"The file is larger than {LARGEST_FILE // 1024**2} MB; a workspace is not.")
    try:
        document = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise NotReadable(f"This is not a JSON file: {error.msg} (line {error.lineno}).") from None
    if not isinstance(document, dict):
        raise NotReadable("This is not a NetROI workspace: the file must hold one JSON object.")
    return document


def workspace(document: Document) -> Workspace:
    """The records of a document; Invalid, with every problem and its path, if it breaks the format."""
    version = document.get("version")
    if document.get("format") == FORMAT and isinstance(version, int) and version > VERSION:
        raise Invalid([Problem("version", f"is {version}, from a newer NetROI; this one reads up to {VERSION}")])
    try:
        raw = orjson.dumps(document)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise Invalid([Problem("", f"can't be written as JSON: {error}")]) from None
    try:
        checked = Workspace.model_validate_json(raw)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise Invalid([_problem(detail) for detail in details[:MOST_PROBLEMS]]) from None
    if problems := [*_repeated_ids(checked), *_dangling_references(checked)]:
        raise Invalid(problems[:MOST_PROBLEMS])
    return checked


def of(records: Workspace) -> Document:
    """The document of these records; keys that were never given stay away."""
    document: Document = records.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return document


def _problem(detail: ErrorDetails) -> Problem:
    path = ""
    for step in detail["loc"]:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step not in _KINDS_OF_PAY:
            path += f".{step}" if path else step
    message = _SENTENCES.get(detail["type"], detail["msg"].removeprefix("Value error, "))
    return Problem(path, message[:1].lower() + message[1:])


def _repeated_ids(records: Workspace) -> list[Problem]:
    problems = []
    for name in LISTS:
        first: dict[str, int] = {}
        for index, record in enumerate(getattr(records, name)):
            if (earlier := first.setdefault(record.id, index)) != index:
                problems.append(Problem(f"{name}[{index}].id", f"is the same as that of {name}[{earlier}]"))
    return problems


def _dangling_references(records: Workspace) -> list[Problem]:
    venues = {venue.id for venue in records.venues} | {None}
    contacts = {contact.id for contact in records.contacts} | {None}
    problems = []

    def expect(key: str | None, known: set[str | None], path: str, kind: str) -> None:
        if key not in known:
            problems.append(Problem(path, f"names a {kind} that does not exist"))

    for i, activity in enumerate(records.activities):
        expect(activity.venue, venues, f"activities[{i}].venue", "venue")
        for j, person in enumerate(activity.people):
            expect(person, contacts, f"activities[{i}].people[{j}]", "contact")
    for i, outcome in enumerate(records.outcomes):
        for j, touchpoint in enumerate(outcome.touchpoints):
            expect(touchpoint.venue, venues, f"outcomes[{i}].touchpoints[{j}].venue", "venue")
            expect(touchpoint.contact, contacts, f"outcomes[{i}].touchpoints[{j}].contact", "contact")
    for i, contact in enumerate(records.contacts):
        if contact.met is not None:
            expect(contact.met.venue, venues, f"contacts[{i}].met.venue", "venue")
    for name in ("exchanges", "stories"):
        for i, record in enumerate(getattr(records, name)):
            expect(record.contact, contacts, f"{name}[{i}].contact", "contact")
    return problems
