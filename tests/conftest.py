"""What all tests share: how thoroughly properties are tried, and no time lost to the collection of garbage."""

import gc

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine; `--hypothesis-profile=thorough` draws new ones, and many more.
settings.register_profile(
    "usual", deadline=None, derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("usual")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Load the tests without looking for garbage: there is none, and the search was a third of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        # As app.py does: what is loaded by now stays, and reading a workspace makes thousands of objects at once.
        gc.freeze()
        gc.set_threshold(100_000, 20, 20)
        gc.enable()
