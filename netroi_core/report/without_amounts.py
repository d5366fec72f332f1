"""The report without amounts: what each unit put in returned, and nothing of how much that was.

It is not the full report with figures blanked out. Figures become points of an index (``index_points``), in words that
know no currency, before a sentence is written or a chart drawn. The verdict, its odds and the plan are ratios and stay
those of the pages.

It shows ROI and the return of one unit, rounded; counts; shares of the hours; and an index of what was invested, won
and expected, by approach and by quarter, never by record, path, venue or category.

It withholds what would reveal pay or single amounts:

- Pay: the worth of an hour is the worth of time ÷ hours, and whoever knows what one outcome brought, as the paying
  client does, knows by ROI what was invested in total. So hours, money and time apart, the value per hour, goals for
  hours, and the hours of a plan are withheld; the change of hours that a plan asks for only says that there were at
  least as many before.
- Single amounts: a due that everybody knows would tell how much a point is worth. Goals in money are left out for that
  reason, and so are metrics from elsewhere, which may be money.

As with any index, whoever knows one of its sums, because it is a single outcome or due, can derive the others to about
as many digits as the points have. A story that mentions money is left out, and so is the finding on the network if a
typed name in it does. So are the titles of outcomes, and the reasons of a plan that tell how the person feels.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Final

from babel.numbers import list_currencies

from netroi_core.charts import returns
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.planning.goals import EXPECTED_BENEFIT, GoalProgress, goal_unit
from netroi_core.relationships.stories import approved_quotes, approved_stories, contact_names, quote
from netroi_core.report import content, index_points
from netroi_core.report.content import PageViews, Report, Section
from netroi_core.verdict.combinations import paths
from netroi_core.verdict.path_words import paths_title
from netroi_core.verdict.words import VerdictWords
from netroi_core.views.advice_words import AdviceWords
from netroi_core.views.plans import Plans
from netroi_core.views.results import PATHS, Answer, Results
from netroi_core.wording.findings import TOTAL, is_time_counted
from netroi_core.wording.wording import APPROACH_NAMES, Words, join_words, pluralize
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace

_EXPLAINED: Final = ("total_cost", "expected_value", "roi_percent")
# A whole number below this in the finding on the network counts people.
_MOST_PEOPLE: Final = 1000
_MEASURES: Final = (
    ("ROI", "roi_percent", "percent"),
    ("New contacts", "new_contacts", "number"),
    ("Conversations counted", "meaningful_contacts", "number"),
)
# The fields of pay, dues, costs and values that hold amounts.
_AMOUNTS: Final = ("base", "pay_at_risk", "benefits", "hourly_rate", "amount", "reimbursed", "low", "likely", "high")
# Energy and strain are between the person and NetROI.
_PRIVATE_REASONS: Final = ("energy", "strain")
_NUMBER: Final = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_CODES: Final = "|".join(sorted(list_currencies()))
_CODE: Final = re.compile(rf"\b(?:{_CODES})\s?\d|\d\s?(?:{_CODES})\b")
_CURRENCY_WORDS: Final = re.compile(
    r"\b(?:dollars?|euros?|pounds?|francs?|franken|yen|yuan|renminbi|rupees?|pesos?|reais|krone?r?|kronor|zloty|"
    r"roubles?|rubles?|lira|dirhams?|cents?|bucks?|quid|usd|eur|gbp|chf)\b|\d\s?(?:k|grand|million|mn|bn)\b",
    re.IGNORECASE,
)


def build_report(views: PageViews, options: Options, day: date, with_amounts: bool) -> Report:
    """Return the report of these views, with or without amounts; raise NothingToReport if there are no figures."""
    if with_amounts:
        findings = views.results.findings
        quotes = approved_quotes(views.ledger.workspace, findings.window, findings.words)
        return content.full_report(views, quotes, options, day)
    indexed, basis = _index_views(views)
    amounts = recorded_amounts(views.ledger.workspace, _figured_amounts(views))
    stories, left_out = _stories_section(indexed, amounts)
    sections = (
        content.next_section(indexed),
        content.purpose_section(indexed),
        content.unpriced_section(indexed),
        _with_note(content.returns_section(indexed), basis),
        _measures_section(indexed, index_points.hours_percent(views.results.figures)),
        _with_note(content.quarters_section(indexed), "Index: the largest amount of a quarter = 100."),
        _paths_section(views, options, indexed.results.findings.words),
        _relationships_section(indexed, amounts),
        stories,
    )
    method = (*content.method(indexed, options, _EXPLAINED), ("Without amounts", _omissions(left_out)))
    return content.compose(indexed, sections, method, day)


def _index_views(views: PageViews) -> tuple[PageViews, str]:
    """Return the views with points for amounts, and the sentence that says which amount is 100."""
    exact = views.results.findings
    words = index_points.IndexWords.like(exact.words)
    figures, basis = index_points.index_figures(exact.figures)
    findings = replace(exact, figures=figures, words=words)
    # The verdict is taken over, not reached again: its draws are seeded by the amounts, so points would give others.
    verdict_words = VerdictWords(index_points.round_verdict(views.answer.verdict_words.verdict), words)
    return PageViews(
        views.ledger,
        Results(findings, figures, {}, lambda: returns.invested_and_gained_chart(findings), {}),
        Answer(
            AdviceWords(views.answer.advice_words.situation, words),
            verdict_words,
            views.answer.chart
            and returns.odds_chart(
                verdict_words,
                index_points.round_returns(views.answer.advice_words.situation.recorded_returns),
                counts_time=is_time_counted(views.results.figures.total),
            ),
        ),
        index_points.index_trends(views.trends, words),
        views.network,
        [(goal, _round_progress(progress)) for goal, progress in views.goals if _is_without_amount(goal)],
        views.plans and _shareable_plans(views.plans, words),
    ), basis


def _shareable_plans(plans: Plans, words: Words) -> Plans:
    """Return the plans in these words, without the reasons that tell how the person feels."""
    held = tuple(held for held in plans.advice.held if held.because not in _PRIVATE_REASONS)
    return replace(
        plans,
        advice=replace(plans.advice, held=held),
        advice_words=AdviceWords(plans.advice_words.situation, words),
    )


def _is_without_amount(goal: Goal) -> bool:
    return goal_unit(goal) in ("count", "percent")


def _round_progress(progress: GoalProgress) -> GoalProgress:
    return progress if progress.value is None else replace(progress, value=index_points.round_points(progress.value))


def _measures_section(indexed: PageViews, hours: tuple[float | None, ...]) -> Section:
    """Return the table of measures; hours are the percentage of each approach, and of all."""
    findings = indexed.results.findings
    words, keys = findings.words, (*APPROACHES, TOTAL)
    rows = [findings.row(key) for key in keys]

    def formatted(value: float | None, unit: str) -> str:
        return words.percent(value) if unit == "percent" else words.number(value, 0)

    table = (
        ("Activities", *(formatted(row.activities, "number") for row in rows)),
        ("Share of hours", *(formatted(share, "percent") for share in hours)),
        ("Invested, index", *(formatted(row.total_cost, "number") for row in rows)),
        ("Won, index", *(formatted(findings.won(key), "number") for key in keys)),
        ("Still open, index", *(formatted(findings.still_open(key), "number") for key in keys)),
        *((title, *(formatted(row.value(key), unit) for row in rows)) for title, key, unit in _MEASURES),
    )
    return Section("In figures", table=(("", *APPROACH_NAMES.values(), "Total"), table))


def _paths_section(views: PageViews, options: Options, words: Words) -> Section:
    """Return the paths with their outcomes, in descending order of their value."""
    charts = views.path_charts
    if not charts:
        return Section(PATHS)
    title = paths_title(paths(views.ledger, views.results.findings.window, options), words)
    rows = tuple((path, led_to, outcomes, won) for path, outcomes, won, _, _, led_to in charts[0].figures[1])
    table = ("Path", "Led to", "Outcomes", "Won outcomes"), rows
    return content.paths_section(charts, title, table)


def _relationships_section(indexed: PageViews, amounts: frozenset[Decimal]) -> Section:
    section = content.relationships_section(indexed)
    unlike_counts = frozenset(amount for amount in amounts if amount >= _MOST_PEOPLE or amount % 1)
    return replace(section, finding="") if mentions_money(section.finding, unlike_counts) else section


def _stories_section(indexed: PageViews, amounts: frozenset[Decimal]) -> tuple[Section, int]:
    """Return the approved stories that mention no money, and the number of those that do."""
    workspace, findings = indexed.ledger.workspace, indexed.results.findings
    names = contact_names(workspace)
    approved = approved_stories(workspace, findings.window)
    stories = [
        story
        for story in approved
        if not any(mentions_money(text, amounts) for text in (story.text, names.get(story.contact or "", "")))
    ]
    quotes = [quote(story, names, findings.words) for story in stories]
    return content.stories_section(quotes), len(approved) - len(stories)


def _figured_amounts(views: PageViews) -> Iterator[float]:
    """Yield the computed amounts by approach, by quarter and in total."""
    figures = views.results.figures
    keys = [measure.key for measure in MEASURES if measure.unit == "money"]
    for row in (*figures.approaches.values(), figures.total):
        yield from (amount for key in keys if (amount := row.value(key)) is not None)
    for frame in (views.trends.by_receipt, views.trends.by_work):
        yield from (amount for key in ("total_cost", "expected_value", "open_value") for amount in frame[key])


def _with_note(section: Section, note: str) -> Section:
    return replace(section, notes=(note, *section.notes)) if section.charts or section.table else section


def _omissions(stories: int) -> str:
    """Return what the report leaves out, with the number of stories left out."""
    left_out = ["the hours spent", "goals for money or hours"]
    left_out += [pluralize(stories, "story", "stories")] if stories else []
    mentioning = " that mention money" if stories > 1 else " that mentions money" if stories else ""
    return (
        f"Money is shown as ratios and as an index, in round numbers. Left out are {join_words(left_out)}{mentioning}."
    )


def recorded_amounts(workspace: Workspace, figures: Iterable[float] = ()) -> frozenset[Decimal]:
    """Return every amount in the records, and these computed ones to the cent and whole, without signs and zeros."""
    exact = [Decimal(repr(figure)) for figure in figures]
    rounded = (round(figure, digits) for figure in exact for digits in (0, 2))
    return frozenset(abs(amount) for amount in (*_record_amounts(workspace), *rounded) if amount)


def mentions_money(text: str, amounts: frozenset[Decimal]) -> bool:
    """Return True if a text has a currency's sign, code or name, or a number that is one of these amounts.

    It errs on the side of True.

    >>> mentions_money("She paid me 1.250,00", frozenset({Decimal(1250)})), mentions_money("3 talks", frozenset())
    (True, False)
    """
    # Full-width digits and signs, as typed in Japanese or Chinese, are compatibility forms of the plain ones.
    normal = unicodedata.normalize("NFKC", text)
    has_sign = any(unicodedata.category(letter) == "Sc" for letter in normal)
    if has_sign or _CURRENCY_WORDS.search(normal) or _CODE.search(normal):
        return True
    return any(number in amounts for written in _NUMBER.findall(normal) for number in _possible_numbers(written))


def _possible_numbers(written: str) -> Iterator[Decimal]:
    """Yield the numbers that may be meant: a period or a comma may separate thousands or cents."""
    groups = [digits for digits in re.split(r"\D+", written) if digits]
    yield Decimal("".join(groups))
    yield from map(Decimal, groups)
    if len(groups) > 1:
        yield Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")


def _record_amounts(workspace: Workspace) -> Iterator[Decimal]:
    dues = (venue.dues for venue in workspace.venues)
    costs = (cost for activity in workspace.activities for cost in activity.costs)
    values = (outcome.value for outcome in workspace.outcomes)
    records = filter(None, chain(workspace.profile.compensation, dues, costs, values))
    yield from filter(None, (getattr(record, key, None) for record in records for key in _AMOUNTS))
    for goal in workspace.goals:
        if goal_unit(goal) == "money" or goal.metric == EXPECTED_BENEFIT:
            yield Decimal(repr(goal.target))
