"""Snapshots: the sections that were chosen, as they stood, with what their owner is told of them."""

import re
from datetime import date

import pytest

from netroi_core.sharing.snapshots import NoSections, snapshot
from netroi_core.storage import LIMIT_BYTES
from tests.report.canaries import distinctive, found_in, rich
from tests.report.reported import Page, known, reported

UNTIL = date(2026, 11, 4)


def test_a_snapshot_holds_the_chosen_sections_only() -> None:
    found = known("sample", with_amounts=False)
    names = [section.name for section in found.sections]
    held = snapshot(found, names[1:3], UNTIL, with_amounts=False)
    assert held["sections"] == names[1:3]
    words = Page(held["html"]).words
    assert re.findall(r"<h2 id=.section-\d+.>([^<]*)", held["html"]) == names[1:3]
    assert found.span == held["span"]
    assert found.span in words


def test_a_snapshot_names_its_last_day() -> None:
    found = known("sample", with_amounts=False)
    names = [section.name for section in found.sections]
    assert "Nov 4, 2026" in Page(snapshot(found, names, UNTIL, with_amounts=False)["html"]).words


@pytest.mark.parametrize("chosen", [(), ("No such section",)])
def test_a_snapshot_needs_a_section(chosen: tuple[str, ...]) -> None:
    with pytest.raises(NoSections, match="at least one section"):
        snapshot(known("sample", with_amounts=False), chosen, UNTIL, with_amounts=False)


@pytest.mark.parametrize(("locale", "currency"), [("en_US", "USD"), ("de_DE", "EUR")])
def test_a_snapshot_without_amounts_holds_none_in_any_form(locale: str, currency: str) -> None:
    raw = rich(locale, currency)
    forms = distinctive(raw)
    for with_amounts in (False, True):
        found = reported(raw, with_amounts=with_amounts)
        held = snapshot(found, [section.name for section in found.sections], UNTIL, with_amounts=with_amounts)
        assert held["amounts"] is with_amounts
        there = found_in("\n".join(map(str, held.values())), forms)
        assert (len(there) > 100) if with_amounts else (there == set())


def test_the_largest_snapshot_is_small() -> None:
    found = known("sample")
    held = snapshot(found, [section.name for section in found.sections], UNTIL, with_amounts=True)
    assert len(held["html"].encode()) < LIMIT_BYTES / 5
