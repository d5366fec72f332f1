"""The texts: fixed, short, with one link to follow and one to stop."""

import re
from urllib.parse import parse_qs, urlsplit

from netroi_core.reminding.messages import CONFIRM_PATH, STOP_PATH, confirmation, reminder
from tests.reminding.conftest import URL


def links_in(text: str) -> list[tuple[str, dict[str, list[str]]]]:
    parts = [urlsplit(address) for address in re.findall(r"https://\S+", text)]
    return [(part.path, parse_qs(part.query)) for part in parts]


def test_a_reminder_leads_to_the_page_where_its_work_is_done_and_to_the_way_to_stop() -> None:
    quiz, follow_ups = reminder("quiz", URL, "a.b+c"), reminder("follow_ups", URL, "a.b+c")
    stop = (STOP_PATH, {"link": ["a.b+c"]})
    assert links_in(quiz.text) == [("/quiz", {}), stop]
    assert links_in(follow_ups.text) == [("/follow_ups", {}), stop]
    assert links_in(quiz.stop) == [stop]


def test_a_confirmation_names_the_server_and_both_ways() -> None:
    message = confirmation(URL, "token", 7)
    both = [(path, {"link": ["token"]}) for path in (CONFIRM_PATH, STOP_PATH)]
    assert links_in(message.text) == [("", {}), *both]
    assert "within 7 days" in message.text


def test_no_message_holds_a_number_that_could_be_an_amount() -> None:
    for kind in ("quiz", "follow_ups"):
        message = reminder(kind, URL, "token")
        assert not re.search(r"[\d$€£]", message.subject + message.text)
