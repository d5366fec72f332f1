"""Feedback on screen: a link to ask by; what was answered is read, kept as a story once, or discarded."""

from datetime import UTC, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.errors import NotSaved
from netroi_core.sharing import feedback
from netroi_core.sharing.links import Link, Links
from netroi_core.storage import Store
from pages.shell import identity, workspace
from tests.careers import HOSTILE, load_document, make_document
from tests.pages.screen import choose, click, fill, headings, opened, read, run, screen, unfold
from tests.pages.test_hostile import faults, shows_it
from tests.pages.test_share import (
    ANN,
    BO,
    URL,
    addresses,
    buttons,
    entered,
    hosted,
    keep,
    links,
    principal,
    share,
    store,
)

__all__ = ["hosted", "store"]  # fixtures

LUIS = {"name": "Luis"}


def stories() -> list[dict[str, Any]]:
    """The stories in Ann's workspace."""
    saved = workspace.store().read(principal(ANN))
    assert saved is not None
    return list(saved.document["stories"])


def request_feedback(asker: str = "Dana", **answers: dict[str, Any]) -> Link:
    """A link that asks, with the answers that wait, by their ids."""
    the_links: Links = identity.services().links
    until = the_links.last_day(30)
    _, link = the_links.create(principal(ANN), "feedback", 120, feedback.request_content(asker, until))
    for key, answer in answers.items():
        new_answer = feedback.new_answer(
            key, datetime.now(UTC).date(), answer.get("gains", ()), answer.get("text", ""), answer.get("name", "")
        )
        the_links.change(link.id, lambda content, new_answer=new_answer: feedback.with_answer(content, new_answer))
    return link


THANKS = {"text": "You introduced us.", "name": "Luis", "gains": ("client",)}


def test_a_link_to_ask_by_carries_the_name_that_was_chosen(store: Store) -> None:
    app = fill(unfold(share(), "Create a feedback link"), "The name they know you by (optional)", "Dana")
    entered(app, "Valid for").set_value(7)
    click(app, "Create a link")
    (address,), (link,) = addresses(app), links("feedback")
    assert address.startswith(f"{URL}/f#")
    assert identity.services().links.by_token(address.partition("#")[2]) == link
    assert link.content["asker"] == "Dana"
    assert feedback.last_day(link) == identity.services().links.last_day(7)
    assert "**Dana**, open until" in screen(app)


def test_an_answer_is_kept_as_a_story_of_a_contact_as_it_was_said(hosted: None) -> None:
    keep(make_document(contacts=[{"name": "Ada"}, LUIS]))
    request_feedback(k1=THANKS)
    app = share()
    assert "1 answer to read" in headings(app)
    assert "“You introduced us.”" in screen(app)
    assert next(box.value for box in app.selectbox if box.label == "Contact (optional)") == "c2", "known by the name"
    choose(app, "You met through (optional)", "one_on_one")
    app.toggle[0].set_value(True)
    click(run(app), "Keep as a story")
    assert stories() == [
        {"id": "s-k1", "date": datetime.now(UTC).date().isoformat(), "contact": "c2", "approach": "one_on_one",
         "text": "You introduced us.\nIt led to a client.", "approved": True}
    ]  # fmt: skip
    assert "Keep as a story" not in buttons(app)
    assert "Saved to your stories, on the Report page." in screen(app)


def test_a_double_click_and_a_second_tab_keep_it_once(hosted: None) -> None:
    keep(make_document())
    request_feedback(k1=THANKS)
    app, second_tab = share(), share()
    for tab in (app, second_tab):
        click(tab, "Keep as a story")
    assert [story["id"] for story in stories()] == ["s-k1"]
    assert stories()[0]["approved"] is False
    assert stories()[0]["text"].endswith("– Luis")


