"""Files of any kinds: read together and joined; an unreadable one is left out."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.acceptance import summarize_import, summarize_proposal, undo_import
from netroi_core.importers.batch import READING_ORDER, ImportBatch, ImportFile, ImportSettings, read_files
from netroi_core.importers.calendar.calendar import quarters_window
from netroi_core.importers.kinds import FILE_KINDS
from netroi_core.importers.proposal import Proposal, SourceLine, UnusedLine
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.workspace import Workspace
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.import_files import lines, lists_of, records, taken, workspace
from tests.importers.linkedin.archives import ANN, MESSAGES, NEW, RECEIPTS, receipt
from tests.importers.matching.test_joining import card
from tests.importers.test_kinds import EXAMPLES
from tests.importers.test_palms import ANN as MEMBER
from tests.importers.test_palms import BOB, workbook

CONNECTIONS = ImportFile("Connections.csv", lines(NEW, ANN), "linkedin")
COFFEE = ImportFile("mine.ics", ics(meeting("UID:c", "ATTENDEE;CN=Ann Lee:mailto:a@example.org")), "calendar")
CARD = ImportFile("card.csv", card("STARBUCKS|9.50", "RENT|900"), "expenses")


def batch(*files: ImportFile, before: Workspace | None = None, **settings: Any) -> ImportBatch:
    return read_files(files, before or workspace(), ImportSettings(**settings))


def test_a_connection_an_event_with_them_and_a_coffee_on_the_card_become_one_activity() -> None:
    for order in permutations((CONNECTIONS, COFFEE, CARD)):
        proposal = batch(*order).proposal
        (person,), (talk,) = records(proposal, "contacts"), records(proposal, "activities")
        assert (talk["people"], talk["hours"]) == ([person["id"]], {"attending": 1.0})
        assert talk["costs"] == [{"category": "coffee", "amount": "9.50"}]
        assert (proposal.kind, len(proposal.items)) == ("several", 2)


def test_several_files_are_accepted_and_undone_at_once_and_add_nothing_the_second_time() -> None:
    before = workspace()
    after, acceptance = taken(before, batch(CONNECTIONS, COFFEE, CARD).proposal)
    assert acceptance.file_name == "Connections.csv, mine.ics and card.csv"
    assert batch(CONNECTIONS, COFFEE, CARD, before=after).proposal.items == ()
    assert lists_of(undo_import(after.document, acceptance)) == lists_of(before.document)


def test_a_skipped_line_names_its_file_if_there_are_several() -> None:
    assert [str(line.source_line) for line in batch(CONNECTIONS, CARD).proposal.skipped] == ["card.csv, line 3"]
    assert [str(line.source_line) for line in batch(CARD).proposal.skipped] == ["line 3"]


def test_nothing_is_taken_from_an_unreadable_file_and_the_others_are_read() -> None:
    broken = ImportFile("broken.csv", b"a,b\n", "linkedin")
    read = batch(broken, CONNECTIONS)
    assert list(read.refused) == ["broken.csv"]
    assert "LinkedIn" in read.refused["broken.csv"]
    assert [row["name"] for row in records(read.proposal, "contacts")] == ["Ann Lee"]
    assert batch(broken).proposal.items == ()


def test_a_receipt_of_linkedin_and_the_line_on_the_card_are_one_charge() -> None:
    paid = ImportFile("Receipts.csv", lines(RECEIPTS, receipt("7", "29.99")), "linkedin")
    line = ImportFile("card.csv", card("LINKEDIN PREMIUM CAREER|29.99", day="03/04/2026"), "expenses")
    (activity,) = records(batch(paid, line).proposal, "activities")
    assert [cost["amount"] for cost in activity["costs"]] == ["29.99"]


def test_settings_reach_each_reader() -> None:
    early = batch(COFFEE, CARD, window=quarters_window([Quarter(2025, 1)], 1)).proposal
    assert (early.items, {line.reason for line in early.skipped}) == ((), {"It isn’t in the selected quarters."})
    report = ImportFile("palms.xls", workbook(MEMBER, BOB), "palms")
    assert {row["title"] for row in records(batch(report, member="Bob Ng").proposal, "activities")} == {
        "BNI: 1 meeting"
    }


def test_progress_goes_from_0_to_1_and_never_back() -> None:
    shares: list[float] = []
    read_files([CONNECTIONS, COFFEE, CARD], workspace(), ImportSettings(), shares.append)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len(shares) > 5


def test_every_kind_has_its_place_in_the_reading_order() -> None:
    assert set(READING_ORDER) == set(FILE_KINDS)
    assert batch(ImportFile("m.csv", lines(MESSAGES), "linkedin")).refused == {}


GOOD_FILES = [(kind, raw) for kind, _, raw in EXAMPLES]


@given(
    st.lists(st.sampled_from(GOOD_FILES), max_size=4),
    st.binary(max_size=60),
    st.sampled_from(READING_ORDER),
    st.integers(0, 200),
)
def test_any_files_together_end_in_one_proposal_that_adds_nothing_again_and_can_be_undone(
    good: list[tuple[Any, bytes]], junk: bytes, kind: Any, cut: int
) -> None:
    files = [ImportFile(f"{index}.x", raw, kind) for index, (kind, raw) in enumerate(good)]
    files += [ImportFile("junk", junk, kind), *(ImportFile("torn", raw[cut:], kind) for kind, raw in good[:1])]
    before = workspace()
    read = batch(*files)
    after, acceptance = taken(before, read.proposal)
    assert batch(*files, before=after).proposal.items == ()
    assert lists_of(undo_import(after.document, acceptance)) == lists_of(before.document)
    assert all("\n" not in reason for reason in read.refused.values())


def test_a_summary_counts_what_is_added_and_the_lines_that_add_nothing() -> None:
    words = Words.of(Profile())
    proposal = read_files([CONNECTIONS, COFFEE, CARD], workspace(), ImportSettings()).proposal
    assert summarize_proposal(proposal, words) == "1 activity, 1 contact and 1 cost ($9.50) to add; 1 skipped"
    after, acceptance = taken(workspace(), proposal)
    assert summarize_import(acceptance) == "1 activity and 1 contact added"
    again = read_files([CONNECTIONS, COFFEE, CARD], after, ImportSettings()).proposal
    assert summarize_proposal(again, words) == "Nothing to add; 4 skipped"
    broken = Proposal("time", "x", rejected=(UnusedLine(SourceLine(1), "Odd."),))
    assert summarize_proposal(broken, words) == "Nothing to add; 1 line couldn’t be read"


def test_a_note_of_several_files_is_said_once_with_their_names_or_their_number() -> None:
    others = [ImportFile(f"card-{number}.csv", card(f"HOTEL {number}|100"), "expenses") for number in range(4)]
    sentence = ": Read as a statement from Chase card. Only lines marked as networking are kept."
    for files, names in (
        ([CARD], "card.csv"),
        ([CARD, others[0]], "card.csv and card-0.csv"),
        ([CARD, *others], "5 files"),
    ):
        notes = batch(*files, CONNECTIONS).proposal.notes
        assert [note for note in notes if note.endswith(sentence)] == [f"{names}{sentence}"]
        assert any(note.startswith("Connections.csv: ") for note in notes)
    assert not any("card.csv" in note for note in batch(CARD).proposal.notes)
