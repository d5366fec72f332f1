"""The start: a server that would not protect its visitors exits with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

from tests.careers import ROOT


def started(environment: dict[str, str], *flags: str) -> subprocess.CompletedProcess[str]:
    """Start the app and wait until it exits."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0", *flags]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_server_with_unsafe_options_does_not_start() -> None:
    """One of them by a flag, one by a variable."""
    ended = started(os.environ | {"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "500"}, "--client.showErrorDetails=full")
    assert_refused(ended, "NetROI can’t start: client.showErrorDetails, server.maxUploadSize must be")


def test_a_server_with_unsafe_settings_does_not_start_be_they_in_secrets_toml(tmp_path: Path) -> None:
    """tests/access has every setting that is refused."""
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('NETROI_MODE = "guests"\n')
    ended = started(os.environ | {"HOME": str(tmp_path), "NETROI_URL": "http://netroi.example"})
    assert_refused(ended, "NETROI_URL must start with https://, or")


def test_what_home_needs_for_its_headline_imports_no_library_that_it_does_not_use() -> None:
    slow = ["altair", "scipy.optimize", "scipy.special", "icalendar", "fontTools"]
    script = f"import sys, app, pages.shell.figures; print(*(name for name in {slow} if name in sys.modules))"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == []


def assert_refused(ended: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert ended.returncode == 1
    assert ended.stderr.strip().startswith(sentence)
    assert "Traceback" not in ended.stderr
