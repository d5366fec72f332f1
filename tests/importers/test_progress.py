"""Progress: shares of the whole, never backwards, and no more of them than a bar needs."""

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.progress import Progress


@given(st.lists(st.integers(0, 3_000), max_size=5))
def test_parts_after_each_other_report_the_whole_way(sizes: list[int]) -> None:
    shares: list[float] = []
    whole = Progress(shares.append)
    for index, size in enumerate(sizes):
        part = whole.part(index / len(sizes), (index + 1) / len(sizes))
        assert list(part.through(range(size))) == list(range(size))
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert len(shares) <= 100 * len(sizes)
    assert not sizes or round(shares[-1], 9) == 1


def test_without_a_listener_all_items_come_through() -> None:
    assert list(Progress().part(0.2, 0.4).through("abc")) == ["a", "b", "c"]
