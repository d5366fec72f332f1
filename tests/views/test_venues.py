"""Venues in words: each advice has its reason, odds are percentages, open money is called open."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.venue_odds import VenueAdvice, VenueReason, VenueVerdict
from netroi_core.relationships.venues import VenueReturn
from netroi_core.views.advice import Situation
from netroi_core.views.venues import ADVICE_NAMES, VenueSummary, venue_cells, venue_sentence, venue_summary
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Venue
from netroi_core.workspace.workspace import Workspace
from tests.careers import TODAY, Json, costly_activity, make_document
from tests.strategies import workspaces

EN = Words()
CLUB = Venue(id="v", name="Club", approach="group_events", role="Treasurer")
RETURNS = VenueReturn(CLUB, 4, 12.5, 420.0, 600.0, 9, 1, 300.0)


def test_every_advice_has_a_name() -> None:
    assert set(ADVICE_NAMES) == set(get_args(VenueAdvice))


def test_a_venue_has_its_cost_its_result_and_advice_with_odds() -> None:
    verdict = VenueVerdict(RETURNS, "change", 0.41, "odds")
    assert venue_sentence(verdict, 200.0, EN) == (
        "You spent $420 and 12.5 h there; these hours are worth $600. Steps there won $200, plus $100 expected from "
        "open outcomes. You met 9 people and had 1 conversation. Change something (about 40% likely to pay "
        "for itself): go less often, take on a task, or follow up with the people you met."
    )
    cells = venue_cells(verdict, 200.0, EN)
    assert (cells["Advice"], cells["Odds"]) == ("Change", "40%")
    assert (cells["Won"], cells["Open, expected"]) == ("$200", "$100")


def test_hours_without_a_price_are_said_to_have_none() -> None:
    unpriced = VenueReturn(CLUB, 4, 12.5, 0.0, 0.0, 0, 0, 0.0)
    verdict = VenueVerdict(unpriced, "keep", None, "unpriced")
    assert venue_sentence(verdict, 0.0, EN) == (
        "You spent 12.5 h there; these hours have no price yet. Keep it for now: your hours have no price yet, so the "
        "odds that it pays for itself are not known."
    )
    assert venue_cells(verdict, 0.0, EN)["Value of your time"] == "No price yet"
    assert venue_cells(verdict, 0.0, EN)["Odds"] == "n/a"


def test_a_venue_that_no_step_names_asks_for_the_place() -> None:
    dues = VenueReturn(CLUB, 4, 0.0, 100.0, 0.0, 0, 0, 0.0)
    assert venue_sentence(VenueVerdict(dues, "unlinked", 0.2, "unlinked"), 0.0, EN) == (
        "You spent $100 there. Some of your outcomes don’t say which venue they started at. Was it here? If so, "
        "add this venue to them."
    )


@pytest.mark.parametrize(
    ("advice", "because", "said"),
    [
        ("keep", "role", "Keep it (about 30% likely to pay for itself): your role there (Treasurer) gives you"),
        ("keep", "rating", "that you rated highly and that has no price."),
        ("keep", "returned", "it returned more than it cost."),
        ("keep", "odds", "Keep it for now (about 30% likely to pay for itself): it returned less than it cost so far"),
        ("keep", "nothing", "it has led to nothing so far, but its approach does well."),
        ("drop", "nothing", "Consider leaving (about 30% likely to pay for itself): it has led to nothing"),
        (
            "too_early",
            "few_quarters",
            "Too early to tell: give it another quarter.",
        ),
    ],
)
def test_each_reason_has_its_words(advice: VenueAdvice, because: VenueReason, said: str) -> None:
    won = 2000.0 if because == "returned" else 200.0
    assert said in venue_sentence(VenueVerdict(RETURNS, advice, 0.3, because), won, EN)


@pytest.mark.parametrize("because", ["role", "rating", "raised"])
def test_a_venue_that_returned_more_than_it_cost_is_kept_for_that(because: VenueReason) -> None:
    said = venue_sentence(VenueVerdict(RETURNS, "keep", 0.9, because), 2000.0, EN)
    assert said.endswith("Keep it (about 90% likely to pay for itself): it returned more than it cost.")
    unpriced = VenueVerdict(replace(RETURNS, opportunity_cost=0.0), "keep", 0.9, because)
    assert "it returned more than it cost" not in venue_sentence(unpriced, 2000.0, EN)


def test_where_money_is_not_the_point_no_venue_is_held_to_what_it_returned() -> None:
    said = venue_sentence(VenueVerdict(RETURNS, "keep", 0.9, "odds"), 0.0, EN, is_about_money=False)
    assert said.endswith("Keep it: what it led to is what you’re after.")


def test_a_venue_is_kept_for_now_while_what_began_there_is_open() -> None:
    said = venue_sentence(VenueVerdict(RETURNS, "keep", None, "odds"), 0.0, EN)
    assert said.endswith("Keep it for now: what began there is still open.")


DUES = {"amount": "100", "per": "quarter"}
DAY = "2026-05-01"


def summary(*venues: Json, **lists: Json) -> VenueSummary:
    ledger = Ledger(Workspace(make_document(venues=venues, **lists)))
    return venue_summary(Situation(ledger, ledger.quarters, Options(), TODAY), EN)


def test_the_venues_are_summed_up_in_a_line_each_the_most_expensive_first() -> None:
    clubs = [{"name": f"Club {n}", "approach": "group_events", "dues": {**DUES, "amount": str(n)}} for n in range(1, 7)]
    step = {"date": DAY, "approach": "group_events", "venue": "v6"}
    won = {"date": DAY, "kind": "client", "status": "won", "value": {"likely": "900"}, "touchpoints": [step]}
    at_club = {**costly_activity("group_events", "200", DAY), "venue": "v6", "hours": {"attending": 3}}
    shown = summary(*clubs, outcomes=[won], activities=[at_club])
    assert [name for name, _ in shown.lines] == ["Club 6", "Club 5", "Club 4", "Club 3"]
    assert shown.lines[0][1] == "$206 and 3 h spent, $900 won. Too early to tell: give it another quarter."
    assert shown.lines[1][1] == "$5 spent, nothing won yet. Too early to tell: give it another quarter."
    assert (shown.more, shown.note) == (2, "")


def test_only_venues_with_money_or_a_result_are_summed_up_and_what_is_missing_is_named() -> None:
    at_fair = {**costly_activity("group_events", "0", DAY), "venue": "v1"}
    assert summary({"name": "Fair", "approach": "group_events"}, activities=[at_fair]) == VenueSummary()
    assert summary(activities=[at_fair | {"venue": None}]) == VenueSummary()
    shown = summary({"name": "Club", "approach": "group_events", "dues": DUES}, activities=[at_fair | {"venue": None}])
    assert [line for _, line in shown.lines] == ["$100 spent, nothing won yet. Too early to tell."]
    assert shown.note.startswith("1 h of your group events in Q2 2026 isn’t assigned to a venue, so")


def test_what_is_still_open_has_not_returned_yet() -> None:
    said = venue_sentence(VenueVerdict(RETURNS, "keep", 0.6, "returned"), 100.0, EN)
    assert "with its open outcomes, it is expected to return more than it cost." in said


def test_a_venue_without_a_record_has_no_advice() -> None:
    unused = VenueVerdict(VenueReturn(CLUB, 0, 0.0, 0.0, 0.0, 0, 0, 0.0), "too_early", None, "few_quarters")
    assert venue_sentence(unused, 0.0, EN) == "Nothing is recorded there for these quarters."
    assert venue_cells(unused, 0.0, EN)["Advice"] == ""


@given(workspaces())
def test_every_venue_can_be_described(raw: Json) -> None:
    ledger = Ledger(Workspace(raw))
    if not ledger.quarters:
        return
    for verdict in Situation(ledger, ledger.quarters, Options(), TODAY).venues:
        said = venue_sentence(verdict, 0.0, EN)
        assert said.endswith(".")
        assert not re.search(r"\bNone\b|\bnan\b|\binf\b", f"{said} {venue_cells(verdict, 0.0, EN)}")
