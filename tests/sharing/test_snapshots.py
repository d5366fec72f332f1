"""Snapshots: the chosen sections, frozen, with or without amounts."""

import re
from datetime import date

import pytest

from netroi_core.sharing.links import NoSections, snapshot
from netroi_core.storage import LIMIT_BYTES
from tests.report.canaries import distinctive, found_in, rich
from tests.report.reported import Page, known, reported

UNTIL = date(2026, 11, 4)


def test_a_snapshot_holds_the_chosen_sections_only() -> None:
    report = known("sample", with_amounts=False)
    names = [section.name for section in report.sections]
    held = snapshot(report, names[1:3], UNTIL, with_amounts=False)
    assert held["sections"] == names[1:3]
    words = Page(held["html"]).words
    assert re.findall(r"<h2 id=.section-\d+.>([^<]*)", held["html"]) == names[1:3]
    assert report.span == held["span"]
    assert report.span in words


def test_a_snapshot_names_its_last_day() -> None:
    report = known("sample", with_amounts=False)
    names = [section.name for section in report.sections]
    assert "Nov 4, 2026" in Page(snapshot(report, names, UNTIL, with_amounts=False)["html"]).words


@pytest.mark.parametrize("chosen", [(), ("No such section",)])
def test_a_snapshot_needs_a_section(chosen: tuple[str, ...]) -> None:
    with pytest.raises(NoSections, match="at least one section"):
        snapshot(known("sample", with_amounts=False), chosen, UNTIL, with_amounts=False)


@pytest.mark.parametrize(("locale", "currency"), [("en_US", "USD"), ("de_DE", "EUR")])
def test_a_snapshot_without_amounts_holds_none_in_any_form(locale: str, currency: str) -> None:
    raw = rich(locale, currency)
    forms = distinctive(raw)
    for with_amounts in (False, True):
        report = reported(raw, with_amounts=with_amounts)
        held = snapshot(report, [section.name for section in report.sections], UNTIL, with_amounts=with_amounts)
        assert held["amounts"] is with_amounts
        amounts = found_in("\n".join(map(str, held.values())), forms)
        assert (len(amounts) > 100) if with_amounts else (amounts == set())


def test_the_largest_snapshot_is_small() -> None:
    report = known("sample")
    held = snapshot(report, [section.name for section in report.sections], UNTIL, with_amounts=True)
    assert len(held["html"].encode()) < LIMIT_BYTES / 5
