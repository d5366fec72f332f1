"""The verdict in words, never surer than the odds."""

import re

import pytest

from netroi_core.verdict.sensitivity import Flip
from netroi_core.verdict.verdict import Call, Verdict
from netroi_core.verdict.words import VerdictWords
from netroi_core.wording.wording import Words

LEADERS = dict.fromkeys(("first", "last", "linear", "position", "decay", "custom", "shapley"), "one_on_one")


def told(call: Call, best: float = 0.78, pays: float = 0.86, words: Words | None = None) -> VerdictWords:
    """A verdict of two approaches, of which one-on-one leads."""
    named = "one_on_one" if call in ("stick", "lean") else None
    verdict = Verdict(
        call,
        named,
        {"group_events": 1 - best, "one_on_one": best},
        {"group_events": 0.2, "one_on_one": pays},
        {"group_events": (-0.9, -0.5, 0.4), "one_on_one": (-0.2, 1.5, 240.0)},
    )
    return VerdictWords(verdict, words or Words())


def test_no_sentence_speaks_the_language_of_statistics() -> None:
    verdict_words = told("too_close")
    sentences = [
        verdict_words.estimate("one_on_one"),
        verdict_words.agreement(LEADERS),
        verdict_words.flip(None, ""),
    ]
    assert not re.search(r"probab|posterior|interval|significan|confiden|median", " ".join(map(str, sentences)))


def test_the_return_is_told_from_where_to_where_and_promises_no_riches() -> None:
    assert told("lean").estimate("group_events") == (
        "Estimated for the next $1 in group events: $0.50; 90% likely to be between $0.10 and $1.40."
    )
    assert told("lean").estimate("one_on_one").endswith("between $0.80 and more than $100.")
    assert "1,40\xa0€" in told("lean", words=Words("de_DE", "EUR")).estimate("group_events")


def test_the_label_of_an_interval_is_its_middle_and_its_ends() -> None:
    assert told("lean").points("group_events") == "$0.50 ($0.10 to $1.40)"
    assert told("lean").points("one_on_one") == "$2.50 ($0.80 to more than $100)"
    assert told("lean").points("social_media") == "not enough to tell"


@pytest.mark.parametrize(
    ("verdict_words", "title"),
    [
        (told("lean"), "Estimate: one-on-one has the best return; group events may not pay back"),
        (told("lean", 0.2), "Estimate: group events have the best return; group events may not pay back"),
        # No page calls a winner where another says that it is too close.
        (told("too_close", best=0.55), "Estimate: too close to call; group events may not pay back"),
        (told("too_close", 0.65), "Estimate: one-on-one probably has the best return; group events may not pay back"),
        (told("nothing_pays", pays=0.42), "Estimate: no approach is likely to pay for itself yet"),
        (
            VerdictWords(Verdict("not_enough_data", None, {"group_events": 1.0}, {"group_events": 0.7}, {}), Words()),
            "There is nothing to compare it with yet",
        ),
        *(
            (
                VerdictWords(Verdict("not_enough_data", None, {name: 1.0}, {name: 0.7}, {name: (-0.5, 1, 2)}), Words()),
                title,
            )
            for name, title in (
                ("one_on_one", "Only one-on-one has enough data for an estimate"),
                ("group_events", "Only group events have enough data for an estimate"),
            )
        ),
    ],
)
def test_the_picture_of_the_intervals_says_who_leads_and_who_may_not_pay(
    verdict_words: VerdictWords, title: str
) -> None:
    assert verdict_words.odds_title() == title


def test_the_intervals_in_words_are_those_of_each_approach() -> None:
    verdict_words = told("lean")
    assert (
        verdict_words.odds_alt() == f"{verdict_words.estimate('group_events')} {verdict_words.estimate('one_on_one')}"
    )


def test_a_return_of_which_too_little_is_known_is_not_told() -> None:
    wild = Verdict("not_enough_data", None, {"one_on_one": 1.0}, {"one_on_one": 0.9}, {"one_on_one": (0.0, 1e4, 1e9)})
    assert VerdictWords(wild, Words()).estimate("one_on_one") == (
        "Too little is known yet to estimate what the next $1 in one-on-one returns."
    )


def test_agreement_counts_the_ways_to_share_credit() -> None:
    assert told("lean").agreement(LEADERS) == "All 7 ways to share credit give one-on-one the best estimated return."
    split = {**LEADERS, "first": "group_events"}
    assert told("lean").agreement(split) == "6 of 7 ways to share credit give one-on-one the best estimated return."
    assert VerdictWords(Verdict("not_enough_data", None, {}, {}, {}), Words()).agreement(LEADERS) is None


def test_an_approach_that_alone_can_be_estimated_is_compared_with_none() -> None:
    odds, roi = {"one_on_one": 0.6, "group_events": 0.4}, {"one_on_one": (0.1, 0.5, 2.0)}
    alone = VerdictWords(Verdict("too_close", None, odds, odds, roi), Words())
    assert alone.agreement(LEADERS) is None
    assert alone.odds_title() == "Only one-on-one has enough data for an estimate"


@pytest.mark.parametrize(
    ("flip", "sentence"),
    [
        (None, "No outcome alone would change which approach is best."),
        (
            Flip(3, "probability", 0.5, 0.2, "too_close", None),
            "With “Advisory board” at 20% instead of 50%, it would be too close to call.",
        ),
        (
            Flip(3, "value", 1, 1.5, "stick", "one_on_one"),
            "If “Advisory board” had brought 150% of what you entered, "
            "your best approach would almost surely be one-on-one.",
        ),
        (
            Flip(3, "value", 1, 0, "lean", "group_events"),
            "Without “Advisory board”, your best approach would most likely be group events.",
        ),
        (
            Flip(3, "probability", 0.5, 0.69, "lean", "one_on_one"),
            "With “Advisory board” at 69% instead of 50%, one-on-one would be likely enough to be called your best.",
        ),
        (
            Flip(3, "value", 1, 0, "nothing_pays", None),
            "Without “Advisory board”, no approach would be likely to pay for itself.",
        ),
        (
            Flip(3, "value", 1, 0, "not_enough_data", None),
            "Without “Advisory board”, it would be too early to compare.",
        ),
    ],
)
def test_what_would_change_it_names_the_outcome_and_where(flip: Flip | None, sentence: str) -> None:
    assert told("lean").flip(flip, "Advisory board") == sentence
