"""A wire to the server, cut at a chosen message: before it gets through, after it was done, or while it is late."""

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from types import TracebackType
from typing import Literal, Self

Cut = Literal["before", "after", "late"]


class Proxy:
    """Passes messages on; what the client sends at once counts as one. Only the message armed for is cut."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._server = ("127.0.0.1", port)
        self._listening = socket.create_server((host, 0))
        self.port = self._listening.getsockname()[1]
        self.happened = False
        self._left = 0
        self._cut: Cut = "before"
        self._delay = 0
        self._meanwhile: Callable[[], object] | None = None
        self._late: tuple[socket.socket, bytes] | None = None
        self._unheard: set[socket.socket] = set()
        self._counting = Lock()

    def __enter__(self) -> Self:
        Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_down()

    def arm(self, at: int, cut: Cut, *, delay: int = 0, meanwhile: Callable[[], object] | None = None) -> None:
        """Cut the connection at a message from now on; a late one gets through before so many more are sent.

        meanwhile: what happens before the client notices.
        """
        self.happened, self._left, self._cut, self._delay, self._meanwhile = False, at, cut, delay, meanwhile

    def go_down(self) -> None:
        """Take no connections any more."""
        _close(self._listening)  # shut down first, or the thread that waits for one would take it still

    def disarm(self) -> None:
        """Pass everything on, also what is late still."""
        with self._counting:
            self._left = 0
            self._let_through()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(self._server)
                Thread(target=self._pass_on, args=(client, server), daemon=True).start()
                Thread(target=self._answer, args=(server, client), daemon=True).start()

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while message := client.recv(1_000_000):
                if self._is_cut(client, server, message):
                    return
                server.sendall(message)
        _close(server)

    def _is_cut(self, client: socket.socket, server: socket.socket, message: bytes) -> bool:
        with self._counting:
            if self._late is not None:
                self._delay -= 1
                if self._delay == 0:
                    self._let_through()
            if self._left == 0:
                return False
            self._left -= 1
            if self._left > 0:
                return False
            self.happened = True
            self._unheard.add(server)
            if self._cut == "late":
                self._late = (server, message)
            elif self._cut == "after":
                _done(server, message)
            else:
                _close(server)
            if self._meanwhile is not None:
                self._meanwhile()
            _close(client)
            return True

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while message := server.recv(1_000_000):
                if server not in self._unheard:
                    client.sendall(message)
        if server not in self._unheard:
            _close(client)

    def _let_through(self) -> None:
        if self._late is not None:
            _done(*self._late)
            self._late = None


def _done(server: socket.socket, message: bytes) -> None:
    """Send a message and wait until the server has done with it: it closes when nothing more can come."""
    with suppress(OSError):
        server.sendall(message)
        server.shutdown(socket.SHUT_WR)
    with suppress(OSError):
        while server.recv(1_000_000):
            pass
    _close(server)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
