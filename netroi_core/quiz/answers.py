"""The answers of the quarterly quiz: their keys, the values allowed, and the quiz that stores them.

Answers are a flat mapping from a key such as ``one_on_one.hours.attending`` to a JSON value; numbers are decimal
strings. Text that can't be read as a number stays as ``{"typed": …}``, so that nothing typed is lost.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, Literal

import orjson
from pydantic import ValidationError

from netroi_core.ledger.costs import FULL_TIME_HOURS
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz import valuation
from netroi_core.quiz.effort import split_problems, total_key, venue_problems
from netroi_core.quiz.valuation import (
    HELPERS,
    PAY_SOONER,
    WITHOUT_ROLE,
    ValueHelper,
    helper_value,
    value_helper,
)
from netroi_core.wording.wording import Words
from netroi_core.workspace.edits import put
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    HOUR_PARTS,
    LARGEST_AMOUNT,
    OUTCOME_KINDS,
    Approach,
    OutcomeKind,
    Record,
    Status,
)
from netroi_core.workspace.records import Met, Outcome, Quiz, Touchpoint, quiz_id_prefix
from netroi_core.workspace.workspace import Document, Workspace, parse_records

Answers = Mapping[str, Any]

STRAIN: Final = "strain"  # an answer of a draft, and on submission a key of the quiz itself
PAY_MODES: Final = ("employee", "self_employed", "between_jobs")
STATUSES: Final[tuple[Status, ...]] = ("won", "open", "lost")

_ENGLISH: Final = Words()

_NUMBER: Final = re.compile(r"\d{1,30}(\.\d{1,30})?(E[+-]\d\d?)?", re.ASCII)
HOURS_OF_DAY: Final = 8
"""The working hours of a day, by which the rate of a day is that of an hour."""
Period = Literal["hour", "day", "month", "year"]
_HOURS_OF: Final[Mapping[str, Decimal]] = {
    "hour": Decimal(1),
    "day": Decimal(HOURS_OF_DAY),
    "month": Decimal(FULL_TIME_HOURS) / 12,
    "year": Decimal(FULL_TIME_HOURS),
}
# “An hour”, “a day”, “a month” and “a year” in the languages of the formats that the app offers: after a slash, or
# after a space and often a short word.
_PER: Final = re.compile(
    r"(?P<amount>.+?)"
    r"(?: ?/ ?| (?:(?:an?|per|each|pro|am|im|je|par|la|le|por|al|ao|om|pr|za|na|i)\.? |(?:al|de )?l[’'])?)"
    r"(?:(?P<hour>h|hrs?|hours?|hourly|stunde|std\.?|stündlich|heure|hora|ora|uur|timen?|timmen?|godz\.?|godzin[aę]"
    r"|hodin[au]|tunti|tunnissa|1?(?:時間|時|小时|小時)|1?시간)"
    r"|(?P<day>day|daily|tag|täglich|j|jour|journée|d[ií]a|giorno|dag|dagen|dzień|dziennie|den|denně|päivä|päivässä"
    r"|1?日|일|하루|[每一]?天)"
    r"|(?P<month>month|monthly|mo\.?|monat|monatlich|mois|mes|m[eêé]s|mese|maand|måned|måneden|månad|månaden|miesiąc"
    r"|miesięcznie|měsíc|měsíčně|kuukausi|kuukaudessa|1?[か个]?月|월|한 달)"
    r"|(?P<year>year|yearly|yr|annum|annually|p\.?a\.?|jahr|jährlich|an|année|año|anno|ano|jaar|år|året|rok|rocznie|ročně|vuosi"
    r"|vuodessa|1?年|년))",
    re.IGNORECASE,
)
_LONGEST_OUTCOME_KEY: Final = 80  # it becomes part of an id, which holds 100 characters
_ANY_OUTCOME: Final = {"id": "any", "date": "2000-01-01", "kind": "other", "status": "won"}


@dataclass(frozen=True)
class AnswerType:
    """The values allowed for an answer: some choices, or a number within bounds."""

    highest: Decimal = Decimal(LARGEST_AMOUNT)
    is_whole: bool = False
    choices: tuple[Any, ...] = ()
    lowest: Decimal = Decimal(0)
    unit: Literal["money", "hours", "months", "number"] = "number"
    per: Period | None = None

    def parse(self, text: str, words: Words) -> Decimal:
        """Return the number that was typed; raise ValueError with a sentence for the person if it is none.

        Pay may be typed as that of another period: an hourly rate as the pay of a year, or the other way around.

        >>> rate = ANSWER_TYPES["pay.hourly_rate"]
        >>> [str(rate.parse(text, Words())) for text in ("780 a day", "780 pro Tag", "95k a year", "97.5")]
        ['97.50', '97.50', '45.67', '97.5']
        >>> str(ANSWER_TYPES["pay.base"].parse("$48 an hour", Words()))
        '99840.00'
        """
        if self.per:
            return _parse_pay(text, self.per, words)
        parse = {"hours": words.parse_hours, "money": words.parse_money}.get(self.unit, words.parse_amount)
        return parse(text)

    def problem(self, answer: Any, words: Words = _ENGLISH) -> str | None:
        """Return the problem of an answer as a sentence, or None."""
        if self.choices:
            # Types are compared as well: to Python, True equals 1.
            is_choice = any(answer == choice and type(answer) is type(choice) for choice in self.choices)
            return None if is_choice else "Choose one of the answers."
        if not isinstance(answer, str) or not _NUMBER.fullmatch(answer):
            typed = str(answer.get("typed", "") if isinstance(answer, dict) else answer)
            return self._typed_problem(typed, words) or f"“{typed[:40]}” can’t be read as a number."
        return self._number_problem(Decimal(answer), words)

    def _typed_problem(self, typed: str, words: Words) -> str | None:
        """Return the problem of text that was not stored as a number."""
        try:
            return self._number_problem(self.parse(typed, words), words)
        except ValueError as error:
            return str(error)

    def _number_problem(self, number: Decimal, words: Words) -> str | None:
        if number > self.highest:
            return f"{words.number(number)} is too much here; the most is {words.number(self.highest)}."
        if self.is_whole and number != number.to_integral_value():
            return f"{words.number(number)} must be a whole number."
        if number < self.lowest:
            return f"{words.number(number)} is too little here; the least is {words.number(self.lowest)}."
        return None


def _parse_pay(text: str, period: Period, words: Words) -> Decimal:
    """Return the pay of a period, typed as it is or as that of another one."""
    per = _PER.fullmatch(" ".join(text.split()))
    pay = words.parse_money(per["amount"] if per else text, pay_examples(period, words))
    if per is None or per.lastgroup in (None, period):
        return pay
    hours = _HOURS_OF[period] / _HOURS_OF[str(per.lastgroup)]
    return (pay * hours).quantize(Decimal("0.01"), ROUND_HALF_UP)


def pay_examples(period: Period, words: Words) -> str:
    """Return how the pay of a period may be written, as a list in a sentence.

    >>> pay_examples("hour", Words()), pay_examples("year", Words())
    ('95, 760 a day or 95,000 a year', '95,000, 8,000 a month or 48 an hour')
    """
    hour, day, year = (words.number(amount) for amount in (95, 760, 95_000))
    if period == "hour":
        return f"{hour}, {day} a day or {year} a year"
    return f"{year}, {words.number(8000)} a month or {words.number(48)} an hour"


_VENUE_HOURS: Final = re.compile(rf"(?:{'|'.join(APPROACHES)})\.hours_at\.(.+)", re.DOTALL)
_QUARTER_HOURS: Final = Decimal(92 * 24)
_HOURS: Final = AnswerType(highest=_QUARTER_HOURS, unit="hours")
_MONEY: Final = AnswerType(unit="money")
_PERCENT: Final = AnswerType(highest=Decimal(100))
_MULTIPLE: Final = AnswerType(highest=Decimal(1000))
_COUNT: Final = AnswerType(highest=Decimal(100_000), is_whole=True)

ANSWER_TYPES: Final[Mapping[str, AnswerType]] = {
    "pay.mode": AnswerType(choices=PAY_MODES),
    **dict.fromkeys(("pay.base", "pay.pay_at_risk", "pay.benefits"), AnswerType(unit="money", per="year")),
    "pay.hourly_rate": AnswerType(unit="money", per="hour"),
    "pay.attainment_percent": _MULTIPLE,
    "pay.hour_percent": _MULTIPLE,
    "pay.utilisation_percent": _PERCENT,
    "pay.hours_per_year": AnswerType(highest=Decimal(8784), lowest=Decimal(200)),
    **{f"{a}.hours.{part}": _HOURS for a in APPROACHES for part in HOUR_PARTS},
    **{total_key(a): _HOURS for a in APPROACHES},
    **{f"{a}.costs.{category}": _MONEY for a in APPROACHES for category in COST_CATEGORIES},
    **{f"{a}.reimbursed": _MONEY for a in APPROACHES},
    **{f"{a}.alternative": AnswerType(choices=ALTERNATIVES) for a in APPROACHES},
    **{f"worth.{alternative}_percent": _MULTIPLE for alternative in ALTERNATIVES},
    **{f"{a}.{count}": _COUNT for a in APPROACHES for count in ("new_contacts", "meaningful")},
    **{f"{a}.energy": AnswerType(choices=(-2, -1, 0, 1, 2)) for a in APPROACHES},
    **{f"{direction}.{kind}": AnswerType(highest=Decimal(500), is_whole=True)
       for direction in ("given", "received") for kind in EXCHANGE_KINDS},
}  # fmt: skip

# By the last part of the key: "outcome.<key>.low", "earlier.<id>.status".
_OUTCOME_TYPES: Final[Mapping[str, AnswerType]] = {
    "kind": AnswerType(choices=OUTCOME_KINDS),
    "status": AnswerType(choices=STATUSES),
    **dict.fromkeys(("low", "likely", "high"), _MONEY),
    **dict.fromkeys(("probability_percent", "margin_percent", "incrementality_percent"), _PERCENT),
    "intangible": AnswerType(choices=(0, 1, 2, 3, 4, 5)),
    "without": AnswerType(choices=tuple(WITHOUT_ROLE)),
    "declined": AnswerType(choices=(False, True)),
    **{f"helper.{field.key}": AnswerType(unit=field.unit)
       for helper in (*HELPERS.values(), PAY_SOONER) for field in helper.inputs},
}  # fmt: skip


def answer_type(key: str) -> AnswerType | None:
    """Return the type of the answer to a key; None for free text, days and lists."""
    if key.startswith("outcome."):
        return _OUTCOME_TYPES.get(key.split(".", 2)[-1])
    if key.startswith("earlier."):
        return _OUTCOME_TYPES.get(key.rpartition(".")[2])
    return _HOURS if _VENUE_HOURS.fullmatch(key) else ANSWER_TYPES.get(key)


def is_effort(key: str) -> bool:
    """Return True if a key asks for something that activities record too: hours, costs, contacts."""
    is_count = key.endswith((".reimbursed", ".new_contacts", ".meaningful"))
    return is_count or is_venue_hours(key) or ".hours." in key or ".costs." in key


def is_venue_hours(key: str) -> bool:
    """Return True if a key asks for the hours at a venue."""
    return _VENUE_HOURS.fullmatch(key) is not None


def number(answers: Answers, key: str) -> Decimal | None:
    """Return the number answered to a key; None if there is none within its bounds."""
    answer, expected = answers.get(key), answer_type(key)
    if not isinstance(answer, str) or not _NUMBER.fullmatch(answer):
        return None
    return None if expected is not None and expected.problem(answer) else Decimal(answer)


def numbers(answers: Answers) -> dict[str, Decimal]:
    """Return the numbers answered that are within their bounds, by key; those of outcomes are left out."""
    keys = (*ANSWER_TYPES, *filter(is_venue_hours, answers))
    return {key: figure for key in keys if (figure := number(answers, key)) is not None}


def people_met(answers: Answers, approach: Approach) -> tuple[str, ...]:
    """Return the names of the people met by an approach, as typed, each once.

    >>> people_met({"one_on_one.names": "Ada Lee, , Ben; Ada Lee"}, "one_on_one")
    ('Ada Lee', 'Ben')
    """
    text = answers.get(f"{approach}.names")
    names = re.split(r"[,;\n]", text) if isinstance(text, str) else []
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def names_to_ask(workspace: Workspace, quarter: Quarter, answers: Answers, approach: Approach) -> tuple[str, ...]:
    """Return the names given for an approach of people who may be new: on record by this quiz alone, if at all.

    A name given for several approaches is asked about at the first of them.
    """
    if not (names := people_met(answers, approach)):
        return ()  # contacts take long to read where there are many
    prefix = quiz_id_prefix(quarter)
    listed = {row.name.casefold() for row in workspace.contacts if not row.id.startswith(prefix)}
    listed |= _names_before(answers, approach)
    unlisted = {name.casefold(): name for name in reversed(names) if name.casefold() not in listed}
    return tuple(reversed(unlisted.values()))


def new_names(workspace: Workspace, quarter: Quarter, answers: Answers, approach: Approach) -> tuple[str, ...]:
    """Return those of ``names_to_ask`` who are new: nobody until chosen, or recorded as such by this quiz."""
    chosen = answers.get(f"{approach}.new_names", {})

    def is_new(name: str) -> bool:
        contact = workspace.contacts_by_id.get(contact_id(quarter, name))
        return bool(chosen.get(name, contact is not None and contact.met is not None))

    return tuple(filter(is_new, names_to_ask(workspace, quarter, answers, approach)))


def new_contacts(workspace: Workspace, quarter: Quarter, answers: Answers, approach: Approach) -> Decimal | None:
    """Return the number of new contacts of an approach: as typed, but at least those named; None without either.

    Nobody is new twice: not who was met before the quarter, or in it by another approach.
    """
    typed = number(answers, f"{approach}.new_contacts")
    if not (names := people_met(answers, approach)):
        return typed  # contacts take long to read where there are many
    start, prefix = workspace.profile.fiscal_year_start, quiz_id_prefix(quarter)
    first, last = quarter.first_day(start), quarter.last_day(start)
    met_first = {
        contact.name.casefold()
        for contact in workspace.contacts
        if (met := contact.met) and not contact.id.startswith(prefix)
        if first <= met.date <= last and met.approach in (None, approach)
    }
    on_record = {name.casefold() for name in names} & met_first - _names_before(answers, approach)
    return max(typed or Decimal(0), Decimal(len(on_record) + len(new_names(workspace, quarter, answers, approach))))


def _names_before(answers: Answers, approach: Approach) -> set[str]:
    """Return the names given for the approaches before one."""
    before = APPROACHES[: APPROACHES.index(approach)]
    return {name.casefold() for earlier in before for name in people_met(answers, earlier)}


def contact_id(quarter: Quarter, name: str) -> str:
    """Return the id of a contact added by a quiz: by the name, so that one renamed since is not added again."""
    return f"{quiz_id_prefix(quarter)}contact-{sha256(name.casefold().encode()).hexdigest()[:12]}"


def outcome_keys(answers: Answers) -> tuple[str, ...]:
    """Return the keys of the new outcomes, as in ``outcome.<key>.kind``."""
    keys = answers.get("outcomes")
    if not isinstance(keys, list):
        return ()
    return tuple(dict.fromkeys(key for key in keys if isinstance(key, str) and len(key) <= _LONGEST_OUTCOME_KEY))


def outcome_kind(answers: Answers, key: str) -> OutcomeKind:
    """Return the kind of a new outcome."""
    kind: OutcomeKind = answers.get(f"outcome.{key}.kind", "other")
    return kind


def outcome_value(answers: Answers, key: str) -> Decimal | None:
    """Return the likely value of a new outcome, typed or else calculated by its helper."""
    typed = number(answers, f"outcome.{key}.likely")
    return helper_value(outcome_helper(answers, key), _helper_figures(answers, key)) if typed is None else typed


def outcome_helper(answers: Answers, key: str) -> ValueHelper | None:
    """Return the helper that calculates a new outcome's likely value; None for a kind without one."""
    return value_helper(outcome_kind(answers, key), answers.get(f"outcome.{key}.without", "job"))


def missing_figure(answers: Answers, key: str) -> str:
    """Return the name of the figure without which a new outcome that is begun has no value; else nothing."""
    if number(answers, f"outcome.{key}.likely") is not None or f"outcome.{key}.intangible" in answers:
        return ""
    return valuation.missing_figure(outcome_helper(answers, key), _helper_figures(answers, key))


def _helper_figures(answers: Answers, key: str) -> dict[str, Decimal]:
    """Return the readable figures given for a new outcome's helper."""
    helper = outcome_helper(answers, key)
    inputs = helper.inputs if helper else ()
    figures = {field.key: number(answers, f"outcome.{key}.helper.{field.key}") for field in inputs}
    return {name: figure for name, figure in figures.items() if figure is not None}


def outcome_touchpoints(answers: Answers, key: str) -> tuple[Touchpoint, ...]:
    """Return the steps that led to a new outcome."""
    return parse_records(Touchpoint, answers.get(f"outcome.{key}.touchpoints", ()))


def answer_problems(
    answers: Answers, words: Words = _ENGLISH, recorded: Mapping[str, Decimal] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """Yield every problem that prevents the quiz from being submitted, as (key, sentence).

    Args:
        answers: The answers.
        words: The formats of amounts.
        recorded: The effort that activities record for the quarter, by the same keys.
    """
    keys = outcome_keys(answers)
    for key, answer in answers.items():
        is_deleted = key.startswith("outcome.") and key.split(".")[1] not in keys
        expected = None if is_deleted else answer_type(key)
        if expected is not None and (sentence := expected.problem(answer, words)):
            yield key, sentence
    answered = numbers(answers)
    yield from split_problems(answered, words)
    yield from venue_problems(answered, recorded, words)
    for approach in APPROACHES:
        yield from _reimbursement_problems(answers, approach, words, recorded)
    for key in keys:
        yield from _value_problems(answers, key, words)


def quiz_of(workspace: Workspace, quarter: Quarter) -> Quiz:
    """Return the quiz of a quarter, draft or submitted; an empty draft if there is none."""
    draft = Quiz(id=f"quiz-{quarter}", quarter=str(quarter), submitted=None)
    return next((quiz for quiz in workspace.quizzes if quiz.quarter == str(quarter)), draft)


def answers_of(workspace: Workspace, quarter: Quarter) -> Answers:
    """Return the answers given so far for a quarter, without any that could never have been given here.

    A quiz is stored as it is, may be restored from elsewhere, and may name a venue that was deleted since.
    """
    quiz = quiz_of(workspace, quarter)
    raw = {STRAIN: quiz.strain, **quiz.answers}
    answers = {key: _valid_answer(key, answer, workspace) for key, answer in raw.items()}
    return {key: answer for key, answer in answers.items() if answer is not None}


def draft_quarter(workspace: Workspace) -> Quarter | None:
    """Return the latest quarter whose quiz was begun and not submitted; one with habits alone was not begun."""
    drafts = (quiz for quiz in workspace.quizzes if not quiz.submitted)
    begun = [Quarter.parse(quiz.quarter) for quiz in drafts if quiz.answers or quiz.strain or not quiz.habits]
    return max(begun, default=None)


def is_submitted(workspace: Workspace, quarter: Quarter) -> bool:
    """Return True if the quarter's quiz was submitted."""
    return bool(quiz_of(workspace, quarter).submitted)


def due_quarter(ledger: Ledger, today: date) -> Quarter | None:
    """Return the quarter that was finished last if its quiz is not submitted yet."""
    finished = last_finished(today, ledger.profile.fiscal_year_start)
    # Nobody is asked about a quarter before their first record.
    is_recorded = bool(ledger.quarters) and ledger.quarters[0] <= finished
    return finished if is_recorded and not is_submitted(ledger.workspace, finished) else None


def next_quiz_day(workspace: Workspace, today: date) -> date:
    """Return the day on which the next quiz opens: after the running quarter; after the next, if that is submitted."""
    start = workspace.profile.fiscal_year_start
    running = Quarter.containing(today, start)
    return running.shifted(2 if is_submitted(workspace, running) else 1).first_day(start)


def save_answers(document: Document, quarter: Quarter, changes: Answers) -> Document:
    """Save answers to a quarter's quiz; None removes an answer. Other answers stay as they are."""
    quiz = quiz_of(Workspace(document), quarter)
    answers = {key: answer for key, answer in {**quiz.answers, **changes}.items() if answer is not None}
    strain = {"strain": ""} if STRAIN in changes and quiz.strain else {}
    return put(document, quiz.model_copy(update={"answers": answers, **strain}))


def earlier_outcomes(workspace: Workspace, quarter: Quarter) -> list[Outcome]:
    """Return the outcomes of earlier quarters that were still open, or that this quiz settled."""
    first = quarter.first_day(workspace.profile.fiscal_year_start)
    settled = settled_ids(answers_of(workspace, quarter))
    outcomes = workspace.outcomes
    return [o for o in outcomes if o.id in settled or (o.status == "open" and o.date < first)]


def settled_ids(answers: Answers) -> set[str]:
    """Return the ids of the earlier outcomes that were answered about."""
    return {key.removeprefix("earlier.").rpartition(".")[0] for key in answers if key.startswith("earlier.")}


def outcome_day(quarter: Quarter, today: date, fiscal_year_start: int = 1) -> date:
    """Return an outcome's day unless one is answered: the quarter's last, or today if that is earlier."""
    return max(quarter.first_day(fiscal_year_start), min(quarter.last_day(fiscal_year_start), today))


def _reimbursement_problems(
    answers: Answers, approach: str, words: Words, recorded: Mapping[str, Decimal]
) -> Iterator[tuple[str, str]]:
    keys, none = [f"{approach}.costs.{category}" for category in COST_CATEGORIES], Decimal(0)
    spent = sum((max(number(answers, key) or none, recorded.get(key, none)) for key in keys), none)
    reimbursed = number(answers, f"{approach}.reimbursed")
    if reimbursed is not None and reimbursed > spent:
        paid_back, total = words.exact_money(reimbursed), words.exact_money(spent)
        yield f"{approach}.reimbursed", f"{paid_back} was paid back, but only {total} was spent here."


def _value_problems(answers: Answers, key: str, words: Words) -> Iterator[tuple[str, str]]:
    at = f"outcome.{key}"
    low, likely, high = (number(answers, f"{at}.{name}") for name in ("low", "likely", "high"))
    if likely is not None and low is not None and low > likely:
        yield f"{at}.low", "The low value is above the likely one."
    if likely is not None and high is not None and high < likely:
        yield f"{at}.high", "The high value is below the likely one."
    value = outcome_value(answers, key)
    if value is not None and value > LARGEST_AMOUNT:
        highest = words.number(Decimal(LARGEST_AMOUNT))
        yield f"{at}.likely", f"{words.number(value, 0)} is too much; the most is {highest}."


def _valid_answer(key: str, answer: Any, workspace: Workspace) -> Any:
    """Return an answer without its invalid parts; None if nothing is left."""
    expected = answer_type(key)
    if key == STRAIN:
        return answer if isinstance(answer, str) and answer.strip() else None
    if expected is not None:
        is_invalid = expected.choices and expected.problem(answer)
        return None if is_invalid or _is_of_unknown_venue(key, workspace) else answer
    if key.startswith(("outcome.", "earlier.")):
        return _valid_outcome_answer(key, answer, workspace)
    return answer if _is_valid_meeting(key, answer) else None


def _is_of_unknown_venue(key: str, workspace: Workspace) -> bool:
    venue = _VENUE_HOURS.fullmatch(key)
    return venue is not None and venue[1] not in workspace.venues_by_id


def _is_valid_meeting(key: str, answer: Any) -> bool:
    """Return True unless the answer asked for who is new, or for the day of a meeting, and is none."""
    if key.endswith(".new_names"):
        return isinstance(answer, dict)
    return not key.endswith(".met_on") or _is_valid(Met, {"date": answer})


def _valid_outcome_answer(key: str, answer: Any, workspace: Workspace) -> Any:
    name = key.rpartition(".")[2]
    if name == "touchpoints":
        rows = answer if isinstance(answer, list) else []
        return [_without_dangling_ids(row, workspace) for row in rows if _is_valid(Touchpoint, row)] or None
    return answer if _is_valid(Outcome, {**_ANY_OUTCOME, name: answer}) else None


def _without_dangling_ids(touchpoint: Mapping[str, Any], workspace: Workspace) -> dict[str, Any]:
    venue, contact = touchpoint.get("venue"), touchpoint.get("contact")
    # Looked up only where there is an id: contacts take long to read where there are many.
    dangling = {
        "venue": not venue or venue not in workspace.venues_by_id,
        "contact": not contact or contact not in workspace.contacts_by_id,
    }
    return {name: value for name, value in touchpoint.items() if not dangling.get(name)}


def _is_valid(record_type: type[Record], row: Any) -> bool:
    try:
        record_type.model_validate_json(orjson.dumps(row))
    except (ValidationError, TypeError):
        return False
    return True
