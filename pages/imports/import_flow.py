"""The import flow: drop files, preview what they would change together, accept it, undo it, and forget its rules."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from netroi_core import worker
from netroi_core.errors import NetROIError
from netroi_core.importers.acceptance import (
    accept,
    summarize_contents,
    summarize_import,
    summarize_proposal,
    undo_import,
)
from netroi_core.importers.batch import ImportBatch, ImportFile, ImportSettings, read_files
from netroi_core.importers.kinds import IMPORT_KIND_NAMES
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.reading.files import LARGEST_FILE
from netroi_core.importers.rules import (
    apply_corrections,
    describe_layout,
    describe_rule,
    learn_from_corrections,
    remember,
)
from netroi_core.importers.statements.mapping import propose_layout, remember_layout
from netroi_core.quarters import Quarter
from netroi_core.quiz.overlap import count_again, count_once, overlaps
from netroi_core.wording.wording import escape_markdown, join_words, pluralize, quarter_name
from netroi_core.workspace import edits
from netroi_core.workspace.profile import ImportLayout, ImportRule, PeopleLayout, Profile
from netroi_core.workspace.records import Import
from netroi_core.workspace.workspace import Document, Workspace
from pages.imports import dropped_files, item_tables, other_lines
from pages.imports.dropped_files import DroppedFile
from pages.imports.editable_tables import PART, begin_run, import_state, read_once
from pages.imports.source_help import show_source_help
from pages.shell import identity, session
from pages.shell.layout import TEXT_WIDTH

_OVERLAP, _ONCE, _ON_TOP = "overlap", "Count it once", "Add it to the quiz"
# The key in the page state of the import that was just accepted.
_IMPORTED = "imported"
# In pixels: buttons stay beside the text about them.


def show_import(window: tuple[Quarter, ...] | None = None) -> None:
    """Show an uploader, a preview of what the files would change together, and the button that accepts it.

    ``window`` are the quarters to import; None for those that the files cover.
    """
    uploads = st.file_uploader(
        "LinkedIn export, calendar, card or bank statement, contacts, CRM export, time sheet, BNI report",
        key=session.form_key(PART),
        accept_multiple_files=True,
        width=TEXT_WIDTH,
        max_upload_size=LARGEST_FILE // 1024**2,
    )
    worker.prepare()
    if not uploads:
        st.caption(
            "You can drop several files at once. NetROI recognizes each kind and matches entries that belong together."
        )
    show_source_help()
    if not uploads:
        return
    begin_run()
    dropped, count = dropped_files.show_files(uploads)
    if not dropped:
        return
    files = [file.file for file in dropped]
    settings = dropped_files.show_settings(files, window, other_lines.marks())
    batch = _read(files, settings)
    _describe(dropped, batch)
    unread = count - len(files) + len(batch.refused)
    if unread and dropped_files.are_folded(count):
        st.markdown(f":material/error: {unread} of your {count} files can’t be read yet. See why above.")
    _show_preview(batch, files, settings)


def accepted_import() -> Import | None:
    """Return the import that was accepted while the page was shown, unless it was undone."""
    key = session.page_state().of(_IMPORTED).get("id")
    return next((entry for entry in session.records().imports if entry.id == key), None)


def show_past_imports() -> None:
    """Show the imports so far, the latest first, each with a button that undoes it."""
    if not (imports := session.records().imports):
        return
    st.header("Imported so far")
    for acceptance in reversed(imports):
        with st.container(horizontal=True, vertical_alignment="center", width=TEXT_WIDTH):
            day = session.words().day(date.fromisoformat(acceptance.at[:10]))
            st.markdown(
                f"**{IMPORT_KIND_NAMES[acceptance.kind]}**, {escape_markdown(acceptance.file_name)}, "
                f"{escape_markdown(day)}  \n{escape_markdown(summarize_import(acceptance))}",
                width="stretch",
            )
            st.button("Undo import", key=f"take back {acceptance.id}", icon=":material/undo:", on_click=_undo,
                      args=(acceptance,))  # fmt: skip


def show_remembered() -> None:
    """Show an expander with the remembered rules and layouts, the latest first, each with a button that forgets it."""
    profile = session.profile()
    rules, layouts, people_layouts = profile.import_rules, profile.import_layouts, profile.people_layouts
    if not (count := len(rules) + len(layouts) + len(people_layouts)):
        return
    with st.expander(f"Remembered corrections ({count:,})", key="see rules", on_change="rerun") as expander:
        if not expander.open:
            return
        st.caption("The next import uses these corrections for entries with these words and files with these columns.")
        for rule in reversed(rules):
            sentence = describe_rule(rule, session.records().venues_by_id)
            _show_remembered(sentence, f"rule {' '.join(rule.words)}", "import_rules", rule)
        for layout in reversed(layouts):
            _show_remembered(describe_layout(layout), f"layout {layout.header}", "import_layouts", layout)
        for people in reversed(people_layouts):
            _show_remembered(describe_layout(people), f"people {people.header}", "people_layouts", people)


def _show_remembered(sentence: str, key: str, field: str, entry: ImportRule | ImportLayout | PeopleLayout) -> None:
    with st.container(horizontal=True, vertical_alignment="center", width=TEXT_WIDTH):
        st.markdown(escape_markdown(sentence), width="stretch")
        st.button("Forget", key=f"forget {key}", icon=":material/delete:", on_click=_forget, args=(field, entry))


def _forget(field: str, entry: ImportRule | ImportLayout | PeopleLayout) -> None:
    def edit(stored: Document) -> Document:
        profile = Workspace(stored).profile
        remaining = tuple(remembered for remembered in getattr(profile, field) if remembered != entry)
        return edits.put_profile(stored, profile.model_copy(update={field: remaining}))

    session.save(edit, "Forgot the correction.")


def _read(files: Sequence[ImportFile], settings: ImportSettings) -> ImportBatch:
    """Read the files once, for all runs with the same files, settings and workspace."""
    state, saved = import_state(), session.saved()
    request = (tuple((file.name, hash(file.raw), file.kind, file.layout, file.people) for file in files), settings,
               saved and saved.version)  # fmt: skip
    # The saved version is part of the request: after a save, the same line may be a duplicate.
    if state.get("request") != request:
        bar = st.progress(0.0, "Reading…")
        try:
            state["batch"] = identity.run_limited(
                read_files,
                files,
                session.records(),
                settings,
                listener=lambda share: bar.progress(min(share, 1.0), "Reading…"),
            )
        except NetROIError as error:
            nothing = Proposal("several", "")
            state["batch"] = ImportBatch(nothing, dict.fromkeys([file.name for file in files], str(error)))
        state["request"] = request
        bar.empty()
    batch: ImportBatch = state["batch"]
    return batch


def _describe(dropped: Sequence[DroppedFile], batch: ImportBatch) -> None:
    """Show what was read in each file, or the reason why it can't be read; statements have their own description."""
    for dropped_file in dropped:
        name, place = dropped_file.file.name, dropped_file.place
        if name in batch.refused:
            dropped_files.show_refusal(place, name, batch.refused[name], "Nothing was imported from this file.")
        elif dropped_file.file.kind != "expenses":
            place.markdown(escape_markdown(summarize_contents(batch.contents[name])))


