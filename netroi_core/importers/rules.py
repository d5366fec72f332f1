"""What the person corrected once, remembered: events of these words belong to this approach and venue, or to none."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from netroi_core.workspace.fields import Approach, CostCategory
from netroi_core.workspace.profile import ImportRule

MOST_RULES: Final = 200
_MOST_WORDS: Final = 8
_LETTERS: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_EMPTY: Final = frozenset(
    {"the", "and", "for", "with", "from", "der", "die", "das", "und", "mit", "bei", "our", "your"}
)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text that tell something, each once: at least three letters, without case, accents and numbers."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(part))
    found = (word for word in _LETTERS.findall(plain) if len(word) > 2 and not word.isdigit() and word not in _EMPTY)
    return tuple(dict.fromkeys(found))


def rule_for(rules: Sequence[ImportRule], summary: str) -> ImportRule | None:
    """The rule whose words all occur in a summary; of several that of the most words, then the latest."""
    said = set(words(summary))
    fitting = [rule for rule in rules if rule.words and said.issuperset(rule.words)]
    return max(reversed(fitting), key=lambda rule: len(rule.words)) if fitting else None


def learned(
    rules: Sequence[ImportRule],
    summary: str,
    approach: Approach | None,
    venue: str | None = None,
    category: CostCategory | None = None,
) -> tuple[ImportRule, ...]:
    """The rules with what a person said of an event: its approach (None: no networking), venue and category.

    It takes the place of a rule of the same words; of too many rules the oldest goes. A summary without a word of its
    own teaches nothing.
    """
    said = words(summary)[:_MOST_WORDS]
    if not said:
        return tuple(rules)
    kept = [rule for rule in rules if set(rule.words) != set(said)]
    return (*kept, ImportRule(words=said, approach=approach, venue=venue, category=category))[-MOST_RULES:]
