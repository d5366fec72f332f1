"""The command line, ``python -m netroi_core``: one workspace in a file, and with ``stores`` whole stores."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import reduce
from pathlib import Path
from typing import Any, Final, get_args

import click
import orjson

from netroi_core.errors import Invalid, NetROIError
from netroi_core.exports.formats import FORMAT_NAMES, FormatName, restored, written
from netroi_core.exports.reading import LARGEST_EXPORT
from netroi_core.importers.acceptance import accepted
from netroi_core.importers.kinds import READERS
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.reading.files import LARGEST_FILE
from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Basis, CostShare, Options, View
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures as relationship_measures
from netroi_core.report.content import Report, shown
from netroi_core.report.html import html
from netroi_core.report.pdf import pdf
from netroi_core.report.redacted import wanted
from netroi_core.storage import commands as stores
from netroi_core.storage.disk import Disk, overwrite
from netroi_core.verdict.verdict import verdict
from netroi_core.verdict.words import VerdictWords
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.records import LISTS
from netroi_core.workspace.workspace import Workspace


class Window(click.ParamType[tuple[Quarter, ...]]):
    """``2026-Q1..2026-Q4``, or one quarter alone."""

    name = "A..B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Quarter, ...]:
        """The quarters that were asked for."""
        first, dots, last = str(value).partition("..")
        try:
            quarters = tuple(span(Quarter.parse(first), Quarter.parse(last if dots else first)))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)
        return quarters or self.fail(f"{value} ends before it begins.", param, ctx)


class Day(click.ParamType[date]):
    """A day, like ``2026-07-14``."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was asked for."""
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            return self.fail(f"{value} is not a day; write it like 2026-07-14.", param, ctx)


FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
_CHOICES = (
    click.option("--quarters", type=Window(), help="Default: from the first record to the last."),
    click.option("--attribution", type=click.Choice(ATTRIBUTIONS), default="linear", show_default=True),
    click.option("--view", type=click.Choice(get_args(View)), default="realised", show_default=True),
    click.option("--basis", type=click.Choice(get_args(Basis)), default="expected", show_default=True),
    click.option("--costs", type=click.Choice(get_args(CostShare)), default="mine", show_default=True),
)
SETTINGS: Final[Mapping[str, Callable[[Report], bytes]]] = {
    ".pdf": pdf,
    ".html": lambda report: html(report).encode(),
}
"""How a report is set, by the ending of its file."""


