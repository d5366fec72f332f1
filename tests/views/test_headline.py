"""The finding in one sentence: what counts for the purpose, and no advice from one event."""

import re
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.report.index_points import IndexWords
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import APPROACHES, LIVES, TODAY, Json, costly_activity, make_document, situation_of, won_outcome

EVENTS, TALKS, ONLINE = APPROACHES
COSTS = [costly_activity(approach, "50") for approach in APPROACHES]


def situation(raw: Json, **options: Any) -> Situation:
    ledger = Ledger(Workspace(raw))
    return Situation(ledger, ledger.quarters, Options(**options), TODAY)


def headline(*outcomes: Json, purpose: str | None = None, profile: Json | None = None, **options: Any) -> str:
    stated = {**(profile or {}), **({"purpose": purpose} if purpose else {})}
    raw = make_document(profile=stated, activities=COSTS, outcomes=outcomes)
    return AdviceWords(situation(raw, **options), Words()).finding()


def by_steps(amount: str, *approaches: str, **fields: Any) -> Json:
    steps = [{"date": f"2026-07-0{day}", "approach": approach} for day, approach in enumerate(approaches, 1)]
    return {**won_outcome(amount, None), "touchpoints": steps, **fields}


def rated(rating: int, *approaches: str, **fields: Any) -> Json:
    return by_steps("0", *approaches, value=None, kind="mentor", intangible=rating, **fields)


TOGETHER = by_steps("900", EVENTS, TALKS)
OPEN = {**TOGETHER, "status": "open", "probability": 0.5}
BOTH = "Meet at group events, then follow up one-on-one"


def test_one_or_two_wins_are_told_and_not_advised() -> None:
    began, keep = "began at group events and closed one-on-one", "keep doing both"
    assert headline(TOGETHER) == f"Your one win so far {began}: {keep}. One win isn’t a pattern yet."
    assert headline(TOGETHER, TOGETHER) == f"Both of your wins {began}: {keep}. Two wins aren’t a pattern yet."
    small = by_steps("100", TALKS)
    assert headline(TOGETHER, small) == (
        f"One of your 2 wins {began}: {keep}. It makes up 90% of the value, but one win isn’t a pattern yet."
    )
    assert headline(TOGETHER, TOGETHER, small).startswith(
        f"Two of your 3 wins {began}: {keep}. They make up 95% of the value, but two wins aren’t"
    )


def test_the_only_win_with_a_price_is_named_by_its_title_and_not_by_the_number_of_wins() -> None:
    named = {**TOGETHER, "title": "Audit"}
    began, keep = "began at group events and closed one-on-one", "keep doing both"
    assert headline(named, rated(5, TALKS)) == (
        f"“Audit” {began}: {keep}. It’s the only outcome that has brought money so far ($900), but one win isn’t a "
        "pattern yet."
    )
    assert headline(named) == f"“Audit” {began}: {keep}. One win isn’t a pattern yet."


def test_wins_are_counted_and_what_is_open_is_told_apart() -> None:
    assert headline(*[TOGETHER] * 3) == f"{BOTH}: all 3 of your wins came this way."
    assert (
        headline(*[TOGETHER] * 3, OPEN)
        == f"{BOTH}: all 3 of your wins came this way. One possible client is still open."
    )
    assert headline(*[TOGETHER] * 3, OPEN, OPEN).endswith(" came this way. 2 possible clients are still open.")
    assert headline(*[TOGETHER] * 3, OPEN, basis="won") == f"{BOTH}: all 3 of your wins came this way."
    assert "came this way" not in headline(OPEN, OPEN, OPEN)


def test_the_share_of_the_value_is_shown_even_with_unpriced_wins() -> None:
    small, worth = by_steps("100", TALKS), "and they make up 96% of the value"
    assert headline(*[TOGETHER] * 3, small) == f"{BOTH}: 3 of your 4 wins came this way, {worth}."
    unpriced = by_steps("0", TALKS, value=None)
    assert headline(*[TOGETHER] * 3, small, unpriced) == (
        f"{BOTH}: 3 of your 5 wins came this way, {worth.replace('value', 'money')}."
    )
    likely = by_steps("100000", TALKS, status="open", probability=0.9)
    assert "96%" in headline(*[TOGETHER] * 3, small, likely)


def test_wins_without_steps_are_no_part_of_those_that_a_sequence_is_counted_among() -> None:
    unlinked = won_outcome("100", None)
    assert headline(TOGETHER, unlinked).startswith("The one win that you linked to activities began at group events")
    assert headline(*[TOGETHER] * 3, unlinked) == (
        f"{BOTH}: all 3 of the wins that you linked to activities came this way."
    )


