"""Contacts: added, found and edited on pages of their own, and every act undone."""

import re
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.careers import HOSTILE, load_document, make_document
from tests.pages.conftest import TODAY, Shelf
from tests.pages.screen import at_page, choose, click, fill, headings, opened, read, run, screen, typed
from tests.pages.test_hostile import faults, hostile_twins, shows_it

PAGE, PERSON = "people.py", "person.py"
ANN = {"name": "Ann Lee", "role": "Buyer", "relevance": 5, "closeness": 1, "follow_up": "2026-10-01",
       "met": {"date": "2025-06-01", "approach": "social_media"}}  # fmt: skip
BO = {"name": "Bo", "met": {"date": "2025-01-01", "approach": "one_on_one"}, "notes": "Sails"}
TWIN = {"name": "ann  lee", "met": {"date": "2026-09-01"}, "expertise": ["tax"]}


def rows(app: AppTest) -> list[str]:
    """Return the rows of the list of contacts, as read."""
    links = [link.proto for link in app.get("page_link")]
    return [read(link.label).replace("*", "") for link in links if link.query_string.startswith("id=")]


def names(app: AppTest) -> list[str]:
    return [row.split(" :gray")[0].split(" –")[0] for row in rows(app)]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def contact_page(contact_id: str) -> AppTest:
    return opened(PERSON, id=contact_id)


def add(app: AppTest, name: str, **fields: str) -> AppTest:
    app = click(app, "Add a contact") if "Add a contact" in labels(app) else app
    fill(app, "Name", name)
    for label, text in fields.items():
        fill(app, f"{label} (optional)", text)
    return click(app, "Add")


@pytest.fixture
def three(shelf: Shelf) -> Shelf:
    """Store a workspace of three contacts, two of whom are the same person."""
    shelf.put(
        make_document(
            contacts=[ANN, BO, TWIN],
            exchanges=[{"date": "2026-09-02", "direction": "given", "kind": "advice", "contact": "c3"}],
        )
    )
    return shelf


def person(shelf: Shelf, contact_id: str = "c1") -> dict[str, Any]:
    return next(dict(contact) for contact in shelf.document["contacts"] if contact["id"] == contact_id)


def test_an_empty_page_says_what_contacts_are_good_for_and_takes_the_first_one(shelf: Shelf) -> None:
    app = opened(PAGE)
    assert headings(app) == ["Who is in your network?"]
    assert "Cancel" not in labels(app)
    add(app, " Ann Lee ", Organization="Acme", Notes="Buys freight")
    (stored,) = shelf.document["contacts"]
    assert {**stored, "id": None} == {
        "id": None,
        "name": "Ann Lee",
        "organisation": "Acme",
        "met": {"date": TODAY.isoformat(), "approach": "group_events"},
        "notes": "Buys freight",
    }
    assert "Added Ann Lee." in screen(app)
    assert headings(app)[0] == "1 contact"
    click(app, "Undo")
    assert shelf.document["contacts"] == []


def test_a_button_unfolds_the_form_which_closes_once_somebody_is_added_or_it_is_canceled(three: Shelf) -> None:
    app = opened(PAGE)
    assert not [field for field in app.text_input if field.label == "Name"]
    click(fill(click(app, "Add a contact"), "Name", "Nobody"), "Cancel")
    assert "Add a contact" in labels(app)
    assert typed(click(app, "Add a contact"), "Name") == ""
    add(app, "Cy")
    assert "Add a contact" in labels(app)
    assert [contact["name"] for contact in three.document["contacts"][3:]] == ["Cy"]


def test_the_way_of_meeting_defaults_to_the_last_one(three: Shelf) -> None:
    app = click(opened(PAGE), "Add a contact")
    next(box for box in app.selectbox if box.label == "How you met").set_value("social_media")
    add(add(app, "Cy"), "Di")
    assert [contact["met"]["approach"] for contact in three.document["contacts"][3:]] == ["social_media"] * 2


