"""Offers to link activities to the people whom their notes name, in one tap each."""

from typing import Final

import streamlit as st

from netroi_core.relationships.mentions import link, mentions, unlinked_activities, with_contact
from netroi_core.relationships.timeline import position
from netroi_core.views.tables import record_name
from netroi_core.wording.wording import end_sentence, escape_markdown, pluralize
from netroi_core.workspace.records import Activity, Contact
from netroi_core.workspace.workspace import Workspace
from pages.shell import session
from pages.shell.links import page_of

_KEY: Final = "mentioned"
_MOST_LINKS: Final = 3


def show_mentions(workspace: Workspace, activity: Activity) -> None:
    """Show an offer for each person named: to link the contact, to choose one of several, or to add a new one.

    Below them are links to the first contacts who took part: their pages are where a follow-up is planned.
    """
    for mention in mentions(workspace, activity):
        key, name = f"{_KEY} {activity.id} {mention.name}", escape_markdown(mention.name)
        match mention.contacts:
            case ():
                st.button(f"Add {name} to your contacts", key=key, icon=":material/person_add:", on_click=_add,
                          args=(activity, mention.name))  # fmt: skip
            case (contact,):
                st.button(f"Link it to {escape_markdown(contact.name)}", key=key, icon=":material/link:",
                          on_click=_link, args=(activity, contact))  # fmt: skip
            case namesakes:
                by_id = {contact.id: _described(contact) for contact in namesakes}
                st.pills(f"Which {name} was it?", list(by_id), format_func=by_id.__getitem__, key=key,
                         on_change=_link_chosen, args=(key, activity, namesakes))  # fmt: skip
    for contact_id in activity.people[:_MOST_LINKS]:
        st.page_link(page_of("person.py"), label=f"Open {escape_markdown(workspace.contacts_by_id[contact_id].name)}",
                     icon=":material/person:", query_params={"id": contact_id})  # fmt: skip


def show_unlinked_activities(workspace: Workspace, contact: Contact) -> None:
    """Show an offer to link the contact to all activities that name them, or to decline it; nothing without any."""
    activities = unlinked_activities(workspace, contact)
    if activities:
        verb, them = ("mentions", "it") if len(activities) == 1 else ("mention", "them")
        count = pluralize(len(activities), "activity", "activities")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(end_sentence(f"{count} {verb} {escape_markdown(contact.name)}"), width="content")
            st.button(f"Link {them}", key=f"{_KEY} by {contact.id}", icon=":material/link:", on_click=_link_all,
                      args=(contact, [activity.id for activity in activities]))  # fmt: skip
            st.button("Not this person", key=f"{_KEY} not {contact.id}", type="tertiary", on_click=_decline,
                      args=(contact, [activity.id for activity in activities]))  # fmt: skip


def _link_all(contact: Contact, activity_ids: list[str]) -> None:
    session.save_removal(
        lambda document: link(document, contact.id, activity_ids),
        f"Linked {pluralize(len(activity_ids), 'activity', 'activities')} to {contact.name}.",
    )


def _decline(contact: Contact, activity_ids: list[str]) -> None:
    changed = contact.model_copy(update={"not_in": (*contact.not_in, *activity_ids)})
    count = pluralize(len(activity_ids), "activity stays", "activities stay")
    session.replace(contact, changed, f"{count} without a link to {contact.name}.")


def _described(contact: Contact) -> str:
    details = position(contact)
    return escape_markdown(f"{contact.name} ({details})" if details else contact.name)


def _add(activity: Activity, name: str) -> None:
    # Without the day of a first meeting: nobody said that this was the first one.
    contact = Contact(id=session.new_id("c"), name=name)
    session.replace(activity, with_contact(activity, contact.id), f"Added {name} and linked it.", added=contact)


def _link_chosen(key: str, activity: Activity, namesakes: tuple[Contact, ...]) -> None:
    for contact in namesakes:
        if contact.id == session.widget_value(key):
            _link(activity, contact)


def _link(activity: Activity, contact: Contact) -> None:
    session.replace(activity, with_contact(activity, contact.id), f"Linked {record_name(activity)} to {contact.name}.")
