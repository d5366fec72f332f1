"""The report without amounts: it has none in any format, and agrees with the full report."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from babel.numbers import parse_decimal
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from netroi_core.report.content import Report, missing_figures
from netroi_core.report.rendering import to_html, to_pdf
from netroi_core.report.without_amounts import recorded_amounts
from netroi_core.verdict.evidence import Evidence
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import FEW_LIVES, GOLDEN, costly_activity, load_document, make_document, results_of, small_documents
from tests.report.amount_forms import (
    career_with_amounts,
    changed,
    data,
    distinctive_forms,
    forms_in,
    raw_texts,
    shifted,
)
from tests.report.reports import Page, report_of, report_on, section, texts
from tests.strategies import workspaces

EVERYWHERE = ("sample", *GOLDEN, *FEW_LIVES)
OWNERS = (("en_US", "USD"), ("de_DE", "EUR"), ("fr_CH", "CHF"), ("ja_JP", "JPY"), ("en_IN", "INR"))


@cache
def without(locale: str, currency: str) -> Report:
    return report_on(career_with_amounts(locale, currency), with_amounts=False)


@cache
def renderings(locale: str, currency: str) -> tuple[str, str, str]:
    """Return the texts of the two files of a report, and its data."""
    report = without(locale, currency)
    return to_html(report), raw_texts(to_pdf(report)), "\n".join(data(report))


@pytest.mark.parametrize(("locale", "currency"), OWNERS)
def test_no_amount_in_any_form_is_in_either_file_or_in_its_data(locale: str, currency: str) -> None:
    forms = distinctive_forms(career_with_amounts(locale, currency))
    assert len(forms) > 500
    assert [forms_in(text, forms) for text in renderings(locale, currency)] == [set(), set(), set()]


def test_the_search_finds_amounts_in_the_full_report() -> None:
    full, forms = report_on(career_with_amounts()), distinctive_forms(career_with_amounts())
    assert all(
        len(forms_in(text, forms)) > 100 for text in (to_html(full), raw_texts(to_pdf(full)), "\n".join(data(full)))
    )


@pytest.mark.parametrize("name", EVERYWHERE)
def test_no_amount_of_the_golden_workspaces_is_in_it(name: str) -> None:
    report, forms = report_of(name, with_amounts=False), distinctive_forms(load_document(name))
    assert forms_in("\n".join(data(report)), forms) == set()
    assert len(forms_in("\n".join(data(report_of(name))), forms)) > 20


@pytest.mark.parametrize(("locale", "currency"), OWNERS)
def test_it_names_no_currency(locale: str, currency: str) -> None:
    words = Words(locale, currency)
    page, document, chart_data = renderings(locale, currency)
    assert [sign for sign in {words.symbol, *"$€£¥￥₹¤"} if sign in Page(page).words + chart_data] == []
    names = (currency, words.currency_name, "XXX", "Dollar", "Euro", "Franc", "Yen", "Rupee")
    everything = "\n".join((page, document, chart_data))
    assert [name for name in names if re.search(rf"\b{name}s?\b", everything, re.IGNORECASE)] == []


@drawn(workspaces(), st.sampled_from(OWNERS))
@settings(max_examples=20)
def test_no_amount_of_any_workspace_is_in_it(raw: dict[str, Any], owner: tuple[str, str]) -> None:
    profile = {**raw.get("profile", {}), "locale": owner[0], "currency": owner[1]}
    raw = shifted({**raw, "profile": profile}, Decimal("470081.37"))
    document.validate(raw)
    if not (raw.get("activities") or raw.get("outcomes")) or missing_figures(results_of(raw)):
        return
    report = report_on(raw, with_amounts=False)
    assert (
        forms_in("\n".join(data(report)), {form for form in distinctive_forms(raw) if len(re.findall(r"\d", form)) > 5})
        == set()
    )


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_person_with_four_times_as_much_money_has_the_same_report(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So no absolute amount can be derived from it; but for the luck of draws, which are seeded by the amounts."""
    monkeypatch.setattr(Evidence, "seed", 1)
    raw = load_document(name)
    richer = changed(raw, lambda amount: amount * 4)
    assert recorded_amounts(Workspace(richer)) != recorded_amounts(Workspace(raw))
    plain, scaled = (report_on(career, with_amounts=False) for career in (raw, richer))
    assert list(data(plain)) == list(data(scaled))


def test_it_reveals_neither_hours_nor_the_share_of_money_in_costs() -> None:
    report, total = report_of("sample", with_amounts=False), results_of(load_document("sample")).figures.total
    text = "\n".join(data(report))
    assert re.findall(r"[\d.]+ h\b", text) == []
    assert Words().number(total.hours, 0) not in text
    charts = [chart for part in report.sections for chart in part.charts]
    columns = {str(name) for chart in charts for name in chart.figures[0]}
    assert not {"Money spent", "Worth of your time", "Hours", "Value per hour"} & columns
    assert [row for chart in charts for row in chart.rows.iter_rows() if "time" in row] == []
    spent = 100 * total.actual_cost / total.total_cost
    assert Words().percent(spent, 1) not in text
    # As a whole percentage it may be the odds of something; of those only the charts tell.
    assert Words().percent(spent) not in "\n".join(texts(report))
    assert [row[0] for row in (section(report, "In figures").table or ((), ()))[1]] == [
        "Activities", "Share of hours", "Invested, index", "Won, index", "Still open, index", "ROI",
        "New contacts", "Conversations counted",
    ]  # fmt: skip


