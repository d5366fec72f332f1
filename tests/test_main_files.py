"""The command line with files: what is brought in, taken out and restored."""

import errno
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from netroi_core.exports.formats import FORMAT_NAMES
from netroi_core.storage.files.disk import Disk
from tests.ledger.test_measures import GOLDEN
from tests.test_main import MINIMAL, ROOT, a_file, refused, run

CONNECTIONS = b"First Name,Last Name,URL,Connected On\nAnn,Lee,https://www.linkedin.com/in/ann,08 Feb 2026\nBob,Ng,,x\n"


def bring(file: Path, into: Path, kind: str = "linkedin") -> Any:
    return json.loads(run("import", kind, file, "--into", into).stdout)


def test_import_makes_a_workspace_that_is_missing_and_prints_what_it_did(tmp_path: Path) -> None:
    into = tmp_path / "workspace.json"
    printed = bring(a_file(tmp_path, CONNECTIONS, "Connections.csv"), into)
    assert list(printed) == ["added", "updated", "skipped", "rejected"]
    assert (printed["added"], printed["updated"], printed["skipped"]) == (1, 0, 0)
    assert [row["line"] for row in printed["rejected"]] == [3]
    assert "Column Connected On" in printed["rejected"][0]["reason"]
    assert run("check", into).exit_code == 0
    assert [contact["name"] for contact in json.loads(into.read_bytes())["contacts"]] == ["Ann Lee"]


def test_importing_a_file_again_adds_nothing_and_leaves_the_workspace_to_the_byte(tmp_path: Path) -> None:
    file, into = a_file(tmp_path, CONNECTIONS, "Connections.csv"), tmp_path / "workspace.json"
    bring(file, into)
    before = into.read_bytes()
    printed = bring(file, into)
    assert (printed["added"], printed["updated"], printed["skipped"]) == (0, 0, 1)
    assert into.read_bytes() == before


def test_import_keeps_what_a_workspace_holds_and_who_may_read_it_and_leaves_no_other_file(tmp_path: Path) -> None:
    into = a_file(tmp_path, (GOLDEN / "messy-1.json").read_bytes())
    into.chmod(0o640)
    held = json.loads(into.read_bytes())
    bring(a_file(tmp_path, CONNECTIONS, "Connections.csv"), into)
    after = json.loads(into.read_bytes())
    assert after["outcomes"] == held["outcomes"]
    assert after["contacts"][:-1] == held.get("contacts", [])
    assert into.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Connections.csv", "workspace.json"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty"),
        (b"a,\0,b,c,d", "isn’t text"),
        (b"a,b\n1,2\n", "isn’t part of a LinkedIn data export"),
    ],
)
def test_import_of_a_bad_file_ends_with_one_line_and_leaves_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    into, file = a_file(tmp_path, MINIMAL), a_file(tmp_path, content, "x.csv")
    out, err = refused(monkeypatch, capsys, "import", "linkedin", file, "--into", into)
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"{file}: ")
    assert reason in err
    assert into.read_bytes() == MINIMAL


@pytest.mark.parametrize("content", [b"", b"{}", MINIMAL[:-1] + b', "extra": 1}'])
def test_import_into_what_is_no_workspace_ends_with_one_line_and_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    into, file = a_file(tmp_path, content), a_file(tmp_path, CONNECTIONS, "x.csv")
    out, err = refused(monkeypatch, capsys, "import", "linkedin", file, "--into", into)
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"{into}: ")
    assert into.read_bytes() == content


def test_import_of_a_file_that_is_missing_makes_no_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "workspace.json"
    _, err = refused(monkeypatch, capsys, "import", "linkedin", tmp_path / "absent.csv", "--into", into)
    assert err == f"{tmp_path / 'absent.csv'}: no such file or directory\n"
    assert not into.exists()


