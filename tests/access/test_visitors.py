"""Visitors: the gate's word can't be forged, and a file's mark tells nothing but whose it is."""

import subprocess
import sys

import pytest

from netroi_core.access.visitors import OWNER, Visitor, owner_tag, signed, verified
from tests.careers import ROOT

ANN, BO = Visitor("guest", "aa" * 10, 2), Visitor("guest", "bb" * 10)


@pytest.mark.parametrize("visitor", [OWNER, ANN, BO])
def test_what_was_sealed_is_known_again(visitor: Visitor) -> None:
    assert verified(signed(visitor)) == visitor


def test_no_other_text_names_a_visitor() -> None:
    text = signed(ANN)
    said, _, seal = text.rpartition(".")
    changed = [said.replace("aa", "bb"), said.replace(".2", ".3"), said.replace("guest", "personal")]
    for forged in (None, "", ".", "guest.aa.0", f"{text}x", text[:-1], *(f"{each}.{seal}" for each in changed), "é.é"):
        assert verified(forged) is None


def test_what_another_process_sealed_is_worth_nothing_here() -> None:
    program = "from netroi_core.access.visitors import OWNER, sealed; print(sealed(OWNER))"
    other = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert verified(other.stdout.strip()) is None


def test_a_mark_is_one_persons_whatever_cookie_they_came_with_and_does_not_name_them() -> None:
    assert owner_tag(ANN) == owner_tag(Visitor("guest", ANN.name, 7)) != owner_tag(BO)
    assert ANN.name not in owner_tag(ANN)
