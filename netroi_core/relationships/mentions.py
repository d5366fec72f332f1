"""Mentions: the contacts whom a note names, such as “Lunch with Karen”, and names of people who are no contacts yet."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from netroi_core.workspace.edits import Removal, find, put
from netroi_core.workspace.fields import normalize_text
from netroi_core.workspace.records import Activity, Contact
from netroi_core.workspace.workspace import Document, Workspace

_WORD: Final = re.compile(r"\w+")
# “With” in the languages of the importers, and the words that join names after it. Only those of its own language do:
# “en” is “and” in Dutch, but “in” in Spanish.
_JOINED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "with": ("and",),
    "w/": ("and",),
    "mit": ("und",),
    "avec": ("et",),
    "con": ("y", "e"),
    "com": ("e",),
    "met": ("en", "and"),
    "med": ("och", "og"),
    "z": ("i",),
    "ze": ("i",),
}
_WITH: Final = re.compile(rf"(?<!\S)({'|'.join(_JOINED_BY)})\s+", re.IGNORECASE)
_AND: Final = {word: re.compile(rf"[,&+/]|\b(?:{'|'.join(joined)})\b") for word, joined in _JOINED_BY.items()}
_HONORIFIC: Final = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|Herrn?|Frau|Mme|Mlle|Sra?|Dra|Sig|Dott|Hr|Fru)\b\.?\s*")
_END: Final = re.compile(r"[.:;!?()]|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_MOST_WORDS: Final = 3
# Words that begin no name, though a title may have them in capitals.
_DETERMINERS: Final = frozenset({"a", "an", "the", "my", "our", "your", "his", "her", "their", "some", "two", "three"})
_NOT_IN_NAMES: Final = frozenset({
    *("ads", "ag", "agency", "agentur", "board", "company", "consulting", "firma", "gmbh", "group", "inc", "kanzlei"),
    *("kg", "klinik", "llc", "ltd", "partners", "praxis", "sales", "studio", "support", "team", "ug", "verlag"),
})  # fmt: skip
# Companies and platforms whose files or channels the app knows, without those that are first names: Clay, Dex, Monica.
_COMPANIES: Final = frozenset({
    *("apple", "bni", "clockify", "covve", "eventbrite", "expensify", "facebook", "folk", "google", "harvest"),
    *("hubspot", "instagram", "kimai", "linkedin", "luma", "mastodon", "meetup", "microsoft", "outlook", "pipedrive"),
    *("rescuetime", "salesforce", "skype", "slack", "teams", "telegram", "threads", "thunderbird", "timely", "toggl"),
    *("whatsapp", "xing", "zoho", "zoom", "bluesky", "bank", "credit"),
})  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A person whom a note names, and the contacts who may be meant: none if it is somebody new."""

    name: str
    contacts: tuple[Contact, ...]


