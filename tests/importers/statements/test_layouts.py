"""Layouts: every statement is known by its columns and read with its own sign, dates, marks and encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.statements import expenses, lines
from netroi_core.importers.statements.layouts import LAYOUTS
from tests.importers.brought import keeps_to_the_rules, records, workspace
from tests.importers.statements.statements import STATEMENTS


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_layout_is_known_and_says_the_same(name: str) -> None:
    raw, currency = STATEMENTS[name]
    found = lines.statement(raw, workspace(profile={"currency": currency}))
    assert found.layout.name == name
    assert found.rejected == ()
    assert [(f"{each.day}", f"{each.amount:.2f}") for each in found.lines] == [
        ("2026-07-14", "4.50"), ("2026-07-15", "1250.00"), ("2026-07-16", "25.00")
    ]  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_of_every_layout_only_networking_is_suggested_and_nothing_else_is_kept(name: str) -> None:
    raw, currency = STATEMENTS[name]
    proposal = expenses.read(raw, "statement.csv", workspace(profile={"currency": currency}))
    found = records(proposal, "activities")
    assert [each["costs"][0]["category"] for each in found] == ["coffee", "event_fee"]
    assert "1250" not in str(found)
    assert "1,250" not in str(proposal)


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_layout_twice_adds_nothing_the_second_time(name: str) -> None:
    raw, currency = STATEMENTS[name]
    assert keeps_to_the_rules(expenses.read, raw, "statement.csv", workspace(profile={"currency": currency}))


def test_each_layout_that_is_known_is_tried_here() -> None:
    assert {layout.name for layout in LAYOUTS} == set(STATEMENTS)


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_layout_says_the_same_in_other_encodings_and_line_ends(name: str) -> None:
    raw, currency = STATEMENTS[name]
    text = raw.decode("iso-8859-1" if name == "Sparkasse" else "utf-8")
    before = workspace(profile={"currency": currency})
    usual = [(each.key, each.amount) for each in lines.statement(raw, before).lines]
    for other in (text.encode("utf-16"), text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode()):
        assert [(each.key, each.amount) for each in lines.statement(other, before).lines] == usual


@given(st.sampled_from(sorted(STATEMENTS)), st.data())
def test_a_good_statement_with_one_thing_broken_ends_in_a_proposal_or_one_sentence(
    name: str, data: st.DataObject
) -> None:
    raw, currency = STATEMENTS[name]
    at, gone = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 6))
    broken = raw[:at] + data.draw(st.binary(max_size=3) | st.sampled_from((b'"', b",", b";", b"\n"))) + raw[at + gone :]
    assert keeps_to_the_rules(expenses.read, broken, "x.csv", workspace(profile={"currency": currency}))
