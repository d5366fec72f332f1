"""Several files at once: what they tell of the same thing is one entry, and one that can't be read takes none along."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.acceptance import taken_back
from netroi_core.importers.batch import ORDER, Batch, File, Said, batch
from netroi_core.importers.calendar.calendar import window_of
from netroi_core.importers.kinds import READERS
from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document
from tests.importers.brought import lines, lists_of, records, taken, workspace
from tests.importers.calendar.calendars import ics, met
from tests.importers.linkedin.archives import ANN, MESSAGES, NEW, RECEIPTS, receipt
from tests.importers.matching.test_joining import card
from tests.importers.palms.test_palms import ANN as MEMBER
from tests.importers.palms.test_palms import BOB, workbook
from tests.importers.test_kinds import KNOWN

CONNECTIONS = File("Connections.csv", lines(NEW, ANN), "linkedin")
COFFEE = File("mine.ics", ics(met("UID:c", "ATTENDEE;CN=Ann Lee:mailto:a@example.org")), "calendar")
CARD = File("card.csv", card("STARBUCKS|9.50", "RENT|900"), "expenses")


def brought(*files: File, before: Document | None = None, **said: Any) -> Batch:
    return batch(files, before or workspace(), Said(**said))


def test_a_person_of_linkedin_an_entry_and_a_coffee_on_the_card_are_one_activity_with_that_person() -> None:
    for order in permutations((CONNECTIONS, COFFEE, CARD)):
        proposal = brought(*order).proposal
        (person,), (talk,) = records(proposal, "contacts"), records(proposal, "activities")
        assert (talk["people"], talk["hours"]) == ([person["id"]], {"attending": 1.0})
        assert talk["costs"] == [{"category": "coffee", "amount": "9.50"}]
        assert (proposal.kind, len(proposal.items)) == ("several", 2)


def test_all_of_it_is_accepted_at_once_adds_nothing_again_and_is_taken_back_at_once() -> None:
    before = workspace()
    after, acceptance = taken(before, brought(CONNECTIONS, COFFEE, CARD).proposal)
    assert acceptance["file_name"] == "Connections.csv, mine.ics and card.csv"
    assert brought(CONNECTIONS, COFFEE, CARD, before=after).proposal.items == ()
    assert lists_of(taken_back(after, acceptance)) == lists_of(before)


def test_what_is_skipped_and_rejected_names_its_file_where_there_are_several() -> None:
    assert [str(each.place) for each in brought(CONNECTIONS, CARD).proposal.skipped] == ["card.csv, line 3"]
    assert [str(each.place) for each in brought(CARD).proposal.skipped] == ["line 3"]


def test_of_a_file_that_cant_be_read_nothing_is_taken_over_and_the_others_are_read() -> None:
    read = brought(File("broken.csv", b"a,b\n", "linkedin"), CONNECTIONS)
    assert list(read.refused) == ["broken.csv"]
    assert "LinkedIn" in read.refused["broken.csv"]
    assert [item.record["name"] for item in read.proposal.added] == ["Ann Lee"]
    assert brought(File("broken.csv", b"a,b\n", "linkedin")).proposal.items == ()


def test_a_receipt_of_linkedin_and_the_line_on_the_card_are_one_charge() -> None:
    paid = File("Receipts.csv", lines(RECEIPTS, receipt("7", "29.99")), "linkedin")
    line = File("card.csv", card("LINKEDIN PREMIUM CAREER|29.99", day="03/04/2026"), "expenses")
    (one,) = records(brought(paid, line).proposal, "activities")
    assert [cost["amount"] for cost in one["costs"]] == ["29.99"]


def test_what_the_person_says_reaches_each_reader() -> None:
    window = window_of([Quarter(2025, 1)], workspace())
    early = brought(COFFEE, CARD, window=window).proposal
    assert (early.items, {each.reason for each in early.skipped}) == ((), {"It lies outside the quarters looked at."})
    report = File("palms.xls", workbook(MEMBER, BOB), "palms")
    assert {item.record["title"] for item in brought(report, member="Bob Ng").proposal.added} == {"BNI: 1 meeting"}


def test_reading_tells_how_far_it_is_never_backwards_to_its_end() -> None:
    told: list[float] = []
    batch([CONNECTIONS, COFFEE, CARD], workspace(), Said(), told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(told) > 5


def test_every_kind_has_its_place_in_the_order_of_reading() -> None:
    assert set(ORDER) == READERS.keys()
    assert brought(File("m.csv", lines(MESSAGES), "linkedin")).refused == {}


GOOD = [(kind, raw) for kind, _, raw in KNOWN]


@given(st.lists(st.sampled_from(GOOD), max_size=4), st.binary(max_size=60), st.sampled_from(ORDER), st.integers(0, 200))
def test_any_files_together_end_in_one_proposal_that_adds_nothing_again_and_can_be_taken_back(
    some: list[tuple[Any, bytes]], junk: bytes, kind: Any, at: int
) -> None:
    files = [File(f"{place}.x", raw, each) for place, (each, raw) in enumerate(some)]
    files += [File("junk", junk, kind), *(File("torn", raw[at:], each) for each, raw in some[:1])]
    before = workspace()
    read = batch(files, before, Said())
    after, acceptance = taken(before, read.proposal)
    assert batch(files, after, Said()).proposal.items == ()
    assert lists_of(taken_back(after, acceptance)) == lists_of(before)
    assert all("\n" not in each for each in read.refused.values())
