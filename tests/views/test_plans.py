"""Plans side by side: the usual one, the own plan, the advised one and those kept, with forecasts and cautions."""

import re
from dataclasses import replace
from datetime import date

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.advice import WORTHWHILE_GAIN
from netroi_core.planning.mix import Effort, Limits, total_effort
from netroi_core.planning.outlook import Forecast
from netroi_core.planning.words import forecast_sentence
from netroi_core.quarters import Quarter
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.views.plans import ADVISED, USUAL, YOUR_PLAN, Efforts, PlanRequest, Plans, efforts_of, mix_of, plans
from netroi_core.wording.findings import Findings
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import (
    LIVES,
    TODAY,
    Json,
    costly_activity,
    ended_search,
    load_document,
    make_document,
    situation_of,
    won_outcome,
)
from tests.drawings import chart_errors, drawn_texts

NEXT = Quarter(2026, 4)
EACH = (Effort(10, 50), Effort(20, 80), Effort(5, 0))


def planned(
    raw: Json, mine: Efforts | None = None, kept: tuple[tuple[str, Efforts], ...] = (), weekly: float = 5
) -> Plans:
    ledger = Ledger(Workspace(raw))
    situation = Situation(ledger, ledger.quarters, Options(), date(2026, 10, 5))
    usual = efforts_of(situation.baseline.mix)
    return plans(situation, NEXT, PlanRequest(Limits(weekly * 92 / 7, 700), 0.7, mine or usual, kept))


def test_efforts_are_a_mix_that_compares_by_value() -> None:
    assert efforts_of(mix_of(EACH)) == EACH
    assert list(mix_of(EACH)) == list(APPROACHES)


def test_without_an_own_plan_there_are_the_usual_and_the_advised_one_and_an_invitation() -> None:
    result = planned(load_document("sample"))
    assert [name for name, _, _ in result.compared] == [USUAL, ADVISED]
    assert "Move a slider" in result.mine
    assert result.charts[0].title.startswith("If nothing changes: ")
    assert result.charts[1].title == "A usual quarter takes about 44 hours"
    message = {**costly_activity("social_media", "5"), "hours": {"attending": 0.2}}
    tiny = planned(make_document(activities=[message], outcomes=[won_outcome("9", "social_media")]))
    assert tiny.charts[-1].title == "A usual quarter takes less than an hour"


def test_the_past_is_put_beside_an_estimate_that_differs_with_the_reason() -> None:
    raw = load_document("sample")
    subtitle = planned(raw).charts[0].subtitle
    assert "Your quarters from Q4 2024 to Q3 2026 averaged $" in subtitle
    assert "The estimate is lower because it leaves out one-time wins, like a new job (−$" in subtitle
    recurring = [row for row in raw["outcomes"] if row["kind"] not in ("role", "raise")]
    subtitle = planned({**raw, "outcomes": recurring}).charts[0].subtitle
    assert "averaged −$882. The estimate is higher because open outcomes count by " in subtitle
    won = [row for row in recurring if row["status"] != "open"]
    assert "open outcomes" not in planned({**raw, "outcomes": won}).charts[0].subtitle
    assert "averaged" not in planned(raw, EACH).charts[0].subtitle
    # A single quarter is no average.
    once = [costly_activity("one_on_one", "900", "2026-08-02")]
    job = {**won_outcome("5000", "one_on_one", "2026-08-02"), "once": True}
    single = planned(make_document(activities=once, outcomes=[job, won_outcome("300", "one_on_one", "2026-08-02")]))
    assert re.search(r"Q3 2026( so far)?: \$4,400\. The estimate is lower", single.charts[0].subtitle)


def test_an_own_plan_is_forecast_beside_the_usual_and_the_advised_one_and_those_kept() -> None:
    result = planned(load_document("sample"), EACH, (("Plan 1", EACH[::-1]),))
    assert [name for name, _, _ in result.compared] == [USUAL, YOUR_PLAN, ADVISED, "Plan 1"]
    forecast = next(forecast for name, _, forecast in result.compared if name == YOUR_PLAN)
    assert (forecast.hours, forecast.money) == (35, 130)
    assert result.mine.startswith("Estimated net benefit")
    assert "likely to beat your usual quarter" in result.charts[0].title
    assert result.charts[1].title == "Your plan takes 9 hours fewer than usual"


def test_the_headline_says_what_to_do_in_units_of_life_and_the_sentence_what_to_expect() -> None:
    result = planned(load_document("sample"))
    assert "more one-on-one" in result.headline
    assert "likely to beat your usual quarter" in result.sentence


