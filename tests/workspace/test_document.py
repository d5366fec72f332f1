"""The document: it round-trips without loss, and every problem is listed with its path."""

import tracemalloc
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import Invalid, NotReadable
from netroi_core.workspace import document
from netroi_core.workspace.edits import as_row
from tests.strategies import workspaces

HEAD = {"format": "netroi-workspace", "version": 1}
ACTIVITY = {"id": "a", "date": "2026-07-14", "approach": "one_on_one"}
OUTCOME = {"id": "o", "date": "2026-07-14", "kind": "client", "status": "won"}
CONTACT = {"id": "c", "name": "Ann"}
VENUE = {"id": "v", "name": "Club", "approach": "group_events"}
EXCHANGE = {"id": "e", "date": "2026-07-14", "direction": "given"}
STEP = {"date": "2026-07-01", "approach": "one_on_one"}


def problems(raw: dict[str, Any]) -> list[str]:
    """Return the problems of a document, each as ``path: message``."""
    with pytest.raises(Invalid) as refusal:
        document.validate(raw)
    return [str(problem) for problem in refusal.value.problems]


@given(workspaces())
def test_a_document_round_trips_through_records_without_a_change(raw: dict[str, Any]) -> None:
    assert as_row(document.validate(raw)) == raw


@given(workspaces(), st.sampled_from((b"", b"\xef\xbb\xbf")))
def test_bytes_read_back_as_they_were_written_with_or_without_a_byte_order_mark(
    raw: dict[str, Any], bom: bytes
) -> None:
    assert document.parse(bom + orjson.dumps(raw)) == raw


@given(st.binary() | st.text().map(str.encode))
def test_arbitrary_bytes_are_a_document_or_not_readable_and_nothing_else(raw: bytes) -> None:
    with suppress(NotReadable):
        assert isinstance(document.parse(raw), dict)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(workspaces(), st.data())
def test_any_value_replaced_by_anything_is_refused_or_kept_as_it_is(raw: dict[str, Any], data: Any) -> None:
    def leaves(at: Any) -> list[tuple[Any, Any]]:
        keys = at.keys() if isinstance(at, dict) else range(len(at)) if isinstance(at, list) else ()
        return [pair for key in keys for pair in [(at, key), *leaves(at[key])]]

    holder, key = data.draw(st.sampled_from(leaves(raw)))
    holder[key] = data.draw(json_values)
    with suppress(Invalid):
        assert as_row(document.validate(raw)) == raw


def test_an_empty_document_is_valid_and_holds_every_list() -> None:
    assert as_row(document.validate(document.empty())) == document.empty()


