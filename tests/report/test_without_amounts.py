"""The report without amounts: none is in it, in whatever form, and what is in it agrees with the full one."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from netroi_core.report.amounts_in_text import recorded_amounts
from netroi_core.report.content import Report, missing_figures
from netroi_core.report.html import to_html
from netroi_core.report.pdf import to_pdf
from netroi_core.verdict.evidence import Evidence
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, costly_activity, load_document, make_document, results_of, small_documents
from tests.report.canaries import changed, data, distinctive, found_in, raw_texts, rich, shifted
from tests.report.reported import Page, known, reported, section, texts
from tests.strategies import workspaces

EVERYWHERE = ("sample", *GOLDEN)
OWNERS = (("en_US", "USD"), ("de_DE", "EUR"), ("fr_CH", "CHF"), ("ja_JP", "JPY"), ("en_IN", "INR"))


@cache
def without(locale: str, currency: str) -> Report:
    return reported(rich(locale, currency), with_amounts=False)


@cache
def said(locale: str, currency: str) -> tuple[str, str, str]:
    """All that stands in the two files of it, and in its data."""
    found = without(locale, currency)
    return to_html(found), raw_texts(to_pdf(found)), "\n".join(data(found))


@pytest.mark.parametrize(("locale", "currency"), OWNERS)
def test_no_amount_in_any_form_is_in_either_file_or_in_its_data(locale: str, currency: str) -> None:
    forms = distinctive(rich(locale, currency))
    assert len(forms) > 500
    assert [found_in(each, forms) for each in said(locale, currency)] == [set(), set(), set()]


def test_the_full_report_is_full_of_what_is_looked_for() -> None:
    full, forms = reported(rich()), distinctive(rich())
    assert all(
        len(found_in(each, forms)) > 100 for each in (to_html(full), raw_texts(to_pdf(full)), "\n".join(data(full)))
    )


@pytest.mark.parametrize("name", EVERYWHERE)
def test_no_amount_of_a_given_workspace_is_in_it(name: str) -> None:
    found, forms = known(name, with_amounts=False), distinctive(load_document(name))
    assert found_in("\n".join(data(found)), forms) == set()
    assert len(found_in("\n".join(data(known(name))), forms)) > 20


@pytest.mark.parametrize(("locale", "currency"), OWNERS)
def test_it_names_no_currency(locale: str, currency: str) -> None:
    words = Words(locale, currency)
    page, document, held = said(locale, currency)
    assert [sign for sign in {words.symbol, *"$€£¥￥₹¤"} if sign in Page(page).words + held] == []
    names = (currency, words.currency_name, "XXX", "Dollar", "Euro", "Franc", "Yen", "Rupee")
    everything = "\n".join((page, document, held))
    assert [name for name in names if re.search(rf"\b{name}s?\b", everything, re.IGNORECASE)] == []


@drawn(workspaces(), st.sampled_from(OWNERS))
@settings(max_examples=20)
def test_no_amount_of_any_workspace_is_in_it(raw: dict[str, Any], owner: tuple[str, str]) -> None:
    profile = {**raw.get("profile", {}), "locale": owner[0], "currency": owner[1]}
    raw = shifted({**raw, "profile": profile}, Decimal("470081.37"))
    document.validate(raw)
    if not (raw.get("activities") or raw.get("outcomes")) or missing_figures(results_of(raw)):
        return
    found = reported(raw, with_amounts=False)
    assert (
        found_in("\n".join(data(found)), {form for form in distinctive(raw) if len(re.findall(r"\d", form)) > 5})
        == set()
    )


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_person_with_four_times_as_much_money_has_the_same_report(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So no absolute amount can be derived from it; but for the luck of draws, which are seeded by the amounts."""
    monkeypatch.setattr(Evidence, "seed", 1)
    raw = load_document(name)
    richer = changed(raw, lambda amount: amount * 4)
    assert recorded_amounts(Workspace(richer)) != recorded_amounts(Workspace(raw))
    one, other = (reported(each, with_amounts=False) for each in (raw, richer))
    assert list(data(one)) == list(data(other))


