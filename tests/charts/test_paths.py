"""The charts of paths, for usual and unusual careers: their pictures, texts and files."""

import csv
import io
import json
import re
from functools import cache
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given as whatever
from hypothesis import settings

from netroi_core.charts.chart import Chart
from netroi_core.charts.palette import APPROACH_COLORS, MONEY
from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.views.results import path_charts
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import APPROACH_NAMES, Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, HOSTILE, Json, load_document, make_document, small_documents
from tests.drawings import chart_errors, drawn_texts
from tests.strategies import workspaces
from tests.verdict.test_path_words import FOREVER, GROUP, ONE, SOCIAL, reached

CAREERS = {name: load_document(name) for name in ("sample", *GOLDEN)} | small_documents()
WORDS = {"en_US": Words("en_US", "USD"), "de_DE": Words("de_DE", "EUR")}
NOTHING = ("nothing but a favor", "no outcome", "no steps")

every_career = pytest.mark.parametrize("name", [name for name in CAREERS if name not in NOTHING])
every_locale = pytest.mark.parametrize("locale", WORDS)


@cache
def pictures(name: str, locale: str = "en_US") -> tuple[Chart, ...]:
    ledger = Ledger(Workspace(CAREERS[name]))
    return path_charts(ledger, ledger.quarters, Options(), WORDS[locale])


def drawn(*outcomes: Json, words: Words = WORDS["en_US"], **chosen: Any) -> dict[str, Chart]:
    charts = path_charts(Ledger(Workspace(make_document(outcomes=list(outcomes)))), FOREVER, Options(**chosen), words)
    return {chart.key: chart for chart in charts}


def scale_of(chart: Chart) -> dict[str, Any]:
    return {param["name"]: param["value"] for param in chart.spec["params"]}


@every_career
def test_every_specification_is_valid_vega_lite(name: str) -> None:
    for chart in pictures(name):
        assert chart_errors(chart) == []


@pytest.mark.parametrize("name", ["sample", "messy-1", "huge", "tiny"])
@every_locale
def test_every_chart_is_drawn_with_its_finding_its_names_and_its_labels(name: str, locale: str) -> None:
    for chart in pictures(name, locale):
        words = drawn_texts(chart)
        assert {chart.title, chart.subtitle} <= set(words)
        columns = {"label", "name"} & set(chart.rows.columns)
        assert {text for column in columns for text in chart.rows[column] if text} <= set(words)
        assert chart.key == "paths" or len(set(scale_of(chart)["labels"]) & set(words)) >= 2


@every_career
def test_bars_begin_at_zero_and_the_longest_takes_the_whole_width(name: str) -> None:
    for chart in pictures(name)[1:]:
        scale = scale_of(chart)
        end = "high" if "high" in chart.rows else "end"
        assert scale["low"] == 0
        assert scale["high"] == pytest.approx(chart.rows[end].max())
        assert max(scale["ticks"]) <= scale["high"]
        for column in {"start", "low", "middle", end} & set(chart.rows.columns):
            assert chart.rows[column].drop_nulls().is_between(0, scale["high"]).all()


@every_career
def test_rows_follow_each_other_without_overlap_and_stay_inside_the_picture(name: str) -> None:
    for chart in pictures(name):
        middles = chart.rows["at"].unique(maintain_order=True).to_list()
        gaps = [after - before for before, after in pairwise(middles)]
        assert all(gap >= {"paths": 50, "combinations": 51, "credit": 40}[chart.key] for gap in gaps)
        assert middles[0] >= 0
        assert chart.spec["height"] >= middles[-1] + 26


def test_a_combination_without_a_range_takes_no_room_for_a_bar() -> None:
    (rows,) = (chart.rows for chart in pictures("sample") if chart.key == "combinations")
    at, middles = rows["at"].to_list(), rows["middle"].to_list()
    gaps = {bar is None: below - above for (above, below), bar in zip(pairwise(at), middles, strict=False)}
    assert gaps[True] < gaps[False]


@every_career
def test_a_path_begins_at_the_left_and_closes_at_the_right_in_the_colors_of_its_steps(name: str) -> None:
    if not pictures(name):
        return
    chart = pictures(name)[0]
    heads = chart.rows.filter(pl.col("part") == "head").select("place", "name")
    places = dict(heads.iter_rows())
    links = chart.rows["part"].to_list().count("link")
    has_middle = any(str(path).count(" → ") > 1 for path, *_ in chart.figures[1][:links])
    assert list(places.values()) == ["Met", *(["Continued"] if has_middle else []), "Closed"]
    steps = chart.rows.filter(pl.col("part") == "step")
    for (_, drawn_steps), (path, *_) in zip(steps.group_by("at", maintain_order=True), chart.figures[1], strict=False):
        taken = str(path).split(" → ")
        by_place = {places[place]: label for place, label in drawn_steps.select("place", "name").iter_rows()}
        assert (by_place["Met"], by_place["Closed"]) == (taken[0], taken[-1])
        assert ("Continued" in by_place) == (len(taken) > 2)
        for label, color in drawn_steps.select("name", "color").iter_rows():
            approach = next(key for key, title in APPROACH_NAMES.items() if label.startswith(title))
            assert color == APPROACH_COLORS[approach]


