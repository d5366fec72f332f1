"""The content of a report: the sentences and figures of the pages, and names in approved stories only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from netroi_core.errors import NothingToReport
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.quarters import Quarter
from netroi_core.report.content import file_name, missing_figures, usual_plans
from netroi_core.views.advice import Situation
from netroi_core.views.network import network
from netroi_core.views.results import PATHS, opening
from netroi_core.views.trends import trends
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import (
    GOLDEN,
    HOSTILE,
    answer_of,
    costly_activity,
    expected_runs,
    load_document,
    make_document,
    results_of,
    small_documents,
    won_outcome,
)
from tests.report.reports import TODAY, report_of, report_on, section, texts

GOALS = [{"metric": "hours", "target": float(n), "quarter": "2026-Q4"} for n in range(1, 10)]


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_it_opens_like_the_results_page_and_has_the_sentences_of_the_trends_page(name: str) -> None:
    raw, report = load_document(name), report_of(name)
    ledger, results = Ledger(Workspace(raw)), results_of(raw)
    headline, sentences = opening(results, answer_of(raw))
    assert (report.headline, report.sentences[: len(sentences)]) == (headline, sentences)
    assert report.sections[0].name == "What is next"
    trend_page = trends(ledger, ledger.quarters, Options(), Words.of(ledger.profile))
    if len(ledger.quarters) > 1:
        assert section(report, "Quarter by quarter").finding == trend_page.headline
        assert section(report, "Quarter by quarter").sentences == trend_page.sentences
    charts = [chart.title for part in report.sections for chart in part.charts]
    assert results.invested_and_gained().title in charts


def test_the_venues_with_dues_follow_what_each_approach_returned() -> None:
    dues = {"amount": "10", "per": "quarter"}
    clubs = [{"name": f"Club {n}", "approach": "group_events", "dues": dues} for n in range(6)]
    report = report_on(make_document(venues=clubs, activities=[costly_activity("group_events", "90", "2026-08-01")]))
    names = [part.name for part in report.sections]
    assert names.index("Your venues") == names.index("What it returned") + 1
    venues = section(report, "Your venues")
    assert venues.items[0] == "Club 0: $10 spent, nothing won yet. Too early to tell."
    assert len(venues.items) == 3
    assert venues.notes[0].startswith("1 h and $90 of your group events in Q3 2026 aren’t assigned to a venue")
    assert venues.notes[1] == "3 more venues not shown."


def printed_won(name: str, run: dict[str, Any]) -> list[float]:
    """Return the won value of each approach and in total, under the options of a run."""
    options = Options(run["attribution"], run["view"], "won", run["costs"])
    ledger = Ledger(Workspace(load_document(name)))
    won = measures.figures(measures.cells(ledger, list(map(Quarter.parse, run["quarters"])), options))
    return [*(row.expected_value for row in won.approaches.values()), won.total.expected_value]


@pytest.mark.parametrize("name", GOLDEN)
def test_its_figures_are_those_of_the_worked_examples_under_the_chosen_options(name: str) -> None:
    run = expected_runs(name)[-1]
    options = {key: run[key] for key in ("attribution", "view", "basis", "costs")}
    report = report_on(load_document(name), tuple(map(Quarter.parse, run["quarters"])), **options)
    header, rows = section(report, "In figures").table or ((), ())
    assert header == ("", *APPROACH_NAMES.values(), "Total")
    columns = [*(run["approaches"][approach] for approach in APPROACH_NAMES), run["total"]]
    won = printed_won(name, run)

    def row(title: str, unit: str, values: Sequence[float | None]) -> tuple[str, ...]:
        return title, *(report.words.measure(value, unit, values) for value in values)

    expected = []
    for measure in MEASURES:
        values = [figures[measure.key] for figures in columns]
        if measure.key != "expected_value":
            expected.append(row(measure.title, measure.unit, values))
            continue
        expected.append(row(WON, "money", won))
        expected.append(
            row(STILL_OPEN, "money", [max(0.0, value - part) for value, part in zip(values, won, strict=True)])
        )
    assert rows == tuple(expected)


def test_it_names_the_window_and_every_choice() -> None:
    options = {"attribution": "decay", "view": "invested", "basis": "won", "costs": "all"}
    method = dict(report_on(load_document("sample"), **options).method)
    assert method["Quarters"] == "Q4 2024 to Q3 2026. Amounts are in US dollars."
    assert method["Who gets the credit"].startswith("Recent steps most. A step 90 days earlier")
    assert method["When an outcome counts"] == "When you did the work."
    assert method["Which outcomes count"] == "Only won outcomes."
    assert method["Which costs count"] == "All costs, including reimbursed."


def test_people_are_named_only_in_approved_stories_of_its_quarters() -> None:
    raw, report = load_document("sample"), report_of("sample")
    text = "\n".join(texts(report))
    approved = {story["contact"] for story in raw["stories"] if story["approved"]}
    assert [quote.by.partition(",")[0] for quote in section(report, "In their words").quotes] == [
        "Luis Carranza", "Omar Haddadin",
    ]  # fmt: skip
    unnamed = [contact["name"] for contact in raw["contacts"] if contact["id"] not in approved]
    assert len(unnamed) > 20
    assert [name for name in unnamed if name in text] == []
    early = report_on(raw, (Quarter(2025, 1),))
    assert [part.name for part in early.sections if part.quotes] == []


def test_it_never_names_pay() -> None:
    text = "\n".join(texts(report_of("pop-quiz")))
    assert "84,000" not in text
    assert "an hour" not in text


def test_the_relationships_section_has_the_sentences_of_the_network_page() -> None:
    people = section(report_of("sample"), "Relationships")
    ledger = Ledger(Workspace(load_document("sample")))
    page = network(Situation(ledger, ledger.quarters, Options(), TODAY), Words())
    assert (people.finding, people.sentences) == (page.headline, page.summary)
    assert people.finding == "You give about as much as you receive; 6 of 26 active contacts have gone quiet"


def test_the_first_section_has_the_plan_with_its_reasons_and_the_goals_from_the_last_quarter_on() -> None:
    next_section = section(report_of("sample"), "What is next")
    ledger = Ledger(Workspace(load_document("sample")))
    page = usual_plans(Situation(ledger, ledger.quarters, Options(), TODAY))
    assert page is not None
    assert next_section.finding == page.headline
    test = f"What would change this? {page.test}"
    assert next_section.sentences == tuple(filter(None, (page.sentence, *page.reasons, test)))
    assert len(next_section.sentences) > 2
    assert [item.partition(":")[0] for item in next_section.items] == [
        "Conversations counted by one-on-one in Q4 2026",
        "Cost per conversation by group events in Q4 2026",
        "ROI in Q4 2026",
    ]
    past = report_on(load_document("sample"), (Quarter(2025, 1), Quarter(2025, 2)))
    assert section(past, "What is next").finding == ""


def test_outcomes_without_a_price_stand_by_approach_with_their_ratings() -> None:
    items = section(report_of("sample"), "Outcomes without a money value").items
    assert items == (
        "Group events: “The food bank moves twice the pallets: our racking plan”, rated 3 of 5.",
        "One-on-one: “Can say no to a request and keep the person”, rated 3 of 5.",
        "Social media: “Value-stream post picked up by The Planning Desk”, rated 3 of 5.",
    )
    without_titles = tuple(f"{item.partition(': ')[0]}: 1 outcome, rated 3 of 5." for item in items)
    assert section(report_of("sample", with_amounts=False), "Outcomes without a money value").items == without_titles


def test_money_that_is_won_and_money_that_is_open_are_told_apart() -> None:
    report = report_of("sample")
    assert "with $4,133 expected from open outcomes" in report.sentences[0]
    assert "$4,133 more is expected from open outcomes." in section(report, "Quarter by quarter").sentences
    text = "\n".join(texts(report))
    assert [phrase for phrase in ("came out", "went in", "sowed", "reaped", "figured") if phrase in text] == []


def test_paths_are_shown_only_if_there_are_several() -> None:
    paths = section(report_of("sample"), "Paths that led to it")
    charts = results_of(load_document("sample")).charts_by_section[PATHS]()
    assert paths.finding == charts[0].title
    assert paths.sentences == (f"{charts[1].title}.",)
    assert paths.table is not None
    path, led_to, *numbers = paths.table[1][0]
    whole = dict(zip(charts[0].table[0], charts[0].table[1][0], strict=True))
    assert [path, led_to, *numbers] == [whole[title] for title in paths.table[0]]
    assert paths.notes == ("5 more paths led to no more than these.",)
    assert "Paths that led to it" not in [part.name for part in report_on(small_documents()["one approach"]).sections]


def test_sections_without_content_are_left_out() -> None:
    short_report = report_on(small_documents()["one approach"])
    assert [part.name for part in short_report.sections] == [
        "What is next", "What it returned", "In figures", "Still to come",
    ]  # fmt: skip
    without_outcomes = report_on(small_documents()["no outcome"])
    assert without_outcomes.headline == "It’s too early to compare: add an outcome, and what led to it."
    for report in (short_report, without_outcomes):
        assert all(part.charts or part.table or part.sentences for part in report.sections)
        assert "Worth of relationships" not in dict(report.method)


@pytest.mark.parametrize("name", ["nothing but a favor", "no cost", "nothing pays", "huge", "huge beside tiny"])
def test_small_workspaces_have_a_report_or_a_reason_why_not(name: str) -> None:
    raw = small_documents()[name]
    if reason := missing_figures(results_of(raw)):
        assert reason == "Nothing is recorded for these quarters. Choose others, or enter what they cost and led to."
        with pytest.raises(NothingToReport, match="Nothing is recorded"):
            report_on(raw)
    else:
        assert section(report_on(raw), "What it returned").charts


def test_an_empty_workspace_gets_a_sentence_on_what_to_enter_first() -> None:
    with pytest.raises(NothingToReport, match="take the pop quiz or log an activity first"):
        report_on(make_document())


def test_quarters_without_records_are_refused_with_a_list_of_the_recorded_ones() -> None:
    with pytest.raises(NothingToReport, match=r"On record is Q3 2026: ask for quarters among these"):
        report_on(small_documents()["one approach"], (Quarter(2026, 2), Quarter(2026, 3)))


def test_long_lists_of_quarters_goals_and_stories_are_cut_and_the_rest_is_counted() -> None:
    stories = [{"date": f"2026-0{month}-01", "text": "word " * 200, "approved": month != 7} for month in range(1, 9)]
    days = [date(year, 2, 1).isoformat() for year in range(2022, 2027)]
    raw = make_document(
        activities=[costly_activity("one_on_one", "5", day) for day in days],
        outcomes=[won_outcome("9", "one_on_one")], stories=stories, goals=GOALS,
    )  # fmt: skip
    report = report_on(raw)
    assert section(report, "Quarter by quarter").table is None
    assert section(report, "Quarter by quarter").charts
    assert len(section(report, "What is next").items) == 4
    assert section(report, "What is next").notes == ("5 more goals not shown.",)
    words = section(report, "In their words")
    assert [quote.by for quote in words.quotes][:2] == ["Aug 1, 2026", "Jun 1, 2026"]
    assert words.notes == ("The latest 2 of 7.",)
    assert all(len(quote.text) <= 401 and quote.text.endswith("…") for quote in words.quotes)


def test_texts_stay_as_they_were_typed() -> None:
    raw = make_document(
        activities=[costly_activity("one_on_one", "5")],
        outcomes=[won_outcome("9", "one_on_one")],
        contacts=[{"name": HOSTILE}],
        stories=[{"date": "2026-07-01", "text": HOSTILE, "contact": "c1", "approved": True}],
    )
    (quote,) = section(report_on(raw), "In their words").quotes
    assert (quote.text, quote.by) == (HOSTILE, f"{HOSTILE}, Jul 1, 2026")


def test_a_file_is_named_after_its_quarters() -> None:
    assert file_name((Quarter(2026, 3),), "pdf") == "netroi-2026-Q3.pdf"
    assert file_name((Quarter(2024, 4), Quarter(2025, 1)), "html") == "netroi-2024-Q4-to-2025-Q1.html"


def test_money_and_days_are_in_the_owners_format() -> None:
    raw = load_document("sample")
    raw["profile"] |= {"currency": "EUR", "locale": "de_DE"}
    report = report_on(raw)
    assert report.as_of == "5 Oct 2026"
    assert "€" in report.sentences[0]
    assert all("$" not in text for text in texts(report))
    assert report.day == TODAY
