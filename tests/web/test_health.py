"""Health probes: liveness and readiness in one word, and nothing more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from netroi_core.access.hosting import Hosting
from netroi_core.storage import Unavailable
from netroi_core.web.health import LIVE, READY, HealthProbes
from netroi_core.web.shutdown import Shutdown

GUESTS = Hosting("guests", "netroi.example", is_secure=True)
SECRET = "db.internal refuses p4ssw0rd"


@contextmanager
def probe(
    ask: Callable[[], object] = lambda: None,
    hosting: Hosting = GUESTS,
    peer: str = "10.0.0.9",
    shutdown: Shutdown | None = None,
    patience: float = 60,
) -> Iterator[TestClient]:
    """Yield a client of a server that has only the probes."""
    health = Middleware(
        HealthProbes, hosting=hosting, shutdown=shutdown or Shutdown(), check_store=ask, timeout=patience
    )
    with TestClient(Starlette(middleware=[health]), base_url="http://any.name", client=(peer, 1)) as client:
        yield client


def down() -> None:
    raise Unavailable(SECRET)


def test_a_server_with_an_available_store_is_live_and_ready_by_any_host_name() -> None:
    with probe() as client:
        for path, word in ((LIVE, "live"), (READY, "ready")):
            answer = client.get(path)
            assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, word, "no-store")
            assert client.head(path).status_code == 200
        assert client.post(READY).status_code == 404


def test_with_the_store_down_it_is_live_but_not_ready_and_reveals_nothing_more() -> None:
    with probe(down) as client:
        answer = client.get(READY)
        assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (503, "unavailable", "no-store")
        assert SECRET not in str(answer.headers)
        assert client.get(LIVE).status_code == 200


def test_a_hanging_store_times_out_and_is_checked_once_at_a_time() -> None:
    answers, asks = Event(), []

    def slow() -> None:
        asks.append(1)
        answers.wait()

    with probe(slow, patience=0.01) as client:
        assert [client.get(READY).text for _ in range(3)] == ["unavailable"] * 3
        assert len(asks) == 1
        answers.set()
    with probe(slow) as client:
        assert client.get(READY).text == "ready"


def test_during_shutdown_it_is_not_ready() -> None:
    shutdown = Shutdown()
    shutdown.has_begun = True
    with probe(shutdown=shutdown) as client:
        assert (client.get(READY).status_code, client.get(READY).text) == (503, "stopping")
        assert client.get(LIVE).status_code == 200


@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_personal_server_answers_no_probe_from_other_machines(path: str) -> None:
    with probe(hosting=Hosting(), peer="127.0.0.1") as mine:
        assert mine.get(path).status_code == 200
        assert mine.get(path, headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404
    with probe(hosting=Hosting()) as client:
        assert client.get(path).status_code == 404
