"""A report as one HTML file: nothing in it is executed, and nothing outside of it is asked for.

What a person typed is escaped wherever it stands, and a policy in the file itself keeps browsers from running or
fetching anything, whatever became of it.
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


def html(report: Report, *, until: str = "") -> str:
    """The report as an HTML document, for light and dark screens of any width, and for paper.

    until: where it is served for a time, the last day as people write it; it leads on to NetROI then.
    """
    style = (_FOLDER / "report.css").read_text("utf-8")
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    return _template().render(report=report, style=Markup(style), style_hash=allowed, picture=_picture, until=until)


def _picture(chart: Chart) -> Markup:
    """A chart in the ink of whatever it stands on."""
    return Markup(chart.figure(_FIGURE_WIDTH, "sans-serif", "currentColor"))


@cache
def _template() -> Template:
    rules = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return rules.from_string((_FOLDER / "report.html.j2").read_text("utf-8"))
