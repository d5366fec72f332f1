"""The app on a phone's home screen: Chromium finds nothing that keeps it from being installed."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/people"])
def test_the_app_can_be_installed_from_any_page(visit: Callable[..., Visitor], path: str) -> None:
    page = visit(path, phone=True).page
    devtools = page.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["url"].endswith("/manifest.webmanifest")
    assert manifest["errors"] == []
    errors = {error["errorId"] for error in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}, "a browser of a test is always private"


def test_a_page_of_any_address_finds_its_server_at_the_first_attempt(visit: Callable[..., Visitor]) -> None:
    me = visit()
    me.open("/results")
    asked = me.page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)")
    assert [path for path in asked if path.endswith("/_stcore/health")] == ["/_stcore/health"]