def test_only_the_keys_without_which_a_record_means_nothing_are_required() -> None:
    raw = HEAD | {
        "profile": {"compensation": [{"base": "1"}, {"hourly_rate": "1"}]},
        "venues": [VENUE],
        "activities": [ACTIVITY | {"costs": [{}], "hours": {}}],
        "outcomes": [OUTCOME | {"value": {}, "touchpoints": [STEP]}],
        "contacts": [CONTACT | {"met": {"date": "2026-01-01"}}],
        "exchanges": [EXCHANGE],
        "goals": [{"id": "g", "metric": "hours", "target": 1, "quarter": "2026-Q1"}],
        "stories": [{"id": "s", "date": "2026-01-01", "text": "Thanks"}],
        "quizzes": [{"id": "q", "quarter": "2026-Q1", "showed": [{"submitted": "2026-04-02"}]}],
    }
    assert as_row(document.validate(raw)) == raw


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "n’t a JSON file"),
        (b"PK\x03\x04", "n’t a JSON file"),
        (b"[]", "must contain one JSON object"),
        (b"null", "must contain one JSON object"),
        (b"{}{}", "n’t a JSON file"),
        (b'{"a": NaN}', "n’t a JSON file"),
        (b'{"a": Infinity}', "n’t a JSON file"),
        (b'{"a": 1e400}', "infinity"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "infinity"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": "\x00"}', "control character"),
        ('{"a": "é"}'.encode("latin-1"), "not valid UTF-8"),
        ('{"a": "é"}'.encode("utf-16"), "not valid UTF-8"),
        (b"[" * 100_000 + b"]" * 100_000, "depth"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "depth"),
        (b" " * (document.LARGEST_FILE + 1), "larger than 64 MB"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_bytes_without_a_json_object_are_not_readable_and_the_message_says_why(raw: bytes, reason: str) -> None:
    with pytest.raises(NotReadable) as refusal:
        document.parse(raw)
    assert reason in str(refusal.value)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, ["format: is missing", "version: is missing"]),
        (HEAD | {"version": 2}, ["version: is 2, from a newer version of NetROI; this one reads up to 1"]),
        (HEAD | {"version": True}, ["version: must be a whole number"]),
        (HEAD | {"format": "other", "version": 2}, ["format: must be 'netroi-workspace'",
                                                   "version: must be at most 1"]),
        (HEAD | {"extra": 1}, ["extra: isn’t a known field"]),
        (HEAD | {"__proto__": {}}, ["__proto__: isn’t a known field"]),
        (HEAD | {"profile": {"hour_worth": {"sleep": 1}}}, ["profile.hour_worth.sleep: isn’t a known field"]),
        (HEAD | {"profile": {"compensation": [{"base": "1", "bonus": "1"}]}},
         ["profile.compensation[0].bonus: isn’t a known field"]),
        (HEAD | {"activities": [ACTIVITY | {"costs": [{"amount": "1", "tip": "1"}]}]},
         ["activities[0].costs[0].tip: isn’t a known field"]),
        (HEAD | {"outcomes": [OUTCOME | {"touchpoints": [STEP, STEP | {"who": 1}]}]},
         ["outcomes[0].touchpoints[1].who: isn’t a known field"]),
        (HEAD | {"venues": [VENUE | {"dues": {"until": None}}]}, ["venues[0].dues.until: isn’t a known field"]),
        (HEAD | {"venues": {}}, ["venues: must be a list"]),
        (HEAD | {"venues": None}, ["venues: must be a list"]),
        (HEAD | {"venues": ["v"]}, ["venues[0]: must be an object"]),
        (HEAD | {"profile": []}, ["profile: must be an object"]),
        (HEAD | {"profile": {"second_purpose": "learn"}},
         ["profile.second_purpose: must come with a different purpose"]),
        (HEAD | {"profile": {"second_purpose": "learn", "purpose": "learn"}},
         ["profile.second_purpose: must come with a different purpose"]),
        (HEAD | {"profile": {"compensation": [{}]}}, ["profile.compensation[0].base: is missing"]),
        (HEAD | {"profile": {"compensation": ["x"]}}, ["profile.compensation[0]: must be an object"]),
        (HEAD | {"activities": [ACTIVITY | {"date": "2026-02-30"}]},
         ["activities[0].date: must be a date that exists, like 2026-07-14"]),
        (HEAD | {"activities": [ACTIVITY | {"date": "9999-12-31"}]},
         ["activities[0].date: must be a date from 1900 to 2199, like 2026-07-14"]),
        (HEAD | {"activities": [ACTIVITY | {"costs": [{"amount": 12.5}]}]},
         ['activities[0].costs[0].amount: must be an amount in quotes, like "12.50"']),
        (HEAD | {"activities": [ACTIVITY | {"costs": [{"amount": "1_000"}]}]},
         ['activities[0].costs[0].amount: must be an amount in quotes, like "12.50"']),
        (HEAD | {"activities": [ACTIVITY | {"costs": [{"amount": "1", "reimbursed": "2"}]}]},
         ["activities[0].costs[0]: the reimbursement (2) is more than the amount (1)"]),
        (HEAD | {"outcomes": [OUTCOME | {"value": {"low": "3", "likely": "2"}}]},
         ["outcomes[0].value: low (3), likely (2) and high (2) must be in ascending order"]),
        (HEAD | {"activities": [ACTIVITY, ACTIVITY, ACTIVITY | {"id": "b"}]},
         ["activities[1].id: is the same as in entry 1"]),
        (HEAD | {"activities": [ACTIVITY | {"venue": "x", "people": ["y"]}]},
         ["activities[0].venue: refers to a venue that doesn’t exist",
          "activities[0].people[0]: refers to a contact that doesn’t exist"]),
        (HEAD | {"outcomes": [OUTCOME | {"touchpoints": [STEP | {"venue": "x", "contact": "y"}]}]},
         ["outcomes[0].touchpoints[0].venue: refers to a venue that doesn’t exist",
          "outcomes[0].touchpoints[0].contact: refers to a contact that doesn’t exist"]),
        (HEAD | {"contacts": [CONTACT | {"met": {"date": "2026-01-01", "venue": "x"}}]},
         ["contacts[0].met.venue: refers to a venue that doesn’t exist"]),
        (HEAD | {"exchanges": [EXCHANGE | {"contact": "x"}]},
         ["exchanges[0].contact: refers to a contact that doesn’t exist"]),
        (HEAD | {"contacts": [CONTACT | {"distinct_from": ["x"]}]},
         ["contacts[0].distinct_from[0]: refers to a contact that doesn’t exist"]),
        (HEAD | {"contacts": [CONTACT], "exchanges": [EXCHANGE | {"between": ["c", "x"]}]},
         ["exchanges[0].between[1]: refers to a contact that doesn’t exist"]),
        (HEAD | {"venues": [VENUE | {"audience": "friends"}]},
         ["venues[0].audience: must be 'employers', 'clients' or 'peers'"]),
        (HEAD | {"profile": {"between_jobs": ["soon"], "target_audience": {"cities": []}}},
         ["profile.target_audience.cities: isn’t a known field",
          "profile.between_jobs[0]: 'soon' is not a quarter; write it like 2026-Q3"]),
        (HEAD | {"stories": [{"id": "s", "date": "2026-01-01", "text": "T", "contact": "x"}]},
         ["stories[0].contact: refers to a contact that doesn’t exist"]),
        (HEAD | {"quizzes": [{"id": "q", "quarter": "2026-Q1", "answers": {"a": [{"b\x00": 1}]}}]},
         ["quizzes[0].answers: contains an invisible control character; delete it"]),
        (HEAD | {"quizzes": [{"id": "q", "quarter": "2026-Q1", "showed": [
            {"submitted": "2026-04-02", "total_cost": "1e3", "realised": {"o": "-5"}, "gained": "1"}]}]},
         ['quizzes[0].showed[0].total_cost: must be an amount in quotes, like "12.50"',
          'quizzes[0].showed[0].realised.o: must be an amount in quotes, like "12.50"',
          "quizzes[0].showed[0].gained: isn’t a known field"]),
        (HEAD | {"quizzes": [{"id": "q", "quarter": "2026-13"}]},
         ["quizzes[0].quarter: '2026-13' is not a quarter; write it like 2026-Q3"]),
    ],
    ids=lambda value: value[0].partition(":")[0] if isinstance(value, list) else "",
)  # fmt: skip
def test_a_problem_is_listed_with_its_path(raw: dict[str, Any], expected: list[str]) -> None:
    assert problems(raw) == expected


