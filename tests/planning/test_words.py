"""The advice in units of life, with its reasons and its test; forecasts, and what they assume."""

from dataclasses import replace

import polars as pl
import pytest

from netroi_core.planning.advice import Advice, Held, NoTest, Reason
from netroi_core.planning.baseline import Baseline, Evenings
from netroi_core.planning.energy import Part, PartKind
from netroi_core.planning.learning import LearningOffer
from netroi_core.planning.mix import Because, Effort, Mix
from netroi_core.planning.outlook import Forecast
from netroi_core.planning.signals import Signals
from netroi_core.planning.words import PlanWords, assumption, forecast_sentence
from netroi_core.quarters import Quarter
from netroi_core.report.index_points import IndexWords
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES, Purpose

FORECAST = Forecast(40.0, 400.0, 2000.0, 1200.0, -300.0, 1300.0, 5000.0, 0.83)
SEQUENCE = frozenset({"group_events", "one_on_one"})
CALM = Signals(frozenset(), frozenset(), {}, frozenset(), None)
USUAL = (20.0, 12.0, 9.0)
WITHOUT_AMOUNTS = IndexWords("en_US", "XXX")


def mix(*hours: float) -> Mix:
    return {name: Effort(number) for name, number in zip(APPROACHES, hours, strict=True)}


def advice(
    advised: tuple[float, ...] | None,
    *,
    usual: tuple[float, ...] = USUAL,
    each: float | None = 2.0,
    held: tuple[Held, ...] = (),
    learning: LearningOffer | None = None,
    no_test: NoTest | None = None,
    passed_over: LearningOffer | None = None,
    reason: Reason | None = None,
) -> Advice:
    rows = [(name, effort.hours, effort.hours / each if each else 0.0) for name, effort in mix(*usual).items()]
    cells = pl.DataFrame(rows, schema=["approach", "hours", "activities"], orient="row")
    activity_hours = dict.fromkeys(mix(*usual), each) if each else {}
    baseline = Baseline((Quarter(2026, 3),), mix(*usual), True, cells, activity_hours=activity_hours)
    return Advice(baseline, mix(*advised) if advised else None, None, learning, no_test, passed_over, reason, held)


def words_of(
    plan: Advice, signals: Signals = CALM, purpose: Purpose | None = None, words: Words | None = None
) -> PlanWords:
    return PlanWords(plan, signals, purpose, words or Words())


@pytest.mark.parametrize(
    ("advised", "each", "sentence"),
    [
        ((20, 24, 9), 2.0, "Have two more one-on-ones a month. That takes about 12 more hours a quarter."),
        ((14, 12, 9), 2.0, "Go to one fewer group event a month. That frees up about 6 hours a quarter."),
        ((20, 16, 9), 2.0, "Have two more one-on-ones a quarter. That takes about 4 more hours a quarter."),
        ((20, 12, 48), 0.5, "Do six more social media sessions a week. That takes about 39 more hours a quarter."),
        ((29, 12, 9), 20.0, "Go to one more group event every six months. That takes about 9 more hours a quarter."),
        ((20, 18, 9), None, "Spend 6 more hours in one-on-ones a quarter. That takes about 6 more hours a quarter."),
        ((20, 12, 4.5), 2.0, "Cut your time on social media in half. That frees up about 5 hours a quarter."),
        ((10, 12, 4.5), 2.0,
         "Cut your time at group events and on social media in half. That frees up about 15 hours a quarter."),
        ((0, 12, 9), 2.0, "Drop group events for now. That frees up about 20 hours a quarter."),
        ((14, 18, 9), 2.0,
         "Each month, go to one fewer group event and have one more one-on-one. Your total hours stay the same."),
        ((20, 13, 9), 1.0, "Have one more one-on-one a quarter. That takes about 1 more hour a quarter."),
        ((20, 18, 9), 1.5, "Have four more one-on-ones a quarter. That takes about 6 more hours a quarter."),
        ((20, 24, 9), 1.0, "Have four more one-on-ones a month. That takes about 12 more hours a quarter."),
    ],
)  # fmt: skip
def test_the_next_step_is_told_in_units_of_life(advised: tuple[float, ...], each: float | None, sentence: str) -> None:
    assert words_of(advice(advised, each=each)).next_step() == sentence


