"""Colleagues: people whose e-mail addresses are of the person's own company."""

from collections.abc import Collection, Iterable
from typing import Final

# An address at one of these domains says nothing about where somebody works.
_PUBLIC_DOMAINS: Final = frozenset({
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
    *("icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "fastmail.com", "mail.com"),
    *("gmx.com", "gmx.net", "gmx.de", "web.de", "t-online.de", "posteo.de", "orange.fr", "free.fr", "btinternet.com"),
})  # fmt: skip


def are_colleagues(addresses: Collection[str], own_addresses: Iterable[str]) -> bool:
    """Return True if there are addresses, and all are of the person's own company; an empty one is of none.

    >>> are_colleagues(["ann@acme.org"], ["me@acme.org"]), are_colleagues(["ann@gmail.com"], ["me@gmail.com"])
    (True, False)
    """
    companies = {_domain(address) for address in own_addresses} - _PUBLIC_DOMAINS - {""}
    return bool(addresses) and {_domain(address) for address in addresses} <= companies


def _domain(address: str) -> str:
    """Return the domain of an address, empty for a text that is no address."""
    return address.rpartition("@")[2] if "@" in address else ""
