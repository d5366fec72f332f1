"""Payback: hand-worked careers, and its agreement with the net benefit of a window."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.report.index_points import IndexWords
from netroi_core.trends.payback import TOTAL, Payback, balance_headline, payback, payback_title, paybacks
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, expected_runs, small_documents
from tests.careers import load_document as workspace
from tests.ledger.test_measures import YEARS, options
from tests.strategies import workspaces

FIRST = Quarter(2025, 4)
YEAR = tuple(span(FIRST, Quarter(2026, 3)))


def over(*quarters: tuple[float, float]) -> Payback:
    """The payback of quarters by what each of them cost and gained."""
    rows = [(FIRST.ordinal + index, float(cost), float(gained - cost)) for index, (cost, gained) in enumerate(quarters)]
    return payback(pl.DataFrame(rows, schema=["quarter", "total_cost", "net_benefit"], orient="row"))


@pytest.mark.parametrize(
    ("quarters", "net_benefits", "later"),
    [
        pytest.param([(100, 0), (50, 200), (50, 60)], (-100, 50, 60), 1, id="it pays in the second quarter"),
        pytest.param([(100, 300), (300, 0), (10, 200)], (200, -100, 90), 2, id="an early gain that is lost again"),
        pytest.param([(100, 150), (10, 0)], (50, 40), 0, id="from the start"),
        pytest.param([(100, 0), (0, 100)], (-100, 0), 1, id="back to nothing is paid back"),
        pytest.param([(0, 0), (0, 50), (20, 0)], (0, 50, 30), 2, id="not before anything was put in"),
        pytest.param([(100, 0), (50, 20)], (-100, -130), None, id="not yet"),
        pytest.param([(0, 80), (0, 20)], (80, 100), None, id="nothing put in"),
        pytest.param([(0.1, 0), (0.2, 0.3)], (-0.1, 0), 1, id="the rounding of sums is no debt"),
        pytest.param([(7, 9)], (2,), 0, id="one quarter"),
    ],
)
def test_the_quarter_that_pays_back_is_the_first_since_which_the_sum_stays_above(
    quarters: list[tuple[float, float]], net_benefits: tuple[float, ...], later: int | None
) -> None:
    payback_of_all = over(*quarters)
    assert payback_of_all.net_benefits == pytest.approx(net_benefits)
    assert payback_of_all.quarter == (None if later is None else FIRST.shifted(later))


@pytest.mark.parametrize(
    ("quarters", "later"),
    [
        pytest.param([(100, 0), (0, 150), (200, 0)], 2, id="ahead, then behind"),
        pytest.param([(100, 150), (200, 0), (10, 0)], 1, id="ahead from the start, then behind for good"),
        pytest.param([(100, 150), (200, 0), (0, 300), (500, 0)], 3, id="twice"),
        pytest.param([(100, 0), (0, 100), (10, 0)], 2, id="even is paid back"),
        pytest.param([(0, 50), (100, 0)], None, id="ahead only before anything was put in"),
        pytest.param([(100, 0), (50, 20)], None, id="never ahead"),
        pytest.param([(100, 0), (0, 150)], None, id="still ahead"),
        pytest.param([(0, 0)], None, id="nothing put in"),
    ],
)
def test_what_had_paid_back_and_is_behind_again_says_since_when(
    quarters: list[tuple[float, float]], later: int | None
) -> None:
    payback_of_all = over(*quarters)
    assert payback_of_all.fell_behind == (None if later is None else FIRST.shifted(later))
    assert payback_of_all.quarter is None or payback_of_all.fell_behind is None


@given(workspaces(), options)
def test_the_last_sum_is_the_net_benefit_of_the_window(raw: dict[str, Any], chosen: Options) -> None:
    cells = measures.cells(Ledger(Workspace(raw)), YEARS, chosen)
    figures, by_approach = measures.figures(cells), paybacks(cells)
    for key, row in {**figures.approaches, TOTAL: figures.total}.items():
        assert by_approach[key].net_benefit == pytest.approx(row.net_benefit, rel=1e-9, abs=1e-6)
        assert by_approach[key].invested == pytest.approx(row.total_cost, rel=1e-9, abs=1e-6)
        assert len(by_approach[key].net_benefits) == len(YEARS)


@given(workspaces(), options)
def test_once_paid_back_it_stays_so(raw: dict[str, Any], chosen: Options) -> None:
    for one_payback in paybacks(measures.cells(Ledger(Workspace(raw)), YEARS, chosen)).values():
        if one_payback.quarter is None:
            assert one_payback.invested == 0 or one_payback.net_benefit < 0
        else:
            index = YEARS.index(one_payback.quarter)
            assert min(one_payback.net_benefits[index:]) >= -0.01
            assert one_payback.invested > 0


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_figures_are_where_the_sums_end(name: str) -> None:
    ledger = Ledger(Workspace(workspace(name)))
    for run in expected_runs(name):
        window = [Quarter.parse(label) for label in run["quarters"]]
        chosen = Options(run["attribution"], run["view"], run["basis"], run["costs"])
        by_approach = paybacks(measures.cells(ledger, window, chosen))
        for key, row in {**run["approaches"], TOTAL: run["total"]}.items():
            assert by_approach[key].net_benefit == pytest.approx(row["net_benefit"], rel=1e-9, abs=1e-6)


def test_value_that_nobody_led_to_counts_in_the_total_alone() -> None:
    by_approach = paybacks(
        measures.cells(Ledger(Workspace(small_documents()["no steps"])), [Quarter(2026, 3)], Options())
    )
    assert [one_payback.net_benefit for one_payback in by_approach.values()] == pytest.approx([-100, -100, -100, 600])
    assert [one_payback.is_tried for one_payback in by_approach.values()] == [True] * 4


def test_an_approach_without_cost_and_gain_was_not_tried() -> None:
    by_approach = paybacks(
        measures.cells(Ledger(Workspace(small_documents()["one approach"])), [Quarter(2026, 3)], Options())
    )
    assert [key for key, one_payback in by_approach.items() if one_payback.is_tried] == ["one_on_one", TOTAL]


def paid(
    *net_benefits: float, quarter: Quarter | None = None, invested: float = 100, lost: Quarter | None = None
) -> Payback:
    return Payback(invested, net_benefits, quarter, lost)


def approaches(**paybacks: Payback) -> dict[str, Payback]:
    nothing = paid(0, 0, 0, 0, invested=0)
    return {key: paybacks.get(key, nothing) for key in ("group_events", "one_on_one", "social_media", TOTAL)}


@pytest.mark.parametrize(
    ("total", "window", "sentence"),
    [
        (paid(-5, 90, 80, 1250, quarter=YEAR[1]), YEAR,
         "From Q4 2025 to Q3 2026 you are $1,250 ahead, and have been since Q1 2026."),
        (paid(-5, -5, -5, 40, quarter=YEAR[3]), YEAR, "From Q4 2025 to Q3 2026 you are $40 ahead."),
        (paid(5, 5, 5, -300), YEAR, "From Q4 2025 to Q3 2026 you are $300 short of what you put in."),
        (paid(5, 5, 5, -300, lost=YEAR[3]), YEAR,
         "From Q4 2025 to Q3 2026 you are $300 short of what you put in; you were ahead until Q2 2026."),
        (paid(-5, -5, -5, 0, quarter=YEAR[3]), YEAR, "From Q4 2025 to Q3 2026 you are even."),
        (paid(700, quarter=YEAR[0]), YEAR[:1], "In Q4 2025 you are $700 ahead."),
        (paid(-700), YEAR[:1], "In Q4 2025 you are $700 short of what you put in."),
        (paid(0, 0, 0, 500, invested=0), YEAR, "From Q4 2025 to Q3 2026 you won $500, and no cost is recorded."),
        (paid(0, 0, 0, 0, invested=0), YEAR, "Nothing is recorded for these quarters."),
    ],
)  # fmt: skip
def test_the_headline_says_where_all_quarters_together_stand(
    total: Payback, window: tuple[Quarter, ...], sentence: str
) -> None:
    assert balance_headline(total, window, Words()) == sentence


@pytest.mark.parametrize(
    ("total", "sentence"),
    [
        (paid(-5, 90, 80, 49, quarter=YEAR[1]), "From Q4 2025 to Q3 2026 you are ahead, and have been since Q1 2026."),
        (paid(5, 5, 5, -30), "From Q4 2025 to Q3 2026 you are short of what you put in."),
        (paid(-5, -5, -5, 0, quarter=YEAR[3]), "From Q4 2025 to Q3 2026 you are even."),
        (paid(0, 0, 0, 100, invested=0), "From Q4 2025 to Q3 2026 you won something, and no cost is recorded."),
    ],
)
def test_words_that_tell_no_amounts_say_where_they_stand_without_one(total: Payback, sentence: str) -> None:
    assert balance_headline(total, YEAR, IndexWords()) == sentence


@pytest.mark.parametrize(
    ("paybacks", "title"),
    [
        (approaches(), "Nothing was invested, so there is nothing to pay back"),
        (approaches(one_on_one=paid(-1)), "One-on-one has yet to pay back"),
        (approaches(group_events=paid(-1)), "Group events have yet to pay back"),
        (approaches(one_on_one=paid(-1), group_events=paid(-1)), "No approach has paid back yet"),
        (approaches(one_on_one=paid(1, quarter=YEAR[0])), "One-on-one paid back in Q4 2025"),
        (
            approaches(one_on_one=paid(1, quarter=YEAR[0]), group_events=paid(-1)),
            "One-on-one paid back in Q4 2025; group events have yet to",
        ),
        (
            approaches(group_events=paid(1, quarter=YEAR[2]), one_on_one=paid(-1), social_media=paid(-1)),
            "Group events paid back in Q2 2026; one-on-one and social media have yet to",
        ),
        (
            approaches(group_events=paid(1, quarter=YEAR[2]), one_on_one=paid(1, quarter=YEAR[1]),
                       social_media=paid(-1)),
            "One-on-one paid back in Q1 2026 and group events in Q2 2026; social media has yet to",
        ),
        (
            approaches(**dict.fromkeys(("group_events", "one_on_one", "social_media"), paid(1, quarter=YEAR[1]))),
            "Group events, one-on-one and social media paid back in Q1 2026",
        ),
        (approaches(one_on_one=paid(-1, lost=YEAR[2])), "One-on-one paid back, then fell behind again in Q2 2026"),
        (
            approaches(one_on_one=paid(-1, lost=YEAR[2]), group_events=paid(1, quarter=YEAR[0])),
            "Group events paid back in Q4 2025; one-on-one paid back, then fell behind again in Q2 2026",
        ),
        (
            approaches(one_on_one=paid(-1, lost=YEAR[2]), group_events=paid(-1, lost=YEAR[2]), social_media=paid(-1)),
            "Group events and one-on-one paid back, then fell behind again in Q2 2026; "
            "social media has yet to pay back",
        ),
    ],
)  # fmt: skip
def test_the_approaches_that_paid_back_are_named_with_their_quarters(paybacks: dict[str, Payback], title: str) -> None:
    assert payback_title(paybacks) == title
