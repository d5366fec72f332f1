"""The trends: what their pictures and their log hold, for usual and unusual careers."""

import csv
import io
import re
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given as over
from hypothesis import settings

from netroi_core.charts.chart import FONT, Chart
from netroi_core.charts.palette import DARK
from netroi_core.charts.quarters import spread_labels
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.trends.payback import TOTAL
from netroi_core.views.advice import Situation
from netroi_core.views.first_figures import first_figures
from netroi_core.views.trends import ADDED_UP, BUILT, BY_QUARTER, RevisionLog, Trends, revision_log, trends
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import (
    APPROACHES,
    GOLDEN,
    HOSTILE,
    Json,
    costly_activity,
    expected_runs,
    load_document,
    make_document,
    situation_of,
    small_documents,
    submitted_figures,
    won_outcome,
)
from tests.charts.test_charts import parts, scale_of
from tests.drawings import beyond_the_scale, chart_errors, drawn_texts, moves_in_streamlit, texts_in
from tests.ledger.test_measures import options
from tests.strategies import workspaces

CAREERS = {name: load_document(name) for name in ("sample", *GOLDEN)} | small_documents()
EN, DE = Words(), Words("de_DE", "EUR")
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))

every_career = pytest.mark.parametrize("name", CAREERS)


def of(raw: Json, words: Words = EN, window: tuple[Quarter, ...] = (), **chosen: Any) -> Trends:
    ledger = Ledger(Workspace(raw))
    return trends(ledger, window or ledger.quarters, Options(**chosen), words)


def charts_of(result: Trends) -> dict[str, Chart]:
    return {name: chart for name, draw in result.charts.items() for chart in draw()}


@cache
def pictures(name: str) -> dict[str, Chart]:
    return charts_of(of(CAREERS[name]))


def test_the_example_tells_its_story() -> None:
    result = of(load_document("sample"))
    assert result.headline == "From Q4 2024 to Q3 2026 you are $1,147 ahead, and have been since Q3 2025."
    assert result.sentences[:2] == (
        "$4,133 more is expected from open outcomes.",
        "From Q4 2024 to Q3 2026 you met 239 new people, had 117 conversations, made 7 introductions and got 3 "
        "referrals and 6 leads.",
    )
    assert [chart.title for chart in charts_of(result).values()] == [
        "4 of 8 quarters brought in more than you invested",
        "One-on-one paid back in Q2 2025 and social media in Q3 2025; group events have yet to",
        "239 new contacts, 6 leads, 3 referrals and 7 introductions made in 8 quarters",
    ]


def test_the_chosen_view_decides_which_quarters_paid_while_the_bars_show_both() -> None:
    views = ("realised", "invested")
    by_receipt, by_work = (charts_of(of(load_document("sample"), view=view))[BY_QUARTER] for view in views)
    assert by_receipt.title.startswith("4 of 8 quarters")
    assert by_work.title.startswith("3 of 8 quarters")
    assert by_receipt.rows.equals(by_work.rows)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_figures_stand_in_the_tables(name: str) -> None:
    for run in expected_runs(name):
        window = tuple(map(Quarter.parse, run["quarters"]))
        result = of(
            CAREERS[name], window=window, **{key: run[key] for key in ("attribution", "view", "basis", "costs")}
        )
        charts = charts_of(result)
        column = {"realised": 2, "invested": 4}[run["view"]]
        rows = charts[BY_QUARTER].figures[1]
        won, still_open = (sum(row[place] for row in rows) for place in (column, column + 1))
        assert won + still_open == pytest.approx(run["total"]["expected_value"], rel=1e-9, abs=1e-6)
        assert result.open_value == pytest.approx(still_open)
        assert run["basis"] == "expected" or still_open == 0
        assert sum(row[1] for row in rows) == pytest.approx(run["total"]["total_cost"], rel=1e-9, abs=1e-6)
        assert result.paybacks[TOTAL].net_benefit == pytest.approx(
            run["total"]["net_benefit"] - still_open, rel=1e-9, abs=1e-6
        )
        if len(window) > 1 and run["basis"] == "won":
            last = dict(zip(charts[ADDED_UP].figures[0], charts[ADDED_UP].figures[1][-1], strict=True))
            net_benefit = run["approaches"]["one_on_one"]["net_benefit"]
            assert last["One-on-one"] == pytest.approx(net_benefit, rel=1e-9, abs=1e-6)