@every_career
@every_locale
def test_the_table_holds_the_figures_of_the_csv_as_read(name: str, locale: str) -> None:
    for chart in pictures(name, locale):
        header, rows = chart.table
        read, *lines = csv.reader(io.StringIO(chart.csv().decode("utf-8-sig")))
        assert tuple(read) == header == chart.figures[0]
        assert [line[0] for line in lines] == [row[0] for row in rows]
        assert {len(row) for row in rows} == {len(header)} == {len(row) for row in chart.figures[1]}
        for exact, row in zip(chart.figures[1], rows, strict=True):
            assert all((cell == "n/a") == (figure is None) for figure, cell in zip(exact, row, strict=True))
        assert chart.alt.endswith(".")
        assert "None" not in f"{chart.title} {chart.alt} {rows}"
        assert pl.read_ipc_stream(chart.arrow).equals(chart.rows)


@settings(max_examples=40, deadline=None)
@whatever(workspaces())
def test_any_career_has_its_charts_in_any_view(document: Json) -> None:
    ledger = Ledger(Workspace(document))
    for view in ("realised", "invested"):
        charts = path_charts(ledger, ledger.quarters[-3:], Options("first", view), WORDS["en_US"])
        keys = [chart.key for chart in charts]
        assert keys == [key for key in ("paths", "combinations", "credit") if key in keys]
        assert not keys or keys[0] == "paths"


def test_without_an_outcome_that_has_steps_there_is_no_chart() -> None:
    assert [pictures(name) for name in NOTHING] == [()] * 3


def test_one_approach_alone_has_its_color_and_several_together_are_gray() -> None:
    charts = drawn(*[reached(GROUP, ONE, amount="900"), reached(ONE, amount="500"), reached(SOCIAL)] * 3)
    expected = [MONEY, APPROACH_COLORS["one_on_one"], APPROACH_COLORS["social_media"]]
    assert sorted(charts["combinations"].rows["color"]) == sorted(expected)


def test_paths_are_told_by_their_value_with_what_they_led_to() -> None:
    chart = drawn(
        reached(GROUP, ONE, amount="2000"), reached(GROUP, ONE, ONE, amount="1000"),
        reached(GROUP, ONE, amount="9000", kind="role"), reached(SOCIAL, amount=None, kind="mentor"),
    )["paths"]  # fmt: skip
    assert chart.title == "Group events, then one-on-one, led to most of the value: $12,000 won, from 3 outcomes"
    labels = chart.rows.filter(pl.col("part") == "label")["name"].to_list()
    assert labels == ["3 outcomes: $12,000 won", "1 outcome without a money value: Mentor"]
    assert chart.alt == (
        "Met by group events, closed by one-on-one: 3 outcomes: $12,000 won; "
        "Met and closed by social media: 1 outcome without a money value: Mentor."
    )
    assert chart.table[1] == (
        ("Group events → One-on-one", 3, 3, "$12,000", "$0", "Client ×2, New role or promotion"),
        ("Social media", 1, 1, "$0", "$0", "Mentor"),
    )
    assert chart.figures[1][0] == ("Group events → One-on-one", 3, 3, 12000.0, 0.0, "Client ×2, New role or promotion")


def test_without_any_price_the_line_tells_how_many_outcomes_came_that_way() -> None:
    kinds = ("mentor", "mentor", "skill", "reputation", "other")
    chart = drawn(*(reached(GROUP, ONE, amount=None, kind=kind) for kind in kinds), reached(ONE, amount=None))["paths"]
    labels = chart.rows.filter(pl.col("part") == "label")["name"].to_list()
    assert labels[0] == "5 outcomes without a money value: Mentor ×2, Skill and 2 more"
    widest, narrow = chart.rows.filter(pl.col("part") == "link")["size"]
    assert widest > narrow
    assert "Wider means more outcomes." in chart.subtitle


def test_a_place_is_named_only_where_a_path_stops() -> None:
    for steps, places in (((GROUP, ONE), ["Met", "Closed"]), ((GROUP, SOCIAL, ONE), ["Met", "Continued", "Closed"])):
        heads = drawn(reached(*steps))["paths"].rows.filter(pl.col("part") == "head")["name"].to_list()
        assert heads == places


