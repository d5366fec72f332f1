"""Relationship measures: worked examples by hand, and invariants over any records."""

from datetime import date
from math import exp, log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures
from netroi_core.relationships.measures import DIMENSIONS, Diversity, Engagement, Reciprocity
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.strategies import workspaces

DAY = date(2026, 9, 30)
QUARTER = (Quarter(2026, 3),)
YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))
days = st.dates(date(2023, 12, 1), date(2027, 1, 31))


def person(day: str | None = "2026-09-30", closeness: int | None = 5, relevance: int | None = 5, **more: Any) -> Json:
    met = {"met": {"date": day}} if day else {}
    return {"name": "Ada", "closeness": closeness, "relevance": relevance, **met, **more}


def talk(day: str, *people: str, **more: Any) -> Json:
    return {"date": day, "approach": "one_on_one", "people": list(people), **more}


def favor(direction: str, day: str = "2026-08-01", contact: str | None = None, **more: Any) -> Json:
    return {"date": day, "direction": direction, "contact": contact, **more}


def of(*people: Json, **lists: Any) -> Ledger:
    return Ledger(Workspace(make_document(contacts=list(people), **lists)))


@pytest.mark.parametrize(
    ("contact", "capital"),
    [
        (person(), 1.0),
        (person("2026-04-03"), 0.5),  # 180 days before
        (person("2025-10-05"), 0.25),  # 360 days before
        (person("2026-04-03", 4, 3), 0.8 * 0.6 * 0.5),
        (person(closeness=None), 0.0),
        (person(relevance=None), 0.0),
        (person(None), 0.0),
        (person("2026-10-01"), 0.0),
        (person(status="dormant"), 0.0),
        (person(status="pruned"), 0.0),
    ],
)
def test_capital_is_closeness_by_relevance_and_halves_in_180_days_without_contact(
    contact: Json, capital: float
) -> None:
    assert measures.capital(of(contact), DAY) == pytest.approx(capital)


def test_capital_adds_up_over_contacts() -> None:
    assert measures.capital(of(person(), person("2026-04-03"), person("2026-04-03", 2, 2)), DAY) == pytest.approx(
        1 + 0.5 + 0.4 * 0.4 * 0.5
    )


@pytest.mark.parametrize(
    "lists",
    [
        {"activities": [talk("2026-04-03", "c1"), talk("2026-10-01", "c1")]},
        {"exchanges": [favor("received", "2026-04-03", "c1")]},
        {"exchanges": [favor("given", "2026-04-03", "c2", between=["c2", "c1"])]},
        {"exchanges": [favor("received", "2026-04-03", "c2", between=["c1"])]},
    ],
    ids=["activity", "exchange", "introduced", "introduced by somebody"],
)
def test_an_activity_an_exchange_and_an_introduction_are_contact_up_to_the_day_asked(lists: Any) -> None:
    row = measures.last_contacts(of(person("2020-01-01"), person(), **lists), DAY).row(0, named=True)
    assert (row["last"], row["days"]) == (date(2026, 4, 3), 180)
    assert row["capital"] == pytest.approx(0.5)


def test_without_any_contact_on_record_there_is_no_last_day_and_somebody_met_later_is_not_known_yet() -> None:
    ledger = of(person(None), person("2026-10-01"), person("2026-10-01"), activities=[talk("2026-09-29", "c3")])
    assert measures.last_contacts(ledger, DAY).select("id", "last").rows() == [("c1", None), ("c3", date(2026, 9, 29))]


def test_changes_say_who_joined_who_came_back_who_went_quiet_and_how_much_that_moved() -> None:
    ledger = of(
        person("2026-09-30", name="New"),
        person("2025-10-05", name="Back"),  # 268 days without contact by the end of June
        person("2026-06-30", name="Kept"),
        person("2026-04-03", name="Quiet"),
        person("2026-06-30", name="Fading"),
        person("2026-01-01", name="Long quiet"),
        person("2020-01-01", name="Let go", status="pruned"),
        activities=[talk("2026-09-30", "c2", "c3")],
    )
    changes = measures.capital_changes(ledger, date(2026, 6, 30), DAY)
    assert dict(changes.select("name", "move").iter_rows()) == {
        "New": "joined",
        "Back": "came_back",
        "Kept": "kept",
        "Quiet": "went_quiet",
        "Fading": "fading",
        "Long quiet": "fading",
    }
    amounts = dict(changes.select("name", "change").iter_rows())
    assert amounts["New"] == 1
    assert amounts["Back"] == pytest.approx(1 - 0.5 ** (268 / 180))
    assert amounts["Kept"] == 0
    assert amounts["Quiet"] == pytest.approx(0.5 - 0.5 ** (88 / 180))
    assert changes["change"].abs().is_sorted(descending=True)


@given(workspaces(), days, days)
def test_the_changes_add_up_to_the_change_of_the_capital(raw: Json, one: date, other: date) -> None:
    ledger, before, on = Ledger(Workspace(raw)), min(one, other), max(one, other)
    change = measures.capital(ledger, on) - measures.capital(ledger, before)
    assert measures.capital_changes(ledger, before, on)["change"].sum() == pytest.approx(change)


