"""The texts of an event: whether they say that it was canceled, by which channel it took place, and its event site.

Of a description no more is read than the links and numbers by which people join, and nothing of it is kept.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from netroi_core.workspace.fields import Channel

# A canceled meeting: Outlook publishes it as confirmed, with a word before its title. As Outlook, Exchange and Google
# write it, and as people do, in the languages of their mailboxes.
_WORDS: Final = (
    *("canceled", "cancelled", "canceled event", "cancelled event", "cancellation", "called off"),
    *("abgesagt", "abgesagter termin", "storniert", "entfällt", "fällt aus", "ausgefallen", "absage"),
    *("annulé", "annulée", "annulés", "annulées", "annulation", "événement annulé", "évènement annulé"),
    *("cancelado", "cancelada", "cancelados", "canceladas", "evento cancelado", "anulado", "anulada"),
    *("annullato", "annullata", "annullati", "annullate", "cancellato", "cancellata", "evento annullato"),
    *("geannuleerd", "afgelast", "afgezegd", "vervallen"),
    *("cancel·lat", "cancel·lada", "anul·lat", "anul·lada", "bertan behera utzita"),
    *("inställt", "inställd", "avbokad", "avbokat", "avbruten", "avbrutet"),
    *("aflyst", "annulleret", "avlyst", "avbrutt", "kansellert", "peruutettu", "peruttu", "peruuntunut", "aflýst"),
    *("odwołane", "odwołany", "odwołana", "odwołano", "anulowane", "anulowano", "anulowany"),
    *("zrušeno", "zrušené", "zrušená", "zrušený", "törölve", "lemondva", "lemondott", "elmarad", "elmaradt"),
    *("anulat", "anulată", "anulate", "otkazano", "otkazan", "odpovedano", "preklicano", "odwołanie"),
    *("tühistatud", "atcelts", "atcelta", "atšaukta", "atšauktas", "iptal edildi", "iptal", "i̇ptal edildi", "i̇ptal"),
    *("отменено", "отменена", "отменён", "отменен", "отмена", "отменяется", "анулирано", "отказано", "скасовано"),
    *("ακυρώθηκε", "ακυρωμένο", "ακυρωμένη", "ακύρωση", "בוטל", "בוטלה", "מבוטל", "ملغى", "ملغاة", "ملغي"),
    *("キャンセル済み", "キャンセル", "取り消し済み", "取り消されました", "中止", "已取消", "取消", "취소됨", "취소"),
    *("تم الإلغاء", "đã hủy", "đã huỷ", "ยกเลิก", "ยกเลิกแล้ว", "dibatalkan", "dibatal", "रद्द", "रद्द किया गया"),
)
_WORD: Final = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
# Before a colon or a dash, or in brackets; a title that only speaks of a cancellation has neither.
_BEFORE: Final = re.compile(rf"(?:{_WORD})[ \u00a0\u202f]?(?:[:：]|[ \u00a0\u202f][-–—] )", re.IGNORECASE)
_BRACKETED: Final = re.compile(rf"[\[(【（*](?:{_WORD})[!]?[\])】）*]", re.IGNORECASE)
_BEHIND: Final = re.compile(rf"(?:[-–—:][ \u00a0]?|[\[(【（*])(?:{_WORD})[!]?[\])】）*]?\Z", re.IGNORECASE)
_ALONE: Final = re.compile(rf"(?:{_WORD})[!]?", re.IGNORECASE)
_FORWARDED: Final = re.compile(r"(?:(?:fwd?|wg|re|aw|tr|rv|i|enc|doorst)[ ]?: ?){1,5}", re.IGNORECASE)
_LONGEST_WORD: Final = max(map(len, _WORDS)) + 5

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

# Sites of public events: what comes from one is a group event, whoever is invited. Here is the name of each by its
# address, without a country’s ending where it has many.
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
}
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


@lru_cache(maxsize=4096)
def is_canceled_title(title: str) -> bool:
    """Return True if a title says that the meeting was canceled.

    >>> is_canceled_title("Abgesagt: Kaffee mit Robin"), is_canceled_title("Lunch (CANCELLED)")
    (True, True)
    >>> is_canceled_title("Canceled contracts and how to save them")
    False
    """
    prefix = _FORWARDED.match(title)
    text = title[prefix.end() :] if prefix else title
    if _BEFORE.match(text) or _BRACKETED.match(text) or _ALONE.fullmatch(text):
        return True
    return _BEHIND.search(text[-_LONGEST_WORD:]) is not None


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


def _names_video(summary: str, location: str) -> bool:
    return bool(_VIDEO.search(location) or _VIDEO_WORDS.search(location) or _VIDEO_WORDS.search(summary))


def _is_place(location: str) -> bool:
    return bool(location) and not (_NO_PLACE.fullmatch(location) or _URL.search(location))
