"""Subscriptions: confirmed before anything else is sent, encrypted, erased with the workspace, limited by address."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from netroi_core.access import limits
from netroi_core.access.hosting import ReminderChannel
from netroi_core.reminding.delivery import Recipient
from netroi_core.reminding.schedule import Schedule
from netroi_core.reminding.subscriptions import ChangedMeanwhile, TooManyMessages, TooManyRequests
from netroi_core.sharing.links import InvalidLink
from netroi_core.storage import Principal
from netroi_core.storage.addresses import open_whole_store
from netroi_core.storage.archive import read, written
from netroi_core.storage.entries import stored_name
from netroi_core.storage.store_copy import copy_store
from tests.reminding.conftest import ANN, BO, MAIL, SECRET, START, Clock, Mailbox, World, guest
from tests.sharing.test_links import stored_bytes

SCHEDULE = Schedule.starting(START.date(), 1)


def test_a_subscription_is_on_once_it_is_confirmed_and_off_once_it_is_stopped(stored: World) -> None:
    subscription = stored.request(zone="Asia/Tokyo")
    token = stored.subscriptions.token(subscription)
    assert (subscription.state, list(stored.subscriptions.listed())) == ("unconfirmed", [])
    confirmed = stored.subscriptions.confirm(token)
    assert (confirmed.state, confirmed.recipient, confirmed.zone) == ("on", MAIL, "Asia/Tokyo")
    assert stored.subscriptions.of(ANN) == stored.subscriptions.confirm(token) == confirmed
    assert list(stored.subscriptions.listed()) == [confirmed]
    stored.subscriptions.stop(token)
    assert stored.subscriptions.of(ANN) is None
    assert list(stored.subscriptions.listed()) == []
    stored.subscriptions.stop(token)  # mail programs may do so twice
    with pytest.raises(InvalidLink):
        stored.subscriptions.confirm(token)


@pytest.mark.parametrize("token", ["", "x", "e30.x", "\ud800", "é"])
def test_a_token_that_was_not_signed_here_is_refused(world: World, token: str) -> None:
    subscription = world.turn_on()
    own = world.subscriptions.token(subscription)
    for wrong in (token, own[:-1], own.swapcase(), subscription.link.id):
        for act in (world.subscriptions.confirm, world.subscriptions.stop, world.subscriptions.is_stoppable):
            with pytest.raises(InvalidLink):
                act(wrong)
    assert world.subscriptions.of(ANN) == subscription


def test_a_token_of_another_kind_of_link_opens_nothing(world: World) -> None:
    _, report = world.links.create(ANN, "report", 7, {"html": ""})
    forged = replace(world.request(BO), link=report)
    token = world.subscriptions.token(forged)
    assert not world.subscriptions.is_stoppable(token)
    world.subscriptions.stop(token)
    with pytest.raises(InvalidLink):
        world.subscriptions.confirm(token)
    assert world.links.by_id(report.id) == report


def test_an_unconfirmed_address_is_gone_after_a_week(world: World, clock: Clock) -> None:
    token = world.subscriptions.token(world.request())
    clock.now += timedelta(days=limits.CONFIRMATION_DAYS + 1)
    with pytest.raises(InvalidLink):
        world.subscriptions.confirm(token)
    store = open_whole_store(world.address)
    assert any(store.purge("entries", name, clock.now.date()) for name in store.names("entries"))
    assert world.subscriptions.of(ANN) is None


def test_nothing_stored_tells_the_address_or_a_token(world: World) -> None:
    token = world.subscriptions.token(world.turn_on())
    world.subscriptions.count_reminder(MAIL)
    raw = stored_bytes(Path(world.address))
    assert b"reminders" in raw
    assert not [text for text in (b"ann@", b"mail.example", token.encode()) if text in raw]


def test_an_address_that_was_encrypted_with_a_lost_secret_is_erased(
    world: World, mailbox: Mailbox, clock: Clock
) -> None:
    subscription = world.turn_on()
    after_repair = World(world.address, mailbox, clock, secrets=("ee" * 32,))
    assert after_repair.subscriptions.of(ANN) is None
    assert list(after_repair.subscriptions.listed()) == []
    assert world.links.by_id(subscription.link.id) is None


def test_an_address_outlives_its_secret_and_is_encrypted_anew_once_when_it_is_next_due(
    world: World, mailbox: Mailbox, clock: Clock
) -> None:
    token = world.subscriptions.token(world.turn_on())
    new = "ee" * 32
    replaced = World(world.address, mailbox, clock, secrets=(new, SECRET))
    with pytest.raises(InvalidLink):
        replaced.subscriptions.stop(token)
    (subscription,) = replaced.subscriptions.listed()
    assert subscription.recipient == MAIL
    saved = replaced.subscriptions.update(subscription, subscription)
    assert replaced.subscriptions.update(saved, saved) == saved, "an hourly run writes nothing without need"
    (alone,) = World(world.address, mailbox, clock, secrets=(new,)).subscriptions.listed()
    assert alone == saved


@pytest.mark.parametrize("name", ["the list", "the link"])
def test_damage_to_one_keeps_nobody_else_waiting(world: World, name: str) -> None:
    subscriptions = [world.turn_on(guest(number), Recipient("email", f"{number}@mail.example")) for number in range(40)]
    link_id = subscriptions[0].link.id
    entry = f"reminders {link_id[0]}" if name == "the list" else f"link {link_id}"
    (Path(world.address) / "access" / f"{stored_name(entry)}.json").write_bytes(b"damaged")
    intact = {one.link.id for one in world.subscriptions.listed()}
    lost = {one.link.id for one in subscriptions} - intact
    assert link_id in lost
    assert name == "the list" or len(lost) == 1
    assert intact


def test_it_is_erased_with_the_links_of_its_person_and_moves_with_them_to_an_account(stored: World) -> None:
    account = Principal("account", '["https://provider.example","ann"]')
    subscription = stored.turn_on()
    stored.links.transfer(ANN, account)
    moved = stored.subscriptions.of(account)
    assert moved is not None
    assert (stored.subscriptions.of(ANN), moved.recipient) == (None, MAIL)
    assert [one.link.owner for one in stored.subscriptions.listed()] == [account]
    stored.links.revoke_all(account)
    assert list(stored.subscriptions.listed()) == []
    assert not stored.subscriptions.is_stoppable(stored.subscriptions.token(subscription))


def test_a_backup_brings_it_back_encrypted(world: World, mailbox: Mailbox, clock: Clock, tmp_path: Path) -> None:
    world.put()
    subscription = world.turn_on()
    with written(tmp_path / "backup.zip") as target:
        copy_store(open_whole_store(world.address), target)
    elsewhere = str(tmp_path / "elsewhere")
    with read(tmp_path / "backup.zip") as origin:
        copy_store(origin, open_whole_store(elsewhere))
    assert b"ann@" not in (tmp_path / "backup.zip").read_bytes()
    assert World(elsewhere, mailbox, clock).subscriptions.of(ANN) == subscription


def test_of_two_changes_at_once_one_is_refused(stored: World) -> None:
    before = stored.turn_on()
    after = stored.subscriptions.update(before, replace(before, has_follow_ups=False))
    assert stored.subscriptions.of(ANN) == after
    with pytest.raises(ChangedMeanwhile):
        stored.subscriptions.update(before, replace(before, zone="Asia/Tokyo"))
    assert stored.subscriptions.of(ANN) == after


def test_one_process_begins_the_run_of_an_hour(stored: World, mailbox: Mailbox) -> None:
    other = World(stored.address, mailbox, stored.clock)
    noon = stored.clock.now
    moments = (noon, noon + timedelta(minutes=59), noon + timedelta(hours=1), noon + timedelta(days=1))
    begun = [(stored.subscriptions.begin_run(moment), other.subscriptions.begin_run(moment)) for moment in moments]
    assert begun == [(True, False), (False, False), (True, False), (True, False)]


SAME_MAILBOX = ("ann@mail.example", "Ann@Mail.Example", "ann+1@mail.example", "ann+2@mail.example")
SAME_TOPIC = ("https://ntfy.example/top", "https://NTFY.example/top/", "https://ntfy.example:443/t%6fp?a#b")
SAME_HOOK = (
    "https://chat.example/hook?room=1",
    "https://Chat.example/hook?room=1#a",
    "https://chat.example//hook/?room=1",
)


@pytest.mark.parametrize(
    ("channel", "addresses", "other"),
    [
        ("email", SAME_MAILBOX, "bo@mail.example"),
        ("ntfy", SAME_TOPIC, "https://ntfy.example/other"),
        ("webhook", SAME_HOOK, "https://chat.example/hook?room=2"),
    ],
)
def test_nobody_gets_more_than_a_few_messages_that_were_not_confirmed(
    stored: World, clock: Clock, channel: ReminderChannel, addresses: tuple[str, ...], other: str
) -> None:
    def ask(number: int) -> bool:
        with suppress(TooManyMessages):
            stored.request(guest(number), Recipient(channel, addresses[number % len(addresses)]))
            return True
        return False

    assert sum(map(ask, range(10))) == limits.CONFIRMATIONS_PER_WEEK
    clock.now += timedelta(days=6)
    assert not ask(10)
    clock.now += timedelta(days=1)
    assert ask(11)
    stored.request(guest(12), Recipient(channel, other))


def test_a_visitor_a_network_and_the_server_ask_for_only_so_many(
    tmp_path: Path, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CONFIRMATION_RATES", {"visitor": (2, 60), "network": (4, 60), "server": (9, 60)})
    world = World(str(tmp_path), mailbox, clock)

    def asked(owners: Callable[[int], Principal], networks: Callable[[int], str | None]) -> int:
        count = 0
        with suppress(TooManyRequests):
            while count < 1000:
                recipient = Recipient("email", f"{count}-{owners(0).subject}-{networks(0)}@mail.example")
                world.subscriptions.request(
                    owners(count), recipient, "", SCHEDULE, has_follow_ups=True, network=networks(count)
                )
                count += 1
        return count

    assert asked(lambda _: guest(0), lambda _: None) == 2
    assert asked(lambda number: guest(1000 + number), lambda _: "203.0.113.7") == 4
    # What was refused counted for the server, too, and so did one more of the visitor.
    assert asked(lambda number: guest(5000 + number), lambda number: f"198.51.100.{number}") == 3


def test_an_address_gets_a_few_reminders_a_day_whoever_they_are_for(world: World, clock: Clock) -> None:
    for _ in range(limits.REMINDERS_PER_DAY):
        world.subscriptions.count_reminder(MAIL)
    with pytest.raises(TooManyMessages):
        world.subscriptions.count_reminder(Recipient("email", "ANN@mail.example"))
    clock.now += timedelta(days=1)
    world.subscriptions.count_reminder(MAIL)


def test_the_counts_of_messages_expire(world: World, clock: Clock) -> None:
    world.subscriptions.count_reminder(MAIL)
    store = open_whole_store(world.address)
    later = datetime.date(clock.now + timedelta(days=2))
    assert [store.purge("entries", name, later) for name in store.names("entries")] == [True]
