"""The report without amounts: none is in it, in whatever form, and what is in it agrees with the full one."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import StreamObject

from netroi_core import document
from netroi_core.evidence import Evidence
from netroi_core.measures import MEASURES
from netroi_core.report.content import Report, missing
from netroi_core.report.html import html
from netroi_core.report.own_amounts import own_amounts
from netroi_core.report.pdf import pdf
from netroi_core.restatement import VIEWS
from netroi_core.wording import Words
from tests.careers import GOLDEN, given, seen, small, spent, won, written
from tests.report.reported import Page, known, objects, read, reported, section, texts
from tests.strategies import workspaces

Json = dict[str, Any]

EVERYWHERE = ("sample", *GOLDEN)
OWNERS = (("en_US", "USD"), ("de_DE", "EUR"), ("fr_CH", "CHF"), ("ja_JP", "JPY"), ("en_IN", "INR"))
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009’", " "))
_MONEY = [measure.key for measure in MEASURES if measure.unit == "money"]


def rich(locale: str = "en_US", currency: str = "USD") -> Json:
    """A workspace with an amount wherever one can be, each of digits that nothing else has."""
    days = ("2025-11-03", "2026-02-04", "2026-05-05", "2026-08-06")
    costs = (("2413.71", "one_on_one"), ("3927.83", "group_events"), ("1876.29", "social_media"))
    return written(
        profile={
            "locale": locale, "currency": currency,
            "compensation": [
                {"from": "2025-Q4", "base": "173951.37", "pay_at_risk": "21863.59", "benefits": "31749.83"},
                {"from": "2026-Q2", "hourly_rate": "187.43"},
            ],
        },
        venues=[{"name": "Club", "approach": "social_media", "dues": {"amount": "1297.61", "per": "quarter"}}],
        activities=[
            {"date": day, "approach": approach, "hours": {"attending": 13.25, "travelling": 5.5}, "new_contacts": 3,
             "meaningful": 2, "costs": [{"category": "travel", "amount": amount, "reimbursed": "613.87"}]}
            for day in days for amount, approach in costs
        ],
        outcomes=[
            {**won("0", "one_on_one", days[1]), "value": {"low": "27381.19", "likely": "38417.53", "high": "61973.47"}},
            won("51739.61", "one_on_one", days[2]),
            {**won("47183.29", "group_events", days[3]), "status": "open", "probability": 0.37},
            won("16927.31", None, days[3]), won("29381.77", "social_media", days[0]), won("8641.93", "group_events"),
        ],
        contacts=[
            {"name": "Ann 38417.53", "industry": "Clubs of 51739.61", "met": {"date": days[0]}, "closeness": 5,
             "relevance": 5},
            {"name": "Bo", "industry": "Law", "met": {"date": days[0]}, "closeness": 1, "relevance": 1},
        ],
        goals=[
            {"metric": metric, "target": target, "quarter": "2026-Q4"}
            for metric, target in (("expected_value", 93817.0), ("hours", 47.0), ("roi_percent", 60.0),
                                   ("cost_per_new_contact", 7193.0), ("turnover", 83517.0), ("activities", 9.0))
        ],
        stories=[
            {"date": days[3], "text": text, "contact": contact, "approved": True}
            for text, contact in (("It brought 51,739.61 in all.", "c2"), ("A contract of $ 300.", None),
                                  ("She called me.", "c1"), ("We built it in nine weeks.", "c2"))
        ],
    )  # fmt: skip


def amounts(raw: Json) -> set[Decimal]:
    """Every amount on record, and all money that the pages figure of it: by approach, by quarter, in total."""
    results = seen(raw)
    figures: list[float] = []
    for window in (results.findings.window, *((quarter,) for quarter in results.findings.window)):
        for view in VIEWS:
            found = seen(raw, window=tuple(window), view=view).figures
            rows = [*found["approaches"].values(), found["total"]]
            figures += [row[key] for row in rows for key in _MONEY if row[key]]
    return {abs(amount) for amount in (*own_amounts(raw), *map(Decimal, map(repr, figures))) if amount}


def written_forms(amount: Decimal, words: Words) -> set[str]:
    """An amount in all ways in which somebody may write it who reads these or other words."""
    bare = {words.number(amount), words.number(amount, 0), words.number(amount, 1), f"{amount:.2f}", f"{amount:.0f}"}
    for other in (Words("en_US"), Words("de_DE"), Words("fr_FR"), Words("de_CH")):
        bare |= {other.number(amount), other.number(amount, 0), other.entered(round(amount, 2))}
    compact = words.compact_money(float(amount)) if amount >= 1000 else words.exact_money(amount)
    return {form.translate(SPACES) for form in (*bare, compact, words.money(amount), words.exact_money(amount))}


def distinctive(raw: Json) -> set[str]:
    """The forms of all amounts but those that chance may write: years, and less than four digits without a currency."""
    words = Words.of(document.profile(raw))
    forms = {form for amount in amounts(raw) for form in written_forms(amount, words)}
    by_chance = re.compile(r"20\d\d|\D*(\d\D*){0,3}")
    return {form for form in forms if not re.fullmatch(r"[\d.,' ]+", form) or not by_chance.fullmatch(form)}


def found_in(text: str, forms: set[str]) -> set[str]:
    """Those that stand in a text, not as a part of longer numbers."""
    plain = text.translate(SPACES)
    return {
        form for form in forms
        if form in plain and re.search(rf"(?<![\d.,]){re.escape(form)}(?![\d]|[.,]\d)", plain)
    }  # fmt: skip


def raw_texts(made: bytes) -> str:
    """All that stands in a PDF: what is read, what is described, and every stream as it is uncompressed."""
    reader = PdfReader(io.BytesIO(made))
    streams = [part.get_data() for part in objects(made) if isinstance(part, StreamObject) and "/Length1" not in part]
    described = [str(value) for part in objects(made) for value in part.values() if isinstance(value, str)]
    return "\n".join([read(made), str(reader.metadata), *described, *(each.decode("latin-1") for each in streams)])


def data(found: Report) -> Iterator[str]:
    """All texts of a report, and all data that its charts hold."""
    yield from texts(found)
    for part in found.sections:
        for chart in part.charts:
            yield from (
                chart.alt,
                orjson.dumps({**chart.spec, "$schema": ""}).decode().replace("$schema", ""),
                str(chart.figures),
                str(chart.table),
            )
            yield str(chart.rows.to_dicts())


@cache
def without(locale: str, currency: str) -> Report:
    return reported(rich(locale, currency), with_amounts=False)


@pytest.mark.parametrize(("locale", "currency"), OWNERS)
def test_no_amount_in_any_form_is_in_either_file_and_the_full_report_is_full_of_them(
    locale: str, currency: str
) -> None:
    raw, found = rich(locale, currency), without(locale, currency)
    forms = distinctive(raw)
    assert len(forms) > 500
    for said in (html(found), raw_texts(pdf(found)), "\n".join(data(found))):
        assert found_in(said, forms) == set()
    full = reported(raw)
    assert all(len(found_in(said, forms)) > 60 for said in (html(full), raw_texts(pdf(full))))
    assert len(found_in("\n".join(data(full)), forms)) > 150


@pytest.mark.parametrize("name", EVERYWHERE)
def test_no_amount_of_a_given_workspace_is_in_it(name: str) -> None:
    found, forms = known(name, with_amounts=False), distinctive(given(name))
    assert found_in("\n".join(data(found)), forms) == set()
    assert len(found_in("\n".join(data(known(name))), forms)) > 20


@pytest.mark.parametrize(("locale", "currency"), OWNERS)
def test_it_names_no_currency(locale: str, currency: str) -> None:
    words, found = Words(locale, currency), without(locale, currency)
    said = "\n".join([html(found), raw_texts(pdf(found)), *data(found)])
    signs = {words.symbol, *"$€£¥￥₹¤"}
    assert [sign for sign in signs if sign in Page(html(found)).words or sign in "\n".join(data(found))] == []
    names = (currency, words.currency_name, "XXX", "Dollar", "Euro", "Franc", "Yen", "Rupee")
    assert [name for name in names if re.search(rf"\b{name}s?\b", said, re.IGNORECASE)] == []


@drawn(workspaces(), st.sampled_from(OWNERS))
@settings(max_examples=20)
def test_no_amount_of_any_workspace_is_in_it(raw: Json, owner: tuple[str, str]) -> None:
    profile = {**raw.get("profile", {}), "locale": owner[0], "currency": owner[1]}
    raw = shifted({**raw, "profile": profile}, Decimal("470081.37"))
    document.workspace(raw)
    if not (raw.get("activities") or raw.get("outcomes")) or missing(seen(raw)):
        return
    found = reported(raw, with_amounts=False)
    assert (
        found_in("\n".join(data(found)), {form for form in distinctive(raw) if len(re.findall(r"\d", form)) > 5})
        == set()
    )


def shifted(raw: Any, by: Decimal) -> Any:
    """A document with all amounts larger by so much, which makes their digits unlike those of anything else."""
    return changed(raw, lambda amount: amount + by)


def changed(held: Any, change: Any, key: str = "") -> Any:
    if isinstance(held, dict):
        return {name: changed(value, change, name) for name, value in held.items()}
    if isinstance(held, list):
        return [changed(value, change, key) for value in held]
    is_amount = key in (
        "base",
        "pay_at_risk",
        "benefits",
        "hourly_rate",
        "amount",
        "reimbursed",
        "low",
        "likely",
        "high",
    )
    return format(change(Decimal(held)), "f") if is_amount and isinstance(held, str) else held


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_person_with_four_times_as_much_money_has_the_same_report(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So no absolute amount can be derived from it; but for the luck of draws, which are seeded by the amounts."""
    monkeypatch.setattr(Evidence, "seed", 1)
    raw = given(name)
    richer = changed(raw, lambda amount: amount * 4)
    assert own_amounts(richer) != own_amounts(raw)
    one, other = (reported(each, with_amounts=False) for each in (raw, richer))
    assert list(data(one)) == list(data(other))


