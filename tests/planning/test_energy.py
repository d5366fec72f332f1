"""What drains: approaches, and kinds of occasions within one; chance is no pattern, and a change for good counts."""

from itertools import chain
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.baseline import typical_quarter
from netroi_core.planning.energy import Part, draining, draining_parts, energies
from netroi_core.workspace.workspace import Workspace
from tests.careers import TODAY, Json, costly_activity, make_document

VENUES = [{"name": "Harbor club", "approach": "group_events"}, {"name": "Guild", "approach": "group_events"}]


def felt(*energy: int, approach: str = "one_on_one", month: int = 7, **fields: Any) -> list[Json]:
    """Activities of this mood, each on a day of its own."""
    return [
        {**costly_activity(approach, "5", f"2026-{month:02d}-{day:02d}"), "energy": mood, **fields}
        for day, mood in enumerate(energy, 1)
    ]


def ledger_of(*activities: list[Json]) -> Ledger:
    return Ledger(Workspace(make_document(activities=[*chain(*activities)], venues=VENUES)))


def parts(*activities: list[Json]) -> dict[str, Part]:
    ledger = ledger_of(*activities)
    baseline = typical_quarter(ledger, ledger.quarters, Options(), TODAY)
    return {**draining_parts(ledger, ledger.quarters, baseline)}


def drains(*activities: list[Json]) -> bool:
    ledger = ledger_of(*activities)
    return "one_on_one" in draining(ledger, ledger.quarters)


@pytest.mark.parametrize(
    ("fields", "kind", "name"),
    [
        ({"evening": True}, "evening", "evening"),
        ({"venue": "v1"}, "venue", "Harbor club"),
        ({"channel": "phone"}, "channel", "phone"),
        ({"title": "Client dinner"}, "title", "Client dinner"),
        ({"hours": {"attending": 4}}, "length", "longer"),
    ],
)
def test_the_kind_of_occasion_that_drains_is_named(fields: Json, kind: str, name: str) -> None:
    found = parts(felt(-2, -1, -1, 0, approach="group_events", **fields), felt(1, 1, 0, approach="group_events"))
    part = found["group_events"]
    assert (part.kind, part.name) == (kind, name)
    assert part.hours == (16 if kind == "length" else 4)
    assert part.activities == 4


def test_daytime_may_be_what_drains() -> None:
    assert parts(felt(-1, -1, -1), felt(1, 1, 1, evening=True))["one_on_one"].name == "daytime"


@pytest.mark.parametrize(
    ("evenings", "rest"),
    [((-1, -1), (1, 1, 1)), ((-1, -1, -1), (1, 1)), ((0, 0, 0), (2, 2, 2)), ((-1, -1, 0), (0, 0, 0)),
     ((-2, -2, -2), (-1, -1, -1)), ((-1, 0), (1, 1, 1)), ((-1, 0, -1, 0), (1, 1, 1))],
    ids=["few evenings", "few others", "no drain", "too near", "all drains", "fewer yet", "half a point exactly"],
)  # fmt: skip
def test_no_part_is_named_where_it_does_not_drain_or_the_rest_is_hardly_better(
    evenings: tuple[int, ...], rest: tuple[int, ...]
) -> None:
    assert parts(felt(*evenings, evening=True), felt(*rest)) == {}


def test_an_approach_drains_below_half_a_point_and_not_at_it() -> None:
    assert not drains(felt(-1, 0, -1, 0))
    assert drains(felt(-1, 0, -1))


def test_hardly_lower_ratings_of_late_are_chance_and_clearly_lower_ones_are_not() -> None:
    # Half of all evenings drain, by chance a few more of them of late.
    assert not drains(felt(-1, 0, -1, 0, 0, month=2), felt(-1, 0, -1, month=5), felt(0, -1, 0, -1, month=8))
    assert drains(felt(1, 1, 1, 1, month=2), felt(-1, -1, month=5), felt(-1, month=8))
    assert not drains(felt(-2, -2, -2, -2, month=2), felt(0, 1, month=5), felt(1, month=8))


def test_energy_states_how_many_rated_occasions_drain() -> None:
    half = energies(ledger_of(felt(-1, 0, -1, -1, 0, 0, -1)), ledger_of(felt(0)).quarters)["one_on_one"]
    most = energies(ledger_of(felt(-1, 0, -1, -1, -1)), ledger_of(felt(0)).quarters)["one_on_one"]
    assert (half.drains, half.counted) == (True, (4, 7))
    assert (most.drains, most.counted) == (True, (4, 5))


@pytest.mark.parametrize(
    ("quizzes", "logged", "expected"),
    [(2, 0, True), (1, 0, False), (1, 1, False), (1, 2, True), (0, 2, False)],
    ids=["two quarters", "one quarter", "and a day", "and two days", "two days"],
)
def test_two_quarters_that_a_quiz_rated_are_a_pattern(quizzes: int, logged: int, expected: bool) -> None:
    rated = [felt(-2, month=4 + 3 * quiz, source="quiz") for quiz in range(quizzes)]
    assert drains(*rated, felt(*[-2] * logged, month=10)) is expected


def test_one_quarter_that_a_quiz_split_over_two_venues_is_no_pattern() -> None:
    assert not drains(*(felt(-2, source="quiz", venue=venue) for venue in ("v1", "v2")))
