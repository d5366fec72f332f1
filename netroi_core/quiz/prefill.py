"""Prefilled answers of the quiz, by key, from the records of a quarter; their sources, also in words.

Touchpoints with each contact are suggested as the path to an outcome.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from netroi_core.ledger.costs import total_dues
from netroi_core.ledger.counts import talks_of
from netroi_core.quarters import Quarter
from netroi_core.quiz.effort import time_and_money, total_key, unrecorded_at_venues, venue_hours, with_total_hours
from netroi_core.wording.wording import SOURCE_NAMES, Words, join_words, pluralize
from netroi_core.workspace.fields import HOUR_PARTS, Approach, CostCategory
from netroi_core.workspace.records import (
    Activity,
    Contact,
    Exchange,
    Met,
    Outcome,
    Touchpoint,
    guessed_quarter,
    quiz_id_prefix,
    venue_hours_key,
)
from netroi_core.workspace.workspace import Workspace

Effort = Mapping[str, Decimal]
Sources = Mapping[str, set[str]]
Dated = TypeVar("Dated", Activity, Exchange, Outcome)

# What may have been entered as a cost before its membership had dues.
_DUES: Final[tuple[CostCategory, ...]] = ("subscription", "dues")
_SOURCES_WITHOUT_COSTS: Final = {"calendar", "time"}


def recorded_effort(workspace: Workspace, quarter: Quarter) -> dict[str, Decimal]:
    """Return the effort that activities record for a quarter, without those written by the quiz."""
    return sum_effort(recorded_activities(workspace, quarter))


def recorded_activities(workspace: Workspace, quarter: Quarter) -> list[Activity]:
    """Return the activities of a quarter, without those written by the quiz."""
    return [activity for activity in _activities(workspace, quarter) if activity.source != "quiz"]


def recorded_conversations(workspace: Workspace, quarter: Quarter, approach: Approach) -> int:
    """Return the conversations of ``recorded_activities`` by an approach: those counted, and uncounted one-on-ones."""
    return sum(talks_of(row) for row in recorded_activities(workspace, quarter) if row.approach == approach)


def total_effort(workspace: Workspace, quarter: Quarter) -> dict[str, Decimal]:
    """Return the effort of a quarter, recorded and from the quiz."""
    return sum_effort(_activities(workspace, quarter))


def outcomes_on_record(workspace: Workspace, quarter: Quarter) -> list[Outcome]:
    """Return the outcomes recorded for a quarter outside of its quiz, or lost in it, the latest first."""
    start, prefix = workspace.profile.fiscal_year_start, quiz_id_prefix(quarter)
    first, last = quarter.first_day(start), quarter.last_day(start)
    days = {row.id: row.fell_through_on if row.status == "lost" else row.date for row in workspace.outcomes}
    own = [
        row
        for row in workspace.outcomes
        if (first <= row.date <= last or first <= days[row.id] <= last) and not row.id.startswith(prefix)
    ]
    return sorted(own, key=lambda row: days[row.id], reverse=True)


def quarter_to_repeat(workspace: Workspace, quarter: Quarter) -> Quarter | None:
    """Return the quarter whose effort can be repeated: that of the latest submitted quiz before, else the one before.

    None where that quarter has no effort.
    """
    submitted = (Quarter.parse(quiz.quarter) for quiz in workspace.quizzes if quiz.submitted)
    source = max((earlier for earlier in submitted if earlier < quarter), default=quarter.shifted(-1))
    return source if total_effort(workspace, source) else None


def effort_to_repeat(workspace: Workspace, quarter: Quarter, approach: Approach) -> dict[str, Decimal]:
    """Return the hours and costs of an approach in ``quarter_to_repeat``, as all such answers of another quarter.

    What is logged by now is part of them: they come to that quarter's hours and money, or to those logged where these
    are more, and are empty where nothing is left to fill in.
    """
    source = quarter_to_repeat(workspace, quarter)
    if source is None:
        return {}
    effort = _effort_without_dues(workspace, source, quarter, approach)
    recorded = time_and_money(with_total_hours(recorded_effort(workspace, quarter)), approach)
    total, none = total_key(approach), Decimal(0)
    # Of hours that are logged, the split is known: another one could be longer than the total.
    split = {} if total in recorded else {key: amount for key, amount in effort.items() if ".hours." in key}
    hours = {**split, total: max(effort.get(total, none), recorded.get(total, none))}
    venues = _venues_beside_recorded(effort, recorded, hours[total], approach)
    answers = {**hours, **venues, **_costs_beside_recorded(effort, recorded, approach)}
    if all(amount <= recorded.get(key, none) for key, amount in answers.items()):
        return {}
    # That no hour was at a venue is an answer as well.
    at_none = dict.fromkeys(_at_no_venue(workspace, source, approach), none)
    return at_none | {key: amount for key, amount in answers.items() if amount}


def _at_no_venue(workspace: Workspace, quarter: Quarter, approach: Approach) -> list[str]:
    """Return the keys of the venues of which the quarter's quiz says that no hour of an approach was there."""
    start = venue_hours_key(approach, "")
    answers = (quiz.answers for quiz in workspace.quizzes if quiz.quarter == str(quarter))
    return [key for given in answers for key, answer in given.items() if key.startswith(start) and answer == "0"]