def test_money_that_is_won_and_money_that_is_open_are_told_apart() -> None:
    still_open = reached(GROUP, ONE, amount="400", status="open", probability=0.25)
    chart = drawn(reached(GROUP, ONE, amount="900"), still_open, still_open)
    labels = chart["paths"].rows.filter(pl.col("part") == "label")["name"].to_list()
    assert labels == ["3 outcomes (2 open): $900 won, plus $200 open"]
    for key in ("paths", "combinations"):
        header, rows = chart[key].table
        assert dict(zip(header, rows[0], strict=True)).items() >= {WON: "$900", STILL_OPEN: "$200"}.items()


def test_a_combination_comes_with_its_odds_against_its_parts() -> None:
    together = [reached(GROUP, ONE, amount=amount) for amount in ("900", "800", "850")]
    charts = drawn(*together, reached(ONE))
    assert re.search(r"% likely to be worth more than one-on-one alone\.", charts["combinations"].alt)
    assert "worth more than" not in drawn(*together)["combinations"].alt


@pytest.mark.parametrize("count", [1, 2])
def test_too_few_outcomes_of_a_combination_have_no_range_and_the_page_says_how_many_it_takes(count: int) -> None:
    charts = drawn(*[reached(GROUP, ONE, amount="900")] * count)
    assert "combinations" not in charts
    assert "It takes 3 outcomes by the same approaches" in charts["paths"].subtitle
    # An outcome without a price says nothing about its worth.
    assert "combinations" not in drawn(reached(ONE, amount="9"), *[reached(ONE, amount=None)] * 5)


def test_beside_combinations_with_a_range_those_with_few_outcomes_show_what_is_on_record() -> None:
    charts = drawn(*[reached(ONE, amount="500")] * 3, reached(GROUP, ONE, amount="700"))
    chart = charts["combinations"]
    labels = dict(chart.rows.select("name", "label").iter_rows())
    assert labels["Group events + one-on-one"] == "1 outcome: $700 won"
    assert re.fullmatch(r"\$[\d,]+ \(\$\d+ to \$[\d,]+\)", labels["One-on-one alone"])
    assert chart.rows.filter(pl.col("middle").is_null())["name"].to_list() == ["Group events + one-on-one"]
    assert "A range needs at least 3 outcomes." in chart.subtitle
    assert chart.title == "Too few outcomes took several approaches to compare them with a single one"
    assert chart.figures[1][1][0] == "Group events + one-on-one"
    assert chart.figures[1][1][5:] == (None,) * 4
    assert "3 outcomes" not in charts["paths"].subtitle


def test_where_one_approach_led_to_everything_there_is_no_credit_to_share() -> None:
    assert list(drawn(*[reached(ONE, amount="500")] * 4)) == ["paths", "combinations"]
    assert list(drawn(reached(ONE), reached(SOCIAL))) == ["paths", "credit"]


def test_the_middle_of_a_long_path_is_one_step_with_the_number_of_the_others() -> None:
    chart = drawn(reached(*[GROUP, ONE] * 4), reached(GROUP, ONE, SOCIAL, GROUP, amount="50"))["paths"]
    steps = chart.rows.filter(pl.col("part") == "step").sort("at", "place")["name"].to_list()
    assert steps == ["Group events", "One-on-one +5", "One-on-one", "Group events", "One-on-one +1", "Group events"]
    assert chart.table[1][0][0] == " → ".join(["Group events", "One-on-one"] * 4)
    assert "continued by one-on-one, then social media, closed by group events" in chart.alt


def test_the_wider_a_line_the_more_value_came_by_its_path() -> None:
    chart = drawn(reached(ONE, amount="900"), reached(SOCIAL, amount="300"), reached(GROUP, amount=None))["paths"]
    widths = chart.rows.filter(pl.col("part") == "link")["size"].to_list()
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[2] > 0