@pytest.mark.parametrize(
    ("advised", "each", "sentence"),
    [((10, 24, 9), 2.0, "Have two more one-on-ones a month and cut your time at group events in half."),
     ((20, 18, 9), None, "Spend more time in one-on-ones."),
     ((20, 6, 2), None, "Spend less time on social media and cut your time in one-on-ones in half.")],
)  # fmt: skip
def test_without_amounts_no_hours_are_told(advised: tuple[float, ...], each: float | None, sentence: str) -> None:
    plan = advice(advised, each=each, held=(Held("one_on_one", "ramp"),))
    assert words_of(plan, words=WITHOUT_AMOUNTS).next_step() == sentence
    assert words_of(plan, words=WITHOUT_AMOUNTS).reasons() == ("Grow one-on-one step by step.",)


@pytest.mark.parametrize(
    ("advised", "money", "sentence"),
    [
        ((20, 12, 0), -780.0, "That frees up about 9 hours and $780 a quarter."),
        ((20, 12, 0), 144.0, "That frees up about 9 hours a quarter. It costs about $140 more a quarter."),
        ((20, 12, 0), -3.0, "That frees up about 9 hours a quarter."),
        ((20, 16, 9), 40.0, "That takes about 4 more hours a quarter. It costs about $40 more a quarter."),
        # Less than an hour is none to speak of.
        ((20, 16, 4.4), -40.0, "Your total hours stay the same. It saves about $40 a quarter."),
        ((20, 16, 5), -40.0, "Your total hours stay the same. It saves about $40 a quarter."),
    ],
)
def test_money_that_is_freed_or_taken_is_told(advised: tuple[float, ...], money: float, sentence: str) -> None:
    plan = advice(advised)
    assert plan.mix
    usual = {**plan.baseline.mix, "social_media": Effort(9, 1000)}
    mix = {**plan.mix, "social_media": Effort(advised[2], 1000 + money)}
    changed = words_of(replace(plan, mix=mix, baseline=replace(plan.baseline, mix=usual)))
    assert changed.next_step().endswith(sentence)


def part_of(kind: PartKind, name: str) -> Signals:
    return replace(CALM, parts={"one_on_one": Part("one_on_one", kind, name, 8.0, 4.0, 4.0)})


@pytest.mark.parametrize(
    ("kind", "name", "several"),
    [
        ("evening", "evening", "evening one-on-ones"),
        ("length", "longer", "longer one-on-ones"),
        ("channel", "phone", "one-on-ones by phone"),
        ("venue", "Harbor", "one-on-ones at “Harbor”"),
        ("title", "接待", "“接待” one-on-ones"),
    ],
)
def test_the_part_to_cut_is_named(kind: PartKind, name: str, several: str) -> None:
    plan = advice((20, 8, 9), held=(Held("one_on_one", "energy"),))
    halved = words_of(plan, part_of(kind, name))
    freed = "That frees up about {} hours a quarter, and spares your energy."
    assert halved.next_step() == f"Cut {several} in half. {freed.format(4)}"
    assert halved.reasons() == (f"Cut back on {several}: you lose energy there, and not in your other one-on-ones.",)
    fewer = words_of(advice((20, 10, 9)), part_of(kind, name)).next_step()
    one = several.replace("one-on-ones", "one-on-one")
    assert fewer == f"Have one fewer {one} a quarter. {freed.format(2)}"


def test_a_part_and_another_approach_are_cut_in_half_at_once() -> None:
    assert (
        words_of(advice((10, 8, 4.5)), part_of("evening", "evening"))
        .next_step()
        .startswith("Cut evening one-on-ones and your time at group events and on social media in half. ")
    )


def test_a_part_that_a_person_named_is_not_told_without_amounts() -> None:
    for kind in ("title", "venue"):
        step = words_of(advice((20, 6, 9)), part_of(kind, "Secret"), words=WITHOUT_AMOUNTS).next_step()  # type: ignore[arg-type]  # both are kinds
        assert step == "Cut your time in one-on-ones in half."


