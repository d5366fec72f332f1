"""Good habits: the week's challenge, and the quarter's checklist with those of earlier quarters."""

from datetime import timedelta

import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import habits
from netroi_core.quiz.habits import HABIT_TEXTS, REST, HabitHistory
from netroi_core.views.week import WeekPlan
from netroi_core.wording.wording import join_words, pluralize, quarter_name, unbroken
from netroi_core.workspace.fields import Habit
from pages.shell import session
from pages.widgets import charts

# Two years of columns; the sentence above names the latest alone.
_MAX_QUARTERS = 8
_COUNTED_BEFORE = 2
_FIRST_WEEKS = timedelta(weeks=2)


def show_challenge(plan: WeekPlan) -> None:
    """Show the week's challenge, and whether it is met."""
    challenge = plan.challenge
    st.subheader("This week’s challenge")
    if challenge is REST:
        state = "There is nothing to log."
    elif plan.is_challenge_met:
        state = ":green[:material/check_circle: Done.]"
    else:
        state = "It counts as soon as you log it."
    st.markdown(f"**{challenge.title}**  \n{challenge.sentence}  \n:small[{state}]")


def show_checklist(history: HabitHistory) -> None:
    """Show the habits to tick off in the running quarter, and how many were kept up before."""
    *before, now = history.done
    st.subheader("Good habits")
    # Newest first, as they follow the running quarter in the sentence.
    recent = before[: -_COUNTED_BEFORE - 1 : -1]
    counts = [f"{len(history.done[quarter])} in {quarter_name(quarter)}" for quarter in recent]
    if history.done[now] or (counts and not _is_new(now)):
        after = f"; {join_words(counts)}" if counts else ""
        st.markdown(unbroken(f"{len(history.done[now])} kept up so far in {quarter_name(now)}{after}."))
    elif counts:
        st.markdown(unbroken(f"You kept up {join_words(counts)}."))
    with st.grid("auto", min_column_width=240):
        for habit in history.asked:
            key = session.widget_key(f"habit {now} {habit}", habit in history.done[now])
            st.checkbox(
                _label(history, habit),
                key=key,
                help=HABIT_TEXTS[habit].sentence,
                # Bound as a default, because a lambda in a loop would see the last habit.
                on_change=session.save_on_change(key, lambda is_done, habit=habit: _tick(now, habit, is_done)),
            )
    if before:
        _show_quarters(history)


def _is_new(quarter: Quarter) -> bool:
    """Return True in the first two weeks of a quarter: nothing is behind then."""
    return session.today() - quarter.first_day(session.profile().fiscal_year_start) < _FIRST_WEEKS


def _label(history: HabitHistory, habit: Habit) -> str:
    title, streak = HABIT_TEXTS[habit].title, history.streak(habit)
    return f"{title} :small[:gray[{pluralize(streak, 'quarter')} in a row]]" if streak > 1 else title


def _tick(quarter: Quarter, habit: Habit, is_done: bool) -> bool:
    return session.save(lambda document: habits.tick_habit(document, quarter, habit, is_done))


def _show_quarters(history: HabitHistory) -> None:
    with st.expander("Over the quarters", icon=":material/table_view:", key="habits", on_change="rerun") as expander:
        if not expander.open:
            return
        quarters = list(history.done)[-_MAX_QUARTERS:]
        rows = [
            (HABIT_TEXTS[habit].title, *("✓" if habit in history.done[quarter] else "–" for quarter in quarters))
            for habit in history.asked
        ]
        total = ("Kept up", *(str(len(history.done[quarter])) for quarter in quarters))
        header = ("", *map(quarter_name, quarters))
        charts.show_table((header, (*rows, total)), "Habits that were kept up, by quarter")
