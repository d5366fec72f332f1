"""The trends as sentences: the right words for one quarter, several and none."""

import pytest

from netroi_core.quarters import Quarter, span
from netroi_core.report.index_points import IndexWords
from netroi_core.trends import words as trend_words
from netroi_core.trends.payback import TOTAL, Payback
from netroi_core.trends.ripening import Ripeness, Ripening
from netroi_core.wording.wording import Words

EN = Words()
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))
LATE = Ripening(
    9, {q: Ripeness(age, share) for q, age, share in zip(YEAR, (3, 2, 1, 0), (0, 0.04, 0.23, 0.41), strict=True)}
)
UNKNOWN = Ripening(2, {quarter: Ripeness(age, None) for quarter, age in zip(YEAR, (3, 2, 1, 0), strict=True)})
RIPE = Ripening(9, {quarter: Ripeness(age, 0.0) for quarter, age in zip(YEAR, (3, 2, 1, 0), strict=True)})


def paid(*net_benefits: float, quarter: Quarter | None = None, invested: float = 100) -> Payback:
    return Payback(invested, net_benefits, quarter)


def approaches(**paybacks: Payback) -> dict[str, Payback]:
    nothing = paid(0, 0, 0, 0, invested=0)
    return {key: paybacks.get(key, nothing) for key in ("group_events", "one_on_one", "social_media", TOTAL)}


@pytest.mark.parametrize(
    ("total", "window", "sentence"),
    [
        (paid(-5, 90, 80, 1250, quarter=YEAR[1]), YEAR,
         "After 4 quarters you are $1,250 ahead, and have been since Q1 2026."),
        (paid(-5, -5, -5, 40, quarter=YEAR[3]), YEAR, "After 4 quarters you are $40.00 ahead."),
        (paid(5, 5, 5, -300), YEAR, "After 4 quarters you are $300 short of what you put in."),
        (paid(-5, -5, -5, 0, quarter=YEAR[3]), YEAR, "After 4 quarters you are even."),
        (paid(700, quarter=YEAR[0]), YEAR[:1], "In Q4 2025 you are $700 ahead."),
        (paid(-700), YEAR[:1], "In Q4 2025 you are $700 short of what you put in."),
        (paid(0, 0, 0, 500, invested=0), YEAR, "After 4 quarters $500 came of it, and no cost is recorded."),
        (paid(0, 0, 0, 0, invested=0), YEAR, "Nothing is recorded for these quarters."),
    ],
)  # fmt: skip
def test_the_headline_says_where_all_quarters_together_stand(
    total: Payback, window: tuple[Quarter, ...], sentence: str
) -> None:
    assert trend_words.headline(total, window, EN) == sentence


@pytest.mark.parametrize(
    ("total", "sentence"),
    [
        (paid(-5, 90, 80, 49, quarter=YEAR[1]), "After 4 quarters you are ahead, and have been since Q1 2026."),
        (paid(5, 5, 5, -30), "After 4 quarters you are short of what you put in."),
        (paid(-5, -5, -5, 0, quarter=YEAR[3]), "After 4 quarters you are even."),
        (paid(0, 0, 0, 100, invested=0), "After 4 quarters something came of it, and no cost is recorded."),
    ],
)
def test_words_that_tell_no_amounts_say_where_they_stand_without_one(total: Payback, sentence: str) -> None:
    assert trend_words.headline(total, YEAR, IndexWords()) == sentence


@pytest.mark.parametrize(
    ("benefits", "title"),
    [
        ((5,), "Q4 2025 paid for itself"),
        ((-5,), "Q4 2025 has not paid for itself yet"),
        ((-1, 0), "No quarter has paid for itself yet"),
        ((-1, 5), "Q1 2026 paid for itself, the other has yet to"),
        ((5, -1, -1), "Q4 2025 paid for itself, the others have yet to"),
        ((5, 5, -1), "2 of 3 quarters paid for themselves"),
        ((5, 5), "Both quarters paid for themselves"),
        ((5, 5, 5), "All 3 quarters paid for themselves"),
    ],
)
def test_the_quarters_that_paid_are_counted(benefits: tuple[float, ...], title: str) -> None:
    assert trend_words.paid_title(dict(zip(YEAR, benefits, strict=False)), RIPE) == title


