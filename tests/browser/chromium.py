"""Which Chromium the browser tests drive: one answer for `make test` and for the fixtures."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Path of a Chromium that starts: the system's own, else the one Playwright downloaded."""
    return next(filter(_starts, _candidates()), None)


def main() -> None:
    """Make sure there is one: have Playwright download it, else ask the system's package manager."""
    for step in (_download, _install):
        if found := executable():
            break
        step()
    else:
        found = executable()
    if not found:
        sys.exit("The browser tests need Chromium: install chromium or google-chrome and run this again.")
    print(f"Browser for the tests: {found}")


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, INSTALLED))
    # A thread of its own: Playwright's sync API refuses a thread which already runs an event loop.
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(_downloaded).result()


def _downloaded() -> str:
    from playwright.sync_api import sync_playwright  # slow to import, and seldom needed

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str) -> bool:
    # A file is no proof: Ubuntu's chromium-browser only names a snap, a download may lack libraries.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _download() -> None:
    # Behind a firewall the next step should get its turn soon, not after minutes of retries.
    patience = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
    _run(sys.executable, "-m", "playwright", "install", "chromium", **patience)


def _install() -> None:
    if not shutil.which("apt-get"):
        return
    # Nobody may be there to type a password.
    sudo = () if os.geteuid() == 0 else ("sudo",) if sys.stdin.isatty() else ("sudo", "-n")
    _run(*sudo, "apt-get", "update")
    _run(*sudo, "apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation")


def _run(*command: str, **environment: str) -> None:
    # A failure is no end: main() tries the next step, then says what is missing.
    try:
        subprocess.run(command, env=os.environ | environment, stdin=subprocess.DEVNULL, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    main()
