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


def test_every_file_and_name_that_contributing_sends_to_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    prose, tree = re.sub(r"```.*?```", "", text, flags=re.DOTALL), text.split("```")[1]
    assert [path for path in _paths_of_tree(tree) if not (ROOT / path).exists()] == []
    assert [place for block in re.split(r"\n\n|\n(?=[|\d-])", prose) for place in _missing(block)] == []


def test_a_file_or_a_name_that_is_gone_is_found_in_contributing() -> None:
    block = (
        "`netroi_core/quiz/steps.py` (`STEPS`, `Stair`), then `answers.py` beside it, or `sitemap.py`; `pages/gone/`"
    )
    assert _missing(block) == ["Stair", "sitemap.py", "pages/gone/"]
    assert _paths_of_tree("pages/  scripts\n  shell/  state\n  attic/  old\n") == [
        "pages",
        "pages/shell",
        "pages/attic",
    ]


def test_every_picture_is_shown_and_small() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    pictures = sorted((ROOT / "docs" / "screens").iterdir())
    assert [picture.name for picture in pictures if picture.name not in text] == []
    assert len(pictures) <= 12
    assert [picture.name for picture in pictures if picture.stat().st_size >= 100_000] == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


def _missing(block: str) -> list[str]:
    """Return the files, folders and names in a block of text that don't exist.

    A path begins at the root, in the core, or anywhere above a file or folder that the block names as well. A name in
    parentheses stands in the file before them.
    """
    places = re.findall(r"`([\w./-]+)`", block)
    named = [ROOT / place for place in places if "/" in place and (ROOT / place).exists()]
    above = [folder for path in named for folder in path.parents if folder.is_relative_to(ROOT)]
    bases = [*named, *above, ROOT, ROOT / "netroi_core"]
    missing, file = [], ROOT / "CONTRIBUTING.md"
    for place in places:
        if "/" in place or place.endswith((".py", ".md", ".toml", ".css")):
            target = next((base / place for base in bases if (base / place).exists()), None)
            file = file if target is None or target.is_dir() else target
            is_there = target is not None
        else:
            is_name = place.isidentifier() and re.search(rf"\([^()]*`{place}`[^()]*\)", block)
            is_there = not is_name or re.search(rf"\b{place}\b", file.read_text("utf-8")) is not None
        if not is_there:
            missing.append(place)
    return missing


def _paths_of_tree(tree: str) -> list[str]:
    """Return the paths of a tree that is drawn by indentation, a name first in each line."""
    paths, folders = [], {-1: ""}
    for indent, name in re.findall(r"^( *)([\w.]+/?)  ", tree, re.MULTILINE):
        path = f"{folders[len(indent) - 2 if indent else -1]}{name}"
        folders[len(indent)] = path
        paths.append(path.rstrip("/"))
    return paths


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
