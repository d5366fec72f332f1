"""Links: tokens, expiry, revocation, limits; nothing stored opens one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netroi_core.sharing.links import MAX_LINKS, InvalidLink, LinkKind, Links, TooManyLinks, token_hash
from netroi_core.storage import Principal
from netroi_core.storage.entries import Entries, Entry
from netroi_core.storage.files.stores import FileEntries

ANN, BO = Principal("guest", "aa" * 10), Principal("guest", "bb" * 10)
CONTENT = {"html": "<h1>Canary</h1>"}


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
def links(tmp_path: Path, clock: Clock) -> Links:
    return Links(FileEntries(tmp_path), clock=clock)


def stored_bytes(folder: Path) -> bytes:
    """Return all stored bytes, with the files' names."""
    return b"\n".join(str(file).encode() + file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_only_its_token_opens_a_link(links: Links) -> None:
    token, link = links.create(ANN, "report", 30, CONTENT)
    assert links.by_token(token) == link
    assert (link.owner, link.kind, link.content, link.views) == (ANN, "report", CONTENT, 0)
    for wrong in (token[:-1], token + "A", token.swapcase(), "", "\ud800", link.id, token_hash(link.id)):
        assert links.by_token(wrong) is None


def test_a_token_has_256_random_bits(links: Links) -> None:
    tokens = {links.create(ANN, "report", 30, CONTENT)[0] for _ in range(5)}
    assert [len(tokens), *map(len, tokens)] == [5] + [43] * 5


def test_neither_token_nor_passphrase_is_stored(links: Links, tmp_path: Path) -> None:
    token, _ = links.create(ANN, "report", 30, CONTENT, passphrase="a heron at dusk")
    links.count_view(token_hash(token))
    stored = stored_bytes(tmp_path)
    assert b"Canary" in stored
    assert [secret for secret in (token, token[:20], token[20:], "heron", "dusk") if secret.encode() in stored] == []


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_blank_passphrase_counts_as_none(links: Links, blank: str) -> None:
    assert links.create(ANN, "report", 7, CONTENT, passphrase=blank)[1].passphrase is None


def test_a_link_is_valid_through_its_last_day_and_then_deleted(links: Links, clock: Clock, tmp_path: Path) -> None:
    token, link = links.create(ANN, "report", 7, CONTENT)
    clock.now += timedelta(days=7, hours=11)
    assert links.by_token(token) == link
    clock.now += timedelta(hours=1)
    assert links.by_token(token) is None
    with pytest.raises(InvalidLink):
        links.count_view(link.id)
    assert links.owned_by(ANN) == ()
    assert b"Canary" not in stored_bytes(tmp_path)


def test_a_revoked_link_opens_nothing_and_is_deleted_at_once(links: Links, tmp_path: Path) -> None:
    token, created = links.create(ANN, "report", 7, CONTENT)
    _, remaining = links.create(ANN, "report", 7, {"html": "other"})
    links.revoke(ANN, created.id)
    assert links.by_token(token) is None
    with pytest.raises(InvalidLink):
        links.change(created.id, lambda link: link)
    assert links.owned_by(ANN) == (remaining,)
    assert b"Canary" not in stored_bytes(tmp_path)


def test_nobody_can_revoke_the_link_of_another(links: Links) -> None:
    token, link = links.create(ANN, "report", 7, CONTENT)
    links.revoke(BO, link.id)
    links.revoke_all(BO)
    assert links.by_token(token) == link
    assert links.owned_by(BO) == ()


def test_revoking_all_links_deletes_every_kind(links: Links, tmp_path: Path) -> None:
    kinds: tuple[LinkKind, ...] = ("report", "preview", "feedback", "feed", "invitation")
    tokens = [links.create(ANN, kind, 7, CONTENT)[0] for kind in kinds]
    bos_token, _ = links.create(BO, "report", 7, {})
    links.revoke_all(ANN)
    assert [links.by_token(token) for token in tokens] == [None] * 5
    assert links.owned_by(ANN) == ()
    assert b"Canary" not in stored_bytes(tmp_path)
    assert links.by_token(bos_token) is not None


def test_the_latest_link_is_listed_first(links: Links, clock: Clock) -> None:
    created = [links.create(ANN, "report", 30, {"of": number})[1] for number in range(2)]
    clock.now += timedelta(days=1)
    created.append(links.create(ANN, "report", 30, {"of": 2})[1])
    assert [link.content["of"] for link in links.owned_by(ANN)] == [2, 1, 0]


def test_links_of_a_kind_are_limited(links: Links) -> None:
    for _ in range(MAX_LINKS["feedback"]):
        links.create(ANN, "feedback", 7, CONTENT)
    with pytest.raises(TooManyLinks, match="You already have 5 of these links"):
        links.create(ANN, "feedback", 7, CONTENT)
    links.create(ANN, "report", 7, CONTENT)
    links.create(BO, "feedback", 7, CONTENT)
    links.revoke(ANN, links.owned_by(ANN)[-1].id)
    links.create(ANN, "feedback", 7, CONTENT)


@pytest.mark.parametrize("kind", ["feed", "preview"])
def test_where_one_link_is_the_limit_a_new_one_replaces_it(links: Links, kind: LinkKind) -> None:
    old, _ = links.create(ANN, kind, 7, {})
    report, _ = links.create(ANN, "report", 7, {})
    new, link = links.create(ANN, kind, 7, {})
    assert (links.by_token(old), links.by_token(new)) == (None, link)
    assert links.by_token(report) is not None


def test_a_transferred_link_belongs_to_its_new_owner_only(links: Links) -> None:
    token, created = links.create(ANN, "report", 7, CONTENT)
    _, own = links.create(BO, "report", 7, {})
    links.transfer(ANN, BO)
    assert links.by_token(token) == replace(created, owner=BO)
    assert sorted(link.id for link in links.owned_by(BO)) == sorted((created.id, own.id))
    assert links.owned_by(ANN) == ()
    links.revoke_all(ANN)
    assert links.by_token(token) is not None
    links.revoke(BO, created.id)
    assert links.by_token(token) is None


def test_a_link_is_extended_from_today_and_never_shortened(links: Links, clock: Clock) -> None:
    token, link = links.create(ANN, "feed", 400, {})
    assert links.extend(link, 400) is link
    assert links.extend(link, 10) is link
    clock.now += timedelta(days=100)
    later = links.extend(link, 400)
    assert later.until == link.until + timedelta(days=100)
    assert links.by_token(token) == later
    clock.now += timedelta(days=401)
    with pytest.raises(InvalidLink):
        links.extend(later, 400)


def test_concurrent_views_all_count(links: Links, tmp_path: Path) -> None:
    _, link = links.create(ANN, "report", 7, CONTENT)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: Links(FileEntries(tmp_path), clock=Clock()).count_view(link.id), range(24)))
    counted = links.by_id(link.id)
    assert counted is not None
    assert counted.views == 24


