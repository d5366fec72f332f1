"""NetROI behind a stand-in for Streamlit Community Cloud, in a real browser: framed, without cookies of ours."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from tests.browser.cloud import Cloud
from tests.browser.conftest import Server, browser_of, guest_cookie

pytestmark = pytest.mark.browser

# As the platform sets them, whatever config.toml says.
OVERRIDDEN = {
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "false",
    "STREAMLIT_RUNNER_FAST_RERUNS": "true",
    "STREAMLIT_SERVER_RUN_ON_SAVE": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
}


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Callable[..., Cloud]]:
    """A function that starts NetROI there, with these settings."""
    with ExitStack() as until_done:

        def start(**settings: str) -> Cloud:
            proxy = Cloud()
            there = {"NETROI_URL": proxy.url, "NETROI_PLATFORM": "streamlit-cloud"}
            server = Server(tmp_path / "workspaces", **OVERRIDDEN | there | settings)
            until_done.callback(server.kill)
            return until_done.enter_context(proxy.before(server.port))

        yield start


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = browser_of(chromium)
    yield context.new_page()
    context.close()


def opened(page: Page, address: str) -> FrameLocator:
    """The app, in the frame that the platform shows it in."""
    page.goto(address)
    app = page.frame_locator("iframe")
    app.locator("h1").first.wait_for()
    return app


def add(app: FrameLocator, name: str) -> None:
    app.get_by_label("Name", exact=True).fill(name)
    app.get_by_label("Name", exact=True).press("Tab")
    app.get_by_role("button", name="Add", exact=True).click()


def test_without_a_database_the_pages_say_so_and_the_example_works(
    cloud: Callable[..., Cloud], page: Page, tmp_path: Path
) -> None:
    there = cloud()
    app = opened(page, f"{there.url}/people")
    expect(app.get_by_text("Nothing can be saved here yet").first).to_be_visible()
    add(app, "Ann")
    expect(app.get_by_text("Nothing can be saved here yet")).to_have_count(2)
    expect(app.get_by_label("Name", exact=True)).to_have_value("Ann")
    app = opened(page, there.url)
    app.get_by_role("button", name="Look at an example").click()
    expect(app.get_by_text("Dana Whitfield is made up.")).to_be_visible()
    assert FileStore(tmp_path / "workspaces").read(PERSONAL) is None
    assert not [file for file in tmp_path.rglob("*.json") if file.parent.name == "workspaces"]


def test_a_recovery_key_brings_the_workspace_back_where_no_cookie_does(cloud: Callable[..., Cloud], page: Page) -> None:
    there = cloud(NETROI_DISK="keeps")
    app = opened(page, f"{there.url}/people")
    add(app, "Ann")
    expect(app.get_by_text("Only this key opens it again.")).to_be_visible()
    key = app.get_by_test_id("stCode").inner_text()
    app = opened(page, f"{there.url}/people")
    expect(app.get_by_text("1 contact")).to_have_count(0)
    app = opened(page, f"{there.url}/privacy")
    app.get_by_text("Open a workspace with a recovery key").click()
    app.get_by_label("Recovery key", exact=True).fill(key)
    app.get_by_role("button", name="Open workspace").click()
    expect(app.get_by_text("Your workspace stays open until you close or reload this page.")).to_be_visible()
    app.get_by_role("link", name="People").click()
    expect(app.get_by_role("heading", name="1 contact")).to_be_visible()
    assert guest_cookie(page.context) is None


def test_who_signs_in_finds_their_workspace_again(cloud: Callable[..., Cloud], page: Page, provider: str) -> None:
    there = cloud(
        NETROI_DISK="keeps", NETROI_MODE="accounts", NETROI_OIDC_CLIENT_ID="netroi", NETROI_OIDC_CLIENT_SECRET="secret",
        NETROI_OIDC_URL=f"{provider}/.well-known/openid-configuration",
    )  # fmt: skip
    app = opened(page, f"{there.url}/people")
    app.get_by_role("button", name="Sign in").click()
    page.locator("input[name=sub]").fill("ann@example.com")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{there.url}/")
    app = opened(page, f"{there.url}/people")
    add(app, "Bo")
    expect(app.get_by_role("heading", name="1 contact")).to_be_visible()
    app = opened(page, f"{there.url}/people")
    expect(app.get_by_role("heading", name="1 contact")).to_be_visible()
    assert any(cookie.startswith("_streamlit_user=") for cookie in there.passed)
