from collections.abc import Sequence
from datetime import date

import streamlit as st

from netroi_core.planning.outlook import Outlook
from netroi_core.planning.plan_review import review_sentences
from netroi_core.relationships import timeline
from netroi_core.relationships.contacts import Relationship
from netroi_core.views.advice import Situation
from netroi_core.views.plans import YOUR_PLAN, Efforts, PlanRequest, Plans, efforts_of
from netroi_core.views.search import Search
from netroi_core.wording.wording import Words, escape_markdown, first_sentence, quarter_name, unbroken
from pages.people.contact_list import show_contact_link
from pages.plan import goals, planner
from pages.shell import session
from pages.shell.figures import figures_of
from pages.shell.layout import TEXT_WIDTH
from pages.widgets import charts, filters, purpose


def main() -> None:
    selection = filters.show_selection(
        "What should you do next quarter?",
        "After your first quiz, try different hours and budgets and see the estimated return.",
        "plan",
    )
    if selection is None:
        return
    saved, window, options = selection
    words = session.words()
    situation = figures_of(saved).situation(window, options, session.today())
    request, quarter = planner.plan_request(situation), situation.planned_quarter
    plans = figures_of(saved).plans(situation, quarter, request)
    _show_care(plans)
    _show_advice(plans)
    advised = _advised(plans)
    if plans.asks_for_purpose:
        purpose.show_next_purpose()
    if situation.outlook is None and advised and not plans.asks_for_purpose:
        # Nothing that recurs can be forecast, but the advised hours can be a goal.
        planner.show_goal_button(None, advised, request.elasticity, quarter, situation.baseline.mix)
    if plans.search:
        _show_search(plans.search)
    _show_review(plans, words)
    if situation.outlook is not None:
        _show_planner(plans, situation.outlook, situation, request)
    with st.container(width=TEXT_WIDTH):
        goals.show_goals(saved, words)


def _advised(plans: Plans) -> Efforts | None:
    return efforts_of(plans.advice.mix) if plans.advice.mix else None


def _show_planner(plans: Plans, outlook: Outlook, situation: Situation, request: PlanRequest) -> None:
    words, quarter = session.words(), situation.planned_quarter
    st.header(unbroken(f"Try a plan for {quarter_name(quarter)}"))
    # The result comes first: on a phone it stands above the sliders, so that both are in view.
    result, sliders = st.columns(2, gap="medium")
    with result:
        _show_result(plans)
    with sliders:
        planner.show_sliders(outlook, situation.baseline.quarters, words)
    planner.show_buttons(outlook, _advised(plans), quarter, request)
    for chart in plans.charts[1:]:
        charts.show_narrow_chart(chart)
    planner.show_limits(outlook, request, situation.weekly_hours, words)
    charts.show_details({charts.FILES: lambda: charts.show_files(plans.charts)})


def _show_result(plans: Plans) -> None:
    """Show what the plan being tried out would bring, with its cautions."""
    charts.show_charts(plans.charts[:1])
    st.markdown(escape_markdown(plans.mine))
    for sentence in plans.cautions.get(YOUR_PLAN, ()):
        st.warning(escape_markdown(sentence), icon=":material/warning:")


def _show_care(plans: Plans) -> None:
    """Show the signs of overload or of a pause, with one small step, before anything is asked for."""
    if plans.care:
        *signs, step = plans.care
        bullet = "- " if len(signs) > 1 else ""
        lines = [*(f"{bullet}{escape_markdown(sign)}" for sign in signs), "", f"**{escape_markdown(step)}**"]
        st.info("\n".join(lines), icon=":material/self_improvement:")
    if plans.is_beyond_limit:
        st.page_link("settings.py", label="Change your limits", icon=":material/tune:", query_params={"limits": "1"})


def _show_advice(plans: Plans) -> None:
    title, rest = first_sentence(plans.headline)
    st.title(escape_markdown(title))
    if rest:
        st.markdown(escape_markdown(rest))
    if plans.sentence:
        st.markdown(escape_markdown(plans.sentence))
    if plans.reconciliation:
        st.markdown(escape_markdown(plans.reconciliation))
    st.caption(escape_markdown(f"{plans.basis} {plans.usual}"))
    if plans.reasons:
        st.markdown("\n".join(f"- {escape_markdown(reason)}" for reason in plans.reasons))
    if plans.small_step:
        st.markdown(f"**One small step:** {escape_markdown(plans.small_step)}")
    st.markdown(f"**What would change this?** {escape_markdown(plans.test)}")


def _show_search(search: Search) -> None:
    """Show the pace of a search, and whom to ask and to reconnect with."""
    st.header("Your search")
    for sentence in search.sentences:
        st.markdown(escape_markdown(sentence))
    with st.container(width=TEXT_WIDTH):
        _show_people("Ask for an introduction", search.to_ask, search.situation.today)
        _show_people("Get back in touch", search.to_reconnect, search.situation.today)
        if not (search.to_ask or search.to_reconnect):
            st.markdown(
                "Add the people you know, former colleagues first, and see here whom to ask for an introduction."
            )
            st.page_link("people.py", label="Add people", icon=":material/person_add:")


def _show_people(title: str, relationships: Sequence[Relationship], today: date) -> None:
    if relationships:
        st.markdown(f"**{title}**")
        with st.container(gap=None):
            for row in relationships:
                details = (timeline.position(row.contact), timeline.last_contact(row, today))
                show_contact_link(row.contact, " · ".join(filter(None, details)))


def _show_review(plans: Plans, words: Words) -> None:
    if plans.review:
        st.header(unbroken(f"How your plan for {quarter_name(plans.review.quarter)} went"))
        st.markdown(escape_markdown(" ".join(review_sentences(plans.review, words))))


main()
