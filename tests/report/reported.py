"""Reports of workspaces, and what is read in their two renderings."""

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.report.content import Report, Section, page_views
from netroi_core.report.pdf import to_pdf
from netroi_core.report.without_amounts import build_report
from netroi_core.workspace.workspace import Workspace
from tests.careers import given

TODAY = date(2026, 10, 5)


def reported(
    raw: dict[str, Any],
    quarters: tuple[Quarter, ...] | None = None,
    on: date = TODAY,
    with_amounts: bool = True,
    **chosen: Any,
) -> Report:
    """The report of a workspace over quarters, or all of them."""
    options = Options(**chosen)
    return build_report(page_views(Workspace(raw), quarters, options, on), options, on, with_amounts)


@cache
def known(name: str, with_amounts: bool = True) -> Report:
    """The report of a workspace that is given."""
    return reported(given(name), with_amounts=with_amounts)


@cache
def known_pdf(name: str, with_amounts: bool = True) -> bytes:
    """The same as a PDF."""
    return to_pdf(known(name, with_amounts))


def section(found: Report, name: str) -> Section:
    """The section of this name."""
    return next(section for section in found.sections if section.name == name)


def texts(found: Report) -> Iterator[str]:
    """Every sentence and figure of a report that is set as text."""
    yield from (found.headline, " ".join(found.sentences), found.span, found.as_of)
    for each in found.sections:
        yield from (each.name, each.finding, *each.sentences, *each.items, *each.notes)
        for chart in each.charts:
            yield from (chart.title, chart.subtitle)
        header, rows = each.table or ((), ())
        yield from (str(cell) for row in (header, *rows) for cell in row)
        for quote in each.quotes:
            yield from (f"“{quote.text}”", quote.by)
    for name, said in found.method:
        yield from (name, said)


def bare(text: str) -> str:
    """A text without spaces: where lines are broken does not matter."""
    return "".join(text.split())


def read(made: bytes) -> str:
    """What is read in a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def objects(made: bytes) -> list[DictionaryObject]:
    """All dictionaries of a PDF."""
    reader = PdfReader(io.BytesIO(made))
    found = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return [each for each in found if isinstance(each, DictionaryObject)]


class Page(HTMLParser):
    """An HTML document as read: its elements with their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self._within: list[str] = []
        self.feed(text)

    @property
    def words(self) -> str:
        """All words, those of styles and pictures left out."""
        return " ".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("style", "svg"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self._words.append(data)