def test_neither_hours_nor_money_apart_from_time_are_told() -> None:
    found, total = known("sample", with_amounts=False), results_of(load_document("sample")).figures.total
    told = "\n".join(data(found))
    assert re.findall(r"[\d.]+ h\b", told) == []
    assert Words().number(total.hours, 0) not in told
    charts = [chart for part in found.sections for chart in part.charts]
    columns = {str(name) for chart in charts for name in chart.figures[0]}
    assert not {"Money spent", "Worth of your time", "Hours", "Gained per hour"} & columns
    assert [row for chart in charts for row in chart.rows.iter_rows() if "time" in row] == []
    spent = Words().percent(100 * total.actual_cost / total.total_cost)
    assert spent not in told
    assert [row[0] for row in (section(found, "In figures").table or ((), ()))[1]] == [
        "Activities", "Share of hours", "Invested, index", "Gained, index", "ROI", "New contacts",
        "Meaningful contacts",
    ]  # fmt: skip


@pytest.mark.parametrize("name", EVERYWHERE)
def test_verdict_odds_and_roi_are_those_of_the_full_report(name: str) -> None:
    found, full = known(name, with_amounts=False), known(name)
    bare = re.compile(r"[^\w\s]*\s?[$€]\s?")
    assert bare.sub("", full.headline) == found.headline
    of, among = ({str(row[0]): row[1:] for row in (section(each, "In figures").table or ((), ()))[1]}
                 for each in (full, found))  # fmt: skip
    for exact, whole in zip(of["ROI"], among["ROI"], strict=True):
        if str(exact) == "n/a":
            assert whole == "n/a"
        else:
            first, second = (float(re.sub(r"[^\d.-]", "", str(text).replace("−", "-"))) for text in (exact, whole))
            assert abs(first - second) <= 0.5 + abs(first) * 0.05
    assert of["New contacts"] == among["New contacts"]
    kept = [part.name for part in found.sections]
    assert kept == [part.name for part in full.sections if part.name in kept]


def test_the_best_is_a_hundred_in_each_index() -> None:
    found = known("sample", with_amounts=False)
    gained = next(row for row in (section(found, "In figures").table or ((), ()))[1] if row[0] == "Gained, index")
    assert max(int(str(cell)) for cell in gained[1:4]) == 100
    quarters = (section(found, "Quarter by quarter").table or ((), ()))[1]
    assert max(int(str(cell)) for row in quarters for cell in row[1:4]) == 100
    assert section(found, "What it returned").notes[0] == "Index: what was gained by one-on-one = 100."


def test_goals_for_money_or_hours_are_left_out_and_so_are_those_from_elsewhere() -> None:
    items = section(without("en_US", "USD"), "What is next").items
    assert [item.partition(" in ")[0] for item in items] == ["ROI", "Activities"]


def test_stories_that_tell_of_money_are_left_out_and_counted() -> None:
    found = without("en_US", "USD")
    assert [quote.text for quote in section(found, "In their words").quotes] == ["We built it in nine weeks."]
    assert "3 stories that tell of money." in dict(found.method)["Without amounts"]
    one = reported(make_document(activities=[costly_activity("one_on_one", "5")], stories=[
        {"date": "2026-07-01", "text": "I paid 5.", "approved": True}]), with_amounts=False)  # fmt: skip
    assert "1 story that tells of money." in dict(one.method)["Without amounts"]
    assert "story" not in dict(known("sample", with_amounts=False).method)["Without amounts"]


def test_a_finding_that_names_an_industry_with_an_amount_is_left_out() -> None:
    assert "51739.61" in section(reported(rich()), "Relationships").finding
    assert section(without("en_US", "USD"), "Relationships").finding == ""
    assert section(known("sample", with_amounts=False), "Relationships").finding != ""


@pytest.mark.parametrize("name", ["no outcome", "no cost", "one approach", "nothing pays", "no steps", "huge", "tiny",
                                  "huge beside tiny", "two quarters"])  # fmt: skip
def test_small_workspaces_have_a_report_without_amounts_too(name: str) -> None:
    found = reported(small_documents()[name], with_amounts=False)
    assert found.headline
    assert "$" not in "\n".join(texts(found))
    assert max((len(digits) for digits in re.findall(r"\d+", " ".join(found.sentences))), default=0) <= 4
    assert to_html(found)


def test_what_came_without_cost_is_told_without_its_amount() -> None:
    assert reported(small_documents()["no cost"], with_amounts=False).headline == (
        "Something of worth came of it, and no cost is recorded."
    )