def test_the_day_of_meeting_is_asked_for_and_is_today_by_default(three: Shelf) -> None:
    add(opened(PAGE), "Cy")
    app = click(opened(PAGE), "Add a contact")
    (field,) = app.date_input
    assert (field.label, field.value) == ("When you met", date(2026, 10, 5))
    field.set_value(date(2026, 8, 12))
    add(app, "Di")
    assert [contact["met"]["date"] for contact in three.document["contacts"][3:]] == ["2026-10-05", "2026-08-12"]


def test_a_day_of_meeting_that_nobody_stated_is_told_as_its_quarter(shelf: Shelf) -> None:
    met = {"date": "2026-09-30", "approach": "one_on_one"}
    person = {"id": "quiz-2026-Q3-contact-1", "name": "Ann", "met": met, "cadence_days": 7}
    quiz = {"quarter": "2026-Q3", "submitted": f"{TODAY}T08:00:00Z"}
    shelf.put(make_document(contacts=[person, {**person, "id": "c2"}], quizzes=[quiz]))
    app = contact_page("quiz-2026-Q3-contact-1")
    assert headings(app)[0] == "Ann, met in Q3 2026"
    assert "Sep 30" not in screen(app)
    assert "Only the quarter is known: Q3 2026." in screen(click(contact_page("quiz-2026-Q3-contact-1"), "Edit"))
    assert "Only the quarter is known" not in screen(click(contact_page("c2"), "Edit"))


def test_a_contact_without_a_name_is_not_added_and_what_was_typed_stays(three: Shelf) -> None:
    app = add(opened(PAGE), " ", Notes="Somebody")
    assert "Enter a name." in screen(app)
    assert typed(app, "Notes (optional)") == "Somebody"
    assert len(three.document["contacts"]) == 3


def test_a_likely_duplicate_is_pointed_out_before_it_is_added(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{"name": "Ana Ruiz", "organisation": "Acme"}]))
    app = add(opened(PAGE), "ANA RUÍZ")
    assert "There is already a contact named ANA RUÍZ at Acme." in screen(app)
    assert "Open Ana Ruiz" in rows(app)
    assert len(shelf.document["contacts"]) == 1
    click(app, "Add another person")
    _, another = shelf.document["contacts"]
    assert another["distinct_from"] == ["c1"]
    assert "Possible duplicates" not in screen(at_page(app, "follow_ups.py"))


def test_several_contacts_of_one_name_are_counted_and_another_name_is_added_at_once(three: Shelf) -> None:
    app = add(opened(PAGE), "Ann Lee")
    assert "There are already 2 contacts named Ann Lee." in screen(app)
    assert {"Open Ann Lee (Buyer)", "Open ann lee"} <= set(rows(app))
    add(app, "Ann Leeds")
    assert [contact["name"] for contact in three.document["contacts"][3:]] == ["Ann Leeds"]
    assert "Add another person" not in labels(app)


def test_the_list_has_position_last_contact_and_next_follow_up(three: Shelf) -> None:
    app = opened(PAGE)
    assert headings(app)[0] == "3 contacts, 1 to follow up with this week"
    assert rows(app) == [
        "Ann Lee :gray[Buyer] :gray[last in touch 16 months ago] :red[follow-up 4 days overdue]",
        "ann lee – :gray[last in touch 4 weeks ago] –",
        "Bo – :gray[last in touch 21 months ago] –",
    ]


def test_contacts_are_searched_and_filtered_and_the_search_outlives_a_look_at_a_contact(three: Shelf) -> None:
    app = run(fill(opened(PAGE), "Search contacts", "ANN"))
    assert names(app) == ["Ann Lee", "ann lee"]
    assert "2 matches" in screen(app)
    at_page(app, PERSON)
    assert names(at_page(app, PAGE)) == ["Ann Lee", "ann lee"]
    choose(app, "Relevance", [5])
    assert names(app) == ["Ann Lee"]
    run(fill(app, "Search contacts", "sails"))
    assert "No contact matches." in screen(app)
    click(app, "Clear search and filters")
    assert len(names(app)) == 3


