from decimal import Decimal

import streamlit as st

from netroi_core.ledger.costs import loaded_rate
from netroi_core.quiz import submission
from netroi_core.wording.wording import ALTERNATIVE_NAMES, APPROACH_NAMES
from netroi_core.workspace.document import profile
from netroi_core.workspace.fields import ALTERNATIVES, APPROACHES
from pages.quiz.answers import Sheet

_SOURCE = "US Department of Transportation, value of time: paid work 100 %, personal time about 50 % of the hourly rate"


def show(sheet: Sheet) -> None:
    st.markdown("An hour spent networking is an hour not spent otherwise. What would you have done instead?")
    chosen = {
        sheet.choice(
            APPROACH_NAMES[approach],
            f"{approach}.alternative",
            ALTERNATIVES,
            ALTERNATIVE_NAMES.__getitem__,
            submission.alternative_of(sheet.document, approach, sheet.answers),
        )
        for approach in APPROACHES
    }
    me = profile(sheet.applied)
    rate = loaded_rate(me, sheet.quarter)
    st.subheader("And what is an hour of that worth to you? (optional)")
    st.caption(f"As a share of an hour of pay. Time with the family may be worth more. A guide: {_SOURCE}.")
    with st.grid("auto", min_column_width=170):
        for alternative in ALTERNATIVES:
            if alternative in chosen:
                worth = Decimal(str(getattr(me.hour_worth, alternative)))
                with st.container():
                    label = f"{ALTERNATIVE_NAMES[alternative]}, %"
                    sheet.number(label, f"worth.{alternative}_percent", worth * 100)
                    if rate:
                        st.caption(f"{sheet.words.exact_money(rate * worth)} an hour".replace("$", r"\$"))
