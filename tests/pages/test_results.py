"""The results on screen: the finding first, figures as the contract has them, and every choice in the address."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.measures import MEASURES
from netroi_core.views.results import PATHS, SPENDING
from netroi_core.wording.explanations import FILTERS_TITLE
from netroi_core.wording.wording import APPROACH_NAMES, Words
from tests.careers import costly_activity, expected_runs, load_document, make_document, small_documents, won_outcome
from tests.pages.conftest import Shelf
from tests.pages.screen import choose, click, headings, opened, read, run, screen, unfold

WORDS = Words()


def explained(app: AppTest, whose: str = "Total") -> dict[str, str]:
    """Each measure's value as “How is this figured?” shows it."""
    unfold(app, "How is this figured?")
    choose(app, "For", whose)
    shown = (re.match(r"\*\*(.+?): (.+?)\*\*", read(each.value)) for each in app.markdown)
    return {found[1]: found[2] for found in shown if found and found[1] != "An hour of yours"}


def charts(app: AppTest) -> list[Any]:
    return [each.proto for each in app.get("vega_lite_chart")]


def test_the_answer_comes_first_then_what_it_rests_on(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened()
    assert headings(app)[0] == "Lean towards one-on-one: about 4 in 5 likely your best."
    assert "One-on-one: each $1 of money and time returns about $2." in screen(app)
    assert "Rests on 21 outcomes, 422 hours and $4,634 spent in Q4 2024 to Q3 2026" in screen(app)
    assert not app.info


def test_one_quarter_alone_brings_a_caution(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened(quarters="Q3 2026")
    assert headings(app)[0].startswith("Too close to call.")
    assert read(app.info[0].value) == "One quarter alone: what it shows may be its own luck or season."


@pytest.mark.parametrize(
    "run_of", expected_runs("pop-quiz")[::3], ids=lambda r: f"{r['attribution']}-{r['view']}-{r['basis']}"
)
def test_the_figures_are_those_of_the_contract_under_the_options_in_the_address(
    shelf: Shelf, run_of: dict[str, Any]
) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened(
        quarters="Q3 2026",
        attribution=RULES[run_of["attribution"]].title,
        view={"realised": "When it paid", "invested": "When you sowed it"}[run_of["view"]],
        basis={"expected": "Open ones too, by their odds", "won": "Only what is won"}[run_of["basis"]],
        costs={"mine": "What I paid myself", "all": "All, also what was paid back"}[run_of["costs"]],
    )
    for approach, name in [*APPROACH_NAMES.items(), ("total", "Total")]:
        figures = run_of["total"] if approach == "total" else run_of["approaches"][approach]
        wanted = {measure.title: WORDS.measure(figures[measure.key], measure.unit) for measure in MEASURES}
        assert explained(app, name) == wanted


def test_a_choice_counts_at_once_and_stands_in_the_address(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = choose(unfold(opened(), FILTERS_TITLE), "Which outcomes count?", "won")
    choose(app, "Quarters", "Q3 2026")
    assert "Rests on 1 outcome," in screen(app)
    assert app.query_params == {"basis": "Only what is won", "quarters": "Q3 2026"}
    choose(app, "Which outcomes count?", "expected")
    choose(app, "Quarters", "All quarters")
    assert app.query_params == {}


@pytest.mark.parametrize("key", ["quarters", "attribution", "view", "basis", "costs"])
def test_what_nobody_can_choose_is_ignored_in_the_address(shelf: Shelf, key: str) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened(**{key: "![x](https://evil.example)"})
    assert headings(app)[0] == headings(opened())[0]
    assert "evil" not in screen(app)


def test_the_windows_offered_are_all_the_latest_the_years_and_each_quarter(shelf: Shelf) -> None:
    shelf.put(load_document("messy-2"))
    offered = unfold(opened(), FILTERS_TITLE).selectbox(key="quarters").options
    assert offered[:4] == ["All quarters", "Last 4 quarters", "2026", "2025"]
    assert offered[4:] == [f"Q{number} {year}" for year in (2026, 2025) for number in (4, 3, 2, 1)]


@pytest.mark.parametrize(
    ("unfolded", "titles"),
    [
        (None, []),
        (SPENDING, ["Dues took 47% of the money", "Attending took 64% of the hours"]),
    ],
)
def test_each_picture_says_its_finding_and_has_words_for_those_who_cannot_see(
    shelf: Shelf, unfolded: str | None, titles: list[str]
) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened(), unfolded) if unfolded else opened()
    first = ["One-on-one leads; group events may not pay", "$28,228 of money and time went in"]
    assert [title.partition(", $")[0] for title in headings(app)[1:]] == [*first, *titles]
    assert len(charts(app)) == 2 + len(titles)
    for chart in charts(app):
        assert re.search(r"\d.*\.$", chart.alt)
        assert json.loads(chart.spec)["params"]


def test_a_look_that_other_quarters_do_not_offer_ends_and_what_is_looked_at_stays_otherwise(shelf: Shelf) -> None:
    early = costly_activity("group_events", "50", "2026-05-01")
    shelf.put(
        make_document(
            activities=[early, costly_activity("one_on_one", "20")], outcomes=[won_outcome("900", "one_on_one")]
        )
    )
    app = unfold(opened(), PATHS)
    assert len(charts(app)) > 2
    choose(unfold(app, FILTERS_TITLE), "Quarters", "Q2 2026")
    looks = app.radio(key="closer look")
    assert (looks.value, PATHS in looks.options) == ("Not now", False)
    unfold(app, SPENDING)
    choose(app, "Quarters", "All quarters")
    assert app.radio(key="closer look").value == SPENDING


def test_a_picture_brings_its_table_and_three_files(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened()
    assert not app.download_button
    unfold(app, "Tables and files")
    assert [button.label for button in app.download_button] == ["CSV", "PNG", "SVG"] * 7
    rows = app.dataframe[1].value.to_numpy().tolist()
    assert ["Group events", "$116.50", "$178.85", "$295.35", "$1,250.00", "$954.65", "323.2%", "$500.00"] in rows


def test_roi_without_cost_is_not_available_and_the_page_says_why(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = opened()
    assert (
        "n/a for group events and social media: no money or time was invested there, and ROI divides by it."
        in screen(app)
    )
    assert explained(app, "Group events")["ROI"] == "n/a"
    assert explained(app, "One-on-one")["ROI"] == "400.0%"


def test_value_without_steps_is_said_to_count_in_the_total_alone(shelf: Shelf) -> None:
    shelf.put(small_documents()["no steps"])
    assert "$900 has no steps that led to it, so it counts in the total alone." in screen(opened())


def test_a_quarter_without_records_between_others_says_that_nothing_is_recorded(shelf: Shelf) -> None:
    shelf.put(
        make_document(activities=[costly_activity("one_on_one", "9", day) for day in ("2026-01-02", "2026-08-01")])
    )
    app = opened(quarters="Q2 2026")
    assert headings(app)[0] == "Nothing is recorded for these quarters."
    assert "Rests on 0 outcomes, 0 hours and $0 spent in Q2 2026." in screen(app)
    assert [json.loads(chart.spec)["params"][3]["value"][0] for chart in charts(app)] == ["$0"]


def test_the_worth_of_an_hour_is_worked_out_with_the_pay_in_force(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened()
    assert "An hour of yours" not in screen(app)
    unfold(app, "How is this figured?")
    assert "($84,000 + $12,000 × 90% + $29,200) ÷ 2,080 h = $59.62 an hour" in screen(app)


def test_a_quiz_that_was_begun_is_offered_before_all_else(shelf: Shelf) -> None:
    quizzes = [{"quarter": "2026-Q2", "submitted": None, "answers": {"at": "people"}}]
    shelf.put(make_document(quizzes=quizzes))
    app = opened()
    assert "Your quiz for Q2 2026 is not handed in yet." in screen(app)
    assert headings(app) == ["One quiz handed in, and it says here what your networking returns"]
    assert headings(click(app, "Go on with the quiz"))[0] == "Whom did you meet, and who helped whom?"


def test_figures_follow_the_moment_that_records_change_elsewhere(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = opened()
    before = headings(app)[1]
    shelf.put(small_documents()["nothing pays"])
    assert headings(run(app))[1] != before


def test_what_would_change_the_verdict_is_one_click_away(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = unfold(opened(), "What would change this?")
    assert "ways to share credit" in screen(app)


def test_the_figures_of_a_large_workspace_do_not_wait_for_its_verdict(shelf: Shelf) -> None:
    many = [
        won_outcome("100", "one_on_one", f"2026-0{month}-{day:02}") for month in range(1, 7) for day in range(1, 19)
    ]
    shelf.put(make_document(activities=[costly_activity("one_on_one", "9")], outcomes=many))
    app = opened()
    assert headings(app)[0] == "Each $1 of money and time returned about $1,200."
    assert "Weighing how sure this is…" in screen(app)