def test_every_problem_is_listed_in_the_order_of_the_document() -> None:
    raw = HEAD | {
        "profile": {"currency": "??", "weekly_hours_cap": -1},
        "activities": [ACTIVITY | {"date": "soon"}, ACTIVITY | {"hours": {"attending": "2", "sleeping": 1}}],
        "outcomes": [{"id": "o"}],
    }
    assert [problem.partition(":")[0] for problem in problems(raw)] == [
        "profile.currency",
        "profile.weekly_hours_cap",
        "activities[0].date",
        "activities[1].hours.attending",
        "activities[1].hours.sleeping",
        "outcomes[0].date",
        "outcomes[0].kind",
        "outcomes[0].status",
    ]


def test_a_message_counts_the_problems_behind_the_first() -> None:
    with pytest.raises(Invalid, match=r"^format: is missing \(and 1 more\)$"):
        document.validate({})


def test_a_flood_of_problems_is_cut_off() -> None:
    assert len(problems(HEAD | {"venues": [1] * 5000})) == document.MOST_PROBLEMS


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), "\ud800", {1: 2}, {1, 2}, b"x", 2**70], ids=lambda value: repr(value)[:10]
)
def test_a_value_without_a_json_form_is_invalid_too(value: object) -> None:
    assert problems(HEAD | {"goals": [{"id": "g", "metric": "m", "target": value, "quarter": "2026-Q1"}]})


# Beyond one depth, a document isn't validated, and beyond another one not even written.
@pytest.mark.parametrize("depth", [200, 250, 254, 100_000])
def test_answers_nested_too_deep_are_invalid_and_end_no_process(depth: int) -> None:
    deep: Any = "x"
    for _ in range(depth):
        deep = [deep]
    assert problems(HEAD | {"quizzes": [{"id": "q", "quarter": "2026-Q1", "answers": {"a": deep}}]})


def test_a_problem_never_repeats_the_value_that_was_wrong() -> None:
    raw = HEAD | {"profile": {"currency": "canary"}, "activities": [ACTIVITY | {"approach": "canary"}]}
    assert "canary" not in " ".join(problems(raw))


