"""One word for one thing: no text of the app uses the words that the glossary rejects; apostrophes are curly."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
MODULES: Final = sorted([*(ROOT / "pages").rglob("*.py"), *(ROOT / "netroi_core").rglob("*.py")])
TEMPLATES: Final = sorted((ROOT / "netroi_core").rglob("*.j2"))
# Beginnings of lists of merchants in bank statements, which write apostrophes straight.
MERCHANTS: Final = ("starbucks", "breakfast", "restaurant")
STRAIGHT_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z}])'(?=(?:s|t|re|ll|ve|d|m)\b)|(?<=[a-z]s)'(?= [a-z])")

# Beginnings of texts that nobody reads, or that use a rejected word in another sense, each with its reason.
EXCEPTIONS: Final = {
    "take back {}": "a key of a widget",
    "log out everywhere": "a key of a widget",
    "datum.": "an expression of a chart",
    "\naccount_circle add": "the names of icons, as their font spells them",
    " (figured)": "the ending of calculated columns in files of earlier versions, which are still restored",
}


@cache
def rejected_words() -> dict[str, str]:
    """Return the rejected words of the glossary, each with the word to use instead."""
    rows = re.findall(r"^\| (?!Word|---)([^|]+) \| [^|]+ \| ([^|]+) \|$", glossary(), re.MULTILINE)
    return {word: instead for instead, words in rows for word in words.split(", ")}


def glossary() -> str:
    return (ROOT / "docs" / "glossary.md").read_text("utf-8")


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield each string of a module that is neither documentation nor a single word for the code."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    pieces = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(piece.value) if isinstance(piece, ast.Constant) else "{}" for piece in node.values)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (documentation | pieces)
        ):
            yield node.value


def rejected(text: str) -> list[str]:
    """Return the rejected words in a text, each with the word to use instead."""
    return [
        f"{word} ({instead}): {text}"
        for word, instead in rejected_words().items()
        if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    ]


def test_no_text_of_the_app_uses_a_word_that_the_glossary_rejects() -> None:
    found = [
        f"{module.relative_to(ROOT)}: {line}"
        for module in MODULES
        for text in texts(ast.parse(module.read_bytes()))
        if (" " in text or text[:1].isupper()) and not text.startswith(tuple(EXCEPTIONS))
        for line in rejected(text)
    ]
    assert found == []


def test_no_template_uses_a_word_that_the_glossary_rejects() -> None:
    assert [line for template in TEMPLATES for line in rejected(template.read_text("utf-8"))] == []


def test_apostrophes_are_curly() -> None:
    found = [
        f"{module.relative_to(ROOT)}: {text}"
        for module in MODULES
        for text in texts(ast.parse(module.read_bytes()))
        if STRAIGHT_APOSTROPHE.search(text) and not text.startswith(MERCHANTS)
    ]
    assert found == []
    assert [path for path in TEMPLATES if STRAIGHT_APOSTROPHE.search(path.read_text("utf-8"))] == []
    straight = ["You don't", "{}'s quiz", "both members' figures"]
    assert [text for text in (*straight, "You don’t", "‘y’ or 'ies'") if STRAIGHT_APOSTROPHE.search(text)] == straight


def test_the_words_of_the_glossary_are_sorted_and_rejected_once() -> None:
    words = re.findall(r"^\| (?!Word|---)([^|]+) \| [^|]+ \| ([^|]+) \|$", glossary(), re.MULTILINE)
    assert [word for word, _ in words] == sorted(word for word, _ in words)
    assert len(rejected_words()) == sum(len(others.split(", ")) for _, others in words) > 50


def test_a_rejected_word_is_found_in_a_sentence_built_from_parts() -> None:
    (text, _, _) = texts(ast.parse('f"{name} was handed in on {day}"\nshow("Save", "")'))
    assert rejected(text) == ["handed in (submit): {} was handed in on {}"]
