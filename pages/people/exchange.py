"""A form to log a favor in two taps: the direction, then the kind; for an introduction also to whom."""

from collections.abc import Mapping
from typing import Final, Literal

import streamlit as st

from netroi_core.relationships.timeline import EXCHANGE_PHRASES
from netroi_core.workspace import edits
from netroi_core.workspace.fields import ExchangeKind
from netroi_core.workspace.records import Contact, Exchange
from pages.shell import session

Direction = Literal["given", "received"]

_DIRECTIONS: Final[dict[Direction, str]] = {"given": "I gave", "received": "I received"}
_KINDS: Final = {kind: f"{name[:1].upper()}{name[1:]}" for kind, name in EXCHANGE_PHRASES.items() if kind != "other"}
_FORM: Final = "exchange"


def show_form(contact: Contact, names: Mapping[str, str]) -> None:
    """Show the buttons for a favor exchanged with a contact; the last one saves it."""
    key = f"{session.form_key(_FORM)} {contact.id}"
    direction = st.segmented_control("Log what went to or fro", list(_DIRECTIONS), format_func=_DIRECTIONS.__getitem__,
                                     key=f"{key} way")  # fmt: skip
    if direction is None:
        return
    kind = st.pills("What was it?", list(_KINDS), format_func=_KINDS.__getitem__, key=f"{key} kind",
                    on_change=_choose_kind, args=(f"{key} kind", contact, direction))  # fmt: skip
    # An introduction links two people, so it alone needs a third tap.
    if kind == "introduction":
        _show_introduced(f"{key} other", contact, direction, names)


def _show_introduced(key: str, contact: Contact, direction: Direction, names: Mapping[str, str]) -> None:
    choices = [contact_id for contact_id in names if contact_id != contact.id]
    label = "Whom did you introduce them to?" if direction == "given" else "Whom did they introduce you to?"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(label, choices, index=None, format_func=names.__getitem__, placeholder="Type a name", key=key,
                     width=320, on_change=_choose_introduced, args=(key, contact, direction))  # fmt: skip
        st.button("Somebody else", key=f"{key} unnamed", on_click=_save, args=(contact, direction, "introduction"))


def _choose_kind(key: str, contact: Contact, direction: Direction) -> None:
    kind = session.widget_value(key)
    if kind is not None and kind != "introduction":
        _save(contact, direction, kind)


def _choose_introduced(key: str, contact: Contact, direction: Direction) -> None:
    if introduced := session.widget_value(key):
        _save(contact, direction, "introduction", (contact.id, introduced) if direction == "given" else (introduced,))


def _save(contact: Contact, direction: Direction, kind: ExchangeKind, between: tuple[str, ...] = ()) -> None:
    exchange = Exchange(
        id=session.new_id("x"), date=session.today(), contact=contact.id, direction=direction, kind=kind
    )
    if between:
        exchange = exchange.model_copy(update={"between": between})
    phrase = EXCHANGE_PHRASES[kind]
    done = f"You gave {phrase} to" if direction == "given" else f"You received {phrase} from"
    if session.save(
        lambda document: edits.put(document, exchange),
        f"{done} {contact.name}.",
        undo=lambda document: edits.remove(document, "exchanges", [exchange.id])[0],
    ):
        session.reset_form(_FORM)
