"""LinkedIn's export: any of its files, of any year, adds people, effort, costs and favours, and no text of anybody."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.document import Document
from netroi_core.errors import NotImportable
from netroi_core.importers.known import MOST_NAMESAKES
from netroi_core.importers.linkedin import read
from netroi_core.importers.linkedin_parts import Assumed
from netroi_core.importers.proposal import Proposal
from tests.importers.brought import Json, keeps_to_the_rules, lines, records, taken, workspace, zipped

PREAMBLE = ("Notes:", '"When exporting your connection data, you may notice that some addresses are missing."', "")
OLD = "First Name,Last Name,Email Address,Company,Position,Connected On"
NEW = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ANN = "Ann,Lee,https://www.linkedin.com/in/Ann-Lee/?x=1,,Acme,CEO,08 Feb 2026"
BOB = "Bob,Ng,https://www.linkedin.com/in/bob,bob@example.org,Initech,Analyst,09 Feb 2026"
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)
RECEIPTS = (
    "First Name,Last Name,Billing Country,Postal Code,Transaction Made At,Payment Method Type,Invoice Number,"
    "Description,Tax Amount,Sub Total,Total Amount,Currency Code"
)
ME, HER, HIM = (f"https://www.linkedin.com/in/{slug}" for slug in ("me", "ann-lee", "bob"))


def message(sender: str, recipient: str, day: str = "2026-02-10", folder: str = "INBOX", draft: str = "No") -> str:
    people = f"Somebody,{sender},Another,{recipient}"
    return f'{sender}{recipient},,{people},{day} 14:03:22 UTC,,"Secret, dear",{folder},,{draft},No'


def receipt(invoice: str, total: str, currency: str = "USD") -> str:
    return f"Me,Myself,us,1,2026/03/04 12:55:56 UTC,Card,{invoice},Premium Career,0,{total},{total},{currency}"


def from_one(*rows: str, name: str = "Connections.csv", before: Document | None = None) -> Proposal:
    return read(lines(*rows), name, before or workspace())


def whole() -> bytes:
    """An archive with every file that is of use and one that is not."""
    return zipped(
        {
            "Profile.csv": lines("First Name,Last Name,Headline,Summary", "Me,Myself,x,y"),
            "Connections.csv": lines(*PREAMBLE, NEW, ANN, BOB, ",,,,,,10 Feb 2026"),
            "Invitations.csv": lines(INVITATIONS, f'Me Myself,Ann Lee,"1/29/26, 2:37 PM",Hi,OUTGOING,{ME},{HER}'),
            "messages.csv": lines(MESSAGES, message(ME, HER), message(HER, ME), message(ME, HIM, "2026-03-01")),
            "Events.csv": lines("Event Name,Event Time,Status,External Url", "Fair,2026-02-11 10:00:00 UTC,Attending,"),
            "Receipts_v2.csv": lines(RECEIPTS, receipt("7", "29.99")),
            "Recommendations_Given.csv": lines(
                "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
                'Ann,Lee,Acme,CEO,"Secret, dear","02/12/26, 09:00 AM",VISIBLE',
            ),
            "Endorsement_Received_Info.csv": lines(
                "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,"
                "Endorsement Status",
                "2026/02/13 12:55:56 UTC,Python,Bob,Ng,www.linkedin.com/in/bob,ACCEPTED",
                "2026/02/13 12:55:57 UTC,Polars,Bob,Ng,www.linkedin.com/in/bob,ACCEPTED",
            ),
            "Ad_Targeting.csv": lines("Interests,Age", "x,y"),
        }
    )


@pytest.mark.parametrize(
    "rows",
    [
        (OLD, "Ann,Lee,,Acme,CEO,08 Feb 2026"),
        (*PREAMBLE, OLD, "Ann,Lee,,Acme,CEO,08 Feb 2026"),
        (*PREAMBLE, NEW, ANN),
        (NEW.replace(",", ";"), ANN.replace(",", ";").replace("08 Feb 2026", "02/08/2026")),
        ("\ufeff" + NEW, ANN.replace("08 Feb 2026", "2026-02-08")),
        (NEW, ANN.replace("08 Feb 2026", "8-Feb-26")),
        ("Connected On,Position,Last Name,First Name,Company", "08 Feb 2026,CEO,Lee,Ann,Acme"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_connections_of_every_year_become_contacts_met_on_that_day(rows: tuple[str, ...], end: str) -> None:
    (ann,) = records(read(lines(*rows, end=end), "Connections.csv", workspace()), "contacts")
    assert (ann["name"], ann["organisation"], ann["role"]) == ("Ann Lee", "Acme", "CEO")
    assert ann["met"] == {"date": "2026-02-08", "approach": "social_media"}


def test_a_person_is_known_by_the_lower_cased_slug_or_by_name_and_day() -> None:
    with_url, without = records(from_one(NEW, ANN, "Cy,Ho,,,,,08 Feb 2026"), "contacts")
    assert with_url["keys"] == ["linkedin:ann-lee"]
    assert without["keys"] == ["linkedin:cyho 2026-02-08"]


def test_an_address_is_kept_as_a_fingerprint_only() -> None:
    (bob,) = records(from_one(NEW, BOB), "contacts")
    assert "bob@" not in str(bob)
    assert bob["keys"][1].startswith("email:")


def test_hidden_profiles_are_counted_and_nobody_is_made_of_them() -> None:
    proposal = from_one(NEW, ANN, ",,,,,,08 Feb 2026", ",,,,,,09 Feb 2026")
    assert len(proposal.added) == 1
    assert len(proposal.skipped) == 2
    assert "2 connections hide the profile; nobody is added for those." in proposal.notes


def test_months_of_another_language_are_rejected_with_their_column_and_what_to_do() -> None:
    proposal = from_one(NEW, ANN.replace("Feb", "févr."), BOB)
    assert [item.record["name"] for item in proposal.added] == ["Bob Ng"]
    assert [each.place.line for each in proposal.rejected] == [2]
    assert "Column Connected On" in proposal.rejected[0].reason
    assert "switch LinkedIn's language to English" in proposal.rejected[0].reason


def test_a_new_position_updates_who_is_known_by_key_even_under_another_name() -> None:
    before, _ = taken(workspace(), from_one(NEW, ANN))
    proposal = from_one(NEW, ANN.replace("CEO", "Chair").replace("Ann,Lee", "Ann,Lee-Ho"), before=before)
    (item,) = proposal.updated
    assert (proposal.added, item.record["role"], item.record["name"]) == ((), "Chair", "Ann Lee")
    assert item.label == "Ann Lee: role CEO → Chair"


def test_somebody_known_by_name_alone_is_suggested_to_be_the_same() -> None:
    before = workspace(contacts=[{"id": "ann", "name": "ann LEE", "closeness": 4, "role": ""}])
    (item,) = from_one(NEW, ANN, before=before).updated
    assert item.record == {
        "id": "ann", "name": "ann LEE", "closeness": 4, "role": "CEO", "organisation": "Acme",
        "met": {"date": "2026-02-08", "approach": "social_media"}, "keys": ["linkedin:ann-lee"],
    }  # fmt: skip
    assert "by the same name" in item.label


def test_two_of_one_name_are_two_people() -> None:
    before = workspace(contacts=[{"id": "ann", "name": "Ann Lee"}])
    twin = ANN.replace("Ann-Lee", "ann-2")
    proposal = from_one(NEW, ANN, twin, before=before)
    assert (len(proposal.added), len(proposal.updated)) == (1, 1)
    after, _ = taken(before, proposal)
    again = from_one(NEW, twin, ANN, before=after)
    assert again.items == ()


def test_where_very_many_have_one_name_nobody_of_them_is_suggested() -> None:
    crowd = [{"id": f"c{n}", "name": "Ann Lee", "met": {"date": "2026-02-08"}} for n in range(MOST_NAMESAKES + 1)]
    assert len(from_one(NEW, ANN, before=workspace(contacts=crowd)).added) == 1
    assert len(from_one(NEW, ANN, before=workspace(contacts=crowd[:1])).updated) == 1


def test_whom_an_export_without_addresses_of_profiles_brought_is_known_again_with_them() -> None:
    before, _ = taken(workspace(), from_one(OLD, "Ann,Lee,,Acme,CEO,08 Feb 2026"))
    (item,) = from_one(NEW, ANN, before=before).items
    assert item.record["keys"] == ["linkedin:annlee 2026-02-08", "linkedin:ann-lee"]


def test_an_address_shared_in_a_family_does_not_make_them_one() -> None:
    before, _ = taken(workspace(), from_one(NEW, BOB))
    wife = BOB.replace("Bob", "Eve").replace("in/bob", "in/eve")
    assert [item.record["name"] for item in from_one(NEW, wife, before=before).added] == ["Eve Ng"]


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


def test_an_archive_of_something_else_is_refused() -> None:
    with pytest.raises(NotImportable, match="no file of LinkedIn's data export"):
        read(zipped({"a.csv": b"x,y\n1,2\n", "b.txt": b""}), "a.zip", workspace())


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(NotImportable, match="none of LinkedIn's data export"):
        from_one("x,y", "1,2")


def test_a_file_of_an_archive_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    raw = zipped({"Connections.csv": lines(NEW, ANN), "Events.csv": b"", "messages.csv": lines(f"{MESSAGES},FROM")})
    proposal = read(raw, "a.zip", workspace())
    assert len(proposal.added) == 1
    assert [(each.place.file, each.reason[:25]) for each in proposal.rejected] == [
        ("Events.csv", "The file is empty."), ("messages.csv", "The file names the column"),
    ]  # fmt: skip


def test_a_broken_row_names_its_file_in_an_archive() -> None:
    raw = zipped({"Connections.csv": lines(NEW, '"Ann,Lee', BOB)})
    proposal = read(raw, "a.zip", workspace())
    assert [str(each.place) for each in proposal.rejected] == ["Connections.csv, line 2"]
    assert len(proposal.added) == 1


def test_a_whole_export_keeps_to_the_rules() -> None:
    assert keeps_to_the_rules(read, whole(), "export.zip", workspace())


FILES = {
    "Connections.csv": lines(*PREAMBLE, NEW, ANN, BOB, ",,,,,,10 Feb 2026"),
    "messages.csv": lines(MESSAGES, message(ME, HER), message(HER, ME), message(ME, HIM)),
    "Receipts_v2.csv": lines(RECEIPTS, receipt("7", "29.99"), receipt("7", "29.99")),
}
HOSTILE = (
    "",
    "\0",
    '"',
    "\ufeff",
    "=HYPERLINK(1)",
    "9999-12-31",
    "1e308",
    "\u202e",
    "é́" * 400,
    "../../etc/passwd",
    ",,,",
)


@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_valid_file_with_one_thing_broken_keeps_to_the_rules(name: str, data: Any) -> None:
    raw = FILES[name]
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 60)))
    torn = raw[:start] + data.draw(st.sampled_from(HOSTILE)).encode() + raw[end:]
    known: list[Json] = [{"id": "ann", "name": "Ann Lee"}]
    assert keeps_to_the_rules(read, torn, name, workspace(contacts=known))


@given(st.binary(max_size=300) | st.text().map(lambda text: f"{NEW}\n{text}".encode("utf-8", "replace")))
def test_any_bytes_keep_to_the_rules(raw: bytes) -> None:
    assert keeps_to_the_rules(read, raw, "x.csv", workspace())
