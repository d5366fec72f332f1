"""The buttons below a client to ask for a referral: it is done, it is skipped, or the client has a name."""

from typing import Final, Literal

import streamlit as st

from netroi_core.relationships.contacts import message_to
from netroi_core.relationships.duplicates import namesakes
from netroi_core.views.tables import names_by_id, record_name
from netroi_core.wording.wording import APPROACH_NAMES
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Contact, Outcome, Touchpoint
from pages.shell import session

_FORM: Final = "client"


def show_referral_buttons(win: Outcome, client: Contact | None) -> None:
    """Show the buttons of a win; without a contact, also a form that says who the client was."""
    whom = client.name if client else "the client"
    thanked = f"Thanked {whom} and asked" if client else f"Asked {whom}"
    with st.container(horizontal=True, gap="small"):
        st.button("Done", key=f"asked {win.id}", icon=":material/check:", on_click=_close,
                  args=(win, client, "asked", f"{thanked} for a referral."))  # fmt: skip
        st.button("Skip", key=f"skip {win.id}", type="tertiary", on_click=_close,
                  args=(win, client, "skipped", f"Skipped asking {whom} for a referral."))  # fmt: skip
        if client is None:
            with st.popover("Who was it?", type="tertiary", icon=":material/person_add:"):
                _show_form(win)


def _show_form(win: Outcome) -> None:
    names, key = names_by_id(session.records().contacts), f"{session.form_key(_FORM)} {win.id}"
    with st.form(key, border=False):
        who = st.selectbox("Who was the client?", list(names), index=None, format_func=lambda key: names.get(key, key),
                           placeholder="Choose or type a name", accept_new_options=True, key=f"{key} who")  # fmt: skip
        # A step without an approach would leave the win without credit.
        approach: Approach | None = None
        if not win.touchpoints:
            approach = st.segmented_control("What led to it?", APPROACHES, format_func=APPROACH_NAMES.__getitem__,
                                            key=f"{key} approach")  # fmt: skip
        is_submitted = st.form_submit_button("Save", type="primary", icon=":material/check:", key=f"{key} save")
    if not is_submitted:
        return
    if not (who or "").strip():
        st.error("Choose the client, or type a name.")
    elif not (win.touchpoints or approach):
        st.error("Choose what led to it.")
    elif _name_client(win, who.strip(), approach):
        session.reset_form(_FORM)
        st.rerun()


def _name_client(win: Outcome, who: str, approach: Approach | None) -> bool:
    """Save who a client was: a contact by id, or the name of a new one."""
    contacts = session.records().contacts_by_id
    client = contacts.get(who) or Contact(id=session.new_id("c"), name=who)
    if client.id not in contacts and namesakes(session.records(), who):
        st.error(f"There is already a contact named {who}. Choose one from the list.")
        return False
    if win.touchpoints:
        latest = max(win.touchpoints, key=lambda step: step.date)
        steps = tuple(step.model_copy(update={"contact": client.id}) if step is latest else step
                      for step in win.touchpoints)  # fmt: skip
    else:
        steps = (Touchpoint(date=win.date, approach=approach, contact=client.id),)
    linked = win.model_copy(update={"touchpoints": steps})
    return session.replace(win, linked, f"Linked {record_name(win)} to {client.name}.",
                           added=None if client.id in contacts else client)  # fmt: skip


def _close(win: Outcome, client: Contact | None, request: Literal["asked", "skipped"], done: str) -> None:
    sent = message_to(client, session.today(), session.new_id("a")) if client and request == "asked" else None
    session.replace(win, win.model_copy(update={"referral_request": request}), done, added=sent)