def _venues_beside_recorded(effort: Effort, recorded: Effort, total: Decimal, approach: Approach) -> dict[str, Decimal]:
    """Return the hours of an effort at venues, at least those recorded; none if the total has no room for them."""
    unlogged = sum(unrecorded_at_venues(effort, recorded, approach).values())
    if unlogged > total - recorded.get(total_key(approach), Decimal(0)):
        return {}
    keys = (venue_hours_key(approach, venue) for venue in venue_hours(effort, approach))
    return {key: max(effort[key], recorded.get(key, Decimal(0))) for key in keys}


def _effort_without_dues(
    workspace: Workspace, source: Quarter, quarter: Quarter, approach: Approach
) -> dict[str, Decimal]:
    """Return the hours and costs of an approach in a quarter, without what became the dues of another one.

    Hours and money are alike in quarter after quarter; the people met are others. Dues count on their own: those that
    were not owed before are taken off what was entered as a subscription, which must not count twice.
    """
    effort = time_and_money(with_total_hours(total_effort(workspace, source)), approach)
    new_dues = max(Decimal(0), total_dues(workspace, quarter, approach) - total_dues(workspace, source, approach))
    for key in (f"{approach}.costs.{category}" for category in _DUES):
        taken = min(new_dues, effort.get(key, Decimal(0)))
        if taken:
            effort[key] -= taken
            new_dues -= taken
    if (paid_back := f"{approach}.reimbursed") in effort:
        effort[paid_back] = min(effort[paid_back], total_costs(effort, approach))
    return effort


def _costs_beside_recorded(effort: Effort, recorded: Effort, approach: Approach) -> dict[str, Decimal]:
    """Return the costs of an effort and what is paid back of them, at least those recorded, with the larger net sum.

    A cost may be logged in a category other than before: then the others are as much less, the largest first.
    """
    key, none = f"{approach}.reimbursed", Decimal(0)
    net = max(net_costs(effort, approach), net_costs(recorded, approach))
    costs = {
        name: max(effort.get(name, none), recorded.get(name, none))
        for name in (*effort, *recorded)
        if name.startswith(f"{approach}.costs.")
    }
    logged, spent = recorded.get(key, none), sum(costs.values(), none)
    paid_back = max(logged, min(effort.get(key, none), spent - net))
    surplus = spent - paid_back - net
    for name in sorted(costs, key=lambda name: recorded.get(name, none) - costs[name]):
        # Below 0, if more is logged as paid back than was before: then the largest cost is as much more.
        taken = min(surplus, costs[name] - recorded.get(name, none))
        costs[name] -= taken
        surplus -= taken
    return {**costs, key: paid_back}