def test_signs_of_overload_come_with_one_small_step_and_a_quiet_quarter_with_none() -> None:
    tired = [{**costly_activity("group_events", "10", f"2026-08-0{day}"), "energy": -2} for day in (1, 2, 3)]
    assert planned(make_document(activities=tired)).care == (
        "You felt drained after all 3 group events that you rated.",
        "One small step: skip the next group event, or keep it short.",
    )
    assert planned(load_document("sample")).care == ()


@pytest.mark.parametrize("name", LIVES)
def test_no_step_shortens_what_the_plan_drops(name: str) -> None:
    life = situation_of(name)
    dropped = [approach for approach, effort in (life.plan.mix or {}).items() if not effort.hours]
    for sign in life.overload:
        if sign.kind == "energy":
            assert life.relief(sign).endswith(" for now.") is (sign.approach in dropped)


def test_a_note_of_strain_changes_nothing_in_the_plan() -> None:
    quarters = [costly_activity("one_on_one", "10", day) for day in ("2026-05-02", "2026-08-02")]
    quiz = {"quarter": "2026-Q3", "submitted": "2026-10-02T09:00:00Z"}
    noted, blank = (
        planned(make_document(activities=quarters, quizzes=[{**quiz, **note}]))
        for note in ({"strain": "Far too much"}, {})
    )
    for name in ("headline", "care", "reasons", "test", "small_step", "sentence"):
        assert getattr(noted, name) == getattr(blank, name)


def test_a_pause_has_one_small_step_and_it_is_told_once() -> None:
    long_ago = [costly_activity("one_on_one", "10", day) for day in ("2026-02-01", "2026-05-20")]
    result = planned(make_document(activities=long_ago))
    assert result.care == ("You haven’t logged an activity in 19 weeks. Before that, you networked regularly.",)
    assert result.headline == "Ease back in: one message to one person is enough this week."


def test_a_plan_waits_for_the_quiz_of_whoever_enters_whole_quarters() -> None:
    totals = [{**costly_activity("one_on_one", "10", day), "source": "quiz"} for day in ("2026-03-31", "2026-06-30")]
    before = planned(make_document(activities=totals))
    assert (before.care, before.headline.startswith("Keep your usual")) == ((), True)
    # Submitted with nothing in it, the quiz says that nothing came.
    empty = planned(
        make_document(activities=totals, quizzes=[{"quarter": "2026-Q3", "submitted": "2026-10-02T10:00:00Z"}])
    )
    assert empty.headline == "Ease back in: one message to one person is enough this week."


def test_half_an_hour_is_told_or_rounded_up_wherever_a_usual_quarter_is_told() -> None:
    # 125 hours in two quarters: Python's round would say 62.
    days = (("2026-05-01", 60), ("2026-08-01", 65))
    talks = [{**costly_activity("one_on_one", "10", day), "hours": {"attending": hours}} for day, hours in days]
    result = planned(make_document(activities=talks, outcomes=[won_outcome("5000", "one_on_one")] * 2), weekly=20)
    chart = result.charts[-1]
    assert "about 63 hours" in chart.title
    assert "63 h" in chart.alt
    situation = result.advice_words.situation
    findings = Findings(situation.recorded, situation.window, 2, 0, Words())
    assert findings.spending_average() == "On average, you spent $10 and 62.5 hours a quarter from Q2 2026 to Q3 2026."


def test_where_money_is_not_the_measure_no_amount_leads() -> None:
    raw = load_document("sample")
    result = planned({**raw, "profile": {**raw["profile"], "purpose": "belong"}})
    assert result.sentence == ""
    assert result.headline.endswith(".")


def test_the_usual_request_gets_the_advice_of_the_command_line() -> None:
    ledger = Ledger(Workspace(load_document("sample")))
    situation = Situation(ledger, ledger.quarters, Options(), date(2026, 10, 5))
    result = plans(situation, situation.planned_quarter, PlanRequest.usual(situation))
    assert (result.advice.mix, result.advice.held) == (situation.plan.mix, situation.plan.held)
    assert result.headline == AdviceWords(situation, Words()).plan(situation.plan)


def test_a_plan_whose_quarter_is_over_is_held_against_what_happened() -> None:
    raw = load_document("sample")
    goal = {"id": "plan-2026-Q3-hours-one_on_one", "metric": "hours", "target": 12.0, "quarter": "2026-Q3"}
    result = planned({**raw, "goals": [{**goal, "approach": "one_on_one"}]})
    assert result.review is not None
    assert result.review.quarter == Quarter(2026, 3)
    assert planned(raw).review is None