def test_the_title_warns_of_the_last_quarter_with_a_share_only_where_history_tells_one() -> None:
    benefits = dict.fromkeys(YEAR, 5.0)
    ripening = "All 4 quarters paid for themselves; what Q3 2026 sowed is still ripening"
    assert trend_words.paid_title(benefits, LATE) == f"{ripening}: about 40% usually comes later"
    assert trend_words.paid_title(benefits, UNKNOWN) == ripening


@pytest.mark.parametrize(
    ("paybacks", "title"),
    [
        (approaches(), "Nothing was invested, so there is nothing to pay back"),
        (approaches(one_on_one=paid(-1)), "One-on-one has yet to pay back"),
        (approaches(group_events=paid(-1)), "Group events have yet to pay back"),
        (approaches(one_on_one=paid(-1), group_events=paid(-1)), "No approach has paid back yet"),
        (approaches(one_on_one=paid(1, quarter=YEAR[0])), "One-on-one paid back in Q4 2025"),
        (
            approaches(one_on_one=paid(1, quarter=YEAR[0]), group_events=paid(-1)),
            "One-on-one paid back in Q4 2025; group events have yet to",
        ),
        (
            approaches(group_events=paid(1, quarter=YEAR[2]), one_on_one=paid(-1), social_media=paid(-1)),
            "Group events paid back in Q2 2026; one-on-one and social media have yet to",
        ),
        (
            approaches(group_events=paid(1, quarter=YEAR[2]), one_on_one=paid(1, quarter=YEAR[1]),
                       social_media=paid(-1)),
            "One-on-one paid back in Q1 2026 and group events in Q2 2026; social media has yet to",
        ),
        (
            approaches(**dict.fromkeys(("group_events", "one_on_one", "social_media"), paid(1, quarter=YEAR[1]))),
            "Group events, one-on-one and social media paid back in Q1 2026",
        ),
    ],
)  # fmt: skip
def test_the_approaches_that_paid_back_are_named_with_their_quarters(paybacks: dict[str, Payback], title: str) -> None:
    assert trend_words.payback_title(paybacks) == title


@pytest.mark.parametrize(
    ("ripening", "window", "sentence"),
    [
        (RIPE, YEAR, None),
        (LATE, YEAR[:2], None),
        (LATE, YEAR[3:],
         "Q3 2026 is still ripening: going by your own 9 wins, about 40% of what a quarter sows usually comes later."),
        (LATE, YEAR,
         "Q2 2026 and Q3 2026 are still ripening: going by your own 9 wins, about 20% and 40% of what a quarter sows "
         "usually comes later."),
        (UNKNOWN, YEAR[2:3],
         "Q2 2026 is still ripening: what you sowed there may yet pay. How much usually comes later will be said once "
         "there are 5 wins with the steps that led to them, over 4 quarters or more."),
    ],
)  # fmt: skip
def test_the_quarters_that_are_still_ripening_are_named_in_the_right_number(
    ripening: Ripening, window: tuple[Quarter, ...], sentence: str | None
) -> None:
    assert trend_words.still_to_come(ripening, window) == sentence


def test_many_ripening_quarters_are_told_from_first_to_last() -> None:
    shares = Ripening(5, {q: Ripeness(0, share) for q, share in zip(YEAR, (0.1, 0.2, 0.3, 0.6), strict=True)})
    sentence = trend_words.still_to_come(shares, YEAR)
    assert sentence is not None
    assert sentence.startswith("Q4 2025 to Q3 2026 are still ripening: going by your own 5 wins, about 10% to 60% of")