def costs_used(workspace: Workspace, quarter: Quarter, approach: Approach) -> set[CostCategory]:
    """Return the categories of an approach's costs up to the end of a quarter."""
    last = quarter.last_day(workspace.profile.fiscal_year_start)
    activities = (row for row in workspace.activities if row.approach == approach and row.date <= last)
    return {cost.category for activity in activities for cost in activity.costs if cost.amount}


def is_ever_paid_back(workspace: Workspace, approach: Approach) -> bool:
    """Return True if any cost of an approach was reimbursed."""
    costs = (cost for row in workspace.activities if row.approach == approach for cost in row.costs)
    return any(cost.reimbursed for cost in costs)


def total_costs(effort: Effort, approach: Approach) -> Decimal:
    """Return the sum of the costs of an approach in an effort."""
    return sum((amount for key, amount in effort.items() if key.startswith(f"{approach}.costs.")), Decimal(0))


def net_costs(effort: Effort, approach: Approach) -> Decimal:
    """Return the costs of an approach in an effort, less what was paid back of them."""
    return total_costs(effort, approach) - effort.get(f"{approach}.reimbursed", Decimal(0))


def recorded_favors(workspace: Workspace, quarter: Quarter) -> dict[str, int]:
    """Return how many favors of each kind are recorded for a quarter, without those written by the quiz."""
    exchanges = _within(workspace, quarter, workspace.exchanges)
    recorded = (exchange for exchange in exchanges if not exchange.id.startswith(quiz_id_prefix(quarter)))
    return dict(Counter(f"{exchange.direction}.{exchange.kind}" for exchange in recorded))


def contacts_met(workspace: Workspace, quarter: Quarter) -> dict[str, int]:
    """Return how many contacts were met in a quarter, by the key of the answer that counts new contacts."""
    # A hint beside the field and no answer: a connection on LinkedIn may be somebody met before, and elsewhere.
    start = workspace.profile.fiscal_year_start
    first, last = quarter.first_day(start), quarter.last_day(start)
    meetings = (contact.met for contact in workspace.contacts if contact.met and contact.met.approach)
    return dict(Counter(f"{met.approach}.new_contacts" for met in meetings if first <= met.date <= last))


def people_logged(workspace: Workspace, quarter: Quarter, approach: Approach) -> list[str]:
    """Return the names of those who took part in the ``recorded_activities`` of an approach, as they were logged."""
    activities = (row for row in recorded_activities(workspace, quarter) if row.approach == approach)
    ids = dict.fromkeys(contact for activity in activities for contact in activity.people)
    # Contacts take long to read where there are many.
    return [workspace.contacts_by_id[contact].name for contact in ids] if ids else []


def imported_activities(workspace: Workspace, quarter: Quarter) -> list[Activity]:
    """Return the activities of a quarter that imports added or changed."""
    ids = {
        activity
        for accepted in workspace.imports
        for changes in (accepted.added, accepted.updated)
        for activity in changes.get("activities", ())
    }
    return [activity for activity in _activities(workspace, quarter) if activity.id in ids] if ids else []


def effort_sources(workspace: Workspace, quarter: Quarter) -> dict[str, set[str]]:
    """Return the sources of each part of ``recorded_effort``.

    A source is ``journal``, or the prefix of an imported id: ``calendar``, ``expense``, … An activity that was joined
    from several files has its time from one and its costs from another.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    for activity in recorded_activities(workspace, quarter):
        own = _file_kind(activity.id) if activity.source == "import" else activity.source
        kinds = {own, *map(_file_kind, activity.keys)}
        cost_kinds = kinds & {"expense", "journal"} or {own} - _SOURCES_WITHOUT_COSTS or {"journal"}
        for key, _ in _effort_parts(activity):
            is_cost = ".costs." in key or key.endswith(".reimbursed")
            sources[key] |= cost_kinds if is_cost else kinds - {"expense"}
    return dict(sources)


def effort_origin(sources: Sources, approach: str) -> str:
    """Return the sources of an approach's hours and costs as a sentence or nothing."""
    hours, costs = (_sources_under(sources, f"{approach}.{part}.") for part in ("hours", "costs"))
    if hours == costs:
        return f"From {_source_names(hours)}." if hours else ""
    parts = [f"{part} from {_source_names(names)}" for part, names in (("hours", hours), ("costs", costs)) if names]
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def imported_summary(activities: Iterable[Activity], sources: Sources, words: Words) -> str:
    """Return how many activities were imported, their hours, and their sources."""
    hours = [activity.hours.total for activity in activities]
    names = set().union(*sources.values()) - {"journal"}
    count = pluralize(len(hours), "activity", "activities")
    return f"{count}, {words.hours(sum(hours))}, from {_source_names(names)}"


