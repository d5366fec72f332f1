"""Circles: who is in them, what they keep of it, and that nothing they ever tell is about one person."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.circles import circles as module
from netroi_core.circles.circle import Circle, CircleView, read
from netroi_core.circles.circles import (
    MAX_NAME_LENGTH,
    OPEN_QUARTERS,
    CircleFull,
    Circles,
    InvalidCircleName,
    NotInCircle,
    QuarterNotOpen,
)
from netroi_core.circles.disclosure import THRESHOLD, PublishedQuartiles
from netroi_core.circles.memberships import MAX_CIRCLES, QuarterGivenElsewhere, TooManyCircles
from netroi_core.quarters import Quarter
from netroi_core.storage import Principal
from tests.sharing.json_entries import Kept

Q3, Q2 = Quarter(2026, 3), Quarter(2026, 2)
LEAD = Principal("guest", "Canary-Lead")


class Clock:
    """A day that can be set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circles(kept: Kept, clock: Clock) -> Circles:
    return Circles(kept, lambda: "secret", clock=clock)


def person(number: int) -> Principal:
    return Principal("guest", f"Canary-{number}")


def joined(circles: Circles, count: int, *, name: str = "Harbour") -> str:
    """A circle that LEAD leads, with so many other members."""
    circle = circles.open(LEAD, name)
    for number in range(count):
        circles.join(person(number), circle)
    return circle


def give(circles: Circles, circle: str, *figures: float, quarter: Quarter = Q3) -> None:
    """Let member after member take part with such an ROI."""
    for number, figure in enumerate(figures):
        circles.give(person(number), circle, quarter, {"roi_percent": figure})


def seen(circles: Circles, circle: str, by: Principal = LEAD) -> CircleView:
    return circles.view(by, circle, Q3)


def entry(kept: Kept, circle: str) -> Circle:
    return read(kept.read(f"circle {circle}") or {})


def test_who_opens_a_circle_is_in_it_and_leads_it(circles: Circles) -> None:
    circle = circles.open(LEAD, "  Harbour \n chapter ")
    (mine,) = circles.of(LEAD)
    assert (mine.id, mine.name, mine.members, mine.is_lead) == (circle, "Harbour chapter", 1, True)
    assert circles.name(circle) == "Harbour chapter"
    assert circles.of(person(1)) == ()


@pytest.mark.parametrize("name", ["", " \n ", "x" * (MAX_NAME_LENGTH + 1)])
def test_a_circle_has_a_name_that_fits_on_a_line(circles: Circles, kept: Kept, name: str) -> None:
    with pytest.raises(InvalidCircleName):
        circles.open(LEAD, name)
    assert kept.raw == {}


def test_who_joins_is_counted_once_and_gives_nothing_yet(circles: Circles) -> None:
    circle = joined(circles, 2)
    circles.join(person(0), circle)
    (mine,) = circles.of(person(0))
    assert (mine.members, mine.is_lead) == (3, False)
    assert seen(circles, circle) == CircleView(0, {}, {})


def test_nobody_sees_joins_or_gives_to_a_circle_that_is_not_there_or_not_theirs(circles: Circles) -> None:
    circle = joined(circles, 1)
    for refused in (
        lambda: circles.join(person(5), "0" * 32),
        lambda: circles.view(person(5), circle, Q3),
        lambda: circles.give(person(5), circle, Q3, {"hours": 5}),
        lambda: circles.take_back(person(5), circle, Q3),
    ):
        with pytest.raises(NotInCircle):
            refused()
    assert circles.of(person(5)) == ()
    assert not circles.is_in_any(person(5))


def test_a_circle_keeps_no_name_of_anybody_and_the_same_person_has_another_pseudonym_in_each(
    circles: Circles, kept: Kept
) -> None:
    one, two = joined(circles, 3), joined(circles, 3)
    give(circles, one, 10, 20, 30)
    assert not [name for name, raw in kept.raw.items() if name.startswith("circle ") and b"Canary" in raw]
    assert not entry(kept, one).members.keys() & entry(kept, two).members.keys()
    other = Circles(kept, lambda: "another server's secret")
    assert other.of(LEAD) == (), "without the secret, nobody finds out who is in it"


def test_quartiles_are_told_from_five_on_to_all_members_and_own_figures_to_their_owner(circles: Circles) -> None:
    circle = joined(circles, 6)
    give(circles, circle, 0, 10, 20, 60)
    assert seen(circles, circle) == CircleView(4, {}, {})
    circles.give(person(4), circle, Q3, {"roi_percent": 200, "hours": 40})
    expected = {"roi_percent": PublishedQuartiles((10, 30, 90), 5, datetime(2026, 10, 5).date())}
    assert seen(circles, circle) == CircleView(5, {}, expected)
    assert seen(circles, circle, person(4)).own == {"roi_percent": 200, "hours": 40}
    assert seen(circles, circle, person(5)).own == {}
    assert circles.view(LEAD, circle, Q2) == CircleView(0, {}, {})


