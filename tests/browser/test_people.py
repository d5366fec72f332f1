"""People, met, kept up and tidied with a few taps: on a phone, and the long lists on a laptop."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Visitor
from tests.careers import make_document

pytestmark = pytest.mark.browser

SOON = date.today() + timedelta(days=3)
LONG_AGO = {"date": "2020-01-01"}


def stored(store: FileStore, name: str) -> list[dict[str, Any]]:
    """The records of a list as they are stored now."""
    saved = store.read(PERSONAL)
    return [] if saved is None else saved.document[name]


def tap_text(me: Visitor, text: str) -> None:
    me.act(me.page.get_by_text(text, exact=True).click)


def find(me: Visitor, label: str, name: str) -> None:
    """Type into a field that finds people, and take the one of this name."""
    field = me.page.get_by_role("combobox", name=label)
    me.act(lambda: (field.click(), field.fill(name), me.page.get_by_role("option", name=name, exact=True).click()))


def test_a_person_is_added_in_three_interactions_and_the_enter_key_saves(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """The first page, the menu, a name and Enter: how one met and the day are filled in already."""
    me = visit(phone=True)
    me.tap("People", "link")
    name = me.page.get_by_label("Name", exact=True)
    me.act(lambda: name.fill("Ann Lee"))
    me.act(lambda: name.press("Enter"))
    expect(me.page.get_by_role("heading", name="1 person, none to follow up with")).to_be_visible()
    assert me.interactions == 3
    (ann,) = stored(store, "contacts")
    assert (ann["name"], ann["met"]) == ("Ann Lee", {"date": date.today().isoformat(), "approach": "group_events"})
    expect(name).to_have_value("")


def test_an_exchange_takes_two_taps_and_an_introduction_names_the_other(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """On a card: which way, then what; only an introduction asks for more."""
    store.change(PERSONAL, lambda _: make_document(contacts=[{"name": "Ann Lee"}, {"name": "Bo Roe"}]))
    me = visit("/people", phone=True)
    find(me, "Find a person", "Ann Lee")
    before = me.interactions
    tap_text(me, "I gave")
    tap_text(me, "Advice")
    expect(me.page.get_by_text("You gave advice to Ann Lee.").first).to_be_visible()
    assert me.interactions == before + 2
    tap_text(me, "I received")
    tap_text(me, "An introduction")
    find(me, "Whom did they introduce you to?", "Bo Roe")
    expect(me.page.get_by_text("They introduced you to Bo Roe")).to_be_visible()
    given, received = stored(store, "exchanges")
    assert (given["direction"], given["kind"], given["contact"]) == ("given", "advice", "c1")
    assert (received["direction"], received["kind"], received["between"]) == ("received", "introduction", ["c2"])
    me.tap("Undo")
    assert len(stored(store, "exchanges")) == 1


def test_a_follow_up_is_done_from_the_list_and_put_off_from_the_card(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """One button each; the title counts who is left."""
    store.change(
        PERSONAL, lambda _: make_document(contacts=[{"name": n, "follow_up": f"{SOON}"} for n in ("Ann Lee", "Bo Roe")])
    )
    me = visit("/people", phone=True)
    expect(me.page.get_by_role("heading", name="2 people, 2 to follow up with")).to_be_visible()
    me.tap("Done")
    expect(me.page.get_by_role("heading", name="2 people, 1 to follow up with")).to_be_visible()
    me.tap("Bo Roe")
    expect(me.page.get_by_text("Follow up in 3 days")).to_be_visible()
    me.tap("In two weeks")
    me.tap("Back to all people")
    expect(me.page.get_by_role("heading", name="2 people, none to follow up with")).to_be_visible()
    ann, bo = stored(store, "contacts")
    assert (ann.get("follow_up"), bo["follow_up"]) == (None, f"{date.today() + timedelta(weeks=2)}")


def test_doubles_are_merged_and_people_let_go_and_both_taken_back(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """What is tidied up is never lost: Undo brings every record back as it was."""
    store.change(
        PERSONAL,
        lambda _: make_document(
            contacts=[{"name": "Ann Lee", "role": "Buyer"}, {"name": "ann lee", "met": LONG_AGO}],
            exchanges=[{"date": "2020-02-01", "direction": "given", "contact": "c2"}],
        ),
    )
    before = [stored(store, name) for name in ("contacts", "exchanges")]
    me = visit("/people")
    tap_text(me, "Listed twice")
    me.tap("Merge")
    expect(me.page.get_by_role("heading", name="1 person, none to follow up with")).to_be_visible()
    assert stored(store, "exchanges")[0]["contact"] == "c1"
    me.tap("Undo")
    assert [stored(store, name) for name in ("contacts", "exchanges")] == before
    tap_text(me, "People to let go")
    me.tap("Prune all 2")
    expect(me.page.get_by_role("heading", name="0 people, none to follow up with")).to_be_visible()
    me.tap("Undo")
    assert [stored(store, name) for name in ("contacts", "exchanges")] == before


def test_two_thousand_people_are_found_and_paged_through(visit: Callable[..., Visitor], store: FileStore) -> None:
    """The table shows a hundred at a time; search and the field with all names reach everybody."""
    store.change(PERSONAL, lambda _: make_document(contacts=[{"name": f"Person {n:04}"} for n in range(2000)]))
    me = visit("/people")
    rows = me.page.get_by_test_id("stDataFrame").locator("tbody tr")
    expect(rows.filter(has_text="Person 0000")).to_have_count(1)
    me.tap("Next page")
    expect(rows.filter(has_text="Person 0100")).to_have_count(1)
    me.fill("Search people", "1999")
    expect(me.page.get_by_text("1 person. A cell saves")).to_be_visible()
    expect(rows.filter(has_text="Person 1999")).to_have_count(1)
    find(me, "Find a person", "Person 1234")
    expect(me.page.get_by_role("heading", name="Person 1234, not in touch yet")).to_be_visible()
