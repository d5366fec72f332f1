"""Formats of banks: each is read with its ids, days, currencies and directions, in all its dialects, within limits."""

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.inspection import inspect_file
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.statements.camt import MOST_TAGS
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.lines import PENDING, RECEIVED, REVERSAL, StatementLine
from netroi_core.importers.statements.qif import MOST_LINES
from tests.importers.import_files import keeps_to_the_rules, read_as, sentence, workspace, zipped
from tests.importers.statements.bank_formats import CAMT, MT940, OFX_SGML, OFX_XML, QIF

EMPTY: Final = workspace()
FORMATS: Final = {"OFX": OFX_SGML, "OFX in XML": OFX_XML, "QIF": QIF, "CAMT": CAMT, "MT940": MT940}
PAIN: Final = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'


def charges(text: str) -> list[StatementLine]:
    return parse_statement(text.encode(), EMPTY)[0]


def reasons(text: str) -> list[str]:
    return [line.reason for line in parse_statement(text.encode(), EMPTY)[1]]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_recognized_and_its_charge_is_read(name: str) -> None:
    text = FORMATS[name]
    (coffee,) = charges(text)
    assert recognize_kind(text.encode()) == "expenses"
    assert (f"{coffee.day}", f"{coffee.amount:.2f}", coffee.description[:9]) == ("2026-07-14", "4.50", "Starbucks")
    assert f"format {name.split()[0]}." in str(read_as("expenses", text.encode(), "x", EMPTY).notes)


BLOCKS: Final = """From:\xa001/07/2026\xa0to\xa031/07/2026

Account:\xa0XXXX\xa01234

Date:\xa015/07/2026
Description:\xa0SALARY, BANK GIRO CREDIT
Amount:\xa01,200.00\xa0
Balance:\xa01,695.50\xa0

Date:\xa014/07/2026
Description:\xa0Starbucks Date: 12-07 Amount: 9.00
Amount:\xa0-4.50\xa0
Balance:\xa0495.50\xa0
"""


def test_a_text_with_a_block_of_lines_for_each_transaction_is_read() -> None:
    for encoding in ("cp1252", "latin-1", "utf-8"):
        for old, new in (("", ""), ("\xa0", " "), ("\n", "\r\n"), ("-4.50", "-£4.50")):
            raw = (BLOCKS.replace(old, new) if old else BLOCKS).encode(encoding)
            assert recognize_kind(raw) == "expenses"
            (coffee,), (salary,) = parse_statement(raw, workspace(profile={"currency": "GBP"}))
            assert (f"{coffee.day}", f"{coffee.amount:.2f}", salary.reason) == ("2026-07-14", "4.50", RECEIVED)
            assert coffee.description == "Starbucks Date: 12-07 Amount: 9.00"
            assert coffee.source_line.number == 10
    assert keeps_to_the_rules("expenses", BLOCKS.encode(), "x", EMPTY)
    torn = BLOCKS.replace("Amount:\xa0-4.50", "Amount:\xa0-4.50.1").replace("15/07/2026", "32/07/2026")
    assert len(reasons(torn)) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_imported_twice_adds_nothing_and_line_ends_and_encodings_change_nothing(name: str) -> None:
    text = FORMATS[name]
    assert keeps_to_the_rules("expenses", text.encode(), "x", EMPTY)
    keys = [charge.key for charge in charges(text)]
    assert [charge.key for charge in charges(text.replace("\n", "\r\n"))] == keys
    assert [charge.key for charge in charges("\ufeff" + text)] == keys


def test_lines_that_are_left_out_are_said() -> None:
    assert reasons(OFX_XML) == [RECEIVED, PENDING] or reasons(OFX_XML) == [PENDING, RECEIVED]
    assert sorted(reasons(CAMT)) == sorted([RECEIVED, PENDING, REVERSAL])
    assert sorted(reasons(MT940)) == sorted([RECEIVED, RECEIVED, REVERSAL])
    assert reasons(QIF) == [RECEIVED]


