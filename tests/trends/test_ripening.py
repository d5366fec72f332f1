"""Ripening: hand-worked triangles, and what must hold whatever was won when."""

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.trends.ripening import (
    FEWEST_WINS,
    Ripeness,
    Ripening,
    Triangle,
    arrived_shares,
    paid_title,
    ripening,
    still_to_come,
)
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, make_document, won_outcome
from tests.careers import load_document as workspace
from tests.strategies import workspaces

FIRST = Quarter(2025, 3)
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))
LATE = Ripening(
    9, {q: Ripeness(age, share) for q, age, share in zip(YEAR, (3, 2, 1, 0), (0, 0.04, 0.23, 0.41), strict=True)}
)
UNKNOWN = Ripening(2, {quarter: Ripeness(age, None) for quarter, age in zip(YEAR, (3, 2, 1, 0), strict=True)})
RIPE = Ripening(9, {quarter: Ripeness(age, 0.0) for quarter, age in zip(YEAR, (3, 2, 1, 0), strict=True)})

triangles = st.integers(1, 6).flatmap(
    lambda last: st.dictionaries(
        st.tuples(st.integers(0, last), st.integers(0, last)).filter(lambda cell: sum(cell) <= last),
        st.floats(0.01, 1e6),
    ).map(lambda triangle: (triangle, last))
)


def chain_ladder(triangle: Triangle, last: int) -> list[float]:
    """The same by Mack's development factors: how many times as large the sums get from each wait to the next."""

    def by_then(worked: int, wait: int) -> float:
        return sum(value for (of, took), value in triangle.items() if of == worked and took <= wait)

    shares = [1.0]
    for wait in range(last, 0, -1):
        old_enough = range(last - wait + 1)
        before = sum(by_then(worked, wait - 1) for worked in old_enough)
        after = sum(by_then(worked, wait) for worked in old_enough)
        shares.append(shares[-1] * (before / after if after else 1.0))
    return shares[::-1]


def career(*waits: int, quarters: int = 6) -> Json:
    """An activity in each of so many quarters; 100 won from the first of them after each of these waits."""
    days = [FIRST.shifted(ahead).first_day().isoformat() for ahead in range(quarters)]
    steps = [{"date": days[0], "approach": "one_on_one"}]
    return make_document(
        activities=[costly_activity("one_on_one", "10", day) for day in days],
        outcomes=[{**won_outcome("100", None, days[wait]), "touchpoints": steps} for wait in waits],
    )


def ripe(raw: Json, **options: Any) -> Ripening:
    return ripening(Ledger(Workspace(raw)), options.get("attribution", "linear"))


def to_come(raw: Json) -> list[float | None]:
    return [ripe_quarter.share_to_come for ripe_quarter in ripe(raw).quarters.values()]


@pytest.mark.parametrize(
    ("triangle", "last", "shares"),
    [
        # Of 270 that had come after one quarter, 90 came only then; of 200 after two, 50.
        ({(0, 0): 100, (0, 1): 50, (0, 2): 50, (1, 0): 80, (1, 1): 40, (2, 0): 60}, 2, [0.5, 0.75, 1]),
        # A quarter that brought nothing so far tells nothing of those that wait.
        ({(0, 0): 100, (0, 1): 50, (0, 2): 50, (1, 0): 80, (1, 1): 40}, 2, [0.5, 0.75, 1]),
        ({(0, 2): 300}, 2, [0, 0, 1]),
        ({(0, 1): 30, (2, 0): 70}, 3, [0.7, 1, 1, 1]),
        ({(0, 0): 10, (1, 0): 30, (2, 0): 5}, 2, [1, 1, 1]),
        ({}, 2, [1, 1, 1]),
        ({(0, 0): 10}, 0, [1]),
    ],
)
def test_the_shares_are_those_worked_out_by_hand(triangle: Triangle, last: int, shares: list[float]) -> None:
    assert arrived_shares(triangle, 0, last) == pytest.approx(shares)


@given(triangles)
def test_the_shares_are_those_of_the_chain_ladder(drawn: tuple[Triangle, int]) -> None:
    triangle, last = drawn
    assert arrived_shares(triangle, 0, last) == pytest.approx(chain_ladder(triangle, last), abs=1e-9)


