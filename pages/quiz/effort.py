from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from netroi_core.quiz import answers, prefill
from netroi_core.quiz import words as quiz_words
from netroi_core.wording.wording import APPROACH_NAMES, CATEGORY_NAMES, PART_NAMES, quarter_name
from netroi_core.workspace.fields import APPROACHES, COST_CATEGORIES, HOUR_PARTS, Approach
from pages.quiz.answers import Sheet
from pages.widgets import venues
from pages.widgets.complaint import complain

_USUAL_COSTS: dict[Approach, tuple[str, ...]] = {
    "group_events": ("event_fee", "breakfast", "drinks", "dinner", "parking", "fuel"),
    "one_on_one": ("coffee", "breakfast", "lunch", "drinks", "dinner", "parking", "fuel"),
    "social_media": ("subscription", "other"),
}


def show(sheet: Sheet) -> None:
    journal, habits = prefill.journalled(sheet.document, sheet.quarter), prefill.habits(sheet.document, sheet.quarter)
    st.markdown("What the quarter took in all. Leave blank what you didn't do.")
    if journal:
        st.caption("What your records hold is filled in already. Where the quarter took more, write the whole.")
    if prefill.brought(sheet.document, sheet.quarter):
        st.caption("Files seldom tell of preparing, travelling and following up: add what that took.")
    known_from = prefill.sources(sheet.document, sheet.quarter)
    if habits:
        before = quarter_name(sheet.quarter.shifted(-1))
        name = f"same as last quarter {sheet.quarter}"
        st.button(
            f"Same as {before}",
            key=name,
            icon=":material/history:",
            on_click=lambda: sheet.keep({key: format(number, "f") for key, number in habits.items()}),
        )
    problems = dict(answers.problems(sheet.document, sheet.quarter))
    for column, approach in zip(st.columns(3), APPROACHES, strict=True):
        with column, st.container(border=True):
            _approach(sheet, approach, journal, known_from)
            if (sentence := problems.get(f"{approach}.reimbursed")) and sheet.answers.get(f"{approach}.reimbursed"):
                complain(sentence)
    st.subheader("Memberships and subscriptions (optional)")
    st.caption("Dues count by the day from here on; no need to enter them above.")
    venues.show(sheet.words)


def _approach(
    sheet: Sheet, approach: Approach, journal: dict[str, Decimal], known_from: dict[str, set[str]]
) -> None:  # fmt: skip
    st.subheader(APPROACH_NAMES[approach])
    if origin := quiz_words.origin(known_from, approach):
        st.caption(origin)
    with st.grid("auto", min_column_width=112):
        for part in HOUR_PARTS:
            _field(sheet, f"{PART_NAMES[part]}, h", f"{approach}.hours.{part}", journal)
    used = {key.rsplit(".", 1)[1] for key in [*sheet.answers, *journal] if key.startswith(f"{approach}.costs.")}
    shown = [category for category in COST_CATEGORIES if category in used or category in _USUAL_COSTS[approach]]
    _costs(sheet, approach, shown, journal)
    more = st.expander("More kinds of cost", key=f"more costs {approach}", on_change="rerun")
    if more.open:
        with more:
            _costs(sheet, approach, [category for category in COST_CATEGORIES if category not in shown], journal)
            note = "Paid back by an employer or anybody else: it is not your cost."
            key = f"{approach}.reimbursed"
            sheet.number("Paid back to you", key, journal.get(key), note=note)


def _costs(sheet: Sheet, approach: Approach, categories: Sequence[str], journal: dict[str, Decimal]) -> None:
    with st.grid("auto", min_column_width=112):
        for category in categories:
            key = f"{approach}.costs.{category}"
            _field(sheet, CATEGORY_NAMES[category], key, journal)


def _field(sheet: Sheet, label: str, key: str, journal: dict[str, Decimal]) -> None:
    with st.container():
        known = journal.get(key)
        sheet.number(label, key, known)
        answer = answers.number(sheet.answers, key)
        if known and answer is not None and answer < known:
            st.caption(f"Your records hold {sheet.words.number(known)}: to lower it, edit them in the journal.")