def test_the_bank_s_own_id_tells_charges_apart() -> None:
    """The same charge in a later file, whose words the bank has changed, is the same; another id is another charge."""
    for text, before, after in ((OFX_SGML, "Card 1", "Card 2"), (CAMT, "no. 7", "no. 8"), (MT940, "Coffee", "Kaffee")):
        assert charges(text)[0].key == charges(text.replace(before, after))[0].key
    for text, before, after in ((OFX_SGML, "<FITID>A1", "<FITID>B1"), (CAMT, "R1<", "R2<"), (MT940, "//R1", "//R2")):
        assert charges(text)[0].key != charges(text.replace(before, after))[0].key


def test_two_charges_with_all_the_same_are_two() -> None:
    entry = CAMT[CAMT.index("<Ntry>") : CAMT.index("</Ntry>") + len("</Ntry>")]
    line = MT940[MT940.index(":61:2607160714") : MT940.index(":61:260717C")]
    for text, part in ((CAMT, entry), (MT940, line)):
        keys = {charge.key for charge in charges(text.replace(part, part + "\n" + part))}
        assert len(keys) == 2


@pytest.mark.parametrize("version", ["camt.053.001.02", "camt.053.001.04", "camt.053.001.13", "camt.052.001.08"])
def test_every_version_of_camt_is_read(version: str) -> None:
    text = CAMT.replace("camt.053.001.08", version).replace("<Document xmlns=", "<Document xmlns:x='y' xmlns=")
    if "052" in version:
        text = text.replace("BkToCstmrStmt>", "BkToCstmrAcctRpt>").replace("Stmt>", "Rpt>")
    assert [f"{charge.amount:.2f}" for charge in charges(text)] == ["4.50"]


def test_prefixed_names_and_the_old_state_are_read() -> None:
    text = CAMT.replace("<Sts><Cd>PDNG</Cd></Sts>", "<Sts>PDNG</Sts>").replace(
        "<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>"
    )
    prefixed = re.sub(r"<(/?)(?=[A-Z])", r"<\1n:", text).replace("xmlns=", "xmlns:n=")
    assert [charge.key for charge in charges(prefixed)] == [charge.key for charge in charges(text)]
    assert len(charges(text)) == 1


def test_the_transactions_of_a_batch_are_charges_of_their_own_if_they_add_up() -> None:
    part = "<TxDtls><Refs><AcctSvcrRef>{0}</AcctSvcrRef></Refs><Amt Ccy='USD'>{1}</Amt></TxDtls>"
    details = CAMT[CAMT.index("<TxDtls>") : CAMT.index("</NtryDtls>")]
    for amounts, expected in ((("1.50", "3.00"), ["1.50", "3.00"]), (("1.50", "2.00"), ["4.50"])):
        parts = "".join(part.format(f"P{number}", amount) for number, amount in enumerate(amounts))
        assert [f"{charge.amount:.2f}" for charge in charges(CAMT.replace(details, parts))] == expected


def test_an_archive_of_statements_is_read_with_the_name_of_each() -> None:
    second = CAMT.replace("R1", "R2").replace("4.50", "5.50")
    raw = zipped({"a.xml": CAMT.encode(), "b.xml": second.encode(), "c.txt": b"x"})
    inspection = inspect_file("a.zip", raw)
    assert [line["amount"] for line in inspection["lines"]] == [4.5, 5.5]
    assert inspection["layout"] == {"a.zip, a.xml": "CAMT", "a.zip, b.xml": "CAMT"}
    reasons = [line["reason"] for line in (*inspection["skipped"], *inspection["rejected"])]
    assert {reason[:12] for reason in reasons} == {"a.zip, a.xml", "a.zip, b.xml"}
    assert inspection["notes"][-1].startswith("c.txt in a.zip isn’t recognized")


def test_a_line_that_cannot_be_read_is_rejected_and_the_others_are_read() -> None:
    for text, good, bad in (
        (OFX_SGML, "<TRNAMT>+900.00", "<TRNAMT>lots"), (QIF, "U900.00", "Ulots"), (MT940, "C900,", "?900,"),
        (CAMT, ">900.00<", ">lots<"), (QIF, "D7/17'26", "Dsoon"), (OFX_SGML, "<DTPOSTED>20260717", "<DTPOSTED>2026"),
    ):  # fmt: skip
        changed = text.replace(good, bad)
        assert len(charges(changed)) == 1
        assert any("isn’t" in reason or "no date" in reason for reason in reasons(changed)), (good, reasons(changed))


