"""Signs that networking takes too much or is one-sided, and that it stopped; each with one small step."""

from datetime import date, timedelta

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.overload import Sign, overload_signs, pause
from netroi_core.relationships.routine import load, load_sentence
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, make_document, won_outcome

TODAY = date(2026, 10, 5)


def signs(raw: Json, today: date = TODAY) -> dict[str, Sign]:
    return {sign.kind: sign for sign in overload_signs(Ledger(Workspace(raw)), today)}


def felt(day: str, *energy: int) -> list[Json]:
    return [{**costly_activity("group_events", "5", day), "energy": level} for level in energy]


@pytest.mark.parametrize(
    ("activities", "is_sign"),
    [
        (felt("2026-08-01", -2, -1, -1), True),
        (felt("2026-08-01", -2, -2), False),
        (felt("2026-08-01", -1, 0, 0), False),
        (felt("2025-08-01", -2, -2, -2), False),
        (felt("2026-05-01", -2, -2, -2), False),
        ([*felt("2026-02-01", -2, -2, -2), *felt("2026-08-01", 1)], True),
        ([*felt("2026-02-01", -2, -2, -2), *felt("2026-08-01", 1, 1, 1, 1), *felt("2026-05-01", 1)], False),
    ],
    ids=["tired", "too few", "hardly", "long ago", "left two quarters ago", "still going there", "better by now"],
)
def test_an_approach_that_drains_is_a_sign_while_it_goes_on(activities: list[Json], is_sign: bool) -> None:
    sign = signs(make_document(activities=activities)).get("energy")
    assert (sign is not None) is is_sign
    if sign:
        assert sign.approach == "group_events"
        assert sign.step == "skip the next group event, or keep it short."


@pytest.mark.parametrize(
    ("energy", "source", "text"),
    [
        ((-1, 0, -1), "quiz", "You felt tired after group events in 2 of the 3 quarters."),
        ((-2, -1, -1), "quiz", "You felt tired or drained after group events in all 3 quarters."),
        ((-2, -2, 0), "journal", "You felt drained after 2 of the 3 group events that you rated."),
    ],
)
def test_a_sign_of_energy_quotes_the_ratings(energy: tuple[int, ...], source: str, text: str) -> None:
    days = ("2026-03-31", "2026-06-30", "2026-09-30")
    rated = [
        {**costly_activity("group_events", "5", day), "energy": level, "source": source}
        for day, level in zip(days, energy, strict=True)
    ]
    assert signs(make_document(activities=rated))["energy"].text == text


@pytest.mark.parametrize(
    ("quarters", "events", "text"),
    [
        ((-1, -2), (-1,), "after group events in both quarters, and after the one group event that you rated."),
        ((-1,), (-2, -1), "after group events in the one quarter, and after both group events that you rated."),
        (
            (-2, -2, -1),
            (1,),
            "in all 3 quarters, and after none of the group events that you rated.",
        ),
    ],
)
def test_a_total_of_a_quarter_is_no_event(quarters: tuple[int, ...], events: tuple[int, ...], text: str) -> None:
    totals = [{**costly_activity("group_events", "5", f"2026-0{3 * number}-28"), "energy": level, "source": "quiz"}
              for number, level in enumerate(quarters, 1)]  # fmt: skip
    sign = signs(make_document(activities=[*totals, *felt("2026-08-01", *events)]))["energy"]
    assert sign.text.endswith(text)


def test_a_sign_of_energy_says_since_when_where_the_latest_quarters_decide() -> None:
    before = [{**costly_activity("group_events", "5", "2025-11-01"), "energy": level} for level in (1, 1, 1, -2)]
    days = ("2026-05-01", "2026-08-01", "2026-08-02")
    latest = [{**costly_activity("group_events", "5", day), "energy": -1} for day in days]
    assert signs(make_document(activities=[*before, *latest]))["energy"].text == (
        "Since April 2026, you felt tired after all 3 group events that you rated."
    )


