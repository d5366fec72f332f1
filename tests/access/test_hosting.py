"""Hosting: whom a server is for is said in one place, and what can't be safe does not start."""

from pathlib import Path

import pytest

from netroi_core.access.hosting import OIDC, Hosting, Misconfiguration, Provider, hosting_from

GUESTS = Hosting("guests", "netroi.example", is_secure=True)


def test_a_server_is_personal_unless_it_is_told_otherwise() -> None:
    assert hosting_from({}) == hosting_from({"NETROI_MODE": "", "NETROI_URL": "https://netroi.example"}) == Hosting()


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
    served = hosting_from({"NETROI_MODE": "guests", "NETROI_URL": url})
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
    with pytest.raises(Misconfiguration, match="NETROI_URL"):
        hosting_from({"NETROI_MODE": "guests", "NETROI_URL": url})


def test_an_unknown_mode_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Misconfiguration, match="personal, guests, accounts, not 'public'"):
        hosting_from({"NETROI_MODE": "public"})


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
    served = hosting_from(ACCOUNTS | SIGN_IN)
    assert served.provider == Provider(*SIGN_IN.values())
    assert served.url == "https://netroi.example"
    assert "s3cret" not in repr(served)
    assert hosting_from(ACCOUNTS | SIGN_IN | {"NETROI_MODE": "guests"}).provider is None


@pytest.mark.parametrize("name", OIDC)
def test_accounts_without_a_provider_are_refused_with_what_is_missing(name: str) -> None:
    with pytest.raises(Misconfiguration, match=f"needs {name},"):
        hosting_from({key: value for key, value in (ACCOUNTS | SIGN_IN).items() if key != name})


def test_a_provider_is_asked_over_https() -> None:
    with pytest.raises(Misconfiguration, match="NETROI_OIDC_URL must begin with https"):
        hosting_from(ACCOUNTS | SIGN_IN | {"NETROI_OIDC_URL": "http://provider.example"})
    assert hosting_from(ACCOUNTS | SIGN_IN | {"NETROI_OIDC_URL": "http://localhost:9400/x"}).provider is not None


CLOUD = {"NETROI_PLATFORM": "streamlit-cloud"}


def test_streamlit_community_cloud_is_known_by_where_it_puts_repositories_unless_it_is_said() -> None:
    there = hosting_from({}, Path("/mount/src/netroi"))
    assert (
        there
        == hosting_from(CLOUD)
        == Hosting("guests", None, is_secure=True, is_streamlit_cloud=True, disk_forgets=True)
    )
    for elsewhere in (Path("/opt/netroi"), Path("/mount/srcs/netroi"), Path("/home/me/mount/src/netroi")):
        assert hosting_from({}, elsewhere) == Hosting()
    assert hosting_from({"NETROI_PLATFORM": "other"}, Path("/mount/src/netroi")) == Hosting()


def test_there_it_starts_without_any_setting_and_goes_by_those_that_there_are() -> None:
    address = {"NETROI_URL": "https://netroi.streamlit.app"}
    assert hosting_from(CLOUD | address).url == "https://netroi.streamlit.app"
    served = hosting_from(CLOUD | ACCOUNTS | SIGN_IN | address)
    assert (served.mode, served.host, served.is_streamlit_cloud) == ("accounts", "netroi.streamlit.app", True)
    with pytest.raises(Misconfiguration, match="NETROI_URL"):
        hosting_from(CLOUD | SIGN_IN | {"NETROI_MODE": "accounts"})
    with pytest.raises(Misconfiguration, match="must be guests or accounts here"):
        hosting_from(CLOUD | {"NETROI_MODE": "personal"})


def test_there_it_is_asked_by_other_names_but_only_its_own_pages_may_ask() -> None:
    unnamed, named = hosting_from(CLOUD), hosting_from(CLOUD | {"NETROI_URL": "https://netroi.streamlit.app"})
    for served in (unnamed, named):
        assert served.answers_to("localhost:8501")
        assert served.answers_to("10.1.2.3:8501")
        assert not served.answers_to(None)
        assert served.is_own("https://netroi.streamlit.app", "10.1.2.3:8501")
        for other in ("https://evil.example", "https://netroi.streamlit.app.evil.example", "null", ""):
            assert not served.is_own(other, "10.1.2.3:8501")
    assert not named.is_own("https://evil.streamlit.app", "10.1.2.3:8501")


@pytest.mark.parametrize("environment", [{}, CLOUD, {"NETROI_MODE": "guests", "NETROI_URL": "https://a.example"}])
def test_whether_the_disk_forgets_can_be_said_for_any_server(environment: dict[str, str]) -> None:
    assert hosting_from(environment).disk_forgets == (environment == CLOUD)
    assert hosting_from(environment | {"NETROI_DISK": "forgets"}).disk_forgets
    assert not hosting_from(environment | {"NETROI_DISK": "keeps"}).disk_forgets


@pytest.mark.parametrize("name", ["NETROI_PLATFORM", "NETROI_DISK"])
def test_an_unknown_word_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(Misconfiguration, match=f"{name} must be .* or .*, not 'Streamlit'"):
        hosting_from({name: "Streamlit"})
