"""Measure speed: `python -m bench` all of it, `python -m bench NAME…` some; --write updates docs/speed.md."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.checks import browser, computing, first_load, large, load, reruns, start, storing
from bench.ratios import markdown_table, replace_between_markers
from bench.servers import ROOT

CHECKS = {
    "rerun": reruns.unchanged,
    "home": reruns.of_page("home"),
    "trends": reruns.of_page("trends"),
    "plan": reruns.of_page("plan"),
    "people": reruns.of_page("people", contacts=2_000),
    "network": reruns.of_page("network"),
    "edit": reruns.after_an_edit,
    "large": large.reruns,
    "measures": computing.all_measures,
    "verdict": computing.verdict_draws,
    "answer": storing.saved_answer,
    "imports": computing.previews,
    "folder": storing.on_disk,
    "database": storing.in_database,
    "browser": browser.drawn_results,
    "large-drawn": large.drawn_pages,
    "link": browser.report_link,
    "start": start.personal_start,
    "first": first_load.first_loads,
    "load": load.capacities,
}


def main() -> None:
    """Measure, print the table, and exit with code 1 if a bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(CHECKS)}; default: all")
    parser.add_argument("--write", action="store_true", help="write the table into docs/speed.md between its markers")
    options = parser.parse_args()
    if unknown := set(options.names) - CHECKS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    ratios = []
    for name in options.names or CHECKS:
        # On the project's disk and not in /tmp, which may be memory: saving must reach a disk.
        traces = ROOT / "test-results"
        traces.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix="bench-", dir=traces) as folder:
            ratios += CHECKS[name](Path(folder))
    print(markdown_table(ratios))
    if options.write and not replace_between_markers(ROOT / "docs" / "speed.md", markdown_table(ratios)):
        print("docs/speed.md has no markers for the table.", file=sys.stderr)
    sys.exit(not all(ratio.holds for ratio in ratios))


if __name__ == "__main__":
    main()
