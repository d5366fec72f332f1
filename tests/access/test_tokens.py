"""Tokens and recovery keys: only what was given out under the secret is known again, to the letter."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.access.tokens import LIFE, Token, TokenSigner, new_guest_id

MINT = TokenSigner(b"s" * 32)
DAY = date(2026, 10, 5)
TOKEN = Token("0123456789abcdef0123", 3, DAY)

tokens = st.builds(
    Token,
    st.binary(min_size=10, max_size=10).map(bytes.hex),
    st.integers(0, 2**32 - 1),
    st.dates(date(2020, 1, 1), date(2100, 1, 1)),
)


@given(tokens)
def test_a_token_says_whose_it_is_to_who_gave_it_out_and_to_nobody_else(token: Token) -> None:
    written = MINT.token(token)
    assert MINT.read(written) == token
    assert TokenSigner(b"t" * 32).read(written) is None


@given(st.text() | st.text("abcABC019-_=", max_size=90))
def test_no_other_text_is_a_token(text: str) -> None:
    assert MINT.read(text) is None


def test_no_token_stands_a_changed_bit_nor_another_way_of_writing() -> None:
    written = MINT.token(TOKEN)
    raw = urlsafe_b64decode(written + "==")
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        assert MINT.read(urlsafe_b64encode(changed).rstrip(b"=").decode()) is None
    for other in (written + "=", written + "==", written + "\n", f" {written}", written.swapcase(), written * 2, ""):
        assert MINT.read(other) is None


def test_a_token_lives_for_400_days_and_a_clock_may_be_a_day_behind() -> None:
    assert LIFE.days == 400
    assert TOKEN.is_alive(DAY)
    assert TOKEN.is_alive(DAY + timedelta(days=399))
    assert TOKEN.is_alive(DAY - timedelta(days=1))
    assert not TOKEN.is_alive(DAY + timedelta(days=400))
    assert not TOKEN.is_alive(DAY - timedelta(days=2))


@given(tokens)
def test_a_recovery_key_names_its_guest_and_holds_for_one_generation(token: Token) -> None:
    key = MINT.recovery_key(token.guest, 1)
    assert len(key) == 47
    assert MINT.owner(key) == token.guest
    assert MINT.is_key(key, token.guest, 1)
    assert not MINT.is_key(key, token.guest, 2)
    assert not TokenSigner(b"t" * 32).is_key(key, token.guest, 1)


def test_a_recovery_key_may_be_typed_as_people_type() -> None:
    key = MINT.recovery_key(TOKEN.guest, 0)
    typed = f" {key.lower().replace('-', ' ').replace('o', '0').replace('b', '8')}\n"
    assert MINT.owner(typed) == TOKEN.guest
    assert MINT.is_key(typed, TOKEN.guest, 0)


@pytest.mark.parametrize("text", ["", "ABCDE", "é" * 40, "A" * 39, "A" * 41, "İ" * 40, "!" * 40, "1" * 40])
def test_what_is_no_recovery_key_is_nobodys(text: str) -> None:
    assert MINT.owner(text) is None
    assert not MINT.is_key(text, TOKEN.guest, 0)


def test_every_new_guest_is_another() -> None:
    assert len({new_guest_id() for _ in range(1000)}) == 1000
