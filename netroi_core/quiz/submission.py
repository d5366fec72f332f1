"""Handing in the quiz: what its answers mean as records, and a submitted quiz opened again.

The records that a quiz writes have ids made from its quarter, so that handing in twice writes them once, and a
correction replaces what the first version wrote. What the quarter shows is noted each time that it shows something new.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from netroi_core.errors import Invalid, Problem
from netroi_core.ledger.costs import FULL_TIME_HOURS, compensation_in_force, usual_benefits
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import prefill
from netroi_core.quiz.answers import Answers, number
from netroi_core.quiz.valuation import HELPERS, likely_value
from netroi_core.trends.restatement import noted
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, put
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    HOUR_PARTS,
    LARGEST_AMOUNT,
    OutcomeKind,
)
from netroi_core.workspace.records import HourlyPay, Profile

Pay = dict[str, Any]


def submitted(document: Document, quarter: Quarter, now: str, today: date) -> Document:
    """The document with the quarter's quiz handed in; Invalid where an answer keeps it from that."""
    answers = quiz.answers_of(document, quarter)
    found = [Problem(key, sentence) for key, sentence in quiz.problems(document, quarter)]
    found += [
        Problem(f"outcome.{key}.likely", f"{likely:,.0f} is too much; the most is {LARGEST_AMOUNT:,}.")
        for key in quiz.outcome_keys(answers)
        if (likely := likely_answer(answers, key)) is not None and likely > LARGEST_AMOUNT
    ]
    if found:
        raise Invalid(found)
    written = applied(document, quarter, today)
    handed_in = quiz.quiz_of(written, quarter) or {"id": f"quiz-{quarter}", "quarter": str(quarter), "answers": {}}
    showed = noted(handed_in.get("showed", []), written, quarter, now)
    told = {key: value for key, value in handed_in.items() if key != quiz.STRAIN}
    strain = {quiz.STRAIN: answers[quiz.STRAIN]} if quiz.STRAIN in answers else {}
    return put(written, "quizzes", {**told, **strain, "submitted": now, "showed": showed})


def applied(document: Document, quarter: Quarter, today: date) -> Document:
    """The document as it would be with the answers given so far; those that can't be read count as not given."""
    answers = quiz.answers_of(document, quarter)
    ours = f"quiz-{quarter}-"
    others = {name: [record for record in document.get(name, ()) if not record["id"].startswith(ours)]
              for name in ("activities", "outcomes", "exchanges")}  # fmt: skip
    day = quiz.outcome_day(document, quarter, today)
    profile = dict(document.get("profile", {}))
    settled = {outcome["id"]: outcome for outcome in quiz.earlier_open(document, quarter)}
    return {
        **document,
        "profile": {
            **profile,
            "compensation": _compensation(profile, quarter, answers),
            "hour_worth": {**profile.get("hour_worth", {}), **_hour_worth(answers)},
        },
        "activities": others["activities"] + _activities(document, quarter, answers, ours),
        "outcomes": [
            _settled(outcome, answers, day) if outcome["id"] in settled else outcome for outcome in others["outcomes"]
        ]
        + [outcome_record(answers, key, ours, day) for key in quiz.outcome_keys(answers)],
        "exchanges": others["exchanges"] + _exchanges(document, quarter, answers, ours),
    }


def reopened(document: Document, quarter: Quarter) -> Document:
    """The document with a submitted quiz as a draft again, its answers brought up to what was edited since."""
    answers = dict(quiz.answers_of(document, quarter))
    ours = f"quiz-{quarter}-"
    written = {o["id"].removeprefix(ours): o for o in document.get("outcomes", ()) if o["id"].startswith(ours)}
    answers["outcomes"] = [key for key in quiz.outcome_keys(answers) if key in written]
    for key in answers["outcomes"]:
        answers.update(_outcome_answers(key, written[key], answers))
    taken = prefill.all_effort(document, quarter)
    for key in [key for key in answers if key in quiz.FIELDS and quiz.is_effort(key)]:
        answers[key] = f"{taken.get(key, Decimal(0)):f}"
    draft = quiz.quiz_of(document, quarter) or {}
    if strain := draft.get(quiz.STRAIN):
        answers[quiz.STRAIN] = strain
    return put(document, "quizzes", {**draft, "submitted": None, "answers": answers})


