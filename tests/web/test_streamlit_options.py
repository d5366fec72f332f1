"""Streamlit's options: what protects visitors is as it must be, or nothing starts."""

from typing import Any

import pytest
import streamlit as st

from netroi_core.web.streamlit_options import MAXIMA, REQUIRED, startup_error, wrong_options


def test_the_repository_sets_the_required_options() -> None:
    assert startup_error(st.get_option) is None


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
    said = startup_error(lambda option: OTHER[option] if option == name else st.get_option(option))
    assert said is not None
    assert name in said


@pytest.mark.parametrize("name", REQUIRED)
def test_a_wrong_option_can_be_corrected(name: str) -> None:
    assert wrong_options(lambda option: OTHER[option] if option == name else st.get_option(option)) == {
        name: REQUIRED[name]
    }
    assert wrong_options(st.get_option) == {}