def test_wins_that_name_no_activity_are_no_ground_for_a_comparison() -> None:
    unlinked, priced = won_outcome("100", None), by_steps("100", TALKS)
    add = "Add the steps that led there to see what works."
    assert headline(unlinked) == f"Your one outcome isn’t linked to an activity yet. {add}"
    assert headline(unlinked, unlinked) == f"None of your 2 outcomes is linked to an activity yet. {add}"
    assert headline(unlinked, priced) == f"Of your 2 outcomes, one isn’t linked to an activity yet. {add}"
    assert headline(unlinked, unlinked, priced) == f"Of your 3 outcomes, 2 aren’t linked to an activity yet. {add}"
    assert "linked" not in headline(unlinked, priced, priced)
    assert "linked" not in headline(by_steps("100", TALKS, status="lost"))


def test_who_networks_to_learn_reads_first_of_what_they_rated() -> None:
    outcomes = [rated(5, EVENTS), rated(5, EVENTS), by_steps("900", TALKS)]
    assert headline(*outcomes, purpose="learn") == (
        "Both of your rated outcomes came from group events, averaging 5 out of 5."
    )
    assert headline(*[rated(4, EVENTS)] * 3, purpose="learn") == (
        "All 3 of your rated outcomes came from group events, averaging 4 out of 5."
    )
    assert headline(*outcomes, rated(3, ONLINE), purpose="learn") == (
        "Your highest-rated outcomes came from group events: 2 outcomes, averaging 5 out of 5."
    )
    assert "rated" not in headline(*outcomes, purpose="win_clients")
    assert headline(rated(5, TALKS), purpose="learn") == (
        "Your highest-rated outcome came from one-on-ones: you rated it 5 out of 5."
    )
    assert headline(rated(4, EVENTS), rated(4, EVENTS), rated(5, ONLINE), purpose="learn") == (
        "Most of your highly rated outcomes came from group events: 2 outcomes, averaging 4 out of 5."
    )
    # What is not rated is no part of a mean.
    assert headline(rated(5, TALKS), by_steps("0", TALKS, value=None, kind="mentor"), purpose="learn") == (
        "Your highest-rated outcome came from one-on-ones: you rated it 5 out of 5."
    )
    assert headline(*[rated(4, EVENTS, TALKS)] * 3, rated(3, ONLINE), purpose="learn") == (
        f"{BOTH}: 3 of your 4 rated outcomes came this way, averaging 4 out of 5."
    )


def test_a_search_counts_conversations_and_interviews_whatever_was_won() -> None:
    interview = by_steps("0", TALKS, kind="interview", value=None)
    role = by_steps("26000", EVENTS, TALKS, kind="role")
    assert headline(interview, purpose="find_work") == "Your search so far: 1 conversation and 1 interview."
    assert headline(interview, role, purpose="find_work") == "Your search ended with a job, at $26,000 more a year."
    going_on = {"between_jobs": ["2026-Q4"]}
    assert headline(interview, role, purpose="find_work", profile=going_on).startswith("Your search so far: ")


def test_an_open_role_of_a_search_is_named_before_what_else_is_open() -> None:
    role, lead, interview = (
        {**by_steps("9000", TALKS, kind=kind), "status": "open"} for kind in ("role", "lead", "interview")
    )
    for others, said in (
        ((), "is"),
        ((interview,), "and one interview are"),
        ((lead, lead), "and 2 leads are"),
        ((lead, interview), "and 2 other outcomes are"),
    ):
        assert headline(role, *others, purpose="find_work").endswith(f" One role {said} still open.")


def test_a_job_comes_first_with_its_gain_as_recorded_however_the_search_is_known() -> None:
    interview = by_steps("0", TALKS, kind="interview", value=None)
    role = by_steps("16000", EVENTS, TALKS, kind="role", title="Head of Operations", incrementality=0.75)
    title = "Your search ended with a job: “Head of Operations”"
    assert headline(interview, role, purpose="find_work") == f"{title}, $16,000 more a year."
    # Between jobs there was no pay to compare with: it is no raise, and the months that it saved are no worth of a job.
    said, asked = f"{title}.", {"between_jobs": ["2026-Q3"]}
    assert headline(interview, role, profile=asked) == said
    assert headline(*[by_steps("900", EVENTS, TALKS)] * 3, role, profile=asked) == said
    unpriced = {**role, "value": None}
    assert headline(unpriced, profile=asked) == "Your search ended with a job: “Head of Operations”."
    # A promotion ends no search, and an old search isn't news.
    assert "search" not in headline(role)
    assert "search" not in headline(role, profile={"between_jobs": ["2025-Q4"]})