@pytest.mark.parametrize(
    ("advised", "sentence"),
    [
        ((20, 6, 9), "It also frees up about 5 evenings a quarter, which brings you back within your limit."),
        ((10, 12, 9), "Keep 2 more evenings free a quarter, to stay within your limit."),
        (None, "Keep 2 more evenings free a quarter, to stay within your limit."),
    ],
)
def test_evenings_beyond_the_limit_are_told(advised: tuple[float, ...] | None, sentence: str) -> None:
    plan = advice(advised, reason=None if advised else "hold")
    late = replace(plan.baseline, evenings={"one_on_one": Evenings(10, 12)})
    words = words_of(replace(plan, baseline=late, fewer_evenings=1.4))
    assert words.next_step().endswith(sentence)
    assert (
        "evening" not in words_of(replace(plan, baseline=late, fewer_evenings=1.4), words=WITHOUT_AMOUNTS).next_step()
    )


@pytest.mark.parametrize(
    ("advised", "sentences"),
    [
        ((20, 6, 9), "It also frees up about 5 evenings a quarter, which brings you back within both of your limits."),
        ((10, 12, 9), "It brings you back within your limit of 6 hours a week. Keep 2 more evenings free a quarter as "
         "well."),
    ],
)  # fmt: skip
def test_two_limits_are_told_once(advised: tuple[float, ...], sentences: str) -> None:
    plan = advice(advised)
    late = replace(plan.baseline, evenings={"one_on_one": Evenings(10, 12)})
    said = words_of(replace(plan, baseline=late, fewer_evenings=1.4, limit=78.0)).next_step()
    assert said.endswith(sentences)
    assert said.count(" within ") == 1


def test_a_plan_that_also_cuts_what_gives_energy_says_where_it_spares_some() -> None:
    tiring = replace(CALM, draining=frozenset({"group_events"}), joyful=frozenset({"social_media"}))
    fruitless = replace(tiring, fruitless={"social_media": 3}, unproven=frozenset({"social_media"}))
    words = words_of(advice((18, 12, 4.5)), fruitless)
    assert words.next_step().endswith(", and spares your energy at group events.")
    assert words_of(advice((18, 12, 9)), fruitless).next_step().endswith(", and spares your energy.")
    assert "energy" not in words_of(advice((20, 12, 4.5)), fruitless).next_step()
    assert words.reasons_to_cut() == ("Social media gives you energy, but led to nothing so far.",)
    assert words_of(advice((18, 12, 4.5)), fruitless, words=WITHOUT_AMOUNTS).reasons_to_cut() == (
        "Social media led to nothing so far.",
    )


@pytest.mark.parametrize(
    ("reason", "signals", "sentence"),
    [
        ("hold", replace(CALM, cherished="group_events"),
         "Keep your usual hours: group events led to what you rated highest."),
        ("hold", CALM, "Keep your usual hours: shifting an hour or more a month isn’t likely to help."),
        ("too_close", CALM, "Keep your usual hours for now: no approach is clearly better than the others yet."),
        ("hold", replace(CALM, cherished="group_events", feeders=SEQUENCE, rated=frozenset({"group_events"})),
         "Keep your usual hours: group events led to what you rated highest."),
        ("too_close", replace(CALM, cherished="group_events", feeders=SEQUENCE, rated=SEQUENCE),
         "Keep your usual hours: group events and one-on-one led to what you rated highest, and no approach clearly "
         "pays more."),
        ("hold", replace(CALM, fruitless={"social_media": 3}, unproven=frozenset({"social_media"})),
         "Keep your usual hours: social media won nothing so far, but cutting it in half would free less than "
         "an hour a month."),
        ("no_better", CALM, "Keep your usual hours: nothing within reach is likely to do better."),
        ("not_enough_data", CALM,
         "Keep your usual hours for now. There’s too little on record for a plan: log what your networking leads to."),
    ],
)  # fmt: skip
def test_no_change_is_told_with_its_reason(reason: Reason, signals: Signals, sentence: str) -> None:
    assert words_of(advice(None, reason=reason), signals).next_step() == sentence


