"""The kinds of files that can be brought, each with its reader."""

from collections.abc import Mapping
from typing import Final

from netroi_core.importers import address_books, calendar, expenses, linkedin, palms, time_entries
from netroi_core.importers.proposal import Reader

READERS: Final[Mapping[str, Reader]] = {
    "linkedin": linkedin.read,
    "calendar": calendar.read,
    "contacts": address_books.read,
    "expenses": expenses.read,
    "palms": palms.read,
    "time": time_entries.read,
}
"""By the name of the kind, as on the command line."""