@settings(max_examples=30)
@over(workspaces(), options)
def test_over_all_quarters_the_work_led_to_as_much_as_was_received(raw: Json, chosen: Options) -> None:
    steps = [step["date"] for outcome in raw.get("outcomes", ()) for step in outcome.get("touchpoints", ())]
    active = {**raw, "activities": [*raw.get("activities", ()), *(
        {"id": f"step {n}", "date": day, "approach": "one_on_one"} for n, day in enumerate(steps))]}  # fmt: skip
    ledger = Ledger(Workspace(active))
    if ledger.quarters:
        for chart in charts_of(trends(ledger, ledger.quarters, chosen, EN)).values():
            if chart.key == "value-by-quarter":
                won, still_open, won_by_work, open_by_work = (
                    sum(row[column] for row in chart.figures[1]) for column in range(2, 6)
                )
                assert (won, still_open) == (pytest.approx(won_by_work), pytest.approx(open_by_work, abs=1e-6))


@every_career
def test_every_specification_is_valid_and_drawn_with_its_finding_inside_its_scale(name: str) -> None:
    for chart in pictures(name).values():
        assert chart_errors(chart) == []
        assert not [
            key for key, value in parts(chart.spec_on(DARK)) if key in ("url", "href", "image") or value == "image"
        ]
        words = drawn_texts(chart)
        assert chart.title in words
        assert not [word for word in words if "nan" in word.lower() or "undefined" in word]
        assert beyond_the_scale(chart, "value", "invested", "net_benefit") == []


@every_career
def test_tables_words_and_files_hold_what_the_picture_shows(name: str) -> None:
    for chart in pictures(name).values():
        header, rows = chart.table
        assert {len(row) for row in rows} == {len(header)} == {len(row) for row in chart.figures[1]}
        first, *lines = csv.reader(io.StringIO(chart.csv().decode("utf-8-sig")))
        assert tuple(first) == chart.figures[0]
        assert [[_number(cell) for cell in line] for line in lines] == [
            [_number(str(cell)) if cell is not None else None for cell in line] for line in chart.figures[1]
        ]
        assert pl.read_ipc_stream(chart.arrow).equals(chart.rows)
        assert chart.alt.endswith(".")
        assert "None" not in f"{chart.title} {chart.subtitle} {chart.alt} {rows}"
        assert all(rows[row][place] == "n/a" for row, line in enumerate(chart.figures[1])
                   for place, cell in enumerate(line) if cell is None)  # fmt: skip


def _number(cell: str) -> float | str | None:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


def test_quarters_that_are_still_developing_are_drawn_and_told_apart() -> None:
    chart = pictures("sample")[BY_QUARTER]
    drawn = {part: rows["quarter"].to_list() for (part,), rows in chart.rows.drop_nulls("part").group_by("part")}
    assert drawn["ripening"] == ["Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026"]
    assert drawn["work"] == ["Q4 2024", "Q1 2025", "Q2 2025", "Q3 2025"]
    assert "unfilled: still developing" in chart.subtitle
    assert chart.alt.endswith(
        "Q3 2026: invested $2,557, received $213, its work led to $213 plus $2,914 expected, still developing."
    )
    assert [row[-1] for row in chart.table[1]] == ["0%"] * 4 + ["10%", "20%", "20%", "50%"]


def test_where_nothing_was_done_nothing_is_to_come() -> None:
    days = ("2026-01-02", "2026-08-01")
    costs, won = [costly_activity("one_on_one", "9", day) for day in days], won_outcome("50", "one_on_one", days[1])
    chart = charts_of(of(make_document(activities=costs, outcomes=[won])))[BY_QUARTER]
    assert chart.rows.filter(pl.col("part") == "ripening")["quarter"].to_list() == ["Q3 2026"]
    assert [row[-1] for row in chart.table[1]] == ["n/a", "0%", "n/a"]


