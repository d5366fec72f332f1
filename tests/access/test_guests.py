"""Guests: cookies, recovery keys, logging out; revocations are shared, and nothing is stored about mere visitors."""

import errno
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import netroi_core.access.guests
from netroi_core.access import limits
from netroi_core.access.guests import (
    CredentialStore,
    Guests,
    TooManyNewcomers,
    TooManyTries,
    TooMuchGrowth,
    Validity,
    WrongRecoveryKey,
)
from netroi_core.access.visitors import Visitor, new_guest_id
from netroi_core.errors import NotSaved
from netroi_core.storage import Unavailable
from netroi_core.storage.files.disk import Disk
from netroi_core.storage.files.stores import FileEntries


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 5, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def credentials(tmp_path: Path) -> CredentialStore:
    return CredentialStore(FileEntries(tmp_path))


@pytest.fixture
def guests(credentials: CredentialStore, clock: Clock) -> Guests:
    return Guests(credentials, clock=clock)


def new_guest(guests: Guests) -> tuple[str, Visitor]:
    """Return the cookie of a new guest, and the visitor."""
    cookie = guests.cookie()
    visitor = guests.visitor(cookie)
    assert visitor is not None
    return cookie, visitor


def fetch_cookie(guests: Guests, cookie: str) -> tuple[str, Visitor]:
    """Fetch the pending cookie of this browser, and return it with its visitor."""
    after = guests.take_pending_cookie(cookie)
    assert after is not None
    visitor = guests.visitor(after)
    assert visitor is not None
    return after, visitor


def test_a_cookie_is_recognized_after_a_restart_and_stores_nothing(
    guests: Guests, credentials: CredentialStore, tmp_path: Path
) -> None:
    cookie, visitor = new_guest(guests)
    assert Guests(credentials, clock=guests._clock).visitor(cookie) == visitor
    assert guests.is_logged_in(visitor)
    assert len(list(tmp_path.glob("*.json"))) == 2  # the secret and its copy


def test_two_new_guests_have_different_ids(guests: Guests) -> None:
    assert new_guest(guests)[1].name != new_guest(guests)[1].name


@pytest.mark.parametrize("cookie", [None, "", "x", "A" * 67])
def test_a_cookie_that_was_not_issued_here_identifies_nobody(guests: Guests, cookie: str | None) -> None:
    assert guests.visitor(cookie) is None


def test_a_cookie_is_renewed_once_a_day_and_expires_after_400_days(guests: Guests, clock: Clock) -> None:
    cookie, visitor = new_guest(guests)
    assert not guests.needs_renewal(cookie)
    clock.now += timedelta(days=1)
    assert guests.needs_renewal(cookie)
    renewed = guests.cookie(visitor.name)
    assert guests.visitor(renewed) == visitor
    clock.now += timedelta(days=399)
    assert guests.visitor(cookie) is None
    assert guests.visitor(renewed) == visitor


def test_logging_out_everywhere_spares_only_the_browser_that_asks(guests: Guests) -> None:
    cookie, visitor = new_guest(guests)
    key = guests.recovery_key(visitor)
    guests.log_out_everywhere(visitor)
    assert guests.visitor(cookie) is None
    assert not guests.is_logged_in(visitor)
    after, same = fetch_cookie(guests, cookie)
    assert same.name == visitor.name
    assert guests.recovery_key(same) == key
    assert guests.take_pending_cookie(cookie) is None, "given out once"
    assert guests.visitor(after) == same


def test_a_pending_cookie_expires_after_a_minute(guests: Guests, clock: Clock) -> None:
    cookie, visitor = new_guest(guests)
    guests.log_out_everywhere(visitor)
    clock.now += timedelta(seconds=61)
    assert guests.take_pending_cookie(cookie) is None


def test_a_pending_cookie_can_be_fetched_only_by_its_browser(guests: Guests) -> None:
    cookie, visitor = new_guest(guests)
    bystander, _ = new_guest(guests)
    guests.log_out_everywhere(visitor)
    assert guests.take_pending_cookie(bystander) is None
    assert guests.take_pending_cookie(None) is None
    assert guests.take_pending_cookie(cookie) is not None


def test_a_recovery_key_makes_another_browser_the_guests(guests: Guests) -> None:
    cookie, ann = new_guest(guests)
    elsewhere, stranger = new_guest(guests)
    guests.recover(guests.recovery_key(ann).lower(), stranger, "1.2.3.4")
    after, recovered = fetch_cookie(guests, elsewhere)
    assert recovered.name == ann.name
    assert after != elsewhere
    assert guests.visitor(cookie) == ann, "the first browser stays in"


def test_replacing_the_key_logs_out_everybody_who_used_it(guests: Guests) -> None:
    cookie, ann = new_guest(guests)
    thief_cookie, thief = new_guest(guests)
    old = guests.recovery_key(ann)
    guests.recover(old, thief, "1.2.3.4")
    thief_cookie, thief = fetch_cookie(guests, thief_cookie)
    guests.replace_key(ann)
    assert not guests.is_logged_in(thief)
    assert guests.visitor(thief_cookie) is None
    _, ann = fetch_cookie(guests, cookie)
    assert guests.recovery_key(ann) != old
    with pytest.raises(WrongRecoveryKey):
        guests.recover(old, new_guest(guests)[1], "1.2.3.4")


def test_wrong_revoked_and_foreign_keys_are_refused_with_the_same_message(guests: Guests, tmp_path: Path) -> None:
    _, ann = new_guest(guests)
    revoked = guests.recovery_key(ann)
    guests.replace_key(ann)
    foreign = Guests(CredentialStore(FileEntries(tmp_path / "other")))
    messages = set()
    mistyped = (now := guests.recovery_key(ann))[:-1] + ("A" if now[-1] != "A" else "B")
    for wrong in ("", "ABCDE", revoked, mistyped, foreign.recovery_key(ann), now * 2):
        with pytest.raises(WrongRecoveryKey) as refusal:
            guests.recover(wrong, new_guest(guests)[1], wrong)
        messages.add(str(refusal.value))
    assert len(messages) == 1


def test_recovery_keys_are_limited_per_network(credentials: CredentialStore) -> None:
    guests = Guests(credentials, visitors_per_network=10)
    _, ann = new_guest(guests)
    for _ in range(10):
        with pytest.raises(WrongRecoveryKey):
            guests.recover("x", ann, "1.2.3.4")
    with pytest.raises(TooManyTries, match="Wait 10 min"):
        guests.recover(guests.recovery_key(ann), ann, "1.2.3.4")
    guests.recover(guests.recovery_key(ann), ann, "5.6.7.8")
    guests.recover(guests.recovery_key(ann), ann, None)


def test_a_lecture_hall_on_one_address_may_start_and_nobody_more(guests: Guests) -> None:
    for _ in range(limits.VISITORS_PER_NETWORK):
        guests.admit("1.2.3.4", is_newcomer=True)
    with pytest.raises(TooManyNewcomers, match="in 60 min"):
        guests.admit("1.2.3.4", is_newcomer=True)
    guests.admit("1.2.3.4", is_newcomer=False)
    guests.admit("5.6.7.8", is_newcomer=True)
    guests.admit(None, is_newcomer=True)
    guests.forgive_newcomer("1.2.3.4")
    guests.admit("1.2.3.4", is_newcomer=True)


def test_one_network_fills_the_disk_no_faster_than_its_rate(guests: Guests) -> None:
    most, _ = limits.GROWTH_RATE
    guests.count_growth("1.2.3.4", most - 1)
    guests.count_growth("1.2.3.4", -most)  # smaller workspaces give nothing back: they could grow again at once
    guests.admit("1.2.3.4", is_newcomer=False)
    guests.count_growth("1.2.3.4", 1)
    for is_newcomer in (True, False):
        with pytest.raises(TooMuchGrowth, match="in 60 min"):
            guests.admit("1.2.3.4", is_newcomer=is_newcomer)
    guests.admit("5.6.7.8", is_newcomer=True)


def test_a_guest_who_leaves_becomes_another_and_can_come_back_with_the_key(guests: Guests) -> None:
    cookie, ann = new_guest(guests)
    key = guests.recovery_key(ann)
    guests.leave(ann)
    cookie, stranger = fetch_cookie(guests, cookie)
    assert stranger.name != ann.name
    guests.recover(key, stranger, "1.2.3.4")
    assert fetch_cookie(guests, cookie)[1].name == ann.name


def test_after_a_guest_is_forgotten_neither_cookie_nor_key_opens_anything(guests: Guests) -> None:
    cookie, ann = new_guest(guests)
    key = guests.recovery_key(ann)
    guests.forget(ann)
    assert guests.visitor(cookie) is None
    with pytest.raises(WrongRecoveryKey):
        guests.recover(key, new_guest(guests)[1], "1.2.3.4")
    assert fetch_cookie(guests, cookie)[1].name != ann.name


def cookieless_visitor() -> Visitor:
    """Return the visitor of a connection without a cookie."""
    return Visitor("cookieless", new_guest_id())


def test_without_cookies_each_connection_is_a_guest_of_its_own(guests: Guests) -> None:
    passing, bystander = cookieless_visitor(), cookieless_visitor()
    ann = guests.guest_of_connection(passing)
    assert (ann.kind, ann.connection) == ("guest", passing.name)
    assert guests.is_logged_in(ann)
    assert guests.guest_of_connection(passing) == ann != guests.guest_of_connection(bystander)