def choices(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command ask which quarters count, and how."""
    return reduce(lambda asking, option: option(asking), reversed(_CHOICES), command)


def _read(file: Path) -> document.Document:
    with _explained(file):
        return document.parse(file.read_bytes())


def _checked(file: Path) -> document.Document:
    records = _read(file)
    with _explained(file):
        document.validate(records)
    return records


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    """Turn what is wrong with a file into the one line that says so."""
    try:
        yield
    except OSError as error:
        raise click.UsageError(f"{file}: {(error.strerror or 'cannot be read').lower()}") from None
    except NetROIError as error:
        raise click.UsageError(f"{file}: {error}") from None


@click.group()
def commands() -> None:
    """What networking cost, what it led to, and what that returned."""


@commands.command()
@FILES
@choices
@click.option("--on", type=Day(), help="Day of the relationship measures. Default: the last of the last quarter.")
def measure(files: tuple[Path, ...], quarters: tuple[Quarter, ...] | None, on: date | None, **chosen: Any) -> None:
    """Print the measures of each workspace FILE, and the verdict on them, as one JSON object a line."""
    lines = []
    for file in files:
        records = _checked(file)
        ledger = Ledger.of(Workspace(records))
        window = quarters or ledger.quarters
        options = Options(**chosen)
        figures = measures.figures(measures.cells(ledger, window, options))
        judgement = verdict(ledger, window, options)
        sentence = VerdictWords(judgement, Words.of(ledger.profile)).headline()
        printed = {
            "file": str(file),
            "quarters": [str(quarter) for quarter in window],
            **figures,
            "verdict": {**judgement.figures, "sentence": sentence},
            "relationships": relationship_measures.figures(
                ledger, window, on or relationship_measures.usual_day(ledger, window)
            ),
        }
        lines.append(orjson.dumps(printed))
    for line in lines:
        click.echo(line)


@commands.command("report")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The file to write: OUT.pdf or OUT.html.")
@choices
@click.option("--on", type=Day(), default=date.today, help="Day of the report. Default: today.")
@click.option(
    "--amounts", is_flag=True, help="Tell amounts of money and hours, too. Default: ratios and an index alone."
)
def write_report(
    file: Path, to: Path, quarters: tuple[Quarter, ...] | None, on: date, amounts: bool, **chosen: Any
) -> None:
    """Write the report of a workspace FILE, as PDF or as HTML: to hand on, so without amounts unless told."""
    made = SETTINGS.get(to.suffix.lower())
    if made is None:
        raise click.UsageError(f"{to}: its name must end in {' or '.join(SETTINGS)}.")
    records, options = _checked(file), Options(**chosen)
    with _explained(file):
        told = shown(records, quarters, options, on)
        raw = made(wanted(records, told, options, on, amounts))
    with _explained(to):
        overwrite(Disk(), to, raw)


@commands.command("import")
@click.argument("kind", type=click.Choice(tuple(READERS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), required=True, help="The workspace; made if it is missing.")
def bring(kind: str, file: Path, into: Path) -> None:
    """Take over what a FILE of this KIND adds to a workspace, and print what that was."""
    with _explained(into):
        is_there = into.exists()
        before = _read(into) if is_there else document.empty()
        document.validate(before)
    with _explained(file), file.open("rb") as opened:
        proposal = READERS[kind](opened.read(LARGEST_FILE + 1), file.name, before)
    with _explained(into):
        after, _ = accepted(before, proposal, datetime.now(UTC).isoformat(timespec="seconds"))
        document.validate(after)
        if after != before or not is_there:
            overwrite(Disk(), into, orjson.dumps(after, option=orjson.OPT_INDENT_2))
    click.echo(orjson.dumps(_told(proposal)))


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", type=click.Choice(FORMAT_NAMES), required=True)
@click.option(
    "--to", type=click.Path(path_type=Path), required=True, help="The file to write; replaced if it is there."
)
@choices
def export(file: Path, name: FormatName, to: Path, quarters: tuple[Quarter, ...] | None, **chosen: Any) -> None:
    """Write everything of the workspace FILE as Excel, CSV, Parquet or JSON; options are those of Excel's results."""
    records = _checked(file)
    if to.resolve() == file.resolve():
        raise click.UsageError(f"{to}: is the workspace itself; name another file.")
    with _explained(to):
        overwrite(Disk(), to, written(records, name, quarters, Options(**chosen)))
    click.echo(orjson.dumps({"file": str(to), "records": _counts(records)}))


@commands.command(epilog=f"TO: {stores.STORE}; or one workspace's file, whose name ends in .json.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("to")
def restore(file: Path, to: str) -> None:
    """Bring back what a FILE of `backup` holds, into an empty store, or what one of `export` does, as a workspace."""
    if stores.is_workspace(to):
        _restore_workspace(file, Path(to))
    else:
        stores.restore(file, to)


def _restore_workspace(file: Path, into: Path) -> None:
    with _explained(file), file.open("rb") as opened:
        records = restored(opened.read(max(LARGEST_EXPORT, document.LARGEST_FILE) + 1))
    with _explained(into):
        overwrite(Disk(), into, orjson.dumps(records, option=orjson.OPT_INDENT_2))
    click.echo(orjson.dumps({"records": _counts(records)}))


def _counts(records: document.Document) -> dict[str, int]:
    """How many records a document holds, by list."""
    return {name: len(records.get(name, ())) for name in LISTS}


def _told(proposal: Proposal) -> dict[str, Any]:
    """What an import did, as it is printed."""
    return {
        "added": len(proposal.added),
        "updated": len(proposal.updated),
        "skipped": len(proposal.skipped),
        "rejected": [
            {"line": each.source_line.line, "reason": f"{each.source_line.file}: {each.reason}".removeprefix(": ")}
            for each in proposal.rejected
        ],
    }


@commands.command(epilog=f"Instead of a FILE it can be a backup of a store, or a store: {stores.STORE}.")
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Validate each workspace FILE and print every problem on a line of its own."""
    problems = []
    for file in files:
        if stores.is_store(file):
            problems += stores.store_problems(file)
            continue
        try:
            document.validate(_read(Path(file)))
        except Invalid as error:
            problems += [f"{file}: {problem}" for problem in error.problems]
        except click.UsageError as error:
            problems.append(error.format_message())
    for problem in problems:
        click.echo(problem)
    if problems:
        plural = "problem" if len(problems) == 1 else "problems"
        raise click.UsageError(f"{len(problems)} {plural} found.")


for command in (stores.move_store, stores.backup, stores.purge):
    commands.add_command(command)


def main() -> None:
    """Run the command line; bad input ends in one clear line on standard error and exit code 2."""
    try:
        commands.main(prog_name="python -m netroi_core", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.ClickException as error:
        line = " ".join(error.format_message().split())
        click.echo(re.sub(r"postgres(ql)?:/\S*", "postgresql://…", line), err=True)  # an address may hold a password
        sys.exit(2)
    except click.Abort:
        sys.exit(130)


if __name__ == "__main__":
    main()
