"""Joining: a coffee on the card, the event in the calendar and its people become one activity, in any order."""

from collections.abc import Callable
from functools import partial
from itertools import permutations
from typing import Any
from unittest.mock import patch

import pytest

from netroi_core.importers import time_sheets
from netroi_core.importers.acceptance import undo_import
from netroi_core.importers.calendar import calendar
from netroi_core.importers.matching import activity_matching
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.matching.joining import MOST_A_DAY, join
from netroi_core.importers.proposal import Draft, Item, Proposal
from netroi_core.importers.statements import expenses
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.records import Activity
from netroi_core.workspace.workspace import Workspace
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.import_files import Json, lines, lists_of, records, taken, workspace
from tests.importers.statements.statements import EXPENSIFY_HEADER, REVOLUT

CONTACTS = [{"id": "c1", "name": "Anna Keller"}]
KNOWN = workspace(contacts=CONTACTS)
EntryReader = Callable[[Draft], list[SourceEntry]]
ANNA = "ATTENDEE;CN=Anna Keller:mailto:anna@example.org"
COFFEE = ics(meeting("UID:coffee", ANNA, summary="Talk"))
JOURNAL = {"id": "a1", "date": "2026-07-14", "approach": "one_on_one"}


def card(*rows: str, day: str = "07/14/2026") -> bytes:
    """Return a card statement; each row is a merchant and an amount."""
    header = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo"
    cells = (row.split("|") for row in rows)
    return lines(header, *(f"{day},{day},{merchant},,Sale,-{amount}," for merchant, amount in cells))


def timed_card(*rows: str) -> bytes:
    """Return a statement with times; each row is a time, a merchant and an amount."""
    cells = (row.split("|") for row in rows)
    made = (
        f"CARD_PAYMENT,Current,2026-07-14 {time}:00,,{merchant},-{amount},0,USD,COMPLETED,0"
        for time, merchant, amount in cells
    )
    return REVOLUT.split(b"\n")[0] + b"\n" + lines(*made)


def expense_report(*rows: str) -> bytes:
    """Return an expense report; each row is a merchant, an amount and whether it is reimbursed."""
    cells = (row.split("|") for row in rows)
    made = (
        f"2026-07-14 00:00:00,{merchant},{amount},,,,,{reimbursed},USD,{amount},"
        for merchant, amount, reimbursed in cells
    )
    return lines(EXPENSIFY_HEADER, *made)


def time_sheet(description: str, start: str, duration: str) -> bytes:
    header = "Description,Project,Client,Task,Tags,Start date,Start time,Duration"
    return lines(header, f"{description},Networking,,,,2026-07-14,{start},{duration}")


def reader(module: Any, raw: bytes, file: str = "") -> EntryReader:
    options = {"layout": None, "marks": {}} if module is expenses else {}
    return partial(module.source_entries, raw=raw, file=file or f"{module.__name__.rpartition('.')[2]}.x", **options)


def joined(*readers: EntryReader, before: Workspace = KNOWN) -> Proposal:
    draft = Draft("calendar", "all of it", before)
    join(draft, [entry for read in readers for entry in read(draft)])
    return draft.proposal()


def activities(*readers: EntryReader, before: Workspace = KNOWN) -> list[Json]:
    return records(joined(*readers, before=before), "activities")


def activity(item: Item) -> Activity:
    assert isinstance(item.record, Activity)
    return item.record


def test_a_coffee_alone_is_skipped_on_a_day_without_events_within_a_known_calendar() -> None:
    events = ics(
        meeting("UID:1", ANNA, summary="Talk"), meeting("UID:2", ANNA, start="20260716T090000", summary="Talk")
    )
    alone = card("STARBUCKS|9.50", day="07/15/2026")
    proposal = joined(reader(calendar, events), reader(expenses, alone))
    assert [line.reason for line in proposal.skipped] == [
        "Your calendar shows nobody else on that day. Mark it if it was networking."
    ]
    after, _ = taken(KNOWN, joined(reader(calendar, events)))
    assert activities(reader(expenses, alone), before=after) == []
    assert len(activities(reader(expenses, alone))) == 1
    earlier = card("STARBUCKS|9.50", day="07/13/2026")
    assert len(activities(reader(calendar, events), reader(expenses, earlier))) == 3


def test_a_coffee_on_the_card_an_event_and_its_person_become_one_activity() -> None:
    (coffee,) = activities(reader(calendar, COFFEE), reader(expenses, card("STARBUCKS|9.50")))
    assert (coffee["hours"], coffee["people"]) == ({"attending": 1.0}, ["c1"])
    assert coffee["costs"] == [{"category": "coffee", "amount": "9.50"}]
    assert len(coffee["keys"]) == 1


