"""Address books: of Google, Outlook and vCards of every version, only names, organizations and roles are kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.matching.contact_matching import email_key
from netroi_core.importers.proposal import Proposal
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import keeps_to_the_rules, lines, read_as, records, sentence, taken, workspace

GOOGLE = lines(
    "First Name,Middle Name,Last Name,Phonetic First Name,Organization Name,Organization Title,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,Website 1 - Value",
    "Ann,M,Lee,,Acme,CEO,1980-01-01,Likes tea,http://x/y.png,* myContacts,* Home,ann@example.org ::: a@example.com,",
    ",,,,Pizza Place,,,,,* myContacts,,pizza@example.org,",
)
GOOGLE_OLD = lines(
    "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "Organization 1 - Name,Organization 1 - Title",
    "Ann M Lee,Ann,M,Lee,* myContacts ::: Friends,* Home,ann@example.org,Acme ::: Other,CEO ::: Boss",
)
OUTLOOK = lines(
    "First Name,Middle Name,Last Name,Company,Job Title,E-mail Address,Birthday,Notes",
    "Ann,M,Lee,Acme,CEO,ann@example.org,1/1/1980,Likes tea",
)


def card(*properties: str, version: str = "3.0") -> bytes:
    return lines("BEGIN:VCARD", f"VERSION:{version}", *properties, "END:VCARD")


CARDS = {
    "3.0, folded and grouped as Apple does": card(
        "N:Lee;Ann;M;;", "FN:Ann M", "  Lee", "ORG:Acme;Board", "TITLE:CEO",
        "item1.EMAIL;type=INTERNET:ann@example.org",
        "item1.X-ABLabel:_$!<Work>!$_", "item2.URL;type=pref:https://www.linkedin.com/in/ann", "NOTE:Likes tea",
        "BDAY:1980-01-01", "PHOTO;ENCODING=b;TYPE=JPEG:!!!notb64", "  !!!",
    ),
    "2.1, quoted-printable": card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lee;Ann;M;;", "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=41nn M=",
        " Lee", "ORG;ENCODING=QUOTED-PRINTABLE:Ac=6De", "TITLE:CEO",
        "EMAIL;INTERNET;PREF:ann@example.org", version="2.1",
    ),
    "4.0": card(
        "FN:Ann M Lee", "ORG:Acme", "ROLE:CEO", "EMAIL;PREF=1:mailto:ann@example.org", version="4.0",
    ),
    "3.0 without a full name": card("N:Lee;Ann;M;;", "ORG:Acme", "TITLE:CEO", "EMAIL:ann@example.org"),
}  # fmt: skip
BOOKS = {"Google": GOOGLE, "old Google": GOOGLE_OLD, "Outlook": OUTLOOK, **CARDS}


def imported(raw: bytes, before: Workspace | None = None) -> Proposal:
    return read_as("contacts", raw, "book", before or workspace())


@pytest.mark.parametrize("book", BOOKS)
def test_a_person_is_imported_with_organization_and_role_and_nothing_else(book: str) -> None:
    (ann,) = records(imported(BOOKS[book]), "contacts")
    assert {key: ann[key] for key in ("name", "organisation", "role")} == {
        "name": "Ann M Lee", "organisation": "Acme", "role": "CEO",
    }  # fmt: skip
    assert ann.keys() <= {"id", "name", "organisation", "role", "keys"}
    assert all(secret not in str(ann) for secret in ("ann@", "1980", "tea", "http"))


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("later", BOOKS)
def test_a_person_in_one_book_is_recognized_in_another(book: str, later: str) -> None:
    before, _ = taken(workspace(), imported(BOOKS[book]))
    assert imported(BOOKS[later], before).added == ()


PERSON = {"name": "Robin Muster", "organisation": "Muster AG", "role": "Chef"}
TABLES = {
    # In each: first name, last name, company, position, e-mail, and what else the program writes.
    "Google, German": "Vorname,Nachname,Name der Organisation,Titel der Organisation,E-Mail 1 – Wert,Zweiter Vorname",
    "Google, French": "Prénom,Nom,Nom de l'organisation,Titre de l'organisation,E-mail 1 – Valeur,Deuxième prénom",
    "Google, Spanish": "Nombre,Apellidos,Nombre de la organización,Título de la organización,"
                       "Correo electrónico 1 - Valor,Segundo nombre",
    "Google, Portuguese": "Nome,Sobrenome,Nome da organização,Título da organização,E-mail 1 – Valor,Nome do meio",
    "Google, Italian": "Nome,Cognome,Nome organizzazione,Titolo organizzazione,E-mail 1 – Valore,Secondo nome",
    "Google, Dutch": "Voornaam,Achternaam,Naam organisatie,Functie,E-mail 1 – Waarde,Tweede naam",
    "Outlook, German": "Vorname,Nachname,Firma,Position,E-Mail-Adresse,Weitere Vornamen",
    "Outlook, French": "Prénom,Nom,Société,Fonction,Adresse de messagerie,Service",
    "Outlook, Spanish": "Nombre,Apellidos,Organización,Puesto,Dirección de correo electrónico,Sufijo",
    "Outlook, Portuguese": "Nome,Apelido,Empresa,Cargo,Endereço de correio eletrónico,Sufixo",
    "Outlook, Italian": "Nome,Cognome,Società,Posizione,Indirizzo posta elettronica,Reparto",
    "Outlook, Dutch": "Voornaam,Achternaam,Bedrijf,Functie,E-mailadres,Achtervoegsel",
    "Outlook, French, courtesy": "Prénom,Nom,Société,Fonction,Adresse de messagerie,Titre",
    "Thunderbird, French": "Prénom,Nom de famille,Société,Fonction,Première adresse électronique,Nom à afficher",
    "Thunderbird": "First Name,Last Name,Organization,Job Title,Primary Email,Display Name",
    "LinkedIn's phone contacts": "FirstName,LastName,Companies,Title,Emails,Source",
    "Salesforce report": "First Name,Last Name,Account Name,Title,Email,Account Owner",
    "Salesforce Data Loader": "FIRSTNAME,LASTNAME,ACCOUNT.NAME,TITLE,EMAIL,ISDELETED",
    "HubSpot": "First Name,Last Name,Associated Company,Job Title,Email,Record ID",
    "Zoho": "First Name,Last Name,Account Name,Title,Email,Contact Owner",
    "Pipedrive": "Person - First name,Person - Last name,Person - Organization,Person - Job title,"
                 "Person - Email - Work,Person - Owner",
    "Salesforce lead report": "First Name,Last Name,Company / Account,Title,Email,Lead Status",
    "Zoho leads": "First Name,Last Name,Company,Designation,Email,Lead Owner",
    "Google, Spanish, in other words": "Nombre,Apellido,Nombre de la organización,Cargo en la organización,"
                                       "Correo electrónico 1: valor,Segundo nombre",
    "Google, Dutch, in other words": "Voornaam,Achternaam,Naam van organisatie,Functie bij organisatie,"
                                     "E-mail 1 - waarde,Verjaardag",
    "HubSpot's own names": "firstname,lastname,company,jobtitle,email,hs_object_id",
    "Dex": "First Name,Last Name,Company,Job Title,Email,Keep in touch frequency",
    "Clay": "First Name,Last Name,Organization,Title,Emails,Last Interaction",
    "Folk": "First name,Last name,Companies,Job title,Emails,Groups",
    "Covve": "First Name,Last Name,Company 1,Position 1,Email 1,Phone 1",
}  # fmt: skip
OTHER_LAST: dict[str, str] = {"Outlook, French, courtesy": "M."}


def table(header: str, other: str = "", end: str = "\n") -> bytes:
    return lines(header, f"Robin,Muster,Muster AG,Chef,robin@example.org,{other}", end=end)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_people_is_read_and_recognized_whatever_its_program_and_language(name: str) -> None:
    raw = table(TABLES[name], OTHER_LAST.get(name, ""))
    assert recognize_kind(raw) in ("contacts", "crm")
    (row,) = records(imported(raw), "contacts")
    assert {key: row[key] for key in PERSON} == PERSON
    assert row["keys"] == [email_key("robin@example.org")]


@given(st.sampled_from(sorted(TABLES)), st.permutations(range(6)), st.sampled_from(",;\t"), st.data())
def test_columns_may_come_in_any_order_with_any_separator_and_encoding(
    name: str, order: list[int], separator: str, data: Any
) -> None:
    rows = [TABLES[name].split(","), ["Robin", "Muster", "Muster AG", "Chef", "robin@example.org", ""]]
    text = lines(*(separator.join(row[index] for index in order) for row in rows)).decode()
    raw = text.encode(data.draw(st.sampled_from(("utf-8", "cp1252", "utf-16"))))
    (row,) = records(imported(raw), "contacts")
    assert {key: row[key] for key in PERSON} == PERSON


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Name,Email", "Ann Lee,a@example.org", "Ann Lee"),
        ("Nombre,Correo electrónico", "Ann Lee,a@example.org", "Ann Lee"),
        ("Nom,Téléphone", "Ann Lee,1", "Ann Lee"),
        ("Display Name,E-mail", '"Lee, Ann",a@example.org', "Ann Lee"),
        ("Name,E-Mail", '"Ann Lee, PhD",a@example.org', "Ann Lee, PhD"),
        ("Voornaam,Tussenvoegsel,Achternaam,E-mail", "Ann,van der,Lee,a@example.org", "Ann van der Lee"),
        ("First Name,Last Name,Display Name,Email", ",,Ann Lee,a@example.org", "Ann Lee"),
        ("Name,Company,Role", "Ann Lee,Acme,CEO", "Ann Lee"),
        ("First Name,Email", "Ann,a@example.org", "Ann"),
        ("Last Name,First Name", "Lee,Ann", "Ann Lee"),
    ],
)
def test_a_name_is_read_in_one_column_or_in_several(header: str, row: str, name: str) -> None:
    assert [contact["name"] for contact in records(imported(lines(header, row)), "contacts")] == [name]


@pytest.mark.parametrize(
    "row", [",,Acme,a@example.org", "a@example.org,,Acme,a@example.org", "Acme,,Acme,a@example.org"]
)
def test_a_row_without_a_person_is_skipped(row: str) -> None:
    proposal = imported(lines("First Name,Last Name,Company,Email", row))
    assert (proposal.added, "no name" in proposal.skipped[0].reason) == ((), True)


def test_notes_and_totals_below_a_report_are_nobody() -> None:
    notes = (
        '"Grand Totals (1 records)"',
        '"Confidential Information - Do Not Distribute"',
        '"Copyright (c) 2000-2026 x"',
    )
    proposal = imported(lines("First Name,Last Name,Email", "Ann,Lee,a@example.org", "", *notes))
    assert [row["name"] for row in records(proposal, "contacts")] == ["Ann Lee"]
    assert [line.reason for line in proposal.skipped] == ["It is a note or a total."] * 3


def test_the_phone_domain_or_department_of_a_company_is_not_its_name() -> None:
    header = "First Name,Last Name,Email,Company Phone,Company Domain Name,Organization Department,My company's name"
    (row,) = records(imported(lines(header, "Ann,Lee,a@example.org,1,acme.org,Sales,Acme")), "contacts")
    assert (row["organisation"], row.get("role")) == ("Acme", None)


def test_a_deleted_contact_of_a_crm_is_skipped() -> None:
    raw = lines("ID,ISDELETED,LASTNAME,FIRSTNAME,EMAIL", "1,true,Lee,Ann,a@example.org", "2,false,Ng,Bob,b@example.org")
    proposal = imported(raw)
    assert [row["name"] for row in records(proposal, "contacts")] == ["Bob Ng"]
    assert [line.reason for line in proposal.skipped] == ["It was deleted in your CRM."]


def test_the_address_of_a_crms_user_is_not_the_persons() -> None:
    raw = lines("Name,Email,Owner Email", "Ann Lee,a@example.org,me@example.org")
    assert records(imported(raw), "contacts")[0]["keys"] == [email_key("a@example.org")]


def test_a_list_of_support_tickets_is_no_guest_list() -> None:
    raw = lines("Ticket ID,Ticket name,Pipeline,Create date,Ticket owner", "1,Broken,Support,2026-03-05,Kim")
    assert recognize_kind(raw) != "contacts"


@pytest.mark.parametrize(
    "raw",
    [
        lines("Date,Name,Type,Currency,Gross,Fee,Net,From Email Address", "1/2/2026,Bo,Pay,USD,-5.00,0,-5.00,b@x.org"),
        lines("Date,First Name,Last Name,Amount,Email", "1/2/2026,Ann,Lee,5.00,a@example.org"),
        lines("Name,Account", "Rent,1"),
    ],
)
def test_a_table_of_money_is_not_one_of_people(raw: bytes) -> None:
    assert recognize_kind(raw) != "contacts"
    assert "names columns for people" in sentence(lambda: imported(raw))


@pytest.mark.parametrize(
    ("properties", "version"),
    [
        (["X-ADDRESSBOOKSERVER-KIND:group", "N:Friends;;;;", "FN:Friends"], "3.0"),
        (["KIND:group", "FN:Team list"], "4.0"),
        (["KIND:org", "FN:Acme", "ORG:Acme"], "4.0"),
        (["KIND:location", "FN:Room 1"], "4.0"),
        (["N:;;;;", "FN:Acme Plumbing", "ORG:Acme Plumbing;", "X-ABShowAs:COMPANY"], "3.0"),
        (["N:;;;;", "FN:Acme Plumbing", "ORG:Acme Plumbing;"], "3.0"),
    ],
)
def test_a_card_of_a_group_a_company_or_a_place_is_nobody(properties: list[str], version: str) -> None:
    proposal = imported(card(*properties, version=version))
    assert (proposal.added, proposal.rejected, len(proposal.skipped)) == ((), (), 1)
    assert records(imported(card("KIND:individual", "FN:Ann Lee", version="4.0")), "contacts")


@pytest.mark.parametrize(
    ("organization", "name"),
    [
        ("Sample, Inc.;Sales", "Sample, Inc."),
        (r"Third\, Inc.;Sales", "Third, Inc."),
        ("Sample\n , Inc.", "Sample, Inc."),
    ],
)
def test_a_comma_in_a_company_or_position_is_a_part_of_it(organization: str, name: str) -> None:
    (row,) = records(imported(card("FN:Ann Lee", f"ORG:{organization}", "TITLE:Buyer, Senior")), "contacts")
    assert (row["organisation"], row["role"]) == (name, "Buyer, Senior")


@pytest.mark.parametrize(
    "properties",
    [
        ["N;QUOTED-PRINTABLE:D=C3=BCmmy;Lu", "fn;quoted-printable:Lu D=C3=BCmmy"],
        ["FN;ENCODING=QUOTED-PRINTABLE:Lu D=FCmmy"],
        ["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lu D=C3=", "=BCmmy"],
        ["FN;CHARSET=nonsense;ENCODING=QUOTED-PRINTABLE:Lu D=C3=BCmmy"],
    ],
)
def test_quoted_printable_is_read_however_it_is_marked(properties: list[str]) -> None:
    assert [row["name"] for row in records(imported(card(*properties, version="2.1")), "contacts")] == ["Lu Dümmy"]


@pytest.mark.parametrize(
    ("full", "name"),
    [("Lee, Ann", "Ann Lee"), ("Ann Lee", "Ann Lee"), ("Ann Lee, PhD", "Ann Lee, PhD"), ("", "Ann Lee")],
)
def test_a_full_name_with_the_last_name_first_is_turned_round(full: str, name: str) -> None:
    assert [row["name"] for row in records(imported(card("N:Lee;Ann;;;", f"FN:{full}")), "contacts")] == [name]


def test_parameters_of_older_programs_are_no_obstacle() -> None:
    properties = ("N;LANGUAGE=de;CHARSET=Windows-1252:Müller;Jörg;;Herr", "FN;CHARSET=Windows-1252:Jörg Müller")
    old = card(*properties, "TITLE;ENCODING=8BIT:Einkäufer", "REV:20260305T101112Z", version="2.1")
    (row,) = records(imported(old.decode().encode("cp1252")), "contacts")
    assert (row["name"], row["role"]) == ("Jörg Müller", "Einkäufer")


def test_cards_whose_lines_end_twice_are_read() -> None:
    picture = ("PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", " AAgAAgES")
    raw = card("N:Sample;Robin;;;", "FN:Robin Sample", *picture).replace(b"\n", b"\r\r\n")
    proposal = imported(raw)
    assert [row["name"] for row in records(proposal, "contacts")] == ["Robin Sample"]


@pytest.mark.parametrize(
    ("header", "service"),
    [
        ("guest_api_id,name,first_name,last_name,email,approval_status,qr_code_url,amount", "Luma"),
        ("Order #,Order Date,First Name,Last Name,Email,Ticket Type,Total Paid,Attendee Status", "Eventbrite"),
        ("Bestellnr.,Vorname,Nachname,E-Mail,Menge,Tickettyp,Teilnehmerstatus", "Eventbrite"),
        ("Name,User ID,Title,Event Host,RSVP,Guests,RSVPed on,Joined Group on,URL of Member Profile", "Meetup"),
    ],
)
def test_an_organizers_guest_list_is_refused_with_what_to_import_instead(header: str, service: str) -> None:
    raw = lines(header, "1,2026-03-05,Ann,Lee,a@example.org,1,x,y")
    for read in (lambda: recognize_kind(raw), lambda: imported(raw)):
        reason = sentence(read)
        assert service in reason
        assert "import your calendar" in reason


def test_a_name_in_another_script_and_encoding_is_read() -> None:
    quoted = card("FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen", version="2.1")
    plain = card("FN:Jürgen").decode().encode("utf-16")
    assert [records(imported(raw), "contacts")[0]["name"] for raw in (quoted, plain)] == ["Jürgen", "Jürgen"]


def test_an_entry_without_a_name_is_skipped() -> None:
    assert [line.source_line.number for line in imported(GOOGLE).skipped] == [3]
    assert len(imported(card("ORG:Pizza Place")).skipped) == 1


def test_a_broken_card_is_rejected_with_its_line_and_affects_no_other() -> None:
    proposal = imported(card("FN Ann") + card("FN:Bob") + b"BEGIN:VCARD\nFN:Cut off\n")
    assert [row["name"] for row in records(proposal, "contacts")] == ["Bob"]
    assert [line.source_line.number for line in proposal.rejected] == [1, 9]


def test_an_address_book_fills_what_is_empty_and_overwrites_nothing() -> None:
    before = workspace(contacts=[{"id": "a", "name": "Ann M Lee", "organisation": "Initech", "closeness": 3}])
    (item,) = imported(OUTLOOK, before).updated
    row = as_row(item.record)
    assert (row["organisation"], row["role"], row["closeness"]) == ("Initech", "CEO", 3)


def test_two_people_with_one_address_stay_two_if_their_first_names_differ() -> None:
    raw = card("FN:Ann Lee", "EMAIL:lee@example.org") + card("FN:Bob Lee", "EMAIL:lee@example.org")
    after, _ = taken(workspace(), imported(raw))
    assert [contact.name for contact in after.contacts] == ["Ann Lee", "Bob Lee"]
    assert imported(raw, after).items == ()


def test_a_contact_from_linkedin_is_recognized_by_address_or_profile() -> None:
    rows = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    ann = "Ann,Lee,https://www.linkedin.com/in/ann,ann@example.org,Acme,CEO,08 Feb 2026"
    before, _ = taken(workspace(), read_as("linkedin", lines(rows, ann), "Connections.csv", workspace()))
    assert all(imported(raw, before).added == () for raw in BOOKS.values())


def test_connections_of_linkedin_are_sent_to_the_right_reader() -> None:
    rows = ("First Name,Last Name,Company,Job Title,Connected On", "Ann,Lee,Acme,CEO,08 Feb 2026")
    with pytest.raises(NotImportable, match="Import the file as a LinkedIn export"):
        imported(lines(*rows))


def test_too_many_cards_are_refused() -> None:
    with pytest.raises(NotImportable, match="more than 10,000 contacts"):
        imported(b"BEGIN:VCARD\n" * 10_001)


HOSTILE = (
    "",
    "\0",
    '"',
    "\n ",
    "=",
    ";ENCODING=b:",
    ";CHARSET=nope",
    "BEGIN:VCARD\n",
    "END:VCARD\n",
    "\u202e",
    "é́" * 400,
)


@given(st.sampled_from(sorted(BOOKS)), st.data())
def test_a_valid_book_with_one_thing_broken_keeps_to_the_rules(book: str, data: Any) -> None:
    raw = BOOKS[book]
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 30)))
    torn = raw[:start] + data.draw(st.sampled_from(HOSTILE)).encode() + raw[end:]
    ann = {"id": "ann", "name": "Ann Lee"}
    assert keeps_to_the_rules("contacts", torn, "book", workspace(contacts=[ann]))


@given(st.binary(max_size=300) | st.text().map(lambda text: card(text.encode("utf-8", "replace").decode())))
def test_any_bytes_keep_to_the_rules(raw: bytes) -> None:
    assert keeps_to_the_rules("contacts", raw, "x.vcf", workspace())


# By language: the columns of first and last names, organization, role and address.
NAMES = {
    "Norwegian": "Fornavn;Etternavn;Firma;Stilling;E-post",
    "Danish": "Fornavn;Efternavn;Virksomhed;Stilling;Mailadresse",
    "Swedish": "Förnamn;Efternamn;Företag;Befattning;E-postadress",
    "Polish": "Imię;Nazwisko;Nazwa firmy;Stanowisko;Adres e-mail",
    "Polish, of Google": "Imię;Nazwisko;Organizacja – nazwa;Organizacja – stanowisko;E-mail 1 – wartość",
    "English, of Yahoo": "First;Last;Company;Title;Email",
    "Finnish, which NetROI doesn't know": "Etunimi;Sukunimi;Yritys;Titteli;Sähköposti",
}


@pytest.mark.parametrize("language", NAMES)
def test_first_and_last_names_are_found_in_more_languages_and_no_company_is_a_person(language: str) -> None:
    rows = ["Ada;Example;Analytical Ltd;Engineer;ada@example.org", "Anna-Maria;O’Sample;Navy Co;Admiral;am@example.org"]
    raw = lines(NAMES[language], *rows)
    assert recognize_kind(raw) == "contacts"
    people = records(imported(raw), "contacts")
    names = [person["name"] for person in people]
    assert names == ["Ada Example", "Anna-Maria O’Sample"]
    assert [person["organisation"] for person in people] == ["Analytical Ltd", "Navy Co"]
    assert [person.get("role", "") for person in people] in (["Engineer", "Admiral"], ["", ""])


@pytest.mark.parametrize("header", ["Email,City,Country", "Email,State,City", "Ort,Land,Email", "City,Group,Email"])
def test_two_words_for_a_place_are_no_name(header: str) -> None:
    rows = [",".join({"Email": "a@example.org"}.get(name, "Berlin") for name in header.split(","))] * 2
    assert recognize_kind(lines(header, *rows)) is None
