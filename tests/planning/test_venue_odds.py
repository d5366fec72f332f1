"""Venues: what they led to, how they feel, and what counts for the purpose decide whether they are kept."""

from collections.abc import Sequence
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.venue_odds import VenueVerdict
from netroi_core.views.advice import Situation
from netroi_core.workspace.workspace import Workspace
from tests.careers import TODAY, Json, make_document

PROFILE = {"compensation": [{"hourly_rate": "60"}]}
CLUB = {"name": "Club", "approach": "group_events"}
MONTHS = (2, 5, 8, 10)


def visits(energy: int | None, each: float = 4.0, months: tuple[int, ...] = MONTHS) -> list[Json]:
    return [
        {"date": f"2026-{month:02d}-{day:02d}", "approach": "group_events", "venue": "v1", "hours": {"attending": each},
         "energy": energy, "evening": True}
        for month in months for day in (3, 10)
    ]  # fmt: skip


def outcome(kind: str, status: str = "won", *, venue: str | None = "v1", **fields: Any) -> Json:
    steps = [{"date": "2026-05-03", "approach": "group_events", "venue": venue}] if venue else []
    steps += [{"date": "2026-06-03", "approach": "one_on_one"}]
    return {"date": "2026-08-05", "kind": kind, "status": status, "touchpoints": steps, **fields}


# Priced outcomes elsewhere, so that the odds of the club can be told.
OTHERS = [outcome("client", venue=None, value={"likely": "900"})] * 3


def verdict(
    activities: list[Json],
    *outcomes: Json,
    venue: Json = CLUB,
    quizzes: Sequence[Json] = (),
    **profile: Any,
) -> VenueVerdict:
    coffees = [
        {"date": f"2026-{month:02d}-05", "approach": "one_on_one", "hours": {"attending": 2}} for month in MONTHS
    ]
    raw = make_document(
        profile={**PROFILE, **profile},
        venues=[venue],
        activities=[*activities, *coffees],
        outcomes=[*OTHERS, *outcomes],
        quizzes=list(quizzes),
    )
    ledger = Ledger(Workspace(raw))
    return Situation(ledger, ledger.quarters, Options(), TODAY).venues[0]


SMALL = {"value": {"likely": "60"}}


@pytest.mark.parametrize(
    ("found", "status"), [(SMALL, "won"), ({**SMALL, "probability": 0.3}, "open"), ({}, "open")], ids=str
)
@pytest.mark.parametrize(("energy", "advice"), [(1, "keep"), (0, "change"), (-1, "drop"), (None, "change")])
def test_little_that_came_is_enough_where_it_gives_energy_and_too_little_where_it_drains(
    found: Json, status: str, energy: int | None, advice: str
) -> None:
    judged = verdict(visits(energy), outcome("client", status, **found))
    assert judged.advice == advice
    assert (judged.because == "energy") is (advice in ("keep", "drop"))


def test_half_a_point_of_energy_is_no_reason_to_leave() -> None:
    half = [{**visit, "energy": -(number % 2)} for number, visit in enumerate(visits(0))]
    assert verdict(half, outcome("client", **SMALL)).advice == "change"


def test_a_fundraiser_keeps_venues_where_money_was_raised() -> None:
    check = outcome("funding", value={"likely": "75000"})
    judged = verdict(visits(-1), check, purpose="raise_money")
    assert (judged.advice, judged.because) == ("keep", "raised")
    # Not where it fell through, nor for anybody else.
    fell_through = outcome("funding", "lost", value={"likely": "75000"})
    assert verdict(visits(-1), fell_through, purpose="raise_money").because != "raised"
    assert verdict(visits(-1), check, purpose="win_clients").because != "raised"


def test_a_place_that_returned_more_than_it_cost_is_kept_though_it_drains() -> None:
    assert verdict(visits(-1), outcome("client", value={"likely": "9000"})).because == "returned"


def test_few_quarters_are_too_early_to_tell_however_it_feels() -> None:
    assert verdict(visits(2, months=(8,)), outcome("client", **SMALL)).advice == "too_early"


@pytest.mark.parametrize(("each", "is_left"), [(12.4, False), (12.5, True)])
@pytest.mark.parametrize("rate", ["0", "0.001"])
def test_a_hundred_hours_for_nothing_are_enough_with_a_price_or_without(each: float, is_left: bool, rate: str) -> None:
    judged = verdict(visits(0, each), outcome("client", venue=None), compensation=[{"hourly_rate": rate}])
    assert (judged.advice == "drop") is is_left


def test_a_lost_outcome_is_nothing_to_show_for_a_hundred_hours() -> None:
    steps = [{"date": "2026-05-03", "approach": "group_events", "venue": "v1"}]
    lost = {**outcome("client", "lost"), "touchpoints": steps}
    assert verdict(visits(0, 13), lost).advice == "drop"
    assert verdict(visits(0, 13), {**lost, "status": "open"}).advice != "drop"


