"""The results in a browser: what follows by itself, what counts at once, what is drawn alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from netroi_core.charts.palette import DARK, LIGHT
from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.wording.explanations import FILTERS_TITLE
from netroi_core.wording.wording import unbroken
from netroi_core.workspace.fields import APPROACHES
from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.careers import costly_activity, load_document, make_document, won_outcome

pytestmark = pytest.mark.browser

MOST_GAP = 70  # pixels between a chart and what follows it
SLOWER = 10  # times as slow as this machine


def test_the_verdict_of_a_large_workspace_follows_its_figures(visit: Callable[..., Visitor], store: FileStore) -> None:
    """Results stand at once; the page runs again by itself as soon as the verdict is weighed."""
    months = range(1, 10)
    store.change(
        PERSONAL,
        lambda _: make_document(
            activities=[
                costly_activity(approach, "90", f"2026-0{month}-03") for approach in APPROACHES for month in months
            ],
            outcomes=[
                won_outcome("400", "one_on_one", f"2026-0{month}-{day:02}") for month in months for day in range(1, 13)
            ],
        ),
    )
    me = visit("/results")
    expect(me.page.get_by_role("heading", name=unbroken("Stick with one-on-one"))).to_be_visible()
    expect(me.page.get_by_text("Calculating how sure this is")).to_have_count(0)


def test_a_choice_counts_however_soon_the_next_click_comes(visit: Callable[..., Visitor], store: FileStore) -> None:
    store.change(PERSONAL, lambda _: load_document("messy-2"))
    me = visit("/results")
    everything = me.page.locator("h1").inner_text()
    me.act(me.page.get_by_role("button", name=FILTERS_TITLE).first.click)
    me.page.get_by_role("combobox", name="Quarters").click()
    with me.running():
        me.page.get_by_role("option", name="Q3 2026", exact=True).click()
        me.page.get_by_role("combobox", name="Which outcomes count?").click()
        me.page.get_by_role("option", name="Only won outcomes", exact=True).click()
        me.page.keyboard.press("Escape")
    me.settle()
    expect(me.page).to_have_url(re.compile(r"quarters=Q3\+2026.*basis=Only\+won\+outcomes"))
    chosen = me.page.locator("h1").inner_text()
    assert chosen != everything
    me.page.reload()
    expect(me.page.locator("h1")).to_have_text(chosen)
    button = me.page.get_by_role("button", name="Filters: Q3 2026")
    expect(button).to_be_visible()
    me.act(me.page.get_by_role("link", name="Trends", exact=True).click)
    expect(me.page).to_have_url(re.compile(r"trends\?quarters=Q3\+2026.*basis=Only\+won\+outcomes"))
    expect(button).to_be_visible()
    me.tap("Reset filters")
    expect(me.page.get_by_role("button", name="Filters: All quarters")).to_be_visible()
    expect(me.page).to_have_url(re.compile(r"trends$"))


def test_what_is_unfolded_is_of_what_is_stored_then(visit: Callable[..., Visitor], store: FileStore) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/results")
    headline = me.page.locator("h1").inner_text()
    how = me.page.get_by_text("How is this calculated?")
    me.act(how.click)
    expect(me.page.get_by_text(re.compile("^Your hour")).first).to_be_visible()
    expect(me.page.locator("h1")).to_have_text(headline)
    store.change(PERSONAL, lambda _: load_document("pop-quiz"))
    me.choose("For", "Group events")
    expect(me.page.locator("h1")).not_to_have_text(headline)
    store.erase(PERSONAL)
    me.act(me.page.get_by_text("Tables and files").click)
    expect(me.page.get_by_role("heading", name="What did your networking return?")).to_be_visible()


def test_on_a_phone_the_verdict_and_what_was_returned_are_on_the_first_screen(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/results", phone=True)
    returned = me.page.get_by_text(unbroken("One-on-one returned $2.59 for each $1")).bounding_box()
    assert returned is not None
    assert returned["y"] + returned["height"] < PHONE["height"]
    charts = me.page.get_by_test_id("stVegaLiteChart")
    boxes = [charts.nth(place).bounding_box() for place in range(2)]
    first, title = boxes[0], me.page.locator("h3").nth(1).bounding_box()
    assert first is not None
    assert title is not None
    assert title["y"] - first["y"] - first["height"] < MOST_GAP


def test_printed_a_report_has_what_it_says_and_no_menu(visit: Callable[..., Visitor], store: FileStore) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/report")
    me.act(me.page.get_by_text("Read or print it here").click)
    menu = me.page.get_by_role("link", name="Home", exact=True)
    for screen in (WIDE, PHONE):
        me.page.set_viewport_size(screen)
        me.page.emulate_media(media="null")
        expect(menu).to_be_visible()
        me.page.emulate_media(media="print")
        expect(menu).to_be_hidden()
        expect(me.page.get_by_role("button", name="Download PDF")).to_be_hidden()
        expect(me.page.get_by_role("heading", name="In figures")).to_be_visible()


def test_charts_go_dark_and_light_with_the_system(visit: Callable[..., Visitor], store: FileStore) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/results")
    charts = me.page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(2)
    for scheme, ground in (("dark", DARK), ("light", LIGHT)):
        me.page.emulate_media(color_scheme=scheme)
        expect(charts.filter(has=me.page.locator(f'text[fill="{ground.ink}"]'))).to_have_count(2)


def test_charts_follow_a_system_that_changes_its_mind_on_a_slow_machine(
    visit: Callable[..., Visitor], store: FileStore
) -> None:
    store.change(PERSONAL, lambda _: load_document("sample"))
    me = visit("/results")
    charts = me.page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(2)
    slow = me.page.context.new_cdp_session(me.page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for scheme in ("dark", "light", "dark"):
        me.page.emulate_media(color_scheme=scheme)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    expect(charts.filter(has=me.page.locator(f'text[fill="{DARK.ink}"]'))).to_have_count(2)
