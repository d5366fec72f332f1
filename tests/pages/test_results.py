"""The results on screen: the finding first, figures as the contract has them, and every choice in the address."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.measures import MEASURES
from netroi_core.wording.explanations import FILTERS_TITLE
from netroi_core.wording.wording import APPROACH_NAMES, Words
from tests.careers import (
    HOSTILE,
    ROOT,
    Json,
    costly_activity,
    ended_search,
    expected_runs,
    load_document,
    make_document,
    small_documents,
    won_outcome,
)
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, charts, choose, click, headings, opened, read, run, screen, unfold

WORDS = Words()


def explained(app: AppTest, whose: str = "Total") -> dict[str, str]:
    """Return each measure's value as “How is this calculated?” shows it."""
    unfold(app, "How is this calculated?")
    choose(app, "For", whose)
    matches = (re.match(r"\*\*(.+?): (.+?)\*\*", read(text.value)) for text in app.markdown)
    titles = {measure.title for measure in MEASURES}
    return {match[1]: match[2] for match in matches if match and match[1] in titles}


def test_the_page_says_what_happened_then_what_to_expect_then_what_it_is_based_on(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened()
    assert re.fullmatch(r"One-on-one is most likely your best approach \(about \d+%\)\.", headings(app)[0])
    text = screen(app)
    parts = (
        "One-on-one returned $2.59 for each $1 of money and time.",
        "In all, you won $29,375 from $4,634 and 422 hours worth $23,594. That’s $1.04 for each $1.",
        "You’re $1,147 ahead so far, with $4,133 expected from open outcomes.",
        "Estimated for the next $1 in one-on-one: $",
        "Based on 28 outcomes (20 won, 3 of them without a price, 4 open and 4 lost), 422 hours and $4,634 spent "
        "in Q4 2024 to Q3 2026.",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_calculation_says_how_much_of_it_is_still_open(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened()
    assert explained(app)["Net benefit"] == "$5,279.62"
    note = "These figures include $4,133 expected from open outcomes. Without it, the net benefit is $1,147."
    assert note in screen(app)
    explained(app, "Group events")
    assert "Without it, the net benefit is −$10,139." in screen(app)


def test_the_calculation_lists_each_hourly_rate_that_counts(shelf: Shelf) -> None:
    shelf.put(load_document("messy-1"))
    app = opened()
    explained(app)
    assert len(re.findall(r"Your hour since Q[1-4] 2025:", screen(app))) == 2
    alone = opened(quarters="Q2 2025")
    explained(alone)
    assert "Your hour:" in screen(alone)


def test_the_odds_of_the_calculation_are_those_of_the_headline_and_the_chart(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = opened()
    explained(app)
    said = re.search(r"Odds that one-on-one is best: about (\d+)%", screen(app))
    exact = re.search(r"Best: .*?one-on-one in (\d+)%", screen(app))
    assert said
    assert exact
    assert abs(int(said[1]) - int(exact[1])) <= 2
    assert "of the versions)" not in screen(app)


def test_one_quarter_alone_brings_a_caution(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened(quarters="Q3 2026")
    assert "This is one quarter alone: luck or the season may explain it." in screen(app)


@pytest.mark.parametrize("page", ["results.py", "trends.py", "network.py"])
def test_the_filters_name_the_months_of_fiscal_quarters_alone(shelf: Shelf, page: str) -> None:
    for start, are_named in ((4, True), (1, False)):
        shelf.put(make_document(profile={"fiscal_year_start": start}, activities=[costly_activity("one_on_one", "9")]))
        assert ("July to September 2026" in screen(opened(page))) is are_named


def test_outcomes_without_a_price_have_a_line_by_approach(shelf: Shelf) -> None:
    mentor = {**won_outcome("0", "one_on_one"), "kind": "mentor", "value": None, "intangible": 5, "title": HOSTILE}
    talk = {**mentor, "kind": "reputation", "intangible": 4, "title": ""}
    shelf.put(make_document(activities=[costly_activity("one_on_one", "9")], outcomes=[mentor, talk]))
    app = opened()
    assert "Outcomes without a money value" in screen(app)
    assert "One-on-one: 2 outcomes, rated 4.5 of 5 on average: “" in screen(app)
    assert "and Reputation." in screen(app)
    shelf.put(small_documents()["one approach"])
    assert "Outcomes without a money value" not in screen(run(app))


def test_how_much_of_a_job_counts_stands_quietly_between_the_job_and_the_chart(shelf: Shelf) -> None:
    shelf.put(ended_search())
    app = opened("results.py")
    assert headings(app)[0] == "Your search ended with a job: “Operations”."
    counted = "$12,000 of the $16,000 you recorded as won counts"
    texts = [text.value.replace("\\", "") for text in (*app.markdown, *app.caption)]
    assert [":small[:gray[" in text for text in texts if counted in text] == [True]


def test_a_job_search_shows_conversations_before_money_and_no_loss(shelf: Shelf) -> None:
    shelf.put(json.loads((ROOT / "tests" / "lives" / "seeker.json").read_bytes()))
    app = opened()
    assert [metric.label for metric in app.metric] == ["Conversations", "Interviews", "Referrals", "Warm ties"]
    assert headings(app)[0] == f"Your search so far: {app.metric[0].value} conversations. One interview is still open."
    assert all("100%" not in text for text in (screen(app), *(chart.alt for chart in charts(app))))


@pytest.mark.parametrize("page", ["results.py", "trends.py", "costs.py", "home.py", "plan.py"])
@pytest.mark.parametrize("profile", [{"purpose": "find_work"}, {"between_jobs": ["2026-Q2", "2026-Q3"]}], ids=str)
def test_a_search_without_a_money_value_shows_no_return_of_money(shelf: Shelf, page: str, profile: Json) -> None:
    pay = {"from": "2026-Q1", "base": "128000"}
    talks = [
        {**costly_activity("one_on_one", "60", day), "hours": {"attending": 34}, "meaningful": 2}
        for day in ("2026-05-05", "2026-08-05")
    ]
    interview = {"date": "2026-08-20", "kind": "interview", "status": "lost"}
    quizzes = [{"quarter": f"2026-Q{n}", "submitted": "2026-10-02T09:00:00Z"} for n in (2, 3)]
    profile = {"compensation": [pay], **profile}
    shelf.put(make_document(profile=profile, activities=talks, outcomes=[interview], quizzes=quizzes))
    app = opened(page)
    if page == "results.py":
        unfold(app, "How is this calculated?")
        assert all(f"{figure.label}: {figure.value}" in screen(app) for figure in app.metric)
    told = " ".join([screen(app), *(chart.alt for chart in charts(app))])
    assert not re.search(
        r"(?<!Net)ROI|[Nn]et benefit|−\$|pays only|per (hour|new|meaningful|\$1)|[Nn]o money|worth \$|cost you", told
    )


def test_a_second_purpose_adds_its_figure_after_those_of_the_first(shelf: Shelf) -> None:
    first, both = {"purpose": "win_clients"}, {"purpose": "win_clients", "second_purpose": "advance"}
    labels = []
    for profile in (first, both):
        lead = {**won_outcome("9", "one_on_one"), "kind": "lead"}
        shelf.put(make_document(profile=profile, activities=[costly_activity("one_on_one", "9")], outcomes=[lead]))
        labels.append([metric.label for metric in opened().metric])
    assert labels[1] == [*labels[0], "Roles and projects"]


def test_without_a_purpose_no_figures_come_first(shelf: Shelf) -> None:
    raw = load_document("sample")
    shelf.put({**raw, "profile": {key: value for key, value in raw["profile"].items() if key != "purpose"}})
    assert not opened().metric


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
        view={"realised": "When you received it", "invested": "When you did the work"}[run_of["view"]],
        basis={"expected": "Include open outcomes, weighted by likelihood", "won": "Only won outcomes"}[
            run_of["basis"]
        ],
        costs={"mine": "What I paid myself", "all": "All costs, including reimbursed"}[run_of["costs"]],
    )
    for approach, name in [*APPROACH_NAMES.items(), ("total", "Total")]:
        figures = run_of["total"] if approach == "total" else run_of["approaches"][approach]
        expected = {measure.title: WORDS.measure(figures[measure.key], measure.unit) for measure in MEASURES}
        assert explained(app, name) == expected


def test_a_choice_counts_at_once_and_stands_in_the_address(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = choose(unfold(opened(), FILTERS_TITLE), "Which outcomes count?", "won")
    choose(app, "Quarters", "Q3 2026")
    assert "Based on 2 outcomes (2 won, 1 of them without a price)," in screen(app)
    assert app.query_params == {"basis": "Only won outcomes", "quarters": "Q3 2026"}
    choose(app, "Which outcomes count?", "expected")
    choose(app, "Quarters", "All quarters")
    assert app.query_params == {}


def filter_buttons(app: AppTest) -> list[str]:
    return [label for block in app.get("popover") if (label := block.proto.popover.label).startswith(FILTERS_TITLE)]


def test_the_button_of_the_filters_names_the_quarters_and_chips_name_what_is_not_usual(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened(quarters="Q3 2026", attribution="Last step", basis="Only won outcomes")
    assert filter_buttons(app) == ["Filters: Q3 2026"]
    assert "Credit: last step" in screen(app)
    assert "Outcomes: only won outcomes" in screen(app)
    click(app, "Reset filters")
    assert filter_buttons(app) == ["Filters: All quarters"]
    assert "only won outcomes" not in screen(app)
    assert "Credit:" not in screen(app)
    assert app.query_params == {}


def test_the_button_of_the_filters_is_renamed_only_once_they_are_closed(shelf: Shelf) -> None:
    # Streamlit takes a popover with another label for another one, and closes it.
    shelf.put(load_document("pop-quiz"))
    app = choose(unfold(opened(), FILTERS_TITLE), "Quarters", "Q3 2026")
    assert filter_buttons(app) == ["Filters: All quarters"]
    assert app.selectbox(key="quarters").value == "Q3 2026"


@pytest.mark.parametrize("page", ["trends.py", "plan.py", "network.py"])
def test_filters_are_kept_from_page_to_page(shelf: Shelf, page: str) -> None:
    shelf.put(load_document("sample"))
    app = choose(unfold(opened(), FILTERS_TITLE), "Quarters", "Last 4 quarters")
    choose(app, "Who gets the credit when several steps led to an outcome?", "last")
    app.query_params.clear()  # as a link to another page does
    at_page(app, page)
    assert app.query_params == {"quarters": "Last 4 quarters", "attribution": "Last step"}
    click(app, "Reset filters")
    app.query_params.clear()
    at_page(app, "results.py")
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
    ("page", "titles"),
    [
        (
            "results.py",
            [
                "One-on-one is most likely your best approach",
                "Estimate: one-on-one has the best return",
                "$29,375 won from $4,634 and 422 hours worth $23,594",
            ],
        ),
        (
            "paths.py",
            [
                "Group events, then one-on-one, led to more than any other path: $9,310 won",
                "Combining approaches may not beat using one: about 45% likely at best",
                "One-on-one: 21% to 88% of the credit",
            ],
        ),
        (
            "costs.py",
            [
                "You spent $4,634 and 422 hours.",
                "47% of the money went to dues",
                "64% of the hours went to attending",
            ],
        ),
    ],
)
def test_each_page_and_picture_opens_with_its_finding_and_has_words_for_those_who_cannot_see(
    shelf: Shelf, page: str, titles: list[str]
) -> None:
    shelf.put(load_document("sample"))
    app = opened(page)
    assert [re.split(r"[;(]|, (?=plus|about|depending)", title)[0].strip() for title in headings(app)] == titles
    for chart in charts(app):
        assert re.search(r"\d.*\.$", chart.alt)
        assert "params" in json.loads(chart.spec)


def test_costs_say_what_the_hours_were_worth_and_what_a_quarter_takes(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    text = screen(opened("costs.py"))
    assert (
        "Your 422 hours were worth $23,594, about $56 an hour: free time counts for less than paid work. "
        "In all, networking cost you $28,228."
    ) in text
    assert "On average, you spent $579 and 52.7 hours a quarter from Q4 2024 to Q3 2026." in text
    assert "a quarter." not in screen(opened("costs.py", quarters="Q3 2026"))


def test_costs_say_which_dues_are_those_of_days_to_come(shelf: Shelf) -> None:
    club = {"name": "Club", "approach": "group_events", "dues": {"amount": "80", "per": "quarter"}}
    days = ("2026-07-02", "2026-10-02")
    shelf.put(make_document(venues=[club], activities=[costly_activity("group_events", "50", day) for day in days]))
    note = "That includes $80 in dues for all of Q4 2026."
    assert note in screen(opened("costs.py"))
    assert note not in screen(opened("costs.py", quarters="Q3 2026")), "a quarter that is over"


def test_costs_say_whose_the_dues_are(shelf: Shelf) -> None:
    venues = [{"name": f"*Club* {n}", "approach": "group_events", "dues": {"amount": f"{100 * n}", "per": "quarter"}}
              for n in range(1, 5)]  # fmt: skip
    fee = costly_activity("group_events", "50", "2026-07-02")
    for count, names in ((2, "*Club* 2 ($200) and *Club* 1 ($100)."), (4, "*Club* 2 ($200) and 1 more.")):
        shelf.put(make_document(venues=venues[:count], activities=[fee]))
        assert names in screen(opened("costs.py"))
    fee["costs"] = [{"category": "dues", "amount": "9"}]
    shelf.put(make_document(activities=[fee]))
    assert "The dues are" not in screen(opened("costs.py"))


def test_the_overview_sums_up_the_venues_and_leads_to_the_rest(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    text = screen(opened())
    assert "**LinkedIn Premium:** $676 and 95.5 h worth $4,155 spent, $5,117 won" in text
    assert "**Food bank board:** $23 and 31.5 h worth $1,365 spent, nothing won yet. Keep it (about 10% likely" in text
    assert "See 2 more venues" in text
    dues = {"amount": "80", "per": "quarter"}
    club = {"name": "Club", "approach": "group_events", "dues": dues}
    shelf.put(make_document(venues=[club], activities=[costly_activity("group_events", "50", "2026-07-02")]))
    text = screen(opened())
    assert "**Club:** $80 spent, nothing won yet. Too early to tell." in text
    assert "1 h and $50 of your group events in Q3 2026 aren’t assigned to a venue" in text
    assert "Open the quiz for Q3 2026" in text
    assert "more venue" not in text
    shelf.put(make_document(activities=[costly_activity("group_events", "50", "2026-07-02")]))
    assert "Your venues" not in screen(opened())


def test_pages_of_quarters_without_paths_or_costs_say_so(shelf: Shelf) -> None:
    early = costly_activity("group_events", "50", "2026-05-01")
    shelf.put(make_document(activities=[early], outcomes=[won_outcome("900", "one_on_one")]))
    assert headings(opened("paths.py", quarters="Q2 2026")) == ["No path on record for these quarters"]
    assert headings(opened("costs.py", quarters="Q3 2026"))[0] == "No money and no hours are on record here."


def test_a_picture_brings_its_table_and_three_files(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened()
    assert not app.download_button
    unfold(app, "Tables and files")
    assert [button.label for button in app.download_button] == ["CSV", "PNG", "SVG"] * 2
    rows = app.dataframe[1].value.to_numpy().tolist()
    amounts = ["$116.50", "$178.85", "$295.35", "$1,250", "$0", "$954.65", "323.2%", "$500.00"]
    assert ["Group events", *amounts] in rows


def test_roi_without_cost_is_not_available_and_the_page_says_why(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = opened()
    note = "No ROI for group events and social media: no cost is on record there, and ROI divides by it."
    assert note in screen(app)
    assert explained(app, "Group events")["ROI"] == "n/a"
    assert explained(app, "One-on-one")["ROI"] == "400.0%"


def test_value_without_steps_is_said_to_count_in_the_total_alone(shelf: Shelf) -> None:
    shelf.put(small_documents()["no steps"])
    assert "$900 isn’t linked to any activity, so it counts only toward the total." in screen(opened())


def test_a_quarter_without_records_between_others_says_that_nothing_is_recorded(shelf: Shelf) -> None:
    shelf.put(
        make_document(activities=[costly_activity("one_on_one", "9", day) for day in ("2026-01-02", "2026-08-01")])
    )
    app = opened(quarters="Q2 2026")
    assert headings(app)[0] == "Nothing is recorded for these quarters."
    assert "Based on 0 outcomes, 0 hours and $0 spent in Q2 2026." in screen(app)
    assert [json.loads(chart.spec)["params"][3]["value"][0] for chart in charts(app)] == ["$0"]


def test_the_worth_of_an_hour_is_worked_out_with_the_pay_in_force(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = opened()
    assert "Your hour" not in screen(app)
    unfold(app, "How is this calculated?")
    assert "($84,000 + $12,000 × 90% + $29,200) ÷ 2,080 h = $59.62 an hour" in screen(app)


def test_the_headline_is_explained_first_with_the_own_numbers(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened(), "How is this calculated?")
    text = screen(app)
    steps = (
        *("Odds that one-on-one is best: about", "What one-on-one returned: $2.59"),
        *("$17,591.54 won ÷ $6,805.04 = $2.59", "Estimate for the next $1 in one-on-one: $"),
        *("that one-on-one had a part in, at a cost of $6,805.04, and from", "90% likely to be between: $"),
        "Figures by approach",
    )
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    estimate = re.search(r"Estimated for the next \$1 in one-on-one: (\S+);", text)
    assert estimate
    assert f"Estimate for the next $1 in one-on-one: {estimate[1]}" in text


def test_a_sequence_that_leads_is_explained_before_its_odds(shelf: Shelf) -> None:
    shelf.put(json.loads((ROOT / "tests" / "lives" / "consultant.json").read_bytes()))
    app = unfold(opened(), "How is this calculated?")
    assert headings(app)[0] == (
        "Meet at group events, then follow up one-on-one: all 3 of your wins came this way. One lead is still open."
    )
    assert "The sequence that leads: Meet at group events, then follow up one-on-one" in screen(app)
    assert "3 of 3 outcomes, with 100% of the value ($96,467); still open: 1" in screen(app)


def test_figures_follow_the_moment_that_records_change_elsewhere(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    app = opened()
    before = headings(app)[0]
    shelf.put(small_documents()["nothing pays"])
    assert headings(run(app))[0] != before


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
    assert headings(app)[0] == "Each $1 spent returned $1,200.00."
    assert "Calculating how sure this is…" in screen(app)


def test_a_search_without_money_shows_what_was_built_and_no_bars_of_nothing_won(shelf: Shelf) -> None:
    interview = {"date": "2026-08-01", "kind": "interview", "status": "won"}
    talk = costly_activity("one_on_one", "5")
    search = make_document(profile={"purpose": "find_work"}, activities=[talk], outcomes=[interview])

    def page_text(raw: dict[str, Any]) -> str:
        shelf.put(raw)
        app = opened()
        return "\n".join((*headings(app), *(chart.alt for chart in charts(app))))

    assert "No money won yet" not in page_text(search)
    assert "1 interview in Q3 2026" in page_text(search)
    assert "No money won yet" in page_text({**search, "profile": {}})
    assert "No money won yet" in page_text({**search, "outcomes": []})
