from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from netroi_core.quiz import answers as quiz
from netroi_core.quiz import submission
from netroi_core.quiz.valuation import HELPERS
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, STATUS_NAMES, plain
from netroi_core.workspace.fields import APPROACHES, OUTCOME_KINDS, Status
from pages.quiz.answers import Sheet
from pages.shell import session
from pages.widgets.complaint import complain

_STATUSES: tuple[Status, ...] = ("won", "open", "lost")


def show(sheet: Sheet) -> None:
    if earlier := quiz.earlier_open(sheet.document, sheet.quarter):
        st.subheader("Still open from earlier quarters: what became of it?")
        for outcome in earlier:
            _earlier(sheet, outcome)
    st.markdown("Tap what networking led to, big or small, even if it isn't sure yet. Nothing so far? Then go on.")
    # Made here, not in the edit: a double tap adds one outcome.
    keys = quiz.outcome_keys(sheet.answers)
    new = str(max((int(key) for key in keys if key.isdecimal()), default=0) + 1)
    with st.container(horizontal=True, gap="xsmall"):
        for kind in OUTCOME_KINDS:
            st.button(KIND_NAMES[kind], key=f"add {sheet.quarter} {kind}", icon=":material/add:", on_click=_add,
                      args=(sheet, new, kind))  # fmt: skip
    problems = dict(quiz.problems(sheet.document, sheet.quarter))
    for key in reversed(keys):
        with st.container(border=True):
            _outcome(sheet, key, problems)


def _add(sheet: Sheet, key: str, kind: str) -> None:
    def edit(document: dict[str, Any]) -> dict[str, Any]:
        keys = quiz.outcome_keys(quiz.answers_of(document, sheet.quarter))
        if key in keys:
            return document
        return quiz.answered(document, sheet.quarter, {"outcomes": [*keys, key], f"outcome.{key}.kind": kind})

    session.save(edit)


def _remove(sheet: Sheet, key: str) -> None:
    quarter, before = sheet.quarter, dict(sheet.answers)
    gone = [name for name in before if name.startswith(f"outcome.{key}.")]
    changes = {**dict.fromkeys(gone), "outcomes": [k for k in before["outcomes"] if k != key]}
    back = {name: before[name] for name in [*gone, "outcomes"]}
    session.save(
        lambda document: quiz.answered(document, quarter, changes),
        "Removed.",
        undo=lambda document: quiz.answered(document, quarter, back),
    )


def _earlier(sheet: Sheet, outcome: dict[str, Any]) -> None:
    key = f"earlier.{outcome['id']}"
    worth = (outcome.get("value") or {}).get("likely")
    amount = f", {sheet.words.money(Decimal(worth))}" if worth else ""
    about = plain(f"{outcome.get('title') or KIND_NAMES[outcome['kind']]}{amount}")
    status = sheet.choice(about, f"{key}.status", _STATUSES, STATUS_NAMES.__getitem__)
    if status in (None, "open"):
        chance = Decimal(str(outcome.get("probability") or 0)) * 100
        sheet.number("How likely now, % (optional)", f"{key}.probability_percent", chance)


def _outcome(sheet: Sheet, key: str, problems: dict[str, str]) -> None:
    at, answers = f"outcome.{key}", sheet.answers
    kind = answers.get(f"{at}.kind", "other")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(KIND_NAMES[kind], width="stretch")
        st.button("Remove", key=f"remove {sheet.quarter} {key}", icon=":material/delete:", type="tertiary",
                  on_click=_remove, args=(sheet, key))  # fmt: skip
    left, right = st.columns(2)
    with left:
        sheet.text("What is it? (optional)", f"{at}.title", placeholder="A name that you will recognise")
        status = sheet.choice("Is it won?", f"{at}.status", _STATUSES, STATUS_NAMES.__getitem__, "won")
        if status == "open":
            sheet.number("How likely, %", f"{at}.probability_percent", Decimal(50))
    with right:
        _value(sheet, key, kind)
    _path(sheet, key)
    with st.expander("How sure, and how much would have come anyway (optional)", key=f"more {sheet.quarter} {key}"):
        _details(sheet, key)
    for name in ("low", "high"):
        if sentence := problems.get(f"{at}.{name}"):
            complain(sentence)