def test_to_belong_time_that_gives_energy_is_no_waste() -> None:
    tired, glad = (
        [{**costly_activity("one_on_one", "10", f"2026-0{month}-05"), "energy": energy} for month in (5, 8)] * 6
        for energy in (0, 2)
    )
    for activities, is_kept in ((tired, False), (glad, True)):
        raw = make_document(profile={"purpose": "belong"}, activities=activities)
        assert (planned(raw).advice.mix is None) is is_kept


def test_where_the_records_cannot_tell_no_change_is_advised() -> None:
    each = [costly_activity(approach, "100", f"2026-0{month}-01") for approach in APPROACHES for month in (1, 4, 7)]
    alike = [won_outcome("400", approach, f"2026-0{month}-02") for approach in APPROACHES for month in (1, 4, 7)]
    result = planned(make_document(activities=each, outcomes=alike))
    assert result.headline.startswith("Keep group events, one-on-one and social media, at your usual hours for now: ")
    assert result.sentence == result.small_step == ""
    assert ADVISED not in [name for name, _, _ in result.compared]


def test_where_no_change_is_advised_the_first_lead_or_contact_of_the_week_is_the_step() -> None:
    activities = [costly_activity(approach, "100") for approach in APPROACHES]
    lead = {**won_outcome("900", "one_on_one"), "id": "studio", "kind": "lead", "status": "open", "title": "Studio"}
    met = {"id": "ada", "name": "Ada", "met": {"approach": "group_events", "date": "2026-09-20"}}
    raw = make_document(activities=activities, outcomes=[lead], contacts=[met])
    result = planned(raw)
    assert result.headline.startswith("Keep your usual hours for now")
    assert result.small_step.startswith("Follow up on “Studio”")
    assert planned({**raw, "outcomes": []}).small_step.startswith("Write to Ada")
    # Where a change is advised, or a search has its own steps, there is one next step already.
    changing = load_document("sample")
    assert planned({**changing, "outcomes": [*changing["outcomes"], lead]}).small_step == ""
    assert planned({**raw, "profile": {**raw["profile"], "purpose": "find_work"}}).small_step == ""


def test_an_open_lead_says_what_it_will_tell_where_the_records_cannot_tell_yet() -> None:
    days = ("2026-05-01", "2026-09-01")
    activities = [costly_activity(approach, "300", day) for approach in APPROACHES for day in days]
    won = [won_outcome("400", approach) for approach in APPROACHES]
    studio = {"kind": "lead", "status": "open", "title": "Studio", "probability": 0.5}
    lead = {**won_outcome("4000", "one_on_one"), **studio}
    result = planned(make_document(activities=activities, outcomes=[*won, lead]))
    assert result.advice.reason == "too_close"
    chance = Words().odds(result.advice_words.situation.verdict.probability_best["one_on_one"])
    told = f"Once it’s decided, you’ll know more. The odds that one-on-one is your best are {chance} now, about "
    assert told in result.small_step
    # A win by another approach speaks against the leader, so it says whose it is.
    elsewhere = {**lead, "value": {"likely": "900"}, "touchpoints": won[0]["touchpoints"]}
    step = planned(make_document(activities=activities, outcomes=[*won, won_outcome("1500", "one_on_one"), elsewhere]))
    assert "It came by group events, so a win speaks for that. The odds that one-on-one" in step.small_step
    # What counts toward no approach tells nothing of any, and what is worth little hardly anything.
    for untold in ({**lead, "touchpoints": []}, {**lead, "value": {"likely": "1"}}):
        step = planned(make_document(activities=activities, outcomes=[*won, untold])).small_step
        assert step.startswith("Follow up on “Studio”")
        assert "odds" not in step


def test_where_nothing_can_be_forecast_there_is_advice_and_no_picture() -> None:
    result = planned(make_document(activities=[costly_activity("one_on_one", "10")]))
    assert (result.compared, result.charts) == ([], ())
    assert result.headline.startswith("Keep your usual hours for now")


def test_a_benefit_that_no_sentence_tells_is_not_drawn_either() -> None:
    situation = Situation(ledger := Ledger(Workspace(load_document("founder"))), ledger.quarters, Options(), TODAY)
    founder = plans(situation, situation.planned_quarter, PlanRequest.usual(situation))
    assert "Too little is known" in founder.sentence
    assert [chart.key for chart in founder.charts] == ["plan-hours"]