def _show_preview(batch: ImportBatch, files: Sequence[ImportFile], settings: ImportSettings) -> None:
    if len(batch.refused) == len(files):
        return
    proposal = batch.proposal
    chosen = item_tables.chosen_part(proposal)
    st.subheader(escape_markdown(summarize_proposal(chosen, session.words())))
    if len(files) > 1:
        st.caption("Entries are matched by date, time, amount and person, so that nothing counts twice.")
    if proposal.items:
        _show_overlap(proposal)
        st.button("Accept", type="primary", icon=":material/check:", key="accept", on_click=_accept,
                  args=(proposal, files, settings), disabled=not chosen.items)  # fmt: skip
    item_tables.show_items(proposal)
    other_lines.show_other_lines(files, proposal)
    item_tables.show_unused_lines("Skipped", proposal.skipped)
    item_tables.show_unused_lines("Couldn’t be read", proposal.rejected)
    st.caption("  \n".join(map(escape_markdown, proposal.notes)))


def _show_overlap(proposal: Proposal) -> None:
    """Show what the files have in common with dues, and with submitted quizzes, with a choice of how that counts."""
    for overlap, count in Counter(item.overlap for item in proposal.items if item.overlap).items():
        way_on = "it anyway, check its box" if count == 1 else "them anyway, check their boxes"
        left_out = f"{pluralize(count, 'charge')} left out, {overlap}. To add {way_on} below."
        st.markdown(escape_markdown(left_out))
    before = session.records()
    if not any(quiz.submitted for quiz in before.quizzes):
        return
    keys, corrections = item_tables.choices(proposal)
    after, _ = accept(before.document, apply_corrections(proposal, corrections), session.now(), keys)
    common, words = overlaps(before, Workspace(after)), session.words()
    for overlap in common:
        parts = [words.hours(overlap.hours)] if overlap.hours else []
        parts += [words.exact_money(overlap.money)] if overlap.money else []
        quarter = quarter_name(overlap.quarter)
        st.markdown(escape_markdown(f"Your quiz for {quarter} may already include {join_words(parts)} of this."))
    if common:
        st.radio("How should it count?", (_ONCE, _ON_TOP), key=_OVERLAP, horizontal=True)


