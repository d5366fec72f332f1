"""Guest lists of events that the person organized: refused, since they don't show who was met or how long it took."""

from collections.abc import Sequence
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.columns import Columns, column_key, find_record_table, words

# The columns by which each service's list is recognized, one of which is enough.
_SERVICES: Final = {
    "Luma": words("guestapiid approvalstatus qrcodeurl checkedinat"),
    "Eventbrite": words(
        "eventbritefees attendeestatus ticketquantity tickettype tickettyp ticketart ticketklasse "
        "typedebillet typedeticket tipodeentrada tipodeticket tipodeingresso tipodibiglietto tipobiglietto soortticket "
        "teilnehmerstatus statutduparticipant estadodelasistente"
    ),
    "Meetup": words("rsvp rsvpedon rsvpdate joinedgroupon urlofmemberprofile eventhost rsvpstatus"),
}
_NAMES: Final = ("name", "nom", "vorname", "nachname", "nome", "nombre", "mail", "attendee", "guest")


def refuse_guest_list(text: str) -> None:
    """Raise NotImportable if a text is an organizer's list of guests, with the reason and what to import instead."""
    if table := find_record_table(text, _guest_columns):
        (service,) = table.columns
        raise NotImportable(
            f"This is an organizer’s guest list, like those of {service}, which says who signed up, not whom you met "
            "or how long: import your calendar with the event instead."
        )


def _guest_columns(header: Sequence[str]) -> Columns | None:
    keys = {column_key(name): name for name in header}
    if not any(name in key for key in keys for name in _NAMES):
        return None
    matches = ((service, keys[key]) for service, names in _SERVICES.items() for key in names if key in keys)
    return dict([match]) if (match := next(matches, None)) else None
