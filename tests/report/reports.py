"""Reports of workspaces, and the texts of their two renderings."""

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
from netroi_core.report.content import PageViews, Report, Section, page_views
from netroi_core.report.rendering import to_pdf
from netroi_core.report.without_amounts import build_report
from netroi_core.workspace.workspace import Workspace
from tests.careers import load_document

TODAY = date(2026, 10, 5)


def report_on(
    raw: dict[str, Any],
    quarters: tuple[Quarter, ...] | None = None,
    on: date = TODAY,
    with_amounts: bool = True,
    **choices: Any,
) -> Report:
    """Return the report of a workspace over quarters, or all of them."""
    options = Options(**choices)
    return build_report(page_views(Workspace(raw), quarters, options, on), options, on, with_amounts)


@cache
def _views_of(name: str) -> PageViews:
    return page_views(Workspace(load_document(name)), None, Options(), TODAY)


@cache
def report_of(name: str, with_amounts: bool = True) -> Report:
    """Return the report of a workspace in tests/golden, or of the sample, with or without amounts of the same views."""
    return build_report(_views_of(name), Options(), TODAY, with_amounts)


@cache
def pdf_of(name: str, with_amounts: bool = True) -> bytes:
    """Return the same report as a PDF."""
    return to_pdf(report_of(name, with_amounts))


def section(report: Report, name: str) -> Section:
    """Return the section of this name."""
    return next(section for section in report.sections if section.name == name)


def texts(report: Report) -> Iterator[str]:
    """Yield every sentence and figure of a report that is set as text."""
    yield from (report.headline, " ".join(report.sentences), report.span, report.as_of)
    for part in report.sections:
        yield from (part.name, part.finding, *part.sentences, *part.items, *part.notes)
        for chart in part.charts:
            yield from (chart.title, chart.subtitle)
        header, rows = part.table or ((), ())
        yield from (str(cell) for row in (header, *rows) for cell in row)
        for quote in part.quotes:
            yield from (f"“{quote.text}”", quote.by)
    for name, sentence in report.method:
        yield from (name, sentence)


def without_spaces(text: str) -> str:
    """Return a text without spaces, so that line breaks and where there is none do not matter."""
    return "".join(text.replace("\u2060", "").split())


def pdf_text(pdf: bytes) -> str:
    """Return the text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def objects(pdf: bytes) -> list[DictionaryObject]:
    """Return all dictionaries of a PDF."""
    reader = PdfReader(io.BytesIO(pdf))
    items = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return [item for item in items if isinstance(item, DictionaryObject)]


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
        """The text, without styles and pictures."""
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
