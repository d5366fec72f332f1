"""Hosting: whom a server is for is said in one place, and what can't be safe does not start."""

import pytest

from netroi_core.access.hosting import OIDC, Hosting, Misconfigured, Provider, hosting

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


ACCOUNTS = {"NETROI_MODE": "accounts", "NETROI_URL": "https://netroi.example"}
SIGN_IN = dict(
    zip(OIDC, ("https://provider.example/.well-known/openid-configuration", "netroi", "s3cret"), strict=True)
)


def test_accounts_name_whom_people_sign_in_with_and_tell_its_secret_to_nobody() -> None:
    served = hosting(ACCOUNTS | SIGN_IN)
    assert served.provider == Provider(*SIGN_IN.values())
    assert served.url == "https://netroi.example"
    assert "s3cret" not in repr(served)
    assert hosting(ACCOUNTS | SIGN_IN | {"NETROI_MODE": "guests"}).provider is None


@pytest.mark.parametrize("name", OIDC)
def test_accounts_without_a_provider_are_refused_with_what_is_missing(name: str) -> None:
    with pytest.raises(Misconfigured, match=f"needs {name},"):
        hosting({key: value for key, value in (ACCOUNTS | SIGN_IN).items() if key != name})


def test_a_provider_is_asked_over_https() -> None:
    with pytest.raises(Misconfigured, match="NETROI_OIDC_URL must begin with https"):
        hosting(ACCOUNTS | SIGN_IN | {"NETROI_OIDC_URL": "http://provider.example"})
    assert hosting(ACCOUNTS | SIGN_IN | {"NETROI_OIDC_URL": "http://localhost:9400/x"}).provider is not None
