"""The visitor's session: the open workspace, saving with undo, and the state of widgets between runs.

Only this module touches ``st.session_state``. It holds nothing of a workspace except edits that are not saved yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from netroi_core.errors import CannotUndo, ChangedElsewhere, Invalid, NetROIError
from netroi_core.storage import Edit, Saved
from netroi_core.wording.wording import Words
from netroi_core.workspace import document, edits
from netroi_core.workspace.edits import Removal, Stale
from netroi_core.workspace.fields import Record, strip_controls
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.workspace import Document, Workspace
from pages.shell import identity, workspace
from pages.shell.page_state import PageState

_KEY = "netroi"
_LONGEST_ACT = 40  # as many letters as a phone shows on a button
# The earliest day that a field offers.
EARLIEST_DAY = date(1900, 1, 1)


@dataclass
class Notice:
    """A message about one act, which stands on the page where it was first shown until the next act."""

    kind: Literal["success", "error"]
    sentence: str  # begins with a verb in the past tense, and has a full stop, whatever name ends it
    undo: Edit | None = None
    note: str = ""  # what else there is to say, which the undo doesn't name
    page: str | None = None  # None until it is shown
    # Of its own, so that a click on the button of an earlier message can't press that of a later one.
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def act(self) -> str:
        """The act as a phrase inside a sentence."""
        return f"{self.sentence[:1].lower()}{self.sentence[1:]}".removesuffix(".")

    @property
    def short_act(self) -> str:
        """The act, cut at a word to fit on a button."""
        act = self.act
        return act if len(act) <= _LONGEST_ACT else f"{act[:_LONGEST_ACT].rsplit(maxsplit=1)[0]}…"


@dataclass
class _Memory:
    """The state of one session, tied to one identity by its fingerprint."""

    identity: tuple[Any, ...]
    is_new_workspace: bool = False
    example: Saved | None = None  # with this session's own changes
    notices: list[Notice] = field(default_factory=list)
    conflict: Stale | None = None
    stored_values: dict[str, Any] = field(default_factory=dict)
    field_errors: dict[str, str] = field(default_factory=dict)
    form_rounds: dict[str, int] = field(default_factory=dict)
    snapshots: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    page_state: PageState = field(default_factory=PageState)


@dataclass(frozen=True)
class PendingNotices:
    """The notices to show above the page."""

    is_example: bool
    is_new_workspace: bool  # first saved in this session, and the visitor may not know yet how to come back to it
    notices: Sequence[Notice]
    conflict: Stale | None  # an edit that was refused because the record had been changed elsewhere


def saved() -> Saved | None:
    """Return the stored version of the open workspace; None before the first save."""
    example = _memory().example
    return workspace.read() if example is None else example


def opened() -> Document:
    """Return the document of the open workspace, an empty one before the first save. Read it, never change it."""
    stored = saved()
    return workspace.new() if stored is None else stored.document


def records() -> Workspace:
    """Return the open workspace as records; an empty one before the first save."""
    stored = saved()
    return Workspace(workspace.new()) if stored is None else stored.workspace


def profile() -> Profile:
    """Return the profile of the open workspace."""
    return records().profile


def words() -> Words:
    """Return the number and date formats of the open workspace's owner."""
    return Words.of(profile())


def save(edit: Edit, done: str | None = None, undo: Edit | None = None, note: str = "") -> bool:
    """Change the open workspace in one transaction; return True if it is saved.

    Then ``done`` is shown with the ``note``, and ``undo`` is offered beside it until the next act. A refusal is shown
    in any case.
    """
    # A click elsewhere can stop the page at its next access to session state: so state is read before the save and
    # written after it, never in between.
    memory = _begin_act()
    try:
        if memory.example is None:
            memory.is_new_workspace |= workspace.change(edit)
        else:
            memory.example = workspace.change_example(memory.example, edit)
    except Stale as stale:
        memory.conflict = stale
        return False
    except Invalid as invalid:
        memory.notices += [Notice("error", problem.sentence) for problem in invalid.problems[:5]]
        return False
    except NetROIError as refusal:
        if isinstance(refusal, ChangedElsewhere):
            memory.snapshots.clear()  # the visitor knows now: saving again is deliberate
        memory.notices.append(Notice("error", str(refusal)))
        return False
    memory.labels.clear()
    if done is not None:
        memory.notices.append(Notice("success", done, undo, note))
    return True


def add(record: Record, done: str, note: str = "") -> bool:
    """Save a new record, and offer to remove it again."""
    return save(
        lambda document: edits.put(document, record),
        done,
        lambda document: edits.undo_addition(document, record),
        note,
    )


