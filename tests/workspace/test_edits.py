"""Edits: one record changes at a time, references follow, and everything can be taken back."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import Stale
from netroi_core.workspace import document
from netroi_core.workspace.edits import found, put, remove, undone
from tests.strategies import workspaces

ANN, BEN = {"id": "ann", "name": "Ann"}, {"id": "ben", "name": "Ben"}


def test_a_new_record_is_added_and_a_known_one_replaced_in_its_place() -> None:
    raw = put(put(put({}, "contacts", ANN), "contacts", BEN), "contacts", ANN | {"name": "Anna"})
    assert raw == {"contacts": [{"id": "ann", "name": "Anna"}, BEN]}


def test_a_record_that_was_not_changed_meanwhile_is_replaced() -> None:
    raw = put({"contacts": [ANN]}, "contacts", ANN | {"role": "CEO"}, seen=dict(ANN))
    assert found(raw, "contacts", "ann") == ANN | {"role": "CEO"}


def test_a_stale_change_is_refused_with_both_versions_and_changes_nothing() -> None:
    theirs, mine = ANN | {"role": "CFO"}, ANN | {"role": "CEO"}
    raw = {"contacts": [theirs]}
    with pytest.raises(Stale) as refused:
        put(raw, "contacts", mine, seen=ANN)
    assert (refused.value.mine, refused.value.theirs) == (mine, theirs)
    assert raw == {"contacts": [theirs]}


def test_changing_what_was_deleted_meanwhile_is_stale_and_does_not_bring_it_back() -> None:
    raw: dict[str, Any] = {"contacts": []}
    with pytest.raises(Stale) as refused:
        put(raw, "contacts", ANN | {"role": "CEO"}, seen=ANN)
    assert refused.value.theirs is None
    assert raw == {"contacts": []}


def test_a_record_that_is_not_there_is_not_found() -> None:
    assert found({}, "contacts", "ann") is None
    assert found({"contacts": [BEN]}, "contacts", "ann") is None


def test_removing_a_contact_takes_every_mention_of_it_along() -> None:
    raw = {
        "contacts": [ANN, BEN],
        "activities": [{"id": "a", "people": ["ann", "ben"]}],
        "outcomes": [{"id": "o", "touchpoints": [{"contact": "ann"}, {"contact": "ben"}]}],
        "exchanges": [{"id": "e", "contact": "ann", "between": ["ann", "ben"]}],
        "stories": [{"id": "s", "contact": "ann"}],
    }
    after, _ = remove(raw, "contacts", ["ann"])
    assert after == {
        "contacts": [BEN],
        "activities": [{"id": "a", "people": ["ben"]}],
        "outcomes": [{"id": "o", "touchpoints": [{"contact": None}, {"contact": "ben"}]}],
        "exchanges": [{"id": "e", "contact": None, "between": ["ben"]}],
        "stories": [{"id": "s", "contact": None}],
    }


def test_removing_a_venue_takes_every_mention_of_it_along() -> None:
    raw = {
        "venues": [{"id": "club"}],
        "activities": [{"id": "a", "venue": "club"}],
        "outcomes": [{"id": "o", "touchpoints": [{"venue": "club"}]}],
        "contacts": [ANN | {"met": {"date": "2026-01-01", "venue": "club"}}],
    }
    after, _ = remove(raw, "venues", ["club"])
    assert "club" not in str(after)


def test_a_venue_and_a_contact_of_the_same_id_are_not_mixed_up() -> None:
    raw = {
        "venues": [{"id": "x"}],
        "contacts": [{"id": "x"}],
        "activities": [{"id": "a", "venue": "x", "people": ["x"]}],
    }
    after, _ = remove(raw, "venues", ["x"])
    assert after["activities"] == [{"id": "a", "venue": None, "people": ["x"]}]


@given(workspaces(), st.data())
def test_whatever_is_removed_leaves_a_valid_document_and_comes_back_as_it_was(raw: dict[str, Any], data: Any) -> None:
    name = data.draw(st.sampled_from(document.LISTS))
    keys = data.draw(st.sets(st.sampled_from([record["id"] for record in raw.get(name, [])] or ["none"])))
    before = copy.deepcopy(raw)
    after, removal = remove(raw, name, keys)
    document.validate(after)
    assert all(found(after, name, key) is None for key in keys)
    assert undone(after, removal) == before | {name: before.get(name, [])}


def test_what_was_added_since_stays_when_a_removal_is_undone() -> None:
    after, removal = remove({"contacts": [ANN]}, "contacts", ["ann"])
    assert undone(put(after, "contacts", BEN), removal)["contacts"] == [ANN, BEN]


def test_what_comes_back_does_not_refer_to_what_was_removed_since() -> None:
    met = {"date": "2026-01-01", "venue": "club"}
    raw = {"venues": [{"id": "club"}], "contacts": [ANN | {"met": met}]}
    after, removal = remove(raw, "contacts", ["ann"])
    without_club, _ = remove(after, "venues", ["club"])
    assert undone(without_club, removal)["contacts"] == [ANN | {"met": met | {"venue": None}}]


@given(workspaces(), st.data())
def test_removals_undone_in_any_order_leave_a_valid_document(raw: dict[str, Any], data: Any) -> None:
    removals = []
    for name in data.draw(st.permutations(("venues", "contacts", "activities", "outcomes"))):
        raw, removal = remove(raw, name, [record["id"] for record in raw.get(name, ())])
        removals.append(removal)
    for removal in data.draw(st.permutations(removals)):
        raw = undone(raw, removal)
        document.validate(raw)


def test_an_introduction_that_comes_back_does_not_join_somebody_removed_since() -> None:
    raw = {"contacts": [ANN, BEN], "exchanges": [{"id": "e", "between": ["ann", "ben"]}]}
    after, removal = remove(raw, "exchanges", ["e"])
    without_ben, _ = remove(after, "contacts", ["ben"])
    assert undone(without_ben, removal)["exchanges"] == [{"id": "e", "between": ["ann"]}]


def test_undoing_twice_brings_a_record_back_once() -> None:
    after, removal = remove({"contacts": [ANN]}, "contacts", ["ann"])
    assert undone(undone(after, removal), removal) == {"contacts": [ANN]}


def test_a_change_made_after_a_removal_outlives_its_undoing() -> None:
    meeting = {"id": "a", "title": "Coffee", "people": ["ann"]}
    after, removal = remove({"contacts": [ANN], "activities": [meeting]}, "contacts", ["ann"])
    renamed = put(after, "activities", {"id": "a", "title": "Lunch", "people": []})
    assert undone(renamed, removal)["activities"][0]["title"] == "Lunch"
