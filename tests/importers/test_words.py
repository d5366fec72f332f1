"""The words about imports: the finding first, counts with their nouns, and what is remembered in plain words."""

from netroi_core.importers.batch import Said, batch
from netroi_core.importers.proposal import Place, Proposal, Remark
from netroi_core.importers.words import accepted_words, finding, layout_words, rule_words
from netroi_core.wording.wording import Words
from netroi_core.workspace.profile import ImportLayout, ImportRule, Profile
from tests.importers.brought import taken, workspace
from tests.importers.test_batch import CARD, COFFEE, CONNECTIONS

WORDS = Words.of(Profile())


def test_the_finding_counts_what_is_added_and_what_comes_to_nothing() -> None:
    proposal = batch([CONNECTIONS, COFFEE, CARD], workspace(), Said()).proposal
    assert finding(proposal, WORDS) == "1 activity, 1 person and 1 cost ($9.50) to add; 1 skipped"
    after, acceptance = taken(workspace(), proposal)
    assert accepted_words(acceptance) == "1 activity and 1 person added"
    again = batch([CONNECTIONS, COFFEE, CARD], after, Said()).proposal
    assert finding(again, WORDS) == "Nothing to add; 4 skipped"
    broken = Proposal("time", "x", rejected=(Remark(Place(1), "Odd."),))
    assert finding(broken, WORDS) == "Nothing to add; 1 line that can't be read"


def test_what_is_remembered_is_said_in_plain_words() -> None:
    rule = ImportRule(words=("breakfast", "chamber"), approach="group_events", venue="v1", category="breakfast")
    assert rule_words(rule, {"v1": "Chamber"}) == "“breakfast” and “chamber”: group event at Chamber, for breakfast"
    assert rule_words(rule, {}) == "“breakfast” and “chamber”: group event, for breakfast"
    assert rule_words(ImportRule(words=("dentist",)), {}) == "“dentist”: no networking"
    layout = ImportLayout(header="x", date="Datum", description="Text", amount="Umsatz", spent="negative")
    assert layout_words(layout) == "Statements with the columns Datum, Text and Umsatz"
