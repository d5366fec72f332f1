"""A report as a PDF, set by Typst: in vectors, tagged for those who listen, the same bytes for the same report.

What a person typed reaches Typst as data and is never read as markup; the template is all that Typst can open.
"""

from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any, Final

import orjson
import typst
import vl_convert
from babel import Locale

from netroi_core.charts.palette import LIGHT
from netroi_core.report.content import Report, Section

_FONTS: Final = tuple(str(files(package) / "files") for package in ("font_source_sans_pro", "font_source_serif_pro"))
_FIGURES_FONT: Final = "Source Sans Pro"
_FIGURE_WIDTH: Final = 390
_FOLDER: Final = files("netroi_core.report")
_LETTER: Final = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")  # CLDR, paperSize US-Letter
)


def pdf(report: Report) -> bytes:
    """The report as a PDF of A4 or, where that is the custom, Letter pages."""
    _register_fonts()
    asked: dict[str, Any] = {
        "input": (_FOLDER / "report.typ").read_bytes(),
        "root": str(_FOLDER),
        "font_paths": list(_FONTS),
        "sys_inputs": {"report": orjson.dumps(_data(report)).decode()},
        "timestamp": int(datetime.combine(report.day, time(), UTC).timestamp()),
    }
    made: bytes
    try:
        made = typst.compile(**asked, pdf_standards="ua-1")
    except typst.TypstError:
        # A letter that no font on this machine has breaks the standard for accessibility, but not the report.
        made = typst.compile(**asked)
    return made


def paper(locale: str) -> str:
    """The size of a page that is the custom where a Babel locale is spoken, as Typst calls it."""
    return "us-letter" if Locale.parse(locale).territory in _LETTER else "a4"


@cache
def _register_fonts() -> None:
    """Let charts be measured by the letters that they are set in."""
    for folder in _FONTS:
        vl_convert.register_font_directory(folder)


def _data(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "span": report.span,
        "as_of": report.as_of,
        "paper": paper(report.words.locale),
        "headline": report.headline,
        "sentences": report.sentences,
        "sections": [_section(section) for section in report.sections],
        "method": report.method,
    }


def _section(section: Section) -> dict[str, Any]:
    header, rows = section.table or ((), ())
    return {
        "name": section.name,
        "finding": section.finding,
        "sentences": section.sentences,
        "charts": [
            {
                "title": chart.title,
                "subtitle": chart.subtitle,
                "alt": chart.alt,
                "svg": chart.figure(_FIGURE_WIDTH, _FIGURES_FONT, LIGHT.ink),
            }
            for chart in section.charts
        ],
        "header": header,
        "rows": [[str(cell) for cell in row] for row in rows],
        "wordy": section.wordy,
        "items": section.items,
        "notes": section.notes,
        "quotes": [{"text": quote.text, "by": quote.by} for quote in section.quotes],
    }
