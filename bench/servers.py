"""Streamlit servers in processes of their own, and the made-up workspace that their pages show."""

import ctypes
import os
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from socket import socket
from typing import Self
from urllib.request import urlopen

from bench.recording import VARIABLE
from bench.tab import Session
from bench.workspaces import made_up_document
from netroi_core.access.visitors import VISITOR_HEADER
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.storage import PERSONAL, Saved
from netroi_core.storage.files.stores import FileStore
from netroi_core.trends.restatement import with_snapshot
from netroi_core.web.streamlit_server import VISITOR_KEY
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Document, Workspace

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "bench" / "pages"
ACTIVITIES, OUTCOMES, CONTACTS = 1_000, 300, 200


class Server:
    """A server of one script, started in a folder: in the project's root it has the settings of .streamlit.

    In the environment, ``{url}`` stands for its address.

    Attributes:
        log: the file that its errors go into, if any.
    """

    log: Path | None = None

    def __init__(self, script: Path, folder: Path = ROOT, **environment: str) -> None:
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}",
                         "--server.address=127.0.0.1", "--server.headless=true", "--browser.gatherUsageStats=false",
                         "--logger.level=error"]  # fmt: skip
        self._folder = folder
        own = {name: value.replace("{url}", self.url) for name, value in environment.items()}
        self._environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | own

    def __enter__(self) -> Self:
        with nullcontext() if self.log is None else self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=self._environment, stdout=subprocess.PIPE, stderr=log
            )
        assert self._process.stdout is not None
        # Streamlit prints its address once it listens, and nothing after that.
        if not any(b"URL: " in line for line in self._process.stdout):
            raise RuntimeError(f"{' '.join(self._command)} did not start.")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def cpu_seconds(self) -> float:
        """Return the CPU time that the process has taken so far, with all its threads (Linux, BSD)."""
        clock = ctypes.c_int()
        if error := ctypes.CDLL(None).clock_getcpuclockid(self._process.pid, ctypes.byref(clock)):
            raise OSError(error, os.strerror(error))
        return time.clock_gettime(clock.value)

    def memory_bytes(self) -> int:
        """Return the resident memory of the process (Linux)."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


class Stage:
    """A folder with a workspace, and servers of pages that show it."""

    def __init__(self, folder: Path, contacts: int = CONTACTS, document: Document | None = None) -> None:
        self._folder = folder
        self.store = FileStore(folder / "data")
        document = document or _with_submitted_quiz(made_up_document(ACTIVITIES, OUTCOMES, contacts))
        self.saved: Saved = self.store.change(PERSONAL, lambda _: document)
        (folder / "elsewhere").mkdir()

    def app(self, script: Path = ROOT / "app.py", folder: Path = ROOT) -> Server:
        """Return a server of the app itself, or of another script with the app's pages."""
        return Server(script, folder, NETROI_DATA=str(self._folder / "data"))

    def twin(self, page: str = "") -> Server:
        """Return a server of one page's twin, recorded from a rerun of the app in which nothing changed."""
        file = self._folder / "recording"
        app = self.app(PAGES / "recorded.py")
        with app, Session(app.url, page) as session:
            session.rerun()
            with urlopen(f"{app.url}/recording") as answer:
                file.write_bytes(answer.read())
        return Server(PAGES / "twin" / "app.py", **{VARIABLE: str(file)})

    def defaults(self) -> Server:
        """Return a server of the app under Streamlit's default settings, but for the header that names the visitor."""
        settings = self._folder / "elsewhere" / ".streamlit" / "config.toml"
        settings.parent.mkdir()
        settings.write_text(f'[server]\ntrustedUserHeaders = {{ "{VISITOR_HEADER}" = "{VISITOR_KEY}" }}\n')
        return self.app(PAGES / "defaults.py", self._folder / "elsewhere")

    def usual(self) -> Server:
        """Return a server of the results page written the usual way, under Streamlit's default settings."""
        # It starts in a folder without settings.
        (file,) = (path for path in (self._folder / "data").glob("*.json") if ".backup" not in path.name)
        return Server(PAGES / "usual.py", self._folder / "elsewhere", NETROI_BENCH_FILE=str(file))


def _with_submitted_quiz(document: Document) -> Document:
    """Return the document with a submitted quiz, so that restated figures have something to compare with."""
    quarter, now = Quarter(2024, 3), "2024-10-02T09:00:00Z"
    quiz = {
        "id": "quiz",
        "quarter": str(quarter),
        "submitted": now,
        "showed": [as_row(figures) for figures in with_snapshot((), Ledger(Workspace(document)), quarter, now)],
    }
    return {**document, "quizzes": [quiz]}
