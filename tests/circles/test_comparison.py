"""Contributions: coarse, without amounts, comparable across pay, currencies and fiscal years."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.circles.comparison import COMPARED, ComparedFigure, Contribution, contribution_of
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.workspace.workspace import Workspace
from tests.careers import load_document as workspace
from tests.careers import make_document, small_documents, won_outcome

Q3 = Quarter(2026, 3)


def talk(hours: float, day: str = "2026-07-14", approach: str = "one_on_one", meaningful: int = 0) -> dict[str, Any]:
    return {"date": day, "approach": approach, "hours": {"attending": hours}, "meaningful": meaningful}


def paid(rate: str, **more: Any) -> dict[str, Any]:
    return {"compensation": [{"from": "2020-Q1", "hourly_rate": rate}], **more}


def gives(raw: dict[str, Any], quarter: Quarter = Q3) -> Contribution:
    return contribution_of(Ledger(Workspace(raw)), quarter)


def test_a_contribution_holds_the_quarters_figures_in_steps() -> None:
    lunch = {**talk(8, meaningful=2), "costs": [{"category": "lunch", "amount": "100"}]}
    raw = make_document(profile=paid("50"), activities=[lunch, talk(4, approach="social_media")],
                  outcomes=[won_outcome("1505", "one_on_one")])  # fmt: skip
    # 700 in all: (1505 - 700) / 700 is 115%; 350 for each conversation are 7 hours; 8 of 12 hours are 66.7%.
    assert gives(raw) == {
        "roi_percent": 120, "hours": 10, "cost_in_hours": 7,
        "share of group_events": 0, "share of one_on_one": 65, "share of social_media": 35,
    }  # fmt: skip


def test_open_leads_do_not_count_in_what_is_compared() -> None:
    lunch = {**talk(8), "costs": [{"category": "lunch", "amount": "100"}]}
    lead = {**won_outcome("9000", "one_on_one"), "status": "open", "probability": 0.9}
    won = won_outcome("250", "one_on_one")
    assert gives(make_document(activities=[lunch], outcomes=[won, lead]))["roi_percent"] == 150
    assert gives(make_document(activities=[lunch], outcomes=[lead]))["roi_percent"] == -100


@pytest.mark.parametrize("times", ["0.01", "7", "1000"])
def test_scaling_pay_and_prices_leaves_the_contribution_unchanged(times: str) -> None:
    def career(factor: float) -> dict[str, Any]:
        lunch = {**talk(8, meaningful=2), "costs": [{"category": "lunch", "amount": str(100 * factor)}]}
        won_then = won_outcome(str(1505 * factor), "one_on_one")
        return make_document(profile=paid(str(50 * factor)), activities=[lunch], outcomes=[won_then])

    assert gives(career(float(times))) == gives(career(1))


@pytest.mark.parametrize(("share", "hours"), [(None, 7), (1, 7), (0.5, 10), (0, None)])
def test_a_talk_costs_hours_at_the_worth_that_an_hour_has_and_none_where_only_money_counts(
    share: float | None, hours: float | None
) -> None:
    pay = {"from": "2020-Q1", "base": "104000"}
    profile = {"compensation": [pay | ({} if share is None else {"hour_share": share})]}
    lunch = {**talk(8, meaningful=2), "costs": [{"category": "lunch", "amount": "312"}]}
    assert gives(make_document(profile=profile, activities=[lunch])).get("cost_in_hours") == hours


def test_unknown_figures_are_left_out() -> None:
    raw = make_document(activities=[talk(8, meaningful=2)])
    assert "cost_in_hours" not in gives(raw), "no pay is known, so no hour of work"
    assert "roi_percent" not in gives(raw), "it cost nothing"
    assert "cost_in_hours" not in gives(make_document(profile=paid("50"), activities=[talk(8)])), "no conversation"
    assert gives(make_document(outcomes=[won_outcome("500", "one_on_one")])) == {}, "no hour, so nothing at all"


def test_a_fiscal_year_contributes_the_quarter_that_shares_most_days() -> None:
    for start, day in ((4, "2026-07-01"), (4, "2026-09-30"), (5, "2026-10-31"), (5, "2026-08-01"), (6, "2026-06-01")):
        assert gives(make_document(profile={"fiscal_year_start": start}, activities=[talk(10, day)]))["hours"] == 10
    assert gives(make_document(profile={"fiscal_year_start": 5}, activities=[talk(10, "2026-07-31")])) == {}


@given(st.sampled_from(COMPARED), st.floats(allow_nan=False))
def test_every_coarsened_figure_is_on_a_step_within_the_bounds(compared: ComparedFigure, figure: float) -> None:
    coarse = compared.coarsened(figure)
    assert compared.least <= coarse <= compared.most
    assert coarse % compared.step == 0
    if compared.least <= figure <= compared.most:
        assert abs(coarse - figure) <= compared.step / 2


@pytest.mark.parametrize("name", ["sample", "messy-1", "messy-2", "messy-3"])
def test_every_workspace_contributes_known_keys_only(name: str) -> None:
    ledger = Ledger(Workspace(workspace(name)))
    for quarter in span(ledger.quarters[0].shifted(-2), ledger.quarters[-1].shifted(2)):
        assert contribution_of(ledger, quarter).keys() <= {compared.key for compared in COMPARED}


@pytest.mark.parametrize("name", small_documents())
def test_unusual_careers_never_fail(name: str) -> None:
    assert all(key in {compared.key for compared in COMPARED} for key in gives(small_documents()[name]))
