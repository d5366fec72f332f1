"""The first figures: what counts for a purpose, before the money."""

from datetime import date
from itertools import permutations
from typing import Any, get_args

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.views.advice import Situation
from netroi_core.views.first_figures import first_figures, warm_ties
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import Purpose
from netroi_core.workspace.workspace import Workspace
from tests.careers import costly_activity, make_document, won_outcome

TODAY = date(2026, 11, 29)


def situation(**lists: Any) -> Situation:
    ledger = Ledger(Workspace(make_document(**lists)))
    return Situation(ledger, ledger.quarters, Options(), TODAY)


def figures(purpose: str | None, **lists: Any) -> dict[str, str]:
    """Return the figures by name; what isn't known has none."""
    profile = {"purpose": purpose} if purpose else {}
    return {figure.name: figure.value for figure in first_figures(situation(profile=profile, **lists), Words())}


@pytest.mark.parametrize("purpose", get_args(Purpose))
def test_every_purpose_puts_four_figures_first_and_each_says_what_it_counts(purpose: str) -> None:
    lists = {
        "activities": [costly_activity("one_on_one", "9")],
        "exchanges": [{"date": "2026-11-01", "direction": "given"}],
    }
    outcomes = [{**won_outcome("9", "one_on_one"), "kind": kind} for kind in ("lead", "introduction", "mentor")]
    shown = first_figures(situation(profile={"purpose": purpose}, outcomes=outcomes, **lists), Words())
    # Without a rating there is no mean of them, nor a tie that is known to be warm.
    is_rated = purpose in ("win_clients", "raise_money")
    assert len({figure.name for figure in shown}) == (4 if is_rated else 3)
    assert all(figure.meaning.endswith(".") and figure.value for figure in shown)
    assert not any("$" in figure.value for figure in shown)


@pytest.mark.parametrize(("first", "second"), [*permutations(get_args(Purpose), 2)])
def test_a_second_purpose_adds_one_figure_at_most(first: str, second: str) -> None:
    talks = [costly_activity("one_on_one", "9")]
    both = situation(profile={"purpose": first, "second_purpose": second}, activities=talks)
    names = [figure.name for figure in first_figures(both, Words())]
    of_first = list(figures(first, activities=talks))
    assert names[: len(of_first)] == of_first
    assert len(names) <= 5
    assert set(names) & set(figures(second, activities=talks))


@pytest.mark.parametrize("purpose", get_args(Purpose))
def test_as_long_as_a_purpose_has_only_zeros_there_are_figures_that_have_something(purpose: str) -> None:
    talks = [{**costly_activity("group_events", "9"), "new_contacts": 2}]
    shown = figures(purpose, activities=talks)
    assert shown["New contacts"] == "2"
    assert len(shown) == 1 or "0" in shown.values()
    # Before there is anything at all, they say what is counted.
    assert set(figures(purpose, activities=[costly_activity("group_events", "9")]).values()) == {"0"}


def test_without_a_purpose_there_are_none() -> None:
    assert figures(None, activities=[costly_activity("one_on_one", "9")]) == {}


def test_a_search_counts_conversations_interviews_referrals_and_warm_ties() -> None:
    outcomes = [
        {**won_outcome("0", "one_on_one"), "kind": kind, "status": status, "value": None}
        for kind, status in (("interview", "lost"), ("interview", "open"), ("referral", "won"), ("client", "won"))
    ]
    talks = [costly_activity("one_on_one", "5", f"2026-07-0{day}") for day in (1, 2, 3)]
    distant = [{"name": "Ada", "closeness": 2, "met": {"date": "2026-11-01"}}]
    assert figures("find_work", activities=talks, outcomes=outcomes, contacts=distant) == {
        "Conversations": "3",
        "Interviews": "1 + 1 open",
        "Referrals": "1",
        "Warm ties": "0",
    }
    assert figures("find_work", outcomes=outcomes[1:2])["Interviews"] == "1 open"
    # The names in the notes of talks are no contacts whose closeness is known.
    assert "Warm ties" not in figures("find_work", activities=talks, outcomes=outcomes)


def test_introductions_stand_where_there_are_no_referrals_and_never_beside_one() -> None:
    introduction, referral = (
        {**won_outcome("0", "one_on_one"), "kind": kind, "value": None} for kind in ("introduction", "referral")
    )
    introduced = figures("find_work", outcomes=[introduction] * 3)
    assert introduced["Introductions to you"] == "3"
    assert "Referrals" not in introduced
    both = figures("find_work", outcomes=[introduction, referral])
    assert both["Referrals"] == "1"
    assert "Introductions to you" not in both


