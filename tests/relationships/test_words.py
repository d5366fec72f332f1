"""Relationship measures as sentences: kind, in plain words, right for one, several and none."""

import re

import polars as pl
import pytest
from hypothesis import given

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures, routine
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.measures import DIMENSIONS, Dimension, Diversity, Engagement, Reciprocity
from netroi_core.wording.wording import AUDIENCE_NAMES, Words
from netroi_core.workspace.fields import AUDIENCES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json
from tests.careers import load_document as given_workspace
from tests.strategies import workspaces

EN = Words()
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))
UNKNOWN = Diversity(None, None)


def changes(**people: tuple[str, float]) -> pl.DataFrame:
    """Return capital changes by name, each with its move and its amount, of contacts who were known before."""
    rows = [(name, move, 1.0, change) for name, (move, change) in people.items()]
    schema = {"name": pl.String, "move": pl.String, "before": pl.Float64, "change": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize(
    ("change", "end"),
    [(0.5, "0.5 more than at"), (-1.2, "1.2 less than at"), (0.01, "about the same as at")],
)
def test_the_capital_comes_with_its_change(change: float, end: str) -> None:
    said = relationship_words.capital(8.74, changes(Ada=("kept", change)), Quarter(2026, 2), EN)
    start = "Relationship strength 8.7: as much as about 9 close, current contacts"
    assert said == f"{start}. That’s {end} the end of Q2 2026."


@pytest.mark.parametrize(
    ("amount", "said"), [(0.2, "less than one close contact"), (1.0, "as much as about 1 close, current contact")]
)
def test_little_strength_is_compared_with_one_contact(amount: float, said: str) -> None:
    assert said in relationship_words.capital(amount, changes(Ada=("kept", 0.1)), Quarter(2026, 2), EN)


def test_without_anybody_rated_or_known_before_there_is_nothing_to_compare() -> None:
    rate = relationship_words.capital(0.0, changes(), Quarter(2026, 2), EN)
    assert rate == "Rate your contacts to see how strong your relationships are."
    joined = pl.DataFrame({"name": ["Ada"], "move": ["joined"], "before": [0.0], "change": [0.6]})
    new = relationship_words.capital(0.6, joined, Quarter(2026, 2), EN)
    assert new == (
        "Relationship strength 0.6: less than one close contact. There are no records for Q2 2026 to compare it with."
    )


def test_contacts_who_were_only_met_had_no_meetings() -> None:
    only_met = relationship_words.engagement(Engagement(0.5, 0.0), YEAR, EN)
    assert only_met == (
        "In these quarters you met 50% of your active contacts, and haven’t logged a conversation with them since."
    )


def test_joined_returned_and_quiet_contacts_are_named_and_many_are_counted() -> None:
    frame = changes(
        Ada=("joined", 1), Ben=("joined", 1), Cy=("joined", 1), Di=("joined", 1), Ed=("joined", 1),
        Flo=("went_quiet", -1), Gus=("kept", 1),
    )  # fmt: skip
    assert relationship_words.capital_changes(frame) == (
        "New: Ada, Ben, Cy and 2 more.",
        "No contact for 180 days now: Flo. A short message is enough to get back in touch.",
    )
    assert relationship_words.capital_changes(changes()) == ()


def test_engagement_is_a_share_and_a_number() -> None:
    alone = relationship_words.engagement(Engagement(0.25, 1.26), YEAR[:1], EN)
    assert alone.startswith("In Q4 2025 you were in touch with 25%")
    assert relationship_words.engagement(Engagement(0.25, 1.26), YEAR, EN) == (
        "In these quarters you were in touch with 25% of your active contacts at some point, 1.3 times each on average."
    )
    assert relationship_words.engagement(Engagement(None, None), YEAR, EN) == "You have no active contacts yet."


def test_all_or_none_is_said_instead_of_a_share_or_a_count() -> None:
    everyone = relationship_words.engagement(Engagement(1.0, 2.0), YEAR[:1], EN)
    assert everyone == "In Q4 2025 you were in touch with all of your active contacts, 2 times each on average."
    mostly_met = relationship_words.engagement(Engagement(1.0, 0.2), YEAR[:1], EN)
    assert mostly_met == "In Q4 2025 you met or were in touch with all of your active contacts at least once."
    nobody = relationship_words.engagement(Engagement(0.0, 0.0), YEAR[:1], EN)
    assert nobody == "In Q4 2025 you were in touch with none of your active contacts."
    quiet = relationship_words.network_headline
    assert quiet(shares_frame(), None, 8, 8) == "All 8 contacts have gone quiet"
    assert quiet(shares_frame(), 0.0, 2, 2, "Sep 30").endswith("; both contacts had gone quiet by Sep 30")
    assert relationship_words.dominant(counted_categories(Retail=4), "background", EN) == (
        "All of your contacts share one background, Retail: people from elsewhere bring other ideas."
    )


def test_diversity_counts_equally_common_categories_and_asks_for_those_missing() -> None:
    result = {"industry": Diversity(2.83, 0.6), "background": Diversity(1.0, 0.0), "expertise": UNKNOWN}
    assert relationship_words.diversity(result, EN) == (
        "Your contacts are as varied as 3 equal groups by industry and a single group by background."
    )
    nothing = dict.fromkeys(DIMENSIONS, UNKNOWN)
    assert relationship_words.diversity(nothing, EN).startswith("Add your contacts’ industry, background or expertise")


def counted_categories(**counts: int) -> pl.DataFrame:
    frame = pl.DataFrame({"category": list(counts), "count": list(counts.values())})
    return frame.with_columns((pl.col("count") / pl.col("count").sum()).alias("share"))


def test_a_category_of_half_of_the_contacts_or_more_dominates() -> None:
    assert relationship_words.dominant(counted_categories(Retail=3, Steel=2), "industry", EN) == (
        "60% of your contacts share one industry, Retail: people from elsewhere bring other ideas."
    )
    assert relationship_words.dominant(counted_categories(Retail=2, Steel=2, Law=1), "industry", EN) is None
    assert relationship_words.dominant(counted_categories(Retail=2), "industry", EN) is None


def test_the_missing_audience_is_named_with_a_next_step() -> None:
    result = {"industry": ("Law", "Steel"), "background": (), "expertise": ("Pricing",)}
    assert relationship_words.missing_audience(result) == (
        "You don’t have any active contacts yet in Law and Steel (industry) or Pricing (expertise). "
        "Who could introduce you?"
    )
    assert relationship_words.missing_audience(dict.fromkeys(DIMENSIONS, ())) is None


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Reciprocity(5, 5), "You gave 5 favors and received 5: about even."),
        (Reciprocity(2, 5), "You gave 2 favors and received 5: look for ways to give back."),
        (Reciprocity(5, 2), "You gave 5 favors and received 2: it’s fine to ask for help, too."),
        (Reciprocity(0, 0), "No favors are on record for Q4 2025 to Q3 2026."),
    ],
)
def test_give_and_take_end_in_a_next_step(result: Reciprocity, said: str) -> None:
    assert relationship_words.reciprocity(result, YEAR) == said


