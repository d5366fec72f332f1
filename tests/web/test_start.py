"""The start: a server that would not protect its visitors exits with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.careers import ROOT


def started(environment: dict[str, str], *flags: str) -> subprocess.CompletedProcess[str]:
    """Start the app and wait until it exits."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0", *flags]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("environment", "flags", "sentence"),
    [
        ({"NETROI_MODE": "guests"}, (), "NETROI_MODE=guests needs NETROI_URL"),
        (
            {"NETROI_MODE": "guests", "NETROI_URL": "http://netroi.example"},
            (),
            "NETROI_URL must begin with https://, or",
        ),
        ({}, ("--client.showErrorDetails=full",), "NetROI does not start: client.showErrorDetails must be"),
        ({"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "500"}, (), "NetROI does not start: server.maxUploadSize must be"),
    ],
    ids=["no address", "no https", "a flag", "a variable"],
)
def test_a_server_with_unsafe_settings_does_not_start(
    environment: dict[str, str], flags: tuple[str, ...], sentence: str
) -> None:
    ended = started(os.environ | environment, *flags)
    assert ended.returncode == 1
    assert ended.stderr.strip().startswith(sentence)
    assert "Traceback" not in ended.stderr


def test_settings_may_be_in_secrets_toml(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('NETROI_MODE = "public"\n')
    ended = started(os.environ | {"HOME": str(tmp_path)})
    assert ended.stderr.strip().startswith("NETROI_MODE must be one of personal, guests, accounts, not 'public'.")
