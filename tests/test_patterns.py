"""Every regular expression of the core takes time in proportion to the text, whatever the text is."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import product
from math import inf
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from time import thread_time
from typing import Any

import pytest

import netroi_core

CORE = Path(netroi_core.__file__).parent
# Sizes of texts, each compared with a quarter of it. The first are so small that even exponential growth ends.
SIZES = (20, 40, 80, 320, 1_280, 5_120)
# CPU seconds below which nothing is compared: a linear search of the largest text takes a tenth of it.
SLOW = 0.005
# Four times the text takes four times as long if growth is linear, sixteen times if it is quadratic.
MOST_GROWTH = 9
# What a set or a category may stand for; others are tried, too.
SAMPLES = "a1 \n.,-/:;'’=<(\u00a0é\u0301_@"
FAILURES = ("", "\0")


Method = Callable[[re.Pattern[str], str], Any]
METHODS: Mapping[str, Method] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "finditer": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
    "findall": lambda pattern, text: pattern.findall(text),
    "sub": lambda pattern, text: pattern.sub("", text),
    "split": lambda pattern, text: pattern.split(text),
}


def compiled(value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns in a module's constant, however they are nested."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for part in (*value.keys(), *value.values()):
            yield from compiled(part)
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from compiled(part)


def calls(tree: ast.Module) -> Iterator[tuple[str, str, list[ast.expr]]]:
    """Each call of a method of patterns: the name that it is called on, the method and the arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            yield re.split(r"\W", ast.unparse(node.func.value))[0], node.func.attr, node.args


def inline(method: str, arguments: list[ast.expr]) -> Iterator[tuple[str, str]]:
    """The pattern that is written inside a call of re, with the method; a part filled in later is a letter here."""
    match arguments[0]:
        case ast.Constant(str() as text):
            yield text, method
        case ast.JoinedStr(values):
            yield "".join(part.value if isinstance(part, ast.Constant) else "x" for part in values), method


def patterns() -> dict[str, tuple[re.Pattern[str], frozenset[str]]]:
    """Every pattern of texts in the core with the methods called on it, which are all if no call names it."""
    modules = [m.name for m in pkgutil.walk_packages([str(CORE)], "netroi_core.") if not m.name.endswith("__main__")]
    methods = defaultdict[str, set[str]](set)
    in_calls = set[tuple[str, str]]()
    for code in (file.read_text() for file in CORE.rglob("*.py")):
        # Every worker of a run comes here, and most modules call no such method: parsing them would take longest.
        if any(f".{method}(" in code for method in METHODS):
            for name, method, arguments in calls(ast.parse(code)):
                methods[name].add(method)
                in_calls.update(inline(method, arguments) if name == "re" else ())
    found = {}
    for module in modules:
        for name, value in vars(importlib.import_module(module)).items():
            for index, pattern in enumerate(compiled(value)):
                if isinstance(pattern.pattern, str):
                    found[f"{module}.{name}[{index}]"] = pattern, frozenset(methods[name] or METHODS)
    for text, method in in_calls:
        found[f"re.{method}({text!r})"] = re.compile(text), frozenset({method})
    return found


def sample(items: Any) -> str:
    """A text that a parsed pattern matches, or almost does: one repetition more than the least of each repeat."""
    return "".join(_sample_one(*item) for item in items)


def _sample_one(code: Any, argument: Any) -> str:
    if code is op.LITERAL:
        return chr(argument)
    if code is op.IN:
        return _sample_of_set(argument)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = argument
        return sample(inner) * min(max(least, 1), most)
    if code is op.SUBPATTERN:
        return sample(argument[-1])
    if code is op.ATOMIC_GROUP:
        return sample(argument)
    if code is op.BRANCH:
        return sample(argument[1][0])
    return "a" if code in (op.ANY, op.NOT_LITERAL) else ""


def _sample_of_set(members: Any) -> str:
    literals = [
        chr(value if code is op.LITERAL else value[0]) for code, value in members if code in (op.LITERAL, op.RANGE)
    ]
    if (op.NEGATE, None) in members:
        return next(character for character in SAMPLES if character not in literals)
    if literals:
        return literals[0]
    categories = {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " "}
    return categories.get(members[0][1], "a")


def repeats(items: Any) -> Iterator[Any]:
    """Each part of a parsed pattern that may be repeated."""
    for code, argument in items:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield argument[2]
            yield from repeats(argument[2])
        elif code is op.SUBPATTERN:
            yield from repeats(argument[-1])
        elif code is op.ATOMIC_GROUP:
            yield from repeats(argument)
        elif code is op.BRANCH:
            for branch in argument[1]:
                yield from repeats(branch)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from repeats(argument[1])


def hostile_texts(pattern: re.Pattern[str]) -> Iterator[Callable[[int], str]]:
    """Makers of texts of any length: a beginning that fits, something repeated, and an end that doesn't fit."""
    parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = sample(parsed)[:60]
    repeated = {text[:40] for part in repeats(parsed) if (text := sample(part))}
    letters = {character for text in (*repeated, whole) for character in text[:4]}
    pairs = map("".join, product(sorted(letters)[:4], repeat=2))
    pumps = {*sorted(repeated)[:12], *pairs, *sorted(letters)[:8], *" 1a\n\0"}
    pumps |= {whole[:length] for length in (3, 4, 5, 60)} - {""}
    pumps = set({(pump * 120)[:120]: pump for pump in sorted(pumps)}.values())  # "a" and "aa" repeat to the same text
    for begin, pump, end in product(sorted({"", whole, whole[:1]}), sorted(pumps), FAILURES):
        yield lambda size, begin=begin, pump=pump, end=end: begin + (pump * (size // len(pump) + 1))[:size] + end


def cpu_time(act: Callable[[str], Any], text: str) -> float:
    start = thread_time()
    act(text)
    return thread_time() - start


def growth(act: Callable[[str], Any], text: Callable[[int], str]) -> float:
    """How many times as long four times the text takes, where it takes long enough to be compared; else 0."""
    for size in SIZES:
        first = cpu_time(act, text(size))
        if first > 200 * SLOW:
            return inf  # no growth that is linear comes here, and measuring again would take as long
        if first > SLOW:
            # The best of several: whatever else the machine does only adds to the time.
            slow = min(cpu_time(act, text(size)) for _ in range(3))
            return slow / max(min(cpu_time(act, text(size // 4)) for _ in range(5)), 1e-7) if slow > SLOW else 0
    return 0


def worst(pattern: re.Pattern[str], methods: Collection[str]) -> tuple[float, str]:
    """The fastest growth over all hostile texts, and the beginning of the text that causes it."""
    worst_growth, cause = 0.0, ""
    for text in hostile_texts(pattern):
        for method in methods:
            if (times := growth(partial(METHODS[method], pattern), text)) > worst_growth:
                worst_growth, cause = times, f"{method} {text(12)!r}"
                if worst_growth > MOST_GROWTH:
                    return worst_growth, cause
    return worst_growth, cause


ALL = patterns()


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_pattern_takes_time_in_proportion_to_the_text(name: str) -> None:
    times, cause = worst(*ALL[name])
    assert times <= MOST_GROWTH, f"{cause}… four times as long takes {times:g} times the time"


@pytest.mark.parametrize("pattern", [r"\d.*[^\W\d_]{3}.*\d", r"^\s*BEGIN", r"(?:mon|fri)[a-z]*\s", r"(a+)+b"])
def test_a_pattern_that_takes_far_longer_for_a_longer_text_is_caught(pattern: str) -> None:
    assert worst(re.compile(pattern, re.MULTILINE), ["search"])[0] > MOST_GROWTH
