"""The report of a workspace, made from the same views as the pages and computed no more often than they."""

from datetime import date

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.report.content import PageViews, Report, usual_plans
from netroi_core.report.without_amounts import build_report
from netroi_core.storage import Saved
from pages.shell.figures import figures_of


def report_of(
    saved: Saved, window: tuple[Quarter, ...], options: Options, today: date, *, with_amounts: bool
) -> Report:
    """Return the report of a window of quarters of a saved version."""
    figures = figures_of(saved)
    situation = figures.situation(window, options, today)
    views = PageViews(
        figures.ledger,
        figures.results(window, options),
        figures.answer(situation),
        figures.trends(window, options),
        figures.network(situation),
        figures.goals(today),
        usual_plans(situation),
    )
    return build_report(views, options, today, with_amounts)
