"""Hosting: modes, addresses, providers and platforms; unsafe settings are refused."""

from pathlib import Path

import pytest

from netroi_core.access.hosting import OIDC, Hosting, Misconfiguration, Provider, hosting_from
from netroi_core.access.limits import VISITORS_PER_NETWORK

GUESTS = Hosting("guests", "netroi.example", is_secure=True)


def test_a_server_is_personal_by_default() -> None:
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
def test_a_hosted_server_answers_only_to_the_host_of_its_address(url: str, host: str, is_secure: bool) -> None:
    served = hosting_from({"NETROI_MODE": "guests", "NETROI_URL": url})
    assert served == Hosting("guests", host, is_secure)
    assert served.is_own_host(host)
    assert served.is_own_host(host.upper())
    for foreign in (None, "", "evil.example", f"{host}.evil.example", f"evil.{host}", f"{host}:1", "10.0.0.1"):
        assert not served.is_own_host(foreign)


@pytest.mark.parametrize(
    "url",
    ["", "netroi.example", "http://netroi.example", "ftp://localhost", "https://", "https://a.example/app",
     "https://me:pw@a.example", "https://a.example?x=1", "https://a.example:x", "http://localhost.evil.example"],
)  # fmt: skip
def test_an_invalid_or_insecure_address_is_refused_with_the_setting_to_correct(url: str) -> None:
    with pytest.raises(Misconfiguration, match="NETROI_URL"):
        hosting_from({"NETROI_MODE": "guests", "NETROI_URL": url})


def test_an_unknown_mode_is_refused_with_the_valid_ones() -> None:
    with pytest.raises(Misconfiguration, match="personal, guests, accounts, not 'public'"):
        hosting_from({"NETROI_MODE": "public"})


def test_a_personal_server_answers_only_to_the_names_of_its_machine() -> None:
    mine = Hosting()
    for host in ("localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"):
        assert mine.is_own_host(host)
    for host in (None, "", "netroi.example", "192.168.1.4:8501", "localhost.evil.example", "127.0.0.1.evil", "[::1"):
        assert not mine.is_own_host(host)


ACCOUNTS = {"NETROI_MODE": "accounts", "NETROI_URL": "https://netroi.example"}
SIGN_IN = dict(
    zip(OIDC, ("https://provider.example/.well-known/openid-configuration", "netroi", "s3cret"), strict=True)
)


def test_accounts_need_a_provider_whose_secret_is_never_printed() -> None:
    served = hosting_from(ACCOUNTS | SIGN_IN)
    assert served.provider == Provider(*SIGN_IN.values())
    assert served.url == "https://netroi.example"
    assert "s3cret" not in repr(served)
    assert hosting_from(ACCOUNTS | SIGN_IN | {"NETROI_MODE": "guests"}).provider is None


@pytest.mark.parametrize("name", OIDC)
def test_accounts_without_a_complete_provider_are_refused_with_the_missing_setting(name: str) -> None:
    with pytest.raises(Misconfiguration, match=f"needs {name} from"):
        hosting_from({key: value for key, value in (ACCOUNTS | SIGN_IN).items() if key != name})


def test_a_provider_must_be_reached_by_https() -> None:
    with pytest.raises(Misconfiguration, match="NETROI_OIDC_URL must start with https"):
        hosting_from(ACCOUNTS | SIGN_IN | {"NETROI_OIDC_URL": "http://provider.example"})
    assert hosting_from(ACCOUNTS | SIGN_IN | {"NETROI_OIDC_URL": "http://localhost:9400/x"}).provider is not None


CLOUD = {"NETROI_PLATFORM": "streamlit-cloud"}


def test_streamlit_community_cloud_is_detected_by_its_folder_unless_a_setting_decides() -> None:
    detected = hosting_from({}, Path("/mount/src/netroi"))
    assert (
        detected
        == hosting_from(CLOUD)
        == Hosting("guests", None, is_secure=True, is_streamlit_cloud=True, has_ephemeral_disk=True)
    )
    for elsewhere in (Path("/opt/netroi"), Path("/mount/srcs/netroi"), Path("/home/me/mount/src/netroi")):
        assert hosting_from({}, elsewhere) == Hosting()
    assert hosting_from({"NETROI_PLATFORM": "other"}, Path("/mount/src/netroi")) == Hosting()


def test_on_streamlit_cloud_every_setting_is_optional() -> None:
    address = {"NETROI_URL": "https://netroi.streamlit.app"}
    assert hosting_from(CLOUD | address).url == "https://netroi.streamlit.app"
    served = hosting_from(CLOUD | ACCOUNTS | SIGN_IN | address)
    assert (served.mode, served.host, served.is_streamlit_cloud) == ("accounts", "netroi.streamlit.app", True)
    with pytest.raises(Misconfiguration, match="NETROI_URL"):
        hosting_from(CLOUD | SIGN_IN | {"NETROI_MODE": "accounts"})
    with pytest.raises(Misconfiguration, match="must be guests or accounts here"):
        hosting_from(CLOUD | {"NETROI_MODE": "personal"})