@given(workspaces(), days, st.integers(0, 400))
def test_capital_is_at_most_one_for_each_contact_and_without_touch_it_only_falls(
    raw: Json, on: date, more: int
) -> None:
    raw = {**raw, "activities": [], "exchanges": []}
    raw["contacts"] = [{**each, "relevance": 5, "met": {"date": "2020-01-01"}} for each in raw.get("contacts", ())]
    ledger = Ledger(Workspace(raw))
    now = measures.capital(ledger, on)
    assert 0 <= measures.capital(ledger, date.fromordinal(on.toordinal() + more)) <= now <= len(raw["contacts"])


def test_engagement_is_the_share_in_touch_and_the_interactions_for_each_active_contact() -> None:
    ledger = of(
        person("2026-07-01"),  # met in the quarter
        person("2020-01-01"),
        person("2020-01-01"),
        person("2020-01-01"),
        person("2020-01-01", status="dormant"),
        activities=[talk("2026-07-01", "c1", "c2", "c5"), talk("2026-09-30", "c2"), talk("2026-06-30", "c3")],
        exchanges=[favor("given", contact="c2"), favor("given"), favor("given", contact="c5")],
    )
    # In touch: two of four. Interactions: two talks with c2, one with c1, one favor.
    assert measures.engagement(ledger, QUARTER, DAY) == Engagement(0.5, 4 / 4)


def test_being_met_is_contact_and_no_interaction() -> None:
    assert measures.engagement(of(person("2026-07-01")), QUARTER, DAY) == Engagement(1.0, 0.0)


def test_somebody_met_after_the_day_asked_is_no_contact_that_one_could_be_in_touch_with() -> None:
    ledger = of(person("2026-07-01"), person("2026-10-01"))
    assert measures.engagement(ledger, QUARTER, DAY) == Engagement(1.0, 0.0)


@pytest.mark.parametrize(
    ("counts", "effective", "blau"),
    [
        ((5, 5), 2.0, 0.5),
        ((1, 1, 1, 1), 4.0, 0.75),
        ((3,), 1.0, 0.0),
        # Shares 1/2, 1/4, 1/4: entropy (ln 2)/2 + 2 (ln 4)/4 = 1.5 ln 2, so 2^1.5; 1 - (4 + 1 + 1)/16 = 5/8.
        ((2, 1, 1), 2**1.5, 0.625),
        ((9, 1), exp(-(0.9 * log(0.9) + 0.1 * log(0.1))), 0.18),
    ],
)
def test_diversity_is_the_hill_number_of_order_one_and_the_index_of_blau(
    counts: tuple[int, ...], effective: float, blau: float
) -> None:
    # Hill, Diversity and Evenness: A Unifying Notation, Ecology 54 (1973); Blau, Inequality and Heterogeneity (1977).
    people = [person(industry=f"I{number}") for number, count in enumerate(counts) for _ in range(count)]
    result = measures.diversity(of(*people), DAY)["industry"]
    assert (result.effective_number, result.blau) == (pytest.approx(effective), pytest.approx(blau))


def test_diversity_ignores_case_space_and_blanks_and_counts_each_area_of_expertise() -> None:
    ledger = of(
        person(industry=" Retail", background="Law", expertise=["Pricing", "Sales"]),
        person(industry="retail ", background="  ", expertise=["pricing", ""]),
        person(industry="Steel", status="dormant"),
        person("2026-10-01", industry="Steel"),
    )
    assert measures.categories(ledger, DAY, "industry").rows() == [("Retail", 2, 1.0)]
    assert measures.categories(ledger, DAY, "expertise").select("category", "count").rows() == [
        ("Pricing", 2),
        ("Sales", 1),
    ]
    diversity = measures.diversity(ledger, DAY)
    assert diversity["background"] == Diversity(1.0, 0.0)
    assert diversity["expertise"].blau == pytest.approx(1 - 4 / 9 - 1 / 9)


@given(workspaces(), days)
def test_an_effective_number_is_between_one_and_the_number_of_categories(raw: Json, on: date) -> None:
    ledger = Ledger(Workspace(raw))
    for dimension, result in measures.diversity(ledger, on).items():
        count = measures.categories(ledger, on, dimension).height
        assert (result.effective_number is None) == (result.blau is None) == (count == 0)
        if result.effective_number is not None and result.blau is not None:
            assert 1 - 1e-9 <= result.effective_number <= count + 1e-9
            assert -1e-9 <= result.blau <= 1 - 1 / count + 1e-9


def test_what_the_target_audience_names_and_nobody_has_is_missing_as_it_is_written() -> None:
    audience = {"industries": ["RETAIL", "Health care ", "Health care"], "expertise": ["", "Law"]}
    ledger = of(person(industry="Retail"), profile={"target_audience": audience})
    assert measures.missing_audience(ledger, DAY) == {
        "industry": ("Health care",),
        "background": (),
        "expertise": ("Law",),
    }


