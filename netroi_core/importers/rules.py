"""Rules from earlier corrections: events with these words belong to this approach and venue, or are no networking."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from netroi_core.workspace.fields import Approach, CostCategory
from netroi_core.workspace.records import ImportRule

MOST_RULES: Final = 200
_MOST_WORDS: Final = 8
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STOP_WORDS: Final = frozenset(
    {"the", "and", "for", "with", "from", "der", "die", "das", "und", "mit", "bei", "our", "your"}
)


@lru_cache(maxsize=4096)
def significant_words(text: str) -> tuple[str, ...]:
    """Return the distinct words of at least three letters, lower case, without accents, numbers and stop words.

    >>> significant_words("Breakfast at the CHAMBER, 2026: Café & me!")
    ('breakfast', 'chamber', 'cafe')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = (word for word in _WORD.findall(plain) if len(word) > 2 and not word.isdigit() and word not in _STOP_WORDS)
    return tuple(dict.fromkeys(words))


def matching_rule(rules: Sequence[ImportRule], summary: str) -> ImportRule | None:
    """Return the rule whose words all occur in a summary: the one with the most words, then the latest."""
    words = set(significant_words(summary))
    matching = [rule for rule in rules if rule.words and words.issuperset(rule.words)]
    # max returns the first of equals: in reversed order, that is the latest rule.
    return max(reversed(matching), key=lambda rule: len(rule.words)) if matching else None


def with_rule(
    rules: Sequence[ImportRule],
    summary: str,
    approach: Approach | None,
    venue: str | None = None,
    category: CostCategory | None = None,
) -> tuple[ImportRule, ...]:
    """Return the rules with a new one for the words of a summary.

    It replaces the rule with the same words; of too many rules the oldest is dropped. A summary without significant
    words makes no rule. Without an approach, such entries are no networking.
    """
    words = significant_words(summary)[:_MOST_WORDS]
    if not words:
        return tuple(rules)
    remaining = [rule for rule in rules if set(rule.words) != set(words)]
    return (*remaining, ImportRule(words=words, approach=approach, venue=venue, category=category))[-MOST_RULES:]
