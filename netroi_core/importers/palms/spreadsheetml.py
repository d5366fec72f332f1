"""A workbook of SpreadsheetML, the XML that some programs call .xls, as rows of text; nothing in it is followed."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS
from netroi_core.importers.reading.values import clean

Cells = dict[int, str]

_SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"


def rows(text: str) -> list[tuple[int, Cells]]:
    """The rows that hold something: the number of each, and its cells by the number of their column, from 1.

    A cell or row may name its own number and so leave others out. NotImportable if this is no such workbook.
    """
    try:
        root = fromstring(text.strip(), forbid_dtd=True)
    except DefusedXmlException:
        raise NotImportable("The file defines entities of its own, which no report does; it was not read.") from None
    except (ParseError, ValueError, LookupError):
        raise NotImportable("The file is not a workbook in XML, as BNI Connect exports it.") from None
    found = []
    number = 0
    for row in root.iter(f"{_SPACE}Row"):
        number = _index(row, number + 1, MOST_ROWS)
        if filled := dict(_cells(row)):
            found.append((number, filled))
    return found


def _cells(row: Element) -> Iterator[tuple[int, str]]:
    number = 0
    for cell in row.iterfind(f"{_SPACE}Cell"):
        number = _index(cell, number + 1, MOST_COLUMNS)
        if text := clean("".join("".join(part.itertext()) for part in cell.iterfind(f"{_SPACE}Data"))):
            yield number, text
        number += _number(cell, "MergeAcross", 0)


def _index(element: Element, following: int, most: int) -> int:
    """The number of a row or cell: its own, else the following one."""
    number = _number(element, "Index", following)
    if not following <= number <= most:
        raise NotImportable("The workbook is larger than any report, or its rows overlap; export it again.")
    return number


def _number(element: Element, name: str, otherwise: int) -> int:
    text = element.get(f"{_SPACE}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise
