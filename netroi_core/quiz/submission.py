"""Submission of the quiz: its answers as records, and a submitted quiz reopened.

The ids of the records that a quiz writes begin with its quarter. So submitting twice writes them once, and a correction
replaces the records of the first version.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import partial
from itertools import chain, islice
from typing import Any, Final

from netroi_core.errors import Invalid, Problem
from netroi_core.ledger.costs import annual_pay, compensation_in_force, usual_benefits
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.purposes import has_found_work, usual_purpose
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import effort, prefill
from netroi_core.quiz.answers import STRAIN, Answers, number, outcome_kind, outcome_touchpoints, outcome_value
from netroi_core.quiz.valuation import KINDS_WITH_MARGIN
from netroi_core.quiz.venue_shares import as_hours, by_venue, shares_of_hours, total_title
from netroi_core.trends.restatement import with_snapshot
from netroi_core.wording.wording import Words
from netroi_core.workspace.edits import as_row, put, replace_by_prefix
from netroi_core.workspace.fields import (
    ALTERNATIVES,
    APPROACHES,
    COST_CATEGORIES,
    EXCHANGE_KINDS,
    LARGEST_AMOUNT,
    Alternative,
    Approach,
    OutcomeKind,
    format_amount,
)
from netroi_core.workspace.profile import AnnualPay, Compensation, HourlyPay, Profile
from netroi_core.workspace.records import (
    Activity,
    Contact,
    Cost,
    Exchange,
    Met,
    Outcome,
    Touchpoint,
    Value,
    guessed_quarter,
    quiz_id_prefix,
    with_paid_back,
)
from netroi_core.workspace.workspace import Document, Workspace

USUAL_CHANCE: Final = 0.5
"""The probability of an open outcome where nobody states one: a blank would count as none at all."""

# The worth of an hour between jobs, and of free time, until one is chosen, as a share of an hour of pay. Source: US
# Department of Transportation, value of time: personal time counts as about half.
USUAL_HOUR_SHARE: Final = 0.5
# The keys of an outcome that no question asks for: another submission must not lose them.
_UNASKED: Final = ("once", "referral_request")
# Those who network for these purposes do it in their free time.
_FREE_TIME_PURPOSES: Final = frozenset({"find_work", "learn", "belong"})


def submit(document: Document, quarter: Quarter, now: str, today: date) -> Document:
    """Submit the quarter's quiz: write its records and its figures, with ``now`` as the timestamp.

    Raises Invalid if some answers can't be right; each problem's path is the key of its answer.
    """
    workspace = Workspace(document)
    answers, words = quiz.answers_of(workspace, quarter), Words.of(workspace.profile)
    problems_by_key = quiz.answer_problems(answers, words, prefill.recorded_effort(workspace, quarter))
    if problems := [Problem(key, sentence) for key, sentence in problems_by_key]:
        raise Invalid(problems)
    after = preview(workspace, quarter, today)
    draft = quiz.quiz_of(after, quarter)
    showed = with_snapshot(draft.showed, Ledger(after), quarter, now)
    changes: dict[str, Any] = {"submitted": now, "showed": showed}
    if answers.get(STRAIN, "") != draft.strain:
        changes[STRAIN] = answers.get(STRAIN, "")
    return put(after.document, draft.model_copy(update=changes))


def preview(workspace: Workspace, quarter: Quarter, today: date) -> Workspace:
    """Return the workspace as it would be with the answers given so far, without those that can't be read."""
    answers = quiz.answers_of(workspace, quarter)
    prefix, start = quiz_id_prefix(quarter), workspace.profile.fiscal_year_start
    day = quiz.outcome_day(quarter, today, start)
    # Edits replace the rows of a list in place, so each list to be edited is copied.
    document = {**workspace.document, "outcomes": list(workspace.document.get("outcomes", ()))}
    document["profile"] = as_row(_profile(workspace, quarter, answers))
    document["contacts"] = list(document.get("contacts", ()))
    for contact in _people_met(workspace, quarter, answers, day):
        put(document, contact)
    with_people = workspace.with_document({**document})
    replace_by_prefix(document, "activities", prefix, unrecorded_activities(with_people, quarter, answers))
    for activity in _activities_paid_back(workspace, quarter, answers):
        put(document, activity)
    for activity in _logged_with_other_use(workspace.with_document({**document}), quarter, answers):
        put(document, activity)
    answered = quiz.settled_ids(answers)
    for outcome in quiz.earlier_outcomes(workspace, quarter):
        if outcome.id in answered and not outcome.id.startswith(prefix):
            put(document, _settled(outcome, answers, day).with_statement(outcome, today))
    stored = {outcome.id: outcome for outcome in workspace.outcomes if outcome.id.startswith(prefix)}
    outcomes = [
        _with_unasked_keys(_outcome(answers, key, prefix, day), stored.get(prefix + key), answers, key, today)
        for key in quiz.outcome_keys(answers)
    ]
    replace_by_prefix(document, "outcomes", prefix, outcomes)
    replace_by_prefix(document, "exchanges", prefix, _exchanges(workspace, quarter, answers))
    return workspace.with_document({**document, "quizzes": list(document.get("quizzes", ()))})


def reopen(document: Document, quarter: Quarter) -> Document:
    """Make a submitted quiz a draft again, its answers brought up to date with later edits of its records."""
    workspace, prefix = Workspace(document), quiz_id_prefix(quarter)
    answers = dict(quiz.answers_of(workspace, quarter))
    outcomes = {
        outcome.id.removeprefix(prefix): outcome for outcome in workspace.outcomes if outcome.id.startswith(prefix)
    }
    answers["outcomes"] = [key for key in quiz.outcome_keys(answers) if key in outcomes]
    for key in answers["outcomes"]:
        answers.update(_answers_again(outcomes[key], key, answers, workspace.profile.fiscal_year_start))
    answers.update(_effort_again(workspace, quarter, answers))
    answers.update(_pay_mode(workspace, quarter, answers))
    submitted = quiz.quiz_of(workspace, quarter)
    if submitted.strain:
        answers[STRAIN] = submitted.strain
    return put(document, submitted.model_copy(update={"submitted": None, "answers": answers}))


def _effort_again(workspace: Workspace, quarter: Quarter, answers: Answers) -> dict[str, str]:
    """Return the answers on hours, money and people as the records have them by now."""
    spent = effort.with_total_hours(prefill.total_effort(workspace, quarter))
    recorded = prefill.recorded_effort(workspace, quarter)
    asked = [key for key in answers if quiz.is_effort(key) and (key in quiz.ANSWER_TYPES or quiz.is_venue_hours(key))]
    # A total that was given a venue since is an answer by now.
    own = [key for key, amount in spent.items() if quiz.is_venue_hours(key) and amount != recorded.get(key)]
    return {key: format_amount(spent.get(key, Decimal(0))) for key in dict.fromkeys((*asked, *own))}


def outcome_id(quarter: Quarter, key: str) -> str:
    """Return the id of the record that a new outcome of a quiz becomes."""
    return quiz_id_prefix(quarter) + key


def changed_outcome(outcome: Outcome, key: str, answers: Answers, today: date) -> Outcome:
    """Return an outcome on record as answered; ``answers`` are those of ``answers_from``, changed."""
    changed = _outcome(answers, key, "", outcome.date).model_copy(update={"id": outcome.id})
    return _with_unasked_keys(changed, outcome, answers, key, today)


def usual_margin(workspace: Workspace, kind: OutcomeKind) -> float | None:
    """Return the share kept of the latest outcome of a kind, or else of any, that has one; None without one.

    Kept in full doesn't count as an answer: that is also what a forgotten field stands for.
    """
    if kind not in KINDS_WITH_MARGIN:
        return None
    shared = [outcome for outcome in workspace.outcomes if outcome.kind in KINDS_WITH_MARGIN and outcome.margin != 1]
    latest = max(shared, key=lambda outcome: (outcome.kind == kind, outcome.date), default=None)
    return None if latest is None else latest.margin


def usual_margin_percent(workspace: Workspace, kind: OutcomeKind) -> str | None:
    """Return ``usual_margin`` in percent, as an answer of the quiz."""
    margin = usual_margin(workspace, kind)
    return None if margin is None else format_amount(Decimal(str(margin)) * 100)


