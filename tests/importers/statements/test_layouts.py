"""Layouts: every statement is recognized by its columns and read with its own sign, dates, marks and encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.layouts import LAYOUTS
from tests.importers.import_files import keeps_to_the_rules, read_as, records, workspace
from tests.importers.statements.statements import STATEMENTS


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_layout_is_recognized_and_reads_the_same_charges(name: str) -> None:
    raw, currency = STATEMENTS[name]
    before = workspace(profile={"currency": currency})
    proposal = read_as("expenses", raw, "statement.csv", before)
    assert (proposal.rejected, f"statement from {name}." in str(proposal.notes)) == ((), True)
    assert [(f"{line.day}", f"{line.amount:.2f}") for line in parse_statement(raw, before)[0]] == [
        ("2026-07-14", "4.50"), ("2026-07-15", "1250.00"), ("2026-07-16", "25.00")
    ]  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_only_networking_is_suggested_and_nothing_else_is_kept(name: str) -> None:
    raw, currency = STATEMENTS[name]
    proposal = read_as("expenses", raw, "statement.csv", workspace(profile={"currency": currency}))
    activities = records(proposal, "activities")
    assert [activity["costs"][0]["category"] for activity in activities] == ["coffee", "event_fee"]
    assert "1250" not in str(activities)
    assert "1,250" not in str(proposal)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_imported_twice_adds_nothing_the_second_time(name: str) -> None:
    raw, currency = STATEMENTS[name]
    assert keeps_to_the_rules("expenses", raw, "statement.csv", workspace(profile={"currency": currency}))


def test_every_layout_has_a_sample_statement() -> None:
    assert {layout.name for layout in LAYOUTS} == set(STATEMENTS)


@pytest.mark.parametrize("name", STATEMENTS)
def test_other_encodings_and_line_ends_read_the_same_charges(name: str) -> None:
    raw, currency = STATEMENTS[name]
    text = raw.decode("iso-8859-1" if name == "Sparkasse" else "utf-8")
    before = workspace(profile={"currency": currency})
    charges = [(line.key, line.amount) for line in parse_statement(raw, before)[0]]
    for variant in (text.encode("utf-16"), text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode()):
        assert [(line.key, line.amount) for line in parse_statement(variant, before)[0]] == charges


@given(st.sampled_from(sorted(STATEMENTS)), st.data())
def test_a_statement_with_one_broken_spot_is_read_or_refused_in_one_sentence(name: str, data: st.DataObject) -> None:
    raw, currency = STATEMENTS[name]
    at, gone = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 6))
    broken = raw[:at] + data.draw(st.binary(max_size=3) | st.sampled_from((b'"', b",", b";", b"\n"))) + raw[at + gone :]
    assert keeps_to_the_rules("expenses", broken, "x.csv", workspace(profile={"currency": currency}))
