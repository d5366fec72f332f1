"""LinkedIn's messages, invitations, events, receipts and favours: effort and costs, and no text of anybody."""

import pytest

from netroi_core.importers.linkedin.archive import read
from netroi_core.importers.linkedin.parts import Assumed
from tests.importers.brought import records, taken, workspace
from tests.importers.linkedin.archives import HER, HIM, ME, MESSAGES, RECEIPTS, from_one, message, receipt, whole


def test_messages_are_one_activity_a_month_with_hours_people_and_no_text() -> None:
    proposal = read(whole(), "export.zip", workspace())
    people = {record["name"]: record["id"] for record in records(proposal, "contacts")}
    february, march = (each for each in records(proposal, "activities") if "message" in each["title"])
    assert february["title"] == "LinkedIn: 1 message sent, 1 received"
    assert (february["date"], february["hours"]) == ("2026-02-10", {"attending": 0.1})
    assert (february["people"], march["people"]) == ([people["Ann Lee"]], [people["Bob Ng"]])
    assert {february["approach"], february["source"]} == {"social_media", "import"}
    assert "Secret" not in str(proposal)
    assert any("5 minutes" in note for note in proposal.notes)


def test_what_is_assumed_can_be_changed() -> None:
    proposal = read(whole(), "export.zip", workspace(), Assumed(sent_minutes=30, received_minutes=0))
    assert [each["hours"] for each in records(proposal, "activities") if "message" in each["title"]] == [
        {"attending": 0.5}, {"attending": 0.5},
    ]  # fmt: skip


def test_drafts_spam_and_sponsored_messages_do_not_count() -> None:
    rows = [message(ME, HER), message(ME, HIM), message("", ME), message(HIM, ME, folder="SPAM"),
            message(ME, HIM, draft="Yes")]  # fmt: skip
    proposal = from_one(MESSAGES, *rows, name="messages.csv")
    assert [each["title"] for each in records(proposal, "activities")] == ["LinkedIn: 2 messages sent, 0 received"]
    assert [each.place.line for each in proposal.skipped] == [4, 5, 6]


def test_messages_whose_owner_cannot_be_told_do_not_count() -> None:
    proposal = from_one(MESSAGES, message(ME, HER), name="messages.csv")
    assert proposal.items == ()
    assert "does not tell which messages are yours" in proposal.notes[0]


def test_a_later_export_brings_an_untouched_month_up_to_date() -> None:
    early = [message(ME, HER), message(ME, HIM)]
    before, _ = taken(workspace(), from_one(MESSAGES, *early, name="messages.csv"))
    later = from_one(MESSAGES, *early, message(ME, HIM, "2026-02-20"), name="messages.csv", before=before)
    (item,) = later.updated
    assert item.record["title"] == "LinkedIn: 3 messages sent, 0 received"


def test_invitations_are_one_activity_a_month() -> None:
    rows = ['Me,Ann,"1/29/26, 2:37 PM",Hi,OUTGOING', 'Bob,Me,"1/31/26, 2:37 PM",Hi,INCOMING']
    (january,) = records(from_one("From,To,Sent At,Message,Direction", *rows, name="Invitations.csv"), "activities")
    assert (january["title"], january["date"]) == ("LinkedIn: 1 invitation sent, 1 received", "2026-01-31")
    assert january["hours"] == {"attending": 0.03}


@pytest.mark.parametrize("status", ["Not attending", "Invited", "", "Cancelled"])
def test_an_event_that_was_not_attended_is_skipped(status: str) -> None:
    proposal = from_one("Event Name,Event Time,Status,External Url", f"Fair,2026-02-11 10:00:00 UTC,{status},")
    assert (proposal.items, len(proposal.skipped)) == ((), 1)


def test_an_event_attended_is_a_group_event() -> None:
    (fair,) = [each for each in records(read(whole(), "x.zip", workspace()), "activities") if each["title"] == "Fair"]
    assert (fair["approach"], fair["date"], fair["hours"]) == ("group_events", "2026-02-11", {"attending": 1})


def test_receipts_are_subscriptions_on_the_day_they_were_paid_and_two_equal_ones_are_two() -> None:
    proposal = from_one(
        RECEIPTS, receipt("7", "29.99"), receipt("7", "29.99"), receipt("8", "0"), receipt("9", "-29.99")
    )
    paid = records(proposal, "activities")
    assert [each["date"] for each in paid] == ["2026-03-04", "2026-03-04"]
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


def test_recommendations_and_endorsements_are_given_and_received_once_a_person_and_day() -> None:
    proposal = read(whole(), "export.zip", workspace())
    people = {record["id"]: record["name"] for record in records(proposal, "contacts")}
    favours = [(e["direction"], people[e["contact"]], e["date"], e["kind"]) for e in records(proposal, "exchanges")]
    assert favours == [
        ("given", "Ann Lee", "2026-02-12", "endorsement"), ("received", "Bob Ng", "2026-02-13", "endorsement"),
    ]  # fmt: skip


def test_of_recommendations_the_name_of_the_file_tells_who_gave() -> None:
    rows = ("First Name,Last Name,Company,Job Title,Text,Creation Date,Status", "Ann,Lee,,,x,2026-02-12,VISIBLE")
    received = from_one(*rows, name="Recommendations Received.csv")
    assert records(received, "exchanges")[0]["direction"] == "received"
    assert "call the file" in from_one(*rows, name="x.csv").rejected[0].reason


def test_a_recommendation_that_waits_is_skipped() -> None:
    rows = ("First Name,Last Name,Company,Job Title,Text,Creation Date,Status", "Ann,Lee,,,x,2026-02-12,PENDING")
    assert from_one(*rows, name="Recommendations_Given.csv").items == ()
