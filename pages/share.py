import streamlit as st

from pages.circles import membership
from pages.share import feedback, own_links, report_links
from pages.shell import identity
from pages.shell.layout import TEXT_WIDTH


def main() -> None:
    st.title("Share")
    if identity.hosting().is_personal:
        own_links.show_way_online()
        report_links.show_way_to_file()
        own_links.show_calendar_feed()
        return
    report_links.show_report_links()
    if not identity.hosting().is_streamlit_cloud:  # which blocks the cookies that these need
        feedback.show_feedback()
        own_links.show_calendar_feed()
        membership.offer_circles()
    own_links.show_app_link()


with st.container(width=TEXT_WIDTH):
    main()
