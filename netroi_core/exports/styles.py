"""The cell styles of a workbook."""

import re
from functools import cache
from typing import Any, Final

from babel import Locale
from babel.numbers import get_currency_precision
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from netroi_core.exports.cells import CellKind
from netroi_core.exports.formulas import ValueUnit
from netroi_core.wording.wording import Words

_NUMBER_FORMATS: Final = {"text": "@", "list": "@", "any": "@", "day": "yyyy-mm-dd", "whole": "0", "count": "0",
                          "number": "General", "hours": "0.00", "percent": '#,##0.0"%"', "flag": "General"}  # fmt: skip
_LEFT_HEADERS: Final = ("text", "list", "any", "day", "flag")
_ALIGNMENTS: Final = {"day": "left", "money": "right", "percent": "right"}  # n/a stands like the amounts around it
_INK, _PAPER, _COMPUTED, _RULE = "#12161b", "#f3f1ea", "#e7ecf6", "#b9b4a5"


class Styles:
    """The styles of one workbook, made when first used."""

    def __init__(self, workbook: Workbook, words: Words) -> None:
        self._money = money_format(words)
        self._made = cache(lambda *properties: workbook.add_format(dict(properties)))

    def __call__(self, **properties: Any) -> Format:
        """Return a style with these properties of XlsxWriter."""
        style: Format = self._made(*properties.items())
        return style

    def cell(self, kind: CellKind | ValueUnit, *, is_computed: bool = False, is_bold: bool = False) -> Format:
        """Return the style of a cell; computed ones have a background of their own."""
        properties: dict[str, Any] = {"num_format": self._money if kind == "money" else _NUMBER_FORMATS[kind]}
        if kind in _ALIGNMENTS:
            properties["align"] = _ALIGNMENTS[kind]
        if is_computed:
            properties["bg_color"] = _COMPUTED
        if is_bold:
            properties["bold"] = True
        return self(**properties)

    def header(self, kind: CellKind | ValueUnit, *, is_computed: bool = False) -> Format:
        """Return the style of the header of a column of this kind."""
        align = "left" if kind in _LEFT_HEADERS else "right"
        return self(bold=True, align=align, font_color=_INK, bg_color=_COMPUTED if is_computed else _PAPER, bottom=1,
                    bottom_color=_RULE, valign="top", text_wrap=True)  # fmt: skip


def money_format(words: Words) -> str:
    """Return the number format of amounts, with the currency's sign where the locale has it.

    >>> money_format(Words("en_US", "USD")), money_format(Words("de_DE", "EUR"))
    ('"$"#,##0.00', '#,##0.00 "€"')
    """
    pattern = Locale.parse(words.locale).currency_formats["standard"].pattern.split(";")[0]
    places = get_currency_precision(words.currency)
    number = f"#,##0.{'0' * places}" if places else "#,##0"
    before, after = (part.replace("\u00a0", " ") for part in re.split(r"[#0,.]+", pattern, maxsplit=1))
    return f"{before}{number}{after}".replace("¤", f'"{words.symbol}"')
