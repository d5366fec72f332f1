"""Privacy facts name the limits in force, and only what applies to the visitor."""

from datetime import date

import pytest

from netroi_core.access.hosting import Hosting
from netroi_core.access.limits import CONFIRMATION_DAYS, GUEST_COOKIE_LIFETIME, REMINDER_DAYS, RETENTION_DAYS
from netroi_core.access.privacy_facts import privacy_facts, retained_until
from netroi_core.storage import LIMIT_BYTES
from netroi_core.storage.files.blob_files import BACKUPS, MAX_QUARANTINED

PERSONAL, GUEST, ACCOUNT = (
    dict(privacy_facts(Hosting(), is_guest=False, until="")),
    dict(privacy_facts(Hosting("guests", "a.example"), is_guest=True, until="Nov 9, 2027")),
    dict(privacy_facts(Hosting("accounts", "a.example"), is_guest=False, until="")),
)


def test_the_facts_name_the_limits_in_force() -> None:
    assert f"at most {LIMIT_BYTES // 1024**2} MB" in GUEST["What is stored"]
    assert f"The last {BACKUPS} versions" in GUEST["Copies"]
    assert f"up to {MAX_QUARANTINED} of them" in GUEST["Copies"]
    assert f"nobody opens it for {RETENTION_DAYS} days" in GUEST["For how long"]
    assert "kept until Nov 9, 2027." in GUEST["For how long"]
    assert f"after {REMINDER_DAYS} days or more, you get a reminder" in GUEST["For how long"]


def test_a_workspace_is_kept_as_long_as_a_cookie_can_open_it() -> None:
    assert GUEST_COOKIE_LIFETIME.days == RETENTION_DAYS
    assert retained_until(date(2026, 10, 5)) == date(2027, 11, 9)


def test_every_kind_of_visitor_reads_what_is_stored_how_long_and_who_can_see_it() -> None:
    for facts in (PERSONAL, GUEST, ACCOUNT):
        assert {"What is stored", "Copies", "For how long", "Who can see it", "What is sent to others"} <= facts.keys()
    for facts in (GUEST, ACCOUNT):
        assert "The people who run this server can read what it stores" in facts["Who else can see it"]
        assert facts["Who else can see it"].endswith("The person who sent you the link can tell you who runs it.")


def test_cookies_keys_and_providers_are_mentioned_only_where_they_apply() -> None:
    assert "cookie" not in " ".join(PERSONAL.values())
    assert "recovery key" not in " ".join(ACCOUNT.values())
    assert "provider" not in " ".join(GUEST.values())


@pytest.mark.parametrize("hosting", [Hosting(), Hosting("guests", "a.example"), Hosting("accounts", "a.example")])
def test_with_a_database_the_facts_mention_no_file_and_no_disk(hosting: Hosting) -> None:
    facts = dict(privacy_facts(hosting, is_guest=hosting.mode == "guests", until="", is_database=True))
    assert "in the database of this" in facts["What is stored"]
    assert "Only the latest version is stored" in facts["Copies"]
    assert "backups" not in facts["Copies"]
    assert "disk" not in facts["Who can see it"]
    assert (
        facts["For how long"]
        == dict(privacy_facts(hosting, is_guest=hosting.mode == "guests", until=""))["For how long"]
    )


def test_reminders_are_mentioned_only_where_they_can_be_sent() -> None:
    without = dict(privacy_facts(Hosting("guests", "a.example", has_webhooks=False), is_guest=True, until=""))
    assert "Nothing. No page loads" in without["What is sent to others"] == PERSONAL["What is sent to others"]
    assert "Reminders" not in without.keys() | PERSONAL.keys()
    assert without["What is known about you"].endswith("No name and no address.")
    for facts in (GUEST, ACCOUNT):
        assert facts["What is sent to others"].startswith("Nothing but the reminders that you turn on.")
        assert f"{RETENTION_DAYS} days after you last opened it" in facts["Reminders"]
        assert f"after {CONFIRMATION_DAYS} days" in facts["Reminders"]
    assert GUEST["What is known about you"].endswith("no address, unless you turn on reminders.")