@given(triangles, st.integers(7000, 9000))
def test_shares_lie_between_none_and_all_grow_with_age_and_do_not_ask_which_years_they_were(
    drawn: tuple[Triangle, int], first: int
) -> None:
    triangle, last = drawn
    shares = arrived_shares({(worked + first, wait): v for (worked, wait), v in triangle.items()}, first, first + last)
    assert shares == arrived_shares(triangle, 0, last)
    assert len(shares) == last + 1
    assert all(0 <= early <= late <= 1 for early, late in pairwise(shares))
    assert shares[-1] == 1


@given(st.dictionaries(st.tuples(st.integers(0, 8), st.just(0)), st.floats(0.01, 1e6)))
def test_where_all_was_won_in_the_quarter_that_sowed_it_nothing_is_to_come(triangle: Triangle) -> None:
    assert arrived_shares(triangle, 0, 8) == [1.0] * 9


def test_over_many_careers_the_shares_come_out_as_they_truly_are() -> None:
    chance = Random("careers")
    waits = [0] * 9 + [1] * 5 + [2] * 3 + [3] * 2 + [4]
    to_come = []
    for _ in range(1000):
        triangle: dict[tuple[int, int], float] = {}
        for worked in [quarter for quarter in range(8) for _ in range(chance.randrange(9))]:
            if worked + (wait := chance.choice(waits)) < 8:  # later than today: nobody knows of it yet
                triangle[worked, wait] = triangle.get((worked, wait), 0.0) + chance.lognormvariate(8, 0.8)
        to_come.append([1 - share for share in arrived_shares(triangle, 0, 7)[:4]])
    assert [sum(shares) / 1000 for shares in zip(*to_come, strict=True)] == pytest.approx(
        [0.55, 0.3, 0.15, 0.05], abs=0.02
    )


@given(workspaces(), st.sampled_from(ATTRIBUTIONS))
def test_every_quarter_has_its_age_and_never_less_to_come_than_an_older_one(raw: Json, attribution: str) -> None:
    ledger = Ledger(Workspace(raw))
    ripeness = ripe(raw, attribution=attribution).quarters
    assert tuple(ripeness) == ledger.quarters
    assert [ripe_quarter.age for ripe_quarter in ripeness.values()] == list(range(len(ripeness)))[::-1]
    shares = [ripe_quarter.share_to_come for ripe_quarter in ripeness.values()]
    assert shares == [None] * len(ripeness) or all(0 <= old <= new <= 1 for old, new in pairwise(shares))


def test_the_ages_of_a_career_say_what_comes_later() -> None:
    # Three of five wins came at once, one a quarter later, one three quarters later.
    assert to_come(career(0, 0, 0, 1, 3)) == pytest.approx([0, 0, 0, 0.2, 0.2, 0.4])
    assert [ripe_quarter.is_ripening for ripe_quarter in ripe(career(0, 0, 0, 1, 3)).quarters.values()] == [
        False
    ] * 3 + [True] * 3


def test_a_few_percent_to_come_count_as_ripe() -> None:
    assert Ripeness(0, 0.051).is_ripening
    assert not Ripeness(0, 0.05).is_ripening


@pytest.mark.parametrize("raw", [career(*[1] * (FEWEST_WINS - 1)), career(*[1] * FEWEST_WINS, quarters=3)],
                         ids=["few wins", "few quarters"])  # fmt: skip
def test_before_there_is_enough_history_nothing_is_assumed_and_the_last_two_quarters_are_marked(raw: Json) -> None:
    ripeness = list(ripe(raw).quarters.values())
    assert [ripe_quarter.share_to_come for ripe_quarter in ripeness] == [None] * len(ripeness)
    assert [ripe_quarter.is_ripening for ripe_quarter in ripeness[-3:]] == [False, True, True]


