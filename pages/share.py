import streamlit as st

from pages.circles import invited
from pages.share import app_link, calendar, feedback, report_links
from pages.shell import identity


def main() -> None:
    st.title("Share NetROI, or what it told you")
    app_link.show()
    report_links.show()
    if not identity.hosting().is_streamlit_cloud:  # which lets none of the cookies through that these take
        feedback.show()
        calendar.show()
        invited.offer_circles()


main()
