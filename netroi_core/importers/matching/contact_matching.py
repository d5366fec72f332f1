"""Matching: the contact that a person in a file is, so that nobody is stored twice; and who is a colleague.

A person is recognized by a key, then by name and the day they were met, then by name alone if no key of that source is
known of the contact; the label says so. A key is a source and the person's name in it. Of an e-mail address it is a
fingerprint, so that the address itself is not stored.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args
from urllib.parse import unquote

from netroi_core.importers.proposal import Draft, SourceLine, fingerprint, identifier
from netroi_core.workspace.edits import RecordDict, as_row
from netroi_core.workspace.fields import Approach, normalize_text
from netroi_core.workspace.records import Contact, Import, Met, RecordChange
from netroi_core.workspace.workspace import Workspace

Likeness = Literal["key", "day", "name"]
ContactsById = dict[str, Contact]

# More contacts of one name or key than this tell nothing; comparing them all would make reading quadratic.
MOST_NAMESAKES: Final = 50

_LINKEDIN_PROFILE: Final = re.compile(r"linkedin\.com/+in/+([^/?#\s]+)", re.IGNORECASE)
_LINKEDIN: Final = "linkedin:"
_NAME_ENDINGS: Final = frozenset(
    ["jr", "sr", "ii", "iii", "md", "phd", "mba", "esq", "inc", "ltd", "llc", "gmbh", "ag", "sa", "srl", "bv", "cpa"]
)
# An address at one of these domains says nothing about where somebody works.
_PUBLIC_DOMAINS: Final = frozenset({
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
    *("icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "fastmail.com", "mail.com"),
    *("gmx.com", "gmx.net", "gmx.de", "web.de", "t-online.de", "posteo.de", "orange.fr", "free.fr", "btinternet.com"),
})  # fmt: skip
_POSITION: Final = ("organisation", "role")
_IMPORTED_FIELDS: Final = ("id", "name", *_POSITION, "met", "keys")


@dataclass(frozen=True)
class ImportedPerson:
    """A person in a file; ``keys`` identify them, the most reliable first."""

    source_line: SourceLine
    name: str
    organisation: str = ""
    role: str = ""
    keys: tuple[str, ...] = ()
    met: date | None = None


@dataclass(frozen=True)
class Participants:
    """The people at an event: the ids of contacts, and the names or addresses of the others.

    ``headcount`` includes the person and is 0 if nobody else was there; ``is_internal`` is true if all are colleagues,
    ``has_nobody`` if something was invited, such as a service, a room or a shared mailbox, but no person.
    """

    people: tuple[str, ...]
    strangers: tuple[str, ...]
    headcount: int
    is_internal: bool
    has_nobody: bool = False

    @property
    def outsiders(self) -> int:
        """The headcount as far as it speaks for networking: 0 among colleagues."""
        return 0 if self.is_internal else self.headcount

    @property
    def remark(self) -> str:
        """Why they say nothing about networking, as part of a sentence; empty if there is no such reason."""
        if self.is_internal:
            return "only colleagues attended"
        return "it names a service, a room, a list or a shared mailbox, and no person" if self.has_nobody else ""


@dataclass(frozen=True)
class ContactSource:
    """A source of people, and how they were met; ``is_current`` if its positions are newer than the stored ones."""

    name: str
    approach: Approach | None = None
    is_current: bool = False


def linkedin_key(url: str) -> str | None:
    """Return the key of a LinkedIn profile by its URL, None for any other URL.

    >>> linkedin_key("https://www.linkedin.com/in/Ann-Lee/?trk=x")
    'linkedin:ann-lee'
    """
    match = _LINKEDIN_PROFILE.search(url)
    return f"{_LINKEDIN}{unquote(match[1]).lower()[:250]}" if match else None


def email_key(address: str) -> str | None:
    """Return the key of an e-mail address, None if the text is no address."""
    # A fingerprint recognizes the person again, without the address itself being stored.
    return f"email:{fingerprint(address.strip().lower().removeprefix('mailto:'))}" if "@" in address else None


def first_name_first(name: str) -> str:
    """Return a name with the first name first.

    >>> first_name_first("Lee, Ann"), first_name_first("Ann Lee, PhD")
    ('Ann Lee', 'Ann Lee, PhD')
    """
    family, comma, given = name.partition(",")
    is_ending = "".join(filter(str.isalnum, normalize_text(given))) in _NAME_ENDINGS or "," in given
    return f"{given.strip()} {family.strip()}".strip() if comma and not is_ending else name


def are_colleagues(addresses: Collection[str], own_addresses: Iterable[str]) -> bool:
    """Return True if there are addresses, and all are of the person's own company; an empty one is of none.

    >>> are_colleagues(["ann@acme.org"], ["me@acme.org"]), are_colleagues(["ann@gmail.com"], ["me@gmail.com"])
    (True, False)
    """
    companies = {_domain(address) for address in own_addresses} - _PUBLIC_DOMAINS - {""}
    return bool(addresses) and {_domain(address) for address in addresses} <= companies


def most_frequent(counts: Counter[str], least: int = 1) -> str | None:
    """Return the key counted most often and at least so often, None if several are.

    >>> most_frequent(Counter("aab")), most_frequent(Counter("aabb"))
    ('a', None)
    """
    (key, most), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return key if most > second and most >= least else None


class ImportHistory:
    """The contacts that earlier imports added and changed.

    An `Import` keeps the values of a change, but only a fingerprint of a new record. To compare that one, the contact
    is reduced to the fields that imports write, and later changes by imports are undone.
    """

    def __init__(self, imports: Sequence[Import]) -> None:
        self._fingerprints: dict[str, str] = {}
        self._changes: dict[str, list[RecordChange]] = defaultdict(list)
        for past in imports:
            self._fingerprints.update(past.added.get("contacts", {}))
            for key, change in past.updated.get("contacts", {}).items():
                self._changes[key].append(change)

    def is_edited(self, contact: Contact, field: str) -> bool:
        """Return True if a field no longer holds what the last import that wrote it made of it."""
        row = as_row(contact)
        changes = self._changes[contact.id][::-1]
        for change in changes:
            if field in change.after:
                return bool(row.get(field) != change.after[field])
        imported = {name: row[name] for name in _IMPORTED_FIELDS if row.get(name)}
        for change in changes:
            imported = {name: value for name, value in imported.items() if name not in change.after} | change.before
        digest = fingerprint(imported)
        return self._fingerprints.get(contact.id, digest) != digest


class ContactIndex:
    """The contacts of a workspace, and those proposed since, by key, name and day met."""

    def __init__(self, workspace: Workspace) -> None:
        # By key, by ("name", name) and by ("day", name, day met).
        self._contacts: dict[Hashable, ContactsById] = defaultdict(dict)
        self._history = ImportHistory(workspace.imports)
        self._unindexed: list[Contact] = list(workspace.contacts)

    def id_of(self, key: str | None, name: str = "") -> str | None:
        """Return the id of the contact with this key, else of the only one of this name, or None."""
        self._index()
        contacts = self._contacts.get(key) or self._contacts.get(("name", normalize_text(name)), {})
        return next(iter(contacts)) if len(contacts) == 1 else None

    def propose(self, draft: Draft, source: ContactSource, people: Sequence[ImportedPerson]) -> None:
        """Draft new contacts, and what a source knows better or more of those recognized."""
        matches = self._recognized(people)
        for index, person in enumerate(draft.progress.part(0.5, 1).through(people)):
            if index in matches:
                contact, likeness = matches[index]
                self._unindexed.append(self._propose_change(draft, source, person, contact, likeness))
            else:
                label = ", ".join(filter(None, (person.name, person.role, person.organisation)))
                if added := draft.add(Contact, _new_row(person, source), person.source_line, label):
                    self._unindexed.append(added)

    def _propose_change(
        self, draft: Draft, source: ContactSource, person: ImportedPerson, contact: Contact, likeness: Likeness
    ) -> Contact:
        edited = self._edited_fields(contact, person, source)
        completed = _completed(contact, person, source, edited)
        for field in edited:
            stays = f"it stays {value}" if (value := getattr(contact, field)) else "it stays empty"
            draft.skip(person.source_line, f"You changed the {field} of {contact.name} yourself, so {stays}.")
        if completed != contact or not edited:
            draft.update(completed, person.source_line, _difference(contact, completed, likeness))
        return completed

    def _edited_fields(self, contact: Contact, person: ImportedPerson, source: ContactSource) -> list[str]:
        """Return the fields that the source would change, but that the person edited since the last import."""
        if not source.is_current:
            return []
        changed = [field for field in _POSITION if getattr(person, field) not in ("", getattr(contact, field))]
        return [field for field in changed if self._history.is_edited(contact, field)]

    def _index(self) -> None:
        # Only when somebody asks: most files add contacts and ask for none.
        for contact in self._unindexed:
            name = normalize_text(contact.name)
            for handle in (*contact.keys, ("name", name), ("day", name, contact.met and contact.met.date)):
                self._contacts[handle][contact.id] = contact
        self._unindexed.clear()

    def _recognized(self, people: Sequence[ImportedPerson]) -> dict[int, tuple[Contact, Likeness]]:
        """Return the contact of each recognized person by index; the surest likeness first, in any order of lines."""
        self._index()
        matches: dict[int, tuple[Contact, Likeness]] = {}
        taken: set[str] = set()
        # Likeness by likeness, not line by line: otherwise the order of the lines would decide who is recognized.
        for likeness in get_args(Likeness) if self._contacts else ():
            for index, person in enumerate(people):
                contact = None if index in matches else self._match(person, likeness, taken)
                if contact is not None:
                    matches[index] = (contact, likeness)
                    taken.add(contact.id)
        return matches

    def _match(self, person: ImportedPerson, likeness: Likeness, taken: set[str]) -> Contact | None:
        """Return the contact by one likeness; except by key, none that another line is, and none of several."""
        if likeness == "key":
            sharing = (contact for key in person.keys for contact in self._few(key))
            return next((contact for contact in sharing if _is_same_person(person, contact)), None)
        name = normalize_text(person.name)
        if likeness == "day":
            namesakes = self._few(("day", name, person.met)) if person.met else []
        else:
            # By name alone only if no key of that source is known: two profiles on LinkedIn are two people.
            sources = _sources(person.keys)
            namesakes = [c for c in self._few(("name", name)) if sources.isdisjoint(_sources(c.keys))]
        free = [contact for contact in namesakes if contact.id not in taken]
        return free[0] if len(free) == 1 else None

    def _few(self, handle: Hashable) -> list[Contact]:
        contacts = self._contacts.get(handle, {})
        return list(contacts.values()) if len(contacts) <= MOST_NAMESAKES else []


def _domain(address: str) -> str:
    """Return the domain of an address, empty for a text that is no address."""
    return address.rpartition("@")[2] if "@" in address else ""


def _is_same_person(person: ImportedPerson, contact: Contact) -> bool:
    # A family may share an e-mail address, but no two people share a LinkedIn profile.
    profiles = [{key for key in keys if key.startswith(_LINKEDIN)} for keys in (person.keys, contact.keys)]
    if all(profiles):
        return bool(profiles[0] & profiles[1])
    return _first_name(person.name) == _first_name(contact.name)


def _first_name(name: str) -> str:
    return normalize_text(name.split()[0]) if name.split() else ""


def _sources(keys: Iterable[str]) -> set[str]:
    return {key.partition(":")[0] for key in keys}


def _new_row(person: ImportedPerson, source: ContactSource) -> RecordDict:
    key = person.keys[:1]
    if not (key and key[0].startswith(_LINKEDIN)):
        position = () if key else (normalize_text(person.organisation), normalize_text(person.role))
        key = (*key, normalize_text(person.name), *position)
    row: RecordDict = {"id": identifier(source.name, *key), "name": person.name}
    row |= {field: value for field in _POSITION if (value := getattr(person, field))}
    if person.met:
        row["met"] = _met(person.met, source)
    return {**row, "keys": list(person.keys)} if person.keys else row


def _met(day: date, source: ContactSource) -> RecordDict:
    return {"date": day.isoformat(), **({"approach": source.approach} if source.approach else {})}


def _completed(contact: Contact, person: ImportedPerson, source: ContactSource, edited: Sequence[str]) -> Contact:
    """Return a contact with what a file knows better or more; edited fields stay."""
    open_fields = [field for field in _POSITION if source.is_current or not getattr(contact, field)]
    position = {field: getattr(person, field) for field in open_fields if field not in edited}
    changes: dict[str, Any] = {field: value for field, value in position.items() if value}
    if not contact.met and person.met:
        changes["met"] = Met(**_met(person.met, source))
    if new_keys := tuple(key for key in person.keys if key not in contact.keys):
        changes["keys"] = (*contact.keys, *new_keys)
    return contact.model_copy(update=changes)


def _difference(before: Contact, after: Contact, likeness: Likeness) -> str:
    parts = []
    for field in _POSITION:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            parts.append(f"{field} {old} → {new}" if old else f"{field} {new}")
    if likeness == "name":
        parts.append("matched to your contact with the same name")
    return f"{after.name}: {'; '.join(parts) or 'will be recognized next time'}"
