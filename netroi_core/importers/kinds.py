"""The kinds of files that can be brought, each with its reader."""

from collections.abc import Mapping
from typing import Final

from netroi_core.importers.proposal import Reader

READERS: Final[Mapping[str, Reader]] = {}
"""By the name of the kind, as on the command line."""
