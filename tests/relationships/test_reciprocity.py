"""Give and take: in total and with each person, never said of anybody too early."""

import pytest

from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships.measures import Reciprocity
from tests.careers import Json
from tests.relationships.test_measures import QUARTER, favour, of, person

YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))


@pytest.mark.parametrize(
    ("given_", "received", "balance"), [(0, 0, None), (3, 1, -0.5), (1, 3, 0.5), (2, 2, 0.0), (0, 4, 1.0)]
)
def test_the_balance_of_give_and_take_runs_from_only_given_to_only_received(
    given_: int, received: int, balance: float | None
) -> None:
    favours = [*[favour("given")] * given_, *[favour("received")] * received, favour("given", "2026-10-01")]
    found = relationship_measures.reciprocity(of(exchanges=favours), QUARTER)
    assert (found, found.balance) == (Reciprocity(given_, received), balance)


def flags(*favours: Json, quarters: tuple[Quarter, ...] = YEAR) -> tuple[bool, bool]:
    """Whether the first contact is owed something, and whether they only take."""
    found = relationship_measures.by_person(of(person(), exchanges=list(favours)), quarters).row(0, named=True)
    return found["owed"], found["takes"]


EARLY = "2026-02-01"


def test_who_gave_three_times_as_much_is_owed_and_who_never_gave_only_takes() -> None:
    got, gave = favour("received", contact="c1"), favour("given", contact="c1")
    got_early, gave_early = favour("received", EARLY, "c1"), favour("given", EARLY, "c1")
    assert flags(got_early, got, got) == (True, False)
    assert flags(got_early, got, got, gave) == (True, False)
    assert flags(got_early, got, gave) == (False, False)
    assert flags(gave_early, gave, gave) == (False, True)
    assert flags(gave_early, gave, gave, gave, got) == (False, False)


def test_two_exchanges_or_a_single_quarter_say_nothing_about_anybody() -> None:
    gave, gave_early = favour("given", contact="c1"), favour("given", EARLY, "c1")
    assert flags(gave_early, gave) == (False, False)
    assert flags(gave, gave, gave, quarters=QUARTER) == (False, False)
    assert flags(gave, gave, gave, quarters=YEAR[:3]) == (False, False)
    assert flags(gave, gave, gave) == (False, True)  # by the end of the year, the second quarter since


def test_an_introduction_gives_to_both_ends_and_one_received_comes_from_who_made_it() -> None:
    people = [person(name="Ada"), person(name="Ben"), person(name="Cy")]
    ledger = of(
        *people,
        exchanges=[
            favour("given", kind="introduction", contact="c1", between=["c1", "c2"]),
            favour("received", kind="introduction", contact="c3", between=["c2"]),
        ],
    )
    assert relationship_measures.by_person(ledger, YEAR).select("name", "given", "received").rows() == [
        ("Ada", 1, 0),
        ("Ben", 1, 0),
        ("Cy", 0, 1),
    ]
    assert relationship_measures.reciprocity(ledger, YEAR) == Reciprocity(1, 1)
