"""The results page written the usual way: it reads, computes and draws everything in each run, with Altair charts.

The measures come from netroi_core, as polars frames; with pandas it would be slower still.
"""

import os

import altair as alt
import polars as pl
import streamlit as st
from tinydb import TinyDB

from netroi_core.ledger import measures
from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.storage.seal import to_document
from netroi_core.wording.findings import Findings
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace

st.set_page_config(page_title="NetROI", layout="wide")
with TinyDB(os.environ["NETROI_BENCH_FILE"], access_mode="r") as database:
    document = to_document(database.storage.read())
ledger = Ledger(Workspace(document))
words = Words.of(ledger.profile)
quarters = st.selectbox("Quarters", ["All quarters", *map(str, reversed(ledger.quarters))])
window = ledger.quarters if quarters == "All quarters" else [q for q in ledger.quarters if str(q) == quarters]
with st.popover("Filters"):
    options = Options(
        st.selectbox("Who gets the credit?", list(RULES), index=2),
        st.radio("In which quarter does an outcome count?", ["realised", "invested"]),
        st.radio("Which outcomes count?", ["expected", "won"]),
        st.radio("Which costs count?", ["mine", "all"]),
    )
cells = measures.cells(ledger, window, options)
figures = measures.figures(cells)
findings = Findings(figures, window, ledger.outcomes.height, 0, words)
st.title(findings.headline())
st.markdown(findings.basis_sentence())
by_approach = pl.DataFrame([{"approach": name, **vars(row)} for name, row in figures.approaches.items()])
costs = by_approach.unpivot(["actual_cost", "opportunity_cost", "expected_value"], index="approach")
by_quarter = measures.by_quarter(cells)
by_both = measures.by_quarter_and_approach(cells)

first, second = st.columns(2)
with first:
    st.subheader(findings.invested_title())
    bars = alt.Chart(costs).mark_bar().encode(x="value:Q", y="variable:N", row="approach:N", color="variable:N")
    st.altair_chart(bars)
with second:
    st.subheader("What each returned")
    bars = alt.Chart(by_approach).mark_bar().encode(x="roi_percent:Q", y="approach:N", color="approach:N")
    labels = bars.mark_text(align="left", dx=4).encode(text="roi_percent:Q")
    st.altair_chart(bars + labels)
st.subheader("Quarter by quarter")
bars = alt.Chart(by_both).mark_bar().encode(x="quarter:O", y="expected_value:Q", color="approach:N")
marks = alt.Chart(by_quarter).mark_tick().encode(x="quarter:O", y="total_cost:Q")
st.altair_chart(bars + marks)
first, second = st.columns(2)
with first:
    st.subheader("Where the money went")
    spent = measures.spending(ledger, window, options)
    st.altair_chart(
        alt.Chart(spent).mark_bar().encode(x="amount:Q", y=alt.Y("category:N", sort="-x"), color="approach:N")
    )
with second:
    st.subheader("Where the hours went")
    hours = measures.hours_by_part(ledger, window)
    st.altair_chart(alt.Chart(hours).mark_bar().encode(x="hours:Q", y=alt.Y("part:N", sort="-x"), color="approach:N"))
with st.expander("Figures"):
    st.dataframe(by_approach.with_columns(pl.col("roi_percent").round(1)))
