"""The chart and the sentences of a circle: where somebody stands, drawn and said alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.charts.circles import circle_chart
from netroi_core.circles.comparison import BY_KEY, COMPARED, figure_text, missing_members, standing_sentences
from netroi_core.circles.disclosure import PublishedQuartiles, Quartiles
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words
from tests.drawings import chart_errors, drawn_texts

DAY = date(2026, 10, 5)
US, GERMAN = Words(), Words("de_DE", "EUR")
TOLD = {
    "roi_percent": PublishedQuartiles(Quartiles(-20, 60, 180), 9, DAY),
    "hours": PublishedQuartiles(Quartiles(25, 40, 55), 9, DAY),
    "cost_in_hours": PublishedQuartiles(Quartiles(3, 5, 8.5), 7, date(2026, 10, 9)),
    "share of social_media": PublishedQuartiles(Quartiles(20, 20, 20), 9, DAY),
}
OWN = {"roi_percent": 120, "hours": 70, "cost_in_hours": 2.5, "share of social_media": 20}


def test_the_specification_is_valid_vega_lite() -> None:
    assert chart_errors(circle_chart(OWN, TOLD, US)) == []
    assert chart_errors(circle_chart({}, TOLD, US)) == []


def test_every_row_has_its_name_its_half_and_ones_own_figure() -> None:
    drawn = drawn_texts(circle_chart(OWN, TOLD, US))
    for title, half, own in (
        ("ROI", "−20% to 180%", "you 120%"),
        ("Hours", "25 h to 55 h", "you 70 h"),
        ("Cost of a conversation", "3 h to 8.5 h of work", "you 2.5 h of work"),
        ("Social media, share of hours", "20%", "you 20%"),
    ):
        assert {title, half, own} <= set(drawn)
    assert not [text for text in drawn_texts(circle_chart({}, TOLD, US)) if text.startswith("you")]


def test_words_table_and_picture_hold_the_same() -> None:
    chart = circle_chart(OWN, TOLD, GERMAN)
    assert chart.title == "ROI: −20\u00a0% to 180\u00a0% for the middle half of 9 members"
    assert "7 to 9 members as of 9 Oct 2026" in chart.subtitle
    assert "Cost of a conversation: the middle half 3 h to 8,5 h of work, the middle 5 h of work" in chart.alt
    assert chart.table[1][2] == (
        "Cost of a conversation",
        "3 h of work",
        "5 h of work",
        "8,5 h of work",
        "2,5 h of work",
        7,
    )
    assert chart.figures[1][0] == ("ROI", -20, 60, 180, 120, 9)
    assert circle_chart({}, TOLD, US).table[1][0][-2] == "n/a"


def test_where_somebody_stands_is_said_of_how_many_where_that_is_news() -> None:
    assert standing_sentences(OWN, TOLD, US) == [
        "Your ROI of 120% on won outcomes is in the middle half of the 9 members",
        "Your networking time of 70 h is among the highest",
        "Your cost of a conversation, 2.5 h of work, is among the lowest of the 7 members",
        "Social media: your share of hours, 20%, is in the middle half of the 9 members",
    ]
    assert standing_sentences({}, TOLD, US) == standing_sentences(OWN, {}, US) == []


def test_ends_say_that_there_may_be_more_except_of_shares() -> None:
    assert figure_text(BY_KEY["roi_percent"], 1000, US) == "1,000% or more"
    assert figure_text(BY_KEY["share of one_on_one"], 100, US) == "100%"
    assert figure_text(BY_KEY["cost_in_hours"], 100, US) == "100 h of work or more"


@pytest.mark.parametrize(
    ("taking_part", "said"),
    [
        (0, "Nobody is taking part yet in Q3 2026: once 5 more members do, you can see how you compare"),
        (1, "1 member is taking part in Q3 2026: once 4 more members do, you can see how you compare"),
        (4, "4 members are taking part in Q3 2026: once 1 more member does, you can see how you compare"),
    ],
)
def test_it_is_said_how_many_are_missing(taking_part: int, said: str) -> None:
    assert missing_members(taking_part, Quarter(2026, 3)) == said


@given(st.data())
def test_every_mark_is_inside_its_row_whatever_the_figures(data: st.DataObject) -> None:
    told, own = {}, {}
    for each in COMPARED:
        figures = st.integers(int(each.least / each.step), int(each.most / each.step)).map(lambda n, e=each: n * e.step)
        told[each.key] = PublishedQuartiles(Quartiles(*sorted(data.draw(st.tuples(figures, figures, figures)))), 5, DAY)
        own[each.key] = data.draw(figures)
    rows = circle_chart(own, told, US).rows
    for column in ("low", "middle", "high"):
        assert rows[column].drop_nulls().is_between(0, 1).all()
