"""Mentions: whom a note names, in the plain pattern, and nobody by a guess."""

from typing import Any

import pytest

from netroi_core.importers.sources import SOURCES, ImportSource
from netroi_core.relationships.mentions import Mention, mentions, unlinked_activities
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document

PEOPLE = ("Karen Doe", "Karen Poe", "Tom Lee", "Åsa Öberg", "Bo")


def named(note: str, people: tuple[str, ...] = PEOPLE, linked: tuple[str, ...] = (), **lists: Any) -> list[Any]:
    """The people whom a note names: a contact's name, several of them, or a new name in a set."""
    talk = {"date": "2026-09-01", "approach": "one_on_one", "title": note, "people": list(linked)}
    raw = make_document(activities=[talk], contacts=[{"name": name} for name in people], **lists)
    workspace = Workspace(raw)
    return [_told(mention) for mention in mentions(workspace, workspace.activities[0])]


def _told(mention: Mention) -> Any:
    names = [contact.name for contact in mention.contacts]
    return names[0] if len(names) == 1 else names or {mention.name}


@pytest.mark.parametrize(
    ("note", "people"),
    [
        ("Coffee with Tom Lee", ["Tom Lee"]),
        ("Coffee with Tom Lee, Tatte", ["Tom Lee"]),
        ("Lunch with Tom Lee, Mia Roe", ["Tom Lee", {"Mia Roe"}]),
        ("Coffee with Tom", ["Tom Lee"]),
        ("Lunch with Lee at Luigi’s", ["Tom Lee"]),
        ("coffee with tom", ["Tom Lee"]),
        ("Tom Lee, about pricing", ["Tom Lee"]),
        ("Call with Asa", ["Åsa Öberg"]),
        ("Lunch with Karen", [["Karen Doe", "Karen Poe"]]),
        ("Lunch with Karen Doe.", ["Karen Doe"]),
        ("Lunch with Karen Roe", [{"Karen Roe"}]),
        ("Lunch with Dana and Tom Lee at noon", ["Tom Lee", {"Dana"}]),
        ("Dinner with Bo, Tom & Mia O’Neil", ["Bo", "Tom Lee", {"Mia O’Neil"}]),
        ("Coffee With Tom At Luigi", ["Tom Lee"]),
        ("Lunch with Dr. Mia Roe", [{"Mia Roe"}]),
        ("Met Tom and Mia Roe at the fair", ["Tom Lee", {"Mia Roe"}]),
        ("Coffee w/ Mia Roe and Tom", [{"Mia Roe"}, "Tom Lee"]),
        ("Lunch with Mia Roe Tuesday, about pricing", [{"Mia Roe"}]),
        ("Comida con Sra. Roe y Sr. Lee", [{"Roe"}, "Tom Lee"]),
        ("Met Bo en Mia Roe", ["Bo", {"Mia Roe"}]),
        ("Kaffee mit Petra Vogt und Tom im Hafen", [{"Petra Vogt"}, "Tom Lee"]),
        ("Mittagessen mit Herrn Lee", ["Tom Lee"]),
        ("Café avec Petra et Åsa Öberg", ["Åsa Öberg", {"Petra"}]),
        ("Café con Petra Vogt y Bo en Madrid", [{"Petra Vogt"}, "Bo"]),
        ("Caffè con Petra e Tom a Milano", [{"Petra"}, "Tom Lee"]),
        ("Almoço com Petra Vogt e Bo", [{"Petra Vogt"}, "Bo"]),
        ("Koffie met Petra Vogt en Tom", [{"Petra Vogt"}, "Tom Lee"]),
        ("Kawa z Petrą Vogt i Åsą", [{"Petra Vogt"}, "Åsa Öberg"]),
        ("Lunch ze Stellą", [{"Stella"}]),
        ("Fika med Petra Vogt och Bo i Lund", [{"Petra Vogt"}, "Bo"]),
        ("Kaffe med Petra og Tom", [{"Petra"}, "Tom Lee"]),
    ],
)
def test_a_note_names_contacts_and_new_people_after_with(note: str, people: list[Any]) -> None:
    assert named(note) == people


