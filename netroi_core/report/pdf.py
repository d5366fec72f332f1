"""Render a report as a PDF with Typst: tagged for screen readers, the same bytes for the same report.

Typed text reaches Typst as data and is never read as markup; the template is the only file that Typst can open.
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
_CHART_FONT: Final = "Source Sans Pro"
_FIGURE_WIDTH: Final = 390
_FOLDER: Final = files("netroi_core.report")
_LETTER_COUNTRIES: Final = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")  # CLDR, paperSize US-Letter
)


def to_pdf(report: Report) -> bytes:
    """Return the report as a PDF of A4 pages or, where that is the custom, of Letter pages."""
    _register_fonts()
    arguments: dict[str, Any] = {
        "input": (_FOLDER / "report.typ").read_bytes(),
        "root": str(_FOLDER),
        "font_paths": list(_FONTS),
        "sys_inputs": {"report": orjson.dumps(_data(report)).decode()},
        # The day of the report and not the time of rendering, so that the same report gives the same bytes.
        "timestamp": int(datetime.combine(report.day, time(), UTC).timestamp()),
    }
    document: bytes
    try:
        document = typst.compile(**arguments, pdf_standards="ua-1")
    except typst.TypstError:
        # A letter that no font on this machine has breaks the accessibility standard, but not the report.
        document = typst.compile(**arguments)
    return document


def paper_size(locale: str) -> str:
    """Return the usual paper of a Babel locale, by its name in Typst.

    >>> paper_size("en_US"), paper_size("de_DE")
    ('us-letter', 'a4')
    """
    return "us-letter" if Locale.parse(locale).territory in _LETTER_COUNTRIES else "a4"


@cache
def _register_fonts() -> None:
    """Make the fonts of the report known to the renderer of charts, so that it measures texts in them."""
    for folder in _FONTS:
        vl_convert.register_font_directory(folder)


def _data(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "span": report.span,
        "as_of": report.as_of,
        "paper": paper_size(report.words.locale),
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
                "svg": chart.embedded_svg(_FIGURE_WIDTH, _CHART_FONT, LIGHT.ink),
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
