"""Security headers: own scripts, pictures and connections only."""

from pathlib import Path

import streamlit

from netroi_core.access.hosting import Hosting
from netroi_core.web.headers import script_hashes, security_headers
from tests.web.conftest import GUESTS

PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")


def directives(hosting: Hosting = GUESTS, host: str = "netroi.example") -> dict[str, list[str]]:
    policy = security_headers(hosting, script_hashes(PAGE), host)["content-security-policy"]
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
    assert "strict-transport-security" in security_headers(GUESTS, (), "netroi.example")
    assert "strict-transport-security" not in security_headers(Hosting(), (), "localhost:8501")
    assert directives(Hosting(), "localhost:8501")["connect-src"] == ["'self'", "ws://localhost:8501"]
