"""Findings: what is said of figures, and how sure it sounds."""

import re
from dataclasses import replace

import pytest

from netroi_core.ledger.counts import OutcomeTally
from netroi_core.ledger.measures import ApproachFigures, Figures
from netroi_core.quarters import Quarter, span
from netroi_core.report.index_points import IndexWords
from netroi_core.wording.findings import Findings, hours_phrase, share_title, window_name
from netroi_core.wording.wording import CATEGORY_NAMES, Words
from netroi_core.workspace.fields import APPROACHES

YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))
EN, DE = Words(), Words("de_DE", "EUR")
MONEY_BACK = {"group_events": (500, 200), "one_on_one": (1000, 3050), "social_media": (250, 300)}


def findings(
    by_approach: dict[str, tuple[float, float]],
    *,
    outcomes: int = 5,
    window: tuple[Quarter, ...] = YEAR,
    unpriced: int = 0,
    unattributed: float = 0,
    words: Words = EN,
    won_shares: dict[str, float] | None = None,
) -> Findings:
    """Return findings on what each approach cost (half of it money) and gained; by default 0 and 0."""
    approaches = {name: row(*by_approach.get(name, (0, 0))) for name in APPROACHES}
    cost = sum(figures.total_cost for figures in approaches.values())
    gained = sum(figures.expected_value for figures in approaches.values()) + unattributed
    figures = Figures(approaches, unattributed, row(cost, gained))
    tally = OutcomeTally(outcomes, unpriced)
    return Findings(figures, window, outcomes, unpriced, words, won_shares or {}, tally=tally)


def row(cost: float, gained: float) -> ApproachFigures:
    return ApproachFigures(
        activities=31,
        hours=cost / 50,
        actual_cost=cost / 2,
        opportunity_cost=cost / 2,
        total_cost=cost,
        expected_value=gained,
        net_benefit=gained - cost,
        roi_percent=(gained - cost) / cost * 100 if cost else None,
        value_per_hour=gained / cost * 50 if cost else None,
        new_contacts=0,
        meaningful_contacts=0,
        cost_per_new_contact=None,
        cost_per_meaningful_contact=None,
    )


@pytest.mark.parametrize(
    ("result", "headline"),
    [
        (findings(MONEY_BACK), "Each $1 of money and time returned $2.03."),
        (
            findings({"group_events": (100, 0), "one_on_one": (100, 0)}, outcomes=0),
            "Nothing that you can count in money has come of it yet.",
        ),
        (findings({"one_on_one": (0, 5000)}), "You won $5,000; no cost is on record."),
        (findings({}, outcomes=0), "Nothing is recorded for these quarters."),
        (
            findings({"one_on_one": (100, 0)}, unattributed=900),
            "Each $1 of money and time returned $9.00.",
        ),
    ],
    ids=["usual", "no value", "no cost", "nothing", "value that no step led to"],
)
def test_the_headline_says_what_all_of_it_returned(result: Findings, headline: str) -> None:
    assert result.headline() == headline


def test_one_quarter_alone_brings_a_caution() -> None:
    assert findings(MONEY_BACK).caution() is None
    alone = findings(MONEY_BACK, window=YEAR[-1:])
    assert alone.caution() == "This is one quarter alone: luck or the season may explain it."


def test_who_invested_and_won_nothing_yet_is_encouraged_and_who_did_nothing_is_not() -> None:
    caution = findings({"one_on_one": (100, 0)}, outcomes=0).caution()
    assert caution is not None
    assert caution.startswith("Networking often pays only quarters later.")
    assert findings({}, outcomes=0).caution() is None
    assert findings({"one_on_one": (100, 0)}, outcomes=0, unpriced=2).caution() is None


def test_the_basis_names_what_the_answer_is_based_on() -> None:
    result = findings(MONEY_BACK, outcomes=7, unpriced=2)
    assert result.basis_sentence() == (
        "Based on 9 outcomes (9 won, 2 of them without a price), 35 hours and $875 spent in Q4 2025 to Q3 2026."
    )
    of_one_quarter = findings({"one_on_one": (50, 0)}, outcomes=1, window=YEAR[-1:])
    assert of_one_quarter.basis_sentence() == "Based on 1 outcome (won), 1 hour and $25 spent in Q3 2026."