@pytest.mark.parametrize("purposes", [("learn",), *permutations(("find_work", "belong", "win_clients"), 2)])
def test_a_job_is_the_finding_of_its_quarter_and_until_the_next_quiz_whatever_comes_next(
    purposes: tuple[str, ...],
) -> None:
    names = ("purpose", "second_purpose")
    profile = {"between_jobs": ["2026-Q3"], **dict(zip(names, purposes, strict=False))}
    role = by_steps("0", TALKS, kind="role", title="Operations", value=None)
    later = {**costly_activity(TALKS, "9", "2026-10-20"), "source": "quiz"}

    def finding(*quizzes: str, quarters: slice = slice(None), today: date = TODAY) -> str:
        submitted = [{"quarter": name, "submitted": "2026-10-02T09:00:00Z"} for name in quizzes]
        lists = {"activities": [*COSTS, later], "outcomes": [role], "quizzes": submitted}
        ledger = Ledger(Workspace(make_document(profile=profile, **lists)))
        shown = Situation(ledger, ledger.quarters[quarters], Options(), today)
        assert shown.counted_purpose == ("find_work" if shown.job_found else shown.purpose)
        return AdviceWords(shown, Words()).finding()

    job = "Your search ended with a job: “Operations”."
    assert finding() == finding("2026-Q3") == job
    assert finding("2026-Q3", "2026-Q4", today=date(2027, 1, 5)) != job
    assert finding("2026-Q3", "2026-Q4", today=date(2027, 1, 5), quarters=slice(-1)) == job


def test_an_open_outcome_is_called_by_its_kind() -> None:
    interview = by_steps("0", TALKS, kind="interview", status="open", probability=0.5)
    built = "Your search so far: 1 conversation"
    assert headline(interview, purpose="find_work") == f"{built}. One interview is still open."
    assert headline(*[interview] * 2, purpose="find_work") == f"{built}. 2 interviews are still open."
    lead, held = {**interview, "kind": "lead"}, {**interview, "status": "lost"}
    assert headline(interview, lead, purpose="find_work") == f"{built}. 2 outcomes are still open."
    assert headline(interview, held, purpose="find_work") == f"{built} and 1 interview. One interview is still open."
    # One by its title, where interviews are what is looked for.
    named = {**lead, "title": "Dray: second interview"}
    assert headline(named, purpose="find_work") == f"{built}. One interview is still open."
    assert "interview" not in headline(named, purpose="win_clients")


def test_fundraising_counts_introductions_and_investments_and_no_return() -> None:
    introduction = by_steps("0", TALKS, kind="introduction", value=None)
    check = by_steps("75000", EVENTS, TALKS, kind="funding")
    still_open = {**check, "status": "open", "probability": 0.3}
    assert headline(introduction, check, still_open, purpose="raise_money") == (
        "Your fundraising so far: 1 introduction and 1 investment. One funding round is still open."
    )
    assert headline(purpose="raise_money") == "Your fundraising so far: 1 conversation."


def test_money_raised_leads_to_no_sequence_of_value() -> None:
    check = by_steps("75000", EVENTS, TALKS, kind="funding")
    assert "came this way" not in headline(*[check] * 3, by_steps("100", TALKS), purpose="win_clients")


def test_one_job_is_no_proof_of_an_approach() -> None:
    assert headline(by_steps("9000", TALKS, kind="role")) == (
        "Keep one-on-one: so far, it returned the most for what you put in. That is one win, which comes only once. "
        "It’s too early to tell whether that will happen again."
    )


