"""Passphrases: known again however they are typed, and slow to guess from what is kept."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.sharing import passphrases
from netroi_core.sharing.passphrases import MAX_LENGTH, hash_passphrase, is_correct


@pytest.mark.parametrize(
    ("kept", "typed"),
    [("a heron at dusk", "  a heron at dusk "), ("Zoë", "Zoe\u0308"), ("ﬁnch", "finch"), ("鷺", "鷺")],
)
def test_surrounding_spaces_and_unicode_composition_do_not_matter(kept: str, typed: str) -> None:
    assert is_correct(typed, hash_passphrase(kept))
    assert is_correct(kept, hash_passphrase(typed))


@pytest.mark.parametrize("typed", ["", "a heron at dus", "A heron at dusk", "a heron  at dusk", "\x00", "\ud800"])
def test_any_other_passphrase_is_wrong(typed: str) -> None:
    assert not is_correct(typed, hash_passphrase("a heron at dusk"))


def test_a_passphrase_beyond_the_limit_is_never_hashed() -> None:
    kept = hash_passphrase("x" * MAX_LENGTH)
    assert is_correct("x" * MAX_LENGTH, kept)
    assert not is_correct("x" * (MAX_LENGTH + 1), kept)
    assert not is_correct("x" * MAX_LENGTH + " " * 10_000_000, kept)


def test_the_same_passphrase_never_has_the_same_hash() -> None:
    one, other = hash_passphrase("a heron at dusk"), hash_passphrase("a heron at dusk")
    assert one != other
    assert "heron" not in one


# Without NUL: scrypt's HMAC pads a short key with it, so that it makes no difference at the end.
TYPED = st.text(st.characters(exclude_characters="\0"), max_size=40)


@given(TYPED, TYPED)
def test_only_equal_normalized_text_is_correct(kept: str, typed: str) -> None:
    alike = normalize("NFKC", kept).strip() == normalize("NFKC", typed).strip()
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(passphrases, "_COST", 2)
        assert is_correct(typed, hash_passphrase(kept)) is alike
        assert is_correct(kept, hash_passphrase(kept))
