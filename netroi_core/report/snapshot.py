"""A snapshot: chosen sections of a report as one frozen page, to be shared by a link."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from netroi_core.errors import NetROIError
from netroi_core.report.content import Report
from netroi_core.report.rendering import to_html


class NoSections(NetROIError):
    """A report of which no section was chosen."""

    sentence = "Choose at least one section of the report."


def snapshot(report: Report, sections: Collection[str], until: date, *, with_amounts: bool) -> Mapping[str, Any]:
    """Return these sections of a report as a frozen page, with a description for its owner; raise NoSections."""
    chosen = tuple(section for section in report.sections if section.name in sections)
    if not chosen:
        raise NoSections
    page = to_html(replace(report, sections=chosen), until=report.words.day(until))
    names = [section.name for section in chosen]
    return {"html": page, "span": report.span, "sections": names, "amounts": with_amounts}
