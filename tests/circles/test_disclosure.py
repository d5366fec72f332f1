"""Statistical disclosure control: threshold, microaggregation, differencing."""

import statistics
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.circles.disclosure import (
    THRESHOLD,
    Quartiles,
    Release,
    Stamp,
    next_release,
    quartiles,
    round_to_step,
    stamp,
    visible_release,
)

DAY = date(2026, 10, 5)
STEPS = st.sampled_from([0.5, 5.0, 10.0])
MULTIPLES = st.lists(st.integers(-10, 100), min_size=THRESHOLD, max_size=30)


def release_of(**figures: float) -> Release:
    """Return a release of these figures, each with its owner's name as the salt."""
    return Release(DAY, Quartiles(0, 0, 0), {name: stamp(name, figure) for name, figure in figures.items()})


def next_after(releases: list[Release], **figures: float) -> Release | None:
    return next_release(releases, figures, {name: stamp(name, figure) for name, figure in figures.items()}, 5, DAY)


def test_no_quartile_of_five_people_is_the_figure_of_one() -> None:
    assert statistics.quantiles([0, 10, 20, 60, 200], method="inclusive") == [10, 20, 60], "as they would be, plainly"
    assert quartiles([200, 0, 60, 20, 10], 5) == (10, 30, 95)  # means of 0, 10, 20; of 10, 20, 60; of 20, 60, 200


@given(MULTIPLES, STEPS)
def test_quartiles_are_in_order_within_the_figures_and_on_a_step(multiples: list[int], step: float) -> None:
    figures = [figure * step for figure in multiples]
    result = quartiles(figures, step)
    assert min(figures) <= result.lower <= result.median <= result.upper <= max(figures)
    assert [figure % step for figure in result] == [0, 0, 0]


@given(MULTIPLES, st.randoms())
def test_quartiles_do_not_depend_on_the_order(figures: list[int], random: object) -> None:
    shuffled = sorted(figures, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert quartiles(shuffled, 5) == quartiles(figures, 5)


@given(MULTIPLES)
def test_quartiles_of_mirrored_figures_are_mirrored(figures: list[int]) -> None:
    exact, mirrored = quartiles(figures, 1e-6), quartiles([-figure for figure in figures], 1e-6)
    assert [-figure for figure in reversed(mirrored)] == pytest.approx(list(exact), abs=2e-6)


@given(MULTIPLES, st.integers(-1000, 1000), st.integers(0, 100))
def test_one_person_moves_a_quartile_by_a_third_of_their_change_at_most(
    figures: list[int], value: int, index: int
) -> None:
    index %= len(figures)
    changed = [*figures[:index], value, *figures[index + 1 :]]
    bounds = min([*figures, value]), max([*figures, value])
    for before, two in zip(quartiles(figures, 1e-6), quartiles(changed, 1e-6), strict=True):
        assert abs(before - two) <= (bounds[1] - bounds[0]) / 3 + 1e-5


@pytest.mark.parametrize(("figure", "step", "expected"), [(12, 5, 10), (12.5, 5, 15), (-7.5, 5, -5), (0.24, 0.5, 0)])
def test_figures_are_rounded_to_the_nearest_step_halves_up(figure: float, step: float, expected: float) -> None:
    assert round_to_step(figure, step) == expected


def test_stamps_distinguish_figures_while_the_salt_stays() -> None:
    assert stamp("salt", 120) == stamp("salt", 120)
    assert stamp("salt", 120).stay == stamp("salt", 80).stay
    assert stamp("salt", 120).mark != stamp("salt", 80).mark
    assert stamp("pepper", 120).stay != stamp("salt", 120).stay


def test_four_people_are_too_few_for_a_release() -> None:
    four = dict.fromkeys("abcd", 5.0)
    assert next_after([], **four) is None
    assert next_after([], **four, e=5.0) is not None


def test_a_release_holds_pseudonyms_stamps_and_quartiles_but_no_figure() -> None:
    release = next_after([], a=10, b=20, c=30, d=40, e=50)
    assert release is not None
    assert release.quartiles == (20, 30, 40)
    assert release.stamps == {
        name: stamp(name, figure) for name, figure in zip("abcde", range(10, 60, 10), strict=True)
    }
    assert (release.published.people, release.published.day) == (5, DAY)


def test_the_next_release_differs_by_five_people_from_each_former_one() -> None:
    first = release_of(a=5, b=5, c=5, d=5, e=5)
    old = dict.fromkeys("abcde", 5.0)
    assert next_after([first], **old, f=5, g=5, h=5, i=5) is None
    second = next_after([first], **old, f=5, g=5, h=5, i=5, j=5)
    assert second is not None
    three_changed = {"a": 10.0, "b": 10.0, "c": 10.0, "d": 5.0, "e": 5.0}
    assert next_after([second], **three_changed, f=5) is not None, "three have changed since, and four left"
    assert next_after([first, second], **three_changed, f=5) is None, (
        "but of the first, three have changed and one joined"
    )


def test_leaving_and_changing_count_but_not_coming_back_with_perhaps_the_same_figure() -> None:
    first = release_of(a=5, b=5, c=5, d=5, e=5, f=5, g=5)
    assert next_after([first], c=5, d=5, e=5, f=10, g=10, h=5) is not None, "two left, two changed, one joined"
    assert next_after([first], c=5, d=5, e=5, f=5, g=10, h=5) is None
    back = {name: stamp(name, 5) for name in "cdefgh"} | {"f": stamp("again", 10), "g": stamp("g", 10)}
    assert next_release([first], dict.fromkeys(back, 5.0), back, 5, DAY) is None, "f came back, perhaps with the same"


def test_the_latest_release_is_visible_while_five_contribute_and_no_former_one_comes_back() -> None:
    first, second = release_of(a=1, b=1, c=1, d=1, e=1), release_of(d=1, e=1, f=1, g=1, h=1, i=1)
    assert visible_release([], 9) is None
    assert visible_release([first, second], 5) is second
    assert visible_release([first, second], 4) is None


def test_colliding_stamps_only_ever_prevent_a_release() -> None:
    first = Release(DAY, Quartiles(0, 0, 0), {name: Stamp(name, "same") for name in "abcde"})
    collided = {name: Stamp(name, "same") for name in "abcde"}
    assert next_release([first], dict.fromkeys("abcde", 99.0), collided, 5, DAY) is None
