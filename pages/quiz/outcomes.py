from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.ledger.purposes import COUNTED_KINDS, KINDS_WITHOUT_GAIN
from netroi_core.quiz import answers as quiz
from netroi_core.quiz.answers import STATUSES, outcome_kind, outcome_touchpoints, outcome_value
from netroi_core.quiz.prefill import how_met, touchpoints_by_contact
from netroi_core.quiz.valuation import HELPERS, ValueHelper, kinds_for, status_names
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, escape_markdown
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.fields import APPROACHES, OutcomeKind
from netroi_core.workspace.records import Outcome, Touchpoint
from netroi_core.workspace.workspace import Workspace
from pages.quiz.quiz_form import HUNDRED, QuizForm
from pages.shell import session
from pages.widgets.field_error import show_field_error

Path = Sequence[Touchpoint]


def show_outcomes(form: QuizForm) -> None:
    if earlier := quiz.earlier_outcomes(form.workspace, form.quarter):
        st.subheader("Still open from earlier quarters: what became of it?")
        for outcome in earlier:
            _show_earlier(form, outcome)
    st.markdown(
        "Tap what networking led to, big or small, even if it isn't certain yet. Nothing so far? Just continue."
    )
    # The key is made here and not in the edit, so that a double tap adds one outcome.
    keys = quiz.outcome_keys(form.answers)
    new_key = str(max((int(key) for key in keys if key.isdecimal()), default=0) + 1)
    with st.container(horizontal=True, gap="xsmall"):
        for kind in kinds_for(form.workspace.profile.purpose):
            st.button(KIND_NAMES[kind], key=f"add {form.quarter} {kind}", icon=":material/add:", on_click=_add,
                      args=(form, new_key, kind))  # fmt: skip
    problems = dict(quiz.answer_problems(form.answers))
    for key in reversed(keys):
        with st.container(border=True):
            _show_outcome(form, key, problems)


def _add(form: QuizForm, key: str, kind: OutcomeKind) -> None:
    def edit(document: Document) -> Document:
        keys = quiz.outcome_keys(quiz.answers_of(Workspace(document), form.quarter))
        changes = {} if key in keys else {"outcomes": [*keys, key], f"outcome.{key}.kind": kind}
        return quiz.save_answers(document, form.quarter, changes)

    session.save(edit)


def _remove(form: QuizForm, key: str) -> None:
    quarter, answers = form.quarter, dict(form.answers)
    removed = [name for name in answers if name.startswith(f"outcome.{key}.")]
    changes = {**dict.fromkeys(removed), "outcomes": [outcome for outcome in answers["outcomes"] if outcome != key]}
    before = {name: answers[name] for name in (*removed, "outcomes")}
    session.save(
        lambda document: quiz.save_answers(document, quarter, changes),
        "Removed.",
        undo=lambda document: quiz.save_answers(document, quarter, before),
    )


def _show_earlier(form: QuizForm, outcome: Outcome) -> None:
    key = f"earlier.{outcome.id}"
    amount = f", {form.words.money(outcome.value.likely)}" if outcome.value else ""
    label = escape_markdown(f"{outcome.title or KIND_NAMES[outcome.kind]}{amount}")
    status = form.choice(label, f"{key}.status", STATUSES, status_names(outcome.kind).__getitem__)
    if status in (None, "open"):
        percent = Decimal(str(outcome.probability or 0)) * 100
        form.number("How likely now, % (optional)", f"{key}.probability_percent", percent)


def _show_outcome(form: QuizForm, key: str, problems: Mapping[str, str]) -> None:
    at, kind = f"outcome.{key}", outcome_kind(form.answers, key)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(KIND_NAMES[kind], width="stretch")
        st.button("Remove", key=f"remove {form.quarter} {key}", icon=":material/delete:", type="tertiary",
                  on_click=_remove, args=(form, key))  # fmt: skip
    description, value = st.columns(2)
    with description:
        form.text("What is it? (optional)", f"{at}.title", placeholder="A name that you will recognize")
        status = form.choice("Status", f"{at}.status", STATUSES, status_names(kind).__getitem__, "won")
        if status == "open":
            form.number("How likely, %", f"{at}.probability_percent", Decimal(50))
    with value:
        _show_value(form, key, kind)
    _show_path(form, key, outcome_touchpoints(form.answers, key))
    with st.expander("How sure, and how much would have come anyway (optional)", key=f"more {form.quarter} {key}"):
        _show_details(form, at)
    for name in ("low", "high"):
        if sentence := problems.get(f"{at}.{name}"):
            show_field_error(sentence)


def _show_value(form: QuizForm, key: str, kind: OutcomeKind) -> None:
    at = f"outcome.{key}"
    rating = form.choice(
        "Value", f"{at}.intangible", range(6), "Without money: {} of 5".format, is_list=True,
        placeholder="No value" if kind in KINDS_WITHOUT_GAIN else "In money",
        note="In money where you can; or, without money, from 0 (none) to 5 (priceless).",
    )  # fmt: skip
    if rating is not None:
        return
    if kind in KINDS_WITHOUT_GAIN:
        _show_own_share(form, key)
        return
    if kind in COUNTED_KINDS:
        st.caption("It counts without a value. Add one only if it was worth money by itself.")
    helper = HELPERS.get(kind)
    if helper is not None:
        _show_helper(form, at, helper)
    label = "Likely value" if helper is None else helper.value_label
    form.number(label, f"{at}.likely", outcome_value(form.answers, key))