def _value(sheet: Sheet, key: str, kind: str) -> None:
    at, helper = f"outcome.{key}", HELPERS.get(kind)
    rating = sheet.choice(
        "Its worth", f"{at}.intangible", range(6), "Without money: {} of 5".format, is_list=True,
        placeholder="In money",
        note="In money where you can; or, without money, from 0 (none) to 5 (priceless).",
    )  # fmt: skip
    if rating is not None:
        return
    if helper is not None:
        with st.grid("auto", min_column_width=130):
            for wanted in helper.inputs:
                sheet.number(wanted.label, f"{at}.helper.{wanted.key}")
            if helper.asks_margin:
                note = "What is left of it after its own costs, your hours for the work included."
                sheet.number("Of it you keep, %", f"{at}.margin_percent", Decimal(100), note=note)
        st.caption(plain(helper.advice))
    likely = submission.likely_answer(sheet.answers, key)
    label = "Worth, likely" if helper is None else f"Worth, likely ({helper.formula})"
    sheet.number(label, f"{at}.likely", likely)


def _path(sheet: Sheet, key: str) -> None:
    at = f"outcome.{key}.touchpoints"
    steps = list(sheet.answers.get(at, []))
    st.markdown("**What led to it?** Tap the steps in their order: where you met, what came next.")
    day = sheet.outcome_day
    venues, people = ({each["id"]: each["name"] for each in sheet.document.get(name, ())}
                      for name in ("venues", "contacts"))  # fmt: skip

    def keep(changed: list[dict[str, Any]]) -> bool:
        return sheet.keep({at: changed})

    _with_somebody(sheet, key, steps, people, keep)
    with st.container(horizontal=True):
        for approach in APPROACHES:
            st.button(
                APPROACH_NAMES[approach], key=f"step {sheet.quarter} {key} {approach}", icon=":material/add:",
                on_click=lambda approach=approach: keep([*steps, {"date": day.isoformat(), "approach": approach}]),
            )  # fmt: skip
    for place in range(len(steps)):
        _step(f"{sheet.quarter} {key} {place}", steps, place, venues, people, keep)


def _with_somebody(sheet: Sheet, key: str, steps: list[dict[str, Any]], people: dict[str, str], keep: Any) -> None:
    """Whom it came through: choosing somebody fills in the steps with them that the records hold."""
    known = sheet.paths
    if not known:
        return
    name = f"with {sheet.quarter} {key}"

    def fill_in(person: str | None) -> bool:
        new = [step for step in known.get(person or "", ()) if step not in steps]
        return keep(sorted([*steps, *new], key=lambda step: str(step["date"])))

    st.selectbox(
        "Through whom? (optional)", list(known), format_func=people.__getitem__,
        key=session.seeded(name, next((step["contact"] for step in steps if step.get("contact") in known), None)),
        on_change=session.kept(name, fill_in),
        placeholder="A name, and the steps with them are filled in", width=420,
    )  # fmt: skip


def _step(
    name: str, steps: list[dict[str, Any]], place: int, venues: dict[str, str], people: dict[str, str], keep: Any
) -> None:  # fmt: skip
    step = steps[place]
    person = people.get(step.get("contact") or "")
    what = f"{APPROACH_NAMES[step['approach']]}{f' with {plain(person)}' if person else ''}"

    def changed(**new: Any) -> bool:
        return keep([{**each, **new} if i == place else each for i, each in enumerate(steps)])

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            f"{place + 1}. {what}, on",
            key=session.seeded(f"step day {name}", date.fromisoformat(step["date"])),
            on_change=session.kept(f"step day {name}", lambda day: day is not None and changed(date=day.isoformat())),
            min_value=date(1900, 1, 1), width=300 if person else 190,
        )  # fmt: skip
        if venues:
            st.selectbox(
                "Where (optional)", [None, *venues], format_func=lambda venue: venues.get(venue, "–"),
                key=session.seeded(f"step venue {name}", step.get("venue")),
                on_change=session.kept(f"step venue {name}", lambda venue: changed(venue=venue)), width=220,
            )  # fmt: skip
        st.button("Remove step", key=f"step gone {name}", icon=":material/close:", type="tertiary",
                  on_click=lambda: keep([each for i, each in enumerate(steps) if i != place]))  # fmt: skip


def _details(sheet: Sheet, key: str) -> None:
    at = f"outcome.{key}"
    with st.grid("auto", min_column_width=130):
        sheet.number("At least", f"{at}.low")
        sheet.number("At most", f"{at}.high")
        note = "If you hadn't networked: would it have come anyway? 0: never; 100: surely."
        label = "Would have come anyway, %"
        sheet.number(label, f"{at}.incrementality_percent", Decimal(100), note=note, is_complement=True)
        sheet.day("Won on, or heard of on", f"{at}.date", sheet.outcome_day)
