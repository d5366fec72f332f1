import streamlit as st

from netroi_core.trend_words import METHOD
from netroi_core.trends import Log
from netroi_core.wording import plain
from pages.parts import figures, options, picture, session


def main() -> None:
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    if saved is None or not quarters:
        _what_will_stand_here()
        return
    window, chosen = options.bar(quarters)
    trends = figures.trends_of(saved, window, chosen)
    st.title(plain(trends.headline))
    if trends.still_to_come:
        st.markdown(plain(trends.still_to_come))
    for charts in trends.charts.values():
        picture.show(charts())
    if (log := figures.log_of(saved)) is not None:
        _log(log)
    picture.tables(trends.charts)
    _how()


def _what_will_stand_here() -> None:
    st.title("When does networking pay?")
    st.markdown(
        "Mostly later than it costs. Here you will see, quarter by quarter, what you reaped and what you sowed, how "
        "much usually comes later, and since when each way of networking has paid. One quiz is enough to begin."
    )
    if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
        st.switch_page("quiz.py")


def _log(log: Log) -> None:
    name = "What changed since you handed it in"
    unfolded = st.expander(name, icon=":material/history:", key="log", on_change="rerun")
    if unfolded.open:
        with unfolded:
            for quarter, changes in log.lines:
                st.markdown("  \n".join([f"**{plain(quarter)}**", *map(plain, changes)]))
            if not log.lines:
                st.markdown("Nothing: every quarter still shows what it did then.")
            picture.table(log.table, name)


def _how() -> None:
    how = st.expander("How is this figured?", icon=":material/function:", key="how", on_change="rerun")
    if how.open:
        with how:
            for name, said in METHOD:
                st.markdown(f"**{name}**  \n{plain(said)}")


main()