class FullNames:
    """The full names of contacts, to be found in texts."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        names = [(_spaced_words(contact.name), contact.id) for contact in contacts]
        counts = Counter(name for name, _ in names)
        self._by_first_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, key in names:
            # A first name alone, or a name that two contacts share, does not say who is meant.
            if " " in name.strip() and counts[name] == 1:
                self._by_first_name[name.split()[0]].append((name, key))

    def ids_in(self, text: str) -> list[str]:
        """Return the ids of the contacts whose full names occur in a text."""
        words = _spaced_words(text)
        return [key for word in words.split() for name, key in self._by_first_name.get(word, ()) if name in words]


def _ids(contacts: Iterable[Contact]) -> set[str]:
    return {contact.id for contact in contacts}


def mentions(workspace: Workspace, activity: Activity) -> list[Mention]:
    """Return the people whom the note of an activity names, without those who are linked to it.

    A contact is named by the full name anywhere, or after “with” by the first or last name. Somebody new is named by
    words with capitals after “with”. “With” may be in any language that the importers know.
    """
    contacts, people = workspace.contacts, workspace.contacts_by_id
    named, linked = dict.fromkeys(FullNames(contacts).ids_in(activity.title)), set(activity.people)
    mentions = [Mention(people[key].name, (people[key],)) for key in named if key not in linked]
    matched = linked.union(named)
    candidates = [(name, is_capitalized, _contacts_named(contacts, name))
                  for name, is_capitalized in _names_after_with(activity.title)]  # fmt: skip
    # Someone who took part and isn't in the note: a new name may be theirs, or that of their company.
    may_be_new = linked <= set(named).union(*(_ids(meant) for *_, meant in candidates))
    for name, is_capitalized, meant in candidates:
        if matched.isdisjoint(_ids(meant)) and (meant or (may_be_new and _may_be_new(workspace, name, is_capitalized))):
            mentions.append(Mention(name, meant))
    return list(dict.fromkeys(mentions))


def unlinked_activities(workspace: Workspace, contact: Contact) -> list[Activity]:
    """Return the activities whose notes have the full name of a contact, and nobody else's, without a link to them.

    Those that were said to be about somebody else are left out.
    """
    names = FullNames([contact])
    # A note may be one of thousands, so the costlier comparison is left to those that have the first name.
    first_name = contact.name.split()[0].casefold()
    named = [
        activity
        for activity in workspace.activities
        if first_name in activity.title.casefold()
        and contact.id not in activity.people
        and activity.id not in contact.not_in
        and names.ids_in(activity.title)
    ]
    return named if named and FullNames(workspace.contacts).ids_in(contact.name) else []


def link(document: Document, contact_id: str, activity_ids: Iterable[str]) -> tuple[Document, Removal]:
    """Link a contact to activities, so that they count as contact. ``edits.undo`` takes the links away again."""
    changed = []
    for activity_id in activity_ids:
        activity = find(document, Activity, activity_id)
        if activity and contact_id not in activity.people:
            linked = with_contact(activity, contact_id)
            changed.append((activity, linked))
            put(document, linked)
    return document, Removal((), tuple(changed))


def with_contact(activity: Activity, contact_id: str) -> Activity:
    """Return an activity with one more contact who took part."""
    return activity.model_copy(update={"people": (*activity.people, contact_id)})


def is_name_word(word: str) -> bool:
    """Return True if a word may be part of a name: a capital letter, then letters, hyphens and apostrophes.

    >>> is_name_word("O’Neil"), is_name_word("friend"), is_name_word("Q3")
    (True, False, False)
    """
    return word[:1].isupper() and all(map(str.isalpha, word.replace("-", "").replace("'", "").replace("’", "")))


def _names_after_with(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the names in lists after “with”, and whether capitals mark each as a name.

    >>> list(_names_after_with("Lunch with Karen and Tom Lee at Luigi’s, then drinks with bo"))
    [('Karen', True), ('Tom Lee', True), ('bo', False)]
    >>> list(_names_after_with("Kaffee mit Frau Dr. Petra Vogt und Kollegen"))
    [('Petra Vogt', True), ('Kollegen', False)]

    In a list with commas alone, a single word may be a place.

    >>> list(_names_after_with("Coffee with Meera, Tatte"))
    [('Meera', True), ('Tatte', False)]
    """
    text = _HONORIFIC.sub("", text)
    for match in _WITH.finditer(text):
        preposition = match[1].lower()
        # In a note with capitals throughout, they tell nothing.
        tells = match[1].islower() or (match.start() == 0 and match[1].istitle())
        names = _END.split(text[match.end() :], maxsplit=1)[0]
        parts = _AND[preposition].split(names)
        has_commas_alone = len(parts) == names.count(",") + 1
        for index, part in enumerate(parts):
            words = part.split()
            name = [*takewhile(is_name_word, words)][:_MOST_WORDS] if tells else []
            may_be_place = has_commas_alone and index > 0 and len(name) == 1
            # “Bank of America” is no person.
            if name and not may_be_place and words[len(name) : len(name) + 1] != ["of"]:
                yield _told_by_capitals(preposition, name)
            elif words:
                yield " ".join(name or words[:1]), False
            if len(name) < len(words):
                break


def _told_by_capitals(preposition: str, words: Sequence[str]) -> tuple[str, bool]:
    """Return a name after a preposition in its basic form, and whether capitals tell that it is one.

    >>> _told_by_capitals("mit", ["Kollegen"]), _told_by_capitals("z", ["Anną", "Nowak"])
    (('Kollegen', False), ('Anna Nowak', True))
    """
    match preposition:
        case "mit":
            # German writes every noun with a capital.
            return " ".join(words), len(words) > 1
        case "z" | "ze":
            # Polish declines names. “Anną” can only be Anna, but of “Markiem” nobody can tell without a dictionary.
            is_clear = not any(word.endswith(("em", "im", "ym")) for word in words)
            return " ".join(re.sub("ą$", "a", word) for word in words), is_clear
    return " ".join(words), True


def _contacts_named(contacts: Sequence[Contact], name: str) -> tuple[Contact, ...]:
    """Return the contacts with this first and last name; of one word, with that first name, else that last name."""
    first, last = (normalize_text(word) for word in (name.split()[0], name.split()[-1]))
    parts = [(contact, [normalize_text(word) for word in contact.name.split()]) for contact in contacts]
    if " " in name:
        return tuple(contact for contact, words in parts if words and (words[0], words[-1]) == (first, last))
    by_place = ([contact for contact, words in parts if words and words[place] == first] for place in (0, -1))
    return tuple(next(filter(None, by_place), ()))


def _may_be_new(workspace: Workspace, name: str, is_capitalized: bool) -> bool:
    """Return True if a name without a contact is a person's, not that of a place or company on record."""
    # “Karen’s team” is not Karen.
    if not is_capitalized or _is_other(name.split()) or name.endswith(("’s", "'s")):
        return False
    others = (*(venue.name for venue in workspace.venues), *(contact.organisation for contact in workspace.contacts))
    return normalize_text(name) not in map(normalize_text, others)


def _is_other(words: Sequence[str]) -> bool:
    """Return True for words of which no name consists: “the”, “LinkedIn”, abbreviations, initials alone, “Team”."""
    return (
        words[0].casefold() in _DETERMINERS | _COMPANIES
        or any(len(word) > 1 and word.isupper() for word in words)
        or all(len(word) == 1 for word in words)
        or not _NOT_IN_NAMES.isdisjoint(map(str.casefold, words))
    )


def _spaced_words(text: str) -> str:
    """Return the words of a text between spaces, so that a name is found as whole words."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
