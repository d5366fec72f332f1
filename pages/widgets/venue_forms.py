"""Forms for clubs, associations and platforms with their dues: added, changed and removed as records at once."""

from datetime import date

import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES, AUDIENCE_NAMES, Words, escape_markdown
from netroi_core.workspace.fields import APPROACHES, AUDIENCES, LONGEST_LINE, Approach
from netroi_core.workspace.records import Dues, Venue
from pages.shell import session

_PERIODS = {"year": "per year", "quarter": "per quarter", "month": "per month"}


def show_venues(words: Words, approach: Approach | None = None) -> None:
    """Show the venues of the open workspace, or of one approach, each with a form to change it, and one to add."""
    for venue in session.records().venues:
        if approach in (None, venue.approach):
            _show_expander(_summary(venue, words), f"venue {venue.id}", venue, words, venue.approach)
    key, approach = session.form_key("new venue"), approach or "group_events"
    _show_expander("Add a group, event or membership", key, None, words, approach, icon=":material/add:")


def _show_expander(
    label: str, key: str, venue: Venue | None, words: Words, approach: Approach, icon: str | None = None
) -> None:
    with st.expander(session.stable_label(key, label), icon=icon, key=key, on_change="rerun") as expander:
        if expander.open:
            _show_form(venue, words, approach)


def _summary(venue: Venue, words: Words) -> str:
    parts = [f"**{escape_markdown(venue.name)}**", escape_markdown(APPROACH_NAMES[venue.approach])]
    if venue.dues and venue.dues.amount:
        parts.append(f"{escape_markdown(words.exact_money(venue.dues.amount))} {_PERIODS[venue.dues.per]}")
    if venue.dues and venue.dues.until:
        parts.append(f"until {words.day(venue.dues.until)}")
    return " · ".join(parts)


def _show_form(venue: Venue | None, words: Words, approach: Approach) -> None:
    key = venue.id if venue else session.form_key("new venue")
    venue = session.form_snapshot(f"name {key}", venue)
    current = venue or Venue(id="new", name="-", approach=approach)
    dues = current.dues or Dues()
    with st.form(f"form {key}", border=False, enter_to_submit=False):
        name = st.text_input(
            "Name", venue.name if venue else "", max_chars=LONGEST_LINE, key=f"name {key}", autocomplete="off"
        )
        chosen = st.selectbox(
            "Approach", APPROACHES, APPROACHES.index(current.approach), format_func=APPROACH_NAMES.__getitem__,
            key=f"approach {key}",
        )  # fmt: skip
        amount = st.text_input(
            "Dues (optional)", words.number(dues.amount) if dues.amount else "", max_chars=40, key=f"dues {key}",
            placeholder=words.whole_money(0), autocomplete="off",
        )  # fmt: skip
        per = st.selectbox("Billed", list(_PERIODS), list(_PERIODS).index(dues.per),
                           format_func=_PERIODS.__getitem__, key=f"per {key}")  # fmt: skip
        since = st.date_input("Since (optional)", dues.since, min_value=session.EARLIEST_DAY, key=f"from {key}",
                              format=words.date_pattern)  # fmt: skip
        until = st.date_input("Until (optional)", dues.until, min_value=session.EARLIEST_DAY, key=f"to {key}",
                              format=words.date_pattern)  # fmt: skip
        with st.expander("Why you go there, and your role (optional)"):
            purpose = _show_purpose(current, key)
        if st.form_submit_button("Save", type="primary", key=f"save {key}"):
            try:
                new_dues = _dues(amount, per, since, until, words)
                _save(_with_entries(venue, name, chosen, new_dues, **purpose), venue, key)
            except ValueError as error:
                st.error(escape_markdown(str(error)))
    if venue is not None:
        st.button("Delete", key=f"delete {key}", icon=":material/delete:", type="tertiary",
                  on_click=session.delete_records, args=("venues", [venue.id], venue.name))  # fmt: skip


def _show_purpose(venue: Venue, key: str) -> dict[str, str]:
    """Show the fields for why one goes to a venue; return what is entered, by the venue's keys."""
    why = st.text_input(
        "Why you go there (optional)", venue.why, max_chars=LONGEST_LINE, key=f"why {key}", autocomplete="off",
        placeholder="Owners nearby who may need a hand",
    )  # fmt: skip
    audience = st.selectbox(
        "Who you want to reach there", ("", *AUDIENCES), ("", *AUDIENCES).index(venue.audience or ""),
        format_func=lambda audience: AUDIENCE_NAMES.get(audience, "No one in particular"), key=f"audience {key}",
    )  # fmt: skip
    role = st.text_input(
        "Your leadership role there (optional)", venue.role, max_chars=LONGEST_LINE, key=f"role {key}",
        autocomplete="off", placeholder="Treasurer",
    )  # fmt: skip
    return {"why": why, "audience": audience, "role": role}


def _dues(amount: str, per: str, since: date | None, until: date | None, words: Words) -> Dues | None:
    """Return the dues as entered, None where there are none; raise ValueError with a sentence on what is wrong."""
    if since and until and until < since:
        raise ValueError("“Until” is before “Since”. Choose a later date.")
    number = words.parse_money(amount) if amount.strip() else None
    return Dues.model_validate({"amount": number, "per": per, "from": since, "to": until}) if number else None


def _with_entries(venue: Venue | None, name: str, approach: str, dues: Dues | None, **purpose: str) -> Venue:
    """Return the venue, or a new one, with what was entered; raise ValueError if it has no name."""
    if not name.strip():
        raise ValueError("Enter a name.")
    stored = {key: getattr(venue, key) for key in venue.model_fields_set} if venue else {"id": session.new_id("v")}
    entries = {"name": name.strip(), "approach": approach, "dues": dues}
    entries |= {key: text.strip() for key, text in purpose.items()}
    # Fields that were left blank are absent from the document, not empty in it.
    values = {key: value for key, value in {**stored, **entries}.items() if value or key not in entries}
    return Venue.model_validate(values)


def _save(venue: Venue, original: Venue | None, key: str) -> None:
    if (
        session.replace(original, venue, f"Saved {venue.name}.")
        if original
        else session.add(venue, f"Added {venue.name}.", "The quiz asks for its hours under “Where the time went”.")
    ):
        session.drop_snapshot(f"name {key}")
        session.reset_form("new venue")
    st.rerun()
