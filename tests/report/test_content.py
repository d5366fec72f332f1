"""The content of a report: the pages' own sentences and figures, and no names but those in approved stories."""

from datetime import date

import pytest

from netroi_core.errors import NothingToReport
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.quarters import Quarter
from netroi_core.report.content import file_name, missing_figures
from netroi_core.views.results import PATHS, opening
from netroi_core.views.trends import trends
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
from tests.report.reported import TODAY, known, reported, section, texts

GOALS = [{"metric": "hours", "target": float(n), "quarter": "2026-Q4"} for n in range(1, 10)]


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_it_begins_as_the_results_page_does_and_tells_the_trends_as_theirs_does(name: str) -> None:
    raw, found = load_document(name), known(name)
    ledger, results = Ledger(Workspace(raw)), results_of(raw)
    headline, rests_on = opening(results, answer_of(raw))
    assert (found.headline, found.sentences[0]) == (headline, rests_on)
    told = trends(ledger, ledger.quarters, Options(), Words.of(ledger.profile))
    if len(ledger.quarters) > 1:
        assert section(found, "Quarter by quarter").finding == told.headline
        assert section(found, "Quarter by quarter").sentences == tuple(filter(None, [told.still_to_come]))
    charts = [chart.title for part in found.sections for chart in part.charts]
    assert results.invested_and_gained().title in charts


@pytest.mark.parametrize("name", GOLDEN)
def test_its_figures_are_those_of_the_contract_under_the_options_that_were_asked_for(name: str) -> None:
    run = expected_runs(name)[-1]
    chosen = {key: run[key] for key in ("attribution", "view", "basis", "costs")}
    found = reported(load_document(name), tuple(map(Quarter.parse, run["quarters"])), **chosen)
    header, rows = section(found, "In figures").table or ((), ())
    assert header == ("", *APPROACH_NAMES.values(), "Total")
    whose = [*(run["approaches"][approach] for approach in APPROACH_NAMES), run["total"]]
    assert rows == tuple(
        (measure.title, *(found.words.measure(figures[measure.key], measure.unit) for figures in whose))
        for measure in MEASURES
    )


def test_it_names_the_window_and_every_choice() -> None:
    chosen = {"attribution": "decay", "view": "invested", "basis": "won", "costs": "all"}
    said = dict(reported(load_document("sample"), **chosen).method)
    assert said["Quarters"] == "Q4 2024 to Q3 2026. Amounts are in US Dollar."
    assert said["Who gets the credit"].startswith("Recent steps most. A step 90 days earlier")
    assert said["When an outcome counts"] == "When you sowed it."
    assert said["Which outcomes count"] == "Only what is won."
    assert said["Which costs count"] == "All, also what was paid back."


def test_of_the_people_nobody_is_named_but_in_approved_stories_of_its_quarters() -> None:
    raw, found = load_document("sample"), known("sample")
    told = "\n".join(texts(found))
    approved = {story["contact"] for story in raw["stories"] if story["approved"]}
    assert [quote.by.partition(",")[0] for quote in section(found, "In their words").quotes] == [
        "Luis Carranza", "Omar Haddadin",
    ]  # fmt: skip
    others = [contact["name"] for contact in raw["contacts"] if contact["id"] not in approved]
    assert len(others) > 20
    assert [name for name in others if name in told] == []
    early = reported(raw, (Quarter(2025, 1),))
    assert [part.name for part in early.sections if part.quotes] == []


def test_nothing_of_pay_is_told() -> None:
    told = "\n".join(texts(known("pop-quiz")))
    assert "84,000" not in told
    assert "an hour" not in told


def test_the_relationships_are_told_as_the_network_page_tells_them() -> None:
    people = section(known("sample"), "Relationships")
    assert people.finding == "Give and take are in balance; 6 of 26 people have gone quiet"
    assert [sentence.partition(" ")[0] for sentence in people.sentences] == ["Your", "You", "As"]


def test_what_is_next_is_the_plan_and_the_goals_from_the_last_quarter_on() -> None:
    ahead = section(known("sample"), "What is next")
    assert ahead.finding == "Add about 38 hours of one-on-one: about 4 in 5 likely to beat what you do now."
    assert [item.partition(":")[0] for item in ahead.items] == [
        "Meaningful contacts by one-on-one in Q4 2026",
        "Cost per meaningful contact by group events in Q4 2026",
        "ROI in Q4 2026",
    ]
    past = reported(load_document("sample"), (Quarter(2025, 1), Quarter(2025, 2)))
    assert section(past, "What is next").finding == ""


