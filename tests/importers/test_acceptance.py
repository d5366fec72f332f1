"""Acceptance: what is chosen of a proposal is stored, and taken back days later; what was done since stays."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.acceptance import accepted, taken_back
from netroi_core.importers.proposal import Draft, Place, Proposal
from netroi_core.relationships.duplicates import merged
from netroi_core.workspace import document
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import found, put, remove
from tests.importers.brought import AT, Json, lists_of, taken, workspace
from tests.strategies import workspaces

ANN: Json = {"id": "ann", "name": "Ann"}
COFFEE: Json = {"id": "x-coffee", "date": "2026-02-08", "approach": "one_on_one", "people": ["x-new", "ann"]}


def proposed(raw: Document) -> Proposal:
    """A club, somebody new met there, more of Ann if she is known, and a coffee with whom there is."""
    draft = Draft("linkedin", "export.zip", raw)
    draft.add("venues", {"id": "x-club", "name": "Club", "approach": "group_events"}, Place(1), "Club")
    met = {"date": "2026-01-01", "venue": "x-club"}
    draft.add("contacts", {"id": "x-new", "name": "New", "met": met}, Place(2), "New")
    if ann := draft.known("contacts", "ann"):
        draft.update("contacts", {**ann, "role": "CEO", "keys": ["linkedin:ann"]}, Place(3), "Ann: role CEO")
    people = [key for key in ("x-new", "ann") if draft.known("contacts", key)]
    draft.add("activities", {**COFFEE, "people": people}, Place(4), "Coffee")
    draft.add("exchanges", {"id": "x-e", "date": "2026-02-08", "direction": "given", "contact": "x-new"}, Place(5), "e")
    return draft.proposal()


@given(workspaces())
def test_what_was_accepted_and_taken_back_leaves_no_trace(raw: dict[str, Any]) -> None:
    before = copy.deepcopy(raw)
    after, acceptance = taken(raw, proposed(raw))
    assert raw == before
    assert after["imports"] == [acceptance]
    assert lists_of(taken_back(after, acceptance)) == lists_of(before)


@given(workspaces(), st.data())
def test_whatever_is_chosen_or_deleted_in_between_leaves_valid_documents(raw: dict[str, Any], data: Any) -> None:
    raw = put(raw, "contacts", ANN)
    proposal = proposed(raw)
    chosen = data.draw(st.sets(st.sampled_from([item.key for item in proposal.items])))
    after, acceptance = accepted(raw, proposal, AT, chosen)
    document.validate(after)
    name = data.draw(st.sampled_from(document.LISTS))
    keys = data.draw(st.sets(st.sampled_from([record["id"] for record in after.get(name, [])] or ["none"])))
    if name != "imports":
        after, _ = remove(after, name, keys)
    back = taken_back(after, acceptance)
    document.validate(back)
    assert taken_back(back, acceptance) == back


def test_what_was_not_chosen_is_not_stored_and_nothing_refers_to_it() -> None:
    raw = workspace(contacts=[ANN])
    after, _ = accepted(raw, proposed(raw), AT, {"activities/x-coffee", "exchanges/x-e"})
    document.validate(after)
    assert [each["id"] for each in after["contacts"]] == ["ann"]
    assert after["activities"][0]["people"] == ["ann"]
    assert after["exchanges"][0]["contact"] is None


def test_where_nothing_is_chosen_nothing_is_kept() -> None:
    raw = workspace(contacts=[ANN])
    assert accepted(raw, proposed(raw), AT, set())[0] == raw


def test_of_the_file_only_its_name_is_kept() -> None:
    after, acceptance = taken(workspace(), proposed(workspace()))
    assert acceptance["file_name"] == "export.zip"
    assert "Club" not in str(after["imports"])


def test_what_was_changed_elsewhere_since_the_proposal_is_left_as_it_is() -> None:
    raw = workspace(contacts=[ANN])
    proposal = proposed(raw)
    hers = {**ANN, "role": "Owner"}
    there = workspace(contacts=[hers, {"id": "x-new", "name": "Newton"}])
    after, acceptance = taken(there, proposal)
    assert after["contacts"] == [{**hers, "keys": ["linkedin:ann"]}, {"id": "x-new", "name": "Newton"}]
    assert lists_of(taken_back(after, acceptance)) == lists_of(there)


def test_what_was_deleted_since_the_proposal_does_not_come_back_by_an_update() -> None:
    proposal = proposed(workspace(contacts=[ANN]))
    after, _ = taken(workspace(), proposal)
    assert found(after, "contacts", "ann") is None


def test_a_record_that_was_edited_since_stays_when_the_import_is_taken_back() -> None:
    after, acceptance = taken(workspace(), proposed(workspace()))
    edited = {**found(after, "exchanges", "x-e"), "note": "She called"}
    back = taken_back(put(after, "exchanges", edited), acceptance)
    assert back["exchanges"] == [edited]
    assert [each["id"] for each in back["contacts"]] == ["x-new"]
    assert [each["id"] for each in back["venues"]] == ["x-club"]
    assert back["activities"] == []


def test_somebody_whom_later_records_name_stays() -> None:
    after, acceptance = taken(workspace(), proposed(workspace()))
    lunch = {"id": "lunch", "date": "2026-03-01", "approach": "one_on_one", "people": ["x-new"]}
    back = taken_back(put(after, "activities", lunch), acceptance)
    assert back["activities"] == [lunch]
    assert [each["id"] for each in back["contacts"]] == ["x-new"]


def test_of_an_update_only_what_is_still_as_it_left_it_is_taken_back() -> None:
    raw = workspace(contacts=[{**ANN, "role": "CFO"}])
    after, acceptance = taken(raw, proposed(raw))
    hers = {**found(after, "contacts", "ann"), "role": "Chair", "closeness": 5}
    back = taken_back(put(after, "contacts", hers), acceptance)
    assert back["contacts"] == [{**ANN, "role": "Chair", "closeness": 5}]


def test_somebody_who_was_merged_with_another_since_stays() -> None:
    raw = workspace(contacts=[ANN])
    after, acceptance = taken(raw, proposed(raw))
    one, _ = merged(after, "ann", ["x-new"])
    back = taken_back(one, acceptance)
    document.validate(back)
    assert [each["id"] for each in back["contacts"]] == ["ann"]


def test_two_imports_are_taken_back_in_any_order() -> None:
    raw = workspace(contacts=[ANN])
    after, first = taken(raw, proposed(raw))
    draft = Draft("contacts", "more.vcf", after)
    draft.update("contacts", {**found(after, "contacts", "ann"), "role": "Chair"}, Place(1), "Ann")
    both, second = taken(after, draft.proposal())
    assert lists_of(taken_back(taken_back(both, second), first)) == lists_of(raw)
    document.validate(taken_back(taken_back(both, first), second))