def _accept(proposal: Proposal, files: Sequence[ImportFile], settings: ImportSettings) -> None:
    batch, now = import_state().get("batch"), session.now()
    if batch is None or batch.proposal is not proposal:
        return  # the second of two clicks: the first one accepted it, and the choices are gone
    keys, corrections = item_tables.choices(proposal)
    corrected = apply_corrections(proposal, corrections)
    is_counted_once = session.widget_value(_OVERLAP) == _ONCE
    acceptances: list[Import] = []
    learned: dict[str, Any] = {}

    def edit(stored: Document) -> Document:
        after, acceptance = accept(stored, corrected, now, keys)
        acceptances[:] = [acceptance]
        after = count_once(stored, after) if is_counted_once else after
        profile = Workspace(stored).profile
        learned.update(_learn(profile, files, settings))
        if (rules := learn_from_corrections(profile.import_rules, proposal, corrections)) != profile.import_rules:
            learned["import_rules"] = rules
        return edits.put_profile(after, profile.model_copy(update=learned)) if learned else after

    if session.save(edit):
        summary = summarize_import(acceptances[0])
        remembered = " Your corrections will be used in the next import." if "import_rules" in learned else ""
        session.notify(
            "success",
            f"Imported {acceptances[0].file_name or 'the file'}.",
            lambda stored: _without(stored, acceptances[0]),
            f"{summary[:1].upper()}{summary[1:]}.{remembered}",
        )
        session.reset_form(PART)
        session.page_state().forget(PART)
        session.page_state().of(_IMPORTED)["id"] = acceptances[0].id


def _learn(profile: Profile, files: Sequence[ImportFile], settings: ImportSettings) -> dict[str, Any]:
    """Return the changes to the profile that help to read the next files: mapped columns, the name in a report."""
    layouts, people_layouts = profile.import_layouts, profile.people_layouts
    for file in files:
        if file.people is not None:
            people_layouts = remember(people_layouts, file.people)
        if file.layout is not None:
            header = file.layout.has_header
            choice = read_once((file.raw, (), header), propose_layout, file.raw, (), header)
            layouts = remember_layout(layouts, choice.columns, file.layout)
    changes: dict[str, Any] = {}
    if layouts != profile.import_layouts:
        changes["import_layouts"] = layouts
    if people_layouts != profile.people_layouts:
        changes["people_layouts"] = people_layouts
    if settings.member and settings.member != profile.palms_member:
        changes["palms_member"] = settings.member
    return changes


def _undo(acceptance: Import) -> None:
    session.save(
        lambda stored: _without(stored, acceptance),
        f"Undid the import of {acceptance.file_name or 'the file'}. Your later edits were kept.",
    )


def _without(stored: Document, acceptance: Import) -> Document:
    return count_again(stored, undo_import(stored, acceptance))
