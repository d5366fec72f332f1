"""Positions: what a person typed since the last import stays; what else was typed keeps nothing from changing."""

from netroi_core.importers.matching.positions import Past
from tests.importers.brought import taken, workspace
from tests.importers.linkedin.archives import ANN, BOB, NEW, from_one


def test_a_position_typed_since_the_last_import_stays_and_the_preview_says_so() -> None:
    before, _ = taken(workspace(), from_one(NEW, ANN, BOB))
    typed = {**before, "contacts": [{**each, "role": "My word", "closeness": 4} for each in before["contacts"][:1]]}
    proposal = from_one(NEW, ANN.replace("CEO", "Chair"), before=typed)
    assert proposal.items == ()
    assert proposal.skipped[0].reason == "You changed the role of Ann Lee yourself, so it stays My word."


def test_what_else_was_typed_of_a_person_does_not_keep_the_position_from_being_brought_up_to_date() -> None:
    before, _ = taken(workspace(), from_one(NEW, ANN))
    rated = {**before, "contacts": [{**each, "closeness": 4, "notes": "sails"} for each in before["contacts"]]}
    first = from_one(NEW, ANN.replace("CEO", "Chair"), before=rated)
    after, _ = taken(rated, first)
    second = from_one(NEW, ANN.replace("CEO", "Founder"), before=after)
    assert [item.record["role"] for item in (*first.updated, *second.updated)] == ["Chair", "Founder"]
    typed = {**after, "contacts": [{**each, "role": "Mine"} for each in after["contacts"]]}
    assert from_one(NEW, ANN.replace("CEO", "Founder"), before=typed).items == ()
    moved = from_one(NEW, ANN.replace("CEO", "Founder").replace("Acme", "Zinc"), before=typed)
    assert [(item.record["role"], item.record["organisation"]) for item in moved.updated] == [("Mine", "Zinc")]


def test_of_whom_no_import_tells_nothing_counts_as_changed() -> None:
    assert not Past(()).is_changed_since({"id": "c1", "name": "Ann", "role": "CEO"}, "role")


def test_what_was_emptied_by_hand_stays_empty() -> None:
    before, _ = taken(workspace(), from_one(NEW, ANN))
    emptied = {**before, "contacts": [{**before["contacts"][0], "role": ""}]}
    proposal = from_one(NEW, ANN, before=emptied)
    assert proposal.items == ()
    assert proposal.skipped[0].reason == "You changed the role of Ann Lee yourself, so it stays empty."
