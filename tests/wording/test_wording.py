"""Wording: numbers as people write them in their language, and a person's own text made harmless."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.wording import wording
from netroi_core.wording.wording import Words, escape_markdown
from netroi_core.workspace import fields
from netroi_core.workspace.profile import Profile

EN, DE, FR = Words("en_US", "USD"), Words("de_DE", "EUR"), Words("fr_FR", "EUR")
LOCALES = ("en_US", "en_GB", "en_IN", "de_DE", "de_CH", "de_AT", "fr_FR", "fr_CH", "es_ES", "it_IT", "nl_NL", "sv_SE",
           "pl_PL", "pt_BR", "pt_PT", "da_DK", "cs_CZ", "tr_TR", "ja_JP", "hi_IN")  # fmt: skip


@pytest.mark.parametrize(
    ("words", "text", "amount"),
    [
        (EN, "1,234.50", "1234.50"),
        (EN, "$1,234.50", "1234.50"),
        (EN, " 12 $ ", "12"),
        (EN, "USD 12", "12"),
        (EN, "0", "0"),
        (EN, "007", "7"),
        (EN, ".5", "0.5"),
        (EN, "2.5 h", "2.5"),
        (EN, "80%", "80"),
        (EN, "\u200b12\ufeff", "12"),
        (EN, "١٢٣", "123"),
        (EN, "100000000000", "100000000000"),
        (DE, "1.234,50 €", "1234.50"),
        (DE, "1,5", "1.5"),
        (FR, "1\u202f234,50\u202f€", "1234.50"),
        (FR, "1\u00a0234,5", "1234.5"),
        (FR, "1 234,5", "1234.5"),
        (Words("de_CH", "CHF"), "CHF 1'234.50", "1234.50"),
        (Words("de_CH", "CHF"), "1’234.50", "1234.50"),
        (Words("ja_JP", "JPY"), "￥1,234", "1234"),
        (Words("en_IN", "INR"), "₹1,23,456.70", "123456.70"),
        *((EN, text, "52000") for text in ("52k", "52 K", "$52k", "52.0k")),
        (EN, "1.2m", "1200000"),
        (DE, "1,2 M €", "1200000"),
    ],
)
def test_an_amount_is_read_as_it_is_written_in_its_locale(words: Words, text: str, amount: str) -> None:
    assert words.parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        *((EN, text) for text in ("1,5", "1.234,50", "12,34", "1 234", "1\u202f234", "1'234", "1,23,456")),
        *((DE, text) for text in ("1,234.50", "1.5", "1.23", "1 234", "12.34,5")),
        *((FR, text) for text in ("1.234,5", "1,234.5", "1,2,3")),
        *(
            (EN, text)
            for text in (
                "",
                " ",
                "h",
                "$",
                "abc",
                "-5",
                "−5",
                "+5",
                "1e5",
                "1_000",
                "0x10",
                "½",
                "²",
                "1/2",
                "k",
                "1kk",
            )
        ),
        *((EN, text) for text in ("NaN", "inf", "1.2.3", ".", ",", "=1+1", "1\x00", "12 kg", "k", "1kk", "<b>1</b>")),
    ],
)
def test_an_amount_that_could_mean_something_else_is_refused_with_an_example(words: Words, text: str) -> None:
    with pytest.raises(ValueError, match=r"can’t be read as a number\. Write it like 1.234.5") as refused:
        words.parse_amount(text)
    assert text[:40] in str(refused.value)


@pytest.mark.parametrize(
    ("words", "text", "readings"),
    [
        (EN, "1.250", "1.25 or 1,250"),
        (EN, "$12.500", "12.5 or 12,500"),
        (DE, "1,250", "1,25 or 1.250"),
        (FR, "1,250", "1,25 or 1\u202f250"),
        (FR, "1.250", "1,25 or 1\u202f250"),
        (Words("de_CH", "CHF"), "1.250", "1.25 or 1’250"),
    ],
)
def test_a_number_that_could_be_a_thousand_times_as_much_is_refused_with_both_readings(
    words: Words, text: str, readings: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(f"could mean {readings}. Enter one of those.")):
        words.parse_amount(text)


@pytest.mark.parametrize(
    ("words", "text", "amount"),
    [(DE, "1.250", "1250"), (EN, "1,250", "1250"), (EN, "0.125", "0.125"), (EN, "1234.567", "1234.567"),
     (Words("en_US", "KWD"), "1.250", "1.250")],
)  # fmt: skip
def test_three_digits_behind_a_mark_are_read_where_they_can_mean_one_thing_only(
    words: Words, text: str, amount: str
) -> None:
    assert words.parse_amount(text) == Decimal(amount)


def test_the_date_fields_of_every_locale_have_an_order_that_streamlit_offers() -> None:
    orders = ("YYYY{0}MM{0}DD", "DD{0}MM{0}YYYY", "MM{0}DD{0}YYYY")
    offered = {order.format(mark) for order in orders for mark in "/.-"}
    assert {Words(locale).date_pattern for locale in locale_identifiers()} <= offered


@pytest.mark.parametrize("text", ["100000000000.01", "9" * 30, "9" * 5000])
def test_an_amount_beyond_all_bounds_is_refused_in_one_short_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is more than NetROI can handle") as refused:
        EN.parse_amount(text)
    assert len(str(refused.value)) < 100


@given(st.text())
def test_whatever_is_typed_is_an_amount_in_bounds_or_a_value_error(text: str) -> None:
    for words in (EN, DE, FR):
        for parse in (words.parse_amount, words.parse_hours):
            try:
                amount = parse(text)
            except ValueError:
                continue
            assert 0 <= amount <= fields.LARGEST_AMOUNT * 2


@pytest.mark.parametrize("locale", LOCALES)
@given(amount=st.decimals(0, 10**11, places=2))
def test_a_number_reads_back_as_it_was_written_in_every_locale(locale: str, amount: Decimal) -> None:
    words = Words(locale, "EUR")
    assert words.parse_amount(words.number(amount)) == amount


@pytest.mark.parametrize("locale", LOCALES)
@given(amount=st.decimals(0, 10**10, places=2))
def test_a_field_shows_an_amount_so_that_it_reads_back_unchanged(locale: str, amount: Decimal) -> None:
    words = Words(locale, "EUR")
    for text in (words.editable_amount(amount), words.exact_money(amount), words.hours(amount)):
        assert words.parse_hours(text) == words.parse_amount(text) == amount


@given(st.decimals(0, 10**11, places=2), st.sampled_from((EN, DE, FR, Words("de_CH", "CHF"), Words("en_GB", "GBP"))))
def test_money_reads_back_as_it_was_written(amount: Decimal, words: Words) -> None:
    assert words.parse_amount(words.exact_money(amount)) == amount


@pytest.mark.parametrize(
    ("words", "amount", "text"),
    [
        (EN, 1234.5, "$1,235"),
        (EN, 1250.5, "$1,251"),
        (EN, -1250.5, "−$1,251"),
        (EN, 99.5, "$99.50"),
        (EN, 99.999, "$100"),
        (EN, 35, "$35"),
        (EN, Decimal("35.00"), "$35"),
        (EN, -99.5, "−$99.50"),
        (EN, -2273.4, "−$2,273"),
        (EN, 0, "$0"),
        (EN, -0.0, "$0"),
        (EN, Decimal("0.05"), "$0.05"),
        (EN, None, "n/a"),
        (DE, 1234.5, "1.235\u00a0€"),
        (FR, 5661.5, "5\u202f662\u00a0€"),
        (Words("ja_JP", "JPY"), 99.5, "￥100"),
        (Words("en_US", "KWD"), 1.2345, "KWD1.235"),
    ],
)
def test_money_is_whole_from_100_on_and_below_has_the_cents_that_there_are(
    words: Words, amount: Any, text: str
) -> None:
    assert words.money(amount) == text


@pytest.mark.parametrize(
    ("words", "amounts", "texts"),
    [
        (EN, [60, 1250], ["$60", "$1,250"]),
        (EN, [60, 4.5, None], ["$60.00", "$4.50", "n/a"]),
        (EN, [60, 0.004], ["$60", "$0"]),
        (DE, [60, 4.5], ["60,00\u00a0€", "4,50\u00a0€"]),
        (Words("ja_JP", "JPY"), [60, 4.5], ["￥60", "￥5"]),
        (EN, [], []),
    ],
)
def test_amounts_that_are_read_together_all_have_cents_or_none_has(
    words: Words, amounts: list[float | None], texts: list[str]
) -> None:
    assert [*map(words.money_format(amounts), amounts)] == texts
    assert [words.measure(amount, "money", amounts) for amount in amounts] == texts


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234.567, "money", "$1,234.57"),
        (1234, "money", "$1,234"),
        (555.67, "percent", "555.7%"),
        (-100.0, "percent", "−100.0%"),
        (17.756, "hours", "17.76 h"),
        (1200, "count", "1,200"),
        *((None, unit, "n/a") for unit in ("money", "percent", "hours", "count")),
    ],
)
def test_a_measure_is_shown_in_its_unit_and_undefined_is_never_0(value: Any, unit: str, text: str) -> None:
    assert EN.measure(value, unit) == text


def test_percentages_and_days_follow_the_locale() -> None:
    assert [words.percent(-12.3, 1) for words in (EN, DE)] == ["−12.3%", "−12,3\u00a0%"]
    assert EN.percent(-0.2) == "0%"
    assert EN.percent(555.67) == "556%"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_day_inside_a_sentence_has_an_english_month_and_the_persons_order(locale: str) -> None:
    words, day = Words(locale), date(2026, 10, 3)
    comes_first = "Oct" if locale == "en_US" else "3"
    assert words.day(day) == ("Oct 3, 2026" if locale == "en_US" else "3 Oct 2026")
    for text in (words.short_day(day, day), words.short_day(day, date(2027, 1, 1))):
        assert text.startswith(comes_first)
        assert "October" in text


@pytest.mark.parametrize(
    ("words", "text", "hours"),
    [
        *((words, text, "1.5") for words in (EN, DE, FR) for text in (
            "1:30", "1h30", "1 h 30", "1 H 30 min", "90 min", "90m", "90 Minuten", "1 hour and 30 minutes",
            "1 Stunde und 30 Minuten", " 1 Std. 30 Min. ", "1 hr, 30 mins")),
        *((EN, text, "1.5") for text in ("1.5", "1.5 h", "1.5 hours", "1.50")),
        *((DE, text, "1.5") for text in ("1,5", "1,5 Std.", "1,5 Stunden", "1,5 h")),
        (FR, "1,5 h", "1.5"),
        (EN, "20 min", "0.3333"), (EN, "0:05", "0.0833"), (EN, "12", "12"), (DE, "1.250", "1250"),
        (EN, "100:00", "100"),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(words: Words, text: str, hours: str) -> None:
    assert words.parse_hours(text) == Decimal(hours)


@pytest.mark.parametrize("text", ["1:75", "1:3", "h", "min", "1h30h", "-1:30", "1:30:00", "1.5:30", "one hour", ""])
def test_hours_that_are_none_are_refused_with_an_example_of_both_ways(text: str) -> None:
    for words, example in ((EN, "1.5 or 1:30"), (DE, "1,5 or 1:30")):
        with pytest.raises(ValueError, match=rf"can’t be read as a number\. Write it like {re.escape(example)}"):
            words.parse_hours(text)


@given(st.integers(0, 2208), st.integers(0, 59), st.sampled_from(("{}:{:02}", "{}h{:02}", "{} h {:02} min")))
def test_a_duration_is_the_same_in_every_locale(hours: int, minutes: int, form: str) -> None:
    expected = round(Decimal(60 * hours + minutes) / 60, 4)
    assert {Words(locale).parse_hours(form.format(hours, minutes)) for locale in LOCALES} == {expected}


def test_the_words_of_a_profile_are_in_its_locale_and_currency() -> None:
    words = Words.of(Profile(locale="de_DE", currency="EUR"))
    assert (words.symbol, words.number(1.5)) == ("€", "1,5")


def test_counts_lists_and_quarters_read_as_people_say_them() -> None:
    assert [wording.pluralize(n, "outcome") for n in (0, 1, 1200)] == ["0 outcomes", "1 outcome", "1,200 outcomes"]
    assert wording.pluralize(2, "person", "people") == "2 people"
    assert [wording.join_words(list(items)) for items in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert wording.quarter_name(Quarter(2026, 3)) == "Q3 2026"


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (wording.APPROACH_NAMES, fields.APPROACHES),
        (wording.ALTERNATIVE_NAMES, fields.ALTERNATIVES),
        (wording.KIND_NAMES, fields.OUTCOME_KINDS),
        (wording.CATEGORY_NAMES, fields.COST_CATEGORIES),
        (wording.PART_NAMES, fields.HOUR_PARTS),
        (wording.EXCHANGE_NAMES, fields.EXCHANGE_KINDS),
    ],
)
def test_every_word_of_the_format_has_a_name_for_people(names: dict[str, str], keys: tuple[str, ...]) -> None:
    assert tuple(names) == keys
    assert len(set(names.values())) == len(keys)


LIVE = (
    "![x](https://a.example)", "[x](javascript:alert)", "<iframe srcdoc>", "$math$", "$$m$$", ":material/delete:",
    ":smile:", ":+1:", ":streamlit:", ":red[x]", ":blue-badge[x]", "https://a.example", "HTTP://a.example",
    "www.a.example",
    "me@a.example", "mailto:me@a.example", "# h", "1. one", "1) one", "- item", "+ item", "> q", "`code`", "*b*", "_i_",
    "~~s~~", "a|b", "&#58;", "\\", "\\\\", "\n", " ", "10:30", "Ann",
)  # fmt: skip
# What Streamlit and GFM still look for after Markdown's own escapes are gone.
LATE = re.compile(r":[\w+/-]+:|https?://|www\.|[-.\w+]+@", re.IGNORECASE)
SPECIAL = re.compile(r"[`*_{}\[\]()<>#+\-.!|~$:&=]")


def unescaped(markdown: str) -> str:
    """The text that Markdown makes of it, after checking that it makes nothing else of it."""
    pieces = re.findall(r"\\[!-/:-@\[-`{-~]|[^\\]", markdown)
    assert "".join(pieces) == markdown
    assert not [piece for piece in pieces if SPECIAL.fullmatch(piece)]
    return "".join(piece[-1] for piece in pieces)


def test_no_line_ends_between_a_minus_and_its_amount() -> None:
    for words in (Words(), Words("ja_JP", "JPY"), Words("de_DE", "EUR")):
        text = unescaped(escape_markdown(f"about {words.whole_money(-42681)} a quarter"))
        minus = text.index("−")
        assert re.fullmatch(r"\d|\u2060", text[minus + 1]), text


@pytest.mark.parametrize("word", ["one-on-one", "One-on-one", "One-on-ones", "ONE-ON-ONE"])
def test_no_line_ends_within_one_on_one(word: str) -> None:
    whole = word.replace("-", "-\u2060")
    assert (
        unescaped(escape_markdown(f"Pay for ({word}) talks, line-by-line")) == f"Pay for ({whole}) talks, line-by-line"
    )


@given(st.lists(st.sampled_from(LIVE) | st.text(max_size=3), max_size=6).map("".join))
def test_a_persons_own_text_is_only_ever_text(text: str) -> None:
    text_shown = unescaped(escape_markdown(text))
    assert not LATE.search(text_shown)
    # Not str.split: it takes control characters for blanks, which no field may hold and nothing replaces.
    one_line = re.sub(r"[\t\n\v\f\r ]+", " ", text).strip()
    visible = re.sub(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", one_line)
    assert text_shown.replace("\u2060", "") == visible


# A family, a Persian verb, a Hindi and a Sinhala syllable.
JOINED = ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "می\u200cخواهم", "क्\u200dष", "ක්\u200dෂ")


@pytest.mark.parametrize("text", ["Breakfast at 10:30", "Zoë", "O’Neill, Smith", "a: b", "50/50 ☕", *JOINED])
def test_ordinary_text_has_nothing_invisible_added(text: str) -> None:
    assert unescaped(escape_markdown(text)) == text


@pytest.mark.parametrize(
    ("words", "amount", "text"),
    [(EN, 15_000, "$15K"), (DE, 15_000, "15.000\xa0€"), (DE, 2_500_000, "2,5\xa0Mio.\xa0€"),
     (DE, 250, "250\xa0€")],
)  # fmt: skip
def test_the_amounts_of_an_axis_are_short_and_separate_thousands(words: Words, amount: float, text: str) -> None:
    assert words.compact_money(amount) == text


@given(st.floats(0, 1))
def test_odds_in_words_are_within_five_points_of_the_odds_and_never_claim_certainty(probability: float) -> None:
    phrase = Words().odds(probability)
    if phrase.startswith("about"):
        assert abs(100 * probability - int(re.sub(r"\D", "", phrase))) <= 2.5 + 1e-9
    else:
        assert phrase == ("more than 95%" if probability > 0.5 else "less than 5%")
        assert not 0.05 <= probability <= 0.95
