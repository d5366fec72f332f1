"""CSV files that any spreadsheet opens as they are meant: umlauts are umlauts, and no text is a formula.

A text that begins, after apostrophes and blanks, like a formula gets one apostrophe more; so taking one away from what
begins so with an apostrophe leads back to the very text. Numbers are never guarded.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

_LIKE_A_FORMULA: Final = re.compile("'*(?:[\t\r]|[\\s\u200b\u2060\ufeff]*[=+\\-@＝＋－＠﹢﹣﹦﹫−])")

_UTF_8: Final = b"\xef\xbb\xbf"
"""By this mark, Excel knows the encoding."""


def to_csv(rows: Iterable[Iterable[object]], separator: str = ",") -> bytes:
    """Rows as a CSV file; texts are guarded."""
    lines = io.StringIO()
    csv.writer(lines, delimiter=separator).writerows(
        [escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return _UTF_8 + lines.getvalue().encode()


def escape_formula(text: str) -> str:
    """The text as it may stand in a CSV file."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def unescape_formula(cell: str) -> str:
    """The text that was guarded so."""
    return cell[1:] if cell.startswith("'") and _LIKE_A_FORMULA.match(cell) else cell
