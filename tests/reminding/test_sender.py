"""The hourly run: each message once, at most one a day, whoever else sends, and whatever fails."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Event

import pytest

from netroi_core.access import limits
from netroi_core.access.hosting import Hosting
from netroi_core.errors import NetROIError
from netroi_core.reminding import sender
from netroi_core.reminding.delivery import MailDown, NotDelivered, PerhapsDelivered, Recipient, Refused
from netroi_core.reminding.sender import RETRY_HOURS, Sender, hourly
from netroi_core.storage import Principal, Unavailable
from netroi_core.storage.process_state import today
from tests.reminding.conftest import ANN, BO, URL, Clock, Mailbox, World, guest

QUIZ, FOLLOW_UPS = "Your networking quiz is due", "Time to follow up"
NEW_YEAR = (2027, 1, 1)
ADA = {"name": "Ada Canary", "follow_up": "2026-11-18", "cadence_days": 7}
CANARIES = ("Canary", "4321")


def test_two_months_bring_one_message_a_quarter_and_one_a_week_at_most(stored: World) -> None:
    stored.put(contacts=[{"name": "Ada", "follow_up": "2026-11-30"}])
    stored.turn_on()
    arrived = stored.run_daily(60)
    assert [day for day, subject in arrived if subject == QUIZ] == ["2027-01-01"]
    weeks = [day for day, subject in arrived if subject == FOLLOW_UPS]
    assert weeks[0] == "2026-11-30", "the Monday on which it is due; a week before, it was not due soon"
    distances = {datetime.fromisoformat(b) - datetime.fromisoformat(a) for a, b in pairwise(weeks)}
    assert distances == {timedelta(weeks=1)}
    assert len(dict(arrived)) == len(arrived), "never two on one day"


def test_no_message_tells_an_amount_or_a_name(world: World) -> None:
    outcome = {"date": "2026-08-04", "kind": "client", "status": "won", "title": "Canary", "value": {"likely": "4321"}}
    world.put(contacts=[ADA], outcomes=[{**outcome, "touchpoints": []}])
    world.sender.invite(world.request())
    world.subscriptions.confirm(world.subscriptions.token(world.subscriptions.of(ANN)))  # type: ignore[arg-type]
    assert {subject for _, subject in world.run_daily(60)} == {QUIZ, FOLLOW_UPS}
    raw = "".join(message.as_string() for message in world.mailbox.messages)
    assert not [canary for canary in CANARIES if canary in raw]


def test_before_it_is_confirmed_one_message_is_all_that_arrives(world: World) -> None:
    world.put(contacts=[ADA])
    world.sender.invite(world.request())
    world.run_daily(6)
    assert world.mailbox.subjects() == ["Turn on your reminders from NetROI"]
    assert f"{URL}/reminders/confirm?link=" in world.mailbox.texts()[0]


@pytest.mark.parametrize(
    ("answers", "error"),
    [({"RCPT": "550 no"}, Refused), ({"RCPT": "450 later"}, NotDelivered), ({"DATA": "break"}, PerhapsDelivered)],
)
def test_where_the_first_message_fails_its_address_is_erased_unless_it_may_have_arrived(
    world: World, answers: dict[str, str], error: type[NetROIError]
) -> None:
    world.mailbox.answers |= answers
    with pytest.raises(error):
        world.sender.invite(world.request())
    assert (world.subscriptions.of(ANN) is not None) == (error is PerhapsDelivered)


def test_several_processes_send_each_message_once(stored: World, mailbox: Mailbox) -> None:
    stored.put()
    stored.turn_on()
    processes = [World(stored.address, mailbox, stored.clock) for _ in range(3)]
    arrived = [subject for hour in range(8, 20) for process in processes for subject in process.run_at(*NEW_YEAR, hour)]
    assert arrived == [QUIZ]


def test_processes_that_look_at_once_send_one_message(
    stored: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.put()
    stored.turn_on()
    stored.clock.now = datetime(*NEW_YEAR, 9, tzinfo=UTC)
    together = Barrier(2)

    def run(process: World) -> None:
        read = process.store.read

        def read_together(owner: Principal, **options: bool) -> object:
            together.wait(60)
            return read(owner, **options)

        process.store.read = read_together  # type: ignore[method-assign, assignment]
        process.subscriptions.begin_run = lambda _: True  # type: ignore[method-assign] # as a run that takes an hour
        process.sender.run()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, [World(stored.address, mailbox, stored.clock) for _ in range(2)]))
    assert mailbox.subjects() == [QUIZ]


class Killed(BaseException):
    """The end of a process."""


@pytest.mark.parametrize("moment", ["before the claim", "after the claim", "after it was sent"])
def test_a_process_that_dies_sends_nothing_twice(
    world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    world.put()
    subscription = world.turn_on()
    if moment == "before the claim":
        monkeypatch.setattr(world.subscriptions, "update", _dying)
    elif moment == "after the claim":
        monkeypatch.setattr(sender.Delivery, "open", _DyingChannel)
    else:
        monkeypatch.setattr(world.subscriptions, "update", _dying_after(world.subscriptions.update, 2))
        mailbox.answers["RCPT"] = "450 later"
    with pytest.raises(Killed):
        world.run_at(*NEW_YEAR, 9)
    monkeypatch.undo()
    mailbox.answers.clear()
    restarted = World(world.address, mailbox, world.clock)
    restarted.run_daily(30)
    assert mailbox.subjects() == ([QUIZ] if moment == "before the claim" else [])
    assert restarted.subscriptions.of(subscription.link.owner) is not None


def _dying(*_: object) -> None:
    raise Killed


def _dying_after(update: Callable[..., object], calls: int) -> Callable[..., object]:
    numbers = iter(range(1, calls + 1))

    def counted(*arguments: object) -> object:
        if next(numbers) == calls:
            raise Killed
        return update(*arguments)

    return counted


class _DyingChannel:
    """A channel on which a process dies that is about to send."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> Callable[..., None]:
        return _dying

    def __exit__(self, *_: object) -> None:
        pass


