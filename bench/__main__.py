"""`python -m bench` measures all, `python -m bench NAME…` some; --readme writes the table into README.md, too."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bounds import table, write_into
from bench.checks import drawing, figuring, growth, importing, load, opening, reruns, saving, verdict
from bench.server import ROOT

CHECKS = {
    "rerun": reruns.unchanged,
    "overview": reruns.of_page("overview"),
    "trends": reruns.of_page("trends"),
    "plan": reruns.of_page("plan"),
    "people": reruns.of_page("people", contacts=2_000),
    "network": reruns.of_page("network"),
    "edit": reruns.after_an_edit,
    "measures": figuring.all_measures,
    "verdict": verdict.judging,
    "answer": saving.answer,
    "imports": importing.previews,
    "folder": growth.on_disk,
    "database": growth.in_database,
    "browser": drawing.results,
    "link": opening.link,
    "load": load.crowds,
}


def main() -> None:
    """Measure, print the table, and fail where a bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(CHECKS)}; default: all")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md between its markers")
    asked = parser.parse_args()
    if unknown := set(asked.names) - CHECKS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    ratios = []
    for name in asked.names or CHECKS:
        # On the disk of the project: where saving is measured, it must be one.
        traces = ROOT / "test-results"
        traces.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix="bench-", dir=traces) as folder:
            ratios += CHECKS[name](Path(folder))
    print(table(ratios))
    if asked.readme and not write_into(ROOT / "README.md", table(ratios)):
        print("README.md has no place for the table.", file=sys.stderr)
    sys.exit(not all(ratio.holds for ratio in ratios))


if __name__ == "__main__":
    main()
