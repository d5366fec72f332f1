"""Acceptance: the chosen items of a proposal are stored, and can be undone days later without losing later edits."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.acceptance import accept, undo_import
from netroi_core.importers.proposal import Draft, Proposal, SourceLine
from netroi_core.relationships.duplicates import merge
from netroi_core.workspace import document
from netroi_core.workspace.edits import as_row, put_row, remove
from netroi_core.workspace.records import Activity, Contact, Exchange, Outcome, Venue
from netroi_core.workspace.workspace import Document, Workspace
from tests.importers.import_files import AT, Json, lists_of, taken, workspace
from tests.strategies import workspaces

ANN: Json = {"id": "ann", "name": "Ann"}
COFFEE: Json = {"id": "x-coffee", "date": "2026-02-08", "approach": "one_on_one", "people": ["x-new", "ann"]}


def proposed(before: Workspace) -> Proposal:
    """Propose a club, a contact met there, a role for Ann if she is known, and a coffee with both."""
    draft = Draft("linkedin", "export.zip", before)
    draft.add(Venue, {"id": "x-club", "name": "Club", "approach": "group_events"}, SourceLine(1), "Club")
    met = {"date": "2026-01-01", "venue": "x-club"}
    draft.add(Contact, {"id": "x-new", "name": "New", "met": met}, SourceLine(2), "New")
    if ann := draft.find(Contact, "ann"):
        draft.update(ann.model_copy(update={"role": "CEO", "keys": ("linkedin:ann",)}), SourceLine(3), "Ann: role CEO")
    people = [key for key in ("x-new", "ann") if draft.find(Contact, key)]
    draft.add(Activity, {**COFFEE, "people": people}, SourceLine(4), "Coffee")
    gift = {"id": "x-e", "date": "2026-02-08", "direction": "given", "contact": "x-new"}
    draft.add(Exchange, gift, SourceLine(5), "e")
    return draft.proposal()


def accepted(before: Workspace) -> tuple[Document, Document, Any]:
    """Accept the proposal for a workspace: the documents before and after, and the acceptance."""
    after, acceptance = taken(before, proposed(before))
    return before.document, after.document, acceptance


@given(workspaces())
def test_an_import_that_was_undone_leaves_no_trace(raw: Document) -> None:
    original = copy.deepcopy(raw)
    before, after, acceptance = accepted(Workspace(raw))
    assert before == original
    assert after["imports"] == [as_row(acceptance)]
    assert lists_of(undo_import(after, acceptance)) == lists_of(before)


@given(workspaces(), st.data())
def test_any_choice_and_any_deletion_in_between_leave_valid_documents(raw: Document, data: Any) -> None:
    raw = put_row(raw, "contacts", ANN)
    proposal = proposed(Workspace(raw))
    chosen = data.draw(st.sets(st.sampled_from([item.key for item in proposal.items])))
    after, acceptance = accept(raw, proposal, AT, chosen)
    document.validate(after)
    name = data.draw(st.sampled_from(document.LISTS))
    keys = data.draw(st.sets(st.sampled_from([row["id"] for row in after.get(name, [])] or ["none"])))
    if name != "imports":
        after, _ = remove(after, name, keys)
    undone = undo_import(after, acceptance)
    document.validate(undone)
    assert undo_import(undone, acceptance) == undone


def test_items_that_were_not_chosen_are_not_stored_and_nothing_refers_to_them() -> None:
    before = workspace(contacts=[ANN])
    after, _ = accept(before.document, proposed(before), AT, {"activities/x-coffee", "exchanges/x-e"})
    document.validate(after)
    assert [row["id"] for row in after["contacts"]] == ["ann"]
    assert after["activities"][0]["people"] == ["ann"]
    assert after["exchanges"][0]["contact"] is None


def test_a_choice_of_nothing_stores_nothing() -> None:
    before = workspace(contacts=[ANN])
    assert accept(before.document, proposed(before), AT, set())[0] == before.document


def test_only_the_name_of_the_file_is_kept() -> None:
    _, after, acceptance = accepted(workspace())
    assert acceptance.file_name == "export.zip"
    assert "Club" not in str(after["imports"])


def test_what_was_changed_elsewhere_since_the_proposal_stays() -> None:
    proposal = proposed(workspace(contacts=[ANN]))
    edited = {**ANN, "role": "Owner"}
    now = workspace(contacts=[edited, {"id": "x-new", "name": "Newton"}])
    after, acceptance = taken(now, proposal)
    assert after.document["contacts"] == [{**edited, "keys": ["linkedin:ann"]}, {"id": "x-new", "name": "Newton"}]
    assert lists_of(undo_import(after.document, acceptance)) == lists_of(now.document)


def test_an_update_does_not_bring_back_a_record_that_was_deleted_since_the_proposal() -> None:
    proposal = proposed(workspace(contacts=[ANN]))
    after, _ = taken(workspace(), proposal)
    assert "ann" not in after.contacts_by_id


def test_a_record_that_was_edited_since_stays_with_all_that_it_refers_to() -> None:
    _, after, acceptance = accepted(workspace())
    edited = {**after["exchanges"][0], "note": "She called"}
    undone = undo_import(put_row(after, "exchanges", edited), acceptance)
    assert undone["exchanges"] == [edited]
    assert [row["id"] for row in undone["contacts"]] == ["x-new"]
    assert [row["id"] for row in undone["venues"]] == ["x-club"]
    assert undone["activities"] == []


def test_a_contact_of_later_records_stays() -> None:
    _, after, acceptance = accepted(workspace())
    lunch = {"id": "lunch", "date": "2026-03-01", "approach": "one_on_one", "people": ["x-new"]}
    undone = undo_import(put_row(after, "activities", lunch), acceptance)
    assert undone["activities"] == [lunch]
    assert [row["id"] for row in undone["contacts"]] == ["x-new"]


def test_of_an_update_only_the_fields_that_are_still_as_imported_are_undone() -> None:
    _, after, acceptance = accepted(workspace(contacts=[{**ANN, "role": "CFO"}]))
    edited = {**after["contacts"][0], "role": "Chair", "closeness": 5}
    undone = undo_import(put_row(after, "contacts", edited), acceptance)
    assert undone["contacts"] == [{**ANN, "role": "Chair", "closeness": 5}]


def test_a_contact_that_was_merged_with_another_since_stays() -> None:
    _, after, acceptance = accepted(workspace(contacts=[ANN]))
    merged, _ = merge(after, "ann", ["x-new"])
    undone = undo_import(merged, acceptance)
    document.validate(undone)
    assert [row["id"] for row in undone["contacts"]] == ["ann"]


def test_two_imports_are_undone_in_any_order() -> None:
    before = workspace(contacts=[ANN])
    after, first = taken(before, proposed(before))
    draft = Draft("contacts", "more.vcf", after)
    draft.update(after.contacts_by_id["ann"].model_copy(update={"role": "Chair"}), SourceLine(1), "Ann")
    both, second = taken(after, draft.proposal())
    assert lists_of(undo_import(undo_import(both.document, second), first)) == lists_of(before.document)
    document.validate(undo_import(undo_import(both.document, first), second))


def test_an_imported_outcome_that_is_open_states_its_probability_on_the_day_of_the_import() -> None:
    lead = {"id": "x-lead", "date": "2026-02-08", "kind": "lead", "status": "open", "probability": 0.4}
    draft = Draft("palms", "report.xls", workspace())
    draft.add(Outcome, lead, SourceLine(1), "Lead")
    draft.add(Outcome, {**lead, "id": "x-won", "status": "won"}, SourceLine(2), "Won")
    after, acceptance = accept({}, draft.proposal(), AT)
    assert after["outcomes"][0]["stated"] == [{"day": AT[:10], "probability": 0.4}]
    assert "stated" not in after["outcomes"][1]
    assert undo_import(after, acceptance)["outcomes"] == []


def test_a_probability_that_an_import_changes_is_added_to_those_stated_and_undone_with_it() -> None:
    lead = {"id": "lead", "date": "2026-02-08", "kind": "lead", "status": "open", "probability": 0.4,
            "stated": [{"day": "2026-02-08", "probability": 0.4}]}  # fmt: skip
    before = workspace(outcomes=[lead])
    draft = Draft("palms", "report.xls", before)
    draft.update(before.outcomes[0].model_copy(update={"probability": 0.7}), SourceLine(1), "Lead")
    after, acceptance = accept(before.document, draft.proposal(), AT)
    assert [row["probability"] for row in after["outcomes"][0]["stated"]] == [0.4, 0.7]
    assert undo_import(after, acceptance)["outcomes"] == [lead]
