import streamlit as st

from netroi_core.ledger.costs import compensation_in_force
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.goals import goal_name, progress_phrase, quarter_progress
from netroi_core.quiz import answers, prefill, submission
from netroi_core.quiz.steps import step_of
from netroi_core.quiz.valuation import status_names
from netroi_core.wording.explanations import explain_hourly_rate
from netroi_core.wording.wording import (
    ALTERNATIVE_NAMES,
    APPROACH_NAMES,
    KIND_NAMES,
    Words,
    escape_markdown,
    pluralize,
    quarter_name,
)
from netroi_core.workspace.fields import APPROACHES, EXCHANGE_KINDS
from netroi_core.workspace.records import Outcome
from pages.quiz.quiz_form import QuizForm
from pages.shell import session


def show_review(form: QuizForm) -> None:
    for key, sentence in answers.answer_problems(form.answers):
        st.error(f"{step_of(key).title}: {escape_markdown(sentence)}")
    for step, sentence in _summaries(form).items():
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, border=True):
            st.markdown(sentence, width="stretch")
            st.button("Change", key=f"change {step}", type="tertiary", on_click=form.open_step, args=(step,))
    if sentence := _goals(form):
        st.container(border=True).markdown(sentence)


def _summaries(form: QuizForm) -> dict[str, str]:
    return {
        "hour": _hour(form),
        "effort": _effort(form),
        "alternatives": _alternatives(form),
        "outcomes": _outcomes(form),
        "people": _people(form),
    }


def _hour(form: QuizForm) -> str:
    pay = compensation_in_force(form.preview.profile, form.quarter)
    rate = escape_markdown(explain_hourly_rate(pay, form.words)) if pay else "not counted, as no pay is given"
    return f"**An hour of your time** in {quarter_name(form.quarter)}: {rate}."


def _effort(form: QuizForm) -> str:
    words = form.words
    parts = [
        f"{APPROACH_NAMES[approach]}: {words.hours(figures.hours)}, {words.exact_money(figures.actual_cost)}"
        for approach, figures in form.figures.approaches.items()
        if figures.hours or figures.actual_cost
    ]
    effort = escape_markdown("; ".join(parts) or "nothing, as no hours and no money are given")
    origins = prefill.all_origins(prefill.effort_sources(form.workspace, form.quarter))
    return f"**You spent:** {effort}.{f' {origins}' if origins else ''}"


def _alternatives(form: QuizForm) -> str:
    uses = {approach: submission.alternative_use(form.workspace, approach, form.answers) for approach in APPROACHES}
    parts = [f"{APPROACH_NAMES[approach]}: {ALTERNATIVE_NAMES[use].lower()}" for approach, use in uses.items()]
    return f"**You would have spent the time on:** {'; '.join(parts)}."


def _outcomes(form: QuizForm) -> str:
    prefix, settled = prefill.id_prefix(form.quarter), answers.settled_ids(form.answers)
    outcomes = [
        _outcome(outcome, form.words)
        for outcome in form.preview.outcomes
        if outcome.id.startswith(prefix) or outcome.id in settled
    ]
    return f"**It led to:** {'; '.join(outcomes) or 'nothing yet'}."


def _outcome(outcome: Outcome, words: Words) -> str:
    name = outcome.title or KIND_NAMES[outcome.kind]
    status = status_names(outcome.kind)[outcome.status].lower()
    amount = words.exact_money(outcome.value.likely) if outcome.value else "no value in money"
    steps = " → ".join(APPROACH_NAMES[touchpoint.approach] for touchpoint in outcome.touchpoints)
    path = f", by {steps}" if steps else ", no steps given"
    return escape_markdown(f"{name}: {status}, {amount}{path}")


def _people(form: QuizForm) -> str:
    figures = form.figures.total
    met, good = pluralize(figures.new_contacts, "new contact"), pluralize(figures.meaningful_contacts, "meaningful one")
    gave, received = (pluralize(_favors(form, direction), "time") for direction in ("given", "received"))
    on_record = sum(prefill.contacts_met(form.workspace, form.quarter).values())
    hint = f" You have {pluralize(on_record, 'person', 'people')} on record who were met in this quarter."
    strain = form.answers.get(answers.STRAIN)
    return (
        f"**The people:** {met}, {good}; you gave {gave} and received {received}."
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
