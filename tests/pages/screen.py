"""A visitor in front of the app: opens a page, reads what stands on it, finds widgets by what they are called."""

import json
import re
from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from netroi_core.access.visitors import OWNER, Visitor, signed
from netroi_core.web.streamlit_server import VISITOR_KEY
from pages.frame.menu import ACCOUNT, PLACES, QUIZ
from tests.careers import ROOT

PAGES = tuple(page for place in (*PLACES, QUIZ, ACCOUNT) for page in place.titles)
_HOME = PAGES[0]

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Texts that are never read as Markdown: what is typed, chosen from a plain list, or meant for machines.
_NOT_MARKDOWN = {
    *("id", "element_id", "form_id", "default", "default_string", "value", "raw_value", "raw_values", "placeholder"),
    *("icon", "url"),
    *("alt", "autocomplete", "columns", "spec", "data", "page", "page_script_hash", "validate", "query_param_key"),
    *(
        "gap",
        "tag",
        "type",
        "name",
        "min",
        "max",
        "theme",
        "column_order",
        "user_key",
        "background_color",
        "step",
        "format",
    ),
}
_PLAIN_OPTIONS = {"selectbox", "multiselect"}


def opened(page: str = "results.py", *, by: Visitor = OWNER, **query: str) -> AppTest:
    """The app, opened by its owner, or by another whom the gate let in, at a page."""
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    app.user = {VISITOR_KEY: signed(by)}
    for key, value in query.items():
        app.query_params[key] = value
    if page != _HOME:
        app.switch_page(page)
    return run(app)


def run(app: AppTest) -> AppTest:
    """Run the page; whatever it raises fails the test."""
    return _without_exception(app.run())


def at_page(app: AppTest, page: str) -> AppTest:
    """The same visitor, at another page."""
    return run(app.switch_page(page))


def click(app: AppTest, label: str, place: int = 0) -> AppTest:
    """Click the button of this label, the first of them unless another is meant.

    A page that it leads to is shown once; AppTest must be told by at_page to stay there.
    """
    # An undo names what it undoes.
    buttons = [button for button in app.button if f"{read(button.label)}: ".startswith(f"{label}: ")]
    assert len(buttons) > place, f"no button {label!r} among {[button.label for button in app.button]}"
    buttons[place].click()
    return run(app)


def fill(app: AppTest, label: str, text: str, place: int = 0) -> AppTest:
    """Type into the field of this label; to leave it is up to the test."""
    fields = [field for field in app.text_input if field.label == label]
    assert len(fields) > place, f"no field {label!r} among {[field.label for field in app.text_input]}"
    fields[place].set_value(text)
    return app


def typed(app: AppTest, label: str, place: int = 0) -> str:
    """Return the text in the field of this label."""
    return str([field for field in app.text_input if field.label == label][place].value)


def choose(app: AppTest, label: str, value: Any) -> AppTest:
    """Choose an option of the select box, radio or row of buttons of this label."""
    for widgets in (app.selectbox, app.radio, app.segmented_control, app.pills):
        for widget in widgets:
            if widget.label == label:
                widget.set_value(value)
                return run(app)
    raise AssertionError(f"nothing to choose is called {label!r}")


def unfold(app: AppTest, label: str) -> AppTest:
    """Open the expander or popover whose label has these words."""
    named = [(block.proto.label, block) for block in app.expander]
    named += [(block.proto.popover.label, block) for block in app.get("popover")]
    blocks = [block for name, block in named if label in _folded_line(name)]
    assert blocks, f"nothing to unfold is called {label!r} among {[_folded_line(name) for name, _ in named]}"
    app.session_state[blocks[0].key] = True
    return run(app)


