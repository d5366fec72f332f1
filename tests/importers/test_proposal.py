"""Proposals: a draft keeps what can be accepted, skips what is known, and says why a line is left out."""

import pytest

from netroi_core.importers.proposal import Draft, Occurrences, Place, fingerprint, identifier
from tests.importers.brought import Json, taken, workspace

ANN: Json = {"id": "ann", "name": "Ann"}
HOURS: Json = {"id": "a", "date": "2026-02-08", "approach": "social_media", "hours": {"attending": 1}}


def test_what_is_known_by_its_id_is_skipped_not_added_again() -> None:
    draft = Draft("contacts", "a.vcf", workspace(contacts=[ANN]))
    draft.add("contacts", {**ANN, "role": "CEO"}, Place(3, "a.csv"), "Ann")
    proposal = draft.proposal()
    assert proposal.items == ()
    assert [(str(each.place), each.reason) for each in proposal.skipped] == [("a.csv, line 3", "It is known already.")]


def test_what_would_break_the_format_is_rejected_with_what_is_wrong() -> None:
    draft = Draft("contacts", "a.vcf", workspace())
    draft.add("contacts", {"id": "x", "name": ""}, Place(7), "Nobody")
    assert draft.proposal().items == ()
    assert [(each.place.line, each.reason[:12]) for each in draft.proposal().rejected] == [(7, "Nobody: name")]


def test_an_update_that_changes_nothing_is_skipped() -> None:
    draft = Draft("contacts", "a.vcf", workspace(contacts=[ANN]))
    draft.update("contacts", dict(ANN), Place(1), "Ann")
    assert (draft.proposal().updated, len(draft.proposal().skipped)) == ((), 1)


def test_two_updates_of_one_record_are_one_from_what_is_stored() -> None:
    draft = Draft("contacts", "a.vcf", workspace(contacts=[ANN]))
    for role in ("CFO", "CEO"):
        draft.update("contacts", {**ANN, "role": role}, Place(1), "Ann")
    (item,) = draft.proposal().updated
    assert (item.key, item.before, item.record["role"]) == ("contacts/ann", ANN, "CEO")


def test_what_an_import_left_is_brought_up_to_date_and_what_was_changed_since_is_not() -> None:
    def drafted(raw: Json, hours: float) -> Draft:
        draft = Draft("linkedin", "a.csv", raw)
        draft.refresh("activities", {**HOURS, "hours": {"attending": hours}}, Place(1), "a")
        return draft

    once, _ = taken(workspace(), drafted(workspace(), 1).proposal())
    twice, _ = taken(once, drafted(once, 2).proposal())
    assert twice["activities"][0]["hours"] == {"attending": 2}
    assert drafted(twice, 3).proposal().updated[0].record["hours"] == {"attending": 3}
    edited = {**twice, "activities": [{**HOURS, "hours": {"attending": 9}}]}
    assert drafted(edited, 3).proposal().items == ()
    assert "stays as it is" in drafted(edited, 3).proposal().skipped[0].reason


def test_equal_rows_of_one_file_are_told_apart_by_their_count() -> None:
    occurrences = Occurrences()
    assert [occurrences.count(row) for row in ("a", "b", "a")] == [1, 1, 2]


def test_an_id_is_the_same_for_the_same_parts_only() -> None:
    assert identifier("x", "a", "b") == identifier("x", "a", "b")
    assert len({identifier("x", "a", "b"), identifier("x", "ab"), identifier("y", "a", "b")}) == 3
    assert identifier("x", 1).startswith("x-")


@pytest.mark.parametrize("other", [{"a": True}, {"a": 1.0}, {"a": "1"}, {}])
def test_a_fingerprint_tells_values_apart_to_the_letter(other: Json) -> None:
    assert fingerprint({"a": 1}) != fingerprint(other)
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
