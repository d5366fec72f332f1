"""What all tests share: how thoroughly properties are tried, their order, no time lost to repetition or to a disk."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pytest
import vl_convert
from hypothesis import HealthCheck, settings

from netroi_core.planning import outlook
from netroi_core.verdict import combinations, posterior, verdict
from netroi_core.verdict.evidence import Evidence
from netroi_core.verdict.posterior import sample_posterior
from netroi_core.views import advice

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


MOST_SAMPLES = 256  # of about a megabyte each
MOST_PICTURES = 512  # of up to 200 kB each


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all workers but one begin with their share of the browser tests, which take longest.

    Short ones even out the end. The last worker starts no Chromium and no server for them, and computes while the
    others wait for theirs.
    """
    browser = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    items.clear()
    for workers_left in range(int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")), 0, -1):
        # As large as the chunks that xdist gives to its workers.
        chunk, share = (len(browser) + len(others)) // workers_left, len(browser) // max(workers_left - 1, 1)
        items += browser[:share] + others[: chunk - share]
        del browser[:share], others[: chunk - share]


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


@pytest.fixture(scope="session", autouse=True)
def draws_by_evidence() -> Iterator[None]:
    """Sample from the same evidence once for all tests: it takes most of the time of an advice."""
    fingerprint = Evidence.seed.fget  # type: ignore[attr-defined] # a test may replace the seed, and the priors

    def shared(sample: Callable[..., Any]) -> Callable[..., Any]:
        samples: dict[object, Any] = {}

        def sample_once(evidence: Evidence, *choices: object) -> Any:
            priors = posterior.PER_QUARTER, posterior.OVERALL_RETURN
            key = fingerprint(evidence), evidence.seed, priors, choices
            sampled = samples.pop(key, None)
            if sampled is None:
                sampled = sample(evidence, *choices)
            samples[key] = sampled
            if len(samples) > MOST_SAMPLES:  # the one that was asked for least recently goes
                del samples[next(iter(samples))]
            return sampled

        return sample_once

    shared_posterior = shared(sample_posterior)
    with pytest.MonkeyPatch.context() as patch:
        for module in (outlook, verdict, advice):
            patch.setattr(module, "sample_posterior", shared_posterior)
        patch.setattr(combinations, "_sample_log_means", shared(combinations._sample_log_means))
        yield


@pytest.fixture(scope="session", autouse=True)
def pictures_by_specification() -> Iterator[None]:
    """Draw the same specification once for all tests: one picture takes a tenth of a second."""
    draw = vl_convert.vegalite_to_svg

    @lru_cache(MOST_PICTURES)
    def drawn(specification: bytes) -> str:
        return draw(orjson.loads(specification))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vl_convert, "vegalite_to_svg", lambda specification: drawn(orjson.dumps(specification)))
        yield
