"""Files brought from elsewhere: what they would change together, the tap that accepts it, and that takes it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from netroi_core.importers.acceptance import accept, undo_import
from netroi_core.importers.batch import ImportBatch, ImportFile, ImportSettings, read_files
from netroi_core.importers.corrections import apply_corrections, learn_from_corrections
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.reading.files import LARGEST_FILE
from netroi_core.importers.statements.mapping import remember_layout
from netroi_core.importers.words import IMPORT_KIND_NAMES, summarize_import, summarize_proposal
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, escape_markdown
from netroi_core.workspace.document import Document, profile
from netroi_core.workspace.records import Import, Profile
from pages.imports import choosing, dropped, reading, statement_lines
from pages.shell import session
from pages.widgets import stable_frames

VISIT: Final = "bring"
_SHARED: Final = "They are joined by day, hour, amount and person, so that nothing counts twice."


def files(window: tuple[Quarter, ...] | None = None) -> None:
    """A place to drop files, what they would change together, and the button that accepts it.

    window: the quarters that are asked for; None: those that the files tell of.
    """
    given = st.file_uploader(
        "LinkedIn export, calendar, card or bank statement, address book, time sheet, BNI report",
        key=session.form_key(VISIT),
        accept_multiple_files=True,
        max_upload_size=LARGEST_FILE // 1024**2,
    )
    if not given:
        st.caption("Drop several at once, whatever they are: NetROI tells what each is and joins what they say.")
        return
    visit = session.page_state().of(VISIT)
    stable_frames.begin_run(visit)
    brought = dropped.files(given, visit)
    if not brought:
        return
    said = reading.said(brought, window, statement_lines.marks(visit))
    _preview(_read(brought, said, visit), brought, said, visit)


def past(brought: Sequence[Import], words: Words) -> None:
    """What was brought, each with the button that takes it back."""
    if not brought:
        return
    st.header("Brought so far")
    for each in reversed(brought):
        with st.container(horizontal=True, vertical_alignment="center"):
            day = words.day(date.fromisoformat(each.at[:10]))
            st.markdown(
                f"**{IMPORT_KIND_NAMES[each.kind]}**, {escape_markdown(each.file_name)}, {escape_markdown(day)}: "
                f"{escape_markdown(summarize_import(each))}",
                width="stretch",
            )
            st.button("Take back", key=f"take back {each.id}", icon=":material/undo:", on_click=_take_back,
                      args=(each,))  # fmt: skip


def _read(brought: Sequence[ImportFile], said: ImportSettings, visit: dict[str, Any]) -> ImportBatch:
    """What the files would change; read once for all runs that ask for the same."""
    saved = session.saved()
    asked = (tuple((file.name, hash(file.raw), file.kind, file.layout) for file in brought), said,
             saved and saved.version)  # fmt: skip
    if visit.get("asked") != asked:
        bar = st.progress(0.0, "Reading…")
        visit["batch"] = read_files(
            brought, session.records(), said, lambda share: bar.progress(min(share, 1.0), "Reading…")
        )
        visit["asked"] = asked
        bar.empty()
    read: ImportBatch = visit["batch"]
    return read


def _preview(read: ImportBatch, brought: Sequence[ImportFile], said: ImportSettings, visit: dict[str, Any]) -> None:
    for name, sentence in read.refused.items():
        st.error(
            f"**{escape_markdown(name)}**: {escape_markdown(sentence)} Nothing of it was taken over.",
            icon=":material/error:",
        )
    if len(read.refused) == len(brought):
        return
    proposal, document, words = read.proposal, session.opened(), session.words()
    st.subheader(escape_markdown(summarize_proposal(choosing.taken(proposal, document, visit), words)))
    if len(brought) > 1:
        st.caption(_SHARED)
    if proposal.items:
        st.button("Accept", type="primary", icon=":material/check:", key="accept", on_click=_accept,
                  args=(proposal, brought, said))  # fmt: skip
    choosing.items(proposal, document, words, visit)
    statement_lines.show(brought, proposal, visit)
    choosing.remarks("Skipped", ":material/skip_next:", proposal.skipped)
    choosing.remarks("Can't be read", ":material/error:", proposal.rejected)
    st.caption("  \n".join(map(escape_markdown, proposal.notes)))


def _accept(proposal: Proposal, brought: Sequence[ImportFile], said: ImportSettings) -> None:
    visit, now = session.page_state().of(VISIT), session.now()
    if visit.get("batch") is None or visit["batch"].proposal is not proposal:
        return  # the second of two clicks: it is accepted, and what was left out is forgotten
    chosen, corrections = choosing.chosen(proposal, session.opened(), visit)
    wanted = apply_corrections(proposal, corrections)
    done: list[Import] = []
    learnt: dict[str, Any] = {}

    def edit(stored: Document) -> Document:
        after, acceptance = accept(stored, wanted, now, chosen)
        done[:] = [acceptance]
        known = profile(stored)
        learnt.update(_learnt(known, brought, said))
        if (rules := learn_from_corrections(known.import_rules, proposal, corrections)) != known.import_rules:
            learnt["import_rules"] = [rule.model_dump(mode="json") for rule in rules]
        return {**after, "profile": {**after.get("profile", {}), **learnt}} if learnt else after

    if session.save(edit, undo=lambda stored: undo_import(stored, done[0])):
        told = f"{summarize_import(done[0])}."
        remembered = " What you corrected is remembered for the next time." if "import_rules" in learnt else ""
        session.notify("success", f"{told[:1].upper()}{told[1:]}{remembered}")
        session.reset_form(VISIT)
        session.page_state().forget(VISIT)


def _learnt(known: Profile, brought: Sequence[ImportFile], said: ImportSettings) -> dict[str, Any]:
    """What of the files' look the profile keeps for the next ones: columns that were mapped, one's name in a report."""
    layouts = known.import_layouts
    for file in brought:
        if file.layout is not None:
            layouts = remember_layout(layouts, file.raw, file.layout)
    kept: dict[str, Any] = {}
    if layouts != known.import_layouts:
        kept["import_layouts"] = [layout.model_dump(mode="json") for layout in layouts]
    if said.member and said.member != known.palms_member:
        kept["palms_member"] = said.member
    return kept


def _take_back(acceptance: Import) -> None:
    session.save(
        lambda stored: undo_import(stored, acceptance),
        f"What {acceptance.file_name or 'the file'} brought is taken back; what you changed since stays.",
    )
