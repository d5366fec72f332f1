"""Logging what was given or received in two taps: which way, then what; of an introduction also to whom."""

from typing import Any, Final

import streamlit as st

from netroi_core.relationships.timeline import FAVOURS
from netroi_core.workspace import edits
from netroi_core.workspace.edits import RecordDict
from pages.shell import session

_WAYS: Final = {"given": "I gave", "received": "I received"}
_KINDS: Final = {kind: f"{name[:1].upper()}{name[1:]}" for kind, name in FAVOURS.items() if kind != "other"}
_FORM: Final = "exchange"


def log(contact: RecordDict, names: dict[str, str]) -> None:
    """Buttons for an exchange with a person; it is saved by the last of them."""
    key = f"{session.fresh(_FORM)} {contact['id']}"
    way = st.segmented_control("Log what went to or fro", list(_WAYS), format_func=_WAYS.__getitem__, key=f"{key} way")
    if way is None:
        return
    kind = st.pills("What was it?", list(_KINDS), format_func=_KINDS.__getitem__, key=f"{key} kind",
                    on_change=_tapped, args=(f"{key} kind", contact, way))  # fmt: skip
    if kind == "introduction":
        _to_whom(f"{key} other", contact, way, names)


def _to_whom(key: str, contact: RecordDict, way: str, names: dict[str, str]) -> None:
    others = [other for other in names if other != contact["id"]]
    label = "Whom did you introduce them to?" if way == "given" else "Whom did they introduce you to?"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(label, others, index=None, format_func=names.__getitem__, placeholder="Type a name", key=key,
                     width=320, on_change=_introduced, args=(key, contact, way))  # fmt: skip
        st.button("Somebody else", key=f"{key} unnamed", on_click=_save, args=(contact, way, "introduction"))


def _tapped(key: str, contact: RecordDict, way: str) -> None:
    kind = session.value(key)
    if kind is not None and kind != "introduction":
        _save(contact, way, kind)


def _introduced(key: str, contact: RecordDict, way: str) -> None:
    if other := session.value(key):
        _save(contact, way, "introduction", [contact["id"], other] if way == "given" else [other])


def _save(contact: RecordDict, way: str, kind: str, between: list[str] | None = None) -> None:
    favour: dict[str, Any] = {
        "id": session.new_id("x"),
        "date": session.today().isoformat(),
        "contact": contact["id"],
        "direction": way,
        "kind": kind,
    }
    if between:
        favour["between"] = between
    said = f"You gave {FAVOURS[kind]} to" if way == "given" else f"You received {FAVOURS[kind]} from"
    if session.save(
        lambda document: edits.put(document, "exchanges", favour),
        f"{said} {contact['name']}.",
        undo=lambda document: edits.remove(document, "exchanges", [favour["id"]])[0],
    ):
        session.begin_anew(_FORM)
