"""The network: its finding, who gives and takes, how varied it is, what it takes and what its places are worth."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given as over
from hypothesis import settings

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships.measures import DIMENSIONS, Dimension
from netroi_core.relationships.network_words import (
    METHOD,
    energy_title,
    gone_quiet,
    headline,
    return_title,
    varied_title,
)
from netroi_core.views.network import TAKES, Network, network
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, given, spent, won, written
from tests.relationships.test_measures import favour, person, talk
from tests.strategies import workspaces

EN, DE = Words(), Words("de_DE", "EUR")
TODAY = date(2026, 10, 5)
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))


def of(raw: Json, window: tuple[Quarter, ...] = (), words: Words = EN, today: date = TODAY, **chosen: Any) -> Network:
    ledger = Ledger.of(Workspace(raw))
    return network(ledger, window or ledger.quarters, Options(**chosen), words, today)


def by_industry(*shares: float) -> pl.DataFrame:
    names = ["Logistics", "Retail", "Law", "Banking", "Media"][: len(shares)]
    return pl.DataFrame({"category": names, "share": list(shares)}, schema={"category": pl.String, "share": pl.Float64})


def test_the_example_tells_its_story() -> None:
    found = of(given("sample"))
    assert found.headline == "Give and take are in balance; 6 of 26 people have gone quiet"
    assert found.said[0].startswith("Your relationships are worth 8.7")
    assert found.said[1].startswith("No contact for 180 days or more: Omar Haddadin, Marcus Oyelaran, Tom Wexley and 3")
    assert found.gist == (
        found.said[0],
        "You gave 32 and received 29: give and take are in balance.",
        "As varied as if they were spread evenly over 12.2 industries, 17.5 backgrounds and 51 areas of expertise.",
    )
    assert "Tom Wexley helped you 3 times, and you helped once: give back next." in found.exchange.said
    assert found.variety.said == (
        "Whom you want to reach and don't know yet: background Product management; area of expertise product "
        "analytics. Who could introduce you?",
    )
    assert [chart.title for charts in found.charts.values() for chart in charts()] == [
        "You gave 32 and received 29: give and take are in balance",
        "No industry, background or expertise dominates your network",
        "Relationship capital rose from 4.7 to 8.7 since Q4 2024",
        "One-on-one gives you most energy, and pays most, too",
        "Each $1 returned most with one-on-one: $3.05",
    ]
    assert found.toll().signs[0].startswith("Q1 2025, in your words: “Three evenings out in one week")


def test_how_it_moved_is_told_for_any_day_against_the_quarter_before_even_one_outside_the_window() -> None:
    found = of(given("sample"), (Quarter(2026, 3),))
    assert found.on == date(2026, 9, 30)
    last, earlier = found.moved(found.on), found.moved(date(2026, 8, 1))
    assert [quarter for quarter, *_ in last.charts[0].table[1]] == ["Q2 2026", "Q3 2026"]
    assert dict(last.said)["In touch"].startswith("62% of your active people, after 65% in Q2 2026. Newly or again: ")
    assert dict(earlier.said)["In touch"].startswith("31% of your active people so far in Q3 2026, after 65%")
    assert found.moved(date(2026, 3, 31)).said == ()


@pytest.mark.parametrize(
    ("worths", "balance", "active", "quiet", "said"),
    [
        ((0.5, 0.3, 0.2), 0.0, 9, 3, "Your network is worth most in Logistics; 3 of 9 people have gone quiet"),
        ((0.5, 0.5), 0.0, 9, 0, "Give and take are in balance; nobody of 9 people has gone quiet"),
        ((0.2, 0.2, 0.2, 0.2, 0.2), 0.5, 9, 1, "You received more than you gave; 1 of 9 people has gone quiet"),
        ((1.0,), -0.5, 1, 0, "You gave more than you received; nobody of 1 person has gone quiet"),
        ((), None, 4, 0, "Nobody of 4 people has gone quiet"),
        ((), None, 4, 2, "2 of 4 people have gone quiet"),
        ((), 0.0, 0, 0, "Name the people you meet, and you will see what your network is worth."),
    ],
)
def test_the_finding_names_an_industry_only_where_one_leads(
    worths: tuple[float, ...], balance: float | None, active: int, quiet: int, said: str
) -> None:
    assert headline(by_industry(*worths), balance, active, quiet) == said


def test_worth_lies_where_close_relevant_and_fresh_people_are_whatever_the_case_of_their_industry() -> None:
    people = [
        person("2026-09-30", industry="Logistics"),
        person("2026-09-30", industry=" logistics "),
        person("2026-09-30", 1, 1, industry="Retail"),
        person("2026-09-30", 5, 5, industry="Law", status="pruned"),
        person("2026-09-30", 5, 5),
    ]
    found = of(written(contacts=people, activities=[talk("2026-09-30")]))
    assert found.headline == "Your network is worth most in Logistics; nobody of 4 people has gone quiet"


def test_quiet_is_who_had_no_contact_for_half_a_year_by_today_or_the_end_of_the_window() -> None:
    people = [person("2026-01-05"), person(None), person("2026-01-05", status="dormant")]
    raw = written(contacts=people, activities=[talk("2026-01-05"), talk("2026-09-01")])
    assert of(raw).headline == "1 of 2 people has gone quiet"
    assert of(raw, today=date(2026, 7, 3)).headline == "Nobody of 2 people has gone quiet"
    assert of(raw, (Quarter(2026, 1),)).headline == "Nobody of 2 people has gone quiet"


def test_who_went_quiet_is_named_and_many_are_counted() -> None:
    assert gone_quiet([]) is None
    said = gone_quiet(["Ada", "Ben", "Cy", "Di"])
    assert said == "No contact for 180 days or more: Ada, Ben, Cy and 1 more. A short message is enough to pick it up."


def test_of_those_who_are_owed_and_who_take_only_the_first_three_are_told() -> None:
    favours = [
        favour(way, day, f"c{n}")
        for way, places in (("received", range(1, 6)), ("given", range(6, 11)))
        for n in places
        for day in ("2026-01-02", "2026-08-01", "2026-08-02")
    ]
    people = [{**person(), "name": f"Person {n}"} for n in range(1, 11)]
    found = of(written(contacts=people, exchanges=favours), YEAR)
    assert [said.split(" helped")[0] for said in found.exchange.said[:3]] == ["Person 1", "Person 2", "Person 3"]
    assert len(found.exchange.said) == 6


def test_favours_without_a_name_are_told_and_not_drawn() -> None:
    found = of(written(exchanges=[favour("given")]))
    assert found.exchange.charts == ()
    assert found.exchange.said == ("You gave 1 and received 0: it is fine to ask, and to accept.",)


def test_nothing_known_of_anybody_asks_for_it_instead_of_a_picture() -> None:
    found = of(written(contacts=[person()], activities=[talk("2026-09-01")]))
    assert found.variety.charts == ()
    assert found.variety.said[0].startswith("Note industry, background or expertise")


def categories(**shares: float) -> dict[Dimension, pl.DataFrame]:
    return {dimension: by_industry(*([shares[dimension]] if dimension in shares else [])) for dimension in DIMENSIONS}


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"industry": 0.5}, "Half of your people or more share one industry"),
        ({"industry": 0.6, "background": 0.5}, "Half of your people or more share one industry and background"),
        ({"industry": 0.2}, "No industry dominates your network"),
        ({"industry": 0.2, "background": 0.2}, "No industry or background dominates your network"),
        (dict.fromkeys(DIMENSIONS, 0.2), "No industry, background or expertise dominates your network"),
    ],
)
def test_variety_is_told_by_what_dominates(shares: dict[str, float], said: str) -> None:
    assert varied_title(categories(**shares)) == said


@pytest.mark.parametrize(
    ("energies", "returns", "said"),
    [
        ({"one_on_one": 0.5, "group_events": 0.1}, {"one_on_one": 3.0}, "One-on-one gives you most energy, and pays "
         "most, too"),
        ({"one_on_one": 0.5}, {"social_media": 3.0}, "One-on-one gives you most energy; social media pays most"),
        ({"one_on_one": 0.5}, {"social_media": None}, "One-on-one gives you most energy"),
        ({"one_on_one": -0.5}, {}, "No approach gives you energy; one-on-one costs least"),
        ({"one_on_one": None}, {}, "No activity says how it felt"),
    ],
)  # fmt: skip
def test_energy_stands_beside_what_pays(
    energies: dict[str, float | None], returns: dict[str, float | None], said: str
) -> None:
    assert energy_title(energies, returns) == said


def test_the_return_names_the_approach_that_returned_most() -> None:
    assert return_title({"one_on_one": 3.0, "group_events": None}, EN) == "Each $1 returned most with one-on-one: $3.00"
    assert return_title({"one_on_one": None}, EN).startswith("Nothing was invested")


def test_what_it_takes_is_told_against_ones_own_limits_with_signs_of_too_much_in_the_window_alone() -> None:
    raw = written(
        profile={"weekly_evenings_cap": 1.0},
        activities=[talk(f"2026-09-{day:02}", hours={"attending": 4}, evening=True) for day in range(1, 29)],
        quizzes=[{"quarter": "2026-Q3", "strain": "Too late, too often"}, {"quarter": "2026-Q1", "strain": "Before"}],
    )
    toll = of(raw, (Quarter(2026, 3),)).toll()
    assert toll.charts == ()
    assert (
        toll.said[0] == "8.5 hours a week, beyond the 6 that you set yourself, and 2.1 evenings a week, beyond your 1."
    )
    assert toll.signs == (
        "Q3 2026, in your words: “Too late, too often”",
        "More hours a week than you set yourself.",
        "More evenings a week than you set yourself.",
    )


def test_places_stand_with_why_for_whom_and_what_to_do_the_dearest_first() -> None:
    club = {"name": "Club", "approach": "group_events", "why": "Owners", "audience": "clients", "role": "Treasurer"}
    raw = written(
        venues=[{"name": "Café", "approach": "one_on_one"}, club],
        activities=[{**spent("group_events", "60", day), "venue": "v2"} for day in ("2026-03-01", "2026-09-01")],
        outcomes=[{**won("500", None), "touchpoints": [
            {"date": "2026-03-01", "approach": "group_events", "venue": "v2"}]}],
    )  # fmt: skip
    found = of(raw, YEAR).places()
    header, (first, second) = found.table
    assert dict(zip(header, first, strict=True)) == {
        "Place": "Club", "Advice": "Keep", "Money": "$120", "Hours": "2 h", "Worth of time": "$0", "New contacts": "0",
        "Meaningful": "0", "Value": "$500", "For whom": "Clients", "Role": "Treasurer", "Why": "Owners",
    }  # fmt: skip
    assert second[:2] == ("Café", "")
    assert found.said[0][0] == "Club"
    assert "Your role there, Treasurer, adds reputation" in found.said[0][1]


def test_the_options_decide_what_places_and_approaches_are_worth() -> None:
    raw = given("sample")
    realised, invested = (of(raw, YEAR, view=view) for view in ("realised", "invested"))
    assert realised.places().table != invested.places().table
    assert realised.charts[TAKES]()[1].figures != invested.charts[TAKES]()[1].figures


def test_the_german_reader_finds_german_numbers() -> None:
    found = of(given("sample"), words=DE)
    assert "8,7" in found.said[0]
    assert "$" not in f"{found.places()}{[chart.table for chart in found.charts[TAKES]()]}"


def test_how_it_is_figured_names_what_is_figured() -> None:
    assert len(dict(METHOD)) == len(METHOD)
    assert all(said.endswith(".") for _, said in METHOD)


@settings(max_examples=30)
@over(workspaces())
def test_every_workspace_with_a_quarter_has_its_network(raw: Json) -> None:
    ledger = Ledger.of(Workspace(raw))
    if ledger.quarters:
        found = of(raw)
        toll = found.toll()
        everything = (found.headline, found.said, found.exchange.said, found.variety.said, toll.said, toll.signs)
        assert "None" not in f"{everything}"
        assert {len(row) for row in found.places().table[1]} <= {len(found.places().table[0])}
        people = relationship_measures.by_person(ledger, ledger.quarters)
        assert bool(found.exchange.charts) == (not people.is_empty())


def test_the_gist_names_nobody_and_leaves_out_what_is_not_known() -> None:
    alone = of(written(contacts=[person("2026-07-01", name="Ann Lee")]), (Quarter(2026, 3),))
    assert len(alone.gist) == 1
    assert "Ann" not in "".join(alone.gist)
    assert of(written(activities=[spent("one_on_one", "5")])).gist == ()
