"""The workspace document: JSON in, checked records out, and back again without loss.

A *document* is the plain JSON object of the format ``netroi-workspace``; it is what is stored, exported and restored.
Every problem in it is collected with its path; what is stored was always checked first.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from netroi_core.errors import Invalid, NotReadable, Problem
from netroi_core.workspace.records import LISTS, Profile, WorkspaceDocument

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
_WITHOUT_REFERENCES: Final = ("quizzes", "goals", "imports")
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


def validate(document: Document) -> WorkspaceDocument:
    """Return the records of a document; raise Invalid, with every problem and its path, if it breaks the format."""
    records = _records(document)
    if problems := [*_repeated_ids(document, LISTS), *_dangling_references(document)]:
        raise Invalid(problems[:MOST_PROBLEMS])
    return records


def validate_changes(document: Document, before: Document) -> None:
    """Raise Invalid if the document breaks its format, looking only at what differs from the validated ``before``.

    So saving one answer costs the same in a small workspace and in a large one.
    """
    new: Document = {}
    for key, value in document.items():
        if key not in LISTS or not isinstance(value, list) or not isinstance(before.get(key), list):
            new[key] = value
        elif value is not before[key] and raw(value) != raw(before[key]):  # by their bytes: to Python, true equals 1
            known = {raw(record) for record in before[key]}
            new[key] = [record for record in value if raw(record) not in known]
    changed = [name for name in LISTS if name in new or (name in before and name not in document)]
    try:
        _records(new)
    except Invalid:
        validate(document)  # says the same, with the right paths
        raise
    problems = _repeated_ids(document, changed)
    if any(name not in _WITHOUT_REFERENCES for name in changed):
        problems += _dangling_references(document)
    if problems:
        raise Invalid(problems[:MOST_PROBLEMS])


def problems_alone(name: str, record: Document) -> list[Problem]:
    """What is wrong with a record of this list when nothing else is looked at."""
    try:
        _records({"format": FORMAT, "version": VERSION, name: [record]})
    except Invalid as error:
        return error.problems
    return []


def problems_among(name: str, records: Sequence[Document]) -> dict[int, Problem]:
    """What is wrong first with each record of this list that breaks the format, by its place among them.

    That many are looked at in one go is what makes it quick.
    """
    try:
        _records({"format": FORMAT, "version": VERSION, name: list(records)})
    except Invalid:
        if len(records) == 1:
            return {0: problems_alone(name, records[0])[0]}
        half = len(records) // 2
        after = problems_among(name, records[half:])
        return problems_among(name, records[:half]) | {half + place: each for place, each in after.items()}
    return {}


def profile(document: Document) -> Profile:
    """The profile of a document that was checked."""
    return Profile.model_validate_json(orjson.dumps(document.get("profile", {})))


def of(records: WorkspaceDocument) -> Document:
    """The document of these records; keys that were never given stay away."""
    document: Document = records.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return document


def raw(value: Any) -> bytes:
    """A value as JSON; Invalid if it can't be."""
    try:
        return orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise Invalid([Problem("", f"can't be written as JSON: {error}")]) from None


def _records(document: Document) -> WorkspaceDocument:
    """The records, each checked on its own."""
    version = document.get("version")
    if document.get("format") == FORMAT and isinstance(version, int) and version > VERSION:
        raise Invalid([Problem("version", f"is {version}, from a newer NetROI; this one reads up to {VERSION}")])
    try:
        return WorkspaceDocument.model_validate_json(raw(document))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise Invalid([_problem(detail) for detail in details[:MOST_PROBLEMS]]) from None


def _problem(detail: ErrorDetails) -> Problem:
    path = ""
    for step in detail["loc"]:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step not in _KINDS_OF_PAY:
            path += f".{step}" if path else step
    message = _SENTENCES.get(detail["type"], detail["msg"].removeprefix("Value error, "))
    return Problem(path, message[:1].lower() + message[1:])


def _repeated_ids(document: Document, names: Iterable[str]) -> list[Problem]:
    problems = []
    for name in names:
        first: dict[str, int] = {}
        for index, record in enumerate(document.get(name, ())):
            if (earlier := first.setdefault(record["id"], index)) != index:
                problems.append(Problem(f"{name}[{index}].id", f"is the same as that of {name}[{earlier}]"))
    return problems


def _dangling_references(document: Document) -> list[Problem]:
    known = {kind: {record["id"] for record in document.get(kind, ())} for kind in ("venues", "contacts")}
    problems = []

    def expect(kind: str, key: str | None, *path: str | int) -> None:
        if key is not None and key not in known[kind]:
            where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
            problems.append(Problem(where, f"names a {kind[:-1]} that does not exist"))

    for i, activity in enumerate(document.get("activities", ())):
        expect("venues", activity.get("venue"), "activities", i, "venue")
        for j, person in enumerate(activity.get("people", ())):
            expect("contacts", person, "activities", i, "people", j)
    for i, outcome in enumerate(document.get("outcomes", ())):
        for j, step in enumerate(outcome.get("touchpoints", ())):
            for kind, key in (("venues", "venue"), ("contacts", "contact")):
                expect(kind, step.get(key), "outcomes", i, "touchpoints", j, key)
    for i, contact in enumerate(document.get("contacts", ())):
        expect("venues", (contact.get("met") or {}).get("venue"), "contacts", i, "met", "venue")
        for j, other in enumerate(contact.get("distinct_from", ())):
            expect("contacts", other, "contacts", i, "distinct_from", j)
    for name in ("exchanges", "stories"):
        for i, record in enumerate(document.get(name, ())):
            expect("contacts", record.get("contact"), name, i, "contact")
            for j, end in enumerate(record.get("between", ())):
                expect("contacts", end, name, i, "between", j)
    return problems
