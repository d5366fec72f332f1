"""Deals of CRMs: outcomes with status, value, probability and company; a later export brings them up to date."""

import pytest

from netroi_core.importers.proposal import Proposal
from netroi_core.workspace.workspace import Workspace
from tests.importers.crm.crm_files import DEALS
from tests.importers.import_files import Json, lines, read_as, records, taken, workspace

HEADER = "Record ID,Deal Name,Stage,Amount,Probability,Close Date,Create Date,Company,Owner,Lead Source"


def deal(**cells: str) -> str:
    usual = {
        "id": "1", "name": "Shop", "stage": "Offer", "amount": "5000", "probability": "40", "close": "2026-06-30",
        "created": "2026-03-05", "company": "Acme", "owner": "Kim", "source": "",
    }  # fmt: skip
    return ",".join(f'"{cell}"' for cell in (usual | cells).values())


def read(*rows: str, before: Workspace | None = None) -> Proposal:
    return read_as("crm", lines(HEADER, *rows), "x.csv", before or workspace())


def added(*rows: str) -> list[Json]:
    return records(read(*rows), "outcomes")


@pytest.mark.parametrize("name", DEALS)
def test_deals_are_outcomes_with_status_value_probability_and_company(name: str) -> None:
    proposal = read_as("crm", DEALS[name], "x.csv", workspace())
    rows = records(proposal, "outcomes")
    assert [(row["title"], row["status"], row["date"], row.get("probability")) for row in rows] == [
        ("Website (Sample Ltd)", "won", "2026-03-18", None),
        ("Shop (Probe Inc)", "open", "2026-03-05", 0.4),
        ("Logo (Third Inc)", "lost", "2026-03-10", None),
    ]
    assert {row["kind"] for row in rows} == {"revenue"}
    assert any("enter" in note or "margin" in note for note in proposal.notes)


@pytest.mark.parametrize(
    ("cell", "probability"), [("40", 0.4), ("40%", 0.4), ("40 %", 0.4), ("0.4", 0.4), ("100", 1), ("", None)]
)
def test_a_probability_is_read_in_percent_or_as_a_fraction(cell: str, probability: float | None) -> None:
    assert [row.get("probability") for row in added(deal(probability=cell))] == [probability]


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        ("1.250", 1250),
        ("USD 1.250.000", 1250000),
        ("1,250", 1250),
        ("1.250,50", 1250.5),
        ("1250.5", 1250.5),
        ("900", 900),
    ],
)
def test_an_amount_is_read_in_any_notation(amount: str, value: float) -> None:
    assert [float(row["value"]["likely"]) for row in added(deal(amount=amount))] == [value]


def test_small_probabilities_in_percent_are_recognized_by_their_column() -> None:
    assert [row["probability"] for row in added(deal(probability="1"), deal(id="2", probability="40"))] == [0.01, 0.4]


def test_a_deal_that_was_won_since_is_updated_and_an_edited_one_stays() -> None:
    before, _ = taken(workspace(), read(deal()))
    later = read(deal(stage="Closed Won", amount="5500"), before=before)
    assert later.added == ()
    after, _ = taken(before, later)
    (outcome,) = after.outcomes
    assert (outcome.status, outcome.probability, str(outcome.date)) == ("won", None, "2026-06-30")
    assert outcome.value is not None
    assert outcome.value.likely == 5500
    edited = workspace(**{**before.document, "outcomes": [{**before.document["outcomes"][0], "title": "Mine"}]})
    assert read(deal(stage="Closed Won"), before=edited).items == ()


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"amount": "EUR 5000"}, "your workspace uses USD"),
        ({"amount": "many"}, "isn’t an amount"),
        ({"probability": "140"}, "isn’t a probability"),
        ({"close": "", "created": ""}, "no date"),
        ({"created": "soon"}, "isn’t a date"),
        ({"amount": "-5"}, "Shop"),
    ],
)
def test_an_unreadable_deal_is_rejected_with_its_line(cells: dict[str, str], reason: str) -> None:
    proposal = read(deal(id="7"), deal(**cells))
    assert [line.source_line.number for line in proposal.rejected] == [3]
    assert reason in proposal.rejected[0].reason


def test_a_deal_that_was_bought_is_no_networking() -> None:
    proposal = read(deal(source="Cold Call"), deal(id="2", source="Trade Show"))
    assert len(proposal.added) == 1
    assert "its source is Cold Call" in proposal.skipped[0].reason


def test_the_total_of_a_report_is_no_deal() -> None:
    proposal = read(deal(), deal(id="Total", name="", close="", created=""), '"Grand Totals (1 records)"')
    assert (len(proposal.added), len(proposal.rejected)) == (1, 0)


def test_a_deal_without_an_amount_has_no_value_and_several_owners_are_pointed_out() -> None:
    proposal = read(deal(amount=""), deal(id="2", owner="Bo"))
    assert "value" not in records(proposal, "outcomes")[0]
    assert any("belong to 2 people" in note for note in proposal.notes)
