"""Tables: the cells of a record, and the edit of one cell."""

import re
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from netroi_core.views import tables
from netroi_core.views.tables import Column
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, load_document, make_document
from tests.strategies import workspaces

SAMPLE = load_document("sample")
WORKSPACE = Workspace(SAMPLE)
PAID_BACK = "costs.reimbursed"
LISTS = ("activities", "outcomes", "contacts", "exchanges", "stories", "venues", "goals")
ACTIVITY = {"id": "a", "date": "2026-07-01", "approach": "one_on_one"}
CELLS = [
    (name, record, column)
    for name in LISTS
    for record in SAMPLE[name][:12]
    for column in tables.columns(WORKSPACE, name)
    if column.kind != "read_only"
]


def column(name: str, key: str, raw: Json = SAMPLE) -> Column:
    return next(column for column in tables.columns(Workspace(raw), name) if column.key == key)


def cells(name: str, row: Json, *columns: Column) -> Json:
    """Return the cells of a row of a list, by default all."""
    (record,) = getattr(Workspace({name: [row]}), name)
    return tables.cells(record, columns or tables.columns(WORKSPACE, name))


def values(target: Column) -> st.SearchStrategy[Any]:
    """Draw what can be entered into a column; None where it can be emptied."""
    match target.kind:
        case "day":
            entered: st.SearchStrategy[Any] = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
        case "choice":
            entered = st.sampled_from(list((target.names or {}).values()))
        case "yes":
            return st.booleans()
        case "whole":
            entered = st.integers(target.lowest, int(target.highest or 10_000))
        case "number" | "money" | "percent":
            entered = st.integers(0, int(target.highest or 10_000) * 4).map(lambda quarters: quarters / 4)
        case _:
            entered = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=20)
    return entered if target.is_required else st.none() | entered


def assert_valid(raw: Json, name: str, record: Json) -> None:
    """Validate a row with the lists that it may refer to."""
    below = {"venues": (), "contacts": ("venues",)}.get(name, ("venues", "contacts"))
    others = {each: raw.get(each, []) for each in below}
    document.validate({**document.empty(), **others, name: [record]})


def depends_on_others(target: Column) -> bool:
    """Return True where not every value is valid: bounds have an order, a meeting its day, what is paid back a cost."""
    return target.key.startswith("value.") or target.key in ("met.date", PAID_BACK)


@settings(max_examples=250)
@over(st.data())
def test_an_edit_changes_its_cell_and_nothing_else_and_the_document_stays_valid(data: st.DataObject) -> None:
    name, record, target = data.draw(st.sampled_from([cell for cell in CELLS if not depends_on_others(cell[2])]))
    entered = data.draw(values(target))
    before = deepcopy(record)
    after = tables.with_entry(record, target, entered)
    assert record == before
    expected, got = {**cells(name, record), target.key: expected_cell(target, entered)}, cells(name, after)
    if target.key.startswith("costs."):
        # Of a cost that is lowered, less may have been paid back.
        assert (got.pop(PAID_BACK) or 0) <= (expected.pop(PAID_BACK) or 0)
    assert got == expected
    assert {key: value for key, value in after.items() if key != target.key.partition(".")[0]} == {
        key: value for key, value in before.items() if key != target.key.partition(".")[0]
    }
    assert_valid(SAMPLE, name, after)


def expected_cell(target: Column, entered: Any) -> Any:
    if entered is None or (target.kind == "text" and not entered.strip()):
        return None
    if target.key.startswith("costs.") and not entered:
        return None
    return date.fromisoformat(entered) if target.kind == "day" else entered


@over(workspaces())
def test_entering_what_stands_in_a_cell_already_changes_nothing_that_counts(raw: Json) -> None:
    for name in LISTS:
        columns = tables.columns(Workspace(raw), name)
        for record in raw.get(name, ()):
            before = cells(name, record, *columns)
            for each in columns:
                if each.kind == "read_only" or before[each.key] is None:
                    continue
                entered = before[each.key].isoformat() if each.kind == "day" else before[each.key]
                again = tables.with_entry(record, each, entered)
                assert cells(name, again, *columns) == before
                assert_valid(raw, name, again)


def test_what_was_paid_back_is_one_amount_of_all_costs_by_the_same_share() -> None:
    paid_back = column("activities", PAID_BACK)
    costs = [{"category": "coffee", "amount": "9"}, {"category": "lunch", "amount": "95"}]
    row = tables.with_entry({**ACTIVITY, "costs": costs}, paid_back, 100.0)
    assert [cost["reimbursed"] for cost in row["costs"]] == ["8", "92"]
    assert cells("activities", row, paid_back) == {PAID_BACK: 100.0}
    assert cells("activities", tables.with_entry(row, paid_back, None), paid_back) == {PAID_BACK: None}
    assert_valid(SAMPLE, "activities", row)
    with pytest.raises(ValueError, match=r"^“Paid back to you” can’t be more than the costs\.$"):
        tables.with_entry(row, paid_back, 104.5)


