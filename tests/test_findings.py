"""Findings: what is said of figures, and how sure it sounds."""

from typing import Any

import pytest

from netroi_core.findings import FEW_OUTCOMES, Findings, counted_hours, share_title, trend_title, window_name
from netroi_core.quarters import Quarter, span
from netroi_core.wording import CATEGORY_NAMES, Words

YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))
EN, DE = Words(), Words("de_DE", "EUR")
MONEY_BACK = {"group_events": (500, 200), "one_on_one": (1000, 3050), "social_media": (250, 300)}


def findings(
    each: dict[str, tuple[float, float]],
    *,
    outcomes: int = FEW_OUTCOMES,
    window: tuple[Quarter, ...] = YEAR,
    unpriced: int = 0,
    unattributed: float = 0,
    words: Words = EN,
) -> Findings:
    """Findings on what each approach cost (half of it money) and gained; those not named cost and gained nothing."""
    approaches = {name: _row(*each.get(name, (0, 0))) for name in ("group_events", "one_on_one", "social_media")}
    cost = sum(row["total_cost"] for row in approaches.values())
    gained = sum(row["expected_value"] for row in approaches.values()) + unattributed
    figures = {"approaches": approaches, "unattributed_value": unattributed, "total": _row(cost, gained)}
    return Findings(figures, window, outcomes=outcomes, unpriced=unpriced, words=words)


def _row(cost: float, gained: float) -> dict[str, Any]:
    return {
        "hours": cost / 50,
        "actual_cost": cost / 2,
        "opportunity_cost": cost / 2,
        "total_cost": cost,
        "expected_value": gained,
        "net_benefit": gained - cost,
        "roi_percent": (gained - cost) / cost * 100 if cost else None,
    }


@pytest.mark.parametrize(
    ("found", "headline", "title"),
    [
        pytest.param(
            findings(MONEY_BACK),
            "One-on-one returned most: about $3.05 for each $1 of money and time.",
            "One-on-one returned most; group events have yet to pay",
            id="enough",
        ),
        pytest.param(
            findings(MONEY_BACK, outcomes=FEW_OUTCOMES - 1),
            "So far, each $1 of money and time returned about $2.03.",
            "One-on-one returned most so far; group events have yet to pay",
            id="few outcomes",
        ),
        pytest.param(
            findings(MONEY_BACK, window=YEAR[-1:]),
            "So far, each $1 of money and time returned about $2.03.",
            "One-on-one returned most so far; group events have yet to pay",
            id="one quarter",
        ),
        pytest.param(
            findings({"group_events": (100, 300), "one_on_one": (200, 600.01), "social_media": (50, 10)}),
            "Each $1 of money and time returned about $2.60.",
            "Group events and one-on-one returned the same; social media has yet to pay",
            id="tie",
        ),
        pytest.param(
            findings({"one_on_one": (1000, 3000)}),
            "Each $1 of money and time returned about $3.00.",
            "One-on-one paid for itself; nothing to compare it with",
            id="one approach",
        ),
        pytest.param(
            findings({"group_events": (100, 40), "one_on_one": (100, 10)}),
            "Each $1 of money and time returned about $0.25.",
            "No approach has paid for itself",
            id="nothing pays",
        ),
        pytest.param(
            findings({"group_events": (100, 0), "one_on_one": (100, 0)}, outcomes=0),
            "Nothing that can be counted in money has come of it yet.",
            "Nothing has paid back yet",
            id="no value",
        ),
        pytest.param(
            findings({"one_on_one": (0, 5000)}),
            "$5,000 came of it, and no cost is recorded.",
            "No ROI yet: nothing was invested",
            id="no cost",
        ),
        pytest.param(
            findings({}, outcomes=0),
            "Nothing is recorded for these quarters.",
            "No ROI yet: nothing was invested",
            id="nothing",
        ),
        pytest.param(
            findings({"one_on_one": (100, 0)}, unattributed=900),
            "Each $1 of money and time returned about $9.00.",
            "No approach has paid for itself",
            id="value that no step led to",
        ),
    ],
)
def test_the_headline_and_the_title_say_no_more_than_the_records_allow(
    found: Findings, headline: str, title: str
) -> None:
    assert found.headline() == headline
    assert found.roi_title() == title


@pytest.mark.parametrize("outcomes", range(FEW_OUTCOMES + 2))
@pytest.mark.parametrize("quarters", [1, 2, 4])
def test_a_best_approach_is_named_only_from_enough_outcomes_and_quarters_on(outcomes: int, quarters: int) -> None:
    found = findings(MONEY_BACK, outcomes=outcomes, window=YEAR[:quarters])
    is_enough = outcomes >= FEW_OUTCOMES and quarters >= 2
    assert ("returned most" in found.headline()) == is_enough
    assert ("so far" in found.roi_title()) != is_enough
    assert (found.caution() is None) == is_enough