def test_neither_hours_nor_money_apart_from_time_are_told() -> None:
    found, total = known("sample", with_amounts=False), seen(given("sample")).figures["total"]
    said = "\n".join(data(found))
    assert re.findall(r"[\d.]+ h\b", said) == []
    assert "422" not in said
    ratio = 100 * total["actual_cost"] / total["total_cost"]
    charts = [chart for part in found.sections for chart in part.charts]
    keys = {name for chart in charts for name in (*chart.figures[0], *chart.rows.get_columns()[0].name)}
    assert not {"Money spent", "Worth of your time", "Hours", "Gained per hour"} & keys
    assert [row[0] for row in (section(found, "In figures").table or ((), ()))[1]] == [
        "Activities", "Share of hours", "Invested, index", "Gained, index", "ROI", "New contacts",
        "Meaningful contacts",
    ]  # fmt: skip
    assert f"{ratio:.0f}%" not in said


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
    one = reported(written(activities=[spent("one_on_one", "5")], stories=[
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
    found = reported(small()[name], with_amounts=False)
    assert found.headline
    assert "$" not in "\n".join(texts(found))
    assert max((len(digits) for digits in re.findall(r"\d+", " ".join(found.sentences))), default=0) <= 4
    assert html(found)


def test_what_came_without_cost_is_told_without_its_amount() -> None:
    assert reported(small()["no cost"], with_amounts=False).headline == (
        "Something of worth came of it, and no cost is recorded."
    )
