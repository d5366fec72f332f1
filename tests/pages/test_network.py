"""The network page: the headline, two charts, and history, load and venues one click away."""

import json
import re
from datetime import date

from netroi_core.relationships.routine import REMEDIES, TALK
from netroi_core.relationships.words import METHOD
from netroi_core.views.network import BUILT, HISTORY, LOAD, VENUES
from netroi_core.wording.explanations import FILTERS_TITLE
from tests.careers import costly_activity, load_document, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import charts, choose, fill, headings, opened, run, screen, unfold


def test_the_headline_comes_first_then_three_charts_with_next_steps(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened("network.py")
    assert headings(app) == [
        "You give about as much as you receive; 6 of 26 active contacts have gone quiet",
        "The last four weeks",
        "You gave 32 favors and received 29: about even",
        "No industry, background or expertise dominates your network",
        "7 contacts are close and relevant, 9 are relevant but not close yet",
    ]
    assert "Tom Wexley helped you 3 times, and you helped them once: look for a way to give back." in screen(app)
    assert "You don’t have any active contacts yet in Product management (background)" in screen(app)
    assert len(charts(app)) == 3
    for chart in charts(app):
        assert re.search(r"\d.*\.$", chart.alt)
        assert json.loads(chart.spec)["params"]


def test_the_history_is_that_of_the_chosen_day(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened("network.py"), HISTORY)
    assert headings(app)[-1] == "Relationship strength rose from 4.7 to 8.7 since Q4 2024"
    in_touch = (
        "62% of your active contacts, compared with 65% in Q2 2026. In touch again or for the first time: Nadia P"
    )
    assert in_touch in screen(app)
    app.date_input[0].set_value(date(2026, 8, 1))
    run(app)
    assert "31% of your active contacts so far in Q3 2026, compared with 65% in Q2 2026." in screen(app)
    app.date_input[0].set_value(date(2020, 8, 1))
    run(app)
    assert "There are no records up to that day in the selected quarters." in screen(app)


def test_the_load_is_one_click_away(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened("network.py")
    assert TALK not in screen(app)
    unfold(app, LOAD)
    text = screen(app)
    assert len(charts(app)) == 5
    assert "hours a week on average, within your limit of 5" in text
    assert "You were in touch with someone in 97 of 105 weeks" in text
    assert "77% of your hours were offline and 23% of your hours were online." in text
    assert TALK not in text


def test_signs_of_too_much_come_with_remedies(shelf: Shelf) -> None:
    quizzes = [{"quarter": "2026-Q3", "submitted": "2026-10-02T09:00:00Z", "strain": "Three evenings out in one week"}]
    shelf.put(make_document(activities=[costly_activity("one_on_one", "9")], quizzes=quizzes))
    text = screen(unfold(opened("network.py"), LOAD))
    assert "In your last quiz you wrote that it gets too much." in text
    assert "Three evenings" not in text
    assert all(sentence in text for sentence in (*REMEDIES, TALK))


def test_hours_beyond_a_limit_send_nobody_to_a_doctor(shelf: Shelf) -> None:
    long = {**costly_activity("one_on_one", "9", "2026-09-01"), "hours": {"attending": 200}}
    shelf.put(make_document(profile={"weekly_hours_cap": 5}, activities=[long]))
    text = screen(unfold(opened("network.py"), LOAD))
    assert all(sentence in text for sentence in REMEDIES)
    assert TALK not in text


def test_online_and_offline_have_a_table(shelf: Shelf) -> None:
    shelf.put(make_document(activities=[costly_activity("one_on_one", "9") | {"channel": "video"}]))
    app = unfold(opened("network.py"), LOAD)
    assert "100% of your hours were online." in screen(app)
    assert app.dataframe[0].value.to_numpy().tolist() == [["Online (video and text)", "1 h", "100%", "0", "$0"]]


def test_what_was_built_has_a_table_or_says_where_it_comes_from(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened("network.py"), BUILT)
    assert app.dataframe[0].value.to_numpy().tolist()[-1] == ["In total", "", "239", "6", "3", "0", "7"]
    shelf.put(make_document(activities=[costly_activity("one_on_one", "9")]))
    assert "No new contacts, leads, referrals" in screen(unfold(opened("network.py"), BUILT))


def test_venues_have_a_table_and_a_sentence_each(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened("network.py"), VENUES)
    (table,) = app.dataframe
    rows = {row[0]: row for row in table.value.to_numpy().tolist()}
    assert rows["Chamber of commerce"][1] == "Change"
    assert re.fullmatch(r"(more than |less than )?\d+%", rows["Chamber of commerce"][2])
    # With the longest advice and its odds, it fits on a phone.
    assert json.loads(table.proto.columns)["Venue"]["width"] <= 150
    assert rows["Food bank board"][-2:] == ["Board member", "To give something back, and to learn how a board works"]
    assert "your role there (Board member) gives you something that has no price" in screen(app)
    assert "likely to pay for itself" in screen(app)


def test_without_venues_the_page_says_where_to_add_them(shelf: Shelf) -> None:
    shelf.put(make_document(activities=[costly_activity("one_on_one", "9")]))
    assert "No venues yet. Add the ones you go to under *Settings*" in screen(unfold(opened("network.py"), VENUES))


def test_a_choice_counts_at_once(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = choose(unfold(opened("network.py"), FILTERS_TITLE), "Quarters", "Q3 2026")
    assert headings(app)[2] == "You gave 4 favors and received 3: about even"


def test_every_chart_has_its_table_and_three_files_even_in_closed_sections(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened("network.py"), "Tables and files")
    assert [button.label for button in app.download_button] == ["CSV", "PNG", "SVG"] * 6
    assert app.dataframe[0].value.to_numpy().tolist()[0] == ["Priya Raman", "2", "4", "0.33"]


def test_numbers_stand_at_the_right_of_their_columns_and_words_at_the_left(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened("network.py"), "Tables and files")
    at_right = {
        name
        for table in app.dataframe
        for name, column in json.loads(table.proto.columns).items()
        if column.get("alignment") == "right"
    }
    assert {"Closeness", "Relevance", "People", "Share", "Given"} <= at_right
    assert not {"Name", "Met by", "Status", "Which"} & at_right


def test_the_method_names_its_source(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened("network.py"), "How is this calculated?")
    assert all(f"**{name}**" in screen(app) for name, _ in METHOD)
    assert "(Hill, Diversity and Evenness, 1973)" in screen(app)


def test_the_target_audience_counts_as_soon_as_it_is_set(shelf: Shelf) -> None:
    contact = {"name": "Ada", "industry": "Law", "met": {"date": "2026-07-01"}}
    shelf.put(make_document(contacts=[contact], activities=[costly_activity("one_on_one", "9")]))
    app = opened("network.py")
    assert "You don’t have any active contacts yet" not in screen(app)
    settings = unfold(opened("settings.py"), "People you want to reach")
    run(fill(settings, "Industries", "law, Freight"))
    assert "You don’t have any active contacts yet in Freight (industry). Who could introduce you?" in screen(run(app))


def test_without_people_the_page_asks_for_them_and_shows_the_rest(shelf: Shelf) -> None:
    shelf.put(make_document(activities=[costly_activity("one_on_one", "9")]))
    app = opened("network.py")
    assert headings(app) == ["Add the people you meet to see how strong your network is", "The last four weeks"]
    assert "Rate your contacts" in screen(app)
    assert not charts(app)


def test_an_empty_page_says_what_it_will_hold_and_leads_to_the_quiz() -> None:
    app = opened("network.py")
    assert headings(app)[0] == "How strong is your network?"
    assert "Start the quiz" in [button.label for button in app.button]
