"""Visitors: the signed header can't be forged, and owner tags reveal nobody."""

import subprocess
import sys

import pytest

from netroi_core.access.visitors import OWNER, Visitor, owner_tag, signed, verified
from tests.careers import ROOT

ANN, BO = Visitor("guest", "aa" * 10, 2), Visitor("guest", "bb" * 10)


@pytest.mark.parametrize("visitor", [OWNER, ANN, BO])
def test_a_signed_visitor_is_verified(visitor: Visitor) -> None:
    assert verified(signed(visitor)) == visitor


def test_any_other_text_names_no_visitor() -> None:
    text = signed(ANN)
    body, _, seal = text.rpartition(".")
    changed = [body.replace("aa", "bb"), body.replace(".2", ".3"), body.replace("guest", "personal")]
    for forged in (
        None,
        "",
        ".",
        "guest.aa.0",
        f"{text}x",
        text[:-1],
        *(f"{forged_body}.{seal}" for forged_body in changed),
        "é.é",
    ):
        assert verified(forged) is None


def test_a_visitor_signed_by_another_process_is_refused() -> None:
    program = "from netroi_core.access.visitors import OWNER, signed; print(signed(OWNER))"
    output = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert verified(output.stdout.strip()) is None


def test_an_owner_tag_depends_on_the_person_only_and_does_not_name_them() -> None:
    assert owner_tag(ANN) == owner_tag(Visitor("guest", ANN.name, 7)) != owner_tag(BO)
    assert ANN.name not in owner_tag(ANN)
