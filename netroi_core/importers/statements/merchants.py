"""What a line of a statement likely paid for, by the words in it; whether that is networking in itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from netroi_core.workspace.fields import Approach, CostCategory


@dataclass(frozen=True)
class Guess:
    """What a line paid for. category: None for a meal, which one its time tells; is_sure: networking in itself.

    is_usual: a place where people meet, so likely networking on a working day.
    """

    category: CostCategory | None
    approach: Approach
    is_sure: bool = False
    is_usual: bool = False


@dataclass(frozen=True)
class _Merchants:
    guess: Guess
    words: tuple[str, ...]


_KINDS: Final = (
    _Merchants(
        Guess("other", "group_events"),
        ("uber eats", "ubereats", "doordash", "grubhub", "deliveroo", "lieferando", "just eat", "takeaway"),
    ),
    _Merchants(Guess("subscription", "social_media", is_sure=True), ("linkedin", "linkedin premium", "xing")),
    _Merchants(
        Guess("event_fee", "group_events", is_sure=True),
        ("eventbrite", "eb *", "meetup", "luma", "lu.ma", "ticket tailor", "tickettailor", "networking", "conference",
         "konferenz", "summit", "congress", "kongress", "expo", "trade fair", "startup grind", "webinar"),
    ),
    _Merchants(
        Guess("dues", "group_events", is_sure=True),
        ("bni", "chamber", "toastmasters", "rotary", "lions club", "ihk", "alumni", "business club",
         "professional association", "mitgliedsbeitrag"),
    ),
    _Merchants(
        Guess("coffee", "one_on_one", is_usual=True),
        ("starbucks", "coffee", "cafe", "café", "costa", "pret a manger", "pret", "peets", "peet's", "dunkin",
         "tim hortons", "espresso", "kaffee", "caffe", "caffè", "caffe nero", "roasters", "blue bottle", "coffeehouse"),
    ),
    _Merchants(
        Guess("breakfast", "one_on_one", is_usual=True),
        ("breakfast", "bagel", "bagels", "pancake", "brunch", "ihop", "denny's", "dennys"),
    ),
    _Merchants(
        Guess("drinks", "one_on_one", is_usual=True),
        ("bar", "pub", "brewery", "brewing", "taproom", "cocktail", "cocktails", "biergarten"),
    ),
    _Merchants(
        Guess(None, "one_on_one", is_usual=True),
        ("restaurant", "ristorante", "bistro", "brasserie", "grill", "trattoria", "osteria", "pizzeria", "sushi",
         "diner", "steakhouse", "gasthaus", "tavern", "tst*", "cantina", "dining", "food & drink", "restaurants",
         "eating_out", "food and drink", "panera", "chipotle", "nando's", "wagamama", "sweetgreen", "lunch", "dinner"),
    ),
    _Merchants(
        Guess("parking", "group_events"),
        ("parking", "parkhaus", "parkmobile", "paybyphone", "easypark", "spothero", "garage", "parkplatz", "ringgo"),
    ),
    _Merchants(
        Guess("fuel", "group_events"),
        ("shell", "exxon", "exxonmobil", "chevron", "bp", "aral", "esso", "mobil", "gas", "gas station", "tankstelle",
         "petrol", "fuel", "texaco", "sunoco", "gasoline"),
    ),
    _Merchants(
        Guess("lodging", "group_events"),
        ("hotel", "marriott", "hilton", "hyatt", "motel", "airbnb", "booking.com", "lodging", "sheraton", "ibis"),
    ),
    _Merchants(
        Guess("travel", "group_events"),
        ("uber", "lyft", "taxi", "cab", "airlines", "amtrak", "train", "trainline", "rail", "railway", "bahn", "db",
         "lufthansa", "tfl", "travel", "metro", "bolt", "free now"),
    ),
    _Merchants(Guess("gift", "one_on_one"), ("florist", "flowers", "blumen", "interflora", "gift")),
)  # fmt: skip
_CODES: Final[Mapping[str, Guess]] = {
    "5812": Guess(None, "one_on_one", is_usual=True),
    "5813": Guess("drinks", "one_on_one", is_usual=True),
    "5814": Guess("coffee", "one_on_one", is_usual=True),
    "7523": Guess("parking", "group_events"),
    "5541": Guess("fuel", "group_events"),
    "5542": Guess("fuel", "group_events"),
    "4121": Guess("travel", "group_events"),
    "7011": Guess("lodging", "group_events"),
    "8699": Guess("dues", "group_events", is_sure=True),
    "8641": Guess("dues", "group_events", is_sure=True),
}
"""Merchant category codes of ISO 18245."""
_LONGEST: Final = 120
_UNKNOWN: Final = Guess("other", "one_on_one")


def guess(description: str, category: str = "", code: str = "") -> Guess:
    """What a line likely paid for: by its merchant, else by the code or the words of the bank's own category."""
    return _by_words(description) or _CODES.get(code) or _by_words(category) or _UNKNOWN


def meal(at: time | None) -> CostCategory:
    """The meal of an hour; lunch where none is known."""
    if at is None:
        return "lunch"
    return "breakfast" if at < time(11) else "lunch" if at < time(16) else "dinner"


def is_time_for(category: CostCategory | None, at: time | None) -> bool:
    """Whether something is had at this hour, as far as that is known."""
    if at is None:
        return True
    match category:
        case "breakfast":
            return at < time(12)
        case "lunch":
            return time(10, 30) <= at < time(16)
        case "dinner":
            return at >= time(16)
        case "drinks":
            return at >= time(14)
    return True


def _by_words(text: str) -> Guess | None:
    lower = text[:_LONGEST].casefold()
    return next((kind.guess for kind, pattern in _PATTERNS if pattern.search(lower)), None)


def _as_a_whole(word: str) -> str:
    """The pattern of a word by itself; what is paid through another, as in “EB *”, is named right behind it."""
    return re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "")


_PATTERNS: Final = tuple((kind, re.compile(rf"(?<!\w)(?:{'|'.join(map(_as_a_whole, kind.words))})")) for kind in _KINDS)
