"""The files that were dropped: what each of them is, and how the columns of an unknown statement are read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st

from netroi_core.errors import NotImportable
from netroi_core.importers.batch import ImportFile
from netroi_core.importers.kinds import READERS, recognize_kind
from netroi_core.importers.statements import lines
from netroi_core.importers.words import IMPORT_KIND_NAMES
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace.fields import ImportKind
from pages.imports import columns


def files(given: Sequence[Any], visit: dict[str, Any]) -> list[ImportFile]:
    """Those that can be read, each as what it is; of the others the page says why."""
    found = []
    names = Counter[str]()
    for place, each in enumerate(given):
        names[each.name] += 1
        name = each.name if names[each.name] == 1 else f"{each.name} ({names[each.name]})"
        raw = each.getvalue()
        known = visit.setdefault("kinds", {})
        if raw not in known:
            known[raw] = _looked_at(raw)
        kind, refusal = known[raw]
        if refusal:
            st.error(
                f"**{escape_markdown(name)}**: {escape_markdown(refusal)} Nothing was changed.", icon=":material/error:"
            )
            continue
        kind = kind or _asked(name, place)
        if kind is None:
            continue
        needs_mapping = kind == "expenses" and not _is_known(raw, visit)
        layout = columns.layout(name, raw, visit) if needs_mapping else None
        if needs_mapping and layout is None:
            continue
        found.append(ImportFile(name, raw, kind, layout))
    return found


def _looked_at(raw: bytes) -> tuple[ImportKind | None, str]:
    """The kind of a file, or why it can't be read."""
    try:
        return recognize_kind(raw), ""
    except NotImportable as error:
        return None, str(error)


def _is_known(raw: bytes, visit: dict[str, Any]) -> bool:
    known = visit.setdefault("known layouts", {})
    if raw not in known:
        known[raw] = lines.has_known_layout(raw)
    return bool(known[raw])


def _asked(name: str, place: int) -> ImportKind | None:
    """What a file is that does not tell."""
    chosen: ImportKind | None = st.selectbox(
        f"What is {escape_markdown(name)}?", list(READERS), index=None, format_func=lambda kind: IMPORT_KIND_NAMES[kind],
        placeholder="Its contents don't tell; choose", key=f"kind of {place} {name}",
    )  # fmt: skip
    return chosen
