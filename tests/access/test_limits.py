"""Rate limits: a sliding window per key, in bounded memory."""

from netroi_core.access.limits import RateLimit


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_attempts_are_limited_until_the_window_has_passed() -> None:
    clock = Clock()
    rate = RateLimit(3, 60, clock=clock)
    assert [rate.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert rate.allows("b")
    clock.now = 59.9
    assert not rate.allows("a")
    clock.now = 60.0
    assert [rate.allows("a") for _ in range(4)] == [True, True, True, False]


def test_beyond_the_capacity_the_least_recently_used_key_is_dropped() -> None:
    rate = RateLimit(1, 60, capacity=2, clock=Clock())
    assert rate.allows("a")
    assert rate.allows("b")
    assert not rate.allows("a")
    assert rate.allows("c")
    assert not rate.allows("a")
    assert rate.allows("b")
