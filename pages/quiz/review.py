from decimal import Decimal
from typing import Final

import streamlit as st

from netroi_core.ledger.costs import compensation_in_force, hourly_rate, loaded_rate, total_dues
from netroi_core.ledger.counts import tally_of
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.goals import goal_name, progress_phrase, quarter_progress
from netroi_core.quiz import answers, prefill, submission
from netroi_core.quiz.effort import alternative_names, outcomes_by_approach
from netroi_core.quiz.steps import step_of
from netroi_core.wording.explanations import explain_hourly_rate
from netroi_core.wording.findings import outcomes_phrase
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    escape_markdown,
    join_words,
    pluralize,
    quarter_name,
)
from netroi_core.workspace.fields import APPROACHES, EXCHANGE_KINDS, Approach
from netroi_core.workspace.records import Outcome
from pages.quiz.outcome_card import card_titles, outcome_summary, short_name
from pages.quiz.outcomes import open_outcome
from pages.quiz.quiz_form import LINES_ON_PAGE, QuizForm, show_pages
from pages.shell import session

_CENT: Final = 0.01


def show_review(form: QuizForm) -> None:
    for key, sentence in form.problems.items():
        st.error(f"{step_of(key).title}: {escape_markdown(sentence)}")
    with st.container(gap=None, key="review"):
        _show_answers(form)
        if sentence := _goals(form):
            st.container().markdown(sentence)


def _show_answers(form: QuizForm) -> None:
    uncounted = _approaches_without_effort(form)
    for step, sentence in _summaries(form).items():
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            if count := uncounted.get(step):
                st.markdown(_missing_effort(step, count), width="stretch")
            else:
                st.markdown(sentence, width="stretch")
            st.button("Add hours" if count else "Change", key=f"change {step}", on_click=form.open_step, args=(step,),
                      kwargs={"is_from_review": True},
                      type="secondary" if count else "tertiary")  # fmt: skip
        if step == "outcomes":
            _show_outcomes(form)


def _approaches_without_effort(form: QuizForm) -> dict[str, int]:
    """Return how many outcomes each approach without hours or costs in this quarter led to; only those with some."""
    start, figures = form.workspace.profile.fiscal_year_start, form.figures.approaches
    days = form.quarter.first_day(start), form.quarter.last_day(start)
    counts = outcomes_by_approach(form.preview.outcomes, *days)
    return {name: n for name, n in counts.items() if not figures[name].hours and not figures[name].actual_cost}


def _missing_effort(step: str, count: int) -> str:
    return (
        f":material/warning: **{APPROACH_NAMES[step]}** led to {pluralize(count, 'outcome')}, but no hours or costs "
        "are entered. Without them, your return looks better than it is."
    )


def _summaries(form: QuizForm) -> dict[str, str]:
    return {
        "hour": _hour(form),
        **{approach: _effort(form, approach) for approach in APPROACHES},
        "outcomes": _outcomes(form),
        "people": _people(form),
    }


def _hour(form: QuizForm) -> str:
    pay = compensation_in_force(form.preview.profile, form.quarter)
    if pay is None or not hourly_rate(pay):
        return "**An hour of your time** has no price yet: only your money counts."
    rate = escape_markdown(explain_hourly_rate(pay, form.words))
    prices = {_reduced_price(form, approach) for approach in APPROACHES if form.figures.approaches[approach].hours}
    if form.figures.total.hours and not form.figures.total.opportunity_cost:
        return "**Your hours** count as no cost: only your money does."
    if not any(prices):
        return f"**An hour of your time** in {quarter_name(form.quarter)}: {rate}."
    counted = f"count as {next(iter(prices))} each" if len(prices) == 1 else "count as it says below"
    return f"**An hour of pay** in {quarter_name(form.quarter)}: {rate}. Your hours {escape_markdown(counted)}."


def _reduced_price(form: QuizForm, approach: Approach) -> str:
    """Return the price at which the hours of an approach count on average; empty if it is that of an hour of pay."""
    figures, full = form.figures.approaches[approach], float(loaded_rate(form.preview.profile, form.quarter))
    price = figures.opportunity_cost / figures.hours
    return "" if not price or abs(price - full) < _CENT else form.words.exact_money(price)


def _effort(form: QuizForm, approach: Approach) -> str:
    figures = form.figures.approaches[approach]
    if not figures.hours and not figures.actual_cost:
        return f"**{APPROACH_NAMES[approach]}:** no hours and no money."
    dues = total_dues(form.workspace, form.quarter, approach)
    origin = prefill.effort_origin(prefill.effort_sources(form.workspace, form.quarter), approach)
    if origin and (part := _recorded_part(form, approach, dues)):
        of_it = "of it" if origin.startswith("From") else "of it on record:"
        origin = f"{part} {of_it} {origin[:1].lower()}{origin[1:]}"
    sentence = escape_markdown(join_words(_spent(form, approach, dues)))
    return f"**{APPROACH_NAMES[approach]}:** {sentence}.{f' {origin}' if origin else ''}"