def replace(before: Record, after: Record, done: str, note: str = "", added: Record | None = None) -> bool:
    """Save another version of a record, with a new one that it refers to, if any; offer to restore the one before."""

    def edit(document: Document) -> Document:
        document = edits.put(document, after, before)
        return document if added is None else edits.put(document, added)

    def undo(document: Document) -> Document:
        document = edits.undo(document, Removal((), ((before, after),)))
        return document if added is None else edits.undo_addition(document, added)

    return save(edit, done, undo, note)


def save_removal(
    change: Callable[[Document], tuple[Document, Removal]],
    done: str,
    undo: Callable[[Document, Removal], Document] = edits.undo,
) -> None:
    """Save a change that returns what it removed, and offer to restore that."""
    removals: list[Removal] = []

    def edit(document: Document) -> Document:
        document, removal = change(document)
        # A store calls an edit again where another change came first: only the last removal belongs to the save.
        removals[:] = [removal]
        return document

    save(edit, done, lambda document: undo(document, removals[0]))


def save_whole(edit: Edit, done: str) -> bool:
    """Save a change of the whole workspace; offer to restore it as it was, unless it has changed since."""
    versions: list[tuple[Document, Document]] = []

    def change(before: Document) -> Document:
        after = edit(before)
        # As in ``save_removal``, only the last versions belong to the save.
        versions[:] = [(before, after)]
        return after

    def undo(document: Document) -> Document:
        before, after = versions[0]
        if document != after:
            raise CannotUndo
        return before

    return save(change, done, undo)


def delete_records(name: str, keys: list[str], description: str) -> None:
    """Delete records of a list by their ids, and offer to undo it."""
    save_removal(lambda document: edits.remove(document, name, keys), f"Deleted {description}.")


def erase() -> None:
    """Erase the visitor's workspace with all its backups."""
    if attempt(workspace.erase):
        st.session_state.clear()
        notify("success", "Erased everything.")


def acknowledge_recovery_key() -> None:
    """Note that the visitor knows how to come back to the workspace."""
    _memory().is_new_workspace = False


def is_example() -> bool:
    """Return True if the example is open instead of the visitor's own workspace."""
    return _memory().example is not None


def open_example() -> None:
    """Open the example, one for all visitors; what they change in it is their session's, and ends with it."""
    st.session_state.clear()
    _memory().example = example()


@cache
def example() -> Saved:
    """Return the example without changes, shared by everybody."""
    raw = (identity.ROOT / "data" / "sample.json").read_bytes()
    return Saved(Workspace(document.parse(raw)), version=0, size_bytes=len(raw))


def leave_example() -> None:
    """Go back to the visitor's own workspace."""
    st.session_state.clear()


def is_on_phone() -> bool:
    """Return True if the visitor's browser runs on a phone: all of them say so by this word."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def new_id(kind: str) -> str:
    """Return an id for a new record; ``kind`` is a short prefix that tells people what it is."""
    return f"{kind}-{uuid4().hex[:12]}"


def today() -> date:
    """Return the visitor's date if the browser names its time zone, else the server's."""
    return datetime.now(time_zone()).date()


def time_zone() -> ZoneInfo | None:
    """Return the time zone of the visitor's browser; None if it names none that is known."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, such as Europe
        return None


def first_day() -> date:
    """Return the earliest date for a new record: no figure covers anything older than the archive's end."""
    # A file can name a day that is still to come, but today can always be logged.
    return min(profile().archived_before or EARLIEST_DAY, today())


# UTC, as it is stored and compared; only days are the visitor's own.
def now() -> str:
    """Return the current time as an ISO timestamp in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def value(name: str, default: Any = None) -> Any:
    """Return what any page set under this name in this session; such values are never saved."""
    return _memory().values.get(name, default)


def set_value(name: str, value: Any) -> None:
    """Remember a value under this name until the session ends."""
    _memory().values[name] = value


def widget_key(name: str, stored: Any) -> str:
    """Return the key of a widget that shows a stored value, and reset the widget whenever that value has changed."""
    stored_values = _memory().stored_values
    if name not in st.session_state or name not in stored_values or stored_values[name] != stored:
        st.session_state[name] = stored
        stored_values[name] = stored
    return name


def save_on_change(name: str, save_value: Callable[[Any], bool]) -> Callable[[], None]:
    """Return a widget's ``on_change`` that saves its value, then shows what is stored.

    A value that is refused stays as it was typed.
    """

    def on_change() -> None:
        if save_value(st.session_state[name]):
            _memory().stored_values.pop(name, None)

    return on_change


def form_snapshot(widget: str, record: Any) -> Any:
    """Return the record as it was when a form's widget began to show it, so that an edit elsewhere is noticed."""
    snapshots = _memory().snapshots
    if widget not in st.session_state or widget not in snapshots:
        snapshots[widget] = record
    return snapshots[widget]


