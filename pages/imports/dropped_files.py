"""The dropped files: the kind of each, the columns of an unrecognized statement, and the options for reading them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.importers.batch import FILE_KINDS, IMPORT_KIND_NAMES, ImportFile, ImportSettings, recognize_kind
from netroi_core.importers.calendar.calendar import DEFAULT_QUARTERS, Window, quarters_window
from netroi_core.importers.linkedin.export_file import AssumedDurations
from netroi_core.importers.palms import PalmsAssumptions, parse_report
from netroi_core.importers.rules import Correction
from netroi_core.importers.statements import mapping
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.layouts import StatementLayout, has_known_layout
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import escape_markdown, quarter_name
from netroi_core.workspace.fields import ImportKind
from pages.imports.editable_tables import import_state, read_once
from pages.shell import session
from pages.widgets.charts import show_table

_SIGNS: Final = {"negative": "With a minus sign", "positive": "Without a sign"}
_ORDERS: Final = {"month_first": "Month first (12/31)", "day_first": "Day first (31/12)"}
_DECIMAL_MARKS: Final = {".": "1,234.50", ",": "1.234,50"}
_MOST_SHOWN: Final = 6
# A LinkedIn export has about 40 files.
MOST_FILES: Final = 50
LARGEST_FILES: Final = 50 * 1024**2
# Not None: for a calendar, None means its default window.
_EVER: Final = (date(1900, 1, 1), date(2199, 12, 31))
_MINUTES: Final = {
    "invitation_minutes": "Minutes per invitation you sent",
    "sent_minutes": "Minutes per message you sent",
    "received_minutes": "Minutes per message you received",
    "event_hours": "Hours per event you attended",
}
_HOURS: Final = {
    "meeting_hours": "Hours per meeting",
    "one_to_one_hours": "Hours per one-to-one",
    "training_hours": "Hours per unit of training",
}


def readable_files(uploads: Sequence[Any]) -> list[ImportFile]:
    """Return the files that can be read, each with its kind; show a question or an error for each other one."""
    # Streamlit refuses larger files in the browser only.
    if len(uploads) > MOST_FILES or sum(upload.size for upload in uploads) > LARGEST_FILES:
        st.error(
            f"Import at most {MOST_FILES} files and {LARGEST_FILES // 1024**2} MB at once. Remove some files. "
            "Nothing was changed.",
            icon=":material/error:",
        )
        return []
    raws = dict(zip(_unique_names(uploads), map(_contents, uploads), strict=True))
    kinds: dict[str, ImportKind | None] = {}
    for name, raw in raws.items():
        with _refusing(name):
            kinds[name] = read_once(raw, recognize_kind, raw)
    files = (_readable_file(name, raws[name], kind) for name, kind in _select_kinds(kinds).items() if kind)
    return [file for file in files if file is not None]


def show_refusal(name: str, reason: str, consequence: str = "Nothing was changed.") -> None:
    """Show the reason why a file can't be read."""
    st.error(f"**{escape_markdown(name)}**: {escape_markdown(reason)} {consequence}", icon=":material/error:")


def show_settings(
    files: Sequence[ImportFile], window: tuple[Quarter, ...] | None, marks: Mapping[str, Correction]
) -> ImportSettings:
    """Show the options that apply to the kinds of the files, and return the settings."""
    kinds = {file.kind for file in files}
    reports = [file.raw for file in files if file.kind == "palms"]
    member = _select_member(reports[0]) if reports else None
    days = quarters_window(window, session.profile().fiscal_year_start) if window else None
    own_addresses: tuple[str, ...] = ()
    assumed: dict[str, Any] = {}
    if kinds - {"contacts"}:
        with st.popover("Options", icon=":material/tune:"):
            if kinds & {"calendar", "time", "expenses"}:
                days, own_addresses = _select_days(window, "calendar" in kinds)
            if "linkedin" in kinds:
                st.caption("LinkedIn doesn’t say how long things took. We assume:")
                assumed["durations"] = AssumedDurations(**_enter_numbers(_MINUTES, AssumedDurations))
            if "palms" in kinds:
                st.caption("The report doesn’t say how long things took. We assume:")
                assumed["assumptions"] = PalmsAssumptions(**_enter_numbers(_HOURS, PalmsAssumptions))
    return ImportSettings(days, _browser_zone(), own_addresses, marks, member, **assumed)


