"""Import history: a position that the person edited since the last import stays; other edits keep nothing back."""

from netroi_core.importers.matching.contact_matching import ImportHistory
from netroi_core.workspace.records import Contact
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import Json, taken, workspace
from tests.importers.linkedin.archives import ANN, BOB, NEW, from_one


def edited(after: Workspace, **fields: object) -> Workspace:
    """Return a workspace with its first contact edited, and no others."""
    contact: Json = {**after.document["contacts"][0], **fields}
    return Workspace({**after.document, "contacts": [contact]})


def test_a_position_that_was_edited_since_the_last_import_stays_and_the_preview_says_so() -> None:
    after, _ = taken(workspace(), from_one(NEW, ANN, BOB))
    before = edited(after, role="My word", closeness=4)
    proposal = from_one(NEW, ANN.replace("CEO", "Chair"), before=before)
    assert proposal.items == ()
    assert proposal.skipped[0].reason == "You changed the role of Ann Lee yourself, so it stays My word."


def test_other_edits_do_not_keep_the_position_from_being_updated() -> None:
    once, _ = taken(workspace(), from_one(NEW, ANN))
    rated = edited(once, closeness=4, notes="sails")
    chair, _ = taken(rated, from_one(NEW, ANN.replace("CEO", "Chair"), before=rated))
    assert chair.contacts[0].role == "Chair"
    founder, _ = taken(chair, from_one(NEW, ANN.replace("CEO", "Founder"), before=chair))
    assert founder.contacts[0].role == "Founder"


def test_an_edited_role_does_not_keep_the_organization_from_being_updated() -> None:
    once, _ = taken(workspace(), from_one(NEW, ANN))
    chair, _ = taken(once, from_one(NEW, ANN.replace("CEO", "Chair"), before=once))
    before = edited(chair, role="Mine")
    founder = ANN.replace("CEO", "Founder")
    assert from_one(NEW, founder, before=before).items == ()
    after, _ = taken(before, from_one(NEW, founder.replace("Acme", "Zinc"), before=before))
    assert (after.contacts[0].role, after.contacts[0].organisation) == ("Mine", "Zinc")


def test_a_contact_that_no_import_wrote_is_not_edited_since_one() -> None:
    assert not ImportHistory(()).is_edited(Contact(id="c1", name="Ann", role="CEO"), "role")


def test_a_field_that_was_emptied_by_hand_stays_empty() -> None:
    after, _ = taken(workspace(), from_one(NEW, ANN))
    proposal = from_one(NEW, ANN, before=edited(after, role=""))
    assert proposal.items == ()
    assert proposal.skipped[0].reason == "You changed the role of Ann Lee yourself, so it stays empty."
