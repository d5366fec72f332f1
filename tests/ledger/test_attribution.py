"""Attribution: each rule by hand, and that no rule creates or loses credit."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS, RULES
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.workspace.document import empty
from netroi_core.workspace.workspace import Workspace
from tests.strategies import workspaces

WON = date(2026, 6, 30)
A, B, C = "group_events", "one_on_one", "social_media"


def credits_of(attribution: Any, *steps: tuple[int, str, float | None]) -> list[float]:
    """The credits of steps that are (days before the outcome, approach, own weight), in the order of the path."""
    touchpoints = [
        {"date": str(WON - timedelta(days=days)), "approach": approach, "credit": credit}
        for days, approach, credit in steps
    ]
    won = {"id": "o", "date": str(WON), "kind": "client", "status": "won", "touchpoints": touchpoints}
    shared = measures.contributions(Ledger(Workspace(empty() | {"outcomes": [won]})), Options(attribution))
    return [round(credit, 12) for credit in shared["credit"]]


@pytest.mark.parametrize(
    ("attribution", "expected"),
    [
        ("first", [1, 0, 0, 0]),
        ("last", [0, 0, 0, 1]),
        ("linear", [0.25, 0.25, 0.25, 0.25]),
        ("position", [0.4, 0.1, 0.1, 0.4]),
        ("decay", [1 / 15, 2 / 15, 4 / 15, 8 / 15]),
        ("custom", [0.1, 0.2, 0.3, 0.4]),
        ("shapley", [1 / 6, 1 / 6, 1 / 3, 1 / 3]),
    ],
)
def test_a_rule_shares_credit_as_the_contract_says(attribution: str, expected: list[float]) -> None:
    path = ((270, A, 1), (180, A, 2), (90, B, 3), (0, C, 4))
    assert credits_of(attribution, *path) == pytest.approx(expected)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_single_step_gets_all_the_credit(attribution: str) -> None:
    assert credits_of(attribution, (400, A, None)) == [1]


def test_two_steps_by_position_get_half_each() -> None:
    assert credits_of("position", (9, A, None), (3, B, None)) == [0.5, 0.5]


@pytest.mark.parametrize("weights", [(None, None), (5, None), (0, 0)])
def test_own_shares_are_equal_where_one_is_missing_or_all_are_zero(weights: tuple[float | None, ...]) -> None:
    assert credits_of("custom", (9, A, weights[0]), (3, B, weights[1])) == [0.5, 0.5]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_step_after_the_outcome_gets_none_and_does_not_count(attribution: str) -> None:
    path = ((9, A, 2.0), (3, B, 1.0))
    assert credits_of(attribution, *path, (-1, C, None)) == credits_of(attribution, *path)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_outcome_with_only_later_steps_is_unattributed(attribution: str) -> None:
    won = {"id": "o", "date": "2026-06-30", "kind": "client", "status": "won", "value": {"likely": "70"},
           "touchpoints": [{"date": "2026-07-01", "approach": A}]}  # fmt: skip
    shared = measures.contributions(Ledger(Workspace(empty() | {"outcomes": [won]})), Options(attribution))
    assert shared.select("approach", "value").rows() == [(None, 70)]


def test_steps_are_taken_by_date_and_those_of_one_day_in_the_order_of_the_list() -> None:
    path = [{"date": "2026-05-05", "approach": approach} for approach in (B, A)] + [
        {"date": "2026-05-04", "approach": C}
    ]
    won = {"id": "o", "date": "2026-06-30", "kind": "client", "status": "won", "touchpoints": path}
    ledger = Ledger(Workspace(empty() | {"outcomes": [won]}))
    assert ledger.touchpoints["approach"].to_list() == [C, B, A]


@given(workspaces(), st.sampled_from(("realised", "invested")))
def test_credits_are_between_0_and_1_and_sum_to_1_within_each_outcome_under_every_rule(
    document: dict[str, Any], view: Any
) -> None:
    ledger = Ledger(Workspace(document))
    for attribution in ATTRIBUTIONS:
        shared = measures.contributions(ledger, Options(attribution, view))
        assert shared["credit"].is_between(0, 1 + 1e-12).all()
        sums = shared.group_by("outcome").agg(pl.col("credit").sum())
        assert sums.height == len(document.get("outcomes", ()))
        assert ((sums["credit"] - 1).abs() < 1e-9).all()


@given(workspaces())
def test_the_shapley_rule_gives_each_approach_on_a_path_the_same_share(document: dict[str, Any]) -> None:
    shared = measures.contributions(Ledger(Workspace(document)), Options("shapley")).drop_nulls("approach")
    by_approach = shared.group_by("outcome", "approach").agg(pl.col("credit").sum())
    spread = by_approach.group_by("outcome").agg((pl.col("credit").max() - pl.col("credit").min()).alias("spread"))
    assert (spread["spread"] < 1e-12).all()


def test_every_rule_has_words_for_people() -> None:
    assert tuple(RULES) == ATTRIBUTIONS
    assert all(rule.title and rule.sentence.endswith(".") for rule in RULES.values())
