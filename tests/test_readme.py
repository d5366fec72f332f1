"""The README says what the code says."""

from pathlib import Path

from netroi_core.ledger.attribution import RULES
from netroi_core.wording.explanations import figures_table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_figures_is_made_from_the_measures() -> None:
    assert figures_table() in README


def test_every_way_to_share_credit_is_explained() -> None:
    assert all(f"| {rule.title} | {rule.sentence} |" in README for rule in RULES.values())


def test_every_picture_and_file_that_it_links_is_there() -> None:
    links = [part.split(")")[0] for part in README.split("](")[1:]]
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).is_file()] == []
