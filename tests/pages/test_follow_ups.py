"""Follow-ups done and put off, contacts to reconnect with, duplicates merged and contacts archived: all undone."""

import pytest

from tests.careers import make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import click, headings, opened, screen, unfold
from tests.pages.test_hostile import faults, hostile_twins
from tests.pages.test_people import ANN, BO, labels, person, rows, three

PAGE = "follow_ups.py"
__all__ = ["three"]


def test_an_empty_page_leads_to_the_contacts() -> None:
    app = opened(PAGE)
    assert headings(app) == ["Who should you follow up with?"]
    assert "Add a contact" in screen(app)
    assert "· due " in screen(app)  # in the example below: a day alone would not say what is then


def test_the_title_counts_the_follow_ups_and_a_row_says_since_when_each_is_due(three: Shelf) -> None:
    app = opened(PAGE)
    assert headings(app) == ["1 person to follow up with this week"]
    assert rows(app) == ["Ann Lee :gray[Buyer · 4 days overdue]"]
    assert "You first met 1 of your saved contacts in the last 12 months and got back in touch with them." in screen(
        app
    )


@pytest.mark.parametrize("day", [None, "2026-10-06", "2027-12-01"])
def test_the_contacts_are_offered_while_no_follow_up_is_planned(shelf: Shelf, day: str | None) -> None:
    shelf.put(make_document(contacts=[BO | ({"follow_up": day} if day else {})]))
    assert ("Choose a contact" in screen(opened(PAGE))) == (day is None)


@pytest.mark.parametrize(
    ("label", "day", "sentences"),
    [
        ("Done", None, "Followed up with Ann Lee. No further follow-up is planned."),
        ("In two weeks", "2026-10-19", "Postponed the follow-up with Ann Lee. Next: Oct 19, 2026."),
        ("Next quarter", "2027-01-04", "Postponed the follow-up with Ann Lee. Next: Jan 4, 2027."),
    ],
)
def test_a_follow_up_is_done_or_put_off_by_one_button_and_that_can_be_undone(
    three: Shelf, label: str, day: str | None, sentences: str
) -> None:
    app = click(opened(PAGE), label)
    assert person(three).get("follow_up") == day
    assert headings(app)[0] == "No planned follow-up is due this week"
    assert all(sentence in screen(app) for sentence in sentences.split(". "))
    click(app, "Undo")
    assert person(three) == {"id": "c1", **ANN}


def test_a_follow_up_planned_for_later_is_listed_and_can_be_moved(shelf: Shelf) -> None:
    later = [{"name": "Cy Day", "follow_up": "2026-12-01"}, {"name": "Di Poe", "follow_up": "2026-10-12"}]
    shelf.put(make_document(contacts=[*later, {"name": "Ed Roe", "follow_up": "2026-10-11"}]))
    app = opened(PAGE)
    assert [row.split()[0] for row in rows(app)] == ["Ed"]
    unfold(app, "Planned for later")
    assert [row.split()[0] for row in rows(app)] == ["Ed", "Di", "Cy"]
    click(app, "Next quarter", 1)
    assert [row["follow_up"] for row in shelf.document["contacts"]] == ["2026-12-01", "2027-01-04", "2026-10-11"]


def test_a_follow_up_changed_elsewhere_is_not_written_over(three: Shelf) -> None:
    app = opened(PAGE)
    theirs = {**person(three), "follow_up": "2026-10-02"}
    three.put({**three.document, "contacts": [theirs, *three.document["contacts"][1:]]})
    click(app, "Done")
    assert person(three) == theirs
    assert "This record was changed in another tab or on another device" in screen(app)


def test_many_follow_ups_are_shown_ten_at_a_time(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{"name": f"Person {n}", "follow_up": "2026-10-01"} for n in range(13)]))
    app = opened(PAGE)
    assert len(rows(app)) == 10
    click(app, "Show 3 more of 13")
    assert len(rows(app)) == 13
    assert "Show" not in str(labels(app))


def test_duplicates_are_merged_with_all_references_and_the_merge_can_be_undone(three: Shelf) -> None:
    before = three.document
    app = click(unfold(opened(PAGE), "Possible duplicates"), "Merge 2 contacts")
    (ann, bo) = three.document["contacts"]
    assert (ann["id"], ann["expertise"], bo["id"]) == ("c1", ["tax"], "c2")
    assert three.document["exchanges"][0]["contact"] == "c1"
    assert "Merged 2 contacts named Ann Lee." in screen(app)
    assert "Possible duplicates" not in screen(app)
    click(app, "Undo")
    assert three.document == before


def test_different_people_of_one_name_are_not_asked_about_again(three: Shelf) -> None:
    before = three.document
    app = click(unfold(opened(PAGE), "Possible duplicates"), "Different people")
    assert "Marked 2 contacts named Ann Lee as different people." in screen(app)
    assert "Possible duplicates" not in screen(opened(PAGE))
    click(app, "Undo")
    assert three.document == before


def test_a_contact_to_reconnect_with_can_be_planned_at_once(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{key: value for key, value in ANN.items() if key != "follow_up"}, BO]))
    app = unfold(opened(PAGE), "Reconnect")
    assert rows(app) == ["Ann Lee :gray[Buyer · last in touch 16 months ago]"]
    click(app, "In two weeks")
    assert person(shelf)["follow_up"] == "2026-10-19"
    assert "Planned a follow-up with Ann Lee." in screen(app)
    assert "Reconnect" not in screen(app)


def test_contacts_are_archived_one_by_one_or_all_at_once_and_restored(shelf: Shelf) -> None:
    shelf.put(make_document(contacts=[{**BO, "name": f"Person {n}"} for n in range(7)]))
    app = click(unfold(opened(PAGE), "Contacts to archive"), "Archive")
    assert person(shelf)["status"] == "pruned"
    click(app, "Archive all 6")
    assert "Archived 6 contacts." in screen(app)
    assert "Contacts to archive" not in screen(app)
    click(app, "Undo")
    assert [contact.get("status") for contact in shelf.document["contacts"]] == ["pruned", *[None] * 6]


def test_no_text_that_was_typed_comes_alive_on_the_page(shelf: Shelf) -> None:
    shelf.put(hostile_twins())
    app = opened(PAGE)
    for section in ("Reconnect", "Possible duplicates", "Contacts to archive"):
        assert faults(unfold(app, section)) == []
