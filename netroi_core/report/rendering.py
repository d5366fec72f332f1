"""Render a report as PDF or HTML, or chosen sections as a frozen page to share by a link.

Typed text stays data: it is never read as markup.

The PDF is set by Typst, tagged for screen readers, the same bytes for the same report; the template is the only file
that Typst can open. The HTML is one file that executes nothing and fetches nothing: text is escaped everywhere, and a
Content-Security-Policy in the file keeps browsers from running or fetching anything all the same.
"""

from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import orjson
import typst
from babel import Locale
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from netroi_core.charts.chart import FONT, Chart
from netroi_core.charts.palette import LIGHT
from netroi_core.errors import NetROIError
from netroi_core.report.content import Report, Section
from netroi_core.wording.wording import unbroken

_FONTS: Final = tuple(str(files(package) / "files") for package in ("font_source_sans_pro", "font_source_serif_pro"))
_FIGURE_WIDTH: Final = 390
_FOLDER: Final = files("netroi_core.report")
_LETTER_COUNTRIES: Final = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")  # CLDR, paperSize US-Letter
)


class NoSections(NetROIError):
    """A report of which no section was chosen."""

    sentence = "Choose at least one section of the report."


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


def snapshot(report: Report, sections: Collection[str], until: date, *, with_amounts: bool) -> Mapping[str, Any]:
    """Return these sections of a report as a frozen page, with a description for its owner; raise NoSections."""
    chosen = tuple(section for section in report.sections if section.name in sections)
    if not chosen:
        raise NoSections
    page = to_html(replace(report, sections=chosen), until=report.words.day(until))
    names = [section.name for section in chosen]
    return {"html": page, "span": report.span, "sections": names, "amounts": with_amounts}


def paper_size(locale: str) -> str:
    """Return the usual paper of a Babel locale, by its name in Typst.

    >>> paper_size("en_US"), paper_size("de_DE")
    ('us-letter', 'a4')
    """
    return "us-letter" if Locale.parse(locale).territory in _LETTER_COUNTRIES else "a4"


@cache
def _template() -> Template:
    rules = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_unbroken_text
    )
    return rules.from_string((_FOLDER / "report.html.j2").read_text("utf-8"))


def _unbroken_text(value: Any) -> Any:
    """Return what a template writes, with no line that ends within a word; markup is as it is."""
    return unbroken(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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
                "svg": chart.embedded_svg(_FIGURE_WIDTH, FONT, LIGHT.ink),
            }
            for chart in section.charts
        ],
        "header": header,
        "rows": [[str(cell) for cell in row] for row in rows],
        "quotes": [{"text": quote.text, "by": quote.by} for quote in section.quotes],
    }
