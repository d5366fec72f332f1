"""Channels: whether an event took place in person, by phone or by video, as far as its texts tell.

Of a description no more is read than the links and numbers by which people join, and nothing of it is kept.
"""

import re
from typing import Final

from netroi_core.workspace.fields import Channel

_VIDEO: Final = re.compile(
    r"zoom\.us/|zoomgov\.com/|meet\.google\.com/|hangouts\.google\.com/|teams\.(?:microsoft|live)\.com/|webex\.com/"
    r"|whereby\.com/|meet\.jit\.si/|goto(?:meeting|meet)?\.com/|gotomeet\.me/|facetime\.apple\.com/|join\.skype\.com/"
    r"|chime\.aws/|bluejeans\.com/|livestorm\.co/|streamyard\.com/|riverside\.fm/|around\.co/|gather\.town/",
    re.IGNORECASE,
)
_VIDEO_WORDS: Final = re.compile(
    r"\b(?:zoom|google meet|(?:microsoft|ms) teams|teams[ -](?:meeting|besprechung|call)|webex|facetime|skype"
    r"|video ?(?:call|chat|conference|meeting)|videoanruf|videokonferenz|webinar)\b",
    re.IGNORECASE,
)
_NUMBER: Final = r"(?:\+|\(|\b)\d(?:[\s().\-/]{0,3}\d){6,14}\b"
_PHONE_WORDS: Final = re.compile(r"\b(?:call|phone|telephone|telefon|telefonat|anruf)\b", re.IGNORECASE)
_PHONE_NUMBER: Final = re.compile(rf"\W*(?:(?:call|phone|tel|telefon|mobile|cell)\W*)?{_NUMBER}\W*", re.IGNORECASE)
_CALLED_NUMBER: Final = re.compile(
    rf"\b(?:tel|call|phone|dial|ring)\b[^\d\n]{{0,20}}{_NUMBER}", re.IGNORECASE | re.ASCII
)
_MEAL: Final = re.compile(r"\b(?:coffee|breakfast|brunch|lunch|dinner|drinks|kaffee|mittagessen)\b", re.IGNORECASE)
_NO_PLACE: Final = re.compile(
    r"\W*(?:online|virtual|remote|web|tbd|tba|t\.b\.d\.|n/a|none|to be (?:announced|confirmed|decided))\W*",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"https?://(?!(?:www\.)?(?:maps\.|google\.[a-z.]+/maps|goo\.gl/maps))\S*", re.IGNORECASE)


def text_channel(text: str) -> Channel | None:
    """Return the channel that a description or a link tells: the way in which people join.

    >>> text_channel("Join: https://us02web.zoom.us/j/85"), text_channel("Call me at +1 617 555 0100")
    ('video', 'phone')
    """
    if _VIDEO.search(text):
        return "video"
    return "phone" if _CALLED_NUMBER.search(text) else None


def event_channel(summary: str, location: str, from_texts: Channel | None) -> Channel | None:
    """Return the channel of an event, None if nothing tells; ``from_texts`` is that of its description and links.

    >>> event_channel("Catch up", "Cafe Central", None), event_channel("Intro call", "", None)
    ('in_person', 'phone')
    """
    if _names_video(summary, location):
        return "video"
    is_place = _is_place(location)
    # Some calendars add a link to every invitation: a lunch at a place stays a lunch.
    if from_texts == "video" and not (is_place and _MEAL.search(summary)):
        return "video"
    if _PHONE_NUMBER.fullmatch(location) or _PHONE_WORDS.search(location):
        return "phone"
    if is_place:
        return "in_person"
    return "phone" if from_texts == "phone" or _PHONE_WORDS.search(summary) else None


def _names_video(summary: str, location: str) -> bool:
    return bool(_VIDEO.search(location) or _VIDEO_WORDS.search(location) or _VIDEO_WORDS.search(summary))


def _is_place(location: str) -> bool:
    return bool(location) and not (_NO_PLACE.fullmatch(location) or _URL.search(location))