def pay_from_answers(workspace: Workspace, quarter: Quarter, answers: Answers) -> Compensation:
    """Return the pay that was answered, completed from the entry in force and the usual defaults.

    Without any known pay, the base is 0 and so is the value of an hour.
    """
    in_force = compensation_in_force(workspace.profile, quarter)
    mode = answers.get("pay.mode") or ("self_employed" if isinstance(in_force, HourlyPay) else "employee")
    if mode == "self_employed":
        return HourlyPay.model_validate({"from": str(quarter), **_hourly_pay(in_force, answers)})
    share = _hour_share(workspace, quarter, answers)
    chosen = {} if share is None else {"hour_share": share}
    latest = in_force if isinstance(in_force, AnnualPay) else None
    # Between jobs nobody pays benefits: none are assumed, and those of the new job aren't the search's.
    is_new_job = latest is None or ("pay.base" in answers and latest.since in workspace.profile.between_jobs)
    assumes_benefits = is_new_job and not was_between_jobs(workspace, quarter, answers)
    annual = _annual_pay(latest or AnnualPay(base=Decimal(0)), answers, assumes_benefits=assumes_benefits)
    return AnnualPay.model_validate({"from": str(quarter), **annual, **chosen})


def _hour_share(workspace: Workspace, quarter: Quarter, answers: Answers) -> float | None:
    """Return the worth of an hour between jobs: as answered, as it was, or USUAL_HOUR_SHARE; None at other times.

    A search whose hours were recorded by their other use goes on so.
    """
    if not was_between_jobs(workspace, quarter, answers):
        return None
    profile, in_force = workspace.profile, compensation_in_force(workspace.profile, quarter)
    goes_on = not {str(quarter), str(quarter.shifted(-1))}.isdisjoint(profile.between_jobs)
    usual = in_force.hour_share if goes_on and isinstance(in_force, AnnualPay) else USUAL_HOUR_SHARE
    percent = number(answers, "pay.hour_percent")
    return usual if percent is None else float(percent / 100)


def pay_without_role(workspace: Workspace, quarter: Quarter, answers: Answers) -> Decimal | None:
    """Return the pay a year that a new role is compared with; None where none is known.

    Between jobs it isn't: the pay that is entered then is the last one, or the one hoped for.
    """
    if was_between_jobs(workspace, quarter, answers):
        return None
    pay = annual_pay(pay_from_answers(workspace, quarter, answers))
    return pay.quantize(Decimal("0.01")) if pay else None