def test_archived_contacts_are_found_by_their_status(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{**BO, "status": "pruned"}]))
    app = opened(PAGE)
    assert headings(app)[0] == "No active contacts"
    assert "All your contacts are archived." in screen(app)
    assert rows(choose(app, "Status", ["pruned"])) == ["Bo – :gray[last in touch 21 months ago] :gray[archived]"]


def test_more_than_fifty_contacts_are_shown_a_page_at_a_time(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{"name": f"Person {n:03}"} for n in range(130)]))
    app = opened(PAGE)
    assert len(names(app)) == 50
    app.session_state["contacts page"] = 3
    assert names(run(app))[0] == "Person 100"
    run(fill(app, "Search contacts", "person 129"))
    assert names(app) == ["Person 129"]
    assert not app.get("pagination")


def test_a_page_of_a_contact_shows_details_and_history(three: Shelf) -> None:
    app = contact_page("c1")
    assert headings(app) == ["Ann Lee, last in touch 16 months ago", "History"]
    assert "Follow-up was due on Oct 1, 2026 (4 days ago)." in screen(app)
    app = contact_page("c2")
    assert "Sails" in screen(app)
    assert "**Jan 1, 2025** · You met one-on-one" in screen(app)
    assert "Done" not in labels(app)


def test_a_talk_is_logged_from_the_page_of_a_contact_and_is_with_them_alone(three: Shelf) -> None:
    app = click(contact_page("c2"), "Log a conversation")
    assert headings(app) == ["Log an activity"]
    assert app.multiselect[0].value == ["c2"]
    app = click(fill(opened("log.py", **{"with": "c2"}), "Hours", "1"), "Log activity")
    assert three.document["activities"][-1]["people"] == ["c2"]
    click(fill(click(app, "Log another"), "Hours", "1"), "Log activity")
    assert not three.document["activities"][-1]["people"]


def test_a_contact_deleted_meanwhile_is_said_to_be_gone(three: Shelf) -> None:
    app = contact_page("c2")
    first, _, last = three.document["contacts"]
    three.put({**three.document, "contacts": [first, last]})
    assert headings(run(app)) == ["This contact isn’t here"]