def test_paths_are_told_only_where_there_are_several() -> None:
    several = section(known("sample"), "Paths that led to it")
    charts = results_of(load_document("sample")).charts_by_section[PATHS]()
    assert several.finding == charts[0].title
    assert several.sentences == (f"{charts[1].title}.",)
    assert several.table is not None
    path, led_to, *numbers = several.table[1][0]
    assert (path, *numbers, led_to) == charts[0].table[1][0]
    assert several.notes == ("4 more paths led to no more than these.",)
    assert "Paths that led to it" not in [part.name for part in reported(small_documents()["one approach"]).sections]


def test_what_is_missing_is_left_out_and_not_shown_empty() -> None:
    few = reported(small_documents()["one approach"])
    assert [part.name for part in few.sections] == ["What it returned", "In figures", "Still to come"]
    without_outcomes = reported(small_documents()["no outcome"])
    assert without_outcomes.headline == "Nothing that can be counted in money has come of it yet."
    for found in (few, without_outcomes):
        assert all(part.charts or part.table or part.sentences for part in found.sections)
        assert "Worth of relationships" not in dict(found.method)


@pytest.mark.parametrize("name", ["nothing but a favour", "no cost", "nothing pays", "huge", "huge beside tiny"])
def test_workspaces_that_make_one_point_have_a_report_or_a_reason(name: str) -> None:
    raw = small_documents()[name]
    if reason := missing_figures(results_of(raw)):
        assert reason == "Nothing is recorded for these quarters. Choose others, or enter what they cost and led to."
        with pytest.raises(NothingToReport, match="Nothing is recorded"):
            reported(raw)
    else:
        assert reported(raw).sections[0].charts


def test_an_empty_workspace_is_told_what_is_missing() -> None:
    with pytest.raises(NothingToReport, match="take the pop quiz or log an activity first"):
        reported(make_document())


def test_quarters_beyond_the_records_are_refused_with_those_that_there_are() -> None:
    with pytest.raises(NothingToReport, match=r"On record is Q3 2026: ask for quarters among these"):
        reported(small_documents()["one approach"], (Quarter(2026, 2), Quarter(2026, 3)))


def test_many_quarters_goals_and_stories_are_cut_and_what_is_cut_is_counted() -> None:
    stories = [{"date": f"2026-0{month}-01", "text": "word " * 200, "approved": month != 7} for month in range(1, 9)]
    days = [date(year, 2, 1).isoformat() for year in range(2022, 2027)]
    raw = make_document(
        activities=[costly_activity("one_on_one", "5", day) for day in days],
        outcomes=[won_outcome("9", "one_on_one")], stories=stories, goals=GOALS,
    )  # fmt: skip
    found = reported(raw)
    assert section(found, "Quarter by quarter").table is None
    assert section(found, "Quarter by quarter").charts
    assert len(section(found, "What is next").items) == 4
    assert section(found, "What is next").notes == ("5 more goals not shown.",)
    words = section(found, "In their words")
    assert [quote.by for quote in words.quotes][:2] == ["Aug 1, 2026", "Jun 1, 2026"]
    assert words.notes == ("The latest 3 of 7.",)
    assert all(len(quote.text) <= 401 and quote.text.endswith("…") for quote in words.quotes)


def test_texts_come_as_they_were_typed() -> None:
    raw = make_document(
        activities=[costly_activity("one_on_one", "5")],
        outcomes=[won_outcome("9", "one_on_one")],
        contacts=[{"name": HOSTILE}],
        stories=[{"date": "2026-07-01", "text": HOSTILE, "contact": "c1", "approved": True}],
    )  # fmt: skip
    (quote,) = section(reported(raw), "In their words").quotes
    assert (quote.text, quote.by) == (HOSTILE, f"{HOSTILE}, Jul 1, 2026")


def test_a_file_is_called_by_its_quarters() -> None:
    assert file_name((Quarter(2026, 3),), "pdf") == "netroi-2026-Q3.pdf"
    assert file_name((Quarter(2024, 4), Quarter(2025, 1)), "html") == "netroi-2024-Q4-to-2025-Q1.html"


def test_money_and_days_are_written_as_its_owner_reads_them() -> None:
    raw = load_document("sample")
    raw["profile"] |= {"currency": "EUR", "locale": "de_DE"}
    found = reported(raw)
    assert found.as_of == "05.10.2026"
    assert "€" in found.sentences[0]
    assert all("$" not in text for text in texts(found))
    assert found.day == TODAY