def test_a_dot_marks_the_quarter_that_paid_back() -> None:
    dots = pictures("sample")[ADDED_UP].rows.filter(pl.col("is_payback")).select("approach", "at").rows()
    assert dots == [("one_on_one", 2), ("social_media", 3)]


def test_an_approach_that_was_not_tried_has_no_line_and_one_quarter_none_at_all() -> None:
    tried = make_document(activities=[costly_activity("one_on_one", "9", day) for day in ("2026-01-02", "2026-08-01")])
    assert charts_of(of(tried))[ADDED_UP].rows["approach"].unique().to_list() == ["one_on_one"]
    assert list(of(small_documents()["one approach"]).charts) == [BY_QUARTER]
    raw = make_document(activities=[{**costly_activity("one_on_one", "9"), "new_contacts": 2}])
    # Costs alone have no bars to compare.
    assert list(of(raw).charts) == [BUILT]
    assert of(small_documents()["nothing but a favor"]).charts == {}


def test_the_labels_of_lines_keep_apart_in_their_order_around_where_they_were() -> None:
    assert spread_labels({"a": 0, "b": 10, "c": 30}, 5) == {"a": 0, "b": 10, "c": 30}
    assert spread_labels({"a": 10, "b": 9, "c": 8}, 6) == {"c": 3, "b": 9, "a": 15}
    assert spread_labels({"a": 0, "b": 0}, 10) == {"a": -5, "b": 5}
    assert spread_labels({}, 1) == {}


def test_the_german_reader_finds_german_numbers() -> None:
    result = of(load_document("sample"), DE)
    assert "1.147\u00a0€" in result.headline
    for chart in charts_of(result).values():
        assert "$" not in f"{chart.alt}{chart.table}{scale_of(chart).get('labels')}"


def test_no_text_that_a_person_typed_gets_into_a_chart() -> None:
    activities = [{**costly_activity("one_on_one", "9", day), "title": HOSTILE} for day in ("2026-07-01", "2026-10-01")]
    raw = make_document(activities=activities, outcomes=[{**won_outcome("500", "one_on_one"), "title": HOSTILE}])
    for chart in charts_of(of(raw)).values():
        assert "evil" not in f"{chart.spec}{chart.rows.to_dicts()}{chart.table}{chart.title}{chart.alt}{chart.svg()}"


def logged(now: Json, earlier: Json, submitted: str = "2026-10-02T09:00:00Z") -> RevisionLog:
    quiz = {
        "id": "q",
        "quarter": "2026-Q3",
        "submitted": submitted,
        "showed": submitted_figures(earlier, YEAR[3], submitted),
    }
    raw = {**now, "quizzes": [quiz]}
    result = revision_log(Ledger(Workspace(raw)), EN)
    assert result is not None
    return result


def test_the_log_says_what_a_quarter_showed_what_it_shows_and_which_outcomes_made_the_difference() -> None:
    gone, kept = ({**won_outcome("800", "one_on_one"), "id": key} for key in ("gone", "kept"))
    new = {**won_outcome("5000", "one_on_one"), "id": "new", "title": HOSTILE}
    base = make_document(activities=[costly_activity("one_on_one", "60")])
    result = logged({**base, "outcomes": [kept, new]}, {**base, "outcomes": [kept, gone]})
    ((name, said),) = result.lines
    assert name == "Q3 2026, submitted Oct 2, 2026"
    by = f"({HOSTILE[:59]}… +$5,000; an outcome since deleted −$800)"
    assert said == (f"The value of its work went from $1,600 to $5,800 {by}.",)
    assert result.table[1] == (("Q3 2026", "Oct 2, 2026", "$1,600", "$5,800", "$1,600", "$5,800", "$60", "$60"),)


def test_an_open_outcome_is_not_called_received() -> None:
    spring = {"date": "2026-05-04", "approach": "one_on_one"}
    hoped = {**won_outcome("1000", None), "id": "hoped", "title": "Head", "status": "open", "touchpoints": [spring]}
    base = make_document(activities=[costly_activity("one_on_one", "60")])
    then, now = ({**base, "outcomes": [{**hoped, "probability": odds}]} for odds in (0.5, 0.6))
    ((_, said),) = logged(now, then).lines
    assert said == ("The value received or expected in it went from $500 to $600 (Head +$100).",)


