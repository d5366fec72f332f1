"""Connections whose rows hold nothing unusual, read by the column: so a large export takes no longer than its parsing.

Of a plain row every cell is taken over as it stands: nothing of it would be cleaned, cut short or read in another way,
and nobody known can be meant. So what is made of it is the same as by the row.
"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Final

import polars as pl

from netroi_core.importers.linkedin.parts import Part
from netroi_core.importers.matching.contact_matching import People, Person, Source, newcomer
from netroi_core.importers.proposal import Item, LazyItem, Place, fingerprint
from netroi_core.importers.reading.tables import Row
from netroi_core.importers.reading.values import day_order

_COLUMNS: Final = ("First Name", "Last Name", "URL", "Company", "Position", "Email Address", "Connected On")
_BESIDE: Final = "(-~À-ɏ–-‧"
WORDS: Final = f"[!-&{_BESIDE}][!-'{_BESIDE}]*(?: [!-'{_BESIDE}]+)*"
"""Words that cleaning leaves as they are: ASCII but no ' first, Latin letters with their accents, dashes, quotes."""
_PROFILE: Final = "https://www.linkedin.com/in/"
_DAY: Final = "[0-9]{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:19|20|21)[0-9]{2}"
_PLAIN: Final = rf"^{WORDS}\n{WORDS}\n{_PROFILE}[A-Za-z0-9_-]+/?\n(?:{WORDS})?\n(?:{WORDS})?\n\n{_DAY}$"
_LONGEST: Final = 250
"""So many bytes of a row are never cut short."""


def strangers(part: Part, people: People, source: Source) -> tuple[Sequence[LazyItem], Sequence[Row]]:
    """The new contacts of all plain rows, and the other rows."""
    table = part.table
    if isinstance(table.read, tuple) or not all(table.has(column) for column in _COLUMNS):
        return (), table.rows
    cells = [table.cells(column) for column in _COLUMNS]
    first, last, url, company, position, _, connected = cells
    name = pl.concat_str(first, last, separator=" ")
    key = "linkedin:" + url.str.strip_prefix(_PROFILE).str.strip_suffix("/").str.to_lowercase()
    met = connected.str.to_date("%d %b %Y", strict=False)
    read = table.read.select(
        "line",
        name=name,
        organisation=company,
        role=position,
        key=key,
        met=met,
        is_plain=pl.concat_str(cells, separator="\n").str.contains(_PLAIN)
        & (pl.sum_horizontal(cell.str.len_bytes() for cell in cells) <= _LONGEST)
        & met.is_not_null()
        & people.strangers(key, name),
    )
    if not read["is_plain"].any():
        return (), table.rows
    others = table.rows_of(table.read.filter(~read["is_plain"]))
    try:
        day_order(row["Connected On"] for row in others)
    except ValueError:
        return (), table.rows  # so none of the days can be read
    return _Plain(read.filter("is_plain").drop("is_plain"), part.file, source).items, others


class _Plain:
    """The people of plain rows, each made when it is asked for."""

    def __init__(self, frame: pl.DataFrame, file: str, source: Source) -> None:
        self._frame, self._file, self._source = frame, file, source

    @property
    def items(self) -> list[LazyItem]:
        """Each as an item that is yet to be made."""
        prefix = f"contacts/{self._source.name}"
        lines_and_keys = zip(self._frame["line"].to_list(), self._frame["key"].to_list(), strict=True)
        return [
            LazyItem("contacts", f"{prefix}-{fingerprint([key])}", line, self._item, place)
            for place, (line, key) in enumerate(lines_and_keys)
        ]

    @cached_property
    def _rows(self) -> list[tuple[int, str, str, str, str, date]]:
        return self._frame.rows()

    def _item(self, place: int) -> Item:
        line, name, organisation, role, key, met = self._rows[place]
        person = Person(Place(line, self._file), name, organisation, role, (key,), met)
        return newcomer(person, self._source)
