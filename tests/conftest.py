"""What all tests share: how thoroughly properties are tried, no time lost to the collection of garbage or to a disk."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine; `--hypothesis-profile=thorough` draws new ones, and many more.
settings.register_profile(
    "usual", deadline=None, derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("usual")

# Tests of faulty disks write and delete 100,000 files. A container may have only 64 MB there.
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 1024**3:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


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