def test_beyond_three_outcomes_the_log_counts_and_an_untitled_one_is_called_by_its_kind() -> None:
    base = make_document(activities=[costly_activity("one_on_one", "60")])
    wins = [{**won_outcome(str(100 * n), "one_on_one"), "id": str(n)} for n in range(1, 6)]
    ((_, said),) = logged({**base, "outcomes": wins}, base).lines
    assert said[0].endswith("(Client +$500; Client +$400; Client +$300; and 2 more).")


def test_a_cost_that_came_later_is_told_without_an_outcome() -> None:
    base = make_document(activities=[costly_activity("one_on_one", "60")])
    ((_, said),) = logged(make_document(activities=[costly_activity("one_on_one", "95")]), base).lines
    assert said == ("Your investment went from $60 to $95.",)


def test_what_did_not_change_has_no_line_but_stands_in_the_table() -> None:
    base = make_document(activities=[costly_activity("one_on_one", "60")])
    result = logged(base, base, submitted="2026-04-02T10:00:00Z")
    assert (result.lines, len(result.table[1])) == ((), 1)
    assert result.table[1][0][1] == "Apr 2, 2026"


def test_amounts_of_a_column_of_the_log_agree_in_its_format() -> None:
    submitted = "2026-10-02T09:00:00Z"
    costs = {"2026-05-01": "60", "2026-08-01": "4.50"}
    raw = make_document(activities=[costly_activity("one_on_one", cost, day) for day, cost in costs.items()])
    quizzes = [
        {"id": f"q{n}", "quarter": str(quarter), "submitted": submitted,
         "showed": submitted_figures(raw, quarter, submitted)}
        for n, quarter in enumerate((Quarter(2026, 2), Quarter(2026, 3)))
    ]  # fmt: skip
    log = revision_log(Ledger(Workspace({**raw, "quizzes": quizzes})), EN)
    assert log is not None
    assert {row[0]: row[-1] for row in log.table[1]} == {"Q2 2026": "$60.00", "Q3 2026": "$4.50"}


def test_where_money_is_not_the_point_no_approach_is_called_unpaid() -> None:
    talks = [{**costly_activity("one_on_one", "60", day), "new_contacts": 1} for day in ("2026-05-01", "2026-08-01")]
    window, win = (Quarter(2026, 2), Quarter(2026, 3)), won_outcome("10", "one_on_one", "2026-08-02")

    def added_up(purpose: str, *wins: Json) -> str | None:
        raw = make_document(profile={"purpose": purpose}, activities=talks, outcomes=list(wins))
        chart = charts_of(of(raw, window=window)).get(ADDED_UP)
        return chart.title if chart else None

    assert added_up("win_clients", win) == "One-on-one has yet to pay back"
    assert added_up("belong", win) == "What you won, less what you put in"
    # Before anything has a value, it would be a line that only falls.
    assert added_up("belong") is None


def test_before_a_quiz_is_submitted_there_is_no_log() -> None:
    assert revision_log(Ledger(Workspace(CAREERS["pop-quiz"])), EN) is None


def test_the_example_has_a_line_for_every_quarter_that_was_submitted() -> None:
    result = revision_log(Ledger(Workspace(load_document("sample"))), EN)
    assert result is not None
    assert [name[:7] for name, _ in result.lines] == [
        "Q4 2024", "Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025", "Q1 2026", "Q2 2026",
    ]  # fmt: skip
    assert result.lines[-1][1] == (
        "The value of its work went from $2,508 to $3,394 (Operations review for Beechline Furniture +$886).",
    )


