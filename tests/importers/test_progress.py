"""Progress: told in shares of the whole, never backwards, and seldom enough for a bar."""

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.progress import Progress


@given(st.lists(st.integers(0, 3_000), max_size=5))
def test_stretches_after_each_other_tell_of_the_whole_way(sizes: list[int]) -> None:
    told: list[float] = []
    whole = Progress(told.append)
    for place, size in enumerate(sizes):
        stretch = whole.part(place / len(sizes), (place + 1) / len(sizes))
        assert list(stretch.through(range(size))) == list(range(size))
    assert told == sorted(told)
    assert all(0 <= share <= 1 for share in told)
    assert len(told) <= 100 * len(sizes)
    assert not sizes or round(told[-1], 9) == 1


def test_where_nobody_listens_all_goes_its_way() -> None:
    assert list(Progress().part(0.2, 0.4).through("abc")) == ["a", "b", "c"]