def test_the_order_of_the_files_makes_no_difference() -> None:
    readers = [
        reader(calendar, COFFEE),
        reader(expenses, card("STARBUCKS|9.50")),
        reader(time_sheets, time_sheet("Anna", "09:05:00", "00:50:00")),
    ]
    for order in permutations(readers):
        (coffee,) = activities(*order)
        assert (coffee["costs"][0]["amount"], len(coffee["keys"])) == ("9.50", 2)


def test_the_label_says_what_was_joined_and_lines_name_their_files() -> None:
    proposal = joined(reader(calendar, COFFEE), reader(expenses, card("STARBUCKS|9.50", "RENT|900")))
    assert "cost added; STARBUCKS 9.50; coffee" in proposal.added[0].label
    assert str(proposal.added[0].source_line) == "calendar.x, line 3"
    assert [str(line.source_line) for line in proposal.skipped] == ["expenses.x, line 3"]


@pytest.mark.parametrize("later", [expenses, calendar])
def test_files_imported_one_after_the_other_join_as_well_and_add_nothing_the_second_time(later: Any) -> None:
    raw = {expenses: card("STARBUCKS|9.50"), calendar: COFFEE}
    (first,) = raw.keys() - {later}
    before, _ = taken(KNOWN, joined(reader(first, raw[first])))
    proposal = joined(reader(later, raw[later]), before=before)
    assert proposal.added == ()
    after, acceptance = taken(before, proposal)
    (coffee,) = after.document["activities"]
    assert (coffee["costs"][0]["amount"], coffee["hours"]["attending"], coffee["people"]) == ("9.50", 1, ["c1"])
    for module, content in raw.items():
        assert joined(reader(module, content), before=after).items == ()
    assert lists_of(undo_import(after.document, acceptance)) == lists_of(before.document)


def test_a_charge_joins_the_journal_of_its_day_even_if_nothing_else_indicates_networking() -> None:
    before = workspace(activities=[{**JOURNAL, "hours": {"attending": 1}}])
    proposal = joined(reader(expenses, card("CITY PARKING|6", "BOOKSHOP|30")), before=before)
    (item,) = proposal.updated
    assert as_row(item.record)["costs"] == [{"category": "parking", "amount": "6"}]
    assert proposal.added == ()
    assert [line.reason for line in proposal.skipped] == ["It doesn’t look like networking. Mark it if it was."]


def test_an_event_joins_the_journal_with_the_same_person_or_title_and_fills_in_what_is_missing() -> None:
    with_anna = {**JOURNAL, "title": "Anna!", "people": ["c1"]}
    before = workspace(contacts=CONTACTS, activities=[with_anna])
    (item,) = joined(reader(calendar, COFFEE), before=before).updated
    row = as_row(item.record)
    assert row == {**with_anna, "hours": {"attending": 1.0}, "keys": row["keys"]}
    titled = workspace(activities=[{**JOURNAL, "title": "TALK", "hours": {"attending": 3}}])
    (item,) = joined(reader(calendar, ics(meeting("UID:x", ANNA, summary="Talk"))), before=titled).updated
    assert activity(item).hours.attending == 3


def test_the_hour_of_a_charge_decides_which_event_it_belongs_to() -> None:
    day = ics(meeting("UID:1", ANNA, summary="Early"), meeting("UID:2", ANNA, start="20260714T150000", summary="Late"))
    early, late = activities(reader(calendar, day), reader(expenses, timed_card("09:30|CAFE|4", "15:55|CAFE|5")))
    assert (early["costs"][0]["amount"], late["costs"][0]["amount"]) == ("4", "5")


def test_a_charge_at_another_hour_joins_nothing() -> None:
    charges = timed_card("15:00|CAFE|4", "16:00|CITY PARKING|6")
    rows = activities(reader(calendar, COFFEE), reader(expenses, charges))
    assert [("costs" in row, "hours" in row) for row in rows] == [(False, True), (True, False)]


def test_a_meal_without_an_hour_joins_the_one_event_at_its_time_of_day() -> None:
    day = ics(meeting("UID:1", ANNA, summary="Early"), meeting("UID:2", ANNA, start="20260714T190000", summary="Late"))
    early, late = activities(reader(calendar, day), reader(expenses, card("JOES BAR|12", "DENNYS|8")))
    assert (early["costs"][0]["category"], late["costs"][0]["category"]) == ("breakfast", "drinks")


def test_a_charge_that_may_belong_to_several_events_stays_alone_unless_its_words_decide() -> None:
    day = ics(
        meeting("UID:1", ANNA, summary="Early"),
        meeting("UID:2", ANNA, start="20260714T110000", summary="Roasters talk"),
    )
    rows = activities(reader(calendar, day), reader(expenses, card("STARBUCKS|4", "ROASTERS COFFEE|5")))
    assert [row.get("costs", [{}])[0].get("amount") for row in rows] == [None, "5", "4"]


