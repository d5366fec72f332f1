"""Dues: charges that they count already are shown, and left out unless chosen."""

from typing import Any

import pytest

from netroi_core.importers.acceptance import accept
from netroi_core.importers.calendar import calendar
from netroi_core.importers.statements import expenses
from netroi_core.workspace.workspace import Workspace
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.import_files import AT, workspace
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
