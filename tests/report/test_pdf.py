"""A report as a PDF: complete on one to three pages of vectors, and accessible."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from bench.workspaces import made_up_document
from netroi_core.quarters import Quarter, span
from netroi_core.report.rendering import paper_size, to_pdf
from netroi_core.workspace.workspace import Document
from tests.careers import GOLDEN, costly_activity, load_document, make_document, small_documents, won_outcome
from tests.report.hostile import HOSTILE_TEXTS, hostile_report
from tests.report.reports import objects, pdf_of, pdf_text, report_of, report_on, texts, without_spaces

GOLDEN_AND_SAMPLE = ("sample", *GOLDEN)
A4, LETTER = (595, 842), (612, 792)


def pages(document: bytes) -> int:
    return len(PdfReader(io.BytesIO(document)).pages)


def large() -> Document:
    """Return a workspace of 1,000 activities, 300 outcomes and 300 people, with as much to report as there can be."""
    raw = made_up_document(1000, 300, 300)
    for story in raw["stories"]:
        story |= {"approved": True, "text": "Somebody wrote a long story. " * 40, "contact": "contact-1"}
    goals = [
        {"id": f"goal-{n}", "metric": f"A goal of their own, called {'long ' * 30}{n}", "target": 1.0,
         "quarter": "2024-Q4"} for n in range(9)
    ]  # fmt: skip
    return {**raw, "goals": goals}


@pytest.mark.parametrize("with_amounts", [True, False], ids=["with amounts", "without"])
@pytest.mark.parametrize("name", GOLDEN_AND_SAMPLE)
def test_it_contains_every_sentence_and_figure_of_the_report_on_at_most_three_pages(
    name: str, with_amounts: bool
) -> None:
    report, document = report_of(name, with_amounts), pdf_of(name, with_amounts)
    words = without_spaces(pdf_text(document))
    assert [text for text in texts(report) if without_spaces(text) not in words] == []
    assert pages(document) <= 3


@pytest.mark.parametrize("quarters", [20, 12])
def test_the_largest_workspace_takes_at_most_three_pages(quarters: int) -> None:
    last = Quarter(2024, 4)
    window = tuple(span(last.shifted(1 - quarters), last))
    document = to_pdf(report_on(large(), window))
    assert pages(document) <= 3
    assert "not shown" in pdf_text(document)
    assert pages(to_pdf(report_on(large(), window, with_amounts=False))) <= 3


def test_charts_are_vectors_with_alternative_texts_all_is_tagged_and_fonts_are_embedded() -> None:
    report, document = report_of("sample"), pdf_of("sample")
    reader, parts = PdfReader(io.BytesIO(document)), objects(document)
    charts = [chart.alt for section in report.sections for chart in section.charts]
    assert sorted(str(part["/Alt"]) for part in parts if "/Alt" in part) == sorted(charts)
    assert [part for part in parts if part.get("/Subtype") == "/Image"] == []
    assert {str(part["/BaseFont"]).partition("+")[2].partition("-")[0] for part in parts if "/BaseFont" in part} == {
        "SourceSansPro",
        "SourceSerifPro",
    }
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata
    assert reader.metadata.title == "Return on networking, Q4 2024 to Q3 2026"
    assert {str(part["/S"]) for part in parts if "/S" in part} >= {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure"}


def test_no_line_ends_within_one_on_one_or_the_name_of_a_quarter() -> None:
    report = report_of("sample")
    # One of them is at the end of a line at any width.
    names = tuple(f"{'w' * length} {'One-on-one in Q3 2026, ' * 20}" for length in range(1, 40))
    first = replace(report.sections[0], sentences=names, notes=names, items=names, finding=names[0])
    lines = pdf_text(to_pdf(replace(report, headline=names[0], sentences=names[:2], sections=(first,)))).splitlines()
    assert len(lines) > 400
    assert [line for line in lines if re.search(r"(?i)\b(one-|one-on-|Q[1-4] ?)$", line)] == []


def test_each_page_has_its_number_and_the_quarters() -> None:
    pages_of_sample = PdfReader(io.BytesIO(pdf_of("sample"))).pages
    assert len(pages_of_sample) == 3
    for number, page in enumerate(pages_of_sample, 1):
        assert f"Page {number} of 3" in page.extract_text()
        assert "Q4 2024 to Q3 2026" in page.extract_text()


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_typed_text_is_shown_as_typed_and_never_runs(text: str) -> None:
    document = to_pdf(hostile_report(text))
    assert without_spaces(pdf_text(document)).count(without_spaces(text)) >= 2
    parts = objects(document)
    assert not [part for part in parts if part.get("/Type") == "/Annot" or "/JS" in part or "/URI" in part]
    assert "/OpenAction" not in PdfReader(io.BytesIO(document)).trailer["/Root"]


def test_a_character_without_a_glyph_does_not_prevent_the_report() -> None:
    raw = make_document(
        activities=[costly_activity("one_on_one", "5")], outcomes=[won_outcome("9", "one_on_one")],
        stories=[{"date": "2026-07-01", "text": "Danke, \ue000\U000e0fff.", "approved": True}],
    )  # fmt: skip
    assert "Danke" in pdf_text(to_pdf(report_on(raw)))


def test_the_same_report_is_the_same_file_and_differs_on_another_day() -> None:
    raw = load_document("pop-quiz")
    assert to_pdf(report_on(raw)) == pdf_of("pop-quiz")
    assert to_pdf(report_on(raw, on=date(2026, 10, 6))) != pdf_of("pop-quiz")


@pytest.mark.parametrize(("locale", "size"), [("es_MX", LETTER), ("de_DE", A4)])
def test_the_paper_size_follows_the_locale(locale: str, size: tuple[int, int]) -> None:
    raw = small_documents()["one approach"]
    box = PdfReader(io.BytesIO(to_pdf(report_on({**raw, "profile": {"locale": locale}})))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize(
    ("locale", "size"), [("en_US", "us-letter"), ("fr_CA", "us-letter"), ("en_GB", "a4"), ("en", "a4")]
)
def test_north_america_gets_letter_paper_and_a_locale_without_country_a4(locale: str, size: str) -> None:
    assert paper_size(locale) == size