def test_each_figure_waits_for_five_of_its_own(circles: Circles) -> None:
    circle = joined(circles, 10)
    give(circles, circle, *range(0, 50, 10))
    for number in range(5, 9):
        circles.give(person(number), circle, Q3, {"roi_percent": 0, "hours": 5})
    circles.give(person(9), circle, Q3, {"roi_percent": 0, "hours": 5})
    told = seen(circles, circle).told
    assert (told["roi_percent"].people, told["hours"].people) == (10, 5)
    assert told["hours"].quartiles == (5, 5, 5)


def test_who_leaves_leaves_no_figure_and_what_is_shown_stays(circles: Circles, kept: Kept) -> None:
    circle = joined(circles, 6)
    give(circles, circle, 130, 130, 130, 130, 130, 990)
    circles.give(person(5), circle, Q2, {"roi_percent": 770})
    before = seen(circles, circle)
    salts = [each.salt for given in entry(kept, circle).members.values() for each in given.values()]
    circles.leave(person(5), circle)
    stored = kept.raw[f"circle {circle}"]
    assert b":990" not in stored
    assert b":770" not in stored
    assert sum(salt.encode() in stored for salt in salts) == len(salts) - 2, "so that no stamp can be tried"
    assert seen(circles, circle).told == before.told
    assert circles.of(person(5)) == ()
    with pytest.raises(NotInCircle):
        seen(circles, circle, person(5))


def test_while_fewer_than_five_take_part_what_was_told_is_hidden(circles: Circles) -> None:
    circle = joined(circles, 6)
    give(circles, circle, 0, 10, 20, 60, 200)
    told = seen(circles, circle).told
    circles.take_back(person(4), circle, Q3)
    assert seen(circles, circle) == CircleView(4, {}, {})
    circles.give(person(5), circle, Q3, {"roi_percent": 50})
    assert seen(circles, circle) == CircleView(5, {}, told), "one went and one came: too few to tell anything new"


def test_what_is_given_anew_counts_from_five_changes_on(circles: Circles) -> None:
    circle = joined(circles, 5)
    give(circles, circle, 0, 10, 20, 60, 200)
    told = seen(circles, circle).told
    give(circles, circle, 500, 500, 500, 500)
    assert seen(circles, circle).told == told
    assert seen(circles, circle, person(0)).own == {"roi_percent": 500}
    circles.give(person(4), circle, Q3, {"roi_percent": 500})
    assert seen(circles, circle).told["roi_percent"].quartiles == (500, 500, 500)


def test_a_quarter_goes_to_one_circle_once_something_was_told_of_it(circles: Circles) -> None:
    one, two = joined(circles, 5), joined(circles, 5)
    give(circles, one, 0, 10, 20, 60)
    with pytest.raises(QuarterGivenElsewhere, match="Q3 2026"):
        circles.give(person(0), two, Q3, {"roi_percent": 0})
    circles.take_back(person(0), one, Q3)
    circles.give(person(0), two, Q3, {"roi_percent": 0})
    circles.leave(person(1), one)
    circles.give(person(1), two, Q3, {"roi_percent": 0})
    circles.take_back(person(0), two, Q3)
    give(circles, one, 0)
    circles.give(person(4), one, Q3, {"roi_percent": 0})
    circles.join(LEAD, one)
    circles.give(LEAD, one, Q3, {"roi_percent": 0})
    assert seen(circles, one).told
    for act in (circles.take_back(person(2), one, Q3), circles.leave(person(3), one), circles.leave(LEAD, one)):
        assert act is None
    for number in (2, 3, 4):
        with pytest.raises(QuarterGivenElsewhere):
            circles.give(person(number), two, Q3, {"roi_percent": 0})
    circles.give(person(4), two, Q2, {"roi_percent": 0})


def test_quarters_are_given_when_they_are_over_and_dropped_after_two_years(
    circles: Circles, clock: Clock, kept: Kept
) -> None:
    circle = joined(circles, 5)
    for refused in (Quarter(2026, 4), Q3.shifted(-OPEN_QUARTERS)):
        with pytest.raises(QuarterNotOpen):
            circles.give(person(0), circle, refused, {"hours": 5})
    with pytest.raises(QuarterNotOpen):
        circles.give(person(0), circle, Q3, {})
    give(circles, circle, 0, 10, 20, 60, 200)
    assert circles.open_quarters()[0] == Q3
    clock.now = datetime(2028, 10, 5, tzinfo=UTC)
    circles.give(person(0), circle, Quarter(2028, 3), {"hours": 5})
    left = entry(kept, circle)
    assert {quarter for given in left.members.values() for quarter in given} == {"2028-Q3"}
    assert set(left.releases) == {"2028-Q3"}


def test_with_its_lead_a_circle_ends_and_nothing_of_it_is_left(circles: Circles, kept: Kept) -> None:
    circle = joined(circles, 5)
    give(circles, circle, 0, 10, 20, 60, 200)
    circles.leave(LEAD, circle)
    assert f"circle {circle}" not in kept.raw
    assert circles.of(person(0)) == circles.of(LEAD) == ()
    circles.leave(person(0), circle)
    assert not circles.is_in_any(person(0))


