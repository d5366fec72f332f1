"""Read the names of people."""

from typing import Final

from netroi_core.importers.reading.columns import column_key, words

_NAME_ENDINGS: Final = frozenset(words("jr sr ii iii md phd mba esq inc ltd llc gmbh ag sa srl bv cpa"))


def first_name_first(name: str) -> str:
    """Return a name with the first name first.

    >>> first_name_first("Lee, Ann"), first_name_first("Ann Lee, PhD")
    ('Ann Lee', 'Ann Lee, PhD')
    """
    family, comma, given = name.partition(",")
    is_ending = column_key(given) in _NAME_ENDINGS or "," in given
    return f"{given.strip()} {family.strip()}".strip() if comma and not is_ending else name
