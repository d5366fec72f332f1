"""Sliders to try out a plan: its hours and money, limits and assumptions; kept for the session only."""

from collections.abc import Sequence
from math import ceil, log10
from typing import Final

import streamlit as st

from netroi_core.planning import goals
from netroi_core.planning.mix import Effort, Limits, Mix, total_effort
from netroi_core.planning.outlook import Outlook
from netroi_core.planning.words import assumption
from netroi_core.quarters import Quarter
from netroi_core.views.advice import Situation
from netroi_core.views.plans import Efforts, PlanRequest, efforts_of, mix_of
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    Words,
    escape_markdown,
    in_sentence,
    pluralize,
    quarter_name,
    unbroken,
    whole,
)
from netroi_core.workspace.fields import APPROACHES, Approach
from pages.shell import session

_MOST_KEPT: Final = 4
_KEPT: Final = "kept plans"
_START: Final = "start of the sliders"


def plan_request(situation: Situation) -> PlanRequest:
    """Return the plan and limits being tried out: a typical quarter and the usual limits where no slider moved."""
    usual, profile = PlanRequest.usual(situation), situation.ledger.profile
    weeks = situation.planned_quarter.days(profile.fiscal_year_start) / 7
    limits = Limits(
        session.value("weekly hours", situation.weekly_hours) * weeks,
        session.value("most money", usual.limits.money),
        session.value("learning percent", 100 * usual.limits.learning_share) / 100,
        session.value("ramp percent", 100 * usual.limits.ramp_share) / 100,
        usual.limits.evenings,
    )
    efforts = tuple(_effort(situation.baseline.mix, approach, situation.outlook) for approach in APPROACHES)
    return PlanRequest(limits, session.value("elasticity", usual.elasticity), efforts, session.value(_KEPT, ()))


def show_sliders(outlook: Outlook, quarters: Sequence[Quarter], words: Words) -> None:
    """Show sliders for the hours and money of each approach, with the usual ones above them."""
    # One quarter alone is no habit.
    when = unbroken(f"in {quarter_name(quarters[0])}") if len(quarters) == 1 else "usually"
    most_hours = _rounded_up(max(20.0, 2 * total_effort(outlook.present).hours))
    most_money = _most_money(outlook)
    for approach in APPROACHES:
        now = outlook.present[approach]
        effort, name = _effort(outlook.present, approach, outlook), in_sentence(approach)
        usual = escape_markdown(f"{words.number(now.hours, 1)} h and {words.whole_money(now.money)}")
        st.markdown(f"**{unbroken(APPROACH_NAMES[approach])}** :small[:gray[{when} {usual}]]")
        with st.grid(2, min_column_width=150):
            # Money follows the hours, unless it is set after them.
            _slider(f"Hours for {name}", f"hours {approach}", effort.hours, most_hours, words.hours_template,
                    resets=f"money {approach}")  # fmt: skip
            _slider(f"Money for {name}", f"money {approach}", whole(effort.money),
                    max(most_money, _rounded_up(max(effort.money, 1.0))), words.money_template)  # fmt: skip


def show_buttons(outlook: Outlook, best: Efforts | None, quarter: Quarter, request: PlanRequest) -> None:
    """Show buttons to start from another mix, save this one to compare, or set it as the goal."""
    kept_plans: tuple[tuple[str, Efforts], ...] = session.value(_KEPT, ())
    usual = efforts_of(outlook.present)
    is_usual = request.mine == usual
    with st.container(horizontal=True):
        if best is not None:
            st.button("Try the advised plan", key="advised plan", type="primary" if is_usual else "secondary",
                      icon=":material/auto_awesome:", on_click=_start_from, args=(best,))  # fmt: skip
        st.button("Reset to usual", icon=":material/undo:", on_click=_start_from, args=(usual,))
        if len(kept_plans) < _MOST_KEPT:
            st.button("Save to compare", icon=":material/add:", on_click=_keep, args=(request.mine,))
        if kept_plans:
            st.button("Remove compared plans", icon=":material/delete:", on_click=session.set_value, args=(_KEPT, ()))
        show_goal_button(outlook, request.mine, request.elasticity, quarter, outlook.present, is_usual=is_usual)


def show_goal_button(
    outlook: Outlook | None, mine: Efforts, elasticity: float, quarter: Quarter, usual: Mix, *, is_usual: bool = False
) -> None:
    """Show the button that sets a mix as the goal of its quarter; disabled for the usual one."""
    st.button("Set as goal", key="set as goal", type="secondary" if is_usual else "primary", icon=":material/flag:",
              disabled=is_usual, help="Move a slider first." if is_usual else None,
              on_click=_set_as_goal, args=(outlook, mine, elasticity, quarter, usual))  # fmt: skip


