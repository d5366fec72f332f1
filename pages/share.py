import streamlit as st

from pages.circles import invitation
from pages.share import app_link, calendar_feed, feedback, report_links
from pages.shell import identity


def main() -> None:
    st.title("Share NetROI, or what it told you")
    app_link.show_app_link()
    report_links.show_report_links()
    if not identity.hosting().is_streamlit_cloud:  # which lets none of the cookies through that these take
        feedback.show_feedback()
        calendar_feed.show_calendar_feed()
        invitation.offer_circles()


main()
