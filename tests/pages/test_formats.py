"""The formats of a new workspace in a browser of another country: shown, read and stored from the first page on."""

import pytest
import streamlit as st

from tests.pages.conftest import Shelf
from tests.pages.screen import click, fill, opened, screen


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


def test_a_number_that_could_mean_a_thousand_times_as_much_is_asked_back_and_nothing_is_stored(shelf: Shelf) -> None:
    app = fill(fill(opened("log.py"), "Hours", "1"), "Money spent (optional)", "1.250")
    click(app, "Log activity")
    assert "“1.250” could mean 1.25 or 1,250. Enter one of those." in screen(app)
    assert shelf.document == {}
