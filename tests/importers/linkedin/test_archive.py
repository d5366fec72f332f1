"""LinkedIn's export: connections, favors, events and receipts of any year; broken files and rows are reported."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.matching.contact_matching import MOST_NAMESAKES
from netroi_core.workspace.edits import as_row
from tests.importers.import_files import keeps_to_the_rules, lines, read_as, records, taken, workspace, zipped
from tests.importers.linkedin.archives import (
    ANN,
    BOB,
    HER,
    HIM,
    ME,
    MESSAGES,
    NEW,
    OLD,
    PREAMBLE,
    RECEIPTS,
    from_one,
    message,
    receipt,
    whole,
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
    (ann,) = records(read_as("linkedin", lines(*rows, end=end), "Connections.csv", workspace()), "contacts")
    assert (ann["name"], ann["organisation"], ann["role"]) == ("Ann Lee", "Acme", "CEO")
    assert ann["met"] == {"date": "2026-02-08", "approach": "social_media"}


def test_a_contact_has_the_lower_case_slug_as_its_key_or_else_name_and_day() -> None:
    with_url, without = records(from_one(NEW, ANN, "Cy,Ho,,,,,08 Feb 2026"), "contacts")
    assert with_url["keys"] == ["linkedin:ann-lee"]
    assert without["keys"] == ["linkedin:cyho 2026-02-08"]


def test_an_address_is_kept_as_a_fingerprint_only() -> None:
    (bob,) = records(from_one(NEW, BOB), "contacts")
    assert "bob@" not in str(bob)
    assert bob["keys"][1].startswith("email:")


def test_hidden_profiles_are_counted_and_become_no_contacts() -> None:
    proposal = from_one(NEW, ANN, ",,,,,,08 Feb 2026", ",,,,,,09 Feb 2026")
    assert len(proposal.added) == 1
    assert len(proposal.skipped) == 2
    assert "2 hidden profiles were not added." in proposal.notes


HEADERS = {
    "German": "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
    "French": "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connecté le",
    "Spanish": "Nombre,Apellidos,URL,Correo electrónico,Empresa,Cargo,Conectado el",
    "Portuguese": "Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em",
    "Italian": "Nome,Cognome,URL,Indirizzo email,Azienda,Posizione,Collegato il",
    "Dutch": "Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op",
}


@pytest.mark.parametrize("language", HEADERS)
def test_connections_are_read_and_recognized_in_other_languages(language: str) -> None:
    raw = lines(HEADERS[language], ANN)
    assert recognize_kind(raw) == "linkedin"
    assert records(from_one(HEADERS[language], ANN), "contacts") == records(from_one(NEW, ANN), "contacts")


@pytest.mark.parametrize(
    ("month", "number"),
    [("févr.", 2), ("juil.", 7), ("août", 8), ("März", 3), ("Okt.", 10), ("ene", 1), ("set", 9), ("mei", 5)],
)
def test_months_are_read_in_other_languages(month: str, number: int) -> None:
    (row,) = records(from_one(NEW, ANN.replace("Feb", month)), "contacts")
    assert row["met"]["date"] == f"2026-{number:02}-08"


def test_an_unknown_month_is_rejected_with_its_column_and_a_way_out() -> None:
    proposal = from_one(NEW, ANN.replace("Feb", "helmikuu"), BOB)
    assert [item.record.name for item in proposal.added] == ["Bob Ng"]
    assert [line.source_line.number for line in proposal.rejected] == [2]
    assert "Column Connected On" in proposal.rejected[0].reason
    assert "Switch LinkedIn’s language to English" in proposal.rejected[0].reason


def event(time: str, status: str = "ATTENDED") -> str:
    return f'Fair,"{time}",{status},'


@pytest.mark.parametrize(
    ("time", "hours"),
    [
        ("Apr 08, 2026 07:00 AM - Apr 08, 2026 05:00 PM", 10),
        ("May 09, 2026 11:00 PM - May 10, 2026 01:30 AM", 2.5),
        ("May 10, 2026 07:00 PM - May 12, 2026 09:00 PM", 2),
        ("2026-02-11 10:00:00 UTC", 1),
        ("Apr 08, 2026 07:00 AM - later", 1),
    ],
)
def test_an_event_takes_until_its_end_and_one_hour_if_that_is_unknown(time: str, hours: float) -> None:
    proposal = from_one("Event Name,Event Time,Status,External Url", event(time))
    (row,) = records(proposal, "activities")
    assert row["hours"] == {"attending": hours}
    assert any("several days" in note for note in proposal.notes) == ("May 12" in time)
    assert any("counts as 1 h" in note for note in proposal.notes) == (hours == 1)


def test_an_event_that_was_only_registered_for_is_skipped_with_that_reason() -> None:
    day = "2026-02-11 10:00:00 UTC"
    proposal = from_one("Event Name,Event Time,Status", event(day, "REGISTERED"), event(day, "RELINQUISHED"))
    assert (proposal.added, ["registered" in line.reason for line in proposal.skipped]) == ((), [True, False])


def test_contacts_of_the_phone_in_an_archive_are_pointed_out() -> None:
    phone = {"ImportedContacts.csv": lines("FirstName,LastName,Emails", "Bo,Li,b@example.org")}
    proposal = read_as("linkedin", zipped({"Connections.csv": lines(NEW, ANN), **phone}), "e.zip", workspace())
    assert [row["name"] for row in records(proposal, "contacts")] == ["Ann Lee"]
    assert "ImportedContacts.csv lists the contacts of your phone. Import it by itself to add them." in proposal.notes


def test_a_new_position_updates_the_contact_with_that_key_even_under_another_name() -> None:
    before, _ = taken(workspace(), from_one(NEW, ANN))
    proposal = from_one(NEW, ANN.replace("CEO", "Chair").replace("Ann,Lee", "Ann,Lee-Ho"), before=before)
    (item,) = proposal.updated
    assert (proposal.added, item.record.role, item.record.name) == ((), "Chair", "Ann Lee")
    assert item.label == "Ann Lee: role CEO → Chair"


def test_a_contact_known_only_by_name_is_suggested_to_be_the_same_person() -> None:
    before = workspace(contacts=[{"id": "ann", "name": "ann LEE", "closeness": 4, "role": ""}])
    (item,) = from_one(NEW, ANN, before=before).updated
    assert as_row(item.record) == {
        "id": "ann", "name": "ann LEE", "closeness": 4, "role": "CEO", "organisation": "Acme",
        "met": {"date": "2026-02-08", "approach": "social_media"}, "keys": ["linkedin:ann-lee"],
    }  # fmt: skip
    assert "with the same name" in item.label


def test_two_profiles_with_one_name_are_two_people() -> None:
    before = workspace(contacts=[{"id": "ann", "name": "Ann Lee"}])
    twin = ANN.replace("Ann-Lee", "ann-2")
    proposal = from_one(NEW, ANN, twin, before=before)
    assert (len(proposal.added), len(proposal.updated)) == (1, 1)
    after, _ = taken(before, proposal)
    again = from_one(NEW, twin, ANN, before=after)
    assert again.items == ()


def test_with_very_many_namesakes_none_is_suggested() -> None:
    crowd = [{"id": f"c{n}", "name": "Ann Lee", "met": {"date": "2026-02-08"}} for n in range(MOST_NAMESAKES + 1)]
    assert len(from_one(NEW, ANN, before=workspace(contacts=crowd)).added) == 1
    assert len(from_one(NEW, ANN, before=workspace(contacts=crowd[:1])).updated) == 1


def test_a_contact_from_an_export_without_profile_urls_is_recognized_with_them() -> None:
    before, _ = taken(workspace(), from_one(OLD, "Ann,Lee,,Acme,CEO,08 Feb 2026"))
    (item,) = from_one(NEW, ANN, before=before).items
    assert item.record.keys == ("linkedin:annlee 2026-02-08", "linkedin:ann-lee")


def test_a_shared_email_address_does_not_merge_a_family() -> None:
    before, _ = taken(workspace(), from_one(NEW, BOB))
    wife = BOB.replace("Bob", "Eve").replace("in/bob", "in/eve")
    assert [item.record.name for item in from_one(NEW, wife, before=before).added] == ["Eve Ng"]


def test_an_archive_without_linkedin_files_is_refused() -> None:
    with pytest.raises(NotImportable, match="no file from a LinkedIn data export"):
        read_as("linkedin", zipped({"a.csv": b"x,y\n1,2\n", "b.txt": b""}), "a.zip", workspace())


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(NotImportable, match="isn’t part of a LinkedIn data export"):
        from_one("x,y", "1,2")


def test_an_unreadable_file_in_an_archive_is_reported_and_the_others_are_read() -> None:
    raw = zipped({"Connections.csv": lines(NEW, ANN), "Events.csv": b"", "messages.csv": lines(f"{MESSAGES},FROM")})
    proposal = read_as("linkedin", raw, "a.zip", workspace())
    assert len(proposal.added) == 1
    assert [(line.source_line.file, line.reason[:30]) for line in proposal.rejected] == [
        ("Events.csv", "The file is empty."), ("messages.csv", "The file has two columns named"),
    ]  # fmt: skip


def test_a_broken_row_is_reported_with_its_file_in_an_archive() -> None:
    raw = zipped({"Connections.csv": lines(NEW, '"Ann,Lee', BOB)})
    proposal = read_as("linkedin", raw, "a.zip", workspace())
    assert [str(line.source_line) for line in proposal.rejected] == ["Connections.csv, line 2"]
    assert len(proposal.added) == 1


def test_a_whole_export_keeps_to_the_rules() -> None:
    assert keeps_to_the_rules("linkedin", whole(), "export.zip", workspace())


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
    ann = {"id": "ann", "name": "Ann Lee"}
    assert keeps_to_the_rules("linkedin", torn, name, workspace(contacts=[ann]))


@given(st.binary(max_size=300) | st.text().map(lambda text: f"{NEW}\n{text}".encode("utf-8", "replace")))
def test_any_bytes_keep_to_the_rules(raw: bytes) -> None:
    assert keeps_to_the_rules("linkedin", raw, "x.csv", workspace())


RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"


def test_recommendations_and_endorsements_are_given_and_received_once_a_person_and_day() -> None:
    proposal = read_as("linkedin", whole(), "export.zip", workspace())
    people = {contact["id"]: contact["name"] for contact in records(proposal, "contacts")}
    favors = [
        (row["direction"], people[row["contact"]], row["date"], row["kind"]) for row in records(proposal, "exchanges")
    ]
    assert favors == [
        ("given", "Ann Lee", "2026-02-12", "endorsement"), ("received", "Bob Ng", "2026-02-13", "endorsement"),
    ]  # fmt: skip


def test_the_name_of_a_recommendations_file_tells_who_gave() -> None:
    rows = (RECOMMENDATIONS, "Ann,Lee,,,x,2026-02-12,VISIBLE")
    received = from_one(*rows, name="Recommendations Received.csv")
    assert records(received, "exchanges")[0]["direction"] == "received"
    assert "Name the file" in from_one(*rows, name="x.csv").rejected[0].reason


def test_a_pending_recommendation_is_skipped() -> None:
    rows = (RECOMMENDATIONS, "Ann,Lee,,,x,2026-02-12,PENDING")
    assert from_one(*rows, name="Recommendations_Given.csv").items == ()


@pytest.mark.parametrize("status", ["Not attending", "Invited", "", "Cancelled"])
def test_an_event_that_was_not_attended_is_skipped(status: str) -> None:
    proposal = from_one("Event Name,Event Time,Status,External Url", f"Fair,2026-02-11 10:00:00 UTC,{status},")
    assert (proposal.items, len(proposal.skipped)) == ((), 1)


def test_an_attended_event_is_a_group_event() -> None:
    proposal = read_as("linkedin", whole(), "x.zip", workspace())
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
    assert "It is in EUR, and your workspace uses USD" in proposal.rejected[0].reason


def test_receipts_are_left_out_where_dues_of_linkedin_count_them_already() -> None:
    venue = {"id": "v", "name": "LinkedIn", "approach": "social_media", "dues": {"amount": "30", "per": "month"}}
    proposal = from_one(RECEIPTS, receipt("7", "29.99"), before=workspace(venues=[venue]))
    assert records(proposal, "activities")[0]["venue"] == "v"
    assert proposal.suggested_keys == set()
    assert proposal.added[0].overlap == "already counted in your dues for LinkedIn"


def test_what_was_odd_about_the_letters_of_a_file_in_the_archive_is_noted() -> None:
    odd = lines(NEW, "Zoë,Lee,,,,,08 Feb 2026") + b"Ann \xff,Lee,,,,,08 Feb 2026\n"
    proposal = read_as("linkedin", zipped({"Connections.csv": odd}), "e.zip", workspace())
    assert "Connections.csv: One character couldn’t be read in line 3." in proposal.notes
    assert records(proposal, "contacts")[0]["name"] == "Zoë Lee"
