"""A ratio with the bound that it must keep, and the table of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

START, END = "<!-- bench -->", "<!-- /bench -->"


@dataclass(frozen=True)
class Bounded:
    """One measured ratio: what is divided by what, how much it came to, and how much it may be at most."""

    what: str
    measured: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.measured <= self.bound


def table(ratios: Iterable[Bounded]) -> str:
    """The ratios as a Markdown table."""
    rows = [f"| {r.what} | {r.measured:.2f} | {r.bound:g} | {'yes' if r.holds else '**no**'} |" for r in ratios]
    return "\n".join(["| what | measured ratio | bound | holds? |", "|---|---:|---:|---|", *rows])


def write_into(file: Path, text: str) -> bool:
    """Put a text between the two markers of a Markdown file; False if there is no such file, or no markers in it."""
    if not file.exists():
        return False
    before, start, rest = file.read_text("utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        return False
    file.write_text(f"{before}{START}\n{text}\n{END}{after}", "utf-8")
    return True
