"""Files brought from elsewhere: seen and corrected before they count, accepted with one tap, taken back whenever."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.access.visitors import OWNER, signed
from netroi_core.web.streamlit_server import VISITOR_KEY
from netroi_core.workspace import document
from tests.careers import small_documents
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.crm.crm_files import DEALS
from tests.importers.import_files import lines, zipped
from tests.importers.matching.test_joining import card
from tests.importers.test_palms import ANN, BOB, workbook
from tests.pages.conftest import Shelf
from tests.pages.screen import choose, click, edit, headings, opened, read, run, screen, unfold

PAGE = "imports.py"
CONNECTIONS = (
    b'Notes:\n"When exporting your connection data, you may notice that some addresses are missing."\n\n'
    b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    b"Ada,Byron,https://www.linkedin.com/in/Ada-B,,Engines,Analyst,08 Feb 2026\n"
    b"Grace,Hopper,https://www.linkedin.com/in/grace,,Navy,Admiral,09 Feb 2026\n"
    b",,,,,,10 Feb 2026\n"
)
COFFEE = ics(
    meeting("UID:c", "ATTENDEE;CN=Ada Byron:mailto:a@example.org", summary="Coffee with Ada"),
    meeting("UID:b", start="20260716T080000", summary="Breakfast club"),
)
CARD = card("STARBUCKS|9.50", "CANARYRENT|901.77", "CANARYBOOKS|55.31")
UNKNOWN = lines("Datum;Text;Umsatz", "04.03.2026;Cafe Canary;-4,50", "05.03.2026;CANARYRENT;-901,77")
UNCLEAR = lines("Day,Shop,Sum", "04/03/2026,Canary,4.50", "05/03/2026,CANARYRENT,901.77")
CHAMBER = {"id": "v1", "name": "Town hall", "approach": "group_events"}


def dropped(app: AppTest, raw: bytes, name: str = "Connections.csv") -> AppTest:
    return all_dropped(app, (name, raw))


def all_dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, raw, "text/csv") for name, raw in files])
    return run(app)


def three() -> AppTest:
    return all_dropped(opened(PAGE), ("Connections.csv", CONNECTIONS), ("mine.ics", COFFEE), ("card.csv", CARD))


def rows(app: AppTest, place: int = 0) -> list[dict[str, Any]]:
    """The rows of a table that can be edited."""
    return list(app.data_editor[place].value.to_dict("records"))


def test_several_files_are_told_apart_joined_and_seen_before_they_count(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    before = shelf.document
    app = three()
    assert "2 activities, 2 contacts and 1 cost ($9.50) to add; 3 skipped" in headings(app)
    coffee, club = rows(app)
    assert (coffee["title"], coffee["paid"], coffee["people"]) == ("Coffee with Ada", "$9.50", "Ada Byron")
    assert club["approach"] == "Group events"
    assert shelf.document == before


def test_amounts_that_are_paid_agree_in_their_format() -> None:
    app = dropped(opened(PAGE), card("STARBUCKS|9.50", "STARBUCKS|12"), "card.csv")
    assert sorted(row["paid"] for row in rows(app)) == ["$12.00", "$9.50"]


def test_one_tap_accepts_the_same_files_add_nothing_and_it_can_be_taken_back(shelf: Shelf) -> None:
    before = small_documents()["one approach"]
    shelf.put(before)
    app = click(three(), "Accept")
    assert [contact["name"] for contact in shelf.document["contacts"]] == ["Ada Byron", "Grace Hopper"]
    assert "2 activities and 2 contacts added." in screen(app)
    assert "Several files, Connections.csv, mine.ics and card.csv" in screen(app).replace("*", "")
    again = three()
    assert "Accept" not in [button.label for button in again.button]
    assert any(heading.startswith("Nothing to add") for heading in headings(again))
    click(again, "Undo import")
    assert shelf.document["contacts"] == []
    assert shelf.document["outcomes"] == before["outcomes"]


def test_what_is_unticked_stays_out_and_the_finding_says_so(shelf: Shelf) -> None:
    app = edit(three(), {1: {"take": False}})
    assert "1 activity, 2 contacts and 1 cost ($9.50) to add; 3 skipped" in headings(app)
    click(app, "Accept")
    assert [row["title"] for row in shelf.document["activities"]] == ["Coffee with Ada"]


def test_the_second_of_two_clicks_accepts_nothing_more(shelf: Shelf) -> None:
    app = edit(three(), {1: {"take": False}})
    app.session_state["netroi"].page_state.forget("import")  # as the first click left it
    click(app, "Accept")
    assert shelf.document == {}


def test_a_whole_table_can_be_left_out_but_for_what_is_ticked(shelf: Shelf) -> None:
    app = three()
    app.checkbox(key="all Contacts").uncheck()
    app = edit(run(app), {1: {"take": True}}, place=1)
    click(app, "Accept")
    assert [row["name"] for row in shelf.document["contacts"]] == ["Grace Hopper"]
    assert shelf.document["activities"][0]["people"] == []


def many() -> bytes:
    """An export of 249 people, twelve a year."""
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    return lines(header, *(f"P{n},Q,https://www.linkedin.com/in/p{n},,,,01 Jan {2006 + n // 12}" for n in range(249)))


def test_of_very_many_people_those_met_lately_can_be_taken_alone(shelf: Shelf) -> None:
    app = dropped(opened(PAGE), many())
    assert "And 49 more rows." in screen(app)
    app = choose(app, "Which of them?", "Met in the last year")
    assert "9 contacts to add" in headings(app)
    click(app, "Accept")
    assert {row["met"]["date"] for row in shelf.document["contacts"]} == {"2026-01-01"}


def test_a_correction_is_accepted_remembered_followed_the_next_time_and_can_be_forgotten(shelf: Shelf) -> None:
    shelf.put({**document.empty(), "venues": [CHAMBER]})
    app = edit(three(), {1: {"approach": "One-on-one", "venue": "Town hall", "hours": 2.5}})
    app = click(app, "Accept")
    assert "Your corrections will be used" in screen(app)
    club = shelf.document["activities"][1]
    assert (club["approach"], club["venue"], club["hours"]) == ("one_on_one", "v1", {"attending": 2.5})
    later = ics(meeting("UID:later", start="20260816T080000", summary="Breakfast club again"))
    (row,) = rows(dropped(opened(PAGE), later, "later.ics"))
    assert (row["approach"], row["venue"]) == ("One-on-one", "Town hall")
    assert "as you corrected it last time" in row["why"]
    app = unfold(opened(PAGE), "Remembered corrections (1)")
    assert "“breakfast” and “club”: one-on-one at Town hall" in screen(app)
    click(app, "Forget")
    assert shelf.document["profile"]["import_rules"] == []


def test_what_is_called_no_networking_is_left_out_the_next_time_too(shelf: Shelf) -> None:
    app = click(edit(three(), {1: {"approach": "Not networking"}}), "Accept")
    assert [row["title"] for row in shelf.document["activities"]] == ["Coffee with Ada"]
    again = dropped(opened(PAGE), COFFEE, "mine.ics")
    assert "Accept" not in [button.label for button in again.button]
    assert not app.exception


def test_lines_that_were_not_suggested_can_be_found_and_marked(shelf: Shelf) -> None:
    app = unfold(dropped(opened(PAGE), CARD, "card.csv"), "Other lines of your statements")
    app.text_input(key="search lines").set_value("books")
    app = run(app)
    assert [row["what"] for row in rows(app, 1)] == ["CANARYBOOKS"]
    app = edit(app, {0: {"networking": True, "category": "Gifts", "approach": "Group events"}}, place=1)
    assert "2 activities and 2 costs ($64.81) to add; 1 skipped" in headings(app)
    click(app, "Accept")
    bought = shelf.document["activities"][1]
    assert (bought["costs"], bought["approach"]) == ([{"category": "gift", "amount": "55.31"}], "group_events")


def test_choices_survive_what_else_is_done_on_the_page(shelf: Shelf) -> None:
    app = edit(three(), {1: {"take": False}})
    app = unfold(app, "Other lines of your statements")
    app = edit(app, {0: {"networking": True}}, place=2)
    assert [row["title"] for row in rows(app) if not row["take"]] == ["Breakfast club"]
    assert len(rows(app)) == 3
    click(app, "Accept")
    assert len(shelf.document["activities"]) == 2


def test_nothing_of_a_file_is_kept_but_what_was_accepted(shelf: Shelf, folder: Path) -> None:
    app = all_dropped(opened(PAGE), ("card.csv", CARD), ("odd.csv", UNKNOWN), ("mine.ics", COFFEE))
    assert rows(app)[1]["title"] == "Coffee with Ada"
    app = click(edit(app, {1: {"take": False}}), "Accept")
    app = click(app, "Undo import")
    stored = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"Breakfast" in stored  # in the backup of what was accepted
    for canary in (b"CANARYRENT", b"CANARYBOOKS", b"901.77", b"901,77", b"Coffee with Ada", b"a@example.org"):
        assert canary not in stored
    assert "CANARY" not in repr(app.session_state["netroi"])


def test_what_was_chosen_is_forgotten_once_the_page_is_left(shelf: Shelf) -> None:
    app = edit(three(), {1: {"take": False}})
    assert "import" in app.session_state["netroi"].page_state
    app.switch_page("log.py")
    assert "import" not in run(app).session_state["netroi"].page_state


def test_columns_that_tell_are_read_without_help_and_corrected_ones_are_known_the_next_time(shelf: Shelf) -> None:
    app = dropped(opened(PAGE), UNKNOWN, "odd.csv")
    assert [box.value for box in app.selectbox if "odd.csv" in str(box.key)][:4] == [
        "expenses", "Datum", "Text", "Umsatz",
    ]  # fmt: skip
    assert "2 purchases, $906.27." in screen(app)
    assert app.dataframe[0].value.to_numpy().tolist()[0] == ["2", "Mar 4, 2026", "$4.50", "Cafe Canary"]
    # Measured once by the browser, columns would cut off the longer cells of another choice.
    config = json.loads(app.dataframe[0].proto.columns)
    assert all(config[column]["width"] for column in ("Line", "Date", "Spent", "Description"))
    app = choose(app, "How is money spent marked?", "positive")
    assert "isn’t an amount" not in screen(app)
    assert "It is money received" in str(app.dataframe[0].value.to_numpy().tolist())
    app = choose(app, "How is money spent marked?", "negative")
    app = click(app, "Accept")
    assert shelf.document["profile"] == {}
    other = UNKNOWN.replace(b"Text", b"Wer").replace(b"4,50", b"5,50")
    app = choose(dropped(app, other, "odd.csv"), "Currency", ("", "USD"))
    click(app, "Accept")
    (kept,) = shelf.document["profile"]["import_layouts"]
    assert (kept["date"], kept["spent"], kept["currency_code"]) == ("Datum", "negative", "USD")
    app = dropped(opened(PAGE), other, "odd.csv")
    assert "Read with the columns you chose last time" in [fold.label for fold in app.expander]
    app = choose(app, "Amount", "Wer")
    assert "Accept" not in [button.label for button in app.button]


def test_what_the_columns_leave_open_is_asked_and_nothing_is_read_before_the_answer(shelf: Shelf) -> None:
    app = dropped(opened(PAGE), UNCLEAR, "odd.csv")
    assert "Fill in the blank fields below." in screen(app)
    assert not app.dataframe
    app = choose(app, "How is money spent marked?", "positive")
    assert not app.dataframe
    app = choose(app, "How are dates written?", "day_first")
    assert "2 purchases, $906.27." in screen(app)
    assert app.dataframe[0].value.to_numpy().tolist()[0][1] == "Mar 4, 2026"


def test_the_quarters_of_a_calendar_can_be_chosen(shelf: Shelf) -> None:
    app = dropped(opened(PAGE), COFFEE, "mine.ics")
    assert len(rows(app)) == 2
    app = choose(app, "Quarters to import", "Q4 2026")
    assert not app.data_editor
    assert len(rows(choose(app, "Quarters to import", "Everything"))) == 2


def placed_elsewhere() -> None:
    from netroi_core.quarters import Quarter
    from pages.imports import import_flow

    import_flow.show_import((Quarter(2026, 4),))


def test_wherever_files_are_brought_the_quarters_asked_for_come_first(shelf: Shelf) -> None:
    app = AppTest.from_function(placed_elsewhere)
    app.user = {VISITOR_KEY: signed(OWNER)}
    app = all_dropped(run(app), ("mine.ics", COFFEE), ("card.csv", CARD))
    assert any(heading.startswith("Nothing to add") for heading in headings(app))
    assert len(rows(choose(app, "Quarters to import", "Q3 2026"))) == 2


def test_which_member_of_a_report_one_is_is_asked_and_remembered(shelf: Shelf) -> None:
    app = dropped(opened(PAGE), workbook(ANN, BOB), "palms.xls")
    app = choose(app, "Which member are you?", "Bob Ng")
    assert [row["title"] for row in rows(app)] == ["BNI: 1 meeting"]
    click(app, "Accept")
    app = dropped(opened(PAGE), workbook(ANN, BOB, until="03/26/2026"), "palms.xls")
    assert next(box.value for box in app.selectbox if box.label == "Which member are you?") == "Bob Ng"


def test_what_is_assumed_can_be_changed_and_is_shown(shelf: Shelf) -> None:
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
    raw = lines(header, 'Me,Ada,"1/29/26, 2:37 PM",Hi,OUTGOING,https://www.linkedin.com/in/me,')
    app = dropped(opened(PAGE), raw, "Invitations.csv")
    assert "Each invitation you sent counts as 2 minutes." in screen(app)
    app.number_input(key="assumed invitation_minutes").set_value(30.0)
    assert rows(run(app))[0]["hours"] == 0.5


def test_two_files_of_one_name_are_two(shelf: Shelf) -> None:
    app = all_dropped(opened(PAGE), ("card.csv", CARD), ("card.csv", card("STARBUCKS|3", day="07/15/2026")))
    assert [row["line"] for row in rows(app)] == ["card.csv, line 2", "card.csv (2), line 2"]


def test_each_file_says_how_it_is_read_and_what_is_in_it(shelf: Shelf) -> None:
    app = all_dropped(opened(PAGE), ("mine.ics", COFFEE), ("card.csv", CARD), ("odd.txt", b"Dear diary\n"))
    assert [read(box.label) for box in app.selectbox if "kind of" in str(box.key)] == [
        "**mine.ics** is read as", "**card.csv** is read as", "What kind of file is **odd.txt**?",
    ]  # fmt: skip
    text = screen(app)
    assert "2 activities found." in text
    assert "Chase card: 3 purchases, $966.58." in text
    assert "This looks like plain text, without a table. Choose its kind" in text


def test_many_files_are_folded_away_unless_one_raises_a_question(shelf: Shelf) -> None:
    files = [(f"{number}.csv", CARD) for number in range(7)]
    app = all_dropped(opened(PAGE), *files)
    (folded,) = (fold for fold in app.expander if fold.label == "Your 7 files")
    assert not folded.proto.expanded
    app = all_dropped(app, *files, ("odd.txt", b"Dear diary\n"))
    (unfolded,) = (fold for fold in app.expander if fold.label == "Your 8 files")
    assert unfolded.proto.expanded
    app = all_dropped(app, *files, ("unclear.csv", UNCLEAR), ("empty.vcf", b"BEGIN:VCARD\n" * 3))
    assert "1 of your 9 files can’t be read yet. See why above." in screen(app)


def test_the_way_to_a_file_is_told_in_a_few_steps(shelf: Shelf) -> None:
    app = opened(PAGE)
    assert "contacts.google.com" not in screen(app)
    assert "contacts.google.com" in screen(choose(app, "Where is it from?", "Google Contacts"))


def test_dues_that_count_a_charge_already_leave_it_out_unless_it_is_chosen(shelf: Shelf) -> None:
    dues = {"amount": "400", "per": "year"}
    chamber = {"id": "v1", "name": "Harbor Chamber", "approach": "group_events", "dues": dues}
    shelf.put({**document.empty(), "venues": [chamber]})
    app = dropped(opened(PAGE), card("HARBOR CHAMBER DUES|400.00"), "card.csv")
    assert "1 charge left out, already counted in your dues for Harbor Chamber." in screen(app)
    assert [row["take"] for row in rows(app)] == [False]
    assert [button.disabled for button in app.button if button.label == "Accept"] == [True]
    click(edit(app, {0: {"take": True}}), "Accept")
    assert [activity["title"] for activity in shelf.document["activities"]] == ["HARBOR CHAMBER DUES"]


@pytest.mark.parametrize(("count", "label"), [(1, "Import the other one"), (2, "Import the other 2")])
def test_one_box_stands_for_all_charges_that_dues_do_not_count(shelf: Shelf, count: int, label: str) -> None:
    chamber = {"id": "v1", "name": "Harbor Chamber", "approach": "group_events", "dues": {"amount": "400"}}
    shelf.put({**document.empty(), "venues": [chamber]})
    others = ["EB *EVENTBRITE|25.00", "MEETUP EVENT|15.00"][:count]
    app = dropped(opened(PAGE), card("HARBOR CHAMBER DUES|400.00", *others), "card.csv")
    assert label in [box.label for box in app.checkbox]


def test_what_comes_next_depends_on_what_was_imported(shelf: Shelf) -> None:
    deals = DEALS["HubSpot"]
    app = click(dropped(opened(PAGE), CONNECTIONS), "Accept")
    assert "See your contacts" in [button.label for button in app.button]
    app = click(dropped(app, COFFEE, "mine.ics"), "Accept")
    assert "your quiz for Q3 2026 is due" in screen(app)
    app = click(dropped(app, deals, "deals.csv"), "Accept")
    assert "Review outcomes" in [button.label for button in app.button]
    app = click(app, "Undo import")
    assert "Review outcomes" not in [button.label for button in app.button]


def test_each_file_in_an_archive_has_its_own_kind_and_what_is_not_read_is_named(shelf: Shelf) -> None:
    shelf.put(document.empty())
    raw = zipped({"a/Connections.csv": CONNECTIONS, "card.csv": CARD, "diary.txt": b"Dear diary"})
    # With an export of LinkedIn in it, the archive is one.
    assert "linkedin" in [box.value for box in dropped(opened(PAGE), raw, "export.zip").selectbox]
    app = dropped(opened(PAGE), zipped({"mine.ics": COFFEE, "card.csv": CARD, "diary.txt": b"Dear diary"}), "my.zip")
    labels = {box.label.replace("\\", ""): box.value for box in app.selectbox}
    assert labels.items() >= {
        "**my.zip, calendars** is read as": "calendar", "**my.zip, card.csv** is read as": "expenses"
    }.items()  # fmt: skip
    assert "diary.txt in my.zip isn’t recognized." in screen(app).replace("\\", "")
    click(app, "Accept")
    assert {row["title"] for row in shelf.document["activities"]} == {"Coffee with Ada", "Breakfast club"}


def test_a_charge_from_another_kind_of_file_is_left_out_and_can_be_checked(shelf: Shelf) -> None:
    shelf.put(document.empty())
    click(dropped(opened(PAGE), CARD, "card.csv"), "Accept")
    later = lines("!Type:Bank", "D07/15/2026", "T-9.50", "PStarbucks", "^")
    app = dropped(opened(PAGE), later, "bank.qif")
    assert "1 charge left out, likely the same" in screen(app)
    assert [row["take"] for row in rows(app)] == [False]
    edit(app, {0: {"take": True}})
    click(app, "Accept")
    assert len(shelf.document["activities"]) == 2
