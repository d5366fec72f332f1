"""How the cells of a workbook look: its formats, made when they are first asked for."""

import re
from functools import cache
from typing import Any, Final

from babel import Locale
from babel.numbers import get_currency_precision
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from netroi_core.exports.cells import Kind
from netroi_core.exports.figured import Unit
from netroi_core.wording.wording import Words

_PLAIN: Final = {"text": "@", "list": "@", "any": "@", "day": "yyyy-mm-dd", "whole": "0", "count": "0",
                 "number": "General", "hours": "0.00", "percent": '#,##0.0"%"', "flag": "General"}  # fmt: skip
_LIKE_WORDS: Final = ("text", "list", "any", "day", "flag")
_ALIGNED: Final = {"day": "left", "money": "right", "percent": "right"}
"""Days stand like words, and n/a like the amounts around it."""
_INK, _PAPER, _FIGURED, _RULE = "#12161b", "#f3f1ea", "#e7ecf6", "#b9b4a5"


class Looks:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook, words: Words) -> None:
        self._money = money_format(words)
        self._made = cache(lambda *properties: workbook.add_format(dict(properties)))

    def __call__(self, **properties: Any) -> Format:
        """A format with these properties of XlsxWriter."""
        made: Format = self._made(*properties.items())
        return made

    def cell(self, kind: Kind | Unit, *, is_figured: bool = False, is_bold: bool = False) -> Format:
        """The format of a cell by what it holds; what is figured stands on a ground of its own."""
        properties: dict[str, Any] = {"num_format": self._money if kind == "money" else _PLAIN[kind]}
        if kind in _ALIGNED:
            properties["align"] = _ALIGNED[kind]
        if is_figured:
            properties["bg_color"] = _FIGURED
        if is_bold:
            properties["bold"] = True
        return self(**properties)

    def header(self, kind: Kind | Unit, *, is_figured: bool = False) -> Format:
        """The format of the header of a column, above what it holds."""
        align = "left" if kind in _LIKE_WORDS else "right"
        return self(bold=True, align=align, font_color=_INK, bg_color=_FIGURED if is_figured else _PAPER, bottom=1,
                    bottom_color=_RULE, valign="top", text_wrap=True)  # fmt: skip


def money_format(words: Words) -> str:
    """The format of amounts in a currency, its sign where the locale has it."""
    pattern = Locale.parse(words.locale).currency_formats["standard"].pattern.split(";")[0]
    places = get_currency_precision(words.currency)
    number = f"#,##0.{'0' * places}" if places else "#,##0"
    sign = f'"{words.symbol}"'
    before, after = (part.replace("\u00a0", " ") for part in re.split(r"[#0,.]+", pattern, maxsplit=1))
    return f"{before}{number}{after}".replace("¤", sign)