def _spent(form: QuizForm, approach: Approach, dues: Decimal) -> list[str]:
    """Return the hours of an approach with their price, and its money with the dues in it."""
    figures, words = form.figures.approaches[approach], form.words
    within = f" (with {words.exact_money(dues)} in dues)" if dues else ""
    money = [f"{words.exact_money(figures.actual_cost)}{within}"] if figures.actual_cost else []
    if not figures.hours:
        return money
    names = alternative_names(is_between_jobs=form.is_between_jobs)
    use = submission.alternative_use(form.workspace, form.quarter, approach, form.answers)
    price = f" at {reduced}" if (reduced := _reduced_price(form, approach)) else ""
    return [f"{words.hours(figures.hours)}{price} (instead of {names[use].lower()})", *money]


def _recorded_part(form: QuizForm, approach: Approach, dues: Decimal) -> str:
    """Return the hours and costs of an approach that are on record, if the quiz has more, dues aside; else nothing."""
    figures, words = form.figures.approaches[approach], form.words
    recorded = form.recorded
    hours = sum(amount for key, amount in recorded.items() if key.startswith(f"{approach}.hours."))
    money = prefill.net_costs(recorded, approach)
    if figures.hours - float(hours) < _CENT and figures.actual_cost - float(money + dues) < _CENT:
        return ""
    parts = [words.hours(hours)] if hours else []
    return join_words([*parts, *([words.exact_money(money)] if money else [])])


def _outcomes(form: QuizForm) -> str:
    first = form.quarter.first_day(form.workspace.profile.fiscal_year_start)
    ids = set(_outcome_ids(form))
    outcomes = [outcome for outcome in form.preview.outcomes if outcome.id in ids]
    own = [outcome for outcome in outcomes if outcome.status != "open" or outcome.date >= first]
    earlier = f", plus {count} still open from earlier quarters" if (count := len(outcomes) - len(own)) else ""
    has_guess = any(f"outcome.{key}.date" not in form.answers for key in answers.outcome_keys(form.answers))
    note = f" Those without a date count as of {form.default_day}." if has_guess else ""
    return f"**It led to** {outcomes_phrase(tally_of(own)) if own else 'nothing yet'}{earlier}.{note}"


def _show_outcomes(form: QuizForm) -> None:
    """Show the outcomes of the quiz page by page, each with a button that opens it: those that were entered first."""
    ids, titles = _outcome_ids(form), card_titles(form)
    missing = {submission.outcome_id(form.quarter, key): answers.missing_figure(form.answers, key)
               for key in answers.outcome_keys(form.answers)}  # fmt: skip

    def show(outcome: Outcome) -> None:
        title = titles.get(outcome.id) or short_name(outcome)
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(outcome_summary(form, outcome, title, missing.get(outcome.id, "")), width="stretch")
            st.button("Edit", key=f"edit {outcome.id}", on_click=open_outcome, args=(form, outcome.id),
                      type="tertiary")  # fmt: skip

    outcomes = {outcome.id: outcome for outcome in form.preview.outcomes}
    show_pages([outcomes[key] for key in ids if key in outcomes], show, f"reviewed {form.quarter}", LINES_ON_PAGE)


def _outcome_ids(form: QuizForm) -> list[str]:
    """Return the ids of the outcomes that are part of the quiz: new ones, earlier ones with an answer, logged ones."""
    new = [submission.outcome_id(form.quarter, key) for key in answers.outcome_keys(form.answers)]
    earlier = [outcome.id for outcome in answers.earlier_outcomes(form.workspace, form.quarter)]
    settled = answers.settled_ids(form.answers)
    logged = [outcome.id for outcome in prefill.outcomes_on_record(form.workspace, form.quarter)]
    return list(dict.fromkeys((*new, *(key for key in earlier if key in settled), *logged)))


def _people(form: QuizForm) -> str:
    figures = form.figures.total
    given, received = (_favors(form, direction) for direction in ("given", "received"))
    counts = (
        (figures.new_contacts, "new contact", "new contacts"),
        (form.conversations, "conversation", "conversations"),
        (given, "favor given", "favors given"),
        (received, "favor received", "favors received"),
    )
    people = [pluralize(count, one, many) for count, one, many in counts if count]
    on_record = sum(prefill.contacts_met(form.workspace, form.quarter).values())
    hint = f" You have {pluralize(on_record, 'person', 'people')} on record who were met in this quarter."
    strain = form.answers.get(answers.STRAIN)
    return (
        f"**People:** {join_words(people) or 'no new contacts and no favors'}."
        f"{hint if on_record > figures.new_contacts else ''}"
        f"{f' Too much of it: “{escape_markdown(strain)}”' if strain else ''}"
    )


def _favors(form: QuizForm, direction: str) -> int:
    recorded = prefill.recorded_favors(form.workspace, form.quarter)
    keys = [f"{direction}.{kind}" for kind in EXCHANGE_KINDS]
    return sum(max(int(answers.number(form.answers, key) or 0), recorded.get(key, 0)) for key in keys)


def _goals(form: QuizForm) -> str | None:
    goals = quarter_progress(Ledger(form.preview), form.quarter, session.today())
    parts = [f"{goal_name(goal)}: {progress_phrase(goal, progress, form.words)}" for goal, progress in goals]
    return f"**Your goals** for {quarter_name(form.quarter)}: {escape_markdown('; '.join(parts))}." if parts else None
