"""Hosting: whom a server is for is said in one place, and what can't be safe does not start."""

import pytest

from netroi_core.access.hosting import Hosting, Misconfigured, hosting

GUESTS = Hosting("guests", "netroi.example", is_secure=True)


def test_a_server_is_personal_unless_it_is_told_otherwise() -> None:
    assert hosting({}) == hosting({"NETROI_MODE": "", "NETROI_URL": "https://netroi.example"}) == Hosting()


@pytest.mark.parametrize(
    ("url", "host", "is_secure"),
    [
        ("https://netroi.example", "netroi.example", True),
        ("https://NetROI.example:443/", "netroi.example", True),
        ("https://netroi.example:8443", "netroi.example:8443", True),
        ("http://localhost:8501", "localhost:8501", False),
        ("http://127.0.0.1:80", "127.0.0.1", False),
    ],
)
def test_a_hosted_server_answers_to_the_host_of_its_address_alone(url: str, host: str, is_secure: bool) -> None:
    served = hosting({"NETROI_MODE": "guests", "NETROI_URL": url})
    assert served == Hosting("guests", host, is_secure)
    assert served.answers_to(host)
    assert served.answers_to(host.upper())
    for other in (None, "", "evil.example", f"{host}.evil.example", f"evil.{host}", f"{host}:1", "10.0.0.1"):
        assert not served.answers_to(other)


@pytest.mark.parametrize(
    "url",
    ["", "netroi.example", "http://netroi.example", "ftp://localhost", "https://", "https://a.example/app",
     "https://me:pw@a.example", "https://a.example?x=1", "https://a.example:x", "http://localhost.evil.example"],
)  # fmt: skip
def test_an_address_that_is_none_or_not_safe_is_refused_with_the_way_to_mend_it(url: str) -> None:
    with pytest.raises(Misconfigured, match="NETROI_URL"):
        hosting({"NETROI_MODE": "guests", "NETROI_URL": url})


def test_an_unknown_mode_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Misconfigured, match="personal, guests, accounts, not 'public'"):
        hosting({"NETROI_MODE": "public"})


def test_a_personal_server_answers_to_the_names_of_its_machine_alone() -> None:
    mine = Hosting()
    for host in ("localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"):
        assert mine.answers_to(host)
    for host in (None, "", "netroi.example", "192.168.1.4:8501", "localhost.evil.example", "127.0.0.1.evil", "[::1"):
        assert not mine.answers_to(host)
