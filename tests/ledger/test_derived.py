"""What is derived from a document is computed once for all versions that share the parts that it reads."""

from typing import Any

import pytest

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.workspace.document import LISTS
from netroi_core.workspace.workspace import Derived, Document, Workspace
from tests.careers import load_document

PROPERTIES = [(owner, name) for owner in (Workspace, Ledger) for name, each in vars(owner).items()
              if isinstance(each, Derived)]  # fmt: skip


class Recorded(dict[str, Any]):
    """A document that records which of its parts are read."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.parts_read: set[str] = set()

    def __getitem__(self, part: str) -> Any:
        self.parts_read.add(part)
        return super().__getitem__(part)

    def get(self, part: str, default: Any = None) -> Any:
        self.parts_read.add(part)
        return super().get(part, default)


def every_value(workspace: Workspace) -> list[Any]:
    owners = {Workspace: workspace, Ledger: Ledger(workspace)}
    return [getattr(owners[owner], name) for owner, name in PROPERTIES]


@pytest.mark.parametrize(("owner", "name"), PROPERTIES)
def test_a_derived_value_reads_exactly_the_parts_that_it_names(owner: type, name: str) -> None:
    document = Recorded(load_document("sample"))
    workspace = Workspace(document)
    getattr(workspace if owner is Workspace else Ledger(workspace), name)
    # The cache of contributions is filled by a measure.
    if name == "contributions":
        measures.contributions(Ledger(workspace), Options())
    assert document.parts_read == set(vars(owner)[name].parts)


@pytest.mark.parametrize("part", [*LISTS, "profile"])
def test_a_version_computes_anew_what_an_edit_of_one_part_changes(part: str) -> None:
    before = Workspace(load_document("sample"))
    every_value(before)
    changed = {"fiscal_year_start": 4} if part == "profile" else before.document.get(part, [])[1:]
    after = before.with_document({**before.document, part: changed})
    fresh = every_value(Workspace(after.document))
    for (_, name), value, expected in zip(PROPERTIES, every_value(after), fresh, strict=True):
        if name != "contributions":
            assert repr(value) == repr(expected), name


def test_a_saved_edit_keeps_the_records_and_frames_of_the_other_lists(tmp_path: Any) -> None:
    store = FileStore(tmp_path)
    before = store.change(PERSONAL, lambda _: load_document("sample"))
    every_value(before.workspace)
    measures.contributions(Ledger(before.workspace), Options())
    after = store.change(PERSONAL, lambda document: {**document, "activities": document["activities"][1:]})
    assert after.workspace.outcomes is before.workspace.outcomes
    assert after.workspace.activities == before.workspace.activities[1:]
    earlier, later = Ledger(before.workspace), Ledger(after.workspace)
    assert later.touchpoints is earlier.touchpoints
    assert later.contributions is earlier.contributions
    assert later.activities.equals(earlier.activities[1:])
    assert len(later.expenses) == sum(len(row.get("costs", ())) for row in after.document["activities"])
