"""The measures once more, slowly and exactly: contract.md §2 to §7 in fractions, sharing no code with netroi_core."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

APPROACHES = ("group_events", "one_on_one", "social_media")

Json = dict[str, Any]


def exact(number: str | float) -> Fraction:
    return Fraction(number) if isinstance(number, str) else Fraction(repr(number))


def first_day(quarter: str, start: int) -> date:
    year, number = int(quarter[:4]), int(quarter[6])
    month = start + 3 * (number - 1)
    if start > 1:
        year -= 1
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def following(quarter: str) -> str:
    year, number = int(quarter[:4]), int(quarter[6])
    return f"{year + 1}-Q1" if number == 4 else f"{year}-Q{number + 1}"


def is_in(day: str, quarter: str, start: int) -> bool:
    return first_day(quarter, start) <= date.fromisoformat(day) < first_day(following(quarter), start)


def pay_in_force(profile: Json, quarter: str) -> Json:
    entries = sorted(profile.get("compensation", []), key=lambda entry: entry.get("from", ""))
    in_force = [entry for entry in entries if entry.get("from", "") <= quarter]
    # Before the first, the first.
    return (in_force or entries[:1] or [{"base": "0"}])[-1]


def loaded_rate(profile: Json, quarter: str) -> Fraction:
    pay = pay_in_force(profile, quarter)
    if "hourly_rate" in pay:
        return exact(pay["hourly_rate"]) * exact(pay.get("utilisation", 1.0))
    at_risk = exact(pay.get("pay_at_risk", "0")) * exact(pay.get("attainment", 1.0))
    yearly = exact(pay["base"]) + at_risk + exact(pay.get("benefits", "0"))
    return yearly / exact(pay.get("hours_per_year", 2080))


def dues(venue: Json, quarter: str, start: int) -> Fraction:
    owed = venue.get("dues") or {}
    if not owed:
        return Fraction(0)
    first, after = first_day(quarter, start), first_day(following(quarter), start)
    days = [date.fromordinal(day) for day in range(first.toordinal(), after.toordinal())]
    since, until = owed.get("from"), owed.get("to")
    inside = [
        day
        for day in days
        if (since is None or day >= date.fromisoformat(since)) and (until is None or day <= date.fromisoformat(until))
    ]
    per = {"year": Fraction(1, 4), "quarter": Fraction(1), "month": Fraction(3)}[owed.get("per", "year")]
    return exact(owed.get("amount", "0")) * per * Fraction(len(inside), len(days))


def expected_value(outcome: Json, basis: str) -> Fraction:
    value = outcome.get("value") or {}
    likely = exact(value.get("likely", "0"))
    low, high = (exact(value[end]) if value.get(end) is not None else likely for end in ("low", "high"))
    chance = Fraction(outcome["status"] == "won")
    if outcome["status"] == "open" and basis == "expected":
        chance = exact(outcome.get("probability") or 0)
    return chance * exact(outcome.get("margin", 1)) * exact(outcome.get("incrementality", 1)) * (
        low + 4 * likely + high
    ) / 6  # fmt: skip


def weights(path: list[Json], outcome: Json, attribution: str) -> list[Fraction]:
    """Return the weight of each touchpoint; a share is a weight over their sum."""
    n = len(path)
    match attribution:
        case "first":
            return [Fraction(i == 0) for i in range(n)]
        case "last":
            return [Fraction(i == n - 1) for i in range(n)]
        case "position" if n > 2:
            return [Fraction(2, 5) if i in (0, n - 1) else Fraction(1, 5) / (n - 2) for i in range(n)]
        case "decay":
            on = date.fromisoformat(outcome["date"])
            with localcontext() as context:
                context.prec = 40
                return [
                    Fraction(Decimal(2) ** (Decimal(-(on - date.fromisoformat(step["date"])).days) / 90))
                    for step in path
                ]
        case "custom":
            own_weights = [step.get("credit") for step in path]
            if None not in own_weights and any(own_weights):
                return [exact(weight) for weight in own_weights]
        case "shapley":
            approaches = [step["approach"] for step in path]
            return [Fraction(1, len(set(approaches)) * approaches.count(approach)) for approach in approaches]
    return [Fraction(1)] * n


def shares(outcome: Json, attribution: str) -> list[tuple[Json, Fraction]]:
    path = [step for step in outcome.get("touchpoints", []) if step["date"] <= outcome["date"]]
    path.sort(key=lambda step: step["date"])
    weighed = weights(path, outcome, attribution)
    return [(step, weight / sum(weighed)) for step, weight in zip(path, weighed, strict=True)]


def without_raised(document: Json) -> Json:
    """Return the document without the values of money raised, which no page counts and ``measure`` does."""
    outcomes = [
        {key: value for key, value in row.items() if key != "value" or row["kind"] != "funding"}
        for row in document.get("outcomes", [])
    ]
    return {**document, "outcomes": outcomes}


def figures(document: Json, quarters: Iterable[str], options: Json) -> Json:
    """Return the figures that ``measure`` must print: approaches, unattributed_value, total."""
    window, profile = list(quarters), document.get("profile", {})
    start = profile.get("fiscal_year_start", 1)
    sums = {approach: dict.fromkeys(_SUMS, Fraction(0)) for approach in APPROACHES}
    unattributed = Fraction(0)
    for quarter in window:
        for activity in document.get("activities", []):
            if is_in(activity["date"], quarter, start):
                _add_activity(sums[activity["approach"]], activity, profile, quarter, options["costs"])
        for venue in document.get("venues", []):
            sums[venue["approach"]]["actual_cost"] += dues(venue, quarter, start)
        for outcome in document.get("outcomes", []):
            value = expected_value(outcome, options["basis"])
            credited = shares(outcome, options["attribution"])
            for step, share in credited:
                if is_in((step if options["view"] == "invested" else outcome)["date"], quarter, start):
                    sums[step["approach"]]["expected_value"] += share * value
            if not credited and is_in(outcome["date"], quarter, start):
                unattributed += value
    total = {key: sum(sums[approach][key] for approach in APPROACHES) for key in _SUMS}
    total["expected_value"] += unattributed
    return {
        "approaches": {approach: _measures(sums[approach]) for approach in APPROACHES},
        "unattributed_value": unattributed,
        "total": _measures(total),
    }


_SUMS = (
    "activities",
    "hours",
    "actual_cost",
    "opportunity_cost",
    "expected_value",
    "new_contacts",
    "meaningful_contacts",
)


def _add_activity(sums: Json, activity: Json, profile: Json, quarter: str, whose: str) -> None:
    hours = sum((exact(part) for part in activity.get("hours", {}).values()), Fraction(0))
    by_use = profile.get("hour_worth", {}).get(activity.get("alternative", "paid_work"), 1.0)
    chosen = pay_in_force(profile, quarter).get("hour_share")
    worth = exact(by_use if chosen is None else chosen)
    sums["activities"] += 1
    sums["hours"] += hours
    sums["opportunity_cost"] += hours * loaded_rate(profile, quarter) * worth
    sums["new_contacts"] += activity.get("new_contacts", 0)
    sums["meaningful_contacts"] += activity.get("meaningful", 0)
    for cost in activity.get("costs", []):
        sums["actual_cost"] += exact(cost.get("amount", "0"))
        if whose == "mine":
            sums["actual_cost"] -= exact(cost.get("reimbursed", "0"))


def _measures(sums: Json) -> Json:
    cost = sums["actual_cost"] + sums["opportunity_cost"]
    net = sums["expected_value"] - cost
    return {
        **sums,
        "total_cost": cost,
        "net_benefit": net,
        "roi_percent": net / cost * 100 if cost else None,
        "value_per_hour": sums["expected_value"] / sums["hours"] if sums["hours"] else None,
        "cost_per_new_contact": cost / sums["new_contacts"] if sums["new_contacts"] else None,
        "cost_per_meaningful_contact": cost / sums["meaningful_contacts"] if sums["meaningful_contacts"] else None,
    }
