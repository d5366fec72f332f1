"""Snapshots: a report frozen as the page that a link opens, whatever its owner enters later."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from netroi_core.errors import NetROIError
from netroi_core.report.content import Report
from netroi_core.report.html import to_html
from netroi_core.sharing.links import Content


class NoSections(NetROIError):
    """A report of which no section was chosen."""

    def __init__(self) -> None:
        super().__init__("Choose at least one section of the report.")


def snapshot(report: Report, sections: Collection[str], until: date, *, with_amounts: bool) -> Content:
    """Return the page with these sections of a report, and its description for the owner; NoSections without any."""
    chosen = tuple(section for section in report.sections if section.name in sections)
    if not chosen:
        raise NoSections
    page = to_html(replace(report, sections=chosen), until=report.words.day(until))
    names = [section.name for section in chosen]
    return {"html": page, "span": report.span, "sections": names, "amounts": with_amounts}
