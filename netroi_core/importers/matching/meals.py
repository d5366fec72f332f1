"""Meals: the one that the words of an event or a merchant name, or else that of the hour."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from netroi_core.importers.rules import significant_words
from netroi_core.workspace.fields import CostCategory

# In seven languages; a + joins words that occur together.
_WORDS: Final[Mapping[CostCategory, str]] = {
    "breakfast": "breakfast brunch fruhstuck petit+dejeuner desayuno pequeno+almoco cafe+manha colazione ontbijt",
    "lunch": "lunch luncheon mittagessen dejeuner almuerzo almoco pranzo",
    "dinner": "dinner supper abendessen cena jantar avondeten",
    "drinks": "drinks apero aperitivo feierabendbier copas borrel",
}
_MEALS: Final = {frozenset(name.split("+")): category for category, names in _WORDS.items() for name in names.split()}
# When people have them, from and to.
_USUAL_TIMES: Final[Mapping[CostCategory | None, tuple[time, time]]] = {
    "breakfast": (time.min, time(12)),
    "lunch": (time(10, 30), time(16)),
    "dinner": (time(16), time.max),
    "drinks": (time(14), time.max),
}
_EATEN: Final = ("breakfast", "lunch", "dinner")


def named_meal(*texts: str) -> CostCategory | None:
    """Return the meal that the first telling text names, None if none does or one names several.

    >>> named_meal("Lunch with Anna"), named_meal("Petit déjeuner"), named_meal("Lunch and dinner"), named_meal("Call")
    ('lunch', 'breakfast', None, None)
    """
    for text in texts:
        words = set(significant_words(text))
        names = [name for name in _MEALS if name <= words]
        # "Petit déjeuner" has the word for lunch in it.
        longest = {_MEALS[name] for name in names if not any(name < other for other in names)}
        if longest:
            return longest.pop() if len(longest) == 1 else None
    return None


def meal_paid(activity_title: str, merchant: str, paid_at: time | None) -> CostCategory:
    """Return the meal of a charge: the one that is named, or else that of the hour."""
    return named_meal(activity_title, merchant) or _meal_at(paid_at)


def may_cost(title: str, begin: time | None, category: CostCategory | None) -> bool:
    """Return True if what is called so may cost a charge of a category: by the meal it names, or else by its hour.

    >>> may_cost("Lunch with Anna", time(9), "lunch"), may_cost("Talk", time(9), "lunch")
    (True, False)
    """
    meal = named_meal(title)
    return meal == category if meal in _EATEN and category in _EATEN else _is_plausible_time(category, begin)


def is_named(title: str, category: CostCategory | None, paid_at: time | None) -> bool:
    """Return True if a title names the meal of a charge, whatever hour the calendar has it at."""
    meal = named_meal(title)
    return meal is not None and category in (None, meal) and _is_plausible_time(meal, paid_at)


def _meal_at(moment: time | None) -> CostCategory:
    """Return the meal of a time of day; lunch if the time is unknown."""
    if moment is None:
        return "lunch"
    return "breakfast" if moment < time(11) else "lunch" if moment < time(16) else "dinner"


def _is_plausible_time(category: CostCategory | None, moment: time | None) -> bool:
    """Return True if a category fits a time of day, as far as both are known."""
    if moment is None or category not in _USUAL_TIMES:
        return True
    begin, end = _USUAL_TIMES[category]
    return begin <= moment < end