def test_whoever_looks_for_work_may_receive_more_for_now() -> None:
    said = relationship_words.reciprocity(Reciprocity(0, 9), YEAR, is_looking=True)
    assert said == "You gave no favors and received 9: that’s normal while you look for work."


def test_owed_and_taking_contacts_are_named_kindly() -> None:
    result = pl.DataFrame(
        {
            "name": ["Ada", "Ben", "Cy", "Di", "Eve", "Flo"],
            "given": [1, 0, 4, 2, 3, 3],
            "received": [3, 3, 0, 2, 0, 0],
            "owed": [True, True, False, False, False, False],
            "takes": [False, False, True, False, True, True],
        }
    )
    assert relationship_words.one_sided_contacts(result) == (
        "Ada helped you 3 times, and you helped them once: look for a way to give back.",
        "Ben helped you 3 times, and you haven’t had a chance to help yet: look for a way to give back.",
        "You’ve helped Cy 4 times. It’s OK to ask them for a small favor.",
        "You’ve helped Eve and Flo 3 times each. It’s OK to ask them for a small favor.",
    )


def shares_frame(*shares: float) -> pl.DataFrame:
    names = ["Logistics", "Retail", "Law", "Banking", "Media"][: len(shares)]
    return pl.DataFrame({"category": names, "share": list(shares)}, schema={"category": pl.String, "share": pl.Float64})


@pytest.mark.parametrize(
    ("shares", "balance", "active", "quiet", "said"),
    [
        ((0.5, 0.3, 0.2), 0.0, 9, 3, "Your strongest ties are in Logistics; 3 of 9 active contacts have gone quiet"),
        ((0.5, 0.5), 0.0, 9, 0, "You give about as much as you receive; no one has gone 180 days without contact"),
        (
            (0.2, 0.2, 0.2, 0.2, 0.2),
            0.5,
            9,
            1,
            "You received more than you gave; 1 of 9 active contacts has gone quiet",
        ),
        ((1.0,), -0.5, 1, 1, "You gave more than you received; your only contact has gone quiet"),
        ((), None, 4, 0, "No one has gone 180 days without contact"),
        ((), None, 4, 2, "2 of 4 active contacts have gone quiet"),
        ((), 0.0, 0, 0, "Add the people you meet to see how strong your network is"),
    ],
)
def test_the_headline_names_an_industry_only_where_one_leads(
    shares: tuple[float, ...], balance: float | None, active: int, quiet: int, said: str
) -> None:
    assert relationship_words.network_headline(shares_frame(*shares), balance, active, quiet) == said


