"""The programs of others that tests drive: where they are, for the fixtures, and how `make test` gets them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
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
    # Pages of its own that each new window would load: with them, to open one takes a second more.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,AimEnabled,Translate,HttpsUpgrades",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = "The browser tests need Chromium: install chromium or google-chrome and run this again."
NO_NGINX = "The tests of several processes need nginx: install it and run this again."
NO_PGBOUNCER = "The tests of connection poolers need PgBouncer: install it and run this again."
_PATH = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"  # where Debian has nginx, for root alone


def chromium() -> str | None:
    """Path of a Chromium that starts: the system's own, else the one Playwright downloaded."""
    return next((path for path in _chromiums() if _starts(path, "--version")), None)


def nginx() -> str | None:
    """Path of an nginx that starts."""
    path = shutil.which("nginx", path=_PATH)
    return path if path is not None and _starts(path, "-v") else None


def pgbouncer() -> str | None:
    """Path of a PgBouncer that starts."""
    path = shutil.which("pgbouncer", path=_PATH)
    return path if path is not None and _starts(path, "--version") else None


def main() -> None:
    """Make sure they are there; where Chromium can't be, say so and end. All other tests run without the others."""
    browser = _provided(chromium, _download_chromium, lambda: _install("chromium", "fonts-liberation"))
    if not browser:
        sys.exit(NO_CHROMIUM)
    print(f"Browser for the tests: {browser}")
    print(f"Proxy for the tests: {_provided(nginx, lambda: _install('nginx')) or NO_NGINX}")
    print(f"Pooler for the tests: {_provided(pgbouncer, lambda: _install('pgbouncer')) or NO_PGBOUNCER}")


def _provided(found: Callable[[], str | None], *steps: Callable[[], None]) -> str | None:
    """What is found, at once or after as few of these steps as it takes."""
    for step in steps:
        if path := found():
            return path
        step()
    return found()


def _chromiums() -> Iterator[str]:
    yield from filter(None, map(shutil.which, CHROMIUM))
    # A thread of its own: Playwright's sync API refuses a thread which already runs an event loop.
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(_downloaded).result()


def _downloaded() -> str:
    from playwright.sync_api import sync_playwright  # slow to import, and seldom needed

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str, option: str) -> bool:
    # A file is no proof: Ubuntu's chromium-browser only names a snap, a download may lack libraries.
    try:
        return subprocess.run([path, option], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _download_chromium() -> None:
    # Behind a firewall the next step should get its turn soon, not after minutes of retries.
    patience = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
    _run(sys.executable, "-m", "playwright", "install", "chromium", **patience)


def _install(*packages: str) -> None:
    """Ask the system's package manager."""
    if not shutil.which("apt-get"):
        return
    # Nobody may be there to type a password.
    sudo = () if os.geteuid() == 0 else ("sudo",) if sys.stdin.isatty() else ("sudo", "-n")
    _run(*sudo, "apt-get", "-o", "DPkg::Lock::Timeout=120", "update")
    _run(*sudo, "apt-get", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", *packages)


def _run(*command: str, **environment: str) -> None:
    # A failure is no end: the next step is tried, then what is missing is said.
    try:
        subprocess.run(command, env=os.environ | environment, stdin=subprocess.DEVNULL, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    main()
