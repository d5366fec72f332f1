"""The dropped files: the kind of each, and the layout of a statement that isn't recognized."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st

from netroi_core.errors import NotImportable
from netroi_core.importers.batch import FILE_KINDS, ImportFile, recognize_kind
from netroi_core.importers.statements.layouts import has_known_layout
from netroi_core.importers.words import IMPORT_KIND_NAMES
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace.fields import ImportKind
from pages.imports import column_mapping


def readable_files(uploads: Sequence[Any], state: dict[str, Any]) -> list[ImportFile]:
    """Return the files that can be read, each with its kind; show a question or an error for each other one."""
    files = []
    counts = Counter[str]()
    for index, upload in enumerate(uploads):
        # Two files may have the same name, and names are keys of widgets, which must be unique.
        counts[upload.name] += 1
        name = upload.name if counts[upload.name] == 1 else f"{upload.name} ({counts[upload.name]})"
        raw = upload.getvalue()
        kinds = state.setdefault("kinds", {})
        # Streamlit runs the page at every click, so each file is inspected once; by its bytes, since names may be the
        # same.
        if raw not in kinds:
            kinds[raw] = _recognize(raw)
        kind, refusal = kinds[raw]
        if refusal:
            st.error(
                f"**{escape_markdown(name)}**: {escape_markdown(refusal)} Nothing was changed.", icon=":material/error:"
            )
            continue
        kind = kind or _select_kind(name, index)
        if kind is None:
            continue
        needs_mapping = kind == "expenses" and not _is_recognized_statement(raw, state)
        layout = column_mapping.show_mapping(name, raw, state) if needs_mapping else None
        if needs_mapping and layout is None:
            continue
        files.append(ImportFile(name, raw, kind, layout))
    return files


def _recognize(raw: bytes) -> tuple[ImportKind | None, str]:
    """Return the kind of a file (None if its contents don't tell), or the reason why it can't be read."""
    try:
        return recognize_kind(raw), ""
    except NotImportable as error:
        return None, str(error)


def _is_recognized_statement(raw: bytes, state: dict[str, Any]) -> bool:
    recognized = state.setdefault("recognized statements", {})
    if raw not in recognized:
        recognized[raw] = has_known_layout(raw)
    return bool(recognized[raw])


def _select_kind(name: str, index: int) -> ImportKind | None:
    kind: ImportKind | None = st.selectbox(
        f"What is {escape_markdown(name)}?", list(FILE_KINDS), index=None,
        format_func=lambda kind: IMPORT_KIND_NAMES[kind],
        placeholder="Its contents don't tell; choose", key=f"kind of {index} {name}",
    )  # fmt: skip
    return kind
