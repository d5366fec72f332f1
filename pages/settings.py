from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from pages.settings import archive, backup, profile
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH
from pages.widgets import purpose, reminders, venue_forms


class _Section(NamedTuple):
    title: str
    show: Callable[[], None]


def main() -> None:
    st.title("Settings")
    opened = {title for parameter, title in _OPENED_BY.items() if parameter in st.query_params}
    for title, show in _SECTIONS:
        if (title == _ERASE and session.is_example()) or (title == _REMINDERS and not reminders.are_offered()):
            continue
        # Without an icon: Streamlit shows it in place of the arrow that says that a section unfolds.
        expander = st.expander(title, key=f"section {title}", on_change="rerun", expanded=title in opened)
        if expander.open:
            with expander:
                show()
    st.page_link("privacy.py", label="What is stored, and who can see it", icon=":material/shield:")


def _show_purpose() -> None:
    purpose.show_purpose(session.profile())


def _show_pay() -> None:
    st.caption("Your pay sets what an hour of your time costs. Each entry applies from its quarter on.")
    profile.show_pay(session.profile(), session.words())
    st.subheader("Value of an hour")
    st.caption("The share of an hour’s pay that an hour is worth, by what you would have done with it.")
    profile.show_hour_worth(session.profile(), session.words())


def _show_venues() -> None:
    st.caption("The clubs, associations, events and platforms where you network, with their dues.")
    venue_forms.show_venues(session.words())


def _show_audience() -> None:
    st.caption("Separate entries with commas. *Network* shows who you don’t know yet.")
    profile.show_audience(session.profile())


def _show_limits() -> None:
    st.caption(
        "The most that your plan may use. *Network* and *Home* tell you when you exceed a weekly limit. "
        "Between jobs, the usual limit of hours doesn’t apply."
    )
    profile.show_limits(session.profile(), session.words())


def _show_formats() -> None:
    profile.show_formats(session.profile(), session.words())


def _show_backup() -> None:
    st.caption("Save everything in one file, in a format of your choice. Any of them can be restored.")
    backup.show_export()
    backup.show_restore()


def _show_archive() -> None:
    st.caption(
        "Moves old years into a file of their own. Later quarters and follow-ups stay as they are. Estimates are then "
        "based on what stays."
    )
    archive.show_archive()


def _show_erase() -> None:
    st.caption(
        "Deletes your workspace right away, with all its backups and links. You leave your circles, and circles you "
        "lead are closed. This can’t be undone."
    )
    backup.show_erase()


_PURPOSE = "What you want from networking"
_BACKUP, _ARCHIVE, _ERASE = "Backup and restore", "Archive old years", "Erase everything"
_PAY = "Pay and the value of your time"
_LIMITS, _REMINDERS = "Limits", "Reminders"
# The sections that a parameter of the address opens.
_OPENED_BY = {"restore": _BACKUP, "archive": _ARCHIVE, "pay": _PAY, "limits": _LIMITS,
              reminders.SETTINGS_PARAMETER: _REMINDERS}  # fmt: skip
_SECTIONS = (
    _Section(_PURPOSE, _show_purpose),
    _Section(_PAY, _show_pay),
    _Section("Memberships and venues", _show_venues),
    _Section("People you want to reach", _show_audience),
    _Section(_LIMITS, _show_limits),
    _Section("Formats", _show_formats),
    _Section(_REMINDERS, reminders.show_reminders),
    _Section(_BACKUP, _show_backup),
    _Section(_ARCHIVE, _show_archive),
    _Section(_ERASE, _show_erase),
)

with st.container(width=TEXT_WIDTH):
    main()
