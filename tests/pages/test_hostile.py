"""Hostile text: whatever a person writes, no page makes a link, an image, a formula or an icon of it."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.quiz.steps import STEPS
from netroi_core.storage import Unavailable
from netroi_core.views.network import LOAD, VENUES
from netroi_core.wording.wording import escape_markdown
from pages.shell import workspace
from tests.careers import HOSTILE, costly_activity, make_document, won_outcome
from tests.pages.conftest import Shelf
from tests.pages.screen import at_page, choose, click, edit, fill, headings, markdown, opened, run, unfold

# None of these stands in a text that Streamlit reads as Markdown, whatever surrounds it.
LIVE = (
    "![x]", "](http", "](javascript", "<iframe", ":material/home:", "$\\LaTeX", ":red[x]", "`code`", "**b**",
    "://evil", "www.evil",
)  # fmt: skip
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
TWICE = escape_markdown(escape_markdown(HOSTILE))[:12]
DAY = "2026-07-04"
LISTS = ("activities", "outcomes", "contacts", "exchanges", "stories", "venues", "goals")


def hostile() -> dict[str, Any]:
    """A workspace in which every text that a person can write is hostile."""
    step = {"date": DAY, "approach": "group_events", "venue": "v1", "contact": "c1"}
    lead = {"date": "2026-05-04", "kind": "lead", "title": HOSTILE, "status": "open", "value": {"likely": "9"}}
    answers = {
        "at": "outcomes",
        "outcomes": ["1"],
        "outcome.1.kind": "client",
        "outcome.1.title": HOSTILE,
        "outcome.1.likely": {"typed": HOSTILE},
        "outcome.1.touchpoints": [step],
        "group_events.hours.attending": {"typed": HOSTILE},
        "pay.base": {"typed": HOSTILE},
    }
    persons = dict.fromkeys(("name", "organisation", "role", "industry", "background", "notes"), HOSTILE)
    return make_document(
        venues=[{"name": HOSTILE, "approach": "group_events", "why": HOSTILE, "dues": {"amount": "9", "from": DAY}}],
        contacts=[{**persons, "expertise": [HOSTILE], "met": {"date": DAY, "venue": "v1"}}],
        activities=[{**costly_activity("group_events", "9", DAY), "title": HOSTILE, "venue": "v1", "people": ["c1"]}],
        outcomes=[{**won_outcome("500", None, DAY), "title": HOSTILE, "touchpoints": [step]}, lead],
        exchanges=[{"date": DAY, "direction": "given", "contact": "c1", "note": HOSTILE}],
        stories=[{"date": DAY, "contact": "c1", "text": HOSTILE}],
        goals=[{"metric": HOSTILE, "target": 1.0, "quarter": "2026-Q3"}],
        quizzes=[{"quarter": "2026-Q3", "submitted": None, "answers": answers}],
    )


def hostile_twins() -> dict[str, Any]:
    """The same workspace with two contacts who may be one: to reconnect with, to follow up with, to archive."""
    raw = hostile()
    first = {**raw["contacts"][0], "follow_up": "2026-01-01", "relevance": 5, "status": "dormant"}
    twin = {**first, "id": "c2", "relevance": 1, "follow_up": None, "met": {"date": "2020-01-01"}}
    return {**raw, "contacts": [first, twin]}


def faults(app: AppTest) -> list[str]:
    """Texts read as Markdown in which something hostile lives, or in which escapes can be seen."""
    texts = [(text, _ESCAPED.sub("", text)) for text in markdown(app)]
    return [text for text, bare in texts if any(live in bare for live in LIVE) or TWICE in text]


def shows_it(app: AppTest) -> bool:
    """Return True if the hostile text is on the screen at all, made harmless."""
    return any(escape_markdown(HOSTILE)[:30] in text for text in markdown(app))


@pytest.fixture
def stored(shelf: Shelf) -> Shelf:
    shelf.put(hostile())
    return shelf


@pytest.mark.parametrize(
    ("way", "live"),
    [(HOSTILE, True), (escape_markdown(HOSTILE), False), (escape_markdown(escape_markdown(HOSTILE)), True)],
)
def test_the_walker_finds_what_lives_and_what_was_escaped_twice_and_nothing_else(way: str, live: bool) -> None:
    def script(text: str) -> None:
        import streamlit as st

        st.expander(text).button("x", help=text)
        st.tabs([text])
        st.radio("y", [text], captions=[text])
        st.segmented_control("z", [text])
        st.selectbox("a plain list", [text])
        st.text_input("b", text)

    app = AppTest.from_function(script, args=(way,)).run()
    assert len(faults(app)) == (6 if live else 0)


def test_the_results_make_nothing_of_what_a_person_wrote(stored: Shelf) -> None:
    app = opened()
    for look in ("How is this calculated?", "Tables and files"):
        assert faults(unfold(app, look)) == []
    assert faults(at_page(app, "costs.py")) == []
    charts = app.get("vega_lite_chart")
    assert charts
    assert not [chart for chart in charts if "evil" in chart.proto.spec + chart.proto.alt]


def test_the_trends_make_nothing_of_what_a_person_wrote(stored: Shelf) -> None:
    moment = "2026-10-02T08:00:00+00:00"
    notes = [{"submitted": moment, "realised": {"gone": "9"}}]
    stored.put({**hostile(), "quizzes": [{"id": "q1", "quarter": "2026-Q3", "submitted": moment, "showed": notes}]})
    app = opened("trends.py")
    for look in ("Tables and files", "How is this calculated?", "What changed since you submitted it"):
        assert faults(unfold(app, look)) == []
    assert shows_it(app)


def test_the_week_makes_nothing_of_what_a_person_wrote(stored: Shelf) -> None:
    raw = hostile()
    raw["contacts"][0] |= {"closeness": 5, "relevance": 5, "follow_up": "2026-10-01"}
    stored.put({**raw, "stories": [{**story, "id": key} for story in raw["stories"] for key in ("s1", "s2")]})
    app = opened("report.py")
    for folded in ("1 older story", "Add a story"):
        assert faults(unfold(app, folded)) == []
    assert shows_it(app)
    assert faults(at_page(app, "home.py")) == []
    assert shows_it(app)
    assert faults(click(app, "In a week")) == []
    assert faults(click(app, "Undo")) == []


def test_the_network_makes_nothing_of_what_a_person_wrote(stored: Shelf) -> None:
    raw = hostile()
    raw["contacts"][0] |= {"closeness": 5, "relevance": 5}
    raw["venues"][0]["role"] = HOSTILE
    raw["profile"] = {"target_audience": {"industries": [f"{HOSTILE} x"]}}
    raw["quizzes"][0]["strain"] = HOSTILE
    stored.put(raw)
    app = opened("network.py")
    for look in ("Tables and files", "How is this calculated?", VENUES):
        assert faults(unfold(app, look)) == []
    assert shows_it(app)
    assert faults(unfold(app, LOAD)) == []
    charts = app.get("vega_lite_chart")
    assert len(charts) == 4
    assert not [chart for chart in charts if "evil" in chart.proto.spec + chart.proto.alt]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_no_step_of_the_quiz_makes_anything_of_what_a_person_wrote(stored: Shelf, step: Any) -> None:
    raw = hostile()
    raw["quizzes"][0]["answers"]["at"] = step.key
    stored.put(raw)
    app = opened("quiz.py")
    if step.approach:
        unfold(app, "emberships")
    if step.approach == "group_events":
        unfold(app, "![x]")
    assert faults(app) == []
    assert shows_it(app) == (step.key not in ("one_on_one", "social_media"))


def test_handing_in_says_what_is_wrong_without_making_anything_of_it(stored: Shelf) -> None:
    raw = hostile()
    raw["quizzes"][0]["answers"]["at"] = "review"
    stored.put(raw)
    app = click(opened("quiz.py"), "Submit")
    assert faults(app) == []
    assert any("can’t be read as a number" in error.value.replace("\\", "") for error in app.error)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_of_records_makes_anything_of_what_a_person_wrote(stored: Shelf, name: str) -> None:
    app = choose(opened("records.py"), "List", name)
    assert faults(app) == []
    assert HOSTILE in app.data_editor[0].value.to_numpy()


def logged(app: AppTest) -> Iterator[AppTest]:
    yield click(fill(fill(app, "Hours", "1"), "Note (optional)", HOSTILE), "Log activity")
    yield click(app, "Log another")
    yield click(app, "Undo")


def refused(app: AppTest) -> Iterator[AppTest]:
    yield click(fill(fill(app, "Hours", HOSTILE[:40]), "Money spent (optional)", HOSTILE[40:80]), "Log activity")


def changed(app: AppTest) -> Iterator[AppTest]:
    choose(at_page(app, "records.py"), "List", "outcomes")
    yield choose(app, "Edit an outcome with its steps", "o1")
    next(button for button in app.form("edit o1").button if button.label == "Save").click()
    yield run(app)


def deleted(app: AppTest) -> Iterator[AppTest]:
    yield edit(at_page(app, "records.py"), {}, deleted=(0,))


@pytest.mark.parametrize("doing", [logged, refused, changed, deleted])
def test_what_an_act_answers_makes_nothing_of_it(stored: Shelf, doing: Callable[[AppTest], Iterator[AppTest]]) -> None:
    for app in doing(opened("log.py")):
        assert faults(app) == []


def test_two_versions_of_a_record_are_shown_as_they_are_written(stored: Shelf) -> None:
    app = opened("records.py")
    theirs = deepcopy(stored.document)
    theirs["activities"][0]["title"] = f"theirs {HOSTILE}"
    stored.put(theirs)
    edit(app, {0: {"title": f"mine {HOSTILE}"}})
    assert "Keep mine" in [button.label for button in app.button]
    assert faults(app) == []
    assert shows_it(app)


def test_the_settings_make_nothing_of_what_a_person_wrote(stored: Shelf) -> None:
    app = unfold(opened("settings.py"), "Pay and the value of your time")
    assert faults(run(fill(app, "Family time, %", HOSTILE[:40]))) == []
    assert shows_it(app)
    assert faults(unfold(app, "Add pay")) == []
    assert faults(click(fill(app, "From quarter", ":red[x]"), "Save")) == []
    unfold(app, "Memberships and venues")
    assert faults(unfold(app, "![x]")) == []
    assert faults(click(app, "Delete")) == []
    assert faults(click(app, "Undo")) == []


@pytest.mark.parametrize(
    "backup",
    [
        {**hostile(), HOSTILE: 1},
        {**hostile(), "activities": [{**costly_activity("group_events", "9"), "id": HOSTILE, HOSTILE: 1}]},
        {**hostile(), "profile": {"currency": HOSTILE, "locale": HOSTILE}},
        {**hostile(), "stories": []},
    ],
)
def test_a_hostile_backup_is_only_read(stored: Shelf, backup: dict[str, Any]) -> None:
    app = opened("settings.py", restore="1")
    app.file_uploader[0].upload(f"{HOSTILE[:9]}.json", orjson.dumps(backup))
    assert faults(run(app)) == []
    assert stored.document == hostile()


@pytest.mark.parametrize("key", ["quarter", "quarters", "attribution", "view", "x"])
def test_nothing_in_the_address_gets_onto_a_page(stored: Shelf, key: str) -> None:
    for page in ("results.py", "quiz.py"):
        assert faults(opened(page, **{key: HOSTILE})) == []


def test_the_reason_why_a_workspace_cannot_be_opened_is_only_text(
    stored: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def read(self, principal: object) -> None:
            raise Unavailable(HOSTILE)

    app = opened()
    monkeypatch.setattr(workspace, "_store", lambda _: Broken())
    assert faults(run(app)) == []
    assert shows_it(app)


@pytest.mark.parametrize(
    "answers",
    [
        {"at": HOSTILE},
        {"at": ["hour"]},
        {"at": "hour", "pay.base": HOSTILE, "pay.benefits": 5, "pay.mode": HOSTILE},
        {"at": "effort", "group_events.hours.attending": [1], "one_on_one.costs.coffee": HOSTILE},
        {"at": "people", "group_events.new_contacts": HOSTILE, "given.advice": None},
        {"at": "outcomes", "outcomes": HOSTILE},
        {"at": "outcomes", "outcomes": ["x", "1", 2]},
        {"at": "outcomes", "outcomes": ["1"], "outcome.1.likely": True, "earlier.none.status": "won", "earlier.": 1},
    ],
)
def test_answers_that_no_page_would_write_leave_the_quiz_standing(shelf: Shelf, answers: dict[str, Any]) -> None:
    shelf.put(make_document(quizzes=[{"quarter": "2026-Q3", "submitted": None, "answers": answers}]))
    app = opened("quiz.py")
    assert headings(app)[0] in [step.question for step in STEPS]
    assert faults(app) == []
    assert faults(at_page(app, "results.py")) == []
