import streamlit as st

from pages.parts.sharing import app_link, calendar, feedback, invited, report_links


def main() -> None:
    st.title("Share NetROI, or what it told you")
    app_link.show()
    report_links.show()
    feedback.show()
    calendar.show()
    invited.offer_circles()


main()
