"""Split a dropped file into those that are read one by one: the members of an archive, the tables of a workbook.

An export of LinkedIn stays whole, because its files refer to each other; so do calendars, and so do vCards, because
programs write a file for each person. What no reader recognizes is left out by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from openpyxl.utils import get_column_letter

from netroi_core.errors import NotImportable
from netroi_core.importers.kinds import is_linkedin_archive, recognize_kind, shortened, unknown_archive
from netroi_core.importers.reading import files
from netroi_core.importers.reading.values import find_currency, one_line
from netroi_core.importers.reading.workbooks import Rows, as_csv, is_table, sheets
from netroi_core.importers.statements.statement_files import SUFFIXES
from netroi_core.wording.wording import join_words

# As many as can be dropped at once.
MOST_PARTS: Final = 50
# Of one archive: reading each may take many seconds.
MOST_WORKBOOKS: Final = 10

_GROUPS: Final = {".ics": "calendars", ".vcf": "vCards"}
_TABLES: Final = (".csv", ".tsv", ".txt", ".json", ".xlsx")
_READABLE: Final = (*_TABLES, *SUFFIXES, *_GROUPS, ".zip", ".xls", ".ods", ".numbers", ".pdf")
# Of an export of LinkedIn, tables are a part; somebody may have added these.
_NOT_OF_LINKEDIN: Final = (*_GROUPS, *SUFFIXES, ".xlsx", ".zip")
_UNKNOWN: Final = "recognized."
_ON_ITS_OWN: Final = "read. Unpack the archive, and import what you need of it."
_FEWEST_NAMES, _FEWEST_ROWS = 3, 2
_MOST_NAMED: Final = 10


@dataclass(frozen=True)
class FileParts:
    """The files in a dropped file by their names, and in one sentence what is left out of it; empty if nothing is."""

    files: Mapping[str, bytes]
    left_out: str = ""


def split_file(name: str, raw: bytes) -> FileParts:
    """Return the parts of a file, often only itself; raise NotImportable for an archive without anything to import."""
    if files.is_workbook(raw):
        return _split_workbook(name, raw)
    if not files.is_archive(raw):
        return FileParts({name: raw})
    if is_linkedin_archive(raw):
        others = [member for member in files.member_names(raw) if member.endswith(_NOT_OF_LINKEDIN)]
        return FileParts({name: raw}, _left_out(name, others, _ON_ITS_OWN))
    parts, left_out = _members(name, raw)
    if not parts:
        raise NotImportable(unknown_archive(files.member_names(raw)))
    return FileParts(parts, left_out)


def _members(name: str, raw: bytes) -> tuple[dict[str, bytes], str]:
    """Return the recognized members of an archive, calendars together and vCards together, and what is left out."""
    parts: dict[str, bytes] = {}
    unknown: list[str] = []
    packed: list[str] = []
    left_out: list[str] = []
    members = files.read_members(raw, _READABLE)
    for suffix, title in _GROUPS.items():
        group = {member: members.pop(member) for member in [*members] if member.lower().endswith(suffix)}
        if group:
            parts[f"{name}, {title}" if members or parts else name] = files.zip_of(group)
    workbook_count = 0
    for member, contents in members.items():
        workbook_count += files.is_workbook(contents)
        # An archive in an archive may be that same archive, or another fifty million characters.
        if files.is_archive(contents) or workbook_count > MOST_WORKBOOKS:
            packed.append(member)
            continue
        try:
            inner = split_file(f"{name}, {member}", contents)
        except NotImportable:
            unknown.append(member)
            continue
        recognized = {part: part_raw for part, part_raw in inner.files.items() if _is_recognized(part_raw)}
        parts |= recognized
        unknown += [] if recognized else [member]
        left_out.append(inner.left_out)
    if len(parts) > MOST_PARTS:
        raise NotImportable(
            f"The archive has more than {MOST_PARTS} files to import. Unpack it, and drop some at a time."
        )
    left_out += (_left_out(name, unknown), _left_out(name, packed, _ON_ITS_OWN))
    return parts, " ".join(filter(None, left_out))


def _split_workbook(name: str, raw: bytes) -> FileParts:
    files.check_workbook(raw)
    parts: dict[str, bytes] = {}
    others: dict[str, bytes] = {}
    for title, rows in sheets(raw):
        if sum(map(any, rows)) < _FEWEST_ROWS:
            continue
        for part, contents in _tables(f"{name}, {title}", rows).items():
            if _is_recognized(contents):
                parts[part] = contents
            elif is_table(rows):
                others[part] = contents
    if not parts:
        # What isn't recognized is to be mapped by the user.
        parts, others = others, {}
    if len(parts) > 1 or others:
        return FileParts(parts, _left_out(name, [part.removeprefix(f"{name}, ") for part in others]))
    return FileParts({name: next(iter(parts.values()), raw)})


def _tables(name: str, rows: Rows) -> dict[str, bytes]:
    """Return the tables of a sheet as CSV, each on the lines that it has in the sheet; usually there is one."""
    for pieces, place, fewest in ((_side_by_side(rows), "column", 2), (_below_each_other(rows), "row", 1)):
        contents = {start: as_csv(piece).encode() for start, piece in pieces.items()}
        if len(contents) > 1 and sum(map(_is_recognized, contents.values())) >= fewest:
            return {f"{name}, {place} {start}": piece for start, piece in contents.items()}
        if len(contents) == 1 and place == "row":
            return {name: next(iter(contents.values()))}
    return {name: as_csv(rows).encode()}


def _side_by_side(rows: Rows) -> dict[str, Rows]:
    """Return the tables between columns that are empty throughout a sheet, by their first columns."""
    width = max(map(len, rows))
    is_filled = [any(len(row) > column and row[column] for row in rows) for column in range(width)]
    pieces = {}
    for filled, columns in groupby(range(width), is_filled.__getitem__):
        first, *rest = columns
        piece = [row[first : (rest or [first])[-1] + 1] for row in rows]
        if filled and is_table(piece):
            pieces[get_column_letter(first + 1)] = piece
    return pieces


def _below_each_other(rows: Rows) -> dict[str, Rows]:
    """Return the tables that begin below a blank row with a row of names, by their first rows.

    Those with equal names are one table, which a bank has split by month or card, unless another currency is named
    between them.
    """
    starts = [0, *(index for index in range(1, len(rows)) if not any(rows[index - 1]) and _is_header(rows[index]))]
    pieces: dict[tuple[str, ...], Rows] = {}
    first_rows: dict[tuple[str, ...], int] = {}
    currency, begin = "", 0
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        block = rows[start:end]
        if not is_table(block):
            continue
        head = start + next((index for index, row in enumerate(block) if _is_header(row)), 0)
        # What stands above a table may name its currency.
        notes = rows[begin:head]
        currency = next(filter(None, (find_currency(cell) for row in notes for cell in row)), currency)
        names = (currency, *(cell.casefold() for cell in rows[head]))
        below = end - next(index for index, row in enumerate(reversed(block)) if sum(map(bool, row)) > 2)
        if names in pieces:
            pieces[names] += [[]] * (begin - len(pieces[names])) + notes + [[]] + rows[head + 1 : below]
        else:
            first_rows[names], pieces[names] = head + 1, [[]] * begin + rows[begin:below]
        begin = below
    if pieces:
        pieces[names] += rows[begin:]
    return {str(first_rows[names]): piece for names, piece in pieces.items()}


def _is_header(row: Sequence[str]) -> bool:
    names = [cell for cell in row if cell]
    return len(names) >= _FEWEST_NAMES and not any("@" in name or _is_number_or_day(name) for name in names)


def _is_number_or_day(cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    return digits > 0 and digits >= sum(map(str.isalpha, cell))


def _is_recognized(raw: bytes) -> bool:
    try:
        return recognize_kind(raw) is not None
    except NotImportable:
        return False


def _left_out(name: str, parts: Sequence[str], reason: str = _UNKNOWN) -> str:
    if not parts:
        return ""
    names = shortened([one_line(part, 60) for part in parts], _MOST_NAMED)
    verb = "isn’t" if len(parts) == 1 else "aren’t"
    return f"{join_words(names)} in {one_line(name, 60)} {verb} {reason}"
