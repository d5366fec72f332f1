"""Records: frozen, with the contract's defaults, and strict about every value."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from netroi_core.quarters import Quarter
from netroi_core.trends.own_forecasts import MIN_SETTLED, own_forecasts
from netroi_core.workspace.document import LISTS, WorkspaceDocument
from netroi_core.workspace.fields import LARGEST_AMOUNT, normalize_text
from netroi_core.workspace.profile import AnnualPay, HourlyPay, Profile
from netroi_core.workspace.records import (
    Activity,
    Contact,
    Cost,
    Goal,
    Import,
    Outcome,
    Quiz,
    StatedProbability,
    Value,
    Venue,
    guessed_quarter,
    quiz_id_prefix,
    with_paid_back,
)
from tests.strategies import texts

QUARTERS = st.builds(Quarter, st.integers(2000, 2100), st.integers(1, 4))
ACTIVITY = {"id": "a", "date": "2026-07-14", "approach": "one_on_one"}
OUTCOME = {"id": "o", "date": "2026-07-14", "kind": "client", "status": "open"}


def read(record_type: type[BaseModel], raw: dict[str, Any]) -> Any:
    return record_type.model_validate_json(orjson.dumps(raw))


def is_refused(record_type: type[BaseModel], raw: dict[str, Any]) -> bool:
    try:
        read(record_type, raw)
    except ValidationError:
        return True
    return False


def test_a_record_cannot_be_changed() -> None:
    activity = read(Activity, ACTIVITY)
    with pytest.raises(ValidationError, match="frozen"):
        activity.title = "other"


def test_missing_keys_take_the_defaults_of_the_contract() -> None:
    assert Profile() == read(
        Profile,
        {
            "currency": "USD", "locale": "en_US", "fiscal_year_start": 1, "weekly_hours_cap": 6, "compensation": [],
            "hour_worth": dict.fromkeys(("paid_work", "family", "learning", "volunteering", "me_time"), 1.0),
        },
    )  # fmt: skip
    assert read(AnnualPay, {"base": "1"}) == read(
        AnnualPay,
        {
            "base": "1",
            "pay_at_risk": "0",
            "attainment": 1.0,
            "benefits": "0",
            "hours_per_year": 2080,
            "from": None,
        },
    )
    assert read(HourlyPay, {"hourly_rate": "1"}).utilisation == 1
    activity = read(Activity, ACTIVITY)
    assert (activity.alternative, activity.source, activity.energy) == ("paid_work", "journal", None)
    assert set(activity.hours.model_dump().values()) == {0}
    outcome = read(Outcome, OUTCOME)
    assert (outcome.margin, outcome.incrementality, outcome.probability) == (1, 1, None)


def test_the_lists_of_a_document_are_those_of_the_contract_and_the_imports() -> None:
    contract = ("venues", "activities", "outcomes", "contacts", "exchanges", "goals", "stories", "quizzes")
    assert (*contract, "imports") == LISTS


@pytest.mark.parametrize(
    "amount",
    [
        5, 1.5, True, None, "", " 1", "1 ", "-1", "+1", "1,5", "1 234", "1\u202f234", "1_000", "1e5", "NaN", "inf",
        ".5", "5.", "0x10", "١٢", "１２", "1" * 13, "0.1234567890", "100000000001", "12\n",
    ],
)  # fmt: skip
def test_an_amount_is_a_plain_decimal_in_quotes(amount: object) -> None:
    assert is_refused(Cost, {"amount": amount})


@given(st.decimals(0, LARGEST_AMOUNT, places=9))
def test_an_amount_is_kept_to_the_last_digit_and_written_without_exponent(amount: Decimal) -> None:
    text = f"{amount:f}"
    cost = read(Cost, {"amount": text})
    assert cost.amount == amount
    assert cost.model_dump(mode="json")["amount"] == text


@pytest.mark.parametrize(
    "day",
    ["2026-02-30", "2026-13-01", "2025-02-29", "10000-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "2026-7-4", 0,
     "2026-07-14T00:00:00", "14.07.2026", "٢٠٢٦-٠٧-١٤", "", None, True, 20260714, "2026-07-14 ", "-026-07-14"],
)  # fmt: skip
def test_a_day_exists_and_is_written_in_iso_form(day: object) -> None:
    assert is_refused(Activity, ACTIVITY | {"date": day})


@pytest.mark.parametrize(
    "share", [-0.01, 1.01, 1e308, "0.5", True, None, "NaN"]
)  # NaN and infinities as numbers are no JSON, see test_document
def test_a_fraction_is_a_number_from_0_to_1(share: object) -> None:
    assert is_refused(Outcome, OUTCOME | {"margin": share})


@pytest.mark.parametrize("count", [-1, 1.5, 1.0, 2**53 + 1, "3", True, None])
def test_a_count_is_a_whole_number_that_is_not_negative(count: object) -> None:
    assert is_refused(Activity, ACTIVITY | {"new_contacts": count})


@pytest.mark.parametrize("hours", [-0.5, 10_001, 1e308, "2", True, None])
def test_hours_are_finite_and_not_negative(hours: object) -> None:
    assert is_refused(Activity, ACTIVITY | {"hours": {"attending": hours}})


@pytest.mark.parametrize("energy", [-3, 3, 0.5, "1", True])
def test_energy_runs_from_minus_2_to_2(energy: object) -> None:
    assert is_refused(Activity, ACTIVITY | {"energy": energy})


@pytest.mark.parametrize(
    ("record_type", "raw"),
    [
        (Activity, ACTIVITY | {"approach": "Group_Events"}),
        (Activity, ACTIVITY | {"alternative": "sleep"}),
        (Activity, ACTIVITY | {"source": "guess"}),
        (Outcome, OUTCOME | {"kind": "bribe"}),
        (Outcome, OUTCOME | {"status": "maybe"}),
        (Cost, {"category": "bribes"}),
        (Profile, {"currency": "XYZZY"}),
        (Profile, {"currency": "usd"}),
        (Profile, {"locale": "../../etc/passwd"}),
        (Profile, {"locale": "xx_XX"}),
        (Profile, {"fiscal_year_start": 0}),
        (Profile, {"fiscal_year_start": 13}),
        (AnnualPay, {"base": "1", "hours_per_year": 0}),
        (AnnualPay, {"base": "1", "hours_per_year": 5e-324}),
        (Goal, {"id": "g", "metric": "hours", "target": 1, "quarter": "2026-Q5"}),
    ],
)
def test_a_word_or_number_that_the_format_does_not_know_is_refused(
    record_type: type[BaseModel], raw: dict[str, Any]
) -> None:
    assert is_refused(record_type, raw)


@pytest.mark.parametrize("text", ["\x00", "a\x1bb", "\u202eevil", "\u2066x", "\x7f"])
def test_text_holds_no_control_character_and_no_change_of_direction(text: str) -> None:
    assert is_refused(Contact, {"id": "c", "name": f"Ann{text}"})
    assert is_refused(Contact, {"id": f"c{text}", "name": "Ann"})


@pytest.mark.parametrize(
    "text", ["Zoë", "Zoe\u0308", "李雷", "🧑‍💻", "a\nb\tc", "=1+1", "![x](https://y)", "a" + "\u0301" * 299]
)
def test_any_other_text_is_kept_letter_for_letter(text: str) -> None:
    assert read(Contact, {"id": "c", "name": text}).name == text


def test_text_is_bounded() -> None:
    assert is_refused(Contact, {"id": "c", "name": "x" * 301})
    assert is_refused(Contact, {"id": "c", "name": "x", "notes": "x" * 10_001})
    assert is_refused(Contact, {"id": "x" * 101, "name": "x"})
    assert is_refused(Contact, {"id": "", "name": "x"})


def test_no_more_is_reimbursed_than_was_paid() -> None:
    assert read(Cost, {"amount": "5", "reimbursed": "5"}).reimbursed == 5
    assert is_refused(Cost, {"amount": "5", "reimbursed": "5.01"})


@pytest.mark.parametrize(
    "value", [{"low": "2", "likely": "1"}, {"likely": "2", "high": "1"}, {"low": "1"}, {"likely": "-1"}]
)
def test_low_likely_and_high_must_not_fall(value: dict[str, str]) -> None:
    assert is_refused(Value, value)


def test_pay_is_annual_or_by_the_hour_and_never_both() -> None:
    both = {"compensation": [{"base": "1"}, {"hourly_rate": "2"}]}
    assert [type(entry) for entry in read(Profile, both).compensation] == [AnnualPay, HourlyPay]
    assert is_refused(Profile, {"compensation": [{"base": "1", "hourly_rate": "2"}]})
    assert is_refused(Profile, {"compensation": [{}]})


def test_dues_may_be_absent_or_null() -> None:
    club = {"id": "v", "name": "Club", "approach": "group_events"}
    assert read(Venue, club).dues is None
    assert read(Venue, club | {"dues": None}).dues is None


@pytest.mark.parametrize("version", [True, 1.0, "1", 0, -1, None])
def test_the_version_is_the_whole_number_1(version: object) -> None:
    assert is_refused(WorkspaceDocument, {"format": "netroi-workspace", "version": version})


def test_an_import_names_importable_lists_and_holds_nothing_else_of_the_file() -> None:
    minimal = {"id": "i", "kind": "linkedin", "at": "2026-07-14T09:00:00+00:00"}
    change = {"before": {"role": ""}, "after": {"role": "CEO"}, "digest": "b2"}
    full = {**minimal, "file_name": "a.zip", "added": {"contacts": {"c": "a1"}}, "updated": {"contacts": {"d": change}}}
    assert read(Import, full).updated["contacts"]["d"].after == {"role": "CEO"}
    assert read(Import, minimal).added == {}
    assert is_refused(Import, {**minimal, "added": {"profile": {"c": "a1"}}})
    assert is_refused(Import, {**minimal, "kind": "rumours"})
    assert is_refused(Import, {**minimal, "contents": "x"})


def test_an_empty_profile_has_no_target_audience_no_time_between_jobs_and_no_limit_on_evenings() -> None:
    profile = read(Profile, {})
    audience = profile.target_audience
    assert audience.industries == audience.backgrounds == audience.expertise == profile.between_jobs == ()
    assert profile.weekly_evenings_cap is None


def test_a_target_audience_is_stored_as_it_is_written() -> None:
    profile = read(Profile, {"target_audience": {"industries": ["Health care"]}, "between_jobs": ["2026-Q1"]})
    assert profile.target_audience.industries == ("Health care",)
    assert profile.between_jobs == ("2026-Q1",)


@pytest.mark.parametrize(
    "raw",
    [{"weekly_evenings_cap": 8}, {"weekly_evenings_cap": -1}, {"between_jobs": ["2026"]}, {"target_audience": None}],
)
def test_a_week_has_seven_evenings_and_a_quarter_is_written_as_one(raw: dict[str, Any]) -> None:
    assert is_refused(Profile, raw)


@pytest.mark.parametrize(("text", "normalized"), [("Ann  Lee", "annlee"), ("ÉCLAIR\u00a0ß", "eclairss"), (" ", "")])
def test_texts_are_compared_without_case_spaces_and_accents(text: str, normalized: str) -> None:
    assert normalize_text(text) == normalized


MONDAY = date(2026, 7, 6)
TUESDAY = MONDAY + timedelta(days=1)
LEAD = Outcome(id="o1", date=MONDAY, kind="lead", status="open", probability=0.4)


def edited(outcome: Outcome, day: date, **changes: object) -> Outcome:
    """Return an outcome as an edit on a day stores it."""
    return outcome.model_copy(update=changes).with_statement(outcome, day)


def statements(outcome: Outcome) -> list[tuple[date, float]]:
    return [(statement.day, statement.probability) for statement in outcome.stated]


def test_the_first_probability_of_an_open_outcome_is_kept_with_its_day() -> None:
    assert statements(LEAD.with_statement(None, MONDAY)) == [(MONDAY, 0.4)]


def test_a_changed_probability_is_added_and_on_the_same_day_replaced() -> None:
    lead = LEAD.with_statement(None, MONDAY)
    lead = edited(lead, MONDAY, probability=0.5)
    assert statements(lead) == [(MONDAY, 0.5)]
    lead = edited(lead, TUESDAY, probability=0.7)
    assert statements(lead) == [(MONDAY, 0.5), (TUESDAY, 0.7)]


def test_an_edit_of_something_else_states_nothing() -> None:
    assert statements(edited(LEAD, TUESDAY, title="A lead")) == []
    assert statements(edited(LEAD.with_statement(None, MONDAY), TUESDAY, title="A lead")) == [(MONDAY, 0.4)]


def test_only_an_open_outcome_with_a_probability_is_a_forecast() -> None:
    for changes in ({"status": "won"}, {"status": "lost"}, {"probability": None}):
        assert statements(LEAD.model_copy(update=changes).with_statement(None, MONDAY)) == []


def test_an_outcome_that_is_open_again_states_its_probability_again() -> None:
    lost = edited(LEAD.with_statement(None, MONDAY), MONDAY, status="lost")
    assert statements(edited(lost, TUESDAY, status="open")) == [(MONDAY, 0.4), (TUESDAY, 0.4)]


def test_a_version_that_was_built_anew_gets_back_what_was_stated() -> None:
    lead = LEAD.with_statement(None, MONDAY)
    built = LEAD.model_copy(update={"status": "won", "probability": None}).with_statement(lead, TUESDAY)
    assert statements(built) == [(MONDAY, 0.4)]


@pytest.mark.parametrize("status", ["won", "lost"])
@pytest.mark.parametrize("left", [0.4, None])
def test_the_odds_at_which_an_outcome_is_settled_count_as_stated(status: str, left: float | None) -> None:
    settled = edited(LEAD, TUESDAY, status=status, probability=left)
    assert statements(settled) == [(MONDAY, 0.4)], "even though nobody changed them"
    assert statements(edited(settled, TUESDAY, title="A lead")) == [(MONDAY, 0.4)]
    certain = LEAD.with_statement(None, TUESDAY)
    assert statements(edited(certain, TUESDAY, status=status, probability=left)) == [(TUESDAY, 0.4)]


def test_an_outcome_that_is_won_keeps_the_day_it_was_heard_of() -> None:
    won = edited(LEAD, TUESDAY, status="won", date=TUESDAY)
    assert won.heard_on == MONDAY
    assert edited(won, TUESDAY, title="A lead", heard_on=None).heard_on == MONDAY
    reopened = edited(won, TUESDAY, status="open")
    assert edited(reopened, TUESDAY, status="won", date=TUESDAY + timedelta(days=1)).heard_on == MONDAY
    assert edited(LEAD, TUESDAY, status="lost").heard_on is None, "its date is that day"


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, 0.25, 1.0, None]), st.sampled_from(["open", "won"])))
)
def test_no_edit_loses_a_day_and_days_come_in_order(edits: list[tuple[int, float | None, str]]) -> None:
    outcome = LEAD.with_statement(None, MONDAY)
    for offset, probability, status in edits:
        before = {statement.day for statement in outcome.stated}
        # Without the statements, as an edit that builds the outcome anew leaves it.
        outcome = edited(outcome, MONDAY + timedelta(days=offset), probability=probability, status=status, stated=())
        days = [statement.day for statement in outcome.stated]
        assert before <= set(days)
        assert days == sorted(set(days))


def test_the_last_statement_is_the_forecast_that_is_scored() -> None:
    lead = edited(LEAD.with_statement(None, MONDAY), TUESDAY, probability=0.9)
    assert lead.stated[-1] == StatedProbability(day=TUESDAY, probability=0.9)
    score = own_forecasts([edited(lead, TUESDAY, status="won", probability=None)] * MIN_SETTLED)
    assert score is not None
    assert round(score.brier, 6) == 0.01


@given(QUARTERS, texts, st.integers(0, 91), st.integers(1, 12))
def test_of_the_days_of_a_quarter_only_its_last_is_a_guess_of_its_quiz(
    quarter: Quarter, rest: str, days: int, start: int
) -> None:
    last = quarter.last_day(start)
    known = guessed_quarter(quiz_id_prefix(quarter) + rest, last - timedelta(days=days), start)
    assert known == (None if days else quarter)


@given(texts)
def test_the_day_of_any_other_record_is_its_own(record_id: str) -> None:
    assert guessed_quarter(record_id, date(2026, 9, 30)) is None
    assert guessed_quarter(f"o-{quiz_id_prefix(Quarter(2026, 3))}", date(2026, 9, 30)) is None


@pytest.mark.parametrize(
    ("submitted", "day"),
    [("2026-10-02T09:00:00Z", date(2026, 10, 2)), (None, None)],
)
def test_the_day_of_a_submission_is_read_from_its_time(submitted: str | None, day: date | None) -> None:
    assert Quiz(id="q", quarter="2026-Q3", submitted=submitted).submitted_on == day


@given(
    st.lists(st.tuples(st.decimals(0, LARGEST_AMOUNT, places=2), st.floats(0, 1)), min_size=1, max_size=8),
    st.decimals(0, LARGEST_AMOUNT, places=1),
)
def test_money_paid_back_is_taken_off_all_costs_by_the_same_share(
    amounts: list[tuple[Decimal, float]], paid_back: Decimal
) -> None:
    costs = tuple(
        Cost(amount=amount, reimbursed=(amount * Decimal(str(share))).quantize(Decimal("0.01"), ROUND_DOWN))
        for amount, share in amounts
    )
    unpaid = [cost.amount - cost.reimbursed for cost in costs]
    after, rest = with_paid_back(costs, paid_back)
    shares = [new.reimbursed - old.reimbursed for new, old in zip(after, costs, strict=True)]
    assert sum(shares) + rest == paid_back
    assert rest == max(0, paid_back - sum(unpaid))
    paid = (paid_back - rest) / (sum(unpaid) or 1)
    for share, cost in zip(shares, unpaid, strict=True):
        assert 0 <= share <= cost
        assert abs(share - cost * paid) <= Decimal("0.0101")


@pytest.mark.parametrize(
    ("day", "lost_on"), [(date(2026, 8, 24), date(2026, 10, 5)), (date(2026, 10, 5), None), (date(2026, 5, 4), None)]
)
def test_a_no_that_is_new_fell_through_when_it_was_recorded_unless_that_is_long_after(
    day: date, lost_on: date | None
) -> None:
    interview = Outcome(id="o", date=day, kind="interview", status="lost")
    assert interview.with_loss(None, date(2026, 10, 5)).lost_on == lost_on
    won = interview.model_copy(update={"status": "won"})
    assert won.with_loss(None, date(2026, 10, 5)).lost_on is None
