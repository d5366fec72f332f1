"""Security headers: own scripts, pictures and connections only."""

from pathlib import Path

import streamlit

from netroi_core.web.security_headers import script_hashes, security_headers

PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")


def directives(host: str = "netroi.example", *, is_secure: bool = True) -> dict[str, list[str]]:
    policy = dict(security_headers(script_hashes(PAGE), host, is_secure=is_secure))["content-security-policy"]
    return {name: values for name, *values in (part.split() for part in policy.split("; "))}


def test_only_own_scripts_and_the_inline_one_run() -> None:
    (inline,) = script_hashes(PAGE)
    assert inline.startswith("'sha256-")
    assert directives()["script-src"] == ["'self'", inline]
    assert script_hashes(PAGE.replace("prerenderReady = false", "prerenderReady = true")) != (inline,)


def test_nothing_is_fetched_from_or_sent_to_another_site() -> None:
    policy = directives()
    assert policy["default-src"] == ["'none'"]
    sources = {source for values in policy.values() for source in values}
    foreign = {source for source in sources if not source.startswith("'")} - {"data:", "blob:"}
    assert foreign == {"wss://netroi.example"}
    assert "'unsafe-eval'" not in sources
    assert [name for name, values in policy.items() if "'unsafe-inline'" in values] == ["style-src"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]


def test_strict_transport_security_is_sent_over_https_only() -> None:
    assert "strict-transport-security" in dict(security_headers((), "netroi.example", is_secure=True))
    assert "strict-transport-security" not in dict(security_headers((), "localhost:8501", is_secure=False))
    assert directives("localhost:8501", is_secure=False)["connect-src"] == ["'self'", "ws://localhost:8501"]
