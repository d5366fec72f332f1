"""Relationships as sentences: kind, in plain words, right for one, several and none."""

import re

import polars as pl
import pytest
from hypothesis import given

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships import routine, venues
from netroi_core.relationships import words as told
from netroi_core.relationships.measures import DIMENSIONS, Diversity, Engagement, Load, Reciprocity
from netroi_core.relationships.routine import Consistency
from netroi_core.relationships.venues import Worth
from netroi_core.wording.wording import AUDIENCE_NAMES, Words
from netroi_core.workspace.fields import APPROACHES, AUDIENCES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json
from tests.careers import given as given_workspace
from tests.strategies import workspaces

EN = Words()
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))
UNKNOWN = Diversity(None, None)


def moved(**people: tuple[str, float]) -> pl.DataFrame:
    """Moves by name, each with its kind and its change."""
    rows = [(name, move, change) for name, (move, change) in people.items()]
    return pl.DataFrame(rows, schema={"name": pl.String, "move": pl.String, "change": pl.Float64}, orient="row")


@pytest.mark.parametrize(
    ("change", "end"),
    [(0.5, "0.5 more than at"), (-1.2, "1.2 fewer than at"), (0.01, "about as many as at")],
)
def test_the_capital_is_told_with_its_change(change: float, end: str) -> None:
    said = told.capital(8.74, moved(Ada=("kept", change)), Quarter(2026, 2), EN)
    start = "Your relationships are worth 8.7 that are as close, relevant and fresh as can be"
    assert said == f"{start}, {end} the end of Q2 2026."


def test_who_joined_came_back_and_went_quiet_is_named_and_many_are_counted() -> None:
    people = moved(
        Ada=("joined", 1), Ben=("joined", 1), Cy=("joined", 1), Di=("joined", 1), Ed=("joined", 1),
        Flo=("went_quiet", -1), Gus=("kept", 1),
    )  # fmt: skip
    assert told.moves(people) == (
        "Joined: Ada, Ben, Cy and 2 more.",
        "No contact for 180 days now: Flo. A short message is enough to pick it up again.",
    )
    assert told.moves(moved()) == ()


def test_engagement_is_a_share_and_a_number() -> None:
    assert told.engagement(Engagement(0.25, 1.26), EN) == (
        "In these quarters you were in touch with 25% of your active contacts, 1.3 times each on average."
    )
    assert told.engagement(Engagement(None, None), EN) == "No active contact is on record yet."


def test_diversity_is_told_as_equally_common_categories_and_asks_for_what_is_not_noted() -> None:
    found = {"industry": Diversity(2.83, 0.6), "background": Diversity(1.0, 0.0), "expertise": UNKNOWN}
    assert told.diversity(found, EN) == "As varied as if they were spread evenly over 2.8 industries and 1 background."
    nothing = dict.fromkeys(DIMENSIONS, UNKNOWN)
    assert told.diversity(nothing, EN).startswith("Note industry, background or expertise")


def categories(**counts: int) -> pl.DataFrame:
    frame = pl.DataFrame({"category": list(counts), "count": list(counts.values())})
    return frame.with_columns((pl.col("count") / pl.col("count").sum()).alias("share"))


def test_a_category_of_half_of_the_contacts_or_more_dominates() -> None:
    assert told.dominant(categories(Retail=3, Steel=2), "industry", EN) == (
        "Retail is the industry of 60%: another circle has ideas that this one can't have."
    )
    assert told.dominant(categories(Retail=2, Steel=2, Law=1), "industry", EN) is None
    assert told.dominant(categories(Retail=2), "industry", EN) is None


def test_whom_the_goals_ask_for_is_named_with_a_way_there() -> None:
    found = {"industry": ("Law", "Steel"), "background": (), "expertise": ("Pricing",)}
    assert told.missing(found) == (
        "Whom you want to reach and don't know yet: industries Law and Steel; area of expertise Pricing. "
        "Who could introduce you?"
    )
    assert told.missing(dict.fromkeys(DIMENSIONS, ())) is None


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Reciprocity(5, 5), "You gave 5 and received 5: give and take are in balance."),
        (Reciprocity(2, 5), "You gave 2 and received 5: give back next."),
        (Reciprocity(5, 2), "You gave 5 and received 2: it is fine to ask, and to accept."),
        (Reciprocity(0, 0), "Nothing given or received is on record for Q4 2025 to Q3 2026."),
    ],
)
def test_give_and_take_end_in_a_next_step(found: Reciprocity, said: str) -> None:
    assert told.reciprocity(found, YEAR) == said


def test_whom_one_owes_and_who_only_takes_is_said_kindly() -> None:
    found = pl.DataFrame(
        {
            "name": ["Ada", "Ben", "Cy", "Di"],
            "given": [1, 0, 4, 2],
            "received": [3, 3, 0, 2],
            "owed": [True, True, False, False],
            "takes": [False, False, True, False],
        }
    )
    assert told.persons(found) == (
        "Ada helped you 3 times, and you helped once: give back next.",
        "Ben helped you 3 times, and you have not had the chance yet: give back next.",
        "You helped Cy 4 times and nothing has come back so far: ask for something small, or set a boundary.",
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Load(4.04, None, 1, 5, None), "4 hours a week, within the 5 that you set yourself."),
        (Load(6.5, 1.2, 1, 5, None), "6.5 hours a week, beyond the 5 that you set yourself, and 1.2 evenings a week."),
        (Load(4, 3, 1, 5, 2),
         "4 hours a week, within the 5 that you set yourself, and 3 evenings a week, beyond your 2."),
        (Load(None, None, None, 5, None), "No quarter is chosen."),
    ],
)  # fmt: skip
def test_the_load_is_told_against_the_limits(found: Load, said: str) -> None:
    assert told.load(found, EN) == said


