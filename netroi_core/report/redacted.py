"""The report without amounts: what returned how much for each unit put in, and nothing of how much that was.

It is not the full report with figures blanked. Everything in it is made from figures that are no amounts any more
(``index``) in words that know no currency, before a sentence is written or a chart drawn; the verdict, the odds and the
plan are taken over from the pages, as they are ratios. So they are the same as there, which they would not be over
scaled records: the draws behind them are seeded by the amounts.

What is told: ROI and what one unit returns, rounded; counts; shares of the hours; what was invested and gained as an
index, by approach and by quarter, and never by record, path, venue or category.

What is not, and why. **Pay**: an hour's worth is the worth of time ÷ hours, and who knows what one outcome brought, as
the client does who paid it, knows by ROI what was invested in all. So neither hours nor money and time apart are told,
nor what an hour led to, goals for hours, or the hours of a plan beyond the change that it asks for, which says at most
that there were no fewer before. **Single amounts**: a due that everybody knows would tell how much a point is. Goals in
money, and metrics from elsewhere, which may be money, are left out for that reason, too.

What can be derived, as from any index: who knows one of the sums in it, since it is a single outcome or due, can tell
the others to about as many digits as they have. Stories are their owner's own words: one that tells of money is left
out, and so is the finding on the network where a typed name in it does.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from netroi_core.charts import returns
from netroi_core.charts.paths import paths_title
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.planning.goals import METRICS, Progress
from netroi_core.relationships.stories import approved, approved_records, names_of, quote
from netroi_core.report import content
from netroi_core.report.content import Report, Section, Shown
from netroi_core.report.index import Unitless, indexed, indexed_trends, rounded, rounded_verdict
from netroi_core.report.own_amounts import own_amounts, tells_money
from netroi_core.verdict import combinations as led
from netroi_core.verdict.words import VerdictWords
from netroi_core.views.results import LED, Answer, Results
from netroi_core.wording.wording import APPROACH_NAMES, counted, listed
from netroi_core.workspace.document import Document
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace

_EXPLAINED: Final = ("total_cost", "expected_value", "roi_percent")
_LEAST_TOLD: Final = 1000
"""A whole number below this in the finding on the network counts people."""
_FIGURES: Final = (
    ("Activities", "activities", "number"),
    ("Share of hours", "hours_percent", "percent"),
    ("Invested, index", "total_cost", "number"),
    ("Gained, index", "expected_value", "number"),
    ("ROI", "roi_percent", "percent"),
    ("New contacts", "new_contacts", "number"),
    ("Meaningful contacts", "meaningful_contacts", "number"),
)


def wanted(document: Document, shown: Shown, options: Options, day: date, with_amounts: bool) -> Report:
    """The report with amounts, if somebody wants them, or without."""
    if not with_amounts:
        return redacted(document, shown, options, day)
    findings = shown.results.findings
    return content.report(shown, approved(document, findings.window, findings.words), options, day)


def redacted(document: Document, shown: Shown, options: Options, day: date) -> Report:
    """The report of what the pages show of a document, without amounts; NothingToReport as of ``content.report``."""
    found, index = _without_amounts(shown)
    words = Unitless.like(shown.results.findings.words)
    own = own_amounts(document, _figures(shown))
    stories, left_out = _stories(document, found, own)
    sections = (
        _noted(content.returned(found), index),
        _in_figures(found),
        content.ahead(found),
        _noted(content.by_quarter(found), "Index: the largest amount of a quarter = 100."),
        _paths(document, shown, options, words),
        _relationships(found, own),
        stories,
    )
    how = (*content.method(found, options, _EXPLAINED), ("Without amounts", _said(left_out)))
    return content.composed(found, sections, how, day)


def _without_amounts(shown: Shown) -> tuple[Shown, str]:
    """What is shown with points for amounts, and the sentence that says what of it is 100."""
    findings = shown.results.findings
    words = Unitless.like(findings.words)
    figures, index = indexed(findings.figures)
    told = replace(findings, figures=figures, words=words)
    verdict = VerdictWords(rounded_verdict(shown.answer.told.verdict), words)
    return Shown(
        Results(told, figures, None, lambda: returns.invested_and_gained(told), {}),
        Answer(verdict, shown.answer.picture and returns.odds(verdict)),
        indexed_trends(shown.trends, words),
        shown.network,
        [(goal, _rounded(progress)) for goal, progress in shown.goals if _is_told(goal)],
        shown.plans and replace(shown.plans, words=words),
    ), index


def _is_told(goal: Goal) -> bool:
    return goal.metric in METRICS and METRICS[goal.metric].unit in ("count", "percent")


def _rounded(progress: Progress) -> Progress:
    return progress if progress.value is None else replace(progress, value=rounded(progress.value))


def _in_figures(found: Shown) -> Section:
    findings = found.results.findings
    rows = [*(findings.figures["approaches"][approach] for approach in APPROACH_NAMES), findings.figures["total"]]

    def read(value: float | None, unit: str) -> str:
        return findings.words.percent(value) if unit == "percent" else findings.words.number(value, 0)

    table = tuple((title, *(read(row[key], unit) for row in rows)) for title, key, unit in _FIGURES)
    return Section("In figures", table=(("", *APPROACH_NAMES.values(), "Total"), table))


def _paths(document: Document, shown: Shown, options: Options, words: Unitless) -> Section:
    """The paths by what they led to, in the order of what that is worth."""
    charts = shown.results.folded[LED]() if LED in shown.results.folded else ()
    if not charts:
        return Section(LED)
    found = led.paths(Ledger.of(Workspace(document)), shown.results.findings.window, options)
    _, rows = charts[0].figures
    table = tuple((path, to, outcomes, won) for path, outcomes, won, _, to in rows)
    header = ("Path", "Led to", "Outcomes", "Won")
    return content.paths(paths_title(found, words), [chart.title for chart in charts[1:2]], (header, table))


def _relationships(found: Shown, own: frozenset[Decimal]) -> Section:
    """As the network page has them, without a finding that names money."""
    section = content.relationships(found)
    unlike_counts = frozenset(amount for amount in own if amount >= _LEAST_TOLD or amount % 1)
    return replace(section, finding="") if tells_money(section.finding, unlike_counts) else section


def _stories(document: Document, found: Shown, own: frozenset[Decimal]) -> tuple[Section, int]:
    """The approved stories that tell of no money, and how many do."""
    findings, names = found.results.findings, names_of(document)
    records = approved_records(document, findings.window)
    told = [
        story
        for story in records
        if not any(tells_money(text, own) for text in (story["text"], names.get(story.get("contact") or "", "")))
    ]
    return content.stories([quote(story, names, findings.words) for story in told]), len(records) - len(told)


def _figures(shown: Shown) -> Iterator[float]:
    """The amounts that the pages figure, by approach, by quarter and in all."""
    figures = shown.results.figures
    for row in (*figures["approaches"].values(), figures["total"]):
        yield from (row[each.key] for each in MEASURES if each.unit == "money" and row[each.key] is not None)
    for frame in (shown.trends.reaped, shown.trends.sown):
        yield from (amount for key in ("total_cost", "expected_value") for amount in frame[key])


def _noted(section: Section, note: str) -> Section:
    return replace(section, notes=(note, *section.notes)) if section.charts or section.table else section


def _said(left_out: int) -> str:
    """What is left out of a report, and how many stories are."""
    stories = [counted(left_out, "story", "stories")] if left_out else []
    telling = " that tell of money" if left_out > 1 else " that tells of money" if left_out else ""
    return (
        "Money is told in ratios and as an index, in round numbers. Left out are "
        f"{listed(['the hours spent', 'goals for money or hours', *stories])}{telling}."
    )
