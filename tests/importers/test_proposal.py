"""Proposals: a draft holds what can be accepted, skips what is known, and says why a line is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.proposal import Draft, Progress, RowCounter, SourceLine, fingerprint, identifier
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.records import Activity, Contact
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import Json, taken, workspace

ANN: Json = {"id": "ann", "name": "Ann"}
MONTH: Json = {"id": "a", "date": "2026-02-08", "approach": "social_media", "hours": {"attending": 1}}


def test_a_record_with_a_known_id_is_skipped_not_added_again() -> None:
    draft = Draft("contacts", "a.vcf", workspace(contacts=[ANN]))
    draft.add(Contact, {**ANN, "role": "CEO"}, SourceLine(3, "a.csv"), "Ann")
    proposal = draft.proposal()
    assert proposal.items == ()
    assert [(str(line.source_line), line.reason) for line in proposal.skipped] == [
        ("a.csv, line 3", "It was already imported.")
    ]


def test_a_record_that_would_break_the_format_is_rejected_with_what_is_wrong() -> None:
    draft = Draft("contacts", "a.vcf", workspace(contacts=[ANN]))
    assert draft.add(Contact, {"id": "x", "name": ""}, SourceLine(7), "Nobody") is None
    draft.update(Contact(**ANN).model_copy(update={"cadence_days": 0}), SourceLine(8), "Ann")
    proposal = draft.proposal()
    assert proposal.items == ()
    assert [(line.source_line.number, line.reason[:12]) for line in proposal.rejected] == [
        (7, "Nobody: Name"), (8, "Ann: Cadence")
    ]  # fmt: skip


def test_records_of_archived_years_do_not_come_back() -> None:
    draft = Draft("time", "a.csv", workspace(profile={"archived_before": "2026-02-09"}))
    draft.add(Activity, MONTH, SourceLine(2), "Old")
    draft.add(Activity, {**MONTH, "id": "b", "date": "2026-02-09"}, SourceLine(3), "New")
    proposal = draft.proposal()
    assert [item.key for item in proposal.added] == ["activities/b"]
    assert [line.reason for line in proposal.skipped] == ["It is from a year that you archived."]


def test_an_update_that_changes_nothing_is_skipped() -> None:
    draft = Draft("contacts", "a.vcf", workspace(contacts=[ANN]))
    draft.update(Contact(**ANN), SourceLine(1), "Ann")
    assert (draft.proposal().updated, len(draft.proposal().skipped)) == ((), 1)


def test_two_updates_of_one_record_are_one_change_of_the_stored_record() -> None:
    draft = Draft("contacts", "a.vcf", workspace(contacts=[ANN]))
    for role in ("CFO", "CEO"):
        draft.update(Contact(**ANN, role=role), SourceLine(1), "Ann")
    (item,) = draft.proposal().updated
    assert (item.key, item.before, item.record) == ("contacts/ann", Contact(**ANN), Contact(**ANN, role="CEO"))


def test_a_draft_finds_and_shows_the_workspace_with_what_was_drafted() -> None:
    stored = workspace(contacts=[ANN, {"id": "bob", "name": "Bob"}])
    draft = Draft("contacts", "a.vcf", stored)
    assert draft.workspace is stored
    draft.update(Contact(**ANN, role="CEO"), SourceLine(1), "Ann")
    draft.add(Contact, {"id": "cy", "name": "Cy"}, SourceLine(2), "Cy")
    assert [(contact.id, contact.role) for contact in draft.workspace.contacts] == [
        ("ann", "CEO"), ("bob", ""), ("cy", "")
    ]  # fmt: skip
    assert draft.find(Contact, "ann") == Contact(**ANN, role="CEO")
    assert (draft.find(Contact, "bob"), draft.find(Activity, "ann")) == (stored.contacts[1], None)


def test_an_imported_record_is_refreshed_unless_it_was_edited_since() -> None:
    def drafted(before: Workspace, hours: float) -> Draft:
        draft = Draft("linkedin", "a.csv", before)
        draft.refresh(Activity, {**MONTH, "hours": {"attending": hours}}, SourceLine(1), "a")
        return draft

    once, _ = taken(workspace(), drafted(workspace(), 1).proposal())
    twice, _ = taken(once, drafted(once, 2).proposal())
    assert twice.activities[0].hours.attending == 2
    (item,) = drafted(twice, 3).proposal().updated
    assert as_row(item.record)["hours"] == {"attending": 3}
    edited = Workspace({**twice.document, "activities": [{**MONTH, "hours": {"attending": 9}}]})
    assert drafted(edited, 3).proposal().items == ()
    assert "stays as it is" in drafted(edited, 3).proposal().skipped[0].reason


def test_equal_rows_of_one_file_are_numbered() -> None:
    counter = RowCounter()
    assert [counter.count(row) for row in ("a", "b", "a")] == [1, 1, 2]


def test_an_id_is_the_same_for_the_same_parts_only() -> None:
    assert identifier("x", "a", "b") == identifier("x", "a", "b")
    assert len({identifier("x", "a", "b"), identifier("x", "ab"), identifier("y", "a", "b")}) == 3
    assert identifier("x", 1).startswith("x-")


@pytest.mark.parametrize("other", [{"a": True}, {"a": 1.0}, {"a": "1"}, {}])
def test_a_fingerprint_differs_wherever_the_value_does(other: Json) -> None:
    assert fingerprint({"a": 1}) != fingerprint(other)


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