def test_who_erases_their_workspace_is_in_no_circle_and_no_list_is_left(circles: Circles, kept: Kept) -> None:
    one, two = joined(circles, 1), joined(circles, 1)
    own = circles.open(person(0), "Own")
    circles.give(person(0), one, Q3, {"roi_percent": 990})
    circles.leave_all(person(0))
    assert not [raw for name, raw in kept.raw.items() if b":990" in raw or name == "circles of guest Canary-0"]
    assert f"circle {own}" not in kept.raw
    assert [each.members for each in circles.of(LEAD)] == [1, 1]
    assert {each.id for each in circles.of(LEAD)} == {one, two}


def test_a_guest_who_signs_in_stays_the_same_member_with_all_that_was_told(circles: Circles) -> None:
    circle = joined(circles, 4)
    give(circles, circle, 0, 10, 20, 60)
    circles.give(LEAD, circle, Q3, {"roi_percent": 200})
    before = seen(circles, circle)
    account = Principal("account", "lead")
    circles.hand_over(LEAD, account)
    circles.hand_over(person(99), account)
    (mine,) = circles.of(account)
    assert (mine.id, mine.members, mine.is_lead) == (circle, 5, True)
    assert seen(circles, circle, account) == before
    assert circles.of(LEAD) == ()
    with pytest.raises(QuarterGivenElsewhere):
        circles.give(account, circles.open(account, "Another"), Q3, {"roi_percent": 200})


def test_there_are_only_so_many_circles_and_members(circles: Circles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MEMBERS", 3)
    circle = joined(circles, 2)
    with pytest.raises(CircleFull):
        circles.join(person(7), circle)
    assert not circles.is_in_any(person(7))
    circles.join(person(1), circle)
    opened = [circles.open(person(0), f"No. {number}") for number in range(MAX_CIRCLES - 1)]
    with pytest.raises(TooManyCircles):
        circles.open(person(0), "One more")
    circles.leave(LEAD, circle)
    circles.open(person(0), "In place of the one that was closed")
    circles.leave(person(0), opened[0])
    assert len(circles.of(person(0))) == MAX_CIRCLES - 1


KEYS = ("roi_percent", "hours")
FIGURES = st.fixed_dictionaries({}, optional={key: st.sampled_from([0.0, 10.0, 50.0]) for key in KEYS}).filter(bool)
ACTS = st.one_of(
    st.tuples(st.just("give"), st.integers(0, 11), FIGURES),
    st.tuples(st.just("all give"), st.integers(0, 8), FIGURES),
    st.tuples(st.sampled_from(["take back", "leave", "erase", "sign in and out"]), st.integers(0, 11), st.just({})),
)


class World:
    """A circle with what is true of it: who gives what, and of what each release was made."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.circles = Circles(self.kept, lambda: "secret", clock=Clock())
        self.circle = self.circles.open(LEAD, "Harbour")
        self.true: dict[int, dict[str, float]] = {}
        self.made_of: dict[str, list[dict[int, float]]] = {key: [] for key in KEYS}

    @property
    def shown(self) -> Mapping[str, PublishedQuartiles]:
        return seen(self.circles, self.circle).told

    def act(self, act: str, number: int, figures: dict[str, float]) -> None:
        if act == "give":
            self._give(number, figures)
        elif act == "all give":
            for each in range(number, number + 4):
                self._give(each, figures)
        elif act == "sign in and out":
            before, account = self.shown, Principal("account", "the same person")
            self.circles.hand_over(person(number), account)
            self.circles.hand_over(account, person(number))
            assert self.shown == before
        elif number in self.true:
            self._go(act, number)

    def _give(self, number: int, figures: dict[str, float]) -> None:
        self.circles.join(person(number), self.circle)
        self.circles.give(person(number), self.circle, Q3, figures)
        self.true[number] = figures
        for key, made in entry(self.kept, self.circle).releases[str(Q3)].items():
            if len(made) > len(self.made_of[key]):
                self.made_of[key].append({each: given[key] for each, given in self.true.items() if key in given})

    def _go(self, act: str, number: int) -> None:
        before = self.shown
        if act == "take back":
            self.circles.take_back(person(number), self.circle, Q3)
        elif act == "leave":
            self.circles.leave(person(number), self.circle)
        else:
            self.circles.leave_all(person(number))
        del self.true[number]
        assert self.shown.items() <= before.items(), "who goes changes nothing that is shown; at most it is hidden"


@given(st.lists(ACTS, min_size=5, max_size=40))
def test_whoever_watches_everything_never_sees_two_views_that_differ_by_fewer_than_five(
    acts: list[tuple[str, int, dict[str, float]]],
) -> None:
    """Members come, change, go, come back with the same or another figure, and erase everything, in any order."""
    world = World()
    for act in acts:
        world.act(*act)
        for key in world.shown:
            giving = {number for number, figures in world.true.items() if key in figures}
            assert len(giving) >= THRESHOLD
    for made_of in world.made_of.values():
        assert all(len(people) >= THRESHOLD for people in made_of)
        for one, two in combinations(made_of, 2):
            assert sum(one.get(number) != two.get(number) for number in one.keys() | two.keys()) >= THRESHOLD
