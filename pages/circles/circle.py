"""One circle: where one stands in a quarter, and whether to take part with it, shown before it is given."""

from collections.abc import Sequence

import streamlit as st

from netroi_core.charts.circles import among
from netroi_core.circles import words as circle_words
from netroi_core.circles.circle import View
from netroi_core.circles.circles import Membership
from netroi_core.circles.contribution import Contribution
from netroi_core.errors import NetROIError
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import counted, plain, quarter_name
from pages.circles import invited, leading
from pages.shell import figures, identity, session
from pages.widgets import picture


def show(mine: Sequence[Membership]) -> None:
    """The circle that is chosen among one's own, in the quarter that is chosen."""
    circle, quarter = _chosen(mine)
    view = identity.circles().view(identity.principal(), circle.id, quarter)
    sentences = circle_words.standings(view.own, view.told, session.words())
    st.title(plain(_finding(view, quarter, sentences)))
    st.markdown(_about(circle, view, quarter))
    if view.told:
        if sentences[1:]:
            st.markdown(plain(". ".join(sentences[1:]) + "."))
        chart = among(view.own, view.told, session.words())
        left, right = st.columns([3, 2], gap="large")
        with left:
            picture.show((chart,))
        with right:
            _own_part(circle, view, quarter)
        picture.tables({"": lambda: (chart,)})
    else:
        _own_part(circle, view, quarter)
    unfolded = st.expander("What others see, and what they never do", icon=":material/visibility:", key="circle facts",
                           on_change="rerun")  # fmt: skip
    if unfolded.open:
        with unfolded:
            invited.said()
    leading.show(circle)


def _chosen(mine: Sequence[Membership]) -> tuple[Membership, Quarter]:
    by_id = {each.id: each for each in mine}
    with st.container(horizontal=True, key="circle and quarter"):
        circle = mine[0].id
        if len(mine) > 1:
            circle = st.selectbox("Circle", list(by_id), format_func=lambda each: by_id[each].name, width=320)
        quarters = {str(each): each for each in identity.circles().open_quarters()}
        quarter = st.selectbox("Quarter", list(quarters), format_func=lambda each: quarter_name(quarters[each]),
                               width=160, help="Of the calendar, whatever your own year begins with.")  # fmt: skip
    return by_id[circle], quarters[quarter]


def _finding(view: View, quarter: Quarter, sentences: Sequence[str]) -> str:
    if sentences:
        return sentences[0]
    if view.told:
        return circle_words.unplaced(quarter)
    return circle_words.missing(view.taking_part, quarter)


def _about(circle: Membership, view: View, quarter: Quarter) -> str:
    there = f"**{plain(circle.name)}**, {counted(circle.members, 'member')}"
    said = f"{there}, {view.taking_part} of whom take part with {quarter_name(quarter)}."
    if view.told:
        said += f" {plain(circle_words.comparing(view.told, session.words()))}"
    return said


def _own_part(circle: Membership, view: View, quarter: Quarter) -> None:
    saved = session.saved()
    now = {} if saved is None else figures.contribution_of(saved, quarter)
    name = quarter_name(quarter)
    with st.container(border=True, key="own part"):
        st.subheader("Your part")
        if not now and not view.own:
            st.markdown(f"You have no hours in {name}, so there is nothing to give yet.")
            st.page_link("quiz.py", label="Take the pop quiz", icon=":material/checklist:")
            return
        toggle = session.seeded(f"part {circle.id} {quarter}", bool(view.own))
        st.toggle(f"Take part with {name}", key=toggle, on_change=_give_or_take_back,
                  args=(circle, quarter, now, toggle))  # fmt: skip
        if view.own:
            st.markdown("You give these rounded figures, and nothing else:")
        else:
            st.markdown("It would give these rounded figures, and nothing else:")
        _listed(view.own or now)
        if view.own and now and now != view.own:
            st.markdown("By now your records say:")
            _listed({key: figure for key, figure in now.items() if view.own.get(key) != figure})
            st.button("Give these instead", icon=":material/sync:", on_click=_give, args=(circle, quarter, now))


def _listed(given: Contribution) -> None:
    said = circle_words.given(given, session.words())
    st.markdown("\n".join(f"- {plain(title)}: **{plain(figure)}**" for title, figure in said))


def _give_or_take_back(circle: Membership, quarter: Quarter, now: Contribution, toggle: str) -> None:
    wanted = bool(session.value(toggle))
    done = _give(circle, quarter, now) if wanted else _take_back(circle, quarter)
    if not done:
        session.set_value(toggle, not wanted)


def _give(circle: Membership, quarter: Quarter, now: Contribution) -> bool:
    try:
        identity.circles().give(identity.principal(), circle.id, quarter, now)
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return False
    session.notify("success", f"You take part with {quarter_name(quarter)}.")
    return True


def _take_back(circle: Membership, quarter: Quarter) -> bool:
    try:
        identity.circles().take_back(identity.principal(), circle.id, quarter)
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return False
    session.notify("success", f"Your figures of {quarter_name(quarter)} are deleted from the circle.")
    return True
