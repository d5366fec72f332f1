"""Duplicates: contacts of one name, merged with nothing lost, or marked as different people, and undone."""

import copy
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from netroi_core.errors import ChangedElsewhere
from netroi_core.relationships.duplicates import mark_distinct, merge, possible_duplicates
from netroi_core.workspace import document
from netroi_core.workspace.edits import put_row, remove, undo
from netroi_core.workspace.records import Contact
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.strategies import any_days, texts, workspaces


@st.composite
def crowds(draw: st.DrawFn) -> Json:
    """Draw a valid workspace with four contacts, referred to wherever a contact can be."""
    raw = draw(workspaces())
    details = st.fixed_dictionaries(
        {"name": st.sampled_from(("Ann Lee", "ann  lee", "Änn Lee", "Bo"))},
        optional={
            "role": texts,
            "notes": texts,
            "expertise": st.lists(texts, max_size=3),
            "met": st.fixed_dictionaries({"date": any_days}),
            "closeness": st.none() | st.integers(1, 5),
            "status": st.sampled_from(("active", "dormant", "pruned")),
            "follow_up": st.none() | any_days,
            "distinct_from": st.lists(st.sampled_from(("c0", "c1", "c2", "c3")), max_size=2),
        },
    )
    contacts = [{**draw(details), "id": f"c{n}"} for n in range(4)]
    one = st.sampled_from([contact["id"] for contact in contacts])
    some = st.lists(one, max_size=3, unique=True)
    for activity in raw.get("activities", ()):
        activity["people"] = draw(some)
    for outcome in raw.get("outcomes", ()):
        for step in outcome.get("touchpoints", ()):
            step["contact"] = draw(st.none() | one)
    for favor in raw.get("exchanges", ()):
        favor |= {"contact": draw(st.none() | one), "between": draw(some)}
    steps = [{"date": "2026-01-01", "approach": "one_on_one", "contact": draw(one)}]
    return raw | {
        "contacts": contacts,
        "stories": [{"id": "s1", "date": "2026-01-01", "contact": draw(one), "text": "Well done"}],
        "quizzes": [{"id": "q1", "quarter": "2026-Q1", "answers": {"outcome.1.touchpoints": steps, "at": "review"}}],
    }


def duplicates_of(raw: Json) -> list[tuple[Contact, ...]]:
    return possible_duplicates(Workspace(raw))


def contact_ids(value: Any) -> list[str]:
    """Return the ids of contacts anywhere in a value."""
    if isinstance(value, dict):
        return [key for part in value.values() for key in contact_ids(part)]
    if isinstance(value, list):
        return [key for part in value for key in contact_ids(part)]
    return [value] if value in ("c0", "c1", "c2", "c3") else []


@over(crowds(), st.lists(st.sampled_from(("c1", "c2", "c3")), min_size=1, max_size=3, unique=True))
def test_merging_leaves_a_valid_document_that_names_only_the_one_kept_and_undoing_it_leaves_no_trace(
    raw: Json, gone: list[str]
) -> None:
    before = copy.deepcopy(raw)
    after, removal = merge(raw, "c0", gone)
    document.validate(after)
    assert set(contact_ids(after)).isdisjoint(gone)
    assert [contact["id"] for contact in after["contacts"]] == [f"c{n}" for n in range(4) if f"c{n}" not in gone]
    assert undo(after, removal) == before


@over(crowds(), st.sampled_from(("c1", "c2")), st.sampled_from(("venues", "activities", "contacts")))
def test_a_merger_undone_after_other_removals_leaves_a_valid_document(raw: Json, gone: str, name: str) -> None:
    raw, merger = merge(raw, "c0", [gone])
    raw, removal = remove(raw, name, [record["id"] for record in raw.get(name, ())])
    document.validate(undo(raw, merger))
    document.validate(undo(undo(raw, merger), removal))


def test_names_that_differ_in_case_spaces_or_accents_alone_are_duplicates_the_best_known_first() -> None:
    raw = make_document(
        contacts=[
            {"name": "José  Álvarez"},
            {"name": "Bo"},
            {"name": "JOSE ALVAREZ", "role": "Buyer"},
            {"name": "Jo Sealvarez", "role": "Buyer", "notes": "Tall"},
            {"name": "Bob"},
            {"name": " "},
            {"name": "  "},
        ]
    )
    assert [[contact.id for contact in group] for group in duplicates_of(raw)] == [["c4", "c3", "c1"]]


def test_different_people_of_one_name_stay_distinct_and_a_third_may_still_be_one_of_them() -> None:
    raw = make_document(contacts=[{"name": "Ann", "role": "Buyer"}, {"name": "Ann"}])
    before = copy.deepcopy(raw)
    apart, removal = mark_distinct(raw, ["c1", "c2"])
    document.validate(apart)
    assert duplicates_of(apart) == []
    apart["contacts"].append({"id": "c3", "name": "ann"})
    assert [[contact.id for contact in group] for group in duplicates_of(apart)] == [["c1", "c3"]]
    apart, _ = remove(apart, "contacts", ["c3"])
    without, _ = remove(copy.deepcopy(apart), "contacts", ["c2"])
    assert not without["contacts"][0].get("distinct_from")
    assert undo(apart, removal) == before


