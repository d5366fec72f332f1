"""The people page: people added, found, followed up, merged and archived, and all of it undone."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.careers import HOSTILE, load_document, make_document
from tests.pages.conftest import TODAY, Shelf
from tests.pages.screen import at_page, choose, click, edit, fill, headings, opened, run, screen, typed, unfold
from tests.pages.test_hostile import faults, hostile, shows_it

PAGE = "people.py"
ANN = {"name": "Ann Lee", "role": "Buyer", "relevance": 5, "closeness": 1, "follow_up": "2026-10-01",
       "met": {"date": "2025-06-01", "approach": "social_media"}}  # fmt: skip
BO = {"name": "Bo", "met": {"date": "2025-01-01", "approach": "one_on_one"}, "notes": "Sails"}
TWIN = {"name": "ann  lee", "met": {"date": "2026-09-01"}, "expertise": ["tax"]}


def table_names(app: AppTest) -> list[str]:
    return list(app.data_editor[0].value["name"])


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.fixture
def three(shelf: Shelf) -> Shelf:
    """Store a workspace of three people, two of whom are the same."""
    shelf.put(
        make_document(
            contacts=[ANN, BO, TWIN],
            exchanges=[{"date": "2026-09-02", "direction": "given", "kind": "advice", "contact": "c3"}],
        )
    )
    return shelf


def person(shelf: Shelf, contact_id: str = "c1") -> dict[str, Any]:
    return next(dict(contact) for contact in shelf.document["contacts"] if contact["id"] == contact_id)


def test_an_empty_page_says_what_people_are_good_for_and_takes_the_first_one(shelf: Shelf) -> None:
    app = opened(PAGE)
    assert headings(app) == ["Who is in your network?"]
    click(fill(fill(app, "Name", " Ann Lee "), "To remember (optional)", "Buys freight"), "Add")
    (stored,) = shelf.document["contacts"]
    assert {**stored, "id": None} == {
        "id": None,
        "name": "Ann Lee",
        "met": {"date": TODAY.isoformat(), "approach": "group_events"},
        "notes": "Buys freight",
    }
    assert "Ann Lee is added." in screen(app)
    assert headings(app)[0] == "1 person, none to follow up with"
    assert typed(app, "Name") == ""
    click(app, "Undo")
    assert shelf.document["contacts"] == []


def test_the_way_of_meeting_defaults_to_the_last_one(three: Shelf) -> None:
    app = opened(PAGE)
    next(box for box in app.selectbox if box.label == "Met through").set_value("social_media")
    click(fill(app, "Name", "Cy"), "Add")
    click(fill(app, "Name", "Di"), "Add")
    assert [contact["met"]["approach"] for contact in three.document["contacts"][3:]] == ["social_media"] * 2


def test_a_person_without_a_name_is_not_added(three: Shelf) -> None:
    app = click(fill(opened(PAGE), "To remember (optional)", "Somebody"), "Add")
    assert "Give the name." in screen(app)
    assert typed(app, "To remember (optional)") == "Somebody"
    assert len(three.document["contacts"]) == 3


def test_the_title_and_the_first_list_name_the_follow_ups(three: Shelf) -> None:
    app = opened(PAGE)
    assert headings(app)[:2] == ["3 people, 1 to follow up with", "To follow up"]
    assert "Buyer · 4 days overdue" in screen(app)
    assert "You met 1 person in the last 12 months; with 1 you were in touch again since (100%)." in screen(app)


@pytest.mark.parametrize(
    ("label", "day"), [("Done", None), ("In two weeks", "2026-10-19"), ("Next quarter", "2027-01-04")]
)
def test_a_follow_up_is_done_or_put_off_by_one_button_and_that_can_be_undone(
    three: Shelf, label: str, day: str | None
) -> None:
    app = click(opened(PAGE), label)
    assert person(three).get("follow_up") == day
    assert headings(app)[0] == "3 people, none to follow up with"
    click(app, "Undo")
    assert person(three) == {"id": "c1", **ANN}


def test_a_follow_up_changed_elsewhere_is_not_written_over(three: Shelf) -> None:
    app = opened(PAGE)
    theirs = {**person(three), "follow_up": "2026-10-02"}
    three.put({**three.document, "contacts": [theirs, *three.document["contacts"][1:]]})
    click(app, "Done")
    assert person(three) == theirs
    assert "This record was changed in another tab or device" in screen(app)


def test_a_person_opens_from_a_list_or_by_name_and_closes_again(three: Shelf) -> None:
    app = click(opened(PAGE), "Ann Lee")
    assert headings(app)[0] == "Ann Lee, last in touch 16 months ago"
    assert "Follow-up overdue since Oct 1, 2026." in screen(app)
    click(app, "Back to all people")
    assert headings(app)[0] == "3 people, 1 to follow up with"
    choose(app, "Find a person", "c2")
    assert headings(app)[:2] == ["Bo, last in touch 21 months ago", "What happened"]
    assert "Sails" in screen(app)
    assert "**Jan 1, 2025** · You met one-on-one" in screen(app)
    assert "Done" not in labels(app)


def test_a_person_deleted_meanwhile_gives_way_to_all_people(three: Shelf) -> None:
    app = choose(opened(PAGE), "Find a person", "c2")
    three.put(
        {**three.document, "contacts": [contact for contact in three.document["contacts"] if contact["id"] != "c2"]}
    )
    assert headings(run(app))[0] == "2 people, 1 to follow up with"


def test_a_person_of_the_sample_has_favors_and_outcomes() -> None:
    app = at_page(click(opened(), "Open the example"), PAGE)
    choose(app, "Find a person", "priya-raman")
    text = screen(app)
    assert "You gave twice and received 4 times. They had a part in 4 outcomes with a value: $4,088 is" in text
    assert (
        "Asked to speak on the association's February panel (Reputation, won); credited to them: $75.00 of $225" in text
    )


@pytest.mark.parametrize(
    ("way", "said"), [("given", "You gave advice to Bo."), ("received", "You received advice from Bo.")]
)
def test_a_favor_is_logged_in_two_taps_and_can_be_undone(three: Shelf, way: str, said: str) -> None:
    app = choose(opened(PAGE), "Find a person", "c2")
    choose(choose(app, "Log what went to or fro", way), "What was it?", "advice")
    *_, exchange = three.document["exchanges"]
    assert {**exchange, "id": None} == {
        "id": None,
        "date": TODAY.isoformat(),
        "contact": "c2",
        "direction": way,
        "kind": "advice",
    }
    assert said in screen(app)
    assert headings(app)[0] == "Bo, last in touch today"
    click(app, "Undo")
    assert len(three.document["exchanges"]) == 1


@pytest.mark.parametrize(("way", "between"), [("given", ["c2", "c1"]), ("received", ["c1"])])
def test_an_introduction_asks_for_the_other_person_too(three: Shelf, way: str, between: list[str]) -> None:
    app = choose(opened(PAGE), "Find a person", "c2")
    choose(choose(app, "Log what went to or fro", way), "What was it?", "introduction")
    assert len(three.document["exchanges"]) == 1
    question = "Whom did you introduce them to?" if way == "given" else "Whom did they introduce you to?"
    choose(app, question, "c1")
    *_, exchange = three.document["exchanges"]
    assert (exchange["contact"], exchange["direction"], exchange["between"]) == ("c2", way, between)


def test_an_introduction_to_somebody_off_the_record_is_logged_without_them(three: Shelf) -> None:
    app = choose(opened(PAGE), "Find a person", "c2")
    choose(choose(app, "Log what went to or fro", "given"), "What was it?", "introduction")
    click(app, "Somebody else")
    *_, exchange = three.document["exchanges"]
    assert (exchange["kind"], exchange.get("between")) == ("introduction", None)


def test_a_person_is_edited_in_the_table_how_they_were_met_and_what_they_know_too(three: Shelf) -> None:
    app = opened(PAGE)
    assert table_names(app) == ["Ann Lee", "ann  lee", "Bo"]
    edit(app, {2: {"expertise": "sailing, tax", "cadence_days": 30, "met.approach": "Group events"}})
    stored = person(three, "c2")
    assert (stored["expertise"], stored["cadence_days"]) == (["sailing", "tax"], 30)
    assert stored["met"] == {"date": "2025-01-01", "approach": "group_events"}
    edit(app, {2: {"cadence_days": 0}})
    assert "In touch every, days must be at least 1. “0” was not saved." in screen(app)


def test_an_edit_of_a_person_changed_elsewhere_is_not_written_over(three: Shelf) -> None:
    app = opened(PAGE)
    theirs = {**person(three, "c3"), "expertise": ["tax", "law"]}
    three.put({**three.document, "contacts": [*three.document["contacts"][:2], theirs]})
    edit(app, {1: {"expertise": "sailing"}})
    assert person(three, "c3") == theirs
    assert "This record was changed in another tab or device" in screen(app)


def test_a_person_has_a_row_to_edit(three: Shelf) -> None:
    app = unfold(choose(opened(PAGE), "Find a person", "c2"), "Edit")
    edit(app, {0: {"role": "Skipper"}})
    assert person(three, "c2")["role"] == "Skipper"


def test_people_are_searched_and_filtered_and_the_search_outlives_a_look_at_a_person(three: Shelf) -> None:
    app = run(fill(opened(PAGE), "Search people", "ANN"))
    assert table_names(app) == ["Ann Lee", "ann  lee"]
    choose(choose(app, "Find a person", "c2"), "Find a person", None)
    assert table_names(app) == ["Ann Lee", "ann  lee"]
    choose(app, "Relevance", [5])
    assert table_names(app) == ["Ann Lee"]
    run(fill(app, "Search people", "bo"))
    assert "Nobody matches." in screen(app)


def test_more_than_a_hundred_people_are_shown_a_page_at_a_time(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{"name": f"Person {n:03}"} for n in range(230)]))
    app = opened(PAGE)
    assert len(table_names(app)) == 100
    assert "230 people." in screen(app)
    app.session_state["people page"] = 3
    assert table_names(run(app))[0] == "Person 200"
    run(fill(app, "Search people", "person 229"))
    assert table_names(app) == ["Person 229"]
    assert not app.get("pagination")


def test_duplicates_are_merged_with_all_references_and_the_merge_can_be_undone(three: Shelf) -> None:
    before = three.document
    app = unfold(opened(PAGE), "Listed twice")
    click(app, "Merge")
    (ann, bo) = three.document["contacts"]
    assert (ann["id"], ann["expertise"], bo["id"]) == ("c1", ["tax"], "c2")
    assert three.document["exchanges"][0]["contact"] == "c1"
    assert "Merged: 2 records of Ann Lee." in screen(app)
    assert "Listed twice" not in screen(app)
    click(app, "Undo")
    assert three.document == before


def test_different_people_of_one_name_are_not_asked_about_again(three: Shelf) -> None:
    before = three.document
    app = unfold(opened(PAGE), "Listed twice")
    click(app, "Different people")
    assert "Noted: these are 2 different people." in screen(app)
    assert "Listed twice" not in screen(opened(PAGE))
    click(app, "Undo")
    assert three.document == before


def test_a_contact_to_reconnect_with_can_be_planned_at_once(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{key: value for key, value in ANN.items() if key != "follow_up"}, BO]))
    app = unfold(opened(PAGE), "Ties worth reviving")
    assert "Buyer · last in touch 16 months ago" in screen(app)
    click(app, "In two weeks")
    assert person(shelf)["follow_up"] == "2026-10-19"
    assert "Ties worth reviving" not in screen(app)


def test_contacts_are_archived_one_by_one_or_all_at_once_and_restored(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{**BO, "name": f"Person {n}"} for n in range(7)]))
    app = unfold(opened(PAGE), "People to let go")
    assert "2 more, once these are seen to." in screen(app)
    click(app, "Prune")
    assert person(shelf)["status"] == "pruned"
    click(app, "Prune all 6")
    assert headings(app)[0] == "0 people, none to follow up with"
    assert "Pruned: 6 people." in screen(app)
    click(app, "Undo")
    assert [contact.get("status") for contact in shelf.document["contacts"]] == ["pruned", *[None] * 6]


def test_no_text_that_was_typed_comes_alive_on_the_page(shelf: Shelf) -> None:
    raw = hostile()
    first = {**raw["contacts"][0], "follow_up": "2026-01-01", "relevance": 5, "status": "dormant"}
    twin = {**first, "id": "c2", "relevance": 1, "follow_up": None, "met": {"date": "2020-01-01"}}
    shelf.put({**raw, "contacts": [first, twin]})
    app = opened(PAGE)
    for section in ("Listed twice", "Ties worth reviving", "People to let go"):
        assert faults(unfold(app, section)) == []
    assert shows_it(app)
    choose(app, "Find a person", "c1")
    assert faults(app) == []
    assert shows_it(app)
    assert HOSTILE[:20] in str(app.selectbox[0].options)
    choose(choose(app, "Log what went to or fro", "given"), "What was it?", "advice")
    assert faults(app) == []
    assert faults(click(app, "In two weeks")) == []


def test_the_sample_has_all_of_its_people_on_the_page() -> None:
    app = at_page(click(opened(), "Open the example"), PAGE)
    people = [contact for contact in load_document("sample")["contacts"] if contact["status"] != "pruned"]
    assert headings(app)[0].startswith(f"{len(people)} people, ")
    assert len(table_names(app)) == len(people)
