"""The command line, ``python -m netroi_core``: one workspace in a file, or a whole store."""

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
from babel.numbers import is_currency

from netroi_core.errors import Invalid, NetROIError
from netroi_core.exports import formats
from netroi_core.exports.formats import FORMAT_NAMES, FormatName
from netroi_core.exports.sheet_reading import LARGEST_EXPORT
from netroi_core.importers.acceptance import accept
from netroi_core.importers.batch import ImportFile, read_file
from netroi_core.importers.inspection import inspect_file, line_json
from netroi_core.importers.kinds import FILE_KINDS
from netroi_core.importers.proposal import Proposal
from netroi_core.importers.reading.files import LARGEST_FILE
from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.counts import incomplete_quarters
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Basis, CostShare, Options, View
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures as relationship_measures
from netroi_core.report.content import Report, page_views
from netroi_core.report.rendering import to_html, to_pdf
from netroi_core.report.without_amounts import build_report
from netroi_core.storage import commands as stores
from netroi_core.storage.files.disk import Disk, overwrite
from netroi_core.verdict.verdict import reach_verdict
from netroi_core.views.advice import Situation
from netroi_core.views.advice_json import advice_json
from netroi_core.wording.wording import Words
from netroi_core.workspace.document import LARGEST_FILE as LARGEST_WORKSPACE
from netroi_core.workspace.document import LISTS, empty, parse, validate
from netroi_core.workspace.fields import KINDS_WITHOUT_GAIN, ImportKind
from netroi_core.workspace.workspace import Document, Workspace

_Window = tuple[Quarter, ...]


def parse_window(text: str) -> _Window:
    """Return the quarters of a window, like ``2026-Q1..2026-Q4``, or one quarter alone."""
    first, dots, last = text.partition("..")
    try:
        quarters = tuple(span(Quarter.parse(first), Quarter.parse(last if dots else first)))
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None
    if not quarters:
        raise click.BadParameter(f"{text} ends before it starts.")
    return quarters


