"""Who of the people in a workspace a file means, so that nobody is there twice.

Somebody is recognised by a key of the file's own, then by name and the day they were met; one of the same name of whom
no key is known is taken for the same person, and the label says so. A key is a source and a name in it; of an e-mail
address it is a fingerprint, so that the address itself is not kept.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final, Literal
from urllib.parse import unquote

import polars as pl

from netroi_core.importers.matching.positions import Past
from netroi_core.importers.proposal import Draft, Item, LazyItem, Place, fingerprint, identifier
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import Approach
from netroi_core.workspace.search import bare

Likeness = Literal["key", "day", "name"]
Namesakes = dict[str, RecordDict]

MOST_NAMESAKES: Final = 50

_SLUG: Final = re.compile(r"linkedin\.com/+in/+([^/?#\s]+)", re.IGNORECASE)
_PROFILE: Final = "linkedin:"
_NOBODY: Final[tuple[None, Likeness]] = (None, "key")
_TOLD: Final = ("organisation", "role")


@dataclass(frozen=True)
class Person:
    """Somebody in a file; ``keys`` are what the file knows them by, the surest first."""

    place: Place
    name: str
    organisation: str = ""
    role: str = ""
    keys: tuple[str, ...] = ()
    met: date | None = None


@dataclass(frozen=True)
class Source:
    """Where people come from. approach: how they were met; is_current: what it says is newer than what is stored."""

    name: str
    approach: Approach | None = None
    is_current: bool = False


def linkedin_key(url: str) -> str | None:
    """The key of a LinkedIn profile by its address, whatever its case and query; None for any other address."""
    match = _SLUG.search(url)
    if match is None:
        return None
    slug = unquote(match[1]) if "%" in match[1] else match[1]
    return f"{_PROFILE}{slug.lower()[:250]}"


def email_key(address: str) -> str | None:
    """The key of an e-mail address; None if it is none."""
    if "@" not in address:
        return None
    return f"email:{fingerprint(address.strip().lower().removeprefix('mailto:'))}"


class People:
    """The contacts of a document and those that were proposed since, by what they may be recognised by."""

    def __init__(self, document: Document) -> None:
        self._by_key: dict[str, Namesakes] = defaultdict(dict)
        self._by_name: dict[str, Namesakes] = defaultdict(dict)
        self._by_day: dict[tuple[str, str], Namesakes] = defaultdict(dict)
        self._past = Past(document.get("imports", ()))
        self._unlearnt: list[Iterable[RecordDict]] = [document.get("contacts", ())]

    def id_of(self, key: str | None, name: str = "") -> str | None:
        """The id of who has this key, else of the only one of this name; None if that is nobody."""
        self._learn()
        found = self._by_key.get(key or "") or self._by_name.get(bare(name), {})
        return next(iter(found)) if len(found) == 1 else None

    def strangers(self, key: pl.Expr, name: pl.Expr) -> pl.Expr:
        """Where this one key of a person and a name in ASCII are those of nobody here, so that nobody is meant."""
        self._learn()
        if not self._by_name:
            return pl.lit(True)
        bare_name = name.str.to_lowercase().str.replace_all(" ", "", literal=True)
        is_ascii = name.str.len_bytes() == name.str.len_chars()
        return is_ascii & ~bare_name.is_in(list(self._by_name)) & ~key.is_in(list(self._by_key))

    def propose(
        self, draft: Draft, source: Source, people: Sequence[Person], strangers: Sequence[LazyItem] = ()
    ) -> None:
        """Draft what a file says of people: new ones, and what it knows better or more of those known.

        strangers: those of the same file who are new for sure. All are drafted in the order of their lines.
        """
        done = 0
        for person, known, likeness in draft.progress.part(0.5, 1).through(self._recognised(people)):
            if done < len(strangers) and strangers[done].line < person.place.line:
                begin, done = done, bisect(strangers, person.place.line, done, key=lambda each: each.line)
                self._add_all(draft, strangers[begin:done])
            if known is None:
                item = newcomer(person, source)
                record = item.record
                draft.add(item.name, record, item.place, item.label)
            else:
                kept = self._kept(known, person, source)
                record = _completed(known, person, source, kept)
                for key in kept:
                    stays = f"it stays {known[key]}" if known.get(key) else "it stays empty"
                    draft.skip(person.place, f"You changed the {key} of {known['name']} yourself, so {stays}.")
                if record != known or not kept:
                    draft.update("contacts", record, person.place, _difference(known, record, likeness))
            self._unlearnt.append([record])
        self._add_all(draft, strangers[done:])

    def _add_all(self, draft: Draft, items: Sequence[LazyItem]) -> None:
        draft.add_all("contacts", items)
        self._unlearnt.append(item.record for item in items)

    def _kept(self, known: RecordDict, person: Person, source: Source) -> list[str]:
        """Of what a source would tell anew, what the person wrote since the last import."""
        if not source.is_current:
            return []
        told = [key for key in _TOLD if getattr(person, key) not in ("", known.get(key, ""))]
        return [key for key in told if self._past.is_changed_since(known, key)]

    def _learn(self) -> None:
        """Know those who came since the last time; only now, because often nobody asks."""
        for contact in chain.from_iterable(self._unlearnt):
            name, met = bare(contact["name"]), contact.get("met") or {}
            groups = [self._by_name[name], *(self._by_key[key] for key in contact.get("keys", ()))]
            for group in (*groups, *([self._by_day[name, met["date"]]] if met else ())):
                group[contact["id"]] = contact
        self._unlearnt.clear()

    def _recognised(self, people: Sequence[Person]) -> list[tuple[Person, RecordDict | None, Likeness]]:
        """Each person with who they are; the surer likeness goes first, whatever the order in the file."""
        self._learn()
        found: dict[int, tuple[RecordDict, Likeness]] = {}
        taken: set[str] = set()
        likenesses: tuple[Likeness, ...] = ("key", "day", "name") if self._by_name else ()
        for likeness in likenesses:
            for place, person in enumerate(people):
                known = None if place in found else self._alike(person, likeness, taken)
                if known is not None:
                    found[place] = (known, likeness)
                    taken.add(known["id"])
        return [(person, *found.get(place, _NOBODY)) for place, person in enumerate(people)]

    def _alike(self, person: Person, likeness: Likeness, taken: set[str]) -> RecordDict | None:
        """Who it is by this likeness; nobody if that is somebody whom another line of the file means, or not one."""
        name = bare(person.name)
        if likeness == "key":
            sharing = (contact for key in person.keys for contact in _few(self._by_key.get(key)))
            return next((contact for contact in sharing if _is_one(person, contact)), None)
        if likeness == "day":
            named = _few(self._by_day.get((name, person.met.isoformat() if person.met else "")))
        else:
            named = _few(self._by_name.get(name))
            named = [each for each in named if not _sources(person.keys) & _sources(each.get("keys", ()))]
        free = [contact for contact in named if contact["id"] not in taken]
        return free[0] if len(free) == 1 else None


def newcomer(person: Person, source: Source) -> Item:
    """Somebody whom nobody here knows, as a contact to be added."""
    return Item("contacts", _new(person, source), person.place, _described(person))


def _few(group: Namesakes | None) -> list[RecordDict]:
    """Those of a group; nobody where there are so many that a likeness means nothing."""
    return list(group.values()) if group and len(group) <= MOST_NAMESAKES else []


def _is_one(person: Person, contact: RecordDict) -> bool:
    """Whether a shared key means the same person: an address may be a family's, but no two share a profile."""
    profiles = [{key for key in keys if key.startswith(_PROFILE)} for keys in (person.keys, contact.get("keys", ()))]
    if all(profiles):
        return bool(profiles[0] & profiles[1])
    return _first_name(person.name) == _first_name(contact["name"])


