"""An invitation to a circle: its page hands the token over, and leads to the page of the app that asks."""

from typing import Final

from netroi_core.web.link_pages import LinkPage

INVITATION: Final = LinkPage(
    "/c", ("invitation",), "/circles", "You are invited to a circle",
    "See where your networking stands among others. Nobody in it sees your name, an amount, or who else is in it.",
)  # fmt: skip
