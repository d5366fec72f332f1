"""Relationship measures as sentences: kind, in plain words, right for one, several and none."""

import re

import polars as pl
import pytest
from hypothesis import given

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures, routine
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.measures import DIMENSIONS, Dimension, Diversity, Engagement, Load, Reciprocity
from netroi_core.relationships.routine import Consistency, WeeklyHours
from netroi_core.relationships.venues import VenueAdvice, VenueReturn, venue_returns
from netroi_core.wording.wording import AUDIENCE_NAMES, Words
from netroi_core.workspace.fields import APPROACHES, AUDIENCES
from netroi_core.workspace.records import Venue
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json
from tests.careers import load_document as given_workspace
from tests.strategies import workspaces

EN = Words()
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))
UNKNOWN = Diversity(None, None)


def changes(**people: tuple[str, float]) -> pl.DataFrame:
    """Return capital changes by name, each with its move and its amount."""
    rows = [(name, move, change) for name, (move, change) in people.items()]
    return pl.DataFrame(rows, schema={"name": pl.String, "move": pl.String, "change": pl.Float64}, orient="row")


@pytest.mark.parametrize(
    ("change", "end"),
    [(0.5, "0.5 more than at"), (-1.2, "1.2 fewer than at"), (0.01, "about as many as at")],
)
def test_the_capital_comes_with_its_change(change: float, end: str) -> None:
    said = relationship_words.capital(8.74, changes(Ada=("kept", change)), Quarter(2026, 2), EN)
    start = "Your relationships are worth 8.7 that are as close, relevant and fresh as can be"
    assert said == f"{start}, {end} the end of Q2 2026."


def test_joined_returned_and_quiet_contacts_are_named_and_many_are_counted() -> None:
    frame = changes(
        Ada=("joined", 1), Ben=("joined", 1), Cy=("joined", 1), Di=("joined", 1), Ed=("joined", 1),
        Flo=("went_quiet", -1), Gus=("kept", 1),
    )  # fmt: skip
    assert relationship_words.capital_changes(frame) == (
        "Joined: Ada, Ben, Cy and 2 more.",
        "No contact for 180 days now: Flo. A short message is enough to pick it up again.",
    )
    assert relationship_words.capital_changes(changes()) == ()


def test_engagement_is_a_share_and_a_number() -> None:
    assert relationship_words.engagement(Engagement(0.25, 1.26), EN) == (
        "In these quarters you were in touch with 25% of your active contacts, 1.3 times each on average."
    )
    assert relationship_words.engagement(Engagement(None, None), EN) == "No active contact is on record yet."


def test_diversity_counts_equally_common_categories_and_asks_for_those_missing() -> None:
    result = {"industry": Diversity(2.83, 0.6), "background": Diversity(1.0, 0.0), "expertise": UNKNOWN}
    assert (
        relationship_words.diversity(result, EN)
        == "As varied as if they were spread evenly over 2.8 industries and 1 background."
    )
    nothing = dict.fromkeys(DIMENSIONS, UNKNOWN)
    assert relationship_words.diversity(nothing, EN).startswith("Note industry, background or expertise")


def counted_categories(**counts: int) -> pl.DataFrame:
    frame = pl.DataFrame({"category": list(counts), "count": list(counts.values())})
    return frame.with_columns((pl.col("count") / pl.col("count").sum()).alias("share"))


def test_a_category_of_half_of_the_contacts_or_more_dominates() -> None:
    assert relationship_words.dominant(counted_categories(Retail=3, Steel=2), "industry", EN) == (
        "Retail is the industry of 60%: another circle has ideas that this one can't have."
    )
    assert relationship_words.dominant(counted_categories(Retail=2, Steel=2, Law=1), "industry", EN) is None
    assert relationship_words.dominant(counted_categories(Retail=2), "industry", EN) is None


def test_the_missing_audience_is_named_with_a_next_step() -> None:
    result = {"industry": ("Law", "Steel"), "background": (), "expertise": ("Pricing",)}
    assert relationship_words.missing_audience(result) == (
        "Whom you want to reach and don't know yet: industries Law and Steel; area of expertise Pricing. "
        "Who could introduce you?"
    )
    assert relationship_words.missing_audience(dict.fromkeys(DIMENSIONS, ())) is None


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Reciprocity(5, 5), "You gave 5 and received 5: give and take are in balance."),
        (Reciprocity(2, 5), "You gave 2 and received 5: give back next."),
        (Reciprocity(5, 2), "You gave 5 and received 2: it is fine to ask, and to accept."),
        (Reciprocity(0, 0), "Nothing given or received is on record for Q4 2025 to Q3 2026."),
    ],
)
def test_give_and_take_end_in_a_next_step(result: Reciprocity, said: str) -> None:
    assert relationship_words.reciprocity(result, YEAR) == said


