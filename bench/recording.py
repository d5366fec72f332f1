"""Record the Streamlit calls that draw a page, with the values passed to them, and replay them with no code behind.

The replayed page is the twin that a page is measured beside: the same elements, drawn through the same public methods
of Streamlit, but with literal data. Recording the protocol's messages instead would not do: sending them again skips
what Streamlit itself does to make an element, and that is the very thing to compare with.
"""

import os
import pickle
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.grid_container import GridContainer
from streamlit.navigation.page import StreamlitPage

VARIABLE: Final = "NETROI_BENCH_RECORDING"

PAGES: Final[dict[str, StreamlitPage]] = {}
"""The pages of the twin, by the names of their scripts in the app."""

# True within a Streamlit method: elements that are made of other elements are recorded once.
_is_recording: ContextVar[bool] = ContextVar("is_recording", default=False)


@dataclass(frozen=True)
class PageLink:
    """A page in the app's navigation."""

    title: str
    url_path: str
    script: str
    is_default: bool


@dataclass(frozen=True)
class Call:
    """A call of a Streamlit method.

    Attributes:
        container: The number of the element that it draws into; None: the main area.
        method: The method's name.
        args: Its arguments, all literal.
        kwargs: Its keyword arguments, all literal.
    """

    container: int | None
    method: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


@dataclass
class Recording:
    """The navigation of an app, and the calls that drew one of its pages."""

    pages: list[PageLink] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


class Recorder:
    """Records every run of a page in this process; meant for one open tab at a time."""

    def __init__(self) -> None:
        self._recording = Recording()
        self._elements: list[DeltaGenerator] = []

    def install(self) -> None:
        """Record all public methods of Streamlit that draw, from now on."""
        for name, method in vars(st).copy().items():
            if isinstance(getattr(method, "__self__", None), DeltaGenerator):
                recorded = self._recorded(name)
                setattr(DeltaGenerator, name, recorded)
                setattr(st, name, recorded.__get__(method.__self__))
        # The one method that draws and that only a container has.
        GridContainer.cell = self._recorded("cell", GridContainer)  # type: ignore[method-assign]
        navigation = st.navigation

        def recorded_navigation(pages: Sequence[StreamlitPage], **options: Any) -> StreamlitPage:
            # The first call of a run, by the frame of all pages.
            self._recording, self._elements = Recording([_link(page) for page in pages]), []
            return navigation(pages, **options)

        st.navigation = recorded_navigation

    def dump(self) -> bytes:
        """Return the recording of the last run as bytes."""
        return pickle.dumps(self._recording)

    def _recorded(self, name: str, kind: type[DeltaGenerator] = DeltaGenerator) -> Any:
        method = getattr(kind, name)

        @wraps(method)
        def recorded(target: DeltaGenerator, *args: Any, **kwargs: Any) -> Any:
            if _is_recording.get():
                return method(target, *args, **kwargs)
            container = self._number(target._active_dg)
            token = _is_recording.set(True)
            try:
                result = method(target, *args, **kwargs)
            finally:
                _is_recording.reset(token)
            self._recording.calls.append(Call(container, name, *self._literal(args, kwargs)))
            self._elements += _elements(result)
            return result

        return recorded

    def _number(self, container: DeltaGenerator) -> int | None:
        return next((number for number, element in enumerate(self._elements) if element is container), None)

    def _literal(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return arguments without functions: options as they are shown, and callbacks that do nothing."""
        kwargs = {name: value for name, value in kwargs.items() if name not in ("args", "kwargs")}
        if (label := kwargs.pop("format_func", None)) is not None:
            if "options" in kwargs:
                kwargs["options"] = [*map(label, kwargs["options"])]
            else:
                args = (args[0], [*map(label, args[1])], *args[2:])
            if (default := kwargs.get("default")) is not None:
                kwargs["default"] = [*map(label, default)] if isinstance(default, list | tuple) else label(default)
        return tuple(map(_literal_value, args)), {name: _literal_value(value) for name, value in kwargs.items()}


@cache
def read_recording() -> Recording:
    """Return the recording that the environment names."""
    recording = pickle.loads(Path(os.environ[VARIABLE]).read_bytes())
    assert isinstance(recording, Recording)
    return recording


def replay(recording: Recording) -> None:
    """Draw a recorded page, with links to `PAGES`."""
    elements: list[DeltaGenerator] = []
    for call in recording.calls:
        target = st if call.container is None else elements[call.container]
        args = call.args
        if call.method == "page_link":
            args = (PAGES[args[0]], *args[1:])
        elements += _elements(getattr(target, call.method)(*args, **call.kwargs))


def do_nothing(*_: object, **__: object) -> bytes:
    """Stand in for a callback, or for the function that makes a download."""
    return b""


def _link(page: StreamlitPage) -> PageLink:
    return PageLink(page.title, page.url_path, Path(str(page._page)).name, page._default)


def _literal_value(value: Any) -> Any:
    if isinstance(value, StreamlitPage):
        return _link(value).script
    return do_nothing if callable(value) else value


def _elements(result: Any) -> list[DeltaGenerator]:
    """Return the elements that a call returned, one or several."""
    results = result if isinstance(result, list | tuple) else [result]
    return [element for element in results if isinstance(element, DeltaGenerator)]
