"""The link to NetROI itself: to copy, to scan or in a short text, and how to get one."""

from functools import cache
from io import BytesIO
from typing import Final

import segno
import streamlit as st

from pages.shell import identity

_TEXT: Final = (
    "Everyone says: network. What does it return? NetROI tells you in ten minutes a quarter: group events, one-on-one "
    "or social media, and how sure that is. What you enter stays yours: {url}"
)
_HOW: Final = """
1. Take a machine that others reach, with a name and https: the guides in `docs/` go through it step by step, for any
   Linux host, for a container and for Streamlit Community Cloud.
2. Set `NETROI_MODE=guests`, so that everyone with the link gets a private workspace, or `NETROI_MODE=accounts`, so that
   they can sign in.
3. Set `NETROI_URL` to the address, start NetROI there, and open this page again: it has the link then.
"""


def show_app_link() -> None:
    """Show the link if this server has one, else how to put it online."""
    st.header("The app")
    if identity.hosting().is_personal:
        st.markdown("Your NetROI serves this machine alone, so there is no link to it that others could open.")
        with st.expander("Put it online for others", icon=":material/dns:", key="put online"):
            st.markdown(_HOW)
        return
    url = identity.url()
    st.markdown("Whoever opens this link gets a private workspace of their own. They see nothing of yours.")
    left, right = st.columns([3, 1], gap="large")
    with left:
        st.code(url, language=None, wrap_lines=True)
        st.caption("A short text to send with it")
        st.code(_TEXT.format(url=url), language=None, wrap_lines=True)
    with right:
        st.image(_qr_code(url), caption="The same link, to scan", width=200)


@cache
def _qr_code(url: str) -> str:
    """Return a QR code as SVG."""
    # On white even in the dark theme, because that is what cameras read.
    image = BytesIO()
    segno.make(url, error="m", micro=False).save(
        image, kind="svg", scale=8, dark="#12161b", light="#ffffff", xmldecl=False, title=f"QR code of {url}"
    )
    return image.getvalue().decode()