def pay_of(profile: Profile, quarter: Quarter, answers: Answers) -> Pay:
    """The compensation entry that the answers, with the entry in force and the usual defaults behind them, give.

    Without any pay known, the base is 0 and so is the worth of an hour.
    """
    before = compensation_in_force(profile, quarter)
    known: Pay = before.model_dump(mode="json", by_alias=True) if before else {}
    mode = answers.get("pay.mode") or ("self_employed" if isinstance(before, HourlyPay) else "employee")

    def given(key: str, otherwise: object) -> str:
        answer = number(answers, f"pay.{key}")
        return str(otherwise) if answer is None else _written(answer)

    if mode == "self_employed":
        utilisation = Decimal(given("utilisation_percent", Decimal(str(known.get("utilisation", 1))) * 100))
        rate = given("hourly_rate", known.get("hourly_rate", 0))
        return {"from": str(quarter), "hourly_rate": rate, "utilisation": float(utilisation / 100)}
    base = given("base", known.get("base", 0))
    attainment = Decimal(given("attainment_percent", Decimal(str(known.get("attainment", 1))) * 100))
    return {
        "from": str(quarter),
        "base": base,
        "pay_at_risk": given("pay_at_risk", known.get("pay_at_risk", 0)),
        "attainment": float(attainment / 100),
        "benefits": given("benefits", known["benefits"] if "base" in known else usual_benefits(Decimal(base))),
        "hours_per_year": float(given("hours_per_year", known.get("hours_per_year", FULL_TIME_HOURS))),
    }


def outcome_record(answers: Answers, key: str, prefix: str, day: date) -> RecordDict:
    """One outcome of the quiz as a record."""
    at = f"outcome.{key}."
    status = answers.get(at + "status", "won")
    record: RecordDict = {
        "id": prefix + key,
        "date": answers.get(at + "date", day.isoformat()),
        "kind": answers.get(at + "kind", "other"),
        "title": answers.get(at + "title", ""),
        "status": status,
        "touchpoints": answers.get(at + "touchpoints", []),
    }
    likely = likely_answer(answers, key)
    if likely is not None:
        low, high = number(answers, at + "low"), number(answers, at + "high")
        bounds = {"low": None if low is None else min(low, likely), "high": None if high is None else max(high, likely)}
        given = {name: _written(bound) for name, bound in bounds.items() if bound is not None}
        record["value"] = {"likely": _written(likely), **given}
    if status == "open":
        record["probability"] = _share(answers, at + "probability_percent", Decimal(50))
    for name in ("margin", "incrementality"):
        record[name] = _share(answers, f"{at}{name}_percent", Decimal(100))
    if (rating := answers.get(at + "intangible")) is not None:
        record["intangible"] = rating
    return record


def likely_answer(answers: Answers, key: str) -> Decimal | None:
    """An outcome's likely value: as typed, else as its helper figures it, else None (no money value)."""
    at = f"outcome.{key}."
    kind: OutcomeKind = answers.get(at + "kind", "other")
    typed = number(answers, at + "likely")
    helper = HELPERS.get(kind)
    if typed is not None or helper is None:
        return typed
    inputs = {wanted.key: number(answers, f"{at}helper.{wanted.key}") for wanted in helper.inputs}
    return likely_value(kind, {name: figure for name, figure in inputs.items() if figure is not None})


def alternative_of(document: Document, approach: str, answers: Answers) -> str:
    """What else an approach's time could have been: as answered, else as last journalled, else paid work."""
    of_approach = [activity for activity in document.get("activities", ()) if activity["approach"] == approach]
    latest: RecordDict = max(of_approach, key=lambda activity: str(activity["date"]), default={})
    return str(answers.get(f"{approach}.alternative", latest.get("alternative", "paid_work")))


def _compensation(profile: Mapping[str, Any], quarter: Quarter, answers: Answers) -> list[Pay]:
    entries = list(profile.get("compensation", ()))
    checked = Profile.model_validate_json(orjson.dumps(profile))
    before = compensation_in_force(checked, quarter)
    pay = pay_of(checked, quarter, answers)
    if before is not None:
        known = before.model_dump(mode="json", by_alias=True)
        if {**known, "from": None} == {**pay, "from": None}:
            return entries
    elif not any(key.startswith("pay.") for key in answers):
        return entries
    return [entry for entry in entries if entry.get("from") != str(quarter)] + [pay]


