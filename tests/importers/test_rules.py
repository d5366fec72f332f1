"""Rules: a correction of one entry applies to those with the same words."""

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.rules import MOST_RULES, matching_rule, significant_words, with_rule
from tests.importers.brought import workspace


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