def test_a_cost_of_nothing_is_shown_as_a_blank_as_it_is_once_entered() -> None:
    breakfast = column("activities", "costs.breakfast")
    free = {**ACTIVITY, "costs": [{"category": "breakfast", "amount": "0.00"}]}
    assert cells("activities", free, breakfast) == {breakfast.key: None}
    assert cells("activities", tables.with_entry(free, breakfast, 0), breakfast) == {breakfast.key: None}


@pytest.mark.parametrize("name", LISTS)
def test_whatever_else_is_emptied_leaves_a_document_that_is_valid(name: str) -> None:
    for record in SAMPLE[name]:
        for each in tables.columns(WORKSPACE, name):
            if not (each.is_required or each.kind in ("read_only", "yes") or depends_on_others(each)):
                assert_valid(SAMPLE, name, tables.with_entry(record, each, None))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_what_a_record_needs_cannot_be_emptied(name: str, empty: str | None) -> None:
    needed = [each for each in tables.columns(WORKSPACE, name) if each.is_required]
    assert needed
    for each in needed:
        with pytest.raises(ValueError, match=f"^“{re.escape(each.title)}” can’t be empty.$"):
            tables.with_entry(SAMPLE[name][0], each, empty)


@pytest.mark.parametrize(
    ("name", "key", "entered", "sentence"),
    [
        ("activities", "hours.attending", -1.0, "“Attending, hours” can’t be negative."),
        ("activities", "costs.coffee", -0.01, "“Coffee” can’t be negative."),
        ("activities", "new_contacts", -1, "“New contacts” can’t be negative."),
        ("activities", "hours.attending", 10_001, "“Attending, hours” can be at most 10000."),
        ("outcomes", "value.likely", -5, "“Likely value” can’t be negative."),
        ("outcomes", "probability", 101, "“Chance of success, %” can be at most 100."),
        ("outcomes", "intangible", 6, "“Rating, 0 to 5” can be at most 5."),
        ("contacts", "cadence_days", 0, "“Stay in touch every, days” must be at least 1."),
        ("contacts", "cadence_days", -1, "“Stay in touch every, days” can’t be negative."),
        ("contacts", "cadence_days", 3661, "“Stay in touch every, days” can be at most 3660."),
    ],
)
def test_a_number_out_of_bounds_is_refused_with_its_column(name: str, key: str, entered: float, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        tables.with_entry(SAMPLE[name][0], column(name, key), entered)


def test_how_it_felt_may_well_be_negative() -> None:
    record = tables.with_entry(SAMPLE["activities"][0], column("activities", "energy"), "Drained me")
    assert record["energy"] == -2


@pytest.mark.parametrize(
    ("costs", "entered", "left"),
    [
        ([], 12.5, [("coffee", "12.5", "0")]),
        ([{"category": "coffee", "amount": "8", "reimbursed": "5"}], 20.0, [("coffee", "20", "5")]),
        ([{"category": "coffee", "amount": "8", "reimbursed": "5"}], 3.0, [("coffee", "3", "3")]),
        ([{"category": "coffee", "amount": "8", "reimbursed": "5"}], None, []),
        ([{"category": "coffee", "amount": "8"}, {"category": "coffee", "amount": "2", "reimbursed": "2"}], 9.0,
         [("coffee", "9", "2")]),
        ([{"category": "lunch", "amount": "7"}, {"category": "coffee", "amount": "8"}], 0.0, [("lunch", "7", "0")]),
    ],
)  # fmt: skip
def test_what_was_paid_back_stays_as_far_as_the_new_amount_allows(
    costs: list[dict[str, str]], entered: float | None, left: list[tuple[str, str, str]]
) -> None:
    record = {**ACTIVITY, "costs": costs}
    after = tables.with_entry(record, column("activities", "costs.coffee"), entered)
    found = [(cost["category"], cost["amount"], cost.get("reimbursed", "0")) for cost in after["costs"]]
    assert [(what, Decimal(amount), Decimal(back)) for what, amount, back in found] == [
        (what, Decimal(amount), Decimal(back)) for what, amount, back in left
    ]
    document.validate({**document.empty(), "activities": [after]})


@over(st.floats(0, 1e9).map(lambda amount: round(amount, 2)))
def test_an_amount_is_stored_to_the_cent_as_it_was_entered(amount: float) -> None:
    record = {"id": "o", "date": "2026-07-01", "kind": "client", "status": "won"}
    after = tables.with_entry(record, column("outcomes", "value.likely"), amount)
    assert Decimal(after["value"]["likely"]) == Decimal(str(amount))
    document.validate({**document.empty(), "outcomes": [after]})


def test_a_low_or_high_worth_waits_for_the_likely_one() -> None:
    record = {"id": "o", "date": "2026-07-01", "kind": "client", "status": "won"}
    for key in ("value.low", "value.high"):
        with pytest.raises(ValueError, match=r"^Enter the likely value first\.$"):
            tables.with_entry(record, column("outcomes", key), 5.0)


def test_without_its_likely_worth_an_outcome_has_no_money_value() -> None:
    record = {
        "id": "o",
        "date": "2026-07-01",
        "kind": "client",
        "status": "won",
        "value": {"likely": "9", "high": "12"},
    }
    assert "value" not in tables.with_entry(record, column("outcomes", "value.likely"), None)
    assert tables.with_entry(record, column("outcomes", "value.high"), None)["value"] == {"likely": "9"}


@pytest.mark.parametrize(
    ("entered", "stored", "shown"),
    [
        ("pricing, negotiation", ["pricing", "negotiation"], "pricing, negotiation"),
        (" pricing ,, negotiation,", ["pricing", "negotiation"], "pricing, negotiation"),
        ("pricing", ["pricing"], "pricing"),
        (" , ", [], None),
        (None, None, None),
    ],
)
def test_expertise_is_written_with_commas_between(entered: str | None, stored: Any, shown: str | None) -> None:
    target = column("contacts", "expertise")
    after = tables.with_entry(SAMPLE["contacts"][0], target, entered)
    assert after.get("expertise") == stored
    assert cells("contacts", after, target) == {"expertise": shown}
    assert_valid(SAMPLE, "contacts", after)


def test_a_comma_within_an_expertise_parts_it_when_the_cell_is_edited_and_not_before() -> None:
    target, record = column("contacts", "expertise"), {"id": "c", "name": "Ann", "expertise": ["tax, law", " "]}
    assert cells("contacts", record, target) == {"expertise": "tax, law"}
    assert tables.with_entry(record, target, "tax, law, audit")["expertise"] == ["tax", "law", "audit"]


def test_how_a_person_was_met_waits_for_the_day_and_goes_with_it() -> None:
    person = {"id": "c", "name": "Ann"}
    for key, entered in (("met.approach", "One-on-one"), ("met.venue", "Chamber of commerce")):
        with pytest.raises(ValueError, match=r"^Enter the date you met first\.$"):
            tables.with_entry(person, column("contacts", key), entered)
    met = tables.with_entry(person, column("contacts", "met.date"), "2026-07-14")
    met = tables.with_entry(met, column("contacts", "met.approach"), "One-on-one")
    assert met["met"] == {"date": "2026-07-14", "approach": "one_on_one"}
    assert_valid(SAMPLE, "contacts", met)
    assert tables.with_entry(met, column("contacts", "met.date"), None) == person


def test_venues_and_people_of_the_same_name_can_each_be_chosen() -> None:
    names = ["Club", "Club", "Club", "Club (2)", "Other"]
    raw = make_document(
        venues=[{"name": name, "approach": "group_events"} for name in names],
        contacts=[{"name": name} for name in names],
        activities=[{"date": "2026-07-01", "approach": "group_events"}],
    )
    for name, key in (("activities", "venue"), ("exchanges", "contact")):
        offered = column(name, key, raw).names
        assert offered is not None
        assert len(set(offered.values())) == len(names)
        assert {offered["v1" if key == "venue" else "c1"], list(offered.values())[-1]} == {"Club", "Other"}
    where = column("activities", "venue", raw)
    assert where.names is not None
    for venue, shown in where.names.items():
        assert tables.with_entry(raw["activities"][0], where, shown)["venue"] == venue


def test_the_path_to_an_outcome_is_shown_in_words() -> None:
    steps = [{"date": "2026-07-01", "approach": approach} for approach in ("group_events", "one_on_one")]
    record = {"id": "o", "date": "2026-07-01", "kind": "client", "status": "won", "touchpoints": steps}
    outcome = cells("outcomes", record)
    assert outcome["touchpoints"] == "Group events → One-on-one"
    assert outcome["value.likely"] is None


def test_a_kind_of_cost_has_a_column_where_it_is_usual_or_was_used() -> None:
    def offered(costs: list[dict[str, str]]) -> list[str]:
        raw = make_document(activities=[{"date": "2026-07-01", "approach": "one_on_one", "costs": costs}])
        keys = [each.key for each in tables.columns(Workspace(raw), "activities")]
        return [key for key in keys if key.startswith("costs.") and key != PAID_BACK]

    assert offered([]) == ["costs.coffee", "costs.lunch", "costs.parking", "costs.event_fee"]
    assert "costs.gift" in offered([{"category": "gift", "amount": "5"}])
    assert "costs.other" in offered([{"amount": "5"}])


def test_an_introduction_shows_both_of_its_ends_by_name() -> None:
    raw = make_document(
        contacts=[{"name": "Ada"}, {"name": "Ada"}],
        exchanges=[{"date": "2026-07-01", "direction": "given", "between": ["c1", "c2"]}],
    )
    between = column("exchanges", "between", raw)
    assert between.kind == "read_only"
    assert cells("exchanges", raw["exchanges"][0], between) == {"between": "Ada and Ada (2)"}
    assert cells("exchanges", {"id": "e", "date": "2026-07-01", "direction": "given"}, between) == {"between": None}


def test_an_evening_a_place_s_audience_and_role_can_be_entered() -> None:
    assert tables.with_entry({"id": "a"}, column("activities", "evening"), True) == {"id": "a", "evening": True}
    assert tables.with_entry({"id": "v"}, column("venues", "audience"), "Peers") == {"id": "v", "audience": "peers"}
    assert tables.with_entry({"id": "v"}, column("venues", "role"), "Chair") == {"id": "v", "role": "Chair"}


LEAD = {"id": "l", "date": "2026-07-01", "kind": "lead", "status": "open", "probability": 0.4}
DAY = date(2026, 7, 14)


def stated(row: Json, before: Json = LEAD) -> Any:
    (record,) = Workspace({"outcomes": [before]}).outcomes
    return tables.with_stated_probability(row, record, DAY).get("stated")


def test_a_probability_entered_into_a_cell_is_kept_with_its_day() -> None:
    target = column("outcomes", "probability")
    assert stated(tables.with_entry(LEAD, target, 60)) == [{"day": "2026-07-14", "probability": 0.6}]
    assert stated(tables.with_entry(LEAD, column("outcomes", "title"), "A lead")) is None
    assert stated({**LEAD, "probability": 7}) is None, "the store refuses it"


def test_a_row_of_another_list_states_nothing() -> None:
    (record,) = Workspace({"activities": [ACTIVITY]}).activities
    assert tables.with_stated_probability(ACTIVITY, record, DAY) == ACTIVITY


def test_the_channel_of_an_activity_is_chosen_by_its_name() -> None:
    target = column("activities", "channel")
    assert list(target.names or {}) == ["in_person", "phone", "video", "text"]
    row = tables.with_entry(ACTIVITY, target, "In person")
    assert row["channel"] == "in_person"
    assert cells("activities", row, target) == {"channel": "In person"}
    assert tables.with_entry(row, target, None) == ACTIVITY


def test_an_activity_on_a_narrow_screen_names_the_people() -> None:
    talk = {"date": "2026-05-15", "approach": "one_on_one", "people": ["c1", "c2"]}
    contacts = [{"id": "c1", "name": "Tom"}, {"id": "c2", "name": "Ada"}]
    workspace = Workspace(make_document(contacts=contacts, activities=[talk, {**talk, "people": []}]))
    (_, named), (_, nobody) = tables.lines(workspace.activities, workspace, Words())
    assert named == f"{nobody} · with Tom and Ada"


def test_an_activity_on_a_narrow_screen_has_its_hours_and_its_money() -> None:
    costs = [{"category": "coffee", "amount": "12.50"}, {"category": "parking", "amount": "4"}]
    talk = {"date": "2026-05-15", "approach": "one_on_one", "hours": {"attending": 1, "travelling": 0.5}}
    workspace = Workspace(make_document(activities=[{**talk, "costs": costs}, talk]))
    (_, whole), (_, hours) = tables.lines(workspace.activities, workspace, Words())
    assert whole == f"{hours} · $16.50"
    assert hours.endswith(" · 1.5 h")


@pytest.mark.parametrize(("purpose", "referral"), [("belong", "It took place"), ("win_clients", "Won")])
def test_the_status_of_an_outcome_is_read_in_the_words_of_its_kind(purpose: str, referral: str) -> None:
    outcomes = [{"date": "2026-05-15", "kind": kind, "status": "won"} for kind in ("mentor", "client", "referral")]
    lost = {"date": "2026-05-15", "kind": "interview", "status": "lost"}
    outcomes += [lost, {**lost, "declined": True}]
    workspace = Workspace(make_document(profile={"purpose": purpose}, outcomes=outcomes))
    details = [line[1] for line in tables.lines(workspace.outcomes, workspace, Words())]
    statuses = ["Found", "Won", referral, "It came to a no", "You said no"]
    assert [line.rpartition(" · ")[2] for line in details] == statuses
    assert tables.readable(workspace.outcomes[0], workspace, Words())["Status"] == "Found"
