"""The session: whose workspace is open, how it is saved, and what the page remembers meanwhile.

The one owner of st.session_state. Nothing of a workspace is kept in it but what is on its way to be saved.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from netroi_core.errors import ChangedElsewhere, Invalid, NetROIError, Stale
from netroi_core.storage import Edit, Principal, Saved
from netroi_core.storage.memory import MemoryStore
from netroi_core.wording.wording import Words
from netroi_core.workspace import document
from netroi_core.workspace.document import Document
from netroi_core.workspace.records import Profile
from netroi_core.workspace.workspace import Workspace
from pages.shell import identity, workspace
from pages.shell.visits import Visits

_KEY = "netroi"
_EXAMPLES = MemoryStore()


@dataclass
class _Memory:
    """What a session remembers between two runs of a page: of one person only, whose mark it carries."""

    mark: tuple[Any, ...]
    began: bool = False
    example: Principal | None = None
    notices: list[tuple[str, str]] = field(default_factory=list)
    undo: Edit | None = None
    conflict: Stale | None = None
    seeds: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    tried: dict[str, Any] = field(default_factory=dict)
    visits: Visits = field(default_factory=Visits)


@dataclass(frozen=True)
class News:
    """What there is to tell the visitor.

    is_example: whether the example is open instead of their own workspace. began: whether that began in this session,
    and they have not said that they know the way back. done: (error or success, sentence). can_undo: whether the last
    change can be taken back. conflict: an edit that was refused because the record was changed elsewhere.
    """

    is_example: bool
    began: bool
    done: list[tuple[str, str]]
    can_undo: bool
    conflict: Stale | None


def saved() -> Saved | None:
    """What is stored of the workspace that is open; None before the first save."""
    mine = _memory().example
    if mine is None:
        return workspace.read()
    return _EXAMPLES.read(mine) or _EXAMPLES.change(mine, lambda _: _sample())


def opened() -> Document:
    """The document of the open workspace; an empty one before the first save. Read it, never change it."""
    stored = saved()
    return document.empty() if stored is None else stored.document


def records() -> Workspace:
    """Return the open workspace as records; an empty one before the first save."""
    stored = saved()
    return Workspace(document.empty()) if stored is None else stored.workspace


def profile() -> Profile:
    """Return the profile of the open workspace."""
    return records().profile


def words() -> Words:
    """How the owner of the open workspace reads numbers."""
    return Words.of(profile())


def save(edit: Edit, done: str | None = None, undo: Edit | None = None) -> bool:
    """Change the open workspace in one transaction; whether it is saved. A refusal is shown, and so is ``done``.

    ``undo``, if given, is offered until the next change. State is read before and written after, never in between: a
    click elsewhere can stop a page, but not a save.
    """
    memory = _memory()
    try:
        if memory.example is None:
            memory.began |= workspace.change(edit)
        else:
            _EXAMPLES.change(memory.example, edit)
    except Stale as stale:
        memory.conflict = stale
        return False
    except Invalid as invalid:
        memory.notices += [("error", str(problem)) for problem in invalid.problems[:5]]
        return False
    except NetROIError as refusal:
        if isinstance(refusal, ChangedElsewhere):
            memory.shown.clear()  # told now: whoever saves again means it
        memory.notices.append(("error", str(refusal)))
        return False
    memory.labels.clear()
    memory.undo = undo
    if done is not None:
        memory.notices.append(("success", done))
    return True


def erase() -> None:
    """Erase the visitor's workspace with all its backups."""
    try:
        workspace.erase()
    except NetROIError as refusal:
        notify("error", str(refusal))
        return
    st.session_state.clear()
    notify("success", "Everything is erased.")


def know_the_way_back() -> None:
    """The visitor says that they know how to come back to it."""
    _memory().began = False


def is_example() -> bool:
    """Whether the example is open instead of the visitor's own workspace."""
    return _memory().example is not None


def open_example() -> None:
    """Open a copy of the example, for this session alone."""
    st.session_state.clear()
    _memory().example = Principal("example", uuid4().hex)


def leave_example() -> None:
    """Go back to the visitor's own workspace and drop the copy of the example."""
    mine = _memory().example
    st.session_state.clear()
    if mine is not None:
        _EXAMPLES.erase(mine)


def new_id(kind: str) -> str:
    """An id for a new record; kind is a letter that tells people what it is."""
    return f"{kind}-{uuid4().hex[:12]}"