@pytest.mark.parametrize(
    ("given", "received", "kind"),
    [
        (6, 0, "gives_more"),
        (12, 6, "gives_more"),
        (8, 4, None),
        (5, 1, None),
        (4, 3, None),
        (3, 5, None),
        (1, 5, "receives_more"),
        (3, 0, None),
    ],
)
def test_one_sided_favors_are_a_sign_once_there_are_enough_of_them(given: int, received: int, kind: str | None) -> None:
    favors = [*[{"date": "2026-05-01", "direction": "given"}] * given,
              *[{"date": "2026-08-01", "direction": "received"}] * received]  # fmt: skip
    activities = [costly_activity("one_on_one", "1", day) for day in ("2026-05-02", "2026-08-02")]
    raw = make_document(activities=activities, exchanges=favors)
    assert [name for name in signs(raw) if name in ("gives_more", "receives_more")] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("profile", "is_sign", "is_told"),
    [
        ({}, False, True),
        ({"between_jobs": ["2026-Q2"]}, False, True),
        ({"between_jobs": ["2026-Q3"]}, False, False),
        ({"between_jobs": ["2026-Q3"], "weekly_hours_cap": 6}, True, True),
        ({"weekly_hours_cap": 6}, True, True),
    ],
    ids=["at work", "at work again", "between jobs", "between jobs by a limit of one's own", "by a limit of one's own"],
)
def test_only_a_limit_of_ones_own_is_a_sign(profile: Json, is_sign: bool, is_told: bool) -> None:
    days = [{**costly_activity("one_on_one", "1", f"2026-08-{day:02}"), "hours": {"attending": 5}}
            for day in range(1, 29)]  # fmt: skip
    raw = make_document(profile=profile, activities=days)
    ledger = Ledger(Workspace(raw))
    sign, spent = signs(raw).get("hours"), load_sentence(load(ledger, ledger.quarters), ledger.quarters, Words())
    assert (sign is not None) is is_sign
    assert ("limit of 6" in spent) is is_told
    if sign:
        assert sign.text.startswith(
            "From July to September 2026, you spent 10.7 hours a week on networking, more than "
        )


@pytest.mark.parametrize(
    ("today", "later", "is_shown"),
    [
        (date(2026, 10, 2), False, True),
        (date(2026, 10, 16), False, True),
        (date(2026, 10, 17), False, False),
        (date(2026, 10, 5), True, False),
    ],
    ids=["the day it was submitted", "two weeks later", "after that", "a later quiz without a note"],
)
def test_a_note_of_strain_is_one_gentle_line_for_two_weeks_and_never_quoted(
    today: date, later: bool, is_shown: bool
) -> None:
    noted = {"quarter": "2026-Q3", "submitted": "2026-10-02T10:00:00Z", "strain": "I can't sleep"}
    blank = {"quarter": "2026-Q4", "submitted": "2026-10-03T10:00:00Z"}
    raw = make_document(
        activities=[costly_activity("one_on_one", "1", "2026-08-02")], quizzes=[noted, *[blank] * later]
    )
    texts = [sign.text for sign in overload_signs(Ledger(Workspace(raw)), today)]
    line = "In your last quiz you wrote that it gets too much. Keep one evening free this week."
    assert texts == [line] * is_shown


def test_a_quarter_is_told_in_months_of_the_fiscal_year() -> None:
    long_days = [{**costly_activity("one_on_one", "1", f"2026-08-{day:02d}"), "hours": {"attending": 10}}
                 for day in range(1, 11)]  # fmt: skip
    raw = make_document(profile={"fiscal_year_start": 4, "weekly_hours_cap": 6}, activities=long_days)
    assert signs(raw)["hours"].text.startswith("From July to September 2026, you spent ")


def test_evenings_beyond_the_limit_are_a_sign_that_names_it() -> None:
    evenings = [{**costly_activity("one_on_one", "1", f"2026-08-{day:02d}"), "evening": True} for day in range(1, 32)]
    raw = make_document(profile={"weekly_evenings_cap": 2}, activities=evenings)
    assert signs(raw)["evenings"].text == (
        "From July to September 2026, you spent more evenings a week on networking than your limit of 2."
    )


def test_hours_beyond_the_cap_are_a_sign() -> None:
    long_days = [{**costly_activity("one_on_one", "1", f"2026-08-{day:02d}"), "hours": {"attending": 10}}
                 for day in range(1, 11)]  # fmt: skip
    own = {"weekly_hours_cap": 6, "locale": "de_DE"}
    assert "7,6 hours a week on networking, more than your limit of 6." in (
        signs(make_document(profile=own, activities=long_days))["hours"].text
    )
    assert "hours" not in signs(make_document(profile=own, activities=long_days[:2]))


