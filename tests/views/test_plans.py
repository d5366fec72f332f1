"""Plans side by side: as now, the own plan, the best mix and those kept, with forecasts and cautions."""

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.outlook import Effort, Limits, build_outlook, total_effort
from netroi_core.quarters import Quarter
from netroi_core.views.plans import AS_NOW, BEST_MIX, YOUR_PLAN, Efforts, PlanRequest, Plans, efforts_of, mix_of, plans
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, load_document, make_document, won_outcome
from tests.drawings import drawn_texts, vega_lite_errors

NEXT = Quarter(2026, 4)
EACH = (Effort(10, 50), Effort(20, 80), Effort(5, 0))


def planned(
    raw: Json, mine: Efforts | None = None, kept: tuple[tuple[str, Efforts], ...] = (), weekly: float = 5
) -> Plans:
    ledger = Ledger(Workspace(raw))
    outlook = build_outlook(ledger, ledger.quarters, Options())
    assert outlook is not None
    request = PlanRequest(Limits(weekly * 92 / 7, 500, 0.1), 0.7, mine or efforts_of(outlook.present), kept)
    return plans(ledger, ledger.quarters, outlook, NEXT, request)


def test_efforts_are_a_mix_that_compares_by_value() -> None:
    assert efforts_of(mix_of(EACH)) == EACH
    assert list(mix_of(EACH)) == list(APPROACHES)


def test_without_an_own_plan_there_are_now_and_the_best_mix_and_an_invitation() -> None:
    result = planned(load_document("sample"))
    assert [name for name, _, _ in result.compared] == [AS_NOW, BEST_MIX]
    assert "Move a slider" in result.mine
    assert result.charts[0].title.startswith("As now, expect about $1,")
    assert result.charts[1].title == "Now it takes about 38 hours a quarter"


def test_an_own_plan_is_forecast_beside_now_the_best_mix_and_those_kept() -> None:
    result = planned(load_document("sample"), EACH, (("Plan 1", EACH[::-1]),))
    assert [name for name, _, _ in result.compared] == [AS_NOW, YOUR_PLAN, BEST_MIX, "Plan 1"]
    forecast = next(forecast for name, _, forecast in result.compared if name == YOUR_PLAN)
    assert (forecast.hours, forecast.money) == (35, 130)
    assert result.mine.startswith("Expected net benefit")
    assert "likely to beat what you do now" in result.charts[0].title
    assert result.charts[1].title == "Your plan takes 2 hours fewer than now"


def test_the_headline_advises_the_best_mix_with_its_odds() -> None:
    result = planned(load_document("sample"))
    assert result.headline.startswith("Add about ")
    assert "in 5 likely to beat what you do now" in result.headline
    assert "Kept for learning" in result.sentence


def test_where_the_records_cannot_tell_no_best_mix_is_shown() -> None:
    each = [costly_activity(approach, "100", f"2026-0{month}-01") for approach in APPROACHES for month in (1, 4, 7)]
    alike = [won_outcome("400", approach, f"2026-0{month}-02") for approach in APPROACHES for month in (1, 4, 7)]
    result = planned(make_document(activities=each, outcomes=alike))
    assert "can't tell" in result.headline
    assert result.sentence == ""
    assert BEST_MIX not in [name for name, _, _ in result.compared]


def test_a_plan_beyond_the_weekly_cap_is_marked_and_one_within_it_is_not() -> None:
    raw = load_document("sample")
    beyond = planned(raw, (Effort(60, 0), Effort(60, 0), Effort(0, 0)))
    assert any("beyond the 5" in sentence for sentence in beyond.cautions[YOUR_PLAN])
    within = planned(raw, (Effort(0, 0), Effort(30, 0), Effort(0, 0)))
    assert not [sentence for sentence in within.cautions[YOUR_PLAN] if "beyond" in sentence]


def test_the_best_mix_keeps_to_what_can_be_borne() -> None:
    result = planned(load_document("sample"), weekly=2)
    best = next(mix for name, mix, _ in result.compared if name == BEST_MIX)
    assert total_effort(best).hours <= 2 * 92 / 7 + 1e-6
    assert total_effort(best).money <= 500 + 1e-6


@pytest.mark.parametrize("mine", [None, EACH])
def test_the_pictures_hold_what_the_tables_and_the_words_say(mine: Efforts | None) -> None:
    result = planned(load_document("sample"), mine, (("Plan 1", EACH[::-1]),))
    names = [name for name, _, _ in result.compared]
    for chart in result.charts:
        assert vega_lite_errors(chart) == []
        texts = drawn_texts(chart)
        assert {chart.title, *names, *filter(None, chart.rows["label"])} <= set(texts)
        header, rows = chart.table
        assert [row[0] for row in rows] == [row[0] for row in chart.figures[1]] == names
        assert {len(row) for row in (*rows, *chart.figures[1])} == {len(header)}
        assert all(f"{name}: " in chart.alt for name in names)
    returned, taken = result.charts
    for (_, mix, forecast), figures, efforts in zip(
        result.compared, returned.figures[1], taken.figures[1], strict=True
    ):
        expected = (forecast.hours, forecast.money, forecast.cost, forecast.low, forecast.expected, forecast.high)
        assert figures[1:] == (*expected, 100 * forecast.beats_present)
        assert efforts[1:] == tuple(part for each in efforts_of(mix) for part in (each.hours, each.money))