def touchpoints_by_contact(workspace: Workspace, until: date) -> dict[str, list[Touchpoint]]:
    """Return the steps with each contact up to a day, by date: the first meeting, the latest activity of each approach.

    Where the day of the meeting is only a guess, it was by the first activity, and one of its own approach stands for
    it. A quarter's total, whose day nobody stated, stands in for an approach that has nothing else. A connection on
    LinkedIn alone is none: it counts where hours went into that contact on social media, or a favor went either way;
    else ``how_met`` has it. Contacts come by id, the latest in touch first; those never met by a known approach are
    left out.
    """
    effort, times = _contacts_with_effort(workspace, until), _times(workspace, until)
    latest_first = sorted(times, key=lambda contact: max(time.date for time in times[contact]), reverse=True)
    connections = {contact.id for contact in workspace.contacts if _is_connection(contact)} - effort
    return {
        contact: _path(
            contact, [time for time in times[contact] if isinstance(time, Activity) or contact not in connections]
        )
        for contact in latest_first
    }


def guessed_step_quarter(workspace: Workspace, step: Touchpoint) -> Quarter | None:
    """Return the quarter of a step with a contact whom a quiz named without a day; None if its day is known."""
    if step.contact is None:
        return None
    start = workspace.profile.fiscal_year_start
    if quarter := guessed_quarter(step.contact, step.date, start):
        return quarter
    totals = (row for row in workspace.activities if row.source == "quiz" and row.date == step.date)
    is_named = any(step.contact in row.people and row.approach == step.approach for row in totals)
    return Quarter.containing(step.date, start) if is_named else None


def _times(workspace: Workspace, until: date) -> dict[str, list[Met | Activity]]:
    """Return the times of each contact up to a day: the activities together, then the first meeting."""
    times: dict[str, list[Met | Activity]] = defaultdict(list)
    for activity in workspace.activities:
        if activity.date <= until:
            for contact_id in dict.fromkeys(activity.people):
                times[contact_id].append(activity)
    for contact in workspace.contacts:
        met = _first_meeting(contact, times.get(contact.id, ()), workspace.profile.fiscal_year_start)
        if met is not None and met.date <= until:
            times[contact.id].append(met)
    return times


def how_met(workspace: Workspace, contact_id: str, until: date) -> Touchpoint | None:
    """Return the connection with a contact as a step, if ``touchpoints_by_contact`` doesn't count it as one."""
    contact = workspace.contacts_by_id[contact_id]
    met = contact.met
    if met is None or met.date > until or not _is_connection(contact):
        return None
    if contact_id in _contacts_with_effort(workspace, until):
        return None
    return _path(contact_id, [met])[0]


def _activities(workspace: Workspace, quarter: Quarter) -> Iterator[Activity]:
    return _within(workspace, quarter, workspace.activities)


def _within(workspace: Workspace, quarter: Quarter, records: Iterable[Dated]) -> Iterator[Dated]:
    start = workspace.profile.fiscal_year_start
    first, last = quarter.first_day(start), quarter.last_day(start)
    return (record for record in records if first <= record.date <= last)