@pytest.mark.parametrize("name", EVERYWHERE)
def test_it_tells_no_hours_and_nothing_of_energy_and_strain(name: str) -> None:
    report = report_of(name, with_amounts=False)
    quotes = [quote.text for part in report.sections for quote in part.quotes]
    told = [text for text in texts(report) if text.strip("“”") not in quotes]
    plan = " ".join((section(report, "What is next").finding, *section(report, "What is next").sentences))
    assert re.findall(r"(?:more|fewer|about|[\d.]) hours?\b", "\n".join(told)) == []
    assert not re.search(r"energy|drain|too much|strain", plan)


def percentage(text: str, words: Words) -> float:
    return float(parse_decimal(re.sub(r"[%\s\u00a0\u202f]", "", text.replace("−", "-")), locale=words.locale))


@pytest.mark.parametrize("name", EVERYWHERE)
def test_verdict_odds_and_roi_are_those_of_the_full_report(name: str) -> None:
    report, full = report_of(name, with_amounts=False), report_of(name)
    bare = re.compile(r"[^\w\s]*\s?[$€]\s?")
    # What was typed may mention money, so an outcome with a title is one of a number here.
    is_titled = full.headline.startswith("“")
    versions = [re.sub(r"^.* began ", "", text) if is_titled else text for text in (full.headline, report.headline)]
    assert bare.sub("", re.sub(r" \(\S+ of \S+\)", "", versions[0])) == versions[1]
    full_rows, rows = ({str(row[0]): row[1:] for row in (section(version, "In figures").table or ((), ()))[1]}
                 for version in (full, report))  # fmt: skip
    for exact, rounded in zip(full_rows["ROI"], rows["ROI"], strict=True):
        if str(exact) == "n/a":
            assert rounded == "n/a"
        else:
            first, second = (percentage(str(text), report.words) for text in (exact, rounded))
            assert abs(first - second) <= 0.5 + abs(first) * 0.05
    assert full_rows["New contacts"] == rows["New contacts"]
    names = [part.name for part in report.sections]
    assert names == [part.name for part in full.sections if part.name in names]


def test_the_highest_value_of_each_index_is_100() -> None:
    report = report_of("sample", with_amounts=False)
    rows = {str(name): cells for name, *cells in (section(report, "In figures").table or ((), ()))[1]}
    won, still_open = ([int(str(cell)) for cell in rows[name][:3]] for name in ("Won, index", "Still open, index"))
    assert max(map(sum, zip(won, still_open, strict=True))) == 100
    quarters = (section(report, "Quarter by quarter").table or ((), ()))[1]
    assert max(int(str(cell)) for row in quarters for cell in row[1:4]) == 100
    assert section(report, "What it returned").notes[0] == "Index: what one-on-one led to, won and expected = 100."


def test_goals_for_money_or_hours_and_unknown_goals_are_left_out() -> None:
    items = section(without("en_US", "USD"), "What is next").items
    assert [item.partition(" in ")[0] for item in items] == ["ROI", "Activities"]


def test_stories_that_mention_money_are_left_out_and_counted() -> None:
    report = without("en_US", "USD")
    assert [quote.text for quote in section(report, "In their words").quotes] == ["We built it in nine weeks."]
    assert "3 stories that mention money." in dict(report.method)["Without amounts"]
    plain = report_on(make_document(activities=[costly_activity("one_on_one", "5")], stories=[
        {"date": "2026-07-01", "text": "I paid 5.", "approved": True}]), with_amounts=False)  # fmt: skip
    assert "1 story that mentions money." in dict(plain.method)["Without amounts"]
    assert "story" not in dict(report_of("sample", with_amounts=False).method)["Without amounts"]


def test_a_finding_that_names_an_industry_with_an_amount_is_left_out() -> None:
    assert "51739.61" in section(report_on(career_with_amounts()), "Relationships").finding
    assert section(without("en_US", "USD"), "Relationships").finding == ""
    assert section(report_of("sample", with_amounts=False), "Relationships").finding != ""


@pytest.mark.parametrize("name", ["no outcome", "no cost", "one approach", "nothing pays", "no steps", "huge", "tiny",
                                  "huge beside tiny", "two quarters"])  # fmt: skip
def test_small_workspaces_have_a_report_without_amounts_too(name: str) -> None:
    report = report_on(small_documents()[name], with_amounts=False)
    assert report.headline
    assert "$" not in "\n".join(texts(report))
    assert max((len(digits) for digits in re.findall(r"\d+", " ".join(report.sentences))), default=0) <= 4
    assert to_html(report)


def test_a_gain_without_cost_is_mentioned_without_its_amount() -> None:
    assert report_on(small_documents()["no cost"], with_amounts=False).headline == (
        "You won something of value; no cost is on record."
    )
