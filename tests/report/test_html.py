"""A report as one HTML file: complete, and without scripts, links and external resources."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import pytest

from netroi_core.report.rendering import to_html
from tests.careers import GOLDEN, HOSTILE, load_document, small_documents
from tests.report.hostile import HOSTILE_TEXTS, hostile_report
from tests.report.reports import Page, report_of, report_on, section, texts, without_spaces

TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "p", "strong", "span",
    "h1", "h2", "h3", "div", "figure", "figcaption", "blockquote", "bdi", "table", "thead", "tbody", "tr", "th", "td",
    "ul", "li", "dl", "dt", "dd", "svg", "g", "path", "line", "rect", "text", "tspan", "defs", "clippath",
}  # fmt: skip


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_it_contains_every_sentence_and_figure_of_the_report(name: str) -> None:
    report = report_of(name)
    words = without_spaces(Page(to_html(report)).words)
    assert [text for text in texts(report) if without_spaces(text) not in words] == []


def test_charts_are_vectors_with_alternative_texts() -> None:
    report = report_of("sample")
    elements = Page(to_html(report)).elements
    charts = [chart for part in report.sections for chart in part.charts]
    assert [attributes["aria-label"] for _, attributes in elements if attributes.get("role") == "img"] == [
        chart.alt for chart in charts
    ]
    pictures = [attributes for tag, attributes in elements if tag == "svg"]
    assert len(pictures) == len(charts) == 4
    assert all(attributes.get("viewbox") for attributes in pictures)


def test_headings_go_down_by_one_and_ids_are_used_once() -> None:
    elements = Page(to_html(report_of("sample"))).elements
    levels = [int(tag[1]) for tag, _ in elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    text = to_html(report_of("sample"))
    style = text.partition("<style>")[2].partition("</style>")[0]
    metas = [attributes for _, attributes in Page(text).elements if "http-equiv" in attributes]
    (policy,) = [meta["content"] for meta in metas if meta["http-equiv"] == "Content-Security-Policy"]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_typed_text_is_shown_as_typed_and_never_runs(text: str) -> None:
    report = hostile_report(text)
    page = Page(to_html(report))
    assert section(report, "In their words").quotes[0].text == " ".join(text.split())
    assert page.words.count(text) >= 2
    assert {tag for tag, _ in page.elements} <= TAGS
    attributes = {name for _, names in page.elements for name in names}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "srcdoc", "srcset", "style")}
    assert not [names for _, names in page.elements if "href" in names]


def test_the_same_report_is_the_same_file() -> None:
    assert to_html(report_on(load_document("sample"))) == to_html(report_of("sample"))


def test_a_report_without_a_verdict_is_rendered_too() -> None:
    assert HOSTILE not in to_html(report_on(small_documents()["no outcome"]))
    assert "too early to compare" in to_html(report_on(small_documents()["no outcome"]))


def test_no_line_ends_within_one_on_one_or_the_name_of_a_quarter() -> None:
    page = re.sub("<svg.*?</svg>|<[^>]*>", "", to_html(report_of("sample")), flags=re.DOTALL)
    assert re.findall(r"one-on-one|\bQ[1-4] \d{4}", page, re.IGNORECASE) == []
