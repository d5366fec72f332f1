"""Workspaces as hypothesis draws them: valid, several years long, with any optional key missing."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

APPROACHES = ("group_events", "one_on_one", "social_media")
ALTERNATIVES = ("paid_work", "family", "learning", "volunteering", "me_time")
KINDS = ("role", "client", "mentor", "lead", "interview", "introduction", "funding", "reputation", "other")
CATEGORIES = ("breakfast", "coffee", "event_fee", "dues", "gift", "other")

approaches = st.sampled_from(APPROACHES)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(date.isoformat)
any_days = days | st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
quarter_labels = st.builds("{}-Q{}".format, st.integers(2024, 2026), st.integers(1, 4))
cents = st.integers(0, 100_000_00)
amounts = cents.map(lambda amount: f"{amount // 100}.{amount % 100:02}") | st.sampled_from(("0", "12", "0.000000001"))
shares = st.floats(0, 1).map(lambda share: round(share, 6))
hours = st.integers(0, 80).map(lambda quarters: quarters / 4) | st.integers(0, 12)
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs")), max_size=12)


def ordered_values() -> st.SearchStrategy[dict[str, Any]]:
    def value(drawn: tuple[list[int], bool, bool]) -> dict[str, Any]:
        low, likely, high = (f"{amount}.50" for amount in sorted(drawn[0]))
        ends = ({"low": low} if drawn[1] else {}) | ({"high": high} if drawn[2] else {"high": None})
        return {"likely": likely, **ends}

    three = st.lists(st.integers(0, 50_000), min_size=3, max_size=3)
    return st.tuples(three, st.booleans(), st.booleans()).map(value)


@st.composite
def costs(draw: st.DrawFn) -> dict[str, Any]:
    amount = draw(st.integers(0, 500_00))
    cost = {"category": draw(st.sampled_from(CATEGORIES)), "amount": f"{amount / 100:.2f}"}
    if draw(st.booleans()):
        cost["reimbursed"] = f"{draw(st.integers(0, amount)) / 100:.2f}"
    return cost


pay = st.fixed_dictionaries(
    {"from": quarter_labels, "base": amounts},
    optional={
        "pay_at_risk": amounts,
        "attainment": st.sampled_from((0, 0.5, 1.2)),
        "benefits": amounts,
        "hours_per_year": st.sampled_from((1, 1800.5, 2080)),
        "hour_share": st.sampled_from((0, 0.5, None)),
    },
) | st.fixed_dictionaries({"from": quarter_labels, "hourly_rate": amounts}, optional={"utilisation": shares})

profiles = st.fixed_dictionaries(
    {},
    optional={
        "currency": st.sampled_from(("USD", "EUR", "JPY")),
        "locale": st.sampled_from(("en_US", "de_DE")),
        "fiscal_year_start": st.integers(1, 12),
        "weekly_hours_cap": st.integers(0, 40),
        "between_jobs": st.lists(quarter_labels, max_size=2),
        "purpose": st.none() | st.sampled_from(("find_work", "win_clients", "raise_money", "learn", "belong")),
        "second_purpose": st.none() | st.just("advance"),
        "learning_share": st.sampled_from((0, 0.1, 0.5)),
        "ramp_share": st.sampled_from((0, 0.5, 1)),
        "compensation": st.lists(pay, max_size=3, unique_by=lambda entry: entry["from"]),
        "hour_worth": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(ALTERNATIVES, st.sampled_from((0, 0.5, 1, 1.25)))
        ),
    },
).filter(lambda profile: profile.get("purpose") or not profile.get("second_purpose"))
dues = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "amount": amounts,
        "per": st.sampled_from(("year", "quarter", "month")),
        "from": days,
        "to": st.none() | days,
    },
)


@st.composite
def workspaces(draw: st.DrawFn) -> dict[str, Any]:
    """A valid workspace document."""

    def listed(prefix: str, required: dict[str, Any], optional: dict[str, Any], most: int) -> list[dict[str, Any]]:
        rows = draw(st.lists(st.fixed_dictionaries(required, optional=optional), max_size=most))
        return [{"id": f"{prefix}{n}", **row} for n, row in enumerate(rows)]

    venues = listed(
        "v", {"name": st.just("Club"), "approach": approaches}, {"why": texts, "dues": dues, "role": texts}, 2
    )
    contacts = listed(
        "c",
        {"name": texts.map(lambda name: name or "A")},
        {
            "industry": texts,
            "expertise": st.lists(texts, max_size=2),
            "met": st.fixed_dictionaries({"date": any_days}, optional={"approach": approaches}),
            "closeness": st.none() | st.integers(1, 5),
            "relevance": st.none() | st.integers(1, 5),
            "status": st.sampled_from(("active", "dormant", "pruned")),
        },
        2,
    )
    venue = st.sampled_from([None, *(row["id"] for row in venues)])
    contact = st.sampled_from([None, *(row["id"] for row in contacts)])
    activities = listed(
        "a",
        {"date": days, "approach": approaches},
        {
            "venue": venue,
            "title": texts,
            "hours": st.fixed_dictionaries(
                {}, optional=dict.fromkeys(("attending", "preparing", "travelling", "following_up"), hours)
            ),
            "alternative": st.sampled_from(ALTERNATIVES),
            "costs": st.lists(costs(), max_size=2),
            "people": st.lists(contact.filter(bool), max_size=1) if contacts else st.just([]),
            "new_contacts": st.integers(0, 9),
            "meaningful": st.integers(0, 9),
            "energy": st.none() | st.integers(-2, 2),
            "evening": st.none() | st.booleans(),
            "channel": st.none() | st.sampled_from(("in_person", "phone", "video", "text")),
        },
        5,
    )
    touchpoints = st.lists(
        st.fixed_dictionaries(
            {"date": any_days, "approach": approaches},
            optional={
                "venue": venue,
                "contact": contact,
                "credit": st.none() | st.sampled_from((0, 0.5, 1, 3)),
            },
        ),
        max_size=5,
    )
    outcomes = listed(
        "o",
        {"date": days, "kind": st.sampled_from(KINDS), "status": st.sampled_from(("won", "open", "lost"))},
        {
            "value": st.none() | ordered_values(),
            "probability": st.none() | shares,
            "margin": shares,
            "incrementality": shares,
            "touchpoints": touchpoints,
            "intangible": st.none() | st.integers(0, 5),
            "once": st.none() | st.booleans(),
            "referral_request": st.sampled_from((None, "asked", "skipped")),
            "lost_on": st.none() | days,
            "heard_on": st.none() | days,
            "declined": st.none() | st.booleans(),
            "stated": st.lists(st.fixed_dictionaries({"day": days, "probability": shares}), max_size=2),
        },
        5,
    )
    exchanges = listed(
        "e",
        {"date": days, "direction": st.sampled_from(("given", "received"))},
        {
            "contact": contact,
            "between": st.lists(contact.filter(bool), max_size=2) if contacts else st.just([]),
            "note": texts,
        },
        2,
    )
    goals = listed("g", {"metric": st.just("hours"), "target": shares, "quarter": quarter_labels}, {}, 1)
    document = {"format": "netroi-workspace", "version": 1}
    lists = {
        "profile": draw(profiles),
        "venues": venues,
        "activities": activities,
        "outcomes": outcomes,
        "contacts": contacts,
        "exchanges": exchanges,
        "goals": goals,
    }
    return document | {name: value for name, value in lists.items() if value or draw(st.booleans())}