def test_a_verdict_that_is_too_close_says_what_to_keep() -> None:
    def undecided(*amounts: str, **fields: Any) -> str:
        days = ("2026-02-01", "2026-05-01", "2026-08-01")
        activities = [{**costly_activity(name, "200", day), **fields} for name in APPROACHES for day in days]
        wins = [won_outcome(amount, name, "2026-08-01") for amount, name in zip(amounts, APPROACHES, strict=False)]
        close = situation(
            make_document(activities=activities, outcomes=[win for win in wins if win["value"]["likely"] != "0"])
        )
        assert close.verdict.call == "too_close"
        return AdviceWords(close, Words()).finding()

    early = "It’s too early to"
    money = "brought in more money than was spent there so far"
    assert undecided("700", "800") == (
        f"Keep one-on-one and group events: both have {money}. {early} say which is better. "
        f"Without the largest win of each, neither would have {money.removesuffix(' so far')}."
    )
    assert undecided("700", "800", "750").startswith("Keep one-on-one, social media and group events: all three have ")
    alone = "Without the largest win, one-on-one wouldn’t have brought in more money than was spent there."
    assert undecided("0", "800", "500") == (
        f"Keep one-on-one: nothing else has {money}. {early} call it your best. {alone}"
    )
    assert undecided("590", "580") == (
        f"Keep group events and one-on-one: group events came closest to paying for themselves so far. {early} "
        "call either your best. Without the largest win, one-on-one would have returned more."
    )
    # What drains is not to be kept.
    assert undecided("700", "800", energy=-2).startswith(f"One-on-one and group events have {money}. {early} say ")
    assert undecided("0", "800", "500", energy=-2) == f"Only one-on-one has {money}. {early} call it your best. {alone}"


@pytest.mark.parametrize(
    ("amount", "did", "without"),
    [
        ("900", "has paid for itself", " Without the largest win, one-on-one wouldn’t have paid off."),
        ("450", "came closest to paying for itself", ""),
    ],
    ids=["paid", "closest"],
)
@pytest.mark.parametrize("steps", [(EVENTS, TALKS), (TALKS, EVENTS)], ids=["it leads there", "it comes after"])
def test_what_shared_in_the_wins_of_the_best_is_kept_with_it_and_what_returned_little_gets_no_more(
    amount: str, did: str, without: str, steps: tuple[str, str]
) -> None:
    days = ("2026-02-01", "2026-05-01", "2026-08-01")
    activities = [costly_activity(name, "200", day) for name in APPROACHES for day in days]
    wins = [by_steps("300", *steps), won_outcome(amount, TALKS), won_outcome("60", ONLINE)]
    pay = {"compensation": [{"from": "2026-Q1", "hourly_rate": "1"}]}
    close = situation(make_document(profile=pay, activities=activities, outcomes=wins))
    words = AdviceWords(close, Words())
    assert close.verdict.call == "too_close"
    odds = close.verdict.probability_best["one_on_one"]
    likely = f"One-on-one is probably your best ({Words().odds(odds)}), but that isn’t certain."
    assert words.headline() == (
        f"Keep one-on-one and group events: one-on-one {did} so far, and group events had a part in that."
    )
    early = "It’s too early to call one-on-one your best."
    assert " ".join(words.caveats()) == f"{likely if odds >= 0.6 else early}{without}"
    # Plan begins with the same advice, and every page says once what took much and returned little.
    little = "Social media returned $0.10 for each $1 so far: add no hours there for now."
    assert words.plan(close.plan) == (
        "Keep one-on-one and group events, at your usual hours for now: it’s too early to say which approach is best. "
        f"{little}"
    )
    assert words.next_step() == f"{little} {words.what_will_tell()}".strip()


@pytest.mark.parametrize("name", LIVES)
def test_no_headline_keeps_what_the_plan_cuts_and_an_open_verdict_comes_with_a_step(name: str) -> None:
    whole = situation_of(name)
    for quarters in range(len(whole.window), 0, -2):
        life = Situation(whole.ledger, whole.window[:quarters], Options(), TODAY)
        words = AdviceWords(life, Words.of(life.ledger.profile))
        said, usual, mix = words.headline(), life.plan.baseline.mix, life.plan.mix or {}
        kept = said.partition(":")[0] if said.startswith("Keep ") else ""
        assert not [
            cut for cut in mix if mix[cut].hours < usual[cut].hours and APPROACH_NAMES[cut].lower() in kept.lower()
        ]
        assert "Too close" not in said
        step = words.next_step()
        assert len(re.findall(r"[.?!](?= |$)", f"{said} {step}".strip())) <= 3 or "What would change this?" in step


@pytest.mark.parametrize("name", LIVES)
def test_whoever_cannot_be_told_the_best_approach_hears_once_when_that_will_be(name: str) -> None:
    life = situation_of(name)
    words = AdviceWords(life, Words.of(life.ledger.profile))
    soon = re.compile(r"likely to take more than a year to tell|more outcomes? may tell")
    is_undecided = bool(re.search("too early|isn’t certain", words.headline())) and life.verdict.call == "too_close"
    planned = soon.findall(words.plan_beside_verdict(life.plan))
    assert is_undecided <= len(planned) <= 1
    # That it takes more than a year helps only who plans.
    assert len(soon.findall(words.next_step())) == len([said for said in planned if "year" not in said])


