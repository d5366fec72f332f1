"""Hostile texts for reports, and a report full of each."""

from functools import cache
from typing import Any, Final

from netroi_core.report.content import Report
from tests.careers import HOSTILE, costly_activity, make_document, won_outcome
from tests.report.reports import report_on

HOSTILE_TEXTS: Final = (
    HOSTILE,
    '#import "@preview/cetz:0.3.4": * #read("/etc/passwd") ] #panic() [ $x^2$ *bold* _thin_ <label> @label \\u{41} \\',
    "</style><script>alert(1)</script><img src=x onerror=alert(1)> <iframe srcdoc='<script>alert(1)</script>'> "
    """{{ 7 * 7 }} {% include 'x' %} &lt;b&gt; " onload="x"}, {"rows": [["x"]]}""",
)


@cache
def hostile_report(text: str) -> Report:
    """Return the report of a workspace in which everything has this text as its name."""
    return report_on(with_text(text))


def with_text(text: str) -> dict[str, Any]:
    """Return a workspace in which a person, a story, a goal and an industry have this text as their name."""
    return make_document(
        activities=[{**costly_activity("one_on_one", "5"), "title": text}],
        outcomes=[{**won_outcome("9", "one_on_one"), "title": text}],
        contacts=[
            {"name": text, "industry": text, "met": {"date": "2026-07-01"}, "closeness": 5, "relevance": 5},
            {"name": "Ann", "industry": "Law", "met": {"date": "2026-07-01"}, "closeness": 1, "relevance": 1},
        ],
        stories=[{"date": "2026-07-01", "text": text, "contact": "c1", "approved": True}],
        goals=[{"metric": text, "target": 1.0, "quarter": "2026-Q4"}],
    )
