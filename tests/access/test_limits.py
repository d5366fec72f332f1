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


def test_amounts_are_limited_together_and_the_last_may_exceed_the_limit() -> None:
    clock = Clock()
    rate = RateLimit(100, 60, clock=clock)
    assert rate.allows("a", 60)
    clock.now = 30.0
    assert rate.allows("a", 60)
    assert not rate.allows("a", 0)
    assert not rate.allows("a", 1)
    assert rate.allows("b", 0)
    clock.now = 60.0
    assert rate.allows("a", 0)
    assert rate.allows("a", 40)
    assert not rate.allows("a", 0)


def test_a_forgiven_use_does_not_count() -> None:
    rate = RateLimit(1, 60, clock=Clock())
    assert [rate.allows("a"), rate.allows("a")] == [True, False]
    rate.forgive("a")
    assert [rate.allows("a"), rate.allows("a")] == [True, False]
    for unused in ("b", None):
        rate.forgive(unused)


def test_the_wait_is_until_the_oldest_use_no_longer_counts() -> None:
    clock = Clock()
    rate = RateLimit(2, 600, clock=clock)
    assert rate.wait_minutes("a") == rate.wait_minutes(None) == 0
    assert rate.allows("a")
    clock.now = 200.0
    assert rate.allows("a")
    assert rate.wait_minutes("a") == 7
    clock.now = 599.0
    assert rate.wait_minutes("a") == 1


def test_without_a_key_nothing_is_limited() -> None:
    rate = RateLimit(1, 60, clock=Clock())
    assert [rate.allows(None) for _ in range(3)] == [True] * 3


def test_beyond_the_capacity_the_least_recently_used_key_is_dropped() -> None:
    rate = RateLimit(1, 60, capacity=2, clock=Clock())
    assert rate.allows("a")
    assert rate.allows("b")
    assert not rate.allows("a")
    assert rate.allows("c")
    assert not rate.allows("a")
    assert rate.allows("b")