@pytest.mark.parametrize(
    "note",
    [
        *(
            "",
            "with",
            "Coffee with a former colleague",
            "Lunch with the Board",
            "Coffee with HR",
            "Talk with Karen’s team",
        ),
        *("Coffee With Former Colleague", "Breakfast, with luck", "Dinner with 3 people", "Karen", "Withdrew money"),
        *("Call with Google Ads", "Lunch with Team Red", "Kaffee mit dem Team", "Essen mit Kollegen und Kunden"),
        *(
            "MIT Sloan mixer",
            "Talk at example.com Berlin",
            "Gen Z Founders",
            "Comic Con Berlin",
            "Déjeuner avec le Chef",
        ),
        *("Lunch with Dr.", "Lunch with J.", "Dinner with Chamber of Commerce", "Met Monday", "Review w/ the team"),
        *("Kawa z Markiem", "Fika med teamet", "Almoço com a Equipe", "Koffie met het Bestuur", "Pre-med Students"),
    ],
)
def test_a_note_that_names_nobody_offers_nobody(note: str) -> None:
    assert named(note) == []


def test_whoever_is_linked_already_is_not_offered_again() -> None:
    assert named("Coffee with Tom", linked=("c3",)) == []
    assert named("Lunch with Karen", linked=("c2",)) == []
    assert named("Tom Lee and I, with Tom", linked=("c3",)) == []


def test_companies_and_notes_with_unnamed_participants_suggest_no_new_contact() -> None:
    assert named("Kaffee mit Agentur Lüders") == named("Lunch with Lüders Consulting") == []
    assert named("Lunch with Dana Lüders", linked=("c3",)) == []
    assert named("Lunch with Dana Lüders and Tom", linked=("c3",)) == [{"Dana Lüders"}]


def test_two_contacts_of_one_name_are_asked_about() -> None:
    assert named("Coffee with Tom Lee", ("Tom Lee", "Tom Lee")) == [["Tom Lee", "Tom Lee"]]


def test_a_place_or_a_company_on_record_is_no_new_person() -> None:
    club = [{"name": "Harbor Club", "approach": "group_events"}]
    assert named("Lunch with Harbor Club", venues=club) == []
    assert named("Lunch with Harbor Club") == [{"Harbor Club"}]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_company_whose_files_or_channels_the_app_knows_is_no_new_person(source: ImportSource) -> None:
    # A first name all the same.
    is_name = source.name in ("Clay", "Dex", "Monica")
    assert named(f"Breakfast with {source.name}") == [{source.name}] * is_name


@pytest.mark.parametrize("company", ["LinkedIn", "LinkedIn Local", "Zoom", "WhatsApp", "Meetup", "Xing", "Eventbrite"])
def test_a_platform_is_no_new_person_unless_it_is_a_contact(company: str) -> None:
    assert named(f"Breakfast with {company} and Mia Roe") == [{"Mia Roe"}]
    assert named(f"Breakfast with {company}", (company,)) == [company]


@pytest.mark.parametrize(
    ("note", "is_offered"),
    [
        ("Lunch with Tom Lee", True),
        ("TOM  LEE’s book", True),
        ("Lunch with Tom", False),
        ("Tom Leeds", False),
        ("Call with Karen Doe", False),
        ("", False),
    ],
)
def test_an_activity_that_has_a_contacts_full_name_is_offered_to_them(note: str, is_offered: bool) -> None:
    talk = {"date": "2026-09-01", "approach": "one_on_one", "title": note}
    for people, linked, offers in (
        (PEOPLE, [], is_offered),
        (PEOPLE, ["c3"], False),
        ((*PEOPLE, "tom lee"), [], False),  # of two Tom Lees, nobody can tell
    ):
        raw = make_document(activities=[{**talk, "people": linked}], contacts=[{"name": name} for name in people])
        workspace = Workspace(raw)
        found = unlinked_activities(workspace, workspace.contacts_by_id["c3"])
        assert [activity.id for activity in found] == ["a1"] * offers


def test_an_offer_that_was_declined_is_not_made_again_but_for_what_came_since() -> None:
    talk = {"date": "2026-09-01", "approach": "one_on_one", "title": "Lunch with Tom Lee"}
    raw = make_document(activities=[talk, talk], contacts=[{"name": "Tom Lee", "not_in": ["a1", "gone"]}])
    workspace = Workspace(raw)
    assert [activity.id for activity in unlinked_activities(workspace, workspace.contacts[0])] == ["a2"]