def _show_own_share(form: QuizForm, key: str) -> None:
    st.caption(
        "Money you raise isn't your own gain: it belongs to the venture, and investors expect it back. It counts as an "
        "outcome, without a value."
    )
    at = f"outcome.{key}"
    share = st.expander("Is a part of it yours to keep? (optional)", key=f"own share {form.quarter} {key}",
                        expanded=f"{at}.likely" in form.answers)  # fmt: skip
    with share:
        form.number("Your own part", f"{at}.likely", outcome_value(form.answers, key))


def _show_helper(form: QuizForm, at: str, helper: ValueHelper) -> None:
    with st.grid("auto", min_column_width=130):
        for field in helper.inputs:
            form.number(field.label, f"{at}.helper.{field.key}")
        if helper.asks_margin:
            note = "What is left of it after its own costs, your hours for the work included."
            form.number("Your margin, %", f"{at}.margin_percent", HUNDRED, note=note)
    st.caption(escape_markdown(helper.advice))


def _show_path(form: QuizForm, key: str, path: Path) -> None:
    st.markdown("**What led to it?** Tap the steps in their order: where you met, what came next.")

    def save(path: Path) -> bool:
        return form.save({f"outcome.{key}.touchpoints": [as_row(touchpoint) for touchpoint in path]})

    _show_contact(form, key, path, save)
    with st.container(horizontal=True):
        for approach in APPROACHES:
            touchpoint = Touchpoint(date=form.outcome_day, approach=approach)
            st.button(APPROACH_NAMES[approach], key=f"step {form.quarter} {key} {approach}", icon=":material/add:",
                      on_click=save, args=([*path, touchpoint],))  # fmt: skip
    for index in range(len(path)):
        _show_touchpoint(form, key, path, index, save)


def _show_contact(form: QuizForm, key: str, path: Path, save: Callable[[Path], bool]) -> None:
    """Show a choice of contacts; choosing one adds the recorded touchpoints with them to the path."""
    suggestions = touchpoints_by_contact(form.workspace, form.outcome_day)
    if not suggestions:
        return
    name = f"with {form.quarter} {key}"

    def add_suggestions(contact: str | None) -> bool:
        new = [touchpoint for touchpoint in suggestions.get(contact or "", ()) if touchpoint not in path]
        # Without a new step there is nothing to save, and the name stays chosen.
        return bool(new) and save(_in_order([*path, *new]))

    contact = next((touchpoint.contact for touchpoint in path if touchpoint.contact in suggestions), None)
    contacts = form.workspace.contacts_by_id
    chosen = st.selectbox(
        "Who was it through? (optional)", list(suggestions), format_func=lambda contact: contacts[contact].name,
        key=session.widget_key(name, contact), on_change=session.save_on_change(name, add_suggestions),
        placeholder="A name, and the steps with them are filled in", width=420,
    )  # fmt: skip
    if chosen and (met := how_met(form.workspace, chosen, form.outcome_day)) and met not in path:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"How you met: {escape_markdown(contacts[chosen].name)} is on LinkedIn with you since "
                f"{form.words.day(met.date)}. Connecting alone doesn't count as a step.",
                width="content",
            )
            st.button("Count it as a step", key=f"met {form.quarter} {key}", type="tertiary", icon=":material/add:",
                      on_click=save, args=(_in_order([*path, met]),))  # fmt: skip


def _in_order(path: Path) -> Path:
    return sorted(path, key=lambda touchpoint: touchpoint.date)


def _show_touchpoint(form: QuizForm, key: str, path: Path, index: int, save: Callable[[Path], bool]) -> None:
    touchpoint, name = path[index], f"{form.quarter} {key} {index}"
    contact, venues = form.workspace.contacts_by_id.get(touchpoint.contact or ""), form.workspace.venues_by_id
    label = f"{APPROACH_NAMES[touchpoint.approach]}{f' with {escape_markdown(contact.name)}' if contact else ''}"

    def change(**values: Any) -> bool:
        changed = touchpoint.model_copy(update=values)
        return save([*path[:index], changed, *path[index + 1 :]])

    with st.container(horizontal=True, vertical_alignment="bottom"):
        day_key, venue_key = f"step day {name}", f"step venue {name}"
        st.date_input(
            f"{index + 1}. {label}, on", key=session.widget_key(day_key, touchpoint.date),
            on_change=session.save_on_change(day_key, lambda day: day is not None and change(date=day)),
            min_value=date(1900, 1, 1), width=300 if contact else 190,
        )  # fmt: skip
        if venues:
            st.selectbox(
                "Where (optional)", [None, *venues],
                format_func=lambda venue: venues[venue].name if venue in venues else "–",
                key=session.widget_key(venue_key, touchpoint.venue),
                on_change=session.save_on_change(venue_key, lambda venue: change(venue=venue)), width=220,
            )  # fmt: skip
        st.button("Remove step", key=f"step gone {name}", icon=":material/close:", type="tertiary",
                  on_click=save, args=([*path[:index], *path[index + 1 :]],))  # fmt: skip


def _show_details(form: QuizForm, at: str) -> None:
    with st.grid("auto", min_column_width=130):
        form.number("At least", f"{at}.low")
        form.number("At most", f"{at}.high")
        note = "If you hadn't networked: would it have come anyway? 0: never; 100: surely."
        label = "Would have come anyway, %"
        form.number(label, f"{at}.incrementality_percent", HUNDRED, note=note, is_complement=True)
        form.day("Date won, or first heard of", f"{at}.date", form.outcome_day)
