"""Event sites (Meetup, Luma, Eventbrite …): an event that comes from one is a group event, whoever is invited."""

import re
from collections.abc import Mapping
from typing import Final

# The name of each site by its address, without a country’s ending where it has many.
_SITES: Final[Mapping[str, str]] = {
    "meetup.com": "Meetup",
    "lu.ma": "Luma",
    "luma.com": "Luma",
    "eventbrite": "Eventbrite",
    "linkedin.com/events": "LinkedIn Events",
    "xing-events.com": "XING Events",
    "bevy.com": "Bevy",
    "gdg.community.dev": "Google Developer Groups",
    "guild.host": "Guild",
    "hopin.com": "Hopin",
    "airmeet.com": "Airmeet",
    "splashthat.com": "Splash",
    "bizzabo.com": "Bizzabo",
    "cvent.com": "Cvent",
    "swapcard.com": "Swapcard",
    "brella.io": "Brella",
    "whova.com": "Whova",
    "pretix.eu": "pretix",
    "ti.to": "Tito",
    "tickettailor.com": "Ticket Tailor",
    "eventfrog": "Eventfrog",
    "weezevent.com": "Weezevent",
    "billetto": "Billetto",
    "konfhub.com": "KonfHub",
    "internations.org": "InterNations",
    "startupgrind.com": "Startup Grind",
    "bniconnectglobal.com": "BNI",
    "toastmastersclubs.org": "Toastmasters",
    "allevents.in": "AllEvents",
}  # fmt: skip
_ADDRESS: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(site) + ("" if "." in site else r"\.[a-z]{2,3}") for site in _SITES)
    + r")(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_PRODUCT: Final = re.compile(
    r"\b(?:meetup|luma|eventbrite|bevy|eventfrog|pretix|tito|weezevent|billetto)\b", re.IGNORECASE
)
_NAMES_OF_PRODUCTS: Final = {name.lower(): name for name in _SITES.values()}


def find_site(text: str) -> str:
    """Return the name of the event site whose address is in a text, empty if there is none.

    >>> find_site("URL:https://www.meetup.com/a/events/1/"), find_site("anna@notmeetup.com")
    ('Meetup', '')
    """
    match = _ADDRESS.search(text)
    if match is None:
        return ""
    address = match[0].lower()
    return _SITES.get(address) or _SITES[address.partition(".")[0]]


def product_site(product: str) -> str:
    """Return the name of the event site whose program wrote a calendar, by its PRODID; empty if it is none.

    >>> product_site("-//Meetup//RemoteApi//EN"), product_site("-//Google Inc//Google Calendar 70.9054//EN")
    ('Meetup', '')
    """
    match = _PRODUCT.search(product)
    return find_site(product) or (_NAMES_OF_PRODUCTS[match[0].lower()] if match else "")
