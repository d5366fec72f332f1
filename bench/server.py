"""A Streamlit server in a process of its own, as `streamlit run` starts it."""

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
    """Serves one script. Where it is started decides its settings: at the root they are those of .streamlit."""

    def __init__(self, script: Path, at: Path = ROOT, **environment: str) -> None:
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}",
                         "--server.address=127.0.0.1", "--server.headless=true", "--browser.gatherUsageStats=false",
                         "--logger.level=error"]  # fmt: skip
        self._at = at
        self._environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | environment

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, cwd=self._at, env=self._environment, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        # It prints its address when it listens, and nothing after that.
        if not any(b"URL: " in line for line in self._process.stdout):
            raise RuntimeError(f"{' '.join(self._command)} did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def cpu_seconds(self) -> float:
        """The CPU time that the process has taken so far."""
        return cpu_seconds(self._process.pid)

    def memory_bytes(self) -> int:
        """The memory that the process holds now (Linux)."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
