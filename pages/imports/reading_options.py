"""Options for reading files: quarters of a calendar, the visitor's own addresses, assumed durations."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from netroi_core.errors import NotImportable
from netroi_core.importers import palms
from netroi_core.importers.batch import ImportFile, ImportSettings
from netroi_core.importers.calendar.calendar import DEFAULT_QUARTERS, Window, quarters_window
from netroi_core.importers.linkedin import export_file
from netroi_core.importers.statements.expenses import LineMark
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import escape_markdown, quarter_name
from pages.shell import session

# Not None: for a calendar, None means its default window.
_EVER: Final = (date(1900, 1, 1), date(2199, 12, 31))
_MINUTES: Final = {
    "invitation_minutes": "Minutes for an invitation sent",
    "sent_minutes": "Minutes for a message sent",
    "received_minutes": "Minutes for a message received",
    "event_hours": "Hours for an event attended",
}
_HOURS: Final = {
    "meeting_hours": "Hours for a meeting",
    "one_to_one_hours": "Hours for a one-to-one",
    "training_hours": "Hours for a unit of training",
}


def show_settings(
    files: Sequence[ImportFile], window: tuple[Quarter, ...] | None, marks: Mapping[str, LineMark]
) -> ImportSettings:
    """Show the options that apply to the kinds of the files, and return the settings."""
    kinds = {file.kind for file in files}
    reports = [file.raw for file in files if file.kind == "palms"]
    member = _select_member(reports[0]) if reports else None
    days, own_addresses = (
        (quarters_window(window, session.profile().fiscal_year_start) if window else None),
        tuple[str, ...](),
    )
    durations, assumptions = export_file.AssumedDurations(), palms.PalmsAssumptions()
    if kinds - {"contacts"}:
        with st.popover("How it is read", icon=":material/tune:"):
            if kinds & {"calendar", "time", "expenses"}:
                days, own_addresses = _select_days(window, "calendar" in kinds)
            if "linkedin" in kinds:
                st.caption("What LinkedIn does not tell, as it is assumed:")
                durations = export_file.AssumedDurations(**_enter_numbers(_MINUTES, durations))
            if "palms" in kinds:
                st.caption("What the report does not tell, as it is assumed:")
                assumptions = palms.PalmsAssumptions(**_enter_numbers(_HOURS, assumptions))
    return ImportSettings(days, _browser_zone(), own_addresses, marks, member, durations, assumptions)


def _select_days(window: tuple[Quarter, ...] | None, is_calendar: bool) -> tuple[Window | None, tuple[str, ...]]:
    start = session.profile().fiscal_year_start
    now = Quarter.containing(session.today(), start)
    quarters = [now.shifted(-back) for back in range(DEFAULT_QUARTERS)]
    choices: dict[str, Window | None] = {}
    if window:
        names = quarter_name(min(window)), quarter_name(max(window))
        choices[" to ".join(dict.fromkeys(names))] = quarters_window(window, start)
    # A calendar repeats, and reaches far back and ahead; the other files end by themselves.
    choices["The last two years of a calendar, all of the others" if is_calendar else "All of it"] = None
    choices.update({quarter_name(quarter): quarters_window([quarter], start) for quarter in quarters})
    if is_calendar:
        choices["All of it"] = _EVER
    choice = st.selectbox("Quarters to look at", list(choices), key="quarters to look at")
    if not is_calendar:
        return choices[choice], ()
    addresses = st.text_input(
        "Your own addresses, if it takes you for somebody else",
        max_chars=300,
        autocomplete="off",
        placeholder="me@example.org",
        key="own addresses",
    )
    return choices[choice], tuple(addresses.replace(",", " ").split())


def _enter_numbers(labels: Mapping[str, str], defaults: Any) -> dict[str, float]:
    return {
        key: st.number_input(label, 0.0, 24.0 if "hours" in key else 600.0, float(getattr(defaults, key)),
                             0.25 if "hours" in key else 1.0, format="%g", key=f"assumed {key}")
        for key, label in labels.items()
    }  # fmt: skip


def _select_member(raw: bytes) -> str | None:
    """Return the visitor's name in a report, None if it has only one member or nobody is selected yet."""
    try:
        names = [member.name for member in palms.parse_report(raw).members]
    except NotImportable:
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