def test_what_the_finding_keeps_is_kept_with_what_is_rated_highest() -> None:
    rated = replace(CALM, cherished="group_events")
    kept = replace(words_of(advice(None, reason="too_close"), rated), kept=("one_on_one",))
    assert kept.next_step() == (
        "Keep one-on-one and group events, at your usual hours for now: it’s too early to say which approach is best, "
        "and group events led to what you rated highest."
    )
    both = replace(kept, kept=("group_events", "one_on_one"))
    assert both.next_step().endswith("it’s too early to say which approach is best.")


def test_where_money_is_no_yardstick_no_change_is_told_by_the_goal() -> None:
    assert words_of(advice(None, reason="hold"), purpose="learn").next_step() == (
        "Keep doing what you’re doing. Money alone doesn’t show what would bring you closer to your goal."
    )


def test_without_a_usual_quarter_the_next_step_is_to_log_one() -> None:
    plan = advice(None, usual=(0.0, 0.0, 0.0), reason="not_enough_data")
    assert words_of(plan).next_step() == "Log a quarter of networking first; then there is something to plan from."


def test_after_a_pause_the_next_step_is_small() -> None:
    plan = advice(None, reason="hold")
    stopped = replace(plan, no_test="pause", baseline=replace(plan.baseline, is_current=False))
    assert words_of(stopped).next_step() == "Ease back in: one message to one person is enough this week."
    assert words_of(stopped).test() == "Nothing to try out for now: get going again first."


@pytest.mark.parametrize(
    ("because", "advised", "sentence"),
    [
        ("energy", 12, "Don’t add one-on-one: you lose energy there."),
        ("energy", 6, "Cut back on one-on-one: you lose energy there."),
        ("strain", 12, "Don’t add one-on-one: your note of what’s too much names it."),
        ("feeder", 12, "Keep one-on-one: most of your value came that way."),
        ("feeder", 8, "Don’t cut one-on-one any further: most of your value came that way."),
        ("intangibles", 12, "Keep one-on-one: what it led to besides money, you rated highly."),
        ("cap", 12, "More one-on-one would likely pay, but your limits are reached."),
        ("ramp", 18, "Grow one-on-one step by step: 6 more hours will do for one quarter."),
    ],
)
def test_what_holds_an_approach_back_is_told(because: Because, advised: float, sentence: str) -> None:
    plan = advice((20, advised, 9), held=(Held("one_on_one", because),))
    assert words_of(plan).reasons() == (sentence,)


def test_what_a_note_of_strain_names_is_told_in_its_number() -> None:
    plan = advice(USUAL, held=(Held("group_events", "strain"),))
    assert words_of(plan).reasons() == ("Don’t add group events: your note of what’s too much names them.",)


def test_what_is_attended_every_week_can_not_be_attended_more() -> None:
    plan = advice(USUAL, held=(Held("group_events", "cap"),))
    saturated = replace(CALM, saturated=frozenset({"group_events"}))
    assert words_of(plan, saturated).reasons() == (
        "More group events would likely pay, but you are there every week already.",
    )


OFFER = LearningOffer("one_on_one", 4.0, 2, 300.0, 500.0)


def test_a_test_is_told_with_its_cost_and_what_it_saves() -> None:
    plan = advice(None, learning=OFFER, reason="too_close")
    assert words_of(plan).test() == (
        "Worth a test: two more one-on-ones next quarter. It costs about $300, and what you learn is estimated to be "
        "worth about $800 within a year."
    )
    assert words_of(plan, words=WITHOUT_AMOUNTS).test() == "Worth a test: two more one-on-ones next quarter."


@pytest.mark.parametrize(
    ("worth", "sentence"),
    [
        (-200.0, "Trying more just to find out isn’t worth it: one more one-on-one would cost about $300, and "
         "what you’d learn is estimated to be worth only about $100 within a year."),
        (-299.0, "Trying more just to find out isn’t worth it: one more one-on-one would cost about $300, and could "
         "hardly change the plan."),
    ],
)  # fmt: skip
def test_a_test_that_is_not_worth_it_is_named_with_what_it_would_save(worth: float, sentence: str) -> None:
    plan = advice(None, passed_over=replace(OFFER, activities=1, worth=worth), no_test="not_worth_it")
    assert words_of(plan).test() == f"New outcomes, as they come. {sentence}"
    assert (
        words_of(plan, words=WITHOUT_AMOUNTS).test()
        == "New outcomes, as they come. Trying more just to find out isn’t worth it right now."
    )


