"""Words: sentences about prefilled answers and their sources."""

from datetime import date

from netroi_core.quiz import words as quiz_words
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Activity, Hours

FILES = {
    "group_events.hours.attending": {"linkedin", "calendar"},
    "group_events.costs.parking": {"expense"},
    "one_on_one.hours.attending": {"journal"},
    "one_on_one.costs.coffee": {"journal"},
    "social_media.costs.subscription": {"linkedin"},
}


def test_each_approach_names_the_sources_of_its_hours_and_costs() -> None:
    sentences = {
        approach: quiz_words.effort_origin(FILES, approach)
        for approach in ("group_events", "one_on_one", "social_media")
    }
    assert sentences == {
        "group_events": "Hours from your calendar and LinkedIn; costs from your card.",
        "one_on_one": "From your journal.",
        "social_media": "Costs from LinkedIn.",
    }
    assert quiz_words.effort_origin({}, "one_on_one") == ""


def test_all_sources_are_named_once_and_in_one_order() -> None:
    assert quiz_words.all_origins(FILES) == "Filled in from your calendar, LinkedIn, your card and your journal."
    assert quiz_words.all_origins({}) == ""
    assert quiz_words.all_origins({"one_on_one.hours.attending": {"strava"}}) == "Filled in from other files."


def test_imported_activities_are_counted_with_their_hours() -> None:
    day = date(2026, 7, 14)
    meeting = Activity(id="a", date=day, approach="one_on_one", hours=Hours(attending=1.5, travelling=0.5))
    activities = [meeting, Activity(id="b", date=day, approach="one_on_one")]
    assert (
        quiz_words.imported_summary(activities, FILES, Words())
        == "2 activities, 2 h, from your calendar, LinkedIn and your card"
    )
    assert quiz_words.imported_summary(activities[:1], FILES, Words()).startswith("1 activity, 2 h, ")
