"""Costs: what an hour is worth in a quarter, and dues that accrue by the day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.costs import compensation_in_force, dues_owed, hourly_rate, loaded_rate, usual_benefits
from netroi_core.quarters import Quarter, span
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Venue


def profile(*compensation: dict[str, Any]) -> Profile:
    return Profile.model_validate_json(orjson.dumps({"compensation": compensation}))


def venue(**dues: Any) -> Venue:
    return Venue.model_validate_json(
        orjson.dumps({"id": "v", "name": "Club", "approach": "group_events", "dues": dues})
    )


def test_a_loaded_rate_holds_pay_at_risk_as_attained_and_benefits() -> None:
    paid = profile({"base": "84000", "pay_at_risk": "12000", "attainment": 0.9, "benefits": "29200"})
    assert loaded_rate(paid, Quarter(2026, 1)) == Decimal(124000) / 2080


def test_a_self_employed_rate_counts_only_what_can_be_billed() -> None:
    assert loaded_rate(profile({"hourly_rate": "120", "utilisation": 0.6}), Quarter(2026, 1)) == 72


def test_without_pay_an_hour_is_worth_nothing() -> None:
    assert loaded_rate(profile(), Quarter(2026, 1)) == 0
    assert compensation_in_force(profile(), Quarter(2026, 1)) is None


@pytest.mark.parametrize(
    ("quarter", "rate"), [("2024-Q1", 10), ("2025-Q1", 10), ("2025-Q2", 10), ("2025-Q3", 20), ("2026-Q4", 30)]
)
def test_the_latest_entry_not_after_the_quarter_is_in_force_and_before_the_first_the_first(
    quarter: str, rate: int
) -> None:
    unsorted = profile(
        {"from": "2026-Q1", "hourly_rate": "30"},
        {"from": "2025-Q1", "hourly_rate": "10"},
        {"from": "2025-Q3", "hourly_rate": "20"},
    )
    assert loaded_rate(unsorted, Quarter.parse(quarter)) == rate


def test_an_entry_without_a_quarter_is_in_force_until_the_next() -> None:
    paid = profile({"from": "2026-Q1", "hourly_rate": "30"}, {"hourly_rate": "10"})
    assert [loaded_rate(paid, Quarter(year, 1)) for year in (1999, 2025, 2026)] == [10, 10, 30]


def test_a_rate_is_exact_where_binary_fractions_are_not() -> None:
    (pay,) = profile({"base": "0", "pay_at_risk": "0.3", "attainment": 0.1, "hours_per_year": 1}).compensation
    assert hourly_rate(pay) == Decimal("0.03")


def test_usual_benefits_are_a_rounded_share_of_base_pay() -> None:
    assert usual_benefits(Decimal(72600)) == 27400
    assert usual_benefits(Decimal(0)) == 0


@pytest.mark.parametrize(("per", "owed"), [("year", 25), ("quarter", 100), ("month", 300)])
def test_a_quarter_owes_its_part_of_the_period(per: str, owed: int) -> None:
    assert dues_owed(venue(amount="100", per=per), Quarter(2026, 1)) == owed


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-08-15", None, 47),
        (None, "2026-07-01", 1),
        ("2026-09-30", "2026-09-30", 1),
        ("2026-10-01", None, 0),
        (None, "2026-06-30", 0),
        ("2026-09-02", "2026-09-01", 0),
        ("2026-09-20", "2026-07-10", 0),
        ("2199-12-31", None, 0),
    ],
)
def test_dues_accrue_by_the_day_of_membership(since: str | None, until: str | None, days: int) -> None:
    owed = dues_owed(venue(**{"amount": "92", "per": "quarter", "from": since, "to": until}), Quarter(2026, 3))
    assert owed == days


def test_a_venue_without_dues_owes_nothing() -> None:
    free = Venue.model_validate_json(b'{"id": "v", "name": "Park", "approach": "one_on_one"}')
    assert dues_owed(free, Quarter(2026, 3)) == 0


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 900), st.integers(1, 12), st.integers(1, 900))
def test_a_membership_cut_in_two_owes_the_same(since: date, days: int, start: int, cut: int) -> None:
    until, middle = since + timedelta(days=days), since + timedelta(days=min(cut, days))
    both = [
        venue(**{"amount": "50", "from": str(first), "to": str(last)})
        for first, last in ((since, middle - timedelta(days=1)), (middle, until))
    ]
    whole = venue(**{"amount": "50", "from": str(since), "to": str(until)})
    for quarter in span(Quarter(2023, 4), Quarter(2030, 1)):
        parts = sum(dues_owed(part, quarter, start) for part in both)
        assert abs(parts - dues_owed(whole, quarter, start)) < Decimal("1e-20")