def show_limits(outlook: Outlook, request: PlanRequest, cap: float, words: Words) -> None:
    """Show sliders for the limits of the best mix and the assumed growth of value with effort."""
    with st.expander("Limits and assumptions", icon=":material/tune:", key="limits", on_change="rerun") as expander:
        if not expander.open:
            return
        with st.grid("auto", min_column_width=230):
            _slider("Most hours a week", "weekly hours", cap, ceil(max(20.0, 2 * cap)), "localized", 0.5)
            _slider("Most money a quarter", "most money", request.limits.money, _most_money(outlook),
                    words.money_template)  # fmt: skip
            _slider(
                "Most hours for trying things out",
                "learning percent",
                100 * request.limits.learning_share,
                50,
                words.percent_template,
                5,
            )
            _slider(
                "Most growth of one approach",
                "ramp percent",
                100 * request.limits.ramp_share,
                200,
                words.percent_template,
                10,
            )
            _slider(
                "How value grows with effort (1: in step)",
                "elasticity",
                request.elasticity,
                1.0,
                "localized",
                0.05,
                lowest=0.3,
            )
        st.caption(f"{escape_markdown(assumption(request.elasticity, words))}")


def _slider(
    label: str,
    name: str,
    default: float,
    highest: float,
    number_format: str,
    step: float = 1,
    lowest: float = 0,
    resets: str = "",
) -> None:
    # Streamlit requires value, bounds and step of a slider to have one type, int or float.
    kind = type(step)
    stored = session.value(name)
    value = kind(min(whole((default if stored is None else stored) / step) * step, highest))
    key = session.widget_key(f"plan {name}", max(value, kind(lowest)))
    st.slider(label, kind(lowest), kind(highest), key=key, step=step, format=number_format,
              on_change=_set_slider, args=(name, key, resets))  # fmt: skip


def _set_slider(name: str, key: str, resets: str) -> None:
    session.set_value(name, session.widget_value(key))
    if resets:
        session.set_value(resets, None)


def _effort(usual: Mix, approach: Approach, outlook: Outlook | None) -> Effort:
    # The sliders round the effort that they started from: as long as one stands there, the exact value counts.
    now = usual[approach]
    start = mix_of(session.value(_START))[approach] if session.value(_START) else now
    hours = _exact(session.value(f"hours {approach}"), start.hours, now.hours)
    money = session.value(f"money {approach}")
    if money is None and outlook is not None and hours != now.hours:
        return outlook.mix({approach: hours})[approach]
    return Effort(hours, _exact(money, start.money, now.money))


def _exact(value: float | None, start: float, usual: float) -> float:
    if value is None:
        return usual
    return next((exact for exact in (start, usual) if value == whole(exact)), value)


def _start_from(efforts: Efforts) -> None:
    session.set_value(_START, efforts)
    for approach, effort in mix_of(efforts).items():
        session.set_value(f"hours {approach}", whole(effort.hours))
        session.set_value(f"money {approach}", whole(effort.money))


def _keep(mine: Efforts) -> None:
    kept_plans = session.value(_KEPT, ())
    session.set_value(_KEPT, (*kept_plans, (f"Plan {len(kept_plans) + 1}", mine)))


def _set_as_goal(outlook: Outlook | None, mine: Efforts, elasticity: float, quarter: Quarter, usual: Mix) -> None:
    mix = mix_of(mine)
    forecast = outlook.forecast(mix, elasticity) if outlook else None
    expected = forecast.expected if forecast and forecast.is_plausible else None
    records = goals.goals_from_mix(mix, quarter, expected, usual)
    count = sum(goal.metric != goals.EXPECTED_BENEFIT for goal in records)
    session.save_removal(
        lambda document: goals.save_plan(document, quarter, records),
        f"Set {pluralize(count, 'goal')} for {quarter_name(quarter)}.",
        lambda document, removal: goals.undo_plan(document, records, removal),
    )


def _most_money(outlook: Outlook) -> int:
    """Return the end of the sliders of money."""
    # Well beyond the present spending; without any, ten hours' worth leaves room to try some.
    return _rounded_up(max(4 * total_effort(outlook.present).money, 10 * max(outlook.hour_worth.tolist()), 100.0))


def _rounded_up(number: float) -> int:
    """Return a number rounded up to two digits."""
    # A slider that ends at 1,237 would look as if that number meant something.
    size = 10 ** max(0, int(log10(number)) - 1)
    return ceil(number / size) * size
