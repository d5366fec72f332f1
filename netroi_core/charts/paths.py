"""Paths that led to value: by which steps outcomes came, whether together beats alone, how credit moves between them.

One approach alone has its colour, several together are grey.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from netroi_core.charts import approaches
from netroi_core.charts.chart import Chart, Table, frame_of
from netroi_core.charts.named_rows import LINE_HEIGHT, LOW_ROW, ROW_HEIGHT, bars, fitted, intervals, stacked
from netroi_core.charts.palette import APPROACH_COLOURS, MONEY
from netroi_core.ledger.attribution import RULES, Attribution
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.combinations import Combination, Led, Points, Steps, combinations, credit, paths
from netroi_core.verdict.verdict import LEAN_BEST, STICK_BEST
from netroi_core.verdict.words import odds
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, Words, counted, inside, listed
from netroi_core.workspace.fields import APPROACHES, Approach

_MOST_ROWS: Final = 8
_STEPS_IN_A_LINE: Final = 3
_LONGEST: Final = 6
"""A path of more steps is shortened in the picture."""
_FURTHEST: Final = 3
"""How many times the largest middle is still drawn; beyond, a bar is cut off."""
_LEAST_MOVE_PERCENT: Final = 10
"""Credit that changes by fewer percentage points than this hardly moves."""
_LEAST_LABELLED: Final = 0.1
"""The part of the longest bar that a label inside needs."""
_GAINED: Final = approaches.TITLED["expected_value"].title

_Shares = Mapping[Attribution, Mapping[Approach, float]]


def led(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> tuple[Chart, ...]:
    """What each path led to and, where that is worth something, combinations compared and how credit moves."""
    found = paths(ledger, window, options)
    if not found:
        return ()
    charts = [_paths(found, words)]
    sets = combinations(ledger, window, options)
    worth = {each.led.steps: each.worth for each in sets if each.worth}
    if worth:
        charts += [_combinations(sets, worth, words), _credit(credit(ledger, window, options), words)]
    return tuple(charts)


def _paths(found: Sequence[Led], words: Words) -> Chart:
    rows: list[tuple[object, ...]] = []
    height = 0
    for each in found[:_MOST_ROWS]:
        name = _name(each.steps)
        rise = LINE_HEIGHT * name.count("\n")
        at = height + rise + ROW_HEIGHT // 2
        rows.append((at, rise, name, each.value, _label(each, words), _colour(each.steps)))
        height += rise + ROW_HEIGHT
    header = ("Path", "Outcomes", "Won", _GAINED, "Led to")
    table = tuple((_path(e.steps), e.outcomes, e.won, e.value, _kinds(e)) for e in found)
    return Chart(
        "paths",
        paths_title(found, words),
        "Gained by the path that led to it. The same approach several times in a row is one step.",
        "; ".join(f"{_path(each.steps)}: {_label(each, words)}" for each in found) + ".",
        fitted(bars(), found[0].value, words, height),
        frame_of(rows, ("at", "rise", "name", "end", "label", "colour")),
        (header, table),
        lambda: (header, tuple((*counts, words.money(value), kinds) for *counts, value, kinds in table)),
    )


def _combinations(sets: Sequence[Combination], worth: Mapping[Steps, Points], words: Words) -> Chart:
    limit = max(middle for _, middle, _ in worth.values()) * _FURTHEST
    compared = {each.led.steps: each for each in sets}
    rows: list[tuple[object, ...]] = []
    told = []
    for steps, (low, middle, high) in sorted(worth.items(), key=lambda each: -each[1][1]):
        name, about, low_to_high = _set(steps), words.money(middle), f"{words.money(low)} to {words.money(high)}"
        at = len(rows) * ROW_HEIGHT + ROW_HEIGHT // 2
        rows.append((at, 0, name, low, middle, min(high, limit), f"{about} ({low_to_high})", _colour(steps)))
        chance = compared[steps].odds
        likely = "" if chance is None else f"; {odds(chance)} likely worth more than {_parts(compared[steps])}"
        told.append(f"{name}: about {about}, 9 in 10 likely from {low_to_high}{likely}.")
    frame = frame_of(rows, ("at", "rise", "name", "low", "middle", "high", "label", "colour"))
    return Chart(
        "combinations",
        _combinations_title(sets),
        "What one outcome is worth, 9 in 10 likely within the bar; where few are known, the others count too. "
        "Large ones may take more steps.",
        " ".join(told),
        fitted(intervals(), max(frame["high"]), words, len(rows) * ROW_HEIGHT),
        frame,
        _compared(sets),
        lambda: _compared(sets, words),
    )


def _credit(credited: _Shares, words: Words) -> Chart:
    longest = max(sum(values.values()) for values in credited.values())
    rows: list[tuple[object, ...]] = []
    for place, (attribution, values) in enumerate(credited.items()):
        title, total, start = RULES[attribution].title, sum(values.values()), 0.0
        for approach, value in values.items():
            label = words.percent(100 * value / total) if value >= _LEAST_LABELLED * longest else ""
            at = (place + 1) * LOW_ROW - LOW_ROW // 3
            rows.append((at, 0, title, APPROACH_NAMES[approach], start, start + value, label))
            start += value
    header = ("Way to share credit", *approaches.names())
    shown = {RULES[rule].title: list(map(words.money, values.values())) for rule, values in credited.items()}
    told = (
        f"{title}: {listed([f'{name} {value}' for name, value in zip(header[1:], shown[title], strict=True)])}"
        for title in shown
    )
    return Chart(
        "credit",
        _credit_title(credited, words),
        f"{_GAINED} by approach, under each way to share the credit for an outcome among its steps.",
        f"{'; '.join(told)}.",
        fitted(stacked(), longest, words, len(credited) * LOW_ROW + LOW_ROW // 3),
        frame_of(rows, ("at", "rise", "name", "approach", "start", "end", "label")),
        (header, tuple((RULES[rule].title, *values.values()) for rule, values in credited.items())),
        lambda: (header, tuple((title, *values) for title, values in shown.items())),
    )


def paths_title(found: Sequence[Led], words: Words) -> str:
    """By which path most came, of paths with the most value first."""
    first = found[0]
    if not first.value:
        outcomes = counted(sum(each.outcomes for each in found), "outcome")
        return f"{outcomes} by {counted(len(found), 'path')}, none with a value in money yet"
    reads = words.money(first.value)
    level = sum(words.money(each.value) == reads for each in found)
    if level > 1:
        return f"{level} paths are level{f', with {reads} each' if words.tells_amounts else ''}"
    outcomes = counted(first.outcomes, "outcome")
    came = f"{reads} from {outcomes}" if words.tells_amounts else outcomes
    return f"{'All' if len(found) == 1 else 'Most'} came by {_phrase(first.steps)}: {came}"


def _combinations_title(sets: Sequence[Combination]) -> str:
    if not any(each.worth and len(each.led.steps) > 1 for each in sets):
        return "No outcome of worth has come by several approaches together yet"
    compared = sorted((each.odds, place) for place, each in enumerate(sets) if each.odds is not None)
    if not compared:
        return "No part of a combination led to an outcome alone, so there is nothing to compare"
    (low, worst), (high, best) = compared[0], compared[-1]
    if high >= LEAN_BEST:
        return f"{_together(sets[best])}: {odds(high)} likely worth more than {_parts(sets[best])}"
    if low <= 1 - STICK_BEST:
        parts = sets[worst].parts
        than = f"{inside(parts[0])} alone" if len(parts) == 1 else "the best of its parts alone"
        return f"{_together(sets[worst])}: {odds(1 - low)} likely worth less than {than}"
    return f"Too close to call whether together beats alone: at best, {odds(high)} likely"


def _credit_title(credited: _Shares, words: Words) -> str:
    totals = {rule: sum(values.values()) for rule, values in credited.items()}
    shares = {a: [credited[rule][a] / total for rule, total in totals.items() if total] for a in APPROACHES}
    least, most = ({a: 100 * end(shares[a]) for a in APPROACHES} for end in (min, max))
    mover = max(APPROACHES, key=lambda approach: (most[approach] - least[approach], most[approach]))
    moves = most[mover] - least[mover] >= _LEAST_MOVE_PERCENT
    named = mover if moves else max(APPROACHES, key=most.__getitem__)
    low, high = words.percent(least[named]), words.percent(most[named])
    if moves:
        return f"{APPROACH_NAMES[named]}: {low} to {high} of the credit, depending on how it is shared"
    if low == high:
        return f"However credit is shared, {high} of it goes to {inside(named)}"
    return f"However credit is shared, it hardly moves: {low} to {high} of it goes to {inside(named)}"


def _compared(sets: Sequence[Combination], words: Words | None = None) -> Table:
    """The figures of all sets: for spreadsheets, or as read in these words."""
    points = (f"One is worth, {point}" for point in ("low", "middle", "high"))
    header = ("Approaches", "Outcomes", "Won", _GAINED, *points, "Likely worth more than its parts")
    rows = []
    for each in sets:
        money = (each.led.value, *(each.worth or (None, None, None)))
        percent = None if each.odds is None else 100 * each.odds
        figures = (*map(words.money, money), words.percent(percent)) if words else (*money, percent)
        rows.append((_set(each.led.steps), each.led.outcomes, each.led.won, *figures))
    return header, tuple(rows)


def _name(steps: Steps) -> str:
    """A path in as many lines as it takes on a phone; the middle of a long one is left out."""
    names = [APPROACH_NAMES[step] for step in steps]
    if len(names) > _LONGEST:
        names = [*names[:3], "…", *names[-2:]]
    lines = [names[place : place + _STEPS_IN_A_LINE] for place in range(0, len(names), _STEPS_IN_A_LINE)]
    return "\n→ ".join(" → ".join(line) for line in lines)


def _path(steps: Steps) -> str:
    return " → ".join(APPROACH_NAMES[step] for step in steps)


def _phrase(steps: Steps) -> str:
    if len(steps) == 1:
        return f"{inside(steps[0])} alone"
    if len(steps) > _STEPS_IN_A_LINE:
        return f"{len(steps)} steps, from {inside(steps[0])} to {inside(steps[-1])}"
    return ", then ".join(inside(step) for step in steps)


def _set(steps: Steps) -> str:
    first, others = APPROACH_NAMES[steps[0]], steps[1:]
    return " + ".join([first, *map(inside, others)]) if others else f"{first} alone"


def _together(each: Combination) -> str:
    first, *others = each.led.steps
    return f"{listed([APPROACH_NAMES[first], *map(inside, others)])} together"


def _parts(each: Combination) -> str:
    """What a combination is compared with: those of its parts that led to something alone."""
    if each.parts == each.led.steps:
        return "either alone" if len(each.parts) == 2 else "any of them alone"
    return f"{' or '.join(map(inside, each.parts))} alone"


def _label(each: Led, words: Words) -> str:
    outcomes = counted(each.outcomes, "outcome")
    return f"{outcomes}, {words.money(each.value)}" if each.value else f"{outcomes} without a value in money"


def _kinds(each: Led) -> str:
    return ", ".join(f"{KIND_NAMES[kind]} ×{n}" if n > 1 else KIND_NAMES[kind] for kind, n in each.kinds.items())


def _colour(steps: Steps) -> str:
    return next(APPROACH_COLOURS[a] for a in APPROACHES if a == steps[0]) if len(steps) == 1 else MONEY
