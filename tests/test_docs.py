"""README and docs say what the code says, and every link and picture is there."""

import re
from pathlib import Path

import pytest

from docs import tables

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("file", tables.tables())
def test_the_tables_that_the_code_defines_are_current(file: str) -> None:
    """``make docs`` writes them anew."""
    assert tables.updated(file, tables.tables()[file]) == (tables.DOCS / file).read_text("utf-8")


def test_a_missing_marker_is_reported() -> None:
    with pytest.raises(ValueError, match="markers <!-- x -->"):
        tables.replace("no marker here", "x", "text")


def test_the_row_of_a_bound_says_truly_whether_it_holds() -> None:
    rows = re.findall(
        r"\| ([\d.]+) \| ([\d.]+) \| (yes|\*\*no\*\*) \|", (ROOT / "docs" / "speed.md").read_text("utf-8")
    )
    assert len(rows) > 10
    assert all((float(measured) <= float(bound)) == (holds == "yes") for measured, bound, holds in rows)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = page if not path else page.parent / path
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_picture_is_shown_and_small() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    pictures = sorted((ROOT / "docs" / "screens").iterdir())
    assert [picture.name for picture in pictures if picture.name not in text] == []
    assert len(pictures) <= 12
    assert [picture.name for picture in pictures if picture.stat().st_size >= 100_000] == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
