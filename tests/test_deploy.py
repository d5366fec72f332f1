"""What hosts are given: units that systemd takes, an image with all that runs, guides whose commands can be run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netroi_core.access import hosting

ROOT = Path(__file__).parents[1]
LINUX = ROOT / "docs" / "linux"
UNITS = sorted([*LINUX.glob("*.service"), *LINUX.glob("*.timer")])
GUIDES = sorted((ROOT / "docs").glob("*.md"))
BLOCKS = [
    pytest.param(re.sub(rf"^{indent}", "", block, flags=re.MULTILINE), id=f"{guide.stem}-{number}")
    for guide in GUIDES
    for number, (indent, block) in enumerate(
        re.findall(r"^( *)```sh\n(.*?)^ *```$", guide.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    )
]
SETTINGS = {*hosting.SETTINGS, "NETROI_STORE", "NETROI_DATA"}

# What a unit here may say, by its section; a word that systemd does not know is passed over by it, unseen.
KNOWN = {
    "Unit": {"Description", "Wants", "After"},
    "Install": {"WantedBy"},
    "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"},
    "Service": {
        *("Type", "User", "Group", "WorkingDirectory", "EnvironmentFile", "Environment", "ExecStart", "ExecStartPost"),
        *("Restart", "RestartSec", "TimeoutStopSec", "LimitNOFILE", "UMask", "Nice", "NoNewPrivileges"),
        *("ReadWritePaths", "CapabilityBoundingSet", "LockPersonality", "PrivateTmp", "PrivateDevices"),
        *("ProtectSystem", "ProtectHome", "ProtectProc", "ProtectClock", "ProtectHostname", "ProtectControlGroups"),
        *("ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables"),
        *("RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID"),
        *("SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber"),
    },
}


def said(unit: Path) -> list[tuple[str, str, str]]:
    """What a unit says: section, key and value of each line."""
    found, section = [], ""
    for line in unit.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.append((section, key, value))
    return found


def settings(text: str) -> dict[str, str]:
    """The variables that a file of settings sets."""
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_says_nothing_that_systemd_does_not_know(unit: Path, tmp_path: Path) -> None:
    assert [(section, key) for section, key, _ in said(unit) if key not in KNOWN[section]] == []
    for other in UNITS:
        text = other.read_text("utf-8").replace("/opt/netroi/.venv/bin/python", sys.executable)
        (tmp_path / other.name).write_text(text)
    if analyze := shutil.which("systemd-analyze"):
        command = [analyze, "verify", "--man=no", "--recursive-errors=no", str(tmp_path / unit.name)]
        verified = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_is_a_user_of_its_own_that_writes_its_data_alone(unit: Path) -> None:
    told = {key: value for _, key, value in said(unit)}
    assert (told["User"], told["ProtectSystem"], told["NoNewPrivileges"]) == ("netroi", "strict", "true")
    data = settings((LINUX / "netroi.env").read_text("utf-8"))["NETROI_STORE"]
    backups = ["/var/backups/netroi"] if "backup" in unit.name else []
    assert told["ReadWritePaths"].split() == [data, *backups]
    assert told["EnvironmentFile"] == "/etc/netroi/netroi.env"


def test_a_timer_has_the_service_that_it_starts() -> None:
    timers = [unit for unit in UNITS if unit.suffix == ".timer"]
    assert len(timers) == 2
    assert all(timer.with_suffix(".service") in UNITS for timer in timers)


def test_the_settings_that_are_handed_out_are_those_of_a_server_for_guests() -> None:
    served = hosting.hosting(settings((LINUX / "netroi.env").read_text("utf-8")))
    assert (served.mode, served.url) == ("guests", "https://netroi.example")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """What goes into the image, by .dockerignore."""
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    for name in kept:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    return tmp_path


def test_the_image_holds_all_that_the_app_needs_and_no_more(image: Path) -> None:
    assert {each.name for each in image.iterdir()} == {
        *(".streamlit", "app.py", "data", "netroi_core", "pages", "requirements.txt")
    }
    environment = os.environ | {
        "NETROI_MODE": "guests",
        "NETROI_URL": "https://a.example",
        "NETROI_STORE": "data/store",
    }
    program = "import app; from pages.shell import session; print(len(session._sample()['quizzes']))"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=image, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 0


def test_the_image_runs_as_the_user_whose_the_data_is() -> None:
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    user = re.findall(r"^USER (\d+):(\d+)$", docker, re.MULTILINE)
    assert user == [tuple(re.findall(r"--[ug]id (\d+)", docker)[-2:])]
    assert re.findall(r"^VOLUME (\S+)$", docker, re.MULTILINE) == re.findall(
        r"NETROI_STORE=(\S+)$", docker, re.MULTILINE
    )


@pytest.mark.parametrize("block", BLOCKS)
def test_the_commands_of_a_guide_are_shell_and_name_files_that_there_are(block: str) -> None:
    parsed = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
    assert (parsed.returncode, parsed.stderr) == (0, "")
    named = re.findall(r"/opt/netroi/((?:docs|requirements)[\w./*-]*)", block)
    assert [name for name in named if not list(ROOT.glob(name))] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_file_and_setting_that_a_guide_names_is_there(guide: Path) -> None:
    text = guide.read_text("utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        name, _, heading = link.partition("#")
        if name.startswith("https:"):
            continue
        linked = guide.parent / name if name else guide
        assert linked.is_file(), link
        headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.MULTILINE)
        assert not heading or heading in {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
    assert set(re.findall(r"\bNETROI_[A-Z_]+\b", text)) <= SETTINGS


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_is_pinned(name: str) -> None:
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines()]
    packages = [line for line in lines if line and not line.startswith("-r ")]
    assert [line for line in packages if not re.match(r"[\w.-]+==[\w.]+(;|$)", line)] == []
