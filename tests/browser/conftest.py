"""A real server with nothing stored yet, and a real Chromium that opens it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    WebSocket,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from netroi_core.storage import PERSONAL
from netroi_core.storage.files.stores import FileStore
from netroi_core.web.access_middleware import GUEST_COOKIE
from netroi_core.web.availability import READY
from tests import programs
from tests.storage.server import free_port

ROOT = Path(__file__).parents[2]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)

PATIENCE = 120_000  # milliseconds: a machine may be slow and busy with other tests
expect.set_options(timeout=PATIENCE)

# No page is open long enough for optimized code to make up for its compilation, a seventh of the browser's time.
JAVASCRIPT = "--js-flags=--no-maglev --no-turbofan --min-semi-space-size=32"
# All windows of a browser share the app as it was compiled for the first one: to open another takes half the time.
ONE_PROCESS = "--process-per-site"

DRAWN = """async () => {
    const oneSecond = () => new Promise(done => setTimeout(done, 1000));
    // What came in is worked off by the time that the page is idle; one that is animated may never be.
    await new Promise(done => requestIdleCallback(
        () => requestAnimationFrame(() => requestAnimationFrame(done)), {timeout: 1000}));
    // What folds up moves what is below it: a click on that, begun meanwhile, would end beside it.
    const folding = document.getAnimations().filter(each => each.effect.target?.tagName == 'DETAILS');
    if (folding.length) await Promise.race([oneSecond(), Promise.allSettled(folding.map(each => each.finished))]);
}"""


class Server:
    """The app as `make run` starts it, on a free port, for its owner or in another mode; killed as by a power cut."""

    def __init__(
        self, data: Path, script: str = "app.py", *, mode: str = "", address: str = "", **environment: str
    ) -> None:
        self.data, self.script, self.address = data, script, address
        self.log = data.with_name(f"{data.name}.log")
        self.port = free_port()
        self.url = f"http://{'localhost' if mode else '127.0.0.1'}:{self.port}"
        self.environment = {"NETROI_DATA": str(data), "NETROI_MODE": mode, "NETROI_URL": self.url, **environment}
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", str(self.port)]
        command += ["--server.address", self.address] if self.address else []
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | self.environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        assert any("URL:" in line for line in self._process.stdout), f"did not start: {self.log.read_text()}"

    def kill(self) -> None:
        with self._process:
            self._process.kill()

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def end(self, within: float = 60) -> int:
        """With which code it ended, once it has, within so many seconds."""
        code = self._process.wait(within)
        with self._process:  # closes its output
            return code


class Visitor:
    """A page with hands: every act waits until the app has answered, and is counted."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.interactions = page, url, 0
        page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []  # what the browser refused to load or to run
        self._awaits_answer = False
        page.on("websocket", self._listen)
        page.on("console", self._note)

    def open(self, path: str = "/") -> None:
        self.page.goto(self.url + path)
        self.page.locator("h1").first.wait_for()
        self.settle()

    def leave(self) -> None:
        """Leave the app, and nothing in the window that the next visitor could find."""
        self.page.remove_listener("websocket", self._listen)
        self.page.remove_listener("console", self._note)
        if not self.page.is_closed():
            self.page.evaluate("() => [localStorage, sessionStorage].forEach(storage => storage.clear())")
            self.page.mouse.move(0, 0)
            with suppress(PlaywrightError):  # the server may have ended
                # Not about:blank, for which Chromium ends the process that has compiled the app.
                self.page.goto(self.url + READY)

    def settle(self) -> None:
        """Wait until the script has run for all that was done, and the browser has drawn what it says."""
        self._drawn()
        while self._awaits_answer:
            self._socket.wait_for_event("framereceived")
        # A page that is still calculating runs again by itself, which would close an open list.
        done = (
            "[data-testid=stApp][data-test-script-state=notRunning]:not(:has([data-testid=stSkeleton]))"
            ":not(:has-text('Calculating how sure this is'))"
        )
        self.page.locator(done).wait_for()
        self._drawn()

    def sending(self) -> AbstractContextManager[object]:
        """Wait at its end until the browser has told the app."""
        return self._socket.expect_event("framesent")

    def running(self) -> AbstractContextManager[object]:
        """Wait at its end until the app has begun to run the page."""
        return self._socket.expect_event("framereceived", lambda frame: _kind(frame) == "new_session")

    def _drawn(self) -> None:
        self.page.evaluate(DRAWN)

    def _note(self, message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            self.errors.append(message.text)

    def _listen(self, socket: WebSocket) -> None:
        self._socket = socket
        self._awaits_answer = True  # a page that is connected asks to be run
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self._awaits_answer = True

    def _received(self, frame: str | bytes) -> None:
        if _kind(frame) == "script_finished":
            self._awaits_answer = False

    def tap(self, name: str, role: str = "button", inside: Locator | None = None, nth: int = 0) -> None:
        target = (inside or self.page).get_by_role(role, name=name, exact=True).nth(nth)
        # The input of a radio button is covered by its label; a segment is a button itself.
        clickable = target.locator("xpath=ancestor-or-self::*[self::label or self::button]")
        self.act((clickable if role == "radio" else target).click)

    def tap_pill(self, text: str, nth: int = 0) -> None:
        """Tap an option of a row of pills."""
        self.act(self.page.get_by_test_id("stButtonGroup").get_by_text(text, exact=True).nth(nth).click)

    def go(self, place: str, page: str = "") -> None:
        """Open a place by the menu, and one of its pages by the links below it; those of Account are in its menu."""
        menu, pages = self.page.locator(".st-key-menu"), self.page.locator(".st-key-pages")
        if place == "Account":
            self.tap(place, inside=menu)
            self.tap(page, "link", self.page.get_by_test_id("stPopoverBody"))
        elif place == "Quiz":
            self.tap(place, inside=menu)
        else:
            if not (page and pages.get_by_role("link", name=page, exact=True).is_visible()):
                self.tap(place, "link", menu)
            if page:
                self.tap(page, "link", pages)

    def unfold(self, label: str) -> None:
        """Open an expander."""
        self.act(self.page.locator("summary").get_by_text(label, exact=True).first.click)

    def add_contact(self, name: str) -> None:
        """Add a contact on the page of all contacts, where the form is folded away once there are any."""
        if not self.page.get_by_label("Name", exact=True).is_visible():
            self.tap("Add a contact")
        self.fill("Name", name)
        self.tap("Add")

    def fill(self, label: str, text: str, inside: Locator | None = None, nth: int = 0) -> None:
        field = (inside or self.page).get_by_label(label, exact=True).nth(nth)
        self.act(lambda: (field.fill(text), field.press("Tab")))

    def choose(self, label: str, option: str, inside: Locator | None = None) -> None:
        """Choose in a select box."""
        box = (inside or self.page).get_by_role("combobox", name=label).first
        choice = self.page.get_by_role("option", name=option, exact=True)

        def choose() -> None:
            box.click()
            # The click that opens a list may also close it, right away or after a moment.
            for _ in range(40):
                if not choice.is_visible():
                    self.press_until(choice, "ArrowDown")
                with suppress(PlaywrightTimeout):
                    choice.click(timeout=PATIENCE / 40)
                    return
            choice.click(timeout=0.1)

        self.act(choose)

    def date(self, label: str, day: str, inside: Locator | None = None) -> None:
        """Enter a day, YYYY-MM-DD, into a field that has the month first."""
        field = (inside or self.page).locator("[data-testid=stDateInput]", has_text=label).first

        def enter() -> None:
            field.get_by_role("spinbutton").first.click()
            self.page.keyboard.type("".join((*day.split("-")[1:], day[:4])))
            calendar = self.page.get_by_role("grid")
            if calendar.is_visible():
                self.page.keyboard.press("Escape")
                calendar.wait_for(state="hidden")
            self.page.keyboard.press("Tab")

        self.act(enter)

    def select_cell(self, grid: Locator, row: int, column: str) -> None:
        """Select a cell of a table that can be edited by its row, counted from 0, and the title of its column."""
        header = grid.get_by_role("columnheader", name=column, exact=True, include_hidden=True)
        index = header.get_attribute("aria-colindex")
        # The table is a canvas. Going there by arrow keys is a race: a key that comes before the last one is drawn
        # starts from the old cell. Once some cell is selected, giving the focus to another one in the canvas's
        # accessibility tree selects that one.
        grid.locator(".dvn-scroller").click(position={"x": 130, "y": 52})
        grid.locator("td[aria-selected=true]").first.wait_for(state="attached")
        # Rows count from 1, and the header is the first one.
        cell = grid.locator(f"tr[aria-rowindex='{row + 2}'] td[aria-colindex='{index}']")
        cell.evaluate("cell => cell.focus()")
        expect(cell).to_have_attribute("aria-selected", "true")

    def open_cell(self, grid: Locator, row: int, column: str) -> Locator:
        """Open the editor of a cell and return its field."""
        field = self.page.locator("#portal input").first
        self.select_cell(grid, row, column)
        self.press_until(field, "Enter")
        return field

    def press_until(self, target: Locator, key: str) -> None:
        """Press a key until the target is there: a key that comes while the page is being drawn may get lost."""
        for _ in range(40):
            self.page.keyboard.press(key)
            try:
                target.wait_for(timeout=PATIENCE / 40)
            except PlaywrightTimeout:
                continue
            return
        target.wait_for(timeout=0.1)

    def act(self, act: Callable[[], object]) -> None:
        act()
        self.interactions += 1
        self.settle()

    def box(self, *texts: str) -> Locator:
        """The innermost bordered container that holds these texts."""
        containers = self.page.locator("[data-testid=stVerticalBlock], [data-testid=stLayoutWrapper]")
        for text in texts:
            containers = containers.filter(has_text=text)
        return containers.last

    def pictures(self) -> list[str]:
        """Return the texts of the charts on the page for those who can't see them."""
        charts = self.page.get_by_test_id("stVegaLiteChart")
        return [str(chart.get_attribute("aria-label")) for chart in charts.all()]

    def leave_everything(self) -> None:
        """Move the mouse off what was clicked last, and wait until its help is gone."""
        self.page.mouse.move(0, 0)
        self.page.wait_for_function("() => !document.querySelector('[role=tooltip]')")

    def screenshot(self, path: Path) -> None:
        """The whole page as a picture, without the help of what was clicked last."""
        self.leave_everything()
        size = self.page.viewport_size or WIDE
        height = self.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
        self.settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = Image.open(BytesIO(self.page.screenshot())).convert("RGB")
        # 64 colors are enough for a page, and take a third of the bytes.
        picture.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
        self.page.set_viewport_size(size)
        self.settle()


def _kind(frame: str | bytes) -> str | None:
    """Return the kind of the message that the app sends in a frame."""
    return ForwardMsg.FromString(frame).WhichOneof("type") if isinstance(frame, bytes) else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = [*programs.FLAGS, JAVASCRIPT, ONE_PROCESS]
        browser = playwright.chromium.launch(executable_path=programs.chromium(), args=flags)
        yield browser
        browser.close()


def guest_cookie(context: BrowserContext) -> str | None:
    """Return the cookie by which the app knows a browser; None of one that it doesn't know."""
    return next((cookie.get("value") for cookie in context.cookies() if cookie.get("name") == GUEST_COOKIE), None)


def browser_of(chromium: Browser, *, phone: bool = False, dark: bool = False, **more: Any) -> BrowserContext:
    """A browser of somebody's own, where nothing moves that need not."""
    context = chromium.new_context(
        viewport=PHONE if phone else WIDE,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        accept_downloads=True,
        user_agent=PHONE_BROWSER if phone else None,
        **more,
    )
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def lasting_browser(chromium: Browser) -> Iterator[BrowserContext]:
    """One browser for the owner in all tests of a worker: a new one would fetch and compile the whole app again."""
    context = browser_of(chromium)
    yield context
    context.close()


@pytest.fixture(scope="session")
def lasting_phone(chromium: Browser) -> Iterator[BrowserContext]:
    """One phone with a touch screen for the owner in all tests of a worker."""
    context = browser_of(chromium, phone=True, has_touch=True, is_mobile=True)
    context.new_page()
    yield context
    context.close()


@pytest.fixture(scope="session")
def lasting_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of a worker: to start one takes as long as many a test."""
    running = Server(tmp_path_factory.mktemp("lasting") / "workspaces")
    yield running
    running.kill()


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One app for guests for all tests of a worker: each brings guests of its own."""
    running = Server(tmp_path_factory.mktemp("hosted") / "workspaces", mode="guests")
    yield running
    running.kill()


@pytest.fixture
def server(lasting_server: Server) -> Server:
    """The app for its owner, with nothing stored yet; a test that kills or configures it starts one of its own."""
    FileStore(lasting_server.data).erase(PERSONAL)
    return lasting_server


@pytest.fixture
def store(server: Server) -> FileStore:
    """The store that the server reads."""
    return FileStore(server.data)


@pytest.fixture
def visit(lasting_browser: BrowserContext, server: Server) -> Iterator[Callable[..., Visitor]]:
    """A function that opens the app in a window which knows nothing of earlier visits."""
    visitors: list[Visitor] = []
    free = list(lasting_browser.pages)

    def open_page(path: str = "/", *, phone: bool = False, dark: bool = False) -> Visitor:
        page = free.pop() if free else lasting_browser.new_page()
        page.set_viewport_size(PHONE if phone else WIDE)
        page.emulate_media(media="null", color_scheme="dark" if dark else "light")
        protocol = lasting_browser.new_cdp_session(page)
        # The browser's own name said in full: an empty one leaves that of the visit before.
        agent = PHONE_BROWSER if phone else protocol.send("Browser.getVersion")["userAgent"]
        protocol.send("Emulation.setUserAgentOverride", {"userAgent": agent})
        visitors.append(Visitor(page, server.url))
        visitors[-1].open(path)
        return visitors[-1]

    yield open_page
    for visitor in visitors:
        visitor.leave()
    # One window stays: a new one is a new process, which compiles the whole app again.
    for page in lasting_browser.pages[1:]:
        page.close()
    lasting_browser.clear_cookies()
    assert [error for visitor in visitors for error in visitor.errors] == []


@pytest.fixture
def thumb(lasting_phone: BrowserContext, server: Server) -> Iterator[Visitor]:
    """A visitor on a phone with a touch screen, who has opened nothing yet."""
    visitor = Visitor(lasting_phone.pages[0], server.url)
    yield visitor
    visitor.leave()
    lasting_phone.clear_cookies()
    assert visitor.errors == []


@pytest.fixture
def provider() -> Iterator[str]:
    """The address of a provider to sign in with, a process of its own."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any("running on" in line for line in process.stderr), "the provider did not start"
        yield f"http://localhost:{port}"
        process.kill()