def test_owed_and_taking_contacts_are_named_kindly() -> None:
    result = pl.DataFrame(
        {
            "name": ["Ada", "Ben", "Cy", "Di"],
            "given": [1, 0, 4, 2],
            "received": [3, 3, 0, 2],
            "owed": [True, True, False, False],
            "takes": [False, False, True, False],
        }
    )
    assert relationship_words.one_sided_contacts(result) == (
        "Ada helped you 3 times, and you helped once: give back next.",
        "Ben helped you 3 times, and you have not had the chance yet: give back next.",
        "You helped Cy 4 times and nothing has come back so far: ask for something small, or set a boundary.",
    )


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Load(4.04, None, 1, 5, None), "4 hours a week, within the 5 that you set yourself."),
        (Load(6.5, 1.2, 1, 5, None), "6.5 hours a week, beyond the 5 that you set yourself, and 1.2 evenings a week."),
        (Load(4, 3, 1, 5, 2),
         "4 hours a week, within the 5 that you set yourself, and 3 evenings a week, beyond your 2."),
        (Load(None, None, None, 5, None), "No quarter is chosen."),
    ],
)  # fmt: skip
def test_the_load_is_compared_with_the_limits(result: Load, said: str) -> None:
    assert relationship_words.load(result, EN) == said


def energies(**rated: tuple[int | None, float | None, float | None, float | None]) -> pl.DataFrame:
    """Return activities, energy, energy per hour and trend of approaches."""
    names = ("activities", "energy", "energy_per_hour", "trend")
    rows = [(approach, *rated.get(approach, (None,) * 4)) for approach in APPROACHES]
    return pl.DataFrame(rows, schema=["approach", *names], orient="row")


def test_only_growing_energy_is_mentioned() -> None:
    result = energies(group_events=(9, -0.5, -0.26, -0.2), one_on_one=(9, 1, 0.6, 0.05), social_media=(9, 1, 1, 0.1))
    assert relationship_words.energy(result) == ("More energy from quarter to quarter from social media.",)
    assert relationship_words.energy(energies()) == ()


def test_signs_of_strain_are_the_persons_own_words_and_then_those_in_the_records() -> None:
    result = energies(group_events=(9, -0.5, -0.2, 0.0), one_on_one=(9, 1.0, 0.6, -0.3), social_media=(4, -2, -1, -1))
    own = {Quarter(2026, 3): "Dreading it", Quarter(2026, 2): "Tired"}
    assert relationship_words.strain_signs(Load(7, 3, 0, 5, 2), result, own) == (
        "Q2 2026, in your words: “Tired”",
        "Q3 2026, in your words: “Dreading it”",
        "More hours a week than you set yourself.",
        "More evenings a week than you set yourself.",
        "You mostly come home tired from group events.",
        "Less energy from quarter to quarter from one-on-one.",
    )
    assert relationship_words.strain_signs(Load(4, 1, 0, 5, 2), energies(), {}) == ()
    assert "not a medical test" in relationship_words.NO_TEST


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Consistency(10, 8, 12, WeeklyHours(None, 0.0, None, 2.0)),
         ("Some contact in 8 of 10 weeks, at most 12 days without: a routine.",)),
        (Consistency(10, 3, 40, WeeklyHours(0.9, 0.25, 7.0, 0.5)),
         ("Some contact in 3 of 10 weeks, at most 40 days without: a fixed hour a week would make it a routine.",
          "7 hours a week between jobs, 0.5 otherwise (90% of your hours in 25% of the quarters): those who keep it up "
          "once the role is found are welcome when they need the next.")),
        (Consistency(10, None, None, WeeklyHours(0.5, 0.5, 3.0, 3.0)),
         ("3 hours a week between jobs, 3 otherwise (50% of your hours in 50% of the quarters): you keep it up in "
          "good times, too.",)),
        (Consistency(0, None, None, WeeklyHours()), ()),
    ],
)  # fmt: skip
def test_a_routine_differs_from_networking_in_need(result: Consistency, said: tuple[str, ...]) -> None:
    assert relationship_words.consistency(result, EN) == said


def test_a_venue_has_its_cost_result_and_advice() -> None:
    venue = Venue(id="v", name="Club", approach="group_events", role="Treasurer")
    club = VenueReturn(venue, 4, 3, 12.5, 420.0, 600.0, 9, 1, 300.0)
    assert relationship_words.venue_sentence(club, EN) == (
        "$420 and 12.5 h went in; 9 new contacts, 1 meaningful one, $300 came of it. Change something: it takes more "
        "than it has brought. Go less often, take on a task, or stay in touch with those you talked to. Your role "
        "there, Treasurer, adds reputation that no figure here holds."
    )
    unused = VenueReturn(venue, 0, 0, 0.0, 0.0, 0.0, 0, 0, 0.0)
    assert relationship_words.venue_sentence(unused, EN) == "Nothing is recorded there for these quarters."