def default_pay_mode(workspace: Workspace, quarter: Quarter) -> str:
    """Return how the owner worked in a quarter, as far as the records tell: between jobs, or by the kind of pay.

    Unemployment continues from the quarter before, unless a job was won by the middle of this one.
    """
    profile, before = workspace.profile, quarter.shifted(-1)
    start = profile.fiscal_year_start
    middle = quarter.first_day(start) + timedelta(days=quarter.days(start) // 2)
    goes_on = str(before) in profile.between_jobs and not has_found_work(workspace, before.first_day(start), middle)
    if goes_on or str(quarter) in profile.between_jobs:
        return "between_jobs"
    return _mode_of_pay(profile, quarter)


def _mode_of_pay(profile: Profile, quarter: Quarter) -> str:
    return "self_employed" if isinstance(compensation_in_force(profile, quarter), HourlyPay) else "employee"


def alternative_use(workspace: Workspace, quarter: Quarter, approach: Approach, answers: Answers) -> Alternative:
    """Return the alternative use of an approach's time: as answered, else that of its latest activity."""
    is_between_jobs = was_between_jobs(workspace, quarter, answers)
    default = usual_alternative(workspace, approach, is_between_jobs=is_between_jobs)
    answer: Alternative = answers.get(f"{approach}.alternative", default)
    return answer


def usual_alternative(
    workspace: Workspace, approach: Approach, *, is_between_jobs: bool, before: date = date.max
) -> Alternative:
    """Return the alternative use of an approach's time while none is stated: that of its latest activity that has one.

    Without any, it depends on the purpose: free time for finding work, learning and belonging, else paid work. Between
    jobs, there is no paid work to do instead.
    """
    activities = (
        activity
        for activity in workspace.activities
        if activity.approach == approach and activity.date < before and "alternative" in activity.model_fields_set
    )
    latest = max(activities, key=lambda activity: activity.date, default=None)
    if latest is not None and not (is_between_jobs and latest.alternative == "paid_work"):
        return latest.alternative
    purpose = usual_purpose(workspace.profile, is_between_jobs=is_between_jobs)
    return "me_time" if is_between_jobs or purpose in _FREE_TIME_PURPOSES else "paid_work"


def worth_once_chosen(workspace: Workspace, quarter: Quarter, answers: Answers, use: Alternative) -> Answers:
    """Return the worth of an hour of free time as an answer, half of one of pay, when it is chosen for the first time.

    A stated worth, or free time on record, comes first; between jobs, one worth applies to all hours.
    """
    if was_between_jobs(workspace, quarter, answers):
        return {}
    key, worth = f"worth.{use}_percent", workspace.profile.hour_worth
    is_on_record = any(activity.alternative == use for activity in workspace.activities)
    if use != "me_time" or key in answers or use in worth.model_fields_set or is_on_record:
        return {}
    return {key: format_amount(Decimal(str(USUAL_HOUR_SHARE)) * 100)}


def was_between_jobs(workspace: Workspace, quarter: Quarter, answers: Answers) -> bool:
    """Return True if the owner was between jobs in a quarter, as answered or else by the profile."""
    mode = answers.get("pay.mode") or default_pay_mode(workspace, quarter)
    return bool(mode == "between_jobs")


def _profile(workspace: Workspace, quarter: Quarter, answers: Answers) -> Profile:
    profile = workspace.profile
    percentages = {name: number(answers, f"worth.{name}_percent") for name in ALTERNATIVES}
    multiples = {str(name): float(percent / 100) for name, percent in percentages.items() if percent is not None}
    changes: dict[str, Any] = {
        "hour_worth": profile.hour_worth.model_copy(update=multiples),
        "compensation": _compensation(workspace, quarter, answers),
    }
    is_between_jobs = was_between_jobs(workspace, quarter, answers)
    between_jobs = _between_jobs(profile, quarter, is_between_jobs=is_between_jobs)
    changes |= {"between_jobs": between_jobs} if between_jobs != profile.between_jobs else {}
    return profile.model_copy(update=changes)


def _between_jobs(profile: Profile, quarter: Quarter, *, is_between_jobs: bool) -> tuple[str, ...]:
    """Return the quarters between jobs with or without one; the others stay."""
    others = {label for label in profile.between_jobs if label != str(quarter)}
    return tuple(sorted(others | {str(quarter)} if is_between_jobs else others))


def _answers_again(outcome: Outcome, key: str, answers: Answers, fiscal_year_start: int) -> Mapping[str, Any]:
    """Return an outcome of a submitted quiz as answers; a day or a share that nobody stated stays unstated."""
    again, day = dict(answers_from(outcome, key, answers)), f"outcome.{key}.date"
    if (share := f"outcome.{key}.incrementality_percent") not in answers and outcome.incrementality == 1:
        again.pop(share, None)
    if day not in answers and guessed_quarter(outcome.id, outcome.date, fiscal_year_start):
        del again[day]
    return again


def _pay_mode(workspace: Workspace, quarter: Quarter, answers: Answers) -> Mapping[str, Any]:
    """Return the answer on work that the settings correspond to by now, if it is no longer the one given or usual."""
    is_between_jobs = str(quarter) in workspace.profile.between_jobs
    if was_between_jobs(workspace, quarter, answers) == is_between_jobs:
        return {}
    return {"pay.mode": "between_jobs" if is_between_jobs else _mode_of_pay(workspace.profile, quarter)}


def _compensation(workspace: Workspace, quarter: Quarter, answers: Answers) -> tuple[Compensation, ...]:
    entries, in_force = workspace.profile.compensation, compensation_in_force(workspace.profile, quarter)
    pay = pay_from_answers(workspace, quarter, answers)
    if in_force is None:
        is_changed = any(key.startswith("pay.") for key in answers)
    else:
        is_changed = in_force.model_copy(update={"since": pay.since}) != pay
    return (*(entry for entry in entries if entry.since != str(quarter)), pay) if is_changed else entries


def _hourly_pay(in_force: Compensation | None, answers: Answers) -> dict[str, Any]:
    default = in_force if isinstance(in_force, HourlyPay) else HourlyPay(hourly_rate=Decimal(0))
    return {
        "hourly_rate": _answered(answers, "pay.hourly_rate", default.hourly_rate),
        "utilisation": _fraction(answers, "pay.utilisation_percent", default.utilisation),
    }


def _annual_pay(default: AnnualPay, answers: Answers, *, assumes_benefits: bool) -> dict[str, Any]:
    base = _answered(answers, "pay.base", default.base)
    # An estimate follows the pay until somebody types another figure.
    is_estimate = bool(default.benefits) and default.benefits == usual_benefits(default.base)
    benefits = usual_benefits(base) if assumes_benefits or is_estimate else default.benefits
    return {
        "base": base,
        "pay_at_risk": _answered(answers, "pay.pay_at_risk", default.pay_at_risk),
        "attainment": _fraction(answers, "pay.attainment_percent", default.attainment),
        "benefits": _answered(answers, "pay.benefits", benefits),
        "hours_per_year": float(_answered(answers, "pay.hours_per_year", Decimal(str(default.hours_per_year)))),
    }


def _recorded_meetings(workspace: Workspace, quarter: Quarter) -> set[tuple[Approach | None, str]]:
    """Return the approaches by which contacts were met in a quarter, for the first time or again, as on record."""
    activities = prefill.recorded_activities(workspace, quarter)
    again = {(activity.approach, contact) for activity in activities for contact in activity.people}
    start = workspace.profile.fiscal_year_start
    first, last = quarter.first_day(start), quarter.last_day(start)
    meetings = ((contact.id, contact.met) for contact in workspace.contacts if contact.met)
    return again | {(met.approach, contact) for contact, met in meetings if first <= met.date <= last}


def unrecorded_activities(workspace: Workspace, quarter: Quarter, answers: Answers) -> Iterator[Activity]:
    """Yield the effort of each approach beyond its recorded activities, on the quarter's last day.

    That is one activity, or one for each venue that it was at by the answers, and one for the rest.
    """
    recorded, answered = prefill.recorded_effort(workspace, quarter), quiz.numbers(answers)
    day, people = quarter.last_day(workspace.profile.fiscal_year_start), _people_met_again(workspace, quarter, answers)
    unrecorded = partial(_unrecorded, recorded)
    for approach in APPROACHES:
        spent = effort.hours_by_part(answered, recorded, approach)
        hours = {part: unrecorded(f"{approach}.hours.{part}", answer) for part, answer in spent.items()}
        costs = _costs(approach, lambda key: unrecorded(key, answered.get(key)))
        met = quiz.new_contacts(workspace, quarter, answers, approach)
        new_contacts = int(unrecorded(f"{approach}.new_contacts", met))
        # One-on-ones that nobody counted are among the quarter's conversations.
        talks = f"{approach}.meaningful"
        logged = Decimal(prefill.recorded_conversations(workspace, quarter, approach))
        meaningful = int(unrecorded(talks, max(logged, answered.get(talks, logged))))
        has_talks = meaningful and talks in answered
        if any(hours.values()) or costs or new_contacts or has_talks or people[approach]:
            total = Activity(
                id=quiz_id_prefix(quarter) + approach,
                date=day,
                approach=approach,
                title=total_title(quarter, is_rest=_has_effort(recorded, approach)),
                hours=as_hours(hours),
                alternative=alternative_use(workspace, quarter, approach, answers),
                costs=costs,
                people=people[approach],
                new_contacts=new_contacts,
                meaningful=meaningful,
                energy=answers.get(f"{approach}.energy"),
                source="quiz",
            )
            in_all = sum(hours.values(), effort.recorded_hours(recorded, approach))
            shares = shares_of_hours(effort.known_at_venues(answered, recorded, approach), in_all)
            unlogged = effort.unrecorded_at_venues(answered, recorded, approach)
            yield from by_venue(total, quarter, hours, {v: unlogged.get(v, Decimal(0)) for v in shares}, shares)


def _has_effort(recorded: Mapping[str, Decimal], approach: Approach) -> bool:
    return any(key.startswith(f"{approach}.") for key in recorded)


def _unrecorded(recorded: effort.Amounts, key: str, answer: Decimal | None) -> Decimal:
    """Return the part of an answer that activities don't record."""
    return Decimal(0) if answer is None else max(Decimal(0), answer - recorded.get(key, Decimal(0)))


def _costs(approach: Approach, unrecorded: Callable[[str], Decimal]) -> tuple[Cost, ...]:
    """Return the costs of an approach, reimbursed as far as the sum paid back reaches."""
    amounts = {category: _to_amount(unrecorded(f"{approach}.costs.{category}")) for category in COST_CATEGORIES}
    none = {"reimbursed": Decimal(0)}
    costs = tuple(Cost(category=category, amount=amount, **none) for category, amount in amounts.items() if amount)
    return with_paid_back(costs, _to_amount(unrecorded(f"{approach}.reimbursed")))[0]


def _activities_paid_back(workspace: Workspace, quarter: Quarter, answers: Answers) -> Iterator[Activity]:
    """Yield the activities on record with what was paid back beyond the costs that only the quiz has."""
    recorded, answered = prefill.recorded_effort(workspace, quarter), quiz.numbers(answers)
    for approach in APPROACHES:
        key = f"{approach}.reimbursed"
        paid_back = _to_amount(_unrecorded(recorded, key, answered.get(key)))
        own = _costs(approach, lambda name: _unrecorded(recorded, name, answered.get(name)))
        remaining = paid_back - sum((cost.reimbursed for cost in own), Decimal(0))
        activities = [row for row in prefill.recorded_activities(workspace, quarter) if row.approach == approach]
        yield from with_more_paid_back(activities, remaining)


def with_more_paid_back(activities: Sequence[Activity], amount: Decimal) -> Iterator[Activity]:
    """Yield the activities that change as more of their costs was paid back, each cost by the same share."""
    costs = iter(with_paid_back(tuple(chain.from_iterable(row.costs for row in activities)), amount)[0])
    for activity in activities:
        changed = tuple(islice(costs, len(activity.costs)))
        if changed != activity.costs:
            yield activity.model_copy(update={"costs": changed})


def _logged_with_other_use(workspace: Workspace, quarter: Quarter, answers: Answers) -> Iterator[Activity]:
    """Yield the logged activities that take the use of their time from the answers.

    The form of the log doesn't ask for it: what it stored is the use of the quarters before, and no one's choice. Nor
    is what an earlier submission of the same quiz gave to most of them.
    """
    for approach in APPROACHES:
        if (use := answers.get(f"{approach}.alternative")) is None:
            continue
        logged = [row for row in prefill.recorded_activities(workspace, quarter) if row.approach == approach]
        replaced = _uses_of_nobodys_choice(workspace, quarter, answers, logged)
        for activity in logged:
            if activity.alternative in replaced - {use}:
                yield activity.model_copy(update={"alternative": use})


def _uses_of_nobodys_choice(
    workspace: Workspace, quarter: Quarter, answers: Answers, logged: Sequence[Activity]
) -> set[Alternative]:
    if not logged:
        return set()
    is_between_jobs = was_between_jobs(workspace, quarter, answers)
    before = quarter.first_day(workspace.profile.fiscal_year_start)
    uses = {usual_alternative(workspace, logged[0].approach, is_between_jobs=is_between_jobs, before=before)}
    if not all("alternative" in row.model_fields_set for row in logged):
        uses.add("paid_work")
    if quiz.quiz_of(workspace, quarter).showed:
        uses.add(Counter(row.alternative for row in logged).most_common(1)[0][0])
    return uses


def _exchanges(workspace: Workspace, quarter: Quarter, answers: Answers) -> Iterator[Exchange]:
    """Yield one exchange for each favor beyond those on record, on the quarter's last day."""
    recorded = prefill.recorded_favors(workspace, quarter)
    day = quarter.last_day(workspace.profile.fiscal_year_start)
    for direction in ("given", "received"):
        for kind in EXCHANGE_KINDS:
            key = f"{direction}.{kind}"
            for n in range(1, int(number(answers, key) or 0) - recorded.get(key, 0) + 1):
                key_of_one = f"{quiz_id_prefix(quarter)}{direction}-{kind}-{n}"
                yield Exchange(id=key_of_one, date=day, direction=direction, kind=kind)


def _names_met(answers: Answers) -> dict[Approach, tuple[str, ...]]:
    return {approach: quiz.people_met(answers, approach) for approach in APPROACHES}


def _people_met(workspace: Workspace, quarter: Quarter, answers: Answers, day: date) -> Iterator[Contact]:
    """Yield a contact for each name given that is not on record, and those of this quiz that now have a day.

    Without a stated day, people are met on ``day``.
    """
    names = _names_met(answers)
    if not any(names.values()):
        return  # contacts take long to read where there are many
    listed = {contact.name.casefold() for contact in workspace.contacts}
    for approach in names:
        stated = answers.get(f"{approach}.met_on")
        day_met = Met(date=_stated_day(stated, day), approach=approach)
        new = quiz.new_names(workspace, quarter, answers, approach)
        for name in quiz.names_to_ask(workspace, quarter, answers, approach):
            key = quiz.contact_id(quarter, name)
            # No first meeting for people who were known before.
            met = day_met if name in new else None
            if contact := workspace.contacts_by_id.get(key):
                if _is_met_otherwise(contact, met, approach, workspace.profile, is_stated=bool(stated)):
                    yield contact.model_copy(update={"met": met})
            elif name.casefold() not in listed:
                listed.add(name.casefold())
                yield Contact(id=key, name=name, met=met)


def _is_met_otherwise(
    contact: Contact, met: Met | None, approach: Approach, profile: Profile, *, is_stated: bool
) -> bool:
    """Return True if a contact of the quiz has another first meeting by its answers; a later edit of its day stays."""
    if met is None:
        return contact.met is not None and contact.met.approach == approach
    return contact.met is None or (is_stated and _is_guess(contact, approach, profile))


def _people_met_again(workspace: Workspace, quarter: Quarter, answers: Answers) -> dict[Approach, tuple[str, ...]]:
    """Return the contacts named for each approach, without those whose first meeting or a record stands for it."""
    names = _names_met(answers)
    if not any(names.values()):
        return dict.fromkeys(APPROACHES, ())  # contacts take long to read where there are many
    recorded = _recorded_meetings(workspace, quarter)
    by_id, by_name = workspace.contacts_by_id, {row.name.casefold(): row.id for row in reversed(workspace.contacts)}

    def people(approach: Approach) -> Iterator[str]:
        for name in names[approach]:
            added = quiz.contact_id(quarter, name)
            contact = added if added in by_id else by_name.get(name.casefold())
            if contact and (approach, contact) not in recorded:
                yield contact

    return {approach: tuple(dict.fromkeys(people(approach))) for approach in APPROACHES}


def _stated_day(stated: str | None, default: date) -> date:
    return date.fromisoformat(stated) if stated else default


def _is_guess(contact: Contact, approach: Approach, profile: Profile) -> bool:
    """Return True if the day of a meeting by an approach is a guess."""
    met = contact.met
    if met is None or met.approach != approach:
        return False
    return guessed_quarter(contact.id, met.date, profile.fiscal_year_start) is not None


def _outcome(answers: Answers, key: str, prefix: str, day: date) -> Outcome:
    at, value, stated = f"outcome.{key}.", outcome_value(answers, key), answers.get(f"outcome.{key}.date")
    settled_on = _stated_day(stated, day)
    record: dict[str, Any] = {
        "id": prefix + key,
        "date": settled_on,
        "kind": outcome_kind(answers, key),
        "title": answers.get(at + "title", ""),
        "status": answers.get(at + "status", "won"),
        "margin": _fraction(answers, at + "margin_percent", 1.0),
        "touchpoints": tuple(_step(step, day, settled_on) for step in outcome_touchpoints(answers, key)),
    }
    if (share := at + "incrementality_percent") in answers:
        # Left out until it is answered: a stored default would look like a “no”.
        record["incrementality"] = _fraction(answers, share, 1.0)
    if value is not None and value <= LARGEST_AMOUNT:
        record["value"] = _value(answers, at, _to_amount(value))
    if record["status"] == "open":
        record["probability"] = _fraction(answers, at + "probability_percent", USUAL_CHANCE)
    if (intangible := answers.get(at + "intangible")) is not None:
        record["intangible"] = intangible
    if record["status"] == "lost":
        record |= _declined(answers, at)
    return Outcome(**record)


def _declined(answers: Answers, at: str) -> dict[str, bool]:
    """Return who said no to a lost outcome, if that is answered."""
    declined = answers.get(at + "declined")
    return {} if declined is None else {"declined": declined}


def _step(step: Touchpoint, day: date, settled_on: date) -> Touchpoint:
    """Return a step. Without a stated day it has the quarter's, or its outcome's if that is earlier."""
    return step.model_copy(update={"date": settled_on}) if step.date == day > settled_on else step


def _with_unasked_keys(
    outcome: Outcome, before: Outcome | None, answers: Answers, key: str, today: date
) -> Outcome:  # fmt: skip
    """Return an outcome with the keys that the quiz doesn't ask for, and with the probability that was stated."""
    if before is not None:
        unasked = {name: value for name in _UNASKED if (value := getattr(before, name)) is not None}
        outcome = outcome.model_copy(update=unasked).with_loss(before, today)
    # The usual 50 % of a blank field is nobody's forecast.
    if number(answers, f"outcome.{key}.probability_percent") is None:
        return outcome.with_history(before)
    return outcome.with_statement(before, today)


def _value(answers: Answers, at: str, likely: Decimal) -> Value:
    low, high = number(answers, at + "low"), number(answers, at + "high")
    bounds = {} if low is None else {"low": min(_to_amount(low), likely)}
    return Value(likely=likely, **bounds, **({} if high is None else {"high": max(_to_amount(high), likely)}))


def _settled(outcome: Outcome, answers: Answers, day: date) -> Outcome:
    """Return an outcome of an earlier quarter with the status, and the final value or the probability answered."""
    at = f"earlier.{outcome.id}."
    status = answers.get(at + "status")
    if status in ("won", "lost"):
        if status == "lost":
            return outcome.model_copy(update={"status": status, **_declined(answers, at)}).with_loss(outcome, day)
        won_on, final = _stated_day(answers.get(at + "date"), day), number(answers, at + "likely")
        value = {} if final is None else {"value": Value(likely=_to_amount(final))}
        return outcome.model_copy(update={"status": status, "date": won_on, **value})
    percent = number(answers, at + "probability_percent")
    probability = {} if percent is None else {"probability": float(percent / 100)}
    return outcome.model_copy(update={"status": status or outcome.status, **probability}).with_loss(outcome, day)


def answers_from(outcome: Outcome, key: str, answers: Answers) -> Mapping[str, Any]:
    """Return the answers that an outcome on record corresponds to; ``answers`` are those given before, if any."""
    at, value = f"outcome.{key}.", outcome.value
    changes: dict[str, Any] = {
        at + "date": outcome.date.isoformat(),
        at + "kind": outcome.kind,
        at + "title": outcome.title,
        at + "status": outcome.status,
        at + "touchpoints": [as_row(touchpoint) for touchpoint in outcome.touchpoints],
        at + "intangible": outcome.intangible,
        at + "declined": outcome.declined,
    }
    if value is not None:
        # A value that its helper still calculates is not typed, so that it follows the helper's inputs.
        is_typed = value.likely != outcome_value(answers, key)
        amounts = {"low": value.low, "likely": value.likely if is_typed else None, "high": value.high}
        changes |= {at + name: format_amount(amount) for name, amount in amounts.items() if amount is not None}
    for name in ("probability", "margin", "incrementality"):
        # A default was never answered, and isn't shown as an answer.
        if name in outcome.model_fields_set and (fraction := getattr(outcome, name)) is not None:
            changes[f"{at}{name}_percent"] = format_amount(Decimal(str(fraction)) * 100)
    return {name: answer for name, answer in changes.items() if answer is not None}


def _answered(answers: Answers, key: str, default: Decimal) -> Decimal:
    answer = number(answers, key)
    return default if answer is None else _to_amount(answer)


def _fraction(answers: Answers, key: str, default: float) -> float:
    percent = number(answers, key)
    return default if percent is None else float(percent / 100)


def _to_amount(amount: Decimal) -> Decimal:
    """Return an amount cut off after nine decimals, the most that the document format holds."""
    exponent = amount.as_tuple().exponent
    is_finer = isinstance(exponent, int) and exponent < -9
    return amount.quantize(Decimal("1E-9"), ROUND_DOWN) if is_finer else amount