def test_a_single_record_is_validated_except_for_its_references() -> None:
    meeting = {"id": "a", "date": "2026-07-14", "approach": "one_on_one", "people": ["nobody"]}
    assert document.record_problems("activities", meeting) == []
    assert [problem.path for problem in document.record_problems("activities", {**meeting, "date": "x", "y": 1})] == [
        "activities[0].date", "activities[0].y",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "row", "path"),
    [
        ("imports", {"id": "i", "kind": "linkedin", "at": "yesterday"}, "imports[0].at"),
        ("imports", {"id": "i", "kind": "linkedin", "at": "2026-02-30T10:00:00Z"}, "imports[0].at"),
        ("quizzes", {"id": "q", "quarter": "2026-Q1", "submitted": "0001-01-01"}, "quizzes[0].submitted"),
        ("quizzes", {"id": "q", "quarter": "2026-Q1", "showed": [{"submitted": ""}]}, "quizzes[0].showed[0].submitted"),
        ("goals", {"id": "g", "metric": "hours", "quarter": "2026-Q1", "target": 1e308}, "goals[0].target"),
        ("goals", {"id": "g", "metric": "hours", "quarter": "2026-Q1", "target": -1e18}, "goals[0].target"),
        ("activities", ACTIVITY | {"hours": {"attending": 5e-324}}, "activities[0].hours.attending"),
        (
            "quizzes",
            {"id": "q", "quarter": "2026-Q1", "showed": [{"submitted": "2026-04-01", "total_cost": "9" * 30}]},
            "quizzes[0].showed[0].total_cost",
        ),
    ],
)
def test_what_no_page_can_show_is_refused(name: str, row: dict[str, Any], path: str) -> None:
    with pytest.raises(Invalid) as refusal:
        document.validate(HEAD | {name: [row]})
    assert [problem.path for problem in refusal.value.problems] == [path]


def test_a_document_of_more_records_than_any_workspace_is_refused_before_they_are_read() -> None:
    many = [{}] * (document.MOST_OBJECTS + 1)
    for raw in (HEAD | {"contacts": many}, HEAD | {"activities": [ACTIVITY | {"costs": many}]}):
        with pytest.raises(Invalid, match="has more than 250,000 entries") as refusal:
            document.validate(raw)
        assert len(refusal.value.problems) == 1


@pytest.mark.parametrize(
    "raw",
    [
        HEAD | {"contacts": [{}] * 100_000},
        HEAD | {"contacts": [1] * 100_000},
        HEAD | {"activities": [ACTIVITY | {"costs": [1] * 100_000}]},
        HEAD | {"activities": [ACTIVITY | {"people": ["nobody"] * 100_000}]},
        HEAD | {"contacts": [CONTACT | {str(number): 1 for number in range(100_000)}]},
        HEAD | {str(number): 1 for number in range(100_000)},
        HEAD | {"contacts": [CONTACT] * 50_000},
    ],
    ids=["empty", "numbers", "costs", "people", "keys", "lists", "ids"],
)
def test_a_document_with_problems_without_end_takes_a_bounded_number_of_them(raw: dict[str, Any]) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Invalid) as refusal:
            document.validate(raw)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024**2
    finally:
        tracemalloc.stop()
    assert 1 <= len(refusal.value.problems) <= document.MOST_PROBLEMS


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (CONTACT | {"closeness": 9}, "Contact 1, closeness: must be at most 5."),
        (CONTACT | {"closeness": 0}, "Contact 1, closeness: must be at least 1."),
        (CONTACT | {"status": "gone"}, "Contact 1, status: must be 'active', 'dormant' or 'pruned'."),
        (CONTACT | {"notes": "x" * 10_001}, "Contact 1, notes: must have at most 10,000 characters."),
        (CONTACT | {"name": ""}, "Contact 1, name: can’t be empty."),
        (CONTACT | {"cadence_days": 1.5}, "Contact 1, cadence days: must be a whole number."),
    ],
)
def test_a_limit_is_named_in_plain_words(row: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        document.validate(HEAD | {"contacts": [row]})
    assert [problem.sentence for problem in refusal.value.problems] == [sentence]


def test_a_problem_far_down_a_long_list_is_named_by_its_place() -> None:
    contacts = [CONTACT | {"id": str(number)} for number in range(2_500)]
    contacts[2_345] |= {"closeness": 6}
    with pytest.raises(Invalid) as refusal:
        document.validate(HEAD | {"contacts": contacts})
    assert [problem.path for problem in refusal.value.problems] == ["contacts[2345].closeness"]