@pytest.mark.parametrize("name", LIVES)
def test_no_headline_advises_from_fewer_than_three_wins(name: str) -> None:
    life = situation_of(name)
    for words in (Words.of(life.ledger.profile), IndexWords()):
        sentence = AdviceWords(life, words).finding()
        if re.search("came this way", sentence):
            assert life.sequence
            assert life.sequence.wins >= 3
        assert sentence.lstrip("“")[0].isupper()
        assert sentence.endswith(".")
        assert ".." not in sentence


def test_a_win_is_told_with_its_own_steps_beside_another_of_the_same_value() -> None:
    alone, both = by_steps("3060", TALKS, title="Bike app"), by_steps("3060", EVENTS, TALKS, title="Agency")
    for outcomes in ((alone, both), (both, alone)):
        assert headline(*outcomes).startswith("“Agency” began at group events and closed one-on-one")


def test_the_win_that_leads_is_named_by_its_title_whatever_the_purpose_is_now() -> None:
    role = by_steps("16000", EVENTS, TALKS, kind="role", title="Head of sales")
    began = "began at group events and closed one-on-one"
    assert headline(role).startswith(f"“Head of sales” {began}: ")
    raw = make_document(activities=COSTS, outcomes=[role])
    assert "Head of sales" not in AdviceWords(situation(raw), IndexWords()).finding()
    assert headline(role, by_steps("100", TALKS)).startswith(f"“Head of sales” {began}")


def test_an_open_outcome_that_may_decide_is_named_and_so_is_the_quarter_that_likely_will() -> None:
    days = ("2026-02-01", "2026-05-01", "2026-08-01")
    costs = [costly_activity(name, "300", day) for name in (EVENTS, TALKS) for day in days]
    wins = [won_outcome("500", name) for name in (EVENTS, TALKS)]

    def close(*amounts: str) -> Situation:
        leads = [{**won_outcome(amount, TALKS), "status": "open", "probability": 0.4} for amount in amounts]
        named = [{**lead, "title": "Contract"} for lead in leads]
        return situation(make_document(activities=costs, outcomes=[*wins, *named]))

    may = "may tell which approach is best once it’s decided"
    soon = AdviceWords(close("3000", "3000", "3000"), Words()).what_will_tell()
    assert soon == f"“Contract” {may}; if not, about 7 more outcomes may, by Q3 2027 at your pace (about 50% likely)."
    late, year = close("20000", "20000"), "it’s about 70% likely to take more than a year"
    assert AdviceWords(late, Words()).what_will_tell() == f"“Contract” {may}."
    beside = AdviceWords(late, Words()).plan_beside_verdict(late.plan)
    assert beside.endswith(f"“Contract” {may}. If it doesn’t, {year}.")
    assert AdviceWords(late, IndexWords()).what_will_tell().startswith(f"Your possible client {may}")
    without = AdviceWords(close(), Words())
    assert without.what_will_tell() == ""
    assert without.plan_beside_verdict(close().plan).endswith(
        "At your pace, it’s about 60% likely to take more than a year to tell which approach is best."
    )
    past = Situation(late.ledger, late.window[:1], Options(), TODAY)
    assert AdviceWords(past, Words()).plan_beside_verdict(past.plan) == ""


@pytest.mark.parametrize(
    ("kind", "title", "is_asked"),
    [
        ("partnership", "Angel cheque from Deb", True),
        ("other", "Pre-seed round", True),
        ("business_project", "Series A funding", True),
        ("partnership", "Angela’s angel choir", False),
        ("client", "Seed catalog", False),
    ],
)
def test_a_win_that_may_be_money_raised_is_no_advice_to_go_on(kind: str, title: str, *, is_asked: bool) -> None:
    said = headline(by_steps("50000", EVENTS, TALKS, kind=kind, title=title))
    assert said.endswith(" If you raised it for a venture, it’s no return of yours.") is is_asked
    assert ("keep doing both" in said) is not is_asked


