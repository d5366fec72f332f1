"""The workspace document: parsed from JSON, validated into records, and written back without loss.

A *document* is the plain JSON object of the format ``netroi-workspace``, as it is stored, exported and restored. Every
document in a store has been validated; validation collects each problem with its path.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Annotated, Any, Final, Literal, get_args

import orjson
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from netroi_core.errors import Invalid, NotReadable, Problem
from netroi_core.workspace.fields import Record
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Activity, Contact, Exchange, Goal, Import, Outcome, Quiz, Story, Venue
from netroi_core.workspace.workspace import Document

_Path = tuple[str | int, ...]

FORMAT: Final = "netroi-workspace"
VERSION: Final = 1
LARGEST_FILE: Final = 64 * 1024 * 1024
MOST_PROBLEMS: Final = 1000
# Of all kinds together, in records of records, too: 5 MB of real ones have 50,000.
MOST_OBJECTS: Final = 250_000
_ROWS_AT_ONCE: Final = 1000
# Of the rows at once: each problem takes about 1 kB, and 6 MB of a document can have 4 million of them.
_MOST_PROBLEMS_AT_ONCE: Final = 10_000

_MESSAGES: Final = {
    "missing": "is missing",
    "extra_forbidden": "isn’t a known field",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "must be an object"),
    "date_type": "must be a date, like 2026-07-14",
    **dict.fromkeys(("date_from_datetime_parsing", "date_parsing"), "must be a date that exists, like 2026-07-14"),
    "json_invalid": "the file has lists or objects nested too deeply",
    # Filled in with what pydantic knows of the limit.
    "literal_error": "must be {expected}",
    "less_than_equal": "must be at most {le:,}",
    "greater_than_equal": "must be at least {ge:,}",
    "string_too_long": "must have at most {max_length:,} characters",
    "string_too_short": "can’t be empty",
}
_PAY_TAGS: Final = ("AnnualPay", "HourlyPay")

# The keys by which records refer to others, with the list referred to; and the lists of records that do.
_REFERENCE_KEYS: Final = {
    "venue": "venues", "contact": "contacts", "people": "contacts", "between": "contacts", "distinct_from": "contacts",
}  # fmt: skip
REFERRING_LISTS: Final = ("activities", "outcomes", "contacts", "exchanges", "stories")


class WorkspaceDocument(Record):
    """The schema of the whole document."""

    format: Literal["netroi-workspace"]
    version: Annotated[int, Field(ge=1, le=1)]
    profile: Profile = Profile()
    venues: tuple[Venue, ...] = ()
    activities: tuple[Activity, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    contacts: tuple[Contact, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    goals: tuple[Goal, ...] = ()
    stories: tuple[Story, ...] = ()
    quizzes: tuple[Quiz, ...] = ()
    imports: tuple[Import, ...] = ()


LISTS: Final = tuple(name for name in WorkspaceDocument.model_fields if name not in ("format", "version", "profile"))
RECORD_TYPES: Final[Mapping[str, type[Record]]] = {
    name: get_args(WorkspaceDocument.model_fields[name].annotation)[0] for name in LISTS
}


def empty() -> Document:
    """Return the document of a new workspace."""
    return {"format": FORMAT, "version": VERSION, "profile": {}, **{name: [] for name in LISTS}}


def parse(raw: bytes) -> Document:
    """Return the JSON object in these bytes, not validated yet; raise NotReadable if there is none."""
    if len(raw) > LARGEST_FILE:
        raise NotReadable(f"The file is larger than {LARGEST_FILE // 1024**2} MB, the maximum for a workspace.")
    try:
        document = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise NotReadable(f"This isn’t a JSON file: {error.msg} (line {error.lineno}).") from None
    if not isinstance(document, dict):
        raise NotReadable("This isn’t a NetROI workspace: the file must contain one JSON object.")
    return document


def validate(document: Document) -> WorkspaceDocument:
    """Return the records of a document; raise Invalid, with each problem and its path, if it breaks the format."""
    records = _validated_records(document)
    if problems := list(islice(chain(_repeated_ids(document, LISTS), _dangling_references(document)), MOST_PROBLEMS)):
        raise Invalid(problems)
    return records


def validate_changes(document: Document, before: Document) -> None:
    """Raise Invalid if a document breaks the format, looking only at what it doesn't share with a validated one.

    So saving one answer costs the same in a small workspace and in a large one.
    """
    new = _new_parts(document, before)
    changed = [name for name in LISTS if name in new or (name in before and name not in document)]
    try:
        _validated_records(new)
    except Invalid:
        validate(document)  # fails as well, with the paths of the whole document
        raise
    problems = _repeated_ids(document, changed)
    if not {"venues", *REFERRING_LISTS}.isdisjoint(changed):
        problems = chain(problems, _dangling_references(document))
    if first_problems := list(islice(problems, MOST_PROBLEMS)):
        raise Invalid(first_problems)


def record_problems(name: str, row: Document) -> list[Problem]:
    """Return the problems of one row of a list, apart from repeated ids and dangling references."""
    try:
        _validated_records({"format": FORMAT, "version": VERSION, name: [row]})
    except Invalid as error:
        return error.problems
    return []


def references(row: Document, path: _Path = ()) -> Iterator[tuple[str, str, _Path]]:
    """Yield each reference of a row: the list referred to, the id, and its path below that of the row."""
    for key, name in _REFERENCE_KEYS.items():
        if value := row.get(key):
            if isinstance(value, str):
                yield name, value, (*path, key)
            else:
                for index, contact in enumerate(value):
                    yield name, contact, (*path, key, index)
    if row.get("met"):
        yield from references(row["met"], (*path, "met"))
    for index, touchpoint in enumerate(row.get("touchpoints", ())):
        yield from references(touchpoint, (*path, "touchpoints", index))


def with_references(row: Document, change: Callable[[str, str], str | None]) -> Document:
    """Return a row with other references: each is changed by its list and id, and dropped where that gives None."""
    changed: Document = {**row}
    for key in _REFERENCE_KEYS.keys() & row.keys():
        name, value = _REFERENCE_KEYS[key], row[key]
        if isinstance(value, list):
            ids = [change(name, contact) for contact in value]
            # Two that become one are in it once.
            changed[key] = value if ids == value else list(dict.fromkeys(filter(None, ids)))
        elif value:
            changed[key] = change(name, value)
    if row.get("met"):
        changed["met"] = with_references(row["met"], change)
    if "touchpoints" in row:
        changed["touchpoints"] = [with_references(touchpoint, change) for touchpoint in row["touchpoints"]]
    return changed


def referable_ids(document: Document) -> dict[str, set[str]]:
    """Return the ids that records may refer to, by their list."""
    return {name: {row["id"] for row in document.get(name, ())} for name in ("venues", "contacts")}


def to_json(value: Any) -> bytes:
    """Return a value as JSON; raise Invalid if it has no JSON form."""
    try:
        return orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise Invalid([Problem("", f"can’t be written as JSON: {error}")]) from None


def _new_parts(document: Document, before: Document) -> Document:
    """Return a document without the rows, and the lists, that it shares with the one before."""
    new: Document = {}
    for key, value in document.items():
        if key not in LISTS or not isinstance(value, list) or not isinstance(before.get(key), list):
            new[key] = value
        elif value is not before[key]:
            shared = set(map(id, before[key]))
            new[key] = [row for row in value if id(row) not in shared]
    return new


def _refuse_newer_or_too_large(document: Document) -> None:
    version = document.get("version")
    if document.get("format") == FORMAT and isinstance(version, int) and version > VERSION:
        raise Invalid(
            [Problem("version", f"is {version}, from a newer version of NetROI; this one reads up to {VERSION}")]
        )
    if to_json(document).count(b"{") > MOST_OBJECTS:
        raise Invalid([Problem("", f"the file has more than {MOST_OBJECTS:,} entries, which is too many")])


def _validated_records(document: Document) -> WorkspaceDocument:
    _refuse_newer_or_too_large(document)
    problems: list[Problem] = []
    records: dict[str, list[Record]] = {name: [] for name in LISTS if isinstance(document.get(name), list)}
    whole = _validated_part({key: value for key, value in document.items() if key not in records}, problems)
    for name, rows in records.items():
        for start in range(0, len(document[name]), _ROWS_AT_ONCE):
            if len(problems) < MOST_PROBLEMS:
                part = {"format": FORMAT, "version": VERSION, name: document[name][start : start + _ROWS_AT_ONCE]}
                rows += getattr(_validated_part(part, problems, start), name, ())
    if problems or whole is None:
        # Keys that no document has come last, whatever part they were found in.
        problems.sort(key=lambda problem: problem.message == _MESSAGES["extra_forbidden"] and "." not in problem.path)
        raise Invalid(problems[:MOST_PROBLEMS])
    return whole.model_copy(update={name: tuple(rows) for name, rows in records.items()})


def _validated_part(part: Document, problems: list[Problem], first_row: int = 0) -> WorkspaceDocument | None:
    """Return the records of a part of a document; None, and add its problems, if it breaks the format."""
    try:
        return WorkspaceDocument.model_validate_json(to_json(part))
    except ValidationError as error:
        if error.error_count() > _MOST_PROBLEMS_AT_ONCE:
            problems.append(Problem("", "the file has far more problems than can be listed"))
        else:
            details = error.errors(include_url=False, include_input=False)
            problems += [_problem(detail, first_row) for detail in details]
        return None


def _problem(detail: ErrorDetails, first_row: int) -> Problem:
    steps = [step for step in detail["loc"] if step not in _PAY_TAGS]
    match steps:
        case [str(name), int(row), *_] if name in LISTS:
            steps[1] = first_row + row
    message = _MESSAGES.get(detail["type"], "").format_map(detail.get("ctx", {}))
    message = message or detail["msg"].removeprefix("Value error, ")
    return Problem(_path(steps), message[:1].lower() + message[1:])


def _path(steps: Iterable[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def _repeated_ids(document: Document, names: Iterable[str]) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for name in names:
        for index, row in enumerate(document.get(name, ())):
            if (earlier := first.setdefault((name, row["id"]), index)) != index:
                yield Problem(f"{name}[{index}].id", f"is the same as in entry {earlier + 1}")


def _dangling_references(document: Document) -> Iterator[Problem]:
    ids = referable_ids(document)
    for list_name in REFERRING_LISTS:
        for index, row in enumerate(document.get(list_name, ())):
            for name, key, path in references(row, (list_name, index)):
                if key not in ids[name]:
                    yield Problem(_path(path), f"refers to a {name[:-1]} that doesn’t exist")
