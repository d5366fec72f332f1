"""Rules: the person's corrections apply to a proposal, and to later entries with the same words."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.proposal import Proposal
from netroi_core.importers.rules import (
    MOST_RULES,
    Correction,
    apply_corrections,
    describe_layout,
    describe_rule,
    learn_from_corrections,
    matching_rule,
    significant_words,
    with_rule,
)
from netroi_core.workspace.profile import ImportLayout, ImportRule
from netroi_core.workspace.records import Activity, Venue
from netroi_core.workspace.workspace import Workspace
from tests.importers.calendar.calendars import ics, meeting, preview
from tests.importers.import_files import read_as, records, taken, workspace
from tests.importers.matching.test_joining import card


def test_significant_words_have_no_case_accents_numbers_or_stop_words() -> None:
    assert significant_words("Breakfast at the CHAMBER, 2026: Café für Jürgen & me!") == (
        "breakfast", "chamber", "cafe", "fur", "jurgen"
    )  # fmt: skip


def test_a_rule_applies_to_all_entries_with_its_words() -> None:
    rules = with_rule((), "Breakfast at the Chamber", "group_events", "v1")
    assert matching_rule(rules, "chamber breakfast (monthly)") is rules[0]
    assert (rules[0].approach, rules[0].venue) == ("group_events", "v1")
    assert matching_rule(rules, "Breakfast with Anna") is None


def test_the_rule_with_the_most_words_goes_first_then_the_latest() -> None:
    coffee = with_rule((), "Coffee", "one_on_one")
    rules = with_rule(with_rule(coffee, "Coffee team", None), "Team", "social_media")
    assert matching_rule(rules, "coffee") is rules[0]
    assert matching_rule(rules, "team coffee") is rules[1]
    two = with_rule(coffee, "Team", "social_media")
    assert matching_rule(two, "team coffee") is two[1]


def test_a_rule_replaces_the_one_with_the_same_words() -> None:
    rules = with_rule(with_rule((), "Team coffee", "one_on_one"), "Coffee (team)", None)
    assert [(rule.words, rule.approach) for rule in rules] == [(("coffee", "team"), None)]


def test_a_summary_without_significant_words_makes_no_rule() -> None:
    assert with_rule((), "1:1 me & u", "one_on_one") == ()


def test_of_too_many_rules_the_oldest_is_dropped() -> None:
    rules = ()
    for number in range(MOST_RULES + 1):
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")
        rules = with_rule(rules, f"word{letters}", "one_on_one")
    assert len(rules) == MOST_RULES
    assert rules[0].words == ("wordaab",)


@given(st.text(max_size=400))
def test_any_rule_can_be_stored_in_the_profile(summary: str) -> None:
    rules = with_rule((), summary, "one_on_one", "v1")
    rows = [rule.model_dump(mode="json") for rule in rules]
    assert workspace(profile={"import_rules": rows}).profile.import_rules == rules
    assert all(matching_rule(rules, summary) is rule for rule in rules)


CHAMBER = workspace(venues=[{"id": "v1", "name": "Town hall", "approach": "group_events"}])
BREAKFAST = ics(meeting(summary="Breakfast, early birds"))
LATER = ics(meeting("UID:later", start="20260721T090000", summary="Early birds' breakfast"))


def corrected(proposal: Proposal, **fields: Any) -> Proposal:
    (item,) = proposal.items
    return apply_corrections(proposal, {item.key: Correction(**fields)})


def with_rules(rules: Sequence[ImportRule]) -> Workspace:
    profile = {"import_rules": [rule.model_dump(mode="json") for rule in rules]}
    return Workspace({**CHAMBER.document, "profile": profile})


def test_a_correction_changes_approach_venue_hours_and_category() -> None:
    proposal = corrected(preview(BREAKFAST, CHAMBER), approach="one_on_one", venue="v1", hours=2.5)
    (activity,) = records(proposal, "activities")
    assert (activity["approach"], activity["venue"], activity["hours"]) == ("one_on_one", "v1", {"attending": 2.5})
    (paid,) = records(corrected(read_as("expenses", card("STARBUCKS|4"), "x", CHAMBER), category="lunch"), "activities")
    assert paid["costs"] == [{"category": "lunch", "amount": "4"}]
    (elsewhere,) = records(corrected(proposal, venue=""), "activities")
    assert elsewhere["venue"] is None


def test_an_item_that_is_no_networking_is_left_out() -> None:
    assert corrected(preview(BREAKFAST, CHAMBER), is_networking=False).items == ()


def test_a_corrected_proposal_can_be_accepted() -> None:
    after, _ = taken(CHAMBER, corrected(preview(BREAKFAST, CHAMBER), venue="v1"))
    assert after.activities[0].venue == "v1"


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (Correction(approach="social_media", venue="v1"), ("social_media", "v1")),
        (Correction(is_networking=False), None),
    ],
)
def test_a_correction_applies_to_the_next_entry_with_its_words_which_says_so(
    correction: Correction, expected: tuple[str, str] | None
) -> None:
    proposal = preview(BREAKFAST, CHAMBER)
    rules = learn_from_corrections((), proposal, {proposal.items[0].key: correction})
    later = preview(LATER, with_rules(rules))
    if expected is None:
        assert later.items == ()
        assert "as you corrected it last time" in later.skipped[0].reason
    else:
        (item,) = later.added
        assert isinstance(item.record, Activity)
        assert (item.record.approach, item.record.venue) == expected
        assert "as you corrected it last time" in item.label


def test_a_correction_applies_to_the_next_charge_of_a_merchant_even_if_nothing_else_indicates_networking() -> None:
    proposal = read_as("expenses", card("STARBUCKS RESERVE|4"), "x", CHAMBER)
    key = proposal.items[0].key
    gifts = with_rules(learn_from_corrections((), proposal, {key: Correction(venue="v1", category="gift")}))
    (gift,) = records(read_as("expenses", card("STARBUCKS RESERVE|7", day="07/18/2026"), "x", gifts), "activities")
    assert (gift["venue"], gift["costs"]) == ("v1", [{"category": "gift", "amount": "7"}])
    never = with_rules(learn_from_corrections((), proposal, {key: Correction(is_networking=False)}))
    later = read_as("expenses", card("STARBUCKS RESERVE|7"), "x", never)
    assert (later.items, later.skipped[0].reason) == ((), "It isn’t networking, as you corrected it last time.")


def test_a_corrected_category_alone_makes_a_rule_for_the_merchant() -> None:
    proposal = read_as("expenses", card("STARBUCKS|4"), "x", CHAMBER)
    (rule,) = learn_from_corrections((), proposal, {proposal.items[0].key: Correction(category="lunch")})
    assert (rule.words, rule.approach, rule.category) == (("starbucks",), "one_on_one", "lunch")


def test_corrected_hours_and_unchanged_fields_make_no_rule() -> None:
    proposal = preview(BREAKFAST, CHAMBER)
    key, record = proposal.items[0].key, proposal.items[0].record
    assert isinstance(record, Activity)
    assert learn_from_corrections((), proposal, {}) == ()
    assert learn_from_corrections((), proposal, {key: Correction(hours=3, approach=record.approach)}) == ()


def test_rules_and_layouts_are_described_in_plain_words() -> None:
    chamber = Venue(id="v1", name="Chamber", approach="group_events")
    rule = ImportRule(words=("breakfast", "chamber"), approach="group_events", venue="v1", category="breakfast")
    assert describe_rule(rule, {"v1": chamber}) == (
        "“breakfast” and “chamber”: group event at Chamber, for breakfast"
    )  # fmt: skip
    assert describe_rule(rule, {}) == "“breakfast” and “chamber”: group event, for breakfast"
    assert describe_rule(ImportRule(words=("dentist",)), {}) == "“dentist”: not networking"
    layout = ImportLayout(header="x", date="Datum", description="Text", amount="Umsatz", spent="negative")
    assert describe_layout(layout) == "Statements with the columns Datum, Text and Umsatz"