def test_a_message_that_was_put_off_is_sent_again_ever_later_then_given_up(
    world: World, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    world.put()
    world.turn_on()
    mailbox.answers["RCPT"] = "450 later"
    attempts = []
    for hour in range(24 * 4):
        moment = datetime(*NEW_YEAR, tzinfo=UTC) + timedelta(hours=hour)
        before = len(mailbox.commands)
        world.run_at(moment.year, moment.month, moment.day, moment.hour)
        attempts += [hour] * (len(mailbox.commands) - before)
    # At nine; an hour and five hours later; a day after that.
    assert attempts == [9, 10, 14, 24 + 14]
    assert len(attempts) == 1 + len(RETRY_HOURS)
    assert "given up" in caplog.text
    assert "ann@" not in caplog.text
    mailbox.answers.clear()
    assert world.run_daily(30) == []


def test_a_message_that_was_put_off_arrives_once(world: World, mailbox: Mailbox) -> None:
    world.put()
    world.turn_on()
    mailbox.answers["DATA"] = "451 greylisted"
    assert world.run_at(*NEW_YEAR, 9) == []
    mailbox.answers.clear()
    assert world.run_at(*NEW_YEAR, 9) == [], "the run of this hour is over"
    assert world.run_at(*NEW_YEAR, 10) == [QUIZ]
    assert world.run_daily(30) == []


def test_a_message_that_was_put_off_is_dropped_once_the_quiz_is_submitted(world: World, mailbox: Mailbox) -> None:
    world.put()
    world.turn_on()
    mailbox.answers["RCPT"] = "450 later"
    world.run_at(*NEW_YEAR, 9)
    mailbox.answers.clear()
    world.put(quizzes=[{"quarter": "2026-Q4", "submitted": "2027-01-01T09:30:00+00:00", "answers": {}}])
    assert world.run_daily(30) == []


def test_after_a_bounce_the_address_is_erased_and_the_page_can_say_why(
    world: World, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    world.put()
    world.turn_on()
    mailbox.answers["RCPT"] = "550 no such user ann@mail.example"
    world.run_at(*NEW_YEAR, 9)
    subscription = world.subscriptions.of(ANN)
    assert subscription is not None
    assert (subscription.state, subscription.recipient, subscription.link.content["sealed"]) == ("refused", None, "")
    assert "A reminder (email) was refused" in caplog.text
    assert "ann@" not in caplog.text
    mailbox.answers.clear()
    assert world.run_daily(100) == []


def test_a_message_that_may_have_arrived_is_not_sent_again(world: World, mailbox: Mailbox) -> None:
    world.put()
    world.turn_on()
    mailbox.answers["DATA"] = "break"
    world.run_at(*NEW_YEAR, 9)
    mailbox.answers.clear()
    assert world.run_daily(30) == []


def test_while_the_mail_server_is_down_nothing_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened = []

    def down(*_: object) -> None:
        opened.append(1)
        raise MailDown

    for owner in (ANN, BO):
        world.put(owner)
        world.turn_on(owner, Recipient("email", f"{owner.subject}@mail.example"))
    monkeypatch.setattr(world.delivery, "open", down)
    world.run_at(*NEW_YEAR, 9)
    assert opened == [1], "it is not tried again for each person"
    assert "The mail server can’t be reached" in caplog.text
    monkeypatch.undo()
    assert world.run_at(*NEW_YEAR, 10) == [QUIZ, QUIZ]


def test_a_damaged_workspace_keeps_nobody_else_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read = world.store.read

    def damaged(owner: Principal, **options: bool) -> object:
        if owner == BO:
            raise Unavailable("it is damaged")
        return read(owner, **options)

    for owner in (ANN, BO):
        world.put(owner)
        world.turn_on(owner, Recipient("email", f"{owner.subject}@mail.example"))
    monkeypatch.setattr(world.store, "read", damaged)
    assert world.run_at(*NEW_YEAR, 9) == [QUIZ]
    assert "A reminder could not be handled" in caplog.text
    monkeypatch.undo()
    assert world.run_at(*NEW_YEAR, 10) == [QUIZ]


def test_while_the_store_is_down_a_run_ends_soon(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def down(owner: Principal) -> None:
        asked.append(owner)
        raise Unavailable("it is down")

    for number in range(sender._MAX_FAILURES + 5):
        world.turn_on(guest(number), Recipient("email", f"{number}@mail.example"))
    monkeypatch.setattr(world.store, "used", down)
    world.run_at(*NEW_YEAR, 9)
    assert len(asked) == sender._MAX_FAILURES


def test_a_run_is_bounded_and_whoever_waited_longest_comes_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMINDERS_PER_RUN", 4)
    monkeypatch.setattr(limits, "REMINDERS_PER_HOST", 3)
    for number in range(8):
        world.put(guest(number))
        world.turn_on(guest(number), Recipient("email", f"{number}@{'one' if number < 5 else 'two'}.example"))
        waiting = world.subscriptions.of(guest(number))
        assert waiting is not None
        # Everyone has waited for another number of days, or chance would say who comes first.
        waited = timedelta(days=9 if number == 4 else 8 - number)
        schedule = replace(waiting.schedule, look=waiting.schedule.look - waited)
        world.subscriptions.update(waiting, replace(waiting, schedule=schedule))
    sizes = [len(world.run_at(*NEW_YEAR, hour)) for hour in range(9, 13)]
    assert sizes == [4, 4, 0, 0]
    first = ["4@one.example", "0@one.example", "1@one.example", "5@two.example"]
    assert world.mailbox.recipients[:4] == first
    assert len(set(world.mailbox.recipients)) == 8


def test_an_address_with_many_workspaces_gets_a_few_messages_a_day(world: World, clock: Clock) -> None:
    for number in range(5):
        world.put(guest(number))
        world.turn_on(guest(number), Recipient("email", "ann@mail.example"))
        clock.now += timedelta(days=8)
    clock.now = datetime(*NEW_YEAR, 8, tzinfo=UTC)
    days = [len(world.run_at(2027, 1, day, 12)) for day in (1, 2, 3)]
    assert days == [limits.REMINDERS_PER_DAY, 5 - limits.REMINDERS_PER_DAY, 0]


def test_a_look_at_a_workspace_is_no_use_of_it_and_the_address_ends_with_it(world: World) -> None:
    world.put()
    before = world.turn_on().link.until
    world.run_daily(30)
    subscription = world.subscriptions.of(ANN)
    assert subscription is not None
    assert world.store.used(ANN) == today()
    assert subscription.link.until == max(before, today() + timedelta(days=limits.RETENTION_DAYS))


def test_where_the_workspace_was_purged_the_address_is_erased(world: World) -> None:
    world.put()
    world.turn_on()
    world.store.erase(ANN)
    assert world.run_daily(7) == []
    assert world.subscriptions.of(ANN) is None
    assert list(world.subscriptions.listed()) == []


def test_a_message_comes_in_the_morning_of_the_person(world: World) -> None:
    world.put()
    world.turn_on(zone="America/Los_Angeles")
    hours = [hour for hour in range(24) if world.run_at(*NEW_YEAR, hour)]
    assert hours == [17]


def test_a_channel_that_the_host_turned_off_is_used_no_more(world: World, mailbox: Mailbox) -> None:
    world.put()
    world.turn_on()
    hosting = Hosting("guests", "netroi.example", is_secure=True)
    world.clock.now = datetime(*NEW_YEAR, 9, tzinfo=UTC)
    Sender(world.subscriptions, world.store, world.delivery, hosting).run()
    assert mailbox.messages == []
    assert world.run_at(*NEW_YEAR, 10) == [QUIZ]


def test_where_nobody_has_reminders_a_run_stores_nothing(world: World) -> None:
    world.sender.run()
    assert not Path(world.address).exists()


def test_a_run_stops_with_the_server(world: World) -> None:
    for owner in (ANN, BO):
        world.put(owner)
        world.turn_on(owner, Recipient("email", f"{owner.subject}@mail.example"))
    world.clock.now = datetime(*NEW_YEAR, 9, tzinfo=UTC)
    world.sender.run(lambda _: True)
    assert world.mailbox.subjects() == [QUIZ]


def test_the_thread_runs_until_the_server_stops_even_if_a_run_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    monkeypatch.setattr(sender, "FIRST_RUN_SECONDS", 0.0)
    monkeypatch.setattr(sender, "RUN_SECONDS", 0.0)
    runs, done = [], Event()

    def run(pause: Callable[[float], bool]) -> None:
        runs.append(pause)
        if len(runs) == 3:
            done.set()
            pause(60)
        raise Unavailable("it is down")

    with hourly(run):
        assert done.wait(60)
    assert runs[-1](0), "it has heard that the server stops"
    assert "The reminders of this hour were not sent." in caplog.text
