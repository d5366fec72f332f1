"""`python -m bench.calendars PYTHON` compares NetROI's dates of generated calendars with recurring-ical-events.

PYTHON is the interpreter of an environment with bench/requirements.txt; `make calendars` installs it. Where the two
disagree, the calendar is rewritten without one thing in which NetROI differs on purpose, until they agree. Any
disagreement left over is printed with its calendar, and the exit code is 1.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from bench.calendars.corpus import FIRST, LAST, Calendar, generate
from bench.calendars.differences import DIFFERENCES, Expansion
from netroi_core.importers.calendar.events import read_events
from netroi_core.importers.calendar.moments import instant
from netroi_core.importers.calendar.series import occurrences
from netroi_core.importers.proposal import Draft
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace

CALENDARS, SEED = 2_000, 1
OTHER = Path(__file__).with_name("other.py")

# A day of a zone begins up to 14 hours before or after that of UTC, by which events are compared.
MARGIN = timedelta(days=7)


def expand_here(calendar: Calendar) -> Expansion:
    """Return the events as NetROI reads them."""
    draft = Draft("calendar", "", Workspace(document.empty()))
    events = read_events(calendar.text().encode(), "", draft).events
    if rejected := draft.proposal().rejected:
        return rejected[0].reason
    times = occurrences(events, FIRST - MARGIN, LAST + MARGIN, lambda _: True, lambda *_: None)
    starts = [(time, instant(time.start, time.event.zone)) for time in times]
    rows = [
        [time.event.summary, start.isoformat(), time.duration.total_seconds()]
        for time, start in starts
        if isinstance(start, datetime) and FIRST <= start.date() <= LAST
    ]
    return sorted(rows, key=str)


def expand_there(python: str, calendars: list[Calendar]) -> list[Expansion]:
    """Return the events of each calendar as the other program reads them."""
    command = [python, str(OTHER), FIRST.isoformat(), LAST.isoformat()]
    texts = json.dumps([calendar.text() for calendar in calendars])
    result = subprocess.run(command, input=texts, capture_output=True, text=True, check=True)
    expansions: list[Expansion] = json.loads(result.stdout)
    return [rows if isinstance(rows, str) else sorted(rows, key=str) for rows in expansions]


def main() -> None:
    """Compare; print how many agree and why the others don't; exit with code 1 if one has no reason."""
    parser = argparse.ArgumentParser(prog="python -m bench.calendars", description=__doc__)
    parser.add_argument("python", help="the interpreter of an environment with bench/requirements.txt")
    parser.add_argument("--calendars", type=int, default=CALENDARS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    calendars = [generate(number, options.seed) for number in range(options.calendars)]
    here = [expand_here(calendar) for calendar in calendars]
    there = expand_there(options.python, calendars)
    left = {number for number in range(len(calendars)) if here[number] != there[number]}
    print(f"{len(calendars):,} calendars, {len(calendars) - len(left):,} with the same events; the others:", flush=True)
    reasons = Counter[str]()
    for difference in DIFFERENCES:
        numbers = sorted(left)
        rewritten = [difference.rewrite(calendars[number]) for number in numbers]
        expansions = expand_there(options.python, rewritten)
        for number, calendar, rows in zip(numbers, rewritten, expansions, strict=True):
            calendars[number], there[number] = calendar, rows
            if difference.agree(here[number], rows):
                left.remove(number)
                reasons[difference.name] += 1
    for name, count in reasons.items():
        print(f"{count:6,}  {name}")
    print(f"{len(left):6,}  without a reason")
    for number in sorted(left)[:3]:
        events = calendars[number].text().partition("END:VTIMEZONE")[2]
        print(f"\nCalendar {number}, as last written\n{events}\nNetROI {here[number]}\n\nthe other {there[number]}")
    sys.exit(bool(left))


if __name__ == "__main__":
    main()