@pytest.mark.parametrize(("cap", "is_sign"), [(7.0, False), (6.8, True)])
def test_a_few_minutes_a_week_beyond_a_limit_are_no_reason_to_rest(cap: float, is_sign: bool) -> None:
    # 100 hours and 92 evenings in 92 days, 7.6 and 7 a week: 9% beyond 7 and 6.4, 12% and 13% beyond 6.8 and 6.2.
    first = date(2026, 7, 1)
    days = [costly_activity("one_on_one", "1", str(first + timedelta(days=later))) for later in range(92)]
    raw = make_document(
        profile={"weekly_hours_cap": cap, "weekly_evenings_cap": cap - 0.6},
        activities=[{**row, "hours": {"attending": 100 / 92}, "evening": True} for row in days],
    )
    assert [kind in signs(raw) for kind in ("hours", "evenings")] == [is_sign, is_sign]


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (("2026-03-01", "2026-05-20"), "stopped"),
        (("2026-05-01", "2026-08-20"), None),
        (("2026-05-20",), None),
        ((), None),
    ],
    ids=["quiet for a quarter", "still active", "never steady", "nothing on record"],
)
def test_a_steady_time_that_stopped_is_noticed(days: tuple[str, ...], kind: str | None) -> None:
    raw = make_document(
        activities=[costly_activity("one_on_one", "1", day) for day in days],
        outcomes=[won_outcome("5", "one_on_one", "2026-05-20")],
    )
    noticed = pause(Ledger(Workspace(raw)), TODAY)
    assert (noticed.kind if noticed else None) == kind


@pytest.mark.parametrize("later", [0, 1, 4])
@pytest.mark.parametrize("from_quizzes", [(1, 2), (1,), (2,)], ids=["both", "the first", "the last"])
def test_whoever_enters_quarters_by_quiz_has_stopped_nothing_before_the_next_one(
    later: int, from_quizzes: tuple[int, ...]
) -> None:
    ends = {1: "2026-03-31", 2: "2026-06-30"}
    talks = [{**costly_activity("one_on_one", "1", day), **({"source": "quiz"} if number in from_quizzes else {})}
             for number, day in ends.items()]  # fmt: skip
    assert pause(Ledger(Workspace(make_document(activities=talks))), TODAY + timedelta(days=92 * later)) is None


@pytest.mark.parametrize(
    ("profile", "is_told"),
    [
        ({"between_jobs": ["2026-Q1"]}, True),
        ({"between_jobs": ["2026-Q1"], "purpose": "find_work"}, False),
        ({"between_jobs": ["2026-Q1", "2026-Q3"]}, False),
    ],
    ids=["employed again", "looking while employed", "between jobs once more"],
)
def test_whoever_still_looks_for_work_is_not_told_of_good_times(profile: Json, is_told: bool) -> None:
    talks = [{**costly_activity("one_on_one", "5", f"2026-0{month}-20"), "hours": {"attending": hours}}
             for month, hours in ((2, 90), (5, 2), (9, 2))]  # fmt: skip
    now = pause(Ledger(Workspace(make_document(profile=profile, activities=talks))), TODAY)
    assert bool(now and "You network mostly while you look for work." in now.text) is is_told


def test_a_pause_is_told_truly_and_with_what_is_quiet_since_a_job_was_found() -> None:
    # A favor two weeks ago: activities have stopped, yet something was logged.
    people = [{"id": f"c{index}", "name": f"Person {index}", "met": {"date": "2026-03-02", "approach": "one_on_one"}}
              for index in range(5)]  # fmt: skip
    raw = make_document(
        activities=[costly_activity("one_on_one", "1", day) for day in ("2026-03-01", "2026-05-20")],
        contacts=people,
        exchanges=[{"date": "2026-09-20", "contact": "c0", "direction": "received"}],
    )
    before = pause(Ledger(Workspace(raw)), TODAY)
    job = {**won_outcome("5", "one_on_one", "2026-05-20"), "id": "job", "kind": "role"}
    after = pause(Ledger(Workspace({**raw, "outcomes": [job]})), TODAY)
    assert before
    assert before.text == (
        "You haven’t logged an activity in 19 weeks. Before that, you networked regularly. "
        "Ease back in: one message to one person is enough this week."
    )
    assert after
    assert after.text == (
        "You haven’t logged an activity in 19 weeks. "
        "Nothing is on record with 4 of your 5 contacts since you got the job: they’ll be glad to hear how it’s going. "
        "Ease back in: one message to one person is enough this week."
    )
