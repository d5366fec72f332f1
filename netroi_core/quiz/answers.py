"""The quarter's pop quiz as data: its steps, what each answer may be, and the answers that are kept.

Answers are a flat mapping from a key such as ``one_on_one.hours.attending`` to a JSON value; numbers are kept as
decimal strings. What a person typed and could not be read stays as ``{"typed": …}``, so that nothing is lost.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import orjson
from pydantic import ValidationError

from netroi_core.quarters import Quarter
from netroi_core.quiz.valuation import HELPERS
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, put
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    HOUR_PARTS,
    LARGEST_AMOUNT,
    OUTCOME_KINDS,
)
from netroi_core.workspace.records import Outcome, Record, Touchpoint

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One screen of the quiz: a short name, the question it asks, and the minutes it usually takes."""

    key: str
    title: str
    question: str
    minutes: float


STEPS: Final = (
    Step("hour", "Your hour", "What was an hour of yours worth?", 1.0),
    Step("effort", "What it took", "What did networking take: hours and money?", 2.0),
    Step("alternatives", "Instead", "What else could that time have been?", 0.5),
    Step("outcomes", "What came of it", "What did it lead to?", 2.5),
    Step("people", "People", "Whom did you meet, and who helped whom?", 1.0),
    Step("review", "Review", "Is this your quarter?", 0.5),
)

_NUMBER: Final = re.compile(r"\d{1,30}(\.\d{1,30})?(E[+-]\d\d?)?", re.ASCII)

_ANY_OUTCOME: Final = {"id": "any", "date": "2000-01-01", "kind": "other", "status": "won"}

STRAIN: Final = "strain"
"""What wears the person out, in their own words: an answer, and once it is handed in, a key of the quiz itself."""

PAY_MODES: Final = ("employee", "self_employed", "between_jobs")


@dataclass(frozen=True)
class Field:
    """What an answer may be: a number within bounds, whole or not, or one of some choices."""

    highest: Decimal = Decimal(LARGEST_AMOUNT)
    is_whole: bool = False
    choices: tuple[Any, ...] = ()
    is_positive: bool = False
    is_money: bool = False

    def problem(self, answer: Any) -> str | None:
        """What is wrong with an answer, as a sentence; None if nothing is."""
        if self.choices:
            is_one = any(answer == choice and type(answer) is type(choice) for choice in self.choices)
            return None if is_one else "Choose one of the answers."
        if not isinstance(answer, str) or not _NUMBER.fullmatch(answer):
            typed = answer.get("typed", "") if isinstance(answer, dict) else answer
            return f"“{str(typed)[:40]}” can't be read as a number."
        number = Decimal(answer)
        if number > self.highest:
            return f"{number:,f} is too much here; the most is {self.highest:,f}."
        if self.is_whole and number != number.to_integral_value():
            return f"{number:f} must be a whole number."
        if self.is_positive and number < 1:
            return "This must be at least 1."
        return None


_HOURS_OF_A_QUARTER: Final = Decimal(92 * 24)
_MONEY: Final = Field(is_money=True)
_PERCENT: Final = Field(highest=Decimal(100))
_MULTIPLE: Final = Field(highest=Decimal(1000))
_COUNT: Final = Field(highest=Decimal(100_000), is_whole=True)

FIELDS: Final[Mapping[str, Field]] = {
    "pay.mode": Field(choices=PAY_MODES),
    **dict.fromkeys(("pay.base", "pay.pay_at_risk", "pay.benefits", "pay.hourly_rate"), _MONEY),
    "pay.attainment_percent": _MULTIPLE,
    "pay.utilisation_percent": _PERCENT,
    "pay.hours_per_year": Field(highest=Decimal(8784), is_positive=True),
    **{f"{a}.hours.{part}": Field(highest=_HOURS_OF_A_QUARTER) for a in APPROACHES for part in HOUR_PARTS},
    **{f"{a}.costs.{category}": _MONEY for a in APPROACHES for category in COST_CATEGORIES},
    **{f"{a}.reimbursed": _MONEY for a in APPROACHES},
    **{f"{a}.alternative": Field(choices=ALTERNATIVES) for a in APPROACHES},
    **{f"worth.{alternative}_percent": _MULTIPLE for alternative in ALTERNATIVES},
    **{f"{a}.{people}": _COUNT for a in APPROACHES for people in ("new_contacts", "meaningful")},
    **{f"{a}.energy": Field(choices=(-2, -1, 0, 1, 2)) for a in APPROACHES},
    **{f"{way}.{kind}": Field(highest=Decimal(500), is_whole=True) for way in ("given", "received")
       for kind in EXCHANGE_KINDS},
}  # fmt: skip