def test_only_what_is_won_of_worth_and_has_steps_on_record_is_history() -> None:
    wins = career(1, 1, 1, 1)["outcomes"]
    day = FIRST.shifted(1).first_day().isoformat()
    before = [{"date": FIRST.shifted(-9).first_day().isoformat(), "approach": "one_on_one"}]
    later_wins = [
        {**won_outcome("100", "one_on_one", day), "status": "open", "probability": 0.9},
        {**won_outcome("100", "one_on_one", day), "status": "lost"},
        won_outcome("0", "one_on_one", day),
        won_outcome("100", None, day),
        {**won_outcome("100", None, day), "touchpoints": before},
    ]
    days = [FIRST.shifted(ahead).first_day().isoformat() for ahead in range(6)]
    raw = make_document(
        activities=[costly_activity("one_on_one", "1", day) for day in days], outcomes=[*wins, *later_wins]
    )
    assert ripe(raw).wins == 4
    assert set(to_come(raw)) == {None}


def test_without_records_no_quarter_ripens() -> None:
    assert ripe(make_document()) == Ripening(0, {})


def test_dates_centuries_apart_are_no_trouble() -> None:
    far = [won_outcome("10", "one_on_one", day) for day in ("1900-01-01", "2199-12-31") for _ in range(3)]
    assert ripe(make_document(outcomes=far)).quarters[Quarter(2199, 4)] == Ripeness(0, 0)


def test_the_example_ripens_over_the_year() -> None:
    ripening_of_sample = ripe(workspace("sample"))
    shares = [ripe_quarter.share_to_come for ripe_quarter in ripening_of_sample.quarters.values()]
    assert ripening_of_sample.wins == 16
    assert shares[-1] == pytest.approx(0.5, abs=0.2)


@pytest.mark.parametrize(
    ("benefits", "title"),
    [
        ((5,), "Q4 2025 brought in more than you invested"),
        ((-5,), "Q4 2025 hasn’t brought in more than you invested yet"),
        ((-1, 0), "No quarter has brought in more than you invested yet"),
        ((-1, 5), "1 of 2 quarters brought in more than you invested: Q1 2026"),
        ((5, -1, -1), "1 of 3 quarters brought in more than you invested: Q4 2025"),
        ((5, 5, -1), "2 of 3 quarters brought in more than you invested"),
        ((5, 5), "Both quarters brought in more than you invested"),
        ((5, 5, 5), "All 3 quarters brought in more than you invested"),
    ],
)
def test_the_quarters_that_paid_are_counted(benefits: tuple[float, ...], title: str) -> None:
    net_benefits = dict(zip(YEAR, benefits, strict=False))
    assert paid_title(net_benefits, "realised") == title
    # What a quarter's work led to is another bar.
    assert paid_title(net_benefits, "invested") == title.replace("brought in", "led to")


@pytest.mark.parametrize(
    ("ripening", "window", "sentence"),
    [
        (RIPE, YEAR, None),
        (LATE, YEAR[:2], None),
        (LATE, YEAR[3:],
         "Q3 2026 is still developing: based on your own 9 wins, about 40% of the value of a quarter’s work usually "
         "comes later."),
        (LATE, YEAR,
         "Q2 2026 and Q3 2026 are still developing: based on your own 9 wins, about 20% and 40% of the value of a "
         "quarter’s work usually comes later."),
        (Ripening(9, {YEAR[3]: Ripeness(0, 0.98)}), YEAR[3:],
         "Q3 2026 is still developing: based on your own 9 wins, almost all of the value of a quarter’s work usually "
         "comes later."),
        (UNKNOWN, YEAR[2:3],
         "Q2 2026 is still developing: work done there may still pay off. Once you have 5 wins with the steps that led "
         "to them, over at least 4 quarters, you will see how much usually comes later."),
    ],
)  # fmt: skip
def test_the_quarters_that_are_still_ripening_are_named_in_the_right_number(
    ripening: Ripening, window: tuple[Quarter, ...], sentence: str | None
) -> None:
    assert still_to_come(ripening, window, Words()) == sentence


def test_many_ripening_quarters_are_told_from_first_to_last() -> None:
    shares = Ripening(5, {q: Ripeness(0, share) for q, share in zip(YEAR, (0.1, 0.2, 0.3, 0.6), strict=True)})
    sentence = still_to_come(shares, YEAR, Words())
    assert sentence is not None
    assert sentence.startswith("Q4 2025 to Q3 2026 are still developing: based on your own 5 wins, about 10% to 60% of")
