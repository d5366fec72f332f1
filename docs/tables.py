"""Tables of the docs that the code defines; ``make docs`` writes them anew, and a test compares them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from bench.calendars.differences import DIFFERENCES
from netroi_core.__main__ import commands
from netroi_core.importers.kinds import IMPORT_KIND_NAMES
from netroi_core.importers.reading.files import LARGEST_FILE
from netroi_core.importers.reading.values import LONGEST_VALUE
from netroi_core.importers.sources import SOURCES
from netroi_core.importers.statements.layouts import LAYOUTS
from netroi_core.importers.statements.statement_files import BANK_FORMATS
from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.measures import MEASURES, MEASURES_BY_KEY
from netroi_core.planning.goal_metrics import GOAL_METRICS
from netroi_core.storage import LIMIT_BYTES, WARN_BYTES
from netroi_core.wording.explanations import BASIS_NAMES, COST_NAMES, VIEW_NAMES, formula
from netroi_core.worker import LIMITS as WORK
from netroi_core.worker import MOST_TASKS, TASKS_PER_NETWORK

DOCS: Final = Path(__file__).parent
STATEMENTS: Final = DOCS.parent / "tests" / "importers" / "statements" / "samples"
MEGABYTE: Final = 1024**2


def tables() -> Mapping[str, Mapping[str, str]]:
    """Return the generated texts by file, and in it by the name of the marker that they stand between."""
    return {
        "figures.md": {
            "measures": measures(),
            "attribution": attribution(),
            "options": options(),
            "goals": goal_metrics(),
        },
        "files.md": {"sources": sources(), "calendars": calendars(), "layouts": layouts(), "limits": limits()},
        "command-line.md": {"help": command_help()},
    }


def measures() -> str:
    """Return all measures as a Markdown table."""
    rows = ((measure.title, measure.sentence, formula(measure), measure.source) for measure in MEASURES)
    return _table(("Figure", "What it means", "Formula", "Source"), rows)


def attribution() -> str:
    """Return the ways to share credit as a Markdown table."""
    return _table(("Who gets the credit", "How"), ((rule.title, rule.sentence) for rule in RULES.values()))


def options() -> str:
    """Return the other options of figures as a Markdown table, with their values on the command line."""
    names = {"--view": VIEW_NAMES, "--basis": BASIS_NAMES, "--costs": COST_NAMES}
    rows = ((option, f"`{value}`", name) for option, values in names.items() for value, name in values.items())
    return _table(("Option", "Value", "On the page"), rows)


def goal_metrics() -> str:
    """Return the figures that are only for goals as a Markdown table."""
    more = (metric for key, metric in GOAL_METRICS.items() if key not in MEASURES_BY_KEY)
    rows = (
        (metric.title, f"`{metric.key}`", metric.sentence, "at most" if metric.is_at_most else "at least")
        for metric in more
    )
    return _table(("Figure", "Metric", "What it means", "Target"), rows)


def sources() -> str:
    """Return the sources of files as a Markdown table: how to get each file, and the layout it has in the tests."""
    rows = ((source.name, IMPORT_KIND_NAMES[source.kind], " ".join(source.steps), source.trial) for source in SOURCES)
    return _table(("Source", "Kind", "How to get the file", "Layout in the tests"), rows)


def calendars() -> str:
    """Return how NetROI differs from the other program that calendars are compared with, as a Markdown list."""
    return "\n".join(f"- {difference.name[0].upper()}{difference.name[1:]}." for difference in DIFFERENCES)


def layouts() -> str:
    """Return the statements that are recognized: those with a layout of their own, and the number of samples."""
    names = ", ".join(sorted({layout.name for layout in LAYOUTS}))
    return (
        f"Formats of banks: {', '.join(BANK_FORMATS)}. Tables known by their columns: {names}. Of any other table the "
        "columns are guessed by their names in eleven languages and by how their values behave: "
        f"{len(list(STATEMENTS.iterdir()))} made-up statements with the layouts and notations of banks are read "
        "correctly without any help."
    )


def limits() -> str:
    """Return the size limits as a Markdown list."""
    return (
        f"- A file can be up to {LARGEST_FILE // MEGABYTE} MB. Only the first {LONGEST_VALUE:,} characters of a cell "
        "are read.\n"
        f"- Reading a file, restoring a backup or making an export may take {WORK.seconds:g} seconds and "
        f"{WORK.bytes // MEGABYTE:,} MB of memory.\n"
        f"- One such task runs at a time for each person, {TASKS_PER_NETWORK} for a network, and {MOST_TASKS} on a "
        "server; the others wait. So all of "
        f"them together use at most {MOST_TASKS * WORK.bytes // 1024**3} GB.\n"
        f"- A workspace warns from {WARN_BYTES // MEGABYTE} MB on and can't grow beyond {LIMIT_BYTES // MEGABYTE} MB. "
        "*Settings → Archive old years* moves old years into a file of their own."
    )


def command_help() -> str:
    """Return the help of every command."""
    context = click.Context(commands, info_name="python -m netroi_core", terminal_width=100)
    sections = []
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command is not None
        text = command.get_help(click.Context(command, info_name=name, parent=context, terminal_width=100))
        sections.append(f"## {name}\n\n```text\n{text}\n```")
    return "\n\n".join(sections)


def replace(text: str, marker: str, content: str) -> str:
    r"""Return a text with new content between ``<!-- marker -->`` and ``<!-- /marker -->``.

    >>> replace("a <!-- x -->old<!-- /x --> b", "x", "new")
    'a <!-- x -->\nnew\n<!-- /x --> b'
    """
    before, start, rest = text.partition(f"<!-- {marker} -->")
    _, end, after = rest.partition(f"<!-- /{marker} -->")
    if not start or not end:
        raise ValueError(f"The markers <!-- {marker} --> and <!-- /{marker} --> are missing.")
    return f"{before}{start}\n{content}\n{end}{after}"


def updated(file: str, contents: Mapping[str, str]) -> str:
    """Return the text of a file of the docs with its generated parts as they should be."""
    text = (DOCS / file).read_text("utf-8")
    for marker, content in contents.items():
        text = replace(text, marker, content)
    return text


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [tuple(header), *map(tuple, rows)]
    cells.insert(1, ("---",) * len(cells[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


if __name__ == "__main__":
    for file, contents in tables().items():
        (DOCS / file).write_text(updated(file, contents), "utf-8")
