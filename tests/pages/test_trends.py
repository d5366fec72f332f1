"""The trends on screen: the finding first, figures as the contract has them, and what changed since a quiz."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.ledger.attribution import RULES
from netroi_core.views.trends import METHOD
from netroi_core.wording.explanations import FILTERS_TITLE
from netroi_core.wording.wording import Words
from tests.careers import (
    APPROACHES,
    costly_activity,
    expected_runs,
    load_document,
    make_document,
    small_documents,
    won_outcome,
)
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, charts, choose, click, headings, opened, read, run, screen, unfold

WORDS = Words()
LOG = "What changed since you submitted it"


def tables(app: AppTest) -> list[list[list[str]]]:
    """The tables and the files of the charts, by row."""
    unfold(app, "Tables and files")
    return [table.value.to_numpy().tolist() for table in app.dataframe]


def test_the_finding_comes_first_then_open_money_and_three_pictures_with_theirs(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened("trends.py")
    assert headings(app) == [
        "From Q4 2024 to Q3 2026 you are $1,147 ahead, and have been since Q3 2025.",
        "4 of 8 quarters brought in more than you invested",
        "One-on-one paid back in Q2 2025 and social media in Q3 2025; group events have yet to",
        "239 new contacts, 6 leads, 3 referrals and 7 introductions made in 8 quarters",
        "Outcomes you called 66% likely happened 86% of the time; next time, try 75%",
    ]
    assert "$4,133 more is expected from open outcomes." in read(screen(app))
    assert "Q4 2025 to Q3 2026 are still developing: based on your own 16 wins, about 10% to 50%" in read(screen(app))
    assert len(charts(app)) == 4
    for chart in charts(app):
        assert re.search(r"\d.*\.$", chart.alt)
        assert json.loads(chart.spec)["params"]


def amount(text: str) -> float:
    return float(re.sub(r"[^\d.-]", "", text.replace("−", "-")))


@pytest.mark.parametrize("name", ["pop-quiz", "messy-1", "messy-2", "messy-3"])
def test_the_figures_are_those_of_the_contract_under_the_options_in_the_address(shelf: Shelf, name: str) -> None:
    shelf.put(load_document(name))
    run_of = next(run for run in expected_runs(name)[::-1] if run["view"] == "invested")
    is_one = len(run_of["quarters"]) == 1
    app = opened(
        "trends.py",
        quarters="Q{1} {0}".format(*run_of["quarters"][0].split("-Q")) if is_one else "All quarters",
        attribution=RULES[run_of["attribution"]].title,
        view="When you did the work",
        basis={"expected": "Include open outcomes, weighted by likelihood", "won": "Only won outcomes"}[
            run_of["basis"]
        ],
        costs={"mine": "What I paid myself", "all": "All costs, including reimbursed"}[run_of["costs"]],
    )
    by_quarter, *added_up = tables(app)
    total = run_of["total"]
    if is_one:
        ((_, invested, _, _, won, still_open, _),) = by_quarter
        assert invested == WORDS.exact_money(total["total_cost"])
        values = total["expected_value"]
        assert amount(won) + amount(still_open) == pytest.approx(values, abs=0.011)
    else:
        values = [run_of["approaches"][approach]["expected_value"] for approach in APPROACHES]
        costs = [run_of["approaches"][approach]["total_cost"] for approach in APPROACHES]
        for cell, value, cost in zip(added_up[0][-1][1:4], values, costs, strict=True):
            # Open outcomes have not paid anything back.
            assert -cost - 0.011 <= amount(cell) <= value - cost + 0.011


def test_a_choice_counts_at_once(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = choose(unfold(opened("trends.py"), FILTERS_TITLE), "In which quarter does an outcome count?", "invested")
    assert headings(app)[1].startswith("3 of 8 quarters led to more than you invested")
    choose(app, "Quarters", "Q1 2025")
    assert headings(app) == [
        "In Q1 2025 you are $1,937 short of what you put in.",
        "Q1 2025 hasn’t led to more than you invested yet",
        "49 new contacts, 1 lead, 1 referral and 3 introductions made in Q1 2025",
        "Outcomes you called 66% likely happened 86% of the time; next time, try 75%",
    ]


def test_every_picture_brings_its_table_and_three_files(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened("trends.py")
    assert not app.download_button
    by_quarter, added_up, built, _ = tables(app)
    assert [button.label for button in app.download_button] == ["CSV", "PNG", "SVG"] * 4
    assert by_quarter[-1][:2] == ["Q3 2026", "$2,557.29"]
    assert amount(by_quarter[-1][2]) + amount(by_quarter[-1][3]) == pytest.approx(4345.23)
    assert amount(by_quarter[-1][4]) + amount(by_quarter[-1][5]) == pytest.approx(3126.59)
    assert sum(amount(row[3]) for row in by_quarter) == pytest.approx(5279.62 - 1146.89, abs=0.02)
    assert added_up[-1][-1] == "$1,146.89"
    assert built[-1][:2] == ["Q3 2026", "Social media"]


def test_before_there_is_enough_history_no_share_is_named(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened("trends.py")
    assert "work done there may still pay off." in screen(app)
    assert not re.search(r"about \d+%", screen(app))
    assert {row[-1] for row in tables(app)[0]} <= {"n/a", "0%"}


def test_the_log_tells_what_each_quarter_showed_and_shows_and_why(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened("trends.py"), LOG)
    text = screen(app)
    assert "Q2 2026, submitted Jul 3, 2026" in text
    assert "The value of its work went from $2,508 to $3,394 (Operations review for Beechline Furniture +$886)." in text
    rows = app.dataframe[0].value.to_numpy().tolist()
    assert len(rows) == 7
    assert rows[-1][:4] == ["Q2 2026", "Jul 3, 2026", "$2,507.77", "$3,393.66"]


def test_the_log_begins_with_the_first_quiz_and_follows_what_changes_after_it(shelf: Shelf) -> None:
    shelf.put(make_document(outcomes=[{**won_outcome("900", "one_on_one", "2026-09-01"), "title": "A large order"}]))
    app = opened("trends.py")
    assert LOG not in [expander.label for expander in app.expander]
    quiz = opened("quiz.py", quarter="2026-Q3")
    while "Submit" not in [button.label for button in quiz.button]:
        click(quiz, "Next")
    click(quiz, "Submit")
    run(app)
    assert "Nothing: every quarter still has the figures it had then." in screen(unfold(app, LOG))
    raw = shelf.document
    raw["outcomes"][0]["value"] = {"likely": "1500"}
    shelf.put(raw)
    assert "The value of its work went from $900 to $1,500 (A large order +$600)." in screen(run(app))


def test_how_it_is_calculated_names_its_source(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened("trends.py")
    assert "Mack" not in screen(app)
    unfold(app, "How is this calculated?")
    assert all(f"**{name}**" in screen(app) for name, _ in METHOD)
    assert "chain ladder (Mack" in screen(app)


def test_one_quarter_has_no_sums_and_no_records_no_pictures(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    assert len(charts(opened("trends.py"))) == 1
    shelf.put(small_documents()["nothing but a favor"])
    app = opened("trends.py")
    assert headings(app) == ["Nothing is recorded for these quarters."]
    assert not charts(app)


def test_the_trends_follow_the_moment_that_records_change_elsewhere(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = opened("trends.py")
    before = headings(app)[0]
    shelf.put(small_documents()["nothing pays"])
    assert headings(run(app))[0] != before


def test_the_example_opens_here_too() -> None:
    app = at_page(click(opened(), "Open the example"), "trends.py")
    assert headings(app)[0].startswith("From Q4 2024 to Q3 2026 you are $1,147 ahead")
    assert "**This is an example.**" in read(screen(app))


def test_a_cost_without_any_outcome_is_short_of_what_was_put_in(shelf: Shelf) -> None:
    # A talk would be told first: it is something that was built.
    shelf.put(make_document(activities=[costly_activity("group_events", "90", "2026-08-01")]))
    assert headings(opened("trends.py"))[0] == "In Q3 2026 you are $90 short of what you put in."


def test_the_reliability_of_own_forecasts_is_drawn_once_ten_are_settled(shelf: Shelf) -> None:
    stated = [{"day": "2026-07-01", "probability": 0.6}]
    outcomes = [{"date": "2026-08-01", "kind": "client", "status": "won" if number % 3 == 0 else "lost",
                 "stated": stated} for number in range(12)]  # fmt: skip
    shelf.put(make_document(activities=[costly_activity("one_on_one", "90", "2026-08-01")], outcomes=outcomes))
    app = opened("trends.py")
    assert "Outcomes you called 60% likely happened 33% of the time; next time, try 40%" in headings(app)
    assert "Your 12 settled forecasts score 0.29" in read(screen(app))
    shelf.put({**shelf.document, "outcomes": shelf.document["outcomes"][:4]})
    run(app)
    assert "4 forecasts are settled so far." in read(screen(app))
    assert not [title for title in headings(app) if "might say" in title]