def stable_label(name: str, label: str) -> str:
    """Return the label of an expander; while it is open, only a save in this session changes it."""
    # Streamlit takes an expander with another label for another expander, a closed one: an edit elsewhere would
    # swallow what is being typed in it.
    labels = _memory().labels
    if not st.session_state.get(name):
        labels[name] = label
    return labels.setdefault(name, label)


def drop_snapshot(widget: str) -> None:
    """Let a form show what is stored again, after it was saved."""
    _memory().snapshots.pop(widget, None)


def widget_value(name: str) -> Any:
    """Return the value of a widget, without invisible characters pasted with a text; None if it was not shown."""
    value = st.session_state.get(name)
    return strip_controls(value) if isinstance(value, str) else value


def set_widget_value(name: str, value: Any) -> None:
    """Set the value of a widget; only before it is shown in this run."""
    st.session_state[name] = value


def field_error(name: str) -> str | None:
    """Return the sentence on what is wrong with the value last typed into a field."""
    return _memory().field_errors.get(name)


def set_field_error(name: str, sentence: str | None) -> None:
    """Remember, or with None forget, what is wrong with a field."""
    field_errors = _memory().field_errors
    field_errors.pop(name, None)
    if sentence is not None:
        field_errors[name] = sentence


def form_key(form: str) -> str:
    """Return the key of a form, a new one after each ``reset_form``."""
    return f"{form}:{_memory().form_rounds.get(form, 0)}"


def reset_form(form: str) -> None:
    """Empty a form: its next key is a new one."""
    rounds = _memory().form_rounds
    rounds[form] = rounds.get(form, 0) + 1


def form_entries(*forms: str) -> dict[str, Any]:
    """Return what is entered in forms of these keys, by the names of their widgets."""
    # A button can't be pressed by its value.
    return {
        str(name): value
        for name, value in st.session_state.items()
        if any(f"{key} " in str(name) for key in forms) and not str(name).endswith(" save")
    }


def restore_form(form: str, entries: Mapping[str, Any]) -> None:
    """Take back a ``reset_form``, with what was entered; only before the form is shown in this run."""
    _memory().form_rounds[form] -= 1
    st.session_state.update(entries)


def page_state() -> PageState:
    """Return the state that the parts of the page keep while they are shown."""
    return _memory().page_state


def pending_notices(page: str) -> PendingNotices:
    """Return the notices to show on a page; messages that were first shown on another page are dropped."""
    memory = _memory()
    memory.notices = [notice for notice in memory.notices if notice.page in (None, page)]
    for notice in memory.notices:
        notice.page = page
    return PendingNotices(memory.example is not None, memory.is_new_workspace, memory.notices, memory.conflict)


def notify(kind: Literal["success", "error"], sentence: str, undo: Edit | None = None, note: str = "") -> None:
    """Show the visitor a message at the next run, with an undo of the act that it is about."""
    _begin_act().notices.append(Notice(kind, sentence, undo, note))


def dismiss(notice: Notice) -> None:
    """Stop showing a message."""
    memory = _memory()
    memory.notices = [other for other in memory.notices if other is not notice]


def dismiss_all() -> None:
    """Stop showing the messages of earlier acts, with their undo: another act began."""
    _begin_act()


def attempt(act: Callable[[], object], done: str = "") -> bool:
    """Do an act, and say at the next run that it is done; return False if it was refused, which is said instead."""
    _begin_act()
    try:
        act()
    except NetROIError as refusal:
        notify("error", str(refusal))
        return False
    if done:
        notify("success", done)
    return True


def undo(notice: Notice) -> None:
    """Undo the act of a message, unless another act came first or something else would be reverted with it."""
    if (undo_act := notice.undo) is None or not any(other is notice for other in _memory().notices):
        return

    def edit(document: Document) -> Document:
        try:
            return undo_act(document)
        except Stale as stale:
            raise CannotUndo from stale

    save(edit, f"Undone: {notice.act}.")


def resolve_conflict(edit: Edit | None) -> None:
    """End a conflict: save the visitor's version with ``edit``, or with None keep what is stored."""
    memory = _memory()
    memory.conflict = None
    memory.snapshots.clear()
    if edit is not None:
        save(edit, "Saved your version.")


def _begin_act() -> _Memory:
    """Drop the messages of earlier acts, with their undo, and return the session's state."""
    memory = _memory()
    # What was not shown yet may belong to this act: a click may save several things. But a next click can also stop
    # the run that would have shown it: so its undo ends here in any case.
    memory.notices = [notice for notice in memory.notices if notice.page is None]
    for notice in memory.notices:
        notice.undo = None
    return memory


def _memory() -> _Memory:
    fingerprint = identity.identity_key()
    memory: _Memory = st.session_state.setdefault(_KEY, _Memory(fingerprint))
    if memory.identity != fingerprint:
        # Somebody signed in or out in this tab: nobody may see what another person left here.
        st.session_state.clear()
        memory = st.session_state[_KEY] = _Memory(fingerprint)
    return memory
