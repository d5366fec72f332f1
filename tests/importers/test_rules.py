"""Rules: what was said of one entry holds for those of the same words."""

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.rules import MOST_RULES, learned, rule_for, words
from tests.importers.brought import workspace


def test_words_are_those_that_tell_something() -> None:
    assert words("Breakfast at the CHAMBER, 2026: Café für Jürgen & me!") == (
        "breakfast", "chamber", "cafe", "fur", "jurgen"
    )  # fmt: skip


def test_a_correction_holds_for_all_entries_with_its_words() -> None:
    rules = learned((), "Breakfast at the Chamber", "group_events", "v1")
    found = rule_for(rules, "chamber breakfast (monthly)")
    assert found is not None
    assert (found.approach, found.venue) == ("group_events", "v1")
    assert rule_for(rules, "Breakfast with Anna") is None


def test_the_rule_of_more_words_goes_first_then_the_later_one() -> None:
    rules = learned(learned((), "Coffee", "one_on_one"), "Coffee team", None)
    rules = learned(rules, "Team", "social_media")
    alone, both = rule_for(rules, "coffee"), rule_for(rules, "team coffee")
    assert alone is not None
    assert both is not None
    assert (alone.approach, both.approach) == ("one_on_one", None)
    later = learned(learned((), "Coffee", "one_on_one"), "Team", "social_media")
    found = rule_for(later, "team coffee")
    assert found is not None
    assert found.approach == "social_media"


def test_a_correction_takes_the_place_of_the_one_of_the_same_words() -> None:
    rules = learned(learned((), "Team coffee", "one_on_one"), "Coffee (team)", None)
    assert [(each.words, each.approach) for each in rules] == [(("coffee", "team"), None)]


def test_a_summary_without_words_teaches_nothing() -> None:
    assert learned((), "1:1 me & u", "one_on_one") == ()


def test_of_too_many_rules_the_oldest_goes() -> None:
    rules = ()
    for place in range(MOST_RULES + 1):
        rules = learned(rules, "word" + "".join(chr(ord("a") + int(digit)) for digit in f"{place:03}"), "one_on_one")
    assert len(rules) == MOST_RULES
    assert rules[0].words == ("wordaab",)


@given(st.text(max_size=400))
def test_whatever_was_corrected_can_be_kept_in_the_profile(summary: str) -> None:
    rules = learned((), summary, "one_on_one", "v1")
    kept = [each.model_dump(mode="json") for each in rules]
    assert workspace(profile={"import_rules": kept})["profile"]["import_rules"] == kept
    assert all(rule_for(rules, summary) is each for each in rules)
