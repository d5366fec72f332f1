"""Links to a report: frozen as it stands, without amounts unless asked for, and looked at before it goes out."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.report.content import Report, missing
from netroi_core.sharing import passphrases
from netroi_core.sharing.links import Kind, Link
from netroi_core.sharing.snapshots import snapshot
from netroi_core.storage import Saved
from netroi_core.web.shared import REPORT
from netroi_core.wording.wording import plain
from pages.shell import figures, identity, session
from pages.widgets import filters, links

_DAYS: Final = (7, 30, 90)
_NEW: Final = "a report link"
_FOR: Final = "share for"
_PASSPHRASE: Final = "share passphrase"
_PREVIEWED: Final = "previewed report"


def show() -> None:
    """A new link to a report, and those that are in force."""
    st.header("A report")
    if identity.hosting().is_streamlit_cloud:
        st.markdown(
            "A link to a report can’t be opened on Streamlit Community Cloud, which lets none of the cookies through "
            "that it takes. Save the report by *Report* on the results, and send that."
        )
        return
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    if saved is None or not quarters or session.is_example():
        st.markdown("Once a quiz of yours is handed in, a link shows others what it came to, without amounts.")
        return
    st.markdown(
        "A page with the findings that you choose, for whoever has its link. It stays as it is now, whatever you enter "
        "later, and tells ratios and an index instead of amounts."
    )
    links.show_new("report", "Whoever has it can read the report; it goes out when you send it.")
    unfolded = st.expander("Make a link to a report", icon=":material/add_link:", key=_NEW, on_change="rerun")
    if unfolded.open:
        with unfolded:
            _form(saved, quarters)
    links.listed(links.live("report"), _told)


def _form(saved: Saved, quarters: Sequence[Quarter]) -> None:
    window, chosen = filters.bar(quarters)
    if reason := missing(figures.results_of(saved, window, chosen)):
        st.markdown(plain(reason))
        return
    with_amounts = st.toggle("With amounts", key="share with amounts")
    if with_amounts:
        st.warning("Whoever gets the link reads what you spent and gained, and can work out what you earn.",
                   icon=":material/visibility:")  # fmt: skip
    report = figures.report_of(saved, window, chosen, session.today(), with_amounts)
    names = [section.name for section in report.sections]
    # A form: what was typed last is with the click, so that no link goes out without the passphrase meant for it.
    with st.form("report link", border=False, enter_to_submit=False):
        st.pills("Sections", names, selection_mode="multi", default=names, key=_sections(names))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.segmented_control("For how long", _DAYS, default=30, required=True, key=_FOR,
                                 format_func=lambda days: f"{days} days")  # fmt: skip
            st.text_input("Passphrase (optional)", key=_PASSPHRASE, type="password", width=260, autocomplete="off",
                          max_chars=passphrases.LONGEST, help="Tell it by another way than the link.")  # fmt: skip
        with st.container(horizontal=True):
            st.form_submit_button("Look at it first", icon=":material/preview:", on_click=_give_out,
                                  args=("preview", report, with_amounts))  # fmt: skip
            if not identity.hosting().is_personal:
                st.form_submit_button("Make the link", type="primary", icon=":material/add_link:", on_click=_give_out,
                                      args=("report", report, with_amounts))  # fmt: skip
    if (address := links.new("preview")) is not None and session.tried(_PREVIEWED, None) == (report.span, with_amounts):
        st.link_button("Open what a viewer sees", address, icon=":material/open_in_new:")
        st.caption("It is for you alone, until tomorrow.")
    if identity.hosting().is_personal:
        st.caption("Your NetROI serves this machine alone. To hand the report on, save it by *Report* on the results.")


def _give_out(kind: Kind, report: Report, with_amounts: bool) -> None:
    sections = session.value(_sections([section.name for section in report.sections]))
    days = session.value(_FOR)
    is_preview = kind == "preview"
    links.give_out(
        kind,
        1 if is_preview else days,
        lambda: snapshot(report, sections, identity.links().last_day(days), with_amounts=with_amounts),
        REPORT.address,
        passphrase="" if is_preview else str(session.value(_PASSPHRASE)),
    )
    if is_preview:
        session.try_out(_PREVIEWED, (report.span, with_amounts))
    else:
        session.set_value(_PASSPHRASE, "")


def _sections(names: list[str]) -> str:
    """The widget to choose among these sections, which is another where there are others."""
    return f"sections {'-'.join(names)}"


def _told(link: Link) -> str:
    content = link.content
    said = [links.held(link), links.opened(link)]
    if link.passphrase:
        said.append("with a passphrase")
    if content["amounts"]:
        said.append("**with amounts**")
    return f"**{plain(content['span'])}**, {', '.join(said)}  \n:small[:gray[{plain(', '.join(content['sections']))}]]"
