"""Passphrases: normalized, salted, and never stored."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.sharing import links
from netroi_core.sharing.links import MAX_PASSPHRASE_LENGTH, hash_passphrase, is_passphrase_correct


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [("a heron at dusk", "  a heron at dusk "), ("Zoë", "Zoe\u0308"), ("ﬁnch", "finch"), ("鷺", "鷺")],
)
def test_surrounding_spaces_and_unicode_composition_do_not_matter(chosen: str, typed: str) -> None:
    assert is_passphrase_correct(typed, hash_passphrase(chosen))
    assert is_passphrase_correct(chosen, hash_passphrase(typed))


@pytest.mark.parametrize("typed", ["", "a heron at dus", "A heron at dusk", "a heron  at dusk", "\x00", "\ud800"])
def test_any_other_passphrase_is_wrong(typed: str) -> None:
    assert not is_passphrase_correct(typed, hash_passphrase("a heron at dusk"))


def test_a_passphrase_beyond_the_limit_is_never_hashed() -> None:
    stored = hash_passphrase("x" * MAX_PASSPHRASE_LENGTH)
    assert is_passphrase_correct("x" * MAX_PASSPHRASE_LENGTH, stored)
    assert not is_passphrase_correct("x" * (MAX_PASSPHRASE_LENGTH + 1), stored)
    assert not is_passphrase_correct("x" * MAX_PASSPHRASE_LENGTH + " " * 10_000_000, stored)


def test_the_same_passphrase_never_has_the_same_hash() -> None:
    first, second = hash_passphrase("a heron at dusk"), hash_passphrase("a heron at dusk")
    assert first != second
    assert "heron" not in first


# Without NUL: scrypt's HMAC pads a short key with it, so that it makes no difference at the end.
TYPED = st.text(st.characters(exclude_characters="\0"), max_size=40)


@given(TYPED, TYPED)
def test_only_equal_normalized_text_is_passphrase_correct(chosen: str, typed: str) -> None:
    alike = normalize("NFKC", chosen).strip() == normalize("NFKC", typed).strip()
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(links, "_SCRYPT_COST", 2)
        assert is_passphrase_correct(typed, hash_passphrase(chosen)) is alike
        assert is_passphrase_correct(chosen, hash_passphrase(chosen))
