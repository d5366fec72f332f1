"""Trying out a plan: its hours and money by sliders, what one can bear, what is assumed; kept for the session alone."""

from math import ceil, log10
from typing import Final

import streamlit as st

from netroi_core.planning import goals
from netroi_core.planning.mix import Effort, Limits, total
from netroi_core.planning.outlook import Outlook
from netroi_core.planning.words import PlanWords
from netroi_core.quarters import Quarter
from netroi_core.views.plans import Asked, Efforts, efforts_of, mix_of
from netroi_core.wording.wording import APPROACH_NAMES, Words, counted, plain, quarter_name
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import Removal
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Profile
from pages.shell import session

_MOST_KEPT: Final = 4


def asked(outlook: Outlook, quarter: Quarter, profile: Profile) -> Asked:
    """What is tried out now: from the present mix and the profile on, whatever was moved since."""
    usual = Asked.usual(outlook, quarter, profile)
    weeks = quarter.days(profile.fiscal_year_start) / 7
    limits = Limits(
        session.tried("weekly hours", profile.weekly_hours_cap) * weeks,
        session.tried("most money", usual.limits.money),
        session.tried("learning percent", 100 * usual.limits.learning_share) / 100,
    )
    efforts = tuple(_effort(outlook, approach) for approach in APPROACHES)
    return Asked(limits, session.tried("elasticity", usual.elasticity), efforts, session.tried("kept plans", ()))


def sliders(outlook: Outlook, words: Words) -> None:
    """For each approach its hours and its money, beside those of now."""
    most_hours = _rounded_up(max(20.0, 2 * total(outlook.present).hours))
    most_money = _most_money(outlook)
    for column, approach in zip(st.columns(len(APPROACHES), gap="large"), APPROACHES, strict=True):
        now = outlook.present[approach]
        effort = _effort(outlook, approach)
        with column:
            st.markdown(
                f"**{APPROACH_NAMES[approach]}**  \n"
                f":small[:gray[Now {plain(words.hours(round(now.hours)))}, {plain(words.money(now.money))}]]"
            )
            _slider("Hours", f"hours {approach}", effort.hours, most_hours, "%d h")
            _slider("Money", f"money {approach}", effort.money, most_money, f"{words.symbol}%d")


def buttons(outlook: Outlook, best: Efforts | None, quarter: Quarter, mine: Efforts) -> None:
    """Start from another mix, keep this one to compare, or make it the goal."""
    kept: tuple[tuple[str, Efforts], ...] = session.tried("kept plans", ())
    with st.container(horizontal=True):
        if best is not None:
            st.button("Try the best mix", icon=":material/auto_awesome:", on_click=_start_from, args=(best,))
        st.button("Back to now", icon=":material/undo:", on_click=_start_from, args=(efforts_of(outlook.present),))
        if len(kept) < _MOST_KEPT:
            st.button("Keep to compare", icon=":material/add:", on_click=_keep, args=(mine,))
        if kept:
            st.button("Drop those kept", icon=":material/delete:", on_click=session.try_out, args=("kept plans", ()))
        st.button("Make it my goal", type="primary", icon=":material/flag:", on_click=_set_as_goal,
                  args=(mine, quarter))  # fmt: skip


def limits(outlook: Outlook, asked: Asked, profile: Profile, words: Words) -> None:
    """What the best mix must keep to, and how value is assumed to grow with effort."""
    unfolded = st.expander("What you can bear, and what is assumed", icon=":material/tune:", key="limits",
                           on_change="rerun")  # fmt: skip
    if not unfolded.open:
        return
    with unfolded:
        with st.grid("auto", min_column_width=230):
            cap = profile.weekly_hours_cap
            _slider("Hours a week, at most", "weekly hours", cap, ceil(max(20.0, 2 * cap)), "%g h", 0.5)
            _slider("Money a quarter, at most", "most money", asked.limits.money, _most_money(outlook),
                    f"{words.symbol}%d")  # fmt: skip
            _slider("Of the hours, kept to learn", "learning percent", 100 * asked.limits.learning_share, 50, "%d%%", 5)
            _slider("How value grows with effort", "elasticity", asked.elasticity, 1.0, "%.2f", 0.05, lowest=0.3)
        st.caption(f"{plain(PlanWords(outlook, words).assumption(asked.elasticity))} Set it to 1 for none of that.")


def _slider(
    label: str, name: str, otherwise: float, highest: float, shape: str, step: float = 1, lowest: float = 0
) -> None:
    kind = type(step)
    value = kind(min(round(session.tried(name, otherwise) / step) * step, highest))
    key = session.seeded(f"plan {name}", max(value, kind(lowest)))
    st.slider(label, kind(lowest), kind(highest), key=key, step=step, format=shape,
              on_change=lambda: session.try_out(name, session.value(key)))  # fmt: skip


def _effort(outlook: Outlook, approach: Approach) -> Effort:
    """As the sliders stand; where they stand as now, exactly as now."""
    now = outlook.present[approach]
    hours, money = session.tried(f"hours {approach}", None), session.tried(f"money {approach}", None)
    return Effort(
        now.hours if hours in (None, round(now.hours)) else hours,
        now.money if money in (None, round(now.money)) else money,
    )


def _start_from(efforts: Efforts) -> None:
    for approach, effort in mix_of(efforts).items():
        session.try_out(f"hours {approach}", round(effort.hours))
        session.try_out(f"money {approach}", round(effort.money))


def _keep(mine: Efforts) -> None:
    kept = session.tried("kept plans", ())
    session.try_out("kept plans", (*kept, (f"Plan {len(kept) + 1}", mine)))


def _set_as_goal(mine: Efforts, quarter: Quarter) -> None:
    records = goals.of_mix(mix_of(mine), quarter)
    removals: list[Removal] = []

    def edit(document: Document) -> Document:
        document, removal = goals.planned(document, quarter, records)
        removals[:] = [removal]
        return document

    session.save(
        edit,
        f"{counted(len(records), 'goal')} set for {quarter_name(quarter)}.",
        undo=lambda document: goals.unplanned(document, records, removals[0]),
    )


def _most_money(outlook: Outlook) -> int:
    """Where the sliders of money end: well beyond what is spent now, and at ten hours' worth if nothing is."""
    return _rounded_up(max(4 * total(outlook.present).money, 10 * max(outlook.hour_worth.tolist()), 100.0))


def _rounded_up(number: float) -> int:
    """To two figures, so that a slider ends at a round number."""
    size = 10 ** max(0, int(log10(number)) - 1)
    return ceil(number / size) * size
