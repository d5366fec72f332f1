"""Channels: an event is in person, by phone or by video where its texts tell, and unknown where they don't."""

from typing import Any

import pytest

from netroi_core.importers.calendar.channels import event_channel, text_channel
from netroi_core.importers.calendar.ical import LONGEST_LINE
from tests.importers.calendar.calendars import ics, meeting, only_activity
from tests.importers.import_files import workspace

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