def edit(app: AppTest, changes: dict[int, dict[str, Any]], deleted: tuple[int, ...] = (), place: int = 0) -> AppTest:
    """Edit cells of a table, the first one unless another is meant, by row and column, or delete rows.

    AppTest knows no edits of a table, and setting session_state calls no on_change: so this is what a browser sends.
    """
    states = app._tree.get_widget_states()
    entered = {"edited_rows": changes, "added_rows": [], "deleted_rows": list(deleted)}
    states.widgets.append(WidgetState(id=app.data_editor[place].proto.id, string_value=json.dumps(entered)))
    app._run(states)
    return _without_exception(app)


def type_new(app: AppTest, box: str, text: str, button: str) -> AppTest:
    """Type a text that is no option into a select box, and press a button; AppTest knows options alone."""
    (field,) = (field for field in app.selectbox if field.label == box)
    (pressed,) = (pressed for pressed in app.button if pressed.label == button)
    pressed.click()
    states = app._tree.get_widget_states()
    others = [state for state in states.widgets if state.id != field.proto.id]
    del states.widgets[:]
    states.widgets.extend([*others, WidgetState(id=field.proto.id, string_value=text)])
    app._run(states)
    return _without_exception(app)


def headings(app: AppTest) -> list[str]:
    """All headings, as read."""
    plain = [read(heading.value) for headings in (app.title, app.header, app.subheader) for heading in headings]
    lines = [line for text in app.markdown for line in text.value.splitlines()]
    return [*plain, *(read(line.lstrip("#").lstrip()) for line in lines if line.startswith(("# ", "### ")))]


def charts(app: AppTest) -> list[Any]:
    """Return the charts, as the browser gets them."""
    return [chart.proto for chart in app.get("vega_lite_chart")]


def screen(app: AppTest) -> str:
    """All words on the screen that a page put there, as read, one line for each element."""
    return "\n".join(read(text) for text in markdown(app))


def forms_sent_by_enter(app: AppTest) -> list[str]:
    """The forms that Enter in a field sends, as the phone's keyboard does to go on."""
    forms = [node.proto.form for node in _nodes(app._tree) if hasattr(getattr(node, "proto", None), "form")]
    assert any(form.form_id for form in forms), "no form is shown"
    return [form.form_id for form in forms if form.enter_to_submit]


def holds(app: AppTest, word: str) -> bool:
    """Return True if a word is anywhere in what the browser gets: in texts, tables, charts, widgets."""
    protos = [proto for node in _nodes(app._tree) if isinstance(proto := getattr(node, "proto", None), Message)]
    return any(word.encode() in proto.SerializeToString() for proto in protos)


def read(markdown: str) -> str:
    """Return a Markdown text as people read it: without its escapes and invisible characters, all spaces alike."""
    return _ESCAPED.sub(r"\1", markdown).replace("\u2060", "").replace("\u00a0", " ")


def folded_lines(app: AppTest) -> list[str]:
    """Return the lines of what unfolds, as read while they are folded."""
    return [_folded_line(fold.label) for fold in app.expander]


def _folded_line(label: str) -> str:
    return re.sub(r":small\[(.*)\]$", r"\1", read(label))


def markdown(app: AppTest) -> Iterator[str]:
    """Every text on the screen that Streamlit reads as Markdown; what it may read so counts as well."""
    for node in _nodes(app._tree):
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            kind = getattr(node, "type", "")
            texts = _texts(proto, _NOT_MARKDOWN | ({"options"} if kind in _PLAIN_OPTIONS else set()))
            yield from texts


def _without_exception(app: AppTest) -> AppTest:
    assert not app.exception, [f"{error.value}\n{''.join(error.stack_trace)}" for error in app.exception]
    return app


def _nodes(block: Block) -> Iterator[Block | Element]:
    for node in block.children.values():
        yield node
        if isinstance(node, Block):
            yield from _nodes(node)


def _texts(proto: Message, left_out: set[str]) -> Iterator[str]:
    for field, value in proto.ListFields():
        if field.name in left_out:
            continue
        for item in value if field.is_repeated else [value]:
            if isinstance(item, str):
                yield item
            elif isinstance(item, Message):
                yield from _texts(item, left_out)
