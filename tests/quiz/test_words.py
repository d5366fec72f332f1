"""What the quiz says of what it filled in."""

from netroi_core.quiz import words as quiz_words
from netroi_core.wording.wording import Words

FILES = {
    "group_events.hours.attending": {"linkedin", "calendar"},
    "group_events.costs.parking": {"expense"},
    "one_on_one.hours.attending": {"journal"},
    "one_on_one.costs.coffee": {"journal"},
    "social_media.costs.subscription": {"linkedin"},
}


def test_each_approach_says_where_its_hours_and_costs_are_from() -> None:
    said = {approach: quiz_words.origin(FILES, approach) for approach in ("group_events", "one_on_one", "social_media")}
    assert said == {
        "group_events": "Hours from your calendar and LinkedIn; costs from your card.",
        "one_on_one": "From your journal.",
        "social_media": "Costs from LinkedIn.",
    }
    assert quiz_words.origin({}, "one_on_one") == ""


def test_all_sources_are_named_once_and_in_one_order() -> None:
    assert quiz_words.origins(FILES) == "Filled in from your calendar, LinkedIn, your card and your journal."
    assert quiz_words.origins({}) == ""
    assert quiz_words.origins({"one_on_one.hours.attending": {"strava"}}) == "Filled in from other files."


def test_what_files_brought_is_counted_with_its_hours() -> None:
    rows = [{"hours": {"attending": 1.5, "travelling": 0.5}}, {"costs": []}]
    assert quiz_words.brought(rows, FILES, Words()) == "2 activities, 2 h, from your calendar, LinkedIn and your card"
    assert quiz_words.brought(rows[:1], FILES, Words()).startswith("1 activity, 2 h, ")