def test_links_created_at_once_are_all_valid_and_listed(links: Links) -> None:
    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(lambda _: links.create(ANN, "report", 7, CONTENT), range(12)))
    assert {link.id for link in links.owned_by(ANN)} == {link.id for _, link in created}
    assert all(links.by_token(token) for token, _ in created)


class WatchedEntries:
    """Entries that let a test read the list between two steps of creating a link."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self.looks: Iterator[None] = iter(())

    def read(self, name: str) -> Entry | None:
        return self._entries.read(name)

    def change(self, name: str, edit: object) -> Entry:
        changed = self._entries.change(name, edit)  # type: ignore[arg-type]
        next(self.looks, None)
        return changed

    def erase(self, name: str) -> None:
        self._entries.erase(name)


def test_listing_links_while_one_is_being_created_does_not_delete_it(tmp_path: Path, clock: Clock) -> None:
    watched = WatchedEntries(FileEntries(tmp_path))
    links = Links(watched, clock=clock)

    def look() -> Iterator[None]:
        while True:
            links.owned_by(ANN)
            yield

    watched.looks = look()
    token, link = links.create(ANN, "report", 7, CONTENT)
    assert links.by_token(token) == link
    assert links.owned_by(ANN) == (link,)


def test_an_edit_that_raises_changes_nothing(links: Links) -> None:
    token, link = links.create(ANN, "feedback", 7, CONTENT)

    def refuse(_: object) -> object:
        raise TooManyLinks(1)

    with pytest.raises(TooManyLinks):
        links.change(link.id, refuse)  # type: ignore[arg-type]
    assert links.by_token(token) == link
