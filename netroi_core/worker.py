"""Run work on uploaded files in a separate process, within limits of time, memory and number for each visitor.

A helper process, started at first use, has imported everything slow; for each task it forks a child. So a file that is
made to take forever or to fill the memory only ends its own child, and other visitors notice nothing.

Not multiprocessing's forkserver: its children run the main module, for which Streamlit puts in the page's script.
"""

import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final, NamedTuple, NoReturn, ParamSpec, TypeVar

from netroi_core.access.turns import Turns
from netroi_core.errors import NetROIError, Stopped

P = ParamSpec("P")
R = TypeVar("R")


class TaskLimits(NamedTuple):
    """The limits of one task; ``bytes`` come on top of what the imported modules take."""

    seconds: float
    bytes: int


# The workbook of a workspace of 3 MB takes more than 384 MB, and on a machine with six times the work it can do 54 s.
LIMITS: Final = TaskLimits(seconds=120, bytes=768 * 1024**2)
LARGEST_RESULT: Final = 256 * 1024**2
# At once on this server, and of one network; of each visitor one.
MOST_TASKS: Final = 4
TASKS_PER_NETWORK: Final = 2
_PRELOADED: Final = (
    *("netroi_core.importers.batch", "netroi_core.importers.parts", "netroi_core.importers.statements.mapping"),
    "netroi_core.exports.formats",
)
_ROOT: Final = Path(__file__).parents[1]
# Pages come before files.
_NICENESS: Final = 5
_LONGEST_START: Final = 120


def run_limited(visitor: str, function: Callable[..., R], *arguments: Any, network: str | None = None,
                limits: TaskLimits = LIMITS, listener: Callable[[float], None] | None = None) -> R:  # fmt: skip
    """Return the result of a function of the core, called in a process of its own.

    Args:
        visitor: Whoever asks; further tasks of theirs wait for their first.
        function: A function that can be imported, whose result can be pickled.
        *arguments: Its arguments, which can be pickled.
        network: The network that limits count the visitor for, if they do.
        limits: The time and memory that it may take.
        listener: Called here with each number that the function passes to its keyword argument ``listener``.

    Raises:
        Stopped: The task exceeded a limit.
        StillWorking: Other tasks took too long to wait for.
        NetROIError: The function raised it.
    """
    if not hasattr(os, "fork"):  # Windows, where the only visitor is the owner
        return function(*arguments, **({"listener": listener} if listener else {}))
    with _TASKS.turn(visitor, network, limits.seconds), _HELPER.new_child() as child:
        child.send((function, arguments, listener is not None, limits))
        return _result(child, limits, listener)  # type: ignore[no-any-return]


def prepare() -> None:
    """Start the helper process ahead of the first task, without waiting for it."""
    if hasattr(os, "fork"):
        _HELPER.start()


class _Helper:
    """The helper process, which is started again if it ended."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> socket.socket:
        """Return the socket to a running helper."""
        with self._lock:
            if self._control is None or self._process is None or self._process.poll() is not None:
                self._control, theirs = socket.socketpair()
                with theirs:
                    # One thread for linear algebra: more would wait in vain for the processors after a fork.
                    self._process = subprocess.Popen(
                        [sys.executable, "-m", __name__, str(theirs.fileno())],
                        cwd=_ROOT,
                        env={**_harmless_environment(), "OPENBLAS_NUM_THREADS": "1"},
                        pass_fds=[theirs.fileno()],
                        stdin=subprocess.DEVNULL,
                        start_new_session=True,  # a Ctrl+C in the terminal ends the server, which ends the helper
                    )
            return self._control

    @contextmanager
    def new_child(self) -> Iterator[Connection]:
        """Connect to a new child, and end it at the end, whatever it does by then."""
        control = self.start()
        try:
            child, process_id = self._connect(control)
        except (EOFError, OSError):  # the helper was killed, and is started again
            self._forget(control)
            child, process_id = self._connect(self.start())
        with child:
            try:
                yield child
            finally:
                with suppress(ProcessLookupError):
                    os.kill(process_id, signal.SIGKILL)

    def _connect(self, control: socket.socket) -> tuple[Connection, int]:
        ours, theirs = socket.socketpair()
        child = Connection(ours.detach())
        with theirs:
            socket.send_fds(control, [b"."], [theirs.fileno()])
        if not child.poll(_LONGEST_START):
            raise Stopped
        return child, child.recv()

    def _forget(self, control: socket.socket) -> None:
        """Close the socket to a helper that was killed, unless another thread has, and started the next helper."""
        with self._lock:
            if self._control is control:
                control.close()
                self._control = self._process = None


def _harmless_environment() -> dict[str, str]:
    """Return the environment without the server's settings, some of which are secrets."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("NETROI_", "STREAMLIT_", "PG"))}


def _result(child: Connection, limits: TaskLimits, listener: Callable[[float], None] | None) -> Any:
    """Return the result of a child, or raise its error."""
    end = monotonic() + limits.seconds
    try:
        while child.poll(max(end - monotonic(), 0)):
            # A restricted unpickler would protect nothing: whoever takes over a child has the server's rights already.
            kind, value = pickle.loads(child.recv_bytes(LARGEST_RESULT))
            if kind == "result":
                return value
            if kind == "error":
                raise value
            if listener is not None:
                listener(value)
    except (EOFError, OSError):
        raise Stopped from None  # killed, or out of memory
    raise Stopped


_HELPER: Final = _Helper()
_TASKS: Final = Turns(MOST_TASKS, TASKS_PER_NETWORK)


def _serve(control: socket.socket) -> None:
    """Fork a child for each connection that comes in, until the server ends."""
    for name in _PRELOADED:
        import_module(name)
    gc.freeze()  # a collection would copy every page that the children share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that no ended child stays as a zombie
    while True:
        _, handles, *_ = socket.recv_fds(control, 1, 1)
        if not handles:
            return
        if os.fork() == 0:
            control.close()
            _work(Connection(handles[0]))
        os.close(handles[0])


def _work(server: Connection) -> NoReturn:
    """Do the one task of a child."""
    try:
        server.send(os.getpid())
        function, arguments, has_listener, limits = server.recv()
        _limit(limits)
        options = {"listener": lambda share: server.send(("progress", share))} if has_listener else {}
        server.send(_outcome(function, arguments, options))
    except (EOFError, OSError, MemoryError):
        pass  # the visitor left, or nothing can be sent anymore
    finally:
        os._exit(0)


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> tuple[str, Any]:
    try:
        return "result", function(*arguments, **options)
    except NetROIError as error:
        return "error", error
    except (MemoryError, RecursionError):
        return "error", Stopped()
    except Exception as error:
        return "error", RuntimeError("".join(traceback.format_exception(error)))


def _limit(limits: TaskLimits) -> None:
    """Let the system end this process at its deadline, and refuse it memory beyond the limit."""
    import resource  # not on Windows

    os.nice(_NICENESS)
    # The default action, since a handler in Python would wait for the end of a slow function in C.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # macOS has neither this file nor the limit
        most = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + limits.bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as _server:
        _serve(_server)