@pytest.mark.parametrize(
    ("outcomes", "window", "lacks"),
    [
        (1, YEAR, f"It takes at least {FEW_OUTCOMES} outcomes to compare."),
        (9, YEAR[:1], "It takes at least two quarters to compare."),
        (1, YEAR[:1], f"It takes at least {FEW_OUTCOMES} outcomes and two quarters to compare."),
    ],
)
def test_the_caution_says_what_is_lacking(outcomes: int, window: tuple[Quarter, ...], lacks: str) -> None:
    caution = findings(MONEY_BACK, outcomes=outcomes, window=window).caution()
    assert caution is not None
    assert caution.startswith("Too early to name a best approach")
    assert caution.endswith(lacks)


def test_who_has_sown_and_not_yet_harvested_is_encouraged_and_who_has_done_nothing_is_not() -> None:
    caution = findings({"one_on_one": (100, 0)}, outcomes=0).caution()
    assert caution is not None
    assert caution.startswith("Networking ripens late")
    assert findings({}, outcomes=0).caution() is None


def test_the_basis_names_what_the_answer_rests_on() -> None:
    found = findings(MONEY_BACK, outcomes=7, unpriced=2)
    assert found.basis_sentence() == (
        "Rests on 7 outcomes, 35 hours and $875 spent in Q4 2025 to Q3 2026; 2 outcomes without a money value."
    )
    one = findings({"one_on_one": (50, 0)}, outcomes=1, window=YEAR[-1:])
    assert one.basis_sentence() == "Rests on 1 outcome, 1 hour and $25.00 spent in Q3 2026."


def test_where_nothing_was_invested_roi_is_not_available_and_the_reason_is_given() -> None:
    found = findings({"one_on_one": (100, 300), "group_events": (0, 50)})
    missing = found.roi_missing()
    assert (
        missing == "n/a for group events and social media: no money or time was invested there, and ROI divides by it."
    )
    assert found.roi_alt() == "Group events: ROI n/a; One-on-one: ROI 200%; Social media: ROI n/a."
    assert findings(MONEY_BACK).roi_missing() is None


def test_value_without_steps_is_said_to_count_in_the_total_alone() -> None:
    assert findings(MONEY_BACK, unattributed=1200).unattributed() == (
        "$1,200 has no steps that led to it, so it counts in the total alone."
    )
    assert findings(MONEY_BACK).unattributed() is None


def test_everything_is_said_in_the_currency_and_the_way_of_its_owner() -> None:
    found = findings(MONEY_BACK, words=DE, unattributed=1200)
    said = [
        found.headline(),
        found.basis_sentence(),
        found.invested_title(),
        found.invested_alt(),
        found.unattributed(),
    ]
    assert said[0] == "One-on-one returned most: about 3,05\u00a0€ for each 1\u00a0€ of money and time."
    assert said[2] == "1.750\u00a0€ of money and time went in, 4.750\u00a0€ came out"
    assert "$" not in "".join(map(str, said))


@pytest.mark.parametrize(
    ("benefits", "title"),
    [
        ((-1, 0), "No quarter has paid for itself yet"),
        ((-1, 5), "Q1 2026 paid for itself, the other has yet to"),
        ((5, -1, -1), "Q4 2025 paid for itself, the others have yet to"),
        ((5, 5, -1), "2 of 3 quarters paid for themselves"),
        ((5, 5), "Both quarters paid for themselves"),
        ((5, 5, 5), "All 3 quarters paid for themselves"),
    ],
)
def test_the_trend_counts_the_quarters_that_paid(benefits: tuple[float, ...], title: str) -> None:
    assert trend_title(dict(zip(YEAR, benefits, strict=False))) == title


def test_the_largest_share_is_named_with_its_part_of_the_whole() -> None:
    amounts = {"coffee": 20.0, "event_fee": 60.0, "dues": 80.0}
    assert share_title(CATEGORY_NAMES, amounts, "the money", EN) == "Dues took 50% of the money"


@pytest.mark.parametrize(
    ("hours", "text"), [(0, "0 hours"), (1, "1 hour"), (1.25, "1.25 hours"), (20.4, "20 hours"), (1234, "1,234 hours")]
)
def test_hours_are_counted_with_their_noun(hours: float, text: str) -> None:
    assert counted_hours(hours, EN) == text


def test_a_window_is_named_by_its_ends() -> None:
    assert [window_name(YEAR), window_name(YEAR[:1])] == ["Q4 2025 to Q3 2026", "Q4 2025"]
