"""Address books: of Google, Outlook and vCards of every version, only names, organizations and roles are kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import Proposal
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import keeps_to_the_rules, lines, read_as, records, taken, workspace

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