def test_eight_paths_are_drawn_and_the_others_are_in_the_table_alone() -> None:
    paths = [(GROUP, ONE, SOCIAL)[: 1 + n % 3] * (1 + n // 3) for n in range(12)]
    chart = drawn(*[reached(*path, amount=str(100 + n)) for n, path in enumerate(paths)])["paths"]
    assert (chart.rows["part"] == "link").sum() == 8 < len(chart.table[1])


def test_a_combination_that_beats_its_parts_is_named_with_its_odds() -> None:
    together = [reached(GROUP, ONE, amount=str(amount)) for amount in (900, 1100, 1500, 800, 1300) * 4]
    group, one = ([reached(step, amount=str(amount)) for amount in (200, 300, 250, 150) * 4] for step in (GROUP, ONE))
    chart = drawn(*together, *group, *one)["combinations"]
    assert (
        chart.title == "Group events and one-on-one together: more than 95% likely to be worth more than either alone"
    )
    assert "Group events + one-on-one: about $1,1" in chart.alt
    assert chart.figures[1][0][-1] > 95


def test_all_three_together_are_compared_with_those_that_led_to_something_alone() -> None:
    every = [*[reached(GROUP, ONE, SOCIAL)] * 3, reached(GROUP), reached(ONE)]
    assert "likely to be worth more than group events or one-on-one alone." in drawn(*every)["combinations"].alt
    assert "likely to be worth more than any of them alone." in drawn(*every, reached(SOCIAL))["combinations"].alt


def test_an_interval_without_end_is_cut_off_in_the_picture_and_told_in_full() -> None:
    few = [reached(ONE, amount=amount) for amount in ("1", "3", "100000")]
    chart = drawn(*few)["combinations"]
    assert max(chart.rows["high"]) == pytest.approx(3 * max(chart.rows["middle"]))
    highest = max(row[7] for row in chart.figures[1])
    assert highest > max(chart.rows["high"])
    assert any(WORDS["en_US"].money(highest) in label for label in chart.rows["label"])


def test_ways_to_share_credit_that_agree_are_one_bar_and_the_table_names_each() -> None:
    def bars(*outcomes: Json) -> list[str]:
        chart = drawn(*outcomes)["credit"]
        assert [row[0] for row in chart.table[1]] == titles
        shown = chart.rows.group_by("name", maintain_order=True).agg("approach", "start", "end")
        assert shown.select("approach", "start", "end").n_unique() == shown.height, "each bar is another"
        return list(shown["name"])

    titles = ["First step", "Last step", "Shared equally", "First and last most", "Recent steps most",
              "Fair share by approach"]  # fmt: skip
    assert bars(reached(ONE), reached(SOCIAL)) == ["Every way to share it"]
    moving = bars(reached(GROUP, ONE), reached(ONE))
    assert moving[:2] == ["First step", "Last step"]
    assert moving[2] == "Shared equally; 2 other ways agree"


def test_credit_that_moves_is_told_from_its_least_to_its_most() -> None:
    chart = drawn(reached(GROUP, ONE, amount="1000"), reached(ONE, amount="1000"))["credit"]
    assert chart.title == "One-on-one: 50% to 100% of the credit, depending on how it is shared"
    titles = [rule.title for rule in RULES.values()]
    assert [row[0] for row in chart.table[1]] == [title for title in titles if title != "My own shares"]
    own = reached(GROUP, ONE)
    for step in own["touchpoints"]:
        step["credit"] = 0.5
    assert [row[0] for row in drawn(own, reached(ONE))["credit"].table[1]] == titles, "where some are set"
    assert chart.table[1][0] == ("First step", "$1,000", "$1,000", "$0")
    assert chart.figures[1][1] == ("Last step", 0.0, 2000.0, 0.0)
    assert chart.rows["label"].to_list()[:6] == ["50%", "50%", "", "", "100%", ""]
    assert chart.alt.startswith("First step: Group events $1,000, One-on-one $1,000 and Social media $0; Last step: ")


def test_in_the_invested_view_a_rule_may_credit_nothing_inside_the_window() -> None:
    steps = [{"date": "2026-02-01", "approach": GROUP}, {"date": "2026-05-01", "approach": ONE}]
    ledger = Ledger(Workspace(make_document(outcomes=[reached(touchpoints=steps)])))
    charts = path_charts(ledger, [Quarter(2026, 1)], Options(view="invested"), WORDS["en_US"])
    # No other approach has any credit in these quarters, under any rule.
    assert [chart.key for chart in charts] == ["paths"]
    steps = [*steps, {"date": "2026-02-02", "approach": SOCIAL}, {"date": "2026-05-02", "approach": ONE}]
    ledger = Ledger(Workspace(make_document(outcomes=[reached(touchpoints=steps)])))
    *_, credit = path_charts(ledger, [Quarter(2026, 1)], Options(view="invested"), WORDS["en_US"])
    assert credit.table[1][1] == ("Last step", "$0", "$0", "$0")


def test_no_text_that_a_person_typed_gets_into_a_chart() -> None:
    for chart in drawn({**reached(GROUP, ONE), "title": HOSTILE}, {**reached(ONE), "title": HOSTILE}).values():
        handed_out = [json.dumps(chart.spec), str(chart.rows.to_dicts()), str(chart.table), chart.alt, chart.title]
        assert "evil" not in "".join([*handed_out, chart.csv().decode()])


def test_the_german_reader_finds_german_numbers_everywhere() -> None:
    for chart in pictures("sample", "de_DE"):
        assert "$" not in f"{chart.title} {chart.alt} {chart.table} {chart.rows.to_dicts()}"
        assert all("€" in label for label in scale_of(chart).get("labels", ["€"]))
        assert "\u00a0€" in chart.alt