def test_a_test_of_what_is_known_by_its_hours_alone_is_counted_in_hours() -> None:
    plan = advice(None, passed_over=replace(OFFER, activities=1, worth=-299.0), no_test="not_worth_it")
    totals = replace(plan, baseline=replace(plan.baseline, activity_hours={}))
    assert ": one more hour in one-on-ones would cost about $300" in words_of(totals).test()
    two = replace(totals, learning=OFFER, passed_over=None, reason="too_close")
    assert words_of(two).test().startswith("Worth a test: two more hours in one-on-ones next quarter.")


def test_what_was_never_done_is_not_offered_as_one_more() -> None:
    plan = advice(None, usual=(20.0, 0.0, 9.0), learning=replace(OFFER, activities=1), reason="too_close")
    assert words_of(plan).test().startswith("Worth a test: one one-on-one next quarter.")


@pytest.mark.parametrize(
    ("no_test", "purpose", "start"),
    [
        ("no_outcomes", None, "A win that can be repeated, like a client."),
        ("unpriced", None, "Your pay: "),
        ("no_room", None, "New outcomes, as they come: "),
        ("purpose", "learn", "Your ratings: "),
        ("purpose", "find_work", "Interviews and referrals: "),
        ("purpose", "raise_money", "Meetings with investors: "),
    ],
)
def test_where_no_test_can_be_weighed_it_says_what_would_change_the_plan(
    no_test: NoTest, purpose: Purpose | None, start: str
) -> None:
    for words in (Words(), WITHOUT_AMOUNTS):
        sentence = words_of(advice(None, no_test=no_test), purpose=purpose, words=words).test()
        assert sentence.startswith(start)
        assert sentence.endswith(".")


def test_where_nothing_is_linked_links_would_change_the_plan() -> None:
    unlinked = replace(CALM, is_unlinked=True)
    said = words_of(advice(None, no_test="no_outcomes"), signals=unlinked).test()
    assert said == "Links: add the activities that led to your outcomes."


def test_where_the_plan_changes_everything_there_is_nothing_left_to_test() -> None:
    sentence = "What next quarter brings: this plan already tries all that’s within reach."
    assert words_of(advice((10, 18, 4), no_test="no_room")).test() == sentence


def test_a_forecast_is_an_estimate_with_its_range_and_odds() -> None:
    low = Words().money(-300)
    assert forecast_sentence(FORECAST, Words()) == (
        f"Estimated net benefit: $1,200 a quarter on average, 90% likely to be between {low} and $5,000. "
        "It’s about 85% likely to beat your usual quarter."
    )


def test_without_amounts_it_is_told_for_each_unit() -> None:
    assert forecast_sentence(FORECAST, WITHOUT_AMOUNTS) == (
        "Estimated: each 1 of money and time would return about 1.6 on average, 90% likely to be between 0.9 and 3.5."
    )


def test_a_mix_that_returns_less_says_what_it_saves() -> None:
    usual = replace(FORECAST, expected=FORECAST.expected + 23, hours=FORECAST.hours + 8)
    assert forecast_sentence(FORECAST, Words(), usual).endswith(
        "That’s about $23 less than in your usual quarter, but it frees 8 hours."
    )
    assert forecast_sentence(FORECAST, Words(), usual, saves_energy=True).endswith("but it saves your energy.")
    no_hours = replace(usual, hours=FORECAST.hours)
    assert forecast_sentence(FORECAST, Words(), no_hours).endswith("likely to beat your usual quarter.")


def test_a_forecast_beyond_belief_and_one_of_no_cost_are_not_told() -> None:
    for wild in (replace(FORECAST, expected=1e6), replace(FORECAST, cost=0.0)):
        assert forecast_sentence(wild, Words()) == "Too little is known to say what such a quarter returns."


def test_the_assumption_says_what_twice_the_effort_is_worth() -> None:
    assert "1.6 times as much" in assumption(0.7, Words())
    assert "without limit" in assumption(1.0, Words())