def test_the_category_of_a_meal_depends_on_the_time_of_its_event() -> None:
    late = ics(meeting("UID:2", ANNA, start="20260714T190000"))
    (dinner,) = activities(reader(calendar, late), reader(expenses, card("BISTRO|40")))
    assert dinner["costs"] == [{"category": "dinner", "amount": "40"}]


def test_no_charge_joins_social_media_or_a_quiz() -> None:
    online = {**JOURNAL, "approach": "social_media", "hours": {"attending": 1}}
    quiz = {**JOURNAL, "id": "a2", "hours": {"attending": 9}, "source": "quiz"}
    proposal = joined(reader(expenses, card("STARBUCKS|4")), before=workspace(activities=[online, quiz]))
    assert (len(proposal.added), proposal.updated) == (1, ())


def test_two_events_of_one_calendar_at_one_time_stay_two() -> None:
    assert len(activities(reader(calendar, ics(meeting("UID:1", ANNA), meeting("UID:2", ANNA))))) == 2


@pytest.mark.parametrize(("start", "count"), [("09:10:00", 1), ("11:00:00", 2)])
def test_a_time_sheet_joins_an_event_only_if_they_overlap(start: str, count: int) -> None:
    sheet = time_sheet("Walk", start, "01:00:00")
    assert len(activities(reader(calendar, COFFEE), reader(time_sheets, sheet))) == count


def test_the_same_charge_in_two_files_is_one() -> None:
    coffee = card("STARBUCKS|4")
    assert len(activities(reader(expenses, coffee), reader(expenses, coffee))) == 1


def test_nothing_joins_on_a_day_with_too_many_entries_so_that_reading_stays_linear() -> None:
    day = ics(*(meeting(f"UID:{number}", ANNA, summary=f"Talk {number}") for number in range(2 * MOST_A_DAY)))
    with patch.object(activity_matching, "_is_same", wraps=activity_matching._is_same) as compare:
        rows = activities(reader(calendar, day), reader(expenses, card("STARBUCKS|4")))
    assert [row.get("keys") for row in rows] == [None] * (2 * MOST_A_DAY + 1)
    assert compare.call_count <= MOST_A_DAY * (MOST_A_DAY + 1) / 2


def test_several_charges_at_one_event_are_all_its_costs() -> None:
    charges = card("STARBUCKS|4", "STARBUCKS|4", "CITY PARKING|6")
    (coffee,) = activities(reader(calendar, COFFEE), reader(expenses, charges))
    assert [cost["amount"] for cost in coffee["costs"]] == ["4", "4", "6"]


def test_a_charge_on_the_card_and_in_the_expense_report_is_one_with_its_reimbursement() -> None:
    readers = [
        reader(expenses, card("STARBUCKS 0123|9.50")),
        reader(expenses, expense_report("Starbucks|9.50|yes"), "report.csv"),
    ]
    for order in permutations(readers):
        (coffee,) = activities(*order)
        assert coffee["costs"] == [{"category": "coffee", "amount": "9.50", "reimbursed": "9.50"}]


def test_two_equal_charges_in_each_of_two_files_are_two() -> None:
    reported = reader(expenses, expense_report("Starbucks|9.50|no", "Starbucks|9.50|no"), "report.csv")
    rows = activities(reader(expenses, card("STARBUCKS|9.50", "STARBUCKS|9.50")), reported)
    assert [len(row["costs"]) for row in rows] == [1, 1]


def test_an_expense_report_after_the_card_adds_only_the_reimbursement() -> None:
    before, _ = taken(KNOWN, joined(reader(expenses, card("STARBUCKS|9.50"))))
    later = joined(reader(expenses, expense_report("Starbucks|9.5|yes")), before=before)
    assert [as_row(item.record)["costs"][0]["reimbursed"] for item in later.updated] == ["9.5"]
    assert later.added == ()


def test_a_second_equal_charge_is_not_taken_for_the_stored_one() -> None:
    before, _ = taken(KNOWN, joined(reader(expenses, card("STARBUCKS|9.50"))))
    later = joined(reader(expenses, card("STARBUCKS|9.50", "STARBUCKS|9.50")), before=before)
    assert (len(later.added), len(later.updated)) == (1, 0)


def test_the_label_asks_about_the_same_amount_at_another_merchant_on_that_day() -> None:
    before, _ = taken(KNOWN, joined(reader(expenses, card("EVENTBRITE|25"))))
    (item,) = joined(reader(expenses, card("CONFERENCE|25.00")), before=before).added
    assert "you already have this amount on that day" in item.label