@pytest.mark.parametrize(
    ("hosting", "origin", "is_own"),
    [
        (Hosting("guests", "netroi.example", is_secure=True), "https://netroi.example", True),
        (Hosting("guests", "netroi.example", is_secure=True), "http://netroi.example", False),
        (Hosting("guests", "netroi.example", is_secure=True), "ftp://netroi.example", False),
        (Hosting("guests", "netroi.example", is_secure=True), "netroi.example", False),
        (Hosting("guests", "localhost:8501"), "http://localhost:8501", True),
        (Hosting("guests", "localhost:8501"), "https://localhost:8501", False),
        (Hosting("guests", None, is_secure=True, is_streamlit_cloud=True), "http://netroi.streamlit.app", False),
        (Hosting(), "http://netroi.example", True),
        (Hosting(), "https://netroi.example", True),
        (Hosting(), "file://netroi.example", False),
    ],
)
def test_an_origin_is_a_servers_own_with_its_scheme_only(hosting: Hosting, origin: str, is_own: bool) -> None:
    assert hosting.is_own_origin(origin, "netroi.example") is is_own


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8::1:2", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("a socket", "a socket"),
        ("198.51.100.9", None),
        ("::ffff:198.51.100.9", None),
        ("2001:db8:a::9", None),
    ],
)
def test_visitors_are_counted_by_network_except_those_that_the_host_lets_in(address: str, network: str | None) -> None:
    settings = {"NETROI_UNLIMITED_NETWORKS": " 198.51.100.0/24,2001:db8:a::/48 , "}
    hosting = hosting_from({"NETROI_MODE": "guests", "NETROI_URL": "https://netroi.example", **settings})
    assert hosting.counted_network(address) == network


def test_where_addresses_say_nothing_nobody_is_counted() -> None:
    cloud = Hosting("guests", None, is_secure=True, is_streamlit_cloud=True)
    assert cloud.counted_network("203.0.113.7") is Hosting().counted_network("127.0.0.1") is None


def test_the_host_sets_for_how_many_people_a_network_has_room() -> None:
    settings = {"NETROI_MODE": "guests", "NETROI_URL": "https://netroi.example"}
    assert hosting_from(settings).visitors_per_network == VISITORS_PER_NETWORK
    assert hosting_from({**settings, "NETROI_VISITORS_PER_NETWORK": "1000"}).visitors_per_network == 1000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("NETROI_VISITORS_PER_NETWORK", value) for value in ("0", "-1", "many", "1.5", "٣")),
        *(("NETROI_UNLIMITED_NETWORKS", value) for value in ("school", "10.0.0.1/8", "10.0.0.0/33")),
    ],
)
def test_limits_that_make_no_sense_are_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(Misconfiguration, match=name):
        hosting_from({"NETROI_MODE": "guests", "NETROI_URL": "https://netroi.example", name: value})


def test_on_streamlit_cloud_any_host_name_is_accepted_but_only_its_own_origin() -> None:
    unnamed, named = hosting_from(CLOUD), hosting_from(CLOUD | {"NETROI_URL": "https://netroi.streamlit.app"})
    for served in (unnamed, named):
        assert served.is_own_host("localhost:8501")
        assert served.is_own_host("10.1.2.3:8501")
        assert not served.is_own_host(None)
        assert served.is_own_origin("https://netroi.streamlit.app", "10.1.2.3:8501")
        for foreign in ("https://evil.example", "https://netroi.streamlit.app.evil.example", "null", ""):
            assert not served.is_own_origin(foreign, "10.1.2.3:8501")
    assert not named.is_own_origin("https://evil.streamlit.app", "10.1.2.3:8501")


@pytest.mark.parametrize("environment", [{}, CLOUD, {"NETROI_MODE": "guests", "NETROI_URL": "https://a.example"}])
def test_an_ephemeral_disk_can_be_configured_for_any_server(environment: dict[str, str]) -> None:
    assert hosting_from(environment).has_ephemeral_disk == (environment == CLOUD)
    assert hosting_from(environment | {"NETROI_DISK": "forgets"}).has_ephemeral_disk
    assert not hosting_from(environment | {"NETROI_DISK": "keeps"}).has_ephemeral_disk


@pytest.mark.parametrize("name", ["NETROI_PLATFORM", "NETROI_DISK"])
def test_an_unknown_value_is_refused_with_the_valid_ones(name: str) -> None:
    with pytest.raises(Misconfiguration, match=f"{name} must be .* or .*, not 'Streamlit'"):
        hosting_from({name: "Streamlit"})
