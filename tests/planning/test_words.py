"""A plan in words: what to shift, why not, what speaks against it; and never surer than the odds."""

import re
from dataclasses import replace

import numpy as np
import pytest

from netroi_core.planning.outlook import Advice, Effort, Forecast, Mix, Outlook, Reason
from netroi_core.planning.words import NOTHING_KNOWN, PlanWords
from netroi_core.report.index_points import IndexWords
from netroi_core.verdict.verdict import Call, Verdict
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES


def mix(*hours: float) -> Mix:
    return {approach: Effort(count) for approach, count in zip(APPROACHES, hours, strict=True)}


def said(call: Call = "lean", tried: tuple[str, ...] = APPROACHES, words: Words | None = None) -> PlanWords:
    """The words of an outlook with 20, 10 and 5 hours today, in which social media is the least known."""
    drawn = np.random.default_rng(3).standard_normal(1000)
    named = "one_on_one" if call in ("stick", "lean") else None
    best = {"group_events": 0.2, "one_on_one": 0.55, "social_media": 0.25}
    verdict = Verdict(call, named, {approach: best[approach] for approach in tried}, {}, {})
    ones = np.ones(3)
    ahead = Outlook(mix(20, 10, 5), tried, ones, ones, ones, np.exp(np.stack([drawn, drawn, 2 * drawn])), verdict)
    return PlanWords(ahead, words or Words())


def forecast(beats: float = 0.83, expected: float = 2400.0, cost: float = 1800.0) -> Forecast:
    return Forecast(35, 400, cost, expected, -60.0, 2100.0, 7000.0, beats)


def advised(*hours: float, beats: float = 0.83, reason: Reason | None = None) -> Advice:
    return Advice(mix(*hours), forecast(beats), reason)


@pytest.mark.parametrize(
    ("advice", "change"),
    [
        (advised(10, 20, 5), "Shift about 10 hours to one-on-one"),
        (advised(19, 11, 5), "Shift about 1 hour to one-on-one"),
        (advised(20, 24, 5), "Add about 14 hours of one-on-one"),
        (advised(18, 40, 5), "Add about 30 hours of one-on-one"),
        (advised(8, 10, 5), "Spend about 12 hours less on group events"),
        (advised(8, 12, 0), "Spend about 15 hours less, most of all on group events"),
    ],
    ids=["shifted", "one hour", "added", "hardly shifted", "less", "less of two"],
)
def test_the_headline_says_what_to_change_and_how_likely_that_is_better(advice: Advice, change: str) -> None:
    assert said().headline(advice) == f"{change}: about 4 in 5 likely to beat what you do now."


def test_a_mix_that_costs_far_less_for_as_many_hours_is_told_by_the_money() -> None:
    words = said()
    costly = {**words.outlook.present, "social_media": Effort(5, 900)}
    words = PlanWords(replace(words.outlook, present=costly), Words())
    frugal = Advice(mix(22, 9, 5), forecast(cost=36.0), None)
    assert words.headline(frugal) == (
        "Spend about $900 less, most of all on social media: about 4 in 5 likely to beat what you do now."
    )


def test_a_mix_that_changes_by_less_than_an_hour_is_to_be_kept() -> None:
    assert said().headline(advised(20.4, 9.7, 5)) == "Keep your mix: within these limits, no other is much better."


def test_where_nothing_pays_that_is_said_first() -> None:
    assert said("nothing_pays").headline(advised(2, 4, 2)) == (
        "Nothing is likely to pay for itself yet. Spend about 27 hours less, most of all on group events: "
        "about 4 in 5 likely to beat what you do now."
    )


@pytest.mark.parametrize("beats", [0.6, 0.72, 0.899, 0.97])
def test_the_headline_is_never_surer_than_the_odds(beats: float) -> None:
    odds = re.search(r"about (\d+) in (\d+) likely", said().headline(advised(10, 20, 5, beats=beats)))
    assert odds
    assert beats - 0.11 < int(odds[1]) / int(odds[2]) <= beats


@pytest.mark.parametrize(
    ("words", "advice", "sentence"),
    [
        (
            said("too_close"),
            advised(10, 20, 5, reason="too_close"),
            "Your records can't tell yet which mix is best. Ahead so far: one-on-one, about 1 in 2 likely your best. "
            "To learn more, try a little of social media, and keep count.",
        ),
        (
            said("not_enough_data", ("one_on_one",)),
            advised(10, 20, 5, reason="not_enough_data"),
            "Your records can't tell yet which mix is best: they hold one-on-one alone. "
            "To compare, try a little of group events, and keep count.",
        ),
        (
            said(),
            advised(1, 2, 1, reason="no_better", beats=0.3),
            "No mix within these limits is likely to beat what you do now.",
        ),
    ],
    ids=["too close", "one approach", "no better"],
)
def test_where_no_mix_is_advised_it_says_why_and_what_would_tell(
    words: PlanWords, advice: Advice, sentence: str
) -> None:
    assert words.headline(advice) == sentence


def test_what_is_kept_for_learning_is_said_with_its_reason() -> None:
    assert said().learning(mix(10, 20, 4)) == (
        "Kept for learning: about 4 hours of social media, as least is known there."
    )
    assert said(tried=("one_on_one", "social_media")).learning(mix(1, 20, 4)) == (
        "Kept for learning: about 1 hour of group events, as you have not tried that yet."
    )
    assert said().learning(mix(10, 20, 0)) is None


def test_a_forecast_is_told_from_where_to_where() -> None:
    assert said().forecast(forecast()) == (
        "Expected net benefit $2,400 a quarter on average, 9 in 10 likely between -$60.00 and $7,000; "
        "about 4 in 5 likely to beat what you do now."
    )
    assert "2.400\xa0€" in said(words=Words("de_DE", "EUR")).forecast(forecast())


def test_a_forecast_that_would_promise_riches_is_not_told() -> None:
    assert said().forecast(forecast(expected=2e6)) == (
        "Too little is known to say what a quarter with this mix returns."
    )


def test_what_is_assumed_of_diminishing_returns_is_said_to_be_assumed() -> None:
    assert said().assumption(0.7) == (
        "Assumed, not measured: twice the effort is worth 1.6 times as much, as the best chances come first."
    )
    assert said().assumption(1) == ("Assumed, not measured: twice the effort is worth twice as much, without limit.")


def test_no_sentence_speaks_the_language_of_statistics() -> None:
    words = said("too_close")
    sentences = [
        NOTHING_KNOWN,
        words.forecast(forecast()),
        words.assumption(0.7),
        words.headline(advised(1, 1, 1, reason="too_close")),
        words.headline(advised(10, 20, 5)),
    ]
    assert not re.search(r"probab|posterior|interval|elastic|confiden|median|optim", " ".join(sentences))


def test_words_that_tell_no_amounts_say_what_each_unit_would_return_and_no_hours_of_the_plan() -> None:
    plan_words = said(words=IndexWords())
    assert plan_words.forecast(forecast()) == (
        "Each 1 of money and time would return about 2.3 on average, 9 in 10 likely between 1 and 4.9."
    )
    assert plan_words.forecast(forecast(expected=0, cost=0)) == plan_words.forecast(forecast(cost=1))
    assert plan_words.learning(mix(20, 10, 5)) is None
    costly = {**plan_words.outlook.present, "social_media": Effort(5, 900)}
    plan_words = PlanWords(replace(plan_words.outlook, present=costly), IndexWords())
    assert plan_words.headline(advised(20, 10, 5)).startswith("Spend less money, most of all on social media: ")
