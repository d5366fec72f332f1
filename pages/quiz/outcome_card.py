"""The card of an outcome: one line until it is opened, then its status, its value, and what led to it."""

import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from netroi_core.ledger.costs import compensation_in_force
from netroi_core.ledger.purposes import ends_search
from netroi_core.quiz import answers as quiz
from netroi_core.quiz import submission
from netroi_core.quiz.answers import STATUSES, outcome_kind, outcome_touchpoints, outcome_value
from netroi_core.quiz.prefill import guessed_step_quarter, how_met, outcomes_on_record, touchpoints_by_contact
from netroi_core.quiz.valuation import (
    ANYWAY_CHOICES,
    ANYWAY_UNANSWERED,
    FILLED_IN_MARGIN,
    FILLED_IN_PAY,
    FINAL_VALUE,
    KINDS_WITH_MARGIN,
    PAY_WITHOUT_ROLE,
    WHO_DECLINED,
    WHO_SAID_NO,
    WITHOUT_ROLE,
    WITHOUT_ROLE_QUESTION,
    ValueHelper,
    anyway_name,
    anyway_question,
    counted_value_phrase,
    counts_without_value,
    explain_counted_value,
    final_label,
    input_hint,
    lost_note,
    share_question,
    status_phrase,
    value_helper,
    value_label,
)
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    KIND_NAMES,
    Words,
    escape_markdown,
    in_sentence,
    quarter_name,
    status_names,
)
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.fields import (
    APPROACHES,
    KINDS_WITHOUT_GAIN,
    OutcomeKind,
    Status,
    format_amount,
    is_seldom_priced,
)
from netroi_core.workspace.records import Outcome, Touchpoint, Venue
from pages.quiz.quiz_form import HUNDRED, QuizForm
from pages.shell import session
from pages.widgets.field_error import show_field_error

Path = Sequence[Touchpoint]

_LONGEST_NAME: Final = 40  # one line on a phone
_MOST_STEPS: Final = 2  # that have room in the review
_MORE: Final[Mapping[Status, str]] = {
    **dict.fromkeys(("won", "open"), "More: range, date, remove"),
    "lost": "More: date, remove",
}
_RATINGS: Final = (1, 2, 3, 4, 5)


def show_card(form: QuizForm, key: str, outcome: Outcome, title: str, remove: Callable[[QuizForm, str], None]) -> None:
    """Show an outcome in one line that begins with a title, and opened, the fields of its answers."""
    name = form.card_key(key)
    worth = _worth(outcome, form.words, quiz.missing_figure(form.answers, key))
    facts = f"{status_phrase(outcome, form.purposes, form.words)}{worth}"
    card = st.expander(_label(name, title, facts), key=name, on_change="rerun")
    if card.open:
        with card:
            _show_fields(form, key, outcome)
            with st.expander(_MORE[outcome.status], key=f"more {form.widget_name(key)}"):
                _show_details(form, key, outcome.status)
                st.button("Remove outcome", key=f"remove {form.widget_name(key)}", icon=":material/delete:",
                          type="tertiary", on_click=remove, args=(form, key))  # fmt: skip
            for name in ("low", "high"):
                if sentence := form.problems.get(f"outcome.{key}.{name}"):
                    show_field_error(sentence)


def _label(name: str, title: str, facts: str) -> str:
    """Return the line of a folded card: its title, and facts that the style sheet hides while it is open.

    Streamlit takes an expander with another label for another one, which is closed: so the line of an open card stays
    as it was, and its facts would contradict the fields.
    """
    labels = session.page_state().of("cards")
    if not session.widget_value(name):
        labels[name] = f"{escape_markdown(title)}:small[: {escape_markdown(facts)}]"
    label: str = labels.setdefault(name, escape_markdown(title))
    return label


