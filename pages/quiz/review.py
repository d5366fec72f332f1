from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from netroi_core.ledger.costs import compensation_in_force
from netroi_core.ledger.measures import Options
from netroi_core.planning import goal_words
from netroi_core.planning.goals import looked_back
from netroi_core.quiz import answers, prefill, submission
from netroi_core.quiz import words as quiz_words
from netroi_core.wording.explanations import hour_worked
from netroi_core.wording.wording import (
    ALTERNATIVE_NAMES,
    APPROACH_NAMES,
    KIND_NAMES,
    STATUS_NAMES,
    counted,
    plain,
    quarter_name,
)
from netroi_core.workspace.document import profile
from netroi_core.workspace.fields import APPROACHES, EXCHANGE_KINDS
from pages.quiz.answers import Sheet
from pages.shell import figures, session


def show(sheet: Sheet, go_to: Callable[[str], None]) -> None:
    problems = list(answers.problems(sheet.document, sheet.quarter))
    for key, sentence in problems:
        step = next(step for step in answers.STEPS if step.key == answers.step_of(key))
        st.error(f"{step.title}: {plain(sentence)}")
    for step, sentence in _letter(sheet):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, border=True):
            st.markdown(sentence, width="stretch")
            st.button("Change", key=f"change {step}", type="tertiary", on_click=go_to, args=(step,))
    if sentence := _goals(sheet):
        st.container(border=True).markdown(sentence)


def _letter(sheet: Sheet) -> list[tuple[str, str]]:
    return [
        ("hour", _hour(sheet)),
        ("effort", _effort(sheet)),
        ("alternatives", _alternatives(sheet)),
        ("outcomes", _outcomes(sheet)),
        ("people", _people(sheet)),
    ]


def _hour(sheet: Sheet) -> str:
    pay = compensation_in_force(profile(sheet.applied), sheet.quarter)
    worth = plain(hour_worked(pay, sheet.words)) if pay else "not counted, as no pay is given"
    return f"**An hour of yours** in {quarter_name(sheet.quarter)}: {worth}."


def _effort(sheet: Sheet) -> str:
    rows = figures.of(sheet.applied, sheet.quarter, Options())["approaches"]
    words = sheet.words
    parts = [
        f"{APPROACH_NAMES[approach]}: {words.hours(row['hours'])}, {words.exact_money(row['actual_cost'])}"
        for approach, row in rows.items()
        if row["hours"] or row["actual_cost"]
    ]
    told = plain("; ".join(parts) or "nothing, as no hours and no money are given")
    known_from = quiz_words.origins(prefill.sources(sheet.document, sheet.quarter))
    return f"**It took:** {told}.{f' {known_from}' if known_from else ''}"


def _alternatives(sheet: Sheet) -> str:
    parts = [
        f"{APPROACH_NAMES[a]}: {ALTERNATIVE_NAMES[submission.alternative_of(sheet.document, a, sheet.answers)].lower()}"
        for a in APPROACHES
    ]
    return f"**The time could have been:** {'; '.join(parts)}."


def _outcomes(sheet: Sheet) -> str:
    ours = f"quiz-{sheet.quarter}-"
    settled = {key.split(".")[1] for key in sheet.answers if key.startswith("earlier.")}
    lines = []
    for outcome in sheet.applied["outcomes"]:
        if outcome["id"].startswith(ours) or outcome["id"] in settled:
            name = outcome.get("title") or KIND_NAMES[outcome["kind"]]
            worth = (outcome.get("value") or {}).get("likely")
            amount = sheet.words.exact_money(Decimal(worth)) if worth else "no money value"
            steps = [APPROACH_NAMES[step["approach"]] for step in outcome.get("touchpoints", ())]
            path = f", by {' → '.join(steps)}" if steps else ", no steps given"
            lines.append(plain(f"{name}: {STATUS_NAMES[outcome['status']].lower()}, {amount}{path}"))
    return f"**It led to:** {'; '.join(lines) or 'nothing yet'}."


def _people(sheet: Sheet) -> str:
    rows = figures.of(sheet.applied, sheet.quarter, Options())["total"]
    known = prefill.exchanged(sheet.document, sheet.quarter)
    counts = {
        way: sum(
            int(max(answers.number(sheet.answers, key := f"{way}.{kind}") or 0, known.get(key, 0)))
            for kind in EXCHANGE_KINDS
        )
        for way in ("given", "received")
    }
    met = counted(rows["new_contacts"], "new contact")
    on_record = sum(prefill.met(sheet.document, sheet.quarter).values())
    hint = f" You have {counted(on_record, 'person', 'people')} on record who were met in this quarter."
    good = counted(rows["meaningful_contacts"], "meaningful one")
    gave, received = counted(counts["given"], "time"), counted(counts["received"], "time")
    strain = f" Too much of it: “{plain(sheet.answers[answers.STRAIN])}”" if answers.STRAIN in sheet.answers else ""
    return (
        f"**The people:** {met}, {good}; you gave {gave} and received {received}."
        f"{hint if on_record > rows['new_contacts'] else ''}{strain}"
    )


def _goals(sheet: Sheet) -> str | None:
    goals = looked_back(sheet.applied, sheet.quarter, session.today())
    parts = [f"{goal_words.name(goal)}: {goal_words.standing(goal, progress, sheet.words)}" for goal, progress in goals]
    return f"**Your goals** for {quarter_name(sheet.quarter)}: {plain('; '.join(parts))}." if parts else None
