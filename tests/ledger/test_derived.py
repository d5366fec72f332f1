"""What is derived from a document is computed once for all versions that share the parts that it reads."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions
from netroi_core.ledger.purposes import money_raised, yardstick
from netroi_core.quarters import Quarter, span
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.views.advice import intangibles
from netroi_core.views.counted import counted_note
from netroi_core.views.results import results
from netroi_core.wording.wording import Words
from netroi_core.workspace.document import LISTS
from netroi_core.workspace.workspace import Derived, Document, Workspace
from tests.careers import load_document

PROPERTIES = [(owner, name) for owner in (Workspace, Ledger) for name, each in vars(owner).items()
              if isinstance(each, Derived)]  # fmt: skip
WINDOW: Final = tuple(span(Quarter(2024, 1), Quarter(2026, 4)))
# Functions that depend on the outcomes and the profile alone.
OF_OUTCOMES: Final[Mapping[str, Callable[[Ledger], Any]]] = {
    "contributions": lambda ledger: contributions(ledger, Options()),
    "money raised": lambda ledger: money_raised(ledger, WINDOW, Options()),
    "yardstick": lambda ledger: yardstick(ledger, "learn"),
    "intangibles": lambda ledger: intangibles(ledger, WINDOW),
    "counted note": lambda ledger: counted_note(ledger, WINDOW, Options(), Words()),
}


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
    ledger = Ledger(workspace)
    owners = {Workspace: workspace, Ledger: ledger}
    whole = results(ledger, WINDOW, Options(), Words())
    values = (*(value_of(ledger) for value_of in OF_OUTCOMES.values()), whole.findings, whole.figures, whole.counted)
    return [*(getattr(owners[owner], name) for owner, name in PROPERTIES), *values]


@pytest.mark.parametrize(("owner", "name"), PROPERTIES)
def test_a_derived_value_reads_exactly_the_parts_that_it_names(owner: type, name: str) -> None:
    document = Recorded(load_document("sample"))
    workspace = Workspace(document)
    getattr(workspace if owner is Workspace else Ledger(workspace), name)
    assert document.parts_read == set(vars(owner)[name].parts)


@pytest.mark.parametrize("name", OF_OUTCOMES)
def test_what_depends_on_the_outcomes_reads_no_other_list(name: str) -> None:
    document = Recorded(load_document("sample"))
    OF_OUTCOMES[name](Ledger(Workspace(document)))
    assert document.parts_read == {"outcomes", "profile"}


@pytest.mark.parametrize("part", [*LISTS, "profile"])
def test_a_version_computes_anew_what_an_edit_of_one_part_changes(part: str) -> None:
    before = Workspace(load_document("sample"))
    every_value(before)
    changed = {"fiscal_year_start": 4} if part == "profile" else before.document.get(part, [])[1:]
    after = before.with_document({**before.document, part: changed})
    fresh = every_value(Workspace(after.document))
    for value, expected in zip(every_value(after), fresh, strict=True):
        assert repr(value) == repr(expected)


def test_a_saved_edit_keeps_the_records_and_frames_of_the_other_lists(tmp_path: Any) -> None:
    store = FileStore(tmp_path)
    before = store.change(PERSONAL, lambda _: load_document("sample"))
    every_value(before.workspace)
    after = store.change(PERSONAL, lambda document: {**document, "activities": document["activities"][1:]})
    assert after.workspace.outcomes is before.workspace.outcomes
    for record, earlier_record in zip(after.workspace.activities, before.workspace.activities[1:], strict=True):
        assert record is earlier_record
    earlier, later = Ledger(before.workspace), Ledger(after.workspace)
    assert later.touchpoints is earlier.touchpoints
    for value_of in OF_OUTCOMES.values():
        assert value_of(later) is value_of(earlier)
    assert later.activities.equals(earlier.activities[1:])
    assert len(later.expenses) == sum(len(row.get("costs", ())) for row in after.document["activities"])


@pytest.mark.parametrize("name", LISTS)
def test_an_edit_of_some_rows_keeps_the_records_of_the_others(name: str) -> None:
    before = Workspace(load_document("sample"))
    rows, records = before.rows(name), getattr(before, name)
    # A row that was edited, one that is new, and one that was moved; the first is gone.
    edited = [*rows[2:], {**rows[1]}, {**rows[0], "id": "new"}] if len(rows) > 1 else [{**row} for row in rows]
    unread = before.with_document({**before.document, name: edited})
    after = unread.with_document({**unread.document, name: list(edited)})
    assert getattr(after, name) == getattr(Workspace(after.document), name)
    for record, earlier in zip(getattr(after, name)[:-2], records[2:], strict=False):
        assert record is earlier
