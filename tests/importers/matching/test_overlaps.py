"""Charges that dues or another kind of file count already: shown, and left out unless they are chosen."""

from itertools import permutations
from typing import Any

import pytest

from netroi_core.importers.acceptance import accept
from netroi_core.importers.batch import ImportFile, ImportSettings, read_files
from netroi_core.importers.calendar import calendar
from netroi_core.importers.matching.overlaps import OVERLAP
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.statements import expenses
from netroi_core.workspace.workspace import Workspace
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.import_files import AT, lines, taken, workspace
from tests.importers.linkedin.archives import RECEIPTS, receipt
from tests.importers.matching.test_joining import ANNA, activity, card, joined, reader


def member(**dues: Any) -> Workspace:
    venue = {"id": "v1", "name": "Harbor Chamber of Commerce", "approach": "group_events", "dues": dues}
    return workspace(venues=[venue], contacts=[{"id": "c1", "name": "Anna Keller"}])


def is_left_out(row: str, **dues: Any) -> bool:
    proposal = joined(reader(expenses, card(row)), before=member(**dues))
    (item,) = proposal.added
    assert (item.key in proposal.suggested_keys) == (not item.overlap)
    return bool(item.overlap)


@pytest.mark.parametrize(
    ("row", "dues", "left_out"),
    [
        ("HARBOR CHAMBER DUES|400.00", {"amount": "400", "per": "year"}, True),
        ("HARBOR CHAMBER DUES|33.33", {"amount": "400", "per": "year"}, True),
        ("HARBOR CHAMBER DUES|35.00", {"amount": "400", "per": "year"}, True),
        ("IHK BEITRAG|100.00", {"amount": "400", "per": "year"}, True),  # another name, but a fourth of the dues
        ("IHK BEITRAG|99.00", {"amount": "400", "per": "year"}, False),
        ("HARBOR CHAMBER DUES|400.00", {"amount": "0"}, False),
        ("HARBOR CHAMBER DUES|400.00", {"amount": "400", "to": "2026-06-30"}, False),
        ("HARBOR CHAMBER DUES|400.00", {"amount": "400", "from": "2026-08-01"}, False),
        ("EVENTBRITE|400.00", {"amount": "400"}, False),
    ],
)
def test_a_charge_is_left_out_if_dues_of_that_day_have_its_name_or_its_amount(
    row: str, dues: dict[str, str], left_out: bool
) -> None:
    assert is_left_out(row, **dues) is left_out


def test_what_is_left_out_is_added_only_if_it_is_chosen() -> None:
    before = member(amount="400")
    proposal = joined(reader(expenses, card("HARBOR CHAMBER DUES|400.00", "EVENTBRITE|25.00")), before=before)
    assert [activity(item).title for item in proposal.added] == ["HARBOR CHAMBER DUES", "EVENTBRITE"]
    after, _ = accept(before.document, proposal, AT)
    assert [row["title"] for row in after["activities"]] == ["EVENTBRITE"]
    after, _ = accept(before.document, proposal, AT, {item.key for item in proposal.items})
    assert len(after["activities"]) == 2


def test_dues_are_no_cost_of_an_event_that_they_share_a_word_with() -> None:
    event = ics(meeting("UID:1", ANNA, summary="Chamber breakfast"))
    proposal = joined(
        reader(calendar, event), reader(expenses, card("CHAMBER DUES|400.00")), before=member(amount="400")
    )
    assert {activity(item).title: len(activity(item).costs) for item in proposal.added} == {
        "Chamber breakfast": 0, "CHAMBER DUES": 1,
    }  # fmt: skip


SHOP = "Starbucks"
Charges = list[tuple[str, str]]


def table(*charges: tuple[str, str], shop: str = f"{SHOP} 0123 SEATTLE", name: str = "card.csv") -> ImportFile:
    """Return a card's table of charges, each a day of July 2026 and an amount."""
    rows = (f"07/{day}/2026,07/{day}/2026,{shop},,Sale,-{amount}," for day, amount in charges)
    return ImportFile(
        name, lines("Transaction Date,Post Date,Description,Category,Type,Amount,Memo", *rows), "expenses"
    )


def qif(*charges: tuple[str, str], shop: str = SHOP) -> ImportFile:
    """Return the same charges as a bank writes them in QIF."""
    rows = (row for day, amount in charges for row in (f"D07/{day}/2026", f"T-{amount}", f"P{shop}", "^"))
    return ImportFile("bank.qif", lines("!Type:Bank", *rows), "expenses")


def read(*files: ImportFile, before: Workspace | None = None) -> Proposal:
    return read_files(files, before or workspace(), ImportSettings()).proposal


