"""What a goal can be set for beside the measures: counts, favors and reach, in all and by approach."""

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.goal_metrics import GOAL_METRICS
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import Approach
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, make_document, won_outcome

Q3 = Quarter(2026, 3)


def outcome(kind: str, approach: str | None, day: str = "2026-08-10", **changes: object) -> Json:
    return {**won_outcome("0", approach, day), "kind": kind, **changes}


RAW = make_document(
    contacts=[
        {"name": "Ada", "met": {"date": "2026-07-05", "approach": "group_events"}},
        {"name": "Ben", "met": {"date": "2026-01-05", "approach": "one_on_one"}},
        {"name": "Cy", "met": {"date": "2026-01-05", "approach": "social_media"}},
        {"name": "Dee"},
    ],
    activities=[
        {**costly_activity("one_on_one", "10", "2026-08-01"), "people": ["c2", "c1"]},
        {**costly_activity("one_on_one", "10", "2026-09-01"), "people": ["c2"]},
    ],
    outcomes=[
        outcome("lead", "one_on_one", status="lost"),
        outcome("lead", None),
        outcome("referral", "group_events"),
        outcome("interview", "one_on_one", "2026-10-10"),
        outcome("client", "one_on_one"),
        outcome("client", "social_media", status="open", probability=0.9),
    ],
    exchanges=[
        {"date": "2026-08-02", "direction": "given", "kind": "introduction", "contact": "c3"},
        {"date": "2026-08-03", "direction": "given", "kind": "advice", "contact": "c3"},
        {"date": "2026-08-04", "direction": "given", "kind": "advice", "contact": "c2"},
        {"date": "2026-08-05", "direction": "received", "kind": "introduction", "contact": "c2"},
    ],
)
"""Ada was met at an event, Ben and Ada at one-on-ones, Cy got two favors, and Ben and the owner one each."""


@pytest.mark.parametrize(
    ("metric", "approach", "value"),
    [
        ("leads", None, 2),
        ("leads", "one_on_one", 1),
        ("clients", None, 2),
        ("clients", "one_on_one", 1),
        ("clients", "social_media", 0),
        ("referrals", None, 1),
        ("referrals", "one_on_one", 0),
        ("interviews", None, 0),
        ("introductions", None, 1),
        ("introductions", "social_media", 1),
        ("reach", None, 3),
        ("reach", "one_on_one", 2),
        ("reach", "group_events", 1),
        ("imbalance", None, 50),
        ("imbalance", "one_on_one", 0),
        ("imbalance", "social_media", 100),
        ("imbalance", "group_events", None),
        ("hours", "one_on_one", 2),
    ],
)
def test_a_quarter_has_its_counts_favors_and_reach(metric: str, approach: Approach | None, value: float | None) -> None:
    assert GOAL_METRICS[metric].value(Ledger(Workspace(RAW)), Q3, approach) == value


def test_an_empty_quarter_counts_nothing_and_has_no_balance() -> None:
    ledger = Ledger(Workspace(make_document()))
    values = {key: metric.value(ledger, Q3, None) for key, metric in GOAL_METRICS.items()}
    assert values["imbalance"] is None
    assert {values[key] for key in ("leads", "referrals", "interviews", "introductions", "reach")} == {0}
