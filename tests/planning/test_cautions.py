"""Cautions about a mix: what its forecast can't see, hours beyond the cap, what drains, and one-sided favors."""

from dataclasses import replace

import polars as pl
import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.baseline import Baseline
from netroi_core.planning.cautions import cautions
from netroi_core.planning.mix import Effort, Mix
from netroi_core.planning.signals import Signals, signals
from netroi_core.quarters import Quarter, span
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, make_document

YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))


def mix(*hours: float) -> Mix:
    return {approach: Effort(count) for approach, count in zip(APPROACHES, hours, strict=True)}


EVENLY = mix(10, 10, 10)


BEYOND = "That is 7.1 hours a week, beyond the 6 that {}: do less, and do it better."
DRAINING = "This plan asks for more group events, and you lose energy there: set a limit, and rest."
GIVEN = "Through {} you give far more than you receive: it is fine to say no."
RECEIVED = "Through {} you receive far more than you give: give something back first."
MORE = mix(11, 11, 11)
CALM = Signals(draining=frozenset(), strained=frozenset(), fruitless={}, feeders=frozenset(), cherished=None)


def cautions_of(raw: Json, plan: Mix, usual: Mix = EVENLY) -> list[str]:
    ledger = Ledger(Workspace(raw))
    columns = dict.fromkeys(("hours", "total_cost"), pl.Float64)
    no_rows = pl.DataFrame(schema={"quarter": pl.Int64, "approach": pl.String, **columns})
    baseline = Baseline((), usual, True, no_rows)
    noticed = signals(ledger, YEAR, Options(), baseline, None, None, None)
    return cautions(plan, usual, replace(noticed, unproven=frozenset()), ledger, Quarter(2026, 2), Words())


def cautioned(plan: Mix, noticed: Signals) -> list[str]:
    return cautions(plan, EVENLY, noticed, Ledger(Workspace(make_document())), Quarter(2026, 2), Words())


def felt(approach: str, *energy: int | None) -> list[Json]:
    return [{**costly_activity(approach, "5"), "energy": level} for level in energy]


def favors(direction: str, count: int, contact: str | None = None) -> list[Json]:
    return [{"date": "2026-09-01", "direction": direction, "contact": contact}] * count


def test_a_mix_within_the_cap_that_neither_drains_nor_is_one_sided_has_no_caution() -> None:
    raw = make_document(activities=felt("one_on_one", 1, 2), exchanges=[*favors("given", 3), *favors("received", 3)])
    assert cautions_of(raw, MORE) == []


@pytest.mark.parametrize(
    ("profile", "whose"), [({"weekly_hours_cap": 6}, "you set yourself"), ({}, "are the usual limit")]
)
def test_hours_a_week_beyond_the_cap_are_cautioned_and_the_cap_itself_is_not(profile: Json, whose: str) -> None:
    raw = make_document(profile=profile)
    assert cautions_of(raw, mix(40, 32, 20)) == [BEYOND.format(whose)]
    assert cautions_of(raw, mix(39, 39, 0.000001)) == []


@pytest.mark.parametrize(
    ("plan", "is_cautioned"),
    [(mix(12, 5, 5), True), (mix(10, 20, 0), False), (mix(9, 0, 0), False)],
    ids=["more than usual", "as usual", "less, if only that"],
)
def test_a_mix_that_asks_for_more_of_what_drains_is_cautioned(plan: Mix, is_cautioned: bool) -> None:
    raw = make_document(activities=[*felt("group_events", -2, 1, -1, -2, None), *felt("one_on_one", 0, 0, 0)])
    assert cautions_of(raw, plan) == ([DRAINING] if is_cautioned else [])


def test_two_bad_days_are_no_pattern() -> None:
    assert cautions_of(make_document(activities=felt("group_events", -2, -2)), MORE) == []


def test_what_drained_before_the_window_is_over() -> None:
    before = [{**costly_activity("group_events", "5", "2025-12-01"), "energy": -2}] * 3
    assert cautions_of(make_document(activities=before), MORE) == []


def test_the_latest_quarters_decide_what_drains_where_enough_of_them_is_rated() -> None:
    def rated(day: str, energy: int) -> list[Json]:
        return [{**costly_activity("group_events", "5", day), "energy": energy}] * 3

    better = [*rated("2026-02-01", -2), *rated("2026-05-01", 1), *rated("2026-08-01", 1)]
    worse = [*rated("2026-02-01", 2), *rated("2026-05-01", -1), *rated("2026-08-01", -1)]
    assert cautions_of(make_document(activities=better), MORE) == []
    assert cautions_of(make_document(activities=worse), MORE) == [DRAINING]


@pytest.mark.parametrize(
    ("note", "plan", "caution"),
    [
        (
            "I dread the mixers",
            MORE,
            "This plan asks for more group events, named in your note of what’s too much.",
        ),
        ("I can't sleep", MORE, None),
        ("I dread the mixers", EVENLY, None),
    ],
)
def test_a_mix_that_asks_for_more_of_what_a_note_names_is_cautioned(note: str, plan: Mix, caution: str | None) -> None:
    raw = make_document(quizzes=[{"quarter": "2026-Q4", "submitted": "2026-11-02T09:00:00Z", "strain": note}])
    assert cautions_of(raw, plan) == ([caution] if caution else [])


def people(**approaches: str | None) -> list[Json]:
    """Contacts c1, c2, …, each met by an approach; of None it is not known how."""
    return [
        {"name": name, "met": {"date": "2026-01-01", "approach": approach} if approach else None}
        for name, approach in approaches.items()
    ]


def test_more_of_an_approach_through_which_only_one_side_gives_is_cautioned_though_the_whole_is_balanced() -> None:
    raw = make_document(
        contacts=people(ada="social_media", ben="one_on_one"),
        exchanges=[*favors("given", 6, "c1"), *favors("received", 6, "c2")],
    )
    received_more, given_more = RECEIVED.format("one-on-one"), GIVEN.format("social media")
    assert cautions_of(raw, MORE) == [received_more, given_more]
    assert cautions_of(raw, mix(0, 11, 0)) == [received_more]
    assert cautions_of(raw, EVENLY) == []


def test_what_is_one_sided_in_all_is_a_sign_of_its_own_and_no_caution_about_an_approach() -> None:
    raw = make_document(contacts=people(ada="social_media"), exchanges=favors("given", 6, "c1"))
    assert cautions_of(raw, MORE) == []


def test_a_cut_of_what_led_to_nothing_says_that_its_loss_is_assumed() -> None:
    assumed = "Nothing has come of {} so far, so what a usual quarter would bring there is NetROI’s own assumption."
    noticed = replace(CALM, unproven=frozenset({"group_events", "social_media"}))
    assert cautioned(mix(10, 10, 0), noticed) == [assumed.format("social media")]
    assert cautioned(mix(0, 10, 5), noticed) == [assumed.format("group events and social media")]
    assert cautioned(mix(10, 0, 10), noticed) == cautioned(MORE, noticed) == []


def test_a_cut_of_what_the_value_came_by_says_that_it_may_cost_more() -> None:
    feeding = "Most of your value came by way of {}: a cut there may cost you more than the estimate says"
    noticed = replace(CALM, feeders=frozenset({"group_events", "one_on_one"}))
    assert [text.split(",")[0] for text in cautioned(mix(0, 10, 10), noticed)] == [feeding.format("group events")]
    both = feeding.format("group events and one-on-one")
    assert [text.split(",")[0] for text in cautioned(mix(5, 5, 0), noticed)] == [both]
    assert cautioned(mix(10, 10, 0), noticed) == cautioned(MORE, noticed) == []