def parse_day(text: object) -> date:
    """Return a day, like ``2026-07-14``."""
    try:
        return datetime.strptime(str(text), "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"{text} isn’t a date. Write it like 2026-07-14.") from None


def parse_currency(text: str) -> str:
    """Return the code of a currency in capital letters, like ``EUR``."""
    if not is_currency(code := text.upper()):
        raise click.BadParameter(f"{text} isn’t a currency. Write its code, like EUR.")
    return code


_PATH: Final = click.Path(path_type=Path)
_FILE: Final = click.argument("file", type=_PATH)
_FIGURE_OPTIONS: Final = (
    click.option("--quarters", type=parse_window, metavar="A..B", help="Default: from the first record to the last."),
    click.option("--attribution", type=click.Choice(ATTRIBUTIONS), default="linear", show_default=True),
    click.option("--view", type=click.Choice(get_args(View)), default="realised", show_default=True),
    click.option("--basis", type=click.Choice(get_args(Basis)), default="expected", show_default=True),
    click.option("--costs", type=click.Choice(get_args(CostShare)), default="mine", show_default=True),
)
_REPORT_WRITERS: Final[Mapping[str, Callable[[Report], bytes]]] = {
    ".pdf": to_pdf,
    ".html": lambda report: to_html(report).encode(),
}


def figure_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of figures to a command: the quarters, and those of ``measures.Options``."""
    return reduce(lambda decorated, option: option(decorated), reversed(_FIGURE_OPTIONS), command)


def _day_option(default: Callable[[], date] | None, description: str) -> Callable[[Callable[..., None]], Any]:
    return click.option("--on", type=parse_day, metavar="DATE", default=default, help=description)


def _load(file: Path) -> Document:
    with _one_line_errors(file):
        document = parse(file.read_bytes())
        validate(document)
    return document


@contextmanager
def _one_line_errors(file: Path) -> Iterator[None]:
    """Turn an error about a file into one line that names the file."""
    try:
        yield
    except OSError as error:
        raise click.UsageError(f"{file}: {(error.strerror or 'cannot be read').lower()}") from None
    except NetROIError as error:
        raise click.UsageError(f"{file}: {error}") from None


@click.group()
def commands() -> None:
    """Measure what networking cost, what it led to, and what it returned."""


@commands.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@figure_options
@_day_option(
    None,
    "Date of the relationships and the verdict; its quarter is in progress. Default: the end of the last quarter.",
)
def measure(files: tuple[Path, ...], quarters: _Window | None, on: date | None, **chosen: Any) -> None:
    """Print the measures and the verdict for each workspace FILE, one JSON object per line."""
    # All files are measured before anything is printed, so that a bad one leaves no half of a result.
    for line in [_measured(file, quarters, on, Options(**chosen)) for file in files]:
        click.echo(line)


def _measured(file: Path, quarters: _Window | None, on: date | None, options: Options) -> bytes:
    ledger = Ledger(Workspace(_with_raised_as_value(_load(file))))
    window = quarters or ledger.quarters
    figures = measures.figures(measures.cells(ledger, window, options))
    verdict = reach_verdict(ledger, window, options, incomplete_quarters(ledger, on) if on else ())
    day = on or relationship_measures.default_day(ledger, window)
    return orjson.dumps({
        "file": str(file),
        "quarters": [str(quarter) for quarter in window],
        **vars(figures),
        "verdict": vars(verdict),
        "relationships": relationship_measures.figures(ledger, window, day).as_json,
    })  # fmt: skip


def _with_raised_as_value(document: Document) -> Document:
    """Return the document with money raised as any other value: ``measure`` counts each value as it was typed."""
    rows = document.get("outcomes", [])
    return {**document, "outcomes": [
        {**row, "kind": "other"} if row["kind"] in KINDS_WITHOUT_GAIN else row for row in rows
    ]}  # fmt: skip


@commands.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@_FIGURE_OPTIONS[0]
@_day_option(date.today, "Date of the advice; its quarter counts as still in progress. Default: today.")
def advise(files: tuple[Path, ...], quarters: _Window | None, on: date) -> None:
    """Print what happened, what to expect and what to do for each workspace FILE, one JSON object per line."""
    for line in [_advised(file, quarters, on) for file in files]:
        click.echo(line)


def _advised(file: Path, quarters: _Window | None, today: date) -> bytes:
    ledger = Ledger(Workspace(_load(file)))
    situation = Situation(ledger, quarters or ledger.quarters, Options(), today)
    return orjson.dumps({"file": str(file), **advice_json(situation, Words.of(ledger.profile))})


@commands.command("report")
@_FILE
@click.option("--to", type=_PATH, required=True, help="The file to write: OUT.pdf or OUT.html.")
@figure_options
@_day_option(date.today, "Date of the report. Default: today.")
@click.option("--amounts", is_flag=True, help="Include amounts of money and hours. Default: only ratios and an index.")
def write_report(file: Path, to: Path, quarters: _Window | None, on: date, amounts: bool, **chosen: Any) -> None:
    """Write the report of a workspace FILE as PDF or HTML; to be shared, so without amounts unless requested."""
    if (write := _REPORT_WRITERS.get(to.suffix.lower())) is None:
        raise click.UsageError(f"{to}: the file name must end in {' or '.join(_REPORT_WRITERS)}.")
    document, options = _load(file), Options(**chosen)
    with _one_line_errors(file):
        views = page_views(Workspace(document), quarters, options, on)
        raw = write(build_report(views, options, on, amounts))
    with _one_line_errors(to):
        overwrite(Disk(), to, raw)


@commands.command("import")
@click.argument("kind", type=click.Choice(FILE_KINDS))
@_FILE
@click.option("--into", type=_PATH, required=True, help="The workspace file; created if it doesn’t exist.")
def import_file(kind: ImportKind, file: Path, into: Path) -> None:
    """Import a FILE of this KIND into a workspace, and print how much was added."""
    with _one_line_errors(into):
        before = _load(into) if into.exists() else None
    document = empty() if before is None else before
    with _one_line_errors(file):
        proposal = read_file(ImportFile(file.name, _read_import(file), kind), Workspace(document))
    with _one_line_errors(into):
        after, _ = accept(document, proposal, datetime.now(UTC).isoformat(timespec="seconds"))
        validate(after)
        if after != before:
            overwrite(Disk(), into, orjson.dumps(after, option=orjson.OPT_INDENT_2))
    click.echo(orjson.dumps(_summary(proposal)))


@commands.command()
@_FILE
@click.option("--as", "kind", type=click.Choice(FILE_KINDS), help="The kind of file. Default: recognized.")
@click.option(
    "--currency",
    type=parse_currency,
    metavar="CODE",
    help="Your currency, like EUR. Default: the one that the file names.",
)
def inspect(file: Path, kind: ImportKind | None, currency: str | None) -> None:
    """Print what NetROI reads in a FILE to import, as one JSON object; no workspace is needed or changed."""
    with _one_line_errors(file):
        inspection = inspect_file(file.name, _read_import(file), kind, currency)
    click.echo(orjson.dumps({**inspection, "file": str(file)}, option=orjson.OPT_INDENT_2))


def _read_import(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


@commands.command()
@_FILE
@click.option("--as", "name", type=click.Choice(FORMAT_NAMES), required=True)
@click.option("--to", type=_PATH, required=True, help="The file to write; replaced if it exists.")
@figure_options
def export(file: Path, name: FormatName, to: Path, quarters: _Window | None, **chosen: Any) -> None:
    """Export a workspace FILE as Excel, CSV, Parquet or JSON; the options apply to the results in Excel."""
    document = _load(file)
    if to.resolve() == file.resolve():
        raise click.UsageError(f"{to} is the workspace itself. Choose another file.")
    with _one_line_errors(to):
        overwrite(Disk(), to, formats.export(document, name, quarters, Options(**chosen)))
    click.echo(orjson.dumps({"file": str(to), "records": _counts(document)}))


@commands.command(epilog=f"TO: {stores.STORE}; or the file of one workspace, with a name that ends in .json.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("to")
def restore(file: Path, to: str) -> None:
    """Restore a FILE written by `backup` to an empty store, or one written by `export` to a workspace file."""
    if stores.is_workspace(to):
        _restore_workspace(file, Path(to))
    else:
        stores.restore(file, to)


def _restore_workspace(file: Path, into: Path) -> None:
    with _one_line_errors(file), file.open("rb") as opened:
        document = formats.restore(opened.read(max(LARGEST_EXPORT, LARGEST_WORKSPACE) + 1))
    with _one_line_errors(into):
        overwrite(Disk(), into, orjson.dumps(document, option=orjson.OPT_INDENT_2))
    click.echo(orjson.dumps({"records": _counts(document)}))


def _counts(document: Document) -> dict[str, int]:
    return {name: len(document.get(name, ())) for name in LISTS}


def _summary(proposal: Proposal) -> dict[str, Any]:
    return {
        "added": len(proposal.suggested_keys) - len(proposal.updated),
        "updated": len(proposal.updated),
        "skipped": len(proposal.skipped) + len(proposal.items) - len(proposal.suggested_keys),
        "rejected": [line_json(line) for line in proposal.rejected],
    }


@commands.command(epilog=f"Instead of a FILE, you can name a backup of a store, or a store: {stores.STORE}.")
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check each workspace FILE and print every problem, one per line."""
    problems = []
    for file in files:
        if stores.is_store(file):
            problems += stores.store_problems(file)
            continue
        try:
            with _one_line_errors(Path(file)):
                document = parse(Path(file).read_bytes())
            validate(document)
        except Invalid as error:
            problems += [f"{file}: {problem}" for problem in error.problems]
        except click.UsageError as error:
            problems.append(error.format_message())
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.UsageError(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} found.")


for command in (stores.move_store, stores.backup, stores.purge, stores.repair, stores.replace_secret):
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
        # The address of a database may hold a password.
        click.echo(re.sub(r"postgres(ql)?:/\S*", "postgresql://…", line), err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)


if __name__ == "__main__":
    main()
