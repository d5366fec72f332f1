"""Connections that break at any message, and servers that crash: no change is lost, none is made twice."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count, product
from threading import Barrier, Event, Semaphore

import pytest

from netroi_core.errors import NotSaved, PerhapsSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.postgres import PostgresStore
from netroi_core.storage.swaps import REMEMBERED
from tests.storage.proxy import Proxy
from tests.storage.samples import ANN, BEN, adding, keys
from tests.storage.server import Server

CUTS = ["before", "after", "late"]


@pytest.fixture
def proxy(server):
    with Proxy(server.port) as running:
        yield running


def wired(address: str, server: Server, proxy: Proxy) -> str:
    """The same address, by the proxy."""
    return address.replace(f":{server.port}/", f":{proxy.port}/")


def one_more(document):
    """An edit that would be seen if it were made twice."""
    return {**document, "contacts": [*document["contacts"], {"id": str(len(document["contacts"])), "name": "N"}]}


def delays(cut: str) -> tuple[int, ...]:
    """Before which message a late one gets through: the first, trying again, or asking whether it was done."""
    return (1, 6, 7) if cut == "late" else (0,)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_change_whose_connection_breaks_at_any_message_is_made_once(server, proxy, cut, is_first):
    for delay in delays(cut):
        for at in count(1):
            address = server.fresh()
            store = PostgresStore(wired(address, server, proxy))
            store.change(BEN if is_first else ANN, one_more)
            proxy.arm(at, cut, delay=delay)
            saved = store.change(ANN, one_more)
            is_over = not proxy.happened
            proxy.disarm()
            expected = ["0"] if is_first else ["0", "1"]
            assert keys(saved.document) == expected
            found = PostgresStore(address).read(ANN)
            assert (keys(found.document), found.version) == (expected, len(expected))
            assert store.read(ANN) is saved
            if is_over:
                assert at > 2
                break


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_first_change_that_makes_the_tables_is_made_once_or_refused(server, proxy, cut):
    for at in count(1):
        address = server.fresh()
        store = PostgresStore(wired(address, server, proxy))
        proxy.arm(at, cut)
        try:
            assert keys(store.change(ANN, one_more).document) == ["0"]
            expected = ["0"]
        except NotSaved:  # while it connects for the first time, it does not try again
            expected = []
        is_over = not proxy.happened
        proxy.disarm()
        found = PostgresStore(address).read(ANN)
        assert ([] if found is None else keys(found.document)) == expected
        assert keys(store.change(ANN, one_more).document) == [*expected, str(len(expected))]
        if is_over:
            assert at > 8
            break


@pytest.mark.parametrize("cut", ["before", "after"])
def test_reading_and_erasing_go_on_with_another_connection(server, proxy, cut):
    address = server.fresh()
    store = PostgresStore(wired(address, server, proxy))
    for at in (1, 2, 3):
        store.change(ANN, one_more)
        proxy.arm(at, cut)
        assert keys(store.read(ANN).document) == ["0"]
        store.erase(ANN)
        proxy.disarm()
        assert PostgresStore(address).read(ANN) is None


@pytest.mark.parametrize("cut", ["before", "after"])
def test_who_loses_the_server_while_saving_is_told_what_is_known(server, proxy, cut):
    address = server.fresh()
    store = PostgresStore(wired(address, server, proxy), patience=0.3)
    store.change(ANN, adding("a"))
    proxy.arm(2, cut, meanwhile=proxy.go_down)
    with pytest.raises(PerhapsSaved):
        store.change(ANN, adding("b"))
    with pytest.raises(Unavailable, match="can't be reached"):
        store.read(ANN)
    with pytest.raises(NotSaved, match="can't be reached"):
        store.change(ANN, adding("c"))
    with pytest.raises(NotErased, match="can't be reached"):
        store.erase(ANN)
    assert keys(PostgresStore(address).read(ANN).document) == (["a"] if cut == "before" else ["a", "b"])


def test_a_change_that_others_overtook_meanwhile_is_known_again(server, proxy):
    address = server.fresh()
    store, other = PostgresStore(wired(address, server, proxy)), PostgresStore(address)
    for at, cut in product((1, 2), ("before", "after")):
        store.change(ANN, adding(f"{at}-{cut}"))
        theirs = [adding(f"{at}-{cut}-{number}") for number in range(5)]
        proxy.arm(at, cut, meanwhile=lambda theirs=theirs: [other.change(ANN, edit) for edit in theirs])
        store.change(ANN, adding(f"{at}-{cut}-mine"))
        assert proxy.happened
    found = keys(other.read(ANN).document)
    assert len(found) == len(set(found)) == 4 * 7


def test_where_more_others_wrote_than_the_row_remembers_nothing_is_guessed(server, proxy):
    address = server.fresh()
    store, other = PostgresStore(wired(address, server, proxy)), PostgresStore(address)
    store.change(ANN, adding("a"))
    theirs = [adding(str(number)) for number in range(REMEMBERED)]
    proxy.arm(2, "after", meanwhile=lambda: [other.change(ANN, edit) for edit in theirs])
    with pytest.raises(PerhapsSaved):
        store.change(ANN, adding("mine"))
    assert keys(other.read(ANN).document).count("mine") == 1


def test_a_workspace_erased_while_the_connection_was_broken_does_not_come_back(server, proxy):
    address = server.fresh()
    store, other = PostgresStore(wired(address, server, proxy)), PostgresStore(address)
    store.change(ANN, adding("a"))
    proxy.arm(2, "after", meanwhile=lambda: other.erase(ANN))
    with pytest.raises(PerhapsSaved):
        store.change(ANN, adding("b"))
    assert other.read(ANN) is None


def test_over_four_crashes_no_change_is_lost_none_made_twice_and_none_refused(server):
    with ThreadPoolExecutor(4) as threads:
        address = server.fresh()
        made, is_over, all_know_it = Semaphore(0), Event(), Barrier(5)  # who never reached the server does not wait

        def add_many(thread: int) -> list[str]:
            store = PostgresStore(address, patience=60)
            added: list[str] = []
            store.read(ANN)
            all_know_it.wait(60)
            while not is_over.is_set():
                added.append(f"{thread}.{len(added)}")
                store.change(ANN, adding(added[-1]))
                store.read(ANN)
                made.release()
            return added

        running = [threads.submit(add_many, thread) for thread in range(4)]
        try:
            all_know_it.wait(60)
            for _ in range(4):
                assert all(made.acquire(timeout=60) for _ in range(15))
                server.crash()
                server.start()
        finally:
            is_over.set()
        added = [key for each in running for key in each.result(100)]
        found = PostgresStore(address).read(ANN)
        assert sorted(keys(found.document)) == sorted(added)
        assert found.version == len(added) >= 40


def test_a_server_that_shuts_down_politely_is_waited_for_too(server):
    address = server.fresh()
    store = PostgresStore(address)
    store.change(ANN, adding("a"))
    with server.connection() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'NetROI'")
    assert keys(store.change(ANN, adding("b")).document) == ["a", "b"]