def card_titles(form: QuizForm) -> dict[str, str]:
    """Return the titles of the quarter's cards by the outcome's id; those called the same are numbered."""
    ids = {submission.outcome_id(form.quarter, key) for key in quiz.outcome_keys(form.answers)}
    ids |= {outcome.id for outcome in outcomes_on_record(form.workspace, form.quarter)}
    counts: Counter[str] = Counter()
    titles = {}
    for outcome in form.preview.outcomes:
        if outcome.id in ids:
            name = short_name(outcome)
            counts[name] += 1
            titles[outcome.id] = f"{name} {counts[name]}" if counts[name] > 1 else name
    return titles


def outcome_summary(form: QuizForm, outcome: Outcome, title: str, missing: str = "") -> str:
    """Return an outcome in two short paragraphs of Markdown: its title; its status and chance, value and path.

    Args:
        form: The quiz.
        outcome: The outcome.
        title: Its title, for an outcome without a card its short name.
        missing: The name of the figure without which it has no value.
    """
    words, status = form.words, status_phrase(outcome, form.purposes, form.words)
    chance = f" ({words.percent(100 * (outcome.probability or 0))})" if outcome.status == "open" else ""
    kind = f"{KIND_NAMES[outcome.kind]}, " if outcome.title else ""
    facts = f"{kind}{status}{chance}{_worth(outcome, words, missing)}, {_path(outcome, form.workspace.venues_by_id)}"
    return f"**{escape_markdown(title)}**  \n:small[{escape_markdown(facts)}]"


def _path(outcome: Outcome, venues: Mapping[str, Venue]) -> str:
    names = {key: f", {venue.name}" for key, venue in venues.items()}
    steps = [f"{in_sentence(step.approach)}{names.get(step.venue or '', '')}" for step in outcome.touchpoints]
    if len(steps) > _MOST_STEPS:
        return f"by {len(steps)} steps"
    return f"by {' → '.join(steps)}" if steps else "no steps given"


def short_name(outcome: Outcome) -> str:
    """Return the name of an outcome, or its kind, cut to one line of a phone."""
    name = outcome.title or KIND_NAMES[outcome.kind]
    short = textwrap.shorten(name, _LONGEST_NAME, placeholder="…")
    # A word that is too long, or a language without spaces, would be left out altogether.
    return short if short != "…" else f"{name[: _LONGEST_NAME - 1]}…"


def _worth(outcome: Outcome, words: Words, missing: str) -> str:
    if outcome.status == "lost":
        return ""
    if outcome.value is not None:
        counted, amount = counted_value_phrase(outcome, words), words.exact_money(outcome.value.likely)
        return f", {counted} of {amount}" if counted else f", {amount}"
    if outcome.intangible is not None:
        return f", rated {outcome.intangible} of 5"
    if missing:
        return f", no value until you add {missing}"
    return "" if counts_without_value(outcome.kind, ()) else ", no money value"


def _show_fields(form: QuizForm, key: str, outcome: Outcome) -> None:
    at, kind = f"outcome.{key}", outcome_kind(form.answers, key)
    form.text("Name (optional)", f"{at}.title", placeholder="One that you will recognize")
    status = form.choice("Status", f"{at}.status", STATUSES, status_names(kind, form.purposes).__getitem__, "won")
    if status == "lost":
        _show_lost(form, f"{at}.declined", kind)
    else:
        if status == "open":
            form.number("Chance of success, %", f"{at}.probability_percent", Decimal(50))
        _show_value(form, key, kind, status)
        _show_anyway(form, f"{at}.incrementality_percent", outcome)
    _show_path(form, key, outcome_touchpoints(form.answers, key))