def _hour_worth(answers: Answers) -> dict[str, float]:
    given = {name: number(answers, f"worth.{name}_percent") for name in ALTERNATIVES}
    return {name: float(percent / 100) for name, percent in given.items() if percent is not None}


def _activities(document: Document, quarter: Quarter, answers: Answers, prefix: str) -> list[RecordDict]:
    """One activity per approach for what was not journalled, dated the quarter's last day."""
    journal = prefill.journalled(document, quarter)
    start = document.get("profile", {}).get("fiscal_year_start", 1)

    def beyond_journal(key: str) -> Decimal:
        answer = number(answers, key)
        return Decimal(0) if answer is None else max(Decimal(0), answer - journal.get(key, Decimal(0)))

    activities = []
    for approach in APPROACHES:
        hours = {part: float(beyond_journal(f"{approach}.hours.{part}")) for part in HOUR_PARTS}
        costs = _costs(approach, beyond_journal)
        met = {name: int(beyond_journal(f"{approach}.{name}")) for name in ("new_contacts", "meaningful")}
        if any(hours.values()) or costs or any(met.values()):
            activities.append(
                {
                    "id": f"{prefix}{approach}",
                    "date": quarter.last_day(start).isoformat(),
                    "approach": approach,
                    "title": "From the pop quiz",
                    "hours": {part: spent for part, spent in hours.items() if spent},
                    "alternative": alternative_of(document, approach, answers),
                    "costs": costs,
                    **met,
                    "energy": answers.get(f"{approach}.energy"),
                    "source": "quiz",
                }
            )
    return activities


def _costs(approach: str, beyond_journal: Callable[[str], Decimal]) -> list[RecordDict]:
    """The costs of an approach; what was paid back is taken from them one after the other."""
    paid_back = beyond_journal(f"{approach}.reimbursed")
    costs = []
    for category in COST_CATEGORIES:
        if amount := beyond_journal(f"{approach}.costs.{category}"):
            part = min(paid_back, amount)
            paid_back -= part
            costs.append({"category": category, "amount": _written(amount), "reimbursed": _written(part)})
    return costs


def _exchanges(document: Document, quarter: Quarter, answers: Answers, prefix: str) -> list[RecordDict]:
    """One exchange for each time that is not on record already, dated the quarter's last day."""
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    day = quarter.last_day(start).isoformat()
    known = prefill.exchanged(document, quarter)
    return [
        {"id": f"{prefix}{way}-{kind}-{n}", "date": day, "direction": way, "kind": kind}
        for way in ("given", "received")
        for kind in EXCHANGE_KINDS
        for n in range(1, int((number(answers, f"{way}.{kind}") or 0) - known.get(f"{way}.{kind}", 0)) + 1)
    ]


def _settled(outcome: RecordDict, answers: Answers, day: date) -> RecordDict:
    at = f"earlier.{outcome['id']}."
    status = answers.get(at + "status")
    if status is None or status == "open":
        chance = number(answers, at + "probability_percent")
        kept = {**outcome, "status": status or outcome["status"]}
        return kept if chance is None else {**kept, "probability": float(chance / 100)}
    return {**outcome, "status": status, "date": answers.get(at + "date", day.isoformat())}


def _outcome_answers(key: str, record: RecordDict, answers: Answers) -> dict[str, Any]:
    at = f"outcome.{key}."
    value = record.get("value") or {}
    changed: dict[str, Any] = {
        at + name: record[name] for name in ("date", "kind", "title", "status", "touchpoints") if name in record
    }
    if record.get("intangible") is not None:
        changed[at + "intangible"] = record["intangible"]
    for name in ("low", "likely", "high"):
        if name in value and (name != "likely" or Decimal(value[name]) != (likely_answer(answers, key) or -1)):
            changed[at + name] = value[name]
    for name in ("probability", "margin", "incrementality"):
        if record.get(name) is not None:
            changed[f"{at}{name}_percent"] = f"{Decimal(str(record[name])) * 100:f}"
    return changed


def _written(amount: Decimal) -> str:
    """An amount as a record holds it: without an exponent, at most nine decimals."""
    return re.sub(r"(\.\d{9})\d+", r"\1", f"{amount:f}")


def _share(answers: Answers, key: str, otherwise: Decimal) -> float:
    percent = number(answers, key)
    return float((otherwise if percent is None else percent) / 100)
