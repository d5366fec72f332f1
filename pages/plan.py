import streamlit as st

from netroi_core.planning.words import NOTHING_KNOWN
from netroi_core.views.plans import BEST, MINE, Plans, ahead, efforts_of
from netroi_core.wording.wording import plain, quarter_name
from pages.plan import goals, planner
from pages.shell import figures, session
from pages.widgets import filters, picture


def main() -> None:
    saved, me, words = session.saved(), session.profile(), session.words()
    quarters = figures.ledger(saved).quarters if saved else ()
    if saved is None or not quarters:
        _empty()
        return
    window, chosen = filters.bar(quarters)
    outlook = figures.outlook_of(saved, window, chosen)
    if outlook is None:
        st.title(plain(NOTHING_KNOWN))
        goals.show(saved, words)
        return
    quarter = ahead(figures.ledger(saved), session.today())
    asked = planner.asked(outlook, quarter, me)
    plans = figures.plans_of(saved, window, chosen, quarter, asked)
    _advice(plans)
    st.subheader(f"Your plan for {quarter_name(quarter)}")
    planner.sliders(outlook, words)
    best = None if plans.advice.reason else efforts_of(plans.advice.mix)
    planner.buttons(outlook, best, quarter, asked.mine)
    st.markdown(plain(plans.mine))
    _reservations(plans, MINE)
    picture.show(plans.charts)
    planner.limits(outlook, asked, me, words)
    picture.tables({"plans": lambda: plans.charts})
    goals.show(saved, words)


def _empty() -> None:
    st.title("What would another mix return?")
    st.markdown(
        "Once a quarter is on record, you try out here how many hours and how much money the next one should give to "
        "group events, one-on-one and social media, and see what is likely to come of it."
    )
    if st.button("Take the pop quiz", type="primary", icon=":material/checklist:"):
        st.switch_page("quiz.py")


def _advice(plans: Plans) -> None:
    st.title(plain(plans.headline))
    if plans.sentence:
        st.markdown(plain(plans.sentence))
        _reservations(plans, BEST)


def _reservations(plans: Plans, name: str) -> None:
    for sentence in plans.reservations.get(name, ()):
        st.warning(plain(sentence), icon=":material/warning:")


main()
