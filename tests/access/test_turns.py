"""Turns: one at a time for a visitor, fewer than all for a network, and the rest in a fair order."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from netroi_core.access.limits import BUSY_SECONDS, BUSY_SHARE
from netroi_core.access.turns import Turns
from netroi_core.errors import StillWorking


class Threads:
    """Threads that take turns, and hold each until they are told to end it."""

    def __init__(self, turns: Turns) -> None:
        self._turns, self._pool = turns, ThreadPoolExecutor(32)
        self._ends: dict[str, Event] = {}
        self.running: list[str] = []

    def ask(self, name: str, visitor: str, network: str | None = "home") -> None:
        """Let a thread ask for a turn, and wait until it has one or waits for it."""
        end = self._ends[name] = Event()

        def take_turn() -> None:
            with self._turns.turn(visitor, network):
                self.running.append(name)
                end.wait()
                self.running.remove(name)

        before = self._known()
        self._pool.submit(take_turn)
        self._until(lambda: self._known() > before)
        self.settle()

    def end(self, name: str) -> None:
        """Let a thread end its turn, and wait until it has passed it on."""
        before = self._known()
        self._ends.pop(name).set()
        self._until(lambda: self._known() < before)
        self.settle()

    def settle(self) -> None:
        """Wait until every thread with a turn has begun."""
        self._until(lambda: len(self.running) == len(self._turns._taken))

    def close(self) -> None:
        """End all turns, also of those that wait."""
        for end in self._ends.values():
            end.set()
        self._pool.shutdown()

    def _known(self) -> int:
        return len(self._turns._taken) + len(self._turns._waiting)

    @staticmethod
    def _until(holds: Callable[[], bool]) -> None:
        pause = Event()
        while not holds():
            pause.wait(0.001)


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads(Turns(at_once=4, per_network=2))
    yield threads
    threads.close()


def test_a_visitor_has_one_turn_at_a_time_however_many_tabs_ask(threads: Threads) -> None:
    for tab in range(5):
        threads.ask(f"tab {tab}", "mallory")
    assert threads.running == ["tab 0"]
    threads.ask("ann", "ann")
    assert threads.running == ["tab 0", "ann"]
    threads.end("tab 0")
    assert threads.running == ["ann", "tab 1"]


def test_a_network_never_has_all_turns_however_many_visitors_it_invents(threads: Threads) -> None:
    for number in range(9):
        threads.ask(f"invented {number}", f"invented {number}", "hostile")
    assert threads.running == ["invented 0", "invented 1"]
    threads.ask("ann", "ann", "home")
    threads.ask("bo", "bo", "work")
    assert threads.running == ["invented 0", "invented 1", "ann", "bo"]


def test_the_next_turn_goes_to_the_network_with_the_fewest_then_to_who_waited_longest(threads: Threads) -> None:
    for number in range(2):
        threads.ask(f"first {number}", f"first {number}", "first")
        threads.ask(f"second {number}", f"second {number}", "second")
    threads.ask("first 2", "first 2", "first")
    threads.ask("third 0", "third 0", "third")
    threads.ask("third 1", "third 1", "third")
    threads.end("first 0")
    assert threads.running[-1] == "third 0"
    threads.end("second 0")
    assert threads.running[-1] == "first 2"
    assert len(threads.running) == 4


def test_visitors_without_a_network_only_share_the_turns_of_all(threads: Threads) -> None:
    for number in range(6):
        threads.ask(f"guest {number}", f"guest {number}", None)
    assert threads.running == [f"guest {number}" for number in range(4)]


def test_who_kept_the_server_busy_waits_while_others_run_and_is_like_others_again_later() -> None:
    now = cpu = 0.0
    turns = Turns(at_once=4, per_network=4, clock=lambda: now, cpu_clock=lambda: cpu)

    def work(seconds: float) -> None:
        nonlocal cpu
        with turns.turn("mallory", "home"):
            cpu += seconds

    work(BUSY_SECONDS)
    work(1)  # not too much yet
    threads = Threads(turns)
    threads.ask("mallory", "mallory")
    assert threads.running == ["mallory"], "while nobody else is there"
    threads.end("mallory")
    threads.ask("ann", "ann")
    threads.ask("mallory", "mallory")
    threads.ask("bo", "bo")
    assert threads.running == ["ann", "bo"]
    threads.end("ann")
    threads.ask("cy", "cy")
    threads.end("bo")
    assert threads.running == ["cy"]
    threads.end("cy")
    assert threads.running == ["mallory"]
    threads.end("mallory")
    now += 2 / BUSY_SHARE
    threads.ask("ann", "ann")
    threads.ask("mallory", "mallory")
    assert threads.running == ["ann", "mallory"]
    threads.close()


def test_a_turn_ends_however_a_page_does() -> None:
    turns = Turns(at_once=1, per_network=1)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt), turns.turn("ann", "home"):
            raise KeyboardInterrupt
    assert not turns._taken
    assert not turns._waiting


def test_who_waits_for_something_else_lets_others_go_first() -> None:
    turns = Turns(at_once=1, per_network=1)
    waits, may_end = Event(), Event()

    def wait_for_a_file() -> str:
        with turns.turn("ann", "home"), turns.paused():
            waits.set()
            may_end.wait()
        return "read"

    with ThreadPoolExecutor(2) as pool:
        read = pool.submit(wait_for_a_file)
        waits.wait()
        with ExitStack() as turn:
            turn.enter_context(turns.turn("bo", "home"))
            may_end.set()
            assert not read.done()
        assert read.result() == "read"
    assert not turns._taken
    with turns.paused():  # without a turn, there is none to pass on
        pass


def test_who_waits_too_long_gives_up_and_leaves_nothing_behind() -> None:
    turns = Turns(at_once=1, per_network=1)
    with turns.turn("ann", "home"), ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(turns.turn("bo", "home", patience=0.01).__enter__)
        assert isinstance(waiting.exception(), StillWorking)
    assert not turns._taken
    assert not turns._waiting
