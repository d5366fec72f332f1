"""The formats of a new workspace in a browser of another country: shown, read and stored from the first page on."""

import re
from decimal import Decimal

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import answer_type, save_answers
from netroi_core.quiz.steps import STEPS
from netroi_core.wording.wording import Words
from pages.shell import session
from tests.careers import load_document, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import PAGES, charts, click, fill, headings, opened, run, screen, unfold

Q3 = Quarter(2026, 3)
FORMATS = (("en_US", "USD"), ("de_DE", "EUR"), ("fr_FR", "EUR"), ("de_CH", "CHF"), ("en_IN", "INR"))


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser in German."""
    monkeypatch.setattr(type(st.context), "locale", "de-DE")


@pytest.mark.usefixtures("german")
def test_a_german_visitor_gets_euros_and_decimal_commas_before_anything_is_stored(shelf: Shelf) -> None:
    placeholders = {field.label: field.placeholder for field in opened("log.py").text_input}
    assert (placeholders["Money spent (optional)"], placeholders["Hours"]) == ("0\N{NO-BREAK SPACE}€", "1,5")
    assert shelf.document == {}


@pytest.mark.usefixtures("german")
def test_the_first_save_stores_the_formats_and_reads_what_was_typed_in_them(shelf: Shelf) -> None:
    app = fill(fill(opened("log.py"), "Hours", "1,5"), "Money spent (optional)", "1.250")
    click(app, "Log activity")
    (activity,) = shelf.document["activities"]
    assert (activity["hours"]["attending"], activity["costs"][0]["amount"]) == (1.5, "1250")
    assert shelf.document["profile"] == {"locale": "de_DE", "currency": "EUR"}


@pytest.mark.usefixtures("german")
def test_dates_are_entered_day_first_with_points() -> None:
    assert [field.proto.format for field in opened("log.py").date_input] == ["DD.MM.YYYY"]


@pytest.mark.parametrize("name", ["", "Europe", "../zone", "a\0b", "Nowhere", "x" * 5000, None])
def test_a_browser_that_names_no_known_time_zone_has_the_servers(
    monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    monkeypatch.setattr(type(st.context), "timezone", name)
    assert session.time_zone() is None


def test_a_number_that_could_mean_a_thousand_times_as_much_is_asked_back_and_nothing_is_stored(shelf: Shelf) -> None:
    app = fill(fill(opened("log.py"), "Hours", "1"), "Money spent (optional)", "1.250")
    click(app, "Log activity")
    assert "“1.250” could mean 1.25 or 1,250. Enter one of those." in screen(app)
    assert shelf.document == {}


def number_for(key: str) -> Decimal:
    """Return a number that an answer may have, with decimals where it may have any."""
    if key.endswith(".total"):
        return Decimal("20.5")
    expected = answer_type(key)
    assert expected is not None
    if expected.is_whole:
        return Decimal(12)
    if expected.lowest:
        return expected.lowest + Decimal("62.5")
    return {"money": Decimal("251250.50"), "hours": Decimal("1.5")}.get(expected.unit, Decimal("62.5"))


def type_all_numbers(app: AppTest, words: Words) -> dict[str, str]:
    """Type into every field for a number of a step; return what was typed, by the key of the answer."""
    typed = {}
    for field in app.text_input:
        if str(field.key).startswith(f"number answer {Q3} "):
            key = str(field.key).removeprefix(f"number answer {Q3} ")
            number, expected = number_for(key), answer_type(key)
            assert expected is not None
            typed[key] = words.editable_amount(number) if expected.unit == "money" else words.number(number)
            field.set_value(typed[key])
    return typed


@pytest.mark.parametrize(("locale", "currency"), FORMATS)
def test_every_number_of_the_quiz_is_read_and_shown_in_the_visitors_format(
    shelf: Shelf, locale: str, currency: str
) -> None:
    words = Words(locale, currency)
    begun = save_answers(make_document(profile={"locale": locale, "currency": currency}), Q3, {"pay.pay_at_risk": "1"})
    outcome = {"outcomes": ["1"], "outcome.1.kind": "client", "outcome.1.status": "open"}
    shelf.put(save_answers(begun, Q3, outcome))
    count = 0
    for step in STEPS[:-1]:
        app = opened("quiz.py", quarter=str(Q3), step=step.key)
        app = unfold(app, "Client") if step.key == "outcomes" else app
        typed = type_all_numbers(app, words)
        run(app)
        count += len(typed)
        fields = {str(field.key): field.value for field in app.text_input}
        assert {key: fields[f"number answer {Q3} {key}"] for key in typed} == typed
        answers = shelf.answers()
        for key in typed:
            # What would have happened anyway is stored as the rest.
            rest = Decimal(100) if key.endswith(".incrementality_percent") else None
            assert Decimal(answers[key]) == (rest - number_for(key) if rest else number_for(key)), key
    assert count > 70
    app = opened("quiz.py", quarter=str(Q3), step=STEPS[-1].key)
    assert not app.error
    assert headings(click(app, "Submit"))[0] == "You submitted your quiz for Q3 2026"


@pytest.mark.parametrize("page", PAGES)
def test_no_line_of_a_page_ends_within_one_on_one_or_the_name_of_a_quarter(shelf: Shelf, page: str) -> None:
    shelf.put(load_document("sample"))
    app = opened(page)
    shown = [each.value for kind in (app.title, app.header, app.subheader, app.markdown, app.caption) for each in kind]
    assert [text for text in shown if re.search(r"one-on-one|\bQ[1-4] \d{4}", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_percentage_is_written_as_in_the_visitors_country(shelf: Shelf, page: str) -> None:
    sample = load_document("sample")
    shelf.put(sample | {"profile": sample["profile"] | {"locale": "de_DE", "currency": "EUR"}})
    app = opened(page)
    for block in app.expander:
        if block.key:
            app.session_state[block.key] = True
    run(app)
    alts = [chart.alt for chart in charts(app)]
    formats = [slider.proto.format.replace("%%", "%").replace("%d", "50") for slider in app.slider]
    written = "\n".join((screen(app), *alts, *formats))
    assert re.findall(r".{0,30}\d%.{0,20}", written) == []
