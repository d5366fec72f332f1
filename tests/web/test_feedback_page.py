"""The feedback page: a form that counts once, within limits, and whose text is only text."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from netroi_core.access.limits import VISITORS_PER_NETWORK
from netroi_core.sharing import feedback
from netroi_core.sharing.feedback import MAX_WAITING, FeedbackAnswer
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileStore
from netroi_core.web.public_routes import THANKS_PATH
from tests.careers import HOSTILE
from tests.web.conftest import OWNER, Browser, PublicServer

MARKUP = f"<script>alert(1)</script>\"'><b>x</b>{{{{ 7*7 }}}}{HOSTILE}"


def ask(server: PublicServer, asker: str = "Dana", days: int = 30, whose: Principal = OWNER) -> str:
    """Return the token of a link that asks for feedback."""
    until = server.links.last_day(days)
    return server.links.create(whose, "feedback", days + feedback.READING_DAYS, feedback.request_content(asker, until))[
        0
    ]


def fields(page: Any) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    }


def answer(browser: Browser, page: Any, **typed: str) -> Any:
    """Submit the form on a page."""
    return browser.submit("/feedback", **fields(page), **typed)


def waiting(server: PublicServer, whose: Principal = OWNER) -> list[FeedbackAnswer]:
    return [
        waiting_answer for link in server.links.owned_by(whose) for waiting_answer in feedback.waiting_answers(link)
    ]


def test_a_contact_answers_without_an_account_and_it_waits_for_the_owner(server: PublicServer, tmp_path: Path) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server), "/f")
    assert page.status_code == 200
    assert "How has knowing Dana helped you?" in page.text
    sent = answer(ann, page, **{"got-client": "on", "text": "You introduced us.", "name": "Luis"})
    assert (sent.status_code, sent.headers["location"]) == (303, THANKS_PATH)
    assert "Thank you" in ann.get(THANKS_PATH).text
    (saved,) = waiting(server)
    assert (saved.gains, saved.text, saved.name) == (("client",), "You introduced us.", "Luis")
    assert saved.day == server.links.today()
    assert FileStore(tmp_path).read(OWNER) is None, "nobody but the owner writes into their workspace"
    assert not list(tmp_path.glob("*.json"))


def test_without_an_asker_the_question_names_nobody(server: PublicServer) -> None:
    page = server.browser().open_link(ask(server, asker=""), "/f").text
    assert "How has our connection helped you?" in page
    assert "The person who sent you the link will read your answer" in page


def test_every_field_has_a_label_and_none_asks_for_an_identity(server: PublicServer) -> None:
    page = server.browser().open_link(ask(server), "/f").text
    inputs = re.findall(r'<(?:input|textarea)[^>]*name="([\w-]+)"', page)
    ticks = [f"got-{kind}" for kind in feedback.GAINS]
    assert inputs == ["form", *ticks, "text", "name"]
    assert re.findall(r'<label for="(\w+)"', page) == re.findall(r' id="(text|name)"', page)
    assert len(re.findall(r'<label><input type="checkbox"', page)) == len(ticks)
    assert not re.search(r'type="(email|tel|file)"', page)
    assert "<script" not in page


def test_a_double_click_a_reload_and_going_back_make_one_answer(server: PublicServer) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server), "/f")
    for text in ("You introduced us.", "You introduced us.", "You introduced us, and it paid."):
        assert answer(ann, page, text=text).status_code == 303
    assert [waiting_answer.text for waiting_answer in waiting(server)] == ["You introduced us, and it paid."]
    answer(ann, ann.get("/feedback"), text="And another thing.")
    assert len(waiting(server)) == 2, "a page that is opened anew is another answer"


def test_a_settled_answer_does_not_come_back_when_the_form_is_sent_again(server: PublicServer) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server), "/f")
    answer(ann, page, text="You introduced us.")
    (saved,), (link,) = waiting(server), server.links.owned_by(OWNER)
    server.links.change(link.id, lambda current: feedback.without_answer(current, saved.id))
    assert answer(ann, page, text="You introduced us.").status_code == 303
    assert waiting(server) == []


def test_with_two_links_in_one_browser_each_answer_goes_to_its_asker(server: PublicServer) -> None:
    bo = Principal("guest", "bb" * 10)
    ann = server.browser()
    first = ann.open_link(ask(server), "/f")
    second = ann.open_link(ask(server, "Bo", whose=bo), "/f")
    answer(ann, first, text="For Dana")
    answer(ann, second, text="For Bo")
    assert [waiting_answer.text for waiting_answer in waiting(server)] == ["For Dana"]
    assert [waiting_answer.text for waiting_answer in waiting(server, bo)] == ["For Bo"]


@pytest.mark.parametrize("form", ["", "x", "WyJhIiwiYiJd.aaaa.bbbb"])
def test_a_forged_form_is_shown_again_with_the_typed_text(server: PublicServer, form: str) -> None:
    ann = server.browser()
    ann.open_link(ask(server), "/f")
    again = ann.submit("/feedback", form=form, text="You introduced us.", **{"got-advice": "on"})
    assert again.status_code == 400
    assert ">You introduced us.</textarea>" in again.text
    assert 'name="got-advice" checked' in again.text
    assert waiting(server) == []
    assert answer(ann, again, text="You introduced us.").status_code == 303


def test_without_a_link_there_is_no_form(server: PublicServer) -> None:
    ask(server)
    nobody = server.browser()
    assert nobody.get("/feedback").status_code == 404
    assert nobody.submit("/feedback", text="x").status_code == 404
    assert nobody.submit("/feedback", form="x", text="x").status_code == 404


def test_closed_revoked_and_expired_links_look_mistyped_even_with_the_form_open(
    server: PublicServer,
) -> None:
    wrong = server.browser().post_token("x", "/f").text
    closed, revoked, expired = (ask(server, days=days) for days in (30, 30, 7))
    opened = []
    for token in (closed, revoked, expired):
        browser = server.browser()
        opened.append((browser, browser.open_link(token, "/f"), token))
    names = {token: link.id for token in (closed, revoked) if (link := server.links.by_token(token))}
    server.links.change(names[closed], feedback.closed)
    server.links.revoke(OWNER, names[revoked])
    server.ahead = timedelta(days=8)
    for browser, page, _ in opened:
        for refused in (browser.get("/feedback"), answer(browser, page, text="Too late")):
            assert (refused.status_code, refused.text) == (404, wrong)
    assert waiting(server) == []


def test_typed_markup_is_escaped(server: PublicServer) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server, asker=MARKUP[:90]), "/f")
    for text in (page.text, answer(ann, page, text=MARKUP + "x" * 2000, name=MARKUP).text):
        assert "<script" not in text
        assert "<b>x" not in text
        assert "<iframe" not in text
        assert "{{ 7*7 }}" in text
    answer(ann, ann.get("/feedback"), text=MARKUP, name=MARKUP[:100])
    (saved,) = waiting(server)
    assert (saved.text, saved.name) == (MARKUP, MARKUP[:100].strip())


@pytest.mark.parametrize("body", ["text=a%00b%E2%80%AEc", "text=%00a%1Bb%7Fc&name=%E2%81%A6"])
def test_control_characters_are_removed(server: PublicServer, body: str) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server), "/f")
    assert ann.submit("/feedback", f"form={fields(page)['form']}&{body}".encode()).status_code == 303
    assert [(waiting_answer.text, waiting_answer.name) for waiting_answer in waiting(server)] == [("abc", "")]


@pytest.mark.parametrize(
    "fields_typed", [{}, {"text": " \n "}, {"name": "Luis"}, {"text": "é" * 2001}, {"text": "x", "name": "é" * 101}]
)
def test_an_empty_or_too_long_answer_is_shown_again_with_the_reason_and_the_typed_text(
    server: PublicServer, fields_typed: dict[str, str]
) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server), "/f")
    again = answer(ann, page, **fields_typed)
    assert again.status_code == 409
    assert 'role="alert"' in again.text
    assert all(typed.strip() in again.text for typed in fields_typed.values())
    assert waiting(server) == []


def test_the_longest_answer_in_three_byte_letters_fits(server: PublicServer) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server), "/f")
    assert answer(ann, page, text="鷺" * 2000, name="鷺" * 100).status_code == 303
    assert [len(waiting_answer.text) for waiting_answer in waiting(server)] == [2000]


def test_beyond_the_limit_of_waiting_answers_the_page_says_so(server: PublicServer) -> None:
    ann = server.browser()
    token = ask(server)
    page = ann.open_link(token, "/f")
    (link,) = server.links.owned_by(OWNER)
    for number in range(MAX_WAITING):
        saved = feedback.new_answer(f"k{number}", date.today(), (), "x", "")
        server.links.change(link.id, lambda current, saved=saved: feedback.with_answer(current, saved))
    assert "Too many answers are waiting" in ann.get("/feedback").text
    refused = answer(ann, page, text="You introduced us.")
    assert refused.status_code == 409
    assert "Too many answers are waiting" in refused.text
    assert ">You introduced us.</textarea>" in refused.text
    assert len(waiting(server)) == MAX_WAITING


def test_answers_are_limited_per_address_and_per_link_and_nothing_typed_is_lost(server: PublicServer) -> None:
    token = ask(server)

    def sent(address: str, times: int) -> Any:
        browser = server.browser(address)
        page = browser.open_link(token, "/f")
        return [answer(browser, page, text="You introduced us.") for _ in range(times)]

    most = VISITORS_PER_NETWORK
    answers = [*sent("10.0.0.1", most - 1), *sent("10.0.0.2", 2)]
    assert [waiting_answer.status_code for waiting_answer in answers] == [303] * most + [429]
    token = ask(server)
    answers = sent("10.0.0.1", 2)
    assert [waiting_answer.status_code for waiting_answer in answers] == [303, 429]
    assert ">You introduced us.</textarea>" in answers[-1].text
    assert "Nothing was lost: wait a few minutes" in answers[-1].text


def test_another_site_can_not_submit_the_form(server: PublicServer) -> None:
    ann = server.browser()
    page = ann.open_link(ask(server), "/f")
    for headers in ({}, {"origin": "https://evil.example"}, {"sec-fetch-site": "same-site"}):
        refused = ann.client.post("/feedback", data={**fields(page), "text": "x"}, headers=headers)
        assert refused.status_code == 403
    assert waiting(server) == []
