"""Corrections: what a person says of a proposal before it counts holds for it, and for the next of its kind."""

from typing import Any

import pytest

from netroi_core.importers.corrections import Correction, corrected, taught
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.statements import expenses
from tests.importers.brought import records, taken, workspace
from tests.importers.calendar.calendars import brought, ics, met
from tests.importers.matching.test_joining import card

CHAMBER = workspace(venues=[{"id": "v1", "name": "Town hall", "approach": "group_events"}])
BREAKFAST = ics(met(summary="Breakfast, early birds"))
LATER = ics(met("UID:later", start="20260721T090000", summary="Early birds' breakfast"))


def right(proposal: Proposal, **said: Any) -> Proposal:
    (item,) = proposal.items
    return corrected(proposal, {item.key: Correction(**said)})


def test_approach_place_hours_and_category_are_as_the_person_says() -> None:
    said = {"approach": "one_on_one", "venue": "v1", "hours": 2.5}
    (one,) = records(right(brought(BREAKFAST, CHAMBER), **said), "activities")
    assert (one["approach"], one["venue"], one["hours"]) == ("one_on_one", "v1", {"attending": 2.5})
    paid = expenses.read(card("STARBUCKS|4"), "x", CHAMBER)
    assert records(right(paid, category="lunch"), "activities")[0]["costs"] == [{"category": "lunch", "amount": "4"}]
    assert "venue" not in records(right(brought(BREAKFAST, CHAMBER), venue=""), "activities")[0]


def test_what_was_no_networking_is_left_out() -> None:
    assert right(brought(BREAKFAST, CHAMBER), is_networking=False).items == ()


def test_a_corrected_proposal_can_be_accepted() -> None:
    after, _ = taken(CHAMBER, right(brought(BREAKFAST, CHAMBER), venue="v1"))
    assert after["activities"][0]["venue"] == "v1"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Correction(approach="social_media", venue="v1"), ("social_media", "v1")),
        (Correction(is_networking=False), None),
    ],
)
def test_a_correction_holds_for_the_next_entry_of_its_words_which_says_so(said: Correction, expected: Any) -> None:
    proposal = brought(BREAKFAST, CHAMBER)
    rules = taught((), proposal, {proposal.items[0].key: said})
    known = {**CHAMBER, "profile": {"import_rules": [rule.model_dump(mode="json") for rule in rules]}}
    later = brought(LATER, known)
    if expected is None:
        assert later.items == ()
        assert "as you said last time" in later.skipped[0].reason
    else:
        (item,) = later.added
        assert (item.record["approach"], item.record["venue"]) == expected
        assert "as you said last time" in item.label


def test_what_a_merchant_was_for_holds_for_its_next_charge_even_where_nothing_else_says_networking() -> None:
    proposal = expenses.read(card("STARBUCKS RESERVE|4"), "x", CHAMBER)
    rules = taught((), proposal, {proposal.items[0].key: Correction(venue="v1", category="gift")})
    known = {**CHAMBER, "profile": {"import_rules": [rule.model_dump(mode="json") for rule in rules]}}
    (one,) = records(expenses.read(card("STARBUCKS RESERVE|7", day="07/18/2026"), "x", known), "activities")
    assert (one["venue"], one["costs"]) == ("v1", [{"category": "gift", "amount": "7"}])
    never = taught((), proposal, {proposal.items[0].key: Correction(is_networking=False)})
    refused = {**CHAMBER, "profile": {"import_rules": [rule.model_dump(mode="json") for rule in never]}}
    left = expenses.read(card("STARBUCKS RESERVE|7"), "x", refused)
    assert (left.items, left.skipped[0].reason) == ((), "As you said last time, it was no networking.")


def test_hours_and_what_stays_as_proposed_teach_nothing() -> None:
    proposal = brought(BREAKFAST, CHAMBER)
    key = proposal.items[0].key
    assert taught((), proposal, {}) == ()
    assert taught((), proposal, {key: Correction(hours=3, approach=proposal.items[0].record["approach"])}) == ()
