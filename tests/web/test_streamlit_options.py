"""Streamlit's options that protect visitors are set, or nothing starts."""

from typing import Any

import pytest
import streamlit as st

from netroi_core.web.streamlit_options import MAXIMA, REQUIRED, startup_error, wrong_options


def test_the_repository_sets_the_required_options() -> None:
    assert startup_error(st.get_option) is None


def test_the_configuration_has_the_limits_of_the_code() -> None:
    assert {name: st.get_option(name) for name in MAXIMA} == MAXIMA


OTHER: dict[str, Any] = {
    **{name: not value for name, value in REQUIRED.items() if isinstance(value, bool)},
    "server.trustedUserHeaders": {},
    "server.baseUrlPath": "app",
    "server.fileWatcherType": "auto",
    "client.showErrorDetails": "full",
    "server.maxUploadSize": 200,
    "server.maxWidgetStateSize": 25,
    "server.maxMessageSize": 200,
}


def test_every_option_is_tested_here() -> None:
    assert OTHER.keys() == REQUIRED.keys() | MAXIMA.keys()


@pytest.mark.parametrize("name", OTHER)
def test_a_wrong_option_is_named_and_nothing_starts(name: str) -> None:
    error = startup_error(lambda option: OTHER[option] if option == name else st.get_option(option))
    assert error is not None
    assert name in error


@pytest.mark.parametrize("name", REQUIRED)
def test_a_wrong_option_can_be_corrected(name: str) -> None:
    assert wrong_options(lambda option: OTHER[option] if option == name else st.get_option(option)) == {
        name: REQUIRED[name]
    }
    assert wrong_options(st.get_option) == {}
