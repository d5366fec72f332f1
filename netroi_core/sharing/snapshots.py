"""A report frozen as the page that a link opens: what its owner saw when it was made, whatever is entered later."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from netroi_core.errors import NetROIError
from netroi_core.report.content import Report
from netroi_core.report.html import html
from netroi_core.sharing.links import Content


class NoSections(NetROIError):
    """A report of which nothing was chosen."""

    def __init__(self) -> None:
        super().__init__("Choose at least one section of the report.")


def snapshot(report: Report, sections: Collection[str], until: date, *, with_amounts: bool) -> Content:
    """The page with these sections of a report, and what its owner is told of it; Nothing without any."""
    chosen = tuple(section for section in report.sections if section.name in sections)
    if not chosen:
        raise NoSections
    page = html(replace(report, sections=chosen), until=report.words.day(until))
    return {"html": page, "span": report.span, "sections": [each.name for each in chosen], "amounts": with_amounts}
