"""Files brought from elsewhere: what one would change, the one tap that accepts it, and the one that takes it back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from netroi_core.document import Document
from netroi_core.edits import RecordDict
from netroi_core.errors import NetROIError
from netroi_core.importers import calendar
from netroi_core.importers.acceptance import accepted, taken_back
from netroi_core.importers.files import LARGEST_FILE
from netroi_core.importers.kinds import READERS
from netroi_core.importers.proposal import Item, Proposal, Remark
from netroi_core.quarters import Quarter
from netroi_core.wording import Words, counted, listed, plain
from pages.parts import session
from pages.parts.picture import table

KINDS: Final[Mapping[str, str]] = {
    "linkedin": "LinkedIn export",
    "calendar": "Calendar",
    "contacts": "Address book",
    "expenses": "Card or bank statement",
    "palms": "BNI PALMS report",
    "time": "Time entries",
}
_HELP: Final[Mapping[str, str]] = {
    "linkedin": "The whole archive (zip) or any file of it. Of messages only counts and dates are read, never texts.",
    "calendar": "An .ics file, or a zip of them.",
    "contacts": "Google or Outlook (CSV), or vCards (.vcf).",
    "expenses": "The CSV file of your card, bank or expense tool. Only what you accept is kept.",
    "palms": "The report of your chapter (.xls).",
    "time": "A detailed report of Toggl or Clockify (CSV).",
}
_LISTS: Final = {
    "activities": "Activity",
    "contacts": "Person",
    "exchanges": "Given or received",
    "outcomes": "Outcome",
    "venues": "Place",
}
_MOST_SHOWN: Final = 200
_FORM: Final = "bring"


def files(window: tuple[Quarter, ...] | None = None) -> None:
    """A place to drop a file, what it would change, and the button that accepts it.

    window: the quarters that are asked for; None: those that the file tells of.
    """
    kind = st.radio("What is it?", list(KINDS), format_func=KINDS.__getitem__, horizontal=True, key="kind of file")
    dropped = st.file_uploader(KINDS[kind], key=session.fresh(_FORM), max_upload_size=LARGEST_FILE // 1024**2)
    if dropped is None:
        st.caption(_HELP[kind])
        return
    try:
        with st.spinner("Reading the file…"):
            proposal = _proposal(kind, dropped.getvalue(), dropped.name, window)
    except NetROIError as refusal:
        st.error(f"{plain(str(refusal))} Nothing was changed.", icon=":material/error:")
        return
    _preview(proposal)


def _proposal(kind: str, raw: bytes, name: str, window: tuple[Quarter, ...] | None) -> Proposal:
    document = session.opened()
    if kind == "calendar" and window:
        return calendar.read(raw, name, document, window=calendar.window_of(window, document))
    return READERS[kind](raw, name, document)


def past(stored: Document, words: Words) -> None:
    """What was brought, each with the button that takes it back."""
    brought = stored.get("imports", [])
    if not brought:
        return
    st.header("Brought so far")
    for each in reversed(brought):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            day = words.day(date.fromisoformat(each["at"][:10]))
            st.markdown(
                f"**{KINDS.get(each['kind'], each['kind'])}**, {plain(each.get('file_name', ''))}, {plain(day)}: "
                f"{plain(_done(each))}",
                width="stretch",
            )
            st.button("Take back", key=f"take back {each['id']}", icon=":material/undo:", on_click=_take_back,
                      args=(each,))  # fmt: skip


def _preview(proposal: Proposal) -> None:
    st.subheader(plain(_finding(proposal)))
    for note in proposal.notes:
        st.caption(plain(note))
    if proposal.items:
        st.button("Accept", type="primary", icon=":material/check:", key="accept", on_click=_accept, args=(proposal,))
    _items("Will be added", proposal.added)
    _items("Will be updated", proposal.updated)
    _remarks("Skipped", proposal.skipped)
    _remarks("Can't be read", proposal.rejected)


def _items(name: str, items: Sequence[Item]) -> None:
    if items:
        st.markdown(f"**{name}** ({len(items):,})")
        rows = [(str(item.place), _LISTS.get(item.name, item.name), item.label) for item in items[:_MOST_SHOWN]]
        table((("Where", "What", "As it will be"), tuple(rows)), name)
        _more(len(items))


def _remarks(name: str, remarks: Sequence[Remark]) -> None:
    if remarks:
        st.markdown(f"**{name}** ({len(remarks):,})")
        rows = [(str(remark.place), remark.reason) for remark in remarks[:_MOST_SHOWN]]
        table((("Where", "Why"), tuple(rows)), name)
        _more(len(remarks))


def _more(count: int) -> None:
    if count > _MOST_SHOWN:
        st.caption(f"And {count - _MOST_SHOWN:,} more.")


def _finding(proposal: Proposal) -> str:
    told = [
        f"{len(which):,} {what}"
        for which, what in (
            (proposal.added, "to add"),
            (proposal.updated, "to update"),
            (proposal.skipped, "skipped"),
            (proposal.rejected, "that can't be read"),
        )
        if which
    ]
    return f"{listed(told)}" if told else "Nothing in it is new"


def _accept(proposal: Proposal) -> None:
    now = session.now()
    count = counted(len(proposal.items), "entry", "entries")
    if session.save(
        lambda stored: accepted(stored, proposal, now)[0], f"{count} from {proposal.source_name} accepted."
    ):
        session.begin_anew(_FORM)


def _take_back(acceptance: RecordDict) -> None:
    session.save(
        lambda stored: taken_back(stored, acceptance),
        f"What {acceptance.get('file_name') or 'the file'} brought is taken back; what you changed since stays.",
    )


def _done(acceptance: RecordDict) -> str:
    added = sum(len(rows) for rows in acceptance.get("added", {}).values())
    updated = sum(len(rows) for rows in acceptance.get("updated", {}).values())
    parts = [f"{added:,} added"] if added else []
    parts += [f"{updated:,} updated"] if updated else []
    return listed(parts)
