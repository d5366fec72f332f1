"""One circle: the visitor's standing in a quarter, and the figures they contribute, shown before they are given."""

from collections.abc import Sequence

import streamlit as st

from netroi_core.charts.circles import circle_chart
from netroi_core.circles import comparison
from netroi_core.circles.circle import CircleView
from netroi_core.circles.circles import Membership
from netroi_core.circles.comparison import Contribution
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import escape_markdown, pluralize, quarter_name, unbroken
from pages.circles import membership
from pages.shell import identity, session
from pages.shell.figures import figures_of
from pages.shell.layout import TEXT_WIDTH
from pages.widgets import charts


def show_circle(memberships: Sequence[Membership]) -> None:
    """Show the selected circle in the selected quarter."""
    circle, quarter = _select(memberships)
    view = identity.services().circles.view(identity.principal(), circle.id, quarter)
    sentences = comparison.standing_sentences(view.own, view.published, session.words())
    st.title(escape_markdown(_headline(view, quarter, sentences)))
    for led in memberships:
        if led.is_lead:
            membership.show_requests(led)
    st.markdown(_summary(circle, view, quarter))
    if view.published:
        if sentences[1:]:
            st.markdown(escape_markdown(comparison.other_standings(sentences)))
        chart = circle_chart(view.own, view.published, session.words())
        chart_column, own_column = st.columns([3, 2], gap="large")
        with chart_column:
            charts.show_charts((chart,))
        with own_column:
            _show_contribution(circle, view, quarter)
        charts.show_details({charts.FILES: lambda: charts.show_files((chart,))})
    else:
        with st.container(width=TEXT_WIDTH):
            _show_contribution(circle, view, quarter)
    with st.expander(membership.MEMBER_FACTS_TITLE, key="circle facts", on_change="rerun") as facts:
        if facts.open:
            membership.show_member_facts()
    membership.show_membership(circle)


def _select(memberships: Sequence[Membership]) -> tuple[Membership, Quarter]:
    circles = {circle.id: circle for circle in memberships}
    with st.container(horizontal=True, key="circle and quarter"):
        circle = memberships[0].id
        if len(memberships) > 1:
            circle = st.selectbox("Circle", list(circles), format_func=lambda key: circles[key].name, width=320)
        # Quarters of the calendar, since members' fiscal years differ and figures must cover the same days.
        quarters = {str(quarter): quarter for quarter in identity.services().circles.open_quarters()}
        quarter = st.selectbox("Quarter", list(quarters), format_func=lambda label: quarter_name(quarters[label]),
                               width=160, help="A calendar quarter, even if your fiscal year differs.")  # fmt: skip
    return circles[circle], quarters[quarter]


def _headline(view: CircleView, quarter: Quarter, sentences: Sequence[str]) -> str:
    if sentences:
        return sentences[0]
    if view.published:
        return comparison.take_part_prompt(quarter)
    return comparison.missing_members(view.contributors, quarter)


def _summary(circle: Membership, view: CircleView, quarter: Quarter) -> str:
    members = f"**{escape_markdown(circle.name)}**, {pluralize(circle.members, 'member')}"
    summary = f"{members}, {unbroken(f'{view.contributors} taking part in {quarter_name(quarter)}.')}"
    if view.published:
        summary += f" {escape_markdown(comparison.basis_sentence(view.published, session.words()))}"
    return summary


def _show_contribution(circle: Membership, view: CircleView, quarter: Quarter) -> None:
    saved = session.saved()
    current = {} if saved is None else figures_of(saved).contribution(quarter)
    name = quarter_name(quarter)
    st.subheader("Your figures")
    if not current and not view.own:
        st.markdown(f"You have no hours in {name}, so there is nothing to share yet.")
        st.page_link("quiz.py", label="Take the quiz", icon=":material/checklist:")
        return
    toggle = session.widget_key(f"part {circle.id} {quarter}", bool(view.own))
    st.toggle(f"Take part in {name}", key=toggle, on_change=_toggle_contribution,
              args=(circle, quarter, current, toggle))  # fmt: skip
    shares = "You’re sharing" if view.own else "You would share"
    st.markdown(f"{shares} only these rounded figures:")
    # The figures as given, not as they are now: nothing reaches the circle without a click.
    _show_figures(view.own or current)
    if view.own and current and current != view.own:
        st.markdown("Your records have changed since. The figures would now be:")
        _show_figures({key: figure for key, figure in current.items() if view.own.get(key) != figure})
        st.button("Update my figures", icon=":material/sync:", on_click=_contribute, args=(circle, quarter, current))


def _show_figures(contribution: Contribution) -> None:
    lines = comparison.contribution_lines(contribution, session.words())
    st.markdown("\n".join(f"- {escape_markdown(title)}: **{escape_markdown(figure)}**" for title, figure in lines))


def _toggle_contribution(circle: Membership, quarter: Quarter, current: Contribution, toggle: str) -> None:
    # A callback runs before the page is drawn again, so all of the page shows the new standing at once.
    takes_part = bool(session.widget_value(toggle))
    is_done = _contribute(circle, quarter, current) if takes_part else _withdraw(circle, quarter)
    # The toggle moved in the browser before the server refused: it must not show a state that isn't stored.
    if not is_done:
        session.set_widget_value(toggle, not takes_part)


def _contribute(circle: Membership, quarter: Quarter, current: Contribution) -> bool:
    return session.attempt(
        lambda: identity.services().circles.contribute(identity.principal(), circle.id, quarter, current),
        f"You’re taking part in {quarter_name(quarter)}.",
    )


def _withdraw(circle: Membership, quarter: Quarter) -> bool:
    return session.attempt(
        lambda: identity.services().circles.withdraw(identity.principal(), circle.id, quarter),
        f"Your figures for {quarter_name(quarter)} were deleted from the circle.",
    )
