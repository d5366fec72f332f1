"""Joining: a coffee on the card, the entry in the calendar and who was there are one activity, in any order."""

from functools import partial
from itertools import permutations
from typing import Any
from unittest.mock import patch

import pytest

from netroi_core.importers.acceptance import taken_back
from netroi_core.importers.calendar import calendar
from netroi_core.importers.matching import activity_matching
from netroi_core.importers.matching.joining import MOST_A_DAY, Source, together
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.statements import expenses
from netroi_core.importers.time import time_entries
from netroi_core.workspace.document import Document
from tests.importers.brought import Json, lines, lists_of, records, taken, workspace
from tests.importers.calendar.calendars import ics, met
from tests.importers.statements.statements import EXPENSIFY_HEADER, REVOLUT

KNOWN = workspace(contacts=[{"id": "c1", "name": "Anna Keller"}])
ANNA = "ATTENDEE;CN=Anna Keller:mailto:anna@example.org"
COFFEE = ics(met("UID:coffee", ANNA, summary="Talk"))


def card(*rows: str, day: str = "07/14/2026") -> bytes:
    """A card's statement; each row is a merchant and an amount."""
    header = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo"
    return lines(header, *(f"{day},{day},{what},,Sale,-{amount}," for what, amount in (row.split("|") for row in rows)))


def timed(*rows: str) -> bytes:
    """A statement that tells times; each row is a time, a merchant and an amount."""
    split = (row.split("|") for row in rows)
    made = (f"CARD_PAYMENT,Current,2026-07-14 {at}:00,,{what},-{paid},0,USD,COMPLETED,0" for at, what, paid in split)
    return REVOLUT.split(b"\n")[0] + b"\n" + lines(*made)


def sheet(what: str, start: str, took: str) -> bytes:
    header = "Description,Project,Client,Task,Tags,Start date,Start time,Duration"
    return lines(header, f"{what},Networking,,,,2026-07-14,{start},{took}")


def source(kind: Any, raw: bytes, known: Document = KNOWN) -> Source:
    return partial(kind.traces, raw=raw, document=known, file=f"{kind.__name__}.x")


def joined(*sources: Source, known: Document = KNOWN) -> Proposal:
    return together("calendar", "all of it", known, sources)


def activities(*sources: Source, known: Document = KNOWN) -> list[Json]:
    return records(joined(*sources, known=known), "activities")


def test_where_a_calendar_is_known_a_coffee_with_nobody_is_no_networking_and_before_it_begins_it_may_be() -> None:
    entries = ics(met("UID:1", ANNA, summary="Talk"), met("UID:2", ANNA, start="20260716T090000", summary="Talk"))
    alone = card("STARBUCKS|9.50", day="07/15/2026")
    proposal = joined(source(calendar, entries), source(expenses, alone))
    assert [each.reason for each in proposal.skipped] == [
        "Your calendar tells of nobody on that day; mark it if it was networking."
    ]
    after, _ = taken(KNOWN, joined(source(calendar, entries)))
    assert activities(source(expenses, alone, after), known=after) == []
    assert len(activities(source(expenses, alone))) == 1
    earlier = card("STARBUCKS|9.50", day="07/13/2026")
    assert len(activities(source(calendar, entries), source(expenses, earlier))) == 3


def test_a_coffee_on_the_card_an_entry_and_the_person_in_it_are_one_activity() -> None:
    (one,) = activities(source(calendar, COFFEE), source(expenses, card("STARBUCKS|9.50")))
    assert (one["hours"], one["people"]) == ({"attending": 1.0}, ["c1"])
    assert one["costs"] == [{"category": "coffee", "amount": "9.50"}]
    assert len(one["keys"]) == 1


def test_the_order_of_the_files_makes_no_difference() -> None:
    sources = [source(calendar, COFFEE), source(expenses, card("STARBUCKS|9.50")),
               source(time_entries, sheet("Anna", "09:05:00", "00:50:00"))]  # fmt: skip
    results = [activities(*order) for order in permutations(sources)]
    assert {(len(found), found[0]["costs"][0]["amount"], len(found[0]["keys"])) for found in results} == {
        (1, "9.50", 2)
    }


def test_the_label_says_what_was_joined_and_places_name_their_files() -> None:
    proposal = joined(source(calendar, COFFEE), source(expenses, card("STARBUCKS|9.50", "RENT|900")))
    assert "joined by its cost; STARBUCKS 9.50; coffee" in proposal.added[0].label
    assert str(proposal.added[0].place) == "netroi_core.importers.calendar.calendar.x, line 3"
    assert [str(each.place) for each in proposal.skipped] == ["netroi_core.importers.statements.expenses.x, line 3"]


