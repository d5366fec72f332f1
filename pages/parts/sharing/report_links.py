"""Links to a report: frozen as it stands, without amounts unless asked for, and looked at before it goes out."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.report.content import missing
from netroi_core.sharing import passphrases
from netroi_core.sharing.links import Content, Link
from netroi_core.sharing.snapshots import snapshot
from netroi_core.storage import Saved
from netroi_core.web.shared import REPORT
from netroi_core.wording import counted, plain
from pages.parts import figures, identity, options, session
from pages.parts.sharing import given

_DAYS: Final = (7, 30, 90)
_NEW: Final = "a report link"
_PASSPHRASE: Final = "share passphrase"
_PREVIEWED: Final = "previewed report"


def show() -> None:
    """A new link to a report, and those that are in force."""
    st.header("A report")
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    if saved is None or not quarters or session.is_example():
        st.markdown("Once you have figures of your own, a link shows others what they came to, without amounts.")
        return
    st.markdown(
        "A page with the findings that you choose, for whoever has its link. It stays as it is now, whatever you enter "
        "later, and tells ratios and an index instead of amounts."
    )
    given.show_new("report", "Whoever has it can read the report; it goes out when you send it.")
    unfolded = st.expander("Make a link to a report", icon=":material/add_link:", key=_NEW, on_change="rerun")
    if unfolded.open:
        with unfolded:
            _form(saved, quarters)
    given.listed(given.live("report"), _told)


def _form(saved: Saved, quarters: Sequence[Quarter]) -> None:
    window, chosen = options.bar(quarters)
    if reason := missing(figures.results_of(saved, window, chosen)):
        st.markdown(plain(reason))
        return
    with_amounts = st.toggle("With amounts", key="share with amounts")
    if with_amounts:
        st.warning("Whoever gets the link reads what you spent and gained, and can work out what you earn.",
                   icon=":material/visibility:")  # fmt: skip
    today = session.today()
    report = figures.report_of(saved, window, chosen, today, with_amounts)
    names = [section.name for section in report.sections]
    sections = st.pills("Sections", names, selection_mode="multi", default=names,
                        key=f"sections {'-'.join(names)}")  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.segmented_control("For how long", _DAYS, default=30, required=True, key="share for",
                                    format_func=lambda days: f"{days} days")  # fmt: skip
        st.text_input("Passphrase (optional)", key=_PASSPHRASE, type="password", width=260, autocomplete="off",
                      max_chars=passphrases.LONGEST, help="Tell it by another way than the link.")  # fmt: skip

    def content() -> Content:
        return snapshot(report, sections, today + timedelta(days=days), with_amounts=with_amounts)

    asked = repr((window, chosen, sections, with_amounts, days))
    with st.container(horizontal=True):
        st.button("Look at it first", key="preview report", icon=":material/preview:", on_click=_preview,
                  args=(content, asked))  # fmt: skip
        if not identity.hosting().is_personal:
            st.button("Make the link", key="make report link", type="primary", icon=":material/add_link:",
                      on_click=_make, args=(content, days))  # fmt: skip
    address = given.new("preview")
    if address is not None and session.tried(_PREVIEWED, None) == asked:
        st.link_button("Open what a viewer sees", address, icon=":material/open_in_new:")
        st.caption("It is for you alone, until tomorrow.")
    if identity.hosting().is_personal:
        st.caption("Your NetROI serves this machine alone. To hand the report on, save it by *Report* on the results.")


def _preview(content: Callable[[], Content], asked: str) -> None:
    given.give_out("preview", 1, content, f"{REPORT.path}#")
    session.try_out(_PREVIEWED, asked)


def _make(content: Callable[[], Content], days: int) -> None:
    # As it is at the click: what was typed last must protect the link, whether or not the page knows of it yet.
    given.give_out("report", days, content, f"{REPORT.path}#", passphrase=str(session.value(_PASSPHRASE) or ""))
    session.set_value(_PASSPHRASE, "")


def _told(link: Link) -> str:
    content = link.content
    said = [f"{given.held(link)}", f"opened {counted(link.views, 'time')}" if link.views else "not opened yet"]
    if link.passphrase:
        said.append("with a passphrase")
    if content["amounts"]:
        said.append("**with amounts**")
    return f"**{plain(content['span'])}**, {', '.join(said)}  \n:small[:gray[{plain(', '.join(content['sections']))}]]"
