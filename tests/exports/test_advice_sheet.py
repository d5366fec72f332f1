"""The sheet of the advice: the sentences of the pages, and the figures that ``advise`` prints."""

import io
from datetime import date
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from netroi_core.exports.advice_sheet import TITLE, advice_lines
from netroi_core.exports.formats import export, restore
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.views.advice import Situation
from netroi_core.views.advice_json import advice_json
from netroi_core.views.advice_words import AdviceWords
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import APPROACHES, FEW_LIVES, TODAY, Json, costly_activity, load_document, make_document, won_outcome


@cache
def advice_page(name: str) -> Worksheet:
    book = load_workbook(io.BytesIO(export(load_document(name), "xlsx", today=TODAY)))
    return book[TITLE]


def cells(page: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def situation_of(raw: Json) -> tuple[Situation, AdviceWords]:
    ledger = Ledger(Workspace(raw))
    situation = Situation(ledger, ledger.quarters, Options(), TODAY)
    return situation, AdviceWords(situation, Words.of(ledger.profile))


@pytest.mark.parametrize("name", ["sample", *FEW_LIVES])
def test_its_table_has_the_figures_of_the_command_line(name: str) -> None:
    advised = advice_json(*_for_json(load_document(name)))
    rows = {row[0]: row[1:] for row in cells(advice_page(name)) if row[0] in APPROACH_NAMES.values()}

    def figure(value: Any) -> Any:
        return "n/a" if value is None else pytest.approx(value)

    for approach in APPROACHES:
        recorded, low, middle, high, best, usual, plan, usual_money, money, unpriced, rating, _ = rows[
            APPROACH_NAMES[approach]
        ]
        assert recorded == figure(advised["recorded"]["return"][approach])
        points = advised["estimate"]["return"].get(approach)
        # From 100 for each 1 on, the sentences say that too little is known.
        is_told = points is not None and points[1] < 100
        assert [low, middle, high] == [figure(point) for point in (points if is_told else (None,) * 3)]
        odds = advised["estimate"]["probability_best"].get(approach)
        assert best == figure(None if odds is None else 100 * odds)
        assert [usual, usual_money] == [
            figure(advised["plan"]["baseline"][approach][key]) for key in ("hours", "money")
        ]
        mix = advised["plan"]["advised"]
        assert [plan, money] == [figure(None if mix is None else mix[approach][key]) for key in ("hours", "money")]
        assert [unpriced, rating] == [
            figure(advised["intangibles"][approach][key]) for key in ("outcomes", "mean_rating")
        ]


def _for_json(raw: Json) -> tuple[Situation, Words]:
    situation, words = situation_of(raw)
    return situation, words.words


@pytest.mark.parametrize("name", ["sample", *FEW_LIVES])
def test_its_sentences_are_those_of_the_advice(name: str) -> None:
    lines = [(row[0], row[1]) for row in cells(advice_page(name)) if row[0] and row[1]]
    assert all(line in lines for line in advice_lines(*situation_of(load_document(name))))


def test_places_stand_below_with_their_odds() -> None:
    advised = advice_json(*_for_json(load_document("bni")))
    names = {venue["id"]: venue["name"] for venue in load_document("bni")["venues"]}
    rows = {row[0]: row[2] for row in cells(advice_page("bni")) if row[0] in names.values()}
    assert len(rows) == len(advised["venues"]) > 0
    for venue in advised["venues"]:
        odds = venue["odds"]
        assert rows[names[venue["id"]]] == ("n/a" if odds is None else pytest.approx(100 * odds))


def test_no_cell_of_it_is_a_formula_whatever_a_place_is_called() -> None:
    raw = make_document(
        venues=[{"name": "=1+1", "approach": "group_events"}],
        activities=[{**costly_activity("group_events", "5"), "venue": "v1"}],
        outcomes=[won_outcome("9", "group_events")],
    )
    book = load_workbook(io.BytesIO(export(raw, "xlsx", today=TODAY)))
    page = book[TITLE]
    assert "=1+1" in [cell.value for row in page.iter_rows() for cell in row]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}


def test_it_names_its_day_and_a_restored_workbook_ignores_it() -> None:
    raw = load_document("pop-quiz")
    saved = export(raw, "xlsx", today=date(2026, 10, 5))
    assert "As of Oct 5, 2026" in load_workbook(io.BytesIO(saved))[TITLE]["A2"].value
    assert restore(saved) == raw


def test_without_records_there_is_no_advice() -> None:
    assert TITLE not in load_workbook(io.BytesIO(export(document.empty(), "xlsx"))).sheetnames
