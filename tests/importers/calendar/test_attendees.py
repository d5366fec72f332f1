"""Attendees: people are distinguished from rooms, lists, shared mailboxes and services."""

import pytest

from netroi_core.importers.calendar.attendees import Attendee, kind_of, parse_attendee
from netroi_core.importers.calendar.ical import IcalProperty


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Anna Keller", "anna@example.org"),
        ("", "anna@example.org"),
        ("Anna Keller", ""),
        ("Anna Keller", "anna.keller@lufthansa.com"),
        ("Anna Keller", "a.keller@control-system.com"),
        ("Bo", "bo@calendar-design.example"),
        ("Robin Sample", "robin@delta-consult.com"),
        ("Sales Anna", "anna.sales@example.org"),
    ],
)
def test_people_are_people(name: str, address: str) -> None:
    assert kind_of(name, address) == "person"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("unknownorganizer@calendar.google.com", "unknownorganizer@calendar.google.com"),
        ("Family", "family0123@group.calendar.google.com"),
        ("Room 4", "c_1886@resource.calendar.google.com"),
        ("Made Up Host", "calendar-invite@lu.ma"),
        ("Python Users", "info@email.meetup.com"),
        ("Eventbrite", "noreply@order.eventbrite.com"),
        ("Doctolib", "no-reply@doctolib.de"),
        ("Dr. Made Up", "rdv@doctolib.fr"),
        ("Smile", "appointments@smile-dental.example"),
        ("Praxis", "termine@zahnarzt.example"),
        ("Lufthansa", "online@booking-lufthansa.com"),
        ("Ryanair", "itinerary@ryanair.com"),
        ("easyJet", "donotreply@easyjet.com"),
        ("OpenTable", "reservations@opentable.com"),
        ("Calendly", "teamcalendly@calendly.com"),
        ("", "do_not_reply@example.org"),
        ("", "ne-pas-repondre@example.org"),
        ("", "notifications@example.org"),
        ("Berlin Conference Room (8)", "berlin-4@example.org"),
        ("Besprechungsraum 2", ""),
        ("", "conf-room-4@example.org"),
        ("", ""),
    ],
)
def test_services_rooms_and_placeholders_are_nobody(name: str, address: str) -> None:
    assert kind_of(name, address) == "nobody"


@pytest.mark.parametrize(
    "address", ["info@example.org", "Info@example.org".lower(), "front.desk@example.org", "events@example.org"]
)
def test_a_mailbox_that_several_may_read_is_one(address: str) -> None:
    assert kind_of("Smile Dental", address) == "mailbox"


@pytest.mark.parametrize(
    "address", ["all@example.org", "team-berlin@example.org", "x@googlegroups.com", "x@lists.example.org"]
)
def test_a_mailing_list_is_one(address: str) -> None:
    assert kind_of("Founders", address) == "list"


def attendee(value: str, **parameters: str) -> Attendee:
    return parse_attendee(IcalProperty(parameters, value))


def test_the_calendars_own_words_count_more_than_the_address() -> None:
    assert attendee("mailto:anna@example.org", CUTYPE="ROOM").kind == "nobody"
    assert attendee("mailto:anna@example.org", CUTYPE="resource").kind == "nobody"
    assert attendee("mailto:anna@example.org", CUTYPE="GROUP").kind == "list"
    assert attendee("mailto:anna@example.org", ROLE="NON-PARTICIPANT").kind == "nobody"
    assert attendee("MAILTO:Anna@example.org", CUTYPE="INDIVIDUAL").kind == "person"


def test_an_attendee_without_an_address_is_recognized_by_name() -> None:
    assert [attendee("invalid:nomail", CN=name).key for name in ("Anna Keller", "Bo Li")] == ["anna keller", "bo li"]
    assert attendee("invalid:nomail").kind == "nobody"
    assert attendee("urn:uuid:1", CN="Anna", EMAIL="Anna@example.org").address == "anna@example.org"


def test_a_long_address_is_read_in_linear_time() -> None:
    assert kind_of("", "a." * 500_000 + "@example.org") in ("person", "nobody")