def test_a_plan_beyond_the_weekly_cap_is_marked_and_one_within_it_is_not() -> None:
    raw = load_document("sample")
    beyond = planned(raw, (Effort(60, 0), Effort(60, 0), Effort(0, 0)))
    assert any("beyond the 5" in sentence for sentence in beyond.cautions[YOUR_PLAN])
    within = planned(raw, (Effort(0, 0), Effort(30, 0), Effort(0, 0)))
    assert not [sentence for sentence in within.cautions[YOUR_PLAN] if "beyond" in sentence]


def test_the_advised_mix_keeps_to_the_limits() -> None:
    result = planned(load_document("sample"), weekly=2)
    advised = next(mix for name, mix, _ in result.compared if name == ADVISED)
    assert total_effort(advised).hours <= 2 * 92 / 7 + 1e-6


@pytest.mark.parametrize("mine", [None, EACH])
def test_the_pictures_hold_what_the_tables_and_the_words_say(mine: Efforts | None) -> None:
    result = planned(load_document("sample"), mine, (("Plan 1", EACH[::-1]),))
    names = [name for name, _, _ in result.compared]
    for chart in result.charts:
        assert chart_errors(chart) == []
        texts = drawn_texts(chart)
        assert {chart.title, *names, *filter(None, chart.rows["label"])} <= set(texts)
        header, rows = chart.table
        assert [row[0] for row in rows] == [row[0] for row in chart.figures[1]] == names
        assert {len(row) for row in (*rows, *chart.figures[1])} == {len(header)}
        assert all(f"{name}: " in chart.alt for name in names)
    returned, taken = result.charts
    for (_, mix, forecast), figures, efforts in zip(
        result.compared, returned.figures[1], taken.figures[1], strict=True
    ):
        expected = (forecast.hours, forecast.money, forecast.cost, forecast.low, forecast.expected, forecast.high)
        assert figures[1:] == (*expected, 100 * forecast.beats_present)
        assert efforts[1:] == tuple(part for each in efforts_of(mix) for part in (each.hours, each.money))


def test_a_search_that_is_over_asks_for_no_more_of_anything_and_still_drops_what_led_to_nothing() -> None:
    found = ended_search()
    online = {"id": "online", "date": "2026-09-30", "approach": "social_media", "hours": {"attending": 30}}
    for raw in (
        found,
        {**found, "activities": [*found["activities"], online, {**online, "id": "o2", "date": "2026-06-30"}]},
    ):
        result = planned(raw)
        mix, usual = result.advice.mix, result.advice.baseline.mix
        assert mix is None or all(mix[name].hours <= usual[name].hours for name in APPROACHES)
        assert result.headline.startswith("Your search is over. Stay in touch now and then one-on-one")
        assert ("Cut your time on social media in half." in result.headline) == (mix is not None)
        assert (mix is not None) == (len(raw["activities"]) > 1)


def test_a_plan_that_cuts_says_how_it_goes_with_a_verdict_that_is_too_close() -> None:
    days = ("2026-02-01", "2026-05-01", "2026-08-01")
    online = [{**costly_activity("social_media", "60", day), "hours": {"attending": 20}} for day in days]
    others = [costly_activity(approach, "200", day) for approach in APPROACHES[:2] for day in days]
    wins = [won_outcome(amount, approach) for approach, amount in (("group_events", "700"), ("one_on_one", "800"))]
    result = planned(make_document(activities=[*others, *online], outcomes=wins))
    assert result.advice_words.situation.verdict.call == "too_close"
    assert result.advice.mix is not None
    assert result.reconciliation == (
        "Social media won nothing so far from $180 and 60 hours. At your pace, it’s about 90% likely to take more than "
        "a year to tell which approach is best."
    )
    undecided = planned(make_document(activities=others, outcomes=wins))
    assert undecided.advice.mix is None
    assert undecided.reconciliation == (
        "At your pace, it’s about 70% likely to take more than a year to tell which approach is best."
    )


def test_the_usual_quarter_says_which_ones_it_is_the_average_of() -> None:
    def usual(*days: str) -> str:
        activities = [costly_activity("one_on_one", "9", day) for day in days]
        return planned(make_document(activities=activities)).usual

    assert usual("2026-07-01") == "Your usual quarter is Q3 2026."
    assert usual("2026-04-01", "2026-07-01") == "Your usual quarter is the average of 2 quarters, Q2 2026 to Q3 2026."
    assert usual("2026-07-01", "2026-10-02") == "Your usual quarter is Q3 2026. Q4 2026 counts once it’s over."
    assert usual("2026-10-02") == "No quarter is over yet, so nothing is usual: Q4 2026 counts once it’s over."