def test_where_nothing_was_invested_roi_is_not_available_and_the_reason_is_given() -> None:
    result = findings({"one_on_one": (100, 300), "group_events": (0, 50)})
    missing = result.roi_missing()
    assert missing == "No ROI for group events and social media: no cost is on record there, and ROI divides by it."
    assert result.invested_alt() == (
        "Group events: $0 spent and $0 of time, $50 won, no cost on record; "
        "One-on-one: $50 spent and $50 of time, $300 won, returned $3.00 per $1; "
        "Social media: $0 spent and $0 of time, $0 won, no cost on record."
    )
    assert findings(MONEY_BACK).roi_missing() is None


def test_value_without_steps_is_said_to_count_in_the_total_alone() -> None:
    assert findings(MONEY_BACK, unattributed=1200).unattributed() == (
        "$1,200 isn’t linked to any activity, so it counts only toward the total."
    )
    assert findings(MONEY_BACK).unattributed() is None


@pytest.mark.parametrize(
    ("result", "average", "sentences"),
    [
        (
            findings(MONEY_BACK),
            "On average, you spent $219 and 8.8 hours a quarter from Q4 2025 to Q3 2026.",
            ("Your 35 hours were worth $875, about $25 an hour. In all, networking cost you $1,750.",),
        ),
        (
            replace(findings(MONEY_BACK, window=YEAR[:1]), is_free_time_discounted=True),
            "",
            ("Your 35 hours were worth $875, about $25 an hour: free time counts for less than paid work. "
             "In all, networking cost you $1,750.",),
        ),
        (
            findings({"one_on_one": (50, 0)}, window=YEAR[:1]),
            "",
            ("Your 1 hour was worth $25, about $25 an hour. In all, networking cost you $50.",),
        ),
    ],
    ids=["several quarters", "cheaper free time", "one hour"],
)  # fmt: skip
def test_costs_tell_the_average_quarter_and_what_an_hour_counted_for(
    result: Findings, average: str, sentences: tuple[str, ...]
) -> None:
    assert (result.spending_average(), result.spending_sentences()) == (average, sentences)


def test_without_money_spent_the_hours_are_all_the_cost() -> None:
    figures = replace(row(100, 0), actual_cost=0.0, total_cost=50.0)
    result = Findings(Figures(dict.fromkeys(APPROACHES, figures), 0, figures), YEAR[:1], 0, 0, EN)
    assert result.spending_sentences() == ("Your 2 hours were worth $50, about $25 an hour.",)


def test_everything_is_said_in_the_currency_and_the_way_of_its_owner() -> None:
    result = findings(MONEY_BACK, words=DE, unattributed=1200)
    sentences = [
        result.headline(),
        result.basis_sentence(),
        result.invested_title(),
        result.invested_alt(),
        result.unattributed(),
    ]
    assert sentences[0] == "Each 1\u00a0€ of money and time returned 2,71\u00a0€."
    assert sentences[2] == "4.750\u00a0€ won from 875\u00a0€ and 35 hours worth 875\u00a0€"
    assert "$" not in "".join(map(str, sentences))


def test_the_largest_share_is_named_with_its_part_of_the_whole() -> None:
    amounts = {"coffee": 20.0, "event_fee": 60.0, "dues": 80.0}
    assert share_title(CATEGORY_NAMES, amounts, "the money", EN) == "50% of the money went to dues"


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0, "0 hours"),
        (1, "1 hour"),
        (1.25, "1.25 hours"),
        (26.5, "26.5 hours"),
        (421.5, "422 hours"),
        (1234, "1,234 hours"),
    ],
)
def test_hours_are_counted_with_their_noun(hours: float, text: str) -> None:
    assert hours_phrase(hours, EN) == text


def test_a_window_is_named_by_its_ends() -> None:
    assert [window_name(YEAR), window_name(YEAR[:1])] == ["Q4 2025 to Q3 2026", "Q4 2025"]


def test_what_there_is_to_say_below_the_figures_is_why_roi_is_missing_and_what_has_no_steps() -> None:
    result = findings({"one_on_one": (100, 300)}, unattributed=1200)
    assert result.notes() == (result.roi_missing(), result.unattributed())
    assert findings(MONEY_BACK).notes() == ()


def test_words_that_tell_no_amounts_say_the_same_in_ratios_and_counts() -> None:
    result = findings(MONEY_BACK, words=IndexWords(), outcomes=7, unattributed=1200)
    assert result.headline() == "Each 1 of money and time returned 2.7."
    assert result.basis_sentence() == "Based on 7 outcomes (7 won) and 31 activities in Q4 2025 to Q3 2026."
    assert result.unattributed() == (
        "25% of the value isn’t linked to any activity, so it counts only toward the total."
    )
    assert result.invested_alt().startswith("Group events: 500 invested, 200 won, returned 0.4 per 1;")


