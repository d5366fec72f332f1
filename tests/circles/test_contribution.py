"""What a member gives to a circle: coarse, without amounts, comparable across pay, currencies and fiscal years."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.circles.contribution import COMPARED, ComparedFigure, Contribution, contribution_of
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.workspace.workspace import Workspace
from tests.careers import given as workspace
from tests.careers import small, won, written

Q3 = Quarter(2026, 3)


def talk(hours: float, day: str = "2026-07-14", approach: str = "one_on_one", meaningful: int = 0) -> dict[str, Any]:
    return {"date": day, "approach": approach, "hours": {"attending": hours}, "meaningful": meaningful}


def paid(rate: str, **more: Any) -> dict[str, Any]:
    return {"compensation": [{"from": "2020-Q1", "hourly_rate": rate}], **more}


def gives(raw: dict[str, Any], quarter: Quarter = Q3) -> Contribution:
    return contribution_of(Ledger.of(Workspace(raw)), quarter)


def test_the_figures_are_those_of_the_quarter_in_steps() -> None:
    lunch = {**talk(8, meaningful=2), "costs": [{"category": "lunch", "amount": "100"}]}
    raw = written(profile=paid("50"), activities=[lunch, talk(4, approach="social_media")],
                  outcomes=[won("1505", "one_on_one")])  # fmt: skip
    # 700 in all: (1505 - 700) / 700 is 115%; 350 for each meaningful contact are 7 hours; 8 of 12 hours are 66.7%.
    assert gives(raw) == {
        "roi_percent": 120, "hours": 10, "cost_in_hours": 7,
        "share of group_events": 0, "share of one_on_one": 65, "share of social_media": 35,
    }  # fmt: skip


@pytest.mark.parametrize("times", ["0.01", "7", "1000"])
def test_ten_times_the_pay_and_prices_give_the_same(times: str) -> None:
    def career(factor: float) -> dict[str, Any]:
        lunch = {**talk(8, meaningful=2), "costs": [{"category": "lunch", "amount": str(100 * factor)}]}
        won_then = won(str(1505 * factor), "one_on_one")
        return written(profile=paid(str(50 * factor)), activities=[lunch], outcomes=[won_then])

    assert gives(career(float(times))) == gives(career(1))


def test_what_is_not_known_is_not_given() -> None:
    raw = written(activities=[talk(8, meaningful=2)])
    assert "cost_in_hours" not in gives(raw), "no pay is known, so no hour of work"
    assert "roi_percent" not in gives(raw), "it cost nothing"
    assert "cost_in_hours" not in gives(written(profile=paid("50"), activities=[talk(8)])), "no meaningful contact"
    assert gives(written(outcomes=[won("500", "one_on_one")])) == {}, "no hour, so nothing at all"


def test_a_fiscal_year_gives_its_own_quarter_that_has_most_of_the_calendars() -> None:
    for start, day in ((4, "2026-07-01"), (4, "2026-09-30"), (5, "2026-10-31"), (5, "2026-08-01"), (6, "2026-06-01")):
        assert gives(written(profile={"fiscal_year_start": start}, activities=[talk(10, day)]))["hours"] == 10
    assert gives(written(profile={"fiscal_year_start": 5}, activities=[talk(10, "2026-07-31")])) == {}


@given(st.sampled_from(COMPARED), st.floats(allow_nan=False))
def test_whatever_a_figure_is_it_is_given_on_a_step_within_its_ends(compared: ComparedFigure, figure: float) -> None:
    coarse = compared.coarse(figure)
    assert compared.least <= coarse <= compared.most
    assert coarse % compared.step == 0
    if compared.least <= figure <= compared.most:
        assert abs(coarse - figure) <= compared.step / 2


@pytest.mark.parametrize("name", ["sample", "messy-1", "messy-2", "messy-3"])
def test_of_any_workspace_only_the_known_keys_are_given(name: str) -> None:
    ledger = Ledger.of(Workspace(workspace(name)))
    for quarter in span(ledger.quarters[0].shifted(-2), ledger.quarters[-1].shifted(2)):
        assert contribution_of(ledger, quarter).keys() <= {each.key for each in COMPARED}


@pytest.mark.parametrize("name", small())
def test_unusual_careers_give_something_or_nothing_and_never_fail(name: str) -> None:
    assert all(key in {each.key for each in COMPARED} for key in gives(small()[name]))
