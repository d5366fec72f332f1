"""Two guests on one server: whichever page they open and whatever they save, neither gets a word of the other's."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.DownloadButton_pb2 import DownloadButton
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileEntries, FileStore
from tests.browser.conftest import Server
from tests.careers import HOSTILE
from tests.pages.screen import PAGES
from tests.pages.test_hostile import hostile
from tests.web.test_sessions import connected, cookie, server

__all__ = ["server"]  # a fixture


class Guest:
    """A guest's browser without a screen: it asks for pages and files as Streamlit's own does, and keeps everything.

    Each file is asked for by a thief, too, while it can be had.
    """

    def __init__(self, server: Server, name: str) -> None:
        self._server, self.name, self.cookie = server, name, cookie(server)
        self.received: list[bytes] = []
        self.files: dict[str, bytes] = {}
        self.thief = self
        self.statuses_of_thief: set[int] = set()
        self._hashes: dict[str, str] = {}

    @property
    def principal(self) -> Principal:
        """Whose workspace the cookie opens."""
        guests = Guests(CredentialStore(FileEntries(self._server.data / "access")))
        visitor = guests.visitor(self.cookie.partition("=")[2])
        assert visitor is not None
        return Principal("guest", visitor.name)

    @property
    def pages(self) -> list[str]:
        """The pages that the server offers, by their addresses."""
        return list(self._hashes)

    @contextmanager
    def in_tab(self) -> Iterator[None]:
        """Open a tab, and the first page in it."""
        with connected(self._server, self.cookie) as self._tab:
            self.run("")
            yield

    def run(self, page: str, *entered: WidgetState) -> "Screen":
        """Open a page, with these entries in it."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self._hashes.get(page, "")
        message.rerun_script.widget_states.widgets.extend(entered)
        self._tab.send(message.SerializeToString())
        screen = Screen()
        for answer in self._answers():
            match answer.WhichOneof("type"):
                case "new_session":
                    self._session = answer.new_session.initialize.session_id or self._session
                case "navigation":
                    self._hashes = {each.url_pathname: each.page_script_hash for each in answer.navigation.app_pages}
                case "delta":
                    screen.add(answer)
                case "script_finished" if answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return screen
        raise AssertionError("unreachable")

    def explore(self, page: str) -> None:
        """Open a page, all that is folded away on it, each list of records, and save each file that it offers."""
        opened: dict[str, WidgetState] = {}
        screen = self.run(page)
        while closed := screen.folded.keys() - opened.keys():
            opened |= {each: WidgetState(id=each, bool_value=True) for each in closed}
            screen = self.run(page, *opened.values())
        self._save(screen.downloads)
        for choice in [choice for group in screen.choices for choice in choices_of(group)]:
            self._save(self.run(page, *opened.values(), choice).downloads)

    def status(self, address: str) -> int:
        """The status of the answer to this browser."""
        try:
            with self._get(address) as answer:
                return int(answer.status)
        except HTTPError as refusal:
            return refusal.code

    def has_received(self, word: str) -> bool:
        """Whether anything that came had this word."""
        return any(word.encode() in content for content in (*self.received, *self.files.values()))

    def _answers(self) -> Iterator[ForwardMsg]:
        while True:
            self.received.append(self._tab.recv(60, decode=False))
            yield ForwardMsg.FromString(self.received[-1])

    def _save(self, buttons: Iterable[DownloadButton]) -> None:
        for button in buttons:
            message = BackMsg()
            request = message.backend_operation_request
            request.session_id, request.request_id = self._session, button.id
            request.deferred_file.file_id = button.deferred_file_id
            self._tab.send(message.SerializeToString())
            answer = next(each for each in self._answers() if each.HasField("backend_operation_response"))
            address = answer.backend_operation_response.deferred_file.url
            with self._get(address) as file:
                self.files[address] = file.read()
            self.statuses_of_thief.add(self.thief.status(address))

    def _get(self, address: str) -> Any:
        return urlopen(Request(self._server.url + address, headers={"Cookie": self.cookie}))


class Screen:
    """What a run put on the page, as far as a guest opens, chooses or saves something there."""

    def __init__(self) -> None:
        self.folded: dict[str, str] = {}
        self.choices: list[ButtonGroup] = []
        self.downloads: list[DownloadButton] = []

    def add(self, message: ForwardMsg) -> None:
        """Add an element."""
        element, block = message.delta.new_element, message.delta.add_block
        assert not element.HasField("exception"), element.exception
        if block.expandable.id:
            self.folded[block.expandable.id] = block.expandable.label
        if element.HasField("button_group"):
            self.choices.append(element.button_group)
        if element.HasField("download_button"):
            self.downloads.append(element.download_button)


def choices_of(group: ButtonGroup) -> list[WidgetState]:
    """The choices that show other records, or save them as a text that can be searched."""
    names = [option.content for option in group.options if group.label == "List" or "JSON" in option.content]
    states = [WidgetState(id=group.id) for _ in names]
    for state, name in zip(states, names, strict=True):
        state.string_array_value.data[:] = [name]
    return states


def canaries(of: str) -> tuple[dict[str, Any], list[str]]:
    """A workspace in which each text that a person can write is a word that stands nowhere else; and these words."""
    words: list[str] = []

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told(each) for key, each in value.items()}
        if isinstance(value, list):
            return [told(each) for each in value]
        if value != HOSTILE:
            return value
        words.append(f"Canary{of}{len(words)}x")
        return words[-1]

    return told(hostile()), words


def test_neither_of_two_guests_ever_receives_a_word_of_the_others(server: Server) -> None:
    """Every page, and every file that it offers, with a word of their own in every field."""
    store, ann, bo = FileStore(server.data), Guest(server, "Ann"), Guest(server, "Bo")
    ann.thief, bo.thief, words = bo, ann, {}
    with ExitStack() as tabs:
        for guest in (ann, bo):
            raw, words[guest] = canaries(guest.name)
            store.change(guest.principal, lambda _, raw=raw: raw)
            tabs.enter_context(guest.in_tab())
        assert len(ann.pages) >= len(PAGES)
        for page in ann.pages:
            for guest in (ann, bo):
                guest.explore(page)
    for guest, other in ((ann, bo), (bo, ann)):
        assert not guest.has_received(f"Canary{other.name}")
        shown = [word for word in words[guest] if guest.has_received(word)]
        assert len(shown) > len(words[guest]) * 0.7, "the page of its owner does show it"
        assert guest.statuses_of_thief == {404}
        backup = next(content for content in guest.files.values() if b"netroi-workspace" in content)
        assert not [word for word in words[guest] if word.encode() not in backup]