def test_a_sequence_that_rests_on_one_win_says_what_holds_without_it() -> None:
    role = by_steps("9000", EVENTS, TALKS, kind="role", title="Head of sales")
    sequence = [role, *[by_steps("500", EVENTS, TALKS)] * 2]
    said = headline(*sequence, *[by_steps("900", TALKS)] * 3)
    assert said.startswith(
        "Three of your 6 wins began at group events and closed one-on-one. They make up 79% of the value, but "
        "only 27% without “Head of sales”, which comes only once."
    )
    assert (
        "Head of sales"
        not in AdviceWords(
            situation(make_document(activities=COSTS, outcomes=[*sequence, *[by_steps("900", TALKS)] * 3])),
            IndexWords(),
        ).finding()
    )


def test_a_sequence_that_is_no_better_than_a_part_alone_says_so_and_is_no_advice() -> None:
    said = headline(*[TOGETHER] * 6, by_steps("4000", TALKS))
    assert said.startswith("Six of your 7 wins began at group events and closed one-on-one, and they make up 57% of")
    assert "A win from one-on-one alone is likely worth at least as much (about " in said


def test_a_best_approach_that_rests_on_one_win_says_what_holds_without_it() -> None:
    contract = by_steps("3000", TALKS, title="National contract")
    small = [by_steps("40", name) for name in (EVENTS, ONLINE)]
    assert headline(contract, *[by_steps("100", TALKS)] * 3, *small) == (
        "One-on-one is most likely your best approach (about 75%). Without “National contract”, it would be too close "
        "to call."
    )
    assert "Without" not in headline(*[by_steps("300", TALKS)] * 12, *small)


@pytest.mark.parametrize("name", LIVES)
def test_no_headline_rests_on_one_win_without_saying_so(name: str) -> None:
    life = situation_of(name)
    said = AdviceWords(life, Words.of(life.ledger.profile)).finding()
    sequence = life.sequence
    if sequence and sequence.is_pattern and sequence.rests_on_one:
        assert f"but only {Words.of(life.ledger.profile).percent(100 * sequence.share_without)} without" in said
    elif life.deciding_win and "most likely your best" in said:
        assert "Without “" in said
    elif re.search("have paid|has paid|brought in more", said):
        resting = [win for a in APPROACHES if (life.recorded_returns[a] or 0) >= 1 and (win := life.single_win(a))]
        assert ("without" in said.lower()) == any(win.rest < 1 for win in resting)


@pytest.mark.parametrize(("wins", "is_told"), [(0, False), (1, True)])
def test_odds_just_short_of_a_call_are_shown(wins: int, is_told: bool) -> None:
    costs = [costly_activity(name, "100", day) for name in (EVENTS, TALKS) for day in ("2026-02-01", "2026-05-01")]
    won = [won_outcome("300", TALKS), *[won_outcome("300", TALKS)] * wins]
    close = situation(make_document(activities=costs, outcomes=[*won, won_outcome("150", EVENTS)]))
    assert close.verdict.call == "too_close"
    odds = f"probably your best ({Words().odds(close.verdict.probability_best[TALKS])}), but that isn’t certain."
    assert (odds if is_told else "too early to call it your best") in AdviceWords(close, Words()).finding()


@pytest.mark.parametrize("name", LIVES)
def test_no_finding_praises_what_the_plan_drops_or_leaves_out_what_was_rated_highest(name: str) -> None:
    life = situation_of(name)
    said, mix = AdviceWords(life, Words()).finding(), life.plan.mix or {}
    dropped = [APPROACH_NAMES[approach].lower() for approach, effort in mix.items() if not effort.hours]
    assert not [approach for approach in dropped if f"{approach} had a part in that" in said.lower()]
    if life.cherished and "so far" in said and "too early to call" in said:
        assert APPROACH_NAMES[life.cherished].lower() in said.lower()


def test_companions_of_a_single_win_are_kept_with_it_and_all_three_are_named() -> None:
    assert AdviceWords(situation_of("president"), Words()).finding().startswith("Keep one-on-one and group events: ")
    assert AdviceWords(situation_of("bni"), Words()).finding().startswith("Keep all three: one-on-one has paid ")
    assert AdviceWords(situation_of("saver"), Words()).finding().endswith(" One-on-one led to what you rated highest.")


def test_a_job_after_which_all_stopped_ended_a_search_and_is_no_pattern_to_come() -> None:
    assert AdviceWords(situation_of("biologist"), Words()).finding() == (
        "Your search ended with a job: “Program manager, Corvid Labs”."
    )
    # Who goes on after a job keeps doing what led to it.
    assert AdviceWords(situation_of("engineer"), Words()).finding().startswith("“Senior engineer")
