"""The code of charts is imported early where a page begins with charts, and only there."""

import pytest

from netroi_core.web.page_head import CHART_PAGES
from tests.pages.screen import PAGES, at_page, click, opened


@pytest.mark.parametrize("page", PAGES)
def test_the_code_of_charts_is_imported_early_on_exactly_the_pages_that_begin_with_charts(page: str) -> None:
    app = at_page(click(opened(), "Open the example"), page)
    assert bool(app.get("vega_lite_chart")) == (f"/{page.removesuffix('.py')}" in CHART_PAGES)
