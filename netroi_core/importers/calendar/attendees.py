"""Attendees and organizers: people, shared mailboxes, mailing lists, and services and rooms, which are nobody."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from netroi_core.importers.calendar.event_texts import find_site
from netroi_core.importers.calendar.ical import IcalProperty
from netroi_core.importers.reading.values import one_line

# A mailbox is somebody only if it is a contact’s: info@ may be a friend’s studio, or the dentist’s reception.
AttendeeKind = Literal["person", "mailbox", "list", "nobody"]

_CALENDAR_TYPES: Final[dict[str, AttendeeKind]] = {"ROOM": "nobody", "RESOURCE": "nobody", "GROUP": "list"}
_WORD: Final = re.compile(r"[^\W\d_]+")
# The longest address that mail servers take.
_LONGEST_ADDRESS: Final = 320
_LIST_DOMAIN: Final = re.compile(
    r"(?:lists?|groups?|listserv|mailman)\..*|(?:.{0,200}\.)?(?:googlegroups\.com|groups\.io)"
)
# Anywhere in an address without its separators, as in no-reply or do_not_reply.
_NO_REPLY: Final = re.compile(
    r"noreply|donotreply|dontreply|nepasrepondre|keineantwort|nichtantworten|noresponder|naoresponda|nonrispondere"
    r"|unknownorganizer|noemail|nomail|mailerdaemon|autoreply|autoconfirm"
)
_MACHINE_WORDS: Final = frozenset({
    *("calendar", "calendars", "kalender", "calendario", "calendrier", "agenda", "scheduling", "scheduler"),
    *("invite", "invites", "invitation", "invitations", "notification", "notifications", "notify", "postmaster"),
    *("bounce", "bounces", "automated", "automatic", "automailer", "system", "robot", "reminder", "reminders"),
    *("booking", "bookings", "buchung", "buchungen", "reservation", "reservations", "reservas", "reservierung"),
    *("prenotazioni", "reserveringen", "ticket", "tickets", "ticketing", "itinerary", "itineraries", "boarding"),
    *("checkin", "confirmation", "confirmations", "appointment", "appointments", "termin", "termine", "rdv", "citas"),
    *("afspraken", "appuntamenti", "room", "rooms", "raum", "meetingroom", "boardroom", "conferenceroom", "beamer"),
    *("projector", "equipment", "resource", "resources", "unknown", "nobody", "undefined", "placeholder", "zoomroom"),
    *("alerts", "receipts", "orders", "updates", "mailer", "webinar", "webinars", "registration", "rsvp"),
})  # fmt: skip
_MAILBOX_WORDS: Final = frozenset({
    *("info", "infos", "information", "contact", "contacts", "kontakt", "contacto", "contatto", "contato", "hello"),
    *("hallo", "hi", "hola", "bonjour", "ciao", "mail", "email", "post", "office", "buero", "büro", "bureau"),
    *("secretariat", "secretary", "sekretariat", "segreteria", "reception", "recepcion", "rezeption", "empfang"),
    *("frontdesk", "front", "desk", "praxis", "zahnarzt", "dentist", "dental", "clinic", "admin", "administration"),
    *("event", "events", "veranstaltung", "veranstaltungen", "eventi", "eventos", "evenements", "evenementen"),
    *("service", "services", "kundenservice", "customerservice", "customer", "care", "support", "help", "helpdesk"),
    *("sales", "vertrieb", "marketing", "press", "presse", "news", "newsletter", "club", "chapter", "chamber"),
    *("community", "membership", "organizer", "organizers", "organiser", "organisers", "host", "hosts", "meetings"),
    *("hr", "jobs", "careers", "billing", "shop", "store", "web", "webmaster", "online", "programs", "training"),
    *("travel", "trips", "flights", "passenger", "passengers"),
})  # fmt: skip
_LIST_WORDS: Final = frozenset({
    *("all", "alle", "tous", "todos", "tutti", "team", "teams", "everyone", "everybody", "staff", "members"),
    *("mitglieder", "membres", "list", "liste", "mailinglist", "announce", "announcements", "board", "committee"),
    *("faculty", "students", "employees", "mitarbeiter", "department", "subscribers"),
})  # fmt: skip
_ROLE_WORDS: Final = _MACHINE_WORDS | _MAILBOX_WORDS | _LIST_WORDS
# Services that put bookings, trips and tickets into calendars, by a name in their domain. Their staff write from
# addresses such as first.last@.
_SERVICES: Final = frozenset({
    *("eventbritemail", "partiful", "evite", "punchbowl", "ticketmaster", "facebookmail"),
    *("doctolib", "jameda", "zocdoc", "samedi", "doctena", "clickdoc", "dentally", "nexhealth", "solutionreach"),
    *("opentable", "resy", "quandoo", "thefork", "lafourchette", "bookatable", "sevenrooms"),
    *("calendly", "acuityscheduling", "setmore", "booksy", "treatwell", "fresha", "mindbody", "mindbodyonline"),
    *("simplybook", "timify", "planity", "squareup", "vagaro", "classpass", "eversports", "urbansportsclub"),
    *("tripit", "kayak", "expedia", "airbnb", "trainline", "thetrainline", "omio", "flixbus", "uber", "lyft", "hertz"),
    *("sixt", "amtrak", "eurostar", "lufthansa", "eurowings", "swissair", "ryanair", "easyjet", "wizzair", "vueling"),
    *("britishairways", "airfrance", "klm", "iberia", "tapairportugal", "flytap", "finnair", "flysas"),
    *("norwegian", "transavia", "condor", "jet2", "united", "delta", "aa", "southwest", "jetblue", "alaskaair"),
    *("aircanada", "westjet", "qantas", "emirates", "etihad", "qatarairways", "turkishairlines", "thy", "latam"),
    *("marriott", "hilton", "hyatt", "ihg", "accor", "calendar", "calendars"),
})  # fmt: skip
# In a domain such as booking-example.com or notifications.example.com.
_BOOKING_WORDS: Final = frozenset({
    *("booking", "bookings", "reservations", "tickets", "appointments", "notifications", "notify", "mailer"),
    *("invites", "reminders", "bounces"),
})  # fmt: skip
_FIRST_LAST: Final = re.compile(r"[^\W\d_]{1,30}[._-][^\W\d_]{2,30}")
_ROOM_NAME: Final = re.compile(
    r"\b(?:(?:conference|meeting|board|conf|zoom) ?room|room \d|besprechungsraum|konferenzraum|sitzungszimmer"
    r"|salle de réunion|sala de (?:reuniones|reuni[oó]n|juntas|reuniões)|sala riunioni|vergaderzaal|vergaderruimte)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Attendee:
    """Somebody or something invited, or the organizer; ``address`` is empty unless it is an e-mail address."""

    name: str
    address: str
    kind: AttendeeKind
    has_declined: bool = False

    @property
    def key(self) -> str:
        """The address, or the name without one."""
        return self.address or self.name.casefold()


def parse_attendee(prop: IcalProperty) -> Attendee:
    """Return the attendee or organizer in a property."""
    parameters = prop.parameters
    name = one_line(parameters.get("CN", ""))
    address = prop.value.strip().lower().removeprefix("mailto:").strip()
    if "@" not in address:
        address = parameters.get("EMAIL", "").lower()
    kind = _CALENDAR_TYPES.get(parameters.get("CUTYPE", "").upper()) or kind_of(name, address)
    is_listed_only = parameters.get("ROLE", "").upper() == "NON-PARTICIPANT"
    declined = parameters.get("PARTSTAT", "").upper() == "DECLINED"
    return Attendee(name, address, "nobody" if is_listed_only else kind, declined)


@lru_cache(maxsize=4096)
def kind_of(name: str, address: str) -> AttendeeKind:
    """Return the kind of an attendee by name and e-mail address.

    >>> kind_of("Anna Keller", "anna@example.org"), kind_of("Made Up Host", "calendar-invite@lu.ma")
    ('person', 'nobody')
    """
    local, _, domain = address[:_LONGEST_ADDRESS].rpartition("@")
    words = set(_WORD.findall(local))
    if _is_thing(name, local) or _is_machine(local, domain, words):
        return "nobody"
    if words & _LIST_WORDS or _LIST_DOMAIN.fullmatch(domain):
        return "list"
    if _is_service(domain) and not _FIRST_LAST.fullmatch(local):
        return "nobody"
    # Of an address that says nothing, the name may: Dentist, Reservations.
    return "mailbox" if _is_role(words) or _is_role(set(_WORD.findall(name.casefold()))) else "person"


def _is_thing(name: str, local: str) -> bool:
    """Return True for a room, and for what has no name at all."""
    return bool(_ROOM_NAME.search(name)) or not (local or _WORD.search(name))


def _is_role(words: set[str]) -> bool:
    return bool(words) and words <= _ROLE_WORDS


def _is_machine(local: str, domain: str, words: set[str]) -> bool:
    # Google’s placeholders, and the addresses of shared calendars, rooms and imported ones.
    return bool(
        words & _MACHINE_WORDS
        or _NO_REPLY.search("".join(_WORD.findall(local)))
        or domain.endswith("calendar.google.com")
        or find_site(domain)
    )


def _is_service(domain: str) -> bool:
    labels = domain.split(".")[:-1]
    is_for_bookings = any(not _BOOKING_WORDS.isdisjoint(label.split("-")) for label in labels)
    return is_for_bookings or not _SERVICES.isdisjoint(labels)
