"""The pace of messages: bursts pass at once, floods are held back, large messages count as several."""

from typing import Any

from netroi_core.access.limits import MESSAGE_BURST, MESSAGE_BYTES, MESSAGES_PER_SECOND
from netroi_core.web.pace import MessagePace
from tests.web.conftest import run


class Time:
    """A clock that goes on while somebody sleeps, and when tests say so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def seconds_for(*messages: dict[str, Any], pause: float = 0) -> float:
    """Return how long messages are held back that come with this pause after each."""
    time = Time()
    pace = MessagePace(time, time.sleep)

    async def receive_all() -> float:
        held = 0.0
        for message in messages:
            before = time.now
            await pace.keep(message)
            held += time.now - before
            time.now += pause
        return held

    return run(receive_all())


CLICK = {"type": "websocket.receive", "bytes": b"x" * 100}


def test_what_a_person_does_is_never_held_back() -> None:
    assert seconds_for(*[CLICK] * (MESSAGE_BURST // 2)) == 0
    assert seconds_for(*[CLICK] * 1000, pause=1.1 / MESSAGES_PER_SECOND) == 0


def test_a_flood_is_passed_on_at_the_pace_and_no_message_is_lost() -> None:
    held = seconds_for(*[CLICK] * 1000)
    assert held >= (1000 - MESSAGE_BURST) / MESSAGES_PER_SECOND
    assert held <= 1100 / MESSAGES_PER_SECOND


def test_large_messages_count_by_their_size() -> None:
    large = {"type": "websocket.receive", "bytes": b"x" * (MESSAGE_BYTES * 20)}
    assert seconds_for(*[large] * 100) >= (21 * 100 - MESSAGE_BURST) / MESSAGES_PER_SECOND


def test_leaving_is_never_held_back() -> None:
    gone = {"type": "websocket.disconnect", "code": 1001}
    flood = [CLICK] * (MESSAGE_BURST * 2)
    assert seconds_for(*flood, gone, gone) == seconds_for(*flood)
