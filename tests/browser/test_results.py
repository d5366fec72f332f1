"""Results of a large workspace."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from netroi_core.fields import APPROACHES
from netroi_core.storage import PERSONAL
from netroi_core.storage.file import FileStore
from tests.browser.conftest import Visitor
from tests.careers import spent, won, written

pytestmark = pytest.mark.browser


def test_the_verdict_of_a_large_workspace_follows_its_figures(visit: Callable[..., Visitor], store: FileStore) -> None:
    """Results stand at once; the page runs again by itself as soon as the verdict is weighed."""
    months = range(1, 10)
    store.change(
        PERSONAL,
        lambda _: written(
            activities=[spent(each, "90", f"2026-0{month}-03") for each in APPROACHES for month in months],
            outcomes=[won("400", "one_on_one", f"2026-0{month}-{day:02}") for month in months for day in range(1, 13)],
        ),
    )
    me = visit()
    expect(me.page.get_by_role("heading", name="Stick to one-on-one")).to_be_visible()
    expect(me.page.get_by_text("Weighing how sure this is")).to_have_count(0)