@pytest.mark.parametrize(
    ("balance", "active", "quiet", "said"),
    [
        (0.0, 26, 6, "You give about as much as you receive; 6 of 26 active contacts had gone quiet by Sep 30"),
        (None, 4, 0, "No one had gone 180 days without contact by Sep 30"),
        (None, 1, 1, "Your only contact had gone quiet by Sep 30"),
    ],
)
def test_the_headline_of_a_past_day_says_who_had_gone_quiet_by_then(
    balance: float | None, active: int, quiet: int, said: str
) -> None:
    assert relationship_words.network_headline(shares_frame(), balance, active, quiet, "Sep 30") == said


def test_quiet_contacts_are_named_and_many_are_counted() -> None:
    assert relationship_words.gone_quiet([]) is None
    said = relationship_words.gone_quiet(["Ada", "Ben", "Cy", "Di"])
    assert said == (
        "It’s been 180 days or more since your last contact with Ada, Ben, Cy and 1 more. A short message is enough."
    )


def shared_categories(**shares: float) -> dict[Dimension, pl.DataFrame]:
    return {dimension: shares_frame(*([shares[dimension]] if dimension in shares else [])) for dimension in DIMENSIONS}


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"industry": 0.5}, "At least half of your contacts share one industry"),
        ({"industry": 0.6, "background": 0.5}, "At least half of your contacts share one industry and background"),
        ({"industry": 1.0}, "All of your contacts share one industry"),
        ({"industry": 1.0, "background": 0.5}, "At least half of your contacts share one industry and background"),
        ({"industry": 0.2}, "No industry dominates your network"),
        ({"industry": 0.2, "background": 0.2}, "No industry or background dominates your network"),
        (dict.fromkeys(DIMENSIONS, 0.2), "No industry, background or expertise dominates your network"),
    ],
)
def test_the_diversity_title_names_what_dominates(shares: dict[str, float], said: str) -> None:
    assert relationship_words.diversity_title(shared_categories(**shares)) == said


def test_every_method_has_a_name_and_a_sentence() -> None:
    assert len(dict(relationship_words.METHOD)) == len(relationship_words.METHOD)
    assert all(said.endswith(".") for _, said in relationship_words.METHOD)


def test_every_word_of_the_records_has_a_name() -> None:
    assert set(AUDIENCE_NAMES) == set(AUDIENCES)


def everything(raw: Json) -> list[str]:
    """Return all sentences on a workspace."""
    ledger = Ledger(Workspace(raw))
    quarters = ledger.quarters
    on = measures.default_day(ledger, quarters)
    since = measures.capital_changes(ledger, on.replace(day=1), on)
    load, energy = routine.load(ledger, quarters), routine.energy_by_approach(ledger, quarters)
    return [
        relationship_words.capital(measures.capital(ledger, on), since, Quarter(2026, 2), EN),
        *relationship_words.capital_changes(since),
        relationship_words.engagement(measures.engagement(ledger, quarters, on), quarters, EN),
        relationship_words.diversity(measures.diversity(ledger, on), EN),
        *(relationship_words.dominant(measures.categories(ledger, on, each), each, EN) or "" for each in DIMENSIONS),
        relationship_words.missing_audience(measures.missing_audience(ledger, on)) or "",
        *([relationship_words.reciprocity(measures.reciprocity(ledger, quarters), quarters)] if quarters else []),
        *relationship_words.one_sided_contacts(measures.exchanges_by_contact(ledger, quarters)),
        routine.load_sentence(load, quarters, EN),
        *routine.rising_energy(energy),
        *(routine.consistency_sentences(routine.consistency(ledger, quarters, on), EN) if quarters else ()),
    ]


@given(workspaces())
def test_something_can_be_said_of_every_workspace(raw: Json) -> None:
    assert not any(re.search(r"\bNone\b|\bnan\b|\binf\b", said) for said in everything(raw))


def test_nothing_that_is_said_judges_or_needs_a_statistician() -> None:
    said = " ".join([*everything(given_workspace("sample")), *routine.REMEDIES, routine.TALK])
    assert not re.search(r"\b(entropy|index|Blau|selfish|failed|bad|lazy|users?)\b", said, re.IGNORECASE)
