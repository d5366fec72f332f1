"""The kinds of files that can be brought, each with its reader."""

from collections.abc import Mapping
from typing import Final

from netroi_core.importers import address_books, linkedin, palms
from netroi_core.importers.proposal import Reader

READERS: Final[Mapping[str, Reader]] = {
    "linkedin": linkedin.read,
    "contacts": address_books.read,
    "palms": palms.read,
}
"""By the name of the kind, as on the command line."""