def _first_name(name: str) -> str:
    return bare(name.split()[0]) if name.split() else ""


def _sources(keys: Iterable[str]) -> set[str]:
    return {key.partition(":")[0] for key in keys}


def _met(person: Person, source: Source) -> RecordDict | None:
    if person.met is None:
        return None
    return {"date": person.met.isoformat(), **({"approach": source.approach} if source.approach else {})}


def _new(person: Person, source: Source) -> RecordDict:
    surest = person.keys[:1]
    if not (surest and surest[0].startswith(_PROFILE)):
        surest = (*surest, bare(person.name), *(() if surest else (bare(person.organisation), bare(person.role))))
    given = {
        "organisation": person.organisation,
        "role": person.role,
        "met": _met(person, source),
        "keys": list(person.keys),
    }
    filled = {key: value for key, value in given.items() if value}
    return {"id": identifier(source.name, *surest), "name": person.name, **filled}


def _completed(known: RecordDict, person: Person, source: Source, kept: Sequence[str]) -> RecordDict:
    """A contact with what a file knows more of it, or better; what is to be kept stays."""
    completed = dict(known)
    for key in _TOLD:
        told = getattr(person, key)
        if told and key not in kept and (source.is_current or not known.get(key)):
            completed[key] = told
    if not known.get("met") and (met := _met(person, source)):
        completed["met"] = met
    if more := [key for key in person.keys if key not in known.get("keys", ())]:
        completed["keys"] = [*known.get("keys", ()), *more]
    return completed


def _described(person: Person) -> str:
    return ", ".join(part for part in (person.name, person.role, person.organisation) if part)


def _difference(before: RecordDict, after: RecordDict, likeness: Likeness) -> str:
    parts = [
        f"{key} {before[key]} → {after[key]}" if before.get(key) else f"{key} {after[key]}"
        for key in _TOLD
        if before.get(key, "") != after.get(key, "")
    ]
    if likeness == "name":
        parts.append("taken for the one you know by the same name")
    return f"{after['name']}: {'; '.join(parts) or 'recognised again next time'}"
