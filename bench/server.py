"""Run a Streamlit server in its own process, as `streamlit run` starts it."""

import os
import subprocess
import sys
from pathlib import Path
from socket import socket
from types import TracebackType
from typing import Self

from bench.clocks import cpu_seconds

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "bench" / "pages"


class Server:
    """A server of one script, started in a folder: in the project's root it has the settings of .streamlit."""

    def __init__(self, script: Path, folder: Path = ROOT, **environment: str) -> None:
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}",
                         "--server.address=127.0.0.1", "--server.headless=true", "--browser.gatherUsageStats=false",
                         "--logger.level=error"]  # fmt: skip
        self._folder = folder
        self._environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | environment

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, cwd=self._folder, env=self._environment, stdout=subprocess.PIPE
        )  # fmt: skip
        assert self._process.stdout is not None
        # Streamlit prints its address once it listens, and nothing after that.
        if not any(b"URL: " in line for line in self._process.stdout):
            raise RuntimeError(f"{' '.join(self._command)} did not start.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def cpu_seconds(self) -> float:
        """Return the CPU time that the process has taken so far."""
        return cpu_seconds(self._process.pid)

    def memory_bytes(self) -> int:
        """Return the resident memory of the process (Linux)."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
