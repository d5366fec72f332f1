"""The step on an approach: all its hours in one figure, its usual costs, and the other use of that time."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import streamlit as st

from netroi_core.errors import CannotUndo
from netroi_core.ledger.costs import hourly_worth, loaded_rate, total_dues
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers, prefill, submission
from netroi_core.quiz.effort import (
    SPLIT_PARTS,
    alternative_names,
    costs_in_sight,
    hours_by_part,
    known_at_venues,
    recorded_hours,
    time_and_money,
    total_key,
    venue_hours,
    with_total_hours,
)
from netroi_core.wording.wording import (
    CATEGORY_NAMES,
    PART_NAMES,
    escape_markdown,
    in_sentence,
    pluralize,
    quarter_months,
    quarter_name,
)
from netroi_core.workspace.fields import COST_CATEGORIES, Alternative, Approach, CostCategory, format_amount
from netroi_core.workspace.records import venue_hours_key
from netroi_core.workspace.workspace import Document, Workspace
from pages.quiz.hour import FREE_TIME_GUIDE
from pages.quiz.quiz_form import HUNDRED, QuizForm
from pages.shell import session
from pages.widgets import venue_forms
from pages.widgets.field_error import show_field_error

Effort = Mapping[str, Decimal]
_NAME_EACH_GROUP: Final = (
    "Name a group or a conference to see what it returned by itself: then its hours are asked for below."
)
_DUES_GO_HERE: Final = (
    "Enter dues here: they are spread over the days they cover. What you entered above, don’t enter again."
)


def show_approach(form: QuizForm, approach: Approach) -> None:
    """Show the step that asks for the hours and the money of an approach."""
    recorded = form.recorded
    _show_origin(form, approach)
    _show_same_as_before(form, approach)
    _show_total(form, approach, recorded)
    in_sight = costs_in_sight(approach, prefill.costs_used(form.workspace, form.quarter, approach))
    is_paid_back = prefill.is_ever_paid_back(form.workspace, approach)
    with st.grid("auto", min_column_width=112):
        _show_costs(form, approach, in_sight, recorded)
        if is_paid_back:
            _show_paid_back(form, approach, recorded)
    _show_dues(form, approach, in_sight)
    _show_alternative(form, approach)
    _show_memberships(form, approach)
    # Below the memberships, where who just added one goes on.
    _show_venue_hours(form, approach, recorded)
    with st.expander("Split the hours (optional)", key=f"split {form.quarter} {approach}"):
        _show_split(form, approach, recorded)
    _show_more_costs(form, approach, in_sight, recorded, asks_paid_back=not is_paid_back)


def _show_memberships(form: QuizForm, approach: Approach) -> None:
    name, caption = "Memberships and subscriptions (optional)", _DUES_GO_HERE
    if approach == "group_events":
        name, caption = "Groups, conferences and memberships (optional)", f"{_NAME_EACH_GROUP} {_DUES_GO_HERE}"
    memberships = st.expander(name, key=f"memberships {approach}", on_change="rerun")
    if memberships.open:
        with memberships:
            st.caption(caption)
            venue_forms.show_venues(form.words, approach)


def _show_origin(form: QuizForm, approach: Approach) -> None:
    origin = prefill.effort_origin(prefill.effort_sources(form.workspace, form.quarter), approach)
    if not origin:
        months = quarter_months(form.quarter, form.workspace.profile.fiscal_year_start)
        st.caption(f"Totals for {months}. None? Leave it blank and continue.")
        return
    imported = prefill.imported_activities(form.workspace, form.quarter)
    if any(activity.approach == approach for activity in imported):
        more = "Files rarely include the time for preparing, traveling and following up: add it."
    else:
        more = "If you spent more, enter the total."
    recorded = prefill.recorded_activities(form.workspace, form.quarter)
    # A message marked as done took neither hours nor money.
    own = [row for row in recorded if row.approach == approach and (row.hours.total or row.costs)]
    count = pluralize(len(own), "activity", "activities")
    source = f"{origin[:1].lower()}{origin[1:].removesuffix('.')}"
    filled = f"{source} ({count})" if origin.startswith("From") else f"({count}): {source}"
    st.caption(f"Filled in {filled}. {more}")


def _show_same_as_before(form: QuizForm, approach: Approach) -> None:
    effort = prefill.effort_to_repeat(form.workspace, form.quarter, approach)
    source = prefill.quarter_to_repeat(form.workspace, form.quarter)
    if not effort or source is None:
        return
    words, before = form.words, with_total_hours(prefill.total_effort(form.workspace, source))
    hours, money = effort.get(total_key(approach), Decimal(0)), prefill.net_costs(effort, approach)
    dues = total_dues(form.workspace, form.quarter, approach)
    spent = [words.hours(hours)]
    spent += [words.exact_money(money)] if money else []
    spent += [f"{words.exact_money(dues)} in dues"] if dues else []
    is_more = hours > before.get(total_key(approach), 0) or money > prefill.net_costs(before, approach)
    name = f"Same as {quarter_name(source)}{', or what you logged if more' if is_more else ''}"
    st.button(f"{name}: {escape_markdown(', '.join(spent))}", key=f"same {form.quarter} {approach}",
              icon=":material/history:", on_click=_repeat, args=(form, approach, source, effort))  # fmt: skip


def _repeat(form: QuizForm, approach: Approach, source: Quarter, effort: Effort) -> None:
    """Replace the hours and costs of an approach by those of an earlier quarter, and offer to undo it."""
    entered = time_and_money(form.answers, approach)
    filled = {key: format_amount(amount) for key, amount in effort.items()}
    if entered == filled:
        return  # a second tap

    def repeat(document: Document) -> Document:
        return answers.save_answers(document, form.quarter, {**dict.fromkeys(entered), **filled})

    def undo(document: Document) -> Document:
        if time_and_money(answers.answers_of(Workspace(document), form.quarter), approach) != filled:
            raise CannotUndo
        return answers.save_answers(document, form.quarter, {**dict.fromkeys(filled), **entered})

    session.save(repeat, f"Filled in {in_sentence(approach)} as in {quarter_name(source)}.", undo)


def _show_total(form: QuizForm, approach: Approach, recorded: Effort) -> None:
    key = total_key(approach)
    total = sum(hours_by_part(answers.numbers(form.answers), recorded, approach).values())
    note = "All the time it took: attending, preparing, traveling, following up."
    talks = f"{approach}.meaningful"
    logged = Decimal(prefill.recorded_conversations(form.workspace, form.quarter, approach))
    with st.grid(2, min_column_width=140):
        form.number("Hours in total", key, total or None, note=note)
        with st.container():
            form.number(
                "Conversations",
                talks,
                logged or None,
                note="Those that went beyond small talk. Each one-on-one you log counts as one already.",
            )
            _show_hint_if_less(form, talks, logged)
    _show_hint_if_less(form, key, sum((recorded.get(f"{approach}.hours.{part}", Decimal(0))
                                       for part in ("attending", *SPLIT_PARTS)), Decimal(0)))  # fmt: skip
    if (sentence := form.problems.get(key)) and form.numbers.get(key) is not None:
        show_field_error(sentence)


def _show_split(form: QuizForm, approach: Approach, recorded: Effort) -> None:
    hours = hours_by_part(form.numbers, recorded, approach)
    st.caption(f"How much of the total went into each. The rest, {form.words.hours(hours['attending'])}, "
               "was spent attending.")  # fmt: skip
    total = sum(hours.values())
    # The parts are a split of the total: entering one must not lengthen a total that stands above.
    fixed = {} if total_key(approach) in form.answers or not total else {total_key(approach): format(total, "f")}
    with st.grid("auto", min_column_width=112):
        for part in SPLIT_PARTS:
            key = f"{approach}.hours.{part}"
            form.number(f"{PART_NAMES[part]}, h", key, recorded.get(key), also=fixed)


def _show_venue_hours(form: QuizForm, approach: Approach, recorded: Effort) -> None:
    stated, logged = venue_hours(form.answers, approach), venue_hours(recorded, approach)
    venues = {venue_hours_key(approach, venue.id): venue for venue in form.workspace.venues
              if venue.approach == approach or venue.id in {**stated, **logged}}  # fmt: skip
    if not venues:
        return
    # A single field is no list to hide.
    fold = st.expander("Where the time went (optional)", key=f"venues {form.quarter} {approach}",
                       expanded=len(venues) == 1 or bool(stated))  # fmt: skip
    with fold:
        st.caption(_elsewhere(form, approach, recorded, len(venues)))
        with st.grid("auto", min_column_width=200):
            for key, venue in venues.items():
                form.number(f"{escape_markdown(venue.name)}, h", key, logged.get(venue.id), blank=0 if stated else None)
        # One that can't be read has its sentence beside it.
        for key in form.problems.keys() & venues.keys() & form.numbers.keys():
            show_field_error(form.problems[key])


def _elsewhere(form: QuizForm, approach: Approach, recorded: Effort, venues: int) -> str:
    """Return how many hours were at none of the venues; while nobody has said, why to say where they were."""
    at_venues = known_at_venues(form.numbers, recorded, approach)
    if not at_venues:
        which = "whether it pays" if venues == 1 else "which one pays"
        return f"Hours at each venue, 0 for none: then you see {which}. All other hours count as elsewhere."
    total = max(sum(hours_by_part(form.numbers, recorded, approach).values()), recorded_hours(recorded, approach))
    elsewhere = form.words.hours(max(Decimal(0), total - sum(at_venues.values())))
    return f"Elsewhere: {elsewhere}. The money above is split in the same proportion."


def _show_dues(form: QuizForm, approach: Approach, in_sight: Sequence[CostCategory]) -> None:
    """Say what already counts as dues, so that nobody enters it twice."""
    source = prefill.quarter_to_repeat(form.workspace, form.quarter)
    if owed := total_dues(form.workspace, form.quarter, approach):
        amount = escape_markdown(form.words.exact_money(owed))
        st.caption(f"Dues of {amount} already count from the memberships below: don’t enter them here again.")
    elif source and (ended := total_dues(form.workspace, source, approach)):
        amount = escape_markdown(form.words.exact_money(ended))
        st.caption(f"Your memberships below have ended: the {amount} of dues in {quarter_name(source)} don’t count "
                   "again. If you still pay, change the end date there.")  # fmt: skip
    elif "subscription" in in_sight:
        st.caption("Enter a subscription here, or with its dates under memberships below: not in both.")


def _show_more_costs(
    form: QuizForm, approach: Approach, in_sight: Sequence[CostCategory], recorded: Effort, *, asks_paid_back: bool
) -> None:
    # Dues have their place in the memberships below; here only those that were entered here.
    others = [category for category in COST_CATEGORIES if category not in in_sight
              and (category != "dues" or f"{approach}.costs.dues" in form.answers)]  # fmt: skip
    keys = {f"{approach}.reimbursed", *(f"{approach}.costs.{category}" for category in others)}
    label = "Other costs, and money paid back (optional)" if asks_paid_back else "Other costs (optional)"
    more = st.expander(label, key=f"more costs {form.quarter} {approach}",
                       expanded=not keys.isdisjoint(form.answers))  # fmt: skip
    with more, st.grid("auto", min_column_width=112):
        _show_costs(form, approach, others, recorded)
        if asks_paid_back:
            _show_paid_back(form, approach, recorded)


def _show_paid_back(form: QuizForm, approach: Approach, recorded: Effort) -> None:
    key, note = f"{approach}.reimbursed", "Paid back by an employer or anyone else: that isn’t your cost."
    with st.container():
        form.number("Paid back to you", key, recorded.get(key), note=note, cleared="0" if key in recorded else None)
        if (sentence := form.problems.get(key)) and form.numbers.get(key) is not None:
            show_field_error(sentence)
        _show_hint_if_less(form, key, recorded.get(key, Decimal(0)))


def _show_costs(form: QuizForm, approach: Approach, categories: Sequence[CostCategory], recorded: Effort) -> None:
    for category in categories:
        with st.container():
            key = f"{approach}.costs.{category}"
            # Emptied, a field of what is logged says why that stays, rather than filling itself again.
            form.number(CATEGORY_NAMES[category], key, recorded.get(key), cleared="0" if key in recorded else None)
            _show_hint_if_less(form, key, recorded.get(key, Decimal(0)))


def _show_hint_if_less(form: QuizForm, key: str, recorded: Decimal) -> None:
    answer, expected = form.numbers.get(key), answers.answer_type(key)
    if recorded and answer is not None and answer < recorded:
        is_money = expected is not None and expected.unit == "money"
        logged = form.words.exact_money(recorded) if is_money else form.words.number(recorded)
        st.caption(escape_markdown(f"{logged} is logged, and counts until you change the record."))
        # A button, because a link would drop what was typed last.
        if st.button("Open your records", key=f"records {form.widget_name(key)}", type="tertiary"):
            st.switch_page("records.py")


def _show_alternative(form: QuizForm, approach: Approach) -> None:
    names = alternative_names(is_between_jobs=form.is_between_jobs)
    key = f"{approach}.alternative"
    use = submission.alternative_use(form.workspace, form.quarter, approach, form.answers)
    name = form.widget_name(key)

    def save(chosen: Alternative) -> bool:
        worth = submission.worth_once_chosen(form.workspace, form.quarter, form.answers, chosen)
        return form.save({key: chosen, **worth})

    st.selectbox("What would you have done with that time?", list(names), format_func=names.__getitem__,
                 key=session.widget_key(name, use), on_change=session.save_on_change(name, save))  # fmt: skip
    if key in form.answers and recorded_hours(form.recorded, approach):
        st.caption("It counts for the hours that you logged, too.")
    if loaded_rate(form.preview.profile, form.quarter):
        _show_worth(form, use)


def _show_worth(form: QuizForm, use: Alternative) -> None:
    """Show the worth of an hour, and ask for it where it isn't that of paid work."""
    amount = hourly_worth(form.preview.profile, form.quarter, use)
    worth = escape_markdown(form.words.exact_money(amount))
    if use == "paid_work" or form.is_between_jobs:
        if amount:
            st.caption(f"Each hour counts as {worth}.")
        return
    share = Decimal(str(getattr(form.preview.profile.hour_worth, use)))
    form.number("Value of an hour of it, % of paid work", f"worth.{use}_percent", share * HUNDRED)
    guide = f" {FREE_TIME_GUIDE}" if use == "me_time" else ""
    st.caption(f"That is {worth} an hour.{guide}")
