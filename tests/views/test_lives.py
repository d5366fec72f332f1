"""The advice on more made-up lives, held against what a coach wrote down before the advice was looked at.

Each row of EXPECTED is one life: for each approach, whether the plan takes more, less or as much of it as usual.
"""

from datetime import date
from functools import cache

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.mix import total_effort
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import ROOT

TODAY = date(2026, 11, 29)
LESS, SAME, MORE = "less", "as usual", "more"

EXPECTED = {
    # Social media took two thirds of her hours for nothing; one-on-one brought all three interviews.
    "nurse": (SAME, SAME, LESS),
    # One-on-one brought 38 of 47 thousand; the regulars' table gives energy and is not cut to save four hours.
    "designer": (SAME, MORE, LESS),
    # Nothing has a price; a paper, a mentor and a skill are rated 4 to 5, and began at conferences.
    "academic": (SAME, SAME, SAME),
    # Group events drain, and so do the dinners with clients that the note of strain names; the lunches don't.
    "tokyo": (LESS, LESS, SAME),
    # Eight hours of events a week at energy −2, though wins began there: a veto outranks what feeds.
    "burnout": (LESS, SAME, SAME),
    # He found a job in May and stopped in June: there is nothing to grow or to cut, only a small step.
    "manager": (SAME, SAME, SAME),
    # All sales come from one weekly breakfast that he attends each week: there is no more of it.
    "realtor": (SAME, SAME, LESS),
    # One lucky role: no law, no forecast, no shift.
    "engineer": (SAME, SAME, SAME),
    # "Everybody wants an hour of me", and one-on-one drains: less of it, whatever the purpose.
    "nonprofit": (SAME, LESS, SAME),
    # All wins met at events and closed one-on-one; a hundred hours online led to nothing.
    "adviser": (SAME, MORE, LESS),
    # Raising money is measured by introductions and stages: 69 hours of posts brought one introduction of six.
    "fundraiser": (SAME, SAME, LESS),
    # The hours have no price, and every investor who was only met one-on-one passed: no more of that.
    "founder": (SAME, SAME, LESS),
}


@cache
def life(name: str) -> Situation:
    ledger = Ledger(Workspace(document.parse((ROOT / "tests" / "lives" / f"{name}.json").read_bytes())))
    return Situation(ledger, ledger.quarters, Options(), TODAY)


def direction(before: float, after: float) -> str:
    return SAME if abs(after - before) < 0.5 else MORE if after > before else LESS


def venues(name: str) -> dict[str, str]:
    return {row.returns.venue.id: row.advice for row in life(name).venues}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_plan_goes_where_a_coach_would(name: str) -> None:
    plan = life(name).plan
    usual = plan.baseline.mix
    advised = plan.mix or usual
    assert tuple(direction(usual[a].hours, advised[a].hours) for a in usual) == EXPECTED[name]
    assert total_effort(advised).hours <= max(total_effort(usual).hours, life(name).limits.hours)


def test_one_outcome_that_comes_once_is_no_estimate() -> None:
    for name in ("engineer", "manager"):
        assert life(name).recorded_leader == "one_on_one"
        assert life(name).verdict.leader is None
        assert life(name).outlook is None


def test_a_search_that_ended_is_noticed_and_no_longer_the_purpose() -> None:
    manager = life("manager")
    assert manager.purpose is None
    assert manager.plan.reason == "hold"
    assert manager.pause
    assert manager.pause.kind == "stopped"


def test_outcomes_without_a_price_have_a_leader_of_their_own() -> None:
    academic = life("academic")
    assert academic.verdict.leader is None
    assert academic.cherished == "one_on_one"
    assert academic.plan.reason == "hold"
    headline = AdviceWords(academic, Words.of(academic.ledger.profile)).headline()
    assert "pay" not in headline
    assert "3 of your 6 rated outcomes" in headline
    assert set(academic.recorded_returns.values()) == {None}


def test_a_place_is_judged_by_its_own_record_where_the_others_are_named() -> None:
    # 48 visits to the open houses led to nothing, while all 13 sales name the chapter.
    assert venues("realtor") == {"ch": "keep", "bo": "change", "ig": "drop"}


def test_a_place_that_gives_energy_and_brought_what_counts_is_kept() -> None:
    # A job and an open lead began at the regulars' table; the association brought an introduction in a search.
    assert venues("designer")["st"] == "keep"
    assert venues("nurse") == {"ana": "keep"}


def test_a_place_that_strains_or_drains_or_took_long_for_nothing_is_to_be_left() -> None:
    assert venues("burnout") == {"ama": "keep", "mix": "drop", "cha": "drop"}
    assert venues("tokyo") == {"ex": "drop"}
    assert venues("founder")["xs"] == "drop"


def test_evenings_beyond_the_limit_are_counted_in_the_plan() -> None:
    tokyo = life("tokyo")
    assert tokyo.plan.fewer_evenings == pytest.approx(14.25 - 90 / 7)
    part = tokyo.signals.parts["one_on_one"]
    assert (part.name, part.is_strained) == ("接待", True)
    assert part.evenings > 12
    assert life("nurse").plan.fewer_evenings == 0


def test_a_place_is_not_judged_while_wins_name_no_place() -> None:
    # Two of five wins don't say where they began: was it at the Chamber?
    assert venues("adviser")["ta"] == "keep"
    assert venues("adviser")["cc"] == "unlinked"
    assert venues("adviser")["new"] == "too_early"


def test_a_place_that_returned_more_than_it_took_is_kept_whatever_the_odds() -> None:
    assert venues("nonprofit") == {"ro": "keep", "fo": "keep"}


def test_own_forecasts_are_scored_from_ten_settled_ones_on() -> None:
    forecasts = life("adviser").own_forecasts
    assert forecasts
    assert forecasts.settled == 13
    assert forecasts.brier == pytest.approx(0.352, abs=5e-4)
    assert forecasts.base_brier == pytest.approx(0.237, abs=5e-4)
    assert life("nurse").own_forecasts is None