def test_where_it_was_kept_and_still_waits_keeping_it_again_changes_nothing(
    hosted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a crash between the two."""
    keep(make_document())
    request_feedback(k1=THANKS)
    app = share()
    with monkeypatch.context() as crash:
        crash.setattr(Links, "change", refuse)
        click(app, "Keep as a story")
    assert [read(error.value) for error in app.error] == [str(NotSaved("the disk is full"))]
    assert len(stories()) == len(feedback.waiting_answers(links("feedback")[0])) == 1
    changed = [{**stories()[0], "approved": True}]
    keep({**make_document(), "stories": changed})
    click(share(), "Keep as a story")
    assert (stories(), feedback.waiting_answers(links("feedback")[0])) == (changed, ())


def refuse(*_: object) -> None:
    raise NotSaved("the disk is full")


def test_an_answer_that_can_not_be_saved_still_waits(hosted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(make_document())
    request_feedback(k1=THANKS)
    app = share()
    with monkeypatch.context() as full:
        full.setattr(workspace, "change", refuse)
        click(app, "Keep as a story")
    assert [read(error.value) for error in app.error] == [str(NotSaved("the disk is full"))]
    assert len(feedback.waiting_answers(links("feedback")[0])) == 1
    click(app, "Keep as a story")
    assert len(stories()) == 1


def test_discarded_it_is_gone_and_no_story(hosted: None) -> None:
    keep(make_document())
    request_feedback(k1=THANKS, k2={"text": "Nothing much."})
    app = click(share(), "Discard answer")
    assert "Answer discarded." in screen(app)
    assert [answer.id for answer in feedback.waiting_answers(links("feedback")[0])] == ["k2"]
    assert stories() == []


def test_taken_back_with_answers_waiting_it_takes_no_more_and_they_can_still_be_read(hosted: None) -> None:
    keep(make_document())
    request_feedback(k1=THANKS)
    app = click(share(), "Revoke")
    assert not feedback.takes_answers(links("feedback")[0], identity.services().links.today())
    assert "1 answer to read" in headings(app)
    assert "Revoke" not in buttons(app)
    click(app, "Keep as a story")
    assert (len(stories()), links("feedback")) == (1, []), "with the last answer the link is gone"


def test_taken_back_with_nothing_to_read_nothing_of_it_is_kept(hosted: None) -> None:
    keep(make_document())
    request_feedback()
    click(share(), "Revoke")
    assert links("feedback") == []


def test_only_so_many_answers_are_on_the_page_at_a_time(hosted: None) -> None:
    keep(make_document())
    request_feedback(**{f"k{place}": {"text": f"Answer {place}."} for place in range(12)})
    app = share()
    assert (
        buttons(app).count("Keep as a story"),
        "2 more will appear once you’ve kept or discarded these." in screen(app),
    ) == (10, True)


def test_this_week_says_that_answers_wait_and_leads_there(hosted: None) -> None:
    keep(load_document("sample"))
    keep(load_document("sample"), BO)
    assert "waiting" not in str(links_on(opened("home.py", by=ANN)))
    request_feedback(k1=THANKS, k2=THANKS)
    assert "2 feedback answers are waiting to be read" in links_on(opened("home.py", by=ANN))
    assert "waiting" not in str(links_on(opened("home.py", by=BO)))
    keep(make_document())
    assert "2 feedback answers are waiting to be read" in links_on(opened("home.py", by=ANN))


def links_on(app: AppTest) -> list[str]:
    return [read(link.proto.label) for link in app.get("page_link")]


def test_the_pages_make_nothing_of_what_an_outsider_wrote(hosted: None) -> None:
    keep(make_document(contacts=[{"name": HOSTILE}]))
    request_feedback(HOSTILE[:90], k1={"text": HOSTILE, "name": HOSTILE[:90], "gains": ("advice",)})
    app = share()
    assert shows_it(app)
    assert faults(app) == []
    click(app, "Keep as a story")
    assert faults(app) == []
    assert faults(opened("home.py", by=ANN)) == []
