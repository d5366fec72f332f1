"""Expenses: charges that are networking become activities with costs, and nothing else is kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.rules import Correction
from netroi_core.importers.statements import mapping
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.lines import suggested_keys
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import (
    Json,
    keeps_to_the_rules,
    lines,
    read_as,
    records,
    sentence,
    taken,
    workspace,
    zipped,
)
from tests.importers.statements.statements import (
    CHASE_CARD,
    EXPENSIFY,
    EXPENSIFY_HEADER,
    MONZO,
    MONZO_HEADER,
    REVOLUT,
    custom_layout,
)

EMPTY = workspace()
HEADER = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo"


def card(*rows: str) -> bytes:
    """Return a statement of a Chase card; each row is its day, description and amount."""
    split = (row.split("|") for row in rows)
    return lines(HEADER, *(f'{day},{day},"{merchant}",,Sale,"{amount}",' for day, merchant, amount in split))


def added(raw: bytes, before: Workspace = EMPTY, **options: object) -> list[Json]:
    return records(read_as("expenses", raw, "card.csv", before, **options), "activities")  # type: ignore[arg-type]


def costs(raw: bytes, before: Workspace = EMPTY) -> list[Json]:
    return [cost for activity in added(raw, before) for cost in activity["costs"]]


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
    coffee, next_day = "07/14/2026|STARBUCKS|-4.50", "07/15/2026|STARBUCKS|-4.50"
    after, _ = taken(EMPTY, read_as("expenses", card(coffee, coffee), "a.csv", EMPTY))
    assert len(after.activities) == 2
    assert [activity["date"] for activity in added(card(coffee, next_day, coffee), after)] == ["2026-07-15"]
    assert len(added(card(coffee, coffee, coffee), after)) == 1


def test_income_and_refunds_are_skipped() -> None:
    proposal = read_as("expenses", card("07/14/2026|STARBUCKS|4.50", "07/14/2026|STARBUCKS|0.00"), "a.csv", EMPTY)
    assert proposal.added == ()
    assert [line.reason for line in proposal.skipped] == ["It is money received or a refund."] * 2


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("-4.50", "4.50"), ("(4.50)", "4.50"), ("-$4.50", "4.50"), ("\u200e-4.50\u200f", "4.50"), ("−4.50", "4.50"),
     ("-1,234.50", "1234.50"), ("-1'234.50", "1234.50"), ("-1\u202f234.50", "1234.50"), ("4.50-", "4.50")],
)  # fmt: skip
def test_amounts_are_read_in_any_notation(amount: str, expected: str) -> None:
    assert costs(card(f"07/14/2026|STARBUCKS|{amount}")) == [{"category": "coffee", "amount": expected}]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("07/14/2026|STARBUCKS|1e999", "amount"),
        ("07/14/2026|STARBUCKS|NaN", "amount"),
        ("07/14/2026|STARBUCKS|-٤", "amount"),
        ("02/30/2026|STARBUCKS|-4.50", "date"),
        ("|STARBUCKS|-4.50", "date"),
        ("07/14/2026|STARBUCKS|-999999999999999", "amount"),
    ],
)
def test_an_unreadable_row_is_rejected_with_its_line_and_the_others_are_read(row: str, reason: str) -> None:
    proposal = read_as("expenses", card("07/13/2026|STARBUCKS|-4.50", row), "a.csv", EMPTY)
    assert [(line.source_line.number, reason in line.reason) for line in proposal.rejected] == [(3, True)]
    assert len(proposal.added) == 1


def test_days_in_two_orders_or_amounts_in_two_notations_are_refused() -> None:
    days = card("31/12/2026|STARBUCKS|-4.50", "12/31/2026|STARBUCKS|-4.50")
    marks = card("12/31/2026|STARBUCKS|-1.234,50", "12/31/2026|STARBUCKS|-1,234.50")
    assert "two orders" in sentence(lambda: read_as("expenses", days, "a.csv", EMPTY))
    assert "two ways" in sentence(lambda: read_as("expenses", marks, "a.csv", EMPTY))


def test_the_order_of_day_and_month_is_detected() -> None:
    assert [activity["date"] for activity in added(card("31/12/2026|STARBUCKS|-4", "07/12/2026|STARBUCKS|-4"))] == [
        "2026-12-31", "2026-12-07"
    ]  # fmt: skip


@pytest.mark.parametrize("raw", [REVOLUT, MONZO])
def test_charges_in_another_currency_are_rejected_with_their_line(raw: bytes) -> None:
    proposal = read_as("expenses", raw, "a.csv", workspace(profile={"currency": "JPY"}))
    assert (proposal.added, len(proposal.rejected)) == ((), 3)
    assert "your workspace uses JPY. Log it by hand" in proposal.rejected[0].reason
    assert proposal.rejected[0].source_line.number == 2


def test_an_expense_report_tells_reimbursements_and_unconverted_currencies() -> None:
    foreign = lines(EXPENSIFY_HEADER, "2026-07-14 08:31:05,Starbucks,4.50,5814,Meals,,,yes,EUR,4.50,")
    assert costs(EXPENSIFY)[0] == {"category": "coffee", "amount": "4.50", "reimbursed": "4.50"}
    assert costs(EXPENSIFY)[1] == {"category": "event_fee", "amount": "25.00"}
    (rejected,) = read_as("expenses", foreign, "a.csv", EMPTY).rejected
    assert "EUR" in rejected.reason


def test_a_bank_fee_is_added_to_the_amount() -> None:
    assert costs(REVOLUT)[1]["amount"] == "25.00"


def test_charges_with_ids_of_the_bank_are_told_apart_by_them() -> None:
    row = "14/07/2026,08:31:05,Card payment,Starbucks,,,-4.50,GBP,,,,,,,,,"
    pounds = workspace(profile={"currency": "GBP"})
    assert len(added(lines(MONZO_HEADER, f"tx_1,{row}", f"tx_2,{row}"), pounds)) == 2
    assert len(added(lines(MONZO_HEADER, f"tx_1,{row}", f"tx_1,{row}"), pounds)) == 1


def test_a_meal_is_named_by_its_time() -> None:
    rows = (
        f"CARD_PAYMENT,Current,2026-07-14 {at}:00,,Bistro,-9,0,USD,COMPLETED,0" for at in ("08:10", "12:30", "19:00")
    )
    raw = REVOLUT.split(b"\n")[0] + b"\n" + lines(*rows)
    assert [cost["category"] for cost in costs(raw)] == ["breakfast", "lunch", "dinner"]


def test_meeting_places_are_suggested_on_working_days_and_networking_itself_on_any() -> None:
    saturday = card("07/18/2026|STARBUCKS|-4.50", "07/18/2026|EVENTBRITE|-20")
    assert [activity["title"] for activity in added(saturday)] == ["EVENTBRITE"]
    _, eventbrite = charges = parse_statement(saturday, EMPTY)[0]
    assert suggested_keys(charges) == {eventbrite.key}


def test_of_many_charges_in_meeting_places_those_of_at_least_the_median_are_suggested() -> None:
    week = [f"07/{13 + index}/2026|STARBUCKS|-{paid}" for index, paid in enumerate(("3", "4", "9", "3.5", "8"))]
    assert [activity["costs"][0]["amount"] for activity in added(card(*week))] == ["4", "9", "8"]
    assert len(added(card(*week[:4]))) == 4


def test_the_user_s_marks_go_before_suggestions() -> None:
    raw = card("07/14/2026|STARBUCKS|-4.50", "07/15/2026|BOOKSHOP|-30", "07/16/2026|RENT|-900")
    coffee, book, _ = parse_statement(raw, EMPTY)[0]
    marks = {coffee.key: Correction(False), book.key: Correction(approach="group_events", category="gift")}
    (activity,) = added(raw, marks=marks)
    assert (activity["title"], activity["approach"]) == ("BOOKSHOP", "group_events")
    assert activity["costs"] == [{"category": "gift", "amount": "30"}]


def test_any_other_table_is_read_by_the_columns_that_the_user_names() -> None:
    raw = lines("My bank", "", "Wann;Was;Wieviel", "14.07.2026;Eins;4,50", "15.07.2026;Zwei;-900,00")
    assert "how this file marks money spent" in sentence(lambda: read_as("expenses", raw, "a.csv", EMPTY))
    assert mapping.propose_layout(raw).columns == ("Wann", "Was", "Wieviel")
    layout = custom_layout("Wann", "Was", "Wieviel", "positive", order="day_first")
    (line,) = parse_statement(raw, EMPTY, layout)[0]
    assert (f"{line.day}", line.description, line.amount) == ("2026-07-14", "Eins", Decimal("4.50"))


def test_a_mapping_to_missing_columns_is_refused() -> None:
    assert "has the columns" in sentence(
        lambda: read_as(
            "expenses", CHASE_CARD, "a.csv", EMPTY, layout=custom_layout("When", "What", "How much", "negative")
        )
    )


@pytest.mark.parametrize("raw", [b"just a text\nand another", b"a,b\n1,2"])
def test_a_text_without_a_table_is_refused(raw: bytes) -> None:
    assert "isn’t a table" in sentence(lambda: mapping.propose_layout(raw))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (zipped({"a.csv": CHASE_CARD}), "a ZIP archive"),
        (b"\x1f\x8b\x00\x00", "gzip"),
        (b"a,b\n1,2", "isn’t a table"),
        (lines(HEADER.replace("Memo", "Amount"), "1"), "two columns named Amount"),
        (lines(",".join(f"c{n}" for n in range(400)) + "," + HEADER), "columns"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(raw: bytes, reason: str) -> None:
    assert reason in sentence(lambda: read_as("expenses", raw, "a.csv", EMPTY))


def test_an_unclosed_quote_and_too_many_cells_are_rejected_and_the_rest_is_read() -> None:
    raw = lines(HEADER, '07/14/2026,07/14/2026,"STARBUCKS,,Sale,-4,', "07/15/2026,x,STARBUCKS,,Sale,-4,,,y")
    proposal = read_as("expenses", raw + b"07/16/2026,x,STARBUCKS,,Sale,-4,\n", "a.csv", EMPTY)
    assert len(proposal.added) == 1
    assert [line.source_line.number for line in proposal.rejected] == [2, 3]


def test_hostile_text_stays_text() -> None:
    hostile = "=HYPERLINK(1) ![x](https://e.example) <b> STARBUCKS \u202eabc"
    (activity,) = added(card(f"07/14/2026|{hostile}|-4"))
    assert activity["title"] == hostile.replace("\u202e", "")


def test_charges_counted_as_dues_already_are_left_out_and_pointed_out() -> None:
    venue = {"id": "v1", "name": "BNI", "approach": "group_events", "dues": {"amount": "500"}}
    proposal = read_as("expenses", card("07/14/2026|BNI DUES|-500"), "a.csv", workspace(venues=[venue]))
    assert len(proposal.added) == 1
    assert proposal.suggested_keys == set()
    assert proposal.added[0].overlap == "already counted in your dues for BNI"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_one_sentence(raw: bytes) -> None:
    assert keeps_to_the_rules("expenses", raw, "x.csv", EMPTY)


cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ("07/14/2026", "2026-07-14", "-4.50", "4,50", "STARBUCKS", "1e5", "", '"', "\u202e-1")
)


@given(st.lists(st.lists(cells, max_size=8), max_size=5))
def test_any_cells_are_read_or_refused_in_one_sentence(rows: list[list[str]]) -> None:
    raw = lines(HEADER, *(",".join(row) for row in rows))
    assert keeps_to_the_rules("expenses", raw, "x.csv", EMPTY)