def test_a_contact_of_the_sample_has_favors_and_outcomes(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    text = screen(contact_page("priya-raman"))
    assert "Favors: 2 given, 4 received. They played a part in 4 outcomes with a value; their share is $4,088" in text
    assert "Asked to speak on the association's February panel (Reputation, won); their share: $75 of $225" in text


@pytest.mark.parametrize(
    ("way", "sentence"), [("given", "Gave advice to Bo."), ("received", "Received advice from Bo.")]
)
def test_a_favor_is_logged_in_two_taps_and_can_be_undone(three: Shelf, way: str, sentence: str) -> None:
    app = choose(choose(contact_page("c2"), "Log a favor", way), "What was it?", "advice")
    *_, exchange = three.document["exchanges"]
    assert {**exchange, "id": None} == {
        "id": None,
        "date": TODAY.isoformat(),
        "contact": "c2",
        "direction": way,
        "kind": "advice",
    }
    assert sentence in screen(app)
    assert headings(app)[0] == "Bo, last in touch today"
    click(app, "Undo")
    assert len(three.document["exchanges"]) == 1


@pytest.mark.parametrize(("way", "between"), [("given", ["c2", "c1"]), ("received", ["c1"])])
def test_an_introduction_asks_for_the_other_person_too(three: Shelf, way: str, between: list[str]) -> None:
    app = choose(choose(contact_page("c2"), "Log a favor", way), "What was it?", "introduction")
    assert len(three.document["exchanges"]) == 1
    question = "Who did you introduce them to?" if way == "given" else "Who did they introduce you to?"
    choose(app, question, "c1")
    *_, exchange = three.document["exchanges"]
    assert (exchange["contact"], exchange["direction"], exchange["between"]) == ("c2", way, between)


def test_an_introduction_to_somebody_off_the_record_is_logged_without_them(three: Shelf) -> None:
    app = choose(choose(contact_page("c2"), "Log a favor", "given"), "What was it?", "introduction")
    click(app, "Someone else")
    *_, exchange = three.document["exchanges"]
    assert (exchange["kind"], exchange.get("between")) == ("introduction", None)


def enter(app: AppTest, kind: str, label: str, value: Any) -> None:
    """Enter a value into a field of a form, without running the page."""
    next(field for field in app.get(kind) if field.label == label).set_value(value)


def test_a_contact_is_edited_in_a_form_with_labels_and_the_edit_can_be_undone(three: Shelf) -> None:
    app = click(contact_page("c2"), "Edit")
    assert typed(app, "Name") == "Bo"
    for label, text in (("Organization", "Acme "), ("Expertise, separated by commas", "sailing, tax")):
        fill(app, label, text)
    enter(app, "number_input", "Stay in touch every … days", 30)
    enter(app, "selectbox", "How you met", "Group events")
    enter(app, "date_input", "Next follow-up", date(2026, 11, 1))
    enter(app, "button_group", "Closeness, 5 is very close", "4")
    app.text_area[0].set_value("Sails.\nLikes tea.")
    click(app, "Save")
    assert person(three, "c2") == {
        "id": "c2",
        **BO,
        "organisation": "Acme",
        "expertise": ["sailing", "tax"],
        "cadence_days": 30,
        "met": {"date": "2025-01-01", "approach": "group_events"},
        "follow_up": "2026-11-01",
        "closeness": 4,
        "notes": "Sails.\nLikes tea.",
    }
    assert "Saved Bo." in screen(app)
    assert "Save" not in labels(app)
    click(app, "Undo")
    assert person(three, "c2") == {"id": "c2", **BO}
    assert typed(click(app, "Edit"), "Organization") == ""


def test_a_form_that_is_canceled_or_saved_as_it_is_changes_nothing(three: Shelf) -> None:
    before = three.document
    app = click(fill(click(contact_page("c1"), "Edit"), "Name", "Anna"), "Cancel")
    click(click(app, "Edit"), "Save")
    assert three.document == before
    assert "Saved" not in screen(app)


def test_what_a_form_refuses_stays_as_it_was_typed(three: Shelf) -> None:
    before = three.document
    app = fill(fill(click(contact_page("c1"), "Edit"), "Name", " "), "Role", "Chief buyer")
    enter(app, "date_input", "When you met", None)
    enter(app, "selectbox", "How you met", "Group events")
    click(app, "Save")
    assert "“Name” can’t be empty." in screen(app)
    assert "Enter the date you met first." in screen(app)
    assert typed(app, "Role") == "Chief buyer"
    assert three.document == before


def test_invisible_characters_that_are_pasted_with_a_name_are_left_out_and_joiners_kept(three: Shelf) -> None:
    click(fill(click(contact_page("c1"), "Edit"), "Name", "\u2068Ann\u2069\x07 می\u200cخواهم"), "Save")
    assert person(three, "c1")["name"] == "Ann می\u200cخواهم"


def test_an_edit_of_a_contact_changed_elsewhere_is_not_written_over(three: Shelf) -> None:
    app = fill(click(contact_page("c2"), "Edit"), "Role", "Skipper")
    theirs = {**person(three, "c2"), "role": "Captain"}
    first, _, last = three.document["contacts"]
    three.put({**three.document, "contacts": [first, theirs, last]})
    click(app, "Save")
    assert person(three, "c2") == theirs
    assert "This record was changed in another tab or on another device" in screen(app)
    assert typed(app, "Role") == "Skipper"
    click(app, "Keep mine")
    assert person(three, "c2")["role"] == "Skipper"


def test_a_contact_is_archived_and_unarchived_and_each_can_be_undone(three: Shelf) -> None:
    app = click(contact_page("c2"), "Archive")
    assert person(three, "c2")["status"] == "pruned"
    assert "Archived: this contact is hidden from your lists." in screen(app)
    click(app, "Undo")
    assert person(three, "c2") == {"id": "c2", **BO}
    click(click(app, "Archive"), "Unarchive")
    assert person(three, "c2")["status"] == "active"
    click(app, "Undo")
    assert person(three, "c2")["status"] == "pruned"


def test_a_deleted_contact_leads_to_the_list_which_offers_to_restore_it(three: Shelf) -> None:
    before = three.document
    app = click(contact_page("c3"), "Delete")
    assert headings(app)[0] == "2 contacts, 1 to follow up with this week"
    assert "Deleted ann lee." in screen(app)
    click(at_page(app, PAGE), "Undo")
    assert three.document == before


def test_no_text_that_was_typed_comes_alive_on_the_page(shelf: Shelf) -> None:
    shelf.put(hostile_twins())
    app = opened(PAGE)
    assert faults(app) == []
    assert shows_it(app)
    assert faults(add(app, HOSTILE)) == []
    app = contact_page("c1")
    assert faults(app) == []
    assert shows_it(app)
    choose(choose(app, "Log a favor", "given"), "What was it?", "introduction")
    assert HOSTILE[:20] in str(app.selectbox[0].options)
    assert faults(choose(app, "What was it?", "advice")) == []
    assert faults(click(app, "In two weeks")) == []
    assert faults(click(app, "Edit")) == []


def test_the_sample_has_all_of_its_people_on_the_page() -> None:
    app = at_page(click(opened(), "Open the example"), PAGE)
    people = [contact for contact in load_document("sample")["contacts"] if contact["status"] != "pruned"]
    assert headings(app)[0] == f"{len(people)} contacts"
    assert len(names(app)) == len(people)


def test_an_offer_to_link_activities_is_declined_for_good_and_the_undo_brings_it_back(shelf: Shelf) -> None:
    talk = {"date": "2026-09-20", "approach": "one_on_one", "title": "Lunch with Petra Vogt"}
    shelf.put(make_document(activities=[talk, talk], contacts=[{"name": "Petra Vogt"}]))
    before, offer = shelf.document, "2 activities mention Petra Vogt."
    app = click(contact_page("c1"), "Not this person")
    assert "2 activities stay without a link to Petra Vogt." in screen(app)
    assert offer not in screen(app)
    assert offer not in screen(contact_page("c1"))
    assert all("people" not in row for row in shelf.document["activities"])
    click(app, "Undo")
    assert shelf.document == before
    assert offer in screen(app)


@pytest.mark.parametrize("count", [1, 3])
def test_activities_that_mention_a_contact_are_linked_in_one_tap_and_undone(shelf: Shelf, count: int) -> None:
    talk = {"date": "2026-09-20", "approach": "one_on_one", "title": "Kaffee mit Petra Vogt"}
    petra = {"name": "Petra Vogt", "met": {"date": "2026-09-01"}}
    others = [{**talk, "title": "Petra Vogts Buch"}, {**talk, "title": "Lunch with Bo", "people": ["c2"]}]
    shelf.put(make_document(activities=[*[talk] * count, *others], contacts=[petra, BO]))
    before = shelf.document
    offer = "3 activities mention Petra Vogt." if count == 3 else "1 activity mentions Petra Vogt."
    app = contact_page("c1")
    assert offer in screen(app)
    assert "No later contact with them is on record yet" in screen(opened("follow_ups.py"))
    click(app, "Link them" if count == 3 else "Link it")
    assert offer not in screen(app)
    assert [row.get("people", []) for row in shelf.document["activities"]] == [["c1"]] * count + [[], ["c2"]]
    assert screen(app).count("Kaffee mit Petra Vogt") == count
    assert "got back in touch with them" in screen(opened("follow_ups.py"))
    click(app, "Undo")
    assert shelf.document == before
    assert offer in screen(app)


@pytest.mark.usefixtures("shelf")
def test_an_empty_page_shows_a_list_of_people_as_it_will_stand_there() -> None:
    app = opened(PAGE)
    example = screen(app).partition("Here’s an example:")[2]
    assert len(re.findall(r"^- .+ · .+ · last in touch .+ ago", example.replace(":gray[", ""), re.MULTILINE)) == 4
    assert not app.get("imgs")
