"""Cautions about a mix: hours beyond the cap, what drains, and give and take out of balance."""

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.cautions import cautions
from netroi_core.planning.outlook import Effort, Mix
from netroi_core.quarters import Quarter, span
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, make_document

YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))


def mix(*hours: float) -> Mix:
    return {approach: Effort(count) for approach, count in zip(APPROACHES, hours, strict=True)}


EVENLY = mix(10, 10, 10)


BEYOND = "That is 7.1 hours a week, beyond the 6 that you set yourself: fewer and better."
DRAINING = "It rests on group events, where you lose energy: set a time limit, and rest."
GIVEN = "Lately you gave far more than you received{}: it is fine to say no, so set a boundary."
RECEIVED = "Lately you received far more than you gave{}: give back next."


def found(raw: Json, plan: Mix, present: Mix = EVENLY) -> list[str]:
    raw = {**raw, "profile": {**raw.get("profile", {}), "weekly_hours_cap": 6}}
    return cautions(plan, present, Ledger(Workspace(raw)), YEAR, Quarter(2026, 2), Words())


def felt(approach: str, *energy: int | None) -> list[Json]:
    return [{**costly_activity(approach, "5"), "energy": level} for level in energy]


def favours(direction: str, count: int, day: str = "2026-09-01", contact: str | None = None) -> list[Json]:
    return [{"date": day, "direction": direction, "contact": contact}] * count


def test_a_mix_within_the_cap_that_neither_drains_nor_is_one_sided_has_no_mark() -> None:
    raw = make_document(activities=felt("one_on_one", 1, 2), exchanges=[*favours("given", 3), *favours("received", 3)])
    assert found(raw, EVENLY) == []


def test_hours_a_week_beyond_the_cap_are_marked_and_the_cap_itself_is_not() -> None:
    assert found(make_document(), mix(40, 32, 20)) == [BEYOND]
    assert found(make_document(), mix(39, 39, 0.000001)) == []


@pytest.mark.parametrize(
    ("plan", "is_marked"),
    [(mix(12, 5, 5), True), (mix(11, 20, 0), True), (mix(10, 20, 0), False), (mix(0, 20, 0), False)],
    ids=["largest share", "more than now", "neither", "not in it"],
)
def test_a_mix_that_rests_on_what_drains_is_marked(plan: Mix, is_marked: bool) -> None:
    raw = make_document(activities=[*felt("group_events", -2, 1, -1, None), *felt("one_on_one", 0)])
    assert found(raw, plan) == ([DRAINING] if is_marked else [])


def test_what_drained_before_the_window_is_over() -> None:
    before = [{**costly_activity("group_events", "5", "2025-12-01"), "energy": -2}]
    assert found(make_document(activities=before), mix(20, 0, 0)) == []


@pytest.mark.parametrize(
    ("given", "received", "mark"),
    [
        (4, 0, GIVEN.format("")),
        (1, 3, RECEIVED.format("")),
        (2, 5, None),
        (0, 3, None),
    ],
)
def test_give_and_take_out_of_balance_is_marked_once_there_is_enough_of_it(
    given: int, received: int, mark: str | None
) -> None:
    raw = make_document(exchanges=[*favours("given", given), *favours("received", received)])
    assert found(raw, EVENLY) == ([mark] if mark else [])


def test_only_the_last_two_quarters_tell_of_give_and_take() -> None:
    assert found(make_document(exchanges=favours("given", 9, "2026-06-30")), EVENLY) == []
    assert len(found(make_document(exchanges=favours("given", 9, "2026-07-01")), EVENLY)) == 1


def people(**approaches: str | None) -> list[Json]:
    """Contacts c1, c2, …, each met by an approach; of None it is not known how."""
    return [
        {"name": name, "met": {"date": "2026-01-01", "approach": approach} if approach else None}
        for name, approach in approaches.items()
    ]


def test_an_approach_through_which_only_one_side_gives_is_marked_though_the_whole_is_balanced() -> None:
    raw = make_document(
        contacts=people(ada="social_media", ben="one_on_one"),
        exchanges=[*favours("given", 4, contact="c1"), *favours("received", 4, contact="c2")],
    )
    given_more, received_more = RECEIVED.format(" through one-on-one"), GIVEN.format(" through social media")
    assert found(raw, EVENLY) == [given_more, received_more]
    assert found(raw, mix(10, 10, 0)) == [given_more]


def test_what_is_said_of_the_whole_is_not_said_of_each_approach_again() -> None:
    raw = make_document(contacts=people(ada="social_media"), exchanges=favours("given", 6, contact="c1"))
    assert found(raw, EVENLY) == [GIVEN.format("")]
