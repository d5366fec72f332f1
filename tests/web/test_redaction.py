"""Redaction: the log says what happened and where, without secrets and typed text."""

import io
import logging
import secrets

import pytest

from netroi_core.access.credentials import CredentialStore
from netroi_core.access.guests import Guests
from netroi_core.storage.files.entry_files import FileEntries
from netroi_core.web import redaction


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.getLogRecordFactory())
    redaction.install()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger("test of redaction")
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "propagate", False)
    return written


def test_an_error_is_logged_with_its_class_and_place_but_not_its_text(log: io.StringIO) -> None:
    typed = "my {} is 84,000".format("salary")
    try:
        float(typed)
    except ValueError as error:
        logging.getLogger("test of redaction").exception("Could not read: %s", error)
    text = log.getvalue()
    assert "salary" not in text
    assert "ValueError [its text is left out]" in text
    assert "test_redaction.py" in text


def test_keys_and_cookies_are_left_out_anywhere_in_a_message(log: io.StringIO, tmp_path: object) -> None:
    guests = Guests(CredentialStore(FileEntries(tmp_path)))  # type: ignore[arg-type]
    cookie = guests.cookie()
    visitor = guests.visitor(cookie)
    assert visitor is not None
    key = guests.recovery_key(visitor)
    logging.getLogger("test of redaction").warning("GET /?token=%s with %s", cookie, key)
    assert log.getvalue() == "GET /?[left out] with [left out]\n"


@pytest.mark.parametrize(
    "secret",
    ["A" * 40, "-" + "a" * 41 + "_", "x" * 43, "203.0.113.7", "2001:db8::7", "::ffff:203.0.113.7", "fe80::1",
     "ann.lee+x@mail.example", "8f14e45f-ceea-467f-a0e6-9d1e0a3c2b4d"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["/feed/{}", "('{}', 5000)", "{}: closed", "by {}."])
def test_tokens_addresses_and_sessions_are_left_out(secret: str, around: str) -> None:
    assert redaction.redacted(around.format(secret)) == around.format(redaction.LEFT_OUT)


def test_an_address_with_its_port_and_a_query_are_left_out() -> None:
    assert redaction.redacted("203.0.113.7:5000 [2001:db8::7]:80 /people?name=Ann") == (
        "[left out]:5000 [[left out]]:80 /people?[left out]"
    )


def test_a_links_token_is_left_out_of_an_address(log: io.StringIO) -> None:
    for token in ("a" * 43, "-" * 5 + "a" * 33 + "_" * 5, secrets.token_urlsafe(32)):
        logging.getLogger("test of redaction").warning("GET /feed/%s.ics 200", token)
    assert log.getvalue() == "GET /feed/[left out].ics 200\n" * 3


def test_other_text_is_logged_unchanged(log: io.StringIO) -> None:
    logging.getLogger("test of redaction").warning("%d of %d pages at %s, 12:30:45", 3, 4, "/people")
    assert log.getvalue() == "3 of 4 pages at /people, 12:30:45\n"