def test_a_quarter_that_has_won_before_its_costs_are_known_is_not_said_to_pay() -> None:
    spring, summer = "2026-05-02", "2026-08-02"
    spent = [costly_activity("one_on_one", "60", spring)]
    raw = make_document(activities=spent, outcomes=[won_outcome("50", "one_on_one", summer)])
    notice = "Q3 2026 has no hours or costs yet, so it looks better than it will be."
    result = of(raw)
    assert notice in result.sentences
    assert result.charts[BY_QUARTER]()[0].title == "Q2 2026 hasn’t brought in more than you invested yet"
    known = of({**raw, "activities": [*spent, {**costly_activity("one_on_one", "9", summer), "id": "later"}]})
    assert notice not in known.sentences
    assert known.charts[BY_QUARTER]()[0].title.startswith("1 of 2 quarters brought in more than you invested: Q3 2026")


def test_the_net_benefits_of_the_table_add_up_to_those_of_the_measures() -> None:
    ledger = Ledger(Workspace(load_document("sample")))
    whole = measures.figures(measures.cells(ledger, ledger.quarters, Options(basis="won"))).total.net_benefit
    assert pictures("sample")[ADDED_UP].figures[1][-1][-1] == pytest.approx(whole)


OPEN_LEAD = {**won_outcome("400", "one_on_one", "2026-08-02"), "status": "open", "probability": 0.5}


def test_money_that_has_not_come_is_never_ahead_and_named_as_expected() -> None:
    raw = make_document(
        activities=[costly_activity("one_on_one", "60")], outcomes=[won_outcome("100", "one_on_one"), OPEN_LEAD]
    )
    result = of(raw)
    assert result.headline == "In Q3 2026 you are $40 ahead."
    assert result.sentences[0] == "$200 more is expected from open outcomes."
    assert result.paybacks["one_on_one"].net_benefit == pytest.approx(40)
    (chart,) = result.charts[BY_QUARTER]()
    assert chart.alt == (
        "Q3 2026: invested $60, received $100, its work led to $100 plus $200 expected, still developing."
    )
    # One open outcome is one bar.
    opened = chart.rows.filter(pl.col("part") == "open", pl.col("value") > pl.col("start"))
    assert opened.select("lane", "start", "value").rows() == [("2", 100, 300)]
    assert result.sentences[1] == "Your time isn’t included yet: add your pay, or what an hour is worth to you."
    assert of(raw, basis="won").open_value == 0
    assert not any("open outcomes" in sentence for sentence in of(raw, basis="won").sentences)


@pytest.mark.parametrize(
    "profile", [{"purpose": "find_work"}, {"purpose": "learn"}, {"between_jobs": ["2026-Q3"]}, {}], ids=str
)
def test_where_money_is_not_the_point_or_none_is_won_the_page_opens_with_what_was_built(profile: Json) -> None:
    is_money = not profile
    raw = make_document(
        profile=profile,
        activities=[{**costly_activity("one_on_one", "60"), "new_contacts": 1, "meaningful": 2}],
        outcomes=[{"date": "2026-08-01", "kind": kind, "status": "open"} for kind in ("interview", "lead", "lead")]
        + ([] if is_money else [won_outcome("10", "one_on_one")]),
        exchanges=[{"date": "2026-08-03", "direction": "given", "kind": "introduction"}],
    )
    result = of(raw)
    assert result.headline == (
        "In Q3 2026 you met 1 new person, had 2 conversations, made 1 introduction and got 1 open interview "
        "and 2 leads."
    )
    assert result.sentences[0] == (
        "No money won yet from the $60 you put in." if is_money else "You won $10 and put in $60 and 1 hour."
    )
    assert next(iter(result.charts)) == BUILT
    if not is_money:
        (values,) = result.charts[BY_QUARTER]()
        assert values.title == "What each quarter received, and what its work led to"
        (counted,) = result.charts[BUILT]()
        assert counted.subtitle == "Each by the approach it began with; every row has its own scale."