OUTCOME_FIELDS: Final[Mapping[str, Field]] = {
    "kind": Field(choices=OUTCOME_KINDS),
    "status": Field(choices=("won", "open", "lost")),
    **dict.fromkeys(("low", "likely", "high"), _MONEY),
    **dict.fromkeys(("probability_percent", "margin_percent", "incrementality_percent"), _PERCENT),
    "intangible": Field(choices=(0, 1, 2, 3, 4, 5)),
    **{
        f"helper.{wanted.key}": Field(is_money=wanted.unit == "money")
        for helper in HELPERS.values()
        for wanted in helper.inputs
    },
}
EARLIER_FIELDS: Final[Mapping[str, Field]] = {
    "status": Field(choices=("won", "open", "lost")),
    "probability_percent": _PERCENT,
}


def field(key: str) -> Field | None:
    """What the answer to a key may be; None for free text, days and lists."""
    if key.startswith("outcome."):
        return OUTCOME_FIELDS.get(key.split(".", 2)[-1])
    if key.startswith("earlier."):
        return EARLIER_FIELDS.get(key.rsplit(".", 1)[1])
    return FIELDS.get(key)


def is_effort(key: str) -> bool:
    """Whether a key asks for something that the journal counts too: hours, costs, contacts."""
    return ".hours." in key or ".costs." in key or key.endswith((".reimbursed", ".new_contacts", ".meaningful"))


def step_of(key: str) -> str:
    """The step that asks for a key."""
    if key.startswith("pay."):
        return "hour"
    if key.startswith(("outcome", "earlier")):
        return "outcomes"
    if key.startswith("worth.") or key.endswith(".alternative"):
        return "alternatives"
    return "effort" if ".hours." in key or ".costs." in key or key.endswith(".reimbursed") else "people"


def number(answers: Answers, key: str) -> Decimal | None:
    """An answered number, or None where it is missing or could not be read."""
    answer = answers.get(key)
    wanted = field(key)
    if not isinstance(answer, str) or (wanted is not None and wanted.problem(answer)):
        return None
    return Decimal(answer)


def problems(document: Document, quarter: Quarter) -> Iterator[tuple[str, str]]:
    """Every answer that would keep the quiz from being submitted, as (key, sentence)."""
    answers = answers_of(document, quarter)
    for key, answer in answers.items():
        wanted = field(key)
        if key.startswith("outcome.") and key.split(".")[1] not in outcome_keys(answers):
            continue
        if wanted is not None and (sentence := wanted.problem(answer)):
            yield key, sentence
    for approach in APPROACHES:
        spent = sum((number(answers, f"{approach}.costs.{c}") or Decimal(0) for c in COST_CATEGORIES), Decimal(0))
        if (back := number(answers, f"{approach}.reimbursed")) is not None and back > spent:
            yield f"{approach}.reimbursed", f"{back:,f} was paid back, but only {spent:,f} was spent here."
    for key in outcome_keys(answers):
        at = f"outcome.{key}"
        low, likely, high = (number(answers, f"{at}.{name}") for name in ("low", "likely", "high"))
        if likely is not None and low is not None and low > likely:
            yield f"{at}.low", "The low value is above the likely one."
        if likely is not None and high is not None and high < likely:
            yield f"{at}.high", "The high value is below the likely one."


def outcome_keys(answers: Answers) -> tuple[str, ...]:
    """The keys of the outcomes that the quiz tells of; each is part of the keys of its answers."""
    keys = answers.get("outcomes")
    return tuple(dict.fromkeys(key for key in keys if isinstance(key, str))) if isinstance(keys, list) else ()