def test_without_cookies_a_recovery_key_works_for_the_connection_only(guests: Guests) -> None:
    first, later, bystander = cookieless_visitor(), cookieless_visitor(), cookieless_visitor()
    ann = guests.guest_of_connection(first)
    guests.recover(guests.recovery_key(ann), guests.guest_of_connection(later), "::1")
    assert guests.guest_of_connection(later).name == ann.name
    assert guests.guest_of_connection(bystander).name == bystander.name
    guests.leave(guests.guest_of_connection(later))
    assert guests.guest_of_connection(later).name not in (ann.name, later.name)


def test_without_cookies_logging_out_everywhere_spares_only_the_connection_that_asks(guests: Guests) -> None:
    asking, stranger = cookieless_visitor(), cookieless_visitor()
    guests.recover(guests.recovery_key(guests.guest_of_connection(asking)), guests.guest_of_connection(stranger), "::1")
    for revoke in (guests.log_out_everywhere, guests.replace_key):
        key = guests.recovery_key(guests.guest_of_connection(asking))
        revoke(guests.guest_of_connection(asking))
        assert guests.is_logged_in(guests.guest_of_connection(asking))
        assert not guests.is_logged_in(guests.guest_of_connection(stranger))
        assert (guests.recovery_key(guests.guest_of_connection(asking)) == key) == (revoke == guests.log_out_everywhere)


def test_without_cookies_nobody_opens_an_erased_workspace(guests: Guests) -> None:
    asking, stranger = cookieless_visitor(), cookieless_visitor()
    ann = guests.guest_of_connection(asking)
    guests.recover(guests.recovery_key(ann), guests.guest_of_connection(stranger), "::1")
    guests.forget(ann)
    assert not guests.is_logged_in(guests.guest_of_connection(stranger))
    assert guests.guest_of_connection(asking).name != ann.name


def test_the_least_recently_used_connections_are_dropped_first(guests: Guests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(netroi_core.access.guests, "_MAX_CONNECTIONS", 2)
    first, second, third = cookieless_visitor(), cookieless_visitor(), cookieless_visitor()
    for connection in (first, second):
        guests.leave(guests.guest_of_connection(connection))
    became = guests.guest_of_connection(first)
    guests.leave(guests.guest_of_connection(third))
    assert guests.guest_of_connection(first) == became
    assert guests.guest_of_connection(second).name == second.name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "access"


def test_reading_writes_nothing(folder: Path) -> None:
    assert CredentialStore(FileEntries(folder)).validity("ann") == Validity()
    assert not folder.exists()


def test_the_secret_is_made_once_and_the_same_for_all_processes(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: CredentialStore(FileEntries(folder)).secret(), range(16)))
    (secret,) = secrets
    assert len(secret) == 32
    assert CredentialStore(FileEntries(folder.with_name("other"))).secret() != secret
    assert {file.stat().st_mode & 0o777 for file in folder.glob("*.json")} == {0o600}


def test_logging_out_everywhere_revokes_sessions_and_keeps_the_key(folder: Path) -> None:
    credentials = CredentialStore(FileEntries(folder))
    assert credentials.log_out_everywhere("ann", 77) == Validity(sessions=1, keys=0, not_before=77)
    assert CredentialStore(FileEntries(folder)).validity("ann") == Validity(1, 0, 77)
    assert credentials.validity("bo") == Validity()


def test_replacing_the_key_revokes_sessions_and_the_key(folder: Path) -> None:
    credentials = CredentialStore(FileEntries(folder))
    credentials.log_out_everywhere("ann", 77)
    assert (
        credentials.replace_key("ann", 78) == credentials.validity("ann") == Validity(sessions=2, keys=1, not_before=78)
    )


def test_concurrent_revocations_all_count(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: CredentialStore(FileEntries(folder)).log_out_everywhere("ann", 1), range(24)))
    assert CredentialStore(FileEntries(folder)).validity("ann").sessions == 24


def test_files_do_not_reveal_their_owner(folder: Path) -> None:
    CredentialStore(FileEntries(folder)).log_out_everywhere("ann@example.com", 1)
    (file,) = folder.glob("*.json")
    assert "ann" not in file.name + file.read_text()


def test_a_damaged_entry_lets_nobody_in(folder: Path) -> None:
    credentials = CredentialStore(FileEntries(folder))
    credentials.log_out_everywhere("ann", 1)
    (file,) = folder.glob("*.json")
    file.write_bytes(b"")
    with pytest.raises(Unavailable):
        credentials.validity("ann")


def test_a_full_disk_is_reported_and_changes_nothing(folder: Path) -> None:
    class Full(Disk):
        def write(self, descriptor: int, part: memoryview) -> int:
            raise OSError(errno.ENOSPC, "full")

    CredentialStore(FileEntries(folder)).log_out_everywhere("ann", 1)
    with pytest.raises(NotSaved, match="the disk is full"):
        CredentialStore(FileEntries(folder, disk=Full())).log_out_everywhere("ann", 2)
    assert CredentialStore(FileEntries(folder)).validity("ann") == Validity(1, 0, 1)