@pytest.mark.parametrize(
    ("by_approach", "title"),
    [
        (MONEY_BACK, "Most value came from one-on-one, where most was invested, too"),
        (
            {"group_events": (9, 1), "one_on_one": (1, 9)},
            "Most value came from one-on-one, most was invested in group events",
        ),
        (
            {"group_events": (9, 5), "one_on_one": (1, 5.01), "social_media": (1, 1)},
            "Most value came equally from group events and one-on-one, most was invested in group events",
        ),
        (
            {"group_events": (9, 5), "one_on_one": (9, 5)},
            "Most value came equally from group events and one-on-one, where most was invested, too",
        ),
        ({"group_events": (9, 0)}, "Most was invested in group events"),
        ({"group_events": (0, 9)}, "Most value came from group events"),
        ({}, "The value isn’t linked to any activity"),
    ],
    ids=["the same", "two", "a tie", "two ties", "no value", "no cost", "no steps"],
)
def test_without_amounts_the_picture_of_what_went_in_and_came_out_says_where_most_was(
    by_approach: dict[str, tuple[float, float]], title: str
) -> None:
    assert findings(by_approach, words=IndexWords()).invested_title() == title


OPEN = {"group_events": 1.0, "one_on_one": 0.5, "social_media": 0.0, "total": 1875 / 3550}


def test_money_that_is_won_and_money_that_is_open_are_told_apart() -> None:
    result = findings(MONEY_BACK, won_shares=OPEN)
    assert result.invested_title() == (
        "$1,875 won from $875 and 35 hours worth $875, plus $1,675 expected from open outcomes"
    )
    assert "One-on-one: $500 spent and $500 of time, $1,525 won, plus $1,525 open" in result.invested_alt()
    assert "$0 won, plus $300 open, no money won yet" in result.invested_alt()
    assert result.headline() == "Each $1 of money and time returned $1.07."


def test_what_is_all_open_is_not_called_won() -> None:
    result = findings({"one_on_one": (100, 900)}, won_shares={"one_on_one": 0.0, "total": 0.0})
    assert result.headline() == "Nothing is won yet; $900 is expected from open outcomes."
    assert (
        result.invested_title() == "No money won yet from $50 and 2 hours worth $50; $900 expected from open outcomes"
    )
    assert result.returned("one_on_one") == "no money won yet"


def test_hours_without_a_price_are_not_called_no_time() -> None:
    unpaid = replace(row(0, 500), hours=12.0)
    nothing = row(0, 0)
    figures = Figures({"group_events": unpaid, "one_on_one": nothing, "social_media": nothing}, 0, unpaid)
    result = Findings(figures, YEAR, 1, 0, EN)
    assert result.headline() == "You won $500; your hours have no price yet."
    assert result.roi_missing() == (
        "No ROI for one-on-one and social media: no cost is on record there, and ROI divides by it. "
        "No ROI for group events: your hours have no price yet. Add your pay, and they count."
    )
    assert result.returned("group_events") == "hours without a price"


def test_a_unit_is_of_money_alone_where_hours_have_no_price() -> None:
    figures = replace(row(100, 300), opportunity_cost=0.0)
    result = Findings(Figures(dict.fromkeys(APPROACHES, figures), 0, figures), YEAR, 1, 0, EN)
    assert result.headline() == "Each $1 spent returned $3.00."
    assert result.invested_title() == "$300 won from $50 and 2 hours"


@pytest.mark.parametrize("currency", ["JPY", "KWD", "EUR"])
def test_a_return_has_two_digits_whatever_the_currency(currency: str) -> None:
    result = findings(MONEY_BACK, words=Words("en_US", currency))
    assert re.search(r"returned \S*?\s?2\.03\.$", result.headline())
    assert "returned" in result.returned("one_on_one")
    assert "3.05" in result.returned("one_on_one")


def test_without_amounts_what_is_won_has_whole_points_alone() -> None:
    result = findings({"one_on_one": (30, 100)}, words=IndexWords(), won_shares={"one_on_one": 0.123456, "total": 0.1})
    assert (result.won("one_on_one"), result.still_open("one_on_one")) == (12.0, 88.0)
