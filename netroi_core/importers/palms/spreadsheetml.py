"""Rows of a SpreadsheetML workbook, the XML that some programs name .xls."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS
from netroi_core.importers.reading.values import clean_text

# The filled cells of a row by the number of their column, from 1.
Cells = dict[int, str]

_NAMESPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_rows(text: str) -> list[tuple[int, Cells]]:
    """Return the number and the cells of each filled row; raise NotImportable if the text is no such workbook."""
    try:
        # Entities that a document type defines can expand without bound, so none is allowed.
        root = fromstring(text.strip(), forbid_dtd=True)
    except DefusedXmlException:
        raise NotImportable("The file defines entities of its own, which no report does; it was not read.") from None
    except (ParseError, ValueError, LookupError):
        raise NotImportable("The file is not a workbook in XML, as BNI Connect exports it.") from None
    rows = []
    number = 0
    for row in root.iter(f"{_NAMESPACE}Row"):
        number = _index(row, number + 1, MOST_ROWS)
        if cells := dict(_cells(row)):
            rows.append((number, cells))
    return rows


def _cells(row: Element) -> Iterator[tuple[int, str]]:
    number = 0
    for cell in row.iterfind(f"{_NAMESPACE}Cell"):
        number = _index(cell, number + 1, MOST_COLUMNS)
        if text := clean_text("".join("".join(part.itertext()) for part in cell.iterfind(f"{_NAMESPACE}Data"))):
            yield number, text
        # A merged cell stands for several columns, though it is written once.
        number += _number(cell, "MergeAcross", 0)


def _index(element: Element, following: int, most: int) -> int:
    # A row or cell may name its number, and so leave out empty ones before it.
    number = _number(element, "Index", following)
    if not following <= number <= most:
        raise NotImportable("The workbook is larger than any report, or its rows overlap; export it again.")
    return number


def _number(element: Element, name: str, default: int) -> int:
    text = element.get(f"{_NAMESPACE}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default