def sum_effort(activities: Iterable[Activity]) -> dict[str, Decimal]:
    """Return the effort of activities, by the keys of the answers that ask for it."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for activity in activities:
        for key, amount in _effort_parts(activity):
            sums[key] += amount
    return dict(sums)


def _effort_parts(activity: Activity) -> Iterator[tuple[str, Decimal]]:
    """Yield the nonzero parts of an activity's effort, with their keys."""
    hours = [(f"hours.{part}", Decimal(repr(getattr(activity.hours, part))).normalize()) for part in HOUR_PARTS]
    at_venue = sum((amount for _, amount in hours), Decimal(0))
    costs = [(f"costs.{cost.category}", cost.amount) for cost in activity.costs]
    reimbursed = [("reimbursed", cost.reimbursed) for cost in activity.costs]
    counts = [("new_contacts", Decimal(activity.new_contacts)), ("meaningful", Decimal(activity.meaningful))]
    parts = (*hours, *costs, *reimbursed, *counts)
    yield from ((f"{activity.approach}.{key}", amount) for key, amount in parts if amount)
    if activity.venue and at_venue:
        yield venue_hours_key(activity.approach, activity.venue), at_venue


def _file_kind(key: str) -> str:
    return key.partition("-")[0]


def _sources_under(sources: Sources, prefix: str) -> set[str]:
    return set().union(*(names for key, names in sources.items() if key.startswith(prefix)))


def _source_names(sources: set[str]) -> str:
    unnamed = ["other files"] if sources - SOURCE_NAMES.keys() else []
    return join_words([name for key, name in SOURCE_NAMES.items() if key in sources] + unnamed)


def _first_meeting(contact: Contact, activities: Iterable[Met | Activity], fiscal_year_start: int) -> Met | None:
    """Return the first meeting by a known approach; None without one, and for a guess that an activity replaces."""
    met, times = contact.met, list(activities)
    if met is None or met.approach is None:
        return None
    if not times or guessed_quarter(contact.id, met.date, fiscal_year_start) is None:
        return met
    if any(time.approach == met.approach for time in times):
        return None
    return met.model_copy(update={"date": min(met.date, *(time.date for time in times))})


def _is_connection(contact: Contact) -> bool:
    """Return True if all that is known of the first meeting is that a LinkedIn export lists the contact."""
    is_listed = any(key.startswith("linkedin:") for key in contact.keys)
    return is_listed and contact.met is not None and contact.met.approach == "social_media"


def _contacts_with_effort(workspace: Workspace, until: date) -> set[str]:
    """Return the contacts that hours on social media went into up to a day, or with whom a favor went either way."""
    activities = (
        activity.people
        for activity in workspace.activities
        if activity.date <= until and activity.approach == "social_media" and activity.hours.total
    )
    favors = ((exchange.contact, *exchange.between) for exchange in workspace.exchanges if exchange.date <= until)
    return {contact for people in (*activities, *favors) for contact in people if contact}


def _path(contact: str, times: Sequence[Met | Activity]) -> list[Touchpoint]:
    """Return the steps of a contact: the first meeting, and the latest activity of each approach."""
    latest: dict[Approach, Activity] = {}
    # A total comes before what is logged, which takes its place whenever it was.
    for activity in sorted((time for time in times if isinstance(time, Activity)), key=_by_day_known):
        latest[activity.approach] = activity
    first = {time.approach: time for time in times if isinstance(time, Met)}
    for approach, activity in list(latest.items()):
        met = first.get(approach)
        # Messages go on from a connection: with it, they are one step.
        if met and (approach == "social_media" or activity.source == "quiz" or activity.date == met.date):
            del latest[approach]
    by_day: list[Met | Activity] = [*first.values(), *latest.values()]
    return [
        Touchpoint(date=time.date, approach=time.approach, contact=contact).model_copy(update=_venue(time))
        for time in sorted(by_day, key=lambda time: time.date)
        if time.approach is not None
    ]


def _by_day_known(activity: Activity) -> tuple[bool, date]:
    return activity.source != "quiz", activity.date


def _venue(time: Met | Activity) -> dict[str, str]:
    return {"venue": time.venue} if time.venue else {}
