"""Feedback: answers wait with their link, within limits, and become stories."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from netroi_core.relationships.stories import add_once
from netroi_core.sharing import feedback
from netroi_core.sharing.feedback import GAINS, MAX_WAITING, FeedbackAnswer, IncompleteAnswer, TooManyAnswers
from netroi_core.sharing.links import InvalidLink, Link
from netroi_core.workspace import document
from netroi_core.workspace.fields import EXCHANGE_KINDS, OUTCOME_KINDS
from netroi_core.workspace.records import Story
from tests.careers import HOSTILE, make_document
from tests.sharing.test_links import ANN

TODAY = date(2026, 10, 5)
TRICKS = "\x00a\x1b\x7f\u202eb\u2066\r\nc\ud800d\u0007"


def request_link(until: date = TODAY, asker: str = "Dana") -> Link:
    return Link("name", "feedback", ANN, TODAY, until, feedback.request_content(asker, until))


def an_answer(key: str = "k1", text: str = "You introduced us.", day: date = TODAY, **more: Any) -> FeedbackAnswer:
    return feedback.new_answer(key, day, more.get("gains", ()), text, more.get("name", ""))


def test_an_answer_waits_with_everything_in_it() -> None:
    answer = an_answer(gains={"client", "introduction"}, name="  Luis \n Carranza ")
    assert feedback.waiting_answers(feedback.with_answer(request_link(), answer)) == (answer,)
    assert (answer.gains, answer.name, answer.got) == (
        ("introduction", "client"), "Luis Carranza", "an introduction and a client",
    )  # fmt: skip


def test_gains_are_kinds_of_exchanges_and_outcomes() -> None:
    assert set(EXCHANGE_KINDS) <= set(GAINS) <= {*EXCHANGE_KINDS, *OUTCOME_KINDS}
    assert an_answer(gains={"bribe", "advice"}).gains == ("advice",)


def test_an_answer_sent_twice_is_replaced_by_the_latest() -> None:
    link = feedback.with_answer(feedback.with_answer(request_link(), an_answer()), an_answer(text="You introduced us!"))
    assert [answer.text for answer in feedback.waiting_answers(link)] == ["You introduced us!"]


@pytest.mark.parametrize("again", [an_answer(), an_answer(text="Something else")])
def test_a_settled_answer_does_not_come_back(again: FeedbackAnswer) -> None:
    link = feedback.without_answer(
        feedback.with_answer(feedback.with_answer(request_link(), an_answer()), an_answer("k2")), "k1"
    )
    assert [answer.id for answer in feedback.waiting_answers(link)] == ["k2"]
    assert feedback.with_answer(link, again) == link


def test_a_link_takes_answers_through_its_last_day_and_keeps_those_that_wait() -> None:
    link = feedback.with_answer(request_link(), an_answer())
    with pytest.raises(InvalidLink):
        feedback.with_answer(link, an_answer("k2", day=TODAY + timedelta(days=1)))
    assert len(feedback.waiting_answers(link)) == 1


def test_a_closed_link_takes_no_answers_and_keeps_those_that_wait() -> None:
    link = feedback.closed(feedback.with_answer(request_link(), an_answer()))
    assert feedback.last_day(link) is None
    assert not feedback.takes_answers(link, TODAY)
    with pytest.raises(InvalidLink):
        feedback.with_answer(link, an_answer("k2"))
    assert len(feedback.waiting_answers(link)) == 1


def test_waiting_answers_are_limited_and_can_still_be_corrected() -> None:
    link = request_link()
    for number in range(MAX_WAITING):
        assert not feedback.is_full(link)
        link = feedback.with_answer(link, an_answer(f"k{number}"))
    assert feedback.is_full(link)
    with pytest.raises(TooManyAnswers, match="waiting to be read"):
        feedback.with_answer(link, an_answer("one more"))
    assert feedback.waiting_answers(feedback.with_answer(link, an_answer("k7", "Mended.")))[-1].text == "Mended."
    assert not feedback.is_full(feedback.without_answer(link, "k0"))


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\u202e"])
def test_an_empty_answer_is_refused_unless_a_gain_is_ticked(text: str) -> None:
    with pytest.raises(IncompleteAnswer, match="Check what fits or write"):
        an_answer(text=text)
    assert an_answer(text=text, gains={"advice"}).text == ""


def test_only_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(IncompleteAnswer, match="too long"):
        an_answer(text="é" * 2001)
    with pytest.raises(IncompleteAnswer, match="too long"):
        an_answer(name="é" * 101)
    assert len(an_answer(text="é" * 2000, name="é" * 100).text) == 2000


def test_control_characters_are_removed() -> None:
    answer = an_answer(text=TRICKS, name=TRICKS)
    assert (answer.text, answer.name) == ("ab\ncd", "ab cd")
    assert request_link(asker=TRICKS).content["asker"] == "ab\ncd"


@drawn(st.text(), st.text(max_size=90), st.sets(st.sampled_from(sorted(GAINS))), st.booleans())
def test_any_text_becomes_a_story_that_can_be_stored(text: str, name: str, gains: set[str], is_known: bool) -> None:
    try:
        answer = feedback.new_answer("k1", TODAY, gains, text + TRICKS, name + TRICKS)
    except IncompleteAnswer:
        assert len(text) > 1900
        return
    story = feedback.story_from(answer, "c1" if is_known else None, "one_on_one", approved=True)
    raw = add_once(make_document(contacts=[{"name": "Ada"}]), story)
    document.validate(raw)
    assert document.parse(document.to_json(raw)) == raw


def test_a_story_holds_the_text_the_gains_and_the_name() -> None:
    answer = an_answer(text="You introduced us.", gains={"client"}, name="Luis")
    text = "You introduced us.\nIt led to a client."
    assert feedback.story_from(answer, None, None, approved=False) == Story(
        id="s-k1", date=TODAY, text=f"{text}\n– Luis", approved=False
    )
    assert feedback.story_from(answer, "c1", "one_on_one", approved=True).text == text
    assert (
        feedback.story_from(an_answer(text="", gains={"skill"}), None, None, approved=True).text == "It led to a skill."
    )


def test_a_story_that_was_added_before_stays_as_it_is() -> None:
    story = feedback.story_from(an_answer(text=HOSTILE), None, None, approved=False)
    once = add_once(make_document(), story)
    changed = {**once, "stories": [{**once["stories"][0], "approved": True}]}
    assert add_once(changed, story) == changed
