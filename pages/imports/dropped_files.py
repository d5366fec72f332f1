"""The dropped files: the kind of each, how it is read, and the options for reading them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netroi_core.errors import NetROIError
from netroi_core.importers.batch import ImportFile, ImportSettings
from netroi_core.importers.calendar.calendar import DEFAULT_QUARTERS, Window, quarters_window
from netroi_core.importers.kinds import FILE_KINDS, IMPORT_KIND_NAMES, describe_unrecognized, recognize_kind
from netroi_core.importers.linkedin.export_file import AssumedDurations
from netroi_core.importers.palms import PalmsAssumptions, parse_report
from netroi_core.importers.parts import FileParts, split_file
from netroi_core.importers.reading.files import is_zip
from netroi_core.importers.rules import Correction
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import escape_markdown, quarter_name
from netroi_core.workspace.fields import ImportKind
from pages.imports.editable_tables import import_state, read_once
from pages.imports.people_mapping import show_people
from pages.imports.statement_mapping import show_statement
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH

# A LinkedIn export has about 40 files.
MOST_FILES: Final = 50
LARGEST_FILES: Final = 50 * 1024**2
# More files are folded away, unless one of them raises a question.
_MOST_OPEN: Final = 6
# Not None: for a calendar, None means its default window.
_EVER: Final = (session.EARLIEST_DAY, date(2199, 12, 31))
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


@dataclass(frozen=True)
class DroppedFile:
    """A file that can be read, and the place on the page where its contents are described."""

    file: ImportFile
    place: DeltaGenerator


@dataclass
class _Parts:
    """The parts of all files, by their names; why some can't be read; and what is left out, in sentences."""

    raws: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def show_files(uploads: Sequence[Any]) -> tuple[list[DroppedFile], int]:
    """Show each file and each part of an archive or workbook with its kind, which can be changed, and how it is read.

    Return those that can be read, and how many there are in all.
    """
    if (parts := _parts(uploads)) is None:
        st.error(
            f"Import at most {MOST_FILES} files and {LARGEST_FILES // 1024**2} MB at once. Remove some files. "
            "Nothing was changed.",
            icon=":material/error:",
        )
        return [], 0
    recognized = {name: (None, parts.problems[name]) if name in parts.problems else _recognize(raw)
                  for name, raw in parts.raws.items()}  # fmt: skip
    is_clear = all(isinstance(kind, str) for kind, _ in recognized.values())
    count = len(recognized)
    place = st.expander(f"Your {count} files", expanded=not is_clear) if are_folded(count) else nullcontext()
    with place:
        with st.container(width=TEXT_WIDTH, gap=None):
            files = [_show_file(name, raw, *recognized[name]) for name, raw in parts.raws.items()]
        for sentence in parts.left_out:
            st.caption(escape_markdown(sentence))
    return [file for file in files if file is not None], count


def are_folded(count: int) -> bool:
    """Return True if these are so many files that they are folded away."""
    return count > _MOST_OPEN


def show_refusal(place: DeltaGenerator, name: str, reason: str, consequence: str = "Nothing was changed.") -> None:
    """Show the reason why a file can't be read."""
    place.error(f"**{escape_markdown(name)}**: {escape_markdown(reason)} {consequence}", icon=":material/error:")


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
            if kinds & {"calendar", "crm", "time", "expenses"}:
                days = _select_days(window, "calendar" in kinds)
            if "calendar" in kinds:
                own_addresses = _enter_own_addresses()
            if "linkedin" in kinds:
                st.caption("LinkedIn doesn’t say how long things took. We assume:")
                assumed["durations"] = AssumedDurations(**_enter_numbers(_MINUTES, AssumedDurations))
            if "palms" in kinds:
                st.caption("The report doesn’t say how long things took. We assume:")
                assumed["assumptions"] = PalmsAssumptions(**_enter_numbers(_HOURS, PalmsAssumptions))
    return ImportSettings(days, session.time_zone(), own_addresses, marks, member, **assumed)


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