def test_where_no_date_of_a_qif_file_tells_the_order_the_currency_decides_and_a_note_says_so() -> None:
    text = "!Type:CCard\nD03/05/2026\nT-4.50\nPCafe\n^\n"
    for currency, day, word in (("USD", "2026-03-05", "month first"), ("EUR", "2026-05-03", "day first")):
        before = workspace(profile={"currency": currency})
        assert [f"{line.day}" for line in parse_statement(text.encode(), before)[0]] == [day]
        assert any(word in note for note in read_as("expenses", text.encode(), "x", before).notes)
    european = "!Type:Bank\nD31.12.2025\nT-1.004,50\nPCafe\n^\n"
    assert [(f"{line.day}", f"{line.amount}") for line in charges(european)] == [("2025-12-31", "1004.50")]


def test_the_booking_of_january_for_a_value_in_december_is_of_the_next_year() -> None:
    text = MT940.replace("2607160714DR", "2512310102DR")
    assert f"{charges(text)[0].day}" == "2026-01-02"


def test_charges_in_another_currency_are_rejected() -> None:
    for text in (
        OFX_SGML.replace("<CURDEF>USD", "<CURDEF>EUR"),
        CAMT.replace("USD", "EUR"),
        MT940.replace("USD", "EUR"),
    ):
        assert any("It is in EUR" in reason for reason in reasons(text))
    marked = OFX_XML.replace("ORIGCURRENCY", "CURRENCY")
    assert any("It is in EUR" in reason for reason in reasons(marked))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CAMT.replace("<Document", PAIN + "<Document"), "its own XML entities"),
        (CAMT.replace("</Stmt>", ""), "damaged"),
        (CAMT.replace("CRDT</CdtDbtInd><Sts>", "BOTH</CdtDbtInd><Sts>"), "debit or a credit"),
        (CAMT + "<a/>" * (MOST_TAGS // 2) + "<" * (MOST_TAGS // 2 + 1), "more entries"),
        ("!Type:Bank\n" + "\n" * MOST_LINES, "lines"),
        ("!Type:Bank\nD31/12/2025\nT-1\n^\nD12/31/2025\nT-1\n^\n", "two orders"),
    ],
    ids=["entities", "torn", "no direction", "too many", "too long", "two orders"],
)
def test_a_hostile_or_torn_file_is_refused_in_one_sentence(text: str, reason: str) -> None:
    refusal = sentence(lambda: charges(text))
    assert reason in refusal
    assert "\n" not in refusal


@pytest.mark.parametrize("endless", [":86:" + "x\n" * 200_000, ":86:information\n" * 200_000])
def test_endless_information_below_a_line_is_cut_short(endless: str) -> None:
    text = MT940.replace(":86:005?00", f"{endless}?00")
    assert len(charges(text)[0].description) <= 300


@pytest.mark.parametrize(("text", "account"), [(OFX_SGML, "<ACCTID>42"), (OFX_XML, "<ACCTID>42"), (CAMT, "<IBAN>DE00")])
def test_the_length_of_an_account_is_not_held_by_each_of_its_charges(text: str, account: str) -> None:
    (coffee,) = charges(text.replace(account, account + "0" * 100_000))
    assert len(coffee.charge_id) < 2_000


def test_nothing_that_an_ofx_file_defines_is_expanded() -> None:
    text = OFX_XML.replace("<OFX>", '<!DOCTYPE OFX [<!ENTITY a "bbb">]><OFX>').replace(">Starbucks<", ">&a;<")
    assert charges(text)[0].description == "&a;"


@given(st.sampled_from(sorted(FORMATS)), st.data())
def test_a_file_with_one_broken_spot_is_read_or_refused_in_one_sentence(name: str, data: st.DataObject) -> None:
    raw = FORMATS[name].encode()
    at, gone = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 9))
    inserted = data.draw(st.binary(max_size=3) | st.sampled_from((b"<", b">", b"^\n", b":61:", b"\n", b"<Ntry>")))
    assert keeps_to_the_rules("expenses", raw[:at] + inserted + raw[at + gone :], "x", EMPTY)
