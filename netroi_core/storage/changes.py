"""What every store does between reading and writing: edit a private copy, check it, see what differs, mind the size."""

import math
from collections.abc import Iterator

import orjson

from netroi_core.errors import Invalid, Problem, TooLarge
from netroi_core.storage import LIMIT_BYTES, Edit
from netroi_core.workspace import document
from netroi_core.workspace.document import Document


def edited(before: Document | None, edit: Edit) -> tuple[Document, set[str]]:
    """What the edit makes of a private copy, checked, and the top-level keys that it changed (all, if nothing was).

    The document is plain JSON, shares the values of all other keys with the one before, and nothing with the edit.
    Values differ to the letter: true is not 1, nor -0.0 zero; only the order of an object's keys is free.
    """
    known = {} if before is None else {key: orjson.dumps(value) for key, value in before.items()}
    after = edit(document.empty() if before is None else {key: orjson.loads(raw) for key, raw in known.items()})
    checked: Document = {}
    changed = known.keys() - after.keys()
    for key, value in after.items():
        raw = document.raw(value)
        if before is not None and key in known and _is_same(before[key], value, known[key], raw):
            checked[key] = before[key]
        else:
            checked[key] = orjson.loads(raw)
            changed.add(key)
    if before is None:
        document.validate(after)
    else:
        document.validate_changes({**after, **{key: before[key] for key in checked.keys() - changed}}, before)
    for key in changed & after.keys():
        if checked[key] != after[key] and (problems := list(_not_finite(after[key], key))):
            raise Invalid(problems)
    return checked, changed


def refuse_growth(before_bytes: int, after_bytes: int) -> None:
    """TooLarge if a workspace over the limit would grow; what is too large already may shrink or stay."""
    if after_bytes > LIMIT_BYTES and after_bytes > before_bytes:
        raise TooLarge(LIMIT_BYTES // 1024**2)


def _is_same(one: object, other: object, raw_one: bytes, raw_other: bytes) -> bool:
    return raw_one == raw_other or (len(raw_one) == len(raw_other) and _canonical(one) == _canonical(other))


def _canonical(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _not_finite(value: object, path: str) -> Iterator[Problem]:
    """The numbers that JSON has no word for; they would be stored as null."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Problem(path, "must be a finite number")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _not_finite(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _not_finite(part, f"{path}[{index}]")
