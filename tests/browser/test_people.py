"""Contacts met, kept up and tidied with a few taps: on a phone, and the long list on a laptop."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Visitor
from tests.careers import make_document

pytestmark = pytest.mark.browser

SOON = date.today() + timedelta(days=3)
LONG_AGO = {"date": "2020-01-01"}


def stored(store: FileStore, name: str) -> list[dict[str, Any]]:
    """Return the records of a list as they are stored now."""
    saved = store.read(PERSONAL)
    return [] if saved is None else saved.document[name]


def tap_text(me: Visitor, text: str) -> None:
    me.act(me.page.get_by_text(text, exact=True).click)


def row(me: Visitor, name: str) -> Locator:
    """Return the row of the list, or the link, that opens the page of a contact."""
    return me.page.locator("a[href*='person?id=']", has_text=name)


def search(me: Visitor, text: str) -> None:
    """Type into the search without leaving it."""
    me.act(lambda: me.page.get_by_label("Search contacts").press_sequentially(text))


def test_the_first_contact_is_added_in_three_interactions_and_the_enter_key_saves(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """The menu, a name and Enter: how one met and the day are filled in already."""
    me = visit(phone=True)
    me.tap("People", "link")
    name = me.page.get_by_label("Name", exact=True)
    me.act(lambda: name.fill("Ann Lee"))
    me.act(lambda: name.press("Enter"))
    expect(me.page.get_by_role("heading", name="1 contact", exact=True)).to_be_visible()
    assert me.interactions == 3
    (ann,) = stored(store, "contacts")
    assert (ann["name"], ann["met"]) == ("Ann Lee", {"date": date.today().isoformat(), "approach": "group_events"})
    expect(name).to_be_hidden()


def test_a_likely_duplicate_is_pointed_out_before_it_is_added(visit: Callable[..., Visitor], store: FileStore) -> None:
    store.change(PERSONAL, lambda _: make_document(contacts=[{"name": "Ana Ruiz", "organisation": "Acme"}]))
    me = visit("/people", phone=True)
    me.tap("Add a contact")
    name = me.page.get_by_label("Name", exact=True)
    me.act(lambda: (name.fill("ana ruiz"), name.press("Enter")))
    expect(me.page.get_by_text("There is already a contact named ana ruiz at Acme.")).to_be_visible()
    assert len(stored(store, "contacts")) == 1
    me.act(row(me, "Open Ana Ruiz").click)
    expect(me.page.get_by_role("heading", name="Ana Ruiz, not in touch yet")).to_be_visible()


def test_typing_narrows_the_list_and_back_from_a_contact_the_search_is_still_there(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """The title of the window is the contact's name; the browser's own way back leads to the list as well."""
    contacts = [{"name": "Ann Lee", "notes": "Sails"}, {"name": "Bo Roe", "expertise": ["sailing"]}, {"name": "Cy"}]
    store.change(PERSONAL, lambda _: make_document(contacts=contacts))
    me = visit("/people", phone=True)
    search(me, "sail")
    expect(row(me, "Cy")).to_have_count(0)
    expect(me.page.get_by_text("2 matches")).to_be_visible()
    for way_back in (lambda: me.page.get_by_role("link", name="All contacts").click(), lambda: me.page.go_back()):
        me.act(row(me, "Bo Roe").click)
        expect(me.page).to_have_title("Bo Roe · NetROI")
        expect(me.page.get_by_role("heading", name="Bo Roe, not in touch yet")).to_be_visible()
        me.act(way_back)
        expect(row(me, "Ann Lee")).to_be_visible()
        expect(row(me, "Cy")).to_have_count(0)
        expect(me.page.get_by_label("Search contacts")).to_have_value("sail")
    expect(me.page).to_have_title("Contacts · NetROI")


def test_a_contact_is_edited_in_a_form_and_deleted_and_restored(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    store.change(PERSONAL, lambda _: make_document(contacts=[{"name": "Ann Lee"}]))
    me = visit("/person?id=c1", phone=True)
    me.tap("Edit")
    me.fill("Organization", "Acme")
    closeness = me.page.get_by_role("radiogroup", name=re.compile("^Closeness"))
    me.act(closeness.get_by_role("radio", name="4").click)
    me.fill("Notes", "Sails")
    me.tap("Save")
    expect(me.page.get_by_text("Saved Ann Lee.")).to_be_visible()
    (ann,) = stored(store, "contacts")
    assert (ann["organisation"], ann["closeness"], ann["notes"]) == ("Acme", 4, "Sails")
    me.tap("Delete")
    expect(me.page.get_by_role("heading", name="Who is in your network?")).to_be_visible()
    assert stored(store, "contacts") == []
    me.act(me.page.get_by_role("button", name=re.compile("^Undo: deleted")).click)
    assert stored(store, "contacts") == [ann]


def test_an_exchange_takes_two_taps_and_an_introduction_names_the_other(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """On the page of a contact: which way, then what; only an introduction asks for more."""
    store.change(PERSONAL, lambda _: make_document(contacts=[{"name": "Ann Lee"}, {"name": "Bo Roe"}]))
    me = visit("/person?id=c1", phone=True)
    before = me.interactions
    tap_text(me, "I gave")
    tap_text(me, "Advice")
    expect(me.page.get_by_text("Gave advice to Ann Lee.").first).to_be_visible()
    assert me.interactions == before + 2
    tap_text(me, "I received")
    tap_text(me, "An introduction")
    me.choose("Who did they introduce you to?", "Bo Roe")
    expect(me.page.get_by_text("They introduced you to Bo Roe")).to_be_visible()
    given, received = stored(store, "exchanges")
    assert (given["direction"], given["kind"], given["contact"]) == ("given", "advice", "c1")
    assert (received["direction"], received["kind"], received["between"]) == ("received", "introduction", ["c2"])
    me.act(me.page.get_by_role("button", name=re.compile("^Undo")).click)
    assert len(stored(store, "exchanges")) == 1


def test_a_follow_up_is_done_from_the_list_and_put_off_from_the_page_of_a_contact(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """One button each, side by side on a phone; the title counts who is left."""
    store.change(
        PERSONAL, lambda _: make_document(contacts=[{"name": n, "follow_up": f"{SOON}"} for n in ("Ann Lee", "Bo Roe")])
    )
    me = visit("/follow_ups", phone=True)
    expect(me.page.get_by_role("heading", name="2 people to follow up with this week")).to_be_visible()
    labels = ("Done", "In two weeks", "Next quarter")
    boxes = [me.page.get_by_role("button", name=label, exact=True).first.bounding_box() for label in labels]
    assert len({box["y"] for box in boxes if box}) == 1
    me.tap("Done")
    expect(me.page.get_by_role("heading", name="1 person to follow up with this week")).to_be_visible()
    me.act(row(me, "Bo Roe").click)
    expect(me.page.get_by_text("Follow up in 3 days")).to_be_visible()
    me.tap("In two weeks")
    me.tap("Follow-ups", "link")
    expect(me.page.get_by_role("heading", name="No planned follow-up is due this week")).to_be_visible()
    ann, bo = stored(store, "contacts")
    assert (ann.get("follow_up"), bo["follow_up"]) == (None, f"{date.today() + timedelta(weeks=2)}")


def test_duplicates_are_merged_and_contacts_archived_and_both_undone(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """Tidying up loses nothing: Undo brings every record back as it was."""
    store.change(
        PERSONAL,
        lambda _: make_document(
            contacts=[{"name": "Ann Lee", "role": "Buyer"}, {"name": "ann lee", "met": LONG_AGO}],
            exchanges=[{"date": "2020-02-01", "direction": "given", "contact": "c2"}],
        ),
    )
    before = [stored(store, name) for name in ("contacts", "exchanges")]
    undo = re.compile("^Undo")
    me = visit("/follow_ups")
    tap_text(me, "Possible duplicates")
    me.tap("Merge 2 contacts")
    expect(me.page.get_by_text("Merged 2 contacts named Ann Lee.")).to_be_visible()
    assert stored(store, "exchanges")[0]["contact"] == "c1"
    me.act(me.page.get_by_role("button", name=undo).click)
    assert [stored(store, name) for name in ("contacts", "exchanges")] == before
    tap_text(me, "Contacts to archive")
    me.tap("Archive all 2")
    expect(me.page.get_by_text("Archived 2 contacts.")).to_be_visible()
    me.act(me.page.get_by_role("button", name=undo).click)
    assert [stored(store, name) for name in ("contacts", "exchanges")] == before


def test_two_thousand_contacts_are_found_and_paged_through(visit: Callable[..., Visitor], store: FileStore) -> None:
    """The list shows fifty at a time; the search reaches everybody."""
    store.change(PERSONAL, lambda _: make_document(contacts=[{"name": f"Person {n:04}"} for n in range(2000)]))
    me = visit("/people")
    expect(row(me, "Person 0000")).to_have_count(1)
    me.tap("Next page")
    expect(row(me, "Person 0050")).to_have_count(1)
    search(me, "1999")
    expect(me.page.get_by_text("1 match", exact=True)).to_be_visible()
    me.act(row(me, "Person 1999").click)
    expect(me.page.get_by_role("heading", name="Person 1999, not in touch yet")).to_be_visible()
