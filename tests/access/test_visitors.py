"""Visitors: signed headers, tokens and recovery keys can't be forged, and owner tags reveal nobody."""

import subprocess
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.access.limits import GUEST_COOKIE_LIFETIME
from netroi_core.access.visitors import OWNER, Token, TokenSigner, Visitor, new_guest_id, owner_tag, signed, verified
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


SIGNER = TokenSigner(b"s" * 32)
DAY = date(2026, 10, 5)
TOKEN = Token("0123456789abcdef0123", 3, DAY)

tokens = st.builds(
    Token,
    st.binary(min_size=10, max_size=10).map(bytes.hex),
    st.integers(0, 2**32 - 1),
    st.dates(date(2020, 1, 1), date(2100, 1, 1)),
)


@given(tokens)
def test_a_token_is_verified_with_its_own_secret_only(token: Token) -> None:
    written = SIGNER.sign(token)
    assert SIGNER.verify(written) == token
    assert TokenSigner(b"t" * 32).verify(written) is None


@given(st.text() | st.text("abcABC019-_=", max_size=90))
def test_any_other_text_is_no_token(text: str) -> None:
    assert SIGNER.verify(text) is None


def test_a_token_with_a_changed_bit_or_another_spelling_is_invalid() -> None:
    written = SIGNER.sign(TOKEN)
    raw = urlsafe_b64decode(written + "==")
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        assert SIGNER.verify(urlsafe_b64encode(changed).rstrip(b"=").decode()) is None
    for spelling in (written + "=", written + "==", written + "\n", f" {written}", written.swapcase(), written * 2, ""):
        assert SIGNER.verify(spelling) is None


def test_a_token_is_valid_for_400_days_and_a_clock_may_be_a_day_behind() -> None:
    assert GUEST_COOKIE_LIFETIME.days == 400
    assert TOKEN.is_valid(DAY)
    assert TOKEN.is_valid(DAY + timedelta(days=399))
    assert TOKEN.is_valid(DAY - timedelta(days=1))
    assert not TOKEN.is_valid(DAY + timedelta(days=400))
    assert not TOKEN.is_valid(DAY - timedelta(days=2))


@given(tokens)
def test_a_recovery_key_names_its_guest_and_is_valid_for_one_generation(token: Token) -> None:
    key = SIGNER.recovery_key(token.guest, 1)
    assert len(key) == 47
    assert SIGNER.guest_of_key(key) == token.guest
    assert SIGNER.is_recovery_key(key, token.guest, 1)
    assert not SIGNER.is_recovery_key(key, token.guest, 2)
    assert not TokenSigner(b"t" * 32).is_recovery_key(key, token.guest, 1)


def test_a_recovery_key_may_be_typed_carelessly() -> None:
    key = SIGNER.recovery_key(TOKEN.guest, 0)
    typed = f" {key.lower().replace('-', ' ').replace('o', '0').replace('b', '8')}\n"
    assert SIGNER.guest_of_key(typed) == TOKEN.guest
    assert SIGNER.is_recovery_key(typed, TOKEN.guest, 0)


@pytest.mark.parametrize("text", ["", "ABCDE", "é" * 40, "A" * 39, "A" * 41, "İ" * 40, "!" * 40, "1" * 40])
def test_any_other_text_is_no_recovery_key(text: str) -> None:
    assert SIGNER.guest_of_key(text) is None
    assert not SIGNER.is_recovery_key(text, TOKEN.guest, 0)


def test_every_new_guest_id_is_unique() -> None:
    assert len({new_guest_id() for _ in range(1000)}) == 1000
