"""Event sites: named by their addresses, never by words that look alike."""

import pytest

from netroi_core.importers.calendar.event_sites import find_site, product_site


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
