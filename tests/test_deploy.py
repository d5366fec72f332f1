"""Deployment: systemd units, the container image, the commands in the guides, pinned packages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netroi_core.access import hosting
from netroi_core.access.limits import MAX_UPLOAD_MEGABYTES

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

# Settings by section that the units may have: systemd silently ignores misspelled ones.
KNOWN_SETTINGS = {
    "Unit": {"Description", "Wants", "After"},
    "Install": {"WantedBy"},
    "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"},
    "Service": {
        *("Type", "User", "Group", "WorkingDirectory", "EnvironmentFile", "Environment", "ExecStart", "ExecStartPost"),
        *("Restart", "RestartSec", "TimeoutStopSec", "LimitNOFILE", "UMask", "Nice", "NoNewPrivileges"),
        *("MemoryHigh", "MemoryMax", "OOMPolicy", "TasksMax"),
        *("ReadWritePaths", "CapabilityBoundingSet", "LockPersonality", "PrivateTmp", "PrivateDevices"),
        *("ProtectSystem", "ProtectHome", "ProtectProc", "ProtectClock", "ProtectHostname", "ProtectControlGroups"),
        *("ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables"),
        *("RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID"),
        *("SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber"),
    },
}


def settings_of(unit: Path) -> list[tuple[str, str, str]]:
    """Return section, key and value of each setting of a unit."""
    settings, section = [], ""
    for line in unit.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            settings.append((section, key, value))
    return settings


def variables(text: str) -> dict[str, str]:
    """Return the variables that an environment file sets."""
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_has_only_settings_that_systemd_knows(unit: Path, tmp_path: Path) -> None:
    assert [(section, key) for section, key, _ in settings_of(unit) if key not in KNOWN_SETTINGS[section]] == []
    for copied in UNITS:
        text = copied.read_text("utf-8").replace("/opt/netroi/.venv/bin/python", sys.executable)
        (tmp_path / copied.name).write_text(text)
    if analyze := shutil.which("systemd-analyze"):
        command = [analyze, "verify", "--man=no", "--recursive-errors=no", str(tmp_path / unit.name)]
        verified = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_has_a_user_of_its_own_that_writes_only_its_data(unit: Path) -> None:
    settings = {key: value for _, key, value in settings_of(unit)}
    assert (settings["User"], settings["ProtectSystem"], settings["NoNewPrivileges"]) == ("netroi", "strict", "true")
    data = variables((LINUX / "netroi.env").read_text("utf-8"))["NETROI_STORE"]
    backups = ["/var/backups/netroi"] if "backup" in unit.name else []
    assert settings["ReadWritePaths"].split() == [data, *backups]
    assert settings["EnvironmentFile"] == "/etc/netroi/netroi.env"


def test_every_timer_has_its_service() -> None:
    timers = [unit for unit in UNITS if unit.suffix == ".timer"]
    assert len(timers) == 2
    assert all(timer.with_suffix(".service") in UNITS for timer in timers)


def test_the_example_settings_are_a_server_for_guests() -> None:
    hosted = hosting.hosting_from(variables((LINUX / "netroi.env").read_text("utf-8")))
    assert (hosted.mode, hosted.url) == ("guests", "https://netroi.example")


def test_the_files_of_a_cluster_name_the_same_machines_and_have_each_save_confirmed() -> None:
    etcd, patroni, haproxy = (
        (ROOT / "docs" / "cluster" / name).read_text("utf-8") for name in ("etcd.env", "patroni.yml", "haproxy.cfg")
    )
    machines = dict(re.findall(r"^    server (pg\d) ([\d.]+):5432 check port 8008$", haproxy, re.MULTILINE))
    assert len(machines) == 3
    peers = ",".join(f"{name}=http://{address}:2380" for name, address in machines.items())
    assert variables(etcd)["ETCD_INITIAL_CLUSTER"] == peers
    assert f"hosts: {','.join(f'{address}:2379' for address in machines.values())}\n" in patroni
    assert "    synchronous_mode: true #" in patroni
    assert "    synchronous_mode_strict: true #" in patroni
    ttl, loop_wait, retry_timeout = (
        int(*re.findall(rf"^    {key}: (\d+)", patroni, re.MULTILINE)) for key in ("ttl", "loop_wait", "retry_timeout")
    )
    assert loop_wait + 2 * retry_timeout <= ttl  # Patroni's own rule


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return a folder with the files that .dockerignore lets into the image."""
    names = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    for name in names:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    return tmp_path


def test_the_image_holds_what_the_app_needs_and_no_more(image: Path) -> None:
    assert {path.name for path in image.iterdir()} == {
        *(".streamlit", "app.py", "data", "netroi_core", "pages", "requirements.txt")
    }
    environment = os.environ | {
        "NETROI_MODE": "guests",
        "NETROI_URL": "https://a.example",
        "NETROI_STORE": "data/store",
    }
    program = "import app; from pages.shell import session; print(len(session.example().document['quizzes']))"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=image, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 0


@pytest.mark.parametrize(
    "file", [ROOT / "docs" / "nginx.conf", LINUX / "nginx-one-process.conf"], ids=lambda file: file.name
)
def test_a_proxy_lets_the_largest_upload_through_with_the_form_around_it(file: Path) -> None:
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", file.read_text("utf-8"))
    assert int(megabytes) == MAX_UPLOAD_MEGABYTES + 1


def test_the_unit_and_the_container_bound_memory_and_processes_and_start_again_what_ended() -> None:
    unit = {key: value for _, key, value in settings_of(LINUX / "netroi.service")}
    assert (unit["MemoryMax"], unit["TasksMax"], unit["Restart"]) == ("2G", "1024", "always")
    guide = (ROOT / "docs" / "deploy-container.md").read_text("utf-8")
    (command,) = re.findall(r"^docker run --detach(.*?[^\\])$", guide, re.DOTALL | re.MULTILINE)
    for option in ("--memory 2g", "--memory-swap 2g", "--pids-limit 1024", "--restart unless-stopped"):
        assert option in command


def test_the_image_runs_as_the_owner_of_the_data() -> None:
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    user = re.findall(r"^USER (\d+):(\d+)$", docker, re.MULTILINE)
    assert user == [tuple(re.findall(r"--[ug]id (\d+)", docker)[-2:])]
    assert re.findall(r"^VOLUME (\S+)$", docker, re.MULTILINE) == re.findall(
        r"NETROI_STORE=(\S+)$", docker, re.MULTILINE
    )


@pytest.mark.parametrize("block", BLOCKS)
def test_the_commands_of_a_guide_are_valid_shell_and_name_existing_files(block: str) -> None:
    parsed = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
    assert (parsed.returncode, parsed.stderr) == (0, "")
    paths = re.findall(r"/opt/netroi/((?:docs|requirements)[\w./*-]*)", block)
    assert [path for path in paths if not list(ROOT.glob(path))] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_setting_that_a_guide_names_exists(guide: Path) -> None:
    assert set(re.findall(r"\bNETROI_[A-Z_]+\b", guide.read_text("utf-8"))) <= SETTINGS


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_is_pinned(name: str) -> None:
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines()]
    packages = [line for line in lines if line and not line.startswith("-r ")]
    assert [line for line in packages if not re.match(r"[\w.-]+==[\w.]+(;|$)", line)] == []
