"""The app on a phone's home screen: Chromium finds nothing that keeps it from being installed."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def assert_installable_and_connected_at_once(me: Visitor) -> None:
    devtools = me.page.context.new_cdp_session(me.page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["url"].endswith("/manifest.webmanifest")
    assert manifest["errors"] == []
    errors = {error["errorId"] for error in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}, "a browser of a test is always private"
    paths = me.page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)")
    assert [path for path in paths if path.endswith("/_stcore/health")] == ["/_stcore/health"]


def test_any_page_can_be_installed_and_finds_its_server_at_the_first_attempt(visit: Callable[..., Visitor]) -> None:
    me = visit(phone=True)
    assert_installable_and_connected_at_once(me)
    me.open("/people")
    assert_installable_and_connected_at_once(me)
