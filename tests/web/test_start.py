"""The start: a server that would not protect its visitors ends with one sentence on how to mend it."""

import os
import subprocess
import sys

import pytest

from tests.careers import ROOT


@pytest.mark.parametrize(
    ("environment", "flags", "sentence"),
    [
        ({"NETROI_MODE": "guests"}, (), "NETROI_MODE=guests needs NETROI_URL"),
        ({"NETROI_MODE": "guests", "NETROI_URL": "http://netroi.example"}, (), "NETROI_URL must begin with https://"),
        ({}, ("--client.showErrorDetails=full",), "NetROI does not start: client.showErrorDetails must be"),
        ({"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "500"}, (), "NetROI does not start: server.maxUploadSize must be"),
    ],
    ids=["no address", "no https", "a flag", "a variable"],
)
def test_nothing_is_served_by_settings_that_protect_nobody(
    environment: dict[str, str], flags: tuple[str, ...], sentence: str
) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0", *flags]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.strip().startswith(sentence)
    assert "Traceback" not in ended.stderr
