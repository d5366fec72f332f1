"""The effort of an approach, shared among venues: nothing is lost, and nothing counts twice."""

from datetime import date
from decimal import ROUND_DOWN, Decimal

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.quiz.venue_shares import as_hours, by_venue, shares_of_hours
from netroi_core.workspace.records import Activity, Cost

Q3 = Quarter(2026, 3)
hours = st.integers(0, 80).map(lambda quarters: Decimal(quarters) / 4)
cents = st.integers(0, 99_999).map(lambda count: Decimal(count).scaleb(-2))


@given(st.lists(hours, min_size=1, max_size=4), hours, hours, cents, st.integers(0, 100))
def test_hours_money_and_talks_are_those_of_the_total(
    at_venues: list[Decimal], elsewhere: Decimal, traveling: Decimal, amount: Decimal, paid_percent: int
) -> None:
    parts = {"attending": sum(at_venues, elsewhere), "travelling": traveling}
    reimbursed = (amount * paid_percent / 100).quantize(Decimal("0.01"), ROUND_DOWN)
    total = Activity(
        id="quiz-2026-Q3-group_events",
        date=date(2026, 9, 30),
        approach="group_events",
        hours=as_hours(parts),
        costs=(Cost(category="lunch", amount=amount, reimbursed=reimbursed),),
        meaningful=7,
        source="quiz",
    )
    named = {f"v{number}": each for number, each in enumerate(at_venues)}
    shares = shares_of_hours(named, sum(parts.values(), Decimal(0)))
    shared = list(by_venue(total, Q3, parts, named, shares))
    assert sum(row.hours.total for row in shared) == total.hours.total
    costs = [cost for row in shared for cost in row.costs]
    assert sum((cost.amount for cost in costs), Decimal(0)) == amount
    assert sum((cost.reimbursed for cost in costs), Decimal(0)) == reimbursed
    assert all(cost.reimbursed <= cost.amount for cost in costs)
    assert sum(row.meaningful for row in shared) == 7
    assert len({row.id for row in shared}) == len(shared)