def today() -> date:
    """The visitor's day, where the browser tells its time zone; else the server's."""
    try:
        return datetime.now(ZoneInfo(st.context.timezone or "")).date()
    except (ZoneInfoNotFoundError, ValueError):
        return date.today()


def now() -> str:
    """This moment as an ISO timestamp, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def tried(name: str, otherwise: Any) -> Any:
    """What was last tried out under this name, on whatever page since; a what-if is kept here and never saved."""
    return _memory().tried.get(name, otherwise)


def try_out(name: str, value: Any) -> None:
    """Remember what is tried out under this name."""
    _memory().tried[name] = value


def seeded(name: str, stored: Any) -> str:
    """The key of a widget that shows what is stored: its state is set anew whenever that has changed."""
    seeds = _memory().seeds
    if name not in st.session_state or name not in seeds or seeds[name] != stored:
        st.session_state[name] = stored
        seeds[name] = stored
    return name


def kept(name: str, keep: Callable[[Any], bool]) -> Callable[[], None]:
    """A widget's on_change: saves its value by ``keep``, then shows what is stored. What is refused stays as typed."""

    def on_change() -> None:
        if keep(st.session_state[name]):
            _memory().seeds.pop(name, None)

    return on_change


def as_shown(widget: str, record: Any) -> Any:
    """The record as it was when a form's widget began to show it; so an edit elsewhere meanwhile is noticed."""
    shown = _memory().shown
    if widget not in st.session_state or widget not in shown:
        shown[widget] = record
    return shown[widget]


def steady(name: str, label: str) -> str:
    """The label of an expander: while it is open, only a save from here changes it.

    To Streamlit another label is another expander, a closed one: an edit elsewhere would swallow what is typed in it.
    """
    labels = _memory().labels
    if not st.session_state.get(name):
        labels[name] = label
    return labels.setdefault(name, label)


def forget_shown(widget: str) -> None:
    """After a form was saved: it shows what is stored from now on."""
    _memory().shown.pop(widget, None)


def value(name: str) -> Any:
    """What a widget holds now; None if it was not shown."""
    return st.session_state.get(name)


def set_value(name: str, value: Any) -> None:
    """Set what a widget will hold; only before it is shown in this run."""
    st.session_state[name] = value


def problem(name: str) -> str | None:
    """What was wrong with the value last typed into a field."""
    return _memory().problems.get(name)


def set_problem(name: str, sentence: str | None) -> None:
    """Remember, or forget, what is wrong with a field."""
    problems = _memory().problems
    problems.pop(name, None)
    if sentence is not None:
        problems[name] = sentence


def fresh(form: str) -> str:
    """The key of a form that begins anew after each ``begin_anew``."""
    return f"{form}:{_memory().rounds.get(form, 0)}"


def begin_anew(form: str) -> None:
    """Let a form begin anew: what was entered into it is done with."""
    rounds = _memory().rounds
    rounds[form] = rounds.get(form, 0) + 1


def visits() -> Visits:
    """What parts of a page keep while they are looked at."""
    return _memory().visits


def news() -> News:
    """What there is to tell the visitor; what was done is told once."""
    memory = _memory()
    done, memory.notices = memory.notices, []
    return News(memory.example is not None, memory.began, done, memory.undo is not None, memory.conflict)


def notify(kind: str, sentence: str) -> None:
    """Tell the visitor something at the next run."""
    _memory().notices.append((kind, sentence))


def undo() -> None:
    """Take the last change back."""
    if (undo := _memory().undo) is not None:
        save(undo, "Taken back.")


def settle(edit: Edit | None) -> None:
    """End a conflict: with an edit that writes the visitor's version after all, or None to keep what is stored."""
    memory = _memory()
    memory.conflict = None
    memory.shown.clear()
    if edit is not None:
        save(edit, "Your version is saved.")


def _memory() -> _Memory:
    mark = identity.mark()
    memory: _Memory = st.session_state.setdefault(_KEY, _Memory(mark))
    if memory.mark != mark:  # somebody signed in or out: what another person left is none of theirs
        st.session_state.clear()
        memory = st.session_state[_KEY] = _Memory(mark)
    return memory


def _sample() -> Document:
    return document.parse((identity.ROOT / "data" / "sample.json").read_bytes())
