"""Sources: the way to each file in at most three steps, for every kind of file that can be imported."""

from netroi_core.importers.kinds import FILE_KINDS
from netroi_core.importers.sources import SOURCES


def test_every_kind_of_file_has_a_source_and_every_source_one_name() -> None:
    assert {source.kind for source in SOURCES} == set(FILE_KINDS)
    assert len({source.name for source in SOURCES}) == len(SOURCES)


def test_a_file_is_got_in_at_most_three_steps_each_a_short_sentence_or_two() -> None:
    for source in SOURCES:
        assert 1 <= len(source.steps) <= 3, source.name
        assert all(step.endswith(".") and len(step) <= 140 for step in source.steps), source.name
