"""Links to a frozen report: its sections, days and passphrase, with a preview before it goes out."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.report.content import Report, missing_figures
from netroi_core.report.rendering import snapshot
from netroi_core.sharing.links import MAX_PASSPHRASE_LENGTH, Link, LinkKind
from netroi_core.storage import Saved
from netroi_core.web.link_pages import REPORT
from netroi_core.wording.wording import escape_markdown
from pages.shell import identity, session
from pages.shell.figures import figures_of
from pages.widgets import filters, shared_links
from pages.widgets.reports import report_of

_NEW: Final = "a report link"
_DAYS_KEY: Final = "share for"
_PASSPHRASE: Final = "share passphrase"
_PREVIEWED: Final = "previewed report"


def show_way_to_file() -> None:
    """Show where the report can be saved as a file, to send without a link."""
    st.header("Share a report")
    st.markdown("Save your report as a file, then send it.")
    st.page_link("report.py", label="Go to Report", icon=":material/description:")


def show_report_links() -> None:
    """Show the form for a new link, and the active links."""
    st.header("Share a report")
    if identity.hosting().is_streamlit_cloud:
        st.markdown(
            "Streamlit Community Cloud blocks the cookies that report links need. Save the report under "
            "*Results*, *Report*, and send the file."
        )
        return
    saved = session.saved()
    quarters = figures_of(saved).ledger.quarters if saved else ()
    if saved is None or not quarters or session.is_example():
        st.markdown("Once you’ve submitted a quiz, you can share your results by link, without amounts.")
        return
    st.markdown(
        "Anyone with the link can read the sections you choose. The report doesn’t change when you add "
        "records later. It shows ratios and an index instead of amounts."
    )
    shared_links.show_new_link("report", "Anyone with the link can read the report. Nobody gets it until you send it.")
    with st.expander("Create a report link", key=_NEW, on_change="rerun") as expander:
        if expander.open:
            _show_form(saved, quarters)
    shared_links.show_links(shared_links.active_links("report"), _describe)


def _show_form(saved: Saved, quarters: Sequence[Quarter]) -> None:
    window, chosen = filters.filter_bar(quarters)
    if reason := missing_figures(figures_of(saved).results(window, chosen)):
        st.markdown(escape_markdown(reason))
        return
    with_amounts = st.toggle("Include amounts", key="share with amounts")
    if with_amounts:
        st.warning("Anyone with the link can see what you spent and won, and work out what you earn.",
                   icon=":material/visibility:")  # fmt: skip
    report = report_of(saved, window, chosen, session.today(), with_amounts=with_amounts)
    names = [section.name for section in report.sections]
    # A form sends what was typed last together with the click, so no link goes out without its passphrase.
    with st.form("report link", border=False, enter_to_submit=False):
        st.pills("Sections", names, selection_mode="multi", default=names, key=_sections_key(names))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            shared_links.choose_days(_DAYS_KEY)
            st.text_input("Passphrase (optional)", key=_PASSPHRASE, type="password", width=260, autocomplete="off",
                          max_chars=MAX_PASSPHRASE_LENGTH, help="Send it separately from the link.")  # fmt: skip
        with st.container(horizontal=True):
            st.form_submit_button("Preview", icon=":material/preview:", on_click=_create_link,
                                  args=("preview", report, with_amounts))  # fmt: skip
            st.form_submit_button("Create a link", type="primary", icon=":material/add_link:",
                                  on_click=_create_link, args=("report", report, with_amounts))  # fmt: skip
    address, previewed = shared_links.new_address("preview"), session.value(_PREVIEWED)
    if address is not None and previewed == (report.span, with_amounts):
        st.link_button("Open the preview", address, icon=":material/open_in_new:")
        st.caption("Only you have this address. It works until tomorrow.")


def _create_link(kind: LinkKind, report: Report, with_amounts: bool) -> None:
    sections = session.widget_value(_sections_key([section.name for section in report.sections]))
    days = session.widget_value(_DAYS_KEY)
    is_preview = kind == "preview"
    shared_links.create_link(
        kind,
        # A preview goes to nobody else, so it lives for the shortest time and needs no passphrase.
        1 if is_preview else days,
        lambda: snapshot(report, sections, identity.services().links.last_day(days), with_amounts=with_amounts),
        REPORT.address,
        passphrase="" if is_preview else str(session.widget_value(_PASSPHRASE)),
    )
    if is_preview:
        session.set_value(_PREVIEWED, (report.span, with_amounts))
    else:
        session.set_widget_value(_PASSPHRASE, "")


def _sections_key(names: list[str]) -> str:
    # Other quarters have other sections: a remembered choice would not fit them.
    return f"sections {'-'.join(names)}"


def _describe(link: Link) -> str:
    content = link.content
    facts = [shared_links.valid_until(link), shared_links.times_opened(link)]
    if link.passphrase:
        facts.append("with a passphrase")
    if content["amounts"]:
        facts.append("**with amounts**")
    sections = escape_markdown(", ".join(content["sections"]))
    return f"**{escape_markdown(content['span'])}**, {', '.join(facts)}  \n:small[:gray[{sections}]]"
