"""PALMS reports: a member's row becomes meetings, referrals and closed business, whatever the workbook is like."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.palms import PalmsAssumptions, parse_report
from netroi_core.importers.proposal import Proposal
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import keeps_to_the_rules, read_as, records, workspace

COLUMNS = ("First Name", "Last Name", "P", "A", "L", "M", "S", "RGI", "RGO", "RRI", "RRO", "V", "1-2-1", "TYFCB", "CEU")
ANN = ("Ann", "Lee", "12", "0", "0", "0", "0", "2", "1", "3", "0", "1", "5", "1.85E+10", "4")
BOB = ("Bob", "Ng", "1", *("0",) * 12)
TOTAL = ("Total", "", *("99",) * 13)


def cell(text: str, number: int | None = None) -> str:
    index = f' ss:Index="{number}"' if number else ""
    kind = "Number" if text.replace(".", "").isdigit() else "String"
    return f'<Cell{index}><Data ss:Type="{kind}">{text}</Data></Cell>' if text else ""


def row(cells: tuple[str, ...], number: int | None = None) -> str:
    """A row that leaves empty cells out and names the number of the next."""
    index = f' ss:Index="{number}"' if number else ""
    gaps = [place if place > 1 and not cells[place - 2] else None for place in range(1, len(cells) + 1)]
    return f"<Row{index}>{''.join(cell(text, gap) for text, gap in zip(cells, gaps, strict=True))}</Row>"


def workbook(
    *members: tuple[str, ...], since: str = "01/07/2026", until: str = "03/25/2026", before: str = ""
) -> bytes:
    rows = (row(("Chapter", "", "Made up")), row(("From:", since), 3), row(("To:", until)), row(COLUMNS, 7))
    return (
        f'<?xml version="1.0"?>{before}<?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="x"><Table>'
        f"{''.join((*rows, *map(row, members)))}</Table></Worksheet></Workbook>"
    ).encode()


def preview(raw: bytes, before: Workspace | None = None, **options: Any) -> Proposal:
    return read_as("palms", raw, "palms.xls", before or workspace(), **options)


def test_a_members_row_becomes_meetings_referrals_and_closed_business() -> None:
    proposal = preview(workbook(ANN, TOTAL))
    activities = [(row["title"], row["approach"], row["hours"]) for row in records(proposal, "activities")]
    assert activities == [
        ("BNI: 12 meetings", "group_events", {"attending": 18}),
        ("BNI: 5 one-to-ones", "one_on_one", {"attending": 5}),
        ("BNI: 4 units of training", "group_events", {"attending": 4}),
    ]
    referrals = [(row["direction"], row["kind"]) for row in records(proposal, "exchanges")]
    assert referrals == [("given", "referral")] * 3 + [("received", "referral")] * 3
    (closed,) = records(proposal, "outcomes")
    assert (closed["kind"], closed["status"], closed["value"]) == ("revenue", "won", {"likely": "18500000000"})
    assert {row["date"] for name in ("activities", "exchanges") for row in records(proposal, name)} == {"2026-03-25"}
    assert any("Closed business counts in full" in note for note in proposal.notes)


def test_the_period_above_the_header_may_be_written_in_any_format() -> None:
    report = parse_report(workbook(ANN, since="2026-01-07T00:00:00.000", until="25.03.2026"))
    assert (report.since, report.until) == (date(2026, 1, 7), date(2026, 3, 25))
    assert parse_report(workbook(ANN, since="07/01/2026", until="25/03/2026")).since == date(2026, 1, 7)


@pytest.mark.parametrize(("since", "until"), [("", "x"), ("13/25/2026", "25/03/2026"), ("03/26/2026", "03/25/2026")])
def test_an_unreadable_period_is_refused(since: str, until: str) -> None:
    with pytest.raises(NotImportable, match=r"From: and To:|before it starts"):
        preview(workbook(ANN, since=since, until=until))


def test_of_several_members_only_the_chosen_one_counts_and_the_total_never_does() -> None:
    raw = workbook(ANN, BOB, TOTAL)
    assert preview(raw).items == ()
    assert [line.reason for line in preview(raw).skipped] == [
        "It is about Ann Lee. Choose the member that is you.", "It is about Bob Ng. Choose the member that is you.",
    ]  # fmt: skip
    assert [row["title"] for row in records(preview(raw, member="Bob Ng"), "activities")] == ["BNI: 1 meeting"]
    assert [member.name for member in parse_report(raw).members] == ["Ann Lee", "Bob Ng"]


def test_empty_cells_count_nothing_and_gaps_move_no_cell() -> None:
    sparse = ("Ann", "Lee", "", "", "", "", "", "", "2", "", "", "", "", "", "")
    proposal = preview(workbook(sparse))
    assert [row["direction"] for row in records(proposal, "exchanges")] == ["given", "given"]
    assert len(proposal.items) == 2


def test_a_cell_over_several_columns_moves_those_after_it() -> None:
    merged = workbook(ANN).replace(
        b'<Cell><Data ss:Type="Number">12<', b'<Cell ss:MergeAcross="1"><Data ss:Type="Number">12<'
    )
    moved = merged.replace(b'<Cell><Data ss:Type="Number">0</Data></Cell>', b"", 1)
    assert (merged != workbook(ANN), preview(moved).items) == (True, preview(workbook(ANN)).items)


@pytest.mark.parametrize("count", ["1.5", "-1", "1001", "many", "1e308", "NaN"])
def test_a_row_with_a_cell_that_is_no_count_is_rejected(count: str) -> None:
    proposal = preview(workbook(("Ann", "Lee", count, *ANN[3:])))
    assert proposal.items == ()
    assert len(proposal.rejected) == 1


def test_the_assumed_hours_can_be_changed_and_the_venue_for_bni_is_used() -> None:
    before = workspace(venues=[{"id": "v", "name": "BNI Harbour", "approach": "group_events"}])
    proposal = preview(workbook(ANN), before, assumptions=PalmsAssumptions(meeting_hours=2))
    assert records(proposal, "activities")[0]["hours"] == {"attending": 24}
    assert records(proposal, "activities")[0]["venue"] == "v"
    assert records(proposal, "outcomes")[0]["touchpoints"][0]["venue"] == "v"


@pytest.mark.parametrize(
    "raw",
    [
        workbook(ANN, before='<!DOCTYPE x [<!ENTITY a "aaaa">]>').replace(b"Made up", b"&a;"),
        workbook(ANN, before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        workbook(ANN).replace(b'ss:Index="7"', b'ss:Index="9999999"'),
        workbook(ANN).replace(b'ss:Index="7"', b'ss:Index="1"'),
        workbook(ANN)[:-20],
        b"<x>" * 100_000,
        b"<html><table><tr><td>RGI</td></tr></table></html>",
        b"First Name,Last Name\nAnn,Lee\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_other_files_and_malicious_workbooks_are_refused(raw: bytes) -> None:
    with pytest.raises(NotImportable, match=r"[.?]$"):
        preview(raw)


def test_a_report_keeps_to_the_rules() -> None:
    assert keeps_to_the_rules("palms", workbook(ANN), "palms.xls", workspace())


HOSTILE = ("", "\0", "<", "&amp;", "&lt;", '"', "<Cell/>", "1e308", 'ss:Index="3"', "\u202e", "é́" * 400)


@given(st.data())
def test_a_valid_report_with_one_thing_broken_keeps_to_the_rules(data: Any) -> None:
    raw = workbook(ANN, TOTAL)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 30)))
    torn = raw[:start] + data.draw(st.sampled_from(HOSTILE)).encode() + raw[end:]
    assert keeps_to_the_rules("palms", torn, "palms.xls", workspace())