def _show_value(form: QuizForm, key: str, kind: OutcomeKind, status: Status) -> None:
    at, value = f"outcome.{key}", outcome_value(form.answers, key)
    rating = form.answers.get(f"{at}.intangible")
    if kind in KINDS_WITHOUT_GAIN:
        _show_raised(form, key)
    # A value that is typed still counts beside a rating: so it stays in sight.
    elif rating is None or value is not None:
        if counts_without_value(kind, form.purposes):
            st.caption("It counts without a value. Add one only if it was worth money by itself.")
        if is_seldom_priced(kind, form.purposes):
            _show_rating(form, f"{at}.intangible")
            is_begun = value is not None or bool(quiz.missing_figure(form.answers, key))
            with st.expander("Value in money (optional)", key=f"priced {form.widget_name(key)}", expanded=is_begun):
                _show_money(form, key, status, value)
            return
        _show_money(form, key, status, value)
    if _has_rating_in_sight(form, key):
        _show_rating(form, f"{at}.intangible")


def _show_lost(form: QuizForm, key: str, kind: OutcomeKind) -> None:
    """Say what a lost outcome counts as, and ask who said no; what it would have been worth no longer matters."""
    form.pills(WHO_SAID_NO, key, list(WHO_DECLINED), WHO_DECLINED.__getitem__, form.answers.get(key))
    sentence = lost_note(kind)
    st.caption(f"{sentence[:1].upper()}{sentence[1:]}.")


def _has_rating_in_sight(form: QuizForm, key: str) -> bool:
    """Return whether the rating is in sight: it was given, or it is asked of the kind and no value is known."""
    kind = outcome_kind(form.answers, key)
    if form.answers.get(f"outcome.{key}.intangible") is not None or is_seldom_priced(kind, form.purposes):
        return True
    return kind not in KINDS_WITH_MARGIN and outcome_value(form.answers, key) is None


def _show_money(form: QuizForm, key: str, status: Status, value: Decimal | None) -> None:
    at, helper = f"outcome.{key}", _helper(form, key)
    if helper is None:
        form.number(FINAL_VALUE if form.is_just_won else value_label(status), f"{at}.likely", value)
        return
    label = final_label(helper) if form.is_just_won else helper.value_label(status)
    if helper.asks_margin:
        with st.grid("auto", min_column_width=112, vertical_alignment="bottom"):
            form.number(label, f"{at}.likely", value, note=helper.advice)
            question = share_question(compensation_in_force(form.preview.profile, form.quarter))
            form.number(question.label, f"{at}.margin_percent", note=question.note, blank=100)
        if f"{at}.margin_percent" not in form.answers:
            st.caption(question.blank)
        elif form.is_new and value is None and _is_filled_in(form, key):
            st.caption(FILLED_IN_MARGIN)
    else:
        if form.asks_figures:
            _show_inputs(form, key)
        form.number(label, f"{at}.likely", value, note=helper.advice)


def _is_filled_in(form: QuizForm, key: str) -> bool:
    """Return True if a margin is that of another outcome, of this quiz or of the records."""
    own = f"outcome.{key}.margin_percent"
    others = [answer for name, answer in form.answers.items() if name.endswith(".margin_percent") and name != own]
    kind = outcome_kind(form.answers, key)
    return form.answers[own] in (*others, submission.usual_margin_percent(form.workspace, kind))


def _helper(form: QuizForm, key: str) -> ValueHelper | None:
    if _is_plainly_valued(form, key):
        return None
    if form.asks_figures:
        return quiz.outcome_helper(form.answers, key)
    is_search = ends_search(form.workspace.profile, form.outcome_day)
    return value_helper(outcome_kind(form.answers, key), "search" if is_search else "job")


def _is_plainly_valued(form: QuizForm, key: str) -> bool:
    """Return True if an outcome counts by itself, such as a lead to a job: it brings in no revenue to share."""
    is_shared = f"outcome.{key}.margin_percent" in form.answers
    return counts_without_value(outcome_kind(form.answers, key), form.purposes) and not is_shared


