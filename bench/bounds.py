"""Measured ratios with the bounds that they must keep, and the table of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

START, END = "<!-- bench -->", "<!-- /bench -->"


@dataclass(frozen=True)
class BoundedRatio:
    """A measured ratio and its upper bound; the name says what is divided by what."""

    name: str
    measured: float
    bound: float

    @property
    def holds(self) -> bool:
        """True if the bound is kept."""
        return self.measured <= self.bound


def markdown_table(ratios: Iterable[BoundedRatio]) -> str:
    """Return ratios as a Markdown table."""
    rows = [f"| {r.name} | {r.measured:.2f} | {r.bound:g} | {'yes' if r.holds else '**no**'} |" for r in ratios]
    return "\n".join(["| what | measured ratio | bound | holds? |", "|---|---:|---:|---|", *rows])


def replace_between_markers(file: Path, text: str) -> bool:
    """Put a text between the two markers of a Markdown file; return False if there is no such place."""
    if not file.exists():
        return False
    before, start, rest = file.read_text("utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        return False
    file.write_text(f"{before}{START}\n{text}\n{END}{after}", "utf-8")
    return True
