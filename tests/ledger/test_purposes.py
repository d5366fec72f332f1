"""What counts for a purpose."""

from datetime import date

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.purposes import is_looking_for_work, outcomes_that_count, yardstick
from netroi_core.workspace.workspace import Workspace
from tests.careers import LIVES, Json, load_document, make_document, won_outcome


def ledger_of(*outcomes: Json) -> Ledger:
    return Ledger(Workspace(make_document(outcomes=outcomes)))


def outcome(kind: str, price: str = "0", rating: int | None = None, **fields: object) -> Json:
    value = {"likely": price} if price != "0" else None
    return {**won_outcome(price, "one_on_one"), "kind": kind, "value": value, "intangible": rating, **fields}


def test_a_search_counts_its_interviews_and_no_revenue() -> None:
    ledger = ledger_of(outcome("interview"), outcome("introduction"), outcome("revenue", "500"))
    assert yardstick(ledger, "find_work") == "count"
    assert outcomes_that_count(ledger, "find_work").select("outcome", "weight").rows() == [(0, 1.0), (1, 1.0)]


def test_who_learns_weighs_what_they_rated() -> None:
    ledger = ledger_of(outcome("mentor", rating=5), outcome("other", rating=2), outcome("client", "900"))
    assert outcomes_that_count(ledger, "learn")["weight"].to_list() == [5, 2]
    assert outcomes_that_count(ledger, "win_clients").select("outcome", "weight").rows() == [(0, 0), (1, 0), (2, 900)]


def test_without_a_purpose_the_rating_counts_where_most_wins_have_no_price() -> None:
    rated = [outcome("mentor", rating=5), outcome("reputation", rating=4)]
    assert yardstick(ledger_of(*rated, outcome("client", "900")), None) == "rating"
    assert yardstick(ledger_of(rated[0], outcome("client", "900")), None) == "price"
    # A week's pay and more outweighs ratings, while nobody said what they network for.
    for rate, by in (("20", "price"), ("30", "rating")):
        pay = {"compensation": [{"hourly_rate": rate}]}
        raw = make_document(profile=pay, outcomes=[*rated, outcome("client", "900")])
        assert yardstick(Ledger(Workspace(raw)), None) == by


def test_what_nobody_rated_or_priced_is_counted() -> None:
    assert yardstick(ledger_of(outcome("client", "900")), "learn") == "price"
    assert yardstick(ledger_of(outcome("mentor")), "learn") == "count"
    assert yardstick(ledger_of(outcome("client")), "win_clients") == "count"
    assert yardstick(ledger_of(), "win_clients") == "price"


def test_money_raised_is_no_gain_even_with_a_value_typed() -> None:
    ledger = ledger_of(outcome("funding", "75000"), outcome("revenue", "900"))
    assert outcomes_that_count(ledger, None)["weight"].to_list() == [0, 900]
    assert outcomes_that_count(ledger, "raise_money").select("kind", "weight").rows() == [("funding", 1.0)]


def test_a_client_is_not_won_by_the_interview_before_it() -> None:
    ledger = ledger_of(outcome("interview"), outcome("client", "900"))
    assert outcomes_that_count(ledger, "win_clients")["kind"].to_list() == ["client"]


@pytest.mark.parametrize("name", LIVES)
def test_what_is_lost_never_counts(name: str) -> None:
    ledger = Ledger(Workspace(load_document(name)))
    rows = outcomes_that_count(ledger, ledger.profile.purpose)
    assert "lost" not in set(rows["status"])
    assert rows["weight"].min() is not None


def test_whoever_was_between_jobs_in_the_last_quarter_looks_for_work_until_a_job_is_found() -> None:
    days = (date(2026, 6, 30), date(2026, 9, 1), date(2026, 12, 31), date(2027, 1, 1))
    raw = make_document(profile={"between_jobs": ["2026-Q3"]})
    assert [is_looking_for_work(Workspace(raw), day) for day in days] == [False, True, True, False]
    job = {"date": "2026-10-02", "kind": "role", "status": "won"}
    found = make_document(profile={"between_jobs": ["2026-Q3"]}, outcomes=[job])
    assert [is_looking_for_work(Workspace(found), day) for day in days] == [False, True, False, False]