def test_a_full_disk_leaves_the_workspace_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(disk: Disk, descriptor: int, part: memoryview) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    into, file = a_file(tmp_path, MINIMAL), a_file(tmp_path, CONNECTIONS, "x.csv")
    monkeypatch.setattr(Disk, "write", full)
    _, err = refused(monkeypatch, capsys, "import", "linkedin", file, "--into", into)
    assert err == f"{into}: no space left on device\n"
    assert into.read_bytes() == MINIMAL
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_adds_nothing_still_makes_a_workspace_that_is_missing(tmp_path: Path) -> None:
    into = tmp_path / "workspace.json"
    assert bring(a_file(tmp_path, CONNECTIONS.splitlines(keepends=True)[0], "Connections.csv"), into)["added"] == 0
    assert run("check", into).exit_code == 0


@pytest.mark.parametrize("kind", FORMAT_NAMES)
def test_what_is_exported_is_restored_with_the_same_figures(tmp_path: Path, kind: str) -> None:
    sample, file, into = ROOT / "data" / "sample.json", tmp_path / f"export.{kind}", tmp_path / "workspace.json"
    printed = json.loads(run("export", sample, "--as", kind, "--to", file).stdout)
    assert (printed["file"], printed["records"]["activities"]) == (str(file), 158)
    assert json.loads(run("restore", file, into).stdout)["records"] == printed["records"]
    assert json.loads(into.read_bytes()) == json.loads(sample.read_bytes())


def test_the_results_of_a_workbook_are_about_the_quarters_and_options_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "export.xlsx"
    chosen = ["--quarters", "2025-Q2..2025-Q3", "--attribution", "decay", "--costs", "all"]
    assert run("export", GOLDEN / "messy-1.json", "--as", "xlsx", "--to", file, *chosen).exit_code == 0
    page = load_workbook(file)["Results"]
    assert [page[f"B{line}"].value for line in range(4, 10)] == [
        "2025-Q2", "2025-Q3", "decay", "realised", "expected", "all",
    ]  # fmt: skip


def test_restore_replaces_what_a_workspace_holds_and_keeps_who_may_read_it(tmp_path: Path) -> None:
    into, file = a_file(tmp_path, (GOLDEN / "messy-1.json").read_bytes()), tmp_path / "export.zip"
    into.chmod(0o640)
    run("export", GOLDEN / "pop-quiz.json", "--as", "csv", "--to", file)
    run("restore", file, into)
    assert json.loads(into.read_bytes()) == json.loads((GOLDEN / "pop-quiz.json").read_bytes())
    assert into.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no json", "This isn’t a JSON file"),
        (b"PK\x03\x04 torn", "damaged"),
        (MINIMAL[:-1] + b', "x": 1}', "x: isn’t a known field"),
    ],
)
def test_a_file_that_cannot_be_restored_ends_with_one_line_and_leaves_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    into, file = a_file(tmp_path, MINIMAL), a_file(tmp_path, content, "export")
    out, err = refused(monkeypatch, capsys, "restore", file, into)
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"{file}: ")
    assert reason in err
    assert into.read_bytes() == MINIMAL


def test_an_export_never_takes_the_place_of_its_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = a_file(tmp_path, MINIMAL)
    _, err = refused(monkeypatch, capsys, "export", file, "--as", "csv", "--to", tmp_path / "." / file.name)
    assert err == f"{file} is the workspace itself. Choose another file.\n"
    assert file.read_bytes() == MINIMAL


def test_inspect_prints_what_a_file_says_as_one_object_and_changes_nothing(tmp_path: Path) -> None:
    file = a_file(tmp_path, CONNECTIONS, "Connections.csv")
    printed = json.loads(run("inspect", file, "--currency", "eur").stdout)
    assert list(printed) == ["file", "kind", "layout", "lines", "records", "skipped", "rejected", "notes"]
    assert (printed["file"], printed["kind"]) == (str(file), "linkedin")
    assert [path.name for path in tmp_path.iterdir()] == ["Connections.csv"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [((), "This is a PDF"), (("--as", "rumors"), "'rumors' is not one of"), (("--currency", "XXZ"), "XXZ")],
)
def test_a_file_that_cannot_be_inspected_is_one_line_that_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...], reason: str,
) -> None:  # fmt: skip
    out, err = refused(monkeypatch, capsys, "inspect", a_file(tmp_path, b"%PDF-1.7\n", "card.pdf"), *arguments)
    assert out == ""
    assert reason in err
    assert err.count("\n") == 1
