"""Valuation: each helper against figures worked out by hand; none makes up a value."""

import re
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.quiz.valuation import (
    ANYWAY_CHOICES,
    HELPERS,
    PAY_SOONER,
    ValueHelper,
    anyway_name,
    explain_counted_value,
    helper_value,
    kinds_in_sight,
    ordered_kinds,
    share_question,
    value_helper,
)
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import (
    COUNTED_KINDS,
    KINDS_WITHOUT_GAIN,
    OUTCOME_KINDS,
    PURPOSES,
    OutcomeKind,
    Purpose,
)
from netroi_core.workspace.profile import HourlyPay
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document

WITHOUT_HELPER = {"reputation", "other"} | COUNTED_KINDS | KINDS_WITHOUT_GAIN


def figures(**inputs: str) -> dict[str, Decimal]:
    return {key: Decimal(figure) for key, figure in inputs.items()}


@pytest.mark.parametrize(
    ("kind", "inputs", "value"),
    [
        ("role", figures(new_pay="95000", old_pay="84000"), "11000.00"),
        ("client", figures(fee="4800.555"), "4800.56"),
        ("mentor", figures(hours="12.5", rate="150"), "1875.00"),
        ("cost_saving", figures(monthly="29.99", months="12"), "359.88"),
    ],
)
def test_a_helper_calculates_the_likely_value(kind: OutcomeKind, inputs: dict[str, Decimal], value: str) -> None:
    assert helper_value(HELPERS[kind], inputs) == Decimal(value)


def test_a_job_that_ends_a_search_is_worth_its_pay_for_the_months_that_it_saved() -> None:
    helper = value_helper("role", "search")
    assert helper_value(helper, figures(new_pay="134000", months_sooner="3")) == 33500
    assert helper_value(helper, figures(new_pay="134000", old_pay="128000")) is None


def test_a_role_that_pays_less_is_worth_nothing_not_less() -> None:
    assert helper_value(HELPERS["role"], figures(new_pay="1", old_pay="2")) == 0


@pytest.mark.parametrize("helper", [*HELPERS.values(), PAY_SOONER])
def test_a_helper_has_no_value_until_every_input_is_given(helper: ValueHelper) -> None:
    keys = [field.key for field in helper.inputs]
    for missing in keys:
        assert helper_value(helper, {key: Decimal(1) for key in keys if key != missing}) is None
    assert helper_value(helper, {key: Decimal(1) for key in keys}) is not None


@pytest.mark.parametrize("kind", sorted(WITHOUT_HELPER))
def test_a_kind_without_a_price_has_no_helper(kind: OutcomeKind) -> None:
    assert helper_value(value_helper(kind, "search"), figures(fee="1", hours="1", rate="1")) is None


def test_every_kind_with_a_helper_exists_and_every_helper_gives_advice() -> None:
    assert set(HELPERS) == set(OUTCOME_KINDS) - WITHOUT_HELPER
    assert all(helper.advice.endswith(".") for helper in HELPERS.values())


@pytest.mark.parametrize("purposes", [(), *permutations(PURPOSES, 1), *permutations(PURPOSES, 2)])
def test_every_kind_is_offered_once_whatever_the_purposes(purposes: tuple[Purpose, ...]) -> None:
    in_sight = kinds_in_sight(purposes, ["cost_saving"])
    assert len(in_sight) == len(set(in_sight)) <= 13, "few enough to choose from on a phone"
    assert ordered_kinds(in_sight)[: len(in_sight)] == in_sight
    assert sorted(ordered_kinds(in_sight)) == sorted(OUTCOME_KINDS)
    assert ordered_kinds(in_sight)[-1] == "other"


def test_the_kinds_that_a_purpose_looks_for_come_first() -> None:
    assert kinds_in_sight(())[:3] == ("client", "lead", "referral"), "else the common ones"
    assert kinds_in_sight(["find_work"])[0] == "interview"
    assert {"introduction", "funding"} <= set(kinds_in_sight(["raise_money"])[:3])
    assert kinds_in_sight(["learn"])[0] == "mentor"


def test_the_kinds_of_a_second_purpose_and_those_on_record_are_in_sight_after_the_first() -> None:
    clients, both = kinds_in_sight(["win_clients"]), kinds_in_sight(["win_clients", "advance"])
    assert both[: len(clients)] == clients
    assert {"role", "developmental_assignment", "mentor"} <= set(both) - set(clients)
    assert kinds_in_sight(["advance"], ["client", "role"]) == (*kinds_in_sight(["advance"]), "client")


SHARES = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
VALUES = st.integers(1, 10_000).flatmap(
    lambda likely: st.fixed_dictionaries(
        {"likely": st.just(str(likely))},
        optional={"low": st.integers(0, likely).map(str), "high": st.integers(likely, 20_000).map(str)},
    )
)


@given(VALUES, SHARES, SHARES, SHARES, st.sampled_from(("won", "open", "lost")), st.booleans())
def test_what_counts_of_an_outcome_is_told_as_the_ledger_counts_it(
    value: dict[str, str], margin: float, incrementality: float, probability: float, status: str, is_german: bool
) -> None:
    words = Words("de_DE", "EUR") if is_german else Words()
    row = {"date": "2026-09-02", "kind": "client", "status": status, "value": value, "margin": margin}
    row |= {"incrementality": incrementality, **({"probability": probability} if status == "open" else {})}
    workspace = Workspace(make_document(outcomes=[row]))
    (outcome,), (counted,) = workspace.outcomes, Ledger(workspace).outcomes["expected"]
    sentence = explain_counted_value(outcome, words)
    whole = words.exact_money(Decimal(value["likely"]))
    if status == "lost":
        assert not sentence
    elif sentence:
        assert sentence.startswith(f"counts as {words.money(counted)} of {whole}, since ")
    else:
        assert words.exact_money(counted) == whole


@pytest.mark.parametrize("percent", sorted({*ANYWAY_CHOICES, 12.5}))
def test_what_would_have_come_anyway_is_named_as_it_was_chosen_and_with_its_share(percent: float) -> None:
    name, words = anyway_name(percent, Words()), Words()
    outcome = {"date": "2026-09-02", "kind": "client", "status": "won", "value": {"likely": "4000"}, "touchpoints": []}
    raw = make_document(outcomes=[{**outcome, "incrementality": 1 - percent / 100}])
    reason = explain_counted_value(Workspace(raw).outcomes[0], words)
    chosen, _, share = name.partition(" (")
    if percent == 0:
        assert (name, reason) == ("No", "")
    else:
        assert chosen.lower() in reason
        assert share.rstrip(")") in reason
        assert f"{percent:g}%" in name or percent == 50


@pytest.mark.parametrize("percent", [*ANYWAY_CHOICES[1:], 20.0])
def test_an_open_outcome_is_not_told_as_if_it_had_come(percent: float) -> None:
    outcome = {"date": "2026-09-02", "kind": "lead", "status": "open", "probability": 0.5, "value": {"likely": "4000"}}
    raw = make_document(outcomes=[{**outcome, "touchpoints": [], "incrementality": 1 - percent / 100}])
    reason = explain_counted_value(Workspace(raw).outcomes[0], Words())
    assert "anyway" in reason
    assert not re.search("was|would have|would probably have", reason)


def test_the_own_time_of_the_self_employed_is_no_cost_that_a_margin_leaves_out() -> None:
    question = share_question(HourlyPay(hourly_rate=Decimal(95)))
    assert "Your own time isn’t such a cost: NetROI counts the hours that you spend networking" in question.note
    assert "$" not in question.note, "which is a formula in Markdown, and not everybody's currency"