@pytest.mark.parametrize(
    ("given_", "received", "balance"), [(0, 0, None), (3, 1, -0.5), (1, 3, 0.5), (2, 2, 0.0), (0, 4, 1.0)]
)
def test_the_balance_of_give_and_take_runs_from_only_given_to_only_received(
    given_: int, received: int, balance: float | None
) -> None:
    favors = [*[favor("given")] * given_, *[favor("received")] * received, favor("given", "2026-10-01")]
    result = measures.reciprocity(of(exchanges=favors), QUARTER)
    assert (result, result.balance) == (Reciprocity(given_, received), balance)


def flags(*favors: Json, quarters: tuple[Quarter, ...] = YEAR) -> tuple[bool, bool]:
    """Return whether the first contact is owed something, and whether they only take."""
    row = measures.exchanges_by_contact(of(person(), exchanges=list(favors)), quarters).row(0, named=True)
    return row["owed"], row["takes"]


EARLY = "2026-02-01"


def test_who_gave_three_times_as_much_is_owed_and_who_never_gave_only_takes() -> None:
    got, gave = favor("received", contact="c1"), favor("given", contact="c1")
    got_early, gave_early = favor("received", EARLY, "c1"), favor("given", EARLY, "c1")
    assert flags(got_early, got, got) == (True, False)
    assert flags(got_early, got, got, gave) == (True, False)
    assert flags(got_early, got, gave) == (False, False)
    assert flags(gave_early, gave, gave) == (False, True)
    assert flags(gave_early, gave, gave, gave, got) == (False, False)


def test_two_exchanges_or_a_single_quarter_say_nothing_about_anybody() -> None:
    gave, gave_early = favor("given", contact="c1"), favor("given", EARLY, "c1")
    assert flags(gave_early, gave) == (False, False)
    assert flags(gave, gave, gave, quarters=QUARTER) == (False, False)
    assert flags(gave, gave, gave, quarters=YEAR[:3]) == (False, False)
    assert flags(gave, gave, gave) == (False, True)  # by the end of the year, the second quarter since


def test_an_introduction_gives_to_both_ends_and_one_received_comes_from_who_made_it() -> None:
    people = [person(name="Ada"), person(name="Ben"), person(name="Cy")]
    ledger = of(
        *people,
        exchanges=[
            favor("given", kind="introduction", contact="c1", between=["c1", "c2"]),
            favor("received", kind="introduction", contact="c3", between=["c2"]),
        ],
    )
    assert measures.exchanges_by_contact(ledger, YEAR).select("name", "given", "received").rows() == [
        ("Ada", 1, 0),
        ("Ben", 1, 0),
        ("Cy", 0, 1),
    ]
    assert measures.reciprocity(ledger, YEAR) == Reciprocity(1, 1)


def test_the_default_day_is_the_last_of_the_quarters_or_when_somebody_was_met_last() -> None:
    assert measures.default_day(of(profile={"fiscal_year_start": 4}), (Quarter(2026, 1),)) == date(2025, 6, 30)
    assert measures.default_day(of(person("2026-01-02"), person("2026-01-01")), ()) == date(2026, 1, 2)
    assert measures.default_day(of(), ()) == date.max


def test_the_figures_of_nothing_are_nothing_and_no_ratio_is_defined() -> None:
    ledger = of()
    assert measures.figures(ledger, (), measures.default_day(ledger, ())).as_json == {
        "capital": 0.0,
        "engagement": {"in_touch_share": None, "interactions_per_contact": None},
        "diversity": {key: {"effective_number": None, "blau": None} for key in DIMENSIONS},
        "reciprocity": {"given": 0, "received": 0, "balance": None},
        "load": {"hours_per_week": None, "energy": None},
    }


def slow_capital(raw: Json, on: date) -> float:
    """Return the capital by the definition, person by person."""
    total = 0.0
    for each in raw.get("contacts", ()):
        touches = [each["met"]["date"]] if each.get("met") else []
        touches += [a["date"] for a in raw.get("activities", ()) if each["id"] in a.get("people", ())]
        touches += [
            e["date"] for e in raw.get("exchanges", ()) if each["id"] in (e.get("contact"), *e.get("between", ()))
        ]
        past = [day for day in map(date.fromisoformat, touches) if day <= on]
        ratings = each.get("closeness"), each.get("relevance")
        if past and None not in ratings and each.get("status", "active") == "active":
            total += ratings[0] / 5 * ratings[1] / 5 * 0.5 ** ((on - max(past)).days / 180)
    return total


@given(workspaces(), days)
def test_capital_agrees_with_the_definition_whatever_the_records(raw: Json, on: date) -> None:
    assert measures.capital(Ledger(Workspace(raw)), on) == pytest.approx(slow_capital(raw, on))


@given(workspaces(), days)
def test_every_share_is_between_its_bounds_whatever_the_records(raw: Json, on: date) -> None:
    ledger = Ledger(Workspace(raw))
    figures = measures.figures(ledger, ledger.quarters, on)
    assert figures.engagement.in_touch_share is None or 0 <= figures.engagement.in_touch_share <= 1
    assert figures.reciprocity.balance is None or -1 <= figures.reciprocity.balance <= 1
    assert figures.load.energy is None or -2 <= figures.load.energy <= 2