def days(proposal: Proposal, *, are_left_out: bool) -> list[str]:
    """Return the days of the added activities that are left out, or of the others."""
    items = (item for item in proposal.added if bool(item.overlap) == are_left_out)
    return sorted(f"{item.record.date:%d}" for item in items)  # type: ignore[union-attr]


@pytest.mark.parametrize(("first", "later"), [(table, qif), (qif, table)])
@pytest.mark.parametrize(
    ("charges", "again", "left_out", "added"),
    [
        ([("14", "4.50")], [("15", "4.50")], ["15"], []),
        ([("14", "4.50")], [("17", "4.50")], ["17"], []),
        ([("14", "4.50")], [("13", "4.50")], ["13"], []),
        ([("14", "4.50")], [("14", "4.50")], [], []),
        ([("14", "4.50")], [("20", "4.50")], [], ["20"]),
        ([("14", "4.50")], [("15", "4.60")], [], ["15"]),
        ([("14", "4.50")], [("15", "4.50"), ("16", "4.50")], ["15"], ["16"]),
        (
            [("13", "4.50"), ("14", "4.50"), ("15", "4.50")],
            [("14", "4.50"), ("15", "4.50"), ("16", "4.50")],
            ["16"],
            [],
        ),
        ([("13", "4.50"), ("14", "4.50")], [("15", "4.50"), ("16", "4.50"), ("17", "4.50")], ["15", "16"], ["17"]),
    ],
)
def test_the_same_charge_in_another_kind_of_file_up_to_three_days_apart_is_left_out(
    first: object, later: object, charges: Charges, again: Charges, left_out: list[str], added: list[str]
) -> None:
    before, _ = taken(workspace(), read(first(*charges)))  # type: ignore[operator]
    proposal = read(later(*again), before=before)  # type: ignore[operator]
    assert days(proposal, are_left_out=True) == left_out
    assert days(proposal, are_left_out=False) == added


def test_it_is_the_same_in_one_import_of_both_files() -> None:
    for files in permutations((table(("14", "4.50"), ("20", "9.00")), qif(("15", "4.50"), ("20", "9.00")))):
        proposal = read(*files)
        assert len(days(proposal, are_left_out=False)) == 2
        assert len(days(proposal, are_left_out=True)) == 1


def test_a_coffee_each_day_in_one_kind_of_file_is_a_charge_each() -> None:
    before, _ = taken(workspace(), read(table(("13", "4.50"), ("14", "4.50"))))
    for file in (table(("15", "4.50"), name="next.csv"), table(("14", "4.50"), ("15", "4.50"), name="next.CSV")):
        assert days(read(file, before=before), are_left_out=False) == ["15"]
    assert days(read(table(("13", "4.50")), table(("14", "4.50"), name="b.csv")), are_left_out=True) == []


def test_another_merchant_is_another_charge() -> None:
    before, _ = taken(workspace(), read(table(("14", "4.50"))))
    assert days(read(qif(("15", "4.50"), shop="Blue Bottle Coffee"), before=before), are_left_out=False) == ["15"]


def test_the_user_sees_which_charge_it_is_and_can_add_it() -> None:
    before, _ = taken(workspace(), read(table(("14", "4.50"))))
    proposal = read(qif(("15", "4.50")), before=before)
    (item,) = proposal.added
    assert item.overlap == OVERLAP
    assert "likely the same charge as Starbucks 0123 SEATTLE on 2026-07-14" in item.label
    assert len(taken(before, proposal)[0].activities) == 1
    assert len(accept(before.document, proposal, AT, {item.key})[0]["activities"]) == 2


def test_a_charge_that_an_event_holds_is_recognized_by_its_amount_and_kind() -> None:
    calendar = ImportFile("me.ics", ics(meeting("UID:c", "SUMMARY:Coffee with Ann")), "calendar")
    before, _ = taken(workspace(), read(calendar, table(("14", "4.50"))))
    assert [len(activity.costs) for activity in before.activities] == [1]
    assert days(read(qif(("15", "4.50")), before=before), are_left_out=True) == ["15"]


def test_a_receipt_of_linkedin_and_the_card_days_later_are_one_charge() -> None:
    paid = ImportFile("Receipts.csv", lines(RECEIPTS, receipt("7", "29.99")), "linkedin")
    card = table(("06", "29.99"), shop="LINKEDIN PREMIUM CAREER")
    card = ImportFile("card.csv", card.raw.replace(b"07/06/", b"03/06/"), "expenses")
    assert days(read(paid, card), are_left_out=True) == ["06"]