def test_leads_that_came_in_and_outcomes_that_are_open_have_names_of_their_own() -> None:
    """Four leads, two of them open and one won, and an open client: no name can be taken for another."""
    leads = (("lead", "open"), ("lead", "open"), ("lead", "lost"), ("lead", "won"))
    kinds = (*leads, ("client", "open"), ("client", "won"))
    outcomes = [
        {**won_outcome("9", "one_on_one"), "kind": kind, "status": status, "probability": 0.5} for kind, status in kinds
    ]
    assert figures("win_clients", outcomes=outcomes) == {
        "New leads": "4",
        "Referrals": "0",
        "Open outcomes": "3",
        "Clients won": "2",
    }


def test_conversations_are_those_counted_and_each_meeting_but_no_total_of_a_quarter() -> None:
    total = {**costly_activity("one_on_one", "9", "2026-09-30"), "source": "quiz"}
    coffee = costly_activity("one_on_one", "1", "2026-10-05")
    dinner = {**costly_activity("group_events", "3", "2026-10-06"), "meaningful": 2}

    def conversations(*activities: dict[str, Any]) -> str:
        return figures("find_work", activities=list(activities)).get("Conversations", "unknown")

    assert conversations(total) == "unknown"
    assert conversations({**total, "meaningful": 4}) == "4"
    # One that is logged afterward counts beside those of the quiz.
    assert conversations({**total, "meaningful": 4}, coffee) == "5"
    assert conversations(total, coffee, dinner, {**coffee, "meaningful": 2}) == "5"
    assert conversations({**total, "approach": "social_media"}) == "0"


def test_a_tie_is_warm_while_close_active_and_in_touch() -> None:
    def contact(name: str, closeness: int, met: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "name": name, "closeness": closeness, "met": {"date": met}, **more}

    contacts = [
        contact("warm", 3, "2026-11-01"),
        contact("distant", 2, "2026-11-01"),
        contact("quiet", 5, "2025-01-01"),
        contact("archived", 5, "2026-11-01", status="dormant"),
    ]
    assert warm_ties(situation(contacts=contacts)) == 1


def test_where_no_closeness_is_rated_nobody_is_called_cold() -> None:
    met = {"name": "Ada", "met": {"date": "2026-11-01"}}
    assert figures("find_work", contacts=[met, met]).keys() == {"Conversations", "Interviews", "Referrals"}
    rated = {**met, "closeness": 2}
    assert "Warm ties" not in figures("find_work", contacts=[met, rated])
    assert figures("find_work", contacts=[{**met, "closeness": 3}, met])["Warm ties"] == "1"
    assert figures("find_work", contacts=[{**met, "met": {"date": "2025-01-01"}}, rated])["Warm ties"] == "0"


def test_learning_counts_what_was_rated_and_how_highly() -> None:
    rated = [{**won_outcome("0", "one_on_one"), "kind": "mentor", "value": None, "intangible": n} for n in (5, 4)]
    counted = figures("learn", outcomes=rated)
    assert (counted["Rated outcomes"], counted["Mean rating"], counted["Mentors"]) == ("2", "4.5 of 5", "2")
    assert "Mean rating" not in figures("learn")


def test_of_what_came_about_and_nobody_rated_none_is_rated_yet() -> None:
    mentor = {**won_outcome("0", "one_on_one"), "kind": "mentor", "value": None}
    shown = {"Rated outcomes": "None yet", "Mentors": "1", "New contacts": "0"}
    assert figures("learn", outcomes=[mentor]) == shown
    assert figures("learn", outcomes=[mentor, {**mentor, "intangible": 0}])["Rated outcomes"] == "1"


def test_an_interview_that_was_rated_counts_however_it_ended() -> None:
    held = {"date": "2026-08-01", "kind": "interview", "intangible": 4}
    for status, count in (("won", "1"), ("lost", "1"), ("open", "None yet")):
        lead = {**won_outcome("9", "one_on_one"), "kind": "role"}
        assert figures("advance", outcomes=[{**held, "status": status}, lead])["Rated outcomes"] == count


def test_belonging_counts_favors_both_ways() -> None:
    exchanges = [
        {"date": "2026-07-01", "direction": "given", "kind": "introduction"},
        {"date": "2026-07-02", "direction": "given", "kind": "advice"},
        {"date": "2026-07-03", "direction": "received", "kind": "introduction"},
    ]
    counted = figures("belong", exchanges=exchanges)
    assert (counted["Favors given"], counted["Favors received"], counted["Introductions made"]) == ("2", "1", "1")
    assert figures("raise_money", exchanges=exchanges)["Introductions to you"] == "1"
