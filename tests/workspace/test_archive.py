"""The archive of old years: later figures stay as they are, nothing is lost, and the years can come back."""

from datetime import date
from itertools import product

import pytest

from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, cells
from netroi_core.quarters import Quarter
from netroi_core.relationships import measures as relationships
from netroi_core.relationships.duplicates import merge
from netroi_core.workspace import archive, document
from netroi_core.workspace.document import LISTS
from netroi_core.workspace.edits import without_dangling_references
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, LIVES, Json, costly_activity, load_document, make_document, won_outcome

NAMES = ("sample", *GOLDEN, *LIVES)


def first_days_inside(raw: Json) -> list[date]:
    """Return the first day of each quarter after the first one."""
    ledger = Ledger(Workspace(raw))
    return [quarter.first_day(ledger.profile.fiscal_year_start) for quarter in ledger.quarters[1:]]


def ids(raw: Json, name: str) -> set[str]:
    return {row["id"] for row in raw.get(name, ())}


@pytest.mark.parametrize("name", NAMES)
def test_figures_of_the_quarters_that_stay_do_not_change(name: str) -> None:
    raw = load_document(name)
    before = Ledger(Workspace(raw))
    for first_day in first_days_inside(raw)[::3]:
        after = Ledger(Workspace(archive.split(raw, first_day).rest))
        window = [quarter for quarter in before.quarters
                  if quarter.first_day(before.profile.fiscal_year_start) >= first_day]  # fmt: skip
        assert after.quarters == tuple(window)
        for attribution, view in product(ATTRIBUTIONS, ("realised", "invested")):
            options = Options(attribution=attribution, view=view)
            assert cells(after, window, options).equals(cells(before, window, options)), (first_day, options)
        for quarter in window:
            day = quarter.last_day(before.profile.fiscal_year_start)
            assert (
                relationships.figures(after, [quarter], day).as_json
                == relationships.figures(before, [quarter], day).as_json
            )


@pytest.mark.parametrize("name", NAMES)
def test_every_record_is_in_one_of_both_documents_and_comes_back(name: str) -> None:
    raw = load_document(name)
    for first_day in first_days_inside(raw)[::3]:
        parts = archive.split(raw, first_day)
        for part in parts:
            document.validate(part)
        for list_name in LISTS:
            assert ids(parts.archive, list_name) | ids(parts.rest, list_name) == ids(raw, list_name)
        again = archive.rejoin(parts.rest, parts.archive)
        for list_name in LISTS:
            assert sorted_rows(again, list_name) == sorted_rows(raw, list_name)
        assert again["profile"] == raw.get("profile", {})


def sorted_rows(raw: Json, name: str) -> list[Json]:
    return sorted(raw.get(name, ()), key=lambda row: str(row["id"]))


def test_what_later_figures_need_stays() -> None:
    lead = {"date": "2020-02-01", "kind": "lead", "status": "open", "value": {"likely": "5"}, "probability": 0.5}
    late = won_outcome("9", "one_on_one", "2020-03-01") | {
        "touchpoints": [{"date": "2024-01-02", "approach": "one_on_one"}]
    }
    coffee = costly_activity("one_on_one", "4", "2020-04-01") | {"people": ["c1"]}
    later = costly_activity("one_on_one", "4", "2020-05-01") | {"people": ["c1", "c2"]}
    raw = make_document(
        contacts=[{"name": "Ann"}, {"name": "Bo"}],
        activities=[coffee, later, costly_activity("group_events", "8", "2024-06-01")],
        outcomes=[lead, late, won_outcome("7", "one_on_one", "2020-06-01")],
        exchanges=[{"date": "2020-01-01", "direction": "given", "contact": "c1"}],
    )
    parts = archive.split(raw, date(2024, 1, 1))
    assert ids(parts.rest, "outcomes") == {"o1", "o2"}
    assert ids(parts.rest, "activities") == {"a2", "a3"}
    assert ids(parts.rest, "exchanges") == {"e1"}
    assert ids(parts.archive, "outcomes") == {"o1", "o2", "o3"}
    assert ids(parts.archive, "activities") == {"a1", "a2"}
    assert Ledger(Workspace(parts.rest)).quarters == (Quarter(2024, 2),)