def _parts(uploads: Sequence[Any]) -> _Parts | None:
    """Return all parts of the files; None if they are too many or too large."""
    # Streamlit refuses larger files in the browser only.
    if len(uploads) > MOST_FILES or sum(upload.size for upload in uploads) > LARGEST_FILES:
        return None
    parts = _Parts()
    for name, raw in zip(_unique_names(uploads), map(_contents, uploads), strict=True):
        try:
            # Only archives and workbooks have parts, and each question takes a process.
            split = read_once((name, raw), split_file, name, raw) if is_zip(raw) else FileParts({name: raw})
        except NetROIError as error:
            split, parts.problems[name] = FileParts({name: raw}), str(error)
        parts.raws |= split.files
        parts.left_out += filter(None, [split.left_out])
        # The parts are kept in memory while the page is open, and an archive unpacks to much more than its own size.
        if len(parts.raws) > MOST_FILES or sum(map(len, parts.raws.values())) > LARGEST_FILES:
            return None
    return parts


def _recognize(raw: bytes) -> tuple[ImportKind | None, str]:
    """Return the kind of a file, or None with the reason why it can't be read, which is empty if it may be."""
    try:
        return read_once(raw, recognize_kind, raw), ""
    except NetROIError as error:
        return None, str(error)


def _show_file(name: str, raw: bytes, recognized: ImportKind | None, problem: str) -> DroppedFile | None:
    with st.container(gap=None, key=f"dropped {name}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                st.markdown(f"**{escape_markdown(name)}**")
                place = st.container()
            kind = _select_kind(name, recognized)
        if kind is None:
            if problem:
                show_refusal(place, name, problem)
            else:
                looks = read_once(raw, describe_unrecognized, raw)
                place.markdown(escape_markdown(f"{looks} Choose its kind, or see above how to get a file."))
            return None
        try:
            if kind == "expenses":
                file = show_statement(name, raw, place)
            else:
                file = ImportFile(name, raw, kind, people=show_people(name, raw) if kind == "contacts" else None)
        except NetROIError as error:
            show_refusal(place, name, str(error))
            return None
        return None if file is None else DroppedFile(file, place)


def _select_kind(name: str, recognized: ImportKind | None) -> ImportKind | None:
    """Ask what kind of file it is, starting with the kind that was recognized."""
    name_in_label = f"**{escape_markdown(name)}**"
    kind: ImportKind | None = st.selectbox(
        f"{name_in_label} is read as" if recognized else f"What kind of file is {name_in_label}?", FILE_KINDS,
        index=FILE_KINDS.index(recognized) if recognized else None, format_func=IMPORT_KIND_NAMES.__getitem__,
        placeholder="Choose the kind of file", key=f"kind of {name}", width=260, label_visibility="collapsed",
    )  # fmt: skip
    return kind


def _select_days(window: tuple[Quarter, ...] | None, has_calendar: bool) -> Window | None:
    """Return the days to import; None for those that each reader of files takes by itself."""
    start = session.profile().fiscal_year_start
    now = Quarter.containing(session.today(), start)
    quarters = [now.shifted(-back) for back in range(DEFAULT_QUARTERS)]
    choices: dict[str, Window | None] = {}
    if window:
        names = quarter_name(min(window)), quarter_name(max(window))
        choices[" to ".join(dict.fromkeys(names))] = quarters_window(window, start)
    # A calendar repeats, and reaches far back and ahead; the other files end by themselves.
    choices["Last two years of calendars, all the rest" if has_calendar else "Everything"] = None
    choices.update({quarter_name(quarter): quarters_window([quarter], start) for quarter in quarters})
    if has_calendar:
        choices["Everything"] = _EVER
    return choices[st.selectbox("Quarters to import", list(choices), key="quarters to look at")]


def _enter_own_addresses() -> tuple[str, ...]:
    addresses = st.text_input("Your own e-mail addresses, if NetROI takes you for someone else", max_chars=300,
                              autocomplete="off", placeholder="me@example.org", key="own addresses")  # fmt: skip
    return tuple(addresses.replace(",", " ").split())


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
