"""Amounts in typed text: recognized in every usual format, and rather once too often than missed."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.report.without_amounts import mentions_money, recorded_amounts
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import costly_activity, make_document, won_outcome
from tests.strategies import workspaces

OWN = frozenset(map(Decimal, ("73951.37", "12.50", "48000", "9")))


@pytest.mark.parametrize(
    "text",
    [
        *("for $5", "5€ each", "£1,200", "＄700", "no € at all", "R$ 30", "10 000 ₽"),
        *("USD 300", "300 CHF", "CHF300", "300 EUR a day"),
        *("two hundred dollars", "some Euros", "a few bucks", "500 usd", "50 cents", "8k a month", "1.2 million"),
        *("73951.37", "73,951.37", "73.951,37", "73 951,37", "73'951.37", "73\u202f951,37", "1, 2, 9 and 3"),
        *("12.5", "12,50", "48.000", "48,000.00", "it was 48000", "٤٨٠٠٠", "９ of them"),
    ],
)
def test_anything_that_may_be_an_amount_mentions_money(text: str) -> None:
    assert mentions_money(text, OWN)


@pytest.mark.parametrize(
    "text",
    [
        *("On-time delivery went from 82 to 94 percent.", "we met in 2026", "10 km", "12 of 20", "1st in 3 years"),
        *("a centre of innovation", "the K2 team", "ISO 9001", "Q3 2026", ""),
    ],
)
def test_other_numbers_do_not_mention_money(text: str) -> None:
    assert not mentions_money(text, OWN)


def test_recorded_amounts_are_all_amounts_of_money_in_a_workspace() -> None:
    raw = make_document(
        profile={"compensation": [{"from": "2026-Q1", "base": "1001", "pay_at_risk": "1002", "benefits": "1003"},
                                  {"from": "2026-Q2", "hourly_rate": "1004"}]},
        venues=[{"name": "Club", "approach": "group_events", "dues": {"amount": "1005", "per": "month"}},
                {"name": "Park", "approach": "group_events"}],
        activities=[{**costly_activity("one_on_one", "1006"), "costs": [{"amount": "1006", "reimbursed": "1000"}]}],
        outcomes=[{**won_outcome("0", "one_on_one"), "value": {"low": "1008", "likely": "1009", "high": "1010"}}],
        goals=[{"metric": "actual_cost", "target": 1011.0, "quarter": "2026-Q4"},
               {"metric": "hours", "target": 1012.0, "quarter": "2026-Q4"}],
    )  # fmt: skip
    numbers = {1000, 1001, 1002, 1003, 1004, 1005, 1006, 1008, 1009, 1010, 1011}
    assert recorded_amounts(Workspace(raw)) == numbers
    assert recorded_amounts(Workspace(raw), [20.129, 0.0]) == numbers | {Decimal("20.13"), Decimal(20)}


@given(workspaces(), st.sampled_from(("{:f}", "{:,f}")))
def test_a_recorded_amount_is_recognized_with_and_without_thousands_separators(raw: dict[str, Any], form: str) -> None:
    document.validate(raw)
    own = recorded_amounts(Workspace(raw))
    assert [amount for amount in own if not mentions_money(f"It was {form.format(amount)}.", own)] == []