def _unique_names(uploads: Sequence[Any]) -> list[str]:
    """Return the names of the files: two may have the same, and names are keys of widgets, which must be unique."""
    names, counts = [], Counter[str]()
    for upload in uploads:
        counts[upload.name] += 1
        names.append(upload.name if counts[upload.name] == 1 else f"{upload.name} ({counts[upload.name]})")
    return names


def _contents(upload: Any) -> bytes:
    """Return the bytes of a file, the same object in each run, so that its hash is computed once."""
    contents: dict[str, bytes] = import_state().setdefault("contents", {})
    if upload.file_id not in contents:
        contents[upload.file_id] = upload.getvalue()
    return contents[upload.file_id]


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Show the reason if a file can't be read."""
    try:
        yield
    except NetROIError as error:
        show_refusal(name, str(error))


def _readable_file(name: str, raw: bytes, kind: ImportKind) -> ImportFile | None:
    with _refusing(name):
        if kind != "expenses" or read_once(raw, has_known_layout, raw):
            return ImportFile(name, raw, kind)
        return ImportFile(name, raw, kind, _show_mapping(name, raw))
    return None


def _select_kinds(kinds: Mapping[str, ImportKind | None]) -> dict[str, ImportKind | None]:
    """Ask for the kind of each unrecognized file, and offer to change the others; return them by file name."""
    selected = {name: _select_kind(name, None) for name, kind in kinds.items() if kind is None}
    if recognized := {name: kind for name, kind in kinds.items() if kind}:
        with st.popover("File types", icon=":material/description:", help="Change a file type that isn’t right."):
            selected |= {name: _select_kind(name, kind) for name, kind in recognized.items()}
    return {name: selected[name] for name in kinds}


def _select_kind(name: str, recognized: ImportKind | None) -> ImportKind | None:
    kind: ImportKind | None = st.selectbox(
        escape_markdown(name) if recognized else f"What kind of file is {escape_markdown(name)}?", FILE_KINDS,
        index=FILE_KINDS.index(recognized) if recognized else None, format_func=IMPORT_KIND_NAMES.__getitem__,
        placeholder="Choose the kind of file", key=f"kind of {name}",
    )  # fmt: skip
    return kind


def _show_mapping(name: str, raw: bytes) -> StatementLayout:
    """Show select boxes for the columns of a statement and a preview; return the layout."""
    layouts = session.profile().import_layouts
    columns = read_once(raw, mapping.table_columns, raw)
    guess = read_once(raw, mapping.guess_layout, raw, layouts)
    is_remembered = mapping.recall_layout(layouts, columns) is not None
    # A layout that was confirmed once is folded away, but can still be corrected.
    title = (
        "is read with the columns you chose last time"
        if is_remembered
        else "is from a bank NetROI doesn’t recognize. Check how its columns are read."
    )
    with st.expander(f"**{escape_markdown(name)}** {title}", expanded=not is_remembered, key=f"columns of {name}"):
        layout = _select_layout(name, raw, columns, guess)
        _show_preview(_first_lines(raw, layout))
    return layout


