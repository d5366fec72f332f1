"""The source of the pages: nothing takes in text without end, shows raw HTML, or hands files to whoever asks."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.careers import ROOT

PAGES = sorted((ROOT / "pages").rglob("*.py"))
# A file that Streamlit serves by itself is anybody's who knows its address, so the gate hands out none of these.
UNMARKED = {"download_button", "image", "audio", "video", "logo", "pdf"}
# The one button marks its files; a picture that is drawn as SVG text is a part of the page, and no file.
WITHOUT_FILES = {"download.py", "own_links.py", "empty_page.py"}
RAW = {"html", "iframe", "components"}
# Raw HTML is this call alone: a file of the app's own, with nothing in it that a person typed. The policy of the
# headers has the hash of its script.
WITH_RAW_HTML = {
    "quiz/opening.py": """st.html(f"{SCRIPT}<i hidden data-step='{led_to}'></i>", unsafe_allow_javascript=True)""",
}


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call))


def named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def faults(file: Path) -> list[str]:
    """Return a sentence for each thing that a page does and must not do."""
    sentences = []
    for call in calls(file):
        keywords = {keyword.arg for keyword in call.keywords}
        of_streamlit = isinstance(call.func, ast.Attribute) and ast.unparse(call.func).split(".")[0] == "st"
        if named(call) in ("text_input", "text_area", "chat_input") and "max_chars" not in keywords:
            sentences.append(f"line {call.lineno}: {named(call)} takes text of any length")
        if of_streamlit and named(call) in UNMARKED and file.name not in WITHOUT_FILES:
            sentences.append(f"line {call.lineno}: {named(call)} hands out a file without saying whose it is")
        is_raw = (of_streamlit and set(ast.unparse(call.func).split(".")) & RAW) or "unsafe_allow_html" in keywords
        if is_raw and ast.unparse(call) != WITH_RAW_HTML.get("/".join(file.parts[-2:])):
            sentences.append(f"line {call.lineno}: raw HTML")
    return sentences


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_page_takes_in_no_text_without_end_shows_no_raw_html_and_hands_out_files_by_the_gate(file: Path) -> None:
    assert faults(file) == []


def test_each_of_these_faults_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(
        "st.text_input('x')\nform.text_area('x', key='y')\nst.download_button('x', b'')\nst.image('x')\n"
        "st.html('<b>')\nst.components.v1.iframe('x')\nst.markdown('x', unsafe_allow_html=True)\n"
        "st.text_input('x', max_chars=9)\nst.markdown('x')\nImage.image('x')\n"
    )
    assert [int(fault[5]) for fault in faults(page)] == [1, 2, 3, 4, 5, 6, 7]


def test_every_file_is_handed_out_by_the_one_button() -> None:
    every_call = (call for file in PAGES for call in calls(file))
    (download,) = (call for call in every_call if ast.unparse(call.func) == "st.download_button")
    assert ast.unparse(download.args[3]) == "marked"
