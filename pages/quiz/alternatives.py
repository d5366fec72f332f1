from decimal import Decimal

import streamlit as st

from netroi_core.ledger.costs import loaded_rate
from netroi_core.quiz import submission
from netroi_core.wording.wording import ALTERNATIVE_NAMES, APPROACH_NAMES
from netroi_core.workspace.fields import ALTERNATIVES, APPROACHES
from pages.quiz.quiz_form import QuizForm

_SOURCE = "US Department of Transportation, value of time: paid work 100 %, personal time about 50 % of the hourly rate"


def show_step(form: QuizForm) -> None:
    st.markdown("An hour spent networking is an hour not spent otherwise. What would you have done instead?")
    alternatives = {
        form.choice(
            APPROACH_NAMES[approach],
            f"{approach}.alternative",
            ALTERNATIVES,
            ALTERNATIVE_NAMES.__getitem__,
            submission.alternative_use(form.workspace, approach, form.answers),
        )
        for approach in APPROACHES
    }
    profile = form.preview.profile
    rate = loaded_rate(profile, form.quarter)
    st.subheader("And what is an hour of that worth to you? (optional)")
    st.caption(f"As a share of an hour of pay. Time with the family may be worth more. A guide: {_SOURCE}.")
    with st.grid("auto", min_column_width=170):
        for alternative in (name for name in ALTERNATIVES if name in alternatives):
            multiple = Decimal(str(getattr(profile.hour_worth, alternative)))
            with st.container():
                form.number(f"{ALTERNATIVE_NAMES[alternative]}, %", f"worth.{alternative}_percent", multiple * 100)
                if rate:
                    st.caption(f"{form.words.exact_money(rate * multiple)} an hour".replace("$", r"\$"))
