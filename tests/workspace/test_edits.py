"""Edits: one record changes at a time, references follow, and everything can be undone."""

import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import CannotUndo, ChangedElsewhere, Invalid
from netroi_core.workspace import document
from netroi_core.workspace.document import LISTS
from netroi_core.workspace.edits import Removal, Stale, as_row, find, put, put_pay, put_row, remove, undo, undo_addition
from netroi_core.workspace.profile import AnnualPay
from netroi_core.workspace.records import Contact, Exchange, Outcome, Story
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document
from tests.strategies import workspaces

ANN, BEN = Contact(id="ann", name="Ann"), Contact(id="ben", name="Ben")
CEO = ANN.model_copy(update={"role": "CEO"})
CLUB = {"id": "club", "name": "Club", "approach": "group_events"}
COFFEE = {"id": "a", "date": "2026-07-14", "approach": "one_on_one"}


def contacts(*records: Contact) -> dict[str, Any]:
    return make_document(contacts=[as_row(record) for record in records])


def test_a_new_record_is_added_and_a_known_one_replaced_in_its_place() -> None:
    anna = ANN.model_copy(update={"name": "Anna"})
    raw = put(put(put({}, ANN), BEN), anna)
    assert raw == {"contacts": [{"id": "ann", "name": "Anna"}, {"id": "ben", "name": "Ben"}]}


def test_a_record_that_was_not_changed_meanwhile_is_replaced() -> None:
    raw = put(contacts(ANN), CEO, displayed=Contact(id="ann", name="Ann"))
    assert find(raw, Contact, "ann") == CEO


def test_a_stale_change_is_refused_with_both_versions_and_changes_nothing() -> None:
    theirs = ANN.model_copy(update={"role": "CFO"})
    raw = contacts(theirs)
    with pytest.raises(Stale) as refusal:
        put(raw, CEO, displayed=ANN)
    assert (refusal.value.mine, refusal.value.theirs) == (CEO, theirs)
    assert raw == contacts(theirs)


def test_changing_a_record_deleted_meanwhile_is_stale_and_does_not_restore_it() -> None:
    raw = contacts()
    with pytest.raises(Stale) as refusal:
        put(raw, CEO, displayed=ANN)
    assert refusal.value.theirs is None
    assert raw == contacts()


def test_a_stale_row_that_breaks_the_format_is_refused_with_its_problem() -> None:
    raw = contacts(CEO)
    with pytest.raises(Invalid, match="must be text"):
        put_row(raw, "contacts", {"id": "ann", "name": 5}, displayed=ANN)
    assert raw == contacts(CEO)


def test_a_record_that_does_not_exist_is_not_found() -> None:
    assert find({}, Contact, "ann") is None
    assert find(contacts(BEN), Contact, "ann") is None


@given(workspaces())
def test_a_record_written_back_unchanged_changes_nothing(raw: dict[str, Any]) -> None:
    before, workspace = copy.deepcopy(raw), Workspace(raw)
    for name in LISTS:
        for record in getattr(workspace, name):
            put(raw, record, displayed=record)
    assert raw == before | {name: raw[name] for name in LISTS if name in raw}


def test_removing_a_contact_removes_every_reference_to_it() -> None:
    step = {"date": "2026-07-14", "approach": "one_on_one"}
    raw = contacts(ANN, BEN) | {
        "activities": [COFFEE | {"people": ["ann", "ben"]}],
        "outcomes": [{"id": "o", "date": "2026-07-14", "kind": "client", "status": "won",
                      "touchpoints": [step | {"contact": "ann"}, step | {"contact": "ben"}]}],
        "exchanges": [{"id": "e", "date": "2026-07-14", "direction": "given", "contact": "ann",
                       "between": ["ann", "ben"]}],
        "stories": [{"id": "s", "date": "2026-07-14", "text": "Thanks", "contact": "ann"}],
    }  # fmt: skip
    after, _ = remove(raw, "contacts", ["ann"])
    workspace = Workspace(after)
    assert workspace.contacts == (BEN,)
    assert workspace.activities[0].people == ("ben",)
    assert [touchpoint.contact for touchpoint in workspace.outcomes[0].touchpoints] == [None, "ben"]
    exchange, story = find(after, Exchange, "e"), find(after, Story, "s")
    assert exchange is not None
    assert story is not None
    assert (exchange.contact, exchange.between, story.contact) == (None, ("ben",), None)


def test_removing_a_venue_removes_every_reference_to_it() -> None:
    raw = make_document(
        venues=[CLUB],
        activities=[COFFEE | {"venue": "club"}],
        outcomes=[{"date": "2026-07-14", "kind": "client", "status": "won",
                   "touchpoints": [{"date": "2026-07-14", "approach": "one_on_one", "venue": "club"}]}],
        contacts=[{"name": "Ann", "met": {"date": "2026-01-01", "venue": "club"}}],
    )  # fmt: skip
    after, _ = remove(raw, "venues", ["club"])
    assert "club" not in str(after)


def test_a_venue_and_a_contact_of_the_same_id_are_told_apart() -> None:
    raw = make_document(
        venues=[CLUB | {"id": "x"}],
        contacts=[{"id": "x", "name": "Ann"}],
        activities=[COFFEE | {"venue": "x", "people": ["x"]}],
    )
    after, _ = remove(raw, "venues", ["x"])
    assert after["activities"] == [COFFEE | {"venue": None, "people": ["x"]}]


@given(workspaces(), st.data())
def test_a_removal_leaves_a_valid_document_and_is_undone_completely(raw: dict[str, Any], data: Any) -> None:
    name = data.draw(st.sampled_from(LISTS))
    keys = data.draw(st.sets(st.sampled_from([row["id"] for row in raw.get(name, [])] or ["none"])))
    before = copy.deepcopy(raw)
    after, removal = remove(raw, name, keys)
    document.validate(after)
    assert keys.isdisjoint(row["id"] for row in after[name])
    assert undo(after, removal) == before | {name: before.get(name, [])}


