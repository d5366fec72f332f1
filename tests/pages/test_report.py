"""The report that the results page offers: what it says is what the pages show."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from netroi_core.ledger.measures import MEASURES_BY_KEY, Options
from netroi_core.quarters import Quarter
from netroi_core.report.content import Report
from netroi_core.report.rendering import to_html
from netroi_core.storage import PERSONAL
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import APPROACH_NAMES
from pages.shell import workspace
from pages.shell.figures import figures_of
from pages.widgets import reports
from tests.careers import GOLDEN, costly_activity, load_document, make_document
from tests.pages.conftest import TODAY, Shelf
from tests.pages.screen import at_page, headings, opened, read, run, screen, unfold
from tests.pages.test_results import explained
from tests.report.reports import Page, report_of, section

A_CENT = Decimal("0.01")
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def offered(window: tuple[Quarter, ...] | None = None, with_amounts: bool = True) -> Report:
    """The report that the page would make of what is stored."""
    saved = workspace.store().read(PERSONAL)
    assert saved is not None
    every = figures_of(saved).ledger.quarters
    return reports.report_of(saved, window or every, Options(), TODAY, with_amounts=with_amounts)


def amount(text: str) -> Decimal:
    """An amount of money as written for an American."""
    return Decimal(re.sub(r"[^\d.]", "", text))


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_its_sentences_and_figures_are_those_on_the_pages(shelf: Shelf, name: str) -> None:
    shelf.put(load_document(name))
    report = offered()
    words = read(Page(to_html(report)).words.translate(SPACES))
    results = opened()
    assert headings(results)[0] == report.headline.translate(SPACES)
    assert report.sentences[0].translate(SPACES) in screen(results)
    in_menus = [caption.value for menu in results.get("popover") for caption in menu.caption]
    captions = [caption.value for caption in results.caption if caption.value not in in_menus]
    notes = [read(note) for caption in captions for note in caption.split("\n\n")]
    assert [note for note in notes if note not in words] == []
    assert all(heading in words for heading in headings(results))
    header, rows = section(report, "In figures").table or ((), ())
    for column, whose in enumerate([*APPROACH_NAMES.values(), "Total"], 1):
        measures = explained(results, whose)
        assert header[column] == whose
        # A column of amounts has the same number of decimals, which one amount by itself doesn't need.
        figures = {str(row[0]): str(row[column]).removesuffix(".00") for row in rows}
        # The report tells what is won from what is still open, each rounded; the page calculates with both together.
        halves = amount(figures.pop(WON)) + amount(figures.pop(STILL_OPEN))
        assert abs(halves - amount(measures.pop(MEASURES_BY_KEY["expected_value"].title))) <= A_CENT
        assert figures == measures
    if len(report.window) > 1:
        assert headings(at_page(results, "trends.py"))[0] in words


def test_the_relationships_are_told_as_the_network_page_begins(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    network = opened("network.py")
    people = section(offered(), "Relationships")
    assert people.finding == headings(network)[0]
    assert people.sentences[0] in screen(network)
    assert people.sentences[1].removesuffix(".") in headings(network)


def test_what_is_next_is_what_the_plan_page_advises(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    plan = opened("plan.py")
    ahead = section(offered(), "What is next")
    assert ahead.finding.startswith(headings(plan)[0])
    assert ahead.finding.removeprefix(headings(plan)[0]).strip() in screen(plan)
    assert ahead.sentences[0] in screen(plan)


def test_the_page_and_the_command_line_make_the_same_report(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    assert to_html(offered()) == to_html(report_of("sample"))
    assert to_html(offered(with_amounts=False)) == to_html(report_of("sample", with_amounts=False))


def test_it_is_offered_as_pdf_and_html_and_can_be_read_on_the_page(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened("report.py")
    assert headings(app)[0] == "Your report for Q3 2026"
    assert [button.label for button in app.download_button] == ["Download PDF", "Download HTML"]
    assert "In figures" not in headings(app)
    report, text = offered(with_amounts=False), screen(unfold(app, "Read or print it here"))
    assert set(headings(app)) >= {report.headline.translate(SPACES), *(section.name for section in report.sections)}
    for part in report.sections:
        sentences = (part.finding, *part.sentences, *part.items, *part.notes)
        assert all(sentence.translate(SPACES) in text for sentence in sentences)


def test_amounts_are_in_it_only_once_they_are_switched_on(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(load_document("pop-quiz"))
    files: dict[str, Callable[[], str | bytes]] = {}

    def keep_file(_: str, make: Callable[[], str | bytes], name: str, *__: Any, **___: Any) -> None:
        files[name] = make

    monkeypatch.setattr("pages.widgets.download.st.download_button", keep_file)
    app = opened("report.py")
    assert "Amounts and hours are hidden." in screen(app)
    (switch,) = app.toggle
    switch.set_value(True)
    run(app)
    assert "work out what you earn" in screen(app)
    assert list(files) == [
        "netroi-2026-Q3.pdf", "netroi-2026-Q3.html",
        "netroi-2026-Q3-with-amounts.pdf", "netroi-2026-Q3-with-amounts.html",
    ]  # fmt: skip
    assert "$" not in str(files["netroi-2026-Q3.html"]())
    assert "$" in str(files["netroi-2026-Q3-with-amounts.html"]())


def test_nothing_is_set_before_a_file_is_asked_for(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    reports_made: list[Any] = []
    monkeypatch.setattr(reports, "report_of", lambda *arguments, with_amounts: reports_made.append(arguments))
    shelf.put(load_document("pop-quiz"))
    opened("report.py")
    assert reports_made == []


def test_where_nothing_is_on_record_the_page_says_what_is_missing(shelf: Shelf) -> None:
    shelf.put(
        make_document(activities=[costly_activity("one_on_one", "9", day) for day in ("2026-01-02", "2026-08-01")])
    )
    app = opened("report.py", quarters="Q2 2026")
    assert "Nothing is recorded for these quarters. Choose others, or enter what they cost" in screen(app)
    assert not app.download_button
