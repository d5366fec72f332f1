"""LinkedIn's recommendations and endorsements: favors given and received, one a person and day."""

from netroi_core.importers.linkedin.archive import read_export
from tests.importers.brought import records, workspace
from tests.importers.linkedin.archives import from_one, whole

RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"


def test_recommendations_and_endorsements_are_given_and_received_once_a_person_and_day() -> None:
    proposal = read_export(whole(), "export.zip", workspace())
    people = {contact["id"]: contact["name"] for contact in records(proposal, "contacts")}
    favors = [
        (row["direction"], people[row["contact"]], row["date"], row["kind"]) for row in records(proposal, "exchanges")
    ]
    assert favors == [
        ("given", "Ann Lee", "2026-02-12", "endorsement"), ("received", "Bob Ng", "2026-02-13", "endorsement"),
    ]  # fmt: skip


def test_the_name_of_a_recommendations_file_tells_who_gave() -> None:
    rows = (RECOMMENDATIONS, "Ann,Lee,,,x,2026-02-12,VISIBLE")
    received = from_one(*rows, name="Recommendations Received.csv")
    assert records(received, "exchanges")[0]["direction"] == "received"
    assert "call the file" in from_one(*rows, name="x.csv").rejected[0].reason


def test_a_pending_recommendation_is_skipped() -> None:
    rows = (RECOMMENDATIONS, "Ann,Lee,,,x,2026-02-12,PENDING")
    assert from_one(*rows, name="Recommendations_Given.csv").items == ()