def test_two_distinct_contacts_stay_so_when_a_third_turns_out_to_be_one_of_them() -> None:
    raw, _ = mark_distinct(make_document(contacts=[{"name": "Ann"}, {"name": "Ann"}, {"name": "Ann"}]), ["c2", "c3"])
    one, _ = merge(raw, "c1", ["c2"])
    assert duplicates_of(one) == []
    assert one["contacts"][1]["distinct_from"] == ["c1"]


def test_a_contact_deleted_meanwhile_is_not_marked_distinct() -> None:
    with pytest.raises(ChangedElsewhere):
        mark_distinct(make_document(contacts=[{"name": "Ann"}]), ["c1", "c2"])


def test_what_is_empty_is_filled_and_what_is_there_stays() -> None:
    kept = {"name": "Ann", "role": "Buyer", "industry": "", "closeness": None, "expertise": ["Tax"], "notes": "Tall"}
    gone = {"name": "ann", "role": "Cook", "industry": "Food", "closeness": 3, "expertise": ["tax", "law"],
            "notes": "Kind", "met": {"date": "2026-01-01"}, "follow_up": None}  # fmt: skip
    (one,) = merge(make_document(contacts=[kept, gone]), "c1", ["c2"])[0]["contacts"]
    assert one == {
        "id": "c1",
        "name": "Ann",
        "role": "Buyer",
        "industry": "Food",
        "closeness": 3,
        "expertise": ["Tax", "law"],
        "notes": "Tall\nKind",
        "met": {"date": "2026-01-01"},
    }


def test_the_first_meeting_and_the_liveliest_status_stay() -> None:
    raw = make_document(
        contacts=[
            {"name": "Ann", "met": {"date": "2026-02-01"}, "status": "pruned"},
            {"name": "Ann", "met": {"date": "2025-02-01", "approach": "one_on_one"}},
        ]
    )
    (one,) = merge(raw, "c1", ["c2"])[0]["contacts"]
    assert (one["met"], one["status"]) == ({"date": "2025-02-01", "approach": "one_on_one"}, "active")


def test_one_who_stood_twice_at_an_activity_stands_there_once() -> None:
    activity = {"date": "2026-01-01", "approach": "one_on_one", "people": ["c2", "c3", "c1"]}
    raw = make_document(contacts=[{"name": "Ann"}, {"name": "Ann"}, {"name": "Bo"}], activities=[activity])
    assert merge(raw, "c1", ["c2"])[0]["activities"][0]["people"] == ["c1", "c3"]


@pytest.mark.parametrize(("keep", "gone"), [("c1", ["c9"]), ("c9", ["c1"]), ("c1", ["c2", "c9"])])
def test_a_merger_with_somebody_deleted_meanwhile_is_refused(keep: str, gone: list[str]) -> None:
    raw = make_document(contacts=[{"name": "Ann"}, {"name": "Ann"}])
    before = copy.deepcopy(raw)
    with pytest.raises(ChangedElsewhere):
        merge(raw, keep, gone)
    assert raw == before


def test_what_was_added_or_changed_since_a_merger_stays_when_it_is_undone() -> None:
    raw = make_document(
        contacts=[{"name": "Ann"}, {"name": "Ann", "role": "Buyer"}],
        exchanges=[{"date": "2026-01-01", "direction": "given", "contact": "c2"}] * 2,
    )
    raw, removal = merge(raw, "c1", ["c2"])
    put_row(raw, "exchanges", {**raw["exchanges"][0], "note": "Since"})
    put_row(raw, "exchanges", {"id": "new", "date": "2026-01-02", "direction": "given", "contact": "c1"})
    after = undo(raw, removal)
    assert [(each["id"], each["contact"], each.get("note")) for each in after["exchanges"]] == [
        ("e1", "c1", "Since"),
        ("e2", "c2", None),
        ("new", "c1", None),
    ]
    assert after["contacts"] == [{"id": "c1", "name": "Ann"}, {"id": "c2", "name": "Ann", "role": "Buyer"}]


@pytest.mark.parametrize("answer", ["c2", ["c2"], [{"contact": ["c2"]}], {"contact": "c2"}, None, 5])
def test_an_answer_that_no_quiz_would_write_is_left_as_it_is(answer: Any) -> None:
    quiz = {"quarter": "2026-Q1", "answers": {"outcome.1.touchpoints": answer, "at": "c2"}}
    raw = make_document(contacts=[{"name": "Ann"}, {"name": "Ann"}], quizzes=[quiz])
    assert merge(raw, "c1", ["c2"])[0]["quizzes"][0]["answers"] == quiz["answers"]


def test_whoever_is_merged_is_known_by_the_keys_of_both() -> None:
    raw = make_document(
        contacts=[{"name": "Ann", "keys": ["a", "b"]}, {"name": "Ann", "keys": ["b", "c"]}, {"name": "Ann"}]
    )
    assert merge(raw, "c1", ["c2", "c3"])[0]["contacts"] == [{"id": "c1", "name": "Ann", "keys": ["a", "b", "c"]}]