def quiz_of(document: Document, quarter: Quarter) -> RecordDict | None:
    """The quiz of a quarter, draft or submitted."""
    return next((quiz for quiz in document.get("quizzes", ()) if quiz["quarter"] == str(quarter)), None)


def answers_of(document: Document, quarter: Quarter) -> Answers:
    """The answers given so far for a quarter; what could never have been answered here counts as not given.

    A quiz is stored as it is, and may come from elsewhere, or tell of a venue that was deleted since.
    """
    quiz = quiz_of(document, quarter) or {}
    known = {name: {record["id"] for record in document.get(name, ())} for name in ("venues", "contacts")}
    given = {STRAIN: quiz.get(STRAIN), **quiz.get("answers", {})}
    understood = {key: _understood(key, answer, known) for key, answer in given.items()}
    return {key: answer for key, answer in understood.items() if answer is not None}


def draft(document: Document) -> Quarter | None:
    """The latest quarter whose quiz was begun and not submitted; one that holds habits alone was not begun."""
    open_ones = (quiz for quiz in document.get("quizzes", ()) if not quiz.get("submitted"))
    begun = [
        Quarter.parse(quiz["quarter"])
        for quiz in open_ones
        if quiz.get("answers") or quiz.get(STRAIN) or not quiz.get("habits")
    ]
    return max(begun, default=None)


def is_submitted(document: Document, quarter: Quarter) -> bool:
    """Whether the quarter's quiz was handed in."""
    quiz = quiz_of(document, quarter)
    return bool(quiz and quiz.get("submitted"))


def answered(document: Document, quarter: Quarter, changes: Mapping[str, Any]) -> Document:
    """The document with these answers kept; an answer of None takes one back. Other answers stay as they are."""
    before = quiz_of(document, quarter) or {"id": f"quiz-{quarter}", "quarter": str(quarter), "submitted": None}
    quiz = {key: value for key, value in before.items() if key != STRAIN or STRAIN not in changes}
    answers = {**quiz.get("answers", {}), **changes}
    kept = {key: answer for key, answer in answers.items() if answer is not None}
    return put(document, "quizzes", {**quiz, "answers": kept})


def _understood(key: str, answer: Any, known: Mapping[str, set[str]]) -> Any:
    """An answer without what is no answer; None if nothing is left."""
    wanted, _, name = field(key), *key.rpartition(".")[1:]
    if key == STRAIN:
        return answer if isinstance(answer, str) and answer.strip() else None
    if wanted is not None:
        return None if wanted.choices and wanted.problem(answer) else answer
    if not key.startswith(("outcome.", "earlier.")):
        return answer
    if name == "touchpoints":
        return [_step(step, known) for step in answer if _is(Touchpoint, step)] if isinstance(answer, list) else None
    return answer if _is(Outcome, {**_ANY_OUTCOME, name: answer}) else None


def _step(step: RecordDict, known: Mapping[str, set[str]]) -> RecordDict:
    """A step that tells of no place or person that is gone."""
    gone = {name for name, of in (("venue", "venues"), ("contact", "contacts")) if step.get(name) not in known[of]}
    return {name: value for name, value in step.items() if name not in gone}


def _is(kind: type[Record], record: Any) -> bool:
    try:
        kind.model_validate_json(orjson.dumps(record))
    except (ValidationError, TypeError):
        return False
    return True


def earlier_open(document: Document, quarter: Quarter) -> list[RecordDict]:
    """Outcomes of earlier quarters that were still open, or that this quiz settled."""
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    first = quarter.first_day(start).isoformat()
    settled = {key[8:].rpartition(".")[0] for key in answers_of(document, quarter) if key.startswith("earlier.")}
    return [
        outcome
        for outcome in document.get("outcomes", ())
        if outcome["id"] in settled or (outcome["status"] == "open" and outcome["date"] < first)
    ]


def outcome_day(document: Document, quarter: Quarter, today: date) -> date:
    """The day that an outcome of a quarter gets unless another is given: its last, or today if that is earlier."""
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    return max(quarter.first_day(start), min(quarter.last_day(start), today))
