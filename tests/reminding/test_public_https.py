"""Requests to addresses that strangers enter: to public machines only, once resolved, bounded."""

import socket
import ssl
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest

from netroi_core.reminding import public_https
from netroi_core.reminding.public_https import (
    AnswerLost,
    NoAnswer,
    NotPublic,
    is_public,
    post,
    public_addresses,
    public_url,
)
from tests.reminding.conftest import Hook

NOT_PUBLIC = (
    *("127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1"),
    *("fd00:ec2::254", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1"),
    *("2002:7f00:1::", "2001::1", "2001:db8::1", "127.1", "localhost", "", "1.1.1.1.1"),
)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_inside_of_any_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::200e"])
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Make every name resolve to these addresses, and return the names that are asked for."""
    names: list[str] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        names.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return names


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_name_that_leads_inside_is_refused_even_if_it_leads_outside_too(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, "93.184.215.14", address)
    with pytest.raises(NotPublic):
        public_addresses("rebound.example")


def test_a_name_without_an_address_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(NoAnswer):
        public_addresses("nowhere.example")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    names, connected = resolving(monkeypatch, "93.184.215.14"), []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise TimeoutError

    monkeypatch.setattr(public_https.socket, "create_connection", connect)
    with pytest.raises(NoAnswer):
        post("https://rebound.example/hook", b"", {})
    assert names == ["rebound.example"], "resolved once"
    assert connected == [("93.184.215.14", 443)]


@pytest.mark.parametrize(
    "url",
    ["http://a.example", "ftp://a.example", "//a.example", "a.example", "https://", "https:///x", "https://a.example:80",
     "https://a.example:22", "https://me:pw@a.example", "https://me@a.example", "https://a.example/ x",
     "https://a.example/\nHost: b", "https://a.example/\r\n", "https://[::1", "https://a.example/é", "file:///etc/passwd",
     f"https://a.example/{'x' * 500}"],
)  # fmt: skip
def test_other_addresses_than_https_on_its_port_are_refused(url: str) -> None:
    with pytest.raises(NotPublic):
        public_url(url)


def test_a_post_arrives_with_the_path_and_the_query_at_a_host_with_its_certificate(hook: Hook) -> None:
    status = post("https://localhost/topic?auth=x#part", b"{}", {"Title": "T"}, resolve=hook.resolve, tls=hook.trust)
    ((path, headers, body),) = hook.posts
    assert (status, path, headers["Host"], headers["Title"], body) == (200, "/topic?auth=x", "localhost", "T", b"{}")


def test_a_redirect_is_not_followed(hook: Hook) -> None:
    hook.status = 302
    assert post("https://localhost", b"", {}, resolve=hook.resolve, tls=hook.trust) == 302
    assert [path for path, *_ in hook.posts] == ["/"]


def test_a_certificate_of_another_is_refused(hook: Hook) -> None:
    with pytest.raises(NoAnswer):
        post("https://localhost/", b"", {}, resolve=hook.resolve)
    elsewhere = [("127.0.0.1", hook.port)]
    with pytest.raises(NoAnswer):
        post("https://other.example/", b"", {}, resolve=lambda _: elsewhere, tls=hook.trust)
    assert hook.posts == []


@pytest.fixture
def endless(hook: Hook) -> Iterator[tuple[list[tuple[str, int]], Event]]:
    """A machine that answers one byte at a time, without end, until it is left alone."""
    listener, ended = socket.create_server(("127.0.0.1", 0)), Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            try:
                while not ended.wait(0.01):
                    connection.sendall(b"x")
            except OSError:
                ended.set()

    thread = Thread(target=drip, daemon=True)
    thread.start()
    yield [listener.getsockname()], ended
    ended.set()
    thread.join()
    listener.close()


def test_an_answer_without_end_is_cut_off(endless: tuple[list[tuple[str, int]], Event]) -> None:
    addresses, ended = endless
    tls = ssl.create_default_context()
    tls.wrap_socket = lambda sock, **_: sock  # type: ignore[assignment] # its header never ends, either
    with pytest.raises(AnswerLost):
        post("https://slow.example/", b"", {}, resolve=lambda _: addresses, tls=tls, seconds=1)
    assert ended.wait(60)