def energies(**found: tuple[int | None, float | None, float | None, float | None]) -> pl.DataFrame:
    """Activities, energy, energy per hour and trend of approaches."""
    names = ("activities", "energy", "energy_per_hour", "trend")
    rows = [(approach, *found.get(approach, (None,) * 4)) for approach in APPROACHES]
    return pl.DataFrame(rows, schema=["approach", *names], orient="row")


def test_energy_is_told_where_it_grows_from_quarter_to_quarter() -> None:
    found = energies(group_events=(9, -0.5, -0.26, -0.2), one_on_one=(9, 1, 0.6, 0.05), social_media=(9, 1, 1, 0.1))
    assert told.energy(found) == ("More energy from quarter to quarter from social media.",)
    assert told.energy(energies()) == ()


def test_strain_is_told_in_ones_own_words_first_and_then_from_the_records() -> None:
    found = energies(group_events=(9, -0.5, -0.2, 0.0), one_on_one=(9, 1.0, 0.6, -0.3), social_media=(4, -2, -1, -1))
    own = {Quarter(2026, 3): "Dreading it", Quarter(2026, 2): "Tired"}
    assert told.strain(Load(7, 3, 0, 5, 2), found, own) == (
        "Q2 2026, in your words: “Tired”",
        "Q3 2026, in your words: “Dreading it”",
        "More hours a week than you set yourself.",
        "More evenings a week than you set yourself.",
        "You mostly come home tired from group events.",
        "Less energy from quarter to quarter from one-on-one.",
    )
    assert told.strain(Load(4, 1, 0, 5, 2), energies(), {}) == ()
    assert "not a medical test" in told.NO_TEST


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Consistency(10, 8, 12, None, 0.0, None, 2.0),
         ("Some contact in 8 of 10 weeks, at most 12 days without: a routine.",)),
        (Consistency(10, 3, 40, 0.9, 0.25, 7.0, 0.5),
         ("Some contact in 3 of 10 weeks, at most 40 days without: a fixed hour a week would make it a routine.",
          "7 hours a week between jobs, 0.5 otherwise (90% of your hours in 25% of the quarters): those who keep it up "
          "once the role is found are welcome when they need the next.")),
        (Consistency(10, None, None, 0.5, 0.5, 3.0, 3.0),
         ("3 hours a week between jobs, 3 otherwise (50% of your hours in 50% of the quarters): you keep it up in "
          "good times, too.",)),
        (Consistency(0, None, None, None, None, None, None), ()),
    ],
)  # fmt: skip
def test_a_routine_is_told_from_networking_in_need(found: Consistency, said: tuple[str, ...]) -> None:
    assert told.consistency(found, EN) == said


def test_a_venue_is_told_with_what_went_in_what_came_out_and_what_to_do() -> None:
    club = Worth("v", "Club", "group_events", "", "peers", "Treasurer", 4, 3, 12.5, 420.0, 600.0, 9, 1, 300.0)
    assert told.venue(club, EN) == (
        "$420 and 12.5 h went in; 9 new contacts, 1 meaningful one, $300 came of it. Change something: it takes more "
        "than it has brought. Go less often, take on a task, or stay in touch with those you talked to. Your role "
        "there, Treasurer, adds reputation that no figure here holds."
    )
    unused = Worth("v", "Club", "group_events", "", None, "", 0, 0, 0.0, 0.0, 0.0, 0, 0, 0.0)
    assert told.venue(unused, EN) == "Nothing is recorded there for these quarters."


def test_every_word_of_the_records_has_a_name() -> None:
    assert set(AUDIENCE_NAMES) == set(AUDIENCES)
    assert set(told.ADVICE_NAMES) == set(venues.Advice.__args__)


def everything(raw: Json) -> list[str]:
    """All that is said of a workspace."""
    ledger = Ledger.of(Workspace(raw))
    quarters = ledger.quarters
    on = relationship_measures.usual_day(ledger, quarters)
    since = relationship_measures.moves(ledger, on.replace(day=1), on)
    taken, energy = relationship_measures.load(ledger, quarters), routine.energy_by_approach(ledger, quarters)
    return [
        told.capital(relationship_measures.capital(ledger, on), since, Quarter(2026, 2), EN),
        *told.moves(since),
        told.engagement(relationship_measures.engagement(ledger, quarters, on), EN),
        told.diversity(relationship_measures.diversity(ledger, on), EN),
        *(told.dominant(relationship_measures.categories(ledger, on, each), each, EN) or "" for each in DIMENSIONS),
        told.missing(relationship_measures.missing(ledger, on)) or "",
        *([told.reciprocity(relationship_measures.reciprocity(ledger, quarters), quarters)] if quarters else []),
        *told.persons(relationship_measures.by_person(ledger, quarters)),
        told.load(taken, EN),
        *told.energy(energy),
        *told.strain(taken, energy, ledger.strains),
        *told.consistency(routine.consistency(ledger, quarters), EN),
        *(told.venue(worth, EN) for worth in venues.worths(ledger, quarters, Options())),
    ]


@given(workspaces())
def test_something_can_be_said_of_every_workspace(raw: Json) -> None:
    assert not any(re.search(r"\bNone\b|\bnan\b|\binf\b", said) for said in everything(raw))


def test_nothing_that_is_said_judges_or_needs_a_statistician() -> None:
    said = " ".join([*everything(given_workspace("sample")), *told.REMEDIES, told.NO_TEST])
    assert not re.search(r"\b(entropy|index|Blau|selfish|failed|bad|lazy|users?)\b", said, re.IGNORECASE)
