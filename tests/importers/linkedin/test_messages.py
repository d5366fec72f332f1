"""LinkedIn's messages and invitations: one activity a month, with hours and contacts, and without any text."""

import pytest

from netroi_core.importers.linkedin.export_file import AssumedDurations
from netroi_core.importers.proposal import Item
from netroi_core.workspace.records import Activity
from tests.importers.import_files import lines, read_as, records, taken, workspace, zipped
from tests.importers.linkedin.archives import HER, HIM, ME, MESSAGES, from_one, message, whole


def titles(items: tuple[Item, ...]) -> list[str]:
    return [item.record.title for item in items if isinstance(item.record, Activity)]


def test_messages_are_one_activity_a_month_with_hours_people_and_no_text() -> None:
    proposal = read_as("linkedin", whole(), "export.zip", workspace())
    people = {contact["name"]: contact["id"] for contact in records(proposal, "contacts")}
    february, march = (row for row in records(proposal, "activities") if "message" in row["title"])
    assert february["title"] == "LinkedIn: 1 message sent, 1 received"
    assert (february["date"], february["hours"]) == ("2026-02-10", {"attending": 0.1})
    assert (february["people"], march["people"]) == ([people["Ann Lee"]], [people["Bob Ng"]])
    assert {february["approach"], february["source"]} == {"social_media", "import"}
    assert "Secret" not in str(proposal)
    assert any("5 minutes" in note for note in proposal.notes)


def test_the_assumed_durations_can_be_changed() -> None:
    durations = AssumedDurations(sent_minutes=30, received_minutes=0)
    proposal = read_as("linkedin", whole(), "export.zip", workspace(), durations=durations)
    assert [row["hours"] for row in records(proposal, "activities") if "message" in row["title"]] == [
        {"attending": 0.5}, {"attending": 0.5},
    ]  # fmt: skip


def test_drafts_spam_and_sponsored_messages_do_not_count() -> None:
    rows = [message(ME, HER), message(ME, HIM), message("", ME), message(HIM, ME, folder="SPAM"),
            message(ME, HIM, draft="Yes")]  # fmt: skip
    proposal = from_one(MESSAGES, *rows, name="messages.csv")
    assert titles(proposal.added) == ["LinkedIn: 2 messages sent, 0 received"]
    assert [line.source_line.number for line in proposal.skipped] == [4, 5, 6]


COACH = "https://www.linkedin.com/company/coach"


def conversation(*rows: tuple[str, str, str, str], title: str = "") -> list[str]:
    """Return rows of messages.csv, each from a name and address to a name and address."""
    return [f"x,{title},{','.join(row)},2026-03-05 10:00:00 UTC,,x,INBOX,,No,No" for row in rows]


@pytest.mark.parametrize(
    "rows",
    [
        conversation(("Me", ME, "LinkedIn Coach", ""), ("LinkedIn Coach", COACH, "Me", ME)),
        conversation(("Me", ME, "LinkedIn Coach", f"{HIM}-coach"), ("LinkedIn Coach", f"{HIM}-coach", "Me", ME)),
        conversation(("Me", ME, "Acme", "https://www.linkedin.com/company/acme")),
        conversation(("Me", ME, "LinkedIn Learning", "")),
        conversation(("Ann", HER, "", ""), title="Sponsored Conversation"),
    ],
    ids=["coach", "coach with a profile", "page", "service", "ad"],
)
def test_messages_with_no_person_do_not_count_and_hide_no_real_ones(rows: list[str]) -> None:
    invitation = lines("From,To,Sent At,Direction,inviterProfileUrl", f'Me,Ann,"3/1/26, 2:37 PM",OUTGOING,{ME}')
    real = [message(ME, HER, f"2026-03-{day:02}") for day in range(1, 13)]
    files = {"a.csv": lines(MESSAGES, *rows), "Invitations.csv": invitation, "messages.csv": lines(MESSAGES, *real)}
    proposal = read_as("linkedin", zipped(files), "export.zip", workspace())
    sent = "LinkedIn: 12 messages sent, 0 received"
    assert titles(proposal.added) == ["LinkedIn: 1 invitation sent, 0 received", sent]
    assert {line.source_line.file for line in proposal.skipped} == {"a.csv"}
    together = {**files, "messages.csv": lines(MESSAGES, *rows, *real)}
    assert sent in titles(read_as("linkedin", zipped(together), "export.zip", workspace()).added)


def test_a_message_to_a_member_who_left_counts() -> None:
    rows = [*conversation(("Me", ME, "LinkedIn Member", "")), message(ME, HER), message(ME, HIM)]
    proposal = from_one(MESSAGES, *rows, name="messages.csv")
    assert "LinkedIn: 1 message sent, 0 received" in titles(proposal.added)


def test_the_same_messages_in_two_files_of_an_archive_count_once() -> None:
    rows = lines(MESSAGES, message(ME, HER), message(ME, HIM), message(ME, HIM))
    proposal = read_as("linkedin", zipped({"messages.csv": rows, "copy.csv": rows}), "export.zip", workspace())
    assert titles(proposal.added) == ["LinkedIn: 3 messages sent, 0 received"]


def test_messages_whose_owner_is_unclear_do_not_count() -> None:
    proposal = from_one(MESSAGES, message(ME, HER), name="messages.csv")
    assert proposal.items == ()
    assert "doesn’t show which messages are yours" in proposal.notes[0]


def test_a_later_export_brings_an_untouched_month_up_to_date() -> None:
    early = [message(ME, HER), message(ME, HIM)]
    before, _ = taken(workspace(), from_one(MESSAGES, *early, name="messages.csv"))
    later = from_one(MESSAGES, *early, message(ME, HIM, "2026-02-20"), name="messages.csv", before=before)
    assert titles(later.updated) == ["LinkedIn: 3 messages sent, 0 received"]
    assert later.added == ()


def test_invitations_are_one_activity_a_month() -> None:
    rows = ['Me,Ann,"1/29/26, 2:37 PM",Hi,OUTGOING', 'Bob,Me,"1/31/26, 2:37 PM",Hi,INCOMING']
    (january,) = records(from_one("From,To,Sent At,Message,Direction", *rows, name="Invitations.csv"), "activities")
    assert (january["title"], january["date"]) == ("LinkedIn: 1 invitation sent, 1 received", "2026-01-31")
    assert january["hours"] == {"attending": 0.03}


@pytest.mark.parametrize(
    ("header", "sent_at", "direction"),
    [
        ("Von,An,Gesendet am,Nachricht,Richtung", "29.01.26, 14:37", "AUSGEHEND"),
        ("De,À,Envoyé le,Message,Sens", "29/01/2026 14:37", "SORTANTE"),
        ("De,Para,Enviado el,Mensaje,Dirección", "29 ene 2026", "OUTGOING"),
        ("Da,A,Inviato il,Messaggio,Direzione", "29 gen 2026", "IN USCITA"),
    ],
)
def test_invitations_are_read_in_other_languages(header: str, sent_at: str, direction: str) -> None:
    row = f'Me,Ann,"{sent_at}",Hi,{direction}'
    (january,) = records(from_one(header, row, name="invitations.csv"), "activities")
    assert (january["title"], january["date"]) == ("LinkedIn: 1 invitation sent, 0 received", "2026-01-29")