@pytest.mark.parametrize("later", [expenses, calendar])
def test_files_brought_one_after_the_other_join_as_well_and_twice_add_nothing(later: Any) -> None:
    raw = {expenses: card("STARBUCKS|9.50"), calendar: COFFEE}
    (first,) = raw.keys() - {later}
    before, _ = taken(KNOWN, together("calendar", "1", KNOWN, [source(first, raw[first])]))
    proposal = together("calendar", "2", before, [source(later, raw[later], before)])
    assert proposal.added == ()
    after, acceptance = taken(before, proposal)
    (one,) = after["activities"]
    assert (one["costs"][0]["amount"], one["hours"]["attending"], one["people"]) == ("9.50", 1, ["c1"])
    for kind in raw:
        assert together("calendar", "3", after, [source(kind, raw[kind], after)]).items == ()
    assert lists_of(taken_back(after, acceptance)) == lists_of(before)


def test_a_charge_joins_what_is_in_the_journal_on_its_day_even_if_nothing_else_says_networking() -> None:
    talk = {"id": "a1", "date": "2026-07-14", "approach": "one_on_one", "hours": {"attending": 1}}
    known = workspace(activities=[talk])
    proposal = joined(source(expenses, card("CITY PARKING|6", "BOOKSHOP|30"), known), known=known)
    (item,) = proposal.updated
    assert item.record["costs"] == [{"category": "parking", "amount": "6"}]
    assert proposal.added == ()
    assert [each.reason for each in proposal.skipped] == ["Nothing says that it was networking; mark it if it was."]


def test_an_entry_joins_what_the_journal_tells_of_the_same_person_or_title_and_fills_what_is_missing() -> None:
    talk = {"id": "a1", "date": "2026-07-14", "approach": "one_on_one", "title": "Anna!", "people": ["c1"]}
    known = workspace(contacts=KNOWN["contacts"], activities=[talk])
    proposal = joined(source(calendar, COFFEE, known), known=known)
    (item,) = proposal.updated
    assert item.record == {**talk, "hours": {"attending": 1.0}, "keys": item.record["keys"]}
    named = workspace(activities=[{**talk, "title": "TALK", "people": [], "hours": {"attending": 3}}])
    (item,) = joined(source(calendar, ics(met("UID:x", ANNA, summary="Talk")), named), known=named).updated
    assert item.record["hours"] == {"attending": 3}


def test_the_hour_of_a_charge_tells_which_entry_it_belongs_to() -> None:
    day = ics(met("UID:1", ANNA, summary="Early"), met("UID:2", ANNA, start="20260714T150000", summary="Late"))
    early, late = activities(source(calendar, day), source(expenses, timed("09:30|CAFE|4", "15:55|CAFE|5")))
    assert (early["costs"][0]["amount"], late["costs"][0]["amount"]) == ("4", "5")


def test_a_charge_at_another_hour_joins_nothing() -> None:
    found = activities(source(calendar, COFFEE), source(expenses, timed("15:00|CAFE|4", "16:00|CITY PARKING|6")))
    assert [("costs" in each, "hours" in each) for each in found] == [(False, True), (True, False)]


def test_without_an_hour_a_meal_joins_the_one_entry_at_its_time() -> None:
    day = ics(met("UID:1", ANNA, summary="Early"), met("UID:2", ANNA, start="20260714T190000", summary="Late"))
    early, late = activities(source(calendar, day), source(expenses, card("JOES BAR|12", "DENNYS|8")))
    assert (early["costs"][0]["category"], late["costs"][0]["category"]) == ("breakfast", "drinks")


def test_a_charge_that_might_belong_to_several_stays_alone_unless_its_words_tell() -> None:
    day = ics(met("UID:1", ANNA, summary="Early"), met("UID:2", ANNA, start="20260714T110000", summary="Roasters talk"))
    found = activities(source(calendar, day), source(expenses, card("STARBUCKS|4", "ROASTERS COFFEE|5")))
    assert [each.get("costs", [{}])[0].get("amount") for each in found] == [None, "5", "4"]


def test_a_meal_takes_its_name_from_the_entry_it_was_had_at() -> None:
    late = ics(met("UID:2", ANNA, start="20260714T190000"))
    (one,) = activities(source(calendar, late), source(expenses, card("BISTRO|40")))
    assert one["costs"] == [{"category": "dinner", "amount": "40"}]


