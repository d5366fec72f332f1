"""The texts of an event: canceled ones, the channel, and the site that it is from, never by words that look alike."""

from typing import Any

import pytest

from netroi_core.importers.calendar.event_texts import (
    event_channel,
    find_site,
    is_canceled_title,
    product_site,
    text_channel,
)
from netroi_core.importers.calendar.ical import LONGEST_LINE
from tests.importers.calendar.calendars import ics, meeting, only_activity
from tests.importers.import_files import workspace


@pytest.mark.parametrize(
    "title",
    [
        *("Canceled: Coffee", "Cancelled: Coffee", "CANCELED: Coffee", "Canceled event: Coffee"),
        *("Abgesagt: Kaffee", "Storniert: Kaffee", "Entfällt: Stammtisch", "Annulé : Café", "Annulé\u00a0: Café"),
        *("Annulée: Réunion", "Cancelado: Café", "Cancelada: Reunión", "Annullato: Caffè", "Geannuleerd: Koffie"),
        *("Inställt: Kaffe", "Aflyst: Kaffe", "Avlyst: Kaffe", "Peruutettu: Kahvi", "Odwołane: Kawa", "Zrušeno: Káva"),
        *("Törölve: Kávé", "Anulat: Cafea", "Отменено: Кофе", "Скасовано: Кава", "İptal Edildi: Kahve"),
        *("Ακυρώθηκε: Καφές", "בוטל: קפה", "ملغى: قهوة", "キャンセル済み: コーヒー", "已取消: 咖啡"),
        *("已取消：咖啡", "취소됨: 커피", "FW: Canceled: Coffee", "WG: Abgesagt: Kaffee", "canceled:Coffee"),
        *("[Cancelled] Coffee", "(abgesagt) Kaffee", "*CANCELLED* Coffee"),
        *("CANCELLED - Coffee", "Canceled – Coffee", "Coffee (cancelled)", "Coffee - CANCELLED", "Kaffee – abgesagt!"),
        *("Canceled", "ABGESAGT!"),
    ],
)
def test_a_title_says_that_the_meeting_was_canceled(title: str) -> None:
    assert is_canceled_title(title)


@pytest.mark.parametrize(
    "title",
    [
        *("Coffee with Robin", "Canceled contracts and how to save them", "How to cancel: a workshop", ""),
        *("Re: cancellation policy", "Noise-cancelling headphones", "Lunch: no excuses", "Annulation de dette, débat"),
    ],
)
def test_a_title_that_only_speaks_of_canceling_does_not(title: str) -> None:
    assert not is_canceled_title(title)


ZOOM = "https://us02web.zoom.us/j/8512345678?pwd=x"
PLACE = "LOCATION:Cafe Central\\, 12 Main St\\, Springfield 01103"


@pytest.mark.parametrize(
    ("summary", "location", "channel"),
    [
        ("Catching up", ZOOM, "video"),
        ("Catching up", "Zoom", "video"),
        ("Catching up", "Microsoft Teams Meeting", "video"),
        ("Intro on Google Meet", "", "video"),
        ("Video call with Anna", "", "video"),
        ("Coffee", "https://acme.webex.com/meet/anna", "video"),
        ("Intro call", "", "phone"),
        ("Catching up", "+1 (617) 555-0100", "phone"),
        ("Catching up", "Phone: 0617 5550100", "phone"),
        ("Anruf Anna", "", "phone"),
        ("Coffee", "Cafe Central, 12 Main St, Springfield 01103", "in_person"),
        ("Call for papers, planning", "Room 4", "in_person"),
        ("Coffee", "Blue Bottle, 617 5th Ave Suite 2000", "in_person"),
        ("Coffee", "https://maps.google.com/?q=cafe", "in_person"),
        ("Coffee", "", None),
        ("Coffee", "TBD", None),
        ("Coffee", "Online", None),
        ("Catching up", "https://acme.example/room/5", None),
        ("Recall the plan", "", None),
    ],
)
def test_title_and_location_tell_the_channel(summary: str, location: str, channel: str | None) -> None:
    assert event_channel(summary, location, None) == channel


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        (f"Join: {ZOOM}", "video"),
        ("Join by phone: +1 312 626 6799, or https://meet.google.com/abc-defg-hij", "video"),
        ("Call me at +1 617 555 0100", "phone"),
        ("Order 4711-0815-2342 is ready", None),
        ("We met on zoom once", None),
        ("", None),
    ],
)
def test_a_description_tells_it_by_the_way_to_join(text: str, channel: str | None) -> None:
    assert text_channel(text) == channel


def channel_of(*lines: str, summary: str = "Coffee with Anna") -> Any:
    return only_activity(ics(meeting(*lines, summary=summary)), workspace()).get("channel")


def test_an_event_has_its_channel_and_one_that_tells_nothing_has_none() -> None:
    assert channel_of(f"LOCATION:{ZOOM}") == "video"
    assert channel_of(f"DESCRIPTION:Join here\\n{ZOOM}", summary="Mentoring") == "video"
    assert channel_of("X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij", summary="Mentoring") == "video"
    assert channel_of("DESCRIPTION:Call me at +1 617 555 0100", summary="Mentoring") == "phone"
    assert channel_of(PLACE) == "in_person"
    assert channel_of() is None


def test_a_link_that_a_calendar_added_turns_no_coffee_at_a_place_into_a_video_call() -> None:
    link = "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij"
    assert channel_of(PLACE, link) == "in_person"
    assert channel_of("LOCATION:Room 4", link, summary="Mentoring") == "video"


def test_a_description_that_cannot_be_read_costs_no_event_and_none_is_kept() -> None:
    secret = "DESCRIPTION:Between us " + "x" * LONGEST_LINE
    activity = only_activity(ics(meeting(secret, "URL;;;=broken:", PLACE)), workspace())
    assert activity["channel"] == "in_person"
    assert "Between us" not in str(activity)


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://www.meetup.com/made-up-group/events/1/", "Meetup"),
        ("event_1@meetup.com", "Meetup"),
        ("See https://lu.ma/abc.", "Luma"),
        ("evt-1@events.lu.ma", "Luma"),
        ("https://www.eventbrite.co.uk/e/1", "Eventbrite"),
        ("https://www.eventbrite.de/e/1", "Eventbrite"),
        ("https://www.LinkedIn.com/events/7/", "LinkedIn Events"),
        ("https://ti.to/made-up/2026", "Tito"),
        ("anna@notmeetup.com", ""),
        ("salu.ma", ""),
        ("lu.map", ""),
        ("We meet up. Come!", ""),
        ("https://www.linkedin.com/in/anna", ""),
        ("mixti.to", ""),
        ("", ""),
    ],
)
def test_a_site_is_found_by_its_address(text: str, site: str) -> None:
    assert find_site(text) == site


@pytest.mark.parametrize(
    ("product", "site"),
    [
        ("-//Meetup//RemoteApi//EN", "Meetup"),
        ("-//lu.ma//EN", "Luma"),
        ("-//Eventbrite//EN", "Eventbrite"),
        ("-//Google Inc//Google Calendar 70.9054//EN", ""),
        ("-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", ""),
    ],
)
def test_a_site_is_found_by_the_program_that_wrote_the_calendar(product: str, site: str) -> None:
    assert product_site(product) == site
