"""The edit step shared by all stores: copy, apply, validate, diff, check size, seal."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime

import orjson

from netroi_core.errors import Invalid, Problem, TooLarge
from netroi_core.storage import LIMIT_BYTES, Edit, Principal, Restoration, Saved, seal
from netroi_core.storage.process_state import CachedState, Signature
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Document, Workspace


def apply_edit(before: Document | None, edit: Edit) -> tuple[Document, set[str]]:
    """Apply an edit to a private copy and validate the result.

    The result is plain JSON; it shares all unchanged values and rows with the document before, and nothing with the
    edit. Values differ to the letter: true is not 1, nor -0.0 zero; only the order of an object's keys is free.
    Also return the top-level keys that changed: all of them where nothing was stored before.
    """
    raw_before = {key: orjson.dumps(value) for key, value in (before or {}).items()}
    after = edit({key: orjson.loads(raw) for key, raw in raw_before.items()} or document.empty())
    checked, changed = _diff(before or {}, raw_before, after)
    if before is None:
        document.validate(after)
    else:
        document.validate_changes(checked, before)
    _refuse_non_finite_numbers(checked, {key: after[key] for key in changed & after.keys()})
    return checked, changed


def refuse_growth(before_bytes: int, after_bytes: int) -> None:
    """Raise TooLarge if a workspace over the limit would grow; one that is too large already may shrink or stay."""
    if after_bytes > LIMIT_BYTES and after_bytes > before_bytes:
        raise TooLarge(LIMIT_BYTES // 1024**2)


def changed_in_memory(before: Saved | None, edit: Edit) -> Saved:
    """Return the state after an edit, the same one if nothing changes; it shares what is unchanged."""
    after, changed = apply_edit(None if before is None else before.document, edit)
    if before is not None and not changed:
        return before
    size = len(orjson.dumps(after))
    refuse_growth(0 if before is None else before.size_bytes, size)
    return Saved(_workspace(before, after), 1 if before is None else before.version + 1, size)


def edit_state(
    before: CachedState | None, edit: Edit, principal: Principal, version: int, restored: Restoration | None = None
) -> tuple[bytes | None, Saved, seal.Tables]:
    """Apply an edit to a stored state, if any; return the bytes to store (None: nothing changes) and their content."""
    after, changed = apply_edit(None if before is None else before.saved.document, edit)
    if before is not None and not changed:
        return None, before.saved, before.tables
    tables = seal.update_tables({} if before is None else before.tables, after, changed)
    body = orjson.dumps(tables)
    refuse_growth(0 if before is None else before.saved.size_bytes, len(body))
    raw = seal.seal_body(seal.Seal(version, utc_now(), restored, principal.kind), body)
    workspace = _workspace(None if before is None else before.saved, after)
    return raw, Saved(workspace, version, len(body), restored), tables


def read_state(signature: Signature, raw: bytes) -> CachedState:
    """Return the state in sealed bytes; raise seal.Broken unless every byte is as it was written."""
    storage = seal.SealedStorage(raw)
    tables = storage.read()
    if tables is None:
        raise seal.Broken  # an emptied file: nothing that was ever saved is empty
    workspace = Workspace(seal.to_document(tables))
    saved = Saved(workspace, storage.seal.version, seal.body_size(raw), storage.seal.restored)
    return CachedState(signature, saved, tables)


def utc_now() -> str:
    """Return the time in UTC, to the second, as ISO 8601 writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _workspace(before: Saved | None, after: Document) -> Workspace:
    return Workspace(after) if before is None else before.workspace.with_document(after)


def _diff(before: Document, raw_before: dict[str, bytes], after: Document) -> tuple[Document, set[str]]:
    """Return a copy of the edited document that shares what is unchanged with the one before, and the changed keys."""
    copy: Document = {}
    changed = raw_before.keys() - after.keys()
    for key, value in after.items():
        raw = document.to_json(value)
        if key in raw_before and _is_same(before[key], value, raw_before[key], raw):
            copy[key] = before[key]
        else:
            copy[key] = _with_shared_rows(before.get(key), orjson.loads(raw))
            changed.add(key)
    return copy, changed


def _with_shared_rows(before: object, after: object) -> object:
    """Return a value after an edit; a list gets the unchanged rows of the list before in place of its own."""
    if not isinstance(before, list) or not isinstance(after, list):
        return after
    # Compared as bytes: to Python, True equals 1.
    earlier = {orjson.dumps(row): row for row in before}
    return [earlier.get(orjson.dumps(row), row) for row in after]


def _is_same(before: object, after: object, raw_before: bytes, raw_after: bytes) -> bool:
    return raw_before == raw_after or (len(raw_before) == len(raw_after) and _canonical(before) == _canonical(after))


def _canonical(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _refuse_non_finite_numbers(checked: Document, changed: Document) -> None:
    # orjson writes them as null, so only a value that does not come back as it was can hold one.
    altered = (key for key, value in changed.items() if checked[key] != value)
    if problems := [problem for key in altered for problem in _non_finite_numbers(changed[key], key)]:
        raise Invalid(problems)


def _non_finite_numbers(value: object, path: str) -> Iterator[Problem]:
    """Yield the numbers that JSON has no way to write."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Problem(path, "must be a finite number")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _non_finite_numbers(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _non_finite_numbers(part, f"{path}[{index}]")
