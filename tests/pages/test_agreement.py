"""Every page, the report and the workbook show the figures that ``advise`` and ``measure`` print of the workspace."""

import io
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import polars as pl
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from netroi_core.__main__ import commands
from netroi_core.exports import advice_sheet
from netroi_core.exports.formats import export
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.contacts import gone_quiet, relationships, to_reconnect
from netroi_core.relationships.measures import QUIET_DAYS, last_contacts
from netroi_core.views.advice import Situation
from netroi_core.views.network import VENUES, network
from netroi_core.views.venues import ADVICE_NAMES
from netroi_core.views.week import week_plan
from netroi_core.wording.explanations import FILTERS_TITLE
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import APPROACHES, FEW_LIVES, load_document
from tests.pages.conftest import TODAY, Shelf
from tests.pages.screen import at_page, charts, choose, headings, opened, read, screen, unfold
from tests.report.reports import report_of, section

Json = dict[str, Any]

# From this return of one unit on, an estimate would promise too much.
LARGEST_TOLD = 100

EVERYWHERE = pytest.mark.parametrize("name", ["sample", *FEW_LIVES])


@cache
def printed(name: str, command: str, *options: str) -> Json:
    """Return what a command prints of a workspace."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "workspace.json"
        file.write_bytes(orjson.dumps(load_document(name)))
        result = CliRunner().invoke(commands, [command, str(file), "--on", TODAY.isoformat(), *options])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.output))


def advised(name: str) -> Json:
    return printed(name, "advise")


def words_of(name: str) -> Words:
    return Words.of(Workspace(load_document(name)).profile)


def tables(app: AppTest, section_name: str = "Tables and files") -> list[list[list[str]]]:
    unfold(app, section_name)
    return [element.value.to_numpy().tolist() for element in app.dataframe]


def number(cell: str, words: Words) -> float | None:
    """Return the number in a cell, in the format of a person; None where there is none."""
    if cell in ("n/a", ""):
        return None
    text = re.sub(r"^[-−]", "", cell.strip())
    return float(words.parse_amount(text.replace("−", "").replace("-", ""))) * (-1 if re.search("[-−]", cell) else 1)


def assert_begins_with(app: AppTest, text: str) -> None:
    """Assert that a page begins with a text: a sentence or two as its title, and the rest below."""
    title, rest = headings(app)[0], read(text)
    assert rest.startswith(title)
    assert rest.removeprefix(title).strip() in read(screen(app))


def ratio(value: float | None, words: Words) -> str:
    return "n/a" if value is None else words.ratio(value)


def by_name(rows: Sequence[Sequence[str]]) -> dict[str, Sequence[str]]:
    return {row[0]: row[1:] for row in rows}


@EVERYWHERE
def test_what_happened_is_what_was_won_by_what_it_cost(name: str) -> None:
    won = printed(name, "measure", "--basis", "won")
    for approach, figure in advised(name)["recorded"]["return"].items():
        row = won["approaches"][approach]
        # Where all that was won has no price, a return of nothing would be wrong.
        is_unpriced = not row["expected_value"] and advised(name)["intangibles"][approach]["outcomes"]
        expected = row["expected_value"] / row["total_cost"] if row["total_cost"] and not is_unpriced else None
        assert figure == (None if expected is None else pytest.approx(expected))


@EVERYWHERE
def test_the_verdict_of_measure_is_the_estimate_where_nothing_comes_only_once(name: str) -> None:
    outcomes = Workspace(load_document(name)).outcomes
    if all(outcome.recurs or outcome.status == "lost" for outcome in outcomes):
        verdict, estimate = printed(name, "measure")["verdict"], advised(name)["estimate"]
        assert verdict["probability_best"] == pytest.approx(estimate["probability_best"])
        # Of an approach that led to nothing, there is no estimate.
        for approach, points in estimate["return"].items():
            assert [1 + point for point in verdict["roi"][approach]] == pytest.approx(points)


@EVERYWHERE
def test_results_shows_the_recorded_returns_the_estimates_and_the_odds(name: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    words, expected = words_of(name), advised(name)
    app = opened()
    assert_begins_with(app, expected["sentences"]["headline"])
    assert read(expected["sentences"]["basis"]) in read(screen(app))
    leader = expected["recorded"]["leader"]
    if leader is not None:
        returned = words.ratio(expected["recorded"]["return"][leader])
        assert f"{APPROACH_NAMES[leader]} returned {read(returned)} for each" in read(screen(app))
    estimate = expected["estimate"]
    if not estimate["return"]:
        return
    rows = by_name(tables(app)[0])
    for approach in estimate["return"]:
        so_far, *_, best, _ = rows[APPROACH_NAMES[approach]]
        assert best == words.percent(100 * estimate["probability_best"][approach])
        assert so_far == ratio(expected["recorded"]["return"][approach] or None, words)


@EVERYWHERE
def test_results_and_the_report_tell_won_and_open_value_apart(name: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    words = words_of(name)
    won, whole = (printed(name, "measure", "--basis", basis) for basis in ("won", "expected"))
    app = opened()
    unfold(app, "Tables and files")
    table = next((element.value for element in app.dataframe if WON in element.value.columns), None)
    if table is None:
        return  # nothing to show yet
    keys = [*APPROACHES, "total"]
    values = [
        [(part["approaches"].get(key) or part["total"])["expected_value"] for key in keys] for part in (won, whole)
    ]
    amounts = {WON: values[0], STILL_OPEN: [max(0.0, value - part) for part, value in zip(*values, strict=True)]}
    expected = {title: [*map(words.money_format(column), column)] for title, column in amounts.items()}
    assert {title: table[title].to_list() for title in expected} == expected
    rows = by_name((section(report_of(name), "In figures").table or ((), ()))[1])
    assert {title: [*rows[title]] for title in expected} == expected


@EVERYWHERE
def test_no_page_tells_an_estimate_that_the_sentences_do_not_tell(name: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    words, estimate = words_of(name), advised(name)["estimate"]["return"]
    rows = by_name(tables(opened())[0]) if estimate else {}
    for approach, (low, middle, high) in estimate.items():
        cells = [*rows[APPROACH_NAMES[approach]][1:4]]
        is_told = middle < LARGEST_TOLD
        assert cells == ([words.ratio(point) for point in (low, middle, high)] if is_told else ["n/a"] * 3)


@pytest.mark.parametrize("name", ["sample", "tokyo", "burnout"])
@pytest.mark.parametrize("page", ["results.py", "trends.py", "plan.py", "network.py", "home.py"])
def test_negative_numbers_have_a_true_minus_sign(name: str, page: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    app = opened(page)
    texts = [screen(app), *(chart.alt for chart in charts(app))]
    assert re.findall(r"(?<![\w-])-[^\w\s-]?\d.{0,20}", "\n".join(texts)) == []
    page_tables = tables(app) if page in ("results.py", "trends.py", "plan.py") else []
    assert [cell for table in page_tables for row in table for cell in row if re.match(r"-\D?\d", str(cell))] == []


@pytest.mark.parametrize("page", ["results.py", "trends.py", "plan.py"])
def test_hours_without_a_price_are_said_to_be_left_out(page: str, shelf: Shelf) -> None:
    shelf.put(load_document("founder"))
    assert "Your time isn’t included yet: add your pay" in read(screen(opened(page)))


def test_a_ratio_has_two_digits_in_a_currency_without_cents(shelf: Shelf) -> None:
    shelf.put(load_document("tokyo"))
    text = screen(opened())
    amounts = re.findall(r"(?:returned|one-on-one:|between|and) (￥[\d.,]+?)(?= for each|;| and|\.(?:\s|$))", text)
    assert amounts
    assert [amount for amount in amounts if not re.fullmatch(r"￥\d+\.\d\d", amount)] == []


@pytest.mark.parametrize("page", ["trends.py", "plan.py", "network.py"])
def test_window_credit_and_view_follow_to_every_page(page: str, shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    app = unfold(opened(quarters="Q3 2026", attribution="First step"), FILTERS_TITLE)
    choose(app, "In which quarter does an outcome count?", "invested")
    assert "Counted when you did the work" in screen(at_page(app, page))
    assert "Credit: first step" in screen(app)
    assert f"{FILTERS_TITLE}: Q3 2026" in [block.proto.popover.label for block in app.get("popover")]


@EVERYWHERE
def test_plan_shows_the_advised_hours_from_the_same_baseline(name: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    words, expected = words_of(name), advised(name)["plan"]
    app = opened("plan.py")
    assert_begins_with(app, advised(name)["sentences"]["plan"])
    if not any(caption.startswith("**Group events**") for caption in map(read, (m.value for m in app.markdown))):
        return  # nothing recurs, so there are no sliders
    text = "\n".join(read(element.value) for element in app.markdown)
    for approach, effort in expected["baseline"].items():
        usual = f"{words.number(effort['hours'], 1)} h and {words.whole_money(effort['money'])}"
        assert f"**{APPROACH_NAMES[approach]}** :small[:gray[usually {read(usual)}]]" in text
    hours = by_name(tables(app)[-1])
    if expected["advised"] is None:
        assert "Advised" not in hours
    else:
        efforts = [expected["advised"][approach] for approach in APPROACHES]
        cells = [(words.hours(round(effort["hours"], 1)), words.money(effort["money"])) for effort in efforts]
        assert [*hours["Advised"]] == [cell for pair in cells for cell in pair]


@EVERYWHERE
def test_home_shows_the_signs_the_lines_and_the_challenge(name: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    app = opened("home.py")
    if any(expander.label.endswith(" more") for expander in app.expander):
        unfold(app, " more")
    text = read(screen(unfold(app, "Challenge and habits")))
    assert [line["text"] for line in advised(name)["week"] if read(line["text"]) not in text] == []


@EVERYWHERE
def test_whomever_home_names_stands_on_follow_ups_too(name: str, shelf: Shelf) -> None:
    shelf.put(raw := load_document(name))
    ledger = Ledger(Workspace(raw))
    items = week_plan(Situation(ledger, ledger.quarters, Options(), TODAY), words_of(name)).items
    text = read(screen(opened("follow_ups.py"))) if ledger.workspace.contacts else ""
    for item in items:
        if item.kind == "follow_up" and item.contact:
            assert read(item.contact.name) in text
        elif text and (item.contact or item.outcome) and item.kind != "link":
            assert read(item.text) in text


@EVERYWHERE
def test_network_names_the_quiet_in_the_order_of_follow_ups(name: str) -> None:
    ledger = Ledger(Workspace(load_document(name)))
    everybody = relationships(ledger, TODAY)
    quiet = [row.contact.id for row in gone_quiet(everybody, TODAY)]
    counted = last_contacts(ledger, TODAY).filter(pl.col("days") >= QUIET_DAYS, status="active")
    assert {*quiet} == {*counted["id"]}
    listed = [row.contact.id for row in to_reconnect(everybody, TODAY)]
    assert [one for one in quiet if one in listed] == [one for one in listed if one in quiet]
    sentences = network(Situation(ledger, ledger.quarters, Options(), TODAY), words_of(name)).sentences
    names = [ledger.workspace.contacts_by_id[one].name for one in quiet]
    said = relationship_words.gone_quiet(names)
    assert [text for text in sentences if text.startswith("It’s been ")] == ([said] if said else [])


@EVERYWHERE
def test_trends_add_up_to_what_is_won_and_what_is_open(name: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    words = words_of(name)
    won, whole = (printed(name, "measure", "--basis", basis) for basis in ("won", "expected"))
    app = opened("trends.py")
    rows = next((table for table in tables(app) if len(table[0]) == 7), None)
    if rows is None:
        return  # neither a cost nor a value
    sums = [sum(number(row[column], words) or 0 for row in rows) for column in range(1, 6)]
    value, still_open = (
        won["total"]["expected_value"],
        whole["total"]["expected_value"] - won["total"]["expected_value"],
    )
    cents = 0.01 * len(rows) + 0.01 if words.currency != "JPY" else len(rows)
    assert sums[:3] == pytest.approx([won["total"]["total_cost"], value, still_open], abs=cents)


@EVERYWHERE
def test_network_shows_the_advice_and_the_odds_of_each_venue(name: str, shelf: Shelf) -> None:
    shelf.put(load_document(name))
    venues, names = advised(name)["venues"], {row["id"]: row["name"] for row in load_document(name).get("venues", ())}
    app = unfold(opened("network.py"), VENUES)
    if not venues:
        return
    rows = {row[0]: row for row in app.dataframe[-1].value.to_numpy().tolist()}
    for venue in venues:
        row = rows[names[venue["id"]]]
        assert row[1] in (ADVICE_NAMES[venue["advice"]], "")
        assert row[2] == ("n/a" if venue["odds"] is None else Words().odds(venue["odds"]).removeprefix("about "))


@EVERYWHERE
def test_the_report_opens_and_advises_like_the_pages(name: str) -> None:
    report, expected, words = report_of(name), advised(name), words_of(name)
    finding = expected["sentences"]["headline"]
    assert finding.startswith(report.headline)
    assert finding.removeprefix(report.headline).strip() in report.sentences[0]
    assert expected["sentences"]["basis"] in report.sentences
    assert section(report, "What is next").finding == expected["sentences"]["plan"]
    rows = by_name((section(report, "In figures").table or ((), ()))[1])
    measured = printed(name, "measure")
    columns = [*(measured["approaches"][approach] for approach in APPROACHES), measured["total"]]
    invested = [row["total_cost"] for row in columns]
    assert [*rows["Invested"]] == [*map(words.money_format(invested), invested)]
    assert [*rows["ROI"]] == [words.percent(row["roi_percent"], 1) for row in columns]
    bare = report_of(name, with_amounts=False)
    if expected["plan"]["advised"] is not None:
        # The same changes, without the hours that they come to, and without names that somebody typed.
        step, plan = section(bare, "What is next").finding.removesuffix("."), expected["sentences"]["plan"]
        assert "“" not in step
        assert "“" in plan or plan.startswith(step.partition(". ")[0])


@pytest.mark.parametrize("name", ["sample", "seeker"])  # tests/exports has the advice of the others
def test_the_workbook_has_the_same_advice(name: str) -> None:
    expected = advised(name)
    page = load_workbook(io.BytesIO(export(load_document(name), "xlsx", today=TODAY)), data_only=True)[
        advice_sheet.TITLE
    ]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    sentences = {row[0]: row[1] for row in rows if row[0] in ("Finding", "Next quarter", "Based on")}
    assert sentences == {
        "Finding": expected["sentences"]["headline"],
        "Next quarter": expected["sentences"]["plan"],
        "Based on": expected["sentences"]["basis"],
    }
    by_approach = {row[0]: row[1:] for row in rows if row[0] in APPROACH_NAMES.values()}
    for approach in APPROACHES:
        recorded, *_, usual, plan = by_approach[APPROACH_NAMES[approach]][:7]
        assert recorded == figure(expected["recorded"]["return"][approach])
        assert usual == figure(expected["plan"]["baseline"][approach]["hours"])
        mix = expected["plan"]["advised"]
        assert plan == figure(None if mix is None else mix[approach]["hours"])


@pytest.mark.parametrize("name", ["sample", "accountant", "discounter", "seeker"])
def test_plan_results_and_the_workbook_answer_alike_what_would_change_the_plan(name: str, shelf: Shelf) -> None:
    page = load_workbook(io.BytesIO(export(load_document(name), "xlsx", today=TODAY)), data_only=True)
    answers = {row[0].value: row[1].value for row in page[advice_sheet.TITLE].iter_rows(max_col=2)}
    answer = read(answers["What would change this"])
    shelf.put(load_document(name))
    assert f"**What would change this?** {answer}" in read(screen(opened("plan.py")))
    if name not in ("accountant", "seeker"):  # without an estimate, there is nothing to change
        assert answer in read(screen(unfold(opened(), "What would change this?")))


def figure(value: float | None) -> Any:
    return "n/a" if value is None else pytest.approx(value)