@pytest.mark.parametrize("profile", [{"purpose": "find_work"}, {"between_jobs": ["2026-Q3"]}], ids=str)
def test_a_search_leads_with_its_job_and_no_unpaid_hour_is_money_put_in(profile: Json) -> None:
    pay = {"from": "2026-Q1", "base": "128000"}
    talk = {**costly_activity("one_on_one", "60", "2026-09-05"), "hours": {"attending": 34}, "meaningful": 2}
    lead = {"date": "2026-08-01", "kind": "lead", "status": "lost"}
    searching = {"profile": {"compensation": [pay], **profile}, "activities": [talk]}
    before = of(make_document(**searching, outcomes=[lead]))
    assert before.headline == "In Q3 2026 you had 2 conversations and got 1 lead."
    assert before.sentences[0] == "You put in $60 and 34 hours."
    job = {**won_outcome("33500", "one_on_one", "2026-10-20"), "kind": "role"}
    after = of(make_document(**searching, outcomes=[lead, job]))
    assert after.headline == "From Q3 2026 to Q4 2026 you found a job and had 2 conversations."
    assert after.sentences[0] == "You won $33,500 and put in $60 and 34 hours."


def test_a_search_of_the_quarter_before_still_comes_before_money() -> None:
    talk = {**costly_activity("one_on_one", "60", "2026-10-05"), "new_contacts": 1}
    raw = make_document(
        profile={"between_jobs": ["2026-Q3"]},
        activities=[talk],
        outcomes=[won_outcome("10", "one_on_one", "2026-10-06")],
    )
    window = (Quarter(2026, 4),)
    assert next(iter(of(raw, window=window).charts)) == BUILT
    assert next(iter(of({**raw, "profile": {}}, window=window).charts)) != BUILT


def test_conversations_are_counted_as_on_every_other_page() -> None:
    talks = [costly_activity("one_on_one", "5", f"2026-07-0{day}") for day in (1, 2, 3)]
    search = make_document(profile={"purpose": "find_work"}, activities=[{**talks[0], "meaningful": 2}, *talks[1:]])
    ledger = Ledger(Workspace(search))
    shown = first_figures(Situation(ledger, ledger.quarters, Options(), date(2026, 9, 30)), EN)
    assert of(search).headline == "In Q3 2026 you had 4 conversations."
    assert (shown[0].name, shown[0].value) == ("Conversations", "4")


def test_each_count_has_its_row_of_bars_by_the_approach_that_led_to_it() -> None:
    raw = make_document(
        activities=[{**costly_activity("group_events", "1"), "new_contacts": 3}],
        outcomes=[
            {**won_outcome("5", "one_on_one"), "kind": "referral"},
            {"date": "2026-08-01", "kind": "referral", "status": "won"},
        ],
    )
    (chart,) = of(raw).charts[BUILT]()
    assert chart_errors(chart) == []
    assert chart.title == "3 new contacts and 2 referrals in Q3 2026"
    assert chart.table == (
        ("Quarter", "Approach", "New contacts", "Referrals"),
        (("Q3 2026", "Group events", 3, 0), ("Q3 2026", "One-on-one", 0, 1), ("Q3 2026", "Social media", 0, 0),
         ("Q3 2026", "Approach not known", 0, 1)),
    )  # fmt: skip
    assert {"New contacts: 3", "Referrals: 2"} <= set(drawn_texts(chart))
    bars = chart.rows.filter(pl.col("part") == "bar")
    assert bars["approach"].to_list() == ["Group events", "One-on-one", "Approach not known"]
    assert (bars["high"] - bars["low"]).to_list() == pytest.approx([0.5, 0.25, 0.25])


def with_forecasts(count: int) -> Json:
    stated = [{"day": "2026-07-01", "probability": 0.6}]
    outcomes = [{"date": "2026-08-01", "kind": "client", "status": "won" if number % 3 == 0 else "lost",
                 "stated": stated} for number in range(count)]  # fmt: skip
    return make_document(activities=[costly_activity("one_on_one", "5")], outcomes=outcomes)


def test_from_ten_settled_forecasts_on_their_reliability_is_drawn_with_an_offer() -> None:
    result = of(with_forecasts(12))
    (chart,) = result.forecast_charts
    assert chart_errors(chart) == []
    assert chart.title == "Outcomes you called 60% likely happened 33% of the time; next time, try 40%"
    assert chart.table == (("Forecasts", "You said", "Happened"), ((12, "60%", "33%"),))
    assert chart.alt == "12 forecasts of about 60%: 33% happened."
    assert result.forecast_sentences[0].startswith("Your 12 settled forecasts score 0.29 (Brier score, 0 is perfect).")
    assert beyond_the_scale(chart) == []


