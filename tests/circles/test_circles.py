"""Circles: members, contributions, and releases that reveal nobody."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.circles import circles as module
from netroi_core.circles.circle import (
    MAX_CIRCLES,
    Circle,
    CircleView,
    JoinRequest,
    Memberships,
    NotInCircle,
    QuarterGivenElsewhere,
    TooManyCircles,
)
from netroi_core.circles.circles import (
    MAX_MEMBER_NAME_LENGTH,
    MAX_NAME_LENGTH,
    OPEN_QUARTERS,
    CircleFull,
    Circles,
    InvalidCircleName,
    InvalidMemberName,
    QuarterNotOpen,
)
from netroi_core.circles.disclosure import THRESHOLD, PublishedQuartiles, quartiles
from netroi_core.quarters import Quarter
from netroi_core.storage import Principal
from tests.sharing.json_entries import JsonEntries

Q3, Q2 = Quarter(2026, 3), Quarter(2026, 2)
LEAD = Principal("guest", "Canary-Lead")


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def entries() -> JsonEntries:
    return JsonEntries()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circles(entries: JsonEntries, clock: Clock) -> Circles:
    return Circles(entries, lambda: "secret", clock=clock)


def person(number: int) -> Principal:
    return Principal("guest", f"Canary-{number}")


def open_circle(circles: Circles, count: int, *, name: str = "Harbour") -> str:
    """Open a circle with LEAD and so many other members, and return its id."""
    circle = circles.open(LEAD, name)
    for number in range(count):
        admit(circles, person(number), circle)
    return circle


def admit(circles: Circles, newcomer: Principal, circle: str) -> None:
    """Let somebody ask to join, and LEAD accept them."""
    circles.ask_to_join(newcomer, circle, "A name")
    circles.accept(LEAD, circle, circles.requests(LEAD, circle))


def contribute(circles: Circles, circle: str, *figures: float, quarter: Quarter = Q3) -> None:
    """Contribute one ROI after the other, each as the next member."""
    for number, figure in enumerate(figures):
        circles.contribute(person(number), circle, quarter, {"roi_percent": figure})


def view_of(circles: Circles, circle: str, by: Principal = LEAD) -> CircleView:
    return circles.view(by, circle, Q3)


def stored_circle(entries: JsonEntries, circle: str) -> Circle:
    return Circle.model_validate(entries.read(f"circle {circle}"))


def test_the_stored_format_stays_the_same() -> None:
    stored = {
        "name": "Harbour",
        "lead": "a1",
        "members": {"a1": {"2026-Q3": {"salt": "5a17", "figures": {"hours": 5}}}, "b2": {}},
        "releases": {"2026-Q3": {"hours": [{"day": "2026-10-05", "quartiles": [5, 5, 5], "of": {"a1": ["s", "m"]}}]}},
        "waiting": {"c3": "Ann"},
    }
    assert Circle.model_validate(stored).model_dump(mode="json", by_alias=True) == stored
    first = {key: value for key, value in stored.items() if key != "waiting"}
    assert Circle.model_validate(first).members == Circle.model_validate(stored).members
    memberships = {"circles": ["c"], "given": {"2026-Q3": "c"}}
    assert Memberships.model_validate(memberships).model_dump(mode="json") == memberships


def test_whoever_opens_a_circle_is_its_lead_and_a_member(circles: Circles) -> None:
    circle = circles.open(LEAD, "  Harbour \n chapter ")
    (mine,) = circles.memberships(LEAD)
    assert (mine.id, mine.name, mine.members, mine.is_lead) == (circle, "Harbour chapter", 1, True)
    assert circles.name(circle) == "Harbour chapter"
    assert circles.memberships(person(1)) == ()


@pytest.mark.parametrize("name", ["", " \n ", "x" * (MAX_NAME_LENGTH + 1)])
def test_a_circle_has_a_name_that_fits_on_a_line(circles: Circles, entries: JsonEntries, name: str) -> None:
    with pytest.raises(InvalidCircleName):
        circles.open(LEAD, name)
    assert entries.raw == {}


def test_a_new_member_is_counted_once_and_contributes_nothing_yet(circles: Circles) -> None:
    circle = open_circle(circles, 2)
    admit(circles, person(0), circle)
    (mine,) = circles.memberships(person(0))
    assert (mine.members, mine.is_lead, mine.is_waiting) == (3, False, False)
    assert view_of(circles, circle) == CircleView(0, {}, {})


def test_nobody_can_use_a_circle_that_is_not_theirs_or_does_not_exist(circles: Circles) -> None:
    circle = open_circle(circles, 1)
    for refused in (
        lambda: circles.ask_to_join(person(5), "0" * 32, "Mallory"),
        lambda: circles.requests(person(0), circle),
        lambda: circles.accept(person(0), circle, circles.requests(LEAD, circle)),
        lambda: circles.decline(person(0), circle, JoinRequest("anybody", "Ann")),
        lambda: circles.view(person(5), circle, Q3),
        lambda: circles.contribute(person(5), circle, Q3, {"hours": 5}),
        lambda: circles.withdraw(person(5), circle, Q3),
    ):
        with pytest.raises(NotInCircle):
            refused()
    assert circles.memberships(person(5)) == ()
    assert not circles.memberships(person(5))


def test_who_asks_to_join_is_in_once_the_lead_accepts_them_and_their_name_is_gone(
    circles: Circles, entries: JsonEntries
) -> None:
    circle = open_circle(circles, 1)
    circles.ask_to_join(person(1), circle, "  Ann \n Lee ")
    circles.ask_to_join(person(2), circle, "Bo")
    (waiting,) = circles.memberships(person(1))
    assert (waiting.name, waiting.members, waiting.is_waiting) == ("Harbour", 2, True)
    with pytest.raises(NotInCircle):
        circles.contribute(person(1), circle, Q3, {"hours": 5})
    with pytest.raises(NotInCircle):
        circles.view(person(1), circle, Q3)
    ann, bo = circles.requests(LEAD, circle)
    assert (ann.name, bo.name) == ("Ann Lee", "Bo")
    circles.accept(LEAD, circle, [ann])
    assert circles.requests(LEAD, circle) == (bo,)
    circles.contribute(person(1), circle, Q3, {"hours": 5})
    assert b"Ann" not in entries.raw[f"circle {circle}"]
    circles.decline(LEAD, circle, ann)
    assert view_of(circles, circle).contributors == 1, "who was accepted meanwhile is not declined"


def test_who_is_declined_or_withdraws_is_forgotten_and_may_ask_again(circles: Circles, entries: JsonEntries) -> None:
    circle = open_circle(circles, 0)
    for end in (
        lambda: circles.decline(LEAD, circle, circles.requests(LEAD, circle)[0]),
        lambda: circles.leave(person(1), circle),
        lambda: circles.leave_all(person(1)),
    ):
        circles.ask_to_join(person(1), circle, "Ann")
        assert len(circles.requests(LEAD, circle)) == 1
        end()
        assert circles.requests(LEAD, circle) == circles.memberships(person(1)) == ()
        assert b"Ann" not in entries.raw[f"circle {circle}"]


def test_a_request_that_is_gone_is_not_accepted(circles: Circles) -> None:
    circle = open_circle(circles, 0)
    circles.ask_to_join(person(1), circle, "Ann")
    requests = circles.requests(LEAD, circle)
    circles.leave(person(1), circle)
    circles.accept(LEAD, circle, [*requests, JoinRequest("invented", "Ed")])
    assert [membership.members for membership in circles.memberships(LEAD)] == [1]


@pytest.mark.parametrize("name", ["", " \n ", "x" * (MAX_MEMBER_NAME_LENGTH + 1)])
def test_who_asks_to_join_has_a_name_that_fits_on_a_line(circles: Circles, name: str) -> None:
    circle = open_circle(circles, 0)
    with pytest.raises(InvalidMemberName):
        circles.ask_to_join(person(1), circle, name)
    assert circles.requests(LEAD, circle) == circles.memberships(person(1)) == ()


def test_a_guest_who_signs_in_while_waiting_still_waits(circles: Circles) -> None:
    circle = open_circle(circles, 0)
    circles.ask_to_join(person(1), circle, "Ann")
    account = Principal("account", "ann")
    circles.transfer(person(1), account)
    circles.accept(LEAD, circle, circles.requests(LEAD, circle))
    assert [membership.is_waiting for membership in circles.memberships(account)] == [False]


def own_figure(published: tuple[float, float, float], known: tuple[float, ...]) -> set[float]:
    """Return the figures with which a fifth member would lead to these quartiles beside four that are known."""
    return {figure for figure in range(-100, 1010, 10) if quartiles([*known, figure], 10) == published}


KNOWN = (-100, -100, 1000, 1000)  # far apart, so that the fifth is in the middle of them


def test_four_members_that_one_person_invents_learn_nothing_of_the_fifth(circles: Circles) -> None:
    """The invented ones are workspaces of one member who is no lead; the lead lets in whom they know, once."""
    circle = open_circle(circles, 2)  # the victim and the attacker
    for number, figure in ((0, 370), (1, KNOWN[0])):
        circles.contribute(person(number), circle, Q3, {"roi_percent": figure})
    invented = [person(number) for number in (10, 11, 12)]
    for number, (one, figure) in enumerate(zip(invented, KNOWN[1:], strict=True)):
        circles.ask_to_join(one, circle, f"Invented {number}")
        with pytest.raises(NotInCircle):
            circles.contribute(one, circle, Q3, {"roi_percent": figure})
        with pytest.raises(NotInCircle):
            circles.accept(person(1), circle, circles.requests(LEAD, circle))
    assert view_of(circles, circle, person(1)) == CircleView(2, {"roi_percent": KNOWN[0]}, {})


def test_what_is_said_not_to_be_prevented_is_true_a_lead_who_lets_invented_members_in_reads_the_fifths_figure(
    circles: Circles,
) -> None:
    circle = open_circle(circles, 5)
    contribute(circles, circle, 370, *KNOWN)
    published = view_of(circles, circle).published["roi_percent"].quartiles
    assert own_figure(published, KNOWN) == {370}


def test_a_circle_stores_no_names_and_a_person_has_another_pseudonym_in_each(
    circles: Circles, entries: JsonEntries
) -> None:
    first, second = open_circle(circles, 3), open_circle(circles, 3)
    contribute(circles, first, 10, 20, 30)
    assert not [name for name, raw in entries.raw.items() if name.startswith("circle ") and b"Canary" in raw]
    assert not stored_circle(entries, first).members.keys() & stored_circle(entries, second).members.keys()
    foreign = Circles(entries, lambda: "another server’s secret")
    assert foreign.memberships(LEAD) == (), "without the secret, nobody finds out who is in it"


def test_every_member_sees_quartiles_of_five_or_more_and_only_their_own_figures(circles: Circles) -> None:
    circle = open_circle(circles, 6)
    contribute(circles, circle, 0, 10, 20, 60)
    assert view_of(circles, circle) == CircleView(4, {}, {})
    circles.contribute(person(4), circle, Q3, {"roi_percent": 200, "hours": 40})
    expected = {"roi_percent": PublishedQuartiles((10, 30, 90), 5, datetime(2026, 10, 5).date())}
    assert view_of(circles, circle) == CircleView(5, {}, expected)
    assert view_of(circles, circle, person(4)).own == {"roi_percent": 200, "hours": 40}
    assert view_of(circles, circle, person(5)).own == {}
    assert circles.view(LEAD, circle, Q2) == CircleView(0, {}, {})


def test_each_figure_needs_five_contributors_of_its_own(circles: Circles) -> None:
    circle = open_circle(circles, 10)
    contribute(circles, circle, *range(0, 50, 10))
    for number in range(5, 9):
        circles.contribute(person(number), circle, Q3, {"roi_percent": 0, "hours": 5})
    circles.contribute(person(9), circle, Q3, {"roi_percent": 0, "hours": 5})
    published = view_of(circles, circle).published
    assert (published["roi_percent"].people, published["hours"].people) == (10, 5)
    assert published["hours"].quartiles == (5, 5, 5)


def test_leaving_deletes_the_contributions_and_keeps_the_release(circles: Circles, entries: JsonEntries) -> None:
    circle = open_circle(circles, 6)
    contribute(circles, circle, 130, 130, 130, 130, 130, 990)
    circles.contribute(person(5), circle, Q2, {"roi_percent": 770})
    before = view_of(circles, circle)
    salts = [
        membership.salt
        for contributions in stored_circle(entries, circle).members.values()
        for membership in contributions.values()
    ]
    circles.leave(person(5), circle)
    stored = entries.raw[f"circle {circle}"]
    assert b":990" not in stored
    assert b":770" not in stored
    assert sum(salt.encode() in stored for salt in salts) == len(salts) - 2, "so that no stamp can be tried"
    assert view_of(circles, circle).published == before.published
    assert circles.memberships(person(5)) == ()
    with pytest.raises(NotInCircle):
        view_of(circles, circle, person(5))


def test_a_release_is_hidden_while_fewer_than_five_contribute(circles: Circles) -> None:
    circle = open_circle(circles, 6)
    contribute(circles, circle, 0, 10, 20, 60, 200)
    published = view_of(circles, circle).published
    circles.withdraw(person(4), circle, Q3)
    assert view_of(circles, circle) == CircleView(4, {}, {})
    circles.contribute(person(5), circle, Q3, {"roi_percent": 50})
    assert view_of(circles, circle) == CircleView(5, {}, published), (
        "one went and one came: too few to tell anything new"
    )


def test_changed_figures_are_released_once_five_have_changed(circles: Circles) -> None:
    circle = open_circle(circles, 5)
    contribute(circles, circle, 0, 10, 20, 60, 200)
    published = view_of(circles, circle).published
    contribute(circles, circle, 500, 500, 500, 500)
    assert view_of(circles, circle).published == published
    assert view_of(circles, circle, person(0)).own == {"roi_percent": 500}
    circles.contribute(person(4), circle, Q3, {"roi_percent": 500})
    assert view_of(circles, circle).published["roi_percent"].quartiles == (500, 500, 500)


def test_a_released_quarter_can_not_go_to_another_circle(circles: Circles) -> None:
    first, second = open_circle(circles, 5), open_circle(circles, 5)
    contribute(circles, first, 0, 10, 20, 60)
    with pytest.raises(QuarterGivenElsewhere, match="Q3 2026"):
        circles.contribute(person(0), second, Q3, {"roi_percent": 0})
    circles.withdraw(person(0), first, Q3)
    circles.contribute(person(0), second, Q3, {"roi_percent": 0})
    circles.leave(person(1), first)
    circles.contribute(person(1), second, Q3, {"roi_percent": 0})
    circles.withdraw(person(0), second, Q3)
    contribute(circles, first, 0)
    circles.contribute(person(4), first, Q3, {"roi_percent": 0})
    admit(circles, LEAD, first)
    circles.contribute(LEAD, first, Q3, {"roi_percent": 0})
    assert view_of(circles, first).published
    for act in (circles.withdraw(person(2), first, Q3), circles.leave(person(3), first), circles.leave(LEAD, first)):
        assert act is None
    for number in (2, 3, 4):
        with pytest.raises(QuarterGivenElsewhere):
            circles.contribute(person(number), second, Q3, {"roi_percent": 0})
    circles.contribute(person(4), second, Q2, {"roi_percent": 0})


def test_quarters_open_when_they_are_over_and_are_deleted_after_two_years(
    circles: Circles, clock: Clock, entries: JsonEntries
) -> None:
    circle = open_circle(circles, 5)
    for refused in (Quarter(2026, 4), Q3.shifted(-OPEN_QUARTERS)):
        with pytest.raises(QuarterNotOpen):
            circles.contribute(person(0), circle, refused, {"hours": 5})
    with pytest.raises(QuarterNotOpen):
        circles.contribute(person(0), circle, Q3, {})
    contribute(circles, circle, 0, 10, 20, 60, 200)
    assert circles.open_quarters()[0] == Q3
    clock.now = datetime(2028, 10, 5, tzinfo=UTC)
    circles.contribute(person(0), circle, Quarter(2028, 3), {"hours": 5})
    stored = stored_circle(entries, circle)
    assert {quarter for contributions in stored.members.values() for quarter in contributions} == {"2028-Q3"}
    assert set(stored.releases) == {"2028-Q3"}


def test_a_circle_is_deleted_when_its_lead_leaves(circles: Circles, entries: JsonEntries) -> None:
    circle = open_circle(circles, 5)
    contribute(circles, circle, 0, 10, 20, 60, 200)
    circles.leave(LEAD, circle)
    assert f"circle {circle}" not in entries.raw
    assert circles.memberships(person(0)) == circles.memberships(LEAD) == ()
    circles.leave(person(0), circle)
    assert not circles.memberships(person(0))


def test_leaving_all_circles_deletes_contributions_and_the_list(circles: Circles, entries: JsonEntries) -> None:
    first, second = open_circle(circles, 1), open_circle(circles, 1)
    own = circles.open(person(0), "Own")
    circles.contribute(person(0), first, Q3, {"roi_percent": 990})
    circles.leave_all(person(0))
    assert not [raw for name, raw in entries.raw.items() if b":990" in raw or name == "circles of guest Canary-0"]
    assert f"circle {own}" not in entries.raw
    assert [membership.members for membership in circles.memberships(LEAD)] == [1, 1]
    assert {membership.id for membership in circles.memberships(LEAD)} == {first, second}


def test_a_guest_who_signs_in_stays_the_same_member(circles: Circles) -> None:
    circle = open_circle(circles, 4)
    contribute(circles, circle, 0, 10, 20, 60)
    circles.contribute(LEAD, circle, Q3, {"roi_percent": 200})
    before = view_of(circles, circle)
    account = Principal("account", "lead")
    circles.transfer(LEAD, account)
    circles.transfer(person(99), account)
    (mine,) = circles.memberships(account)
    assert (mine.id, mine.members, mine.is_lead) == (circle, 5, True)
    assert view_of(circles, circle, account) == before
    assert circles.memberships(LEAD) == ()
    with pytest.raises(QuarterGivenElsewhere):
        circles.contribute(account, circles.open(account, "Another"), Q3, {"roi_percent": 200})


def test_circles_and_members_are_limited(circles: Circles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_MEMBERS", 3)
    circle = open_circle(circles, 2)
    with pytest.raises(CircleFull):
        circles.ask_to_join(person(7), circle, "Ed")
    assert not circles.memberships(person(7))
    admit(circles, person(1), circle)
    opened = [circles.open(person(0), f"No. {number}") for number in range(MAX_CIRCLES - 1)]
    with pytest.raises(TooManyCircles):
        circles.open(person(0), "One more")
    circles.leave(LEAD, circle)
    circles.open(person(0), "In place of the one that was closed")
    circles.leave(person(0), opened[0])
    assert len(circles.memberships(person(0))) == MAX_CIRCLES - 1


KEYS = ("roi_percent", "hours")
FIGURES = st.fixed_dictionaries({}, optional={key: st.sampled_from([0.0, 10.0, 50.0]) for key in KEYS}).filter(bool)
ACTS = st.one_of(
    st.tuples(st.just("give"), st.integers(0, 11), FIGURES),
    st.tuples(st.just("all give"), st.integers(0, 8), FIGURES),
    st.tuples(st.sampled_from(["take back", "leave", "erase", "sign in and out"]), st.integers(0, 11), st.just({})),
)


class World:
    """A circle beside a model of it: the contributions, and those behind each release."""

    def __init__(self) -> None:
        self.entries = JsonEntries()
        self.circles = Circles(self.entries, lambda: "secret", clock=Clock())
        self.circle = self.circles.open(LEAD, "Harbour")
        self.true: dict[int, dict[str, float]] = {}
        self.made_of: dict[str, list[dict[int, float]]] = {key: [] for key in KEYS}

    @property
    def shown(self) -> Mapping[str, PublishedQuartiles]:
        return view_of(self.circles, self.circle).published

    def act(self, act: str, number: int, figures: dict[str, float]) -> None:
        if act == "give":
            self._give(number, figures)
        elif act == "all give":
            for membership in range(number, number + 4):
                self._give(membership, figures)
        elif act == "sign in and out":
            before, account = self.shown, Principal("account", "the same person")
            self.circles.transfer(person(number), account)
            self.circles.transfer(account, person(number))
            assert self.shown == before
        elif number in self.true:
            self._go(act, number)

    def _give(self, number: int, figures: dict[str, float]) -> None:
        admit(self.circles, person(number), self.circle)
        self.circles.contribute(person(number), self.circle, Q3, figures)
        self.true[number] = figures
        for key, releases in stored_circle(self.entries, self.circle).releases[str(Q3)].items():
            if len(releases) > len(self.made_of[key]):
                self.made_of[key].append(
                    {
                        membership: contributions[key]
                        for membership, contributions in self.true.items()
                        if key in contributions
                    }
                )

    def _go(self, act: str, number: int) -> None:
        before = self.shown
        if act == "take back":
            self.circles.withdraw(person(number), self.circle, Q3)
        elif act == "leave":
            self.circles.leave(person(number), self.circle)
        else:
            self.circles.leave_all(person(number))
        del self.true[number]
        assert self.shown.items() <= before.items(), "who goes changes nothing that is shown; at most it is hidden"


@given(st.lists(ACTS, min_size=5, max_size=40))
def test_no_two_releases_ever_differ_by_fewer_than_five_people(
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
        for first, second in combinations(made_of, 2):
            assert sum(first.get(number) != second.get(number) for number in first.keys() | second.keys()) >= THRESHOLD
