"""A hosted server's log: what happened and where, not what was typed or what opens a door."""

import io
import logging
import secrets

import pytest

from netroi_core.access.guests import Guests
from netroi_core.access.register import Folder, Register
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


def test_an_error_is_logged_by_its_kind_and_place_without_what_it_says(log: io.StringIO) -> None:
    typed = "my {} is 84,000".format("salary")
    try:
        float(typed)
    except ValueError as error:
        logging.getLogger("test of redaction").exception("Could not read: %s", error)
    text = log.getvalue()
    assert "salary" not in text
    assert "ValueError [its text is left out]" in text
    assert "test_redaction.py" in text


def test_keys_and_cookies_are_left_out_wherever_they_stand(log: io.StringIO, tmp_path: object) -> None:
    guests = Guests(Register(Folder(tmp_path)))  # type: ignore[arg-type]
    cookie = guests.cookie()
    visitor = guests.visitor(cookie)
    assert visitor is not None
    key = guests.recovery_key(visitor)
    logging.getLogger("test of redaction").warning("GET /?token=%s with %s", cookie, key)
    assert log.getvalue() == "GET /?token=[left out] with [left out]\n"


def test_a_links_token_is_left_out_of_an_address_whatever_it_begins_and_ends_with(log: io.StringIO) -> None:
    for token in ("a" * 43, "-" * 5 + "a" * 33 + "_" * 5, secrets.token_urlsafe(32)):
        logging.getLogger("test of redaction").warning("GET /feed/%s.ics 200", token)
    assert log.getvalue() == "GET /feed/[left out].ics 200\n" * 3


def test_what_is_no_secret_is_logged_as_it_is(log: io.StringIO) -> None:
    logging.getLogger("test of redaction").warning("%d of %d pages at %s", 3, 4, "/people")
    assert log.getvalue() == "3 of 4 pages at /people\n"
