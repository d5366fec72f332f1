"""Tables of people with unknown columns: guessed by their cells, mapped by the user, and remembered."""

import pytest

from netroi_core.importers.batch import ImportFile, ImportSettings, read_file
from netroi_core.importers.contacts.people_mapping import guess_people, people_columns
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.matching.contact_matching import email_key
from netroi_core.importers.rules import MOST_LAYOUTS, remember
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.profile import PeopleLayout
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import lines, records, sentence, workspace

ODD = lines("Who,Where they work,What they do,Reach", "Robin Sample,Sample Ltd,Buyer,robin@example.org")


def read(raw: bytes, layout: PeopleLayout | None = None, before: Workspace | None = None) -> list[dict[str, object]]:
    file = ImportFile("x.csv", raw, "contacts", people=layout)
    return records(read_file(file, before or workspace(), ImportSettings()), "contacts")


def test_names_and_addresses_are_guessed_by_their_cells() -> None:
    assert recognize_kind(ODD) == "contacts"
    (row,) = read(ODD)
    assert (row["name"], row["organisation"]) == ("Robin Sample", "Sample Ltd")
    assert row["keys"] == [email_key("robin@example.org")]


def test_the_users_columns_are_read_and_used_again_for_the_same_header() -> None:
    guess = guess_people(ODD.decode())
    layout = guess.model_copy(update={"organisation": "Where they work", "role": "What they do"})
    (row,) = read(ODD, layout)
    assert (row["organisation"], row["role"]) == ("Sample Ltd", "Buyer")
    before = workspace(profile={"people_layouts": [as_row(layout)]})
    assert read(ODD, before=before) == [row]
    assert guess_people(ODD.decode(), [layout]) == layout


def test_columns_that_are_known_can_be_chosen_anew() -> None:
    raw = lines("First Name,Last Name,Company,Email", "Ann,Lee,Acme,a@example.org")
    guess = guess_people(raw.decode())
    names = (guess.name, guess.last_name, guess.organisation, guess.address)
    assert names == ("First Name", "Last Name", "Company", "Email")
    (row,) = read(raw, guess.model_copy(update={"name": "Company", "last_name": "", "organisation": ""}))
    assert row["name"] == "Acme"


def test_the_latest_layout_of_a_header_is_remembered_and_the_oldest_forgotten() -> None:
    layouts: tuple[PeopleLayout, ...] = ()
    for number in range(MOST_LAYOUTS + 1):
        layouts = remember(layouts, PeopleLayout(header=str(number), name="a"))
    assert [layout.header for layout in layouts] == [str(number) for number in range(1, MOST_LAYOUTS + 1)]
    changed = remember(layouts, PeopleLayout(header="1", name="b"))
    assert (len(changed), changed[-1].name) == (MOST_LAYOUTS, "b")


@pytest.mark.parametrize(
    "raw",
    [
        lines("a,b,c", "x,y,z"),
        lines("Title,Author", "Moby Dick,Herman Melville"),
        lines("Item,Contact", "3 eggs,shop@example.org"),
    ],
)
def test_other_tables_are_not_taken_for_people(raw: bytes) -> None:
    assert recognize_kind(raw) is None
    assert "names columns for people" in sentence(lambda: read(raw))


def test_a_table_without_a_header_loses_nobody() -> None:
    raw = lines("Robin Sample,robin@example.org,Sample Ltd", "Ann Lee,a@example.org,Acme")
    assert recognize_kind(raw) is None
    assert "names columns for people" in sentence(lambda: read(raw))
    assert "names no columns" in sentence(lambda: people_columns(raw.decode()))


def test_a_text_that_is_no_table_offers_no_columns() -> None:
    assert "isn’t a table of people" in sentence(lambda: people_columns("Dear diary"))
