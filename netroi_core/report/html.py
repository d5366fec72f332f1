"""Render a report as one HTML file that executes nothing and fetches nothing.

Typed text is escaped everywhere, and a Content-Security-Policy in the file keeps browsers from running or fetching
anything all the same.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from netroi_core.charts.chart import Chart
from netroi_core.report.content import Report

_FIGURE_WIDTH: Final = 390
_FOLDER: Final = files("netroi_core.report")


def to_html(report: Report, *, until: str = "") -> str:
    """Return the report as an HTML document for light and dark screens of any width, and for paper.

    Where it is served for a time, ``until`` is the last day, formatted; a link leads on to NetROI then.
    """
    style = (_FOLDER / "report.css").read_text("utf-8")
    # A browser compares the hash with the bytes between the tags, hence the style is passed on unescaped and unchanged.
    style_hash = b64encode(sha256(style.encode()).digest()).decode()
    return _template().render(report=report, style=Markup(style), style_hash=style_hash, picture=_picture, until=until)


def _picture(chart: Chart) -> Markup:
    return Markup(chart.embedded_svg(_FIGURE_WIDTH, "sans-serif", "currentColor"))


@cache
def _template() -> Template:
    rules = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return rules.from_string((_FOLDER / "report.html.j2").read_text("utf-8"))
