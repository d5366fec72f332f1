"""A workspace with every key of the format, and texts that files are known to spoil."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from tests.careers import Json
from tests.strategies import quarter_labels, workspaces

FULL: Json = {
    "format": "netroi-workspace",
    "version": 1,
    "profile": {
        "currency": "EUR",
        "locale": "de_DE",
        "fiscal_year_start": 4,
        "weekly_hours_cap": 5.5,
        "weekly_evenings_cap": 2,
        "compensation": [
            {"from": "2024-Q4", "base": "96000.00", "pay_at_risk": "8000.50", "attainment": 0.85,
             "benefits": "36231.00", "hours_per_year": 2080, "hour_share": 0.25},
            {"from": "2026-Q1", "hourly_rate": "120.00", "utilisation": 0.65},
        ],
        "hour_worth": {"paid_work": 1, "family": 1.2, "learning": 0.7, "volunteering": 0.6, "me_time": 0.5},
        "target_audience": {"industries": ["Häfen", "Logistics"], "backgrounds": ["Law"], "expertise": ["Pricing"]},
        "between_jobs": ["2024-Q4", "2025-Q1"],
        "purpose": "win_clients", "second_purpose": "advance", "learning_share": 0.2, "ramp_share": 0.25,
        "import_rules": [{"words": ["coffee", "with"], "approach": "one_on_one", "venue": "v1"}],
    },
    "venues": [
        {"id": "v1", "name": "Café Größe", "approach": "group_events", "why": "For the talks", "audience": "peers",
         "role": "Treasurer",
         "dues": {"amount": "30.00", "per": "month", "from": "2024-01-15", "to": "2026-05-01"}}
    ],
    "activities": [
        {"id": "a1", "date": "2026-02-03", "approach": "one_on_one", "venue": "v1", "title": "Lunch", "hours":
         {"attending": 1.5, "preparing": 0.25, "travelling": 1, "following_up": 0.5}, "alternative": "family",
         "costs": [{"category": "lunch", "amount": "24.50", "reimbursed": "4.50"},
                   {"category": "fuel", "amount": "3.10"}],
         "people": ["c1", "c2"], "new_contacts": 1, "meaningful": 2, "energy": -1, "evening": False,
         "channel": "in_person",
         "source": "calendar", "keys": ["ics:1"]}
    ],
    "outcomes": [
        {"id": "o1", "date": "2026-06-01", "kind": "client", "title": "A client", "status": "open",
         "value": {"low": "1000.00", "likely": "2000.00", "high": "9000.00"}, "probability": 0.5, "margin": 0.4,
         "incrementality": 0.8, "intangible": 3, "once": False, "referral_request": "asked", "lost_on": "2026-06-09",
         "heard_on": "2026-04-01", "declined": False,
         "stated": [{"day": "2026-04-01", "probability": 0.7}, {"day": "2026-05-02", "probability": 0.5}],
         "touchpoints": [
             {"date": "2026-02-03", "approach": "one_on_one", "venue": "v1", "contact": "c1", "credit": 2},
             {"date": "2026-03-03", "approach": "social_media", "credit": 1.5},
         ]}
    ],
    "contacts": [
        {"id": "c1", "name": "Ann Lee", "organisation": "Firm", "role": "Buyer", "industry": "Ports",
         "background": "Law", "expertise": ["Pricing", "Tax"],
         "met": {"date": "2020-05-05", "approach": "group_events", "venue": "v1"}, "closeness": 4, "relevance": 5,
         "status": "dormant", "follow_up": "2026-09-01", "cadence_days": 30, "notes": "Two\nlines",
         "keys": ["linkedin:ann"]},
        {"id": "c2", "name": "Bo Roe"},
    ],
    "exchanges": [
        {"id": "e1", "date": "2026-02-04", "contact": "c1", "direction": "given", "kind": "introduction",
         "between": ["c1", "c2"], "note": "To Bo"}
    ],
    "goals": [{"id": "g1", "metric": "hours", "target": -2.5, "quarter": "2026-Q2", "approach": "one_on_one"}],
    "stories": [
        {"id": "s1", "date": "2026-06-02", "contact": "c1", "approach": "one_on_one", "text": "It came by lunch.",
         "approved": True}
    ],
    "quizzes": [
        {"id": "q1", "quarter": "2026-Q1", "submitted": "2026-04-02T10:00:00Z", "answers": {"one_on_one.hours": "12"},
         "strain": "Evenings", "habits": ["profile", "posts"],
         "showed": [{"submitted": "2026-04-02T10:00:00Z", "total_cost": "3263.117646",
                     "realised": {"o1": "285.833333"}, "invested": {"o1": "1.00"}}]}
    ],
    "imports": [
        {"id": "i1", "kind": "linkedin", "at": "2026-04-02T10:00:00+00:00", "file_name": "Connections.csv",
         "added": {"contacts": {"c2": "0123456789abcdef"}},
         "updated": {"contacts": {"c1": {"before": {"role": "Clerk"}, "after": {"role": "Buyer"}, "digest": "ab"}}}}
    ],
}  # fmt: skip
"""Every key of the format, with values as NetROI itself writes them."""

SPOILABLE = (
    *("=1+1", "'=1+1", "''=1", "+49 170", "-5", "@SUM(A1)", "\t=1", " =1", "＝1", "'", "' =x", "\u200b=1", "\rx", "\n"),
    *("", " ", "a\r\nb", "\ufffe", "_x000D_", "a|b", " a ", "true", "0012", "1e5", "2026-07-14", "1.234,5", ",", ";"),
    *('"', '"quoted"', "http://evil.example", "#REF!", "[", "é\u0301", "😀", "\u2028", "x" * 20_000),
)
"""Texts that files are known to spoil."""

_NO_TEXT = "".join(map(chr, (*range(32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
spoilable = st.sampled_from(SPOILABLE) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters=_NO_TEXT), max_size=9
)
lines = spoilable.map(lambda text: text[:300])
# Nearer to zero, a number is refused.
numbers = st.just(0.0) | st.floats(1e-100, 1e12) | st.floats(-1e12, -1e-100)
names = lines.filter(bool)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | spoilable,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(spoilable, inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
sums = st.sampled_from(("0", "1.00", "2.5", "0.000000001", "99999999999999999.123456789"))
moments = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(datetime.isoformat)
digests = st.dictionaries(names.map(lambda text: text[:100]), lines, max_size=2)
lists = st.sampled_from(("venues", "activities", "outcomes", "contacts", "exchanges"))
_change = st.fixed_dictionaries(
    {}, optional={"before": st.dictionaries(spoilable, json_values, max_size=2),
                  "after": st.dictionaries(spoilable, json_values, max_size=2), "digest": lines},
)  # fmt: skip
_changes = st.dictionaries(names.map(lambda text: text[:100]), _change, max_size=2)


def _listed(row: dict[str, Any], **optional: Any) -> st.SearchStrategy[list[Json]]:
    rows = st.lists(st.fixed_dictionaries(row, optional=optional), max_size=2)
    ids = st.lists(names.map(lambda text: text[:100]), min_size=2, max_size=2, unique=True)
    return st.builds(lambda rows, keys: [{"id": key, **row} for key, row in zip(keys, rows, strict=False)], rows, ids)


_showed = st.fixed_dictionaries(
    {"submitted": moments},
    optional={"total_cost": sums, "realised": st.dictionaries(names.map(lambda text: text[:100]), sums, max_size=2),
              "invested": st.just({})},
)  # fmt: skip

beside = st.fixed_dictionaries(
    {},
    optional={
        "stories": _listed({"date": st.just("2026-01-01"), "text": names}, approved=st.booleans()),
        "quizzes": _listed(
            {"quarter": quarter_labels},
            submitted=st.none() | moments,
            answers=st.dictionaries(spoilable, json_values, max_size=2),
            strain=spoilable.map(lambda text: text[:10_000]),
            showed=st.lists(_showed, max_size=2),
            habits=st.lists(st.sampled_from(("profile", "posts")), max_size=2),
        ),
        "goals": _listed({"metric": names, "quarter": quarter_labels, "target": numbers}),
        "contacts": _listed(
            {"name": names},
            notes=spoilable.map(lambda text: text[:10_000]),
            expertise=st.lists(lines, max_size=3),
            keys=st.lists(names, max_size=2),
        ),
        "imports": _listed(
            {"kind": st.just("linkedin"), "at": moments},
            file_name=lines,
            added=st.dictionaries(lists, digests, max_size=2),
            updated=st.dictionaries(lists, _changes, max_size=2),
        ),
    },
)
"""Lists that hold a person's own texts, as files are known to spoil them."""


@st.composite
def spoilables(draw: st.DrawFn) -> Json:
    """Draw a workspace with texts that files are known to spoil, without references to people."""
    document = draw(workspaces())
    keys = ("format", "version", "profile", "venues")
    return {**{key: document[key] for key in keys if key in document}, **draw(beside)}
