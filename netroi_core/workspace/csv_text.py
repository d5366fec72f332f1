"""CSV files for spreadsheets, in UTF-8 with a byte order mark and with formulas escaped."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

# CSV injection (CWE-1236): a cell like this would run as a formula, after leading apostrophes and blanks too.
_FORMULA: Final = re.compile("'*(?:[\t\r]|[\\s\u200b\u2060\ufeff]*[=+\\-@＝＋－＠﹢﹣﹦﹫−])")

_BOM: Final = b"\xef\xbb\xbf"  # without it, Excel takes the file for its local encoding


def to_csv(rows: Iterable[Iterable[object]], separator: str = ",") -> bytes:
    """Return rows as a CSV file, with formulas in texts escaped; numbers stay numbers."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(
        [escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return _BOM + text.getvalue().encode()


def escape_formula(text: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet would run it as a formula.

    >>> escape_formula("=1+1")
    "'=1+1"
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(cell: str) -> str:
    """Return the text that ``escape_formula`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
