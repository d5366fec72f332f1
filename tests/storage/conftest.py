"""The folder that the tests of files start with: not there yet."""

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "data" / "workspaces"
