"""The verdict in words: one sentence for each call, and never surer than the odds."""

import re

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from netroi_core.verdict.sensitivity import Flip, NextTest
from netroi_core.verdict.verdict import Call, Verdict
from netroi_core.verdict.words import VerdictWords, odds_phrase
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


@pytest.mark.parametrize(
    ("verdict_words", "sentence"),
    [
        (
            told("stick", 0.96, 0.91),
            "Stick to one-on-one: about 19 in 20 likely your best, and about 9 in 10 likely to pay for itself.",
        ),
        (told("lean"), "Lean towards one-on-one: about 3 in 4 likely your best."),
        (
            told("lean", 0.93, 0.62),
            "Lean towards one-on-one: about 9 in 10 likely your best, yet about 3 in 5 likely to pay for itself.",
        ),
        (told("too_close", 0.55), "Too close to call. Ahead so far: one-on-one, about 1 in 2 likely your best."),
        (
            told("nothing_pays", pays=0.42),
            "Nothing is likely to pay for itself yet. Closest: one-on-one, about 2 in 5 likely to.",
        ),
        (
            VerdictWords(Verdict("not_enough_data", None, {"group_events": 1.0}, {"group_events": 0.7}, {}), Words()),
            "Nothing to compare group events with yet; on its own, about 2 in 3 likely to pay for itself.",
        ),
        (
            VerdictWords(Verdict("not_enough_data", None, {}, {}, {}), Words()),
            "Too early for a verdict: it takes an outcome of worth, and a step to it that cost time or money.",
        ),
    ],
    ids=["stick", "lean", "lean on what may not pay", "too close", "nothing pays", "one approach", "nothing known"],
)
def test_each_call_is_one_sentence(verdict_words: VerdictWords, sentence: str) -> None:
    assert verdict_words.headline() == sentence


@over(st.floats(0, 1))
def test_odds_in_words_are_never_surer_than_the_odds(probability: float) -> None:
    phrase = odds_phrase(probability)
    numbers = re.fullmatch(r"about (\d+) in (\d+)", phrase)
    assert numbers or (phrase == "less than 1 in 10" and probability < 0.1)
    if numbers:
        share = int(numbers[1]) / int(numbers[2])
        assert probability - 0.11 < share <= probability + 1e-9


def test_no_sentence_speaks_the_language_of_statistics() -> None:
    verdict_words = told("too_close")
    sentences = [
        verdict_words.headline(),
        verdict_words.interval("one_on_one"),
        verdict_words.agreement(LEADERS),
        verdict_words.flip(None, ""),
    ]
    assert not re.search(r"probab|posterior|interval|significan|confiden|median", " ".join(map(str, sentences)))


def test_the_return_is_told_from_where_to_where_and_promises_no_riches() -> None:
    assert told("lean").interval("group_events") == (
        "Group events: each $1 of money and time returns about $0.50; 9 in 10 likely between $0.10 and $1.40."
    )
    assert told("lean").interval("one_on_one").endswith("between $0.80 and more than $100.")
    assert "1,40\xa0€" in told("lean", words=Words("de_DE", "EUR")).interval("group_events")


def test_the_label_of_an_interval_is_its_middle_and_its_ends() -> None:
    assert told("lean").points("group_events") == "$0.50 ($0.10 to $1.40)"
    assert told("lean").points("one_on_one") == "$2.50 ($0.80 to more than $100)"
    assert told("lean").points("social_media") == "nothing invested"


@pytest.mark.parametrize(
    ("verdict_words", "title"),
    [
        (told("lean"), "One-on-one leads; group events may not pay"),
        (told("lean", 0.2), "Group events lead; group events may not pay"),
        (told("nothing_pays", pays=0.42), "No approach is likely to pay for itself yet"),
        (
            VerdictWords(Verdict("not_enough_data", None, {"group_events": 1.0}, {"group_events": 0.7}, {}), Words()),
            "There is nothing to compare it with yet",
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
        verdict_words.odds_alt() == f"{verdict_words.interval('group_events')} {verdict_words.interval('one_on_one')}"
    )


def test_a_return_of_which_too_little_is_known_is_not_told() -> None:
    wild = Verdict("not_enough_data", None, {"one_on_one": 1.0}, {"one_on_one": 0.9}, {"one_on_one": (0.0, 1e4, 1e9)})
    assert VerdictWords(wild, Words()).interval("one_on_one") == (
        "One-on-one: too little is known to say what each $1 of money and time returns."
    )


def test_agreement_counts_the_ways_to_share_credit() -> None:
    assert told("lean").agreement(LEADERS) == "All 7 ways to share credit put one-on-one first."
    split = {**LEADERS, "first": "group_events"}
    assert told("lean").agreement(split) == "6 of 7 ways to share credit put one-on-one first."
    assert VerdictWords(Verdict("not_enough_data", None, {}, {}, {}), Words()).agreement(LEADERS) is None


@pytest.mark.parametrize(
    ("flip", "sentence"),
    [
        (None, "No outcome alone would change this."),
        (
            Flip(3, "probability", 0.5, 0.2, "too_close", None),
            "With “Advisory board” at 20% instead of 50%, it would be too close to call.",
        ),
        (
            Flip(3, "value", 1, 1.5, "stick", "one_on_one"),
            "With “Advisory board” worth 150% of what is on record, the advice would be to stick to one-on-one.",
        ),
        (
            Flip(3, "value", 1, 0, "lean", "group_events"),
            "Without “Advisory board”, the advice would be to lean towards group events.",
        ),
        (
            Flip(3, "value", 1, 0, "nothing_pays", None),
            "Without “Advisory board”, nothing would be likely to pay for itself.",
        ),
        (
            Flip(3, "value", 1, 0, "not_enough_data", None),
            "Without “Advisory board”, it would be too early for a verdict.",
        ),
    ],
)
def test_what_would_change_it_names_the_outcome_and_where(flip: Flip | None, sentence: str) -> None:
    assert told("lean").flip(flip, "Advisory board") == sentence


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (None, "No test of a single approach is likely to settle it soon: keep a mix, and keep count."),
        (
            NextTest("one_on_one", 12, 1500.0, 0.62),
            "Cheapest test: 12 more one-on-one talks, about $1,500 of money and time, "
            "about 3 in 5 likely to settle it.",
        ),
        (
            NextTest("group_events", 64, 9000.0, 0.26),
            "Not soon settled: 64 more group events, about $9,000 of money and time, would be about 1 in 4 likely to.",
        ),
    ],
)
def test_the_next_test_says_how_many_at_what_cost(test: NextTest | None, sentence: str) -> None:
    assert told("lean").test(test) == sentence


def test_a_firm_verdict_asks_for_no_test() -> None:
    assert told("stick").test(None) is None
