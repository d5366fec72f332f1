"""Files that are none, or mean no good: refused in a sentence, and nothing of them becomes live."""

import pytest

from netroi_core import worker
from netroi_core.importers.kinds import IMPORT_KIND_NAMES
from netroi_core.wording.wording import escape_markdown
from tests.careers import HOSTILE, small_documents
from tests.importers.import_files import lines, zipped
from tests.pages.conftest import Shelf, count_tasks
from tests.pages.screen import choose, click, headings, markdown, opened, read, run, unfold
from tests.pages.test_imports import CARD, CONNECTIONS, PAGE, all_dropped, dropped


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"PK\x03\x04", b"GIF89a\0"])
def test_what_cannot_be_read_is_said_in_a_sentence_and_changes_nothing(shelf: Shelf, raw: bytes) -> None:
    shelf.put(small_documents()["one approach"])
    before = shelf.document
    app = dropped(opened(PAGE), raw)
    assert len(app.error) == 1
    assert read(app.error[0].value).endswith("Nothing was changed.")
    assert shelf.document == before


@pytest.mark.parametrize("kind", [kind for kind in IMPORT_KIND_NAMES if kind != "several"])
@pytest.mark.parametrize("raw", [b"\x00\x01\x02", b"a,b\n1,2\n", "“quoted\n".encode()])
def test_what_does_not_tell_is_asked_for_and_then_read_or_refused_beside_the_others(
    shelf: Shelf, raw: bytes, kind: str
) -> None:
    app = all_dropped(opened(PAGE), ("odd.txt", raw), ("Connections.csv", CONNECTIONS))
    app.selectbox(key="kind of odd.txt").set_value(kind)
    app = run(app)
    # Any table can be one of people, if its columns are chosen.
    is_read = kind == "contacts" and raw.startswith(b"a,b")
    assert [read(error.value).split(":")[0] for error in app.error] == ([] if is_read else ["**odd.txt**"])
    assert any(heading.startswith(f"{3 if is_read else 2} contacts to add") for heading in headings(app))


def test_nothing_that_stands_in_a_file_becomes_live_on_the_page(shelf: Shelf) -> None:
    shelf.put(small_documents()["one approach"])
    row = f'"{HOSTILE}",Evil,,,"{HOSTILE}",x,08 Feb 2026\n'
    raw = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + row.encode()
    name = f"{HOSTILE[:40]}.csv"
    odd = lines(f"Datum;{HOSTILE[:60].replace(';', '')};Umsatz", "04.03.2026;Cafe;-4,50")
    app = all_dropped(opened(PAGE), (name, raw), (f"2{name}", odd), (f"3{name}", b"a,b\n"), (f"4{name}", b""))
    app = click(choose(app, "Currency", ("", "USD")), "Accept")
    app = unfold(app, "Remembered corrections")
    for text in markdown(app):
        assert "](http" not in text
        assert "://evil" not in text.replace(escape_markdown("://evil"), "")


def test_a_file_can_be_said_to_be_of_another_kind_and_back(shelf: Shelf) -> None:
    app = dropped(opened(PAGE), CONNECTIONS, "Connections.csv")
    app.selectbox(key="kind of Connections.csv").set_value("contacts")
    app = run(app)
    (refusal,) = app.error
    assert read(refusal.value).startswith("**Connections.csv**: These are LinkedIn connections.")
    app.selectbox(key="kind of Connections.csv").set_value("linkedin")
    app = run(app)
    assert "2 contacts to add; 1 skipped" in headings(app)
    assert not app.error


@pytest.mark.parametrize("files", [[b"a,b\n"] * 51, [b"x" * 15 * 1024**2] * 4], ids=["number", "bytes"])
def test_more_files_than_are_read_at_once_are_refused_unread(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, files: list[bytes]
) -> None:
    tasks = count_tasks(monkeypatch)
    app = all_dropped(opened(PAGE), *((f"{number}.csv", raw) for number, raw in enumerate(files)))
    assert [read(error.value) for error in app.error] == [
        "Import at most 50 files and 50 MB at once. Remove some files. Nothing was changed."
    ]
    assert tasks == []


def test_files_in_archives_count_and_one_that_cannot_be_split_is_refused_at_once(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives = [zipped({f"{number}.csv": CARD for number in range(26)}) for _ in range(2)]
    app = all_dropped(opened(PAGE), ("a.zip", archives[0]), ("b.zip", archives[1]))
    assert [read(error.value)[:30] for error in app.error] == ["Import at most 50 files and 50"]
    tasks = count_tasks(monkeypatch)
    app = all_dropped(opened(PAGE), ("a.zip", zipped({"a.bin": b"x"})), ("card.csv", CARD))
    assert [read(error.value)[:40] for error in app.error] == ["**a.zip**: NetROI recognizes nothing in "]
    assert tasks.count("split_file") == 1
    assert tasks.count("recognize_kind") == 1


def test_a_file_is_read_once_and_not_at_every_click(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = count_tasks(monkeypatch)
    app = all_dropped(opened(PAGE), ("Connections.csv", CONNECTIONS), ("empty.csv", b""))
    assert tasks == ["recognize_kind", "recognize_kind", "read_files"]
    for _ in range(3):
        app = run(app)
    assert len(tasks) == 3
    assert len(app.error) == 1


def test_a_file_that_takes_forever_ends_in_a_sentence_and_is_not_read_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = count_tasks(monkeypatch, limits=worker.TaskLimits(1e-6, 1024**3))
    app = run(dropped(opened(PAGE), CONNECTIONS))
    assert [read(error.value) for error in app.error] == [
        "**Connections.csv**: This took more time or memory than NetROI allows, so it was stopped. Try a smaller file, "
        "or export a shorter period. Nothing was changed."
    ]
    assert tasks == ["recognize_kind"]
