"""A report as one HTML file: it says what the report says, and nothing in it runs, leads away or is fetched."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import pytest

from netroi_core.report.html import to_html
from tests.careers import GOLDEN, HOSTILE, load_document, small_documents
from tests.report.hostile import HOSTILE_TEXTS, hostile_report
from tests.report.reported import Page, bare, known, reported, section, texts

TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "p", "strong", "span",
    "h1", "h2", "h3", "div", "figure", "figcaption", "blockquote", "bdi", "table", "thead", "tbody", "tr", "th", "td",
    "ul", "li", "dl", "dt", "dd", "svg", "g", "path", "line", "rect", "text", "tspan", "defs", "clippath",
}  # fmt: skip


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_every_sentence_and_figure_of_the_report_stands_in_it(name: str) -> None:
    found = known(name)
    words = bare(Page(to_html(found)).words)
    assert [text for text in texts(found) if bare(text) not in words] == []


def test_pictures_are_vectors_with_words_for_those_who_cannot_see_them() -> None:
    found = known("sample")
    elements = Page(to_html(found)).elements
    charts = [chart for part in found.sections for chart in part.charts]
    assert [attributes["aria-label"] for _, attributes in elements if attributes.get("role") == "img"] == [
        chart.alt for chart in charts
    ]
    drawn = [attributes for tag, attributes in elements if tag == "svg"]
    assert len(drawn) == len(charts) == 4
    assert all(attributes.get("viewbox") for attributes in drawn)


def test_headings_go_down_by_one_and_ids_are_used_once() -> None:
    elements = Page(to_html(known("sample"))).elements
    levels = [int(tag[1]) for tag, _ in elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    text = to_html(known("sample"))
    style = text.partition("<style>")[2].partition("</style>")[0]
    (policy,) = [a["content"] for tag, a in Page(text).elements if a.get("http-equiv") == "Content-Security-Policy"]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_whatever_somebody_typed_is_shown_as_typed_and_nothing_comes_of_it(text: str) -> None:
    found = hostile_report(text)
    page = Page(to_html(found))
    assert section(found, "In their words").quotes[0].text == " ".join(text.split())
    assert page.words.count(text) >= 2
    assert {tag for tag, _ in page.elements} <= TAGS
    attributes = {name for _, each in page.elements for name in each}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "srcdoc", "srcset", "style")}
    assert not [each for _, each in page.elements if "href" in each]


def test_the_same_report_is_the_same_file() -> None:
    assert to_html(reported(load_document("sample"))) == to_html(known("sample"))


def test_a_report_without_a_verdict_is_set_as_well() -> None:
    assert HOSTILE not in to_html(reported(small_documents()["no outcome"]))
    assert "has come of it yet" in to_html(reported(small_documents()["no outcome"]))
