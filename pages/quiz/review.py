import streamlit as st

from netroi_core.ledger.costs import compensation_in_force, hourly_rate
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.goals import goal_name, progress_phrase, quarter_progress
from netroi_core.quiz import answers, prefill, submission
from netroi_core.quiz.effort import alternative_names, outcomes_by_approach
from netroi_core.quiz.steps import step_of
from netroi_core.wording.explanations import explain_hourly_rate
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    escape_markdown,
    join_words,
    pluralize,
    quarter_name,
)
from netroi_core.workspace.fields import APPROACHES, EXCHANGE_KINDS, Approach
from pages.quiz.outcome_card import card_titles, outcome_summary, short_name
from pages.quiz.quiz_form import QuizForm
from pages.quiz.recorded_outcome import RECORDED, RecordedOutcomeForm
from pages.shell import session


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
    return f"**An hour of your time** in {quarter_name(form.quarter)}: {rate}."


def _effort(form: QuizForm, approach: Approach) -> str:
    figures, words = form.figures.approaches[approach], form.words
    if not figures.hours and not figures.actual_cost:
        return f"**{APPROACH_NAMES[approach]}:** no hours and no money."
    spent = [words.exact_money(figures.actual_cost)] if figures.actual_cost else []
    if figures.hours:
        names = alternative_names(is_between_jobs=form.is_between_jobs)
        use = submission.alternative_use(form.workspace, form.quarter, approach, form.answers)
        spent = [f"{words.hours(figures.hours)} (instead of {names[use].lower()})", *spent]
    origin = prefill.effort_origin(prefill.effort_sources(form.workspace, form.quarter), approach)
    sentence = escape_markdown(join_words(spent))
    return f"**{APPROACH_NAMES[approach]}:** {sentence}.{f' {origin}' if origin else ''}"


def _outcomes(form: QuizForm) -> str:
    cards = _cards(form)
    count = sum(outcome.id in cards for outcome in form.preview.outcomes)
    has_guess = any(f"outcome.{key}.date" not in form.answers for key in answers.outcome_keys(form.answers))
    note = f" Those without a date count as of {form.default_day}." if has_guess else ""
    return f"**It led to** {pluralize(count, 'outcome') if count else 'nothing yet'}.{note}"


def _show_outcomes(form: QuizForm) -> None:
    """Show each outcome of the quiz with a button that opens its card."""
    cards, titles = _cards(form), card_titles(form)
    missing = {submission.outcome_id(form.quarter, key): answers.missing_figure(form.answers, key)
               for key in answers.outcome_keys(form.answers)}  # fmt: skip
    for outcome in form.preview.outcomes:
        if outcome.id in cards:
            title = titles.get(outcome.id) or short_name(outcome)
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(outcome_summary(outcome, title, form.words, missing.get(outcome.id, "")), width="stretch")
                st.button("Edit", key=f"edit {outcome.id}", on_click=_open_card, args=(form, cards[outcome.id]),
                          type="tertiary")  # fmt: skip


def _cards(form: QuizForm) -> dict[str, str]:
    """Return the key of the card of each outcome that is part of the quiz, by its id.

    An earlier one that was settled has none: its questions are always in sight.
    """
    cards = {submission.outcome_id(form.quarter, key): form.card_key(key) for key in answers.outcome_keys(form.answers)}
    for outcome in prefill.outcomes_on_record(form.workspace, form.quarter):
        cards[outcome.id] = RecordedOutcomeForm(form.quarter, form.workspace, form.words, outcome).card_key(RECORDED)
    return cards | dict.fromkeys(answers.settled_ids(form.answers), "")


def _open_card(form: QuizForm, card: str) -> None:
    form.open_step("outcomes", is_from_review=True)
    if card:
        session.set_widget_value(card, True)


def _people(form: QuizForm) -> str:
    figures = form.figures.total
    given, received = (_favors(form, direction) for direction in ("given", "received"))
    counts = (
        (figures.new_contacts, "new contact", "new contacts"),
        (figures.meaningful_contacts, "meaningful conversation", "meaningful conversations"),
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