def steps(*approaches: str) -> list[Json]:
    return [{"date": "2026-08-01", "approach": approach} for approach in approaches]


def test_in_a_search_what_led_to_interviews_comes_before_what_was_rated_once() -> None:
    hours = {"group_events": 10, "one_on_one": 10, "social_media": 18}
    activities = [
        {"date": f"2026-{month:02}-15", "approach": approach, "hours": {"attending": number}}
        for month in (5, 8) for approach, number in hours.items()
    ]  # fmt: skip
    paths = (["one_on_one"], ["group_events", "one_on_one"], ["social_media", "one_on_one"])
    interviews = [
        {"date": "2026-09-01", "kind": "interview", "status": status, "touchpoints": steps(*path)}
        for path, status in zip(paths, ("won", "lost", "won"), strict=True)
    ]
    rated = {"date": "2026-09-01", "kind": "introduction", "status": "won", "intangible": 4,
             "touchpoints": steps("group_events")}  # fmt: skip
    search = {"profile": {"between_jobs": ["2026-Q3"]}, "activities": activities}
    found = planned(make_document(**search, outcomes=[*interviews, rated]))
    assert found.headline == "Keep your usual hours: one-on-one led to all 3 of your interviews."
    # Nobody is asked to log what they have logged.
    assert found.test == "Interviews that come another way: so far, one-on-one led to all 3 of your interviews."
    # Where a plan cuts something, only interviews that come of it would bring it back.
    alone = [{**row, "touchpoints": steps("one_on_one")} for row in interviews]
    cut = planned(make_document(**search, outcomes=alone))
    assert cut.headline.startswith("Cut your time on social media and at group events in half.")
    assert cut.test == (
        "Interviews that come through group events and social media: so far, one-on-one led to all 3 of your "
        "interviews."
    )
    # What began one interview was no waste, now that the search is over.
    job = {"date": "2026-10-02", "kind": "role", "status": "won", "touchpoints": steps("one_on_one")}
    over = planned(make_document(**search, outcomes=[*interviews, rated, job]))
    assert over.headline == "Your search is over. Stay in touch now and then one-on-one: that’s how you got the job."
    assert over.advice.mix is None


def amounts_in(text: str) -> list[int]:
    """The amounts in a text that begin with a sign."""
    found = re.findall(r"([+−])\D?([\d.,]+)", text)
    return [int(re.sub(r"\D", "", digits)) * (1 if sign == "+" else -1) for sign, digits in found]


@pytest.mark.parametrize("name", LIVES)
def test_the_reasons_why_an_estimate_differs_from_the_past_add_up(name: str) -> None:
    situation = situation_of(name)
    result = plans(situation, situation.planned_quarter, PlanRequest.usual(situation))
    note = next((chart.subtitle for chart in result.charts if "Your past quarters averaged" in chart.subtitle), "")
    _, is_told, reason = note.partition("The estimate is ")
    usual = next((forecast for label, _, forecast in result.compared if label == USUAL), None)
    assert not is_told or usual
    if usual and is_told:
        benefit = situation.recorded.total.net_benefit
        assert benefit is not None
        difference = usual.expected - benefit / situation.quarters
        # Parts below a hundredth of the difference are left out.
        assert sum(amounts_in(reason)) == pytest.approx(difference, abs=0.02 * abs(difference) + 2)


@pytest.mark.parametrize("name", LIVES)
def test_an_advised_plan_that_loses_to_a_slider_says_which_rule_holds_it_back(name: str) -> None:
    situation = situation_of(name)
    outlook, advice = situation.outlook, situation.plan
    result = plans(situation, situation.planned_quarter, PlanRequest.usual(situation))
    is_about_money = situation.purpose in (None, "win_clients") and not situation.job_found
    if outlook is None or not is_about_money or not advice.baseline.is_current or not outlook.hour_worth.any():
        assert result.held_back == ""
        return
    mix = advice.mix or advice.baseline.mix
    usual, now = outlook.forecast(advice.baseline.mix), outlook.forecast(mix)
    held = {row.approach for row in advice.held}
    for approach in set(outlook.tried) - held:
        without = outlook.forecast({**mix, approach: Effort()})
        if mix[approach].hours and without.expected - now.expected >= WORTHWHILE_GAIN * usual.cost:
            assert result.held_back in result.reasons
            assert result.held_back.startswith("By the estimate, ")
    if "suggests more" in result.held_back:
        assert re.match(r"By the estimate, [\d.,]+ more hours? a quarter ", result.held_back)


