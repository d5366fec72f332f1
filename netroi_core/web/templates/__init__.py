"""Plain pages: what is shown to those who were sent a link, without a script but the one that reads its address.

A link's token stands behind the # of its address, which browsers send to nobody. A few lines of script on the page
that the link opens hand it over in a form, so that no log, proxy or Referer ever has it.
"""

from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

SCRIPT: Final = """
const form = document.forms[0];
if (location.hash.length > 1) {
  form.hidden = true;
  form.elements.link.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  form.submit();
}
"""


def page(template: str, title: str, about: str = "", **values: Any) -> str:
    """A page as HTML; whatever is not our own text is escaped."""
    return (
        _templates()
        .get_template(f"{template}.html.j2")
        .render(title=title, about=about, style=_style(), script=Markup(SCRIPT), **values)
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("netroi_core.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> Markup:
    return Markup((files("netroi_core.web.templates") / "plain.css").read_text("utf-8"))