def test_joy_keeps_no_place_that_almost_surely_loses_the_money_it_is_there_for() -> None:
    # 160 hours at $60 for one win of $60.
    for purpose, advice in ((None, "change"), ("win_clients", "change"), ("belong", "keep"), ("learn", "keep")):
        judged = verdict(visits(1, 20), outcome("client", **SMALL, intangible=3), purpose=purpose)
        assert judged.odds is not None
        assert purpose == "learn" or judged.odds < 0.15
        assert judged.advice == advice


ELSEWHERE = {"date": "2026-05-20", "approach": "group_events", "costs": [{"amount": "514"}]}


@pytest.mark.parametrize(("hours", "is_judged"), [(8, True), (8.5, False)])
def test_a_venue_is_judged_once_most_hours_of_its_approach_have_a_venue(hours: float, is_judged: bool) -> None:
    """Else its gain would count in full, and its cost in part: 32 hours are at the club."""
    rows = [*visits(None), {**ELSEWHERE, "hours": {"attending": hours}}]
    judged = verdict(rows, outcome("client", value={"likely": "9000"}))
    assert (judged.because == "unassigned") is not is_judged
    assert (judged.odds is not None) is is_judged
    assert judged.advice == ("keep" if is_judged else "too_early")


def test_hours_are_known_to_be_elsewhere_once_a_quiz_says_how_they_were_shared() -> None:
    rows = [*visits(None), {**ELSEWHERE, "hours": {"attending": 90}}]
    client = outcome("client", value={"likely": "9000"})
    told = verdict(rows, client, quizzes=[{"quarter": "2026-Q2", "answers": {"group_events.hours_at.v1": "0"}}])
    assert told.because == "returned"
    for answers in ({"one_on_one.hours_at.v1": "0"}, {"group_events.hours.total": "98"}):
        assert verdict(rows, client, quizzes=[{"quarter": "2026-Q2", "answers": answers}]).because == "unassigned"
    other = [{"quarter": "2026-Q3", "answers": {"group_events.hours_at.v1": "0"}}]
    assert verdict(rows, client, quizzes=other).because == "unassigned"


def test_what_rests_on_no_return_is_said_whatever_is_assigned() -> None:
    rows = [*visits(None), {**ELSEWHERE, "hours": {"attending": 90}}]
    judged = verdict(rows, outcome("client", **SMALL), venue={**CLUB, "role": "Treasurer"})
    assert (judged.advice, judged.because, judged.odds) == ("keep", "role", None)
    # More hours there could only confirm it.
    assert verdict([*visits(0, 13), {**ELSEWHERE, "hours": {"attending": 90}}]).advice == "drop"


def test_where_no_hour_is_on_record_the_money_tells() -> None:
    dues = {**CLUB, "dues": {"amount": "200", "per": "quarter"}}
    for amount, is_judged in (("100", True), ("500", False)):
        judged = verdict([{**ELSEWHERE, "costs": [{"amount": amount}]}], outcome("client", **SMALL), venue=dues)
        assert (judged.because != "unassigned") is is_judged


@pytest.mark.parametrize(("status", "has_odds"), [("open", False), ("won", True), ("lost", True)])
def test_odds_are_told_once_something_that_began_there_is_decided(status: str, has_odds: bool) -> None:
    judged = verdict(visits(None), outcome("client", status, value={"likely": "300"}))
    assert (judged.odds is not None) is has_odds


@pytest.mark.parametrize("months", [(8,), (2, 5, 8)])
def test_no_odds_stand_beside_too_early_or_for_a_venue_that_led_to_nothing(months: tuple[int, ...]) -> None:
    assert verdict(visits(None, months=months)).odds is None


def test_a_place_is_not_judged_while_outcomes_name_no_activity() -> None:
    unlinked = {**outcome("client", **SMALL), "touchpoints": []}
    assert verdict(visits(0, 13)).advice == "drop"
    assert verdict(visits(0, 13), unlinked).advice == "unlinked"


def test_among_people_what_gives_energy_is_no_waste() -> None:
    assert verdict(visits(1, 13), purpose="belong").advice == "keep"
    assert verdict(visits(1, 13), purpose="learn").advice == "drop"


@pytest.mark.parametrize(
    ("purpose", "counted", "uncounted"),
    [
        ("find_work", outcome("interview"), outcome("reputation", intangible=3)),
        ("raise_money", outcome("introduction"), outcome("reputation", intangible=3)),
        ("learn", outcome("skill", intangible=3), outcome("skill")),
        ("belong", outcome("other", intangible=3), outcome("other")),
    ],
)
def test_what_counts_for_the_purpose_counts_in_the_odds(purpose: str, counted: Json, uncounted: Json) -> None:
    with_it, without = (verdict(visits(0), row, purpose=purpose).odds for row in (counted, uncounted))
    by_money = verdict(visits(0), counted, purpose="win_clients").odds
    assert with_it is not None
    assert without is not None
    assert by_money is not None
    assert with_it > 1.5 * without
    assert with_it > 1.5 * by_money