@pytest.mark.parametrize(("start", "expected"), [(1, (date(2024, 1, 1), date(2023, 1, 1))), (7, (date(2024, 7, 1),))])
def test_the_last_two_fiscal_years_can_not_be_archived(start: int, expected: tuple[date, ...]) -> None:
    days = ("2022-09-01" if start == 1 else "2023-09-01", "2026-05-01")
    raw = make_document(
        profile={"fiscal_year_start": start}, activities=[costly_activity("one_on_one", "4", day) for day in days]
    )
    assert archive.first_days(Workspace(raw), date(2026, 11, 30)) == expected
    rest = archive.split(raw, expected[0]).rest
    assert archive.first_days(Workspace(rest), date(2026, 11, 30)) == ()


def test_an_archive_is_told_from_any_other_backup() -> None:
    raw = load_document("sample")
    first_day = first_days_inside(raw)[4]
    parts = archive.split(raw, first_day)
    assert archive.end_of_archive(parts.rest, parts.archive) == first_day
    assert archive.end_of_archive(parts.rest, raw) is None
    assert archive.end_of_archive(parts.rest, parts.rest) is None
    assert archive.end_of_archive(raw, parts.archive) is None
    assert archive.end_of_archive(parts.rest, document.empty()) is None


def test_what_was_deleted_after_archiving_stays_deleted_and_is_referred_to_by_nothing() -> None:
    """Of every list: what stayed in the workspace, a copy in the archive aside, and isn't there anymore."""
    raw = load_document("sample")
    first_day = first_days_inside(raw)[4]
    parts = archive.split(raw, first_day)
    for name in LISTS:
        for key in sorted(ids(parts.archive, name) & ids(parts.rest, name))[:9]:
            rest = _without(parts.rest, name, key)
            again = archive.rejoin(rest, parts.archive)
            document.validate(again)
            assert key not in ids(again, name)
            assert ids(raw, name) - ids(again, name) == {key}


def _without(raw: Json, name: str, key: str) -> Json:
    """Return a document without a record, and without the references to it."""
    left = {**raw, name: [row for row in raw[name] if row["id"] != key]}
    known = document.referable_ids(left)
    return {**left, **{part: [without_dangling_references(row, known) for row in left[part]]
                       for part in document.REFERRING_LISTS if part in left}}  # fmt: skip


@pytest.mark.parametrize("keys", [["email:1"], []], ids=["by their keys", "by their name"])
def test_old_meetings_with_a_contact_who_was_merged_since_are_with_the_merged_one(keys: list[str]) -> None:
    names = ("Ann Lee", "Annie Lee" if keys else "Ann Lee")
    raw = make_document(
        activities=[
            {**costly_activity("one_on_one", "4.50", day), "people": people}
            for day, people in (("2020-02-03", ["c1", "c2"]), ("2020-02-04", ["c2"]), ("2020-03-03", ["c1", "c2"]))
        ],
        contacts=[{"name": name, **({"keys": keys} if keys and name != "Ann Lee" else {})} for name in names],
    )
    parts = archive.split(raw, date(2024, 1, 1))
    merged, _ = merge({**parts.rest, "contacts": [*parts.rest["contacts"]]}, "c1", ["c2"])
    again = archive.rejoin(merged, parts.archive)
    document.validate(again)
    assert [row["people"] for row in again["activities"]] == [["c1"], ["c1"], ["c1"]]


@pytest.mark.parametrize("name", ["sample", "messy-2", "tokyo", "trainer"])
def test_several_archives_come_back_from_the_latest_to_the_first(name: str) -> None:
    raw = load_document(name)
    early, *_, late = first_days_inside(raw)
    first = archive.split(raw, early)
    second = archive.split(first.rest, late)
    ends = [archive.end_of_archive(second.rest, part.archive) for part in (first, second)]
    assert ends == [early, late]
    one_back = archive.rejoin(second.rest, second.archive)
    assert Ledger(Workspace(one_back)).quarters == Ledger(Workspace(first.rest)).quarters
    assert archive.end_of_archive(one_back, second.archive) is None
    all_back = archive.rejoin(one_back, first.archive)
    for list_name in LISTS:
        assert sorted_rows(all_back, list_name) == sorted_rows(raw, list_name)
    assert all_back["profile"] == raw.get("profile", {})
