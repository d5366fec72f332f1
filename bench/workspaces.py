"""Made-up workspaces of any size, the same in each run."""

from datetime import timedelta
from random import Random
from typing import Any

from netroi_core.quarters import Quarter
from netroi_core.workspace import document
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    HOUR_PARTS,
    OUTCOME_KINDS,
)
from netroi_core.workspace.workspace import Document

FIRST = Quarter(2020, 1)
QUARTERS = 20
_CONTACTS_A_STORY = 50

_VENUES = [
    {"id": f"venue-{n}", "name": f"Venue {n}", "approach": APPROACHES[n % 3],
     "dues": {"amount": f"{20 * n}.50", "per": "month", "from": FIRST.first_day().isoformat()}}
    for n in range(12)
]  # fmt: skip
_PROFILE = {
    "compensation": [
        {"from": str(FIRST), "base": "84000", "benefits": "21000", "hours_per_year": 2080},
        {"from": str(FIRST.shifted(QUARTERS // 2)), "base": "99000", "benefits": "24500", "hours_per_year": 2080},
    ],
    "hour_worth": {"family": 1.2, "learning": 0.7, "me_time": 0.5},
}


def made_up_document(activities: int, outcomes: int, contacts: int = 0) -> Document:
    """Return a valid document with so many records, spread over 20 quarters; a store validates it."""
    chance = Random(f"{activities} {outcomes}")
    return {
        **document.empty(),
        "profile": _PROFILE,
        "venues": _VENUES,
        "activities": [_activity(chance, n) for n in range(activities)],
        "outcomes": [_outcome(chance, n) for n in range(outcomes)],
        "contacts": [_contact(chance, n) for n in range(contacts)],
        "exchanges": [_exchange(chance, n, contacts) for n in range(contacts)],
        "stories": [
            {"id": f"story-{n}", "date": _day(chance), "approach": chance.choice(APPROACHES), "text": "Made up."}
            for n in range(contacts // _CONTACTS_A_STORY)
        ],
    }


def large_life() -> Document:
    """Return a document near the limit of 5 MB: five very busy years, with people met, and open leads of the last."""
    life = made_up_document(10_000, 3_000, 2_000)
    for number, activity in enumerate(life["activities"][::3]):
        activity["people"] = [f"contact-{number % 2_000}"]
    last_year = FIRST.shifted(QUARTERS - 4).first_day().isoformat()
    for outcome in life["outcomes"]:
        if outcome["status"] == "open" and outcome["date"] < last_year:
            outcome |= {"status": "lost", "probability": None}
    return life


def _activity(chance: Random, number: int) -> dict[str, Any]:
    venue = chance.choice(_VENUES)
    return {
        "id": f"activity-{number}",
        "date": _day(chance),
        "approach": venue["approach"],
        "venue": venue["id"],
        "title": f"Made-up activity {number}",
        "hours": {part: chance.randrange(1, 16) / 4 for part in HOUR_PARTS},
        "alternative": chance.choice(ALTERNATIVES),
        "costs": [
            {"category": chance.choice(COST_CATEGORIES), "amount": _amount(chance, 90), "reimbursed": "0.00"}
            for _ in range(chance.randrange(3))
        ],
        "new_contacts": chance.randrange(5),
        "meaningful": chance.randrange(3),
    }


def _contact(chance: Random, number: int) -> dict[str, Any]:
    return {
        "id": f"contact-{number}",
        "name": f"Made-up Person {number}",
        "organisation": f"Firm {number % 97}",
        "role": f"Maker of things {number % 31}",
        "industry": f"Industry {number % 13}",
        "background": f"Trade {number % 11}",
        "expertise": [f"Art {number % 17}", f"Craft {number % 19}"],
        "met": {"date": _day(chance), "approach": chance.choice(APPROACHES)},
        "closeness": chance.randrange(1, 6),
        "relevance": chance.randrange(1, 6),
        "follow_up": _day(chance),
        "cadence_days": chance.randrange(30, 365),
        "notes": f"A note on what they said on the {number}th day.",
    }


def _exchange(chance: Random, number: int, contacts: int) -> dict[str, Any]:
    return {
        "id": f"exchange-{number}",
        "date": _day(chance),
        "contact": f"contact-{chance.randrange(contacts)}",
        "direction": chance.choice(("given", "received")),
        "kind": chance.choice(EXCHANGE_KINDS),
    }


def _outcome(chance: Random, number: int) -> dict[str, Any]:
    status = chance.choice(("won", "won", "open", "lost"))
    return {
        "id": f"outcome-{number}",
        "date": _day(chance),
        "kind": chance.choice(OUTCOME_KINDS),
        "title": f"Made-up outcome {number}",
        "status": status,
        "value": {"likely": _amount(chance, 9000)},
        "probability": chance.randrange(100) / 100 if status == "open" else None,
        "touchpoints": [
            {"date": _day(chance), "approach": chance.choice(APPROACHES)} for _ in range(chance.randrange(5))
        ],
    }


def _day(chance: Random) -> str:
    first, last = FIRST.first_day(), FIRST.shifted(QUARTERS - 1).last_day()
    return (first + timedelta(days=chance.randrange((last - first).days + 1))).isoformat()


def _amount(chance: Random, highest: int) -> str:
    return f"{chance.randrange(1, highest)}.{chance.randrange(100):02}"
