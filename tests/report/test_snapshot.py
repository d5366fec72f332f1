"""Snapshots: the chosen sections, frozen, with or without amounts."""

import re
from datetime import date

import pytest

from netroi_core.report.rendering import NoSections, snapshot
from netroi_core.storage import LIMIT_BYTES
from netroi_core.wording.wording import unbroken
from tests.report.amount_forms import career_with_amounts, distinctive_forms, forms_in
from tests.report.reports import Page, report_of, report_on

UNTIL = date(2026, 11, 4)


def test_a_snapshot_holds_the_chosen_sections_only() -> None:
    report = report_of("sample", with_amounts=False)
    names = [section.name for section in report.sections]
    content = snapshot(report, names[1:3], UNTIL, with_amounts=False)
    assert content["sections"] == names[1:3]
    words = Page(content["html"]).words
    assert re.findall(r"<h2 id=.section-\d+.>([^<]*)", content["html"]) == names[1:3]
    assert report.span == content["span"]
    assert unbroken(report.span) in words


def test_a_snapshot_names_its_last_day() -> None:
    report = report_of("sample", with_amounts=False)
    names = [section.name for section in report.sections]
    assert "Nov 4, 2026" in Page(snapshot(report, names, UNTIL, with_amounts=False)["html"]).words


@pytest.mark.parametrize("chosen", [(), ("No such section",)])
def test_a_snapshot_needs_a_section(chosen: tuple[str, ...]) -> None:
    with pytest.raises(NoSections, match="at least one section"):
        snapshot(report_of("sample", with_amounts=False), chosen, UNTIL, with_amounts=False)


@pytest.mark.parametrize(("locale", "currency"), [("en_US", "USD"), ("de_DE", "EUR")])
def test_a_snapshot_without_amounts_holds_none_in_any_form(locale: str, currency: str) -> None:
    raw = career_with_amounts(locale, currency)
    forms = distinctive_forms(raw)
    for with_amounts in (False, True):
        report = report_on(raw, with_amounts=with_amounts)
        content = snapshot(report, [section.name for section in report.sections], UNTIL, with_amounts=with_amounts)
        assert content["amounts"] is with_amounts
        amounts = forms_in("\n".join(map(str, content.values())), forms)
        assert (len(amounts) > 100) if with_amounts else (amounts == set())


def test_the_largest_snapshot_is_small() -> None:
    report = report_of("sample")
    content = snapshot(report, [section.name for section in report.sections], UNTIL, with_amounts=True)
    assert len(content["html"].encode()) < LIMIT_BYTES / 5
