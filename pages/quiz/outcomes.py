"""The step on outcomes: those still open from before, those on record for the quarter, and new ones, each in a card."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final

import streamlit as st

from netroi_core.errors import CannotUndo
from netroi_core.ledger.purposes import ends_search
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import submission
from netroi_core.quiz.answers import STATUSES
from netroi_core.quiz.prefill import outcomes_on_record
from netroi_core.quiz.valuation import (
    KINDS_WITH_MARGIN,
    OPEN_AT_FIRST,
    PAY_WITHOUT_ROLE,
    WHO_DECLINED,
    WHO_SAID_NO,
    final_label,
    kind_hints,
    kinds_in_sight,
    ordered_kinds,
    value_helper,
)
from netroi_core.wording.wording import KIND_NAMES, escape_markdown, status_names
from netroi_core.workspace.fields import COUNTED_KINDS, KINDS_WITHOUT_GAIN, OutcomeKind, format_amount
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Document, Workspace
from pages.quiz.outcome_card import card_titles, show_card
from pages.quiz.quiz_form import LINES_ON_PAGE, QuizForm, page_of, show_pages
from pages.quiz.recorded_outcome import RECORDED, RecordedOutcomeForm
from pages.shell import session

_QUESTIONS_ON_PAGE: Final = 3  # each of several fields


def show_outcomes(form: QuizForm) -> None:
    """Show the step that asks for outcomes."""
    _show_all_earlier(form)
    on_record = _logged(form)
    keys = quiz.outcome_keys(form.answers)
    _show_question(has_some=bool(keys), has_logged=bool(on_record))
    # The key is made here and not in the edit, so that a double tap adds one outcome.
    new_key = str(max((int(key) for key in keys if key.isdecimal()), default=0) + 1)
    recorded = {outcome.id: outcome for outcome in form.preview.outcomes}
    in_sight = kinds_in_sight(form.purposes, {outcome.kind for outcome in recorded.values()})
    _show_kinds(form, new_key, in_sight)
    if not keys and (hints := list(kind_hints(in_sight, form.purposes))):
        with st.expander("What do these mean?", key=f"kind hints {form.quarter}"):
            # A line each.
            st.caption("  \n".join(hints))
    if others := [kind for kind in ordered_kinds(in_sight) if kind not in in_sight]:
        with st.expander("Other kinds", key=f"other kinds {form.quarter}"):
            _show_kinds(form, new_key, others)
    titles = card_titles(form)
    for key in reversed(keys):
        outcome = recorded[submission.outcome_id(form.quarter, key)]
        show_card(form, key, outcome, titles[outcome.id], remove=_remove)
    if on_record:
        st.subheader("Outcomes already logged for this quarter")

        def show(outcome: Outcome) -> None:
            show_card(_record_form(form, outcome), RECORDED, outcome, titles[outcome.id], remove=_delete)

        show_pages(on_record, show, _pages_key(form, "logged"), LINES_ON_PAGE)


def open_outcome(form: QuizForm, outcome_id: str) -> None:
    """Open the step on outcomes at one of the quiz, its card unfolded if it has one: for a change from the review."""
    logged, earlier = _logged(form), quiz.earlier_outcomes(form.workspace, form.quarter)
    cards = {submission.outcome_id(form.quarter, key): form.card_key(key) for key in quiz.outcome_keys(form.answers)}
    cards |= {outcome.id: _record_form(form, outcome).card_key(RECORDED) for outcome in logged}
    form.open_step("outcomes", is_from_review=True)
    for name, outcomes, size in (("logged", logged, LINES_ON_PAGE), ("earlier", earlier, _QUESTIONS_ON_PAGE)):
        ids = [outcome.id for outcome in outcomes]
        if outcome_id in ids:
            session.set_widget_value(_pages_key(form, name), page_of(ids.index(outcome_id), size))
    if outcome_id in cards:
        session.set_widget_value(cards[outcome_id], True)


def _logged(form: QuizForm) -> list[Outcome]:
    """Return the outcomes on record for the quarter, except those that are asked about as still open from before."""
    settled = quiz.settled_ids(form.answers)
    return [outcome for outcome in outcomes_on_record(form.workspace, form.quarter) if outcome.id not in settled]


def _record_form(form: QuizForm, outcome: Outcome) -> RecordedOutcomeForm:
    return RecordedOutcomeForm(form.quarter, form.workspace, form.words, outcome)


def _pages_key(form: QuizForm, name: str) -> str:
    return f"pages of {name} outcomes {form.quarter}"


def _show_question(*, has_some: bool, has_logged: bool) -> None:
    if has_logged:
        st.markdown("Tap what else networking led to. The outcomes you logged are below: no need to enter them again.")
    elif has_some:
        st.markdown("Tap what else networking led to.")
    else:
        st.markdown(
            "Tap what networking led to, big or small, even if it isn’t certain yet. Nothing so far? Just continue."
        )


def _show_kinds(form: QuizForm, new_key: str, kinds: Sequence[OutcomeKind]) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for kind in kinds:
            st.button(KIND_NAMES[kind], key=f"add {form.quarter} {kind}", on_click=_add, args=(form, new_key, kind))


def _first_answers(form: QuizForm, at: str, kind: OutcomeKind) -> dict[str, str]:
    """Return the answers of a new outcome: its kind, and what is usual for that."""
    margin = _latest_margin(form, kind) or submission.usual_margin_percent(form.workspace, kind)
    answers = {f"{at}.kind": kind, **({f"{at}.margin_percent": margin} if margin else {})}
    if kind in OPEN_AT_FIRST:
        answers[f"{at}.status"] = "open"
    if kind == "role" and form.is_between_jobs:
        answers[f"{at}.without"] = "search"
    elif kind == "role" and (pay := form.pay_without_role):
        answers[f"{at}.helper.{PAY_WITHOUT_ROLE}"] = format_amount(pay)
    return answers


def _add(form: QuizForm, key: str, kind: OutcomeKind) -> None:
    answers = _first_answers(form, f"outcome.{key}", kind)

    def edit(document: Document) -> Document:
        keys = quiz.outcome_keys(quiz.answers_of(Workspace(document), form.quarter))
        changes = {} if key in keys else {"outcomes": [*keys, key], **answers}
        return quiz.save_answers(document, form.quarter, changes)

    if session.save(edit):
        # A key is free again once its outcome is removed, and the card had that outcome's name.
        session.page_state().of("cards").pop(form.card_key(key), None)
        # The new card opens, and the others fold.
        for other in quiz.outcome_keys(form.answers):
            session.set_widget_value(form.card_key(other), False)
        session.set_widget_value(form.card_key(key), True)


def _latest_margin(form: QuizForm, kind: OutcomeKind) -> str | None:
    """Return the margin that was answered last in this quiz, if one is asked of the kind."""
    names = (f"outcome.{key}.margin_percent" for key in reversed(quiz.outcome_keys(form.answers)))
    stated = (form.answers[name] for name in names if isinstance(form.answers.get(name), str))
    return next(stated, None) if kind in KINDS_WITH_MARGIN else None


def _remove(form: QuizForm, key: str) -> None:
    quarter, index = form.quarter, form.answers["outcomes"].index(key)
    removed = {name: answer for name, answer in form.answers.items() if name.startswith(f"outcome.{key}.")}

    def remove(document: Document) -> Document:
        keys = _stored_keys(document, quarter)
        changes = {**dict.fromkeys(removed), "outcomes": [other for other in keys if other != key]}
        return quiz.save_answers(document, quarter, changes)

    def restore(document: Document) -> Document:
        # Into the list as it is by then: another tab may have added an outcome, even under the same key.
        if key in (keys := _stored_keys(document, quarter)):
            raise CannotUndo
        return quiz.save_answers(document, quarter, {**removed, "outcomes": [*keys[:index], key, *keys[index:]]})

    session.save(remove, "Removed an outcome.", restore)


def _stored_keys(document: Document, quarter: Quarter) -> tuple[str, ...]:
    return quiz.outcome_keys(quiz.answers_of(Workspace(document), quarter))


def _delete(form: QuizForm, _: str) -> None:
    assert isinstance(form, RecordedOutcomeForm)
    outcome = form.outcome
    session.delete_records("outcomes", [outcome.id], outcome.title or KIND_NAMES[outcome.kind])


def _show_all_earlier(form: QuizForm) -> None:
    if earlier := quiz.earlier_outcomes(form.workspace, form.quarter):
        st.subheader("Still open from earlier quarters: what became of it?")
        show_pages(earlier, partial(_show_earlier, form), _pages_key(form, "earlier"), _QUESTIONS_ON_PAGE)


def _show_earlier(form: QuizForm, outcome: Outcome) -> None:
    key = f"earlier.{outcome.id}"
    amount = f", {form.words.exact_money(outcome.value.likely)}" if outcome.value else ""
    label = escape_markdown(f"{outcome.title or KIND_NAMES[outcome.kind]}{amount}")
    names = status_names(outcome.kind, form.purposes)
    status = form.choice(label, f"{key}.status", STATUSES, names.__getitem__)
    if status == "won" and f"{key}.status" in form.answers:
        _show_final_value(form, outcome)
        form.day("When? (optional)", f"{key}.date")
        if f"{key}.date" not in form.answers:
            st.caption(f"Without a date, it counts as of {form.default_day}.")
    if status == "lost":
        form.pills(WHO_SAID_NO, f"{key}.declined", list(WHO_DECLINED), WHO_DECLINED.__getitem__,
                   form.answers.get(f"{key}.declined"))  # fmt: skip
    if status in (None, "open"):
        percent = Decimal(str(outcome.probability or 0)) * 100
        form.number("Chance of success now, % (optional)", f"{key}.probability_percent", percent)


def _show_final_value(form: QuizForm, outcome: Outcome) -> None:
    """Ask what an earlier outcome came to; without a value, one that has none by its kind is left alone."""
    key, value = f"earlier.{outcome.id}.likely", outcome.value
    if value is None and outcome.kind in KINDS_WITHOUT_GAIN | COUNTED_KINDS:
        return
    is_search = ends_search(form.workspace.profile, form.outcome_day)
    helper = value_helper(outcome.kind, "search" if is_search else "job")
    form.number(final_label(helper), key, value and value.likely, note=helper and helper.advice, blank=None)
    if value is not None and key not in form.answers:
        st.caption("That was your estimate. Change it if it came to more or less.")