def test_a_record_added_since_stays_when_a_removal_is_undone() -> None:
    after, removal = remove(contacts(ANN), "contacts", ["ann"])
    assert Workspace(undo(put(after, BEN), removal)).contacts == (ANN, BEN)


def test_a_restored_record_does_not_refer_to_one_removed_since() -> None:
    met = {"date": "2026-01-01", "venue": "club"}
    raw = make_document(venues=[CLUB], contacts=[{"id": "ann", "name": "Ann", "met": met}])
    after, removal = remove(raw, "contacts", ["ann"])
    without_club, _ = remove(after, "venues", ["club"])
    assert undo(without_club, removal)["contacts"] == [{"id": "ann", "name": "Ann", "met": met | {"venue": None}}]


@given(workspaces(), st.data())
def test_removals_undone_in_any_order_leave_a_valid_document(raw: dict[str, Any], data: Any) -> None:
    removals = []
    for name in data.draw(st.permutations(("venues", "contacts", "activities", "outcomes"))):
        raw, removal = remove(raw, name, [row["id"] for row in raw.get(name, ())])
        removals.append(removal)
    for removal in data.draw(st.permutations(removals)):
        raw = undo(raw, removal)
        document.validate(raw)


def test_a_restored_introduction_does_not_join_somebody_removed_since() -> None:
    introduction = {"id": "e", "date": "2026-07-14", "direction": "given", "between": ["ann", "ben"]}
    raw = contacts(ANN, BEN) | {"exchanges": [introduction]}
    after, removal = remove(raw, "exchanges", ["e"])
    without_ben, _ = remove(after, "contacts", ["ben"])
    assert undo(without_ben, removal)["exchanges"] == [introduction | {"between": ["ann"]}]


def test_undoing_twice_restores_a_record_once() -> None:
    after, removal = remove(contacts(ANN), "contacts", ["ann"])
    assert undo(undo(after, removal), removal) == contacts(ANN)


def test_a_change_made_after_a_removal_outlives_its_undoing() -> None:
    raw = contacts(ANN) | {"activities": [COFFEE | {"title": "Coffee", "people": ["ann"]}]}
    after, removal = remove(raw, "contacts", ["ann"])
    (coffee,) = Workspace(after).activities
    renamed = put(after, coffee.model_copy(update={"title": "Lunch"}))
    assert undo(renamed, removal)["activities"][0]["title"] == "Lunch"


def pay(since: str, base: int) -> AnnualPay:
    return AnnualPay.model_validate({"from": since, "base": Decimal(base)})


def test_pay_is_added_replaced_and_removed_and_of_one_quarter_the_new_entry_stays() -> None:
    first, raised, later = pay("2025-Q1", 50), pay("2025-Q1", 60), pay("2026-Q1", 70)
    raw = put_pay(put_pay(put_pay({}, None, first), None, later), None, raised)
    assert Workspace(raw).profile.compensation == (later, raised)
    assert Workspace(put_pay(raw, later, None)).profile.compensation == (raised,)


def test_changing_pay_that_is_no_longer_stored_is_refused() -> None:
    raw = put_pay({}, None, pay("2025-Q1", 50))
    with pytest.raises(ChangedElsewhere):
        put_pay(raw, pay("2025-Q1", 40), None)


def test_whichever_version_of_an_outcome_is_kept_has_every_probability_that_was_stated() -> None:
    day = date(2026, 7, 6)
    shown = Outcome(id="o", date=day, kind="lead", status="open", probability=0.4)
    theirs = shown.with_statement(None, day)
    mine = shown.model_copy(update={"probability": 0.7}).with_statement(shown, day + timedelta(days=1))
    with pytest.raises(Stale) as refusal:
        put(make_document(outcomes=[as_row(theirs)]), mine, displayed=shown)
    assert isinstance(refusal.value.mine, Outcome)
    assert [statement.probability for statement in refusal.value.mine.stated] == [0.4, 0.7]


def test_an_addition_is_undone_unless_it_changed_or_something_refers_to_it() -> None:
    story = {"id": "s", "date": "2026-07-01", "contact": "ben", "text": "We met."}
    assert undo_addition(contacts(ANN, BEN), BEN) == contacts(ANN)
    for later in (
        contacts(ANN),
        contacts(ANN, BEN.model_copy(update={"notes": "changed since"})),
        {**contacts(ANN, BEN), "stories": [story]},
    ):
        with pytest.raises(CannotUndo):
            undo_addition(later, BEN)


def test_a_change_is_undone_unless_the_record_changed_once_more() -> None:
    renamed = BEN.model_copy(update={"name": "Benjamin"})
    removal = Removal((), ((BEN, renamed),))
    assert undo(contacts(ANN, renamed), removal) == contacts(ANN, BEN)
    with pytest.raises(CannotUndo):
        undo(contacts(ANN, renamed.model_copy(update={"notes": "changed since"})), removal)


def test_invisible_controls_in_what_a_person_pasted_are_left_out_and_joiners_kept() -> None:
    pasted, clean = "\u2068Ann\u2069\x07 \u202eمی\u200cخواهم\u202c", "Ann می\u200cخواهم"
    assert Contact(id="ann", name=pasted).name == clean
    raw = put(contacts(ANN), ANN.model_copy(update={"name": pasted, "expertise": (pasted,)}))
    assert raw["contacts"] == [{"id": "ann", "name": clean, "expertise": [clean]}]
    assert put_row(contacts(), "contacts", {"id": "ann", "name": pasted})["contacts"][0]["name"] == clean
