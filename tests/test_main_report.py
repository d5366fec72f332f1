"""The report on the command line: a file, or one clear line."""

from pathlib import Path

import pytest

from netroi_core.quarters import Quarter
from netroi_core.report.rendering import to_html
from tests.careers import load_document
from tests.report.reports import TODAY, pdf_of, report_of, report_on
from tests.test_main import GOLDEN, MINIMAL, a_file, refused, run

Q3 = (Quarter(2026, 3),)
POP_QUIZ = GOLDEN / "pop-quiz.json"


def test_the_ending_of_the_file_says_how_the_report_is_set(tmp_path: Path) -> None:
    for name, expected in (("out.pdf", pdf_of("pop-quiz")), ("OUT.HTML", to_html(report_of("pop-quiz")).encode())):
        result = run("report", POP_QUIZ, "--to", tmp_path / name, f"--on={TODAY}", "--amounts")
        assert (result.exit_code, result.output) == (0, "")
        assert (tmp_path / name).read_bytes() == expected


def test_without_being_asked_it_tells_no_amounts(tmp_path: Path) -> None:
    run("report", POP_QUIZ, "--to", tmp_path / "out.html", f"--on={TODAY}")
    assert (tmp_path / "out.html").read_text() == to_html(report_of("pop-quiz", with_amounts=False))


def test_the_options_are_those_of_measure(tmp_path: Path) -> None:
    chosen = {"attribution": "decay", "view": "invested", "basis": "won", "costs": "all"}
    options = [f"--{name}={value}" for name, value in chosen.items()]
    run("report", POP_QUIZ, "--to", tmp_path / "out.html", f"--on={TODAY}", "--quarters=2026-Q3", "--amounts", *options)
    assert (tmp_path / "out.html").read_text() == to_html(report_on(load_document("pop-quiz"), Q3, **chosen))


@pytest.mark.parametrize(
    ("content", "quarters", "reason"),
    [
        (MINIMAL, "2026-Q3", "There is nothing to report yet: take the pop quiz or log an activity first."),
        (POP_QUIZ.read_bytes(), "2020-Q1", "On record is Q3 2026: ask for quarters among these."),
        (b"{}", "2026-Q3", "format: is missing (and 1 more)"),
    ],
)
def test_where_there_is_nothing_to_report_one_line_says_what_is_missing_and_no_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    content: bytes, quarters: str, reason: str,
) -> None:  # fmt: skip
    file, to = a_file(tmp_path, content), tmp_path / "out.pdf"
    out, err = refused(monkeypatch, capsys, "report", file, "--to", to, "--quarters", quarters)
    assert (out, err) == ("", f"{file}: {reason}\n")
    assert not to.exists()


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "absent" / "out.html"
    _, err = refused(monkeypatch, capsys, "report", POP_QUIZ, "--to", to)
    assert err == f"{to}: no such file or directory\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "--to"),
        (["--to", "y.doc"], "y.doc: the file name must end in .pdf or .html."),
        (["--to", "y.pdf", "--on", "today"], "today isn’t a date"),
        (["--to", "y.pdf", "--quarters", "2026"], "write it like 2026-Q3"),
    ],
)
def test_a_wrong_argument_ends_with_one_line_that_says_what_is_right(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    _, err = refused(monkeypatch, capsys, "report", "x", *arguments)
    assert reason in err
    assert err.count("\n") == 1
