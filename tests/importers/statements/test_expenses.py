"""Statements: what was networking, what it paid for, and that nothing else is kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.statements import expenses, mapping
from netroi_core.importers.statements import lines as statements
from netroi_core.importers.statements.expenses import Mark
from netroi_core.importers.statements.layouts import mapped
from netroi_core.importers.statements.merchants import guess
from netroi_core.workspace.document import Document
from tests.importers.brought import Json, keeps_to_the_rules, lines, records, sentence, taken, workspace, zipped
from tests.importers.statements.statements import CHASE_CARD, EXPENSIFY, EXPENSIFY_HEADER, MONZO, MONZO_HEADER, REVOLUT

EMPTY = workspace()
HEADER = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo"


def card(*rows: str) -> bytes:
    """A statement of a Chase card; each row is its day, description and amount."""
    split = (row.split("|") for row in rows)
    return lines(HEADER, *(f'{day},{day},"{what}",,Sale,"{amount}",' for day, what, amount in split))


def added(raw: bytes, before: Document = EMPTY, **options: object) -> list[Json]:
    return records(expenses.read(raw, "card.csv", before, **options), "activities")  # type: ignore[arg-type]


def costs(raw: bytes, before: Document = EMPTY) -> list[Json]:
    return [cost for each in added(raw, before) for cost in each["costs"]]


def test_a_coffee_becomes_an_activity_with_its_cost_and_without_hours() -> None:
    (activity,) = added(card("07/14/2026|STARBUCKS 0123|-4.50"))
    assert activity.pop("id").startswith("expense-")
    assert activity == {
        "date": "2026-07-14",
        "approach": "one_on_one",
        "title": "STARBUCKS 0123",
        "source": "import",
        "costs": [{"category": "coffee", "amount": "4.50"}],
    }


def test_two_equal_rows_in_one_file_are_two_and_the_same_row_in_two_files_is_one() -> None:
    coffee, other = "07/14/2026|STARBUCKS|-4.50", "07/15/2026|STARBUCKS|-4.50"
    after, _ = taken(EMPTY, expenses.read(card(coffee, coffee), "a.csv", EMPTY))
    assert len(after["activities"]) == 2
    assert [each["date"] for each in added(card(coffee, other, coffee), after)] == ["2026-07-15"]
    assert len(added(card(coffee, coffee, coffee), after)) == 1


def test_what_came_in_or_was_paid_back_is_skipped() -> None:
    proposal = expenses.read(card("07/14/2026|STARBUCKS|4.50", "07/14/2026|STARBUCKS|0.00"), "a.csv", EMPTY)
    assert proposal.added == ()
    assert [each.reason for each in proposal.skipped] == ["Money came in, or was paid back."] * 2


@pytest.mark.parametrize(
    ("amount", "read"),
    [("-4.50", "4.50"), ("(4.50)", "4.50"), ("-$4.50", "4.50"), ("\u200e-4.50\u200f", "4.50"), ("−4.50", "4.50"),
     ("-1,234.50", "1234.50"), ("-1'234.50", "1234.50"), ("-1\u202f234.50", "1234.50"), ("4.50-", "4.50")],
)  # fmt: skip
def test_amounts_are_read_whatever_marks_they_carry(amount: str, read: str) -> None:
    assert costs(card(f"07/14/2026|STARBUCKS|{amount}")) == [{"category": "coffee", "amount": read}]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("07/14/2026|STARBUCKS|1e999", "amount"),
        ("07/14/2026|STARBUCKS|NaN", "amount"),
        ("07/14/2026|STARBUCKS|-٤", "amount"),
        ("02/30/2026|STARBUCKS|-4.50", "day"),
        ("|STARBUCKS|-4.50", "day"),
        ("07/14/2026|STARBUCKS|-999999999999999", "amount"),
    ],
)
def test_a_row_that_cant_be_read_is_rejected_with_its_line_and_the_others_are_read(row: str, said: str) -> None:
    proposal = expenses.read(card("07/13/2026|STARBUCKS|-4.50", row), "a.csv", EMPTY)
    assert [(each.place.line, said in each.reason) for each in proposal.rejected] == [(3, True)]
    assert len(proposal.added) == 1


def test_days_that_tell_no_one_order_or_amounts_in_two_ways_are_refused() -> None:
    days = card("31/12/2026|STARBUCKS|-4.50", "12/31/2026|STARBUCKS|-4.50")
    marks = card("12/31/2026|STARBUCKS|-1.234,50", "12/31/2026|STARBUCKS|-1,234.50")
    assert "two orders" in sentence(lambda: expenses.read(days, "a.csv", EMPTY))
    assert "two ways" in sentence(lambda: expenses.read(marks, "a.csv", EMPTY))


def test_days_above_the_twelfth_tell_the_order_of_all() -> None:
    assert [each["date"] for each in added(card("31/12/2026|STARBUCKS|-4", "07/12/2026|STARBUCKS|-4"))] == [
        "2026-12-31", "2026-12-07"
    ]  # fmt: skip


@pytest.mark.parametrize("raw", [REVOLUT, MONZO])
def test_charges_in_another_currency_are_rejected_with_their_line(raw: bytes) -> None:
    proposal = expenses.read(raw, "a.csv", workspace(profile={"currency": "JPY"}))
    assert (proposal.added, len(proposal.rejected)) == ((), 3)
    assert "your workspace counts in JPY; log it by hand" in proposal.rejected[0].reason
    assert proposal.rejected[0].place.line == 2


def test_an_expense_report_says_what_somebody_else_bears_and_what_was_not_changed_into_its_currency() -> None:
    foreign = lines(EXPENSIFY_HEADER, "2026-07-14 08:31:05,Starbucks,4.50,5814,Meals,,,yes,EUR,4.50,")
    assert costs(EXPENSIFY)[0] == {"category": "coffee", "amount": "4.50", "reimbursed": "4.50"}
    assert costs(EXPENSIFY)[1] == {"category": "event_fee", "amount": "25.00"}
    (rejected,) = expenses.read(foreign, "a.csv", EMPTY).rejected
    assert "EUR" in rejected.reason


def test_a_fee_of_the_bank_comes_on_top() -> None:
    assert costs(REVOLUT)[1]["amount"] == "25.00"


def test_a_bank_that_numbers_its_charges_is_believed() -> None:
    row = "14/07/2026,08:31:05,Card payment,Starbucks,,,-4.50,GBP,,,,,,,,,"
    pounds = workspace(profile={"currency": "GBP"})
    assert len(added(lines(MONZO_HEADER, f"tx_1,{row}", f"tx_2,{row}"), pounds)) == 2
    assert len(added(lines(MONZO_HEADER, f"tx_1,{row}", f"tx_1,{row}"), pounds)) == 1


@pytest.mark.parametrize(
    ("description", "category"),
    [("SQ *BLUE BOTTLE COFFEE", "coffee"), ("Café Müller", "coffee"), ("JOE'S BAR", "drinks"),
     ("CITY PARKING", "parking"), ("SHELL OIL 123", "fuel"), ("UBER TRIP", "travel"), ("UBER EATS", "other"),
     ("LINKEDIN PRE 123", "subscription"),
     ("BNI CHAPTER 7", "dues"), ("MARRIOTT", "lodging"), ("BARGELD", "other"), ("Flowers & more", "gift"),
     ("TST* JOES", None), ("TST*JOES", None), ("EB *FOUNDERS NIGHT", "event_fee")],
)  # fmt: skip
def test_the_words_of_a_merchant_tell_the_category(description: str, category: str | None) -> None:
    assert guess(description).category == category


def test_the_words_of_the_bank_and_its_codes_tell_where_the_merchants_do_not() -> None:
    assert guess("ACME 1", "Gas").category == "fuel"
    assert guess("ACME 1", "", "7523").category == "parking"
    assert guess("STARBUCKS", "Parking", "7523").category == "coffee"


def test_a_meal_is_named_by_its_hour() -> None:
    rows = (
        f"CARD_PAYMENT,Current,2026-07-14 {at}:00,,Bistro,-9,0,USD,COMPLETED,0" for at in ("08:10", "12:30", "19:00")
    )
    raw = REVOLUT.split(b"\n")[0] + b"\n" + lines(*rows)
    assert [each["category"] for each in costs(raw)] == ["breakfast", "lunch", "dinner"]


def test_where_people_meet_is_suggested_on_working_days_and_networking_itself_on_any() -> None:
    saturday = card("07/18/2026|STARBUCKS|-4.50", "07/18/2026|EVENTBRITE|-20")
    assert [each["title"] for each in added(saturday)] == ["EVENTBRITE"]
    found = statements.statement(saturday, EMPTY).lines
    assert statements.suggested(found) == {found[1].key}


def test_of_many_charges_where_people_meet_those_are_suggested_that_cost_as_much_as_usual_or_more() -> None:
    week = [f"07/{13 + place}/2026|STARBUCKS|-{paid}" for place, paid in enumerate(("3", "4", "9", "3.5", "8"))]
    assert [each["costs"][0]["amount"] for each in added(card(*week))] == ["4", "9", "8"]
    assert len(added(card(*week[:4]))) == 4


def test_what_a_person_marks_goes_before_what_is_suggested() -> None:
    raw = card("07/14/2026|STARBUCKS|-4.50", "07/15/2026|BOOKSHOP|-30", "07/16/2026|RENT|-900")
    coffee, book, _ = statements.statement(raw, EMPTY).lines
    marks = {coffee.key: Mark(False), book.key: Mark(True, "gift", "group_events")}
    (activity,) = added(raw, marks=marks)
    assert (activity["title"], activity["approach"]) == ("BOOKSHOP", "group_events")
    assert activity["costs"] == [{"category": "gift", "amount": "30"}]


def test_any_other_table_is_read_by_the_columns_that_a_person_names() -> None:
    raw = lines("My bank", "", "Wann;Was;Wieviel", "14.07.2026;Starbucks;4,50", "15.07.2026;Gehalt;-900,00")
    assert "say which hold the date" in sentence(lambda: expenses.read(raw, "a.csv", EMPTY))
    assert mapping.columns(raw) == ("Wann", "Was", "Wieviel")
    layout = mapped("Wann", "Was", "Wieviel", "positive", "day_first")
    (line,) = statements.statement(raw, EMPTY, layout).lines
    assert (f"{line.day}", line.description, line.amount) == ("2026-07-14", "Starbucks", Decimal("4.50"))
    assert len(added(raw, layout=layout)) == 1


def test_a_mapping_to_columns_that_are_not_there_is_refused() -> None:
    assert "names the columns" in sentence(
        lambda: expenses.read(CHASE_CARD, "a.csv", EMPTY, layout=mapped("When", "What", "How much", "negative"))
    )


@pytest.mark.parametrize("raw", [b"just a text\nand another", b"a,b\n1,2"])
def test_what_is_no_table_has_no_columns_to_name(raw: bytes) -> None:
    assert "no table" in sentence(lambda: mapping.columns(raw))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (zipped({"a.csv": CHASE_CARD}), "archive"),
        (b"\x1f\x8b\x00\x00", "gzip"),
        (b"a,b\n1,2", "no bank that NetROI knows"),
        (lines(HEADER.replace("Memo", "Amount"), "1"), "twice"),
        (lines(",".join(f"c{n}" for n in range(400)) + "," + HEADER), "columns"),
    ],
)
def test_what_is_no_statement_is_refused_in_one_sentence(raw: bytes, said: str) -> None:
    assert said in sentence(lambda: expenses.read(raw, "a.csv", EMPTY))


def test_an_unclosed_quote_and_too_many_cells_are_rejected_and_the_rest_is_read() -> None:
    raw = lines(HEADER, '07/14/2026,07/14/2026,"STARBUCKS,,Sale,-4,', "07/15/2026,x,STARBUCKS,,Sale,-4,,,y")
    proposal = expenses.read(raw + b"07/16/2026,x,STARBUCKS,,Sale,-4,\n", "a.csv", EMPTY)
    assert len(proposal.added) == 1
    assert [each.place.line for each in proposal.rejected] == [2, 3]


def test_hostile_words_stay_words() -> None:
    hostile = "=HYPERLINK(1) ![x](https://e.example) <b> STARBUCKS \u202eabc"
    (activity,) = added(card(f"07/14/2026|{hostile}|-4"))
    assert activity["title"] == hostile.replace("\u202e", "")


def test_charges_that_are_counted_as_dues_already_are_pointed_out() -> None:
    venue = {"id": "v1", "name": "BNI", "approach": "group_events", "dues": {"amount": "500"}}
    proposal = expenses.read(card("07/14/2026|BNI DUES|-500"), "a.csv", workspace(venues=[venue]))
    assert any("keep those or the charges, not both" in note for note in proposal.notes)


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_proposal_or_one_sentence(raw: bytes) -> None:
    assert keeps_to_the_rules(expenses.read, raw, "x.csv", EMPTY)


cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ("07/14/2026", "2026-07-14", "-4.50", "4,50", "STARBUCKS", "1e5", "", '"', "\u202e-1")
)


@given(st.lists(st.lists(cells, max_size=8), max_size=5))
def test_any_cells_end_in_a_proposal_or_one_sentence(rows: list[list[str]]) -> None:
    raw = lines(HEADER, *(",".join(row) for row in rows))
    assert keeps_to_the_rules(expenses.read, raw, "x.csv", EMPTY)