def _select_layout(name: str, raw: bytes, columns: tuple[str, ...], guess: StatementLayout) -> StatementLayout:
    """Show select boxes that start at the guess; return the layout that they say."""

    def select(label: str, options: Mapping[Any, str], first: Any, key: str) -> Any:
        index = list(options).index(first) if first in options else 0
        return st.selectbox(label, list(options), index, format_func=options.__getitem__, key=f"{key} of {name}")

    with st.grid("auto", min_column_width=170):
        day, description, amount = (
            select(label, {column: column for column in columns}, first, label)
            for label, first in (("Date", guess.date), ("Description", guess.description[0]), ("Amount", guess.amount))
        )
        spent = select("How is money spent marked?", _SIGNS, guess.spent, "sign")
        layout = replace(guess, date=day, description=(description,), amount=amount, spent=spent)
        questions = read_once((raw, layout), mapping.open_questions, raw, layout)
        if "order" in questions:
            layout = replace(layout, order=select("How are dates written?", _ORDERS, guess.order, "order"))
        if "decimal_mark" in questions:
            mark = select("How are amounts written?", _DECIMAL_MARKS, guess.decimal_mark or ".", "mark")
            layout = replace(layout, decimal_mark=mark)
    return layout


def _show_preview(lines: tuple[tuple[str, ...], ...] | str) -> None:
    if isinstance(lines, str):
        st.error(escape_markdown(lines), icon=":material/error:")
    else:
        show_table(
            (("Line", "Date", "Description", "Spent"), lines),
            "The first lines, as they will be read",
            ("Date", "Description"),
        )


def _first_lines(raw: bytes, layout: StatementLayout) -> tuple[tuple[str, ...], ...] | str:
    """Return the first lines as cells of a table, or the reason why the file can't be read."""
    words = session.words()
    try:
        lines, unused = read_once((raw, layout), parse_statement, raw, session.records(), layout)
    except NetROIError as error:
        return str(error)
    rows = [(line.source_line.number, words.day(line.day), line.description, words.exact_money(line.amount))
            for line in lines[:_MOST_SHOWN]]  # fmt: skip
    rows += [(line.source_line.number, "", line.reason, "") for line in unused[:_MOST_SHOWN]]
    return tuple((str(number), *cells) for number, *cells in sorted(rows)[:_MOST_SHOWN])


def _select_days(window: tuple[Quarter, ...] | None, is_calendar: bool) -> tuple[Window | None, tuple[str, ...]]:
    start = session.profile().fiscal_year_start
    now = Quarter.containing(session.today(), start)
    quarters = [now.shifted(-back) for back in range(DEFAULT_QUARTERS)]
    choices: dict[str, Window | None] = {}
    if window:
        names = quarter_name(min(window)), quarter_name(max(window))
        choices[" to ".join(dict.fromkeys(names))] = quarters_window(window, start)
    # A calendar repeats, and reaches far back and ahead; the other files end by themselves.
    choices["The last two years of calendars, everything else in full" if is_calendar else "Everything"] = None
    choices.update({quarter_name(quarter): quarters_window([quarter], start) for quarter in quarters})
    if is_calendar:
        choices["Everything"] = _EVER
    choice = st.selectbox("Quarters to import", list(choices), key="quarters to look at")
    if not is_calendar:
        return choices[choice], ()
    addresses = st.text_input(
        "Your own e-mail addresses, if NetROI takes you for someone else",
        max_chars=300,
        autocomplete="off",
        placeholder="me@example.org",
        key="own addresses",
    )
    return choices[choice], tuple(addresses.replace(",", " ").split())


def _enter_numbers(labels: Mapping[str, str], defaults: type) -> dict[str, float]:
    return {
        key: st.number_input(label, 0.0, 24.0 if "hours" in key else 600.0, float(getattr(defaults, key)),
                             0.25 if "hours" in key else 1.0, format="%g", key=f"assumed {key}")
        for key, label in labels.items()
    }  # fmt: skip


def _select_member(raw: bytes) -> str | None:
    """Return the visitor's name in a report, None if it has only one member or nobody is selected yet."""
    try:
        names = [member.name for member in read_once(raw, parse_report, raw).members]
    except NetROIError:
        return None
    if len(names) < 2:
        return None
    before = session.profile().palms_member
    member: str | None = st.selectbox(
        "Which member are you?",
        names,
        names.index(before) if before in names else None,
        format_func=escape_markdown,
        placeholder="Choose your name",
        key="member",
    )
    return member


def _browser_zone() -> ZoneInfo | None:
    """Return the time zone of the visitor's browser, for times that are written in UTC."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError):
        return None