def shares_frame(*shares: float) -> pl.DataFrame:
    names = ["Logistics", "Retail", "Law", "Banking", "Media"][: len(shares)]
    return pl.DataFrame({"category": names, "share": list(shares)}, schema={"category": pl.String, "share": pl.Float64})


@pytest.mark.parametrize(
    ("shares", "balance", "active", "quiet", "said"),
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
def test_the_headline_names_an_industry_only_where_one_leads(
    shares: tuple[float, ...], balance: float | None, active: int, quiet: int, said: str
) -> None:
    assert relationship_words.network_headline(shares_frame(*shares), balance, active, quiet) == said


def test_quiet_contacts_are_named_and_many_are_counted() -> None:
    assert relationship_words.gone_quiet([]) is None
    said = relationship_words.gone_quiet(["Ada", "Ben", "Cy", "Di"])
    assert said == "No contact for 180 days or more: Ada, Ben, Cy and 1 more. A short message is enough to pick it up."


def shared_categories(**shares: float) -> dict[Dimension, pl.DataFrame]:
    return {dimension: shares_frame(*([shares[dimension]] if dimension in shares else [])) for dimension in DIMENSIONS}


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
def test_the_diversity_title_names_what_dominates(shares: dict[str, float], said: str) -> None:
    assert relationship_words.diversity_title(shared_categories(**shares)) == said


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
def test_the_energy_title_compares_energy_with_returns(
    energies: dict[str, float | None], returns: dict[str, float | None], said: str
) -> None:
    assert relationship_words.energy_title(energies, returns) == said


def test_the_return_title_names_the_approach_that_returned_most() -> None:
    assert (
        relationship_words.return_title({"one_on_one": 3.0, "group_events": None}, EN)
        == "Each $1 returned most with one-on-one: $3.00"
    )
    assert relationship_words.return_title({"one_on_one": None}, EN).startswith("Nothing was invested")


def test_every_method_has_a_name_and_a_sentence() -> None:
    assert len(dict(relationship_words.METHOD)) == len(relationship_words.METHOD)
    assert all(said.endswith(".") for _, said in relationship_words.METHOD)


def test_every_word_of_the_records_has_a_name() -> None:
    assert set(AUDIENCE_NAMES) == set(AUDIENCES)
    assert set(relationship_words.ADVICE_NAMES) == set(VenueAdvice.__args__)


def everything(raw: Json) -> list[str]:
    """Return all sentences on a workspace."""
    ledger = Ledger(Workspace(raw))
    quarters = ledger.quarters
    on = measures.default_day(ledger, quarters)
    since = measures.capital_changes(ledger, on.replace(day=1), on)
    load, energy = measures.load(ledger, quarters), routine.energy_by_approach(ledger, quarters)
    return [
        relationship_words.capital(measures.capital(ledger, on), since, Quarter(2026, 2), EN),
        *relationship_words.capital_changes(since),
        relationship_words.engagement(measures.engagement(ledger, quarters, on), EN),
        relationship_words.diversity(measures.diversity(ledger, on), EN),
        *(relationship_words.dominant(measures.categories(ledger, on, each), each, EN) or "" for each in DIMENSIONS),
        relationship_words.missing_audience(measures.missing_audience(ledger, on)) or "",
        *([relationship_words.reciprocity(measures.reciprocity(ledger, quarters), quarters)] if quarters else []),
        *relationship_words.one_sided_contacts(measures.exchanges_by_contact(ledger, quarters)),
        relationship_words.load(load, EN),
        *relationship_words.energy(energy),
        *relationship_words.strain_signs(load, energy, ledger.strains),
        *relationship_words.consistency(routine.consistency(ledger, quarters), EN),
        *(relationship_words.venue_sentence(row, EN) for row in venue_returns(ledger, quarters, Options())),
    ]


@given(workspaces())
def test_something_can_be_said_of_every_workspace(raw: Json) -> None:
    assert not any(re.search(r"\bNone\b|\bnan\b|\binf\b", said) for said in everything(raw))


def test_nothing_that_is_said_judges_or_needs_a_statistician() -> None:
    said = " ".join([*everything(given_workspace("sample")), *relationship_words.REMEDIES, relationship_words.NO_TEST])
    assert not re.search(r"\b(entropy|index|Blau|selfish|failed|bad|lazy|users?)\b", said, re.IGNORECASE)
