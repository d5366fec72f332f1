"""Files brought from elsewhere: seen before they count, accepted with one tap, taken back whenever one likes."""

import pytest
from streamlit.testing.v1 import AppTest

from netroi_core.wording import plain
from tests.careers import HOSTILE, small
from tests.pages.conftest import Shelf
from tests.pages.screen import click, headings, markdown, opened, read, run, screen

PAGE = "imports.py"
CONNECTIONS = (
    b'Notes:\n"When exporting your connection data, you may notice that some addresses are missing."\n\n'
    b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    b"Ada,Byron,https://www.linkedin.com/in/Ada-B,,Engines,Analyst,08 Feb 2026\n"
    b"Grace,Hopper,https://www.linkedin.com/in/grace,,Navy,Admiral,09 Feb 2026\n"
    b",,,,,,10 Feb 2026\n"
)


def dropped(app: AppTest, raw: bytes, name: str = "Connections.csv") -> AppTest:
    app.file_uploader[0].set_value((name, raw, "text/csv"))
    return run(app)


def test_a_file_is_seen_before_it_counts(shelf: Shelf) -> None:
    shelf.put(small()["one approach"])
    before = shelf.document
    app = dropped(opened(PAGE), CONNECTIONS)
    assert any(heading.startswith("2 to add") for heading in headings(app))
    assert "Ada Byron" in str(app.dataframe[0].value.to_numpy().tolist())
    assert shelf.document == before


def test_one_tap_accepts_the_same_file_adds_nothing_and_it_can_be_taken_back(shelf: Shelf) -> None:
    before = small()["one approach"]
    shelf.put(before)
    app = click(dropped(opened(PAGE), CONNECTIONS), "Accept")
    assert [contact["name"] for contact in shelf.document["contacts"]] == ["Ada Byron", "Grace Hopper"]
    assert "Connections.csv" in screen(app)
    assert "2 added" in screen(app)
    again = dropped(opened(PAGE), CONNECTIONS)
    assert "Accept" not in [button.label for button in again.button]
    click(again, "Take back")
    assert shelf.document["contacts"] == []
    assert shelf.document["outcomes"] == before["outcomes"]


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"%PDF-1.7", "“quoted\n".encode()])
def test_what_cannot_be_read_is_said_in_a_sentence_and_changes_nothing(shelf: Shelf, raw: bytes) -> None:
    shelf.put(small()["one approach"])
    before = shelf.document
    app = dropped(opened(PAGE), raw)
    assert len(app.error) == 1
    assert read(app.error[0].value).endswith("Nothing was changed.")
    assert shelf.document == before


def test_nothing_that_stands_in_a_file_becomes_live_on_the_page(shelf: Shelf) -> None:
    shelf.put(small()["one approach"])
    row = f'"{HOSTILE}",Evil,,,"{HOSTILE}",x,08 Feb 2026\n'
    raw = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + row.encode()
    app = dropped(opened(PAGE), raw, f"{HOSTILE[:40]}.csv")
    app = click(app, "Accept")
    for text in markdown(app):
        assert "](http" not in text
        assert "://evil" not in text.replace(plain("://evil"), "")
