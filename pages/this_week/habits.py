"""Good habits on a page: the quarter's checklist with what earlier quarters came to, and the week's challenge."""

import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import habits
from netroi_core.quiz.habits import MANNERS, Tally
from netroi_core.views.overview import Overview
from netroi_core.wording.wording import counted, listed, quarter_name
from netroi_core.workspace.fields import HABITS, Habit
from pages.shell import session
from pages.widgets import picture

_MOST_QUARTERS = 8
_SHOWN_BEFORE = 2


def challenge(overview: Overview) -> None:
    """The week's challenge, and whether it is done."""
    asked = overview.challenge
    st.subheader("This week’s challenge")
    done = ":green[:material/check_circle: Done.]" if overview.is_met else "It counts as soon as it is in the journal."
    st.markdown(f"**{asked.title}**  \n{asked.sentence}  \n:small[{done}]")


def checklist(tally: Tally) -> None:
    """What to tick off in the quarter that is under way, and how many were kept up before."""
    *before, now = tally.done
    st.subheader("Good habits online")
    counts = [f"{len(tally.done[quarter])} in {quarter_name(quarter)}" for quarter in before[: -_SHOWN_BEFORE - 1 : -1]]
    after = f"; {listed(counts)}" if counts else ""
    st.markdown(f"{len(tally.done[now])} of {len(HABITS)} kept up in {quarter_name(now)}{after}.")
    with st.grid("auto", min_column_width=240):
        for habit in HABITS:
            key = session.seeded(f"habit {now} {habit}", habit in tally.done[now])
            st.checkbox(
                _label(tally, habit),
                key=key,
                help=MANNERS[habit].sentence,
                on_change=session.kept(key, lambda is_done, habit=habit: _tick(now, habit, is_done)),
            )
    if before:
        _over_the_quarters(tally)


def _label(tally: Tally, habit: Habit) -> str:
    title, streak = MANNERS[habit].title, tally.streak(habit)
    return f"{title} :small[:gray[{counted(streak, 'quarter')} in a row]]" if streak > 1 else title


def _tick(quarter: Quarter, habit: Habit, is_done: bool) -> bool:
    return session.save(lambda document: habits.ticked(document, quarter, habit, is_done))


def _over_the_quarters(tally: Tally) -> None:
    unfolded = st.expander("Over the quarters", icon=":material/table_view:", key="habits", on_change="rerun")
    if unfolded.open:
        with unfolded:
            quarters = list(tally.done)[-_MOST_QUARTERS:]
            rows = [
                (MANNERS[habit].title, *("✓" if habit in tally.done[quarter] else "–" for quarter in quarters))
                for habit in HABITS
            ]
            total = ("Kept up", *(f"{len(tally.done[quarter])} of {len(HABITS)}" for quarter in quarters))
            header = ("", *map(quarter_name, quarters))
            picture.table((header, (*rows, total)), "Habits that were kept up, by quarter")