def _show_inputs(form: QuizForm, key: str) -> None:
    at = f"outcome.{key}"
    if outcome_kind(form.answers, key) == "role" and (form.is_between_jobs or f"{at}.without" in form.answers):
        form.pills(WITHOUT_ROLE_QUESTION, f"{at}.without", list(WITHOUT_ROLE),
                   WITHOUT_ROLE.__getitem__, form.answers.get(f"{at}.without", "job"), required=True)  # fmt: skip
    helper = quiz.outcome_helper(form.answers, key)
    assert helper is not None
    with st.grid("auto", min_column_width=112):
        for field in helper.inputs:
            form.number(field.label, f"{at}.helper.{field.key}", blank=None)
    if missing := quiz.missing_figure(form.answers, key):
        st.caption(f":material/warning: Add {missing}, so that it counts.")
    _show_input_hints(form, at, helper)


def _show_input_hints(form: QuizForm, at: str, helper: ValueHelper) -> None:
    given = [field.key for field in helper.inputs if f"{at}.helper.{field.key}" in form.answers]
    if hint := input_hint(helper, given):
        st.caption(hint)
    pay = form.pay_without_role
    if pay and form.answers.get(f"{at}.helper.{PAY_WITHOUT_ROLE}") == format_amount(pay):
        st.caption(FILLED_IN_PAY)


def _show_rating(form: QuizForm, key: str) -> None:
    rating = form.answers.get(key)
    # Tapping the chosen one again removes the rating.
    ratings = _RATINGS if rating != 0 else (0, *_RATINGS)
    form.pills("Hard to price? Rate how much it matters to you, 1 to 5", key, ratings, str, rating)


def _show_anyway(form: QuizForm, key: str, outcome: Outcome) -> None:
    """Ask how likely the outcome was without networking, and say right below what it counts as."""
    incrementality = quiz.number(form.answers, key)
    percent = None if incrementality is None else float(HUNDRED - incrementality)
    with st.container(gap="xxsmall"):
        form.pills(
            anyway_question(outcome.status),
            key,
            sorted({*ANYWAY_CHOICES, percent or 0.0}),
            lambda odds: anyway_name(odds, form.words),
            percent,
            to_answer=lambda odds: format(HUNDRED - Decimal(odds), "f"),
            required=True,
        )
        if counted := explain_counted_value(outcome, form.words):
            beginning = "Until you choose, it" if percent is None else "It"
            st.caption(escape_markdown(f"{beginning} {counted}."))
        elif percent is None:
            st.caption(ANYWAY_UNANSWERED)


def _show_raised(form: QuizForm, key: str) -> None:
    st.caption(
        "Money you raise isn’t your own gain: it belongs to the venture, and investors expect it back. So it’s shown "
        "separately and isn’t part of any return. Add a fee that you keep as an outcome of its own."
    )
    form.number("Amount raised (optional)", f"outcome.{key}.likely", outcome_value(form.answers, key))


def _show_path(form: QuizForm, key: str, path: Path) -> None:
    st.markdown("**What led to it?** Tap the steps in order.")

    def save(path: Path) -> bool:
        return form.save({f"outcome.{key}.touchpoints": [as_row(touchpoint) for touchpoint in path]})

    taken = {touchpoint.approach for touchpoint in path}
    with st.container(horizontal=True, gap="xsmall"):
        for approach in APPROACHES:
            touchpoint = Touchpoint(date=form.outcome_day, approach=approach)
            # A meeting that a name filled in must not be tapped a second time.
            label = f"{APPROACH_NAMES[approach]}{' again' if approach in taken else ''}"
            st.button(label, key=f"step {form.widget_name(key)} {approach}", on_click=save,
                      args=([*path, touchpoint],))  # fmt: skip
    _show_contact(form, key, path, save)
    for index in range(len(path)):
        _show_touchpoint(form, key, path, index, save)


