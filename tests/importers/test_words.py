"""The words about imports: counts with their nouns, and remembered rules in plain words."""

from netroi_core.importers.batch import ImportSettings, read_files
from netroi_core.importers.proposal import Proposal, SourceLine, UnusedLine
from netroi_core.importers.words import describe_layout, describe_rule, summarize_import, summarize_proposal
from netroi_core.wording.wording import Words
from netroi_core.workspace.profile import ImportLayout, ImportRule, Profile
from netroi_core.workspace.records import Venue
from tests.importers.import_files import taken, workspace
from tests.importers.test_batch import CARD, COFFEE, CONNECTIONS

WORDS = Words.of(Profile())


def test_a_summary_counts_what_is_added_and_the_lines_that_add_nothing() -> None:
    proposal = read_files([CONNECTIONS, COFFEE, CARD], workspace(), ImportSettings()).proposal
    assert summarize_proposal(proposal, WORDS) == "1 activity, 1 person and 1 cost ($9.50) to add; 1 skipped"
    after, acceptance = taken(workspace(), proposal)
    assert summarize_import(acceptance) == "1 activity and 1 person added"
    again = read_files([CONNECTIONS, COFFEE, CARD], after, ImportSettings()).proposal
    assert summarize_proposal(again, WORDS) == "Nothing to add; 4 skipped"
    broken = Proposal("time", "x", rejected=(UnusedLine(SourceLine(1), "Odd."),))
    assert summarize_proposal(broken, WORDS) == "Nothing to add; 1 line that can't be read"


def test_rules_and_layouts_are_described_in_plain_words() -> None:
    chamber = Venue(id="v1", name="Chamber", approach="group_events")
    rule = ImportRule(words=("breakfast", "chamber"), approach="group_events", venue="v1", category="breakfast")
    assert describe_rule(rule, {"v1": chamber}) == (
        "“breakfast” and “chamber”: group event at Chamber, for breakfast"
    )  # fmt: skip
    assert describe_rule(rule, {}) == "“breakfast” and “chamber”: group event, for breakfast"
    assert describe_rule(ImportRule(words=("dentist",)), {}) == "“dentist”: no networking"
    layout = ImportLayout(header="x", date="Datum", description="Text", amount="Umsatz", spent="negative")
    assert describe_layout(layout) == "Statements with the columns Datum, Text and Umsatz"
