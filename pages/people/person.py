"""One contact: details, the follow-up, favors to log, and the history."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import streamlit as st

from netroi_core.relationships import contacts, timeline
from netroi_core.relationships.contacts import FollowUpAction, Relationship, with_next_follow_up
from netroi_core.relationships.timeline import EXCHANGE_PHRASES, Timeline
from netroi_core.views.people import People
from netroi_core.wording.wording import Words, escape_markdown, pluralize
from netroi_core.workspace.fields import ExchangeKind
from netroi_core.workspace.records import Contact, Exchange
from pages.people.contact_form import is_editing, open_form, show_contact_form
from pages.shell import session
from pages.widgets.mentions import show_unlinked_activities

Direction = Literal["given", "received"]

_ICONS: Final = {
    "met": "handshake",
    "activity": "event",
    "given": "north_east",
    "received": "south_west",
    "outcome": "trophy",
    "story": "format_quote",
}
_LABELS: Final[dict[FollowUpAction, str]] = {
    "done": "Done",
    "two_weeks": "In two weeks",
    "next_quarter": "Next quarter",
}
_DIRECTIONS: Final[dict[Direction, str]] = {"given": "I gave", "received": "I received"}
_KINDS: Final = {kind: f"{name[:1].upper()}{name[1:]}" for kind, name in EXCHANGE_PHRASES.items() if kind != "other"}
_FORM: Final = "exchange"


def show_person(people: People, contact_id: str, words: Words) -> None:
    """Show the contact with this id."""
    relationship = people.relationships[contact_id]
    contact, history = relationship.contact, timeline.timeline(people.ledger, relationship)
    st.title(escape_markdown(timeline.timeline_headline(relationship, people.on)))
    if is_editing():
        show_contact_form(people.ledger.workspace, contact)
    else:
        _show_details(contact)
        show_unlinked_activities(people.ledger.workspace, contact)
    st.markdown(escape_markdown(timeline.exchange_summary(history, words)))
    with st.container(gap="xsmall"):
        st.markdown(escape_markdown(timeline.follow_up_plan(relationship, people.on, words)))
        show_follow_up_buttons(relationship, "on the page")
    _show_favor_form(contact, people.names)
    _show_timeline(history, words)


def show_follow_up_buttons(relationship: Relationship, section: str) -> None:
    """Show the buttons in one row, also on a phone; a follow-up that isn't planned can't be done."""
    contact = relationship.contact
    with st.container(horizontal=True, gap="small", width="content"):
        for action, label in _LABELS.items():
            if action != "done" or relationship.follow_up_due is not None:
                st.button(label, key=f"{action} {section} {contact.id}", on_click=_follow_up, args=(contact, action),
                          type="secondary" if action == "done" else "tertiary")  # fmt: skip


def archive(group: Sequence[Contact]) -> None:
    """Archive contacts, and offer to undo it."""
    name = group[0].name if len(group) == 1 else pluralize(len(group), "contact")
    session.save_removal(
        lambda document: contacts.archive(document, [contact.id for contact in group]), f"Archived {name}."
    )


def _show_details(contact: Contact) -> None:
    """Show position, rating and notes, with buttons to log a conversation, edit, archive and delete the contact."""
    status = "Archived: this contact is hidden from your lists." if contact.status == "pruned" else ""
    for line in (status, timeline.position(contact), timeline.rating(contact), *contact.notes.splitlines()):
        if line.strip():
            st.markdown(escape_markdown(line))
    with st.container(horizontal=True, gap="small"):
        if st.button("Log a conversation", key="log a conversation", icon=":material/add:"):
            st.switch_page("log.py", query_params={"with": contact.id})
        st.button("Edit", key="edit contact", icon=":material/edit:", on_click=open_form)
        if contact.status == "pruned":
            st.button("Unarchive", key="unarchive contact", type="tertiary", icon=":material/unarchive:",
                      on_click=_unarchive, args=(contact,))  # fmt: skip
        else:
            st.button("Archive", key="archive contact", type="tertiary", icon=":material/archive:", on_click=archive,
                      args=([contact],))  # fmt: skip
        if st.button("Delete", key="delete contact", type="tertiary", icon=":material/delete:"):
            session.delete_records("contacts", [contact.id], contact.name)
            st.switch_page("people.py")


def _unarchive(contact: Contact) -> None:
    session.replace(contact, contact.model_copy(update={"status": "active"}), f"Unarchived {contact.name}.")


def _show_timeline(history: Timeline, words: Words) -> None:
    st.header("History")
    if not history.entries:
        st.markdown("Nothing yet. Activities, favors and outcomes that you log with this contact appear here.")
    days = [timeline.day_or_quarter(entry.day, entry.quarter, words) for entry in history.entries]
    lines = [
        f":material/{_ICONS[entry.kind]}: **{escape_markdown(day)}** · "
        f"{escape_markdown(timeline.timeline_line(entry, words))}"
        for day, entry in zip(days, history.entries, strict=True)
    ]
    # Paragraphs, so that a line that wraps stays beside its icon.
    with st.container(key="history"):
        st.markdown("\n\n".join(lines))


def _follow_up(contact: Contact, action: FollowUpAction) -> None:
    after = with_next_follow_up(contact, session.today(), action, session.profile().fiscal_year_start)
    day = after.follow_up
    following = f"Next: {session.words().day(day)}." if day else "No further follow-up is planned."
    if action == "done":
        act = "Followed up"
    else:
        act = "Postponed the follow-up" if contact.follow_up else "Planned a follow-up"
    sent = contacts.message_to(contact, session.today(), session.new_id("a")) if action == "done" else None
    session.replace(contact, after, f"{act} with {contact.name}.", following, added=sent)


def _show_favor_form(contact: Contact, names: Mapping[str, str]) -> None:
    """Show the buttons that log a favor in two taps: the direction, then the kind; for an introduction also whom."""
    key = f"{session.form_key(_FORM)} {contact.id}"
    direction = st.segmented_control("Log a favor", list(_DIRECTIONS), format_func=_DIRECTIONS.__getitem__,
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
    label = "Who did you introduce them to?" if direction == "given" else "Who did they introduce you to?"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(label, choices, index=None, format_func=names.__getitem__, placeholder="Type a name", key=key,
                     width=320, on_change=_choose_introduced, args=(key, contact, direction))  # fmt: skip
        st.button("Someone else", key=f"{key} unnamed", on_click=_save_favor, args=(contact, direction, "introduction"))


def _choose_kind(key: str, contact: Contact, direction: Direction) -> None:
    kind = session.widget_value(key)
    if kind is not None and kind != "introduction":
        _save_favor(contact, direction, kind)


def _choose_introduced(key: str, contact: Contact, direction: Direction) -> None:
    if introduced := session.widget_value(key):
        between = (contact.id, introduced) if direction == "given" else (introduced,)
        _save_favor(contact, direction, "introduction", between)


def _save_favor(contact: Contact, direction: Direction, kind: ExchangeKind, between: tuple[str, ...] = ()) -> None:
    introduced = {"between": between} if between else {}
    exchange = Exchange(id=session.new_id("x"), date=session.today(), contact=contact.id, direction=direction,
                        kind=kind, **introduced)  # fmt: skip
    phrase = EXCHANGE_PHRASES[kind]
    done = f"Gave {phrase} to" if direction == "given" else f"Received {phrase} from"
    if session.add(exchange, f"{done} {contact.name}."):
        session.reset_form(_FORM)