def test_a_session_on_a_network_or_a_quiz_draws_no_charges() -> None:
    online = {"id": "a1", "date": "2026-07-14", "approach": "social_media", "hours": {"attending": 1}}
    quiz = {"id": "a2", "date": "2026-07-14", "approach": "one_on_one", "hours": {"attending": 9}, "source": "quiz"}
    known = workspace(activities=[online, quiz])
    proposal = joined(source(expenses, card("STARBUCKS|4"), known), known=known)
    assert (len(proposal.added), proposal.updated) == (1, ())


def test_two_entries_of_one_calendar_at_one_time_stay_two() -> None:
    assert len(activities(source(calendar, ics(met("UID:1", ANNA), met("UID:2", ANNA))))) == 2


def test_a_time_sheet_and_a_calendar_tell_of_the_same_hour_only_where_they_overlap() -> None:
    same, other = sheet("Walk", "09:10:00", "01:00:00"), sheet("Walk", "11:00:00", "01:00:00")
    assert len(activities(source(calendar, COFFEE), source(time_entries, same))) == 1
    assert len(activities(source(calendar, COFFEE), source(time_entries, other))) == 2


def test_the_same_charge_in_two_files_is_one() -> None:
    coffee = card("STARBUCKS|4")
    assert len(activities(source(expenses, coffee), source(expenses, coffee))) == 1


def test_on_a_day_with_more_than_anybody_does_nothing_joins_so_that_reading_stays_linear() -> None:
    day = ics(*(met(f"UID:{n}", ANNA, summary=f"Talk {n}") for n in range(2 * MOST_A_DAY)))
    with patch.object(activity_matching, "_is_same", wraps=activity_matching._is_same) as compared:
        found = activities(source(calendar, day), source(expenses, card("STARBUCKS|4")))
    assert [each.get("keys") for each in found] == [None] * (2 * MOST_A_DAY + 1)
    assert compared.call_count <= MOST_A_DAY * (MOST_A_DAY + 1) / 2


def test_several_charges_at_one_entry_are_all_its_costs() -> None:
    (one,) = activities(
        source(calendar, COFFEE), source(expenses, card("STARBUCKS|4", "STARBUCKS|4", "CITY PARKING|6"))
    )
    assert [cost["amount"] for cost in one["costs"]] == ["4", "4", "6"]


def report(*rows: str) -> bytes:
    """An expense report; each row is a merchant, an amount and whether somebody else bears it."""
    made = (f"2026-07-14 00:00:00,{what},{paid},,,,,{borne},USD,{paid}," for what, paid, borne in
            (row.split("|") for row in rows))  # fmt: skip
    return lines(EXPENSIFY_HEADER, *made)


def test_a_charge_that_the_card_and_the_expense_report_tell_of_is_one_with_who_bears_it() -> None:
    sources = [source(expenses, card("STARBUCKS 0123|9.50")), source(expenses, report("Starbucks|9.50|yes"))]
    sources[1] = partial(sources[1], file="report.csv")
    for order in permutations(sources):
        (one,) = activities(*order)
        assert one["costs"] == [{"category": "coffee", "amount": "9.50", "reimbursed": "9.50"}]


def test_two_equal_charges_in_each_of_two_files_are_two() -> None:
    reported = partial(source(expenses, report("Starbucks|9.50|no", "Starbucks|9.50|no")), file="report.csv")
    found = activities(source(expenses, card("STARBUCKS|9.50", "STARBUCKS|9.50")), reported)
    assert [len(each["costs"]) for each in found] == [1, 1]


def test_the_report_that_comes_after_the_card_adds_nothing_but_who_bears_it_and_a_new_charge_is_not_taken_for_it() -> (
    None
):
    before, _ = taken(KNOWN, together("expenses", "1", KNOWN, [source(expenses, card("STARBUCKS|9.50"))]))
    later = together("expenses", "2", before, [source(expenses, report("Starbucks|9.5|yes"), before)])
    assert [item.record["costs"][0]["reimbursed"] for item in later.updated] == ["9.5"]
    assert later.added == ()
    longer = together("expenses", "3", before, [source(expenses, card("STARBUCKS|9.50", "STARBUCKS|9.50"), before)])
    assert (len(longer.added), len(longer.updated)) == (1, 0)


def test_as_much_at_another_merchant_on_a_day_is_pointed_out() -> None:
    before, _ = taken(KNOWN, together("expenses", "1", KNOWN, [source(expenses, card("EVENTBRITE|25"))]))
    (item,) = together("expenses", "2", before, [source(expenses, card("CONFERENCE|25.00"), before)]).added
    assert "that much was paid on that day already" in item.label
