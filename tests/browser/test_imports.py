"""Files dropped together in Chromium: read, left out, corrected, accepted, seen among all records and undone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.conftest import Visitor
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.import_files import lines
from tests.importers.linkedin.archives import ANN, BOB, NEW
from tests.importers.matching.test_joining import card

pytestmark = pytest.mark.browser

FILES = {
    "Connections.csv": lines(NEW, ANN, BOB),
    "mine.ics": ics(
        meeting("UID:c", "ATTENDEE;CN=Ann Lee:mailto:a@example.org", summary="Coffee with Ann"),
        meeting("UID:b", start="20260716T080000", summary="Breakfast club"),
    ),
    "card.csv": card("STARBUCKS|9.50", "RENT|900"),
}


def stored(store: FileStore) -> dict[str, Any]:
    """Return what is stored now; nothing before the first save."""
    saved = store.read(PERSONAL)
    return {} if saved is None else saved.document


def entered(me: Visitor, enter: Callable[[], object]) -> None:
    """Enter something in a table, which gathers edits for a moment."""

    def act() -> None:
        with me.sending():
            enter()

    me.act(act)


def test_three_files_at_once_are_chosen_from_corrected_accepted_and_taken_back(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    """Drop, untick the breakfast, make the coffee a group event, accept; the records show it; one tap undoes it."""
    me = visit("/imports", phone=True)
    files = [{"name": name, "mimeType": "text/plain", "buffer": raw} for name, raw in FILES.items()]
    me.act(lambda: me.page.locator("input[type=file]").set_input_files(files))
    finding = me.page.get_by_role("heading", name="2 activities, 2 contacts and 1 cost ($9.50) to add; 1 skipped")
    expect(finding).to_be_visible()
    assert stored(store) == {}
    table = me.page.get_by_test_id("stDataFrame").first
    me.select_cell(table, 1, "Import")
    entered(me, lambda: me.page.keyboard.press("Space"))
    expect(me.page.get_by_role("heading", name="1 activity, 2 contacts and 1 cost ($9.50) to add")).to_be_visible()
    me.open_cell(table, 0, "Approach")
    approach = me.page.locator("#portal").get_by_text("Group events", exact=True)
    if not approach.is_visible():
        me.press_until(approach, "ArrowDown")
    entered(me, approach.click)
    me.tap("Accept")
    expect(me.page.get_by_text("1 activity and 2 contacts added").first).to_be_visible()
    (coffee,) = stored(store)["activities"]
    assert (coffee["title"], coffee["approach"]) == ("Coffee with Ann", "group_events")
    assert coffee["people"] == [stored(store)["contacts"][0]["id"]]
    assert [rule["words"] for rule in stored(store)["profile"]["import_rules"]] == [["coffee", "ann"]]
    me.go("Log", "All records")
    expect(me.page.get_by_role("link", name="Coffee with Ann")).to_be_visible()
    me.go("Account", "Import")
    me.tap("Undo import")
    assert (stored(store)["activities"], stored(store)["contacts"]) == ([], [])
