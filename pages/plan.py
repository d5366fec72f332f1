import streamlit as st

from netroi_core.views.plans import ADVISED, YOUR_PLAN, Plans, efforts_of, next_quarter
from netroi_core.wording.wording import escape_markdown, quarter_name
from pages.plan import goals, planner
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, filters


def main() -> None:
    saved, profile, words = session.saved(), session.profile(), session.words()
    quarters = figures_of(saved).ledger.quarters if saved else ()
    if saved is None or not quarters:
        _show_preview()
        return
    window, options = filters.filter_bar(quarters)
    situation = figures_of(saved).situation(window, options, session.today())
    quarter = next_quarter(situation.ledger, situation.today)
    request = planner.plan_request(situation, quarter)
    plans = figures_of(saved).plans(situation, quarter, request)
    _show_advice(plans)
    if situation.outlook is not None:
        st.subheader(f"Your plan for {quarter_name(quarter)}")
        planner.show_sliders(situation.outlook, words)
        advised = efforts_of(plans.advice.mix) if plans.advice.mix else None
        planner.show_buttons(situation.outlook, advised, quarter, request.mine)
        st.markdown(escape_markdown(plans.mine))
        _show_cautions(plans, YOUR_PLAN)
        charts.show_charts(plans.charts)
        planner.show_limits(situation.outlook, request, profile, words)
        charts.show_tables({"plans": lambda: plans.charts})
    goals.show_goals(saved, words)


def _show_preview() -> None:
    st.title("What would another mix return?")
    st.markdown(
        "Once a quarter is on record, you try out here how many hours and how much money the next one should give to "
        "group events, one-on-one and social media, and see what is likely to come of it."
    )
    if st.button("Take the pop quiz", type="primary", icon=":material/checklist:"):
        st.switch_page("quiz.py")


def _show_advice(plans: Plans) -> None:
    st.title(escape_markdown(plans.headline))
    for sentence in filter(None, (plans.sentence, *plans.reasons, plans.test)):
        st.markdown(escape_markdown(sentence))
    _show_cautions(plans, ADVISED)


def _show_cautions(plans: Plans, name: str) -> None:
    for sentence in plans.cautions.get(name, ()):
        st.warning(escape_markdown(sentence), icon=":material/warning:")


main()
