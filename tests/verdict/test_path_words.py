"""Titles about paths: they claim no more than the records and their odds allow."""

import re
from typing import Any

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.verdict import combinations
from netroi_core.verdict.path_words import combinations_title, credit_title, paths_title
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document, won_outcome

GROUP, ONE, SOCIAL = "group_events", "one_on_one", "social_media"
FOREVER = tuple(span(Quarter(2020, 1), Quarter(2030, 4)))


def reached(*approaches: str, amount: str | None = "100", **more: Any) -> Json:
    """An outcome won in August 2026, by these steps a day apart."""
    steps = [{"date": f"2026-07-{day:02}", "approach": approach} for day, approach in enumerate(approaches, 1)]
    value = None if amount is None else {"likely": amount}
    return {**won_outcome("0", None), "touchpoints": steps, "value": value, **more}


def ledger_of(*outcomes: Json) -> Ledger:
    return Ledger(Workspace(make_document(outcomes=list(outcomes))))


def path_title(*outcomes: Json) -> str:
    return paths_title(combinations.paths(ledger_of(*outcomes), FOREVER, Options()), Words())


def comparison_title(*outcomes: Json) -> str:
    return combinations_title(combinations.combinations(ledger_of(*outcomes), FOREVER, Options()), Words())


def sharing_title(*outcomes: Json) -> str:
    return credit_title(combinations.value_by_rule(ledger_of(*outcomes), FOREVER, Options()), Words())


def test_the_title_of_paths_claims_no_more_than_is_known() -> None:
    assert path_title(reached(ONE), reached(ONE)) == "All value came from one-on-one alone: $200 won, from 2 outcomes"
    assert path_title(reached(ONE), *[reached(ONE, amount=None)] * 4) == (
        "All value came from one-on-one alone: $100 won, from 1 of the 5 outcomes that came this way"
    )
    assert path_title(reached(ONE), reached(SOCIAL)) == "2 paths led to the same: $100 each"
    unpriced = path_title(reached(ONE, amount=None), reached(SOCIAL, amount=None))
    assert unpriced == "2 outcomes by 2 paths, none with a value in money yet"
    long = path_title(reached(GROUP, ONE, GROUP, SOCIAL), reached(ONE, amount="20"))
    assert long == "4 steps from group events to social media led to most of the value: $100 won, from 1 outcome"
    two = path_title(reached(GROUP, ONE), reached(ONE, amount="20"))
    assert two.startswith("Group events, then one-on-one, led to most of the value: ")
    with_open = path_title(reached(ONE), reached(ONE, status="open", probability=0.5))
    assert with_open == "All value came from one-on-one alone: $100 won, plus $50 open, from 2 outcomes"
    still_open = path_title(reached(ONE, status="open", probability=0.5))
    assert still_open == "All value came from one-on-one alone: $50 open, from 1 outcome"
    hoped = reached(ONE, amount="900", status="open", probability=0.5)
    assert path_title(reached(GROUP), hoped) == (
        "Group events alone led to most of the value won so far: $100 won, from 1 outcome"
    )
    assert path_title(reached(GROUP), reached(ONE, amount="200", status="open", probability=0.5)).startswith(
        "Group events alone led to "
    ), "what is won and what is open aren’t the same"
    no_majority = path_title(reached(ONE, amount="120"), reached(SOCIAL), reached(GROUP))
    assert no_majority.startswith("One-on-one alone led to more than any other path")


def test_a_combination_that_beats_its_parts_or_falls_behind_them_is_named_with_its_odds() -> None:
    together = [reached(GROUP, ONE, amount=str(amount)) for amount in (900, 1100, 1500, 800, 1300) * 4]
    group, one = ([reached(step, amount=str(amount)) for amount in (200, 300, 250, 150) * 4] for step in (GROUP, ONE))
    assert comparison_title(*together, *one) == (
        "Group events and one-on-one together: more than 95% likely to be worth more than one-on-one alone"
    )
    worse = [{**outcome, "value": {"likely": "20"}} for outcome in together]
    assert comparison_title(*worse, *one).endswith("likely to be worth less than one-on-one alone")
    assert comparison_title(*worse, *one, *group).endswith("likely to be worth less than the best of its parts alone")


def test_below_the_odds_of_a_leaning_a_combination_may_not_beat_its_parts() -> None:
    even = [reached(GROUP, ONE), reached(GROUP), reached(ONE)] * 3
    title = comparison_title(*even)
    assert re.fullmatch(r"Combining approaches may not beat using one: about \d+% likely at best", title)


def test_where_nothing_can_be_compared_the_title_says_why() -> None:
    assert comparison_title(reached(ONE), reached(SOCIAL)) == (
        "No outcome with a value has come from several approaches together yet"
    )
    assert comparison_title(*[reached(ONE, GROUP)] * 3, reached(SOCIAL)) == (
        "No part of a combination led to an outcome alone, so there is nothing to compare"
    )
    assert comparison_title(*[reached(ONE, GROUP)] * 2, *[reached(ONE)] * 9) == (
        "Too few outcomes took several approaches to compare them with a single one"
    )


def test_credit_that_hardly_moves_is_told_as_such() -> None:
    same = sharing_title(reached(ONE, amount="600"), reached(SOCIAL, amount="400"))
    assert same == "However credit is shared, 60% of it goes to one-on-one"
    little = sharing_title(reached(ONE, amount="950"), reached(ONE, SOCIAL, amount="50"))
    assert little == "However credit is shared, it hardly moves: 95% to 100% of it goes to one-on-one"
    between_others = sharing_title(reached(ONE, amount="950"), reached(GROUP, SOCIAL, amount="50"))
    assert between_others == "However credit is shared, 95% of it goes to one-on-one"
