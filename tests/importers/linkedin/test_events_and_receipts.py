"""LinkedIn's events and receipts: attended events become activities, and receipts subscription costs."""

import pytest

from netroi_core.importers.linkedin.archive import read_export
from tests.importers.brought import records, workspace
from tests.importers.linkedin.archives import RECEIPTS, from_one, receipt, whole


@pytest.mark.parametrize("status", ["Not attending", "Invited", "", "Cancelled"])
def test_an_event_that_was_not_attended_is_skipped(status: str) -> None:
    proposal = from_one("Event Name,Event Time,Status,External Url", f"Fair,2026-02-11 10:00:00 UTC,{status},")
    assert (proposal.items, len(proposal.skipped)) == ((), 1)


def test_an_attended_event_is_a_group_event() -> None:
    proposal = read_export(whole(), "x.zip", workspace())
    (fair,) = (row for row in records(proposal, "activities") if row["title"] == "Fair")
    assert (fair["approach"], fair["date"], fair["hours"]) == ("group_events", "2026-02-11", {"attending": 1})


def test_receipts_are_subscriptions_on_the_day_of_payment_and_two_equal_ones_are_two() -> None:
    proposal = from_one(
        RECEIPTS, receipt("7", "29.99"), receipt("7", "29.99"), receipt("8", "0"), receipt("9", "-29.99")
    )
    paid = records(proposal, "activities")
    assert [row["date"] for row in paid] == ["2026-03-04", "2026-03-04"]
    assert paid[0]["costs"] == [{"category": "subscription", "amount": "29.99"}]
    assert paid[0]["title"] == "LinkedIn: Premium Career"
    assert len(proposal.skipped) == 2


def test_a_receipt_in_another_currency_is_rejected() -> None:
    proposal = from_one(RECEIPTS, receipt("7", "29.99", "EUR"))
    assert "It is in EUR, your workspace counts in USD" in proposal.rejected[0].reason


def test_dues_and_receipts_of_linkedin_are_not_both_to_be_counted() -> None:
    venue = {"id": "v", "name": "LinkedIn", "approach": "social_media", "dues": {"amount": "30", "per": "month"}}
    proposal = from_one(RECEIPTS, receipt("7", "29.99"), before=workspace(venues=[venue]))
    assert records(proposal, "activities")[0]["venue"] == "v"
    assert any("not both" in note for note in proposal.notes)
