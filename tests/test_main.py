"""The command line: figures as JSON lines, every problem on a line, and one clear line when the input is bad."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netroi_core.__main__ import commands, main
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.workspace.workspace import Workspace
from tests import reference
from tests.careers import load_document
from tests.ledger.test_measures import GOLDEN, RUNS, assert_same

ROOT = Path(__file__).parent.parent
MINIMAL = b'{"format": "netroi-workspace", "version": 1}'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[str, str]:
    """Return what a run that ends in exit code 2 wrote to standard output and standard error."""
    monkeypatch.setattr(sys, "argv", ["netroi_core", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    return out, err


def a_file(folder: Path, content: bytes, name: str = "workspace.json") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(("name", "expected"), RUNS[::3])  # each value of each option; tests/ledger runs all
def test_measure_prints_every_worked_example(name: str, expected: dict[str, Any]) -> None:
    window = f"{expected['quarters'][0]}..{expected['quarters'][-1]}"
    chosen = [f"--{option}={expected[option]}" for option in ("attribution", "view", "basis", "costs")]
    result = run("measure", GOLDEN / name, f"--quarters={window}", *chosen)
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert printed["quarters"] == expected["quarters"]
    for key in ("approaches", "unattributed_value", "total"):
        assert_same(printed[key], expected[key], key)


def test_the_module_runs_as_a_program_and_prints_one_object_a_line_in_the_order_of_the_files() -> None:
    files = [GOLDEN / "pop-quiz.json", GOLDEN / "messy-1.json"]
    ended = subprocess.run(
        [sys.executable, "-m", "netroi_core", "measure", *files], cwd=ROOT, capture_output=True, check=True
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(file) for file in files]
    assert ended.stderr == b""


def test_the_program_ends_with_2_and_one_line_when_the_input_is_bad(tmp_path: Path) -> None:
    file = a_file(tmp_path, b"[" * 100_000)
    ended = subprocess.run(
        [sys.executable, "-m", "netroi_core", "measure", file], cwd=ROOT, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.count(b"\n") == 1
    assert b"Traceback" not in ended.stderr


def test_without_options_all_quarters_are_measured_as_linear_realised_expected_and_mine() -> None:
    chosen = ["--attribution=linear", "--view=realised", "--basis=expected", "--costs=mine"]
    usual = run("measure", GOLDEN / "messy-1.json")
    assert json.loads(usual.stdout)["quarters"] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert usual.stdout == run("measure", GOLDEN / "messy-1.json", *chosen).stdout


def test_measure_counts_a_value_of_funding_as_typed_and_advise_as_money_raised() -> None:
    raw = load_document("fundraiser")
    window = [str(quarter) for quarter in Ledger(Workspace(raw)).quarters]
    expected = reference.figures(raw, window, vars(Options()))
    file = ROOT / "tests" / "lives" / "fundraiser.json"
    printed = json.loads(run("measure", file).stdout)
    for key in ("approaches", "unattributed_value", "total"):
        assert_same(printed[key], expected[key], key)
    apart = reference.figures(reference.without_raised(raw), window, {**vars(Options()), "basis": "won"})
    talks = apart["approaches"]["one_on_one"]
    returned = json.loads(run("advise", file, "--on", "2026-11-29").stdout)["recorded"]["return"]["one_on_one"]
    assert returned == pytest.approx(float(talks["expected_value"] / talks["total_cost"]))


def test_one_quarter_alone_is_a_window_too() -> None:
    result = run("measure", GOLDEN / "messy-1.json", "--quarters", "2025-Q2")
    assert json.loads(result.stdout)["quarters"] == ["2025-Q2"]


def test_an_empty_workspace_measures_as_zeros_over_no_quarter(tmp_path: Path) -> None:
    printed = json.loads(run("measure", a_file(tmp_path, MINIMAL)).stdout)
    assert printed["quarters"] == []
    assert printed["total"]["activities"] == 0
    assert list(printed["approaches"]) == ["group_events", "one_on_one", "social_media"]
    assert printed["total"]["roi_percent"] is None


def test_the_verdict_is_printed_with_its_odds_and_without_a_sentence() -> None:
    # `advise` prints the sentences, of all that the pages say.
    verdict = json.loads(run("measure", ROOT / "data" / "sample.json").stdout)["verdict"]
    assert set(verdict) == {"call", "approach", "probability_best", "probability_pays", "roi"}
    assert verdict["call"] in ("stick", "lean")
    assert verdict["approach"] == "one_on_one"
    assert sum(verdict["probability_best"].values()) == pytest.approx(1)
    assert set(verdict["probability_pays"]) == set(verdict["roi"]) == set(verdict["probability_best"])
    assert all(low < middle < high for low, middle, high in verdict["roi"].values())


def test_the_verdict_of_an_empty_workspace_is_that_nothing_is_known(tmp_path: Path) -> None:
    verdict = json.loads(run("measure", a_file(tmp_path, MINIMAL)).stdout)["verdict"]
    assert (verdict["call"], verdict["approach"], verdict["roi"]) == ("not_enough_data", None, {})


def related(file: Path, *arguments: str) -> Any:
    return json.loads(run("measure", file, *arguments).stdout)["relationships"]


def test_the_relationships_are_printed_as_of_the_last_day_of_the_last_quarter_or_the_day_asked() -> None:
    sample = ROOT / "data" / "sample.json"
    usual = related(sample, "--quarters", "2025-Q1..2025-Q2")
    assert list(usual) == ["capital", "engagement", "diversity", "reciprocity", "load"]
    assert list(usual["diversity"]) == ["industry", "background", "expertise"]
    assert usual == related(sample, "--quarters", "2025-Q1..2025-Q2", "--on", "2025-06-30")
    assert usual["capital"] != related(sample, "--quarters", "2025-Q1..2025-Q2", "--on", "2025-06-01")["capital"]


def test_of_contacts_alone_the_relationships_are_printed_as_of_the_last_that_was_met(tmp_path: Path) -> None:
    people = b', "contacts": [{"id": "c", "name": "A", "met": {"date": "2026-01-02"}, "closeness": 5, "relevance": 4}]}'
    printed = related(a_file(tmp_path, MINIMAL[:-1] + people))
    assert printed["capital"] == pytest.approx(0.8)
    assert printed["engagement"] == {"in_touch_share": 0.0, "interactions_per_contact": 0.0}
    assert printed["load"] == {"hours_per_week": None, "energy": None}


def test_check_is_silent_about_files_that_are_right() -> None:
    result = run("check", *sorted(GOLDEN.glob("*[!d].json")))
    assert (result.exit_code, result.output) == (0, "")


def test_check_prints_every_problem_of_every_file_on_a_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = a_file(tmp_path, MINIMAL[:-1] + b', "extra": 1, "venues": [{"id": "v"}]}', "wrong.json")
    torn = a_file(tmp_path, MINIMAL[:-1], "torn.json")
    right = a_file(tmp_path, MINIMAL, "right.json")
    absent = tmp_path / "absent.json"
    out, err = refused(monkeypatch, capsys, "check", torn, wrong, right, absent)
    first, *rest = out.splitlines()
    assert first.startswith(f"{torn}: This isn’t a JSON file")
    assert rest == [
        f"{wrong}: venues[0].name: is missing",
        f"{wrong}: venues[0].approach: is missing",
        f"{wrong}: extra: isn’t a known field",
        f"{absent}: no such file or directory",
    ]
    assert err == "5 problems found.\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "isn’t a JSON file"),
        (b"[]", "must contain one JSON object"),
        (b"{}", "format: is missing (and 1 more)"),
        (b'{"format": "netroi-workspace", "version": 2}', "from a newer version of NetROI"),
        (b'{"format": "netroi-workspace", "version": 1, "goals": [1, 2]}', "goals[0]: must be an object (and 1 more)"),
    ],
)
def test_measure_ends_with_one_line_that_names_file_and_reason_and_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    file = a_file(tmp_path, content)
    out, err = refused(monkeypatch, capsys, "measure", file)
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith(f"{file}: ")
    assert reason in err
    assert file.read_bytes() == content


def test_measure_prints_nothing_when_a_later_file_is_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = refused(monkeypatch, capsys, "measure", a_file(tmp_path, MINIMAL), tmp_path / "absent.json")
    assert out == ""


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["measure"], "FILES"),
        (["measure", "x", "--quarters", "2026"], "write it like 2026-Q3"),
        (["measure", "x", "--quarters", "2026-Q1.."], "write it like 2026-Q3"),
        (["measure", "x", "--quarters", "2026-Q2..2026-Q1"], "ends before it starts"),
        (["measure", "x", "--on", "2026-02-30"], "2026-02-30 isn’t a date. Write it like 2026-07-14"),
        (["measure", "x", "--attribution", "best"], "'best' is not one of"),
        (["measure", "x", "--view", "dreamt"], "'dreamt' is not one of"),
        (["measure", "."], "is a directory"),
        (["import", "linkedin", "x"], "--into"),
        (["export", "x", "--as", "pdf", "--to", "y"], "'pdf' is not one of"),
        (["export", "x", "--as", "csv"], "--to"),
        (["restore", "x"], "Missing argument 'TO'"),
        (["import", "rumours", "x", "--into", "y"], "'rumours' is not one of"),
        (["guess"], "No such command"),
        (["measure", "x", "--force"], "No such option"),
    ],
)
def test_a_wrong_argument_ends_with_one_line_that_says_what_is_right(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    out, err = refused(monkeypatch, capsys, *arguments)
    assert out == ""
    assert err.count("\n") == 1
    assert reason in err


def test_without_a_command_the_help_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = refused(monkeypatch, capsys)
    assert "measure" in out
    assert "check" in out
