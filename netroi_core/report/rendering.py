"""Render a report as PDF or HTML. Typed text stays data: it is never read as markup.

The PDF is set by Typst, tagged for screen readers, the same bytes for the same report; the template is the only file
that Typst can open. The HTML is one file that executes nothing and fetches nothing: text is escaped everywhere, and a
Content-Security-Policy in the file keeps browsers from running or fetching anything all the same.
"""

from base64 import b64encode
from datetime import UTC, datetime, time
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import orjson
import typst
import vl_convert
from babel import Locale
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from netroi_core.charts.chart import Chart
from netroi_core.charts.palette import LIGHT
from netroi_core.report.content import Report, Section

_FONTS: Final = tuple(str(files(package) / "files") for package in ("font_source_sans_pro", "font_source_serif_pro"))
_CHART_FONT: Final = "Source Sans Pro"
_FIGURE_WIDTH: Final = 390
_FOLDER: Final = files("netroi_core.report")
_LETTER_COUNTRIES: Final = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")  # CLDR, paperSize US-Letter
)


def to_html(report: Report, *, until: str = "") -> str:
    """Return the report as an HTML document for light and dark screens of any width, and for paper.

    Where it is served for a time, ``until`` is the last day, formatted; a link leads on to NetROI then.
    """
    style = (_FOLDER / "report.css").read_text("utf-8")
    # A browser compares the hash with the bytes between the tags, hence the style is passed on unescaped and unchanged.
    style_hash = b64encode(sha256(style.encode()).digest()).decode()
    return _template().render(report=report, style=Markup(style), style_hash=style_hash, picture=_picture, until=until)


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


@cache
def _template() -> Template:
    rules = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return rules.from_string((_FOLDER / "report.html.j2").read_text("utf-8"))


def _picture(chart: Chart) -> Markup:
    return Markup(chart.embedded_svg(_FIGURE_WIDTH, "sans-serif", "currentColor"))


def _data(report: Report) -> dict[str, Any]:
    same = ("title", "span", "as_of", "headline", "sentences", "method")
    return {
        **{name: getattr(report, name) for name in same},
        "paper": paper_size(report.words.locale),
        "sections": [_section(section) for section in report.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    header, rows = section.table or ((), ())
    same = ("name", "finding", "sentences", "wordy", "items", "notes")
    return {
        **{name: getattr(section, name) for name in same},
        "charts": [
            {
                **{name: getattr(chart, name) for name in ("title", "subtitle", "alt")},
                "svg": chart.embedded_svg(_FIGURE_WIDTH, _CHART_FONT, LIGHT.ink),
            }
            for chart in section.charts
        ],
        "header": header,
        "rows": [[str(cell) for cell in row] for row in rows],
        "quotes": [{"text": quote.text, "by": quote.by} for quote in section.quotes],
    }