def _show_contact(form: QuizForm, key: str, path: Path, save: Callable[[Path], bool]) -> None:
    """Show a choice of contacts; choosing one adds the recorded touchpoints with them to the path."""
    suggestions = touchpoints_by_contact(form.workspace, form.outcome_day)
    if not suggestions:
        return
    name = f"with {form.widget_name(key)}"

    def add_suggestions(contact: str | None) -> bool:
        new = [touchpoint for touchpoint in suggestions.get(contact or "", ()) if touchpoint not in path]
        # Without a new step there is nothing to save, and the name stays chosen.
        return bool(new) and save(_in_order([*_without_blank_steps(path, new, form.outcome_day), *new]))

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
                f"How you met: {escape_markdown(contacts[chosen].name)} has been your LinkedIn connection since "
                f"{form.words.day(met.date)}. Connecting alone doesn’t count as a step.",
                width="content",
            )
            st.button("Count it as a step", key=f"met {form.widget_name(key)}", type="tertiary", icon=":material/add:",
                      on_click=save, args=(_in_order([*path, met]),))  # fmt: skip


def _without_blank_steps(path: Path, new: Path, default_day: date) -> Path:
    """Return a path without the steps that new ones fill in: of the same approach, of which nothing else is stated."""
    rest = list(path)
    for touchpoint in new:
        blank = Touchpoint(date=default_day, approach=touchpoint.approach)
        if blank in rest:
            rest.remove(blank)
    return rest


def _in_order(path: Path) -> Path:
    return sorted(path, key=lambda touchpoint: touchpoint.date)


def _show_touchpoint(form: QuizForm, key: str, path: Path, index: int, save: Callable[[Path], bool]) -> None:
    touchpoint, name = path[index], f"{form.widget_name(key)} {index}"
    contact, venues = form.workspace.contacts_by_id.get(touchpoint.contact or ""), form.workspace.venues_by_id
    label = f"{APPROACH_NAMES[touchpoint.approach]}{f' with {escape_markdown(contact.name)}' if contact else ''}"
    quarter = guessed_step_quarter(form.workspace, touchpoint)
    label = f"{label}, in {quarter_name(quarter)}" if quarter else label

    def change(**values: Any) -> bool:
        changed = touchpoint.model_copy(update=values)
        return save([*path[:index], changed, *path[index + 1 :]])

    with st.container(horizontal=True, vertical_alignment="bottom"):
        day_key, venue_key = f"step day {name}", f"step venue {name}"
        st.date_input(
            f"{index + 1}. {label}: when? (optional)",
            key=session.widget_key(day_key, None if quarter else form.stated_day(touchpoint.date)),
            on_change=session.save_on_change(day_key, lambda day: change(date=day or form.outcome_day)),
            min_value=session.EARLIEST_DAY, width=300 if contact else 240, format=session.words().date_pattern,
        )  # fmt: skip
        if venues:
            st.selectbox(
                "Venue (optional)", [None, *venues],
                format_func=lambda venue: venues[venue].name if venue in venues else "–",
                key=session.widget_key(venue_key, touchpoint.venue),
                on_change=session.save_on_change(venue_key, lambda venue: change(venue=venue)), width=220,
            )  # fmt: skip
        st.button("Remove step", key=f"step gone {name}", icon=":material/close:", type="tertiary",
                  on_click=save, args=([*path[:index], *path[index + 1 :]],))  # fmt: skip


def _show_details(form: QuizForm, key: str, status: Status) -> None:
    at, is_lost = f"outcome.{key}", status == "lost"
    if not is_lost and not _has_rating_in_sight(form, key):
        _show_rating(form, f"{at}.intangible")
    with st.grid("auto", min_column_width=112):
        if not is_lost:
            form.number("At least", f"{at}.low")
            form.number("At most", f"{at}.high")
            label = "Would have happened anyway, %"
            form.number(label, f"{at}.incrementality_percent", is_complement=True)
        is_interview = outcome_kind(form.answers, key) == "interview"
        form.day("Date of the interview" if is_interview else "Date won, or first heard of", f"{at}.date")
    if form.is_new and f"{at}.date" not in form.answers:
        st.caption(f"Without a date, it counts as of {form.default_day}.")