def test_before_ten_are_settled_the_page_says_how_many_there_are() -> None:
    result = of(with_forecasts(9))
    assert result.forecast_charts == ()
    assert result.forecast_sentences == (
        "From 10 settled forecasts on, you see how often they came true: 9 forecasts are settled so far.",
    )
    assert of(with_forecasts(0)).forecast_sentences == ()


def test_one_quarter_takes_less_room_than_several() -> None:
    one = of(small_documents()["one approach"]).charts[BY_QUARTER]()[0]
    assert 0 < one.spec["height"] < pictures("sample")[BY_QUARTER].spec["height"]


def test_labels_of_lines_stay_inside_the_picture_and_apart() -> None:
    losses = [costly_activity(approach, str(900 + n), day) for n, approach in enumerate(APPROACHES)
              for day in ("2026-01-02", "2026-08-01")]  # fmt: skip
    for raw in (load_document("sample"), make_document(activities=losses)):
        chart = charts_of(of(raw))[ADDED_UP]
        low, high = (param["value"] for param in chart.spec["params"][:2])
        line = (high - low) * 20 / chart.spec["height"]
        heights = sorted(chart.rows.drop_nulls("label_at")["label_at"])
        assert heights[0] - line >= low - 1e-6
        assert heights[-1] + line <= high + 1e-6
        assert all(after - before >= 2 * line - 1e-6 for before, after in pairwise(heights))


def test_numbers_of_many_quarters_give_way_to_each_other() -> None:
    day = "2026-08-01"
    raw = make_document(outcomes=[{"date": day, "kind": "lead", "status": "open"}])
    chart = charts_of(of(raw))[BUILT]
    named = next(param["value"] for param in chart.spec["params"] if param["name"] == "named")
    # Gray bars are explained where there are any.
    assert named[-1] == "Approach not known"
    assert "width / length(quarters)" in str(chart.spec)


def test_bars_are_as_wide_as_the_line_of_what_was_invested_on_a_page() -> None:
    assert [chart.key for chart in pictures("sample").values() if moves_in_streamlit(chart)] == []


def test_few_quarters_stand_as_close_as_usual_instead_of_filling_a_wide_picture() -> None:
    two = of(make_document(outcomes=[won_outcome("5", None, day) for day in ("2026-05-01", "2026-08-01")]))
    built = of(make_document(activities=[{**costly_activity("group_events", "1", day), "new_contacts": 2}
                                         for day in ("2026-05-01", "2026-08-01")]))  # fmt: skip
    for chart in (charts_of(two)[BY_QUARTER], charts_of(built)[BUILT]):
        for width, apart in ((1100, range(120, 140)), (200, range(60, 100))):
            svg = chart.embedded_svg(width, FONT, "black")
            first, second = (float(x) for x in re.findall(r"translate\(([\d.]+),[^>]*><tspan>Q\d", svg))
            assert round(second - first) in apart


def test_a_row_has_all_of_its_numbers_or_none() -> None:
    days = [quarter.first_day().isoformat() for quarter in span(Quarter(2024, 4), Quarter(2026, 3))]
    met = [{**costly_activity("group_events", "1", day), "new_contacts": 12 if day == days[-1] else 7} for day in days]
    chart = charts_of(of(make_document(activities=met)))[BUILT]
    for width, numbers in ((400, {"7", "12"}), (100, set())):
        assert {"7", "12"} & set(texts_in(chart.embedded_svg(width, FONT, "black"))) == numbers


@pytest.mark.parametrize(("name", "is_drawn"), [("accountant", False), ("bookkeeper", True)])
def test_nothing_adds_up_by_approach_while_no_win_is_linked_to_any(name: str, is_drawn: bool) -> None:
    situation = situation_of(name)
    shown = trends(situation.ledger, situation.window, situation.options, Words())
    assert (ADDED_UP in shown.charts) is is_drawn