def test_a_negligible_gain_is_described_by_the_hours_it_frees() -> None:
    usual = Forecast(60, 100, 3000, 400, -900, 500, 3000, 0.5)
    for expected, odds in ((437, 0.7), (900, 0.55)):
        said = forecast_sentence(replace(usual, hours=50, expected=expected, beats_present=odds), Words(), usual)
        assert said.endswith("about as much as in your usual quarter, with 10 fewer hours.")
        assert "likely to beat" not in said
    said = forecast_sentence(replace(usual, hours=50, expected=900, beats_present=0.7), Words(), usual)
    assert said.endswith("about 70% likely to beat your usual quarter.")


def test_an_estimate_alone_cuts_nothing_that_paid_for_itself() -> None:
    pay = {"compensation": [{"from": "2026-Q1", "hourly_rate": "46"}]}
    days = ("2026-05-02", "2026-08-02")
    efforts = {"group_events": (27, "200"), "one_on_one": (10, "20"), "social_media": (20, "0")}
    activities = [
        {**costly_activity(name, money, day), "hours": {"attending": hours}}
        for name, (hours, money) in efforts.items()
        for day in days
    ]
    wins = (("630", "one_on_one"), ("640", "one_on_one"), ("1100", "group_events"), ("90", "social_media"))
    outcomes = [won_outcome(amount, name, "2026-08-02") for amount, name in wins]
    raw = make_document(profile=pay, activities=activities, outcomes=outcomes)
    situation = Situation(Ledger(Workspace(raw)), (Quarter(2026, 2), Quarter(2026, 3)), Options(), date(2026, 11, 29))
    assert situation.returns_again("one_on_one")[0] > 1 > situation.returns_again("group_events")[0]
    mix, usual = situation.plan.mix, situation.plan.baseline.mix
    assert situation.verdict.call == "nothing_pays"
    assert mix
    assert mix["one_on_one"].hours == usual["one_on_one"].hours
    assert mix["group_events"].hours < usual["group_events"].hours
    words = AdviceWords(situation, Words())
    assert words.headline() == ("Keep one-on-one and cut back on the rest: only one-on-one has paid for itself so far.")
    assert words.caveats() == (
        "It’s too early to count on it: by the estimate, no approach is likely to pay for itself yet.",
    )


def test_what_won_nothing_is_not_cut_where_the_estimate_says_that_this_would_cost_more() -> None:
    pay = {"compensation": [{"from": "2026-Q1", "hourly_rate": "60"}]}
    efforts = {"group_events": 14, "one_on_one": 7, "social_media": 12}
    activities = [
        {**costly_activity(name, "20", day), "hours": {"attending": hours}}
        for name, hours in efforts.items()
        for day in ("2026-05-02", "2026-08-02")
    ]
    wins = (("4500", "one_on_one"), ("5100", "one_on_one"), ("5100", "group_events"), ("4800", "group_events"))
    outcomes = [won_outcome(amount, name, "2026-08-10") for amount, name in wins]
    raw = make_document(profile=pay, activities=activities, outcomes=outcomes)
    situation = Situation(Ledger(Workspace(raw)), (Quarter(2026, 2), Quarter(2026, 3)), Options(), date(2026, 11, 29))
    assert situation.signals.fruitless == {"social_media": 2}
    assert (situation.plan.mix, situation.plan.reason) == (None, "too_close")
    said = AdviceWords(situation, Words()).plan(situation.plan)
    assert said.endswith(" won nothing so far from $40 and 24 hours worth $1,440: add no hours there for now.")


@pytest.mark.parametrize("name", LIVES)
def test_no_plan_loses_by_its_own_estimate_unless_energy_or_a_limit_asks_for_it(name: str) -> None:
    situation = situation_of(name)
    plan, outlook, limits = situation.plan, situation.outlook, situation.limits
    if outlook is None or plan.mix is None or plan.forecast is None or not outlook.hour_worth.any():
        return
    usual = outlook.forecast(plan.baseline.mix)
    is_asked_for = situation.signals.draining or situation.signals.parts or usual.hours > limits.hours
    assert is_asked_for or plan.forecast.expected >= usual.expected - WORTHWHILE_GAIN * usual.cost
